//! What people without Parquet get of a run: CSV files under `for-people/`, which a spreadsheet opens.
//!
//! In: refused records as they are met, the findings that the run has written, and its manifest. Out: files of the run. Those
//! of refused records grow with the tables; all others are written once, when the run has ended and before it is published, in
//! the order of what is read, a batch at a time; so neither threads nor memory show. Refuses words: a [`Scribe`] has them.

pub mod drafts;
mod findings;
mod inked;
pub mod records;
pub mod rejects;
pub mod restore;
pub mod sheet;

use std::fmt::Debug;

use crate::evidence::manifest::{Manifest, OutputEvidence};
use crate::evidence::verify::content::Problem;
use crate::finding::{Args, Code, Severity};
use crate::host::Access;
use crate::run::Stop;
use crate::run::publish::Staging;
use crate::run::report::FindingGroup;
use sheet::{Marks, Sheet};

/// The folder of these files in a run's folder.
pub const FOLDER: &str = "for-people";
/// Rows of one file: a spreadsheet holds 1,048,576.
pub const MOST_ROWS: u64 = 1_000_000;
/// Rows of one sort in `findings.csv`: more of the same tell nobody more, and each refused record stands in its own file.
pub const MOST_OF_SORT: u64 = 100_000;
/// Rows of one sort that say what to do; those after them say where it stands.
pub const MOST_ADVICE: u64 = 1_000;
/// Between what is wrong with one record.
const AND: &str = " | ";

/// What stands in one cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// A text; no spreadsheet takes it for a formula.
    Text(String),
    /// Decimal text with `.` and without grouping: `-1234.50`.
    Number(String),
}

impl Cell {
    /// An empty cell.
    #[must_use]
    pub const fn empty() -> Self {
        Self::Text(String::new())
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
impl From<u64> for Cell {
    fn from(number: u64) -> Self {
        Self::Number(number.to_string())
    }
}

/// One finding, as a [`Scribe`] sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found<'a> {
    /// `entry.amount`, `journal.amount`; empty where the record or file as a whole is meant.
    pub subject: &'a str,
    /// What is wrong.
    pub code: Code,
    /// What follows from it.
    pub severity: Severity,
    /// In the order of [`Code::args`].
    pub args: Args,
}

/// Writes for people, in one language.
pub trait Scribe: Debug + Sync {
    /// `en`, `fr`.
    fn language(&self) -> &'static str;
    /// What stands between cells, and before decimals.
    fn marks(&self) -> Marks;
    /// Rows of one file, without its first; what is over is left out.
    fn most_rows(&self) -> u64 {
        MOST_ROWS
    }
    /// Findings of one sort in `findings.csv`; what is over is left out.
    fn most_of_sort(&self) -> u64 {
        MOST_OF_SORT
    }
    /// The first rows of one sort in a file, which all say what to do; at least one does.
    fn most_advice(&self) -> u64 {
        MOST_ADVICE
    }
    /// The first row of `findings.csv`: severity, mapping, file, line, record, subject, code, what is wrong, advice.
    fn finding_heads(&self) -> [Cell; 9];
    /// The first cells of a file of refused records: file, line, record, what is wrong, advice. The names of fields follow.
    fn reject_heads(&self) -> [Cell; 5];
    /// What follows from a finding.
    fn severity(&self, severity: Severity) -> &'static str;
    /// What is wrong.
    fn what(&self, found: &Found<'_>) -> String;
    /// What is wrong, of which [`Self::what`] is given, with the name of the field or rule before it where it has none.
    fn wrong(&self, found: &Found<'_>, what: String) -> String;
    /// What to do.
    fn advice(&self, found: &Found<'_>) -> String;
    /// What to do stands with this record, of the same file or of this one.
    fn as_for(&self, record: u64, file: Option<&str>) -> String;
    /// What the text of a record of no kind is called.
    fn record_head(&self) -> Cell;
    /// The last row of a file that leaves rows out: so many more stand in the file of this name.
    fn more(&self, rows: u64, file: &str) -> Vec<Cell>;
    /// `reconciliation.csv`: every source, table, control and rule with its figures.
    fn reconciliation(&self, manifest: &Manifest) -> Vec<Vec<Cell>>;
}

/// Where the files are written, and by whom.
#[derive(Clone, Copy)]
pub struct Room<'a> {
    /// The run's folder.
    pub staging: &'a Staging<'a>,
    /// Has the words.
    pub scribe: &'a dyn Scribe,
    /// That make lines; the files are the same on any number.
    pub threads: usize,
}

impl Room<'_> {
    fn sheet(&self, path: String, access: Access) -> Result<Sheet, Stop> {
        Sheet::create(self.staging, path, self.scribe.marks(), access)
    }
}

/// What was written.
pub struct Written {
    /// The files.
    pub outputs: Vec<OutputEvidence>,
    /// Findings that are in `findings.parquet` alone.
    pub left_out: u64,
}

/// Writes the files of findings and of the reconciliation. `groups` are the sorts of findings, with the arguments of one of
/// each.
///
/// # Errors
/// TL0901, TL0907.
pub fn write(room: Room<'_>, manifest: &Manifest, groups: &[FindingGroup]) -> Result<Written, Stop> {
    let (findings, left_out) = findings::write(room, groups)?;
    let outputs = vec![findings.close()?, reconciliation(room, manifest)?];
    Ok(Written { outputs, left_out })
}

fn reconciliation(room: Room<'_>, manifest: &Manifest) -> Result<OutputEvidence, Stop> {
    let mut sheet = room.sheet(format!("{FOLDER}/reconciliation.csv"), Access::Usual)?;
    room.scribe.reconciliation(manifest).iter().try_for_each(|row| sheet.row(row))?;
    sheet.close()
}

/// A file that this run has written and cannot read: a defect.
fn unreadable(mut problem: Problem) -> Stop {
    problem.insert_str(0, "for-people: ");
    Stop::new(Code::Defect, vec![problem.into()])
}
