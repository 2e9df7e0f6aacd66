//! Records of one fixed length without separators.

use crate::extractors::RecordSpan;
use crate::extractors::frame::{Frame, Framed};

/// Cuts a window into records of `length` bytes; a rest at the source's end is a shorter record.
#[derive(Debug)]
pub struct FixedFramer<'a> {
    window: &'a [u8],
    length: usize,
    at: usize,
    last: bool,
}

impl<'a> FixedFramer<'a> {
    /// From `at` on; `last` says that the source ends with the window. A length is at least 1.
    #[must_use]
    pub const fn new(window: &'a [u8], length: usize, at: usize, last: bool) -> Self {
        Self { window, length, at, last }
    }
}

impl Frame for FixedFramer<'_> {
    fn next(&mut self, limit: usize) -> Framed {
        if self.at >= limit.min(self.window.len()) {
            return Framed::End { at: self.at };
        }
        let rest = self.window.len() - self.at;
        if rest < self.length && !self.last {
            return Framed::Cut { start: self.at };
        }
        let len = rest.min(self.length);
        let span = RecordSpan::new(self.at, len, self.at + len, 0);
        self.at += len;
        Framed::Record(span)
    }
    fn at(&self) -> usize {
        self.at
    }
    fn line(&self) -> u32 {
        0
    }
}
