//! The evidence of a run, as it stands in `manifest.json`.
//!
//! In: counts, totals and hashes. Out: JSON whose keys are always in the same order, sealed with a digest of its own
//! lines, and back. Refuses to compute figures, to take a key's absence for a default, and to hold a value of a personal
//! field.

use super::totals::ColumnTotals;
use super::{hash, shape};
use crate::finding::{Args, Code, Severity};
use crate::run::report::Outcome;
use crate::sha256::Sha256;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Version of this document. Readers refuse a newer one.
pub const VERSION: u32 = 2;
/// The manifest's name in a run's folder.
pub const FILE: &str = "manifest.json";
/// How the line begins that holds the document's own digest; no other line begins so, since quotes in texts are escaped.
const DIGEST_LINE: &[u8] = b"  \"content_sha256\": ";

/// One run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// [`VERSION`].
    pub manifest: u32,
    /// Of this file's lines but the one that holds it; see [`content_digest`]. [`Manifest::to_json`] writes it.
    pub content_sha256: String,
    /// The run's ID: its start and eight digits of its identity.
    pub run: String,
    /// What went in, as one SHA-256; see [`Manifest::identity_of_inputs`].
    pub identity: String,
    /// How the run ended.
    pub outcome: Outcome,
    /// RFC 3339, in UTC.
    pub started: String,
    /// RFC 3339, in UTC.
    pub ended: String,
    /// `tumpline 0.1.0`.
    pub tool: String,
    /// Version of the output's format.
    pub format: u32,
    /// The run whose refused records this one ran again, if it did that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mends: Option<MendsEvidence>,
    /// What the run was told, and what it planned.
    pub parameters: Parameters,
    /// What `migration.yaml` says, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub migration: Option<MigrationEvidence>,
    /// In the order of their names.
    pub mappings: Vec<MappingEvidence>,
    /// In the order of mappings, then of reading.
    pub sources: Vec<SourceEvidence>,
    /// In the order of mappings, then of the look-ups that name them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub crosswalks: Vec<CrosswalkEvidence>,
    /// The files of controls beside them, in the order of mappings, tables and `migration.yaml`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub control_files: Vec<ControlFileEvidence>,
    /// In the order of mappings, then of tables, then of their look-ups, a table's split last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub coverage: Vec<CoverageEvidence>,
    /// In the order of mappings, then of the reasons in the mapping.
    pub set_aside: Vec<AsideEvidence>,
    /// In the order of mappings, then of the mapping.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub controls: Vec<ControlEvidence>,
    /// In the order of mappings, then of tables.
    pub tables: Vec<TableEvidence>,
    /// By mapping, code, subject.
    pub findings: Vec<FindingEvidence>,
    /// Every file of the run but this one, in the byte order of paths.
    pub outputs: Vec<OutputEvidence>,
}

/// A run that was mended: its rows are rows of this one, and its refused records were run again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MendsEvidence {
    /// Its ID.
    pub run: String,
    /// The digest of its manifest.
    pub content_sha256: String,
    /// Its refused records, in the order of mappings.
    pub rejects: Vec<MendedEvidence>,
}

/// The refused records of one mapping that were run again. The law: what was refused then is what became of it now.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct MendedEvidence {
    /// The mapping.
    pub mapping: String,
    /// SHA-256 of the mapping's bytes then.
    pub mapping_sha256: String,
    /// SHA-256 of their bytes as they were refused.
    pub raw_sha256: String,
    /// SHA-256 of their bytes as they were run again, where someone edited them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited_sha256: Option<String>,
    /// How many were refused then.
    pub refused: u64,
    /// Their bytes in the sources, without record ends.
    pub refused_bytes: u64,
    /// What became of them now.
    pub records: RecordClasses,
    /// What became of their bytes now; bytes that were edited count as they stand in the sources.
    pub bytes: ByteClasses,
}

/// What the run was told, and what it planned.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Parameters {
    /// Bytes of a block.
    pub block_size: u64,
    /// Records of a batch.
    pub batch_size: u64,
    /// Worker threads; not part of the identity.
    pub threads: u64,
    /// `--limit`, if it was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u64>,
    /// `--only`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub only: Vec<String>,
    /// The language of the files under `for-people/`, if there are any: `en` or `fr`. Not part of the identity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

/// The `migration.yaml` of the mappings.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct MigrationEvidence {
    /// Of its bytes.
    pub sha256: String,
    /// Its title.
    pub title: TitleEvidence,
    /// Its parameters, in the order of the file.
    pub parameters: Vec<ParameterEvidence>,
    /// Who signs for it, in the order of the file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub approved_by: Vec<ApprovalEvidence>,
    /// Where someone signs: SHA-256 of the file without these signatures, which is what the identity has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unsigned_sha256: Option<String>,
    /// SHA-256 of all of this but itself: see [`Self::seal`].
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sealed_sha256: String,
}

