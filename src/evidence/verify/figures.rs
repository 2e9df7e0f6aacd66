//! The manifest's figures against what the run's files hold, and against one another.
//!
//! In: the manifest, and what was counted in the files. Out: findings. Sums are made in 128 bits, so that no figure that
//! someone wrote into the manifest can make them overflow. Refuses files.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use jiff::Timestamp;

use super::content::{FindingKey, Findings, Refused, Rejects, Table};
use super::files::{FINDINGS, Role, role};
use super::told::{Told, shown};
use crate::evidence::manifest::{
    ColumnEvidence, KindEvidence, Manifest, MappingEvidence, RecordClasses, SourceEvidence, TableEvidence, run_id,
};
use crate::evidence::totals::Running;
use crate::finding::Severity;
use crate::run::names;
use crate::run::publish::folder_of;
use crate::run::report::Outcome;

/// What the files of a run hold.
#[derive(Debug, Default)]
pub struct Contents<'m> {
    /// By name; none where some part of it is not what the run wrote.
    pub tables: BTreeMap<&'m str, Option<Table>>,
    /// By mapping; those that are what the run wrote.
    pub rejects: BTreeMap<&'m str, Rejects>,
    /// None where they are not what the run wrote.
    pub findings: Option<Findings>,
}

/// Compares all figures; `folder` is the run's.
#[must_use]
pub fn differences(manifest: &Manifest, contents: &Contents<'_>, folder: &Path) -> Told {
    let mut figures = Figures { manifest, contents, told: Told::default() };
    figures.identity();
    figures.outcome(folder);
    figures.orders();
    figures.outputs();
    manifest.mappings.iter().enumerate().for_each(|(index, mapping)| figures.mapping(index, mapping));
    manifest.sources.iter().enumerate().for_each(|(index, source)| figures.source(index, source));
    manifest.tables.iter().enumerate().for_each(|(index, table)| figures.table(index, table));
    figures.asides();
    figures.findings();
    figures.told
}

struct Figures<'m> {
    manifest: &'m Manifest,
    contents: &'m Contents<'m>,
    told: Told,
}

impl<'m> Figures<'m> {
    fn identity(&mut self) {
        let manifest = self.manifest;
        let identity = manifest.identity_of_inputs();
        self.told.compare("identity", &manifest.identity, &identity);
        let (started, ended) = (manifest.started.parse::<Timestamp>(), manifest.ended.parse::<Timestamp>());
        let Ok(started) = started else { return self.told.value("started") };
        // A second run of the same second and identity has `-2` behind it.
        let id = run_id(started, &identity);
        let number = manifest.run.strip_prefix(&id).and_then(|rest| rest.strip_prefix('-'));
        if !number.is_some_and(|number| number.parse::<u32>().is_ok_and(|number| number > 1)) {
            self.told.compare("run", &manifest.run, id);
        }
        match ended {
            Ok(ended) if ended >= started => {}
            Ok(_) => self.told.conflict("ended", "started"),
            Err(_) => self.told.value("ended"),
        }
    }

    /// The outcome follows from the findings, and the folder from the outcome, as far as the run still stands where it
    /// was put.
    fn outcome(&mut self, folder: &Path) {
        let manifest = self.manifest;
        let fails = manifest.findings.iter().any(|finding| finding.severity == Severity::Fail);
        let parameters = &manifest.parameters;
        match manifest.outcome {
            Outcome::Published if fails => self.told.conflict("outcome", "findings"),
            Outcome::Refused if !fails => self.told.conflict("outcome", "findings"),
            Outcome::Published | Outcome::Refused if parameters.limit.is_some() || !parameters.only.is_empty() => {
                self.told.conflict("outcome", "parameters");
            }
            _ => {}
        }
        let name = |path: Option<&Path>| Some(path?.file_name()?.to_str()?.to_owned());
        let outcomes = [Outcome::Published, Outcome::Refused, Outcome::Trial].map(folder_of);
        if let Some(above) = name(folder.parent()).filter(|above| outcomes.contains(&above.as_str())) {
            self.told.compare("outcome", folder_of(manifest.outcome), above);
            self.told.compare("run", &manifest.run, shown(name(Some(folder))));
        }
        if parameters.threads == 0 || parameters.batch_size == 0 {
            self.told.value("parameters");
        }
    }

