//! The one text of a value: the same for a column made text, for a bound in a finding, and for evidence.
//!
//! Decimals with all digits of their scale, dates and times as ISO 8601 writes them, `true` and `false`. Refuses to
//! know: languages, files, what a reader would like to see.

use std::fmt::{self, Display, Formatter};

use crate::calendar;
use crate::mapping::model::{Type, Value};

/// An unscaled number and its scale: `-12.05`.
#[derive(Debug, Clone, Copy)]
pub struct Decimal(pub i128, pub u8);

/// Days since 1970-01-01 (Gregorian): `2026-12-31`. Years before 0 or after 9999 have a sign or more digits.
#[derive(Debug, Clone, Copy)]
pub struct Date(pub i32);

/// Microseconds since midnight: `23:59:00`, with six decimals where they are not zero.
#[derive(Debug, Clone, Copy)]
pub struct Time(pub i64);

/// Microseconds since 1970-01-01: a date, a blank, a time.
#[derive(Debug, Clone, Copy)]
pub struct Timestamp(pub i64);

const DAY: i64 = 86_400_000_000;
/// Room for the digits of any number of 64 bits, and for what stands behind them.
pub const DIGITS: usize = 24;
/// Numbers below have at most eight digits.
const EIGHT: u64 = 100_000_000;

/// The decimal digits of a number, from the left, and how many they are.
#[must_use]
#[inline]
pub fn digits(number: u64) -> ([u8; DIGITS], usize) {
    if number < EIGHT {
        let mut digits = [0; DIGITS];
        let (first, count) = without_zeros(eight_digits(number));
        digits[..8].copy_from_slice(&first);
        return (digits, count);
    }
    many_digits(number)
}

fn many_digits(number: u64) -> ([u8; DIGITS], usize) {
    let (mut digits, mut count) = ([0; DIGITS], 0);
    let parts = [number / EIGHT / EIGHT, number / EIGHT % EIGHT, number % EIGHT];
    let first = parts.iter().position(|part| *part > 0).unwrap_or(parts.len() - 1);
    for part in &parts[first..] {
        let eight = eight_digits(*part);
        let (text, own) = if count == 0 { without_zeros(eight) } else { (shown(eight).to_le_bytes(), 8) };
        digits[count..count + 8].copy_from_slice(&text);
        count += own;
    }
    (digits, count)
}

/// Eight digits as text without the zeros before the number, and how many are left: of zero, one.
const fn without_zeros(eight: u64) -> ([u8; 8], usize) {
    let zeros = eight.trailing_zeros() / 8;
    let zeros = if zeros > 7 { 7 } else { zeros };
    ((shown(eight) >> (8 * zeros)).to_le_bytes(), 8 - zeros as usize)
}

/// Digits as text.
const fn shown(eight: u64) -> u64 {
    eight | u64::from_le_bytes([b'0'; 8])
}

/// Eight digits, the first one lowest, of a number below [`EIGHT`]: fours, twos and ones side by side, so that none waits for the
/// one before.
const fn eight_digits(number: u64) -> u64 {
    let fours = (number / 10_000) | ((number % 10_000) << 32);
    // Divided by 100 each, as far as four digits go; then by 10.
    let highs = ((fours * 5_243) >> 19) & 0x7F_0000_007F;
    let twos = highs | ((fours - 100 * highs) << 16);
    let tens = ((twos * 103) >> 10) & 0x000F_000F_000F_000F;
    tens | ((twos - 10 * tens) << 8)
}

impl Display for Decimal {
    fn fmt(&self, to: &mut Formatter<'_>) -> fmt::Result {
        let Self(unscaled, scale) = *self;
        let (sign, digits) = (if unscaled < 0 { "-" } else { "" }, unscaled.unsigned_abs());
        match 10_u128.checked_pow(u32::from(scale)) {
            Some(1) => write!(to, "{sign}{digits}"),
            Some(unit) => {
                write!(to, "{sign}{}.{:0width$}", digits / unit, digits % unit, width = usize::from(scale))
            }
            None => write!(to, "{sign}{digits}E-{scale}"),
        }
    }
}

impl Display for Date {
    fn fmt(&self, to: &mut Formatter<'_>) -> fmt::Result {
        let (year, month, day) = calendar::civil(self.0);
        let sign = if year < 0 { "-" } else { "" };
        write!(to, "{sign}{:04}-{month:02}-{day:02}", year.unsigned_abs())
    }
}

