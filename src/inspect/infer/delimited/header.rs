//! Where the rows begin, and whether the first of them names the columns.
//!
//! In: the beginning of a file, and what its columns hold. Out: lines before the rows; a verdict with its reason.

use super::rows::{Cutter, Text};
use super::table::Table;
use super::why::CutWhy;
use crate::inspect::infer::values::shape::shape;
use crate::inspect::infer::values::texts::Nothing;
use crate::inspect::infer::values::why::{Seen, Why};
use crate::inspect::infer::values::{Found, names};
use crate::mapping::model::Type;
use crate::validate::numbers::holds;

/// Rows in which the first one of many cells is looked for.
const LOOKED_AT: u64 = 60;
/// Lines of the longest header, and rows under one of them that are looked at.
const LINES: usize = 3;
const BELOW: usize = 6;
/// Letters of the longest header.
const LONGEST: usize = 80;

/// Words of which headers are made.
const WORDS: [&str; 68] = [
    "account",
    "acct",
    "address",
    "adresse",
    "amount",
    "amt",
    "annee",
    "balance",
    "categorie",
    "category",
    "city",
    "class",
    "cle",
    "client",
    "code",
    "compte",
    "credit",
    "customer",
    "date",
    "debit",
    "department",
    "dept",
    "desc",
    "description",
    "email",
    "employee",
    "employe",
    "facture",
    "fin",
    "first",
    "fonds",
    "fournisseur",
    "fund",
    "id",
    "invoice",
    "key",
    "last",
    "lastname",
    "ligne",
    "line",
    "montant",
    "name",
    "no",
    "nom",
    "note",
    "num",
    "number",
    "numero",
    "period",
    "phone",
    "postal",
    "prenom",
    "price",
    "prix",
    "qty",
    "quantite",
    "quantity",
    "rate",
    "ref",
    "reference",
    "roll",
    "solde",
    "statut",
    "status",
    "taux",
    "total",
    "type",
    "ville",
];

/// The first row of many cells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Start {
    /// Lines before it.
    pub lines: u64,
    /// Rows before it.
    pub rows: u64,
    /// Its bytes.
    pub raw: Vec<u8>,
    /// Its cells as text; a cell that does not decode is empty.
    pub cells: Vec<String>,
}

/// Finds the first row that has as many cells as the others, and more than one of them filled; or names before it that are
/// fewer, since marks cut the numbers under them; or the last line of a header of several.
#[must_use]
pub fn start(text: Text<'_>, cutter: &Cutter, width: usize) -> Start {
    let mut rows: Vec<Start> = Vec::new();
    cutter.each(text, 0, &mut |row| {
        let cells = row.cells.iter().map(|cell| text.decode(cell).unwrap_or_default()).collect();
        rows.push(Start { lines: row.line - 1, rows: row.told - 1, raw: row.raw.to_vec(), cells });
        (rows.len() as u64) < LOOKED_AT
    });
    let wide = |row: &Start| row.cells.len() + 1 >= width && (width < 2 || row.cells.len() > 1);
    let full = |row: &Start| width < 3 || row.filled().count() > 1;
    let first = rows.iter().position(|row| wide(row) && full(row)).unwrap_or(0);
    let at = lowest(&rows, narrower(&rows, first));
    if at < rows.len() { rows.swap_remove(at) } else { Start::default() }
}

impl Start {
    fn filled(&self) -> impl Iterator<Item = &String> {
        self.cells.iter().filter(|cell| !cell.trim().is_empty())
    }
}

/// A row of names before the first of many cells, where that is a record.
fn narrower(rows: &[Start], first: usize) -> usize {
    let Some(row) = rows.get(first).filter(|row| row.cells.iter().any(|cell| is_figure(cell))) else { return first };
    let names = |one: &Start| {
        let last = one.cells.iter().rposition(|cell| !cell.trim().is_empty()).unwrap_or(0);
        let fewer = last > 0 && one.cells.len() < row.cells.len();
        fewer && one.cells[..=last].iter().all(|cell| is_word(cell)) && tells(one)
    };
    (0..first).rev().find(|at| names(&rows[*at])).unwrap_or(first)
}

/// The last of several lines of header: the next row has words over figures as well.
fn lowest(rows: &[Start], first: usize) -> usize {
    let is_next = |at: usize| {
        let (Some(row), Some(next), below) = (rows.get(at), rows.get(at + 1), rows.get(at + 2..).unwrap_or(&[])) else {
            return false;
        };
        let below = &below[..below.len().min(BELOW)];
        let cells =
            |at: usize| below.iter().filter_map(move |row| row.cells.get(at)).filter(|cell| !cell.trim().is_empty());
        let figures = |at: &usize| cells(*at).count() > 1 && cells(*at).all(|cell| is_figure(cell));
        let over: Vec<usize> = (0..next.cells.len()).filter(figures).collect();
        let word = |at: &usize| is_word(&next.cells[*at]) && row.cells.get(*at).is_none_or(|cell| !is_figure(cell));
        !over.is_empty() && over.iter().all(word) && !next.cells.iter().any(|cell| is_figure(cell))
    };
    (first..first + LINES).find(|at| !is_next(*at)).unwrap_or(first)
}

