//! Whether the values of a field are days or times, and by which picture: every picture is tried with the reader of runs.
//!
//! A fold of bounded memory: a picture that fails too often is tried no more.

use std::sync::{Arc, OnceLock};

use super::listed::{self, Met};
use super::pictures::{self, Tried};
use super::spread::{Clock, Spread};
use super::why::Seen;
use crate::calendar::civil;
use crate::extractors::decode::date::DateRules;
use crate::mapping::model::Type;

/// Values after which a picture that read none of them, or failed for more than one in twenty, is tried no more.
const PATIENCE: u64 = 40;
/// Of so many values that a picture reads one may be no day.
const NEARLY: u64 = 50;
/// Different days of the month that dates have which stand on any day, and most of those that stand on some.
const EVERY_DAY: u32 = 27;
const LATE_DAY: u32 = 29;
const FEW_DAYS: u32 = 22;
/// Years of days that an old system may have meant.
const YEARS: std::ops::RangeInclusive<i64> = 1850..=2150;
/// The last day that there is: "no end".
const LAST: (i64, i64, i64) = (9999, 12, 31);
/// The window in which two-digit years are read until all values are known.
const TRIAL_YEARS: (i32, i32) = (1950, 2049);
/// The first two digits of days as spreadsheets count them, of 2009 to 2036.
const SERIALS: std::ops::RangeInclusive<usize> = 40..=49;
/// Bytes of the longest day with the name of its month.
const LONGEST: usize = 20;
/// Microseconds of a day.
const DAY: i64 = 86_400_000_000;

/// Two-digit years: the first and the last day that was met of each, as month times 32 and day.
pub type Years = [Option<(u16, u16)>; 100];

/// A picture, and what became of the values under it.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// The picture; all columns have the same ones.
    pub tried: Arc<Tried>,
    rules: Arc<DateRules>,
    /// Values that read so.
    pub reads: u64,
    /// Values that do not.
    pub fails: Seen,
    /// Values of the last day that there is.
    pub far: u64,
    /// Least and most: days, microseconds of a day, or microseconds since 1970-01-01.
    pub range: (i64, i64),
    years: Option<Box<Years>>,
    two_digits: bool,
    /// Months and days that were met.
    met: Met,
    /// Days of years, and minutes.
    spread: Spread,
    clock: Clock,
}

impl Candidate {
    fn new(tried: Tried) -> Option<Self> {
        let rules = DateRules::new(&tried.text, tried.ty, Some(TRIAL_YEARS)).ok()?;
        let two_digits = tried.text.contains("YY") && !tried.text.contains("YYYY") && !tried.text.contains('C');
        Some(Self {
            tried: Arc::new(tried),
            rules: Arc::new(rules),
            reads: 0,
            fails: Seen::default(),
            far: 0,
            range: (i64::MAX, i64::MIN),
            years: None,
            two_digits,
            met: Met::default(),
            spread: Spread::default(),
            clock: Clock::default(),
        })
    }

    /// Which years of two digits were met; none where its years have four.
    #[must_use]
    pub fn years(&self) -> Option<Years> {
        self.two_digits.then(|| self.years.as_deref().copied().unwrap_or([None; 100]))
    }

    fn value(&self, text: &str) -> Option<i64> {
        match self.tried.ty {
            Type::Time => self.rules.time(text).ok(),
            Type::Timestamp => self.rules.timestamp(text).ok(),
            _ => self.rules.date(text).ok().map(i64::from),
        }
    }

    fn push(&mut self, text: &str, place: u64, stands_for_none: bool) {
        let found = self.value(text).filter(|value| self.take(*value));
        match found {
            Some(_) => self.reads += 1,
            None if stands_for_none => {}
            None => self.fails.again(place),
        }
    }

