//! Sorts of rows that are no records: each becomes a kind that is skipped, with the condition that tells it.
//!
//! In: such rows, one by one. Out: kinds with their counts, their places and how many are sums. Refuses: to say which rows they
//! are.

use super::odd::Waiting;
use super::sums::Proof;
use super::totals::{FIGURE, shaped};
use super::why::CutWhy;
use crate::inspect::infer::draft::{KindDraft, Reason, Skip, When};
use crate::inspect::infer::values::why::{Seen, Share};
use crate::mapping::model::Filler;

/// Sorts of odd rows that are told apart.
const SORTS: usize = 24;
/// Letters of a text by which a sort is told.
pub const LONGEST: usize = 80;
/// Places of a sort that are told.
const PLACES: usize = 5;

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

/// All of them.
#[derive(Debug, Clone, Default)]
pub struct Sorts(Vec<Sort>);

impl Sorts {
    /// Rows that are no records.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.0.iter().map(|sort| sort.seen.n).sum()
    }

    /// A row of it, or the first of another sort; false where no more are told apart. `total`: it is one, not a line of text;
    /// `pattern` tells it where its text does not.
    pub fn keep(&mut self, row: &Waiting, total: bool, pattern: Option<&String>) -> bool {
        let (cell, cells, shape) = (row.cell, row.cells.len(), row.shape());
        // One pattern has all names.
        let same = |sort: &&mut Sort| {
            let alike = (sort.cell, sort.cells, sort.pattern.as_ref()) == (cell, cells, pattern);
            alike && (pattern.is_some() || sort.shape == shape)
        };
        if let Some(sort) = self.0.iter_mut().find(same) {
            sort.again(row);
            return true;
        }
        if self.0.len() == SORTS {
            return false;
        }
        let bare = total && row.text.is_empty();
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
        self.0.push(sort);
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
        let mut sorts: Vec<&Sort> = self.0.iter().collect();
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
        self.sums.of += u64::from(self.bare || row.proof() != Proof::Untold);
        self.sums.n += u64::from(self.bare || row.proof() == Proof::Sum);
    }

    fn kind(&self, name: String, width: usize, of: u64, delimiter: &str) -> KindDraft {
        let sums = self.total.then_some(self.sums);
        let totals = CutWhy::Totals { places: self.places.clone(), n: self.seen.n, sums };
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
            filler: Filler::Any,
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
            None if self.text.is_empty() => When::Pattern(format!(r#"^[\s"{}]*$"#, regex::escape(delimiter))),
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

/// The regular expression of a row with one figure in a cell, and nothing in the others.
fn bare_pattern(cell: usize, cells: usize, delimiter: &str) -> String {
    let delimiter = regex::escape(delimiter);
    let before = format!(r"\s*{delimiter}").repeat(cell);
    let behind = format!(r"{delimiter}\s*").repeat(cells.saturating_sub(cell + 1));
    format!("^{before}{FIGURE}{behind}$")
}

#[cfg(test)]
mod tests {
    use regex::Regex;

    use super::*;

    #[test]
    fn a_row_of_one_figure_is_told_by_its_blank_cells() {
        let pattern = Regex::new(&bare_pattern(1, 3, ",")).unwrap();
        for (row, want) in [(",20761.00,", true), (r#","20,761.00","#, true), ("1,20761.00,", false), (",x,", false)] {
            assert_eq!(pattern.is_match(row), want, "{row}");
        }
    }
}
