//! Texts of a column that stand in the window as they are in memory, or in a page of 256 characters: copied in pieces of one size, one
//! behind the other.
//!
//! In: the window from a text on, and its length. Out: all bytes, and where each text ends. Refuses to know what a text is; whoever
//! does reads those that do not stand there as they are.

use super::texts::is_blank;
use crate::extractors::encoding::Upper;
use crate::extractors::pieces::Pieces;
use crate::extractors::slices::Slice;

/// Bytes of a piece. Texts of as many or fewer are copied with what stands behind them, without a branch that goes by their length.
const PIECE: usize = 32;
/// Longer texts than so many pieces are copied by the library.
const MOST_PIECES: usize = 8;
/// Bytes that are looked at together for others than ASCII.
const WORD: usize = 8;
/// The highest bit of each.
const HIGH: u64 = u64::from_ne_bytes([0x80; WORD]);

/// The texts so far.
pub(super) struct Copied {
    /// What stands from `end` on means nothing.
    bytes: Vec<u8>,
    end: usize,
}

impl Copied {
    /// With room for so many bytes.
    pub(super) fn new(room: usize) -> Self {
        Self { bytes: vec![0; room + PIECE], end: 0 }
    }

    /// Copies the text of so many bytes that `from` begins with; false, and nothing, where there is no room or, if all must be `ascii`, there
    /// are other bytes in it or near behind it.
    #[inline]
    pub(super) fn copy(&mut self, from: &[u8], len: usize, ascii: bool) -> bool {
        let into = &mut self.bytes[self.end..];
        let all = len.next_multiple_of(PIECE);
        let others = if let (Some(from), Some(into)) = (from.first_chunk::<PIECE>(), into.first_chunk_mut::<PIECE>())
            && len <= PIECE
        {
            *into = *from;
            not_ascii(from)
        } else if let (Some(from), Some(into)) = (from.get(..all), into.get_mut(..all))
            && all <= MOST_PIECES * PIECE
        {
            copy_pieces(from, into)
        } else if let Some(into) = into.get_mut(..len) {
            into.copy_from_slice(&from[..len]);
            u64::from(!from[..len].is_ascii())
        } else {
            return false;
        };
        if ascii && others != 0 {
            return false;
        }
        self.end += len;
        true
    }

    /// Adds the text of so many bytes that `from` begins with, of a page that has these characters from 80 on; false, and nothing, where one
    /// is none, or there may be no room.
    fn convert(&mut self, from: &[u8], len: usize, upper: &Upper) -> bool {
        let (Some(from), Some(into)) = (from.get(..len + WORD), self.bytes[self.end..].get_mut(..3 * len + WORD))
        else {
            return false;
        };
        let (mut at, mut end) = (0, 0);
        while at < len
            && let Some(word) = from[at..].first_chunk::<WORD>()
        {
            into[end..end + WORD].copy_from_slice(word);
            // What was copied behind the first other one is written over.
            let plain = (u64::from_le_bytes(*word) & HIGH).trailing_zeros() as usize / 8;
            (at, end) = (at + plain, end + plain);
            if plain < WORD && at < len {
                let [text @ .., count] = upper[usize::from(from[at] & 0x7F)];
                if count == 0 {
                    return false;
                }
                into[end..end + text.len()].copy_from_slice(&text);
                (at, end) = (at + 1, end + usize::from(count));
            }
        }
        // Words may reach behind the text.
        self.end += end - (at - len);
        true
    }

    /// Adds a text that was read in another way.
    pub(super) fn put(&mut self, text: &[u8]) {
        let end = self.end + text.len();
        if self.bytes.len() < end + PIECE {
            // Room grows as that of a vector does, by shares.
            self.bytes.resize((end + PIECE).max(self.bytes.len() * 3 / 2), 0);
        }
        self.bytes[self.end..end].copy_from_slice(text);
        self.end = end;
    }

    /// Where the last text ends.
    pub(super) const fn end(&self) -> usize {
        self.end
    }

    /// What was added behind a place.
    pub(super) fn since(&self, place: usize) -> &[u8] {
        &self.bytes[place..self.end]
    }

    /// Takes away what was added behind a place.
    pub(super) const fn back_to(&mut self, place: usize) {
        self.end = place;
    }

    /// All bytes.
    pub(super) fn into_bytes(mut self) -> Vec<u8> {
        self.bytes.truncate(self.end);
        self.bytes
    }
}

/// Pieces that are texts as they stand, if no blank at their ends is to be trimmed.
pub(super) struct Whole<'a> {
    pieces: Pieces<'a>,
    /// Blanks are trimmed at the left, at the right.
    trims: (bool, bool),
    /// Bytes that are not ASCII are none of a text as it is in memory.
    ascii: bool,
    /// The characters that they are, if each is one.
    upper: Option<&'a Upper>,
}

impl<'a> Whole<'a> {
    pub(super) const fn new(pieces: Pieces<'a>, trims: (bool, bool), ascii: bool, upper: Option<&'a Upper>) -> Self {
        Self { pieces, trims, ascii, upper }
    }

    /// Bytes that all of them will take, or nearly so.
    pub(super) fn room(&self) -> usize {
        let bytes = self.pieces.slices().iter().map(Slice::len).sum();
        // Characters that are not ASCII take more bytes in memory than in such a window: in most languages few are.
        if self.ascii { bytes + bytes / 8 } else { bytes }
    }

    /// Copies the text of a row; false, and nothing, where it is empty, was made anew, or is to be read in another way.
    #[inline]
    pub(super) fn copy(&self, row: usize, into: &mut Copied) -> bool {
        let slice = self.pieces.slices()[row];
        let (Some(window), len) = (self.pieces.window_of(slice), slice.len()) else { return false };
        let from = &window[slice.end() - len..];
        let is_trimmed = len == 0 || self.trims.0 && is_blank(from[0]) || self.trims.1 && is_blank(from[len - 1]);
        !is_trimmed
            && (into.copy(from, len, self.ascii) || self.upper.is_some_and(|upper| into.convert(from, len, upper)))
    }
}

/// Copies whole pieces; something else than 0 where not all is ASCII.
#[inline]
fn copy_pieces(from: &[u8], into: &mut [u8]) -> u64 {
    let pieces = from.as_chunks::<PIECE>().0.iter().zip(into.as_chunks_mut::<PIECE>().0);
    pieces.fold(0, |others, (from, into)| {
        *into = *from;
        others | not_ascii(from)
    })
}

/// The highest bits of a piece.
#[inline]
fn not_ascii(piece: &[u8; PIECE]) -> u64 {
    let words = piece.as_chunks::<WORD>().0;
    words.iter().fold(0, |all, word| all | u64::from_ne_bytes(*word)) & HIGH
}
