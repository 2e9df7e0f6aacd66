//! What a run needs before it reads the first byte: mappings without mistakes, their plans, their files.
//!
//! In: what the command asks. Out: the parameters, and one [`Prepared`] a mapping.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::evidence::hash;
use crate::evidence::manifest::BookEvidence;
use crate::finding::{Args, Code, Severity};
use crate::host::Host;
use crate::mapping::migration::{self, Declared};
use crate::mapping::model::{Mapping, Migration, Parameter};
use crate::mapping::targets::Placed;
use crate::mapping::{self, accept, targets};
use crate::run::copybooks;
use crate::run::crosswalks::{self, CrosswalkFile};
use crate::run::memory::Memory;
use crate::run::parameters::{self, Given, Setting, Settled};
use crate::run::plan::Plan;
use crate::run::replay::Mended;
use crate::run::report::DoubtReport;
use crate::run::reports::{self, ReportFile};
use crate::run::sources::{self, MappingFile, MigrationFile, SourceSpec};
use crate::run::{MappingText, Problem, Request, Stop, io};

/// One mapping, ready to run.
pub struct Prepared {
    /// What is done with it.
    pub plan: Plan,
    /// Its files, in reading order.
    pub specs: Vec<SourceSpec>,
    /// The files of the controls beside them that are about its tables.
    pub reports: Vec<ReportFile>,
    /// SHA-256 of the mapping's bytes.
    pub sha256: String,
    /// The copybooks that it is made of, by name.
    pub books: Vec<BookEvidence>,
    /// The mapping's file.
    pub path: PathBuf,
    /// Doubts about it.
    pub text: MappingText,
    /// What is added to, if it runs the refused records of another run again.
    pub mended: Option<Mended>,
}

impl Prepared {
    /// What the mapping leaves open, if there is anything.
    #[must_use]
    pub fn doubts(&self) -> Option<DoubtReport> {
        let mut codes: Vec<Code> = Vec::new();
        for found in &self.text.diagnostics {
            if !codes.contains(&found.code) {
                codes.push(found.code);
            }
        }
        (!codes.is_empty()).then(|| DoubtReport { mapping: self.text.path.clone(), codes })
    }
}

/// What a run needs.
pub struct Ready {
    /// What `migration.yaml` says, if there is one.
    pub migration: Option<Settled>,
    /// In the order of their names.
    pub mappings: Vec<Prepared>,
    /// The values of the parameters.
    pub settings: Vec<Option<Setting>>,
    /// Statements of `migration.yaml` about tables of mappings that are not here.
    pub left_out: u64,
}

/// A migration that was read, whether or not it can run.
pub struct Looked {
    /// Its `migration.yaml`, if there is one.
    pub migration: Option<LookedMigration>,
    /// In the order of their names.
    pub mappings: Vec<LookedMapping>,
}

/// A `migration.yaml` that was read.
pub struct LookedMigration {
    /// Its text and what is wrong with it.
    pub text: MappingText,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// Its file.
    pub path: PathBuf,
    /// None if it has mistakes.
    pub migration: Option<Arc<Migration>>,
    /// What expressions may name.
    declared: Declared,
    /// What it says of tables of mappings that are not here.
    left_out: u64,
}

/// A mapping that was read, whether or not it can run.
pub struct LookedMapping {
    /// Its text and what is wrong with it.
    pub text: MappingText,
    /// Its file.
    pub path: PathBuf,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// None if it has mistakes.
    pub mapping: Option<Arc<Mapping>>,
    /// What its expressions may name.
    declared: Declared,
    /// The copybooks that it is made of, by name.
    pub books: Vec<BookEvidence>,
    /// Those of them that have mistakes.
    pub mistaken: Vec<MappingText>,
}

impl Looked {
    fn parameters(&self) -> &[Parameter] {
        let migration = self.migration.as_ref().and_then(|one| one.migration.as_ref());
        migration.map_or(&[], |migration| &migration.parameters)
    }

    fn mapped(&self) -> impl Iterator<Item = &Mapping> {
        self.mappings.iter().filter_map(|one| one.mapping.as_deref())
    }

    /// All texts with mistakes, that of `migration.yaml` first.
    fn mistaken<'a>(&'a self) -> Vec<MappingText> {
        let migration = self.migration.iter().map(|one| &one.text);
        let of_mapping = |one: &'a LookedMapping| std::iter::once(&one.text).chain(&one.mistaken);
        let texts = migration.chain(self.mappings.iter().flat_map(of_mapping));
        let wrong = |text: &&MappingText| text.diagnostics.iter().any(|found| found.severity == Severity::Fail);
        texts.filter(wrong).cloned().collect()
    }
}

