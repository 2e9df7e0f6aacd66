//! What a run does with one mapping: every decoder, check and writer, made once before the first byte is read.
//!
//! In: a checked mapping. Out: a [`Plan`] that all workers share. Refuses: files, threads, data.

use std::sync::Arc;

use crate::extractors::RecordSpan;
use crate::extractors::decode::Decoder;
use crate::extractors::delimited::CellRules;
use crate::extractors::delimited::head::HeadRules;
use crate::extractors::delimited::table::CellTable;
use crate::extractors::encoding::{Encoding, Unit};
use crate::extractors::fields::{Cut, RepeatCut};
use crate::extractors::fixed::TabStops;
use crate::extractors::frame::descriptors::Descriptors;
use crate::extractors::frame::text::{Quoting, TextRules};
use crate::extractors::frame::view;
use crate::extractors::kinds::KindMatcher;
use crate::extractors::slices::Slice;
use crate::extractors::variable::Counted;
use crate::finding::{Arg, Args, Code};
use crate::loaders::rejects::{finding_plan, reject_plan};
use crate::loaders::table::{LoadColumn, LoadList, LoadStructure, TablePlan};
use crate::mapping::model::{
    Column, Condition, Dialect, Field, FieldPlace, FieldRef, Format, IgnoredPlace, Kind, KindId, Long, Mapping, Named,
    Nest, OnFail, Operand, Origin, Positions, Ragged, Repeat, RepeatPlace, RepeatedHeader, RowRule, SetAside, Short,
    Source, Structure, Table, Title, Variable, VariablePart,
};
use crate::run::Stop;
use crate::run::computed::{Computed, RuleWork};
use crate::run::crosswalks::Crosswalks;
use crate::run::descriptors;
use crate::run::fold::controls::Telling;
use crate::run::fold::dedupe::DedupeEmit;
use crate::run::fold::plan::Emit;
use crate::run::fold::refusals::Refusals;
use crate::run::fold::reports::Tally;
use crate::run::order::OrderWork;
use crate::run::parameters::Setting;
use crate::run::people::records::Texts;
use crate::run::shortest::Shortest;
use crate::run::walk::{KEPT_SPANS, Text};
use crate::transforms::ColumnMaker;
use crate::validate::ColumnChecks;
use crate::validate::named::NamedValues;

/// Records evaluated together, counted before any is dropped; fewer where they have more than 32 fields.
pub const BATCH_RECORDS: usize = 8192;
/// Bytes of records, and of the parents that are lent to them, that are evaluated together.
pub const BATCH_BYTES: u64 = 16 << 20;
/// The same, of as many records as [`CLOSE_RECORDS`] and more: each column passes over all of them, so that they should stay in the cache.
const CLOSE_BYTES: u64 = 640 << 10;
/// With fewer records, what is done once a column and batch weighs more.
const CLOSE_RECORDS: usize = 1 << 10;
/// Values of records that are evaluated together: each may have a finding, and all of these are held at once.
const BATCH_VALUES: usize = BATCH_RECORDS * 32;
/// Values of what repeats, in fields and in all columns that these become, of records that are evaluated together. Where one
/// record has as many, it is evaluated alone.
const BATCH_ELEMENTS: usize = BATCH_VALUES * 8;
/// A group may have one record for so many bytes of `group_max`, and as many as a batch: it is evaluated as a whole, and
/// what that takes goes by its records.
const GROUP_RECORD_BYTES: u64 = 256;
/// Memory that a record of a group takes beside its bytes: its row, its place and verdict, a finding in three forms.
const GROUP_ROW: u64 = 1 << 10;
/// Memory that a value of a record of a group takes: in its field, in its column, and what is wrong with it.
const GROUP_VALUE: u64 = 128;
/// Chunks of one part.
pub const PART_CHUNKS: u64 = 16;
/// Bytes after a block that are read with it, so that its last record is whole.
pub const LOOKAHEAD: u64 = 64 << 10;

/// One mapping, ready to run.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "they have nothing to do with one another")]
pub struct Plan {
    /// The mapping.
    pub mapping: Arc<Mapping>,
    /// The source's encoding.
    pub encoding: Encoding,
    /// A field holds bytes that are no text.
    pub has_binary: bool,
    /// How its units are framed.
    pub unit: Unit,
    /// A blank, as the source writes it.
    pub blank: Vec<u8>,
    /// How records are cut.
    pub framing: Framing,
    /// How cells are cut; none in fixed sources.
    pub cells: Option<CellPlan>,
    /// How tabs are filled up; none: they are refused.
    pub tabs: Option<TabStops>,
    /// Of which kind a record is.
    pub matcher: KindMatcher,
    /// One for each kind.
    pub kinds: Vec<KindPlan>,
    /// How short records may be.
    pub shortest: Shortest,
    /// One for each table.
    pub tables: Vec<TableWork>,
    /// The elements of the tables' lists, as if each were a row; behind the tables in the order of
    /// [`Mapping::with_nested`].
    pub nested: Vec<TableWork>,
    /// What look-ups look into; none before [`crate::run::crosswalks::load`] has read them.
    pub crosswalks: Crosswalks,
    /// What is written of refused records.
    pub rejects: TablePlan,
    /// What is written of findings.
    pub findings: TablePlan,
    /// What is kept of refused records for people; none: nobody asked.
    pub texts: Option<Texts>,
    /// Values are encoded again, and compared with their bytes.
    pub round_trip: bool,
    /// Most records of a batch.
    pub batch: usize,
    /// Block size in bytes.
    pub block: u64,
    /// Of each reason of the source to set records aside: the expression that says which.
    pub asides: Vec<Option<Computed>>,
    /// The parents of kinds that values may tell, or that come after one.
    pub lenders: Vec<KindId>,
    /// Some kind has children.
    pub has_parents: bool,
    /// The parent kinds, each after its own parent.
    pub openers: Vec<KindId>,
    /// Some table joins children into their parent's row.
    pub has_groups: bool,
    /// Parents and children of which the children stand in the parent's row, or in that of a list.
    pub joined: Vec<(KindId, KindId)>,
    /// Most records of a group.
    pub group_records: u64,
    /// What its records tell the controls.
    pub controls: Vec<Telling>,
    /// The kinds whose records open what a control is about.
    pub scopes: Vec<KindId>,
    /// Number of the mapping in its run.
    pub number: u16,
    /// The records that rules over several rows refused in the passes before.
    pub refused: Option<Arc<Refusals>>,
}

