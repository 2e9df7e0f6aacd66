//! Records that say themselves how long they are, in blocks or not, in one piece or in several.
//!
//! In: a window, a place where a record or a block begins, and where the block ends that is open there. Out: one span a
//! record, from the first byte of its descriptor to its last byte; what stands between records is the blocks' own words.
//! Refuses: to guess a lost length; [`DescribedFramer::lost`] says then what was found.
//! Terms: RDW, BDW, the words before records and blocks; a spanned record stands in segments, each with a word.

mod even;
mod hidden;

use std::ops::Range;
use std::sync::Arc;

use super::computed::ComputedLength;
use super::lengths::{LengthField, LengthWord, NoLength, WORD, Why};
pub use even::Even;
use even::UNKNOWN;
pub use hidden::Hidden;

use crate::extractors::RecordSpan;
use crate::extractors::frame::{Frame, Framed};
use crate::extractors::variable::Counted;

/// No block is open, and none will be: records that were taken out of their blocks.
pub const NO_BLOCKS: u64 = u64::MAX;
/// The same, in a window.
const LOOSE: usize = usize::MAX;
/// Bytes of a lost length that are kept.
const SHOWN: usize = 8;
/// Bytes behind a lost length in which lengths may lead on again: a word says no more.
const NEAR: usize = 1 << 16;
/// Fewer records that follow one another to the source's end may be chance.
const AGAIN: usize = 3;

/// How records are told apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Descriptors {
    /// Their lengths.
    pub record: Lengths,
    /// The blocks around them; none: there are no blocks.
    pub blocks: Option<Blocks>,
    /// Bytes of the longest record that can be, all its words too.
    pub longest: usize,
}

/// What stands around records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blocks {
    /// Blocks that say how long they are.
    Word(LengthWord),
    /// Blocks of one length; the last one may be shorter.
    Even(Even),
}

impl Blocks {
    /// The word before each, if there is one.
    #[must_use]
    pub const fn word(self) -> Option<LengthWord> {
        if let Self::Word(word) = self { Some(word) } else { None }
    }
}

/// Where the length of a record stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lengths {
    /// Nowhere: all have so many bytes, at least 1.
    Fixed(usize),
    /// In a word before it.
    Word(LengthWord),
    /// In the words of its segments.
    Spanned(LengthWord),
    /// In a header, or in the record itself.
    Field(LengthField),
    /// Nowhere: it is computed from a header, or from the record itself.
    Computed(ComputedLength),
    /// It follows from what the record counts itself.
    Counted(Arc<Counted>),
}

impl Lengths {
    /// Bytes that must be there to know the length.
    const fn head(&self) -> usize {
        match self {
            Self::Fixed(_) | Self::Counted(_) => 1,
            Self::Word(_) | Self::Spanned(_) => WORD,
            Self::Field(field) => field.head(),
            Self::Computed(computed) => computed.head,
        }
    }

    /// Bytes before the record that are none of its own.
    const fn lead(&self) -> usize {
        match self {
            Self::Fixed(_) | Self::Counted(_) => 0,
            Self::Word(_) | Self::Spanned(_) => WORD,
            Self::Field(field) => field.header,
            Self::Computed(computed) => computed.header,
        }
    }
}

impl Descriptors {
    /// Where the record's own bytes stand in the bytes of one that was framed: in one piece, or in several. Of bytes that
    /// end too early, those that are there.
    #[must_use]
    pub fn pieces(&self, framed: &[u8]) -> Vec<Range<usize>> {
        let Lengths::Spanned(word) = self.record else { return vec![self.only_piece(framed)] };
        let (mut pieces, mut at) = (Vec::new(), 0);
        while let Some(Ok((segment, length))) = word_at(framed, at).map(|bytes| word.segment(bytes)) {
            let end = to_index(at, length).min(framed.len());
            pieces.push(at + WORD..end);
            at = end + if self.blocks.is_some() { WORD } else { 0 };
            if !segment.goes_on() {
                break;
            }
        }
        pieces
    }

    /// The only piece of a record, if it stands in one.
    #[must_use]
    #[inline]
    pub fn piece(&self, framed: &[u8]) -> Option<Range<usize>> {
        if let Lengths::Spanned(word) = self.record {
            let (segment, _) = word_at(framed, 0).and_then(|bytes| word.segment(bytes).ok())?;
            if segment.goes_on() {
                return None;
            }
        }
        Some(self.only_piece(framed))
    }

    #[inline]
    fn only_piece(&self, framed: &[u8]) -> Range<usize> {
        self.record.lead().min(framed.len())..framed.len()
    }
}

