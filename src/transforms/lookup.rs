//! A crosswalk in memory: the keys of old codes in, the rows that they stand in out.
//!
//! In: typed key columns, once to build and then for every batch to look up; with effective dates the first and last day
//! of each row. Out: for each row of a batch the crosswalk's row, or that it has none. Refuses to know: files, headers,
//! what becomes of a key that is not there.
//!
//! All keys stand one after the other in one buffer. A table of slots with open addressing, at most half full, tells
//! where: 16 bytes a slot, so a million rows take 32 MiB besides their keys and their taken values. The hash has no
//! secret and no state: the same keys give the same table in every process.

use std::collections::BTreeSet;

use arrow_array::cast::AsArray;
use arrow_array::types::Date32Type;
use arrow_array::{Array, ArrayRef, UInt32Array};
use arrow_buffer::NullBuffer;
use arrow_schema::DataType;
use arrow_select::take::take;

use crate::finding::{Args, Code};

mod hash;
pub(super) mod key;
pub(super) mod slots;
#[cfg(test)]
mod tests;
pub mod used;

use key::Keys;
use slots::{NONE, Slots};
use used::Used;

/// A crosswalk that is being read, batch by batch.
#[derive(Debug)]
pub struct Builder {
    types: Vec<DataType>,
    slots: Slots,
    /// Rows so far.
    rows: u32,
    /// With effective dates: when each row holds.
    periods: Option<Vec<Period>>,
}

/// When a row of a crosswalk holds: days since 1970-01-01, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Period {
    /// Number of its key.
    key: u32,
    from: i32,
    to: i32,
    row: u32,
}

/// Two rows of one crosswalk that cannot both be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Clash {
    /// The later row, from 0.
    pub row: u32,
    /// The earlier one.
    pub other: u32,
}

/// A crosswalk, ready to be looked up by any number of threads.
#[derive(Debug)]
pub struct Crosswalk {
    types: Vec<DataType>,
    slots: Slots,
    dates: Option<Dates>,
    taken: Vec<ArrayRef>,
}

/// The periods of all keys.
#[derive(Debug)]
struct Dates {
    /// By key, then by first day.
    periods: Vec<Period>,
    /// Of each key, and one more: its first period.
    firsts: Vec<u32>,
}

/// What the rows of a batch came to.
#[derive(Debug, Clone)]
pub struct Found {
    /// The crosswalk's row; null where there is none.
    pub rows: UInt32Array,
    /// Rows of the batch whose key is complete and not in the crosswalk, or not on that day. Rows with an empty part of
    /// the key, or without a date, have no row and are not among these.
    pub unmatched: Vec<u32>,
    /// Those of them whose key the crosswalk has, on other days.
    pub holes: Vec<Hole>,
    /// Rows of the batch with an empty part of the key, or without a date.
    pub empty: u32,
}

/// A row of a batch whose key the crosswalk has, but not on that day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hole {
    /// Row of the batch.
    pub row: u32,
    /// The day.
    pub day: i32,
    /// First and last day of the key's period before that day.
    pub before: Option<(i32, i32)>,
    /// Of the one after it.
    pub after: Option<(i32, i32)>,
}

impl Hole {
    /// First and last day of the nearest period; of two that are as near the one before.
    #[must_use]
    pub fn nearest(&self) -> (i32, i32) {
        let away = |from: i32, to: i32| i64::from(to) - i64::from(from);
        match (self.before, self.after) {
            (Some(before), Some(after)) if away(before.1, self.day) > away(self.day, after.0) => after,
            (Some(before), _) => before,
            (None, after) => after.unwrap_or((i32::MIN, i32::MAX)),
        }
    }

    /// First and last day of the hole itself, where it does not go on for ever.
    #[must_use]
    pub fn days(&self) -> (Option<i32>, Option<i32>) {
        let first = self.before.and_then(|(_, to)| to.checked_add(1));
        (first, self.after.and_then(|(from, _)| from.checked_sub(1)))
    }
}

fn defect(what: &'static str) -> (Code, Args) {
    (Code::Defect, vec![what.into()])
}

impl Builder {
    /// An empty crosswalk with keys of these types; `dated`: each row has a first and a last day.
    #[must_use]
    pub fn new(types: Vec<DataType>, dated: bool) -> Self {
        Self { types, slots: Slots::default(), rows: 0, periods: dated.then(Vec::new) }
    }

