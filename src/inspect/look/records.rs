//! The records of windows, one by one, under one way of telling them apart.
//!
//! In: windows in the order of their places. Out: each record with its place, its length and its first bytes. A record
//! that a gap between windows cuts is left out. Refuses to hold more of a record than [`HELD`] bytes, whatever its length.

use std::borrow::Cow;

use super::described::{Described, Stopped};
use crate::inspect::framing::{Chain, Lines, PADDING};
use crate::inspect::sample::Window;

/// Bytes of a record that are handed on.
pub const HELD: usize = 64 * 1024;

/// How records are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "there is one a file")]
pub enum Framing {
    /// There are no bytes.
    Empty,
    /// By line ends.
    Lines,
    /// All are of one length, in bytes.
    Fixed(u64),
    /// By the lengths before them.
    Chain(Chain),
    /// Nobody knows.
    Unknown,
}

/// A record as it is met.
#[derive(Debug, Clone, Copy)]
pub struct Record<'a> {
    /// Its number, from 1; none where records before it were not seen.
    pub number: Option<u64>,
    /// Where it begins, in bytes of the content.
    pub offset: u64,
    /// All bytes, or the first ones of a long record; without line ends and lengths.
    pub bytes: &'a [u8],
    /// Bytes of the whole record.
    pub length: u64,
}

impl Record<'_> {
    /// Its bytes as a window of the content.
    #[must_use]
    pub fn window(&self) -> Window {
        let bytes = self.bytes.to_vec();
        Window { offset: self.offset, bytes, starts_line: true, ends_line: true, is_last: false }
    }
}

/// What is told of every record.
pub type EachRecord<'a> = dyn FnMut(Record<'_>) + 'a;

/// Tells records apart.
#[derive(Debug)]
pub struct Walker {
    framing: Framing,
    held: Held,
    lines: Lines,
    described: Option<Described>,
    /// Bytes before the first record of one length, and the place behind the last one.
    within: (u64, u64),
}

impl Walker {
    /// Under this framing.
    #[must_use]
    pub fn new(framing: Framing) -> Self {
        let described = if let Framing::Chain(chain) = &framing { Some(Described::new(chain)) } else { None };
        Self { framing, held: Held::default(), lines: Lines::default(), described, within: (0, u64::MAX) }
    }

    /// The same, where records of one length begin and end at these places of the content.
    #[must_use]
    pub fn within(self, from: u64, to: u64) -> Self {
        Self { within: (from, to), ..self }
    }

    /// The first length before a record that leads nowhere.
    #[must_use]
    pub fn stopped(&self) -> Option<Stopped> {
        self.described.as_ref().and_then(Described::stopped)
    }

    /// Tells the records that end in a window.
    pub fn add(&mut self, window: &Window, each: &mut EachRecord<'_>) {
        match self.framing {
            Framing::Empty | Framing::Unknown => {}
            Framing::Lines => self.by_lines(window, each),
            Framing::Fixed(length) => self.by_length(window, length.max(1), each),
            Framing::Chain(_) => self.described.iter_mut().for_each(|described| described.add(window, each)),
        }
    }

    fn by_lines(&mut self, window: &Window, each: &mut EachRecord<'_>) {
        let Self { held, lines, .. } = self;
        lines.add_each(window, &mut |line| {
            let bytes = held.slice(window, line.offset, line.length);
            if window.is_last && line.offset + line.length == window.end() && is_padding(&bytes) {
                return;
            }
            each(Record { number: line.number, offset: line.offset, bytes: &bytes, length: line.length });
        });
        let open = self.lines.open();
        self.held.keep(window, open);
    }

    /// A rest that is too short for a record is none.
    fn by_length(&mut self, window: &Window, length: u64, each: &mut EachRecord<'_>) {
        let is_met = self.held.end() == window.offset;
        let (header, to) = self.within;
        let over = window.offset.max(header) - header;
        let is_met = is_met && self.held.end() > 0;
        let mut at = if is_met { self.held.start } else { header + over.div_ceil(length) * length };
        while at + length <= window.end().min(to) {
            let bytes = self.held.slice(window, at, length);
            each(Record { number: Some((at - header) / length + 1), offset: at, bytes: &bytes, length });
            at += length;
        }
        self.held.keep(window, Some(at));
    }
}

/// Whether bytes are what old systems fill up the end of a file with.
fn is_padding(bytes: &[u8]) -> bool {
    !bytes.is_empty() && bytes.iter().all(|byte| PADDING.contains(byte))
}

/// The beginning of a record that goes on in the next window.
#[derive(Debug, Default)]
struct Held {
    start: u64,
    bytes: Vec<u8>,
    /// The place after the last window.
    end: u64,
}

impl Held {
    /// The place that the next window has to begin at, so that what is held goes on in it.
    fn end(&self) -> u64 {
        self.end
    }

