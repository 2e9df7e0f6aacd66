use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::{BooleanArray, Date32Array, Decimal64Array, Int32Array, StringArray};
use proptest::prelude::*;

use super::*;

fn texts<T: AsRef<str>>(values: &[Option<T>]) -> ArrayRef {
    Arc::new(values.iter().map(Option::as_ref).collect::<StringArray>())
}

fn days(values: &[Option<i32>]) -> ArrayRef {
    Arc::new(Date32Array::from(values.to_vec()))
}

fn types(keys: &[ArrayRef]) -> Vec<DataType> {
    keys.iter().map(|key| key.data_type().clone()).collect()
}

fn build(keys: &[ArrayRef], taken: ArrayRef) -> Crosswalk {
    let mut builder = Builder::new(types(keys), false);
    assert_eq!(builder.push(keys, None).unwrap(), []);
    builder.finish(vec![taken]).0
}

fn rows(found: &Found) -> Vec<Option<u32>> {
    found.rows.iter().collect()
}

#[test]
fn a_key_finds_its_row_and_an_empty_one_is_told_apart() {
    let crosswalk = build(&[texts(&[Some("a"), Some("b"), Some("")])], texts(&[Some("A"), None, Some("E")]));
    let found = crosswalk.probe(&[texts(&[Some("b"), None, Some("x"), Some("a"), Some("")])], None).unwrap();
    assert_eq!(rows(&found), [Some(1), None, None, Some(0), Some(2)]);
    assert_eq!((&found.unmatched[..], found.empty, crosswalk.keys()), (&[2][..], 1, 3));
    let taken = crosswalk.take(0, &found).unwrap();
    assert_eq!(taken.as_ref(), texts(&[None, None, None, Some("A"), Some("E")]).as_ref());
}

#[test]
fn several_keys_are_one_and_do_not_run_together() {
    let money = |values: &[i64]| -> ArrayRef {
        Arc::new(Decimal64Array::from(values.to_vec()).with_data_type(DataType::Decimal64(9, 2)))
    };
    let flags = |values: &[bool]| -> ArrayRef { Arc::new(BooleanArray::from(values.to_vec())) };
    let keys = [
        texts(&[Some("ab"), Some("a"), Some("a")]),
        texts(&[Some("c"), Some("bc"), Some("bc")]),
        money(&[1, 1, 1]),
        flags(&[true, true, false]),
    ];
    let crosswalk = build(&keys, texts(&[Some("1"), Some("2"), Some("3")]));
    let asked = [
        texts(&[Some("a"), Some("ab"), Some("a"), Some("abc"), None]),
        texts(&[Some("bc"), Some("c"), Some("bc"), Some(""), Some("c")]),
        money(&[1, 1, 2, 1, 1]),
        flags(&[false, true, true, true, true]),
    ];
    let found = crosswalk.probe(&asked, None).unwrap();
    assert_eq!(rows(&found), [Some(2), Some(0), None, None, None]);
    assert_eq!((&found.unmatched[..], found.empty), (&[2, 3][..], 1));
}

#[test]
fn keys_of_any_length_do_not_run_together() {
    let long = |length: usize| "x".repeat(length);
    let lengths = [0, 7, 8, 9, 16, 17, 31, 32, 33, 254, 255, 256, 257, 70_000];
    let all: Vec<_> = lengths.iter().map(|length| Some(long(*length))).collect();
    let mut other = all.clone();
    other.rotate_left(1);
    let crosswalk = build(&[texts(&all), texts(&other)], texts::<&str>(&[None; 14]));
    let found = crosswalk.probe(&[texts(&all), texts(&other)], None).unwrap();
    assert_eq!(rows(&found), (0..14).map(Some).collect::<Vec<_>>());
    assert_eq!(crosswalk.probe(&[texts(&other), texts(&all)], None).unwrap().unmatched.len(), 14);
    let mut middle = all.clone();
    middle.iter_mut().flatten().filter(|text| text.len() > 16).for_each(|text| text.replace_range(9..10, "y"));
    let one = build(&[texts(&all)], texts::<&str>(&[None; 14]));
    assert_eq!(one.probe(&[texts(&middle)], None).unwrap().unmatched, (5..14).collect::<Vec<_>>());
}

