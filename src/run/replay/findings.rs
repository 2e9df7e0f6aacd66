//! The findings of the run that is mended that stay: those of old rows and of files, as far as nobody judges them again.
//!
//! In: its `findings.parquet`. Out: the same findings, and how many there are of each sort. Those of the refused records are
//! found again, or not; those of rules over several rows, controls and limits are judged again. Memory holds the numbers
//! of the refused records.

use std::collections::{BTreeMap, BTreeSet};

use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use arrow_array::{Array, Int64Array, ListArray, RecordBatch, StringArray};

use super::base::Base;
use super::{changes_by, misfit, unreadable};
use crate::evidence::verify::content::Parquet;
use crate::finding::{Arg, Args, Code, Severity};
use crate::host::Host;
use crate::loaders::rejects::{FindingRow, PlacedFindingRow};
use crate::mapping::model::Figure;
use crate::place::Place;
use crate::run::people::restore::restored;
use crate::run::plan::Plan;
use crate::run::prepare::Prepared;
use crate::run::report::FindingGroup;
use crate::run::sources::SourceSpec;
use crate::run::{Stop, io, names};

const FINDINGS: &str = "findings.parquet";
const COLUMNS: [&str; 10] =
    ["mapping", "file", "record", "line", "offset", "length", "code", "severity", "subject", "args"];

/// One finding that stays.
struct Kept {
    mapping: String,
    file: Option<String>,
    numbers: [Option<u64>; 4],
    code: Code,
    severity: Severity,
    row: FindingRow,
}

/// The refused records: mapping, file, and the number in it.
type Refused = BTreeMap<String, BTreeMap<String, BTreeSet<u64>>>;

/// The findings of one mapping that stay, by their sort.
///
/// # Errors
/// TL0936 where one may not stay; TL0806, TL0901.
pub fn groups(host: &dyn Host, base: &Base, plan: &Plan, specs: &[SourceSpec]) -> Result<Vec<FindingGroup>, Stop> {
    let refused = refused(host, base, std::slice::from_ref(&plan.mapping.name))?;
    let mut groups: BTreeMap<(Code, String, Severity), FindingGroup> = BTreeMap::new();
    let mut standing_for: BTreeSet<(String, u64)> = BTreeSet::new();
    each(host, base, &refused, &mut |kept| {
        if kept.mapping == plan.mapping.name && !is_judged_again(&kept, plan) {
            standing_for.extend(was_kept_for(&refused, &kept));
            add(&mut groups, kept, (plan, specs));
        }
        Ok(())
    })?;
    stay_left_out((host, base), plan, &standing_for)?;
    Ok(groups.into_values().collect())
}

/// Gives the findings of all mappings that stay, in their order.
///
/// # Errors
/// TL0806, TL0901; what `take` gives.
pub fn each_kept(
    host: &dyn Host,
    base: &Base,
    prepared: &[Prepared],
    take: &mut dyn FnMut(&[PlacedFindingRow]) -> Result<(), Stop>,
) -> Result<(), Stop> {
    const WRITTEN: usize = 4_096;
    let names: Vec<String> = prepared.iter().map(|one| one.plan.mapping.name.clone()).collect();
    let refused = refused(host, base, &names)?;
    let mut waiting: Vec<Kept> = Vec::new();
    let mut flush = |waiting: &mut Vec<Kept>| {
        let placed: Vec<_> = waiting.iter().map(placed).collect();
        let taken = if placed.is_empty() { Ok(()) } else { take(&placed) };
        waiting.clear();
        taken
    };
    each(host, base, &refused, &mut |kept| {
        let plan = prepared.iter().map(|one| &one.plan).find(|plan| plan.mapping.name == kept.mapping);
        if plan.is_some_and(|plan| !is_judged_again(&kept, plan)) {
            waiting.push(kept);
        }
        if waiting.len() < WRITTEN { Ok(()) } else { flush(&mut waiting) }
    })?;
    flush(&mut waiting)
}

/// The record of a row that was kept for this one, if it was refused later.
fn was_kept_for(refused: &Refused, kept: &Kept) -> Option<(String, u64)> {
    let (Code::Duplicate, [_, file, record, ..]) = (kept.code, &kept.row.args[..]) else { return None };
    let number = record.parse().ok()?;
    let is_refused = refused.get(&kept.mapping)?.get(file)?.contains(&number);
    is_refused.then(|| (file.clone(), number))
}

