//! A mapping that has been read and checked: every name is resolved to an index.
//!
//! Knows nothing of bytes, files or Parquet. Positions count from 0 here and ends are exclusive;
//! the language counts from 1 and includes the end.

use std::fmt;
use std::sync::Arc;

use crate::mapping::edited::Edited;
use crate::mapping::stored::{Fills, Form, Stored};
use crate::place::Span;

/// Index into [`Source::kinds`].
pub type KindId = usize;

/// `migration.yaml`: what holds for the mappings beside it. Without the file, they are a migration that says nothing.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Migration {
    /// For people.
    pub title: Title,
    /// What a run is told from outside, in the order of the file; [`Reads::Parameter`] counts them.
    pub parameters: Vec<Parameter>,
    /// Differences of controls that are signed off, in the order of the file.
    pub accept: Vec<Accept>,
    /// Controls beside the files, in the order of the file; their tables have them as [`Table::reports`].
    pub reports: Vec<ReportDraft>,
    /// Rules between tables, in the order of the file; their first tables have them among their own.
    pub rules: Vec<RuleDraft>,
    /// Who approved what, in the order of the file.
    pub approved_by: Vec<Approval>,
    /// Where these stand in the file, with their key: bytes, the end not included.
    pub approved_at: Option<(u32, Option<u32>)>,
}

impl Migration {
    /// The text of the file without those who approved it, if there are any.
    #[must_use]
    pub fn unsigned(&self, text: &str) -> Option<String> {
        let (start, end) = self.approved_at.filter(|_| !self.approved_by.is_empty())?;
        let rest = end.map_or("", |end| text.get(end as usize..).unwrap_or_default());
        Some(text.get(..start as usize)?.to_owned() + rest)
    }
}

/// A text with its place in the file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Said {
    /// As written.
    pub text: String,
    /// Where.
    pub at: Span,
}

/// Someone who signs for the migration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// Who.
    pub name: String,
    /// As what; may be empty.
    pub role: String,
    /// When, in days since 1970-01-01.
    pub on: i32,
}

/// A difference of a control that someone accepts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accept {
    /// The control's mapping; none: it is a control beside the files.
    pub mapping: Option<String>,
    /// The control in it; of a control beside the files also one of its figures, `control.figure`.
    pub control: String,
    /// Of a control beside the files: the key's columns with their values.
    pub key: Vec<(Said, Said)>,
    /// Where it is named.
    pub at: Span,
    /// The line of that, from 1.
    pub line: u64,
    /// As written: a number.
    pub difference: String,
    /// Why.
    pub because: String,
    /// Who.
    pub by: String,
}

/// A value that is the same for a whole run, and that its command line may set.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// Unique in the migration; a bare name in expressions.
    pub name: String,
    /// Its type.
    pub ty: Type,
    /// Taken where the command line does not set it; none: it must be set.
    pub default: Option<Value>,
    /// The values that it may have; empty: any.
    pub one_of: Vec<Value>,
    /// Least and most value, both included; either may be open.
    pub range: Option<(Option<Value>, Option<Value>)>,
    /// Its value appears nowhere but in the data.
    pub personal: bool,
    /// For people.
    pub title: Title,
    /// Longer words.
    pub about: String,
}

/// One mapping: a source, and the tables that it becomes.
#[derive(Debug, Clone, PartialEq)]
pub struct Mapping {
    /// The file's name without `.yaml`; names the rejects' file.
    pub name: String,
    /// SHA-256 of the mapping's text, in hexadecimal; filled by who read the file.
    pub digest: String,
    /// `about:` as written, for the evidence.
    pub about: Vec<(String, String)>,
    /// How the old system's files read.
    pub source: Source,
    /// What they become; at least one.
    pub tables: Vec<Table>,
}

impl Mapping {
    /// All tables, then the elements of their lists, each before those within it: findings count tables so.
    #[must_use]
    pub fn with_nested(&self) -> Vec<&Table> {
        self.tables.iter().chain(self.tables.iter().flat_map(Table::nested)).collect()
    }

    /// The table of this number, or what the elements of a list are.
    ///
    /// # Panics
    /// Where there is none: a defect.
    #[must_use]
    pub fn table_at(&self, at: usize) -> &Table {
        self.tables.get(at).unwrap_or_else(|| self.with_nested()[at])
    }

    /// The same, to be changed; none where there is none.
    pub fn table_at_mut(&mut self, at: usize) -> Option<&mut Table> {
        let Some(mut left) = at.checked_sub(self.tables.len()) else { return self.tables.get_mut(at) };
        self.tables.iter_mut().find_map(|table| Nest::nth(&mut table.nests, &mut left))
    }
}

/// The exported files of one sort.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// Patterns (`*`, `?`) or paths, relative to the mapping's folder; `-` is the standard input.
    pub files: Vec<String>,
    /// Place of `files:` in the mapping.
    pub files_at: Span,
    /// How many files there must be.
    pub expect: Option<u64>,
    /// What a file without a record leads to.
    pub empty: Empty,
    /// Name of the encoding, resolved: one of `encoding_names()`.
    pub encoding: String,
    /// A copybook says what the records are.
    pub of_copybook: bool,
    /// How records are told apart.
    pub format: Format,
    /// Bytes before the first record of a file, and behind its last one, that are not read.
    pub edges: Edges,
    /// The longest record, in bytes without its end; default 1 MiB.
    pub max_length: u64,
    /// The largest parent with its children where `with:` is used, in bytes; default 16 MiB.
    pub group_max: u64,
    /// At least one; tried in order, the first match wins.
    pub kinds: Vec<Kind>,
    /// Records that are decoded and not loaded; tried in order.
    pub set_aside: Vec<SetAside>,
    /// The old system's own figures.
    pub controls: Vec<Control>,
}

impl Source {
    /// Whether a field of a copybook is a float: all bytes decode as one.
    #[must_use]
    pub fn has_floats(&self) -> bool {
        let is_float = |field: &Field| matches!(field.reading.stored, Some(Stored { form: Form::Float(_), .. }));
        let has = |kind: &Kind| {
            let repeated = kind.repeats.iter().flat_map(|group| &group.fields);
            kind.fields.iter().chain(repeated).any(is_float)
        };
        self.of_copybook && self.kinds.iter().any(has)
    }
}

/// Bytes at a file's ends that are a declared skip.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Edges {
    /// `file_header:`, before the first record.
    pub header: u64,
    /// `file_trailer:`, behind the last one.
    pub trailer: u64,
}

/// What a file without a record leads to: an export that failed looks like one that had nothing to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Empty {
    /// The run publishes nothing.
    #[default]
    Refuse,
    /// It is told, and the run goes on.
    Allow,
}

/// How the bytes are cut into records.
#[derive(Debug, Clone, PartialEq)]
pub enum Format {
    /// `format: fixed`, `end: newline`.
    Lines(Lines),
    /// `format: fixed`, `end: {length: N}`: records of N bytes without a separator.
    FixedLength {
        /// Bytes of a record; at least 1.
        length: u32,
    },
    /// `format: fixed`, records that say how long they are, or stand in blocks that do.
    Described(Described),
    /// `format: delimited`.
    Delimited(Dialect),
}

