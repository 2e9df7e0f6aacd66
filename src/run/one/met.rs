//! A record that was met, apart from the window that it stood in.
//!
//! In: a row of a batch that was evaluated. Out: a [`Met`] that owns its bytes. Where a field stands is told by the same
//! cuts that decode it. Refuses words, and to hide anything.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::extractors::delimited::cells;
use crate::extractors::fields::{Batch as Fields, Cut};
use crate::extractors::repeated::Repeated;
use crate::extractors::slices::Slice;
use crate::extractors::variable::Counted;
use crate::extractors::variable::own::Own;
use crate::finding::Code;
use crate::loaders::rejects::RAW_MAX;
use crate::mapping::model::{KindId, Operand, Positions};
use crate::place::Place;
use crate::run::Stop;
use crate::run::batch::{Batch, Note, Row, Zone};
use crate::run::chunk::{Class, class};
use crate::run::evaluate::seen::{Above, Seen, SeenTable, Shown};
use crate::run::evaluate::{Evaluated, Verdict};
use crate::run::plan::Plan;
use crate::run::variable::present;
use crate::run::walk::Text;
use crate::run::windows::{OpenSource, to_index};

/// One record with all that is known of it.
#[derive(Debug)]
pub struct Met {
    /// Where it is.
    pub row: MetRow,
    /// Offset of the byte after its record end.
    pub next: u64,
    /// Bytes without its record end; others than its place has where it was edited.
    pub length: u64,
    /// Its bytes without the record end, the first [`RAW_MAX`] of them.
    pub raw: Vec<u8>,
    /// Where in `raw` its length stands before it, of a spanned record before each segment: no field counts these bytes.
    pub descriptors: Vec<Range<usize>>,
    /// The bytes that its fields read, where these are others: tabs were filled up, blanks added, an end cut off.
    pub as_read: Option<Vec<u8>>,
    /// Its fields were looked at.
    pub sound: bool,
    /// Where its cells stand in `raw`; empty in fixed sources.
    pub cells: Vec<Range<usize>>,
    /// Its fields' bytes; none where nobody knows where they stand, since a counter before them is wrong.
    pub fields: Vec<Option<Piece>>,
    /// By group, then field, then repetition; those that the record says are not there are none, and so are those of which
    /// nobody knows where they stand.
    pub repeats: Vec<Vec<Vec<Option<Piece>>>>,
    /// What each kind's condition looks at in it, where it looks at a place.
    pub looked_at: Vec<Option<Piece>>,
    /// The records above it, the nearest first.
    pub above: Vec<MetParent>,
    /// What it closes.
    pub closes: Option<Closed>,
    /// Records of other kinds that its rows read, join or have in their lists, by row of the batch.
    pub others: BTreeMap<u32, MetRow>,
    /// The tables into whose rows its fields are joined, which are its parent's.
    pub joins: Vec<usize>,
    /// What is said of it.
    pub notes: Vec<Note>,
    /// What became of it.
    pub verdict: Verdict,
    /// What it is there for.
    pub class: Class,
    /// What the evaluation knows.
    pub seen: Seen,
}

/// A record that stands around.
#[derive(Debug, Clone, Copy)]
pub struct MetRow {
    /// Where it is.
    pub place: Place,
    /// Of which kind.
    pub kind: Option<KindId>,
    /// What it is apart from that.
    pub zone: Zone,
    /// What became of it.
    pub verdict: Verdict,
}

/// A parent in force.
#[derive(Debug)]
pub struct MetParent {
    /// Where it is, and what became of it.
    pub row: MetRow,
    /// Its fields; empty where they were not looked at.
    pub fields: Vec<Shown>,
}

/// The open record that a record closes.
#[derive(Debug, Clone, Copy)]
pub struct Closed {
    /// The kind that it closes.
    pub kind: KindId,
    /// Where its record is; none: none was open.
    pub place: Option<Place>,
}

