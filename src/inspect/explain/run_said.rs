//! What a run found of a record, out of its findings.
//!
//! In: a run's folder and a place. Out: the findings of that place, as they were written. Refuses words.

use std::path::Path;

use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use arrow_array::{Array, RecordBatch};

use super::RunFinding;
use super::of_run::not_traced;
use crate::evidence::verify::content::Parquet;
use crate::finding::{Args, Code};
use crate::host::Host;
use crate::run::{Stop, io, names};

/// What a run found of a record: its mapping, its file, its number.
///
/// # Errors
/// TL0957 for findings that cannot be read, TL0901.
pub fn findings(host: &dyn Host, folder: &Path, of: (&str, &str, u64)) -> Result<Vec<RunFinding>, Stop> {
    let path = folder.join("findings.parquet");
    let file = host.open(&path).map_err(|error| io::stop("open", &path, &error))?;
    let broken = || not_traced(&path, "parquet");
    let parquet = Parquet::open(file).map_err(|_| broken())?;
    let mut found = Vec::new();
    let columns = ["mapping", "file", "record", "code", "severity", "subject", "args"];
    for batch in parquet.batches(&columns).map_err(|_| broken())? {
        let batch = batch.map_err(|_| broken())?;
        for row in 0..batch.num_rows() {
            let here = (text(&batch, "mapping", row), text(&batch, "file", row), number_of(&batch, "record", row));
            if here == (Some(of.0), Some(of.1), Some(of.2)) {
                found.push(finding(&batch, row).ok_or_else(broken)?);
            }
        }
    }
    Ok(found)
}

fn finding(batch: &RecordBatch, row: usize) -> Option<RunFinding> {
    let id = text(batch, "code", row)?;
    let args = batch.column_by_name("args")?.as_list_opt::<i32>()?.value(row);
    Some(RunFinding {
        code: *Code::ALL.iter().find(|code| code.id() == id)?,
        severity: names::severity_named(text(batch, "severity", row)?)?,
        subject: text(batch, "subject", row)?.to_owned(),
        args: args.as_string_opt::<i32>()?.iter().flatten().map(str::to_owned).collect(),
    })
}

impl RunFinding {
    /// Its arguments, as far as their texts tell them.
    #[must_use]
    pub fn arguments(&self) -> Args {
        // `0012` is a text.
        let number = |text: &String| text.parse::<i64>().ok().filter(|number| number.to_string() == *text);
        let arg = |text: &String| number(text).map_or_else(|| text.as_str().into(), Into::into);
        self.args.iter().map(arg).collect()
    }
}

/// A text of a row; none where there is none, or no such column.
pub fn text<'b>(batch: &'b RecordBatch, name: &str, row: usize) -> Option<&'b str> {
    let texts = batch.column_by_name(name)?.as_string_opt::<i32>()?;
    texts.is_valid(row).then(|| texts.value(row))
}

/// A number of a row; none where there is none, or no such column.
pub fn number_of(batch: &RecordBatch, name: &str, row: usize) -> Option<u64> {
    let numbers = batch.column_by_name(name)?.as_primitive_opt::<Int64Type>()?;
    u64::try_from(numbers.is_valid(row).then(|| numbers.value(row))?).ok()
}
