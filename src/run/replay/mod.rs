//! The refused records of a run, run again under a mended mapping, or as someone edited them.
//!
//! In: the run that is mended and the mended mappings. Out: a new run: the old rows, byte for byte, and the repaired ones,
//! with rules, controls and limits judged over the whole. The sources are not read: what a refused record needs stands
//! with it. Refuses: decoding, which is the pipeline's; changing or dropping an old row.

pub mod again;
mod base;
mod cuts;
pub mod feed;
mod findings;
mod kept;
mod misfit;
pub mod rows;
mod runs;
pub mod same;
pub mod staying;
mod sums;
mod told;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::evidence::manifest::{
    self, ByteClasses, CrosswalkEvidence, Manifest, MendedEvidence, MendsEvidence, OutputEvidence, RecordClasses,
};
use crate::evidence::which::Chosen;
use crate::finding::Code;
use crate::host::Host;
use crate::mapping::model::Mapping;
use crate::run::fold::Entries;
use crate::run::fold::plan::SetRules;
use crate::run::fold::spool::Spool;
use crate::run::merge::{Findings, Merged, ReadFile};
use crate::run::order::Sorted;
use crate::run::order::write::After;
use crate::run::plan::Plan;
use crate::run::prepare::{self, Prepared, Ready};
use crate::run::publish::{OutputFolder, Staging};
use crate::run::report::{FindingGroup, Outcome, Report};
use crate::run::sources::SourceSpec;
use crate::run::summary::Summary;
use crate::run::{Problem, Progress, Request, Sizes, Stop};
use base::Base;
pub use runs::ended;
pub use sums::specs;

/// What the command asks of a replay.
#[derive(Debug, Clone, Default)]
pub struct ReplayRequest {
    /// An output folder, or a run's own.
    pub dir: PathBuf,
    /// The mended mappings, `--set`, threads and memory; the rest is not asked.
    pub request: Request,
}

/// Memory that the number of a refused record takes in a set that is at least half full.
const REFUSED: u64 = 2 * size_of::<u64>() as u64;

/// What a mapping is added to.
#[derive(Debug)]
pub struct Mended {
    /// The run's folder.
    folder: PathBuf,
    /// Its refused records were edited.
    edited: Option<String>,
    /// What was counted of all but them.
    pub summary: Summary,
    /// The files that were read.
    pub files: BTreeMap<u32, ReadFile>,
    /// Findings that stay.
    pub findings: Vec<FindingGroup>,
    /// The parts of its tables.
    pub parts: Vec<OutputEvidence>,
    /// The number of the first part that it does not have.
    pub next_part: u64,
    /// Its refused records.
    rejects: RejectFiles,
}

/// The refused records of one mapping, as the run that is mended says.
#[derive(Debug)]
struct RejectFiles {
    mapping_sha256: String,
    raw_sha256: String,
    /// Bytes of the `.raw` file as it was written.
    bytes: u64,
    records: u64,
    /// Their bytes without record ends.
    record_bytes: u64,
}

/// The run that is mended, as the new one needs it when it is settled.
pub struct Mending<'a> {
    base: &'a Base,
}

impl Mended {
    /// Bytes of its refused records, as they were written.
    #[must_use]
    pub const fn bytes(&self) -> u64 {
        self.rejects.bytes
    }

    /// Bytes that the numbers of its refused records take, by which its findings are told apart.
    #[must_use]
    pub const fn memory(&self) -> u64 {
        REFUSED * self.rejects.records
    }

    /// The files that its tables have.
    #[must_use]
    pub fn after(&self) -> After<'_> {
        After { parts: &self.parts, next_part: self.next_part }
    }

    /// What became of the refused records, added to what it was.
    #[must_use]
    pub fn with(&self, again: Merged) -> Merged {
        let mut summary = self.summary.clone();
        summary.merge(again.summary.clone());
        let Merged { summary: own, outputs, .. } = again;
        Merged { summary, files: self.files.clone(), outputs, again: Some(own) }
    }

    /// What became of the refused records.
    #[must_use]
    pub fn evidence(&self, mapping: &str, again: &Summary) -> MendedEvidence {
        let (records, bytes) = classes(again);
        MendedEvidence {
            mapping: mapping.to_owned(),
            mapping_sha256: self.rejects.mapping_sha256.clone(),
            raw_sha256: self.rejects.raw_sha256.clone(),
            edited_sha256: self.edited.clone(),
            refused: self.rejects.records,
            refused_bytes: self.rejects.record_bytes,
            records,
            bytes,
        }
    }

    /// Puts the parts of the run that is mended among those of the new one.
    ///
    /// # Errors
    /// TL0901, TL0907.
    pub fn carry(&self, staging: &Staging<'_>, mapping_sha256: &str) -> Result<Vec<OutputEvidence>, Stop> {
        let carried = self.parts.iter().map(|part| {
            staging.carry(&self.folder.join(&part.path), &part.path)?;
            let made_by = part.mapping_sha256.as_ref().unwrap_or(&self.rejects.mapping_sha256);
            let other = Some(made_by.clone()).filter(|made_by| made_by != mapping_sha256);
            Ok(OutputEvidence { mapping_sha256: other, ..part.clone() })
        });
        carried.collect()
    }
}

