//! Bytes as the line ends of ASCII are found in: one byte a character.
//!
//! In: a window and what encoding it is in. Out: the same window, or one with a byte for each unit of UTF-16, or with
//! the line ends of EBCDIC made those of ASCII. Places of a UTF-16 window are units. Refuses to be read: characters past
//! U+00FF are 1A in it.

use std::borrow::Cow;

use crate::inspect::encoding::Verdict;
use crate::inspect::sample::Window;

/// How bytes are made one a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lens {
    /// They are.
    Plain,
    /// Pairs of bytes.
    Utf16 {
        /// Whether the low byte stands first.
        little: bool,
    },
    /// 15 and 25 are line ends.
    EbcdicLines,
}

/// New line and line feed of EBCDIC.
pub const EBCDIC_ENDS: [u8; 2] = [0x15, 0x25];
/// The byte order mark.
const MARK: u16 = 0xFEFF;
/// What stands for a character past U+00FF.
pub const SUBSTITUTE: u8 = 0x1A;

impl Lens {
    /// For text of an encoding.
    #[must_use]
    pub const fn of(verdict: &Verdict) -> Self {
        match verdict {
            Verdict::Utf16 { little } => Self::Utf16 { little: *little },
            _ => Self::Plain,
        }
    }

    /// Bytes of the file for one of the window.
    #[must_use]
    pub const fn width(self) -> u64 {
        match self {
            Self::Utf16 { .. } => 2,
            Self::Plain | Self::EbcdicLines => 1,
        }
    }

    /// The window through it.
    #[must_use]
    pub fn through(self, window: &Window) -> Cow<'_, Window> {
        match self {
            Self::Plain => Cow::Borrowed(window),
            Self::EbcdicLines => {
                let ascii = |byte: &u8| if EBCDIC_ENDS.contains(byte) { b'\n' } else { *byte };
                Cow::Owned(Window { bytes: window.bytes.iter().map(ascii).collect(), ..*window })
            }
            Self::Utf16 { little } => {
                let (units, _) = window.bytes.as_chunks::<2>();
                let unit = |pair: &[u8; 2]| if little { u16::from_le_bytes(*pair) } else { u16::from_be_bytes(*pair) };
                let bytes = units.iter().map(|pair| u8::try_from(unit(pair)).unwrap_or(SUBSTITUTE)).collect();
                let bytes: Vec<u8> = bytes;
                // The mark is no character of the first record.
                let marked = window.offset == 0 && units.first().is_some_and(|first| unit(first) == MARK);
                let (offset, bytes) = if marked { (1, bytes[1..].to_vec()) } else { (window.offset / 2, bytes) };
                Cow::Owned(Window { offset, bytes, ..*window })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_unit_is_one_byte() {
        let window = |offset: u64, bytes: &[u8]| Window {
            offset,
            bytes: bytes.to_vec(),
            starts_line: true,
            ends_line: true,
            is_last: true,
        };
        let little = Lens::of(&Verdict::Utf16 { little: true });
        assert_eq!(*little.through(&window(4, b"a\0\n\0\x19\x20z")), window(2, b"a\n\x1A"));
        assert_eq!(*little.through(&window(0, b"\xFF\xFEa\0")), window(1, b"a"));
        assert_eq!(*Lens::Utf16 { little: false }.through(&window(0, b"\0a\0\n")), window(0, b"a\n"));
        assert_eq!(*Lens::EbcdicLines.through(&window(0, b"\xC1\x15\xC2\x25")), window(0, b"\xC1\n\xC2\n"));
        assert_eq!(*Lens::Plain.through(&window(0, b"a\x15")), window(0, b"a\x15"));
    }
}
