//! The first records of a file, framed, decoded and judged as a run does it, without a run.
//!
//! In: a plan and a file. Out: its batches, with what becomes of their rows, for whoever looks. Refuses to read more of a
//! file than it is told to, to read what can be read only once, and to write anything.

use std::io::{self, Read};
use std::sync::Arc;

use crate::finding::{Args, Code};
use crate::host::streams::{Damage, StoredHash, open_stream};
use crate::host::{Host, SourceFile, Stat};
use crate::run::batch::{Batch, Batches, ChunkStart, place_ghosts};
use crate::run::descriptors::lost_args;
use crate::run::evaluate::{Evaluated, evaluate};
use crate::run::plan::Plan;
use crate::run::sources::SourceSpec;
use crate::run::walk::{Cursor, End, Text, Walker};
use crate::run::windows::{OpenSource, Window, to_index};
use crate::run::{Stop, io as run_io};

/// The first bytes of one file.
pub struct Peek<'a> {
    plan: &'a Plan,
    source: OpenSource,
    window: Window,
    damage: Option<Damage>,
    findings: Vec<(Code, Args)>,
}

/// One batch with what became of it.
pub struct Seen<'a> {
    /// The file.
    pub source: &'a OpenSource,
    /// Its bytes.
    pub text: &'a Text<'a>,
    /// The rows.
    pub batch: &'a Batch,
    /// What a run makes of them; none where it would need the value of a parameter.
    pub evaluated: Option<Evaluated>,
}

/// What ends the records of a file before the file ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ended {
    /// A quote that is never closed: what follows it is in no record.
    Quote(Unclosed),
    /// A length that leads nowhere.
    Length(Code, Args),
}

/// A quote that is never closed: no record begins behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unclosed {
    /// The cell that it opens, from 1.
    pub cell: u32,
    /// The record, from 1.
    pub record: u64,
    /// Its line, from 1.
    pub line: u64,
    /// Bytes from there on; none where the file goes on behind what was read.
    pub bytes: Option<u64>,
}

impl<'a> Peek<'a> {
    /// At most so many bytes of a file; none of a pipe or of the standard input, which would be lost for the run.
    ///
    /// # Errors
    /// TL0901.
    pub fn open(
        host: &dyn Host,
        plan: &'a Plan,
        (index, spec): (u32, &SourceSpec),
        most: u64,
    ) -> Result<Option<Self>, Stop> {
        let Some(path) = spec.lasting_path() else { return Ok(None) };
        let stopped = |error: io::Error| run_io::stop("read", path, &error);
        let (mut bytes, mut damage) = (Vec::new(), None);
        if spec.is_stream() {
            let reader = open_stream(host, Some(path), spec.compression, &StoredHash::new()).map_err(stopped)?;
            // One byte more tells whether there is more.
            if let Err(error) = reader.take(most + 1).read_to_end(&mut bytes) {
                match Damage::of(&error).filter(|_| !bytes.is_empty()) {
                    Some(found) => damage = Some(found.clone()),
                    None => return Err(stopped(error)),
                }
            }
        } else {
            let file = host.open(path).map_err(stopped)?;
            bytes.resize(to_index(spec.length.unwrap_or(0).min(most + 1)), 0);
            let read = file.read_at(0, &mut bytes).map_err(stopped)?;
            bytes.truncate(read);
        }
        let is_whole = bytes.len() as u64 <= most && damage.is_none();
        bytes.truncate(to_index(most));
        Ok(Some(Self { damage, ..Self::of_bytes(plan, (index, spec), bytes, is_whole)? }))
    }

