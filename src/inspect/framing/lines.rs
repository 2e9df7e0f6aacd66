//! Line ends, and the lengths of lines.
//!
//! In: windows in the order of their places. Out: how many ends of each kind, how many lines of each length. A line
//! that the edge of a window cuts is not counted. Refuses quotes: a line is what stands between two line ends.

use std::collections::BTreeMap;

use crate::inspect::sample::Window;

/// As many different lengths are counted one by one.
const MOST_LENGTHS: usize = 20_000;

/// Line ends of each kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct LineEnds {
    pub lf: u64,
    pub cr_lf: u64,
    pub cr: u64,
    pub cr_cr_lf: u64,
}

impl LineEnds {
    /// Line ends of all kinds.
    #[must_use]
    pub const fn all(&self) -> u64 {
        self.lf + self.cr_lf + self.cr + self.cr_cr_lf
    }

    /// How many kinds there are.
    #[must_use]
    pub fn kinds(&self) -> usize {
        [self.lf, self.cr_lf, self.cr, self.cr_cr_lf].iter().filter(|count| **count > 0).count()
    }
}

/// Lines of one length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// How many.
    pub count: u64,
    /// Where the first begins, in bytes of the content.
    pub offset: u64,
    /// Its number, from 1; none where lines before it were not seen.
    pub line: Option<u64>,
}

/// One line as it is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// Its number, from 1; none where lines before it were not seen.
    pub number: Option<u64>,
    /// Where it begins, in bytes of the content.
    pub offset: u64,
    /// Bytes without its end.
    pub length: u64,
}

/// What is told of every line.
pub type EachLine<'a> = dyn FnMut(Line) + 'a;

/// The lines of a file.
#[derive(Debug, Clone, Default)]
pub struct Lines {
    /// Their ends.
    pub ends: LineEnds,
    /// Lines of each length in bytes, without their ends.
    pub lengths: BTreeMap<u64, Seen>,
    /// Lines of further lengths, where there are too many different ones.
    pub other_lengths: u64,
    /// Bytes of the last line, if no line end follows it.
    pub unended: Option<u64>,
    /// The longest line, even where it was cut by a window's edge or its length is among the others.
    pub longest: u64,
    at: u64,
    /// Where the line that is open now begins.
    start: Option<u64>,
    /// Lines so far; none after a gap.
    number: Option<u64>,
    /// Carriage returns of which it is not known yet what follows.
    returns: u64,
    returns_at: u64,
}

#[derive(Clone, Copy)]
enum End {
    Lf,
    CrLf,
    Cr,
    CrCrLf,
}

impl Lines {
    /// Counts a window.
    pub fn add(&mut self, window: &Window) {
        self.add_each(window, &mut |_| ());
    }

    /// Counts a window, and tells of every line that ends in it.
    pub fn add_each(&mut self, window: &Window, each: &mut EachLine<'_>) {
        if self.at == 0 && window.starts_line && window.offset <= 1 {
            (self.start, self.number) = (Some(window.offset + mark(window)), Some(0));
        } else if window.offset != self.at {
            self.cut(window, each);
        }
        for at in memchr::memchr2_iter(b'\r', b'\n', &window.bytes) {
            let place = window.offset + at as u64;
            self.flush_before(place, each);
            match (window.bytes[at], self.returns) {
                (b'\r', 0) => (self.returns, self.returns_at) = (1, place),
                (b'\r', _) => self.returns += 1,
                (_, 0) => self.end(place, place + 1, End::Lf, each),
                (..) => self.flush_with_feed(each),
            }
        }
        self.at = window.end();
        self.flush_before(self.at, each);
        if window.is_last {
            self.flush_before(u64::MAX, each);
            self.finish(each);
        }
    }

    /// Where the line that is open now begins; none where its beginning was not seen.
    #[must_use]
    pub fn open(&self) -> Option<u64> {
        self.start
    }

