//! How a number stands in its bytes where it is no text: what a COBOL data item says of them.
//!
//! Refuses to know bytes, and how the item was written; [`copybook`](super::copybook) does.
//! Sources: IBM Enterprise COBOL 6.4 Programming Guide, "Formats for numeric data"; z/Architecture Principles of
//! Operation (SA22-7832), chapters 7 to 9 and 18.

pub use super::copybook::{Endian, Float};

/// A number that is stored otherwise than as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stored {
    /// How its bytes are made.
    pub form: Form,
    /// How many they are: what ends earlier is no number, but a record that was cut.
    pub bytes: u8,
    /// Digits of its picture, 1 to 38, without the zeros that P stands for; 0 of a float, and where all bits count.
    pub digits: u8,
    /// Digits behind the decimal point; below zero: so many zeros stand before it.
    pub scale: i8,
    /// Whether it may be below zero.
    pub signed: bool,
    /// Which signs are taken.
    pub signs: Signs,
}

/// Binary numbers of fewer bytes are blanks, or HIGH-VALUES, only where their picture does not hold what they read as.
pub const TELLING: usize = 4;

/// Whether a field with this encoding of its own and this form stands as characters of its source: a text, or a digit a byte.
#[must_use]
pub fn is_written(encoding: Option<&str>, stored: Option<Stored>) -> bool {
    encoding.is_none() && stored.is_none_or(|stored| stored.is_digits_alone())
}

impl Stored {
    /// Whether it stands as a digit a byte, and nothing else.
    #[must_use]
    pub const fn is_digits_alone(&self) -> bool {
        matches!(self.form, Form::Zoned(Zoned { alphabet, .. }) if !matches!(alphabet, Alphabet::Utf16(_)))
            && !self.signed
    }

    /// Whether what is said of its blanks says what they are: digits, or written as characters, of which blanks are none.
    #[must_use]
    pub const fn is_told_by_blanks(&self) -> bool {
        matches!(self.form, Form::Zoned(_)) || self.blanks_may_be_digits()
    }

    /// Whether bytes that are blanks may be its digits.
    #[must_use]
    pub const fn blanks_may_be_digits(&self) -> bool {
        matches!(self.form, Form::PackedUnsigned | Form::Binary { .. })
    }

    /// The number that blanks are where nothing is said of them; none where they are no number.
    #[must_use]
    pub fn number_of_blanks(&self, blank: u8) -> Option<u64> {
        let bytes = usize::from(self.bytes);
        let (number, all_bits) = match self.form {
            Form::PackedUnsigned if bytes == 1 => (u64::from(blank >> 4) * 10 + u64::from(blank & 0xF), false),
            Form::Binary { all_bits, .. } if (1..TELLING).contains(&bytes) => {
                ((0..bytes).fold(0, |number, _| number << 8 | u64::from(blank)), all_bits)
            }
            _ => return None,
        };
        (all_bits || number < 10_u64.saturating_pow(self.digits.into())).then_some(number)
    }

    /// Whether X'00' throughout is its zero, so that LOW-VALUES are none.
    #[must_use]
    pub const fn has_zero_of_low_values(&self) -> bool {
        matches!(self.form, Form::PackedUnsigned | Form::Binary { .. } | Form::Float(_))
    }

    /// The number that X'FF' throughout is; none where it is HIGH-VALUES.
    #[must_use]
    pub fn number_of_high_values(&self) -> Option<i64> {
        let bytes = usize::from(self.bytes);
        match self.form {
            Form::Binary { .. } if self.signed => Some(-1),
            Form::Binary { all_bits: true, .. } if (1..TELLING).contains(&bytes) => Some((1 << (8 * bytes)) - 1),
            _ => None,
        }
    }
}

/// How the bytes of a number are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// DISPLAY: a digit a byte.
    Zoned(Zoned),
    /// COMP-3, PACKED-DECIMAL: two digits a byte, the sign in the last half byte.
    Packed,
    /// COMP-6: two digits a byte, no sign.
    PackedUnsigned,
    /// COMP, COMP-4, COMP-5, BINARY, COMP-X, COMP-9: a binary number.
    Binary {
        /// Which byte stands first.
        endian: Endian,
        /// All bits count; else what has more digits than the picture is refused.
        all_bits: bool,
    },
    /// COMP-1 of four bytes, COMP-2 of eight.
    Float(Float),
}

/// Where the sign of zoned digits stands, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Zoned {
    /// At the first digit; else at the last.
    pub leading: bool,
    /// In a byte of its own, `+` or `-`.
    pub separate: bool,
    /// How digits and signs look.
    pub alphabet: Alphabet,
}

/// How zoned digits look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alphabet {
    /// EBCDIC: the sign is the upper half of its byte.
    Ebcdic,
    /// Translated from EBCDIC to ASCII: `{A-I` positive, `}J-R` negative.
    Overpunch,
    /// Micro Focus and `GnuCOBOL`: `p`–`y` negative, digits positive.
    OverpunchP,
    /// NATIONAL: a digit is a character of UTF-16, and so is a sign, which has one of its own.
    Utf16(Endian),
}

/// Which signs of zoned and packed numbers are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Signs {
    /// C, D and F.
    #[default]
    Preferred,
    /// As the hardware takes them: A, C, E and F positive, B and D negative.
    Any,
}

/// What fields become that a program filled with one byte, or filled up with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Fills {
    /// LOW-VALUES, X'00' throughout; not of binary numbers, floats and COMP-6, whose zero that is.
    pub low: OnFill,
    /// HIGH-VALUES, X'FF' throughout; not of binary numbers with a sign, whose -1 that is, nor of those without one of up
    /// to three bytes whose picture holds it.
    pub high: OnFill,
    /// X'00' at the ends of a text that are trimmed goes with the blanks.
    pub pad: bool,
}

/// What a field that is filled with one byte becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OnFill {
    /// A finding.
    #[default]
    Reject,
    /// Nothing; counted.
    Empty,
    /// Zero; counted.
    Zero,
}
