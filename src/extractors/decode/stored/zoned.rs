//! Zoned numbers: a digit a byte, the sign in the upper half of one of them or in a byte of its own.

use super::{at, most};
use crate::extractors::cell::{Cell, Zone};
use crate::extractors::decode::Refusal;
use crate::extractors::decode::number::{overpunched, overpunched_p};
use crate::finding::Code;
use crate::mapping::stored::{Alphabet, Endian, Signs, Stored, Zoned};

/// How they are read.
#[derive(Debug, Clone)]
pub struct ZonedRules {
    zoned: Zoned,
    signed: bool,
    signs: Signs,
    bytes: usize,
    zone: Zone,
    /// By the byte that has the sign: its digit, with `MINUS`; `NO_SIGN` where it has none.
    table: [u8; 256],
    /// What the digits of the other bytes, and the one with the sign, are worth.
    worth: (i64, i64),
    /// What a digit is worth that stands first, however many there are.
    leading_worth: i128,
}

const MINUS: u8 = 0x80;
const NO_SIGN: u8 = 0xFF;
/// Digits of the largest number that the quick reader reads.
const QUICK: usize = 18;
const TEN_TO_16: i128 = 10_000_000_000_000_000;

impl ZonedRules {
    /// Of a field's picture.
    pub fn new(stored: Stored, zoned: Zoned) -> Self {
        // The quick reader takes no characters of two bytes.
        let is_wide = matches!(zoned.alphabet, Alphabet::Utf16(_));
        let bytes = if is_wide { usize::MAX } else { usize::from(stored.bytes) };
        let others = u32::from(stored.bytes.saturating_sub(1));
        let worth = match (zoned.separate, zoned.leading) {
            (true, _) => (1, 0),
            (false, true) => (1, 10_i64.checked_pow(others).unwrap_or_default()),
            (false, false) => (10, 1),
        };
        let leading_worth = 10_i128.checked_pow(others).unwrap_or_default();
        let zone = if zoned.alphabet == Alphabet::Ebcdic { Zone::EBCDIC } else { Zone::ASCII };
        let (signed, signs, table) = (stored.signed, stored.signs, [NO_SIGN; 256]);
        let mut rules = Self { zoned, signed, signs, bytes, zone, table, worth, leading_worth };
        for byte in 0..=0xFF {
            if let Ok((digit, negative)) = rules.sign(byte) {
                rules.table[usize::from(byte)] = digit | if negative { MINUS } else { 0 };
            }
        }
        rules
    }

    /// A number of up to 18 digits; none if the general reader has to look.
    #[expect(clippy::inline_always, reason = "a call a value")]
    #[inline(always)]
    pub fn quick(&self, cell: Cell<'_>) -> Option<i64> {
        if cell.len() != self.bytes || self.bytes > QUICK {
            return None;
        }
        let (sign, others) = self.parted(cell)?;
        let others = if others.is_empty() { 0 } else { others.digits_of(self.zone)? };
        let value = others * self.worth.0 + i64::from(sign & 0xF) * self.worth.1;
        Some(value * (1 - 2 * i64::from(sign >> 7)))
    }

    /// A number of more digits, the same.
    #[inline]
    pub fn quick_wide(&self, cell: Cell<'_>) -> Option<i128> {
        if cell.len() != self.bytes || self.bytes > 38 + usize::from(self.zoned.separate) {
            return None;
        }
        let (sign, others) = self.parted(cell)?;
        let mut value = if others.is_empty() { 0 } else { i128::from(others.last(16).digits_of(self.zone)?) };
        let (rest, digit) = (others.before_last(16), i128::from(sign & 0xF));
        if !rest.is_empty() {
            let (first, middle) = (rest.before_last(16), i128::from(rest.last(16).digits_of(self.zone)?));
            let first = if first.is_empty() { 0 } else { i128::from(first.digits_of(self.zone)?) };
            value += (first * TEN_TO_16 + middle) * TEN_TO_16;
        }
        if !self.zoned.separate {
            value = if self.zoned.leading { digit * self.leading_worth + value } else { 10 * value + digit };
        }
        Some(value * (1 - 2 * i128::from(sign >> 7)))
    }

