//! Short keys of single rows, as items of one size: most keys are numbers or codes and fit sixteen bytes.
//!
//! In: keys of at most [`KEY`] bytes with the row's [`tag`]. Out: the items of one partition in order. Refuses to know
//! what a key says, and where a row stands: that is in the [`places`](super::places).
//!
//! A key is mixed by a function that can be turned round. So mixed keys are as even as hashes, their first bits are their
//! partition, and equal ones are equal keys. Longer keys wait in the [`spool`](super::spool).

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::io::Write;
use std::path::PathBuf;

use crate::finding::Code;
use crate::host::{OutputFile, SourceFile};
use crate::run::publish::{HeldFile, Staging};
use crate::run::windows::to_index;
use crate::run::{Stop, io};

#[cfg(test)]
mod tests;

/// Partitions: each is sorted in memory, if it is not larger than [`SORTED`] items.
pub const PARTITIONS: usize = 256;
/// Bytes of the longest key.
pub const KEY: usize = 16;
/// Items that one thread sorts in memory; more are sorted in parts and merged.
pub const SORTED: usize = 1 << 20;
/// Items that a worker gathers before it hands them on.
pub const GATHERED: usize = 1 << 16;
/// Bytes of an item on the disk.
pub const ITEM: usize = 24;
/// Bytes that the readers of one merge have together.
const READ: usize = 4 << 20;
/// Below this, an item's next bits are not sorted by first.
const FEW: usize = 1 << 12;
const BUCKETS: usize = 1 << 11;

const FACTORS: [u128; 2] = [0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835, 0xC2B2_AE3D_27D4_EB4F_1656_67B1_9E37_79F9];

/// The factor that undoes an odd one: each round of Newton's doubles the bits that are right.
const fn undoing(factor: u128) -> u128 {
    let (mut inverse, mut round) = (factor, 0);
    while round < 7 {
        inverse = inverse.wrapping_mul(2_u128.wrapping_sub(factor.wrapping_mul(inverse)));
        round += 1;
    }
    inverse
}

const fn mixed(key: u128) -> u128 {
    let key = key.wrapping_mul(FACTORS[0]);
    (key ^ key >> 64).wrapping_mul(FACTORS[1])
}

const fn unmixed(key: u128) -> u128 {
    let key = key.wrapping_mul(const { undoing(FACTORS[1]) });
    (key ^ key >> 64).wrapping_mul(const { undoing(FACTORS[0]) })
}

/// A key and the row that has it. Items are in the order of their mixed keys, then of their tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Item {
    high: u64,
    low: u64,
    /// Side and row, see [`tag`].
    pub tag: u64,
}

impl Item {
    /// None if the key is too long. Keys of one rule must be told apart with zeros behind them.
    #[must_use]
    pub fn new(key: &[u8], tag: u64) -> Option<Self> {
        let mut bytes = [0; KEY];
        bytes.get_mut(..key.len())?.copy_from_slice(key);
        let [high, low] = halves(mixed(u128::from_be_bytes(bytes)));
        Some(Self { high, low, tag })
    }

    /// The key, with zeros behind it.
    #[must_use]
    pub fn key(&self) -> [u8; KEY] {
        unmixed(u128::from(self.high) << 64 | u128::from(self.low)).to_be_bytes()
    }

    /// Whether both have the same key.
    #[must_use]
    pub const fn is_of_key(&self, other: &Self) -> bool {
        self.high == other.high && self.low == other.low
    }

    const fn partition(&self) -> usize {
        (self.high >> 56) as usize
    }

    const fn bucket(&self) -> usize {
        (self.high >> 45) as usize & (BUCKETS - 1)
    }

    fn push(&self, into: &mut Vec<u8>) {
        for word in [self.high, self.low, self.tag] {
            into.extend_from_slice(&word.to_le_bytes());
        }
    }

