//! Records that begin with their length: files of variable length from mainframes (RDW), in blocks (BDW), in segments.
//!
//! In: the beginning of a file. Out: the way to read the lengths by which most records follow one another, how far they lead, and
//! what is there where they stop. It is found by the walks that `infer --copybook` has, in [`crate::inspect::ways`]. Refuses what
//! chance may have done: the number of records says that. Source: IBM, z/OS DFSMS Using Data Sets, "Variable-length record
//! formats"; the ways are those that files have after a transfer (see Cobrix, `is_rdw_big_endian`, `rdw_adjustment`).

use crate::extractors::frame::descriptors::{Blocks as InBlocks, DescribedFramer, Descriptors, Lengths};
pub use crate::extractors::frame::lengths::LengthWord;
use crate::extractors::frame::lengths::WORD;
use crate::extractors::frame::{Frame, Framed};
use crate::inspect::sample::Sample;
use crate::inspect::ways::cuts::{self, Candidate, Cut, Led, Proof};
use crate::inspect::ways::follow::{self, From};
use crate::inspect::ways::rest::Edge;

/// Fewer records show nothing, even if they lead from the first byte of a file to its last.
const LEAST: u64 = 2;
/// So many are no chance where something else stands behind them; and where they do not begin with the file, or break.
const SURE: u64 = 8;
const SURER: u64 = 16;
/// So many are none where the place from which they lead on was looked for in thousands of places.
const SUREST: u64 = 32;
/// Two letters, digits or blanks as a length of two bytes say more than that.
const OF_TEXT: u64 = 0x2020;
/// Records that follow each other behind a gap, and no chance.
pub const ENOUGH: usize = 8;
/// Bytes behind a damage, or a gap, in which lengths may lead on again: a word says no more.
pub const NEAR: usize = 1 << 16;

/// A way to read a file's lengths by which they lead from record to record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chain {
    /// The way: [`Cut::Words`] or [`Cut::Prefix`].
    pub cut: Cut,
    /// Bytes before the first record.
    pub header: u64,
    /// Bytes behind the last one.
    pub trailer: u64,
    /// What these are.
    pub tail: Edge,
    /// How far it leads.
    pub led: Led,
    /// Where it leads on behind a damage.
    pub behind: Option<Behind>,
}

/// Records behind a damage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Behind {
    /// The place of the first.
    pub at: u64,
    /// How far they lead.
    pub led: Led,
}

impl Chain {
    fn of(sample: &Sample, one: &Candidate) -> Self {
        let Candidate { cut, header, trailer, tail, led, .. } = *one;
        let chain = Self { cut, header, trailer, tail, led, behind: None };
        Self { behind: chain.leads_on(sample), ..chain }
    }

    /// The same way through a longer sample.
    #[must_use]
    pub fn through(self, sample: &Sample) -> Self {
        let found = cuts::rules(&self.cut).and_then(|rules| {
            let (found, _) = follow::follow(sample, &self.cut, &rules, self.header, (Proof::Many, 1))?;
            Some(Self::of(sample, &found))
        });
        found.unwrap_or(self)
    }

    /// Where it leads on behind a length that leads nowhere.
    fn leads_on(&self, sample: &Sample) -> Option<Behind> {
        let Edge::Broken(broken) = self.tail else { return None };
        let (rules, window) = (cuts::rules(&self.cut)?, sample.windows.first()?);
        let framer = DescribedFramer::new(&rules, &window.bytes, (0, 0), window.is_last);
        let from = usize::try_from(broken.at).ok()?.saturating_add(1);
        let (start, block_end) = framer.goes_on(from, NEAR, ENOUGH).filter(|_| !broken.at_start)?;
        let from = From { start: start as u64, block_end };
        let (found, _) = follow::from(sample, &self.cut, &rules, from, 1)?;
        Some(Behind { at: start as u64, led: found.led })
    }

    /// The place of the first record.
    #[must_use]
    pub fn begins(&self) -> u64 {
        let Edge::Broken(broken) = self.tail else { return self.header };
        broken.begins().unwrap_or(self.header)
    }

    /// All records to which it leads.
    #[must_use]
    pub fn records(&self) -> u64 {
        self.led.records + self.behind.map_or(0, |behind| behind.led.records)
    }

