//! Digits within a run that something proves to belong together: dates, and numbers with check digits.
//!
//! In: a run of digits. Out: the windows that do not overlap and are the most surprising together. Refuses numbers that count
//! up, which are days by chance, and borders that nothing but zeros shows.

mod centuries;
mod tilings;

use std::collections::BTreeSet;

use super::borders::place;
use super::dates;
use super::digits::{Ending, Run};
use super::piece::{Piece, What};
use crate::inspect::infer::draft::{Other, Reason};
use crate::inspect::infer::values::listed::is_period;
use crate::mapping::model::Check;
use crate::validate::numbers;
use tilings::Tiling;

/// Digits that something proves to belong together.
#[derive(Clone)]
pub struct Window {
    /// The first digit, from 0 in the run.
    pub from: usize,
    /// Exclusive.
    pub to: usize,
    what: What,
    bits: u64,
    /// Values that are no day where the others are.
    wrong: u32,
    why: Vec<Reason>,
    /// The places of a date that reads some of these digits and others beside them.
    pub rival: Option<(usize, usize)>,
    /// The ways to cut these digits into days, where there are several.
    tilings: Vec<Tiling>,
}

/// Different days that show the borders of a date among other digits.
const DIFFERENT: usize = 3;
/// Rows that show periods.
const PERIODS: usize = 20;
/// Of a hundred bits of a date, those by which another reading may explain less.
const NEARLY: u64 = 15;
/// Years between dates of one record.
const NEAR: u64 = 15;

impl Window {
    const fn of(from: usize, to: usize, what: What, bits: u64) -> Self {
        Self { from, to, what, bits, wrong: 0, why: Vec::new(), rival: None, tilings: Vec::new() }
    }

    /// Where the month of a date begins.
    fn month(&self) -> Option<usize> {
        self.picture().and_then(|picture| picture.find('M')).map(|month| self.from + month)
    }

    /// Where it begins and its picture, if that ends with the year.
    fn day_first(&self) -> Option<(usize, &'static str)> {
        match self.what {
            What::Date(picture) if picture.ends_with('Y') => Some((self.from, picture)),
            _ => None,
        }
    }

    /// The piece of a run that begins in this column.
    #[must_use]
    pub fn piece(&self, run: usize) -> Piece {
        let piece = Piece { why: self.why.clone(), ..Piece::new(run + self.from, run + self.to, self.what) };
        if !self.tilings.is_empty() {
            return self.tiled_piece(run, piece);
        }
        // A year and a month are one number or two.
        if self.what == What::Digits { piece.or(Other::Joined(vec![place(run + self.from + 4)])) } else { piece }
    }

    /// With the days that it may be, and the places where these begin.
    fn tiled_piece(&self, run: usize, piece: Piece) -> Piece {
        // Before a year that may be none, digits that count up may end.
        let years = self.tilings.iter().flatten().filter(|(_, _, picture)| self.rival.is_some() && picture.len() == 8);
        let years = years.map(|(_, to, _)| to - 4);
        let borders = self.tilings.iter().flatten().flat_map(|(from, to, _)| [*from, *to]).chain(years);
        let borders: BTreeSet<usize> = borders.filter(|at| (self.from + 1..self.to).contains(at)).collect();
        let piece = piece.or(Other::Joined(borders.into_iter().map(|at| place(run + at)).collect()));
        self.tilings.iter().fold(piece, |piece, tiling| {
            let day =
                |(from, to, picture): &(usize, usize, &'static str)| (place(run + from), place(run + to) - 1, *picture);
            piece.or(Other::Days(tiling.iter().map(day).collect()))
        })
    }

    /// Whether nothing but the digits themselves shows where it begins and ends.
    #[must_use]
    pub fn is_doubtful(&self) -> bool {
        self.rival.is_some() || self.what == What::Digits
    }

    fn picture(&self) -> Option<&'static str> {
        match self.what {
            What::Date(picture) => Some(picture),
            _ => None,
        }
    }

    /// Whether they have digits in common, and each has others too.
    const fn crosses(&self, other: &Self) -> bool {
        let overlap = self.from < other.to && other.from < self.to;
        let (before, behind) = (self.from < other.from, self.to < other.to);
        overlap && self.from != other.from && self.to != other.to && before == behind
    }
}

