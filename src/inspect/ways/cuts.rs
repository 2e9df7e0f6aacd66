//! The ways to tell records apart that a file may have, each followed as far as its sample goes.
//!
//! In: a sample. Out: candidates with the records that they give, and how far they lead. Lengths are followed by the framer of
//! a run. Refuses to know what a record means.

use std::ops::Range;

use super::breaks::{self, Open, Swallowing};
use super::rest::{self, Begun, Broken, Edge, Solid};
use crate::extractors::frame::descriptors::{Blocks, DescribedFramer, Descriptors, Lengths};
use crate::extractors::frame::lengths::{LengthField, LengthWord, Number, WORD, Why};
use crate::extractors::frame::{Frame, Framed};
use crate::inspect::sample::Sample;

/// Bytes at a file's start that may be no record.
pub const MOST_BEFORE: u64 = 16;
/// Bytes behind the last record of a chain that may be no record.
const MOST_TRAILER: u64 = 64;
/// A record at the end that is so many times as long as the longest before it is none.
pub const LONGER: u64 = 4;
/// Fewer records show no chain.
pub const LEAST: u64 = 2;
/// More places of records are not kept: of longer files every second one, then every fourth.
const KEPT: usize = 4096;

/// How records are told apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cut {
    /// All have so many bytes.
    Fixed(u64),
    /// By words before them, perhaps in blocks, perhaps in segments.
    Words {
        /// Before each record.
        word: LengthWord,
        /// Before each block.
        blocks: Option<LengthWord>,
        /// Records stand in segments.
        spanned: bool,
    },
    /// All have so many bytes, in blocks with a word.
    FixedInBlocks(u64, LengthWord),
    /// By two bytes before each.
    Prefix {
        /// Whether the high byte stands first.
        big: bool,
        /// Whether they count themselves.
        counts_itself: bool,
    },
    /// By line ends.
    Lines,
    /// By what they count themselves.
    Counters,
}

/// How many records must stand before a length that leads nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// More than chance would have.
    Many,
    /// A few: nothing else reads, and what decodes must show whether they are any.
    Few,
}

/// How far a way leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Led {
    /// Records in all that was looked at, or that the file's size makes.
    pub records: u64,
    /// It was followed to the end of the file, or divides its size.
    pub to_the_end: bool,
    /// Bytes that were followed; of records of one length those of the file.
    pub bytes: u64,
    /// Bytes of the shortest record.
    pub shortest: u64,
    /// Bytes of the longest.
    pub longest: u64,
}

/// A way with the records that it gives.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// The way.
    pub cut: Cut,
    /// Bytes at the file's start that are in no record.
    pub header: u64,
    /// Bytes at its end that are in no record; of lines those of a last one that may be cut.
    pub trailer: u64,
    /// What these are, as far as their bytes show it.
    pub tail: Edge,
    /// How far it leads.
    pub led: Led,
    /// Records from all over what was read, without what tells them apart.
    pub records: Vec<Vec<u8>>,
}

/// At most so many of these, evenly from all of them.
#[must_use]
pub fn evenly<T: Clone>(all: &[T], most: usize) -> Vec<T> {
    if all.len() <= most {
        return all.to_vec();
    }
    (0..most).map(|at| all[at * (all.len() - 1) / (most - 1).max(1)].clone()).collect()
}

/// Every way in which lengths lead on; of each the first place from which they do.
#[must_use]
pub fn chains(sample: &Sample, lengths: &[u64], (proof, most): (Proof, usize)) -> Vec<Candidate> {
    let ways = ways(lengths);
    let found = ways.iter().filter_map(|cut| first(|start| chain(sample, cut, start, (proof, most)))).collect();
    without_broken(without_parts(found))
}

