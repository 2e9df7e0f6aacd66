//! Which run is mended, and whether it still is what it was.
//!
//! In: the folder that the command names. Out: the run's folder and its manifest, with what its tables come to. Refuses a
//! trial, a run that was changed in anything but the bytes of its rejects, and one that does not say what rejects need.

use std::path::{Path, PathBuf};

use super::manifest_path;
use crate::evidence::verify::{Standing, standing};
use crate::evidence::which::{self, Chosen};
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
    /// What it is.
    pub standing: Standing,
}

/// A run's folder, and why it is this one.
pub type Meant = (PathBuf, Chosen);

/// The output folder, and in it the run that is meant: of an output folder the newest, be it published or refused.
///
/// # Errors
/// TL0908 if nothing is there, TL0909 if it is no run, TL0932 for a trial, TL0901 where the machine fails.
pub fn find(host: &dyn Host, dir: &Path) -> Result<(PathBuf, Meant), Stop> {
    let dir = named(host, dir)?;
    if host.kind(&dir).is_err() {
        return Err(Stop::new(Code::NoSuchPath, vec![io::shown(&dir).into()]));
    }
    let wrong = || Stop::new(Code::WrongPath, vec![io::shown(&dir).into(), "run".into()]);
    if host.kind(&manifest_path(&dir)).is_err() || host.target(&dir).is_ok() {
        let out = if host.kind(&manifest_path(&dir)).is_ok() { above(&dir, 1) } else { Some(dir.clone()) };
        let out = out.ok_or_else(wrong)?;
        let led = dir != out;
        let meant = meant(host, &out, led).ok_or_else(wrong)?;
        return Ok((out, meant));
    }
    let end = dir.parent().and_then(Path::file_name).and_then(|name| name.to_str()).unwrap_or_default();
    let is = |outcome| end == folder_of(outcome);
    if is(Outcome::Trial) {
        let name = dir.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        return Err(Stop::new(Code::BaseTrial, vec![name.into()]));
    }
    match above(&dir, 2).filter(|_| is(Outcome::Published) || is(Outcome::Refused)) {
        Some(out) => Ok((out, (dir, Chosen::Named))),
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

/// The newest run of an output folder, or the one that `current` leads to. A trial is none, nor is a published run that
/// another one replaced.
fn meant(host: &dyn Host, out: &Path, current_only: bool) -> Option<(PathBuf, Chosen)> {
    let current = host.target(&out.join("current")).ok().map(|target| out.join(target));
    if current_only {
        return Some((current?, Chosen::Current));
    }
    let refused = out.join(folder_of(Outcome::Refused));
    let names = host.list(&refused).unwrap_or_default();
    let all = current.into_iter().chain(names.into_iter().map(|name| refused.join(name)));
    Some((which::newest(host, all)?, Chosen::Newest))
}

/// The run of a folder, if it is what it was.
///
/// # Errors
/// TL0931 to TL0933, TL0806, TL0901.
pub fn check(host: &dyn Host, (folder, chosen): Meant) -> Result<Base, Stop> {
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
        let first = args.first().map(|arg| format!("{} {}", code.id(), crate::run::names::arg(arg)));
        let first = first.unwrap_or_else(|| code.id().to_owned());
        let args = vec![manifest.run.as_str().into(), standing.findings.len().into(), first.into()];
        return Err(Stop::new(Code::BaseDiffers, args));
    }
    Ok(Base { folder, chosen, standing })
}
