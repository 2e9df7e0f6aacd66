//! Which description each record has, and the place whose value tells it.
//!
//! In: records as they read under each description, and what the copybook says of them. Out: the kinds of a mapping, or the
//! one description that suits all. A place tells kinds apart if all records together read clearly better with a description for
//! each of its values than with one for all; or if the copybook says so, and no record reads clearly better otherwise.
//! Refuses to choose among descriptions that read equally well: they are named.

use std::collections::BTreeMap;

use super::tellers::{Place, Said};
use super::trial::Tried;
use super::variants::Variant;
use super::worth::{best, total};
use crate::extractors::encoding::Encoding;

/// More values are no codes.
const VALUES: usize = 40;
/// So often each of those that are no text stands there, on average.
const AGAIN: usize = 4;
/// A header, a trailer and what stands between them: so many values may stand in as many records.
const ENDS: usize = 3;
/// What a record is worth whose values all decode and look usual; with nothing in it to judge by, half of it.
pub const WHOLE: u64 = 1000;
/// Nearly all records: so many of ten.
pub const NEARLY: usize = 9;
/// So many codes are few; a record that is worth so much less is clearly another one.
const FEW: usize = 6;
const CLEAR: u64 = 200;
/// So much more a record must be worth, on average, that kinds are made.
pub const GAIN: u64 = 15;
/// So much more, that records are said to differ.
pub const DIFFER: u64 = 50;

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
    /// Another kind's description by which its records read as well.
    pub either: Option<usize>,
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
    pub records: Vec<&'a [u8]>,
    /// Whether their lengths differ: then a length that is a description's own speaks for it.
    pub lengths: bool,
    /// The characters of the source.
    pub encoding: Encoding,
    /// Places of items whose values level 88 names, whatever these names say.
    pub named: Vec<(u32, u32)>,
}

