//! One chunk, from framed bytes to encoded row groups.
//!
//! In: a window with its cursor and walk. Out: a [`Chunk`]: encoded rows of each table, rejects, findings, counts.
//! Refuses: order between chunks, files of the output.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::evidence::manifest::RecordClasses;
use crate::extractors::slices::Slice;
use crate::finding::{Code, RowFinding, Severity, Subject};
use crate::host::stopwatch::{Stage, turn, within};
use crate::loaders::chunk::{ChunkEncoder, Encoded};
use crate::mapping::model::{KindId, OnFail};
use crate::place::Place;
use crate::run::Stop;
use crate::run::batch::{Batch, Batches, Note, Row, Zone};
use crate::run::evaluate::{ControlEntry, Evaluated, TableRows, Verdict, evaluate};
use crate::run::fold::gather::{Gatherer, Rows};
use crate::run::fold::lane::tag;
use crate::run::fold::places::ChunkPlaces;
use crate::run::fold::{controls, dedupe, gaps};
use crate::run::order::{Sorter, Waiting};
use crate::run::plan::{Plan, TableWork};
use crate::run::round_trip;
use crate::run::spans;
use crate::run::summary::{Summary, add_made};
use crate::run::unread::Unread;
use crate::run::walk::Text;
use crate::run::windows::{OpenSource, to_index};
use crate::validate::set::control::{REFUSED, Side};
use crate::validate::set::entry::{Entry, RowPlace};
use crate::validate::set::key::Columns;

mod refused;

use refused::Refuser;
pub use refused::{RawPiece, Refused};

/// What a chunk came to.
pub struct Chunk {
    /// One for each table.
    pub tables: Vec<Encoded>,
    /// What went wrong.
    pub refused: Refused,
    /// What was counted.
    pub summary: Summary,
}

/// Makes the chunk of one window.
pub struct ChunkMaker<'a, 's> {
    plan: &'a Plan,
    source: &'a Arc<OpenSource>,
    encoders: Vec<ChunkEncoder<'a>>,
    /// Of each table whose rows have another order than the sources'.
    sorters: Vec<Option<Sorter<'a, 's>>>,
    refuser: Refuser<'a>,
    gatherer: Gatherer,
    waiting: &'a Waiting<'a, 's>,
    /// Its number in the mapping.
    number: u64,
    /// Of each table: where its rows stand, if a rule asks.
    places: Vec<Option<ChunkPlaces>>,
    /// What stands where no field reads.
    unread: Unread<'a>,
    /// The first record that joins into a row that stands in the run that is mended.
    joins_old: Option<Place>,
    summary: Summary,
}

fn wrong_type(_: crate::evidence::totals::WrongType) -> Stop {
    Stop::new(Code::Defect, vec!["an array of another type".into()])
}

fn stop((code, args): (Code, crate::finding::Args)) -> Stop {
    Stop::new(code, args)
}

impl<'a, 's> ChunkMaker<'a, 's> {
    /// An empty chunk of this number, of about so many records.
    #[must_use]
    pub fn new(
        plan: &'a Plan,
        source: &'a Arc<OpenSource>,
        waiting: &'a Waiting<'a, 's>,
        (number, records): (u64, u64),
    ) -> Self {
        let encoders = plan.tables.iter().map(|table| ChunkEncoder::new(&table.load).expecting(records)).collect();
        let sorters = (0..plan.tables.len()).map(|table| waiting.sorter(plan, table, number)).collect();
        let of_rows = |table: &TableWork| table.placed.as_ref().map(|columns| ChunkPlaces::new(columns.len()));
        let places = plan.tables.iter().map(of_rows).collect();
        let (gatherer, unread) = (Gatherer::default(), Unread::new(plan, source));
        Self {
            plan,
            source,
            encoders,
            sorters,
            refuser: Refuser::new(plan, source, waiting),
            gatherer,
            waiting,
            number,
            places,
            unread,
            joins_old: None,
            summary: Summary::new(plan),
        }
    }

    /// Evaluates and encodes all batches, and does something else `between` two of them.
    ///
    /// # Errors
    /// TL0911, a defect; TL0901.
    pub fn take(&mut self, text: &Text<'_>, batches: &mut Batches<'_>, between: &mut dyn FnMut()) -> Result<(), Stop> {
        while let Some(batch) = within(Stage::Frame, || batches.next())? {
            let mut evaluated = evaluate(self.plan, self.source, text, batch)?;
            turn(Stage::Check);
            let joins_old = evaluated.joins_old.map(|row| batch.rows.place(row as usize));
            self.joins_old = self.joins_old.or(joins_old);
            self.sum(&evaluated)?;
            self.gather(batch, &mut evaluated)?;
            self.count(batch, &evaluated)?;
            self.look(text, batch, &evaluated)?;
            self.encode_again(text, batch, &evaluated);
            self.refuser.take(text, batch, &mut evaluated, &mut self.summary)?;
            // Last, since it goes over so much memory that the batch's bytes would be read from far away again.
            within(Stage::Encode, || self.load(evaluated.tables))?;
            between();
        }
        Ok(())
    }

