//! The two tables of what went wrong: records that were refused, and findings.
//!
//! In: plain rows. Out: batches for the plans of these tables, which go through the same encoder and parts as all
//! others. Refuses to know: words, severities' meaning, where records were read.

use std::sync::Arc;

use arrow_array::builder::{BinaryBuilder, ListBuilder, StringBuilder};
use arrow_array::{ArrayRef, BinaryArray, Int64Array, ListArray, StringArray, StructArray};
use arrow_buffer::OffsetBuffer;
use arrow_schema::{DataType, Field, Fields};

use super::table::{PlanField, TablePlan};
use super::{Refused, defect};

/// The most bytes of a refused record that its row holds; the rejects' `.raw` file holds all.
pub const RAW_MAX: usize = 1 << 20;

/// One finding, in names instead of indexes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingRow {
    /// `TL0212`.
    pub code: &'static str,
    /// `note`, `warn`, `reject` or `fail`.
    pub severity: &'static str,
    /// Name of the field, column or rule; empty where the record or file as a whole is meant.
    pub subject: Arc<str>,
    /// Its arguments as text.
    pub args: Vec<String>,
}

/// What a row says of a finding.
pub trait AsRow {
    /// `TL0212`.
    fn code(&self) -> &'static str;
    /// `note`, `warn`, `reject` or `fail`.
    fn severity(&self) -> &'static str;
    /// Name of the field, column or rule; empty where the record or file as a whole is meant.
    fn subject(&self) -> &str;
    /// Appends its arguments, each a value.
    fn push_args(&self, to: &mut StringBuilder);
}

impl AsRow for FindingRow {
    fn code(&self) -> &'static str {
        self.code
    }
    fn severity(&self) -> &'static str {
        self.severity
    }
    fn subject(&self) -> &str {
        &self.subject
    }
    fn push_args(&self, to: &mut StringBuilder) {
        self.args.iter().for_each(|arg| to.append_value(arg));
    }
}

/// A parent that was open before a refused record, without which that cannot be read again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParentRow<'a> {
    /// Its kind.
    pub kind: &'a str,
    /// From 1.
    pub record: u64,
    /// From 1; none where the source has no lines.
    pub line: Option<u64>,
    /// First byte in the source.
    pub offset: u64,
    /// Bytes without the record end.
    pub length: u64,
    /// Its bytes; none where it was refused too, so that they stand among the refused records.
    pub raw: Option<&'a [u8]>,
}

/// One refused record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RejectRow<'a, F = FindingRow> {
    /// The source's name.
    pub file: &'a str,
    /// From 1.
    pub record: u64,
    /// From 1; none where the source has no lines.
    pub line: Option<u64>,
    /// First byte in the source.
    pub offset: u64,
    /// Bytes without the record end.
    pub length: u64,
    /// The record's bytes; what is over [`RAW_MAX`] is left out here.
    pub raw: &'a [u8],
    /// Bytes in the `.raw` file, the record end among them; they stand there in the order of the rows.
    pub raw_length: u64,
    /// At least one.
    pub findings: &'a [F],
    /// Its kind, as far as it was told.
    pub kind: Option<&'a str>,
    /// The parents that were open before it.
    pub parents: &'a [ParentRow<'a>],
}

/// One finding with its place. A finding about a file as a whole has no record, one about a run no file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacedFindingRow<'a, F = FindingRow> {
    /// The mapping's name.
    pub mapping: &'a str,
    /// The source's name.
    pub file: Option<&'a str>,
    /// From 1.
    pub record: Option<u64>,
    /// From 1.
    pub line: Option<u64>,
    /// First byte of the record in the source.
    pub offset: Option<u64>,
    /// Bytes of the record without its end.
    pub length: Option<u64>,
    /// What is wrong.
    pub finding: &'a F,
}

