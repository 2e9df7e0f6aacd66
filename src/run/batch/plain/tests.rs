//! What is pushed many at a time is what is pushed one by one.

use std::path::Path;
use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::host::fake::FakeHost;
use crate::host::{Host, streams::Compression};
use crate::mapping;
use crate::run::batch::{Batch, ChunkStart};
use crate::run::sources::SourceSpec;
use crate::run::walk::{Cursor, Walker};
use crate::run::windows::{Window, to_index};

/// Where records end and what is said of their kinds, and what a source is made of.
type Sort = (&'static str, &'static [&'static str]);

/// One kind for all, told by a byte, by a word, by conditions; one of one length, and cells.
const SORTS: [Sort; 6] = [
    (
        "format: fixed, encoding: ascii, records: {end: newline}, fields: [{name: a, at: 1-3}]",
        &["abc\n", "abcd\r\n", "ab\n", "\n", "abc\u{c}\n", "a\tb\n"],
    ),
    (
        "format: fixed, encoding: ascii, records: {end: newline, kinds: [\
         {name: h, when: {at: 2, in: [A, B]}, fields: [{name: a, at: 1-2}]}, \
         {name: d, when: {at: 2, is: D}, fields: [{name: b, at: 1-5}]}, \
         {name: p, when: {at: 2, is: P}, skip: pages}]}",
        &["1A\n", "1D345\n", "1D345678\n", "1D34\n", "2B\r\n", "2P\n", "2\n", "??\n", "\n"],
    ),
    (
        "format: fixed, encoding: ascii, records: {end: newline, kinds: [\
         {name: h, when: {at: 1-2, in: [HH, HX]}, fields: [{name: a, at: 1-2}]}, \
         {name: d, fields: [{name: b, at: 1-4}]}]}",
        &["HH\n", "HX7\n", "D234\n", "D23\n", "H\n", "HH\r\n"],
    ),
    (
        "format: fixed, encoding: ascii, records: {end: newline, kinds: [\
         {name: h, when: {at: 1, pattern: '^[^D]'}, fields: [{name: a, at: 1-2}]}, \
         {name: d, when: {at: 2, is: 2}, fields: [{name: b, at: 1-4}]}]}",
        &["HH\n", "D234\n", "D23\n", "H\n", "D\n", "D3\n"],
    ),
    (
        "format: fixed, encoding: ascii, records: {end: {length: 4}, kinds: [\
         {name: h, when: {at: 1, is: H}, fields: [{name: a, at: 1-4}]}, {name: d, fields: [{name: b, at: 1-2}]}]}",
        &["H234", "D234", "\tx\n\n", "H", "D2"],
    ),
    (
        "format: delimited, encoding: ascii, delimiter: ',', fields: [{name: a}, {name: b}]",
        &["1,2\n", "1,\"2\n2\"\n", "1\n", "a,b\n", "1,2,3\r\n", "x,\"y\"z\n", "\n"],
    ),
];

fn plan(sort: &str, batch: usize) -> Plan {
    let tables = if sort.contains("kinds") { "tables: [{table: t, from: h}]" } else { "table: t" };
    let read = mapping::read("m", &format!("tumpline: 1\nsource: {{files: s, {sort}}}\n{tables}\n"));
    let mapping = read.mapping.unwrap_or_else(|| panic!("{:?}", read.diagnostics));
    Plan { batch, ..Plan::new(Arc::new(mapping), &[], None).unwrap() }
}

/// What is known of each batch, and whether records may be pushed many at a time.
fn batches(plan: &Plan, bytes: &[u8], left: u64, one_by_one: bool) -> (Vec<String>, bool) {
    let host = FakeHost::new();
    host.put("s", bytes.to_vec());
    let length = bytes.len() as u64;
    let path = Path::new("s");
    let spec =
        SourceSpec { name: "s".into(), path: Some(path.into()), compression: Compression::None, length: Some(length) };
    let source = OpenSource::of_first_bytes(plan, 0, &spec, host.open(path).unwrap(), true).unwrap();
    let data = to_index(source.data_end());
    let window = Window { bytes: bytes.to_vec(), data, last: true, end: length, last_block: true, ..Window::default() };
    let (cursor, text) = (Cursor::at_start(plan, &source, 0), Text::new(plan, &window, 0));
    let mut walker = Walker::new(plan, &source);
    let mut walk = walker.start_at(&cursor);
    walker.go_on(&text, text.index(length), &mut walk);
    let (end, first) = (walk.next, source.findings.is_empty());
    let start = ChunkStart { cursor: &cursor, walk: &walk, end, long: None, first, ghosts: &[], left, kept: None };
    let mut batches = Batches::new(plan, &source, &text, start);
    let are_many = batches.plain.is_some();
    if one_by_one {
        batches.plain = None;
    }
    let mut all = Vec::new();
    while let Some(batch) = batches.next().unwrap() {
        let Batch { rows, records, cells, notes, separators, weight, .. } = &*batch;
        let rows: Vec<_> = rows.iter().collect();
        let cells: Vec<_> =
            (0_u32..).take(if plan.cells.is_some() { rows.len() } else { 0 }).map(|row| cells.record(row)).collect();
        all.push(format!("{rows:?} {records:?} {cells:?} {notes:?} {separators} {weight}"));
    }
    all.push(batches.at.to_string());
    (all, are_many)
}

proptest! {
    #[test]
    fn records_are_pushed_many_at_a_time_as_one_by_one(
        sort in 0..SORTS.len(), pieces in prop::collection::vec(0..9_usize, 0..40), batch in 1..12_usize, left in 1..60_u64
    ) {
        let (sort, all) = SORTS[sort];
        let head = if sort.contains("delimited") { "a,b\n" } else { "" };
        let text = pieces.iter().fold(head.to_owned(), |text, piece| text + all[piece % all.len()]);
        let plan = plan(sort, batch);
        let (many, are_many) = batches(&plan, text.as_bytes(), left, false);
        prop_assert!(are_many);
        prop_assert_eq!(many, batches(&plan, text.as_bytes(), left, true).0);
    }
}

#[test]
fn a_batch_of_long_records_is_as_heavy_as_one_by_one() {
    let plan = plan(SORTS[0].0, 1 << 20);
    let line = "x".repeat(60_001) + "\n";
    let text = ["abc\n", &line.repeat(700)].concat();
    let (many, _) = batches(&plan, text.as_bytes(), u64::MAX, false);
    assert_eq!(many.len(), 4);
    assert!(many == batches(&plan, text.as_bytes(), u64::MAX, true).0);
}
