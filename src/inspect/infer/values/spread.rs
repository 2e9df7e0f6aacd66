//! Whether digits that are days or times are spread over the calendar and the clock as these are, or as numbers that a day
//! happens to read: a year and a number that begins anew with each, a fund and a department.
//!
//! In: days and times that a picture read. Out: whether the calendar or the clock shows. Refuses to say what else they are.
//!
//! The calendar shows in two ways. Offices are closed on two days of the week: of so many days none is a Saturday or a Sunday.
//! And a year, or a month, ends where the calendar ends it: numbers that begin anew end anywhere, and leave none out.

use std::collections::BTreeMap;

use crate::calendar;
use crate::inspect::infer::fixed::bits::log2;

/// Bits for the days of a year.
const WORDS: usize = 6;
/// Different days from which on it says something that none falls on a weekend, and of how many one may.
const RESTING: u32 = 25;
const WORKED: u32 = 50;
/// The day of the year, at least, that days of whole years reach.
const LATE: u32 = 340;
const YEAR: u32 = 366;
/// How much longer than usual the end of a year may be without a day: by `e` to this power chance makes it so.
const SURPRISE: u32 = 5;
/// Different last digits of days of the year.
const DIGITS: u32 = 8;
/// The last day of the month on which something may always fall: what is due on every day of a month, falls on none later.
const EVERY_MONTH: u32 = 28;
/// Different days of the month that are no few chosen ones, such as the first and the fifteenth.
const CHOSEN: u32 = 7;
/// Thousandths of days that a month has, usually; and the surprise, in thousandths of bits, by which there is none of the last.
const MONTH: u64 = 30_437;
const UNLIKELY: u64 = 13_300;
/// Days that leave next to none out, of so many one; and months that end with the calendar, where each day is there once.
const RUNNING: u32 = 8;
const LEFT_OUT: u32 = 20;
const WHOLE: usize = 2;
/// Days of a month that show where it ends.
const ENDING: u32 = 4;
/// Thousandths of bits by which days of one month end early, usually: they are as far apart before its end.
const USUAL: u64 = 1_443;
/// The last minute that a clock reaches, and how many different ones it shows.
const MINUTE: u32 = 55;
const MINUTES: u32 = 12;

/// Days of years, each once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spread {
    years: BTreeMap<i64, [u64; WORDS]>,
}

impl Spread {
    /// One day, by its number from 1970.
    pub fn push(&mut self, day: i32) {
        let (year, _, _) = calendar::civil(day);
        let first = calendar::days(year, 1, 1).unwrap_or(day);
        let Ok(of_year) = usize::try_from(day - first) else { return };
        let bits = self.years.entry(year).or_default();
        bits[of_year.min(365) / 64] |= 1 << (of_year.min(365) % 64);
    }

