//! The records of windows that begin with their lengths, cut by the framer of a run.
//!
//! In: windows in the order of their places, and a chain. Out: each record with its place, its length and its first bytes. Behind a gap, or
//! a length that leads nowhere, it goes on from the next place from which several lengths follow one another; nobody knows the numbers
//! of the records there. Refuses to hold more of a window than what begins in it and does not end.

use std::borrow::Cow;

use super::records::{EachRecord, HELD, Record};
use crate::extractors::RecordSpan;
use crate::extractors::frame::descriptors::{DescribedFramer, Descriptors};
use crate::extractors::frame::{Frame, Framed};
use crate::inspect::framing::{Chain, ENOUGH, NEAR};
use crate::inspect::sample::Window;
use crate::inspect::ways::cuts;
use crate::inspect::ways::rest::Edge;

/// A length that leads nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stopped {
    /// Its place.
    pub at: u64,
    /// Records before it.
    pub records: u64,
    /// The place from which others lead on.
    pub again: Option<u64>,
}

/// Tells records apart by their lengths.
#[derive(Debug)]
pub struct Described {
    rules: Option<Descriptors>,
    /// From the first place on nothing is a record, since a length is known to be wrong; from the second on others are looked for.
    jump: Option<(u64, u64)>,
    /// The place behind the last record, where what fills the file up may read as more.
    ends: u64,
    /// What was not framed yet, and its place in the content.
    open: Vec<u8>,
    at: u64,
    next: Next,
    /// Records so far; none behind a gap or a damage.
    number: Option<u64>,
    stopped: Option<Stopped>,
}

/// Where the next record begins.
#[derive(Debug, Clone, Copy)]
enum Next {
    /// At so many bytes of what is open; the block that is open there ends at the other place.
    Known(usize, usize),
    /// Nobody knows.
    Sought,
}

impl Described {
    /// By these lengths.
    #[must_use]
    pub fn new(chain: &Chain) -> Self {
        let jump = match chain.tail {
            // The records of a block are there, whatever its length says.
            Edge::Broken(broken) if broken.of_block => chain.behind.map(|behind| (behind.at, broken.at + 1)),
            Edge::Broken(broken) => chain.behind.map(|_| (broken.at, broken.at + 1)),
            _ => None,
        };
        let begins = usize::try_from(chain.begins()).unwrap_or(usize::MAX);
        Self {
            rules: cuts::rules(&chain.cut),
            jump,
            ends: if matches!(chain.tail, Edge::Fill(_)) { chain.header + chain.led.bytes } else { u64::MAX },
            open: Vec::new(),
            at: 0,
            next: Next::Known(begins, 0),
            number: (chain.begins() == chain.header).then_some(0),
            stopped: None,
        }
    }

    /// The first length that leads nowhere.
    #[must_use]
    pub const fn stopped(&self) -> Option<Stopped> {
        self.stopped
    }

    /// Tells the records that end in a window.
    pub fn add(&mut self, window: &Window, each: &mut EachRecord<'_>) {
        let Some(rules) = self.rules.take() else { return };
        if self.at + self.open.len() as u64 != window.offset {
            (self.open, self.at, self.next, self.number) = (Vec::new(), window.offset, Next::Sought, None);
        }
        let mut bytes = std::mem::take(&mut self.open);
        bytes.extend_from_slice(&window.bytes);
        let kept = self.frame(&rules, &bytes, window.is_last, each).min(bytes.len());
        if let Next::Known(at, end) = self.next {
            self.next = Next::Known(at.saturating_sub(kept), end.saturating_sub(kept));
        }
        self.at += kept as u64;
        bytes.drain(..kept);
        (self.open, self.rules) = (bytes, Some(rules));
    }

    /// Tells the records of these bytes; gives the place from which on they are looked at again.
    fn frame(&mut self, rules: &Descriptors, bytes: &[u8], is_last: bool, each: &mut EachRecord<'_>) -> usize {
        let Some(mut framer) = self.begin(rules, bytes, (0, is_last)) else { return bytes.len() };
        loop {
            let lost = match framer.next(usize::MAX) {
                Framed::Record(span) if self.at + u64::from(span.start) >= self.ends => {
                    self.next = Next::Known(usize::MAX, 0);
                    return bytes.len();
                }
                Framed::Record(span) if !self.is_wrong(span) => {
                    self.tell(rules, bytes, span, each);
                    continue;
                }
                Framed::Record(span) => span.start as usize,
                Framed::Lost { start } | Framed::Unclosed { start, .. } => start,
                Framed::End { at: start } | Framed::Cut { start } => {
                    self.next = Next::Known(start, framer.block_end());
                    return start;
                }
            };
            // More of it may come, and show where others lead on.
            if !is_last && bytes.len() - lost < NEAR {
                self.next = Next::Known(lost, framer.block_end());
                return lost;
            }
            let place = self.at + lost as u64;
            let records = self.number.unwrap_or(0);
            self.next = Next::Sought;
            let from = self.jump.take_if(|jump| jump.0 <= place).map_or(place, |jump| jump.1);
            let from = usize::try_from(from.saturating_sub(self.at)).unwrap_or(usize::MAX);
            let again = self.begin(rules, bytes, (from, is_last));
            let at = again.as_ref().map(|again| self.at + again.at() as u64);
            self.stopped = self.stopped.or(Some(Stopped { at: place, records, again: at }));
            self.number = None;
            match again {
                Some(again) => framer = again,
                None => return bytes.len(),
            }
        }
    }

    /// A framer that begins where the next record does, this place of the bytes or a later one; none where nobody knows.
    fn begin<'b>(
        &self,
        rules: &'b Descriptors,
        bytes: &'b [u8],
        (from, is_last): (usize, bool),
    ) -> Option<DescribedFramer<'b>> {
        let framer = |open| DescribedFramer::new(rules, bytes, open, is_last);
        let open = match self.next {
            Next::Known(at, end) => (at, end),
            Next::Sought => framer((0, 0)).goes_on(from, NEAR, ENOUGH)?,
        };
        Some(framer(open))
    }

    /// Whether its length is known to be wrong.
    fn is_wrong(&self, span: RecordSpan) -> bool {
        self.jump.is_some_and(|(at, _)| at <= self.at + u64::from(span.start))
    }

    fn tell(&mut self, rules: &Descriptors, bytes: &[u8], span: RecordSpan, each: &mut EachRecord<'_>) {
        let (start, end) = (span.start as usize, (span.start + span.len) as usize);
        let whole = &bytes[start..end];
        let pieces = rules.pieces(whole);
        let body = match &pieces[..] {
            [only] => Cow::Borrowed(&whole[only.clone()]),
            several => Cow::Owned(several.iter().flat_map(|piece| whole[piece.clone()].iter().copied()).collect()),
        };
        self.number = self.number.map(|number| number + 1);
        let offset = self.at + (start + pieces.first().map_or(0, |piece| piece.start)) as u64;
        let held = &body[..body.len().min(HELD)];
        each(Record { number: self.number, offset, bytes: held, length: body.len() as u64 });
    }
}
