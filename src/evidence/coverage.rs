//! What the crosswalks of a finished run cover, out of its manifest.
//!
//! In: a run's folder, or an output folder, of which the newest run is meant, whatever became of it. Out: what the manifest
//! says. Refuses to prove it: that is `verify`'s.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::manifest::{self, CoverageEvidence, Manifest};
use crate::finding::Code;
use crate::host::Host;
use crate::run::publish::folder_of;
use crate::run::report::Outcome;
use crate::run::{Stop, io};

/// What a run's manifest says of its crosswalks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// The run's ID.
    pub run: String,
    /// What became of it.
    pub outcome: Outcome,
    /// Its folder.
    pub folder: String,
    /// The run that it mends, if it is a replay: then the figures are of the records that ran again.
    pub mends: Option<String>,
    /// One for each look-up and split.
    pub coverage: Vec<CoverageEvidence>,
}

/// Reads it.
///
/// # Errors
/// TL0908 if nothing is there, TL0909 if it is no run and has none, TL0806 and TL0809 to TL0811 for a manifest that cannot
/// be read, TL0901.
pub fn read(host: &dyn Host, dir: &Path) -> Result<Coverage, Stop> {
    let folder = run_folder(host, dir)?;
    let path = folder.join(manifest::FILE);
    let json = host.read(&path).map_err(|error| io::stop("read", &path, &error))?;
    let manifest = Manifest::from_json(&json).map_err(|wrong| {
        let first = wrong.into_iter().next();
        first.map_or_else(|| Stop::new(Code::Defect, vec!["manifest".into()]), |(code, args)| Stop::new(code, args))
    })?;
    let Manifest { run, outcome, coverage, mends, .. } = manifest;
    Ok(Coverage { run, outcome, folder: io::shown(&folder), mends: mends.map(|mends| mends.run), coverage })
}

/// The folder itself if it is a run's, else that of the newest run in it: a run's name begins with its start.
fn run_folder(host: &dyn Host, dir: &Path) -> Result<PathBuf, Stop> {
    let is_run = |folder: &Path| host.kind(&folder.join(manifest::FILE)).is_ok();
    if is_run(dir) {
        return Ok(dir.to_owned());
    }
    let mut newest: Option<PathBuf> = None;
    for above in [Outcome::Published, Outcome::Refused, Outcome::Trial].map(|outcome| dir.join(folder_of(outcome))) {
        let names = match host.list(&above) {
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => continue,
            listed => listed.map_err(|error| io::stop("list", &above, &error))?,
        };
        for folder in names.iter().map(|name| above.join(name)).filter(|folder| is_run(folder)) {
            if newest.as_ref().is_none_or(|known| known.file_name() < folder.file_name()) {
                newest = Some(folder);
            }
        }
    }
    newest.ok_or_else(|| match host.kind(dir) {
        Ok(_) => Stop::new(Code::WrongPath, vec![io::shown(dir).into(), "run".into()]),
        Err(_) => Stop::new(Code::NoSuchPath, vec![io::shown(dir).into()]),
    })
}