/// Reads the mappings of a request, and the `migration.yaml` beside them, with their mistakes.
///
/// # Errors
/// A path that is not there, two mappings of one name or of one table. What rules want of other tables is told with the
/// mappings' own mistakes.
pub fn look(host: &dyn Host, request: &Request) -> Result<Looked, Stop> {
    let files = sources::mappings(host, &request.paths)?;
    let beside = sources::migration(host, &files)?;
    let folder = beside.as_ref().map_or(Ok(Vec::new()), |one| one.names(host))?;
    let read = beside.as_ref().map(|one| migration::read(&one.file.text));
    let mut mappings = Vec::with_capacity(files.len());
    for file in files {
        let is_beside = beside.as_ref().map_or(Ok(false), |one| one.is_beside(host, &file.path))?;
        let declared = read.as_ref().filter(|_| is_beside).map(|read| &read.declared);
        mappings.push(looked(host, file, declared.unwrap_or(&Declared::default()))?);
    }
    let migration = beside.zip(read).map(|(MigrationFile { file, .. }, read)| LookedMigration {
        text: text(&file, read.diagnostics),
        sha256: file.sha256,
        path: file.path,
        migration: read.migration.map(Arc::new),
        declared: read.declared,
        left_out: 0,
    });
    let mut looked = Looked { migration, mappings };
    migration::check_together(looked.mapped()).map_err(|(code, args)| Stop::new(code, args))?;
    let part = request.trial || !request.only.is_empty();
    attach(&mut looked, &folder, part);
    check_targets(&mut looked.mappings, part);
    let texts = looked.migration.iter_mut().map(|one| &mut one.text);
    for text in texts.chain(looked.mappings.iter_mut().map(|one| &mut one.text)) {
        mapping::mend::fill(&text.text, &mut text.diagnostics);
    }
    guard(&mut looked);
    Ok(looked)
}

/// What is signed off may be personal: mistakes of `migration.yaml` are told without it.
fn guard(looked: &mut Looked) {
    let Looked { migration: Some(LookedMigration { text, .. }), mappings } = looked else { return };
    if !text.diagnostics.is_empty() {
        let known: Vec<&Mapping> = mappings.iter().filter_map(|one| one.mapping.as_deref()).collect();
        text.hidden = mapping::guarded::places(&text.text, &known);
        mapping::guarded::hide(&text.text, &text.hidden, &mut text.diagnostics);
    }
}

/// Sets what `migration.yaml` says of tables beside these, and tells what is wrong with it; `folder` has the names of all
/// its mappings. Of a part, a table that there is not may be another mapping's.
fn attach(looked: &mut Looked, folder: &[String], part: bool) {
    let Looked { migration: Some(one), mappings } = looked else { return };
    let Some(migration) = &mut one.migration else { return };
    let is_known = |name: &String| mappings.iter().any(|one| one.mapping.as_ref().is_some_and(|one| one.name == *name));
    let whole = !part && folder.iter().all(is_known);
    let mut own: Vec<&mut Mapping> =
        mappings.iter_mut().filter_map(|one| one.mapping.as_mut().map(Arc::make_mut)).collect();
    let (mut found, left_out) = migration::attach((&one.text.text, migration, &one.declared), &mut own, whole);
    one.left_out = left_out;
    if found.is_empty() {
        let own: Vec<&Mapping> = own.iter().map(|one| &**one).collect();
        found = accept::check(Arc::make_mut(migration), &own, folder);
    }
    if !found.is_empty() {
        one.text.diagnostics.extend(found);
        one.text.diagnostics.sort_by_key(|diagnostic| diagnostic.at);
        one.migration = None;
    }
}

/// Tells the mistakes in what rules want of other tables. Of a part, or beside a mapping that could not be read, a
/// table that there is not may be another mapping's.
fn check_targets(mappings: &mut [LookedMapping], part: bool) {
    let all = mappings.len();
    let mut known: Vec<Placed<'_>> = mappings
        .iter_mut()
        .filter_map(|one| {
            let LookedMapping { mapping, text, declared, .. } = one;
            Some(Placed { mapping: Arc::make_mut(mapping.as_mut()?), text: &text.text, parameters: declared })
        })
        .collect();
    let whole = !part && known.len() == all;
    let found = targets::check(&mut known, whole);
    let readable = mappings.iter_mut().filter(|one| one.mapping.is_some());
    for (one, found) in readable.zip(found).filter(|(_, found)| !found.is_empty()) {
        one.text.diagnostics.extend(found);
        one.text.diagnostics.sort_by_key(|diagnostic| diagnostic.at);
        one.mapping = None;
    }
}