    /// The first record that is read again and would be joined into a row that stands already.
    #[must_use]
    pub const fn joins_old(&self) -> Option<Place> {
        self.joins_old
    }

    /// A finding about the file as a whole, or one that ends it.
    pub fn file_finding(&mut self, place: Place, code: Code, args: crate::finding::Args) {
        self.file_note(place, Severity::Fail, code, args);
    }

    /// A doubt about the file as a whole.
    pub fn file_note(&mut self, place: Place, severity: Severity, code: Code, args: crate::finding::Args) {
        let note = Note { row: 0, severity, subject: Subject::Record, code, args: args.into() };
        self.refuser.tell(note, place);
    }

    /// Counts bytes that no record has; nothing where they end before they begin.
    pub fn count_bytes(&mut self, class: spans::Class, span: std::ops::Range<u64>) {
        let bytes = &mut self.summary.files.entry(self.source.index).or_default().bytes;
        spans::count(bytes, class, (&self.source.spec.name, span));
    }

    /// The finished chunk.
    ///
    /// # Errors
    /// TL0911, a defect.
    pub fn finish(mut self) -> Result<Chunk, Stop> {
        turn(Stage::Check);
        self.hand_on()?;
        for (table, places) in self.places.drain(..).enumerate() {
            if let Some(places) = places {
                self.waiting.entries.place((self.plan.number, table), self.number, places)?;
            }
        }
        self.sorters.into_iter().flatten().try_for_each(Sorter::finish)?;
        self.summary.unread = self.unread.into_counts().collect();
        turn(Stage::Encode);
        let refused = self.refuser.finish(&mut self.summary)?;
        let tables = self.encoders.into_iter().map(|encoder| encoder.finish().map_err(stop));
        Ok(Chunk { tables: tables.collect::<Result<_, _>>()?, refused, summary: self.summary })
    }

    /// Sums up the loaded rows.
    fn sum(&mut self, evaluated: &Evaluated) -> Result<(), Stop> {
        for (rows, summary) in evaluated.tables.iter().zip(&mut self.summary.tables) {
            summary.absent += rows.absent;
            if rows.rows == 0 {
                continue;
            }
            summary.rows += rows.rows;
            for (running, array) in summary.columns.iter_mut().zip(&rows.columns) {
                running.add(array.as_ref()).map_err(wrong_type)?;
            }
            add_made(&mut summary.made, &rows.made);
            for (list, rows) in summary.lists.iter_mut().zip(&rows.lists) {
                list.add(rows).map_err(wrong_type)?;
            }
            summary.lookups.iter_mut().zip(&rows.lookups).for_each(|(total, counts)| total.add(*counts));
            summary.split.add(rows.split);
        }
        Ok(())
    }

    /// Takes the loaded rows into their row groups, or where they wait to be sorted.
    fn load(&mut self, tables: Vec<TableRows>) -> Result<(), Stop> {
        let writers = self.encoders.iter_mut().zip(&mut self.sorters);
        for ((encoder, sorter), rows) in writers.zip(tables).filter(|(_, rows)| rows.rows > 0) {
            match sorter {
                Some(sorter) => sorter.push(&rows.columns)?,
                None => encoder.push(rows.columns).map_err(stop)?,
            }
        }
        Ok(())
    }

