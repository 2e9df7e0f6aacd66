//! A run of digits, cut into numbers.
//!
//! In: a page and the columns of a run that digits fill. Out: its pieces. A border is set where something shows it: dates,
//! check digits, zeros that begin again, numbers that count on. Refuses to cut where nothing does: what is left together
//! says that it may be several fields.

use std::collections::BTreeSet;

use super::borders::place;
use super::dates;
use super::page::{Column, Page};
use super::piece::{Piece, What};
use crate::inspect::infer::draft::{Other, Reason};
use crate::mapping::model::Check;
use crate::validate::numbers;

/// The digits of a run, row by row; blanks before a number are zeros here.
pub struct Run {
    from: usize,
    rows: Vec<Row>,
    columns: Vec<Column>,
}

struct Row {
    digits: Vec<u8>,
    /// Whether the row before stands right before it, and is in the run too.
    follows: bool,
}

/// How a run ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// With a digit.
    Plain,
    /// With a digit and its sign in one.
    Overpunch,
    /// With a place for the sign.
    Sign,
}

/// The pieces of the run from `from` to `to`, its ending included.
#[must_use]
pub fn pieces(page: &Page<'_>, from: usize, to: usize, ending: Ending) -> Vec<Piece> {
    let plain = if ending == Ending::Plain { to } else { to - 1 };
    let run = Run::of(page, from, plain);
    let windows = run.windows(ending);
    let borders = run.borders(&windows, ending);
    let mut cuts: Vec<usize> = borders.iter().map(|border| border.at).collect();
    cuts.extend(windows.iter().flat_map(|window| [window.from, window.to]));
    cuts.extend([0, plain - from]);
    cuts.sort_unstable();
    cuts.dedup();
    let mut pieces = Vec::new();
    for pair in cuts.windows(2) {
        let window = windows.iter().find(|window| window.from == pair[0] && window.to == pair[1]);
        let mut piece = window.map_or_else(|| run.rest(pair[0], pair[1]), |window| window.piece(from));
        let unsure = |at: usize| borders.iter().find(|border| border.at == at && !border.sure);
        if let Some(border) = unsure(pair[0]) {
            piece.others.push(Other::Begins((border.first..=border.last).map(|at| place(from + at)).collect()));
        }
        if unsure(pair[1]).is_some() {
            piece.others.push(Other::WithNext);
        }
        pieces.push(piece);
    }
    if ending != Ending::Plain {
        run.end(&mut pieces, to, ending);
    }
    pieces
}

/// A place where a number begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Border {
    at: usize,
    /// The first and the last place where it may begin instead.
    first: usize,
    last: usize,
    sure: bool,
}

/// What windows leave free.
fn gaps(windows: &[Window], end: usize) -> Vec<(usize, usize)> {
    let starts = std::iter::once(0).chain(windows.iter().map(|window| window.to));
    let ends = windows.iter().map(|window| window.from).chain([end]);
    starts.zip(ends).filter(|(from, to)| from < to).collect()
}

/// Digits that something proves to belong together.
struct Window {
    from: usize,
    to: usize,
    what: What,
    bits: u64,
    why: Vec<Reason>,
}

impl Window {
    fn piece(&self, run: usize) -> Piece {
        Piece { why: self.why.clone(), ..Piece::new(run + self.from, run + self.to, self.what) }
    }
}

impl Run {
    fn of(page: &Page<'_>, from: usize, to: usize) -> Self {
        let mut rows = Vec::new();
        let mut last = None;
        // Where all are zeros there is no value, and nothing to be seen.
        let is_nothing = |row: &usize| (from..to).all(|column| page.face(*row, column) == b'0');
        let nothing = (0..page.len()).filter(is_nothing).count();
        for at in 0..page.len() {
            let text = page.text(at, from, to);
            let start = text.iter().position(|face| *face != b' ');
            let Some(start) = start.filter(|start| text[*start..].iter().all(u8::is_ascii_digit)) else { continue };
            if text.iter().all(|face| *face == b'0') && nothing * 10 < page.len() * 9 {
                continue;
            }
            let follows = page.follows(at) && last == at.checked_sub(1);
            last = Some(at);
            let digits = text.iter().enumerate().map(|(at, face)| if at < start { b'0' } else { *face }).collect();
            rows.push(Row { digits, follows });
        }
        let columns = (0..to - from).map(|column| Column::of(rows.iter().map(|row| row.digits[column]))).collect();
        Self { from, rows, columns }
    }