/// How records are cut.
#[derive(Debug)]
pub enum Framing {
    /// Lines or delimited records.
    Text(TextRules),
    /// Records of so many bytes.
    Fixed(usize),
    /// Records that say how long they are, in blocks or not.
    Described(Descriptors),
}

/// How the cells of a delimited source are cut.
#[derive(Debug)]
pub struct CellPlan {
    /// As declared.
    pub rules: CellRules,
    /// Lenient: the delimiters that a row of one cell is tried with.
    pub others: Vec<CellRules>,
    /// What stands before the rows.
    pub head: HeadRules,
    /// Read as a person would.
    pub lenient: bool,
    /// Rows with fewer or more cells.
    pub ragged: Ragged,
    /// A header line inside of the data.
    pub repeated_header: RepeatedHeader,
    /// Least number of cells where no header says how many.
    pub least: u32,
}

/// One kind.
#[derive(Debug)]
pub struct KindPlan {
    /// The expression that tells it.
    pub when: Option<Computed>,
    /// Whose fields it is lent.
    pub parent: Option<KindId>,
    /// The parent that it closes.
    pub ends: Option<KindId>,
    /// Its children, theirs, and so on.
    pub below: Vec<KindId>,
    /// Not read.
    pub skipped: bool,
    /// It opens a group that must stay in one chunk.
    pub opens_group: bool,
    /// A record of it feeds a table's rows.
    pub loads: bool,
    /// The tables that a refused record of it counts against.
    pub counts_against: Vec<usize>,
    /// A shorter record is short.
    pub least_length: u32,
    /// Bytes behind the last one that is read that its copybook describes.
    pub spare: u32,
    /// Its fields.
    pub fields: Vec<FieldWork>,
    /// Its repeated groups.
    pub repeats: Vec<RepeatWork>,
    /// Own field and parent's field that must be the same.
    pub same: Vec<(usize, usize)>,
    /// Conditions for setting it aside: index of the reason.
    pub asides: Vec<usize>,
    /// Its layout, where records say themselves how often groups stand there.
    pub variable: Option<Counted>,
}

/// One field.
#[derive(Debug)]
pub struct FieldWork {
    /// Where its bytes are.
    pub cut: Cut,
    /// What reads them.
    pub decoder: Decoder,
    /// Names of its values, if they have some.
    pub named: Option<NamedWork>,
}

/// What is done with names of values.
#[derive(Debug)]
pub struct NamedWork {
    /// The values.
    pub values: NamedValues,
    /// What follows for a value without a name; none: nothing.
    pub on_fail: Option<OnFail>,
    /// The values as the copybook writes them, for findings; nothing of a personal field.
    pub written: Arg,
}

/// One repeated group.
#[derive(Debug)]
pub struct RepeatWork {
    /// Where it is.
    pub cut: RepeatCut,
    /// How often.
    pub times: u32,
    /// Its fields, relative to one repetition.
    pub fields: Vec<FieldWork>,
}

/// One table.
#[derive(Debug)]
pub struct TableWork {
    /// The kind that makes its rows.
    pub from: KindId,
    /// The group of that kind that makes one row a repetition.
    pub repeat: Option<usize>,
    /// Of each of its reasons to leave rows out: the expression that says which.
    pub asides: Vec<Option<Computed>>,
    /// Its columns.
    pub columns: Vec<ColumnWork>,
    /// Its columns of lists: the number of each one's elements, for [`Plan::rows_of`].
    pub lists: Vec<usize>,
    /// What must hold of its rows.
    pub rules: Vec<RuleWork>,
    /// What its rows tell the rules over several rows.
    pub emits: Vec<Emit>,
    /// Columns that stand beside the places of its rows, if a rule asks for these.
    pub placed: Option<Vec<usize>>,
    /// What its rows tell the controls beside the files.
    pub tallies: Vec<Tally>,
    /// What its rows tell where repeated ones are dropped.
    pub dedupe: Option<DedupeEmit>,
    /// Numbers of its look-ups, and of its split after them, among all rules, controls and look-ups of the run.
    pub covers: Vec<u16>,
    /// What is written.
    pub load: Arc<TablePlan>,
    /// How its rows are laid out; none: as they stand in the sources.
    pub order: Option<OrderWork>,
}

impl TableWork {
    /// Its rows are told of in the spool.
    #[must_use]
    pub fn is_told(&self) -> bool {
        !self.emits.is_empty() || self.dedupe.is_some()
    }
}

