//! Columns of stored numbers: one loop for each form, with the general reader behind it.

use std::sync::Arc;

use arrow_array::PrimitiveArray;
use arrow_array::types::{
    ArrowPrimitiveType, Decimal64Type, Decimal128Type, Float32Type, Float64Type, Int16Type, Int32Type, Int64Type,
};
use arrow_buffer::ScalarBuffer;

use super::{Rules, Scaling, StoredRules, Why};
use crate::arrays::{DECIMAL64_DIGITS, array_type};
use crate::extractors::Cells;
use crate::extractors::cell::Cell;
use crate::extractors::decode::{Decoded, Decoder, Refusal, slow::Slow};
use crate::finding::Code;
use crate::mapping::model::Type;

/// How stored numbers become those of a type.
#[derive(Debug, Clone)]
pub struct NumberOf {
    /// From the picture's decimals to the type's.
    pub scaling: Scaling,
    /// Unscaled numbers that mean "no value".
    pub nulls: Vec<i128>,
}

impl NumberOf {
    /// `nulls` are digits as the picture has them; zeros before them do not matter.
    pub fn new(scaling: Scaling, nulls: &[String]) -> Self {
        Self { scaling, nulls: nulls.iter().filter_map(|text| text.trim().parse().ok()).collect() }
    }
}

impl Decoder {
    /// Whole numbers and decimals.
    pub(in crate::extractors::decode) fn stored_numbers<C: Cells + ?Sized>(
        &self,
        cells: &C,
        rules: &StoredRules,
        to: &NumberOf,
    ) -> Decoded {
        match self.ty {
            Type::Int16 => self.small_numbers::<C, Int16Type>(cells, rules, to),
            Type::Int32 => self.small_numbers::<C, Int32Type>(cells, rules, to),
            Type::Decimal { precision, .. } if precision <= DECIMAL64_DIGITS => {
                self.small_numbers::<C, Decimal64Type>(cells, rules, to)
            }
            Type::Decimal { .. } => self.large_numbers(cells, rules, to),
            _ => self.small_numbers::<C, Int64Type>(cells, rules, to),
        }
    }

    /// Types of up to 64 bits.
    fn small_numbers<C: Cells + ?Sized, T: ArrowPrimitiveType>(
        &self,
        cells: &C,
        rules: &StoredRules,
        to: &NumberOf,
    ) -> Decoded
    where
        T::Native: TryFrom<i64> + TryFrom<i128>,
    {
        let scaled = |number: i64| {
            if !to.nulls.is_empty() && to.nulls.contains(&number.into()) {
                return None;
            }
            T::Native::try_from(to.scaling.quick(number)?).ok()
        };
        let read = |field: &[u8]| whole(rules, to, field);
        match &rules.form {
            _ if !to.scaling.is_quick() => self.stored::<C, T>(cells, |_| None, read),
            Rules::Zoned(rules) => self.stored::<C, T>(cells, |cell| rules.quick(cell).and_then(scaled), read),
            Rules::Packed(rules) => self.stored::<C, T>(cells, |cell| rules.quick(cell).and_then(scaled), read),
            Rules::Binary(rules) => self.stored::<C, T>(cells, |cell| rules.quick(cell).and_then(scaled), read),
            Rules::Float(_) => self.stored::<C, T>(cells, |_| None, read),
        }
    }

    /// Decimals of more than 18 digits.
    fn large_numbers<C: Cells + ?Sized>(&self, cells: &C, rules: &StoredRules, to: &NumberOf) -> Decoded {
        let scaled = |number: i128| {
            if !to.nulls.is_empty() && to.nulls.contains(&number) {
                return None;
            }
            match to.scaling.of(number) {
                Ok((number, false)) => Some(number),
                _ => None,
            }
        };
        let read = |field: &[u8]| whole(rules, to, field);
        match &rules.form {
            Rules::Zoned(rules) => {
                self.stored::<C, Decimal128Type>(cells, |cell| rules.quick_wide(cell).and_then(scaled), read)
            }
            Rules::Packed(rules) => {
                self.stored::<C, Decimal128Type>(cells, |cell| rules.quick_wide(cell).and_then(scaled), read)
            }
            Rules::Binary(rules) => {
                self.stored::<C, Decimal128Type>(cells, |cell| rules.quick_wide(cell).and_then(scaled), read)
            }
            Rules::Float(_) => self.stored::<C, Decimal128Type>(cells, |_| None, read),
        }
    }

