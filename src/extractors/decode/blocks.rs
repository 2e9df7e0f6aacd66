//! Numbers of 64 values at once, in steps that a processor takes on several of them together.
//!
//! In: of each value up to sixteen digits, a byte each, and its sign. Out: one number a row, and the rows that are none or
//! that the type does not hold: their numbers mean nothing.
//! Refuses: where digits stand, what signs look like.

use super::date::day_of;
use super::number::NumberRules;
use crate::extractors::cell::{Zone, above_nine};
use crate::simd::widest;

/// Values of a strip or of pieces.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Column<N> {
    /// One a row.
    pub values: Vec<N>,
    /// The rows that are left over, ascending.
    pub others: Vec<u32>,
}

/// Values of a block.
pub(super) const ROWS: usize = 64;
/// Digits of a word.
pub(super) const WORD: usize = 8;

/// Eight digits of each value, the first the lowest byte; zeros stand before those of a value that has fewer.
type Words = [u64; ROWS];

/// A number of a column.
pub(super) trait Narrow: Copy {
    /// The number; any other where the type does not hold it.
    fn narrow(value: i64) -> Self;
}

macro_rules! narrow {
    ($($type:ty),*) => {$(
        impl Narrow for $type {
            #[inline]
            #[expect(clippy::allow_attributes, reason = "not all of the types are narrower")]
            #[allow(clippy::cast_possible_truncation, clippy::cast_lossless, reason = "what is cut is left over")]
            fn narrow(value: i64) -> Self {
                value as Self
            }
        }
    )*};
}
narrow!(i16, i32, i64, i128);

/// What numbers a column takes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Taken<'a> {
    /// What its type holds.
    pub rules: &'a NumberRules,
    /// Numbers that may mean "no value": their rows are left over.
    pub nulls: &'a [i64],
}

impl Taken<'_> {
    /// The rows of those that are not taken, a bit each; `digits`: none has more.
    fn others(&self, numbers: &[i64], digits: usize) -> u64 {
        let most = (0..digits).fold(0, |most, _| most * 10 + 9);
        let mut others = 0;
        if !(self.rules.holds(most) && self.rules.holds(-most)) {
            others |= bits(numbers, |number| !self.rules.holds(*number));
        }
        if !self.nulls.is_empty() {
            others |= bits(numbers, |number| self.nulls.contains(number));
        }
        others
    }
}

/// The digits of a block.
pub(super) struct Block {
    /// The last eight of each.
    pub low: Words,
    /// Those before them.
    pub high: Words,
    /// None of them has more digits, 1 to 16.
    pub digits: usize,
    /// 0, or -1 where there is a minus.
    pub minus: [i64; ROWS],
    /// The rows that are left over whatever their digits are, a bit each.
    pub others: u64,
}

impl Block {
    /// The numbers of the first rows, and which of them are none.
    #[expect(clippy::inline_always, reason = "for `widest`")]
    #[inline(always)]
    fn numbers(&self, rows: usize) -> ([i64; ROWS], u64) {
        let mut numbers = eights(&self.low).map(i64::from);
        let mut others = self.others | no_digits(&self.low[..rows]);
        if self.digits > WORD {
            for (number, high) in numbers.iter_mut().zip(eights(&self.high)) {
                *number += i64::from(high) * 100_000_000;
            }
            others |= no_digits(&self.high[..rows]);
        }
        for (number, minus) in numbers.iter_mut().zip(self.minus) {
            *number = (*number ^ minus) - minus;
        }
        (numbers, others)
    }
}

/// A column of numbers: `fill` writes the digits and signs of up to 64 of them, of which a row may have what the block
/// before left if it is left over.
///
/// `fill` must be `#[inline(always)]`, as [`widest`] says.
pub(super) fn numbers<P, N: Narrow>(places: &[P], taken: Taken<'_>, fill: impl Fn(&mut Block, &[P])) -> Column<N> {
    widest(
        #[inline(always)]
        || numbers_of(places, taken, fill),
    )
}

#[expect(clippy::inline_always, reason = "for `widest`")]
#[inline(always)]
fn numbers_of<P, N: Narrow>(places: &[P], taken: Taken<'_>, fill: impl Fn(&mut Block, &[P])) -> Column<N> {
    let mut column = Column { values: Vec::with_capacity(places.len()), others: Vec::new() };
    let mut block = Block { low: [0; ROWS], high: [0; ROWS], digits: WORD, minus: [0; ROWS], others: 0 };
    for places in places.chunks(ROWS) {
        block.others = 0;
        fill(&mut block, places);
        let (numbers, mut others) = block.numbers(places.len());
        let numbers = &numbers[..places.len()];
        others |= taken.others(numbers, block.digits);
        column.values.extend(numbers.iter().map(|number| N::narrow(*number)));
        column.leave(others, places.len());
    }
    column
}

/// A column of days: of each row its eight digits in ASCII, as `YYYYMMDD`, and whether the rest of it fits. `nulls` are days that
/// mean "no value". `digits` must be `#[inline(always)]`, as [`widest`] says.
pub(super) fn days<P: Copy>(places: &[P], nulls: &[i32], digits: impl Fn(P) -> (u64, bool)) -> Column<i32> {
    widest(
        #[inline(always)]
        || days_of(places, nulls, digits),
    )
}

