//! One Parquet column of one row group: from arrays to the bytes of its pages and what the footer says of them.
//!
//! In: arrays of the column, in order, and how it is encoded. Out: an [`EncodedColumn`]. Refuses to know: names, other
//! columns, where in the file it will stand.
//!
//! Numbers and texts of flat columns are encoded here, a page at a time over whole arrays, and those in lists of evidence; floats,
//! flags and lists of tables are arrow-rs's work. Pages hold at most [`PAGE_ROWS`] rows, so that readers can skip.

use std::io::{self, Read};
use std::ops::Range;
use std::sync::Arc;

use arrow_array::{Array, ArrayRef};
use arrow_schema::Field;
use bytes::Bytes;
use parquet::arrow::arrow_writer::{ArrowColumnChunk, ArrowColumnWriter, ArrowLeafColumn};
use parquet::basic::BoundaryOrder;
use parquet::column::writer::ColumnCloseResult;
use parquet::errors::{ParquetError, Result};
use parquet::file::reader::{ChunkReader, Length};
use parquet::file::statistics::Statistics;
use parquet::file::writer::SerializedRowGroupWriter;
use parquet::schema::types::ColumnDescPtr;

use self::dictionary::DictionaryPage;
use self::levels::Levels;
use self::listed::ColumnPath;
pub(super) use self::packing::Effort;
use self::pages::{Pages, PlainPage};
use super::encoding::Choice;

mod bits;
mod bounds;
mod delta;
mod dictionary;
mod levels;
mod listed;
mod numbers;
mod packing;
mod pages;
mod texts;
mod trial;
mod wide;

#[cfg(test)]
mod tests;

/// Most rows of a page; what arrow-rs takes too.
const PAGE_ROWS: usize = 20_000;
/// A page of lists ends before it has more entries, unless one row has.
const PAGE_ENTRIES: usize = 200_000;

/// Makes room for more values of a page. A vector that doubles by itself would take a page and a half, and more copies.
fn make_room<T>(values: &mut Vec<T>, more: usize) {
    let wanted = values.len() + more;
    if values.capacity() < wanted {
        let room = (values.capacity() * 4).min(PAGE_ROWS).max(wanted);
        values.reserve_exact(room - values.len());
    }
}

/// The values of one page after the other, without their levels.
trait Body: std::fmt::Debug + Send {
    /// How many of the array's first rows, at most `rows`, the open page takes; at least one of an empty page.
    fn fits(&self, array: &ArrayRef, rows: usize) -> usize;
    /// Takes the array into the open page; false for an array of another type.
    fn push(&mut self, array: &ArrayRef) -> bool;
    /// No further row belongs to the open page.
    fn is_full(&self) -> bool;
    /// The open page; the next one begins.
    fn flush(&mut self, levels: &mut Levels) -> PlainPage;
    /// What pages name by number, after the last.
    fn dictionary(&mut self) -> Option<DictionaryPage>;
    /// Of all pages, which have so many nulls.
    fn statistics(&self, nulls: u64) -> (Statistics, BoundaryOrder);
}

/// Encodes one column.
#[derive(Debug)]
pub(super) enum ColumnWriter {
    /// Here.
    Own(Box<OwnWriter>),
    /// By arrow-rs.
    Other(Box<ArrowColumnWriter>),
}

/// One column, encoded here.
#[derive(Debug)]
pub(super) struct OwnWriter {
    /// Where it stands in a field of lists; nothing where it is the field.
    path: Option<Arc<ColumnPath>>,
    body: Box<dyn Body>,
    levels: Levels,
    pages: Pages,
}

impl ColumnWriter {
    /// The writer of a field's column of this number, whose values come from arrays of `field`; none where that is arrow-rs's work.
    pub(super) fn own(
        (field, number): (&Field, usize),
        column: ColumnDescPtr,
        choice: Choice,
        personal: bool,
        effort: Effort,
    ) -> Option<Self> {
        let dictionary = choice == Choice::Dictionary;
        let path = if effort == Effort::Little { ColumnPath::to(field, number).map(Arc::new) } else { None };
        let (physical, arrays) = (column.physical_type(), path.as_deref().map_or(field, ColumnPath::end).data_type());
        let body = wide::body(&column, arrays, dictionary)
            .or_else(|| numbers::body(physical, arrays, dictionary))
            .or_else(|| texts::body(physical, arrays, dictionary))?;
        let levels = match &path {
            Some(path) => {
                let (repetition, definition) = path.most();
                Levels::listed(repetition, definition)
            }
            None => Levels::new(field.is_nullable()),
        };
        let pages = Pages::new(column, dictionary, personal, effort);
        Some(Self::Own(Box::new(OwnWriter { path, body, levels, pages })))
    }

    /// Whether it is encoded here.
    pub(super) const fn is_own(&self) -> bool {
        matches!(self, Self::Own(_))
    }

    /// The next rows of the field, for a column that is encoded here.
    pub(super) fn write(&mut self, array: &ArrayRef) -> Result<()> {
        match self {
            Self::Own(own) => own.write(array),
            Self::Other(_) => Err(elsewhere()),
        }
    }

    /// The next rows of another column.
    pub(super) fn write_leaf(&mut self, leaf: &ArrowLeafColumn) -> Result<()> {
        match self {
            Self::Own(_) => Err(elsewhere()),
            Self::Other(writer) => writer.write(leaf),
        }
    }