impl MigrationEvidence {
    /// SHA-256 of all that it says, as JSON on one line. So `jq -cj '.migration | del(.sealed_sha256)'` shows what it is of.
    #[must_use]
    pub fn seal(&self) -> String {
        let open = Self { sealed_sha256: String::new(), ..self.clone() };
        // Texts and truths are written as JSON without fail.
        hash::sha256(&serde_json::to_vec(&open).unwrap_or_default())
    }
}

/// Someone who signs for a migration.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ApprovalEvidence {
    /// Who.
    pub name: String,
    /// As what; may be empty.
    pub role: String,
    /// When, as `YYYY-MM-DD`.
    pub on: String,
}

/// A title in two languages; either may be empty.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct TitleEvidence {
    /// English.
    pub en: String,
    /// French.
    pub fr: String,
}

/// A parameter of the migration, with what it was in this run.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ParameterEvidence {
    /// Its name.
    pub name: String,
    /// As a mapping writes it: `decimal(15,2)`.
    #[serde(rename = "type")]
    pub ty: String,
    /// By `--set`; else it is the default. Not part of the identity, which the value is.
    pub set: bool,
    /// Its value does not show.
    pub personal: bool,
    /// As [`crate::canonical`] writes it; none if it is personal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Of that text, if it is personal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
}

/// A name and a text.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Named {
    /// Of a field, a column, a key.
    pub name: String,
    /// What is said of it; a sum is decimal text.
    pub value: String,
}

/// A copybook.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct BookEvidence {
    /// Relative to the mapping's folder, with `/`.
    pub file: String,
    /// Of its text.
    pub sha256: String,
}

/// One mapping.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct MappingEvidence {
    /// The file's name without `.yaml`.
    pub name: String,
    /// Of its bytes.
    pub sha256: String,
    /// The copybooks that it is made of, and those that these copy, by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub copybooks: Vec<BookEvidence>,
    /// `about:` as written.
    pub about: Vec<Named>,
    /// In the order of the mapping; records of no kind last, where there are any.
    pub kinds: Vec<KindEvidence>,
    /// What no field reads, by kind, then by place.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unread: Vec<UnreadEvidence>,
    /// With `--round-trip`: what came of values that were encoded again, by kind, then by field.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub round_trip: Vec<RoundTripEvidence>,
}

/// A place that no field reads, in the records of a kind that were loaded or inform others. No byte of it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct UnreadEvidence {
    /// The kind.
    pub kind: String,
    /// What the place counts: `bytes`, `characters`, `cells`; or `header`.
    pub unit: String,
    /// `12-20`, `85-` for all from there on, `3-4, 10-11` for the same place of each repetition; or the header.
    pub place: String,
    /// Records that reach it.
    pub records: u64,
    /// Those of them with something there: neither blanks nor NULs.
    pub not_blank: u64,
    /// The first of these.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<FirstEvidence>,
    /// Why it is not read, in the mapping's words (`ignore:`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ignored: Option<String>,
}

/// The values of a field, encoded again, against the bytes that they were read from: in the records that were loaded or
/// inform others.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RoundTripEvidence {
    /// `kind.field`.
    pub field: String,
    /// Values that give the same bytes.
    pub same: u64,
    /// Values that give other bytes.
    pub other: u64,
    /// Fields without a value, as the mapping declares.
    pub empty: u64,
    /// The first record with other bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<FirstEvidence>,
    /// Why bytes differ; nothing of a personal field.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<RoundTripReason>,
}

/// Values of a field that differ from their bytes in one way.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RoundTripReason {
    /// A word for it: `packed_sign`, `minus_zero`.
    pub why: String,
    /// Of a sign: the half byte that stands there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found: Option<String>,
    /// Of a sign: the canonical one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wanted: Option<String>,
    /// How many.
    pub values: u64,
    /// The first of their records, three at most.
    pub first: Vec<FirstEvidence>,
}

/// Where a record is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FirstEvidence {
    /// Its file, as in `_file`.
    pub file: String,
    /// Its number in the file, from 1.
    pub record: u64,
    /// Of its first byte.
    pub offset: u64,
}

/// The records of one kind, in all files of a mapping.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct KindEvidence {
    /// Its name; none: records of no kind, such as header lines, comments and lines that no kind takes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// What became of them.
    pub records: RecordClasses,
    /// The tables that a refused record of it counts against.
    pub counts_against: Vec<String>,
}

/// One file of a source.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SourceEvidence {
    /// The mapping that reads it.
    pub mapping: String,
    /// Its name, as in `_file`.
    pub file: String,
    /// Where the run read it, from the root of its machine; none: the standard input, or a pipe. Not part of the
    /// identity. What is not Unicode in it is as [`crate::host::paths::shown`] shows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Decompressed.
    pub bytes: u64,
    /// Of the decompressed bytes; empty, and not written, if the run did not read them to their end (`--limit`).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sha256: String,
    /// Stored bytes, where it is compressed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stored_bytes: Option<u64>,
    /// Of the stored bytes, where it is compressed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stored_sha256: Option<String>,
    /// What became of its records.
    pub records: RecordClasses,
    /// What became of its bytes; the sum is `bytes`.
    pub bytes_by_class: ByteClasses,
    /// Declared changes of values, by field; fields without any are left out.
    pub fields: Vec<FieldCounts>,
}

