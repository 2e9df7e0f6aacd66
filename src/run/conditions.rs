//! Conditions on typed values, row by row.

use arrow_array::Array;
use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Decimal64Type, Decimal128Type, Float32Type, Float64Type, Int16Type, Int32Type, Int64Type,
    Time64MicrosecondType, TimestampMicrosecondType,
};
use arrow_schema::DataType;

use crate::mapping::model::{Condition, FieldRef, Operand, Test, Value};

/// The field that a condition looks at.
#[must_use]
pub const fn field(condition: &Condition) -> Option<FieldRef> {
    if let Operand::Field(field) = condition.of { Some(field) } else { None }
}

/// Whether the value of a row passes a test; no value passes none but `not`.
#[must_use]
pub fn holds(test: &Test, array: &dyn Array, row: usize) -> bool {
    let any = |values: &[Value]| values.iter().any(|value| is(array, row, value));
    match test {
        Test::In(values) => array.is_valid(row) && any(values),
        Test::NotIn(values) => !(array.is_valid(row) && any(values)),
        Test::All(character) => {
            text(array, row).is_some_and(|text| !text.is_empty() && text.chars().all(|c| c == *character))
        }
        Test::Pattern(pattern) => text(array, row).is_some_and(|text| pattern.0.is_match(text)),
        Test::Cells(_) | Test::True => false,
    }
}

fn text(array: &dyn Array, row: usize) -> Option<&str> {
    array.as_string_opt::<i32>().filter(|texts| texts.is_valid(row)).map(|texts| texts.value(row))
}

fn is(array: &dyn Array, row: usize, value: &Value) -> bool {
    match (value, array.data_type()) {
        (Value::Text(wanted), DataType::Utf8) => text(array, row) == Some(wanted),
        (Value::Int(wanted), DataType::Int16) => i64::from(array.as_primitive::<Int16Type>().value(row)) == *wanted,
        (Value::Int(wanted), DataType::Int32) => i64::from(array.as_primitive::<Int32Type>().value(row)) == *wanted,
        (Value::Int(wanted), DataType::Int64) => array.as_primitive::<Int64Type>().value(row) == *wanted,
        (Value::Decimal(wanted), DataType::Decimal64(..)) => {
            i128::from(array.as_primitive::<Decimal64Type>().value(row)) == *wanted
        }
        (Value::Decimal(wanted), DataType::Decimal128(..)) => {
            array.as_primitive::<Decimal128Type>().value(row) == *wanted
        }
        (Value::Date(wanted), DataType::Date32) => array.as_primitive::<Date32Type>().value(row) == *wanted,
        (Value::Time(wanted), DataType::Time64(_)) => {
            array.as_primitive::<Time64MicrosecondType>().value(row) == *wanted
        }
        (Value::Timestamp(wanted), DataType::Timestamp(..)) => {
            array.as_primitive::<TimestampMicrosecondType>().value(row) == *wanted
        }
        (Value::Bool(wanted), DataType::Boolean) => array.as_boolean().value(row) == *wanted,
        (Value::Float(wanted), DataType::Float32) => {
            f64::from(array.as_primitive::<Float32Type>().value(row)).to_bits() == wanted.to_bits()
        }
        (Value::Float(wanted), DataType::Float64) => {
            array.as_primitive::<Float64Type>().value(row).to_bits() == wanted.to_bits()
        }
        _ => false,
    }
}

/// Whether two values are the same; two empty ones are. None if their types differ.
#[must_use]
pub fn same(one: &dyn Array, at: usize, other: &dyn Array, there: usize) -> Option<bool> {
    macro_rules! values {
        ($($pattern:pat => $type:ty),+ $(,)?) => {
            match one.data_type() {
                $($pattern => one.as_primitive::<$type>().value(at) == other.as_primitive::<$type>().value(there),)+
                DataType::Utf8 => one.as_string::<i32>().value(at) == other.as_string::<i32>().value(there),
                DataType::Float32 => {
                    let bits = |array: &dyn Array, at| array.as_primitive::<Float32Type>().value(at).to_bits();
                    bits(one, at) == bits(other, there)
                }
                DataType::Float64 => {
                    let bits = |array: &dyn Array, at| array.as_primitive::<Float64Type>().value(at).to_bits();
                    bits(one, at) == bits(other, there)
                }
                DataType::Boolean => one.as_boolean().value(at) == other.as_boolean().value(there),
                _ => return None,
            }
        };
    }
    if one.data_type() != other.data_type() {
        return None;
    }
    if one.is_null(at) || other.is_null(there) {
        return Some(one.is_null(at) == other.is_null(there));
    }
    Some(values! {
        DataType::Int16 => Int16Type,
        DataType::Int32 => Int32Type,
        DataType::Int64 => Int64Type,
        DataType::Decimal64(..) => Decimal64Type,
        DataType::Decimal128(..) => Decimal128Type,
        DataType::Date32 => Date32Type,
        DataType::Time64(_) => Time64MicrosecondType,
        DataType::Timestamp(..) => TimestampMicrosecondType,
    })
}
