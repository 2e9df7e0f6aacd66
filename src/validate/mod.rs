//! Columns of a table in, findings by row out.
//!
//! Looks at one column of one batch at a time: required, range, length, pattern, `one_of`, and the numbers that people
//! know ([`numbers`]). An empty value passes all but `required`. Refuses to know: records, other columns, what a
//! finding leads to.

use std::cmp::Ordering;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Decimal64Type, Decimal128Type, Float32Type, Float64Type, Int16Type, Int32Type,
    Int64Type, Time64MicrosecondType, TimestampMicrosecondType,
};
use arrow_array::{Array, ArrayRef, ArrowNativeTypeOp, PrimitiveArray, StringArray};
use regex::Regex;

use crate::arrays::{DECIMAL64_DIGITS, constants};
use crate::canonical::{self, type_name};
use crate::finding::{Arg, Args, Code, RowArgs, RowFinding};
use crate::mapping::model::{Check, Column, Type, Value};
use crate::mapping::written;

pub mod named;
pub mod numbers;
pub mod set;

/// All checks of one column.
#[derive(Debug, Clone)]
pub struct ColumnChecks {
    ty: Type,
    checks: Vec<Rule>,
}

#[derive(Debug, Clone)]
enum Rule {
    Required,
    /// One value each; open where there is none.
    Range(Option<ArrayRef>, Option<ArrayRef>, Args),
    /// Code points.
    Length(u32, u32),
    Pattern(Regex),
    /// Values in ascending order.
    OneOf(ArrayRef, Args),
    Number(Check),
}

/// Values that a finding shows.
const SHOWN: usize = 8;

impl ColumnChecks {
    /// The checks that the column declares.
    ///
    /// # Errors
    /// `TL0020` for a bound that is no value of the column's type, `TL0027` for a check that the type cannot have.
    pub fn new(column: &Column) -> Result<Self, (Code, Args)> {
        let ty = column.ty;
        let mut checks = Vec::new();
        if column.required {
            checks.push(Rule::Required);
        }
        if let Some((least, most)) = &column.range {
            checks.push(range(ty, least.as_ref(), most.as_ref())?);
        }
        if let Some((least, most)) = column.length {
            fitting("length", ty == Type::Text, ty)?;
            checks.push(Rule::Length(least, most));
        }
        if let Some(pattern) = &column.pattern {
            fitting("pattern", ty == Type::Text, ty)?;
            checks.push(Rule::Pattern(Regex::clone(&pattern.0)));
        }
        if !column.one_of.is_empty() {
            checks.push(Rule::OneOf(ascending(ty, &column.one_of)?, vec![listed(column)]));
        }
        if let Some(check) = column.check {
            fitting("check", has_digits(ty), ty)?;
            checks.push(Rule::Number(check));
        }
        Ok(Self { ty, checks })
    }