/// One column.
#[derive(Debug)]
pub struct ColumnWork {
    /// Where its values come from.
    pub from: Origin,
    /// What makes it.
    pub maker: ColumnMaker,
    /// What it is computed with, if it is.
    pub computed: Option<Computed>,
    /// What must hold of it.
    pub checks: ColumnChecks,
    /// What a failed check leads to.
    pub on_fail: OnFail,
}

fn stop((code, args): (Code, Args)) -> Stop {
    Stop::new(code, args)
}

impl Plan {
    /// The plan of a mapping; `settings` are those of its migration's parameters, without which it can be looked at and
    /// not run; `block` is another block size than the computed one, for tests.
    ///
    /// # Errors
    /// What the mapping's check could not see: an encoding that has no such character (TL0014), a column that cannot
    /// be written.
    pub fn new(mapping: Arc<Mapping>, settings: &[Option<Setting>], block: Option<u64>) -> Result<Self, Stop> {
        let source = &mapping.source;
        let encoding = Encoding::of(&source.encoding)
            .ok_or_else(|| stop((Code::UnknownEncoding, vec![source.encoding.as_str().into(), "".into()])))?;
        // Records of one length, and such as say theirs, are cut by bytes, whatever these mean.
        let by_bytes = matches!(source.format, Format::FixedLength { .. } | Format::Described(_));
        let unit = if by_bytes { Unit::Byte } else { encoding.unit() };
        let positions = if let Format::Lines(lines) = &source.format { lines.positions } else { Positions::Bytes };
        let cells = match &source.format {
            Format::Delimited(dialect) => Some(CellPlan::new(&mapping, dialect, encoding)?),
            Format::Lines(_) | Format::FixedLength { .. } | Format::Described(_) => None,
        };
        let framing = framing(&mapping, cells.as_ref(), encoding)?;
        let wanted = cells.as_ref().map_or(&[][..], |cells| &cells.head.wanted);
        let kinds = (0..source.kinds.len())
            .map(|id| KindPlan::new(&mapping, id, (wanted, encoding), settings))
            .collect::<Result<Vec<_>, _>>()?;
        let tables = mapping.with_nested().into_iter().map(|table| TableWork::new(&mapping, table, settings));
        let mut tables = tables.collect::<Result<Vec<_>, _>>()?;
        for (at, work) in tables.iter_mut().enumerate() {
            work.lists = lists(&mapping, at);
        }
        let nested = tables.split_off(mapping.tables.len());
        let openers = openers(&kinds);
        let batch = batch(&mapping, 1);
        Ok(Self {
            encoding,
            has_binary: has_binary(source),
            unit,
            blank: encoding.encode(" ").unwrap_or_else(|| b" ".to_vec()),
            framing,
            cells,
            tabs: tab_stops(source, encoding),
            asides: source.set_aside.iter().map(|aside| computed(&aside.when, settings)).collect(),
            lenders: lenders(source),
            matcher: KindMatcher::new(&source.kinds, encoding, positions),
            has_parents: source.kinds.iter().any(|kind| kind.under.is_some() || kind.ends.is_some()),
            openers,
            has_groups: mapping.tables.iter().any(|table| !table.with.is_empty()),
            joined: joined(&mapping),
            group_records: (source.group_max / GROUP_RECORD_BYTES).max(batch as u64),
            shortest: Shortest::of(&source.kinds, &kinds),
            kinds,
            tables,
            nested,
            crosswalks: Crosswalks::default(),
            rejects: reject_plan(&[]).map_err(stop)?,
            findings: finding_plan(&[]).map_err(stop)?,
            texts: None,
            round_trip: false,
            batch,
            controls: Vec::new(),
            scopes: Vec::new(),
            number: 0,
            refused: None,
            block: block.unwrap_or_else(|| block_size(&mapping)),
            mapping,
        })
    }

    /// The same with the crosswalks of its mapping: rows that become several are evaluated fewer at a time.
    #[must_use]
    pub fn with(self, crosswalks: Crosswalks) -> Self {
        let batch = batch(&self.mapping, crosswalks.most_parts() as usize);
        Self { crosswalks, batch, ..self }
    }

    /// A table, or what the elements of a list are, by its number among all of them.
    #[must_use]
    pub fn rows_of(&self, at: usize) -> &TableWork {
        self.tables.get(at).unwrap_or_else(|| &self.nested[at - self.tables.len()])
    }

    /// The same, to be changed.
    pub fn rows_of_mut(&mut self, at: usize) -> &mut TableWork {
        let tables = self.tables.len();
        if at < tables { &mut self.tables[at] } else { &mut self.nested[at - tables] }
    }

    /// Bytes of the source for one of the framers' view.
    #[must_use]
    pub const fn scale(&self) -> usize {
        view::scale(self.unit)
    }

    /// Records of this kind are lent to others, or closed by others.
    #[must_use]
    pub fn is_parent(&self, kind: KindId) -> bool {
        is_parent(&self.kinds, kind)
    }

    /// A new record of this kind closes every open group.
    #[must_use]
    pub fn starts_group(&self, kind: KindId) -> bool {
        let opens = |kind: KindId| self.kinds[kind].opens_group;
        opens(kind) || self.kinds[kind].below.iter().any(|below| opens(*below))
    }

    /// The reasons for which records, then rows, are set aside, as the mapping words them.
    pub fn reasons(&self) -> impl Iterator<Item = &str> {
        let of_tables = self.mapping.tables.iter().flat_map(Table::reasons);
        self.mapping.source.set_aside.iter().map(|aside| aside.because.as_str()).chain(of_tables)
    }

