//! Copybooks from their files: what mappings and `tumpline copybook` read, with the books that they copy.
//!
//! In: paths, through [`crate::host`]. Out: items with their places, or what is wrong, with the texts to show it in.
//! Refuses words, and the bytes that a copybook describes.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::evidence::hash;
use crate::finding::Code;
use crate::host::{Host, PathKind};
use crate::mapping::cobol::{Asked, Books, NotOpened};
use crate::mapping::copybook::{self, Broken, Copied, Copybook, Library, Mistake, Options};
use crate::run::{MappingText, Problem, Stop, book_text, io, sources};

/// Endings of copybooks, in the order in which they are tried.
const ENDINGS: [&str; 6] = ["", "cpy", "cbl", "cob", "copy", "inc"];

/// Reads a copybook; copied books are looked for in its own folder, then in `copies`.
///
/// # Errors
/// TL0060 to TL0069 as mistakes in the texts; TL0096; TL0901 and TL0908 where a file cannot be read.
pub fn read(host: &dyn Host, file: &Path, copies: &[PathBuf], options: Options) -> Result<Copybook, Problem> {
    if sources::kind(host, file)? == PathKind::Folder {
        return Err(sources::wrong_path(file, "file").into());
    }
    let text = text_of(host, file)?;
    let own = file.parent().unwrap_or(Path::new(""));
    let places = std::iter::once(own.to_owned()).chain(copies.iter().cloned()).collect();
    let library = Folders { host, places, stop: RefCell::new(None) };
    let read = copybook::read(&io::shown(file), &text, &library, options);
    // A book that is there and cannot be read is not one that is missing.
    if let Some(stop) = library.stop.into_inner() {
        return Err(stop.into());
    }
    read.map_err(|broken| Problem::Mappings(texts(broken)))
}

/// The texts that have mistakes.
fn texts(broken: Broken) -> Vec<MappingText> {
    let Broken { files, mistakes } = broken;
    let of = |file: usize| {
        mistakes.iter().filter(move |mistake| usize::from(mistake.at.file) == file).map(Mistake::diagnostic)
    };
    let all = files.into_iter().enumerate();
    let text = |(at, file): (usize, Copied)| MappingText {
        path: file.name,
        text: file.text,
        diagnostics: of(at).collect(),
        hidden: Vec::new(),
    };
    let texts = all.map(text);
    texts.filter(|text| !text.diagnostics.is_empty()).collect()
}

fn text_of(host: &dyn Host, path: &Path) -> Result<String, Stop> {
    let bytes = host.read(path).map_err(|error| io::stop("read", path, &error))?;
    let no_text = || Stop::new(Code::BookWithoutLines, vec![io::shown(path).into(), (bytes.len() as u64).into()]);
    book_text::of(&bytes).ok_or_else(no_text)
}

/// Folders in which copied books are looked for.
struct Folders<'h> {
    host: &'h dyn Host,
    places: Vec<PathBuf>,
    /// The first book that is there and cannot be read.
    stop: RefCell<Option<Stop>>,
}

impl Library for Folders<'_> {
    fn find(&self, book: &str) -> Option<(String, String)> {
        let found = self.places.iter().find_map(|folder| self.within(folder, book));
        let path = found?;
        match text_of(self.host, &path) {
            Ok(text) => Some((io::shown(&path), text)),
            Err(stop) => {
                self.stop.borrow_mut().get_or_insert(stop);
                None
            }
        }
    }
}

impl Folders<'_> {
    /// The file of a book, whatever the case of its letters: mainframes have none.
    fn within(&self, folder: &Path, book: &str) -> Option<PathBuf> {
        let names = self.host.list(if folder.as_os_str().is_empty() { Path::new(".") } else { folder }).ok()?;
        let is_called = |name: &OsStr, ending: &str| {
            let wanted = if ending.is_empty() { book.to_owned() } else { format!("{book}.{ending}") };
            name.eq_ignore_ascii_case(wanted)
        };
        let path = |name: &OsStr| folder.join(name);
        let found = ENDINGS.iter().find_map(|ending| names.iter().find(|name| is_called(name, ending)));
        found.map(|name| path(name)).filter(|path| matches!(self.host.kind(path), Ok(PathKind::File)))
    }
}

/// The copybooks beside a mapping, as it asks for them.
pub struct Beside<'h> {
    host: &'h dyn Host,
    /// The mapping's folder.
    folder: PathBuf,
    opened: RefCell<Opened>,
}

