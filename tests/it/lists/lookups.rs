//! Codes in the elements of lists are translated, counted and listed as those of tables are.

use std::fmt::Write;

use serde_json::{Value, json};
use tumpline::evidence::verify::verify;
use tumpline::host::Host;
use tumpline::run::replay::{ReplayRequest, replay_in_sizes};
use tumpline::run::{Request, Sizes};

use super::rows;
use crate::machine::{Left, left, machine, run, run_on};
use crate::random::Dice;

/// A list, and a table of the same elements: whatever is looked up in one is in the other.
const MAPPING: &str = "tumpline: 1
source:
  files: in.txt
  format: fixed
  encoding: ascii
  records:
    end: newline
    kinds:
      - {name: head, when: {at: 1, is: H}, fields: [{name: no, at: 2-4, type: int32}, {name: parts, at: 5-12, repeat: {times: 2, width: 4}, fields: [{name: fund, at: 1-2, on_blank: empty, MARK}, {name: spent, at: 3-4, type: int32}]}]}
      - {name: line, when: {at: 1, is: L}, under: head, fields: [{name: code, at: 2-3}, {name: of, at: 4-5, type: int32}]}
tables:
  - table: head
    from: head
    limits: {rejects: 999}
    columns:
      - {name: no}
      - name: parts
        nest: head.parts
        columns:
          - {name: fund}
          - {name: spent}
          - {name: new_fund, lookup: {in: funds.csv, match: {old: fund}, take: new, amount: spent, UNMATCHED}}
          - {name: title, lookup: {in: titles.csv, match: {fund: new_fund}, take: title, unmatched: empty}}
      - {name: lines, nest: line, columns: [{name: code}, {name: to, lookup: {in: funds.csv, match: {old: code}, take: new, unmatched: empty}, default: none}]}
  - table: parts
    from: head.parts
    limits: {rejects: 999}
    columns:
      - {name: no}
      - {name: fund}
      - {name: spent}
      - {name: new_fund, lookup: {in: funds.csv, match: {old: fund}, take: new, amount: spent, UNMATCHED}}
      - {name: title, lookup: {in: titles.csv, match: {fund: new_fund}, take: title, unmatched: empty}}
  - {table: lines, from: line, limits: {rejects: 999}, columns: [{name: no, from: head.no}, {name: code}, {name: to, lookup: {in: funds.csv, match: {old: code}, take: new, unmatched: empty}, default: none}]}
";

const FUNDS: &[u8] = b"old,new\naa,100\nbb,200\ncc,300\n";
const TITLES: &[u8] = b"fund,title\n100,General\n200,Water\n";

fn mapping(unmatched: &str, mark: &str) -> String {
    MAPPING.replace(", UNMATCHED", unmatched).replace(", MARK", mark)
}

fn of(mapping: &str, text: &str, (threads, block): (usize, Option<u64>)) -> Left {
    let files: [(&str, &[u8]); 3] = [("in.txt", text.as_bytes()), ("funds.csv", FUNDS), ("titles.csv", TITLES)];
    run(mapping, &files, threads, block)
}

fn random_text(dice: &mut Dice) -> String {
    let mut text = String::new();
    for no in 0..=dice.below(40) {
        let mut part = || format!("{}{:2}", dice.pick(&["aa", "bb", "cc", "  ", "zz"]), dice.below(90));
        let parts = part() + &part();
        writeln!(text, "H{no:03}{parts}").unwrap();
        for _ in 0..dice.below(4) {
            writeln!(text, "L{}{:2}", dice.pick(&["aa", "bb", "yy"]), dice.below(9)).unwrap();
        }
    }
    text
}

/// What a column's look-up came to, and what its crosswalk covers.
fn counted(left: &Left, name: &str, (table, column): (usize, usize), list: Option<usize>) -> [Value; 2] {
    let table = &left.manifest["tables"][table];
    let columns = list.map_or(&table["columns"], |list| &table["lists"][list]["columns"]);
    let mut covered: Value = left.manifest["coverage"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["table"] == table["table"] && one["column"] == name)
        .unwrap_or_else(|| panic!("{name}: {:?}", left.manifest["coverage"]))
        .clone();
    for key in ["table", "column", "list", "of"] {
        covered.as_object_mut().unwrap().remove(key);
    }
    [columns[column]["lookup"].clone(), covered]
}

