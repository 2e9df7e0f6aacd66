//! The search: every way to tell records apart, with each way to read them, the best first.
//!
//! In: a sample and a copybook. Out: readings with their scores. First all ways are tried on few records, then places and
//! dialects around the best, then the best on many records: so a file of any size answers at once. Refuses to decide
//! between two that hold: both are there, with their scores.

use super::budget::{self, Budget};
use super::cuts::{self, Candidate, Cut, MOST_BEFORE, Proof};
use super::ends;
use super::reader::{self, Reader};
use super::reading::Reading;
use super::regular;
use super::rest::Edge;
use super::shelf::{Flavour, Shelf};
use super::translated;
use super::trial::{self, Fills, Setting};
use super::without;
use crate::inspect::sample::Sample;
use crate::run::Stop;
use crate::run::plan::Plan;

/// Records of the first round, of those around the best, and of the last.
const FEW: usize = 16;
pub(super) const SOME: usize = 48;
pub(super) const MANY: usize = 400;
/// Of a thousand values so many decode where nothing else is looked for.
const GOOD: u64 = 985;
/// Ways that are looked at again.
const AROUND: usize = 10;
const NEAR: usize = 12;
const LAST: usize = 8;
/// Hundredths of what may be decoded that are kept behind each round for the next.
const KEPT: [u64; 4] = [60, 60, 60, 10];
/// Readings that are kept.
pub const TOLD: usize = 6;

/// What is read, and how it may be read.
pub struct Search<'a> {
    /// The copybook.
    pub shelf: &'a Shelf,
    /// What was read of the file.
    pub sample: &'a Sample,
    /// Every setting of every encoding that is tried.
    pub readers: Vec<Reader>,
    /// What may be decoded.
    pub budget: &'a Budget,
}

/// A candidate, read by one of the readers.
#[derive(Clone)]
struct Scored {
    candidate: usize,
    reader: usize,
    before: u64,
    reading: Reading,
}

impl<'a> Search<'a> {
    /// With these encodings.
    #[must_use]
    pub fn new(shelf: &'a Shelf, sample: &'a Sample, encodings: &[&str], budget: &'a Budget) -> Self {
        let readers = encodings.iter().flat_map(|encoding| reader::all(shelf, encoding)).collect();
        Self { shelf, sample, readers, budget }
    }

    /// The readings, the best first, each with the records that it was judged by.
    ///
    /// # Errors
    /// As [`trial::tried`].
    pub fn readings(&self, proof: Proof) -> Result<Vec<(Reading, Candidate, usize)>, Stop> {
        let mut own: Vec<u64> = self.readers.iter().map(|reader| reader.length).collect();
        own.sort_unstable();
        own.dedup();
        let mut candidates = self.candidates(&own, proof);
        let firsts = self.firsts();
        let mut scored = Vec::new();
        self.budget.keep(KEPT[0]);
        for candidate in 0..candidates.len() {
            for reader in &firsts {
                if self.suits(&candidates[candidate], *reader) {
                    scored.extend(self.scored(&candidates, (candidate, *reader, 0), FEW)?);
                }
            }
        }
        sort(&mut scored);
        if scored.first().is_none_or(|best| best.reading.weight() < GOOD) {
            self.budget.keep(KEPT[1]);
            self.shifted(&mut candidates, &mut scored)?;
        }
        self.budget.keep(KEPT[2]);
        self.in_dialects(&candidates, &mut scored)?;
        self.budget.keep(KEPT[3]);
        self.settled(&candidates, scored)
    }

    /// Bytes of the copybook's shortest record; 0 where records count their tables themselves.
    #[must_use]
    pub fn shortest(&self) -> u64 {
        let length = |reader: &Reader| if reader.varies() { 0 } else { reader.length };
        self.readers.iter().map(length).min().unwrap_or(0)
    }

    /// As many of these records, from all over them, as one trial may have and more may be decoded of.
    #[must_use]
    pub fn affordable(&self, reader: &Reader, records: &[Vec<u8>], most: usize) -> Vec<Vec<u8>> {
        let longest = records.iter().map(Vec::len).max().unwrap_or(0);
        let trials = if most > SOME { budget::LAST } else { budget::TRIALS };
        let some = cuts::evenly(records, self.budget.records(most, reader.cost(longest), trials));
        let is_there = self.budget.take(reader.cost(some.iter().map(Vec::len).sum()));
        if is_there { some } else { Vec::new() }
    }

