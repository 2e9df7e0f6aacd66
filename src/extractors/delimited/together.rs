//! Records that stand one behind the other, cut into cells together by the bits of blocks.
//!
//! In: records in a view. Out: their cells in a [`CellTable`], or nothing where a quote stands elsewhere than around a cell or doubled
//! within.

use std::ops::Range;

use crate::extractors::RecordSpan;
use crate::extractors::delimited::CellRules;
use crate::extractors::delimited::cells::Record;
use crate::extractors::delimited::marks::Marks;
use crate::extractors::delimited::table::{CellTable, Columns};
use crate::extractors::slices::Slice;
use crate::simd::widest;

/// Records that are cut together: few enough for the nearest cache.
pub(super) const GROUP: usize = 64;
/// Bytes of a text that are copied without looking at their number.
const FEW: usize = 64;

/// Where records stand, and how they are cut.
pub(super) struct Records<'a> {
    pub(super) rules: &'a CellRules,
    pub(super) window: &'a [u8],
    pub(super) view: &'a [u8],
}

impl<'a> Records<'a> {
    /// The delimiter, if it is one byte, and no escape takes its meaning away.
    pub(super) fn delimiter(&self) -> Option<u8> {
        match (self.rules.escape, self.rules.delimiter.as_slice()) {
            (None, &[delimiter]) if self.rules.scale == 1 => Some(delimiter),
            _ => None,
        }
    }

    /// Whether all cells of these records begin and end with a quote.
    #[expect(clippy::inline_always, reason = "for `widest`")]
    #[inline(always)]
    fn are_enclosed(&self, marks: &Marks, spans: &[RecordSpan], quote: u8) -> bool {
        let ends = |span: &RecordSpan| Slice::from(*span).between(self.view, quote).is_some();
        marks.are_enclosed() && spans.iter().all(ends)
    }

    pub(super) fn record(&self, span: RecordSpan) -> Record<'a> {
        let Self { rules, window, view } = *self;
        Record { rules, window, view, start: span.start as usize, end: (span.start + span.len) as usize }
    }
}

impl CellTable {
    /// Lays the cells of the first records of an empty table out, column after column, as long as all have as many and quotes
    /// stand around whole cells; how many records these are.
    pub(super) fn in_columns(&mut self, text: &Records<'_>, spans: &[RecordSpan]) -> usize {
        let Some(delimiter) = text.delimiter() else { return 0 };
        self.columns.room = spans.len();
        let most = stretch(spans).len() + spans.len();
        let is_even = |group: &&[RecordSpan]| {
            widest(
                #[inline(always)]
                || self.even_columns(text, group, delimiter, most),
            )
        };
        spans.chunks(GROUP).take_while(is_even).map(<[_]>::len).sum()
    }

    /// The same of one group of records; false, and nothing, where they are not so.
    #[expect(clippy::inline_always, reason = "for `widest`")]
    #[inline(always)]
    fn even_columns(&mut self, text: &Records<'_>, spans: &[RecordSpan], delimiter: u8, most: usize) -> bool {
        let mut marks = std::mem::take(&mut self.marks);
        marks.look(text.view, stretch(spans), delimiter, text.rules.quote);
        let (before, side) = (self.columns.records, self.side.len());
        let around = text.rules.quote.filter(|quote| text.are_enclosed(&marks, spans, *quote));
        let mut is_even = self.columns.lay(&marks, spans, most, around.is_some());
        if is_even {
            self.columns.records += spans.len();
            is_even = match around {
                // All cells have two quotes: what is left stands in pairs, or elsewhere.
                Some(quote) => match marks.quotes().checked_sub(2 * self.columns.width * spans.len()) {
                    Some(0) => true,
                    left => left.is_some_and(|left| self.unpaired(text, (&marks, before, spans), quote, left)),
                },
                None => self.unquote(text, (&marks, before, spans)),
            };
        }
        self.marks = marks;
        if !is_even {
            self.columns.records = before;
            self.side.truncate(side);
        }
        is_even
    }

