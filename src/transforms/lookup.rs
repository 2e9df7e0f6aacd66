//! A crosswalk in memory: the keys of old codes in, the rows that they stand in out.
//!
//! In: typed key columns, once to build and then for every batch to look up; with effective dates the first and last day
//! of each row. Out: for each row of a batch the crosswalk's row, or that it has none. Refuses to know: files, headers,
//! what becomes of a key that is not there.
//!
//! All keys stand one after the other in one buffer. A table of slots with open addressing, at most half full, tells
//! where: 16 bytes a slot, so a million rows take 32 MiB besides their keys and their taken values. The hash has no
//! secret and no state: the same keys give the same table in every process.

use arrow_array::cast::AsArray;
use arrow_array::types::Date32Type;
use arrow_array::{Array, ArrayRef, UInt32Array};
use arrow_buffer::NullBuffer;
use arrow_schema::DataType;
use arrow_select::take::take;

use crate::finding::{Args, Code};

mod hash;
mod key;
mod slots;
#[cfg(test)]
mod tests;

use key::{KeyColumns, Visit};
use slots::Slots;

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
    /// Rows of the batch with an empty part of the key, or without a date.
    pub empty: u32,
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
        let columns = KeyColumns::new(keys, &self.types).ok_or_else(|| defect("the keys of a crosswalk"))?;
        let mut adding = Adding {
            slots: &mut self.slots,
            rows: self.rows,
            dated: self.periods.is_some(),
            keys: Vec::new(),
            clashes: Vec::new(),
            full: false,
        };
        columns.visit(&mut adding);
        let Adding { keys: numbers, clashes, full, .. } = adding;
        if full {
            return Err(defect("the size of a crosswalk's keys"));
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

/// Puts keys into slots.
struct Adding<'a> {
    slots: &'a mut Slots,
    rows: u32,
    dated: bool,
    /// Numbers of the keys, row by row.
    keys: Vec<u32>,
    clashes: Vec<Clash>,
    full: bool,
}

impl Visit for Adding<'_> {
    fn key(&mut self, row: u32, key: &[u8]) {
        // Without dates every row has a key of its own, so that a key's number is its row.
        let number = if self.dated { self.slots.len() } else { self.rows + row };
        let Some((number, is_new)) = self.slots.insert(key, number) else {
            self.full = true;
            return;
        };
        if !is_new && !self.dated {
            self.clashes.push(Clash { row: self.rows + row, other: number });
        }
        self.keys.push(number);
    }

    fn empty(&mut self, _: u32) {
        self.full = true;
    }
}

/// Looks keys up.
struct Probing<'a> {
    slots: &'a Slots,
    dates: Option<(&'a Dates, &'a [i32])>,
    rows: Vec<u32>,
    unmatched: Vec<u32>,
    empty: Vec<u32>,
}

impl Visit for Probing<'_> {
    #[inline]
    fn key(&mut self, row: u32, key: &[u8]) {
        let found = self.slots.find(key);
        let found = match (&self.dates, found) {
            (Some((dates, at)), Some(key)) => dates.row(key, at[row as usize]),
            (_, found) => found,
        };
        self.rows.push(found.unwrap_or(0));
        if found.is_none() {
            self.unmatched.push(row);
        }
    }

    fn empty(&mut self, row: u32) {
        self.rows.push(0);
        self.empty.push(row);
    }
}

impl Dates {
    /// The row of a key on a day.
    fn row(&self, key: u32, day: i32) -> Option<u32> {
        let [first, last] = [key, key + 1].map(|key| self.firsts[key as usize] as usize);
        let of_key = &self.periods[first..last];
        let after = of_key.partition_point(|period| period.from <= day);
        of_key[..after].last().filter(|period| day <= period.to).map(|period| period.row)
    }
}

impl Crosswalk {
    /// Keys, without the periods of one key.
    #[must_use]
    pub fn keys(&self) -> u32 {
        self.slots.len()
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
        let columns = KeyColumns::new(keys, &self.types).ok_or_else(|| defect("the keys of a look-up"))?;
        let rows = columns.rows();
        let (dates, columns) = match (&self.dates, at) {
            (None, None) => (None, columns),
            (Some(dates), Some(at)) => {
                let at = at.as_primitive_opt::<Date32Type>().filter(|at| at.len() == rows);
                let at = at.ok_or_else(|| defect("the date of a look-up"))?;
                (Some((dates, &at.values()[..])), columns.and_nulls(at.nulls()))
            }
            _ => return Err(defect("the dates of a look-up")),
        };
        let mut probing = Probing {
            slots: &self.slots,
            dates,
            rows: Vec::with_capacity(rows),
            unmatched: Vec::new(),
            empty: Vec::new(),
        };
        columns.visit(&mut probing);
        Ok(probing.found())
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

impl Probing<'_> {
    fn found(self) -> Found {
        let nulls = (!self.unmatched.is_empty() || !self.empty.is_empty()).then(|| {
            let mut valid = vec![true; self.rows.len()];
            self.unmatched.iter().chain(&self.empty).for_each(|row| valid[*row as usize] = false);
            NullBuffer::from(valid)
        });
        Found {
            rows: UInt32Array::new(self.rows.into(), nulls),
            unmatched: self.unmatched,
            empty: u32::try_from(self.empty.len()).unwrap_or(u32::MAX),
        }
    }
}
