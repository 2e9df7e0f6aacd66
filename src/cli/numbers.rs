//! Numbers as people write them in each language: `1,234,567` and `1 234 567`.
//!
//! Refuses floats: every figure is whole, and shares are computed in whole tenths.

use super::words::Language;

/// Between a number and its unit, and between thousands in French: a space at which no line breaks.
pub const NBSP: char = '\u{a0}';

/// A whole number with thousands apart.
#[must_use]
pub fn count(language: Language, number: u64) -> String {
    grouped(language, &number.to_string())
}

/// A whole number that may be negative.
#[must_use]
pub fn signed(language: Language, number: i64) -> String {
    grouped(language, &number.to_string())
}

/// A decimal text such as `-1234567.80`; any other text stays as it is.
#[must_use]
pub fn grouped(language: Language, text: &str) -> String {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(whole, rest)| (whole, Some(rest)));
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(whole) || !fraction.is_none_or(is_number) {
        return text.to_owned();
    }
    let mut shown = String::from(if text.starts_with('-') { "-" } else { "" });
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            shown.push(language.thousands());
        }
        shown.push(digit);
    }
    if let Some(fraction) = fraction {
        shown.push(language.decimal());
        shown.push_str(fraction);
    }
    shown
}

/// Bytes of files: `808.1 MB`, `808,1 Mo`.
#[must_use]
pub fn bytes(language: Language, number: u64) -> String {
    let units = match language {
        Language::En => ["bytes", "kB", "MB", "GB", "TB"],
        Language::Fr => ["octets", "ko", "Mo", "Go", "To"],
    };
    scaled(language, number, 1000, units)
}

/// Bytes of memory: `412.5 MiB`, `412,5 Mio`.
#[must_use]
pub fn memory(language: Language, number: u64) -> String {
    scaled(language, number, 1024, binary_units(language))
}

/// Bytes of a limit, to the byte: `1 MiB`, or `1,048,577 bytes`.
#[must_use]
pub fn exact_bytes(language: Language, number: u64) -> String {
    let units = binary_units(language);
    let power = (1..units.len()).rev().find(|power| number >> (10 * power) << (10 * power) == number && number > 0);
    let power = power.unwrap_or(0);
    format!("{}{NBSP}{}", count(language, number >> (10 * power)), units[power])
}

/// Wall time: `0.4 s`, `2 min 05 s`, `1 h 02 min`.
#[must_use]
pub fn duration(language: Language, millis: u64) -> String {
    let seconds = millis / 1000;
    match seconds {
        0..60 => format!("{}{NBSP}s", tenths(language, u128::from(millis) / 100)),
        60..3600 => format!("{}{NBSP}min {:02}{NBSP}s", seconds / 60, seconds % 60),
        _ => format!("{}{NBSP}h {:02}{NBSP}min", count(language, seconds / 3600), seconds / 60 % 60),
    }
}

/// So many of something in a second.
#[must_use]
pub fn per_second(number: u64, millis: u64) -> u64 {
    let rate = u128::from(number) * 1000 / u128::from(millis.max(1));
    u64::try_from(rate).unwrap_or(u64::MAX)
}

fn binary_units(language: Language) -> [&'static str; 5] {
    match language {
        Language::En => ["bytes", "KiB", "MiB", "GiB", "TiB"],
        Language::Fr => ["octets", "Kio", "Mio", "Gio", "Tio"],
    }
}

fn scaled(language: Language, number: u64, base: u64, units: [&str; 5]) -> String {
    let mut unit = 1_u128;
    let mut at = 0;
    while at + 1 < units.len() && rounded_tenths(number, unit) >= u128::from(base) * 10 {
        unit *= u128::from(base);
        at += 1;
    }
    match at {
        0 => format!("{}{NBSP}{}", count(language, number), units[0]),
        _ => format!("{}{NBSP}{}", tenths(language, rounded_tenths(number, unit)), units[at]),
    }
}

fn rounded_tenths(number: u64, unit: u128) -> u128 {
    (u128::from(number) * 10 + unit / 2) / unit
}

fn tenths(language: Language, tenths: u128) -> String {
    grouped(language, &format!("{}.{}", tenths / 10, tenths % 10))
}

#[cfg(test)]
mod tests {
    use super::*;
    use Language::{En, Fr};

    #[test]
    fn thousands_stand_apart_and_other_texts_stay() {
        for (text, english, french) in [
            ("0", "0", "0"),
            ("999", "999", "999"),
            ("1000", "1,000", "1~000"),
            ("1234567", "1,234,567", "1~234~567"),
            ("-1234567.80", "-1,234,567.80", "-1~234~567,80"),
            ("-0.05", "-0.05", "-0,05"),
            ("123456.789012", "123,456.789012", "123~456,789012"),
            ("12a", "12a", "12a"),
            ("", "", ""),
            ("1.", "1.", "1."),
            ("-", "-", "-"),
        ] {
            assert_eq!(grouped(En, text), english);
            assert_eq!(grouped(Fr, text).replace(NBSP, "~"), french);
        }
        assert_eq!(signed(En, i64::MIN), "-9,223,372,036,854,775,808");
    }

    #[test]
    fn sizes_have_one_decimal_and_limits_are_exact() {
        for (number, english, french, exact) in [
            (0, "0 bytes", "0 octets", "0 bytes"),
            (999, "999 bytes", "999 octets", "999 bytes"),
            (1024, "1.0 kB", "1,0 ko", "1 KiB"),
            (999_949, "999.9 kB", "999,9 ko", "999,949 bytes"),
            (999_950, "1.0 MB", "1,0 Mo", "999,950 bytes"),
            (808_123_456, "808.1 MB", "808,1 Mo", "808,123,456 bytes"),
            (1 << 20, "1.0 MB", "1,0 Mo", "1 MiB"),
            (u64::MAX, "18,446,744.1 TB", "18~446~744,1 To", "18,446,744,073,709,551,615 bytes"),
        ] {
            assert_eq!(bytes(En, number).replace(NBSP, " "), english);
            assert_eq!(bytes(Fr, number).replace(NBSP, "~").replacen('~', " ", 0), french.replace(' ', "~"));
            assert_eq!(exact_bytes(En, number).replace(NBSP, " "), exact);
        }
        assert_eq!(memory(En, 412 << 20).replace(NBSP, " "), "412.0 MiB");
    }

    #[test]
    fn times_are_as_long_as_they_need_to_be() {
        for (millis, english, french) in [
            (0, "0.0 s", "0,0 s"),
            (12_345, "12.3 s", "12,3 s"),
            (59_999, "59.9 s", "59,9 s"),
            (125_000, "2 min 05 s", "2 min 05 s"),
            (3_725_000, "1 h 02 min", "1 h 02 min"),
        ] {
            assert_eq!(duration(En, millis).replace(NBSP, " "), english);
            assert_eq!(duration(Fr, millis).replace(NBSP, " "), french);
        }
        assert_eq!((per_second(1000, 0), per_second(1000, 500), per_second(u64::MAX, 1)), (1_000_000, 2000, u64::MAX));
    }
}