    /// Whether blocks stand around the records.
    #[must_use]
    pub const fn has_blocks(&self) -> bool {
        matches!(self.cut, Cut::Words { blocks: Some(_), .. })
    }

    /// Whether records stand in segments.
    #[must_use]
    pub const fn is_spanned(&self) -> bool {
        matches!(self.cut, Cut::Words { spanned: true, .. })
    }

    /// Whether it leads from the file's first byte on, and what is behind the last record is known to be none.
    const fn is_clean(&self) -> bool {
        self.header == 0 && matches!(self.tail, Edge::NoRecord | Edge::Fill(_))
    }

    /// Whether there are enough records to be no chance.
    fn is_sure(&self) -> bool {
        let is_whole = self.is_clean() && self.led.to_the_end && self.trailer == 0;
        let least = match self.tail {
            Edge::Broken(broken) if broken.at_start => SUREST,
            _ if matches!(self.cut, Cut::Prefix { .. }) => SURER,
            _ if is_whole => LEAST,
            Edge::Broken(_) => SURER,
            _ if self.header > 0 => SURER,
            _ => SURE,
        };
        // Text leads from place to place too, read as lengths of two bytes.
        let is_text = self.led.longest >= OF_TEXT && !is_whole || self.header > 0;
        self.records() >= least && !(matches!(self.cut, Cut::Prefix { .. }) && is_text)
    }

    /// Whether it reads a part of what the other one reads: its two bytes are half of the other one's words, or it begins within the
    /// first of them.
    fn is_part_of(&self, other: &Self) -> bool {
        let is_half = matches!((self.cut, other.cut), (Cut::Prefix { .. }, Cut::Words { .. }));
        let is_off = self.header > 0 && other.header == 0;
        (is_half || is_off) && 2 * other.records() >= self.records()
    }

    /// Whether what this one has for records are the blocks of the other one.
    fn has_blocks_of(&self, other: &Self) -> bool {
        let Cut::Words { blocks: Some(around), .. } = other.cut else { return false };
        let is_around = match self.cut {
            Cut::Words { word, blocks: None, spanned: false } => word == around,
            // The two first bytes of such a word.
            Cut::Prefix { big, .. } => big == around.big,
            _ => false,
        };
        // Longer records may stand in several blocks each.
        let is_broken = matches!(other.tail, Edge::Broken(_));
        let is_sure = !is_broken && other.header == self.header && other.records() >= SURE;
        is_around && (is_sure || other.records() > self.records())
    }
}

/// The way to read a file's lengths by which most records follow one another; none where they lead nowhere, or chance may have
/// made them.
#[must_use]
pub fn chain(sample: &Sample) -> Option<Chain> {
    let found = cuts::chains(sample, &[], (Proof::Many, 1));
    let found: Vec<Chain> = found.iter().map(|one| Chain::of(sample, one)).filter(Chain::is_sure).collect();
    let is_record = |one: &&Chain| !found.iter().any(|other| one.has_blocks_of(other) || one.is_part_of(other));
    // Blocks alone are a chain too: what is in them says more.
    found
        .iter()
        .filter(is_record)
        .max_by_key(|one| (one.is_clean(), one.records(), one.header == 0, one.has_blocks()))
        .copied()
}

/// How a run reads these lengths.
fn rules(bytes: &[u8], word: LengthWord, in_blocks: bool) -> Descriptors {
    Descriptors {
        record: Lengths::Word(word),
        blocks: in_blocks.then_some(InBlocks::Word(word)),
        longest: bytes.len().max(usize::from(u16::MAX) + WORD),
    }
}

/// Tells `each` the records of a file's beginning without their words; `is_all`: it is the whole file.
pub fn each_record<'b>(
    bytes: &'b [u8],
    is_all: bool,
    (word, in_blocks): (LengthWord, bool),
    each: &mut dyn FnMut(&'b [u8]),
) {
    let rules = rules(bytes, word, in_blocks);
    let mut framer = DescribedFramer::new(&rules, bytes, (0, 0), is_all);
    while let Framed::Record(span) = framer.next(usize::MAX) {
        let (start, end) = (span.start as usize + WORD, (span.start + span.len) as usize);
        bytes.get(start..end).into_iter().for_each(&mut *each);
    }
}

