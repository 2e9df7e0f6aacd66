//! Where the rows of a table stand, and what they have at stake: written while chunks are made, read for the few rows of
//! which a rule says something.
//!
//! In: rows of a chunk, in their order. Out: any of them again, by its number. Refuses to know rules. A column of places
//! mostly grows by the same step, so it is kept as steps and how often each comes: a few bytes for a thousand rows.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

use arrow_buffer::i256;

use super::lane::tag;
use crate::finding::Code;
use crate::host::SourceFile;
use crate::place::Place;
use crate::run::publish::{HeldFile, Staging};
use crate::run::{Stop, io};
use crate::validate::set::entry::{Bytes, Entry, RowPlace, folded, push_number};

#[cfg(test)]
mod tests;

/// Rows that are read together.
const BLOCK: usize = 1024;
/// Record, line, offset, length.
const PLACE: usize = 4;

/// The rows of one table in one chunk.
#[derive(Debug, Default)]
pub struct ChunkPlaces {
    rows: u64,
    file: u32,
    waiting: Vec<[u64; PLACE]>,
    /// By column.
    amounts: Vec<Vec<i128>>,
    ends: Vec<u32>,
    bytes: Vec<u8>,
}

impl ChunkPlaces {
    /// No row yet; so many amounts stand beside each place.
    #[must_use]
    pub fn new(amounts: usize) -> Self {
        Self { amounts: vec![Vec::new(); amounts], ..Self::default() }
    }

    /// Rows so far.
    #[must_use]
    pub const fn rows(&self) -> u64 {
        self.rows
    }

    /// One more row; all are of one file.
    ///
    /// # Errors
    /// TL0911 for more than 4 GiB of places in one chunk.
    pub fn push(&mut self, place: &Place, amounts: impl Iterator<Item = i128>) -> Result<(), Stop> {
        self.file = place.file;
        self.waiting.push([place.record, place.line, place.offset, place.length]);
        self.amounts.iter_mut().zip(amounts).for_each(|(column, amount)| column.push(amount));
        self.rows += 1;
        if self.waiting.len() == BLOCK { self.block() } else { Ok(()) }
    }

    fn block(&mut self) -> Result<(), Stop> {
        for column in 0..PLACE {
            let signed = |row: &[u64; PLACE]| i128::from(row[column]);
            push_column(self.waiting.iter().map(signed), &mut self.bytes);
        }
        self.waiting.clear();
        for column in &mut self.amounts {
            push_column(column.drain(..), &mut self.bytes);
        }
        let end = u32::try_from(self.bytes.len());
        self.ends.push(end.map_err(|_| Stop::new(Code::Defect, vec!["places of a chunk".into()]))?);
        Ok(())
    }

    /// Where each block ends, then the blocks.
    fn finish(mut self) -> Result<(u32, u64, Vec<u8>), Stop> {
        if !self.waiting.is_empty() {
            self.block()?;
        }
        let ends = self.ends.iter().flat_map(|end| end.to_le_bytes());
        Ok((self.file, self.rows, ends.chain(self.bytes.iter().copied()).collect()))
    }
}

/// Numbers as steps, each with how often it follows on itself.
fn push_column(values: impl Iterator<Item = i128>, into: &mut Vec<u8>) {
    let (mut last, mut same) = (0, None);
    let mut push = |step: i128, more: u64| {
        push_number(folded(step), into);
        push_number(more.into(), into);
    };
    for value in values {
        let step = value.wrapping_sub(std::mem::replace(&mut last, value));
        same = match same {
            Some((known, more)) if known == step => Some((known, more + 1)),
            other => {
                if let Some((known, more)) = other {
                    push(known, more);
                }
                Some((step, 0))
            }
        };
    }
    if let Some((step, more)) = same {
        push(step, more);
    }
}

fn read_column(bytes: &mut Bytes<'_>, rows: usize) -> Vec<i128> {
    let (mut values, mut last) = (Vec::with_capacity(rows), 0_i128);
    while values.len() < rows && !bytes.is_empty() {
        let (step, more) = (bytes.signed(), bytes.small());
        for _ in 0..=more.min((rows - values.len() - 1) as u64) {
            last = last.wrapping_add(step);
            values.push(last);
        }
    }
    values
}

/// A table of a run: its mapping, and its number there.
pub type TableId = (u16, usize);

#[derive(Debug, Clone, Copy)]
struct Slot {
    start: u64,
    length: u64,
    rows: u64,
    file: u32,
}

/// All rows of all tables that rules ask of.
pub struct Places<'a> {
    staging: &'a Staging<'a>,
    most: usize,
    memory: Vec<u8>,
    disk: Option<HeldFile>,
    written: u64,
    slots: BTreeMap<(TableId, u64), Slot>,
}

impl<'a> Places<'a> {
    /// None yet; so many bytes are held in memory.
    #[must_use]
    pub const fn new(staging: &'a Staging<'a>, most: usize) -> Self {
        Self { staging, most, memory: Vec::new(), disk: None, written: 0, slots: BTreeMap::new() }
    }

    /// Adds the rows of a chunk.
    ///
    /// # Errors
    /// TL0901, TL0907.
    pub fn add(&mut self, table: TableId, chunk: u64, places: ChunkPlaces) -> Result<(), Stop> {
        let (file, rows, bytes) = places.finish()?;
        if rows == 0 {
            return Ok(());
        }
        let slot = Slot { start: self.written, length: bytes.len() as u64, rows, file };
        self.slots.insert((table, chunk), slot);
        self.written += slot.length;
        self.memory.extend_from_slice(&bytes);
        if self.memory.len() > self.most { self.spill() } else { Ok(()) }
    }

