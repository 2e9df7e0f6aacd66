//! The only place that knows the order of the stages: plan, work, merge, settle, publish.

mod accepting;
pub(crate) mod batch;
mod book_text;
mod chunk;
mod computed;
mod conditions;
pub mod copybooks;
pub mod crosswalks;
pub mod descriptors;
pub mod diagnosis;
pub(crate) mod evaluate;
mod fold;
pub mod hashing;
mod held;
mod in_order;
pub mod init;
pub mod io;
mod length_program;
mod limits;
mod lists;
pub mod memory;
mod merge;
pub mod names;
pub mod one;
pub mod order;
mod other_column;
pub mod output;
pub mod parameters;
mod passes;
pub(crate) mod peek;
pub mod people;
pub mod plan;
pub mod prepare;
pub mod publish;
pub mod put;
mod repairs;
pub mod replay;
pub mod report;
mod reports;
mod round_trip;
mod settle;
pub mod shortest;
pub mod sources;
mod spans;
mod summary;
mod turns;
mod typed_kinds;
pub(crate) mod unread;
pub mod variable;
pub(crate) mod walk;
pub(crate) mod windows;
mod work;

use std::borrow::Cow;
use std::sync::Arc;
use std::sync::mpsc::channel;

use crate::finding::{Args, Code};
use crate::host::Host;
use crate::host::stopwatch::{self, Role, Stage, Stopwatch, turn};
use crate::mapping::diagnostic::Diagnostic;
use crate::mapping::guarded;
use crate::place::Span;
use fold::spool::HELD;
use merge::{Merged, Merger};
use order::Waiting;
use parameters::Settled;
use prepare::{Prepared, Ready};
use publish::{OutputFolder, Staging};
use replay::Mending;
use report::Report;
use settle::Settlement;
use work::{Done, Workshop};

/// Why a run could not be done: the command, a mapping, or the environment is wrong. Nothing was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    /// What is wrong. TL0901 to TL0907 exit with 3, TL0906 with 130, all others with 2.
    pub code: Code,
    /// Arguments in the order of [`Code::args`].
    pub args: Args,
}

impl Stop {
    /// A stop with its arguments.
    #[must_use]
    pub fn new(code: Code, args: Args) -> Self {
        Self { code, args }
    }
}

/// What the command asks of a run.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Mappings, or a migration's folder.
    pub paths: Vec<std::path::PathBuf>,
    /// The output folder.
    pub out: std::path::PathBuf,
    /// `--source [MAPPING=]FILE`: the mapping's name if given, and the file.
    pub sources: Vec<(Option<String>, std::path::PathBuf)>,
    /// `--only TABLE`.
    pub only: Vec<String>,
    /// `--set NAME=VALUE`.
    pub set: Vec<(String, String)>,
    /// Worker threads; none: as many as cores.
    pub threads: Option<usize>,
    /// `--memory`, in bytes.
    pub memory: Option<u64>,
    /// `--limit N` records of each mapping.
    pub limit: Option<u64>,
    /// `--trial`, or implied by `--limit` and `--only`.
    pub trial: bool,
    /// `--round-trip`: values are encoded again and compared with their bytes.
    pub round_trip: bool,
    /// `--timings`: the time of each stage is measured.
    pub timings: bool,
    /// Who writes the files for people without Parquet; none: there are none.
    pub people: Option<&'static dyn people::Scribe>,
    /// Who looks for another way to read files that hardly read as declared; none: nobody.
    pub diagnosis: Option<&'static dyn diagnosis::Diagnosis>,
}

/// Told while a run works; every number is a total since its start.
#[derive(Debug, Clone, Copy, Default)]
pub struct Progress {
    /// Bytes of all sources.
    pub total_bytes: u64,
    /// Bytes worked off.
    pub bytes: u64,
    /// Records worked off.
    pub records: u64,
    /// Records refused in this pass.
    pub rejects: u64,
    /// From 1; the next ones read all sources again, without the records that rules over several rows refused.
    pub pass: u32,
}

