//! One way to tell records apart, followed as far as a sample goes, by the framer of a run.
//!
//! In: the beginning of a file, the rules of its lengths, and where the first one stands. Out: a candidate: the records, how far
//! lengths lead, and what is left behind them. Refuses to know what a record means.

use std::ops::Range;

use super::breaks::{self, Open, Swallowing};
use super::cuts::{Candidate, Cut, LEAST, LONGER, Led, Proof, evenly};
use super::rest::{self, Begun, Broken, Edge, Solid};
use crate::extractors::RecordSpan;
use crate::extractors::frame::descriptors::{DescribedFramer, Descriptors, Lengths};
use crate::extractors::frame::lengths::{WORD, Why};
use crate::extractors::frame::{Frame, Framed};
use crate::inspect::sample::Sample;

/// Bytes behind the last record of a chain that may be no record.
const MOST_TRAILER: u64 = 64;
/// More places of records are not kept: of longer files every second one, then every fourth.
const KEPT: usize = 4096;

/// Follows the lengths of a file's beginning by these rules; with whether any record stands in several pieces. None where
/// they lead nowhere.
#[must_use]
pub fn follow(
    sample: &Sample,
    cut: &Cut,
    rules: &Descriptors,
    start: u64,
    (proof, most): (Proof, usize),
) -> Option<(Candidate, bool)> {
    walked(sample, (cut, rules), From { start, block_end: 0 }, (proof, most))
}

/// Where a chain begins.
#[derive(Debug, Clone, Copy)]
pub struct From {
    /// The place of its first record, or block.
    pub start: u64,
    /// Where the block ends that is open there; before `start`: none is.
    pub block_end: usize,
}

/// The same from a record within its block on.
#[must_use]
pub fn from(sample: &Sample, cut: &Cut, rules: &Descriptors, from: From, most: usize) -> Option<(Candidate, bool)> {
    walked(sample, (cut, rules), from, (Proof::Many, most))
}

fn walked(
    sample: &Sample,
    (cut, rules): (&Cut, &Descriptors),
    From { start, block_end }: From,
    (proof, most): (Proof, usize),
) -> Option<(Candidate, bool)> {
    let window = sample.windows.first()?;
    let bytes = window.bytes.as_slice();
    let at = usize::try_from(start).ok().filter(|at| *at < bytes.len())?;
    let mut framer = DescribedFramer::new(rules, bytes, (at, block_end), window.is_last);
    let solid = Solid::of(sample).filter(|_| window.is_last);
    let mut chain = Chain::new((cut, rules, bytes), start, solid);
    let (trailer, tail) = match chain.end(&mut framer) {
        None => (0, Edge::NoRecord),
        Some(lost) => chain.rest(&framer, lost, (proof, window.is_last))?,
    };
    if !chain.shows(&framer, tail, window.is_last) {
        return None;
    }
    chain.led.to_the_end = window.is_last && !matches!(tail, Edge::Broken(_));
    let (led, in_pieces, records) = (chain.led, chain.in_pieces, chain.records(most));
    Some((Candidate { cut: *cut, header: start, trailer, tail, led, records }, in_pieces))
}

/// Records that follow one another by their lengths.
struct Chain<'a> {
    cut: &'a Cut,
    rules: &'a Descriptors,
    bytes: &'a [u8],
    /// Where it begins.
    start: u64,
    solid: Option<Solid>,
    led: Led,
    /// How far it led before the last record, and where that begins.
    before: (Led, usize),
    /// From where to where records stand, evenly from all of them.
    kept: Vec<(usize, usize)>,
    /// Of so many records one is kept.
    stride: u64,
    begun: Begun,
    in_pieces: bool,
    open: Open,
    swallowing: Swallowing,
    /// A length that is wrong, since the record has others in it.
    swallowed: Option<Broken>,
}

