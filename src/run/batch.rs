//! The records of one chunk, framed again in batches: of which kind each is, under which parent, and whether it is sound.
//!
//! In: a window, and the cursor and walk of its chunk. Out: [`Batch`]es of rows with findings about their structure.
//! Refuses: decoding fields, deciding what is loaded.

use std::sync::Arc;

mod covered;
mod plain;
mod rows;

use covered::covered;
use plain::Plain;
use rows::Origin;
pub use rows::{Row, Rows};

use crate::extractors::delimited::table::{CellTable, RowCells};
use crate::extractors::fields::Batch as Fields;
use crate::extractors::frame::{Frame, Framed};
use crate::extractors::kinds::{RawRecord, Told};
use crate::extractors::slices::{Slice, Slices};
use crate::extractors::{RecordSpan, fixed};
use crate::finding::{Arg, Args, Code, RowArgs, RowFinding, Severity, Subject};
use crate::mapping::model::{FieldRef, Format, KindId, Positions, Ragged, RepeatedHeader, Short};
use crate::place::Place;
use crate::run::Stop;
use crate::run::descriptors;
use crate::run::plan::{Framing, Plan, batch_bytes, field_of};
use crate::run::spans::{self, counted};
use crate::run::typed_kinds::{Decided, Records};
use crate::run::unread::{Tail, Unread, place_args, refuses, tail_of};
use crate::run::walk::{AnyFramer, Cursor, LongRecord, OpenParent, Refused, Text, Walk, is_header};
use crate::run::windows::{OpenSource, to_index};

/// What a record is, apart from its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Zone {
    /// A row of the data.
    Row,
    /// A line before the header.
    Preamble,
    /// A header line.
    Header,
    /// A comment, or a repeated header that is skipped.
    Skipped,
}

/// What a record was that is read again among refused ones.
#[derive(Debug, Clone)]
pub struct KeptRow {
    /// Where it was in its source.
    pub place: Place,
    /// Offset of the byte after its record end, in its source.
    pub next: u64,
    /// Offset of its first byte in what is read, and of the byte after its record end.
    pub read: (u64, u64),
    /// It stands before the first row of its file.
    pub in_head: bool,
    /// Its group was too large, and nothing that says so has changed.
    pub too_large: bool,
    /// Its kind as it was told then.
    pub kind: Option<KindId>,
    /// Where records were left out before it: the parents that were open there.
    pub open: Option<Vec<KeptParent>>,
}

/// A parent that was open before a refused record.
#[derive(Debug, Clone, Copy)]
pub struct KeptParent {
    /// Its kind.
    pub kind: KindId,
    /// Where it is in its source.
    pub place: Place,
    /// Its bytes behind the window's data; none: it was refused, and stands among these records.
    pub span: Option<RecordSpan>,
}

/// One thing said of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Of which row.
    pub row: u32,
    /// What follows.
    pub severity: Severity,
    /// About what.
    pub subject: Subject,
    /// What is wrong.
    pub code: Code,
    /// Its arguments.
    pub args: RowArgs,
}

impl Note {
    /// A record is refused since this field of it does not decode. Nothing is shown of a value that is personal: a byte
    /// that no encoding has is one all the same, and so is half a byte that is no sign.
    #[must_use]
    pub fn of_field(plan: &Plan, row: u32, at: FieldRef, found: RowFinding) -> Self {
        let RowFinding { code, mut args, .. } = found;
        let shown = match code {
            Code::InvalidByte => Some(1),
            Code::BadPackedSign => Some(0),
            _ => None,
        };
        if let Some(shown) = shown.filter(|_| field_of(&plan.mapping, at).personal) {
            let mut hidden = args.to_vec();
            hidden.get_mut(shown).into_iter().for_each(|arg| *arg = "".into());
            args = hidden.into();
        }
        Self { row, severity: Severity::Reject, subject: subject_of(at), code, args }
    }

    /// Whether the same is said of both rows.
    #[must_use]
    pub fn is_alike(&self, other: &Self) -> bool {
        (self.code, self.subject, self.severity) == (other.code, other.subject, other.severity)
            && self.args == other.args
    }

    /// It is said of an element of a list: its number stands behind all that the code may tell.
    pub fn of_element(&mut self, number: String) {
        let mut args = self.args.to_vec();
        args.resize(self.code.args().len(), "".into());
        args.push(number.into());
        self.args = args.into();
    }

    /// The number of the element that it is said of.
    #[must_use]
    pub fn element(&self) -> Option<String> {
        self.args.get(self.code.args().len()).map(Arg::plain)
    }
}

/// A field as a finding names it.
#[must_use]
pub fn subject_of(at: FieldRef) -> Subject {
    Subject::Field(index(at.kind), at.repeat.map(index), index(at.field))
}

/// An index of the mapping as a finding has it.
#[must_use]
pub fn index(id: usize) -> u16 {
    u16::try_from(id).unwrap_or(u16::MAX)
}

/// Rows that are evaluated together.
#[derive(Debug, Default)]
pub struct Batch {
    /// In source order, parents before their children; ghosts first.
    pub rows: Rows,
    /// The rows' bytes, as fields see them.
    pub records: Vec<Slice>,
    /// The rows' cells, and the bytes that were made anew.
    pub cells: CellTable,
    /// What is wrong with the rows' structure.
    pub notes: Vec<Note>,
    /// Bytes of separators between these records.
    pub separators: u64,
    /// Of each row: the open parents of the kinds that open what a control is about ([`Plan::scopes`]), the row among
    /// them. Nothing where the plan has none.
    pub scopes: Vec<Option<u32>>,
    /// Of each row: the parents that were open before it, in the order of [`Plan::openers`].
    pub open: Vec<Option<u32>>,
    /// What was cut off lines that are too long.
    pub tails: Vec<Tail>,
    /// There is a ghost among the rows.
    pub has_ghosts: bool,
    /// Bytes that evaluating these records may take.
    weight: u64,
}