    /// Bytes of the window and of what is held, at most [`HELD`].
    fn slice<'a>(&self, window: &'a Window, start: u64, length: u64) -> Cow<'a, [u8]> {
        let length = usize::try_from(length).unwrap_or(HELD).min(HELD);
        if let Some(start) = start.checked_sub(window.offset) {
            let bytes = index(start).and_then(|start| window.bytes.get(start..));
            let bytes = bytes.unwrap_or_default();
            return Cow::Borrowed(&bytes[..length.min(bytes.len())]);
        }
        let skipped = index(start.saturating_sub(self.start)).unwrap_or(usize::MAX);
        let mut bytes = self.bytes.get(skipped..).unwrap_or_default().to_vec();
        bytes.truncate(length);
        let more = (length - bytes.len()).min(window.bytes.len());
        bytes.extend_from_slice(&window.bytes[..more]);
        Cow::Owned(bytes)
    }

    /// Keeps what begins at a place; nothing if it was not seen.
    fn keep(&mut self, window: &Window, from: Option<u64>) {
        let follows = self.end == window.offset;
        self.end = window.end();
        let Some(from) = from.filter(|from| follows || *from >= window.offset) else {
            (self.start, self.bytes) = (self.end, Vec::new());
            return;
        };
        let start = from.max(window.offset);
        let fresh = index(start - window.offset).and_then(|at| window.bytes.get(at..)).unwrap_or_default();
        if from >= window.offset {
            self.bytes.clear();
        } else {
            let gone = index(from.saturating_sub(self.start)).unwrap_or(usize::MAX).min(self.bytes.len());
            self.bytes.drain(..gone);
        }
        self.start = from;
        let room = HELD.saturating_sub(self.bytes.len()).min(fresh.len());
        self.bytes.extend_from_slice(&fresh[..room]);
    }
}

fn index(number: u64) -> Option<usize> {
    usize::try_from(number).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspect::framing::{self, tests::whole};

    /// Number, offset, bytes and length of every record of a text that comes in pieces.
    fn records(framing: &Framing, pieces: &[(u64, &[u8], bool)]) -> Vec<(Option<u64>, u64, Vec<u8>, u64)> {
        let (mut walker, mut found) = (Walker::new(*framing), Vec::new());
        for (offset, bytes, is_last) in pieces {
            let window = Window {
                offset: *offset,
                bytes: bytes.to_vec(),
                starts_line: *offset == 0,
                ends_line: *is_last,
                is_last: *is_last,
            };
            let mut each = |one: Record<'_>| found.push((one.number, one.offset, one.bytes.to_vec(), one.length));
            walker.add(&window, &mut each);
        }
        found
    }

    fn in_pieces(bytes: &[u8], size: usize) -> Vec<(u64, &[u8], bool)> {
        let last = bytes.len().div_ceil(size) - 1;
        bytes.chunks(size).enumerate().map(|(at, piece)| ((at * size) as u64, piece, at == last)).collect()
    }

    #[test]
    fn records_are_the_same_however_the_bytes_come() {
        let word = |body: &[u8]| [&[0, u8::try_from(body.len() + 4).unwrap_or(0), 0, 0], body].concat();
        let chain: Vec<u8> = [&b"abc"[..], b"d", b"efghijk", b"l"].iter().flat_map(|body| word(body)).collect();
        let block = word(&chain);
        let blocks = [block.clone(), block].concat();
        let of = |bytes: &[u8]| Framing::Chain(framing::chain(&whole(bytes)).unwrap());
        let cases: [(Framing, &[u8], usize); 4] = [
            (Framing::Lines, b"abc\r\nd\r\n\r\nefgh\nij", 5),
            (Framing::Fixed(4), b"abcdefghijklmn", 3),
            (of(&chain), &chain, 4),
            (of(&blocks), &blocks, 8),
        ];
        for (framing, bytes, count) in cases {
            let want = records(&framing, &[(0, bytes, true)]);
            assert_eq!(want.len(), count, "{framing:?} {want:?}");
            for size in 1..bytes.len() {
                assert_eq!(records(&framing, &in_pieces(bytes, size)), want, "{framing:?} {size}");
            }
        }
    }

    #[test]
    fn after_a_gap_records_begin_where_they_may() {
        let found = records(&Framing::Fixed(4), &[(0, b"abcdef", false), (10, b"klmnopqr", true)]);
        let want = [(Some(1), 0, b"abcd".to_vec(), 4), (Some(4), 12, b"mnop".to_vec(), 4)];
        assert_eq!(found, want);
        let found = records(&Framing::Lines, &[(0, b"ab\ncd", false), (10, b"ef\ngh\n", true)]);
        assert_eq!(found, [(Some(1), 0, b"ab".to_vec(), 2), (None, 13, b"gh".to_vec(), 2)]);
    }

    #[test]
    fn of_a_line_of_any_length_no_more_is_held_than_the_bound() {
        let piece = vec![b'x'; HELD];
        let pieces: Vec<(u64, &[u8], bool)> = (0..10).map(|at| (at * HELD as u64, &piece[..], at == 9)).collect();
        let found = records(&Framing::Lines, &pieces);
        assert_eq!((found.len(), found[0].2.len(), found[0].3), (1, HELD, 10 * HELD as u64));
    }
}
