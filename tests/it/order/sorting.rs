//! Rows in their order.

use std::cmp::Ordering;
use std::fmt::Write;
use std::io::ErrorKind;

use arrow_array::Array;
use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Decimal128Type, Float64Type, Int16Type, Int64Type};
use arrow_schema::DataType;
use tumpline::finding::Code;
use tumpline::run::report::Outcome;
use tumpline::run::{Problem, Sizes};

use super::{HEADER, mapping, of_lines};
use crate::machine::{Left, machine};
use crate::set_rules::generator::Dice;
use crate::set_rules::run_on;
use crate::tables::batches;

const COLUMNS: [&str; 9] = ["id", "t", "small", "whole", "amount", "wide", "day", "flag", "share"];

/// Few distinct values, many of them the start of another or near zero; about one in six is empty.
fn line(dice: &mut Dice, id: usize) -> String {
    let mut one = |values: &[&str]| if dice.one_in(6) { String::new() } else { dice.pick(values).to_owned() };
    let cells = [
        one(&["a", "ab", "abc", "b", "B", "é", "a b", "aa", "Z"]),
        one(&["-32768", "-1", "0", "1", "255", "256", "32767"]),
        one(&["-9223372036854775808", "-257", "-256", "-1", "0", "7", "9223372036854775807"]),
        one(&["-0.01", "-12.50", "0.00", "0.01", "9999999.99", "-9999999.99"]),
        one(&["-99999999999999999999999999999999999.999", "0.000", "1.000", "99999999999999999999999999999999999.999"]),
        one(&["1969-12-31", "1970-01-01", "2026-02-28", "0001-01-01", "9999-12-31"]),
        one(&["y", "n"]),
        one(&["-1e300", "-0.5", "0", "1e-9", "2.5", "1e300"]),
    ];
    format!("{id},{}\n", cells.join(","))
}

fn lines(seed: u64, count: usize) -> String {
    let mut dice = Dice(seed);
    (0..count).map(|id| line(&mut dice, id)).collect()
}

#[derive(Debug, Clone, PartialEq)]
enum Cell {
    Empty,
    Number(i128),
    Float(f64),
    Text(String),
}

impl Cell {
    fn of(array: &dyn Array, row: usize) -> Self {
        if array.is_null(row) {
            return Self::Empty;
        }
        match array.data_type() {
            DataType::Utf8 => Self::Text(array.as_string::<i32>().value(row).to_owned()),
            DataType::Int16 => Self::Number(array.as_primitive::<Int16Type>().value(row).into()),
            DataType::Int64 => Self::Number(array.as_primitive::<Int64Type>().value(row).into()),
            DataType::Date32 => Self::Number(array.as_primitive::<Date32Type>().value(row).into()),
            DataType::Decimal128(..) => Self::Number(array.as_primitive::<Decimal128Type>().value(row)),
            DataType::Boolean => Self::Number(array.as_boolean().value(row).into()),
            DataType::Float64 => Self::Float(array.as_primitive::<Float64Type>().value(row)),
            other => panic!("{other}"),
        }
    }

    /// Ascending, nothing last, texts by their bytes.
    fn order(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Number(one), Self::Number(other)) => one.cmp(other),
            (Self::Float(one), Self::Float(other)) => one.total_cmp(other),
            (Self::Text(one), Self::Text(other)) => one.as_bytes().cmp(other.as_bytes()),
            (one, other) => (*one == Self::Empty).cmp(&(*other == Self::Empty)),
        }
    }
}

/// All rows of the table, in the order of its files.
fn cells(left: &Left) -> Vec<Vec<Cell>> {
    let mut rows = Vec::new();
    for (_, bytes) in left.files.iter().filter(|(path, _)| path.starts_with("data/t/")) {
        for batch in batches(bytes) {
            let row = |row| batch.columns().iter().map(|column| Cell::of(column.as_ref(), row)).collect();
            rows.extend((0..batch.num_rows()).map(row));
        }
    }
    rows
}

fn data(left: &Left) -> Vec<(&String, &Vec<u8>)> {
    left.files.iter().filter(|(path, _)| path.starts_with("data/")).collect()
}