    /// Index among [`Self::reasons`] of a table's first reason.
    #[must_use]
    pub fn first_reason(&self, table: usize) -> usize {
        let before = self.mapping.tables[..table].iter().map(|table| table.reasons().count()).sum::<usize>();
        self.mapping.source.set_aside.len() + before
    }

    /// Whether a group of so many bytes and records is refused.
    #[must_use]
    pub fn is_too_large(&self, bytes: u64, records: u64) -> bool {
        bytes > self.mapping.source.group_max || records > self.group_records
    }

    /// How lines are read, if the source is of lines.
    #[must_use]
    pub fn lines(&self) -> Option<&crate::mapping::model::Lines> {
        if let Format::Lines(lines) = &self.mapping.source.format { Some(lines) } else { None }
    }

    /// A longer line is cut rather than refused.
    #[must_use]
    pub fn cuts_long(&self) -> bool {
        self.lines().is_some_and(|lines| lines.long == Long::Cut)
    }

    /// What becomes of a record that ends before its kind's last field; none where all have one length, or cells.
    #[must_use]
    pub fn short(&self) -> Option<Short> {
        match &self.mapping.source.format {
            Format::Lines(lines) => Some(lines.short),
            Format::Described(described) => Some(described.short),
            Format::FixedLength { .. } | Format::Delimited(_) => None,
        }
    }

    /// How records say how long they are, if they do.
    #[must_use]
    pub const fn descriptors(&self) -> Option<&Descriptors> {
        if let Framing::Described(descriptors) = &self.framing { Some(descriptors) } else { None }
    }

    /// A record as its fields see it: without its descriptor; what stands in several pieces is joined aside.
    #[must_use]
    #[inline]
    pub fn own_bytes(&self, text: &Text<'_>, span: RecordSpan, cells: &mut CellTable) -> Slice {
        let whole = text.slice(span);
        let Some(descriptors) = self.descriptors() else { return whole };
        let framed = text.raw(span);
        match descriptors.piece(framed) {
            Some(piece) => Slice::of_window(span.start as usize + piece.start, piece.len()),
            None => cells.joined(framed, &descriptors.pieces(framed)),
        }
    }

    /// The number of the line behind so many; 0 where the source has no lines.
    #[must_use]
    pub const fn line(&self, before: u64) -> u64 {
        if matches!(self.framing, Framing::Text(_)) { before + 1 } else { 0 }
    }

    /// Bytes of the longest record that is held whole.
    #[must_use]
    pub fn longest(&self) -> u64 {
        let most = self.mapping.source.max_length;
        self.descriptors().map_or(most, |descriptors| most.max(descriptors.longest as u64))
    }

    /// Bytes after a block that a stream's window has, so that its last record or group is whole or too large.
    #[must_use]
    pub fn ahead(&self) -> u64 {
        let group = if self.has_groups { self.mapping.source.group_max } else { 0 };
        LOOKAHEAD + self.longest() + group
    }

    /// Bytes that one worker may hold: its window, and what it encodes.
    #[must_use]
    pub fn worker_bound(&self) -> u64 {
        let columns: u64 = self.tables.iter().map(|table| table.load.leaves() as u64).sum();
        let records = if self.has_groups { self.group_records } else { 0 };
        let values = widest(&self.mapping) as u64;
        let group = if self.has_groups { self.mapping.source.group_max } else { 0 }
            + records * (GROUP_ROW + values * GROUP_VALUE);
        // The places of records, in two walks; a window; encoded chunks and the bytes of refused records, twice (one is merged while the next is made); and a
        // page, a dictionary and the writer's own buffers a column.
        let spans = 2 * KEPT_SPANS as u64 * size_of::<RecordSpan>() as u64;
        // Records that are filled up with blanks while their kinds are told.
        let padded = if self.mapping.source.kinds.iter().any(is_typed) { BATCH_BYTES } else { 0 };
        // Where every row becomes as many as one may, so do encoded chunks.
        let parts = 2 * self.block * u64::from(self.crosswalks.most_parts() - 1);
        // The longest record is read anew when the window is too small, is a value of a field and of a column, and stands in
        // a page, in the encoded chunk and among the rejects.
        let longest = 6 * self.longest();
        5 * self.block + parts + spans + LOOKAHEAD + group + padded + longest + columns * (2 << 20)
    }
}

/// Bytes that so many records of a batch may have before another one is evaluated with them.
#[must_use]
pub const fn batch_bytes(records: usize) -> u64 {
    if records < CLOSE_RECORDS { BATCH_BYTES } else { CLOSE_BYTES }
}

/// Whether records of this kind are lent to others, or closed by others.
fn is_parent(kinds: &[KindPlan], kind: KindId) -> bool {
    !kinds[kind].below.is_empty() || kinds.iter().any(|other| other.ends == Some(kind))
}

/// The parent kinds, each after its own parent.
fn openers(kinds: &[KindPlan]) -> Vec<KindId> {
    let mut found: Vec<_> = (0..kinds.len()).filter(|kind| is_parent(kinds, *kind)).collect();
    found.sort_by_key(|kind| (std::cmp::Reverse(kinds[*kind].below.len()), *kind));
    found
}

/// Records that are evaluated together, where a row may become so many.
fn batch(mapping: &Mapping, parts: usize) -> usize {
    let by_fields = (BATCH_VALUES / (widest(mapping) * parts).max(1)).clamp(64, BATCH_RECORDS);
    by_fields.min((BATCH_ELEMENTS / elements(mapping).saturating_mul(parts).max(1)).max(1))
}