impl Read<'_> {
    /// How the records differ; `said` is what the copybook says of one place.
    #[must_use]
    pub fn kinds(&self, said: &[Said]) -> Kinds {
        let worth: Vec<Vec<u64>> = (0..self.records.len()).map(|row| self.worth(row)).collect();
        let all: Vec<usize> = (0..worth.len()).collect();
        let (best, most) = self.of_all(said, &worth, &all);
        let rows = worth.len() as u64;
        let told = self.places().into_iter().filter_map(|place| self.told(place, &worth));
        let told = told.min_by_key(|(worth, kinds)| (std::cmp::Reverse(*worth), Self::size(kinds)));
        let highest: u64 = worth.iter().filter_map(|one| one.iter().max()).sum();
        let is_told = |(own, kinds): &(u64, Kinds)| {
            *own >= most + GAIN * rows || *own >= most + CLEAR && Self::has_ends(kinds, &worth, best)
        };
        let told = told.filter(is_told);
        // What the copybook names goes before a place of many values: these may be days, or numbers of their own.
        let is_as_good = |(own, _): &(u64, Kinds)| {
            let is_less = |(worth, kinds): &(u64, Kinds)| *worth <= own + GAIN * rows || Self::size(kinds) > FEW;
            *own >= most && told.as_ref().is_none_or(is_less)
        };
        let as_said = self.as_said(said, &worth).filter(is_as_good);
        if let Some((_, kinds)) = as_said.or(told).or_else(|| self.by_names(&worth, most)) {
            return kinds;
        }
        if highest < most + DIFFER * rows {
            return Kinds::One(best);
        }
        let suits = worth.iter().filter(|one| one.get(best) == one.iter().max()).count();
        Kinds::Untold(best, suits as u64)
    }

    /// Whether some records that the description of all the others hardly suits stand at the beginning or the end of what was looked
    /// at, or come again, and a few codes tell them: a header, a trailer.
    fn has_ends(kinds: &Kinds, worth: &[Vec<u64>], best: usize) -> bool {
        let Kinds::Told { kinds: told, .. } = kinds else { return false };
        let is_end = |row: &usize| *row == 0 || row + 1 == worth.len();
        let others = || told.iter().filter(|kind| kind.variant != best);
        let own = |row: &usize, variant: usize| worth[*row].get(variant).copied().unwrap_or(0);
        let lacks = |row: &usize| own(row, best) + CLEAR <= WHOLE;
        let suits = |kind: &Kind| kind.rows.iter().all(|row| own(row, kind.variant) >= own(row, best));
        Self::size(kinds) <= FEW
            && others().all(|kind| suits(kind) && (kind.rows.len() > FEW || kind.rows.iter().any(is_end)))
            && others().any(|kind| kind.rows.iter().any(lacks))
    }

    /// The kinds that an item tells whose values level 88 names: a little is enough there, if no description suits the records of
    /// every value best.
    fn by_names(&self, worth: &[Vec<u64>], most: u64) -> Option<(u64, Kinds)> {
        let places = self.places().into_iter().filter(|place| self.named.contains(&(place.start, place.end)));
        let told = places.filter_map(|place| self.told(place, worth));
        let suits_all = |kinds: &Kinds| {
            let rows = kinds.rows(worth.len());
            let suits = |rows: &Vec<usize>, at: usize| total(worth, rows, at) == best(worth, rows).1;
            (0..self.variants.len()).any(|at| rows.iter().all(|rows| suits(rows, at)))
        };
        let told = told.filter(|(own, kinds)| *own >= most + CLEAR && Self::size(kinds) <= FEW && !suits_all(kinds));
        told.min_by_key(|(own, kinds)| (std::cmp::Reverse(*own), Self::size(kinds)))
    }

    fn size(kinds: &Kinds) -> usize {
        if let Kinds::Told { kinds, .. } = kinds { kinds.iter().map(|kind| kind.codes.len()).sum() } else { 0 }
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
        // Values that hardly repeat are the records' own: a serial number, a day.
        if values.len() > ENDS && 2 * values.len() > codes.len() {
            return None;
        }
        let codes: Vec<(&String, &Vec<usize>)> = values.iter().filter(|(code, _)| !code.is_empty()).collect();
        let made = self.shared_out(worth, &codes);
        let longest = values.keys().map(|text| text.chars().count()).max().unwrap_or(0);
        let end = if place.by_value { place.end } else { place.start + u32::try_from(longest).ok()? };
        self.settled(made, Place { end, ..place })
    }

    /// Kinds of records with these codes: those that several descriptions suit equally well have one that no other code has, if there
    /// is one.
    fn shared_out(&self, worth: &[Vec<u64>], codes: &[(&String, &Vec<usize>)]) -> Made {
        let surest: Vec<(Vec<usize>, u64)> = codes.iter().map(|(_, rows)| self.surest(worth, rows)).collect();
        let mut taken: Vec<usize> =
            surest.iter().filter(|(equal, _)| equal.len() == 1).map(|(equal, _)| equal[0]).collect();
        let mut made = Made::default();
        for ((code, rows), (equal, worth)) in codes.iter().zip(&surest) {
            let free = equal.iter().find(|at| equal.len() > 1 && !taken.contains(at));
            let variant = *free.unwrap_or(&equal[0]);
            made.add((variant, *worth), Some(code), rows);
            if free.is_some() {
                let either = equal.iter().copied().find(|at| taken.contains(at));
                made.kinds.iter_mut().filter(|kind| kind.variant == variant).for_each(|kind| kind.either = either);
            }
            taken.push(variant);
        }
        made
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
            let (surest, worth) = self.surest(worth, &rest);
            made.add((surest[0], worth), None, &rest);
        } else {
            for (code, rows) in &others {
                let (surest, worth) = self.surest(worth, rows);
                made.add((surest[0], worth), Some(code), rows);
            }
        }
        let Made { mut kinds, sum } = made;
        if kinds.len() < 2 {
            return None;
        }
        for one in said {
            if kinds.iter().all(|kind| kind.variant != one.variant) {
                kinds.push(Kind {
                    variant: one.variant,
                    codes: one.codes.clone(),
                    rows: Vec::new(),
                    said: None,
                    either: None,
                });
            }
        }
        for kind in &mut kinds {
            let item = said.iter().find(|one| one.variant == kind.variant && !kind.codes.is_empty());
            kind.said = item.map(|one| one.item.clone());
        }
        // What the copybook says of nearly all records need not be worth more than what it does not say.
        let named: usize = named.iter().map(|(_, rows)| rows.len()).sum();
        let is_sure = named * 10 >= NEARLY * self.records.len();
        let sum = sum + if is_sure { GAIN * self.records.len() as u64 } else { 0 };
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
            self.kinds.push(Kind { variant, codes: Vec::new(), rows: Vec::new(), said: None, either: None });
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
