//! What the Parquet files of a run hold, counted again.
//!
//! In: an open file. Out: rows, totals, and what it says of itself; nothing is taken from the manifest but which columns
//! are personal, so that a changed mark cannot make their values show. Batches are dropped as they are counted.

use std::collections::{BTreeMap, BTreeSet};
use std::io::BufReader;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use arrow_array::{Array, Int64Array, ListArray, RecordBatch, StringArray, new_null_array};
use arrow_schema::{DataType, Field, TimeUnit};
use bytes::Bytes;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder};
use parquet::errors::ParquetError;
use parquet::file::reader::{ChunkReader, Length};
use rayon::prelude::*;

use super::flat::{self, Batches};
use super::lists::{self, List};
use super::reading::Reading;
use crate::arrays;
use crate::evidence::text;
use crate::evidence::totals::Running;
use crate::finding::Code;
use crate::host::SourceFile;
use crate::loaders::table::{FILE_COLUMN, OFFSET_COLUMN};
use crate::mapping::model::{Type, Value};
use crate::run::order::folders;
use crate::run::order::{FOLDERS, FolderSaid};

/// Columns of a table that one thread reads at a time.
const COLUMNS_AT_ONCE: usize = 4;
/// Rows of a batch.
const BATCH: usize = 8192;

/// What is wrong with a file: `Parquet`, or the name of the column that is not as it must be.
pub type Problem = String;

/// A Parquet file whose footer was read.
pub struct Parquet {
    chunks: Chunks,
    metadata: ArrowReaderMetadata,
    /// Its columns, those of structures one by one.
    flat: Vec<Field>,
}

type Builder = ParquetRecordBatchReaderBuilder<Chunks>;

/// One column, as its file declares it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// As a mapping writes it; as Arrow does where no mapping has such a type.
    pub ty: String,
    /// Marked so in the file.
    pub personal: bool,
}

/// One part of a table, or several.
#[derive(Debug)]
pub struct Table {
    /// Without `_file`, `_offset` and columns of lists.
    pub columns: Vec<Column>,
    /// One for each of them.
    pub totals: Vec<Running>,
    /// The structures in which some of them stand, each before those within it.
    pub structures: Vec<String>,
    /// Its columns of lists, each before those within its elements.
    pub lists: Vec<List>,
    /// Rows by `_file`; none where the table has no such column.
    pub files: Option<BTreeMap<String, u64>>,
}

/// Refused records of one file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Refused {
    /// How many.
    pub records: u64,
    /// Their bytes without record ends.
    pub bytes: u64,
}

/// The refused records of one mapping.
#[derive(Debug, Default)]
pub struct Rejects {
    /// By the file's name.
    pub files: BTreeMap<String, Refused>,
    /// Their bytes with record ends: the size of the `.raw` file.
    pub raw: u64,
}

/// Mapping, code, subject, severity.
pub type FindingKey = (String, String, String, String);

/// All findings.
#[derive(Debug, Default)]
pub struct Findings {
    /// How many of each sort.
    pub groups: BTreeMap<FindingKey, u64>,
    /// Those that say that a limit was passed: mapping, code, subject and arguments.
    pub limits: BTreeSet<(String, String, String, Vec<String>)>,
    /// Those that say that something stands where no field reads.
    pub unread: BTreeSet<UnreadFinding>,
}

/// Mapping, kind, arguments; file, record and offset of the first.
pub type UnreadFinding = (String, String, Vec<String>, (String, u64, u64));

impl Parquet {
    /// Reads a file's footer.
    ///
    /// # Errors
    /// `Parquet` if it is none.
    pub fn open(file: Box<dyn SourceFile>) -> Result<Self, Problem> {
        let length = file.stat().map_err(|_| unreadable())?.length;
        let chunks = Chunks { file: file.into(), length };
        // The file's own types say what is checked; the hint of an Arrow schema would make dictionaries of some.
        let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
        let metadata = ArrowReaderMetadata::load(&chunks, options).map_err(|_| unreadable())?;
        let flat = flat::fields(metadata.schema().fields());
        Ok(Self { chunks, metadata, flat })
    }

    /// Rows, as the footer says.
    #[must_use]
    pub fn rows(&self) -> u64 {
        u64::try_from(self.metadata.metadata().file_metadata().num_rows()).unwrap_or(0)
    }

    /// Whether it has a column of this name.
    #[must_use]
    pub fn has(&self, column: &str) -> bool {
        self.flat.iter().any(|one| one.name() == column)
    }