/// Values of what repeats in the record that has most: in its groups, and in the rows and elements that they become.
fn elements(mapping: &Mapping) -> usize {
    let made = mapping.with_nested();
    let of_group = |kind: KindId, group: usize, repeat: &Repeat| {
        let own = made.iter().filter(|table| table.from == kind && table.repeat == Some(group));
        let columns = own.map(|table| table.columns.len()).sum::<usize>();
        (repeat.place.times() as usize).saturating_mul(repeat.fields.len() + columns)
    };
    let of_kind = |(id, kind): (KindId, &Kind)| {
        let groups = kind.repeats.iter().enumerate();
        groups.fold(0_usize, |sum, (group, repeat)| sum.saturating_add(of_group(id, group, repeat)))
    };
    mapping.source.kinds.iter().enumerate().map(of_kind).max().unwrap_or(0)
}

/// What is known of a header and not read: names, each once, and cells.
fn ignored_columns(mapping: &Mapping) -> (Vec<String>, Vec<(u32, u32)>) {
    let (mut names, mut cells) = (Vec::new(), Vec::new());
    let kinds = mapping.source.kinds.iter().filter(|kind| !kind.in_preamble);
    for ignored in kinds.flat_map(|kind| &kind.ignore) {
        match &ignored.place {
            IgnoredPlace::Header(name) if !names.contains(name) => names.push(name.clone()),
            IgnoredPlace::Header(_) => {}
            IgnoredPlace::Range(start, end) => cells.push((*start, *end)),
        }
    }
    (names, cells)
}

/// The expression of a condition, if it has one.
fn computed(condition: &Condition, settings: &[Option<Setting>]) -> Option<Computed> {
    match &condition.of {
        Operand::Expression(_, expression) => Some(Computed::new(expression, settings)),
        _ => None,
    }
}

/// Whether values tell a kind.
fn is_typed(kind: &Kind) -> bool {
    kind.when.as_ref().is_some_and(Condition::is_typed)
}

/// The parents of the kinds that a record may still be of when its raw bytes have told what they can.
fn lenders(source: &Source) -> Vec<KindId> {
    let mut parents: Vec<KindId> =
        source.kinds.iter().skip_while(|kind| !is_typed(kind)).filter_map(|kind| kind.under).collect();
    parents.sort_unstable();
    parents.dedup();
    parents
}

/// Values of the widest record: its fields, and the columns that they become.
fn widest(mapping: &Mapping) -> usize {
    let of_kind = |kind: &Kind| {
        let repeated =
            kind.repeats.iter().map(|repeat| (repeat.place.times() as usize).saturating_mul(repeat.fields.len()));
        kind.fields.len() + repeated.sum::<usize>()
    };
    mapping.source.kinds.iter().map(of_kind).max().unwrap_or(0)
}

/// 16 MiB up to about 100 leaf columns, growing to 64 MiB.
fn block_size(mapping: &Mapping) -> u64 {
    let widest = mapping.tables.iter().map(Table::leaves).max().unwrap_or(0) as u64;
    (widest.div_ceil(100).clamp(1, 4) * 16) << 20
}

fn has_binary(source: &Source) -> bool {
    let is_binary = |field: &Field| {
        field.reading.stored.is_some_and(|stored| !matches!(stored.form, crate::mapping::stored::Form::Zoned(_)))
    };
    let of_kind = |kind: &Kind| {
        let repeated = kind.repeats.iter().flat_map(|repeat| &repeat.fields);
        kind.fields.iter().chain(repeated).any(is_binary)
    };
    source.kinds.iter().any(of_kind)
}

fn tab_stops(source: &Source, encoding: Encoding) -> Option<TabStops> {
    let Format::Lines(lines) = &source.format else { return None };
    let characters = (lines.positions == Positions::Characters).then_some(encoding);
    Some(TabStops { every: lines.tabs?, characters, blank: encoding.encode(" ")? })
}

fn framing(mapping: &Mapping, cells: Option<&CellPlan>, encoding: Encoding) -> Result<Framing, Stop> {
    let source = &mapping.source;
    let max_length = usize::try_from(source.max_length).unwrap_or(usize::MAX) / view::scale(encoding.unit());
    let mark = view::byte_order_mark(&source.encoding);
    Ok(match &source.format {
        Format::FixedLength { length } => Framing::Fixed(*length as usize),
        Format::Described(described) => Framing::Described(descriptors::of(described, source, encoding)?),
        Format::Lines(_) => Framing::Text(TextRules { quoting: None, comment: None, max_length, mark }),
        Format::Delimited(dialect) => {
            let comment =
                dialect.comment.as_deref().map(|comment| view_bytes("comment", comment, encoding)).transpose()?;
            let quoting = cells.filter(|cells| !cells.lenient).and_then(|cells| {
                let quote = cells.rules.quote?;
                Some(Quoting { quote, escape: cells.rules.escape, delimiter: cells.rules.delimiter.clone() })
            });
            Framing::Text(TextRules { quoting, comment, max_length, mark })
        }
    })
}

/// A text as the framers' view shows it.
///
/// # Errors
/// TL0014 where the encoding does not have it.
pub fn view_bytes(key: &str, text: &str, encoding: Encoding) -> Result<Vec<u8>, Stop> {
    let conflict = || stop((Code::Conflict, vec![key.into(), "encoding".into()]));
    if encoding.unit() != Unit::Byte {
        return if text.is_ascii() { Ok(text.as_bytes().to_vec()) } else { Err(conflict()) };
    }
    encoding.encode(text).ok_or_else(conflict)
}

