//! Dates and times, one at a time: the calendar's arithmetic, formats read and written.

use std::fmt::Write as _;

use super::value::Fault;
use crate::calendar::{self, FIRST_DAY, LAST_DAY};
use crate::mapping::sql::format::{Format, Piece};
use crate::mapping::sql::op::{Op, Unit};

/// Microseconds of a day.
pub const DAY: i64 = 86_400_000_000;

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A day's number if it is a date of the years 1 to 9999.
///
/// # Errors
/// [`Fault::NoSuchDate`].
pub fn day(number: Option<i64>) -> Result<i32, Fault> {
    let number = number.and_then(|number| i32::try_from(number).ok());
    number.filter(|day| (FIRST_DAY..=LAST_DAY).contains(day)).ok_or(Fault::NoSuchDate)
}

/// A timestamp of the years 1 to 9999.
///
/// # Errors
/// [`Fault::NoSuchDate`].
pub fn timestamp(micros: Option<i64>) -> Result<i64, Fault> {
    day(micros.map(|micros| micros.div_euclid(DAY))).and(micros.ok_or(Fault::NoSuchDate))
}

/// So many months later, on the same day or the month's last.
///
/// # Errors
/// [`Fault::NoSuchDate`].
pub fn add_months(days: i32, months: i64) -> Result<i32, Fault> {
    let (year, month, day) = calendar::civil(days);
    let number = (year * 12 + month - 1).checked_add(months).ok_or(Fault::NoSuchDate)?;
    let (year, month) = (number.div_euclid(12), number.rem_euclid(12) + 1);
    calendar::days(year, month, day.min(calendar::month_length(year, month))).ok_or(Fault::NoSuchDate)
}

/// `date_add`: a number of units later.
///
/// # Errors
/// [`Fault::NoSuchDate`].
pub fn add(unit: Unit, number: i64, micros: i64) -> Result<i64, Fault> {
    if let Some(months) = unit.months() {
        let days = i32::try_from(micros.div_euclid(DAY)).map_err(|_| Fault::NoSuchDate)?;
        let days = add_months(days, number.checked_mul(months).ok_or(Fault::NoSuchDate)?)?;
        return Ok(i64::from(days) * DAY + micros.rem_euclid(DAY));
    }
    let step = number.checked_mul(unit.micros().unwrap_or(DAY));
    timestamp(step.and_then(|step| micros.checked_add(step)))
}

/// One part of a date.
#[must_use]
pub fn date_part(op: Op, days: i32) -> i64 {
    let (year, month, day) = calendar::civil(days);
    match op {
        Op::Year => year,
        Op::Quarter => (month + 2) / 3,
        Op::Month => month,
        Op::Day => day,
        Op::DayOfWeek => (i64::from(days) + 3).rem_euclid(7) + 1,
        _ => i64::from(days - calendar::days(year, 1, 1).unwrap_or(days)) + 1,
    }
}

/// One part of a time of day, from microseconds of any day.
#[must_use]
pub const fn clock_part(op: Op, micros: i64) -> i64 {
    let seconds = micros.rem_euclid(DAY) / 1_000_000;
    match op {
        Op::Hour => seconds / 3_600,
        Op::Minute => seconds / 60 % 60,
        _ => seconds % 60,
    }
}

/// The start of the unit. 0001-01-01 is a Monday, so that no week starts before it.
#[must_use]
pub fn truncated(unit: Unit, micros: i64) -> i64 {
    match unit.micros() {
        Some(step) if step < DAY => micros.div_euclid(step) * step,
        _ => i64::from(first_day(unit, i32::try_from(micros.div_euclid(DAY)).unwrap_or(0))) * DAY,
    }
}

/// The first day of the unit; of a unit of a day or less, the day; of what is no date, anything.
#[inline]
#[must_use]
pub fn first_day(unit: Unit, days: i32) -> i32 {
    let (_, month, day) = calendar::civil(days);
    let first = |month: i64| calendar::days(calendar::civil(days).0, month, 1).unwrap_or(days);
    match unit {
        Unit::Year => first(1),
        Unit::Quarter => first((month - 1) / 3 * 3 + 1),
        Unit::Month => days.wrapping_sub(i32::try_from(day - 1).unwrap_or(0)),
        Unit::Week => days.wrapping_sub(days.wrapping_add(3).rem_euclid(7)),
        _ => days,
    }
}

/// Borders of the unit from one moment to another.
#[must_use]
pub fn borders(unit: Unit, from: i64, to: i64) -> i64 {
    let months = |micros: i64| {
        let (year, month, _) = calendar::civil(i32::try_from(micros.div_euclid(DAY)).unwrap_or(0));
        year * 12 + month - 1
    };
    let count = |micros: i64| match unit.months() {
        Some(step) => months(micros).div_euclid(step),
        None if unit == Unit::Week => (micros.div_euclid(DAY) + 3).div_euclid(7),
        None => micros.div_euclid(unit.micros().unwrap_or(DAY)),
    };
    count(to) - count(from)
}