/// Records that are told apart by lengths in the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Described {
    /// Where their lengths stand.
    pub by: DescribedBy,
    /// The blocks around them; none: there are no blocks.
    pub blocks: Option<Blocks>,
    /// What becomes of a record that ends before its kind's last field.
    pub short: Short,
    /// Bytes of the shortest record without its descriptor; a shorter one is refused.
    pub min_length: u64,
}

impl Described {
    /// The places of a record that say its length, from 0, end exclusive; none where they stand before it.
    #[must_use]
    pub fn own_length(&self) -> Vec<(u32, u32)> {
        match &self.by {
            DescribedBy::Place { header: 0, start, end, .. } => vec![(*start, *end)],
            DescribedBy::Computed { header: 0, length, .. } => {
                length.fields.iter().map(|field| (field.start, field.end)).collect()
            }
            DescribedBy::Place { .. }
            | DescribedBy::Computed { .. }
            | DescribedBy::Counters { .. }
            | DescribedBy::Fixed { .. }
            | DescribedBy::Word { .. } => Vec::new(),
        }
    }
}

/// What stands around records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blocks {
    /// `bdw:`: blocks with a word before each.
    Word(Word),
    /// `block_length:`: blocks of one length; the last one may be shorter.
    Even {
        /// Bytes of a block.
        length: u32,
        /// Bytes of it that may have records.
        filled: u32,
        /// What a block is filled up with where it could have more records; none: it is never filled up.
        fill: Option<BlockFill>,
    },
}

/// What the rest of a block is filled up with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum BlockFill {
    LowValues,
    Blanks,
    HighValues,
    /// What stands there is not looked at.
    Any,
}

/// A length that is computed from the first bytes of what it measures.
#[derive(Debug, Clone, PartialEq)]
pub struct LengthExpression {
    /// What is computed; [`FieldRef::field`] counts `fields`.
    pub expression: Expression,
    /// What it may read.
    pub fields: Vec<HeadField>,
}

/// A number or a text in the first bytes of a record, or in its header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadField {
    /// Its name in the expression.
    pub name: String,
    /// First byte, from 0.
    pub start: u32,
    /// The byte after it.
    pub end: u32,
    /// How it stands there.
    pub read_as: HeadAs,
}

/// How a number or a text stands in a header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum HeadAs {
    Digits,
    Big,
    Little,
    Packed,
    Text,
}

/// Where the length of a record stands.
#[derive(Debug, Clone, PartialEq)]
pub enum DescribedBy {
    /// `length:`: all have so many bytes, in blocks.
    Fixed {
        /// At least 1.
        length: u32,
    },
    /// `rdw:`: in a word before it.
    Word {
        /// How it stands there.
        word: Word,
        /// A record may stand in several segments, each with its word.
        spanned: bool,
    },
    /// `end: counters`: it follows from what the record counts itself; the source has one kind.
    Counters {
        /// Bytes of the longest record.
        longest: u32,
    },
    /// `length: {sql: …}`: it is computed from a header, or from the record's first bytes.
    Computed {
        /// Bytes before the record that are none of its own.
        header: u32,
        /// It counts the header.
        counts_itself: bool,
        /// What is computed.
        length: Box<LengthExpression>,
    },
    /// `length_at:`: in a header, or in the record itself.
    Place {
        /// Bytes before the record that are none of its own.
        header: u32,
        /// First byte of the length, from 0.
        start: u32,
        /// The byte after it.
        end: u32,
        /// How it stands there.
        length_as: LengthAs,
        /// It counts the header.
        counts_itself: bool,
        /// What is added to it.
        adjust: i64,
    },
}

/// A descriptor word of four bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// Its bytes stand in the other order than on the mainframe.
    pub is_little: bool,
    /// Its length counts the word.
    pub counts_itself: bool,
    /// What is added to its length.
    pub adjust: i64,
}

/// How a length stands at its place.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum LengthAs {
    Text,
    Big,
    Little,
    Packed,
    /// `lengths:`, codes with a length each.
    Codes(Vec<(String, u32)>),
}

/// Fixed-width text lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lines {
    /// What becomes of a line that ends before its kind's last field.
    pub short: Short,
    /// What becomes of a line longer than `max_length`.
    pub long: Long,
    /// Tab stops every so many columns; none: a tab is a finding.
    pub tabs: Option<u32>,
    /// What `at:` counts.
    pub positions: Positions,
}

#[allow(missing_docs)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Short {
    Reject,
    Pad,
}
#[allow(missing_docs)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Long {
    Reject,
    Cut,
}
#[allow(missing_docs)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Positions {
    Bytes,
    Characters,
}
#[allow(missing_docs)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ragged {
    Reject,
    Pad,
    Truncate,
}
#[allow(missing_docs)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RepeatedHeader {
    Reject,
    Skip,
    End,
}
#[allow(missing_docs)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeaderMatch {
    Exact,
    Trim,
    Fold,
}

/// Delimited text. The characters are text here; the extractor encodes them as the source is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dialect {
    /// One or several characters; no default.
    pub delimiter: String,
    /// The quote; none: quotes are text. Default `"`.
    pub quote: Option<char>,
    /// An escape character besides the doubled quote.
    pub escape: Option<char>,
    /// Lines of header, 0 to 9; default 1. The last one names the columns.
    pub header: u32,
    /// What stands before the header.
    pub preamble: Preamble,
    /// How header names are compared.
    pub header_match: HeaderMatch,
    /// A broken file is read as a person would, and each repair is counted.
    pub lenient: bool,
    /// A line that starts with this is a comment (a declared skip).
    pub comment: Option<String>,
    /// Rows with fewer or more cells.
    pub ragged: Ragged,
    /// A header line inside of the data.
    pub repeated_header: RepeatedHeader,
}

/// Lines before the header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preamble {
    /// So many lines; default 0.
    Lines(u32),
    /// All lines before the one that holds every declared header.
    UntilHeader,
}

/// One layout of a source's records.
#[derive(Debug, Clone, PartialEq)]
pub struct Kind {
    /// Unique in its source.
    pub name: String,
    /// Place of the kind in the mapping.
    pub at: Span,
    /// When a record is of this kind; none: it takes what is left.
    pub when: Option<Condition>,
    /// The kind stands in the preamble, not among the rows.
    pub in_preamble: bool,
    /// The parent whose fields this kind's records are lent.
    pub under: Option<KindId>,
    /// The kind that a record of this kind closes.
    pub ends: Option<KindId>,
    /// Fields that must read the same in the parent: (own field, parent's field).
    pub same: Vec<(usize, usize)>,
    /// Why records of this kind are not read.
    pub skip: Option<String>,
    /// How many cells a record of this kind has (delimited); none: as many as the header.
    pub cells: Option<u32>,
    /// Common fields of all kinds first.
    pub fields: Vec<Field>,
    /// Groups of fields that stand several times in the record.
    pub repeats: Vec<Repeat>,
    /// Where a record says itself how often some of them stand there.
    pub variable: Option<Variable>,
    /// What may stand where nobody reads.
    pub filler: Filler,
    /// Bytes of the record that its copybook describes, FILLER at its end too; 0 where none does.
    pub described: u64,
    /// Bytes that SYNCHRONIZED leaves free, and no compiler clears: of each place all repetitions, from 0, end exclusive.
    pub slack: Vec<Vec<(u32, u32)>>,
    /// What is not read, with reasons: those of the source first.
    pub ignore: Vec<Ignored>,
}

