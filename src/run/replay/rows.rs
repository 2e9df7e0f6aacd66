//! Old rows tell the rules over several rows what they told them before.
//!
//! In: the tables' parts of the run that is mended. Out: entries, gathered as those of new rows are. An old row is known by its
//! file and offset; its record's number is not, and is 0. Where a table has no trace, nothing of its place is known.
//! What old rows tell of which rows are dropped is told too. Refuses columns that nothing asks for.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Decimal64Type, Decimal128Type, Int64Type};
use arrow_array::{Array, ArrayRef, NullArray, RecordBatch, new_null_array};
use arrow_schema::DataType;

use super::base::Base;
use super::unreadable;
use crate::arrays::{array_type, constants};
use crate::evidence::verify::content::Parquet;
use crate::finding::{RowFinding, Severity, Subject};
use crate::host::Host;
use crate::loaders::rejects::{FindingRow, PlacedFindingRow};
use crate::loaders::table::{FILE_COLUMN, OFFSET_COLUMN};
use crate::mapping::model::{OnFail, Reads, Table, Type, Value};
use crate::place::Place;
use crate::run::batch::index;
use crate::run::fold::Entries;
use crate::run::fold::dedupe::{self, DedupeEmit};
use crate::run::fold::gather::{Gatherer, Rows};
use crate::run::fold::plan::Emit;
use crate::run::merge::{Findings, Merged};
use crate::run::order::{Sorted, folders};
use crate::run::prepare::Prepared;
use crate::run::summary::Summary;
use crate::run::{Stop, io, names};