    /// Adds rows; gives those whose key was there before (none if the crosswalk has dates). `days`: the first and last
    /// day of each row, null where it is open. No key may be null.
    ///
    /// # Errors
    /// TL0911 for arrays of other types, or more than 4 GiB of keys.
    pub fn push(
        &mut self,
        keys: &[ArrayRef],
        days: Option<(&ArrayRef, &ArrayRef)>,
    ) -> Result<Vec<Clash>, (Code, Args)> {
        let keys = Keys::new(keys, &self.types).ok_or_else(|| defect("the keys of a crosswalk"))?;
        let (mut numbers, mut clashes) = (Vec::with_capacity(keys.len()), Vec::new());
        for (row, at) in (self.rows..).zip(0..keys.len()) {
            // Without dates every row has a key of its own, so that a key's number is its row.
            let new = if self.periods.is_some() { self.slots.len() } else { row };
            let inserted = if keys.is_empty(at) { None } else { self.slots.insert(keys.key(at), new) };
            let (number, is_new) = inserted.ok_or_else(|| defect("the keys of a crosswalk"))?;
            if !is_new && self.periods.is_none() {
                clashes.push(Clash { row, other: number });
            }
            numbers.push(number);
        }
        if let Some(periods) = &mut self.periods {
            let days = days.and_then(|(from, to)| {
                Some((from.as_primitive_opt::<Date32Type>()?, to.as_primitive_opt::<Date32Type>()?))
            });
            let (from, to) = days.ok_or_else(|| defect("the dates of a crosswalk"))?;
            periods.extend((self.rows..).zip(&numbers).zip(from.iter().zip(to)).map(|((row, key), (from, to))| {
                Period { key: *key, from: from.unwrap_or(i32::MIN), to: to.unwrap_or(i32::MAX), row }
            }));
        }
        self.rows += u32::try_from(numbers.len()).unwrap_or(u32::MAX);
        Ok(clashes)
    }

    /// The rows that have one of these keys; none for arrays of other types.
    pub(super) fn rows_of(&self, keys: &[ArrayRef]) -> Option<BTreeSet<u32>> {
        let keys = Keys::new(keys, &self.types)?;
        let mut numbers = Vec::with_capacity(keys.len());
        self.slots.find_all(&keys, &mut numbers);
        let known = (0..keys.len()).filter(|row| !keys.is_empty(*row)).map(|row| numbers[row]);
        let known: BTreeSet<u32> = known.filter(|number| *number != NONE).collect();
        Some(match &self.periods {
            None => known,
            Some(periods) => periods.iter().filter(|one| known.contains(&one.key)).map(|one| one.row).collect(),
        })
    }

    /// The crosswalk with the values that may be taken, one array a taken column; and the rows whose periods overlap
    /// with those of another row of their key.
    #[must_use]
    pub fn finish(mut self, taken: Vec<ArrayRef>) -> (Crosswalk, Vec<Clash>) {
        self.slots.shrink();
        let mut clashes = Vec::new();
        let dates = self.periods.map(|mut periods| {
            periods.sort_unstable();
            clashes = overlaps(&periods);
            let mut firsts: Vec<u32> = Vec::new();
            for (number, period) in (0_u32..).zip(&periods) {
                if firsts.len() as u64 == u64::from(period.key) {
                    firsts.push(number);
                }
            }
            firsts.push(u32::try_from(periods.len()).unwrap_or(u32::MAX));
            Dates { periods, firsts }
        });
        clashes.sort_unstable();
        (Crosswalk { types: self.types, slots: self.slots, dates, taken }, clashes)
    }
}

/// Rows that begin before an earlier one of the same key has ended.
fn overlaps(periods: &[Period]) -> Vec<Clash> {
    let mut clashes = Vec::new();
    for of_key in periods.chunk_by(|one, other| one.key == other.key) {
        let mut longest = of_key[0];
        for period in &of_key[1..] {
            if period.from <= longest.to {
                let (one, other) = (period.row, longest.row);
                clashes.push(Clash { row: one.max(other), other: one.min(other) });
            }
            if period.to > longest.to {
                longest = *period;
            }
        }
    }
    clashes
}

impl Dates {
    /// The row of a key on a day, or the periods before and after it.
    fn row(&self, key: u32, day: i32) -> Result<u32, Hole> {
        let of_key = self.of_key(key);
        let after = of_key.partition_point(|period| period.from <= day);
        match of_key[..after].last() {
            Some(period) if day <= period.to => Ok(period.row),
            before => {
                let days = |period: &Period| (period.from, period.to);
                Err(Hole { row: 0, day, before: before.map(days), after: of_key.get(after).map(days) })
            }
        }
    }

