//! The cells of one delimited record, one by one from its left: as its rules say, or as a person would read them.
//!
//! In: a record's place in the view of a window. Out: where its cells stand; those that have doubled quotes or escapes are made anew.

use crate::extractors::RecordSpan;
use crate::extractors::delimited::CellRules;
use crate::extractors::slices::Slice;

/// Where the cells of a record stand in the view, quotes around them not included; `lenient`: as a person would read them.
#[must_use]
pub fn places(rules: &CellRules, lenient: bool, view: &[u8], span: RecordSpan) -> Vec<std::ops::Range<usize>> {
    let (start, end) = (span.start as usize, (span.start + span.len) as usize);
    let record = Record { rules, window: view, view, start, end };
    let (mut at, mut open, mut places) = (start, false, Vec::new());
    loop {
        let cell = if lenient { record.lenient_cell(at, &mut open) } else { record.cell(at) };
        places.push(cell.start..cell.end);
        let Some(next) = cell.next else { return places };
        at = next;
    }
}

/// One record in its view.
#[derive(Clone, Copy)]
pub(super) struct Record<'a> {
    pub(super) rules: &'a CellRules,
    pub(super) window: &'a [u8],
    pub(super) view: &'a [u8],
    pub(super) start: usize,
    pub(super) end: usize,
}

/// A cell's place in the view.
pub(super) struct Cell {
    start: usize,
    end: usize,
    /// Doubled quotes or escapes are in it.
    folded: bool,
    pub(super) stray: bool,
    /// Start of the next cell.
    pub(super) next: Option<usize>,
}

impl Record<'_> {
    fn byte(&self, at: usize) -> Option<u8> {
        (at < self.end).then(|| self.view[at])
    }

    fn delimiter_at(&self, at: usize) -> bool {
        match self.rules.delimiter.as_slice() {
            [delimiter] => self.byte(at) == Some(*delimiter),
            delimiter => self.view[at..self.end].starts_with(delimiter),
        }
    }

    /// The first of this byte from `at` on, or the record's end.
    fn find(&self, byte: u8, at: usize) -> usize {
        memchr::memchr(byte, &self.view[at..self.end]).map_or(self.end, |found| at + found)
    }

    /// The next delimiter at or after `at`, and whether an escape stood before it.
    fn unquoted_end(&self, mut at: usize) -> (usize, bool) {
        if let (&[delimiter], None) = (self.rules.delimiter.as_slice(), self.rules.escape) {
            return (self.find(delimiter, at), false);
        }
        let mut escaped = false;
        while at < self.end && !self.delimiter_at(at) {
            if self.byte(at) == self.rules.escape {
                escaped = true;
                at += 1;
            }
            at += 1;
        }
        (at.min(self.end), escaped)
    }

    fn after(&self, end: usize) -> Option<usize> {
        (end < self.end).then(|| end + self.rules.delimiter.len())
    }

    fn is_quoted(&self, at: usize) -> bool {
        self.rules.quote.is_some() && self.byte(at) == self.rules.quote
    }

    pub(super) fn cell(&self, start: usize) -> Cell {
        if !self.is_quoted(start) {
            let (end, folded) = self.unquoted_end(start);
            let stray = self.rules.quote.is_some_and(|quote| self.has_bare(quote, start, end));
            return Cell { start, end, folded, stray, next: self.after(end) };
        }
        let (close, folded) = self.close(start + 1);
        let (end, _) = self.unquoted_end((close + 1).min(self.end));
        Cell {
            start: start + 1,
            end: close,
            folded,
            stray: end > close + 1 || close == self.end,
            next: self.after(end),
        }
    }

    /// Whether a quote without an escape stands in this piece.
    fn has_bare(&self, quote: u8, mut at: usize, end: usize) -> bool {
        if self.rules.escape.is_none() {
            return memchr::memchr(quote, &self.view[at..end]).is_some();
        }
        while at < end {
            if self.byte(at) == self.rules.escape && self.rules.escape.is_some() {
                at += 1;
            } else if self.view[at] == quote {
                return true;
            }
            at += 1;
        }
        false
    }

    /// The closing quote, or the record's end, and whether anything before it has to be folded.
    fn close(&self, mut at: usize) -> (usize, bool) {
        let mut folded = false;
        while at < self.end {
            if let (Some(quote), None) = (self.rules.quote, self.rules.escape) {
                at = self.find(quote, at);
            }
            if self.rules.escape.is_some()
                && self.byte(at) == self.rules.escape
                && self.rules.escape != self.rules.quote
            {
                folded = true;
                at += 2;
            } else if self.is_quoted(at) {
                if !self.is_quoted(at + 1) {
                    return (at, folded);
                }
                folded = true;
                at += 2;
            } else {
                at += 1;
            }
        }
        (self.end, folded)
    }

    /// A quote closes only before a delimiter or the end; one that never does is text.
    ///
    /// `open`: the quote of a cell before this one was never closed. So no run of quotes after it closes one either,
    /// but the one that a cell begins with, and a line is not searched to its end again and again.
    pub(super) fn lenient_cell(&self, start: usize, open: &mut bool) -> Cell {
        if self.is_quoted(start) {
            let (mut at, mut folded, mut stray) = (start + 1, false, false);
            while at < self.end && (self.is_quoted(at) || !*open) {
                if self.is_quoted(at) {
                    if at + 1 >= self.end || self.delimiter_at(at + 1) {
                        return Cell { start: start + 1, end: at, folded, stray, next: self.after(at + 1) };
                    }
                    if self.is_quoted(at + 1) {
                        // Doubled, unless the second one closes: `"a"",b` has one quote too many in its text.
                        folded = true;
                        at += 1;
                    } else {
                        stray = true;
                    }
                }
                at += 1;
            }
            *open = true;
        }
        let (end, folded) = self.unquoted_end(start);
        let stray = self.rules.quote.is_some_and(|quote| self.has_bare(quote, start, end));
        Cell { start, end, folded, stray, next: self.after(end) }
    }

    pub(super) fn slice(&self, cell: &Cell, side: &mut Vec<u8>) -> Slice {
        let scale = self.rules.scale;
        if !cell.folded {
            return Slice::of_window(cell.start * scale, (cell.end - cell.start) * scale);
        }
        let (first, mut at) = (side.len(), cell.start);
        while at < cell.end {
            let escapes = self.rules.escape.is_some() && self.byte(at) == self.rules.escape;
            let doubles = self.is_quoted(at) && self.is_quoted(at + 1) && at + 1 < cell.end;
            at += usize::from((escapes || doubles) && at + 1 < cell.end);
            side.extend_from_slice(&self.window[at * scale..(at + 1) * scale]);
            at += 1;
        }
        Slice::of_side(first, side.len() - first)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test] // what is known of an open quote changes no cell
        fn a_lenient_line_is_cut_as_if_each_cell_searched_to_the_end(text in "[\",a]{0,24}") {
            let rules = CellRules { delimiter: vec![b','], quote: Some(b'"'), escape: None, scale: 1 };
            let record = Record { rules: &rules, window: text.as_bytes(), view: text.as_bytes(), start: 0, end: text.len() };
            let (mut fast, mut slow, mut open) = (Vec::new(), Vec::new(), false);
            for (cells, remembers) in [(&mut fast, true), (&mut slow, false)] {
                let mut at = Some(0);
                while let Some(start) = at {
                    open &= remembers;
                    let cell = record.lenient_cell(start, &mut open);
                    cells.push((cell.start, cell.end, cell.folded, cell.stray));
                    at = cell.next;
                }
                open = false;
            }
            prop_assert_eq!(fast, slow, "{}", text);
        }
    }
}