/// What may stand where no field reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Filler {
    /// Anything: it is counted, and told.
    #[default]
    Any,
    /// Blanks and NULs; else the record is refused.
    Blank,
}

/// What is not read, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ignored {
    /// No field reads anything of it.
    pub place: IgnoredPlace,
    /// The reason, for the evidence.
    pub because: String,
}

/// Where something is that is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IgnoredPlace {
    /// Positions or cells from 0, end exclusive; `u32::MAX`: to the record's end.
    Range(u32, u32),
    /// The cell under this header.
    Header(String),
}

/// A group of fields that stands `times` times in one record.
#[derive(Debug, Clone, PartialEq)]
pub struct Repeat {
    /// Unique among the kind's fields and repeats.
    pub name: String,
    /// Where the repetitions are.
    pub place: RepeatPlace,
    /// Positions relative to one repetition; for `Headers`, `Index(0)` is its cell.
    pub fields: Vec<Field>,
}

/// Where the repetitions of a group are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RepeatPlace {
    /// From byte or character `start`, `times` pieces of `width`.
    Bytes {
        /// From 0.
        start: u32,
        /// At least 1.
        times: u32,
        /// Bytes or characters.
        width: u32,
    },
    /// Repetitions within repetitions: pieces of pieces, from this byte.
    Nested {
        /// From 0.
        start: u32,
        /// The outermost first; at least one.
        steps: Vec<RepeatStep>,
    },
    /// One cell a repetition, by header.
    Headers(Vec<String>),
    /// From cell `start` (from 0), `times` pieces of `width` cells.
    Cells {
        /// From 0.
        start: u32,
        /// At least 1.
        times: u32,
        /// Cells.
        width: u32,
    },
}

/// The layout of records that say themselves how often their groups stand there (OCCURS DEPENDING ON).
///
/// Places of fields are those of the longest record; a shorter one is brought to that layout before it is decoded.
#[derive(Debug, Clone, PartialEq)]
pub struct Variable {
    /// What stands behind such a group follows its last repetition; else its place is always the same.
    pub slides: bool,
    /// The record from its first byte on.
    pub parts: Vec<VariablePart>,
    /// What says how many there are.
    pub counters: Vec<Counter>,
}

/// A piece of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VariablePart {
    /// So many bytes, whatever the record says.
    Bytes(u32),
    /// So many bytes that only descriptions have which are not read: a record may end before them.
    Rest(u32),
    /// A group.
    Group {
        /// Repetitions at most.
        times: u32,
        /// Bytes of one in the longest record.
        width: u32,
        /// What says how many there are; an index into [`Variable::counters`]. None: as many as `times`.
        counter: Option<usize>,
        /// One repetition.
        parts: Vec<VariablePart>,
    },
}

impl VariablePart {
    /// Bytes in the longest record.
    #[must_use]
    pub const fn width(&self) -> u32 {
        match self {
            Self::Bytes(bytes) | Self::Rest(bytes) => *bytes,
            Self::Group { times, width, .. } => *times * *width,
        }
    }

    /// A record says how long it is.
    #[must_use]
    pub fn varies(&self) -> bool {
        match self {
            Self::Bytes(_) | Self::Rest(_) => false,
            Self::Group { counter, parts, .. } => counter.is_some() || parts.iter().any(Self::varies),
        }
    }
}

/// A number in a record that says how many repetitions a group has.
#[derive(Debug, Clone, PartialEq)]
pub struct Counter {
    /// The copybook's name of it.
    pub name: String,
    /// First byte, in the longest record and the first repetition of every group around it, from 0.
    pub start: u32,
    /// Exclusive.
    pub end: u32,
    /// The groups around it, the outermost first: bytes of a repetition.
    pub widths: Vec<u32>,
    /// How it is read.
    pub reading: CounterReading,
    /// Repetitions at least.
    pub least: u32,
    /// Repetitions at most.
    pub most: u32,
}

/// How a counter is read: as the field of its item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CounterReading {
    /// How its digits stand there.
    pub stored: Stored,
    /// What blanks are.
    pub on_blank: OnBlank,
    /// Blanks are never its digits.
    pub blanks_tell: bool,
    /// What LOW-VALUES and HIGH-VALUES are.
    pub fills: Fills,
}

impl CounterReading {
    /// Of an item of which the mapping says nothing.
    #[must_use]
    pub fn plain(stored: Stored) -> Self {
        Self { stored, on_blank: OnBlank::Reject, blanks_tell: false, fills: Fills::default() }
    }

    /// Of the item's field; none where its number is text.
    #[must_use]
    pub fn of(reading: &Reading) -> Option<Self> {
        let Reading { on_blank, blanks_tell, .. } = *reading;
        Some(Self { stored: reading.stored?, on_blank, blanks_tell, fills: reading.fills.unwrap_or_default() })
    }
}

/// One of the groups that stand in one another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepeatStep {
    /// What it is called.
    pub name: String,
    /// At least 1.
    pub times: u32,
    /// Bytes.
    pub width: u32,
    /// What says how many there are; an index into [`Variable::counters`].
    pub counter: Option<usize>,
}

/// Of groups in one another, the one whose repetitions are numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RepeatLevel {
    /// Repetitions of the innermost group in one of this one; 1 for the innermost itself.
    pub each: u32,
    /// Repetitions of this one in the next outer group.
    pub times: u32,
}

impl RepeatLevel {
    /// The number, from 1, of the innermost group's repetition that is so many after the first of the record.
    #[must_use]
    pub const fn number(self, at: u32) -> u32 {
        at / self.each % self.times + 1
    }
}

impl RepeatPlace {
    /// The number of a repetition, `3`; of groups in one another those of all of them, the outermost first: `2.5`.
    #[must_use]
    pub fn numbers(&self, at: u32) -> String {
        let Self::Nested { steps, .. } = self else { return (at + 1).to_string() };
        let levels = steps.iter().filter_map(|step| self.level(&step.name));
        levels.map(|level| level.number(at).to_string()).collect::<Vec<_>>().join(".")
    }

    /// The level of the innermost group.
    #[must_use]
    pub fn innermost(&self) -> RepeatLevel {
        let times = if let Self::Nested { steps, .. } = self {
            steps.last().map_or(1, |step| step.times)
        } else {
            self.times()
        };
        RepeatLevel { each: 1, times: times.max(1) }
    }

    /// The level of the group of this name around the innermost one.
    #[must_use]
    pub fn level(&self, name: &str) -> Option<RepeatLevel> {
        let Self::Nested { steps, .. } = self else { return None };
        let at = steps.iter().position(|step| step.name == name)?;
        let each = steps[at + 1..].iter().fold(1, |all, step| all * step.times);
        Some(RepeatLevel { each, times: steps[at].times })
    }

    /// How many repetitions a record has, all of them together.
    #[must_use]
    pub fn times(&self) -> u32 {
        match self {
            Self::Bytes { times, .. } | Self::Cells { times, .. } => *times,
            Self::Nested { steps, .. } => steps.iter().fold(1, |all, step| all.saturating_mul(step.times)),
            Self::Headers(names) => u32::try_from(names.len()).unwrap_or(u32::MAX),
        }
    }

