use std::collections::BTreeMap;
use std::path::Path;

use arrow_array::{Decimal128Array, Int32Array};

use super::*;
use crate::host::fake::FakeHost;
use crate::mapping::model::OnFail;
use crate::run::fold::spool::{PARTITIONS, Spool};
use crate::run::publish::OutputFolder;

fn emit(nulls: Empty, each: bool) -> Emit {
    let (key, sum, number) = (vec![0, 1], Some(2), None);
    Emit {
        rule: 7,
        side: 1,
        key,
        sum,
        counts: false,
        minus: false,
        number,
        filter: None,
        nulls,
        way: if each { Way::Each } else { Way::Together },
        on_fail: OnFail::Fail,
        own: 0,
    }
}

fn place(offset: u64) -> Place {
    Place { file: 1, record: offset / 10 + 1, line: 0, offset, length: 9 }
}

/// Rows of a text, a number and an amount; nothing in some of each.
fn columns(rows: &[(Option<&str>, Option<i32>, Option<i128>)]) -> Vec<ArrayRef> {
    let amounts: Decimal128Array = rows.iter().map(|row| row.2).collect();
    vec![
        Arc::new(rows.iter().map(|row| row.0).collect::<StringArray>()),
        Arc::new(rows.iter().map(|row| row.1).collect::<Int32Array>()),
        Arc::new(amounts.with_precision_and_scale(38, 2).unwrap()),
    ]
}

/// The entries of several gatherers, by key: with their places, rows and sums.
fn entries(gatherers: Vec<Gatherer>) -> BTreeMap<Vec<u8>, Vec<Entry>> {
    let host = FakeHost::new();
    let output = OutputFolder::open(&host, Path::new("out")).unwrap();
    let staging = output.stage("A").unwrap();
    let mut spool = Spool::new(&staging, "entries", usize::MAX);
    for mut gatherer in gatherers {
        spool.add(gatherer.take_all().0).unwrap();
    }
    let spooled = spool.close().unwrap();
    let mut found: BTreeMap<Vec<u8>, Vec<Entry>> = BTreeMap::new();
    for partition in 0..PARTITIONS {
        let mut merge = spooled.merge(partition).unwrap();
        while let Some(entry) = merge.entry() {
            found.entry(entry.key.to_vec()).or_default().push(Entry::read(entry.rest, entry.load));
            merge.next().unwrap();
        }
    }
    found
}

/// What becomes of each key: its first row, how many, and their sum.
fn folded(entries: &BTreeMap<Vec<u8>, Vec<Entry>>) -> Vec<(u64, u64, i128)> {
    let mut keys: Vec<_> = entries
        .values()
        .map(|entries| {
            let sum = entries.iter().fold(i256::ZERO, |sum, entry| sum.wrapping_add(entry.sum));
            let rows = entries.iter().map(|entry| entry.rows).sum();
            (entries[0].at.place.offset, rows, sum.to_i128().unwrap())
        })
        .collect();
    keys.sort_unstable();
    keys
}

const ROWS: [(Option<&str>, Option<i32>, Option<i128>); 8] = [
    (Some("a"), Some(1), Some(5)),
    (Some("a"), None, Some(7)),
    (Some("é"), Some(1), None),
    (Some("a"), Some(1), Some(-9)),
    (None, None, Some(10)),
    (Some("a"), None, Some(1)),
    (Some(""), None, Some(2)),
    (None, None, Some(99_999_999_999_999_999_999_999_999_999_999_999_999)),
];

#[test]
fn rows_of_one_key_are_one_whether_told_together_or_each() {
    let whole = vec![(0, 2, -4), (20, 1, 0)];
    let every = [vec![(0, 2, -4), (10, 2, 8), (20, 1, 0)], vec![(40, 2, ROWS[7].2.unwrap() + 10), (60, 1, 2)]].concat();
    for (nulls, want) in [
        (Empty::Skipped, whole.clone()),
        (Empty::Value, every),
        (Empty::Told, [whole, vec![(10, 5, ROWS[7].2.unwrap() + 20)]].concat()),
    ] {
        let mut want = want;
        want.sort_unstable();
        for (each, split) in [(true, 8), (true, 3), (false, 8), (false, 3), (false, 1)] {
            let mut gatherers = Vec::new();
            for (number, rows) in ROWS.chunks(split).enumerate() {
                let places: Vec<Place> = (0..rows.len()).map(|row| place((number * split + row) as u64 * 10)).collect();
                let mut gatherer = Gatherer::default();
                let columns = columns(rows);
                let rows = Rows { mapping: 2, columns: &columns, places: &places, file: "f", tag: 0 };
                assert_eq!(gatherer.take(&emit(nulls, each), &rows).unwrap(), []);
                gatherers.push(gatherer);
            }
            // The last comes first: what is earliest is told by places, not by who came when.
            gatherers.reverse();
            let found = entries(gatherers);
            assert_eq!(folded(&found), want, "{nulls:?} {each} {split}");
            let not_whole = found.keys().filter(|key| key[2] == NOT_WHOLE).count();
            assert_eq!(not_whole, usize::from(nulls == Empty::Told));
            assert!(found.values().all(|entries| entries.is_sorted_by_key(|entry| entry.at)));
            assert!(found.values().flatten().all(|entry| (entry.at.mapping, entry.side) == (2, 1)));
        }
    }
}

#[test]
fn a_row_without_a_number_counts_up_nothing() {
    let emit = Emit { key: vec![0], sum: None, number: Some(1), ..emit(Empty::Value, true) };
    let places: Vec<Place> = (0..8).map(|row| place(row * 10)).collect();
    let mut gatherer = Gatherer::default();
    gatherer.take(&emit, &Rows { mapping: 0, columns: &columns(&ROWS), places: &places, file: "f", tag: 0 }).unwrap();
    let numbers: Vec<_> =
        entries(vec![gatherer]).into_values().flatten().map(|entry| (entry.at.place.offset, entry.number)).collect();
    assert_eq!(numbers.len(), 3);
    assert!(numbers.iter().all(|(offset, number)| [0, 20, 30].contains(offset) && *number == Some(1)));
}

#[test]
fn what_it_takes_is_known_before_it_is_handed_on() {
    let mut gatherer = Gatherer::default();
    let text = "x".repeat(1000);
    for each in [true, false] {
        let before = gatherer.bytes();
        let rows: Vec<_> = (0..100).map(|number| (Some(text.as_str()), Some(number), Some(1))).collect();
        let places = vec![place(0); 100];
        let columns = columns(&rows);
        let rows = Rows { mapping: 0, columns: &columns, places: &places, file: "f", tag: 0 };
        gatherer.take(&emit(Empty::Value, each), &rows).unwrap();
        assert!(gatherer.bytes() - before > 100_000, "{each}");
    }
}
