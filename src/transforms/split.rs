//! Rows that become several, by the shares that a crosswalk has for their key.
//!
//! In: a crosswalk's rows with their shares, once to build; then the keys of every batch, and the amounts that are
//! divided. Out: the parts of each row, what they take, and amounts that add up to the last unit. Refuses to know: files,
//! headers, what becomes of a key that is not there.
//!
//! A part of an amount is its share rounded down, without its sign; what is left over goes, one unit each, to the parts
//! that lost most by that, of equal ones to the first in the file. Whole numbers all the way: the parts of an amount are
//! the amount.

use std::collections::BTreeSet;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Decimal64Type, Decimal128Type, Int16Type, Int32Type, Int64Type,
};
use arrow_array::{Array, ArrayRef, BooleanArray, Int64Array, PrimitiveArray, UInt32Array};
use arrow_buffer::i256;
use arrow_schema::DataType;
use arrow_select::filter::filter;
use arrow_select::take::take;

use super::lookup::key::Keys;
use super::lookup::slots::Slots;
use super::lookup::{Builder, Clash, Crosswalk, Found};
use crate::finding::{Args, Code};

#[cfg(test)]
mod tests;

/// Decimals of a share.
pub const SHARE_SCALE: u8 = 10;
/// Digits of a share.
pub const SHARE_DIGITS: u8 = 28;
/// Parts of one key; more are a mistake.
pub const MOST_PARTS: u32 = 1_000;
/// All of a hundred percent, as shares are written.
const HUNDRED: u128 = 100 * 10_u128.pow(SHARE_SCALE as u32);

/// A crosswalk of splits that is being read, batch by batch.
#[derive(Debug)]
pub struct SplitBuilder {
    types: Vec<DataType>,
    dated: bool,
    /// Keys with their days: rows of equal ones are the parts of one split.
    splits: Slots,
    /// Has one row for each split.
    builder: Builder,
    /// Of each row: its split.
    of: Vec<u32>,
    /// Of each split: its first row.
    firsts: Vec<u32>,
    shares: Vec<u128>,
    /// Keys of rows that were left out.
    lost: Vec<Vec<ArrayRef>>,
}

/// What is wrong with a split.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// Its shares are not a hundred percent: its first row, and their sum, unscaled.
    Sum(u32, u128),
    /// It has more parts than may be: its first row, and how many.
    TooMany(u32, u32),
    /// Two of its parts are the same.
    Twice(Clash),
    /// It holds on days on which another of its key does.
    Overlap(Clash),
}

/// Splits, ready for any number of threads.
#[derive(Debug)]
pub struct Splits {
    crosswalk: Crosswalk,
    /// Of each split, and one more: its first part.
    starts: Vec<u32>,
    /// Of each part, in smallest terms.
    shares: Vec<u128>,
    /// Of each part.
    taken: Vec<ArrayRef>,
}

/// The parts of the rows of a batch, one row after the other.
#[derive(Debug, Clone)]
pub struct Parts {
    /// Of each part: its row.
    pub rows: UInt32Array,
    /// Of each row, and one more: its first part.
    pub starts: Vec<u32>,
    /// Of each part: which of the crosswalk's it is; null where the row is whole.
    of: UInt32Array,
}

fn defect(what: &'static str) -> (Code, Args) {
    (Code::Defect, vec![what.into()])
}

impl SplitBuilder {
    /// No split yet; keys of these types. `dated`: each row has a first and a last day.
    #[must_use]
    pub fn new(types: Vec<DataType>, dated: bool) -> Self {
        Self {
            builder: Builder::new(types.clone(), dated),
            types,
            dated,
            splits: Slots::default(),
            of: Vec::new(),
            firsts: Vec::new(),
            shares: Vec::new(),
            lost: Vec::new(),
        }
    }

