//! All rows of the files, folded: what each column holds, how wide rows are, which rows are no records.
//!
//! Refuses: to keep rows; names; what follows from it.

use std::collections::BTreeMap;

use super::header::Start;
use super::longer::Pieces;
use super::odd::Odd;
use super::rows::{Cutter, LONGEST, Row, Text};
use super::totals::Holds;
use crate::inspect::infer::values::why::{Seen, Share};
use crate::inspect::infer::values::{Around, Column};
use crate::mapping::model::{Dialect, Type};

/// Rows of another width that wait until it is known what becomes of them.
const ASIDE: usize = 256;

/// Of so many rows one may leave a column blank that records always fill.
const BLANK: u64 = 50;

/// Rows of one width.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Width {
    /// They.
    pub rows: Seen,
    /// The last cell, from 1, in which any of them has something.
    pub reach: usize,
}

/// Which rows are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Only {
    /// All.
    #[default]
    All,
    /// Those of so many cells.
    Exactly(usize),
    /// Those of so many cells at most.
    Most(usize),
}

impl Only {
    const fn has(self, width: usize) -> bool {
        match self {
            Self::All => true,
            Self::Exactly(own) => own == width,
            Self::Most(most) => width <= most,
        }
    }
}

/// The rows so far.
#[derive(Debug)]
pub struct Table {
    /// In the order of the cells; as many as the widest usual row has.
    pub columns: Vec<Column>,
    /// Rows that are taken for records.
    pub rows: u64,
    /// How many of them have so many cells.
    pub widths: BTreeMap<usize, Width>,
    /// Numbers that a delimiter may have cut, by the width of the rows.
    pub pieces: BTreeMap<usize, Pieces>,
    /// Rows that are no records.
    pub odd: Odd,
    /// The first row again.
    pub repeated: Seen,
    /// By column: cells with something in them, and those of them that begin with a digit.
    pub digits: Vec<Share>,
    /// The longest row beyond [`LONGEST`], in bytes, with its place; `None`: there is none.
    pub long: Option<(usize, u64)>,
    /// Rows with a quote where none may stand.
    pub stray: Seen,
    /// Bytes of rows that were not read, since a quote before them is never closed.
    pub unread: u64,
    /// The record with the first such quote; 0 where its number is not known.
    pub unclosed: u64,
    /// Rows of another width than usual ones: they say nothing of the columns if they will be refused.
    aside: Vec<(u64, Vec<Vec<u8>>)>,
    only: Only,
    width: usize,
    usual: usize,
}

/// How a window is read.
#[derive(Debug, Clone, Copy)]
pub struct Reading<'r> {
    /// The first row.
    pub start: &'r Start,
    /// Lines that are passed over.
    pub skip: u64,
    /// The first row is read already.
    pub started: bool,
    /// Places are told of this window: it begins the first file.
    pub numbered: bool,
    /// Its first row may be cut.
    pub cut: bool,
}

impl Table {
    /// Before any row; `usual` is the width of most rows, and `names` are the cells of the first.
    #[must_use]
    pub fn new(usual: usize, names: &[String], around: &Around) -> Self {
        let width = usual.max(names.len()).max(1);
        let name = |at: usize| names.get(at).cloned().unwrap_or_default();
        let column = |at| Column::new(Around { name: name(at), ..around.clone() });
        Self {
            columns: (0..width).map(column).collect(),
            rows: 0,
            widths: BTreeMap::new(),
            pieces: BTreeMap::new(),
            odd: Odd::default(),
            repeated: Seen::default(),
            long: None,
            digits: vec![Share::default(); width],
            stray: Seen::default(),
            unread: 0,
            unclosed: 0,
            aside: Vec::new(),
            only: Only::All,
            width,
            usual,
        }
    }

    /// The same, of some rows.
    #[must_use]
    pub fn of(self, only: Only) -> Self {
        Self { only, ..self }
    }

    /// Reads a window.
    pub fn read(&mut self, cutter: &Cutter, text: Text<'_>, reading: Reading<'_>) {
        let mut number = reading.start.rows;
        let unread = cutter.each(text, reading.skip, &mut |row| {
            let place = if reading.numbered { row.number } else { 0 };
            number = row.number;
            let first = row.told == 1;
            let is_start = first && reading.started && row.raw == reading.start.raw;
            let is_cut = first && reading.cut && row.cells.len() != self.width;
            if !is_start && !is_cut {
                self.add(row, text, reading.start, place);
            }
            true
        });
        if unread > 0 && self.unread == 0 && reading.numbered {
            self.unclosed = number + 1;
        }
        self.unread += unread;
    }

