//! What is gathered of a file while its windows pass.
//!
//! In: windows in the order of their places, all of a file or samples. Out: a [`Face`]. Refuses to hold more than a few
//! records.

use std::collections::{BTreeMap, VecDeque};

use super::delimiters::Delimiters;
use super::judge::Judged;
use super::lens::Lens;
use super::records::{Framing, Record, Walker};
use super::values::{At, Positions, Values};
use super::{Extent, Face};
use crate::evidence::hash::hex;
use crate::inspect::encoding::Bytes;
use crate::inspect::framing::{Lines, Padding};
use crate::inspect::sample::{Stored, Window};
use crate::sha256::Sha256;

/// Records that are kept of each end of a file.
const KEPT: usize = 3;
/// Bytes that are kept of one.
const KEPT_BYTES: usize = 2_000;
/// Bytes that are kept of each end of the content.
const END_BYTES: usize = 128;
/// Bytes before and after a place that are kept.
const AROUND: usize = 8;

/// A record that is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Where it is.
    pub at: At,
    /// Its first bytes.
    pub bytes: Vec<u8>,
    /// Bytes of all of it.
    pub length: u64,
}

/// Where a byte stands first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The byte.
    pub byte: u8,
    /// Its place in the content.
    pub offset: u64,
    /// The record that has it; none where it is in no record that was seen whole.
    pub at: Option<At>,
    /// Its place in the record, from 1.
    pub position: u64,
    /// The bytes around it in the record.
    pub around: Vec<u8>,
    /// Its place in these, from 0.
    pub within: usize,
}

/// What was gathered so far.
#[derive(Debug)]
pub struct Gathered {
    lens: Lens,
    is_chain: bool,
    raw: Bytes,
    bytes: Bytes,
    lines: Lines,
    walker: Walker,
    of_records: OfRecords,
    ends: Ends,
    hash: Sha256,
}

/// The first and the last bytes of the content.
#[derive(Debug, Default)]
struct Ends {
    head: Vec<u8>,
    tail: Vec<u8>,
    tail_at: u64,
}

/// What records tell.
#[derive(Debug)]
struct OfRecords {
    count: u64,
    /// First places of bytes that no record has had yet.
    wanted: BTreeMap<u64, u8>,
    places: Vec<Place>,
    values: Vec<Values>,
    delimiters: Delimiters,
    first: Vec<Kept>,
    last: VecDeque<Kept>,
}

impl Gathered {
    /// Of a file that was judged so; values at these places, else at the first. `within`: where records of one length begin and
    /// end.
    #[must_use]
    pub fn new(judged: &Judged, at: &[Positions], within: (u64, u64)) -> Self {
        let first = [Positions { first: 1, last: 1 }];
        let at = if at.is_empty() { &first[..] } else { at };
        Self {
            lens: judged.lens,
            is_chain: matches!(judged.framing, Framing::Chain(_)),
            raw: Bytes::default(),
            bytes: Bytes::default(),
            lines: Lines::default(),
            walker: Walker::new(judged.framing).within(within.0, within.1),
            of_records: OfRecords {
                count: 0,
                wanted: BTreeMap::new(),
                places: Vec::new(),
                values: at.iter().map(|positions| Values::new(*positions)).collect(),
                delimiters: Delimiters::default(),
                first: Vec::new(),
                last: VecDeque::new(),
            },
            ends: Ends::default(),
            hash: Sha256::new(),
        }
    }

    /// Records so far.
    #[must_use]
    pub fn records(&self) -> u64 {
        self.of_records.count
    }

    /// Takes a window in.
    pub fn add(&mut self, window: &Window) {
        self.hash.update(&window.bytes);
        self.ends.add(window);
        if self.lens.width() > 1 {
            self.raw.add(window);
        }
        let window = self.lens.through(window);
        if !self.is_chain {
            let before = self.bytes.first;
            self.bytes.add(&window);
            self.of_records.want(&before, &self.bytes.first);
        }
        self.lines.add(&window);
        let Self { of_records, bytes, is_chain, walker, .. } = self;
        walker.add(&window, &mut |record| {
            if *is_chain {
                // The lengths between the records are no part of what is written in them.
                let before = bytes.first;
                bytes.add(&record.window());
                of_records.want(&before, &bytes.first);
            }
            of_records.add(&record);
        });
    }

