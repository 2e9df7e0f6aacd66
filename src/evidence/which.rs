//! Which run of a folder is meant, and why.
//!
//! In: the folder that a command names. Out: a run's folder, and whether it was named, `current` leads to it, or it is the
//! newest. A run's ID has its start to the second only, so that the newest is told by what manifests say. Refuses to know
//! what a command wants of it.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::Serialize;

use super::manifest::{self, Manifest};
use crate::host::Host;
use crate::run::publish::folder_of;
use crate::run::report::Outcome;
use crate::run::{Stop, io};

/// Why a run is meant.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Chosen {
    /// Its folder was named.
    #[default]
    Named,
    /// The output folder was named, whose `current` leads to it.
    Current,
    /// The output folder was named, of which it is the newest.
    Newest,
}

/// When a run began, and what comes first of runs that began in one instant: one that mends comes after the one that it
/// mends, and of equal IDs the one with the larger number behind it.
pub type Began = (Timestamp, bool, usize, String);

/// Whether a run stands in a folder.
#[must_use]
pub fn is_run(host: &dyn Host, folder: &Path) -> bool {
    host.kind(&folder.join(manifest::FILE)).is_ok()
}

/// The newest of these runs; none where none is one.
///
/// One whose manifest cannot be read began when its name says: it is not passed over, so that it is told.
pub fn newest(host: &dyn Host, folders: impl IntoIterator<Item = PathBuf>) -> Option<PathBuf> {
    let begun = folders.into_iter().filter_map(|folder| Some((began(host, &folder)?, folder)));
    begun.max_by(|one, other| one.0.cmp(&other.0)).map(|(_, folder)| folder)
}

/// The folders of all runs of an output folder, whatever became of them.
///
/// # Errors
/// TL0901 where one cannot be listed.
pub fn all(host: &dyn Host, out: &Path) -> Result<Vec<PathBuf>, Stop> {
    let mut runs = Vec::new();
    for above in [Outcome::Published, Outcome::Refused, Outcome::Trial].map(|outcome| out.join(folder_of(outcome))) {
        let names = match host.list(&above) {
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => continue,
            listed => listed.map_err(|error| io::stop("list", &above, &error))?,
        };
        runs.extend(names.iter().map(|name| above.join(name)).filter(|folder| is_run(host, folder)));
    }
    Ok(runs)
}

/// The folder of a run of an output folder, published or refused, and the bytes of its manifest.
#[must_use]
pub fn of_id(host: &dyn Host, out: &Path, run: &str) -> Option<(PathBuf, Vec<u8>)> {
    let folders = [Outcome::Published, Outcome::Refused].map(|end| out.join(folder_of(end)).join(run));
    folders.into_iter().find_map(|folder| {
        let json = host.read(&folder.join(manifest::FILE)).ok()?;
        Some((folder, json))
    })
}

fn began(host: &dyn Host, folder: &Path) -> Option<Began> {
    let path = folder.join(manifest::FILE);
    host.kind(&path).ok()?;
    let manifest = host.read(&path).ok().and_then(|json| Manifest::from_json(&json).ok());
    manifest.as_ref().and_then(began_as).or_else(|| {
        let name = folder.file_name()?.to_str()?;
        Some((started_of(name)?, false, name.len(), name.to_owned()))
    })
}

/// When a run began, as its manifest says.
#[must_use]
pub fn began_as(manifest: &Manifest) -> Option<Began> {
    let started = manifest.started.parse().ok()?;
    Some((started, manifest.mends.is_some(), manifest.run.len(), manifest.run.clone()))
}

/// When a run of this ID began, to the second.
fn started_of(id: &str) -> Option<Timestamp> {
    let started = id.split('-').next()?;
    let written = jiff::civil::DateTime::strptime("%Y%m%dT%H%M%SZ", started).ok()?;
    jiff::tz::Offset::UTC.to_timestamp(written).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::fake::FakeHost;

    #[test]
    fn a_run_without_a_readable_manifest_began_when_its_name_says() {
        let host = FakeHost::new();
        for run in ["runs/20261124T153012Z-ffffffff", "refused/20261124T153013Z-00000000", "trial/other"] {
            host.put(format!("out/{run}/manifest.json"), "{");
        }
        let runs = all(&host, Path::new("out")).unwrap();
        assert_eq!(runs.len(), 3);
        let found = newest(&host, runs);
        assert_eq!(found.as_deref(), Some(Path::new("out/refused/20261124T153013Z-00000000")));
        assert_eq!(newest(&host, [PathBuf::from("out/trial")]), None);
    }
}
