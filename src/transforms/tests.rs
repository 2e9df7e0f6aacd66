use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Decimal64Type, Decimal128Type, Int32Type, Int64Type};
use arrow_array::{
    BooleanArray, Date32Array, Decimal64Array, Decimal128Array, Float32Array, Int16Array, Int32Array, Int64Array,
    StringArray, Time64MicrosecondArray, TimestampMicrosecondArray,
};
use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::mapping::model::{FieldRef, OnFail, Title};
use crate::place::Span;

const FIELD: Origin = Origin::Field(FieldRef { kind: 0, repeat: None, field: 0 });

fn column(from: Origin, ty: Type) -> Column {
    Column {
        name: "c".to_owned(),
        at: Span::default(),
        from,
        ty,
        required: false,
        default: None,
        null_if: Vec::new(),
        range: None,
        length: None,
        pattern: None,
        one_of: Vec::new(),
        check: None,
        on_fail: OnFail::Reject,
        personal: false,
        title: Title::default(),
        about: String::new(),
    }
}

fn decimal(precision: u8, scale: u8) -> Type {
    Type::Decimal { precision, scale }
}
fn texts(values: &[Option<&str>]) -> ArrayRef {
    Arc::new(StringArray::from(values.to_vec()))
}
fn ints(values: &[Option<i64>]) -> ArrayRef {
    Arc::new(Int64Array::from(values.to_vec()))
}
fn small(values: &[Option<i32>]) -> ArrayRef {
    Arc::new(Int32Array::from(values.to_vec()))
}
fn dec(values: &[Option<i64>], precision: u8, scale: i8) -> ArrayRef {
    Arc::new(Decimal64Array::from(values.to_vec()).with_precision_and_scale(precision, scale).unwrap())
}
fn large(values: &[Option<i128>], precision: u8, scale: i8) -> ArrayRef {
    Arc::new(Decimal128Array::from(values.to_vec()).with_precision_and_scale(precision, scale).unwrap())
}
fn make(column: &Column, from: Type, input: &ArrayRef) -> Made {
    ColumnMaker::new(column, Some(from)).unwrap().make(Some(input), input.len()).unwrap()
}
fn bad_rows(made: &Made) -> Vec<u32> {
    assert!(made.findings.iter().all(|finding| finding.code == Code::DoesNotFit && finding.args.len() == 1));
    made.findings.iter().map(|finding| finding.row).collect()
}