/// Where the first record begins in bytes from behind a gap: from there on lengths lead through all of them. Of blocks it is
/// the first that begins there. `is_last`: the bytes end with the content.
#[must_use]
pub fn behind_gap(bytes: &[u8], is_last: bool, (word, in_blocks): (LengthWord, bool)) -> Option<usize> {
    let rules = rules(bytes, word, in_blocks);
    let framer = DescribedFramer::new(&rules, bytes, (0, 0), is_last);
    framer.goes_on(0, NEAR + WORD, ENOUGH).map(|(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspect::framing::tests::whole;

    const BIG: LengthWord = LengthWord::ALL[0];

    fn with_word(word: LengthWord, body: &[u8]) -> Vec<u8> {
        let length = u16::try_from(body.len() + if word.counts_itself { WORD } else { 0 }).unwrap();
        let length = if word.big { length.to_be_bytes() } else { length.to_le_bytes() };
        let words = if word.leads { [length, [0, 0]] } else { [[0, 0], length] };
        [words.as_flattened(), body].concat()
    }

    fn body(at: u8) -> Vec<u8> {
        vec![b'A' + at % 26; usize::from(at) + 3]
    }

    fn records(word: LengthWord) -> Vec<u8> {
        (0..40_u8).flat_map(|at| with_word(word, &body(at))).collect()
    }

    /// Ten records a block.
    fn blocks(word: LengthWord) -> Vec<u8> {
        let block = |of: u8| (of * 10..of * 10 + 10).flat_map(|at| with_word(word, &body(at))).collect::<Vec<u8>>();
        (0..4).flat_map(|of| with_word(word, &block(of))).collect()
    }

    /// Each record in two segments, the second one in the next block.
    fn spanned() -> Vec<u8> {
        let segment = |code: u8, body: &[u8]| {
            let mut segment = with_word(BIG, body);
            segment[2] = code;
            segment
        };
        let (mut found, mut open) = (Vec::new(), Vec::new());
        for at in 2..40_u8 {
            let body = body(at);
            let (one, other) = body.split_at(2);
            open.extend(segment(1, one));
            found.extend(with_word(BIG, &open));
            open = segment(2, other);
        }
        found.extend(with_word(BIG, &open));
        found
    }

    /// Two bytes before each.
    fn prefixed(big: bool) -> Vec<u8> {
        let one = |at: u8| {
            let length = u16::from(at) + 3;
            let length = if big { length.to_be_bytes() } else { length.to_le_bytes() };
            [&length[..], &body(at)].concat()
        };
        (0..40).flat_map(one).collect()
    }

    #[test]
    fn records_are_found_again_behind_a_gap() {
        for word in LengthWord::ALL {
            let bytes = records(word);
            // The third record begins after two of 3 and 4 bytes.
            let third = 2 * WORD + 3 + 4;
            assert_eq!(behind_gap(&bytes[WORD + 4..], true, (word, false)), Some(third - WORD - 4));
            assert_eq!(behind_gap(&bytes[..60], true, (word, false)), None, "too few, and the last is cut");
            assert_eq!(behind_gap(b"", true, (word, false)), None);
        }
    }

    #[test]
    fn every_way_is_found_and_no_other() {
        for word in LengthWord::ALL {
            let bytes = records(word);
            let found = chain(&whole(&bytes)).unwrap();
            assert_eq!(found.cut, Cut::Words { word, blocks: None, spanned: false });
            assert_eq!((found.led.records, found.led.shortest, found.led.longest), (40, 3, 42));
            assert!(found.led.to_the_end && found.led.bytes == bytes.len() as u64 && found.is_clean());
        }
        let blocked = chain(&whole(&blocks(BIG))).unwrap();
        let around = Some(BIG);
        assert_eq!(blocked.cut, Cut::Words { word: BIG, blocks: around, spanned: false });
        assert_eq!((blocked.led.records, blocked.led.blocks), (40, 4));
        let segments = chain(&whole(&spanned())).unwrap();
        assert_eq!((segments.cut, segments.led.records), (Cut::Words { word: BIG, blocks: around, spanned: true }, 38));
        for big in [true, false] {
            let found = chain(&whole(&prefixed(big))).unwrap();
            assert_eq!((found.cut, found.led.records), (Cut::Prefix { big, counts_itself: false }, 40));
        }
    }

    #[test]
    fn what_fills_a_file_up_or_is_cut_or_stands_before_it_hides_no_chain() {
        for (what, bytes) in [("plain", records(BIG)), ("blocks", blocks(BIG)), ("segments", spanned())] {
            let clean = chain(&whole(&bytes)).unwrap();
            let is_clean =
                |found: &Chain| (found.cut, found.header, found.led.records) == (clean.cut, 0, clean.led.records);
            for byte in [0, 0xFF, b' ', 0x40] {
                let padded = [&bytes[..], &[byte; 300]].concat();
                let found = chain(&whole(&padded)).unwrap();
                assert!(is_clean(&found), "{what} {byte:02X} {found:?}");
                assert_eq!((found.tail, found.trailer), (Edge::Fill(byte), 300), "{what} {byte:02X}");
            }
            let found = chain(&whole(&bytes[..bytes.len() - 5])).unwrap();
            assert_eq!(
                (found.cut, found.led.records, found.tail),
                (clean.cut, clean.led.records - 1, Edge::Piece),
                "{what}"
            );
            let found = chain(&whole(&[b"GL EXPORT 01", &bytes[..]].concat())).unwrap();
            assert_eq!((found.cut, found.header, found.led.records), (clean.cut, 12, clean.led.records), "{what}");
        }
    }

    #[test]
    fn one_wrong_length_is_told_with_the_place_from_which_others_lead_on() {
        let bytes = records(BIG);
        // The twenty-first record.
        let at: usize = (0..20_usize).map(|at| at + 3 + WORD).sum();
        for by in [1_u8, 7, 40] {
            let mut damaged = bytes.clone();
            damaged[at + 1] += by;
            for end in [&b""[..], &[0; 300]] {
                let found = chain(&whole(&[&damaged[..], end].concat())).unwrap();
                assert!(matches!(found.tail, Edge::Broken(broken) if !broken.of_block), "{by} {found:?}");
                let behind = found.behind.unwrap();
                assert!((20..=21).contains(&found.led.records) && behind.led.records >= 17, "{by} {found:?}");
                assert!(behind.at > at as u64 && found.records() < 41, "{by} {found:?}");
            }
        }
    }

    #[test]
    fn a_wrong_length_in_a_block_leaves_the_blocks_to_be_blocks() {
        let bytes = blocks(BIG);
        // The second record of the third block.
        let third: usize = 2 * WORD + (0..20_usize).map(|at| at + 3 + WORD).sum::<usize>();
        let mut damaged = bytes.clone();
        damaged[third + WORD + 20 + 3 + WORD + 1] += 5;
        let found = chain(&whole(&damaged)).unwrap();
        assert!(found.has_blocks() && found.led.records >= 20, "{found:?}");
        assert_eq!(found.behind.map(|behind| behind.led.records), Some(10), "{found:?}");
    }

    #[test]
    fn without_lengths_there_is_no_chain() {
        let text = "00017;Roy;120\r\n".repeat(4_000);
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let numbers: Vec<u8> = (0..4_000_u32).flat_map(|at| (at % 97).to_be_bytes()).collect();
        let all: [&[u8]; 8] =
            [b"", b"\0\x05\0\0x", b"ABCDEFGH", &[0; 100], &[0x40; 9_000], text.as_bytes(), &wide, &numbers];
        for bytes in all {
            assert_eq!(chain(&whole(bytes)), None, "{}", bytes.len());
        }
    }

    #[test]
    fn of_a_beginning_it_is_followed_as_far_as_that_goes() {
        let mut sample = whole(&records(BIG)[..700]);
        sample.windows[0].is_last = false;
        let found = chain(&sample).unwrap();
        assert!(!found.led.to_the_end && found.tail == Edge::NoRecord && found.led.records > 20, "{found:?}");
        assert_eq!(found.through(&whole(&records(BIG))).led.records, 40);
    }
}
