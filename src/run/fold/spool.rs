//! Entries, in any order, waiting to be judged: sorted runs in memory, and on the disk what memory does not hold.
//!
//! In: runs, each sorted. Out: all entries of one partition in order, merged from all runs. Refuses to know what an entry
//! means. What is on the disk stands in the run's hidden folder, which the next run removes.
//!
//! An entry is a hash of its key, its key, its rest and its load; the first three are its order. The hash's first bits are
//! its partition, so that partitions are merged side by side. Entries without a key are simply sorted, one partition after
//! the other.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use crate::host::SourceFile;
use crate::run::publish::{HeldFile, Staging};
use crate::run::{Stop, io};

#[cfg(test)]
mod tests;

/// Partitions: merged side by side.
pub const PARTITIONS: usize = 16;
/// Bytes of runs that are held in memory before they are merged onto the disk.
pub const HELD: usize = 64 << 20;
/// Bytes that a reader of one run has.
const BUFFER: usize = 32 << 10;
/// Runs on the disk that are merged at once; more are merged into one before.
const WIDTH: usize = 128;
/// Bytes of all readers of a merge.
pub const MERGED: usize = WIDTH * BUFFER;

/// The bytes of an entry, but for those that are not compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EntryBytes<'a> {
    hash: u32,
    /// Of the rule, with its values.
    pub key: &'a [u8],
    /// What entries of one key are sorted by.
    pub rest: &'a [u8],
    /// What is not compared.
    pub load: &'a [u8],
}

impl<'a> EntryBytes<'a> {
    /// What entries are sorted by.
    const fn order(&self) -> (u32, &'a [u8], &'a [u8]) {
        (self.hash, self.key, self.rest)
    }
}

/// A hash of bytes after others, the same in every process: eight bytes at a time, each mixed as in `MurmurHash3`.
#[must_use]
pub fn hash(before: u64, bytes: &[u8]) -> u64 {
    let (words, rest) = bytes.as_chunks::<8>();
    let tail = rest.iter().rev().fold(rest.len() as u64, |word, byte| word << 8 | u64::from(*byte));
    words.iter().map(|word| u64::from_le_bytes(*word)).chain([tail]).fold(before, |hash, word| {
        let mut hash = (hash ^ word).wrapping_mul(0xFF51_AFD7_ED55_8CCD);
        hash ^= hash >> 32;
        hash = hash.wrapping_mul(0xC4CE_B9FE_1A85_EC53);
        hash ^ hash >> 29
    })
}

/// The hash of a key. Entries without one are all sorted by their rest, of which these are the first bytes.
fn short_hash(key: &[u8], rest: &[u8]) -> u32 {
    if key.is_empty() {
        let byte = |at: usize| rest.get(at).copied().unwrap_or(0);
        return u32::from_be_bytes([byte(0), byte(1), byte(2), byte(3)]);
    }
    let hash = hash(0, key).to_le_bytes();
    u32::from_le_bytes([hash[4], hash[5], hash[6], hash[7]])
}

const fn partition(hash: u32) -> usize {
    (hash >> 28) as usize
}

/// Bytes before an entry's own: hash, lengths of key, rest and load.
const HEAD: usize = 4 + 3 * 4;

fn push(entry: EntryBytes<'_>, into: &mut Vec<u8>) {
    let length = |part: &[u8]| u32::try_from(part.len()).unwrap_or(u32::MAX).to_le_bytes();
    into.extend_from_slice(&entry.hash.to_le_bytes());
    for part in [entry.key, entry.rest, entry.load] {
        into.extend_from_slice(&length(part));
    }
    for part in [entry.key, entry.rest, entry.load] {
        into.extend_from_slice(part);
    }
}

/// The entry at the start of these bytes, and how long it is; none if it is not whole.
fn read(bytes: &[u8]) -> Option<(EntryBytes<'_>, usize)> {
    let head = bytes.first_chunk::<HEAD>()?;
    let number = |at: usize| u32::from_le_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
    let [key, rest, load] = [4, 8, 12].map(|at| number(at) as usize);
    let end = HEAD + key + rest + load;
    let own = bytes.get(HEAD..end)?;
    let entry = EntryBytes { hash: number(0), key: &own[..key], rest: &own[key..key + rest], load: &own[key + rest..] };
    Some((entry, end))
}

