//! An element that is wrong refuses its whole record, and is told by its number.

use tumpline::finding::{Arg, Severity};

use super::rows;
use crate::machine::{Left, run};

const MONTHS: &str = "tumpline: 1
source:
  files: in.txt
  format: fixed
  encoding: ascii
  fields:
    - {name: id, at: 1-2}
    - name: months
      at: 3-14
      repeat: {times: 3, width: 4}
      fields: [{name: spent, at: 1-3, type: int32}, {name: code, at: 4, PERSONAL}]
table: account
limits: {rejects: 9}
columns:
  - {name: id}
  - name: months
    nest: record.months
    columns:
      - {name: month, from: number}
      - {name: spent, range: [0, 500]}
      - {name: code, one_of: [A, B], on_fail: warn}
      - {name: rest, sql: 100 % (spent - 7)}
";

fn of(lines: &str, personal: &str) -> Left {
    run(&MONTHS.replace("PERSONAL", personal), &[("in.txt", lines.as_bytes())], 1, None)
}

/// Codes and subjects with their arguments, in the order of the report.
fn told(left: &Left) -> Vec<String> {
    let plain = |args: &[Arg]| args.iter().map(Arg::plain).collect::<Vec<_>>().join(" ");
    let mut told: Vec<String> = left
        .report
        .findings
        .iter()
        .map(|group| format!("{} {} {}: {}", group.code.id(), group.subject, group.count, plain(&group.args)))
        .collect();
    told.sort();
    told
}

#[test]
fn an_element_is_told_by_its_number() {
    let left =
        of("01001A002A003A\n02001A 2xA003A\n03001A002A501A\n04001A002X003A\n05007A001A002A\n", "on_blank: empty");
    let wanted = [
        "TL0205 record.months.spent 1: 2 2",
        "TL0302 account.months.spent 1: 0 500 3",
        "TL0305 account.months.code 1: A, B 2",
        "TL0402 account.months.rest 1: %  1",
    ];
    assert_eq!(told(&left), wanted);
    let ids: Vec<String> = rows(&left, "account").iter().map(|row| row[..2].to_owned()).collect();
    assert_eq!(ids, ["01", "04"]);
}

#[test]
fn what_is_personal_in_a_list_has_no_totals_and_no_statistics() {
    let left = of("01001A002A003A\n", "personal: true");
    let list = &left.manifest["tables"][0]["lists"][0];
    assert_eq!((&list["columns"][2]["personal"], &list["columns"][2]["totals"]["count"]), (&true.into(), &3.into()));
    let bytes = bytes::Bytes::from(left.files["data/account/part-00000.parquet"].clone());
    let reader = parquet::file::reader::SerializedFileReader::new(bytes).unwrap();
    let metadata = parquet::file::reader::FileReader::metadata(&reader);
    let of = |at: usize| metadata.row_group(0).column(at).statistics().is_some_and(|it| it.min_bytes_opt().is_some());
    assert_eq!([1, 2, 3].map(of), [true, true, false]);
}

/// What is said of these columns of a table of months, which stand under a head.
fn mistakes(columns: &str, tail: &str) -> Vec<String> {
    let mapping = format!(
        "tumpline: 1
source:
  files: in.txt
  format: fixed
  encoding: ascii
  records:
    end: newline
    kinds:
      - {{name: head, when: {{at: 1, is: H}}, fields: [{{name: no, at: 2-3}}]}}
      - {{name: line, when: {{at: 1, is: L}}, under: head, fields: [{{name: v, at: 2-3, type: int32}}, {{name: months, at: 4-7, repeat: {{times: 2, width: 2}}, fields: [{{name: m, at: 1-2}}]}}]}}
      - {{name: note, when: {{at: 1, is: N}}, under: line, fields: [{{name: text, at: 2-3}}]}}
table: line
from: line
columns:
  - {{name: v}}
  - {columns}
{tail}
"
    );
    let plain = |args: &[Arg]| args.iter().map(Arg::plain).collect::<Vec<_>>().join(" ");
    let read = tumpline::mapping::read("m", &mapping);
    let mistakes = read.diagnostics.iter().filter(|one| one.severity == Severity::Fail);
    mistakes.map(|one| format!("{} {}", one.code.id(), plain(&one.args))).collect()
}

#[test]
fn what_does_not_go_with_lists_and_structures_is_told_with_what_to_do_instead() {
    let own = "{name: s, nest: line, columns: [{name: w, from: v}, {name: month, value: x}]}";
    for (columns, tail, wanted) in [
        (own, "", &[][..]),
        (
            "{name: s, nest: line}",
            "rules: [{id: a, row: s.v > 0}, {id: b, unique: [v, s.v]}]\nload: {sort_by: s.v}",
            &[],
        ),
        ("{name: s, nest: head}", "dedupe: {by: s.no}", &[]),
        (
            "{name: l, nest: note, columns: [{name: t, from: text}, {name: up, nest: line, columns: [{name: v, from: line.v}]}]}",
            "",
            &[],
        ),
        (
            "{name: l, nest: note, columns: [{name: t, from: text}, {name: up, nest: line, columns: [{name: v}]}]}",
            "",
            &[],
        ),
        (
            "{name: s, nest: line, columns: [{name: m, nest: line.months}]}",
            "",
            &["TL0028 line.months list_in_structure"],
        ),
        (
            "{name: s, nest: line, columns: [{name: t, nest: line, columns: [{name: v}, {name: v, value: x}]}]}",
            "",
            &["TL0012 column v"],
        ),
        ("{name: s, nest: line, required: true, columns: [{name: v}]}", "", &["TL0027 required of_structure"]),
        ("{name: s, nest: line, on_fail: warn, columns: [{name: v}]}", "", &["TL0027 on_fail of_structure"]),
        ("{name: s, nest: line, label: v, columns: [{name: v}]}", "", &["TL0014 nest label"]),
        (
            "{name: s, nest: line, lookup: {in: a, match: v, take: b}, columns: [{name: v}]}",
            "",
            &["TL0027 lookup lookup_of_list"],
        ),
        ("{name: s, nest: line.months, split: x}", "", &["TL0027 split split_in_list"]),
        (
            "{name: s, nest: line.months, columns: [{name: m}, {name: part, split: x}]}",
            "",
            &["TL0027 split split_in_list"],
        ),
        (
            "{name: s, nest: line.months, set_aside: [{when: {field: m, is: x}, because: y}]}",
            "",
            &["TL0027 set_aside aside_in_list"],
        ),
        ("{name: s, nest: line.months, rules: []}", "", &["TL0027 rules of_table_in_list"]),
        ("{name: s, nest: line.v}", "", &["TL0028 line.v own_kind"]),
        ("{name: a.b, nest: line, columns: [{name: v}]}", "", &["TL0004 name text"]),
        (
            "{name: s, nest: line, columns: [{name: a.b, from: v}, {name: a, nest: line, columns: [{name: b, from: v}]}]}",
            "",
            &["TL0012 column s.a.b"],
        ),
        (own, "rules: [{id: a, row: s > 0}]", &["TL0028 s structure"]),
        (own, "rules: [{id: a, unique: s}]", &["TL0028 s structure"]),
        (own, "load: {sort_by: s}", &["TL0028 s structure"]),
        (own, "load: {partition_by: s.month}", &["TL0028 s.month in_structure"]),
        (own, "rules: [{id: a, unique: s.mnth}]", &["TL0007 s.mnth s.month"]),
    ] {
        assert_eq!(mistakes(columns, tail), wanted, "{columns} {tail}");
    }
}
