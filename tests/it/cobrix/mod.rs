//! Every case of another reader's test data, in our own language: `CASE.yaml` says what the options of the case say, and
//! every cell of the result is compared with that reader's. Where the two differ, the difference is named here, with the
//! bytes that it comes from.

mod compare;
mod json;
mod known;
mod loaded;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use compare::Comparison;
use json::Leaf;
use loaded::{Loaded, Row};
use serde_json::{Map, Value};

/// A case of ours.
struct Case {
    /// As `cases.tsv` names it; its mapping is called so.
    name: &'static str,
    /// Tables that have the records; those of their lists are found by name.
    tables: &'static [&'static str],
    /// Tables that have the lists.
    lists: &'static [&'static str],
    /// Fields that the other reader makes itself.
    made: &'static [&'static str],
    /// What differs: `RECORD FIELD: THEIRS | OURS`, a line each.
    known: &'static str,
}

const RECORD: Case = Case { name: "", tables: &["record"], lists: &[], made: &[], known: "" };

/// A test for every case, by its name in `cases.tsv`.
macro_rules! cases {
    ($($name:ident: $case:expr;)*) => {
        $(
            #[test]
            #[cfg_attr(not(has_conformance), ignore = "needs ../shared/conformance")]
            fn $name() {
                check(&Case { name: stringify!($name), ..$case });
            }
        )*

        /// The cases that have a test.
        const NAMES: &[&str] = &[$(stringify!($name)),*];
    };
}

cases! {
    test1: Case { lists: &["account_detail"], ..RECORD };
    test1a: Case { lists: &["account_detail"], ..RECORD };
    test3: RECORD;
    test3_trim_none: RECORD;
    test6: RECORD;
    test7: RECORD;
    test7d: RECORD;
    test8_printable: RECORD;
    test9_cp037: Case { known: known::TEST9_CP037, ..RECORD };
    test9_cp273: Case { known: known::TEST9_CP273, ..RECORD };
    test9_cp1140: Case { known: known::TEST9_CP1140, ..RECORD };
    test16: Case { tables: &["company", "person", "po_box"], ..RECORD };
    test19: Case { made: &["File_Id", "Record_Id"], ..RECORD };
    test40_gz: RECORD;
}

fn shared(file: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/conformance/cobrix").join(file)
}

/// A line of `cases.tsv`, by the names of its columns.
fn said() -> BTreeMap<String, BTreeMap<String, String>> {
    let text = std::fs::read_to_string(shared("cases.tsv")).unwrap();
    let mut lines = text.lines().map(|line| line.split('\t').map(str::to_owned).collect::<Vec<_>>());
    let names = lines.next().unwrap();
    let lines = lines.map(|line| names.iter().cloned().zip(line).collect::<BTreeMap<_, _>>());
    lines.map(|line| (line["case_id"].clone(), line)).collect()
}

/// What the other reader made of it.
fn expected(said: &BTreeMap<String, String>) -> Vec<Map<String, Value>> {
    let bytes = std::fs::read(shared(&said["expected"])).unwrap();
    let text = match said["expected_charset"].as_str() {
        "utf-8" => String::from_utf8(bytes).unwrap(),
        _ => bytes.into_iter().map(char::from).collect(),
    };
    let rows = json::rows(&text);
    assert_eq!(rows.len().to_string(), said["expected_records"], "{}", said["case_id"]);
    rows
}

/// Ours in the order of theirs: as in the file, or each beside the one that has the same value of this field.
fn in_order<'r>(theirs: &[Map<String, Value>], mut ours: Vec<&'r Row>, order: &str) -> Vec<&'r Row> {
    let by = order.strip_prefix("orderBy(").and_then(|by| by.strip_suffix(')')).filter(|by| !by.contains("_Id"));
    let Some(by) = by else { return ours };
    let column = by.to_ascii_lowercase();
    let mut ordered = Vec::new();
    for row in theirs {
        let key = Leaf::of(&row[by]);
        // Of several with one key, the one whose other cells are theirs.
        let alike = |row: &&Row, theirs: &Map<String, Value>| {
            row.cells
                .iter()
                .filter(|(name, cell)| {
                    let leaf = theirs
                        .iter()
                        .find(|(their, _)| their.eq_ignore_ascii_case(name))
                        .and_then(|(_, value)| Leaf::of(value));
                    cell.is(leaf.as_ref())
                })
                .count()
        };
        let same = ours.iter().enumerate().filter(|(_, row)| row.cells[&column].is(key.as_ref()));
        let Some((at, _)) = same.max_by_key(|(_, ours)| alike(ours, row)) else {
            panic!("no record with {by} {key:?}")
        };
        ordered.push(ours.remove(at));
    }
    ordered
}

/// What differs in a case, and how many cells it has.
fn differences(case: &Case, said: &BTreeMap<String, String>) -> (Vec<String>, usize) {
    let loaded = Loaded::of(case.name);
    assert_eq!(loaded.report.sources[0].rejected, 0, "{}", case.name);
    let theirs = expected(said);
    let ours = in_order(&theirs, loaded.rows_of(case.tables), &said["order"]);
    assert!(ours.len() >= theirs.len(), "{}: {} of {}", case.name, ours.len(), theirs.len());
    let mut comparison = Comparison::new(&loaded, case.made, said["post"].contains("na.fill(0)"));
    for (number, (theirs, ours)) in theirs.iter().zip(&ours).enumerate() {
        comparison.record(&number.to_string(), theirs, ours);
    }
    let compared: BTreeSet<i64> = ours.iter().take(theirs.len()).map(|row| row.offset).collect();
    for table in case.lists {
        let rows = loaded.rows(table).iter().filter(|row| compared.contains(&row.offset)).count();
        assert_eq!(comparison.elements(table), rows, "{}: {table}", case.name);
    }
    (comparison.differences, comparison.cells)
}

/// Every cell is as the other reader has it, but for those that are named.
fn check(case: &Case) {
    let (found, cells) = differences(case, &said()[case.name]);
    let known: Vec<&str> = case.known.lines().filter(|line| !line.is_empty()).collect();
    let unknown = found.iter().filter(|line| !known.contains(&line.as_str())).map(|line| format!("+ {line}"));
    let gone = known.iter().filter(|line| !found.iter().any(|found| found == *line)).map(|line| format!("- {line}"));
    let apart: Vec<String> = unknown.chain(gone).collect();
    let first = &apart[..apart.len().min(40)];
    assert!(apart.is_empty(), "{}: {} of {cells} cells\n{}", case.name, apart.len(), first.join("\n"));
    assert!(cells > 0, "{}", case.name);
}

/// Cases that no mapping says yet: their records are no longer than they say themselves.
const OPEN: &[&str] =
    &["test4", "test5", "test5b", "test5c", "test13a", "test14_partof", "test17a", "test17b", "test17c", "test21"];

#[test]
#[cfg_attr(not(has_conformance), ignore = "needs ../shared/conformance")]
fn every_case_has_its_test() {
    let tried: BTreeSet<&str> = NAMES.iter().chain(OPEN).copied().collect();
    assert_eq!(said().keys().map(String::as_str).collect::<BTreeSet<_>>(), tried);
}
