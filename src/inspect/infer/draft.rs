//! A mapping to be, as data: what was found in files that nobody described, and why it is thought to be so.
//!
//! In: nothing; the guesses of `fixed` and `delimited` fill it. Out: what [`super::yaml`] writes. Refuses words: a reason is
//! an enum with counts, and whoever shows it has the words. Types and readings are those of the mapping's model, so that
//! nothing can be drafted that a mapping cannot say.

use super::delimited::why::CutWhy;
use super::layout::Doubt;
use super::values::why::{self as value, Share, Why};
use crate::extractors::frame::lengths::LengthWord;
use crate::finding::{Args, Code};
use crate::inspect::encoding::ebcdic::Pages;
use crate::mapping::model::{Check, Dialect, Edges, FieldPlace, Filler, Reading, RepeatPlace, Short, Type};

/// A whole mapping, drafted.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// The name of the mapping and of the first table: letters, digits and `_`.
    pub name: String,
    /// How the files read.
    pub source: SourceDraft,
    /// The kinds, in the order in which they are tried; at least one.
    pub kinds: Vec<KindDraft>,
    /// Fields that all kinds have, before their own; only where there are several kinds of fixed width.
    pub common: Vec<FieldDraft>,
    /// Figures that the records were found to keep.
    pub controls: Vec<ControlDraft>,
    /// How much of the files was looked at.
    pub seen: Seen,
}

/// How much of the files was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Seen {
    /// Files.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Records that were looked at.
    pub records: u64,
    /// Bytes of the samples that were read; as many as `bytes` where all was.
    pub read: u64,
}

impl Seen {
    /// Whether all was read.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        self.read >= self.bytes
    }
}

/// The old system's files.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceDraft {
    /// Paths as the mapping names them.
    pub files: Vec<String>,
    /// The name of the encoding, as the mapping writes it.
    pub encoding: String,
    /// How records are cut.
    pub form: Form,
    /// Bytes at the ends of every file that are in no record.
    pub edges: Edges,
    /// Delimited: bytes of the longest record, where that is beyond the default.
    pub max_length: Option<u64>,
    /// Why encoding and form are thought to be so.
    pub why: Vec<Reason>,
}

/// How records are cut.
#[derive(Debug, Clone, PartialEq)]
pub enum Form {
    /// Lines of fixed width.
    Lines {
        /// The longest line, in bytes without its end.
        longest: u32,
        /// What becomes of shorter ones: `pad` where there are some.
        short: Short,
        /// Tab stops every so many columns, where there are tabs.
        tabs: Option<u32>,
    },
    /// Records of so many bytes, without a separator.
    Length(u32),
    /// Records with their length before them.
    Words {
        /// How a length stands there.
        word: LengthWord,
        /// Whether they stand in blocks that begin with their length too.
        in_blocks: bool,
        /// What becomes of shorter ones: `pad` where there are some.
        short: Short,
    },
    /// Delimited text.
    Delimited(Dialect),
}

impl Form {
    /// Whether fields have places, not cells.
    #[must_use]
    pub const fn is_fixed(&self) -> bool {
        !matches!(self, Self::Delimited(_))
    }
}

/// One layout of records.
#[derive(Debug, Clone, PartialEq)]
pub struct KindDraft {
    /// Unique in the draft.
    pub name: String,
    /// When a record is of this kind; none: it takes what is left, and stands last.
    pub when: Option<When>,
    /// The parent, by its place among the kinds.
    pub under: Option<usize>,
    /// The kind that such a record closes.
    pub ends: Option<usize>,
    /// Why such records are not read; none: they are.
    pub skip: Option<Skip>,
    /// Delimited: how many cells such a record has.
    pub cells: Option<u32>,
    /// Delimited: the record stands before the header.
    pub in_preamble: bool,
    /// What may stand where no field reads: blanks alone, where no record has anything else there.
    pub filler: Filler,
    /// In the order of their places.
    pub fields: Vec<FieldDraft>,
    /// Groups of fields that stand several times, in the order of their places.
    pub groups: Vec<GroupDraft>,
    /// Fields whose values, taken together, no two records share; the best first.
    pub unique: Vec<Vec<String>>,
    /// Fields that add up to another one.
    pub sums: Vec<SumDraft>,
    /// Records of this kind among those that were looked at.
    pub records: u64,
    /// Why it is thought to be a kind, and to stand where it does.
    pub why: Vec<Reason>,
}