#[test]
fn a_slice_of_a_column_is_looked_up_like_a_whole_one() {
    let numbers: ArrayRef = Arc::new(Int32Array::from(vec![5, 6, 7]));
    let crosswalk = build(std::slice::from_ref(&numbers), numbers.clone());
    let asked: ArrayRef = Arc::new(Int32Array::from(vec![0, 7, 6, 5]));
    assert_eq!(rows(&crosswalk.probe(&[asked.slice(1, 2)], None).unwrap()), [Some(2), Some(1)]);
    let words = build(&[texts(&[Some("x"), Some("yy")])], texts::<&str>(&[None, None]));
    let asked = texts(&[Some("zzz"), Some("yy"), None, Some("x")]).slice(1, 3);
    assert_eq!(rows(&words.probe(&[asked], None).unwrap()), [Some(1), None, Some(0)]);
}

#[test]
fn periods_hold_from_their_first_day_to_their_last() {
    let keys = [texts(&[Some("a"), Some("b"), Some("a"), Some("a")])];
    let mut builder = Builder::new(types(&keys), true);
    let (from, to) = (days(&[Some(10), None, None, Some(21)]), days(&[Some(19), None, Some(9), None]));
    assert_eq!(builder.push(&keys, Some((&from, &to))).unwrap(), []);
    let (crosswalk, clashes) = builder.finish(vec![texts::<&str>(&[None; 4])]);
    assert_eq!(clashes, []);
    for (key, day, want) in [
        ("a", -5, Some(2)),
        ("a", 9, Some(2)),
        ("a", 10, Some(0)),
        ("a", 19, Some(0)),
        ("a", 20, None),
        ("a", 21, Some(3)),
        ("a", 90_000, Some(3)),
        ("b", i32::MIN, Some(1)),
        ("b", i32::MAX, Some(1)),
        ("c", 10, None),
    ] {
        let found = crosswalk.probe(&[texts(&[Some(key)])], Some(&days(&[Some(day)]))).unwrap();
        assert_eq!((rows(&found), found.unmatched.len()), (vec![want], usize::from(want.is_none())), "{key} {day}");
    }
    let undated = crosswalk.probe(&[texts(&[Some("a")])], Some(&days(&[None]))).unwrap();
    assert_eq!((rows(&undated), undated.unmatched.len(), undated.empty), (vec![None], 0, 1));
}

#[test]
fn keys_that_stand_twice_and_periods_that_overlap_are_told() {
    let mut builder = Builder::new(vec![DataType::Utf8], false);
    assert_eq!(builder.push(&[texts(&[Some("a"), Some("b")])], None).unwrap(), []);
    let clashes = builder.push(&[texts(&[Some("c"), Some("b"), Some("c")])], None).unwrap();
    assert_eq!(clashes, [Clash { row: 3, other: 1 }, Clash { row: 4, other: 2 }]);
    for (from, to, want) in [
        ([Some(1), Some(5)], [Some(5), Some(9)], true),
        ([Some(1), Some(6)], [Some(5), Some(9)], false),
        ([Some(6), Some(1)], [Some(9), Some(5)], false),
        ([None, Some(6)], [None, Some(9)], true),
        ([None, None], [Some(3), Some(9)], true),
        ([Some(7), Some(1)], [Some(7), Some(9)], true),
    ] {
        let mut builder = Builder::new(vec![DataType::Utf8], true);
        builder.push(&[texts(&[Some("a"), Some("a")])], Some((&days(&from), &days(&to)))).unwrap();
        let want: &[Clash] = if want { &[Clash { row: 1, other: 0 }] } else { &[] };
        assert_eq!(builder.finish(Vec::new()).1, want, "{from:?} {to:?}");
    }
}

