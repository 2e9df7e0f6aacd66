//! A copybook as each dialect lays it out, read once.
//!
//! In: its file. Out: the books that trial mappings open. Refuses to know a byte of the file that it describes.

use std::path::PathBuf;
use std::sync::Arc;

use crate::finding::Code;
use crate::host::{Host, paths};
use crate::mapping::cobol::{Asked, Books, NotOpened};
use crate::mapping::copybook::{Copybook, Dialect, Options, Reference};
use crate::mapping::nearest;
use crate::run::{Problem, Stop, copybooks};

/// A copybook, and what is known of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Book {
    /// The file.
    pub file: PathBuf,
    /// Folders of books that it copies; its own comes before them.
    pub copies: Vec<PathBuf>,
    /// Whose COBOL it is, where somebody knows it.
    pub dialect: Option<Dialect>,
    /// Where code stands on a line; none: as the text fits.
    pub reference: Option<Reference>,
    /// DECIMAL-POINT IS COMMA, or is not; none: nobody knows.
    pub comma: Option<bool>,
    /// The only record that is meant, where somebody knows it.
    pub record: Option<String>,
}

/// Whose COBOL a copybook is, and whether DECIMAL-POINT IS COMMA holds.
pub type Flavour = (Dialect, bool);

/// The copybook in all the dialects that may be meant, with the other decimal mark where its pictures leave that open.
#[derive(Debug, Clone)]
pub struct Shelf {
    /// What was asked.
    pub book: Book,
    books: Vec<(Flavour, Arc<Copybook>)>,
}

impl Shelf {
    /// Reads a copybook.
    ///
    /// # Errors
    /// As [`copybooks::read`]; TL0068 for a record that it has not.
    pub fn read(host: &dyn Host, book: Book) -> Result<Self, Problem> {
        let dialects = book.dialect.map_or_else(|| Dialect::ALL.to_vec(), |dialect| vec![dialect]);
        let (mut books, mut first): (Vec<(Flavour, Arc<Copybook>)>, _) = (Vec::new(), None);
        for comma in book.comma.map_or_else(|| vec![false, true], |comma| vec![comma]) {
            // The other mark is looked at where no compiler takes the pictures without it, or one may be meant.
            if !books.is_empty() && books.iter().all(|(_, read)| read.open_comma().is_none()) {
                break;
            }
            for dialect in &dialects {
                let options = Options { dialect: *dialect, reference: book.reference, comma };
                match copybooks::read(host, &book.file, &book.copies, options) {
                    Ok(read) => books.push(((*dialect, comma), Arc::new(read))),
                    // What one dialect has and another has not: the first one's mistakes are told.
                    Err(problem) => _ = first.get_or_insert(problem),
                }
            }
        }
        if let (true, Some(problem)) = (books.is_empty(), first) {
            return Err(problem);
        }
        let shelf = Self { book, books };
        shelf.check_record()?;
        Ok(shelf)
    }

    fn check_record(&self) -> Result<(), Stop> {
        let (Some(wanted), Some((_, first))) = (&self.book.record, self.books.first()) else { return Ok(()) };
        let names: Vec<&str> = first.records.iter().filter_map(|record| record.name.as_deref()).collect();
        if names.iter().any(|name| name.eq_ignore_ascii_case(wanted)) {
            return Ok(());
        }
        let near = nearest::or_empty(&wanted.to_ascii_uppercase(), names);
        Err(Stop::new(Code::UnknownItem, vec![wanted.as_str().into(), near.into()]))
    }

    /// What it was read as, the likeliest first.
    pub fn flavours(&self) -> impl Iterator<Item = Flavour> + '_ {
        self.books.iter().map(|(flavour, _)| *flavour)
    }

    /// The copybook as a dialect lays it out.
    #[must_use]
    pub fn of(&self, flavour: Flavour) -> Option<&Arc<Copybook>> {
        self.books.iter().find(|(known, _)| *known == flavour).map(|(_, book)| book)
    }

    /// The file, as a mapping names it.
    #[must_use]
    pub fn file(&self) -> String {
        paths::shown(self.book.file.as_os_str())
    }

    /// The folders of copied books, as a mapping names them.
    #[must_use]
    pub fn copies(&self) -> Vec<String> {
        self.book.copies.iter().map(|folder| paths::shown(folder.as_os_str())).collect()
    }
}

impl Books for Shelf {
    fn open(&self, asked: &Asked) -> Result<Arc<Copybook>, NotOpened> {
        self.of((asked.options.dialect, asked.options.comma)).map(Arc::clone).ok_or(NotOpened::Missing)
    }
}
