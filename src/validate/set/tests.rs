use arrow_buffer::i256;

use super::entry::{Bytes, Entry, RowPlace, folded, push_number};
use super::judge::{Group, Test, Why};
use crate::place::Place;

fn at(file: u32, offset: u64) -> RowPlace {
    RowPlace { mapping: 3, place: Place { file, record: offset / 10 + 1, line: offset / 10 + 2, offset, length: 9 } }
}

fn entry(side: u8, number: Option<i64>, offset: u64, sum: i128) -> Entry {
    Entry { side, number, at: at(0, offset), rows: 1, sum: i256::from_i128(sum) }
}

#[test]
fn an_entry_is_what_it_was_before_it_was_bytes_and_its_rest_sorts_as_it_does() {
    let wide = i256::from_i128(i128::MAX).wrapping_mul(i256::from_i128(1_000));
    let mut all = Vec::new();
    for side in [0, 1] {
        for number in [None, Some(i64::MIN), Some(-1), Some(0), Some(1), Some(i64::MAX)] {
            for file in [0, 1, 255, 256, u32::MAX] {
                for offset in [0, 1, 255, 256, 65_535, 1 << 40, u64::MAX / 2] {
                    for sum in [i256::ZERO, i256::from_i128(-5), i256::MINUS_ONE.wrapping_mul(wide), i256::MAX] {
                        all.push(Entry { side, number, at: at(file, offset), rows: offset + 1, sum });
                    }
                }
            }
        }
    }
    let mut before: Option<Vec<u8>> = None;
    for entry in all {
        let (mut rest, mut load) = (Vec::new(), Vec::new());
        entry.push_rest(&mut rest);
        entry.push_load(&mut load);
        assert_eq!(Entry::read(&rest, &load), entry);
        assert!(before.is_none_or(|before| before <= rest), "{entry:?}");
        before = Some(rest);
    }
    for number in [0, 1, -1, 63, -64, 64, i128::MAX, i128::MIN] {
        let mut bytes = Vec::new();
        push_number(folded(number), &mut bytes);
        let mut read = Bytes(&bytes);
        assert_eq!((read.signed(), read.is_empty()), (number, true));
    }
}

/// What the entries of one key break: offset of the row and the reason's name.
fn broken(test: Test, entries: &[Entry]) -> Vec<(u64, &'static str)> {
    let mut found = Vec::new();
    let name = |why| match why {
        Why::NotUnique { .. } => "not unique",
        Why::NoReference => "no reference",
        Why::Sum { .. } => "sum",
        Why::Sums { .. } => "sums",
        Why::Count { .. } => "count",
        Why::Gap { .. } => "gap",
        Why::Twice { .. } => "twice",
        Why::KeyEmpty => "empty",
    };
    let mut group = Group::new(test);
    for entry in entries {
        group.add(*entry, &mut |breach| found.push((breach.at.place.offset, name(breach.why))));
    }
    found.extend(group.end().map(|breach| (breach.at.place.offset, name(breach.why))));
    found
}

#[test]
fn a_key_is_judged_by_all_its_rows() {
    let own = |offset, sum| entry(1, None, offset, sum);
    let other = |offset, sum| entry(0, None, offset, sum);
    let numbered = |offset, number| entry(1, Some(number), offset, 0);
    let between = |least: i128, most: i128| Test::Sum { least: i256::from_i128(least), most: i256::from_i128(most) };
    let within = |tolerance: i128| Test::Compare { tolerance: i256::from_i128(tolerance) };
    for (test, entries, want) in [
        (Test::Unique, vec![own(0, 0)], vec![]),
        (Test::Unique, vec![own(0, 0), own(10, 0)], vec![(0, "not unique"), (10, "not unique")]),
        (
            Test::Unique,
            vec![own(0, 0), own(10, 0), own(20, 0)],
            vec![(0, "not unique"), (10, "not unique"), (20, "not unique")],
        ),
        (Test::References, vec![other(50, 0), own(0, 0), own(10, 0)], vec![]),
        (Test::References, vec![own(0, 0), own(10, 0)], vec![(0, "no reference"), (10, "no reference")]),
        (Test::References, vec![other(50, 0)], vec![]),
        (between(0, 0), vec![own(0, 500), own(10, -500)], vec![]),
        (between(0, 0), vec![own(0, 500), own(10, -501)], vec![(0, "sum")]),
        (between(-1, 1), vec![own(0, 500), own(10, -501)], vec![]),
        (between(-1, 1), vec![own(0, 500), own(10, -498)], vec![(0, "sum")]),
        (within(0), vec![other(90, 7), own(0, 3), own(10, 4)], vec![]),
        (within(0), vec![other(90, 8), own(0, 3), own(10, 4)], vec![(0, "sums")]),
        (within(1), vec![other(90, 8), own(0, 3), own(10, 4)], vec![]),
        (within(0), vec![own(0, 3)], vec![(0, "sums")]),
        (Test::Count { least: 2, most: 2 }, vec![own(0, 0)], vec![(0, "count")]),
        (Test::Count { least: 1, most: 2 }, vec![own(0, 0), own(10, 0)], vec![]),
        (Test::Sequence, vec![numbered(5, 7), numbered(0, 8), numbered(9, 9)], vec![]),
        (Test::Sequence, vec![numbered(5, 7), numbered(0, 9), numbered(9, 9)], vec![(0, "gap"), (9, "twice")]),
        (Test::Sequence, vec![numbered(5, i64::MIN), numbered(0, i64::MAX)], vec![(0, "gap")]),
        (Test::Never, vec![own(0, 0)], vec![(0, "empty")]),
    ] {
        assert_eq!(broken(test, &entries), want, "{test:?} {entries:?}");
    }
}
