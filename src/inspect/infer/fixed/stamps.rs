//! What shows itself by its form: dates with separators, postal codes, amounts, numbers with a decimal mark.
//!
//! In: a page. Out: the pieces that have such a form in every row. Refuses what digits alone show.

use super::amounts;
use super::dates;
use super::digits::{self, Ending};
use super::page::{Column, Page};
use super::piece::{Piece, What};
use crate::extractors::decode::date::DateRules;
use crate::inspect::infer::draft::{Other, Reason};
use crate::mapping::model::{Check, Type};
use crate::validate::numbers;

/// Pictures with separators, the longest first; of equal ones that which is more usual.
pub const PICTURES: [&str; 20] = [
    "YYYY-MM-DD HH:MI:SS.FFFFFF",
    "YYYY-MM-DD HH:MI:SS",
    "YYYY-MM-DDTHH:MI:SS",
    "YYYY-MM-DD",
    "YYYY/MM/DD",
    "DD/MM/YYYY",
    "MM/DD/YYYY",
    "DD-MM-YYYY",
    "MM-DD-YYYY",
    "DD.MM.YYYY",
    "YY/MM/DD",
    "DD/MM/YY",
    "MM/DD/YY",
    "YY-MM-DD",
    "DD-MM-YY",
    "MM-DD-YY",
    "YY.MM.DD",
    "DD.MM.YY",
    "MM.DD.YY",
    "HH:MI:SS",
];

/// Years over which the dates of one field are spread, at most, where digits stand behind them.
const LIVES: u64 = 60;

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
    let found = in_a_row(columns, |at| PICTURES.iter().find_map(|picture| date(page, columns, at, picture)));
    let mut found = doubted(page, columns, &found);
    let dates = found.len();
    let rows = without(page, &found);
    let rest = page.with(&rows);
    let columns = rest.columns();
    let amounts = amounts::pieces(&rest, &columns);
    found.extend(in_a_row(&columns, |at| {
        let amount = amounts.iter().find(|piece| piece.from == at).cloned();
        amount.or_else(|| postal(&rest, &columns, at)).or_else(|| marked(&rest, &columns, at))
    }));
    // A piece reaches no further than to what shows itself more plainly.
    for at in 0..dates {
        let (from, to) = (found[at].from, found[at].to);
        for piece in found[dates..].iter_mut().filter(|piece| piece.from < from && piece.to > from && piece.from < to) {
            piece.to = from;
        }
    }
    found.sort_by_key(|piece| piece.from);
    found
}

/// The first piece that is found, and those behind it.
fn in_a_row(columns: &[Column], piece: impl Fn(usize) -> Option<Piece>) -> Vec<Piece> {
    let mut found: Vec<Piece> = Vec::new();
    let mut at = 0;
    while at < columns.len() {
        match piece(at) {
            Some(piece) => {
                at = piece.to;
                found.push(piece);
            }
            None => at += 1,
        }
    }
    found
}

/// The rows with blanks for these pieces.
fn without(page: &Page<'_>, pieces: &[Piece]) -> Vec<Vec<u8>> {
    let mut rows: Vec<Vec<u8>> = (0..page.len()).map(|row| page.text(row, 0, page.width())).collect();
    for row in &mut rows {
        for piece in pieces {
            row[piece.from..piece.to].fill(b' ');
        }
    }
    rows
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
    let in_years = |text: &[u8]| dates::is_in_years(text, picture);
    always(page, from, to, &|text| in_years(text) && std::str::from_utf8(text).is_ok_and(holds))
        .then(|| Piece::new(from, to, What::Date(picture)))
}