    /// The numbers of the days.
    fn days(&self) -> impl Iterator<Item = i32> + '_ {
        let of = |(year, bits): (&i64, &[u64; WORDS])| {
            let (first, bits) = (calendar::days(*year, 1, 1).unwrap_or_default(), *bits);
            (0..366_i32).filter(move |at| is_set(&bits, *at)).map(move |at| first + at)
        };
        self.years.iter().flat_map(of)
    }

    /// Whether a weekend comes every seven days.
    #[must_use]
    pub fn rests(&self) -> bool {
        // 1970-01-01 was a Thursday.
        let (rest, work): (Vec<i32>, Vec<i32>) = self.days().partition(|day| matches!((day + 3).rem_euclid(7), 5 | 6));
        let [rest, work] = [rest, work].map(|days| u32::try_from(days.len()).unwrap_or(u32::MAX));
        work >= RESTING && rest * WORKED <= work
    }

    /// Whether days counted within their years show a calendar. `once`: no value stands twice.
    #[must_use]
    pub fn shows_years(&self, once: bool) -> bool {
        self.rests() || self.ends_years(once)
    }

    /// Whether years but the last one end with December: where each day is there once, on its very last day.
    fn ends_years(&self, once: bool) -> bool {
        let Some((&newest, _)) = self.years.last_key_value() else { return false };
        let earlier = || self.years.iter().filter(|(year, _)| **year < newest);
        let mut all = [0; WORDS];
        for (_, bits) in earlier() {
            all.iter_mut().zip(bits).for_each(|(all, bits)| *all |= bits);
        }
        let (count, last) = (ones(&all), last(&all));
        let near = last >= LATE && (YEAR - last) * count <= SURPRISE * YEAR;
        let length = |year: i64| calendar::days(year + 1, 1, 1).zip(calendar::days(year, 1, 1));
        let whole = |(year, bits): (&i64, &[u64; WORDS])| {
            length(*year).is_some_and(|(next, first)| u32::try_from(next - first) == Ok(self::last(bits)))
        };
        let dense = count * 10 >= last * 9;
        // Codes side by side end with few digits.
        let digits = (0..366).filter(|at| is_set(&all, *at)).fold(0_u16, |met, at| met | 1 << ((at + 1) % 10));
        near && digits.count_ones() >= DIGITS && (!(once && dense) || earlier().count() >= 2 && earlier().all(whole))
    }

    /// How many days there are.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.years.values().map(|bits| u64::from(ones(bits))).sum()
    }

    /// Whether days of months may be numbers that begin anew with each: none is of the last days, though so many days would
    /// not all miss them; months end anywhere; or none is left out, up to an end that is not the calendar's. `once`: next to no
    /// value stands twice. `odd`: others like them are none of the calendar.
    #[must_use]
    pub fn begins_anew_with_months(&self, once: bool, odd: bool) -> bool {
        let months = self.months();
        let met = months.iter().fold(0, |all, month| all | month.days);
        let (last, count) = (end(met), met.count_ones());
        let several = count >= CHOSEN || count >= 3 && count * 10 >= last * 9;
        let bits = log2(MONTH).saturating_sub(log2(u64::from(last.max(1)) * 1_000));
        let misses = last < EVERY_MONTH || once && last == EVERY_MONTH && self.is_dense();
        let misses = misses && self.count() * bits >= UNLIKELY;
        let anew = several && (misses || ends_anywhere(&months, last)) || once && runs(&months, odd);
        anew && !self.rests()
    }

    /// Whether half of the days from the first of each month to its last one are there, as numbers that begin anew are.
    #[must_use]
    pub fn is_dense(&self) -> bool {
        self.count() * 2 >= self.months().iter().map(|month| u64::from(end(month.days))).sum()
    }

    /// The days of each month, in the order of the months.
    fn months(&self) -> Vec<Month> {
        let mut months: BTreeMap<(i64, i64), Month> = BTreeMap::new();
        for day in self.days() {
            let (year, month, of_month) = calendar::civil(day);
            let length = || Month { length: length(year, month), days: 0 };
            months.entry((year, month)).or_insert_with(length).days |= 1 << of_month;
        }
        months.into_values().collect()
    }
}

/// The days of one month: bit `n` for the day `n`.
#[derive(Debug, Clone, Copy)]
struct Month {
    length: u32,
    days: u32,
}

/// Days of a month.
fn length(year: i64, month: i64) -> u32 {
    let next = if month == 12 { calendar::days(year + 1, 1, 1) } else { calendar::days(year, month + 1, 1) };
    let days = next.zip(calendar::days(year, month, 1)).map(|(next, first)| next - first);
    days.and_then(|days| u32::try_from(days).ok()).unwrap_or(31)
}

/// The last day that was met, 0 for none.
const fn end(days: u32) -> u32 {
    31_u32.saturating_sub(days.leading_zeros())
}

