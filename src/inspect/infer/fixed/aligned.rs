//! Numbers that end at the right: blanks before them, and perhaps a sign, row by row.
//!
//! In: a page and runs of its columns. Out: the page without the signs that float before numbers, the places in a run of
//! digits where one number ends or another begins, and pieces with all that belongs to them. Refuses texts.

use std::collections::BTreeSet;

use super::page::{Class, Column, Page, class};
use super::piece::{Piece, What};

/// Lengths that numbers have which are of any size, and digits that the shortest of them has not.
const LENGTHS: usize = 3;
const SHORTEST: usize = 4;

/// The rows of a page, blanks for signs that float before numbers.
#[must_use]
pub fn bare(page: &Page<'_>) -> Vec<Vec<u8>> {
    let leads =
        |row: usize, column: usize| is_sign(page.face(row, column)) && page.face(row, column + 1).is_ascii_digit();
    let is_free = |row: usize, column: usize| column == 0 || page.face(row, column - 1) == b' ';
    let all = |column: &usize| {
        let signs: Vec<usize> = (0..page.len()).filter(|row| leads(*row, *column)).collect();
        let free = signs.iter().filter(|row| is_free(**row, *column)).count();
        !signs.is_empty() && (free * 2 > signs.len() || floats(page, *column))
    };
    let floating: BTreeSet<usize> = (0..page.width().saturating_sub(1)).filter(all).collect();
    let face = |row: usize, column: usize| {
        let signs = leads(row, column) && (is_free(row, column) || floating.contains(&column));
        if signs { b' ' } else { page.face(row, column) }
    };
    (0..page.len()).map(|row| (0..page.width()).map(|column| face(row, column)).collect()).collect()
}

/// Whether digits stand behind every sign in this column, and where there is none in some rows, and not in nearly all: these
/// are numbers of fewer digits, or of no sign.
#[must_use]
pub fn floats(page: &Page<'_>, column: usize) -> bool {
    let (signs, others): (Vec<usize>, Vec<usize>) = (0..page.len()).partition(|row| is_sign(page.face(*row, column)));
    let goes = |rows: &[usize]| rows.iter().filter(|row| page.face(**row, column + 1).is_ascii_digit()).count();
    let (led, unled) = (goes(&signs), goes(&others));
    !signs.is_empty() && led == signs.len() && unled * 4 >= led && unled * 10 < others.len() * 9
}

const fn is_sign(face: u8) -> bool {
    matches!(face, b'-' | b'+')
}

/// A run of columns that digits fill, and blanks.
#[derive(Clone, Copy)]
pub struct Run<'a> {
    /// Without floating signs.
    pub page: &'a Page<'a>,
    /// From 0.
    pub from: usize,
    /// Exclusive.
    pub to: usize,
}

