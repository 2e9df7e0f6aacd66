//! Expressions in mappings: columns, rules of rows, reasons to set aside.

use tumpline::mapping;

use crate::machine::run;

const JOURNAL: &str = "tumpline: 1
source:
  files: in/*.txt
  format: fixed
  encoding: ascii
  records:
    kinds:
      - {name: head, when: {at: 1, is: H}, fields: [{name: fund, at: 2-4}, {name: day, at: 5-12, type: date, picture: YYYYMMDD}]}
      - name: line
        under: head
        fields:
          - {name: dept, at: 2-5}
          - {name: gross, at: 6-12, type: 'decimal(7,2)'}
          - {name: rebate, at: 13-19, type: 'decimal(7,2)'}
          - {name: parts, at: 20-21, type: int32}
          - {name: person, at: 22-24, personal: true}
  set_aside:
    - {when: {sql: line.gross = 0 AND head.fund = '900'}, because: closed fund}
tables:
  - table: lines
    from: line
    columns:
      - {name: account, sql: \"lpad(head.fund, 5, '0') || '-' || dept\"}
      - {name: fiscal_year, sql: 'fiscal_year(head.day, 4)', type: int16}
      - {name: gross}
      - {name: net, sql: gross - rebate, type: 'decimal(9,2)'}
      - {name: share, sql: 'round(gross / parts, 2)', type: 'decimal(9,2)'}
      - {name: year, sql: 'cast(substring(_file, 8, 4) as int)', type: int16}
      - {name: initials, sql: 'left(person, 1)'}
    rules:
      - {id: net-is-no-debt, row: net >= 0}
      - {id: small, row: gross < 1000, on_fail: warn}
    limits: {rejects: 2}
";

#[test]
fn columns_are_computed_rules_hold_and_reasons_set_aside() {
    let text = b"H10020260331
L00010010000000250003ABC
L00020010000000250000ABD
L00030200000000000002ABE
H90020260401
L00040000000000000001ABF
L00050000100000990001ABG
L00060000100000010001ABH
";
    let left = run(JOURNAL, &[("in/GLJ_2019.txt", text)], 2, None);
    let columns: Vec<_> = left.manifest["tables"][0]["columns"].as_array().unwrap().clone();
    let sum = |name: &str| columns.iter().find(|column| column["name"] == name).unwrap()["totals"]["sum"].clone();
    assert_eq!(left.report.tables[0].rows, 3);
    assert_eq!((sum("gross"), sum("net")), ("2101.00".into(), "2075.00".into()));
    assert_eq!(sum("share"), "1034.33");
    assert_eq!((sum("fiscal_year"), sum("year")), ("6079".into(), "6057".into()));
    assert_eq!(left.manifest["set_aside"][0]["records"], 1);
    let batches = crate::tables::batches(&left.files["data/lines/part-00000.parquet"]);
    let accounts: Vec<_> = (0..3).map(|row| crate::tables::cell(batches[0].column(0), row)).collect();
    assert_eq!(accounts, ["00100-0001", "00100-0003", "00900-0006"]);
    assert_eq!(columns[6]["personal"], true);
    let found: Vec<_> = left.report.findings.iter().map(|group| (group.code.id(), group.count)).collect();
    for want in [("TL0402", 1), ("TL0320", 1)] {
        assert!(found.contains(&want), "{found:?}");
    }
    assert_eq!(left.report.tables[0].rejected, 2);
}

#[test]
fn what_is_wrong_with_an_expression_is_told_at_its_place() {
    for (old, new, code, underlined) in [
        ("sql: gross - rebate", "sql: gross - rebat", "TL0006", "rebat"),
        ("sql: gross - rebate", "sql: gross - dept", "TL0034", "gross - dept"),
        ("row: net >= 0", "row: nett >= 0", "TL0007", "nett"),
        ("row: net >= 0", "row: net + gross", "TL0035", "net + gross"),
        ("line.gross = 0 AND head.fund = '900'", "line.gross = 0 AND head.found = '900'", "TL0006", "head.found"),
        ("line.gross = 0 AND head.fund = '900'", "true", "TL0028", "true"),
        (
            "type: 'decimal(9,2)'}\n      - {name: share",
            "type: int32}\n      - {name: share",
            "TL0036",
            "gross - rebate",
        ),
    ] {
        let text = JOURNAL.replacen(old, new, 1);
        assert_ne!(text, JOURNAL);
        let told: Vec<_> = mapping::read("m", &text)
            .diagnostics
            .iter()
            .filter(|one| one.severity == tumpline::finding::Severity::Fail)
            .map(|one| (one.code.id(), text[one.at.start as usize..one.at.end as usize].to_owned()))
            .collect();
        assert_eq!(told, [(code, underlined.to_owned())], "{new}");
    }
}

#[test]
fn a_constant_of_32_bits_equals_the_field_that_reads_the_same() {
    let mapping = "tumpline: 1
source:
  files: in/*.txt
  format: delimited
  encoding: utf-8
  delimiter: ','
  fields: [{name: id}, {name: rate, type: float32}]
  set_aside: [{when: {field: record.rate, is: 0.1}, because: the usual rate}]
table: t
columns: [{name: id}, {name: rate, range: [~, 0.7]}]
";
    let left = run(mapping, &[("in/a.txt", b"id,rate\n1,0.1\n2,0.7\n3,0.2\n")], 1, None);
    assert_eq!((left.report.sources[0].aside, left.report.tables[0].rows), (1, 2));
    assert_eq!(left.report.tables[0].rejected, 0);
}
