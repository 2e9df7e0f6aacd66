//! What a mapping allows to be refused, in records, shares and money; and what a rule allows.

use serde_json::json;
use tumpline::run::Sizes;
use tumpline::run::report::Outcome;

use crate::machine::Left;
use crate::set_rules::{Found, findings, run};

const HEAD: &str = "tumpline: 1
source:
  files: t.csv
  format: delimited
  encoding: utf-8
  delimiter: ','
  header: 1
  fields:
    - {name: no, type: int32}
    - {name: fund, type: int32}
    - {name: amount, type: 'decimal(9,2)', on_blank: empty}
";

fn ran(tail: &str, rows: &str) -> Left {
    let files = [
        ("t.yaml".to_owned(), format!("{HEAD}{tail}").into_bytes()),
        ("t.csv".to_owned(), format!("no,fund,amount\n{rows}").into_bytes()),
    ];
    run(&files, 1, Sizes::default())
}

/// Codes, subjects and arguments of what says that a limit was passed.
fn passed(left: &Left) -> Vec<String> {
    let limits = findings(left).into_iter().filter(|found| found.code.starts_with("TL06"));
    limits
        .map(|Found { code, subject, args, .. }| format!("{code} {subject} {}", args.join("|")).replace("  ", " "))
        .collect()
}

#[test]
fn a_share_is_of_the_records_that_come_to_the_table() {
    let bad = "x,1,1.00\n";
    for (limit, good, bad_rows, want) in [
        ("10%", 9, 1, vec![]),
        ("10%", 8, 1, vec!["TL0601 t|1|0"]),
        ("10 %", 17, 2, vec!["TL0601 t|2|1"]),
        ("0.1%", 999, 1, vec![]),
        ("0%", 9, 1, vec!["TL0601 t|1|0"]),
        ("100%", 0, 3, vec![]),
    ] {
        let rows = "1,1,1.00\n".repeat(good) + &bad.repeat(bad_rows);
        let left = ran(&format!("table: t\nlimits: {{rejects: {limit}}}\n"), &rows);
        assert_eq!(passed(&left), want, "{limit} of {good} and {bad_rows}");
        let table = &left.manifest["tables"][0];
        assert_eq!(table["limit_share"], json!(limit.replace(' ', "")));
        assert_eq!(left.report.outcome == Outcome::Published, want.is_empty());
    }
}

#[test]
fn money_counts_without_its_sign_and_what_nobody_can_read_is_above_every_limit() {
    let tail = |most: &str| format!("table: t\nlimits: {{rejects: 10, amount: {{of: amount, most: {most}}}}}\n");
    for (most, rows, want) in [
        ("10.00", "x,1,5.00\nx,1,-5.00\n1,1,900.00\n", vec![]),
        ("9.99", "x,1,5.00\nx,1,-5.00\n", vec!["TL0602 t.amount amount|10.00|9.99"]),
        ("500", "x,1,\n", vec![]),
        ("500", "1,1,12.3x\n", vec!["TL0603 t.amount amount|1|500.00"]),
        ("500", "1,1,1,1\n2,1\n3,1,2.00\n", vec!["TL0603 t.amount amount|2|500.00"]),
        ("0.00", "x,1,0.01\n2,2,x\n", vec!["TL0602 t.amount amount|0.01|0.00", "TL0603 t.amount amount|1|0.00"]),
    ] {
        let left = ran(&tail(most), rows);
        assert_eq!(passed(&left), want, "{most}: {rows}");
        assert_eq!(left.report.outcome == Outcome::Published, want.is_empty());
    }
}

