//! What the command calls: the real run, or a test's.
//!
//! In: what the command asks. Out: reports, plans and problems as data. Refuses words.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::evidence::coverage::Coverage;
use crate::evidence::which::Chosen;
use crate::inspect::check::first;
use crate::inspect::check::fix::Fixed;
use crate::inspect::check::misfits::Misfit;
use crate::inspect::copybook::draft::BookDraft;
use crate::inspect::copybook::{CopybookRequest, DraftRequest};
use crate::inspect::explain::{Ask, Explained};
use crate::inspect::infer::{self, Inferred, draft::Draft};
use crate::inspect::look::{self, Looked};
use crate::inspect::ways::{self, Answer};
use crate::mapping::copybook::Copybook;
use crate::mapping::model::Mapping;
use crate::run::init::NewFile;
use crate::run::replay::ReplayRequest;
use crate::run::report::Report;
use crate::run::{Progress, Request, Stop};

pub use super::plan_words::{CheckedCrosswalk, CheckedParameter, CheckedPlan};
pub use crate::run::{MappingText, Problem};

/// What tells how far a run is; called from any thread.
pub type Told<'a> = &'a (dyn Fn(Progress) + Sync);

/// Reads mappings without running them; the first records of their sources too, if that is wanted.
pub type Check<'a> = &'a dyn Fn(&Request, Sources) -> Result<Checked, Problem>;

/// Writes the field map; what stands there is replaced if the function says of its first bytes that it is one.
pub type Write<'a> = &'a dyn Fn(&Path, &[u8], &dyn Fn(&[u8]) -> bool) -> Result<(), Stop>;

/// Whether `check` opens the sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sources {
    /// Their first records are read and judged.
    Read,
    /// They are only looked for, and need not be there.
    Left,
}

/// Drafts a mapping and writes the text that the function makes of it.
pub type Infer<'a> = &'a dyn Fn(&infer::Request, &dyn Fn(&Draft) -> String) -> Result<Inferred, Problem>;

/// Asks how files read by a copybook, and writes the mapping's text, as the function makes it, where the request says.
pub type Ways<'a> = &'a dyn Fn(&ways::Request, &dyn Fn(&Answer) -> String) -> Result<Answer, Problem>;

/// Drafts a mapping of a copybook and writes the text that the function makes of it.
pub type DraftBook<'a> = &'a dyn Fn(&DraftRequest, &dyn Fn(&BookDraft) -> String) -> Result<BookDraft, Problem>;

/// Looks at files, and tells how far it is.
pub type Look<'a> = &'a dyn Fn(&look::Request, &dyn Fn(Progress)) -> Result<Vec<Looked>, Stop>;

/// Writes files, each with its path in a folder.
pub type Init<'a> = &'a dyn Fn(&Path, &[NewFile]) -> Result<(), Stop>;

/// Functions that the command calls.
pub struct Engine<'a> {
    /// A whole run.
    pub run: &'a (dyn Fn(&Request, Told<'_>) -> Result<Report, Problem> + Sync),
    /// A run's refused records, run again.
    pub replay: &'a (dyn Fn(&ReplayRequest, Told<'_>) -> Result<Report, Problem> + Sync),
    /// Mappings with their mistakes, sources and plans.
    pub check: Check<'a>,
    /// Mends in mappings what is certain.
    pub fix: &'a dyn Fn(&Request) -> Result<Vec<Fixed>, Stop>,
    /// Writes a file in one step.
    pub write: Write<'a>,
    /// A run's evidence against its files.
    pub verify: &'a dyn Fn(&Path) -> Result<Verified, Problem>,
    /// What the crosswalks of a run cover.
    pub coverage: &'a dyn Fn(&Path) -> Result<Coverage, Problem>,
    /// A draft of a mapping; its text, as the function makes it, is written where the request says.
    pub infer: Infer<'a>,
    /// How files read by a copybook.
    pub ways: Ways<'a>,
    /// Files of which nobody has said anything.
    pub look: Look<'a>,
    /// Writes the files of a new folder, each with its path in it.
    pub init: Init<'a>,
    /// One record, byte by byte.
    pub explain: &'a (dyn Fn(&Ask, Told<'_>) -> Result<Explained, Problem> + Sync),
    /// A copybook.
    pub copybook: &'a dyn Fn(&CopybookRequest) -> Result<Copybook, Problem>,
    /// A mapping drafted from a copybook; its text is written where the request says.
    pub draft_book: DraftBook<'a>,
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
    /// What a run of all of them takes; none if anything is wrong.
    pub memory: Option<CheckedMemory>,
}

/// Bytes of memory that a run takes at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct CheckedMemory {
    /// With one thread: what `--memory` must allow.
    pub least: u64,
    /// With a thread for each core.
    pub most: u64,
}

/// What `check` found of `migration.yaml`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CheckedMigration {
    /// Where it is.
    pub path: PathBuf,
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
    /// Where it is.
    pub path: PathBuf,
    /// The mapping and its mistakes and doubts.
    pub text: MappingText,
    /// Copybooks that it names and that have mistakes.
    pub books: Vec<MappingText>,
    /// None if the mapping has mistakes.
    pub plan: Option<CheckedPlan>,
    /// What is wrong with its sources and crosswalks.
    pub sources: Vec<Misfit>,
    /// What may not be meant in its crosswalks.
    pub doubts: Vec<Stop>,
    /// What its first records say; none if they were not read.
    pub looked: Option<first::Looked>,
    /// As it was read; none if it has mistakes.
    pub mapping: Option<Arc<Mapping>>,
}

/// What `verify` found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verified {
    /// The run's ID.
    pub run: String,
    /// Its folder.
    pub folder: String,
    /// Why it is this one.
    pub chosen: Chosen,
    /// The folder of a newer run, if there is one.
    pub newer: Option<String>,
    /// Files that are as the manifest says.
    pub files: u64,
    /// Rows that were counted again.
    pub rows: u64,
    /// Sources that are as they were read.
    pub sources: u64,
    /// TL0801 to TL0812.
    pub findings: Vec<Stop>,
}