/// One crosswalk of a mapping.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CrosswalkEvidence {
    /// The mapping that looks into it.
    pub mapping: String,
    /// As the mapping names it.
    pub file: String,
    /// Bytes of the file.
    pub bytes: u64,
    /// Of its bytes.
    pub sha256: String,
    /// Its rows.
    pub rows: u64,
}

/// What look-ups of one column came to, over the rows that were loaded.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LookupEvidence {
    /// The crosswalk, as the mapping names it.
    pub crosswalk: String,
    /// Rows whose key it has.
    pub matched: u64,
    /// Rows whose key it does not have.
    pub unmatched: u64,
    /// Rows with an empty part of the key, or without a date.
    pub empty: u64,
}

/// What the split of a table came to, over the rows that were loaded: its parts.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SplitEvidence {
    /// The crosswalk, as the mapping names it.
    pub crosswalk: String,
    /// The columns that were divided.
    pub amounts: Vec<String>,
    /// Parts of rows whose key it has.
    pub matched: u64,
    /// Rows whose key it does not have.
    pub unmatched: u64,
    /// Rows with an empty part of the key, or without a date.
    pub empty: u64,
    /// Rows that there are more than there would be without it.
    pub added: u64,
}

/// What a crosswalk covers of the rows that were looked up in it, whatever became of their records; of rows that are split,
/// whole ones. What was set aside is not among them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CoverageEvidence {
    /// The mapping.
    pub mapping: String,
    /// The table.
    pub table: String,
    /// The column that is looked up; none: the table's split.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// The crosswalk, as the mapping names it.
    pub crosswalk: String,
    /// What a key leads to that is not there: `reject`, `warn`, `fail`, `empty`, `default` or `keep`.
    pub leads_to: String,
    /// Keys of the crosswalk.
    pub keys: u64,
    /// Those of them that a row has.
    pub used: u64,
    /// The column whose money is added up, if one is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// Rows whose key is there.
    pub matched: CoveredEvidence,
    /// Rows whose key is not.
    pub unmatched: CoveredEvidence,
    /// Rows whose key is there, but not on their day.
    pub outside: CoveredEvidence,
    /// Rows with an empty part of the key, or without a date.
    pub empty: CoveredEvidence,
    /// Rows among all these that have no money.
    pub unknown: u64,
    /// Different keys that are not there; a key with holes counts once a hole.
    pub missing: u64,
    /// A part of the key is personal: none is shown or listed.
    pub personal: bool,
    /// The file that lists them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list: Option<String>,
    /// The first of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub largest: Vec<MissingEvidence>,
}

/// Rows, and their money.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CoveredEvidence {
    /// Rows.
    pub rows: u64,
    /// Their money, as decimal text; none if no column is named, or it is personal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<String>,
    /// The same without signs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gross: Option<String>,
}

/// A key that a crosswalk does not have.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct MissingEvidence {
    /// Its values.
    pub key: String,
    /// The crosswalk has it on other days.
    pub hole: bool,
    /// First day of the hole, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Last day of the hole, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// Its rows.
    pub rows: u64,
    /// Their money.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<String>,
    /// The same without signs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gross: Option<String>,
    /// Where the first of them stands, as in `_file`.
    pub file: String,
    /// Number of its record.
    pub record: u64,
}

/// Records by what became of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RecordClasses {
    /// Loaded into a table.
    pub loaded: u64,
    /// Refused.
    pub rejected: u64,
    /// Set aside, with a reason.
    pub set_aside: u64,
    /// Of kinds that only inform others.
    pub informing: u64,
    /// Of kinds that the mapping skips.
    pub skipped: u64,
}

impl RecordClasses {
    /// Adds the records of another file, chunk or kind.
    pub fn add(&mut self, other: Self) {
        self.loaded += other.loaded;
        self.rejected += other.rejected;
        self.set_aside += other.set_aside;
        self.informing += other.informing;
        self.skipped += other.skipped;
    }

    /// Each class with its key.
    #[must_use]
    pub const fn named(&self) -> [(&'static str, u64); 5] {
        let Self { loaded, rejected, set_aside, informing, skipped } = *self;
        [
            ("loaded", loaded),
            ("rejected", rejected),
            ("set_aside", set_aside),
            ("informing", informing),
            ("skipped", skipped),
        ]
    }
}

/// Bytes by what became of them: the law of conservation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ByteClasses {
    /// Of loaded records.
    pub loaded: u64,
    /// Of refused records.
    pub rejected: u64,
    /// Of records set aside.
    pub set_aside: u64,
    /// Of records that only inform others.
    pub informing: u64,
    /// Of records and lines that the mapping skips.
    pub skipped: u64,
    /// Record ends, blank lines, byte order marks, padding at the end.
    pub separators: u64,
    /// Not read because the source ended before.
    pub unread: u64,
}

