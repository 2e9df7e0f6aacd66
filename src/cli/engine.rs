//! What the command calls: the real run, or a test's.
//!
//! In: what the command asks. Out: reports, plans and problems as data. Refuses words.

use std::path::Path;

use crate::evidence::coverage::Coverage;
use crate::inspect::infer::{self, Inferred, draft::Draft};
use crate::inspect::look::{self, Looked};
use crate::run::replay::ReplayRequest;
use crate::run::report::Report;
use crate::run::{Progress, Request, Stop};

pub use super::plan_words::{CheckedCrosswalk, CheckedParameter, CheckedPlan};
pub use crate::run::{MappingText, Problem};

/// What tells how far a run is; called from any thread.
pub type Told<'a> = &'a (dyn Fn(Progress) + Sync);

/// Reads mappings without running them.
pub type Check<'a> = &'a dyn Fn(&Request) -> Result<Checked, Problem>;

/// Drafts a mapping and writes the text that the function makes of it.
pub type Infer<'a> = &'a dyn Fn(&infer::Request, &dyn Fn(&Draft) -> String) -> Result<Inferred, Problem>;

/// Functions that the command calls.
pub struct Engine<'a> {
    /// A whole run.
    pub run: &'a (dyn Fn(&Request, Told<'_>) -> Result<Report, Problem> + Sync),
    /// A run's refused records, run again.
    pub replay: &'a (dyn Fn(&ReplayRequest, Told<'_>) -> Result<Report, Problem> + Sync),
    /// Mappings with their mistakes, sources and plans.
    pub check: Check<'a>,
    /// A run's evidence against its files.
    pub verify: &'a dyn Fn(&Path) -> Result<Verified, Problem>,
    /// What the crosswalks of a run cover.
    pub coverage: &'a dyn Fn(&Path) -> Result<Coverage, Problem>,
    /// A draft of a mapping; its text, as the function makes it, is written where the request says.
    pub infer: Infer<'a>,
    /// Files of which nobody has said anything.
    pub look: &'a dyn Fn(&look::Request, &dyn Fn(Progress)) -> Result<Vec<Looked>, Stop>,
    /// Writes the files of a new folder, each with its path in it.
    pub init: &'a dyn Fn(&Path, &[(&str, Vec<u8>)]) -> Result<(), Stop>,
    /// The JSON Schema of the mapping language.
    pub schema: &'a dyn Fn() -> String,
    /// An environment variable, if it is set and readable.
    pub variable: &'a dyn Fn(&str) -> Option<String>,
}

/// What `check` found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Checked {
    /// Of `migration.yaml`, if there is one.
    pub migration: Option<CheckedMigration>,
    /// Of each mapping.
    pub mappings: Vec<CheckedMapping>,
}

/// What `check` found of `migration.yaml`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CheckedMigration {
    /// The file and its mistakes.
    pub text: MappingText,
    /// English title.
    pub title_en: String,
    /// French title.
    pub title_fr: String,
    /// In the order of the file; empty if it has mistakes.
    pub parameters: Vec<CheckedParameter>,
}

/// What `check` found of one mapping.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckedMapping {
    /// The mapping and its mistakes and doubts.
    pub text: MappingText,
    /// None if the mapping has mistakes.
    pub plan: Option<CheckedPlan>,
    /// What is wrong with its sources and crosswalks.
    pub sources: Vec<Stop>,
    /// What may not be meant in its crosswalks.
    pub doubts: Vec<Stop>,
}

/// What `verify` found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// The run's ID.
    pub run: String,
    /// Files that are as the manifest says.
    pub files: u64,
    /// Rows that were counted again.
    pub rows: u64,
    /// Sources that are as they were read.
    pub sources: u64,
    /// TL0801 to TL0812.
    pub findings: Vec<Stop>,
}