    /// Floating-point numbers, of any form.
    pub(in crate::extractors::decode) fn stored_floats<C: Cells + ?Sized>(
        &self,
        cells: &C,
        rules: &StoredRules,
        nulls: &[f64],
    ) -> Decoded {
        // What means "no value" is told by the general reader.
        let quick = if let (Rules::Float(floats), []) = (&rules.form, nulls) { Some(floats) } else { None };
        if self.ty == Type::Float32 {
            self.stored::<C, Float32Type>(
                cells,
                |cell| quick?.quick_single(cell),
                |field| {
                    let (single, rounded) = rules.single(field)?;
                    if is_null(nulls, single.into()) { Err(Why::Null) } else { Ok((single, rounded)) }
                },
            )
        } else {
            self.stored::<C, Float64Type>(
                cells,
                |cell| quick?.quick_double(cell),
                |field| {
                    let (double, rounded) = rules.double(field)?;
                    if is_null(nulls, double) { Err(Why::Null) } else { Ok((double, rounded)) }
                },
            )
        }
    }

    /// One value a row: `quick` reads the plainest bytes, `read` any.
    fn stored<C: Cells + ?Sized, T: ArrowPrimitiveType>(
        &self,
        cells: &C,
        quick: impl Fn(Cell<'_>) -> Option<T::Native>,
        read: impl Fn(&[u8]) -> Result<(T::Native, bool), Why>,
    ) -> Decoded {
        let rows = cells.len();
        let mut slow = Slow::new(self, rows);
        let value = |row| {
            let cell = cells.cell(row);
            quick(cell).or_else(|| slow.number(row, read(cell.bytes()))).unwrap_or_default()
        };
        let values: Vec<T::Native> = (0..rows).map(value).collect();
        let nulls = slow.nulls();
        let values = PrimitiveArray::<T>::new(ScalarBuffer::from(values), nulls).with_data_type(array_type(self.ty));
        slow.decoded(Arc::new(values))
    }
}

fn is_null(nulls: &[f64], value: f64) -> bool {
    nulls.iter().any(|null| null.total_cmp(&value).is_eq())
}

/// The number of a field as a type has it.
fn whole<N: TryFrom<i128>>(rules: &StoredRules, to: &NumberOf, field: &[u8]) -> Result<(N, bool), Why> {
    let (value, rounded) = if let Rules::Float(floats) = &rules.form {
        let parts = rules.read(field, |_| floats.parts(field))?;
        to.scaling.of_binary(parts.negative, parts.mantissa, parts.exponent)?
    } else {
        let number = rules.number(field)?;
        if to.nulls.contains(&number) {
            return Err(Why::Null);
        }
        to.scaling.of(number)?
    };
    let value = N::try_from(value).map_err(|_| Refusal::plain(Code::NumberTooLarge))?;
    Ok((value, rounded))
}

impl StoredRules {
    fn double(&self, field: &[u8]) -> Result<(f64, bool), Why> {
        match &self.form {
            Rules::Float(floats) => self.read(field, |_| floats.parts(field)?.double()),
            _ => Ok((self.decimal(field)?, false)),
        }
    }

    fn single(&self, field: &[u8]) -> Result<(f32, bool), Why> {
        match &self.form {
            Rules::Float(floats) => self.read(field, |_| floats.parts(field)?.single()),
            _ => Ok((self.decimal(field)?, false)),
        }
    }

    /// The nearest float of a decimal number.
    fn decimal<F: std::str::FromStr + Default>(&self, field: &[u8]) -> Result<F, Why> {
        let text = format!("{}e{}", self.number(field)?, -i32::from(self.scale()));
        Ok(text.parse().unwrap_or_default())
    }
}
