//! The table of what controls were told of the records that are not refused.
//!
//! In: plain rows. Out: batches for its plan, which go through the same encoder and parts as all others. The controls
//! stand in the file's metadata, and rows name them by their number there. Refuses to know: what a key means.

use std::sync::Arc;

use arrow_array::{ArrayRef, BinaryArray, Int32Array, Int64Array, StringArray};
use arrow_schema::{DataType, Field};
use serde::{Deserialize, Serialize};

use super::table::{PlanField, TablePlan};
use super::{Refused, defect};
use crate::place::Place;

/// What the file says of its controls, under `tumpline.` and this: [`ControlsSaid`].
pub const CONTROLS: &str = "controls";
/// Its columns.
pub const COLUMNS: [&str; 11] =
    ["control", "side", "key", "file", "record", "line", "offset", "length", "rows", "sum", "value"];
/// Of what the file says. The first version had a list of controls without a version, and no values.
const VERSION: u32 = 2;

/// What the file says of its controls.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct ControlsSaid {
    version: u32,
    controls: Vec<ControlSaid>,
}

/// A control of which the file has rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ControlSaid {
    /// Its name: the `id`, or of a control beside the files with several figures `id.header`.
    pub control: String,
    /// The table that it is about, if it stands beside the files.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub table: Option<String>,
    /// Of what it counts or adds up.
    pub sha256: String,
}

/// What records of one key told a control.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ControlRow {
    /// Its number among those that the file names, from 0.
    pub control: usize,
    /// What was told: `opened`, `says`, `loaded`, `unknown`, `set_aside` or `informing`.
    pub side: &'static str,
    /// What it is about, as the fold has it, without the control's number.
    pub key: Vec<u8>,
    /// Of the first record; its file by its number in the manifest, from 0.
    pub place: Place,
    /// Records or repetitions; of a control record, 1 if its figure could be read.
    pub rows: u64,
    /// What their values come to, unscaled, as decimal digits.
    pub sum: String,
    /// As bytes of a key: what a control record repeats, or the value of the record that opens.
    pub value: Option<Vec<u8>>,
}

/// The controls of a file that says this of itself; none if another version of the program wrote it.
#[must_use]
pub fn said(text: &str) -> Option<Vec<ControlSaid>> {
    let said: ControlsSaid = serde_json::from_str(text).ok()?;
    (said.version == VERSION).then_some(said.controls)
}

/// The plan of the table, with these controls.
///
/// # Errors
/// None that a caller can cause.
pub fn plan(controls: &[ControlSaid]) -> Result<TablePlan, Refused> {
    let said = ControlsSaid { version: VERSION, controls: controls.to_vec() };
    let said = serde_json::to_string(&said).map_err(|_| defect("names of controls"))?;
    let types = [DataType::Int32, DataType::Utf8, DataType::Binary];
    let types =
        types.into_iter().chain(std::iter::repeat_n(DataType::Int64, 6)).chain([DataType::Utf8, DataType::Binary]);
    let field = |(name, ty): (&&str, DataType)| PlanField::plain(Field::new(*name, ty, *name == "value"));
    let fields = COLUMNS.iter().zip(types).map(field);
    TablePlan::of_fields(fields.collect(), &[(format!("tumpline.{CONTROLS}"), said)])
}

/// A batch of the table.
///
/// # Errors
/// `TL0911` for a number that no file has.
pub fn batch(rows: &[ControlRow]) -> Result<Vec<ArrayRef>, Refused> {
    let control = |row: &ControlRow| i32::try_from(row.control).map_err(|_| defect("too many controls"));
    let controls = rows.iter().map(control).collect::<Result<Vec<_>, _>>()?;
    let numbers = |of: &dyn Fn(&ControlRow) -> u64| -> Result<ArrayRef, Refused> {
        let number = |row| i64::try_from(of(row)).map_err(|_| defect("a place beyond 63 bits"));
        Ok(Arc::new(Int64Array::from(rows.iter().map(number).collect::<Result<Vec<_>, _>>()?)))
    };
    Ok(vec![
        Arc::new(Int32Array::from(controls)),
        Arc::new(StringArray::from_iter_values(rows.iter().map(|row| row.side))),
        Arc::new(BinaryArray::from_iter_values(rows.iter().map(|row| &row.key))),
        numbers(&|row| row.place.file.into())?,
        numbers(&|row| row.place.record)?,
        numbers(&|row| row.place.line)?,
        numbers(&|row| row.place.offset)?,
        numbers(&|row| row.place.length)?,
        numbers(&|row| row.rows)?,
        Arc::new(StringArray::from_iter_values(rows.iter().map(|row| &row.sum))),
        Arc::new(rows.iter().map(|row| row.value.as_deref()).collect::<BinaryArray>()),
    ])
}
