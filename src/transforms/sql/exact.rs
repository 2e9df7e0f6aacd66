//! Exact arithmetic of whole numbers and decimals: unscaled numbers in, an unscaled number of a type or a fault out.
//!
//! Everything is computed in 256 bits: 38 digits by 38 digits. The fast loops have their own, narrower ways.

use arrow_buffer::i256;

use super::value::Fault;
use crate::mapping::sql::op::{Mode, Op};
use crate::mapping::sql::types::Ty;

/// An unscaled number and its scale.
#[derive(Debug, Clone, Copy)]
pub struct Exact {
    /// The number without its mark.
    pub unscaled: i128,
    /// Digits after the mark.
    pub scale: u8,
}

/// 10 to the power of at most 76.
#[must_use]
pub fn power(digits: u8) -> i256 {
    let half = |digits: u8| i256::from_i128(10_i128.pow(u32::from(digits.min(38))));
    half(digits).wrapping_mul(half(digits.saturating_sub(38)))
}

fn at_scale(number: Exact, scale: u8) -> i256 {
    i256::from_i128(number.unscaled).wrapping_mul(power(scale - number.scale))
}

/// The number as one of the type.
///
/// # Errors
/// [`Fault::Overflow`].
pub fn fitted(number: i256, ty: Ty) -> Result<i128, Fault> {
    let number = number.to_i128().ok_or(Fault::Overflow)?;
    if fits(number, ty) { Ok(number) } else { Err(Fault::Overflow) }
}

/// Whether the type can hold the number.
#[must_use]
pub fn fits(number: i128, ty: Ty) -> bool {
    match ty {
        Ty::Decimal { precision, .. } => number.unsigned_abs() < 10_u128.pow(u32::from(precision)),
        _ => i64::try_from(number).is_ok(),
    }
}

/// Sum, difference, product, whole quotient or remainder, at the scale of the type.
///
/// # Errors
/// [`Fault::Overflow`], [`Fault::DivisionByZero`].
pub fn arithmetic(op: Op, a: Exact, b: Exact, ty: Ty) -> Result<i128, Fault> {
    let scale = a.scale.max(b.scale);
    let [x, y] = [a, b].map(|number| at_scale(number, scale));
    let zero = |y: i256| if y == i256::ZERO { Err(Fault::DivisionByZero) } else { Ok(y) };
    let number = match op {
        Op::Add => x.wrapping_add(y),
        Op::Sub => x.wrapping_sub(y),
        Op::Mul => i256::from_i128(a.unscaled).wrapping_mul(i256::from_i128(b.unscaled)),
        Op::WholeDiv => x.wrapping_div(zero(y)?),
        _ => x.wrapping_rem(zero(y)?),
    };
    fitted(number, ty)
}

/// The quotient at the scale of the type; with a mode it is rounded to `scale` decimals, without one it must be exact.
///
/// # Errors
/// [`Fault::Overflow`], [`Fault::DivisionByZero`], [`Fault::LostDigits`].
pub fn quotient(a: Exact, b: Exact, rounding: Option<(Mode, i8)>, ty: Ty) -> Result<i128, Fault> {
    if b.unscaled == 0 {
        return Err(Fault::DivisionByZero);
    }
    let kept = rounding.map_or_else(|| i16::from(ty.scale()), |(_, scale)| i16::from(scale));
    let shift = i16::from(b.scale) + kept - i16::from(a.scale);
    let digits = |shift: i16| u8::try_from(shift).unwrap_or(0);
    // Beyond 256 bits the quotient by at most 38 digits has more than 38 of them.
    let mut dividend = i256::from_i128(a.unscaled);
    for part in [digits(shift).min(38), digits(shift).saturating_sub(38)] {
        dividend = dividend.checked_mul(power(part)).ok_or(Fault::Overflow)?;
    }
    // A divisor beyond 256 bits is more than twice any number of 38 digits: how much more makes no difference.
    let beyond = if b.unscaled < 0 { i256::MIN.wrapping_add(i256::ONE) } else { i256::MAX };
    let divisor = i256::from_i128(b.unscaled).checked_mul(power(digits(-shift))).unwrap_or(beyond);
    let (whole, rest) = (dividend.wrapping_div(divisor), dividend.wrapping_rem(divisor));
    let number = match rounding {
        None if rest != i256::ZERO => return Err(Fault::LostDigits),
        None => whole,
        Some((mode, scale)) => whole
            .wrapping_add(i256::from_i128(step(mode, whole, rest, divisor)))
            .wrapping_mul(power(digits(-i16::from(scale)))),
    };
    fitted(number, ty)
}

/// What rounding adds to a quotient without its fraction.
fn step(mode: Mode, whole: i256, rest: i256, divisor: i256) -> i128 {
    if rest == i256::ZERO {
        return 0;
    }
    let is_negative = rest.is_negative() != divisor.is_negative();
    let away = if is_negative { -1 } else { 1 };
    let half = rest.wrapping_abs().wrapping_mul(i256::from_i128(2)).cmp(&divisor.wrapping_abs());
    let is_odd = whole.wrapping_rem(i256::from_i128(2)) != i256::ZERO;
    let moves = match mode {
        Mode::Trunc => false,
        Mode::Floor => is_negative,
        Mode::Ceil => !is_negative,
        Mode::Half => half.is_ge(),
        Mode::Even => half.is_gt() || half.is_eq() && is_odd,
    };
    if moves { away } else { 0 }
}

/// The number rounded to `scale` decimals, as one of the type.
///
/// # Errors
/// [`Fault::Overflow`].
pub fn rounded(number: Exact, mode: Mode, scale: i8, ty: Ty) -> Result<i128, Fault> {
    quotient(number, Exact { unscaled: 1, scale: 0 }, Some((mode, scale)), ty)
}

/// The same number at the scale of another type.
///
/// # Errors
/// [`Fault::Overflow`], [`Fault::LostDigits`].
pub fn rescaled(number: Exact, ty: Ty) -> Result<i128, Fault> {
    quotient(number, Exact { unscaled: 1, scale: 0 }, None, ty)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quotient_far_below_its_tens_is_rounded_as_a_smaller_one() {
        let least = Exact { unscaled: 1, scale: 38 };
        let ty = Ty::Decimal { precision: 38, scale: 0 };
        let tens = 10_i128.pow(19);
        for (divisor, mode, want) in [
            (10_i128.pow(37), Mode::Half, 0),
            (10_i128.pow(37), Mode::Even, 0),
            (10_i128.pow(37), Mode::Floor, 0),
            (10_i128.pow(37), Mode::Ceil, tens),
            (1 - 10_i128.pow(38), Mode::Trunc, 0),
            (1 - 10_i128.pow(38), Mode::Floor, -tens),
            (1 - 10_i128.pow(38), Mode::Ceil, 0),
        ] {
            for divisor in [divisor, divisor / 7, divisor / 10_i128.pow(20)] {
                let by = Exact { unscaled: divisor, scale: 0 };
                assert_eq!(quotient(least, by, Some((mode, -19)), ty), Ok(want), "{divisor} {mode:?}");
            }
        }
    }
}
