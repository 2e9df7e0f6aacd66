//! A drafted mapping, written to its file.
//!
//! In: a path and a text. Out: the file, whole or not at all. Refuses to know what the text says, and whether a file that
//! is there may be replaced: who drafts asks that before.

use std::io::Write as _;
use std::path::Path;

use super::{Stop, io as machine};
use crate::host::{Access, Host};

/// Writes the text; a file that is there is replaced in one step.
///
/// # Errors
/// TL0901, TL0907.
pub fn write(host: &dyn Host, out: &Path, text: &str) -> Result<(), Stop> {
    let mut name = out.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    let new = out.with_file_name(name);
    let failed = |error: std::io::Error| machine::stop("write", out, &error);
    let mut file = host.create(&new, Access::Usual).map_err(failed)?;
    let written = file.write_all(text.as_bytes()).and_then(|()| file.sync());
    drop(file);
    let moved = written.and_then(|()| host.rename(&new, out));
    if moved.is_err() {
        // What could not be finished is not left behind; what failed is told.
        let _ = host.remove_file(&new);
    }
    moved.map_err(failed)
}
