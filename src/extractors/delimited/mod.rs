//! Delimited records: their cells, and what stands before the first row.
//!
//! Refuses: framing, kinds, types.

pub mod cells;
pub mod head;
mod marks;
pub mod table;
mod together;

/// The characters of a dialect as bytes of the framers' view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellRules {
    /// At least one byte.
    pub delimiter: Vec<u8>,
    /// None: quotes are text.
    pub quote: Option<u8>,
    /// Takes the meaning from the byte after it.
    pub escape: Option<u8>,
    /// Bytes of the source for one of the view: 1, or 2 for UTF-16.
    pub scale: usize,
}
