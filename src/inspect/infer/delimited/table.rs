//! All rows of the files, folded: what each column holds, how wide rows are, which rows are no records.
//!
//! Refuses: to keep rows; names; what follows from it.

use std::collections::BTreeMap;

use super::header::Start;
use super::odd::Odd;
use super::rows::{Cutter, LONGEST, Row, Text};
use crate::inspect::infer::values::why::{Seen, Share};
use crate::inspect::infer::values::{Around, Column, Found};
use crate::mapping::model::Type;

/// Rows of another width that wait until it is known what becomes of them.
const ASIDE: usize = 256;

/// The rows so far.
#[derive(Debug)]
pub struct Table {
    /// In the order of the cells; as many as the widest usual row has.
    pub columns: Vec<Column>,
    /// Rows that are taken for records.
    pub rows: u64,
    /// How many of them have so many cells.
    pub widths: BTreeMap<usize, Seen>,
    /// Rows with something in a cell that the first row does not have.
    pub beyond: Seen,
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
    width: usize,
    usual: usize,
    last: u64,
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
            beyond: Seen::default(),
            odd: Odd::default(),
            repeated: Seen::default(),
            long: None,
            digits: vec![Share::default(); width],
            stray: Seen::default(),
            unread: 0,
            unclosed: 0,
            aside: Vec::new(),
            width,
            usual,
            last: 0,
        }
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
        self.last = self.last.max(place);
        if row.raw.len() > self.long.map_or(LONGEST, |(bytes, _)| bytes) {
            self.long = Some((row.raw.len(), place));
        }
        if row.stray {
            self.stray.again(place);
        }
        if !self.odd.take(row, text, self.width, place) {
            self.record(&row.cells, start.cells.len(), place);
        }
    }

    /// A record's cells; `named`: how many the first row has.
    fn record(&mut self, cells: &[&[u8]], named: usize, place: u64) {
        self.rows += 1;
        self.odd.sums.add(cells);
        self.widths.entry(cells.len()).or_default().again(place);
        if cells.iter().skip(named).any(|cell| !cell.trim_ascii().is_empty()) {
            self.beyond.again(place);
        }
        let other = cells.len() != self.usual && cells.len() != named;
        if other && self.aside.len() < ASIDE {
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

    /// The first row is a record too.
    pub fn take_start(&mut self, start: &Start, text: Text<'_>, cutter: &Cutter) {
        cutter.each(text, start.lines, &mut |row| {
            self.record(&row.cells, row.cells.len(), row.number);
            false
        });
        // What is the same as a record is one, not a header again.
        let again = std::mem::take(&mut self.repeated);
        if again.n > 0 {
            self.rows += again.n;
            self.widths.entry(start.cells.len()).or_default().n += again.n;
        }
    }

    /// What waited for its column: a total where the column holds figures, or at the end of the file; else a record.
    pub fn settle(&mut self, named: usize) {
        let waiting = std::mem::take(&mut self.odd.waiting);
        let found: Vec<Found> = self.columns.iter().map(|column| column.found(None)).collect();
        for row in waiting {
            let figures = found.get(row.cell).is_some_and(|found| found.ty != Type::Text || !found.others.is_empty());
            let at_end = row.place > 0 && row.place == self.last;
            if !(figures || at_end) || !self.odd.settle(&row) {
                let cells: Vec<&[u8]> = row.cells.iter().map(Vec::as_slice).collect();
                self.record(&cells, named, row.place);
            }
        }
    }

    /// Rows of one figure without a text: totals where all of them are sums, else records.
    pub fn settle_bare(&mut self, named: usize) {
        for row in self.odd.settle_bare() {
            let cells: Vec<&[u8]> = row.cells.iter().map(Vec::as_slice).collect();
            self.record(&cells, named, row.place);
        }
    }

    /// The width that most rows have.
    #[must_use]
    pub fn usual_width(&self) -> Option<usize> {
        self.widths.iter().max_by_key(|(width, seen)| (seen.n, **width)).map(|(width, _)| *width)
    }

    /// Rows with fewer cells than so many, and rows with more.
    #[must_use]
    pub fn ragged(&self, width: usize) -> (Seen, Seen) {
        let sum = |fits: &dyn Fn(usize) -> bool| {
            let all = self.widths.iter().filter(|(width, _)| fits(**width)).map(|(_, seen)| *seen);
            all.reduce(|a, b| Seen { n: a.n + b.n, first: a.first.min(b.first) }).unwrap_or_default()
        };
        (sum(&|own| own < width), sum(&|own| own > width))
    }
}
