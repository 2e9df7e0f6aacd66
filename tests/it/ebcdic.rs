//! Text files of EBCDIC: what a mapping finds in one it finds in its translation too.

use crate::machine::{Left, run};
use crate::tables::{batches, cell};
use tumpline::extractors::encoding::Encoding;
use tumpline::run::report::Outcome;

const FIXED: &str = "tumpline: 1
source:
  files: in.txt
  format: fixed
  encoding: CODE
  records:
    end: newline
    short: pad
    tabs: 4
    kinds:
      - {name: head, when: {at: 1, is: H}, fields: [{name: batch, at: 2-4, type: int32}]}
      - name: line
        when: {at: 1, in: [D, E]}
        under: head
        fields:
          - {name: name, at: 2-9}
          - {name: amount, at: 10-16, type: 'decimal(9,2)', sign: overpunch}
          - {name: day, at: 17-26, type: date, on_blank: empty}
      - {name: tail, when: {pattern: '^T\\d'}, ends: head, skip: totals}
  set_aside:
    - {when: {field: line.name, is: void}, because: never happened}
table: t
from: line
columns: [{name: batch, from: head.batch}, {name: name}, {name: amount}, {name: day}]
limits: {rejects: 9}
";

const FIXED_TEXT: &str = "H012\nDé{}[]|! 00012342024-12-31\r\nEb\tc    000123}\n\nDvoid    0000001          \nT2\nH013\n\x0cDlast    0X00001\r\nD        000000{2024-13-01\nX\n";

const DELIMITED: &str = "tumpline: 1
source:
  files: in.txt
  format: delimited
  encoding: CODE
  delimiter: ';'
  preamble: until header
  comment: '#'
  records:
    kinds:
      - {name: total, when: {index: 1, is: TOTAL}, skip: totals}
      - name: line
        fields: [{name: name}, {name: amount, type: 'decimal(9,2)', decimal: ','}, {name: note}]
table: t
from: line
limits: {rejects: 9}
";

const DELIMITED_TEXT: &str = "Grand livre\n\nname;amount;note\nété;-12,50;\"a;b\"\n#rem;\"\n\"two\nlines\";1;\"say \"\"é\"\"\"\r\n;;\nTOTAL;3;\nx;1a;\n";

/// The rows of table `t` without the trace, the codes, and the classes of records.
fn told(left: &Left) -> (Vec<String>, Vec<(&'static str, u64)>, serde_json::Value) {
    let mut rows = Vec::new();
    for (_, bytes) in left.files.iter().filter(|(path, _)| path.starts_with("data/t/")) {
        for batch in batches(bytes) {
            let columns = &batch.columns()[..batch.num_columns() - 2];
            for row in 0..batch.num_rows() {
                let cells = columns.iter().map(|column| cell(column.as_ref(), row));
                rows.push(cells.collect::<Vec<_>>().join("|"));
            }
        }
    }
    let codes = left.report.findings.iter().map(|group| (group.code.id(), group.count)).collect();
    (rows, codes, left.manifest["sources"][0]["records"].clone())
}

fn bytes(code: &str, text: &str) -> Vec<u8> {
    Encoding::of(code).unwrap().encode(text).unwrap()
}

#[test]
fn a_text_file_of_ebcdic_reads_as_its_translation_does() {
    for (mapping, text, rows) in [(FIXED, FIXED_TEXT, 2), (DELIMITED, DELIMITED_TEXT, 2)] {
        let with = |code: &str, bytes: &[u8], block| {
            let mapping = mapping.replace("CODE", code);
            told(&run(&mapping, &[("in.txt", bytes)], 2, block))
        };
        let want = with("latin1", &bytes("latin1", text), None);
        assert_eq!(want.0.len(), rows, "{want:?}");
        for code in ["cp037", "cp500", "cp1047", "cp1148", "cp273", "cp297"] {
            let translated = bytes(code, text);
            for block in [None, Some(7), Some(16), Some(40)] {
                assert_eq!(with(code, &translated, block), want, "{code} {block:?}");
            }
            // Line ends of the mainframe itself.
            let nel: Vec<u8> = translated.iter().map(|byte| if *byte == 0x25 { 0x15 } else { *byte }).collect();
            let got = with(code, &nel, None);
            assert_eq!((&got.1, &got.2), (&want.1, &want.2), "{code}");
            assert_eq!(got.0.join("\n").replace('\u{85}', "\n"), want.0.join("\n"), "{code}");
        }
    }
}

#[test]
fn padding_of_ebcdic_is_its_own() {
    let mapping = "tumpline: 1\nsource: {files: in.txt, format: fixed, encoding: cp037, fields: [{name: a, at: 1-3}]}\ntable: t\n";
    for end in [&b""[..], b"\x25\x3F", b"\x15\x3F\x3F", b"\x0D\x25\0\0\0"] {
        let left = run(mapping, &[("in.txt", &[&b"\x81\x82\x83\x25\x84\x85\x86"[..], end].concat())], 1, None);
        assert_eq!(told(&left).0, ["abc", "def"], "{end:02X?}");
        assert_eq!(left.report.outcome, Outcome::Published);
    }
    // What pads a file of ASCII is a character here.
    let left = run(mapping, &[("in.txt", b"\x81\x82\x83\x25\x1A")], 1, None);
    assert_eq!(left.report.outcome, Outcome::Refused);
}

#[test]
fn a_delimiter_that_the_page_writes_otherwise_is_found() {
    let mapping = "tumpline: 1\nsource: {files: in.txt, format: delimited, encoding: CODE, delimiter: '|', fields: [{name: a}, {name: b}]}\ntable: t\n";
    for code in ["cp037", "cp273", "cp1026"] {
        let left = run(&mapping.replace("CODE", code), &[("in.txt", &bytes(code, "a|b\n1|\"x|y\"\n"))], 1, None);
        assert_eq!(told(&left).0, ["1|x|y"], "{code}");
    }
}
