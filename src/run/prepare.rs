//! What a run needs before it reads the first byte: mappings without mistakes, their plans, their files.
//!
//! In: what the command asks. Out: one [`Prepared`] a mapping, and how many threads fit into the memory that is allowed.

use std::path::PathBuf;
use std::sync::Arc;

use crate::finding::{Code, Severity};
use crate::host::Host;
use crate::mapping;
use crate::mapping::model::Mapping;
use crate::run::crosswalks::{self, CrosswalkFile};
use crate::run::plan::Plan;
use crate::run::sources::{self, MappingFile, SourceSpec};
use crate::run::{MappingText, Problem, Request, Stop, io};

/// What the program takes whatever it does.
const BASE_BOUND: u64 = 48 << 20;

/// One mapping, ready to run.
pub struct Prepared {
    /// What is done with it.
    pub plan: Plan,
    /// Its files, in reading order.
    pub specs: Vec<SourceSpec>,
    /// SHA-256 of the mapping's bytes.
    pub sha256: String,
    /// The mapping's file.
    pub path: PathBuf,
    /// Doubts about it.
    pub text: MappingText,
}

/// A mapping that was read, whether or not it can run.
pub struct Looked {
    /// Its text and what is wrong with it.
    pub text: MappingText,
    /// Its file.
    pub path: PathBuf,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// None if it has mistakes.
    pub mapping: Option<Arc<Mapping>>,
}

/// Reads the mappings of a request with their mistakes.
///
/// # Errors
/// A path that is not there, two mappings of one name or of one table, mistakes in `migration.yaml`.
pub fn look(host: &dyn Host, request: &Request) -> Result<Vec<Looked>, Problem> {
    let files = sources::mappings(host, &request.paths)?;
    if let Some(migration) = sources::migration_text(host, &request.paths)? {
        let (read, diagnostics) = mapping::read_migration(&migration.text);
        if read.is_none() {
            return Err(Problem::Mappings(vec![text(&migration, diagnostics)]));
        }
    }
    let looked: Vec<Looked> = files
        .into_iter()
        .map(|file| {
            let read = mapping::read(&file.name, &file.text);
            let mapping = read.mapping.map(|mapping| Arc::new(Mapping { digest: file.sha256.clone(), ..mapping }));
            Looked { text: text(&file, read.diagnostics), path: file.path, sha256: file.sha256, mapping }
        })
        .collect();
    let mut tables: Vec<(&str, &str)> = Vec::new();
    for mapping in looked.iter().filter_map(|one| one.mapping.as_ref()) {
        for table in &mapping.tables {
            if let Some((_, other)) = tables.iter().find(|(name, _)| name.eq_ignore_ascii_case(&table.name)) {
                let args = vec![table.name.as_str().into(), (*other).into()];
                return Err(Stop::new(Code::TableTwice, args).into());
            }
            tables.push((&table.name, &mapping.name));
        }
    }
    Ok(looked)
}

fn text(file: &MappingFile, diagnostics: Vec<crate::mapping::diagnostic::Diagnostic>) -> MappingText {
    MappingText { path: io::shown(&file.path), text: file.text.clone(), diagnostics }
}

/// Everything that a run needs.
///
/// # Errors
/// All mistakes of all mappings, else all files that are missing, else what the plans say.
pub fn prepare(host: &dyn Host, request: &Request, block: Option<u64>) -> Result<Vec<Prepared>, Problem> {
    let looked = look(host, request)?;
    if looked.iter().any(|one| one.mapping.is_none()) {
        let wrong = |one: &Looked| one.text.diagnostics.iter().any(|found| found.severity == Severity::Fail);
        return Err(Problem::Mappings(looked.into_iter().filter(wrong).map(|one| one.text).collect()));
    }
    check_given(request, &looked)?;
    let looked = only(looked, &request.only)?;
    let single = looked.len() == 1;
    let (mut prepared, mut stops) = (Vec::new(), Vec::new());
    for one in looked {
        let Some(mapping) = one.mapping else { continue };
        let found = sources::find(host, &one.path, &mapping, &request.sources, single);
        let crosswalks = crosswalks::load(host, &one.path, &mapping);
        match (found, crosswalks) {
            (Ok(specs), Ok(crosswalks)) => {
                let plan = Plan { crosswalks, ..Plan::new(mapping, block)? };
                prepared.push(Prepared { plan, specs, sha256: one.sha256, path: one.path, text: one.text });
            }
            (found, crosswalks) => {
                let wrong = found.err().unwrap_or_default();
                stops.extend(wrong.into_iter().map(|(code, args)| Stop::new(code, args)));
                stops.extend(crosswalks.err().unwrap_or_default());
            }
        }
    }
    // What is wrong with the command itself is found once for each mapping.
    stops.dedup();
    if stops.is_empty() { Ok(prepared) } else { Err(Problem::Sources { stops }) }
}

/// Every `--source MAPPING=` must name a mapping.
fn check_given(request: &Request, looked: &[Looked]) -> Result<(), Stop> {
    for name in request.sources.iter().filter_map(|(name, _)| name.as_ref()) {
        if !looked.iter().any(|one| one.mapping.as_ref().is_some_and(|mapping| mapping.name == *name)) {
            let names = looked.iter().filter_map(|one| one.mapping.as_ref()).map(|mapping| mapping.name.as_str());
            return Err(no_such("--source", name, "no_mapping", names));
        }
    }
    Ok(())
}

/// An option that names what is not there.
fn no_such<'a>(option: &str, name: &str, problem: &str, names: impl Iterator<Item = &'a str>) -> Stop {
    let nearest = mapping::nearest::nearest(name, names).unwrap_or_default();
    Stop::new(Code::BadOption, vec![option.into(), problem.into(), name.into(), nearest.into()])
}

