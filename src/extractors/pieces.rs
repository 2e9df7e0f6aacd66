//! One field of many records, each piece as long as it is: the cells of a column of a delimited file.
//!
//! In: a window, and where the pieces stand in it. Out: their bytes as words. Refuses: types, and pieces that were made
//! anew: these have no words.

use crate::extractors::slices::{Slice, Slices};

/// Pieces of a window, row by row.
#[derive(Debug, Clone, Copy)]
pub struct Pieces<'a> {
    window: &'a [u8],
    slices: &'a [Slice],
}

impl<'a> Pieces<'a> {
    /// These slices; those of the side buffer are among them, and have no bytes here.
    #[must_use]
    pub const fn new(bytes: Slices<'a>, slices: &'a [Slice]) -> Self {
        Self { window: bytes.window, slices }
    }

    /// Where each stands: what the others are asked by.
    #[must_use]
    pub const fn slices(&self) -> &'a [Slice] {
        self.slices
    }

    /// The eight bytes that end so many bytes before the piece does, the first one the lowest; bytes of other fields too,
    /// where the piece has fewer. 0 where the window begins behind the first of them, and for what was made anew.
    #[must_use]
    #[expect(clippy::inline_always, reason = "a call a value; `make bench` shows it")]
    #[inline(always)]
    pub fn word(&self, slice: Slice, back: usize) -> u64 {
        let up_to = slice.end().checked_sub(back).and_then(|end| self.window.get(..end));
        up_to.and_then(|up_to| up_to.last_chunk::<8>()).map_or(0, |word| u64::from_le_bytes(*word))
    }

    /// The first byte of a piece; 0 where it has none, and for what was made anew.
    #[must_use]
    #[expect(clippy::inline_always, reason = "a call a value; `make bench` shows it")]
    #[inline(always)]
    pub fn first(&self, slice: Slice) -> u8 {
        let byte = self.window.get(slice.end() - slice.len()).copied().unwrap_or_default();
        if slice.is_empty() { 0 } else { byte }
    }

    /// The window, if the piece stands there.
    #[must_use]
    #[inline]
    pub const fn window_of(&self, slice: Slice) -> Option<&'a [u8]> {
        if slice.is_made() { None } else { Some(self.window) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_has_the_words_of_the_window_and_one_that_was_made_has_none() {
        let bytes = Slices { window: b"12345678,-9,,", side: b"abcdefghij" };
        let slices = [(0, 8), (9, 2), (12, 0)].map(|(start, len)| Slice::of_window(start, len));
        let pieces = Pieces::new(bytes, &slices);
        assert_eq!(pieces.word(slices[0], 0).to_le_bytes(), *b"12345678");
        assert_eq!(pieces.word(slices[1], 1).to_le_bytes(), *b"345678,-");
        assert_eq!(slices.map(|slice| pieces.first(slice)), [b'1', b'-', 0]);
        assert_eq!((pieces.word(slices[0], 1), pieces.word(slices[0], 9)), (0, 0), "the window begins behind them");
        let made = Slice::of_side(0, 10);
        assert_eq!((pieces.word(made, 0), pieces.first(made), pieces.window_of(made)), (0, 0, None));
        assert_eq!(pieces.window_of(slices[2]), Some(bytes.window));
    }
}