impl RecordClasses {
    /// Whether there is any record that is to be loaded; headers and the like are none.
    #[must_use]
    pub const fn any_to_load(&self) -> bool {
        self.loaded > 0 || self.rejected > 0 || self.set_aside > 0
    }
}

impl ByteClasses {
    /// Adds the bytes of another file, or of other records.
    pub fn add(&mut self, other: Self) {
        self.loaded += other.loaded;
        self.rejected += other.rejected;
        self.set_aside += other.set_aside;
        self.informing += other.informing;
        self.skipped += other.skipped;
        self.separators += other.separators;
        self.unread += other.unread;
    }

    /// Each class with its key.
    #[must_use]
    pub const fn named(&self) -> [(&'static str, u64); 7] {
        let Self { loaded, rejected, set_aside, informing, skipped, separators, unread } = *self;
        [
            ("loaded", loaded),
            ("rejected", rejected),
            ("set_aside", set_aside),
            ("informing", informing),
            ("skipped", skipped),
            ("separators", separators),
            ("unread", unread),
        ]
    }

    /// All of them together.
    #[must_use]
    pub fn sum(&self) -> u64 {
        self.named().iter().map(|(_, bytes)| bytes).sum()
    }
}

/// Declared changes of one field's values.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FieldCounts {
    /// `kind.field`.
    pub field: String,
    /// Texts that `null_if` made empty.
    pub null_if: u64,
    /// Blanks that `on_blank` made empty or zero.
    pub blank: u64,
    /// Texts that do not decode and that `on_bad` made empty.
    pub bad: u64,
    /// Values that `round` rounded.
    pub rounded: u64,
    /// LOW-VALUES that `on_low_values` made empty or zero; left out where there are none.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub low_values: u64,
    /// HIGH-VALUES that `on_high_values` made empty or zero; left out where there are none.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub high_values: u64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
const fn is_zero(count: &u64) -> bool {
    *count == 0
}

/// Records set aside for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct AsideEvidence {
    /// The mapping.
    pub mapping: String,
    /// The table whose rows they are; none: records of the source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    /// The reason, in the mapping's words.
    pub because: String,
    /// SHA-256 of what it holds for: a replay asks whether that is still so.
    pub definition: String,
    /// How many.
    pub records: u64,
    /// Exact sums of the numeric fields that are not personal.
    pub sums: Vec<Named>,
}

/// A control of a source, over all files and groups that its control records speak of. What it says is judged against
/// all that was read, and explained by what became of that: what was read is what was loaded, refused, set aside, and what
/// only informs others.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ControlEvidence {
    /// The mapping.
    pub mapping: String,
    /// Its name in the mapping.
    pub control: String,
    /// Files, or groups of records that one record opened.
    pub scopes: u64,
    /// Those of them for which it does not hold.
    pub differing: u64,
    /// Control records that speak of nothing, or of what another one does.
    pub extra: u64,
    /// What the figure is: `count`, `sum` or `is`.
    pub figure: String,
    /// Of a count: it is in units of so many records, rounded up for each scope; 1 for others.
    pub per: u64,
    /// Of a sum: the figure is only so many digits at its end, for each scope; 0: all.
    pub low_digits: u64,
    /// What all control records say. None where figures are personal, or are values of other records (`is`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub says: Option<String>,
    /// What the records come to, scope by scope.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found: Option<String>,
    /// `says` less `found`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub difference: Option<String>,
    /// All records, or repetitions, whose value can be read.
    pub read: PartEvidence,
    /// Those that were refused.
    pub rejected: PartEvidence,
    /// Those that were set aside.
    pub set_aside: PartEvidence,
    /// Those that only inform others, or are skipped.
    pub informing: PartEvidence,
    /// Those that were loaded.
    pub loaded: PartEvidence,
    /// Records, or repetitions, whose value cannot be read: they are refused, and their amount is in no sum.
    pub unknown: u64,
    /// Of a control beside the files: what it compares.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report: Option<ReportEvidence>,
    /// Differences that `migration.yaml` signs off, and that were found; in its order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accepted: Vec<AcceptedEvidence>,
}

/// How a control stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It holds for all that it is about.
    Holds,
    /// It does not, and each difference is signed off.
    SignedOff,
    /// It does not.
    Fails,
}

impl ControlEvidence {
    /// Files, groups or keys that it is about, and control records that are about nothing.
    #[must_use]
    pub const fn all(&self) -> u64 {
        self.scopes + self.extra
    }

