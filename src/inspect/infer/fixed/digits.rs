//! A run of digits, cut into numbers.
//!
//! In: a page and the columns of a run that digits fill. Out: its pieces. A border is set where something shows it: dates,
//! check digits, zeros that begin again, numbers that count on. Refuses to cut where nothing does: what is left together
//! says that it may be several fields.

use std::collections::BTreeSet;

use super::amounts::likely;
use super::borders::place;
use super::page::{Column, Page};
use super::piece::{Piece, What};
use crate::inspect::infer::draft::Other;

/// Lengths that numbers have which are of any size, and digits that the shortest of them has not.
const LENGTHS: usize = 3;
const SHORTEST: usize = 5;
/// Rows in which digits stand before others that show whether these are any.
const LED: usize = 30;

/// The digits of a run, row by row; blanks before a number are zeros here.
pub struct Run {
    /// The column of the first digit.
    pub from: usize,
    /// Rows that have digits, or blanks and digits.
    pub rows: Vec<Row>,
    /// What each place of a digit shows.
    pub columns: Vec<Column>,
}

/// A row of a run.
pub struct Row {
    /// As many as the run is wide.
    pub digits: Vec<u8>,
    /// Whether the row before stands right before it, and is in the run too.
    pub follows: bool,
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
        let doubtful =
            |at: usize| windows.iter().filter(move |one| one.is_doubtful() && (one.from == at || one.to == at));
        if pair[0] > 0 && doubtful(pair[0]).next().is_some() && unsure(pair[0]).is_none() {
            let places =
                doubtful(pair[0]).flat_map(|one| one.rival.map_or([one.from, one.to + 2], |(from, to)| [from, to]));
            let places: BTreeSet<u32> = places.filter(|at| *at != pair[0]).map(|at| place(from + at)).collect();
            piece.others.push(Other::Begins(places.into_iter().collect()));
        }
        let open = pair[1] < plain - from && doubtful(pair[1]).next().is_some();
        if unsure(pair[1]).is_some() || open {
            piece.others.push(Other::WithNext);
        }
        pieces.push(piece);
    }
    if ending != Ending::Plain {
        run.end(&mut pieces, to, ending);
    }
    pieces
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

    /// Digits of each row.
    #[must_use]
    pub fn width(&self) -> usize {
        self.columns.len()
    }

    /// These digits of every row.
    #[must_use]
    pub fn values(&self, from: usize, to: usize) -> Vec<Vec<u8>> {
        self.rows.iter().map(|row| row.digits[from..to].to_vec()).collect()
    }

    /// Whether one digit that is no zero stands there in nearly every row.
    #[must_use]
    pub fn is_fixed(&self, column: usize) -> bool {
        let column = &self.columns[column];
        column.faces().any(|(face, rows)| face != b'0' && rows * 10 >= column.digit * 9)
    }

    /// Whether the same digit stands there in nearly every row.
    #[must_use]
    pub fn is_constant(&self, column: usize) -> bool {
        self.columns[column].is_constant()
    }

    /// What no window covers.
    fn rest(&self, from: usize, to: usize) -> Piece {
        let piece = Piece::new(self.from + from, self.from + to, What::Digits);
        match self.odd(from, to) {
            _ if to - from > 1 && !self.is_padded(from, to) => piece.or(Other::Joined(Vec::new())),
            Some(odd) => piece.or(Other::Joined(vec![place(self.from + odd)])),
            None if self.is_long(from, to) => piece.or(Other::Joined(Vec::new())),
            None => piece,
        }
    }

    /// Whether numbers of many lengths all have several digits more than one: others may stand behind them.
    fn is_long(&self, from: usize, to: usize) -> bool {
        let digits = |row: &Row| row.digits[from..to].iter().skip_while(|digit| **digit == b'0').count();
        let lengths: BTreeSet<usize> = self.rows.iter().map(digits).filter(|digits| *digits > 0).collect();
        lengths.len() >= LENGTHS && lengths.first().is_some_and(|least| *least >= SHORTEST)
    }

    /// The first digit within a number from which on another may begin: it is always one of a few, as those of a number are
    /// not, or what begins with it is one of a list.
    fn odd(&self, from: usize, to: usize) -> Option<usize> {
        let few = |column: &usize| self.columns[*column].usual() <= 3 && self.columns[*column].zeros() < 97;
        let varies = |column: &usize| self.columns[*column].usual() >= 8;
        let first = || (from..to).find(varies);
        let odd = first().and_then(|first| (first + 1..to).find(few)).filter(|_| self.rows.len() >= 50);
        odd.or_else(|| (from + 1..to).find(|at| self.is_listed(from, *at, to)))
    }

    /// Whether the digits from this one on are one of a few numbers, or this one of a few digits, in the rows in which others
    /// stand before it.
    fn is_listed(&self, from: usize, at: usize, to: usize) -> bool {
        let led = |row: &&Row| row.digits[from..at].iter().any(|digit| *digit != b'0');
        let rows: BTreeSet<&[u8]> = self.rows.iter().filter(led).map(|row| &row.digits[from..to]).collect();
        let at = at - from;
        let tails: Vec<&[u8]> = rows.iter().map(|row| &row[at..]).collect();
        let zeros = tails.iter().filter(|tail| tail.iter().all(|digit| *digit == b'0')).count();
        let tails: BTreeSet<&[u8]> = tails.into_iter().collect();
        let mut faces: [usize; 10] = [0; 10];
        for row in &rows {
            faces[usize::from(row[at] - b'0')] += 1;
        }
        let usual = faces.iter().filter(|count| **count * 50 > rows.len()).count();
        let digits = to - from - at;
        let listed = digits > 1 && tails.len() * 5 <= likely(rows.len(), digits) * 2;
        rows.len() >= LED && zeros * 2 < rows.len() && (listed || usual <= 6)
    }

    /// Whether zeros stand before digits as they do before one number.
    #[must_use]
    pub fn is_padded(&self, from: usize, to: usize) -> bool {
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
        let odd = self.odd(from - self.from, self.width()).map(|odd| place(self.from + odd));
        let joined = odd.map(|odd| vec![odd]).or_else(|| (!padded).then(Vec::new));
        pieces.push(joined.into_iter().fold(piece, |piece, places| piece.or(Other::Joined(places))));
    }
}