    /// The names of its columns; of those in structures the way to them.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        self.flat.iter().map(|one| one.name().as_str()).collect()
    }

    /// The structures that its columns stand in, each before those within it.
    #[must_use]
    pub fn structures(&self) -> Vec<String> {
        flat::structures(self.metadata.schema().fields())
    }

    /// What the file says of itself under a key.
    #[must_use]
    pub fn said(&self, key: &str) -> Option<&str> {
        let pairs = self.metadata.metadata().file_metadata().key_value_metadata()?;
        pairs.iter().find(|pair| pair.key == key)?.value.as_deref()
    }

    /// The part of a table, that stands at this path; its folders may be columns. Of the columns that are hidden, and of
    /// those that the file marks as personal, no value is looked at.
    ///
    /// # Errors
    /// The column that cannot be read.
    pub fn table(&self, path: &str, hidden: &BTreeSet<String>) -> Result<Table, Problem> {
        let is_trace = |name: &str| name == FILE_COLUMN || name == OFFSET_COLUMN;
        let (lists, own): (Vec<_>, Vec<_>) =
            self.flat.iter().filter(|field| !is_trace(field.name())).partition(|field| lists::is_list(field));
        let columns: Vec<Column> =
            own.iter().map(|field| self.column(field.name(), field.data_type())).collect::<Result<_, _>>()?;
        let groups: Vec<&[Column]> = columns.chunks(COLUMNS_AT_ONCE).collect();
        let traced = self.has(FILE_COLUMN);
        let ((totals, lists), files) = rayon::join(
            || {
                rayon::join(
                    || groups.par_iter().map(|group| self.totals(group, hidden)).collect::<Result<Vec<_>, _>>(),
                    || lists.par_iter().map(|field| self.lists(field, hidden)).collect::<Result<Vec<_>, _>>(),
                )
            },
            || traced.then(|| self.files()).transpose(),
        );
        let lists = lists?.into_iter().flatten().collect();
        let structures = self.structures();
        let mut table = Table { totals: totals?.concat(), structures, lists, files: files?, columns };
        self.folders(path, &mut table)?;
        Ok(table)
    }

    /// Adds the columns whose values are the names of the file's folders, at their places.
    fn folders(&self, path: &str, table: &mut Table) -> Result<(), Problem> {
        let said = self.said(&format!("tumpline.{FOLDERS}")).map_or(Ok(Vec::new()), serde_json::from_str);
        let mut said: Vec<FolderSaid> = said.map_err(|_| unreadable())?;
        // data, the table, its folders, the file.
        let folders: Vec<&str> = path.split('/').skip(2).collect();
        if folders.len() != said.len() + 1 {
            return Err(said.first().map_or_else(unreadable, |said| said.name.clone()));
        }
        let mut columns: Vec<(FolderSaid, &str)> = said.drain(..).zip(folders).collect();
        columns.sort_by_key(|(said, _)| said.at);
        for (FolderSaid { name, ty, at }, folder) in columns {
            let running = text::type_named(&ty).and_then(|ty| {
                let (_, value) = folders::named(folder, ty).filter(|(named, _)| *named == name)?;
                self.constant(ty, value.as_ref())
            });
            let running = running.filter(|_| at <= table.columns.len()).ok_or_else(|| name.clone())?;
            table.columns.insert(at, Column { name, ty, personal: false });
            table.totals.insert(at, running);
        }
        Ok(())
    }

    /// The totals of a column that has one value in all rows.
    fn constant(&self, ty: Type, value: Option<&Value>) -> Option<Running> {
        let array = |rows: usize| match value {
            Some(value) => arrays::constants(ty, &vec![value.clone(); rows]),
            None => Some(new_null_array(&arrays::array_type(ty), rows)),
        };
        let mut running = Running::new(ty, false);
        let (batches, rest) = (self.rows() / BATCH as u64, usize::try_from(self.rows() % BATCH as u64).ok()?);
        let whole = array(BATCH)?;
        (0..batches).try_for_each(|_| running.add(&whole)).ok()?;
        running.add(&array(rest)?).ok()?;
        Some(running)
    }

    fn column(&self, name: &str, ty: &DataType) -> Result<Column, Problem> {
        let ty = type_of(ty).map_or_else(|| ty.to_string(), text::type_name);
        let personal = match self.said(&format!("tumpline.column.{name}")) {
            None => false,
            Some(json) => {
                let said: serde_json::Value = serde_json::from_str(json).map_err(|_| name.to_owned())?;
                said["personal"] == true
            }
        };
        Ok(Column { name: name.to_owned(), ty, personal })
    }

    /// A column of lists, with those within its elements.
    fn lists(&self, field: &Field, hidden: &BTreeSet<String>) -> Result<Vec<List>, Problem> {
        let column = |way: &str, field: &Field| {
            let column = self.column(way, field.data_type())?;
            let running = start(&column, hidden)?;
            Ok((column, running))
        };
        let mut lists = lists::of_field(field, field.name(), &column)?;
        self.each_batch(&[field.name()], |batch| {
            let array = batch.column_by_name(field.name()).ok_or_else(unreadable)?;
            lists::count(array, &mut lists.iter_mut()).ok_or_else(|| field.name().clone())
        })?;
        Ok(lists)
    }

    fn totals(&self, columns: &[Column], hidden: &BTreeSet<String>) -> Result<Vec<Running>, Problem> {
        let mut totals = columns.iter().map(|column| start(column, hidden)).collect::<Result<Vec<_>, Problem>>()?;
        let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
        self.each_batch(&names, |batch| {
            for (name, running) in names.iter().zip(&mut totals) {
                let array = batch.column_by_name(name).ok_or_else(unreadable)?;
                running.add(array).map_err(|_| (*name).to_owned())?;
            }
            Ok(())
        })?;
        Ok(totals)
    }

    fn files(&self) -> Result<BTreeMap<String, u64>, Problem> {
        let mut files = BTreeMap::new();
        self.each_batch(&[FILE_COLUMN], |batch| {
            let names = texts(batch, FILE_COLUMN)?;
            let mut row = 0;
            while row < names.len() {
                let name = names.value(row);
                let same = (row..names.len()).take_while(|other| names.value(*other) == name).count();
                *entry(&mut files, name) += same as u64;
                row += same;
            }
            Ok(())
        })?;
        Ok(files)
    }

    /// The refused records of a mapping.
    ///
    /// # Errors
    /// The column that is not as it must be.
    pub fn rejects(&self) -> Result<Rejects, Problem> {
        let mut rejects = Rejects::default();
        self.each_batch(&["file", "length", "raw_length"], |batch| {
            let (names, lengths, raws) =
                (texts(batch, "file")?, numbers(batch, "length")?, numbers(batch, "raw_length")?);
            for row in 0..batch.num_rows() {
                let refused = entry(&mut rejects.files, names.value(row));
                refused.records += 1;
                refused.bytes += length(lengths.value(row), "length")?;
                rejects.raw += length(raws.value(row), "raw_length")?;
            }
            Ok(())
        })?;
        Ok(rejects)
    }

    /// The findings of a run.
    ///
    /// # Errors
    /// The column that is not as it must be.
    pub fn findings(&self) -> Result<Findings, Problem> {
        let mut findings = Findings::default();
        self.each_batch(&["mapping", "code", "severity", "subject", "args", "file", "record", "offset"], |batch| {
            let [mappings, codes, severities, subjects] =
                ["mapping", "code", "severity", "subject"].map(|name| texts(batch, name));
            let (mappings, codes, severities, subjects) = (mappings?, codes?, severities?, subjects?);
            let args = lists_named(batch, "args")?;
            for row in 0..batch.num_rows() {
                let key = [mappings, codes, subjects, severities].map(|array| array.value(row).to_owned());
                let [mapping, code, subject, severity] = key;
                let args_of = || -> Result<Vec<String>, Problem> {
                    let args = args.value(row);
                    let args = args.as_string_opt::<i32>().ok_or("args")?;
                    Ok(args.iter().flatten().map(str::to_owned).collect())
                };
                if code == Code::UnreadNotBlank.id() {
                    let number = |name: &str| length(numbers(batch, name)?.value(row), name);
                    let place = (texts(batch, "file")?.value(row).to_owned(), number("record")?, number("offset")?);
                    findings.unread.insert((mapping.clone(), subject.clone(), args_of()?, place));
                }
                if Code::is_limit_id(&code) {
                    let args = args_of()?;
                    findings.limits.insert((mapping.clone(), code.clone(), subject.clone(), args));
                }
                *findings.groups.entry((mapping, code, subject, severity)).or_default() += 1;
            }
            Ok(())
        })?;
        Ok(findings)
    }

    fn each_batch(
        &self,
        names: &[&str],
        mut count: impl FnMut(&RecordBatch) -> Result<(), Problem>,
    ) -> Result<(), Problem> {
        for batch in self.batches(names)? {
            count(&batch.map_err(|_| unreadable())?)?;
        }
        Ok(())
    }

    /// The rows of these columns, batch by batch.
    ///
    /// # Errors
    /// The column that is not there.
    pub fn batches(&self, names: &[&str]) -> Result<Batches, Problem> {
        self.batches_of(names, BATCH)
    }

    /// One row of these columns, by its number from 0; no batch if there is none.
    ///
    /// # Errors
    /// The column that is not there.
    pub fn row(&self, names: &[&str], number: usize) -> Result<Option<RecordBatch>, Problem> {
        let builder = self.builder(names, 1)?;
        let reader = builder.with_offset(number).with_limit(1).build().map_err(|_| unreadable())?;
        Batches::of(reader).next().transpose().map_err(|_| unreadable())
    }

    /// The rows of these columns, so many at a time.
    ///
    /// # Errors
    /// The column that is not there.
    pub fn batches_of(&self, names: &[&str], rows: usize) -> Result<Batches, Problem> {
        self.builder(names, rows)?.build().map(Batches::of).map_err(|_| unreadable())
    }

    fn builder(&self, names: &[&str], rows: usize) -> Result<Builder, Problem> {
        if let Some(none) = names.iter().find(|name| !self.has(name)) {
            return Err((*none).to_owned());
        }
        let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(self.chunks.clone(), self.metadata.clone());
        let wanted = flat::leaves(self.metadata.schema().fields(), names);
        let mask = ProjectionMask::leaves(builder.parquet_schema(), wanted);
        Ok(builder.with_projection(mask).with_batch_size(rows))
    }
}

