//! From a field's bytes to its trimmed text, whatever encoding or form it has.
//!
//! In: one cell. Out: its text after pattern and trim, or why there is none. What is plain (ASCII, or a page of EBCDIC
//! whose characters are) can be read without this. Refuses: types.

use std::ops::Range;

use wide::u8x16;

use crate::extractors::cell::Cell;
use crate::extractors::decode::copied::Copied;
use crate::extractors::decode::stored::{Blanks, StoredRules, Why};
use crate::extractors::encoding::{Encoding, Invalid, Upper, ebcdic};
use crate::extractors::pieces::Pieces;
use crate::extractors::strip::Strip;
use crate::finding::Code;
use crate::mapping::model::{OnBad, OnBlank, Pattern, Reading, Trim};
use crate::mapping::stored::Fills;

/// From bytes to a trimmed text.
#[derive(Debug, Clone)]
pub(super) struct TextRules {
    pub encoding: Encoding,
    pub pattern: Option<Pattern>,
    pub trim: Trim,
    /// In ascending order.
    pub null_if: Vec<String>,
    /// The blanks around a text are its own, but not of one that means "no value".
    pub keeps_blanks: bool,
    pub on_blank: OnBlank,
    /// That blanks are zero says the picture alone: those that its program writes, in the field's own encoding.
    pub zero_of_own: bool,
    pub on_bad: OnBad,
    pub fills: Option<Fills>,
    /// A number that is no text; its digits are.
    pub stored: Option<Box<StoredRules>>,
    /// How the plainest cells are read.
    pub plain: Plain,
    /// What bytes from 80 on are, where these stand beside ASCII in a page of 256 characters.
    pub upper: Option<Box<Upper>>,
    /// The source's blank, where that byte is none in the field's own encoding.
    source_blank: Option<u8>,
}

/// How cells are read that have nothing but ASCII characters, and nothing to match before trimming.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Plain {
    /// As they are.
    Ascii,
    /// Translated byte by byte.
    Ebcdic(ebcdic::Ebcdic),
    /// By their digits.
    Digits,
    /// There are none.
    None,
}

/// Bytes that are copied at once.
const PIECE: usize = 16;

/// Room for the text of a short cell, behind eight bytes that are free.
pub(super) type Short = [u8; 40];

impl TextRules {
    /// `encoding` is the field's, `source` that of what stands around it.
    pub fn new(reading: &Reading, encoding: Encoding, source: Encoding) -> Self {
        let rules = |stored| StoredRules::new(stored, encoding, reading.fills.is_some());
        let stored = reading.stored.map(|stored| {
            let blanks = Blanks::of(reading.on_blank, reading.blanks_tell);
            rules(stored).zero_is_blank(reading.zero_is_blank).blanks(blanks)
        });
        let source_blank =
            blank_byte(source).filter(|_| stored.is_none() && blank_byte(encoding) != blank_byte(source));
        let plain = match encoding.ebcdic() {
            _ if reading.pattern.is_some() || source_blank.is_some() => Plain::None,
            _ if stored.is_some() => Plain::Digits,
            Some(page) => Plain::Ebcdic(page),
            None if encoding.ascii_compatible() => Plain::Ascii,
            None => Plain::None,
        };
        let mut null_if = reading.null_if.clone();
        null_if.sort_unstable();
        Self {
            encoding,
            pattern: reading.pattern.clone(),
            trim: reading.trim,
            null_if,
            keeps_blanks: false,
            on_blank: reading.on_blank,
            zero_of_own: reading.zero_is_blank && !reading.blanks_tell,
            on_bad: reading.on_bad,
            fills: reading.fills,
            stored: stored.map(Box::new),
            plain,
            upper: if plain == Plain::Ascii { encoding.upper().map(Box::new) } else { None },
            source_blank,
        }
    }

    /// Leaves the blanks around texts where they are: each of them means something.
    pub const fn keep_whole(&mut self) {
        (self.trim, self.keeps_blanks) = (Trim::None, true);
    }

    /// The cell as ASCII text, if it is plain and, where it has to be made, short.
    #[expect(clippy::inline_always, reason = "a call a value; `make bench` shows it")]
    #[inline(always)]
    pub fn plain<'c>(&self, cell: Cell<'c>, short: &'c mut Short) -> Option<Cell<'c>> {
        match self.plain {
            Plain::Ascii => Some(cell),
            Plain::Ebcdic(page) => page.short_ascii(cell.bytes(), short),
            Plain::Digits => self.stored.as_ref()?.quick_text(cell, short),
            Plain::None => None,
        }
    }

