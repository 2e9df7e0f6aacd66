//! What a run of a draft would do with the first records of a file.
//!
//! In: a plan and a file. Out: how many records are read, and refused for which reasons, and lengths that go on over whole records, which the draft
//! cannot be blamed for. Refuses to judge records in another way than a run.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::further::FOLLOWED;
use crate::finding::{Args, Code, Severity};
use crate::host::{Host, paths};
use crate::mapping::model::{DescribedBy, Format};
use crate::place::Place;
use crate::run::Stop;
use crate::run::batch::Note;
use crate::run::names;
use crate::run::peek::{Peek, Seen};
use crate::run::plan::Plan;
use crate::run::sources::{self, SourceSpec};

/// Bytes of a file by which a draft is tried.
const TRIED: u64 = 1 << 20;
/// Reasons that are told.
const TOLD: usize = 3;

/// The first records of a file under a plan.
#[derive(Debug, Default)]
pub struct Peeked {
    /// Records.
    pub records: u64,
    /// Those that a run would refuse, though their lengths are their own.
    pub refused: u64,
    /// Why, by the subject and the code, with how many: the first finding of each record.
    why: BTreeMap<(String, Code), u64>,
    /// Records whose length goes on over whole records.
    covering: u64,
    /// The first of these, with what TL0138 says of it.
    first: Option<(Place, Args)>,
    /// Bytes through which lengths were looked at, where the file has more.
    looked: Option<u64>,
}

impl Peeked {
    /// Of a file.
    ///
    /// # Errors
    /// TL0901.
    pub fn of(host: &dyn Host, plan: &Plan, path: &Path) -> Result<Self, Stop> {
        let spec = sources::spec(host, paths::shown(path.as_os_str()), Some(path.to_owned()))?;
        let mut peeked = Self::default();
        if let Some(peek) = Peek::open(host, plan, (0, &spec), TRIED)? {
            peek.each(true, &mut |seen| {
                peeked.see(plan, &seen);
                Ok(())
            })?;
            if !peek.is_whole() && may_cover(plan) {
                peeked.look(host, plan, &spec)?;
            }
        }
        Ok(peeked)
    }

    /// Looks at lengths alone, as far as they are followed.
    fn look(&mut self, host: &dyn Host, plan: &Plan, spec: &SourceSpec) -> Result<(), Stop> {
        let Some(peek) = Peek::open(host, plan, (0, spec), FOLLOWED)? else { return Ok(()) };
        (self.covering, self.first) = (0, None);
        self.looked = (!peek.is_whole()).then_some(FOLLOWED);
        peek.each(false, &mut |seen| {
            self.see_lengths(&seen);
            Ok(())
        })?;
        Ok(())
    }

    fn see(&mut self, plan: &Plan, seen: &Seen<'_>) {
        let rows = &seen.batch.rows;
        self.records += rows.iter().filter(|row| !row.ghost).count() as u64;
        let covered: BTreeSet<u32> = covering(seen).map(|note| note.row).collect();
        let told = seen.batch.notes.iter().chain(seen.evaluated.iter().flat_map(|one| &one.notes));
        let mut bad = BTreeMap::new();
        for note in told.filter(|note| note.severity >= Severity::Reject && !covered.contains(&note.row)) {
            bad.entry(note.row).or_insert(note);
        }
        self.refused += bad.len() as u64;
        for note in bad.into_values() {
            let subject = names::subject(&plan.mapping, note.subject);
            *self.why.entry((subject, note.code)).or_default() += 1;
        }
        self.see_lengths(seen);
    }

    fn see_lengths(&mut self, seen: &Seen<'_>) {
        for note in covering(seen) {
            self.covering += 1;
            self.first.get_or_insert_with(|| (seen.batch.rows.place(note.row as usize), note.args.to_vec()));
        }
    }

    /// TL0098, where a length goes on over whole records.
    #[must_use]
    pub fn doubt(&self, file: &str) -> Option<Stop> {
        let (place, of) = self.first.as_ref()?;
        let all = if self.covering > 1 { self.covering.into() } else { "".into() };
        let looked = self.looked.map_or_else(|| "".into(), |bytes| (bytes >> 20).into());
        let args =
            vec![file.into(), place.record.into(), place.offset.into(), of[2].clone(), of[0].clone(), all, looked];
        Some(Stop::new(Code::LengthCovers, args))
    }

    /// TL0989, where a run would refuse some: how many, and why, the most frequent reasons first.
    #[must_use]
    pub fn refusal(&self, file: &str) -> Option<Stop> {
        let mut why: Vec<(&(String, Code), &u64)> = self.why.iter().collect();
        why.sort_by_key(|(_, count)| Reverse(**count));
        let named = |subject: &str| if subject.is_empty() { String::new() } else { format!(" `{subject}`") };
        let told = why.iter().take(TOLD);
        let told = told.map(|((subject, code), count)| format!("{}{} ({count})", code.id(), named(subject)));
        let why = told.collect::<Vec<_>>().join(", ");
        let args = vec![file.into(), self.refused.into(), self.records.into(), why.into()];
        (self.refused > 0).then(|| Stop::new(Code::DraftRefuses, args))
    }
}

/// Whether records have lengths that may go on over others.
fn may_cover(plan: &Plan) -> bool {
    matches!(&plan.mapping.source.format, Format::Described(described) if !matches!(described.by, DescribedBy::Fixed { .. }))
}

fn covering<'s>(seen: &'s Seen<'_>) -> impl Iterator<Item = &'s Note> {
    seen.batch.notes.iter().filter(|note| note.code == Code::CoversOthers)
}
