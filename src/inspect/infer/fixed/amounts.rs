//! Amounts as people write them: blanks, a sign, digits by thousands, a mark, decimals, perhaps a sign behind.
//!
//! In: a page. Out: the pieces in which every row has such an amount that ends at the same place. Refuses numbers of digits
//! and a mark alone, which need no blanks before them, and what begins in the middle of other digits.

use std::collections::BTreeSet;

use super::aligned;
use super::borders::place;
use super::digits::{self, Ending};
use super::page::{Column, Page};
use super::piece::{Piece, What};
use crate::inspect::infer::draft::Other;
use crate::inspect::infer::values::shape::shape;

/// Most digits behind a mark.
const DECIMALS: usize = 6;
/// What may stand between thousands, beside blanks.
const SEPARATORS: [u8; 3] = [b',', b'.', b'\''];
/// Those of them that may be decimal marks as well.
const DECIMAL: [u8; 2] = [b',', b'.'];
/// What may stand before a number and belongs to it.
const SIGNS: [u8; 4] = [b'-', b'+', b'(', b'$'];
/// Zeros in a hundred numbers, at the first of three digits behind a blank, that fill up a number of its own.
const FILLED: usize = 30;
/// Signs that stand behind a number.
const BEHIND: [&[u8]; 5] = [b"-", b"+", b")", b"CR", b"DB"];

/// The pieces of the page that are amounts.
#[must_use]
pub fn pieces(page: &Page<'_>, columns: &[Column]) -> Vec<Piece> {
    let sheet = Sheet { page, columns };
    let mut found: Vec<Piece> = Vec::new();
    for piece in (1..=columns.len()).filter_map(|at| sheet.amount(at)) {
        // What takes in more is the whole of it.
        while found.pop_if(|last| piece.from <= last.from).is_some() {}
        if found.last().is_none_or(|last| last.to <= piece.from) {
            found.push(piece);
        }
    }
    found
}

struct Sheet<'a> {
    page: &'a Page<'a>,
    columns: &'a [Column],
}

