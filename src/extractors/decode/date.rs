//! Dates and times by picture: text in, days or microseconds out.
//!
//! Refuses: dates that no calendar has, guessing a century.

use crate::extractors::cell::{Cell, Zone, above_nine};
use crate::extractors::decode::Refusal;
use crate::finding::Code;
use crate::mapping::model::Type;
use crate::mapping::picture::{Token, parse};

/// Microseconds of a day.
const DAY: i64 = 86_400_000_000;

/// A picture, ready to read.
#[derive(Debug, Clone)]
pub struct DateRules {
    tokens: Vec<Token>,
    years: Option<(i32, i32)>,
    quick: Option<Quick>,
}

/// Pictures of a date that are read without looking at tokens.
#[derive(Debug, Clone, Copy)]
pub(super) enum Quick {
    /// `YYYYMMDD`.
    Plain,
    /// `YYYY-MM-DD` with these marks.
    Marked(u8, u8),
    /// `YYYY-MM-DD HH:MI:SS` with these marks.
    Timed([u8; 5]),
}

/// What a text gave for each piece of a picture.
#[derive(Default)]
struct Pieces {
    year: i32,
    century: Option<i32>,
    month: Option<u32>,
    day: u32,
    day_of_year: Option<u32>,
    time: [i64; 4],
    serial: Option<i64>,
}