/// Whether a text begins with a digit, as numbers and days do, or is a number.
fn is_figure(text: &str) -> bool {
    let text = text.trim();
    text.starts_with(|first: char| first.is_ascii_digit()) && !is_year(text) || shape(text).is_some()
}

/// Whether a word of it is one of which headers are made.
fn tells(start: &Start) -> bool {
    start.filled().any(|text| is_known(text))
}

fn is_known(text: &str) -> bool {
    text.contains('_') || names::words(text).iter().any(|word| WORDS.contains(&word.as_str()))
}

/// Where records begin that have no header, and how many of them stand up to the first of many cells: what has several cells
/// is no title.
#[must_use]
pub fn records(text: Text<'_>, cutter: &Cutter, start: Start) -> (Start, u64) {
    let mut first = None;
    cutter.each(text, 0, &mut |row| {
        let before = row.line <= start.lines;
        if before && row.filled() > 1 {
            first = Some((row.line - 1, row.told - 1));
        }
        before && first.is_none()
    });
    match first {
        Some((lines, rows)) => {
            let records = start.rows - rows + 1;
            (Start { lines, rows, ..start }, records)
        }
        None => (start, 1),
    }
}

/// Rows before the first of many cells that have several cells too.
#[must_use]
pub fn filled_before(text: Text<'_>, cutter: &Cutter, start: &Start) -> Seen {
    let mut filled = Seen::default();
    cutter.each(text, 0, &mut |row| {
        let before = row.line <= start.lines;
        if before && row.filled() > 1 {
            filled.again(row.number);
        }
        before
    });
    filled
}

/// Whether the row names the columns that stand under it, and why.
#[must_use]
pub fn verdict(start: &Start, table: &Table, found: &[Found]) -> (bool, CutWhy) {
    let line = start.lines + 1;
    let cells = || start.cells.iter().enumerate();
    let named = |text: &str| !text.trim().is_empty();
    let in_digits = |at: usize| table.digits.get(at).is_some_and(|share| share.of > 0 && share.n == share.of);
    let figures = |at: usize, text: &str| {
        let found = found.get(at);
        found.is_some_and(is_figures) || in_digits(at) && !text.contains(|one: char| one.is_ascii_digit())
    };
    let below = |at: usize, text: &str| table.columns.get(at).is_some_and(|column| column.has(text.trim()));
    let like_below = |at: usize, text: &str| {
        let found = found.get(at);
        let passes = |found: &Found| found.check.is_some_and(|check| holds(check, text.trim()));
        let dated = |found: &Found| in_digits(at) && is_dated(text, found);
        named(text) && (found.is_some_and(passes) || found.is_some_and(dated)) || is_value(text, found)
    };
    let filled = cells().filter(|(_, text)| named(text)).count();
    // A name may stand below by chance; all of them do not.
    let all_below = filled > 1 && cells().all(|(at, text)| !named(text) || below(at, text));
    let over = cells().filter(|(at, text)| named(text) && is_word(text) && figures(*at, text)).count() as u64;
    let value = all_below || cells().any(|(at, text)| like_below(at, text));
    if over > 0 && !value {
        return (true, CutWhy::HeaderOverNumbers { columns: over, line });
    }
    let alone = cells().all(|(at, text)| {
        let again = start.cells.iter().filter(|other| *other == text).count() > 1;
        !named(text) || is_word(text) && !again && !below(at, text) && text.chars().count() <= LONGEST
    });
    if filled > 0 && alone && !value && (table.rows == 0 || tells(start)) {
        return (true, CutWhy::HeaderByWords { line });
    }
    (false, CutWhy::NoHeader)
}

/// Whether a text begins with a digit, as the days, times and texts below it do.
fn is_dated(text: &str, found: &Found) -> bool {
    let days = matches!(found.ty, Type::Date | Type::Time | Type::Timestamp | Type::Text);
    days && text.trim().starts_with(|first: char| first.is_ascii_digit()) && !is_year(text)
}

/// A year may be a header.
fn is_year(text: &str) -> bool {
    matches!(text.trim().parse(), Ok(1900..=2100_u32))
}

/// A text with a letter, that is no number, no day and no word for nothing.
fn is_word(text: &str) -> bool {
    let text = text.trim();
    text.chars().any(char::is_alphabetic) && shape(text).is_none() && Nothing::of(text).is_none()
}

/// Whether a column holds numbers, days or codes of digits alone.
fn is_figures(found: &Found) -> bool {
    let digits = |why: &Why| matches!(why, Why::LeadingZeros(_) | Why::SameLength(_) | Why::Checks(_));
    !matches!(found.ty, Type::Text | Type::Bool) || found.why.iter().any(digits) || !found.others.is_empty()
}

/// Whether the text would be a value of its column: the row is then like those below it.
fn is_value(text: &str, found: Option<&Found>) -> bool {
    let number = shape(text.trim()).is_some() && !is_year(text);
    number && found.is_some_and(|found| matches!(found.ty, Type::Decimal { .. } | Type::Date))
}
