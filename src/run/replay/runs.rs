//! The runs of an output folder: which of them a replay mends, and what later ones were given that it does not have.
//!
//! In: the folder, and the names of the mappings. Out: a run's folder. A refused replay whose rejects nobody edited is not
//! taken: the run that it mends has all its refused records, and those that it repaired, as they were edited. Refuses to
//! check what stands in a run.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::manifest_path;
use crate::evidence::manifest::{Manifest, OutputEvidence};
use crate::evidence::verify::hash_of;
use crate::evidence::which::{self, Began};
use crate::host::Host;
use crate::run::Stop;
use crate::run::publish::folder_of;
use crate::run::report::Outcome;

/// A run that was published or refused.
#[derive(Debug)]
pub struct Known {
    /// Its folder.
    pub folder: PathBuf,
    manifest: Manifest,
    began: Began,
    is_current: bool,
}

impl Known {
    fn read(host: &dyn Host, folder: PathBuf, is_current: bool) -> Option<Self> {
        let manifest = Manifest::from_json(&host.read(&manifest_path(&folder)).ok()?).ok()?;
        let began = which::began_as(&manifest)?;
        Some(Self { folder, manifest, began, is_current })
    }

    fn mends(&self) -> Option<&str> {
        self.manifest.mends.as_ref().map(|mends| mends.run.as_str())
    }

    fn is_of(&self, mappings: &BTreeSet<String>) -> bool {
        self.manifest.mappings.len() == mappings.len()
            && self.manifest.mappings.iter().all(|one| mappings.contains(&one.name))
    }

    /// Whether the bytes of its refused records are others than those that it wrote.
    fn is_edited(&self, host: &dyn Host) -> Result<bool, Stop> {
        let is_raw = |output: &&OutputEvidence| {
            let mut names = self.manifest.mappings.iter().map(|one| format!("rejects/{}.raw", one.name));
            names.any(|name| name == output.path)
        };
        for output in self.manifest.outputs.iter().filter(is_raw) {
            let path = self.folder.join(&output.path);
            if host.kind(&path).is_ok() && hash_of(host, &path)? != output.sha256 {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// All runs of an output folder that can be read, as they began.
#[must_use]
pub fn all(host: &dyn Host, out: &Path) -> Vec<Known> {
    let current = host.target(&out.join("current")).ok().map(|target| out.join(target));
    let within = |end: Outcome| {
        let above = out.join(folder_of(end));
        let names = host.list(&above).unwrap_or_default();
        names.into_iter().map(move |name| above.join(name)).collect::<Vec<_>>()
    };
    let mut folders = [Outcome::Published, Outcome::Refused].map(within).concat();
    folders.extend(current.clone());
    folders.sort();
    folders.dedup();
    let read = |folder: PathBuf| {
        let is_current = current.as_ref() == Some(&folder);
        Known::read(host, folder, is_current)
    };
    let mut all: Vec<Known> = folders.into_iter().filter_map(read).collect();
    all.sort_by(|one, other| one.began.cmp(&other.began));
    all
}

/// The newest run of these mappings that is published or was refused; where none is of these, the newest of any.
///
/// # Errors
/// TL0901 where the bytes of refused records cannot be read.
pub fn newest<'r>(host: &dyn Host, runs: &'r [Known], mappings: &BTreeSet<String>) -> Result<Option<&'r Known>, Stop> {
    let ends = |one: &&Known| one.is_current || one.manifest.outcome == Outcome::Refused;
    let any_is = runs.iter().filter(ends).any(|one| one.is_of(mappings));
    let meant = || runs.iter().rev().filter(ends).filter(|one| !any_is || one.is_of(mappings));
    for one in meant() {
        let is_refused = one.manifest.outcome == Outcome::Refused;
        let mended = one.mends().filter(|_| is_refused);
        let stands = mended.is_some_and(|run| meant().any(|other| other.manifest.run == run));
        if !stands || one.is_edited(host)? {
            return Ok(Some(one));
        }
    }
    Ok(None)
}

/// The newest run that was given edited bytes of refused records which this run cannot have: those of runs that stand upon it.
///
/// # Errors
/// TL0901 where the bytes of refused records cannot be read.
pub fn given_later<'r>(host: &dyn Host, runs: &'r [Known], base: &Path) -> Result<Option<&'r str>, Stop> {
    let Some(base) = runs.iter().find(|one| one.folder == base) else { return Ok(None) };
    let mut above: BTreeSet<&str> = BTreeSet::from([base.manifest.run.as_str()]);
    let mut newest = None;
    for one in runs {
        let (Some(mended), run) = (one.mends(), one.manifest.run.as_str()) else { continue };
        if !above.contains(mended) {
            continue;
        }
        above.insert(run);
        let was_given = one.manifest.mends.iter().flat_map(|mends| &mends.rejects).any(|it| it.edited_sha256.is_some());
        if (was_given && mended != base.manifest.run) || one.is_edited(host)? {
            newest = Some(run);
        }
    }
    Ok(newest)
}
