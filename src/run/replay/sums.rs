//! What a run counted of all but its refused records, taken back from its evidence.
//!
//! In: its manifest, and the totals of its tables, counted again. Out: a [`Summary`] to which what becomes of the refused
//! records is added. Refuses what the mended mapping has no place for.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::changes;
use crate::evidence::manifest::{
    AsideEvidence, ByteClasses, ColumnEvidence, Manifest, RecordClasses, SourceEvidence, SplitEvidence, TableEvidence,
    UnreadEvidence,
};
use crate::evidence::totals::Running;
use crate::evidence::verify::Standing;
use crate::evidence::verify::content::Table;
use crate::extractors::decode::FieldCounts;
use crate::host::streams::Compression;
use crate::mapping::model::{Column, FieldRef, Mapping, Origin};
use crate::place::Place;
use crate::run::Stop;
use crate::run::merge::ReadFile;
use crate::run::plan::{Plan, field_of};
use crate::run::sources::SourceSpec;
use crate::run::summary::{FileSummary, LookupCounts, SplitCounts, Summary, TableSummary};
use crate::run::unread::{UnreadCounts, UnreadPlace};

fn sources<'m>(manifest: &'m Manifest, mapping: &'m str) -> impl Iterator<Item = &'m SourceEvidence> {
    manifest.sources.iter().filter(move |source| source.mapping == mapping)
}

/// The files of a mapping, as they were; nobody opens them.
#[must_use]
pub fn specs(manifest: &Manifest, mapping: &str) -> Vec<SourceSpec> {
    let spec = |source: &SourceEvidence| SourceSpec {
        name: source.file.clone(),
        path: source.path.as_ref().map(PathBuf::from),
        compression: Compression::None,
        length: source.path.as_ref().map(|_| source.bytes),
    };
    sources(manifest, mapping).map(spec).collect()
}

/// What is known of them.
#[must_use]
pub fn files(manifest: &Manifest, mapping: &Mapping) -> BTreeMap<u32, ReadFile> {
    let read = |source: &SourceEvidence| ReadFile {
        bytes: source.bytes,
        sha256: source.sha256.clone(),
        stored: source.stored_bytes.zip(source.stored_sha256.clone()),
    };
    (0..).zip(sources(manifest, &mapping.name).map(read)).collect()
}

/// What was counted of a mapping, without its refused records.
///
/// # Errors
/// TL0936.
pub fn summary(standing: &Standing, plan: &Plan, specs: &[SourceSpec]) -> Result<Summary, Stop> {
    let (manifest, mapping) = (&standing.manifest, &plan.mapping);
    let mut summary = Summary::new(plan);
    assert_eq!(specs.len(), sources(manifest, &mapping.name).count());
    for (index, source) in (0..).zip(sources(manifest, &mapping.name)) {
        summary.files.insert(index, file(mapping, source)?);
    }
    kinds(manifest, plan, &mut summary)?;
    for (table, counted) in mapping.tables.iter().zip(&mut summary.tables) {
        let known = manifest.tables.iter().find(|known| known.table == table.name);
        let found = standing.tables.get(&table.name);
        let (Some(known), Some(found)) = (known, found) else { return Err(changes("table", &table.name)) };
        fill(counted, known, found, table);
    }
    let own = manifest.set_aside.iter().filter(|aside| aside.mapping == mapping.name);
    own.filter(|aside| aside.records > 0).try_for_each(|one| aside(plan, one, &mut summary))?;
    let own = manifest.mappings.iter().filter(|known| known.name == mapping.name);
    own.flat_map(|known| &known.unread).try_for_each(|one| unread(plan, one, specs, &mut summary))?;
    Ok(summary)
}

/// What stood at a place that no field read.
fn unread(plan: &Plan, known: &UnreadEvidence, specs: &[SourceSpec], summary: &mut Summary) -> Result<(), Stop> {
    let gone = || changes("kind", &known.kind);
    let kind = plan.mapping.source.kinds.iter().position(|kind| kind.name == known.kind).ok_or_else(gone)?;
    let place = UnreadPlace::named(&known.unit, &known.place).ok_or_else(gone)?;
    let because = known.ignored.as_ref();
    let ignored = because.map(|because| {
        let ignore = plan.mapping.source.kinds[kind].ignore.iter();
        ignore
            .clone()
            .position(|own| own.because == *because)
            .ok_or_else(|| changes("ignore", &format!("{}, {}", known.kind, known.place)))
    });
    let first = known.first.as_ref().map(|first| {
        let file = specs.iter().position(|spec| spec.name == first.file).and_then(|at| u32::try_from(at).ok());
        Place { record: first.record, offset: first.offset, ..Place::file(file.unwrap_or(u32::MAX)) }
    });
    let counts =
        UnreadCounts { ignored: ignored.transpose()?, records: known.records, not_blank: known.not_blank, first };
    summary.unread.insert((kind, place), counts);
    Ok(())
}