impl Mending<'_> {
    /// What the new run's manifest says of it.
    #[must_use]
    pub fn evidence(&self, rejects: Vec<MendedEvidence>) -> MendsEvidence {
        let Manifest { run, content_sha256, .. } = &self.base.standing.manifest;
        MendsEvidence { run: run.clone(), content_sha256: content_sha256.clone(), rejects }
    }

    /// Its ID.
    #[must_use]
    pub fn run(&self) -> &str {
        &self.base.standing.manifest.run
    }

    /// Its folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.base.folder
    }

    /// Why it is this one.
    #[must_use]
    pub fn chosen(&self) -> Chosen {
        self.base.chosen
    }

    /// Files with edited bytes of runs that it stands upon, which it was not made of.
    #[must_use]
    pub fn unused(&self) -> &[String] {
        &self.base.unused
    }

    /// How it ended.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        self.base.standing.manifest.outcome
    }

    /// When it began, as its manifest says.
    #[must_use]
    pub fn started(&self) -> &str {
        &self.base.standing.manifest.started
    }

    /// The crosswalks of a mapping that are not what the old rows were made with.
    #[must_use]
    pub fn other_crosswalks(&self, prepared: &Prepared) -> Vec<String> {
        let before = self.base.standing.manifest.crosswalks.iter();
        let before: Vec<_> = before.filter(|known| known.mapping == prepared.plan.mapping.name).collect();
        let now = prepared.plan.crosswalks.files.iter().map(|file| &file.evidence);
        let is_other =
            |now: &&CrosswalkEvidence| before.iter().any(|known| known.file == now.file && known.sha256 != now.sha256);
        now.filter(is_other).map(|now| now.file.clone()).collect()
    }

    /// Puts the findings that stay among those of the new run.
    ///
    /// # Errors
    /// TL0901, TL0907; TL0806.
    pub fn findings(&self, host: &dyn Host, prepared: &[Prepared], into: &mut Findings) -> Result<(), Stop> {
        findings::each_kept(host, self.base, prepared, &mut |rows| into.tell(rows))
    }

    /// Tells the controls what they were told of the old records.
    ///
    /// # Errors
    /// TL0901, TL0907; TL0806, TL0936.
    pub fn controls(
        &self,
        host: &dyn Host,
        prepared: &[Prepared],
        rules: &SetRules,
        to: &mut Spool<'_>,
    ) -> Result<(), Stop> {
        told::tell((host, self.base), prepared, rules, to)
    }

    /// Tells the rules over several rows of the old rows.
    ///
    /// # Errors
    /// TL0901, TL0907; TL0806.
    pub fn rows(
        &self,
        host: &dyn Host,
        prepared: &[Prepared],
        (entries, findings): (&Entries<'_>, &mut Findings),
        worked: &mut [(Merged, Sorted)],
    ) -> Result<(), Stop> {
        rows::tell((host, self.base), prepared, (entries, findings), worked)
    }
}

/// What became of all records that were counted.
fn classes(summary: &Summary) -> (RecordClasses, ByteClasses) {
    let (mut records, mut bytes) = (RecordClasses::default(), ByteClasses::default());
    for file in summary.files.values() {
        records.add(file.records);
        bytes.add(file.bytes);
    }
    (records, bytes)
}

/// Runs the refused records of a run again, and publishes what comes of it.
///
/// `progress` is told after every chunk.
///
/// # Errors
/// What is wrong with the command, the run that is mended, the mappings or the environment; then nothing was published.
pub fn replay(host: &dyn Host, asked: &ReplayRequest, progress: &(dyn Fn(Progress) + Sync)) -> Result<Report, Problem> {
    replay_in_sizes(host, asked, Sizes::default(), progress)
}

