//! Names of level 88 in lists: of what repeats in a record, and of the record around it.

use tumpline::run::report::FindingGroup;

use super::rows;
use crate::machine::{Left, run};

const BOOK: &str = "
       01  R.
           05  ID-NO           PIC 9(2).
           05  K               PIC X.
               88  OPEN-K      VALUE 'O'.
               88  DONE-K      VALUES 'D' 'X' THRU 'Z'.
           05  N               PIC 9.
           05  P OCCURS 0 TO 3 DEPENDING ON N.
               10  S           PIC X.
                   88  PAID    VALUE 'P'.
                   88  DUE     VALUE 'D'.
               10  T OCCURS 2.
                   15  V       PIC S9(3) COMP-3.
                       88  LOW VALUE -1 THRU 9.
";

const MAPPING: &str = "tumpline: 1
source:
  files: in.dat
  format: cobol
  encoding: ascii
  copybook: {file: r.cpy, slides: true, conditions: CONDITIONS}
  records: {end: newline}
tables:
- table: r
  columns:
    - {name: id_no}
    - {name: k_name, label: k}
    - name: p
      nest: record.p
      columns: [{name: of, label: k}, {name: s}, {name: s_name, label: s, default: none}, {name: t, nest: record.t, columns: [{name: v}, {name: v_name, label: v}]}]
  limits: {rejects: 9}
- {table: p, from: record.p, columns: [{name: id_no}, {name: of, label: k}, {name: s}, {name: s_name, label: s, default: none}], limits: {rejects: 9}}
- {table: t, from: record.t, columns: [{name: id_no}, {name: v}, {name: v_name, label: v}], limits: {rejects: 9}}
";

/// A record: its number and word, and of each element its word and two numbers.
fn record(head: &str, elements: &[(&str, i16, i16)]) -> Vec<u8> {
    let mut bytes = format!("{head}{}", elements.len()).into_bytes();
    for (word, one, two) in elements {
        bytes.extend(word.as_bytes());
        for number in [one, two] {
            let (digits, sign) = (number.unsigned_abs(), if *number < 0 { 0xD } else { 0xC });
            let digit = |power: u16| u8::try_from(digits / power % 10).unwrap();
            bytes.extend([digit(100) << 4 | digit(10), digit(1) << 4 | sign]);
        }
    }
    bytes.push(b'\n');
    bytes
}

fn of(conditions: &str, block: Option<u64>) -> Left {
    let bytes = [
        record("01O", &[("P", -1, 10), ("D", 9, 0)]),
        record("02Y", &[]),
        record("03Q", &[("P", 1, 2), ("x", 3, -2), ("D", 4, 5)]),
    ]
    .concat();
    let mapping = MAPPING.replace("CONDITIONS", conditions);
    run(&mapping, &[("in.dat", &bytes), ("r.cpy", BOOK.as_bytes())], 2, block)
}

/// Code, severity, count, subject and arguments of every finding.
fn told(left: &Left) -> Vec<String> {
    let one = |group: &FindingGroup| {
        let args: Vec<String> = group.args.iter().map(tumpline::finding::Arg::plain).collect();
        format!("{} {:?} {} {} {}", group.code.id(), group.severity, group.count, group.subject, args.join("|"))
    };
    left.report.findings.iter().map(one).collect()
}

#[test]
fn elements_have_their_names_as_in_tables_of_their_own() {
    for block in [None, Some(7), Some(40)] {
        let left = of("off", block);
        let wanted = [
            "1|OPEN-K|[(OPEN-K,P,PAID,[(-1,LOW) (10,-)]) (OPEN-K,D,DUE,[(9,LOW) (0,LOW)])]",
            "2|DONE-K|[]",
            "3|-|[(-,P,PAID,[(1,LOW) (2,LOW)]) (-,x,none,[(3,LOW) (-2,-)]) (-,D,DUE,[(4,LOW) (5,LOW)])]",
        ];
        assert_eq!(rows(&left, "r"), wanted, "{block:?}");
        let of_own = ["1|OPEN-K|P|PAID", "1|OPEN-K|D|DUE", "3|-|P|PAID", "3|-|x|none", "3|-|D|DUE"];
        assert_eq!(rows(&left, "p"), of_own);
        assert_eq!(rows(&left, "t")[..4], ["1|-1|LOW", "1|10|-", "1|9|LOW", "1|0|LOW"]);
        assert_eq!(told(&left), [""; 0]);
    }
}

#[test]
fn values_without_a_name_are_told_by_their_element() {
    let warned = of("warn", None);
    assert_eq!(rows(&warned, "r").len(), 3);
    let said = told(&warned);
    for want in [
        "TL0305 Warn 1 record.k 'O', 'D', 'X' THRU 'Z'",
        "TL0305 Warn 1 record.p.s 'P', 'D'",
        "TL0305 Warn 2 record.t.v -1 THRU 9",
    ] {
        assert!(said.iter().any(|one| one.starts_with(want)), "{want}: {said:?}");
    }
    let refused = of("reject", None);
    assert_eq!((rows(&refused, "r"), rows(&refused, "p").len()), (vec!["2|DONE-K|[]".to_owned()], 0));
}
