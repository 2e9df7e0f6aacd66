//! What a mended mapping may not change, since old rows depend on it.
//!
//! In: the manifest of the run that is mended, and the mappings as they are now. Out: the parameters that the replay has;
//! the first thing that is not as it was. Refuses to know records.

use super::changes;
use crate::evidence::hash;
use crate::evidence::manifest::{ColumnEvidence, Manifest, ParameterEvidence, TableEvidence};
use crate::finding::Code;
use crate::mapping::model::{Column, Mapping, Table};
use crate::mapping::types;
use crate::run::fold::definition;
use crate::run::order::folders;
use crate::run::prepare::Ready;
use crate::run::{Request, Stop};

/// The values that parameters are given: those of the run that is mended, where the command says nothing.
#[must_use]
pub fn set(before: &Manifest, request: &Request) -> Vec<(String, String)> {
    let parameters = before.migration.iter().flat_map(|one| &one.parameters);
    let silent = |one: &&ParameterEvidence| one.set && !request.set.iter().any(|(name, _)| *name == one.name);
    let taken = parameters.filter(silent).filter_map(|one| Some((one.name.clone(), one.value.clone()?)));
    request.set.iter().cloned().chain(taken).collect()
}

/// Checks mappings, tables, columns and parameters.
///
/// # Errors
/// TL0936, TL0937.
pub fn check(before: &Manifest, now: &Ready) -> Result<(), Stop> {
    let names = |name: &str| now.mappings.iter().any(|one| one.plan.mapping.name == name);
    if let Some(gone) = before.mappings.iter().find(|one| !names(&one.name)) {
        return Err(other_mappings(before, "no_mapping", &gone.name));
    }
    for one in &now.mappings {
        let mapping = &one.plan.mapping;
        if !before.mappings.iter().any(|known| known.name == mapping.name) {
            return Err(other_mappings(before, "new_mapping", &mapping.name));
        }
        tables(before, mapping)?;
        reasons(before, mapping)?;
    }
    parameters(before, now)
}

/// Other mappings are given than those of the run.
fn other_mappings(before: &Manifest, what: &str, name: &str) -> Stop {
    let names: Vec<&str> = before.mappings.iter().map(|one| one.name.as_str()).collect();
    Stop::new(Code::ReplayChanges, vec![what.into(), name.into(), "".into(), names.join(", ").as_str().into()])
}

/// What is left out, is left out for the same: old records and rows are not asked again.
fn reasons(before: &Manifest, mapping: &Mapping) -> Result<(), Stop> {
    let of_tables = mapping.tables.iter().flat_map(Table::reasons);
    let because = mapping.source.set_aside.iter().map(|aside| aside.because.as_str()).chain(of_tables);
    let now: Vec<(&str, String)> = because.zip(definition::of_reasons(mapping)).collect();
    let known = before.set_aside.iter().filter(|aside| aside.mapping == mapping.name);
    let known: Vec<(&str, String)> = known.map(|one| (one.because.as_str(), one.definition.clone())).collect();
    let other = now.iter().find(|one| !known.contains(one)).or(known.iter().find(|one| !now.contains(one)));
    other.map_or(Ok(()), |(because, _)| Err(changes("reason", because)))
}

fn tables(before: &Manifest, mapping: &Mapping) -> Result<(), Stop> {
    let known = || before.tables.iter().filter(|table| table.mapping == mapping.name);
    if let Some(gone) = known().find(|known| !mapping.tables.iter().any(|table| table.name == known.table)) {
        return Err(changes("table", &gone.table));
    }
    for table in &mapping.tables {
        if !has_folders(before, table) {
            return Err(changes("folders", &table.name));
        }
        // Of two rows, places say which one is kept.
        if table.dedupe.is_some() && !table.trace {
            return Err(changes("dedupe", &table.name));
        }
        let known = known().find(|known| known.table == table.name).ok_or_else(|| changes("table", &table.name))?;
        let kind = &mapping.source.kinds[table.from].name;
        if *kind != known.kind {
            return Err(changes("kind", kind));
        }
        columns(known, mapping, table)?;
    }
    Ok(())
}

