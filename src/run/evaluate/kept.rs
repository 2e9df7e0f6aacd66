//! The rows of a batch that a table keeps: runs between those that are refused.
//!
//! In: which rows are kept, and arrays of one value a row. Out: the same arrays without the others. Where one row in ten is refused, a run
//! is ten values: these are copied in blocks of one size, whatever the run's length, in place of a call for each. Refuses: knowing why a
//! row is not kept.

use std::cell::OnceCell;
use std::ops::Range;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Decimal64Type, Decimal128Type, Int16Type, Int32Type, Int64Type,
};
use arrow_array::{Array, ArrayRef, BooleanArray, PrimitiveArray};
use arrow_buffer::NullBuffer;
use arrow_schema::{ArrowError, DataType};
use arrow_select::filter::{FilterBuilder, FilterPredicate};

use crate::extractors::values::Waiting;
use crate::simd::widest;

/// Values that are copied at once.
const BLOCK: usize = 16;

/// The rows that are kept.
pub(super) struct Kept {
    runs: Vec<Range<usize>>,
    rows: usize,
    /// For arrays that are not copied here; most tables have none.
    others: OnceCell<FilterPredicate>,
    mask: BooleanArray,
}

impl Kept {
    /// Those of a mask without nulls.
    pub(super) fn of(mask: &BooleanArray) -> Self {
        let runs: Vec<_> = mask.values().set_slices().map(|(start, end)| start..end).collect();
        let rows = runs.iter().map(Range::len).sum();
        Self { runs, rows, others: OnceCell::new(), mask: mask.clone() }
    }

    /// The array's rows that are kept.
    ///
    /// # Errors
    /// Arrow's own, for an array of another length.
    pub(super) fn of_array(&self, array: &ArrayRef) -> Result<ArrayRef, ArrowError> {
        if array.len() != self.mask.len() {
            return self.others(array);
        }
        match array.data_type() {
            DataType::Int16 => self.of_numbers::<Int16Type>(array),
            DataType::Int32 => self.of_numbers::<Int32Type>(array),
            DataType::Int64 => self.of_numbers::<Int64Type>(array),
            DataType::Decimal64(..) => self.of_numbers::<Decimal64Type>(array),
            DataType::Decimal128(..) => self.of_numbers::<Decimal128Type>(array),
            DataType::Date32 => self.of_numbers::<Date32Type>(array),
            _ => self.others(array),
        }
    }

    fn others(&self, array: &ArrayRef) -> Result<ArrayRef, ArrowError> {
        self.others.get_or_init(|| FilterBuilder::new(&self.mask).optimize().build()).filter(array.as_ref())
    }

    /// The same of a field that nobody has looked at: of the other rows it is not read.
    pub(super) fn of_waiting(&self, waiting: &Waiting<'_>) -> ArrayRef {
        waiting.of(|places| copied(places, &self.runs, self.rows))
    }

    /// Numbers of which none is null that is kept; others go another way.
    fn of_numbers<T: ArrowPrimitiveType>(&self, array: &ArrayRef) -> Result<ArrayRef, ArrowError> {
        match array.as_primitive_opt::<T>().filter(|_| self.are_there(array.nulls())) {
            Some(numbers) => {
                let values = copied(numbers.values(), &self.runs, self.rows);
                let kept = PrimitiveArray::<T>::new(values.into(), None);
                Ok(Arc::new(kept.with_data_type(array.data_type().clone())))
            }
            None => self.others(array),
        }
    }

    /// Whether no row is null that is kept.
    fn are_there(&self, nulls: Option<&NullBuffer>) -> bool {
        nulls.is_none_or(|valid| (self.mask.values() & valid.inner()).count_set_bits() == self.rows)
    }
}