    /// Lines that were counted.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.lengths.values().map(|seen| seen.count).sum::<u64>() + self.other_lengths
    }

    /// The length that most lines have, the shorter of two; none without lines.
    #[must_use]
    pub fn usual(&self) -> Option<u64> {
        let most = self.lengths.iter().max_by_key(|(length, seen)| (seen.count, std::cmp::Reverse(**length)));
        most.map(|(length, _)| *length)
    }

    /// Takes the last line out, if no line end follows it: what fills the end of a file is none.
    pub fn forget_unended(&mut self) {
        let Some(length) = self.unended.take() else { return };
        if let Some(seen) = self.lengths.get_mut(&length) {
            seen.count -= 1;
            if seen.count == 0 {
                self.lengths.remove(&length);
            }
        }
        if self.longest == length {
            self.longest = self.lengths.keys().next_back().copied().unwrap_or(0);
        }
    }

    fn cut(&mut self, window: &Window, each: &mut EachLine<'_>) {
        self.flush_before(u64::MAX, each);
        if let Some(start) = self.start {
            self.longest = self.longest.max(self.at - start);
        }
        (self.start, self.number) = (window.starts_line.then_some(window.offset), None);
    }

    /// Carriage returns that something else follows than one more, or a line feed, are line ends each.
    fn flush_before(&mut self, place: u64, each: &mut EachLine<'_>) {
        if self.returns > 0 && self.returns_at + self.returns != place {
            self.end_single(self.returns, each);
            self.returns = 0;
        }
    }

    fn flush_with_feed(&mut self, each: &mut EachLine<'_>) {
        let after = self.returns_at + self.returns + 1;
        let belonging = self.returns.min(2);
        self.end_single(self.returns - belonging, each);
        self.returns = 0;
        let kind = if belonging == 2 { End::CrCrLf } else { End::CrLf };
        self.end(after - 1 - belonging, after, kind, each);
    }

    fn end_single(&mut self, count: u64, each: &mut EachLine<'_>) {
        for at in 0..count {
            self.end(self.returns_at + at, self.returns_at + at + 1, End::Cr, each);
        }
    }

    fn end(&mut self, at: u64, next: u64, kind: End, each: &mut EachLine<'_>) {
        match kind {
            End::Lf => self.ends.lf += 1,
            End::CrLf => self.ends.cr_lf += 1,
            End::Cr => self.ends.cr += 1,
            End::CrCrLf => self.ends.cr_cr_lf += 1,
        }
        if let Some(start) = self.start {
            self.line(start, at - start, each);
        }
        self.start = Some(next);
    }

    fn finish(&mut self, each: &mut EachLine<'_>) {
        if let Some(start) = self.start.filter(|start| self.at > *start) {
            self.unended = Some(self.at - start);
            self.line(start, self.at - start, each);
        }
        self.start = None;
    }

    fn line(&mut self, offset: u64, length: u64, each: &mut EachLine<'_>) {
        self.number = self.number.map(|number| number + 1);
        each(Line { number: self.number, offset, length });
        self.longest = self.longest.max(length);
        let is_full = self.lengths.len() >= MOST_LENGTHS;
        match self.lengths.get_mut(&length) {
            Some(seen) => seen.count += 1,
            None if is_full => self.other_lengths += 1,
            None => drop(self.lengths.insert(length, Seen { count: 1, offset, line: self.number })),
        }
    }
}

/// Bytes of the mark that begins a file of UTF-8; that of UTF-16 is the unit before the window.
fn mark(window: &Window) -> u64 {
    if window.offset == 0 && window.bytes.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(windows: &[(u64, &[u8], bool)]) -> Lines {
        let mut lines = Lines::default();
        for (offset, bytes, is_last) in windows {
            let (starts_line, ends_line) = (*offset == 0, *is_last);
            lines.add(&Window { offset: *offset, bytes: bytes.to_vec(), starts_line, ends_line, is_last: *is_last });
        }
        lines
    }

    fn told(lines: &Lines) -> ([u64; 4], Vec<(u64, u64)>) {
        let LineEnds { lf, cr_lf, cr, cr_cr_lf } = lines.ends;
        ([lf, cr_lf, cr, cr_cr_lf], lines.lengths.iter().map(|(length, seen)| (*length, seen.count)).collect())
    }

    #[test]
    fn ends_and_lengths_are_counted_wherever_windows_are_cut() {
        let text = b"ab\ncd\r\nef\rgh\r\r\nij\r\r\r\nkl\r\r\rmn\r";
        let want = ([1, 1, 6, 2], vec![(0, 3), (2, 7)]);
        assert_eq!(told(&lines(&[(0, text, true)])), want);
        for cut in 1..text.len() {
            let halves: [(u64, &[u8], bool); 2] = [(0, &text[..cut], false), (cut as u64, &text[cut..], true)];
            assert_eq!(told(&lines(&halves)), want, "{cut}");
        }
        let single: Vec<(u64, &[u8], bool)> =
            text.chunks(1).enumerate().map(|(at, byte)| (at as u64, byte, at + 1 == text.len())).collect();
        assert_eq!(told(&lines(&single)), want);
    }

    #[test]
    fn lines_that_a_gap_cuts_are_not_counted() {
        let found = lines(&[(0, b"abc\nde", false), (100, b"xyz\nabc\nq", true)]);
        assert_eq!(told(&found), ([3, 0, 0, 0], vec![(1, 1), (3, 2)]));
        assert_eq!((found.unended, found.longest, found.usual()), (Some(1), 3, Some(3)));
        assert_eq!(found.lengths[&3], Seen { count: 2, offset: 0, line: Some(1) });
        assert_eq!(found.lengths[&1], Seen { count: 1, offset: 108, line: None });
    }

    #[test]
    fn a_mark_is_no_part_of_the_first_line() {
        let found = lines(&[(0, b"\xEF\xBB\xBFab\ncd\n", true)]);
        assert_eq!((told(&found).1, found.lengths[&2].offset), (vec![(2, 2)], 3));
    }

    #[test]
    fn a_file_without_line_ends_is_one_line() {
        let found = lines(&[(0, b"abc", false), (3, b"def", true)]);
        assert_eq!((found.ends.all(), found.count(), found.unended), (0, 1, Some(6)));
        let mut padded = lines(&[(0, b"ab\ncd\n\x1A\x1A\x1A", true)]);
        padded.forget_unended();
        assert_eq!((told(&padded).1, padded.longest, padded.unended), (vec![(2, 2)], 2, None));
        assert_eq!(lines(&[(0, b"", true)]).count(), 0);
        assert_eq!(lines(&[(0, b"\n", true)]).unended, None);
    }
}
