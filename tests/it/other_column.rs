//! TL0709: a whole column refers to nothing, and another column of the same table has what it refers to. TL0735: a whole
//! column is empty, so that it refers to nothing, and another column has what it should refer to.

use std::path::Path;

use tumpline::evidence::verify::verify;
use tumpline::finding::Code;
use tumpline::run::report::Report;

use crate::machine::machine;

/// Runs the folder `m`; what is left must hold.
fn run(files: &[(&str, &str)]) -> Report {
    let files: Vec<(String, &[u8])> = files.iter().map(|(name, text)| (format!("m/{name}"), text.as_bytes())).collect();
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    let host = machine(&files);
    let report = crate::set_rules::run_on(&host, 2, tumpline::run::Sizes::default())
        .unwrap_or_else(|problem| panic!("{problem:?}"));
    assert_eq!(verify(&host, report.folder.as_ref()).unwrap().findings, []);
    report
}

/// Of each TL0709: the rule that it is about, and its arguments.
fn told(report: &Report) -> Vec<(String, Vec<String>)> {
    told_of(report, Code::OtherColumn)
}

fn told_of(report: &Report, code: Code) -> Vec<(String, Vec<String>)> {
    let groups = report.findings.iter().filter(|group| group.code == code);
    groups
        .map(|group| (group.subject.clone(), group.args.iter().map(tumpline::finding::Arg::plain).collect()))
        .collect()
}

fn breaches(report: &Report) -> u64 {
    report.rules.iter().map(|rule| rule.breaches).sum()
}

const ORDERS: &str = "tumpline: 1
source: {files: orders.csv, format: delimited, encoding: utf-8, delimiter: ',',
  fields: [{name: id}, {name: vendor, type: int32}]}
table: orders
columns: [{name: id}, {name: vendor}]
limits: {rejects: 100}
rules: [{id: vendor, references: vendors.number, by: vendor, on_fail: warn}]
";
const VENDORS: &str = "tumpline: 1
source: {files: vendors.csv, format: delimited, encoding: utf-8, delimiter: ',',
  fields: [{name: number, type: int64}, {name: old_number, type: int64, personal: true}, {name: year, type: int16}, {name: name}]}
table: vendors
columns: [{name: number}, {name: old_number}, {name: year}, {name: name}]
";
const VENDOR_ROWS: &str = "number,old_number,year,name\n1001,1,2024,a\n1002,2,2024,b\n1003,3,2024,c\n";

#[test]
fn the_column_that_has_the_keys_is_named() {
    let orders = "id,vendor\na,1\nb,2\nc,2\nd,9\n";
    for (mapping, vendors) in [
        (ORDERS.to_owned(), VENDORS.to_owned()),
        // The rows are refused, and are gone when all is read again.
        (ORDERS.replace("on_fail: warn", "on_fail: reject"), VENDORS.to_owned()),
        // The table that is referred to is written when all is judged.
        (ORDERS.to_owned(), format!("{VENDORS}load: {{sort_by: [name]}}\n")),
    ] {
        let files =
            [("o.yaml", mapping.as_str()), ("v.yaml", &vendors), ("orders.csv", orders), ("vendors.csv", VENDOR_ROWS)];
        let report = run(&files);
        let want = ["vendors", "number", "old_number", "2"].map(str::to_owned).to_vec();
        assert_eq!(told(&report), [("orders.vendor".to_owned(), want)]);
        assert_eq!(breaches(&report), 4, "it is no breach of the rule");
    }
}

/// A finding about a column is none about the rule that has its name.
#[test]
fn a_rule_may_be_called_like_its_column() {
    let mapping = ORDERS.replace("{name: vendor}]", "{name: vendor, range: [1, ~], on_fail: warn}]");
    let orders = "id,vendor\na,0\nb,1001\n";
    let report =
        run(&[("o.yaml", &mapping), ("v.yaml", VENDORS), ("orders.csv", orders), ("vendors.csv", VENDOR_ROWS)]);
    assert_eq!(breaches(&report), 1);
    assert!(report.findings.iter().any(|group| group.code == Code::OutOfRange && group.subject == "orders.vendor"));
}

#[test]
fn nothing_is_said_where_a_key_is_found_or_no_column_has_them() {
    for (orders, rule) in [
        ("id,vendor\na,1\nb,2\nc,1003\n", ""),
        ("id,vendor\na,77\nb,78\nc,79\n", ""),
        ("id,vendor\n", ""),
        ("id,vendor\na,\n", ""),
        ("id,vendor\na,1\nb,77\nc,78\nd,79\n", ""),
        ("id,vendor\na,1\n", ", where: id = 'a'"),
    ] {
        let mapping = ORDERS.replace(", on_fail", &format!("{rule}, on_fail"));
        // Of four keys one is there, and of three values one is a key.
        let files =
            [("o.yaml", mapping.as_str()), ("v.yaml", VENDORS), ("orders.csv", orders), ("vendors.csv", VENDOR_ROWS)];
        assert_eq!(told(&run(&files)), [], "{orders}");
    }
}