/// Entries as they come.
#[derive(Debug, Default)]
pub struct Gathered {
    bytes: Vec<u8>,
    starts: Vec<u64>,
}

impl Gathered {
    /// One more entry.
    pub fn push(&mut self, key: &[u8], rest: &[u8], load: &[u8]) {
        self.starts.push(self.bytes.len() as u64);
        push(EntryBytes { hash: short_hash(key, rest), key, rest, load }, &mut self.bytes);
    }

    /// Bytes.
    #[must_use]
    pub const fn bytes(&self) -> usize {
        self.bytes.len()
    }

    fn entry(&self, start: u64) -> Option<EntryBytes<'_>> {
        read(self.bytes.get(usize::try_from(start).ok()?..)?).map(|(entry, _)| entry)
    }

    /// The same, sorted. Equal entries stay in their order.
    #[must_use]
    pub fn sorted(&self) -> SortedRun {
        let head = |start: u64| u64::from(self.entry(start).map_or(0, |entry| entry.hash));
        // Hash and number in one word: to sort words takes a quarter of the time.
        let mut order: Vec<u64> =
            (0_u64..).zip(&self.starts).map(|(number, start)| head(*start) << 32 | number).collect();
        order.sort_unstable();
        let of = |word: u64| {
            let number = usize::try_from(word & u64::from(u32::MAX)).ok()?;
            self.entry(*self.starts.get(number)?)
        };
        let place = |word: u64| of(word).map(|entry| entry.order());
        for same in order.chunk_by_mut(|one, other| one >> 32 == other >> 32).filter(|same| same.len() > 1) {
            same.sort_by(|one, other| place(*one).cmp(&place(*other)));
        }
        let mut run = SortedRun { bytes: Vec::with_capacity(self.bytes.len()), ends: [0; PARTITIONS] };
        for entry in order.into_iter().filter_map(of) {
            push(entry, &mut run.bytes);
            run.ends[partition(entry.hash)] = run.bytes.len() as u64;
        }
        run.close();
        run
    }
}

/// Entries in their order, in memory.
#[derive(Debug, Clone, Default)]
pub struct SortedRun {
    bytes: Vec<u8>,
    /// Where each partition ends.
    ends: [u64; PARTITIONS],
}

impl SortedRun {
    fn close(&mut self) {
        close(&mut self.ends);
    }

    /// Bytes.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Whether it has no entry.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }
}

/// A partition without an entry ends where the one before it does.
fn close(ends: &mut [u64; PARTITIONS]) {
    for at in 1..PARTITIONS {
        ends[at] = ends[at].max(ends[at - 1]);
    }
}

/// Where a run's bytes are.
#[derive(Clone)]
enum Bytes {
    Memory(Arc<SortedRun>),
    Disk(Arc<dyn SourceFile>, PathBuf),
}

#[derive(Clone)]
struct Stored {
    bytes: Bytes,
    ends: [u64; PARTITIONS],
}

impl Stored {
    fn range(&self, partition: usize) -> (u64, u64) {
        (if partition == 0 { 0 } else { self.ends[partition - 1] }, self.ends[partition])
    }
}

/// All runs.
pub struct Spool<'a> {
    staging: &'a Staging<'a>,
    name: String,
    memory: Vec<Stored>,
    held: usize,
    most: usize,
    disk: Vec<Stored>,
    files: u32,
}

impl<'a> Spool<'a> {
    /// Empty. Its files are called by this name; `most` bytes are held in memory.
    #[must_use]
    pub fn new(staging: &'a Staging<'a>, name: &str, most: usize) -> Self {
        Self { staging, name: name.to_owned(), memory: Vec::new(), held: 0, most, disk: Vec::new(), files: 0 }
    }

    /// Adds a run.
    ///
    /// # Errors
    /// TL0901, TL0907.
    pub fn add(&mut self, run: SortedRun) -> Result<(), Stop> {
        if run.is_empty() {
            return Ok(());
        }
        self.held += run.len();
        self.memory.push(Stored { ends: run.ends, bytes: Bytes::Memory(Arc::new(run)) });
        if self.held > self.most {
            let runs = std::mem::take(&mut self.memory);
            self.held = 0;
            let merged = self.store(&runs)?;
            self.disk.push(merged);
        }
        Ok(())
    }

