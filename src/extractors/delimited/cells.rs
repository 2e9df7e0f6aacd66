//! The cells of delimited records.
//!
//! In: a view of a window and the records in it. Out: slices of the window; a cell that has doubled quotes or
//! escapes is made anew in the side buffer.

use std::ops::Range;

use crate::extractors::RecordSpan;
use crate::extractors::delimited::CellRules;
use crate::extractors::delimited::marks::Marks;
use crate::extractors::slices::Slice;
use crate::simd::widest;

/// Whether a cell's place can be computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Width {
    #[default]
    Unknown,
    All(u32),
    Various,
}

/// The cells of a batch of records, row after row.
#[derive(Debug, Default)]
pub struct CellTable {
    slices: Vec<Slice>,
    /// Of each record, and one more: the end.
    firsts: Vec<u32>,
    /// How many cells all records have, if they all have as many.
    width: Width,
    /// Cells that were made anew.
    pub side: Vec<u8>,
    /// Room for what is found in records.
    marks: Marks,
}

impl CellTable {
    /// Empties it and keeps its memory.
    pub fn clear(&mut self) {
        self.slices.clear();
        self.width = Width::Unknown;
        self.firsts.clear();
        self.firsts.push(0);
        self.side.clear();
    }

    /// The cells of a record.
    #[must_use]
    #[inline]
    pub fn record(&self, record: u32) -> &[Slice] {
        &self.slices[self.range(record as usize)]
    }

    /// Where the cells of a record stand among all.
    #[inline]
    fn range(&self, record: usize) -> Range<usize> {
        self.firsts[record] as usize..self.firsts[record + 1] as usize
    }

    /// Keeps bytes that were made anew.
    pub fn aside(&mut self, bytes: &[u8]) -> Slice {
        let start = self.side.len();
        self.side.extend_from_slice(bytes);
        Slice::of_side(start, bytes.len())
    }

    /// Keeps a record that stands in several pieces of these bytes, as one.
    pub fn joined(&mut self, bytes: &[u8], pieces: &[Range<usize>]) -> Slice {
        let start = self.side.len();
        for piece in pieces {
            self.side.extend_from_slice(&bytes[piece.clone()]);
        }
        Slice::of_side(start, self.side.len() - start)
    }

