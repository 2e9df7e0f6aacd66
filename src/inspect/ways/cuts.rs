//! The ways to tell records apart that a file may have, each followed as far as its sample goes.
//!
//! In: a sample. Out: candidates with the records that they give, and how far they lead. Lengths are followed by the framer of
//! a run. Refuses to know what a record means.

use crate::extractors::frame::descriptors::{Blocks, DescribedFramer, Descriptors, Lengths};
use crate::extractors::frame::lengths::{LengthField, LengthWord, Number, WORD};
use crate::extractors::frame::{Frame, Framed};
use crate::inspect::framing::fixed_lengths;
use crate::inspect::look::EBCDIC_ENDS;
use crate::inspect::sample::Sample;

/// Bytes at a file's start that may be no record.
pub const MOST_BEFORE: u64 = 16;
/// Bytes behind the last record of a chain that may be no record.
const MOST_TRAILER: u64 = 64;
/// Fewer records show no chain.
const LEAST: u64 = 2;
/// More places of records are not kept: of longer files every second one, then every fourth.
const KEPT: usize = 4096;
/// Lengths beyond the copybook's own that are tried.
const MOST_LENGTHS: usize = 16;
/// The longest record whose length is looked for among the divisors of the size.
const LONGEST: u64 = 32_760;

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
    /// Bytes at its end that are in no record.
    pub trailer: u64,
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
pub fn chains(sample: &Sample, lengths: &[u64], most: usize) -> Vec<Candidate> {
    let ways = ways(lengths);
    let starts = 0..=MOST_BEFORE;
    let first = |cut: &Cut| starts.clone().find_map(|start| chain(sample, cut, start, most));
    without_parts(ways.iter().filter_map(first).collect())
}

/// Chains without those that leave bytes at the file's ends where another leads from its first byte to the same end, over
/// as many records or more: what such a chain leaves out at both ends is a record.
fn without_parts(mut chains: Vec<Candidate>) -> Vec<Candidate> {
    let is_whole = |one: &Candidate| (one.header, one.trailer) == (0, 0);
    let whole = chains.iter().filter(|one| is_whole(one) && one.led.records > LEAST).map(|one| one.led.records).max();
    chains.retain(|one| is_whole(one) || whole.is_none_or(|records| records < one.led.records));
    chains
}

