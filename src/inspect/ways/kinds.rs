//! Which description each record has, and the place whose value tells it.
//!
//! In: records as they read under each description. Out: the kinds of a mapping, or the one description that suits all.
//! A place tells kinds apart if all records together read clearly better with a description for each of its values than
//! with one for all. Refuses to choose among descriptions that read equally well: they are named.

use std::collections::BTreeMap;

use super::trial::{Column, Mark, Tried};
use super::variants::Variant;
use crate::extractors::encoding::Encoding;

/// The longest code of a kind.
const CODE: u32 = 8;
/// More values are no codes.
const VALUES: usize = 40;
/// What a record is worth whose values all decode and look usual; with nothing in it to judge by, half of it.
const WHOLE: u64 = 1000;
/// So much more a record must be worth, on average, that kinds are made, and that records are said to differ.
const GAIN: u64 = 15;
const DIFFER: u64 = 50;

/// A kind of records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kind {
    /// Its description, by its place among the variants.
    pub variant: usize,
    /// The values that tell it, as texts.
    pub codes: Vec<String>,
    /// Its records among those that were looked at.
    pub records: u64,
}

/// How records differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kinds {
    /// One description suits them all, as far as anything shows.
    One(usize),
    /// A place tells: from 0, end exclusive.
    Told {
        /// The first byte.
        start: u32,
        /// The byte after the last.
        end: u32,
        /// In the order of the descriptions.
        kinds: Vec<Kind>,
    },
    /// They differ, and no place tells: the description that suits most, and how many records it suits.
    Untold(usize, u64),
}

/// Records, as they read under each description, and their lengths.
pub struct Read<'a> {
    /// Descriptions.
    pub variants: Vec<&'a Variant>,
    /// The records under each of them.
    pub tried: &'a [Tried],
    /// The records.
    pub records: &'a [Vec<u8>],
    /// Whether their lengths differ: then a length that is a description's own speaks for it.
    pub lengths: bool,
}

