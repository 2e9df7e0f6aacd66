//! Rows that are no records: totals, titles, ends of reports. Each sort of them becomes a kind that is skipped.
//!
//! In: rows. Out: sorts with their counts and places. A row that begins like a total waits until all rows are read, and
//! [`totals`] says what it is; one without a text waits until all that look like it are proved to be sums. Refuses: to throw
//! a row away that might be a record.

use std::sync::LazyLock;

use regex::Regex;

use super::rows::{Row, Text};
use super::sums::{self, Proof, Sums};
use super::totals::{self, FIGURE, Holds, shaped};
use super::why::CutWhy;
use crate::inspect::infer::draft::{KindDraft, Reason, Skip, When};
use crate::inspect::infer::values::why::{Seen, Share};

/// Sorts of odd rows that are told apart.
const SORTS: usize = 24;
/// Rows that wait.
const WAITING: usize = 50_000;
/// Rows without a text that wait.
const BARE: usize = 10_000;
/// Letters of a text by which a sort is told.
const LONGEST: usize = 80;
/// Places of a sort that are told.
const PLACES: usize = 5;

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
    /// The condition that tells it, where its text does not.
    pattern: Option<String>,
    seen: Seen,
    /// The number of the first among all rows.
    order: u64,
    /// Where the first of its rows stand, as far as that is known.
    places: Vec<u64>,
    /// Of rows of which it could be tried, those whose figure is the sum of the rows above.
    sums: Share,
}

/// A row that waits until all are read.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// Its number, as a run counts; 0 where that is not known.
    pub place: u64,
    /// Its number among all rows that were read.
    pub order: u64,
    /// The first cell that holds something, from 0.
    pub cell: usize,
    /// Its cells.
    pub cells: Vec<Vec<u8>>,
    /// The whole row.
    pub raw: String,
    /// What its first cell says, without blanks around it.
    pub text: String,
    /// What the rows above it say.
    pub proof: Proof,
    /// No row of its file follows it.
    pub is_last: bool,
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
    sorts: Vec<Sort>,
    /// Rows that are totals or records.
    pub waiting: Vec<Waiting>,
    /// What the records above a row come to.
    pub sums: Sums,
    /// Rows of one figure without a text, each the sum of the rows above it.
    bare: Vec<Waiting>,
    /// A row that looks like these is no sum.
    bare_failed: bool,
    /// Rows so far.
    order: u64,
    /// Rows that begin like totals and are records.
    pub like_totals: Seen,
}

impl Odd {
    /// Whether the row is taken for an odd one; it is kept then. `width`: the cells of a record.
    pub fn take(&mut self, row: &Row<'_>, text: Text<'_>, width: usize, place: u64) -> bool {
        self.order += 1;
        let Some(cell) = (0..row.cells.len()).find(|cell| !row.is_blank(*cell)) else { return false };
        let Some(first) = text.decode(row.cells[cell]) else { return false };
        let first: String = first.trim().chars().take(LONGEST).collect();
        let (filled, other_width) = (row.filled(), row.cells.len() != width);
        let is = |words: &Option<Regex>| words.as_ref().is_some_and(|words| words.is_match(&first));
        let total = is(&TOTAL) || cell > 0 && is(&TOTAL_LAST);
        let waiting = |proof| self.waiting_row(row, text, (place, cell, first.clone(), proof));
        if filled == 1 && width > 1 && self.is_count(&first) {
            let row = waiting(Proof::Untold);
            return self.keep(&row, true, None);
        }
        if filled == 1 && cell > 0 && !other_width && sums::figure(row.cells[cell]).is_some() {
            let row = Waiting { text: String::new(), ..waiting(Proof::Sum) };
            return self.take_bare(row);
        }
        if total && self.waiting.len() < WAITING {
            let proof = self.sums.total(&row.cells, cell);
            let row = self.waiting_row(row, text, (place, cell, first, proof));
            self.waiting.push(row);
            return true;
        }
        // A line of one text among rows of several cells is no record.
        if !(other_width && width > 2 && filled == 1) {
            return false;
        }
        let row = waiting(Proof::Untold);
        self.keep(&row, false, None)
    }

    fn waiting_row(
        &self,
        row: &Row<'_>,
        text: Text<'_>,
        (place, cell, first, proof): (u64, usize, String, Proof),
    ) -> Waiting {
        let cells = row.cells.iter().map(|cell| cell.to_vec()).collect();
        let raw = text.decode(row.raw).unwrap_or_default();
        Waiting { place, order: self.order, cell, cells, raw, text: first, proof, is_last: false }
    }

