//! Lengths that lead nowhere: what is wrong with them, and from where on others lead to the source's end.
//!
//! In: a framer that stopped, or a place of its window. Out: [`Lost`], places. Refuses to guess what a length should have been.

use super::framer::{DescribedFramer, LOOSE};
use super::{Blocks, Lengths, to_index, word_at};
use crate::extractors::frame::lengths::{NoLength, WORD, Why};
use crate::extractors::frame::{Frame, Framed};

/// Bytes of a lost length that are kept.
const SHOWN: usize = 8;
/// Bytes behind a lost length in which lengths may lead on again: a word says no more.
const NEAR: usize = 1 << 16;
/// Bytes of the longest block: letters of EBCDIC read as the word of a far longer one. Source: IBM, z/OS DFSMS Using Data Sets,
/// "Large Block Interface".
const BLOCK: usize = 1 << 18;
/// Fewer records that follow one another to the source's end may be chance.
const AGAIN: usize = 3;

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
    /// One for this reason, so many bytes behind a record's first one, with bytes of which the first ones are kept.
    #[must_use]
    pub(super) fn new(no: NoLength, behind: u64, told: &[u8]) -> Self {
        let count = told.len().min(SHOWN);
        let mut bytes = [0; SHOWN];
        bytes[..count].copy_from_slice(&told[..count]);
        Self { no, behind, again: None, bytes, count }
    }

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
        Self::new(no, 0, &[])
    }
}

impl DescribedFramer<'_> {
    /// Why framing ended; of a word for which the source has too few bytes, with the place from which others lead on: then it is wrong,
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
        if self.last { near.find(|at| self.leads(*at).is_some()) } else { None }
    }

    /// The first record from this place on, within so many bytes, from which several follow one another to the window's end, and where
    /// its block ends.
    #[must_use]
    pub fn resumed(&self, at: usize, near: usize) -> Option<(usize, usize)> {
        (at..self.window.len().min(at + near)).find_map(|at| self.leads(at))
    }

    /// The first record from this place on, within so many bytes, from which so many follow one another, wherever these lead, and where
    /// its block ends.
    #[must_use]
    pub fn goes_on(&self, at: usize, near: usize, records: usize) -> Option<(usize, usize)> {
        (at..self.window.len().min(at.saturating_add(near))).find_map(|at| {
            let open = self.behind_rest(at)?;
            let mut framer = Self::new(self.rules, self.window, open, self.last);
            let leads = (0..records).all(|_| matches!(framer.next(usize::MAX), Framed::Record(_)));
            let is_block = framer.block_end == LOOSE || framer.block_end <= framer.at.saturating_add(BLOCK);
            (leads && is_block).then_some(open)
        })
    }

    /// Where the first of several records begins that follow one another from this place to the window's end, perhaps behind the
    /// rest of one, and where its block ends.
    fn leads(&self, at: usize) -> Option<(usize, usize)> {
        let open = self.behind_rest(at)?;
        let mut framer = Self::new(self.rules, self.window, open, self.last);
        let records = std::iter::from_fn(|| matches!(framer.next(usize::MAX), Framed::Record(_)).then_some(())).count();
        (records >= AGAIN && framer.lost.is_none()).then_some(open)
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
        ends.into_iter().find(|at| self.leads(*at).is_some()).map(|at| (block, at))
    }

    /// A length at this place that leads nowhere, whatever stands behind it.
    #[must_use]
    pub fn lost_at(&self, at: usize) -> Lost {
        let shown = self.window.get(at..at + WORD).unwrap_or_default();
        Lost::new(NoLength::only(Why::Beyond), 0, shown)
    }
}
