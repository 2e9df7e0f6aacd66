//! Where `tumpline copybook --json` says that items stand, beside where the compiler puts them.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::cobc::Said;
use super::flavour::Flavour;
use super::layouts::Layout;

/// A program around a copybook, which says what the decimal mark is.
const COMMA: &str = "       SPECIAL-NAMES.
           DECIMAL-POINT IS COMMA.
       DATA DIVISION.
       WORKING-STORAGE SECTION.
           COPY 'BOOK'.
";

/// The document of a copybook, as the program prints it.
fn document(folder: &Path, layout: &Layout, flavour: &Flavour) -> Value {
    let mut book = format!("l{}.cpy", layout.number);
    if flavour.comma {
        let program = COMMA.replace("BOOK", &book);
        book = format!("p{}.cbl", layout.number);
        std::fs::write(folder.join(&book), program).unwrap();
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_tumpline"));
    command.args(["copybook", "--json", "--dialect", flavour.dialect]).arg(book);
    let output = command.current_dir(folder).output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}\n{}", layout.copybook());
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Items whose offset, length or distance is another, as lines; and how many were compared.
pub fn compare(folder: &Path, layout: &Layout, flavour: &Flavour, said: &Said, wrong: &mut Vec<String>) -> usize {
    let document = document(folder, layout, flavour);
    let mut compared = 0;
    for item in document["items"].as_array().unwrap() {
        let Some(name) = item["name"].as_str() else { continue };
        let number = |value: &Value| value.as_u64().unwrap_or_default();
        let ours = (number(&item["start"]) - 1, number(&item["length"]));
        let theirs = said.places[name];
        // Where a table is counted and nothing moves, the compiler takes a record to be shorter than its items.
        let is_short = flavour.is_copied() && layout.is_counted() && name == layout.name();
        if ours != theirs && !is_short {
            wrong.push(format!("{name}: offset and bytes are {theirs:?}, not {ours:?}"));
        }
        if let Some(second) = said.seconds.get(name) {
            let stride = number(&item["occurs"]["stride"]);
            if theirs.0 + stride != *second {
                wrong.push(format!("{name}: elements are {} bytes apart, not {stride}", second - theirs.0));
            }
        }
        compared += 1;
    }
    compared
}
