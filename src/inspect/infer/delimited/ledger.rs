//! What the rows of a file come to at each row that is called a total, so that a sum proves it.
//!
//! In: the cells of records, and of rows that are called totals, in the order of the file. Out: for each of the latter whether
//! its figures are the sum of rows above it or below it, of a group of any level or of all, and what speaks against chance.
//! Refuses: names, what becomes of a row, and files of which only samples are read.

use super::rows::Text;
use super::sums::Cell;
use super::walk::{Place, Walk};

/// Columns that are summed.
const COLUMNS: usize = 64;
/// Figures are counted in ten-thousandths.
pub const ONE: i128 = 10_000;
/// Sums that are kept: rows that are called totals times columns.
const KEPT: usize = 1 << 19;

/// A column of the rows so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Column {
    /// Of its figures.
    pub sum: i128,
    /// Cells with a figure.
    pub figures: u32,
    /// Cells with something else.
    pub others: u32,
}

impl Column {
    /// Both together.
    pub const fn plus(self, more: &Self) -> Self {
        Self {
            sum: self.sum.saturating_add(more.sum),
            figures: self.figures.saturating_add(more.figures),
            others: self.others.saturating_add(more.others),
        }
    }
}

/// Rows from the beginning of a file to a place in it.
#[derive(Debug, Clone, Default)]
pub struct Upto {
    /// What stands in each.
    pub columns: Vec<Column>,
    /// They.
    pub rows: u64,
}

/// A row that is called a total.
#[derive(Debug, Clone)]
pub struct Line {
    /// The cell that calls it so.
    pub name: usize,
    /// What its cells hold.
    pub cells: Vec<Cell>,
    /// Their texts.
    pub raw: Vec<String>,
    /// The records above it.
    pub above: Upto,
    /// The cells of the record before it and behind it.
    before: Vec<String>,
    after: Vec<String>,
    /// The heading before it.
    pub heading: String,
}

/// All files.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    now: Upto,
    /// By column: what divides all of its figures.
    units: Vec<i128>,
    lines: Vec<Line>,
    /// For each file that has ended: its end, the number of its first line, and whether all of it was read.
    files: Vec<(Upto, usize, bool)>,
    first: usize,
    is_whole: bool,
    last: Vec<Vec<u8>>,
    heading: String,
    /// The first line that no record follows yet.
    awaiting: usize,
}

/// What the rows of a file say of one that is called a total.
#[expect(clippy::struct_excessive_bools, reason = "four answers, none of which follows from another")]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Found {
    /// It has a figure, and its file was read whole.
    pub is_tried: bool,
    /// Its figures are those of so many rows; none: of none.
    pub rows: Option<u64>,
    /// By how many bits that is no chance.
    pub bits: u32,
    /// The records beside it, or a heading, have the words that it is called after.
    pub is_named: bool,
    /// A cell holds what is neither a sum nor the same in the record beside it.
    pub is_own: bool,
    /// Nothing stands beyond it: it ends the file, or begins it as the sum of what follows.
    pub is_at_end: bool,
    /// The cell of a figure, from 0, and what the rows since the last total come to there.
    pub comes_to: Option<(usize, i128)>,
}

impl Ledger {
    /// At the beginning of a file.
    pub fn begin(&mut self, is_whole: bool) {
        self.now = Upto::default();
        (self.first, self.is_whole) = (self.lines.len(), is_whole);
        (self.awaiting, self.last, self.heading) = (self.lines.len(), Vec::new(), String::new());
    }

    /// A file ends here.
    pub fn end(&mut self) {
        let end = std::mem::take(&mut self.now);
        self.files.push((end, self.first, self.is_whole));
        (self.first, self.awaiting) = (self.lines.len(), self.lines.len());
    }

    /// A record.
    pub fn add(&mut self, cells: &[&[u8]], figures: &[Cell], text: Text<'_>) {
        self.now.add(figures, &mut self.units);
        for line in &mut self.lines[self.awaiting..] {
            line.after = decoded(cells, text);
        }
        self.awaiting = self.lines.len();
        self.last.resize(cells.len(), Vec::new());
        for (kept, cell) in self.last.iter_mut().zip(cells) {
            kept.clear();
            kept.extend_from_slice(cell);
        }
    }

    /// A record at the beginning of the first file, of which nobody knew that it is one.
    pub fn add_first(&mut self, figures: &[Cell]) {
        let end = self.files.first().map_or(0, |_| self.files.get(1).map_or(self.lines.len(), |next| next.1));
        let lines = self.lines.iter_mut().take(end).map(|line| &mut line.above);
        for upto in lines.chain(self.files.first_mut().map(|file| &mut file.0)) {
            upto.add(figures, &mut self.units);
        }
    }

    /// A line of one text, under which a group may stand.
    pub fn heading(&mut self, text: &str) {
        text.clone_into(&mut self.heading);
    }