/// The values of the runs, which are `rows` together.
fn copied<T: Copy>(values: &[T], runs: &[Range<usize>], rows: usize) -> Vec<T> {
    // Room for a whole block behind the last run: what is copied beyond a run is cut off again.
    let mut kept = Vec::with_capacity(rows + BLOCK);
    widest(
        #[inline(always)]
        || {
            for run in runs {
                let (from, end) = (&values[run.start..], kept.len() + run.len());
                match from.first_chunk::<BLOCK>() {
                    Some(block) if run.len() <= BLOCK => {
                        kept.extend_from_slice(block);
                        kept.truncate(end);
                    }
                    _ => add_long(&from[..run.len()], &mut kept),
                }
            }
        },
    );
    kept
}

/// Runs that are longer than a block, and the last ones of a batch. By itself: the compiler makes one call of both copies otherwise.
#[inline(never)]
fn add_long<T: Copy>(from: &[T], into: &mut Vec<T>) {
    into.extend_from_slice(from);
}

#[cfg(test)]
mod tests {
    use arrow_array::{Int64Array, StringArray};
    use arrow_select::filter::filter;
    use proptest::prelude::*;

    use super::*;

    /// Rows that are kept, a run of them and one that is not, and so on.
    fn mask(lengths: &[usize]) -> BooleanArray {
        let run = |(at, length): (usize, &usize)| std::iter::repeat_n(at % 2 == 0, *length);
        lengths.iter().enumerate().flat_map(run).map(Some).collect()
    }

    proptest! {
        #[test]
        fn what_is_kept_is_what_a_filter_keeps(
            lengths in prop::collection::vec(prop_oneof![4 => 0_usize..12, 1 => 12_usize..70], 0..40),
            nulls in prop_oneof![Just(0_usize), 1_usize..40],
        ) {
            let mask = mask(&lengths);
            // Every so many values, and what is not kept, is null, or nothing.
            let value = |row: usize| {
                let is_null = nulls > 0 && (row.is_multiple_of(nulls) || !mask.value(row));
                (!is_null).then(|| i64::try_from(row).unwrap() + 1)
            };
            let numbers: Int64Array = (0..mask.len()).map(value).collect();
            let unkept: Int64Array = (0..mask.len()).map(|row| Some(7).filter(|_| mask.value(row))).collect();
            let cast = |ty: &DataType| cast_of(&numbers, ty);
            let texts: StringArray = numbers.iter().map(|number| number.map(|number| number.to_string())).collect();
            let arrays: Vec<ArrayRef> = vec![
                cast(&DataType::Int16),
                cast(&DataType::Int32),
                cast(&DataType::Date32),
                cast(&DataType::Decimal64(9, 2)),
                cast(&DataType::Decimal128(30, 2)),
                Arc::new(numbers),
                Arc::new(unkept),
                Arc::new(texts),
            ];
            let kept = Kept::of(&mask);
            for array in arrays {
                prop_assert_eq!(&kept.of_array(&array).unwrap(), &filter(array.as_ref(), &mask).unwrap());
            }
            if let Some(shorter) = mask.len().checked_sub(1).filter(|_| kept.rows > 0) {
                let shorter: ArrayRef = Arc::new(Int64Array::from(vec![1; shorter]));
                prop_assert!(kept.of_array(&shorter).is_err());
            }
        }
    }

    /// The numbers as another type has them.
    fn cast_of(numbers: &Int64Array, ty: &DataType) -> ArrayRef {
        fn of<T: ArrowPrimitiveType>(numbers: &Int64Array, ty: &DataType) -> ArrayRef
        where
            T::Native: TryFrom<i64>,
        {
            let all = numbers.iter().map(|number| number.and_then(|number| T::Native::try_from(number).ok()));
            Arc::new(all.collect::<PrimitiveArray<T>>().with_data_type(ty.clone()))
        }
        match ty {
            DataType::Int16 => of::<Int16Type>(numbers, ty),
            DataType::Int32 => of::<Int32Type>(numbers, ty),
            DataType::Date32 => of::<Date32Type>(numbers, ty),
            DataType::Decimal64(..) => of::<Decimal64Type>(numbers, ty),
            _ => of::<Decimal128Type>(numbers, ty),
        }
    }
}
