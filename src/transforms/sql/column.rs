//! A batch of values with three lanes a row: value, none, failed.
//!
//! What stands in a row that has no value or failed is anything, and never looked at.

use std::borrow::Cow;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Decimal64Type, Decimal128Type, Float32Type, Float64Type, Int16Type, Int32Type, Int64Type,
    Time64MicrosecondType, TimestampMicrosecondType,
};
use arrow_array::{Array, ArrayRef, BooleanArray, PrimitiveArray, StringArray};
use arrow_buffer::{BooleanBuffer, NullBuffer, ScalarBuffer};

use super::lanes::{self, Lane};
use super::value::{Cell, Val};
use crate::arrays::{DECIMAL64_DIGITS, array_type};
use crate::mapping::model::{Type, Value};
use crate::mapping::sql::types::Ty;

/// The values of a type: whole numbers, decimals of up to 18 digits, times and timestamps as 64 bits, longer decimals
/// as 128, dates as 32.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub enum Data {
    Bool(BooleanBuffer),
    I32(ScalarBuffer<i32>),
    I64(ScalarBuffer<i64>),
    I128(ScalarBuffer<i128>),
    F64(ScalarBuffer<f64>),
    /// Its own nulls are not looked at.
    Text(StringArray),
}

/// A value for each row.
#[derive(Debug, Clone)]
pub struct Many {
    /// The values.
    pub data: Data,
    /// Rows that have a value; none: all have.
    pub has: Option<BooleanBuffer>,
    /// Rows that failed, whatever `has` says; none: none has.
    pub failed: Option<BooleanBuffer>,
}

/// One value for all rows, or one for each.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub enum Column {
    One(Option<Value>),
    Many(Many),
}

/// Whether the values of a type are kept in 128 bits.
#[must_use]
pub const fn is_wide(ty: Ty) -> bool {
    matches!(ty, Ty::Decimal { precision, .. } if precision > DECIMAL64_DIGITS)
}

impl Column {
    /// Of an array of a field's type; none if it is of another.
    #[must_use]
    pub fn of(array: &ArrayRef, ty: Type) -> Option<Self> {
        if *array.data_type() != array_type(ty) {
            return None;
        }
        let data = match ty {
            Type::Text => Data::Text(array.as_string::<i32>().clone()),
            Type::Int16 => {
                Data::I64(array.as_primitive::<Int16Type>().values().iter().map(|v| i64::from(*v)).collect())
            }
            Type::Int32 => {
                Data::I64(array.as_primitive::<Int32Type>().values().iter().map(|v| i64::from(*v)).collect())
            }
            Type::Int64 => Data::I64(array.as_primitive::<Int64Type>().values().clone()),
            Type::Decimal { precision, .. } if precision > DECIMAL64_DIGITS => {
                Data::I128(array.as_primitive::<Decimal128Type>().values().clone())
            }
            Type::Decimal { .. } => Data::I64(array.as_primitive::<Decimal64Type>().values().clone()),
            Type::Date => Data::I32(array.as_primitive::<Date32Type>().values().clone()),
            Type::Time => Data::I64(array.as_primitive::<Time64MicrosecondType>().values().clone()),
            Type::Timestamp => Data::I64(array.as_primitive::<TimestampMicrosecondType>().values().clone()),
            Type::Bool => Data::Bool(array.as_boolean().values().clone()),
            Type::Float32 => {
                Data::F64(array.as_primitive::<Float32Type>().values().iter().map(|v| f64::from(*v)).collect())
            }
            Type::Float64 => Data::F64(array.as_primitive::<Float64Type>().values().clone()),
        };
        let has = array.nulls().filter(|nulls| nulls.null_count() > 0).map(|nulls| nulls.inner().clone());
        Some(Self::Many(Many { data, has, failed: None }))
    }

    /// The same, but that these rows failed.
    #[must_use]
    pub fn failing(self, failed: Option<BooleanBuffer>) -> Self {
        match self {
            Self::Many(many) => Self::Many(Many { failed, ..many }),
            Self::One(_) => self,
        }
    }