/// A piece of a record.
#[derive(Debug, Clone, Default)]
pub struct Piece {
    /// As it is read.
    pub bytes: Vec<u8>,
    /// Where it stands in the record's bytes: in several ranges where a segment ends within it, in none where it does not
    /// stand there, as behind a tab that was filled up.
    pub at: Vec<Range<usize>>,
    /// It is what this cell holds, from 0.
    pub cell: Option<u32>,
    /// Where it stands in a record that counts its groups itself: from 0, without what says how long the record is.
    pub counted: Option<Range<usize>>,
}

impl Met {
    /// A row of a batch.
    ///
    /// # Errors
    /// TL0901 where the rest of an over-long record cannot be read.
    pub fn of(
        (plan, source): (&Plan, &OpenSource),
        text: &Text<'_>,
        batch: &Batch,
        (number, evaluated, seen): (u32, Evaluated, Seen),
    ) -> Result<Self, Stop> {
        let row = batch.rows.get(number as usize);
        let raw = raw(source, text, &row)?;
        let notes: Vec<Note> = evaluated.notes.iter().filter(|note| note.row == number).cloned().collect();
        let cut = Cutting::new((plan, source), text, batch, (number, &notes));
        let met = |row: u32| met_row(batch, &evaluated, row);
        let lent = seen.tables.iter().flat_map(|table| &table.lent).filter_map(|(_, row)| *row);
        let elements = seen.tables.iter().flat_map(SeenTable::children);
        let others = lent.chain(row.parent).chain(elements).map(|row| (row, met(row))).collect();
        let above = seen.above.iter().map(|Above { row, fields }| MetParent { row: met(*row), fields: fields.clone() });
        let above = above.collect();
        let closes = row.kind.and_then(|kind| plan.kinds[kind].ends).map(|kind| Closed {
            kind,
            place: open(plan, batch, number, kind).map(|row| batch.rows.place(row as usize)),
        });
        let as_read = cut.fields.bytes.get(batch.records[number as usize]);
        let is_changed = plan.cells.is_none() && cut.laid.is_none() && !cut.is_own(text.raw(row.span), as_read);
        Ok(Self {
            row: met(number),
            next: row.next,
            length: row.length,
            descriptors: cut.descriptors(raw.len()),
            as_read: is_changed.then(|| as_read.to_vec()),
            sound: row.sound,
            cells: cut.cells.clone(),
            fields: cut.of_kind(),
            repeats: cut.of_repeats(),
            looked_at: cut.looked_at(),
            above,
            closes,
            others,
            joins: joins(plan, batch, &row),
            notes,
            verdict: evaluated.verdicts[number as usize],
            class: class(plan, &row),
            raw,
            seen,
        })
    }
}

fn met_row(batch: &Batch, evaluated: &Evaluated, row: u32) -> MetRow {
    let Row { place, kind, zone, .. } = batch.rows.get(row as usize);
    MetRow { place, kind, zone, verdict: evaluated.verdicts[row as usize] }
}

/// The open record of a kind before a row.
fn open(plan: &Plan, batch: &Batch, row: u32, kind: KindId) -> Option<u32> {
    let at = plan.openers.iter().position(|opener| *opener == kind)?;
    batch.open.get(row as usize * plan.openers.len() + at).copied().flatten()
}

/// The tables into whose rows its parents take a record's kind, in lists within lists too.
fn joins(plan: &Plan, batch: &Batch, row: &Row) -> Vec<usize> {
    let parents = std::iter::successors(row.parent, |row| batch.rows.parent(*row as usize));
    let above: Vec<KindId> = parents.filter_map(|row| batch.rows.kind(row as usize)).collect();
    let joins = |kind: KindId| {
        let tables = plan.mapping.tables.iter().enumerate();
        let joined = tables.filter(move |(_, table)| table.joined().contains(&kind));
        joined.filter(|(_, table)| above.contains(&table.from)).map(|(number, _)| number).collect()
    };
    row.kind.map(joins).unwrap_or_default()
}

