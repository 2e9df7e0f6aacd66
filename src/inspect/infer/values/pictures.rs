//! Pictures that are tried on values, and how much a value that reads by one of them says.
//!
//! Out: a list that is the same for every field. Refuses: values.

use crate::mapping::model::Type;

/// A picture that is tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tried {
    /// Date, time or timestamp.
    pub ty: Type,
    /// As the mapping writes it.
    pub text: String,
    /// How many different values must read so before it is believed: digits alone read as many things.
    pub distinct: u64,
}

/// Dates whose marks show what they are.
const MARKED: [&str; 19] = [
    "YYYY-MM-DD",
    "YYYY/MM/DD",
    "YYYY.MM.DD",
    "DD/MM/YYYY",
    "MM/DD/YYYY",
    "DD-MM-YYYY",
    "MM-DD-YYYY",
    "DD.MM.YYYY",
    "MM.DD.YYYY",
    "DD/MM/YY",
    "MM/DD/YY",
    "YY/MM/DD",
    "DD-MM-YY",
    "MM-DD-YY",
    "YY-MM-DD",
    "DD.MM.YY",
    "MM.DD.YY",
    "YY.MM.DD",
    "YYYY-DDD",
];

/// Dates with the name of the month.
const NAMED: [&str; 14] = [
    "DD-MON-YYYY",
    "DD MON YYYY",
    "DD/MON/YYYY",
    "DD. MON YYYY",
    "DDMONYYYY",
    "YYYY-MON-DD",
    "YYYY MON DD",
    "MON DD, YYYY",
    "MON DD YYYY",
    "DD-MON-YY",
    "DD MON YY",
    "DD/MON/YY",
    "DDMONYY",
    "MON DD, YY",
];

/// Digits alone, with the number of different values that they need. A value of eight random digits is hardly ever a
/// day of this or the last century; one of five is a day of the year in a third of all cases.
const DIGITS: [(&str, u64); 10] = [
    ("YYYYMMDD", 1),
    ("DDMMYYYY", 1),
    ("MMDDYYYY", 1),
    ("YYYYDDD", 8),
    ("CYYMMDD", 8),
    ("YYMMDD", 12),
    ("DDMMYY", 12),
    ("MMDDYY", 12),
    ("0YYDDD", 12),
    ("YYDDD", 30),
];

/// Dates to which exports add a time.
const TIMED: [&str; 8] =
    ["YYYY-MM-DD", "YYYY/MM/DD", "DD/MM/YYYY", "MM/DD/YYYY", "DD-MM-YYYY", "MM-DD-YYYY", "DD.MM.YYYY", "YYYYMMDD"];

/// Times that say nothing, behind a date.
const MIDNIGHT: [&str; 5] = [" 00:00:00", " 00:00", " 0:00:00", " 00:00:00.000", " 00:00:00.000000"];

const CLOCKS: [&str; 4] = ["HH:MM:SS", "HH:MM", "HH:MM:SS.FFF", "HH:MM:SS.FFFFFF"];

/// Times of digits alone.
const CLOCK_DIGITS: [(&str, u64); 2] = [("HHMMSS", 20), ("HHMM", 40)];

/// All that is tried, the one that is preferred among equals first.
#[must_use]
pub fn all() -> Vec<Tried> {
    let tried = |ty, text: String, distinct| Tried { ty, text, distinct };
    let plain = MARKED.iter().chain(&NAMED).map(|text| tried(Type::Date, (*text).to_owned(), 1));
    let digits = DIGITS.iter().map(|(text, distinct)| tried(Type::Date, (*text).to_owned(), *distinct));
    let midnight = TIMED.iter().flat_map(|day| MIDNIGHT.map(|time| tried(Type::Date, format!("{day}{time}"), 1)));
    let stamps = TIMED.iter().flat_map(|day| {
        let gaps = [" ", "T"].into_iter().flat_map(move |gap| CLOCKS.map(|clock| format!("{day}{gap}{clock}")));
        gaps.map(|text| Tried { ty: Type::Timestamp, text, distinct: 1 })
    });
    let packed =
        ["YYYYMMDDHHMMSS", "YYYYMMDDHHMM", "YYYYMMDD HHMMSS"].map(|text| tried(Type::Timestamp, text.to_owned(), 1));
    let clocks = CLOCKS.map(|text| tried(Type::Time, text.to_owned(), 1));
    let clock_digits = CLOCK_DIGITS.map(|(text, distinct)| tried(Type::Time, text.to_owned(), distinct));
    plain.chain(digits).chain(midnight).chain(stamps).chain(packed).chain(clocks).chain(clock_digits).collect()
}

/// The picture that has day and month the other way round, if both have the same marks.
#[must_use]
pub fn swapped(text: &str) -> Option<String> {
    let (day, month) = (text.find("DD")?, text.find("MM")?);
    let year_first = text.starts_with('Y') || text.starts_with('C') || text.starts_with('0');
    let minutes = text.find("HH").is_some_and(|hour| hour < month);
    if year_first || minutes || text.contains("DDD") {
        return None;
    }
    let mut swapped = text.to_owned();
    swapped.replace_range(day..day + 2, "MM");
    swapped.replace_range(month..month + 2, "DD");
    Some(swapped)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mapping::picture;

    #[test]
    fn every_picture_is_one_of_the_language_and_stands_once() {
        let all = all();
        for (at, tried) in all.iter().enumerate() {
            assert!(picture::parse(&tried.text, tried.ty, true).is_ok(), "{}", tried.text);
            let twice = all[..at].iter().any(|other| (other.ty, &other.text) == (tried.ty, &tried.text));
            assert!(!twice, "{}", tried.text);
        }
    }

    #[test]
    fn day_and_month_change_places_where_both_orders_are_usual() {
        for (text, want) in [
            ("DD/MM/YYYY", Some("MM/DD/YYYY")),
            ("MMDDYY", Some("DDMMYY")),
            ("DD/MM/YYYY HH:MM:SS", Some("MM/DD/YYYY HH:MM:SS")),
            ("YYYY-MM-DD", None),
            ("DD-MON-YYYY", None),
            ("HH:MM", None),
            ("YYYYDDD", None),
        ] {
            assert_eq!(swapped(text).as_deref(), want, "{text}");
        }
    }
}