/// Fields that add up to another one in next to all records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SumDraft {
    /// The whole, by its name.
    pub total: String,
    /// The parts.
    pub parts: Vec<String>,
    /// The records in which it is so, of those that have a number in each.
    pub share: Share,
    /// Whether every record of the files was asked.
    pub is_whole: bool,
}

/// When a record is of a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum When {
    /// Its code, at these places from 0, end exclusive.
    At {
        /// From 0.
        start: u32,
        /// Exclusive.
        end: u32,
        /// One code or several.
        is: Vec<String>,
    },
    /// What its cell of this index, from 0, says.
    Cell {
        /// From 0.
        index: u32,
        /// One text or several.
        is: Vec<String>,
    },
    /// Nothing but this character.
    All(char),
    /// The record has a place at which this regular expression fits.
    Pattern(String),
}

/// Why a kind is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Skip {
    /// Lines before or after the rows, such as a title.
    Title,
    /// The heading of a printed page.
    Heading,
    /// The file's own count or sum.
    Total,
    /// Padding.
    Padding,
    /// Lines of blanks.
    Blank,
    /// Nothing is known of it but that it is there.
    Unknown,
}

/// A field to be.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldDraft {
    /// Unique in its kind.
    pub name: String,
    /// Where its text stands.
    pub place: FieldPlace,
    /// What it becomes: the reading that loses nothing.
    pub ty: Type,
    /// How its text is read; [`plain`] where nothing is peculiar.
    pub reading: Reading,
    /// The check that all its values pass, such as that of a routing number.
    pub check: Option<Check>,
    /// It is about people, as far as its values show.
    pub personal: bool,
    /// Why it is thought to be so.
    pub why: Vec<Reason>,
    /// What it may be instead.
    pub others: Vec<Other>,
}

impl FieldDraft {
    /// A text, of which nothing else is known.
    #[must_use]
    pub fn text(name: String, place: FieldPlace, form: &Form) -> Self {
        let reading = plain(Type::Text, form);
        let (why, others) = (Vec::new(), Vec::new());
        Self { name, place, ty: Type::Text, reading, check: None, personal: false, why, others }
    }

    /// Makes it one of this type, read in the plain way.
    #[must_use]
    pub fn of_type(self, ty: Type, form: &Form) -> Self {
        Self { ty, reading: plain(ty, form), ..self }
    }
}

/// A group of fields that stands several times.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupDraft {
    /// Unique among the kind's fields and groups.
    pub name: String,
    /// Where the repetitions are.
    pub place: RepeatPlace,
    /// Fields of one repetition.
    pub fields: Vec<FieldDraft>,
    /// Why it is thought to be one.
    pub why: Vec<Reason>,
}

/// How the mapping reads a field that says no more than its type.
#[must_use]
pub fn plain(ty: Type, form: &Form) -> Reading {
    super::values::plain(ty, form.is_fixed())
}

/// A figure that the records were found to keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ControlDraft {
    /// Unique in the draft.
    pub id: String,
    /// The kind and the field that say the figure, by their names.
    pub says: (String, String),
    /// What it is.
    pub figure: FigureDraft,
    /// How often it was tried, which is how often it held.
    pub groups: u64,
    /// It is worth a control; else it is only told, because it was tried once, or on numbers that many things are equal to.
    pub certain: bool,
}

/// What a figure is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FigureDraft {
    /// The number of records of these kinds.
    Count(Vec<String>),
    /// The number of all records of the file.
    CountAll,
    /// The sum of a field, by its kind and name; only so many low digits of it, if said.
    Sum {
        /// Kind.
        kind: String,
        /// Field.
        field: String,
        /// Digits at the end that are compared; none: all.
        low_digits: Option<u8>,
    },
    /// The value of a field of the record that opened the group, by its kind and name.
    Is(String, String),
}