    /// Ends a record whose cells were pushed.
    #[expect(clippy::inline_always, reason = "for `widest`")]
    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "a batch has fewer cells than its window has bytes")]
    fn end_record(&mut self) {
        let end = self.slices.len() as u32;
        let width = end - self.firsts.last().copied().unwrap_or(0);
        self.width = match self.width {
            Width::Unknown => Width::All(width),
            Width::All(before) if before == width => self.width,
            Width::All(_) | Width::Various => Width::Various,
        };
        self.firsts.push(end);
    }

    /// One cell of each of these records, from 0; an empty one where a record has fewer.
    #[must_use]
    pub fn column(&self, records: &[u32], column: u32) -> Vec<Slice> {
        match self.width {
            Width::All(width) if column < width => {
                records.iter().map(|record| self.slices[(record * width + column) as usize]).collect()
            }
            _ => {
                let cell = |record: &u32| self.record(*record).get(column as usize).copied().unwrap_or_default();
                records.iter().map(cell).collect()
            }
        }
    }

    /// Cells of the record that has most.
    #[must_use]
    pub fn widest(&self) -> usize {
        match self.width {
            Width::All(width) => width as usize,
            Width::Unknown | Width::Various => {
                self.firsts.windows(2).map(|pair| (pair[1] - pair[0]) as usize).max().unwrap_or(0)
            }
        }
    }

    /// Adds a record of one cell, such as a line of the preamble that is matched as a whole.
    pub fn whole(&mut self, record: Slice) {
        self.slices.push(record);
        self.end_record();
    }

    /// Adds the cells of a strict record; gives the number from 1 of the first cell that has a stray quote: one that
    /// closes before the cell's end, or stands inside of an unquoted cell.
    pub fn strict(&mut self, rules: &CellRules, window: &[u8], view: &[u8], span: RecordSpan) -> Option<u32> {
        let others = self.strict_all(rules, (window, view), &[span], (0, usize::MAX));
        others.first().and_then(|(_, stray)| *stray)
    }

    /// As [`Self::strict`], of records that stand one behind the other in a view, with nothing but record ends between them.
    /// Gives those that have a stray quote, or fewer or more cells than these: the number of each among the records, from 0,
    /// and the cell of its stray quote.
    pub fn strict_all(
        &mut self,
        rules: &CellRules,
        (window, view): (&[u8], &[u8]),
        spans: &[RecordSpan],
        (least, most): (usize, usize),
    ) -> Vec<(u32, Option<u32>)> {
        let (text, before) = (Records { rules, window, view }, self.firsts.len());
        let mut stray = Vec::new();
        for (number, group) in (0..).step_by(GROUP).zip(spans.chunks(GROUP)) {
            let is_even = widest(
                #[inline(always)]
                || text.delimiter().is_some_and(|delimiter| self.even(&text, group, delimiter)),
            );
            if !is_even {
                stray.extend((number..).zip(group).filter_map(|(number, span)| {
                    let cell = self.general(&text.record(*span));
                    self.end_record();
                    cell.map(|cell| (number, cell))
                }));
            }
        }
        if stray.is_empty() && matches!(self.width, Width::All(width) if (least..=most).contains(&(width as usize))) {
            return Vec::new();
        }
        let mut stray = stray.into_iter().peekable();
        let widths = self.firsts[before - 1..].windows(2).map(|pair| (pair[1] - pair[0]) as usize);
        let others = (0..).zip(widths).filter_map(|(number, width)| {
            let cell = stray.next_if(|(of, _)| *of == number).map(|(_, cell)| cell);
            (cell.is_some() || !(least..=most).contains(&width)).then_some((number, cell))
        });
        others.collect()
    }

    /// Adds the cells of records whose quotes stand around whole cells, if there are any: the first byte of a cell and its
    /// last; and in pairs within these. False, and nothing, where one stands elsewhere.
    #[expect(clippy::inline_always, reason = "for `widest`")]
    #[inline(always)]
    fn even(&mut self, text: &Records<'_>, spans: &[RecordSpan], delimiter: u8) -> bool {
        let (Some(head), Some(tail)) = (spans.first(), spans.last()) else { return true };
        let stretch = head.start as usize..(tail.start + tail.len) as usize;
        let mut marks = std::mem::take(&mut self.marks);
        marks.look(text.view, stretch, delimiter, text.rules.quote);
        let before = (self.slices.len(), self.firsts.len(), self.width, self.side.len());
        let mut is_even = self.cut(&marks, spans);
        if let Some(quote) = text.rules.quote.filter(|_| is_even && marks.quotes() > 0) {
            let around = self.within(text, (&marks, before.1 - 1, spans), quote);
            // Each such cell has two quotes at least: if that is all there are, none stands elsewhere.
            let left = marks.quotes() - 2 * around;
            is_even = left == 0 || self.unpaired(text, (&marks, before.1 - 1, spans), quote, left);
        }
        self.marks = marks;
        if !is_even {
            self.slices.truncate(before.0);
            self.firsts.truncate(before.1);
            self.width = before.2;
            self.side.truncate(before.3);
        }
        is_even
    }

    /// Cuts records at their delimiters; false if one stands between two of them.
    #[expect(clippy::inline_always, reason = "for `widest`")]
    #[inline(always)]
    fn cut(&mut self, marks: &Marks, spans: &[RecordSpan]) -> bool {
        let (mut rest, mut usual) = (marks.places(), 0);
        self.slices.reserve(rest.len() + spans.len());
        for span in spans {
            let (mut start, end) = (span.start as usize, span.start + span.len);
            // Most records have as many as the one before.
            let is_usual = rest.get(usual).is_none_or(|mark| *mark >= end)
                && (usual == 0 || rest.get(usual - 1).is_some_and(|mark| *mark < end));
            if !is_usual {
                usual = rest.partition_point(|mark| *mark < end);
            }
            let (own, behind) = rest.split_at(usual);
            rest = behind;
            if own.first().is_some_and(|mark| *mark < span.start) {
                return false;
            }
            for mark in own {
                self.slices.push(Slice::of_window(start, *mark as usize - start));
                start = *mark as usize + 1;
            }
            self.slices.push(Slice::of_window(start, end as usize - start));
            self.end_record();
        }
        true
    }

    /// Takes the quotes off that stand around cells of records, from the record `first` on; how many such cells there are.
    #[expect(clippy::inline_always, reason = "for `widest`")]
    #[inline(always)]
    fn within(
        &mut self,
        text: &Records<'_>,
        (marks, first, spans): (&Marks, usize, &[RecordSpan]),
        quote: u8,
    ) -> usize {
        let mut around = 0;
        for number in marks.quoted(spans) {
            let cells = self.range(first + number);
            for cell in &mut self.slices[cells] {
                let inner = cell.between(text.view, quote);
                around += usize::from(inner.is_some());
                *cell = inner.unwrap_or(*cell);
            }
        }
        around
    }

    /// Makes one quote of each pair within quoted cells of records, from the record `first` on; false where one is single, or
    /// others than these `left` stand within. Their bytes go to the side in pieces.
    #[inline(never)]
    fn unpaired(
        &mut self,
        text: &Records<'_>,
        (marks, first, spans): (&Marks, usize, &[RecordSpan]),
        quote: u8,
        mut left: usize,
    ) -> bool {
        for number in marks.doubled(spans) {
            let cells = self.range(first + number);
            for cell in &mut self.slices[cells] {
                match folded(cell, text, (spans[number].start as usize, quote), &mut self.side) {
                    Some(pairs) => left = left.saturating_sub(2 * pairs),
                    None => return false,
                }
            }
        }
        left == 0
    }

    /// Cell by cell, whatever their quotes.
    #[inline(never)]
    fn general(&mut self, record: &Record<'_>) -> Option<u32> {
        let (mut at, mut number, mut stray) = (record.start, 1, None);
        loop {
            let cell = record.cell(at);
            if cell.stray && stray.is_none() {
                stray = Some(number);
            }
            let slice = record.slice(&cell, &mut self.side);
            self.slices.push(slice);
            match cell.next {
                Some(next) => at = next,
                None => return stray,
            }
            number += 1;
        }
    }

    /// Adds the cells of a line as a person would read it.
    ///
    /// A quote closes only before a delimiter or the record's end; other quotes are text. `width` is the number of
    /// cells wanted: surplus empty cells at the end are dropped, and a row of one cell is tried with each of `others`.
    pub fn lenient(
        &mut self,
        rules: &CellRules,
        others: &[CellRules],
        width: Option<usize>,
        (window, view, span): (&[u8], &[u8], RecordSpan),
    ) -> Repairs {
        let mut repairs = Repairs::default();
        let (first, side) = (self.slices.len(), self.side.len());
        let record = Record { rules, window, view, start: span.start as usize, end: (span.start + span.len) as usize };
        repairs.quote = self.lenient_cells(&record);
        if self.slices.len() - first == 1 && width.is_some_and(|width| width > 1) {
            for (number, other) in others.iter().enumerate() {
                self.slices.truncate(first);
                self.side.truncate(side);
                let quote = self.lenient_cells(&Record { rules: other, ..record });
                if Some(self.slices.len() - first) == width {
                    repairs = Repairs { quote, delimiter: Some(number), dropped: 0 };
                    break;
                }
            }
            if repairs.delimiter.is_none() {
                self.slices.truncate(first);
                self.side.truncate(side);
                self.lenient_cells(&record);
            }
        }
        while width.is_some_and(|width| self.slices.len() - first > width)
            && self.slices.last().is_some_and(Slice::is_empty)
        {
            self.slices.pop();
            repairs.dropped += 1;
        }
        self.end_record();
        repairs
    }

    fn lenient_cells(&mut self, record: &Record<'_>) -> Option<u32> {
        let (mut at, mut number, mut repaired) = (record.start, 1, None);
        let mut open = false;
        loop {
            let cell = record.lenient_cell(at, &mut open);
            if cell.stray && repaired.is_none() {
                repaired = Some(number);
            }
            let slice = record.slice(&cell, &mut self.side);
            self.slices.push(slice);
            match cell.next {
                Some(next) => at = next,
                None => return repaired,
            }
            number += 1;
        }
    }
}

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