    fn width(&self) -> usize {
        self.columns.len()
    }

    fn values(&self, from: usize, to: usize) -> Vec<Vec<u8>> {
        self.rows.iter().map(|row| row.digits[from..to].to_vec()).collect()
    }

    /// Whether one digit that is no zero stands there in nearly every row.
    fn is_fixed(&self, column: usize) -> bool {
        let column = &self.columns[column];
        column.faces().any(|(face, rows)| face != b'0' && rows * 10 >= column.digit * 9)
    }

    fn is_constant(&self, column: usize) -> bool {
        self.columns[column].is_constant()
    }

    /// Dates and numbers with check digits, those chosen that together are the most surprising.
    fn windows(&self, ending: Ending) -> Vec<Window> {
        let mut found = Vec::new();
        for from in 0..self.width() {
            for width in [5, 6, 8] {
                found.extend(self.date(from, from + width));
            }
            for (check, width) in [(Check::Aba, 9), (Check::Sin, 9), (Check::Luhn, 16)] {
                found.extend(self.checked(from, from + width, check));
            }
        }
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
        let found = dates::best(&values)?;
        Some(Window { from, to, what: What::Date(found.picture), bits: found.bits, why: Vec::new() })
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

    /// Places between windows where a number begins, as zeros, counting and values show.
    fn borders(&self, windows: &[Window], ending: Ending) -> Vec<Border> {
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
                let sure = borders.len() + 1 == times;
                let border = |at: usize| Border { at, first: at, last: at, sure };
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
            // A number ends with any digit; a code of one digit, at the beginning, with one of a few.
            let code = from + valley == 0 && before >= 2 && zeros[first] >= 97 && plateau > first;
            let ends = before >= 4 || code;
            let rises = zeros[top] >= 40 && zeros[top] >= zeros[valley] + 30 && ends;
            let next = zeros.get(plateau + 1).copied().unwrap_or(100);
            let falls = next < least && !self.is_fixed(from + plateau + 1);
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

    /// What no window covers.
    fn rest(&self, from: usize, to: usize) -> Piece {
        let piece = Piece::new(self.from + from, self.from + to, What::Digits);
        if to - from > 1 && !self.is_padded(from, to) { piece.or(Other::Joined(Vec::new())) } else { piece }
    }

    /// Whether zeros stand before digits as they do before one number.
    fn is_padded(&self, from: usize, to: usize) -> bool {
        let zeros: Vec<u32> = self.columns[from..to].iter().map(Column::zeros).collect();
        let falling = zeros.windows(2).all(|pair| pair[1] <= pair[0] + 10);
        let steps = zeros.windows(2).filter(|pair| pair[0] > pair[1] + 5).count();
        self.rows.len() >= 20 && falling && zeros[0] >= 50 && steps >= 2
    }

    /// The last piece takes the ending.
    fn end(&self, pieces: &mut Vec<Piece>, to: usize, ending: Ending) {
        let what = if ending == Ending::Overpunch { What::Overpunch } else { What::Signed };
        let last = pieces.pop_if(|last| last.what == What::Digits);
        let from = last.as_ref().map_or(to - 1, |last| last.from);
        let others = last.map(|last| last.others).unwrap_or_default();
        let sure = others.iter().filter(|other| !matches!(other, Other::Joined(_))).cloned();
        let piece = Piece { others: sure.collect(), ..Piece::new(from, to, what) };
        let padded = from + 1 >= to || self.is_padded(from - self.from, self.width());
        pieces.push(if padded { piece } else { piece.or(Other::Joined(Vec::new())) });
    }
}

fn number(digits: &[u8]) -> u32 {
    digits.iter().fold(0, |number, digit| number * 10 + u32::from(digit - b'0'))
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