    /// Those of them for which it does not hold: differences of several may come to nothing together.
    #[must_use]
    pub const fn failing(&self) -> u64 {
        self.differing + self.extra
    }

    /// Whether it holds.
    #[must_use]
    pub const fn standing(&self) -> Standing {
        match self.failing() {
            0 => Standing::Holds,
            failing if self.accepted.len() as u64 >= failing => Standing::SignedOff,
            _ => Standing::Fails,
        }
    }

    /// Whether its figures can be added up over all that it is about: the last digits of sums cannot.
    #[must_use]
    pub const fn adds_up(&self) -> bool {
        self.low_digits == 0 || self.all() <= 1
    }
}

/// A figure of a control beside the files: what it compares, and how many of its keys hold. Rows whose key cannot be read
/// are one key more, an unknown one.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ReportEvidence {
    /// The control's `id:`.
    pub report: String,
    /// Its file, as `migration.yaml` names it.
    pub file: String,
    /// The header of the figure.
    pub header: String,
    /// The table that it is compared with.
    pub table: String,
    /// The columns of the key.
    pub key: Vec<String>,
    /// The column that is summed; none: rows are counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// All rows of the table count; else those of which `where:` is true.
    pub all_rows: bool,
    /// How far a key's figure may be off.
    pub tolerance: String,
    /// Keys that hold.
    pub equal: u64,
    /// Keys that both sides have, with different figures.
    pub different: u64,
    /// Keys that the file lacks.
    pub not_in_report: u64,
    /// Keys of which there is no row.
    pub without_rows: u64,
    /// Keys of which values cannot be read.
    pub unknown: u64,
}

/// The file of a control beside the files.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ControlFileEvidence {
    /// The mapping that writes its table.
    pub mapping: String,
    /// The control's `id:`.
    pub control: String,
    /// As `migration.yaml` names it.
    pub file: String,
    /// Bytes of the file.
    pub bytes: u64,
    /// Of its bytes.
    pub sha256: String,
    /// Its lines, without the header.
    pub rows: u64,
}

/// A difference of a control that someone accepted.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct AcceptedEvidence {
    /// Of a control beside the files: the key; none if it is personal.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub key: Vec<Named>,
    /// As `migration.yaml` writes it; none if the figure or its key is personal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub difference: Option<String>,
    /// Why.
    pub because: String,
    /// Who.
    pub by: String,
}

/// Records, and what their values come to.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PartEvidence {
    /// Records, or repetitions.
    pub records: u64,
    /// The sum of their values, as text; none where records are counted, or values are personal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<String>,
}

/// One table.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct TableEvidence {
    /// The mapping that writes it.
    pub mapping: String,
    /// Its name; its files are `data/TABLE/*.parquet`.
    pub table: String,
    /// The kind whose records make its rows.
    pub kind: String,
    /// Rows that each of them makes, those set aside among them: more than 1 for a table of repetitions.
    pub rows_per_record: u64,
    /// Rows in its files.
    pub rows: u64,
    /// Repetitions that its loaded records say they have not; left out where there are none.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub absent: u64,
    /// What its split came to, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub split: Option<SplitEvidence>,
    /// Records that were refused and count against it.
    pub rejected: u64,
    /// How many the mapping allows.
    pub limit: u64,
    /// The share of the records that came to the table, if the mapping says one: `0.1%`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit_share: Option<String>,
    /// How much money it allows in them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub amount_limits: Vec<AmountLimitEvidence>,
    /// In their order in the files; those in structures by the way to them.
    pub columns: Vec<ColumnEvidence>,
    /// The structures in which some of them stand in the files, each before those within it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub structures: Vec<String>,
    /// Its columns of lists, which stand behind the others in the files; each before those within its elements.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lists: Vec<ListEvidence>,
    /// Its rules over several rows that were judged, in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<RuleEvidence>,
}

/// Money in refused records, and how much of it the mapping allows.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct AmountLimitEvidence {
    /// The column.
    pub column: String,
    /// Its values in the refused records, without their signs, as decimal text; none if it is personal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<String>,
    /// Refused records whose value cannot be told; one is above every limit.
    pub unknown: u64,
    /// What is allowed, as decimal text.
    pub most: String,
}

/// What a rule allows to be broken.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RuleLimitEvidence {
    /// Findings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub breaches: Option<u64>,
    /// The amount at stake, as decimal text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<String>,
}

/// A rule over several rows.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RuleEvidence {
    /// Its `id:`.
    pub rule: String,
    /// `reject`, `warn` or `fail`.
    pub on_fail: String,
    /// Rows of the table that it looked at.
    pub rows: u64,
    /// Keys among them; of a comparison, those of either side.
    pub keys: u64,
    /// Findings, those of records among them that it refused.
    pub breaches: u64,
    /// What is at stake in these, as decimal text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<String>,
    /// How much of it the mapping allows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limits: Option<RuleLimitEvidence>,
}

