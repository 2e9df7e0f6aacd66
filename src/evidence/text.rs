//! The one text of a value: as the manifest, and whoever compares with it, writes it.
//!
//! In: a value as Arrow holds it. Out: its text, the same on every machine. Refuses to know a language or a locale.

use arrow_buffer::i256;

use crate::mapping::model::Type;

/// A decimal at its scale: `-0.05`, `12.00`, `7` at scale 0.
#[must_use]
pub fn decimal(unscaled: i256, scale: u8) -> String {
    let scale = usize::from(scale);
    let sign = if unscaled.is_negative() { "-" } else { "" };
    let shown = unscaled.to_string();
    let digits = format!("{:0>width$}", shown.trim_start_matches('-'), width = scale + 1);
    let (whole, fraction) = digits.split_at(digits.len() - scale);
    if scale == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}

/// `2026-11-24`, from days since 1970-01-01 in the Gregorian calendar; years outside of 0 to 9999 have a sign (ISO 8601).
#[must_use]
pub fn date(days: i64) -> String {
    let (year, month, day) = civil(days);
    match year {
        0..=9999 => format!("{year:04}-{month:02}-{day:02}"),
        _ => format!("{year:+05}-{month:02}-{day:02}"),
    }
}

/// `15:30:12`, with `.000001` where there is a fraction; from microseconds since midnight.
#[must_use]
pub fn time(micros: i64) -> String {
    let (seconds, fraction) = (micros.div_euclid(1_000_000), micros.rem_euclid(1_000_000));
    let shown = format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    if fraction == 0 { shown } else { format!("{shown}.{fraction:06}") }
}

/// `2026-11-24T15:30:12`, from microseconds since 1970-01-01 without a zone.
#[must_use]
pub fn timestamp(micros: i64) -> String {
    const DAY: i64 = 86_400_000_000;
    format!("{}T{}", date(micros.div_euclid(DAY)), time(micros.rem_euclid(DAY)))
}

/// A whole number, decimal, date or time of this type, from the number that Arrow holds; a plain number for others.
#[must_use]
pub fn value(ty: Type, held: i128) -> String {
    match (ty, i64::try_from(held)) {
        (Type::Decimal { scale, .. }, _) => decimal(i256::from_i128(held), scale),
        (Type::Date, Ok(days)) => date(days),
        (Type::Time, Ok(micros)) => time(micros),
        (Type::Timestamp, Ok(micros)) => timestamp(micros),
        _ => held.to_string(),
    }
}

/// A type as a mapping writes it: `text`, `int32`, `decimal(15,2)`.
#[must_use]
pub fn type_name(ty: Type) -> String {
    match (ty, NAMES.iter().find(|(_, named)| *named == ty)) {
        (Type::Decimal { precision, scale }, _) => format!("decimal({precision},{scale})"),
        (_, found) => found.map_or_else(String::new, |(name, _)| (*name).to_owned()),
    }
}

/// The type of this name, as [`type_name`] writes it.
#[must_use]
pub fn type_named(name: &str) -> Option<Type> {
    if let Some((_, ty)) = NAMES.iter().find(|(word, _)| *word == name) {
        return Some(*ty);
    }
    let (precision, scale) = name.strip_prefix("decimal(")?.strip_suffix(')')?.split_once(',')?;
    let (precision, scale) = (precision.parse().ok()?, scale.parse().ok()?);
    ((1..=38).contains(&precision) && scale <= precision).then_some(Type::Decimal { precision, scale })
}

const NAMES: [(&str, Type); 10] = [
    ("text", Type::Text),
    ("int16", Type::Int16),
    ("int32", Type::Int32),
    ("int64", Type::Int64),
    ("date", Type::Date),
    ("time", Type::Time),
    ("timestamp", Type::Timestamp),
    ("bool", Type::Bool),
    ("float32", Type::Float32),
    ("float64", Type::Float64),
];

/// Year, month and day of a day since 1970-01-01.
///
/// Source: Howard Hinnant, "chrono-compatible low-level date algorithms", `civil_from_days`.
fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468; // since 0000-03-01
    let (era, day_of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153; // 0 is March
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_value_has_one_text() {
        let money = Type::Decimal { precision: 15, scale: 2 };
        for (ty, held, want) in [
            (money, 0, "0.00"),
            (money, -5, "-0.05"),
            (money, 123_456, "1234.56"),
            (Type::Decimal { precision: 3, scale: 0 }, -7, "-7"),
            (Type::Decimal { precision: 3, scale: 3 }, 7, "0.007"),
            (Type::Int64, -12, "-12"),
            (Type::Date, 0, "1970-01-01"),
            (Type::Date, -1, "1969-12-31"),
            (Type::Date, 11_016, "2000-02-29"),
            (Type::Date, -719_529, "-0001-12-31"),
            (Type::Date, 2_932_897, "+10000-01-01"),
            (Type::Time, 55_812_000_000, "15:30:12"),
            (Type::Time, 1, "00:00:00.000001"),
            (Type::Timestamp, -1, "1969-12-31T23:59:59.999999"),
        ] {
            assert_eq!(value(ty, held), want);
        }
    }

    #[test]
    fn names_of_types_are_read_back() {
        for ty in NAMES.map(|(_, ty)| ty).into_iter().chain([Type::Decimal { precision: 38, scale: 10 }]) {
            assert_eq!(type_named(&type_name(ty)), Some(ty));
        }
        for wrong in ["", "money", "decimal(0,0)", "decimal(39,0)", "decimal(5,6)", "decimal(5)"] {
            assert_eq!(type_named(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn dates_agree_with_the_calendar(days in -3_000_000..2_900_000_i32) {
            let epoch = jiff::civil::date(1970, 1, 1);
            if let Ok(want) = epoch.checked_add(jiff::Span::new().days(days)).map(|d| (d.year(), d.month(), d.day())) {
                let (year, month, day) = civil(i64::from(days));
                prop_assert_eq!((year, month, day), (i64::from(want.0), i64::from(want.1), i64::from(want.2)));
            }
        }
    }
}
