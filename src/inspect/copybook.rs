//! A copybook from its file, as `tumpline copybook` shows it.

use std::path::PathBuf;

use crate::host::Host;
use crate::mapping::copybook::{Copybook, Options};
use crate::run::{Problem, copybooks};

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
/// As [`copybooks::read`].
pub fn copybook(host: &dyn Host, request: &CopybookRequest) -> Result<Copybook, Problem> {
    copybooks::read(host, &request.file, &request.copies, request.options)
}
