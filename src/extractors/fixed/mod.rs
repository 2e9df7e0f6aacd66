//! Fields of records by position: bytes or characters, tabs expanded where tab stops are declared.
//!
//! Refuses: framing, kinds, types.

use crate::extractors::cell::Cell;
use crate::extractors::slices::{Slice, Slices};
use crate::extractors::{Cells, encoding::Encoding};

/// The bytes at one place of every row; fewer, or none, where the record is shorter.
#[derive(Debug)]
pub struct ByteCells<'a> {
    /// Where records point.
    pub bytes: Slices<'a>,
    /// The batch's records.
    pub records: &'a [Slice],
    /// Which of them, in order.
    pub rows: &'a [u32],
    /// From 0.
    pub start: u32,
    /// Exclusive.
    pub end: u32,
}

impl Cells for ByteCells<'_> {
    fn len(&self) -> usize {
        self.rows.len()
    }
    #[expect(clippy::inline_always, reason = "a call a value; `make bench` shows it")]
    #[inline(always)]
    fn cell(&self, row: usize) -> Cell<'_> {
        self.bytes.cell(self.records[self.rows[row] as usize].part(self.start, self.end))
    }
}

/// The piece of a record from character `start` to `end`; what does not decode counts a character a byte, so that
/// its field, and no other, tells of it.
#[must_use]
pub fn characters(
    encoding: Encoding,
    record: &[u8],
    slice: Slice,
    start: u32,
    end: u32,
    starts: &mut Vec<u32>,
) -> Slice {
    if encoding.ascii_compatible() && record.is_ascii() {
        return slice.part(start, end);
    }
    starts.clear();
    if encoding.character_starts(record, starts).is_err() {
        return slice.part(start, end);
    }
    #[expect(clippy::cast_possible_truncation, reason = "records are smaller than their window")]
    let len = record.len() as u32;
    let at = |character: u32| starts.get(character as usize).copied().unwrap_or(len);
    slice.part(at(start), at(end))
}

/// The record with so many blanks behind it, each of these bytes.
#[must_use]
pub fn padded(record: &[u8], missing: usize, blank: &[u8]) -> Vec<u8> {
    [record, &blank.repeat(missing)].concat()
}

/// Appends the record to `side` with its tabs filled up to the next multiple of `stops` columns.
pub fn expand_tabs(record: &[u8], stops: u32, side: &mut Vec<u8>) -> Slice {
    let start = side.len();
    for &byte in record {
        if byte == b'\t' {
            let column = side.len() - start;
            let filled = (column / stops as usize + 1) * stops as usize;
            side.resize(start + filled, b' ');
        } else {
            side.push(byte);
        }
    }
    Slice::of_side(start, side.len() - start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tab_reaches_to_the_next_stop() {
        for (record, stops, want) in [
            ("a\tb", 4, "a   b"),
            ("\tb", 8, "        b"),
            ("abcd\te", 4, "abcd    e"),
            ("ab", 4, "ab"),
            ("a\t", 2, "a "),
        ] {
            let mut side = Vec::new();
            let slice = expand_tabs(record.as_bytes(), stops, &mut side);
            assert_eq!(Slices { window: b"", side: &side }.get(slice), want.as_bytes(), "{record:?}");
        }
    }

    #[test]
    fn positions_may_count_characters() {
        let record = "caf\u{e9} noir".as_bytes();
        let whole = Slice::of_window(0, record.len());
        let encoding = Encoding::of("utf-8").unwrap();
        let bytes = Slices { window: record, side: b"" };
        let mut starts = Vec::new();
        let piece = characters(encoding, record, whole, 3, 7, &mut starts);
        assert_eq!(bytes.get(piece), "\u{e9} no".as_bytes());
        assert_eq!(bytes.get(characters(encoding, record, whole, 8, 20, &mut starts)), b"r");
    }
}