#[test]
#[expect(clippy::too_many_lines, reason = "one table")]
fn a_change_of_type_keeps_each_value_or_tells_it() {
    let max = i128::from(i64::MAX);
    for (from, input, to, want, bad) in [
        (
            Type::Int16,
            Arc::new(Int16Array::from(vec![Some(-5), None])) as ArrayRef,
            Type::Int64,
            ints(&[Some(-5), None]),
            vec![],
        ),
        (
            Type::Int64,
            ints(&[Some(2_147_483_647), Some(2_147_483_648), None, Some(-2_147_483_649)]),
            Type::Int32,
            small(&[Some(2_147_483_647), None, None, None]),
            vec![1, 3],
        ),
        (
            Type::Int32,
            small(&[Some(999), Some(1_000), Some(-1_000)]),
            decimal(5, 2),
            dec(&[Some(99_900), None, None], 5, 2),
            vec![1, 2],
        ),
        (Type::Int64, ints(&[Some(i64::MAX)]), decimal(38, 19), large(&[Some(max * 10_i128.pow(19))], 38, 19), vec![]),
        (Type::Int64, ints(&[Some(i64::MAX)]), decimal(38, 30), large(&[None], 38, 30), vec![0]),
        (
            decimal(9, 0),
            dec(&[Some(7), Some(40_000)], 9, 0),
            Type::Int16,
            Arc::new(Int16Array::from(vec![Some(7), None])),
            vec![1],
        ),
        (decimal(38, 0), large(&[Some(max + 1), Some(-1)], 38, 0), Type::Int64, ints(&[None, Some(-1)]), vec![0]),
        (
            decimal(9, 2),
            dec(&[Some(-1_205), None], 9, 2),
            decimal(20, 4),
            large(&[Some(-120_500), None], 20, 4),
            vec![],
        ),
        (
            decimal(20, 2),
            large(&[Some(99), Some(100_000)], 20, 2),
            decimal(5, 2),
            dec(&[Some(99), None], 5, 2),
            vec![1],
        ),
        (
            decimal(15, 2),
            dec(&[Some(-5), Some(0), None], 15, 2),
            Type::Text,
            texts(&[Some("-0.05"), Some("0.00"), None]),
            vec![],
        ),
        (decimal(38, 1), large(&[Some(15)], 38, 1), Type::Text, texts(&[Some("1.5")]), vec![]),
        (Type::Int32, small(&[Some(-7), None]), Type::Text, texts(&[Some("-7"), None]), vec![]),
        (
            Type::Date,
            Arc::new(Date32Array::from(vec![Some(20_818), None])),
            Type::Text,
            texts(&[Some("2026-12-31"), None]),
            vec![],
        ),
        (
            Type::Bool,
            Arc::new(BooleanArray::from(vec![Some(true), Some(false)])),
            Type::Text,
            texts(&[Some("true"), Some("false")]),
            vec![],
        ),
        (
            Type::Time,
            Arc::new(Time64MicrosecondArray::from(vec![1_000_000])),
            Type::Text,
            texts(&[Some("00:00:01")]),
            vec![],
        ),
        (
            Type::Timestamp,
            Arc::new(TimestampMicrosecondArray::from(vec![0])),
            Type::Text,
            texts(&[Some("1970-01-01 00:00:00")]),
            vec![],
        ),
        (
            Type::Date,
            Arc::new(Date32Array::from(vec![Some(1), Some(i32::MAX), Some(-1)])),
            Type::Timestamp,
            Arc::new(TimestampMicrosecondArray::from(vec![Some(86_400_000_000), None, Some(-86_400_000_000)])),
            vec![1],
        ),
        (
            Type::Float32,
            Arc::new(Float32Array::from(vec![Some(0.5), None])),
            Type::Float64,
            Arc::new(arrow_array::Float64Array::from(vec![Some(0.5), None])),
            vec![],
        ),
    ] {
        let made = make(&column(FIELD, to), from, &input);
        assert_eq!(made.array.to_data(), want.to_data(), "{from:?} {to:?}");
        assert_eq!(bad_rows(&made), bad, "{from:?} {to:?}");
        assert_eq!(*made.array.data_type(), array_type(to));
    }
}

#[test]
fn a_change_that_could_lose_something_is_not_made() {
    for (from, to, kept) in [
        (decimal(9, 2), decimal(9, 1), false),
        (decimal(9, 2), Type::Int64, false),
        (Type::Text, Type::Int64, false),
        (Type::Timestamp, Type::Date, false),
        (Type::Float64, Type::Float32, false),
        (Type::Float64, decimal(9, 2), false),
        (Type::Float64, Type::Text, false),
        (Type::Int64, Type::Float64, false),
        (Type::Bool, Type::Int16, false),
        (Type::Int64, Type::Int16, true),
        (decimal(38, 0), Type::Int16, true),
        (Type::Float64, Type::Float64, true),
    ] {
        let maker = ColumnMaker::new(&column(FIELD, to), Some(from));
        assert_eq!(maker.map_err(|(code, _)| code).err(), (!kept).then_some(Code::LossyType), "{from:?} {to:?}");
    }
}

