//! Places in a run of digits where a number begins: zeros that begin again, numbers that count on, years, constants.
//!
//! In: a run and the windows in it that are known. Out: borders between the windows, each with how sure it is. Refuses
//! dates and check digits, which are windows.

use super::digits::{Ending, Row, Run};
use super::page::Column;
use super::windows::Window;

/// Numbers of one width that are enough to be sure of their borders.
const EVEN: usize = 5;

/// A place where a number begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Border {
    /// From 0 in the run.
    pub at: usize,
    /// The first place where it may begin instead.
    pub first: usize,
    /// The last one.
    pub last: usize,
    /// Nothing speaks for another place.
    pub sure: bool,
}

/// What windows leave free.
fn gaps(windows: &[Window], end: usize) -> Vec<(usize, usize)> {
    let starts = std::iter::once(0).chain(windows.iter().map(|window| window.to));
    let ends = windows.iter().map(|window| window.from).chain([end]);
    starts.zip(ends).filter(|(from, to)| from < to).collect()
}

impl Run {
    /// Places between windows where a number begins, as zeros, counting and values show.
    #[must_use]
    pub fn borders(&self, windows: &[Window], ending: Ending) -> Vec<Border> {
        let counted = self.counters();
        let mut found = Vec::new();
        for (from, to) in gaps(windows, self.width()) {
            let end = if to == self.width() { ending } else { Ending::Plain };
            let mut here = self.even(from, self.zero_starts(from, to), to, end);
            let weak = |at: usize| Border { at, first: at, last: at, sure: false };
            here.extend(
                counted.iter().filter(|at| **at > from && **at < to && self.goes_on(**at, to)).map(|at| weak(*at)),
            );
            here.extend(self.nothing(from, to).into_iter().map(weak));
            here.extend(self.year(from, to).into_iter().map(weak));
            here.extend(self.constant_end(from, to, end).map(weak));
            found.extend(here.into_iter().filter(|border| border.at > from && border.at < to));
        }
        found.sort_by_key(|border| (border.at, !border.sure));
        found.dedup_by_key(|border| border.at);
        found
    }

    /// Whether something else than zeros follows.
    fn goes_on(&self, from: usize, to: usize) -> bool {
        (from..to).any(|column| !self.columns[column].mostly(self.columns[column].count(b'0')))
    }

    /// Borders at even distances: each where one may lie, or among zeros that are always there, and none is left over.
    fn even(&self, from: usize, borders: Vec<Border>, to: usize, ending: Ending) -> Vec<Border> {
        let end = if ending == Ending::Plain { to } else { to + 1 };
        // The last number may be all zeros, always.
        let tail = (from..to).rev().take_while(|column| self.columns[*column].zeros() >= 97).last().unwrap_or(to);
        let may = |place: &usize| {
            let lies = borders.iter().any(|border| (border.first..=border.last).contains(place));
            lies || (*place > tail && *place < to)
        };
        let heads = (from..end.min(from + 4)).take_while(|head| *head == from || self.is_constant(head - 1));
        let most = borders.len() + 2;
        let tries = heads.flat_map(|head| (3..=most).map(move |times| (head, times)));
        for (head, times) in tries.filter(|(head, times)| borders.len() < *times && (end - head) % times == 0) {
            let width = (end - head) / times;
            let places: Vec<usize> = (1..times).map(|at| head + at * width).collect();
            let found = |border: &Border| {
                places.iter().filter(|place| (border.first..=border.last).contains(place)).count() == 1
            };
            if width >= 4 && !borders.is_empty() && places.iter().all(may) && borders.iter().all(found) {
                // Few places are even by chance.
                let sure = borders.len() + 1 == times && times >= EVEN;
                let lies = |at: usize| borders.iter().find(|border| (border.first..=border.last).contains(&at));
                let border = |at: usize| match lies(at) {
                    Some(border) if !sure => Border { at, sure, ..*border },
                    _ => Border { at, first: at, last: at, sure },
                };
                return std::iter::once(head).chain(places).map(border).collect();
            }
        }
        borders
    }

    /// Places where zeros become usual: a number with zeros before it begins there, or a little later.
    fn zero_starts(&self, from: usize, to: usize) -> Vec<Border> {
        let zeros: Vec<u32> = self.columns[from..to].iter().map(Column::zeros).collect();
        let mut found = Vec::new();
        let mut valley = 0;
        let mut at = 1;
        while at < zeros.len() {
            if zeros[at] <= zeros[at - 1] {
                valley = at;
                at += 1;
                continue;
            }
            // A rise: up to where it ends.
            let top = (at..zeros.len()).take_while(|column| zeros[*column] >= zeros[*column - 1]).last().unwrap_or(at);
            let least = zeros[top].saturating_sub(3);
            let first = (at..=top).find(|column| zeros[*column] >= least).unwrap_or(top);
            let level = least..=zeros[top] + 3;
            let plateau =
                (first..zeros.len()).take_while(|column| level.contains(&zeros[*column])).last().unwrap_or(top);
            let before = self.columns[from + valley].usual();
            // A number ends with any digit; a code with one of a few, before zeros that are always there.
            let code = before >= 2 && zeros[first] >= 97 && plateau > first && self.alternates(from + valley);
            let ends = before >= 4 || code;
            let rises = zeros[top] >= 40 && zeros[top] >= zeros[valley] + 30 && ends;
            let next = zeros.get(plateau + 1).copied().unwrap_or(100);
            let falls = next < least && (code || !self.is_fixed(from + plateau + 1));
            if rises && falls {
                let unit = &self.columns[from + valley];
                let sharp = first == valley + 1 && zeros[valley] <= 35 && zeros[first] < 97 && unit.usual() >= 8;
                found.push(Border {
                    at: from + first,
                    first: from + valley + 1,
                    last: from + plateau + 1,
                    sure: sharp,
                });
            }
            valley = plateau;
            at = plateau + 1;
        }
        found
    }

