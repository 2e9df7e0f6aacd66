//! Rows that are no records: totals, titles, ends of reports. Each sort of them becomes a kind that is skipped.
//!
//! In: rows. Out: sorts with their counts. A row with as many cells as a record that only begins like a total waits until
//! its column is known; one without a text waits until all that look like it are proved to be sums. Refuses: to throw a
//! row away that might be a record.

use std::sync::LazyLock;

use regex::Regex;

use super::rows::{Row, Text};
use super::sums::{self, Sums};
use super::why::CutWhy;
use crate::inspect::infer::draft::{KindDraft, Reason, Skip, When};
use crate::inspect::infer::values::why::Seen;

/// Sorts of odd rows that are told apart.
const SORTS: usize = 24;
/// Rows that wait.
const WAITING: usize = 256;
/// Rows without a text that wait.
const BARE: usize = 10_000;
/// Letters of a text by which a sort is told.
const LONGEST: usize = 80;

/// How totals begin in English and French.
static TOTAL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let words = r"(?i)^\W*(grand[ -]|sub[ -]?|sous[ -]?)?tota(l|ux|ls)(\W*|\s*[^\w\s].*|\s*\d.*|\s+(general|général|of|for|des|du|de|pour)\b.*)$";
    Regex::new(words).ok()
});

/// How they end where nothing stands in the cells before: `Vendor total`.
static TOTAL_LAST: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?i)\btota(l|ux|ls)\W*$").ok());

/// How the file's own count of its rows is written: `60 rows`, `Nombre de lignes : 60`.
static COUNT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let words = r"(?i)^\W*(\d[\d,. ]*)\s*(lignes?|lines?|rows?|records?|enregistrements?)\b[^\d]*$|^[^\d]*\b(lignes|lines|rows|records|enregistrements|count|nombre)\b[^\d]*?(\d[\d,. ]*)\W*$";
    Regex::new(words).ok()
});

/// Rows of one sort.
#[derive(Debug, Clone)]
struct Sort {
    /// The first cell that holds something, from 0.
    cell: usize,
    /// Its text, digits taken for one another.
    shape: String,
    /// Its text in the first such row.
    text: String,
    /// Every row has that text.
    same: bool,
    /// How many cells such rows have.
    cells: usize,
    total: bool,
    /// It has no text: its figure is the sum of the rows above it.
    bare: bool,
    seen: Seen,
}

/// A row that waits until its column is known.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// Its number, as a run counts.
    pub place: u64,
    /// The first cell that holds something, from 0.
    pub cell: usize,
    /// Its cells.
    pub cells: Vec<Vec<u8>>,
    text: String,
}

/// Odd rows so far.
#[derive(Debug, Clone, Default)]
pub struct Odd {
    sorts: Vec<Sort>,
    /// Rows that are totals or records.
    pub waiting: Vec<Waiting>,
    /// What the records above a row come to.
    pub sums: Sums,
    /// Rows of one figure without a text, each the sum of the rows above it.
    bare: Vec<Waiting>,
    /// A row that looks like these is no sum.
    bare_failed: bool,
}

impl Odd {
    /// Whether the row is taken for an odd one; it is kept then. `width`: the cells of a record.
    pub fn take(&mut self, row: &Row<'_>, text: Text<'_>, width: usize, place: u64) -> bool {
        let Some(cell) = (0..row.cells.len()).find(|cell| !row.is_blank(*cell)) else { return false };
        let Some(first) = text.decode(row.cells[cell]) else { return false };
        let first: String = first.trim().chars().take(LONGEST).collect();
        let (filled, other_width) = (row.filled(), row.cells.len() != width);
        let is = |words: &Option<Regex>| words.as_ref().is_some_and(|words| words.is_match(&first));
        let total = is(&TOTAL) || cell > 0 && is(&TOTAL_LAST);
        if filled == 1 && width > 1 && self.is_count(&first) {
            return self.keep(cell, &first, row.cells.len(), true, place);
        }
        if filled == 1 && cell > 0 && !other_width && sums::figure(row.cells[cell]).is_some() {
            return self.take_bare(row, cell, place);
        }
        if total && (other_width || filled * 2 <= width + 1 && width > 2) {
            return self.keep(cell, &first, row.cells.len(), true, place);
        }
        if total && self.waiting.len() < WAITING {
            let cells = row.cells.iter().map(|cell| cell.to_vec()).collect();
            self.waiting.push(Waiting { place, cell, cells, text: first });
            return true;
        }
        // A line of one text among rows of several cells is no record.
        other_width && width > 2 && filled == 1 && self.keep(cell, &first, row.cells.len(), false, place)
    }

    /// Whether a text is the number of the rows above it.
    fn is_count(&self, text: &str) -> bool {
        let Some(found) = COUNT.as_ref().and_then(|count| count.captures(text)) else { return false };
        let figure = found.get(1).or(found.get(4)).map_or("", |figure| figure.as_str());
        let digits: String = figure.chars().filter(char::is_ascii_digit).collect();
        digits.parse().is_ok_and(|number| self.sums.is_count(number))
    }

    /// A row of one figure behind blank cells.
    fn take_bare(&mut self, row: &Row<'_>, cell: usize, place: u64) -> bool {
        if self.bare_failed || self.bare.len() == BARE || !self.sums.proves(cell, row.cells[cell]) {
            self.bare_failed = true;
            return false;
        }
        let cells = row.cells.iter().map(|cell| cell.to_vec()).collect();
        self.bare.push(Waiting { place, cell, cells, text: String::new() });
        self.sums.begin_group();
        true
    }