    /// Whether there is nothing to check.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.checks.is_empty()
    }

    /// Adds what is wrong with the array's rows: check by check in a fixed order, and by row in each. The array is as
    /// `arrays::array_type` says of the column's type; one of another type is a defect (TL0911) of its first row.
    pub fn check(&self, array: &ArrayRef, findings: &mut Vec<RowFinding>) {
        if array.is_empty() {
            return;
        }
        if *array.data_type() != crate::arrays::array_type(self.ty) {
            findings.push(RowFinding {
                row: 0,
                code: Code::Defect,
                args: vec!["the array of a column's checks".into()].into(),
            });
            return;
        }
        for check in &self.checks {
            self.one(check, array, &mut |row, code, args| {
                findings.push(RowFinding { row: u32::try_from(row).unwrap_or(u32::MAX), code, args });
            });
        }
    }

    fn one(&self, check: &Rule, array: &ArrayRef, tell: &mut dyn FnMut(usize, Code, RowArgs)) {
        match check {
            Rule::Required if array.null_count() == 0 => {}
            Rule::Required => {
                (0..array.len())
                    .filter(|&row| array.is_null(row))
                    .for_each(|row| tell(row, Code::Required, RowArgs::default()));
            }
            Rule::Range(least, most, args) => {
                let args = RowArgs::from(args.clone());
                self.outside(array, least.as_ref(), most.as_ref(), &mut |row| {
                    tell(row, Code::OutOfRange, args.clone());
                });
            }
            Rule::Length(least, most) => texts(array, |row, text| {
                let length = code_points(text);
                if length < *least as usize || length > *most as usize {
                    let args = vec![length.into(), i64::from(*least).into(), i64::from(*most).into()];
                    tell(row, Code::BadLength, args.into());
                }
            }),
            Rule::Pattern(pattern) => texts(array, |row, text| {
                if !pattern.is_match(text) {
                    tell(row, Code::PatternFailed, RowArgs::default());
                }
            }),
            Rule::OneOf(values, args) => {
                let args = RowArgs::from(args.clone());
                self.outsiders(array, values, &mut |row| tell(row, Code::NotOneOf, args.clone()));
            }
            Rule::Number(check) => {
                let args = RowArgs::from(vec![Arg::from(written::check(*check))]);
                self.numbers(array, *check, &mut |row| tell(row, Code::CheckFailed, args.clone()));
            }
        }
    }

    /// Rows with a value below `least` or above `most`.
    fn outside(
        &self,
        array: &ArrayRef,
        least: Option<&ArrayRef>,
        most: Option<&ArrayRef>,
        tell: &mut dyn FnMut(usize),
    ) {
        match self.ty {
            Type::Text => {
                let first = |bound: Option<&ArrayRef>| bound.map(|bound| bound.as_string::<i32>().value(0).to_owned());
                let (least, most) = (first(least), first(most));
                texts(array, |row, text| {
                    if least.as_deref().is_some_and(|least| text < least)
                        || most.as_deref().is_some_and(|most| text > most)
                    {
                        tell(row);
                    }
                });
            }
            Type::Bool => {
                let first = |bound: Option<&ArrayRef>| bound.map(|bound| bound.as_boolean().value(0));
                let (least, most) = (first(least), first(most));
                for (row, value) in array.as_boolean().iter().enumerate() {
                    if value.is_some_and(|value| {
                        least.is_some_and(|least| !value && least) || most.is_some_and(|most| value && !most)
                    }) {
                        tell(row);
                    }
                }
            }
            Type::Int16 => outside::<Int16Type>(array, least, most, tell),
            Type::Int32 => outside::<Int32Type>(array, least, most, tell),
            Type::Int64 => outside::<Int64Type>(array, least, most, tell),
            Type::Decimal { precision, .. } if precision > DECIMAL64_DIGITS => {
                outside::<Decimal128Type>(array, least, most, tell);
            }
            Type::Decimal { .. } => outside::<Decimal64Type>(array, least, most, tell),
            Type::Date => outside::<Date32Type>(array, least, most, tell),
            Type::Time => outside::<Time64MicrosecondType>(array, least, most, tell),
            Type::Timestamp => outside::<TimestampMicrosecondType>(array, least, most, tell),
            Type::Float32 => outside::<Float32Type>(array, least, most, tell),
            Type::Float64 => outside::<Float64Type>(array, least, most, tell),
        }
    }

    /// Rows with a value that is none of `values`.
    fn outsiders(&self, array: &ArrayRef, values: &ArrayRef, tell: &mut dyn FnMut(usize)) {
        match self.ty {
            Type::Text => {
                let values: Vec<&str> = values.as_string::<i32>().iter().flatten().collect();
                texts(array, |row, text| {
                    if values.binary_search(&text).is_err() {
                        tell(row);
                    }
                });
            }
            Type::Bool => {
                let values = values.as_boolean();
                for (row, value) in array.as_boolean().iter().enumerate() {
                    if value.is_some_and(|value| values.iter().flatten().all(|allowed| allowed != value)) {
                        tell(row);
                    }
                }
            }
            Type::Int16 => outsiders::<Int16Type>(array, values, tell),
            Type::Int32 => outsiders::<Int32Type>(array, values, tell),
            Type::Int64 => outsiders::<Int64Type>(array, values, tell),
            Type::Decimal { precision, .. } if precision > DECIMAL64_DIGITS => {
                outsiders::<Decimal128Type>(array, values, tell);
            }
            Type::Decimal { .. } => outsiders::<Decimal64Type>(array, values, tell),
            Type::Date => outsiders::<Date32Type>(array, values, tell),
            Type::Time => outsiders::<Time64MicrosecondType>(array, values, tell),
            Type::Timestamp => outsiders::<TimestampMicrosecondType>(array, values, tell),
            Type::Float32 => float_outsiders::<Float32Type>(array, values, tell),
            Type::Float64 => float_outsiders::<Float64Type>(array, values, tell),
        }
    }

    /// Rows whose number its check refuses. Whole numbers have lost their leading zeros: they get them back.
    fn numbers(&self, array: &ArrayRef, check: Check, tell: &mut dyn FnMut(usize)) {
        match self.ty {
            Type::Int16 => whole::<Int16Type>(array, check, tell),
            Type::Int32 => whole::<Int32Type>(array, check, tell),
            Type::Int64 => whole::<Int64Type>(array, check, tell),
            Type::Decimal { precision, .. } if precision > DECIMAL64_DIGITS => {
                whole::<Decimal128Type>(array, check, tell);
            }
            Type::Decimal { .. } => whole::<Decimal64Type>(array, check, tell),
            _ => texts(array, |row, text| {
                if !numbers::holds(check, text) {
                    tell(row);
                }
            }),
        }
    }
}

fn has_digits(ty: Type) -> bool {
    matches!(ty, Type::Text | Type::Int16 | Type::Int32 | Type::Int64 | Type::Decimal { scale: 0, .. })
}

fn fitting(key: &'static str, fits: bool, ty: Type) -> Result<(), (Code, Args)> {
    if fits { Ok(()) } else { Err((Code::KeyMisplaced, vec![key.into(), type_name(ty).into()])) }
}