impl<'a> Chain<'a> {
    fn new((cut, rules, bytes): (&'a Cut, &'a Descriptors, &'a [u8]), start: u64, solid: Option<Solid>) -> Self {
        let led = Led { shortest: u64::MAX, ..Led::default() };
        Self {
            cut,
            rules,
            bytes,
            start,
            solid,
            led,
            before: (led, usize::try_from(start).unwrap_or(usize::MAX)),
            kept: Vec::new(),
            stride: 1,
            begun: Begun::default(),
            in_pieces: false,
            open: Open::default(),
            swallowing: Swallowing::default(),
            swallowed: None,
        }
    }

    /// Where what is no record begins; none where records, or one that is cut, end the bytes.
    fn end(&mut self, framer: &mut DescribedFramer<'_>) -> Option<usize> {
        // A block says how much of it is records: what is in one fills nothing up.
        let filled = self.solid.filter(|_| self.rules.blocks.is_none()).map_or(u64::MAX, |solid| solid.from);
        loop {
            match framer.next(usize::MAX) {
                Framed::Record(span) if u64::from(span.start) >= filled => return Some(span.start as usize),
                Framed::Record(span) if !self.takes(framer, span) => return Some(span.start as usize),
                Framed::Record(_) => {}
                Framed::End { .. } | Framed::Cut { .. } => return None,
                Framed::Lost { start: lost } | Framed::Unclosed { start: lost, .. } => return Some(lost),
            }
        }
    }

    /// Takes the next record; false for one that has others in it.
    fn takes(&mut self, framer: &DescribedFramer<'_>, span: RecordSpan) -> bool {
        let (from, to) = (span.start as usize, (span.start + span.len) as usize);
        let pieces = self.rules.pieces(&self.bytes[from..to]);
        self.in_pieces |= pieces.len() > 1;
        let is_other_block = self.open.see(framer, self.led);
        if let ([piece], Cut::Words { .. }) = (&pieces[..], self.cut)
            && let Some(at) = self.swallowing.of(self.rules, &self.bytes[from..to][piece.clone()], self.led)
        {
            self.swallowed = Some(breaks::swallowed(framer, (from, at), (self.led, self.open)));
            return false;
        }
        self.before = (self.led, from);
        let length = pieces.iter().map(Range::len).sum::<usize>() as u64;
        self.keep(from, to);
        self.begun.add(self.solid, &self.bytes[from..to]);
        let led = &mut self.led;
        led.blocks += u64::from(is_other_block);
        (led.shortest, led.longest) = (led.shortest.min(length), led.longest.max(length));
        led.records += 1;
        led.bytes = u64::from(span.next) - self.start;
        true
    }

    fn keep(&mut self, from: usize, to: usize) {
        if self.led.records.is_multiple_of(self.stride) {
            self.kept.push((from, to));
        }
        if self.kept.len() > KEPT {
            self.kept = self.kept.iter().step_by(2).copied().collect();
            self.stride *= 2;
        }
    }

    /// How many bytes are left from this place on, and what they are; none where the chain leads nowhere.
    fn rest(
        &mut self,
        framer: &DescribedFramer<'_>,
        lost: usize,
        (proof, is_last): (Proof, bool),
    ) -> Option<(u64, Edge)> {
        self.in_pieces |= goes_on(self.rules, &self.bytes[lost..]);
        // What fills a file up may read as the length of a block, of which nothing is a record.
        let after = usize::try_from(self.start + self.led.bytes).unwrap_or(usize::MAX);
        let is_filled =
            lost == after.saturating_add(WORD) && self.solid.is_some_and(|solid| solid.from <= after as u64);
        let rest = if is_filled { after } else { lost }..self.bytes.len();
        let giant = self.giant();
        let broken = self.swallowed.or_else(|| breaks::broken(framer, self.cut, (self.led, self.open), giant));
        let told = |one: Broken| (rest.len() as u64, Edge::Broken(one));
        // Where others lead on behind it, it is wrong for sure; else nothing else may explain it.
        let sure = broken.filter(|one| one.lost.again.is_some()).map(told);
        let wanted = if proof == Proof::Few { LEAST } else { 4 * LEAST };
        let by_records = || broken.filter(|one| one.records >= wanted).map(told);
        let found = sure.or_else(|| self.left(framer, rest.clone(), is_last)).or_else(by_records)?;
        if let (Edge::Broken(_), Some((before, from))) = (found.1, giant) {
            self.led = before;
            self.kept.retain(|(at, _)| *at < from);
        }
        Some(found)
    }

    /// The last record, where it is far longer than all others and leads to none: then its own length is wrong.
    fn giant(&self) -> Option<(Led, usize)> {
        let (before, _) = self.before;
        let is_giant = self.led.longest > LONGER * before.longest && before.records > 0;
        (self.swallowed.is_none() && is_giant).then_some(self.before)
    }

    /// How many bytes the chain leaves, and what they are; none where it does not lead to the file's end. What fills the file up
    /// may be of any length, and so may a record whose length says that the file ends in it.
    fn left(&self, framer: &DescribedFramer<'_>, rest: Range<usize>, is_last: bool) -> Option<(u64, Edge)> {
        let (lost, left) = (rest.start, rest.len() as u64);
        let is_open = self.rules.blocks.is_some() && framer.block_end() > lost && framer.at() == lost;
        let tail = rest::tail(self.solid.filter(|_| !is_open), (lost as u64, left), self.begun);
        let no = framer.lost().map(|lost| lost.no);
        let is_usual = |length: i64| is_open || length.unsigned_abs() <= LONGER * self.led.longest;
        let is_cut = match no.map(|no| (no.why, no.found)) {
            Some((Why::BlockCut, _)) => true,
            Some((Why::SourceEnd, length)) => length.is_none_or(is_usual),
            _ => false,
        };
        let is_short = match self.rules.record {
            Lengths::Counted(_) => left < self.rules.longest as u64,
            _ => left <= MOST_TRAILER,
        };
        let is_sure = is_cut || matches!(tail, Edge::Fill(_) | Edge::Alike(_));
        // Two bytes are a length by chance more often than four.
        let least = if is_sure && !matches!(self.cut, Cut::Prefix { .. }) { LEAST } else { 4 * LEAST };
        let leads = self.led.records >= least && (is_sure || is_short && !is_open);
        // A block that is cut where a record of it should begin leaves nothing, and is cut all the same.
        (is_last && leads).then_some((left, if is_open { Edge::Piece } else { tail }))
    }

    /// Whether there are enough records, and blocks, to be no chance.
    fn shows(&self, framer: &DescribedFramer<'_>, tail: Edge, is_last: bool) -> bool {
        let led = self.led;
        // Lengths of nothing lead anywhere.
        let is_few = led.records < LEAST && !(led.records == 1 && is_last) || led.longest == 0;
        // A block that ends behind all that was seen may be no block.
        let is_led_on = matches!(tail, Edge::Broken(one) if one.lost.again.is_some());
        let is_beyond = self.rules.blocks.is_some() && framer.block_end() > self.bytes.len();
        let is_one_block = led.blocks < 2 && is_beyond && !is_led_on;
        // A word before every record of one length may be chance, and two bytes of zero are no length.
        let is_alone = matches!(self.cut, Cut::FixedInBlocks(..)) && 2 * led.blocks > led.records;
        let is_nothing = matches!(self.cut, Cut::Prefix { .. }) && led.shortest == 0;
        !(is_few || is_one_block || is_alone || is_nothing)
    }

    /// At most so many of the records, without what tells them apart.
    fn records(&self, most: usize) -> Vec<Vec<u8>> {
        let body = |(from, to): (usize, usize)| {
            let whole = &self.bytes[from..to];
            self.rules.pieces(whole).into_iter().flat_map(|piece| whole[piece].iter().copied()).collect()
        };
        evenly(&self.kept, most).into_iter().map(body).collect()
    }
}

/// Whether the segment at which a chain ends is said to go on in another one.
fn goes_on(rules: &Descriptors, bytes: &[u8]) -> bool {
    let Lengths::Spanned(word) = rules.record else { return false };
    bytes.first_chunk().is_some_and(|bytes| word.segment(*bytes).is_ok_and(|(segment, _)| segment.goes_on()))
}
