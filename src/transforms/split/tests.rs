use arrow_array::{Date32Array, Decimal64Array, Decimal128Array, Int16Array, StringArray};
use proptest::prelude::*;

use super::*;

fn texts(values: &[&str]) -> ArrayRef {
    Arc::new(StringArray::from(values.to_vec()))
}

/// Shares in whole percents.
fn shares(values: &[i128]) -> ArrayRef {
    let unit = 10_i128.pow(u32::from(SHARE_SCALE));
    let array = Decimal128Array::from_iter_values(values.iter().map(|value| value * unit));
    Arc::new(array.with_data_type(DataType::Decimal128(SHARE_DIGITS, 10)))
}

fn build(keys: &[&str], percents: &[i128], taken: &[&str], weights: bool) -> (Splits, Vec<Wrong>) {
    let mut builder = SplitBuilder::new(vec![DataType::Utf8], false);
    builder.push(&[texts(keys)], None, &shares(percents)).unwrap();
    builder.finish(&[texts(taken)], weights).unwrap()
}

fn divided(amount: i128, shares: &[u128]) -> Vec<i128> {
    let mut pieces = Vec::new();
    divide(amount, shares, &mut pieces);
    pieces
}

#[test]
fn what_is_left_over_goes_to_the_largest_remainders_and_of_equal_ones_to_the_first() {
    for (amount, shares, want) in [
        (100, &[60, 40][..], &[60, 40][..]),
        (1, &[1, 1, 1], &[1, 0, 0]),
        (2, &[1, 1, 1], &[1, 1, 0]),
        (-2, &[1, 1, 1], &[-1, -1, 0]),
        (10, &[1, 2, 4], &[1, 3, 6]), // remainders of 3/7, 6/7 and 5/7: two are left over
        (5, &[3334, 3333, 3333], &[2, 2, 1]),
        (0, &[60, 40], &[0, 0]),
        (7, &[1], &[7]),
        (i128::from(i64::MAX) * 1_000_000_000_000, &[1, 1], &[4_611_686_018_427_387_903_500_000_000_000; 2]),
    ] {
        assert_eq!(divided(amount, shares), want, "{amount} by {shares:?}");
    }
}

#[test]
fn parts_stand_in_the_file_s_order_beside_one_another_and_a_whole_row_stays_whole() {
    let (splits, wrong) = build(&["b", "a", "b", "a"], &[60, 100, 40, 0], &["B1", "A", "B2", "A0"], true);
    assert_eq!((wrong, splits.most(), splits.crosswalk().keys()), (vec![], 2, 2));
    let asked: ArrayRef = Arc::new(StringArray::from(vec![Some("a"), None, Some("x"), Some("b")]));
    let found = splits.crosswalk().probe(&[asked], None).unwrap();
    assert_eq!((&found.unmatched[..], found.empty), (&[2][..], 1));
    let parts = splits.parts(&found);
    assert_eq!((&parts.starts[..], parts.rows.values().as_ref()), (&[0, 2, 3, 4, 6][..], &[0, 0, 1, 2, 3, 3][..]));
    let taken = splits.take(0, &parts).unwrap();
    let taken: Vec<_> = taken.as_string::<i32>().iter().collect();
    assert_eq!(taken, [Some("A"), Some("A0"), None, None, Some("B1"), Some("B2")]);
    let numbers = parts.numbers();
    assert_eq!(numbers.as_primitive::<Int64Type>().values().as_ref(), [1, 2, 1, 1, 1, 2]);
    let amounts: ArrayRef = Arc::new(
        Decimal64Array::from(vec![Some(5), Some(6), None, Some(-5)]).with_data_type(DataType::Decimal64(9, 2)),
    );
    let pieces = splits.divide(&amounts, &parts).unwrap();
    assert_eq!(pieces.data_type(), amounts.data_type());
    let pieces: Vec<_> = pieces.as_primitive::<Decimal64Type>().iter().collect();
    assert_eq!(pieces, [Some(5), Some(0), Some(6), None, Some(-3), Some(-2)]);
    let small: ArrayRef = Arc::new(Int16Array::from(vec![7, 7, 7, i16::MIN]));
    let pieces = splits.divide(&small, &parts).unwrap();
    assert_eq!(pieces.as_primitive::<Int16Type>().values()[4..], [-19_661, -13_107]);
    assert_eq!(splits.divide(&texts(&["a"; 4]), &parts).err().map(|(code, _)| code), Some(Code::Defect));
}