    /// Notes a value; false if no old system can have meant it.
    fn take(&mut self, value: i64) -> bool {
        if self.tried.ty == Type::Time {
            self.clock.push(value);
        } else {
            let day = if self.tried.ty == Type::Timestamp { value.div_euclid(DAY) } else { value };
            let day = i32::try_from(day).unwrap_or(i32::MAX);
            let (year, month, of_month) = civil(day);
            if (year, month, of_month) == LAST {
                self.far += 1;
                return true;
            }
            if !YEARS.contains(&year) {
                return false;
            }
            self.take_year(year, month, of_month);
            self.met.push(year, month, of_month);
            self.spread.push(day);
        }
        self.range = (self.range.0.min(value), self.range.1.max(value));
        true
    }

    fn take_year(&mut self, year: i64, month: i64, day: i64) {
        if !self.two_digits {
            return;
        }
        let years = self.years.get_or_insert_with(|| Box::new([None; 100]));
        let (Ok(year), Ok(day)) = (usize::try_from(year.rem_euclid(100)), u16::try_from(month * 32 + day)) else {
            return;
        };
        let (first, last) = years[year].unwrap_or((day, day));
        years[year] = Some((first.min(day), last.max(day)));
    }

    /// Whether this text is a value.
    #[must_use]
    pub fn has(&self, text: &str) -> bool {
        self.value(text).is_some()
    }

    /// Whether nearly all values read so.
    #[must_use]
    pub const fn nearly_holds(&self) -> bool {
        self.reads > 0 && self.fails.n * NEARLY <= self.reads
    }

    /// Whether nearly every day of a month is among the values.
    #[must_use]
    pub fn has_every_day(&self) -> bool {
        self.met.days().count_ones() >= EVERY_DAY
    }

    /// Whether nothing but digits stands in its values.
    #[must_use]
    pub fn is_of_digits(&self) -> bool {
        let text = &self.tried.text;
        text.bytes().all(|place| place.is_ascii_alphanumeric()) && !text.contains("MON")
    }

    /// Whether its days are those of a calendar: nearly every day of a month, or none of a weekend.
    #[must_use]
    pub fn shows_a_calendar(&self) -> bool {
        self.has_every_day() || self.spread.rests()
    }

    /// Whether one of the last days of months is among the values: years from 01 on seldom go so far.
    #[must_use]
    pub fn has_late_day(&self) -> bool {
        self.met.days() >> LATE_DAY != 0
    }

    /// Whether its few days of the month may be chosen: the first is among them, or all are such as payments fall on.
    #[must_use]
    pub fn has_chosen_days(&self) -> bool {
        let days = self.met.days();
        days & 2 != 0 || days & !listed::ENDS == 0
    }

    /// Whether many days of a month are not among the values.
    #[must_use]
    pub fn misses_days(&self) -> bool {
        self.met.days().count_ones() <= FEW_DAYS
    }

    /// Whether so many different values may be codes of lists: no mark or no whole year shows that they are days.
    #[must_use]
    pub fn is_of_lists(&self, different: u64) -> bool {
        let text = &self.tried.text;
        let marked = text.contains("YYYY") && text.bytes().any(|place| !place.is_ascii_alphanumeric());
        self.tried.ty == Type::Date && !marked && text.contains("MM") && self.met.is_of_lists(different)
    }

    /// Whether its days or times, of digits alone, counted within a year or numbered, are spread as numbers are.
    #[must_use]
    pub fn is_spread_as_numbers(&self) -> bool {
        let (text, digits) = (&self.tried.text, self.is_of_digits());
        let once = self.spread.count() * 20 >= (self.reads - self.far) * 19;
        match self.tried.ty {
            _ if text.contains("MON") => false,
            Type::Time => digits && !self.clock.shows(),
            Type::Date if text.contains("DDD") => !self.spread.shows_years(once),
            Type::Date if digits || self.is_numbered() => self.spread.begins_anew_with_months(once, self.fails.n > 0),
            _ => false,
        }
    }

    /// Whether its parts stand between hyphens or points, as those of accounts and versions do, and its year has two digits.
    #[must_use]
    pub fn is_numbered(&self) -> bool {
        self.tried.text.contains(['-', '.']) && !self.tried.text.contains("YYYY")
    }