    /// Rows without a text that are records after all, since another one like them is no sum; else they become sorts.
    pub fn settle_bare(&mut self) -> Vec<Waiting> {
        let bare = std::mem::take(&mut self.bare);
        if self.bare_failed {
            return bare;
        }
        bare.into_iter().filter(|row| !self.settle(row)).collect()
    }

    /// Takes a row that waited for a total.
    pub fn settle(&mut self, waiting: &Waiting) -> bool {
        self.keep(waiting.cell, &waiting.text, waiting.cells.len(), true, waiting.place)
    }

    fn keep(&mut self, cell: usize, text: &str, cells: usize, total: bool, place: u64) -> bool {
        self.sums.begin_group();
        let shape = shape(text);
        let same = |sort: &&mut Sort| (sort.cell, sort.cells, sort.shape.as_str()) == (cell, cells, shape.as_str());
        if let Some(sort) = self.sorts.iter_mut().find(same) {
            sort.same &= sort.text == text;
            sort.seen.again(place);
            return true;
        }
        if self.sorts.len() == SORTS {
            return false;
        }
        let seen = Seen { n: 1, first: place };
        let bare = text.is_empty();
        self.sorts.push(Sort { cell, shape, text: text.to_owned(), same: true, cells, total, bare, seen });
        true
    }

    /// A kind for each sort. `width`: the cells of a record; `of`: all rows; `delimiter` stands between cells.
    #[must_use]
    pub fn kinds(&self, width: usize, of: u64, delimiter: &str) -> Vec<KindDraft> {
        let (mut totals, mut lines) = (0, 0);
        let kind = |sort: &Sort| {
            let (stem, number) = if sort.total { ("total", &mut totals) } else { ("line", &mut lines) };
            *number += 1;
            let name = if *number == 1 { stem.to_owned() } else { format!("{stem}_{number}") };
            sort.kind(name, width, of, delimiter)
        };
        self.sorts.iter().map(kind).collect()
    }
}

impl Sort {
    fn kind(&self, name: String, width: usize, of: u64, delimiter: &str) -> KindDraft {
        let index = u32::try_from(self.cell).unwrap_or(u32::MAX);
        let when = if self.bare {
            When::Pattern(bare_pattern(self.cell, self.cells, delimiter))
        } else if self.same && self.text.chars().count() < LONGEST {
            When::Cell { index, is: vec![self.text.clone()] }
        } else {
            When::Pattern(pattern(&self.shape, self.cell == 0))
        };
        let records = Reason::Records { records: self.seen.n, of };
        KindDraft {
            name,
            when: Some(when),
            under: None,
            ends: None,
            skip: Some(if self.total { Skip::Total } else { Skip::Title }),
            cells: (self.cells != width).then(|| u32::try_from(self.cells).unwrap_or(u32::MAX)),
            in_preamble: false,
            fields: Vec::new(),
            groups: Vec::new(),
            unique: Vec::new(),
            sums: Vec::new(),
            records: self.seen.n,
            why: [Some(records), self.bare.then_some(Reason::Cut(CutWhy::SumOfRows))].into_iter().flatten().collect(),
        }
    }
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

/// The regular expression of a row with one figure in a cell, and nothing in the others.
fn bare_pattern(cell: usize, cells: usize, delimiter: &str) -> String {
    let delimiter = regex::escape(delimiter);
    let before = format!(r"\s*{delimiter}").repeat(cell);
    let behind = format!(r"{delimiter}\s*").repeat(cells.saturating_sub(cell + 1));
    format!(r#"^{before}\s*"?[-(+]?[\d., ]*\d[)-]?"?\s*{behind}$"#)
}

/// The regular expression of a shape.
fn pattern(shape: &str, at_start: bool) -> String {
    let escaped = regex::escape(shape).replace('0', r"\d+");
    if at_start { format!(r#"^"?\s*{escaped}"#) } else { escaped }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_are_told_by_how_they_begin() {
        let is = |text: &str| TOTAL.as_ref().is_some_and(|total| total.is_match(text));
        for text in
            ["Total", "TOTAL:", "*** Grand Total ***", "Sous-total", "Total général", "Total for fund 01", "Totaux"]
        {
            assert!(is(text), "{text}");
        }
        for text in ["Totally", "Totalisateur", "Total Fitness Inc", "Subtle", "1234", ""] {
            assert!(!is(text), "{text}");
        }
    }

    #[test]
    fn a_row_of_one_figure_is_told_by_its_blank_cells() {
        let pattern = Regex::new(&bare_pattern(1, 3, ",")).unwrap();
        for (row, want) in [(",20761.00,", true), (r#","20,761.00","#, true), ("1,20761.00,", false), (",x,", false)] {
            assert_eq!(pattern.is_match(row), want, "{row}");
        }
    }

    #[test]
    fn texts_that_differ_in_digits_alone_are_one_sort() {
        assert_eq!((shape("Rows: 1,204"), shape("Rows: 7")), ("Rows: 0,0".to_owned(), "Rows: 0".to_owned()));
        assert_eq!(pattern("Page 0 (of 0)", true), r#"^"?\s*Page \d+ \(of \d+\)"#);
    }
}