/// The dates, and where digits behind one show that its four digits of a year may be two and the first ones of a number, the
/// doubt about both.
fn doubted(page: &Page<'_>, columns: &[Column], dates: &[Piece]) -> Vec<Piece> {
    let both = |(at, piece): (usize, &Piece)| {
        let end = dates.get(at + 1).map_or(columns.len(), |next| next.from);
        let is_digits = |column: &&Column| !column.is_blank() && column.is_digits();
        let digits = columns[piece.to..end].iter().take_while(is_digits).count();
        let What::Date(picture) = piece.what else { return vec![piece.clone()] };
        if !picture.ends_with("YYYY") || digits == 0 || has_whole_years(page, piece.to) {
            return vec![piece.clone()];
        }
        let short = u32::try_from(piece.to - 1).unwrap_or(u32::MAX);
        let date = Piece { what: What::Doubtful(picture), ..piece.clone() };
        let number = Piece::new(piece.to, piece.to + digits, What::Code);
        vec![date.or(Other::Joined(vec![short])), number.or(Other::Begins(vec![short]))]
    };
    dates.iter().enumerate().flat_map(both).collect()
}

/// Whether the four digits before this place are years of a few decades, and their last two no zeros before a number.
fn has_whole_years(page: &Page<'_>, to: usize) -> bool {
    let texts = (0..page.len()).map(|row| page.text(row, to - 4, to));
    let numbers = texts.filter(|text| text.iter().all(u8::is_ascii_digit)).map(|text| dates::number(&text).into());
    let mut years: Vec<u64> = numbers.collect();
    years.retain(|year| dates::YEARS.contains(&year.cast_signed()));
    years.sort_unstable();
    let mut short: Vec<u64> = years.iter().map(|year| year % 100).collect();
    short.sort_unstable();
    let span = years.last().zip(years.first()).map_or(0, |(last, first)| last - first);
    span <= LIVES && dates::are_years(&short)
}

fn postal(page: &Page<'_>, columns: &[Column], from: usize) -> Option<Piece> {
    [7, 6].into_iter().find_map(|width| {
        let to = from + width;
        let parted = |row: usize| page.face(row, from + 3) == b' ' && page.face(row, from + 4).is_ascii_digit();
        let inner = width < 7 || (0..page.len()).any(parted);
        let fits = to <= columns.len() && inner && columns[from].mostly(columns[from].letter);
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
fn marked(page: &Page<'_>, columns: &[Column], first: usize) -> Option<Piece> {
    let is_digits = |column: &Column| !column.is_blank() && column.is_digits();
    if !is_digits(&columns[first]) || first > 0 && is_digits(&columns[first - 1]) {
        return None;
    }
    let mark = first + columns[first..].iter().take_while(|column| is_digits(column)).count();
    amounts::mark(columns, mark).filter(|mark| *mark == b'.')?;
    let decimals = amounts::decimals(page, columns, mark)?;
    let whole = digits::pieces(page, first, mark, Ending::Plain).pop()?;
    let (from, to) = (whole.from, mark + 1 + decimals.digits);
    let holds = |text: &[u8]| {
        let text = text.trim_ascii();
        text.split(|face| *face == b'.').count() == 2 && text.iter().all(|face| face.is_ascii_digit() || *face == b'.')
    };
    // Digits before it in some rows: it is not the whole number.
    let touched = (0..page.len()).filter(|row| from > 0 && page.face(*row, from - 1).is_ascii_digit()).count();
    let cut = from == first && touched * 50 > page.len();
    let others = if from > first { whole.others } else { Vec::new() };
    let piece = Piece { others, ..Piece::new(from, to, What::Marked(decimals.digits)) };
    (!cut && always(page, from, to, &holds)).then(|| decimals.told(mark, piece))
}

/// Whether this holds of all rows that have something there, but for one in fifty.
fn always(page: &Page<'_>, from: usize, to: usize, holds: &dyn Fn(&[u8]) -> bool) -> bool {
    let texts: Vec<Vec<u8>> =
        (0..page.len()).filter(|row| !page.is_blank(*row, from, to)).map(|row| page.text(row, from, to)).collect();
    let wrong = texts.iter().filter(|text| !holds(text)).count();
    !texts.is_empty() && wrong * 50 <= texts.len()
}
