//! What the crosswalks of a finished run cover, out of its manifest.
//!
//! In: a run's folder, or an output folder, of which the newest run is meant, whatever became of it. Out: what the manifest
//! says. Refuses to prove it: that is `verify`'s.

use std::path::{Path, PathBuf};

use super::manifest::{self, CoverageEvidence, Manifest};
use super::which::{self, Chosen};
use crate::finding::Code;
use crate::host::Host;
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
    /// Why it is this one.
    pub chosen: Chosen,
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
    let (folder, chosen) = run_folder(host, dir)?;
    let path = folder.join(manifest::FILE);
    let json = host.read(&path).map_err(|error| io::stop("read", &path, &error))?;
    let manifest = Manifest::from_json(&json).map_err(|wrong| {
        let first = wrong.into_iter().next();
        first.map_or_else(|| Stop::new(Code::Defect, vec!["manifest".into()]), |(code, args)| Stop::new(code, args))
    })?;
    let Manifest { run, outcome, coverage, mends, .. } = manifest;
    let (folder, mends) = (io::shown(&folder), mends.map(|mends| mends.run));
    Ok(Coverage { run, outcome, folder, chosen, mends, coverage })
}

/// The folder itself if it is a run's, else that of the newest run in it.
///
/// # Errors
/// TL0908 if nothing is there, TL0909 if it is no run and has none, TL0901.
pub fn run_folder(host: &dyn Host, dir: &Path) -> Result<(PathBuf, Chosen), Stop> {
    if which::is_run(host, dir) {
        return Ok((dir.to_owned(), Chosen::Named));
    }
    let newest = which::newest(host, which::all(host, dir)?);
    let newest = newest.ok_or_else(|| match host.kind(dir) {
        Ok(_) => Stop::new(Code::WrongPath, vec![io::shown(dir).into(), "run".into()]),
        Err(_) => Stop::new(Code::NoSuchPath, vec![io::shown(dir).into()]),
    })?;
    Ok((newest, Chosen::Newest))
}