impl Run<'_> {
    fn count(&self, holds: impl Fn(usize) -> bool) -> usize {
        (0..self.page.len()).filter(|row| holds(*row)).count()
    }

    fn is_blank(&self, row: usize, at: usize) -> bool {
        self.page.face(row, at) == b' '
    }

    /// Rows where something begins here: behind a blank, or with the run.
    fn starts(&self, at: usize) -> usize {
        if at < self.from || at >= self.to {
            return 0;
        }
        self.count(|row| !self.is_blank(row, at) && (at == self.from || self.is_blank(row, at - 1)))
    }

    /// Rows where something ends before this place.
    fn ends(&self, at: usize) -> usize {
        if at <= self.from || at >= self.to {
            return 0;
        }
        self.count(|row| self.is_blank(row, at) && !self.is_blank(row, at - 1))
    }

    /// Where blocks of digits begin, the first one included, and whether that is sure.
    #[must_use]
    pub fn blocks(&self) -> Vec<(usize, bool)> {
        let mut ends: Vec<usize> = (self.from..self.to).filter(|at| *at == self.from || self.is_end(*at)).collect();
        ends.push(self.to);
        let within = |pair: &[usize]| {
            let run = Self { from: pair[0], to: pair[1], ..*self };
            let starts = (run.from + 1..run.to).filter(move |at| run.is_start(*at));
            // One digit before others may be the first of a number.
            std::iter::once((run.from, true)).chain(starts.map(move |at| (at, at - 1 > run.from))).collect::<Vec<_>>()
        };
        ends.windows(2).flat_map(within).collect()
    }

    /// Whether many rows end here, and few beside.
    fn is_end(&self, at: usize) -> bool {
        let here = self.ends(at);
        let beside = [at.saturating_sub(2), at - 1, at + 1, at + 2].into_iter().map(|at| self.ends(at)).max();
        here * 50 >= self.page.len().max(50) && here >= 4 * beside.unwrap_or(0)
    }

    /// Whether many rows begin here and few beside: where they do, the digits are those of one number, which has more of
    /// them in some rows than in others, and begins with no zero.
    fn is_start(&self, at: usize) -> bool {
        let here = self.starts(at);
        let inner = |at: usize| if at <= self.from { 0 } else { self.starts(at) };
        let beside = [inner(at.saturating_sub(2)), inner(at - 1), inner(at + 1), inner(at + 2)];
        let alone = here >= 4 * beside.into_iter().max().unwrap_or(0);
        let apart = at - 1 > self.from || self.is_led(self.from) || self.is_led(at);
        here * 50 >= self.page.len().max(50) && alone && apart
    }

    /// Whether zeros begin digits here, as they do in a code.
    fn is_led(&self, at: usize) -> bool {
        let begins = |row: usize| at == self.from || self.is_blank(row, at - 1);
        let led = |row: usize| {
            begins(row) && self.page.face(row, at) == b'0' && at + 1 < self.to && !self.is_blank(row, at + 1)
        };
        self.count(led) * 50 >= self.starts(at).max(1)
    }

    /// Whether numbers of many lengths all have several digits more than one: others may stand behind them.
    #[must_use]
    pub fn is_long(&self) -> bool {
        let start = |row: usize| (self.from..self.to).find(|at| !self.is_blank(row, *at));
        let starts: BTreeSet<usize> = (0..self.page.len()).filter_map(start).collect();
        starts.len() >= LENGTHS && starts.last().is_some_and(|last| self.to - last >= SHORTEST)
    }

    /// Whether all rows have one number that ends with the run, and they begin at several places.
    #[must_use]
    pub fn is_aligned(&self) -> bool {
        let start = |row: usize| (self.from..self.to).find(|at| !self.is_blank(row, *at));
        let starts: Vec<(usize, usize)> = (0..self.page.len()).filter_map(|row| Some((row, start(row)?))).collect();
        let whole =
            |(row, start): &&(usize, usize)| (*start..self.to).all(|at| self.page.face(*row, at).is_ascii_digit());
        let wrong = starts.len() - starts.iter().filter(whole).count();
        // A word may touch the longest numbers here and there.
        let full: Vec<usize> = starts.iter().filter(|start| start.1 == self.from).map(|start| start.0).collect();
        let before = |row: &&usize| self.from > 0 && class(self.page.face(**row, self.from - 1)) == Class::Letter;
        let touched = full.iter().filter(before).count();
        let first = starts.first().map_or(0, |start| start.1);
        let differ = starts.iter().filter(|start| start.1 != first).count();
        !starts.is_empty() && touched * 2 <= full.len() && wrong * 20 <= starts.len() && differ * 50 >= starts.len()
    }
}

