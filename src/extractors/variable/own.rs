//! Where the bytes of a record in the longest layout stand in the record itself.
//!
//! In: a record that was brought to the longest layout. Out: the spans of it that are the record's own bytes; the rest is
//! filler. Refuses to judge counters: they were read when the record was laid out.

use std::ops::Range;

use super::Counted;
use crate::mapping::model::VariablePart;

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
        let mut walk = Walk { counted: self, laid, at: 0, read: 0, spans: Vec::new(), repetitions: Vec::new() };
        walk.parts(&self.layout.parts);
        walk.copied(laid.len().saturating_sub(walk.at));
        Own { spans: walk.spans }
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

struct Walk<'a> {
    counted: &'a Counted,
    laid: &'a [u8],
    /// Bytes of the longest layout that were passed.
    at: usize,
    /// Bytes of the record that were passed.
    read: usize,
    spans: Vec<(usize, usize, usize)>,
    /// The repetitions that the walk is in, the outermost first.
    repetitions: Vec<u32>,
}

impl Walk<'_> {
    fn parts(&mut self, parts: &[VariablePart]) {
        for part in parts {
            match part {
                VariablePart::Bytes(bytes) => self.copied(*bytes as usize),
                VariablePart::Group { times, width, counter, parts } => {
                    let count = counter.map_or(*times, |counter| self.count(counter, *times));
                    for repetition in 0..count {
                        self.repetitions.push(repetition);
                        self.parts(parts);
                        self.repetitions.pop();
                    }
                    let missing = (times - count) as usize * *width as usize;
                    if self.counted.layout.slides { self.at += missing } else { self.copied(missing) }
                }
            }
        }
    }

    fn count(&self, counter: usize, times: u32) -> u32 {
        let count = self.counted.layout.count(counter, self.counted, self.laid, &self.repetitions);
        count.unwrap_or(times).min(times)
    }

    fn copied(&mut self, bytes: usize) {
        let there = bytes.min(self.laid.len().saturating_sub(self.at));
        match self.spans.last_mut() {
            Some((at, _, length)) if *at + *length == self.at => *length += there,
            _ if there == 0 => {}
            _ => self.spans.push((self.at, self.read, there)),
        }
        self.at += bytes;
        self.read += there;
    }
}
