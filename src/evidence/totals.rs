//! Count, least, greatest and exact sum of a column, batch by batch; parts are merged in any order.
//!
//! In: arrays of the column's type. Out: totals as text. Refuses to sum floats, and to look at a personal column's
//! values: only how many there are.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Decimal32Type, Decimal64Type, Decimal128Type, Float32Type, Float64Type, Int16Type,
    Int32Type, Int64Type, Time64MicrosecondType, TimestampMicrosecondType,
};
use arrow_array::{Array, PrimitiveArray};
use arrow_buffer::i256;
use arrow_schema::{DataType, TimeUnit};
use serde::{Deserialize, Serialize};

use super::text;
use crate::mapping::model::Type;
use crate::simd::widest;

/// What the manifest says of a column's values.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ColumnTotals {
    /// Rows with a value.
    pub count: u64,
    /// Rows without one.
    pub empty: u64,
    /// The least number, date or time; none for texts, booleans and personal columns, and where there is no value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<String>,
    /// The greatest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<String>,
    /// The exact sum of whole numbers and decimals, at the scale of the type; none for all others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sum: Option<String>,
}

/// Totals of a column while it is being read.
#[derive(Debug, Clone, PartialEq)]
pub struct Running {
    ty: Type,
    personal: bool,
    count: u64,
    empty: u64,
    ends: Ends,
    /// Unscaled. 2^64 rows of 38 digits fit.
    sum: i256,
}

/// Whole numbers that are summed exactly, and without a branch where 64 bits hold the sum of an array.
trait Whole: Copy + Ord + Into<i128> {
    /// The sum of a part of an array, which has fewer than 2^31 values.
    fn sum(values: &[Self]) -> i256;
}

/// Of at most 32 bits: 2^31 of them are a sum of 63 bits.
macro_rules! narrow {
    ($($native:ty),*) => {$(
        impl Whole for $native {
            fn sum(values: &[Self]) -> i256 {
                i256::from_i128(values.iter().map(|value| i64::from(*value)).sum::<i64>().into())
            }
        }
    )*};
}

narrow!(i16, i32);

impl Whole for i64 {
    /// By halves: the upper ones with the sign, and the lower ones.
    fn sum(values: &[Self]) -> i256 {
        let add = |(upper, lower): (i64, i64), value: &Self| (upper + (value >> 32), lower + (value & 0xFFFF_FFFF));
        let (upper, lower) = values.iter().fold((0, 0), add);
        i256::from_i128((i128::from(upper) << 32) + i128::from(lower))
    }
}

impl Whole for i128 {
    fn sum(values: &[Self]) -> i256 {
        let (mut sum, mut whole) = (0_i128, i256::ZERO);
        for value in values {
            sum = sum.checked_add(*value).unwrap_or_else(|| {
                whole = whole.wrapping_add(i256::from_i128(sum));
                *value
            });
        }
        whole.wrapping_add(i256::from_i128(sum))
    }
}

/// The least and the greatest value so far.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Ends {
    None,
    Whole(i128, i128),
    /// Of the values that are numbers, in the order of IEEE 754's `totalOrder`.
    Float(f64, f64),
}

/// An array that is not of the column's type.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{found} where {wanted:?} is wanted")]
pub struct WrongType {
    /// The column's type.
    pub wanted: Type,
    /// The array's.
    pub found: DataType,
}

impl Running {
    /// No rows yet.
    #[must_use]
    pub fn new(ty: Type, personal: bool) -> Self {
        Self { ty, personal, count: 0, empty: 0, ends: Ends::None, sum: i256::ZERO }
    }

    /// No rows, and a sum that earlier ones came to, as [`Self::sum`] says it; none if it is no sum of the type.
    #[must_use]
    pub fn of_sum(ty: Type, said: &str) -> Option<Self> {
        let scale = if let Type::Decimal { scale, .. } = ty { usize::from(scale) } else { 0 };
        let (whole, fraction) = said.split_once('.').unwrap_or((said, ""));
        let sum = i256::from_string(&format!("{whole}{fraction}")).filter(|_| fraction.len() == scale)?;
        is_summed(ty).then(|| Self { sum, ..Self::new(ty, false) })
    }

