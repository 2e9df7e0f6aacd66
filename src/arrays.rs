//! The Arrow type in which the stages hand on the values of a mapping's type.

use arrow_schema::{DataType, TimeUnit};

use crate::mapping::model::Type;

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
