//! Whether a run's evidence still holds: what is on the disk against what the manifest says.
//!
//! In: a run's folder. Out: what was checked, and findings. Whatever the manifest says that can be computed from the
//! run's files, or from its own other figures, is computed again; the rest is under its digest. Files are read by
//! several threads, in batches, so that memory is flat. Refuses to mend anything, and to take the manifest's word.

pub mod content;
mod edited;
mod figures;
mod files;
pub mod flat;
mod lists;
mod mended;
pub mod reading;
pub mod sources;
mod told;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::manifest::{self, Manifest};
use super::unseen;
use super::which::{self, Chosen};
use crate::finding::{Args, Code};
use crate::host::Host;
use crate::run::{Stop, io as machine};
use content::Table;
use figures::Contents;
use files::{Content, Examined, Role};
use sources::State;
use told::Told;

/// What was checked, and what does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verification {
    /// The run's ID; empty if its manifest cannot be read.
    pub run: String,
    /// The run's folder.
    pub folder: PathBuf,
    /// Why it is this one.
    pub chosen: Chosen,
    /// The folder of the newest run, where it is another one that began later and the output folder was named.
    pub newer: Option<PathBuf>,
    /// Files of the run that are there as the manifest says.
    pub files: u64,
    /// Sources that are there as they were read.
    pub sources: u64,
    /// Rows of all tables that were counted again.
    pub rows: u64,
    /// Columns whose totals were computed again.
    pub columns: u64,
    /// TL0801 to TL0814: the manifest, the files, figures, sources.
    pub findings: Vec<(Code, Args)>,
}

impl Verification {
    /// Whether everything that could be checked is as the manifest says.
    #[must_use]
    pub fn holds(&self) -> bool {
        !self.findings.iter().any(|(code, _)| is_difference(*code))
    }
}

/// Whether a finding says that something is not as the manifest says; a source that could not be compared says nothing.
#[must_use]
pub const fn is_difference(code: Code) -> bool {
    !unseen::is_unseen(code) && !matches!(code, Code::SourceUnreadable)
}

/// Checks a run: `dir` is its folder, or an output folder, whose `current` run is meant, or that `current` itself. Of an
/// output folder without one, the newest run is meant.
///
/// # Errors
/// TL0908 if nothing is there, TL0909 if it is no run, TL0901 where the machine fails.
pub fn verify(host: &dyn Host, dir: &Path) -> Result<Verification, Stop> {
    let Meant { folder, chosen, newer } = run_folder(host, dir)?;
    let path = folder.join(manifest::FILE);
    let json = host.read(&path).map_err(|error| machine::stop("read", &path, &error))?;
    let mut told = Told::default();
    let done = match Manifest::from_json(&json) {
        Ok(manifest) => {
            if manifest::content_digest(&json).as_ref() != Some(&manifest.content_sha256) {
                told.changed(manifest::FILE);
            }
            check(host, &folder, &manifest, &mut told)?
        }
        Err(wrong) => {
            told.0.extend(wrong);
            Verification::default()
        }
    };
    Ok(Verification { folder, chosen, newer, findings: told.0, ..done })
}

/// A run as it stands, without its sources: what a replay takes its rows and refused records from.
#[derive(Debug)]
pub struct Standing {
    /// What it says of itself.
    pub manifest: Manifest,
    /// What its tables come to, by their names.
    pub tables: BTreeMap<String, Table>,
    /// SHA-256 of the refused records' bytes where they were edited since, by mapping.
    pub edited: BTreeMap<String, String>,
    /// What is not as the manifest says, but for that.
    pub findings: Vec<(Code, Args)>,
}

/// Checks a run of which refused records may have been edited; its sources are not looked at.
///
/// # Errors
/// TL0901 where the machine fails; TL0806 for a manifest that cannot be read.
pub fn standing(host: &dyn Host, folder: &Path) -> Result<Standing, Stop> {
    let path = folder.join(manifest::FILE);
    let json = host.read(&path).map_err(|error| machine::stop("read", &path, &error))?;
    let manifest = Manifest::from_json(&json).map_err(|mut wrong| {
        let (code, args) = wrong.swap_remove(0);
        Stop::new(code, args)
    })?;
    let (mut told, mut edited) = (Told::default(), BTreeMap::new());
    if manifest::content_digest(&json).as_ref() != Some(&manifest.content_sha256) {
        told.changed(manifest::FILE);
    }
    let examine = |output| files::examine(host, folder, &manifest, output);
    let examined = manifest.outputs.par_iter().map(examine).collect::<Result<Vec<_>, _>>()?;
    let mut contents = Contents::default();
    for (output, Examined { told: mut wrong, content }) in manifest.outputs.iter().zip(examined) {
        let role = files::role(&manifest, &output.path);
        if let Role::Raw(mapping) = role
            && wrong.0.iter().any(|(code, _)| *code == Code::EvidenceHash)
        {
            wrong.0.clear();
            edited.insert(mapping.to_owned(), hash_of(host, &folder.join(&output.path))?);
        }
        told.0.extend(wrong.0);
        put(&mut contents, content, role);
    }
    told.0.extend(figures::differences(&manifest, &contents, folder).0);
    let known = contents.tables.into_iter().filter_map(|(name, table)| Some((name.to_owned(), table?)));
    let tables = known.collect();
    Ok(Standing { tables, edited, findings: told.0, manifest })
}

