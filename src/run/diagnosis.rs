//! Which way a file may read instead, where the declared way hardly reads it: asked for once, at a run's end.
//!
//! In: a mapping, of one of whose files many records were refused, or whose copybook has floats: all bytes decode as these. Out: a
//! finding. Refuses to look for the way itself: a [`Diagnosis`] does, and a run that goes well without floats never asks.

use std::fmt::Debug;
use std::path::Path;

use crate::host::Host;
use crate::run::Stop;
use crate::run::plan::Plan;
use crate::run::sources::SourceSpec;
use crate::run::summary::{FileSummary, Summary};

/// Whoever knows how to look for another way to read a file.
pub trait Diagnosis: Debug + Sync {
    /// TL0133, TL0143, or what is wrong with the copybook or the file; none where nothing else reads much better. The first file is looked at.
    fn hint(&self, host: &dyn Host, of: Doubted<'_>) -> Option<Stop>;
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

/// One in so many records that are refused, or bytes that nobody read, is no mistake of a few.
const MANY: u64 = 5;

/// The file of a source that is asked about, if one is: many of its records were refused, or its lengths lead nowhere soon; or it has floats.
#[must_use]
pub fn doubted(plan: &Plan, summary: &Summary) -> Option<u32> {
    let mut files = summary.files.iter().filter(|_| plan.mapping.source.of_copybook);
    let floats = plan.mapping.source.has_floats();
    let is_doubted = |file: &FileSummary| {
        let records = file.records;
        let all = records.loaded + records.rejected + records.set_aside + records.informing + records.skipped;
        floats && all > 0 || MANY * records.rejected > all || 2 * file.bytes.unread > file.bytes.sum()
    };
    files.find(|(_, file)| is_doubted(file)).map(|(index, _)| *index)
}