    /// What the byte with the sign says, and the other bytes.
    #[inline]
    fn parted<'a>(&self, cell: Cell<'a>) -> Option<(u8, Cell<'a>)> {
        let (byte, others) = if self.zoned.leading {
            (cell.first()?, cell.after_first())
        } else {
            (cell.from_end(1)?, cell.before_last(1))
        };
        let sign = self.table[usize::from(byte)];
        if sign == NO_SIGN { None } else { Some((sign, others)) }
    }

    /// The number, byte by byte.
    ///
    /// # Errors
    /// TL0223 to TL0225, TL0229 at the first byte that is wrong; TL0203 above 38 digits.
    pub fn read(&self, field: &[u8]) -> Result<i128, Refusal> {
        let Alphabet::Utf16(endian) = self.zoned.alphabet else { return self.digits(field) };
        let mut characters = [0; 128];
        for (character, pair) in characters.iter_mut().zip(field.chunks(2)) {
            *character = narrow(endian, pair);
        }
        self.digits(characters.get(..field.len().div_ceil(2)).unwrap_or_default())
    }

    fn digits(&self, field: &[u8]) -> Result<i128, Refusal> {
        let signed_byte = if self.zoned.leading { 0 } else { field.len().saturating_sub(1) };
        let (mut value, mut negative) = (0_i128, false);
        for (place, &byte) in field.iter().enumerate() {
            let digit = if place == signed_byte {
                let (digit, minus) = self.sign(byte).map_err(|code| at(code, place))?;
                negative = minus;
                if self.zoned.separate {
                    continue;
                }
                digit
            } else {
                self.digit(byte).map_err(|code| at(code, place))?
            };
            value = value.checked_mul(10).map_or(i128::MAX, |value| value.saturating_add(i128::from(digit)));
        }
        if value > most(38) {
            return Err(Refusal::plain(Code::NumberTooLarge));
        }
        Ok(if negative { -value } else { value })
    }

    fn digit(&self, byte: u8) -> Result<u8, Code> {
        let zero = if self.zoned.alphabet == Alphabet::Ebcdic { 0xF0 } else { b'0' };
        match byte.checked_sub(zero) {
            Some(digit @ 0..=9) => Ok(digit),
            _ if byte == self.blank() => Err(Code::BlankInNumber),
            _ => Err(Code::NotZoned),
        }
    }

    /// The digit of the byte with the sign, and whether it is a minus.
    fn sign(&self, byte: u8) -> Result<(u8, bool), Code> {
        if self.zoned.separate {
            return self.separate(byte);
        }
        if let Ok(digit) = self.digit(byte) {
            return Ok((digit, false));
        }
        match self.punched(byte) {
            Some((_, true)) if !self.signed => Err(Code::MinusUnsigned),
            Some((_, false)) if !self.signed && self.signs == Signs::Preferred => Err(Code::BadZonedSign),
            Some(found) => Ok(found),
            None if self.looks_punched(byte) => Err(Code::BadZonedSign),
            None if byte == self.blank() => Err(Code::BlankInNumber),
            None => Err(Code::NotZoned),
        }
    }

    fn separate(&self, byte: u8) -> Result<(u8, bool), Code> {
        let (plus, minus) = if self.zoned.alphabet == Alphabet::Ebcdic { (0x4E, 0x60) } else { (b'+', b'-') };
        match byte {
            _ if byte == plus => Ok((0, false)),
            _ if byte == minus && self.signed => Ok((0, true)),
            _ if byte == minus => Err(Code::MinusUnsigned),
            _ => Err(Code::BadZonedSign),
        }
    }

    /// A digit with a sign that is taken.
    fn punched(&self, byte: u8) -> Option<(u8, bool)> {
        match self.zoned.alphabet {
            Alphabet::Ebcdic => {
                let negative = match (byte >> 4, self.signs) {
                    (0xC, _) | (0xA | 0xE, Signs::Any) => false,
                    (0xD, _) | (0xB, Signs::Any) => true,
                    _ => return None,
                };
                Some((byte & 0xF, negative)).filter(|(digit, _)| *digit < 10)
            }
            Alphabet::Overpunch => overpunched(byte),
            Alphabet::OverpunchP => overpunched_p(byte),
            Alphabet::Utf16(_) => None,
        }
    }

    /// A digit with a sign of another machine, or one that is not declared.
    fn looks_punched(&self, byte: u8) -> bool {
        match self.zoned.alphabet {
            Alphabet::Ebcdic => byte >= 0xA0 && byte & 0xF < 10,
            Alphabet::Overpunch | Alphabet::OverpunchP => overpunched(byte).is_some() || overpunched_p(byte).is_some(),
            Alphabet::Utf16(_) => false,
        }
    }

    const fn blank(&self) -> u8 {
        if matches!(self.zoned.alphabet, Alphabet::Ebcdic) { 0x40 } else { b' ' }
    }
}

/// The ASCII of a character of two bytes; a blank of a group's filling is one, too. What is none is no digit and no sign.
const fn narrow(endian: Endian, pair: &[u8]) -> u8 {
    match (endian, pair) {
        (Endian::Big, [0, character]) | (Endian::Little, [character, 0]) => *character,
        (_, [0x40, 0x40]) => b' ',
        _ => 0xFF,
    }
}
