//! Days and times: the one picture that holds, or all that do.

use super::{Judge, Verdict};
use crate::canonical;
use crate::inspect::infer::values::dates::{Candidate, Window, Years};
use crate::inspect::infer::values::texts::Nothing;
use crate::inspect::infer::values::why::{Open, Share, Why};
use crate::inspect::infer::values::{names, pictures, plain};
use crate::mapping::model::{Reading, Type, Value};

/// Values from which on a few that are no day do not keep the others from being days.
const MANY: u64 = 50;
/// Of so many values one may be none.
const RARE: u64 = 66;
/// Different values from which on it says something that one reading scatters them over the years, and that it leaves out
/// days of the month.
const SCATTERED: u64 = 40;
const DAILY: u64 = 80;
/// Days of the month on which payments fall, beside the first.
const CHOSEN: [usize; 6] = [15, 16, 28, 29, 30, 31];
/// Digits of a date with two of the year.
const SHORT: usize = 6;
/// Different values of cells without a header that says so, from which on digits that are days in all may be some.
const ENOUGH: u64 = 8;
/// Different values that are enough for a day that is still far ahead.
const AHEAD: u64 = 3;

impl Judge<'_> {
    pub(super) fn date(&mut self) -> Option<Verdict> {
        let column = self.column;
        // Where a picture finds every day of the month, one that finds a few of them reads something else as days.
        let many = column.distinct.count().0 >= DAILY;
        let named = names::is_day(&column.around.name);
        let shows = |one: &Candidate| one.nearly_holds() && one.has_every_day() && (named || !one.is_numbered());
        let daily: Vec<&Candidate> = column.dates.candidates.iter().filter(|one| many && shows(one)).collect();
        let late = daily.iter().any(|one| one.has_late_day());
        let is_odd = |one: &&Candidate| {
            let set_aside = !daily.is_empty() && (late || !one.has_chosen_days());
            set_aside && one.misses_days() && one.reads > 0
        };
        let (odd, candidates): (Vec<&Candidate>, Vec<&Candidate>) = column.dates.candidates.iter().partition(is_odd);
        let whole: Vec<&Candidate> =
            candidates.iter().copied().filter(|one| one.reads > 0 && one.fails.n == 0).collect();
        if whole.iter().any(|one| self.may_be_another(one)) {
            let told = |one: &&Candidate| self.is_believable(one) || self.may_be_another(one);
            let told: Vec<&Candidate> = whole.into_iter().filter(told).collect();
            for one in told {
                self.other_date(one, Open::Ambiguous);
            }
            return None;
        }
        let (numbers, whole): (Vec<&Candidate>, Vec<&Candidate>) =
            whole.into_iter().partition(|one| self.is_spread_as_numbers(one));
        let (sure, doubtful): (Vec<&Candidate>, Vec<&Candidate>) =
            whole.into_iter().partition(|one| self.is_believable(one));
        // Numbers of which one picture makes days are none by another either, unless that finds every day.
        let numbers: Vec<&Candidate> = numbers.into_iter().filter(|one| self.is_believable(one)).collect();
        let whole_months = sure.iter().any(|one| one.has_every_day());
        if !whole_months && numbers.iter().any(|one| one.tried.ty == Type::Date) {
            for one in numbers.into_iter().chain(sure) {
                self.other_date(one, Open::Ambiguous);
            }
            return None;
        }
        let Some(&first) = sure.first() else {
            for one in numbers {
                self.other_date(one, Open::Ambiguous);
            }
            return self.with_exceptions(&doubtful, &candidates);
        };
        for one in odd.into_iter().filter(|one| one.fails.n == 0) {
            self.other_date(one, Open::Ambiguous);
        }
        // Six digits that are days by another picture too: it may be the one.
        let is_other =
            |one: &&&Candidate| one.tried.ty == Type::Date && one.tried.text.len() == SHORT && is_rival(first, one);
        for one in numbers.iter().filter(is_other) {
            self.other_date(one, Open::Spread);
        }
        for one in doubtful.iter().filter(is_other) {
            self.other_date(one, Open::TooFew);
        }
        let mut rivals: Vec<&Candidate> = sure.into_iter().filter(|one| is_rival(first, one)).collect();
        // A value that is no day speaks against a picture, but does not decide for another one.
        let nearly = |one: &&Candidate| one.fails.n > 0 && one.nearly_holds() && one.tried.text.len() == SHORT;
        if rivals.is_empty() && first.tried.text.len() == SHORT {
            let turned = pictures::swapped(&first.tried.text);
            rivals =
                candidates.into_iter().filter(nearly).filter(|one| turned.as_ref() != Some(&one.tried.text)).collect();
        }
        if rivals.is_empty() {
            return Some(self.dated(first));
        }
        let all: Vec<&Candidate> = [first].into_iter().chain(rivals.iter().copied()).collect();
        if let Some((one, why)) = self.fewest_years(&all) {
            for other in all.iter().filter(|other| other.tried != one.tried) {
                self.other_date(other, Open::Ambiguous);
            }
            let mut verdict = self.dated(one);
            verdict.why.insert(0, why);
            return Some(verdict);
        }
        for one in all {
            self.other_date(one, Open::Ambiguous);
        }
        Some(self.text(Vec::new()))
    }

    fn is_believable(&self, one: &Candidate) -> bool {
        let (different, _) = self.column.distinct.count();
        let name = &self.column.around.name;
        let named = if one.tried.ty == Type::Time { names::is_time(name) } else { names::is_day(name) };
        if !named && different < AHEAD && one.is_far_ahead(self.column.around.year) {
            return false;
        }
        named || one.is_believable(different) || self.column.expected.as_ref() == Some(&one.tried.text)
    }

    /// Whether the values may be numbers that count up as well, periods, or codes of lists side by side.
    fn may_be_another(&self, one: &Candidate) -> bool {
        let (different, _) = self.column.distinct.count();
        if one.tried.ty != Type::Date || names::is_surely_day(&self.column.around.name) {
            return false;
        }
        // Under the name of an account, or where cells have few values, a calendar has to show.
        let name = &self.column.around.name;
        // Zeros and nines among them mean no day, which no code has.
        let is_none = |one: &(String, Nothing, u64)| matches!(one.1, Nothing::Zeros | Nothing::Nines);
        let few = !self.column.around.fixed && different < ENOUGH && !self.column.nothings.iter().any(is_none);
        let coded = (names::is_number(name) || few) && one.is_of_digits() && !names::is_day(name);
        if coded && !one.shows_a_calendar() {
            return true;
        }
        let by_month = one.tried.text.contains("MM");
        let periods = one.tried.text.len() == 6 && by_month && self.column.periods.explain();
        periods
            || one.is_of_lists(different)
            || self.column.counting.explains(different, by_month, |text| one.has(text))
    }

    /// Whether days or times without a name that says so are spread as numbers are.
    fn is_spread_as_numbers(&self, one: &Candidate) -> bool {
        let name = &self.column.around.name;
        let named = if one.tried.ty == Type::Time { names::is_surely_time(name) } else { names::is_surely_day(name) };
        one.may_be_serials() || !named && one.is_spread_as_numbers()
    }

    /// Of pictures of two-digit years the one under which the values are of a few years, where all others scatter them over
    /// years that are still to come. Few years that may be the days on which payments fall say nothing.
    fn fewest_years<'d>(&self, all: &[&'d Candidate]) -> Option<(&'d Candidate, Why)> {
        let (different, _) = self.column.distinct.count();
        let years = |one: &Candidate| one.years().as_ref().map(|_| one.short_years().count());
        let mut counts = Vec::new();
        for one in all {
            counts.push((years(one)?, *one));
        }
        counts.sort_by_key(|(years, _)| *years);
        let [(few, best), (many, other), ..] = counts[..] else { return None };
        // Few values need a reading that scatters them all the more.
        let apart = if different >= SCATTERED { 4 } else { 12 };
        let now = usize::try_from(self.column.around.year.rem_euclid(100)).unwrap_or(0);
        let to_come = other.short_years().any(|year| (now + 1..50).contains(&year));
        let chosen = best.short_years().any(|year| year <= 1) || best.short_years().all(|year| CHOSEN.contains(&year));
        let clear = different >= best.tried.distinct && few * apart <= many && to_come && !chosen;
        clear.then_some((best, Why::FewerYears { years: few as u64, otherwise: many as u64 }))
    }

    /// No picture holds for all values: the one that nearly does, where there are many values.
    fn with_exceptions(&mut self, doubtful: &[&Candidate], candidates: &[&Candidate]) -> Option<Verdict> {
        for one in doubtful.iter().filter(|one| one.tried.distinct <= 12 && self.column.filled() >= 3) {
            self.other_date(one, Open::TooFew);
        }
        let expected = |one: &Candidate| self.column.expected.as_ref() == Some(&one.tried.text);
        let broken = candidates.iter().copied().filter(|one| one.reads > 0 && one.fails.n > 0);
        let best = broken.max_by_key(|one| (one.reads, expected(one)))?;
        let most = best.reads;
        if self.may_be_another(best) || self.is_spread_as_numbers(best) {
            if best.nearly_holds() {
                self.other_date(best, Open::Ambiguous);
            }
            return None;
        }
        let alike = candidates.iter().filter(|one| one.reads == most && is_rival(best, one));
        let alone = alike.count() == 0;
        let marked = best.fails.n * RARE <= most && best.tried.distinct == 1;
        let daily = best.nearly_holds() && self.is_believable(best) && (best.has_every_day() || expected(best));
        if alone && most >= MANY && (marked || daily) {
            return Some(self.dated(best));
        }
        if best.fails.n * 10 <= most && (best.tried.distinct == 1 || daily) {
            self.other_date(best, Open::Exceptions);
        }
        None
    }

    fn dated(&mut self, one: &Candidate) -> Verdict {
        let found = one.years().as_ref().map(|_| self.column.window(&one.tried.text));
        if found == Some(None) {
            self.other_date(one, Open::Century);
            return self.text(vec![Why::NoWindow]);
        }
        let found = found.flatten();
        let mut why = vec![Why::Reads(reads(one))];
        why.extend(self.order(one));
        why.extend(found.map(|found| Why::Window { years: found.years, gap: found.gap }));
        why.extend((one.fails.n > 0).then_some(Why::Exceptions(one.fails)));
        if one.tried.ty == Type::Date && one.tried.text.ends_with(|last: char| last.is_ascii_digit()) {
            why.push(Why::Midnight);
        }
        why.extend(range(one, found));
        if one.far > 0 {
            why.push(Why::PerhapsNoValue { text: "9999-12-31".to_owned(), n: one.far });
        }
        if let Some(years) = found.and_then(|found| found.other) {
            let reading = Reading { years: Some(years), ..self.date_reading(one, found) };
            self.other(one.tried.ty, reading, Open::Century, reads(one), one.fails);
        }
        let reading = self.date_reading(one, found);
        let mut verdict = Verdict { ty: one.tried.ty, reading, why, exceptions: one.fails.n };
        self.none_of(&mut verdict, |nothing| !one.has(&nothing.0));
        self.blanks(&mut verdict);
        verdict
    }

    fn date_reading(&self, one: &Candidate, window: Option<Window>) -> Reading {
        let mut reading = plain(one.tried.ty, self.column.around.fixed);
        reading.picture = Some(one.tried.text.clone());
        reading.years = one.years().is_some().then(|| window.map_or((1950, 2049), |window| window.years));
        reading
    }

    /// Which values prove the order of day and month.
    fn order(&self, one: &Candidate) -> Option<Why> {
        let other = pictures::swapped(&one.tried.text)?;
        let fails = self.column.dates.of(&other)?.fails;
        let day_first = one.tried.text.find("DD") < one.tried.text.find("MM");
        (fails.n > 0).then_some(if day_first { Why::DayFirst(fails) } else { Why::MonthFirst(fails) })
    }

    fn other_date(&mut self, one: &Candidate, open: Open) {
        let window = self.column.window(&one.tried.text);
        let (reading, reads, fails) = (self.date_reading(one, window), reads(one), one.fails);
        self.other(one.tried.ty, reading, open, reads, fails);
    }
}

