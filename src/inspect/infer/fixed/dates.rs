//! Which digits are days: pictures tried on the values of a place.
//!
//! In: values of digits alone. Out: how surprising it is that all are days, were they digits that chance put together. Refuses
//! values of which some are none: old files have a few, a wrong picture has many.

use std::collections::BTreeSet;

use super::bits::log2;
use crate::calendar;
use crate::inspect::infer::values::counting::Counting;
use crate::inspect::infer::values::listed::{Met, Periods};
use crate::inspect::infer::values::spread::Spread;

/// Pictures without separators, in the order in which they are preferred.
pub const PICTURES: [&str; 7] = ["YYYYMMDD", "DDMMYYYY", "MMDDYYYY", "YYMMDD", "MMDDYY", "DDMMYY", "YYDDD"];

/// Years that a date of four digits may have: others are digits of something else, or are told as exceptions.
pub const YEARS: std::ops::RangeInclusive<i64> = 1900..=2099;

/// What the values of a place say of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its picture.
    pub picture: &'static str,
    /// Thousandths of bits: how surprising it is.
    pub bits: u64,
    /// The same, more where two digits of a year may be years: it decides between places, and proves nothing.
    pub weight: u64,
    /// Different days.
    pub different: usize,
    /// Rows whose value is no day, and does not stand for none either.
    pub wrong: u32,
    /// Least and most day, by their numbers from 1970, two-digit years taken as of 1950 to 2049.
    pub days: (i32, i32),
    /// Values that stand for no day, with their rows.
    pub nothing: Vec<(Vec<u8>, u32)>,
}

/// Different values from which on two digits of a year leave so many years out.
const SCATTERED: usize = 60;
const GAP: usize = 10;
/// Different days that show numbers.
const LEAST: usize = 20;
/// Different days that are no chance, where nearly all values are days.
const SEVERAL: usize = 8;
/// Bits that a picture needs.
const ENOUGH: u64 = 9_500;
/// Bits that two digits are worth which may be years.
const KEPT: u64 = 3_000;
/// Bits that four digits of a year are worth which are all of two centuries.
pub const CENTURY: u64 = 11_000;

/// The picture that suits these values best, if one does.
#[must_use]
pub fn best(values: &[Vec<u8>]) -> Option<Found> {
    let width = values.first()?.len();
    let tried = PICTURES.iter().filter(|picture| picture.len() == width).filter_map(|picture| of(values, picture));
    tried.filter(|found| found.bits >= ENOUGH).max_by_key(|found| found.bits)
}

/// The picture by which nearly all of these values are days, several of them, whatever else they may be, and how many are none.
#[must_use]
pub fn plain(values: &[Vec<u8>]) -> Option<(&'static str, u32)> {
    let width = values.first()?.len();
    let own: Vec<&[u8]> = values.iter().filter(|value| !is_nothing(value)).map(Vec::as_slice).collect();
    let is = |picture: &&&'static str| {
        let seen: BTreeSet<&[u8]> = own.iter().copied().filter(|value| day(value, picture).is_some()).collect();
        let wrong = own.iter().filter(|value| !seen.contains(*value)).count();
        seen.len() >= SEVERAL && wrong * 50 <= own.len() && !scatters(&seen, picture) && !has_zeros(&seen, picture)
    };
    let tried = PICTURES.iter().filter(|picture| picture.len() == width).filter(is);
    let picture = tried.rev().max_by_key(|picture| of(values, picture).map_or(0, |found| found.bits)).copied()?;
    let wrong = own.iter().filter(|value| day(value, picture).is_none()).count();
    Some((picture, u32::try_from(wrong).unwrap_or(u32::MAX)))
}

/// Where the month of these values begins, if they are a year, it and a number that begins anew with each.
#[must_use]
pub fn numbered(values: &[Vec<u8>]) -> Option<usize> {
    let width = values.first()?.len();
    let own: Vec<&[u8]> = values.iter().filter(|value| !is_nothing(value)).map(Vec::as_slice).collect();
    let is = |picture: &&&'static str| {
        let seen: BTreeSet<&[u8]> = own.iter().copied().filter(|value| day(value, picture).is_some()).collect();
        let wrong = own.iter().filter(|value| !seen.contains(*value)).count();
        let once = seen.len() * 20 >= own.len() * 19;
        let holds = seen.len() >= LEAST && wrong * 50 <= own.len();
        holds && spread(&seen, picture).is_dense() && is_spread(&seen, picture, once, wrong > 0)
    };
    let tried = PICTURES.iter().filter(|picture| picture.len() == width && picture.contains("MM"));
    tried.filter(is).find_map(|picture| picture.find('M'))
}