    /// A row that is called a total by this cell, as the next of [`found`](Self::found); false where no more are kept.
    pub fn line(&mut self, cells: &[&[u8]], (figures, name): (Vec<Cell>, usize), text: Text<'_>) -> bool {
        if (self.lines.len() + 1) * self.now.columns.len().max(figures.len()) > KEPT {
            return false;
        }
        let last: Vec<&[u8]> = self.last.iter().map(Vec::as_slice).collect();
        self.lines.push(Line {
            name,
            cells: figures,
            raw: decoded(cells, text),
            above: self.now.clone(),
            before: decoded(&last, text),
            after: Vec::new(),
            heading: self.heading.clone(),
        });
        true
    }

    /// What the rows say of each line. `called` are the words after which it is called.
    #[must_use]
    pub fn found(&self, called: &[Vec<String>]) -> Vec<Found> {
        let ends = self.files.iter().skip(1).map(|file| file.1).chain([self.lines.len()]);
        let files = self.files.iter().zip(ends);
        files.flat_map(|((end, first, is_whole), last)| self.of_file(*first..last, end, (*is_whole, called))).collect()
    }

    fn of_file(
        &self,
        at: std::ops::Range<usize>,
        end: &Upto,
        (is_whole, called): (bool, &[Vec<String>]),
    ) -> Vec<Found> {
        let lines = &self.lines[at.clone()];
        if !is_whole {
            return vec![Found::default(); lines.len()];
        }
        let called = &called[at];
        let next_to = |one: usize, other: Option<usize>| {
            let other = other.and_then(|other| lines.get(other));
            other.filter(|other| other.above.rows == lines[one].above.rows).map_or(&[][..], |other| &other.raw)
        };
        let down = (0..lines.len()).map(|at| {
            let line = &lines[at];
            let beside = [&line.before, next_to(at, at.checked_sub(1))];
            let is_at_end = at + 1 == lines.len() && line.above.rows == end.rows;
            Place { is_at_end, ..Place::new(line, &called[at], line.above.clone(), beside) }
        });
        let up = (0..lines.len()).rev().map(|at| {
            let line = &lines[at];
            let beside = [&line.after, next_to(at, Some(at + 1))];
            let is_at_end = at == 0 && line.above.rows == 0;
            Place { is_at_end, ..Place::new(line, &called[at], end.since(&line.above), beside) }
        });
        let [down, up]: [Vec<Place<'_>>; 2] = [down.collect(), up.collect()];
        let [down, mut up] = [down, up].map(|places| Walk::new(&self.units).all(&places));
        up.reverse();
        down.into_iter().zip(up).map(|(down, up)| if up.speaks() > down.speaks() { up } else { down }).collect()
    }
}

impl Upto {
    /// One row more; what divides all figures of a column goes into `units`.
    pub fn add(&mut self, cells: &[Cell], units: &mut Vec<i128>) {
        let width = cells.len().min(COLUMNS);
        self.columns.resize(width.max(self.columns.len()), Column::default());
        units.resize(self.columns.len().max(units.len()), 0);
        self.rows += 1;
        for ((cell, column), unit) in cells.iter().zip(&mut self.columns).zip(units) {
            match cell {
                Cell::Blank => {}
                Cell::Other => column.others = column.others.saturating_add(1),
                Cell::Figure(figure) => {
                    column.figures = column.figures.saturating_add(1);
                    match column.sum.checked_add(*figure) {
                        Some(sum) => column.sum = sum,
                        None => column.others = column.others.saturating_add(1),
                    }
                    *unit = divisor(*unit, *figure);
                }
            }
        }
    }

    /// The rows behind another place of the same file.
    #[must_use]
    pub fn since(&self, start: &Self) -> Self {
        let before = |at: usize| start.columns.get(at).copied().unwrap_or_default();
        let minus = |(at, column): (usize, &Column)| Column {
            sum: column.sum.saturating_sub(before(at).sum),
            figures: column.figures.saturating_sub(before(at).figures),
            others: column.others.saturating_sub(before(at).others),
        };
        let columns = self.columns.iter().enumerate().map(minus).collect();
        Self { columns, rows: self.rows.saturating_sub(start.rows) }
    }
}

fn divisor(one: i128, other: i128) -> i128 {
    let (mut one, mut other) = (one.abs(), other.abs());
    while other != 0 {
        (one, other) = (other, one % other);
    }
    one
}

fn decoded(cells: &[&[u8]], text: Text<'_>) -> Vec<String> {
    cells.iter().map(|cell| text.decode(cell).unwrap_or_default().trim().to_owned()).collect()
}

impl Found {
    /// Whether it is a sum of several rows, and by how many bits.
    fn speaks(&self) -> (bool, u32) {
        (self.rows.is_some_and(|rows| rows > 1), if self.rows.is_some() { self.bits } else { 0 })
    }
}
