//! The two tables of what went wrong: records that were refused, and findings.
//!
//! In: plain rows. Out: batches for the plans of these tables, which go through the same encoder and parts as all
//! others. Refuses to know: words, severities' meaning, where records were read.

use std::sync::Arc;

use arrow_array::{Array, ArrayRef, BinaryArray, Int64Array, ListArray, StringArray, StructArray};
use arrow_buffer::{NullBuffer, OffsetBuffer};
use arrow_schema::{DataType, Field, Fields};

use super::table::{PlanField, TablePlan};
use super::{Refused, defect};
use crate::place::Place;

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
    /// Appends its arguments.
    fn push_args(&self, to: &mut Args);
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
    fn push_args(&self, to: &mut Args) {
        self.args.iter().for_each(|arg| to.push(|text| text.push_str(arg)));
    }
}

/// Arguments of findings, one finding after the other.
#[derive(Debug, Default)]
pub struct Args {
    text: String,
    /// Bytes of each argument.
    lengths: Vec<usize>,
    /// Arguments of each finding.
    counts: Vec<usize>,
}

impl Args {
    /// Adds an argument of the finding that is told now, which `write` appends.
    pub fn push(&mut self, write: impl FnOnce(&mut String)) {
        let start = self.text.len();
        write(&mut self.text);
        self.lengths.push(self.text.len() - start);
    }

    /// Adds the arguments of a finding, so many times.
    fn add(&mut self, finding: &impl AsRow, times: usize) {
        let (start, first) = (self.text.len(), self.lengths.len());
        finding.push_args(self);
        let (own, count) = (self.text[start..].to_owned(), self.lengths.len() - first);
        for _ in 1..times {
            self.text.push_str(&own);
            self.lengths.extend_from_within(first..first + count);
        }
        self.counts.extend(std::iter::repeat_n(count, times));
    }

    fn array(self) -> Result<ArrayRef, Refused> {
        if self.text.len() > i32::MAX as usize {
            return Err(defect("too many bytes in the arguments of a batch"));
        }
        let lengths = OffsetBuffer::from_lengths(self.lengths);
        let texts = StringArray::try_new(lengths, self.text.into_bytes().into(), None)
            .map_err(|_| defect("arguments of a batch of findings"))?;
        let lists =
            ListArray::try_new(element(DataType::Utf8), OffsetBuffer::from_lengths(self.counts), Arc::new(texts), None);
        Ok(Arc::new(lists.map_err(|_| defect("lists of arguments of a batch of findings"))?))
    }
}

/// A parent that was open before a refused record, without which that cannot be read again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParentRow<'a, 'r> {
    /// Its kind.
    pub kind: &'a str,
    /// Where it is.
    pub place: Place,
    /// Its bytes; none where it was refused too, so that they stand among the refused records.
    pub raw: Option<&'r [u8]>,
}

/// One refused record, without its findings and parents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RejectRow<'a, 'r> {
    /// Where it is.
    pub place: Place,
    /// The record's bytes; what is over [`RAW_MAX`] is left out here.
    pub raw: &'r [u8],
    /// Bytes in the `.raw` file, the record end among them; they stand there in the order of the rows.
    pub raw_length: u64,
    /// How many findings it has: at least one.
    pub findings: usize,
    /// Its kind, as far as it was told.
    pub kind: Option<&'a str>,
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

/// Codes, severities, subjects and arguments of findings, made once for both tables. A clone shares them.
#[derive(Debug, Clone)]
pub struct Told(Vec<ArrayRef>);

impl Told {
    /// Of these findings, in their order, each so many times.
    ///
    /// # Errors
    /// `TL0911` for arguments of more than 2 GiB together.
    pub fn of<F: AsRow>(findings: &[(&F, usize)]) -> Result<Self, Refused> {
        let mut args = Args::default();
        for (finding, times) in findings {
            args.add(*finding, *times);
        }
        let all = || findings.iter().map(|(finding, times)| (*finding, *times));
        Ok(Self(vec![
            texts(all().map(|(finding, times)| (finding.code(), times))),
            texts(all().map(|(finding, times)| (finding.severity(), times))),
            texts(all().map(|(finding, times)| (finding.subject(), times))),
            args.array()?,
        ]))
    }

    /// How many findings there are.
    fn len(&self) -> usize {
        self.0.first().map_or(0, Array::len)
    }
}

/// Files, records, lines, offsets and lengths of rows, made once for both tables. A clone shares them.
#[derive(Debug, Clone)]
pub struct Placed([ArrayRef; 5]);

impl Placed {
    /// Of findings at these places of a file, in their order.
    ///
    /// # Errors
    /// `TL0911` for a place that no file has.
    pub fn at(file: &str, places: &[Place]) -> Result<Self, Refused> {
        Ok(Self([
            texts(std::iter::once((file, places.len()))),
            of_records(places, |place| Some(place.record))?,
            of_records(places, |place| Some(place.line).filter(|line| *line > 0))?,
            of_records(places, |place| Some(place.offset))?,
            of_records(places, |place| Some(place.length))?,
        ]))
    }

