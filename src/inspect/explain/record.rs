//! A record as it is shown: names, texts and places. What is personal is not in it unless it was asked for.

use serde::{Serialize, Serializer};

use super::RunFinding;
use crate::finding::{Args, Code, Severity, Subject};
use crate::mapping::model::KindId;

/// A value.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Said {
    /// There is none.
    #[default]
    Empty,
    /// As text.
    Text(String),
    /// It is personal.
    Hidden,
}

impl Said {
    /// A value, or none, that may be shown or not.
    #[must_use]
    pub fn of(value: Option<&String>, is_hidden: bool) -> Self {
        match value {
            _ if is_hidden => Self::Hidden,
            Some(text) => Self::Text(text.clone()),
            None => Self::Empty,
        }
    }
}

/// `null`, a text, or `{"personal": true}`.
impl Serialize for Said {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Personal {
            personal: bool,
        }
        match self {
            Self::Empty => to.serialize_none(),
            Self::Text(text) => to.serialize_str(text),
            Self::Hidden => Personal { personal: true }.serialize(to),
        }
    }
}

/// A number before a record, or a segment of it, that says how long that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct LengthSeen {
    /// Its first byte in the record's bytes.
    pub start: usize,
    /// The byte behind it.
    pub end: usize,
    /// It is a block's.
    pub is_block: bool,
    /// The number.
    pub says: u64,
}

/// One record.
#[derive(Debug, Clone, Serialize)]
pub struct Record {
    /// From 1.
    pub number: u64,
    /// From 1; none where the source has no lines.
    pub line: Option<u64>,
    /// Of its first byte, from 0.
    pub offset: u64,
    /// Bytes without the record end.
    pub length: u64,
    /// Bytes that it has in its source, where it was edited since.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_length: Option<u64>,
    /// Offset of the byte after its record end, in its source.
    pub next: u64,
    /// `row`, `preamble`, `header` or `skipped`.
    pub zone: &'static str,
    /// Its kind; none: it is of none.
    pub kind: Option<String>,
    /// Its number in the mapping.
    #[serde(skip)]
    pub kind_id: Option<KindId>,
    /// The kinds in the order in which they are tried.
    pub kinds: Vec<Tried>,
    /// The parents in force, the nearest first.
    pub parents: Vec<Parent>,
    /// What it closes.
    pub closes: Option<Closing>,
    /// Its bytes, those of personal fields left out; the first mebibyte of them.
    #[serde(serialize_with = "hex")]
    pub bytes: Vec<Option<u8>>,
    /// What each byte is as text.
    #[serde(serialize_with = "glyphs")]
    pub text: Vec<Glyph>,
    /// Where its length stands before it, of a record in segments before each: first byte from 0, and the one behind.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub descriptors: Vec<(usize, usize)>,
    /// What these say, as far as they are numbers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lengths: Vec<LengthSeen>,
    /// Other bytes are read than stand there: tabs are filled up, blanks are added, or an end is cut off.
    pub changed: bool,
    /// Its fields, those of repeated groups behind the others; empty where its kind is not known.
    pub fields: Vec<FieldSeen>,
    /// Its fields were not looked at, since its form is wrong.
    pub unread: bool,
    /// The rows that it makes, or would make.
    pub tables: Vec<TableSeen>,
    /// The tables into whose rows its fields are joined; those rows are its parent's.
    pub joins: Vec<String>,
    /// What is said of it.
    pub findings: Vec<Finding>,
    /// What becomes of it.
    pub fate: Fate,
}

fn hex<S: Serializer>(bytes: &[Option<u8>], to: S) -> Result<S::Ok, S::Error> {
    let shown = bytes.iter().map(|byte| byte.map_or_else(|| "··".to_owned(), |byte| format!("{byte:02X}")));
    to.serialize_str(&shown.collect::<Vec<_>>().join(" "))
}

fn glyphs<S: Serializer>(glyphs: &[Glyph], to: S) -> Result<S::Ok, S::Error> {
    let shown = glyphs.iter().filter_map(|glyph| match glyph {
        Glyph::Is(c) => Some(*c),
        Glyph::Goes => None,
        Glyph::Control => Some('.'),
        Glyph::Bad => Some('\u{FFFD}'),
        Glyph::Hidden => Some('·'),
    });
    to.serialize_str(&shown.collect::<String>())
}