    /// The face of the file.
    #[must_use]
    pub fn face(mut self, judged: Judged, stored: Stored, extent: Extent, padding: Option<Padding>) -> Face {
        let raw = if self.lens.width() > 1 { &self.raw } else { &self.bytes };
        // What was seen in the whole file counts, not what a sample of it let expect.
        let verdict = if self.lens == Lens::EbcdicLines { judged.verdict } else { raw.verdict() };
        if padding.is_some_and(|padding| self.lines.unended == Some(padding.count)) {
            self.lines.forget_unended();
        }
        let lost = std::mem::take(&mut self.of_records.wanted);
        let mut of_records = self.of_records;
        of_records.places.extend(lost.into_iter().map(|(offset, byte)| Place::nowhere(byte, offset)));
        of_records.places.sort_by_key(|place| place.byte);
        Face {
            stored,
            extent,
            bytes: self.bytes,
            verdict,
            ebcdic: None,
            nothing: None,
            lens: self.lens,
            lines: self.lines,
            framing: judged.framing,
            fixed: judged.fixed,
            rest: judged.rest,
            stopped: self.walker.stopped(),
            sort: None,
            padding,
            records: of_records.count,
            places: of_records.places,
            values: of_records.values,
            delimiters: of_records.delimiters,
            first: of_records.first,
            last: of_records.last.into(),
            head: self.ends.head,
            tail: self.ends.tail,
            tail_at: self.ends.tail_at,
            sha256: hex(&self.hash.finalize()),
        }
    }
}

impl Ends {
    fn add(&mut self, window: &Window) {
        let bytes = &window.bytes;
        let first = if window.offset == 0 { bytes.len().min(END_BYTES) } else { 0 };
        if window.offset == 0 {
            self.head = bytes[..first].to_vec();
        }
        if window.is_last {
            let start = bytes.len().saturating_sub(END_BYTES).max(first);
            (self.tail, self.tail_at) = (bytes[start..].to_vec(), window.offset + start as u64);
        }
    }
}

/// Whether a byte's first place is told: control characters that are no line ends, and all from 80 on.
const fn is_told(byte: u8) -> bool {
    byte >= 0x7F || byte < 0x20 && !matches!(byte, b'\n' | b'\r')
}

impl OfRecords {
    /// Wants the places of bytes that were not there before.
    fn want(&mut self, before: &[Option<u64>; 256], now: &[Option<u64>; 256]) {
        for (byte, (before, now)) in (0..=255_u8).zip(before.iter().zip(now)) {
            if let (None, Some(offset), true) = (before, now, is_told(byte)) {
                self.wanted.insert(*offset, byte);
            }
        }
    }
    fn add(&mut self, record: &Record<'_>) {
        self.count += 1;
        self.locate(record);
        self.values.iter_mut().for_each(|values| values.add(record));
        self.delimiters.add(record);
        let kept = || Kept::of(record);
        if self.first.len() < KEPT {
            self.first.push(kept());
            return;
        }
        if self.last.len() == KEPT {
            self.last.pop_front();
        }
        self.last.push_back(kept());
    }

    fn locate(&mut self, record: &Record<'_>) {
        if self.wanted.is_empty() {
            return;
        }
        let range = record.offset..record.offset + record.length;
        let found: Vec<(u64, u8)> = self.wanted.range(range).map(|(offset, byte)| (*offset, *byte)).collect();
        for (offset, byte) in found {
            self.wanted.remove(&offset);
            self.places.push(Place::of(record, byte, offset));
        }
    }
}

impl Kept {
    fn of(record: &Record<'_>) -> Self {
        let bytes = record.bytes[..record.bytes.len().min(KEPT_BYTES)].to_vec();
        Self { at: At::of(record), bytes, length: record.length }
    }
}

impl Place {
    fn of(record: &Record<'_>, byte: u8, offset: u64) -> Self {
        let at = usize::try_from(offset - record.offset).unwrap_or(usize::MAX);
        let start = at.saturating_sub(AROUND);
        let end = at.saturating_add(AROUND + 1).min(record.bytes.len());
        let around = record.bytes.get(start..end).unwrap_or_default().to_vec();
        let position = offset - record.offset + 1;
        Self { byte, offset, at: Some(At::of(record)), position, within: (at - start).min(around.len()), around }
    }

    fn nowhere(byte: u8, offset: u64) -> Self {
        Self { byte, offset, at: None, position: 0, around: Vec::new(), within: 0 }
    }
}
