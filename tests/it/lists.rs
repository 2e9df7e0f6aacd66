//! Columns of lists: what repeats in a record, and the children of a record, in one row. They hold what tables of their
//! own hold, in blocks of any size, in any order of rows, and as other readers see them.

mod children;
mod labels;
mod lookups;
mod named;
mod readers;
mod refused;
mod replayed;
mod structures;
mod told;

use arrow_array::Array;
use arrow_array::cast::AsArray;

use crate::counted::{BOOK, Written, written};
use crate::machine::{Left, run};
use crate::tables::{batches, cell};

/// A value as text; of a list `[…]` around its elements, of a structure `(…)` around its parts.
pub fn shown(array: &dyn Array, row: usize) -> String {
    if let Some(list) = array.as_list_opt::<i32>() {
        let elements = list.value(row);
        let elements: Vec<String> = (0..elements.len()).map(|at| shown(elements.as_ref(), at)).collect();
        return format!("[{}]", elements.join(" "));
    }
    match array.as_struct_opt() {
        Some(parts) => {
            let parts: Vec<String> = parts.columns().iter().map(|part| shown(part.as_ref(), row)).collect();
            format!("({})", parts.join(","))
        }
        None => cell(array, row),
    }
}

/// The rows of a table, without the trace, in the order of its files.
pub fn rows(left: &Left, table: &str) -> Vec<String> {
    let mut rows = Vec::new();
    for (_, bytes) in left.files.iter().filter(|(path, _)| path.starts_with(&format!("data/{table}/"))) {
        for batch in batches(bytes) {
            let fields = batch.schema_ref().fields().iter();
            let columns = fields.zip(batch.columns()).filter(|(field, _)| !field.name().starts_with('_'));
            let columns: Vec<_> = columns.map(|(_, column)| column).collect();
            rows.extend(
                (0..batch.num_rows())
                    .map(|row| columns.iter().map(|column| shown(column.as_ref(), row)).collect::<Vec<_>>().join("|")),
            );
        }
    }
    rows
}

/// Tables that a record counts, in one another; the same as tables of their own.
pub const COUNTED: &str = "tumpline: 1
source:
  files: in.dat
  format: cobol
  encoding: ascii
  copybook: {file: r.cpy, slides: SLIDES}
  records: {end: newline}
tables:
- table: r
  columns:
    - {name: id_no}
    - {name: tail}
    - name: g
      nest: record.g
      title: {en: Groups, fr: Groupes}
      columns: [{name: number}, {name: m}, {name: z}, {name: h, nest: record.h, columns: [{name: at, from: number}, {name: v}]}]
    - {name: all, nest: record.h.v}
  limits: {rejects: 9}
  load: {LOAD}
- {table: g, from: record.g, columns: [{name: id_no}, {name: number}, {name: m}, {name: z}], limits: {rejects: 9}}
- table: h
  from: record.h
  columns: [{name: id_no}, {name: of, from: g.number}, {name: at, from: number}, {name: v}]
  limits: {rejects: 9}
";

fn counted(slides: bool, load: &str) -> String {
    COUNTED.replace("SLIDES", &slides.to_string()).replace("LOAD", load)
}

/// The rows with lists that these records must become.
fn wanted(Written { records, groups, values, .. }: &Written) -> Vec<String> {
    let of_group = |group: &str| {
        let [id, number, m, z] = group.split('|').collect::<Vec<_>>()[..] else { panic!("{group}") };
        let within = format!("{id}|{number}|");
        let own = values.iter().filter_map(|value| value.strip_prefix(&within));
        let own: Vec<String> = own.map(|value| format!("({})", value.replace('|', ","))).collect();
        format!("({number},{m},{z},[{}])", own.join(" "))
    };
    let of_record = |record: &String| {
        let within = format!("{}|", record.split('|').next().unwrap());
        let own = groups.iter().filter(|group| group.starts_with(&within));
        let own: Vec<String> = own.map(|group| of_group(group)).collect();
        let all = values.iter().filter(|value| value.starts_with(&within));
        let all: Vec<&str> = all.map(|value| value.rsplit('|').next().unwrap()).collect();
        format!("{record}|[{}]|[{}]", own.join(" "), all.join(" "))
    };
    records.iter().map(of_record).collect()
}

