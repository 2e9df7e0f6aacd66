//! A mapping of delimited text, drafted: how its rows are cut, what its columns are called and what they hold.
//!
//! In: samples of files that share one layout. Out: a [`Draft`] that `check` accepts. Refuses: words, fixed width, and to
//! throw away a row that may be a record.

pub mod called;
mod coded;
pub mod dialect;
mod doubts;
mod fields;
mod header;
mod ledger;
mod longer;
pub mod naming;
pub mod odd;
mod rivals;
pub mod rows;
mod shape;
mod sorts;
pub mod sums;
mod table;
#[cfg(test)]
mod tests;
mod totals;
pub mod trailers;
mod walk;
pub mod why;

use std::collections::BTreeSet;

use coded::Coded;
use dialect::Guess;
use header::Start;
use rows::{Cutter, Text};
use shape::Shape;
use table::{Only, Reading, Table};
use why::CutWhy;

use crate::finding::{Args, Code};
use crate::inspect::infer::draft::{Draft, FieldDraft, Form, KindDraft, Reason, Seen as Amount, SourceDraft};
use crate::inspect::infer::layout::settle::{Stand, settle};
use crate::inspect::infer::layout::{Doubt, Layout, apply};
use crate::inspect::infer::values::why::{Seen, Share};
use crate::inspect::infer::values::{Around, Column, Found};
use crate::inspect::sample::Sample;
use crate::mapping::model::{Dialect, Edges, Filler, Preamble, Ragged, RepeatedHeader};

/// A file to be mapped.
#[derive(Debug, Clone, Copy)]
pub struct File<'f> {
    /// Its path, as the mapping names it.
    pub path: &'f str,
    /// Its bytes, or windows of them.
    pub sample: &'f Sample,
}

/// What is known before the rows are read.
#[derive(Debug, Clone)]
pub struct Given {
    /// The name of the mapping and its table.
    pub name: String,
    /// The encoding's name.
    pub encoding: String,
    /// Why it is thought to be that one.
    pub why: Vec<Reason>,
    /// The year of today.
    pub year: i32,
    /// The delimiter, if somebody said it.
    pub delimiter: Option<String>,
}

/// How the first file's beginning would be cut; none where no delimiter cuts most of its lines.
#[must_use]
pub fn guess(sample: &Sample, encoding: &str) -> Option<Guess> {
    dialect::guess(Text::new(sample.windows.first()?, encoding)?)
}

/// Whether the delimiter stands anywhere in what was read of a file.
#[must_use]
pub fn has(sample: &Sample, encoding: &str, delimiter: &str) -> bool {
    sample.windows.iter().any(|window| Text::new(window, encoding).is_none_or(|text| text.has(delimiter)))
}

/// A mapping, and the fields in which a layout that was given and the data do not agree.
#[derive(Debug, Clone, PartialEq)]
pub struct Drafted {
    /// The mapping.
    pub draft: Draft,
    /// Names of fields as the layout or the header has them.
    pub doubts: Vec<(String, Doubt)>,
    /// What a person should know of the rows as a whole.
    pub remarks: Vec<(Code, Args)>,
}

