//! Which description each record has, and the place whose value tells it.
//!
//! In: records as they read under each description, and what the copybook says of them. Out: the kinds of a mapping, or the
//! one description that suits all. A place tells kinds apart if all records together read clearly better with a description for
//! each of its values than with one for all; or if the copybook says so, and no record reads clearly better otherwise.
//! Refuses to choose among descriptions that read equally well: they are named.

use std::collections::BTreeMap;

use super::tellers::{Place, Said};
use super::trial::{Column, Mark, Tried};
use super::variants::Variant;
use crate::extractors::encoding::Encoding;

/// More values are no codes.
const VALUES: usize = 40;
/// So often each of those that are no text stands there, on average.
const AGAIN: usize = 4;
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
    /// The values that tell it, as a mapping writes them; none: it takes the records that no value tells.
    pub codes: Vec<String>,
    /// Its records among those that were looked at.
    pub rows: Vec<usize>,
    /// The copybook tells it by a value of this item.
    pub said: Option<String>,
}

/// How records differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kinds {
    /// One description suits them all, as far as anything shows.
    One(usize),
    /// A place tells.
    Told {
        /// It.
        place: Place,
        /// In the order of the descriptions; what takes the others comes last.
        kinds: Vec<Kind>,
    },
    /// They differ, and no place tells: the description that suits most, and how many records it suits.
    Untold(usize, u64),
}

impl Kinds {
    /// The descriptions of the kinds, in their order.
    #[must_use]
    pub fn variants(&self) -> Vec<usize> {
        match self {
            Self::One(at) | Self::Untold(at, _) => vec![*at],
            Self::Told { kinds, .. } => kinds.iter().map(|kind| kind.variant).collect(),
        }
    }

    /// The records of each kind; of those that one description suits, all of so many.
    #[must_use]
    pub fn rows(&self, records: usize) -> Vec<Vec<usize>> {
        match self {
            Self::One(_) | Self::Untold(..) => vec![(0..records).collect()],
            Self::Told { kinds, .. } => kinds.iter().map(|kind| kind.rows.clone()).collect(),
        }
    }
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
    /// The characters of the source.
    pub encoding: Encoding,
}