/// One column of lists.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ListEvidence {
    /// Its name; within the elements of another list the way to it: `months.weeks`.
    pub list: String,
    /// The kind whose records have the elements, or are them.
    pub kind: String,
    /// Elements of one row, or of one element around it, those that a record has not among them; none where records are
    /// the elements.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub each: Option<u64>,
    /// Elements in all rows.
    pub elements: u64,
    /// Repetitions that the loaded records say they have not; left out where there are none.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub absent: u64,
    /// What an element has; one column called `element` where it is a single value.
    pub columns: Vec<ColumnEvidence>,
    /// The structures in which some of these stand in the files, each before those within it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub structures: Vec<String>,
}

/// One column.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ColumnEvidence {
    /// Its name.
    pub name: String,
    /// As a mapping writes it: `decimal(15,2)`.
    #[serde(rename = "type")]
    pub ty: String,
    /// Only counted.
    pub personal: bool,
    /// Rows that got the column's `default:`.
    pub defaulted: u64,
    /// Values of the loaded rows that `null_if` emptied; those that then took the default are counted there too.
    pub emptied: u64,
    /// Where the values are looked up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lookup: Option<LookupEvidence>,
    /// What the values come to.
    pub totals: ColumnTotals,
}

/// All findings of one code about one subject.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingEvidence {
    /// The mapping.
    pub mapping: String,
    /// `TL0212`.
    pub code: String,
    /// `entry.amount`, `journal.amount`; empty where a record or file as a whole is meant.
    pub subject: String,
    /// What follows from it.
    pub severity: Severity,
    /// How many.
    pub count: u64,
}

/// One file of the run.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct OutputEvidence {
    /// In the run's folder, with `/`.
    pub path: String,
    /// Its bytes.
    pub bytes: u64,
    /// Of its bytes.
    pub sha256: String,
    /// Rows of a Parquet file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rows: Option<u64>,
    /// Of the bytes of the mapping that made it, if that is another: the file was carried over from the run that is mended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mapping_sha256: Option<String>,
}

impl Manifest {
    /// SHA-256 over what decides the output: `migration.yaml` and its parameters, mappings, sources, crosswalks and files
    /// of controls (name, size, hash), the run that is mended and its rejects, version of the format, block and batch size,
    /// `limit` and `only`; not threads, not memory, not the time.
    #[must_use]
    pub fn identity_of_inputs(&self) -> String {
        let told = (self.migration.as_ref(), &self.parameters, self.mends.as_ref());
        let beside = (self.crosswalks.as_slice(), self.control_files.as_slice());
        identity(told, &self.mappings, (&self.sources, beside), self.format)
    }

    /// As JSON, with a line end, sealed: `content_sha256` is the digest of the text that is given back.
    ///
    /// # Errors
    /// None of this document's own; serde's signature has one.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        let print = |manifest: &Self| serde_json::to_string_pretty(manifest).map(|json| json + "\n");
        let mut sealed = self.clone();
        sealed.content_sha256 = content_digest(print(self)?.as_bytes()).unwrap_or_default();
        print(&sealed)
    }

    /// From the bytes of a `manifest.json`, whose digest is left for the caller to check.
    ///
    /// # Errors
    /// TL0806 for what is no JSON or another version, TL0809 to TL0811 with the path of each key that is missing, is
    /// not of this version, or has no such value.
    pub fn from_json(json: &[u8]) -> Result<Self, Vec<(Code, Args)>> {
        let unreadable = |problem: String, line: String| {
            vec![(Code::EvidenceUnreadable, vec![FILE.into(), problem.into(), line.into()])]
        };
        let placed = |error: serde_json::Error| unreadable("JSON".to_owned(), error.line().to_string());
        let value: serde_json::Value = serde_json::from_slice(json).map_err(placed)?;
        match value.get("manifest").and_then(serde_json::Value::as_u64) {
            Some(version) if version != u64::from(VERSION) => {
                return Err(unreadable(format!("version {version}"), String::new()));
            }
            _ => {}
        }
        let wrong = shape::differences(&value);
        if wrong.is_empty() { serde_json::from_slice(json).map_err(placed) } else { Err(wrong) }
    }
}

/// SHA-256 over all lines of a manifest but the one of `content_sha256`, line ends among them; none where there is not
/// exactly one such line. So `grep -v '^  "content_sha256": ' manifest.json | sha256sum` gives it too.
#[must_use]
pub fn content_digest(json: &[u8]) -> Option<String> {
    let mut hash = Sha256::new();
    let mut own_lines = 0;
    for line in json.split_inclusive(|byte| *byte == b'\n') {
        if line.starts_with(DIGEST_LINE) { own_lines += 1 } else { hash.update(line) }
    }
    (own_lines == 1).then(|| hash::hex(&hash.finalize()))
}