    fn of<F>(rows: &[PlacedFindingRow<'_, F>]) -> Result<Self, Refused> {
        Ok(Self([
            optional_texts(rows.iter().map(|row| row.file)),
            optional(rows.iter().map(|row| row.record))?,
            optional(rows.iter().map(|row| row.line))?,
            optional(rows.iter().map(|row| row.offset))?,
            optional(rows.iter().map(|row| row.length))?,
        ]))
    }
}

/// Rows of the rejects' table, column by column, until they are a batch.
#[derive(Debug, Default)]
pub struct Rejects<'a> {
    places: Vec<Place>,
    raw: Pieces,
    raw_lengths: Vec<u64>,
    findings: Vec<usize>,
    kinds: Vec<Option<&'a str>>,
    /// Parents of each.
    counts: Vec<usize>,
    parents: Parents<'a>,
}

/// One after the other.
#[derive(Debug, Default)]
struct Pieces {
    bytes: Vec<u8>,
    lengths: Vec<usize>,
}

/// The parents of all rows.
#[derive(Debug, Default)]
struct Parents<'a> {
    kinds: Vec<&'a str>,
    places: Vec<Place>,
    raw: Pieces,
    /// Of each: its bytes are there.
    there: Vec<bool>,
}

impl<'a> Rejects<'a> {
    /// Makes room for so many rows and bytes.
    pub fn make_room(&mut self, rows: usize, bytes: usize) {
        self.places.reserve_exact(rows);
        self.raw.bytes.reserve_exact(bytes);
        self.raw.lengths.reserve_exact(rows);
        self.raw_lengths.reserve_exact(rows);
        self.findings.reserve_exact(rows);
        self.kinds.reserve_exact(rows);
        self.counts.reserve_exact(rows);
    }

    /// Adds a row, and its parents.
    pub fn push<'r>(&mut self, row: RejectRow<'a, '_>, parents: impl Iterator<Item = ParentRow<'a, 'r>>) {
        let RejectRow { place, raw, raw_length, findings, kind } = row;
        self.places.push(place);
        self.raw.push(&raw[..raw.len().min(RAW_MAX)]);
        self.raw_lengths.push(raw_length);
        self.findings.push(findings);
        self.kinds.push(kind);
        let before = self.parents.kinds.len();
        for ParentRow { kind, place, raw } in parents {
            self.parents.kinds.push(kind);
            self.parents.places.push(place);
            self.parents.raw.push(raw.unwrap_or_default());
            self.parents.there.push(raw.is_some());
        }
        self.counts.push(self.parents.kinds.len() - before);
    }

    /// Bytes of the rows and their parents.
    #[must_use]
    pub const fn bytes(&self) -> usize {
        self.raw.bytes.len() + self.parents.raw.bytes.len()
    }

    /// The rows as a batch, with their findings; where each has one, the places of these may be lent. None is left.
    ///
    /// # Errors
    /// `TL0911` for raw bytes of more than 2 GiB together, a place that no file has, or other findings than those of the rows.
    pub fn take(&mut self, file: &str, told: Told, placed: Option<Placed>) -> Result<Vec<ArrayRef>, Refused> {
        let lengths = OffsetBuffer::from_lengths(self.findings.drain(..));
        let structs = StructArray::try_new(finding_fields(), told.0, None)
            .map_err(|_| defect("findings of a batch of rejects"))?;
        let list = ListArray::try_new(element(DataType::Struct(finding_fields())), lengths, Arc::new(structs), None)
            .map_err(|_| defect("lists of findings of a batch of rejects"))?;
        let placed = placed.map_or_else(|| Placed::at(file, &self.places), Ok);
        let Placed([file, record, line, offset, length]) = placed?;
        let kinds = optional_texts(self.kinds.iter().copied());
        self.places.clear();
        self.kinds.clear();
        Ok(vec![
            file,
            record,
            line,
            offset,
            length,
            self.raw.take(None)?,
            required(self.raw_lengths.drain(..))?,
            Arc::new(list),
            kinds,
            self.parents.take(&mut self.counts)?,
        ])
    }
}

impl Pieces {
    fn push(&mut self, piece: &[u8]) {
        self.bytes.extend_from_slice(piece);
        self.lengths.push(piece.len());
    }

    /// All, with as much room for the next ones.
    fn take(&mut self, nulls: Option<NullBuffer>) -> Result<ArrayRef, Refused> {
        if self.bytes.len() > i32::MAX as usize {
            return Err(defect("too many bytes in a batch of rejects"));
        }
        let room = Vec::with_capacity(self.bytes.capacity());
        let bytes = std::mem::replace(&mut self.bytes, room);
        let array = BinaryArray::try_new(OffsetBuffer::from_lengths(self.lengths.drain(..)), bytes.into(), nulls);
        Ok(Arc::new(array.map_err(|_| defect("bytes of a batch of rejects"))?))
    }
}