/// A row that was left out for another one stays so if that one stands, or is run again as it was.
fn stay_left_out((host, base): (&dyn Host, &Base), plan: &Plan, kept: &BTreeSet<(String, u64)>) -> Result<(), Stop> {
    let name = &plan.mapping.name;
    if kept.is_empty() || !base.standing.edited.contains_key(name) {
        return Ok(());
    }
    let [raw, rejects] = ["raw", "parquet"].map(|end| base.folder.join(format!("rejects/{name}.{end}")));
    match misfit::edited(host, plan, (&raw, &rejects), kept)? {
        Some((file, record)) => Err(changes_by("kept", (&file, record))),
        None => Ok(()),
    }
}

fn placed(kept: &Kept) -> PlacedFindingRow<'_> {
    let [record, line, offset, length] = kept.numbers;
    PlacedFindingRow {
        mapping: kept.mapping.as_str(),
        file: kept.file.as_deref(),
        record,
        line,
        offset,
        length,
        finding: &kept.row,
    }
}

fn add(
    groups: &mut BTreeMap<(Code, String, Severity), FindingGroup>,
    kept: Kept,
    (plan, specs): (&Plan, &[SourceSpec]),
) {
    let [record, line, offset, length] = kept.numbers.map(Option::unwrap_or_default);
    let file = kept.file.as_deref().and_then(|name| specs.iter().position(|spec| spec.name == name));
    let file = file.and_then(|at| u32::try_from(at).ok()).unwrap_or(u32::MAX);
    let mut args: Args = kept.row.args.iter().map(|text| text.as_str().into()).collect();
    if let (Some(key), Some(like)) = (args.first_mut(), dedupe_key(&kept, plan)) {
        *key = restored(Some(&like), &kept.row.args[0]);
    }
    let key = (kept.code, kept.row.subject.to_string(), kept.severity);
    let group = groups.entry(key).or_insert_with(|| FindingGroup {
        mapping: kept.mapping,
        code: kept.code,
        severity: kept.severity,
        subject: kept.row.subject.to_string(),
        count: 0,
        file: kept.file.unwrap_or_default(),
        first: Place { file, record, line, offset, length },
        varying: vec![false; args.len()],
        args: args.clone(),
    });
    group.count += 1;
    for (at, varying) in group.varying.iter_mut().enumerate() {
        *varying |= group.args.get(at) != args.get(at);
    }
}

/// What the key of a row that was left out is like: the columns of `dedupe:`.
fn dedupe_key(kept: &Kept, plan: &Plan) -> Option<Arg> {
    let name = kept.row.subject.strip_suffix(".dedupe").filter(|_| kept.code == Code::Duplicate)?;
    let table = plan.mapping.tables.iter().find(|table| table.name == name)?;
    let by = &table.dedupe.as_ref()?.by;
    let columns = || by.iter().map(|at| &table.columns[*at]);
    let is_personal = columns().any(|column| column.personal);
    let named = || columns().map(|column| (column.name.as_str().into(), "".into())).collect();
    Some(if is_personal { Arg::HiddenKey } else { Arg::Key(named()) })
}

/// Whether the new run finds it out itself.
fn is_judged_again(kept: &Kept, plan: &Plan) -> bool {
    let subject = &kept.row.subject;
    let tables = &plan.mapping.tables;
    let of_set_rule = || {
        let (table, rule) = subject.split_once('.').unwrap_or_default();
        tables.iter().any(|own| own.name == table && own.set_rules.iter().any(|one| one.id == rule))
    };
    match kept.code {
        Code::SameFile | Code::UnreadNotBlank => true,
        code if code.is_limit() => true,
        // Of a control that repeats a value of a record that it is refused with, the control record itself tells.
        Code::ControlUnread | Code::ControlUnlike => !plan.mapping.source.controls.iter().any(|control| {
            let is_own = **subject == *format!("source.controls.{}", control.id);
            is_own && matches!(control.figure, Figure::Is(_)) && control.repeats_opened().is_none()
        }),
        // What was left out was not refused, and is not run again; an old row that stayed is judged again.
        Code::Duplicate => kept.row.args.len() > 3,
        code if code.id().starts_with("TL07") => true,
        code if code.id().starts_with("TL04") => of_set_rule(),
        _ => false,
    }
}

fn wrong(path: &str, column: &str) -> Stop {
    unreadable(path, column)
}