    /// Appends the trimmed text of a cell that is plain; false, and nothing, for one that is not, or has no text.
    #[inline]
    pub fn plain_text(&self, cell: Cell<'_>, into: &mut Vec<u8>) -> bool {
        let bytes = cell.bytes();
        if self.fills.is_some() && self.filled(bytes).is_some() {
            return false;
        }
        let text = match self.plain {
            Plain::Ascii => self.trimmed(bytes),
            Plain::Ebcdic(page) => {
                let pad = self.pads();
                let text = trimmed_of(bytes, self.trim, |byte| is_ebcdic_blank(byte) || pad && byte == 0);
                return !text.is_empty() && page.decode_all(text, into);
            }
            Plain::Digits => {
                let mut short = [0; 40];
                let Some(text) = self.plain(cell, &mut short) else { return false };
                into.extend_from_slice(text.bytes());
                return true;
            }
            Plain::None => return false,
        };
        match text {
            [] => false,
            // Codes of one letter are so common that a copy's call would be most of their cost.
            [letter @ 0..=0x7F] => {
                into.push(*letter);
                true
            }
            text if text.is_ascii() => {
                into.extend_from_slice(text);
                true
            }
            // Blanks are no part of any other character.
            text => self.encoding.decode(text, into).is_ok(),
        }
    }