    /// Of repetitions by bytes: where the last one ends, from the start of the record.
    #[must_use]
    pub fn byte_end(&self) -> Option<u32> {
        match self {
            Self::Bytes { start, times, width } => Some(start + times * width),
            Self::Nested { start, steps } => {
                // The last piece of the last piece, and so on.
                let before: u32 = steps.iter().map(|step| (step.times - 1) * step.width).sum();
                Some(start + before + steps.last().map_or(0, |step| step.width))
            }
            Self::Cells { .. } | Self::Headers(_) => None,
        }
    }

    /// Of repetitions by bytes: where one begins, counted from 0.
    #[must_use]
    pub fn byte_start(&self, number: u32) -> Option<u32> {
        match self {
            Self::Bytes { start, width, .. } => Some(start + number * width),
            Self::Nested { start, steps } => {
                let (mut left, mut at) = (number, *start);
                for step in steps.iter().rev() {
                    at += left % step.times * step.width;
                    left /= step.times;
                }
                Some(at)
            }
            Self::Cells { .. } | Self::Headers(_) => None,
        }
    }
}

/// A named, typed piece of a record.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Unique in its kind.
    pub name: String,
    /// Place of the field in the mapping.
    pub at: Span,
    /// Where its text stands in the record.
    pub place: FieldPlace,
    /// What it becomes.
    pub ty: Type,
    /// How its text is read.
    pub reading: Reading,
    /// Its values appear nowhere but in data and rejects.
    pub personal: bool,
    /// Names that its values have: level 88 of a copybook.
    pub named: Option<Arc<Named>>,
}

/// Names of values.
#[derive(Debug, Clone, PartialEq)]
pub struct Named {
    /// In the order of the copybook; the first one whose values hold is a value's name.
    pub names: Vec<ValueName>,
    /// What follows for a value that has no name; none: nothing.
    pub on_fail: Option<OnFail>,
    /// The values as the copybook writes them.
    pub written: String,
}

/// A name, and the values that it stands for.
#[derive(Debug, Clone, PartialEq)]
pub struct ValueName {
    /// As the copybook has it, in capitals.
    pub name: String,
    /// Single ones, and ranges of which both ends count.
    pub values: Vec<(NamedConstant, Option<NamedConstant>)>,
}

/// A value that has a name.
#[derive(Debug, Clone, PartialEq)]
pub enum NamedConstant {
    /// Of the field's type.
    Value(Value),
    /// Bytes of a text, in the field's encoding.
    Bytes(Vec<u8>),
}

/// Where a field's text stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum FieldPlace {
    /// Bytes (or characters) from 0, end exclusive.
    Bytes {
        /// From 0.
        start: u32,
        /// Exclusive.
        end: u32,
    },
    /// The cell under this header.
    Header(String),
    /// The cell of this index, from 0.
    Index(u32),
    /// The whole record.
    Record,
}

/// Type of a field or column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Type {
    Text,
    Int16,
    Int32,
    Int64,
    /// 1 ≤ precision ≤ 38, 0 ≤ scale ≤ precision.
    Decimal {
        precision: u8,
        scale: u8,
    },
    /// Days since 1970-01-01.
    Date,
    /// Microseconds since midnight.
    Time,
    /// Microseconds since 1970-01-01, without a zone.
    Timestamp,
    Bool,
    Float32,
    Float64,
}

impl Type {
    /// Whole numbers and decimals: what is summed exactly.
    #[must_use]
    pub const fn is_number(self) -> bool {
        matches!(self, Self::Int16 | Self::Int32 | Self::Int64 | Self::Decimal { .. })
    }

    /// Digits after the mark; 0 for all but decimals.
    #[must_use]
    pub const fn scale(self) -> u8 {
        if let Self::Decimal { scale, .. } = self { scale } else { 0 }
    }
}

/// How a field's text is read. Steps in this order: encoding, `pattern`, `trim`, `null_if`, `on_blank`, type.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// Another encoding than the source's.
    pub encoding: Option<String>,
    /// Its first group is the field.
    pub pattern: Option<Pattern>,
    /// Blanks that are taken off.
    pub trim: Trim,
    /// Date or time picture; for dates `YYYY-MM-DD` by default, times `HH:MM:SS`, timestamps `YYYY-MM-DD HH:MM:SS`.
    pub picture: Option<String>,
    /// Window of two-digit years: first and last, 100 years.
    pub years: Option<(i32, i32)>,
    /// Sign styles of a number; empty: `leading` minus only (and unsigned).
    pub sign: Vec<Sign>,
    /// The decimal mark; none: the decimals are implied by the type's scale in `fixed`, `.` in `delimited`.
    pub decimal: Option<char>,
    /// Thousands separators that may stand, at every third digit.
    pub thousands: Vec<char>,
    /// Currency signs that may stand before or after.
    pub currency: Vec<String>,
    /// What to do with more decimals than the type has.
    pub round: Option<Round>,
    /// Raw texts (after trim) that mean "no value".
    pub null_if: Vec<String>,
    /// What a blank field becomes.
    pub on_blank: OnBlank,
    /// It is said of this very field what blanks become: they are never its digits.
    pub blanks_tell: bool,
    /// Blanks are how its zero is written, as BLANK WHEN ZERO says.
    pub zero_is_blank: bool,
    /// What a field that does not decode becomes.
    pub on_bad: OnBad,
    /// Words for true, as written.
    pub true_words: Vec<String>,
    /// Words for false, as written.
    pub false_words: Vec<String>,
    /// How its number stands in its bytes; none: as text. Where the type is no number, its digits are the text.
    pub stored: Option<Stored>,
    /// The picture that its number is held to, place by place; none: it is read as people write numbers.
    pub edited: Option<Arc<Edited>>,
    /// What LOW-VALUES and HIGH-VALUES become; none: they are bytes like others.
    pub fills: Option<Fills>,
}

impl Reading {
    /// As a text that stands there from its first byte to its last; what is empty or blank has no value.
    #[must_use]
    pub const fn plain() -> Self {
        Self {
            encoding: None,
            pattern: None,
            trim: Trim::None,
            picture: None,
            years: None,
            sign: Vec::new(),
            decimal: None,
            thousands: Vec::new(),
            currency: Vec::new(),
            round: None,
            null_if: Vec::new(),
            on_blank: OnBlank::Empty,
            blanks_tell: false,
            zero_is_blank: false,
            on_bad: OnBad::Reject,
            true_words: Vec::new(),
            false_words: Vec::new(),
            stored: None,
            edited: None,
            fills: None,
        }
    }
}

#[allow(missing_docs)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trim {
    None,
    Left,
    Right,
    Both,
}
#[allow(missing_docs)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Round {
    HalfUp,
    HalfEven,
    Truncate,
}
#[allow(missing_docs)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnBlank {
    Empty,
    Reject,
    Zero,
    /// The number that its bytes read as: of COMP-6 and binary numbers, of which blanks may be digits.
    Number,
}
#[allow(missing_docs)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnBad {
    Reject,
    Empty,
}
#[allow(missing_docs)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnFail {
    Reject,
    Warn,
    Fail,
}

