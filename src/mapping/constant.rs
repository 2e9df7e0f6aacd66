//! Constants of a mapping: text and type in, an exact value out. Refuses to round, and to guess formats.

use super::model::{Type, Value};
use crate::calendar;

const MICROS: i64 = 1_000_000;
const DAY: i64 = 86_400 * MICROS;

/// The value of this text; none if the text is no value of the type: out of range, too many decimals, another form.
///
/// Numbers are `-12.50`, dates `2026-12-31`, times `23:59:59.123456` (seconds may be left out), timestamps both with
/// a blank or `T`, truth `true` or `false`.
#[must_use]
pub fn parse(text: &str, ty: Type) -> Option<Value> {
    match ty {
        Type::Text => Some(Value::Text(text.to_owned())),
        Type::Int16 => integer(text, i64::from(i16::MIN), i64::from(i16::MAX)),
        Type::Int32 => integer(text, i64::from(i32::MIN), i64::from(i32::MAX)),
        Type::Int64 => integer(text, i64::MIN, i64::MAX),
        Type::Decimal { precision, scale } => decimal(text, precision, scale).map(Value::Decimal),
        Type::Date => date(text).map(Value::Date),
        Type::Time => time(text).map(Value::Time),
        Type::Timestamp => timestamp(text).map(Value::Timestamp),
        Type::Bool => text.parse().ok().map(Value::Bool),
        Type::Float32 => float32(text).map(Value::Float),
        Type::Float64 => float(text).map(Value::Float),
    }
}

/// Order of two values of one type.
#[must_use]
pub fn compare(a: &Value, b: &Value) -> Option<std::cmp::Ordering> {
    match (a, b) {
        (Value::Text(a), Value::Text(b)) => Some(a.cmp(b)),
        (Value::Int(a), Value::Int(b))
        | (Value::Time(a), Value::Time(b))
        | (Value::Timestamp(a), Value::Timestamp(b)) => Some(a.cmp(b)),
        (Value::Decimal(a), Value::Decimal(b)) => Some(a.cmp(b)),
        (Value::Date(a), Value::Date(b)) => Some(a.cmp(b)),
        (Value::Float(a), Value::Float(b)) => a.partial_cmp(b),
        _ => None,
    }
}