    /// What the loaded rows tell the rules over several rows, and all records the controls; where that cannot be told, it
    /// is noted.
    fn gather(&mut self, batch: &Batch, evaluated: &mut Evaluated) -> Result<(), Stop> {
        let mut notes = Vec::new();
        let tables = self.plan.tables.iter().zip(&evaluated.tables).enumerate();
        for (table, (work, loaded)) in tables.filter(|(_, (work, loaded))| work.is_told() && loaded.rows > 0) {
            let places: Vec<Place> = loaded.records.iter().map(|row| batch.rows.place(*row as usize)).collect();
            let (mapping, file) = (self.plan.number, self.source.spec.name.as_str());
            let first = self.summary.tables[table].rows - loaded.rows;
            let tag = if work.placed.is_some() {
                tag::of(mapping, self.number, first + loaded.rows)? - loaded.rows
            } else {
                0
            };
            let rows = Rows { mapping, columns: &loaded.columns, places: &places, file, tag };
            // The rows that the first pass leaves have no key twice.
            if let Some(emit) = work.dedupe.as_ref().filter(|_| self.plan.refused.is_none()) {
                dedupe::take(&mut self.gatherer, emit, &rows, &loaded.repetitions)?;
            }
            if let (Some(columns), Some(placed)) = (&work.placed, &mut self.places[table]) {
                assert_eq!(placed.rows(), first);
                place(placed, &rows, columns)?;
            }
            for emit in &work.emits {
                let subject = Subject::SetRule(to_u16(table), to_u16(emit.own));
                let severity = if emit.on_fail == OnFail::Warn { Severity::Warn } else { Severity::Fail };
                for RowFinding { row, code, args } in self.gatherer.take(emit, &rows)? {
                    notes.push(Note { row: loaded.records[row as usize], severity, subject, code, args });
                }
                if self.gatherer.is_full() {
                    self.hand_on()?;
                }
            }
        }
        for ControlEntry { telling, opened, side, refused, row, records, amount, value } in &evaluated.controls {
            let place_of = |row: u32| batch.rows.place(row as usize);
            let key = controls::key(&self.plan.controls[*telling], self.source.index, opened.map(place_of));
            let at = RowPlace { mapping: self.plan.number, place: place_of(*row) };
            let (byte, refused) = (side.byte(), *refused);
            let entry = Entry { side: byte, number: None, at, rows: *records, sum: *amount, refused };
            if *side == Side::Says || !value.is_empty() {
                self.gatherer.tell_apart(&key, entry, value);
            } else {
                self.gatherer.tell(&key, entry);
            }
        }
        for (key, told) in evaluated.reports.each() {
            let at = RowPlace { mapping: self.plan.number, place: batch.rows.place(told.row as usize) };
            let tag = key.last().copied().unwrap_or_default();
            let (side, refused) = (tag & !REFUSED, tag & REFUSED != 0);
            let entry = Entry { side, number: None, at, rows: told.rows, sum: told.amount, refused };
            self.gatherer.tell_together(key, entry);
            if self.gatherer.is_full() {
                self.hand_on()?;
            }
        }
        for covering in &evaluated.coverage {
            if let Some(counted) = self.summary.coverage_mut(covering.table, covering.number) {
                counted.add(covering.counts);
            }
            for gap in &covering.gaps {
                let at = RowPlace { mapping: self.plan.number, place: batch.rows.place(gap.row as usize) };
                gaps::tell(&gap.key, at, gap.amount, &mut |key, entry| self.gatherer.tell(key, entry));
            }
            if self.gatherer.is_full() {
                self.hand_on()?;
            }
        }
        if !notes.is_empty() {
            evaluated.notes.append(&mut notes);
            evaluated.notes.sort_by_key(|note| note.row);
        }
        if self.gatherer.is_full() { self.hand_on() } else { Ok(()) }
    }

    fn hand_on(&mut self) -> Result<(), Stop> {
        self.waiting.entries.add(&mut self.gatherer)
    }

