//! What stands at a file's ends and is in no whole record: what fills the file up, what is no record, or a piece of one.
//!
//! In: a sample and its records. Out: an [`Edge`]. A mapping passes over what is evidently no record, and nothing else.
//! Refuses to take a piece of a record for a header or a trailer: a person decides.

use std::collections::BTreeSet;
use std::ops::Range;

use super::cuts::Cut;
use super::reader::Reader;
use super::trial::{Column, Mark, Tried};
use crate::evidence::hash::hex;
use crate::extractors::encoding::ebcdic;
use crate::extractors::frame::descriptors::Lost;
use crate::finding::{Arg, Args, Code};
use crate::inspect::encoding::ebcdic::reads_as;
use crate::inspect::sample::Sample;
use crate::run::Stop;

/// What programs, transfers and disks fill a file up with: X'00', X'FF', X'1A', the blanks of ASCII and of EBCDIC.
const FILLS: [u8; 5] = [0x00, 0xFF, 0x1A, b' ', ebcdic::BLANK];
/// So many bytes that are the same are no chance, unless they are letters or digits.
const FEW: usize = 3;
/// Fewer records show nothing of what stands at a place.
const LEAST: usize = 8;

/// What stands at one end of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Edge {
    /// Nothing, or what no record has there: the mapping passes over it.
    #[default]
    NoRecord,
    /// One byte throughout that fills the file up: the mapping passes over it.
    Fill(u8),
    /// Perhaps a piece of a record: the mapping leaves it to a person.
    Piece,
    /// One byte throughout, and so are whole records elsewhere: the mapping leaves it to a person.
    Alike(u8),
    /// A length leads nowhere, and what stands behind it is unread.
    Broken(Broken),
}

/// Where lengths stop leading from record to record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Broken {
    /// The offset of the record whose length leads nowhere.
    pub at: u64,
    /// Records before it.
    pub records: u64,
    /// What is wrong with it.
    pub lost: Lost,
    /// It is the length of a block.
    pub of_block: bool,
    /// The chain begins behind it, and not before it.
    pub at_start: bool,
}

impl Broken {
    /// The same at the file's beginning, and from this place on others lead to the end.
    #[must_use]
    pub const fn before(self, again: u64) -> Self {
        Self { lost: self.lost.led_on(Some(again - self.at)), at_start: true, ..self }
    }

    /// Where the chain begins, if it does behind this length and not before it.
    #[must_use]
    pub fn begins(&self) -> Option<u64> {
        self.lost.again.filter(|_| self.at_start).map(|again| self.at + again)
    }

    fn told(self, file: &str) -> Stop {
        let Self { at, records, lost, of_block, at_start } = self;
        let again = lost.again.map_or_else(|| Arg::from(""), |again| (at + again).into());
        let code = if at_start { Code::StartBreaks } else { Code::ChainBreaks };
        let records = if at_start && records == 0 { Arg::from("") } else { records.into() };
        let (place, none) = (Arg::from(at + lost.behind), Arg::from(""));
        let (offset, block) = if of_block { (none, place) } else { (place, none) };
        Stop::new(code, vec![file.into(), records, offset, hex(lost.bytes()).into(), again, block])
    }
}

impl Edge {
    /// Bytes that a mapping passes over, of so many that stand there.
    #[must_use]
    pub const fn passed(self, bytes: u64) -> u64 {
        match self {
            Self::NoRecord | Self::Fill(_) => bytes,
            Self::Piece | Self::Alike(_) | Self::Broken(_) => 0,
        }
    }
}

/// The byte that a file ends with, where files are filled up with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Solid {
    /// The byte.
    pub byte: u8,
    /// From this byte of the file on there is no other.
    pub from: u64,
    /// What stands before the place was not read.
    is_open: bool,
}

impl Solid {
    /// Of a file whose end was read.
    #[must_use]
    pub fn of(sample: &Sample) -> Option<Self> {
        let last = sample.windows.last().filter(|window| window.is_last)?;
        let byte = *last.bytes.last().filter(|byte| FILLS.contains(byte))?;
        let before = last.bytes.iter().rposition(|other| *other != byte);
        let from = last.offset + before.map_or(0, |at| at as u64 + 1);
        Some(Self { byte, from, is_open: before.is_none() && last.offset > 0 })
    }