    /// Rows so far, with or without a value.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.count + self.empty
    }

    /// Counts the rows of an array: of the type that the stages hand on, or as Parquet gives it back (a decimal of any
    /// width at the type's scale, any form of text).
    ///
    /// # Errors
    /// [`WrongType`], and nothing was counted.
    pub fn add(&mut self, array: &dyn Array) -> Result<(), WrongType> {
        if !holds(array.data_type(), self.ty) {
            return Err(WrongType { wanted: self.ty, found: array.data_type().clone() });
        }
        let empty = array.logical_null_count() as u64;
        self.empty += empty;
        self.count += array.len() as u64 - empty;
        if !self.personal {
            self.add_values(array);
        }
        Ok(())
    }

    fn add_values(&mut self, array: &dyn Array) {
        match array.data_type() {
            DataType::Int16 => self.add_whole(array.as_primitive::<Int16Type>()),
            DataType::Int32 => self.add_whole(array.as_primitive::<Int32Type>()),
            DataType::Int64 => self.add_whole(array.as_primitive::<Int64Type>()),
            DataType::Decimal32(..) => self.add_whole(array.as_primitive::<Decimal32Type>()),
            DataType::Decimal64(..) => self.add_whole(array.as_primitive::<Decimal64Type>()),
            DataType::Decimal128(..) => self.add_whole(array.as_primitive::<Decimal128Type>()),
            DataType::Date32 => self.add_whole(array.as_primitive::<Date32Type>()),
            DataType::Time64(_) => self.add_whole(array.as_primitive::<Time64MicrosecondType>()),
            DataType::Timestamp(..) => self.add_whole(array.as_primitive::<TimestampMicrosecondType>()),
            DataType::Float32 => self.add_floats(array.as_primitive::<Float32Type>(), f64::from),
            DataType::Float64 => self.add_floats(array.as_primitive::<Float64Type>(), |value| value),
            _ => {}
        }
    }

    fn add_whole<T: ArrowPrimitiveType>(&mut self, array: &PrimitiveArray<T>)
    where
        T::Native: Whole,
    {
        let values = array.values();
        match array.nulls().filter(|nulls| nulls.null_count() > 0) {
            None => self.add_slice(values),
            // Where some rows have no value, often one in a few has none.
            Some(nulls) => self.add_slice(&nulls.valid_indices().map(|row| values[row]).collect::<Vec<_>>()),
        }
    }

    fn add_slice<N: Whole>(&mut self, values: &[N]) {
        let Some(&first) = values.first() else { return };
        let is_summed = is_summed(self.ty);
        let ((least, greatest), sum) = widest(
            #[inline(always)]
            || {
                let wider = |(least, greatest): (N, N), value: &N| (least.min(*value), greatest.max(*value));
                (values.iter().fold((first, first), wider), is_summed.then(|| N::sum(values)))
            },
        );
        self.widen(Ends::Whole(least.into(), greatest.into()));
        if let Some(sum) = sum {
            self.sum = self.sum.wrapping_add(sum);
        }
    }

    fn add_floats<T: ArrowPrimitiveType>(&mut self, array: &PrimitiveArray<T>, number: impl Fn(T::Native) -> f64) {
        let values = array.values();
        match array.nulls() {
            None => self.meet(values.iter().map(|value| number(*value))),
            Some(nulls) => self.meet(nulls.valid_indices().map(|row| number(values[row]))),
        }
    }

    fn meet(&mut self, values: impl Iterator<Item = f64>) {
        let mut numbers = values.filter(|value| !value.is_nan());
        let Some(first) = numbers.next() else { return };
        let (least, greatest) = numbers.fold((first, first), |(least, greatest), value| {
            (
                if value.total_cmp(&least).is_lt() { value } else { least },
                if value.total_cmp(&greatest).is_gt() { value } else { greatest },
            )
        });
        self.widen(Ends::Float(least, greatest));
    }

    fn widen(&mut self, other: Ends) {
        self.ends = match (self.ends, other) {
            (Ends::Whole(a, b), Ends::Whole(c, d)) => Ends::Whole(a.min(c), b.max(d)),
            (Ends::Float(a, b), Ends::Float(c, d)) => {
                Ends::Float(if c.total_cmp(&a).is_lt() { c } else { a }, if d.total_cmp(&b).is_gt() { d } else { b })
            }
            (Ends::None, ends) | (ends, _) => ends, // one column has one type
        };
    }

    /// Adds the rows of another part of the same column.
    pub fn merge(&mut self, other: &Self) {
        self.count += other.count;
        self.empty += other.empty;
        self.sum = self.sum.wrapping_add(other.sum);
        self.widen(other.ends);
    }

    /// The exact sum at the type's scale; none where the type is not summed, and for personal columns.
    #[must_use]
    pub fn sum(&self) -> Option<String> {
        let scale = if let Type::Decimal { scale, .. } = self.ty { scale } else { 0 };
        (is_summed(self.ty) && !self.personal).then(|| text::decimal(self.sum, scale))
    }

    /// The totals so far.
    #[must_use]
    pub fn totals(&self) -> ColumnTotals {
        let (min, max) = match self.ends {
            Ends::None => (None, None),
            Ends::Whole(least, greatest) => (Some(text::value(self.ty, least)), Some(text::value(self.ty, greatest))),
            Ends::Float(least, greatest) => (Some(least.to_string()), Some(greatest.to_string())),
        };
        ColumnTotals { count: self.count, empty: self.empty, min, max, sum: self.sum() }
    }
}