    /// The first reader of each encoding, dialect, decimal mark and byte order, and those of other layouts: of two dialects one may read
    /// every sign, and the other none.
    fn firsts(&self) -> Vec<usize> {
        let mut known: Vec<(&str, Flavour, Option<&str>, u64)> = Vec::new();
        let mut firsts = Vec::new();
        for (at, reader) in self.readers.iter().enumerate() {
            let Setting { encoding, binary, .. } = &reader.setting;
            let key = (encoding.as_str(), reader.setting.flavour(), *binary, reader.length);
            if !known.contains(&key) {
                known.push(key);
                firsts.push(at);
            }
        }
        firsts
    }

    fn candidates(&self, own: &[u64], proof: Proof) -> Vec<Candidate> {
        let mut found = cuts::chains(self.sample, own, (proof, MANY));
        let chained = found.iter().any(|one| one.led.to_the_end && one.led.records > 2 && one.header == 0);
        let lengths = regular::lengths(self.sample, own, chained);
        found.extend(lengths.iter().filter_map(|length| regular::fixed(self.sample, *length, 0, MANY)));
        let is_ebcdic = |ebcdic: bool| self.readers.iter().any(|reader| reader.setting.is_ebcdic() == ebcdic);
        for ebcdic in [false, true].into_iter().filter(|ebcdic| is_ebcdic(*ebcdic)) {
            found.extend(regular::lines(self.sample, self.lines(), ebcdic, MANY));
        }
        found.extend(self.readers.iter().filter_map(|reader| self.counted(reader)));
        found
    }

    /// Bytes of the longest record of any reader, and the least that a description of one reads.
    fn lines(&self) -> (u64, u64) {
        let lines = self.readers.iter().map(Reader::lines);
        lines.reduce(|(longest, least), one| (longest.max(one.0), least.min(one.1))).unwrap_or_default()
    }

    /// Records whose lengths follow from what they count.
    fn counted(&self, reader: &Reader) -> Option<Candidate> {
        cuts::counted(self.sample, self.counting(reader)?.descriptors()?, MANY)
    }

    /// The plan that reads them so.
    pub(super) fn counting(&self, reader: &Reader) -> Option<Plan> {
        let [(variant, _)] = &reader.plans[..] else { return None };
        trial::plan_with(self.shelf, &reader.setting, variant, (Fills::Left, "{end: counters}"))
    }

    /// Whether a reader may read what a candidate gives.
    fn suits(&self, candidate: &Candidate, reader: usize) -> bool {
        let reader = &self.readers[reader];
        match candidate.cut {
            // Another dialect has other sizes: its own length belongs to it alone.
            Cut::Fixed(length) => length + MOST_BEFORE >= reader.length,
            Cut::Counters => reader.plans[0].1.kinds[0].variable.is_some(),
            _ => true,
        }
    }

    /// The packed fields of a candidate that look translated, as far as more may be decoded: TL0097.
    #[must_use]
    pub fn translated(&self, (reading, candidate, reader): &(Reading, Candidate, usize)) -> Option<Stop> {
        let reader = &self.readers[*reader];
        self.budget.keep(0);
        let records = self.affordable(reader, &without(&candidate.records, reading.before), SOME);
        let (variants, rows) = reader.by_variant(&records).ok()?;
        translated::of(&reader.tried(&records).ok()?, (&variants, &rows), &records, &reader.setting)
    }

    /// A candidate, read in one way; none where no more may be decoded.
    fn scored(
        &self,
        candidates: &[Candidate],
        (candidate, reader, before): (usize, usize, u64),
        most: usize,
    ) -> Result<Option<Scored>, Stop> {
        let (of, with) = (&candidates[candidate], &self.readers[reader]);
        let skipped = usize::try_from(before).unwrap_or(0);
        let records = self.affordable(with, &of.records, most);
        if records.is_empty() {
            return Ok(None);
        }
        let records: Vec<&[u8]> = records.iter().map(|record| record.get(skipped..).unwrap_or_default()).collect();
        let (counts, records) = with.score(&records)?;
        let reading = Reading {
            cut: of.cut,
            header: of.header,
            trailer: of.trailer,
            head: Edge::NoRecord,
            tail: of.tail,
            before,
            setting: with.setting.clone(),
            led: of.led,
            counts,
            records,
            order: with.order,
            length: with.length,
            named: with.named,
            varies: with.varies(),
            pads: false,
        };
        Ok(Some(Scored { candidate, reader, before, reading }))
    }