    /// Whether a digit falls again and again from row to row, as those of codes do; the first digits of numbers that count up
    /// only grow.
    fn alternates(&self, column: usize) -> bool {
        let falls = |pair: &&[Row]| pair[1].digits[column] < pair[0].digits[column];
        self.rows.windows(2).filter(falls).count() * 20 >= self.rows.len()
    }

    /// Last digits of numbers that count on from row to row, and of those that count on where these begin anew.
    fn counters(&self) -> Vec<usize> {
        let steps: Vec<(usize, usize)> =
            (1..self.rows.len()).filter(|at| self.rows[*at].follows).map(|at| (at - 1, at)).collect();
        let counted = |column: usize, steps: &[(usize, usize)]| {
            let next = |&&(last, now): &&(usize, usize)| self.next(column, last) == self.rows[now].digits[column];
            steps.iter().filter(next).count()
        };
        let mut found = Vec::new();
        if steps.len() < 8 {
            return found;
        }
        for column in 0..self.width() {
            let steady = counted(column, &steps);
            if steady * 100 < steps.len() * 40 {
                continue;
            }
            found.push(column + 1);
            let anew: Vec<(usize, usize)> = steps
                .iter()
                .filter(|(last, now)| self.next(column, *last) != self.rows[*now].digits[column])
                .copied()
                .collect();
            if anew.len() >= 8 {
                let counts = |outer: &usize| counted(*outer, &anew) * 100 >= anew.len() * 70;
                found.extend((0..column).filter(counts).map(|outer| outer + 1));
            }
        }
        found.retain(|border| *border < self.width());
        found
    }

    fn next(&self, column: usize, row: usize) -> u8 {
        let digit = self.rows[row].digits[column];
        if digit == b'9' { b'0' } else { digit + 1 }
    }

    /// Both borders of a number that is often all zeros, which is no value, and otherwise begins with no zero.
    fn nothing(&self, start: usize, end: usize) -> Vec<usize> {
        let rows = self.rows.len();
        let mut best = (0, Vec::new());
        for from in start..end {
            for to in from + 3..end {
                let zero = |row: &&Row| row.digits[from..to].iter().all(|digit| *digit == b'0');
                let nothing: Vec<&Row> = self.rows.iter().filter(zero).collect();
                let leading = self.rows.iter().filter(|row| row.digits[from] == b'0').count();
                let (values, few, none) = (rows - leading, (rows / 20).max(4), nothing.len());
                if none < few || values < few || (leading - none) * 4 > values.max(none) {
                    continue;
                }
                let usual = |column: usize| {
                    let zero = self.rows.iter().filter(|row| row.digits[from] != b'0' && row.digits[column] == b'0');
                    zero.count() * 5 <= values * 4
                };
                if !(from + 1..to).all(usual) {
                    continue;
                }
                let zeros_at = |column: usize| nothing.iter().filter(|row| row.digits[column] == b'0').count();
                let ends = zeros_at(to) * 4 <= none;
                let begins = from == start || zeros_at(from - 1) * 4 <= none;
                if ends && begins && none * (to - from) > best.0 {
                    best = (none * (to - from), vec![from, to]);
                }
            }
        }
        best.1
    }

    /// Before and behind four digits that are a year, at an end of what windows leave free.
    fn year(&self, start: usize, end: usize) -> Vec<usize> {
        let is_year = |from: usize| {
            let years: Vec<u32> = self.rows.iter().map(|row| number(&row.digits[from..from + 4])).collect();
            let usual: Vec<u32> = years.iter().copied().filter(|year| (1950..2050).contains(year)).collect();
            let span = usual.iter().max().zip(usual.iter().min()).map_or(0, |(most, least)| most - least);
            (1..=25).contains(&span) && (years.len() - usual.len()) * 50 <= years.len()
        };
        let mut found = Vec::new();
        if end > start + 4 && is_year(end - 4) && !self.is_constant(end - 5) {
            found.push(end - 4);
        }
        if end > start + 4 && is_year(start) {
            found.push(start + 4);
        }
        found
    }

    /// Behind a number that varies, digits that are always the same, and not zeros: they count something else.
    fn constant_end(&self, start: usize, end: usize, ending: Ending) -> Option<usize> {
        let tail = (start..end).rev().take_while(|column| self.is_constant(*column)).count();
        let at = end - tail;
        let zeros = self.columns.get(at).is_some_and(|column| column.zeros() > 50);
        (ending == Ending::Plain && tail > 0 && at > start && !zeros && self.rows.len() >= 8).then_some(at)
    }
}

fn number(digits: &[u8]) -> u32 {
    digits.iter().fold(0, |number, digit| number * 10 + u32::from(digit - b'0'))
}
