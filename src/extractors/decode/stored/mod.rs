//! Numbers that stand in their bytes otherwise than as text: zoned, packed, binary, floating-point.
//!
//! In: a field's bytes, and how they are made. Out: the unscaled whole number, its digits as a text, or why there is
//! none. Each form has a quick reader for what most fields hold, which gives up on everything else, and a general one,
//! which tells what is wrong and where. Refuses: values that nobody wrote (blanks in a binary number), deciding what
//! becomes of a record.
//!
//! Sources: IBM Enterprise COBOL 6.4 Programming Guide, "Formats for numeric data"; z/Architecture Principles of
//! Operation (SA22-7832), chapters 7, 8 and 18.

use std::io::Write;

use crate::extractors::cell::Cell;
use crate::extractors::decode::Refusal;
use crate::extractors::encoding::{Encoding, Unit, ebcdic};
use crate::finding::{Args, Code};
use crate::mapping::model::OnBlank;
use crate::mapping::stored::{Alphabet, Endian, Form, Stored, TELLING, Zoned};

pub(super) mod again;
mod binary;
pub(super) mod columns;
pub mod encode;
mod floats;
mod packed;
mod scaling;
#[cfg(test)]
mod tests;
mod zoned;

use binary::BinaryRules;
use floats::FloatRules;
use packed::PackedRules;
pub use scaling::Scaling;
pub(super) use scaling::rescaled;
use zoned::ZonedRules;

/// Why a field has no value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// There are blanks, or the record ended before it; told as this code.
    Blank(Code),
    /// LOW-VALUES, X'00' throughout.
    Low,
    /// HIGH-VALUES, X'FF' throughout.
    High,
    /// It has a value that means "no value".
    Null,
    /// A text that cannot be read.
    Bad(Code, Args),
    /// No value of its type.
    Refused(Refusal),
}

impl From<Refusal> for Why {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// How a field's stored numbers are read.
#[derive(Debug, Clone)]
pub struct StoredRules {
    stored: Stored,
    form: Rules,
    blank: u8,
    /// It is said what LOW-VALUES and HIGH-VALUES become.
    fills: bool,
    /// Blanks are how zero is written.
    zero_is_blank: bool,
    blanks: Blanks,
}

/// Whether bytes that are blanks are the digits that they read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blanks {
    /// Where that is likelier than a field without a value.
    Likely,
    /// It is said so.
    Digits,
    /// It is said what they become.
    Never,
}

impl Blanks {
    /// Of a field.
    #[must_use]
    pub const fn of(on_blank: OnBlank, tell: bool) -> Self {
        match on_blank {
            OnBlank::Number => Self::Digits,
            _ if tell => Self::Never,
            _ => Self::Likely,
        }
    }
}

#[derive(Debug, Clone)]
enum Rules {
    Zoned(Box<ZonedRules>),
    Packed(PackedRules),
    Binary(BinaryRules),
    Float(FloatRules),
}

const LOW: u8 = 0x00;
const HIGH: u8 = 0xFF;

impl StoredRules {
    /// Of numbers among text in this encoding; `fills`: it is said what LOW-VALUES and HIGH-VALUES become.
    #[must_use]
    pub fn new(stored: Stored, encoding: Encoding, fills: bool) -> Self {
        let stored = in_order_of(stored, encoding);
        let blank = if encoding.ebcdic().is_some() { ebcdic::BLANK } else { b' ' };
        let form = match stored.form {
            Form::Zoned(zoned) => Rules::Zoned(Box::new(ZonedRules::new(stored, zoned))),
            Form::Packed => Rules::Packed(PackedRules::new(stored, true, blank)),
            Form::PackedUnsigned => Rules::Packed(PackedRules::new(stored, false, blank)),
            Form::Binary { endian, all_bits } => {
                let high = fills && !stored.signed;
                Rules::Binary(BinaryRules::new(stored, endian, all_bits, (blank, high)))
            }
            Form::Float(float) => Rules::Float(FloatRules::new(float, usize::from(stored.bytes))),
        };
        Self { stored, form, blank, fills, zero_is_blank: false, blanks: Blanks::Likely }
    }