/// [`replay`] with other sizes than the usual ones, for tests.
///
/// # Errors
/// As [`replay`].
pub fn replay_in_sizes(
    host: &dyn Host,
    asked: &ReplayRequest,
    sizes: Sizes,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Report, Problem> {
    let started = host.now();
    let mappings = crate::run::sources::names(host, &asked.request.paths);
    let found = base::find(host, &asked.dir, &mappings)?;
    let out = found.out.clone();
    let output = OutputFolder::open(host, &out)?;
    output.check_current()?;
    let base = base::check(host, found)?;
    let before = &base.standing.manifest;
    let set = same::set(before, &asked.request);
    let request = Request { out, set, ..asked.request.clone() };
    let specs = |_: &Path, mapping: &Mapping, _: bool| -> Result<Vec<SourceSpec>, Vec<_>> {
        Ok(sums::specs(before, &mapping.name))
    };
    let ready = prepare::prepare_from(host, &request, sizes.block, &specs)?;
    same::check(before, &ready)?;
    told::check(host, &base, &ready.mappings)?;
    let Ready { migration, mappings: mut prepared, settings, left_out } = ready;
    for one in &mut prepared {
        one.mended = Some(mended(host, &base, &one.plan, &one.specs)?);
    }
    let mending = Mending { base: &base };
    let run = (host, &request, &output, progress);
    Ok(crate::run::passed(run, (started, sizes), (migration, &mut prepared, (&settings, left_out)), Some(&mending))?)
}

/// What a mapping is added to.
fn mended(host: &dyn Host, base: &Base, plan: &Plan, specs: &[SourceSpec]) -> Result<Mended, Stop> {
    let manifest = &base.standing.manifest;
    let name = &plan.mapping.name;
    let output = |path: String| manifest.outputs.iter().find(|output| output.path == path);
    let raw = output(format!("rejects/{name}.raw"));
    let mut records = RecordClasses::default();
    let mut bytes = ByteClasses::default();
    for source in manifest.sources.iter().filter(|source| source.mapping == *name) {
        records.add(source.records);
        bytes.add(source.bytes_by_class);
    }
    let is_own = |output: &&OutputEvidence| {
        let table = output.path.strip_prefix("data/").and_then(|rest| rest.split_once('/'));
        table.is_some_and(|(table, _)| plan.mapping.tables.iter().any(|own| own.name == table))
    };
    let parts: Vec<_> = manifest.outputs.iter().filter(is_own).cloned().collect();
    let next_part = parts.iter().filter_map(|part| number(&part.path)).max().map_or(0, |last| last + 1);
    let mapping_sha256 = manifest.mappings.iter().find(|one| one.name == *name).map(|one| one.sha256.clone());
    Ok(Mended {
        folder: base.folder.clone(),
        edited: base.standing.edited.get(name).cloned(),
        summary: sums::summary(&base.standing, plan, specs)?,
        files: sums::files(manifest, &plan.mapping),
        findings: findings::groups(host, base, plan, specs)?,
        parts,
        next_part,
        rejects: RejectFiles {
            mapping_sha256: mapping_sha256.unwrap_or_default(),
            raw_sha256: raw.map(|raw| raw.sha256.clone()).unwrap_or_default(),
            bytes: raw.map_or(0, |raw| raw.bytes),
            records: records.rejected,
            record_bytes: bytes.rejected,
        },
    })
}

/// The number of a part.
fn number(path: &str) -> Option<u64> {
    path.rsplit_once("part-")?.1.strip_suffix(".parquet")?.parse().ok()
}

/// A file of the run that is mended that is not what it should be, though its hash is.
fn unreadable(path: &str, problem: &str) -> Stop {
    Stop::new(Code::EvidenceUnreadable, vec![path.into(), problem.into(), "".into()])
}

/// What changes under old rows.
fn changes(what: &str, name: &str) -> Stop {
    Stop::new(Code::ReplayChanges, vec![what.into(), name.into(), "".into(), "".into()])
}

/// The same, by a record of a file.
fn changes_by(what: &str, (file, record): (&str, u64)) -> Stop {
    Stop::new(Code::ReplayChanges, vec![what.into(), file.into(), record.into(), "".into()])
}

/// Of a run's folder, the manifest.
fn manifest_path(folder: &Path) -> PathBuf {
    folder.join(manifest::FILE)
}