    fn count(&mut self, batch: &Batch, evaluated: &Evaluated) -> Result<(), Stop> {
        let summary = &mut self.summary;
        let file = summary.files.entry(self.source.index).or_default();
        file.bytes.separators += batch.separators;
        for (at, counts) in &evaluated.counts {
            file.fields.entry((at.kind, at.repeat, at.field)).or_default().add(*counts);
        }
        let mut kinds = vec![RecordClasses::default(); summary.kinds.len()];
        // Rows of one kind that load are of one class.
        let mut together = vec![(0, 0); self.plan.kinds.len()];
        let classed = |kind| counted_as(class_of(self.plan, kind));
        let rows = &batch.rows;
        // What is not counted together, in the order of the rows.
        let (mut others, mut at) = (Vec::new(), 0);
        for (kind, run) in rows.runs().filter(|_| rows.are_plain()) {
            for fine in fine(&evaluated.verdicts, run, evaluated.all_load) {
                others.extend(std::mem::replace(&mut at, fine.end)..fine.start);
                let (records, bytes) = &mut together[kind];
                *records += fine.len() as u64;
                let length = |span: Range<u64>| {
                    spans::counted(&self.source.spec.name, classed(kind), &span);
                    span.end - span.start
                };
                *bytes += rows.bytes(fine).map(length).sum::<u64>();
            }
        }
        others.extend(at..rows.len());
        for number in others.into_iter().filter(|number| !rows.is_ghost(*number)) {
            let verdict = &evaluated.verdicts[number];
            let is_fine = *verdict == Verdict::Fine && rows.zone(number) == Zone::Row;
            if let Some(kind) = rows.kind(number).filter(|_| is_fine) {
                let Place { offset, length, .. } = rows.place(number);
                spans::counted(&self.source.spec.name, classed(kind), &(offset..offset + length));
                let (records, bytes) = &mut together[kind];
                (*records, *bytes) = (*records + 1, *bytes + length);
                continue;
            }
            let row = rows.get(number);
            let of_kind = &mut kinds[row.kind.unwrap_or(self.plan.kinds.len())];
            let (records, of) = match (verdict, class(self.plan, &row)) {
                (Verdict::Refused, _) => (&mut of_kind.rejected, spans::Class::Rejected),
                (Verdict::Aside(_), Class::Loads | Class::Informs) => (&mut of_kind.set_aside, spans::Class::SetAside),
                (_, class) => (records_of(of_kind, class), counted_as(class)),
            };
            *records += 1;
            let span = row.place.offset..row.place.offset + row.place.length;
            spans::count(&mut file.bytes, of, (&self.source.spec.name, span));
            match verdict {
                Verdict::Aside(reason) if class(self.plan, &row) != Class::Skipped => {
                    summary.asides[*reason as usize].records += 1;
                }
                Verdict::Refused => match row.kind {
                    Some(kind) => self.plan.kinds[kind]
                        .counts_against
                        .iter()
                        .for_each(|table| summary.tables[*table].rejected += 1),
                    None => summary.tables.iter_mut().for_each(|table| table.rejected += 1),
                },
                _ => {}
            }
        }
        for (kind, (records, bytes)) in together.into_iter().enumerate() {
            *spans::of(&mut file.bytes, classed(kind)) += bytes;
            *records_of(&mut kinds[kind], class_of(self.plan, kind)) += records;
        }
        for (known, records) in summary.kinds.iter_mut().zip(kinds) {
            known.add(records);
            file.records.add(records);
        }
        for (reason, rows) in &evaluated.rows_aside {
            summary.asides[*reason].records += rows;
        }
        for (table, limit, stake) in &evaluated.stakes {
            summary.tables[*table].stakes[*limit].add(*stake);
        }
        for (reason, at, values) in &evaluated.asides {
            summary.set_aside(self.plan, *reason, *at, values.as_ref()).map_err(wrong_type)?;
        }
        Ok(())
    }

    /// Looks where no field reads, in records that load or inform: those that are refused or set aside are kept, or have
    /// a reason, as a whole.
    fn look(&mut self, text: &Text<'_>, batch: &Batch, evaluated: &Evaluated) -> Result<(), Stop> {
        if !self.unread.watches_any() {
            return Ok(());
        }
        // Of each kind; cells are counted together.
        let widest = if self.plan.cells.is_some() { batch.cells.widest() } else { 0 };
        let mut longest = vec![widest; self.plan.kinds.len()];
        for (kind, run) in batch.rows.runs().filter(|_| self.plan.cells.is_none()) {
            let lengths = batch.records[run].iter().map(Slice::len);
            longest[kind] = lengths.fold(longest[kind], usize::max);
        }
        let reaches = |(kind, longest)| !batch.tails.is_empty() || self.unread.reaches(kind, longest);
        let reach: Vec<bool> = longest.into_iter().enumerate().map(reaches).collect();
        if !reach.contains(&true) {
            return Ok(());
        }
        for (number, kind) in kept(self.plan, batch, evaluated).filter(|(_, kind)| reach[*kind]) {
            if self.unread.watches(kind) {
                self.unread.see(text, batch, number, kind)?;
            }
        }
        Ok(())
    }

    /// Encodes the values of the same records again, if that was asked for.
    fn encode_again(&mut self, text: &Text<'_>, batch: &Batch, evaluated: &Evaluated) {
        if !self.plan.round_trip {
            return;
        }
        let mut asked: BTreeMap<KindId, Vec<u32>> = BTreeMap::new();
        for (number, kind) in kept(self.plan, batch, evaluated) {
            asked.entry(kind).or_default().push(number);
        }
        let asked: Vec<_> = asked.into_iter().collect();
        let fields = batch.fields(self.plan, self.source, text);
        round_trip::see(self.plan, batch, &fields, &asked, &mut self.summary.trips);
    }
}

