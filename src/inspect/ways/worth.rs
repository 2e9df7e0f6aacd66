//! What records are worth under each description of the copybook, and which suits all of them.
//!
//! In: records as they read under each. Out: figures, and descriptions by their places. Refuses to make kinds.

use super::kinds::{DIFFER, GAIN, NEARLY, Read, WHOLE};
use super::tellers::Said;
use super::trial::Tried;
use super::variants::{self, Variant};
use crate::extractors::encoding::ebcdic;

/// Of a thousand written bytes so many may stand where a description has nothing; what is beyond counts half against it.
const PASSED: u64 = 100;

impl Read<'_> {
    /// What a record is worth under each description: nothing where its length is another description's own.
    pub(super) fn worth(&self, row: usize) -> Vec<u64> {
        let own = self.own(row);
        let suits = self.suits(row).into_iter().zip(&own);
        suits.map(|(worth, is_own)| if own.contains(&true) && !is_own { 0 } else { worth }).collect()
    }

    /// The same by what stands in it alone: how much decodes and looks usual, less where something stands that the description
    /// passes over.
    #[must_use]
    pub fn suits(&self, row: usize) -> Vec<u64> {
        let record = self.records[row];
        let blank = if self.encoding.ebcdic().is_some() { ebcdic::BLANK } else { b' ' };
        let written = variants::written(record, blank);
        let of = |(at, one): (usize, &Tried)| {
            let counts = one.of_row(row);
            let passed = (self.variants[at].unread(record, blank) * 1000).checked_div(written).unwrap_or(0);
            let decodes = match counts.all() {
                0 => WHOLE / 2,
                all => (2 * counts.usual + counts.odd) * WHOLE / 2 / all,
            };
            decodes * (1000 - passed.saturating_sub(PASSED) / 2) / 1000
        };
        self.tried.iter().enumerate().map(of).collect()
    }

    /// Of each description whether a record's length is its own, where lengths differ.
    #[must_use]
    pub fn own(&self, row: usize) -> Vec<bool> {
        let length = self.records[row].len() as u64;
        let is_own = |variant: &&Variant| [variant.length, variant.named].contains(&length);
        self.variants.iter().map(|variant| self.lengths && is_own(variant)).collect()
    }

    /// The description under which all records are worth most; one that nearly all have the value of goes before others that are
    /// hardly better, and one whose value hardly any has behind others that are hardly worse.
    pub(super) fn of_all(&self, said: &[Said], worth: &[Vec<u64>], all: &[usize]) -> (usize, u64) {
        let (first, most) = best(worth, all);
        let shares = self.shares(said);
        let key = |at: usize| {
            let own = total(worth, all, at);
            let share = shares.get(at).copied().flatten();
            let is_named = share.is_some_and(|share| share * 10 >= NEARLY * all.len());
            let is_near = |by: u64| own + by * (all.len() as u64) >= most;
            let standing = match share {
                _ if is_named && is_near(DIFFER) => 2,
                Some(share) if share * 10 <= (10 - NEARLY) * all.len() => 0,
                _ => u8::from(is_near(GAIN)),
            };
            (standing, own)
        };
        let variants = worth.first().map_or(0, Vec::len);
        let kept = (0..variants).max_by_key(|at| (key(*at), std::cmp::Reverse(*at))).unwrap_or(first);
        // Where none stands out, the value may be one that programs write over.
        if key(kept).0 == 0 { (first, most) } else { (kept, total(worth, all, kept)) }
    }

    /// Of each description of which the copybook says a value, the records that have it.
    fn shares(&self, said: &[Said]) -> Vec<Option<usize>> {
        let codes = said.first().and_then(|one| self.codes(one.place)).unwrap_or_default();
        let has = |one: &Said| codes.iter().flatten().filter(|code| one.codes.contains(code)).count();
        let of = |at: usize| said.iter().find(|one| one.variant == at && !codes.is_empty()).map(has);
        (0..self.variants.len()).map(of).collect()
    }

    /// Other descriptions under which all records are worth as much, or, of groups, more than a few: what stands in them does not
    /// tell which is meant. One whose value hardly any record has is none of them.
    #[must_use]
    pub fn as_good(&self, said: &[Said], best: usize) -> Vec<usize> {
        let shares = self.shares(said);
        let records = self.records.len();
        let may_be = |at: &usize| shares[*at].is_none_or(|share| share * 10 > (10 - NEARLY) * records);
        let worth: Vec<Vec<u64>> = (0..records).map(|row| self.worth(row)).collect();
        let own = |at: usize| worth.iter().filter_map(move |one| one.get(at).copied());
        let most: u64 = own(best).sum();
        let level = |at: usize| own(at).zip(own(best)).filter(|(one, other)| one >= other).count();
        let may_mean_some = |at: usize| self.variants[at].of_groups && level(at) * 10 > (10 - NEARLY) * records;
        let near =
            |at: &usize| *at != best && (own(*at).sum::<u64>() + GAIN * records as u64 >= most || may_mean_some(*at));
        (0..self.variants.len()).filter(near).filter(may_be).collect()
    }

    /// The descriptions under which these records are worth most; of equals those under which most of their bytes are digits that
    /// decode.
    pub(super) fn surest(&self, worth: &[Vec<u64>], rows: &[usize]) -> (Vec<usize>, u64) {
        let (_, most) = best(worth, rows);
        let digits = |at: usize| -> u64 { rows.iter().map(|row| self.tried[at].digits(*row)).sum() };
        let equal = (0..self.tried.len()).filter(|at| total(worth, rows, *at) == most);
        let equal: Vec<(usize, u64)> = equal.map(|at| (at, digits(at))).collect();
        let highest = equal.iter().map(|(_, digits)| *digits).max();
        (equal.into_iter().filter(|(_, digits)| Some(*digits) == highest).map(|(at, _)| at).collect(), most)
    }
}

/// The description under which these records are worth most, the first of equals, and how much.
pub fn best(worth: &[Vec<u64>], rows: &[usize]) -> (usize, u64) {
    let variants = worth.first().map_or(0, Vec::len);
    let totals = (0..variants).map(|at| (at, total(worth, rows, at)));
    totals.max_by_key(|(at, total)| (*total, std::cmp::Reverse(*at))).unwrap_or((0, 0))
}

/// What records are worth under a description, all together.
pub fn total(worth: &[Vec<u64>], rows: &[usize], at: usize) -> u64 {
    rows.iter().filter_map(|row| worth[*row].get(at)).sum()
}