fn range(ty: Type, least: Option<&Value>, most: Option<&Value>) -> Result<Rule, (Code, Args)> {
    let bound = |value: &Value| ascending(ty, std::slice::from_ref(value));
    let shown = |value: Option<&Value>| {
        let text = value.map(|value| canonical::text(ty, value)).unwrap_or_default();
        // A whole number may be a year, which is written without marks.
        if matches!(ty, Type::Decimal { .. } | Type::Float32 | Type::Float64) {
            Arg::amount(text)
        } else {
            Arg::from(text)
        }
    };
    let args = vec![shown(least), shown(most)];
    Ok(Rule::Range(least.map(bound).transpose()?, most.map(bound).transpose()?, args))
}

/// The values of `one_of`, as many as a line has room for; none of a personal column.
fn listed(column: &Column) -> Arg {
    if column.personal {
        return "".into();
    }
    let shown = column.one_of.iter().take(SHOWN).map(|value| canonical::text(column.ty, value));
    let more = (column.one_of.len() > SHOWN).then(|| "…".to_owned());
    shown.chain(more).collect::<Vec<_>>().join(", ").into()
}

/// The values as an array, in the order in which their type is searched.
fn ascending(ty: Type, values: &[Value]) -> Result<ArrayRef, (Code, Args)> {
    let mut sorted = values.to_vec();
    sorted.sort_by(|left, right| match (left, right) {
        (Value::Text(left), Value::Text(right)) => left.cmp(right),
        (Value::Int(left), Value::Int(right))
        | (Value::Time(left), Value::Time(right))
        | (Value::Timestamp(left), Value::Timestamp(right)) => left.cmp(right),
        (Value::Decimal(left), Value::Decimal(right)) => left.cmp(right),
        (Value::Date(left), Value::Date(right)) => left.cmp(right),
        (Value::Bool(left), Value::Bool(right)) => left.cmp(right),
        (Value::Float(left), Value::Float(right)) => left.total_cmp(right),
        _ => Ordering::Equal,
    });
    constants(ty, &sorted).ok_or_else(|| {
        let wrong = values.iter().find(|value| constants(ty, std::slice::from_ref(value)).is_none());
        let text = wrong.map(|value| canonical::text(ty, value)).unwrap_or_default();
        (Code::BadConstant, vec![text.into(), type_name(ty).into()])
    })
}

fn code_points(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.chars().count() }
}

/// Each text with its row.
fn texts<'a>(array: &'a ArrayRef, mut each: impl FnMut(usize, &'a str)) {
    let array: &'a StringArray = array.as_string::<i32>();
    if array.null_count() == 0 {
        (0..array.len()).for_each(|row| each(row, array.value(row)));
    } else {
        (0..array.len()).filter(|&row| array.is_valid(row)).for_each(|row| each(row, array.value(row)));
    }
}

/// Rows whose value is not as it should be. What null rows hold does not count, but it costs the look at each row.
fn failing<T: ArrowPrimitiveType>(
    array: &PrimitiveArray<T>,
    passes: impl Fn(T::Native) -> bool,
    tell: &mut dyn FnMut(usize),
) {
    if array.values().iter().fold(true, |all, value| all & passes(*value)) {
        return;
    }
    for (row, value) in array.values().iter().enumerate() {
        if !passes(*value) && array.is_valid(row) {
            tell(row);
        }
    }
}

fn outside<T: ArrowPrimitiveType>(
    array: &ArrayRef,
    least: Option<&ArrayRef>,
    most: Option<&ArrayRef>,
    tell: &mut dyn FnMut(usize),
) {
    let bound = |bound: Option<&ArrayRef>| bound.map(|bound| bound.as_primitive::<T>().value(0));
    let array = array.as_primitive::<T>();
    match (bound(least), bound(most)) {
        (Some(least), Some(most)) => failing(array, |value| value >= least && value <= most, tell),
        (Some(least), None) => failing(array, |value| value >= least, tell),
        (None, Some(most)) => failing(array, |value| value <= most, tell),
        (None, None) => {}
    }
}

fn outsiders<T: ArrowPrimitiveType>(array: &ArrayRef, values: &ArrayRef, tell: &mut dyn FnMut(usize)) {
    let allowed = values.as_primitive::<T>().values();
    let known = |value: T::Native| allowed.binary_search_by(|each| each.compare(value)).is_ok();
    failing(array.as_primitive::<T>(), known, tell);
}

/// As numbers are equal, not as their bits are ordered: 0 is -0.
fn float_outsiders<T: ArrowPrimitiveType>(array: &ArrayRef, values: &ArrayRef, tell: &mut dyn FnMut(usize)) {
    let allowed = values.as_primitive::<T>().values();
    failing(array.as_primitive::<T>(), |value| allowed.contains(&value), tell);
}

fn whole<T: ArrowPrimitiveType>(array: &ArrayRef, check: Check, tell: &mut dyn FnMut(usize))
where
    i128: From<T::Native>,
{
    let passes = |value: T::Native| numbers::holds_of(check, i128::from(value));
    failing(array.as_primitive::<T>(), passes, tell);
}

#[cfg(test)]
mod tests;
