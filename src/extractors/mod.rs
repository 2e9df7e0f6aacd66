//! Bytes in, framed records and typed Arrow columns out.
//!
//! Refuses: opening files, knowing tables, deciding what becomes of a record.

pub mod cell;
pub mod decode;
pub mod delimited;
pub mod encoding;
pub mod fields;
pub mod fixed;
pub mod frame;
pub mod kinds;
pub mod pieces;
pub mod repeated;
mod scan;
pub mod slices;
pub mod strip;
pub mod values;
pub mod variable;

use cell::Cell;
use pieces::Pieces;
use strip::Strip;

/// One record as its framer found it. Positions are in the window's bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecordSpan {
    /// First byte of the record.
    pub start: u32,
    /// Bytes without the record end.
    pub len: u32,
    /// First byte after the record and its end.
    pub next: u32,
    /// Lines from the start of the framing to the record's first line, 0 for the first.
    pub line: u32,
}

impl RecordSpan {
    /// A record at these places of its window. Windows are smaller than 4 GiB.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "a window is at most 64 MiB and one group of records")]
    pub const fn new(start: usize, len: usize, next: usize, line: u32) -> Self {
        Self { start: start as u32, len: len as u32, next: next as u32, line }
    }

    /// The record's bytes in its window.
    #[must_use]
    pub fn of<'a>(&self, window: &'a [u8]) -> &'a [u8] {
        &window[self.start as usize..(self.start + self.len) as usize]
    }
}

/// One field of all rows: the bytes that a decoder reads.
///
/// A decoder is compiled once for each implementation, so that a value costs no dispatch.
pub trait Cells {
    /// Number of rows.
    fn len(&self) -> usize;
    /// The cell in this row; empty where the record has none.
    fn cell(&self, row: usize) -> Cell<'_>;
    /// The same cells as a strip, where every row has all of its cell at one place of its record.
    fn strip(&self) -> Option<Strip<'_>> {
        None
    }
    /// The same cells as pieces of a window, where most of them stand in one.
    fn pieces(&self) -> Option<Pieces<'_>> {
        None
    }
    /// Whether there is no row.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// A batch of slices, for tests and for cells that were made (characters, expanded tabs, patterns).
impl Cells for [&[u8]] {
    fn len(&self) -> usize {
        <[&[u8]]>::len(self)
    }
    fn cell(&self, row: usize) -> Cell<'_> {
        self[row].into()
    }
}