    /// The same, where blanks are digits, or are not.
    #[must_use]
    pub fn blanks(mut self, blanks: Blanks) -> Self {
        if blanks == Blanks::Never {
            match &mut self.form {
                Rules::Packed(rules) => rules.leave_blanks(self.blank),
                Rules::Binary(rules) => rules.leave_blanks(self.blank),
                Rules::Zoned(_) | Rules::Float(_) => {}
            }
        }
        Self { blanks, ..self }
    }

    /// The same, where blanks are how zero is written, or are not.
    #[must_use]
    pub fn zero_is_blank(self, zero_is_blank: bool) -> Self {
        Self { zero_is_blank, ..self }
    }

    /// Digits behind the decimal point.
    #[must_use]
    pub const fn scale(&self) -> i8 {
        self.stored.scale
    }

    /// Digits of the picture.
    #[must_use]
    pub const fn digits(&self) -> u8 {
        self.stored.digits
    }

    /// How many bytes a field has.
    #[must_use]
    pub const fn bytes(&self) -> u8 {
        self.stored.bytes
    }

    /// The unscaled number of a field that is no float.
    ///
    /// # Errors
    /// TL0220 to TL0231, TL0203 for what has more than 38 digits.
    pub fn number(&self, field: &[u8]) -> Result<i128, Why> {
        self.read(field, |form| match form {
            Rules::Zoned(rules) => rules.read(field),
            Rules::Packed(rules) => rules.read(field),
            Rules::Binary(rules) => rules.read(field),
            Rules::Float(_) => Err(Refusal::plain(Code::NumberTooLarge)),
        })
    }

    /// Appends the digits as text: all that the picture has, a minus before them where they are below zero; of a
    /// float the shortest text that reads as it.
    ///
    /// # Errors
    /// As of [`Self::number`]; TL0232 for a float.
    pub fn text(&self, field: &[u8], into: &mut Vec<u8>) -> Result<(), Why> {
        if let Rules::Float(rules) = &self.form {
            let text = self.read(field, |_| rules.text(field))?;
            into.extend_from_slice(text.as_bytes());
            return Ok(());
        }
        let number = self.number(field)?;
        let sign = if number < 0 { "-" } else { "" };
        let width = usize::from(self.stored.digits);
        write!(into, "{sign}{:0width$}", number.unsigned_abs()).map_err(|_| Refusal::plain(Code::Defect).into())
    }

    /// The digits of [`Self::text`] where the quick reader reads them and they are no less than zero; the first eight
    /// bytes of the buffer are left free.
    #[must_use]
    pub fn quick_text<'b>(&self, cell: Cell<'_>, buffer: &'b mut [u8; 40]) -> Option<Cell<'b>> {
        let digits = usize::from(self.stored.digits);
        let mut rest = u64::try_from(self.quick(cell)?).ok()?;
        for digit in buffer.get_mut(8..8 + digits)?.iter_mut().rev() {
            *digit = b'0' + (rest % 10).to_le_bytes()[0];
            rest /= 10;
        }
        if rest == 0 && digits > 0 { Some(Cell::ending(&buffer[..8 + digits], digits)) } else { None }
    }

    /// The unscaled number of a field that the quick reader reads.
    #[must_use]
    #[inline]
    pub fn quick(&self, cell: Cell<'_>) -> Option<i64> {
        match &self.form {
            Rules::Zoned(rules) => rules.quick(cell),
            Rules::Packed(rules) => rules.quick(cell),
            Rules::Binary(rules) => rules.quick(cell),
            Rules::Float(_) => None,
        }
    }

