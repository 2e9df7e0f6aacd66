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
    if encoding.ascii_compatible() && record.is_ascii() || encoding.ebcdic().is_some() {
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

/// How tabs are filled up with blanks.
#[derive(Debug, Clone)]
pub struct TabStops {
    /// A stop every so many columns.
    pub every: u32,
    /// Columns are characters of this encoding; none: units of the view.
    pub characters: Option<Encoding>,
    /// A blank, as the source writes it.
    pub blank: Vec<u8>,
}

impl TabStops {
    /// Appends the record to `side` with its tabs filled up to the next stop. `view` is its view.
    pub fn expand(&self, record: &[u8], view: &[u8], side: &mut Vec<u8>) -> Slice {
        let (start, scale) = (side.len(), record.len() / view.len().max(1));
        let (mut at, mut column) = (0, 0);
        for piece in view.split(|byte| *byte == b'\t') {
            if at > 0 {
                let missing = self.every as usize - column % self.every as usize;
                side.extend(self.blank.repeat(missing));
                column += missing;
            }
            let end = at + piece.len();
            let text = &record[at * scale..end * scale];
            side.extend_from_slice(text);
            column += self.columns(text, piece.len());
            at = end + 1;
        }
        Slice::of_side(start, side.len() - start)
    }

    fn columns(&self, text: &[u8], units: usize) -> usize {
        let Some(encoding) = self.characters.filter(|_| !text.is_ascii() || units < text.len()) else { return units };
        let mut starts = Vec::new();
        encoding.character_starts(text, &mut starts).map_or(units, |()| starts.len())
    }
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
            ("a\t\tb", 2, "a   b"),
            ("", 2, ""),
        ] {
            let mut side = Vec::new();
            let stops = TabStops { every: stops, characters: None, blank: b" ".to_vec() };
            let slice = stops.expand(record.as_bytes(), record.as_bytes(), &mut side);
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
