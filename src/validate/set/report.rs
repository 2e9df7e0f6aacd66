//! The entries of one key of a report beside the files in, in their order; whether its figure holds out.
//!
//! A side that lacks the key says 0. Refuses to know what the report is called, and where it stands.

use arrow_buffer::i256;

use super::control::{Figure, Part, Parts, Side};
use super::entry::{Entry, RowPlace};

/// Why a figure does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Both sides have the key, with different figures.
    Differs,
    /// The report lacks the key.
    NotInReport,
    /// No row has the key.
    NoRows,
    /// Values of so many rows cannot be read.
    Unknown,
}

/// One key, so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    figure: Figure,
    tolerance: i256,
    says: Option<Entry>,
    first: Option<RowPlace>,
    /// The first row that cannot be read.
    unknown: Option<RowPlace>,
    parts: Parts,
}

/// What it came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closed {
    /// What does not hold; none: it holds.
    pub why: Option<Why>,
    /// Of the first row that cannot be read, else of the first row, or where there is none of the report's line.
    pub at: RowPlace,
    /// The line of the report; 0 without one.
    pub line: u64,
    /// The report's figure.
    pub says: i256,
    /// What the rows come to, whatever became of them.
    pub found: i256,
    /// They.
    pub parts: Parts,
}

impl Line {
    /// No entry yet. `tolerance` is 0 or more.
    #[must_use]
    pub fn new(figure: Figure, tolerance: i256) -> Self {
        Self { figure, tolerance, says: None, first: None, unknown: None, parts: Parts::default() }
    }

    /// Takes the next entry.
    pub fn add(&mut self, entry: Entry) {
        let part = Part { records: entry.rows, amount: entry.sum };
        match Side::of(entry.side) {
            Some(Side::Says) => self.says = Some(entry),
            Some(Side::Loaded) => self.parts.loaded.add(part),
            Some(Side::Rejected) => self.parts.rejected.add(part),
            Some(Side::Unknown) => self.parts.unknown += entry.rows,
            Some(Side::SetAside) => self.parts.set_aside.add(part),
            Some(Side::Opened | Side::Informing) | None => {}
        }
        let earliest = |known: Option<RowPlace>| Some(known.map_or(entry.at, |known| known.min(entry.at)));
        if entry.side != Side::Says.byte() {
            self.first = earliest(self.first);
        }
        if entry.side == Side::Unknown.byte() {
            self.unknown = earliest(self.unknown);
        }
    }

    /// What all entries together come to; none if there was none.
    #[must_use]
    pub fn close(&self) -> Option<Closed> {
        let at = self.unknown.or(self.first).or(self.says.map(|says| says.at))?;
        let says = self.says.map_or(i256::ZERO, |says| says.sum);
        let found = self.figure.of(self.parts.read());
        let rows = self.parts.read().records + self.parts.unknown;
        let why = match self.says {
            _ if self.parts.unknown > 0 => Some(Why::Unknown),
            _ if says.wrapping_sub(found).wrapping_abs() <= self.tolerance => None,
            None => Some(Why::NotInReport),
            Some(_) if rows == 0 => Some(Why::NoRows),
            Some(_) => Some(Why::Differs),
        };
        let line = self.says.map_or(0, |says| says.at.place.line);
        Some(Closed { why, at, line, says, found, parts: self.parts })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::Place;

    fn entry(side: Side, record: u64, rows: u64, sum: i128) -> Entry {
        let place = Place { file: 0, record, line: record, offset: record * 10, length: 9 };
        Entry {
            side: side.byte(),
            number: None,
            at: RowPlace { mapping: 0, place },
            rows,
            sum: i256::from_i128(sum),
            refused: false,
        }
    }

    #[test]
    fn a_side_that_lacks_the_key_says_nothing_and_what_cannot_be_read_is_never_taken_for_nothing() {
        use Side::{Loaded, Rejected, Says, SetAside, Unknown};
        let sum = Figure::Sum { modulus: None };
        let count = Figure::Count { per: 1 };
        for (figure, tolerance, entries, want) in [
            (sum, 0, vec![entry(Says, 2, 1, 500), entry(Loaded, 4, 2, 500)], None),
            (sum, 0, vec![entry(Says, 2, 1, 543), entry(Loaded, 4, 2, 500), entry(Rejected, 9, 1, 43)], None),
            (sum, 0, vec![entry(Says, 2, 1, 543), entry(Loaded, 4, 2, 500), entry(SetAside, 9, 1, 43)], None),
            (sum, 0, vec![entry(Says, 2, 1, 501), entry(Loaded, 4, 2, 500)], Some(Why::Differs)),
            (sum, 1, vec![entry(Says, 2, 1, 501), entry(Loaded, 4, 2, 500)], None),
            (sum, 1, vec![entry(Says, 2, 1, 498), entry(Loaded, 4, 2, 500)], Some(Why::Differs)),
            (sum, 0, vec![entry(Says, 2, 1, 500)], Some(Why::NoRows)),
            (sum, 0, vec![entry(Says, 2, 1, 0)], None),
            (sum, 0, vec![entry(Loaded, 2, 1, 7)], Some(Why::NotInReport)),
            (sum, 0, vec![entry(Loaded, 2, 2, 0)], None),
            (count, 0, vec![entry(Loaded, 2, 2, 0)], Some(Why::NotInReport)),
            (count, 0, vec![entry(Says, 2, 1, 2), entry(Loaded, 2, 2, 0)], None),
            (sum, 9, vec![entry(Says, 2, 1, 7), entry(Loaded, 3, 1, 7), entry(Unknown, 4, 1, 0)], Some(Why::Unknown)),
        ] {
            let mut line = Line::new(figure, i256::from_i128(tolerance));
            for one in &entries {
                line.add(*one);
            }
            assert_eq!(line.close().map(|closed| closed.why), Some(want), "{entries:?}");
        }
        assert_eq!(Line::new(sum, i256::ZERO).close(), None);
    }

    #[test]
    fn what_cannot_be_read_is_told_of_the_record_that_cannot() {
        use Side::{Loaded, Says, Unknown};
        let mut line = Line::new(Figure::Count { per: 1 }, i256::ZERO);
        for one in [entry(Loaded, 2, 3, 0), entry(Says, 5, 1, 9), entry(Unknown, 9, 1, 0), entry(Unknown, 7, 1, 0)] {
            line.add(one);
        }
        assert_eq!(line.close().map(|closed| closed.at.place.record), Some(7));
    }
}