/// Whether a value stands for no day: all zeros, all nines.
#[must_use]
pub fn is_nothing(value: &[u8]) -> bool {
    value.iter().all(|digit| *digit == b'0') || value.iter().all(|digit| *digit == b'9')
}

/// What these values say of a picture; none where more than one in fifty is no day.
#[must_use]
pub fn of(values: &[Vec<u8>], picture: &'static str) -> Option<Found> {
    let mut found =
        Found { picture, bits: 0, weight: 0, different: 0, wrong: 0, days: (i32::MAX, i32::MIN), nothing: Vec::new() };
    let mut seen = BTreeSet::new();
    let mut rows = 0_u32;
    for value in values {
        if is_nothing(value) {
            match found.nothing.iter_mut().find(|(known, _)| known == value) {
                Some((_, count)) => *count += 1,
                None => found.nothing.push((value.clone(), 1)),
            }
            continue;
        }
        rows += 1;
        let Some(day) = day(value, picture) else {
            found.wrong += 1;
            continue;
        };
        found.days = (found.days.0.min(day), found.days.1.max(day));
        seen.insert(value.as_slice());
    }
    let holds = rows > 0 && found.wrong * 50 <= rows && !scatters(&seen, picture);
    let once = seen.len() * 20 >= rows as usize * 19;
    let odd = found.wrong > 0;
    let other = || counts(values, &seen, picture) || is_listed(&seen, picture) || is_spread(&seen, picture, once, odd);
    (holds && !other()).then(|| {
        let bits = bits(&seen, picture);
        Found { bits, weight: bits + kept(&seen, picture), different: seen.len(), ..found }
    })
}

/// Whether the values may be periods, or codes of lists side by side.
fn is_listed(seen: &BTreeSet<&[u8]>, picture: &str) -> bool {
    let (Some(month), Some(day)) = (picture.find("MM"), picture.find("DD")) else { return false };
    let years: Vec<usize> = picture.match_indices('Y').map(|(at, _)| at).collect();
    let year = |value: &[u8]| years.iter().fold(0, |year, at| year * 10 + i64::from(value[*at] - b'0'));
    let (mut met, mut periods) = (Met::default(), Periods::default());
    for value in seen {
        met.push(year(value), number(&value[month..month + 2]).into(), number(&value[day..day + 2]).into());
        periods.push(value);
    }
    met.is_of_lists(seen.len() as u64) || periods.explain()
}

/// Whether the days are spread as numbers are that begin anew with each year or month.
fn is_spread(seen: &BTreeSet<&[u8]>, picture: &str, once: bool, odd: bool) -> bool {
    let spread = spread(seen, picture);
    if picture.contains("DDD") { !spread.shows_years(once) } else { spread.begins_anew_with_months(once, odd) }
}

fn spread(seen: &BTreeSet<&[u8]>, picture: &str) -> Spread {
    let mut spread = Spread::default();
    seen.iter().filter_map(|value| day(value, picture)).for_each(|day| spread.push(day));
    spread
}

/// Whether the values may be numbers that count up.
fn counts(values: &[Vec<u8>], seen: &BTreeSet<&[u8]>, picture: &str) -> bool {
    let mut counting = Counting::default();
    values.iter().filter(|value| !is_nothing(value)).for_each(|value| counting.push(value));
    let is_day = |text: &str| day(text.as_bytes(), picture).is_some();
    counting.explains(seen.len() as u64, picture.contains("MM"), is_day)
}

/// Whether the two digits of a year are any two digits: those of years leave a gap.
fn scatters(seen: &BTreeSet<&[u8]>, picture: &str) -> bool {
    let Some(from) = picture.find("YY").filter(|_| !picture.contains("YYYY") && seen.len() >= SCATTERED) else {
        return false;
    };
    let years: BTreeSet<u32> = seen.iter().map(|value| number(&value[from..from + 2])).collect();
    let absent = |first: u32| (0..100).take_while(|step| !years.contains(&((first + step) % 100))).count();
    (0..100).map(absent).max().unwrap_or(0) < GAP
}