    /// A file ends here.
    pub fn end_file(&mut self) {
        let last = self.order;
        if let Some(row) = self.waiting.last_mut().filter(|row| row.order == last) {
            row.is_last = true;
        }
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

    /// Rows without a text that are records after all, since another one like them is no sum; else they become sorts.
    pub fn settle_bare(&mut self) -> Vec<Waiting> {
        let bare = std::mem::take(&mut self.bare);
        if self.bare_failed {
            return bare;
        }
        bare.into_iter().filter(|row| !self.keep(row, true, None)).collect()
    }

    /// Rows that begin like totals become sorts, or are given back as records.
    pub fn settle(&mut self, columns: &[Holds], delimiter: &str) -> Vec<Waiting> {
        let waiting = std::mem::take(&mut self.waiting);
        let (found, mut records) = totals::judged(waiting, columns, delimiter);
        for group in found {
            let all = group.rows.into_iter();
            records.extend(all.filter(|row| !self.keep(row, true, group.pattern.as_ref())).collect::<Vec<_>>());
        }
        for row in &records {
            self.like_totals.before(row.place);
        }
        records
    }

    /// Rows that are no records.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.sorts.iter().map(|sort| sort.seen.n).sum()
    }

    fn keep(&mut self, row: &Waiting, total: bool, pattern: Option<&String>) -> bool {
        if row.proof == Proof::Untold {
            self.sums.begin_group();
        }
        let (cell, cells, shape) = (row.cell, row.cells.len(), row.shape());
        let same = |sort: &&mut Sort| {
            (sort.cell, sort.cells, sort.shape.as_str(), sort.pattern.as_ref())
                == (cell, cells, shape.as_str(), pattern)
        };
        if let Some(sort) = self.sorts.iter_mut().find(same) {
            sort.again(row);
            return true;
        }
        if self.sorts.len() == SORTS {
            return false;
        }
        let bare = row.text.is_empty();
        let mut sort = Sort {
            cell,
            shape,
            text: row.text.clone(),
            same: true,
            cells,
            total,
            bare,
            pattern: pattern.cloned(),
            seen: Seen::default(),
            order: row.order,
            places: Vec::new(),
            sums: Share::default(),
        };
        sort.again(row);
        self.sorts.push(sort);
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
        let mut sorts: Vec<&Sort> = self.sorts.iter().collect();
        sorts.sort_by_key(|sort| sort.order);
        sorts.into_iter().map(kind).collect()
    }
}

impl Sort {
    /// One more row of it.
    fn again(&mut self, row: &Waiting) {
        let stands_alone = row.cells.get(row.cell).is_some_and(|cell| cell.as_slice() == row.text.as_bytes());
        self.same &= self.text == row.text && stands_alone;
        self.seen.again(row.place);
        if row.place > 0 && self.places.len() < PLACES {
            self.places.push(row.place);
        }
        self.sums.of += u64::from(row.proof != Proof::Untold);
        self.sums.n += u64::from(matches!(row.proof, Proof::Sum | Proof::Same));
    }

    fn kind(&self, name: String, width: usize, of: u64, delimiter: &str) -> KindDraft {
        let totals = CutWhy::Totals { places: self.places.clone(), n: self.seen.n, sums: self.sums };
        let why = [
            Some(Reason::Records { records: self.seen.n, of }),
            Some(Reason::Cut(totals)),
            self.bare.then_some(Reason::Cut(CutWhy::SumOfRows)),
        ];
        KindDraft {
            name,
            when: Some(self.when(delimiter)),
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
            why: why.into_iter().flatten().collect(),
        }
    }

    /// The condition that such rows meet, and no record.
    fn when(&self, delimiter: &str) -> When {
        let index = u32::try_from(self.cell).unwrap_or(u32::MAX);
        match &self.pattern {
            Some(pattern) => When::Pattern(pattern.clone()),
            None if self.bare => When::Pattern(bare_pattern(self.cell, self.cells, delimiter)),
            // A text in a later cell is one of records too, and so is one at the beginning of a line without cells.
            None if self.same && self.cell == 0 && (self.total || self.cells == 1) && !self.is_cut() => {
                When::Cell { index, is: vec![self.text.clone()] }
            }
            None => When::Pattern(self.cells_pattern(delimiter)),
        }
    }

    fn is_cut(&self) -> bool {
        self.text.chars().count() >= LONGEST
    }

    /// The regular expression of rows that begin with blank cells and this text; of lines of one text, behind it too.
    fn cells_pattern(&self, delimiter: &str) -> String {
        let escaped = regex::escape(delimiter);
        let before = if self.cell == 0 { String::new() } else { format!(r"(?:\s*{escaped}){{{}}}", self.cell) };
        let text = if self.same { regex::escape(&self.text) } else { shaped(&self.shape) };
        let behind = match () {
            () if self.is_cut() => String::new(),
            () if self.total => format!(r#"\s*"?\s*(?:{escaped}|$)"#),
            () => format!(r#"\s*"?\s*(?:{escaped}\s*)*$"#),
        };
        format!(r#"^{before}\s*"?\s*{text}{behind}"#)
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
    format!("^{before}{FIGURE}{behind}$")
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
        assert_eq!(shaped("Page 0 (of 0)"), r"Page \d+ \(of \d+\)");
    }
}
