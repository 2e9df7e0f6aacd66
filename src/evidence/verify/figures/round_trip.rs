//! What the manifest says of values that were encoded again.
//!
//! In: the manifest. Out: findings. The values are in the sources alone, so that only bounds can be held against it: the
//! records of a field's kind, the ways in which bytes differ, and the files of the mapping.

use super::Figures;
use crate::evidence::manifest::{FirstEvidence, MappingEvidence, RoundTripEvidence};

/// Records of each difference that are named at most.
const PLACES: usize = 3;

impl<'m> Figures<'m> {
    pub(super) fn round_trip(&mut self, index: usize, mapping: &'m MappingEvidence) {
        let path = format!("mappings[{index}].round_trip");
        self.once(&path, mapping.round_trip.iter().map(|one| &one.field));
        for (number, one) in mapping.round_trip.iter().enumerate() {
            self.encoded(&format!("{path}[{number}]"), mapping, one);
        }
    }

    fn encoded(&mut self, path: &str, mapping: &'m MappingEvidence, one: &RoundTripEvidence) {
        let of = |kind: &&crate::evidence::manifest::KindEvidence| {
            let name = kind.kind.as_deref().unwrap_or_default();
            one.field.strip_prefix(name).and_then(|rest| rest.strip_prefix('.')).is_some_and(|rest| !rest.contains('.'))
        };
        // A field of a group stands in a record as often as the record says.
        if let Some(kind) = mapping.kinds.iter().find(of) {
            let records = u128::from(kind.records.loaded) + u128::from(kind.records.informing);
            let values = u128::from(one.same) + u128::from(one.other) + u128::from(one.empty);
            if values != records {
                self.told.conflict(path, "mappings");
            }
        }
        let reasons: u128 = one.reasons.iter().map(|reason| u128::from(reason.values)).sum();
        if !one.reasons.is_empty() && reasons != u128::from(one.other) {
            self.told.conflict(format!("{path}.reasons"), format!("{path}.other"));
        }
        if one.first.is_some() != (one.other > 0) {
            self.told.conflict(format!("{path}.first"), format!("{path}.other"));
        }
        for (number, reason) in one.reasons.iter().enumerate() {
            let path = format!("{path}.reasons[{number}]");
            if reason.first.is_empty() || reason.first.len() > PLACES || reason.values < reason.first.len() as u64 {
                self.told.conflict(format!("{path}.first"), format!("{path}.values"));
            }
        }
        let places = one.first.iter().chain(one.reasons.iter().flat_map(|reason| &reason.first));
        if places.into_iter().any(|place| !self.is_of(mapping, place)) {
            self.told.conflict(format!("{path}.first"), "sources");
        }
    }

    /// Whether a file of the mapping has such a record.
    fn is_of(&self, mapping: &MappingEvidence, first: &FirstEvidence) -> bool {
        let mut sources = self.manifest.sources.iter().filter(|source| source.mapping == mapping.name);
        sources.any(|source| {
            let records: u128 = source.records.named().iter().map(|(_, records)| u128::from(*records)).sum();
            source.file == first.file
                && (1..=records).contains(&u128::from(first.record))
                && first.offset < source.bytes
        })
    }
}
