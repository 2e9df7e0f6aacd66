//! Refused records whose bytes were edited since the run wrote them: they may be, for a replay.
//!
//! In: a run's manifest, and a file of such bytes that is not what it was. Out: the same finding, with the replay that took the
//! bytes as they are now, if one did: one that was published, else one that was refused. Refuses to say that the file is as it was written: it is not.

use std::path::Path;

use super::hash_of;
use super::told::Told;
use crate::evidence::manifest::{self, Manifest, OutputEvidence};
use crate::finding::Code;
use crate::host::Host;
use crate::run::Stop;
use crate::run::publish::folder_of;
use crate::run::report::Outcome;

/// Adds to what is told of a file that it holds bytes which may be edited, and which replay did take them.
///
/// # Errors
/// TL0901 where it cannot be read again.
pub fn tell(
    host: &dyn Host,
    (folder, manifest): (&Path, &Manifest),
    (mapping, output): (&str, &OutputEvidence),
    told: &mut Told,
) -> Result<(), Stop> {
    for (code, args) in &mut told.0 {
        if *code == Code::EvidenceHash {
            let sha256 = hash_of(host, &folder.join(&output.path))?;
            let took = |end| replay(host, (folder, end), &manifest.run, (mapping, &sha256));
            let published = took(Outcome::Published).map(|replay| ("replayed", replay));
            let replay = published.or_else(|| took(Outcome::Refused).map(|replay| ("refused", replay)));
            let (edited, replay) = replay.unwrap_or(("edited", String::new()));
            *args = vec![output.path.as_str().into(), edited.into(), replay.into()];
        }
    }
    Ok(())
}

/// The run beside this one that ended so, and mends it with these bytes.
fn replay(
    host: &dyn Host,
    (folder, end): (&Path, Outcome),
    run: &str,
    (mapping, sha256): (&str, &str),
) -> Option<String> {
    let out = folder.parent()?.parent()?;
    let above = out.join(folder_of(end));
    let paths = host.list(&above).unwrap_or_default().into_iter().map(|name| above.join(name).join(manifest::FILE));
    let mut manifests = paths.filter_map(|path| Manifest::from_json(&host.read(&path).ok()?).ok());
    let took = |one: &Manifest| {
        let mends = one.mends.as_ref().filter(|mends| mends.run == run);
        let mut rejects = mends.into_iter().flat_map(|mends| &mends.rejects);
        rejects.any(|it| it.mapping == mapping && it.edited_sha256.as_deref() == Some(sha256))
    };
    manifests.find(took).map(|one| one.run)
}