impl Run {
    /// Dates and numbers with check digits, those chosen that together are the most surprising.
    #[must_use]
    pub fn windows(&self, ending: Ending) -> Vec<Window> {
        let mut found = Vec::new();
        for from in 0..self.width() {
            for width in [5, 6, 8] {
                found.extend(self.date(from, from + width));
            }
            found.extend(self.period(from));
            for (check, width) in [(Check::Aba, 9), (Check::Sin, 9), (Check::Luhn, 16)] {
                found.extend(self.checked(from, from + width, check));
            }
        }
        // A year, a month and a number that begins anew with each are no part of another date.
        let numbered: Vec<(usize, Window)> = (0..self.width()).flat_map(|from| self.numbered(from)).collect();
        found.retain(|window| {
            let is_part = |(month, other): &(usize, Window)| window.crosses(other) || window.month() == Some(*month);
            window.picture().is_none() || !numbered.iter().any(is_part)
        });
        // Two digits of a year that begin one of four are its century.
        let whole: Vec<(usize, &str)> = found.iter().filter_map(Window::day_first).collect();
        found.retain(|window| match window.day_first() {
            Some((from, picture)) if picture.len() == 6 => {
                !whole.iter().any(|other| other.0 == from && other.1.len() == 8 && other.1.starts_with(&picture[..4]))
            }
            _ => true,
        });
        // The last digits belong to the sign, and what zeros show to be one number is none of dates.
        let end = self.width();
        if self.is_padded(0, end) {
            found.retain(|window| window.to - window.from > 6);
        }
        found.retain(|window| ending == Ending::Plain || window.to < end);
        let chosen = self.tiled(heaviest(found.clone(), end));
        let all = bits(&chosen);
        let mut chosen = self.with_centuries(chosen, &found);
        found.extend((0..end).filter_map(|from| self.year_at(from)));
        for window in &mut chosen {
            if let Some(picture) = window.picture()
                && let Some(rival) = self.rival(window, all, &found).or_else(|| self.before_list(window))
            {
                (window.what, window.rival) = (What::Doubtful(picture), Some(rival));
            }
        }
        chosen
    }

    /// A date that reads some of these digits and others beside them, where all digits together are explained as well so as
    /// by what was chosen, which is so surprising.
    fn rival(&self, window: &Window, chosen: u64, found: &[Window]) -> Option<(usize, usize)> {
        let explains = |other: &&Window| {
            let beside = found.iter().filter(|one| one.to <= other.from || one.from >= other.to).cloned();
            let all = other.bits + bits(&heaviest(beside.collect(), self.width()));
            chosen.saturating_sub(all) * 100 <= window.bits.min(other.bits) * NEARLY
        };
        let rivals = found.iter().filter(|other| window.crosses(other) && self.has_years(other, window));
        rivals.clone().find(explains).map(|other| (other.from, other.to))
    }

    /// The days of one year that end where these do but for their year, which may be a code of a list.
    fn before_list(&self, window: &Window) -> Option<(usize, usize)> {
        let (from, to) = (window.from.checked_sub(2)?, window.to - 2);
        let picture = window.picture().filter(|picture| picture.len() == 6 && picture.ends_with('Y'))?;
        let years: Vec<u64> = self.rows.iter().map(|row| long(&row.digits[to..to + 2])).collect();
        let is_one = (from..window.from).all(|column| self.is_constant(column));
        let may = is_one && picture.starts_with("MM") && dates::are_listed(&years);
        may.then(|| dates::plain(&self.values(from, to))).flatten().map(|_| (from, to))
    }

    /// Whether the years of a date are such beside another one: near its own, where these are whole.
    fn has_years(&self, other: &Window, window: &Window) -> bool {
        let Some((picture, known)) = other.picture().zip(window.picture()) else { return false };
        let years = |window: &Window, picture: &str| {
            let from = window.from + picture.find('Y').unwrap_or(0);
            let to = from + picture.matches('Y').count();
            let mut years: Vec<u64> = self.rows.iter().map(|row| long(&row.digits[from..to])).collect();
            years.sort_unstable();
            years
        };
        // Two digits that begin four of a year are its century.
        let century = other.from + picture.find('Y').unwrap_or(0);
        if !picture.contains("YYYY") && self.year_at(century).is_some() {
            return false;
        }
        let own = years(other, picture);
        if picture.contains("YYYY") || !dates::are_years(&own) {
            return picture.contains("YYYY");
        }
        let mut beside = years(window, known);
        beside.dedup();
        // Two digits that are always the same tell less than those that differ.
        let middle = own.get(own.len() / 2);
        let odd = own.iter().filter(|year| Some(*year) != middle).count();
        if odd * 50 <= own.len() && !known.contains("YYYY") && dates::are_years(&beside) && !dates::are_listed(&beside)
        {
            return false;
        }
        let near = |year: &u64| {
            beside.iter().map(|known| (known % 100 + 100 - year) % 100).any(|apart| apart.min(100 - apart) <= NEAR)
        };
        !known.contains("YYYY") || own.iter().all(near)
    }

    /// A year and a month.
    fn period(&self, from: usize) -> Option<Window> {
        let to = from + 6;
        let values = (to <= self.width() && self.rows.len() >= PERIODS).then(|| self.values(from, to))?;
        let wrong = values.iter().filter(|value| !is_period(value)).count();
        let different: BTreeSet<&Vec<u8>> = values.iter().collect();
        let months: BTreeSet<&[u8]> = different.iter().map(|value| &value[4..]).collect();
        let holds = wrong * 50 <= values.len() && different.len() >= 8 && months.len() >= 6;
        let bits = dates::CENTURY + 700 * months.len() as u64;
        (holds && self.year_at(from).is_some()).then(|| Window::of(from, to, What::Digits, bits))
    }

