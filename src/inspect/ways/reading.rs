//! A way to read a file, with its score, and what readings are compared by.
//!
//! Refuses to read anything.

use std::cmp::Reverse;

use super::cuts::{Cut, Led, MOST_BEFORE};
use super::rest::{self, Edge};
use super::trial::{Counts, Setting};
use crate::mapping::model::Edges;
use crate::run::Stop;

/// Shares that differ by less are the same.
pub const STEP: u64 = 5;
const USUAL_STEP: u64 = 25;
/// Of a thousand values so many decode where records may begin anywhere, and so many of them look usual.
const WHOLE: u64 = 985;
const USUAL: u64 = 975;

/// A way to read a file.
#[derive(Debug, Clone)]
pub struct Reading {
    /// How records are told apart.
    pub cut: Cut,
    /// Bytes at the file's start that are in no record.
    pub header: u64,
    /// Bytes at its end that are in no record; of lines those of a last one that may be cut.
    pub trailer: u64,
    /// What stands before the first record.
    pub head: Edge,
    /// What stands behind the last one.
    pub tail: Edge,
    /// Bytes of each record before its first item.
    pub before: u64,
    /// Characters and numbers.
    pub setting: Setting,
    /// How far the way leads.
    pub led: Led,
    /// What decodes, each record under the description that suits it best.
    pub counts: Counts,
    /// Records that were decoded, and those of them that decode throughout.
    pub records: (u64, u64),
    /// The place of its setting among those that were tried: the usual ones come first.
    pub(super) order: usize,
    /// Bytes of the copybook's record.
    pub(super) length: u64,
    /// Those of them without FILLER at its end.
    pub(super) named: u64,
    /// Records say themselves how long they are.
    pub(super) varies: bool,
}

impl Reading {
    /// What a mapping declares: bytes of the file's header and trailer; its setting, the copybook's length, and what stands
    /// before the first item.
    #[must_use]
    pub fn declared(cut: Cut, (header, trailer): (u64, u64), (setting, length, before): (Setting, u64, u64)) -> Self {
        let (led, counts) = (Led::default(), Counts::default());
        let (head, tail) = (Edge::NoRecord, Edge::NoRecord);
        let (records, order, varies, named) = ((0, 0), 0, false, length);
        Self { cut, header, trailer, head, tail, before, setting, led, counts, records, order, length, named, varies }
    }

    /// Bytes at the file's start and at its end that a mapping passes over.
    #[must_use]
    pub const fn edges(&self) -> Edges {
        Edges { header: self.head.passed(self.header), trailer: self.tail.passed(self.trailer) }
    }

    /// What a person has to decide of the ends of a file that reads so: TL0990.
    #[must_use]
    pub fn doubts(&self, file: &str) -> Vec<Stop> {
        rest::doubts(file, &self.cut, (self.header, self.head), (self.trailer, self.tail))
    }

    /// What speaks against it beside its score: bytes that nobody reads, and what is unusual.
    #[must_use]
    pub fn against(&self) -> u64 {
        let spare = match self.cut {
            Cut::Fixed(length) => length.saturating_sub(self.length + self.before),
            _ => 0,
        };
        let uncovered = if spare > 0 { 2 + spare * 100 / (self.length + spare) } else { 0 };
        let odd = [
            (self.trailer > 0 && self.cut != Cut::Lines && !matches!(self.tail, Edge::Fill(_)), 80),
            (matches!(self.tail, Edge::Fill(_)), 20),
            (self.header > 0, 40),
            (self.before > 0, 30),
            // No compiler writes its numbers so.
            (self.setting.binary.is_some(), 5),
        ];
        let way = match self.cut {
            Cut::Fixed(_) | Cut::Words { spanned: false, blocks: None, .. } | Cut::Lines => 0,
            _ => 2,
        };
        uncovered + way + odd.into_iter().filter(|(is, _)| *is).map(|(_, weight)| weight).sum::<u64>()
    }

    /// What of a thousand of everything it reads: values of the description that are there and decode, of the bytes that a
    /// record has.
    #[must_use]
    pub fn weight(&self) -> u64 {
        let reach = self.believed(self.counts.reach());
        match self.cut {
            Cut::Fixed(length) if !self.varies => reach * self.length.min(length) / length.max(1),
            _ => reach * self.counts.fit() / 1000 * self.reached() / 1000,
        }
    }