    pub(super) fn close(self) -> Result<EncodedColumn> {
        match self {
            Self::Own(own) => own.close(),
            Self::Other(writer) => writer.close().map(|column| EncodedColumn::Other(Box::new(column))),
        }
    }
}

/// These rows of an array; of all rows no other array is made.
fn part(array: &ArrayRef, rows: Range<usize>) -> ArrayRef {
    if rows.len() == array.len() { ArrayRef::clone(array) } else { array.slice(rows.start, rows.len()) }
}

fn elsewhere() -> ParquetError {
    ParquetError::General("a column that is encoded elsewhere".to_owned())
}

impl OwnWriter {
    fn write(&mut self, array: &ArrayRef) -> Result<()> {
        let mut done = 0;
        while done < array.len() {
            let rest = array.len() - done;
            let taken = match self.path.clone() {
                Some(path) => {
                    self.take_lists(&path, array, done..done + rest.min(PAGE_ROWS - self.levels.counts().rows))?
                }
                None => self.take(&part(array, done..array.len()))?,
            };
            done += taken;
            if taken == 0 || self.body.is_full() || self.levels.counts().rows >= PAGE_ROWS {
                self.flush()?;
            }
        }
        Ok(())
    }

    /// Takes as many rows as fit the open page, and gives how many.
    fn take(&mut self, rest: &ArrayRef) -> Result<usize> {
        let taken = self.body.fits(rest, PAGE_ROWS - self.levels.counts().rows);
        if taken > 0 {
            let taken = part(rest, 0..taken);
            self.push(&taken)?;
            self.levels.push(&taken);
        }
        Ok(taken)
    }

    /// The same of rows of lists: all of these, or half as many, and so on. A row that is larger than a page is one of its own.
    fn take_lists(&mut self, path: &ColumnPath, array: &ArrayRef, rows: Range<usize>) -> Result<usize> {
        let open = self.levels.counts();
        let mut taken = rows.len();
        while taken > 0 {
            let (values, runs) = path.values(array, rows.start..rows.start + taken);
            let entries: usize = runs.iter().map(|run| run.entries).sum();
            let fits = open.entries + entries <= PAGE_ENTRIES && self.body.fits(&values, values.len()) == values.len();
            if fits || (open.rows, taken) == (0, 1) {
                if !values.is_empty() {
                    self.push(&values)?;
                }
                self.levels.push_runs(taken, &runs);
                break;
            }
            taken /= 2;
        }
        Ok(taken)
    }

    fn push(&mut self, values: &ArrayRef) -> Result<()> {
        let is_taken = self.body.push(values);
        is_taken
            .then_some(())
            .ok_or_else(|| ParquetError::General("an array of another type than its column".to_owned()))
    }

    fn flush(&mut self) -> Result<()> {
        let page = self.body.flush(&mut self.levels);
        self.pages.push(page)
    }

    fn close(mut self) -> Result<EncodedColumn> {
        if self.levels.counts().rows > 0 {
            self.flush()?;
        }
        let nulls = self.pages.finish(self.body.dictionary())?;
        let (statistics, order) = self.body.statistics(nulls);
        let (pieces, closed) = self.pages.close(statistics, order)?;
        Ok(EncodedColumn::Own(Box::new((Pieces(pieces.into()), closed))))
    }
}

/// The pages of one column of one row group, ready for a file.
#[derive(Debug)]
pub(super) enum EncodedColumn {
    /// Encoded here.
    Own(Box<(Pieces, ColumnCloseResult)>),
    /// Encoded by arrow-rs.
    Other(Box<ArrowColumnChunk>),
}

impl EncodedColumn {
    pub(super) fn append_to<W: io::Write + Send>(self, group: &mut SerializedRowGroupWriter<'_, W>) -> Result<()> {
        match self {
            Self::Own(own) => group.append_column(&own.0, own.1),
            Self::Other(column) => column.append_to_row_group(group),
        }
    }
}

/// The pages of a column, as the crate reads them when it puts them into a file.
#[derive(Debug)]
pub(super) struct Pieces(Arc<[Bytes]>);

/// Reads one piece after the other.
#[derive(Debug)]
pub(super) struct PiecesReader {
    pieces: Arc<[Bytes]>,
    piece: usize,
    at: usize,
}

impl Length for Pieces {
    fn len(&self) -> u64 {
        self.0.iter().map(|piece| piece.len() as u64).sum()
    }
}

impl ChunkReader for Pieces {
    type T = PiecesReader;

    fn get_read(&self, start: u64) -> Result<Self::T> {
        let mut reader = PiecesReader { pieces: Arc::clone(&self.0), piece: 0, at: 0 };
        let passed = io::copy(&mut reader.by_ref().take(start), &mut io::sink())?;
        if passed == start { Ok(reader) } else { Err(ParquetError::EOF("a column ends before".to_owned())) }
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        let mut bytes = vec![0; length];
        self.get_read(start)?.read_exact(&mut bytes)?;
        Ok(bytes.into())
    }
}

impl Read for PiecesReader {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while let Some(piece) = self.pieces.get(self.piece) {
            let rest = &piece[self.at..];
            if !rest.is_empty() {
                let taken = rest.len().min(into.len());
                into[..taken].copy_from_slice(&rest[..taken]);
                self.at += taken;
                return Ok(taken);
            }
            (self.piece, self.at) = (self.piece + 1, 0);
        }
        Ok(0)
    }
}