/// Where a number's sign stands, and how it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sign {
    /// No sign at all.
    None,
    /// `+` or `-` before the digits (U+2212 too).
    Leading,
    /// `+`, `-` or a blank in the last place, always there.
    Trailing,
    /// `{A-I` positive, `}J-R` negative on the last digit.
    Overpunch,
    /// `p`–`y` negative on the last digit, plain digits positive.
    OverpunchP,
    /// A minus may stand after the digits.
    MinusAfter,
    /// `CR` (negative) or `DB` after the digits.
    CrDb,
    /// `CR` after negative numbers, as pictures of COBOL have it; not in the language.
    Credit,
    /// `DB` after negative numbers, as pictures of COBOL have it; not in the language.
    Debit,
    /// As `Leading`, with blanks behind the sign, as pictures of COBOL have it; not in the language.
    LeadingApart,
    /// Parentheses around negative numbers.
    Parentheses,
    /// Angle brackets around negative numbers.
    Angles,
    /// Any of the text styles: leading, minus after, `CR`/`DB`, parentheses, angles.
    AnyText,
}

/// A regular expression, checked when the mapping is read.
#[derive(Debug, Clone)]
pub struct Pattern(pub Arc<regex::Regex>);

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_str() == other.0.as_str()
    }
}

/// A statement about a record, told by its raw text or by a typed field.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// What is looked at.
    pub of: Operand,
    /// What must hold of it.
    pub test: Test,
}

impl Condition {
    /// Whether it looks at typed values; else raw bytes tell whether it holds.
    #[must_use]
    pub const fn is_typed(&self) -> bool {
        matches!(self.of, Operand::Field(_) | Operand::Expression(..))
    }
}

/// What a condition looks at.
#[derive(Debug, Clone, PartialEq)]
pub enum Operand {
    /// The whole record, as text.
    Record,
    /// Bytes of the record, from 0, end exclusive.
    Bytes {
        /// From 0.
        start: u32,
        /// Exclusive.
        end: u32,
    },
    /// The cell of this index, from 0.
    Index(u32),
    /// A typed field.
    Field(FieldRef),
    /// An expression that is true or not, of the records of this kind.
    Expression(KindId, Box<Expression>),
}

/// What a condition wants.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// The expression is true.
    True,
    /// One of these; texts for raw operands, values of the field's type else.
    In(Vec<Value>),
    /// None of these.
    NotIn(Vec<Value>),
    /// At least one character, and all of them this one.
    All(char),
    /// The pattern matches.
    Pattern(Pattern),
    /// The record has so many cells.
    Cells(u32),
}

/// A field of a kind, or of a repeat group of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FieldRef {
    /// The kind.
    pub kind: KindId,
    /// The repeat group.
    pub repeat: Option<usize>,
    /// Index into the kind's or the group's fields.
    pub field: usize,
}

/// Records or rows that are not loaded.
#[derive(Debug, Clone, PartialEq)]
pub struct SetAside {
    /// Which; it looks at typed values.
    pub when: Condition,
    /// The reason, in the mapping's words.
    pub because: String,
}

/// A figure that the old system wrote into its files, and what it must be.
#[derive(Debug, Clone, PartialEq)]
pub struct Control {
    /// Unique in its source.
    pub id: String,
    /// Where it stands.
    pub at: Span,
    /// The field that says it; never one of a repeated group. Its kind makes control records.
    pub says: FieldRef,
    /// The kind whose record opens what the figure is about, and which a control record closes; none: the file.
    pub opened: Option<KindId>,
    /// What it must be.
    pub figure: Figure,
    /// What is counted or summed, if not all; it looks at typed values.
    pub filter: Option<Condition>,
    /// What follows where it is not: fail or warn.
    pub on_fail: OnFail,
    /// For people.
    pub about: String,
}

/// What a control's figure must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Figure {
    /// A number of records or repetitions.
    Count {
        /// What is counted; none: every record, whatever its kind.
        of: Option<Vec<Counted>>,
        /// In units of so many, the last of which need not be full; 1 or more.
        per: u64,
    },
    /// The sum of fields, all of the scale of the one that says it.
    Sum {
        /// At least one.
        fields: Vec<FieldRef>,
        /// Only so many digits at the end of it, those after the mark among them.
        low_digits: Option<u32>,
    },
    /// The value of a field of a record above, or of the one that opened.
    Is(FieldRef),
}

/// Records of a kind, or the repetitions of one of its groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// The kind.
    pub kind: KindId,
    /// The group; none: records.
    pub repeat: Option<usize>,
}

impl Control {
    /// What is counted or summed, kind by kind; nothing where that is every record, or none.
    #[must_use]
    pub fn counted(&self) -> Vec<Counted> {
        match &self.figure {
            Figure::Count { of, .. } => of.clone().unwrap_or_default(),
            Figure::Sum { fields, .. } => {
                fields.iter().map(|at| Counted { kind: at.kind, repeat: at.repeat }).collect()
            }
            Figure::Is(_) => Vec::new(),
        }
    }

    /// The field of the record that opens, if its value is what is repeated. A control record is refused with any other record
    /// above it, but not with this one.
    #[must_use]
    pub fn repeats_opened(&self) -> Option<FieldRef> {
        match self.figure {
            Figure::Is(at) if self.opened == Some(at.kind) => Some(at),
            _ => None,
        }
    }

    /// The kinds whose records it reads.
    pub fn kinds(&self) -> impl Iterator<Item = KindId> {
        let is = if let Figure::Is(at) = self.figure { Some(at.kind) } else { None };
        self.counted().into_iter().map(|counted| counted.kind).chain(is).chain([self.says.kind])
    }
}

/// A table of the new platform.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Unique in the migration; letters, digits and `_`.
    pub name: String,
    /// Place of the table in the mapping.
    pub at: Span,
    /// Title in English and French.
    pub title: Title,
    /// The kind that makes its rows.
    pub from: KindId,
    /// The repeat group of that kind that makes one row a repetition.
    pub repeat: Option<usize>,
    /// Children that are joined into the parent's row.
    pub with: Vec<With>,
    /// Rows of a repeat group that are left out.
    pub set_aside: Vec<SetAside>,
    /// At least one.
    pub columns: Vec<Column>,
    /// Columns that are structures in files, each before those within it: they are of the single columns, and change
    /// nothing about them but where they stand there.
    pub structures: Vec<Structure>,
    /// Columns whose values are lists; they stand behind the others.
    pub nests: Vec<Nest>,
    /// Each after those that make its keys.
    pub lookups: Vec<Lookup>,
    /// A row becomes several, by shares.
    pub split: Option<Split>,
    /// Statements about each row.
    pub rules: Vec<RowRule>,
    /// Statements about several rows, or several tables.
    pub set_rules: Vec<SetRule>,
    /// Controls beside the files that are about its rows, of the migration that the mapping belongs to.
    pub reports: Vec<Report>,
    /// What may be refused; above it the run publishes nothing.
    pub limits: Limits,
    /// `_file` and `_offset` are written; default true.
    pub trace: bool,
    /// How its rows are laid out in files.
    pub order: Order,
    /// Which rows of one key are dropped; none: all are kept.
    pub dedupe: Option<Dedupe>,
}

