//! A crosswalk of Parquet: bytes in, batches of typed rows out.
//!
//! A value is written as text, as everywhere in this program, and read by the decoders that read a delimited crosswalk:
//! so nothing is rounded or cut on the way to its type. Rows are numbered from 1. Refuses: floats, nested columns.

use std::fmt::Display;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Decimal128Type, Int8Type, Int16Type, Int32Type, Int64Type, Time64MicrosecondType,
    TimestampMicrosecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, RecordBatch, StringArray};
use arrow_schema::{DataType, TimeUnit};
use bytes::Bytes;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ArrowReaderOptions, ParquetRecordBatchReaderBuilder};

use super::rows::{Rows, cells};
use super::text::Takes;
use crate::canonical::{Date, Decimal, Time, Timestamp};
use crate::extractors::Cells;
use crate::finding::Code;
use crate::run::Stop;
use crate::run::plan::BATCH_RECORDS;

/// Reads all rows; gives the names of all columns. What cannot be read is told among the rows' mistakes.
///
/// # Errors
/// TL0911, a defect.
pub fn read(bytes: Vec<u8>, rows: &mut Rows<'_>) -> Result<Vec<String>, Stop> {
    // The types are those of Parquet, whatever the writer's own were.
    let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
    let Ok(builder) = ParquetRecordBatchReaderBuilder::try_new_with_options(Bytes::from(bytes), options) else {
        rows.mistake(Code::CrosswalkUnreadable, vec!["Parquet".into()]);
        return Ok(Vec::new());
    };
    let names: Vec<String> = builder.schema().fields().iter().map(|field| field.name().clone()).collect();
    if !rows.check_headers(&names) {
        return Ok(names);
    }
    let wanted = rows.headers();
    let roots = names.iter().enumerate().filter(|(_, name)| wanted.contains(&name.as_str())).map(|(at, _)| at);
    let mask = ProjectionMask::roots(builder.parquet_schema(), roots);
    let Ok(reader) = builder.with_projection(mask).with_batch_size(BATCH_RECORDS).build() else {
        rows.mistake(Code::CrosswalkUnreadable, vec!["Parquet".into()]);
        return Ok(names);
    };
    let mut line = 0;
    for batch in reader {
        let problem = match batch {
            Ok(batch) if push(&batch, &mut line, rows)? => continue,
            Ok(_) => "type",
            Err(_) => "Parquet",
        };
        rows.mistake(Code::CrosswalkUnreadable, vec![problem.into()]);
        break;
    }
    Ok(names)
}

/// False where a column has a type that cannot be read.
fn push(batch: &RecordBatch, line: &mut u32, rows: &mut Rows<'_>) -> Result<bool, Stop> {
    let texts = rows.headers().into_iter().map(|header| batch.column_by_name(header).and_then(texts));
    let Some(texts) = texts.collect::<Option<Vec<_>>>() else { return Ok(false) };
    let decode = |(decoder, texts): (&crate::extractors::decode::Decoder, &StringArray)| {
        let cells = cells(texts);
        let cells: &[&[u8]] = &cells;
        assert_eq!(Cells::len(cells), batch.num_rows());
        decoder.decode(cells)
    };
    let decoded = rows.decoders().iter().zip(&texts).map(decode).collect();
    let first = *line + 1;
    *line += u32::try_from(batch.num_rows()).unwrap_or(u32::MAX);
    rows.push(decoded, &(first..=*line).collect::<Vec<_>>())?;
    Ok(true)
}

/// The values as text; none for a type that no mapping has, or whose values have no one text.
fn texts(array: &ArrayRef) -> Option<StringArray> {
    Some(match array.data_type() {
        DataType::Utf8 => array.as_string::<i32>().clone(),
        DataType::LargeUtf8 => written(array.as_string::<i64>().iter()),
        DataType::Int8 => written(array.as_primitive::<Int8Type>().iter()),
        DataType::Int16 => written(array.as_primitive::<Int16Type>().iter()),
        DataType::Int32 => written(array.as_primitive::<Int32Type>().iter()),
        DataType::Int64 => written(array.as_primitive::<Int64Type>().iter()),
        DataType::UInt8 => written(array.as_primitive::<UInt8Type>().iter()),
        DataType::UInt16 => written(array.as_primitive::<UInt16Type>().iter()),
        DataType::UInt32 => written(array.as_primitive::<UInt32Type>().iter()),
        DataType::UInt64 => written(array.as_primitive::<UInt64Type>().iter()),
        DataType::Decimal128(_, scale) => {
            let scale = u8::try_from(*scale).ok()?;
            let values = array.as_primitive::<Decimal128Type>().iter();
            written(values.map(|value| value.map(|value| Decimal(value, scale))))
        }
        DataType::Date32 => written(array.as_primitive::<Date32Type>().iter().map(|day| day.map(Date))),
        DataType::Boolean => written(array.as_boolean().iter()),
        DataType::Time64(TimeUnit::Microsecond) => {
            written(array.as_primitive::<Time64MicrosecondType>().iter().map(|time| time.map(Time)))
        }
        DataType::Timestamp(TimeUnit::Microsecond, None) => {
            written(array.as_primitive::<TimestampMicrosecondType>().iter().map(|time| time.map(Timestamp)))
        }
        _ => return None,
    })
}

fn written<T: Display>(values: impl Iterator<Item = Option<T>>) -> StringArray {
    values.map(|value| value.map(|value| value.to_string())).collect()
}