/// Drafts a mapping; where there is a layout, names and types come from it and the data confirm them.
///
/// # Errors
/// TL0950 where a file has another header than the first, TL0951 where no file has a row, TL0009 for an encoding.
pub fn draft(files: &[File<'_>], given: &Given, layout: Option<&Layout>) -> Result<Drafted, (Code, Args)> {
    let filled = |file: &&File<'_>| beginning(file, &given.encoding).is_some_and(|text| !text.is_empty());
    let nothing = || (Code::NothingToInfer, vec![files.first().map_or("", |file| file.path).into(), "".into()]);
    let first = files.iter().find(filled).ok_or_else(nothing)?;
    let text = beginning(first, &given.encoding)
        .ok_or_else(|| (Code::UnknownEncoding, vec![given.encoding.as_str().into(), "".into()]))?;
    let mut reader = Reader::new(text, first.path, given)?;
    if reader.start.raw.is_empty() {
        return Err(nothing());
    }
    reader.first_file(first.sample);
    let verdict = reader.header(text, layout);
    for file in files.iter().filter(|file| !std::ptr::eq(*file, first)).filter(filled) {
        reader.other_file(file, first.path, verdict.0)?;
    }
    let named = reader.start.cells.len();
    reader.table.settle(named, &reader.dialect);
    reader.table.settle_bare(named);
    Ok(reader.draft(files, verdict, layout))
}

/// The file's first window.
fn beginning<'f>(file: &File<'f>, encoding: &'f str) -> Option<Text<'f>> {
    Text::new(file.sample.windows.first()?, encoding)
}

struct Reader<'g> {
    given: &'g Given,
    guess: Guess,
    dialect: Dialect,
    cutter: Cutter,
    start: Start,
    table: Table,
    /// Rows of several cells before the header.
    filled_before: Seen,
    why: Vec<CutWhy>,
}

impl<'g> Reader<'g> {
    fn new(text: Text<'_>, path: &str, given: &'g Given) -> Result<Self, (Code, Args)> {
        let mut why = Vec::new();
        let guess = match &given.delimiter {
            Some(delimiter) => dialect::given(text, delimiter),
            None => dialect::guess(text).or_else(|| dialect::given(text, ",")),
        };
        let unfit = || (Code::Conflict, vec!["delimiter".into(), "encoding".into()]);
        let guess = guess.ok_or_else(unfit)?;
        if guess.width > MOST_CELLS {
            let args = vec![path.into(), guess.width.into(), MOST_CELLS.into()];
            return Err((Code::TooManyCells, args));
        }
        let mut dialect = guess.dialect.clone();
        let plain = Cutter::new(&dialect, &text).ok_or_else(unfit)?;
        if let Some((mark, seen)) = comments(text, &plain, guess.width) {
            dialect.comment = Some(mark.to_owned());
            why.push(CutWhy::Comments(seen));
        }
        let cutter = Cutter::new(&dialect, &text).ok_or_else(unfit)?;
        let start = header::start(text, &cutter, guess.width);
        let table = Table::new(guess.width, &start.cells, &around(given));
        if text.has_mark() {
            why.push(CutWhy::ByteOrderMark);
        }
        Ok(Self { given, guess, dialect, cutter, start, table, filled_before: Seen::default(), why })
    }

    /// Reads the file; where a quote is never closed among the rows of the usual length, also with longer ones, of which all
    /// must then be as wide as the others.
    fn first_file(&mut self, sample: &Sample) {
        self.read_first_file(sample);
        if self.table.unread == 0 {
            return;
        }
        let long = Cutter::of_long_rows(&self.cutter);
        let table = Table::new(self.guess.width, &self.start.cells, &around(self.given));
        let before = (std::mem::replace(&mut self.cutter, long), std::mem::replace(&mut self.table, table));
        self.read_first_file(sample);
        if self.table.unread > 0 || self.table.widths.len() > 1 {
            (self.cutter, self.table) = before;
        }
    }

    fn read_first_file(&mut self, sample: &Sample) {
        self.table.odd.begin_file(&self.start.cells, sample.is_whole);
        for window in &sample.windows {
            let Some(text) = Text::new(window, &self.given.encoding) else { continue };
            let first = window.offset == 0;
            let skip = if first { self.start.lines } else { 0 };
            let cut = !first && !window.starts_line;
            let reading = Reading { start: &self.start, skip, started: first, numbered: first, cut };
            self.table.read(&self.cutter, text, reading);
        }
        self.table.odd.end_file();
    }

