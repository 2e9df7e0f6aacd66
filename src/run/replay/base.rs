//! Which run is mended, and whether it still is what it was.
//!
//! In: the folder that the command names. Out: the run's folder and its manifest, with what its tables come to. Refuses a
//! trial, a run that was changed in anything but the bytes of its rejects, and one that does not say what rejects need.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::{manifest_path, runs};
use crate::evidence::verify::{Standing, standing};
use crate::evidence::which::Chosen;
use crate::finding::Code;
use crate::host::Host;
use crate::loaders::FORMAT_VERSION;
use crate::run::publish::folder_of;
use crate::run::report::Outcome;
use crate::run::{Stop, io};

/// The run that is mended.
#[derive(Debug)]
pub struct Base {
    /// Its folder.
    pub folder: PathBuf,
    /// Why it is this one.
    pub chosen: Chosen,
    /// Edited bytes of runs that it stands upon, which it was not made of.
    pub unused: Vec<String>,
    /// What it is.
    pub standing: Standing,
}

/// The run that is meant.
#[derive(Debug)]
pub struct Found {
    /// The output folder.
    pub out: PathBuf,
    /// The run's own.
    pub folder: PathBuf,
    /// Why it is this one.
    pub chosen: Chosen,
    /// Edited bytes of runs that it stands upon, which it was not made of.
    pub unused: Vec<String>,
}

/// The output folder, and in it the run that is meant: of an output folder the newest of these mappings, be it published
/// or refused.
///
/// # Errors
/// TL0908 if nothing is there, TL0909 if it is no run, TL0932 for a trial, TL0938 where later runs have repairs that the one
/// that is named has not, TL0901 where the machine fails.
pub fn find(host: &dyn Host, dir: &Path, mappings: &BTreeSet<String>) -> Result<Found, Stop> {
    let (out, named) = located(host, dir)?;
    let runs = runs::all(host, &out);
    let Some((folder, chosen)) = named else {
        let newest = runs::newest(host, &runs, mappings)?;
        let folder = newest.map(|one| one.folder.clone());
        let folder = folder.ok_or_else(|| no_run(host, dir, &out))?;
        let unused = runs::unused(host, &runs, &folder)?;
        return Ok(Found { out, folder, chosen: Chosen::Newest, unused });
    };
    if let Some(later) = runs::given_later(host, &runs, &folder)? {
        let run = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        return Err(Stop::new(Code::LaterRepairs, vec![run.into(), later.into()]));
    }
    let unused = runs::unused(host, &runs, &folder)?;
    Ok(Found { out, folder, chosen, unused })
}

/// What is said of an output folder without a run that can be mended: that there are trials alone, if so.
fn no_run(host: &dyn Host, dir: &Path, out: &Path) -> Stop {
    let trials = host.list(&out.join(folder_of(Outcome::Trial))).unwrap_or_default();
    match trials.into_iter().max() {
        Some(trial) => Stop::new(Code::BaseTrial, vec![trial.to_string_lossy().into_owned().into()]),
        None => Stop::new(Code::WrongPath, vec![io::shown(dir).into(), "run".into()]),
    }
}

/// The output folder, and the run in it that is named.
fn located(host: &dyn Host, dir: &Path) -> Result<(PathBuf, Option<(PathBuf, Chosen)>), Stop> {
    let dir = named(host, dir)?;
    if host.kind(&dir).is_err() {
        return Err(Stop::new(Code::NoSuchPath, vec![io::shown(&dir).into()]));
    }
    let wrong = || Stop::new(Code::WrongPath, vec![io::shown(&dir).into(), "run".into()]);
    if host.kind(&manifest_path(&dir)).is_err() || host.target(&dir).is_ok() {
        let out = if host.kind(&manifest_path(&dir)).is_ok() { above(&dir, 1) } else { Some(dir.clone()) };
        let out = out.ok_or_else(wrong)?;
        if dir == out {
            return Ok((out, None));
        }
        let folder = host.target(&out.join("current")).map(|target| out.join(target)).map_err(|_| wrong())?;
        return Ok((out, Some((folder, Chosen::Current))));
    }
    let end = dir.parent().and_then(Path::file_name).and_then(|name| name.to_str()).unwrap_or_default();
    let is = |outcome| end == folder_of(outcome);
    if is(Outcome::Trial) {
        let name = dir.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        return Err(Stop::new(Code::BaseTrial, vec![name.into()]));
    }
    match above(&dir, 2).filter(|_| is(Outcome::Published) || is(Outcome::Refused)) {
        Some(out) => Ok((out, Some((dir, Chosen::Named)))),
        None => Err(wrong()),
    }
}

/// A folder by a path that has its name in it.
fn named(host: &dyn Host, dir: &Path) -> Result<PathBuf, Stop> {
    let is_named =
        dir.components().all(|part| !matches!(part, std::path::Component::CurDir | std::path::Component::ParentDir));
    if is_named && dir.components().count() > 2 {
        return Ok(dir.to_owned());
    }
    if host.kind(&manifest_path(dir)).is_err() {
        return Ok(dir.to_owned()); // an output folder needs no name
    }
    host.absolute(dir).map_err(|error| io::stop("open", dir, &error))
}

/// The folder so many levels above; the one where the command stands has no name.
fn above(dir: &Path, levels: usize) -> Option<PathBuf> {
    let found = dir.ancestors().nth(levels)?;
    Some(if found.as_os_str().is_empty() { PathBuf::from(".") } else { found.to_owned() })
}

/// The run of a folder, if it is what it was.
///
/// # Errors
/// TL0931 to TL0933, TL0806, TL0901.
pub fn check(host: &dyn Host, found: Found) -> Result<Base, Stop> {
    let Found { folder, chosen, unused, .. } = found;
    let standing = standing(host, &folder)?;
    let manifest = &standing.manifest;
    if manifest.format != FORMAT_VERSION {
        // Its parts would stand among others that are not as they are.
        return Err(Stop::new(Code::BaseTooOld, vec![manifest.run.as_str().into()]));
    }
    if manifest.outcome == Outcome::Trial || manifest.parameters.limit.is_some() || !manifest.parameters.only.is_empty()
    {
        return Err(Stop::new(Code::BaseTrial, vec![manifest.run.as_str().into()]));
    }
    if let Some((code, args)) = standing.findings.first() {
        let first = args.first().map(crate::run::names::arg).unwrap_or_default();
        let (run, count) = (manifest.run.as_str().into(), standing.findings.len().into());
        return Err(Stop::new(Code::BaseDiffers, vec![run, count, code.id().into(), first.into()]));
    }
    Ok(Base { folder, chosen, unused, standing })
}
