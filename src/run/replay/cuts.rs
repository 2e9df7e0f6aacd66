//! Edited bytes of refused records, cut into records as the mapping cuts its source.
//!
//! In: the `.raw` file. Out: the places of its records. Memory holds a piece of the bytes. Refuses to know what the records
//! were.

use std::collections::VecDeque;
use std::path::Path;

use crate::extractors::frame::descriptors::NO_BLOCKS;
use crate::extractors::frame::view::view;
use crate::extractors::frame::{Frame, Framed};
use crate::host::Host;
use crate::run::plan::{Framing, Plan};
use crate::run::sources::SourceSpec;
use crate::run::walk::{LongRecord, Text, long_record};
use crate::run::windows::{OpenSource, to_index};
use crate::run::{Stop, io};

/// Cuts edited bytes into records, as the mapping cuts its source.
pub struct Cuts<'a> {
    plan: &'a Plan,
    source: OpenSource,
    length: u64,
    at: u64,
    waiting: VecDeque<LongRecord>,
}

impl<'a> Cuts<'a> {
    /// Of a file.
    ///
    /// # Errors
    /// TL0901.
    pub fn open(host: &dyn Host, plan: &'a Plan, raw: &Path) -> Result<Self, Stop> {
        let file = host.open(raw).map_err(|error| io::stop("open", raw, &error))?;
        let spec = SourceSpec {
            name: String::new(),
            path: Some(raw.to_owned()),
            compression: crate::host::streams::Compression::None,
            length: None,
        };
        let source = OpenSource::of_rejects(plan, 0, &spec, file, &[])?;
        let length = source.length().unwrap_or(0);
        Ok(Self { plan, source, length, at: 0, waiting: VecDeque::new() })
    }

    /// The next record; none at the end, or where what is left is no record.
    ///
    /// # Errors
    /// TL0901.
    pub fn next(&mut self) -> Result<Option<LongRecord>, Stop> {
        if self.waiting.is_empty() && self.at < self.length {
            self.fill()?;
        }
        Ok(self.waiting.pop_front())
    }

    /// Whether all bytes were cut.
    #[must_use]
    pub const fn is_at_end(&self) -> bool {
        self.at == self.length
    }

    /// The first bytes of a record, without its end.
    ///
    /// # Errors
    /// TL0901.
    pub fn first_bytes(&self, record: &LongRecord, most: usize) -> Result<Vec<u8>, Stop> {
        let mut bytes = vec![0; to_index(record.length).min(most)];
        let read = self.source.read_at(record.start, &mut bytes)?;
        bytes.truncate(read);
        Ok(bytes)
    }

    fn fill(&mut self) -> Result<(), Stop> {
        let scale = self.plan.scale() as u64;
        let longest = self.plan.longest() + 8 * scale;
        let mut wanted = self.plan.block.max(longest);
        if let Framing::Fixed(length) = self.plan.framing {
            wanted = wanted.next_multiple_of(length as u64);
        }
        let data = to_index(wanted.min(self.length - self.at));
        let mut bytes = vec![0; data];
        let read = self.source.read_at(self.at, &mut bytes)?;
        bytes.truncate(read);
        let last = self.at + read as u64 == self.length;
        let (base, seen) = (self.at, view(self.plan.unit, &bytes));
        let text = Text { bytes: &bytes, framed: seen.len(), view: seen, base, scale: self.plan.scale(), last };
        let mut framer = text.framer(&self.plan.framing, 0, NO_BLOCKS);
        while let Framed::Record(span) = framer.next(usize::MAX) {
            let (start, length) = (text.offset(span.start as usize), u64::from(span.len) * scale);
            let next = text.offset(span.next as usize);
            self.waiting.push_back(LongRecord { start, length, next, lines: 0 });
            self.at = next;
        }
        if self.waiting.is_empty() && !last && matches!(self.plan.framing, Framing::Text(_)) {
            let from = (base + read as u64).saturating_sub(2 * scale).max(base);
            let long = long_record(self.plan, &self.source, self.at, from, 0)?;
            self.waiting.push_back(long);
            self.at = long.next;
        }
        if self.waiting.is_empty() && last {
            // Blank lines behind the last record, or a quote that is never closed: what is left is no record.
            let is_over = !matches!(framer.next(usize::MAX), Framed::Unclosed { .. } | Framed::Lost { .. });
            self.at = if is_over { self.length } else { self.at };
        }
        Ok(())
    }
}
