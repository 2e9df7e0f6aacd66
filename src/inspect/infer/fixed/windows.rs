//! Digits within a run that something proves to belong together: dates, and numbers with check digits.
//!
//! In: a run of digits. Out: the windows that do not overlap and are the most surprising together. Refuses numbers that count
//! up, which are days by chance, and borders that nothing but zeros shows.

use std::collections::BTreeSet;

use super::dates;
use super::digits::{Ending, Run};
use super::piece::{Piece, What};
use crate::inspect::infer::draft::Reason;
use crate::mapping::model::Check;
use crate::validate::numbers;

/// Digits that something proves to belong together.
pub struct Window {
    /// The first digit, from 0 in the run.
    pub from: usize,
    /// Exclusive.
    pub to: usize,
    what: What,
    bits: u64,
    why: Vec<Reason>,
}

impl Window {
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
        Piece { why: self.why.clone(), ..Piece::new(run + self.from, run + self.to, self.what) }
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
            for (check, width) in [(Check::Aba, 9), (Check::Sin, 9), (Check::Luhn, 16)] {
                found.extend(self.checked(from, from + width, check));
            }
        }
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
        heaviest(found, end)
    }

    fn date(&self, from: usize, to: usize) -> Option<Window> {
        let values = (to <= self.width()).then(|| self.values(from, to))?;
        let found = dates::best(&values).filter(|_| !self.is_head(from, to))?;
        Some(Window { from, to, what: What::Date(found.picture), bits: found.bits, why: Vec::new() })
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
        enough.then(|| Window { from, to, what: What::Checked(check), bits, why: vec![Reason::Checks(check)] })
    }
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
