//! The manifest's records: by file, by kind, by reason, and as rows and rejects show them.

use std::collections::{BTreeMap, BTreeSet};

use super::Figures;
use crate::evidence::manifest::{
    AsideEvidence, KindEvidence, MappingEvidence, RecordClasses, SourceEvidence, TableEvidence,
};
use crate::evidence::verify::content::{Refused, Table};
use crate::run::report::Outcome;

impl<'m> Figures<'m> {
    pub(super) fn mapping_named(&self, name: &str) -> Option<&'m MappingEvidence> {
        self.manifest.mappings.iter().find(|mapping| mapping.name == name)
    }

    fn sources_of(&self, mapping: &'m str) -> impl Iterator<Item = &'m SourceEvidence> {
        self.manifest.sources.iter().filter(move |source| source.mapping == mapping)
    }

    fn tables_of(&self, mapping: &'m str) -> impl Iterator<Item = &'m TableEvidence> {
        self.manifest.tables.iter().filter(move |table| table.mapping == mapping)
    }

    /// The records of a mapping: by file, by kind, and as the rejects have them.
    pub(super) fn mapping(&mut self, index: usize, mapping: &'m MappingEvidence) {
        let by_file = summed(self.sources_of(&mapping.name).map(|source| source.records));
        let by_kind = summed(mapping.kinds.iter().map(|kind| kind.records));
        for ((class, kinds), (_, files)) in by_kind.into_iter().zip(by_file) {
            self.told.compare(format_args!("mappings[{index}].kinds: {class}"), kinds, files);
        }
        self.once(&format!("mappings[{index}].kinds"), mapping.kinds.iter().map(|kind| &kind.kind));
        for (number, kind) in mapping.kinds.iter().enumerate() {
            self.counts_against(&format!("mappings[{index}].kinds[{number}]"), mapping, kind);
        }
        if let Some(rejects) = self.contents.rejects.get(mapping.name.as_str()) {
            let raw = format!("rejects/{}.raw", mapping.name);
            if let Some(output) = self.manifest.outputs.iter().find(|output| output.path == raw) {
                self.told.compare(format_args!("{raw}: bytes"), output.bytes, rejects.raw);
            }
            let known: BTreeSet<&str> = self.sources_of(&mapping.name).map(|source| source.file.as_str()).collect();
            if rejects.files.keys().any(|file| !known.contains(file.as_str())) {
                self.told.conflict("sources", format!("rejects/{}.parquet", mapping.name));
            }
        }
        self.loaded(index, mapping);
    }

    fn counts_against(&mut self, path: &str, mapping: &'m MappingEvidence, kind: &KindEvidence) {
        let tables: BTreeSet<&str> = self.tables_of(&mapping.name).map(|table| table.table.as_str()).collect();
        let unknown = kind.counts_against.iter().any(|table| !tables.contains(table.as_str()));
        // A refused record counts somewhere, so that no limit is evaded.
        if unknown || (kind.counts_against.is_empty() && kind.records.rejected > 0) {
            self.told.conflict(format!("{path}.counts_against"), "tables");
        }
        self.once(&format!("{path}.counts_against"), kind.counts_against.iter());
    }

    /// The records that were loaded from each file, by the `_file` of the rows that they made.
    fn loaded(&mut self, index: usize, mapping: &'m MappingEvidence) {
        let mut feeds = Vec::new();
        for table in self.tables_of(&mapping.name) {
            let Some(Some(Table { files: Some(files), .. })) = self.contents.tables.get(table.table.as_str()) else {
                return;
            };
            feeds.push((table, files));
        }
        let names: BTreeSet<&str> = self.sources_of(&mapping.name).map(|source| source.file.as_str()).collect();
        if feeds.iter().flat_map(|(_, files)| files.keys()).any(|file| !names.contains(file.as_str())) {
            self.told.conflict("sources", format!("mappings[{index}]: _file"));
        }
        // A table whose rows were all loaded, and all there, says exactly how many records of its kind were.
        let added = |table: &TableEvidence| table.split.as_ref().map_or(0, |split| split.added);
        let whole = |table: &TableEvidence| self.rows_aside(table) == 0 && added(table) == 0 && table.absent == 0;
        let mut kinds: BTreeMap<&str, (&TableEvidence, &BTreeMap<String, u64>)> = BTreeMap::new();
        // How many parts the rows of one file became is not known.
        for (table, files) in feeds.into_iter().filter(|(table, _)| added(table) == 0) {
            match kinds.get(table.kind.as_str()) {
                Some((known, _)) if whole(known) || !whole(table) => {}
                _ => drop(kinds.insert(&table.kind, (table, files))),
            }
        }
        let is_exact = |kind: &KindEvidence| {
            let table = kind.kind.as_deref().and_then(|kind| kinds.get(kind));
            kind.records.loaded == 0 || table.is_some_and(|(table, _)| whole(table))
        };
        let exact = mapping.kinds.iter().all(is_exact);
        for (number, source) in self.manifest.sources.iter().enumerate() {
            if source.mapping != mapping.name {
                continue;
            }
            let records = |(table, files): &(&TableEvidence, &BTreeMap<String, u64>)| {
                files.get(&source.file).map_or(0, |rows| rows.div_ceil(table.rows_per_record.max(1)))
            };
            let found: u64 = kinds.values().map(records).sum();
            if exact {
                self.told.compare(format_args!("sources[{number}].records.loaded"), source.records.loaded, found);
            } else if source.records.loaded < found {
                self.told.conflict(format!("sources[{number}].records.loaded"), "tables");
            }
        }
    }

    /// Rows of a table that were set aside.
    pub(super) fn rows_aside(&self, table: &TableEvidence) -> u128 {
        let of_table = self
            .manifest
            .set_aside
            .iter()
            .filter(|aside| aside.mapping == table.mapping && aside.table.as_deref() == Some(table.table.as_str()));
        of_table.map(|aside| u128::from(aside.records)).sum()
    }

    pub(super) fn source(&mut self, index: usize, source: &'m SourceEvidence) {
        let path = |key: &str| format!("sources[{index}].{key}");
        let classes = source.bytes_by_class.named();
        let sum: u128 = classes.iter().map(|(_, bytes)| u128::from(*bytes)).sum();
        self.told.compare(path("bytes"), source.bytes, sum);
        for (class, records) in source.records.named() {
            let bytes = classes.iter().find(|(key, _)| *key == class).map_or(0, |(_, bytes)| *bytes);
            // Lines of a skipped rest are bytes without records.
            if class != "skipped" && records == 0 && bytes > 0 {
                self.told.conflict(path(&format!("records.{class}")), path(&format!("bytes_by_class.{class}")));
            }
        }
        if let Some(rejects) = self.contents.rejects.get(source.mapping.as_str()) {
            let Refused { records, bytes } = rejects.files.get(&source.file).copied().unwrap_or_default();
            self.told.compare(path("records.rejected"), source.records.rejected, records);
            self.told.compare(path("bytes_by_class.rejected"), source.bytes_by_class.rejected, bytes);
        }
        if source.bytes_by_class.unread > 0 && self.manifest.outcome == Outcome::Published {
            self.told.conflict(path("bytes_by_class.unread"), "outcome");
        }
        // A run that was stopped by its limit, or is refused, may not have read the whole file.
        if source.sha256.is_empty() && self.manifest.outcome == Outcome::Published {
            self.told.value(path("sha256"));
        }
        if source.stored_bytes.is_some() != source.stored_sha256.is_some() {
            self.told.conflict(path("stored_bytes"), path("stored_sha256"));
        }
        let Some(mapping) = self.mapping_named(&source.mapping) else {
            return self.told.conflict(path("mapping"), "mappings");
        };
        self.once(&path("fields"), source.fields.iter().map(|field| &field.field));
        for (number, field) in source.fields.iter().enumerate() {
            if !has_kind(mapping, &field.field) {
                self.told.conflict(path(&format!("fields[{number}].field")), "mappings");
            }
        }
    }

    pub(super) fn asides(&mut self) {
        for (index, aside) in self.manifest.set_aside.iter().enumerate() {
            let path = |key: &str| format!("set_aside[{index}].{key}");
            let Some(mapping) = self.mapping_named(&aside.mapping) else {
                self.told.conflict(path("mapping"), "mappings");
                continue;
            };
            let is_table = |name: &String| self.tables_of(&mapping.name).any(|table| table.table == *name);
            if aside.table.as_ref().is_some_and(|name| !is_table(name)) {
                self.told.conflict(path("table"), "tables");
            }
            self.once(&path("sums"), aside.sums.iter().map(|sum| &sum.name));
            for (number, sum) in aside.sums.iter().enumerate() {
                if !has_kind(mapping, &sum.name) {
                    self.told.conflict(path(&format!("sums[{number}].name")), "mappings");
                }
            }
        }
        for (index, mapping) in self.manifest.mappings.iter().enumerate() {
            let of_source = |aside: &&AsideEvidence| aside.mapping == mapping.name && aside.table.is_none();
            let by_reason: u128 =
                self.manifest.set_aside.iter().filter(of_source).map(|aside| u128::from(aside.records)).sum();
            let by_file: u128 = self.sources_of(&mapping.name).map(|source| u128::from(source.records.set_aside)).sum();
            self.told.compare(format_args!("mappings[{index}]: set_aside"), by_reason, by_file);
        }
    }
}

/// Whether a field's name begins with that of one of the mapping's kinds.
fn has_kind(mapping: &MappingEvidence, field: &str) -> bool {
    let mut kinds = mapping.kinds.iter().filter_map(|kind| kind.kind.as_deref());
    kinds.any(|kind| field.strip_prefix(kind).is_some_and(|rest| rest.starts_with('.')))
}

fn summed(records: impl Iterator<Item = RecordClasses>) -> Vec<(&'static str, u128)> {
    let mut sums: Vec<(&'static str, u128)> =
        RecordClasses::default().named().into_iter().map(|(class, none)| (class, none.into())).collect();
    for one in records {
        sums.iter_mut().zip(one.named()).for_each(|((_, sum), (_, more))| *sum += u128::from(more));
    }
    sums
}