/// What a record was before someone edited it among the refused ones.
#[derive(Debug, Clone, Serialize)]
pub struct Edit {
    /// The run that refused it so.
    pub refused_by: String,
    /// The run that read it as it was edited.
    pub read_by: String,
    /// The file in which it was edited.
    pub raw: String,
    /// Bytes that it had without the record end, at most a mebibyte.
    pub length: u64,
    /// These bytes, those of personal fields left out; empty where they are too many to be told apart.
    #[serde(serialize_with = "hex")]
    pub bytes: Vec<Option<u8>>,
    /// What each byte is as text.
    #[serde(serialize_with = "glyphs")]
    pub text: Vec<Glyph>,
    /// What was edited: first byte from 0, and the one behind.
    pub differs: Vec<(usize, usize)>,
    /// Why it was refused.
    pub findings: Vec<RunFinding>,
}

/// A byte as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Glyph {
    /// A character begins here.
    Is(char),
    /// The character before goes on.
    Goes,
    /// A control character.
    Control,
    /// No character of the encoding.
    Bad,
    /// It is personal.
    Hidden,
}

/// A kind that was tried.
#[derive(Debug, Clone, Serialize)]
pub struct Tried {
    /// Its name.
    pub kind: String,
    /// Its number in the mapping.
    #[serde(skip)]
    pub id: KindId,
    /// What came of it.
    pub verdict: Verdict,
    /// What stands where its condition looks.
    pub found: Option<Said>,
}

/// Whether a kind's condition holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// The record is of this kind.
    Yes,
    /// It is not.
    No,
    /// It cannot be told.
    Untold,
    /// An earlier one held.
    Unasked,
}

/// A parent in force.
#[derive(Debug, Clone, Serialize)]
pub struct Parent {
    /// Its kind.
    pub kind: String,
    /// Where it is.
    pub place: Around,
    /// Names and values of its fields; empty where they were not looked at.
    pub fields: Vec<(String, Said)>,
}

/// A record that stands around.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Around {
    /// From 1.
    pub record: u64,
    /// From 1; none where the source has no lines.
    pub line: Option<u64>,
    /// Of its first byte, from 0.
    pub offset: u64,
    /// It was refused.
    pub refused: bool,
}

/// What a record closes.
#[derive(Debug, Clone, Serialize)]
pub struct Closing {
    /// The kind.
    pub kind: String,
    /// The record of that kind; none: none was open.
    pub place: Option<Around>,
}

/// Where a field stands in its record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FieldAt {
    /// From 1, the end included.
    Bytes(u32, u32),
    /// From 1, the end included.
    Characters(u32, u32),
    /// From 1.
    Cell(u32),
    /// The cell under a header, from 1; none where the file has no such header.
    Header(String, Option<u32>),
    /// All of it.
    Record,
}

/// One field, or one repetition of it.
#[derive(Debug, Clone, Serialize)]
pub struct FieldSeen {
    /// `amount`, `months.budget`.
    pub name: String,
    /// Of a repeated group, from 1; of groups in one another as findings have it, `2.5`.
    pub repetition: Option<String>,
    /// Where it stands.
    pub at: FieldAt,
    /// First of its bytes in the record and the one behind the last, from 0: once, or once a segment that it stands in; empty
    /// where nothing of it stands there.
    pub spans: Vec<(usize, usize)>,
    /// Its text, before anything is made of it; what is no text is `X'12345C'`.
    pub text: Said,
    /// As the mapping writes it.
    pub r#type: String,
    /// What it is decoded to.
    pub value: Said,
    /// Of a stored number with a value: what that encodes to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub witness: Option<Witness>,
    /// Numbers of what is said of it among the record's findings.
    pub findings: Vec<usize>,
}

/// The value of a field, encoded again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Witness {
    /// It gives the bytes that stand there.
    pub same: bool,
    /// The bytes that stand there, as hex.
    pub found: Said,
    /// The bytes that it gives, as hex; empty where it gives none.
    pub bytes: Said,
    /// Why they differ; none of a personal field.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<&'static str>,
    /// Of a sign: the half byte that stands there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sign_found: Option<String>,
    /// Of a sign: the canonical one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sign_wanted: Option<String>,
}

/// The rows that a record makes of a table.
#[derive(Debug, Clone, Serialize)]
pub struct TableSeen {
    /// The table.
    pub name: String,
    /// Its number in the mapping.
    #[serde(skip)]
    pub id: usize,
    /// The records of other kinds whose fields its columns read.
    pub lent: Vec<(String, Option<Around>)>,
    /// One a repetition, or a part of one.
    pub rows: Vec<RowSeen>,
}