/// What a lenient reader did to one record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Repairs {
    /// Number from 1 of the first cell with a stray quote that was read as text.
    pub quote: Option<u32>,
    /// Index of the other delimiter that the row was read with.
    pub delimiter: Option<usize>,
    /// Empty cells at the end that were dropped.
    pub dropped: u32,
}

/// Records that are cut together: few enough for the nearest cache.
const GROUP: usize = 64;

/// Where records stand, and how they are cut.
struct Records<'a> {
    rules: &'a CellRules,
    window: &'a [u8],
    view: &'a [u8],
}

impl<'a> Records<'a> {
    /// The delimiter, if it is one byte, and no escape takes its meaning away.
    fn delimiter(&self) -> Option<u8> {
        match (self.rules.escape, self.rules.delimiter.as_slice()) {
            (None, &[delimiter]) if self.rules.scale == 1 => Some(delimiter),
            _ => None,
        }
    }

    fn record(&self, span: RecordSpan) -> Record<'a> {
        let Self { rules, window, view } = *self;
        Record { rules, window, view, start: span.start as usize, end: (span.start + span.len) as usize }
    }
}

/// Makes one quote of each pair within a quoted cell of the record that begins at `start`: how many pairs there are. None where
/// a quote is single.
fn folded(cell: &mut Slice, text: &Records<'_>, (start, quote): (usize, u8), side: &mut Vec<u8>) -> Option<usize> {
    let (mut at, end, made) = (cell.end() - cell.len(), cell.end(), side.len());
    // No delimiter is a quote, so that what stands before a cell that has none around is none.
    if at == start || text.view[at - 1] != quote {
        return Some(0);
    }
    let mut pairs = 0;
    while let Some(before) = memchr::memchr(quote, &text.view[at..end]) {
        let pair = at + before;
        if pair + 1 >= end || text.view[pair + 1] != quote {
            return None;
        }
        side.extend_from_slice(&text.window[at..=pair]);
        (at, pairs) = (pair + 2, pairs + 1);
    }
    if pairs > 0 {
        side.extend_from_slice(&text.window[at..end]);
        *cell = Slice::of_side(made, side.len() - made);
    }
    Some(pairs)
}

