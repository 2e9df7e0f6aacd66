//! The manifest's figures against what the run's files hold, and against one another.
//!
//! In: the manifest, and what was counted in the files. Out: findings. Sums are made in 128 bits, so that no figure that
//! someone wrote into the manifest can make them overflow. Refuses files.

mod controls;
mod coverage;
mod limits;
mod lists;
mod records;
mod round_trip;
mod unread;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use jiff::Timestamp;

use super::content::{FindingKey, Findings, Rejects, Table};
use super::files::{FINDINGS, Role, role};
use super::told::{Told, shown};
use crate::canonical;
use crate::evidence::manifest::{
    ColumnEvidence, CrosswalkEvidence, FindingEvidence, KindEvidence, Manifest, TableEvidence, run_id,
};
use crate::evidence::text;
use crate::evidence::totals::Running;
use crate::finding::{Code, Severity};
use crate::mapping::constant;
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
    figures.migration();
    figures.outcome(folder);
    figures.orders();
    figures.outputs();
    manifest.mappings.iter().enumerate().for_each(|(index, mapping)| figures.mapping(index, mapping));
    manifest.mappings.iter().enumerate().for_each(|(index, mapping)| figures.unread(index, mapping));
    manifest.mappings.iter().enumerate().for_each(|(index, mapping)| figures.round_trip(index, mapping));
    manifest.sources.iter().enumerate().for_each(|(index, source)| figures.source(index, source));
    manifest.tables.iter().enumerate().for_each(|(index, table)| figures.table(index, table));
    figures.crosswalks();
    figures.coverage();
    figures.controls();
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

    /// A parameter has a value of its type, written in the one way; of a personal one, the digest alone.
    fn migration(&mut self) {
        let Some(migration) = &self.manifest.migration else { return };
        if migration.sealed_sha256 != migration.seal() {
            self.told.conflict("migration", "migration.sealed_sha256");
        }
        if migration.unsigned_sha256.is_some() == migration.approved_by.is_empty() {
            self.told.conflict("migration.unsigned_sha256", "migration.approved_by");
        }
        self.once("migration.parameters", migration.parameters.iter().map(|it| &it.name));
        for (index, parameter) in migration.parameters.iter().enumerate() {
            let path = |key: &str| format!("migration.parameters[{index}].{key}");
            let [shown, hidden] = [&parameter.value, &parameter.sha256].map(Option::is_some);
            if shown == parameter.personal {
                self.told.conflict(path("value"), path("personal"));
            }
            if hidden != parameter.personal {
                self.told.conflict(path("sha256"), path("personal"));
            }
            let Some(ty) = text::type_named(&parameter.ty) else {
                self.told.value(path("type"));
                continue;
            };
            let is_one =
                |text: &String| constant::parse(text, ty).is_some_and(|value| canonical::text(ty, &value) == *text);
            if parameter.value.as_ref().is_some_and(|value| !parameter.personal && !is_one(value)) {
                self.told.value(path("value"));
            }
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
        let finding_key = |it: &'m FindingEvidence| (&it.mapping, &it.code, &it.subject, Reverse(it.severity));
        self.ascending("findings", manifest.findings.iter().map(finding_key));
        self.ascending("outputs", manifest.outputs.iter().map(|it| &it.path));
        self.once("mappings", manifest.mappings.iter().map(|it| &it.name));
        self.once("outputs", manifest.outputs.iter().map(|it| &it.path));
        self.once("crosswalks", manifest.crosswalks.iter().map(|it| (&it.mapping, &it.file)));
        self.once("sources", manifest.sources.iter().map(|it| (&it.mapping, &it.file)));
        self.once("tables", manifest.tables.iter().map(|it| &it.table));
    }

    /// Equal neighbours are left to other checks.
    fn ascending<K: Ord>(&mut self, list: &str, keys: impl Iterator<Item = K>) {
        let keys: Vec<K> = keys.collect();
        for index in (1..keys.len()).filter(|index| keys[index - 1] > keys[*index]) {
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

    fn table(&mut self, index: usize, table: &'m TableEvidence) {
        let path = |key: &str| format!("tables[{index}].{key}");
        let Some(mapping) = self.mapping_named(&table.mapping) else {
            return self.told.conflict(path("mapping"), "mappings");
        };
        self.once(&path("columns"), table.columns.iter().map(|column| &column.name));
        table.columns.iter().enumerate().for_each(|(number, column)| {
            self.lookup(&path(&format!("columns[{number}]")), (table, table.rows), column);
        });
        self.split(&path("split"), table);
        let against = |kind: &&KindEvidence| kind.counts_against.contains(&table.table);
        let rejected: u128 = mapping.kinds.iter().filter(against).map(|kind| u128::from(kind.records.rejected)).sum();
        self.told.compare(path("rejected"), table.rejected, rejected);
        self.limits(index, mapping, table);
        self.rules(index, table);
        self.dropped(index, table);
        match mapping.kinds.iter().find(|kind| kind.kind.as_deref() == Some(table.kind.as_str())) {
            None => self.told.conflict(path("kind"), "mappings"),
            Some(_) if table.rows_per_record == 0 => self.told.value(path("rows_per_record")),
            Some(kind) => {
                let made = u128::from(kind.records.loaded) * u128::from(table.rows_per_record);
                let added = u128::from(table.split.as_ref().map_or(0, |split| split.added));
                let without = self.rows_aside(table) + u128::from(table.absent);
                let found = shown((made + added).checked_sub(without));
                self.told.compare(path("rows"), table.rows, found);
            }
        }
        self.lists(&path("lists"), (mapping, table));
        let Some(Some(found)) = self.contents.tables.get(table.table.as_str()) else { return };
        self.found_lists(&path("lists"), table, found);
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
        if u128::from(column.emptied) > u128::from(manifest.empty) + u128::from(column.defaulted) {
            self.told.conflict(format!("{path}.emptied"), format!("{path}.totals.empty"));
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

    /// Every loaded row, or element, was looked up, and has one of three ends; what was not found is empty, or is the
    /// default.
    fn lookup(&mut self, path: &str, (table, rows): (&TableEvidence, u64), column: &ColumnEvidence) {
        let Some(lookup) = &column.lookup else { return };
        let [matched, unmatched, empty] = [lookup.matched, lookup.unmatched, lookup.empty].map(u128::from);
        self.told.compare(format_args!("{path}.lookup: rows"), matched + unmatched + empty, rows);
        if unmatched + empty > u128::from(column.totals.empty) + u128::from(column.defaulted) {
            self.told.conflict(format!("{path}.lookup"), format!("{path}.totals.empty"));
        }
        self.names_crosswalk(&format!("{path}.lookup"), table, &lookup.crosswalk);
    }

    fn names_crosswalk(&mut self, path: &str, table: &TableEvidence, file: &str) {
        let is_meant = |it: &CrosswalkEvidence| it.mapping == table.mapping && it.file == file;
        if !self.manifest.crosswalks.iter().any(is_meant) {
            self.told.conflict(format!("{path}.crosswalk"), "crosswalks");
        }
    }

    /// Every loaded row was looked up for its split; only what was found became more, and has at least one part.
    fn split(&mut self, path: &str, table: &TableEvidence) {
        let Some(split) = &table.split else { return };
        let [matched, unmatched, empty] = [split.matched, split.unmatched, split.empty].map(u128::from);
        self.told.compare(format_args!("{path}: rows"), matched + unmatched + empty, table.rows);
        if split.added > 0 && split.added >= split.matched {
            self.told.conflict(format!("{path}.added"), format!("{path}.matched"));
        }
        self.once(&format!("{path}.amounts"), split.amounts.iter());
        let is_column = |name: &String| table.columns.iter().any(|column| column.name == *name);
        if split.amounts.is_empty() || !split.amounts.iter().all(is_column) {
            self.told.conflict(format!("{path}.amounts"), "columns");
        }
        self.names_crosswalk(path, table, &split.crosswalk);
    }

    /// A crosswalk is one that some column looks into, and has rows.
    fn crosswalks(&mut self) {
        let manifest = self.manifest;
        for (index, crosswalk) in manifest.crosswalks.iter().enumerate() {
            let tables = manifest.tables.iter().filter(|table| table.mapping == crosswalk.mapping);
            let mut named = tables.flat_map(|table| {
                let of_lists = table.lists.iter().flat_map(|list| &list.columns);
                let lookups = table.columns.iter().chain(of_lists).filter_map(|column| column.lookup.as_ref());
                lookups.map(|lookup| &lookup.crosswalk).chain(table.split.as_ref().map(|split| &split.crosswalk))
            });
            if !named.any(|file| *file == crosswalk.file) {
                self.told.conflict(format!("crosswalks[{index}]"), "tables");
            }
            if crosswalk.rows == 0 {
                self.told.value(format!("crosswalks[{index}].rows"));
            }
        }
    }

    /// Rules over several rows have the findings that they say, as grave as they say, and no more rows than the table.
    fn rules(&mut self, index: usize, table: &'m TableEvidence) {
        let path = |key: String| format!("tables[{index}].rules{key}");
        let rows_of_all: u128 = self.manifest.tables.iter().map(|table| u128::from(table.rows)).sum();
        self.once(&path(String::new()), table.rules.iter().map(|rule| &rule.rule));
        for (number, rule) in table.rules.iter().enumerate() {
            let subject = format!("{}.{}", table.table, rule.rule);
            let own = |found: &&FindingEvidence| {
                found.mapping == table.mapping && found.subject == subject && Code::is_breach_id(&found.code)
            };
            let findings = || self.manifest.findings.iter().filter(own);
            let found: u128 = findings().map(|found| u128::from(found.count)).sum();
            let gravest = findings().map(|found| found.severity).max();
            let is_meant =
                gravest.is_none_or(|gravest| gravest == Severity::Fail || names::severity(gravest) == rule.on_fail);
            let is_word = ["reject", "warn", "fail"].contains(&rule.on_fail.as_str());
            self.told.compare(path(format!("[{number}].breaches")), rule.breaches, found);
            if !is_word {
                self.told.value(path(format!("[{number}].on_fail")));
            } else if !is_meant || (gravest == Some(Severity::Fail) && rule.on_fail == "warn") {
                self.told.conflict(path(format!("[{number}].on_fail")), "findings");
            }
            if rule.rows > table.rows {
                self.told.conflict(path(format!("[{number}].rows")), format!("tables[{index}].rows"));
            }
            // What tables come to by key is asked of each key that one of them has.
            if rule.keys > rule.rows && u128::from(rule.keys) > rows_of_all {
                self.told.conflict(path(format!("[{number}].keys")), path(format!("[{number}].rows")));
            }
        }
        let is_of_rule = |found: &FindingEvidence| {
            let code = found.code.strip_prefix("TL07").and_then(|rest| rest.parse::<u8>().ok());
            let name = found.subject.strip_prefix(table.table.as_str()).and_then(|rest| rest.strip_prefix('.'));
            code.is_some_and(|code| code <= 8)
                && found.mapping == table.mapping
                && name.is_some_and(|name| !table.rules.iter().any(|rule| rule.rule == name))
        };
        if let Some(at) = self.manifest.findings.iter().position(is_of_rule) {
            self.told.conflict(format!("findings[{at}].subject"), path(String::new()));
        }
    }

    /// Each row that was left out since another of its key is kept is told, and counted among those set aside; unless it
    /// stays, since it would take an old row's place.
    fn dropped(&mut self, index: usize, table: &TableEvidence) {
        let subject = format!("{}.dedupe", table.table);
        let is_told = |found: &&FindingEvidence| {
            found.code == Code::Duplicate.id() && found.mapping == table.mapping && found.subject == subject
        };
        let told: u128 = self.manifest.findings.iter().filter(is_told).map(|found| u128::from(found.count)).sum();
        let stays = self.manifest.findings.iter().any(|found| found.code == Code::OldRowsRefused.id());
        if told > self.rows_aside(table) && !stays {
            self.told.conflict(format!("tables[{index}]: {}", Code::Duplicate.id()), "set_aside");
        }
    }

    fn findings(&mut self) {
        let Some(found) = &self.contents.findings else { return };
        let key = |it: &FindingEvidence| -> FindingKey {
            (it.mapping.clone(), it.code.clone(), it.subject.clone(), names::severity(it.severity).to_owned())
        };
        let mut wanted: BTreeMap<FindingKey, u64> = BTreeMap::new();
        for finding in &self.manifest.findings {
            let count = wanted.entry(key(finding)).or_default();
            *count = count.saturating_add(finding.count);
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