/// A character that is one byte of the framers' view.
///
/// # Errors
/// TL0014 where it is not.
pub fn view_byte(key: &str, character: char, encoding: Encoding) -> Result<u8, Stop> {
    match view_bytes(key, &character.to_string(), encoding)?.as_slice() {
        [byte] => Ok(*byte),
        _ => Err(stop((Code::Conflict, vec![key.into(), "encoding".into()]))),
    }
}

impl CellPlan {
    fn new(mapping: &Mapping, dialect: &Dialect, encoding: Encoding) -> Result<Self, Stop> {
        let rules = CellRules {
            delimiter: view_bytes("delimiter", &dialect.delimiter, encoding)?,
            quote: dialect.quote.map(|quote| view_byte("quote", quote, encoding)).transpose()?,
            escape: dialect.escape.map(|escape| view_byte("escape", escape, encoding)).transpose()?,
            scale: view::scale(encoding.unit()),
        };
        let usual = [b",", b";", b"\t", b"|"].into_iter().filter(|usual| rules.delimiter != usual[..]);
        let others = usual.map(|usual| CellRules { delimiter: usual.to_vec(), ..rules.clone() }).collect();
        let mut wanted: Vec<String> = Vec::new();
        let (mut by_index, mut least) = (Vec::new(), 0);
        let read = || mapping.source.kinds.iter().filter(|kind| !kind.in_preamble);
        // Where no kind has the header's own cells, those of the others are what is read of it.
        let all_count = read().all(|kind| kind.cells.is_some() || kind.skip.is_some());
        for kind in read() {
            let own_count = kind.cells.is_some();
            for field in &kind.fields {
                match &field.place {
                    FieldPlace::Header(name) if !wanted.contains(name) => wanted.push(name.clone()),
                    FieldPlace::Index(index) if !own_count || all_count => {
                        least = if own_count { least } else { least.max(index + 1) };
                        by_index.push(*index);
                    }
                    _ => {}
                }
            }
            for repeat in &kind.repeats {
                match &repeat.place {
                    RepeatPlace::Headers(names) => {
                        let new: Vec<_> = names.iter().filter(|name| !wanted.contains(name)).cloned().collect();
                        wanted.extend(new);
                    }
                    RepeatPlace::Cells { start, times, width } => {
                        least = least.max(start + times * width);
                        by_index.extend(*start..start + times * width);
                    }
                    RepeatPlace::Bytes { .. } | RepeatPlace::Nested { .. } => {}
                }
            }
        }
        let (ignored, ignored_cells) = ignored_columns(mapping);
        let head = HeadRules {
            preamble: dialect.preamble,
            header: dialect.header,
            matching: dialect.header_match,
            wanted,
            ignored,
            ignored_cells,
            by_index,
        };
        Ok(Self {
            rules,
            others,
            head,
            lenient: dialect.lenient,
            ragged: dialect.ragged,
            repeated_header: dialect.repeated_header,
            least,
        })
    }

    /// The cell in which a field's header is compared.
    fn wanted(wanted: &[String], name: &str) -> usize {
        wanted.iter().position(|known| known == name).unwrap_or(usize::MAX)
    }
}

impl KindPlan {
    fn new(
        mapping: &Mapping,
        id: KindId,
        (wanted, encoding): (&[String], Encoding),
        settings: &[Option<Setting>],
    ) -> Result<Self, Stop> {
        let source = &mapping.source;
        let kind = &source.kinds[id];
        let positions = if let Format::Lines(lines) = &source.format { lines.positions } else { Positions::Bytes };
        let work = |field: &Field| FieldWork::new(mapping, field, positions, wanted);
        let fields = kind.fields.iter().map(work).collect::<Result<Vec<_>, _>>()?;
        let repeats = kind
            .repeats
            .iter()
            .map(|repeat| RepeatWork::new(mapping, repeat, positions, wanted))
            .collect::<Result<Vec<_>, Stop>>()?;
        let below = below(mapping, id);
        let feeds: Vec<usize> = (0..mapping.tables.len())
            .filter(|table| {
                let table = &mapping.tables[*table];
                let with = table.joined().contains(&id);
                table.from == id || with || below.contains(&table.from)
            })
            .collect();
        let counts_against = if feeds.is_empty() { (0..mapping.tables.len()).collect() } else { feeds };
        let ends = kind
            .fields
            .iter()
            .filter_map(|field| if let FieldPlace::Bytes { end, .. } = field.place { Some(end) } else { None });
        let repeat_ends = kind.repeats.iter().filter_map(|repeat| repeat.place.byte_end());
        let least_length = ends.chain(repeat_ends).max().unwrap_or(0);
        let laid_out = |variable: &Variable| {
            variable.parts.iter().filter(|part| !matches!(part, VariablePart::Rest(_))).map(VariablePart::width).sum()
        };
        let read: u32 = kind.variable.as_ref().map_or(least_length, laid_out);
        let about = |aside: &SetAside| match aside.when.of {
            Operand::Field(field) => field.kind == id,
            Operand::Expression(kind, _) => kind == id,
            Operand::Record | Operand::Bytes { .. } | Operand::Index(_) => false,
        };
        Ok(Self {
            when: kind.when.as_ref().and_then(|when| computed(when, settings)),
            parent: kind.under,
            ends: kind.ends,
            skipped: kind.skip.is_some(),
            opens_group: mapping.tables.iter().any(|table| table.from == id && !table.with.is_empty()),
            loads: mapping.tables.iter().any(|table| table.from == id || table.joined().contains(&id)),
            counts_against,
            least_length,
            spare: u32::try_from(kind.described).unwrap_or(u32::MAX).saturating_sub(read),
            fields,
            repeats,
            same: kind.same.clone(),
            asides: (0..source.set_aside.len()).filter(|aside| about(&source.set_aside[*aside])).collect(),
            variable: kind.variable.as_ref().map(|variable| Counted::new(variable, encoding)),
            below,
        })
    }
}

