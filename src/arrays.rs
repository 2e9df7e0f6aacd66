//! The Arrow type in which the stages hand on the values of a mapping's type.

use std::sync::Arc;

use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Decimal64Array, Decimal128Array, Float32Array, Float64Array, Int16Array,
    Int32Array, Int64Array, StringArray, Time64MicrosecondArray, TimestampMicrosecondArray,
};
use arrow_schema::{DataType, TimeUnit};

use crate::mapping::model::{Type, Value};

/// Most digits of a decimal that stays in 64 bits all the way to the writer.
pub const DECIMAL64_DIGITS: u8 = 18;

/// Decimals up to 18 digits are `Decimal64`, longer ones `Decimal128`; both unscaled at the type's scale.
#[must_use]
pub fn array_type(ty: Type) -> DataType {
    match ty {
        Type::Text => DataType::Utf8,
        Type::Int16 => DataType::Int16,
        Type::Int32 => DataType::Int32,
        Type::Int64 => DataType::Int64,
        #[expect(clippy::cast_possible_wrap, reason = "a scale is at most 38")]
        Type::Decimal { precision, scale } if precision <= DECIMAL64_DIGITS => {
            DataType::Decimal64(precision, scale as i8)
        }
        #[expect(clippy::cast_possible_wrap, reason = "a scale is at most 38")]
        Type::Decimal { precision, scale } => DataType::Decimal128(precision, scale as i8),
        Type::Date => DataType::Date32,
        Type::Time => DataType::Time64(TimeUnit::Microsecond),
        Type::Timestamp => DataType::Timestamp(TimeUnit::Microsecond, None),
        Type::Bool => DataType::Boolean,
        Type::Float32 => DataType::Float32,
        Type::Float64 => DataType::Float64,
    }
}

/// An array of the type's values; none if one of them is no value of the type.
#[must_use]
pub fn constants(ty: Type, values: &[Value]) -> Option<ArrayRef> {
    let whole = |value: &Value| if let Value::Int(number) = value { Some(*number) } else { None };
    let unscaled = |value: &Value| if let Value::Decimal(number) = value { Some(*number) } else { None };
    let float = |value: &Value| if let Value::Float(number) = value { Some(*number) } else { None };
    let array: ArrayRef = match ty {
        Type::Text => Arc::new(StringArray::from(all(values, |value| match value {
            Value::Text(text) => Some(text.as_str()),
            _ => None,
        })?)),
        Type::Int16 => Arc::new(Int16Array::from(all(values, |value| i16::try_from(whole(value)?).ok())?)),
        Type::Int32 => Arc::new(Int32Array::from(all(values, |value| i32::try_from(whole(value)?).ok())?)),
        Type::Int64 => Arc::new(Int64Array::from(all(values, whole)?)),
        Type::Decimal { precision, .. } => {
            let most = 10_i128.checked_pow(u32::from(precision))? - 1;
            let numbers = all(values, |value| unscaled(value).filter(|number| (-most..=most).contains(number)))?;
            match array_type(ty) {
                small @ DataType::Decimal64(..) => {
                    let numbers = all(&numbers, |number| i64::try_from(*number).ok())?;
                    Arc::new(Decimal64Array::from(numbers).with_data_type(small))
                }
                large => Arc::new(Decimal128Array::from(numbers).with_data_type(large)),
            }
        }
        Type::Date => Arc::new(Date32Array::from(all(values, |value| match value {
            Value::Date(days) => Some(*days),
            _ => None,
        })?)),
        Type::Time => Arc::new(Time64MicrosecondArray::from(all(values, |value| match value {
            Value::Time(micros) => Some(*micros),
            _ => None,
        })?)),
        Type::Timestamp => Arc::new(TimestampMicrosecondArray::from(all(values, |value| match value {
            Value::Timestamp(micros) => Some(*micros),
            _ => None,
        })?)),
        Type::Bool => Arc::new(BooleanArray::from(all(values, |value| match value {
            Value::Bool(truth) => Some(*truth),
            _ => None,
        })?)),
        #[expect(clippy::cast_possible_truncation, reason = "the nearest value of the declared type is meant")]
        Type::Float32 => Arc::new(Float32Array::from(all(values, |value| float(value).map(|number| number as f32))?)),
        Type::Float64 => Arc::new(Float64Array::from(all(values, float)?)),
    };
    Some(array)
}

fn all<'a, V, T>(values: &'a [V], each: impl Fn(&'a V) -> Option<T>) -> Option<Vec<T>> {
    values.iter().map(each).collect()
}
