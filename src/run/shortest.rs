//! How short a record of a source may be that says itself how long it is.
//!
//! In: the kinds of a source. Out: [`Shortest`]. Refuses bytes.

use crate::extractors::variable::Counted;
use crate::mapping::model::{FieldPlace, Kind, RepeatPlace};
use crate::run::plan::KindPlan;

/// How short a record may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shortest {
    /// Own bytes that each has at least, 1 or more: those of the shortest kind, from the first that any kind reads on. What stands
    /// before that may be the word of a block.
    pub least: usize,
    /// Bytes before the first one that any kind reads.
    pub before: usize,
}

impl Shortest {
    /// Of the records of these kinds.
    #[must_use]
    pub fn of(kinds: &[Kind], work: &[KindPlan]) -> Self {
        let before = kinds.iter().filter_map(first).min().unwrap_or(0) as usize;
        let least = work.iter().map(own).min().unwrap_or(0);
        Self { least: least.saturating_sub(before).max(1), before }
    }
}

/// The first byte that a kind reads.
fn first(kind: &Kind) -> Option<u32> {
    let fields = kind.fields.iter().filter_map(|field| match field.place {
        FieldPlace::Bytes { start, .. } => Some(start),
        _ => None,
    });
    let repeats = kind.repeats.iter().filter_map(|repeat| match &repeat.place {
        RepeatPlace::Bytes { start, .. } => Some(*start),
        place => place.byte_start(0),
    });
    fields.chain(repeats).min()
}

/// Own bytes of a kind's records at least; of those that count their tables, the bytes up to what counts them.
fn own(kind: &KindPlan) -> usize {
    kind.variable.as_ref().map_or(kind.least_length as usize, Counted::least)
}
