//! The runs of an output folder: which of them a replay mends, and what later ones were given that it does not have.
//!
//! In: the folder, and the names of the mappings. Out: a run's folder. A refused replay whose rejects nobody edited is not
//! taken: the run that it mends has all its refused records, and those that it repaired, as they were edited. Refuses to
//! check what stands in a run.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::manifest_path;
use crate::evidence::manifest::{Manifest, MendedEvidence, OutputEvidence};
use crate::evidence::verify::hash_of;
use crate::evidence::which::{self, Began};
use crate::host::Host;
use crate::run::publish::folder_of;
use crate::run::report::Outcome;
use crate::run::{Stop, io};

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

    /// The files of the bytes of its refused records.
    fn raws(&self) -> impl Iterator<Item = &OutputEvidence> {
        let is_raw = |path: &str| {
            let name = path.strip_prefix("rejects/").and_then(|name| name.strip_suffix(".raw"));
            name.is_some_and(|name| self.manifest.mappings.iter().any(|one| one.name == name))
        };
        self.manifest.outputs.iter().filter(move |output| is_raw(&output.path))
    }

    /// What a file of them is now; none where it is not there.
    fn now(&self, host: &dyn Host, raw: &OutputEvidence) -> Result<Option<String>, Stop> {
        let path = self.folder.join(&raw.path);
        host.kind(&path).ok().map(|_| hash_of(host, &path)).transpose()
    }

    fn is_of(&self, mappings: &BTreeSet<String>) -> bool {
        self.manifest.mappings.len() == mappings.len()
            && self.manifest.mappings.iter().all(|one| mappings.contains(&one.name))
    }

    /// Whether the bytes of its refused records are others than those that it wrote.
    fn is_edited(&self, host: &dyn Host) -> Result<bool, Stop> {
        for raw in self.raws() {
            if self.now(host, raw)?.is_some_and(|now| now != raw.sha256) {
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

/// Files with edited bytes of runs that a run stands upon, which it was not made of: whoever edited them may take them for
/// mended.
///
/// # Errors
/// TL0901 where they cannot be read.
pub fn unused(host: &dyn Host, runs: &[Known], base: &Path) -> Result<Vec<String>, Stop> {
    let mut unused = Vec::new();
    let mut above = runs.iter().find(|one| one.folder == base);
    while let Some(mends) = above.and_then(|one| one.manifest.mends.as_ref()) {
        above = runs.iter().find(|one| one.manifest.run == mends.run);
        let Some(one) = above else { break };
        for raw in one.raws() {
            let took = |it: &&MendedEvidence| raw.path == format!("rejects/{}.raw", it.mapping);
            let took = mends.rejects.iter().find(took).and_then(|it| it.edited_sha256.as_ref());
            let is_new = |now: &String| *now != raw.sha256 && Some(now) != took;
            if one.now(host, raw)?.as_ref().is_some_and(is_new) {
                unused.push(io::shown(&one.folder.join(&raw.path)));
            }
        }
    }
    Ok(unused)
}

/// The runs that ended so: of published ones the one that people read now.
#[must_use]
pub fn ended(host: &dyn Host, out: &Path, outcome: Outcome) -> Vec<(PathBuf, Manifest)> {
    let ended = |one: &Known| match outcome {
        Outcome::Published => one.is_current,
        Outcome::Refused | Outcome::Trial => one.manifest.outcome == outcome,
    };
    all(host, out).into_iter().filter(ended).map(|one| (one.folder, one.manifest)).collect()
}
