//! Blocks of one length, which say nothing of themselves: where their records are, and what fills them up.
//!
//! In: the framer's place. Out: the place of the next record. What is left of a block behind its last record must be one
//! byte throughout, unless it is said that it may be anything; it is passed over. Refuses: to take for filling what is not declared to be.

use super::super::lengths::{NoLength, WORD, Why};
use super::framer::{DescribedFramer, Stop};
use super::{Lengths, word_at};
use crate::extractors::frame::Framed;

/// Where the filling begins is not looked for yet.
pub(super) const UNKNOWN: usize = usize::MAX;

/// Blocks of one length, of records with one length or with words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Even {
    /// Bytes of a block.
    pub length: usize,
    /// Bytes of it that may have records.
    pub filled: usize,
    /// The byte that it is filled up with where it could have more records; none: every record that fits is one.
    pub fill: Option<u8>,
    /// What is left of it behind its last record may be any bytes; else it is one byte throughout.
    pub is_mixed: bool,
}

impl<'a> DescribedFramer<'a> {
    /// Goes to the next record in blocks of one length; gives how framing ends if there is none before `limit`.
    pub(super) fn in_even(&mut self, even: Even, limit: usize) -> Result<Option<Framed>, Stop> {
        loop {
            if self.at >= limit.min(self.window.len()) {
                return Ok(Some(Framed::End { at: self.at }));
            }
            if self.at >= self.block_end {
                self.block_end = self.at.saturating_add(even.length);
                self.fill_from = UNKNOWN;
            }
            if self.is_record(even)? {
                return Ok(None);
            }
            let rest = self.rest()?;
            if !even.is_mixed && !rest.iter().all(|byte| Some(byte) == rest.first()) {
                let told = self.at..self.at + rest.len();
                return Err(Stop::Lost(
                    told,
                    NoLength { wanted: Some(rest.len() as u64), ..NoLength::only(Why::NotFill) },
                ));
            }
            self.at += rest.len();
        }
    }

    /// Whether a record begins here, and not what a block is filled up with.
    fn is_record(&mut self, even: Even) -> Result<bool, Stop> {
        let left = self.block_end - self.at;
        if even.length - left >= even.filled {
            return Ok(false);
        }
        if matches!(self.rules.record, Lengths::Word(_)) {
            let is_zero = word_at(self.window, self.at).is_some_and(|word| word == [0; WORD]);
            return Ok(left >= WORD && !is_zero);
        }
        let Some(fill) = even.fill.filter(|fill| self.window.get(self.at) == Some(fill)) else { return Ok(true) };
        if self.fill_from == UNKNOWN {
            let solid = self.rest()?.iter().rev().take_while(|byte| **byte == fill).count();
            self.fill_from = self.at + self.rest()?.len() - solid;
        }
        Ok(self.at < self.fill_from)
    }

    /// What is left of the open block, as far as the source has it.
    fn rest(&self) -> Result<&'a [u8], Stop> {
        let end = if self.last { self.block_end.min(self.window.len()) } else { self.block_end };
        self.window.get(self.at..end).ok_or(Stop::Cut)
    }
}