/// The first bytes of a record.
fn raw(source: &OpenSource, text: &Text<'_>, row: &Row) -> Result<Vec<u8>, Stop> {
    let wanted = to_index(row.length).min(RAW_MAX);
    let here = text.raw(row.span);
    if here.len() >= wanted {
        return Ok(here[..wanted].to_vec());
    }
    let mut bytes = vec![0; wanted];
    let read = source.read_at(text.offset(row.span.start as usize), &mut bytes)?;
    bytes.truncate(read);
    Ok(bytes)
}

/// Where the pieces of one record stand.
struct Cutting<'a> {
    plan: &'a Plan,
    fields: Fields<'a>,
    number: u32,
    row: Row,
    /// Where in the record, as it stands in the window, the bytes are that fields see.
    own: Vec<Range<usize>>,
    /// The record as fields see it.
    record: Slice,
    /// Where its own bytes are in that, where it was brought to the layout of the longest one.
    laid: Option<Own>,
    /// Up to here each field has its place, whatever the record's counters say; none: everywhere.
    fixed: Option<u32>,
    /// Tabs were filled up: nothing stands where it is read.
    moved: bool,
    cells: Vec<Range<usize>>,
}

impl<'a> Cutting<'a> {
    fn new(
        (plan, source): (&'a Plan, &'a OpenSource),
        text: &'a Text<'_>,
        batch: &'a Batch,
        (number, notes): (u32, &[Note]),
    ) -> Self {
        let row = batch.rows.get(number as usize);
        let record = batch.records[number as usize];
        let moved = plan.tabs.is_some() && memchr::memchr(b'\t', text.seen(row.span)).is_some();
        let cells = cells_of((plan, text), &row, notes);
        let fields = batch.fields(plan, source, text);
        let framed = text.raw(row.span);
        let own =
            plan.descriptors().map_or_else(|| std::iter::once(0..framed.len()).collect(), |rules| rules.pieces(framed));
        let counted = row.kind.and_then(|kind| plan.kinds[kind].variable.as_ref());
        let laid = counted.filter(|_| row.sound).map(|counted| counted.own(fields.bytes.get(record)));
        let fixed = counted.filter(|_| !row.sound).map(Counted::fixed);
        Self { plan, fields, number, row, own, record, laid, fixed, moved, cells }
    }

    /// Whether these bytes are the record's own, and all of them.
    fn is_own(&self, framed: &[u8], bytes: &[u8]) -> bool {
        self.own.iter().flat_map(|piece| &framed[piece.clone()]).eq(bytes)
    }

    /// What stands between the record's own bytes, of the first so many.
    fn descriptors(&self, shown: usize) -> Vec<Range<usize>> {
        if self.plan.descriptors().is_none() {
            return Vec::new();
        }
        let starts = std::iter::once(0).chain(self.own.iter().map(|piece| piece.end));
        let between = starts.zip(&self.own).map(|(start, piece)| start..piece.start.min(shown));
        between.filter(|between| !between.is_empty()).collect()
    }

    /// Where bytes of what fields see stand in the record, segment by segment; blanks that fill it up stand nowhere.
    fn in_whole(&self, at: &Range<usize>) -> Vec<Range<usize>> {
        let mut before = 0;
        let part = |piece: &Range<usize>| {
            let (first, last) = (at.start.max(before), at.end.min(before + piece.len()));
            let found = (first < last).then(|| piece.start + first - before..piece.start + last - before);
            before += piece.len();
            found
        };
        self.own.iter().filter_map(part).collect()
    }

    fn piece(&self, slice: Slice, cell: Option<u32>) -> Piece {
        let of_cell = cell.and_then(|cell| self.cells.get(cell as usize).cloned());
        let counted = self.laid.as_ref().and_then(|own| own.of(&slice.within(self.record)?));
        let at = match (&self.plan.cells, cell) {
            (Some(_), Some(_)) => of_cell.filter(|at| !at.is_empty()).into_iter().collect(),
            // What was cut or filled up with blanks stands where it did.
            _ if self.moved => Vec::new(),
            _ if self.laid.is_some() => counted.as_ref().map(|at| self.in_whole(at)).unwrap_or_default(),
            _ => slice.within(self.record).map(|at| self.in_whole(&at)).unwrap_or_default(),
        };
        Piece { bytes: self.fields.bytes.get(slice).to_vec(), at, cell, counted }
    }