impl Table {
    /// Rows of the part.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.totals.first().map_or(0, Running::rows)
    }

    /// Adds another part of the same columns.
    pub fn merge(&mut self, other: Self) {
        self.totals.iter_mut().zip(&other.totals).for_each(|(mine, theirs)| mine.merge(theirs));
        self.lists.iter_mut().zip(&other.lists).for_each(|(mine, theirs)| mine.merge(theirs));
        match (&mut self.files, other.files) {
            (Some(mine), Some(theirs)) => {
                for (name, rows) in theirs {
                    *mine.entry(name).or_default() += rows;
                }
            }
            (mine, _) => *mine = None,
        }
    }
}

/// Nothing counted of a column.
fn start(column: &Column, hidden: &BTreeSet<String>) -> Result<Running, Problem> {
    let ty = text::type_named(&column.ty).ok_or_else(|| column.name.clone())?;
    Ok(Running::new(ty, column.personal || hidden.contains(&column.name)))
}

/// The mapping's type that a Parquet file gives back so.
fn type_of(ty: &DataType) -> Option<Type> {
    Some(match ty {
        DataType::Utf8 => Type::Text,
        DataType::Int16 => Type::Int16,
        DataType::Int32 => Type::Int32,
        DataType::Int64 => Type::Int64,
        DataType::Date32 => Type::Date,
        DataType::Time64(TimeUnit::Microsecond) => Type::Time,
        DataType::Timestamp(TimeUnit::Microsecond, None) => Type::Timestamp,
        DataType::Boolean => Type::Bool,
        DataType::Float32 => Type::Float32,
        DataType::Float64 => Type::Float64,
        DataType::Decimal128(precision, scale) => {
            Type::Decimal { precision: *precision, scale: u8::try_from(*scale).ok()? }
        }
        _ => return None,
    })
}