#[test]
fn rows_come_in_the_order_that_a_plain_sort_gives_whatever_the_sizes() {
    for seed in 0..12 {
        let mut dice = Dice(seed);
        let lines = lines(seed, [0, 1, 40, 330][dice.below(4)]);
        let mut names = COLUMNS[1..].to_vec();
        let sorted: Vec<&str> = (0..=dice.below(3)).map(|_| names.remove(dice.below(names.len()))).collect();
        let keys = format!("    load: {{sort_by: [{}]}}\n", sorted.join(", "));
        let mut wanted = cells(&of_lines("", &lines, 1, Sizes::default()));
        let at = |name: &&str| COLUMNS.iter().position(|column| column == name).unwrap();
        let at: Vec<usize> = sorted.iter().map(at).collect();
        wanted.sort_by(|one, other| {
            at.iter().map(|at| one[*at].order(&other[*at])).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
        });
        let whole = of_lines(&keys, &lines, 1, Sizes::default());
        assert_eq!(cells(&whole), wanted, "{seed} {sorted:?}");
        for (threads, block, held) in
            [(1, Some(64), Some(0)), (2, Some(64), None), (8, Some(700), Some(300)), (8, None, Some(0))]
        {
            let found = of_lines(&keys, &lines, threads, Sizes { block, held });
            assert_eq!(data(&found), data(&whole), "{seed} {sorted:?}: {threads} threads, {block:?}, {held:?}");
            assert_eq!(found.manifest["tables"], whole.manifest["tables"]);
        }
    }
}

#[test]
fn more_runs_than_are_merged_at_once_are_merged_several_times() {
    let lines = lines(3, 700);
    let host = machine(&[
        ("m/m.yaml", mapping("    load: {sort_by: [amount, t]}\n").as_bytes()),
        ("m/in.csv", format!("{HEADER}{lines}").as_bytes()),
    ]);
    host.keep_log();
    let report = run_on(&host, 2, Sizes { block: Some(64), held: Some(0) }).unwrap();
    assert_eq!((report.outcome, report.tables[0].rows), (Outcome::Published, 700));
    let log = host.log();
    let count = |operation: &str| {
        log.iter().filter(|line| line.starts_with(operation) && line.contains("held/rows-0-0-")).count()
    };
    assert!(count("create") > 300 && count("remove") > 250, "{} {}", count("create"), count("remove"));
}

#[test]
fn a_table_in_an_order_is_judged_refused_and_added_up_as_any_other() {
    let keys = "    rules: [{id: once, unique: whole, on_fail: reject}]\n";
    let mut text = lines(5, 60);
    text += "60,x,1,4711,1.00,,,,\n61,a,1,4711,2.00,,,,\n62,a,2,,,,1999-13-01,,\n";
    let plain = of_lines(keys, &text, 2, Sizes::default());
    let sorted = of_lines(
        &format!("{keys}    load: {{sort_by: [t, amount], trace: true}}\n"),
        &text,
        2,
        Sizes { block: Some(200), held: Some(100) },
    );
    assert!(plain.report.rules[0].breaches > 2 && plain.report.tables[0].rejected > 3);
    assert_eq!(plain.report.tables, sorted.report.tables);
    assert_eq!(plain.report.rules, sorted.report.rules);
    assert_eq!(plain.manifest["tables"], sorted.manifest["tables"]);
    assert_eq!(plain.files["rejects/m.raw"], sorted.files["rejects/m.raw"]);
    let (mut one, mut other) = (cells(&plain), cells(&sorted));
    assert_ne!(one, other);
    for rows in [&mut one, &mut other] {
        rows.sort_by(|one, other| one[0].order(&other[0]));
    }
    assert_eq!(one, other, "the same rows, and where each came from");
}

/// What the machine holds in a folder.
fn of(host: &tumpline::host::fake::FakeHost, folder: &str) -> Vec<String> {
    host.files().into_iter().filter(|path| path.starts_with(folder)).collect()
}