#[test]
fn another_type_is_a_defect_and_never_a_wrong_row() {
    let crosswalk = build(&[texts(&[Some("a")])], texts(&[Some("A")]));
    let number: ArrayRef = Arc::new(Int32Array::from(vec![1]));
    let one = || texts(&[Some("a")]);
    for (keys, at) in
        [(vec![number.clone()], None), (vec![one(), one()], None), (Vec::new(), None), (vec![one()], Some(number))]
    {
        assert_eq!(crosswalk.probe(&keys, at.as_ref()).err().map(|(code, _)| code), Some(Code::Defect));
    }
    let found = crosswalk.probe(&[one()], None).unwrap();
    assert_eq!(crosswalk.take(1, &found).err().map(|(code, _)| code), Some(Code::Defect));
}

#[test]
fn a_million_rows_of_two_texts_take_less_than_150_mebibytes() {
    let mut builder = Builder::new(vec![DataType::Utf8], false);
    let mut taken = Vec::new();
    for batch in 0..100 {
        let keys: StringArray = (0..10_000).map(|row| Some(format!("{:04}-{batch:02}-{row:05}", row % 97))).collect();
        builder.push(&[Arc::new(keys) as ArrayRef], None).unwrap();
        let values: StringArray = (0..10_000).map(|row| Some(format!("1-{batch:02}{row:05}-00000"))).collect();
        taken.push(Arc::new(values) as ArrayRef);
    }
    let arrays: Vec<&dyn Array> = taken.iter().map(AsRef::as_ref).collect();
    let values = arrow_select::concat::concat(&arrays).unwrap();
    let (crosswalk, _) = builder.finish(vec![values]);
    assert_eq!(crosswalk.keys(), 1_000_000);
    assert!((60 << 20..90 << 20).contains(&crosswalk.bytes()), "{}", crosswalk.bytes());
}

proptest! {
    #[test] // the same rows as a map that compares whole keys
    fn an_index_agrees_with_a_map(
        stored in proptest::collection::vec(("[ab]{0,3}|[a-c]{15,18}", 0_i32..4), 0..200),
        asked in proptest::collection::vec((proptest::option::of("[ab]{0,3}|[a-c]{15,18}"), proptest::option::of(0_i32..5)), 0..200),
        pieces in 1_usize..4,
    ) {
        let mut map = BTreeMap::new();
        let mut builder = Builder::new(vec![DataType::Utf8, DataType::Int32], false);
        let mut clashes = Vec::new();
        for piece in stored.chunks(stored.len().div_ceil(pieces).max(1)) {
            let words: Vec<_> = piece.iter().map(|(word, _)| Some(word)).collect();
            let numbers: ArrayRef = Arc::new(piece.iter().map(|(_, number)| Some(*number)).collect::<Int32Array>());
            clashes.extend(builder.push(&[texts(&words), numbers], None).unwrap());
        }
        let mut want = Vec::new();
        for (row, key) in (0_u32..).zip(&stored) {
            match map.get(key) {
                Some(other) => want.push(Clash { row, other: *other }),
                None => drop(map.insert(key.clone(), row)),
            }
        }
        prop_assert_eq!(clashes, want);
        let (crosswalk, _) = builder.finish(Vec::new());
        let words: Vec<_> = asked.iter().map(|(word, _)| word.clone()).collect();
        let numbers: ArrayRef = Arc::new(asked.iter().map(|(_, number)| *number).collect::<Int32Array>());
        let found = crosswalk.probe(&[texts(&words), numbers], None).unwrap();
        let want = |(word, number): &(Option<String>, Option<i32>)| map.get(&(word.clone()?, (*number)?)).copied();
        prop_assert_eq!(rows(&found), asked.iter().map(want).collect::<Vec<_>>());
        let single: Vec<_> = map.keys().map(|(word, _)| word.as_str()).collect::<std::collections::BTreeSet<_>>().into_iter().map(Some).collect();
        let one = build(&[texts(&single)], texts::<&str>(&[]));
        let found = one.probe(&[texts(&words)], None).unwrap();
        let place = |word: &Option<String>| single.iter().position(|one| one.is_some() && *one == word.as_deref());
        prop_assert_eq!(found.rows.iter().map(|row| row.map(|row| row as usize)).collect::<Vec<_>>(), words.iter().map(place).collect::<Vec<_>>());
    }
}
