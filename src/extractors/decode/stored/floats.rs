//! Floating-point numbers of four and eight bytes: IBM's, of base 16, and IEEE 754.
//!
//! Everything is done in whole numbers: a mantissa, and the power of two that it is multiplied with. Refuses: infinities and
//! NaN, numbers that the wanted float cannot hold. A hexadecimal float of eight bytes has up to three bits more than
//! `float64`; it becomes the nearest one.

use crate::extractors::cell::Cell;
use crate::extractors::decode::Refusal;
use crate::finding::Code;
use crate::mapping::stored::{Endian, Float};

/// How they are read.
#[derive(Debug, Clone)]
pub struct FloatRules {
    float: Float,
    bytes: usize,
}

/// A number: the mantissa times two to the power of the exponent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parts {
    /// Below zero, or minus zero.
    pub negative: bool,
    /// Whole.
    pub mantissa: u64,
    /// Of two.
    pub exponent: i32,
}

/// A format of IEEE 754.
#[derive(Debug, Clone, Copy)]
struct Ieee {
    /// Bits behind the first one of the mantissa.
    fraction: u32,
    /// The largest power of two of a finite number's first bit.
    largest: i32,
}

const ONES: u64 = 0x0101_0101_0101_0101;

const SINGLE: Ieee = Ieee { fraction: 23, largest: 127 };
const DOUBLE: Ieee = Ieee { fraction: 52, largest: 1023 };

impl FloatRules {
    /// Of so many bytes, four or eight.
    pub const fn new(float: Float, bytes: usize) -> Self {
        Self { float, bytes }
    }

    /// A number that `float64` holds exactly; none if the general reader has to look.
    #[inline]
    pub fn quick_double(&self, cell: Cell<'_>) -> Option<f64> {
        let word = self.word(cell)?;
        match (self.float, u32::try_from(word)) {
            (Float::Hexadecimal, _) => hexadecimal(word, self.bytes).exactly(DOUBLE).map(f64::from_bits),
            (Float::Ieee(_), Ok(word)) if self.bytes == 4 => {
                Some(f64::from(f32::from_bits(word))).filter(|value| value.is_finite())
            }
            (Float::Ieee(_), _) => Some(f64::from_bits(word)).filter(|value| value.is_finite()),
        }
    }

    /// A number that `float32` holds exactly; none if the general reader has to look.
    #[inline]
    pub fn quick_single(&self, cell: Cell<'_>) -> Option<f32> {
        let word = self.word(cell)?;
        let bits = match self.float {
            Float::Hexadecimal => hexadecimal(word, self.bytes).exactly(SINGLE)?,
            Float::Ieee(_) if self.bytes == 4 => word,
            Float::Ieee(_) => return None,
        };
        Some(f32::from_bits(u32::try_from(bits).ok()?)).filter(|single| single.is_finite())
    }

    /// The bytes as one number, but for fields of one byte throughout that is not zero: they may be none.
    #[inline]
    fn word(&self, cell: Cell<'_>) -> Option<u64> {
        if cell.len() != self.bytes {
            return None;
        }
        let word = match self.float {
            Float::Ieee(Endian::Little) => cell.little_endian(),
            Float::Hexadecimal | Float::Ieee(Endian::Big) => cell.big_endian(),
        };
        let ones = if self.bytes == 4 { ONES >> 32 } else { ONES };
        (word == 0 || word != (word & 0xFF) * ones).then_some(word)
    }

    /// The number.
    ///
    /// # Errors
    /// TL0231 for another length than four or eight, TL0232 for what is not finite.
    pub fn parts(&self, field: &[u8]) -> Result<Parts, Refusal> {
        let more = |word: u64, byte: &u8| word << 8 | u64::from(*byte);
        if field.len() != self.bytes || !matches!(self.bytes, 4 | 8) {
            let number = i64::try_from(field.len()).unwrap_or(i64::MAX);
            return Err(Refusal { code: Code::NumberCut, number });
        }
        match self.float {
            Float::Hexadecimal => Ok(hexadecimal(field.iter().fold(0, more), field.len())),
            Float::Ieee(Endian::Big) => ieee(field.iter().fold(0, more), field.len()),
            Float::Ieee(Endian::Little) => ieee(field.iter().rev().fold(0, more), field.len()),
        }
    }

    /// As the shortest text that reads as it.
    ///
    /// # Errors
    /// As of [`Self::parts`].
    pub fn text(&self, field: &[u8]) -> Result<String, Refusal> {
        let parts = self.parts(field)?;
        match parts.single() {
            Ok((single, false)) if self.bytes == 4 => Ok(single.to_string()),
            _ => parts.double().map(|(double, _)| double.to_string()),
        }
    }
}