#[test]
fn nothing_to_do_hands_the_same_array_on() {
    let input = texts(&[Some("a"), None]);
    let made = make(&column(FIELD, Type::Text), Type::Text, &input);
    assert!(Arc::ptr_eq(&made.array, &input));
    let unused = Column { null_if: vec![Value::Text("z".to_owned())], ..column(FIELD, Type::Text) };
    assert!(Arc::ptr_eq(&make(&unused, Type::Text, &input).array, &input));
}

#[test]
fn null_if_comes_before_the_default_and_both_are_counted() {
    let with = |ty, null_if: &[Value], default: Value| Column {
        null_if: null_if.to_vec(),
        default: Some(default),
        ..column(FIELD, ty)
    };
    let text = |text: &str| Value::Text(text.to_owned());
    for (column, from, input, want, emptied, defaulted) in [
        (
            with(Type::Text, &[text("N/A"), text("")], text("none")),
            Type::Text,
            texts(&[Some("N/A"), Some("x"), None, Some("")]),
            texts(&[Some("none"), Some("x"), Some("none"), Some("none")]),
            2,
            3,
        ),
        (
            with(Type::Int32, &[Value::Int(0)], Value::Int(-1)),
            Type::Int64,
            ints(&[Some(0), Some(5), None]),
            small(&[Some(-1), Some(5), Some(-1)]),
            1,
            2,
        ),
        (
            with(decimal(15, 2), &[Value::Decimal(99_999)], Value::Decimal(0)),
            decimal(15, 2),
            dec(&[Some(99_999), Some(1)], 15, 2),
            dec(&[Some(0), Some(1)], 15, 2),
            1,
            1,
        ),
        (
            with(Type::Bool, &[], Value::Bool(false)),
            Type::Bool,
            Arc::new(BooleanArray::from(vec![None, Some(true)])),
            Arc::new(BooleanArray::from(vec![false, true])),
            0,
            1,
        ),
        (
            with(Type::Date, &[Value::Date(0)], Value::Date(1)),
            Type::Date,
            Arc::new(Date32Array::from(vec![5, 0])),
            Arc::new(Date32Array::from(vec![5, 1])),
            1,
            1,
        ),
    ] {
        let made = make(&column, from, &input);
        assert_eq!((made.emptied, made.defaulted), (emptied, defaulted));
        assert_eq!(made.array.null_count(), 0);
        assert_eq!(made.array.to_data(), want.to_data());
    }
}

#[test]
fn a_value_that_does_not_fit_gets_no_default() {
    let column = Column { default: Some(Value::Int(0)), ..column(FIELD, Type::Int16) };
    let made = make(&column, Type::Int32, &small(&[Some(70_000), None, Some(3)]));
    assert_eq!(bad_rows(&made), [0]);
    assert_eq!(made.findings[0].args[..], [Arg::from("int16")]);
    assert_eq!(made.defaulted, 1);
    assert!(made.array.is_null(0) && made.array.is_valid(1));
}

#[test]
fn constants_and_numbers_of_repetitions_fill_the_rows() {
    let constant = |ty, value| ColumnMaker::new(&column(Origin::Constant(value), ty), None);
    let made = constant(Type::Text, Some(Value::Text("ON".to_owned()))).unwrap().make(None, 3).unwrap();
    assert_eq!(made.array.as_string::<i32>().iter().flatten().collect::<Vec<_>>(), ["ON", "ON", "ON"]);
    let made = constant(decimal(15, 2), Some(Value::Decimal(150))).unwrap().make(None, 2).unwrap();
    assert_eq!(made.array.as_primitive::<Decimal64Type>().values()[..], [150, 150]);
    let made = constant(decimal(30, 2), Some(Value::Decimal(150))).unwrap().make(None, 1).unwrap();
    assert_eq!(made.array.as_primitive::<Decimal128Type>().values()[..], [150]);
    let made = constant(Type::Date, None).unwrap().make(None, 2).unwrap();
    assert_eq!((made.array.null_count(), made.array.data_type().clone()), (2, array_type(Type::Date)));
    assert_eq!(constant(Type::Text, None).unwrap().make(None, 0).unwrap().array.len(), 0);
    let code = |value| constant(decimal(3, 2), Some(value)).map_err(|(code, _)| code).err();
    assert_eq!(code(Value::Decimal(1_000)), Some(Code::BadConstant));
    assert_eq!(code(Value::Int(1)), Some(Code::BadConstant));
    assert_eq!(code(Value::Decimal(999)), None);
    let number = ColumnMaker::new(
        &column(Origin::RepeatNumber(crate::mapping::model::RepeatLevel { each: 1, times: 2 }), Type::Int64),
        None,
    )
    .unwrap();
    let made = number.make(Some(&small(&[Some(1), Some(2)])), 2).unwrap();
    assert_eq!(made.array.as_primitive::<Int64Type>().values()[..], [1, 2]);
}

