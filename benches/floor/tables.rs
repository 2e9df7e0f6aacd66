//! Tables that a run wrote, read again: the row groups of each file, as batches in memory.

use std::fs::File;
use std::path::{Path, PathBuf};

use arrow_schema::SchemaRef;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use crate::{BATCH, Batch};

/// The Parquet files of a run's tables, in order; what is linked is there twice.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let entry = entry.expect("an entry of a folder");
        let (path, kind) = (entry.path(), entry.file_type().expect("a kind of entry"));
        if kind.is_dir() {
            found.extend(files(&path));
        } else if kind.is_file() && path.extension().is_some_and(|end| end == "parquet") && is_data(&path) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn is_data(path: &Path) -> bool {
    path.components().any(|part| part.as_os_str() == "data")
}

/// The row groups of a file.
pub fn row_groups(path: &Path) -> (SchemaRef, Vec<Vec<Batch>>) {
    let open = || ParquetRecordBatchReaderBuilder::try_new(File::open(path).expect("a file")).expect("a Parquet file");
    let (schema, number) = (open().schema().clone(), open().metadata().num_row_groups());
    let group = |at| {
        let reader = open().with_row_groups(vec![at]).with_batch_size(BATCH).build().expect("a reader");
        reader.map(|batch| batch.expect("a batch").columns().to_vec()).collect()
    };
    (schema, (0..number).map(group).collect())
}
