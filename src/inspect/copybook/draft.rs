//! A mapping to be, as data: what a copybook alone says of one, and what it leaves open.
//!
//! Refuses words and YAML; what is open is said as such, so that whoever writes it can mark it.

use crate::mapping::copybook::{Dialect, Reference};
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
    /// TL0088.
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
}

impl FieldDraft {
    /// Whether the copybook says nothing of it but how it reads.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        !self.personal && self.day.is_none() && self.names.is_empty()
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
    /// The tables around it, the outermost first.
    pub around: Vec<String>,
    /// All of an element.
    pub fields: Vec<FieldDraft>,
}

impl TableDraft {
    /// The columns of its rows, each with what it is made of where that is not its name: the record's key, the numbers of the
    /// elements, and what an element has. What else the record has stands once, so that no sum counts it several times.
    #[must_use]
    pub fn columns(&self, key: Option<&str>) -> Vec<(String, Option<String>)> {
        let is_own = |name: &str| self.fields.iter().any(|field| field.name == name);
        let key = key.filter(|key| !is_own(key)).map(|key| (key.to_owned(), None));
        let numbers = self.around.iter().chain([&self.name]);
        let called =
            |name: &str| format!("{name}{}", if is_own(&format!("{name}_number")) { "_element" } else { "_number" });
        let numbers = numbers.map(|name| (called(name), Some(format!("{name}.number"))));
        let own = self.fields.iter().map(|field| (field.name.clone(), None));
        let mut columns: Vec<(String, Option<String>)> = Vec::new();
        for column in key.into_iter().chain(numbers).chain(own) {
            if !columns.iter().any(|(name, _)| *name == column.0) {
                columns.push(column);
            }
        }
        columns
    }
}