fn unreadable() -> Problem {
    "Parquet".to_owned()
}

fn entry<'m, V: Default>(map: &'m mut BTreeMap<String, V>, name: &str) -> &'m mut V {
    map.entry(name.to_owned()).or_default()
}

fn texts<'b>(batch: &'b RecordBatch, name: &str) -> Result<&'b StringArray, Problem> {
    batch.column_by_name(name).and_then(|array| array.as_string_opt()).ok_or_else(|| name.to_owned())
}

fn numbers<'b>(batch: &'b RecordBatch, name: &str) -> Result<&'b Int64Array, Problem> {
    batch.column_by_name(name).and_then(|array| array.as_primitive_opt::<Int64Type>()).ok_or_else(|| name.to_owned())
}

fn lists_named<'b>(batch: &'b RecordBatch, name: &str) -> Result<&'b ListArray, Problem> {
    batch.column_by_name(name).and_then(|array| array.as_list_opt()).ok_or_else(|| name.to_owned())
}

fn length(number: i64, name: &str) -> Result<u64, Problem> {
    u64::try_from(number).map_err(|_| name.to_owned())
}

/// A file of the host, as Parquet reads it.
#[derive(Clone)]
struct Chunks {
    file: Arc<dyn SourceFile>,
    length: u64,
}

impl Length for Chunks {
    fn len(&self) -> u64 {
        self.length
    }
}

impl ChunkReader for Chunks {
    type T = BufReader<Reading<Arc<dyn SourceFile>>>;

    fn get_read(&self, start: u64) -> Result<Self::T, ParquetError> {
        Ok(BufReader::new(Reading::from(Arc::clone(&self.file), start)))
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes, ParquetError> {
        if start.checked_add(length as u64).is_none_or(|end| end > self.length) {
            return Err(ParquetError::EOF("past the end".to_owned()));
        }
        let mut bytes = vec![0; length];
        if self.file.read_at(start, &mut bytes)? == length {
            Ok(bytes.into())
        } else {
            Err(ParquetError::EOF("past the end".to_owned()))
        }
    }
}
