//! What becomes of the rows of one batch.
//!
//! In: a batch of framed rows. Out: for each table the columns of the rows that are loaded, and for each row its verdict
//! and its findings. The order: decode, parents' keys, reasons to set aside, columns and their checks, rules of rows, then refusals go
//! up from joined children to their parent, and down from parents to all that stands under them.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{ArrowPrimitiveType, Int32Type, Int64Type};
use arrow_array::{Array, ArrayRef, BooleanArray, Int64Array, NullArray, PrimitiveArray, StringArray, UInt32Array};
use arrow_buffer::BooleanBuffer;
use arrow_select::filter::filter;
use arrow_select::take::take;

use crate::extractors::decode::FieldCounts;
use crate::extractors::fields::{Batch as Fields, Repetitions};
use crate::extractors::repeated::Repeated;
use crate::extractors::values::Values;
use crate::finding::{Args, Code, RowArgs, RowFinding, Severity, Subject};
use crate::host::stopwatch::{Stage, turn, within};
use crate::mapping::model::{FieldRef, KindId, Many, OnFail, Origin, Reads, RepeatLevel, RepeatPlace};
use crate::run::Stop;
use crate::run::batch::{Batch, Note, index, subject_of};
use crate::run::computed::Computed;
use crate::run::conditions;
use crate::run::fold::refusals::Refusal;
use crate::run::order::folders;
use crate::run::plan::{FieldWork, Plan};
use crate::run::summary::{AtStake, LookupCounts, SplitCounts};
use crate::run::variable;
use crate::run::walk::Text;
use crate::run::windows::OpenSource;
use crate::spare;
use crate::transforms::split::Parts;
use crate::transforms::sql;

mod controls;
mod coverage;
mod kept;
mod lists;
mod lookups;
mod named;
mod reports;
pub mod seen;
mod splits;
mod stakes;

pub use controls::ControlEntry;
pub use coverage::Covering;
use kept::Kept;
pub use lists::ListRows;
use lookups::Looked;
pub use reports::ReportEntries;

/// What becomes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It feeds its table, or informs others, or is skipped.
    Fine,
    /// Set aside for the reason of this number: a small one, since all verdicts of a batch are looked through again and again.
    Aside(u32),
    /// Refused.
    Refused,
}

/// What a batch came to.
#[derive(Debug, Default)]
pub struct Evaluated {
    /// One for each row.
    pub verdicts: Vec<Verdict>,
    /// No row is refused, set aside or a ghost.
    pub all_load: bool,
    /// Of rows that are not ghosts, by row.
    pub notes: Vec<Note>,
    /// One for each table: its columns, `_file` and `_offset` if it has them.
    pub tables: Vec<TableRows>,
    /// One for each field: kind, group, field.
    pub counts: Vec<(FieldRef, FieldCounts)>,
    /// Typed values of the records that were set aside: reason, field, values.
    pub asides: Vec<(usize, FieldRef, ArrayRef)>,
    /// Rows of tables that were set aside, by reason.
    pub rows_aside: Vec<(usize, u64)>,
    /// What the records tell the controls; nothing where there is none.
    pub controls: Vec<ControlEntry>,
    /// What crosswalks cover of all rows that are looked up.
    pub coverage: Vec<Covering>,
    /// Money in the records that are refused: table, its limit, how much.
    pub stakes: Vec<(usize, usize, AtStake)>,
    /// What the rows tell the controls beside the files.
    pub reports: ReportEntries,
    /// The first row that joins into the row of a parent that stands in the run that is mended.
    pub joins_old: Option<u32>,
}

/// The rows of one table.
#[derive(Debug, Default)]
pub struct TableRows {
    /// As the table's plan wants them.
    pub columns: Vec<ArrayRef>,
    /// Rows.
    pub rows: u64,
    /// Of each row its record, by row of the batch; nothing where no rule over several rows asks.
    pub records: Vec<u32>,
    /// Of each row its number in its record, from 0; nothing where repeated rows are not dropped.
    pub repetitions: Vec<u32>,
    /// Defaults taken and values emptied (`null_if`), by column.
    pub made: Vec<(u64, u64)>,
    /// What its look-ups came to.
    pub lookups: Vec<LookupCounts>,
    /// What its split came to, if it has one.
    pub split: SplitCounts,
    /// Repetitions that the records of its rows have not.
    pub absent: u64,
    /// The elements of its lists, each list before those within its elements.
    pub lists: Vec<ListRows>,
}

/// The decoded rows of one kind.
#[derive(Default)]
struct KindRows<'a> {
    rows: Vec<u32>,
    fields: Vec<Values<'a>>,
    repeats: Vec<Vec<Values<'a>>>,
    /// Of each group: which repetitions there are.
    repeated: Vec<Repeated>,
}

/// One value a row.
const SINGLE: Repeated = Repeated::All(1);

/// Of each kind whose fields a table is lent: for each row, its place among the decoded rows of that kind.
type Lent = Vec<(KindId, UInt32Array)>;

/// No row of the kind.
const NOWHERE: u32 = u32::MAX;

struct Evaluation<'a> {
    plan: &'a Plan,
    source: &'a OpenSource,
    batch: &'a Batch,
    fields: Fields<'a>,
    kinds: Vec<KindRows<'a>>,
    /// Of each row: its place among the decoded rows of its kind.
    places: Vec<u32>,
    /// Rows whose key is not their parent's: they belong to none.
    strays: Vec<bool>,
    /// Of each row: the reason for which it is set aside, if it is not refused; nothing where the mapping has no reason.
    asides: Vec<Option<usize>>,
    /// Fields that did not decode: what a column says of their absence would be the same mistake told twice.
    ///
    /// Sorted once all fields are decoded: a set would cost more than the decoding where most values are bad.
    undecoded: Vec<(u32, Subject)>,
    /// What was said of the batch's records in the passes before.
    refusals: Vec<Refusal>,
    /// Parents, and the joined kinds of which they have too few, too many or one that is no record.
    lacking: BTreeSet<(u32, KindId)>,
    /// The elements of lists, as they were made: one for each of the plan's.
    lists: Vec<Made<'a>>,
    /// Parents whose groups are too large: of their children only some may be here, so that nothing is said of them.
    too_large: BTreeSet<u32>,
    out: Evaluated,
}

/// Evaluates a batch.
///
/// # Errors
/// TL0911 where stages do not agree about types: a defect.
pub fn evaluate(plan: &Plan, source: &OpenSource, text: &Text<'_>, batch: &Batch) -> Result<Evaluated, Stop> {
    let mut work = Evaluation::new(plan, source, text, batch)?;
    let tables = work.made()?;
    work.finished(tables)
}

/// The columns of one table before any row is dropped.
#[derive(Default)]
struct Made<'a> {
    columns: Vec<Values<'a>>,
    inputs: Vec<Option<ArrayRef>>,
    counted: Vec<bool>,
    /// Of each column: the rows for which its value could not be made, which is told; what follows from it is not.
    told: Vec<BTreeSet<u32>>,
    /// Of each column: the rows whose value its type cannot hold.
    unmade: Vec<BTreeSet<u32>>,
    /// One for each of the table's look-ups.
    looked: Vec<Looked>,
    /// Of each repetition that is there: the first of the table's reasons to leave it out; nothing where the table has none.
    left_out: Vec<Option<usize>>,
    /// What the look-up of the table's split came to.
    split: Option<Looked>,
    /// The parts that rows were split into: then all columns have one value for each part.
    parts: Option<Parts>,
}