/// Whether the two digits of a year are often zeros, as those before a number are.
fn has_zeros(seen: &BTreeSet<&[u8]>, picture: &str) -> bool {
    let Some(from) = picture.find("YY").filter(|_| !picture.contains("YYYY")) else { return false };
    seen.iter().filter(|value| value[from..from + 2] == *b"00").count() * 3 > seen.len()
}

/// The number that these digits are.
#[must_use]
pub fn number(digits: &[u8]) -> u32 {
    digits.iter().fold(0, |number, digit| number * 10 + u32::from(digit.wrapping_sub(b'0')))
}

/// Whether the four digits of a year, if the picture has them, are those of a plausible one.
#[must_use]
pub fn is_in_years(value: &[u8], picture: &str) -> bool {
    let Some(from) = picture.find("YYYY") else { return true };
    let year = value
        .iter()
        .skip(from)
        .take(4)
        .try_fold(0, |year, digit| digit.is_ascii_digit().then(|| year * 10 + i64::from(digit - b'0')));
    year.is_some_and(|year| YEARS.contains(&year) || year == 0 || year == 9999)
}

/// The day of a value, from 1970.
#[must_use]
pub fn day(value: &[u8], picture: &str) -> Option<i32> {
    let part = |letter: char| {
        let digits = picture.chars().zip(value).filter(|(place, _)| *place == letter).map(|(_, digit)| *digit);
        let mut number = None;
        for digit in digits {
            let digit = digit.is_ascii_digit().then(|| i64::from(digit - b'0'))?;
            number = Some(number.unwrap_or(0) * 10 + digit);
        }
        number
    };
    let year = part('Y')?;
    let year = match picture.matches('Y').count() {
        2 if year >= 50 => year + 1900,
        2 => year + 2000,
        _ => Some(year).filter(|year| YEARS.contains(year))?,
    };
    if picture.ends_with("DDD") {
        let of_year = part('D')?;
        let first = calendar::days(year, 1, 1)?;
        let length = calendar::days(year + 1, 1, 1)? - first;
        let of_year = i32::try_from(of_year).ok().filter(|day| (1..=length).contains(day))?;
        return Some(first + of_year - 1);
    }
    calendar::days(year, part('M')?, part('D')?)
}

/// How surprising it is that these values, all different, are days.
fn bits(seen: &BTreeSet<&[u8]>, picture: &str) -> u64 {
    if seen.is_empty() {
        return 0;
    }
    let places = |letter: char| -> Vec<usize> {
        picture.char_indices().filter(|(_, place)| *place == letter).map(|(at, _)| at).collect()
    };
    let (years, months, days) = (places('Y'), places('M'), places('D'));
    // A day that comes again in another year shows nothing new.
    let of_year: BTreeSet<Vec<u8>> =
        seen.iter().map(|value| months.iter().chain(&days).map(|at| value[*at]).collect()).collect();
    let split = months.len();
    let bits = if split == 0 {
        Part { all: &of_year, from: 0, to: 3, least: 1, most: 366 }.bits(330, 6000)
    } else {
        Part { all: &of_year, from: 0, to: split, least: 1, most: 12 }.bits(9, 4000)
            + Part { all: &of_year, from: split, to: split + 2, least: 1, most: 31 }.bits(28, 4000)
    };
    // Years that differ, and not by much, are a little likelier to be years.
    let mut all: Vec<u64> = seen
        .iter()
        .map(|value| years.iter().fold(0_u64, |year, at| year * 10 + u64::from(value[*at] - b'0')))
        .collect();
    all.sort_unstable();
    let (low, high) = (all[all.len() / 20], all[all.len() - 1 - all.len() / 20]);
    let of_years = if low == high { 0 } else { log2(100).saturating_sub(log2(high - low + 1)).min(1000) };
    bits + of_years + if years.len() == 4 { CENTURY } else { 0 }
}

/// What two digits are worth that may be years.
fn kept(seen: &BTreeSet<&[u8]>, picture: &str) -> u64 {
    let Some(from) = picture.find("YY").filter(|_| !picture.contains("YYYY")) else { return 0 };
    let mut all: Vec<u64> = seen.iter().map(|value| number(&value[from..from + 2]).into()).collect();
    all.sort_unstable();
    if are_years(&all) { KEPT } else { 0 }
}

/// Whether two-digit years may be codes of a list, such as funds: they begin with 01, and have one digit.
#[must_use]
pub fn are_listed(years: &[u64]) -> bool {
    years.contains(&1) && years.iter().all(|year| (1..10).contains(year))
}