    /// The first bytes as they are given.
    ///
    /// # Errors
    /// TL0901.
    pub fn of_bytes(
        plan: &'a Plan,
        (index, spec): (u32, &SourceSpec),
        bytes: Vec<u8>,
        is_whole: bool,
    ) -> Result<Self, Stop> {
        let bytes: Arc<[u8]> = bytes.into();
        let mut source = OpenSource::of_first_bytes(plan, index, spec, Box::new(Memory(Arc::clone(&bytes))), is_whole)?;
        let findings = source.findings.clone();
        // Headers that nobody asked for hide none of the others.
        source.findings.retain(|(code, _)| *code != Code::HeaderExtra);
        let data = to_index(source.data_end()).min(bytes.len());
        let end = bytes.len() as u64;
        let window =
            Window { bytes: bytes.to_vec(), data, last: is_whole, end, last_block: is_whole, ..Window::default() };
        Ok(Self { plan, source, window, damage: None, findings })
    }

    /// The bytes, without the padding behind the last record of a file that is here whole.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.window.bytes[..self.window.data]
    }

    /// Whether there are no more.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        self.window.last
    }

    /// Why a compressed file could not be read on.
    #[must_use]
    pub const fn damage(&self) -> Option<&Damage> {
        self.damage.as_ref()
    }

    /// What is wrong with the file's head: then a run reads no record, and a look none but where headers are too many.
    #[must_use]
    pub fn findings(&self) -> &[(Code, Args)] {
        &self.findings
    }

    /// Whether records are read, whatever is wrong with the file's head.
    #[must_use]
    pub const fn is_read(&self) -> bool {
        self.source.findings.is_empty()
    }

    /// Shows every batch of the records that are here whole. Gives what ends them
    /// before the file does, if anything: a quote that is never closed, a length that leads nowhere.
    ///
    /// # Errors
    /// TL0911, a defect; what `see` gives.
    pub fn each(
        &self,
        evaluates: bool,
        see: &mut dyn FnMut(Seen<'_>) -> Result<(), Stop>,
    ) -> Result<Option<Ended>, Stop> {
        if !self.is_read() {
            return Ok(None);
        }
        let plan = self.plan;
        let cursor = Cursor::at_start(plan, &self.source, 0);
        let mut walker = Walker::new(plan, &self.source);
        let mut walk = walker.start_at(&cursor);
        let framed = Text::new(plan, &self.window, cursor.next);
        walker.go_on(&framed, framed.index(self.window.end), &mut walk);
        let mut bytes = self.window.bytes[..self.window.data].to_vec();
        let ghosts = place_ghosts(plan, &cursor, &mut bytes, Text::skipped(plan, &self.window, 0));
        let window =
            Window { bytes, data: self.window.data, last: self.window.last, end: self.window.end, ..Window::default() };
        let text = Text::new(plan, &window, 0);
        let start = ChunkStart {
            cursor: &cursor,
            walk: &walk,
            end: walk.next,
            long: None,
            first: true,
            ghosts: &ghosts,
            left: u64::MAX,
            kept: None,
        };
        let mut batches = Batches::new(plan, &self.source, &text, start);
        while let Some(batch) = batches.next()? {
            let batch = &*batch;
            let made = evaluates.then(|| evaluate(plan, &self.source, &text, batch)).transpose()?;
            see(Seen { source: &self.source, text: &text, batch, evaluated: made })?;
        }
        Ok(match &walk.end {
            End::Unclosed { cell } => {
                let bytes = self.window.last.then(|| self.window.end.saturating_sub(walk.next));
                let (record, line) = (cursor.records + walk.records + 1, plan.line(cursor.lines + walk.lines));
                Some(Ended::Quote(Unclosed { cell: *cell, record, line, bytes }))
            }
            End::Lost(lost) => Some(Ended::Length(Code::LostLength, lost_args(plan, &self.source, walk.next, lost))),
            _ => None,
        })
    }
}

/// Bytes that are read as a file is.
struct Memory(Arc<[u8]>);

impl SourceFile for Memory {
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        let rest = self.0.get(to_index(offset)..).unwrap_or_default();
        let read = rest.len().min(buffer.len());
        buffer[..read].copy_from_slice(&rest[..read]);
        Ok(read)
    }

    fn stat(&self) -> io::Result<Stat> {
        Ok(Stat { length: self.0.len() as u64, ..Stat::default() })
    }
}