impl Parents<'_> {
    /// All, so many for each row.
    fn take(&mut self, counts: &mut Vec<usize>) -> Result<ArrayRef, Refused> {
        let Self { kinds, places, raw, there } = self;
        let nulls = there.contains(&false).then(|| NullBuffer::from(std::mem::take(there)));
        let kind = texts(kinds.iter().map(|kind| (*kind, 1)));
        let Placed([_, record, line, offset, length]) = Placed::at("", places)?;
        let arrays = vec![kind, record, line, offset, length, raw.take(nulls)?];
        kinds.clear();
        places.clear();
        there.clear();
        let structs =
            StructArray::try_new(parent_fields(), arrays, None).map_err(|_| defect("parents of a batch of rejects"))?;
        let lengths = OffsetBuffer::from_lengths(counts.drain(..));
        let list = ListArray::try_new(element(DataType::Struct(parent_fields())), lengths, Arc::new(structs), None)
            .map_err(|_| defect("lists of parents of a batch of rejects"))?;
        Ok(Arc::new(list))
    }
}

/// A batch of the findings' table.
///
/// # Errors
/// `TL0911` for a place that no file has.
pub fn finding_batch<F: AsRow>(rows: &[PlacedFindingRow<'_, F>]) -> Result<Vec<ArrayRef>, Refused> {
    let findings: Vec<_> = rows.iter().map(|row| (row.finding, 1)).collect();
    let mapping = texts(rows.iter().map(|row| (row.mapping, 1)));
    let (told, Placed(placed)) = (Told::of(&findings)?, Placed::of(rows)?);
    Ok(std::iter::once(mapping).chain(placed).chain(told.0).collect())
}

/// The same of a mapping's findings, which are told already, at places that are told, too.
///
/// # Errors
/// `TL0911` for other places than those of the findings.
pub fn finding_batch_of(mapping: &str, Placed(placed): Placed, told: Told) -> Result<Vec<ArrayRef>, Refused> {
    if placed.iter().any(|column| column.len() != told.len()) {
        return Err(defect("findings of a batch"));
    }
    let mapping = texts(std::iter::once((mapping, told.len())));
    Ok(std::iter::once(mapping).chain(placed).chain(told.0).collect())
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

/// Texts, each so many times; in most batches all are the same one.
fn texts<'t>(texts: impl Iterator<Item = (&'t str, usize)> + Clone) -> ArrayRef {
    let (first, _) = texts.clone().next().unwrap_or_default();
    // Most are one text in one place, which is told without reading it.
    if texts.clone().all(|(text, _)| std::ptr::eq(text, first) || text == first) {
        return Arc::new(StringArray::new_repeated(first, texts.map(|(_, times)| times).sum()));
    }
    Arc::new(StringArray::from_iter_values(texts.flat_map(|(text, times)| std::iter::repeat_n(text, times))))
}

/// Texts that may be missing; in most batches all are the same one.
fn optional_texts<'t>(all: impl Iterator<Item = Option<&'t str>> + Clone) -> ArrayRef {
    if all.clone().all(|text| text.is_some()) {
        texts(all.flatten().map(|text| (text, 1)))
    } else {
        Arc::new(all.collect::<StringArray>())
    }
}

/// Numbers, and 0 where there is none.
fn numbers(values: impl Iterator<Item = u64>) -> Result<Vec<i64>, Refused> {
    let numbers: Vec<i64> = values.map(u64::cast_signed).collect();
    // Without a branch for each.
    let all = numbers.iter().fold(0, |all, number| all | number);
    if all < 0 { Err(defect("a place beyond 63 bits")) } else { Ok(numbers) }
}

/// A number of each place; one about a file as a whole has no record, and none.
fn of_records(places: &[Place], number: impl Fn(&Place) -> Option<u64> + Clone) -> Result<ArrayRef, Refused> {
    optional(places.iter().map(|place| number(place).filter(|_| place.record > 0)))
}

fn required(values: impl Iterator<Item = u64>) -> Result<ArrayRef, Refused> {
    Ok(Arc::new(Int64Array::from(numbers(values)?)))
}

fn optional(values: impl Iterator<Item = Option<u64>> + Clone) -> Result<ArrayRef, Refused> {
    let numbers = numbers(values.clone().map(Option::unwrap_or_default))?;
    let is_there = values.clone().all(|value| value.is_some());
    let nulls = (!is_there).then(|| values.map(|value| value.is_some()).collect::<NullBuffer>());
    Ok(Arc::new(Int64Array::new(numbers.into(), nulls)))
}
