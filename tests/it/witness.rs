//! Other readers as witnesses: Python's csv module for delimited records, `DuckDB` and pyarrow for what is published.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use tumpline::extractors::delimited::CellRules;
use tumpline::extractors::delimited::table::CellTable;
use tumpline::extractors::frame::text::{Quoting, TextFramer, TextRules};
use tumpline::extractors::frame::{Frame, Framed};
use tumpline::extractors::slices::Slices;

const PROGRAM: &str = r"
import csv, io, json, sys
csv.field_size_limit(1 << 30)
texts = json.load(sys.stdin)
json.dump([[row for row in csv.reader(io.StringIO(text, newline='')) if row] for text in texts], sys.stdout)
";

/// What Python's csv module reads; none where no python3 is installed.
fn python(texts: &[String]) -> Option<Vec<Vec<Vec<String>>>> {
    let started = Command::new("python3").args(["-c", PROGRAM]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let Ok(mut child) = started else {
        eprintln!("python3 is not installed: random CSVs were not compared");
        return None;
    };
    let mut stdin = child.stdin.take().unwrap();
    let input = serde_json::to_vec(texts).unwrap();
    let writer = std::thread::spawn(move || stdin.write_all(&input).unwrap());
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

/// The rows of a text as they are framed here; a row with a stray quote is none, and what follows a quote that is never
/// closed is left out.
fn ours(text: &str) -> Vec<Option<Vec<String>>> {
    let quoting = Quoting { quote: b'"', escape: None, delimiter: b",".to_vec() };
    let rules = TextRules { quoting: Some(quoting), comment: None, max_length: 1 << 20, mark: &[] };
    let cells = CellRules { delimiter: b",".to_vec(), quote: Some(b'"'), escape: None, scale: 1 };
    let (window, mut rows, mut table) = (text.as_bytes(), Vec::new(), CellTable::default());
    let mut framer = TextFramer::new(&rules, window, 0, true);
    while let Framed::Record(span) = framer.next(usize::MAX) {
        table.clear();
        let stray = table.strict(&cells, window, window, span);
        let bytes = Slices { window, side: &table.side };
        let row = table.record(0).iter().map(|cell| String::from_utf8(bytes.get(cell).to_vec()).unwrap()).collect();
        rows.push(stray.is_none().then_some(row));
    }
    rows
}

pub fn texts(count: u64) -> Vec<String> {
    let pieces =
        ["a", "bc", ",", ",", "\"", "\"", "\"\"", "\n", "\r\n", "\r", "\r\r\n", " ", "é", "x\"y", ",\"", "\",", "\"\n"];
    let mut state = 7_u64;
    let mut below = |most: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % most
    };
    (0..count).map(|_| (0..below(40)).map(|_| pieces[below(pieces.len())]).collect()).collect()
}

#[test]
fn random_delimited_texts_have_the_cells_that_python_reads() {
    let texts = texts(5_000);
    let Some(theirs) = python(&texts) else { return };
    let mut compared = 0;
    for (text, theirs) in texts.iter().zip(&theirs) {
        let ours = ours(text);
        for (row, (ours, theirs)) in ours.iter().zip(theirs).enumerate() {
            if let Some(ours) = ours {
                assert_eq!(ours, theirs, "row {row} of {text:?}");
                compared += 1;
            }
        }
        // Python gives a row for what follows a quote that is never closed; here the source ends.
        assert!(theirs.len() - ours.len() <= 1, "{text:?}");
    }
    assert!(compared > 7_000, "{compared}");
}

/// The Python of the other readers, which `make witnesses` installs; without it, it is told what was not compared.
pub fn readers(compared: &str) -> Option<Command> {
    let python = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/witness-venv/bin/python");
    if !python.exists() {
        eprintln!("pyarrow and DuckDB are not installed (make witnesses): {compared} were not compared");
        return None;
    }
    Some(Command::new(python))
}

/// `make witnesses` installs pyarrow and `DuckDB` where this test looks for them; without them it says so.
#[test]
fn pyarrow_and_duckdb_see_the_values_that_the_manifest_tells() {
    let Some(mut python) = readers("the samples' tables") else { return };
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let out = tempfile::tempdir().unwrap();
    let report = crate::samples::run_samples(out.path());
    let program = root.join("tests/it/witness.py");
    let output = python.arg(program).arg(&report.folder).output().unwrap();
    let told = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && told.is_empty(), "{told}");
}
