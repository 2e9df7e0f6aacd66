//! The records that rules over several rows refuse, and the rows that are dropped, for the next pass: by mapping, file and
//! offset.
//!
//! In: breaches in the order of their places. Out: what is said of the record at an offset. They stand on the disk as
//! they are sorted; memory holds the place of every two-hundredth.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::judging::Told;
use crate::finding::{Args, Code};
use crate::host::{OutputFile, SourceFile};
use crate::run::publish::{HeldFile, Staging};
use crate::run::{Stop, io};

#[cfg(test)]
mod tests;

/// Refusals between two whose places are held.
const STEP: u64 = 200;

/// Why a record is refused, or a row of it dropped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// The file's number.
    pub file: u32,
    /// The record's first byte.
    pub offset: u64,
    /// The rule's table in its mapping.
    pub table: usize,
    /// The rule's number in that table.
    pub rule: usize,
    /// Of the codes of breaches.
    code: usize,
    /// Its arguments.
    pub args: Args,
    /// Only this row of the record is dropped, by its number in it; none: the record is refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repetition: Option<u32>,
}

impl Refusal {
    /// What it breaks.
    #[must_use]
    pub fn code(&self) -> Code {
        super::judging::CODES[self.code]
    }
}

/// The refusals of one mapping, complete.
pub struct Refusals {
    file: Box<dyn SourceFile>,
    path: PathBuf,
    /// File, offset and place of the first of every [`STEP`].
    marks: Vec<(u32, u64, u64)>,
    length: u64,
}

impl std::fmt::Debug for Refusals {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(to, "Refusals({} bytes)", self.length)
    }
}

impl Refusals {
    /// Those of the records from one offset of a file to another, both included.
    ///
    /// # Errors
    /// TL0901.
    pub fn between(&self, file: u32, first: u64, last: u64) -> Result<Vec<Refusal>, Stop> {
        let before = self.marks.partition_point(|(at, offset, _)| (*at, *offset) < (file, first));
        let after = self.marks.partition_point(|(at, offset, _)| (*at, *offset) <= (file, last));
        let start = before.checked_sub(1).map_or(0, |mark| self.marks[mark].2);
        let end = self.marks.get(after).map_or(self.length, |mark| mark.2);
        let mut found = Vec::new();
        let mut reader = Reader::new(self, start, end);
        while let Some(refusal) = reader.next()? {
            let place = (refusal.file, refusal.offset);
            if place > (file, last) {
                break;
            }
            if place >= (file, first) {
                found.push(refusal);
            }
        }
        Ok(found)
    }
}

/// Refusals one after the other.
struct Reader<'a> {
    refusals: &'a Refusals,
    /// What was read of the file up to here, and was not all given.
    buffer: Vec<u8>,
    at: u64,
    /// In the buffer: what comes next.
    next: usize,
    end: u64,
}

impl<'a> Reader<'a> {
    const fn new(refusals: &'a Refusals, at: u64, end: u64) -> Self {
        Self { refusals, buffer: Vec::new(), at, next: 0, end }
    }

    /// Where the next one stands in the file.
    const fn place(&self) -> u64 {
        self.at - (self.buffer.len() - self.next) as u64
    }

    /// The next one; none at the end.
    fn next(&mut self) -> Result<Option<Refusal>, Stop> {
        let Some(length) = self.line()? else { return Ok(None) };
        let refusal = serde_json::from_slice(&self.buffer[self.next..self.next + length]);
        self.next += length + 1;
        refusal.map(Some).map_err(|_| Stop::new(Code::Defect, vec!["a stored refusal".into()]))
    }

