//! The law of a replay: what the run that is mended refused is what became of it.
//!
//! In: the manifest, and the run that it mends, if that still stands beside it. Out: findings. Refuses other files.

use std::path::Path;

use super::told::Told;
use crate::evidence::manifest::{self, ByteClasses, Manifest, MendedEvidence, MendsEvidence, RecordClasses};
use crate::evidence::which;
use crate::host::Host;

/// Compares what a run says of the one that it mends with its own figures, and with that run's.
pub fn differences(host: &dyn Host, folder: &Path, manifest: &Manifest) -> Told {
    let mut told = Told::default();
    let carried = manifest.outputs.iter().position(|output| output.mapping_sha256.is_some());
    let Some(mends) = &manifest.mends else {
        if let Some(at) = carried {
            told.conflict(format!("outputs[{at}].mapping_sha256"), "mends");
        }
        return told;
    };
    if !mends.rejects.iter().map(|one| &one.mapping).eq(manifest.mappings.iter().map(|one| &one.name)) {
        told.conflict("mends.rejects", "mappings");
    }
    for (index, one) in mends.rejects.iter().enumerate() {
        conserved(&mut told, &format!("mends.rejects[{index}]"), manifest, one);
    }
    base(host, folder, mends, &mut told);
    told
}

/// All that was refused became something, and what is refused now was refused then.
fn conserved(told: &mut Told, path: &str, manifest: &Manifest, one: &MendedEvidence) {
    let records: u128 = one.records.named().iter().map(|(_, count)| u128::from(*count)).sum();
    let bytes: u128 = one.bytes.named().iter().map(|(_, count)| u128::from(*count)).sum();
    told.compare(format_args!("{path}.refused"), one.refused, records);
    told.compare(format_args!("{path}.refused_bytes"), one.refused_bytes, bytes);
    let (all_records, all_bytes) = of_mapping(manifest, &one.mapping);
    told.compare(format_args!("{path}.records.rejected"), one.records.rejected, all_records.rejected);
    told.compare(format_args!("{path}.bytes.rejected"), one.bytes.rejected, all_bytes.rejected);
    let more = |(part, whole): (&(&str, u64), &(&str, u64))| part.1 > whole.1;
    if one.records.named().iter().zip(&all_records.named()).any(more) {
        told.conflict(format!("{path}.records"), "sources");
    }
    if one.bytes.named().iter().zip(&all_bytes.named()).any(more) {
        told.conflict(format!("{path}.bytes"), "sources");
    }
}

fn of_mapping(manifest: &Manifest, mapping: &str) -> (RecordClasses, ByteClasses) {
    let (mut records, mut bytes) = (RecordClasses::default(), ByteClasses::default());
    for source in manifest.sources.iter().filter(|source| source.mapping == mapping) {
        records.add(source.records);
        bytes.add(source.bytes_by_class);
    }
    (records, bytes)
}

/// The run that is mended, where it still stands: its digest, and what it refused.
fn base(host: &dyn Host, folder: &Path, mends: &MendsEvidence, told: &mut Told) {
    let Some(out) = folder.parent().and_then(Path::parent) else { return };
    let Some((_, json)) = which::of_id(host, out, &mends.run) else { return };
    if manifest::content_digest(&json).as_ref() != Some(&mends.content_sha256) {
        return told.changed(&format!("{}/{}", mends.run, manifest::FILE));
    }
    let Ok(before) = Manifest::from_json(&json) else { return };
    for (index, one) in mends.rejects.iter().enumerate() {
        let (records, bytes) = of_mapping(&before, &one.mapping);
        let path = format!("mends.rejects[{index}]");
        told.compare(format_args!("{path}.refused"), one.refused, records.rejected);
        told.compare(format_args!("{path}.refused_bytes"), one.refused_bytes, bytes.rejected);
        let raw = format!("rejects/{}.raw", one.mapping);
        if before.outputs.iter().any(|output| output.path == raw && output.sha256 != one.raw_sha256) {
            told.conflict(format!("{path}.raw_sha256"), raw);
        }
    }
}
