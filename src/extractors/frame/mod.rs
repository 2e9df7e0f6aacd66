//! Where each record of a source starts and ends.
//!
//! In: a window of the source's bytes, from a place where a record may start. Out: one [`RecordSpan`] a record.
//! Refuses: opening files, knowing kinds and fields, decoding text, guessing a lost record end.

pub mod computed;
pub mod descriptors;
pub mod fixed;
pub mod lengths;
pub mod text;
pub mod view;

use crate::extractors::RecordSpan;

/// What a framer found at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Framed {
    /// A whole record.
    Record(RecordSpan),
    /// No record starts before the limit; framing goes on at `at`.
    End {
        /// The place, in the window.
        at: usize,
    },
    /// The window ends before the record does, and the source goes on.
    Cut {
        /// First byte of the record.
        start: usize,
    },
    /// A quote that is not closed within the longest record, or before the source's end.
    Unclosed {
        /// First byte of the record.
        start: usize,
        /// Number of the cell whose quote it is, from 1.
        cell: u32,
    },
    /// A length that leads nowhere, so that no record after it can be found.
    Lost {
        /// First byte of the record or block whose length it is.
        start: usize,
    },
}

/// A framer at work on a window.
pub trait Frame {
    /// The next record that starts before `limit`.
    fn next(&mut self, limit: usize) -> Framed;
    /// Where framing goes on.
    fn at(&self) -> usize;
    /// Lines from the start of the framing to where it goes on.
    fn line(&self) -> u32;
}