/// Whether next to no day is left out from the first of each month to its last one, and months but the newest do not end as
/// those of the calendar.
fn runs(months: &[Month], odd: bool) -> bool {
    let Some((_, earlier)) = months.split_last().filter(|(_, earlier)| !earlier.is_empty()) else { return false };
    // Files begin in the midst of a month, and end there.
    let before = months[0].days.trailing_zeros().saturating_sub(1);
    let all: u32 = months.iter().map(|month| month.days.count_ones()).sum();
    let to: u32 = months.iter().map(|month| end(month.days)).sum::<u32>() - before;
    let whole = earlier.iter().filter(|month| end(month.days) == month.length).count();
    let calendar = earlier.len() >= WHOLE && whole * 10 >= earlier.len() * 9 && !odd;
    all >= RUNNING && (to - all) * LEFT_OUT <= to && !calendar
}

/// Whether months but the newest end much earlier, all together, than days that are spread over them; `last` is the last day of
/// any of them.
fn ends_anywhere(months: &[Month], last: u32) -> bool {
    let earlier = &months[..months.len().saturating_sub(1)];
    let ending = earlier.iter().filter(|month| month.days.count_ones() >= ENDING);
    let (mut early, mut count) = (0_u64, 0_u64);
    for month in ending {
        let to = if last <= EVERY_MONTH { EVERY_MONTH } else { month.length };
        (early, count) = (early + surprise(month.days.count_ones(), end(month.days), to), count + 1);
    }
    count >= 2 && early > USUAL * (count + 4 * (count.isqrt() + 1) + 4)
}

/// Thousandths of bits by which so many days of those up to `to` are all up to `end`.
fn surprise(days: u32, end: u32, to: u32) -> u64 {
    let ways = |of: u32| (0..days).map(|day| log2(u64::from(of.saturating_sub(day).max(1)))).sum::<u64>();
    ways(to).saturating_sub(ways(end))
}

fn is_set(bits: &[u64; WORDS], at: i32) -> bool {
    usize::try_from(at).is_ok_and(|at| bits[at / 64] & 1 << (at % 64) != 0)
}

fn ones(bits: &[u64; WORDS]) -> u32 {
    bits.iter().map(|word| word.count_ones()).sum()
}

/// The last day, from 1; 0 for none.
fn last(bits: &[u64; WORDS]) -> u32 {
    (0..366).rev().find(|at| is_set(bits, *at)).map_or(0, |at| u32::try_from(at + 1).unwrap_or(0))
}

/// Minutes and seconds of times.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Clock {
    minutes: u64,
    seconds: u64,
}

impl Clock {
    /// One time, in microseconds of the day.
    pub fn push(&mut self, time: i64) {
        let seconds = time.div_euclid(1_000_000);
        self.minutes |= 1 << (seconds / 60).rem_euclid(60);
        self.seconds |= 1 << seconds.rem_euclid(60);
    }