impl Batch {
    /// With room for so many rows.
    fn of(rows: usize, origin: Origin) -> Self {
        Self { rows: Rows::of(rows, origin), records: Vec::with_capacity(rows), ..Self::default() }
    }

    fn clear(&mut self) {
        self.rows.clear();
        self.records.clear();
        self.cells.clear();
        self.notes.clear();
        self.scopes.clear();
        self.open.clear();
        self.tails.clear();
        self.separators = 0;
        self.has_ghosts = false;
        self.weight = 0;
    }

    /// Where the slices of its records and cells point.
    #[must_use]
    pub fn bytes<'a>(&'a self, text: &Text<'a>) -> Slices<'a> {
        Slices { window: text.bytes, side: &self.cells.side }
    }

    /// What was cut off a row's line, as far as the window has it.
    #[must_use]
    pub fn tail(&self, row: u32) -> Option<Slice> {
        tail_of(&self.tails, row)
    }

    /// A row as the conditions of kinds see it.
    #[must_use]
    pub fn raw<'a>(&'a self, plan: &Plan, text: &Text<'a>, row: u32) -> RawRecord<'a> {
        let bytes = self.bytes(text);
        let cells = if plan.cells.is_some() { self.cells.record(row) } else { RowCells::default() };
        RawRecord { bytes, record: self.records[row as usize], cells }
    }

    /// The rows as decoders see them.
    #[must_use]
    pub fn fields<'a>(&'a self, plan: &Plan, source: &'a OpenSource, text: &'a Text<'_>) -> Fields<'a> {
        Fields {
            bytes: self.bytes(text),
            records: &self.records,
            cells: plan.cells.is_some().then_some(&self.cells),
            columns: source.head.as_ref().map_or(&[][..], |head| &head.columns),
            encoding: plan.encoding,
        }
    }
}

/// A row whose kind its values must tell.
#[derive(Debug, Clone, Copy)]
struct Undecided {
    row: u32,
    /// The first kind that it may be of.
    kind: KindId,
    /// The first cell with a stray quote, in a line of the preamble.
    quotes: Option<u32>,
}

/// A parent that is open at a batch's end.
#[derive(Debug, Clone, Copy)]
struct Carried {
    kind: KindId,
    span: RecordSpan,
    place: Place,
    refused: Option<Refused>,
    /// Its row stands in the run that is mended.
    stands: bool,
}

/// Frames one chunk in batches.
pub struct Batches<'a> {
    plan: &'a Plan,
    source: &'a OpenSource,
    text: &'a Text<'a>,
    framer: AnyFramer<'a>,
    /// The records as the walk found them, and how many of them were taken; none: they are framed again.
    spans: Option<(&'a [RecordSpan], usize)>,
    /// Line of the over-long record.
    long_line: u64,
    /// Offset where the chunk ends.
    end: u64,
    long: Option<LongRecord>,
    records: u64,
    lines: u64,
    /// Offset up to which all bytes are accounted for.
    at: u64,
    /// Row of the open parent of each kind.
    open: Vec<Option<u32>>,
    /// Rows of this batch whose kinds are told when it is full.
    undecided: Vec<Undecided>,
    /// For each of them: the rows of the open parents that may lend to it, in the order of the plan's lenders.
    lenders: Vec<Option<u32>>,
    carried: Vec<Carried>,
    head: bool,
    /// Records that may still be taken.
    left: u64,
    /// What the records were, if they are read again, and how many of them were taken.
    kept: Option<(&'a [KeptRow], usize)>,
    /// Of each kind: its open record was not known to open anything when it was refused.
    fresh: Vec<bool>,
    /// By how many bytes the records that were taken are longer than they were.
    grown: i64,
    /// Of each kind: the same, before its open record.
    grown_before: Vec<i64>,
    /// Where nothing may stand; none where every kind takes anything there.
    filler: Option<Unread<'a>>,
    /// Where a record that is read again opens or closes something else than it did.
    reshaped: Option<Place>,
    /// How records are taken of which nothing has to be asked but their length; none where more has to be.
    plain: Option<Plain>,
    /// Of each row: its bytes and those of its parents, which are lent to it. Nothing where there are no parents.
    weights: Vec<u64>,
    batch: Batch,
}

/// What a chunk is framed from.
#[derive(Clone, Copy)]
pub struct ChunkStart<'a> {
    /// Where it begins.
    pub cursor: &'a Cursor,
    /// What was found when it was framed.
    pub walk: &'a Walk,
    /// Where its records end; the over-long one begins there.
    pub end: u64,
    /// The over-long record at its end.
    pub long: Option<LongRecord>,
    /// The file's first chunk: the head's records come first.
    pub first: bool,
    /// Spans of the open parents' bytes, behind the window's data.
    pub ghosts: &'a [(KindId, RecordSpan)],
    /// Records that may be taken, for `--limit`.
    pub left: u64,
    /// What the records were, if they are read again; and of each kind, whether its open record was not known to open
    /// anything.
    pub kept: Option<(&'a [KeptRow], &'a [bool])>,
}