    fn read(bytes: &[u8; ITEM]) -> Self {
        let (words, _) = bytes.as_chunks::<8>();
        let [high, low, tag] = [0, 1, 2].map(|at| u64::from_le_bytes(words[at]));
        Self { high, low, tag }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the halves are wanted")]
const fn halves(key: u128) -> [u64; 2] {
    [(key >> 64) as u64, key as u64]
}

/// A row's place in the order of all rows of its table, with the rule's side in front: the table that is referred to (0)
/// comes first.
pub mod tag {
    use crate::finding::Code;
    use crate::run::Stop;

    const ROW: u32 = 27;
    const CHUNK: u32 = 24;
    const MAPPING: u32 = 12;

    /// Mappings that a tag can tell apart.
    pub const MAPPINGS: usize = 1 << MAPPING;

    /// Of the rows of a chunk from this one on.
    ///
    /// # Errors
    /// TL0911 for more chunks or rows than a tag can tell apart: 16 million chunks, 134 million rows of a chunk.
    pub fn of(mapping: u16, chunk: u64, row: u64) -> Result<u64, Stop> {
        if chunk >> CHUNK > 0 || row >> ROW > 0 || usize::from(mapping) >= MAPPINGS {
            return Err(Stop::new(Code::Defect, vec!["more rows than a rule can tell apart".into()]));
        }
        Ok(u64::from(mapping) << (CHUNK + ROW) | chunk << ROW | row)
    }

    /// With the rule's side.
    #[must_use]
    pub const fn of_side(tag: u64, side: u8) -> u64 {
        tag | (side as u64) << 63
    }

    /// 0 or 1.
    #[must_use]
    pub const fn side(tag: u64) -> u8 {
        (tag >> 63) as u8
    }

    /// Number of the chunk, and of the row in it.
    #[must_use]
    pub const fn chunk_and_row(tag: u64) -> (u64, u64) {
        (tag >> ROW & ((1 << CHUNK) - 1), tag & ((1 << ROW) - 1))
    }
}

/// Items of a worker, partition by partition.
#[derive(Debug)]
pub struct Run {
    items: Vec<Item>,
    /// Where each partition ends.
    ends: Vec<usize>,
}

impl Run {
    /// Brings items into the order of their partitions.
    #[must_use]
    pub fn of(items: &[Item]) -> Self {
        let mut scattered = vec![Item::default(); items.len()];
        let ends = scatter(items, &mut scattered, PARTITIONS, Item::partition);
        Self { items: scattered, ends }
    }

    fn partition(&self, partition: usize) -> &[Item] {
        let start = if partition == 0 { 0 } else { self.ends[partition - 1] };
        &self.items[start..self.ends[partition]]
    }
}

/// Copies items into so many buckets, one behind the other; gives where each ends.
fn scatter(items: &[Item], into: &mut [Item], buckets: usize, of: impl Fn(&Item) -> usize) -> Vec<usize> {
    let mut at = vec![0; buckets];
    for item in items {
        at[of(item)] += 1;
    }
    let mut start = 0;
    for place in &mut at {
        start += std::mem::replace(place, start);
    }
    for item in items {
        let place = &mut at[of(item)];
        into[*place] = *item;
        *place += 1;
    }
    at
}

/// Sorts items of one partition; `spare` is used for it.
fn sort(items: &mut Vec<Item>, spare: &mut Vec<Item>) {
    if items.len() < FEW {
        return items.sort_unstable();
    }
    spare.clear();
    spare.resize(items.len(), Item::default());
    let ends = scatter(items, spare, BUCKETS, Item::bucket);
    let mut start = 0;
    for end in ends {
        spare[start..end].sort_unstable();
        start = end;
    }
    std::mem::swap(items, spare);
}

/// All items, as they come: in memory, and on the disk what memory does not hold.
pub struct Lane<'a> {
    staging: &'a Staging<'a>,
    memory: Vec<Run>,
    held: usize,
    most: usize,
    writer: Option<Box<dyn OutputFile>>,
    disk: Option<Disk>,
}

struct Disk {
    path: PathBuf,
    reader: Box<dyn SourceFile>,
    written: u64,
    /// For each time that memory was full: where it begins, and the items up to each partition's end.
    pieces: Vec<(u64, Vec<u64>)>,
}

impl<'a> Lane<'a> {
    /// Empty; so many bytes are held in memory.
    #[must_use]
    pub const fn new(staging: &'a Staging<'a>, most: usize) -> Self {
        Self { staging, memory: Vec::new(), held: 0, most, writer: None, disk: None }
    }

    /// Adds a worker's items.
    ///
    /// # Errors
    /// TL0901, TL0907.
    pub fn add(&mut self, run: Run) -> Result<(), Stop> {
        if run.items.is_empty() {
            return Ok(());
        }
        self.held += run.items.len() * ITEM;
        self.memory.push(run);
        if self.held > self.most { self.spill() } else { Ok(()) }
    }

    /// Bytes that stand on the disk.
    #[must_use]
    pub fn on_disk(&self) -> u64 {
        self.disk.as_ref().map_or(0, |disk| disk.written)
    }

