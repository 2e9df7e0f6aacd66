//! Edited numbers of a batch as one column.
//!
//! In: the field's cells. Out: an array of the field's type, with findings and counts. Refuses: what becomes of a record.

use std::str::FromStr;

use arrow_array::types::{
    ArrowPrimitiveType, Decimal64Type, Decimal128Type, Float32Type, Float64Type, Int16Type, Int32Type, Int64Type,
};

use super::EditedRules;
use crate::extractors::Cells;
use crate::extractors::cell::Cell;
use crate::extractors::decode::{Decoded, Decoder, Refusal, Rows};
use crate::finding::Code;
use crate::mapping::model::Type;

impl Decoder {
    /// One value a row, of the field's type.
    pub(in crate::extractors::decode) fn edited<C: Cells + ?Sized>(&self, cells: &C, rules: &EditedRules) -> Decoded {
        match self.ty {
            Type::Int16 => self.edited_as::<C, Int16Type>(cells, rules),
            Type::Int32 => self.edited_as::<C, Int32Type>(cells, rules),
            Type::Decimal { precision, .. } if precision <= crate::arrays::DECIMAL64_DIGITS => {
                self.edited_as::<C, Decimal64Type>(cells, rules)
            }
            Type::Decimal { .. } => self.edited_as::<C, Decimal128Type>(cells, rules),
            Type::Float32 => self.edited_floats::<C, Float32Type>(cells, rules),
            Type::Float64 => self.edited_floats::<C, Float64Type>(cells, rules),
            _ => self.edited_as::<C, Int64Type>(cells, rules),
        }
    }

    fn edited_as<C: Cells + ?Sized, T: ArrowPrimitiveType>(&self, cells: &C, rules: &EditedRules) -> Decoded
    where
        T::Native: TryFrom<i64> + TryFrom<i128>,
    {
        let quick = |cell: Cell<'_>| rules.quick(cell).and_then(|value| T::Native::try_from(value).ok());
        self.values::<C, T>(Rows::all(cells), quick, |text, _| {
            let (value, rounded) = rules.read(text)?;
            let value = T::Native::try_from(value).map_err(|_| Refusal::plain(Code::NumberTooLarge))?;
            Ok((value, rounded))
        })
    }

    /// The floats that are nearest to edited numbers.
    fn edited_floats<C: Cells + ?Sized, T: ArrowPrimitiveType>(&self, cells: &C, rules: &EditedRules) -> Decoded
    where
        T::Native: FromStr,
    {
        let read = |text: &str, _| {
            let number = rules.decimal(text)?;
            Ok((number.parse().map_err(|_| Refusal::plain(Code::NumberTooLarge))?, false))
        };
        self.values::<C, T>(Rows::all(cells), |_| None, read)
    }
}