impl Table {
    /// Why rows are left out, in the mapping's words.
    pub fn reasons(&self) -> impl Iterator<Item = &str> {
        let aside = self.set_aside.iter().map(|aside| aside.because.as_str());
        aside.chain(self.dedupe.as_ref().map(|dedupe| dedupe.because.as_str()))
    }

    /// What the elements of its lists are, each before those of the lists within it.
    #[must_use]
    pub fn nested(&self) -> Vec<&Self> {
        self.nests.iter().flat_map(|nest| std::iter::once(&nest.table).chain(nest.table.nested())).collect()
    }

    /// Its lists with the way to each, `months.weeks`; each before those within its elements.
    #[must_use]
    pub fn ways(&self) -> Vec<(String, &Nest)> {
        let mut ways = Vec::new();
        for nest in &self.nests {
            ways.push((nest.name.clone(), nest));
            let within = nest.table.ways().into_iter();
            ways.extend(within.map(|(way, list)| (format!("{}.{way}", nest.name), list)));
        }
        ways
    }

    /// The kinds whose records stand in its rows, beside the one that makes them: in lists within lists, too.
    #[must_use]
    pub fn joined(&self) -> Vec<KindId> {
        let own = std::iter::once(self).chain(self.nested());
        own.flat_map(|table| table.with.iter().map(|with| with.kind)).collect()
    }

    /// Parquet columns, but for `_file` and `_offset`.
    #[must_use]
    pub fn leaves(&self) -> usize {
        self.columns.len() + self.nests.iter().map(|nest| nest.table.leaves()).sum::<usize>()
    }
}

/// A column that is a structure of others, which follow one another. It is never null: a row always has it, and what has no
/// value is empty in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Structure {
    /// Unique in its table; within another structure the way to it: `owner.address`. Its columns are called after it:
    /// `owner.address.city`.
    pub name: String,
    /// Place of the column in the mapping.
    pub at: Span,
    /// What `nest:` names.
    pub of: String,
    /// Its columns, those of structures within it among them, by their numbers.
    pub columns: std::ops::Range<usize>,
    /// For people.
    pub title: Title,
    /// Longer words for the data dictionary.
    pub about: String,
}

/// A column whose values are lists: of what repeats in a record, or of the children of a record.
#[derive(Debug, Clone, PartialEq)]
pub struct Nest {
    /// Unique in its table, among columns too.
    pub name: String,
    /// Place of the column in the mapping.
    pub at: Span,
    /// What makes its elements, as `from:` of a table would say it.
    pub of: String,
    /// An element, as if it were a row. Its name is the way to it: `account.months`.
    pub table: Table,
    /// An element is the value of the only column; else all columns make one structure.
    pub is_value: bool,
    /// For people.
    pub title: Title,
    /// Longer words for the data dictionary.
    pub about: String,
}

/// What the element of a list of single values is called in files, as the Parquet format wants it.
pub const ELEMENT: &str = "element";

impl Nest {
    /// What a column of the elements is called in files.
    #[must_use]
    pub fn part<'n>(&self, column: &'n Column) -> &'n str {
        if self.is_value { ELEMENT } else { &column.name }
    }

    /// Of these lists, each before those within it, the elements of the one that has so many before it.
    fn nth<'t>(nests: &'t mut [Self], left: &mut usize) -> Option<&'t mut Table> {
        for nest in nests {
            let Some(less) = left.checked_sub(1) else { return Some(&mut nest.table) };
            *left = less;
            if let Some(found) = Self::nth(&mut nest.table.nests, left) {
                return Some(found);
            }
        }
        None
    }
}

/// Of several rows that have the same values in these columns, one is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dedupe {
    /// At least one, none of floating point. A row with an empty value in one of them is kept.
    pub by: Vec<usize>,
    /// What tells which row is kept, ascending; then their order in the sources does. An empty value is never preferred.
    pub order_by: Vec<usize>,
    /// Which of them.
    pub keep: Keep,
    /// Why the others are left out.
    pub because: String,
}

#[allow(missing_docs)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    First,
    Last,
}

/// How a table's rows are laid out in files; without a column, as they stand in the sources.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Order {
    /// Columns whose values are folders; none is personal.
    pub partition_by: Vec<usize>,
    /// Columns by which the rows are sorted, ascending, in each folder.
    pub sort_by: Vec<usize>,
}

impl Order {
    /// The rows stay as they stand in the sources.
    #[must_use]
    pub const fn is_of_sources(&self) -> bool {
        self.partition_by.is_empty() && self.sort_by.is_empty()
    }
}

/// How much of a table may be refused.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Limits {
    /// So many records.
    pub rejects: Most,
    /// So much money.
    pub amounts: Vec<AmountLimit>,
}

/// So many, or such a share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Most {
    /// So many.
    Count(u64),
    /// So many of a million: `0.1%` is 1,000.
    Share(u32),
}

impl Most {
    /// How many of these are allowed; a share is rounded down.
    #[must_use]
    pub fn of(self, records: u64) -> u64 {
        match self {
            Self::Count(count) => count,
            Self::Share(share) => {
                let allowed = u128::from(records) * u128::from(share) / 1_000_000;
                u64::try_from(allowed).unwrap_or(u64::MAX)
            }
        }
    }
}

impl Default for Most {
    fn default() -> Self {
        Self::Count(0)
    }
}

/// As a mapping writes it.
impl fmt::Display for Most {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Count(count) => write!(to, "{count}"),
            Self::Share(share) => {
                let (whole, decimals) = (share / 10_000, format!(".{:04}", share % 10_000));
                write!(to, "{whole}{}%", decimals.trim_end_matches('0').trim_end_matches('.'))
            }
        }
    }
}

/// How much of a column may be refused, each value without its sign: what is owed does not pay for what is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AmountLimit {
    /// A column of whole numbers or decimals.
    pub column: usize,
    /// At the column's scale; 0 or more.
    pub most: i128,
}

/// How often a rule may be broken; none: as often as may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RuleLimits {
    /// Findings.
    pub breaches: Option<Most>,
    /// The amount at stake, at its column's scale.
    pub amount: Option<i128>,
}

/// Limits of a rule whose amount has a type that nobody knows yet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RuleLimitsDraft {
    /// Above so many findings.
    pub breaches: Option<Most>,
    /// Above so much at stake; the key's place is beside it.
    pub amount: Option<(Span, Said)>,
}

/// A child that is brought into its parent's row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct With {
    /// The child.
    pub kind: KindId,
    /// How many there may be.
    pub many: Many,
}

/// How many children stand in one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Many {
    /// `exactly one`: its fields are brought in.
    One,
    /// `at most one`: its fields are brought in.
    MostOne,
    /// Any number, as a list.
    Any,
}

/// A title or description in two languages; either may be empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Title {
    /// English.
    pub en: String,
    /// French.
    pub fr: String,
}

