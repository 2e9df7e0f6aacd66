//! What a run of ours made of a file: rows of its tables, by the place of their record.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use arrow_array::cast::AsArray;
use arrow_array::types::{Float32Type, Float64Type, Int64Type};
use arrow_array::{Array, RecordBatch};
use arrow_schema::DataType;
use tumpline::host::real::RealHost;
use tumpline::run::report::Report;
use tumpline::run::{Request, run};

use super::json::{Leaf, exact};
use crate::tables::{batches, cell};

/// A value of ours.
#[derive(Debug, Clone)]
pub enum Ours {
    None,
    Text(String),
    /// A whole number or a decimal, with all its digits.
    Number(String),
    Single(f32),
    Double(f64),
}

impl Ours {
    fn of(array: &dyn Array, row: usize) -> Self {
        match array.data_type() {
            _ if array.is_null(row) => Self::None,
            DataType::Float32 => Self::Single(array.as_primitive::<Float32Type>().value(row)),
            DataType::Float64 => Self::Double(array.as_primitive::<Float64Type>().value(row)),
            DataType::Utf8 => Self::Text(cell(array, row)),
            _ => Self::Number(cell(array, row)),
        }
    }

    /// Whether it says what the other reader does; a text of blanks is no value here.
    pub fn is(&self, theirs: Option<&Leaf>) -> bool {
        match (self, theirs) {
            (Self::None, None) => true,
            (Self::None, Some(Leaf::Text(text))) => text.is_empty(),
            (Self::Text(ours), Some(Leaf::Text(theirs))) => ours == theirs,
            (Self::Number(ours), Some(Leaf::Number(theirs))) => exact(ours) == exact(theirs),
            (Self::Single(ours), Some(Leaf::Number(theirs))) => {
                theirs.parse::<f32>().is_ok_and(|one| one.to_bits() == ours.to_bits())
            }
            (Self::Double(ours), Some(Leaf::Number(theirs))) => {
                theirs.parse::<f64>().is_ok_and(|one| one.to_bits() == ours.to_bits())
            }
            _ => false,
        }
    }
}

impl std::fmt::Display for Ours {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::None => f.write_str("-"),
            Self::Text(text) => write!(f, "{text:?}"),
            Self::Number(number) => f.write_str(number),
            Self::Single(single) => write!(f, "{single}"),
            Self::Double(double) => write!(f, "{double}"),
        }
    }
}

/// A row of a table.
#[derive(Debug, Clone)]
pub struct Row {
    /// Where its record begins.
    pub offset: i64,
    /// By column, but for `_file` and `_offset`.
    pub cells: BTreeMap<String, Ours>,
}

/// A run.
pub struct Loaded {
    pub report: Report,
    tables: BTreeMap<String, Vec<Row>>,
    _out: tempfile::TempDir,
}

impl Loaded {
    /// Runs a mapping of this folder.
    pub fn of(case: &str) -> Self {
        let out = tempfile::tempdir().unwrap();
        let mapping = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/it/cobrix/{case}.yaml"));
        let request = Request { paths: vec![mapping], out: out.path().to_owned(), ..Request::default() };
        let report = run(&RealHost, &request, &|_| {}).unwrap_or_else(|problem| panic!("{case}: {problem:?}"));
        let tables = tables(&Path::new(&report.folder).join("data"));
        Self { report, tables, _out: out }
    }

    /// Rows in the order of the file.
    pub fn rows(&self, table: &str) -> &[Row] {
        self.tables.get(table).unwrap_or_else(|| panic!("no table {table}"))
    }

    /// Rows of several tables, in the order of the file.
    pub fn rows_of(&self, tables: &[&str]) -> Vec<&Row> {
        let mut rows: Vec<&Row> = tables.iter().flat_map(|table| self.rows(table)).collect();
        rows.sort_by_key(|row| row.offset);
        rows
    }
}

fn tables(folder: &Path) -> BTreeMap<String, Vec<Row>> {
    let list = |folder: &Path| {
        let mut list: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        list.sort();
        list
    };
    let name = |table: &Path| table.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let parts = |table: &Path| list(table).iter().flat_map(|part| batches(&std::fs::read(part).unwrap())).collect();
    list(folder).iter().map(|table| (name(table), rows(parts(table)))).collect()
}

fn rows(batches: Vec<RecordBatch>) -> Vec<Row> {
    let row = |batch: &RecordBatch, row: usize| {
        let offset = batch.column_by_name("_offset").unwrap().as_primitive::<Int64Type>().value(row);
        let schema = batch.schema();
        let names = schema.fields().iter().map(|field| field.name());
        let own = names.zip(batch.columns()).filter(|(name, _)| !name.starts_with('_'));
        Row { offset, cells: own.map(|(name, array)| (name.clone(), Ours::of(array, row))).collect() }
    };
    let of = |batch: RecordBatch| (0..batch.num_rows()).map(|at| row(&batch, at)).collect::<Vec<_>>();
    batches.into_iter().flat_map(of).collect()
}