    /// Adds rows. `days`: first and last day of each, null where it is open; `shares`: unscaled, more than 0, at
    /// [`SHARE_SCALE`]. No key may be null.
    ///
    /// # Errors
    /// TL0911 for arrays of other types, or more than 4 GiB of keys.
    pub fn push(
        &mut self,
        keys: &[ArrayRef],
        days: Option<(&ArrayRef, &ArrayRef)>,
        shares: &ArrayRef,
    ) -> Result<(), (Code, Args)> {
        let wrong = || defect("the keys of a split");
        let shares = shares.as_primitive_opt::<Decimal128Type>().ok_or_else(wrong)?;
        let (mut whole, mut types) = (keys.to_vec(), self.types.clone());
        if let Some((from, to)) = days.filter(|_| self.dated) {
            whole.extend([closed(from, i32::MIN).ok_or_else(wrong)?, closed(to, i32::MAX).ok_or_else(wrong)?]);
            types.extend([DataType::Date32, DataType::Date32]);
        }
        let whole = Keys::new(&whole, &types).ok_or_else(wrong)?;
        let mut is_first = Vec::with_capacity(whole.len());
        for row in 0..whole.len() {
            let (split, is_new) = self.splits.insert(whole.key(row), self.splits.len()).ok_or_else(wrong)?;
            if is_new {
                self.firsts.push(u32::try_from(self.of.len()).unwrap_or(u32::MAX));
            }
            self.of.push(split);
            is_first.push(is_new);
        }
        self.shares.extend(shares.values().iter().map(|share| share.unsigned_abs()));
        let mask = BooleanArray::from(is_first);
        let first = |array: &ArrayRef| filter(array.as_ref(), &mask).map_err(|_| defect("filter"));
        let keys = keys.iter().map(first).collect::<Result<Vec<_>, _>>()?;
        let days = days.map(|(from, to)| Ok::<_, (Code, Args)>((first(from)?, first(to)?))).transpose()?;
        self.builder.push(&keys, days.as_ref().map(|(from, to)| (from, to)))?;
        Ok(())
    }

    /// Rows with these keys were left out: that the others are not a hundred percent is not said.
    pub fn lose(&mut self, keys: Vec<ArrayRef>) {
        self.lost.push(keys);
    }

    /// Splits of whose key rows were left out.
    fn lacking(&self) -> Result<BTreeSet<u32>, (Code, Args)> {
        let rows = self.lost.iter().map(|keys| self.builder.rows_of(keys));
        let rows: Option<Vec<BTreeSet<u32>>> = rows.collect();
        Ok(rows.ok_or_else(|| defect("the keys of a split"))?.into_iter().flatten().collect())
    }

    /// The splits, with the values that their parts take, one array a taken column; and what is wrong with them, by row.
    /// `weights`: shares need not be a hundred percent.
    ///
    /// # Errors
    /// TL0911 for taken columns of other lengths.
    pub fn finish(self, taken: &[ArrayRef], weights: bool) -> Result<(Splits, Vec<Wrong>), (Code, Args)> {
        let lacking = self.lacking()?;
        let (crosswalk, overlaps) = self.builder.finish(Vec::new());
        let first = |split: u32| self.firsts[split as usize];
        let overlap = |clash: Clash| {
            let (one, other) = (first(clash.row), first(clash.other));
            Wrong::Overlap(Clash { row: one.max(other), other: one.min(other) })
        };
        let mut wrong: Vec<Wrong> = overlaps.into_iter().map(overlap).collect();
        let mut order: Vec<u32> = (0..u32::try_from(self.of.len()).unwrap_or(u32::MAX)).collect();
        order.sort_by_key(|row| self.of[*row as usize]);
        let twice = twice(&order, &self.of, taken);
        // Of a split with a part twice, nobody knows yet what its shares are.
        let unclear: BTreeSet<u32> = twice.iter().map(|clash| self.of[clash.row as usize]).collect();
        wrong.extend(twice.into_iter().map(Wrong::Twice));
        let (mut starts, mut shares) = (vec![0], Vec::with_capacity(order.len()));
        for parts in order.chunk_by(|one, other| self.of[*one as usize] == self.of[*other as usize]) {
            let of_split: Vec<u128> = parts.iter().map(|row| self.shares[*row as usize]).collect();
            let sum = of_split.iter().fold(0_u128, |sum, share| sum.saturating_add(*share));
            let count = u32::try_from(parts.len()).unwrap_or(u32::MAX);
            let split = self.of[parts[0] as usize];
            if !weights && sum != HUNDRED && !lacking.contains(&split) && !unclear.contains(&split) {
                wrong.push(Wrong::Sum(parts[0], sum));
            }
            if count > MOST_PARTS {
                wrong.push(Wrong::TooMany(parts[0], count));
            }
            let common = of_split.iter().fold(0, |common, share| divisor(common, *share)).max(1);
            shares.extend(of_split.iter().map(|share| share / common));
            starts.push(u32::try_from(shares.len()).unwrap_or(u32::MAX));
        }
        let order = UInt32Array::from(order);
        let taken = taken.iter().map(|array| take(array.as_ref(), &order, None).map_err(|_| defect("take")));
        let taken = taken.collect::<Result<_, _>>()?;
        Ok((Splits { crosswalk, starts, shares, taken }, wrong))
    }
}

