//! Frames records that say themselves how long they are, in blocks or not.
//!
//! In: a window, a place where a record or a block begins, and where the block ends that is open there. Out: one span a record, from the
//! first byte of its descriptor to its last byte. Refuses to go on behind a length that leads nowhere.

use std::ops::Range;

use super::even::{Even, UNKNOWN};
use super::{Blocks, Descriptors, Lengths, Lost, to_index, word_at};
use crate::extractors::RecordSpan;
use crate::extractors::frame::lengths::{LengthWord, NoLength, WORD, Why};
use crate::extractors::frame::{Frame, Framed};

/// No block is open, and none will be, in a window.
pub(super) const LOOSE: usize = usize::MAX;

/// Why a record was not framed.
pub(super) enum Stop {
    /// The window ends too early.
    Cut,
    /// The length at this place does not lead on.
    Lost(Range<usize>, NoLength),
}

/// Frames a window.
#[derive(Debug)]
pub struct DescribedFramer<'a> {
    pub(super) rules: &'a Descriptors,
    pub(super) window: &'a [u8],
    pub(super) at: usize,
    /// Where the open block ends; at or before `at`: the next one begins there.
    pub(super) block_end: usize,
    /// Where the word of the open block stands, if it was read.
    pub(super) block_at: Option<usize>,
    pub(super) last: bool,
    pub(super) lost: Option<Lost>,
    /// Where the open block of one length begins to be filled up.
    pub(super) fill_from: usize,
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
            Lengths::Computed(computed) => (computed.record(head), at..at + head.len()),
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
                (length, at..at + rest.len())
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

    fn ended(&mut self, start: usize, stop: Stop) -> Framed {
        let Stop::Lost(told, no) = stop else { return Framed::Cut { start } };
        let shown = self.window.get(told.start..).unwrap_or_default();
        let shown = &shown[..shown.len().min(told.len())];
        self.lost = Some(Lost::new(no, (told.start - start) as u64, shown));
        Framed::Lost { start }
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
