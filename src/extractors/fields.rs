//! The fields of a batch of records: each field's bytes are found, and decoded as one column.
//!
//! In: a batch of records and their cells. Out: one typed Arrow array a field.
//! Refuses: framing, kinds, tables.

use std::borrow::Cow;
use std::sync::Arc;

use crate::extractors::decode::{Decoded, Decoder};
use crate::extractors::delimited::table::CellTable;
use crate::extractors::encoding::Encoding;
use crate::extractors::fixed::{ByteCells, characters};
use crate::extractors::repeated::Repeated;
use crate::extractors::slices::{Slice, SliceCells, Slices};
use crate::extractors::strip::Starts;
use crate::extractors::values::Values;
use crate::mapping::model::RepeatPlace;

/// Where a field's bytes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// Bytes from 0, end exclusive.
    Bytes(u32, u32),
    /// Characters from 0, end exclusive.
    Characters(u32, u32),
    /// The cell of this index, from 0.
    Cell(u32),
    /// The cell under this wanted header, by its index.
    Header(usize),
    /// The whole record.
    Record,
}

/// Where the repetitions of a group are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RepeatCut {
    /// Pieces of the record: from where, and the width of one.
    Pieces(u32, u32),
    /// Pieces of pieces of the record.
    Nested(RepeatPlace),
    /// One cell a repetition, by wanted header.
    Headers(Vec<usize>),
    /// Cells of the record: from where, and how many a repetition.
    Cells(u32, u32),
}

/// A batch of framed records of one file.
#[derive(Debug, Clone, Copy)]
pub struct Batch<'a> {
    /// Where slices point.
    pub bytes: Slices<'a>,
    /// The records.
    pub records: &'a [Slice],
    /// Their cells; none in fixed sources.
    pub cells: Option<&'a CellTable>,
    /// The cell of each wanted header in this file.
    pub columns: &'a [Option<u32>],
    /// Of the source.
    pub encoding: Encoding,
}

/// The repetitions of a group.
#[derive(Debug, Clone, Copy)]
pub struct Repetitions<'a> {
    /// Where they are.
    pub cut: &'a RepeatCut,
    /// Which of them there are.
    pub repeated: &'a Repeated,
}

impl<'a> Batch<'a> {
    /// Where the records of these rows begin, for [`Self::strip`]; none where fields are cells.
    #[must_use]
    pub fn starts(&self, rows: &[u32]) -> Option<Starts> {
        if self.cells.is_some() { None } else { Starts::of(self.bytes, self.records, rows) }
    }

    /// One field of the rows given, whose records begin at `starts`.
    #[must_use]
    pub fn strip(&self, decoder: &Decoder, cut: Cut, rows: &[u32], starts: Option<&Starts>) -> Decoded {
        let strip = match (cut, starts) {
            (Cut::Bytes(start, end), Some(starts)) => starts.strip(self.bytes.window, start, end),
            _ => None,
        };
        strip.map_or_else(|| self.field(decoder, cut, rows), |strip| decoder.decode(&strip))
    }

    /// The same field, for a look at its values later; none where something may be told of them by then.
    #[must_use]
    pub fn later(&self, decoder: &'a Decoder, cut: Cut, starts: Option<&Arc<Starts>>) -> Option<Values<'a>> {
        match (cut, starts) {
            (Cut::Bytes(start, end), Some(starts)) => Values::later(decoder, self.bytes.window, (start, end), starts),
            _ => None,
        }
    }

    /// One field of the rows given.
    #[must_use]
    pub fn field(&self, decoder: &Decoder, cut: Cut, rows: &[u32]) -> Decoded {
        let (bytes, records) = (self.bytes, self.records);
        if let Cut::Bytes(start, end) = cut {
            return decoder.decode(&ByteCells { bytes, records, rows, start, end });
        }
        let slices = self.slices(cut, rows);
        decoder.decode(&SliceCells { bytes, slices: &slices })
    }

    /// Where one field of each of these rows stands.
    fn slices(&self, cut: Cut, rows: &[u32]) -> Cow<'_, [Slice]> {
        let column = match cut {
            Cut::Cell(column) => Some(column),
            Cut::Header(header) => self.column(header),
            Cut::Bytes(..) | Cut::Characters(..) | Cut::Record => None,
        };
        if let (Some(table), Some(column)) = (self.cells, column) {
            return table.column(rows, column);
        }
        let mut starts = Vec::new();
        rows.iter().map(|row| self.slice(cut, *row, 0, &mut starts)).collect()
    }

