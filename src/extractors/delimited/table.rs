//! The cells of a batch of delimited records.
//!
//! In: a view of a window and the records in it. Out: slices of the window, of a column or of a record; a cell that has doubled quotes or
//! escapes is made anew in the side buffer. Columns are read, so that cells stand column after column where all records are cut together and
//! have as many; else record after record.

use std::borrow::Cow;
use std::ops::Range;

use crate::extractors::RecordSpan;
use crate::extractors::delimited::CellRules;
use crate::extractors::delimited::cells::{Cell, Record};
use crate::extractors::delimited::marks::Marks;
use crate::extractors::delimited::together::{GROUP, Records};
use crate::extractors::slices::Slice;
use crate::simd::widest;

/// The cells of a batch of records.
#[derive(Debug, Default)]
pub struct CellTable {
    /// Record after record.
    pub(super) slices: Vec<Slice>,
    /// Of each record, and one more: the end.
    pub(super) firsts: Vec<u32>,
    pub(super) columns: Columns,
    /// Cells that were made anew.
    pub side: Vec<u8>,
    /// Room for what is found in records.
    pub(super) marks: Marks,
}

/// Cells of records that all have as many, column after column.
#[derive(Debug, Default)]
pub(super) struct Columns {
    /// What stands behind `width` times `room` means nothing.
    pub(super) slices: Vec<Slice>,
    /// Cells of a record.
    pub(super) width: usize,
    /// From a cell to that of the same record in the next column.
    pub(super) room: usize,
    /// The records. With none, they stand one after the other.
    pub(super) records: usize,
}

/// The cells of one record.
#[derive(Clone, Copy)]
pub struct RowCells<'a> {
    /// From its first cell on.
    slices: &'a [Slice],
    /// From one of its cells to the next, at least 1.
    step: usize,
    len: usize,
}

impl std::fmt::Debug for RowCells<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_list().entries(self.iter()).finish()
    }
}

impl Default for RowCells<'_> {
    /// No cell.
    fn default() -> Self {
        Self { slices: &[], step: 1, len: 0 }
    }
}

impl<'a> RowCells<'a> {
    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The one of this number, from 0; none if the record has fewer.
    #[must_use]
    #[inline]
    pub fn get(&self, cell: usize) -> Option<Slice> {
        (cell < self.len).then(|| self.slices[cell * self.step])
    }

    /// All, in order.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Slice> + use<'a> {
        self.slices.iter().step_by(self.step).take(self.len).copied()
    }
}

impl CellTable {
    /// Empties it and keeps its memory.
    pub fn clear(&mut self) {
        self.slices.clear();
        self.firsts.clear();
        self.firsts.push(0);
        self.columns.records = 0;
        self.side.clear();
    }

