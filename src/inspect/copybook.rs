//! A copybook from its file, as `tumpline copybook` shows it, and a mapping drafted from it alone.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use crate::finding::Code;
use crate::host::Host;
use crate::inspect::infer;
use crate::mapping::copybook::{Copybook, Options};
use crate::run::{Problem, Stop, copybooks, io};
use draft::{BookDraft, NamedBook};
pub use drafting::doubts;

mod choices;
pub mod draft;
pub mod drafting;
pub mod fields;
mod places;
pub mod table_names;
mod when;

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

/// What is to be drafted.
#[derive(Debug, Clone, Default)]
pub struct DraftRequest {
    /// The copybook.
    pub book: CopybookRequest,
    /// The files of records, as the mapping is to name them.
    pub files: Option<String>,
    /// Where the mapping goes; none: nowhere.
    pub out: Option<PathBuf>,
    /// A mapping that is there is written over.
    pub force: bool,
}

/// The copybook.
///
/// # Errors
/// As [`copybooks::read`].
pub fn copybook(host: &dyn Host, request: &CopybookRequest) -> Result<Copybook, Problem> {
    copybooks::read(host, &request.file, &request.copies, request.options)
}

/// A mapping for a copybook.
///
/// # Errors
/// As [`copybook`]; TL0071 where it describes no record, TL0094 where no item of it has a name, TL0949 where `out` is
/// there and may not be written over.
pub fn drafted(host: &dyn Host, request: &DraftRequest) -> Result<BookDraft, Problem> {
    infer::may_write(host, request.out.as_deref(), request.force)?;
    let of = &request.book;
    let copybook = Arc::new(copybook(host, of)?);
    let from = request.out.as_deref().and_then(Path::parent).unwrap_or(Path::new(""));
    let named = |path: &PathBuf| named(host, from, path);
    let book = NamedBook {
        file: named(&of.file)?,
        dialect: of.options.dialect,
        reference: of.options.reference,
        copies: of.copies.iter().map(named).collect::<Result<_, _>>()?,
        comma: of.options.comma,
    };
    let stem = of.file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let drafted =
        drafting::draft(&copybook, (book, drafting::encoding(of.options.dialect)), request.files.clone(), &stem);
    let drafted = drafted.ok_or_else(|| Stop::new(Code::CopybookRecord, vec!["".into()]))?;
    if drafted.kinds.iter().all(draft::KindDraft::is_filler) {
        return Err(Stop::new(Code::NothingNamed, vec![io::shown(&of.file).into()]).into());
    }
    Ok(drafted)
}

/// A path as a mapping in a folder names it: from there, where both are relative, else from the root.
fn named(host: &dyn Host, folder: &Path, path: &Path) -> Result<String, Stop> {
    let is_plain = |path: &Path| path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    if !is_plain(folder) || !path.is_relative() {
        let path = host.absolute(path).map_err(|error| io::stop("open", path, &error))?;
        return Ok(io::shown(&path));
    }
    let up = folder.components().filter(|part| matches!(part, Component::Normal(_)));
    let up: PathBuf = up.map(|_| "..").collect();
    Ok(io::shown(&up.join(path)))
}