#[test]
fn money_of_a_computed_column_is_known_unless_what_it_is_made_of_is_not() {
    let tail = "table: t
columns:
  - {name: no, from: no}
  - {name: share, sql: 'round(amount / fund, 2)', type: 'decimal(15,2)', on_fail: reject}
limits: {rejects: 10, amount: [{of: share, most: 5.00}, {of: no, most: 7}]}
";
    let left = ran(tail, "x,2,8.00\n3,0,1.00\n4,x,1.00\n5,1,1.00\n");
    let want = ["TL0603 t.share share|2|5.00", "TL0603 t.no no|1|7"];
    assert_eq!(passed(&left), want, "{:?}", findings(&left));
    let amounts = &left.manifest["tables"][0]["amount_limits"];
    let figures = |at: usize| (amounts[at]["amount"].clone(), amounts[at]["unknown"].clone());
    assert_eq!((figures(0), figures(1)), ((json!("4.00"), json!(2)), (json!("7"), json!(1))));
}

#[test]
fn a_refused_parent_takes_its_childrens_money_along_and_has_none_itself() {
    let mapping = "tumpline: 1
source:
  files: t.txt
  format: fixed
  encoding: cp850
  records:
    end: newline
    kinds:
      - {name: head, when: {at: 1, is: H}, fields: [{name: no, at: 2-4, type: int32}]}
      - {name: line, when: {at: 1, is: L}, under: head, fields: [{name: amount, at: 2-6, type: 'decimal(5,2)'}]}
table: t
from: line
limits: {rejects: 9, amount: {of: amount, most: 3.00}}
";
    let text = "H001\nL00900\nHxxx\nL00100\nL00201\n";
    for block in [4, 9, 1 << 20] {
        let files = [("t.yaml".to_owned(), mapping.into()), ("t.txt".to_owned(), text.into())];
        let left = run(&files, 2, Sizes { block: Some(block), ..Sizes::default() });
        assert_eq!(passed(&left), ["TL0602 t.amount amount|3.01|3.00"], "in blocks of {block}");
    }
}

#[test]
fn personal_money_is_limited_and_not_shown() {
    let tail = "table: t
columns: [{name: no, from: no}, {name: pay, from: amount, personal: true}]
limits: {rejects: 10, amount: {of: pay, most: 3.00}}
";
    let left = ran(tail, "x,1,77.77\n");
    assert_eq!(passed(&left), ["TL0602 t.pay pay|personal|3.00"]);
    assert!(
        left.files
            .iter()
            .all(|(path, bytes)| path.starts_with("rejects/") || !String::from_utf8_lossy(bytes).contains("77.77"))
    );
}

#[test]
fn a_rule_allows_so_many_breaches_and_so_much_at_stake() {
    let rows = "1,1,5.00\n1,1,6.00\n2,1,-9.00\n3,9,1.00\n";
    for (rule, want) in [
        // Each of the rows that share a key is a breach.
        ("unique: [no], on_fail: warn, limits: {breaches: 2}", vec![]),
        ("unique: [no], on_fail: warn, limits: {breaches: 1}", vec!["TL0604 t.r r|2|1"]),
        ("unique: [no], on_fail: warn, limits: {breaches: 50%}", vec![]),
        ("unique: [no], on_fail: warn, limits: {breaches: 49.9999%}", vec!["TL0604 t.r r|2|1"]),
        ("unique: [no], on_fail: reject, amount: amount, limits: {amount: 11.00}", vec![]),
        ("unique: [no], on_fail: reject, amount: amount, limits: {amount: 10.99}", vec!["TL0605 t.r r|11.00|10.99"]),
        ("row: fund < 9, on_fail: warn, limits: {breaches: 1}", vec![]),
        ("row: fund < 9, on_fail: reject, limits: {breaches: 0}", vec!["TL0604 t.r r|1|0"]),
        ("sum: amount, on_fail: warn, limits: {amount: 2}", vec!["TL0605 t.r r|3.00|2.00"]),
    ] {
        let left = ran(&format!("table: t\nlimits: {{rejects: 10}}\nrules: [{{id: r, {rule}}}]\n"), rows);
        assert_eq!(passed(&left), want, "{rule}: {:?}", findings(&left));
        assert_eq!(left.report.outcome == Outcome::Published, want.is_empty(), "{rule}");
    }
}
