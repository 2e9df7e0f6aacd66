//! Amounts as people write them: blanks, a sign, digits by thousands, a mark, decimals, perhaps a sign behind.
//!
//! In: a page. Out: the pieces in which every row has such an amount that ends at the same place. Refuses numbers of digits
//! and a mark alone, which need no blanks before them, and what begins in the middle of other digits.

use super::borders::place;
use super::page::{Class, Column, Page, class};
use super::piece::{Piece, What};
use crate::inspect::infer::draft::Other;
use crate::inspect::infer::values::shape::shape;

/// Most digits behind a mark.
const DECIMALS: usize = 6;
/// What may stand between thousands, beside blanks.
const SEPARATORS: [u8; 3] = [b',', b'.', b'\''];
/// Signs that stand behind a number.
const BEHIND: [&[u8]; 5] = [b"-", b"+", b")", b"CR", b"DB"];

/// The pieces of the page that are amounts.
#[must_use]
pub fn pieces(page: &Page<'_>, columns: &[Column]) -> Vec<Piece> {
    let sheet = Sheet { page, columns };
    let mut found: Vec<Piece> = Vec::new();
    for at in 1..=columns.len() {
        let free = found.last().map_or(0, |piece| piece.to);
        found.extend(sheet.amount(at).filter(|piece| piece.from >= free));
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
        let mark = [b'.', b','].into_iter().find(|mark| {
            let column = self.columns.get(end);
            column.is_some_and(|column| {
                column.count(*mark) > 0 && column.mostly(column.count(*mark)) && !column.is_blank()
            })
        });
        let decimals = mark.map_or(0, |_| (end + 1..self.columns.len()).take_while(|at| self.is_digits(*at)).count());
        // Three digits behind a comma may be thousands: that is seen from their end, where more of them stand before.
        if !self.is_digits(end - 1) || mark.is_some() && (!(1..=DECIMALS).contains(&decimals) || decimals == 3) {
            return None;
        }
        let last = mark.map_or(end, |_| end + 1 + decimals);
        let goes_on = self.columns.get(last).is_some_and(|column| {
            column.digit > 0 || SEPARATORS.into_iter().any(|face| column.mostly(column.count(face)))
        });
        let separator = self.separator(end, mark);
        if goes_on || mark.is_none() && separator.is_none_or(|separator| separator == b' ') {
            return None;
        }
        let from = (0..self.page.len())
            .filter(|row| self.page.face(*row, end - 1).is_ascii_digit())
            .map(|row| self.start(row, end, separator))
            .min()?;
        let to = self.behind(last);
        let plain = (from..last).all(|at| self.is_digits(at) || at == end);
        let padded = self.page.len() > 1 && (0..self.page.len()).any(|row| self.page.is_blank(row, from, from + 1));
        let shows = separator.is_some() || to > last || padded && !plain;
        let piece = Piece::new(from, to, What::Marked(decimals));
        let unsure = separator == Some(b' ') && !self.goes_on_with_zeros(end);
        (shows && self.holds(from, to, mark.or(separator)))
            .then(|| if unsure { piece.or(Other::Begins(vec![place(end - 3)])) } else { piece })
    }

    /// What stands before the last three whole digits where there are more.
    fn separator(&self, end: usize, mark: Option<u8>) -> Option<u8> {
        let at = end.checked_sub(4)?;
        let column = &self.columns[at];
        if let Some(found) = SEPARATORS.into_iter().find(|face| Some(*face) != mark && column.count(*face) > 0) {
            let signs = [b'-', b'+', b'(', b'$'].into_iter().map(|face| column.count(face)).sum::<u32>();
            return column.mostly(column.count(found) + signs).then_some(found);
        }
        // A blank does so where whatever stands before it has three digits behind, and fewer stand alone.
        let more = |row: &usize| at > 0 && self.page.face(*row, at - 1).is_ascii_digit();
        let whole = |row: usize| (at + 1..end).all(|at| self.page.face(row, at).is_ascii_digit());
        let (with, without): (Vec<usize>, Vec<usize>) = (0..self.page.len()).partition(more);
        let short = without.iter().any(|row| self.page.face(*row, end - 1).is_ascii_digit());
        let led = without.iter().any(|row| self.page.face(*row, at + 1) == b'0');
        let apart = column.filled() == column.count(b'-') + column.count(b'(');
        let shows = short || self.grows(at) && self.goes_on_with_zeros(end);
        (apart && mark.is_some() && !with.is_empty() && shows && !led && with.into_iter().all(whole)).then_some(b' ')
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
            let groups = (end - at) % 4 == 3 && Some(face) == separator;
            let goes = at >= 2 && self.page.face(row, at - 2).is_ascii_digit();
            if !face.is_ascii_digit() && !(groups && goes) {
                break;
            }
            at -= 1;
        }
        while at > 0 && b"-+($".contains(&self.page.face(row, at - 1)) {
            at -= 1;
        }
        at
    }

    /// Where the signs end that stand behind the numbers of some rows.
    fn behind(&self, last: usize) -> usize {
        let has_number = |row: usize| self.page.face(row, last - 1).is_ascii_digit();
        let is_sign = |row: usize, width: usize| {
            let text = self.page.text(row, last, last + width);
            BEHIND.iter().any(|sign| *sign == text.as_slice()) && has_number(row)
        };
        let fits = |width: &usize| {
            let filled: Vec<usize> =
                (0..self.page.len()).filter(|row| !self.page.is_blank(*row, last, last + width)).collect();
            let ends = last + width <= self.columns.len();
            ends && !filled.is_empty() && filled.into_iter().all(|row| is_sign(row, *width))
        };
        [2, 1].into_iter().find(fits).map_or(last, |width| last + width)
    }

    /// Whether nearly all rows that have something there have a number, and nothing touches it.
    fn holds(&self, from: usize, to: usize, mark: Option<u8>) -> bool {
        let is_number = |row: usize| {
            let text = self.page.text(row, from, to);
            let text = std::str::from_utf8(&text).unwrap_or_default().trim();
            let marks = if mark == Some(b',') { [',', '.'] } else { ['.', ','] };
            shape(text).is_some_and(|shape| marks.into_iter().any(|mark| shape.digits(mark).is_some()))
        };
        let touches = |row: usize| {
            let before = from.checked_sub(1).map_or(b' ', |at| self.page.face(row, at));
            class(before) == Class::Digit && self.page.face(row, from) != b' '
        };
        let filled: Vec<usize> = (0..self.page.len()).filter(|row| !self.page.is_blank(*row, from, to)).collect();
        let wrong = filled.iter().filter(|row| !is_number(**row) || touches(**row)).count();
        wrong * 50 <= filled.len() && !filled.is_empty()
    }
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
        (1..60_i64).map(|at| (at * at * 7_919_003 % 99_999_989 >> (at % 9)) * if at % 3 == 0 { -1 } else { 1 })
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
