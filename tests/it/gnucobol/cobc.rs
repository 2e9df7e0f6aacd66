//! The compiler, and what its programs say.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use super::flavour::{Flavour, Framing};

/// Says that it has to be here: then its absence is a failure.
const NEEDED: &str = "TUMPLINE_COBOL";

/// Whether programs can be compiled; where not, it is told what was not compared.
pub fn is_here(compared: &str) -> bool {
    let found = Command::new("cobc").arg("--version").output().is_ok_and(|output| output.status.success());
    assert!(found || std::env::var_os(NEEDED).is_none(), "cobc is not installed (make cobc)");
    if !found {
        eprintln!("GnuCOBOL is not installed (make test-cobol): {compared} were not compared");
    }
    found
}

/// What a program says of one layout.
#[derive(Debug, Default)]
pub struct Said {
    /// Offset and bytes of an item's first element.
    pub places: BTreeMap<String, (u64, u64)>,
    /// Offset of its second element.
    pub seconds: BTreeMap<String, u64>,
    /// Of each record its items with what the program reads in them, in their order.
    pub records: Vec<Vec<(String, String)>>,
}

/// Compiles and runs a program in a folder; what it says, by layout.
pub fn run(folder: &Path, program: &str, flavour: &Flavour) -> BTreeMap<usize, Said> {
    std::fs::write(folder.join("w.cob"), latin1(program)).unwrap();
    let mut cobc = Command::new("cobc");
    cobc.args(["-x", "-free", "-w"]).args(flavour.flags).args(["-o", "w", "w.cob"]).current_dir(folder);
    let compiled = cobc.output().unwrap();
    let told = String::from_utf8_lossy(&compiled.stderr);
    assert!(compiled.status.success(), "{}: {told:.3000}\n{}", flavour.name, folder.display());
    let format = if let Framing::Varying(format) = flavour.framing { format } else { 0 };
    let ran = Command::new("./w").current_dir(folder).env("COB_VARSEQ_FORMAT", format.to_string()).output().unwrap();
    let told = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success() && told.is_empty(), "{}: {told:.3000}", flavour.name);
    said(&ran.stdout.iter().map(|byte| char::from(*byte)).collect::<String>())
}

/// A text of one byte a character.
pub fn latin1(text: &str) -> Vec<u8> {
    text.chars().map(|one| u8::try_from(u32::from(one)).unwrap()).collect()
}

/// The number of a layout stands at the end of each of its names.
fn layout_of(name: &str) -> usize {
    name.rsplit_once("-L").and_then(|(_, number)| number.parse().ok()).unwrap_or_else(|| panic!("{name}"))
}

fn said(text: &str) -> BTreeMap<usize, Said> {
    let mut all: BTreeMap<usize, Said> = BTreeMap::new();
    // Values may have line ends in them only where nobody reads them as text.
    for line in text.lines() {
        let (mark, rest) = line.split_at_checked(1).unwrap_or_default();
        let words: Vec<&str> = rest.split_whitespace().collect();
        let number = |at: usize| words[at].parse::<u64>().unwrap();
        match mark {
            "@" => drop(
                all.entry(layout_of(words[0])).or_default().places.insert(words[0].to_owned(), (number(1), number(2))),
            ),
            "#" => drop(all.entry(layout_of(words[0])).or_default().seconds.insert(words[0].to_owned(), number(1))),
            "=" => all.entry(rest.trim().parse().unwrap()).or_default().records.push(Vec::new()),
            _ => {
                let Some((name, value)) = line.split_once(':') else { panic!("{line:?}") };
                let said = all.entry(layout_of(name)).or_default();
                said.records.last_mut().unwrap().push((name.to_owned(), value.to_owned()));
            }
        }
    }
    all
}