    /// Whether the first row is a header; if it is none, it is a record, and so are rows of several cells before it.
    fn header(&mut self, text: Text<'_>, layout: Option<&Layout>) -> (bool, CutWhy) {
        let named = layout.is_some_and(|layout| apply::names(layout, &self.start.cells));
        let by_words = CutWhy::HeaderByWords { line: self.start.lines + 1 };
        let verdict = if named { (true, by_words) } else { header::verdict(&self.start, &self.table, &self.found()) };
        if verdict.0 {
            self.filled_before = header::filled_before(text, &self.cutter, &self.start);
        } else {
            let (start, records) = header::records(text, &self.cutter, std::mem::take(&mut self.start));
            self.table.take_start(&start, text, &self.cutter, records);
            self.table.take_again(start.cells.len());
            self.start = start;
        }
        verdict
    }

    fn other_file(&mut self, file: &File<'_>, first: &str, header: bool) -> Result<(), (Code, Args)> {
        let text = beginning(file, &self.given.encoding).filter(|_| header);
        let start = text.map(|text| header::start(text, &self.cutter, self.guess.width));
        if start.as_ref().is_some_and(|start| start.cells != self.start.cells) {
            return Err((Code::OtherHeader, vec![file.path.into(), first.into()]));
        }
        let mut table = std::mem::replace(&mut self.table, Table::new(0, &[], &around(self.given)));
        self.read_again(&mut table, file, start.as_ref());
        self.table = table;
        Ok(())
    }

    /// Reads a file of which it is known where its rows begin; `header` stands there, if there is one.
    fn read_again(&self, table: &mut Table, file: &File<'_>, header: Option<&Start>) {
        let none = Start { rows: self.start.rows, ..Start::default() };
        let skip = header.map_or(self.start.lines, |start| start.lines);
        table.odd.begin_file(&[], file.sample.is_whole);
        for window in &file.sample.windows {
            let Some(text) = Text::new(window, &self.given.encoding) else { continue };
            let begins = window.offset == 0;
            let reading = Reading {
                start: if header.is_some() { &self.start } else { &none },
                skip: if begins { skip } else { 0 },
                started: begins && header.is_some(),
                numbered: false,
                cut: !begins && !window.starts_line,
            };
            table.read(&self.cutter, text, reading);
        }
        table.odd.end_file();
    }