impl Made<'_> {
    /// Whether none of the table's reasons leaves the repetition out.
    fn is_kept(&self, repetition: u32) -> bool {
        self.left_out.get(repetition as usize).is_none_or(Option::is_none)
    }
}

/// The records that make rows, one for each repetition that is there, and the parts that these were split into.
#[derive(Clone, Copy)]
struct RowsOf<'a> {
    records: &'a [u32],
    repeated: &'a Repeated,
    parts: Option<&'a Parts>,
    /// The rows are repetitions that stand there in their record: what is wrong with one is told with its number.
    place: Option<&'a RepeatPlace>,
}

impl<'a> RowsOf<'a> {
    /// One row a record.
    const fn each(records: &'a [u32]) -> Self {
        Self { records, repeated: &SINGLE, parts: None, place: None }
    }

    /// Rows.
    fn count(&self) -> usize {
        self.parts.map_or(self.repeated.count(self.records.len()), |parts| parts.rows.len())
    }

    /// The repetition that a row is, or is a part of, among those of all records.
    fn repetition(&self, row: u32) -> u32 {
        self.parts.map_or(row, |parts| parts.rows.value(row as usize))
    }

    /// A row's record.
    fn record(&self, row: u32) -> u32 {
        self.records[self.repeated.owner(self.repetition(row)) as usize]
    }

    /// The records of all rows, or of those of the mask.
    fn records_of(&self, mask: Option<&BooleanArray>) -> Cow<'a, [u32]> {
        let record = |row: usize| self.record(u32::try_from(row).unwrap_or(NOWHERE));
        match (mask, self.are_several()) {
            (None, false) => self.records.into(),
            (None, true) => (0..self.count()).map(record).collect(),
            (Some(mask), false) => mask.values().set_indices().map(|row| self.records[row]).collect(),
            (Some(mask), true) => mask.values().set_indices().map(record).collect(),
        }
    }

    /// Several rows may be of one record.
    const fn are_several(&self) -> bool {
        !self.repeated.is_single() || self.parts.is_some()
    }
}

/// The rows of a table.
#[derive(Clone, Copy)]
struct TableOfRows<'a> {
    table: usize,
    of: RowsOf<'a>,
}

/// What a failed check leads to.
const fn severity(on_fail: OnFail) -> Severity {
    match on_fail {
        OnFail::Reject => Severity::Reject,
        OnFail::Warn => Severity::Warn,
        OnFail::Fail => Severity::Fail,
    }
}

fn stop((code, args): (Code, Args)) -> Stop {
    Stop::new(code, args)
}

fn defect(what: &'static str) -> Stop {
    Stop::new(Code::Defect, vec![what.into()])
}

impl<'a> Evaluation<'a> {
    fn new(plan: &'a Plan, source: &'a OpenSource, text: &'a Text<'_>, batch: &'a Batch) -> Result<Self, Stop> {
        let too_large = batch.notes.iter().filter(|note| note.code == Code::GroupTooLarge).map(|note| note.row);
        Ok(Self {
            plan,
            source,
            batch,
            fields: batch.fields(plan, source, text),
            kinds: Vec::new(),
            places: vec![NOWHERE; batch.rows.len()],
            strays: vec![false; batch.rows.len()],
            asides: Vec::new(),
            undecoded: Vec::new(),
            refusals: refusals(plan, source, batch)?,
            lacking: BTreeSet::new(),
            lists: Vec::new(),
            too_large: too_large.collect(),
            out: Evaluated {
                verdicts: vec![Verdict::Fine; batch.rows.len()],
                notes: batch.notes.clone(),
                ..Evaluated::default()
            },
        })
    }

