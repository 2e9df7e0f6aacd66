//! One value of an expression, borrowed where it is text; and why there is none.

use std::borrow::Cow;
use std::cmp::Ordering;

use arrow_buffer::i256;

use crate::finding::{Args, Code};
use crate::mapping::model::{Type, Value};
use crate::mapping::sql::types::Ty;
use crate::mapping::types;
use crate::place::Span;

/// A value; its type says the scale of a decimal.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)]
pub enum Val<'a> {
    Bool(bool),
    Int(i64),
    /// Unscaled.
    Decimal(i128),
    Float(f64),
    Text(Cow<'a, str>),
    Date(i32),
    Time(i64),
    Timestamp(i64),
}

/// A value, or none.
pub type Cell<'a> = Option<Val<'a>>;

/// Why an operation has no result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Fault {
    Overflow,
    DivisionByZero,
    BadCast,
    LostDigits,
    LostTime,
    NoSuchDate,
    /// The argument's word.
    BadArgument(&'static str),
    NotByFormat,
    TextTooLong,
    DoesNotFit,
}

/// Why a row has no result, and where in the expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// `TL04xx`, or TL0307 for the last step into the column's type.
    pub code: Code,
    /// In the order of [`Code::args`], without the part that failed.
    pub args: Args,
    /// Bytes of the expression's text.
    pub at: Span,
}

/// Longest text that an operation makes, in bytes.
pub const MOST_TEXT: usize = 1 << 20;

impl Fault {
    /// The failure of an operation of this name; `ty` is the type of its result, `format` that of a date.
    #[must_use]
    pub fn failure(self, name: &str, ty: Type, format: &str, at: Span) -> Failure {
        let type_name = types::name(ty);
        let scale = if let Type::Decimal { scale, .. } = ty { i64::from(scale) } else { 0 };
        let (code, args): (Code, Args) = match self {
            Self::Overflow => (Code::Overflow, vec![name.into(), type_name.into()]),
            Self::DivisionByZero => (Code::DivisionByZero, vec![name.into()]),
            Self::BadCast => (Code::BadCast, vec![type_name.into()]),
            Self::LostDigits => (Code::LostDigits, vec![name.into(), scale.into()]),
            Self::LostTime => (Code::LostTime, vec![name.into()]),
            Self::NoSuchDate => (Code::NoSuchDate, vec![name.into()]),
            Self::BadArgument(argument) => (Code::BadArgument, vec![name.into(), argument.into()]),
            Self::NotByFormat => (Code::NotByFormat, vec![format.into()]),
            Self::TextTooLong => (Code::TextTooLong, vec![name.into(), MOST_TEXT.into()]),
            Self::DoesNotFit => (Code::DoesNotFit, vec![type_name.into()]),
        };
        Failure { code, args, at }
    }
}

impl<'a> Val<'a> {
    /// A constant of the mapping.
    #[must_use]
    pub fn of(value: &'a Value) -> Self {
        match value {
            Value::Text(text) => Self::Text(Cow::Borrowed(text)),
            Value::Int(number) => Self::Int(*number),
            Value::Decimal(number) => Self::Decimal(*number),
            Value::Date(days) => Self::Date(*days),
            Value::Time(micros) => Self::Time(*micros),
            Value::Timestamp(micros) => Self::Timestamp(*micros),
            Value::Bool(truth) => Self::Bool(*truth),
            Value::Float(number) => Self::Float(*number),
        }
    }

    /// As a constant.
    #[must_use]
    pub fn value(&self) -> Value {
        match self {
            Self::Text(text) => Value::Text(text.clone().into_owned()),
            Self::Int(number) => Value::Int(*number),
            Self::Decimal(number) => Value::Decimal(*number),
            Self::Date(days) => Value::Date(*days),
            Self::Time(micros) => Value::Time(*micros),
            Self::Timestamp(micros) => Value::Timestamp(*micros),
            Self::Bool(truth) => Value::Bool(*truth),
            Self::Float(number) => Value::Float(*number),
        }
    }

    /// A made text.
    #[must_use]
    pub const fn text(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }

    /// The same value, with a text of its own.
    #[must_use]
    pub fn into_owned<'b>(self) -> Val<'b> {
        match self {
            Val::Text(text) => Val::Text(Cow::Owned(text.into_owned())),
            Val::Int(number) => Val::Int(number),
            Val::Decimal(number) => Val::Decimal(number),
            Val::Date(days) => Val::Date(days),
            Val::Time(micros) => Val::Time(micros),
            Val::Timestamp(micros) => Val::Timestamp(micros),
            Val::Bool(truth) => Val::Bool(truth),
            Val::Float(number) => Val::Float(number),
        }
    }

    /// The text; empty if it is none.
    #[must_use]
    pub fn as_str(&self) -> &str {
        if let Self::Text(text) = self { text } else { "" }
    }

    /// The whole number; 0 if it is none.
    #[must_use]
    pub const fn as_int(&self) -> i64 {
        if let Self::Int(number) = self { *number } else { 0 }
    }

    /// The unscaled number of a whole number or a decimal; 0 if it is none.
    #[must_use]
    pub const fn unscaled(&self) -> i128 {
        match self {
            Self::Int(number) => *number as i128,
            Self::Decimal(number) => *number,
            _ => 0,
        }
    }

    /// Days of a date, or of a timestamp's date.
    #[must_use]
    pub fn days(&self) -> i32 {
        match self {
            Self::Date(days) => *days,
            Self::Timestamp(micros) => i32::try_from(micros.div_euclid(super::dates::DAY)).unwrap_or(0),
            _ => 0,
        }
    }

    /// Microseconds of a timestamp, of a date's midnight, of a time.
    #[must_use]
    pub fn micros(&self) -> i64 {
        match self {
            Self::Date(days) => i64::from(*days).saturating_mul(super::dates::DAY),
            Self::Timestamp(micros) | Self::Time(micros) => *micros,
            _ => 0,
        }
    }
}

/// Order of two values whose types are one, or both exact numbers.
#[must_use]
pub fn compare(a: &Val<'_>, b: &Val<'_>, types: [Ty; 2]) -> Ordering {
    match (a, b) {
        (Val::Text(a), Val::Text(b)) => a.cmp(b),
        (Val::Bool(a), Val::Bool(b)) => a.cmp(b),
        (Val::Date(a), Val::Date(b)) => a.cmp(b),
        (Val::Time(a), Val::Time(b)) | (Val::Timestamp(a), Val::Timestamp(b)) => a.cmp(b),
        (Val::Float(a), Val::Float(b)) => a.partial_cmp(b).unwrap_or_else(|| a.total_cmp(b)),
        _ => {
            let scale = types[0].scale().max(types[1].scale());
            let [a, b] = [(a, types[0]), (b, types[1])].map(|(value, ty)| {
                i256::from_i128(value.unscaled()).wrapping_mul(super::exact::power(scale - ty.scale()))
            });
            a.cmp(&b)
        }
    }
}