    /// What so many bytes at the end are, from the place `at` on.
    fn edge(self, at: u64, bytes: u64, begun: Begun) -> Edge {
        match self {
            _ if at < self.from => Edge::Piece,
            Self { byte, is_open: true, .. } => Edge::Alike(byte),
            Self { byte, .. } if begun.whole => Edge::Alike(byte),
            _ if bytes <= begun.most => Edge::Piece,
            Self { byte, .. } => Edge::Fill(byte),
        }
    }
}

/// How records begin with the byte that the file ends with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Begun {
    /// So many times, at most.
    most: u64,
    /// One of them is that byte throughout.
    whole: bool,
}

impl Begun {
    /// Takes another record into account, with what stands before it to tell its length.
    pub fn add(&mut self, solid: Option<Solid>, record: &[u8]) {
        let Some(Solid { byte, .. }) = solid else { return };
        let count = record.iter().take_while(|other| **other == byte).count();
        self.most = self.most.max(count as u64);
        self.whole |= count == record.len();
    }
}

/// What so many bytes at a file's end are, from the place `at` on, as far as their bytes show it.
#[must_use]
pub fn tail(solid: Option<Solid>, (at, bytes): (u64, u64), begun: Begun) -> Edge {
    match solid {
        _ if bytes == 0 => Edge::NoRecord,
        None => Edge::Piece,
        Some(solid) => solid.edge(at, bytes, begun),
    }
}

/// The end of a file at which bytes stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// Before the first record: perhaps its end.
    Start,
    /// Behind the last one: perhaps its beginning.
    End,
}

/// What is known of a file's records.
#[derive(Clone, Copy)]
pub struct Record<'a> {
    /// What reads them.
    pub reader: &'a Reader,
    /// Some of them, from their first item on.
    pub records: &'a [Vec<u8>],
}