const ACCOUNTS: &str = "tumpline: 1
source:
  files: acctdata.txt
  format: fixed
  encoding: ascii
  defaults: {trim: both}
  fields: [{name: id, at: 1-11}, {name: zip, at: 103-112}, {name: group_id, at: 113-122}]
table: accounts
columns: [{name: id}, {name: zip}, {name: group_id}]
";
const GROUPS: &str = "tumpline: 1
source: {files: groups.csv, format: delimited, encoding: utf-8, delimiter: ',', fields: [{name: id}]}
table: groups
columns: [{name: id}]
rules: [{id: used, references: accounts.group_id, by: id, on_fail: warn}]
";

/// An unload whose group ids are blank, since they stand where its copybook has the zip code.
#[test]
#[cfg_attr(not(has_conformance), ignore = "needs ../shared/conformance")]
fn a_real_file_whose_group_ids_stand_in_another_column() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/conformance/carddemo/ASCII/acctdata.txt");
    let accounts = std::fs::read_to_string(path).unwrap();
    let groups = "id\nA000000000\nDEFAULT\nZEROAPR\n";
    let report = run(&[("a.yaml", ACCOUNTS), ("g.yaml", GROUPS), ("acctdata.txt", &accounts), ("groups.csv", groups)]);
    let want = ["accounts", "group_id", "zip", "1"].map(str::to_owned).to_vec();
    assert_eq!(told(&report), [("groups.used".to_owned(), want)]);
    assert_eq!(breaches(&report), 3);
}

/// The same file asked the other way round: with no key, the rule holds, and says so of itself.
#[test]
#[cfg_attr(not(has_conformance), ignore = "needs ../shared/conformance")]
fn a_real_file_whose_keys_are_all_empty_proves_nothing() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/conformance/carddemo/ASCII/acctdata.txt");
    let accounts = std::fs::read_to_string(path).unwrap();
    let mapping = format!("{ACCOUNTS}rules: [{{id: group, references: groups.id, by: group_id}}]\n");
    let other = GROUPS.replace("rules: [{id: used, references: accounts.group_id, by: id, on_fail: warn}]\n", "");
    let groups = "id\nA000000000\nDEFAULT\nZEROAPR\n";
    let report = run(&[("a.yaml", &mapping), ("g.yaml", &other), ("acctdata.txt", &accounts), ("groups.csv", groups)]);
    let rows = accounts.lines().count().to_string();
    let want = [rows.as_str(), "accounts", "group_id", "groups.id", "zip", "1"].map(str::to_owned).to_vec();
    assert_eq!(told_of(&report, Code::KeysEmpty), [("accounts.group".to_owned(), want)]);
    assert_eq!(breaches(&report), 0);
}

#[test]
fn keys_that_are_all_empty_are_told_and_one_that_is_not_is_enough() {
    let mapping = ORDERS.replace(
        "{name: vendor, type: int32}]}",
        "{name: vendor, type: int32, on_blank: empty}, {name: old, type: int32}]}",
    );
    let mapping = mapping.replace("{name: vendor}]", "{name: vendor}, {name: old}]");
    let told = |orders: &str, rule: &str| {
        let mapping = mapping.replace(", on_fail", &format!("{rule}, on_fail"));
        let report = run(&[
            ("o.yaml", mapping.as_str()),
            ("v.yaml", VENDORS),
            ("orders.csv", orders),
            ("vendors.csv", VENDOR_ROWS),
        ]);
        told_of(&report, Code::KeysEmpty).into_iter().map(|(_, args)| args.join(" ")).collect::<Vec<_>>()
    };
    assert_eq!(told("id,vendor,old\na,,1001\nb,,1002\n", ""), ["2 orders vendor vendors.number old 2"]);
    assert_eq!(told("id,vendor,old\na,,7\nb,,8\n", ""), ["2 orders vendor vendors.number  "]);
    for (orders, rule) in [
        ("id,vendor,old\na,,1001\nb,1002,1002\n", ""),
        ("id,vendor,old\n", ""),
        ("id,vendor,old\na,,1001\n", ", nulls: refuse"),
        ("id,vendor,old\na,,1001\n", ", where: id = 'b'"),
    ] {
        assert_eq!(told(orders, rule), [""; 0], "{orders}");
    }
}