    /// Nothing stands twice in a list, and lists are in the order that the manifest promises.
    fn orders(&mut self) {
        let manifest = self.manifest;
        self.ascending("mappings", manifest.mappings.iter().map(|it| &it.name));
        let finding_key = |it: &'m crate::evidence::manifest::FindingEvidence| {
            (&it.mapping, &it.code, &it.subject, Reverse(it.severity))
        };
        self.ascending("findings", manifest.findings.iter().map(finding_key));
        self.ascending("outputs", manifest.outputs.iter().map(|it| &it.path));
        self.once("sources", manifest.sources.iter().map(|it| (&it.mapping, &it.file)));
        self.once("tables", manifest.tables.iter().map(|it| &it.table));
        self.once("set_aside", manifest.set_aside.iter().map(|it| (&it.mapping, &it.table, &it.because)));
    }

    fn ascending<K: Ord>(&mut self, list: &str, keys: impl Iterator<Item = K>) {
        let keys: Vec<K> = keys.collect();
        for index in (1..keys.len()).filter(|index| keys[index - 1] >= keys[*index]) {
            self.told.conflict(format!("{list}[{}]", index - 1), format!("{list}[{index}]"));
        }
    }

    fn once<K: Ord>(&mut self, list: &str, keys: impl Iterator<Item = K>) {
        let mut known = BTreeMap::new();
        for (index, key) in keys.enumerate() {
            if let Some(first) = known.insert(key, index) {
                self.told.conflict(format!("{list}[{first}]"), format!("{list}[{index}]"));
            }
        }
    }

    /// Each mapping, table and run has the files that it must have.
    fn outputs(&mut self) {
        let manifest = self.manifest;
        let roles: Vec<Role<'_>> = manifest.outputs.iter().map(|output| role(manifest, &output.path)).collect();
        for (index, mapping) in manifest.mappings.iter().enumerate() {
            let wanted = [Role::Rejects(&mapping.name), Role::Raw(&mapping.name)];
            if !wanted.iter().all(|role| roles.contains(role)) {
                self.told.conflict("outputs", format!("mappings[{index}]"));
            }
            if !manifest.tables.iter().any(|table| table.mapping == mapping.name) {
                self.told.conflict("tables", format!("mappings[{index}]"));
            }
        }
        for (index, table) in manifest.tables.iter().enumerate() {
            if !roles.contains(&Role::Part(table)) {
                self.told.conflict("outputs", format!("tables[{index}]"));
            }
        }
        if !roles.contains(&Role::Findings) {
            self.told.conflict("outputs", FINDINGS);
        }
    }

    fn mapping_named(&self, name: &str) -> Option<&'m MappingEvidence> {
        self.manifest.mappings.iter().find(|mapping| mapping.name == name)
    }

    fn sources_of(&self, mapping: &'m str) -> impl Iterator<Item = &'m SourceEvidence> {
        self.manifest.sources.iter().filter(move |source| source.mapping == mapping)
    }

    fn tables_of(&self, mapping: &'m str) -> impl Iterator<Item = &'m TableEvidence> {
        self.manifest.tables.iter().filter(move |table| table.mapping == mapping)
    }

    /// The records of a mapping: by file, by kind, and as the rejects have them.
    fn mapping(&mut self, index: usize, mapping: &'m MappingEvidence) {
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
        // A table whose rows were all loaded says exactly how many records of its kind were.
        let whole = |table: &TableEvidence| self.rows_aside(table) == 0;
        let mut kinds: BTreeMap<&str, (&TableEvidence, &BTreeMap<String, u64>)> = BTreeMap::new();
        for (table, files) in feeds {
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
    fn rows_aside(&self, table: &TableEvidence) -> u128 {
        let of_table = self
            .manifest
            .set_aside
            .iter()
            .filter(|aside| aside.mapping == table.mapping && aside.table.as_deref() == Some(table.table.as_str()));
        of_table.map(|aside| u128::from(aside.records)).sum()
    }

    fn source(&mut self, index: usize, source: &'m SourceEvidence) {
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
        if source.sha256.is_empty() && self.manifest.parameters.limit.is_none() {
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

    fn table(&mut self, index: usize, table: &'m TableEvidence) {
        let path = |key: &str| format!("tables[{index}].{key}");
        let Some(mapping) = self.mapping_named(&table.mapping) else {
            return self.told.conflict(path("mapping"), "mappings");
        };
        self.once(&path("columns"), table.columns.iter().map(|column| &column.name));
        let against = |kind: &&KindEvidence| kind.counts_against.contains(&table.table);
        let rejected: u128 = mapping.kinds.iter().filter(against).map(|kind| u128::from(kind.records.rejected)).sum();
        self.told.compare(path("rejected"), table.rejected, rejected);
        self.limit(index, table);
        match mapping.kinds.iter().find(|kind| kind.kind.as_deref() == Some(table.kind.as_str())) {
            None => self.told.conflict(path("kind"), "mappings"),
            Some(_) if table.rows_per_record == 0 => self.told.value(path("rows_per_record")),
            Some(kind) => {
                let made = u128::from(kind.records.loaded) * u128::from(table.rows_per_record);
                let found = shown(made.checked_sub(self.rows_aside(table)));
                self.told.compare(path("rows"), table.rows, found);
            }
        }
        let Some(Some(found)) = self.contents.tables.get(table.table.as_str()) else { return };
        self.told.compare(format_args!("{}: rows", table.table), table.rows, found.rows());
        for (number, (column, running)) in table.columns.iter().zip(&found.totals).enumerate() {
            let name = format!("{}.{}", table.table, column.name);
            self.column(&name, &path(&format!("columns[{number}]")), column, running);
        }
    }

    fn column(&mut self, name: &str, path: &str, column: &ColumnEvidence, found: &Running) {
        let (manifest, found) = (&column.totals, found.totals());
        self.told.compare(format_args!("{name}: count"), manifest.count, found.count);
        self.told.compare(format_args!("{name}: empty"), manifest.empty, found.empty);
        if column.defaulted > manifest.count {
            self.told.conflict(format!("{path}.defaulted"), format!("{path}.totals.count"));
        }
        let figures = [
            ("min", &manifest.min, &found.min),
            ("max", &manifest.max, &found.max),
            ("sum", &manifest.sum, &found.sum),
        ];
        for (key, manifest, found) in figures {
            if !column.personal {
                self.told.compare(format_args!("{name}: {key}"), shown(manifest.as_ref()), shown(found.as_ref()));
            } else if manifest.is_some() {
                // Its value shows nowhere, not even here.
                self.told.conflict(format!("{path}.totals.{key}"), format!("{path}.personal"));
            }
        }
    }

    /// A limit that was passed is told by a finding, and only then.
    fn limit(&mut self, index: usize, table: &TableEvidence) {
        let Some(findings) = &self.contents.findings else { return };
        let of_table = |(mapping, args): &&(String, Vec<String>)| {
            *mapping == table.mapping && args.first().is_some_and(|name| *name == table.table)
        };
        let told: Vec<_> = findings.limits.iter().filter(of_table).map(|(_, args)| &args[1..]).collect();
        let wanted = [table.rejected.to_string(), table.limit.to_string()];
        let holds = if table.rejected > table.limit { told == [&wanted[..]] } else { told.is_empty() };
        if !holds {
            self.told.conflict(format!("tables[{index}].limit"), FINDINGS);
        }
    }

    fn asides(&mut self) {
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
            let of_source = |aside: &&crate::evidence::manifest::AsideEvidence| {
                aside.mapping == mapping.name && aside.table.is_none()
            };
            let by_reason: u128 =
                self.manifest.set_aside.iter().filter(of_source).map(|aside| u128::from(aside.records)).sum();
            let by_file: u128 = self.sources_of(&mapping.name).map(|source| u128::from(source.records.set_aside)).sum();
            self.told.compare(format_args!("mappings[{index}]: set_aside"), by_reason, by_file);
        }
    }

    fn findings(&mut self) {
        let Some(found) = &self.contents.findings else { return };
        let key = |it: &crate::evidence::manifest::FindingEvidence| -> FindingKey {
            (it.mapping.clone(), it.code.clone(), it.subject.clone(), names::severity(it.severity).to_owned())
        };
        let mut wanted: BTreeMap<FindingKey, u64> = BTreeMap::new();
        for finding in &self.manifest.findings {
            wanted.insert(key(finding), finding.count);
        }
        let keys: BTreeSet<&FindingKey> = wanted.keys().chain(found.groups.keys()).collect();
        for key in keys {
            let (mapping, code, subject, severity) = key;
            let what = format!("{mapping} {code} {subject} {severity}").replace("  ", " ");
            let told = |groups: &BTreeMap<FindingKey, u64>| shown(groups.get(key));
            self.told.compare(format_args!("findings: {what}"), told(&wanted), told(&found.groups));
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