/// The identity of a run with these inputs; see [`Manifest::identity_of_inputs`].
#[must_use]
pub fn identity(
    (migration, parameters, mends): (Option<&MigrationEvidence>, &Parameters, Option<&MendsEvidence>),
    mappings: &[MappingEvidence],
    (sources, (crosswalks, controls)): (&[SourceEvidence], (&[CrosswalkEvidence], &[ControlFileEvidence])),
    format: u32,
) -> String {
    let mut hash = Sha256::new();
    let mut take = |word: &str, texts: &[&str]| {
        for text in [&[word], texts].concat() {
            hash.update((text.len() as u64).to_le_bytes());
            hash.update(text);
        }
    };
    if let Some(migration) = migration {
        // Who signs changes nothing of what is signed.
        take("migration", &[migration.unsigned_sha256.as_ref().unwrap_or(&migration.sha256)]);
        for ParameterEvidence { name, ty, value, sha256, .. } in &migration.parameters {
            let [value, sha256] = [value, sha256].map(|text| text.as_deref().unwrap_or_default());
            take("parameter", &[name, ty, value, sha256]);
        }
    }
    for mapping in mappings {
        take("mapping", &[&mapping.name, &mapping.sha256]);
        mapping.copybooks.iter().for_each(|book| take("copybook", &[&book.file, &book.sha256]));
    }
    for source in sources {
        take("source", &[&source.mapping, &source.file, &source.bytes.to_string(), &source.sha256]);
    }
    for crosswalk in crosswalks {
        let CrosswalkEvidence { mapping, file, bytes, sha256, .. } = crosswalk;
        take("crosswalk", &[mapping, file, &bytes.to_string(), sha256]);
    }
    for ControlFileEvidence { control, file, bytes, sha256, .. } in controls {
        take("control", &[control, file, &bytes.to_string(), sha256]);
    }
    if let Some(mends) = mends {
        take("mends", &[&mends.run, &mends.content_sha256]);
        for MendedEvidence { mapping, raw_sha256, edited_sha256, .. } in &mends.rejects {
            take("rejects", &[mapping, edited_sha256.as_ref().unwrap_or(raw_sha256)]);
        }
    }
    take("format", &[&format.to_string()]);
    take("sizes", &[&parameters.block_size.to_string(), &parameters.batch_size.to_string()]);
    take("limit", &[&parameters.limit.map(|limit| limit.to_string()).unwrap_or_default()]);
    parameters.only.iter().for_each(|table| take("only", &[table]));
    hash::hex(&hash.finalize())
}