    /// A plain cell without the blanks that are trimmed.
    #[inline]
    pub fn plain_trimmed<'c>(&self, cell: Cell<'c>) -> Option<Cell<'c>> {
        (self.plain == Plain::Ascii).then(|| self.trimmed(cell.bytes()).into())
    }

    /// Whether texts are read by [`Self::strip_text`] and [`Self::piece_text`].
    pub fn takes_columns(&self) -> bool {
        self.plain == Plain::Ascii && self.fills.is_none()
    }

    /// Whether texts stand in the source as they are in memory.
    pub fn is_utf8(&self) -> bool {
        self.encoding.is_utf8()
    }

    /// Appends the trimmed text of a piece; false, and nothing, where there is none, or it does not decode. Without `check`, bytes that
    /// are not ASCII are taken for UTF-8.
    #[inline]
    pub fn piece_text(&self, pieces: &Pieces<'_>, row: usize, into: &mut Vec<u8>, check: bool) -> bool {
        let slice = pieces.slices()[row];
        let Some(window) = pieces.window_of(slice) else { return false };
        let (start, end) = (into.len(), slice.end());
        let span = self.within_blanks(window, end - slice.len()..end);
        match window[span.clone()] {
            [] => return false,
            // Codes of one letter are so common that a copy's call would be most of their cost.
            [letter @ 0..=0x7F] => into.push(letter),
            _ if append(window, span.clone(), into) || !check => {}
            _ => {
                into.truncate(start);
                return self.encoding.decode(&window[span], into).is_ok();
            }
        }
        true
    }

    /// Appends the trimmed text of a strip that has nothing but ASCII; false, and nothing, where there is none.
    #[inline]
    pub fn strip_text(&self, strip: &Strip<'_>, row: usize, into: &mut Vec<u8>) -> bool {
        let (at, window) = strip.at(strip.starts()[row]);
        let span = self.within_blanks(window, at..at + strip.width());
        match span.len() {
            0 => return false,
            1 => into.push(window[span.start]),
            _ => {
                append(window, span, into);
            }
        }
        true
    }

    /// Copies the trimmed text of a strip of at most so many pieces of sixteen bytes, which has nothing but ASCII, without a branch that goes by
    /// its length; false, and nothing, for one that [`Self::strip_text`] has to read.
    #[inline]
    pub fn short_text<const PIECES: usize>(&self, strip: &Strip<'_>, row: usize, into: &mut Copied) -> bool {
        let (at, window) = strip.at(strip.starts()[row]);
        let from = &window[at..];
        let Some(whole) = from.as_chunks::<PIECE>().0.first_chunk::<PIECES>() else { return false };
        let len = if self.trims_right() { len_of(whole, strip.width()) } else { strip.width() };
        let is_left = len == 0 || from[len - 1] == b'\t' || self.trims_left() && is_blank(from[0]);
        !is_left && into.copy(from, len, false)
    }

    /// Whether blanks before a text are trimmed.
    pub const fn trims_left(&self) -> bool {
        matches!(self.trim, Trim::Left | Trim::Both)
    }

    /// Whether blanks behind a text are trimmed.
    pub const fn trims_right(&self) -> bool {
        matches!(self.trim, Trim::Right | Trim::Both)
    }

    /// Without the blanks that are trimmed.
    #[expect(clippy::inline_always, reason = "a call a value; `make bench` shows it")]
    #[inline(always)]
    fn within_blanks(&self, window: &[u8], Range { mut start, mut end }: Range<usize>) -> Range<usize> {
        if self.trims_right() {
            end = without_blanks(window, start, end);
        }
        if self.trims_left() {
            start += window[start..end].iter().take_while(|byte| is_blank(**byte)).count();
        }
        start..end
    }

    /// Whether this text, after trim, means "no value".
    #[inline]
    pub fn is_null(&self, text: &[u8]) -> bool {
        if self.null_if.is_empty() {
            return false;
        }
        let text = if self.keeps_blanks { trimmed_of(text, Trim::Both, is_blank) } else { text };
        self.null_if.binary_search_by(|null| null.as_bytes().cmp(text)).is_ok()
    }

    /// Whether a cell has nothing but blanks, and nothing says more of it than that.
    pub fn is_plainly_blank(&self, cell: &[u8]) -> bool {
        self.plain == Plain::Ascii && self.null_if.is_empty() && is_all_blank(cell)
    }

    /// Decodes a cell into `scratch`; gives its text after pattern and trim, and the blanks that were behind it.
    pub fn read<'s>(&self, cell: &[u8], scratch: &'s mut Vec<u8>) -> Result<(&'s str, usize), Why> {
        scratch.clear();
        self.decode(cell, scratch)?;
        let whole = std::str::from_utf8(scratch).map_err(|error| {
            let position = error.valid_up_to();
            invalid(Invalid { position, byte: scratch.get(position).copied().unwrap_or_default() })
        })?;
        let text = match &self.pattern {
            None => whole,
            Some(pattern) => {
                let unmatched = || Why::Bad(Code::PatternUnmatched, Vec::new());
                let captures = pattern.0.captures(whole).ok_or_else(unmatched)?;
                captures.get(1).or_else(|| captures.get(0)).map_or("", |group| group.as_str())
            }
        };
        let short = self.trimmed(text.as_bytes());
        let start = short.as_ptr() as usize - text.as_ptr() as usize;
        let end = start + short.len();
        Ok((&text[start..end], text.len() - end))
    }

    fn decode(&self, cell: &[u8], into: &mut Vec<u8>) -> Result<(), Why> {
        if let Some(stored) = &self.stored {
            return stored.text(cell, into);
        }
        if self.fills.is_some()
            && let Some(why) = self.filled(cell)
        {
            return Err(why);
        }
        if self.source_blank.is_some_and(|blank| cell.len() > 1 && cell.iter().all(|byte| *byte == blank)) {
            return Err(Why::Blank(Code::HoldsBlanks));
        }
        self.encoding.decode(cell, into).map_err(invalid)
    }

    /// Without what fills it up at the ends that are trimmed.
    #[inline]
    fn trimmed<'t>(&self, text: &'t [u8]) -> &'t [u8] {
        let pad = self.pads();
        trimmed_of(text, self.trim, |byte| is_blank(byte) || pad && byte == 0)
    }

    /// Whether X'00' fills texts up, besides blanks.
    fn pads(&self) -> bool {
        self.stored.is_none() && self.fills.is_some_and(|fills| fills.pad)
    }

    /// Whether a text is LOW-VALUES or HIGH-VALUES.
    #[inline]
    fn filled(&self, cell: &[u8]) -> Option<Why> {
        let why = match cell.first()? {
            0 => Why::Low,
            0xFF => Why::High,
            _ => return None,
        };
        let all = self.stored.is_none() && cell.iter().all(|byte| *byte == cell[0]);
        all.then_some(why)
    }
}

/// Bytes of a field's first `width` ones up to the last that is no blank; of at most 64.
#[inline]
fn len_of<const PIECES: usize>(pieces: &[[u8; PIECE]; PIECES], width: usize) -> usize {
    let blank = u8x16::splat(b' ');
    let others = pieces.iter().enumerate().fold(0, |others, (number, piece)| {
        let blanks = u8x16::new(*piece).simd_eq(blank).to_bitmask();
        others | u64::from(!blanks & u32::from(u16::MAX)) << (PIECE * number)
    });
    let behind = u64::MAX.unbounded_shl(u32::try_from(width).unwrap_or(u32::MAX));
    (u64::BITS - (others & !behind).leading_zeros()) as usize
}