/// Whether old files of a table stand in the folders that its new ones will.
fn has_folders(before: &Manifest, table: &Table) -> bool {
    let within = format!("data/{}/", table.name);
    let mut parts = before.outputs.iter().filter_map(|output| output.path.strip_prefix(&within));
    parts.all(|part| {
        let folders = part.rsplit_once('/').map_or("", |(folders, _)| folders);
        let folders = folders.split('/').filter(|folder| !folder.is_empty());
        let columns = table.order.partition_by.iter().map(|at| &table.columns[*at]);
        let is_of = |(folder, column): (&str, &Column)| {
            folders::named(folder, column.ty).is_some_and(|(name, _)| name == column.name)
        };
        folders.clone().count() == columns.len() && folders.zip(columns).all(is_of)
    })
}

/// The columns have the same names, types and marks, in the same order, and the same structures.
fn columns(known: &TableEvidence, mapping: &Mapping, table: &Table) -> Result<(), Stop> {
    let structure = |name: String| (name, "structure".to_owned(), false);
    let of = |it: &ColumnEvidence| (it.name.clone(), it.ty.clone(), it.personal);
    let own = known.columns.iter().map(of).chain(known.structures.iter().cloned().map(structure));
    let before = own.chain(known.lists.iter().flat_map(|list| {
        let way = |name: &str| format!("{}.{name}", list.list);
        let within = list.columns.iter().map(|it| (way(&it.name), it.ty.clone(), it.personal));
        let structures = list.structures.iter().map(|name| structure(way(name)));
        std::iter::once((list.list.clone(), list.kind.clone(), false))
            .chain(within.chain(structures).collect::<Vec<_>>())
    }));
    let of = |name: String, it: &Column| (name, types::name(it.ty), it.personal);
    let now = table.columns.iter().map(|it| of(it.name.clone(), it));
    let now = now.chain(table.structures.iter().map(|one| structure(one.name.clone())));
    let now = now.chain(table.ways().into_iter().flat_map(|(way, nest)| {
        let kind = mapping.source.kinds[nest.table.from].name.clone();
        let within = nest.table.columns.iter().map(|it| of(format!("{way}.{}", nest.part(it)), it));
        let structures = nest.table.structures.iter().map(|one| structure(format!("{way}.{}", one.name)));
        let within: Vec<_> = within.chain(structures).collect();
        std::iter::once((way, kind, false)).chain(within)
    }));
    let (before, now): (Vec<_>, Vec<_>) = (before.collect(), now.collect());
    let first = (0..before.len().max(now.len())).find(|at| before.get(*at) != now.get(*at));
    let first = first.and_then(|at| now.get(at).or(before.get(at)));
    // What only one of them has says more than what stands at its place in the other.
    let other = now.iter().find(|it| !before.contains(it)).or(before.iter().find(|it| !now.contains(it)));
    match other.or(first) {
        Some((name, ..)) => Err(changes("column", &format!("{}.{name}", table.name))),
        None => Ok(()),
    }
}

/// A parameter that both runs have has one value.
fn parameters(before: &Manifest, now: &Ready) -> Result<(), Stop> {
    let (Some(before), Some(now)) = (&before.migration, &now.migration) else { return Ok(()) };
    let now = now.evidence();
    for known in &before.parameters {
        let Some(found) = now.parameters.iter().find(|found| found.name == known.name) else { continue };
        // A parameter may have become personal.
        let hashed = |one: &ParameterEvidence| {
            one.sha256.clone().or_else(|| one.value.as_ref().map(|value| hash::sha256(value.as_bytes())))
        };
        if hashed(known) != hashed(found) {
            return Err(Stop::new(Code::ReplayParameter, vec![known.name.as_str().into()]));
        }
    }
    Ok(())
}