    /// Whether minutes, and seconds if there are any, go to the end of the hour and of the minute.
    #[must_use]
    pub fn shows(&self) -> bool {
        let full = |met: u64| met.count_ones() >= MINUTES && 63 - met.leading_zeros().min(63) >= MINUTE;
        full(self.minutes) && (self.seconds <= 1 || full(self.seconds))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(all: impl Iterator<Item = (i64, i64)>) -> Spread {
        let mut spread = Spread::default();
        for (year, of_year) in all {
            let first = calendar::days(year, 1, 1).unwrap_or_default();
            spread.push(first + i32::try_from(of_year - 1).unwrap_or_default());
        }
        spread
    }

    #[test]
    fn years_end_with_the_calendar_and_numbers_where_they_end() {
        let of = |years: std::ops::RangeInclusive<i64>, last: i64, step: usize| {
            days(years.flat_map(move |year| (1..=last).step_by(step).map(move |day| (year, day))))
        };
        for (what, spread, once, want) in [
            ("one year of numbers", of(2000..=2000, 200, 1), false, false),
            ("one year to its end, as numbers may end", of(2000..=2000, 365, 1), false, false),
            ("orders of three years", of(2022..=2024, 350, 1), true, false),
            ("few orders of three years", of(2022..=2024, 90, 7), true, false),
            ("departments and codes", of(2001..=2020, 40, 1), false, false),
            ("days of three years", of(2021..=2023, 364, 3), false, true),
            ("codes that end with two digits", of(2021..=2023, 364, 5), false, false),
            ("each day once, to the last day but one", of(2021..=2023, 364, 1), true, false),
            ("each day once", of(2021..=2023, 365, 1), true, true),
            ("each day several times", of(2021..=2023, 365, 1), false, true),
        ] {
            assert_eq!(spread.shows_years(once), want, "{what}");
        }
        let weeks = days((0..60).filter(|at| at % 7 < 5).map(|at| (2024, at + 1)));
        assert!(weeks.rests() && weeks.shows_years(false), "2024 began with a Monday");
        assert!(
            !days((0..60).filter(|at| at % 7 > 1).map(|at| (2024, at + 1))).rests(),
            "closed on Mondays and Tuesdays"
        );
    }

    #[test]
    fn numbers_that_begin_anew_with_each_month_miss_its_end() {
        let of = |months: i64, all: std::ops::RangeInclusive<i64>, step: usize| {
            let mut spread = Spread::default();
            for month in 1..=months {
                all.clone()
                    .step_by(step)
                    .filter_map(|day| calendar::days(2023, month, day))
                    .for_each(|day| spread.push(day));
            }
            spread
        };
        for (what, spread, want) in [
            ("nineteen each month", of(12, 1..=19, 1), true),
            ("some of twenty-five", of(12, 1..=25, 3), true),
            ("any day", of(12, 1..=31, 3), false),
            ("any of the days that every month has", of(12, 1..=28, 1), false),
            ("half months", of(12, 1..=15, 14), false),
            ("a month that has begun", of(1, 1..=19, 1), false),
        ] {
            assert_eq!(spread.begins_anew_with_months(false, false), want, "{what}");
        }
    }

    /// Days of months of 2023, from the first to these last ones, each so many days behind the one before.
    fn to(lasts: &[i64], step: usize) -> Spread {
        let mut spread = Spread::default();
        for (month, last) in (1..).zip(lasts) {
            let days = (1..=*last).step_by(step).filter_map(|day| calendar::days(2023, month, day));
            days.for_each(|day| spread.push(day));
        }
        spread
    }

    #[test]
    fn numbers_that_leave_none_out_end_where_no_calendar_does() {
        for (what, spread, once, odd, want) in [
            ("to 28 in each", to(&[28; 6], 1), true, false, true),
            ("to 28 in two", to(&[28; 2], 1), true, false, true),
            ("to other ends", to(&[28, 11, 25, 28, 17], 1), true, false, true),
            ("to other ends, named several times", to(&[28, 11, 25, 28, 17], 1), false, false, true),
            ("to 30 in each", to(&[30, 28, 30, 30, 30], 1), true, false, true),
            ("to 31 in each, where some are no days", to(&[31, 28, 31, 30, 31], 1), true, true, true),
            ("one whole month", to(&[31, 14], 1), true, false, true),
            ("every day", to(&[31, 28, 31, 30, 12], 1), true, false, false),
            ("every second day", to(&[31, 28, 31, 30, 31, 12], 2), true, false, false),
            ("what is due, by several", to(&[28; 12], 1), false, false, false),
            ("what is due now and then", to(&[28; 12], 3), true, false, false),
        ] {
            assert_eq!(spread.begins_anew_with_months(once, odd), want, "{what}");
        }
    }

    #[test]
    fn a_clock_shows_by_its_last_minutes() {
        let times = |minutes: &[i64], seconds: i64| {
            let mut clock = Clock::default();
            for minute in minutes {
                (0..seconds).for_each(|second| clock.push((9 * 3600 + minute * 60 + second) * 1_000_000));
            }
            clock.shows()
        };
        let all: Vec<i64> = (0..60).collect();
        assert!(times(&all, 60) && times(&all, 1), "any time");
        assert!(!times(&all[..31], 1) && !times(&all, 10), "numbers to thirty, and to nine");
        assert!(!times(&[0, 15, 30, 45], 1), "four numbers are four codes as well");
    }
}
