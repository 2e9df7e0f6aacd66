//! Rows that are no records: totals, titles, ends of reports, rows of nothing. Each sort of them becomes a kind that is skipped.
//!
//! In: rows. Out: sorts with their counts and places. A row that is called a total waits until all rows are read, and
//! [`totals`] says what it is; one without a text waits until all that look like it are proved to be sums. Refuses: to throw
//! a row away that might be a record.

use std::sync::LazyLock;

use regex::Regex;

use super::called::{self, Called, Rest};
use super::doubts::Doubted;
use super::ledger::{Found, Ledger};
use super::rows::{Row, Text};
use super::sorts::{LONGEST, Sorts};
use super::sums::{self, Cell, Proof, Sums};
use super::totals::{self, Holds};
use crate::inspect::infer::draft::KindDraft;
use crate::mapping::model::Dialect;

/// Rows that wait.
const WAITING: usize = 50_000;
/// Rows without a text that wait.
const BARE: usize = 10_000;

/// How the file's own count of its rows is written: `60 rows`, `Nombre de lignes : 60`.
static COUNT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let words = r"(?i)^\W*(\d[\d,. ]*)\s*(lignes?|lines?|rows?|records?|enregistrements?)\b[^\d]*$|^[^\d]*\b(lignes|lines|rows|records|enregistrements|count|nombre)\b[^\d]*?(\d[\d,. ]*)\W*$";
    Regex::new(words).ok()
});

/// What a report writes behind its last row: `End of report`, `*** FIN ***`. Alone such a word may be a value.
static END: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let words = r"(?i)^\W*(end|fin)\W+(of|du|de( la)?|des)(\W+the)?\W+(report|file|data|list|listing|extract|export|rapport|fichier|liste|données|relevé|extraction)\W*$|^[-*=#<>]{2,}\s*(end|fin)\s*[-*=#<>]{2,}$";
    Regex::new(words).ok()
});

/// Whether a text says that a report ends.
pub fn is_end(text: &str) -> bool {
    END.as_ref().is_some_and(|end| end.is_match(text))
}

/// A row that waits until all are read.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// Its number, as a run counts; 0 where that is not known.
    pub place: u64,
    /// Its number among all rows that were read.
    pub order: u64,
    /// The cell with its text, from 0.
    pub cell: usize,
    /// Whether that is the first that holds something.
    pub is_first: bool,
    /// Its cells.
    pub cells: Vec<Vec<u8>>,
    /// The whole row.
    pub raw: String,
    /// What that cell says, without blanks around it.
    pub text: String,
    /// The words of what it is called a total of, and where they stand.
    pub of: Vec<String>,
    /// See `of`.
    pub rest: Rest,
    /// What the rows beside it say.
    pub found: Found,
}

impl Waiting {
    /// Its text, digits taken for one another.
    #[must_use]
    pub fn shape(&self) -> String {
        shape(&self.text)
    }
}

/// Odd rows so far.
#[derive(Debug, Clone, Default)]
pub struct Odd {
    sorts: Sorts,
    /// Rows that are totals or records.
    pub waiting: Vec<Waiting>,
    /// What the records above a row come to.
    sums: Sums,
    /// The same at each row that waits.
    ledger: Ledger,
    /// A row is called a total and could not wait.
    is_full: bool,
    /// Rows of one figure without a text, each the sum of the rows above it.
    bare: Vec<Waiting>,
    /// A row that looks like these is no sum.
    bare_failed: bool,
    /// Rows that say that a report ends.
    ends: Vec<Waiting>,
    /// Other rows have one cell alone, too.
    has_single: bool,
    /// Rows so far.
    order: u64,
    /// Rows that are called totals, and that no sum proves to be any.
    pub doubted: Doubted,
}

impl Odd {
    /// A file begins; `first` are the cells of its first row, which is not told, and may be a header.
    pub fn begin_file(&mut self, first: &[String], is_whole: bool) {
        self.sums = Sums::begin(first, is_whole);
        self.ledger.begin(is_whole);
    }

    /// A file ends here.
    pub fn end_file(&mut self) {
        self.ledger.end();
    }

    /// A row that is a record.
    pub fn record(&mut self, cells: &[&[u8]], text: Text<'_>) {
        let figures = sums::figures(cells);
        self.sums.add(&figures);
        self.ledger.add(cells, &figures, text);
    }

    /// A record at the beginning of the first file, of which nobody knew that it is one.
    pub fn first_record(&mut self, cells: &[&[u8]]) {
        self.ledger.add_first(&sums::figures(cells));
    }