/// Whether there is nothing but blanks, most of which are no tabs.
#[inline]
fn is_all_blank(cell: &[u8]) -> bool {
    const EIGHT: [u8; 8] = [b' '; 8];
    match (cell.first_chunk(), cell.last_chunk()) {
        (Some(&EIGHT), Some(&EIGHT)) if cell.len() <= 16 => true,
        _ => cell.iter().all(|byte| is_blank(*byte)),
    }
}

/// The place after the last byte before `end` that is no blank; at least `at`.
#[inline]
fn without_blanks(window: &[u8], at: usize, mut end: usize) -> usize {
    // Eight blanks at once, and then what is left of a word of them.
    while end - at >= 8
        && let Some(last) = window[..end].last_chunk::<8>()
    {
        let blanks = (u64::from_le_bytes(*last) ^ 0x2020_2020_2020_2020).leading_zeros() / 8;
        end -= blanks as usize;
        if blanks < 8 {
            break;
        }
    }
    while end > at && is_blank(window[end - 1]) {
        end -= 1;
    }
    end
}

/// Appends these bytes of a window; whether they are ASCII. Most texts are short: a copy in pieces of one size, the last one
/// cut back, is cheaper than a call.
#[inline(always)]
fn append(window: &[u8], span: Range<usize>, into: &mut Vec<u8>) -> bool {
    const HIGH: u128 = u128::from_ne_bytes([0x80; PIECE]);
    let (len, end) = (span.len(), into.len() + span.len());
    match window.get(span.start..span.start + len.next_multiple_of(PIECE)) {
        Some(whole) if len <= 4 * PIECE => {
            let (mut before, mut last) = (0, 0);
            for piece in whole.as_chunks::<PIECE>().0 {
                into.extend_from_slice(piece);
                before |= last;
                last = u128::from_le_bytes(*piece);
            }
            into.truncate(end);
            let own = u128::MAX >> (8 * (whole.len() - len));
            (before | last & own) & HIGH == 0
        }
        _ => {
            let text = &window[span];
            into.extend_from_slice(text);
            text.is_ascii()
        }
    }
}

/// The byte of a blank; none where it has several.
fn blank_byte(encoding: Encoding) -> Option<u8> {
    encoding.encode(" ").and_then(|bytes| <[u8; 1]>::try_from(bytes).ok()).map(|[byte]| byte)
}

fn invalid(Invalid { position, byte }: Invalid) -> Why {
    Why::Bad(Code::InvalidByte, vec![(position + 1).into(), format!("{byte:02X}").into()])
}

pub(super) const fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

/// The same, before it is translated.
const fn is_ebcdic_blank(byte: u8) -> bool {
    matches!(byte, ebcdic::BLANK | ebcdic::TAB)
}

/// Without the blanks at the ends that are trimmed.
#[inline]
fn trimmed_of(mut text: &[u8], trim: Trim, is_blank: impl Fn(u8) -> bool) -> &[u8] {
    if matches!(trim, Trim::Right | Trim::Both) {
        while let [rest @ .., last] = text
            && is_blank(*last)
        {
            text = rest;
        }
    }
    if matches!(trim, Trim::Left | Trim::Both) {
        while let [first, rest @ ..] = text
            && is_blank(*first)
        {
            text = rest;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_are_found_and_cut_off_at_any_length() {
        for width in 0..=2 * PIECE {
            let blanks = [b' '; 2 * PIECE];
            assert!(is_all_blank(&blanks[..width]), "{width}");
            assert_eq!(len_of(&blanks.as_chunks().0.first_chunk::<2>().copied().unwrap(), width), 0);
            for at in 0..width {
                for (byte, is_blank) in [(b'x', false), (b'\t', true)] {
                    let mut text = blanks;
                    text[at] = byte;
                    assert_eq!(is_all_blank(&text[..width]), is_blank, "{at} {width}");
                    assert_eq!(len_of(&text.as_chunks().0.first_chunk::<2>().copied().unwrap(), width), at + 1);
                    assert_eq!(len_of(&text.as_chunks().0.first_chunk::<2>().copied().unwrap(), at), 0);
                }
            }
        }
    }
}