fn looked(host: &dyn Host, file: MappingFile, declared: &Declared) -> Result<LookedMapping, Stop> {
    let beside = copybooks::Beside::new(host, &file.path);
    let read = mapping::read_among(&file.name, &file.text, declared, &beside);
    let copybooks::Opened { files, mistaken, stop } = beside.opened();
    if let Some(stop) = stop {
        return Err(stop);
    }
    let books = files.into_iter().map(|(file, sha256)| BookEvidence { file, sha256 }).collect();
    let mapping = read.mapping.map(|mapping| Arc::new(Mapping { digest: file.sha256.clone(), ..mapping }));
    let declared = declared.clone();
    let text = text(&file, read.diagnostics);
    Ok(LookedMapping { text, path: file.path, sha256: file.sha256, mapping, declared, books, mistaken })
}

fn text(file: &MappingFile, diagnostics: Vec<crate::mapping::diagnostic::Diagnostic>) -> MappingText {
    MappingText { path: io::shown(&file.path), text: file.text.clone(), diagnostics, hidden: Vec::new() }
}

/// Everything that a run needs.
///
/// # Errors
/// All mistakes of all mappings, else all parameters without a value and files that are missing, else what the plans say.
pub fn prepare(host: &dyn Host, request: &Request, block: Option<u64>) -> Result<Ready, Problem> {
    let find =
        |path: &Path, mapping: &Mapping, single: bool| sources::find(host, path, mapping, &request.sources, single);
    prepare_from(host, request, block, &find)
}

/// Gives the files of a mapping that stands at this path and is the only one, or not; or all that is wrong with them.
pub type Find<'a> = &'a dyn Fn(&Path, &Mapping, bool) -> Result<Vec<SourceSpec>, Vec<(Code, Args)>>;

/// [`prepare`] with other files than those that the mappings and the request name.
///
/// # Errors
/// As [`prepare`].
pub fn prepare_from(host: &dyn Host, request: &Request, block: Option<u64>, find: Find<'_>) -> Result<Ready, Problem> {
    let looked = look(host, request)?;
    let mistaken = looked.mistaken();
    if !mistaken.is_empty() {
        return Err(Problem::Mappings(mistaken));
    }
    check_given(request, &looked)?;
    let Given { settings, wrong, unset } = parameters::given(looked.parameters(), &request.set);
    let mut stops = [wrong, unset].concat();
    let Looked { migration, mappings } = looked;
    let folder = migration.as_ref().and_then(|one| one.path.parent()).map(Path::to_owned).unwrap_or_default();
    let left_out = migration.as_ref().map_or(0, |one| one.left_out);
    let mappings = only(mappings, &request.only)?;
    let single = mappings.len() == 1;
    let mut prepared = Vec::new();
    for one in mappings {
        let Some(mapping) = one.mapping else { continue };
        let found = find(&one.path, &mapping, single);
        let crosswalks = crosswalks::load(host, &one.path, &mapping);
        let reports = reports::load(host, &folder, &mapping);
        match (found, crosswalks, reports) {
            (Ok(specs), Ok(crosswalks), Ok(reports)) => {
                let plan = Plan::new(mapping, &settings, block)?.with(crosswalks);
                let LookedMapping { sha256, path, text, books, .. } = one;
                prepared.push(Prepared { plan, specs, reports, sha256, books, path, text, mended: None });
            }
            (found, crosswalks, reports) => {
                let wrong = found.err().unwrap_or_default();
                stops.extend(wrong.into_iter().map(|(code, args)| Stop::new(code, args)));
                stops.extend(crosswalks.err().unwrap_or_default());
                stops.extend(reports.err().unwrap_or_default());
            }
        }
    }
    // What is wrong with the command itself is found once for each mapping.
    stops.dedup();
    if stops.is_empty() {
        let migration = migration.and_then(|migration| settled(migration, settings.clone()));
        Ok(Ready { migration, mappings: prepared, settings, left_out })
    } else {
        Err(Problem::Sources { stops })
    }
}

fn settled(migration: LookedMigration, settings: Vec<Option<Setting>>) -> Option<Settled> {
    let LookedMigration { sha256, migration, text, .. } = migration;
    let migration = migration?;
    let unsigned_sha256 = migration.unsigned(&text.text).map(|text| hash::sha256(text.as_bytes()));
    Some(Settled { sha256, unsigned_sha256, migration, settings: settings.into_iter().collect::<Option<_>>()? })
}