    /// Whether the row is taken for an odd one; it is kept then. `width`: the cells of a record.
    pub fn take(&mut self, row: &Row<'_>, text: Text<'_>, width: usize, place: u64) -> bool {
        self.order += 1;
        let cell = (0..row.cells.len()).find(|cell| !row.is_blank(*cell));
        let Some(cell) = cell else { return row.cells.len() > 1 && self.take_blank(row, place) };
        let Some(first) = text.decode(row.cells[cell]) else { return false };
        let first: String = first.trim().chars().take(LONGEST).collect();
        let (filled, other_width) = (row.filled(), row.cells.len() != width);
        let is_alone = filled == 1 && width > 1;
        let (is_count, is_end) = (is_alone && self.is_count(&first), is_alone && is_end(&first));
        let is_bare = filled == 1 && cell > 0 && !other_width && sums::figure(row.cells[cell]).is_some();
        self.has_single |= is_alone && !other_width && !is_count && !is_end && !is_bare;
        let waiting = || self.waiting_row(row, text, (place, cell, first.clone()));
        if is_count {
            let row = waiting();
            return self.keep(&row, true, None);
        }
        if is_end && self.ends.len() < BARE {
            let row = waiting();
            self.ends.push(row);
            return true;
        }
        if is_bare {
            let row = Waiting { text: String::new(), ..waiting() };
            return self.take_bare(row);
        }
        // A line of one text among rows of several cells is no record.
        let is_line = other_width && width > 2 && filled == 1;
        if let Some(called) = called(row, text) {
            let row = Waiting {
                cell: called.cell,
                is_first: called.is_first,
                of: called.of(),
                rest: called.rest,
                text: called.text.chars().take(LONGEST).collect(),
                ..waiting()
            };
            let figures = with_own(sums::figures(&borrowed(&row.cells)), &row.text);
            let says = figures.iter().any(|cell| matches!(cell, Cell::Figure(_)));
            if (says || !is_line) && self.wait(row, figures, text) {
                return true;
            }
        }
        if !is_line {
            return false;
        }
        self.ledger.heading(&first);
        let row = self.waiting_row(row, text, (place, cell, first));
        self.keep(&row, false, None)
    }

    /// A row of cells with nothing in them.
    fn take_blank(&mut self, row: &Row<'_>, place: u64) -> bool {
        let cells = row.cells.iter().map(|cell| cell.to_vec()).collect();
        let nothing = Waiting {
            place,
            order: self.order,
            cell: 0,
            is_first: true,
            cells,
            raw: String::new(),
            text: String::new(),
            of: Vec::new(),
            rest: Rest::None,
            found: Found::default(),
        };
        self.keep(&nothing, false, None)
    }

    /// A row that is called a total; false where no more are kept.
    fn wait(&mut self, row: Waiting, figures: Vec<Cell>, text: Text<'_>) -> bool {
        let cells = borrowed(&row.cells);
        if self.waiting.len() == WAITING || !self.ledger.line(&cells, (figures, row.cell), text) {
            self.is_full = true;
            return false;
        }
        self.sums.pass(&cells, row.cell);
        self.waiting.push(row);
        true
    }

    fn waiting_row(&self, row: &Row<'_>, text: Text<'_>, (place, cell, first): (u64, usize, String)) -> Waiting {
        let cells = row.cells.iter().map(|cell| cell.to_vec()).collect();
        let raw = text.decode(row.raw).unwrap_or_default();
        let (of, rest, found) = (Vec::new(), Rest::None, Found::default());
        Waiting { place, order: self.order, cell, is_first: true, cells, raw, text: first, of, rest, found }
    }

    /// Whether a text is the number of the rows above it.
    fn is_count(&self, text: &str) -> bool {
        let Some(found) = COUNT.as_ref().and_then(|count| count.captures(text)) else { return false };
        let figure = found.get(1).or(found.get(4)).map_or("", |figure| figure.as_str());
        let digits: String = figure.chars().filter(char::is_ascii_digit).collect();
        digits.parse().is_ok_and(|number| self.sums.is_count(number))
    }

    /// A row of one figure behind blank cells.
    fn take_bare(&mut self, row: Waiting) -> bool {
        let is_sum = row.cells.get(row.cell).is_some_and(|cell| self.sums.proves(row.cell, cell));
        if self.bare_failed || self.bare.len() == BARE || !is_sum {
            self.bare_failed = true;
            return false;
        }
        self.bare.push(row);
        self.sums.begin_group();
        true
    }