/// `20261124T153012Z-1a2b3c4d`: the run's start in UTC and the first eight digits of its identity.
#[must_use]
pub fn run_id(start: Timestamp, identity: &str) -> String {
    let start = start.strftime("%Y%m%dT%H%M%SZ");
    format!("{start}-{}", identity.get(..8).unwrap_or(identity))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in crate::evidence) fn manifest() -> Manifest {
        let source = SourceEvidence {
            mapping: "journal".to_owned(),
            file: "GLJ1.TXT".to_owned(),
            path: Some("samples/GLJ1.TXT".to_owned()),
            bytes: 100,
            sha256: "ab".to_owned(),
            stored_bytes: None,
            stored_sha256: None,
            records: RecordClasses { loaded: 3, ..RecordClasses::default() },
            bytes_by_class: ByteClasses { loaded: 94, separators: 6, ..ByteClasses::default() },
            fields: vec![FieldCounts { field: "entry.due".to_owned(), null_if: 1, ..FieldCounts::default() }],
        };
        let mut made = Manifest {
            manifest: VERSION,
            content_sha256: String::new(),
            run: String::new(),
            identity: String::new(),
            outcome: Outcome::Published,
            started: "2026-11-24T15:30:12Z".to_owned(),
            ended: "2026-11-24T15:30:13Z".to_owned(),
            tool: "tumpline 0.1.0".to_owned(),
            format: 1,
            mends: None,
            parameters: Parameters { block_size: 1 << 24, batch_size: 8192, threads: 2, ..Parameters::default() },
            migration: Some(MigrationEvidence {
                sha256: "01".to_owned(),
                title: TitleEvidence { en: "Cutover".to_owned(), fr: "Bascule".to_owned() },
                parameters: vec![ParameterEvidence {
                    name: "cutover".to_owned(),
                    ty: "date".to_owned(),
                    set: true,
                    personal: false,
                    value: Some("2026-12-31".to_owned()),
                    sha256: None,
                }],
                approved_by: Vec::new(),
                unsigned_sha256: None,
                sealed_sha256: "23".to_owned(),
            }),
            mappings: vec![MappingEvidence {
                name: "journal".to_owned(),
                sha256: "cd".to_owned(),
                copybooks: Vec::new(),
                about: vec![Named { name: "system".to_owned(), value: "GL of 1994".to_owned() }],
                kinds: vec![KindEvidence {
                    kind: Some("entry".to_owned()),
                    records: RecordClasses { loaded: 3, ..RecordClasses::default() },
                    counts_against: vec!["journal".to_owned()],
                }],
                round_trip: Vec::new(),
                unread: Vec::new(),
            }],
            sources: vec![source],
            coverage: Vec::new(),
            crosswalks: vec![CrosswalkEvidence {
                mapping: "journal".to_owned(),
                file: "accounts.csv".to_owned(),
                bytes: 50,
                sha256: "ef".to_owned(),
                rows: 3,
            }],
            control_files: Vec::new(),
            set_aside: Vec::new(),
            controls: Vec::new(),
            tables: Vec::new(),
            findings: Vec::new(),
            outputs: Vec::new(),
        };
        made.identity = made.identity_of_inputs();
        made.run = run_id(made.started.parse().unwrap(), &made.identity);
        made
    }

    #[test]
    fn a_manifest_is_read_back_as_it_was_written() {
        let json = manifest().to_json().unwrap();
        assert!(json.starts_with("{\n  \"manifest\": 2,\n  \"content_sha256\": \""));
        let read = Manifest::from_json(json.as_bytes()).unwrap();
        assert_eq!(Some(&read.content_sha256), content_digest(json.as_bytes()).as_ref());
        assert_eq!(read.to_json().unwrap(), json);
        assert_eq!(Manifest { content_sha256: String::new(), ..read }, manifest());
    }

    #[test]
    fn the_digest_is_of_every_line_but_its_own() {
        let json = "{\n  \"content_sha256\": \"0\",\n  \"a\": 1\n}\n";
        // printf '{\n  "a": 1\n}\n' | sha256sum
        let want = "5e36b6560513586ced65eca0e8b025fe88edbcab82ba2cb67a5fcb2d7b202383";
        assert_eq!(content_digest(json.as_bytes()).as_deref(), Some(want));
        let forged = json.replace("\"a\": 1", "\"a\": \"\\n  \\\"content_sha256\\\": \"");
        assert_ne!(content_digest(forged.as_bytes()), content_digest(json.as_bytes()));
        for none in ["{}\n".to_owned(), json.replace("  \"a\": 1\n", "  \"content_sha256\": \"1\"\n")] {
            assert_eq!(content_digest(none.as_bytes()), None, "{none}");
        }
    }

    #[test]
    fn what_is_no_manifest_of_this_version_is_told() {
        for (json, want, line) in
            [("{\"manifest\": 1}", "version 1", ""), ("{\n\"a\" 1}", "JSON", "2"), ("", "JSON", "1")]
        {
            let problem = Manifest::from_json(json.as_bytes()).unwrap_err();
            assert_eq!(problem, [(Code::EvidenceUnreadable, vec![FILE.into(), want.into(), line.into()])], "{json}");
        }
        let json = manifest().to_json().unwrap();
        let twice = json.replace("  \"format\": 1,\n", "  \"format\": 1,\n  \"format\": 1,\n");
        assert_eq!(Manifest::from_json(twice.as_bytes()).unwrap_err()[0].0, Code::EvidenceUnreadable);
    }

    #[test]
    fn identity_is_what_decides_the_output_and_nothing_else() {
        type Change = fn(&mut Manifest);
        fn parameter(manifest: &mut Manifest) -> &mut ParameterEvidence {
            &mut manifest.migration.as_mut().unwrap().parameters[0]
        }
        let same: [Change; 5] = [
            |m| m.parameters.threads = 8,
            |m| m.ended.clear(),
            |m| m.tool.clear(),
            |m| m.sources[0].path = None,
            |m| parameter(m).set = false,
        ];
        let other: [Change; 13] = [
            |m| m.migration = None,
            |m| m.migration.as_mut().unwrap().sha256.push('0'),
            |m| parameter(m).name.push('0'),
            |m| parameter(m).ty.push('0'),
            |m| parameter(m).value = Some("2027-01-01".to_owned()),
            |m| m.parameters.block_size = 4096,
            |m| m.parameters.limit = Some(10),
            |m| m.parameters.only.push("journal".to_owned()),
            |m| m.format = 7,
            |m| m.mappings[0].sha256.push('0'),
            |m| m.sources[0].sha256.push('0'),
            |m| m.sources[0].file.push('0'),
            |m| m.crosswalks[0].sha256.push('0'),
        ];
        let identity_after = |change: &Change| {
            let mut manifest = manifest();
            change(&mut manifest);
            manifest.identity_of_inputs()
        };
        assert!(same.iter().all(|change| identity_after(change) == manifest().identity));
        assert!(other.iter().all(|change| identity_after(change) != manifest().identity));
    }

    #[test]
    fn a_runs_id_is_its_start_and_eight_digits() {
        let start: Timestamp = "2026-11-24T15:30:12.9Z".parse().unwrap();
        assert_eq!(run_id(start, "1a2b3c4d5e6f"), "20261124T153012Z-1a2b3c4d");
    }
}
