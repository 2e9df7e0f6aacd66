use std::sync::Arc;

use arrow_array::{Array, ArrayRef, Int64Array, StringArray};
use arrow_buffer::i256;

use super::entry::{Bytes, Entry, RowPlace, folded, push_number};
use super::judge::{Group, Test, Why};
use super::key::{self, Columns};
use crate::arrays::constants;
use crate::mapping::model::{Type, Value};
use crate::place::Place;

fn at(file: u32, offset: u64) -> RowPlace {
    RowPlace { mapping: 3, place: Place { file, record: offset / 10 + 1, line: offset / 10 + 2, offset, length: 9 } }
}

fn entry(side: u8, number: Option<i64>, offset: u64, sum: i128) -> Entry {
    Entry { side, number, at: at(0, offset), rows: 1, sum: i256::from_i128(sum), refused: false }
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
                        all.push(Entry { side, number, at: at(file, offset), rows: offset + 1, sum, refused: false });
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
    let sum = |equals: i128, tolerance: i128| {
        let [equals, tolerance] = [equals, tolerance].map(i256::from_i128);
        Test::Sum { equals, tolerance }
    };
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
        (sum(0, 0), vec![own(0, 500), own(10, -500)], vec![]),
        (sum(0, 0), vec![own(0, 500), own(10, -501)], vec![(0, "sum")]),
        (sum(0, 1), vec![own(0, 500), own(10, -501)], vec![]),
        (sum(0, 1), vec![own(0, 500), own(10, -498)], vec![(0, "sum")]),
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

/// The bytes of a row's key, and whether it is whole.
fn bytes_of(arrays: &[ArrayRef], row: usize) -> (Vec<u8>, bool) {
    let mut bytes = Vec::new();
    let whole = Columns::of(arrays).unwrap().push(row, &mut bytes);
    (bytes, whole)
}

#[test]
fn keys_are_shown_as_people_write_them() {
    let decimal = |precision, scale| Type::Decimal { precision, scale };
    let most = 10_i128.pow(38) - 1;
    let text = |text: &str| Value::Text(text.to_owned());
    for (ty, value, want) in [
        (Type::Text, text("é, \"x\""), "é, \"x\""),
        (Type::Text, text(""), ""),
        (Type::Text, text(&"ß".repeat(1 << 20)), &"ß".repeat(1 << 20)),
        (Type::Int16, Value::Int(i16::MIN.into()), "-32768"),
        (Type::Int32, Value::Int(i32::MAX.into()), "2147483647"),
        (Type::Int64, Value::Int(i64::MIN), "-9223372036854775808"),
        (Type::Int64, Value::Int(i64::MAX), "9223372036854775807"),
        (decimal(5, 2), Value::Decimal(-5), "-0.05"),
        (decimal(18, 0), Value::Decimal(7), "7"),
        (decimal(38, 10), Value::Decimal(most), "9999999999999999999999999999.9999999999"),
        (decimal(38, 0), Value::Decimal(-most), "-99999999999999999999999999999999999999"),
        (Type::Date, Value::Date(20_818), "2026-12-31"),
        (Type::Date, Value::Date(-43_829), "1850-01-01"),
        (Type::Time, Value::Time(0), "00:00:00"),
        (Type::Time, Value::Time(86_399_999_999), "23:59:59.999999"),
        (Type::Timestamp, Value::Timestamp(-1_000_000), "1969-12-31 23:59:59"),
        (Type::Bool, Value::Bool(true), "true"),
        (Type::Bool, Value::Bool(false), "false"),
    ] {
        let array = constants(ty, &[value]).unwrap();
        let (bytes, whole) = bytes_of(&[array], 0);
        assert!(whole && key::shown(&bytes, &[ty]).concat() == want, "{ty:?} {want:.50}");
    }
}

#[test]
fn equal_values_are_one_key_in_columns_of_any_width_and_others_are_not() {
    let of = |ty, values: &[Value]| {
        (0..values.len()).map(|row| bytes_of(&[constants(ty, values).unwrap()], row).0).collect::<Vec<_>>()
    };
    let ints = [0, 1, -1, 63, 64, -64, -65, 127, 128, i16::MAX.into(), i16::MIN.into()].map(Value::Int);
    let narrow = of(Type::Int16, &ints);
    assert_eq!((&of(Type::Int32, &ints), &of(Type::Int64, &ints)), (&narrow, &narrow));
    let unscaled = [0, 1, -1, 99_999, -99_999, 12_345].map(Value::Decimal);
    let small = of(Type::Decimal { precision: 5, scale: 2 }, &unscaled);
    for precision in [18, 19, 38] {
        assert_eq!(of(Type::Decimal { precision, scale: 2 }, &unscaled), small);
    }
    let texts = ["", "a", "ab", "é", "e\u{301}", "a ", "A", "\u{0}"].map(|text| Value::Text(text.to_owned()));
    for different in [narrow, small, of(Type::Text, &texts)] {
        let set: std::collections::BTreeSet<_> = different.iter().collect();
        assert_eq!(set.len(), different.len());
    }
}

#[test]
fn the_parts_of_a_key_do_not_run_into_one_another_and_an_empty_one_is_a_value() {
    let texts = |values: &[Option<&str>]| -> ArrayRef { Arc::new(values.iter().copied().collect::<StringArray>()) };
    let left = texts(&[Some("a"), Some("ab"), Some(""), None, Some("abc"), None, Some("")]);
    let right = texts(&[Some("bc"), Some("c"), Some("abc"), Some("abc"), None, None, Some("")]);
    let keys: Vec<_> = (0..left.len()).map(|row| bytes_of(&[Arc::clone(&left), Arc::clone(&right)], row)).collect();
    let set: std::collections::BTreeSet<_> = keys.iter().map(|(bytes, _)| bytes).collect();
    assert_eq!(set.len(), keys.len());
    let whole: Vec<bool> = keys.iter().map(|(_, whole)| *whole).collect();
    assert_eq!(whole, [true, true, true, false, false, false, true]);
    let shown: Vec<String> = keys.iter().map(|(bytes, _)| key::shown(bytes, &[Type::Text; 2]).join(", ")).collect();
    assert_eq!(shown, ["a, bc", "ab, c", ", abc", ", abc", "abc, ", ", ", ", "]);
}

#[test]
fn a_number_of_a_row_is_what_it_is_in_the_column() {
    let numbers: ArrayRef = Arc::new([Some(-5_i64), None, Some(i64::MAX)].into_iter().collect::<Int64Array>());
    let columns = Columns::of([&numbers]).unwrap();
    assert_eq!([0, 1, 2].map(|row| columns.number(row)), [Some(-5), None, Some(i64::MAX.into())]);
    assert_eq!(Columns::of([]).unwrap().number(0), None);
}

#[test]
fn a_key_without_a_row_adds_up_to_nothing() {
    let sum = |equals: i128, tolerance: i128| {
        let [equals, tolerance] = [equals, tolerance].map(i256::from_i128);
        Test::Sum { equals, tolerance }
    };
    for (test, broken) in [
        (sum(0, 0), false),
        (sum(3, 2), true),
        (Test::Count { least: 0, most: 0 }, false),
        (Test::Count { least: 1, most: u64::MAX }, true),
        (Test::Compare { tolerance: i256::ZERO }, false),
        (Test::Unique, false),
        (Test::References, false),
        (Test::Sequence, false),
    ] {
        let group = Group::new(test);
        assert_eq!((group.end_at(at(1, 2)).is_some(), group.end().is_some()), (broken, false), "{test:?}");
    }
}

#[test]
fn bytes_in_an_order_sort_as_the_values_do_and_are_read_back() {
    let decimal = Type::Decimal { precision: 38, scale: 2 };
    let text = |text: &str| Value::Text(text.to_owned());
    for (ty, values) in [
        (
            Type::Text,
            ["", "\0", "\0\0", "\0a", "\u{1}", "a", "a\0", "a\0b", "a\u{1}", "ab", "b", "é", "\u{10FFFF}"]
                .map(text)
                .to_vec(),
        ),
        (
            decimal,
            [i128::MIN / 3, -257, -256, -255, -2, -1, 0, 1, 2, 255, 256, 257, i128::MAX / 3]
                .map(Value::Decimal)
                .to_vec(),
        ),
        (Type::Int16, [i16::MIN, -1, 0, 1, i16::MAX].map(|number| Value::Int(number.into())).to_vec()),
        (Type::Int64, [i64::MIN, -1, 0, 1, i64::MAX].map(Value::Int).to_vec()),
        (Type::Date, [-800_000, -1, 0, 1, 2_900_000].map(Value::Date).to_vec()),
        (Type::Bool, [false, true].map(Value::Bool).to_vec()),
        (Type::Float64, [f64::NEG_INFINITY, -1.5, -0.0, 0.0, 1e-300, 2.5, f64::INFINITY].map(Value::Float).to_vec()),
        (Type::Float32, [-1.5, 0.0, 2.5].map(Value::Float).to_vec()),
    ] {
        let array = constants(ty, &values).unwrap();
        let nothing = arrow_array::new_null_array(array.data_type(), 1);
        let bytes = |reversed: bool| -> Vec<Vec<u8>> {
            // What follows a value must not count before the value.
            let of = |array: &ArrayRef, row| {
                let mut bytes = Vec::new();
                let nothing = arrow_array::new_null_array(array.data_type(), array.len());
                Columns::of([array, &nothing]).unwrap().push_ordered(row, reversed, &mut bytes);
                bytes
            };
            let mut all: Vec<_> = (0..array.len()).map(|row| of(&array, row)).collect();
            if reversed {
                all.reverse();
            }
            all.push(of(&nothing, 0));
            all
        };
        for reversed in [false, true] {
            let all = bytes(reversed);
            assert!(
                all.windows(2).all(|pair| pair[0] < pair[1] && !pair[1].starts_with(&pair[0])),
                "{ty:?} {reversed} {all:?}"
            );
        }
        if matches!(ty, Type::Float32 | Type::Float64) {
            continue;
        }
        for (value, bytes) in values.iter().map(Some).chain([None]).zip(bytes(false)) {
            assert_eq!(key::read_ordered(&bytes, ty), Some((value.cloned(), &[1][..])), "{ty:?}");
        }
        assert_eq!(
            (key::read_ordered(&[], ty), key::read_ordered(&[0], ty), key::read_ordered(&[0, 0x85, 1], ty)),
            (None, None, None)
        );
    }
}

#[test]
fn all_of_a_difference_is_at_stake_whatever_is_tolerated() {
    let [equals, tolerance] = [100, 5].map(i256::from_i128);
    for (test, entries) in [
        (Test::Sum { equals, tolerance }, vec![entry(1, None, 0, 80)]),
        (Test::Sum { equals, tolerance }, vec![entry(1, None, 0, 120)]),
        (Test::Compare { tolerance }, vec![entry(0, None, 9, 100), entry(1, None, 0, 80)]),
    ] {
        let mut group = Group::new(test);
        for entry in entries {
            group.add(entry, &mut |_| {});
        }
        assert_eq!(group.end().map(|breach| breach.amount), Some(i256::from_i128(20)), "{test:?}");
    }
}
