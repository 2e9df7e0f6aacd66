//! Packed numbers: two digits a byte, the sign in the last half byte; of COMP-6 without one.

use super::most;
use crate::extractors::cell::{Cell, sixteen_digits};
use crate::extractors::decode::Refusal;
use crate::finding::Code;
use crate::mapping::stored::{Signs, Stored};

/// How they are read.
#[derive(Debug, Clone)]
pub struct PackedRules {
    bytes: usize,
    /// The last half byte is a sign.
    has_sign: bool,
    /// Signs that are plus and minus, a bit for each.
    plus: u16,
    minus: u16,
    signed: bool,
    /// The largest number of the picture.
    most: i128,
    /// The same, as far as 64 bits hold it.
    small_most: u64,
    /// What the last bytes of a field without a sign are where there are blanks, which the quick readers leave to the
    /// general one.
    blanks: Option<u64>,
}

const TEN_TO_15: u64 = 1_000_000_000_000_000;
/// With as many digits more as the last bytes may have, it has more than 38.
const TEN_TO_23: i128 = 100_000_000_000_000_000_000_000;
const TEN_TO_16: u64 = 10 * TEN_TO_15;

impl PackedRules {
    /// Of a field's picture.
    pub fn new(stored: Stored, has_sign: bool, blank: u8) -> Self {
        let (plus, minus): (&[u8], &[u8]) = match (stored.signed, stored.signs) {
            (true, Signs::Preferred) => (&[0xC, 0xF], &[0xD]),
            (true, Signs::Any) => (&[0xA, 0xC, 0xE, 0xF], &[0xB, 0xD]),
            // C is a plus, and what the hardware writes: nothing is lost with it.
            (false, Signs::Preferred) => (&[0xC, 0xF], &[]),
            (false, Signs::Any) => (&[0xA, 0xC, 0xE, 0xF], &[]),
        };
        let bits = |signs: &[u8]| signs.iter().fold(0, |bits, sign| bits | 1 << sign);
        let most = most(u32::from(stored.digits));
        let small_most = u64::try_from(most).unwrap_or(u64::MAX);
        let bytes = usize::from(stored.bytes);
        let blanks = (!has_sign && bytes > 1).then(|| last_of(blank, bytes));
        Self { bytes, has_sign, plus: bits(plus), minus: bits(minus), signed: stored.signed, most, small_most, blanks }
    }

    /// Leaves blanks to the general reader, though it be only one.
    pub fn leave_blanks(&mut self, blank: u8) {
        self.blanks = (!self.has_sign).then(|| last_of(blank, self.bytes));
    }

    /// A number of up to 18 digits; none if the general reader has to look.
    #[expect(clippy::inline_always, reason = "a call a value")]
    #[inline(always)]
    pub fn quick(&self, cell: Cell<'_>) -> Option<i64> {
        if cell.len() != self.bytes || self.bytes > 10 {
            return None;
        }
        let (digits, negative, unit) = self.last(cell)?;
        let mut value = sixteen_digits(digits)?;
        if self.bytes > 8 {
            value = value.checked_add(sixteen_digits(cell.before_last(8).big_endian())?.checked_mul(unit)?)?;
        }
        if value > self.small_most {
            return None;
        }
        let value = i64::try_from(value).ok()?;
        Some(value * (1 - 2 * i64::from(negative)))
    }

    /// A number of more digits, the same.
    #[inline]
    pub fn quick_wide(&self, cell: Cell<'_>) -> Option<i128> {
        if cell.len() != self.bytes || self.bytes > 20 {
            return None;
        }
        let (digits, negative, unit) = self.last(cell)?;
        let rest = cell.before_last(8);
        let mut value = i128::from(sixteen_digits(digits)?);
        if !rest.is_empty() {
            let first = rest.before_last(8);
            let high = i128::from(sixteen_digits(first.big_endian())?) * i128::from(TEN_TO_16)
                + i128::from(sixteen_digits(rest.big_endian())?);
            if high >= TEN_TO_23 {
                return None;
            }
            value += high * i128::from(unit);
        }
        if value > self.most { None } else { Some(value * (1 - 2 * i128::from(negative))) }
    }

    /// The digits of the last eight bytes, the sign, and what a digit before them is worth.
    #[inline]
    fn last(&self, cell: Cell<'_>) -> Option<(u64, bool, u64)> {
        let word = cell.big_endian();
        if !self.has_sign {
            return if self.blanks == Some(word) { None } else { Some((word, false, TEN_TO_16)) };
        }
        let sign = 1_u16 << (word & 0xF);
        if sign & (self.plus | self.minus) == 0 {
            return None;
        }
        Some((word >> 4, sign & self.minus != 0, TEN_TO_15))
    }

    /// The number, half byte by half byte.
    ///
    /// # Errors
    /// TL0226 at the first half byte that is no digit, TL0227, TL0229 for the sign, TL0228 for a digit too many, TL0203 above 38 digits.
    pub fn read(&self, field: &[u8]) -> Result<i128, Refusal> {
        let halves = field.len() * 2;
        let half = |place: usize| field[place / 2] >> if place.is_multiple_of(2) { 4 } else { 0 } & 0xF;
        let mut value = 0_i128;
        for place in 0..halves.saturating_sub(usize::from(self.has_sign)) {
            let digit = half(place);
            if digit > 9 {
                return Err(super::at(Code::NotPacked, place));
            }
            value = value.checked_mul(10).map_or(i128::MAX, |value| value.saturating_add(i128::from(digit)));
        }
        let negative = self.has_sign && self.sign(half(halves.saturating_sub(1)))?;
        if value > self.most {
            return Err(Refusal::plain(Code::PackedTooLong));
        }
        if value > most(38) {
            return Err(Refusal::plain(Code::NumberTooLarge));
        }
        Ok(if negative { -value } else { value })
    }

    /// Whether it is a minus.
    fn sign(&self, sign: u8) -> Result<bool, Refusal> {
        let has = |signs: u16| signs >> sign & 1 == 1;
        match sign {
            _ if has(self.minus) => Ok(true),
            _ if has(self.plus) => Ok(false),
            0xD if !self.signed => Err(Refusal::plain(Code::MinusUnsigned)),
            0xB if !self.signed && has_any(self.plus) => Err(Refusal::plain(Code::MinusUnsigned)),
            _ => Err(Refusal { code: Code::BadPackedSign, number: i64::from(sign) }),
        }
    }
}

/// Whether A is a plus, and so B a minus.
const fn has_any(plus: u16) -> bool {
    plus >> 0xA & 1 == 1
}

/// The last bytes, up to eight, of so many blanks.
fn last_of(blank: u8, bytes: usize) -> u64 {
    Cell::ending(&[blank; 20], bytes.min(8)).big_endian()
}
