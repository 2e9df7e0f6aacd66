//! Where a stream may hold back what does not fit into a window, while one record of it is sought.
//!
//! In: the machine. Out: a staging in the folder for passing files, which only its owner may read; all of it is gone when
//! the search ends. Refuses to publish anything.

use std::path::PathBuf;

use crate::finding::Code;
use crate::host::{Access, Host};
use crate::run::publish::{OutputFolder, Staging};
use crate::run::{Stop, io};

/// Where the system says that passing files belong.
const VARIABLES: [&str; 3] = ["TMPDIR", "TEMP", "TMP"];
/// Where it says nothing.
const USUAL: &str = "/tmp";
/// The name of the staging in its folder, which is its own.
const NAME: &str = "explain";

/// A folder that is removed with all that it holds.
pub struct Scratch<'h> {
    host: &'h dyn Host,
    path: PathBuf,
    /// None when it ends: a file that is open cannot be removed everywhere.
    folder: Option<OutputFolder<'h>>,
}

impl<'h> Scratch<'h> {
    /// A new one.
    ///
    /// # Errors
    /// TL0901, TL0907.
    pub fn open(host: &'h dyn Host) -> Result<Self, Stop> {
        let set = VARIABLES.iter().find_map(|name| host.variable(name).filter(|text| !text.is_empty()));
        let above = PathBuf::from(set.unwrap_or_else(|| USUAL.to_owned()));
        let path = above.join(format!("tumpline-{}", host.now().as_nanosecond()));
        host.create_folder(&path, Access::Owner).map_err(|error| io::stop("create", &path, &error))?;
        let folder = OutputFolder::open(host, &path)?;
        Ok(Self { host, path, folder: Some(folder) })
    }

    /// Where a stream holds back.
    ///
    /// # Errors
    /// TL0901, TL0907.
    pub fn stage(&self) -> Result<Staging<'_>, Stop> {
        let folder =
            self.folder.as_ref().ok_or_else(|| Stop::new(Code::Defect, vec!["nowhere to hold a stream".into()]))?;
        folder.stage(NAME)
    }
}

impl Drop for Scratch<'_> {
    fn drop(&mut self) {
        drop(self.folder.take());
        // What cannot be removed stays among the passing files.
        drop(self.host.remove_folder(&self.path));
    }
}