    fn spill(&mut self) -> Result<(), Stop> {
        let runs = std::mem::take(&mut self.memory);
        self.held = 0;
        if self.disk.is_none() {
            let HeldFile { path, writer, reader } = self.staging.hold("keys")?;
            self.disk = Some(Disk { path, reader, written: 0, pieces: Vec::new() });
            self.writer = Some(writer);
        }
        let (Some(disk), Some(writer)) = (&mut self.disk, &mut self.writer) else { return Ok(()) };
        let (start, mut ends, mut count) = (disk.written, Vec::with_capacity(PARTITIONS), 0);
        let mut buffer = Vec::with_capacity((1 << 20) + ITEM * FEW);
        for partition in 0..PARTITIONS {
            for items in runs.iter().map(|run| run.partition(partition)) {
                for item in items {
                    item.push(&mut buffer);
                }
                count += items.len() as u64;
                if buffer.len() >= 1 << 20 {
                    disk.write(writer, &buffer)?;
                    buffer.clear();
                }
            }
            ends.push(count);
        }
        disk.write(writer, &buffer)?;
        disk.pieces.push((start, ends));
        Ok(())
    }

    /// No item comes any more.
    ///
    /// # Errors
    /// TL0901, TL0907.
    pub fn close(mut self) -> Result<Closed, Stop> {
        if let (Some(disk), Some(writer)) = (&self.disk, &mut self.writer) {
            writer.flush().map_err(|error| io::stop("write", &disk.path, &error))?;
        }
        Ok(Closed { memory: self.memory, disk: self.disk })
    }
}

impl Disk {
    fn write(&mut self, writer: &mut Box<dyn OutputFile>, bytes: &[u8]) -> Result<(), Stop> {
        writer.write_all(bytes).map_err(|error| io::stop("write", &self.path, &error))?;
        self.written += bytes.len() as u64;
        Ok(())
    }

    /// The items of a partition in one piece: where they begin, and how many there are.
    fn slice(&self, piece: usize, partition: usize) -> (u64, u64) {
        let (start, ends) = &self.pieces[piece];
        let before = if partition == 0 { 0 } else { ends[partition - 1] };
        (start + before * ITEM as u64, ends[partition] - before)
    }
}

/// All items, complete.
pub struct Closed {
    memory: Vec<Run>,
    disk: Option<Disk>,
}

impl Closed {
    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.memory.is_empty() && self.disk.is_none()
    }

    /// The items of one partition, in their order; `most` of them are sorted at once, see [`SORTED`].
    ///
    /// # Errors
    /// TL0901, TL0907.
    pub fn sorted(
        &self,
        partition: usize,
        most: usize,
        staging: &Staging<'_>,
        room: &mut Room,
    ) -> Result<Sorted, Stop> {
        let Room { items, spare, buffer } = room;
        let mut items = std::mem::take(items);
        items.clear();
        let mut parts: Option<Parts> = None;
        let mut full = |items: &mut Vec<Item>, parts: &mut Option<Parts>| -> Result<(), Stop> {
            sort(items, spare);
            let parts = match parts {
                Some(parts) => parts,
                none => none.insert(Parts::create(staging, partition)?),
            };
            parts.add(items)?;
            items.clear();
            Ok(())
        };
        for piece in 0..self.disk.as_ref().map_or(0, |disk| disk.pieces.len()) {
            let Some(disk) = &self.disk else { break };
            let (mut at, mut left) = disk.slice(piece, partition);
            while left > 0 {
                let count = left.min((READ / ITEM) as u64);
                buffer.resize(to_index(count) * ITEM, 0);
                io::read_whole(disk.reader.as_ref(), &disk.path, at, buffer)?;
                (at, left) = (at + buffer.len() as u64, left - count);
                for some in buffer.chunks(ITEM * most) {
                    let some = some.as_chunks::<ITEM>().0;
                    if items.len() + some.len() > most {
                        full(&mut items, &mut parts)?;
                    }
                    items.extend(some.iter().map(Item::read));
                }
            }
        }
        for some in self.memory.iter().flat_map(|run| run.partition(partition).chunks(most)) {
            if items.len() + some.len() > most {
                full(&mut items, &mut parts)?;
            }
            items.extend_from_slice(some);
        }
        if parts.is_some() {
            full(&mut items, &mut parts)?;
        } else {
            sort(&mut items, spare);
        }
        match parts {
            None => Ok(Sorted::Memory(items, 0)),
            Some(parts) => {
                room.items = items;
                parts.merged().map(Sorted::Disk)
            }
        }
    }
}

