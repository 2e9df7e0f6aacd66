//! The mapping of a reading, line by line, with its reasons as data.
//!
//! In: a reading, its kinds, its page. Out: lines of YAML, each with why; without the reasons they are a mapping that runs. Refuses
//! words: whoever writes the lines has them for the reasons.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use super::Request;
use super::cuts::Led;
use super::pages;
use super::shelf::Shelf;
use crate::host::{Host, paths};
use crate::inspect::copybook::table_names::TableNames;
use crate::inspect::infer;
use crate::inspect::infer::draft::Reason;
use crate::mapping::migration::Declared;
use crate::mapping::read_among;
use crate::mapping::written::scalar;
use crate::run::Stop;
use crate::run::plan::Plan;
use crate::run::sources;

/// Why a line is as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// How many values decode, in how many records, of which so many decode throughout.
    Decodes {
        /// Values that decode.
        good: u64,
        /// Values.
        of: u64,
        /// Records that were read.
        records: u64,
    },
    /// All records have so many bytes, and that divides the size: records, bytes.
    Divides(u64, u64),
    /// So many bytes remain behind the last whole record, and are none of another.
    Remains(u64),
    /// So many bytes behind the last record are this one throughout.
    Filled(u64, u8),
    /// So many bytes stand before the first record.
    Header(u64),
    /// So many bytes stand in each record before its first item.
    Before(u64),
    /// So many bytes of each record are behind the copybook's last item.
    Spare(u64),
    /// Lengths lead from record to record.
    Chain(Led),
    /// Lengths lead from record to record, up to this offset.
    ChainTo(Led, u64),
    /// Lengths lead from record to record, from this offset on.
    ChainFrom(Led, u64),
    /// No compiler takes the pictures unless DECIMAL-POINT IS COMMA.
    CommaOnly,
    /// So many values more fail unless DECIMAL-POINT IS COMMA.
    CommaBetter(u64),
    /// Records are lines.
    Lines(Led),
    /// Records count themselves.
    Counted(Led),
    /// The page, by which evidence.
    Page(pages::Why),
    /// Other settings give the same values.
    Same(Vec<String>),
    /// Of a kind: records of those that were looked at.
    Kind(u64, u64),
    /// Of a kind: no value tells its records.
    Left,
    /// Of a kind: the copybook says the value of this item.
    Said(String),
    /// Of a kind: its records read as well by this description, which other values tell.
    Either(String),
    /// Other descriptions of the same bytes that were tried.
    Others(Vec<String>),
    /// Records differ, and no place tells how: records that the description suits, of all.
    Untold(u64, u64),
    /// A key for values that a program did not write: the key, and how many.
    Fill(&'static str, u64),
    /// By its name it is about people.
    Personal,
    /// Texts are filled up with X'00'.
    Padded,
    /// Some records end before their last field.
    Short,
    /// A row of this table is an element.
    Element,
    /// Of a kind: how it stands among the others.
    Order(Reason),
    /// Of a control: it holds in so many groups.
    Control(u64),
    /// The same, and it may be chance.
    ControlPerhaps(u64),
    /// Of a table's first column: the kind whose records stand above, and its table.
    ParentKey(String, String),
}

/// A line of the mapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Blanks before it.
    pub indent: usize,
    /// The line.
    pub text: String,
    /// What is said before it.
    pub why: Vec<Why>,
}

/// The mapping.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Draft {
    /// Its lines.
    pub lines: Vec<Line>,
    /// The files that it names.
    pub files: Vec<String>,
    /// The table's name, of which others are made.
    pub name: String,
}

/// What stands where the files and the copybook are known.
pub(super) const FILES: &str = "\u{0}files";
pub(super) const NAME: &str = "\u{0}name";
pub(super) const RECORDS: &str = "records:";
pub(super) const TABLE: &str = "- table: ";

/// Where the mapping will stand, and how it names what it reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    files: Vec<String>,
    name: String,
    /// The copybook's file and the folders of copied books as they were given, and as the mapping has them.
    paths: Vec<(String, String)>,
}

impl Place {
    /// Of a request.
    ///
    /// # Errors
    /// TL0901.
    pub fn of(host: &dyn Host, request: &Request) -> Result<Self, Stop> {
        let out = request.out.as_deref();
        let named = |path: &PathBuf| infer::named_from(host, out, path);
        let files = request.paths.iter().map(&named).collect::<Result<_, _>>()?;
        let all = std::iter::once(&request.book.file).chain(&request.book.copies);
        let paths = all.map(|path| Ok((paths::shown(path.as_os_str()), named(path)?))).collect::<Result<_, Stop>>()?;
        Ok(Self { files, name: infer::name_of(out.or(request.paths.first().map(PathBuf::as_path))), paths })
    }
}

impl Draft {
    pub(super) fn line(&mut self, indent: usize, text: impl Into<String>) {
        self.told(indent, text, Vec::new());
    }

    /// Leaves out `records:` where nothing stands in it; why records are told apart so is said with the copybook.
    pub(super) fn forget_empty(&mut self) {
        let Some(last) = self.lines.pop_if(|line| line.text == RECORDS) else { return };
        let copybook = self.lines.iter_mut().find(|line| line.text.starts_with("copybook:"));
        if let Some(line) = copybook {
            line.why.splice(0..0, last.why);
        }
    }

    pub(super) fn told(&mut self, indent: usize, text: impl Into<String>, why: Vec<Why>) {
        self.lines.push(Line { indent, text: text.into(), why });
    }

    /// Says where it will stand.
    pub fn place(&mut self, place: &Place) {
        let files: Vec<String> = place.files.iter().map(|file| scalar(&sources::pattern_of(file))).collect();
        let files = if let [only] = &files[..] { only.clone() } else { format!("[{}]", files.join(", ")) };
        let mut names = TableNames::default();
        for line in &mut self.lines {
            line.text = line.text.replace(FILES, &files).replace(NAME, &place.name);
            if let Some(name) = line.text.strip_prefix(TABLE) {
                line.text = format!("{TABLE}{}", names.take(name, &BTreeSet::new()));
            }
            if line.text.starts_with("copybook:") {
                for (given, named) in &place.paths {
                    line.text = line.text.replacen(&scalar(given), &scalar(named), 1);
                }
            }
        }
        (self.files, self.name) = (place.files.clone(), place.name.clone());
    }

    /// The mapping without reasons.
    #[must_use]
    pub fn text(&self) -> String {
        let line = |line: &Line| [" ".repeat(line.indent).as_str(), line.text.as_str(), "\n"].concat();
        self.lines.iter().map(line).collect()
    }
}

/// The plan of a drafted mapping; none where it is no mapping.
#[must_use]
pub fn plan(shelf: &Shelf, text: &str) -> Option<Plan> {
    let mapping = read_among("draft", text, &Declared::default(), shelf).mapping?;
    Plan::new(Arc::new(mapping), &[], None).ok()
}