/// A length that leads nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lost {
    /// What is wrong.
    pub no: NoLength,
    /// Bytes between the record's first byte and the length.
    pub behind: u64,
    /// Bytes between the record's first byte and the place from which lengths lead on to the source's end, if it was looked
    /// for and is there.
    pub again: Option<u64>,
    bytes: [u8; SHOWN],
    count: usize,
}

impl Lost {
    /// The first bytes of the length, as far as they are there.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes[..self.count]
    }

    /// The same, and so many bytes behind the record's first one others lead on to the source's end.
    #[must_use]
    pub const fn led_on(self, again: Option<u64>) -> Self {
        Self { again, ..self }
    }

    /// The source ended with the data of an open block.
    #[must_use]
    pub fn in_block(missing: u64) -> Self {
        let no = NoLength { wanted: Some(missing), ..NoLength::only(Why::BlockCut) };
        Self { no, behind: 0, again: None, bytes: [0; SHOWN], count: 0 }
    }
}

fn word_at(window: &[u8], at: usize) -> Option<[u8; WORD]> {
    window.get(at..)?.first_chunk().copied()
}

/// The place so many bytes after another one.
fn to_index(at: usize, length: u64) -> usize {
    usize::try_from(length).ok().and_then(|length| at.checked_add(length)).unwrap_or(LOOSE)
}

/// Why a record was not framed.
enum Stop {
    /// The window ends too early.
    Cut,
    /// The length at this place does not lead on.
    Lost(Range<usize>, NoLength),
}

/// Frames a window.
#[derive(Debug)]
pub struct DescribedFramer<'a> {
    rules: &'a Descriptors,
    window: &'a [u8],
    at: usize,
    /// Where the open block ends; at or before `at`: the next one begins there.
    block_end: usize,
    /// Where the word of the open block stands, if it was read.
    block_at: Option<usize>,
    last: bool,
    lost: Option<Lost>,
    /// Where the open block of one length begins to be filled up.
    fill_from: usize,
    /// A record in the longest layout.
    scratch: Vec<u8>,
}

impl<'a> DescribedFramer<'a> {
    /// From `at` on; `block_end` is where the block ends that is open there, at or before `at` if none is, `usize::MAX` if
    /// records stand without their blocks. `last` says that the source ends with the window.
    #[must_use]
    pub const fn new(rules: &'a Descriptors, window: &'a [u8], (at, block_end): (usize, usize), last: bool) -> Self {
        let block_end = if rules.blocks.is_some() { block_end } else { LOOSE };
        Self { rules, window, at, block_end, block_at: None, last, lost: None, fill_from: UNKNOWN, scratch: Vec::new() }
    }

    /// Why [`Framed::Lost`] was given.
    #[must_use]
    pub const fn lost(&self) -> Option<Lost> {
        self.lost
    }

    /// The same; of a word for which the source has too few bytes, with the place from which others lead on: then it is wrong,
    /// and the source is not cut.
    #[must_use]
    pub fn damage(&self) -> Option<Lost> {
        let lost = self.lost?;
        let is_word = matches!(self.rules.record, Lengths::Word(_) | Lengths::Spanned(_));
        let again = if is_word && lost.no.why == Why::SourceEnd { self.again() } else { None };
        Some(lost.led_on(again))
    }

    /// Bytes from where framing ended to the next place from which several records follow one another to the source's end.
    #[must_use]
    pub fn again(&self) -> Option<u64> {
        self.again_from(self.at + 1).map(|at| (at - self.at) as u64)
    }

    /// The first place from this one on from which several records follow one another to the source's end.
    #[must_use]
    pub fn again_from(&self, at: usize) -> Option<usize> {
        let mut near = at..self.window.len().min(at + NEAR);
        if self.last { near.find(|at| self.leads(*at)) } else { None }
    }

    /// Whether several records follow one another from this place to the source's end, perhaps behind the rest of one.
    fn leads(&self, at: usize) -> bool {
        let Some(open) = self.behind_rest(at) else { return false };
        let mut framer = Self::new(self.rules, self.window, open, true);
        let records = std::iter::from_fn(|| matches!(framer.next(usize::MAX), Framed::Record(_)).then_some(())).count();
        records >= AGAIN && framer.lost.is_none()
    }

    /// The first place from this one on at which a record may begin, and where its block ends: segments that go on with a record
    /// may stand before it.
    fn behind_rest(&self, at: usize) -> Option<(usize, usize)> {
        let Lengths::Spanned(word) = self.rules.record else { return Some((at, 0)) };
        let (mut at, mut end) = (at, if self.rules.blocks.is_some() { at } else { LOOSE });
        loop {
            if let Some(block) = self.rules.blocks.and_then(Blocks::word).filter(|_| at == end) {
                (at, end) = (at + WORD, to_index(at, block.block(word_at(self.window, at)?).ok()?));
            }
            let (segment, length) = word.segment(word_at(self.window, at)?).ok()?;
            if segment.begins() {
                return Some((at, end));
            }
            at = to_index(at, length);
        }
    }