    /// Four digits that are a year.
    fn year_at(&self, from: usize) -> Option<Window> {
        let to = from + 4;
        let years = (to <= self.width()).then(|| self.values(from, to))?;
        let mut usual: Vec<u64> =
            years.iter().map(|year| long(year)).filter(|year| (1950..2050).contains(year)).collect();
        usual.sort_unstable();
        let span = usual.last().zip(usual.first()).map_or(u64::MAX, |(last, first)| last - first);
        let holds = span <= 25 && (years.len() - usual.len()) * 50 <= years.len();
        holds.then(|| Window::of(from, to, What::Digits, dates::CENTURY))
    }

    fn date(&self, from: usize, to: usize) -> Option<Window> {
        let values = (to <= self.width()).then(|| self.values(from, to))?;
        let found = dates::best(&values).filter(|_| !self.is_head(from, to))?;
        // Few values among more digits show no borders.
        let enough = found.different >= DIFFERENT || to - from == self.width();
        enough.then(|| Window { wrong: found.wrong, ..Window::of(from, to, What::Date(found.picture), found.weight) })
    }

    /// Digits that are a year, a month and a number that begins anew with each, and where the month begins.
    fn numbered(&self, from: usize) -> Vec<(usize, Window)> {
        let window = |to: usize| {
            let values = (to <= self.width()).then(|| self.values(from, to))?;
            dates::numbered(&values).map(|month| (from + month, Window::of(from, to, What::Code, 0)))
        };
        [from + 6, from + 8].into_iter().filter_map(window).collect()
    }

    /// Whether these digits are the first ones of numbers that count up: what follows them carries over.
    fn is_head(&self, from: usize, to: usize) -> bool {
        (to + 1..=self.width().min(to + 6)).any(|end| {
            let mut numbers: Vec<u64> = self.rows.iter().map(|row| long(&row.digits[from..end])).collect();
            numbers.sort_unstable();
            let rows = numbers.len();
            numbers.dedup();
            let unit = 10_u64.pow(u32::try_from(end - to).unwrap_or(0));
            let span = numbers.last().zip(numbers.first()).map_or(0, |(most, least)| most - least);
            let dense = numbers.len() * 5 >= rows * 4 && span <= 4 * numbers.len() as u64;
            let next = numbers.windows(2).filter(|pair| pair[0] / unit != pair[1] / unit);
            let (carried, apart): (Vec<&[u64]>, Vec<&[u64]>) = next.partition(|pair| pair[1] - pair[0] <= 10);
            dense && !carried.is_empty() && carried.len() >= 4 * apart.len()
        })
    }

    fn checked(&self, from: usize, to: usize, check: Check) -> Option<Window> {
        let mut values = (to <= self.width()).then(|| self.values(from, to))?;
        values.retain(|value| value.iter().any(|digit| *digit != b'0'));
        values.sort_unstable();
        let rows = values.len();
        let holds = |value: &Vec<u8>| std::str::from_utf8(value).is_ok_and(|text| numbers::holds(check, text));
        let wrong = values.iter().filter(|value| !holds(value)).count();
        values.dedup();
        let bits = 3300 * values.len() as u64;
        let enough = bits >= 20_000 && wrong * 50 <= rows;
        let why = vec![Reason::Checks(check)];
        enough.then(|| Window { why, ..Window::of(from, to, What::Checked(check), bits) })
    }
}

/// How surprising windows are together.
fn bits(windows: &[Window]) -> u64 {
    windows.iter().map(|window| window.bits).sum()
}

fn long(digits: &[u8]) -> u64 {
    digits.iter().fold(0, |number, digit| number * 10 + u64::from(digit - b'0'))
}

/// Windows that do not overlap, with the most bits together.
fn heaviest(mut all: Vec<Window>, end: usize) -> Vec<Window> {
    all.sort_by_key(|window| window.to);
    let mut best: Vec<(u64, Option<usize>)> = vec![(0, None)];
    for to in 1..=end {
        let mut here = (best[to - 1].0, None);
        for (at, window) in all.iter().enumerate().filter(|(_, window)| window.to == to) {
            let bits = best[window.from].0 + window.bits;
            if bits > here.0 {
                here = (bits, Some(at));
            }
        }
        best.push(here);
    }
    let mut chosen = BTreeSet::new();
    let mut to = end;
    while to > 0 {
        match best[to].1 {
            Some(at) => {
                chosen.insert(at);
                to = all[at].from;
            }
            None => to -= 1,
        }
    }
    all.into_iter().enumerate().filter(|(at, _)| chosen.contains(at)).map(|(_, window)| window).collect()
}