    fn of_key(&self, key: u32) -> &[Period] {
        let [first, last] = [key, key + 1].map(|key| self.firsts[key as usize] as usize);
        &self.periods[first..last]
    }
}

impl Crosswalk {
    /// Keys, without the periods of one key.
    #[must_use]
    pub fn keys(&self) -> u32 {
        self.slots.len()
    }

    /// Marks for its rows, none of which was found yet.
    #[must_use]
    pub fn unused(&self) -> Used {
        Used::none(self.dates.as_ref().map_or(self.slots.len() as usize, |dates| dates.periods.len()))
    }

    /// Keys of which a row was found.
    #[must_use]
    pub fn used_keys(&self, used: &Used) -> u32 {
        let is_used = |key: &u32| match &self.dates {
            None => used.is_marked(*key),
            Some(dates) => dates.of_key(*key).iter().any(|period| used.is_marked(period.row)),
        };
        u32::try_from((0..self.keys()).filter(is_used).count()).unwrap_or(u32::MAX)
    }

    /// Bytes of memory: keys, slots, periods and taken values.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        let dates = self.dates.as_ref().map_or(0, |dates| size_of_val(&*dates.periods) + size_of_val(&*dates.firsts));
        let taken: usize = self.taken.iter().map(Array::get_buffer_memory_size).sum();
        (self.slots.bytes() + dates + taken) as u64
    }

    /// The crosswalk's row of each row of a batch. `at`: the day on which each is looked up, where the crosswalk has dates.
    ///
    /// # Errors
    /// TL0911 for arrays of other types or lengths.
    pub fn probe(&self, keys: &[ArrayRef], at: Option<&ArrayRef>) -> Result<Found, (Code, Args)> {
        let keys = Keys::new(keys, &self.types).ok_or_else(|| defect("the keys of a look-up"))?;
        let (mut found, mut holes) = (Vec::with_capacity(keys.len()), Vec::new());
        let keys = match (&self.dates, at) {
            (None, None) => {
                self.slots.find_all(&keys, &mut found);
                keys
            }
            (Some(dates), Some(at)) => {
                let at = at.as_primitive_opt::<Date32Type>().filter(|at| at.len() == keys.len());
                let at = at.ok_or_else(|| defect("the date of a look-up"))?;
                self.slots.find_all(&keys, &mut found);
                let keys = keys.and_nulls(at.nulls());
                for (row, (number, day)) in (0_u32..).zip(found.iter_mut().zip(at.values())) {
                    if *number != NONE {
                        *number = dates.row(*number, *day).unwrap_or_else(|hole| {
                            holes.push(Hole { row, ..hole });
                            NONE
                        });
                    }
                }
                holes.retain(|hole| !keys.is_empty(hole.row as usize));
                keys
            }
            _ => return Err(defect("the dates of a look-up")),
        };
        Ok(Found { holes, ..Found::new(found, &keys) })
    }

    /// The taken values of the rows that were found; null where there is none.
    ///
    /// # Errors
    /// TL0911 for a column that is not taken.
    pub fn take(&self, column: usize, found: &Found) -> Result<ArrayRef, (Code, Args)> {
        let values = self.taken.get(column).ok_or_else(|| defect("a taken column"))?;
        take(values.as_ref(), &found.rows, None).map_err(|_| defect("take"))
    }
}

impl Found {
    fn new(mut rows: Vec<u32>, keys: &Keys<'_>) -> Self {
        let (mut unmatched, mut empty) = (Vec::new(), 0);
        let mut valid = Vec::new();
        for (number, row) in (0_u32..).zip(0..keys.len()) {
            let is_empty = keys.is_empty(row);
            if !is_empty && rows[row] != NONE {
                continue;
            }
            if valid.is_empty() {
                valid.resize(keys.len(), true);
            }
            valid[row] = false;
            rows[row] = 0;
            if is_empty {
                empty += 1;
            } else {
                unmatched.push(number);
            }
        }
        let nulls = (!valid.is_empty()).then(|| NullBuffer::from(valid));
        Self { rows: UInt32Array::new(rows.into(), nulls), unmatched, holes: Vec::new(), empty }
    }
}
