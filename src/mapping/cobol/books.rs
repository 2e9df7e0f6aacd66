//! Which copybook a source or a kind names, and which of its records.

use std::sync::Arc;

use crate::finding::Code;
use crate::mapping::copybook::{Copybook, Dialect, Item, Options, Reference};
use crate::mapping::mistakes::args;
use crate::mapping::model::OnFail;
use crate::mapping::nearest;
use crate::mapping::stored::{Endian, Float, Signs};
use crate::mapping::tree::Shape;
use crate::mapping::view::{Text, View};
use crate::place::Span;

/// What a mapping asks of its copybooks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Its path, relative to the mapping's folder.
    pub file: String,
    /// Folders of books that it copies, besides its own, relative to the mapping's folder.
    pub copies: Vec<String>,
    /// How it is to be read.
    pub options: Options,
}

/// Where a mapping finds copybooks.
pub trait Books {
    /// The copybook.
    ///
    /// # Errors
    /// Why there is none. What is wrong in its text is kept by who opened it.
    fn open(&self, asked: &Asked) -> Result<Arc<Copybook>, NotOpened>;
}

/// Why there is no copybook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotOpened {
    /// No such file.
    Missing,
    /// It cannot be read.
    Unreadable,
    /// Its text has mistakes.
    Broken,
}

/// No books at all.
impl Books for () {
    fn open(&self, _: &Asked) -> Result<Arc<Copybook>, NotOpened> {
        Err(NotOpened::Missing)
    }
}

/// A copybook with what the mapping says of it.
#[derive(Debug, Clone)]
pub struct Book {
    /// Its items.
    pub copybook: Arc<Copybook>,
    /// Whose COBOL it is.
    pub dialect: Dialect,
    /// What follows a table that depends on a counter follows its last element.
    pub slides: bool,
    /// How COMP-1 and COMP-2 are made.
    pub float: Float,
    /// Which byte of COMP, COMP-4 and BINARY stands first.
    pub binary: Endian,
    /// Bytes of a record before its first item.
    pub before: u64,
    /// Which signs its numbers have where the mapping says nothing more.
    pub signs: Signs,
    /// What follows for a value that level 88 does not name; none: nothing.
    pub conditions: Option<OnFail>,
    /// Where the mapping names it.
    pub at: Span,
    /// The key there.
    key_at: Span,
    /// The record that is meant, where the mapping names one.
    record: Option<usize>,
}

impl Book {
    /// As a mapping would have it that says no more than its name.
    #[must_use]
    pub fn plain(copybook: Arc<Copybook>, dialect: Dialect) -> Self {
        Self {
            copybook,
            dialect,
            slides: dialect == Dialect::Ibm,
            float: dialect.float(),
            binary: Endian::Big,
            before: 0,
            signs: Signs::Preferred,
            conditions: Some(OnFail::Warn),
            at: Span::default(),
            key_at: Span::default(),
            record: None,
        }
    }

    /// The record that a kind of this map reads: the one it names, or the only one; tells TL0068 and TL0071.
    #[must_use]
    pub fn record(&self, view: View<'_>) -> Option<&Item> {
        let records = &self.copybook.records;
        let own = view.text("record");
        let at = match own {
            Some(text) => Some(named(&self.copybook, text, view)?),
            None => self.record,
        };
        if let Some(at) = at {
            return records.get(at);
        }
        let mut whole = records.iter().filter(|record| record.level != ALONE);
        if let (Some(only), None) = (whole.next(), whole.next()) {
            return Some(only);
        }
        view.mistakes().fail(Code::CopybookRecord, view.key_at("copybook"), args![names(&self.copybook)]);
        None
    }
}

/// Level 77: an item that is no record.
pub const ALONE: u8 = 77;

/// `A, B and C` as a list.
fn names(copybook: &Copybook) -> String {
    let names =
        copybook.records.iter().filter(|record| record.level != ALONE).filter_map(|record| record.name.as_deref());
    names.collect::<Vec<_>>().join(", ")
}

fn named(copybook: &Copybook, text: Text<'_>, view: View<'_>) -> Option<usize> {
    let is = |item: &Item| item.name.as_deref().is_some_and(|name| name.eq_ignore_ascii_case(text.text));
    let found = copybook.records.iter().position(is);
    if found.is_none() {
        let names = copybook.records.iter().filter_map(|record| record.name.as_deref());
        let wanted = text.text.to_ascii_uppercase();
        view.mistakes().fail(Code::UnknownItem, text.at, args![text.text, nearest::or_empty(&wanted, names)]);
    }
    found
}

/// The copybook of a source, if it names one.
pub fn of_source(source: View<'_>, books: &dyn Books) -> Option<Book> {
    open(source, books)
}

