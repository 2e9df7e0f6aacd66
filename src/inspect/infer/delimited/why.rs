//! Why delimited text is thought to be cut as it is, as data; whoever shows it has the words.
//!
//! Lines and records count from 1, in the first file that was looked at; a record that was not counted has the number 0.

use crate::inspect::infer::values::why::{Seen, Share};

/// One thing that speaks for a cut, or that a person should know of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CutWhy {
    /// So many records have as many cells as most of them, with this delimiter.
    Cells {
        /// Cells.
        cells: u32,
        /// Records.
        records: Share,
    },
    /// Another delimiter would cut nearly as many records.
    OtherDelimiter {
        /// The other one.
        delimiter: String,
        /// Cells that it makes.
        cells: u32,
        /// Records.
        records: Share,
    },
    /// No delimiter was found: every line is one cell.
    OneCell,
    /// Cells in quotes.
    Quoted(u64),
    /// Quotes stand inside of cells and around none: they are text.
    QuotesAreText(u64),
    /// A backslash before quotes or delimiters.
    Escaped(u64),
    /// Quotes stand where none may; with `lenient` these rows are read as a person would, else they will be refused.
    StrayQuotes(Seen),
    /// A quote is never closed, so that what follows it was not read.
    Unclosed {
        /// The record with the quote.
        record: u64,
        /// Bytes that were not read.
        unread: u64,
    },
    /// A record is longer than the mapping language lets in unasked.
    LongRecord {
        /// The longest.
        record: u64,
        /// Its bytes.
        bytes: u64,
    },
    /// A byte order mark begins the file.
    ByteOrderMark,
    /// Lines before the header; in so many rows of them several cells hold something.
    Preamble {
        /// Lines.
        lines: u64,
        /// Rows of several cells.
        filled: Seen,
    },
    /// Lines of one text before the rows, which have no header.
    Titles(u64),
    /// The first row holds names: under so many of them are numbers or days alone.
    HeaderOverNumbers {
        /// Columns.
        columns: u64,
        /// Line of the header.
        line: u64,
    },
    /// The first row holds texts that its columns do not have again, and that look like names.
    HeaderByWords {
        /// Line of the header.
        line: u64,
    },
    /// The first row looks like the others: nothing is taken for a header.
    NoHeader,
    /// The header's line comes again.
    RepeatedHeader(Seen),
    /// Lines that begin with the mark of a comment.
    Comments(Seen),
    /// The first cell tells kinds of rows: those of one kind have as many cells.
    KindsByCode(u64),
    /// Two cells, from 1, that look like one number with its mark and without quotes.
    CutNumber {
        /// The first of them.
        left: u32,
        /// What the mark seems to be.
        mark: CutMark,
    },
    /// Rows with fewer cells.
    ShortRows {
        /// How many.
        rows: Seen,
        /// They are filled up; else a run refuses them.
        padded: bool,
    },
    /// Rows with more cells; `empty`: all that are too many hold nothing.
    LongRows {
        /// How many.
        rows: Seen,
        /// Nothing is in the cells that are too many.
        empty: bool,
    },
    /// Rows that are totals, or lines of text.
    Totals {
        /// Where the first of them stand.
        places: Vec<u64>,
        /// How many there are.
        n: u64,
        /// Those whose figure is the sum of other rows, of those of which that could be tried; none for lines of text.
        sums: Option<Share>,
    },
    /// Each such row is the sum of the rows above it.
    SumOfRows,
    /// No row follows the header.
    NoRows,
    /// Two columns have this header, or it is blank: its cell is read by its number.
    NoHeaderOfItsOwn(String),
    /// The numbers of the file have this decimal mark.
    Mark(char),
}

/// What cut a number into two cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CutMark {
    /// That of the decimals.
    Decimal,
    /// That of the thousands.
    Thousands,
}