/// Days from 1970-01-01 to a date of the Gregorian calendar; none if there is no such date.
/// Source: the era arithmetic of Howard Hinnant's "chrono-Compatible Low-Level Date Algorithms".
#[inline]
#[must_use]
pub fn days(year: i32, month: u32, day: u32) -> Option<i32> {
    const LENGTHS: [u32; 13] = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    if !(1..=9999).contains(&year) || !(1..=12).contains(&month) || day == 0 {
        return None;
    }
    let length = if month == 2 && is_leap(year) { 29 } else { LENGTHS[month as usize] };
    if day > length {
        return None;
    }
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year - era * 400;
    let (month, day) = (i32::try_from((month + 9) % 12).ok()?, i32::try_from(day).ok()?);
    let of_year = (153 * month + 2) / 5 + day - 1;
    Some(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
}

/// Days from 1970-01-01 to `YYYYMMDD`, a digit a byte, the first the lowest; and whether there is such a date. Without a branch
/// and a table, so that several are computed at once.
#[inline(always)]
pub(super) fn day_of(digits: u64) -> (i32, bool) {
    /// From the first day of year 1 to 1970-01-01.
    const EPOCH: i32 = 719_162;
    let pairs = digits.wrapping_mul(10).wrapping_add(digits >> 8);
    let [century, _, of_century, _, month, _, day, _] = pairs.to_le_bytes().map(u32::from);
    let leaps = if of_century == 0 { century } else { of_century };
    let leap = u32::from(leaps.is_multiple_of(4));
    let (is_february, is_later) = (u32::from(month == 2), u32::from(month > 2));
    let length = 30 + ((month + (month >> 3)) & 1) - 2 * is_february + (is_february & leap);
    // Of months as if February had thirty days.
    let before = (367 * month).saturating_sub(362) / 12 - 2 * is_later + (is_later & leap);
    let year = century * 100 + of_century;
    let years = year.saturating_sub(1);
    let centuries = years / 100;
    let days = years * 365 + years / 4 - centuries + centuries / 4 + before + day;
    let is_month = month.wrapping_sub(1) < 12;
    let fits = above_nine(digits) == 0 && year > 0 && is_month && day.wrapping_sub(1) < length;
    (days.cast_signed() - 1 - EPOCH, fits)
}

/// The digits of `YYYY-MM-DD`, whose first and last eight bytes these are, and its marks.
#[inline]
pub(super) const fn unmarked(low: u64, high: u64) -> (u64, (u8, u8)) {
    let [_, _, _, _, one_mark, _, _, other_mark] = low.to_le_bytes();
    (low & 0xFFFF_FFFF | (low >> 8 & 0xFFFF << 32) | high & 0xFFFF << 48, (one_mark, other_mark))
}

/// Microseconds from 1970-01-01 to `YYYY-MM-DD HH:MM:SS` with these marks, and whether it is one: `low` are its first eight
/// bytes, `middle` the next eight, `high` the last.
#[expect(clippy::inline_always, reason = "for `widest`")]
#[inline(always)]
pub(super) fn moment_of(low: u64, middle: u64, high: u64, marks: [u8; 5]) -> (i64, bool) {
    let (date, (one, two)) = unmarked(low, middle << 48);
    let [_, _, three, ..] = middle.to_le_bytes();
    let [_, _, four, _, _, five, ..] = high.to_le_bytes();
    let (day, is_day) = day_of(Zone::ASCII.off(date));
    let time = Zone::ASCII.off(high) & 0xFFFF_00FF_FF00_FFFF;
    let pairs = time.wrapping_mul(10).wrapping_add(time >> 8);
    let [hour, _, _, minute, _, _, second, _] = pairs.to_le_bytes();
    let is_time = above_nine(time) == 0 && hour < 24 && minute < 60 && second < 60;
    let seconds = (i64::from(hour) * 60 + i64::from(minute)) * 60 + i64::from(second);
    (i64::from(day) * DAY + seconds * 1_000_000, is_day && is_time && [one, two, three, four, five] == marks)
}

const fn is_leap(year: i32) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// Days from 1970-01-01 to a day of a year, 1 to 365 or 366.
#[must_use]
pub fn ordinal_days(year: i32, day: u32) -> Option<i32> {
    let most = if is_leap(year) { 366 } else { 365 };
    let first = days(year, 1, 1)?;
    if day == 0 || day > most { None } else { Some(first + i32::try_from(day).ok()? - 1) }
}

/// Names of months as old exports write them, without accents and dots, in lower case.
const MONTHS: [&[&str]; 12] = [
    &["january", "janvier", "janv", "jan"],
    &["february", "fevrier", "fevr", "feb", "fev"],
    &["march", "mars", "mar"],
    &["april", "avril", "apr", "avr"],
    &["may", "mai"],
    &["june", "juin", "jun"],
    &["july", "juillet", "juil", "jul"],
    &["august", "aout", "aug", "aou"],
    &["september", "septembre", "sept", "sep"],
    &["october", "octobre", "oct"],
    &["november", "novembre", "nov"],
    &["december", "decembre", "dec"],
];

impl DateRules {
    /// Of a date's, time's or timestamp's picture.
    ///
    /// # Errors
    /// The words of TL0018.
    pub fn new(picture: &str, ty: Type, years: Option<(i32, i32)>) -> Result<Self, &'static str> {
        let tokens = parse(picture, ty, years.is_some())?;
        let mark = |literal: &str| if let [byte @ 0..=0x7F] = literal.as_bytes() { Some(*byte) } else { None };
        let quick = match tokens.as_slice() {
            [Token::Year4, Token::Month, Token::Day] => Some(Quick::Plain),
            [Token::Year4, Token::Literal(one), Token::Month, Token::Literal(two), Token::Day] => {
                mark(one).zip(mark(two)).map(|(one, two)| Quick::Marked(one, two))
            }
            [
                Token::Year4,
                Token::Literal(one),
                Token::Month,
                Token::Literal(two),
                Token::Day,
                Token::Literal(three),
                Token::Hour,
                Token::Literal(four),
                Token::Minute,
                Token::Literal(five),
                Token::Second,
            ] => {
                let marks: Option<Vec<u8>> = [one, two, three, four, five].map(|text| mark(text)).into_iter().collect();
                marks.and_then(|marks| marks.try_into().ok()).map(Quick::Timed)
            }
            _ => None,
        };
        Ok(Self { tokens, years, quick })
    }

    /// How a picture is read without looking at tokens; none if it is not.
    pub(super) const fn plain_form(&self) -> Option<Quick> {
        self.quick
    }

    /// The date of the plainest pictures; none if the general reader has to look.
    #[inline]
    #[must_use]
    pub fn quick(&self, cell: Cell<'_>) -> Option<i32> {
        let text = cell.bytes();
        let eight = match (self.quick?, text) {
            (Quick::Plain, text) => *text.as_array::<8>()?,
            (Quick::Marked(one, two), text) if text.len() == 10 && text[4] == one && text[7] == two => {
                [text[0], text[1], text[2], text[3], text[5], text[6], text[8], text[9]]
            }
            _ => return None,
        };
        let (day, fits) = day_of(Zone::ASCII.off(u64::from_le_bytes(eight)));
        fits.then_some(day)
    }

    /// The timestamp of the plainest picture; none if the general reader has to look.
    #[inline]
    #[must_use]
    pub fn quick_timestamp(&self, cell: Cell<'_>) -> Option<i64> {
        let Some(Quick::Timed(marks)) = self.quick else { return None };
        let text = cell.bytes().as_array::<19>()?;
        let (low, rest) = text.split_first_chunk::<8>()?;
        let words = (low, rest.first_chunk::<8>()?, rest.last_chunk::<8>()?);
        let [low, middle, high] = [words.0, words.1, words.2].map(|word| u64::from_le_bytes(*word));
        let (moment, fits) = moment_of(low, middle, high, marks);
        fits.then_some(moment)
    }

    /// Whether the picture is `YYYYMMDD`.
    #[must_use]
    pub const fn is_plain(&self) -> bool {
        matches!(self.quick, Some(Quick::Plain))
    }

    /// The date whose year, month and day are the digits of a number; none if no calendar has it.
    #[inline]
    #[must_use]
    pub fn of_number(number: i64) -> Option<i32> {
        let number = i32::try_from(number).ok()?;
        let (month, day) = (number / 100 % 100, number % 100);
        days(number / 10_000, u32::try_from(month).ok()?, u32::try_from(day).ok()?)
    }

    /// Days since 1970-01-01.
    ///
    /// # Errors
    /// TL0211 text that does not follow the picture, TL0212 a date that no calendar has.
    pub fn date(&self, text: &str) -> Result<i32, Refusal> {
        self.day_of(&self.pieces(text)?)
    }

    /// Microseconds since midnight.
    ///
    /// # Errors
    /// TL0211, TL0213 a time that no clock shows.
    pub fn time(&self, text: &str) -> Result<i64, Refusal> {
        Self::time_of(&self.pieces(text)?)
    }

    /// Microseconds since 1970-01-01.
    ///
    /// # Errors
    /// TL0211, TL0212, TL0213.
    pub fn timestamp(&self, text: &str) -> Result<i64, Refusal> {
        let pieces = self.pieces(text)?;
        Ok(i64::from(self.day_of(&pieces)?) * DAY + Self::time_of(&pieces)?)
    }

    fn day_of(&self, pieces: &Pieces) -> Result<i32, Refusal> {
        let impossible = || Refusal::plain(Code::ImpossibleDate);
        if let Some(serial) = pieces.serial {
            return excel(serial).ok_or_else(impossible);
        }
        let year = self.year(pieces);
        let found = match (pieces.day_of_year, pieces.month) {
            (Some(day), _) => ordinal_days(year, day),
            (None, month) => days(year, month.unwrap_or(0), pieces.day),
        };
        found.ok_or_else(impossible)
    }

    fn year(&self, pieces: &Pieces) -> i32 {
        if let Some(century) = pieces.century {
            return 1900 + century * 100 + pieces.year;
        }
        let two_digits = self.tokens.contains(&Token::Year2);
        let Some((first, _)) = self.years.filter(|_| two_digits) else { return pieces.year };
        let year = first.div_euclid(100) * 100 + pieces.year;
        if year < first { year + 100 } else { year }
    }

    fn time_of(pieces: &Pieces) -> Result<i64, Refusal> {
        let [hour, minute, second, fraction] = pieces.time;
        if hour > 23 || minute > 59 || second > 59 {
            return Err(Refusal::plain(Code::ImpossibleTime));
        }
        Ok(((hour * 60 + minute) * 60 + second) * 1_000_000 + fraction)
    }

    fn pieces(&self, text: &str) -> Result<Pieces, Refusal> {
        let mut pieces = Pieces::default();
        let mut at = 0;
        for token in &self.tokens {
            let rest = text.get(at..).unwrap_or_default();
            let taken = pieces.take(token, rest).ok_or_else(|| Refusal::at(Code::NotByPicture, text, at))?;
            at += taken;
        }
        if at < text.len() { Err(Refusal::at(Code::NotByPicture, text, at)) } else { Ok(pieces) }
    }
}

