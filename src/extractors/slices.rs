//! Pieces of a window, or of the side buffer that holds what had to be made anew.

use crate::extractors::cell::Cell;
use crate::extractors::pieces::Pieces;
use crate::extractors::{Cells, RecordSpan};

const IN_SIDE: u32 = 1 << 31;

/// A piece of [`Slices`]; eight bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Slice {
    start: u32,
    len: u32,
}

impl Slice {
    /// Of the window, which is smaller than 2 GiB.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "windows are far smaller than 2 GiB")]
    pub const fn of_window(start: usize, len: usize) -> Self {
        Self { start: start as u32, len: len as u32 }
    }

    /// Of the side buffer, which is smaller than 2 GiB.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "side buffers hold a part of one window")]
    pub const fn of_side(start: usize, len: usize) -> Self {
        Self { start: start as u32 | IN_SIDE, len: len as u32 }
    }

    /// Bytes.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len as usize
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// What stands between two of this byte, if the piece begins with one in the window and ends with another.
    #[must_use]
    #[inline]
    pub fn between(self, window: &[u8], mark: u8) -> Option<Self> {
        let (first, last) =
            (window.get(self.start as usize)?, window.get((self.start + self.len).checked_sub(1)? as usize)?);
        let marked = self.len >= 2 && *first == mark && *last == mark;
        marked.then(|| Self { start: self.start + 1, len: self.len - 2 })
    }

    /// The bytes from `start` to `end` of this piece, as far as it has them.
    #[must_use]
    #[inline]
    pub fn part(self, start: u32, end: u32) -> Self {
        let (start, end) = (start.min(self.len), end.min(self.len));
        Self { start: self.start + start, len: end.saturating_sub(start) }
    }
}

impl Slice {
    /// Where this piece stands in another one; none if that has not all of it.
    #[must_use]
    pub fn within(self, whole: Self) -> Option<std::ops::Range<usize>> {
        let same = (self.start & IN_SIDE) == (whole.start & IN_SIDE);
        let start = self.start.checked_sub(whole.start).filter(|_| same)?;
        (start + self.len <= whole.len).then(|| start as usize..(start + self.len) as usize)
    }

    /// Where it stands in the window, and how many bytes it has; none if it was made anew.
    #[must_use]
    #[inline]
    pub const fn in_window(self) -> Option<(u32, u32)> {
        if self.start & IN_SIDE == 0 { Some((self.start, self.len)) } else { None }
    }

    /// The place behind its last byte in the window; far behind the window for what was made anew.
    #[must_use]
    #[inline]
    pub const fn end(self) -> usize {
        self.start as usize + self.len as usize
    }

    /// It was made anew.
    #[must_use]
    pub const fn is_made(self) -> bool {
        self.start & IN_SIDE != 0
    }
}

impl From<RecordSpan> for Slice {
    fn from(span: RecordSpan) -> Self {
        Self { start: span.start, len: span.len }
    }
}

/// Where slices point.
#[derive(Debug, Clone, Copy)]
pub struct Slices<'a> {
    /// The source's bytes.
    pub window: &'a [u8],
    /// Cells without their doubled quotes, lines with their tabs expanded.
    pub side: &'a [u8],
}

impl<'a> Slices<'a> {
    /// The bytes of a slice.
    #[must_use]
    pub fn get(&self, slice: Slice) -> &'a [u8] {
        self.cell(slice).bytes()
    }

    /// The bytes of a slice, and what stands behind them in its buffer.
    #[must_use]
    pub fn from(&self, slice: Slice) -> &'a [u8] {
        let from = if slice.start & IN_SIDE == 0 { self.window } else { self.side };
        &from[(slice.start & !IN_SIDE) as usize..]
    }

    /// A slice where it stands.
    #[must_use]
    #[expect(clippy::inline_always, reason = "a call a value; `make bench` shows it")]
    #[inline(always)]
    pub fn cell(&self, slice: Slice) -> Cell<'a> {
        let from = if slice.start & IN_SIDE == 0 { self.window } else { self.side };
        let len = slice.len as usize;
        Cell::ending(&from[..(slice.start & !IN_SIDE) as usize + len], len)
    }
}

/// One slice a row.
#[derive(Debug)]
pub struct SliceCells<'a> {
    /// Where they point.
    pub bytes: Slices<'a>,
    /// In the order of the rows.
    pub slices: &'a [Slice],
}

impl Cells for SliceCells<'_> {
    fn len(&self) -> usize {
        self.slices.len()
    }
    #[inline]
    fn cell(&self, row: usize) -> Cell<'_> {
        self.bytes.cell(self.slices[row])
    }
    fn pieces(&self) -> Option<Pieces<'_>> {
        Some(Pieces::new(self.bytes, self.slices))
    }
}