/// Leaves the tables of `--only`; mappings without any are not run.
fn only(looked: Vec<Looked>, only: &[String]) -> Result<Vec<Looked>, Stop> {
    if only.is_empty() {
        return Ok(looked);
    }
    let has = |name: &String| {
        looked
            .iter()
            .filter_map(|one| one.mapping.as_ref())
            .any(|mapping| mapping.tables.iter().any(|table| table.name == *name))
    };
    if let Some(unknown) = only.iter().find(|name| !has(name)) {
        let mappings = looked.iter().filter_map(|one| one.mapping.as_ref());
        let tables = mappings.flat_map(|mapping| &mapping.tables).map(|table| table.name.as_str());
        return Err(no_such("--only", unknown, "no_table", tables));
    }
    let kept = looked.into_iter().filter_map(|one| {
        let mapping = one.mapping.as_ref()?;
        let tables: Vec<_> = mapping.tables.iter().filter(|table| only.contains(&table.name)).cloned().collect();
        if tables.is_empty() {
            return None;
        }
        let mapping = Arc::new(Mapping { tables, ..Mapping::clone(mapping) });
        Some(Looked { mapping: Some(mapping), ..one })
    });
    Ok(kept.collect())
}

/// Threads that fit, and the bound of the memory that they take.
///
/// # Errors
/// TL0904 if not even one thread fits.
pub fn threads(request: &Request, prepared: &[Prepared]) -> Result<(usize, u64), Stop> {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let wanted = request.threads.unwrap_or(cores).max(1);
    let each = prepared.iter().map(|one| one.plan.worker_bound()).max().unwrap_or(0);
    // A stream is read into a window of its own.
    let streams = |one: &Prepared| one.specs.iter().any(SourceSpec::is_stream);
    let read =
        prepared.iter().filter(|one| streams(one)).map(|one| one.plan.block + one.plan.ahead()).max().unwrap_or(0);
    let crosswalks: u64 = prepared.iter().map(|one| one.plan.crosswalks.bytes).sum();
    let bound = |threads: usize| BASE_BOUND + crosswalks + read + threads as u64 * each;
    let allowed = request.memory.unwrap_or(u64::MAX);
    let threads = (1..=wanted).rev().find(|threads| bound(*threads) <= allowed);
    let threads = threads.ok_or_else(|| Stop::new(Code::MemoryTooSmall, vec![bound(1).into(), allowed.into()]))?;
    Ok((threads, bound(threads)))
}

/// Bytes of all sources; 0 where that is not known before they are read.
#[must_use]
pub fn total_bytes(prepared: &[Prepared]) -> u64 {
    let plain = |spec: &SourceSpec| spec.length.filter(|_| !spec.is_stream());
    prepared.iter().flat_map(|one| &one.specs).map(plain).sum::<Option<u64>>().unwrap_or(0)
}

/// What `check` found of one mapping.
pub struct Checked {
    /// Its text, mistakes and doubts.
    pub text: MappingText,
    /// None if it has mistakes.
    pub mapping: Option<Arc<Mapping>>,
    /// Names and stored bytes of its files.
    pub files: Vec<(String, Option<u64>)>,
    /// What is wrong with its sources, its crosswalks or its plan.
    pub stops: Vec<Stop>,
    /// What may not be meant in its crosswalks.
    pub doubts: Vec<Stop>,
    /// Its crosswalks, if nothing is wrong with them.
    pub crosswalks: Vec<CrosswalkFile>,
    /// Bytes of a block.
    pub block: u64,
    /// The bound of a run's memory with as many threads as cores.
    pub bound: u64,
}

/// Reads mappings, their plans and the list of their files, and runs nothing.
///
/// # Errors
/// Those of [`look`].
pub fn check(host: &dyn Host, request: &Request) -> Result<Vec<Checked>, Problem> {
    let looked = look(host, request)?;
    check_given(request, &looked)?;
    let single = looked.len() == 1;
    let checked = looked.into_iter().map(|one| {
        let mut checked = Checked {
            text: one.text,
            mapping: one.mapping,
            files: Vec::new(),
            stops: Vec::new(),
            doubts: Vec::new(),
            crosswalks: Vec::new(),
            block: 0,
            bound: 0,
        };
        let Some(mapping) = checked.mapping.clone() else { return checked };
        let specs = match sources::find(host, &one.path, &mapping, &request.sources, single) {
            Ok(specs) => specs,
            Err(wrong) => {
                checked.stops.extend(wrong.into_iter().map(|(code, args)| Stop::new(code, args)));
                Vec::new()
            }
        };
        checked.files = specs.iter().map(|spec| (spec.name.clone(), spec.length)).collect();
        let crosswalks = crosswalks::load(host, &one.path, &mapping).unwrap_or_else(|wrong| {
            checked.stops.extend(wrong);
            crosswalks::Crosswalks::default()
        });
        checked.doubts.clone_from(&crosswalks.doubts);
        checked.crosswalks.clone_from(&crosswalks.files);
        match Plan::new(mapping, None) {
            Ok(plan) => {
                let plan = Plan { crosswalks, ..plan };
                checked.block = plan.block;
                let prepared = Prepared { plan, specs, sha256: one.sha256, path: one.path, text: checked.text.clone() };
                checked.bound = threads(request, &[prepared]).map_or(0, |(_, bound)| bound);
            }
            Err(stop) => checked.stops.push(stop),
        }
        checked
    });
    Ok(checked.collect())
}
