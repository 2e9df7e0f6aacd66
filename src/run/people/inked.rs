//! Where a record of plain characters has others than blanks: one bit a byte.
//!
//! In: a record's bytes. Out: nothing where there are others than blanks and visible characters of ASCII, or a mark that would have to be
//! quoted; else its pieces without the blanks around them. The record is looked at once, sixteen bytes at a time; bits tell its pieces.
//! Refuses to know what the pieces mean.

use std::ops::Range;

use wide::i8x16;

/// Bytes of a record that is looked at so.
const MOST: usize = 1024;
/// Bytes that are looked at together.
const BLOCK: usize = 16;
/// Bits of a word.
const WORD: usize = u64::BITS as usize;

/// The bytes of a record that are no blanks.
#[derive(Debug, Default)]
pub struct Inked {
    /// None behind its end.
    words: [u64; MOST / WORD + 2],
}

impl Inked {
    /// Looks at a record where nothing was looked at before; whether it is plain, and not longer than 1,024 bytes.
    #[must_use]
    pub fn look(&mut self, record: &[u8], separator: u8) -> bool {
        if record.len() > MOST {
            return false;
        }
        let look = Look::new(separator);
        let mut others = i8x16::splat(0);
        let (blocks, rest) = record.as_chunks::<BLOCK>();
        for (number, block) in blocks.iter().enumerate() {
            self.words[number / 4] |= look.inked(*block, &mut others) << (BLOCK * (number % 4));
        }
        if !rest.is_empty() {
            let last = if let Some(last) = record.last_chunk() {
                // The bytes before it are looked at twice.
                look.inked(*last, &mut others) >> (BLOCK - rest.len())
            } else {
                let mut last = [b' '; BLOCK];
                last[..rest.len()].copy_from_slice(rest);
                look.inked(last, &mut others)
            };
            self.words[blocks.len() / 4] |= last << (BLOCK * (blocks.len() % 4));
        }
        others.to_bitmask() == 0
    }

    /// A piece of the record, as far as it has it, without the blanks around; its first and its last byte are none. None where nothing
    /// is left.
    #[inline]
    pub fn within(&self, place: &Place) -> Option<Range<usize>> {
        if place.width > WORD {
            return self.within_long(place.start..place.start + place.width);
        }
        self.within_word(place)
    }

    /// The same of a piece that has no more bytes than a word has bits.
    #[inline]
    fn within_word(&self, place: &Place) -> Option<Range<usize>> {
        let Place { start, word, bit, mask, .. } = *place;
        // All bits of the second word go where the piece begins with the first one.
        let bits = (self.words[word] >> bit | (self.words[word + 1] << 1) << (u64::BITS - 1 - bit)) & mask;
        let last = u64::BITS - bits.leading_zeros();
        (bits != 0).then(|| start + bits.trailing_zeros() as usize..start + last as usize)
    }

    /// The same of a piece that has more.
    #[cold]
    fn within_long(&self, piece: Range<usize>) -> Option<Range<usize>> {
        let part = |start: usize| self.within_word(&Place::of(&(start..piece.end.min(start + WORD)))?);
        let mut parts = piece.clone().step_by(WORD).filter_map(part);
        let first = parts.next()?;
        Some(first.start..parts.next_back().map_or(first.end, |last| last.end))
    }
}

/// Where a piece stands in each record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    start: usize,
    /// Bytes that a record has there at most.
    pub width: usize,
    word: usize,
    bit: u32,
    /// As many bits as it has bytes; all, if it has more.
    mask: u64,
}

impl Place {
    /// None of a piece that begins behind the first 1,024 bytes.
    #[must_use]
    pub fn of(piece: &Range<usize>) -> Option<Self> {
        let Range { start, end } = *piece;
        let width = end.min(MOST).saturating_sub(start);
        let behind = u32::try_from(WORD.saturating_sub(width)).ok()?;
        let bit = u32::try_from(start % WORD).ok()?;
        let mask = u64::MAX.unbounded_shr(behind);
        (start < MOST).then_some(Self { start, width, word: start / WORD, bit, mask })
    }
}

/// What is looked for.
struct Look {
    blank: i8x16,
    delete: i8x16,
    quote: i8x16,
    separator: i8x16,
}

impl Look {
    fn new(separator: u8) -> Self {
        let [blank, delete, quote, separator] =
            [b' ', 0x7F, b'"', separator].map(|byte| i8x16::splat(byte.cast_signed()));
        Self { blank, delete, quote, separator }
    }

    /// The bytes that are no blanks, the first one the lowest bit. What is not plain is marked by the highest bit of its byte in `others`.
    #[inline]
    fn inked(&self, block: [u8; BLOCK], others: &mut i8x16) -> u64 {
        let block = i8x16::new(block.map(u8::cast_signed));
        // Bytes from 80 on are negative.
        *others |= block.simd_lt(self.blank)
            | block.simd_eq(self.delete)
            | block.simd_eq(self.quote)
            | block.simd_eq(self.separator);
        u64::from(!block.simd_eq(self.blank).to_bitmask() & u32::from(u16::MAX))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_plain_is_told_of_each_byte_at_each_place() {
        for length in [1, 2, 15, 16, 17, 40, 64, 101, MOST] {
            for at in [0, length / 2, length - 1] {
                for byte in 0..=u8::MAX {
                    let mut record = vec![b' '; length];
                    record[at] = byte;
                    let is_plain = matches!(byte, b' '..=b'~') && byte != b'"' && byte != b';';
                    let mut inked = Inked::default();
                    assert_eq!(inked.look(&record, b';'), is_plain, "{byte:02X} {at} {length}");
                    let found = inked.within(&Place::of(&(at..at + 1)).unwrap());
                    assert_eq!(found, (byte != b' ').then_some(at..at + 1), "{byte:02X} {at} {length}");
                }
            }
        }
        assert!(!Inked::default().look(&[b' '; MOST + 1], b','));
        assert!(Inked::default().look(b"", b','));
    }

    proptest! {
        #[test]
        fn pieces_end_where_their_blanks_begin(
            record in "([A-Z]{0,9}[ ]{0,90}){0,12}",
            start in 0..=MOST,
            length in prop_oneof![6 => 0_usize..=70, 3 => 70..300_usize, 1 => Just(usize::MAX >> 1)],
        ) {
            let bytes = record.as_bytes();
            let record = &bytes[..bytes.len().min(MOST)];
            let piece = start..start + length;
            let Some(place) = Place::of(&piece) else {
                prop_assert_eq!(start, MOST);
                return Ok(());
            };
            prop_assert_eq!(place.width, length.min(MOST - start));
            let own = &record[start.min(record.len())..piece.end.min(record.len())];
            let mut inked = Inked::default();
            prop_assert!(inked.look(record, b','));
            prop_assert_eq!(inked.within(&place).map_or(&b""[..], |found| &record[found]), own.trim_ascii());
        }
    }
}
