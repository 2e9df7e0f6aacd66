//! How simple floats are: what people and programs put into one has few digits, and what another format makes of its bytes has many.
//!
//! In: the bytes of a float, how it is made, and its value. Out: how many digits it has to spare. Refuses to say which format is right.

#![expect(clippy::float_arithmetic, reason = "how exact a float is, is asked")]

use crate::mapping::copybook::Float;
use crate::mapping::stored::Endian;

/// The least and the largest that floats of old systems are.
const RANGE: (f64, f64) = (1e-9, 1e15);
/// What speaks so much against a format that a few such values are enough.
const NONE_WRITES_IT: f64 = -6.0;
/// Decimal digits of the longest float.
const DIGITS: usize = 17;

/// The digits of a value that its format could have held and it does not need; below zero where no program writes such bytes, or
/// nothing is so large. None of zero, which all formats write the same; nothing to spare of what is simple in every format.
#[must_use]
pub fn spare(bytes: &[u8], float: Float, value: Option<f64>) -> Option<f64> {
    if bytes.iter().all(|byte| *byte == 0) {
        return None;
    }
    let Some(value) = value else { return Some(NONE_WRITES_IT) };
    let size = value.abs();
    // A hexadecimal float begins with a digit that is no zero.
    let is_loose = float == Float::Hexadecimal && bytes.get(1).is_some_and(|byte| byte >> 4 == 0);
    if is_loose || size < RANGE.0 || size > RANGE.1 {
        return Some(NONE_WRITES_IT);
    }
    // Powers of two and small whole numbers are simple in every format.
    if is_short(bytes, float) {
        return Some(0.0);
    }
    let step = step(size, float, bytes.len());
    Some((size / step).log10() - needed(size, step))
}

/// Whether nothing stands behind the first byte of the fraction.
fn is_short(bytes: &[u8], float: Float) -> bool {
    let rest = bytes.len().saturating_sub(2);
    let behind = match float {
        Float::Ieee(Endian::Little) => &bytes[..rest],
        Float::Ieee(Endian::Big) | Float::Hexadecimal => &bytes[bytes.len() - rest..],
    };
    behind.iter().all(|byte| *byte == 0)
}

/// The same in thousandths of a digit.
#[must_use]
#[expect(clippy::cast_possible_truncation, reason = "no value has more than 17 digits to spare")]
pub fn thousandths(spare: f64) -> i64 {
    (spare * 1000.0) as i64
}

/// How far the next value is of this format.
fn step(size: f64, float: Float, bytes: usize) -> f64 {
    let binary = |digits: i32| 2_f64.powi(exponent(size, 2.0) - digits);
    match (float, bytes) {
        (Float::Hexadecimal, 4) => 16_f64.powi(exponent(size, 16.0) + 1 - 6),
        (Float::Ieee(_), 4) => binary(23),
        _ => binary(52),
    }
}

/// The largest power of a base that is no larger than a size.
fn exponent(size: f64, base: f64) -> i32 {
    let (mut power, mut exponent) = (1.0, 0);
    while power * base <= size {
        (power, exponent) = (power * base, exponent + 1);
    }
    while power > size {
        (power, exponent) = (power / base, exponent - 1);
    }
    exponent
}

/// Decimal digits that tell a value from its neighbours.
fn needed(size: f64, step: f64) -> f64 {
    let is_enough = |digits: &usize| {
        let shown: f64 = format!("{size:.*e}", digits - 1).parse().unwrap_or(0.0);
        (shown - size).abs() <= step / 2.0
    };
    let digits = (1..=DIGITS).find(is_enough).unwrap_or(DIGITS);
    f64::from(u8::try_from(digits).unwrap_or(u8::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_has_digits_to_spare_in_its_own_format() {
        let ieee = Float::Ieee(Endian::Big);
        for (bytes, own, value, other, instead) in [
            // 17.51 of base 16, and what IEEE makes of it.
            ([0x42, 0x11, 0x82, 0x8F], Float::Hexadecimal, 17.51, ieee, 36.377_5),
            // 2.35 of IEEE, and what base 16 makes of it.
            ([0x40, 0x16, 0x66, 0x66], ieee, 2.35, Float::Hexadecimal, 0.0875),
        ] {
            let [right, wrong] =
                [(own, value), (other, instead)].map(|(float, value)| spare(&bytes, float, Some(value)).unwrap());
            assert!(right > wrong + 0.5, "{value}: {right} {wrong}");
        }
        // 1 of IEEE, and a power of two in base 16 as well.
        for (float, value) in [(ieee, 1.0), (Float::Hexadecimal, 0.031_25)] {
            assert_eq!(spare(&[0x3F, 0x80, 0, 0], float, Some(value)), Some(0.0));
        }
        assert_eq!(spare(&[0x40, 0, 0, 0], Float::Hexadecimal, Some(0.0)), Some(NONE_WRITES_IT));
        assert_eq!(spare(&[0; 4], ieee, Some(0.0)), None);
    }
}
