//! Records that say themselves how long they are, in blocks or not, in one piece or in several.
//!
//! `framer` cuts a window into them, `even` passes over what blocks of one length are filled up with, `lost` says what is wrong with a length that
//! leads nowhere, `hidden` finds whole records within another one. Here: the rules, and the own bytes of one that was framed.
//! Refuses: to guess a lost length; [`DescribedFramer::lost`] says then what was found.
//! Terms: RDW, BDW, the words before records and blocks; a spanned record stands in segments, each with a word.

mod even;
mod framer;
mod hidden;
mod lost;

use std::ops::Range;
use std::sync::Arc;

use super::computed::ComputedLength;
use super::lengths::{LengthField, LengthWord, WORD};
pub use even::Even;
pub use framer::DescribedFramer;
pub use hidden::Hidden;
pub use lost::Lost;

use crate::extractors::variable::Counted;

/// No block is open, and none will be: records that were taken out of their blocks.
pub const NO_BLOCKS: u64 = u64::MAX;

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

fn word_at(window: &[u8], at: usize) -> Option<[u8; WORD]> {
    window.get(at..)?.first_chunk().copied()
}

/// The place so many bytes after another one.
fn to_index(at: usize, length: u64) -> usize {
    usize::try_from(length).ok().and_then(|length| at.checked_add(length)).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests;
