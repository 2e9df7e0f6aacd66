//! A file of records of one length in which bytes were lost, or added: from a record on, all stands beside where it stood before.
//!
//! In: a file and the best way to read it. Out: the record, by how many bytes, and the records before it. Nothing is drafted from what
//! follows: it reads well only by chance. Refuses files that end with a whole record: there nothing is lost, or as much is added.

use std::path::Path;

use super::cuts::{Candidate, Cut, evenly};
use super::reader::Reader;
use super::reading::Reading;
use super::rest::Edge;
use super::search::{MANY, Search};
use super::without;
use crate::finding::Code;
use crate::host::Host;
use crate::inspect::sample::{self, Sample};
use crate::run::Stop;

/// Bytes that may be lost or added.
const MOST: i64 = 16;
/// Records that are looked at: these at each end, and so many between.
const ENDS: u64 = 8;
const BETWEEN: usize = 64;
/// So much more a record is worth where it stands than beside.
const CLEAR: u64 = 20;
/// Of ten records that tell, so many do before the place, and behind it.
const SURE: usize = 9;
/// Fewer records show nothing of what follows, and fewer before it nothing of the draft.
const LEAST: usize = 4;
const FEW: u64 = 8;
/// Bytes that are read at once to find the place.
const PIECE: u64 = 64 << 10;

/// From a record on all stands beside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shift {
    /// The first such record, from 1.
    pub record: u64,
    /// Where it should begin.
    pub at: u64,
    /// By how many bytes it and those behind it stand further right; below zero: left.
    pub by: i64,
    /// Where the first record of the file begins.
    pub header: u64,
    /// Records before it, from all over them; if these are few, those behind it as they should stand.
    pub records: Vec<Vec<u8>>,
}

impl Shift {
    /// It, for people.
    #[must_use]
    pub fn told(&self, file: &str) -> Stop {
        let side = if self.by > 0 { "right" } else { "left" };
        let args = vec![file.into(), self.record.into(), self.at.into(), self.by.unsigned_abs().into(), side.into()];
        Stop::new(Code::RecordsShift, args)
    }
}

/// Where the records of a file shift, if they do; at most so many records before that.
fn of(
    host: &dyn Host,
    path: &Path,
    sample: &Sample,
    (reading, reader): (&Reading, &Reader),
    most: usize,
) -> Result<Option<Shift>, Stop> {
    let (Cut::Fixed(length), Some(size)) = (&reading.cut, sample.stored.length) else { return Ok(None) };
    if (reading.header, reading.trailer) == (0, 0) || *length == 0 {
        return Ok(None);
    }
    let opened = sample::open(host, path)?;
    let file = File { opened, reader, length: *length, size, before: reading.before };
    // Of bytes that are lost soon, the best way is that of what follows.
    for header in [0, reading.header] {
        if let Some((record, by)) = file.shift(header)? {
            let at = header + record * length;
            // The last one before it is damaged as a rule. Of a few alone nothing could be drafted: those behind are read where they
            // stand.
            let is_few = record < FEW;
            let (all, by_now) = if is_few { (record + 1..file.whole(header), by) } else { (0..record - 1, 0) };
            let wanted = evenly(&all.collect::<Vec<u64>>(), most);
            let records = wanted.into_iter().filter_map(|number| file.record(header, number, by_now).transpose());
            let records = records.collect::<Result<_, Stop>>()?;
            return Ok(Some(Shift { record: record + 1, at, by, header, records }));
        }
        if reading.header == 0 {
            break;
        }
    }
    Ok(None)
}

/// Brings the reading to the front of which only the records before a place stand where it says, if nothing else reads; what is
/// behind that place is no more looked at.
///
/// # Errors
/// As [`sample::open`], reading a file and [`super::trial::tried`].
pub fn first(
    (host, path): (&dyn Host, &Path),
    search: &Search<'_>,
    found: &mut [(Reading, Candidate, usize)],
    reads: impl Fn(&[(Reading, Candidate, usize)]) -> bool,
) -> Result<Option<Shift>, Stop> {
    let looked_at = if reads(found) { 1 } else { found.len() };
    for at in 0..looked_at {
        let (reading, candidate, reader) = &mut found[at];
        let reader = &search.readers[*reader];
        let shift = of(host, path, search.sample, (reading, reader), MANY)?;
        let Some(shift) = shift.filter(|shift| !shift.records.is_empty()) else { continue };
        candidate.records.clone_from(&shift.records);
        (reading.header, candidate.header) = (shift.header, shift.header);
        (reading.counts, reading.records) = reader.score(&without(&shift.records, reading.before))?;
        if shift.header == 0 {
            reading.head = Edge::NoRecord;
        }
        reading.tail = Edge::Piece;
        if reads(&found[at..=at]) {
            found[..=at].rotate_right(1);
            return Ok(Some(shift));
        }
    }
    Ok(None)
}

/// A file, and what reads its records.
struct File<'a> {
    opened: sample::Opened<'a>,
    reader: &'a Reader,
    length: u64,
    size: u64,
    before: u64,
}

