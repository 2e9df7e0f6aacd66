//! Whether the lines of a file are cells with something between them.
//!
//! In: records. Out: for each delimiter, in how many records it stands how often outside double quotes; and records
//! with half a pair of quotes, which a quoted line end leaves. Refuses dialects: `infer` finds those.

use std::collections::BTreeMap;

use super::records::Record;
use super::values::At;

/// What is looked for.
pub const DELIMITERS: [u8; 5] = [b',', b';', b'\t', b'|', b'~'];
/// Of a hundred records, so many have to agree; more where there are only two cells, since names have commas too.
const AGREE: u64 = 60;
const AGREE_ON_ONE: u64 = 90;
/// Of a hundred records, so many are of one length in a file of fixed width. There a delimiter has to stand at one place.
const FIXED: u64 = 80;

/// Delimiters, counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Delimiters {
    counts: [BTreeMap<u64, u64>; DELIMITERS.len()],
    /// Where each stands first in a record.
    places: [BTreeMap<usize, u64>; DELIMITERS.len()],
    lengths: BTreeMap<u64, u64>,
    /// Records that were counted; blank ones are not.
    pub records: u64,
    /// Records with an odd number of double quotes.
    pub odd_quotes: u64,
    /// The first of them.
    pub first_odd: Option<At>,
}

/// A delimiter that most records have equally often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Delimiter {
    /// The byte.
    pub byte: u8,
    /// How often it stands in them.
    pub times: u64,
    /// How many records have it so often.
    pub records: u64,
}

impl Delimiters {
    /// Counts a record.
    pub fn add(&mut self, record: &Record<'_>) {
        if record.bytes.is_empty() {
            return;
        }
        self.records += 1;
        count(&mut self.lengths, record.length);
        let (mut found, mut quoted) = ([0_u64; DELIMITERS.len()], false);
        for (place, byte) in record.bytes.iter().enumerate() {
            if *byte == b'"' {
                quoted = !quoted;
            } else if let Some(at) = DELIMITERS.iter().position(|one| one == byte).filter(|_| !quoted) {
                if found[at] == 0 {
                    count(&mut self.places[at], place);
                }
                found[at] += 1;
            }
        }
        for (counts, times) in self.counts.iter_mut().zip(found) {
            count(counts, times);
        }
        if quoted {
            self.odd_quotes += 1;
            self.first_odd = self.first_odd.or(Some(At::of(record)));
        }
    }

    /// The delimiter that most records have equally often; of two, the one that makes more cells.
    #[must_use]
    pub fn likely(&self) -> Option<Delimiter> {
        let is_share = |part: u64, share: u64| part * 100 >= self.records * share;
        let is_fixed = is_share(most(&self.lengths), FIXED);
        let usual = |((byte, counts), places): ((u8, &BTreeMap<u64, u64>), &BTreeMap<usize, u64>)| {
            let (times, records) =
                counts.iter().filter(|(times, _)| **times > 0).max_by_key(|(_, records)| **records)?;
            let (times, records) = (*times, *records);
            let agrees = is_share(records, if times == 1 { AGREE_ON_ONE } else { AGREE });
            let stands = !is_fixed || is_share(most(places), FIXED);
            (agrees && stands && self.records > 1).then_some(Delimiter { byte, times, records })
        };
        let found = DELIMITERS.into_iter().zip(&self.counts).zip(&self.places).filter_map(usual);
        found.max_by_key(|one| (one.times, one.records))
    }
}

/// Different numbers that are told apart.
const MOST: usize = 10_000;

fn count<K: Ord>(counts: &mut BTreeMap<K, u64>, key: K) {
    if counts.len() < MOST || counts.contains_key(&key) {
        *counts.entry(key).or_default() += 1;
    }
}

fn most<K>(counts: &BTreeMap<K, u64>) -> u64 {
    counts.values().copied().max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(lines: &[&str]) -> Delimiters {
        let mut found = Delimiters::default();
        for (number, line) in (1..).zip(lines) {
            let length = line.len() as u64;
            found.add(&Record { number: Some(number), offset: 0, bytes: line.as_bytes(), length });
        }
        found
    }

    #[test]
    fn what_most_lines_have_equally_often_is_the_delimiter() {
        let of = |lines: &[&str]| counted(lines).likely().map(|found| (char::from(found.byte), found.times));
        assert_eq!(of(&["Title", "a;b;c", "1,5;x;y", "2,5;\"a;b\";z", ""]), Some((';', 2)));
        assert_eq!(of(&["a,b", "c,d"]), Some((',', 1)));
        assert_eq!(of(&["H0001", "D0002", "D,003"]), None);
        assert_eq!(of(&["a,b"]), None, "one line shows nothing");
        assert_eq!(of(&["2025,123", "2026,122"]), Some((',', 1)));
        let names = ["1 ROY, JEAN     ", "2 TREMBLAY, ANNE", "3 COTE, LUC     "];
        assert_eq!(of(&names), None, "a comma in a name of a fixed width is none");
        assert_eq!(of(&[]), None);
    }

    #[test]
    fn half_a_pair_of_quotes_is_told() {
        let found = counted(&["a,\"b", "c\",d", "e,f"]);
        assert_eq!((found.odd_quotes, found.first_odd.and_then(|at| at.record)), (2, Some(1)));
    }
}