    /// The columns of all tables before any row is dropped; by now each row has its verdict.
    fn made(&mut self) -> Result<Vec<Made<'a>>, Stop> {
        within(Stage::Frame, || self.gather());
        within(Stage::Decode, || self.decode());
        turn(Stage::Check);
        self.same_keys()?;
        self.reasons()?;
        let said = self.out.notes.len();
        self.unnamed();
        let tables = within(Stage::Map, || self.columns())?;
        self.refused_by_rules();
        self.spare_old_rows(said);
        self.settle();
        self.out.joins_old = self.joins_old();
        Ok(tables)
    }

    /// What the batch came to.
    fn finished(mut self, tables: Vec<Made<'a>>) -> Result<Evaluated, Stop> {
        self.controls(&tables)?;
        self.stakes(&tables)?;
        self.reports(&tables)?;
        within(Stage::Map, || self.fill(tables))?;
        let Self { batch, mut out, .. } = self;
        out.notes.retain(|note| !batch.rows.is_ghost(note.row as usize));
        out.notes.sort_by_key(|note| note.row);
        Ok(out)
    }

    #[expect(clippy::cast_possible_truncation, reason = "a batch has fewer rows than its window has bytes")]
    fn gather(&mut self) {
        self.kinds.resize_with(self.plan.kinds.len(), KindRows::default);
        for (kind, run) in self.batch.rows.runs().filter(|(kind, _)| !self.plan.kinds[*kind].skipped) {
            let rows = &mut self.kinds[kind].rows;
            self.places[run.clone()].iter_mut().zip(rows.len() as u32..).for_each(|(place, at)| *place = at);
            rows.extend(run.start as u32..run.end as u32);
        }
    }

    fn decode(&mut self) {
        for kind in 0..self.kinds.len() {
            let rows = std::mem::take(&mut self.kinds[kind].rows);
            if rows.is_empty() {
                continue;
            }
            let work = &self.plan.kinds[kind];
            let is_ghost = |row: &u32| self.batch.has_ghosts && self.batch.rows.is_ghost(*row as usize);
            let ghosts: Vec<u32> = rows.iter().copied().filter(is_ghost).collect();
            let fields = self.fields_of_kind(kind, &rows, &ghosts);
            let mut repeats = Vec::with_capacity(work.repeats.len());
            let mut repeated = Vec::with_capacity(work.repeats.len());
            for (number, group) in work.repeats.iter().enumerate() {
                let mut arrays = Vec::with_capacity(group.fields.len());
                let there = self.present(kind, number, &rows);
                let there_of_ghosts = self.present(kind, number, &ghosts);
                for (field, wanted) in group.fields.iter().enumerate() {
                    let read = |rows: &[u32], repeated: &Repeated| {
                        let of = Repetitions { cut: &group.cut, repeated };
                        self.fields.repeated(&wanted.decoder, of, wanted.cut, rows)
                    };
                    let decoded = read(&rows, &there);
                    let counts = without(decoded.counts, &ghosts, || read(&ghosts, &there_of_ghosts).counts);
                    let at = FieldRef { kind, repeat: Some(number), field };
                    self.tell(at, counts, (&rows, &there), decoded.findings);
                    arrays.push(decoded.array.into());
                }
                repeats.push(arrays);
                repeated.push(there);
            }
            self.kinds[kind] = KindRows { rows, fields, repeats, repeated };
        }
        self.undecoded.sort_unstable();
    }

    /// The fields that stand once in each of these rows. Those of which nothing may be told wait until somebody looks.
    fn fields_of_kind(&mut self, kind: KindId, rows: &[u32], ghosts: &[u32]) -> Vec<Values<'a>> {
        let work = &self.plan.kinds[kind].fields;
        let starts = self.fields.starts(rows).map(Arc::new);
        // All fields together are shared more evenly.
        let waits = if spare::others_help() { None } else { starts.as_ref() };
        let later = |wanted: &'a FieldWork| self.fields.later(&wanted.decoder, wanted.cut, waits);
        let later: Vec<Option<Values<'a>>> = work.iter().map(later).collect();
        let first = work.iter().zip(&later).filter(|(_, later)| later.is_none()).map(|(wanted, _)| wanted);
        let decode = |wanted: &FieldWork| self.fields.strip(&wanted.decoder, wanted.cut, rows, starts.as_deref());
        let mut first = spare::share(first.collect(), decode).into_iter();
        let mut fields = Vec::with_capacity(work.len());
        for ((field, wanted), later) in work.iter().enumerate().zip(later) {
            fields.extend(later.or_else(|| {
                let decoded = first.next()?;
                let of_ghosts = || self.fields.field(&wanted.decoder, wanted.cut, ghosts).counts;
                let counts = without(decoded.counts, ghosts, of_ghosts);
                self.tell(FieldRef { kind, repeat: None, field }, counts, (rows, &SINGLE), decoded.findings);
                Some(decoded.array.into())
            }));
        }
        fields
    }

    /// Which repetitions of a group these rows have.
    fn present(&self, kind: KindId, group: usize, rows: &[u32]) -> Repeated {
        variable::present(self.plan, &self.fields, (kind, group), rows)
    }

    /// Which repetitions of a group the rows of a kind have; without a group, one value each.
    fn repeated(&self, kind: KindId, group: Option<usize>) -> &Repeated {
        group.and_then(|group| self.kinds[kind].repeated.get(group)).unwrap_or(&SINGLE)
    }

    /// Whether any field of the row did not decode.
    fn any_undecoded(&self, row: u32) -> bool {
        let first = self.undecoded.partition_point(|(other, _)| *other < row);
        self.undecoded.get(first).is_some_and(|(other, _)| *other == row)
    }

    /// Where a field's repetitions stand, if it has several.
    fn repeated_place(&self, at: FieldRef) -> Option<&'a RepeatPlace> {
        at.repeat.map(|group| &self.plan.mapping.source.kinds[at.kind].repeats[group].place)
    }

    /// Takes over the findings of a field, whose values stand so in these rows.
    fn tell(
        &mut self,
        at: FieldRef,
        counts: FieldCounts,
        (rows, repeated): (&[u32], &Repeated),
        findings: Vec<RowFinding>,
    ) {
        if counts != FieldCounts::default() {
            self.out.counts.push((at, counts));
        }
        let subject = subject_of(at);
        let row = |found: &RowFinding| rows[repeated.owner(found.row) as usize];
        self.undecoded.extend(findings.iter().map(|found| (row(found), subject)));
        let place = self.repeated_place(at);
        let notes = findings.into_iter().map(|found| {
            let element = place.map(|place| place.numbers(repeated.number(found.row)));
            let mut note = Note::of_field(self.plan, row(&found), at, found);
            if let Some(element) = element {
                note.of_element(element);
            }
            note
        });
        self.out.notes.extend(notes);
    }

    fn same_keys(&mut self) -> Result<(), Stop> {
        for (kind, work) in self.plan.kinds.iter().enumerate() {
            for (own, parents) in &work.same {
                for (place, row) in self.kinds[kind].rows.iter().enumerate() {
                    let Some(parent) = self.batch.rows.parent(*row as usize) else { continue };
                    let above = self.places[parent as usize];
                    let Some(parent_kind) = self.batch.rows.kind(parent as usize).filter(|_| above != NOWHERE) else {
                        continue;
                    };
                    let (mine, theirs) =
                        (self.kinds[kind].fields[*own].all(), self.kinds[parent_kind].fields[*parents].all());
                    if !conditions::same(mine.as_ref(), place, theirs.as_ref(), above as usize)
                        .ok_or_else(|| defect("types of same"))?
                    {
                        self.strays[*row as usize] = true;
                        let field = self.plan.mapping.source.kinds[kind].fields[*own].name.as_str();
                        let args = vec![field.into(), self.batch.rows.place(parent as usize).record.into()].into();
                        let subject = Subject::Field(index(kind), None, index(*own));
                        let code = Code::ParentDisagrees;
                        self.out.notes.push(Note { row: *row, severity: Severity::Reject, subject, code, args });
                    }
                }
            }
        }
        Ok(())
    }

    /// The first reason for which each row is set aside, its parent's before its own.
    fn reasons(&mut self) -> Result<(), Stop> {
        if self.plan.mapping.source.set_aside.is_empty() {
            return Ok(());
        }
        let (plan, mut asides) = (self.plan, vec![None; self.batch.rows.len()]);
        let mut failed = Vec::new();
        for (kind, work) in plan.kinds.iter().enumerate() {
            for reason in &work.asides {
                let aside = &plan.mapping.source.set_aside[*reason];
                if let Some(computed) = &plan.asides[*reason] {
                    failed.push((kind, computed, self.computed_reason(kind, *reason, computed, &mut asides)?));
                    continue;
                }
                let Some(array) = conditions::field(&aside.when)
                    .and_then(|at| self.kinds[kind].fields.get(at.field))
                    .map(Values::all)
                else {
                    continue;
                };
                for (place, row) in self.kinds[kind].rows.iter().enumerate() {
                    if asides[*row as usize].is_none() && conditions::holds(&aside.when.test, array.as_ref(), place) {
                        asides[*row as usize] = Some(*reason);
                    }
                }
            }
        }
        for row in 0..asides.len() {
            let above = self.batch.rows.parent(row).and_then(|parent| asides[parent as usize]);
            asides[row] = above.or(asides[row]);
        }
        for (kind, computed, mut failed) in failed {
            let rows = self.kinds[kind].rows.clone();
            let above = |row: u32| self.batch.rows.parent(row as usize).and_then(|parent| asides[parent as usize]);
            failed.retain(|found: &RowFinding| above(rows[found.row as usize]).is_none());
            let failed = failed.into_iter().map(|found| (found, Severity::Reject)).collect();
            self.tell_column(Subject::Kind(index(kind)), &computed.fields, RowsOf::each(&rows), failed);
        }
        self.asides = asides;
        Ok(())
    }

    /// Sets aside the rows of a kind for which an expression is true. Gives those for which it fails, and no reason before
    /// it holds: they are refused.
    fn computed_reason(
        &self,
        kind: KindId,
        reason: usize,
        computed: &Computed,
        asides: &mut [Option<usize>],
    ) -> Result<Vec<RowFinding>, Stop> {
        let rows = &self.kinds[kind].rows;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let input = |read: &Reads| match read {
            Reads::Field(at) => self.lent_to_kind(kind, *at),
            Reads::File => Ok(self.file(rows.len())),
            Reads::Offset => Ok(self.offsets(rows, &SINGLE)),
            Reads::OffsetOf(_) | Reads::RepeatNumber(_) | Reads::Column(_) | Reads::Parameter(_) => {
                Err(defect("what a reason reads"))
            }
        };
        let inputs = computed.reads.iter().map(input).collect::<Result<Vec<_>, _>>()?;
        let mut evaluated = computed.program.evaluate(&inputs, rows.len()).map_err(stop)?;
        evaluated.failed.retain(|found| asides[rows[found.row as usize] as usize].is_none());
        for (_, row) in rows.iter().enumerate().filter(|(place, _)| is_true(&evaluated, *place)) {
            asides[*row as usize].get_or_insert(reason);
        }
        Ok(evaluated.failed)
    }

    /// A field's values, one for each row of a kind; of a parent its own.
    fn lent_to_kind(&self, kind: KindId, at: FieldRef) -> Result<ArrayRef, Stop> {
        let array = self.kinds[at.kind].fields.get(at.field).map(Values::all);
        if at.kind == kind {
            return array.cloned().ok_or_else(|| defect("a field that was not decoded"));
        }
        let places: UInt32Array = self.kinds[kind].rows.iter().map(|row| self.ancestor(*row, at.kind)).collect();
        self.taken(array, &places, at)
    }

    fn aside(&self, row: u32) -> Option<usize> {
        self.asides.get(row as usize).copied().flatten()
    }

    /// Of each row of a table's kind: its place among the decoded rows of another kind.
    fn places_of(&self, table: usize, kind: KindId) -> UInt32Array {
        let from = self.plan.rows_of(table).from;
        let rows = &self.kinds[from].rows;
        let joined = self.plan.mapping.table_at(table).with.iter().any(|with| with.kind == kind);
        if !joined {
            return rows.iter().map(|row| self.ancestor(*row, kind)).collect();
        }
        let mut children = vec![None; self.batch.rows.len()];
        for (place, row) in self.kinds[kind].rows.iter().enumerate() {
            let joins = !self.strays[*row as usize] && self.aside(*row).is_none();
            if let Some(parent) = self.batch.rows.parent(*row as usize).filter(|_| joins) {
                children[parent as usize].get_or_insert(u32::try_from(place).unwrap_or(NOWHERE));
            }
        }
        rows.iter().map(|row| children[*row as usize]).collect()
    }

    fn ancestor(&self, row: u32, kind: KindId) -> Option<u32> {
        let mut above = self.batch.rows.parent(row as usize);
        while let Some(row) = above {
            if self.batch.rows.kind(row as usize) == Some(kind) {
                return Some(self.places[row as usize]).filter(|place| *place != NOWHERE);
            }
            above = self.batch.rows.parent(row as usize);
        }
        None
    }

    fn columns(&mut self) -> Result<Vec<Made<'a>>, Stop> {
        let all = self.plan.tables.len() + self.plan.nested.len();
        let mut tables = Vec::with_capacity(all);
        for table in 0..all {
            self.joined_counts(table);
            tables.push(self.table(table)?);
        }
        self.lists = tables.split_off(self.plan.tables.len());
        Ok(tables)
    }

    /// Where the rows of a table stand in their record, if they are what repeats there.
    fn place_of(&self, table: usize) -> Option<&'a RepeatPlace> {
        let work = self.plan.rows_of(table);
        work.repeat.map(|group| &self.plan.mapping.source.kinds[work.from].repeats[group].place)
    }

    /// How many rows of a table a record may make.
    fn times(&self, table: usize) -> u32 {
        let work = self.plan.rows_of(table);
        work.repeat.map_or(1, |repeat| self.plan.kinds[work.from].repeats[repeat].times)
    }

    /// Which rows of a table the records of its kind make.
    fn repeated_of(&self, table: usize) -> &Repeated {
        let work = self.plan.rows_of(table);
        self.repeated(work.from, work.repeat)
    }

    fn table(&mut self, table: usize) -> Result<Made<'a>, Stop> {
        let work = self.plan.rows_of(table);
        let repeated = self.repeated_of(table).clone();
        let rows = self.kinds[work.from].rows.clone();
        if rows.is_empty() {
            return Ok(Made::default());
        }
        let (mut lent, of) = (
            Lent::new(),
            TableOfRows {
                table,
                of: RowsOf { records: &rows, repeated: &repeated, parts: None, place: self.place_of(table) },
            },
        );
        let left_out = self.left_out(of, &mut lent)?;
        let empty: ArrayRef = Arc::new(NullArray::new(0));
        let mut made = Made {
            columns: vec![empty.into(); work.columns.len()],
            inputs: vec![None; work.columns.len()],
            counted: vec![false; work.columns.len()],
            told: vec![BTreeSet::new(); work.columns.len()],
            unmade: vec![BTreeSet::new(); work.columns.len()],
            left_out,
            ..Made::default()
        };
        for (number, column) in work.columns.iter().enumerate() {
            let (input, failed) = match (&column.from, &column.computed) {
                (Origin::Constant(_), _) => (None, Vec::new()),
                (Origin::RepeatNumber(level), _) => (Some(numbers_of::<Int64Type>(of.of, *level).into()), Vec::new()),
                (Origin::Field(at), _) => (Some(self.lend(table, *at, of.of, &mut lent)?), Vec::new()),
                (Origin::Label(at), _) => (Some(self.labels(table, *at, of.of, &mut lent)?.into()), Vec::new()),
                (Origin::Expression(_), Some(computed)) => {
                    let inputs = self.inputs(computed, of, &made.columns, &mut lent)?;
                    let evaluated = computed.program.evaluate(&inputs, of.of.count()).map_err(stop)?;
                    (Some(evaluated.array.into()), evaluated.failed)
                }
                (Origin::Expression(_), None) => return Err(defect("an expression that was not compiled")),
                (Origin::Lookup(_) | Origin::Split(_) | Origin::PartNumber, _) => continue,
            };
            // What could not be computed is told already.
            let told = failed.iter().map(|found| found.row).collect();
            let failed = failed.into_iter().map(|found| (found, Severity::Reject)).collect();
            self.make(of, number, input, (failed, told), &mut made)?;
        }
        let split = self.plan.mapping.table_at(table).split.as_ref();
        let first_after = split.map_or(usize::MAX, |split| split.first_after);
        self.look_up(of, 0..first_after, &mut made)?;
        let parts = split.map(|split| self.split(of, split, &mut made)).transpose()?;
        let of = TableOfRows { of: RowsOf { parts: parts.as_ref(), ..of.of }, ..of };
        self.look_up(of, first_after..usize::MAX, &mut made)?;
        within(Stage::Check, || self.rules(of, &made, &mut lent))?;
        made.parts = parts;
        Ok(made)
    }

    /// Makes one column of its input. `found` is said of it already; of the rows in `told` its checks say nothing. What is
    /// divided later is checked then.
    fn make(
        &mut self,
        of: TableOfRows<'_>,
        number: usize,
        input: Option<Values<'a>>,
        (mut found, told): (Vec<(RowFinding, Severity)>, BTreeSet<u32>),
        into: &mut Made<'a>,
    ) -> Result<(), Stop> {
        let plan = self.plan;
        let mapping = plan.mapping.table_at(of.table);
        let column = &plan.rows_of(of.table).columns[number];
        let as_it_waits = |values: &Values<'_>| values.waiting().is_some() && column.maker.is_its_field();
        match input {
            Some(values) if as_it_waits(&values) => into.columns[number] = values,
            input => {
                let input = input.map(|values| values.all().clone());
                let made = column.maker.make(input.as_ref(), of.of.count()).map_err(stop)?;
                into.unmade[number] = made.findings.iter().map(|found| found.row).collect();
                found.extend(made.findings.into_iter().map(|found| (found, Severity::Reject)));
                into.counted[number] = made.defaulted + made.emptied > 0;
                into.columns[number] = made.array.into();
                into.inputs[number] = input;
            }
        }
        into.told[number] = told;
        if mapping.split.as_ref().is_none_or(|split| !split.amounts.contains(&number)) {
            found.extend(within(Stage::Check, || self.checked(of.table, number, into)));
        }
        self.tell_made(of, number, found, into);
        Ok(())
    }

    /// What the checks of a column say.
    fn checked(&self, table: usize, number: usize, made: &Made<'_>) -> Vec<(RowFinding, Severity)> {
        let column = &self.plan.rows_of(table).columns[number];
        let mut findings = Vec::new();
        if !column.checks.is_empty() {
            column.checks.check(made.columns[number].all(), &mut findings);
            findings.retain(|found| !made.told[number].contains(&found.row));
        }
        let mut findings: Vec<_> = findings.into_iter().map(|found| (found, severity(column.on_fail))).collect();
        let declared = self.plan.mapping.table_at(table);
        if declared.order.partition_by.contains(&number) {
            // What has no folder cannot be loaded, even where the column's checks only warn.
            let severity = severity(column.on_fail).max(Severity::Reject);
            let found = folders::check(&declared.columns[number].name, made.columns[number].all());
            findings.extend(found.into_iter().map(|found| (found, severity)));
        }
        findings
    }

    /// Takes over what is said of a column, but for what is left out.
    fn tell_made(
        &mut self,
        of: TableOfRows<'_>,
        number: usize,
        mut found: Vec<(RowFinding, Severity)>,
        made: &Made<'_>,
    ) {
        found.retain(|(found, _)| made.is_kept(of.of.repetition(found.row)));
        let fields = self.fields_of(of.table, number);
        self.tell_column(Subject::Column(index(of.table), index(number)), fields, of.of, found);
    }

    /// The fields that a column is made of.
    fn fields_of(&self, table: usize, number: usize) -> &'a [FieldRef] {
        let column = &self.plan.rows_of(table).columns[number];
        match (&column.from, &column.computed) {
            (Origin::Field(at) | Origin::Label(at), _) => std::slice::from_ref(at),
            (Origin::Lookup(lookup), _) => &self.plan.crosswalks.lookups[table][*lookup].fields,
            (Origin::Split(_), _) => {
                self.plan.crosswalks.splits[table].as_ref().map(|work| work.fields.as_slice()).unwrap_or_default()
            }
            (_, Some(computed)) => &computed.fields,
            _ => &[],
        }
    }

    /// The table's own statements about its rows. One that has no value, since a column has none, holds.
    fn rules(&mut self, of: TableOfRows<'_>, made: &Made<'_>, lent: &mut Lent) -> Result<(), Stop> {
        let (plan, table) = (self.plan, of.table);
        for (number, rule) in plan.rows_of(table).rules.iter().enumerate() {
            let inputs = self.inputs(&rule.row, of, &made.columns, lent)?;
            let evaluated = rule.row.program.evaluate(&inputs, of.of.count()).map_err(stop)?;
            let holds = evaluated.array.as_boolean();
            let broken = (0..holds.len()).filter(|row| holds.is_valid(*row) && !holds.value(*row));
            let broken = broken.filter_map(|row| u32::try_from(row).ok());
            let broken = broken.map(|row| RowFinding { row, code: Code::RuleBroken, args: RowArgs::default() });
            let severity = severity(rule.on_fail);
            let found = broken.chain(evaluated.failed).map(|found| (found, severity));
            let found = found.filter(|(found, _)| made.is_kept(of.of.repetition(found.row))).collect();
            self.tell_column(Subject::Rule(index(table), index(number)), &[], of.of, found);
        }
        Ok(())
    }

    /// What an expression of a table reads, one value for each of its rows.
    fn inputs(
        &self,
        computed: &Computed,
        TableOfRows { table, of }: TableOfRows<'_>,
        columns: &[Values<'_>],
        lent: &mut Lent,
    ) -> Result<Vec<ArrayRef>, Stop> {
        let RowsOf { records, repeated, parts, .. } = of;
        let whole = |array: ArrayRef| parts.map_or(Ok(array.clone()), |parts| parts.repeat(&array).map_err(stop));
        let input = |read: &Reads| match read {
            Reads::Field(at) => whole(self.lend(table, *at, of, lent)?.all().clone()),
            Reads::RepeatNumber(level) => whole(numbers_of::<Int32Type>(of, *level)),
            Reads::File => Ok(self.file(of.count())),
            Reads::Offset => whole(self.offsets(records, repeated)),
            Reads::OffsetOf(kind) => whole(self.offsets_of(table, *kind, of, lent)),
            Reads::Column(number) => {
                columns.get(*number).map(|values| values.all().clone()).ok_or_else(|| defect("a column of a rule"))
            }
            Reads::Parameter(_) => Err(defect("a parameter without a value")),
        };
        computed.reads.iter().map(input).collect()
    }

    /// `_file` of so many rows.
    fn file(&self, rows: usize) -> ArrayRef {
        Arc::new(StringArray::from_iter_values(std::iter::repeat_n(&self.source.spec.name, rows)))
    }

    /// `_offset` of the records of these rows, once for each repetition.
    fn offsets(&self, rows: &[u32], repeated: &Repeated) -> ArrayRef {
        let offsets = repeated.owners(rows.len()).map(|owner| self.offset(rows[owner as usize]));
        Arc::new(Int64Array::from_iter_values(offsets))
    }

    /// The first byte of a record.
    fn offset(&self, row: u32) -> i64 {
        i64::try_from(self.batch.rows.place(row as usize).offset).unwrap_or(i64::MAX)
    }

    /// Which repetitions the table's own reasons leave out: what its columns would say of them is not asked. An expression
    /// that fails refuses the record, unless a reason before it holds.
    fn left_out(&mut self, of: TableOfRows<'_>, lent: &mut Lent) -> Result<Vec<Option<usize>>, Stop> {
        let (plan, table) = (self.plan, of.table);
        let reasons = &plan.mapping.table_at(table).set_aside;
        let dropped: Vec<usize> = self.dropped(table).into_keys().collect();
        let all_stay = reasons.is_empty() && dropped.is_empty();
        let mut left_out = vec![None; if all_stay { 0 } else { of.of.count() }];
        for (number, aside) in reasons.iter().enumerate() {
            if let Some(computed) = &plan.rows_of(table).asides[number] {
                let inputs = self.inputs(computed, of, &[], lent)?;
                let mut evaluated = computed.program.evaluate(&inputs, of.of.count()).map_err(stop)?;
                evaluated.failed.retain(|found| left_out[found.row as usize].is_none());
                leave_out(&mut left_out, number, |row| is_true(&evaluated, row));
                let failed = evaluated.failed.into_iter().map(|found| (found, Severity::Reject)).collect();
                let subject = Subject::Kind(index(plan.rows_of(table).from));
                self.tell_column(subject, &computed.fields, of.of, failed);
            } else if let Some(at) = conditions::field(&aside.when) {
                let values = self.lend(table, at, of.of, lent)?;
                leave_out(&mut left_out, number, |row| conditions::holds(&aside.when.test, values.all().as_ref(), row));
            }
        }
        for row in dropped {
            left_out[row].get_or_insert(reasons.len());
        }
        Ok(left_out)
    }

    /// Takes over the findings of a column: once a record, and not where its field has told already.
    fn tell_column(
        &mut self,
        subject: Subject,
        fields: &[FieldRef],
        of: RowsOf<'_>,
        found: Vec<(RowFinding, Severity)>,
    ) {
        // A repetition or a part may say the same of its record again and again.
        let mut told = BTreeSet::new();
        for (found, severity) in found {
            let row = of.record(found.row);
            let mut note = Note { row, severity, subject, code: found.code, args: found.args };
            if let Some(place) = of.place {
                note.of_element(place.numbers(of.repeated.number(of.repetition(found.row))));
            }
            let known = fields.iter().any(|at| self.is_undecoded(row, *at));
            let is_aside = self.aside(row).is_some();
            if !known && !is_aside && (!of.are_several() || told.insert((row, note.code, note.args.clone()))) {
                self.out.notes.push(note);
            }
        }
    }

    fn is_undecoded(&self, row: u32, at: FieldRef) -> bool {
        if self.lacking.contains(&(row, at.kind)) {
            return true;
        }
        let of_kind = |row: u32| self.batch.rows.kind(row as usize) == Some(at.kind);
        let mut above = Some(row);
        while let Some(row) = above.filter(|row| !of_kind(*row)) {
            above = self.batch.rows.parent(row as usize);
        }
        above.is_some_and(|row| {
            !self.batch.rows.is_sound(row as usize) || self.undecoded.binary_search(&(row, subject_of(at))).is_ok()
        })
    }

    /// A field's values, one for each row of a table before it is split.
    fn lend(&self, table: usize, at: FieldRef, of: RowsOf<'_>, lent: &mut Lent) -> Result<Values<'a>, Stop> {
        let work = self.plan.rows_of(table);
        let kind = &self.kinds[at.kind];
        let values = match at.repeat {
            Some(repeat) => kind.repeats.get(repeat).and_then(|group| group.get(at.field)),
            None => kind.fields.get(at.field),
        };
        if at.kind == work.from && (at.repeat.is_some() || of.repeated.is_single()) {
            return values.cloned().ok_or_else(|| defect("a field that was not decoded"));
        }
        self.taken(values.map(Values::all), self.lenders(table, at.kind, of, lent), at).map(Values::from)
    }

    /// The places among a kind's rows that belong to the rows of a table before it is split.
    fn lenders<'l>(&self, table: usize, kind: KindId, of: RowsOf<'_>, lent: &'l mut Lent) -> &'l UInt32Array {
        let known = lent.iter().position(|(lender, _)| *lender == kind);
        let known = known.unwrap_or_else(|| {
            let from = self.plan.rows_of(table).from;
            let places = if kind == from {
                (0..u32::try_from(self.kinds[from].rows.len()).unwrap_or(NOWHERE)).map(Some).collect()
            } else {
                self.places_of(table, kind)
            };
            let places: UInt32Array = if of.repeated.is_single() {
                places
            } else {
                let place = |owner: u32| places.is_valid(owner as usize).then(|| places.value(owner as usize));
                of.repeated.owners(of.records.len()).map(place).collect()
            };
            lent.push((kind, places));
            lent.len() - 1
        });
        &lent[known].1
    }

    /// Where the records of another kind begin that belong to the rows of a table before it is split.
    fn offsets_of(&self, table: usize, kind: KindId, of: RowsOf<'_>, lent: &mut Lent) -> ArrayRef {
        let rows = &self.kinds[kind].rows;
        let offset = |place: u32| self.offset(rows[place as usize]);
        let places = self.lenders(table, kind, of, lent).iter();
        Arc::new(places.map(|place| place.map(offset)).collect::<Int64Array>())
    }

    /// The values at these places; none where there is no place, or no row of the kind.
    fn taken(&self, array: Option<&ArrayRef>, places: &UInt32Array, at: FieldRef) -> Result<ArrayRef, Stop> {
        if let Some(array) = array {
            return take(array.as_ref(), places, None).map_err(|_| defect("take"));
        }
        let field = crate::run::plan::field_of(&self.plan.mapping, at);
        Ok(arrow_array::new_null_array(&crate::arrays::array_type(field.ty), places.len()))
    }

    /// Whether each parent has as many of each joined child as it must.
    fn joined_counts(&mut self, table: usize) {
        let declared = self.plan.mapping.table_at(table);
        for with in &declared.with {
            let wanted = match with.many {
                Many::One => "exactly one",
                Many::MostOne => "at most one",
                Many::Any => continue,
            };
            let mut found = vec![0_u32; self.batch.rows.len()];
            for (number, row) in (0_u32..).zip(self.batch.rows.iter()) {
                let stray = self.strays[number as usize] || self.aside(number).is_some();
                if let Some(parent) = row.parent.filter(|_| row.kind == Some(with.kind) && !row.ghost && !stray) {
                    found[parent as usize] += 1;
                    if !row.sound || self.any_undecoded(number) {
                        self.lacking.insert((parent, with.kind));
                    }
                }
            }
            for row in self.kinds[declared.from].rows.clone() {
                let found = found[row as usize];
                if self.aside(row).is_some() || self.too_large.contains(&row) {
                    continue;
                }
                if found > 1 || (with.many == Many::One && found == 0) {
                    self.lacking.insert((row, with.kind));
                    let child = self.plan.mapping.source.kinds[with.kind].name.as_str();
                    let args = vec![child.into(), wanted.into(), i64::from(found).into()];
                    let subject = Subject::Kind(index(declared.from));
                    self.out.notes.push(Note {
                        row,
                        severity: Severity::Reject,
                        subject,
                        code: Code::WithCount,
                        args: args.into(),
                    });
                }
            }
        }
    }

    /// Rows that stand already were proved when they were loaded, with what was joined into them, which is not read again:
    /// nothing that was said since is said of them.
    fn spare_old_rows(&mut self, said: usize) {
        let rows = &self.batch.rows;
        if self.batch.has_ghosts && (0..rows.len()).any(|row| rows.stands(row)) {
            let since = self.out.notes.split_off(said);
            self.out.notes.extend(since.into_iter().filter(|note| !rows.stands(note.row as usize)));
        }
    }

    /// The first record that joins into a row that stands already, and was made without it.
    fn joins_old(&self) -> Option<u32> {
        if !self.batch.has_ghosts {
            return None; // what stands is a ghost
        }
        let is_out = |row: u32| self.aside(row).is_some() && self.out.verdicts[row as usize] != Verdict::Refused;
        let rows = &self.batch.rows;
        let joins = |row: &u32| {
            let at = *row as usize;
            let stands = rows.parent(at).is_some_and(|parent| rows.stands(parent as usize));
            stands && !rows.is_ghost(at) && self.is_joined(at) && !is_out(*row)
        };
        (0_u32..).take(rows.len()).find(joins)
    }

    /// Whether a row is joined into that of its parent, as its kind is.
    fn is_joined(&self, row: usize) -> bool {
        let rows = &self.batch.rows;
        let (Some(kind), Some(parent)) = (rows.kind(row), rows.parent(row)) else { return false };
        let above = self.batch.rows.kind(parent as usize);
        !self.strays[row] && above.is_some_and(|above| self.plan.joined.contains(&(above, kind)))
    }

    fn settle(&mut self) {
        for note in self.out.notes.iter().filter(|note| note.severity == Severity::Reject) {
            self.out.verdicts[note.row as usize] = Verdict::Refused;
        }
        if !self.plan.has_parents && self.asides.is_empty() {
            self.out.all_load = self.out.notes.iter().all(|note| note.severity != Severity::Reject);
            return;
        }
        let refusing = if self.plan.has_groups { self.refuse_upwards() } else { BTreeSet::new() };
        for row in 0..self.out.verdicts.len() {
            if self.batch.rows.kind(row).is_some_and(|kind| self.plan.kinds[kind].skipped) {
                continue;
            }
            let parent = self.batch.rows.parent(row);
            if let Some(parent) = parent.filter(|parent| self.out.verdicts[*parent as usize] == Verdict::Refused) {
                if !refusing.contains(&row) {
                    self.refused_parent(row, parent);
                }
                self.out.verdicts[row] = Verdict::Refused;
            } else if let (Verdict::Fine, Some(reason)) =
                (self.out.verdicts[row], self.asides.get(row).copied().flatten())
            {
                self.out.verdicts[row] = Verdict::Aside(number(reason));
            }
        }
    }

    fn refused_parent(&mut self, row: usize, parent: u32) {
        let place = self.batch.rows.place(parent as usize);
        let note = Note {
            row: u32::try_from(row).unwrap_or(NOWHERE),
            severity: Severity::Reject,
            subject: Subject::Record,
            code: Code::ParentRefused,
            args: vec![place.record.into(), place.offset.into()].into(),
        };
        self.out.notes.push(note);
    }

    /// A parent is refused with any of the children that are joined into its row; gives the children that did it.
    /// The parent tells of the first of them: there may be millions, and each has its own findings.
    fn refuse_upwards(&mut self) -> BTreeSet<usize> {
        let mut refusing = BTreeSet::new();
        let mut first: BTreeMap<u32, usize> = BTreeMap::new();
        for row in (0..self.batch.rows.len()).rev() {
            let Some(parent) = self.batch.rows.parent(row).filter(|parent| !self.too_large.contains(parent)) else {
                continue;
            };
            if self.out.verdicts[row] != Verdict::Refused || !self.is_joined(row) {
                continue;
            }
            self.out.verdicts[parent as usize] = Verdict::Refused;
            first.insert(parent, row);
            refusing.insert(row);
        }
        for (row, child) in first {
            let place = self.batch.rows.place(child);
            let args = vec![place.record.into(), place.offset.into()].into();
            let (severity, subject, code) = (Severity::Reject, Subject::Record, Code::WithRefused);
            self.out.notes.push(Note { row, severity, subject, code, args });
        }
        refusing
    }

    /// Records that rules over several rows refused in the passes before, parents that are lent among them.
    fn refused_by_rules(&mut self) {
        if self.refusals.iter().all(|refusal| refusal.repetition.is_some()) {
            return;
        }
        let rows = (0_u32..).zip(self.batch.rows.iter());
        let at: BTreeMap<u64, u32> = rows.map(|(number, row)| (row.place.offset, number)).collect();
        for refusal in self.refusals.iter().filter(|refusal| refusal.repetition.is_none()) {
            let Some(row) = at.get(&refusal.offset) else { continue };
            let subject = Subject::SetRule(index(refusal.table), index(refusal.rule));
            let (severity, code) = (Severity::Reject, refusal.code());
            self.out.notes.push(Note { row: *row, severity, subject, code, args: refusal.args.clone().into() });
        }
    }

    /// The rows of a table that were dropped in the pass before, since another of their key is kept; with what is said.
    fn dropped(&self, table: usize) -> BTreeMap<usize, &Refusal> {
        let of_table = |refusal: &&Refusal| refusal.table == table && refusal.repetition.is_some();
        let dropped = self.refusals.iter().filter(of_table);
        let dropped: BTreeMap<(u64, u32), &Refusal> =
            dropped.map(|refusal| ((refusal.offset, refusal.repetition.unwrap_or(0)), refusal)).collect();
        if dropped.is_empty() {
            return BTreeMap::new();
        }
        let (repeated, records) = (self.repeated_of(table), &self.kinds[self.plan.rows_of(table).from].rows);
        let place = |(row, owner): (u32, u32)| {
            (self.batch.rows.place(records[owner as usize] as usize).offset, repeated.number(row))
        };
        let rows = (0_u32..).zip(repeated.owners(records.len()));
        rows.filter_map(|row| Some((row.0 as usize, *dropped.get(&place(row))?))).collect()
    }

    /// Tells of the rows that are dropped: of those in the mask, one for each row of the table.
    fn tell_dropped(&mut self, table: usize, mask: &BooleanArray) {
        let (repeated, from) = (self.repeated_of(table), self.plan.rows_of(table).from);
        let dropped = self.dropped(table);
        let owner = |row: usize| repeated.owner(u32::try_from(row).unwrap_or(NOWHERE)) as usize;
        let notes = dropped.into_iter().filter(|(row, _)| mask.value(*row)).map(|(row, refusal)| Note {
            row: self.kinds[from].rows[owner(row)],
            severity: Severity::Note,
            subject: Subject::Dedupe(index(table)),
            code: refusal.code(),
            args: refusal.args.clone().into(),
        });
        let notes: Vec<Note> = notes.collect();
        self.out.notes.extend(notes);
    }

    fn fill(&mut self, tables: Vec<Made<'a>>) -> Result<(), Stop> {
        for (table, made) in tables.into_iter().enumerate() {
            let rows = self.loaded(table, &made)?;
            self.out.tables.push(rows);
        }
        for (kind, decoded) in self.kinds.iter().enumerate() {
            self.out.asides.extend(self.set_aside_values(kind, decoded)?);
        }
        Ok(())
    }

    /// Values of the records that were set aside, reason by reason.
    fn set_aside_values(&self, kind: KindId, decoded: &KindRows<'_>) -> Result<Vec<(usize, FieldRef, ArrayRef)>, Stop> {
        let mut values = Vec::new();
        for reason in 0..self.plan.mapping.source.set_aside.len() {
            let is_aside = |row: &u32| {
                Some(
                    self.out.verdicts[*row as usize] == Verdict::Aside(number(reason))
                        && !self.batch.rows.is_ghost(*row as usize),
                )
            };
            let mask: BooleanArray = decoded.rows.iter().map(is_aside).collect();
            if mask.true_count() == 0 {
                continue;
            }
            for (field, array) in decoded.fields.iter().enumerate() {
                let kept = filter(array.all().as_ref(), &mask).map_err(|_| defect("filter"))?;
                values.push((reason, FieldRef { kind, repeat: None, field }, kept));
            }
        }
        Ok(values)
    }

    fn loaded(&mut self, table: usize, made: &Made<'_>) -> Result<TableRows, Stop> {
        let work = self.plan.rows_of(table);
        let repeated = self.repeated_of(table).clone();
        let decoded = &self.kinds[work.from];
        if decoded.rows.is_empty() {
            return Ok(TableRows::default());
        }
        let reasons = self.plan.mapping.table_at(table).reasons().count();
        let of = RowsOf { records: &decoded.rows, repeated: &repeated, parts: made.parts.as_ref(), place: None };
        let is_plain = made.left_out.is_empty() && !of.are_several();
        if self.out.all_load && is_plain {
            return self.kept((table, made), of, None);
        }
        let is_ghost = |row: usize| self.batch.has_ghosts && self.batch.rows.is_ghost(row);
        let fine = |row: &u32| self.out.verdicts[*row as usize] == Verdict::Fine && !is_ghost(*row as usize);
        if is_plain {
            let mask = BooleanBuffer::collect_bool(decoded.rows.len(), |at| fine(&decoded.rows[at]));
            let mask = Some(BooleanArray::new(mask, None)).filter(BooleanArray::has_false);
            return self.kept((table, made), of, mask.as_ref());
        }
        let mut dropped = None;
        let are_fine: Vec<bool> = decoded.rows.iter().map(fine).collect();
        let mut mask: Vec<bool> = repeated.owners(decoded.rows.len()).map(|owner| are_fine[owner as usize]).collect();
        let count = |mask: &[bool]| mask.iter().filter(|kept| **kept).count() as u64;
        let absent = count(&are_fine) * u64::from(self.times(table)) - count(&mask);
        for number in 0..if made.left_out.is_empty() { 0 } else { reasons } {
            let is_out = |row: usize| made.left_out.get(row) == Some(&Some(number));
            let left_out: Vec<bool> = mask.iter().enumerate().map(|(row, kept)| *kept && is_out(row)).collect();
            mask.iter_mut().zip(&left_out).for_each(|(kept, out)| *kept &= !out);
            let left_out = BooleanArray::from(left_out);
            let reason = self.plan.first_reason(table) + number;
            self.out.rows_aside.push((reason, left_out.true_count() as u64));
            if left_out.true_count() == 0 {
                continue;
            }
            let arrays = work.repeat.map_or(&decoded.fields, |group| &decoded.repeats[group]);
            for (field, array) in arrays.iter().enumerate() {
                let values = filter(array.all().as_ref(), &left_out).map_err(|_| defect("filter"))?;
                self.out.asides.push((reason, FieldRef { kind: work.from, repeat: work.repeat, field }, values));
            }
            if number == self.plan.mapping.table_at(table).set_aside.len() {
                dropped = Some(left_out);
            }
        }
        if let Some(dropped) = &dropped {
            self.tell_dropped(table, dropped);
        }
        let whole = count(&mask);
        let decoded = &self.kinds[work.from];
        let of = RowsOf { records: &decoded.rows, repeated: &repeated, parts: made.parts.as_ref(), place: None };
        if let Some(parts) = of.parts {
            mask = parts.rows.values().iter().map(|repetition| mask[*repetition as usize]).collect();
        }
        let mask = Some(BooleanArray::from(mask)).filter(BooleanArray::has_false);
        let mut rows = self.kept((table, made), of, mask.as_ref())?;
        rows.split.added = rows.rows - whole;
        rows.absent = absent;
        Ok(rows)
    }

    /// The rows of a table that are loaded: all that were made, or those of the mask.
    fn kept(
        &self,
        (table, made): (usize, &Made<'_>),
        of: RowsOf<'_>,
        mask: Option<&BooleanArray>,
    ) -> Result<TableRows, Stop> {
        let work = self.plan.rows_of(table);
        let count = mask.map_or_else(|| of.count(), BooleanArray::true_count);
        let chosen = mask.map(Kept::of);
        let keep = |array: &ArrayRef| match &chosen {
            Some(chosen) => chosen.of_array(array).map_err(|_| defect("filter")),
            None => Ok(array.clone()),
        };
        let keep_values = |values: &Values<'_>| match (&chosen, values.waiting()) {
            (Some(chosen), Some(waiting)) => Ok(within(Stage::Decode, || chosen.of_waiting(waiting))),
            (None, Some(_)) => Ok(within(Stage::Decode, || values.all().clone())),
            (_, None) => keep(values.all()),
        };
        let mut columns = made.columns.iter().map(keep_values).collect::<Result<Vec<_>, _>>()?;
        let mut counts = Vec::with_capacity(columns.len());
        for ((column, input), counted) in work.columns.iter().zip(&made.inputs).zip(&made.counted) {
            // Counted again over the rows that are loaded; it costs nothing where nothing was filled in.
            counts.push(if *counted {
                let input = input.as_ref().map(keep).transpose()?;
                let again = column.maker.make(input.as_ref(), count).map_err(stop)?;
                (again.defaulted, again.emptied)
            } else {
                (0, 0)
            });
        }
        let mut lists = Vec::new();
        if !work.lists.is_empty() {
            let positions: Vec<u32> = match mask {
                Some(mask) => mask.values().set_indices().map(|at| u32::try_from(at).unwrap_or(NOWHERE)).collect(),
                None => (0..u32::try_from(count).unwrap_or(NOWHERE)).collect(),
            };
            columns.extend(self.lists(table, &positions, &mut lists)?);
        }
        if self.plan.mapping.table_at(table).trace {
            columns.push(self.file(count));
            columns.push(self.offsets(&of.records_of(mask), &SINGLE));
        }
        let lookups = made.looked.iter().map(|looked| looked.counts(mask)).collect::<Result<_, _>>()?;
        let records = if work.is_told() { of.records_of(mask).into_owned() } else { Vec::new() };
        let repetitions = if work.dedupe.is_some() { self.repetitions(table, count, mask) } else { Vec::new() };
        let looked = made.split.as_ref().map(|looked| looked.counts(mask)).transpose()?;
        let split = SplitCounts { looked: looked.unwrap_or_default(), added: 0 };
        let (rows, made) = (count as u64, counts);
        Ok(TableRows { columns, rows, records, repetitions, made, lookups, split, absent: 0, lists })
    }

    /// Of the rows of a table that are loaded: the number of each in its record.
    fn repetitions(&self, table: usize, rows: usize, mask: Option<&BooleanArray>) -> Vec<u32> {
        let repeated = self.repeated_of(table);
        let number = |row: usize| repeated.number(u32::try_from(row).unwrap_or(NOWHERE));
        match mask {
            None => (0..rows).map(number).collect(),
            Some(mask) => mask.values().set_indices().map(number).collect(),
        }
    }
}

/// Of a reason: a mapping has fewer than would not fit.
#[expect(clippy::cast_possible_truncation, reason = "far fewer")]
const fn number(reason: usize) -> u32 {
    reason as u32
}

/// What was said of a batch's records in the passes before, of parents that are lent too.
fn refusals(plan: &Plan, source: &OpenSource, batch: &Batch) -> Result<Vec<Refusal>, Stop> {
    let Some(refused) = &plan.refused else { return Ok(Vec::new()) };
    let places = || batch.rows.iter().filter(|row| !row.ghost).map(|row| row.place.offset);
    let mut found = match (places().min(), places().max()) {
        (Some(first), Some(last)) => refused.between(source.index, first, last)?,
        _ => Vec::new(),
    };
    for row in batch.rows.iter().filter(|row| row.ghost) {
        found.extend(refused.between(source.index, row.place.offset, row.place.offset)?);
    }
    Ok(found)
}

/// Whether an expression is true for a row; neither where it has no value nor where it failed.
fn is_true(evaluated: &sql::Evaluated, row: usize) -> bool {
    let holds = evaluated.array.as_boolean();
    holds.is_valid(row) && holds.value(row)
}

/// Gives a reason to the rows for which it holds and that have none before it.
fn leave_out(left_out: &mut [Option<usize>], reason: usize, holds: impl Fn(usize) -> bool) {
    let rows = left_out.iter_mut().enumerate().filter(|(row, known)| known.is_none() && holds(*row));
    rows.for_each(|(_, known)| *known = Some(reason));
}

fn without(mut counts: FieldCounts, ghosts: &[u32], of_ghosts: impl FnOnce() -> FieldCounts) -> FieldCounts {
    if !ghosts.is_empty() && counts != FieldCounts::default() {
        counts.subtract(of_ghosts());
    }
    counts
}

/// Of each row before it is split: the number of its repetition on this level, from 1.
fn numbers_of<T: ArrowPrimitiveType>(of: RowsOf<'_>, level: RepeatLevel) -> ArrayRef
where
    T::Native: TryFrom<u32>,
{
    let values = (0_u32..).take(of.repeated.count(of.records.len()));
    let numbers = values.filter_map(|at| T::Native::try_from(level.number(of.repeated.number(at))).ok());
    Arc::new(PrimitiveArray::<T>::from_iter_values(numbers))
}