/// One record in its view.
#[derive(Clone, Copy)]
struct Record<'a> {
    rules: &'a CellRules,
    window: &'a [u8],
    view: &'a [u8],
    start: usize,
    end: usize,
}

/// A cell's place in the view.
struct Cell {
    start: usize,
    end: usize,
    /// Doubled quotes or escapes are in it.
    folded: bool,
    stray: bool,
    /// Start of the next cell.
    next: Option<usize>,
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

    fn cell(&self, start: usize) -> Cell {
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
    fn lenient_cell(&self, start: usize, open: &mut bool) -> Cell {
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

    fn slice(&self, cell: &Cell, side: &mut Vec<u8>) -> Slice {
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
    use crate::extractors::slices::Slices;

    fn rules(delimiter: &str, escape: Option<u8>) -> CellRules {
        CellRules { delimiter: delimiter.into(), quote: Some(b'"'), escape, scale: 1 }
    }

    fn cells(table: &CellTable, text: &str) -> Vec<String> {
        let bytes = Slices { window: text.as_bytes(), side: &table.side };
        table.record(0).iter().map(|slice| String::from_utf8(bytes.get(*slice).to_vec()).unwrap()).collect()
    }

    #[test]
    fn a_strict_record_gives_its_cells_and_its_first_stray_quote() {
        let long = "aaaaaaaaaaaaaaaa,b,,cccccccccccc";
        for (text, delimiter, escape, want, stray) in [
            ("a,b", ",", None, vec!["a", "b"], None),
            ("", ",", None, vec![""], None),
            (",", ",", None, vec!["", ""], None),
            (long, ",", None, vec!["aaaaaaaaaaaaaaaa", "b", "", "cccccccccccc"], None),
            (r#""a,b",c"#, ",", None, vec!["a,b", "c"], None),
            (r#"x,"say ""no""","""#, ",", None, vec!["x", r#"say "no""#, ""], None),
            (r#"x,"a"b,c"#, ",", None, vec!["x", "a", "c"], Some(2)),
            (r#"x,6" pipe,c"#, ",", None, vec!["x", "6\" pipe", "c"], Some(2)),
            (r#"a||"b||c"||d"#, "||", None, vec!["a", "b||c", "d"], None),
            (r#""a\"b",c\,d"#, ",", Some(b'\\'), vec!["a\"b", "c,d"], None),
        ] {
            let mut table = CellTable::default();
            table.clear();
            let span = RecordSpan::new(0, text.len(), text.len(), 0);
            let found = table.strict(&rules(delimiter, escape), text.as_bytes(), text.as_bytes(), span);
            assert_eq!((cells(&table, text), found), (want.iter().map(|c| (*c).to_owned()).collect(), stray), "{text}");
        }
    }

    #[test]
    fn a_lenient_line_is_read_as_a_person_would() {
        let (comma, others) = (rules(",", None), [rules(";", None), rules("\t", None)]);
        for (text, want, repairs) in [
            (
                r#""JOHN "JACK" DOE",b,c"#,
                vec![r#"JOHN "JACK" DOE"#, "b", "c"],
                Repairs { quote: Some(1), ..Repairs::default() },
            ),
            (r#""open,b,c"#, vec!["\"open", "b", "c"], Repairs { quote: Some(1), ..Repairs::default() }),
            ("a,b,c,,", vec!["a", "b", "c"], Repairs { dropped: 2, ..Repairs::default() }),
            ("a;b;c", vec!["a", "b", "c"], Repairs { delimiter: Some(0), ..Repairs::default() }),
            ("a b c", vec!["a b c"], Repairs::default()),
            (r#"a,"say ""no""",c"#, vec!["a", r#"say "no""#, "c"], Repairs::default()),
        ] {
            let mut table = CellTable::default();
            table.clear();
            let span = RecordSpan::new(0, text.len(), text.len(), 0);
            let found = table.lenient(&comma, &others, Some(3), (text.as_bytes(), text.as_bytes(), span));
            assert_eq!(
                (cells(&table, text), found),
                (want.iter().map(|c| (*c).to_owned()).collect(), repairs),
                "{text}"
            );
        }
    }

    proptest! {
        #[test] // records that stand somewhere in their window
        fn records_are_cut_together_as_cells_one_by_one_are(
            texts in prop::collection::vec(prop_oneof![
                2 => "[,a]{0,200}", 1 => "[\",a]{0,40}", 4 => "([a-z]{0,70}|\"[a-z,\n]{0,20}\"),{0,3}[a-z,]{0,90}",
                4 => "(\"([a,\n]|\"\"|a{20}){0,9}\",|a,){0,6}(\"(a|\"\"){0,40}\"){0,1}"], 1..150),
            (before, between, after) in ("[,\"a]{0,9}", "[\n]{1,70}|,\n", "[,\"a]{0,90}"),
            wanted in (0_usize..3, 0_usize..9),
        ) {
            let (rules, window) = (rules(",", None), format!("{before}{}{after}", texts.join(&between)));
            let (mut at, mut spans) = (before.len(), Vec::new());
            for text in &texts {
                spans.push(RecordSpan::new(at, text.len(), at + text.len() + between.len(), 0));
                at += text.len() + between.len();
            }
            let text = Records { rules: &rules, window: window.as_bytes(), view: window.as_bytes() };
            let (mut quick, mut slow, mut want) = (CellTable::default(), CellTable::default(), Vec::new());
            quick.clear();
            slow.clear();
            for (number, span) in (0..).zip(&spans) {
                let stray = slow.general(&text.record(*span));
                slow.end_record();
                let cells = slow.record(number).len();
                want.extend((stray.is_some() || cells < wanted.0 || cells > wanted.1).then_some((number, stray)));
            }
            let others = quick.strict_all(&rules, (window.as_bytes(), window.as_bytes()), &spans, wanted);
            prop_assert_eq!(others, want);
            let cells = |table: &CellTable| {
                let bytes = Slices { window: window.as_bytes(), side: &table.side };
                (0_u32..).take(spans.len()).map(|of| table.record(of).iter().map(|cell| bytes.get(*cell).to_vec()).collect()).collect::<Vec<Vec<_>>>()
            };
            prop_assert_eq!(cells(&quick), cells(&slow));
            prop_assert_eq!(quick.width, slow.width);
        }

        #[test] // what is known of an open quote changes no cell
        fn a_lenient_line_is_cut_as_if_each_cell_searched_to_the_end(text in "[\",a]{0,24}") {
            let rules = rules(",", None);
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