/// A named, typed piece of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Unique in its table.
    pub name: String,
    /// Place of the column in the mapping.
    pub at: Span,
    /// Where its values come from.
    pub from: Origin,
    /// Its type; every value of the origin fits it without loss, or is a finding.
    pub ty: Type,
    /// No value is a finding.
    pub required: bool,
    /// Taken where there is no value, and counted.
    pub default: Option<Value>,
    /// Typed values that mean "no value".
    pub null_if: Vec<Value>,
    /// Least and most value, both included; either may be open.
    pub range: Option<(Option<Value>, Option<Value>)>,
    /// Least and most code points of a text.
    pub length: Option<(u32, u32)>,
    /// What the text must look like.
    pub pattern: Option<Pattern>,
    /// The values that it may have.
    pub one_of: Vec<Value>,
    /// A number's check.
    pub check: Option<Check>,
    /// What a failed check leads to; default reject.
    pub on_fail: OnFail,
    /// Personal by its own mark or by its field's.
    pub personal: bool,
    /// For people.
    pub title: Title,
    /// Longer words for the data dictionary.
    pub about: String,
}

/// An expression, with what its names stand for.
#[derive(Debug, Clone, PartialEq)]
pub struct Expression {
    /// What is computed, and as what it is written.
    pub typed: super::sql::Typed,
    /// By the numbers that the expression has for its names.
    pub reads: Vec<Reads>,
}

/// What a name in an expression stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reads {
    /// A field.
    Field(FieldRef),
    /// The number of the repetition, from 1.
    RepeatNumber(RepeatLevel),
    /// `_file`, the source's name.
    File,
    /// `_offset`, the record's first byte.
    Offset,
    /// `head._offset`, the first byte of the record of another kind: of an ancestor, or of a `with` child.
    OffsetOf(KindId),
    /// A column of the same table, by its index.
    Column(usize),
    /// A parameter of the migration, by its index.
    Parameter(usize),
}

impl Expression {
    /// The fields that it reads.
    pub fn fields(&self) -> impl Iterator<Item = FieldRef> {
        self.reads.iter().filter_map(|read| if let Reads::Field(at) = read { Some(*at) } else { None })
    }

    /// The parameters that it reads, by their index.
    pub fn parameters(&self) -> impl Iterator<Item = usize> {
        self.reads.iter().filter_map(|read| if let Reads::Parameter(at) = read { Some(*at) } else { None })
    }
}

/// A statement about each row of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct RowRule {
    /// Unique in its table.
    pub id: String,
    /// Where it stands.
    pub at: Span,
    /// What must not be false; it reads columns.
    pub row: Expression,
    /// What follows where it is.
    pub on_fail: OnFail,
    /// How often it may be.
    pub limits: RuleLimits,
    /// For people.
    pub about: String,
}

/// A statement about several rows of a table, or about two tables; columns are those of its own table.
#[derive(Debug, Clone, PartialEq)]
pub struct SetRule {
    /// Unique in its table, among rules of rows too.
    pub id: String,
    /// Where it stands.
    pub at: Span,
    /// What must hold.
    pub test: SetTest,
    /// The rows that it is about, by columns; none: all.
    pub filter: Option<Expression>,
    /// What follows where it does not hold.
    pub on_fail: OnFail,
    /// How often it may not.
    pub limits: RuleLimits,
    /// The column whose sum is the amount at stake.
    pub amount: Option<usize>,
    /// For people.
    pub about: String,
}

impl SetRule {
    /// The column of its amount at stake: the one that is summed, or the one that it names.
    #[must_use]
    pub fn at_stake(&self) -> Option<usize> {
        self.test.summed().or(self.amount)
    }
}

/// What must hold of several rows.
#[derive(Debug, Clone, PartialEq)]
pub enum SetTest {
    /// No two rows have the same values in these columns.
    Unique {
        /// At least one, none of floating point.
        columns: Vec<usize>,
        /// What a row is in which one of them is empty.
        nulls: Nulls,
    },
    /// Another table, or the same, has a row with these values.
    References {
        /// As many as the other's.
        columns: Vec<usize>,
        /// Where they must be.
        target: Target,
        /// What a row is in which one of them is empty.
        nulls: Nulls,
    },
    /// The sum of a column is a number, for each key.
    Sum {
        /// A whole number or a decimal.
        column: usize,
        /// The key; none: the whole table. An empty value is a key of its own.
        by: Vec<usize>,
        /// At the column's scale.
        equals: i128,
        /// How far the sum may be from it, at the column's scale; 0 or more.
        tolerance: i128,
    },
    /// What the rows come to is what those of other tables do, for each key; a key without rows on one side has 0 there.
    Compare {
        /// A whole number or a decimal; none: rows are counted.
        column: Option<usize>,
        /// The key; none: the whole table.
        by: Vec<usize>,
        /// It is taken off, not added.
        minus: bool,
        /// Other tables on the same side, which are added to it; a rule of `migration.yaml` alone has some.
        beside: Vec<Term>,
        /// The other side: at least one.
        others: Vec<Term>,
        /// How far they may be apart, at the column's scale; 0 or more.
        tolerance: i128,
        /// `migration.yaml` says it.
        of_migration: bool,
    },
    /// So many rows have the same key.
    Count {
        /// The key; none: the whole table.
        by: Vec<usize>,
        /// At least; a key without a row is no key.
        least: u64,
        /// At most.
        most: u64,
    },
    /// A column counts up by one, for each key: without a gap, and no number twice.
    Sequence {
        /// A whole number.
        column: usize,
        /// The key; none: the whole table.
        by: Vec<usize>,
    },
}

impl SetTest {
    /// The column that is summed, if one is.
    #[must_use]
    pub const fn summed(&self) -> Option<usize> {
        match self {
            Self::Sum { column, .. } => Some(*column),
            Self::Compare { column, .. } => *column,
            Self::Unique { .. } | Self::References { .. } | Self::Count { .. } | Self::Sequence { .. } => None,
        }
    }
}

/// What a row without a whole key is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Nulls {
    /// Nothing is asked of it.
    #[default]
    Skip,
    /// It breaks the rule.
    Refuse,
}

/// Columns of a table by their names: it may be another mapping's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The table.
    pub table: String,
    /// Its columns.
    pub columns: Vec<String>,
    /// Where they are named.
    pub at: Span,
}

/// What the rows of another table come to.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// Its key columns; last the column that is summed, if rows are not counted, of the same scale.
    pub target: Target,
    /// Its rows are counted.
    pub counts: bool,
    /// It is taken off, not added.
    pub minus: bool,
    /// Which of its rows.
    pub filter: Option<TermFilter>,
}

impl Term {
    /// The columns of its key.
    #[must_use]
    pub fn key(&self) -> &[String] {
        let columns = &self.target.columns;
        &columns[..columns.len() - usize::from(!self.counts)]
    }

    /// The column that is summed.
    #[must_use]
    pub fn sum(&self) -> Option<&String> {
        self.target.columns.last().filter(|_| !self.counts)
    }
}

/// A condition on rows of another table.
#[derive(Debug, Clone, PartialEq)]
pub struct TermFilter {
    /// As written.
    pub said: Said,
    /// By that table's columns; none before these are known.
    pub expression: Option<Expression>,
}

/// A rule between tables as `migration.yaml` writes it: its names are not looked up yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleDraft {
    /// Unique among the rules of the first table.
    pub id: Said,
    /// The side of the first table: at least one.
    pub own: Vec<TermDraft>,
    /// The other side: at least one.
    pub others: Vec<TermDraft>,
    /// How far they may be apart.
    pub tolerance: Option<Said>,
    /// What follows where it does not hold: fail or warn.
    pub on_fail: OnFail,
    /// How often it may not.
    pub limits: RuleLimitsDraft,
    /// For people.
    pub about: String,
}

