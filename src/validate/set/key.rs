//! The values of a key as bytes, and back as text; and as bytes that sort as the values do.
//!
//! Equal values have equal bytes, in whatever table they stand: whole numbers of any width, decimals of one scale at any
//! precision, texts, dates, times, truths. Floats are no keys, and only sort.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Decimal64Type, Decimal128Type, Float32Type, Float64Type, Int16Type, Int32Type, Int64Type,
    Time64MicrosecondType, TimestampMicrosecondType,
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
            DataType::Float32 => {
                let floats = array.as_primitive::<Float32Type>().values();
                Self::Widened(floats.iter().map(|float| total_order(f64::from(*float))).collect(), nulls)
            }
            DataType::Float64 => {
                let floats = array.as_primitive::<Float64Type>().values();
                Self::Widened(floats.iter().map(|float| total_order(*float)).collect(), nulls)
            }
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

    fn push_ordered(&self, row: usize, reversed: bool, into: &mut Vec<u8>) {
        let start = into.len() + 1;
        let number = match self {
            Self::Texts(texts) if texts.is_null(row) => None,
            Self::Texts(texts) => {
                into.push(THERE);
                push_ordered_text(texts.value(row).as_bytes(), into);
                return turn(reversed, &mut into[start..]);
            }
            numbers => numbers.number(row),
        };
        match number {
            None => into.push(EMPTY),
            Some(number) => {
                into.push(THERE);
                push_ordered_number(number, into);
                turn(reversed, &mut into[start..]);
            }
        }
    }
}

/// First byte of a value in an order.
const THERE: u8 = 0;
/// First byte of no value: it comes last.
const EMPTY: u8 = 1;

/// Whole numbers in the order of floats (IEEE 754, 5.10): nothing is lost, and -0 stands before 0.
const fn total_order(float: f64) -> i64 {
    let bits = float.to_bits().cast_signed();
    bits ^ ((bits >> 63).cast_unsigned() >> 1).cast_signed()
}

fn turn(reversed: bool, bytes: &mut [u8]) {
    if reversed {
        for byte in bytes {
            *byte = !*byte;
        }
    }
}

/// A text in its order by bytes: what follows never counts before its end. A zero is written as two bytes.
fn push_ordered_text(text: &[u8], into: &mut Vec<u8>) {
    let mut rest = text;
    while let Some(zero) = memchr::memchr(0, rest) {
        into.extend_from_slice(&rest[..=zero]);
        into.push(0xFF);
        rest = &rest[zero + 1..];
    }
    into.extend_from_slice(rest);
    into.extend_from_slice(&[0, 0]);
}

/// How many bytes, turned over below zero; then they.
fn push_ordered_number(number: i128, into: &mut Vec<u8>) {
    let (far, negative) = if number < 0 { (!number, true) } else { (number, false) };
    let skipped = far.leading_zeros() as usize / 8;
    let length = u8::try_from(16 - skipped).unwrap_or(16);
    let start = into.len() + 1;
    into.push(if negative { 0x7F - length } else { 0x80 + length });
    into.extend_from_slice(&far.to_be_bytes()[skipped..]);
    turn(negative, &mut into[start..]);
}

/// The first value of bytes in an order that is not reversed, and what comes after it; none for other bytes.
#[must_use]
pub fn read_ordered(bytes: &[u8], ty: Type) -> Option<(Option<Value>, &[u8])> {
    let (first, rest) = bytes.split_first()?;
    if *first == EMPTY {
        return Some((None, rest));
    }
    if ty == Type::Text {
        let (text, rest) = read_ordered_text(rest)?;
        return Some((Some(Value::Text(String::from_utf8(text).ok()?)), rest));
    }
    let (length, rest) = rest.split_first()?;
    let (negative, count) = if *length < 0x80 { (true, 0x7F - length) } else { (false, length - 0x80) };
    let (far, rest) = rest.split_at_checked(usize::from(count))?;
    let byte = |byte: &u8| i128::from(if negative { !*byte } else { *byte });
    let far = far.iter().fold(0, |number, one| number << 8 | byte(one));
    Some((Some(typed(if negative { !far } else { far }, ty)), rest))
}

fn read_ordered_text(bytes: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let (mut text, mut rest) = (Vec::new(), bytes);
    loop {
        let zero = memchr::memchr(0, rest)?;
        text.extend_from_slice(&rest[..zero]);
        let (mark, after) = rest[zero + 1..].split_first()?;
        if *mark == 0 {
            return Some((text, after));
        }
        text.push(0);
        rest = after;
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

    /// Appends the values of a row so that such bytes are in the order of the rows: column by column, an empty value last
    /// (in both directions), texts by their bytes. `reversed`: the greatest value first.
    pub fn push_ordered(&self, row: usize, reversed: bool, into: &mut Vec<u8>) {
        self.0.iter().for_each(|values| values.push_ordered(row, reversed, into));
    }

    /// The number in a row of the only column; none where it is empty.
    #[must_use]
    pub fn number(&self, row: usize) -> Option<i128> {
        self.0.first().and_then(|values| values.number(row))
    }
}

/// The values of a key, as people write them; an empty value is an empty text.
#[must_use]
pub fn shown(key: &[u8], types: &[Type]) -> Vec<String> {
    let mut bytes = Bytes(key);
    types.iter().map(|ty| value(&mut bytes, *ty)).collect()
}

fn value(bytes: &mut Bytes<'_>, ty: Type) -> String {
    let Some(number) = bytes.number().checked_sub(1) else { return String::new() };
    if ty == Type::Text {
        let text = bytes.take(usize::try_from(number).unwrap_or(usize::MAX));
        return String::from_utf8_lossy(text).into_owned();
    }
    canonical::text(ty, &typed((number >> 1).cast_signed() ^ -(number & 1).cast_signed(), ty))
}

/// The value of a type, but for texts and floats, that a number stands for.
fn typed(number: i128, ty: Type) -> Value {
    let long = || i64::try_from(number).unwrap_or(i64::MAX);
    match ty {
        Type::Decimal { .. } => Value::Decimal(number),
        Type::Date => Value::Date(i32::try_from(number).unwrap_or(i32::MAX)),
        Type::Time => Value::Time(long()),
        Type::Timestamp => Value::Timestamp(long()),
        Type::Bool => Value::Bool(number != 0),
        _ => Value::Int(long()),
    }
}