    /// The best ways with other places for the first byte: of the file, or of each record.
    fn shifted(&self, candidates: &mut Vec<Candidate>, scored: &mut Vec<Scored>) -> Result<(), Stop> {
        // Those of about the copybook's length are looked at whatever they come to: a byte off, nothing decodes.
        let is_near = |one: &Scored| {
            let own = self.readers[one.reader].length;
            matches!(one.reading.cut, Cut::Fixed(length) if length.abs_diff(own) <= MOST_BEFORE)
        };
        let (first, others) = scored.split_at(scored.len().min(AROUND));
        let near = others.iter().filter(|one| is_near(one)).take(NEAR);
        let around: Vec<Scored> = first.iter().chain(near).cloned().collect();
        let mut starts: Vec<(u64, u64)> = Vec::new();
        for one in &around {
            for by in 1..=MOST_BEFORE {
                if let Cut::Fixed(length) = one.reading.cut {
                    let spare = length.saturating_sub(self.readers[one.reader].length);
                    if by <= spare {
                        scored.extend(self.scored(candidates, (one.candidate, one.reader, by), SOME)?);
                    }
                    if !starts.contains(&(length, by)) {
                        starts.push((length, by));
                        candidates.extend(regular::fixed(self.sample, length, by, MANY));
                    }
                    let is_it = |other: &Candidate| other.cut == one.reading.cut && other.header == by;
                    if let Some(at) = candidates.iter().position(is_it) {
                        scored.extend(self.scored(candidates, (at, one.reader, 0), SOME)?);
                    }
                } else {
                    scored.extend(self.scored(candidates, (one.candidate, one.reader, by), SOME)?);
                }
            }
        }
        sort(scored);
        Ok(())
    }

    /// The best ways with every other setting of their encoding.
    fn in_dialects(&self, candidates: &[Candidate], scored: &mut Vec<Scored>) -> Result<(), Stop> {
        // Records that are told apart in one way are looked at once for each encoding, with whatever setting they came first.
        let mut known = Vec::new();
        let mut is_new = |one: &&Scored| {
            let of = (one.candidate, one.before, one.reading.setting.encoding.clone());
            let is_new = !known.contains(&of);
            known.extend(is_new.then_some(of));
            is_new
        };
        let best: Vec<Scored> = scored.iter().filter(|one| is_new(one)).take(LAST / 2).cloned().collect();
        for one in &best {
            for (at, reader) in self.readers.iter().enumerate() {
                let is_other = at != one.reader && reader.setting.encoding == one.reading.setting.encoding;
                if is_other && self.suits(&candidates[one.candidate], at) {
                    scored.extend(self.scored(candidates, (one.candidate, at, one.before), SOME)?);
                }
            }
        }
        sort(scored);
        Ok(())
    }

    /// The best, judged by many records.
    fn settled(&self, candidates: &[Candidate], scored: Vec<Scored>) -> Result<Vec<(Reading, Candidate, usize)>, Stop> {
        let mut last: Vec<Scored> = Vec::new();
        let mut near = 0;
        for one in scored {
            let is_known = |known: &Scored| known.reader == one.reader && known.reading.is_cut_as(&one.reading);
            let is_multiple = |known: &Scored| one.reading.is_multiple_of(&known.reading);
            // A length of about the copybook's own that divides the size is worth a look even where little decodes:
            // a field may slide.
            let is_near = one.reading.is_near() && near < LAST / 2;
            if (last.len() < LAST || is_near) && !last.iter().any(is_known) && !last.iter().any(is_multiple) {
                near += usize::from(last.len() >= LAST);
                let again = self.scored(candidates, (one.candidate, one.reader, one.before), MANY)?;
                let again = again.unwrap_or(one);
                let with = &self.readers[again.reader];
                let (head, tail) =
                    ends::edges(self.sample, (with, &again.reading), &candidates[again.candidate].records)?;
                last.push(Scored { reading: Reading { head, tail, ..again.reading }, ..again });
            }
        }
        sort(&mut last);
        let told = |one: Scored| (one.reading, candidates[one.candidate].clone(), one.reader);
        Ok(last.into_iter().map(told).collect())
    }
}

fn sort(scored: &mut [Scored]) {
    scored.sort_by_key(|one| one.reading.key());
}
