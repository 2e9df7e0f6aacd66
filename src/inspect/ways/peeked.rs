//! What a run of a draft would do with the first records of a file.
//!
//! In: a plan and a file. Out: how many records are read and refused, and lengths that go on over whole records, which the draft
//! cannot be blamed for. Refuses to judge records in another way than a run.

use std::path::Path;

use crate::finding::{Args, Code, Severity};
use crate::host::{Host, paths};
use crate::place::Place;
use crate::run::Stop;
use crate::run::batch::Note;
use crate::run::peek::{Peek, Seen};
use crate::run::plan::Plan;
use crate::run::sources;

/// Bytes of a file by which a draft is tried.
const TRIED: u64 = 1 << 20;

/// The first records of a file under a plan.
#[derive(Debug, Default)]
pub struct Peeked {
    /// Records.
    pub records: u64,
    /// Those that a run would refuse.
    pub refused: u64,
    /// Those of them whose length goes on over whole records.
    covering: u64,
    /// The first of these, with what TL0138 says of it.
    first: Option<(Place, Args)>,
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
                peeked.see(&seen);
                Ok(())
            })?;
        }
        Ok(peeked)
    }

    fn see(&mut self, seen: &Seen<'_>) {
        let rows = &seen.batch.rows;
        self.records += rows.iter().filter(|row| !row.ghost).count() as u64;
        let told = || seen.evaluated.iter().flat_map(|one| &one.notes).chain(&seen.batch.notes);
        let mut bad: Vec<u32> = told().filter(|note| note.severity >= Severity::Reject).map(|note| note.row).collect();
        bad.sort_unstable();
        bad.dedup();
        self.refused += bad.len() as u64;
        let covers = |note: &&Note| note.code == Code::CoversOthers;
        for note in seen.batch.notes.iter().filter(covers) {
            self.covering += 1;
            self.first.get_or_insert_with(|| (rows[note.row as usize].place, note.args.clone()));
        }
    }

    /// TL0098, where a length goes on over whole records.
    #[must_use]
    pub fn doubt(&self, file: &str) -> Option<Stop> {
        let (place, of) = self.first.as_ref()?;
        let all = if self.covering > 1 { self.covering.into() } else { "".into() };
        let args = vec![file.into(), place.record.into(), place.offset.into(), of[2].clone(), of[0].clone(), all];
        Some(Stop::new(Code::LengthCovers, args))
    }
}