/// The last day of the date's month; of what is no date, anything.
#[inline]
#[must_use]
pub fn last_day(days: i32) -> i32 {
    let (year, month, day) = calendar::civil(days);
    days.wrapping_add(i32::try_from(calendar::month_length(year, month) - day).unwrap_or(0))
}

/// The calendar year in which the fiscal year ends.
///
/// # Errors
/// [`Fault::BadArgument`] for a month outside of 1 to 12.
pub fn fiscal_year(days: i32, start: i64) -> Result<i64, Fault> {
    let (year, month, _) = calendar::civil(days);
    match start {
        1 => Ok(year),
        2..=12 => Ok(year + i64::from(month >= start)),
        _ => Err(Fault::BadArgument("month")),
    }
}

/// The date as the format writes it.
#[must_use]
pub fn written(format: &Format, micros: i64) -> String {
    let days = i32::try_from(micros.div_euclid(DAY)).unwrap_or(0);
    let (year, month, day) = calendar::civil(days);
    let clock = |op| clock_part(op, micros);
    let mut text = String::with_capacity(format.text.len() * 2);
    let two = |text: &mut String, number: i64, padded: bool| {
        let _ = if padded { write!(text, "{number:02}") } else { write!(text, "{number}") };
    };
    for piece in &format.pieces {
        match piece {
            Piece::Literal(literal) => text.push_str(literal),
            Piece::Year => {
                let _ = write!(text, "{year:04}");
            }
            Piece::Month { padded } => two(&mut text, month, *padded),
            Piece::MonthName => text.push_str(MONTHS[usize::try_from(month - 1).unwrap_or(0) % 12]),
            Piece::Day { padded } => two(&mut text, day, *padded),
            Piece::DayOfYear => {
                let _ = write!(text, "{:03}", date_part(Op::DayOfYear, days));
            }
            Piece::Hour { padded } => two(&mut text, clock(Op::Hour), *padded),
            Piece::Minute { padded } => two(&mut text, clock(Op::Minute), *padded),
            Piece::Second { padded } => two(&mut text, clock(Op::Second), *padded),
            Piece::Micros => {
                let _ = write!(text, "{:06}", micros.rem_euclid(1_000_000));
            }
        }
    }
    text
}

/// The microseconds since 1970-01-01 that the text says; none if it does not follow the format to its end.
#[must_use]
pub fn read(format: &Format, text: &str) -> Option<i64> {
    let mut rest = text.as_bytes();
    let (mut year, mut month, mut day, mut of_year) = (0, 0, 0, None);
    let (mut seconds, mut micros) = (0, 0);
    for piece in &format.pieces {
        match piece {
            Piece::Literal(literal) => rest = rest.strip_prefix(literal.as_bytes())?,
            Piece::Year => year = number(&mut rest, 4, 4)?,
            Piece::Month { padded } => month = two(&mut rest, *padded)?,
            Piece::MonthName => {
                let name = rest.get(..3)?;
                let at = MONTHS.iter().position(|own| own.as_bytes().eq_ignore_ascii_case(name))?;
                month = i64::try_from(at).ok()? + 1;
                rest = &rest[3..];
            }
            Piece::Day { padded } => day = two(&mut rest, *padded)?,
            Piece::DayOfYear => of_year = Some(number(&mut rest, 3, 3)?),
            Piece::Hour { padded } => seconds += below(two(&mut rest, *padded)?, 24)? * 3_600,
            Piece::Minute { padded } => seconds += below(two(&mut rest, *padded)?, 60)? * 60,
            Piece::Second { padded } => seconds += below(two(&mut rest, *padded)?, 60)?,
            Piece::Micros => {
                let before = rest.len();
                let digits = number(&mut rest, 1, 6)?;
                let count = u32::try_from(before - rest.len()).ok()?;
                micros = digits * 10_i64.pow(6 - count);
            }
        }
    }
    let days = match of_year {
        None => calendar::days(year, month, day)?,
        Some(of_year) => {
            let most = 337 + calendar::month_length(year, 2);
            let first = calendar::days(year, 1, 1)?;
            (1..=most)
                .contains(&of_year)
                .then(|| i64::from(first) + of_year - 1)
                .and_then(|day| i32::try_from(day).ok())?
        }
    };
    rest.is_empty().then_some(i64::from(days) * DAY + seconds * 1_000_000 + micros)
}

fn below(number: i64, most: i64) -> Option<i64> {
    (number < most).then_some(number)
}

fn two(rest: &mut &[u8], padded: bool) -> Option<i64> {
    number(rest, if padded { 2 } else { 1 }, 2)
}

/// The digits at the start, at least and at most so many.
fn number(rest: &mut &[u8], least: usize, most: usize) -> Option<i64> {
    let count = rest.iter().take(most).take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, after) = rest.split_at(count);
    *rest = after;
    (count >= least).then(|| digits.iter().fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0')))
}
