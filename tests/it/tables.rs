//! The values of a run's Parquet files, read back.

use std::collections::BTreeMap;

use arrow_array::{Array, RecordBatch};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use crate::machine::Left;

/// The batches of a Parquet file.
pub fn batches(bytes: &[u8]) -> Vec<RecordBatch> {
    let reader = ParquetRecordBatchReaderBuilder::try_new(bytes::Bytes::copy_from_slice(bytes)).unwrap();
    reader.build().unwrap().map(Result::unwrap).collect()
}

/// The rows of each table, of the rejects and of the findings, as text; the parts of a table one after the other.
pub fn values(left: &Left) -> BTreeMap<String, Vec<String>> {
    let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (path, bytes) in left.files.iter().filter(|(path, _)| path.ends_with(".parquet")) {
        let name = path.rsplit_once("/part-").map_or(path.as_str(), |(table, _)| table);
        let rows = tables.entry(name.to_owned()).or_default();
        for batch in batches(bytes) {
            for row in 0..batch.num_rows() {
                let cells: Vec<String> =
                    batch.columns().iter().map(|column| format!("{:?}", column.slice(row, 1))).collect();
                rows.push(cells.join("|"));
            }
        }
    }
    let raws = left.files.iter().filter(|(path, _)| path.contains(".raw"));
    tables.extend(raws.map(|(path, bytes)| (path.clone(), vec![String::from_utf8_lossy(bytes).into_owned()])));
    tables
}

/// A value as text; `-` for none.
pub fn cell(array: &dyn Array, row: usize) -> String {
    use arrow_array::cast::AsArray;
    if array.is_null(row) {
        return "-".to_owned();
    }
    match array.data_type() {
        arrow_schema::DataType::Utf8 => array.as_string::<i32>().value(row).to_owned(),
        arrow_schema::DataType::Decimal128(..) => {
            array.as_primitive::<arrow_array::types::Decimal128Type>().value_as_string(row)
        }
        arrow_schema::DataType::Int16 => array.as_primitive::<arrow_array::types::Int16Type>().value(row).to_string(),
        arrow_schema::DataType::Int32 => array.as_primitive::<arrow_array::types::Int32Type>().value(row).to_string(),
        arrow_schema::DataType::Int64 => array.as_primitive::<arrow_array::types::Int64Type>().value(row).to_string(),
        arrow_schema::DataType::Float32 => {
            array.as_primitive::<arrow_array::types::Float32Type>().value(row).to_string()
        }
        arrow_schema::DataType::Float64 => {
            array.as_primitive::<arrow_array::types::Float64Type>().value(row).to_string()
        }
        arrow_schema::DataType::Boolean => array.as_boolean().value(row).to_string(),
        arrow_schema::DataType::Date32 => {
            tumpline::canonical::Date(array.as_primitive::<arrow_array::types::Date32Type>().value(row)).to_string()
        }
        arrow_schema::DataType::Timestamp(..) => {
            let micros = array.as_primitive::<arrow_array::types::TimestampMicrosecondType>().value(row);
            tumpline::canonical::Timestamp(micros).to_string()
        }
        other => panic!("{other}"),
    }
}