impl Record<'_> {
    /// What bytes are that may be a piece of a record: no record where no number decodes in them at its place, where they
    /// are control characters throughout and no record has any there, where they have letters and no record has any at their
    /// places, or where they fill up what stands before records.
    ///
    /// # Errors
    /// As [`super::trial::tried`].
    pub fn judged(self, bytes: &[u8], end: End) -> Result<Edge, Stop> {
        if bytes.is_empty() {
            return Ok(Edge::NoRecord);
        }
        let has_others = self.never_has(bytes, end) || self.never_has_letters(bytes, end);
        let is_none = has_others || self.has_no_number(bytes, end)?;
        Ok(if is_none { Edge::NoRecord } else { Edge::Piece })
    }

    /// Whether letters stand among these bytes, and no record has a letter at any of their places.
    fn never_has_letters(self, bytes: &[u8], end: End) -> bool {
        let is_ebcdic = self.reader.setting.is_ebcdic();
        let is_letter = |byte: u8| {
            let read = if is_ebcdic { reads_as(byte) } else { Some(char::from(byte)) };
            read.is_some_and(|read| read.is_ascii_alphabetic())
        };
        let places: Vec<usize> = (0..bytes.len()).filter(|at| is_letter(bytes[*at])).collect();
        let there: Vec<&[u8]> = self.records.iter().filter_map(|record| same_place(record, bytes, end)).collect();
        let has = |record: &&[u8]| places.iter().any(|at| is_letter(record[*at]));
        there.len() >= LEAST && places.len() > 1 && !there.iter().any(has)
    }

    /// Whether all these bytes are control characters, or one byte that files are filled up with, and no record has any
    /// such byte at their places.
    fn never_has(self, bytes: &[u8], end: End) -> bool {
        let is_ebcdic = self.reader.setting.is_ebcdic();
        let blank = if is_ebcdic { ebcdic::BLANK } else { b' ' };
        let read = if is_ebcdic { reads_as(bytes[0]) } else { Some(char::from(bytes[0])) };
        let is_word = read.is_some_and(|read| read.is_ascii_alphanumeric());
        let there: Vec<&[u8]> = self.records.iter().filter_map(|record| same_place(record, bytes, end)).collect();
        let never = |is: &dyn Fn(u8) -> bool| {
            let has = |bytes: &[u8]| bytes.iter().any(|byte| is(*byte));
            bytes.iter().all(|byte| is(*byte)) && !there.iter().any(|one| has(one))
        };
        let may_fill = FILLS.contains(&bytes[0]) || bytes.len() >= FEW && !is_word;
        let is_solid = may_fill && never(&|byte| byte == bytes[0]);
        there.len() >= LEAST && (is_solid || never(&|byte| byte < blank))
    }

    /// Whether no description has a number that decodes in these bytes, and each has one that should: each number alone in
    /// the midst of a record. Of records that count their tables nobody knows what stands at their end.
    fn has_no_number(self, bytes: &[u8], end: End) -> Result<bool, Stop> {
        let Some(record) = self.records.iter().find(|record| record.len() >= bytes.len()) else { return Ok(false) };
        if end == End::Start && self.reader.varies() {
            return Ok(false);
        }
        let from = if end == End::Start { record.len() - bytes.len() } else { 0 };
        let place = |column: &Column| column.start as usize..(column.start + column.width) as usize;
        // What fails in records too shows nothing.
        let is_sure = |column: &&Column| {
            let place = place(column);
            let is_within = place.start >= from && place.end <= from + bytes.len();
            is_within && !column.is_text && column.table.is_none() && column.count(Mark::Bad) == 0
        };
        let usual = self.reader.tried(self.records)?;
        let sure: Vec<Vec<Range<usize>>> =
            usual.iter().map(|one| one.columns.iter().filter(is_sure).map(place).collect()).collect();
        let places: BTreeSet<(usize, usize)> = sure.iter().flatten().map(|place| (place.start, place.end)).collect();
        let with = |(start, end): &(usize, usize)| {
            let mut made = record.clone();
            made[*start..*end].copy_from_slice(&bytes[start - from..end - from]);
            made
        };
        let tried = self.reader.tried(&places.iter().map(with).collect::<Vec<_>>())?;
        let fails = |one: &Tried, at: &Range<usize>| {
            let row = places.iter().position(|place| *place == (at.start, at.end));
            let column = one.columns.iter().find(|column| place(column) == *at && !column.is_text);
            column.zip(row).is_some_and(|(column, row)| column.marks.get(row) == Some(&Mark::Bad))
        };
        Ok(tried.iter().zip(&sure).all(|(one, sure)| !sure.is_empty() && sure.iter().all(|at| fails(one, at))))
    }
}

/// The bytes of a record that stand where these would.
fn same_place<'r>(record: &'r [u8], bytes: &[u8], end: End) -> Option<&'r [u8]> {
    match end {
        End::Start => record.get(record.len().checked_sub(bytes.len())?..),
        End::End => record.get(..bytes.len()),
    }
}

/// What a person has to decide of a file's ends: TL0099, TL0990, TL0999.
#[must_use]
pub fn doubts(file: &str, cut: &Cut, (header, head): (u64, Edge), (trailer, tail): (u64, Edge)) -> Vec<Stop> {
    // The end, the start, the last line, what is one byte throughout, that byte, the file whose block is cut.
    let doubt = |place: usize, bytes: Arg, byte: Option<u8>| {
        let mut args: Args = std::iter::once(file).chain([""; 6]).map(Arg::from).collect();
        args[place] = bytes;
        if let Some(byte) = byte {
            args[5] = shown(byte).into();
        }
        Stop::new(Code::RestOfRecord, args)
    };
    let start = (head == Edge::Piece).then(|| doubt(2, header.into(), None));
    let end = match tail {
        Edge::Piece if trailer == 0 => Some(doubt(6, file.into(), None)),
        Edge::Piece => Some(doubt(if *cut == Cut::Lines { 3 } else { 1 }, trailer.into(), None)),
        Edge::Alike(byte) => Some(doubt(4, trailer.into(), Some(byte))),
        Edge::Broken(broken) => Some(broken.told(file)),
        Edge::NoRecord | Edge::Fill(_) => None,
    };
    start.into_iter().chain(end).collect()
}

/// A byte as the docs write it.
#[must_use]
pub fn shown(byte: u8) -> String {
    format!("X'{byte:02X}'")
}