    fn add(&mut self, row: &Row<'_>, text: Text<'_>, start: &Start, place: u64) {
        if row.raw == start.raw {
            return self.repeated.again(place);
        }
        if row.raw.len() > self.long.map_or(LONGEST, |(bytes, _)| bytes) {
            self.long = Some((row.raw.len(), place));
        }
        if row.stray {
            self.stray.again(place);
        }
        if self.odd.take(row, text, self.width, place) {
            return;
        }
        self.odd.record(&row.cells, text);
        if self.only.has(row.cells.len()) {
            self.record(&row.cells, start.cells.len(), place);
        }
    }

    /// A record's cells; `named`: how many the first row has.
    fn record(&mut self, cells: &[&[u8]], named: usize, place: u64) {
        self.rows += 1;
        let width = self.widths.entry(cells.len()).or_default();
        width.rows.before(place);
        let last = cells.iter().rposition(|cell| !super::rows::is_blank(cell));
        width.reach = width.reach.max(last.map_or(0, |last| last + 1));
        self.pieces.entry(cells.len()).or_default().push(cells);
        let other = cells.len() != self.usual && cells.len() != named;
        if other && self.only == Only::All && self.aside.len() < ASIDE {
            self.aside.push((place, cells.iter().map(|cell| cell.to_vec()).collect()));
            return;
        }
        for (cell, digits) in cells.iter().zip(&mut self.digits) {
            // UTF-16 has a zero before or behind the digit.
            let first = cell.iter().find(|byte| !matches!(byte, b' ' | b'\t' | 0));
            digits.of += u64::from(first.is_some());
            digits.n += u64::from(first.is_some_and(u8::is_ascii_digit));
        }
        for (column, cell) in self.columns.iter_mut().zip(cells) {
            column.push(cell, place);
        }
    }

    /// Rows of another width will be read: what they hold counts.
    pub fn take_aside(&mut self) {
        for (place, cells) in std::mem::take(&mut self.aside) {
            for (column, cell) in self.columns.iter_mut().zip(&cells) {
                column.push(cell, place);
            }
        }
    }

    /// So many rows at the beginning are records too: the first one, which is no header, and what stands before it.
    pub fn take_start(&mut self, start: &Start, text: Text<'_>, cutter: &Cutter, rows: u64) {
        let mut left = rows;
        cutter.each(text, start.lines, &mut |row| {
            self.odd.first_record(&row.cells);
            if self.only.has(row.cells.len()) {
                self.record(&row.cells, self.usual, row.number);
            }
            left = left.saturating_sub(1);
            left > 0
        });
    }

    /// What is the same as the first row is a record, not a header again.
    pub fn take_again(&mut self, cells: usize) {
        let again = std::mem::take(&mut self.repeated);
        if again.n > 0 && self.only.has(cells) {
            self.rows += again.n;
            self.widths.entry(cells).or_default().rows.n += again.n;
        }
    }

    /// Rows that are called totals: those that are none become records.
    pub fn settle(&mut self, named: usize, dialect: &Dialect) {
        let rows = self.rows;
        let holds = |column: &Column| {
            let found = column.found(None);
            let blanks = column.blanks();
            let filled = blanks.of - blanks.n;
            Holds {
                figures: found.ty != Type::Text || found.others.iter().any(|other| other.failure.is_none()),
                always: filled > 0 && filled * BLANK >= rows * (BLANK - 1),
            }
        };
        let holds: Vec<Holds> = self.columns.iter().map(holds).collect();
        for row in self.odd.settle(&holds, dialect) {
            let cells: Vec<&[u8]> = row.cells.iter().map(Vec::as_slice).collect();
            if self.only.has(cells.len()) {
                self.record(&cells, named, row.place);
            }
        }
    }

    /// Rows of one figure without a text: totals where all of them are sums, else records.
    pub fn settle_bare(&mut self, named: usize) {
        for row in self.odd.settle_bare() {
            let cells: Vec<&[u8]> = row.cells.iter().map(Vec::as_slice).collect();
            if self.only.has(cells.len()) {
                self.record(&cells, named, row.place);
            }
        }
    }

    /// The width that most rows have.
    #[must_use]
    pub fn usual_width(&self) -> Option<usize> {
        self.widths.iter().max_by_key(|(width, of)| (of.rows.n, **width)).map(|(width, _)| *width)
    }

    /// Rows of these widths, and the last cell in which any of them has something.
    #[must_use]
    pub fn of_widths(&self, fits: impl Fn(usize) -> bool) -> Width {
        let mut all = Width::default();
        for of in self.widths.iter().filter(|(width, _)| fits(**width)).map(|(_, of)| of) {
            let first = if all.rows.n == 0 { of.rows.first } else { all.rows.first.min(of.rows.first) };
            all = Width { rows: Seen { n: all.rows.n + of.rows.n, first }, reach: all.reach.max(of.reach) };
        }
        all
    }
}