impl Display for Time {
    fn fmt(&self, to: &mut Formatter<'_>) -> fmt::Result {
        let (seconds, micros) = (self.0.div_euclid(1_000_000), self.0.rem_euclid(1_000_000));
        write!(to, "{:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60)?;
        if micros == 0 { Ok(()) } else { write!(to, ".{micros:06}") }
    }
}

impl Display for Timestamp {
    fn fmt(&self, to: &mut Formatter<'_>) -> fmt::Result {
        let days = i32::try_from(self.0.div_euclid(DAY)).map_err(|_| fmt::Error)?;
        write!(to, "{} {}", Date(days), Time(self.0.rem_euclid(DAY)))
    }
}

/// The text of a constant of this type.
#[must_use]
pub fn text(ty: Type, value: &Value) -> String {
    match (ty, value) {
        (Type::Decimal { scale, .. }, Value::Decimal(unscaled)) => Decimal(*unscaled, scale).to_string(),
        (_, Value::Decimal(unscaled)) => unscaled.to_string(),
        (_, Value::Text(text)) => text.clone(),
        (_, Value::Int(number)) => number.to_string(),
        (_, Value::Date(days)) => Date(*days).to_string(),
        (_, Value::Time(micros)) => Time(*micros).to_string(),
        (_, Value::Timestamp(micros)) => Timestamp(*micros).to_string(),
        (_, Value::Bool(truth)) => truth.to_string(),
        (Type::Float32, Value::Float(number)) => float32(*number).to_string(),
        (_, Value::Float(number)) => number.to_string(),
    }
}

/// A number that is of 32 bits already.
#[expect(clippy::cast_possible_truncation, reason = "it was widened without loss")]
const fn float32(number: f64) -> f32 {
    number as f32
}

/// The name of a type as mappings write it, such as `decimal(15,2)`.
#[must_use]
pub fn type_name(ty: Type) -> String {
    let plain = match ty {
        Type::Decimal { precision, scale } => return format!("decimal({precision},{scale})"),
        Type::Text => "text",
        Type::Int16 => "int16",
        Type::Int32 => "int32",
        Type::Int64 => "int64",
        Type::Date => "date",
        Type::Time => "time",
        Type::Timestamp => "timestamp",
        Type::Bool => "bool",
        Type::Float32 => "float32",
        Type::Float64 => "float64",
    };
    plain.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_value_has_one_text() {
        let decimal = |scale| Type::Decimal { precision: 38, scale };
        for (ty, value, want) in [
            (decimal(2), Value::Decimal(-1205), "-12.05"),
            (decimal(2), Value::Decimal(-5), "-0.05"),
            (decimal(2), Value::Decimal(0), "0.00"),
            (decimal(0), Value::Decimal(7), "7"),
            (decimal(38), Value::Decimal(1), "0.00000000000000000000000000000000000001"),
            (decimal(1), Value::Decimal(i128::MIN), "-17014118346046923173168730371588410572.8"),
            (Type::Date, Value::Date(0), "1970-01-01"),
            (Type::Date, Value::Date(-1), "1969-12-31"),
            (Type::Date, Value::Date(20_818), "2026-12-31"),
            (Type::Date, Value::Date(11_016), "2000-02-29"),
            (Type::Date, Value::Date(-719_528), "0000-01-01"),
            (Type::Date, Value::Date(-719_529), "-0001-12-31"),
            (Type::Date, Value::Date(2_932_897), "10000-01-01"),
            (Type::Time, Value::Time(86_399_000_000), "23:59:59"),
            (Type::Time, Value::Time(1), "00:00:00.000001"),
            (Type::Timestamp, Value::Timestamp(-1), "1969-12-31 23:59:59.999999"),
            (Type::Timestamp, Value::Timestamp(DAY), "1970-01-02 00:00:00"),
            (Type::Bool, Value::Bool(true), "true"),
            (Type::Int32, Value::Int(-7), "-7"),
            (Type::Text, Value::Text("é".to_owned()), "é"),
            (Type::Float64, Value::Float(0.5), "0.5"),
            (Type::Float32, Value::Float(f64::from(0.1_f32)), "0.1"),
        ] {
            assert_eq!(text(ty, &value), want);
        }
    }

    #[test]
    fn dates_agree_with_the_calendar_of_another_crate() {
        let epoch = jiff::civil::date(1970, 1, 1);
        for days in (-719_528..2_932_896).step_by(89) {
            let date = epoch.checked_add(jiff::Span::new().days(days)).unwrap();
            assert_eq!(Date(days).to_string(), date.to_string());
        }
    }
}
