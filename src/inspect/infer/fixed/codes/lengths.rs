//! Rows as if each text and each number were as long as its field: how long they are tells no kinds, and a firm that comes again
//! has always the same length.
//!
//! In: rows. Out: the same rows, letters for the blanks behind a text, digits for those before a number. Refuses fields that
//! begin in some records alone: that they are not there is what tells kinds.

use crate::inspect::infer::fixed::page::{Class, class};

/// Of a hundred rows those in which a text begins at its first column, or a number ends at its last one.
const ALWAYS: usize = 95;
/// Of a hundred rows those in which another field begins, or ends, and those with digits that a text may have.
const OFTEN: usize = 20;
/// Digits of a number at most.
const DIGITS: usize = 15;

/// The rows, filled up, as far as this column.
#[must_use]
pub fn filled(rows: &[&[u8]], width: usize) -> Vec<Vec<u8>> {
    let face = |row: &[u8], column: usize| row.get(column).copied().unwrap_or(b' ');
    let mut all: Vec<Vec<u8>> = rows.iter().map(|row| (0..width).map(|column| face(row, column)).collect()).collect();
    for (first, end) in texts(&all, width) {
        fill(&mut all, first, first + 1..end, Class::Letter, b'A');
    }
    for (from, last) in numbers(&all, width) {
        fill(&mut all, last, from..last, Class::Digit, b'1');
    }
    all
}

/// Fills these columns of the rows that have such a face in this one.
fn fill(rows: &mut [Vec<u8>], at: usize, columns: std::ops::Range<usize>, wanted: Class, face: u8) {
    for row in rows.iter_mut().filter(|row| class(row[at]) == wanted) {
        row[columns.clone()].iter_mut().filter(|own| class(**own) == Class::Blank).for_each(|own| *own = face);
    }
}

/// Texts that begin in the same column of next to all rows: that column, and where the next field begins.
fn texts(rows: &[Vec<u8>], width: usize) -> Vec<(usize, usize)> {
    let is_letter = |row: &Vec<u8>, at: usize| class(row[at]) == Class::Letter;
    let always = |at: usize| has(rows, ALWAYS, |row| is_letter(row, at));
    let begins = |at: usize| has(rows, OFTEN, |row| class(row[at - 1]) == Class::Blank && is_letter(row, at));
    let ends = |at: &usize| begins(*at) || has(rows, OFTEN, |row| class(row[*at]) == Class::Digit);
    let first = (0..width).filter(|at| always(*at) && (*at == 0 || !always(at - 1)));
    first.map(|first| (first, (first + 1..width).find(ends).unwrap_or(width))).collect()
}

/// Numbers that end in the same column of next to all rows: where they begin, and that column.
fn numbers(rows: &[Vec<u8>], width: usize) -> Vec<(usize, usize)> {
    let is_digit = |row: &Vec<u8>, at: usize| class(row[at]) == Class::Digit;
    let always = |at: usize| has(rows, ALWAYS, |row| is_digit(row, at));
    let ends = |at: usize| has(rows, OFTEN, |row| is_digit(row, at) && class(row[at + 1]) == Class::Blank);
    let none = |at: usize| has(rows, OFTEN, |row| !matches!(class(row[at]), Class::Digit | Class::Blank));
    let last = (0..width).filter(|at| always(*at) && (at + 1 == width || !always(at + 1)));
    let from = |last: usize| (last.saturating_sub(DIGITS - 1)..last).rev().find(|at| ends(*at) || none(*at));
    last.map(|last| (from(last).map_or(last.saturating_sub(DIGITS - 1), |at| at + 1), last)).collect()
}

/// Whether it is so in so many of a hundred rows.
fn has(rows: &[Vec<u8>], percent: usize, holds: impl Fn(&Vec<u8>) -> bool) -> bool {
    rows.iter().filter(|row| holds(row)).count() * 100 >= rows.len() * percent
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_and_numbers_are_as_long_as_their_fields() {
        let names = ["ROY", "ZEPHYR PAPER", "BELL", "HYDRO-QUEBEC", "WAJAX", "UNION GAS", "DION", "SAVARD"];
        let line = |at: usize| format!("{:16}{:8}{:>6}", names[at % 8], ["PAID", ""][at % 2], at * 7);
        let mut lines: Vec<String> = (0..60).map(line).collect();
        lines.push(format!("{:16}{:8}{:>6}", "", "TOTAL", ""));
        let rows: Vec<&[u8]> = lines.iter().map(String::as_bytes).collect();
        let all = filled(&rows, 30);
        let text = |at: usize| String::from_utf8_lossy(&all[at]).into_owned();
        assert_eq!(text(0), format!("ROY{}PAID{}0", "A".repeat(13), "1".repeat(9)));
        assert_eq!(text(60), lines[60], "a record that has neither");
    }
}