    /// Adds the cells of records whose quotes stand around whole cells, if there are any: the first byte of a cell and its
    /// last; and in pairs within these. False, and nothing, where one stands elsewhere.
    #[expect(clippy::inline_always, reason = "for `widest`")]
    #[inline(always)]
    pub(super) fn even(&mut self, text: &Records<'_>, spans: &[RecordSpan], delimiter: u8) -> bool {
        let mut marks = std::mem::take(&mut self.marks);
        marks.look(text.view, stretch(spans), delimiter, text.rules.quote);
        let before = (self.slices.len(), self.firsts.len(), self.side.len());
        let is_even = self.cut(&marks, spans) && self.unquote(text, (&marks, before.1 - 1, spans));
        self.marks = marks;
        if !is_even {
            self.slices.truncate(before.0);
            self.firsts.truncate(before.1);
            self.side.truncate(before.2);
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

    /// Takes the quotes off that stand around cells of records, from the record `first` on, and makes one of each pair within; false where
    /// one stands elsewhere.
    #[expect(clippy::inline_always, reason = "for `widest`")]
    #[inline(always)]
    fn unquote(&mut self, text: &Records<'_>, (marks, first, spans): (&Marks, usize, &[RecordSpan])) -> bool {
        let Some(quote) = text.rules.quote.filter(|_| marks.quotes() > 0) else { return true };
        let mut around = 0;
        for number in marks.quoted(spans) {
            for cell in self.cells_mut(first + number).0 {
                let inner = cell.between(text.view, quote);
                around += usize::from(inner.is_some());
                *cell = inner.unwrap_or(*cell);
            }
        }
        // Each such cell has two quotes at least: if that is all there are, none stands elsewhere.
        let left = marks.quotes() - 2 * around;
        left == 0 || self.unpaired(text, (marks, first, spans), quote, left)
    }

    /// The cells of a record, and the bytes that were made anew.
    #[expect(clippy::inline_always, reason = "for `widest`")]
    #[inline(always)]
    fn cells_mut(&mut self, record: usize) -> (impl Iterator<Item = &mut Slice>, &mut Vec<u8>) {
        let (cells, step, len) = if self.columns.records > 0 {
            (&mut self.columns.slices[record..], self.columns.room, self.columns.width)
        } else {
            let cells = self.range(record);
            (&mut self.slices[cells.clone()], 1, cells.len())
        };
        (cells.iter_mut().step_by(step).take(len), &mut self.side)
    }

    /// Which delimiters stand in a record, of those that stand in the records from `first` on: one less than it has cells.
    fn own_marks(&self, first: usize, number: usize) -> Range<usize> {
        if self.columns.records > 0 {
            let own = self.columns.width - 1;
            return number * own..(number + 1) * own;
        }
        let cells = self.range(first + number);
        let before = cells.start - self.firsts[first] as usize - number;
        before..before + cells.len() - 1
    }

    /// Makes one quote of each pair within quoted cells of records, from the record `first` on; false where that does not take all that are
    /// `left`, since one is single, or stands in another cell. Their bytes go to the side in pieces.
    #[inline(never)]
    fn unpaired(
        &mut self,
        text: &Records<'_>,
        (marks, first, spans): (&Marks, usize, &[RecordSpan]),
        quote: u8,
        mut left: usize,
    ) -> bool {
        let (places, mut doubled, mut number) = (marks.places(), marks.doubled(), 0);
        while let [place, ..] = doubled {
            number += spans[number..].iter().take_while(|span| span.start + span.len <= *place).count();
            let Some(span) = spans.get(number) else { return false };
            let ends = &places[self.own_marks(first, number)];
            let cell = ends.partition_point(|end| end < place);
            let end = ends.get(cell).map_or(span.start + span.len, |end| *end);
            let (own, behind) = doubled.split_at(doubled.iter().take_while(|place| **place < end).count());
            doubled = behind;
            let (mut cells, side) = self.cells_mut(first + number);
            let Some(cell) = cells.nth(cell) else { return false };
            left = left.saturating_sub(2 * folded(cell, own, text, (span.start as usize, quote), side));
        }
        left == 0
    }
}

impl Columns {
    /// Lays the cells of records out behind those before, without the quotes around them if they are `enclosed`; false if they do not
    /// all have as many as these, or all records more than `most`.
    #[expect(clippy::inline_always, reason = "for `widest`")]
    #[inline(always)]
    fn lay(&mut self, marks: &Marks, spans: &[RecordSpan], most: usize, enclosed: bool) -> bool {
        let (places, first, room) = (marks.places(), self.records, self.room);
        let (quote, mut all_fit) = (u32::from(enclosed), true);
        if first == 0 {
            self.width = places.len() / spans.len() + 1;
            // Where the records behind have fewer cells, these would take more memory than all have bytes.
            if self.width.saturating_mul(room) > most {
                return false;
            }
            self.slices.resize(self.slices.len().max(self.width * room), Slice::default());
        }
        let own = self.width - 1;
        if places.len() != own * spans.len() {
            return false;
        }
        let has_its_own = |(number, span): (usize, &RecordSpan)| match &places[number * own..][..own] {
            [] => true,
            [head, .., tail] => span.start <= *head && *tail < span.start + span.len,
            [mark] => (span.start..span.start + span.len).contains(mark),
        };
        if !spans.iter().enumerate().all(has_its_own) {
            return false;
        }
        let mut starts = [0; GROUP];
        starts.iter_mut().zip(spans).for_each(|(start, span)| *start = span.start);
        let mut lay = |cell: &mut Slice, start: &mut u32, end: u32| {
            // A quote that begins a cell and ends it is one.
            all_fit &= end - *start >= 2 * quote;
            *cell = Slice::of_window((*start + quote) as usize, (end - *start).wrapping_sub(2 * quote) as usize);
            *start = end + 1;
        };
        for column in 0..self.width {
            let cells = self.slices[column * room + first..][..spans.len()].iter_mut().zip(&mut starts);
            if column < own {
                let ends = places[column..].iter().step_by(own);
                cells.zip(ends).for_each(|((cell, start), end)| lay(cell, start, *end));
            } else {
                cells.zip(spans).for_each(|((cell, start), span)| lay(cell, start, span.start + span.len));
            }
        }
        all_fit
    }
}

/// Where records stand, with what is between them.
fn stretch(spans: &[RecordSpan]) -> Range<usize> {
    match spans {
        [] => 0..0,
        [head, ..] => head.start as usize..spans.last().map_or(0, |tail| (tail.start + tail.len) as usize),
    }
}

/// Makes one quote of each pair within a quoted cell of the record that begins at `start`: how many pairs there are. `doubled` are
/// the quotes of the cell that stand right behind another.
fn folded(
    cell: &mut Slice,
    doubled: &[u32],
    text: &Records<'_>,
    (start, quote): (usize, u8),
    side: &mut Vec<u8>,
) -> usize {
    let (mut at, end, made) = (cell.end() - cell.len(), cell.end(), side.len());
    // No delimiter is a quote, so that what stands before a cell that has none around is none.
    if at == start || text.view[at - 1] != quote {
        return 0;
    }
    let mut pairs = 0;
    for place in doubled.iter().map(|place| *place as usize) {
        // The quote before it is not the one around the cell, nor of the pair before.
        if (at + 1..end).contains(&place) {
            add(&text.window[at..], place - at, side);
            (at, pairs) = (place + 1, pairs + 1);
        }
    }
    if pairs > 0 {
        add(&text.window[at..], end - at, side);
        *cell = Slice::of_side(made, side.len() - made);
    }
    pairs
}

/// Adds the first bytes of a text. Where they are few, as many are copied for each, and cut off: no call that goes by their number.
#[inline]
fn add(bytes: &[u8], count: usize, side: &mut Vec<u8>) {
    match bytes.first_chunk::<FEW>() {
        Some(whole) if count <= FEW => {
            side.extend_from_slice(whole);
            side.truncate(side.len() - (FEW - count));
        }
        _ => side.extend_from_slice(&bytes[..count]),
    }
}
