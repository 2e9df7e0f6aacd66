//! Signs that stand at one place between digits: whose they are.
//!
//! In: a page. Out: the columns of such signs, each with the number that it belongs to, as far as the numbers show it: an
//! amount is of many sizes and filled up with zeros, and no date has a sign. Refuses hyphens, which are always there, and
//! signs that float before numbers of several lengths.

use std::collections::BTreeSet;

use super::amounts;
use super::borders::place;
use super::digits::{self, Ending};
use super::fields::Sizes;
use super::page::{Column, Page};
use super::piece::{Piece, What};
use crate::extractors::decode::number::overpunched;
use crate::inspect::infer::draft::Other;

/// Whose a sign is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Of the number behind it.
    Next,
    /// Of the number before it.
    Before,
    /// Of the number before it, as is usual where a blank stands for a plus, or of the next one: both are text.
    Usual,
    /// Of one of the two: nothing shows which.
    Open,
}

/// The columns of signs, in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Signs {
    all: Vec<(usize, Side)>,
}

impl Signs {
    /// Of a page.
    #[must_use]
    pub fn of(page: &Page<'_>, columns: &[Column]) -> Self {
        let sheet = Sheet { page, columns };
        let mut all: Vec<(usize, Side)> = (0..columns.len()).filter_map(|at| Some((at, sheet.side(at)?))).collect();
        // A number has one sign: where one has its own, that on its other side is of the next number.
        for at in 1..all.len() {
            if is_open(all[at].1) && all[at - 1].1 == Side::Next && sheet.is_one(all[at - 1].0, all[at].0) {
                all[at].1 = Side::Next;
            }
        }
        for at in (1..all.len()).rev() {
            if is_open(all[at - 1].1) && all[at].1 == Side::Before && sheet.is_one(all[at - 1].0, all[at].0) {
                all[at - 1].1 = Side::Before;
            }
        }
        Self { all }
    }

    /// Whose the sign in this column is, if one stands there.
    #[must_use]
    pub fn side(&self, column: usize) -> Option<Side> {
        self.all.iter().find(|(at, _)| *at == column).map(|(_, side)| *side)
    }

    /// The columns of signs that are this one's.
    pub fn all(&self, wanted: Side) -> impl Iterator<Item = usize> + '_ {
        self.all.iter().filter(move |(_, side)| *side == wanted).map(|(at, _)| *at)
    }

    /// The rows of a page, a zero for each sign of the number behind it, and a blank for each of which nobody knows.
    #[must_use]
    pub fn without(&self, page: &Page<'_>) -> Vec<Vec<u8>> {
        let face = |row: usize, column: usize| match self.side(column) {
            Some(Side::Next) if page.face(row, column + 1).is_ascii_digit() => b'0',
            Some(Side::Open) => b' ',
            _ => page.face(row, column),
        };
        (0..page.len()).map(|row| (0..page.width()).map(|column| face(row, column)).collect()).collect()
    }

    /// The pieces of a page that was without its signs, and the signs of which nobody knows whose they are between them:
    /// what is beside these is no number as long as its sign is none of it.
    #[must_use]
    pub fn among(&self, mut pieces: Vec<Piece>) -> Vec<Piece> {
        let free = |at: &usize| !pieces.iter().any(|piece| piece.from <= *at && *at < piece.to);
        let open: Vec<usize> = self.all(Side::Open).filter(free).collect();
        for at in open {
            for piece in pieces.iter_mut().filter(|piece| piece.to == at || piece.from == at + 1) {
                piece.what = if is_number(piece.what) { What::Code } else { piece.what };
                piece.others.push(if piece.to == at { Other::WithNext } else { Other::Begins(vec![place(at)]) });
            }
            pieces.push(Piece::new(at, at + 1, What::Sign).or(Other::WithNext));
        }
        for at in self.all(Side::Usual) {
            for piece in pieces.iter_mut().filter(|piece| piece.to == at + 1 || piece.from == at + 1) {
                let ends = piece.to == at + 1;
                let other = if ends { Other::Joined(vec![place(at)]) } else { Other::Begins(vec![place(at)]) };
                piece.others.push(other);
                piece.what = if is_number(piece.what) { What::Code } else { piece.what };
            }
        }
        // What begins with a sign and is no number is no part of one either.
        for piece in pieces.iter_mut().filter(|piece| piece.what == What::Text) {
            if self.all(Side::Next).any(|at| (piece.from..piece.to).contains(&at)) {
                piece.what = What::Code;
            }
        }
        pieces.sort_by_key(|piece| piece.from);
        pieces
    }
}

struct Sheet<'a> {
    page: &'a Page<'a>,
    columns: &'a [Column],
}

