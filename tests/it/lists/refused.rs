//! An element that is wrong refuses its whole record, and is told by its number.

use tumpline::finding::Arg;

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
        "TL0305 account.months.code 1:  2",
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