    /// The two-digit years that were met, in their order.
    pub fn short_years(&self) -> impl Iterator<Item = usize> + '_ {
        (0..100).filter(|year| self.years.as_ref().is_some_and(|years| years[*year].is_some()))
    }

    /// Whether its years are such as begin the numbers by which spreadsheets count days.
    #[must_use]
    pub fn may_be_serials(&self) -> bool {
        self.tried.text == "YYDDD" && self.short_years().all(|year| SERIALS.contains(&year))
    }

    /// Whether its last day is many years after this one.
    #[must_use]
    pub fn is_far_ahead(&self, year: i32) -> bool {
        let last = i32::try_from(self.range.1).unwrap_or(i32::MAX);
        self.tried.ty == Type::Date && self.tried.text.contains("YYYY") && civil(last).0 > i64::from(year + AHEAD)
    }

    /// Whether it may still be the one, after so many values.
    const fn stands(&self, values: u64) -> bool {
        values < PATIENCE || self.reads > 0 && self.fails.n * 20 <= values
    }

    /// Whether so many different values are enough to believe it.
    #[must_use]
    pub fn is_believable(&self, distinct: u64) -> bool {
        let hours = self.range.1.saturating_sub(self.range.0) >= DAY / 12;
        distinct >= self.tried.distinct && (!matches!(self.tried.ty, Type::Time) || self.tried.distinct == 1 || hours)
    }
}

/// What is known of a field's values as days and times.
#[derive(Debug, Clone)]
pub struct Dates {
    /// Those that are still tried.
    pub candidates: Vec<Candidate>,
    /// Values that were told.
    values: u64,
    /// Values that are days or months of one digit between marks.
    pub short: Seen,
}

impl Default for Dates {
    fn default() -> Self {
        Self { candidates: candidates().to_vec(), values: 0, short: Seen::default() }
    }
}

/// All pictures, before any value. A file may have thousands of columns, each read in several ways.
fn candidates() -> &'static [Candidate] {
    static NEW: OnceLock<Vec<Candidate>> = OnceLock::new();
    NEW.get_or_init(|| pictures::all().into_iter().filter_map(Candidate::new).collect())
}

impl Dates {
    /// One value, without blanks around it. `stands_for_none`: it may mean "no day", and is no failure where it is none.
    pub fn push(&mut self, text: &str, place: u64, stands_for_none: bool) {
        self.values += u64::from(!stands_for_none);
        if is_short(text) || is_short_with_name(text) {
            self.short.again(place);
        }
        for candidate in &mut self.candidates {
            candidate.push(text, place, stands_for_none);
        }
        if self.values.is_multiple_of(PATIENCE) && !stands_for_none {
            self.drop_broken();
        }
    }

    /// Drops what fails too often, but for what has day and month the other way round than one that stands: how it fails
    /// proves the order.
    fn drop_broken(&mut self) {
        let standing = self.candidates.iter().filter(|candidate| candidate.stands(self.values));
        let mut kept: Vec<String> = standing.map(|candidate| candidate.tried.text.clone()).collect();
        kept.extend(self.both_orders().map(|(one, _)| one.tried.text.clone()));
        kept.extend(kept.clone().iter().filter_map(|text| pictures::swapped(text)));
        self.candidates.retain(|candidate| kept.contains(&candidate.tried.text));
    }

    /// Pictures of which one reads what the other does not, day and month the other way round: each twice, with the other.
    pub fn both_orders(&self) -> impl Iterator<Item = (&Candidate, &Candidate)> {
        let pair = |one: &'_ Candidate| self.of(&pictures::swapped(&one.tried.text)?);
        let pairs = self.candidates.iter().filter_map(move |one| Some((one, pair(one)?)));
        pairs.filter(|(one, other)| {
            let alone = one.fails.n > 0 && other.fails.n > 0 && one.reads > 0 && other.reads > 0;
            alone && one.reads + other.reads >= self.values
        })
    }

