//! The values of a key as bytes, and back as text.
//!
//! Equal values have equal bytes, in whatever table they stand: whole numbers of any width, decimals of one scale at any
//! precision, texts, dates, times, truths. Floats are no keys.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Decimal64Type, Decimal128Type, Int16Type, Int32Type, Int64Type, Time64MicrosecondType,
    TimestampMicrosecondType,
};
use arrow_array::{Array, ArrayRef, BooleanArray, StringArray};
use arrow_buffer::NullBuffer;
use arrow_schema::DataType;

use super::entry::{Bytes, folded, push_number};
use crate::canonical;
use crate::mapping::model::{Type, Value};

/// Columns of a batch that make a key, or are summed.
pub struct Columns<'a>(Vec<Values<'a>>);

enum Values<'a> {
    Texts(&'a StringArray),
    Truths(&'a BooleanArray),
    Short(&'a [i32], Option<&'a NullBuffer>),
    Long(&'a [i64], Option<&'a NullBuffer>),
    Widened(Vec<i64>, Option<&'a NullBuffer>),
    Wide(&'a [i128], Option<&'a NullBuffer>),
}

impl<'a> Values<'a> {
    fn of(array: &'a ArrayRef) -> Option<Self> {
        let nulls = array.nulls().filter(|nulls| nulls.null_count() > 0);
        Some(match array.data_type() {
            DataType::Utf8 => Self::Texts(array.as_string()),
            DataType::Boolean => Self::Truths(array.as_boolean()),
            DataType::Int16 => {
                let wide = array.as_primitive::<Int16Type>().values().iter().map(|number| i64::from(*number));
                Self::Widened(wide.collect(), nulls)
            }
            DataType::Int32 => Self::Short(array.as_primitive::<Int32Type>().values(), nulls),
            DataType::Date32 => Self::Short(array.as_primitive::<Date32Type>().values(), nulls),
            DataType::Int64 => Self::Long(array.as_primitive::<Int64Type>().values(), nulls),
            DataType::Decimal64(..) => Self::Long(array.as_primitive::<Decimal64Type>().values(), nulls),
            DataType::Time64(_) => Self::Long(array.as_primitive::<Time64MicrosecondType>().values(), nulls),
            DataType::Timestamp(..) => Self::Long(array.as_primitive::<TimestampMicrosecondType>().values(), nulls),
            DataType::Decimal128(..) => Self::Wide(array.as_primitive::<Decimal128Type>().values(), nulls),
            _ => return None,
        })
    }

    /// The number in a row; none where it is empty, or no number.
    fn number(&self, row: usize) -> Option<i128> {
        let there = |nulls: Option<&NullBuffer>| nulls.is_none_or(|nulls| nulls.is_valid(row));
        match self {
            Self::Texts(_) => None,
            Self::Truths(truths) => truths.is_valid(row).then(|| truths.value(row).into()),
            Self::Short(numbers, nulls) => there(*nulls).then(|| numbers[row].into()),
            Self::Long(numbers, nulls) => there(*nulls).then(|| numbers[row].into()),
            Self::Widened(numbers, nulls) => there(*nulls).then(|| numbers[row].into()),
            Self::Wide(numbers, nulls) => there(*nulls).then(|| numbers[row]),
        }
    }

    fn push(&self, row: usize, into: &mut Vec<u8>) -> bool {
        let number = match self {
            Self::Texts(texts) if texts.is_null(row) => None,
            Self::Texts(texts) => {
                let text = texts.value(row).as_bytes();
                push_number(text.len() as u128 + 1, into);
                into.extend_from_slice(text);
                return true;
            }
            numbers => numbers.number(row),
        };
        match number {
            Some(number) => push_number(folded(number).saturating_add(1), into),
            None => into.push(0),
        }
        number.is_some()
    }
}

impl<'a> Columns<'a> {
    /// Of these arrays; none if one cannot be a key.
    pub fn of(arrays: impl IntoIterator<Item = &'a ArrayRef>) -> Option<Self> {
        arrays.into_iter().map(Values::of).collect::<Option<_>>().map(Self)
    }

    /// Appends the values of a row; whether none of them is empty.
    pub fn push(&self, row: usize, into: &mut Vec<u8>) -> bool {
        let empty = self.0.iter().filter(|values| !values.push(row, into)).count();
        empty == 0
    }

    /// The number in a row of the only column; none where it is empty.
    #[must_use]
    pub fn number(&self, row: usize) -> Option<i128> {
        self.0.first().and_then(|values| values.number(row))
    }
}

/// The values of a key, as people write them, with commas between; an empty value is an empty text.
#[must_use]
pub fn shown(key: &[u8], types: &[Type]) -> String {
    texts(key, types).join(", ")
}

/// The values of a key, each as text; an empty value is an empty text.
#[must_use]
pub fn texts(key: &[u8], types: &[Type]) -> Vec<String> {
    let mut bytes = Bytes(key);
    types.iter().map(|ty| value(&mut bytes, *ty)).collect()
}

fn value(bytes: &mut Bytes<'_>, ty: Type) -> String {
    let Some(number) = bytes.number().checked_sub(1) else { return String::new() };
    if ty == Type::Text {
        let text = bytes.take(usize::try_from(number).unwrap_or(usize::MAX));
        return String::from_utf8_lossy(text).into_owned();
    }
    let number = (number >> 1).cast_signed() ^ -(number & 1).cast_signed();
    let long = || i64::try_from(number).unwrap_or(i64::MAX);
    let value = match ty {
        Type::Decimal { .. } => Value::Decimal(number),
        Type::Date => Value::Date(i32::try_from(number).unwrap_or(i32::MAX)),
        Type::Time => Value::Time(long()),
        Type::Timestamp => Value::Timestamp(long()),
        Type::Bool => Value::Bool(number != 0),
        _ => Value::Int(long()),
    };
    canonical::text(ty, &value)
}