/// Numbers with the signs before them, and with the digits that only few rows have; `signed` are columns of signs at one
/// place, with which a number begins.
#[must_use]
pub fn whole(page: &Page<'_>, bare: &Page<'_>, signed: &[usize], mut pieces: Vec<Piece>) -> Vec<Piece> {
    for at in 0..pieces.len() {
        let free = at.checked_sub(1).map_or(0, |before| pieces[before].to);
        let piece = &mut pieces[at];
        if piece.what != What::Digits {
            continue;
        }
        let sign = |row: usize| {
            let first = (piece.from..piece.to).find(|at| bare.face(row, *at) != b' ')?;
            let sign = first.checked_sub(1).filter(|sign| *sign >= free)?;
            (bare.face(row, sign) != page.face(row, sign)).then_some(sign)
        };
        if let Some(first) = (0..page.len()).filter_map(sign).min() {
            piece.from = piece.from.min(first);
            piece.what = What::Marked(0);
        }
        if signed.contains(&piece.from) {
            piece.what = What::Marked(0);
        }
        let reaches = |from: usize| {
            let filled = || (0..page.len()).filter(|row| page.face(*row, from - 1) != b' ');
            let goes = |row: usize| {
                let face = page.face(row, from - 1);
                (face.is_ascii_digit() || is_sign(face)) && page.face(row, from).is_ascii_digit()
            };
            from > free && filled().next().is_some() && filled().all(goes)
        };
        while reaches(piece.from) {
            piece.from -= 1;
        }
    }
    pieces
}

/// The pieces, each number that ends at the right with the blanks before it: larger ones reach there. What is known stays.
#[must_use]
pub fn filled(page: &Page<'_>, columns: &[Column], mut pieces: Vec<Piece>, known: &[Piece]) -> Vec<Piece> {
    for at in 0..pieces.len() {
        let free = at.checked_sub(1).map_or(0, |before| pieces[before].to);
        let piece = &mut pieces[at];
        let is_known = known.iter().any(|other| (other.from, other.to) == (piece.from, piece.to));
        if is_known || !is_right_aligned(page, piece) {
            continue;
        }
        while piece.from > free && columns[piece.from - 1].filled() == 0 {
            piece.from -= 1;
        }
    }
    pieces
}

/// Whether blanks fill up a number, or no zeros do before its mark.
fn is_right_aligned(page: &Page<'_>, piece: &Piece) -> bool {
    let rows = || (0..page.len()).filter(|row| !page.is_blank(*row, piece.from, piece.to));
    let led = |row: usize| page.face(row, piece.from) == b'0' && page.face(row, piece.from + 1).is_ascii_digit();
    let padded = || rows().any(|row| page.face(row, piece.from) == b' ');
    match piece.what {
        What::Marked(digits) if digits > 0 => !rows().any(led),
        What::Marked(_) | What::Digits | What::Signed | What::Overpunch => padded(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where blocks begin in these lines, counted from 1, and whether they are one number.
    fn blocks(lines: &[String]) -> (String, bool) {
        let rows: Vec<&[u8]> = lines.iter().map(String::as_bytes).collect();
        let page = Page::of(&rows);
        let run = Run { page: &page, from: 0, to: page.width() };
        let starts: Vec<String> = run.blocks().iter().map(|(at, _)| (at + 1).to_string()).collect();
        (starts.join(" "), run.is_aligned())
    }

    #[test]
    fn a_number_of_any_size_is_one_block() {
        let uniform = |at: u64| format!("{:>4}", at * 7919 % 1010);
        assert_eq!(blocks(&(1..200).map(uniform).collect::<Vec<_>>()), ("1".to_owned(), true));
        let counted = |at: u64| format!("{at:>3}");
        assert_eq!(blocks(&(1..300).map(counted).collect::<Vec<_>>()), ("1".to_owned(), true));
    }

    #[test]
    fn digits_that_come_and_go_together_are_a_block() {
        let some =
            |at: u64| if at.is_multiple_of(3) { format!("{:04}{:03}", at * 7, at) } else { format!("    {at:03}") };
        assert_eq!(blocks(&(1..200).map(some).collect::<Vec<_>>()), ("1 5".to_owned(), true));
        let two = |at: u64| format!("{:>4}{:>5}", (at * 7919 % 10_000) >> (at % 7), (at * at % 99_991) >> (at % 9));
        assert_eq!(blocks(&(1..200).map(two).collect::<Vec<_>>()).0, "1 5");
    }
}