impl Read<'_> {
    /// What a record is worth under each description: nothing where its length is another description's own.
    fn worth(&self, row: usize) -> Vec<u64> {
        let length = self.records[row].len() as u64;
        let is_own = |at: usize| [self.variants[at].length, self.variants[at].named].contains(&length);
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

    /// How the records differ; `said` is what the copybook says of one place.
    #[must_use]
    pub fn kinds(&self, said: &[Said]) -> Kinds {
        let worth: Vec<Vec<u64>> = (0..self.records.len()).map(|row| self.worth(row)).collect();
        let all: Vec<usize> = (0..worth.len()).collect();
        let (best, most) = best(&worth, &all);
        let rows = worth.len() as u64;
        let told = self.places().into_iter().filter_map(|place| self.told(place, &worth));
        let told = told.min_by_key(|(worth, kinds)| (std::cmp::Reverse(*worth), Self::size(kinds)));
        let told = told.filter(|(worth, _)| *worth >= most + GAIN * rows);
        let is_as_good = |(own, _): &(u64, Kinds)| {
            *own >= most && told.as_ref().is_none_or(|(worth, _)| *worth <= own + GAIN * rows)
        };
        if let Some((_, kinds)) = self.as_said(said, &worth).filter(is_as_good).or(told) {
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

    /// The description under which these records are worth most; of equals the one under which most of their bytes are
    /// digits that decode.
    fn surest(&self, worth: &[Vec<u64>], rows: &[usize]) -> (usize, u64) {
        let (first, most) = best(worth, rows);
        let is_as_good = |at: &usize| total(worth, rows, *at) == most;
        let digits = |at: &usize| -> u64 {
            let decimal = self.tried[*at].columns.iter().filter(|column| column.is_decimal() && column.table.is_none());
            let usual = |column: &Column| rows.iter().filter(|row| column.marks[**row] == Mark::Usual).count() as u64;
            decimal.map(|column| u64::from(column.width) * usual(column)).sum()
        };
        let surest = (0..self.tried.len()).filter(is_as_good).max_by_key(|at| (digits(at), std::cmp::Reverse(*at)));
        (surest.unwrap_or(first), most)
    }

    /// The kinds that a place tells, if it does, with what all records are worth then.
    fn told(&self, place: Place, worth: &[Vec<u64>]) -> Option<(u64, Kinds)> {
        let codes = self.codes(place)?;
        let is_no_text = !place.by_value && codes.iter().any(Option::is_none);
        let values = grouped(&codes);
        // Bytes of anything are controls too: as codes they come again.
        let has_controls = values.keys().any(|code| code.chars().any(char::is_control));
        if is_no_text || values.len() > VALUES || has_controls && AGAIN * values.len() > codes.len() {
            return None;
        }
        let mut made = Made::default();
        for (code, rows) in values.iter().filter(|(code, _)| !code.is_empty()) {
            made.add(self.surest(worth, rows), Some(code), rows);
        }
        let longest = values.keys().map(|text| text.chars().count()).max().unwrap_or(0);
        let end = if place.by_value { place.end } else { place.start + u32::try_from(longest).ok()? };
        self.settled(made, Place { end, ..place })
    }

    /// The kinds that the copybook tells, if the records confirm it: two of them occur, and none reads clearly better by
    /// another description. Kinds that do not occur may stand where nobody looked.
    fn as_said(&self, said: &[Said], worth: &[Vec<u64>]) -> Option<(u64, Kinds)> {
        let place = said.first()?.place;
        let codes = self.codes(place)?;
        let teller = |code: &str| said.iter().find(|one| one.codes.iter().any(|own| own == code));
        let (named, others): (Vec<_>, Vec<_>) = grouped(&codes)
            .into_iter()
            .filter(|(code, _)| !code.is_empty() || teller(code).is_some())
            .partition(|(code, _)| teller(code).is_some());
        if named.is_empty() {
            return None;
        }
        let mut made = Made::default();
        for (code, rows) in &named {
            let variant = teller(code)?.variant;
            let own = total(worth, rows, variant);
            if own + GAIN * (rows.len() as u64) < best(worth, rows).1 {
                return None;
            }
            made.add((variant, own), Some(code), rows);
        }
        let all: usize = others.iter().map(|(_, rows)| rows.len()).sum();
        // Values that hardly repeat are no codes: they are the records' own.
        if others.len() > VALUES || others.len() > 1 && 2 * others.len() > all {
            let is_named = |row: &usize| codes[*row].as_deref().is_some_and(|code| teller(code).is_some());
            let rest: Vec<usize> = (0..codes.len()).filter(|row| !is_named(row)).collect();
            made.add(self.surest(worth, &rest), None, &rest);
        } else {
            for (code, rows) in &others {
                made.add(self.surest(worth, rows), Some(code), rows);
            }
        }
        let Made { mut kinds, sum } = made;
        if kinds.len() < 2 {
            return None;
        }
        for one in said {
            if kinds.iter().all(|kind| kind.variant != one.variant) {
                kinds.push(Kind { variant: one.variant, codes: one.codes.clone(), rows: Vec::new(), said: None });
            }
        }
        for kind in &mut kinds {
            let item = said.iter().find(|one| one.variant == kind.variant && !kind.codes.is_empty());
            kind.said = item.map(|one| one.item.clone());
        }
        self.settled(Made { kinds, sum }, place)
    }

    /// These kinds in their order, if there are several, and each has a field at the place where its value tells.
    fn settled(&self, Made { mut kinds, sum }: Made, place: Place) -> Option<(u64, Kinds)> {
        let has_it =
            |kind: &Kind| !place.by_value || kind.codes.is_empty() || self.tried[kind.variant].has_value(place);
        kinds.sort_by_key(|kind| (kind.codes.is_empty(), kind.variant));
        (kinds.len() > 1 && kinds.iter().all(has_it)).then_some((sum, Kinds::Told { place, kinds }))
    }
}

/// Kinds in the making, and what their records are worth.
#[derive(Default)]
struct Made {
    kinds: Vec<Kind>,
    sum: u64,
}

impl Made {
    /// Records with this value, or those that none tells, are of a description under which they are worth so much.
    fn add(&mut self, (variant, worth): (usize, u64), code: Option<&String>, rows: &[usize]) {
        self.sum += worth;
        let at = self.kinds.iter().position(|kind| kind.variant == variant).unwrap_or_else(|| {
            self.kinds.push(Kind { variant, codes: Vec::new(), rows: Vec::new(), said: None });
            self.kinds.len() - 1
        });
        let kind = &mut self.kinds[at];
        kind.rows.extend(rows);
        match code {
            Some(code) => kind.codes.push(code.clone()),
            None => kind.codes.clear(),
        }
    }
}

/// The records of each value.
fn grouped(codes: &[Option<String>]) -> BTreeMap<String, Vec<usize>> {
    let mut values: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (row, code) in codes.iter().enumerate() {
        if let Some(code) = code {
            values.entry(code.clone()).or_default().push(row);
        }
    }
    values
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