/// Days, an open one as this one.
fn closed(days: &ArrayRef, open: i32) -> Option<ArrayRef> {
    let days = days.as_primitive_opt::<Date32Type>()?;
    Some(Arc::new(PrimitiveArray::<Date32Type>::from_iter_values(days.iter().map(|day| day.unwrap_or(open)))))
}

/// Parts of one split that take the same. Floats are not compared, and nothing is the same as no value.
fn twice(order: &[u32], of: &[u32], taken: &[ArrayRef]) -> Vec<Clash> {
    let splits: ArrayRef = Arc::new(UInt32Array::from(of.to_vec()));
    let columns: Vec<ArrayRef> = std::iter::once(splits).chain(taken.iter().cloned()).collect();
    let types: Vec<DataType> = columns.iter().map(|column| column.data_type().clone()).collect();
    let Some(keys) = Keys::new(&columns, &types).filter(|_| !taken.is_empty()) else { return Vec::new() };
    let mut known = Slots::default();
    let rows = order.iter().filter(|row| !keys.is_empty(**row as usize));
    let twice = rows.filter_map(|row| match known.insert(keys.key(*row as usize), *row) {
        Some((other, false)) => Some(Clash { row: *row, other }),
        _ => None,
    });
    twice.collect()
}

/// The greatest common divisor; of 0 and a number, the number.
const fn divisor(mut one: u128, mut other: u128) -> u128 {
    while other > 0 {
        (one, other) = (other, one % other);
    }
    one
}

impl Splits {
    /// The crosswalk of keys; its rows are splits.
    #[must_use]
    pub const fn crosswalk(&self) -> &Crosswalk {
        &self.crosswalk
    }