/// What was opened.
#[derive(Default)]
pub struct Opened {
    /// SHA-256 of texts, by their names relative to the mapping's folder.
    pub files: BTreeMap<String, String>,
    /// Texts with mistakes.
    pub mistaken: Vec<MappingText>,
    /// The first file that cannot be read.
    pub stop: Option<Stop>,
}

impl<'h> Beside<'h> {
    /// Of the mapping at this path.
    #[must_use]
    pub fn new(host: &'h dyn Host, mapping: &Path) -> Self {
        let folder = mapping.parent().unwrap_or(Path::new("")).to_owned();
        Self { host, folder, opened: RefCell::default() }
    }

    /// What was opened.
    #[must_use]
    pub fn opened(self) -> Opened {
        self.opened.into_inner()
    }
}

impl Books for Beside<'_> {
    fn open(&self, asked: &Asked) -> Result<Arc<Copybook>, NotOpened> {
        let file = self.folder.join(&asked.file);
        if !matches!(self.host.kind(&file), Ok(PathKind::File)) {
            return Err(NotOpened::Missing);
        }
        let copies: Vec<PathBuf> = asked.copies.iter().map(|folder| self.folder.join(folder)).collect();
        let mut opened = self.opened.borrow_mut();
        match read(self.host, &file, &copies, asked.options) {
            Ok(copybook) => {
                let folder = io::shown(&self.folder);
                let relative = |name: &str| {
                    let inside = name.strip_prefix(&folder).and_then(|rest| rest.strip_prefix('/'));
                    inside.filter(|_| !folder.is_empty()).unwrap_or(name).to_owned()
                };
                let files = copybook.files.iter();
                opened.files.extend(files.map(|one| (relative(&one.name), hash::sha256(one.text.as_bytes()))));
                Ok(Arc::new(copybook))
            }
            Err(Problem::Mappings(texts)) => {
                let new = texts.into_iter().filter(|text| opened.mistaken.iter().all(|known| known.path != text.path));
                let new: Vec<MappingText> = new.collect();
                opened.mistaken.extend(new);
                Err(NotOpened::Broken)
            }
            Err(Problem::Stop(stop)) => {
                opened.stop.get_or_insert(stop);
                Err(NotOpened::Unreadable)
            }
            Err(_) => Err(NotOpened::Unreadable),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::fake::FakeHost;

    #[test]
    fn books_are_found_in_their_folders_whatever_their_case() {
        let host = FakeHost::default();
        let line = |text: &str| format!("       {text}\n").into_bytes();
        host.put("a/MAIN.CPY", line("01 R. COPY INNER. COPY 'other.txt'."));
        host.put("a/inner.cpy", line("05 A PIC X."));
        host.put("lib/OTHER.TXT", line("05 B PIC X(2)."));
        let copybook = |copies: &[PathBuf]| read(&host, Path::new("a/MAIN.CPY"), copies, Options::default());
        let Ok(read) = copybook(&["lib".into()]) else { panic!("it is whole") };
        assert_eq!(read.records[0].length, 3);
        let Err(Problem::Mappings(texts)) = copybook(&[]) else { panic!("a book is missing") };
        let codes: Vec<Code> = texts[0].diagnostics.iter().map(|found| found.code).collect();
        assert_eq!((texts.len(), codes), (1, vec![Code::CopyMissing]));
    }

    #[test]
    fn a_copybook_as_it_stands_on_a_mainframe_is_read_or_said_to_be_one() {
        let host = FakeHost::default();
        let page = crate::extractors::encoding::Encoding::of("cp037").unwrap();
        let card = |text: &str, width: usize| page.encode(&format!("       {text:<width$}")).unwrap();
        let book = |width: usize| [card("01 R.  COPY INNER.", width), card("   05 B PIC X(2).", width)].concat();
        host.put("a/MAIN.CPY", book(73));
        host.put("a/INNER.CPY", [&b"\xEF\xBB\xBF"[..], b"000100     05 A PIC X.\r\n"].concat());
        host.put("a/SHORT.CPY", book(70));
        let Ok(found) = read(&host, Path::new("a/MAIN.CPY"), &[], Options::default()) else { panic!("it is whole") };
        assert_eq!(found.records[0].length, 3);
        let Err(Problem::Stop(stop)) = read(&host, Path::new("a/SHORT.CPY"), &[], Options::default()) else {
            panic!("nobody knows its lines")
        };
        assert_eq!((stop.code, stop.args), (Code::BookWithoutLines, vec!["a/SHORT.CPY".into(), 154_u64.into()]));
    }
}