#[test]
fn elements_that_a_record_counts_stand_in_its_row_wherever_blocks_are_cut() {
    for slides in [true, false] {
        let written = written(slides);
        let mapping = counted(slides, "");
        let mut first = None;
        for (threads, block) in [(1, None), (3, Some(64)), (2, Some(64)), (2, Some(1000))] {
            let left = run(&mapping, &[("in.dat", &written.bytes), ("r.cpy", BOOK.as_bytes())], threads, block);
            assert_eq!(rows(&left, "r"), wanted(&written));
            assert_eq!([rows(&left, "g"), rows(&left, "h")], [&written.groups, &written.values].map(Clone::clone));
            let part = left.files.get("data/r/part-00000.parquet").cloned();
            if block == Some(64) {
                // Nothing of threads shows in the bytes.
                assert_eq!(*first.get_or_insert_with(|| part.clone()), part);
            }
        }
    }
}

#[test]
fn a_table_of_repetitions_has_lists_of_what_repeats_within_them() {
    let written = written(true);
    let mapping = counted(true, "").replace(
        "{name: m}, {name: z}], limits",
        "{name: m}, {name: z}, {name: h, nest: record.h.v, range: [0, 999]}], limits",
    );
    let left = run(&mapping, &[("in.dat", &written.bytes), ("r.cpy", BOOK.as_bytes())], 2, Some(90));
    let wanted = written.groups.iter().map(|group| {
        let within = group.split('|').take(2).collect::<Vec<_>>().join("|") + "|";
        let own = written.values.iter().filter(|value| value.starts_with(&within));
        let own: Vec<&str> = own.map(|value| value.rsplit('|').next().unwrap()).collect();
        format!("{group}|[{}]", own.join(" "))
    });
    assert_eq!(rows(&left, "g"), wanted.collect::<Vec<_>>());
}

#[test]
fn rows_with_lists_are_sorted_and_laid_out_in_folders() {
    let written = written(true);
    let files: [(&str, &[u8]); 2] = [("in.dat", &written.bytes), ("r.cpy", BOOK.as_bytes())];
    let plain = rows(&run(&counted(true, ""), &files, 2, Some(300)), "r");
    let sorted = run(&counted(true, "sort_by: [tail, id_no]"), &files, 2, Some(300));
    assert_eq!(rows(&sorted, "r"), plain);
    let folders = run(&counted(true, "partition_by: tail, sort_by: id_no"), &files, 3, Some(100));
    let without: Vec<String> = plain.iter().map(|row| row.replacen("|tt", "", 1)).collect();
    assert_eq!(rows(&folders, "r"), without);
}

#[test]
fn the_manifest_has_what_the_elements_come_to() {
    let written = written(true);
    let left = run(&counted(true, ""), &[("in.dat", &written.bytes), ("r.cpy", BOOK.as_bytes())], 2, Some(200));
    let tables = left.manifest["tables"].as_array().unwrap();
    let lists = tables[0]["lists"].as_array().unwrap();
    let names: Vec<&str> = lists.iter().map(|list| list["list"].as_str().unwrap()).collect();
    assert_eq!(names, ["g", "g.h", "all"]);
    let counts: Vec<u64> = lists.iter().map(|list| list["elements"].as_u64().unwrap()).collect();
    let wanted = [written.groups.len(), written.values.len(), written.values.len()].map(|count| count as u64);
    assert_eq!(counts, wanted);
    // What a table of the same elements comes to is what the list comes to.
    let of_table = |table: usize, column: usize| &tables[table]["columns"][column]["totals"];
    assert_eq!(&lists[0]["columns"][1]["totals"], of_table(1, 2));
    assert_eq!(&lists[0]["columns"][2]["totals"], of_table(1, 3));
    assert_eq!(&lists[1]["columns"][1]["totals"], of_table(2, 3));
    assert_eq!(&lists[2]["columns"][0]["totals"], of_table(2, 3));
    assert_eq!((&lists[2]["columns"][0]["name"], &lists[0]["each"]), (&"element".into(), &5.into()));
    assert_eq!((&lists[0]["absent"], &lists[2]["absent"]), (&tables[1]["absent"], &tables[2]["absent"]));
    assert!(lists[1]["columns"][1]["totals"]["sum"].is_string());
}
