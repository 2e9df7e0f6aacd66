//! What is personal is shown nowhere, unless it is asked for.

use tumpline::cli::diagnostics::Drawing;
use tumpline::cli::explain::{View, text};
use tumpline::cli::json;
use tumpline::cli::words::Language;
use tumpline::host::fake::FakeHost;
use tumpline::inspect::explain::record::{Fate, Record};
use tumpline::inspect::explain::{Ask, Explained, Which};

use super::{ask, asked};
use crate::machine::machine;

/// Who it is stands in a head, is lent to its entries, is a key, is in an expression and in a rule, and shares its bytes with `whole`.
const FIXED: &str = "tumpline: 1
source:
  files: a.txt
  format: fixed
  encoding: utf-8
  records:
    end: newline
    kinds:
      - {name: head, when: {at: 1, is: H}, fields: [{name: who, at: 2-9, personal: true}, {name: town, at: 10-13}, {name: whole, at: 1-13}]}
      - {name: entry, when: {at: 1, is: E}, under: head, fields: [{name: no, at: 2-4, type: int32}, {name: sin, at: 5-12, personal: true}]}
      - {name: rest, when: {at: 1, is: R}, skip: not wanted}
tables:
  - table: t
    from: entry
    limits: {rejects: 100}
    columns:
      - {name: who, from: head.who}
      - {name: town, from: head.town}
      - {name: whole, from: head.whole}
      - {name: no}
      - {name: sin, from: sin, length: [0, 7]}
      - {name: greeting, sql: \"'Dear ' || upper(head.who) || ', ' || sin\"}
      - {name: team, lookup: {in: c.csv, match: {person: who}, take: team, unmatched: empty}}
    rules:
      - {id: is-one, row: \"lower(sin) <> 'Blue-x' and who <> town\"}
";

const LINES: &str =
    "HTremblayTOWNgap-Tremblay\nE001Tremblay\nE0x2Tremblaymore-Tremblay\nRTremblay\nXTremblay\nE003Tremb\nE\n";

const CSV: &str = "tumpline: 1
source:
  files: a.csv
  format: delimited
  encoding: utf-8
  delimiter: ','
  ignore: [{header: note, because: unread}]
  fields: [{name: no, type: int32}, {name: who, personal: true}, {name: city}]
table: t
limits: {rejects: 100}
columns: [{name: no}, {name: who}, {name: city}]
";

const CELLS: &str = "no,who,city,note\n1,Tremblay,Hull,Tremblay\n2,\"Tremblay \"\"T\"\"\",\"Hull, QC\",\n3,Tremblay,Hull\n4,\"Tremblay\"x,Hull,\n5,Tremb,Tremblay,Hull,\n";

/// All that is said of a record, in every form.
fn said(explained: &Explained) -> String {
    let forms = [Language::En, Language::Fr].into_iter().flat_map(|language| {
        [true, false].map(|all| {
            let drawing = Drawing { language, colour: false, width: 80 };
            text(View { drawing, all }, explained) + &json::explain(language, 0, explained)
        })
    });
    forms.collect()
}

fn check(host: &FakeHost, records: u64) -> Vec<Record> {
    let mut seen = Vec::new();
    for number in 1..=records {
        let hidden = Ask { show_personal: false, ..ask("m.yaml", Which::Record, number) };
        let explained = asked(host, &hidden);
        let told = said(&explained);
        for secret in ["Tremb", "tremb", "TREMB", "54 72 65 6D", "Blue"] {
            assert!(!told.contains(secret), "record {number}: {secret}\n{told}");
        }
        let open = said(&asked(host, &ask("m.yaml", Which::Record, number)));
        let has = explained.record.zone == "row";
        assert_eq!(open.contains("Tremb"), has, "record {number}\n{open}");
        seen.push(explained.record);
    }
    seen
}

#[test]
fn personal_values_are_in_no_form_of_any_record() {
    let files: [(&str, &[u8]); 3] =
        [("m.yaml", FIXED.as_bytes()), ("a.txt", LINES.as_bytes()), ("c.csv", b"person,team\nTremblay,Blue\n")];
    let records = check(&machine(&files), 7);
    assert_eq!(records[1].fate, Fate::Refused, "its length is told, and nothing of it");
    // What is not personal is there all the same.
    let shown: Vec<u8> = records[0].bytes.iter().flatten().copied().collect();
    assert_eq!(shown, b"HTOWN");
    assert_eq!(records[1].bytes[..4], b"E001".map(Some));
    let hidden = records[1].tables[0].columns_hidden();
    assert_eq!(hidden, ["who", "whole", "sin", "greeting", "team"]);
    let records = check(&machine(&[("m.yaml", CSV.as_bytes()), ("a.csv", CELLS.as_bytes())]), 6);
    assert_eq!(records[1].bytes[..3], [Some(b'1'), Some(b','), None]);
    assert!(records[2].bytes.ends_with(&b",\"Hull, QC\",".map(Some)), "{:?}", records[2].bytes);
}

trait Columns {
    fn columns_hidden(&self) -> Vec<&str>;
}

impl Columns for tumpline::inspect::explain::record::TableSeen {
    fn columns_hidden(&self) -> Vec<&str> {
        let hidden = |column: &&tumpline::inspect::explain::record::ColumnSeen| {
            column.value == tumpline::inspect::explain::record::Said::Hidden
        };
        self.rows[0].columns.iter().filter(hidden).map(|column| column.name.as_str()).collect()
    }
}