#[test]
fn what_is_wrong_is_told_by_its_first_row() {
    let unit = 10_u128.pow(u32::from(SHARE_SCALE));
    let (_, wrong) = build(&["a", "b", "a", "c"], &[60, 100, 39, 101], &["1", "2", "3", "4"], false);
    assert_eq!(wrong, [Wrong::Sum(0, 99 * unit), Wrong::Sum(3, 101 * unit)]);
    let (_, wrong) = build(&["a", "b", "a"], &[60, 100, 40], &["1", "1", "1"], false);
    assert_eq!(wrong, [Wrong::Twice(Clash { row: 2, other: 0 })]);
    let many = vec!["a"; 1_001];
    let names: Vec<String> = (0..1_001).map(|number| number.to_string()).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    assert_eq!(build(&many, &[1; 1_001], &names, true).1, [Wrong::TooMany(0, 1_001)]);
}

#[test]
fn rows_of_the_same_days_are_one_split_and_others_must_not_overlap() {
    let days = |values: &[Option<i32>]| -> ArrayRef { Arc::new(Date32Array::from(values.to_vec())) };
    let built = |from: &[Option<i32>], to: &[Option<i32>]| {
        let mut builder = SplitBuilder::new(vec![DataType::Utf8], true);
        let days = (days(from), days(to));
        builder.push(&[texts(&["a"; 3])], Some((&days.0, &days.1)), &shares(&[60, 100, 40])).unwrap();
        builder.finish(&[texts(&["x", "y", "z"])], false).unwrap()
    };
    let (splits, wrong) = built(&[Some(10), None, Some(10)], &[None, Some(9), None]);
    assert_eq!(wrong, []);
    let asked = [texts(&["a"; 3])];
    let found = splits.crosswalk().probe(&asked, Some(&days(&[Some(9), Some(10), None]))).unwrap();
    let taken = splits.take(0, &splits.parts(&found)).unwrap();
    let taken: Vec<_> = taken.as_string::<i32>().iter().collect();
    assert_eq!(taken, [Some("y"), Some("x"), Some("z"), None]);
    let (_, wrong) = built(&[Some(10), None, Some(10)], &[None, Some(10), None]);
    assert_eq!(wrong, [Wrong::Overlap(Clash { row: 1, other: 0 })]);
}

/// The piece of an amount, by fractions over one denominator that are compared without rounding: the oracle.
fn oracle(amount: i128, shares: &[u128]) -> Vec<i128> {
    let big = |number: u128| i256::from_parts(number, 0);
    let total = shares.iter().fold(i256::ZERO, |sum, share| sum.wrapping_add(big(*share)));
    let whole = big(amount.unsigned_abs());
    let exact: Vec<i256> = shares.iter().map(|share| whole.wrapping_mul(big(*share))).collect();
    let mut pieces: Vec<i256> = exact.iter().map(|piece| piece.wrapping_div(total)).collect();
    // One unit at a time, to whoever is farthest below its exact share.
    while pieces.iter().fold(i256::ZERO, |sum, piece| sum.wrapping_add(*piece)) != whole {
        let behind = |at: usize| exact[at].wrapping_sub(pieces[at].wrapping_mul(total));
        let next = (0..pieces.len()).fold(0, |best, at| if behind(at) > behind(best) { at } else { best });
        pieces[next] = pieces[next].wrapping_add(i256::ONE);
    }
    pieces.iter().map(|piece| piece.to_i128().unwrap() * amount.signum()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]
    #[test]
    fn pieces_add_up_and_agree_with_the_oracle(
        amount in prop_oneof![-1_000_i128..1_000, any::<i64>().prop_map(i128::from), any::<i128>().prop_map(|n| n % 10_i128.pow(38))],
        shares in proptest::collection::vec(
            prop_oneof![1_u128..100, 1_u128..10_u128.pow(28)], 1..9),
    ) {
        let pieces = divided(amount, &shares);
        prop_assert_eq!(pieces.iter().sum::<i128>(), amount);
        prop_assert!(pieces.iter().all(|piece| piece.signum() * amount.signum() >= 0));
        prop_assert_eq!(pieces, oracle(amount, &shares));
    }
}
