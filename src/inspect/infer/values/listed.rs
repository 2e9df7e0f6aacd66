//! Digits that are days by chance: months and days that are two lists of codes, and periods of a year and a month.
//!
//! In: months and days of values that a picture read, and values of six digits. Out: whether something else than a calendar
//! explains them as well. Refuses to say what they are.

use std::collections::BTreeSet;

/// Days that belong to each other: those that a list of codes has at most, and their pairs with months from which on it is
/// told.
const DAYS: u32 = 6;
const PAIRS: u32 = 6;
/// Days of each of several years that are no list, as a year has few that payments fall on.
const EACH_YEAR: std::ops::RangeInclusive<u32> = 6..=40;
/// The days on which payments of half a month fall.
const HALVES: u32 = 1 << 1 | 1 << 15 | 1 << 16;
/// These, and the last days of a month: bit `n` for the day `n`.
pub const ENDS: u32 = HALVES | 1 << 28 | 1 << 29 | 1 << 30 | 1 << 31;
/// Years of periods.
const YEARS: std::ops::RangeInclusive<u32> = 1950..=2050;

/// Which days of which months were met.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Met {
    /// Bit `n` for the day `n`, by month.
    months: [u32; 13],
    years: BTreeSet<i64>,
}

impl Met {
    /// One day, by the numbers of its year, its month and its day.
    pub fn push(&mut self, year: i64, month: i64, day: i64) {
        self.years.insert(year);
        let month = usize::try_from(month).ok().and_then(|month| self.months.get_mut(month));
        if let Some(days) = month {
            *days |= u32::try_from(day).map_or(0, |day| 1 << day.min(31));
        }
    }

    /// The days of the month that were met, in any month: bit `n` for `n`.
    #[must_use]
    pub fn days(&self) -> u32 {
        self.months.iter().fold(0, |all, days| all | days)
    }

    /// Whether the parts of so many different days may be codes of two lists: few days of the month, and each of them with
    /// each month; or few days of the year, several of a month, and each of them in each year.
    #[must_use]
    pub fn is_of_lists(&self, different: u64) -> bool {
        let days = self.days();
        let months = self.months.iter().filter(|days| **days != 0).count();
        let pairs: u32 = self.months.iter().map(|days| days.count_ones()).sum();
        let every = |one: usize, other: usize, both: u64| both * 10 >= (one * other) as u64 * 9;
        let [many, each] = [days.count_ones(), pairs].map(|count| count as usize);
        let few = (2..=DAYS).contains(&days.count_ones());
        let by_month = months >= 2 && pairs >= PAIRS && days & !HALVES != 0 && every(months, many, pairs.into());
        let by_year = self.years.len() >= 3 && EACH_YEAR.contains(&pairs) && each > months && days & !ENDS != 0;
        few && (by_month || by_year && every(self.years.len(), each, different))
    }
}

/// How many values are a year and a month, in either order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Periods {
    year_first: u64,
    month_first: u64,
    all: u64,
}

impl Periods {
    /// One value.
    pub fn push(&mut self, text: &[u8]) {
        self.all += 1;
        self.year_first += u64::from(is_period(text));
        let turned = (text.len() == 6).then(|| [&text[2..], &text[..2]].concat());
        self.month_first += u64::from(turned.is_some_and(|turned| is_period(&turned)));
    }

    /// Whether next to all values are.
    #[must_use]
    pub const fn explain(&self) -> bool {
        let most = if self.year_first > self.month_first { self.year_first } else { self.month_first };
        most > 0 && (self.all - most) * 50 <= self.all
    }
}

/// Whether six digits are a year and a month.
#[must_use]
pub fn is_period(text: &[u8]) -> bool {
    let number = |digits: &[u8]| std::str::from_utf8(digits).ok().and_then(|digits| digits.parse::<u32>().ok());
    text.len() == 6
        && text.iter().all(u8::is_ascii_digit)
        && number(&text[..4]).is_some_and(|year| YEARS.contains(&year))
        && number(&text[4..]).is_some_and(|month| (1..=12).contains(&month))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_of_lists(all: impl Iterator<Item = (i64, i64)>) -> bool {
        is_of_years(all.map(|(month, day)| (2024, month, day)))
    }

    fn is_of_years(all: impl Iterator<Item = (i64, i64, i64)>) -> bool {
        let mut met = Met::default();
        let mut different = BTreeSet::new();
        for (year, month, day) in all {
            met.push(year, month, day);
            different.insert((year, month, day));
        }
        met.is_of_lists(different.len() as u64)
    }

    #[test]
    fn codes_of_two_lists_are_no_days() {
        assert!(is_of_lists((0..40).map(|at| (at % 12 + 1, 23 + at / 12 % 2))), "the years of the next period");
        assert!(is_of_lists((0..40).map(|at| (at % 2 + 1, at / 2 % 3 * 5 + 5))), "funds and departments");
        assert!(!is_of_lists((0..24).map(|at| (at % 12 + 1, at / 12 * 14 + 1))), "the first and the fifteenth");
        assert!(!is_of_lists((0..12).map(|at| (at + 1, if at % 2 == 0 { 31 } else { 30 }))), "ends of months");
        let each_year = |days: &'static [(i64, i64)]| {
            (0..60)
                .map(move |at| (2010 + at / days.len() % 3, days[at % days.len()]))
                .map(|(year, (month, day))| (i64::try_from(year).unwrap_or(0), month, day))
        };
        assert!(is_of_years(each_year(&[(1, 20), (1, 11), (2, 5), (1, 10), (2, 20), (1, 5)])), "departments of a fund");
        assert!(!is_of_years(each_year(&[(2, 28), (4, 30), (6, 30), (9, 30)])), "what is due each year");
        assert!(!is_of_lists((0..200).map(|at| (at % 12 + 1, at * 7 % 28 + 1))), "any day");
    }

    #[test]
    fn periods_are_years_and_months_in_either_order() {
        for (values, want) in [
            (&["202401", "202312"][..], true),
            (&["012024", "121999"], true),
            (&["202413", "202401"], false),
            (&["240513", "240601"], false),
            (&[], false),
        ] {
            let mut periods = Periods::default();
            for value in values {
                periods.push(value.as_bytes());
            }
            assert_eq!(periods.explain(), want, "{values:?}");
        }
    }
}
