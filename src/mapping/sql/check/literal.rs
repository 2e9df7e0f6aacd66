//! Numbers and intervals as they are written in, exact values out.

use crate::mapping::model::Value;
use crate::mapping::sql::op::Unit;
use crate::mapping::sql::types::{MOST_DIGITS, Ty};

/// An interval of one unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Months(i64),
    Days(i64),
    Micros(i64),
}

impl Step {
    /// The same backwards.
    pub(super) const fn back(self) -> Self {
        match self {
            Self::Months(number) => Self::Months(-number),
            Self::Days(number) => Self::Days(-number),
            Self::Micros(number) => Self::Micros(-number),
        }
    }
}

/// A whole number if it is written as one and fits 64 bits, else a decimal of its digits; none beyond 38 of them.
pub(super) fn number(text: &str) -> Option<(Ty, Value)> {
    let (negative, digits) = text.strip_prefix('-').map_or((false, text), |digits| (true, digits));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let unscaled: String = [whole, part].concat();
    if unscaled.is_empty() || !unscaled.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let significant = unscaled.trim_start_matches('0');
    let (digits, scale) = (u8::try_from(significant.len()).ok()?, u8::try_from(part.len()).ok()?);
    if digits > MOST_DIGITS || scale > MOST_DIGITS {
        return None;
    }
    let magnitude: i128 = if significant.is_empty() { 0 } else { significant.parse().ok()? };
    let signed = if negative { -magnitude } else { magnitude };
    match i64::try_from(signed) {
        Ok(small) if !text.contains('.') => Some((Ty::Int(digits.max(1)), Value::Int(small))),
        _ => {
            let ty = Ty::Decimal { precision: digits.max(scale).max(1), scale };
            Some((ty, Value::Decimal(signed)))
        }
    }
}

/// `'3'` with `month`, or `'3 months'` with nothing.
pub(super) fn step(amount: &str, unit: &str) -> Option<Step> {
    let (amount, unit) = if unit.is_empty() { amount.trim().split_once(' ')? } else { (amount, unit) };
    let (amount, unit): (i64, Unit) = (amount.trim().parse().ok()?, Unit::named(unit.trim())?);
    let bounded = |step: i64| amount.checked_mul(step).filter(|number| number.abs() < i64::MAX / 100_000_000_000);
    if let Some(months) = unit.months() {
        return bounded(months).map(Step::Months);
    }
    if let Some(days) = unit.days() {
        return bounded(days).map(Step::Days);
    }
    amount.checked_mul(unit.micros()?).filter(|micros| *micros != i64::MIN).map(Step::Micros)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_the_digits_that_are_written() {
        let decimal = |precision, scale| Ty::Decimal { precision, scale };
        for (text, want) in [
            ("0", Some((Ty::Int(1), Value::Int(0)))),
            ("007", Some((Ty::Int(1), Value::Int(7)))),
            ("1.50", Some((decimal(3, 2), Value::Decimal(150)))),
            ("-.05", Some((decimal(2, 2), Value::Decimal(-5)))),
            ("5.", Some((decimal(1, 0), Value::Decimal(5)))),
            ("-9223372036854775808", Some((Ty::Int(19), Value::Int(i64::MIN)))),
            ("9223372036854775808", Some((decimal(19, 0), Value::Decimal(9_223_372_036_854_775_808)))),
            ("1e3", None),
            (".", None),
            ("123456789012345678901234567890123456789", None),
        ] {
            assert_eq!(number(text), want, "{text}");
        }
    }

    #[test]
    fn an_interval_has_one_unit() {
        for (amount, unit, want) in [
            ("3", "month", Some(Step::Months(3))),
            ("-1 years", "", Some(Step::Months(-12))),
            ("2", "weeks", Some(Step::Days(14))),
            ("90", "minute", Some(Step::Micros(5_400_000_000))),
            ("1 year 2 months", "", None),
            ("1.5", "day", None),
            ("9223372036854775807", "year", None),
        ] {
            assert_eq!(step(amount, unit), want, "{amount} {unit}");
        }
    }
}