#[expect(clippy::inline_always, reason = "for `widest`")]
#[inline(always)]
fn days_of<P: Copy>(places: &[P], nulls: &[i32], digits: impl Fn(P) -> (u64, bool)) -> Column<i32> {
    let mut column = Column { values: Vec::with_capacity(places.len()), others: Vec::new() };
    let (mut words, mut days, mut wrong) = ([0; ROWS], [0; ROWS], [0; ROWS]);
    for places in places.chunks(ROWS) {
        let mut others = 0;
        for ((row, word), place) in (0_u32..).zip(&mut words).zip(places) {
            let (digits, fits) = digits(*place);
            *word = Zone::ASCII.off(digits);
            others |= u64::from(!fits) << row;
        }
        for ((word, day), wrong) in words.iter().zip(&mut days).zip(&mut wrong) {
            let (found, fits) = day_of(*word);
            (*day, *wrong) = (found, u32::from(!fits));
        }
        let (days, wrong) = (&days[..places.len()], &wrong[..places.len()]);
        if wrong.iter().fold(0, |any, wrong| any | wrong) != 0 {
            others |= bits(wrong, |wrong| *wrong != 0);
        }
        if !nulls.is_empty() {
            others |= bits(days, |day| nulls.contains(day));
        }
        column.values.extend_from_slice(days);
        column.leave(others, places.len());
    }
    column
}

/// One value a row, and whether it is in the plainest form. `one` must be `#[inline(always)]`, as [`widest`] says.
pub(super) fn each<P: Copy, N>(places: &[P], one: impl Fn(P) -> (N, bool)) -> Column<N> {
    widest(
        #[inline(always)]
        || each_of(places, one),
    )
}

#[expect(clippy::inline_always, reason = "for `widest`")]
#[inline(always)]
fn each_of<P: Copy, N>(places: &[P], one: impl Fn(P) -> (N, bool)) -> Column<N> {
    let mut column = Column { values: Vec::with_capacity(places.len()), others: Vec::new() };
    for places in places.chunks(ROWS) {
        let mut others = 0;
        let values = (0_u32..).zip(places).map(|(at, place)| {
            let (value, plain) = one(*place);
            others |= u64::from(!plain) << at;
            value
        });
        column.values.extend(values);
        column.leave(others, places.len());
    }
    column
}

impl<N> Column<N> {
    /// Of the last rows some are left over.
    #[inline]
    fn leave(&mut self, mut others: u64, rows: usize) {
        let first = self.values.len() - rows;
        while others != 0 {
            self.others.push(u32::try_from(first).unwrap_or(u32::MAX) + others.trailing_zeros());
            others &= others - 1;
        }
    }
}

/// The numbers that eight digits are; of what is no digit, any number.
#[expect(clippy::inline_always, reason = "for `widest`")]
#[inline(always)]
fn eights(words: &Words) -> [u32; ROWS] {
    let bytes = words.map(u64::to_le_bytes);
    let mut pairs = [0_i16; ROWS * 4];
    for (pair, two) in pairs.iter_mut().zip(bytes.as_flattened().as_chunks::<2>().0) {
        let two = u16::from_le_bytes(*two);
        *pair = (two & 0xFF).wrapping_mul(10).wrapping_add(two >> 8).cast_signed();
    }
    let mut fours = [0_i32; ROWS * 2];
    for (four, [high, low]) in fours.iter_mut().zip(pairs.as_chunks::<2>().0) {
        *four = i32::from(*high) * 100 + i32::from(*low);
    }
    let mut eights = [0; ROWS];
    for (eight, [high, low]) in eights.iter_mut().zip(fours.as_chunks::<2>().0) {
        *eight = high.wrapping_mul(10_000).wrapping_add(*low).cast_unsigned();
    }
    eights
}

/// The rows in which not all are digits, a bit each.
#[expect(clippy::inline_always, reason = "for `widest`")]
#[inline(always)]
fn no_digits(words: &[u64]) -> u64 {
    let wrong = words.iter().fold(0, |wrong, word| wrong | above_nine(*word));
    if wrong == 0 { 0 } else { bits(words, |word| above_nine(*word) != 0) }
}

/// A bit for each value that is so.
fn bits<V>(values: &[V], is: impl Fn(&V) -> bool) -> u64 {
    (0_u32..).zip(values).fold(0, |bits, (at, value)| bits | u64::from(is(value)) << at)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::extractors::cell::eight_bytes;

    proptest! {
        #[test]
        fn eight_digits_of_many_are_those_of_each(words in prop::collection::vec(any::<[u8; 8]>(), ROWS), digits: bool) {
            let word = |bytes: &[u8; 8]| u64::from_le_bytes(if digits { bytes.map(|byte| byte % 10) } else { *bytes });
            let words: Vec<u64> = words.iter().map(word).collect();
            let words: Words = words.try_into().unwrap();
            let wanted: Vec<(u64, bool)> = words.iter().map(|word| eight_bytes(*word)).map(|(n, wrong)| (n, wrong != 0)).collect();
            let (numbers, others) = (eights(&words), no_digits(&words));
            for (row, (number, wrong)) in wanted.into_iter().enumerate() {
                prop_assert_eq!(others >> row & 1 == 1, wrong);
                prop_assert!(wrong || u64::from(numbers[row]) == number);
            }
        }
    }
}