    /// One field of a repeated group: the rows given, each with the repetitions that are there, in order.
    #[must_use]
    pub fn repeated(&self, decoder: &Decoder, of: Repetitions<'_>, cut: Cut, rows: &[u32]) -> Decoded {
        let mut starts = Vec::new();
        let mut slices = Vec::with_capacity(of.repeated.count(rows.len()));
        for (place, row) in (0_u32..).zip(rows) {
            of.repeated.each(place, |number| slices.push(self.repetition(of.cut, number, cut, *row, &mut starts)));
        }
        decoder.decode(&SliceCells { bytes: self.bytes, slices: &slices })
    }

    /// The bytes of one field of a row.
    #[must_use]
    pub fn bytes_of(&self, cut: Cut, row: u32) -> &[u8] {
        self.bytes.get(self.slice(cut, row, 0, &mut Vec::new()))
    }

    /// The bytes of one field of a row's repeated group, in one repetition, from 0.
    #[must_use]
    pub fn repetition_of(&self, repeat: &RepeatCut, number: u32, cut: Cut, row: u32) -> &[u8] {
        self.bytes.get(self.repetition(repeat, number, cut, row, &mut Vec::new()))
    }

    /// Where one field of a row stands.
    #[must_use]
    pub fn slice_of(&self, cut: Cut, row: u32) -> Slice {
        self.slice(cut, row, 0, &mut Vec::new())
    }

    /// Where one field of a row's repeated group stands, in one repetition, from 0.
    #[must_use]
    pub fn slice_of_repetition(&self, repeat: &RepeatCut, number: u32, cut: Cut, row: u32) -> Slice {
        self.repetition(repeat, number, cut, row, &mut Vec::new())
    }

    /// The number of the cell, from 0, that a field reads, in one repetition of its group if it is in one.
    #[must_use]
    pub fn cell_of(&self, cut: Cut, repeat: Option<(&RepeatCut, u32)>) -> Option<u32> {
        match (cut, repeat) {
            (_, Some((RepeatCut::Headers(headers), number))) => self.column(*headers.get(number as usize)?),
            (Cut::Cell(cell), Some((RepeatCut::Cells(start, width), number))) => Some(cell + start + number * width),
            (Cut::Cell(cell), _) => Some(cell),
            (Cut::Header(header), _) => self.column(header),
            (Cut::Bytes(..) | Cut::Characters(..) | Cut::Record, _) => None,
        }
    }

    fn repetition(&self, repeat: &RepeatCut, number: u32, cut: Cut, row: u32, starts: &mut Vec<u32>) -> Slice {
        match repeat {
            RepeatCut::Pieces(start, width) | RepeatCut::Cells(start, width) => {
                self.slice(cut, row, start + number * width, starts)
            }
            RepeatCut::Nested(place) => self.slice(cut, row, place.byte_start(number).unwrap_or_default(), starts),
            RepeatCut::Headers(headers) => self.slice(Cut::Header(headers[number as usize]), row, 0, starts),
        }
    }

    fn column(&self, header: usize) -> Option<u32> {
        self.columns.get(header).copied().flatten()
    }

    fn slice(&self, cut: Cut, row: u32, shift: u32, starts: &mut Vec<u32>) -> Slice {
        let record = self.records[row as usize];
        let cell =
            |column: u32| self.cells.and_then(|table| table.record(row).get(column as usize)).unwrap_or_default();
        match cut {
            Cut::Bytes(start, end) => record.part(start + shift, end + shift),
            Cut::Characters(start, end) => {
                characters(self.encoding, self.bytes.get(record), record, start + shift, end + shift, starts)
            }
            Cut::Cell(column) => cell(column + shift),
            Cut::Header(header) => self.column(header).map_or_else(Slice::default, cell),
            Cut::Record => record,
        }
    }
}