/// The first place from which a way leads on; a later one if that leads to the file's end over no fewer records, and the
/// first does not.
fn first(from: impl Fn(u64) -> Option<Candidate>) -> Option<Candidate> {
    let mut starts = 0..=MOST_BEFORE;
    let found = starts.by_ref().find_map(&from)?;
    let is_open = |one: &Candidate| matches!(one.tail, Edge::Piece | Edge::Broken(_));
    let is_better = |other: &Candidate| !is_open(other) && other.led.records >= found.led.records;
    if !is_open(&found) {
        return Some(found);
    }
    let better = starts.filter_map(from).find(is_better);
    Some(better.unwrap_or(found))
}

/// Chains without those that leave bytes at the file's ends where another leads from its first byte to the same end, over
/// as many records or more: what such a chain leaves out at both ends is a record.
fn without_parts(mut chains: Vec<Candidate>) -> Vec<Candidate> {
    let is_whole = |one: &Candidate| (one.header, one.trailer) == (0, 0);
    let whole = chains.iter().filter(|one| is_whole(one) && one.led.records > LEAST).map(|one| one.led.records).max();
    chains.retain(|one| is_broken(one) || is_whole(one) || whole.is_none_or(|records| records < one.led.records));
    chains
}

const fn is_broken(one: &Candidate) -> bool {
    matches!(one.tail, Edge::Broken(_))
}

/// Chains without those that break, but for those that lead about as far as any of them: what decodes shows whether they are
/// any. Blocks lead as far as the records in them.
fn without_broken(mut chains: Vec<Candidate>) -> Vec<Candidate> {
    let furthest = chains.iter().filter(|one| is_broken(one)).map(|one| one.led.bytes).max().unwrap_or(0);
    chains.retain(|one| !is_broken(one) || 2 * one.led.bytes >= furthest);
    chains
}

/// Records whose lengths follow from what they count, from the first place from which these rules lead on.
#[must_use]
pub fn counted(sample: &Sample, rules: &Descriptors, most: usize) -> Option<Candidate> {
    first(|start| follow(sample, &Cut::Counters, rules, start, (Proof::Many, most)).map(|(found, _)| found))
}

fn ways(lengths: &[u64]) -> Vec<Cut> {
    let z = [(false, true), (false, false), (true, true), (true, false)];
    let words = z.map(|(little, counts)| LengthWord::new(little, counts, 0));
    let mut ways = Vec::new();
    for spanned in [false, true] {
        for blocks in words.into_iter().map(Some).chain([None]) {
            ways.extend(words.into_iter().map(|word| Cut::Words { word, blocks, spanned }));
        }
    }
    let named = |word: &LengthWord| word.leads == word.big;
    let others = LengthWord::ALL.into_iter().filter(|word| !named(word));
    ways.extend(others.map(|word| Cut::Words { word, blocks: None, spanned: false }));
    let pairs = [(true, true), (true, false), (false, true), (false, false)];
    ways.extend(pairs.map(|(big, counts_itself)| Cut::Prefix { big, counts_itself }));
    ways.extend(lengths.iter().flat_map(|length| words.into_iter().map(|word| Cut::FixedInBlocks(*length, word))));
    ways
}

/// The framer's rules for a way that has lengths.
#[must_use]
pub fn rules(cut: &Cut) -> Option<Descriptors> {
    let longest = 2 * usize::from(u16::MAX) + WORD;
    let (record, blocks) = match *cut {
        Cut::Words { word, blocks, spanned: false } => (Lengths::Word(word), blocks),
        Cut::Words { word, blocks, spanned: true } => (Lengths::Spanned(word), blocks),
        Cut::FixedInBlocks(length, word) => (Lengths::Fixed(usize::try_from(length).ok()?), Some(word)),
        Cut::Prefix { big, counts_itself } => {
            let number = if big { Number::Big } else { Number::Little };
            let field = LengthField { header: 2, start: 0, end: 2, number, counts_itself, adjust: 0 };
            (Lengths::Field(field), None)
        }
        Cut::Fixed(_) | Cut::Lines | Cut::Counters => return None,
    };
    Some(Descriptors { record, blocks: blocks.map(Blocks::Word), longest })
}