    /// The open block, where its word is what is wrong, and not that of a record: the place of the word, and the one behind its
    /// last record, from which others lead on to the source's end.
    #[must_use]
    pub fn wrong_block(&self) -> Option<(usize, usize)> {
        let behind = self.lost.map_or(0, |lost| lost.behind);
        let block = self.block_at.filter(|_| self.last && (behind > 0 || self.at < self.block_end))?;
        let at = to_index(self.at, behind);
        let last = self.window.get(at..).and_then(|rest| self.rules.told(rest));
        let ends = [at, to_index(at, last.unwrap_or(0))];
        ends.into_iter().find(|at| self.leads(*at)).map(|at| (block, at))
    }

    /// A length at this place that leads nowhere, whatever stands behind it.
    #[must_use]
    pub fn lost_at(&self, at: usize) -> Lost {
        let mut bytes = [0; SHOWN];
        let shown = self.window.get(at..at + WORD).unwrap_or_default();
        bytes[..shown.len()].copy_from_slice(shown);
        Lost { no: NoLength::only(Why::Beyond), behind: 0, again: None, bytes, count: shown.len() }
    }

    /// Where the word of the open block stands, if it was read.
    #[must_use]
    pub const fn block_at(&self) -> Option<usize> {
        self.block_at
    }

    /// Where the open block ends.
    #[must_use]
    pub const fn block_end(&self) -> usize {
        self.block_end
    }

    fn ended(&mut self, start: usize, stop: Stop) -> Framed {
        let Stop::Lost(told, no) = stop else { return Framed::Cut { start } };
        let shown = self.window.get(told.start..).unwrap_or_default();
        let count = shown.len().min(told.len()).min(SHOWN);
        let mut bytes = [0; SHOWN];
        bytes[..count].copy_from_slice(&shown[..count]);
        self.lost = Some(Lost { no, behind: (told.start - start) as u64, again: None, bytes, count });
        Framed::Lost { start }
    }

    /// Opens the block that begins at `at`: gives where it ends.
    fn open(&self, word: LengthWord, at: usize) -> Result<usize, Stop> {
        let told = at..at + WORD;
        let bytes = word_at(self.window, at).ok_or_else(|| self.beyond(&told, told.clone()))?;
        let length = word.block(bytes).map_err(|no| Stop::Lost(told, no))?;
        Ok(to_index(at, length))
    }

    /// The window ends before these bytes do, whose length is `told`.
    fn beyond(&self, told: &Range<usize>, wanted: Range<usize>) -> Stop {
        if !self.last {
            return Stop::Cut;
        }
        let left = self.window.len().saturating_sub(wanted.start) as u64;
        Stop::Lost(told.clone(), NoLength::of(Why::SourceEnd, wanted.len() as u64, left))
    }

    /// The end of what begins at `at` and has so many bytes, as is told, if it ends in its block and in the window.
    fn end(&self, at: usize, block_end: usize, length: u64, told: &Range<usize>) -> Result<usize, Stop> {
        let end = to_index(at, length);
        let lost = |why, most: usize| Err(Stop::Lost(told.clone(), NoLength::of(why, length, most as u64)));
        if end > block_end {
            return lost(Why::BlockEnd, block_end - at);
        }
        if end - at > self.rules.longest {
            return lost(Why::Beyond, self.rules.longest);
        }
        if end > self.window.len() { Err(self.beyond(told, at..end)) } else { Ok(end) }
    }

