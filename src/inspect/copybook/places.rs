//! What tells several records apart by the values that the copybook gives items at one place, whatever these items are called.
//!
//! In: the fields of each record, and what is known to tell it by its names. Out: the same, with what a common place tells. Refuses
//! a place at which two records have the same value, or at which fewer are told than by names.

use std::collections::BTreeMap;

use super::draft::WhenDraft;
use super::when::Telling;
use crate::mapping::cobol::LaidField;

/// Of one record: what its values at a place tell.
type Told = Option<WhenDraft>;

/// What tells each of these records: by a place at which most of them have values of their own, where more do than names tell.
pub fn settled(telling: Telling, fields: &[Vec<LaidField>], by_name: Vec<WhenDraft>) -> Vec<WhenDraft> {
    let known = by_name.iter().filter(|one| !one.is.is_empty()).count();
    let best = places(telling, fields).into_iter().filter(|told| are_apart(told)).max_by_key(|told| count(told));
    match best.filter(|told| count(told) > known.max(1)) {
        Some(told) => told.into_iter().zip(by_name).map(|(told, known)| told.unwrap_or(known)).collect(),
        None => by_name,
    }
}

fn count(told: &[Told]) -> usize {
    told.iter().flatten().count()
}

/// What each record is told by at each place at which several of them have values; the first place last.
fn places(telling: Telling, fields: &[Vec<LaidField>]) -> Vec<Vec<Told>> {
    let (mut places, none) = (BTreeMap::<(u64, u64), Vec<Told>>::new(), vec![None; fields.len()]);
    for (at, fields) in fields.iter().enumerate() {
        for (field, when) in fields.iter().filter_map(|field| Some((field, telling.of_values(field)?))) {
            let told = places.entry((field.start, field.length)).or_insert_with(|| none.clone());
            told[at].get_or_insert(when);
        }
    }
    places.into_values().rev().collect()
}

/// Whether no two records have the same value.
fn are_apart(told: &[Told]) -> bool {
    let mut values: Vec<&String> = told.iter().flatten().flat_map(|one| &one.is).collect();
    let all = values.len();
    values.sort_unstable();
    values.dedup();
    values.len() == all
}
