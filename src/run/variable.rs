//! Which repetitions of its groups a record has, where it says that itself.

use crate::extractors::fields::Batch as Fields;
use crate::mapping::model::{KindId, RepeatPlace};
use crate::run::plan::Plan;

/// Which repetitions of a kind's group these rows have, row by row; nothing where all have all.
#[must_use]
pub fn present(plan: &Plan, fields: &Fields<'_>, (kind, group): (KindId, usize), rows: &[u32]) -> Vec<bool> {
    let place = &plan.mapping.source.kinds[kind].repeats[group].place;
    let mut there = Vec::new();
    if let Some(work) = plan.kinds[kind].variable.as_ref().filter(|_| is_counted(place)) {
        for row in rows {
            let record = fields.bytes.get(fields.records[*row as usize]);
            work.present(place, record, &mut there);
        }
    }
    there
}

/// Whether a counter says how many repetitions there are.
fn is_counted(place: &RepeatPlace) -> bool {
    matches!(place, RepeatPlace::Nested { steps, .. } if steps.iter().any(|step| step.counter.is_some()))
}