impl<'a> Batches<'a> {
    /// Of one chunk.
    #[must_use]
    pub fn new(plan: &'a Plan, source: &'a OpenSource, text: &'a Text<'a>, start: ChunkStart<'a>) -> Self {
        let cursor = start.cursor;
        let carried = start.ghosts.iter().filter_map(|(kind, span)| {
            let parent = cursor.parents[*kind].as_ref()?;
            let OpenParent { place, refused, stands, .. } = **parent;
            Some(Carried { kind: *kind, span: *span, place, refused, stands })
        });
        let head = start.first && source.findings.is_empty();
        let lines = matches!(plan.framing, Framing::Text(_)).then_some(cursor.lines);
        let origin = Origin { file: source.index, base: text.base, scale: text.scale as u64, lines };
        Self {
            plan,
            source,
            text,
            framer: text.framer(&plan.framing, text.index(cursor.next), cursor.within),
            spans: start.walk.spans.as_deref().map(|spans| (spans, 0)),
            long_line: cursor.lines + start.walk.lines - start.long.map_or(0, |long| long.lines),
            end: start.end,
            long: start.long,
            records: cursor.records,
            lines: cursor.lines,
            at: if head { source.file_header } else { cursor.next },
            open: vec![None; plan.kinds.len()],
            undecided: Vec::new(),
            lenders: Vec::new(),
            carried: carried.collect(),
            head,
            left: start.left,
            kept: start.kept.map(|(rows, _)| (rows, 0)),
            fresh: start.kept.map_or_else(|| vec![false; plan.kinds.len()], |(_, fresh)| fresh.to_vec()),
            grown: 0,
            grown_before: vec![0; plan.kinds.len()],
            filler: (0..plan.kinds.len()).any(|kind| refuses(plan, kind)).then(|| Unread::new(plan, source)),
            reshaped: None,
            plain: start.kept.is_none().then(|| Plain::of(plan, source, start.walk)).flatten(),
            weights: Vec::new(),
            batch: Batch::of(to_index(start.walk.records).min(plan.batch), origin),
        }
    }

    /// The first record that is read again and opens or closes something else than it did: records that are not read again
    /// would be of another parent, or of another batch.
    #[must_use]
    pub const fn reshaped(&self) -> Option<Place> {
        self.reshaped
    }