#[test]
fn a_machine_that_fails_while_rows_wait_or_are_merged_publishes_nothing_and_the_next_run_removes_what_is_left() {
    const SIZES: Sizes = Sizes { block: Some(300), held: Some(200) };
    let keys = "    load: {sort_by: [t, id], partition_by: small}\n";
    let text = format!("{HEADER}{}", lines(9, 50));
    let host = || machine(&[("m/m.yaml", mapping(keys).as_bytes()), ("m/in.csv", text.as_bytes())]);
    let first = host();
    first.keep_log();
    run_on(&first, 1, SIZES).unwrap();
    let log = first.log();
    let of_rows = |operation: &str| {
        log.iter().filter(|line| line.starts_with(operation) && line.contains("held/rows-")).count() as u64
    };
    assert!(of_rows("write") > 5 && of_rows("read") > 5, "{log:?}");
    let mut failed = 0;
    for (operation, kind, most) in [
        ("write", ErrorKind::StorageFull, of_rows("write")),
        ("read", ErrorKind::Other, of_rows("read")),
        ("create", ErrorKind::Other, of_rows("create")),
    ] {
        for after in (0..most).step_by(3) {
            let host = host();
            host.fail_times(operation, "held/rows-", kind, after, 1);
            let problem = run_on(&host, 1, SIZES);
            if let Err(Problem::Stop(stop)) = problem {
                failed += 1;
                assert!([Code::DiskFull, Code::Io].contains(&stop.code), "{stop:?}");
                assert_eq!(of(&host, "out/runs/"), [""; 0], "{operation} {after}");
            }
            host.heal();
            let again = run_on(&host, 1, SIZES).unwrap();
            assert_eq!(
                (again.outcome, of(&host, "out/.staging/")),
                (Outcome::Published, vec![]),
                "{operation} {after}"
            );
        }
    }
    assert!(failed > 5, "{failed}");
}

#[test]
fn a_run_that_is_interrupted_while_rows_are_merged_publishes_nothing() {
    let keys = "    load: {sort_by: [t]}\n";
    let host =
        machine(&[("m/m.yaml", mapping(keys).as_bytes()), ("m/in.csv", format!("{HEADER}{}", lines(9, 5)).as_bytes())]);
    host.interrupt();
    let stop = run_on(&host, 1, Sizes::default());
    assert!(matches!(stop, Err(Problem::Stop(stop)) if stop.code == Code::Interrupted));
    assert_eq!(of(&host, "out/runs/"), [""; 0]);
}

#[test]
fn a_disk_that_will_be_too_small_for_the_rows_is_told_before_it_is_full() {
    let keys = "    load: {sort_by: [t]}\n";
    let host = machine(&[
        ("m/m.yaml", mapping(keys).as_bytes()),
        ("m/in.csv", format!("{HEADER}{}", lines(9, 200)).as_bytes()),
    ]);
    host.set_free_space(Some(1000));
    let stop = run_on(&host, 1, Sizes { block: Some(300), held: Some(0) });
    assert!(matches!(&stop, Err(Problem::Stop(stop)) if stop.code == Code::RulesNeedDisk), "{:?}", stop.err());
}

#[test]
fn the_files_say_by_what_they_are_sorted() {
    let left = of_lines("    load: {sort_by: [t, share, id], partition_by: id}\n", "1,a,,,,,,,\n", 1, Sizes::default());
    let bytes = bytes::Bytes::from(left.files["data/t/id=1/part-00000.parquet"].clone());
    let reader = parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder::try_new(bytes).unwrap();
    let mut said = String::new();
    for column in reader.metadata().row_group(0).sorting_columns().unwrap() {
        write!(said, "{} {} {};", column.column_idx, column.descending, column.nulls_first).unwrap();
    }
    assert_eq!(said, "0 false false;", "about the order of floats readers do not agree");
}

#[test]
fn a_large_table_has_row_groups_of_one_size_on_any_number_of_threads() {
    let lines = (0..205_000_u64).fold(String::new(), |mut text, row| {
        writeln!(text, "{}", row.wrapping_mul(7_919) % 205_000).unwrap();
        text
    });
    let yaml = "tumpline: 1\nsource: {files: in.csv, format: delimited, encoding: utf-8, delimiter: ',', fields: [{name: id, type: int32}]}\ntables: [{table: t, load: {sort_by: id}}]\n";
    let files = [("m.yaml", yaml.to_owned()), ("in.csv", format!("id\n{lines}"))];
    let files = files.map(|(name, text)| (name.to_owned(), text.into_bytes()));
    let sizes = Sizes { block: Some(100_000), held: Some(1 << 20) };
    let left = crate::set_rules::run(&files, 3, sizes);
    let bytes = bytes::Bytes::from(left.files["data/t/part-00000.parquet"].clone());
    let reader = parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder::try_new(bytes).unwrap();
    let groups: Vec<i64> =
        reader.metadata().row_groups().iter().map(parquet::file::metadata::RowGroupMetaData::num_rows).collect();
    assert_eq!(groups, [100_000, 100_000, 5_000]);
    let ids = reader
        .build()
        .unwrap()
        .flat_map(|batch| batch.unwrap().column(0).as_primitive::<arrow_array::types::Int32Type>().values().to_vec());
    assert!(ids.eq(0..205_000));
    assert_eq!(crate::set_rules::run(&files, 1, Sizes::default()).files, left.files);
}