impl File<'_> {
    /// A record as it stands, or so many bytes further right; none where the file ends before it does.
    fn record(&self, header: u64, number: u64, by: i64) -> Result<Option<Vec<u8>>, Stop> {
        let Some(at) = (header + number * self.length).checked_add_signed(by) else { return Ok(None) };
        if at + self.length > self.size {
            return Ok(None);
        }
        self.opened.read_at(at, self.length).map(Some)
    }

    /// What these records are worth, each by the description that suits it best; nothing where there is none.
    fn worth(&self, header: u64, numbers: &[u64], by: i64) -> Result<Vec<(u64, u64)>, Stop> {
        let skipped = usize::try_from(self.before).unwrap_or(0);
        let records: Vec<Option<Vec<u8>>> =
            numbers.iter().map(|number| self.record(header, *number, by)).collect::<Result<_, Stop>>()?;
        let there: Vec<&[u8]> = records.iter().flatten().map(|record| &record[skipped.min(record.len())..]).collect();
        let mut worth = self.reader.worth(&there)?.into_iter();
        Ok(records.iter().map(|record| record.as_ref().and_then(|_| worth.next()).unwrap_or_default()).collect())
    }

    /// For which place each of these records speaks: its own, the other, or neither.
    fn votes(&self, header: u64, numbers: &[u64], by: i64) -> Result<Vec<i8>, Stop> {
        let (own, other) = (self.worth(header, numbers, 0)?, self.worth(header, numbers, by)?);
        // Where both are worth as much, digits that decode are no chance.
        let vote = |(own, other): (&(u64, u64), &(u64, u64))| match own.0.abs_diff(other.0) {
            CLEAR.. => i8::from(other.0 > own.0) - i8::from(own.0 > other.0),
            _ => i8::from(other.1 > own.1) - i8::from(own.1 > other.1),
        };
        Ok(own.iter().zip(&other).map(vote).collect())
    }

    /// Whole records: bytes that are lost leave less of the last one, bytes that are added more.
    const fn whole(&self, header: u64) -> u64 {
        (self.size.saturating_sub(header) / self.length).saturating_sub(1)
    }

    /// From which record on, from 0, all stands so many bytes further right.
    fn shift(&self, header: u64) -> Result<Option<(u64, i64)>, Stop> {
        let whole = self.whole(header);
        let last: Vec<u64> = (whole.saturating_sub(ENDS)..whole).collect();
        let sum = |by: i64| Ok(self.worth(header, &last, by)?.iter().map(|(worth, _)| worth).sum::<u64>());
        let now: u64 = sum(0)?;
        let mut best = (now + CLEAR * last.len() as u64, 0);
        for by in (1..=MOST).flat_map(|by| [-by, by]) {
            let there = sum(by)?;
            if there > best.0 {
                best = (there, by);
            }
        }
        let by = best.1;
        if by == 0 {
            return Ok(None);
        }
        let mut probes: Vec<u64> = (0..ENDS.min(whole)).chain(last).collect();
        probes.extend(evenly(&(0..whole).collect::<Vec<u64>>(), BETWEEN));
        probes.sort_unstable();
        probes.dedup();
        let Some((before, behind)) = parted(&probes, &self.votes(header, &probes, by)?) else { return Ok(None) };
        Ok(Some((self.place(header, (before, behind), by)?, by)))
    }

    /// The first record that stands beside: one behind a record that does not, at most at one that does.
    fn place(&self, header: u64, (mut before, mut behind): (u64, u64), by: i64) -> Result<u64, Stop> {
        let piece = (PIECE / self.length).clamp(2, 64);
        while behind - before > piece {
            let middle = before + (behind - before) / 2;
            let around: Vec<u64> = (middle..(middle + 4).min(behind)).collect();
            let sum: i8 = self.votes(header, &around, by)?.iter().sum();
            if sum > 0 { behind = middle } else { before = middle }
        }
        // The place at which most records on both sides speak for theirs.
        let all: Vec<u64> = (before..=behind).collect();
        let votes = self.votes(header, &all, by)?;
        let fits = |at: &usize| -> i64 {
            let of = |votes: &[i8]| votes.iter().map(|vote| i64::from(*vote)).sum::<i64>();
            of(&votes[*at..]) - of(&votes[..*at])
        };
        let best = (1..all.len()).max_by_key(|at| (fits(at), std::cmp::Reverse(*at))).unwrap_or(0);
        Ok(all[best])
    }
}

/// The last record that speaks for its own place and the first behind it that speaks for the other, where nearly all before
/// and behind do so.
fn parted(probes: &[u64], votes: &[i8]) -> Option<(u64, u64)> {
    let count = |votes: &[i8], vote: i8| votes.iter().filter(|one| **one == vote).count();
    let fits = |at: &usize| count(&votes[..*at], -1) + count(&votes[*at..], 1);
    let at = (1..votes.len()).max_by_key(fits)?;
    let (own, other) = (count(&votes[..at], -1), count(&votes[at..], 1));
    let telling = votes.iter().filter(|vote| **vote != 0).count();
    let is_sure = own > 0 && other >= LEAST && (own + other) * 10 >= SURE * telling;
    let before = votes[..at].iter().rposition(|vote| *vote < 0)?;
    let behind = at + votes[at..].iter().position(|vote| *vote > 0)?;
    is_sure.then(|| (probes[before], probes[behind]))
}