    /// The value of a row that has not failed.
    #[must_use]
    pub fn cell(&self, row: usize, ty: Ty) -> Cell<'_> {
        let many = match self {
            Self::One(value) => return value.as_ref().map(Val::of),
            Self::Many(many) => many,
        };
        if many.has.as_ref().is_some_and(|has| !has.value(row)) {
            return None;
        }
        Some(match &many.data {
            Data::Bool(bits) => Val::Bool(bits.value(row)),
            Data::I32(days) => Val::Date(days[row]),
            Data::I64(numbers) => match ty {
                Ty::Decimal { .. } => Val::Decimal(i128::from(numbers[row])),
                Ty::Time => Val::Time(numbers[row]),
                Ty::Timestamp => Val::Timestamp(numbers[row]),
                _ => Val::Int(numbers[row]),
            },
            Data::I128(numbers) => Val::Decimal(numbers[row]),
            Data::F64(numbers) => Val::Float(numbers[row]),
            Data::Text(texts) => Val::Text(Cow::Borrowed(texts.value(row))),
        })
    }

    /// Rows that failed.
    #[must_use]
    pub const fn failed(&self) -> Option<&BooleanBuffer> {
        match self {
            Self::One(_) => None,
            Self::Many(many) => many.failed.as_ref(),
        }
    }

    /// Rows that have a value, where not all have.
    #[must_use]
    pub const fn has(&self) -> Option<&BooleanBuffer> {
        match self {
            Self::One(_) => None,
            Self::Many(many) => many.has.as_ref(),
        }
    }

    /// 64-bit values; none if they are others, or there is none.
    #[must_use]
    pub fn i64s(&self) -> Option<Lane<'_, i64>> {
        match self {
            Self::Many(Many { data: Data::I64(numbers), .. }) => Some(Lane::Each(numbers)),
            Self::One(Some(Value::Int(number) | Value::Time(number) | Value::Timestamp(number))) => {
                Some(Lane::All(*number))
            }
            Self::One(Some(Value::Decimal(number))) => i64::try_from(*number).ok().map(Lane::All),
            _ => None,
        }
    }

    /// Exact numbers in 128 bits.
    #[must_use]
    pub fn i128s(&self) -> Option<Lane<'_, i128>> {
        match self {
            Self::Many(Many { data: Data::I128(numbers), .. }) => Some(Lane::Each(numbers)),
            Self::Many(Many { data: Data::I64(numbers), .. }) => {
                Some(Lane::Own(numbers.iter().map(|number| i128::from(*number)).collect()))
            }
            Self::One(Some(Value::Int(number))) => Some(Lane::All(i128::from(*number))),
            Self::One(Some(Value::Decimal(number))) => Some(Lane::All(*number)),
            _ => None,
        }
    }

    /// Dates.
    #[must_use]
    pub fn days(&self) -> Option<Lane<'_, i32>> {
        match self {
            Self::Many(Many { data: Data::I32(days), .. }) => Some(Lane::Each(days)),
            Self::One(Some(Value::Date(days))) => Some(Lane::All(*days)),
            _ => None,
        }
    }

    /// Floats.
    #[must_use]
    pub fn floats(&self) -> Option<Lane<'_, f64>> {
        match self {
            Self::Many(Many { data: Data::F64(numbers), .. }) => Some(Lane::Each(numbers)),
            Self::One(Some(Value::Float(number))) => Some(Lane::All(*number)),
            _ => None,
        }
    }

    /// Texts for each row.
    #[must_use]
    pub const fn texts(&self) -> Option<&StringArray> {
        match self {
            Self::Many(Many { data: Data::Text(texts), .. }) => Some(texts),
            _ => None,
        }
    }

    /// The one text of all rows.
    #[must_use]
    pub fn one_text(&self) -> Option<&str> {
        if let Self::One(Some(Value::Text(text))) = self { Some(text) } else { None }
    }

    /// Truths, whatever the lanes say.
    #[must_use]
    pub fn bits(&self, rows: usize) -> Option<BooleanBuffer> {
        match self {
            Self::Many(Many { data: Data::Bool(bits), .. }) => Some(bits.clone()),
            Self::One(Some(Value::Bool(true))) => Some(BooleanBuffer::new_set(rows)),
            Self::One(Some(Value::Bool(false))) => Some(BooleanBuffer::new_unset(rows)),
            _ => None,
        }
    }

    /// Rows that have a value which is true; neither those without one nor those that failed.
    #[must_use]
    pub fn truths(&self, rows: usize) -> BooleanBuffer {
        match self {
            Self::One(Some(Value::Bool(true))) => BooleanBuffer::new_set(rows),
            Self::Many(Many { data: Data::Bool(bits), has, failed }) => {
                let bits = lanes::and(bits, has.as_ref());
                lanes::without(&bits, failed.as_ref())
            }
            _ => BooleanBuffer::new_unset(rows),
        }
    }

    /// A value for each row, in the way that values of the type are kept.
    #[must_use]
    pub fn spread(self, rows: usize, ty: Ty) -> Many {
        let value = match self {
            Self::Many(many) => return many,
            Self::One(value) => value,
        };
        let has = value.is_none().then(|| BooleanBuffer::new_unset(rows));
        let data = match ty {
            Ty::Text => {
                let text = if let Some(Value::Text(text)) = &value { text.as_str() } else { "" };
                Data::Text(StringArray::from_iter_values(std::iter::repeat_n(text, rows)))
            }
            Ty::Date => {
                let days = if let Some(Value::Date(days)) = value { days } else { 0 };
                Data::I32(vec![days; rows].into())
            }
            Ty::Float => {
                let number = if let Some(Value::Float(number)) = value { number } else { 0.0 };
                Data::F64(vec![number; rows].into())
            }
            Ty::Bool | Ty::Null | Ty::Interval => {
                let truth = value == Some(Value::Bool(true));
                Data::Bool(if truth { BooleanBuffer::new_set(rows) } else { BooleanBuffer::new_unset(rows) })
            }
            _ => {
                let number = value.as_ref().map_or(0, |value| match Val::of(value) {
                    Val::Time(micros) | Val::Timestamp(micros) => i128::from(micros),
                    other => other.unscaled(),
                });
                if is_wide(ty) {
                    Data::I128(vec![number; rows].into())
                } else {
                    Data::I64(vec![i64::try_from(number).unwrap_or(0); rows].into())
                }
            }
        };
        Many { data, has, failed: None }
    }
}