    /// Bytes that stand on the disk.
    #[must_use]
    pub fn on_disk(&self) -> u64 {
        self.disk.iter().map(|run| run.ends[PARTITIONS - 1]).sum()
    }

    /// Merges runs into one on the disk.
    fn store(&mut self, runs: &[Stored]) -> Result<Stored, Stop> {
        self.files += 1;
        let name = format!("{}-{}", self.name, self.files);
        let HeldFile { path, mut writer, reader } = self.staging.hold(&name)?;
        let write = |writer: &mut Box<dyn crate::host::OutputFile>, bytes: &[u8]| {
            writer.write_all(bytes).map_err(|error| io::stop("write", &path, &error))
        };
        let (mut ends, mut written) = ([0; PARTITIONS], 0);
        let mut buffer = Vec::with_capacity(1 << 20);
        for (partition, end) in ends.iter_mut().enumerate() {
            let mut merge = Merge::of(runs, partition)?;
            while let Some(entry) = merge.entry() {
                push(entry, &mut buffer);
                if buffer.len() >= 1 << 20 {
                    write(&mut writer, &buffer)?;
                    written += buffer.len() as u64;
                    buffer.clear();
                }
                merge.next()?;
            }
            *end = written + buffer.len() as u64;
        }
        write(&mut writer, &buffer)?;
        writer.flush().map_err(|error| io::stop("write", &path, &error))?;
        Ok(Stored { bytes: Bytes::Disk(Arc::from(reader), path), ends })
    }

    /// No entry comes any more: at most so many runs are left on the disk as are merged at once.
    ///
    /// # Errors
    /// TL0901, TL0907.
    pub fn close(mut self) -> Result<Spooled, Stop> {
        while self.disk.len() > WIDTH {
            let some: Vec<Stored> = self.disk.drain(..WIDTH).collect();
            let merged = self.store(&some)?;
            self.disk.push(merged);
            for run in some {
                if let Bytes::Disk(reader, path) = run.bytes {
                    drop(reader);
                    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
                    self.staging.remove_held(&name)?;
                }
            }
        }
        Ok(Spooled { runs: self.disk.into_iter().chain(self.memory).collect() })
    }
}

/// All runs, complete.
pub struct Spooled {
    runs: Vec<Stored>,
}

impl Spooled {
    /// Bytes that stand on the disk.
    #[must_use]
    pub fn on_disk(&self) -> u64 {
        let is_on_disk = |run: &&Stored| matches!(run.bytes, Bytes::Disk(..));
        self.runs.iter().filter(is_on_disk).map(|run| run.ends[PARTITIONS - 1]).sum()
    }

    /// The entries of one partition, in their order.
    ///
    /// # Errors
    /// TL0901.
    pub fn merge(&self, partition: usize) -> Result<Merge, Stop> {
        Merge::of(&self.runs, partition)
    }
}

/// Entries of several runs, in their order.
pub struct Merge {
    heap: BinaryHeap<Reader>,
    /// Runs that were read to their end, for [`Self::rewind`].
    ended: Vec<Reader>,
}

/// A place in a [`Merge`]: that of each of its runs.
pub struct Mark(Vec<u64>);

impl Merge {
    fn of(runs: &[Stored], partition: usize) -> Result<Self, Stop> {
        let mut merge = Self { heap: BinaryHeap::new(), ended: Vec::new() };
        for (number, run) in runs.iter().enumerate() {
            let (start, end) = run.range(partition);
            let mut reader =
                Reader { number, bytes: run.bytes.clone(), buffer: Vec::new(), base: start, at: 0, end, hash: 0 };
            reader.fill()?;
            merge.put(reader);
        }
        Ok(merge)
    }

    fn put(&mut self, reader: Reader) {
        if reader.entry().is_some() { self.heap.push(reader) } else { self.ended.push(reader) }
    }

