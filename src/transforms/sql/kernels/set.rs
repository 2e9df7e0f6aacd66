//! `a IN (…)` of literals: the set of values in, whether each row is one of them out.

use std::collections::HashSet;

use arrow_buffer::BooleanBuffer;

use super::text;

use crate::mapping::model::Value;
use crate::mapping::sql::types::Ty;
use crate::transforms::sql::column::{Column, Data};
use crate::transforms::sql::exact::{self, Exact};

/// The literals of an IN.
#[derive(Debug, Clone)]
pub struct Set {
    values: Values,
    /// One of them is NULL: a row that is none of the others is neither in nor out.
    pub has_null: bool,
}

/// At the scale of what is looked for.
#[derive(Debug, Clone)]
enum Values {
    /// Texts.
    Texts(HashSet<String>),
    /// Numbers, dates and times, ascending.
    Numbers(Vec<i128>),
}

impl Set {
    /// Of these literals; none for floats and truths.
    #[must_use]
    pub fn of(ty: Ty, literals: &[(&Option<Value>, Ty)]) -> Option<Self> {
        let has_null = literals.iter().any(|(value, _)| value.is_none());
        let there = literals.iter().filter_map(|(value, ty)| Some((value.as_ref()?, *ty)));
        Values::of(ty, there).map(|values| Self { values, has_null })
    }
}

impl Values {
    fn of<'a>(ty: Ty, literals: impl Iterator<Item = (&'a Value, Ty)>) -> Option<Self> {
        if ty == Ty::Text {
            let texts =
                literals.filter_map(|(value, _)| if let Value::Text(text) = value { Some(text.clone()) } else { None });
            return Some(Self::Texts(texts.collect()));
        }
        if matches!(ty, Ty::Float | Ty::Bool | Ty::Null | Ty::Interval) {
            return None;
        }
        // A literal with more digits than the type equals none of its values.
        let wide = Ty::Decimal { precision: 38, scale: ty.scale() };
        let number = |(value, own): (&Value, Ty)| match value {
            Value::Date(days) => Some(i128::from(*days)),
            Value::Time(micros) | Value::Timestamp(micros) => Some(i128::from(*micros)),
            Value::Int(number) => exact::rescaled(Exact { unscaled: i128::from(*number), scale: 0 }, wide).ok(),
            Value::Decimal(number) => exact::rescaled(Exact { unscaled: *number, scale: own.scale() }, wide).ok(),
            _ => None,
        };
        let mut numbers: Vec<i128> = literals.filter_map(number).collect();
        numbers.sort_unstable();
        numbers.dedup();
        Some(Self::Numbers(numbers))
    }
}

impl Set {
    /// Whether each row is one of them; none where the rows have to be looked at one by one.
    #[must_use]
    pub fn hits(&self, column: &Column) -> Option<BooleanBuffer> {
        let Column::Many(many) = column else { return None };
        Some(match (&self.values, &many.data) {
            (Values::Texts(set), Data::Text(texts)) => {
                use arrow_array::Array as _;
                if set.len() <= 4 {
                    let each = set.iter().map(|one| text::equal(texts, one.as_bytes()));
                    each.fold(BooleanBuffer::new_unset(texts.len()), |all, one| &all | &one)
                } else {
                    BooleanBuffer::collect_bool(texts.len(), |row| set.contains(texts.value(row)))
                }
            }
            (Values::Numbers(set), Data::I64(numbers)) => {
                let set: Vec<i64> = set.iter().filter_map(|number| i64::try_from(*number).ok()).collect();
                if set.len() <= 8 {
                    BooleanBuffer::collect_bool(numbers.len(), |row| set.contains(&numbers[row]))
                } else {
                    BooleanBuffer::collect_bool(numbers.len(), |row| set.binary_search(&numbers[row]).is_ok())
                }
            }
            (Values::Numbers(set), Data::I128(numbers)) => {
                BooleanBuffer::collect_bool(numbers.len(), |row| set.binary_search(&numbers[row]).is_ok())
            }
            (Values::Numbers(set), Data::I32(days)) => {
                BooleanBuffer::collect_bool(days.len(), |row| set.binary_search(&i128::from(days[row])).is_ok())
            }
            _ => return None,
        })
    }
}