    /// Bytes of the next line; more is read where it is not whole.
    fn line(&mut self) -> Result<Option<usize>, Stop> {
        loop {
            if let Some(length) = memchr::memchr(b'\n', &self.buffer[self.next..]) {
                return Ok(Some(length));
            }
            self.buffer.drain(..std::mem::take(&mut self.next));
            let known = self.buffer.len();
            let more = usize::try_from(self.end - self.at).unwrap_or(usize::MAX).min(64 << 10);
            if more == 0 {
                return Ok(None);
            }
            self.buffer.resize(known + more, 0);
            let read = self.refusals.file.read_at(self.at, &mut self.buffer[known..]);
            let read = read.map_err(|error| io::stop("read", &self.refusals.path, &error))?;
            self.buffer.truncate(known + read);
            self.at += read as u64;
            if read == 0 {
                let error = std::io::Error::from(std::io::ErrorKind::UnexpectedEof);
                return Err(io::stop("read", &self.refusals.path, &error));
            }
        }
    }
}

/// Writes the refusals of one mapping, those of the pass before with the new ones.
pub struct Writer {
    path: PathBuf,
    output: Box<dyn OutputFile>,
    input: Box<dyn SourceFile>,
    marks: Vec<(u32, u64, u64)>,
    written: u64,
    count: u64,
    last: Option<(u32, u64)>,
    old: Option<Arc<Refusals>>,
    old_at: u64,
    waiting: Vec<Refusal>,
}

impl Writer {
    /// An empty file of this name.
    ///
    /// # Errors
    /// TL0901, TL0907.
    pub fn create(staging: &Staging<'_>, name: &str, old: Option<Arc<Refusals>>) -> Result<Self, Stop> {
        let HeldFile { path, writer, reader } = staging.hold(name)?;
        let (marks, waiting) = (Vec::new(), Vec::new());
        Ok(Self {
            path,
            output: writer,
            input: reader,
            marks,
            written: 0,
            count: 0,
            last: None,
            old,
            old_at: 0,
            waiting,
        })
    }

    /// Adds a breach of a table's rule that refuses, or a row that is dropped; they come in the order of their places.
    ///
    /// # Errors
    /// TL0901, TL0907.
    pub fn add(&mut self, told: Told, (table, rule): (usize, usize)) -> Result<(), Stop> {
        let code = super::judging::CODES.iter().position(|own| *own == told.code).unwrap_or(0);
        let (file, offset) = (told.at.place.file, told.at.place.offset);
        let Told { args, repetition, .. } = told;
        let refusal = Refusal { file, offset, table, rule, code, args, repetition };
        self.older((file, offset))?;
        self.write(&refusal)
    }

    /// Writes those of the pass before that come first.
    fn older(&mut self, before: (u32, u64)) -> Result<(), Stop> {
        let Some(old) = self.old.clone() else { return Ok(()) };
        loop {
            if self.waiting.is_empty() {
                let mut reader = Reader::new(&old, self.old_at, old.length);
                while self.waiting.len() < 1_000
                    && let Some(next) = reader.next()?
                {
                    self.waiting.push(next);
                }
                self.old_at = reader.place();
                self.waiting.reverse();
            }
            match self.waiting.pop() {
                None => return Ok(()),
                Some(next) if (next.file, next.offset) < before => self.write(&next)?,
                Some(next) => {
                    self.waiting.push(next);
                    return Ok(());
                }
            }
        }
    }

    fn write(&mut self, refusal: &Refusal) -> Result<(), Stop> {
        let place = (refusal.file, refusal.offset);
        // A record's refusals stay together behind one mark.
        if self.count.is_multiple_of(STEP) && self.last != Some(place) {
            self.marks.push((place.0, place.1, self.written));
        }
        self.count += u64::from(self.last != Some(place));
        self.last = Some(place);
        let mut line = serde_json::to_vec(refusal).unwrap_or_default();
        line.push(b'\n');
        self.output.write_all(&line).map_err(|error| io::stop("write", &self.path, &error))?;
        self.written += line.len() as u64;
        Ok(())
    }

    /// All are written.
    ///
    /// # Errors
    /// TL0901, TL0907.
    pub fn close(mut self) -> Result<Refusals, Stop> {
        self.older((u32::MAX, u64::MAX))?;
        self.output.flush().map_err(|error| io::stop("write", &self.path, &error))?;
        Ok(Refusals { file: self.input, path: self.path, marks: self.marks, length: self.written })
    }
}
