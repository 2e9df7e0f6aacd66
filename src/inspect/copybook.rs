//! A copybook from its file: reads it and the books that it copies.
//!
//! In: a path and where copied books may be, through [`crate::host`]. Out: items with their places, or what is wrong,
//! with the texts to show it in. Refuses words, and the bytes that a copybook describes.

use std::cell::RefCell;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use crate::host::{Host, PathKind};
use crate::mapping::copybook::{self, Broken, Copybook, Library, Options};
use crate::run::{MappingText, Problem, Stop, io, sources};

/// Endings of copybooks, in the order in which they are tried.
const ENDINGS: [&str; 6] = ["", "cpy", "cbl", "cob", "copy", "inc"];

/// What is to be read.
#[derive(Debug, Clone, Default)]
pub struct CopybookRequest {
    /// The file.
    pub file: PathBuf,
    /// Folders of books that it copies; its own folder comes before them.
    pub copies: Vec<PathBuf>,
    /// How it is to be read.
    pub options: Options,
}

/// The copybook.
///
/// # Errors
/// TL0060 to TL0069 as mistakes in the texts; TL0901 and TL0908 where a file cannot be read.
pub fn copybook(host: &dyn Host, request: &CopybookRequest) -> Result<Copybook, Problem> {
    if sources::kind(host, &request.file)? == PathKind::Folder {
        return Err(sources::wrong_path(&request.file, "file").into());
    }
    let text = read(host, &request.file)?;
    let own = request.file.parent().unwrap_or(Path::new(""));
    let places = std::iter::once(own.to_owned()).chain(request.copies.iter().cloned()).collect();
    let library = Folders { host, places, stop: RefCell::new(None) };
    let read = copybook::read(&io::shown(&request.file), &text, &library, request.options);
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
        mistakes.iter().filter(move |mistake| usize::from(mistake.at.file) == file).map(copybook::Mistake::diagnostic)
    };
    let all = files.into_iter().enumerate();
    let texts = all.map(|(at, file)| MappingText {
        path: file.name,
        text: file.text,
        diagnostics: of(at).collect(),
        hidden: Vec::new(),
    });
    texts.filter(|text| !text.diagnostics.is_empty()).collect()
}

/// Copybooks are old: what is not UTF-8 is read as Windows-1252, in which every byte but five is a character. Only names
/// and numbers of it matter, which are ASCII.
fn read(host: &dyn Host, path: &Path) -> Result<String, Stop> {
    let bytes = host.read(path).map_err(|error| io::stop("read", path, &error))?;
    let text = String::from_utf8(bytes)
        .unwrap_or_else(|error| encoding_rs::WINDOWS_1252.decode_without_bom_handling(error.as_bytes()).0.into_owned());
    Ok(text.strip_prefix('\u{FEFF}').map(str::to_owned).unwrap_or(text))
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
        match read(self.host, &path) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Code;
    use crate::host::fake::FakeHost;

    #[test]
    fn books_are_found_in_their_folders_whatever_their_case() {
        let host = FakeHost::default();
        let line = |text: &str| format!("       {text}\n").into_bytes();
        host.put("a/MAIN.CPY", line("01 R. COPY INNER. COPY 'other.txt'."));
        host.put("a/inner.cpy", line("05 A PIC X."));
        host.put("lib/OTHER.TXT", line("05 B PIC X(2)."));
        let request =
            CopybookRequest { file: "a/MAIN.CPY".into(), copies: vec!["lib".into()], ..CopybookRequest::default() };
        let Ok(read) = copybook(&host, &request) else { panic!("it is whole") };
        assert_eq!(read.records[0].length, 3);
        let Err(Problem::Mappings(texts)) = copybook(&host, &CopybookRequest { copies: Vec::new(), ..request }) else {
            panic!("a book is missing")
        };
        let codes: Vec<Code> = texts[0].diagnostics.iter().map(|found| found.code).collect();
        assert_eq!((texts.len(), codes), (1, vec![Code::CopyMissing]));
    }
}