#[test]
fn an_input_that_is_not_the_columns_is_a_defect() {
    let maker = ColumnMaker::new(&column(FIELD, Type::Int64), Some(Type::Int32)).unwrap();
    let code = |input: Option<ArrayRef>, rows| maker.make(input.as_ref(), rows).map_err(|(code, _)| code).err();
    assert_eq!(code(Some(small(&[Some(1)])), 1), None);
    assert_eq!(code(Some(small(&[Some(1)])), 2), Some(Code::Defect));
    assert_eq!(code(Some(ints(&[Some(1)])), 1), Some(Code::Defect));
    assert_eq!(code(None, 1), Some(Code::Defect));
    let none = ColumnMaker::new(&column(FIELD, Type::Int64), None).map_err(|(code, _)| code).err();
    assert_eq!(none, Some(Code::Defect));
}

/// The slow way: by text.
fn oracle(unscaled: i128, own: u8, precision: u8, scale: u8) -> Option<i128> {
    let text = format!("{unscaled}{}", "0".repeat(usize::from(scale - own)));
    let digits = text.trim_start_matches('-').trim_start_matches('0').len();
    if digits > usize::from(precision) { None } else { text.parse().ok() }
}

proptest! {
    #[test]
    fn decimals_agree_with_their_text(
        values in vec(proptest::option::of(any::<i64>().prop_flat_map(|number| (0_u32..63).prop_map(move |by| number >> by))), 0..40),
        own in 0_u8..=10,
        more in 0_u8..=10,
        precision in 10_u8..=38,
    ) {
        let limit = 10_i64.pow(18) - 1;
        let values: Vec<Option<i64>> = values.into_iter().map(|value| value.map(|value| value.clamp(-limit, limit))).collect();
        let scale = (own + more).min(precision).max(own);
        let made = make(&column(FIELD, decimal(precision, scale)), decimal(18, own), &dec(&values, 18, i8::try_from(own).unwrap()));
        for (row, value) in values.iter().enumerate() {
            let want = value.and_then(|value| oracle(value.into(), own, precision, scale));
            let got = made.array.is_valid(row).then(|| match precision {
                ..=18 => i128::from(made.array.as_primitive::<Decimal64Type>().value(row)),
                _ => made.array.as_primitive::<Decimal128Type>().value(row),
            });
            prop_assert_eq!(got, want);
            let told = made.findings.iter().any(|finding| finding.row as usize == row);
            prop_assert_eq!(told, value.is_some() && want.is_none());
        }
    }

    #[test]
    fn narrowing_agrees_with_try_from(values in vec(proptest::option::of(any::<i64>().prop_map(|number| number >> 31)), 0..40)) {
        let made = make(&column(FIELD, Type::Int32), Type::Int64, &ints(&values));
        let got: Vec<Option<i32>> = made.array.as_primitive::<Int32Type>().iter().collect();
        let want: Vec<Option<i32>> = values.iter().map(|value| value.and_then(|value| i32::try_from(value).ok())).collect();
        prop_assert_eq!(got, want);
    }
}