/// The copybook of a kind: its own, or the source's.
pub fn of_kind(kind: View<'_>, of_source: Option<&Book>, books: &dyn Books) -> Option<Book> {
    // The source's own map is asked too, where it has no kinds.
    match of_source {
        Some(book) if !kind.has("copybook") || kind.key_at("copybook") == book.key_at => Some(book.clone()),
        _ => open(kind, books),
    }
}

fn open(view: View<'_>, books: &dyn Books) -> Option<Book> {
    let node = view.get("copybook")?;
    let mistakes = view.mistakes();
    let (file, long) = if matches!(node.shape, Shape::Map(_)) {
        let long = view.map("copybook", "copybook")?;
        (long.need("file").and_then(|_| long.text("file"))?, Some(long))
    } else {
        (view.text("copybook")?, None)
    };
    let asked = asked(file, long);
    match books.open(&asked) {
        Ok(copybook) => {
            // Whoever says which mark it is has decided.
            if let (Some(open), false) = (copybook.open_comma(), long.is_some_and(|long| long.has("decimal_comma"))) {
                mistakes.warn(Code::CommaOpen, file.at, open);
            }
            if let Some(open) = copybook.placeholder() {
                mistakes.warn(Code::Placeholder, file.at, open);
            }
            for phrase in copybook.idle_phrases() {
                mistakes.warn(Code::IdlePhrase, file.at, phrase);
            }
            let record = long.and_then(|long| long.text("record")).or_else(|| view.text("record"));
            let record = match record {
                Some(text) => Some(named(&copybook, text, view)?),
                None => None,
            };
            let dialect = asked.options.dialect;
            // Enterprise COBOL, "OCCURS DEPENDING ON"; Micro Focus's ODOSLIDE and GnuCOBOL's odoslide are off by default.
            let slides = long.and_then(|long| long.flag("slides")).unwrap_or(dialect == Dialect::Ibm);
            let float = long.and_then(|long| long.word("floats")).map_or_else(|| dialect.float(), float);
            let binary = long.and_then(|long| long.word("binary")).map_or(Endian::Big, endian);
            let before = long.and_then(|long| long.whole("before")).unwrap_or_default();
            let signs = long.and_then(|long| long.word("numproc")).map_or(Signs::Preferred, signs);
            // A list of level 88 is often not whole: what is not in it is told, and is no reason to refuse a record.
            let conditions = long.and_then(|long| long.word("conditions")).map_or(Some(OnFail::Warn), on_unnamed);
            Some(Book {
                copybook,
                dialect,
                slides,
                float,
                binary,
                before,
                signs,
                conditions,
                at: file.at,
                key_at: view.key_at("copybook"),
                record,
            })
        }
        Err(why) => {
            let why = match why {
                NotOpened::Missing => "missing",
                NotOpened::Unreadable => "unreadable",
                NotOpened::Broken => "broken",
            };
            mistakes.fail(Code::CopybookNotOpened, file.at, args![file.text, why]);
            None
        }
    }
}

/// A value of `floats:`.
fn float(word: &str) -> Float {
    match word {
        "ieee" => Float::Ieee(Endian::Big),
        "ieee-little" => Float::Ieee(Endian::Little),
        _ => Float::Hexadecimal,
    }
}

/// A value of `binary:`.
fn endian(word: &str) -> Endian {
    if word == "little" { Endian::Little } else { Endian::Big }
}

/// A value of `numproc:`. Enterprise COBOL 6.3 Programming Guide, "NUMPROC": with PFD signs are C, D and F, with NOPFD any
/// of A to F; version 4, "Sign representation of zoned and packed-decimal data": MIG takes them as OS/VS COBOL does, any too.
fn signs(word: &str) -> Signs {
    if word == "pfd" { Signs::Preferred } else { Signs::Any }
}

/// A value of `conditions:`.
pub fn on_unnamed(word: &str) -> Option<OnFail> {
    match word {
        "reject" => Some(OnFail::Reject),
        "warn" => Some(OnFail::Warn),
        "fail" => Some(OnFail::Fail),
        _ => None,
    }
}

fn asked(file: Text<'_>, long: Option<View<'_>>) -> Asked {
    let dialect = long.and_then(|long| long.word("dialect")).and_then(Dialect::named).unwrap_or_default();
    let reference = match long.and_then(|long| long.word("format")) {
        Some("free") => Some(Reference::Free),
        Some(_) => Some(Reference::Fixed),
        None => None,
    };
    let comma = long.and_then(|long| long.flag("decimal_comma")).unwrap_or(false);
    let copies = long.and_then(|long| long.texts("copies")).unwrap_or_default();
    let copies = copies.iter().map(|text| text.text.to_owned()).collect();
    Asked { file: file.text.to_owned(), copies, options: Options { dialect, reference, comma } }
}
