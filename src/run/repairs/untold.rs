//! Repaired records of which nobody can tell whether the new run has them as they were mended.
//!
//! In: what the manifests count, and what is refused again. Out: how many there are, and why nobody can tell. Refuses to
//! read records.

use super::{Anew, Counted, Repairs};
use crate::evidence::manifest::{MendedEvidence, MendsEvidence, SourceEvidence};
use crate::finding::{Arg, Args};

impl Repairs<'_> {
    /// How many of a mapping, the current run, why, and the file or run that it is about: `source`, a file with other bytes;
    /// `gone`, a run that was mended; `edited`, bytes that the new run did not take.
    #[must_use]
    pub fn untold(&self, of: Anew<'_>, counted: &Counted) -> Vec<Args> {
        let told = |records: u64, why: &str, what: &str| -> Option<Args> {
            let args = [Arg::from(records), self.run().into(), why.into(), what.into()];
            (records > 0).then(|| args.into())
        };
        if counted.is_open {
            let all = self.mends().map(|mends| repaired(mends, of.mapping())).sum();
            return told(all, "gone", self.run()).into_iter().collect();
        }
        let others: Vec<&SourceEvidence> = self.other_sources(of).collect();
        let is_same = others.is_empty();
        let of_others = others.into_iter().map(|source| told(self.repaired_in(source), "source", &source.file));
        let gone =
            self.mends().nth(self.bases.len()).map(|mends| told(repaired(mends, of.mapping()), "gone", &mends.run));
        let edited = self.edited(of, counted).filter(|_| is_same && of.prepared.mended.is_none());
        let edited = edited.map(|(records, raw)| told(records, "edited", &raw));
        of_others.chain(gone).chain(edited).flatten().collect()
    }

    /// What the current run mends, then what that run does, and so on: one more than there are bases where one is gone.
    fn mends(&self) -> impl Iterator<Item = &MendsEvidence> {
        self.links().filter_map(|link| link.manifest.mends.as_ref())
    }

    /// The files of a mapping that have other bytes now, or are not read any more.
    fn other_sources(&self, of: Anew<'_>) -> impl Iterator<Item = &SourceEvidence> {
        let own = self.current.manifest.sources.iter().filter(move |source| source.mapping == of.mapping());
        own.filter(move |source| of.number_of(&source.file, &source.sha256).is_none())
    }

    /// Records of a file that were refused once, and are not by the current run.
    fn repaired_in(&self, source: &SourceEvidence) -> u64 {
        let first = self.bases.last().map_or(&self.current, |base| base);
        let mut same = first.manifest.sources.iter();
        let same = same.find(|other| (&other.mapping, &other.file) == (&source.mapping, &source.file));
        same.map_or(0, |other| other.records.rejected.saturating_sub(source.records.rejected))
    }

    /// Records that were repaired by edited bytes, or beside such, and that are not refused again; with the file of these.
    fn edited<'a>(&'a self, of: Anew<'a>, counted: &'a Counted) -> impl Iterator<Item = (u64, String)> + 'a {
        let links = self.mends().zip(&counted.again).enumerate();
        links.filter_map(move |(behind, (mends, again))| {
            let one = mends.rejects.iter().find(|one| one.mapping == of.mapping())?;
            one.edited_sha256.as_ref()?;
            Some((count(one).saturating_sub(*again), self.raw(behind, of.mapping())))
        })
    }
}

/// Records of a mapping that a run repaired.
fn repaired(mends: &MendsEvidence, mapping: &str) -> u64 {
    mends.rejects.iter().filter(|one| one.mapping == mapping).map(count).sum()
}

fn count(one: &MendedEvidence) -> u64 {
    one.refused.saturating_sub(one.records.rejected)
}