impl Sheet<'_> {
    fn is_digits(&self, at: usize) -> bool {
        self.columns.get(at).is_some_and(|column| !column.is_blank() && column.is_digits())
    }

    /// The amount whose whole part ends before this column: at its decimal mark, or where nothing of it follows.
    fn amount(&self, end: usize) -> Option<Piece> {
        if !self.is_digits(end - 1) {
            return None;
        }
        let mark = mark(self.columns, end);
        let decimals = mark.and_then(|_| decimals(self.page, self.columns, end));
        // Three digits behind a mark may be thousands: that is seen from their end, where more stands behind them.
        if mark.is_some() && (decimals.is_none() || self.separates(end + 4)) {
            return None;
        }
        let last = decimals.map_or(end, |decimals| end + 1 + decimals.digits);
        let thousands = self.thousands(end, mark);
        let separator = thousands.map(|thousands| thousands.face);
        if mark.is_none()
            && (separator.is_none_or(|separator| separator == b' ') || self.separates(end) || self.goes_on(end))
        {
            return None;
        }
        let starts: Vec<usize> = (0..self.page.len()).map(|row| self.start(row, end, separator)).collect();
        // Without its separator it is another number, whose thousands these digits only touch.
        let from = self.first(&starts, end).filter(|from| separator.is_none() || from + 4 <= end)?;
        let to = self.behind(last);
        let padded = (0..self.page.len()).any(|row| self.page.is_blank(row, from, from + 1));
        let shows = separator.is_some() || to > last || padded;
        let mut piece = Piece::new(from, to, What::Marked(decimals.map_or(0, |decimals| decimals.digits)));
        if thousands.is_some_and(|thousands| !thousands.is_sure) {
            // Behind a blank another number may begin, and behind cents.
            let at = if separator == Some(b' ') { end - 3 } else { end - 3 + CENTS };
            piece = Piece { what: What::Code, ..piece }.or(Other::Joined(vec![place(at)]));
        } else if separator == Some(b' ') && !self.goes_on_with_zeros(end) {
            piece.others.push(Other::Begins(vec![place(end - 3)]));
        }
        if let Some(decimals) = decimals.filter(|_| to == last) {
            piece = decimals.told(end, piece);
        }
        (shows && self.holds(&starts, from, to, mark.or(separator))).then_some(piece)
    }

    /// Whether a separator or a mark fills this column.
    fn separates(&self, at: usize) -> bool {
        let is = |column: &&Column| {
            let marks = SEPARATORS.into_iter().map(|face| column.count(face)).sum::<u32>();
            marks > 0 && column.mostly(marks + signs(column))
        };
        self.columns.get(at).filter(|column| !column.is_blank()).as_ref().is_some_and(is)
    }

    /// Whether digits nearly always touch those before this place.
    fn goes_on(&self, at: usize) -> bool {
        let touch =
            |row: &usize| self.page.face(*row, at - 1).is_ascii_digit() && self.page.face(*row, at).is_ascii_digit();
        (0..self.page.len()).filter(touch).count() * 10 >= self.page.len() * 9
    }

    /// What stands before the last three whole digits where there are more.
    fn thousands(&self, end: usize, mark: Option<u8>) -> Option<Thousands> {
        let at = end.checked_sub(4)?;
        let column = &self.columns[at];
        if let Some(face) = SEPARATORS.into_iter().find(|face| Some(*face) != mark && column.count(*face) > 0) {
            let is_there = column.mostly(column.count(face) + signs(column));
            let is_sure = mark.is_some() || !DECIMAL.contains(&face) || self.is_grouped(at, end, face);
            return is_there.then_some(Thousands { face, is_sure });
        }
        // A blank does so where whatever stands before it has three digits behind, and fewer stand alone.
        let more = |row: &usize| at > 0 && self.page.face(*row, at - 1).is_ascii_digit();
        let whole = |row: usize| (at + 1..end).all(|at| self.page.face(row, at).is_ascii_digit());
        let (with, without): (Vec<usize>, Vec<usize>) = (0..self.page.len()).partition(more);
        let short = without.iter().any(|row| self.page.face(*row, end - 1).is_ascii_digit());
        let led = without.iter().any(|row| self.page.face(*row, at + 1) == b'0');
        let apart = column.filled() == signs(column);
        let is_sure = short || self.grows(at) && self.goes_on_with_zeros(end);
        let may = apart && mark.is_some() && !with.is_empty() && !led && with.iter().copied().all(whole);
        let may = may && (is_sure || self.may_be_thousands(at, &with));
        may.then_some(Thousands { face: b' ', is_sure })
    }

    /// Whether what stands before the last three digits parts thousands, where it may be a decimal mark: some numbers are
    /// smaller, and have none, or larger, and have several.
    fn is_grouped(&self, at: usize, end: usize, face: u8) -> bool {
        let digit = |row: usize, at: usize| self.page.face(row, at).is_ascii_digit();
        let smaller = |row: usize| digit(row, end - 1) && self.page.face(row, at) != face;
        let larger = |row: usize| at > 4 && self.page.face(row, at - 4) == face && digit(row, at - 5);
        let grouped = |row: usize| smaller(row) || larger(row);
        (0..self.page.len()).filter(|row| grouped(*row)).count() * 50 >= self.page.len()
    }

    /// Whether the digits before a blank may be thousands: three of them at most, no zero first; and those behind it are not
    /// filled up with zeros.
    fn may_be_thousands(&self, blank: usize, rows: &[usize]) -> bool {
        let digits = |row: usize| (0..blank).rev().take_while(|at| self.page.face(row, *at).is_ascii_digit()).count();
        let grouped = |row: &&usize| {
            let digits = digits(**row);
            (1..=3).contains(&digits) && self.page.face(**row, blank - digits) != b'0'
        };
        let value = |row: &&usize| self.page.text(**row, blank + 1, blank + 4) != b"000";
        let filled = |row: &&usize| self.page.face(**row, blank + 1) == b'0';
        let (all, zeros) = (rows.iter().filter(value).count(), rows.iter().filter(value).filter(filled).count());
        rows.iter().filter(grouped).count() * 50 >= rows.len() * 49 && zeros * 100 <= all * FILLED
    }

    /// Whether the digits before a blank are of several lengths, and begin with no zero.
    fn grows(&self, blank: usize) -> bool {
        let length =
            |row: usize| (0..blank).rev().take(3).take_while(|at| self.page.face(row, *at).is_ascii_digit()).count();
        let lengths: Vec<usize> = (0..self.page.len()).map(length).collect();
        let led = |(row, length): (usize, &usize)| *length > 0 && self.page.face(row, blank - length) == b'0';
        lengths.iter().any(|length| *length != lengths[0]) && !lengths.iter().enumerate().any(led)
    }

    /// Whether zeros follow the blank between thousands, as they do in one number.
    fn goes_on_with_zeros(&self, end: usize) -> bool {
        (0..self.page.len())
            .any(|row| self.page.face(row, end - 5).is_ascii_digit() && self.page.face(row, end - 3) == b'0')
    }

    /// Where the number of a row begins, its sign included.
    fn start(&self, row: usize, end: usize, separator: Option<u8>) -> usize {
        let mut at = end;
        while at > 0 {
            let face = self.page.face(row, at - 1);
            let groups = separator.is_some() && (end - at) % 4 == 3;
            let separates =
                groups && Some(face) == separator && at >= 2 && self.page.face(row, at - 2).is_ascii_digit();
            if !separates && (groups || !face.is_ascii_digit()) {
                break;
            }
            at -= 1;
        }
        // Each sign once: a second minus is that of the number before.
        let first = at;
        while at > 0 && SIGNS.contains(&self.page.face(row, at - 1)) {
            let face = self.page.face(row, at - 1);
            if (at..first).any(|at| self.page.face(row, at) == face) {
                break;
            }
            at -= 1;
        }
        at
    }

    /// The first column that the numbers reach: a column is theirs while next to nothing stands there in other rows.
    fn first(&self, starts: &[usize], end: usize) -> Option<usize> {
        let is_theirs = |column: &usize| {
            let reach = starts.iter().filter(|start| *start <= column).count();
            let filled = self.columns[*column].filled() as usize;
            reach > 0 && filled.saturating_sub(reach) * 50 <= self.page.len()
        };
        (0..end).rev().take_while(is_theirs).last()
    }

    /// Where the signs end that stand behind the numbers of some rows.
    fn behind(&self, last: usize) -> usize {
        let has_number = |row: usize| self.page.face(row, last - 1).is_ascii_digit();
        let is_sign = |row: usize, width: usize| {
            let text = self.page.text(row, last, last + width);
            BEHIND.contains(&text.as_slice()) && has_number(row)
        };
        let fits = |width: &usize| {
            let filled: Vec<usize> =
                (0..self.page.len()).filter(|row| !self.page.is_blank(*row, last, last + width)).collect();
            let ends = last + width <= self.columns.len() && !(*width == 1 && aligned::floats(self.page, last));
            // What is always there, with something behind it, parts two things.
            let next = || filled.iter().filter(|row| self.page.face(**row, last + width) != b' ').count();
            let same = || (last..last + width).all(|at| self.columns[at].is_constant());
            let parts = filled.len() * 50 >= self.page.len() * 49 && same() && next() * 10 >= filled.len() * 9;
            ends && !parts && !filled.is_empty() && filled.into_iter().all(|row| is_sign(row, *width))
        };
        [2, 1].into_iter().find(fits).map_or(last, |width| last + width)
    }

    /// Whether nearly all rows that have something there have a number, and nothing but digits touches it.
    fn holds(&self, starts: &[usize], from: usize, to: usize, mark: Option<u8>) -> bool {
        let is_number = |row: usize| {
            let text = self.page.text(row, from, to);
            let text = std::str::from_utf8(&text).unwrap_or_default().trim();
            let marks = if mark == Some(b',') { [',', '.'] } else { ['.', ','] };
            shape(text).is_some_and(|shape| marks.into_iter().any(|mark| shape.digits(mark).is_some()))
        };
        // What touches them are digits that others end with: they stand there where no number reaches them.
        let alone = |row: &usize| self.page.face(*row, from - 1) != b' ' && self.page.face(*row, from) == b' ';
        let ends = || (0..self.page.len()).filter(alone).count() * 50 >= self.page.len();
        let touching = starts.iter().filter(|start| **start < from).count();
        let touched = touching * 50 > self.page.len() && !(self.is_digits(from - 1) && ends());
        let filled: Vec<usize> = (0..self.page.len()).filter(|row| !self.page.is_blank(*row, from, to)).collect();
        let wrong = filled.iter().filter(|row| !is_number(**row)).count();
        wrong * 50 <= filled.len() && !filled.is_empty() && !touched
    }
}

