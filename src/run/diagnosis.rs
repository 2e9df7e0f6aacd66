//! Which way a file may read instead, where the declared way hardly reads it: asked for once, at a run's end.
//!
//! In: a mapping whose records were mostly refused. Out: a finding's arguments. Refuses to look for the way itself: a
//! [`Diagnosis`] does, and a run that goes well never asks.

use std::fmt::Debug;
use std::path::Path;

use crate::finding::Args;
use crate::host::Host;
use crate::run::plan::Plan;
use crate::run::sources::SourceSpec;
use crate::run::summary::Summary;

/// Whoever knows how to look for another way to read a file.
pub trait Diagnosis: Debug + Sync {
    /// The arguments of TL0133; none where nothing else reads much better.
    fn hint(&self, host: &dyn Host, of: Doubted<'_>) -> Option<Args>;
}

/// A mapping that hardly reads its files.
#[derive(Clone, Copy)]
pub struct Doubted<'a> {
    /// Its plan.
    pub plan: &'a Plan,
    /// Its files.
    pub specs: &'a [SourceSpec],
    /// Where it stands.
    pub path: &'a Path,
    /// Its text.
    pub text: &'a str,
}

/// Whether a source's records were mostly refused, or its lengths lead nowhere soon.
#[must_use]
pub fn is_wanted(plan: &Plan, summary: &Summary) -> bool {
    let (mut refused, mut all, mut unread, mut bytes) = (0, 0, 0, 0);
    for file in summary.files.values() {
        let records = file.records;
        refused += records.rejected;
        all += records.loaded + records.rejected + records.set_aside + records.informing + records.skipped;
        (unread, bytes) = (unread + file.bytes.unread, bytes + file.bytes.sum());
    }
    plan.mapping.source.of_copybook && (2 * refused > all || 2 * unread > bytes)
}