    fn kind(&self) -> Option<KindId> {
        self.row.kind.filter(|_| matches!(self.row.zone, Zone::Row | Zone::Preamble))
    }

    fn of_kind(&self) -> Vec<Option<Piece>> {
        let Some(kind) = self.kind() else { return Vec::new() };
        let is_known = |cut: Cut| match (self.fixed, cut) {
            (Some(fixed), Cut::Bytes(_, end)) => end <= fixed,
            _ => true,
        };
        let piece = |cut: Cut| self.piece(self.fields.slice_of(cut, self.number), self.fields.cell_of(cut, None));
        let fields = self.plan.kinds[kind].fields.iter().map(|field| field.cut);
        fields.map(|cut| is_known(cut).then(|| piece(cut))).collect()
    }

    fn of_repeats(&self) -> Vec<Vec<Vec<Option<Piece>>>> {
        let Some(kind) = self.kind() else { return Vec::new() };
        let groups = self.plan.kinds[kind].repeats.iter().enumerate().map(|(number, group)| {
            let present = match self.laid {
                Some(_) => present(self.plan, &self.fields, (kind, number), &[self.number]),
                None if self.is_beyond(kind, number) => Repeated::All(0),
                None => Repeated::All(group.times),
            };
            let field = |cut: Cut| {
                let times = (0..group.times).map(|time| {
                    let slice = self.fields.slice_of_repetition(&group.cut, time, cut, self.number);
                    let cell = self.fields.cell_of(cut, Some((&group.cut, time)));
                    present.within(0, &(time..time + 1)).next().map(|_| self.piece(slice, cell))
                });
                times.collect()
            };
            group.fields.iter().map(|field_of| field(field_of.cut)).collect()
        });
        groups.collect()
    }

    /// Whether nobody knows where all of a group stands.
    fn is_beyond(&self, kind: KindId, group: usize) -> bool {
        let end = self.plan.mapping.source.kinds[kind].repeats[group].place.byte_end();
        self.fixed.zip(end).is_some_and(|(fixed, end)| end > fixed)
    }

    fn looked_at(&self) -> Vec<Option<Piece>> {
        let characters = self.plan.lines().is_some_and(|lines| lines.positions == Positions::Characters);
        let of = |operand: &Operand| match operand {
            Operand::Bytes { start, end } if characters => Some(Cut::Characters(*start, *end)),
            Operand::Bytes { start, end } => Some(Cut::Bytes(*start, *end)),
            Operand::Index(index) => Some(Cut::Cell(*index)),
            Operand::Record | Operand::Field(_) | Operand::Expression(..) => None,
        };
        let kinds = self.plan.mapping.source.kinds.iter();
        let cuts = kinds.map(|kind| kind.when.as_ref().and_then(|when| of(&when.of)));
        let piece = |cut: Cut| self.piece(self.fields.slice_of(cut, self.number), self.fields.cell_of(cut, None));
        cuts.map(|cut| cut.map(piece)).collect()
    }
}

/// Where the cells of a row stand in its bytes; a line that was read with another delimiter is cut by that.
fn cells_of((plan, text): (&Plan, &Text<'_>), row: &Row, notes: &[Note]) -> Vec<Range<usize>> {
    let Some(cells) = plan.cells.as_ref().filter(|_| matches!(row.zone, Zone::Row | Zone::Preamble)) else {
        return Vec::new();
    };
    let repaired = notes.iter().find(|note| note.code == Code::DelimiterRepaired).and_then(|note| note.args.first());
    let other = |delimiter: &crate::finding::Arg| {
        cells.others.iter().find(|other| String::from_utf8_lossy(&other.delimiter) == delimiter.plain())
    };
    let rules = repaired.and_then(other).unwrap_or(&cells.rules);
    let start = row.span.start as usize;
    let places = cells::places(rules, cells.lenient, &text.view, row.span).into_iter();
    places.map(|at| (at.start - start) * text.scale..(at.end - start) * text.scale).collect()
}
