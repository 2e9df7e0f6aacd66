//! What a run says of itself when it has ended, as data; `cli` makes words, tables and JSON of it.

use serde::{Deserialize, Serialize};

use crate::evidence::manifest::{
    AmountLimitEvidence, ApprovalEvidence, ControlEvidence, MendedEvidence, RoundTripEvidence, UnreadEvidence,
};
use crate::evidence::which::Chosen;
use crate::finding::{Args, Code, Severity};
use crate::host::stopwatch::ThreadTime;
use crate::place::Place;

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// `current` points to it. Exit code 0.
    Published,
    /// A rule or a limit failed; kept under `refused/`. Exit code 1.
    Refused,
    /// `--trial`: kept under `trial/`. Exit code 0.
    Trial,
}

/// One run.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// `20261124T153012Z-1a2b3c4d`.
    pub run: String,
    /// How it ended.
    pub outcome: Outcome,
    /// The folder of the run, as the command named it.
    pub folder: String,
    /// The run whose refused records were run again, if they were.
    pub mended: Option<MendedReport>,
    /// What `migration.yaml` says, if there is one.
    pub migration: Option<MigrationReport>,
    /// One for each mapping, in the order of their names.
    pub sources: Vec<SourceReport>,
    /// One for each control, in the order of mappings and controls.
    pub controls: Vec<ControlEvidence>,
    /// One for each table, in the order of mappings and tables.
    pub tables: Vec<TableReport>,
    /// One for each rule over several rows that was judged, in the order of tables.
    pub rules: Vec<RuleReport>,
    /// Findings of one sort together; gravest severity first, then mapping, code, subject.
    pub findings: Vec<FindingGroup>,
    /// Keys that crosswalks lack.
    pub missing_keys: u64,
    /// Of each mapping that leaves something open, in their order: what `check` tells of it, whatever the files say.
    pub doubts: Vec<DoubtReport>,
    /// The files under `for-people/`, if they were wanted.
    pub people: Option<PeopleReport>,
    /// What `current` showed before, if this run took its place.
    pub replaced: Option<Replaced>,
    /// Wall time in milliseconds.
    pub millis: u64,
    /// Where the time of each thread went, if that was measured.
    pub timings: Option<Vec<ThreadTime>>,
    /// Worker threads.
    pub threads: usize,
    /// The computed bound of the run's memory, in bytes.
    pub memory_bound: u64,
}

/// What became of the refused records of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MendedReport {
    /// The run's ID.
    pub run: String,
    /// Its folder, as the command named it.
    pub folder: String,
    /// Why it is this one.
    pub chosen: Chosen,
    /// How it ended.
    pub outcome: Outcome,
    /// When it began, RFC 3339.
    pub started: String,
    /// Something became of them, or they were edited; else there is no new run.
    pub changed: bool,
    /// An earlier replay was the same: the report's run is that one.
    pub known: bool,
    /// Files with edited bytes of runs that it stands upon, which nothing was made of.
    pub unused: Vec<String>,
    /// In the order of mappings.
    pub mappings: Vec<MendedEvidence>,
    /// The rows that they made.
    pub tables: Vec<TableReport>,
}

/// What a run was told by its `migration.yaml`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct MigrationReport {
    /// English title.
    pub title_en: String,
    /// French title.
    pub title_fr: String,
    /// In the order of the file.
    pub parameters: Vec<ParameterReport>,
    /// Who signs for it, in the order of the file.
    pub approved_by: Vec<ApprovalEvidence>,
}

/// One parameter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ParameterReport {
    /// Its name.
    pub name: String,
    /// Its value as text; none if it is personal.
    pub value: Option<String>,
    /// By `--set`; else it is the default.
    pub is_set: bool,
}

/// What a mapping leaves open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DoubtReport {
    /// Its file, as the command named it.
    pub mapping: String,
    /// Each code once, in the order of their places.
    pub codes: Vec<Code>,
}

/// The files for people without Parquet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct PeopleReport {
    /// Findings that `findings.csv` leaves out.
    pub left_out: u64,
}

