//! Where the bytes of a record in the longest layout stand in the record itself.
//!
//! In: a record that was brought to the longest layout. Out: the spans of it that are the record's own bytes; the rest is
//! filler. Refuses to judge counters: they were read when the record was laid out.

use std::ops::Range;

use super::walk::{Copies, Walk};
use super::{Counted, Counters, Layout};

/// The spans of a record in the longest layout that are the record's own bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Own {
    /// In ascending order: where each begins in the longest layout, where in the record, and how many bytes it has.
    spans: Vec<(usize, usize, usize)>,
}

impl Counted {
    /// Where the bytes of `laid` stand in its record; [`lay_out`](Self::lay_out) has made it.
    #[must_use]
    pub fn own(&self, laid: &[u8]) -> Own {
        self.layout.own(laid, self)
    }
}

impl Layout {
    /// The same.
    pub(super) fn own(&self, laid: &[u8], counters: &dyn Counters) -> Own {
        let mut places = Places { laid, at: 0, read: 0, spans: Vec::new() };
        if Walk::new(self, counters, &mut places).parts(&self.parts).is_ok() {
            places.copy(laid.len().saturating_sub(places.at));
        }
        Own { spans: places.spans }
    }
}

impl Own {
    /// Where the record's own bytes of a range of the longest layout stand in the record; none: it has none there.
    #[must_use]
    pub fn of(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let there = self.spans.iter().filter_map(|(at, read, length)| {
            let (start, end) = (range.start.max(*at), range.end.min(at + length));
            (start < end).then(|| read + start - at..read + end - at)
        });
        there.reduce(|first, last| first.start..last.end)
    }
}

/// What of a record in the longest layout is its own.
struct Places<'a> {
    laid: &'a [u8],
    /// Bytes of the longest layout that were passed.
    at: usize,
    /// Bytes of the record that were passed.
    read: usize,
    spans: Vec<(usize, usize, usize)>,
}

impl Copies for Places<'_> {
    fn laid(&self) -> &[u8] {
        self.laid
    }

    fn copy(&mut self, bytes: usize) {
        let there = bytes.min(self.laid.len().saturating_sub(self.at));
        match self.spans.last_mut() {
            Some((at, _, length)) if *at + *length == self.at => *length += there,
            _ if there == 0 => {}
            _ => self.spans.push((self.at, self.read, there)),
        }
        self.at += bytes;
        self.read += there;
    }

    fn fill(&mut self, bytes: usize) {
        self.at += bytes;
    }
}