/// Why something is thought to be so. Counts are of records that were looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// What the values of a field say.
    Value(Why),
    /// What the rows of delimited text say.
    Cut(CutWhy),
    /// A layout was given that does not agree with the data here.
    Doubt(Doubt),
    /// All records are so many bytes long.
    SameLength {
        /// Bytes.
        length: u32,
        /// Records.
        records: u64,
    },
    /// Lengths differ: from, to.
    Lengths {
        /// Bytes of the shortest.
        shortest: u32,
        /// Bytes of the longest.
        longest: u32,
    },
    /// So many bytes stand before the first record of every file, and so many behind the last.
    Edges(Edges),
    /// Records begin with their length: so many lead from one to the next.
    Words {
        /// Records.
        records: u64,
    },
    /// Tabs fill up the places to the next of these stops, in so many records.
    Tabs {
        /// Columns.
        every: u32,
        /// Records with a tab.
        records: u64,
    },
    /// So many records have a tab in the place of one character.
    TabsSingle {
        /// Records with a tab.
        records: u64,
    },
    /// So many records have tabs, and nothing shows the stops.
    TabsOpen {
        /// Records with a tab.
        records: u64,
    },
    /// No byte beyond ASCII was seen, so that many encodings read the same.
    OnlyAscii,
    /// The files are EBCDIC, and this page was chosen for what its bytes become.
    Ebcdic(Pages),
    /// This encoding was chosen for the letters that its bytes beyond ASCII become.
    EncodingBy {
        /// Letters beyond ASCII that were read.
        letters: u64,
        /// Names of encodings that would read others, the next best first.
        others: Vec<String>,
    },
    /// Lines of a file that are of another encoding than its others.
    StrayLines {
        /// The file.
        file: String,
        /// The encoding of the others.
        encoding: String,
        /// How many they are.
        n: u64,
        /// The numbers of the first of them, as far as they are known.
        lines: Vec<u64>,
    },
    /// Records of this kind, of all.
    Records {
        /// Of the kind.
        records: u64,
        /// Of all.
        of: u64,
    },
    /// What a finding says.
    Told(Code, Args),
    /// Records with these codes look alike: each code with its records.
    Codes(Vec<(String, u64)>),
    /// Records differ by what stands at a place, which is too little for kinds.
    PerhapsCode {
        /// The first place, from 1.
        start: u32,
        /// The last place.
        end: u32,
        /// What stands there, each with its records, the most frequent first.
        codes: Vec<(String, u64)>,
    },
    /// Its rows are called totals.
    CalledTotal,
    /// It stands first in every file.
    First,
    /// It stands last in every file.
    Last,
    /// Every group of the records that stand below begins with one.
    Heads {
        /// Groups.
        groups: u64,
    },
    /// Every group ends with one.
    Ends {
        /// Groups.
        groups: u64,
    },
    /// Every value passes the check of such numbers.
    Checks(Check),
    /// The name and the place come from the layout that was given.
    Layout,
    /// The records have the marks of files of a published layout.
    Published {
        /// What such files are called.
        name: &'static str,
        /// Where their layout is published.
        source: &'static str,
    },
    /// The name and the place come from the published layout of these files.
    OfPublished(&'static str),
    /// Entries of batches of different classes have different fields at the same places, and nothing in them tells.
    EntriesOfClasses,
    /// Read so, its days are near those of another field of their record, and by no other picture.
    Near {
        /// The other field.
        field: String,
        /// As many days at most.
        days: u64,
    },
    /// It counts the records of groups, and begins again at 1 with each of so many.
    Running {
        /// What the groups are of.
        within: Within,
        /// Groups.
        groups: u64,
    },
    /// It is the whole or a part of a sum that holds in so many records.
    Adds(SumDraft),
    /// Read so, days are of the month that their file is called after, and by no other picture.
    OfFile {
        /// Days that are, of all.
        inside: Share,
        /// Months.
        months: u64,
    },
    /// The same widths one after the other.
    Repeats {
        /// How many.
        times: u32,
    },
}

/// What records are grouped by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Within {
    /// The file that they are in.
    File,
    /// The record of this kind before them.
    Kind(String),
    /// What this field has, one record after the other.
    Field(String),
}

/// Another reading of a field.
#[derive(Debug, Clone, PartialEq)]
pub enum Other {
    /// What the values of a field leave open.
    Value(Box<value::Other>),
    /// It may be several fields: borders may lie before these places, counted from 1. None: anywhere.
    Joined(Vec<u32>),
    /// Its first border may lie elsewhere: it may begin at another of these places, counted from 1.
    Begins(Vec<u32>),
    /// It may be one field with the next.
    WithNext,
    /// These places of it, counted from 1, both included, may be days by these pictures.
    Days(Vec<(u32, u32, &'static str)>),
}
