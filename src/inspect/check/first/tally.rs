//! What the first records come to: of each kind, field and column, how many there are, are blank, or fail.
//!
//! In: batches as a run makes them. Out: counts with the place of the first example. Refuses to keep a value.

use std::collections::BTreeMap;

use arrow_array::Array;

use super::trials::{self, Trial};
use crate::extractors::decode::Decoded;
use crate::extractors::fields::{Batch as Fields, Repetitions};
use crate::finding::{Arg, Code, Subject};
use crate::mapping::model::{FieldRef, KindId};
use crate::place::Place;
use crate::run::Stop;
use crate::run::batch::{Row, Zone};
use crate::run::peek::Seen;
use crate::run::plan::Plan;
use crate::run::unread::{Unread, UnreadSummary};
use crate::run::variable;

/// A field as it sorts: kind, group, field.
pub type FieldKey = (KindId, Option<usize>, usize);

/// What was counted of one field.
#[derive(Debug, Clone, Default)]
pub struct FieldTally {
    /// All its values.
    pub values: u64,
    /// Those that are blank, or mean nothing.
    pub blank: u64,
    /// Those that do not decode.
    pub failed: u64,
    /// The first of these.
    pub first: Option<Place>,
    /// How they would decode.
    pub trial: Option<Trial>,
}

/// How often one thing was said, and where first.
#[derive(Debug, Clone, Default)]
pub struct Times {
    /// Records or rows.
    pub count: u64,
    /// The first of them.
    pub first: Option<Place>,
    /// The first argument, if it is a number: how often each.
    pub numbers: BTreeMap<i64, u64>,
}

/// All counts.
pub struct Tally<'a> {
    plan: &'a Plan,
    /// Records, those before a header not counted.
    pub records: u64,
    /// Of each kind.
    pub kinds: Vec<u64>,
    /// Of each field of a kind that is read.
    pub fields: BTreeMap<FieldKey, FieldTally>,
    /// What was said of the records' structure: kind and code.
    pub structure: BTreeMap<(Option<KindId>, Code), Times>,
    /// What was said of columns: table, column and code.
    pub columns: BTreeMap<(usize, usize, Code), Times>,
    /// Bytes of the records of no kind where the first condition looks, and how often.
    pub untold: BTreeMap<Vec<u8>, u64>,
    /// What stands where no field reads.
    pub unread: UnreadSummary,
}

impl<'a> Tally<'a> {
    /// Nothing yet.
    pub fn new(plan: &'a Plan) -> Self {
        Self {
            plan,
            records: 0,
            kinds: vec![0; plan.kinds.len()],
            fields: BTreeMap::new(),
            structure: BTreeMap::new(),
            columns: BTreeMap::new(),
            untold: BTreeMap::new(),
            unread: UnreadSummary::new(),
        }
    }

    /// Counts a batch.
    ///
    /// # Errors
    /// TL0901 where the rest of a long record cannot be read.
    pub fn see(&mut self, plan: &Plan, seen: &Seen<'_>) -> Result<(), Stop> {
        let batch = seen.batch;
        let is_data = |row: &Row| !row.ghost && matches!(row.zone, Zone::Row);
        for (number, row) in (0_u32..).zip(batch.rows.iter()).filter(|(_, row)| is_data(row)) {
            self.records += 1;
            match row.kind {
                Some(kind) => self.kinds[kind] += 1,
                None => self.see_untold(seen, number),
            }
        }
        for note in &batch.notes {
            let row = &batch.rows.get(note.row as usize);
            if !row.ghost {
                self.structure.entry((row.kind, note.code)).or_default().see(row.place, note.args.first());
            }
        }
        let fields = batch.fields(plan, seen.source, seen.text);
        for kind in 0..plan.kinds.len() {
            let is_read = |row: &Row| is_data(row) && row.sound && row.kind == Some(kind);
            let rows: Vec<u32> =
                (0_u32..).zip(batch.rows.iter()).filter(|(_, row)| is_read(row)).map(|(at, _)| at).collect();
            if !rows.is_empty() && !plan.kinds[kind].skipped {
                self.see_kind(&fields, seen, kind, &rows);
            }
        }
        for note in seen.evaluated.iter().flat_map(|evaluated| &evaluated.notes) {
            if let Subject::Column(table, column) = note.subject {
                let key = (usize::from(table), usize::from(column), note.code);
                self.columns.entry(key).or_default().see(batch.rows.place(note.row as usize), None);
            }
        }
        self.see_unread(seen)
    }

