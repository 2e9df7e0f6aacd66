//! What stands at a place of every record, and how often.
//!
//! In: records. Out: values with counts and a first place each, the most frequent first. Refuses more different values
//! than [`MOST`]: the others are counted together.

use std::collections::BTreeMap;

use super::records::Record;

/// Different values that are told apart.
const MOST: usize = 50_000;

/// Bytes of a record, counted from 1, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Positions {
    /// At least 1.
    pub first: u64,
    /// At least `first`.
    pub last: u64,
}

/// A record's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct At {
    /// Its number, from 1; none where records before it were not seen.
    pub record: Option<u64>,
    /// Where it begins, in bytes of the content.
    pub offset: u64,
}

impl At {
    /// Of a record.
    #[must_use]
    pub const fn of(record: &Record<'_>) -> Self {
        Self { record: record.number, offset: record.offset }
    }
}

/// The values at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Values {
    /// The place.
    pub positions: Positions,
    /// Each value with its count and the first record that has it.
    pub seen: BTreeMap<Vec<u8>, (u64, At)>,
    /// Records with values beyond those that are told apart.
    pub others: u64,
    /// Records that end before the place.
    pub short: u64,
    /// Records that end within it: their values are what they have of it.
    pub partial: u64,
}

impl Values {
    /// Nothing was seen yet.
    #[must_use]
    pub const fn new(positions: Positions) -> Self {
        Self { positions, seen: BTreeMap::new(), others: 0, short: 0, partial: 0 }
    }

    /// Counts a record.
    pub fn add(&mut self, record: &Record<'_>) {
        let place = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
        let (first, last) = (place(self.positions.first - 1), place(self.positions.last));
        let end = last.min(record.bytes.len());
        let Some(value) = record.bytes.get(first..end).filter(|value| !value.is_empty()) else {
            self.short += 1;
            return;
        };
        self.partial += u64::from(end < last);
        let is_full = self.seen.len() >= MOST;
        match self.seen.get_mut(value) {
            Some((count, _)) => *count += 1,
            None if is_full => self.others += 1,
            None => drop(self.seen.insert(value.to_vec(), (1, At::of(record)))),
        }
    }

    /// The values, the most frequent first; equally frequent ones as they came.
    #[must_use]
    pub fn ranked(&self) -> Vec<(&[u8], u64, At)> {
        let mut ranked: Vec<_> = self.seen.iter().map(|(value, (count, at))| (value.as_slice(), *count, *at)).collect();
        ranked.sort_by_key(|(_, count, at)| (std::cmp::Reverse(*count), at.offset));
        ranked
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_ranked_and_short_records_are_told() {
        let mut values = Values::new(Positions { first: 2, last: 3 });
        for (number, bytes) in (1..).zip([&b"xAB"[..], b"xCD", b"xCDz", b"x", b"xC"]) {
            let length = bytes.len() as u64;
            values.add(&Record { number: Some(number), offset: number * 10, bytes, length });
        }
        let ranked: Vec<_> = values.ranked().into_iter().map(|(value, count, at)| (value, count, at.record)).collect();
        assert_eq!(ranked, [(&b"CD"[..], 2, Some(2)), (b"AB", 1, Some(1)), (b"C", 1, Some(5))]);
        assert_eq!((values.short, values.partial, values.others), (1, 1, 0));
    }
}
