//! Every case of another reader's test data, in our own language: `CASE.yaml` says what the options of the case say, and
//! every cell of the result is compared with that reader's. Where the two differ, the difference is named here, with the
//! bytes that it comes from.

mod compare;
mod json;
mod known;
mod loaded;
mod made;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use compare::{Comparison, Span};
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
    /// Lists are children of records, not what OCCURS in them.
    children: bool,
    /// How many records have a parent's key that the other reader's ids of segments tell.
    parents: usize,
    /// What differs: `RECORD FIELD: THEIRS | OURS`, a line each.
    known: &'static str,
}

const RECORD: Case = Case { name: "", tables: &["record"], lists: &[], children: false, parents: 0, known: "" };

/// Companies, and persons under them.
const COMPANY: Case = Case { tables: &["company", "person"], ..RECORD };

const HIERARCHY: Case =
    Case { tables: &["company", "dept", "employee", "office", "customer", "contact", "contract"], ..RECORD };

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
    test4: Case { parents: 42, known: known::TEST4, ..COMPANY };
    test5: Case { parents: 42, ..COMPANY };
    test5b: Case { parents: 42, ..COMPANY };
    test5c: COMPANY;
    test6: RECORD;
    test7: RECORD;
    test7d: RECORD;
    test8_printable: RECORD;
    test9_cp037: Case { known: known::TEST9_CP037, ..RECORD };
    test9_cp273: Case { known: known::TEST9_CP273, ..RECORD };
    test9_cp1140: Case { known: known::TEST9_CP1140, ..RECORD };
    test13a: RECORD;
    test14_partof: Case { parents: 42, ..COMPANY };
    test16: Case { tables: &["company", "person", "po_box"], ..RECORD };
    test17a: HIERARCHY;
    test17b: Case { parents: 285, ..HIERARCHY };
    test17c: Case {
        tables: &["company"],
        lists: &["dept", "employee", "office", "customer", "contact", "contract"],
        children: true,
        ..RECORD
    };
    test19: RECORD;
    test21: Case { lists: &["group", "inner_group"], ..RECORD };
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
        // Another set than the table says: this one has U+FFFD in UTF-8.
        charset if charset == "utf-8" || said["case_id"] == "test4" => String::from_utf8(bytes).unwrap(),
        _ => bytes.into_iter().map(char::from).collect(),
    };
    let rows = json::rows(&text);
    assert_eq!(rows.len().to_string(), said["expected_records"], "{}", said["case_id"]);
    rows
}

/// Ours in the order of theirs: as in the file, or each beside the one that has the same values of these fields.
fn in_order<'r>(theirs: &[Map<String, Value>], mut ours: Vec<&'r Row>, order: &str) -> Vec<&'r Row> {
    let by = order.strip_prefix("orderBy(").and_then(|by| by.strip_suffix(')')).filter(|by| !by.contains("_Id"));
    let Some(by) = by else { return ours };
    let leaf = |row: &Map<String, Value>, column: &str| {
        row.iter().find(|(name, _)| name.eq_ignore_ascii_case(column)).and_then(|(_, value)| Leaf::of(value))
    };
    let mut ordered = Vec::new();
    for row in theirs {
        let has_key =
            |ours: &&Row| by.split(',').all(|key| ours.cells[&key.to_ascii_lowercase()].is(leaf(row, key).as_ref()));
        // Of several with one key, the one whose other cells are theirs.
        let alike = |ours: &Row| ours.cells.iter().filter(|(name, cell)| cell.is(leaf(row, name).as_ref())).count();
        let same = ours.iter().enumerate().filter(|(_, ours)| has_key(ours));
        let Some((at, _)) = same.max_by_key(|(_, ours)| alike(ours)) else { panic!("no record with {by} of {row:?}") };
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
    let mut comparison = Comparison::new(&loaded, made::MADE, case.children);
    for (at, (theirs, row)) in theirs.iter().zip(&ours).enumerate() {
        let until = ours.get(at + 1).map_or(i64::MAX, |next| next.offset);
        comparison.record(&at.to_string(), theirs, Span { row, until });
    }
    for table in case.lists {
        assert_eq!(comparison.elements(table), elements(&loaded, table, &ours, theirs.len()), "{}: {table}", case.name);
    }
    if !case.children {
        assert_eq!(made::places(&theirs, &ours), [""; 0], "{}", case.name);
    }
    if case.parents > 0 {
        assert_eq!(made::parents(&theirs, &ours), (case.parents, Vec::new()), "{}", case.name);
    }
    (comparison.differences, comparison.cells)
}

/// Rows of a table that belong to the first records.
fn elements(loaded: &Loaded, table: &str, records: &[&Row], first: usize) -> usize {
    let until = records.get(first).map_or(i64::MAX, |next| next.offset);
    loaded.rows(table).iter().filter(|row| row.offset < until).count()
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

#[test]
#[cfg_attr(not(has_conformance), ignore = "needs ../shared/conformance")]
fn every_case_has_its_test() {
    let tried: BTreeSet<&str> = NAMES.iter().copied().collect();
    assert_eq!(said().keys().map(String::as_str).collect::<BTreeSet<_>>(), tried);
}

#[test]
#[cfg_attr(not(has_conformance), ignore = "needs ../shared/conformance")]
fn the_page_on_cobol_has_an_equal_of_every_option() {
    let page = std::fs::read_to_string(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/cobol.md")).unwrap();
    let said = said();
    let options = said.values().flat_map(|case| case["options"].split(';'));
    let names: BTreeSet<String> =
        options.map(|option| option.split(['=', ':']).next().unwrap_or_default().replace('-', "_")).collect();
    let page = page.replace("segment-children", "segment_children");
    let missing: Vec<&String> = names.iter().filter(|name| !page.contains(&format!("`{name}"))).collect();
    assert_eq!(missing, [""; 0]);
    assert!(names.len() > 20, "{names:?}");
}