/// The run that `current` showed before.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Replaced {
    /// Its folder, which stays where it is; as the command named the output folder.
    pub folder: String,
    /// Its tables that the new run does not have: `current` does not show them any more.
    pub tables_gone: Vec<String>,
}

/// Every byte and record of one mapping's source, by what became of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct SourceReport {
    /// The mapping's name.
    pub mapping: String,
    /// How many files.
    pub files: u64,
    /// Their bytes (decompressed).
    pub bytes: u64,
    /// Records of every class.
    pub records: u64,
    /// Records loaded into a table.
    pub loaded: u64,
    /// Records refused.
    pub rejected: u64,
    /// Records set aside, for whatever reason.
    pub aside: u64,
    /// Records, or rows of a table of repetitions, set aside by reason in the mapping's order.
    pub set_aside: Vec<AsideReport>,
    /// Records that only inform others.
    pub informing: u64,
    /// Records of kinds that the mapping skips.
    pub skipped: u64,
    /// Bytes that could not be read because the source ended before.
    pub unread_bytes: u64,
    /// What stands where no field reads, by kind and place.
    pub unread: Vec<UnreadEvidence>,
    /// With `--round-trip`: what came of values that were encoded again, by kind and field; none: nobody asked.
    pub round_trip: Option<Vec<RoundTripEvidence>>,
}

/// Records set aside, or rows left out of a table, for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AsideReport {
    /// The reason, in the mapping's words.
    pub because: String,
    /// The table that leaves rows out; none: records are set aside.
    pub table: Option<String>,
    /// How many records or rows.
    pub records: u64,
    /// Exact sums of the numeric, not personal fields: name and sum as decimal text.
    pub sums: Vec<(String, String)>,
}

/// A rule over several rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleReport {
    /// The mapping that has it.
    pub mapping: String,
    /// The table that has it.
    pub table: String,
    /// Its `id:`.
    pub rule: String,
    /// Rows that it looked at and that are loaded.
    pub rows: u64,
    /// Keys among them.
    pub keys: u64,
    /// Findings; none: it holds.
    pub breaches: u64,
    /// What is at stake, as decimal text, where the rule sums a column that may be shown.
    pub amount: Option<String>,
}

/// One table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TableReport {
    /// The mapping that writes it.
    pub mapping: String,
    /// Its name.
    pub table: String,
    /// Rows loaded.
    pub rows: u64,
    /// Records of its mapping that were refused and count against it.
    pub rejected: u64,
    /// How many the mapping allows.
    pub limit: u64,
    /// How much money it allows in them, and how much there is.
    pub amounts: Vec<AmountLimitEvidence>,
    /// Exact sums of its decimal columns: name and sum as decimal text.
    pub totals: Vec<(String, String)>,
}

/// All findings of one code about one subject.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FindingGroup {
    /// The mapping.
    pub mapping: String,
    /// What is wrong.
    pub code: Code,
    /// What follows from it.
    pub severity: Severity,
    /// `entry.amount`, `journal.amount`; empty where the record or file as a whole is meant.
    pub subject: String,
    /// How many findings.
    pub count: u64,
    /// Name of the file of the earliest.
    pub file: String,
    /// Place of the earliest.
    pub first: Place,
    /// Arguments of the earliest.
    pub args: Args,
    /// For each argument, whether it is not the same in all findings of the group.
    pub varying: Vec<bool>,
}

impl FindingGroup {
    /// Adds findings of the same sort; the earliest stays the example.
    pub fn add(&mut self, other: &Self) {
        self.count += other.count;
        let differs = |at: usize| self.args.get(at) != other.args.get(at);
        let differing: Vec<bool> = (0..self.varying.len()).map(differs).collect();
        for (at, varying) in self.varying.iter_mut().enumerate() {
            *varying |= differing[at] || other.varying.get(at).is_some_and(|other| *other);
        }
        if other.first < self.first {
            (self.first, self.args) = (other.first, other.args.clone());
            self.file.clone_from(&other.file);
        }
    }
}