/// Tells the rules of all old rows. What a rule cannot tell of a row is a finding.
///
/// # Errors
/// TL0806, TL0901, TL0907.
pub fn tell(
    (host, base): (&dyn Host, &Base),
    prepared: &[Prepared],
    (entries, findings): (&Entries<'_>, &mut Findings),
    worked: &mut [(Merged, Sorted)],
) -> Result<(), Stop> {
    for (one, (Merged { summary, .. }, _)) in prepared.iter().zip(worked) {
        let Some(mended) = &one.mended else { continue };
        for (table, declared) in one.plan.mapping.tables.iter().enumerate() {
            let work = &one.plan.tables[table];
            if work.emits.is_empty() && dedupe_of(one, table).is_none() {
                continue;
            }
            let within = format!("data/{}/", declared.name);
            for part in mended.parts.iter().filter(|part| part.path.starts_with(&within)) {
                let mut of = OfPart {
                    one,
                    table,
                    entries,
                    findings: &mut *findings,
                    summary: &mut *summary,
                    at: 0,
                    folders: Vec::new(),
                    told: Gatherer::default(),
                };
                of.tell(host, &base.folder, &part.path)?;
            }
        }
    }
    Ok(())
}

struct OfPart<'a, 's> {
    one: &'a Prepared,
    table: usize,
    entries: &'a Entries<'s>,
    findings: &'a mut Findings,
    summary: &'a mut Summary,
    /// Rows that were told.
    at: u64,
    /// Columns whose values are the names of the part's folders.
    folders: Vec<(usize, Option<Value>)>,
    told: Gatherer,
}

impl OfPart<'_, '_> {
    fn tell(&mut self, host: &dyn Host, folder: &Path, path: &str) -> Result<(), Stop> {
        let full = folder.join(path);
        let file = host.open(&full).map_err(|error| io::stop("open", &full, &error))?;
        let wrong = |problem: String| unreadable(path, &problem);
        let declared = &self.one.plan.mapping.tables[self.table];
        self.folders = in_folders(declared, path).ok_or_else(|| wrong("folders".into()))?;
        let mut wanted = wanted(&self.one.plan.tables[self.table].emits, declared);
        wanted.extend(dedupe_of(self.one, self.table).into_iter().flat_map(DedupeEmit::columns));
        wanted.retain(|at| !declared.order.partition_by.contains(at));
        let mut names: Vec<&str> = wanted.iter().map(|at| declared.columns[*at].name.as_str()).collect();
        if declared.trace {
            names.extend([FILE_COLUMN, OFFSET_COLUMN]);
        } else if names.is_empty() {
            let any = (0..declared.columns.len()).find(|at| !declared.order.partition_by.contains(at));
            names.extend(any.map(|at| declared.columns[at].name.as_str()));
        }
        for batch in Parquet::open(file).and_then(|parquet| parquet.batches(&names)).map_err(wrong)? {
            let batch = batch.map_err(|_| unreadable(path, "Parquet"))?;
            self.batch(&batch, &wanted).ok_or_else(|| unreadable(path, "columns"))??;
        }
        self.hand_on()
    }

    /// Rows of one file after the other; none if a column is not as it should be.
    fn batch(&mut self, batch: &RecordBatch, wanted: &BTreeSet<usize>) -> Option<Result<(), Stop>> {
        let declared = &self.one.plan.mapping.tables[self.table];
        let nothing: ArrayRef = Arc::new(NullArray::new(batch.num_rows()));
        let mut columns = vec![nothing; declared.columns.len()];
        for at in wanted {
            let column = &declared.columns[*at];
            columns[*at] = as_stages_have_it(batch.column_by_name(&column.name)?, column.ty)?;
        }
        for (at, value) in &self.folders {
            let (ty, rows) = (declared.columns[*at].ty, batch.num_rows());
            let array = match value {
                Some(value) => constants(ty, &vec![value.clone(); rows])?,
                None => new_null_array(&array_type(ty), rows),
            };
            columns[*at] = as_stages_have_it(&array, ty)?;
        }
        let mut row = 0;
        while row < batch.num_rows() {
            let (file, count) = self.run_of_file(batch, row)?;
            let places = self.places(batch, (row, count), &file)?;
            let columns: Vec<ArrayRef> = columns.iter().map(|array| array.slice(row, count)).collect();
            if let Err(stop) = self.rows(&columns, &places, &file) {
                return Some(Err(stop));
            }
            row += count;
        }
        Some(Ok(()))
    }

    /// The file of a row, and how many rows of it follow.
    fn run_of_file(&self, batch: &RecordBatch, row: usize) -> Option<(String, usize)> {
        if !self.one.plan.mapping.tables[self.table].trace {
            return Some((String::new(), batch.num_rows() - row));
        }
        let files = batch.column_by_name(FILE_COLUMN)?.as_string_opt::<i32>()?;
        let name = files.value(row);
        let count = (row..files.len()).take_while(|at| files.value(*at) == name).count();
        Some((name.to_owned(), count))
    }

    fn places(&mut self, batch: &RecordBatch, (row, count): (usize, usize), file: &str) -> Option<Vec<Place>> {
        let traced = self.one.plan.mapping.tables[self.table].trace;
        let index = self.one.specs.iter().position(|spec| traced && spec.name == file);
        let index = index.and_then(|at| u32::try_from(at).ok()).unwrap_or(u32::MAX);
        let offsets = match batch.column_by_name(OFFSET_COLUMN) {
            Some(offsets) if traced => Some(offsets.as_primitive_opt::<Int64Type>()?),
            _ => None,
        };
        let first = self.at;
        self.at += count as u64;
        let place = |at: usize| {
            let offset = offsets.map_or(first + at as u64, |all| u64::try_from(all.value(row + at)).unwrap_or(0));
            Place { offset, ..Place::file(index) }
        };
        Some((0..count).map(place).collect())
    }

    fn rows(&mut self, columns: &[ArrayRef], places: &[Place], file: &str) -> Result<(), Stop> {
        let (mapping, one) = (self.one.plan.number, self.one);
        let rows = Rows { mapping, columns, places, file, tag: 0 };
        if let Some(emit) = dedupe_of(one, self.table) {
            // A record is old as a whole: its rows are not compared with each other.
            dedupe::take(&mut self.told, emit, &rows, &vec![0; places.len()])?;
        }
        for emit in &one.plan.tables[self.table].emits {
            let severity = if emit.on_fail == OnFail::Warn { Severity::Warn } else { Severity::Fail };
            for found in self.told.take(emit, &rows)? {
                self.find(emit, severity, places[found.row as usize], &found)?;
            }
            if self.told.is_full() {
                self.hand_on()?;
            }
        }
        Ok(())
    }

    fn find(&mut self, emit: &Emit, severity: Severity, place: Place, found: &RowFinding) -> Result<(), Stop> {
        let subject = Subject::SetRule(index(self.table), index(emit.own));
        self.summary.found(place, severity, found.code, subject, &found.args);
        let mapping = &self.one.plan.mapping;
        let finding = FindingRow {
            code: found.code.id(),
            severity: names::severity(severity),
            subject: names::subject(mapping, subject).into(),
            args: found.args.iter().map(names::arg).collect(),
        };
        let file = self.one.specs.get(place.file as usize).map(|spec| spec.name.as_str());
        let offset = file.is_some().then_some(place.offset);
        let (record, line, length) = (None, None, None);
        let mapping = mapping.name.as_str();
        self.findings.tell(&[PlacedFindingRow { mapping, file, record, line, offset, length, finding: &finding }])
    }

    fn hand_on(&mut self) -> Result<(), Stop> {
        self.entries.add(&mut self.told)
    }
}

/// What rows tell of which ones are dropped: in the first pass alone, as new rows do.
fn dedupe_of(one: &Prepared, table: usize) -> Option<&DedupeEmit> {
    one.plan.tables[table].dedupe.as_ref().filter(|_| one.plan.refused.is_none())
}

/// The columns that the folders of a part's path have, with their values; none if it has others.
fn in_folders(declared: &Table, path: &str) -> Option<Vec<(usize, Option<Value>)>> {
    // data, the table, its folders, the file.
    let folders = path.split('/').skip(2);
    let columns = declared.order.partition_by.iter();
    let of = |(at, folder): (&usize, &str)| {
        let (_, value) = folders::named(folder, declared.columns[*at].ty)?;
        Some((*at, value))
    };
    columns.zip(folders).map(of).collect()
}

/// The columns that rules ask for.
fn wanted(emits: &[Emit], table: &Table) -> BTreeSet<usize> {
    let of = |emit: &Emit| {
        let filtered = emit.filter.iter().flat_map(|filter| &filter.reads);
        let filtered = filtered.filter_map(|read| if let Reads::Column(at) = read { Some(*at) } else { None });
        emit.key.iter().copied().chain(emit.sum).chain(emit.number).chain(filtered).collect::<Vec<_>>()
    };
    emits.iter().flat_map(of).filter(|at| *at < table.columns.len()).collect()
}

/// A column as Parquet gives it back, as the stages hand it on.
#[must_use]
pub fn as_stages_have_it(array: &ArrayRef, ty: Type) -> Option<ArrayRef> {
    let wanted = array_type(ty);
    if let (DataType::Decimal64(precision, scale), Some(wide)) = (&wanted, array.as_primitive_opt::<Decimal128Type>()) {
        let narrow = wide.try_unary::<_, Decimal64Type, _>(|value| {
            i64::try_from(value).map_err(|_| arrow_schema::ArrowError::ComputeError("more than 18 digits".into()))
        });
        return Some(Arc::new(narrow.ok()?.with_precision_and_scale(*precision, *scale).ok()?));
    }
    (*array.data_type() == wanted).then(|| Arc::clone(array))
}
