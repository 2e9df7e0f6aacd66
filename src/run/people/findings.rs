//! `findings.csv`: what `findings.parquet` has, in its order, in words.

use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use arrow_array::{Array, RecordBatch};

use super::restore::{self, Shapes};
use super::sheet::Sheet;
use super::{FOLDER, Found, Room, unreadable};
use crate::evidence::manifest::OutputEvidence;
use crate::evidence::verify::content::{Parquet, Problem};
use crate::finding::Args;
use crate::host::Access;
use crate::run::Stop;
use crate::run::merge::FINDINGS;

/// Rows of a batch.
const BATCH: usize = 4096;
/// What is read of each finding.
const COLUMNS: [&str; 8] = ["mapping", "file", "record", "line", "code", "severity", "subject", "args"];

/// Writes the file; gives how many findings it does not have.
///
/// # Errors
/// TL0901, TL0907.
pub fn write(room: Room<'_>, shapes: &Shapes<'_>) -> Result<(OutputEvidence, u64), Stop> {
    let mut sheet = room.sheet(format!("{FOLDER}/findings.csv"), Access::Usual)?;
    sheet.row(&room.scribe.finding_heads())?;
    let parquet = Parquet::open(room.staging.open(FINDINGS)?).map_err(unreadable)?;
    let listed = parquet.rows().min(room.scribe.most_rows());
    let mut left = usize::try_from(listed).unwrap_or(usize::MAX);
    for batch in parquet.batches_of(&COLUMNS, BATCH).map_err(unreadable)? {
        let batch = batch.map_err(|_| unreadable("Parquet".to_owned()))?;
        let taken = batch.slice(0, batch.num_rows().min(left));
        left -= taken.num_rows();
        write_rows(room, shapes, &taken, &mut sheet)?;
        if left == 0 {
            break;
        }
    }
    let left_out = parquet.rows() - listed;
    if left_out > 0 {
        sheet.row(&room.scribe.more(left_out, FINDINGS))?;
    }
    Ok((sheet.close()?, left_out))
}

fn write_rows(room: Room<'_>, shapes: &Shapes<'_>, batch: &RecordBatch, sheet: &mut Sheet) -> Result<(), Stop> {
    let column = |name: &str| batch.column_by_name(name).ok_or_else(|| unreadable(name.to_owned()));
    let text = |name: &str| column(name)?.as_string_opt::<i32>().ok_or_else(|| unreadable(name.to_owned()));
    let number = |name: &str| column(name)?.as_primitive_opt::<Int64Type>().ok_or_else(|| unreadable(name.to_owned()));
    let [mappings, files, codes] = [text("mapping")?, text("file")?, text("code")?];
    let [severities, subjects] = [text("severity")?, text("subject")?];
    let [records, lines] = [number("record")?, number("line")?];
    let args = column("args")?.as_list_opt::<i32>().ok_or_else(|| unreadable("args".to_owned()))?;
    let place = |array: &arrow_array::Int64Array, row| {
        array.is_valid(row).then(|| u64::try_from(array.value(row)).unwrap_or(0))
    };
    for row in 0..batch.num_rows() {
        let code = shapes.code(codes.value(row)).ok_or_else(|| unreadable("code".to_owned()))?;
        let severity = restore::severity(severities.value(row)).ok_or_else(|| unreadable("severity".to_owned()))?;
        let (mapping, subject) = (mappings.value(row), subjects.value(row));
        let found = Found {
            mapping,
            file: files.is_valid(row).then(|| files.value(row)),
            line: place(lines, row),
            record: place(records, row),
            subject,
            code,
            severity,
            args: args_of(shapes, (mapping, code, subject), &args.value(row)).map_err(unreadable)?,
        };
        sheet.row(&room.scribe.finding(&found))?;
    }
    Ok(())
}

/// The arguments of one finding, from the list of their texts.
pub fn args_of(
    shapes: &Shapes<'_>,
    (mapping, code, subject): (&str, crate::finding::Code, &str),
    texts: &dyn Array,
) -> Result<Args, Problem> {
    let texts = texts.as_string_opt::<i32>().ok_or("args")?;
    Ok(shapes.args((mapping, code, subject), texts.iter().flatten()))
}