    /// Bytes that stand on the disk.
    #[must_use]
    pub fn on_disk(&self) -> u64 {
        self.written - self.memory.len() as u64
    }

    fn spill(&mut self) -> Result<(), Stop> {
        if self.disk.is_none() {
            self.disk = Some(self.staging.hold("places")?);
        }
        if let Some(HeldFile { path, writer, .. }) = &mut self.disk {
            writer.write_all(&self.memory).map_err(|error| io::stop("write", path, &error))?;
            writer.flush().map_err(|error| io::stop("write", path, &error))?;
        }
        self.memory.clear();
        Ok(())
    }

    /// No row comes any more.
    #[must_use]
    pub fn close(self) -> ClosedPlaces {
        let on_disk = self.on_disk();
        let disk = self.disk.map(|HeldFile { path, reader, .. }| (path, reader));
        ClosedPlaces { memory: self.memory, disk, on_disk, slots: self.slots }
    }
}

/// All rows, complete.
pub struct ClosedPlaces {
    memory: Vec<u8>,
    disk: Option<(PathBuf, Box<dyn SourceFile>)>,
    /// What stands before the bytes in memory.
    on_disk: u64,
    slots: BTreeMap<(TableId, u64), Slot>,
}

impl ClosedPlaces {
    fn read(&self, start: u64, length: usize) -> Result<Vec<u8>, Stop> {
        let defect = || Stop::new(Code::Defect, vec!["places that were not kept".into()]);
        if let Some(at) = start.checked_sub(self.on_disk) {
            let at = usize::try_from(at).map_err(|_| defect())?;
            return self.memory.get(at..at + length).map(<[u8]>::to_vec).ok_or_else(defect);
        }
        let (path, file) = self.disk.as_ref().ok_or_else(defect)?;
        let mut bytes = vec![0; length];
        io::read_whole(file.as_ref(), path, start, &mut bytes)?;
        Ok(bytes)
    }

    /// Reads rows, best in their order.
    #[must_use]
    pub const fn reader(&self) -> PlaceReader<'_> {
        PlaceReader { places: self, chunk: None, block: None }
    }
}

/// The chunk and the block that were read last.
pub struct PlaceReader<'a> {
    places: &'a ClosedPlaces,
    chunk: Option<((TableId, u64), Slot, Vec<u8>)>,
    block: Option<(u64, Vec<Vec<i128>>)>,
}

impl PlaceReader<'_> {
    /// The row of this tag as an entry of a rule's own side, with the amount of this column.
    ///
    /// # Errors
    /// TL0901; TL0911 for a row that was not told of: a defect.
    pub fn entry(&mut self, table: TableId, of: u64, amount: Option<usize>) -> Result<Entry, Stop> {
        let defect = || Stop::new(Code::Defect, vec!["a row that was not kept".into()]);
        let (chunk, row) = tag::chunk_and_row(of);
        if self.chunk.as_ref().is_none_or(|(known, ..)| *known != (table, chunk)) {
            let slot = *self.places.slots.get(&(table, chunk)).ok_or_else(defect)?;
            let blocks = usize::try_from(slot.rows).map_err(|_| defect())?.div_ceil(BLOCK);
            let ends = self.places.read(slot.start, blocks * 4)?;
            (self.chunk, self.block) = (Some(((table, chunk), slot, ends)), None);
        }
        let (_, slot, ends) = self.chunk.as_ref().ok_or_else(defect)?;
        let number = row / BLOCK as u64;
        if self.block.as_ref().is_none_or(|(known, _)| *known != number) {
            let at = usize::try_from(number).map_err(|_| defect())?;
            let (all, _) = ends.as_chunks::<4>();
            let end = |at: usize| all.get(at).map(|end| u64::from(u32::from_le_bytes(*end))).ok_or_else(defect);
            let (from, to) = (if at == 0 { 0 } else { end(at - 1)? }, end(at)?);
            let length = usize::try_from(to - from).map_err(|_| defect())?;
            let bytes = self.places.read(slot.start + ends.len() as u64 + from, length)?;
            let rows = usize::try_from(slot.rows - number * BLOCK as u64).map_or(BLOCK, |left| left.min(BLOCK));
            let mut bytes = Bytes(&bytes);
            let mut columns = Vec::new();
            while !bytes.is_empty() {
                columns.push(read_column(&mut bytes, rows));
            }
            self.block = Some((number, columns));
        }
        let (_, columns) = self.block.as_ref().ok_or_else(defect)?;
        let at = usize::try_from(row % BLOCK as u64).map_err(|_| defect())?;
        let value = |column: usize| columns.get(column).and_then(|column| column.get(at)).copied().ok_or_else(defect);
        let number = |column: usize| value(column).and_then(|value| u64::try_from(value).map_err(|_| defect()));
        let place =
            Place { file: slot.file, record: number(0)?, line: number(1)?, offset: number(2)?, length: number(3)? };
        let sum = amount.map_or(Ok(0), |column| value(PLACE + column))?;
        let at = RowPlace { mapping: table.0, place };
        Ok(Entry { side: 1, number: None, at, rows: 1, sum: i256::from_i128(sum), refused: false })
    }
}