    /// Of a thousand bytes of the copybook's record but FILLER at its end, those that all records have where they are as long as one another. Some
    /// that end early have no value there; where all do, their record is another one.
    fn reached(&self) -> u64 {
        let (Led { shortest, longest, .. }, wanted) = (self.led, self.named + self.before);
        if self.varies || shortest != longest || longest >= wanted { 1000 } else { longest * 1000 / wanted }
    }

    /// A share of a thousand values; an eighth of it where the way begins within a record, and not all decodes and looks
    /// usual.
    #[must_use]
    pub fn believed(&self, share: u64) -> u64 {
        let is_whole = self.counts.share() >= WHOLE && self.counts.usual_share() >= USUAL;
        if self.cuts_across() && !is_whole { share / 8 } else { share }
    }

    /// Whether the file is whole records of this length from its first byte on, and these begin within one: then what is
    /// left at both ends makes up a record.
    const fn cuts_across(&self) -> bool {
        let Cut::Fixed(length) = self.cut else { return false };
        self.header > 0 && length > 0 && (self.header + self.trailer).is_multiple_of(length)
    }

    /// What readings are compared by: the least is the best. Of settings for the same records every value counts.
    #[must_use]
    pub fn key(&self) -> (Reverse<u64>, bool, Reverse<u64>, u64, u64, [u64; 2], usize) {
        let Counts { bad, odd, .. } = self.counts;
        let (weight, usual) = (self.weight(), self.counts.usual_share());
        let score = (Reverse(weight / STEP), self.leaves_much(), Reverse(usual / USUAL_STEP));
        (score.0, score.1, score.2, self.against(), self.unread(), [bad, odd], self.order)
    }

    /// Bytes behind a length that leads nowhere.
    #[must_use]
    pub const fn unread(&self) -> u64 {
        if matches!(self.tail, Edge::Broken(_)) { self.trailer } else { 0 }
    }

    /// Bytes of the records, and of the copybook's, where all of them are shorter than that.
    #[must_use]
    pub fn too_short(&self) -> Option<(u64, u64)> {
        let wanted = self.length + self.before;
        match self.cut {
            Cut::Fixed(length) if length < wanted => Some((length, wanted)),
            _ => None,
        }
    }

    /// Whether both tell the same records apart.
    #[must_use]
    pub fn is_cut_as(&self, other: &Self) -> bool {
        (&self.cut, self.header, self.before) == (&other.cut, other.header, other.before)
    }

    /// Whether the copybook leaves much of each record: more than a third.
    fn leaves_much(&self) -> bool {
        matches!(self.cut, Cut::Fixed(length) if 3 * self.length < 2 * length)
    }

    /// Whether records have about the copybook's length, and that divides the size.
    #[must_use]
    pub fn is_near(&self) -> bool {
        matches!(self.cut, Cut::Fixed(length) if length.abs_diff(self.length) <= MOST_BEFORE)
            && (self.led.to_the_end, self.header, self.before) == (true, 0, 0)
    }

    /// Whether it has several of the other's records as one.
    #[must_use]
    pub fn is_multiple_of(&self, other: &Self) -> bool {
        let (Cut::Fixed(length), Cut::Fixed(part)) = (&self.cut, &other.cut) else { return false };
        length > part && length % part == 0 && self.header % part == other.header % part
    }

    /// Whether the scores of both are the same, as far as they show anything.
    #[must_use]
    pub fn is_level(&self, other: &Self) -> bool {
        let near = |one: u64, other: u64, step: u64| one.abs_diff(other) < step;
        if self.is_cut_as(other) && self.setting.is_ebcdic() == other.setting.is_ebcdic() {
            let odd = self.counts.odd.abs_diff(other.counts.odd);
            let fits = near(self.counts.fit(), other.counts.fit(), STEP);
            return self.counts.bad == other.counts.bad && odd <= self.counts.odd / 10 && fits;
        }
        near(self.weight(), other.weight(), STEP)
            && near(self.counts.usual_share(), other.counts.usual_share(), USUAL_STEP)
    }
}