/// All kinds that stand under this one, directly or not.
fn below(mapping: &Mapping, id: KindId) -> Vec<KindId> {
    let kinds = &mapping.source.kinds;
    let is_below = |mut kind: KindId| {
        for _ in 0..kinds.len() {
            match kinds[kind].under {
                Some(parent) if parent == id => return true,
                Some(parent) => kind = parent,
                None => return false,
            }
        }
        false
    };
    (0..kinds.len()).filter(|kind| *kind != id && is_below(*kind)).collect()
}

impl FieldWork {
    fn new(mapping: &Mapping, field: &Field, positions: Positions, wanted: &[String]) -> Result<Self, Stop> {
        let fixed = !matches!(mapping.source.format, Format::Delimited(_));
        let decoder = Decoder::new(&field.ty, &field.reading, &mapping.source.encoding, fixed).map_err(stop)?;
        let cut = match &field.place {
            FieldPlace::Bytes { start, end } if positions == Positions::Characters => Cut::Characters(*start, *end),
            FieldPlace::Bytes { start, end } => Cut::Bytes(*start, *end),
            FieldPlace::Header(name) => Cut::Header(CellPlan::wanted(wanted, name)),
            FieldPlace::Index(index) => Cut::Cell(*index),
            FieldPlace::Record => Cut::Record,
        };
        let named = field.named.as_ref().map(|named| NamedWork::new(mapping, field, named)).transpose()?;
        Ok(Self { cut, decoder, named })
    }
}

impl NamedWork {
    fn new(mapping: &Mapping, field: &Field, named: &Named) -> Result<Self, Stop> {
        let name = field.reading.encoding.as_deref().unwrap_or(&mapping.source.encoding);
        let encoding = Encoding::of(name).ok_or_else(|| Stop::new(Code::Defect, vec!["an encoding".into()]))?;
        let decoded = |bytes: &[u8]| {
            let mut text = Vec::new();
            encoding.decode(bytes, &mut text).ok()?;
            String::from_utf8(text).ok()
        };
        let order = encoding.ebcdic().map(|_| (0..=u8::MAX).map(|byte| decoded(&[byte]).unwrap_or_default()).collect());
        let values = NamedValues::new(field.ty, named, &decoded, order);
        // As with a column's own checks, what a person's value may be is not shown.
        let written = if field.personal { "" } else { named.written.as_str() };
        Ok(Self { values, on_fail: named.on_fail, written: written.into() })
    }
}

impl RepeatWork {
    fn new(mapping: &Mapping, repeat: &Repeat, positions: Positions, wanted: &[String]) -> Result<Self, Stop> {
        let times = repeat.place.times();
        let cut = match &repeat.place {
            RepeatPlace::Bytes { start, width, .. } => RepeatCut::Pieces(*start, *width),
            place @ RepeatPlace::Nested { .. } => RepeatCut::Nested(place.clone()),
            RepeatPlace::Cells { start, width, .. } => RepeatCut::Cells(*start, *width),
            RepeatPlace::Headers(names) => {
                RepeatCut::Headers(names.iter().map(|name| CellPlan::wanted(wanted, name)).collect())
            }
        };
        let fields = repeat
            .fields
            .iter()
            .map(|field| FieldWork::new(mapping, field, positions, wanted))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Self { cut, times, fields })
    }
}

/// Kinds whose records stand in rows of their parents' kinds.
fn joined(mapping: &Mapping) -> Vec<(KindId, KindId)> {
    let of_table = |table: &Table| table.with.iter().map(|with| (table.from, with.kind)).collect::<Vec<_>>();
    mapping.with_nested().into_iter().flat_map(of_table).collect()
}