/// What parts thousands.
#[derive(Clone, Copy)]
struct Thousands {
    face: u8,
    /// It parts no two numbers.
    is_sure: bool,
}

/// Whether thousands and what parts them may end in this column, with more digits of the same number behind it.
#[must_use]
pub fn goes_on_with_thousands(columns: &[Column], at: usize) -> bool {
    let parts = |column: &Column| {
        let marks = SEPARATORS.into_iter().map(|face| column.count(face)).sum::<u32>();
        column.filled() == signs(column) || column.mostly(marks + signs(column))
    };
    let ends = || mark(columns, at + 4).is_some() || goes_on_with_thousands(columns, at + 4);
    columns.get(at).is_some_and(parts) && are_last_digits(columns, at + 1) && ends()
}

/// Whether the three columns from this one on are digits, and the signs of smaller numbers.
#[must_use]
pub fn are_last_digits(columns: &[Column], from: usize) -> bool {
    let is_digit = |column: &Column| column.digit > 0 && column.mostly(column.digit + signs(column));
    columns.get(from..from + 3).is_some_and(|columns| columns.iter().all(is_digit))
}

/// The pieces, but no number that begins directly behind a mark between digits: it is a part of another one.
#[must_use]
pub fn behind_no_mark(page: &Page<'_>, mut pieces: Vec<Piece>) -> Vec<Piece> {
    let is_mark = |row: usize, at: usize| {
        SEPARATORS.contains(&page.face(row, at))
            && page.face(row, at - 1).is_ascii_digit()
            && page.face(row, at + 1).is_ascii_digit()
    };
    for at in 0..pieces.len() {
        let from = pieces[at].from;
        let is_number = matches!(pieces[at].what, What::Digits | What::Marked(_) | What::Signed | What::Overpunch);
        let marks = if from > 1 { (0..page.len()).filter(|row| is_mark(*row, from - 1)).count() } else { 0 };
        if is_number && marks > 0 && marks * 50 > page.len() {
            let digits = |row: usize| (0..from - 1).rev().take_while(|at| page.face(row, *at).is_ascii_digit()).count();
            let first = from - 1 - (0..page.len()).map(digits).max().unwrap_or(0);
            pieces[at].what = What::Code;
            pieces[at].others.push(Other::Begins(vec![place(first)]));
            if let Some(before) = at.checked_sub(1).filter(|at| !pieces[*at].others.contains(&Other::WithNext)) {
                pieces[before].others.push(Other::WithNext);
            }
        }
    }
    pieces
}