    /// Bytes of memory.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        let taken: usize = self.taken.iter().map(Array::get_buffer_memory_size).sum();
        self.crosswalk.bytes() + (size_of_val(&*self.starts) + size_of_val(&*self.shares) + taken) as u64
    }

    /// Parts of the split that has most.
    #[must_use]
    pub fn most(&self) -> u32 {
        self.starts.windows(2).map(|ends| ends[1] - ends[0]).max().unwrap_or(0)
    }

    /// The parts of rows that were looked up.
    #[must_use]
    pub fn parts(&self, found: &Found) -> Parts {
        let (mut rows, mut starts, mut of) = (Vec::new(), vec![0], Vec::new());
        for (row, split) in (0_u32..).zip(&found.rows) {
            match split {
                Some(split) => of.extend((self.starts[split as usize]..self.starts[split as usize + 1]).map(Some)),
                None => of.push(None),
            }
            rows.resize(of.len(), row);
            starts.push(u32::try_from(of.len()).unwrap_or(u32::MAX));
        }
        Parts { rows: rows.into(), starts, of: of.into() }
    }

    /// The taken values of parts; null where the row is whole.
    ///
    /// # Errors
    /// TL0911 for a column that is not taken.
    pub fn take(&self, column: usize, parts: &Parts) -> Result<ArrayRef, (Code, Args)> {
        let values = self.taken.get(column).ok_or_else(|| defect("a taken column"))?;
        take(values.as_ref(), &parts.of, None).map_err(|_| defect("take"))
    }

    /// The amounts of parts, of those of their rows.
    ///
    /// # Errors
    /// TL0911 for amounts of another type, or of other rows.
    pub fn divide(&self, amounts: &ArrayRef, parts: &Parts) -> Result<ArrayRef, (Code, Args)> {
        match amounts.data_type() {
            DataType::Int16 => self.divided::<Int16Type>(amounts, parts),
            DataType::Int32 => self.divided::<Int32Type>(amounts, parts),
            DataType::Int64 => self.divided::<Int64Type>(amounts, parts),
            DataType::Decimal64(..) => self.divided::<Decimal64Type>(amounts, parts),
            DataType::Decimal128(..) => self.divided::<Decimal128Type>(amounts, parts),
            _ => Err(defect("an amount that is divided")),
        }
    }

    fn divided<T: ArrowPrimitiveType>(&self, amounts: &ArrayRef, parts: &Parts) -> Result<ArrayRef, (Code, Args)>
    where
        T::Native: Into<i128> + TryFrom<i128>,
    {
        let wrong = || defect("an amount that is divided");
        let amounts = amounts.as_primitive::<T>();
        let mut divided: Vec<Option<T::Native>> = Vec::with_capacity(parts.rows.len());
        let mut pieces = Vec::new();
        for (row, ends) in parts.starts.windows(2).enumerate() {
            let first = ends[0] as usize;
            if row >= amounts.len() {
                return Err(wrong());
            }
            if amounts.is_null(row) || parts.of.is_null(first) {
                let whole = amounts.is_valid(row).then(|| amounts.value(row));
                divided.extend(std::iter::repeat_n(whole, (ends[1] - ends[0]) as usize));
                continue;
            }
            let part = parts.of.value(first) as usize;
            let shares = self.shares.get(part..part + (ends[1] - ends[0]) as usize).ok_or_else(wrong)?;
            divide(amounts.value(row).into(), shares, &mut pieces);
            // A part is no larger than its whole.
            divided.extend(pieces.iter().map(|piece| T::Native::try_from(*piece).ok()));
        }
        let array = PrimitiveArray::<T>::from_iter(divided).with_data_type(amounts.data_type().clone());
        Ok(Arc::new(array))
    }
}

impl Parts {
    /// The numbers of parts among those of their rows, from 1.
    #[must_use]
    pub fn numbers(&self) -> ArrayRef {
        let numbers = self.starts.windows(2).flat_map(|ends| 1..=i64::from(ends[1] - ends[0]));
        Arc::new(Int64Array::from_iter_values(numbers))
    }

    /// The value of its row for each part.
    ///
    /// # Errors
    /// TL0911 for an array of other rows.
    pub fn repeat(&self, array: &ArrayRef) -> Result<ArrayRef, (Code, Args)> {
        take(array.as_ref(), &self.rows, None).map_err(|_| defect("take"))
    }
}

/// Divides an amount by shares; the pieces add up to it, and none has another sign.
pub fn divide(amount: i128, shares: &[u128], pieces: &mut Vec<i128>) {
    let whole = amount.unsigned_abs();
    let total = shares.iter().fold(0_u128, |sum, share| sum.saturating_add(*share)).max(1);
    let mut lost: Vec<(u128, usize)> = Vec::with_capacity(shares.len());
    pieces.clear();
    let mut left = whole;
    for (at, share) in shares.iter().enumerate() {
        let (piece, rest) = share_of(whole, *share, total);
        left -= piece;
        lost.push((rest, at));
        pieces.push(piece.cast_signed());
    }
    // Fewer units are left over than there are parts.
    lost.sort_by(|(one, first), (other, second)| other.cmp(one).then(first.cmp(second)));
    for (_, at) in lost.iter().take(usize::try_from(left).unwrap_or(usize::MAX)) {
        pieces[*at] += 1;
    }
    if amount < 0 {
        for piece in pieces {
            *piece = -*piece;
        }
    }
}

/// A whole's share of a total, rounded down, and the remainder.
fn share_of(whole: u128, share: u128, total: u128) -> (u128, u128) {
    if let Some(product) = whole.checked_mul(share) {
        return (product / total, product % total);
    }
    let [whole, share, total] = [whole, share, total].map(|number| i256::from_parts(number, 0));
    let product = whole.wrapping_mul(share);
    let [piece, rest] = [product.wrapping_div(total), product.wrapping_rem(total)];
    (piece.to_parts().0, rest.to_parts().0)
}