fn chain(sample: &Sample, cut: &Cut, start: u64, wanted: (Proof, usize)) -> Option<Candidate> {
    let found = follow(sample, cut, &rules(cut)?, start, wanted)?;
    // Segments that are all whole are no segments, and blocks of one record each may be: both are said by simpler ways.
    let is_spanned = matches!(cut, Cut::Words { spanned: true, .. });
    (!is_spanned || found.1).then_some(found.0)
}

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
    let window = sample.windows.first()?;
    let bytes = window.bytes.as_slice();
    let at = usize::try_from(start).ok().filter(|at| *at < bytes.len())?;
    let mut framer = DescribedFramer::new(rules, bytes, (at, 0), window.is_last);
    let solid = Solid::of(sample).filter(|_| window.is_last);
    // A block says how much of it is records: what is in one fills nothing up.
    let filled = solid.filter(|_| rules.blocks.is_none()).map_or(u64::MAX, |solid| solid.from);
    let (mut kept, mut stride, mut begun) = (Vec::new(), 1, Begun::default());
    let mut led = Led { shortest: u64::MAX, ..Led::default() };
    let mut before = (led, at);
    let (mut in_pieces, mut blocks) = (false, 0);
    let (mut swallowing, mut swallowed, mut open) = (Swallowing::default(), None, Open::default());
    let end = loop {
        match framer.next(usize::MAX) {
            Framed::Record(span) if u64::from(span.start) >= filled => break Some(span.start as usize),
            Framed::Record(span) => {
                let (from, to) = (span.start as usize, (span.start + span.len) as usize);
                let pieces = rules.pieces(&bytes[from..to]);
                in_pieces |= pieces.len() > 1;
                let length = pieces.iter().map(Range::len).sum::<usize>() as u64;
                open.see(&framer, led);
                if let ([piece], Cut::Words { .. }) = (&pieces[..], cut)
                    && let Some(at) = swallowing.of(rules, &bytes[from..to][piece.clone()], led)
                {
                    swallowed = Some(breaks::swallowed(&framer, (from, at), (led, open)));
                    break Some(from);
                }
                before = (led, from);
                (led.shortest, led.longest) = (led.shortest.min(length), led.longest.max(length));
                begun.add(solid, &bytes[from..to]);
                if led.records.is_multiple_of(stride) {
                    kept.push((from, to));
                }
                if kept.len() > KEPT {
                    kept = kept.into_iter().step_by(2).collect();
                    stride *= 2;
                }
                blocks += u64::from(led.records == 0 || u64::from(span.start) > start + led.bytes);
                led.records += 1;
                led.bytes = u64::from(span.next) - start;
            }
            Framed::End { .. } | Framed::Cut { .. } => break None,
            Framed::Lost { start: lost } | Framed::Unclosed { start: lost, .. } => break Some(lost),
        }
    };
    let (trailer, tail) = match end {
        None => (0, Edge::NoRecord),
        Some(lost) => {
            in_pieces |= goes_on(rules, &bytes[lost..]);
            // What fills a file up may read as the length of a block, of which nothing is a record.
            let after = at + usize::try_from(led.bytes).unwrap_or(0);
            let is_filled = lost == after + WORD && solid.is_some_and(|solid| solid.from <= after as u64);
            let rest = if is_filled { after } else { lost }..bytes.len();
            // One far longer than all others leads to no record: then its own length is wrong.
            let is_giant = swallowed.is_none() && led.longest > LONGER * before.0.longest && before.0.records > 0;
            let giant = is_giant.then_some(before);
            let broken = swallowed.or_else(|| breaks::broken(&framer, cut, (led, open), giant));
            let told = |one: Broken| (rest.len() as u64, Edge::Broken(one));
            // Where others lead on behind it, it is wrong for sure; else nothing else may explain it.
            let sure = broken.filter(|one| one.lost.again.is_some()).map(told);
            let wanted = if proof == Proof::Few { LEAST } else { 4 * LEAST };
            let by_records = || broken.filter(|one| one.records >= wanted).map(told);
            let left = || left(&framer, (cut, rules), (rest.clone(), led), (solid, begun), window.is_last);
            let found = sure.or_else(left).or_else(by_records)?;
            if let (Edge::Broken(_), Some((before, from))) = (found.1, giant) {
                led = before;
                kept.retain(|(at, _)| *at < from);
            }
            found
        }
    };
    // Lengths of nothing lead anywhere.
    if led.records < LEAST && !(led.records == 1 && window.is_last) || led.longest == 0 {
        return None;
    }
    // A block that ends behind all that was seen may be no block.
    let is_led_on = matches!(tail, Edge::Broken(one) if one.lost.again.is_some());
    if blocks < 2 && rules.blocks.is_some() && framer.block_end() > bytes.len() && !is_led_on {
        return None;
    }
    // A word before every record of one length may be chance, and two bytes of zero are no length.
    let is_alone = matches!(cut, Cut::FixedInBlocks(..)) && 2 * blocks > led.records;
    if is_alone || matches!(cut, Cut::Prefix { .. }) && led.shortest == 0 {
        return None;
    }
    led.to_the_end = window.is_last && !matches!(tail, Edge::Broken(_));
    let body = |(from, to): (usize, usize)| {
        let whole = &bytes[from..to];
        rules.pieces(whole).into_iter().flat_map(|piece| whole[piece].iter().copied()).collect()
    };
    let records = evenly(&kept, most).into_iter().map(body).collect();
    Some((Candidate { cut: cut.clone(), header: start, trailer, tail, led, records }, in_pieces))
}

