//! Bytes in, framed records and typed Arrow columns out.
//!
//! Refuses: opening files, knowing tables, deciding what becomes of a record.

pub mod decode;
pub mod encoding;
pub mod frame;

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

/// One cell of a delimited record, or one field of a fixed record: the bytes that a decoder reads.
///
/// A decoder is compiled once for each implementation, so that a value costs no dispatch.
pub trait Cells {
    /// Number of rows.
    fn len(&self) -> usize;
    /// Bytes of the cell in this row; empty where the record has none.
    fn cell(&self, row: usize) -> &[u8];
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
    fn cell(&self, row: usize) -> &[u8] {
        self[row]
    }
}