    /// What the form reads, unless the field is filled with one byte that is no number.
    fn read<V>(&self, field: &[u8], read: impl FnOnce(&Rules) -> Result<V, Refusal>) -> Result<V, Why> {
        let filled = self.filled(field);
        if let Some((why, _)) = filled.clone().filter(|(_, byte)| !self.may_be_number(*byte, field.len())) {
            return Err(why);
        }
        if field.len() != usize::from(self.stored.bytes) {
            let number = i64::try_from(field.len()).unwrap_or(i64::MAX);
            return Err(Refusal { code: Code::NumberCut, number }.into());
        }
        read(&self.form).map_err(|refusal| filled.map_or(Why::Refused(refusal), |(why, _)| why))
    }

    /// What a field means that has one byte throughout, and that byte.
    fn filled(&self, field: &[u8]) -> Option<(Why, u8)> {
        let Some((&byte, rest)) = field.split_first() else { return Some((Why::Blank(Code::Blank), self.blank)) };
        let pair = blank_of(self.stored);
        let is_text = matches!(self.form, Rules::Zoned(_)) && pair.is_none();
        if pair.is_some_and(|pair| field.chunks(2).all(|one| one == pair)) {
            return Some((Why::Blank(Code::Blank), byte));
        }
        let why = match byte {
            _ if byte == self.blank => Why::Blank(if is_text { Code::Blank } else { Code::HoldsBlanks }),
            // A group was filled with blanks of EBCDIC.
            ebcdic::BLANK if pair.is_some() => Why::Blank(Code::HoldsBlanks),
            LOW => Why::Low,
            HIGH => Why::High,
            _ => return None,
        };
        rest.iter().all(|other| *other == byte).then_some((why, byte))
    }

    /// Whether a field of this byte throughout may be a number all the same.
    fn may_be_number(&self, byte: u8, bytes: usize) -> bool {
        let binary = !matches!(self.stored.form, Form::Zoned(_) | Form::Packed);
        let few = (1..TELLING).contains(&bytes);
        binary
            && match (self.stored.form, byte) {
                (_, LOW) => true,
                (Form::Float(_), HIGH) => !self.fills,
                (Form::Binary { .. }, HIGH) => self.stored.signed || few || !self.fills,
                (Form::PackedUnsigned, HIGH) => false,
                _ if self.blanks == Blanks::Digits && bytes == usize::from(self.stored.bytes) => true,
                _ if self.blanks == Blanks::Never => false,
                // All digits are possible, but of two blanks far fewer files have that number than have a blank.
                (Form::PackedUnsigned, _) => bytes == 1,
                _ => few,
            }
    }
}

/// Characters of two bytes, in the order of the field's encoding.
fn in_order_of(stored: Stored, encoding: Encoding) -> Stored {
    match stored.form {
        Form::Zoned(zoned) if blank_of(stored).is_some() && matches!(encoding.unit(), Unit::Utf16Le) => {
            let form = Form::Zoned(Zoned { alphabet: Alphabet::Utf16(Endian::Little), ..zoned });
            Stored { form, ..stored }
        }
        _ => stored,
    }
}

/// The blank of characters of two bytes; none of others.
const fn blank_of(stored: Stored) -> Option<[u8; 2]> {
    match stored.form {
        Form::Zoned(Zoned { alphabet: Alphabet::Utf16(Endian::Big), .. }) => Some([0, b' ']),
        Form::Zoned(Zoned { alphabet: Alphabet::Utf16(Endian::Little), .. }) => Some([b' ', 0]),
        _ => None,
    }
}

/// Refused at a byte, from 0.
fn at(code: Code, byte: usize) -> Refusal {
    Refusal { code, number: i64::try_from(byte + 1).unwrap_or(i64::MAX) }
}

/// Ten to the power of `digits`, less one: the largest number of so many digits.
fn most(digits: u32) -> i128 {
    10_i128.checked_pow(digits).map_or(i128::MAX, |power| power - 1)
}