    /// The entry that comes next; none at the end.
    #[must_use]
    pub fn entry(&self) -> Option<EntryBytes<'_>> {
        self.heap.peek().and_then(Reader::entry)
    }

    /// Goes past it.
    ///
    /// # Errors
    /// TL0901.
    pub fn next(&mut self) -> Result<(), Stop> {
        let Some(mut first) = self.heap.peek_mut() else { return Ok(()) };
        first.next()?;
        if first.entry().is_none() {
            let ended = PeekMut::pop(first);
            self.ended.push(ended);
        }
        Ok(())
    }

    /// Where it is.
    #[must_use]
    pub fn mark(&self) -> Mark {
        let mut places = vec![0; self.heap.len() + self.ended.len()];
        for reader in self.heap.iter().chain(&self.ended) {
            places[reader.number] = reader.base + reader.at as u64;
        }
        Mark(places)
    }

    /// Goes back to where it was.
    ///
    /// # Errors
    /// TL0901.
    pub fn rewind(&mut self, to: &Mark) -> Result<(), Stop> {
        let readers: Vec<Reader> = self.heap.drain().chain(self.ended.drain(..)).collect();
        for mut reader in readers {
            reader.go_to(to.0[reader.number])?;
            self.put(reader);
        }
        Ok(())
    }
}

/// One run's entries of one partition, from where it came to.
struct Reader {
    number: usize,
    bytes: Bytes,
    /// Of a run on the disk: what was read of it; `base` is the place of its first byte.
    buffer: Vec<u8>,
    base: u64,
    at: usize,
    end: u64,
    /// Of the next entry.
    hash: u32,
}

impl Reader {
    /// The bytes from here on that are at hand.
    fn ahead(&self) -> &[u8] {
        match &self.bytes {
            Bytes::Memory(run) => {
                let index = |place: u64| usize::try_from(place).unwrap_or(usize::MAX);
                run.bytes.get(index(self.base) + self.at..index(self.end)).unwrap_or_default()
            }
            Bytes::Disk(..) => &self.buffer[self.at..],
        }
    }

    fn entry(&self) -> Option<EntryBytes<'_>> {
        read(self.ahead()).map(|(entry, _)| entry)
    }

    fn order(&self) -> Option<(u32, &[u8], &[u8])> {
        self.entry().map(|entry| entry.order())
    }

    fn next(&mut self) -> Result<(), Stop> {
        let length = read(self.ahead()).map_or(0, |(_, length)| length);
        self.at += length;
        self.fill()
    }

    fn go_to(&mut self, place: u64) -> Result<(), Stop> {
        let read = self.base..=self.base + self.buffer.len() as u64;
        if read.contains(&place) {
            self.at = usize::try_from(place - self.base).unwrap_or(0);
        } else {
            (self.base, self.at) = (place, 0);
            self.buffer.clear();
        }
        self.fill()
    }

    /// Reads on until the next entry is whole, or the run has ended.
    fn fill(&mut self) -> Result<(), Stop> {
        self.read_on()?;
        self.hash = self.entry().map_or(0, |entry| entry.hash);
        Ok(())
    }

    fn read_on(&mut self) -> Result<(), Stop> {
        let Bytes::Disk(file, path) = &self.bytes else { return Ok(()) };
        while read(&self.buffer[self.at..]).is_none() {
            self.buffer.drain(..self.at);
            self.base += self.at as u64;
            self.at = 0;
            let known = self.buffer.len();
            let left = self.end - (self.base + known as u64);
            if left == 0 {
                return Ok(());
            }
            let more = usize::try_from(left).unwrap_or(usize::MAX).min(BUFFER.max(known));
            self.buffer.resize(known + more, 0);
            let read = file.read_at(self.base + known as u64, &mut self.buffer[known..]);
            let read = read.map_err(|error| io::stop("read", path, &error))?;
            self.buffer.truncate(known + read);
            if read == 0 {
                let error = std::io::Error::from(std::io::ErrorKind::UnexpectedEof);
                return Err(io::stop("read", path, &error));
            }
        }
        Ok(())
    }
}

impl PartialEq for Reader {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Reader {}

impl PartialOrd for Reader {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Reader {
    /// The greatest is what a heap gives first: the reader with the least entry; of equal ones that of the first run.
    fn cmp(&self, other: &Self) -> Ordering {
        let by_place = || self.order().cmp(&other.order()).then(self.number.cmp(&other.number));
        self.hash.cmp(&other.hash).then_with(by_place).reverse()
    }
}