/// Memory that one partition after the other is sorted in.
#[derive(Debug, Default)]
pub struct Room {
    items: Vec<Item>,
    spare: Vec<Item>,
    buffer: Vec<u8>,
}

/// Sorted parts of one partition, on the disk.
struct Parts {
    name: String,
    path: PathBuf,
    writer: Box<dyn OutputFile>,
    reader: Box<dyn SourceFile>,
    written: u64,
    ends: Vec<u64>,
}

impl Parts {
    fn create(staging: &Staging<'_>, partition: usize) -> Result<Self, Stop> {
        let name = format!("keys-{partition}");
        let HeldFile { path, writer, reader } = staging.hold(&name)?;
        Ok(Self { name, path, writer, reader, written: 0, ends: Vec::new() })
    }

    fn add(&mut self, items: &[Item]) -> Result<(), Stop> {
        let mut buffer = Vec::with_capacity(ITEM * FEW);
        for some in items.chunks(FEW) {
            buffer.clear();
            for item in some {
                item.push(&mut buffer);
            }
            self.writer.write_all(&buffer).map_err(|error| io::stop("write", &self.path, &error))?;
            self.written += buffer.len() as u64;
        }
        self.ends.push(self.written);
        Ok(())
    }

    fn merged(mut self) -> Result<Merge, Stop> {
        self.writer.flush().map_err(|error| io::stop("write", &self.path, &error))?;
        let buffer = (READ / self.ends.len() / ITEM).max(16) * ITEM;
        let mut merge =
            Merge { name: self.name, path: self.path, file: self.reader, readers: Vec::new(), heap: BinaryHeap::new() };
        let mut start = 0;
        for end in self.ends {
            merge.readers.push(Reader { at: start, end, buffer: Vec::new(), used: 0, most: buffer });
            start = end;
        }
        (0..merge.readers.len()).try_for_each(|number| merge.advance(number))?;
        Ok(merge)
    }
}

struct Reader {
    at: u64,
    end: u64,
    buffer: Vec<u8>,
    used: usize,
    most: usize,
}

/// Sorted parts, merged.
pub struct Merge {
    name: String,
    path: PathBuf,
    file: Box<dyn SourceFile>,
    readers: Vec<Reader>,
    heap: BinaryHeap<Reverse<(Item, usize)>>,
}

impl Merge {
    fn advance(&mut self, number: usize) -> Result<(), Stop> {
        let reader = &mut self.readers[number];
        if reader.used == reader.buffer.len() {
            let count = to_index(reader.end - reader.at).min(reader.most);
            if count == 0 {
                return Ok(());
            }
            reader.buffer.resize(count, 0);
            io::read_whole(self.file.as_ref(), &self.path, reader.at, &mut reader.buffer)?;
            (reader.at, reader.used) = (reader.at + count as u64, 0);
        }
        let bytes = reader.buffer.get(reader.used..).and_then(<[u8]>::first_chunk);
        let bytes = bytes.ok_or_else(|| Stop::new(Code::Defect, vec!["half of an item".into()]))?;
        reader.used += ITEM;
        self.heap.push(Reverse((Item::read(bytes), number)));
        Ok(())
    }

    fn next(&mut self) -> Result<Option<Item>, Stop> {
        let Some(Reverse((item, number))) = self.heap.pop() else { return Ok(None) };
        self.advance(number)?;
        Ok(Some(item))
    }
}

/// The items of one partition, in their order.
pub enum Sorted {
    /// All of them, and how many were taken.
    Memory(Vec<Item>, usize),
    /// Merged from sorted parts.
    Disk(Merge),
}

impl Sorted {
    /// The next item.
    ///
    /// # Errors
    /// TL0901.
    pub fn next(&mut self) -> Result<Option<Item>, Stop> {
        match self {
            Self::Memory(items, at) => {
                *at += 1;
                Ok(items.get(*at - 1).copied())
            }
            Self::Disk(merge) => merge.next(),
        }
    }

    /// Gives the memory back, and removes what it needed on the disk.
    ///
    /// # Errors
    /// TL0901.
    pub fn end(self, staging: &Staging<'_>, room: &mut Room) -> Result<(), Stop> {
        match self {
            Self::Memory(items, _) => {
                room.items = items;
                Ok(())
            }
            Self::Disk(Merge { name, file, .. }) => {
                drop(file);
                staging.remove_held(&name)
            }
        }
    }
}
