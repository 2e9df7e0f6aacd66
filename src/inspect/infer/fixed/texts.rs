//! A run of columns with words, cut where texts begin again.
//!
//! In: a page and the columns. Out: its pieces. A text begins behind blanks that end at the same place in many rows, and
//! behind a code of few values; a single blank is one between words.

use super::borders::place;
use super::page::{Column, Page};
use super::piece::{Piece, What};
use crate::inspect::infer::draft::Other;

/// Rows in which few first letters may be those of a code.
const FEW: usize = 10;

/// The pieces of the columns from `from` to `to`.
#[must_use]
pub fn pieces(page: &Page<'_>, columns: &[Column], from: usize, to: usize) -> Vec<Piece> {
    let words = Words { page, columns, from, to };
    let starts: Vec<usize> = (from + 1..to).map(|at| words.starts(at)).collect();
    let mut borders: Vec<usize> = (from + 1..to).filter(|at| words.is_start(&starts, *at)).collect();
    borders.insert(0, from);
    let codes = words.code_ends(&borders);
    borders.extend(&codes);
    borders.push(to);
    borders.sort_unstable();
    borders.dedup();
    let piece = |pair: &[usize]| {
        let piece = words.piece(&starts, pair[0], pair[1]);
        if codes.contains(&pair[1]) { piece.or(Other::WithNext) } else { piece }
    };
    borders.windows(2).map(piece).collect()
}

struct Words<'a> {
    page: &'a Page<'a>,
    columns: &'a [Column],
    from: usize,
    to: usize,
}

impl Words<'_> {
    /// Rows where something begins here behind two blanks or more.
    fn starts(&self, at: usize) -> usize {
        let blank = |row: usize, column: usize| self.page.face(row, column) == b' ';
        let begins = |row: &usize| !blank(*row, at) && blank(*row, at - 1) && at >= 2 && blank(*row, at - 2);
        (0..self.page.len()).filter(begins).count()
    }

    /// Many begin here, and next to none at most places around.
    fn is_start(&self, starts: &[usize], at: usize) -> bool {
        let of =
            |column: usize| if column <= self.from || column >= self.to { 0 } else { starts[column - self.from - 1] };
        let here = of(at);
        let least = if self.page.len() < 30 { 1 } else { (self.page.len() / 33).max(2) };
        let around = (at.saturating_sub(6)..=at + 6).filter(|other| *other != at && of(*other) * 3 > here).count();
        let filled = self.columns[at].filled() as usize;
        here >= least && around <= 1 && here * 5 >= filled.min(self.page.len())
    }

    /// Ends of codes at the beginning of texts: few values, each there in every row, before many.
    fn code_ends(&self, borders: &[usize]) -> Vec<usize> {
        if self.page.len() < 30 {
            return Vec::new();
        }
        let end = |from: usize| {
            let few = |column: &&Column| column.usual() <= 6;
            let codes: Vec<usize> =
                self.columns[from..self.to].iter().take(5).take_while(few).map(Column::usual).collect();
            let end = from + codes.len();
            let next = (end < self.to && end > from).then(|| self.columns[end].usual())?;
            let most = codes.iter().max().copied().unwrap_or(0);
            (next >= 8 && next >= most * 2 && self.columns[from].filled() as usize * 50 >= self.page.len() * 49)
                .then_some(end)
        };
        borders.iter().filter_map(|from| end(*from)).collect()
    }

    fn piece(&self, starts: &[usize], from: usize, to: usize) -> Piece {
        let piece = Piece::new(from, to, What::Text);
        let inner: Vec<u32> = (from + 1..to)
            .filter(|at| *at > self.from && starts[*at - self.from - 1] * 100 >= self.page.len() * 2)
            .map(place)
            .collect();
        let inner: Vec<u32> = if inner.is_empty() { self.numbers(from, to) } else { inner };
        let always = |column: &Column| column.filled() as usize >= self.page.len();
        let codes = to - from > 1 && to - from <= 8 && self.columns[from..to].iter().all(always);
        // Few letters at the beginning may be those of a code.
        let few = if self.page.len() >= 30 { 6 } else { 4 };
        let begins = self.page.len() >= FEW && to - from > 1 && self.columns[from].usual() <= few;
        match (inner.is_empty(), codes || begins || self.is_account(from, to) || self.is_numbered(from, to)) {
            (false, _) => piece.or(Other::Joined(inner)),
            (true, true) => piece.or(Other::Joined(Vec::new())),
            _ => piece,
        }
    }

    /// Places behind a blank where only some rows have something, and it is digits: words of the text, or another field.
    fn numbers(&self, from: usize, to: usize) -> Vec<u32> {
        let is_number = |at: &usize| {
            let column = &self.columns[*at];
            let next = self.columns.get(at + 1).is_none_or(Column::is_blank);
            column.is_digits() && !column.is_blank() && next && (column.filled() as usize) * 10 < self.page.len() * 9
        };
        let begins = |at: &usize| self.columns[*at - 1].is_blank() || self.columns[*at - 1].digit == 0;
        (from + 2..to).filter(is_number).filter(begins).map(place).collect()
    }

    /// Whether several digits that are always there stand before letters: a number, or the last digits of one, may touch the
    /// text behind it, which may begin with digits itself.
    fn is_numbered(&self, from: usize, to: usize) -> bool {
        let is_digit = |column: &&Column| column.digit as usize * 50 >= self.page.len() * 49;
        let digits = self.columns[from..to].iter().take_while(is_digit).count();
        digits > 1 && self.columns[from + digits..to].iter().any(|column| column.letter > 0)
    }

    /// Whether digits touch on either side of a hyphen that is always there: nothing shows which of them are of one number.
    fn is_account(&self, from: usize, to: usize) -> bool {
        let is_digits = |at: usize| (from..to).contains(&at) && self.columns[at].is_digits();
        let is_hyphen = |at: &usize| {
            let column = &self.columns[*at];
            column.other > 0 && column.is_constant() && column.filled() as usize * 50 >= self.page.len() * 49
        };
        let touch = |at: usize| {
            at > from + 1 && is_digits(at - 1) && is_digits(at - 2) || is_digits(at + 1) && is_digits(at + 2)
        };
        (from..to).filter(is_hyphen).any(touch)
    }
}