    fn see_kind(&mut self, fields: &Fields<'_>, seen: &Seen<'_>, kind: KindId, rows: &[u32]) {
        let work = &self.plan.kinds[kind];
        for (field, wanted) in work.fields.iter().enumerate() {
            let decoded = fields.field(&wanted.decoder, wanted.cut, rows);
            let tally = self.fields.entry((kind, None, field)).or_default();
            tally.see(&decoded, &|row| seen.batch.rows.place(rows[row as usize] as usize));
            // A copybook's items have their places together: none is shifted alone.
            if tally.trial.is_none() && fails(&decoded) && !self.plan.mapping.source.of_copybook {
                let at = FieldRef { kind, repeat: None, field };
                tally.trial = trials::of(self.plan, fields, at, rows);
            }
        }
        for (number, group) in work.repeats.iter().enumerate() {
            let repeated = variable::present(self.plan, fields, (kind, number), rows);
            let of = Repetitions { cut: &group.cut, repeated: &repeated };
            for (field, wanted) in group.fields.iter().enumerate() {
                let decoded = fields.repeated(&wanted.decoder, of, wanted.cut, rows);
                let place = |row: u32| seen.batch.rows.place(rows[repeated.owner(row) as usize] as usize);
                self.fields.entry((kind, Some(number), field)).or_default().see(&decoded, &place);
            }
        }
    }

    /// What stands where the first condition looks, in a record of no kind.
    fn see_untold(&mut self, seen: &Seen<'_>, row: u32) {
        let Some((start, end)) = first_condition(self.plan) else { return };
        let raw = seen.batch.bytes(seen.text).get(seen.batch.records[row as usize]);
        let found = raw.get(start.min(raw.len())..end.min(raw.len())).unwrap_or_default();
        *self.untold.entry(found.to_vec()).or_default() += 1;
    }

    fn see_unread(&mut self, seen: &Seen<'_>) -> Result<(), Stop> {
        let mut unread = Unread::new(self.plan, seen.source);
        if !unread.watches_any() {
            return Ok(());
        }
        for (number, row) in (0_u32..).zip(seen.batch.rows.iter()) {
            if let Some(kind) = row.kind.filter(|kind| !row.ghost && row.sound && unread.watches(*kind)) {
                unread.see(seen.text, seen.batch, number, kind)?;
            }
        }
        for (place, counts) in unread.into_counts() {
            self.unread.entry(place).and_modify(|known| known.add(&counts)).or_insert(counts);
        }
        Ok(())
    }
}

/// The longest code of a kind that is shown, in bytes: what is longer may be more than a code.
const CODE: u32 = 4;

/// Bytes that the first condition about bytes compares, if they are a code and no personal field of any kind has any of
/// them.
pub fn first_condition(plan: &Plan) -> Option<(usize, usize)> {
    use crate::mapping::model::{FieldPlace, Operand};
    let kinds = &plan.mapping.source.kinds;
    let (start, end) = kinds.iter().find_map(|kind| match kind.when.as_ref()?.of {
        Operand::Bytes { start, end } => Some((start, end)),
        _ => None,
    })?;
    let mut fields = kinds.iter().flat_map(|kind| &kind.fields);
    let is_shown = end - start <= CODE
        && !fields.any(|field| match field.place {
            FieldPlace::Bytes { start: first, end: last } => field.personal && first < end && start < last,
            _ => field.personal,
        });
    is_shown.then_some((start as usize, end as usize))
}

/// Whether most values that are there do not decode.
fn fails(decoded: &Decoded) -> bool {
    let failed = failed(decoded);
    failed > 0 && 2 * failed > decoded.array.len() as u64 - blank(decoded)
}

/// Values that do not decode, those too that `on_bad` empties.
pub fn failed(decoded: &Decoded) -> u64 {
    decoded.findings.len() as u64 + decoded.counts.bad
}

/// Values that are blank, or mean nothing.
pub fn blank(decoded: &Decoded) -> u64 {
    (decoded.array.null_count() as u64).saturating_sub(failed(decoded))
}

impl FieldTally {
    fn see(&mut self, decoded: &Decoded, place: &dyn Fn(u32) -> Place) {
        self.values += decoded.array.len() as u64;
        self.blank += blank(decoded);
        self.failed += failed(decoded);
        if let Some(found) = decoded.findings.first().filter(|_| self.first.is_none()) {
            self.first = Some(place(found.row));
        }
    }
}

impl Times {
    fn see(&mut self, place: Place, number: Option<&Arg>) {
        self.count += 1;
        self.first = Some(self.first.map_or(place, |first| first.min(place)));
        if let Some(Arg::Int(number)) = number {
            *self.numbers.entry(*number).or_default() += 1;
        }
    }

    /// The number that was said most often.
    pub fn usual(&self) -> Option<i64> {
        self.numbers.iter().max_by_key(|(_, times)| **times).map(|(number, _)| *number)
    }
}
