//! The change of a column's type, without loss.
//!
//! In: an array of the field's type. Out: an array of the column's type, and the rows whose value it cannot hold. What
//! may be changed into what is [`keeps`]; a narrower type is allowed, since each value is checked.

use std::fmt::{Display, Write as _};
use std::sync::Arc;

use arrow_array::builder::StringBuilder;
use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Decimal64Type, Decimal128Type, Float32Type, Float64Type, Int16Type, Int32Type,
    Int64Type, Time64MicrosecondType, TimestampMicrosecondType,
};
use arrow_array::{Array, ArrayAccessor, ArrayRef, PrimitiveArray};
use arrow_buffer::NullBuffer;

use super::defect;
use crate::arrays::{DECIMAL64_DIGITS, array_type};
use crate::canonical::{Date, Decimal, Time, Timestamp};
use crate::finding::{Args, Code};
use crate::mapping::model::Type;

const DAY: i64 = 86_400_000_000;

/// Whether each value either becomes the same value of the other type, or is told as one that does not fit.
pub(super) fn keeps(from: Type, to: Type) -> bool {
    match (scale(from), scale(to)) {
        (Some(own), Some(wanted)) => own <= wanted,
        _ if from == to => true,
        _ if to == Type::Text => !matches!(from, Type::Float32 | Type::Float64),
        _ => matches!((from, to), (Type::Date, Type::Timestamp) | (Type::Float32, Type::Float64)),
    }
}

/// The scale of an exact number.
fn scale(ty: Type) -> Option<u8> {
    match ty {
        Type::Int16 | Type::Int32 | Type::Int64 => Some(0),
        Type::Decimal { scale, .. } => Some(scale),
        _ => None,
    }
}

type Changed = (ArrayRef, Vec<u32>);

/// The values in the other type, and the rows, ascending, that it cannot hold; these are null.
pub(super) fn changed(array: &ArrayRef, from: Type, to: Type) -> Result<Changed, (Code, Args)> {
    if from == to {
        return Ok((Arc::clone(array), Vec::new()));
    }
    match (scale(from), scale(to)) {
        (Some(own), Some(wanted)) if own <= wanted => Ok(numbers(array, from, to, wanted - own)),
        (_, None) if to == Type::Text => texts(array, from).map(|texts| (texts, Vec::new())),
        _ => match (from, to) {
            (Type::Date, Type::Timestamp) => {
                Ok(each::<Date32Type, TimestampMicrosecondType>(array, to, |days| i64::from(days).checked_mul(DAY)))
            }
            (Type::Float32, Type::Float64) => {
                Ok(each::<Float32Type, Float64Type>(array, to, |value| Some(f64::from(value))))
            }
            _ => Err(defect("a change of type")),
        },
    }
}

fn numbers(array: &ArrayRef, from: Type, to: Type, more: u8) -> Changed {
    match from {
        Type::Int16 => numbers_of::<Int16Type>(array, to, more),
        Type::Int32 => numbers_of::<Int32Type>(array, to, more),
        Type::Decimal { precision, .. } if precision > DECIMAL64_DIGITS => {
            numbers_of::<Decimal128Type>(array, to, more)
        }
        Type::Decimal { .. } => numbers_of::<Decimal64Type>(array, to, more),
        _ => numbers_of::<Int64Type>(array, to, more),
    }
}

fn numbers_of<S: ArrowPrimitiveType>(array: &ArrayRef, to: Type, more: u8) -> Changed
where
    i128: From<S::Native>,
{
    match to {
        Type::Int16 => rescaled::<S, Int16Type>(array, to, more, i128::MAX),
        Type::Int32 => rescaled::<S, Int32Type>(array, to, more, i128::MAX),
        Type::Decimal { precision, .. } if precision > DECIMAL64_DIGITS => {
            rescaled::<S, Decimal128Type>(array, to, more, power(precision) - 1)
        }
        Type::Decimal { precision, .. } => rescaled::<S, Decimal64Type>(array, to, more, power(precision) - 1),
        _ => rescaled::<S, Int64Type>(array, to, more, i128::MAX),
    }
}