    /// The first record that is read again and was not found where it stands.
    #[must_use]
    pub fn missed(&self) -> Option<&'a KeptRow> {
        self.kept.and_then(|(rows, taken)| rows.get(taken))
    }

    /// The parents that are open after the last batch, and of each kind, whether its record was not known to open anything.
    #[must_use]
    pub fn still_open(&self) -> (Vec<Option<Arc<OpenParent>>>, Vec<bool>) {
        let mut open = vec![None; self.plan.kinds.len()];
        for Carried { kind, span, place, refused, stands } in self.carried.iter().copied() {
            let bytes = self.text.raw(span).into();
            open[kind] = Some(Arc::new(OpenParent { place, bytes, refused, stands }));
        }
        (open, self.fresh.clone())
    }

    /// Offset up to which records were taken.
    #[must_use]
    pub const fn at(&self) -> u64 {
        self.at
    }

    /// The next batch; none at the chunk's end.
    ///
    /// # Errors
    /// TL0911, a defect.
    pub fn next(&mut self) -> Result<Option<&mut Batch>, Stop> {
        self.batch.clear();
        self.weights.clear();
        self.open.fill(None);
        for carried in std::mem::take(&mut self.carried) {
            self.ghost(&carried);
        }
        let ghosts = self.batch.rows.len();
        if std::mem::take(&mut self.head) {
            self.push_head();
        }
        while self.left > 0 && (self.has_room(ghosts) || self.in_group()) {
            if !self.push_plain() && !self.push_next() {
                break;
            }
        }
        self.tell_kinds()?;
        self.carry();
        Ok((self.batch.rows.len() > ghosts).then_some(&mut self.batch))
    }

    fn has_room(&self, ghosts: usize) -> bool {
        let rows = self.batch.rows.len();
        rows - ghosts < self.plan.batch && self.batch.weight < batch_bytes(rows)
    }

    /// Bytes of a parent, and of its own.
    fn weight(&self, parent: u32) -> u64 {
        self.weights[parent as usize]
    }

    /// A row takes more than its bytes.
    fn weigh(&mut self, row: u32, more: u64) {
        self.batch.weight += more;
        if let Some(weight) = self.weights.get_mut(row as usize) {
            *weight += more;
        }
    }

    fn push_next(&mut self) -> bool {
        if let Some(span) = self.next_span() {
            let line = self.lines + u64::from(span.line) + 1;
            let (place, next) = (self.place(span, line), self.text.offset(span.next as usize));
            return self.push_read(span, place, next);
        }
        let Some(long) = self.long.take() else { return false };
        let start = self.text.index(long.start);
        let span = RecordSpan::new(start, self.text.framed - start, self.text.framed, 0);
        let place = Place { length: long.length, ..self.place(span, self.long_line) };
        self.push_read(span, place, long.next)
    }

    /// A record that was read at a place; one that is read again keeps the place that it had. False where it does not
    /// stand where it should.
    fn push_read(&mut self, span: RecordSpan, read: Place, next: u64) -> bool {
        let Some((rows, taken)) = &mut self.kept else {
            self.push(span, (read, next), (read.length, next), Zone::Row);
            return true;
        };
        let rows: &'a [KeptRow] = rows;
        let Some(kept) = rows.get(*taken).filter(|kept| kept.read == (read.offset, next)) else { return false };
        *taken += 1;
        self.reopen(kept);
        let zone = if kept.in_head { Zone::Preamble } else { Zone::Row };
        self.push(span, (kept.place, kept.next), (read.length, next), zone);
        self.see_shape(kept);
        if kept.too_large {
            self.stay_too_large();
        }
        true
    }

    /// What made its group too large may have been loaded, so that it is not read again.
    fn stay_too_large(&mut self) {
        let last = self.row_number().saturating_sub(1);
        if self.group() == Some(last) {
            self.refuse_group(last);
        }
    }

    /// Sees whether a record still opens and closes what it did.
    fn see_shape(&mut self, kept: &KeptRow) {
        let now = self.batch.rows.len().checked_sub(1).and_then(|last| self.batch.rows.kind(last));
        let shapes = |kind: KindId| self.plan.is_parent(kind) || self.plan.kinds[kind].ends.is_some();
        if now != kept.kind && [now, kept.kind].into_iter().flatten().any(shapes) {
            self.reshaped.get_or_insert(kept.place);
        }
    }

    /// Opens the parents that were open before a record, if others were left out before it. One that opens something
    /// only now stays open, if it comes after those.
    fn reopen(&mut self, kept: &KeptRow) {
        let Some(parents) = &kept.open else { return };
        for kind in self.plan.openers.clone() {
            let above = self.plan.kinds[kind].parent.filter(|above| self.fresh[*above]);
            let opened_after = above.and_then(|above| self.opened(above)).map_or(0, |place| place.record);
            let wanted = parents.iter().find(|one| one.kind == kind && one.place.record > opened_after);
            let record = wanted.map_or(0, |one| one.place.record);
            match self.opened(kind) {
                Some(now) if now.record == record || (self.fresh[kind] && now.record > record) => continue,
                _ => (self.open[kind], self.fresh[kind]) = (None, false),
            }
            if let Some(KeptParent { place, span: Some(span), .. }) = wanted.copied() {
                self.ghost(&Carried { kind, span, place, refused: None, stands: true });
            }
        }
    }

    /// Where the open record of a kind is.
    fn opened(&self, kind: KindId) -> Option<Place> {
        self.open[kind].map(|row| self.batch.rows.place(row as usize))
    }

    fn next_span(&mut self) -> Option<RecordSpan> {
        if let Some((spans, taken)) = &mut self.spans {
            let span = spans.get(*taken).copied();
            *taken += 1;
            return span;
        }
        let end = self.text.index(self.end);
        if let Framed::Record(span) = self.framer.next(end) { Some(span) } else { None }
    }

    #[inline]
    fn place(&self, span: RecordSpan, line: u64) -> Place {
        let scale = self.text.scale as u64;
        let line = if matches!(self.plan.framing, Framing::Text(_)) { line } else { 0 };
        let (offset, length) = (self.text.offset(span.start as usize), u64::from(span.len) * scale);
        Place { file: self.source.index, record: self.records + 1, line, offset, length }
    }

    fn push_head(&mut self) {
        let Some(head) = &self.source.head else { return };
        self.records = 0;
        let preamble = head.preamble.iter().map(|span| (*span, Zone::Preamble));
        let mut spans: Vec<_> = preamble.chain(head.header.iter().map(|span| (*span, Zone::Header))).collect();
        spans.sort_by_key(|(span, _)| span.start);
        for (span, zone) in spans {
            if self.left == 0 {
                return;
            }
            let (place, next) = (self.place(span, u64::from(span.line) + 1), self.text.offset(span.next as usize));
            self.push(span, (place, next), (place.length, next), zone);
        }
    }

    fn ghost(&mut self, carried: &Carried) {
        let row = self.row_number();
        let above = self.plan.kinds[carried.kind].parent.and_then(|parent| self.open[parent]);
        self.batch.has_ghosts = true;
        self.batch.rows.push(Row {
            place: carried.place,
            next: 0,
            length: carried.place.length,
            end: 0,
            kind: Some(carried.kind),
            zone: Zone::Row,
            parent: above,
            ghost: true,
            stands: carried.stands,
            sound: true,
            span: carried.span,
        });
        self.weights.push(carried.place.length + above.map_or(0, |row| self.weight(row)));
        self.batch.records.push(self.text.slice(carried.span));
        self.push_open();
        if self.plan.cells.is_none() {
            self.bytes_of_line(row, carried.span);
        }
        let quotes = self.cells(row, carried.span, Zone::Row);
        self.check_quotes(row, quotes);
        match carried.refused {
            Some(Refused::TooLarge) => self.refuse_group(row),
            Some(Refused::EndsNothing) => self.ends_nothing(row, carried.kind),
            None => {}
        }
        self.check_record(row, carried.kind);
        self.check_parent(row, carried.kind, above);
        self.open[carried.kind] = Some(row);
        self.push_scopes();
    }

    /// Remembers what is open before a row, for those that are refused.
    fn push_open(&mut self) {
        self.batch.open.extend(self.plan.openers.iter().map(|kind| self.open[*kind]));
    }

    /// Remembers what is open now, for the controls.
    fn push_scopes(&mut self) {
        self.batch.scopes.extend(self.plan.scopes.iter().map(|kind| self.open[*kind]));
    }

    /// What was remembered before a row, as it is with it: the row may have opened or closed something. What it ends, it
    /// still belongs to.
    fn see_scopes(&mut self, row: u32) {
        let ends = self.batch.rows.kind(row as usize).and_then(|kind| self.plan.kinds[kind].ends);
        let first = row as usize * self.plan.scopes.len();
        for (number, kind) in self.plan.scopes.iter().enumerate().filter(|(_, kind)| ends != Some(**kind)) {
            self.batch.scopes[first + number] = self.open[*kind];
        }
    }

    #[expect(clippy::cast_possible_truncation, reason = "a batch has fewer rows than its window has bytes")]
    fn row_number(&self) -> u32 {
        self.batch.rows.len() as u32
    }

    fn note(&mut self, row: u32, severity: Severity, subject: Subject, code: Code, args: Args) {
        self.batch.notes.push(Note { row, severity, subject, code, args: args.into() });
    }

    /// The record is refused, and its fields are not looked at.
    fn refuse(&mut self, row: u32, subject: Subject, code: Code, args: Args) {
        self.note(row, Severity::Reject, subject, code, args);
        self.batch.rows.set_unsound(row as usize);
    }

    #[inline]
    fn push(&mut self, span: RecordSpan, (place, next): (Place, u64), (length, end): (u64, u64), zone: Zone) {
        let row = self.row_number();
        // The separators around a record that is read again were counted when its source was read.
        if self.kept.is_none() {
            let (before, after) = (self.at..place.offset, place.offset + place.length..next);
            self.batch.separators += (before.end - before.start) + (after.end - after.start);
            let file = &self.source.spec.name;
            for span in [before, after] {
                counted(file, spans::Class::Separator, &span);
            }
        }
        self.at = end;
        self.records += 1;
        self.left -= 1;
        let zone = if zone == Zone::Row && self.is_skipped(span) { Zone::Skipped } else { zone };
        let sound = matches!(zone, Zone::Row | Zone::Preamble);
        self.batch.weight += length;
        if self.plan.has_parents {
            self.weights.push(length);
        }
        let (kind, parent) = (None, None);
        let (ghost, stands) = (false, false);
        let row_of = Row { place, next, length, end, kind, zone, parent, ghost, stands, sound, span };
        if self.kept.is_some() {
            self.grown += grown_by(&row_of, self.text);
        }
        self.batch.rows.push(row_of);
        self.batch.records.push(self.text.slice(span));
        self.push_open();
        if sound && self.plan.cells.is_none() {
            self.bytes_of_line(row, span);
        }
        let quotes = self.cells(row, span, zone);
        self.push_scopes();
        match zone {
            Zone::Row => self.data_row(row, span, quotes),
            Zone::Preamble => self.preamble_line(row, quotes),
            Zone::Skipped => self.check_group(row),
            Zone::Header => {}
        }
        self.see_scopes(row);
    }

    /// Comments, and repeated headers where they are skipped.
    fn is_skipped(&self, span: RecordSpan) -> bool {
        let Some(cells) = &self.plan.cells else { return false };
        let comment = if let Framing::Text(rules) = &self.plan.framing { rules.comment.as_deref() } else { None };
        let seen = &self.text.view[span.start as usize..];
        comment.is_some_and(|mark| seen.starts_with(mark))
            || (cells.repeated_header == RepeatedHeader::Skip && is_header(self.source, self.text.raw(span)))
    }

    /// Lengths and tabs of a fixed record; a line that is cut or expanded gets other bytes.
    fn bytes_of_line(&mut self, row: u32, span: RecordSpan) {
        let raw = self.text.raw(span);
        let at = row as usize;
        if let Framing::Fixed(length) = self.plan.framing {
            if raw.len() < length {
                let mut tables = self.plan.mapping.source.kinds.iter().filter_map(|kind| kind.variable.as_ref());
                let why = if tables.any(|variable| variable.slides) { "counted" } else { "" };
                let padding = descriptors::padding(raw).map_or_else(|| "".into(), Arg::from);
                let args = vec![raw.len().into(), length.into(), why.into(), padding];
                self.refuse(row, Subject::Record, Code::PartialRecord, args);
            }
            return;
        }
        if self.plan.descriptors().is_some() {
            self.batch.records[at] = self.plan.own_bytes(self.text, span, &mut self.batch.cells);
            return;
        }
        let seen = self.text.seen(span);
        // X'09' among packed digits is no tab.
        let Some(tab) = memchr::memchr(b'\t', seen).filter(|_| !self.plan.has_binary) else { return };
        match &self.plan.tabs {
            Some(stops) => self.batch.records[at] = stops.expand(raw, seen, &mut self.batch.cells.side),
            None => self.refuse(row, Subject::Record, Code::TabInRecord, vec![(tab + 1).into()]),
        }
    }

    /// Cuts a record into cells; gives the number of the first one with a stray quote.
    fn cells(&mut self, row: u32, span: RecordSpan, zone: Zone) -> Option<u32> {
        let cells = self.plan.cells.as_ref()?;
        let (bytes, seen) = (self.text.bytes, &self.text.view[..]);
        if matches!(zone, Zone::Header | Zone::Skipped) {
            self.batch.cells.whole(self.text.slice(span));
            return None;
        }
        if !cells.lenient {
            return self.batch.cells.strict(&cells.rules, bytes, seen, span);
        }
        // A line of the preamble has as many cells as it likes.
        let width = self.width().filter(|_| zone == Zone::Row).map(|width| width as usize);
        let repairs = self.batch.cells.lenient(&cells.rules, &cells.others, width, (bytes, seen, span));
        if repairs.dropped > 0 {
            let dropped = i64::from(repairs.dropped).into();
            self.note(row, Severity::Note, Subject::Record, Code::CellsDropped, vec![dropped]);
        }
        if let Some(other) = repairs.delimiter {
            let delimiter = String::from_utf8_lossy(&cells.others[other].delimiter).into_owned();
            self.note(row, Severity::Note, Subject::Record, Code::DelimiterRepaired, vec![delimiter.into()]);
        }
        repairs.quote
    }

    /// A stray quote refuses a strict record, and is repaired in a lenient one.
    fn check_quotes(&mut self, row: u32, cell: Option<u32>) {
        let Some(cell) = cell else { return };
        let args = vec![i64::from(cell).into()];
        if self.plan.cells.as_ref().is_some_and(|cells| cells.lenient) {
            self.note(row, Severity::Note, Subject::Record, Code::QuoteRepaired, args);
        } else {
            self.refuse(row, Subject::Record, Code::StrayQuote, args);
        }
    }

    /// What no kind reads of a preamble is a declared skip, whatever its quotes are.
    fn preamble_line(&mut self, row: u32, quotes: Option<u32>) {
        match self.plan.matcher.preamble_kind(&self.raw(row)) {
            Told::Of(kind) => self.kind_of_preamble(row, kind, quotes),
            Told::Perhaps(kind) => self.postpone(Undecided { row, kind, quotes }),
            Told::None => {}
        }
    }

    fn kind_of_preamble(&mut self, row: u32, kind: KindId, quotes: Option<u32>) {
        self.batch.rows.set_kind(row as usize, Some(kind));
        if !self.plan.kinds[kind].skipped {
            self.check_quotes(row, quotes);
            self.check_filler(row, kind);
        }
    }

    fn width(&self) -> Option<u32> {
        self.source.head.as_ref().and_then(|head| head.width)
    }

    fn raw(&self, row: u32) -> RawRecord<'_> {
        self.batch.raw(self.plan, self.text, row)
    }

    fn data_row(&mut self, row: u32, span: RecordSpan, quotes: Option<u32>) {
        let plan = self.plan;
        self.check_quotes(row, quotes);
        let header = plan.cells.is_some() && is_header(self.source, self.text.raw(span));
        let told = plan.matcher.only().map_or_else(|| plan.matcher.kind(&self.raw(row)), Told::Of);
        let kind = told.kind();
        self.batch.rows.set_kind(row as usize, kind);
        if header || !kind.is_some_and(|kind| plan.starts_group(kind)) {
            self.check_group(row);
        }
        if header {
            return self.refuse(row, Subject::Record, Code::RepeatedHeader, Vec::new());
        }
        match told {
            Told::Of(kind) => {
                self.check_record(row, kind);
                if plan.has_parents {
                    self.under_parent(row, kind);
                }
            }
            Told::Perhaps(kind) => {
                self.check_length(row);
                self.postpone(Undecided { row, kind, quotes: None });
            }
            Told::None => self.refuse(row, Subject::Record, Code::UnknownRecord, Vec::new()),
        }
    }

    /// The row's kind is told with those of the whole batch. Of a row that is refused already nobody asks it.
    fn postpone(&mut self, undecided: Undecided) {
        if !self.batch.rows.is_sound(undecided.row as usize) {
            return;
        }
        let open = self.plan.lenders.iter().map(|parent| self.open[*parent]);
        let weight = open.clone().flatten().map(|parent| self.weight(parent)).max();
        self.batch.weight += weight.unwrap_or(0);
        self.lenders.extend(open);
        self.undecided.push(undecided);
    }

    /// Tells the kinds that raw bytes did not.
    fn tell_kinds(&mut self) -> Result<(), Stop> {
        let (undecided, lenders) = (std::mem::take(&mut self.undecided), std::mem::take(&mut self.lenders));
        if undecided.is_empty() {
            return Ok(());
        }
        let asked: Vec<_> = undecided.iter().map(|one| (one.row, one.kind)).collect();
        let records = Records { plan: self.plan, source: self.source, text: self.text };
        let decided = records.decide(&mut self.batch, &asked)?;
        let width = self.plan.lenders.len();
        for (number, (one, decided)) in undecided.into_iter().zip(decided).enumerate() {
            let in_preamble = self.batch.rows.zone(one.row as usize) == Zone::Preamble;
            match decided {
                Decided::Of(kind) if in_preamble => self.kind_of_preamble(one.row, kind, one.quotes),
                Decided::Of(kind) => self.decided(one.row, kind, &lenders[number * width..(number + 1) * width]),
                Decided::None if in_preamble => {}
                Decided::None => self.refuse(one.row, Subject::Record, Code::UnknownRecord, Vec::new()),
                Decided::Untold(notes) => {
                    self.batch.notes.extend(notes);
                    self.batch.rows.set_unsound(one.row as usize);
                }
            }
        }
        Ok(())
    }

    /// A row is of a kind that makes no structure; `lenders` are the rows of the parents that were open there.
    fn decided(&mut self, row: u32, kind: KindId, lenders: &[Option<u32>]) {
        let plan = self.plan;
        self.batch.rows.set_kind(row as usize, Some(kind));
        if !plan.kinds[kind].skipped {
            self.check_shape(row);
        }
        let lends = |parent| plan.lenders.iter().position(|lender| *lender == parent);
        let above = plan.kinds[kind].parent.and_then(lends).and_then(|lender| lenders[lender]);
        self.batch.rows.set_parent(row as usize, above);
        self.check_parent(row, kind, above);
    }

    /// What a record's own bytes show of it.
    fn check_record(&mut self, row: u32, kind: KindId) {
        self.check_length(row);
        if !self.plan.kinds[kind].skipped {
            return self.check_shape(row);
        }
        let (record, read) = (self.raw(row), self.plan.kinds[kind].least_length);
        let covered = covered(self.plan, kind, record.bytes.get(record.record), read as usize);
        self.refuse_covering(row, covered);
    }

    fn check_length(&mut self, row: u32) {
        let max_length = self.plan.mapping.source.max_length;
        let length = match &self.plan.mapping.source.format {
            Format::Described(described) => {
                let length = self.batch.records[row as usize].len() as u64;
                if length < described.min_length {
                    let args = vec![length.into(), described.min_length.into()];
                    return self.refuse(row, Subject::Record, Code::BelowMinLength, args);
                }
                self.check_fill(row);
                length
            }
            _ => self.batch.rows.length(row as usize),
        };
        if length <= max_length || matches!(self.plan.framing, Framing::Fixed(_)) {
            return;
        }
        let args = vec![Arg::from(length), max_length.into()];
        if self.plan.cuts_long() {
            let record = &mut self.batch.records[row as usize];
            let most = u32::try_from(max_length).unwrap_or(u32::MAX);
            self.batch.tails.push((row, record.part(most, u32::MAX)));
            *record = record.part(0, most);
            self.note(row, Severity::Note, Subject::Record, Code::RecordCut, args);
        } else {
            self.refuse(row, Subject::Record, Code::LongRecord, args);
        }
    }

    /// Tells of a record that may be no more than what fills up its block or the file.
    fn check_fill(&mut self, row: u32) {
        let Some(rules) = self.plan.descriptors() else { return };
        let record = self.raw(row);
        let Some((byte, key)) = descriptors::filled(rules, record.bytes.get(record.record), &self.plan.blank) else {
            return;
        };
        let args = vec![format!("X'{byte:02X}'").into(), key.into()];
        self.note(row, Severity::Warn, Subject::Record, Code::RecordOfFill, args);
    }

    /// Whether the record has as much as its kind wants.
    fn check_shape(&mut self, row: u32) {
        let Some(kind) = self.batch.rows.kind(row as usize) else { return };
        if self.plan.cells.is_some() {
            self.check_cells(row, kind);
        } else {
            self.check_places(row, kind);
        }
        self.check_filler(row, kind);
    }

    /// Refuses a record with something where nobody reads; its fields are looked at all the same.
    fn check_filler(&mut self, row: u32, kind: KindId) {
        let Some(unread) = self.filler.as_ref().filter(|_| refuses(self.plan, kind)) else { return };
        if !self.batch.rows.is_sound(row as usize) {
            return;
        }
        if let Some(place) = unread.filled(self.text, &self.batch, row, kind) {
            let args = place_args(self.plan, kind, place)[..4].to_vec();
            self.note(row, Severity::Reject, Subject::Kind(index(kind)), Code::FillerNotBlank, args);
        }
    }

    /// Brings a record that says itself how often its groups stand there to the layout of the longest one.
    fn lay_out(&mut self, row: u32, kind: KindId) {
        let Some(variable) = &self.plan.kinds[kind].variable else { return };
        let record = self.batch.records[row as usize];
        // What was made anew stands where the longer record is to be made.
        let made = record.is_made().then(|| self.batch.bytes(self.text).get(record).to_vec());
        let bytes = made.as_deref().unwrap_or_else(|| Slices { window: self.text.bytes, side: &[] }.get(record));
        let side = &mut self.batch.cells.side;
        let start = side.len();
        match variable.lay_out(bytes, side) {
            Ok(wanted) if bytes.len() < wanted && self.plan.short() != Some(Short::Pad) => {
                side.truncate(start);
                let args = vec![bytes.len().into(), wanted.into()];
                self.refuse(row, Subject::Kind(index(kind)), Code::ShortRecord, args);
            }
            Ok(wanted) => {
                let covered = covered(self.plan, kind, bytes, wanted);
                let laid = Slice::of_side(start, side.len() - start);
                // The longest layout is what is held and evaluated, however short the record is.
                let more = (laid.len() as u64).saturating_sub(self.batch.rows.length(row as usize));
                self.weigh(row, more);
                self.batch.records[row as usize] = laid;
                self.refuse_covering(row, covered);
            }
            Err(counter) => {
                let declared = self.plan.mapping.source.kinds[kind].variable.as_ref();
                let args = declared.and_then(|variable| variable.counters.get(counter)).map(|counter| {
                    vec![counter.name.as_str().into(), i64::from(counter.least).into(), i64::from(counter.most).into()]
                });
                self.refuse(row, Subject::Kind(index(kind)), Code::CounterOutOfRange, args.unwrap_or_default());
            }
        }
    }

    fn check_places(&mut self, row: u32, kind: KindId) {
        if self.is_told(row, Code::BelowMinLength) {
            return; // What it is too short for is said.
        }
        if self.plan.kinds[kind].variable.is_some() {
            return self.lay_out(row, kind);
        }
        let (record, wanted) = (self.raw(row), self.plan.kinds[kind].least_length);
        let bytes = record.bytes.get(record.record);
        let Some(length) = short_length(self.plan, bytes, wanted) else {
            return self.refuse_covering(row, covered(self.plan, kind, bytes, wanted as usize));
        };
        if self.plan.short() == Some(Short::Reject) {
            let args = vec![length.into(), i64::from(wanted).into()];
            self.refuse(row, Subject::Kind(index(kind)), Code::ShortRecord, args);
        } else if !self.plan.mapping.source.of_copybook || self.plan.lines().is_some() && !self.plan.has_binary {
            // Blanks behind half a binary number would make it another one: there the record stays as short as it is.
            // Of a line of characters they were cut off: the place of a sign too.
            let padded = fixed::padded(bytes, wanted as usize - length, &self.plan.blank);
            self.batch.records[row as usize] = self.batch.cells.aside(&padded);
        }
    }

    /// Refuses a record with whole records in it: its length is wrong, and they would be lost.
    fn refuse_covering(&mut self, row: u32, covered: Option<Args>) {
        if let Some(args) = covered {
            self.refuse(row, Subject::Record, Code::CoversOthers, args);
        }
    }

    fn check_cells(&mut self, row: u32, kind: KindId) {
        let Some(cells) = &self.plan.cells else { return };
        if self.plan.mapping.source.kinds[kind].cells.is_some() || !self.batch.rows.is_sound(row as usize) {
            return;
        }
        let found = self.batch.cells.record(row).len();
        let (least, most) = match self.width() {
            Some(width) => (width as usize, width as usize),
            None => (cells.least as usize, usize::MAX),
        };
        let declared = match cells.ragged {
            Ragged::Reject => false,
            Ragged::Pad => found < least,
            Ragged::Truncate => found > most,
        };
        if (least..=most).contains(&found) {
            return;
        }
        let args = vec![found.into(), least.into()];
        if declared {
            self.note(row, Severity::Note, Subject::Record, Code::RaggedRecord, args);
        } else {
            self.refuse(row, Subject::Record, Code::RaggedRecord, args);
        }
    }

    fn under_parent(&mut self, row: u32, kind: KindId) {
        let plan = self.plan;
        let work = &plan.kinds[kind];
        let above = work.parent.and_then(|parent| self.open[parent]);
        if let Some(above) = above {
            self.batch.rows.set_parent(row as usize, Some(above));
            let lent = self.weight(above);
            self.weigh(row, lent);
        }
        self.check_parent(row, kind, above);
        if let Some(parent) = work.ends {
            if self.open[parent].is_none() {
                self.ends_nothing(row, kind);
            }
            self.open[parent] = None;
            self.close_below(parent);
        }
        if plan.is_parent(kind) {
            self.close_below(kind);
            self.open[kind] = Some(row);
            self.grown_before[kind] = self.grown - self.grown_with(row);
            self.fresh[kind] = self.kept.is_some_and(|(rows, taken)| rows[taken - 1].kind != Some(kind));
        }
        self.check_group(row);
    }

    /// By how many bytes a record is longer than it was, which only one can be that is read again.
    fn grown_with(&self, row: u32) -> i64 {
        if self.kept.is_none() { 0 } else { grown_by(&self.batch.rows.get(row as usize), self.text) }
    }

    fn check_parent(&mut self, row: u32, kind: KindId, above: Option<u32>) {
        let work = &self.plan.kinds[kind];
        if let Some(parent) = work.parent.filter(|_| above.is_none() && !work.skipped) {
            self.refuse(row, Subject::Record, Code::Orphan, self.names([kind, parent]));
        }
    }

    fn ends_nothing(&mut self, row: u32, kind: KindId) {
        let work = &self.plan.kinds[kind];
        let args = self.names([Some(kind), work.ends].into_iter().flatten());
        if work.skipped {
            self.note(row, Severity::Warn, Subject::Record, Code::EndWithoutStart, args);
        } else {
            self.refuse(row, Subject::Record, Code::EndWithoutStart, args);
        }
    }

    fn names(&self, kinds: impl IntoIterator<Item = KindId>) -> Args {
        kinds.into_iter().map(|kind| self.plan.mapping.source.kinds[kind].name.as_str().into()).collect()
    }

    fn close_below(&mut self, kind: KindId) {
        for below in &self.plan.kinds[kind].below {
            self.open[*below] = None;
        }
    }

    /// The row of the first open parent whose group must stay together.
    fn group(&self) -> Option<u32> {
        if !self.plan.has_groups {
            return None;
        }
        let open = self.open.iter().enumerate().filter(|(kind, _)| self.plan.kinds[*kind].opens_group);
        let rows = open.filter_map(|(_, row)| *row);
        rows.filter(|row| !self.is_too_large(*row) && !self.batch.rows.is_ghost(*row as usize)).min()
    }

    fn is_too_large(&self, row: u32) -> bool {
        self.is_told(row, Code::GroupTooLarge)
    }

    fn is_told(&self, row: u32, code: Code) -> bool {
        let told = |note: &Note| note.row == row && note.code == code && note.severity == Severity::Reject;
        !self.batch.rows.is_sound(row as usize) && self.batch.notes.iter().any(told)
    }

    fn refuse_group(&mut self, parent: u32) {
        let args = vec![self.plan.mapping.source.group_max.into(), self.plan.group_records.into()];
        self.refuse(parent, Subject::Record, Code::GroupTooLarge, args);
    }

    fn in_group(&self) -> bool {
        self.group().is_some()
    }

    /// Whether the first open group has become too large with this row.
    fn check_group(&mut self, row: u32) {
        let Some(parent) = self.group() else { return };
        let (last, first) = (self.batch.rows.get(row as usize), self.batch.rows.get(parent as usize));
        let grown = self.grown - first.kind.map_or(0, |kind| self.grown_before[kind]);
        let size = (last.next - first.place.offset).saturating_add_signed(grown);
        // Not all that stood between them is read again.
        let records = last.place.record - first.place.record + 1;
        if self.plan.is_too_large(size, records) {
            self.refuse_group(parent);
        }
    }

    /// Remembers the open parents for the next batch.
    fn carry(&mut self) {
        let mut open: Vec<(u32, KindId)> =
            self.open.iter().enumerate().filter_map(|(kind, row)| row.map(|row| (row, kind))).collect();
        open.sort_unstable();
        self.carried = open
            .into_iter()
            .map(|(row, kind)| {
                let Row { span, place, stands, .. } = self.batch.rows.get(row as usize);
                let told = [(Code::GroupTooLarge, Refused::TooLarge), (Code::EndWithoutStart, Refused::EndsNothing)];
                let refused = told.into_iter().find(|(code, _)| self.is_told(row, *code)).map(|(_, why)| why);
                Carried { kind, span, place, refused, stands }
            })
            .collect();
    }
}