/// Why nothing was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// The environment, or the command.
    Stop(Stop),
    /// Mistakes in mappings, or in their `migration.yaml`.
    Mappings(Vec<MappingText>),
    /// Several things that are wrong with the parameters and the sources, all at once.
    Sources {
        /// At least one.
        stops: Vec<Stop>,
    },
}

impl From<Stop> for Problem {
    fn from(stop: Stop) -> Self {
        Self::Stop(stop)
    }
}

/// The text of a mapping, or of `migration.yaml`, with what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MappingText {
    /// The file.
    pub path: String,
    /// Its text.
    pub text: String,
    /// Mistakes and doubts.
    pub diagnostics: Vec<Diagnostic>,
    /// Places of the text that may be personal, and are not shown.
    pub hidden: Vec<Span>,
}

impl MappingText {
    /// The text as it may be shown: every character stands where it stood.
    #[must_use]
    pub fn shown(&self) -> Cow<'_, str> {
        guarded::masked(&self.text, &self.hidden)
    }
}

/// Runs mappings: reads, checks, and publishes, or says why not.
///
/// `progress` is told after every chunk.
///
/// # Errors
/// What is wrong with the command, the mappings, the sources or the environment; then nothing was published.
pub fn run(host: &dyn Host, request: &Request, progress: &(dyn Fn(Progress) + Sync)) -> Result<Report, Problem> {
    run_in_sizes(host, request, Sizes::default(), progress)
}

/// Sizes on which no result may depend, so that only tests set them.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sizes {
    /// Bytes of a block; none: computed.
    pub block: Option<u64>,
    /// Bytes of what rules over several rows are told that are held before they go to the disk; none: 64 MiB.
    pub held: Option<usize>,
}