/// A table of a [`RuleDraft`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermDraft {
    /// The table.
    pub table: Said,
    /// What is summed; none: rows are counted.
    pub sum: Option<Said>,
    /// The key; none: that of the first table.
    pub by: Option<Vec<Said>>,
    /// Which of its rows.
    pub filter: Option<Said>,
    /// It is taken off, not added.
    pub minus: bool,
}

/// Where a column's values come from.
#[derive(Debug, Clone, PartialEq)]
pub enum Origin {
    /// Computed from fields.
    Expression(Box<Expression>),
    /// A field of the table's kind, of an ancestor, or of a `with` child.
    Field(FieldRef),
    /// The same value in every row; `None` is a null.
    Constant(Option<Value>),
    /// The number of the repetition, from 1.
    RepeatNumber(RepeatLevel),
    /// One of the table's look-ups.
    Lookup(usize),
    /// Taken from the table's split, by its number among [`Split::takes`].
    Split(usize),
    /// The number of the part among those of its row, from 1.
    PartNumber,
    /// The name that a field's value has (level 88).
    Label(FieldRef),
}

/// A column whose values are taken from a crosswalk.
#[derive(Debug, Clone, PartialEq)]
pub struct Lookup {
    /// Index of the column that it makes.
    pub column: usize,
    /// Place of `lookup:` in the mapping.
    pub at: Span,
    /// The crosswalk's file, relative to the mapping's folder.
    pub file: String,
    /// At least one; all must match.
    pub keys: Vec<LookupKey>,
    /// The header whose values are taken.
    pub take: String,
    /// When a row of the crosswalk holds; none: always.
    pub valid: Option<Validity>,
    /// What a key leads to that the crosswalk does not have.
    pub unmatched: Unmatched,
    /// The column of the money by which keys are told: a whole number or a decimal.
    pub amount: Option<usize>,
    /// How the file is read.
    pub reading: CrosswalkReading,
}

/// A control beside the files as `migration.yaml` writes it: its names are not looked up yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportDraft {
    /// Unique in the migration.
    pub id: Said,
    /// Relative to the folder.
    pub file: String,
    /// How it reads.
    pub reading: CrosswalkReading,
    /// The table.
    pub table: Said,
    /// Headers with the table's columns; none: the table has one key.
    pub keys: Vec<(String, Said)>,
    /// Headers with what must equal them.
    pub figures: Vec<(Said, FigureDraft)>,
    /// Which rows count.
    pub filter: Option<Said>,
    /// How far sums may be off.
    pub tolerance: Option<Said>,
    /// What follows where it does not hold: fail or warn.
    pub on_fail: OnFail,
    /// For people.
    pub about: String,
}

/// What a figure of a report is of the rows of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FigureDraft {
    /// How many there are.
    Count,
    /// What this column adds up to.
    Sum(Said),
}

/// A control beside the files: figures of the old system, by key, which the rows of a table must come to.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// Unique in the migration.
    pub id: String,
    /// Relative to the folder of `migration.yaml`.
    pub file: String,
    /// How it reads.
    pub reading: CrosswalkReading,
    /// The key; none: the table has one key.
    pub keys: Vec<LookupKey>,
    /// At least one.
    pub figures: Vec<ReportFigure>,
    /// Which rows count; none: all.
    pub filter: Option<Expression>,
    /// What follows where it does not hold: fail or warn.
    pub on_fail: OnFail,
    /// For people.
    pub about: String,
}

/// One figure of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportFigure {
    /// The control's `id`; with the header behind it where it has several figures.
    pub name: String,
    /// In the report.
    pub header: String,
    /// The column that is summed, a whole number or a decimal; none: rows are counted.
    pub sum: Option<usize>,
    /// At the column's scale; 0 or more.
    pub tolerance: i128,
}

impl Report {
    /// The type of a figure in the report: a sum may have more digits before the mark than the column.
    #[must_use]
    pub fn figure_type(figure: &ReportFigure, columns: &[Column]) -> Type {
        figure.sum.map_or(Type::Int64, |column| Type::Decimal { precision: 38, scale: columns[column].ty.scale() })
    }
}

/// A row that becomes several: one for each row that a crosswalk has for its key, by their shares.
#[derive(Debug, Clone, PartialEq)]
pub struct Split {
    /// Place of `split:` in the mapping.
    pub at: Span,
    /// The crosswalk's file, relative to the mapping's folder.
    pub file: String,
    /// At least one; all must match.
    pub keys: Vec<LookupKey>,
    /// Index of each column that is taken from it, with its header.
    pub takes: Vec<(usize, String)>,
    /// The header of the shares.
    pub share: String,
    /// Shares are weights; else those of one key are percents, 100 together.
    pub weights: bool,
    /// Columns that are divided, whole numbers or decimals; all others are repeated.
    pub amounts: Vec<usize>,
    /// When a row of the crosswalk holds; none: always.
    pub valid: Option<Validity>,
    /// What a key leads to that the crosswalk does not have.
    pub unmatched: Unsplit,
    /// The column of the money by which keys are told, by default the first that is divided.
    pub amount: usize,
    /// How the file is read.
    pub reading: CrosswalkReading,
    /// The look-ups before this one are made of whole rows, the others of their parts.
    pub first_after: usize,
}

/// What a key leads to that a split's crosswalk does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unsplit {
    /// The record is refused.
    Reject,
    /// The row stays whole; what is taken is empty, or the column's default.
    Keep,
}

/// A key of a look-up: equal values match. The crosswalk's are read with the column's type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookupKey {
    /// In the crosswalk.
    pub header: String,
    /// Index of the table's column.
    pub column: usize,
}

/// The first and last day of a crosswalk's row, both included; an empty one is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Validity {
    /// Header of the first day.
    pub from: String,
    /// Header of the last day.
    pub to: String,
    /// Index of the table's column that says on which day is looked up.
    pub at: usize,
}

/// What a key leads to that the crosswalk does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unmatched {
    /// A finding, whose severity is the column's `on_fail`.
    Report,
    /// No value, or the column's default; counted.
    Empty,
}

/// How a crosswalk's file is read.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum CrosswalkReading {
    /// Delimited text with one line of headers.
    Text {
        /// Name of the encoding, resolved.
        encoding: String,
        /// One or several characters.
        delimiter: String,
        /// None: quotes are text.
        quote: Option<char>,
        /// Of dates; none: `YYYY-MM-DD`.
        picture: Option<String>,
        /// The decimal mark; none: a point.
        decimal: Option<char>,
        /// Separators that may stand at every third digit.
        thousands: Vec<char>,
        /// Sign styles of numbers; empty: `leading`.
        sign: Vec<Sign>,
    },
    /// A Parquet file.
    Parquet,
}

/// The checks of numbers that people know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Check {
    Sin,
    Bn,
    Luhn,
    Aba,
    Iban,
    CaPostalCode,
    CaTransit,
}

/// A constant of a mapping, typed.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)]
pub enum Value {
    Text(String),
    Int(i64),
    /// Unscaled, at the scale of its column.
    Decimal(i128),
    Date(i32),
    Time(i64),
    Timestamp(i64),
    Bool(bool),
    Float(f64),
}