/// One row.
#[derive(Debug, Clone, Serialize)]
pub struct RowSeen {
    /// From 1, of groups in one another `2.5`; none where the table has one row a record.
    pub repetition: Option<String>,
    /// From 1; none where rows are not split.
    pub part: Option<u32>,
    /// It is the one from which the way led back to the record.
    pub asked: bool,
    /// Why the table leaves it out.
    pub left_out: Option<String>,
    /// In the table's order.
    pub columns: Vec<ColumnSeen>,
    /// Rules of rows, in the table's order.
    pub rules: Vec<RuleSeen>,
    /// Its columns of lists, in the table's order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lists: Vec<ListSeen>,
}

/// A list in a row.
#[derive(Debug, Clone, Serialize)]
pub struct ListSeen {
    /// The way to it from the table's row: `months`, `months.weeks`.
    pub name: String,
    /// Its elements are single values.
    pub is_value: bool,
    /// How many elements it has.
    pub count: usize,
    /// The first of them.
    pub elements: Vec<ElementSeen>,
}

/// An element of a list.
#[derive(Debug, Clone, Serialize)]
pub struct ElementSeen {
    /// Its number, as findings have it: `3`; of what repeats within what repeats `2.5`.
    pub number: String,
    /// The child that it is made of; none: it is what repeats in the record itself.
    pub child: Option<Around>,
    /// Its columns.
    pub columns: Vec<ColumnSeen>,
    /// The lists within it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lists: Vec<ListSeen>,
}

/// One column of a row.
#[derive(Debug, Clone, Serialize)]
pub struct ColumnSeen {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: Said,
    /// What it is made of.
    pub from: From,
    /// What that came to, where `null_if` or `default` made another value of it.
    pub before: Option<Said>,
    /// Of an amount that was divided among parts: what it was before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub whole: Option<Said>,
    /// Numbers of what is said of it among the record's findings.
    pub findings: Vec<usize>,
}

/// What a column is made of.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum From {
    /// A field, and of which record if it is another one.
    Field(String, Option<u64>),
    /// The mapping says it.
    Constant,
    /// The number of the repetition.
    Repetition,
    /// The number of the part.
    Part,
    /// An expression.
    Expression(ExpressionSeen),
    /// A crosswalk.
    Lookup(LookupSeen),
}

/// An expression and what it came from.
#[derive(Debug, Clone, Serialize)]
pub struct ExpressionSeen {
    /// As the mapping writes it.
    pub sql: String,
    /// What it reads, by name.
    pub reads: Vec<(String, Said)>,
    /// Its operations, operands before what uses them.
    pub steps: Vec<StepSeen>,
}

/// An operation of an expression.
#[derive(Debug, Clone, Serialize)]
pub struct StepSeen {
    /// As the mapping writes it.
    pub part: String,
    /// What it comes to.
    pub value: Said,
    /// Why it has no value.
    pub failed: Option<Code>,
}

/// A look-up.
#[derive(Debug, Clone, Serialize)]
pub struct LookupSeen {
    /// The crosswalk's file.
    pub file: String,
    /// The header whose value is taken.
    pub take: String,
    /// Columns that are keys, the headers that they must equal, and their values; last the day, if there is one.
    pub keys: Vec<(String, String, Said)>,
    /// It has such a row.
    pub found: bool,
    /// Which one, from 1, without its header; none where it has none, several that share, or a personal key.
    pub row: Option<u32>,
}

/// What a rule of rows says.
#[derive(Debug, Clone, Serialize)]
pub struct RuleSeen {
    /// Its name.
    pub id: String,
    /// `true`, `false`; none: it has no value, and holds.
    pub holds: Option<bool>,
    /// Why it could not be computed.
    pub failed: Option<Code>,
    /// What it says.
    pub expression: ExpressionSeen,
}

/// What is said of a record.
#[derive(Debug, Clone)]
pub struct Finding {
    /// What is wrong.
    pub code: Code,
    /// What follows from it.
    pub severity: Severity,
    /// About what.
    pub subject: Subject,
    /// The name of that; empty for the record as a whole.
    pub name: String,
    /// In the order of [`Code::args`].
    pub args: Args,
}

impl Serialize for Finding {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Told<'a> {
            code: Code,
            severity: &'static str,
            subject: &'a str,
            args: Vec<String>,
        }
        let args = self.args.iter().map(crate::finding::Arg::plain).collect();
        let severity = crate::run::names::severity(self.severity);
        Told { code: self.code, severity, subject: &self.name, args }.serialize(to)
    }
}

/// What becomes of a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// It is loaded into these tables, with so many rows of each.
    Loaded(Vec<(String, u64)>),
    /// Its fields are part of rows of these tables, which its parent makes.
    Joined(Vec<String>),
    /// It informs others.
    Informs,
    /// It is refused.
    Refused,
    /// It is set aside for this reason.
    Aside(String),
    /// It is not read, for this reason if its kind says one.
    Skipped(Option<String>),
}