/// The plan of the rejects' table: `file`, `record`, `line`, `offset`, `length`, `raw`, `raw_length`, `findings`, a list
/// of `code`, `severity`, `subject`, `args`; `kind`, and `parents`, a list of `kind`, `record`, `line`, `offset`, `length`,
/// `raw`.
///
/// # Errors
/// None that a caller can cause.
pub fn reject_plan(metadata: &[(String, String)]) -> Result<TablePlan, Refused> {
    let fields = vec![
        Field::new("file", DataType::Utf8, false),
        Field::new("record", DataType::Int64, false),
        Field::new("line", DataType::Int64, true),
        Field::new("offset", DataType::Int64, false),
        Field::new("length", DataType::Int64, false),
        Field::new("raw", DataType::Binary, false),
        Field::new("raw_length", DataType::Int64, false),
        Field::new("findings", DataType::List(element(DataType::Struct(finding_fields()))), false),
        Field::new("kind", DataType::Utf8, true),
        Field::new("parents", DataType::List(element(DataType::Struct(parent_fields()))), false),
    ];
    plan(fields, metadata)
}

/// The plan of the heads of files with refused records: `file` and `head`, the bytes before its first row.
///
/// # Errors
/// None that a caller can cause.
pub fn head_plan() -> Result<TablePlan, Refused> {
    plan(vec![Field::new("file", DataType::Utf8, false), Field::new("head", DataType::Binary, false)], &[])
}

/// The head of one file.
#[must_use]
pub fn head_batch(file: &str, head: &[u8]) -> Vec<ArrayRef> {
    vec![Arc::new(StringArray::from_iter_values([file])), Arc::new(BinaryArray::from_iter_values([head]))]
}

/// The plan of the findings' table: `mapping`, then `file`, `record`, `line`, `offset`, `length`, all of which may be
/// null, then `code`, `severity`, `subject`, `args`.
///
/// # Errors
/// None that a caller can cause.
pub fn finding_plan(metadata: &[(String, String)]) -> Result<TablePlan, Refused> {
    let numbers = ["record", "line", "offset", "length"].map(|name| Field::new(name, DataType::Int64, true));
    let own = finding_fields();
    let own = own.iter().map(|field| field.as_ref().clone());
    let names = [Field::new("mapping", DataType::Utf8, false), Field::new("file", DataType::Utf8, true)];
    let fields = names.into_iter().chain(numbers).chain(own).collect();
    plan(fields, metadata)
}

