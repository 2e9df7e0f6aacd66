//! Where something is: in a source, or in a mapping.
//!
//! Places are numbers only; who renders them looks names and bytes up.

use serde::{Deserialize, Serialize};

/// One record's place in a source. The order of the fields is the order of report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// Index into the mapping's source files, in the order in which they are read.
    pub file: u32,
    /// Number of the record in its file, from 1; 0 where the file as a whole is meant.
    pub record: u64,
    /// Number of the line on which the record starts, from 1; 0 where the source has no lines.
    pub line: u64,
    /// First byte of the record in the (decompressed) file, from 0.
    pub offset: u64,
    /// Bytes of the record without its record end.
    pub length: u64,
}

impl Place {
    /// The place of a file as a whole.
    #[must_use]
    pub const fn file(file: u32) -> Self {
        Self { file, record: 0, line: 0, offset: 0, length: 0 }
    }
}

/// A piece of a mapping's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// First byte, from 0.
    pub start: u32,
    /// The byte after the last one.
    pub end: u32,
}