/// 10 to the power of at most 38 fits.
fn power(digits: u8) -> i128 {
    10_i128.checked_pow(u32::from(digits)).unwrap_or(i128::MAX)
}

fn rescaled<S: ArrowPrimitiveType, T: ArrowPrimitiveType>(array: &ArrayRef, to: Type, more: u8, most: i128) -> Changed
where
    i128: From<S::Native>,
    T::Native: TryFrom<i128>,
{
    let factor = power(more);
    each::<S, T>(array, to, |value| {
        let scaled = i128::from(value).checked_mul(factor).filter(|scaled| (-most..=most).contains(scaled))?;
        T::Native::try_from(scaled).ok()
    })
}

fn each<S: ArrowPrimitiveType, T: ArrowPrimitiveType>(
    array: &ArrayRef,
    to: Type,
    change: impl Fn(S::Native) -> Option<T::Native>,
) -> Changed {
    let array = array.as_primitive::<S>();
    let mut bad = Vec::new();
    let mut one = |row: u32, value| {
        if array.is_null(row as usize) {
            return T::Native::default();
        }
        change(value).unwrap_or_else(|| {
            bad.push(row);
            T::Native::default()
        })
    };
    let values: Vec<T::Native> = (0..).zip(array.values()).map(|(row, value)| one(row, *value)).collect();
    let nulls = if bad.is_empty() { array.nulls().cloned() } else { Some(without(array, &bad)) };
    (Arc::new(PrimitiveArray::<T>::new(values.into(), nulls).with_data_type(array_type(to))), bad)
}

/// The array's rows that have a value, without these.
fn without(array: &dyn Array, bad: &[u32]) -> NullBuffer {
    let mut valid: Vec<bool> = (0..array.len()).map(|row| array.is_valid(row)).collect();
    for &row in bad {
        valid[row as usize] = false;
    }
    NullBuffer::from(valid)
}

fn texts(array: &ArrayRef, from: Type) -> Result<ArrayRef, (Code, Args)> {
    match from {
        Type::Int16 => text_of(array.as_primitive::<Int16Type>(), |value| value),
        Type::Int32 => text_of(array.as_primitive::<Int32Type>(), |value| value),
        Type::Int64 => text_of(array.as_primitive::<Int64Type>(), |value| value),
        Type::Decimal { precision, scale } if precision > DECIMAL64_DIGITS => {
            text_of(array.as_primitive::<Decimal128Type>(), |value| Decimal(value, scale))
        }
        Type::Decimal { scale, .. } => {
            text_of(array.as_primitive::<Decimal64Type>(), |value| Decimal(value.into(), scale))
        }
        Type::Date => text_of(array.as_primitive::<Date32Type>(), Date),
        Type::Time => text_of(array.as_primitive::<Time64MicrosecondType>(), Time),
        Type::Timestamp => text_of(array.as_primitive::<TimestampMicrosecondType>(), Timestamp),
        Type::Bool => text_of(array.as_boolean(), |value| value),
        Type::Text | Type::Float32 | Type::Float64 => Err(defect("a change to text")),
    }
}

fn text_of<A: ArrayAccessor + Copy, D: Display>(
    array: A,
    show: impl Fn(A::Item) -> D,
) -> Result<ArrayRef, (Code, Args)> {
    let mut texts = StringBuilder::with_capacity(array.len(), array.len() * 12);
    for row in 0..array.len() {
        if array.is_null(row) {
            texts.append_null();
        } else {
            write!(texts, "{}", show(array.value(row))).map_err(|_| defect("the text of a value"))?;
            texts.append_value("");
        }
    }
    Ok(Arc::new(texts.finish()))
}