    /// The cells of a record.
    #[must_use]
    #[inline]
    pub fn record(&self, record: u32) -> RowCells<'_> {
        let Columns { slices, width, room, records } = &self.columns;
        if *records > 0 {
            return RowCells { slices: &slices[record as usize..], step: *room, len: *width };
        }
        let cells = &self.slices[self.range(record as usize)];
        RowCells { slices: cells, step: 1, len: cells.len() }
    }

    /// Where the cells of a record stand among those that stand one after the other.
    #[inline]
    pub(super) fn range(&self, record: usize) -> Range<usize> {
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
    pub(super) fn end_record(&mut self) {
        self.firsts.push(self.slices.len() as u32);
    }

    /// One cell of each of these records, ascending, from 0; an empty one where a record has fewer.
    #[must_use]
    pub fn column(&self, records: &[u32], column: u32) -> Cow<'_, [Slice]> {
        let Columns { slices, width, room, records: all } = &self.columns;
        if *all == 0 {
            let cell = |record: &u32| {
                let cells = self.range(*record as usize);
                self.slices[cells].get(column as usize).copied().unwrap_or_default()
            };
            return records.iter().map(cell).collect();
        }
        if column as usize >= *width {
            return vec![Slice::default(); records.len()].into();
        }
        let column = &slices[column as usize * room..][..*all];
        match records {
            [first, .., last] if (last - first) as usize + 1 == records.len() => {
                Cow::Borrowed(&column[*first as usize..=*last as usize])
            }
            _ => records.iter().map(|record| column[*record as usize]).collect(),
        }
    }

    /// Cells of the record that has most.
    #[must_use]
    pub fn widest(&self) -> usize {
        if self.columns.records > 0 {
            return self.columns.width;
        }
        self.firsts.windows(2).map(|pair| (pair[1] - pair[0]) as usize).max().unwrap_or(0)
    }

    /// Puts the cells that stand column after column one record after the other, for what is pushed behind them.
    fn make_rows(&mut self) {
        let records = std::mem::take(&mut self.columns.records);
        for record in 0..records {
            let Columns { slices, width, room, .. } = &self.columns;
            self.slices.extend(slices[record..].iter().step_by(*room).take(*width));
            self.end_record();
        }
    }

    /// Adds a record of one cell, such as a line of the preamble that is matched as a whole.
    pub fn whole(&mut self, record: Slice) {
        self.make_rows();
        self.slices.push(record);
        self.end_record();
    }

    /// Adds the cells of a strict record; gives the number from 1 of the first cell that has a stray quote: one that
    /// closes before the cell's end, or stands inside of an unquoted cell.
    pub fn strict(&mut self, rules: &CellRules, window: &[u8], view: &[u8], span: RecordSpan) -> Option<u32> {
        self.make_rows();
        self.rows(&Records { rules, window, view }, &[span]).first().map(|(_, stray)| *stray)
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
        let text = Records { rules, window, view };
        let is_first = self.firsts.len() == 1 && self.columns.records == 0;
        let done = if is_first { self.in_columns(&text, spans) } else { 0 };
        if done == spans.len() && (least..=most).contains(&self.columns.width) {
            return Vec::new();
        }
        self.make_rows();
        let before = self.firsts.len() - done;
        let stray = self.rows(&text, &spans[done..]);
        let mut stray = stray.into_iter().map(|(number, cell)| (number + done, cell)).peekable();
        let widths = self.firsts[before - 1..].windows(2).map(|pair| (pair[1] - pair[0]) as usize);
        let others = (0_u32..).zip(widths).filter_map(|(number, width)| {
            let cell = stray.next_if(|(of, _)| *of == number as usize).map(|(_, cell)| cell);
            (cell.is_some() || !(least..=most).contains(&width)).then_some((number, cell))
        });
        others.collect()
    }

    /// Adds the cells of records one after the other; gives those that have a stray quote, by their numbers from 0, and its cell.
    fn rows(&mut self, text: &Records<'_>, spans: &[RecordSpan]) -> Vec<(usize, u32)> {
        let mut stray = Vec::new();
        for (number, group) in (0..).step_by(GROUP).zip(spans.chunks(GROUP)) {
            let is_even = widest(
                #[inline(always)]
                || text.delimiter().is_some_and(|delimiter| self.even(text, group, delimiter)),
            );
            if !is_even {
                stray.extend((number..).zip(group).filter_map(|(number, span)| {
                    let cell = self.general(&text.record(*span));
                    self.end_record();
                    cell.map(|cell| (number, cell))
                }));
            }
        }
        stray
    }

    /// Cell by cell, whatever their quotes; the first that has a stray one.
    #[inline(never)]
    fn general(&mut self, record: &Record<'_>) -> Option<u32> {
        self.one_by_one(record, |at| record.cell(at))
    }

    /// The cells that `cell` finds, each from where the one before leads; the number from 1 of the first that has a stray quote.
    fn one_by_one(&mut self, record: &Record<'_>, mut cell: impl FnMut(usize) -> Cell) -> Option<u32> {
        let (mut at, mut number, mut stray) = (record.start, 1, None);
        loop {
            let cell = cell(at);
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
        self.make_rows();
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
        let mut open = false;
        self.one_by_one(record, |at| record.lenient_cell(at, &mut open))
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
        table.record(0).iter().map(|slice| String::from_utf8(bytes.get(slice).to_vec()).unwrap()).collect()
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

    /// Records with this before, between and behind them are cut together as one by one, whatever is asked of them; whether they stand in columns.
    fn cut_alike(
        texts: &[String],
        (before, between, after): (&str, &str, &str),
        wanted: (usize, usize),
    ) -> Result<bool, TestCaseError> {
        let (rules, window) = (rules(",", None), format!("{before}{}{after}", texts.join(between)));
        let (mut at, mut spans) = (before.len(), Vec::new());
        for text in texts {
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
            (0_u32..)
                .take(spans.len())
                .map(|of| table.record(of).iter().map(|cell| bytes.get(cell).to_vec()).collect())
                .collect::<Vec<Vec<_>>>()
        };
        prop_assert_eq!(cells(&quick), cells(&slow));
        prop_assert_eq!(quick.widest(), slow.widest());
        let all: Vec<u32> = (0..).take(spans.len()).collect();
        let bytes = |table: &CellTable, cells: &[Slice]| {
            let from = Slices { window: window.as_bytes(), side: &table.side };
            cells.iter().map(|cell| from.get(*cell).to_vec()).collect::<Vec<_>>()
        };
        for (column, records) in (0..)
            .take(quick.widest() + 1)
            .flat_map(|column| [(column, &all[..]), (column, &all[all.len() / 2..]), (column, &[])])
        {
            let (quick, slow) =
                (bytes(&quick, &quick.column(records, column)), bytes(&slow, &slow.column(records, column)));
            prop_assert_eq!(quick, slow);
        }
        let in_columns = quick.columns.records == spans.len();
        // What comes behind them changes nothing.
        for table in [&mut quick, &mut slow] {
            table.strict(&rules, window.as_bytes(), window.as_bytes(), spans[0]);
        }
        prop_assert_eq!(cells(&quick), cells(&slow));
        Ok(in_columns)
    }

    #[test]
    fn a_quote_that_begins_a_cell_and_ends_it_is_one() {
        // As many quotes as two around each cell, and each delimiter between two of them.
        for texts in [["\"a\",\"", "\"\"\",\"b\""], ["\",\"", "\",\""], ["\"", "\"\"\""]] {
            cut_alike(&texts.map(str::to_owned), ("", "\n", "\n"), (1, 9)).unwrap();
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
            cut_alike(&texts, (&before, &between, &after), wanted)?;
        }

        #[test]
        fn records_with_as_many_cells_stand_in_columns(
            cells in prop::collection::vec(prop_oneof!["[a-z]{0,30}", "\"([a-z,\n]|\"\"){0,9}\""], 1..300),
            (width, records) in (1_usize..60, 1_usize..200), other in prop::option::of(0_usize..200), enclosed: bool,
        ) {
            let cell = |at: usize| match cells[at % cells.len()].as_str() {
                bare if enclosed && !bare.starts_with('"') => format!("\"{bare}\""),
                cell => cell.to_owned(),
            };
            let record = |number: usize| (0..width).map(|column| cell(number * width + column)).collect::<Vec<_>>().join(",");
            let mut texts: Vec<String> = (0..records).map(record).collect();
            let other = other.filter(|other| *other < records);
            if let Some(other) = other {
                texts[other].push_str(",more");
            }
            let in_columns = cut_alike(&texts, ("a,b\n", "\n", "\nc"), (width, width))?;
            prop_assert_eq!(in_columns, other.is_none());
        }
    }
}