fn file(mapping: &Mapping, source: &SourceEvidence) -> Result<FileSummary, Stop> {
    let mut fields = BTreeMap::new();
    for counts in &source.fields {
        let FieldRef { kind, repeat, field } =
            named(mapping, &counts.field).ok_or_else(|| changes("field", &counts.field))?;
        let manifest_counts = FieldCounts {
            null_if: counts.null_if,
            blank: counts.blank,
            bad: counts.bad,
            rounded: counts.rounded,
            low: counts.low_values,
            high: counts.high_values,
        };
        fields.insert((kind, repeat, field), manifest_counts);
    }
    Ok(FileSummary {
        records: RecordClasses { rejected: 0, ..source.records },
        bytes: ByteClasses { rejected: 0, ..source.bytes_by_class },
        fields,
    })
}

fn kinds(manifest: &Manifest, plan: &Plan, summary: &mut Summary) -> Result<(), Stop> {
    let mapping = &plan.mapping;
    let known = manifest.mappings.iter().find(|one| one.name == mapping.name);
    for one in known.iter().flat_map(|known| &known.kinds) {
        let records = RecordClasses { rejected: 0, ..one.records };
        let place = |name: &String| mapping.source.kinds.iter().position(|kind| kind.name == *name);
        match one.kind.as_ref().map_or(Some(plan.kinds.len()), place) {
            Some(at) => summary.kinds[at].add(records),
            None if records == RecordClasses::default() => {}
            None => return Err(changes("kind", one.kind.as_deref().unwrap_or_default())),
        }
    }
    Ok(())
}

fn fill(counted: &mut TableSummary, known: &TableEvidence, found: &Table, table: &crate::mapping::model::Table) {
    counted.rows = known.rows;
    counted.absent = known.absent;
    if let Some(SplitEvidence { matched, unmatched, empty, added, .. }) = known.split {
        counted.split = SplitCounts { looked: LookupCounts { matched, unmatched, empty }, added };
    }
    counted.columns.iter_mut().zip(&found.totals).for_each(|(mine, theirs)| mine.merge(theirs));
    let lists = counted.lists.iter_mut().zip(&known.lists).zip(&found.lists).zip(table.nested());
    for (((counted, known), found), elements) in lists {
        (counted.elements, counted.absent) = (found.elements, known.absent);
        counted.columns.iter_mut().zip(&found.totals).for_each(|(mine, theirs)| mine.merge(theirs));
        counted.made = known.columns.iter().map(|column| (column.defaulted, column.emptied)).collect();
        lookups(&mut counted.lookups, &elements.columns, &known.columns);
    }
    counted.made = known.columns.iter().map(|column| (column.defaulted, column.emptied)).collect();
    lookups(&mut counted.lookups, &table.columns, &known.columns);
}

/// What look-ups came to, by the number of each.
fn lookups(counted: &mut [LookupCounts], columns: &[Column], known: &[ColumnEvidence]) {
    for (column, evidence) in columns.iter().zip(known) {
        if let (Origin::Lookup(number), Some(lookup)) = (&column.from, &evidence.lookup) {
            let (matched, unmatched, empty) = (lookup.matched, lookup.unmatched, lookup.empty);
            counted[*number] = LookupCounts { matched, unmatched, empty };
        }
    }
}

fn aside(plan: &Plan, known: &AsideEvidence, summary: &mut Summary) -> Result<(), Stop> {
    let mapping = &plan.mapping;
    let gone = || changes("reason", &known.because);
    let at = match &known.table {
        None => mapping.source.set_aside.iter().position(|one| one.because == known.because),
        Some(name) => mapping.tables.iter().position(|table| table.name == *name).and_then(|table| {
            let own = mapping.tables[table].reasons().position(|because| because == known.because)?;
            Some(plan.first_reason(table) + own)
        }),
    };
    let counted = &mut summary.asides[at.ok_or_else(gone)?];
    counted.records += known.records;
    for sum in &known.sums {
        let at = named(mapping, &sum.name).ok_or_else(|| changes("field", &sum.name))?;
        let running =
            Running::of_sum(field_of(mapping, at).ty, &sum.value).ok_or_else(|| changes("field", &sum.name))?;
        counted.sums.insert((at.kind, at.repeat, at.field), running);
    }
    Ok(())
}

/// The field of a name such as `entry.amount`, or `entry.months.budget`.
fn named(mapping: &Mapping, name: &str) -> Option<FieldRef> {
    mapping.source.kinds.iter().enumerate().find_map(|(kind, declared)| {
        let rest = name.strip_prefix(declared.name.as_str())?.strip_prefix('.')?;
        if let Some(field) = declared.fields.iter().position(|field| field.name == rest) {
            return Some(FieldRef { kind, repeat: None, field });
        }
        declared.repeats.iter().enumerate().find_map(|(repeat, group)| {
            let rest = rest.strip_prefix(group.name.as_str())?.strip_prefix('.')?;
            let field = group.fields.iter().position(|field| field.name == rest)?;
            Some(FieldRef { kind, repeat: Some(repeat), field })
        })
    })
}