    /// Some rows of all files.
    fn rows_of(&self, files: &[File<'_>], only: Only, header: bool) -> Table {
        let width = if let Only::Exactly(width) = only { width } else { self.guess.width };
        let mut table = Table::new(width, &self.start.cells, &around(self.given)).of(only);
        for file in files {
            let Some(text) = beginning(file, &self.given.encoding).filter(|text| !text.is_empty()) else { continue };
            let start = header.then(|| header::start(text, &self.cutter, self.guess.width));
            self.read_again(&mut table, file, start.as_ref());
        }
        let named = self.start.cells.len();
        table.settle(named, &self.dialect);
        table.settle_bare(named);
        table
    }

    /// What the columns hold, with the decimal mark that any of them proves.
    fn found(&self) -> Vec<Found> {
        let mark = mark(self.table.columns.iter());
        self.table.columns.iter().map(|column| column.found(mark)).collect()
    }

    fn draft(mut self, files: &[File<'_>], (header, why): (bool, CutWhy), layout: Option<&Layout>) -> Drafted {
        self.dialect.header = u32::from(header);
        self.say_cut();
        self.why.push(why);
        if header && self.table.rows == 0 {
            self.why.push(CutWhy::NoRows);
        }
        if self.table.unread > 0 {
            self.why.push(CutWhy::Unclosed { record: self.table.unclosed, unread: self.table.unread });
        }
        let max_length = self.table.long.map(|(bytes, _)| (bytes as u64).next_multiple_of(1 << 20));
        self.why.extend(self.table.long.map(|(bytes, record)| CutWhy::LongRecord { record, bytes: bytes as u64 }));
        self.settle_preamble(header);
        if header && self.table.repeated.n > 0 {
            self.dialect.repeated_header = RepeatedHeader::Skip;
            self.why.push(CutWhy::RepeatedHeader(self.table.repeated));
        }
        let whole = files.iter().all(|file| file.sample.is_whole);
        let coded = if header || layout.is_some() { None } else { self.coded(files) };
        let mut controls = Vec::new();
        let (kinds, records, doubts, remarks) = if let Some(coded) = coded {
            let mut kinds = self.of_codes(&coded, whole);
            let remarks = if self.dialect.delimiter == "," { coded.doubts(&mut kinds) } else { Vec::new() };
            controls = coded.controls(&mut kinds, whole);
            (kinds, coded.records(), Vec::new(), remarks)
        } else {
            let (kinds, doubts, remarks) = self.of_rows(files, header, layout);
            (kinds, self.table.rows, doubts, remarks)
        };
        let mut seen = amount(files, records);
        seen.read = seen.read.saturating_sub(self.table.unread);
        let why = self.given.why.iter().cloned().chain(self.why.into_iter().map(Reason::Cut)).collect();
        let source = SourceDraft {
            files: files.iter().map(|file| file.path.to_owned()).collect(),
            encoding: self.given.encoding.clone(),
            form: Form::Delimited(self.dialect),
            edges: Edges::default(),
            max_length,
            why,
        };
        let name = self.given.name.clone();
        let draft = Draft { name, source, kinds, common: Vec::new(), controls, seen };
        Drafted { draft, doubts, remarks }
    }

    /// Rows whose first cell tells of which kind they are.
    fn coded(&self, files: &[File<'_>]) -> Option<Coded> {
        let around = around(self.given);
        Coded::of(files, coded::Reading { cutter: &self.cutter, around: &around, skip: self.start.lines })
    }

    fn of_codes(&mut self, coded: &Coded, whole: bool) -> Vec<KindDraft> {
        let mark = mark(coded.columns());
        self.why.push(CutWhy::KindsByCode(coded.count()));
        self.why.extend(mark.map(CutWhy::Mark));
        coded.kinds(mark, whole)
    }

    /// Kinds of rows that are alike but for what is no record, and for how many cells they have.
    fn of_rows(&mut self, files: &[File<'_>], header: bool, layout: Option<&Layout>) -> Rows {
        let width = self.width(header);
        let delimiter = self.dialect.delimiter.clone();
        let shape = Shape::of(&self.table, width, (header, layout.is_some()), &delimiter);
        let cells = shape.cells().unwrap_or(width);
        let ragged = self.settle_ragged(cells, &shape);
        let headers: Vec<String> = if header { self.start.cells.clone() } else { Vec::new() };
        let whole = files.iter().all(|file| file.sample.is_whole);
        let mark = mark(self.table.columns.iter());
        let all = self.table.rows + self.table.odd.count();
        let mut kinds = self.table.odd.kinds(cells, all, &delimiter);
        let (mut doubts, mut remarks) = (Vec::new(), Vec::new());
        for part in shape.parts(width) {
            let own = if part.only == Only::All { None } else { Some(self.rows_of(files, part.only, header)) };
            let table = own.as_ref().unwrap_or(&self.table);
            let (columns, found) = self.columns((table, part.columns), mark, &headers, layout);
            doubts.extend(found);
            let (mut fields, unnamed) = fields::fields(&headers, columns);
            let mut why = Vec::new();
            if let Some(cells) = part.cells {
                let cut = shape::cut(&self.table, (cells, width), &delimiter);
                let records = Share { n: part.rows, of: self.table.rows };
                remarks.push(shape::remark(records, cells, width.min(cells - 1), cut));
                why.extend(cut.map(|cut| shape::forget(&mut fields, cut)));
            }
            let unique = if whole { fields::unique(&fields) } else { Vec::new() };
            let rows = table.rows;
            self.why.extend(unnamed.into_iter().map(CutWhy::NoHeaderOfItsOwn));
            let why = why.into_iter().map(Reason::Cut).collect();
            kinds.push(KindDraft { name: part.name, when: part.when, unique, why, ..record(fields, part.cells, rows) });
        }
        self.why.extend(mark.map(CutWhy::Mark));
        if shape == Shape::Even && self.dialect.ragged == Ragged::Truncate {
            let cut = shape::cut_evenly(&self.table, width, &delimiter);
            remarks.extend(cut.map(|(cut, records)| shape::remark(records, width + 1, width, Some(cut))));
        }
        remarks.extend(ragged);
        remarks.extend(self.table.odd.doubted.told(&headers));
        if !header && layout.is_none() && delimiter == "," && shape == Shape::Even {
            let cuts = self.table.pieces.get(&width).map(|pieces| pieces.cut().collect::<Vec<_>>());
            remarks.extend(kinds.last_mut().zip(cuts).and_then(|(kind, cuts)| shape::doubt(kind, &cuts)));
        }
        (kinds, doubts, remarks)
    }

    /// What each column is called and holds; where a layout was given, as far as both agree.
    fn columns(
        &self,
        (table, width): (&Table, usize),
        mark: Option<char>,
        headers: &[String],
        layout: Option<&Layout>,
    ) -> (Vec<fields::Named>, Vec<(String, Doubt)>) {
        let mut found: Vec<Found> = table.columns.iter().map(|column| column.found(mark)).collect();
        found.truncate(width);
        let (matched, mut doubts) = match layout {
            Some(layout) => apply::matched(layout, headers, found.len()),
            None => (vec![None; found.len()], Vec::new()),
        };
        let mut columns = Vec::with_capacity(found.len());
        for ((found, column), field) in found.into_iter().zip(&table.columns).zip(matched) {
            let Some(field) = field else {
                columns.push(fields::Named { found, name: None, doubt: None });
                continue;
            };
            let stand = Stand { fixed: false, width: 0 };
            let (found, doubt) = settle(column, found, &field.said, stand);
            doubts.extend(doubt.clone().map(|doubt| (field.name.clone(), doubt)));
            columns.push(fields::Named { found, name: Some(field.name.clone()), doubt });
        }
        self.allow_missing(table, &mut columns, width);
        (columns, doubts)
    }

    /// The cells of a record.
    fn width(&self, header: bool) -> usize {
        if header { self.start.cells.len() } else { self.table.usual_width().unwrap_or(self.start.cells.len()) }
    }

    fn say_cut(&mut self) {
        let records = self.guess.rows;
        let cells = u32::try_from(self.guess.width).unwrap_or(u32::MAX);
        self.why.push(if cells > 1 { CutWhy::Cells { cells, records } } else { CutWhy::OneCell });
        self.why.append(&mut self.guess.others);
        let quoted = self.guess.quoted;
        let said = match (self.dialect.quote, self.dialect.escape) {
            (None, _) => Some(CutWhy::QuotesAreText(self.guess.marks)),
            (Some(_), Some(_)) => Some(CutWhy::Escaped(quoted)),
            (Some(_), None) => (quoted > 0).then_some(CutWhy::Quoted(quoted)),
        };
        self.why.extend(said);
        let stray = if self.table.stray.n > 0 { self.table.stray } else { self.guess.stray };
        if stray.n > 0 && self.dialect.quote.is_some() {
            self.why.push(CutWhy::StrayQuotes(stray));
        }
    }

    fn settle_preamble(&mut self, header: bool) {
        if self.start.rows == 0 {
            return;
        }
        let lines = u32::try_from(self.start.lines).unwrap_or(u32::MAX);
        let own = header && fields::all_own(&self.start.cells);
        self.dialect.preamble = if own { Preamble::UntilHeader } else { Preamble::Lines(lines) };
        let (lines, filled) = (self.start.lines, self.filled_before);
        self.why.push(if header { CutWhy::Preamble { lines, filled } } else { CutWhy::Titles(lines) });
    }

    /// What becomes of rows of another width; what a person should know of them.
    fn settle_ragged(&mut self, width: usize, shape: &Shape) -> Option<(Code, Args)> {
        let short = self.table.of_widths(|own| own < width && !shape.has(own)).rows;
        let long = self.table.of_widths(|own| own > width && !shape.has(own));
        let empty = long.reach <= width;
        let fixed = shape.cells().is_some();
        let often = |rows: Seen| rows.n * OFTEN >= self.table.rows;
        let truncates = long.rows.n > 0 && empty && long.rows.n >= short.n && !fixed;
        let padded = short.n > 0 && !often(long.rows) && often(short) && !truncates && !fixed;
        if truncates {
            self.dialect.ragged = Ragged::Truncate;
        } else if padded {
            self.dialect.ragged = Ragged::Pad;
        }
        if short.n > 0 {
            self.why.push(CutWhy::ShortRows { rows: short, padded });
        }
        if long.rows.n > 0 {
            self.why.push(CutWhy::LongRows { rows: long.rows, empty: truncates });
        }
        if self.dialect.ragged != Ragged::Reject {
            self.table.take_aside();
        }
        let long = if truncates { Seen::default() } else { long.rows };
        doubts::widths(short, long, (self.table.rows, width, padded))
    }

    /// Cells that are padded are blank.
    fn allow_missing(&self, table: &Table, columns: &mut [fields::Named], width: usize) {
        if self.dialect.ragged != Ragged::Pad {
            return;
        }
        let shortest = table.widths.keys().next().copied().unwrap_or(width);
        columns.iter_mut().skip(shortest).for_each(|column| fields::allow_blank(&mut column.found));
    }
}

/// Kinds; fields in which a layout and the data do not agree; what else is to be said.
type Rows = (Vec<KindDraft>, Vec<(String, Doubt)>, Vec<(Code, Args)>);

/// The decimal mark on which all columns that have one agree.
fn mark<'c>(columns: impl Iterator<Item = &'c Column>) -> Option<char> {
    let marks: BTreeSet<char> = columns.filter_map(Column::mark).collect();
    marks.first().copied().filter(|_| marks.len() == 1)
}

/// What is known of every column.
fn around(given: &Given) -> Around {
    Around { fixed: false, encoding: given.encoding.clone(), name: String::new(), year: given.year }
}

/// Cells of the widest row: no table has as many columns, and what has more is no row.
const MOST_CELLS: usize = 10_000;

/// Of so many rows one may be short by mistake; where more are, that is how the file is written.
const OFTEN: u64 = 20;

/// Lines that are comments: they begin with a mark, and none of them has as many cells as a row.
fn comments(text: Text<'_>, cutter: &Cutter, width: usize) -> Option<(&'static str, Seen)> {
    const MARKS: [&str; 3] = ["#", "//", "--"];
    let mut found = MARKS.map(|mark| (mark, Seen::default(), true));
    cutter.each(text.beginning(1 << 20), 0, &mut |row| {
        let first = row.cells.first().and_then(|cell| text.decode(cell)).unwrap_or_default();
        for (mark, seen, all) in &mut found {
            if first.starts_with(*mark) {
                seen.again(row.number);
                *all &= row.cells.len() != width || width == 1 && first.contains(' ');
            }
        }
        true
    });
    found.into_iter().find(|(_, seen, all)| seen.n > 0 && *all).map(|(mark, seen, _)| (mark, seen))
}

/// The kind of all rows that are nothing else.
fn record(fields: Vec<FieldDraft>, cells: Option<usize>, records: u64) -> KindDraft {
    KindDraft {
        name: "record".to_owned(),
        when: None,
        under: None,
        ends: None,
        skip: None,
        cells: cells.and_then(|cells| u32::try_from(cells).ok()),
        in_preamble: false,
        filler: Filler::Any,
        unique: Vec::new(),
        sums: Vec::new(),
        fields,
        groups: Vec::new(),
        records,
        why: Vec::new(),
    }
}

fn amount(files: &[File<'_>], records: u64) -> Amount {
    let bytes = files.iter().map(|file| file.sample.stored.length.unwrap_or(file.sample.stored.bytes)).sum();
    let read = files.iter().map(|file| file.sample.bytes()).sum();
    Amount { files: files.len() as u64, bytes, records, read }
}
