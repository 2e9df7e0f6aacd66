//! `--round-trip`: values that were decoded are encoded again, and compared with the bytes that they were read from.
//!
//! In: a batch and its verdicts. Out: of each field how many values give the same bytes, how many give others, why, and
//! where the first of these stand. It looks at the records that are loaded or inform others: those that are refused or set
//! aside are kept as they are. Fields are decoded once more for it, so that a run that is not asked pays nothing.
//! Refuses: what becomes of a record, and to show a value.

use std::collections::BTreeMap;

use arrow_array::ArrayRef;

use crate::evidence::manifest::{FirstEvidence, RoundTripEvidence, RoundTripReason};
use crate::extractors::decode::round_trip::{Difference, Encoder, Trip};
use crate::extractors::fields::{Batch as Fields, Repetitions};
use crate::finding::Subject;
use crate::mapping::model::{KindId, Mapping};
use crate::place::Place;
use crate::run::batch::{Batch, index};
use crate::run::names;
use crate::run::people::records::hidden_fields;
use crate::run::plan::Plan;
use crate::run::variable;

/// Places of each difference that are kept.
const PLACES: usize = 3;

/// Kind, group, field.
type At = (KindId, Option<usize>, usize);

/// By field.
pub type Trips = BTreeMap<At, TripCounts>;

/// The values of one field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TripCounts {
    /// Values that give the same bytes.
    pub same: u64,
    /// Fields without a value, as declared.
    pub empty: u64,
    /// Values that give other bytes.
    pub others: BTreeMap<Difference, Others>,
}

/// Values that differ in one way.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Others {
    /// How many.
    pub values: u64,
    /// The first of their records, in order.
    pub first: Vec<Place>,
}

impl TripCounts {
    fn see(&mut self, trip: Trip, place: Place) {
        match trip {
            Trip::Same => self.same += 1,
            Trip::Empty => self.empty += 1,
            Trip::Other(difference) => {
                let one = Others { values: 1, first: vec![place] };
                self.others.entry(difference).or_default().add(one);
            }
        }
    }

    /// Adds those of other records.
    pub fn add(&mut self, other: Self) {
        self.same += other.same;
        self.empty += other.empty;
        for (difference, others) in other.others {
            self.others.entry(difference).or_default().add(others);
        }
    }
}

impl Others {
    fn add(&mut self, other: Self) {
        self.values += other.values;
        self.first.extend(other.first);
        self.first.sort_unstable();
        self.first.dedup();
        self.first.truncate(PLACES);
    }
}

/// Looks at the rows of a batch that are asked for.
pub fn see(plan: &Plan, batch: &Batch, fields: &Fields<'_>, asked: &[(KindId, Vec<u32>)], into: &mut Trips) {
    if plan.cells.is_some() {
        return; // cells have quotes and marks that a value does not tell
    }
    for (kind, rows) in asked {
        let looking = Looking { plan, batch, fields, kind: *kind, rows };
        looking.fields(into);
        looking.groups(into);
    }
}

/// The rows of one kind.
struct Looking<'a> {
    plan: &'a Plan,
    batch: &'a Batch,
    fields: &'a Fields<'a>,
    kind: KindId,
    rows: &'a [u32],
}

impl Looking<'_> {
    fn place(&self, row: u32) -> Place {
        self.batch.rows.place(row as usize)
    }

    fn fields(&self, into: &mut Trips) {
        for (field, work) in self.plan.kinds[self.kind].fields.iter().enumerate() {
            let Some(mut encoder) = Encoder::of(&work.decoder) else { continue };
            let values: ArrayRef = self.fields.field(&work.decoder, work.cut, self.rows).array;
            let counts = into.entry((self.kind, None, field)).or_default();
            for (at, row) in self.rows.iter().enumerate() {
                let trip = encoder.trip(self.fields.bytes_of(work.cut, *row), &values, at);
                counts.see(trip, self.place(*row));
            }
        }
    }

    fn groups(&self, into: &mut Trips) {
        for (number, group) in self.plan.kinds[self.kind].repeats.iter().enumerate() {
            let repeated = variable::present(self.plan, self.fields, (self.kind, number), self.rows);
            let of = Repetitions { cut: &group.cut, repeated: &repeated };
            for (field, work) in group.fields.iter().enumerate() {
                let Some(mut encoder) = Encoder::of(&work.decoder) else { continue };
                let values = self.fields.repeated(&work.decoder, of, work.cut, self.rows).array;
                let counts = into.entry((self.kind, Some(number), field)).or_default();
                for (at, owner) in repeated.owners(self.rows.len()).enumerate() {
                    let row = self.rows[owner as usize];
                    let number = repeated.number(u32::try_from(at).unwrap_or(u32::MAX));
                    let bytes = self.fields.repetition_of(&group.cut, number, work.cut, row);
                    counts.see(encoder.trip(bytes, &values, at), self.place(row));
                }
            }
        }
    }
}

/// What was counted, by kind, then by field. Why a value that is personal differs would tell something of it.
#[must_use]
pub fn evidence(plan: &Plan, trips: &Trips, file: impl Fn(u32) -> String) -> Vec<RoundTripEvidence> {
    let kinds = plan.mapping.source.kinds.iter().zip(&plan.kinds);
    let hidden: Vec<_> = kinds.map(|(kind, work)| hidden_fields(kind, work, plan.encoding)).collect();
    let place = |place: &Place| FirstEvidence { file: file(place.file), record: place.record, offset: place.offset };
    let reason = |(difference, others): (&Difference, &Others)| RoundTripReason {
        why: difference.name().to_owned(),
        found: difference.signs().map(|(found, _)| format!("{found:X}")),
        wanted: difference.signs().map(|(_, wanted)| format!("{wanted:X}")),
        values: others.values,
        first: others.first.iter().map(place).collect(),
    };
    let one = |(at, counts): (&At, &TripCounts)| {
        let (kind, group, field) = *at;
        let first = counts.others.values().filter_map(|others| others.first.first()).min();
        let reasons = if hidden[kind].is_hidden(group, field) { None } else { Some(&counts.others) };
        RoundTripEvidence {
            field: name(&plan.mapping, *at),
            same: counts.same,
            other: counts.others.values().map(|others| others.values).sum(),
            empty: counts.empty,
            first: first.map(place),
            reasons: reasons.into_iter().flatten().map(reason).collect(),
        }
    };
    trips.iter().map(one).collect()
}

fn name(mapping: &Mapping, (kind, group, field): At) -> String {
    names::subject(mapping, Subject::Field(index(kind), group.map(index), index(field)))
}