/// Whether the segment at which a chain ends is said to go on in another one.
fn goes_on(rules: &Descriptors, bytes: &[u8]) -> bool {
    let Lengths::Spanned(word) = rules.record else { return false };
    bytes.first_chunk().is_some_and(|bytes| word.segment(*bytes).is_ok_and(|(segment, _)| segment.goes_on()))
}

/// How many bytes a chain leaves from this place on, and what they are; none where it does not lead to the file's end. What
/// fills the file up may be of any length, and so may a record whose length says that the file ends in it.
fn left(
    framer: &DescribedFramer<'_>,
    (cut, rules): (&Cut, &Descriptors),
    (rest, led): (Range<usize>, Led),
    (solid, begun): (Option<Solid>, Begun),
    is_last: bool,
) -> Option<(u64, Edge)> {
    let (lost, left) = (rest.start, rest.len() as u64);
    let is_open = rules.blocks.is_some() && framer.block_end() > lost && framer.at() == lost;
    let tail = rest::tail(solid.filter(|_| !is_open), (lost as u64, left), begun);
    let no = framer.lost().map(|lost| lost.no);
    let is_usual = |length: i64| is_open || length.unsigned_abs() <= LONGER * led.longest;
    let is_cut = match no.map(|no| (no.why, no.found)) {
        Some((Why::BlockCut, _)) => true,
        Some((Why::SourceEnd, length)) => length.is_none_or(is_usual),
        _ => false,
    };
    let is_short = match rules.record {
        Lengths::Counted(_) => left < rules.longest as u64,
        _ => left <= MOST_TRAILER,
    };
    let is_sure = is_cut || matches!(tail, Edge::Fill(_) | Edge::Alike(_));
    // Two bytes are a length by chance more often than four.
    let is_few = led.records < if is_sure && !matches!(cut, Cut::Prefix { .. }) { LEAST } else { 4 * LEAST };
    let leads = !is_few && (is_sure || is_short && !is_open);
    // A block that is cut where a record of it should begin leaves nothing, and is cut all the same.
    (is_last && leads).then_some((left, if is_open { Edge::Piece } else { tail }))
}