fn split_sign(text: &str) -> (bool, &str) {
    text.strip_prefix('-').map_or((false, text), |digits| (true, digits))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn integer(text: &str, least: i64, most: i64) -> Option<Value> {
    is_digits(split_sign(text).1).then_some(())?;
    text.parse().ok().filter(|value| (least..=most).contains(value)).map(Value::Int)
}

fn decimal(text: &str, precision: u8, scale: u8) -> Option<i128> {
    let (negative, digits) = split_sign(text);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    (is_digits(whole) && is_digits(part)).then_some(())?;
    let part = part.trim_end_matches('0');
    let missing = usize::from(scale).checked_sub(part.len())?;
    let unscaled = format!("{whole}{part}{}", "0".repeat(missing));
    let significant = unscaled.trim_start_matches('0');
    (significant.len() <= usize::from(precision)).then_some(())?;
    let magnitude: i128 = if significant.is_empty() { 0 } else { significant.parse().ok()? };
    Some(if negative { -magnitude } else { magnitude })
}

fn float(text: &str) -> Option<f64> {
    let form = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.' | b'e' | b'E');
    text.bytes().all(form).then_some(())?;
    text.parse().ok().filter(|value: &f64| value.is_finite())
}

/// The nearest number of 32 bits, as a field of that type has it.
fn float32(text: &str) -> Option<f64> {
    float(text)?;
    text.parse().ok().filter(|value: &f32| value.is_finite()).map(f64::from)
}

fn number(text: &str, digits: usize) -> Option<i64> {
    (text.len() == digits && is_digits(text)).then(|| text.parse().ok()).flatten()
}

fn date(text: &str) -> Option<i32> {
    let mut parts = text.split('-');
    let [year, month, day] = [4, 2, 2].map(|digits| parts.next().and_then(|part| number(part, digits)));
    parts.next().is_none().then_some(())?;
    let (year, month, day) = (year?, month?, day?);
    calendar::days(year, month, day)
}

fn time(text: &str) -> Option<i64> {
    let (clock, fraction) = text.split_once('.').unwrap_or((text, "0"));
    (is_digits(fraction) && fraction.len() <= 6).then_some(())?;
    let mut parts = clock.split(':');
    let hour = parts.next().and_then(|part| number(part, 2)).filter(|hour| *hour < 24)?;
    let minute = parts.next().and_then(|part| number(part, 2)).filter(|minute| *minute < 60)?;
    let second = match parts.next() {
        Some(part) => number(part, 2).filter(|second| *second < 60)?,
        None if text.contains('.') => return None,
        None => 0,
    };
    parts.next().is_none().then_some(())?;
    let micros: i64 = format!("{fraction:0<6}").parse().ok()?;
    Some(((hour * 60 + minute) * 60 + second) * MICROS + micros)
}

fn timestamp(text: &str) -> Option<i64> {
    let (day, clock) = text.split_once([' ', 'T'])?;
    Some(i64::from(date(day)?) * DAY + time(clock)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_constant_is_exact_or_refused() {
        let money = Type::Decimal { precision: 5, scale: 2 };
        for (text, ty, want) in [
            ("ON", Type::Text, Some(Value::Text("ON".into()))),
            ("012", Type::Int16, Some(Value::Int(12))),
            ("-32768", Type::Int16, Some(Value::Int(-32768))),
            ("32768", Type::Int16, None),
            ("1_000", Type::Int64, None),
            ("+1", Type::Int64, None),
            ("1.0", Type::Int64, None),
            ("-", Type::Int64, None),
            ("1.5", money, Some(Value::Decimal(150))),
            ("-999.99", money, Some(Value::Decimal(-99999))),
            ("1.500", money, Some(Value::Decimal(150))),
            ("1.505", money, None),
            ("1000", money, None),
            ("0001", money, Some(Value::Decimal(100))),
            (".5", money, None),
            ("5.", money, None),
            ("1e2", money, None),
            ("1970-01-01", Type::Date, Some(Value::Date(0))),
            ("1969-12-31", Type::Date, Some(Value::Date(-1))),
            ("2000-02-29", Type::Date, Some(Value::Date(11016))),
            ("1900-02-29", Type::Date, None),
            ("2026-1-1", Type::Date, None),
            ("0000-01-01", Type::Date, None),
            ("9999-12-31", Type::Date, Some(Value::Date(2_932_896))),
            ("12:30", Type::Time, Some(Value::Time(45_000 * MICROS))),
            ("23:59:59.5", Type::Time, Some(Value::Time(86_399 * MICROS + 500_000))),
            ("24:00", Type::Time, None),
            ("12:30.5", Type::Time, None),
            ("1970-01-02 00:00:01", Type::Timestamp, Some(Value::Timestamp(DAY + MICROS))),
            ("1970-01-02T00:00", Type::Timestamp, Some(Value::Timestamp(DAY))),
            ("1970-01-02", Type::Timestamp, None),
            ("true", Type::Bool, Some(Value::Bool(true))),
            ("yes", Type::Bool, None),
            ("1.5e3", Type::Float64, Some(Value::Float(1500.0))),
            ("inf", Type::Float64, None),
            ("1e39", Type::Float32, None),
            ("0.1", Type::Float32, Some(Value::Float(f64::from(0.1_f32)))),
        ] {
            assert_eq!(parse(text, ty), want, "{text} {ty:?}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_a_value_or_none(text in ".{0,20}", precision in 1_u8..=38, scale in 0_u8..=38) {
            let decimal = Type::Decimal { precision, scale: scale.min(precision) };
            for ty in [decimal, Type::Int64, Type::Date, Type::Time, Type::Timestamp, Type::Float64] {
                let _ = parse(&text, ty);
            }
        }

        #[test]
        fn a_decimal_is_what_its_digits_say(value in -999_999_999_999_i64..=999_999_999_999) {
            let text = format!("{}{}.{:03}", if value < 0 { "-" } else { "" }, value.abs() / 1000, value.abs() % 1000);
            let got = parse(&text, Type::Decimal { precision: 12, scale: 3 });
            prop_assert_eq!(got, Some(Value::Decimal(i128::from(value))));
        }
    }
}