impl Parts {
    /// The bits of the same number; none where it has to be rounded, or is smaller or larger than usual ones.
    #[inline]
    fn exactly(self, format: Ieee) -> Option<u64> {
        let width = if format.fraction == SINGLE.fraction { 32 } else { 64 };
        let sign = u64::from(self.negative) << (width - 1);
        if self.mantissa == 0 {
            return Some(sign);
        }
        let zeros = self.mantissa.leading_zeros();
        let biased = self.exponent + 63 - zeros.cast_signed() + format.largest;
        let behind_first = self.mantissa << zeros << 1;
        if biased < 1 || biased > 2 * format.largest || behind_first << format.fraction != 0 {
            return None;
        }
        Some(sign | u64::from(biased.unsigned_abs()) << format.fraction | behind_first >> (64 - format.fraction))
    }

    /// As `float64`, and whether it was rounded.
    ///
    /// # Errors
    /// TL0203, TL0233.
    pub fn double(self) -> Result<(f64, bool), Refusal> {
        let (bits, inexact) = DOUBLE.bits(self.mantissa, self.exponent)?;
        Ok((f64::from_bits(bits | u64::from(self.negative) << 63), inexact))
    }

    /// As `float32`, and whether it was rounded.
    ///
    /// # Errors
    /// TL0203, TL0233.
    pub fn single(self) -> Result<(f32, bool), Refusal> {
        let (bits, inexact) = SINGLE.bits(self.mantissa, self.exponent)?;
        let bits = u32::try_from(bits).map_err(|_| Refusal::plain(Code::NumberTooLarge))?;
        Ok((f32::from_bits(bits | u32::from(self.negative) << 31), inexact))
    }
}

impl Ieee {
    /// The bits of the nearest number, to the even one of two, and whether it is another one.
    fn bits(self, mantissa: u64, exponent: i32) -> Result<(u64, bool), Refusal> {
        if mantissa == 0 {
            return Ok((0, false));
        }
        let least = 1 - self.largest;
        let power = exponent.saturating_add(mantissa.ilog2().cast_signed());
        let unit = power.max(least).saturating_sub(self.fraction.cast_signed());
        let (kept, inexact) = moved(mantissa, unit.saturating_sub(exponent));
        if power < least {
            return if inexact { Err(Refusal::plain(Code::FloatTooSmall)) } else { Ok((kept, false)) };
        }
        if power > self.largest {
            return Err(Refusal::plain(Code::NumberTooLarge));
        }
        let biased = u64::try_from(power + self.largest).unwrap_or_default();
        // What is rounded up to the next power of two carries over into the exponent.
        let bits = (biased << self.fraction) + (kept - (1 << self.fraction));
        let infinite = u64::try_from(2 * self.largest + 1).unwrap_or_default() << self.fraction;
        if bits >= infinite { Err(Refusal::plain(Code::NumberTooLarge)) } else { Ok((bits, inexact)) }
    }
}

/// The number without so many of its last bits, rounded; below zero: with so many zeros more.
fn moved(mantissa: u64, bits: i32) -> (u64, bool) {
    let by = bits.unsigned_abs();
    if bits <= 0 {
        return (mantissa << by.min(63), false);
    }
    if by > 64 {
        return (0, true);
    }
    let whole = u128::from(mantissa);
    let (kept, rest, half) = (whole >> by, whole & ((1 << by) - 1), 1_u128 << (by - 1));
    let up = rest > half || rest == half && kept & 1 == 1;
    (u64::try_from(kept).unwrap_or(u64::MAX) + u64::from(up), rest != 0)
}

/// Base 16: a sign, seven bits of exponent, 24 or 56 bits behind the point.
fn hexadecimal(word: u64, bytes: usize) -> Parts {
    let word = if bytes == 4 { word << 32 } else { word };
    let exponent = i32::try_from(word >> 56 & 0x7F).unwrap_or_default();
    Parts { negative: word >> 63 == 1, mantissa: word & 0x00FF_FFFF_FFFF_FFFF, exponent: 4 * (exponent - 64) - 56 }
}

fn ieee(word: u64, bytes: usize) -> Result<Parts, Refusal> {
    let (format, width) = if bytes == 4 { (SINGLE, 32) } else { (DOUBLE, 64) };
    let field = word >> format.fraction & u64::from(format.largest.unsigned_abs() * 2 + 1);
    let fraction = word & ((1 << format.fraction) - 1);
    let power = i32::try_from(field).unwrap_or_default();
    if power == 2 * format.largest + 1 {
        return Err(Refusal::plain(Code::NotFinite));
    }
    let first = if power == 0 { 0 } else { 1 << format.fraction };
    let exponent = power.max(1) - format.largest - format.fraction.cast_signed();
    Ok(Parts { negative: word >> (width - 1) & 1 == 1, mantissa: first | fraction, exponent })
}