/// Rows with a sign before a number.
fn signs(column: &Column) -> u32 {
    SIGNS.into_iter().map(|face| column.count(face)).sum()
}

/// The decimal mark that fills a column.
#[must_use]
pub fn mark(columns: &[Column], at: usize) -> Option<u8> {
    let column = columns.get(at).filter(|column| !column.is_blank())?;
    [b'.', b','].into_iter().find(|mark| column.count(*mark) > 0 && column.mostly(column.count(*mark)))
}

/// The digits behind a decimal mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decimals {
    /// How many.
    pub digits: usize,
    /// Where they end.
    pub end: End,
}

/// Where decimals end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// Here: nothing touches them, or something shows the border.
    Sure,
    /// Here, or further on.
    Later,
    /// Here, or further before: they are more than cents.
    Sooner,
}

impl Decimals {
    /// The piece of an amount whose mark is in this column, with what else it may be: digits behind cents, of which nothing
    /// shows that they are decimals, make it text.
    #[must_use]
    pub fn told(self, mark: usize, piece: Piece) -> Piece {
        match self.end {
            End::Sure => piece,
            End::Later => piece.or(Other::WithNext),
            End::Sooner => Piece { what: What::Code, ..piece }.or(Other::Joined(vec![place(mark + 1 + CENTS)])),
        }
    }
}