/// A batch of the rejects' table.
///
/// # Errors
/// `TL0911` for raw bytes of more than 2 GiB together, or a place that no file has.
pub fn reject_batch<F: AsRow>(rows: &[RejectRow<'_, F>]) -> Result<Vec<ArrayRef>, Refused> {
    let raw = |row: &RejectRow<'_, F>| row.raw.len().min(RAW_MAX);
    let lent = |row: &RejectRow<'_, F>| row.parents.iter().filter_map(|one| one.raw).map(<[u8]>::len).sum::<usize>();
    if rows.iter().map(|row| raw(row).max(lent(row))).sum::<usize>() > i32::MAX as usize {
        return Err(defect("too many bytes in a batch of rejects"));
    }
    let mut bytes = BinaryBuilder::with_capacity(rows.len(), rows.iter().map(raw).sum());
    for row in rows {
        bytes.append_value(&row.raw[..raw(row)]);
    }
    let findings = rows.iter().flat_map(|row| row.findings);
    let lengths = OffsetBuffer::from_lengths(rows.iter().map(|row| row.findings.len()));
    let structs = StructArray::try_new(finding_fields(), finding_arrays(findings), None)
        .map_err(|_| defect("findings of a batch of rejects"))?;
    let list = ListArray::try_new(element(DataType::Struct(finding_fields())), lengths, Arc::new(structs), None)
        .map_err(|_| defect("lists of findings of a batch of rejects"))?;
    Ok(vec![
        Arc::new(StringArray::from_iter_values(rows.iter().map(|row| row.file))),
        required(rows.iter().map(|row| row.record))?,
        optional(rows.iter().map(|row| row.line))?,
        required(rows.iter().map(|row| row.offset))?,
        required(rows.iter().map(|row| row.length))?,
        Arc::new(bytes.finish()),
        required(rows.iter().map(|row| row.raw_length))?,
        Arc::new(list),
        Arc::new(rows.iter().map(|row| row.kind).collect::<StringArray>()),
        parents(rows)?,
    ])
}

fn parents<F>(rows: &[RejectRow<'_, F>]) -> Result<ArrayRef, Refused> {
    let all = || rows.iter().flat_map(|row| row.parents);
    let lengths = OffsetBuffer::from_lengths(rows.iter().map(|row| row.parents.len()));
    let arrays: Vec<ArrayRef> = vec![
        Arc::new(StringArray::from_iter_values(all().map(|one| one.kind))),
        required(all().map(|one| one.record))?,
        optional(all().map(|one| one.line))?,
        required(all().map(|one| one.offset))?,
        required(all().map(|one| one.length))?,
        Arc::new(all().map(|one| one.raw).collect::<BinaryArray>()),
    ];
    let structs =
        StructArray::try_new(parent_fields(), arrays, None).map_err(|_| defect("parents of a batch of rejects"))?;
    let list = ListArray::try_new(element(DataType::Struct(parent_fields())), lengths, Arc::new(structs), None)
        .map_err(|_| defect("lists of parents of a batch of rejects"))?;
    Ok(Arc::new(list))
}

/// A batch of the findings' table.
///
/// # Errors
/// `TL0911` for a place that no file has.
pub fn finding_batch<F: AsRow>(rows: &[PlacedFindingRow<'_, F>]) -> Result<Vec<ArrayRef>, Refused> {
    let mut arrays: Vec<ArrayRef> = vec![
        Arc::new(StringArray::from_iter_values(rows.iter().map(|row| row.mapping))),
        Arc::new(rows.iter().map(|row| row.file).collect::<StringArray>()),
        optional(rows.iter().map(|row| row.record))?,
        optional(rows.iter().map(|row| row.line))?,
        optional(rows.iter().map(|row| row.offset))?,
        optional(rows.iter().map(|row| row.length))?,
    ];
    arrays.extend(finding_arrays(rows.iter().map(|row| row.finding)));
    Ok(arrays)
}

fn plan(fields: Vec<Field>, metadata: &[(String, String)]) -> Result<TablePlan, Refused> {
    TablePlan::of_fields(fields.into_iter().map(PlanField::plain).collect(), metadata)
}

fn element(ty: DataType) -> Arc<Field> {
    Arc::new(Field::new("element", ty, false))
}

fn finding_fields() -> Fields {
    Fields::from(vec![
        Field::new("code", DataType::Utf8, false),
        Field::new("severity", DataType::Utf8, false),
        Field::new("subject", DataType::Utf8, false),
        Field::new("args", DataType::List(element(DataType::Utf8)), false),
    ])
}

fn parent_fields() -> Fields {
    Fields::from(vec![
        Field::new("kind", DataType::Utf8, false),
        Field::new("record", DataType::Int64, false),
        Field::new("line", DataType::Int64, true),
        Field::new("offset", DataType::Int64, false),
        Field::new("length", DataType::Int64, false),
        Field::new("raw", DataType::Binary, true),
    ])
}

/// The arrays of [`finding_fields`].
fn finding_arrays<'f, F: AsRow + 'f>(findings: impl Iterator<Item = &'f F> + Clone) -> Vec<ArrayRef> {
    let mut args = ListBuilder::new(StringBuilder::new()).with_field(element(DataType::Utf8));
    for finding in findings.clone() {
        finding.push_args(args.values());
        args.append(true);
    }
    vec![
        Arc::new(StringArray::from_iter_values(findings.clone().map(F::code))),
        Arc::new(StringArray::from_iter_values(findings.clone().map(F::severity))),
        Arc::new(StringArray::from_iter_values(findings.map(F::subject))),
        Arc::new(args.finish()),
    ]
}

fn number(value: u64) -> Result<i64, Refused> {
    i64::try_from(value).map_err(|_| defect("a place beyond 63 bits"))
}

fn required(values: impl Iterator<Item = u64>) -> Result<ArrayRef, Refused> {
    Ok(Arc::new(Int64Array::from(values.map(number).collect::<Result<Vec<_>, _>>()?)))
}

fn optional(values: impl Iterator<Item = Option<u64>>) -> Result<ArrayRef, Refused> {
    let values = values.map(|value| value.map(number).transpose()).collect::<Result<Vec<_>, _>>()?;
    Ok(Arc::new(Int64Array::from(values)))
}