/// By how many bytes a record is longer than it was: nothing, unless it was edited.
fn grown_by(row: &Row, text: &Text<'_>) -> i64 {
    let read = row.end - text.offset(row.span.start as usize);
    read.cast_signed() - (row.next - row.place.offset).cast_signed()
}

/// How many positions a line has, if it has fewer than are wanted.
#[must_use]
pub fn short_length(plan: &Plan, bytes: &[u8], wanted: u32) -> Option<usize> {
    plan.short()?;
    let characters = plan.lines().is_some_and(|lines| lines.positions == Positions::Characters);
    // A position takes four bytes at most.
    if bytes.len() >= wanted as usize * if characters { 4 } else { 1 } {
        return None;
    }
    let length = if characters {
        let mut starts = Vec::new();
        plan.encoding.character_starts(bytes, &mut starts).map_or(bytes.len(), |()| starts.len())
    } else {
        bytes.len()
    };
    (length < wanted as usize).then_some(length)
}

/// The open parents' bytes, put behind the window's data; their spans in the view.
#[must_use]
pub fn place_ghosts(plan: &Plan, cursor: &Cursor, bytes: &mut Vec<u8>, base_skip: usize) -> Vec<(KindId, RecordSpan)> {
    let mut ghosts = Vec::new();
    for kind in plan.openers.iter().copied() {
        let Some(parent) = cursor.parents.get(kind).and_then(Option::as_ref) else { continue };
        ghosts.push((kind, place_behind(plan, &parent.bytes, bytes, base_skip)));
    }
    ghosts
}

/// A record's bytes, put behind the window's data; its span in the view.
#[must_use]
pub fn place_behind(plan: &Plan, record: &[u8], bytes: &mut Vec<u8>, base_skip: usize) -> RecordSpan {
    let scale = plan.scale();
    bytes.push(b'\n');
    while !(bytes.len() - base_skip).is_multiple_of(scale) {
        bytes.push(b'\n');
    }
    let start = (bytes.len() - base_skip) / scale;
    bytes.extend_from_slice(record);
    let len = record.len() / scale;
    RecordSpan::new(start, len, start + len, 0)
}