/// What may be said of the digits beside a sign.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Beside {
    /// They have no sign.
    Nothing,
    /// They name something: a few of them come again, they count up, or none has a zero before it.
    Code,
    /// They may have one.
    Digits,
    /// They are an amount.
    Amount,
}

impl Sheet<'_> {
    fn side(&self, at: usize) -> Option<Side> {
        let signed: Vec<usize> = (0..self.page.len()).filter(|row| is_sign(self.page.face(*row, at))).collect();
        if signed.is_empty() || self.is_among_thousands(at, &signed) {
            return None;
        }
        if !self.is_place(at, &signed) {
            let open = || self.is_between(at, &signed).then_some(Side::Open);
            return self.ends(at, &signed).then_some(Side::Before).or_else(open);
        }
        let zeros = self.columns[at].count(b'0') > 0;
        let before = if zeros { Beside::Nothing } else { self.before(at, &signed) };
        match (before, self.behind(at)) {
            (Beside::Nothing, Beside::Code | Beside::Digits) if self.is_sure(at) => Some(Side::Next),
            (Beside::Nothing | Beside::Code, Beside::Amount) => Some(Side::Next),
            (Beside::Amount, Beside::Code) => Some(Side::Before),
            (_, Beside::Nothing) | (Beside::Nothing, _) => None,
            (Beside::Amount, _) if self.columns[at].count(b'+') == 0 => Some(Side::Usual),
            _ => Some(Side::Open),
        }
    }

    /// Whether a sign stands before the last three digits of an amount, where a blank parts them from thousands in other rows:
    /// no digit stands before any such sign.
    fn is_among_thousands(&self, at: usize, signed: &[usize]) -> bool {
        let digit = |row: usize, at: usize| self.page.face(row, at).is_ascii_digit();
        let thousands = |row: usize| self.page.face(row, at) == b' ' && digit(row, at - 1) && digit(row, at + 1);
        at > 0
            && amounts::are_last_digits(self.columns, at + 1)
            && amounts::mark(self.columns, at + 4).is_some()
            && !signed.iter().any(|row| digit(*row, at - 1))
            && (0..self.page.len()).any(thousands)
    }

    /// Whether a sign stands behind digits here, and before none: in some rows, or in any.
    fn ends(&self, at: usize, signed: &[usize]) -> bool {
        let column = &self.columns[at];
        let alone = signed.iter().filter(|row| !self.page.face(**row, at + 1).is_ascii_digit()).count();
        let signs = column.count(b'-') + column.count(b'+');
        let nothing =
            self.columns.get(at + 1).is_none_or(Column::is_blank) && (signs as usize) * 50 < self.page.len() * 49;
        alone * 50 > signed.len()
            && (nothing || self.is_digits(at + 1))
            && column.mostly(signs)
            && self.before(at, signed) != Beside::Nothing
    }

    /// Whether each sign here touches the decimals before it and the digits behind it, where these are of several lengths and
    /// none has a sign of its own further on: it may be behind the one or before the other.
    fn is_between(&self, at: usize, signed: &[usize]) -> bool {
        let column = &self.columns[at];
        let signs = column.count(b'-') + column.count(b'+');
        let digit = |row: usize, at: usize| self.page.face(row, at).is_ascii_digit();
        let is_number = |at: &usize| {
            self.columns.get(*at).is_some_and(|column| {
                !column.is_blank() && column.mostly(column.digit + column.count(b'-') + column.count(b'+'))
            })
        };
        let next = || (at + 1..self.columns.len()).take_while(is_number);
        let own = next().any(|at| self.columns[at].count(b'-') + self.columns[at].count(b'+') > 0);
        let touches = signed.iter().all(|row| digit(*row, at + 1) && at > 0 && digit(*row, at - 1));
        touches
            && !own
            && column.mostly(signs)
            && (signs as usize) * 50 < self.page.len() * 49
            && self.before(at, signed) == Beside::Amount
    }

    /// Whether nothing but signs, zeros and blanks stands in this column, digits stand behind it wherever a number is, and it
    /// is no hyphen, which stands wherever the digits are.
    fn is_place(&self, at: usize, signed: &[usize]) -> bool {
        let column = &self.columns[at];
        let signs = column.count(b'-') + column.count(b'+');
        let digit = |row: usize, at: usize| self.page.face(row, at).is_ascii_digit();
        let with = (0..self.page.len()).filter(|row| digit(*row, at + 1)).count();
        let short = |row: &usize| !digit(*row, at + 1) && (digit(*row, at + 2) || digit(*row, at + 3));
        let floats = (0..self.page.len()).filter(short).count() * 50 > self.page.len();
        let minus = column.count(b'-') as usize;
        let is_hyphen = minus * 50 >= with * 49;
        let apart = |row: &usize| (self.page.face(*row, at) == b' ') == digit(*row, at + 1);
        let together = (0..self.page.len()).filter(apart).count() * 20 <= self.page.len();
        let hyphen = is_hyphen || together && column.blank > 0;
        let led = signed.iter().filter(|row| digit(**row, at + 1)).count();
        column.mostly(signs + column.count(b'0')) && led * 50 >= signed.len() * 49 && !floats && !hyphen
    }

    /// Whether zeros stand where other records have a sign, or a plus does: no word has a hyphen so.
    fn is_sure(&self, at: usize) -> bool {
        let column = &self.columns[at];
        let touches = at > 0 && self.columns[at - 1].letter > 0;
        column.count(b'0') + column.count(b'+') > 0 || !touches
    }

    /// Whether one number stands between two signs.
    fn is_one(&self, sign: usize, next: usize) -> bool {
        let digits = (sign + 1..next).all(|at| self.is_digits(at));
        digits && next > sign + 1 && digits::pieces(self.page, sign + 1, next, Ending::Plain).len() == 1
    }

    fn is_digits(&self, at: usize) -> bool {
        self.columns.get(at).is_some_and(|column| !column.is_blank() && column.is_digits())
    }

    /// The digits before the sign in this column.
    fn before(&self, at: usize, signed: &[usize]) -> Beside {
        let from = (0..at).rev().take_while(|at| self.is_digits(*at)).last();
        let touched = || signed.iter().filter(|row| self.page.face(**row, at - 1).is_ascii_digit()).count();
        let Some(from) = from.filter(|_| touched() * 50 >= signed.len() * 49) else { return Beside::Nothing };
        if from > 0 && amounts::mark(self.columns, from - 1).is_some() {
            return Beside::Amount;
        }
        self.beside(digits::pieces(self.page, from, at, Ending::Plain).last())
    }

    /// The digits behind it: zeros stand before those that have a sign at one place.
    fn behind(&self, at: usize) -> Beside {
        let to = at + 1 + (at + 1..self.columns.len()).take_while(|at| self.is_digits(*at)).count();
        // A sign before thousands floats with them.
        if to == at + 1 || amounts::goes_on_with_thousands(self.columns, to) {
            return Beside::Nothing;
        }
        let led = self.columns[at + 1].zeros() >= 30;
        if led && amounts::mark(self.columns, to).is_some() {
            return Beside::Amount;
        }
        let pieces = digits::pieces(self.page, at + 1, to, Ending::Plain);
        // A last digit that has the sign leaves no place for another.
        if pieces.len() == 1 && self.is_punched(to) {
            return Beside::Code;
        }
        self.beside(pieces.first())
    }

    /// Whether digits with a sign stand in this column, zeros among them.
    fn is_punched(&self, at: usize) -> bool {
        let punched = |column: &Column| -> u32 {
            column.faces().filter(|(face, _)| overpunched(*face).is_some()).map(|(_, rows)| rows).sum()
        };
        let is = |column: &&Column| {
            let (signed, zeros) = (punched(column), column.count(b'{') + column.count(b'}'));
            zeros > 0 && zeros * 50 >= signed && column.mostly(signed + column.digit)
        };
        self.columns.get(at).filter(|column| !column.is_blank()).as_ref().is_some_and(is)
    }

    fn beside(&self, piece: Option<&Piece>) -> Beside {
        let Some(piece) = piece.filter(|piece| piece.what == What::Digits) else { return Beside::Nothing };
        let texts: Vec<Vec<u8>> = (0..self.page.len()).map(|row| self.page.text(row, piece.from, piece.to)).collect();
        let sizes = Sizes::of(texts.iter().map(Vec::as_slice));
        let falls = texts.windows(2).filter(|pair| pair[0] > pair[1]).count();
        let different: BTreeSet<&Vec<u8>> = texts.iter().collect();
        let names = different.len() * 4 <= texts.len() || falls * 5 < texts.len();
        match sizes.zeros {
            0 => Beside::Code,
            _ if sizes.amounts => Beside::Amount,
            _ if names => Beside::Code,
            _ => Beside::Digits,
        }
    }
}

const fn is_open(side: Side) -> bool {
    matches!(side, Side::Open | Side::Usual)
}

const fn is_number(what: What) -> bool {
    !matches!(what, What::Text | What::Date(_) | What::Checked(_))
}

const fn is_sign(face: u8) -> bool {
    matches!(face, b'-' | b'+')
}
