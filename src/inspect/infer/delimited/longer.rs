//! Rows with more cells than others, or than the header has names: what may have cut them.
//!
//! In: the cells of rows. Out: two cells that look like one number, whose mark is the delimiter and which has no quotes.
//! Refuses: to join cells; names and types.

use super::sums;
use super::why::CutMark;

/// Rows whose widths are told apart may have so many cells.
const CELLS: usize = 1_000;

/// What stands in the cells of one column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Piece {
    filled: u64,
    /// Digits, after a sign or a currency: the whole part of a number.
    whole: u64,
    /// One to three digits, after a sign: the thousands of one.
    thousands: u64,
    /// Two digits: its cents; and those that begin with a zero.
    cents: u64,
    zeros: u64,
    /// A number, with decimals or without.
    numbers: u64,
    /// Three digits, and a decimal mark with digits behind it in some: the rest of one with thousands.
    rest: u64,
    /// Such a rest with decimals.
    decimals: u64,
}

/// The same of all columns of rows of one width.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pieces(Vec<Piece>);

impl Pieces {
    /// One more row.
    pub fn push(&mut self, cells: &[&[u8]]) {
        if cells.len() > CELLS {
            return;
        }
        self.0.resize(cells.len().max(self.0.len()), Piece::default());
        for (cell, piece) in cells.iter().zip(&mut self.0) {
            piece.push(cell);
        }
    }

    /// The columns, from 0, that each look like one number with the next, and what cut it; thousands show by decimals
    /// behind them.
    pub fn cut(&self) -> impl Iterator<Item = (usize, CutMark)> {
        self.pairs(1)
    }

    /// All of them where there is a cell too many: thousands need no decimals.
    pub fn perhaps_cut(&self) -> impl Iterator<Item = (usize, CutMark)> {
        self.pairs(0)
    }

    /// Whether a column holds numbers alone.
    #[must_use]
    pub fn has_numbers(&self, at: usize) -> bool {
        self.0.get(at).is_some_and(|piece| piece.filled > 0 && piece.numbers == piece.filled)
    }

    /// Whether two digits of a column begin with a zero in some, as those of numbers of things do not.
    #[must_use]
    pub fn has_zeros(&self, at: usize) -> bool {
        self.0.get(at).is_some_and(|piece| piece.zeros > 0)
    }

    fn pairs(&self, decimals: u64) -> impl Iterator<Item = (usize, CutMark)> {
        let mark = move |left: &Piece, right: &Piece| {
            let all = |n: u64, piece: &Piece| piece.filled > 0 && n == piece.filled && left.filled == right.filled;
            match () {
                () if all(left.whole, left) && all(right.cents, right) => Some(CutMark::Decimal),
                () if all(left.thousands, left) && all(right.rest, right) && right.decimals >= decimals => {
                    Some(CutMark::Thousands)
                }
                () => None,
            }
        };
        let pairs = self.0.iter().zip(self.0.iter().skip(1)).enumerate();
        pairs.filter_map(move |(at, (left, right))| mark(left, right).map(|mark| (at, mark)))
    }
}

impl Piece {
    fn push(&mut self, cell: &[u8]) {
        // UTF-16 has a zero beside each digit.
        let text: Vec<u8> = cell.iter().copied().filter(|byte| !matches!(byte, 0 | b' ')).collect();
        if text.is_empty() {
            return;
        }
        self.filled += 1;
        let signed =
            text.iter().position(u8::is_ascii_digit).filter(|at| text[..*at].iter().all(|byte| b"+-($".contains(byte)));
        let head = signed.map_or(&[][..], |at| &text[at..]);
        let (tail, has_end) = match &text[..] {
            [tail @ .., b'-' | b')'] => (tail, true),
            tail => (tail, false),
        };
        let (digits, decimals) = match tail.iter().position(|byte| *byte == b'.') {
            Some(at) => (&tail[..at], Some(&tail[at + 1..])),
            None => (tail, None),
        };
        let only = |bytes: &[u8]| !bytes.is_empty() && bytes.iter().all(u8::is_ascii_digit);
        self.whole += u64::from(only(head));
        self.thousands += u64::from(only(head) && head.len() <= 3);
        let is_cents = only(digits) && digits.len() == 2 && decimals.is_none();
        self.cents += u64::from(is_cents);
        self.zeros += u64::from(is_cents && digits.starts_with(b"0"));
        self.numbers += u64::from(sums::figure(&text).is_some());
        let is_rest = only(digits) && digits.len() == 3 && decimals.is_none_or(only);
        self.rest += u64::from(is_rest);
        self.decimals += u64::from(is_rest && (decimals.is_some() || has_end));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(rows: &[&str]) -> Option<(usize, CutMark)> {
        let mut pieces = Pieces::default();
        for row in rows {
            pieces.push(&row.split(',').map(str::as_bytes).collect::<Vec<_>>());
        }
        pieces.cut().next()
    }

    #[test]
    fn numbers_without_quotes_are_cut_at_their_marks() {
        assert_eq!(of(&["K0,898,36,x", "K1,-2,07,y"]), Some((1, CutMark::Decimal)));
        assert_eq!(of(&["K0,1,234.50,x", "K1,(12,001.00),y"]), Some((1, CutMark::Thousands)));
        assert_eq!(of(&["K0,898,361,x", "K1,137,67,y"]), None);
        assert_eq!(of(&["1,A,5", "2,B,6"]), None);
        assert_eq!(of(&["1,2.50,12", "2,3.50,14"]), None, "a number with decimals is whole");
    }
}
