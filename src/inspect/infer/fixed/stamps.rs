//! What shows itself by its form: dates with separators, postal codes, amounts, numbers with a decimal mark.
//!
//! In: a page. Out: the pieces that have such a form in every row. Refuses what digits alone show.

use super::amounts;
use super::page::{Column, Page};
use super::piece::{Piece, What};
use crate::extractors::decode::date::DateRules;
use crate::inspect::infer::draft::Reason;
use crate::mapping::model::{Check, Type};
use crate::validate::numbers;

/// Pictures with separators, the longest first; of equal ones that which is more usual.
pub const PICTURES: [&str; 12] = [
    "YYYY-MM-DD HH:MI:SS.FFFFFF",
    "YYYY-MM-DD HH:MI:SS",
    "YYYY-MM-DDTHH:MI:SS",
    "YYYY-MM-DD",
    "YYYY/MM/DD",
    "DD/MM/YYYY",
    "MM/DD/YYYY",
    "DD-MM-YYYY",
    "DD.MM.YYYY",
    "YY/MM/DD",
    "DD/MM/YY",
    "HH:MI:SS",
];

/// The type of what a picture reads.
#[must_use]
pub fn type_of(picture: &str) -> Type {
    match (picture.contains('D'), picture.contains("HH")) {
        (true, true) => Type::Timestamp,
        (false, true) => Type::Time,
        _ => Type::Date,
    }
}

/// Pieces that have a form.
#[must_use]
pub fn pieces(page: &Page<'_>, columns: &[Column]) -> Vec<Piece> {
    let amounts = amounts::pieces(page, columns);
    let mut found: Vec<Piece> = Vec::new();
    let mut at = 0;
    while at < columns.len() {
        let amount = || amounts.iter().find(|piece| piece.from == at).cloned();
        match amount().or_else(|| stamp(page, columns, at)) {
            Some(piece) => {
                at = piece.to;
                found.push(piece);
            }
            None => at += 1,
        }
    }
    found
}

fn stamp(page: &Page<'_>, columns: &[Column], from: usize) -> Option<Piece> {
    let dated = || PICTURES.iter().find_map(|picture| date(page, columns, from, picture));
    dated().or_else(|| postal(page, columns, from)).or_else(|| marked(page, columns, from))
}

fn date(page: &Page<'_>, columns: &[Column], from: usize, picture: &'static str) -> Option<Piece> {
    let to = from + picture.len();
    if to > columns.len() || columns[from].is_blank() {
        return None;
    }
    let fits = picture.bytes().zip(&columns[from..]).all(|(token, column)| {
        if token.is_ascii_alphabetic() && token != b'T' {
            column.is_digits()
        } else {
            column.is_blank() || column.count(token) > 0
        }
    });
    let years = picture.matches('Y').count() == 2;
    let rules = fits.then(|| DateRules::new(picture, type_of(picture), years.then_some((1950, 2049))).ok())??;
    let holds = |text: &str| match type_of(picture) {
        Type::Timestamp => rules.timestamp(text).is_ok(),
        Type::Time => rules.time(text).is_ok(),
        _ => rules.date(text).is_ok(),
    };
    always(page, from, to, &|text| std::str::from_utf8(text).is_ok_and(holds))
        .then(|| Piece::new(from, to, What::Date(picture)))
}

fn postal(page: &Page<'_>, columns: &[Column], from: usize) -> Option<Piece> {
    [7, 6].into_iter().find_map(|width| {
        let to = from + width;
        let fits = to <= columns.len() && columns[from].mostly(columns[from].letter);
        let holds = |text: &[u8]| {
            std::str::from_utf8(text).is_ok_and(|text| numbers::holds(Check::CaPostalCode, text.trim_end()))
        };
        (fits && always(page, from, to, &holds)).then(|| {
            let why = vec![Reason::Checks(Check::CaPostalCode)];
            Piece { why, ..Piece::new(from, to, What::Checked(Check::CaPostalCode)) }
        })
    })
}

/// Digits, a mark, digits.
fn marked(page: &Page<'_>, columns: &[Column], from: usize) -> Option<Piece> {
    let is_digits = |column: &Column| !column.is_blank() && column.is_digits();
    if !is_digits(&columns[from]) || from > 0 && is_digits(&columns[from - 1]) {
        return None;
    }
    let mark = from + columns[from..].iter().take_while(|column| is_digits(column)).count();
    let column = columns.get(mark)?;
    let dots = column.count(b'.');
    let to = mark + 1 + columns[mark + 1..].iter().take_while(|column| is_digits(column)).count();
    if dots == 0 || !column.mostly(dots) || to == mark + 1 || to - mark > 7 {
        return None;
    }
    let holds = |text: &[u8]| {
        let text = text.trim_ascii();
        text.split(|face| *face == b'.').count() == 2 && text.iter().all(|face| face.is_ascii_digit() || *face == b'.')
    };
    always(page, from, to, &holds).then(|| Piece::new(from, to, What::Marked(to - mark - 1)))
}

/// Whether this holds of all rows that have something there, but for one in fifty.
fn always(page: &Page<'_>, from: usize, to: usize, holds: &dyn Fn(&[u8]) -> bool) -> bool {
    let texts: Vec<Vec<u8>> =
        (0..page.len()).filter(|row| !page.is_blank(*row, from, to)).map(|row| page.text(row, from, to)).collect();
    let wrong = texts.iter().filter(|text| !holds(text)).count();
    !texts.is_empty() && wrong * 50 <= texts.len()
}
