//! Which repetitions of its groups a record has, where it says that itself.

use crate::extractors::fields::Batch as Fields;
use crate::extractors::repeated::{Repeated, There};
use crate::mapping::model::{KindId, RepeatPlace};
use crate::run::plan::Plan;

/// Which repetitions of a kind's group these rows have.
#[must_use]
pub fn present(plan: &Plan, fields: &Fields<'_>, (kind, group): (KindId, usize), rows: &[u32]) -> Repeated {
    let place = &plan.mapping.source.kinds[kind].repeats[group].place;
    let Some(work) = plan.kinds[kind].variable.as_ref().filter(|_| is_counted(place)) else {
        return Repeated::All(plan.kinds[kind].repeats[group].times);
    };
    let mut there = There::new();
    for row in rows {
        let record = fields.bytes.get(fields.records[*row as usize]);
        there.add(|numbers| work.present(place, record, numbers));
    }
    Repeated::There(there)
}

/// Whether a counter says how many repetitions there are.
fn is_counted(place: &RepeatPlace) -> bool {
    matches!(place, RepeatPlace::Nested { steps, .. } if steps.iter().any(|step| step.counter.is_some()))
}