impl TableWork {
    fn new(mapping: &Mapping, table: &Table, settings: &[Option<Setting>]) -> Result<Self, Stop> {
        let columns = table
            .columns
            .iter()
            .map(|column| {
                let (from, computed) = match &column.from {
                    Origin::Field(field) => (Some(field_of(mapping, *field).ty), None),
                    Origin::Expression(expression) => {
                        (Some(expression.typed.ty), Some(Computed::new(expression, settings)))
                    }
                    Origin::Lookup(_) | Origin::Split(_) | Origin::Label(_) => (Some(column.ty), None),
                    Origin::Constant(_) | Origin::RepeatNumber(_) | Origin::PartNumber => (None, None),
                };
                let maker = ColumnMaker::new(column, from).map_err(stop)?;
                let checks = ColumnChecks::new(column).map_err(stop)?;
                Ok(ColumnWork { from: column.from.clone(), maker, computed, checks, on_fail: column.on_fail })
            })
            .collect::<Result<Vec<_>, Stop>>()?;
        let in_files = |at: &usize| !table.order.partition_by.contains(at);
        let in_files: Vec<usize> = (0..table.columns.len()).filter(in_files).collect();
        let written: Vec<LoadColumn> =
            in_files.iter().map(|at| load_column(mapping, table, &table.columns[*at])).collect();
        let lists: Vec<LoadList> = table.nests.iter().map(|nest| load_list(mapping, nest)).collect();
        let metadata = [
            ("tumpline.mapping".to_owned(), mapping.name.clone()),
            ("tumpline.mapping_sha256".to_owned(), mapping.digest.clone()),
            ("tumpline.table".to_owned(), table.name.clone()),
            ("tumpline.title.en".to_owned(), table.title.en.clone()),
            ("tumpline.title.fr".to_owned(), table.title.fr.clone()),
        ];
        let order = OrderWork::new(table);
        let folders = order.as_ref().and_then(|order| order.metadata(table));
        let metadata: Vec<_> = metadata.into_iter().chain(folders).collect();
        let place = |column: &usize| in_files.iter().position(|at| at == column);
        let sorted: Vec<usize> = table.order.sort_by.iter().filter_map(place).collect();
        // No column of a structure is a folder's name.
        let structures =
            table.structures.iter().filter_map(|one| Some(load_structure(one, place(&one.columns.start)?)));
        let structures: Vec<LoadStructure> = structures.collect();
        let load = TablePlan::nested((&written, &structures, &lists), table.trace, &metadata).map_err(stop)?;
        let load = Arc::new(load.sorted_by(sorted));
        let rule = |rule: &RowRule| RuleWork { row: Computed::new(&rule.row, settings), on_fail: rule.on_fail };
        let rules = table.rules.iter().map(rule);
        let asides = table.set_aside.iter().map(|aside| computed(&aside.when, settings)).collect();
        Ok(Self {
            from: table.from,
            repeat: table.repeat,
            asides,
            columns,
            lists: Vec::new(),
            rules: rules.collect(),
            emits: Vec::new(),
            placed: None,
            tallies: Vec::new(),
            dedupe: None,
            covers: Vec::new(),
            load,
            order,
        })
    }
}

fn load_column(mapping: &Mapping, table: &Table, column: &Column) -> LoadColumn {
    LoadColumn {
        name: column.name.clone(),
        ty: column.ty,
        required: column.required && column.on_fail == OnFail::Reject,
        title: column.title.clone(),
        about: column.about.clone(),
        source: origin_words(mapping, table, &column.from),
        personal: column.personal,
    }
}

/// A structure whose first column stands there in files.
fn load_structure(structure: &Structure, first: usize) -> LoadStructure {
    LoadStructure {
        name: structure.name.clone(),
        columns: first..first + structure.columns.len(),
        title: structure.title.clone(),
        about: structure.about.clone(),
        source: structure.of.clone(),
    }
}

fn load_list(mapping: &Mapping, nest: &Nest) -> LoadList {
    let mut columns: Vec<LoadColumn> =
        nest.table.columns.iter().map(|column| load_column(mapping, &nest.table, column)).collect();
    let mut source = nest.of.clone();
    if let (true, Some(value)) = (nest.is_value, columns.first_mut()) {
        // What is said of the list is said of its values.
        source = std::mem::take(&mut value.source);
        (value.title, value.about) = (Title::default(), String::new());
    }
    LoadList {
        name: nest.name.clone(),
        columns,
        structures: nest.table.structures.iter().map(|one| load_structure(one, one.columns.start)).collect(),
        lists: nest.table.nests.iter().map(|nest| load_list(mapping, nest)).collect(),
        is_value: nest.is_value,
        title: nest.title.clone(),
        about: nest.about.clone(),
        source,
    }
}

/// The numbers of the lists of a table, or of elements, among all that [`Mapping::with_nested`] counts.
fn lists(mapping: &Mapping, at: usize) -> Vec<usize> {
    let before = mapping.tables.iter().take(at).map(|table| table.nested().len()).sum::<usize>();
    let first = if at < mapping.tables.len() { mapping.tables.len() + before } else { at + 1 };
    let next = |next: &mut usize, nest: &Nest| {
        let own = *next;
        *next += 1 + nest.table.nested().len();
        Some(own)
    };
    mapping.table_at(at).nests.iter().scan(first, next).collect()
}

/// The field that a reference means.
#[must_use]
pub fn field_of(mapping: &Mapping, field: FieldRef) -> &Field {
    let kind = &mapping.source.kinds[field.kind];
    match field.repeat {
        Some(repeat) => &kind.repeats[repeat].fields[field.field],
        None => &kind.fields[field.field],
    }
}

/// `entry.amount at 37-49`, an expression, `accounts.csv take new`, for the column's description.
fn origin_words(mapping: &Mapping, table: &Table, origin: &Origin) -> String {
    let at = match origin {
        Origin::Field(at) | Origin::Label(at) => at,
        Origin::Expression(expression) => return expression.typed.text.clone(),
        Origin::Lookup(number) => {
            let lookup = &table.lookups[*number];
            return format!("{} take {}", lookup.file, lookup.take);
        }
        Origin::Split(number) => {
            let taken = table.split.as_ref().map(|split| format!("{} take {}", split.file, split.takes[*number].1));
            return taken.unwrap_or_default();
        }
        Origin::Constant(_) | Origin::RepeatNumber(_) | Origin::PartNumber => return String::new(),
    };
    let kind = &mapping.source.kinds[at.kind];
    let field = field_of(mapping, *at);
    let group = at.repeat.map(|repeat| format!(".{}", kind.repeats[repeat].name)).unwrap_or_default();
    let place = match &field.place {
        FieldPlace::Bytes { start, end } => format!(" at {}-{end}", start + 1),
        FieldPlace::Header(name) => format!(" header {name}"),
        FieldPlace::Index(index) => format!(" index {}", index + 1),
        FieldPlace::Record => String::new(),
    };
    format!("{}{group}.{}{place}", kind.name, field.name)
}