impl Read<'_> {
    /// What a record is worth under each description: nothing where its length is another description's own.
    fn worth(&self, row: usize) -> Vec<u64> {
        let length = self.records[row].len() as u64;
        let is_own = |at: usize| self.variants[at].length == length;
        let any_own = self.lengths && (0..self.variants.len()).any(is_own);
        let of = |(at, one): (usize, &Tried)| {
            let counts = one.of_row(row);
            match counts.all() {
                _ if any_own && !is_own(at) => 0,
                0 => WHOLE / 2,
                all => (2 * counts.usual + counts.odd) * WHOLE / 2 / all,
            }
        };
        self.tried.iter().enumerate().map(of).collect()
    }

    /// How the records differ.
    #[must_use]
    pub fn kinds(&self, encoding: Encoding) -> Kinds {
        let worth: Vec<Vec<u64>> = (0..self.records.len()).map(|row| self.worth(row)).collect();
        let all: Vec<usize> = (0..worth.len()).collect();
        let (best, most) = best(&worth, &all);
        let rows = worth.len() as u64;
        let told = self.places().into_iter().filter_map(|place| self.told(place, &worth, encoding));
        let told = told.min_by_key(|(worth, kinds)| (std::cmp::Reverse(*worth), Self::size(kinds)));
        if let Some((_, kinds)) = told.filter(|(worth, _)| *worth >= most + GAIN * rows) {
            return kinds;
        }
        let highest: u64 = worth.iter().filter_map(|one| one.iter().max()).sum();
        if highest < most + DIFFER * rows {
            return Kinds::One(best);
        }
        let suits = worth.iter().filter(|one| one.get(best) == one.iter().max()).count();
        Kinds::Untold(best, suits as u64)
    }

    /// Other descriptions under which all records are worth as much: what stands in them does not tell which is meant.
    #[must_use]
    pub fn as_good(&self, best: usize) -> Vec<usize> {
        let total = |at: usize| (0..self.records.len()).filter_map(|row| self.worth(row).get(at).copied()).sum::<u64>();
        let most = total(best);
        let near = |at: &usize| *at != best && total(*at) + GAIN * self.records.len() as u64 >= most;
        (0..self.variants.len()).filter(near).collect()
    }

    fn size(kinds: &Kinds) -> usize {
        if let Kinds::Told { kinds, .. } = kinds { kinds.iter().map(|kind| kind.codes.len()).sum() } else { 0 }
    }

    /// Places that all descriptions have: short fields whose bytes are a field of each, whatever its name, or none's.
    fn places(&self) -> Vec<(u32, u32)> {
        let short = |column: &&Column| column.table.is_none() && column.width <= CODE;
        let never_bad = |marks: &[Mark]| marks.iter().filter(|mark| **mark == Mark::Bad).count() * 10 < marks.len();
        let all = self.tried.iter().flat_map(|one| &one.columns).filter(short);
        let mut places: Vec<(u32, u32)> = all
            .filter(|column| never_bad(&column.marks))
            .map(|column| (column.start, column.start + column.width))
            .collect();
        places.sort_unstable();
        places.dedup();
        places.retain(|place| self.tried.iter().all(|one| has_or_leaves(one, *place)));
        places
    }

    /// The description under which these records are worth most; of equals the one under which most of their bytes are
    /// digits that decode.
    fn surest(&self, worth: &[Vec<u64>], rows: &[usize]) -> (usize, u64) {
        let (first, most) = best(worth, rows);
        let is_as_good = |at: &usize| total(worth, rows, *at) == most;
        let digits = |at: &usize| -> u64 {
            let decimal = self.tried[*at].columns.iter().filter(|column| column.is_decimal && column.table.is_none());
            let usual = |column: &Column| rows.iter().filter(|row| column.marks[**row] == Mark::Usual).count() as u64;
            decimal.map(|column| u64::from(column.width) * usual(column)).sum()
        };
        let surest = (0..self.tried.len()).filter(is_as_good).max_by_key(|at| (digits(at), std::cmp::Reverse(*at)));
        (surest.unwrap_or(first), most)
    }

    /// The kinds that a place tells, if it does, with what all records are worth then.
    fn told(&self, (start, end): (u32, u32), worth: &[Vec<u64>], encoding: Encoding) -> Option<(u64, Kinds)> {
        let mut values: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (row, record) in self.records.iter().enumerate() {
            let bytes = record.get(start as usize..end as usize)?;
            let mut text = Vec::new();
            encoding.decode(bytes, &mut text).ok()?;
            let text = String::from_utf8(text).ok()?;
            if text.chars().any(char::is_control) {
                return None;
            }
            values.entry(text.trim_end().to_owned()).or_default().push(row);
            if values.len() > VALUES {
                return None;
            }
        }
        let mut kinds: Vec<Kind> = Vec::new();
        let mut sum = 0;
        for (text, rows) in values.iter().filter(|(text, _)| !text.is_empty()) {
            let (variant, total) = self.surest(worth, rows);
            sum += total;
            let records = rows.len() as u64;
            match kinds.iter_mut().find(|kind| kind.variant == variant) {
                Some(kind) => {
                    kind.codes.push(text.clone());
                    kind.records += records;
                }
                None => kinds.push(Kind { variant, codes: vec![text.clone()], records }),
            }
        }
        kinds.sort_by_key(|kind| kind.variant);
        let longest = values.keys().map(|text| text.chars().count()).max().unwrap_or(0);
        let end = start + u32::try_from(longest).ok()?;
        (kinds.len() > 1).then_some((sum, Kinds::Told { start, end, kinds }))
    }
}

/// Whether a description has a field at this place, or none anywhere in it.
fn has_or_leaves(tried: &Tried, (start, end): (u32, u32)) -> bool {
    let bytes = |column: &Column| (column.start, column.start + column.width);
    let is_it = |column: &Column| column.table.is_none() && bytes(column) == (start, end);
    // Of a table, elements follow the first one.
    let leaves = |column: &Column| column.start >= end || column.table.is_none() && bytes(column).1 <= start;
    tried.columns.iter().any(is_it) || tried.columns.iter().all(leaves)
}

/// The description under which these records are worth most, the first of equals, and how much.
fn best(worth: &[Vec<u64>], rows: &[usize]) -> (usize, u64) {
    let variants = worth.first().map_or(0, Vec::len);
    let totals = (0..variants).map(|at| (at, total(worth, rows, at)));
    totals.max_by_key(|(at, total)| (*total, std::cmp::Reverse(*at))).unwrap_or((0, 0))
}

/// What records are worth under a description, all together.
fn total(worth: &[Vec<u64>], rows: &[usize], at: usize) -> u64 {
    rows.iter().filter_map(|row| worth[*row].get(at)).sum()
}
