//! Refused records whose bytes were edited since the run wrote them: they may be, for a replay.
//!
//! In: a run's manifest, and a file of such bytes that is not what it was. Out: the same finding, with the replay that was
//! published with the bytes as they are now, if one was. Refuses to say that the file is as it was written: it is not.

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
            let replay = replay(host, folder, &manifest.run, (mapping, &sha256)).unwrap_or_default();
            let edited = if replay.is_empty() { "edited" } else { "replayed" };
            *args = vec![output.path.as_str().into(), edited.into(), replay.into()];
        }
    }
    Ok(())
}

/// The published run beside this one that mends it with these bytes.
fn replay(host: &dyn Host, folder: &Path, run: &str, (mapping, sha256): (&str, &str)) -> Option<String> {
    let out = folder.parent()?.parent()?;
    let above = out.join(folder_of(Outcome::Published));
    let paths = host.list(&above).unwrap_or_default().into_iter().map(|name| above.join(name).join(manifest::FILE));
    let mut manifests = paths.filter_map(|path| Manifest::from_json(&host.read(&path).ok()?).ok());
    let took = |one: &Manifest| {
        let mends = one.mends.as_ref().filter(|mends| mends.run == run);
        let mut rejects = mends.into_iter().flat_map(|mends| &mends.rejects);
        rejects.any(|it| it.mapping == mapping && it.edited_sha256.as_deref() == Some(sha256))
    };
    manifests.find(took).map(|one| one.run)
}
