//! A mapping to be, as data: what a copybook alone says of one, and what it leaves open.
//!
//! Refuses words and YAML; what is open is said as such, so that whoever writes it can mark it.

use std::collections::BTreeSet;

use crate::mapping::copybook::{Dialect, Reference};
use crate::mapping::keys::{MOST_RECORD, RECORD_BYTES};
use crate::mapping::model::Type;
use crate::run::Stop;

/// A whole mapping, drafted from a copybook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookDraft {
    /// How the mapping names the copybook.
    pub book: NamedBook,
    /// The files, where somebody has named them.
    pub files: Option<String>,
    /// The name of the encoding: the usual one of the dialect.
    pub encoding: &'static str,
    /// How long records are.
    pub length: LengthDraft,
    /// At least one; an only one takes all records.
    pub kinds: Vec<KindDraft>,
    /// TL0090, TL0091 and TL0095.
    pub doubts: Vec<Stop>,
}

/// A copybook as a mapping names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedBook {
    /// From the mapping's folder.
    pub file: String,
    /// Whose COBOL it is.
    pub dialect: Dialect,
    /// Where code stands on a line, where somebody has said it.
    pub reference: Option<Reference>,
    /// Folders of books that it copies, from the mapping's folder.
    pub copies: Vec<String>,
    /// DECIMAL-POINT IS COMMA.
    pub comma: bool,
}

/// How long records are, as far as a copybook says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LengthDraft {
    /// All have so many bytes.
    Same(u64),
    /// They have at most so many, by what they count themselves.
    Counted(u64),
    /// Those of the kinds differ: bytes, in ascending order.
    Differ(Vec<u64>),
}

impl LengthDraft {
    /// What a mapping has to say of the longest record, since it is longer than any where nothing is said.
    #[must_use]
    pub fn max_length(&self) -> Option<u64> {
        let longest = match self {
            Self::Same(_) => None,
            Self::Counted(length) => Some(*length),
            Self::Differ(lengths) => lengths.last().copied(),
        };
        longest.and_then(max_length)
    }
}

/// What a mapping has to say of records of at most so many bytes; none where it need not.
#[must_use]
pub fn max_length(longest: u64) -> Option<u64> {
    (longest > RECORD_BYTES).then_some(longest.min(MOST_RECORD))
}

/// One layout of records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KindDraft {
    /// Unique in the draft, and fit for a table's name.
    pub name: String,
    /// For people, out of the name.
    pub title: String,
    /// The record (level 01), where there are several.
    pub record: Option<String>,
    /// The descriptions that are read where there are several of the same bytes.
    pub chosen: Vec<Chosen>,
    /// What tells its records; none where it is the only kind.
    pub when: Option<WhenDraft>,
    /// What stands once in a record.
    pub fields: Vec<FieldDraft>,
    /// What OCCURS.
    pub tables: Vec<TableDraft>,
    /// The field that looks most like a key.
    pub key: Option<String>,
}

impl KindDraft {
    /// Whether nothing of its records can be read: they are FILLER alone.
    #[must_use]
    pub fn is_filler(&self) -> bool {
        self.fields.is_empty() && self.tables.is_empty()
    }
}

/// A description that is read, and the others of the same bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    /// It.
    pub name: String,
    /// The others; none where the kind is told by it.
    pub others: Vec<String>,
}

/// What tells the records of a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WhenDraft {
    /// Places from 0, end exclusive.
    pub at: (u64, u64),
    /// The item that stands there, if one of the copybook does.
    pub item: Option<String>,
    /// The field whose value tells it, where its bytes are no characters.
    pub field: Option<String>,
    /// What is written there; nothing: the copybook does not say it, and no record has it until somebody does.
    pub is: Vec<String>,
    /// Names of the values (level 88) by which that is thought; nothing where a VALUE says it.
    pub names: Vec<String>,
}

/// A field of which there is something to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldDraft {
    /// What the mapping calls it.
    pub name: String,
    /// By its name it is about people.
    pub personal: bool,
    /// By its name and length it may be a day or a time.
    pub day: Option<DayDraft>,
    /// Names of its values (level 88), with the values as the copybook writes them.
    pub names: Vec<(String, String)>,
    /// Its kind is told by HIGH-VALUES in it: they are a mark, and no value.
    pub high: bool,
}

impl FieldDraft {
    /// Whether the copybook says nothing of it but how it reads.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        !self.is_said() && self.day.is_none() && self.names.is_empty()
    }

    /// Whether the mapping has to say something of it: all else is for people.
    #[must_use]
    pub const fn is_said(&self) -> bool {
        self.personal || self.high
    }
}

/// How a field may be a day or a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayDraft {
    /// `date`, `time` or `timestamp`.
    pub ty: Type,
    /// The likeliest picture first.
    pub pictures: &'static [&'static str],
    /// It has two digits of a year.
    pub short: bool,
    /// Zeros that may mean that there is no day; empty where there is no such thing.
    pub zeros: String,
}

/// A table that stands in records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableDraft {
    /// What the mapping calls it.
    pub name: String,
    /// The table of the new platform that its elements become; unique in the draft.
    pub table: String,
    /// The tables around it, the outermost first.
    pub around: Vec<String>,
    /// All of an element.
    pub fields: Vec<FieldDraft>,
}

/// Tables of a record as which its kind may not be called: `order.id`, the key beside an item of that name, would be an item
/// of the table `order`.
#[must_use]
pub fn no_names(key: Option<&str>, tables: &[TableDraft]) -> BTreeSet<String> {
    let is_key = |field: &FieldDraft| Some(field.name.as_str()) == key;
    let clashes = tables.iter().any(|table| table.fields.iter().any(is_key));
    tables.iter().filter(|_| clashes).map(|table| table.name.clone()).collect()
}

impl TableDraft {
    /// The columns of its rows, each with what it is made of where that is not its name: the record's key, the numbers of the
    /// elements, and what an element has. What else the record has stands once, so that no sum counts it several times.
    ///
    /// What an element has keeps its name; the key and the numbers have another one where they are called the same.
    #[must_use]
    pub fn columns(&self, key: Option<&str>, kind: &str) -> Vec<(String, Option<String>)> {
        let own: Vec<&str> = self.fields.iter().map(|field| field.name.as_str()).collect();
        let mut taken: Vec<String> = own.iter().map(|name| (*name).to_owned()).collect();
        let mut columns = Vec::new();
        if let Some(key) = key {
            let name = free(&mut taken, &[key.to_owned(), format!("{kind}_{key}")]);
            columns.push((name, own.contains(&key).then(|| format!("{kind}.{key}"))));
        }
        for table in self.around.iter().chain([&self.name]) {
            let name = free(&mut taken, &[format!("{table}_number"), format!("{table}_element")]);
            columns.push((name, Some(format!("{table}.number"))));
        }
        columns.extend(own.into_iter().map(|name| (name.to_owned(), None)));
        columns
    }
}

/// The first of these names that is free, or the first with a number behind it.
fn free(taken: &mut Vec<String>, names: &[String; 2]) -> String {
    let numbered = (2_u32..).map(|number| format!("{}_{number}", names[0]));
    let mut all = names.iter().cloned().chain(numbered);
    let name = all.find(|name| !taken.contains(name)).unwrap_or_default();
    taken.push(name.clone());
    name
}