/// Every `--source MAPPING=` must name a mapping.
fn check_given(request: &Request, looked: &Looked) -> Result<(), Stop> {
    for name in request.sources.iter().filter_map(|(name, _)| name.as_ref()) {
        if !looked.mapped().any(|mapping| mapping.name == *name) {
            let names = looked.mapped().map(|mapping| mapping.name.as_str());
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
fn only(looked: Vec<LookedMapping>, only: &[String]) -> Result<Vec<LookedMapping>, Stop> {
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
        Some(LookedMapping { mapping: Some(mapping), ..one })
    });
    Ok(kept.collect())
}

/// Bytes of all sources; 0 where that is not known before they are read.
#[must_use]
pub fn total_bytes(prepared: &[Prepared]) -> u64 {
    let plain = |spec: &SourceSpec| spec.length.filter(|_| !spec.is_stream());
    let of = |one: &Prepared| match &one.mended {
        Some(mended) => Some(mended.bytes()),
        None => one.specs.iter().map(plain).sum(),
    };
    prepared.iter().map(of).sum::<Option<u64>>().unwrap_or(0)
}

/// What `check` found.
pub struct Checked {
    /// Of `migration.yaml`, if there is one.
    pub migration: Option<CheckedMigration>,
    /// Of each mapping, in the order of their names.
    pub mappings: Vec<CheckedMapping>,
    /// Every parameter has a value.
    pub settled: bool,
    /// What a run of all mappings takes; none if anything is wrong.
    pub memory: Option<Memory>,
}

/// What `check` found of `migration.yaml`.
pub struct CheckedMigration {
    /// Its file.
    pub path: PathBuf,
    /// Its text and mistakes.
    pub text: MappingText,
    /// None if it has mistakes.
    pub migration: Option<Arc<Migration>>,
    /// One for each of its parameters; none where it has no value yet.
    pub settings: Vec<Option<Setting>>,
}

/// What `check` found of one mapping.
pub struct CheckedMapping {
    /// Its file.
    pub path: PathBuf,
    /// Its text, mistakes and doubts.
    pub text: MappingText,
    /// Copybooks that it names and that have mistakes.
    pub mistaken: Vec<MappingText>,
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
    /// The bound of the memory of a run of this mapping alone, with as many threads as are wanted.
    pub bound: u64,
    /// What a run would begin with; none if anything is wrong.
    pub ready: Option<Prepared>,
}

/// Reads mappings, their plans and the list of their files, and runs nothing.
///
/// # Errors
/// Those of [`look`]; what is wrong with `--source` and `--set`. That a parameter has no value yet is none.
pub fn check(host: &dyn Host, request: &Request) -> Result<Checked, Problem> {
    let looked = look(host, request)?;
    check_given(request, &looked)?;
    let mut settings = Vec::new();
    // What a migration with mistakes declares is not known.
    if looked.migration.as_ref().is_none_or(|one| one.migration.is_some()) {
        let given = parameters::given(looked.parameters(), &request.set);
        if !given.wrong.is_empty() {
            return Err(Problem::Sources { stops: given.wrong });
        }
        settings = given.settings;
    }
    let single = looked.mappings.len() == 1;
    let folder = looked.migration.as_ref().and_then(|one| one.path.parent()).map(Path::to_owned).unwrap_or_default();
    let checked = looked.mappings.into_iter().map(|one| {
        let mut checked = CheckedMapping {
            path: one.path.clone(),
            text: one.text,
            mistaken: one.mistaken,
            mapping: one.mapping,
            files: Vec::new(),
            stops: Vec::new(),
            doubts: Vec::new(),
            crosswalks: Vec::new(),
            block: 0,
            bound: 0,
            ready: None,
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
        let reports = reports::load(host, &folder, &mapping).unwrap_or_else(|wrong| {
            checked.stops.extend(wrong);
            Vec::new()
        });
        checked.doubts.clone_from(&crosswalks.doubts);
        checked.crosswalks.clone_from(&crosswalks.files);
        match Plan::new(mapping, &settings, None) {
            Ok(plan) => {
                let plan = plan.with(crosswalks);
                checked.block = plan.block;
                let (sha256, path, text) = (one.sha256, one.path, checked.text.clone());
                let books = Vec::new();
                let prepared = Prepared { plan, specs, reports, sha256, books, path, text, mended: None };
                let prepared = [prepared];
                checked.bound = Memory::of(request, &prepared).most();
                checked.ready = prepared.into_iter().next().filter(|_| checked.stops.is_empty());
            }
            Err(stop) => checked.stops.push(stop),
        }
        checked
    });
    let mappings: Vec<CheckedMapping> = checked.collect();
    let ready: Option<Vec<&Prepared>> = mappings.iter().map(|one| one.ready.as_ref()).collect();
    let memory = ready.map(|ready| Memory::of(request, ready));
    let is_sound = looked.migration.as_ref().is_none_or(|one| one.migration.is_some());
    let settled = is_sound && settings.iter().all(Option::is_some);
    let of = |LookedMigration { path, text, migration, .. }| CheckedMigration { path, text, migration, settings };
    Ok(Checked { migration: looked.migration.map(of), mappings, settled, memory })
}