impl Pieces {
    /// Bytes that the token takes of the text.
    fn take(&mut self, token: &Token, rest: &str) -> Option<usize> {
        let number = |width: usize| -> Option<i64> { Cell::from(rest.as_bytes().get(..width)?).digits() };
        let small = |width: usize| number(width).and_then(|value| u32::try_from(value).ok());
        match token {
            Token::Literal(literal) => return rest.starts_with(literal.as_str()).then_some(literal.len()),
            Token::Year4 => self.year = i32::try_from(number(4)?).ok()?,
            Token::Year2 => self.year = i32::try_from(number(2)?).ok()?,
            Token::Century => self.century = Some(i32::try_from(number(1)?).ok()?),
            Token::Month => self.month = Some(small(2)?),
            Token::Day => self.day = small(2)?,
            Token::DayOfYear => self.day_of_year = Some(small(3)?),
            Token::Hour => self.time[0] = number(2)?,
            Token::Minute => self.time[1] = number(2)?,
            Token::Second => self.time[2] = number(2)?,
            Token::Fraction(width) => self.time[3] = number(usize::from(*width))? * i64::pow(10, 6 - u32::from(*width)),
            Token::MonthName => return self.month_name(rest),
            Token::ExcelSerial => {
                let width = rest.bytes().take_while(u8::is_ascii_digit).count();
                self.serial = Some(number(width)?);
                return Some(width);
            }
        }
        Some(width_of(token))
    }