/// [`run`] with another block size than the computed one: for tests, which must not depend on it.
///
/// # Errors
/// As [`run`].
pub fn run_in_blocks(
    host: &dyn Host,
    request: &Request,
    block: Option<u64>,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Report, Problem> {
    run_in_sizes(host, request, Sizes { block, ..Sizes::default() }, progress)
}

/// [`run`] with other sizes than the usual ones.
///
/// # Errors
/// As [`run`].
pub fn run_in_sizes(
    host: &dyn Host,
    request: &Request,
    sizes: Sizes,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Report, Problem> {
    let started = host.now();
    let Ready { migration, mappings: mut prepared, settings, left_out } = prepare::prepare(host, request, sizes.block)?;
    memory::threads(request, &prepared)?;
    let output = OutputFolder::open(host, &request.out)?;
    if !request.trial {
        output.check_current()?;
    }
    let run = (host, request, &output, progress);
    Ok(passed(run, (started, sizes), (migration, &mut prepared, (&settings, left_out)), None)?)
}

/// A run from its plans to its end; of a replay, with the run that is mended.
fn passed(
    (host, request, output, progress): Machine<'_>,
    (started, sizes): (jiff::Timestamp, Sizes),
    (migration, prepared, settings): (Option<Settled>, &mut [Prepared], passes::Settings<'_>),
    mending: Option<&Mending<'_>>,
) -> Result<Report, Stop> {
    let watch = request.timings.then(|| Stopwatch::new(host.clock()));
    let main = watch.as_ref().map(|watch| watch.start(Role::Main, Stage::Rest));
    if let Some(scribe) = request.people {
        people::records::keep(prepared.iter_mut().map(|one| &mut one.plan), scribe);
    }
    for one in prepared.iter_mut() {
        one.plan.round_trip = request.round_trip;
    }
    let accept = migration.as_ref().map(|one| one.migration.accept.clone()).unwrap_or_default();
    let accept = accept.as_slice();
    let rules = passes::rules(request, prepared, settings, accept)?;
    let (threads, bound) = memory::threads(request, prepared)?;
    let id = crate::evidence::manifest::run_id(started, "00000000");
    let held = sizes.held.unwrap_or(HELD);
    let run = passes::Passes { host, request, output, id: &id, rules, accept, threads, held, progress, mending };
    let settled = |passed: passes::Passed<'_, '_>| {
        let passes::Passed { staging, findings, ends, outputs } = passed;
        let run = Settlement { host, request, migration, started, threads, bound, ends, outputs, mending };
        run.settle(staging, findings)
    };
    let report = run.run(prepared, settled)?;
    drop(main);
    Ok(Report { timings: watch.map(|watch| watch.times()), ..report })
}

/// Where a run works, what it is asked, and whom it tells.
type Machine<'a> = (&'a dyn Host, &'a Request, &'a OutputFolder<'a>, &'a (dyn Fn(Progress) + Sync));

/// All chunks of one mapping.
fn work(
    (host, staging, waiting): (&dyn Host, &Staging<'_>, &Waiting<'_, '_>),
    prepared: &Prepared,
    mut merger: Merger<'_>,
    (threads, limit): (usize, Option<u64>),
    seen: &mut Progress,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Merged, Stop> {
    let defect = |_| Stop::new(Code::Defect, vec!["threads".into()]);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().map_err(defect)?;
    let workshop = Arc::new(Workshop::new((host, staging), &prepared.plan, &prepared.specs, waiting, threads, limit));
    merger = merger.beside(workshop.threads());
    pool.in_place_scope(|scope| {
        let _stops = workshop.stop_on_drop();
        let (done, finished) = channel::<Done>();
        for _ in 0..threads {
            let (workshop, done) = (Arc::clone(&workshop), done.clone());
            let watch = stopwatch::running();
            scope.spawn(move |_| {
                let _stops = watch.map(|watch| watch.start(Role::Worker, Stage::Wait));
                workshop.work(&done);
            });
        }
        drop(done);
        let mut first_stop: Option<(u64, Stop)> = None;
        turn(Stage::Wait);
        for Done { chunk, made } in finished {
            turn(Stage::Write);
            let taken = made.and_then(|made| {
                seen.bytes += made.bytes;
                seen.records += made.records;
                seen.rejects += made.chunk.refused.rejects.rows();
                if first_stop.is_none() { merger.take(chunk, made) } else { Ok(0) }
            });
            match taken {
                Ok(count) => (0..count).for_each(|_| workshop.merged()),
                Err(stop) => {
                    workshop.stop();
                    // The earliest chunk's stop is told, whatever the threads did.
                    if first_stop.as_ref().is_none_or(|(known, _)| chunk < *known) {
                        first_stop = Some((chunk, stop));
                    }
                }
            }
            let room = room(waiting.on_disk(), staging, *seen);
            if let (Err(stop), None) = (room, &first_stop) {
                workshop.stop();
                first_stop = Some((chunk, stop));
            }
            turn(Stage::Rest);
            progress(*seen);
            turn(Stage::Wait);
            if host.interrupted() && first_stop.is_none() {
                workshop.stop();
                first_stop = Some((chunk, Stop::new(Code::Interrupted, Vec::new())));
            }
        }
        turn(Stage::Write);
        let ended = first_stop.map_or_else(|| merger.finish(), |(_, stop)| Err(stop));
        turn(Stage::Rest);
        ended
    })
}

/// Whether the disk has room for what rules over several rows and sorted tables will need, if the rest is like what was
/// read.
fn room(on_disk: u64, staging: &Staging<'_>, seen: Progress) -> Result<(), Stop> {
    // Every pass has as many bytes.
    let (passes, each) = (u64::from(seen.pass.max(1)), seen.total_bytes / u64::from(seen.pass.max(1)));
    let read = seen.bytes.saturating_sub((passes - 1) * each);
    if on_disk == 0 || read == 0 {
        return Ok(());
    }
    let needed = u128::from(on_disk) * u128::from(each.saturating_sub(read)) / u128::from(read);
    let needed = u64::try_from(needed).unwrap_or(u64::MAX);
    match staging.free_space() {
        Some(free) if free < needed => Err(Stop::new(Code::RulesNeedDisk, vec![needed.into(), free.into()])),
        _ => Ok(()),
    }
}