    /// The bytes at `at` that say a length.
    fn head(&self, at: usize, block_end: usize) -> Result<&'a [u8], Stop> {
        let told = at..at + self.rules.record.head();
        if told.end > block_end {
            let left = NoLength { wanted: Some((block_end - at) as u64), ..NoLength::only(Why::BlockRest) };
            return Err(Stop::Lost(at..block_end, left));
        }
        self.window.get(told.clone()).ok_or_else(|| self.beyond(&told, told.clone()))
    }

    /// The end of the record at `at`.
    #[inline]
    fn record(&mut self) -> Result<usize, Stop> {
        let at = self.at;
        let head = self.head(at, self.block_end)?;
        let (length, told) = match &self.rules.record {
            Lengths::Spanned(word) => return self.spanned(*word),
            Lengths::Fixed(length) => (Ok(*length as u64), at..at),
            Lengths::Word(word) => {
                let head = word_at(head, 0).ok_or(NoLength::only(Why::NoNumber));
                (head.and_then(|head| word.record(head)), at..at + WORD)
            }
            Lengths::Field(field) => (field.record(head), at + field.start..at + field.end),
            Lengths::Computed(computed) => (computed.record(head), at..at + head.len().min(SHOWN)),
            Lengths::Counted(counted) => {
                let rest = &self.window[at..];
                if rest.len() < self.rules.longest && !self.last {
                    return Err(Stop::Cut);
                }
                let length = counted.measure(&rest[..rest.len().min(self.rules.longest)], &mut self.scratch);
                let length =
                    length.map_err(|counter| NoLength::only(Why::Counter(counter))).map(|length| length as u64);
                let length = length
                    .and_then(|length| if length == 0 { Err(NoLength::of(Why::Below, 0, 1)) } else { Ok(length) });
                (length, at..at + rest.len().min(SHOWN))
            }
        };
        match length {
            Ok(length) => self.end(at, self.block_end, length, &told),
            Err(no) => Err(Stop::Lost(told, no)),
        }
    }

    /// The record at `at`.
    #[inline]
    fn framed(&mut self) -> Framed {
        let start = self.at;
        match self.record() {
            Ok(end) => {
                self.at = end;
                Framed::Record(RecordSpan::new(start, end - start, end, 0))
            }
            Err(stop) => self.ended(start, stop),
        }
    }

    /// The end of a record in segments. In blocks, a segment that goes on is the last of its block, so that the record's
    /// bytes alone say where the words of blocks stand in it.
    fn spanned(&mut self, word: LengthWord) -> Result<usize, Stop> {
        let (start, mut at, mut block_end) = (self.at, self.at, self.block_end);
        let mut begins = true;
        loop {
            if let Some(block) = self.rules.blocks.and_then(Blocks::word).filter(|_| !begins) {
                block_end = self.open(block, at)?;
                self.block_at = Some(at);
                at += WORD;
            }
            let told = at..at + WORD;
            let no = |no| Stop::Lost(told.clone(), no);
            let head = word_at(self.head(at, block_end)?, 0).ok_or_else(|| no(NoLength::only(Why::NoNumber)))?;
            let (segment, length) = word.segment(head).map_err(no)?;
            if segment.begins() != begins {
                return Err(no(NoLength::only(Why::Segment)));
            }
            let end = self.end(at, block_end, length, &told)?;
            if end - start > self.rules.longest {
                let (found, most) = ((end - start) as u64, self.rules.longest as u64);
                return Err(no(NoLength::of(Why::Beyond, found, most)));
            }
            if !segment.goes_on() {
                self.block_end = if self.block_end == LOOSE { LOOSE } else { block_end };
                return Ok(end);
            }
            if self.rules.blocks.is_some() && block_end != LOOSE && end != block_end {
                return Err(no(NoLength::only(Why::Segment)));
            }
            (at, begins) = (end, false);
        }
    }
}

impl DescribedFramer<'_> {
    /// The next record in blocks that say how long they are.
    fn next_in_words(&mut self, word: LengthWord, limit: usize) -> Framed {
        loop {
            let is_open = self.at < self.block_end && self.block_end != LOOSE;
            if is_open && self.last && self.at >= self.window.len() {
                let missing = (self.block_end - self.at) as u64;
                self.lost = Some(Lost::in_block(missing));
                return Framed::Lost { start: self.at };
            }
            if self.at >= limit.min(self.window.len()) {
                return Framed::End { at: self.at };
            }
            if self.at < self.block_end {
                return self.framed();
            }
            match self.open(word, self.at) {
                Ok(end) => (self.block_at, self.at, self.block_end) = (Some(self.at), self.at + WORD, end),
                Err(stop) => return self.ended(self.at, stop),
            }
        }
    }

    /// The next record in blocks of one length.
    fn next_in_even(&mut self, even: Even, limit: usize) -> Framed {
        match self.in_even(even, limit) {
            Ok(None) => self.framed(),
            Ok(Some(framed)) => framed,
            Err(stop) => self.ended(self.at, stop),
        }
    }
}

impl Frame for DescribedFramer<'_> {
    #[inline]
    fn next(&mut self, limit: usize) -> Framed {
        match &self.rules.blocks {
            Some(Blocks::Word(word)) => self.next_in_words(*word, limit),
            Some(Blocks::Even(even)) if self.block_end != LOOSE => self.next_in_even(*even, limit),
            _ if self.at >= limit.min(self.window.len()) => Framed::End { at: self.at },
            _ => self.framed(),
        }
    }
    fn at(&self) -> usize {
        self.at
    }
    fn line(&self) -> u32 {
        0
    }
}

#[cfg(test)]
mod tests;