fn is_summed(ty: Type) -> bool {
    matches!(ty, Type::Int16 | Type::Int32 | Type::Int64 | Type::Decimal { .. })
}

/// Whether arrays of this Arrow type hold values of the mapping's type.
fn holds(found: &DataType, ty: Type) -> bool {
    match (ty, found) {
        (Type::Text, DataType::Dictionary(_, values)) => holds(values, ty),
        (Type::Text, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View)
        | (Type::Int16, DataType::Int16)
        | (Type::Int32, DataType::Int32)
        | (Type::Int64, DataType::Int64)
        | (Type::Date, DataType::Date32)
        | (Type::Time, DataType::Time64(TimeUnit::Microsecond))
        | (Type::Timestamp, DataType::Timestamp(TimeUnit::Microsecond, _))
        | (Type::Bool, DataType::Boolean)
        | (Type::Float32, DataType::Float32)
        | (Type::Float64, DataType::Float64) => true,
        (
            Type::Decimal { scale, .. },
            DataType::Decimal32(_, found) | DataType::Decimal64(_, found) | DataType::Decimal128(_, found),
        ) => i16::from(scale) == i16::from(*found),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow_array::{
        ArrayRef, BooleanArray, Date32Array, Decimal64Array, Decimal128Array, Float64Array, Int64Array, StringArray,
    };
    use proptest::prelude::*;

    use super::*;

    const MONEY: Type = Type::Decimal { precision: 15, scale: 2 };

    fn totals(ty: Type, personal: bool, array: &dyn Array) -> (u64, u64, [Option<String>; 3]) {
        let mut running = Running::new(ty, personal);
        running.add(array).unwrap();
        let t = running.totals();
        (t.count, t.empty, [t.min, t.max, t.sum])
    }

    /// Type, personal, values; count, empty, then least, greatest and sum.
    type Case = (Type, bool, ArrayRef, u64, u64, [&'static str; 3]);

    #[test]
    fn totals_are_what_the_manifest_says_of_each_type() {
        let money64 = || {
            Arc::new(Decimal64Array::from(vec![Some(-1050), None, Some(99)]).with_precision_and_scale(15, 2).unwrap())
        };
        let money128 =
            Arc::new(Decimal128Array::from(vec![Some(-1050), None, Some(99)]).with_precision_and_scale(38, 2).unwrap());
        let some = |texts: [&str; 3]| texts.map(|text| (!text.is_empty()).then(|| text.to_owned()));
        let cases: [Case; 11] = [
            (MONEY, false, money64(), 2, 1, ["-10.50", "0.99", "-9.51"]),
            (MONEY, false, money128, 2, 1, ["-10.50", "0.99", "-9.51"]),
            (MONEY, true, money64(), 2, 1, ["", "", ""]),
            (
                Type::Int64,
                false,
                Arc::new(Int64Array::from(vec![i64::MAX; 3])),
                3,
                0,
                ["9223372036854775807", "9223372036854775807", "27670116110564327421"],
            ),
            (Type::Int64, false, Arc::new(Int64Array::from(vec![None, None])), 0, 2, ["", "", "0"]),
            (Type::Date, false, Arc::new(Date32Array::from(vec![0, 11_016])), 2, 0, ["1970-01-01", "2000-02-29", ""]),
            (Type::Text, false, Arc::new(StringArray::from(vec![Some("a"), None])), 1, 1, ["", "", ""]),
            (Type::Bool, false, Arc::new(BooleanArray::from(vec![true])), 1, 0, ["", "", ""]),
            (Type::Float64, false, Arc::new(Float64Array::from(vec![0.5, f64::NAN, -1.0])), 3, 0, ["-1", "0.5", ""]),
            (
                Type::Float64,
                false,
                Arc::new(Float64Array::from(vec![None, Some(0.25), None, Some(8.0)])),
                2,
                2,
                ["0.25", "8", ""],
            ),
            (Type::Float64, false, Arc::new(Float64Array::from(vec![f64::NAN])), 1, 0, ["", "", ""]),
        ];
        for (ty, personal, array, count, empty, ends) in cases {
            assert_eq!(totals(ty, personal, &array), (count, empty, some(ends)), "{ty:?}");
        }
    }

    #[test]
    fn sums_beyond_38_digits_are_exact() {
        let most = 10_i128.pow(38) - 1;
        let array = Decimal128Array::from(vec![most; 1000]).with_precision_and_scale(38, 0).unwrap();
        let mut running = Running::new(Type::Decimal { precision: 38, scale: 0 }, false);
        running.add(&array).unwrap();
        assert_eq!(running.sum().unwrap(), format!("{}000", "9".repeat(38)));
    }

    #[test]
    fn sums_of_64_bits_are_those_of_128() {
        for values in [
            vec![i64::MIN; 9],
            vec![i64::MAX, i64::MIN, -1, 0, 1, 1 << 32, -(1 << 32), (1 << 32) - 1, 1 - (1 << 32)],
            (0..1000).map(|number: i64| number.wrapping_mul(0x5851_F42D_4C95_7F2D)).collect(),
        ] {
            let want = i128::sum(&values.iter().map(|value| i128::from(*value)).collect::<Vec<_>>());
            assert_eq!(i64::sum(&values), want, "{values:?}");
        }
        let narrow = [i32::MIN, i32::MIN, i32::MAX, -1];
        assert_eq!(i32::sum(&narrow), i128::sum(&narrow.map(i128::from)));
        assert_eq!(i16::sum(&[i16::MIN; 3]), i128::sum(&[i128::from(i16::MIN); 3]));
    }

    #[test]
    fn an_array_of_another_type_is_refused() {
        let array = Decimal128Array::from(vec![1]).with_precision_and_scale(15, 3).unwrap();
        let mut running = Running::new(MONEY, false);
        assert!(running.add(&array).is_err());
        assert_eq!(running, Running::new(MONEY, false));
    }

    proptest! {
        #[test]
        fn parts_merge_to_the_totals_of_the_whole(
            values in prop::collection::vec(prop::option::of(any::<i128>()), 0..200), cut in 0_usize..200,
        ) {
            let ty = Type::Decimal { precision: 38, scale: 4 };
            let whole = Decimal128Array::from(values.clone()).with_precision_and_scale(38, 4).unwrap();
            let cut = cut.min(values.len());
            let [mut all, mut left, mut right] = [(); 3].map(|()| Running::new(ty, false));
            all.add(&whole).unwrap();
            left.add(&whole.slice(0, cut)).unwrap();
            right.add(&whole.slice(cut, values.len() - cut)).unwrap();
            right.merge(&left);
            prop_assert_eq!(&right, &all);
            let sum = values.iter().flatten().fold(i256::ZERO, |sum, v| sum.wrapping_add(i256::from_i128(*v)));
            prop_assert_eq!(all.sum().unwrap(), text::decimal(sum, 4));
            let min = values.iter().flatten().min().map(|v| text::value(ty, *v));
            prop_assert_eq!(all.totals().min, min);
        }
    }
}