    fn month_name(&mut self, rest: &str) -> Option<usize> {
        let letters = rest.find(|character: char| !character.is_alphabetic()).unwrap_or(rest.len());
        let name: String = rest[..letters].to_lowercase().chars().map(without_accent).collect();
        let month = MONTHS.iter().position(|names| names.contains(&name.as_str()))?;
        self.month = u32::try_from(month + 1).ok();
        Some(letters + usize::from(rest[letters..].starts_with('.')))
    }
}

fn without_accent(letter: char) -> char {
    match letter {
        'é' | 'è' | 'ê' => 'e',
        'û' | 'ù' => 'u',
        other => other,
    }
}

const fn width_of(token: &Token) -> usize {
    match token {
        Token::Year4 => 4,
        Token::DayOfYear => 3,
        Token::Century => 1,
        Token::Fraction(width) => *width as usize,
        _ => 2,
    }
}

/// Days of a serial number of Excel's 1900 calendar: 1 is 1900-01-01; 60 is the 29 February 1900 that never was.
/// Source: [MS-XLSX] and Excel's documented leap-year error, kept for Lotus 1-2-3.
fn excel(serial: i64) -> Option<i32> {
    let (first, last) = (i64::from(days(1899, 12, 30)?), i64::from(days(9999, 12, 31)?));
    let day = match serial {
        1..=59 => first + 1 + serial,
        61.. => first + serial,
        _ => return None,
    };
    if day <= last { i32::try_from(day).ok() } else { None }
}