fn reads(one: &Candidate) -> Share {
    Share { n: one.reads, of: one.reads + one.fails.n }
}

/// Whether the other would give other values. A time of midnight is no other day than the day alone.
fn is_rival(first: &Candidate, other: &Candidate) -> bool {
    let midnight = first.tried.ty == Type::Date && other.tried.ty == Type::Timestamp;
    first.tried.text != other.tried.text && !midnight
}

/// The least and the most value.
fn range(one: &Candidate, window: Option<Window>) -> Option<Why> {
    let days = |value: i64| i32::try_from(value).unwrap_or_default();
    let (least, most) = match (one.years(), window) {
        (Some(met), Some(window)) => in_window(&met, window)?,
        _ if one.range.0 > one.range.1 => return None,
        _ => {
            let text = |value: i64| {
                let value = match one.tried.ty {
                    Type::Time => Value::Time(value),
                    Type::Timestamp => Value::Timestamp(value),
                    _ => Value::Date(days(value)),
                };
                canonical::text(one.tried.ty, &value)
            };
            (text(one.range.0), text(one.range.1))
        }
    };
    Some(Why::Range { least, most })
}

fn in_window(met: &Years, window: Window) -> Option<(String, String)> {
    let years = || window.years.0..=window.years.1;
    let of = |year: i32| usize::try_from(year.rem_euclid(100)).ok().and_then(|at| met[at]).map(|days| (year, days));
    let day = |year: i32, day: u16| format!("{year:04}-{:02}-{:02}", day / 32, day % 32);
    let least = years().find_map(of).map(|(year, (first, _))| day(year, first))?;
    let most = years().rev().find_map(of).map(|(year, (_, last))| day(year, last))?;
    Some((least, most))
}