fn open(host: &dyn Host, base: &Base, path: &str) -> Result<Parquet, Stop> {
    let full = base.folder.join(path);
    let file = host.open(&full).map_err(|error| io::stop("open", &full, &error))?;
    Parquet::open(file).map_err(|problem| wrong(path, &problem))
}

fn each_batch(
    host: &dyn Host,
    base: &Base,
    (path, columns): (&str, &[&str]),
    take: &mut dyn FnMut(&RecordBatch) -> Result<(), Stop>,
) -> Result<(), Stop> {
    let parquet = open(host, base, path)?;
    for batch in parquet.batches(columns).map_err(|column| wrong(path, &column))? {
        take(&batch.map_err(|_| wrong(path, "Parquet"))?)?;
    }
    Ok(())
}

fn texts<'b>(batch: &'b RecordBatch, name: &str) -> Result<&'b StringArray, Stop> {
    batch.column_by_name(name).and_then(|array| array.as_string_opt()).ok_or_else(|| wrong(FINDINGS, name))
}

fn numbers<'b>(batch: &'b RecordBatch, name: &str) -> Result<&'b Int64Array, Stop> {
    let found = batch.column_by_name(name).and_then(|array| array.as_primitive_opt::<Int64Type>());
    found.ok_or_else(|| wrong(FINDINGS, name))
}

fn number(array: &Int64Array, row: usize) -> Option<u64> {
    array.is_valid(row).then(|| u64::try_from(array.value(row)).unwrap_or(0))
}

/// The numbers of the refused records of these mappings.
fn refused(host: &dyn Host, base: &Base, mappings: &[String]) -> Result<Refused, Stop> {
    let mut refused = Refused::new();
    for mapping in mappings {
        let path = format!("rejects/{mapping}.parquet");
        let of = refused.entry(mapping.clone()).or_default();
        each_batch(host, base, (&path, &["file", "record"]), &mut |batch| {
            let (files, records) = (texts(batch, "file")?, numbers(batch, "record")?);
            for row in 0..batch.num_rows() {
                if !of.contains_key(files.value(row)) {
                    of.insert(files.value(row).to_owned(), BTreeSet::new());
                }
                if let Some(records_of) = of.get_mut(files.value(row)) {
                    records_of.extend(number(records, row));
                }
            }
            Ok(())
        })?;
    }
    Ok(refused)
}

/// Gives each finding that is not about a refused record.
fn each(
    host: &dyn Host,
    base: &Base,
    refused: &Refused,
    take: &mut dyn FnMut(Kept) -> Result<(), Stop>,
) -> Result<(), Stop> {
    each_batch(host, base, (FINDINGS, &COLUMNS), &mut |batch| {
        let [mappings, files, codes, severities, subjects] = [
            texts(batch, "mapping")?,
            texts(batch, "file")?,
            texts(batch, "code")?,
            texts(batch, "severity")?,
            texts(batch, "subject")?,
        ];
        let of_record =
            [numbers(batch, "record")?, numbers(batch, "line")?, numbers(batch, "offset")?, numbers(batch, "length")?];
        let args = batch.column_by_name("args").and_then(|array| array.as_list_opt::<i32>());
        let args: &ListArray = args.ok_or_else(|| wrong(FINDINGS, "args"))?;
        for row in 0..batch.num_rows() {
            let mapping = mappings.value(row);
            let file = files.is_valid(row).then(|| files.value(row));
            let place = of_record.map(|array| number(array, row));
            let is_refused = |file: &str, record: u64| {
                refused.get(mapping).and_then(|of| of.get(file)).is_some_and(|records| records.contains(&record))
            };
            if file.zip(place[0]).is_some_and(|(file, record)| is_refused(file, record)) {
                continue;
            }
            let code = Code::ALL.iter().find(|code| code.id() == codes.value(row)).copied();
            let code = code.ok_or_else(|| wrong(FINDINGS, "code"))?;
            let severity = names::severity_named(severities.value(row)).ok_or_else(|| wrong(FINDINGS, "severity"))?;
            let texts = args.value(row);
            let texts = texts.as_string_opt::<i32>().ok_or_else(|| wrong(FINDINGS, "args"))?;
            let finding = FindingRow {
                code: code.id(),
                severity: names::severity(severity),
                subject: subjects.value(row).into(),
                args: texts.iter().map(|text| text.unwrap_or_default().to_owned()).collect(),
            };
            let (mapping, file) = (mapping.to_owned(), file.map(str::to_owned));
            take(Kept { mapping, file, numbers: place, code, severity, row: finding })?;
        }
        Ok(())
    })
}
