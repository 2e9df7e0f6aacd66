//! Digits with which the longest texts of a page end.
//!
//! In: a page, where a text begins and where digits follow it. Out: where those end that are the text's own. Refuses digits that
//! stand apart from the text, and those that come and go with all of it: a letter and a day are two fields. What looks like both
//! is told.

use std::collections::BTreeMap;

use super::page::{Column, Page};
use super::piece::{Piece, What};
use crate::inspect::infer::draft::Other;

/// Of so many hundreds of rows that have digits, those in which the text goes on to them.
const GOES: usize = 90;
/// Places in which texts end that are of any length.
const ENDS: usize = 3;
/// Rows of a hundred in which a field stands that is none of a text's end.
const USUAL: usize = 90;

/// Where a text and the digits behind it stand.
pub struct Tail<'a> {
    /// The records.
    pub page: &'a Page<'a>,
    /// Its columns.
    pub columns: &'a [Column],
    /// Where the text begins.
    pub text: usize,
}

impl Tail<'_> {
    /// Where the text ends whose last digits begin at `from`: there, or where another field follows, which is there in nearly all
    /// rows; `to` is the end of all digits. None where they are no end of a text.
    #[must_use]
    pub fn end(&self, from: usize, to: usize) -> Option<usize> {
        if self.is_usual(from) {
            return None;
        }
        // Fewer texts are so long than others.
        let falls = |at: &usize| self.filled(*at) * 9 > self.filled(from) * 10;
        let peak = (self.text..from).rev().find(falls)?;
        let end = (from + 1..to).find(|at| self.is_usual(*at)).unwrap_or(to);
        (self.is_ragged(from) && (from..end).all(|at| self.goes_on(peak, at))).then_some(end)
    }

    /// Whether texts without these digits end anywhere, and not where the digits of others begin: a code and a number that it may
    /// have are two fields.
    fn is_ragged(&self, from: usize) -> bool {
        let last = |row: usize| (self.text..from).rev().find(|at| self.page.face(row, *at) != b' ');
        let mut ends: BTreeMap<usize, usize> = BTreeMap::new();
        for end in (0..self.page.len()).filter(|row| self.page.face(*row, from) == b' ').filter_map(last) {
            *ends.entry(end).or_default() += 1;
        }
        let (most, all) = (ends.values().max().copied().unwrap_or(0), ends.values().sum::<usize>());
        ends.len() >= ENDS && most * 100 <= all * USUAL && ends.get(&(from - 1)).is_none_or(|touch| touch * 2 < all)
    }

    fn filled(&self, at: usize) -> usize {
        self.columns[at].filled() as usize
    }

    fn is_usual(&self, at: usize) -> bool {
        self.filled(at) * 100 >= self.page.len() * USUAL
    }

    /// Whether the text of nearly every row that has something in this column goes on to it from the column `peak`.
    fn goes_on(&self, peak: usize, at: usize) -> bool {
        let face = |row: usize, at: usize| self.page.face(row, at);
        let apart = |row: usize| (peak..at).any(|at| self.page.is_blank(row, at, at + 2));
        let rows = || (0..self.page.len()).filter(|row| face(*row, at) != b' ');
        let whole = rows().filter(|row| !apart(*row) && face(*row, peak) != b' ').count();
        whole * 100 >= rows().count() * GOES
    }
}

/// The pieces, each text that goes on to the next piece wherever that has something saying that they may be one.
#[must_use]
pub fn told(page: &Page<'_>, columns: &[Column], mut pieces: Vec<Piece>) -> Vec<Piece> {
    let goes_on = |text: &Piece, next: &Piece| {
        let is_text = text.what == What::Text && text.to - text.from > 2 && text.to == next.from;
        let rows = || (0..page.len()).filter(|row| page.face(*row, next.from) != b' ');
        let filled = rows().count();
        let touches = |row: &usize| !page.is_blank(*row, next.from - 2, next.from);
        is_text
            && filled * 100 < page.len() * USUAL
            && rows().filter(touches).count() * 100 >= filled * GOES
            && filled > 0
            && columns[text.from..text.to].iter().any(|column| column.letter > 0)
    };
    for at in 1..pieces.len() {
        if goes_on(&pieces[at - 1], &pieces[at]) && !pieces[at - 1].others.contains(&Other::WithNext) {
            pieces[at - 1].others.push(Other::WithNext);
        }
    }
    pieces
}