/// Whether these two-digit numbers, in their order, may be years: they leave out fewer than they have, and are no zeros
/// before a number.
#[must_use]
pub fn are_years(all: &[u64]) -> bool {
    let mut different = all.to_vec();
    different.dedup();
    let next = different.iter().skip(1).chain(different.first());
    let gaps = different.iter().zip(next).map(|(one, next)| (next + 100 - one - 1) % 100);
    let span = 100 - gaps.max().unwrap_or(99);
    let zeros = all.iter().filter(|year| **year == 0).count();
    span <= 2 * different.len() as u64 && zeros * 3 <= all.len()
}

/// Digits of a part of the day, over all values.
struct Part<'a> {
    all: &'a BTreeSet<Vec<u8>>,
    from: usize,
    to: usize,
    least: usize,
    most: usize,
}

impl Part<'_> {
    /// How surprising it is that all are within the bounds, were they put together from the digits as each place has them;
    /// and `edge` more where they come near to the upper bound, by many different values.
    fn bits(&self, near: usize, edge: u64) -> u64 {
        let all = self.all.len() as u64;
        if all == 0 {
            return 0;
        }
        let digit = |at: usize, digit: usize| {
            self.all.iter().filter(|value| usize::from(value[at] - b'0') == digit).count() as u64
        };
        let ways = |number: &usize| {
            let places = (self.from..self.to).rev().scan(*number, |rest, at| {
                let ways = digit(at, *rest % 10);
                *rest /= 10;
                Some(ways)
            });
            places.fold(1_u64, u64::saturating_mul)
        };
        let inside = (self.least..=self.most).map(|number| ways(&number)).fold(0_u64, u64::saturating_add);
        let width = u32::try_from(self.to - self.from).unwrap_or(3);
        let surprise = log2(all.saturating_pow(width)).saturating_sub(log2(inside.max(1)));
        let number =
            |value: &Vec<u8>| value[self.from..self.to].iter().fold(0, |sum, face| sum * 10 + usize::from(face - b'0'));
        let numbers: BTreeSet<usize> = self.all.iter().map(number).collect();
        let reaches = numbers.last().is_some_and(|last| *last >= near) && numbers.len() >= 7;
        all * surprise + if reaches { edge } else { 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(all: &[&str]) -> Vec<Vec<u8>> {
        all.iter().map(|value| value.as_bytes().to_vec()).collect()
    }

    #[test]
    fn days_are_told_from_digits() {
        let many = |from: i32, write: &dyn Fn(i64, i64, i64) -> String| {
            let all: Vec<String> = (0..60)
                .map(|at| {
                    let (year, month, day) = calendar::civil(from + at * 37);
                    write(year, month, day)
                })
                .collect();
            values(&all.iter().map(String::as_str).collect::<Vec<_>>())
        };
        let picture = |values: &[Vec<u8>]| best(values).map(|found| found.picture);
        assert_eq!(picture(&many(18_000, &|y, m, d| format!("{y}{m:02}{d:02}"))), Some("YYYYMMDD"));
        assert_eq!(picture(&many(18_000, &|y, m, d| format!("{:02}{m:02}{d:02}", y % 100))), Some("YYMMDD"));
        assert_eq!(picture(&many(18_000, &|y, m, d| format!("{m:02}{d:02}{:02}", y % 100))), Some("MMDDYY"));
        assert_eq!(picture(&many(18_000, &|y, m, d| format!("{d:02}{m:02}{y}"))), Some("DDMMYYYY"));
        assert_eq!(
            picture(&(0..90).map(|at| format!("{:06}", 1000 + at * 7919)).map(String::into_bytes).collect::<Vec<_>>()),
            None
        );
        assert_eq!(picture(&values(&["010101", "020202"])), None, "two values show nothing");
    }

    #[test]
    fn zeros_and_nines_stand_for_no_day() {
        let found = of(&values(&["20260131", "00000000", "99999999", "00000000"]), "YYYYMMDD").unwrap();
        assert_eq!(found.nothing, [(b"00000000".to_vec(), 2), (b"99999999".to_vec(), 1)]);
        assert_eq!(found.wrong, 0);
        assert!(of(&values(&["20260231", "20260131"]), "YYYYMMDD").is_none(), "half of them is no day");
    }
}
