//! What the manifest says of the places that no field reads.
//!
//! In: the manifest. Out: findings. What stands at such a place is in the sources alone, so that only bounds can be held
//! against it: records of its kind, files of its mapping, and the warnings that must be there.

use super::super::files::FINDINGS;
use super::Figures;
use crate::evidence::manifest::{FindingEvidence, FirstEvidence, MappingEvidence, UnreadEvidence};
use crate::finding::{Code, Severity};

/// What places count, in the order of the finding's arguments.
const UNITS: [&str; 5] = ["bytes", "characters", "cells", "header", "slack"];

impl<'m> Figures<'m> {
    pub(super) fn unread(&mut self, index: usize, mapping: &'m MappingEvidence) {
        let path = format!("mappings[{index}].unread");
        self.once(&path, mapping.unread.iter().map(|it| (&it.kind, &it.unit, &it.place)));
        for (number, one) in mapping.unread.iter().enumerate() {
            self.unread_place(&format!("{path}[{number}]"), mapping, one);
        }
        let told = |it: &&FindingEvidence| it.mapping == mapping.name && it.code == Code::UnreadNotBlank.id();
        let told: u128 = self.manifest.findings.iter().filter(told).map(|it| u128::from(it.count)).sum();
        let wanted = mapping.unread.iter().filter(|it| it.not_blank > 0 && it.ignored.is_none()).count();
        self.told.compare(format_args!("{path}: {}", Code::UnreadNotBlank.id()), wanted, told);
        let graver = |it: &FindingEvidence| it.code == Code::UnreadNotBlank.id() && it.severity != Severity::Warn;
        if self.manifest.findings.iter().any(graver) {
            self.told.conflict(path, "findings");
        }
    }

    /// What was warned of stands among the findings, with the same figures and the same place.
    fn told_in_findings(&mut self, path: &str, mapping: &'m MappingEvidence, one: &UnreadEvidence) {
        let (Some(findings), Some(first)) = (&self.contents.findings, &one.first) else { return };
        let place = |unit: &str| if unit == one.unit { one.place.clone() } else { String::new() };
        let figures = [one.not_blank, one.records].map(|number| number.to_string());
        let args = figures.into_iter().chain(UNITS.map(place)).collect();
        let wanted = (mapping.name.clone(), one.kind.clone(), args, (first.file.clone(), first.record, first.offset));
        if one.ignored.is_none() && !findings.unread.contains(&wanted) {
            self.told.conflict(path, FINDINGS);
        }
    }

    fn unread_place(&mut self, path: &str, mapping: &'m MappingEvidence, one: &UnreadEvidence) {
        if !UNITS.contains(&one.unit.as_str()) {
            self.told.value(format!("{path}.unit"));
        }
        let kind = mapping.kinds.iter().find(|kind| kind.kind.as_ref() == Some(&one.kind));
        let Some(kind) = kind else { return self.told.conflict(format!("{path}.kind"), "mappings") };
        if u128::from(one.records) > u128::from(kind.records.loaded) + u128::from(kind.records.informing) {
            self.told.conflict(format!("{path}.records"), "mappings");
        }
        if one.not_blank > one.records {
            self.told.conflict(format!("{path}.not_blank"), format!("{path}.records"));
        }
        if one.first.is_some() != (one.not_blank > 0) {
            self.told.conflict(format!("{path}.first"), format!("{path}.not_blank"));
        }
        self.told_in_findings(path, mapping, one);
        let Some(FirstEvidence { file, record, offset }) = &one.first else { return };
        let mut sources = self.manifest.sources.iter().filter(|source| source.mapping == mapping.name);
        let Some(source) = sources.find(|source| source.file == *file) else {
            return self.told.conflict(format!("{path}.first.file"), "sources");
        };
        let records: u128 = source.records.named().iter().map(|(_, records)| u128::from(*records)).sum();
        if *record == 0 || u128::from(*record) > records {
            self.told.conflict(format!("{path}.first.record"), "sources");
        }
        if *offset >= source.bytes {
            self.told.conflict(format!("{path}.first.offset"), "sources");
        }
    }
}