#[test]
fn what_elements_are_looked_up_is_what_a_table_of_them_is() {
    for seed in 0..10 {
        let mut dice = Dice::of(seed);
        let text = random_text(&mut dice);
        let mapping = mapping(", unmatched: empty", "");
        let left = of(&mapping, &text, (2, Some(1 + dice.below(150) as u64)));
        let mut parts = rows(&left, "parts").into_iter();
        let mut lines = rows(&left, "lines").into_iter().peekable();
        for row in rows(&left, "head") {
            let no = row.split('|').next().unwrap();
            let own = |row: String| row.replacen(&format!("{no}|"), "", 1).replace('|', ",");
            let of_head: Vec<String> = parts.by_ref().take(2).map(|row| format!("({})", own(row))).collect();
            let mut of_line = Vec::new();
            while let Some(line) = lines.next_if(|line| line.starts_with(&format!("{no}|"))) {
                of_line.push(format!("({})", own(line)));
            }
            assert_eq!(row, format!("{no}|[{}]|[{}]", of_head.join(" "), of_line.join(" ")), "{seed}: {text}");
        }
        for (name, listed, at, column) in [
            ("new_fund", "parts.new_fund", (0, 2), (1, 3)),
            ("title", "parts.title", (0, 3), (1, 4)),
            ("to", "lines.to", (0, 1), (2, 2)),
        ] {
            let list = usize::from(name == "to");
            let (in_list, alone) = (counted(&left, listed, at, Some(list)), counted(&left, name, column, None));
            assert_eq!(in_list, alone, "{seed} {name}");
        }
    }
}

#[test]
fn a_code_that_is_not_there_is_told_by_its_element_and_listed() {
    let mapping = mapping("", "")
        .replace("  - table: parts", "  - table: nobody\n    from: line\n    columns: [{name: of}]\n  - table: parts");
    let mapping = mapping.split("  - table: nobody").next().unwrap();
    let left = of(mapping, "H001aa 1zz 2\nH002bb 3cc 4\nLaa 1\nLqq 2\n", (1, None));
    assert_eq!(rows(&left, "head"), ["2|[(bb,3,200,Water) (cc,4,300,-)]|[(aa,100) (qq,none)]"]);
    let plain: Vec<String> =
        left.report.findings.iter().map(|one| format!("{} {} {:?}", one.code.id(), one.subject, one.args)).collect();
    assert!(
        plain.iter().any(|one| one.starts_with("TL0304 head.parts.new_fund")
            || one.contains("head.parts.new_fund") && one.contains("\"2\"")),
        "{plain:?}"
    );
    let coverage = &left.manifest["coverage"][0];
    assert_eq!(
        (&coverage["table"], &coverage["column"], &coverage["of"]),
        (&json!("head"), &json!("parts.new_fund"), &json!("parts.spent"))
    );
    assert_eq!((&coverage["matched"]["rows"], &coverage["unmatched"]["amount"]), (&json!(3), &json!("2")));
    let list = std::str::from_utf8(&left.files["for-people/crosswalk/m.head.parts_new_fund.csv"]).unwrap();
    assert!(list.contains("zz,"), "{list}");
}

#[test]
fn personal_codes_of_elements_are_counted_and_appear_nowhere() {
    let left = of(&mapping(", unmatched: empty", ", personal: true"), "H001aa 1zz 2\n", (1, None));
    let coverage = left.manifest["coverage"].as_array().unwrap();
    let own = coverage.iter().find(|one| one["column"] == "parts.new_fund").unwrap();
    assert_eq!((&own["personal"], &own["missing"], &own["list"]), (&json!(true), &json!(1), &Value::Null));
    let columns = left.manifest["tables"][0]["lists"][0]["columns"].as_array().unwrap();
    let marks: Vec<bool> = columns.iter().map(|column| column["personal"] == true).collect();
    assert_eq!(marks, [true, false, true, true], "what is looked up by a mark is marked");
    assert!(!left.files.keys().any(|path| path.contains("new_fund")));
}

#[test]
fn a_replay_counts_the_look_ups_of_old_elements_and_new_ones() {
    let text = "H001aa 1zz 2\nH0x2bb 3cc 4\nLaa 1\nH003bb 3yy 4\nLqq 1\n";
    let strict =
        mapping(", unmatched: empty", "").replace("at: 2-4, type: int32", "at: 2-4, type: int32, on_bad: reject");
    let wide = strict.replace("on_bad: reject", "on_bad: empty");
    let host = machine(&[("in.txt", text.as_bytes()), ("funds.csv", FUNDS), ("titles.csv", TITLES)]);
    host.put("m.yaml", strict.into_bytes());
    run_on(&host, 1, None).unwrap();
    host.put("m.yaml", wide.clone().into_bytes());
    host.set_now(host.now().checked_add(jiff::SignedDuration::from_secs(1)).unwrap());
    let request = Request { paths: vec!["m.yaml".into()], threads: Some(1), ..Request::default() };
    let asked = ReplayRequest { dir: "out".into(), request };
    let report =
        replay_in_sizes(&host, &asked, Sizes::default(), &|_| {}).unwrap_or_else(|problem| panic!("{problem:?}"));
    assert_eq!(verify(&host, report.folder.as_ref()).unwrap().findings, []);
    let (again, whole) = (left(&host, report), of(&wide, text, (1, None)));
    assert_eq!(again.manifest["tables"][0]["lists"], whole.manifest["tables"][0]["lists"]);
}
