use std::sync::Arc;

use arrow_array::{
    BooleanArray, Date32Array, Decimal64Array, Decimal128Array, Float64Array, Int16Array, Int32Array, Int64Array,
    Time64MicrosecondArray, TimestampMicrosecondArray,
};
use arrow_buffer::NullBuffer;
use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::mapping::model::{OnFail, Origin, Pattern, RepeatLevel, Title};
use crate::place::Span;

fn column(ty: Type) -> Column {
    Column {
        name: "c".to_owned(),
        at: Span::default(),
        from: Origin::RepeatNumber(RepeatLevel { each: 1, times: 1 }),
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

fn found(column: &Column, array: &ArrayRef) -> Vec<RowFinding> {
    let mut findings = Vec::new();
    ColumnChecks::new(column).unwrap().check(array, &mut findings);
    findings
}

fn rows(column: &Column, array: &ArrayRef) -> Vec<u32> {
    found(column, array).iter().map(|finding| finding.row).collect()
}

fn texts_of(values: &[Option<&str>]) -> ArrayRef {
    Arc::new(StringArray::from(values.to_vec()))
}

fn decimal(precision: u8, scale: u8) -> Type {
    Type::Decimal { precision, scale }
}

#[test]
fn bounds_hold_for_every_type() {
    let some = |numbers: [i64; 4]| numbers.map(Some);
    let dec = |precision, scale| {
        Arc::new(
            Decimal64Array::from(some([-1, 0, 10, 11]).to_vec()).with_precision_and_scale(precision, scale).unwrap(),
        )
    };
    let wide = Decimal128Array::from(vec![-1, 0, 10, 11]).with_precision_and_scale(30, 2).unwrap();
    let int = (Value::Int(0), Value::Int(10));
    for (ty, (least, most), array, args) in [
        (Type::Int16, int.clone(), Arc::new(Int16Array::from(vec![-1, 0, 10, 11])) as ArrayRef, ["0", "10"]),
        (Type::Int32, int.clone(), Arc::new(Int32Array::from(vec![-1, 0, 10, 11])), ["0", "10"]),
        (Type::Int64, int, Arc::new(Int64Array::from(vec![-1, 0, 10, 11])), ["0", "10"]),
        (decimal(15, 2), (Value::Decimal(0), Value::Decimal(10)), dec(15, 2), ["0.00", "0.10"]),
        (decimal(30, 2), (Value::Decimal(0), Value::Decimal(10)), Arc::new(wide), ["0.00", "0.10"]),
        (
            Type::Date,
            (Value::Date(0), Value::Date(10)),
            Arc::new(Date32Array::from(vec![-1, 0, 10, 11])),
            ["1970-01-01", "1970-01-11"],
        ),
        (
            Type::Time,
            (Value::Time(0), Value::Time(10)),
            Arc::new(Time64MicrosecondArray::from(vec![-1, 0, 10, 11])),
            ["00:00:00", "00:00:00.000010"],
        ),
        (
            Type::Timestamp,
            (Value::Timestamp(0), Value::Timestamp(10)),
            Arc::new(TimestampMicrosecondArray::from(vec![-1, 0, 10, 11])),
            ["1970-01-01 00:00:00", "1970-01-01 00:00:00.000010"],
        ),
        (
            Type::Float64,
            (Value::Float(0.0), Value::Float(10.0)),
            Arc::new(Float64Array::from(vec![-0.1, -0.0, 10.0, f64::NAN])),
            ["0", "10"],
        ),
        (
            Type::Text,
            (Value::Text("b".to_owned()), Value::Text("d".to_owned())),
            texts_of(&[Some("a"), Some("b"), Some("d"), Some("da")]),
            ["b", "d"],
        ),
    ] {
        let both = Column { range: Some((Some(least.clone()), Some(most.clone()))), ..column(ty) };
        let findings = found(&both, &array);
        let is_figure = matches!(ty, Type::Decimal { .. } | Type::Float64);
        let want = args.map(|text| if is_figure { Arg::amount(text.to_owned()) } else { Arg::from(text) }).to_vec();
        let want = [0, 3].map(|row| RowFinding { row, code: Code::OutOfRange, args: want.clone().into() });
        assert_eq!(findings, want, "{ty:?}");
        let open = |least: Option<&Value>, most: Option<&Value>| {
            rows(&Column { range: Some((least.cloned(), most.cloned())), ..column(ty) }, &array)
        };
        let not_a_number = if ty == Type::Float64 { vec![0, 3] } else { vec![0] };
        assert_eq!(open(Some(&least), None), not_a_number, "{ty:?}");
        assert_eq!(open(None, Some(&most)), [3], "{ty:?}");
        assert_eq!(open(None, None), [0_u32; 0], "{ty:?}");
    }
    let truth = Column { range: Some((Some(Value::Bool(true)), None)), ..column(Type::Bool) };
    assert_eq!(rows(&truth, &(Arc::new(BooleanArray::from(vec![Some(true), Some(false), None])) as ArrayRef)), [1]);
}

#[test]
fn an_empty_value_passes_all_but_required() {
    let all = Column {
        range: Some((Some(Value::Text("b".to_owned())), None)),
        length: Some((2, 3)),
        pattern: Some(Pattern(Arc::new(Regex::new("^x").unwrap()))),
        one_of: vec![Value::Text("x".to_owned())],
        check: Some(Check::Luhn),
        ..column(Type::Text)
    };
    assert_eq!(rows(&all, &texts_of(&[None, None])), [0_u32; 0]);
    let required = Column { required: true, ..all };
    let findings = found(&required, &texts_of(&[Some("a"), None]));
    let codes: Vec<_> = findings.iter().map(|finding| (finding.row, finding.code)).collect();
    let of_first = [Code::OutOfRange, Code::BadLength, Code::PatternFailed, Code::NotOneOf, Code::CheckFailed];
    let want: Vec<_> = [(1, Code::Required)].into_iter().chain(of_first.map(|code| (0, code))).collect();
    assert_eq!(codes, want);
    assert!(findings.iter().all(|finding| finding.args.len() == finding.code.args().len()));
    // what stands under a null does not count
    let hidden = Int32Array::new(vec![5, 99, 7].into(), Some(NullBuffer::from(vec![true, false, true])));
    let range = Column { range: Some((None, Some(Value::Int(10)))), ..column(Type::Int32) };
    assert_eq!(rows(&range, &(Arc::new(hidden) as ArrayRef)), [0_u32; 0]);
}

#[test]
fn lengths_count_code_points() {
    let two = Column { length: Some((2, 3)), ..column(Type::Text) };
    let findings = found(&two, &texts_of(&[Some("é"), Some("ÉÉÉ"), Some("abcd"), Some(""), Some("e\u{301}")]));
    let args: Vec<_> = findings.iter().map(|finding| (finding.row, finding.args.to_vec())).collect();
    let want = |row, length: i64| (row, vec![Arg::Int(length), Arg::Int(2), Arg::Int(3)]);
    assert_eq!(args, [want(0, 1), want(2, 4), want(3, 0)]);
}

#[test]
fn what_is_not_among_the_declared_values_is_told_with_them() {
    let numbers = |most: i64| (1..=most).map(Value::Int).collect();
    for (one_of, personal, want) in
        [(numbers(3), false, "1, 2, 3"), (numbers(9), false, "1, 2, 3, 4, 5, 6, 7, 8, …"), (numbers(3), true, "")]
    {
        let column = Column { one_of, personal, ..column(Type::Int32) };
        let findings = found(&column, &(Arc::new(Int32Array::from(vec![77])) as ArrayRef));
        assert_eq!(findings, [RowFinding { row: 0, code: Code::NotOneOf, args: vec![want.into()].into() }]);
    }
}

#[test]
fn values_are_one_of_those_declared() {
    let text = |text: &str| Value::Text(text.to_owned());
    for (ty, values, array, want) in [
        (
            Type::Text,
            vec![text("ON"), text("AB"), text("QC")],
            texts_of(&[Some("QC"), Some("on"), None, Some("AB")]),
            vec![1],
        ),
        (Type::Int32, vec![Value::Int(9), Value::Int(-1)], Arc::new(Int32Array::from(vec![-1, 9, 0])), vec![2]),
        (Type::Bool, vec![Value::Bool(true)], Arc::new(BooleanArray::from(vec![true, false])), vec![1]),
        (Type::Date, vec![Value::Date(1)], Arc::new(Date32Array::from(vec![1, 2])), vec![1]),
        (
            decimal(5, 2),
            vec![Value::Decimal(500), Value::Decimal(-500)],
            Arc::new(Decimal64Array::from(vec![500, 5, -500]).with_precision_and_scale(5, 2).unwrap()) as ArrayRef,
            vec![1],
        ),
        (
            Type::Float64,
            vec![Value::Float(1.5), Value::Float(-2.0)],
            Arc::new(Float64Array::from(vec![1.5, -2.0, f64::NAN])),
            vec![2],
        ),
    ] {
        assert_eq!(rows(&Column { one_of: values, ..column(ty) }, &array), want, "{ty:?}");
    }
}

#[test]
fn numbers_are_checked_as_text_and_as_whole_numbers() {
    let sin = |ty| Column { check: Some(Check::Sin), ..column(ty) };
    let findings = found(&sin(Type::Text), &texts_of(&[Some("046454286"), Some("046454287"), None]));
    assert_eq!(findings, [RowFinding { row: 1, code: Code::CheckFailed, args: vec!["sin".into()].into() }]);
    assert_eq!(rows(&sin(Type::Int32), &(Arc::new(Int32Array::from(vec![46_454_286, 5])) as ArrayRef)), [1]);
    let unscaled = Decimal64Array::from(vec![46_454_286, 5]).with_precision_and_scale(9, 0).unwrap();
    assert_eq!(rows(&sin(decimal(9, 0)), &(Arc::new(unscaled) as ArrayRef)), [1]);
}

#[test]
fn checks_that_cannot_be_are_told() {
    let code = |column: Column| ColumnChecks::new(&column).map_err(|(code, _)| code).err();
    let pattern = Some(Pattern(Arc::new(Regex::new("x").unwrap())));
    assert_eq!(code(Column { length: Some((1, 2)), ..column(Type::Int32) }), Some(Code::KeyMisplaced));
    assert_eq!(code(Column { pattern, ..column(Type::Date) }), Some(Code::KeyMisplaced));
    assert_eq!(code(Column { check: Some(Check::Sin), ..column(decimal(9, 2)) }), Some(Code::KeyMisplaced));
    assert_eq!(
        code(Column { one_of: vec![Value::Int(1), Value::Date(1)], ..column(Type::Int32) }),
        Some(Code::BadConstant)
    );
    let range = Some((Some(Value::Int(70_000)), None));
    assert_eq!(code(Column { range, ..column(Type::Int16) }), Some(Code::BadConstant));
    assert!(ColumnChecks::new(&column(Type::Text)).unwrap().is_empty());
    assert!(!ColumnChecks::new(&Column { required: true, ..column(Type::Text) }).unwrap().is_empty());
    let required = Column { required: true, ..column(Type::Text) };
    let findings = found(&required, &(Arc::new(Int32Array::from(vec![1])) as ArrayRef));
    assert_eq!(findings[0].code, Code::Defect);
    assert_eq!(found(&required, &texts_of(&[])), []);
}

proptest! {
    #[test]
    fn ranges_agree_with_a_plain_comparison(
        values in vec(proptest::option::of(-50_i64..50), 0..60),
        least in proptest::option::of(-50_i64..50),
        most in proptest::option::of(-50_i64..50),
    ) {
        let range = Some((least.map(Value::Int), most.map(Value::Int)));
        let got = rows(&Column { range, ..column(Type::Int64) }, &(Arc::new(Int64Array::from(values.clone())) as ArrayRef));
        let fails = |value: i64| least.is_some_and(|least| value < least) || most.is_some_and(|most| value > most);
        let want: Vec<u32> = (0..).zip(&values).filter(|(_, value)| value.is_some_and(fails)).map(|(row, _)| row).collect();
        prop_assert_eq!(got, want);
    }
}