/// The digits behind the mark in this column, which are there wherever it is. Where more digits follow than decimals have,
/// they end where something shows a border, and are cents where nothing does.
#[must_use]
pub fn decimals(page: &Page<'_>, columns: &[Column], mark: usize) -> Option<Decimals> {
    let tail = Tail::of(page, columns, mark);
    let found = tail.decimals()?;
    // More than cents may be cents and another number, whatever shows where they end.
    Some(Decimals { end: if found.digits > CENTS { End::Sooner } else { found.end }, ..found })
}

/// Digits of cents.
const CENTS: usize = 2;

/// The digits that follow a mark.
struct Tail<'a> {
    page: &'a Page<'a>,
    columns: &'a [Column],
    mark: usize,
    /// Rows that have the mark.
    marked: Vec<usize>,
    /// Columns behind it that have a digit wherever the mark is.
    run: usize,
}

impl<'a> Tail<'a> {
    fn of(page: &'a Page<'a>, columns: &'a [Column], mark: usize) -> Self {
        let marked: Vec<usize> = (0..page.len()).filter(|row| page.face(*row, mark) != b' ').collect();
        let is_theirs = |at: &usize| {
            let without = marked.iter().filter(|row| !page.face(**row, *at).is_ascii_digit()).count();
            columns[*at].is_digits() && without * 50 <= marked.len()
        };
        let run = (mark + 1..columns.len()).take_while(is_theirs).count();
        Self { page, columns, mark, marked, run }
    }

    fn decimals(&self) -> Option<Decimals> {
        if let Some(digits) = (1..self.run.min(DECIMALS)).find(|digits| self.begins(*digits)) {
            return Some(Decimals { digits, end: End::Sure });
        }
        match self.run {
            0 => None,
            digits @ 1..=CENTS => Some(Decimals { digits, end: End::Sure }),
            _ => Some(self.cut()),
        }
    }

    /// Whether something is in other rows as well behind so many digits.
    fn begins(&self, digits: usize) -> bool {
        let column = &self.columns[self.mark + 1 + digits];
        column.filled() as usize > self.marked.len() + self.page.len() / 50
    }

    /// The decimals of a run that is longer than cents.
    fn cut(&self) -> Decimals {
        let (first, run) = (self.mark + 1, self.run);
        let shown = digits::pieces(self.page, first, first + run, Ending::Plain).into_iter().next();
        let shown = shown.filter(|piece| (CENTS..=DECIMALS).contains(&(piece.to - first)) && piece.to < first + run);
        if let Some(piece) = shown.as_ref().filter(|piece| piece.others.is_empty()) {
            return Decimals { digits: piece.to - first, end: End::Sure };
        }
        let other = (CENTS..run.min(DECIMALS + 1)).find(|digits| self.is_other(*digits));
        match other.or(shown.map(|piece| piece.to - first)) {
            Some(digits) => Decimals { digits, end: End::Later },
            None if run <= DECIMALS && !self.goes_on() => Decimals { digits: run, end: End::Sooner },
            None => Decimals { digits: CENTS, end: End::Later },
        }
    }