/// The SHA-256 of a file.
///
/// # Errors
/// TL0901 where it cannot be read.
pub fn hash_of(host: &dyn Host, path: &Path) -> Result<String, Stop> {
    let file = host.open(path).map_err(|error| machine::stop("open", path, &error))?;
    let found = reading::hashed(reading::Reading::new(&*file));
    Ok(found.map_err(|error| machine::stop("read", path, &error))?.sha256)
}

/// The run that is meant.
struct Meant {
    folder: PathBuf,
    chosen: Chosen,
    newer: Option<PathBuf>,
}

fn run_folder(host: &dyn Host, dir: &Path) -> Result<Meant, Stop> {
    let is_there = |folder: &Path| which::is_run(host, folder);
    if is_there(dir) && host.target(dir).is_err() {
        return Ok(Meant { folder: dir.to_owned(), chosen: Chosen::Named, newer: None });
    }
    let led_by = |link: &Path| Some(link.parent()?.join(host.target(link).ok()?));
    // A copy that followed the link has a folder in its place.
    let led = [led_by(&dir.join("current")), led_by(dir), Some(dir.join("current"))];
    let current = led.into_iter().flatten().find(|folder| is_there(folder));
    let newest = which::newest(host, which::all(host, dir)?.into_iter().chain(current.clone()));
    match (current, newest) {
        (Some(folder), newest) => {
            let newer = newest.filter(|newest| newest.file_name() != folder.file_name());
            return Ok(Meant { folder, chosen: Chosen::Current, newer });
        }
        (None, Some(folder)) => return Ok(Meant { folder, chosen: Chosen::Newest, newer: None }),
        (None, None) => {}
    }
    let shown = machine::shown(dir).into();
    Err(match host.kind(dir) {
        Ok(_) => Stop::new(Code::WrongPath, vec![shown, "run".into()]),
        Err(_) => Stop::new(Code::NoSuchPath, vec![shown]),
    })
}

fn check(host: &dyn Host, folder: &Path, manifest: &Manifest, told: &mut Told) -> Result<Verification, Stop> {
    let examine = |output| files::examine(host, folder, manifest, output);
    let (examined, states) = rayon::join(
        || manifest.outputs.par_iter().map(examine).collect::<Result<Vec<_>, _>>(),
        || manifest.sources.par_iter().map(|source| sources::state(host, source)).collect::<Vec<_>>(),
    );
    let mut done = Verification { run: manifest.run.clone(), ..Verification::default() };
    let mut contents = Contents::default();
    for (output, Examined { told: mut wrong, content }) in manifest.outputs.iter().zip(examined?) {
        if let Role::Raw(mapping) = files::role(manifest, &output.path) {
            edited::tell(host, (folder, manifest), (mapping, output), &mut wrong)?;
        }
        told.0.extend(wrong.0);
        done.files += u64::from(content.is_some());
        put(&mut contents, content, files::role(manifest, &output.path));
    }
    told.0.extend(files::extra(host, folder, manifest)?.0);
    told.0.extend(figures::differences(manifest, &contents, folder).0);
    told.0.extend(mended::differences(host, folder, manifest).0);
    for table in contents.tables.values().flatten() {
        done.rows += table.rows();
        let of_lists = table.lists.iter().map(|list| list.columns.len()).sum::<usize>();
        done.columns += (table.columns.len() + of_lists) as u64;
    }
    for state in states {
        match state {
            State::Same => done.sources += 1,
            State::Told(code, args) => told.find(code, args),
        }
    }
    Ok(done)
}

/// Puts what a file holds to the rest; a table counts as known only with all its parts.
fn put<'m>(contents: &mut Contents<'m>, content: Option<Content<'m>>, role: Role<'m>) {
    match (content, role) {
        (Some(Content::Part(name, part)), _) => match contents.tables.get_mut(name) {
            None => drop(contents.tables.insert(name, Some(part))),
            Some(Some(known)) => known.merge(part),
            Some(None) => {}
        },
        (None, Role::Part(table)) => drop(contents.tables.insert(&table.table, None)),
        (Some(Content::Rejects(mapping, rejects)), _) => drop(contents.rejects.insert(mapping, rejects)),
        (Some(Content::Findings(findings)), _) => contents.findings = Some(findings),
        (Some(Content::Other) | None, _) => {}
    }
}
