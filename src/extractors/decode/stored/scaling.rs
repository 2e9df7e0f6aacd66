//! From the decimals of a picture to those of a type: exact, or rounded as declared.

use std::cmp::Ordering;

use super::most;
use crate::extractors::decode::Refusal;
use crate::extractors::decode::number::extent;
use crate::finding::Code;
use crate::mapping::model::{Round, Type};

/// What becomes of an unscaled number.
#[derive(Debug, Clone)]
pub struct Scaling {
    /// Decimals of the type less those of the picture.
    shift: i32,
    /// Of the picture.
    decimals: i64,
    /// Of the type.
    scale: u32,
    round: Option<Round>,
    /// Least and most unscaled number of the type.
    bounds: (i128, i128),
    /// Ten to the power of `shift` where that is a whole number of 64 bits; 0 where it is not.
    factor: i64,
    small_bounds: (i64, i64),
}

/// An unscaled number of so many decimals with the decimals of a picture, if it is one.
#[must_use]
pub fn rescaled(number: i128, decimals: u32, scale: i8) -> Option<i128> {
    let shift = i64::from(decimals) - i64::from(scale);
    let power = 10_i128.checked_pow(u32::try_from(shift.unsigned_abs()).ok()?);
    match power {
        _ if number == 0 => Some(0),
        Some(power) if shift >= 0 => (number % power == 0).then_some(number / power),
        Some(power) => number.checked_mul(power),
        None => None,
    }
}

impl Scaling {
    /// To a number's type.
    #[must_use]
    pub fn new(ty: Type, scale: i8, round: Option<Round>) -> Self {
        let (wanted, bounds) = extent(ty);
        let shift = i32::try_from(wanted).unwrap_or_default() - i32::from(scale);
        let factor = u32::try_from(shift).ok().and_then(|shift| 10_i64.checked_pow(shift)).unwrap_or_default();
        let saturated = |bound: i128| i64::try_from(bound).unwrap_or(if bound < 0 { i64::MIN } else { i64::MAX });
        let small_bounds = (saturated(bounds.0), saturated(bounds.1));
        Self { shift, decimals: i64::from(scale).max(0), scale: wanted, round, bounds, factor, small_bounds }
    }

    /// Whether [`Self::quick`] can give anything.
    #[must_use]
    pub const fn is_quick(&self) -> bool {
        self.factor != 0
    }

    /// A number of 64 bits that stays one; none if [`Self::of`] has to look.
    #[expect(clippy::inline_always, reason = "a call a value")]
    #[inline(always)]
    #[must_use]
    pub fn quick(&self, number: i64) -> Option<i64> {
        let value = number.checked_mul(self.factor)?;
        (value >= self.small_bounds.0 && value <= self.small_bounds.1).then_some(value)
    }

    /// The unscaled number of the type, and whether it was rounded.
    ///
    /// # Errors
    /// TL0203 more than the type holds, TL0204 more decimals than it has where no rounding is declared.
    pub fn of(&self, number: i128) -> Result<(i128, bool), Refusal> {
        let size = number.unsigned_abs();
        let power = 10_u128.checked_pow(self.shift.unsigned_abs());
        if self.shift >= 0 {
            let size = match power {
                _ if size == 0 => 0,
                Some(power) => size.checked_mul(power).ok_or_else(too_large)?,
                None => return Err(too_large()),
            };
            return self.within(size, number < 0).map(|value| (value, false));
        }
        let (quotient, rest, half) = match power {
            Some(power) => (size / power, size % power, (size % power).saturating_mul(2).cmp(&power)),
            // No number has so many digits.
            None => (0, size, Ordering::Less),
        };
        self.rounded(quotient, (rest != 0).then_some(half), number < 0, self.decimals)
    }

    /// The same of `mantissa` times two to the power of `exponent`.
    ///
    /// # Errors
    /// As of [`Self::of`].
    pub fn of_binary(&self, negative: bool, mantissa: u64, exponent: i32) -> Result<(i128, bool), Refusal> {
        let zeros = mantissa.trailing_zeros().min(63);
        let (mantissa, exponent) = (mantissa >> zeros, exponent.saturating_add(zeros.cast_signed()));
        if mantissa == 0 {
            return Ok((0, false));
        }
        let tens = 10_u128.checked_pow(self.scale).ok_or_else(too_large)?;
        // The product as two pieces: units of 2^64, and what is below.
        let low = u128::from(mantissa) * (tens & u128::from(u64::MAX));
        let high = u128::from(mantissa) * (tens >> 64) + (low >> 64);
        let low = low & u128::from(u64::MAX);
        let back = exponent.unsigned_abs();
        if exponent >= 0 {
            let size = (high == high & u128::from(u64::MAX)).then_some(high << 64 | low);
            let size = size.filter(|size| back <= size.leading_zeros()).ok_or_else(too_large)? << back.min(127);
            return self.within(size, negative).map(|value| (value, false));
        }
        let (quotient, rest) = shifted((high, low), back).ok_or_else(too_large)?;
        self.rounded(quotient, rest, negative, i64::from(back))
    }

    /// `rest`: what was left over against the half of a unit; none if nothing was.
    fn rounded(
        &self,
        quotient: u128,
        rest: Option<Ordering>,
        negative: bool,
        decimals: i64,
    ) -> Result<(i128, bool), Refusal> {
        let up = match (rest, self.round) {
            (None, _) => return self.within(quotient, negative).map(|value| (value, false)),
            (Some(_), None) => return Err(Refusal { code: Code::TooManyDecimals, number: decimals }),
            (Some(_), Some(Round::Truncate)) => false,
            (Some(half), Some(Round::HalfUp)) => half != Ordering::Less,
            (Some(Ordering::Equal), Some(Round::HalfEven)) => quotient % 2 == 1,
            (Some(half), Some(Round::HalfEven)) => half == Ordering::Greater,
        };
        self.within(quotient.saturating_add(u128::from(up)), negative).map(|value| (value, true))
    }

    fn within(&self, size: u128, negative: bool) -> Result<i128, Refusal> {
        let size = i128::try_from(size).ok().filter(|size| *size <= most(38)).ok_or_else(too_large)?;
        let value = if negative { -size } else { size };
        if value < self.bounds.0 || value > self.bounds.1 { Err(too_large()) } else { Ok(value) }
    }
}

fn too_large() -> Refusal {
    Refusal::plain(Code::NumberTooLarge)
}

/// A number of 192 bits without its last ones, and what these were against the half of a unit; none if what is left
/// has more than 128 bits.
fn shifted((high, low): (u128, u128), bits: u32) -> Option<(u128, Option<Ordering>)> {
    let against = |rest: u128, half: u128, below: u128| match (rest, below) {
        (0, 0) => None,
        (rest, 0) => Some(rest.cmp(&half)),
        (rest, _) => Some(if rest < half { Ordering::Less } else { Ordering::Greater }),
    };
    match bits {
        0 => None,
        1..=64 => {
            let quotient = (high.leading_zeros() >= 64 - bits).then(|| high << (64 - bits) | low >> bits)?;
            Some((quotient, against(low & ((1 << bits) - 1), 1 << (bits - 1), 0)))
        }
        65..=191 => {
            let rest = high & ((1 << (bits - 64)) - 1);
            Some((high >> (bits - 64), against(rest, 1 << (bits - 65), low)))
        }
        _ => Some((0, Some(Ordering::Less))),
    }
}