/// Records whose lengths follow from what they count, from the first place from which these rules lead on.
#[must_use]
pub fn counted(sample: &Sample, rules: &Descriptors, most: usize) -> Option<Candidate> {
    (0..=MOST_BEFORE).find_map(|start| follow(sample, &Cut::Counters, rules, start, most)).map(|(found, _)| found)
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

fn chain(sample: &Sample, cut: &Cut, start: u64, most: usize) -> Option<Candidate> {
    let found = follow(sample, cut, &rules(cut)?, start, most)?;
    // Segments that are all whole are no segments, and blocks of one record each may be: both are said by simpler ways.
    let is_spanned = matches!(cut, Cut::Words { spanned: true, .. });
    (!is_spanned || found.1).then_some(found.0)
}

/// Follows the lengths of a file's beginning by these rules; with whether any record stands in several pieces. None where
/// they lead nowhere.
#[must_use]
pub fn follow(sample: &Sample, cut: &Cut, rules: &Descriptors, start: u64, most: usize) -> Option<(Candidate, bool)> {
    let window = sample.windows.first()?;
    let bytes = window.bytes.as_slice();
    let at = usize::try_from(start).ok().filter(|at| *at < bytes.len())?;
    let mut framer = DescribedFramer::new(rules, bytes, (at, 0), window.is_last);
    let (mut kept, mut stride) = (Vec::new(), 1);
    let mut led = Led { shortest: u64::MAX, ..Led::default() };
    let (mut in_pieces, mut blocks) = (false, 0);
    let trailer = loop {
        match framer.next(usize::MAX) {
            Framed::Record(span) => {
                let (from, to) = (span.start as usize, (span.start + span.len) as usize);
                let pieces = rules.pieces(&bytes[from..to]);
                in_pieces |= pieces.len() > 1;
                let length = pieces.iter().map(std::ops::Range::len).sum::<usize>() as u64;
                (led.shortest, led.longest) = (led.shortest.min(length), led.longest.max(length));
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
            Framed::End { .. } | Framed::Cut { .. } => break 0,
            Framed::Lost { start: lost } | Framed::Unclosed { start: lost, .. } => {
                let left = (bytes.len() as u64).saturating_sub(lost as u64);
                let in_block = rules.blocks.is_some() && framer.block_end() > bytes.len();
                if !window.is_last || in_block || left > MOST_TRAILER || led.records < 4 * LEAST {
                    return None;
                }
                break left;
            }
        }
    };
    // Lengths of nothing lead anywhere.
    if led.records < LEAST && !(led.records == 1 && window.is_last) || led.longest == 0 {
        return None;
    }
    // A block that ends behind all that was seen may be no block.
    if blocks < 2 && rules.blocks.is_some() && framer.block_end() > bytes.len() {
        return None;
    }
    // A word before every record of one length may be chance, and two bytes of zero are no length.
    let is_alone = matches!(cut, Cut::FixedInBlocks(..)) && 2 * blocks > led.records;
    if is_alone || matches!(cut, Cut::Prefix { .. }) && led.shortest == 0 {
        return None;
    }
    led.to_the_end = window.is_last;
    let body = |(from, to): (usize, usize)| {
        let whole = &bytes[from..to];
        rules.pieces(whole).into_iter().flat_map(|piece| whole[piece].iter().copied()).collect()
    };
    let records = evenly(&kept, most).into_iter().map(body).collect();
    Some((Candidate { cut: cut.clone(), header: start, trailer, led, records }, in_pieces))
}

/// Records of one length, from this byte of the file on; none where the sample has not even one.
#[must_use]
pub fn fixed(sample: &Sample, length: u64, start: u64, most: usize) -> Option<Candidate> {
    let size = sample.stored.length;
    let wide = usize::try_from(length).ok().filter(|wide| *wide > 0)?;
    let mut records = Vec::new();
    let each = (most / sample.windows.len().max(1)).max(1);
    let mut seen = 0;
    for window in &sample.windows {
        let begins = window.offset.max(start);
        let first = start + (begins - start).div_ceil(length) * length;
        let Some(skipped) = first.checked_sub(window.offset).and_then(|at| usize::try_from(at).ok()) else { continue };
        let whole: Vec<&[u8]> =
            window.bytes.get(skipped..).map(|rest| rest.chunks_exact(wide).collect()).unwrap_or_default();
        seen += whole.len() as u64;
        records.extend(evenly(&whole, each).into_iter().map(<[u8]>::to_vec));
    }
    if records.is_empty() {
        return None;
    }
    let rest = size.map(|size| size.saturating_sub(start));
    let led = Led {
        records: rest.map_or(seen, |rest| rest / length),
        to_the_end: rest.is_some_and(|rest| rest % length == 0),
        bytes: rest.unwrap_or(seen * length),
        shortest: length,
        longest: length,
    };
    let trailer = rest.map_or(0, |rest| rest % length);
    Some(Candidate { cut: Cut::Fixed(length), header: start, trailer, led, records })
}

/// Lengths that all records may have: the copybook's own, those a little longer or shorter that divide the size, other
/// divisors, and those that the bytes show, unless lengths lead through the file.
#[must_use]
pub fn lengths(sample: &Sample, own: &[u64], chained: bool) -> Vec<u64> {
    let mut found: Vec<u64> = own.to_vec();
    let most = own.iter().copied().max().unwrap_or(0);
    let add = |found: &mut Vec<u64>, length: u64| {
        if length > 0 && !found.contains(&length) {
            found.push(length);
        }
    };
    if let Some(size) = sample.stored.length {
        let divides = |length: &u64| *length > 0 && size % *length == 0;
        let near = own.iter().flat_map(|own| (1..=MOST_BEFORE).flat_map(move |by| [own + by, own.saturating_sub(by)]));
        near.filter(divides).for_each(|length| add(&mut found, length));
        // Of a record of twice the length or more, the copybook would read less than half: any bytes may decode so far.
        let wider = (most + MOST_BEFORE + 1..(2 * most).min(LONGEST).min(size / 2 + 1)).filter(divides);
        wider.take(MOST_LENGTHS).for_each(|length| add(&mut found, length));
    }
    // Where nothing divides the size, the bytes may show a length all the same.
    if !chained && sample.stored.length.is_none_or(|size| own.iter().all(|own| *own == 0 || size % own > 0)) {
        for fixed in fixed_lengths(sample).into_iter().filter(|fixed| fixed.length < 2 * most) {
            add(&mut found, fixed.length);
        }
    }
    found
}

/// Lines, where half of them or more have about the length of a record.
#[must_use]
pub fn lines(sample: &Sample, own: &[u64], is_ebcdic: bool, most: usize) -> Option<Candidate> {
    let longest = own.iter().copied().max()? + MOST_BEFORE;
    let is_end = |byte: &u8| if is_ebcdic { EBCDIC_ENDS.contains(byte) } else { *byte == b'\n' };
    let mut kept: Vec<Vec<u8>> = Vec::new();
    let mut led = Led { shortest: u64::MAX, to_the_end: sample.is_whole, ..Led::default() };
    let (mut fits, mut all) = (0_u64, 0_u64);
    let each = (most / sample.windows.len().max(1)).max(1);
    for window in &sample.windows {
        let mut lines: Vec<&[u8]> = window.bytes.split(is_end).collect();
        // What stands behind the last line end is a line of its own only if the file ends there.
        let last = lines.pop().filter(|last| window.is_last && !last.is_empty());
        lines.extend(last);
        let lines: Vec<&[u8]> = lines.into_iter().skip(usize::from(!window.starts_line)).map(without_return).collect();
        let written: Vec<&[u8]> = lines.into_iter().filter(|line| !line.is_empty()).collect();
        for line in &written {
            let length = line.len() as u64;
            (led.shortest, led.longest) = (led.shortest.min(length), led.longest.max(length));
            fits += u64::from(length <= longest && 2 * length >= own.iter().copied().min().unwrap_or(0));
            all += 1;
            led.bytes += length;
        }
        kept.extend(evenly(&written, each).into_iter().map(<[u8]>::to_vec));
    }
    let ends = sample.windows.iter().flat_map(|window| &window.bytes).filter(|byte| is_end(byte)).count();
    led.records = all;
    (ends > 0 && all > 0 && 2 * fits >= all).then_some(Candidate {
        cut: Cut::Lines,
        header: 0,
        trailer: 0,
        led,
        records: kept,
    })
}

fn without_return(line: &[u8]) -> &[u8] {
    line.strip_suffix(b"\r").unwrap_or(line)
}
