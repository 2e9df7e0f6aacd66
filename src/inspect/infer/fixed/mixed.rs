//! Pieces of letters, digits and hyphens that may be parts of one code.
//!
//! In: the pieces of a page. Out: the same, short ones between blanks joined, the others saying that they may be one. Refuses
//! what is known, and a hyphen between digits as the sign of either.

use std::collections::BTreeSet;

use super::borders::place;
use super::page::{Column, Page};
use super::piece::{Piece, What};
use crate::inspect::infer::draft::Other;

/// Places of a part of a code in which letters and digits change by turns.
const SHORT: usize = 2;
/// Places of a code whose parts blanks on both sides hold together.
const WHOLE: usize = 6;

/// Pieces of a page with its columns.
pub struct Mixed<'a> {
    /// The records.
    pub page: &'a Page<'a>,
    /// Its columns.
    pub columns: &'a [Column],
    /// Pieces that are known.
    pub known: &'a [Piece],
}

impl Mixed<'_> {
    /// The pieces, settled.
    #[must_use]
    pub fn settled(&self, pieces: Vec<Piece>) -> Vec<Piece> {
        let mut found = Vec::new();
        for mut group in self.groups(pieces) {
            if group.len() > 1 && self.is_whole(&group) {
                found.push(joined(&group));
                continue;
            }
            if group.len() > 2 || self.go_together(&group) {
                let last = group.len() - 1;
                for piece in group[..last].iter_mut().filter(|piece| !piece.others.contains(&Other::WithNext)) {
                    piece.others.push(Other::WithNext);
                }
            }
            found.append(&mut group);
        }
        self.hyphens(&mut found);
        found
    }

    /// Whether one of two pieces tells the other: `A1` and `B2`, never `A2`.
    fn go_together(&self, group: &[Piece]) -> bool {
        let [one, other] = group else { return false };
        let different = |from: usize, to: usize| {
            (0..self.page.len()).map(|row| self.page.text(row, from, to)).collect::<BTreeSet<_>>().len()
        };
        let (first, both) = (different(one.from, one.to), different(one.from, other.to));
        first > 1 && first == both && different(other.from, other.to) > 1
    }

    /// Letters and digits by turns, each a place or two wide, such as `L9H`; every other piece is alone.
    fn groups(&self, pieces: Vec<Piece>) -> Vec<Vec<Piece>> {
        let mut groups: Vec<Vec<Piece>> = Vec::new();
        for piece in pieces {
            match groups.last_mut().filter(|group| group.last().is_some_and(|last| self.follows(last, &piece))) {
                Some(group) => group.push(piece),
                None => groups.push(vec![piece]),
            }
        }
        groups
    }

    fn follows(&self, before: &Piece, next: &Piece) -> bool {
        let turns = (before.what == What::Text) != (next.what == What::Text);
        before.to == next.from && turns && self.is_short(before) && self.is_short(next)
    }

    fn is_short(&self, piece: &Piece) -> bool {
        piece.to - piece.from <= SHORT
            && matches!(piece.what, What::Text | What::Digits | What::Code)
            && !self.is_known(piece)
    }

    fn is_known(&self, piece: &Piece) -> bool {
        self.known.iter().any(|other| (other.from, other.to) == (piece.from, piece.to))
    }

    /// Whether blanks stand on both sides, and letters and digits wherever one of them does: `R1`, `C2`.
    fn is_whole(&self, group: &[Piece]) -> bool {
        let (from, to) = (group[0].from, group[group.len() - 1].to);
        let blank = |at: Option<usize>| at.and_then(|at| self.columns.get(at)).is_none_or(Column::is_blank);
        let filled = |row: usize| (from..to).filter(|at| self.page.face(row, *at) != b' ').count();
        let torn = (0..self.page.len()).filter(|row| !matches!(filled(*row), 0) && filled(*row) < to - from).count();
        let faces = |piece: &Piece, is: fn(&Column) -> u32| {
            self.columns[piece.from..piece.to].iter().all(|column| column.mostly(is(column)))
        };
        let pure = group.iter().all(|piece| match piece.what {
            What::Text => faces(piece, |column| column.letter),
            _ => faces(piece, |column| column.digit),
        });
        to - from <= WHOLE && pure && torn == 0 && blank(from.checked_sub(1)) && blank(Some(to))
    }

    /// A hyphen that always stands between digits is no sign: what ends or begins with it is no number.
    fn hyphens(&self, pieces: &mut [Piece]) {
        for at in 0..pieces.len() {
            let piece = &pieces[at];
            let (ends, begins) = (self.is_hyphen(piece.to - 1), self.is_hyphen(piece.from));
            if !(ends || begins) || self.is_known(piece) || matches!(piece.what, What::Date(_)) {
                continue;
            }
            pieces[at].what = What::Code;
            let before = if ends { Some(at) } else { at.checked_sub(1) };
            let before = before.filter(|at| !pieces[*at].others.contains(&Other::WithNext));
            if let Some(before) = before {
                pieces[before].others.push(Other::WithNext);
            }
        }
    }

    fn is_hyphen(&self, at: usize) -> bool {
        let column = &self.columns[at];
        let hyphens = column.count(b'-');
        let digit = |row: usize, at: usize| self.page.face(row, at).is_ascii_digit();
        let between =
            |row: &usize| self.page.face(*row, at) == b'-' && at > 0 && digit(*row, at - 1) && digit(*row, at + 1);
        let all = (0..self.page.len()).filter(between).count();
        hyphens > 0 && column.mostly(hyphens) && all * 50 >= hyphens as usize * 49
            // Where digits stand without it, it is a minus.
            && (0..self.page.len()).filter(|row| digit(*row, at - 1)).count() * 49 <= hyphens as usize * 50
    }
}

/// One text of short pieces, in which others may begin.
fn joined(group: &[Piece]) -> Piece {
    let borders = group[1..].iter().map(|piece| place(piece.from)).collect();
    Piece::new(group[0].from, group[group.len() - 1].to, What::Text).or(Other::Joined(borders))
}