/// The parts of a run of rows with which nothing is wrong; the whole run if `all` are so.
fn fine(verdicts: &[Verdict], run: Range<usize>, all: bool) -> impl Iterator<Item = Range<usize>> {
    let mut at = run.start;
    std::iter::from_fn(move || {
        let rest = &verdicts[at..run.end];
        let start = at + if all { 0 } else { rest.iter().position(|verdict| *verdict == Verdict::Fine)? };
        let others = verdicts[start..run.end].iter().position(|verdict| !all && *verdict != Verdict::Fine);
        at = others.map_or(run.end, |others| start + others);
        (start < at).then_some(start..at)
    })
}

/// The rows that load or inform, with their kinds.
fn kept<'b>(
    plan: &'b Plan,
    batch: &'b Batch,
    evaluated: &'b Evaluated,
) -> impl Iterator<Item = (u32, KindId)> + use<'b> {
    let rows = (0_u32..).zip(batch.rows.iter()).zip(&evaluated.verdicts);
    rows.filter_map(|((number, row), verdict)| {
        let is_kept = !row.ghost && *verdict == Verdict::Fine && class(plan, &row) != Class::Skipped;
        Some((number, row.kind.filter(|_| is_kept)?))
    })
}

/// Keeps where rows stand, and what they have at stake in these columns.
fn place(places: &mut ChunkPlaces, rows: &Rows<'_>, columns: &[usize]) -> Result<(), Stop> {
    let amounts = columns.iter().map(|column| {
        let array = std::iter::once(&rows.columns[*column]);
        Columns::of(array).ok_or_else(|| Stop::new(Code::Defect, vec!["an amount that is no number".into()]))
    });
    let amounts = amounts.collect::<Result<Vec<_>, _>>()?;
    for (row, place) in rows.places.iter().enumerate() {
        places.push(place, amounts.iter().map(|column| column.number(row).unwrap_or(0)))?;
    }
    Ok(())
}

fn to_u16(number: usize) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}

/// A record with its end, if the window has all of it.
fn whole<'t>(text: &'t Text<'_>, row: &Row) -> Option<&'t [u8]> {
    let start = row.span.start as usize * text.scale;
    text.bytes.get(start..to_index(row.end - text.base)).filter(|_| row.end <= text.offset(text.framed))
}

/// What a record is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// It feeds a table.
    Loads,
    /// It informs others.
    Informs,
    /// It is not read.
    Skipped,
}

/// What a row of this kind is there for.
fn class_of(plan: &Plan, kind: KindId) -> Class {
    match &plan.kinds[kind] {
        kind if kind.skipped => Class::Skipped,
        kind if kind.loads => Class::Loads,
        _ => Class::Informs,
    }
}

/// The records of a class that nothing is wrong with.
const fn records_of(records: &mut RecordClasses, class: Class) -> &mut u64 {
    match class {
        Class::Loads => &mut records.loaded,
        Class::Informs => &mut records.informing,
        Class::Skipped => &mut records.skipped,
    }
}

/// As what the bytes of a record are counted that nothing is wrong with.
const fn counted_as(class: Class) -> spans::Class {
    match class {
        Class::Loads => spans::Class::Loaded,
        Class::Informs => spans::Class::Informing,
        Class::Skipped => spans::Class::Skipped,
    }
}

/// What a record is there for, whatever becomes of it.
pub fn class(plan: &Plan, row: &Row) -> Class {
    match (row.zone, row.kind) {
        (Zone::Header, _) | (Zone::Row, None) => Class::Informs,
        (Zone::Skipped, _) | (Zone::Preamble, None) => Class::Skipped,
        (Zone::Row | Zone::Preamble, Some(kind)) => class_of(plan, kind),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_fine_is_found_in_runs_and_nothing_else(
            verdicts in prop::collection::vec(prop_oneof![3 => Just(0), 1 => Just(1), 1 => Just(2)], 0..40),
            (from, to) in (0_usize..40, 0_usize..40),
        ) {
            let of = |verdict| [Verdict::Fine, Verdict::Refused, Verdict::Aside(0)][verdict];
            let verdicts: Vec<Verdict> = verdicts.into_iter().map(of).collect();
            let run = from.min(verdicts.len())..to.min(verdicts.len()).max(from.min(verdicts.len()));
            let found: Vec<Range<usize>> = fine(&verdicts, run.clone(), false).collect();
            let want: Vec<usize> = run.clone().filter(|row| verdicts[*row] == Verdict::Fine).collect();
            prop_assert_eq!(found.iter().cloned().flatten().collect::<Vec<_>>(), want);
            prop_assert!(found.windows(2).all(|pair| pair[0].end < pair[1].start), "neighbours are one run");
            prop_assert_eq!(fine(&verdicts, run.clone(), true).flatten().collect::<Vec<_>>(), run.collect::<Vec<_>>());
        }
    }
}