    /// Whether the digit behind so many decimals is of another sort: one of few behind any, or any behind those that the
    /// ones before had told.
    fn is_other(&self, digits: usize) -> bool {
        let usual = |at: usize| self.columns[self.mark + 1 + at].usual();
        let few = (0..digits).all(|at| usual(at) >= ANY) && usual(digits) <= FEW;
        let (before, here, next) = (self.different(digits - 1), self.different(digits), self.different(digits + 1));
        let told = here >= FEW && here * 20 <= before * 21 && next * 2 >= here * 3;
        let rest = self.run - digits;
        let tails: BTreeSet<Vec<u8>> = self.texts(digits, self.run).collect();
        let listed = rest > 1 && tails.len() * 3 <= likely(self.marked.len(), rest) && tails.len() > 1;
        few || told || listed && (0..digits).all(|at| usual(at) >= ANY)
    }

    /// How many different ones the first so many decimals are.
    fn different(&self, digits: usize) -> usize {
        self.texts(0, digits).collect::<BTreeSet<_>>().len()
    }

    fn texts(&self, from: usize, to: usize) -> impl Iterator<Item = Vec<u8>> + '_ {
        let first = self.mark + 1;
        self.marked.iter().map(move |row| self.page.text(*row, first + from, first + to))
    }

    /// Whether digits follow in some rows, of something that is longer in these.
    fn goes_on(&self) -> bool {
        let end = self.mark + 1 + self.run;
        self.marked.iter().filter(|row| self.page.face(**row, end).is_ascii_digit()).count() * 20 >= self.marked.len()
    }
}

/// Different faces of a digit that may be any, and of one that is one of few.
const ANY: usize = 8;
const FEW: usize = 5;

/// Different numbers of so many digits that may be any, at least, among so many rows.
#[must_use]
pub fn likely(rows: usize, digits: usize) -> usize {
    let all = 10_usize.saturating_pow(u32::try_from(digits).unwrap_or(u32::MAX));
    rows.saturating_mul(all) / rows.saturating_add(all).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Places of the amounts, counted from 1.
    fn check(lines: &[String], want: &str) {
        let rows: Vec<&[u8]> = lines.iter().map(String::as_bytes).collect();
        let page = Page::of(&rows);
        let found = pieces(&page, &page.columns());
        let found: Vec<String> = found.iter().map(|piece| format!("{}-{}", piece.from + 1, piece.to)).collect();
        assert_eq!(found.join(" "), want);
    }

    /// Amounts of many sizes in cents, some below zero.
    fn cents() -> impl Iterator<Item = i64> {
        (1..60_i64).map(|at| ((at * at * 7_919_003 % 99_999_989) >> (at % 9)) * if at % 3 == 0 { -1 } else { 1 })
    }

    fn grouped(cents: i64, separator: char, mark: char) -> String {
        let (whole, rest) = (cents.abs() / 100, cents.abs() % 100);
        let whole =
            if whole > 999 { format!("{}{separator}{:03}", whole / 1000, whole % 1000) } else { whole.to_string() };
        format!("{whole}{mark}{rest:02}")
    }

    #[test]
    fn an_amount_is_one_piece_from_its_sign_to_its_decimals() {
        let sign = |cents: i64| if cents < 0 { "-" } else { "" };
        let line = |cents: i64| format!("AC{:>14}  X", format!("{}{}", sign(cents), grouped(cents, ',', '.')));
        check(&cents().map(line).collect::<Vec<_>>(), "6-16");
        let line = |cents: i64| format!("AC{:>14}  X", grouped(cents, ' ', ','));
        check(&cents().map(line).collect::<Vec<_>>(), "7-16");
        let line = |cents: i64| format!("AC{:>14}{:1} X", grouped(cents, ',', '.'), sign(cents));
        check(&cents().map(line).collect::<Vec<_>>(), "7-17");
        let line =
            |cents: i64| format!("AC{:>14}", format!("{}{}.{:02}", sign(cents), cents.abs() / 100, cents.abs() % 100));
        check(&cents().map(line).collect::<Vec<_>>(), "7-16");
    }

    #[test]
    fn a_number_beside_an_amount_stays_apart() {
        let line =
            |cents: i64| format!("{:03} {:03}.{:02}", cents.abs() % 900, cents.abs() / 100 % 999, cents.abs() % 100);
        check(&cents().map(line).collect::<Vec<_>>(), "");
    }
}