    /// The picture of this text, if it is still tried.
    #[must_use]
    pub fn of(&self, text: &str) -> Option<&Candidate> {
        self.candidates.iter().find(|candidate| candidate.tried.text == text)
    }
}

/// Three groups of digits between marks, a day and a month of which one may have one digit: `1/5/2024`, `12/5/2024`.
fn is_short(text: &str) -> bool {
    let Some(mark) = text.chars().find(|character| "/-.".contains(*character)) else { return false };
    let pieces: Vec<&str> = text.split([' ', 'T']).next().unwrap_or_default().split(mark).collect();
    let [one, two, three] = pieces[..] else { return false };
    let digits = |text: &str| !text.is_empty() && text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    let lengths = [one.len(), two.len(), three.len()];
    [one, two, three].into_iter().all(digits)
        && lengths.contains(&1)
        && (matches!(lengths, [1..=2, 1..=2, 2 | 4] | [4, 1..=2, 1..=2]))
}

/// A day of one digit before the name of a month: `5 janvier 2024`.
fn is_short_with_name(text: &str) -> bool {
    let mut bytes = text.bytes();
    let one_digit = bytes.next().is_some_and(|byte| byte.is_ascii_digit())
        && !bytes.next().is_some_and(|byte| byte.is_ascii_digit());
    let may = one_digit && text.len() <= LONGEST && text.ends_with(|last: char| last.is_ascii_digit());
    let named = |one: &&Candidate| one.tried.text.contains("MON");
    may && candidates().iter().filter(named).any(|one| one.has(&format!("0{text}")))
}

/// Where the hundred years of two-digit years begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// First and last year.
    pub years: (i32, i32),
    /// First and last two-digit year of the longest run that no value has.
    pub gap: (u8, u8),
    /// Other hundred years in which the values are as likely.
    pub other: Option<(i32, i32)>,
}

/// Fewest years without a value that tell a century.
const GAP: usize = 10;

/// Years by which the last value may lie in the future.
const AHEAD: i32 = 10;
/// Years by which what is due may, where the last value would else lie so long ago.
const DUE: i32 = 30;
const LONG_AGO: i32 = 70;
/// Years from today within which other hundred years are told, and those by which the chosen ones have to be away.
const TOLD: i32 = 50;
const AWAY: (i32, i32) = (40, 5);

/// The window in which no value is cut off from its neighbours: 1950-2049 where that is so, else one that begins with the
/// first year after the longest gap. None where the years have no gap. `now` is the year of today; `lived`: the days are
/// about people, and long ago.
#[must_use]
pub fn window(met: &Years, now: i32, lived: bool) -> Option<Window> {
    let empty = |at: usize| met[at % 100].is_none();
    let run = |start: usize| (0..100).take_while(|step| empty(start + step)).count();
    let starts = (0..100).filter(|at| empty(*at) && !empty(at + 99));
    let (start, length) = starts.map(|at| (at, run(at))).max_by_key(|(at, length)| (*length, 100 - at))?;
    if length < GAP {
        return None;
    }
    let place = |year: usize| i32::try_from(year % 100).unwrap_or(0);
    let two = |year: usize| u8::try_from(year % 100).unwrap_or(0);
    let gap = (two(start), two(start + length - 1));
    let begin = place(start + length);
    let span = (place(start + 99) - begin).rem_euclid(100);
    let (past, future) = (1900 + begin + span, 2000 + begin + span);
    let usual = (start..=start + length).any(|year| year % 100 == 50);
    let due = !lived && future <= now + DUE && past + LONG_AGO <= now;
    let later = if usual { begin < 50 } else { future <= now + AHEAD || due };
    let hundred = |begin: i32| (begin, begin + 99);
    let (first, other) = if later { (2000 + begin, 1900 + begin) } else { (1900 + begin, 2000 + begin) };
    let both = if later { future > now + AWAY.1 } else { past + AWAY.0 <= now && future <= now + TOLD };
    let years = if usual { (1950, 2049) } else { hundred(first) };
    Some(Window { years, gap, other: both.then(|| hundred(other)) })
}