impl Many {
    /// Rows without a value, but for those that failed.
    #[must_use]
    pub fn nothing(rows: usize, ty: Ty, failed: Option<BooleanBuffer>) -> Self {
        Self { failed, ..Column::One(None).spread(rows, ty) }
    }

    /// An array of the column's type; null where a row has no value or failed.
    #[must_use]
    pub fn array(self, ty: Type) -> Option<ArrayRef> {
        let valid = match (self.has, &self.failed) {
            (None, None) => None,
            (None, Some(failed)) => Some(!failed),
            (Some(has), failed) => Some(lanes::without(&has, failed.as_ref())),
        };
        let nulls = valid.map(NullBuffer::new).filter(|nulls| nulls.null_count() > 0);
        Some(match (self.data, ty) {
            (Data::Text(texts), Type::Text) => {
                let (offsets, bytes, _) = texts.into_parts();
                Arc::new(StringArray::new(offsets, bytes, nulls))
            }
            (Data::Bool(bits), Type::Bool) => Arc::new(BooleanArray::new(bits, nulls)),
            (Data::I32(days), Type::Date) => Arc::new(PrimitiveArray::<Date32Type>::new(days, nulls)),
            (Data::F64(numbers), Type::Float64) => Arc::new(PrimitiveArray::<Float64Type>::new(numbers, nulls)),
            (Data::I128(numbers), Type::Decimal { .. }) => {
                Arc::new(PrimitiveArray::<Decimal128Type>::new(numbers, nulls).with_data_type(array_type(ty)))
            }
            (Data::I64(numbers), ty) => numbers_array(numbers, nulls, ty)?,
            _ => return None,
        })
    }
}

fn numbers_array(numbers: ScalarBuffer<i64>, nulls: Option<NullBuffer>, ty: Type) -> Option<ArrayRef> {
    Some(match ty {
        Type::Int16 => {
            let small = numbers.iter().map(|number| i16::try_from(*number).unwrap_or(0)).collect();
            Arc::new(PrimitiveArray::<Int16Type>::new(small, nulls))
        }
        Type::Int32 => {
            let small = numbers.iter().map(|number| i32::try_from(*number).unwrap_or(0)).collect();
            Arc::new(PrimitiveArray::<Int32Type>::new(small, nulls))
        }
        Type::Int64 => Arc::new(PrimitiveArray::<Int64Type>::new(numbers, nulls)),
        Type::Decimal { .. } => {
            Arc::new(PrimitiveArray::<Decimal64Type>::new(numbers, nulls).with_data_type(array_type(ty)))
        }
        Type::Time => Arc::new(PrimitiveArray::<Time64MicrosecondType>::new(numbers, nulls)),
        Type::Timestamp => Arc::new(PrimitiveArray::<TimestampMicrosecondType>::new(numbers, nulls)),
        _ => return None,
    })
}