    /// Rows without a text that are records after all, since another one like them is no sum, and ends of reports among rows
    /// like them; else they become sorts.
    pub fn settle_bare(&mut self) -> Vec<Waiting> {
        let (bare, ends) = (std::mem::take(&mut self.bare), std::mem::take(&mut self.ends));
        let (bare_failed, has_single) = (self.bare_failed, self.has_single);
        let bare = bare.into_iter().map(|row| (row, bare_failed, true));
        let all = bare.chain(ends.into_iter().map(|row| (row, has_single, false)));
        all.filter_map(|(row, is_record, total)| (is_record || !self.keep(&row, total, None)).then_some(row)).collect()
    }

    /// Rows that are called totals become sorts, or are given back as records.
    pub fn settle(&mut self, columns: &[Holds], dialect: &Dialect) -> Vec<Waiting> {
        let mut waiting = std::mem::take(&mut self.waiting);
        let called: Vec<Vec<String>> = waiting.iter().map(|row| row.of.clone()).collect();
        for (row, found) in waiting.iter_mut().zip(self.ledger.found(&called)) {
            row.found = found;
        }
        let (found, mut records) =
            if self.is_full { (Vec::new(), waiting) } else { totals::judged(waiting, columns, dialect) };
        for totals in found {
            let all = totals.rows.into_iter();
            let lost: Vec<Waiting> = all.filter(|row| !self.keep(row, true, totals.pattern.as_ref())).collect();
            records.extend(lost);
        }
        records.iter().filter(|row| row.is_first || row.of.is_empty()).for_each(|row| self.doubted.record(row));
        records
    }

    /// Rows that are no records.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.sorts.count()
    }

    /// A kind for each sort of them: see [`Sorts::kinds`].
    #[must_use]
    pub fn kinds(&self, width: usize, of: u64, delimiter: &str) -> Vec<KindDraft> {
        self.sorts.kinds(width, of, delimiter)
    }

    fn keep(&mut self, row: &Waiting, total: bool, pattern: Option<&String>) -> bool {
        self.sums.begin_group();
        if total && row.proof() != Proof::Sum && row.found.is_tried {
            self.doubted.skipped(row);
        }
        self.sorts.keep(row, total, pattern)
    }
}

/// How the row is called, if it is called a total; most rows have no such letters.
fn called(row: &Row<'_>, text: Text<'_>) -> Option<Called> {
    let tota = |at: usize| {
        // UTF-16 has zeros among them.
        let four = row.raw[at..].iter().filter(|byte| **byte != 0).take(4);
        four.map(u8::to_ascii_lowercase).eq(*b"tota")
    };
    if !memchr::memchr2_iter(b't', b'T', row.raw).any(tota) {
        return None;
    }
    let cells: Vec<Option<String>> = row.cells.iter().map(|cell| text.decode(cell)).collect();
    called::called(&cells)
}

/// The figures of a row; where it has none beside its text, that at the text's end.
fn with_own(mut figures: Vec<Cell>, text: &str) -> Vec<Cell> {
    if !figures.iter().any(|cell| matches!(cell, Cell::Figure(_))) {
        let digits = |letter: char| letter.is_ascii_digit() || matches!(letter, '.' | ',' | ' ' | '\u{a0}' | '-' | '$');
        let tail = &text[text.trim_end_matches(digits).len()..];
        figures.push(Cell::of(tail.as_bytes()));
    }
    figures
}

fn borrowed(cells: &[Vec<u8>]) -> Vec<&[u8]> {
    cells.iter().map(Vec::as_slice).collect()
}

/// Digits taken for one another: a run of them is one `0`.
fn shape(text: &str) -> String {
    let mut shape = String::with_capacity(text.len());
    for letter in text.chars() {
        let letter = if letter.is_ascii_digit() { '0' } else { letter };
        if letter != '0' || !shape.ends_with('0') {
            shape.push(letter);
        }
    }
    shape
}

#[cfg(test)]
mod tests {
    use super::super::totals::shaped;
    use super::*;

    #[test]
    fn texts_that_differ_in_digits_alone_are_one_sort() {
        assert_eq!((shape("Rows: 1,204"), shape("Rows: 7")), ("Rows: 0,0".to_owned(), "Rows: 0".to_owned()));
        assert_eq!(shaped("Page 0 (of 0)"), r"Page \d+ \(of \d+\)");
    }
}
