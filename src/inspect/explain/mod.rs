//! What became of one record, and why.
//!
//! In: which record is meant: by its number or a byte of it in a mapping's source, as one of those that are refused, or as
//! the one that a row of the output comes from. Out: an [`Explained`]: its bytes, its fields, its parents, every column
//! that is made of it and how, the verdict of every rule of rows, and what becomes of it. Personal values are left out
//! here already, so that nothing that shows it can show them. Refuses words; rules over several rows, which need all
//! records.

mod build;
mod edited;
mod hidden;
mod literals;
mod of_mappings;
mod of_run;
pub mod record;
mod rows;
mod run_said;

use std::path::PathBuf;
use std::sync::Arc;

use serde::Serialize;

use crate::canonical;
use crate::finding::{Code, Severity};
use crate::host::Host;
use crate::mapping::model::Mapping;
use crate::run::one::{self, Search, Sought};
use crate::run::parameters::Settled;
use crate::run::prepare::{self, Prepared, Ready};
use crate::run::replay::again::{self, Among};
use crate::run::report::Outcome;
use crate::run::sources::SourceSpec;
use crate::run::{Problem, Progress, Request, Stop, io};
use edited::Repaired;
use hidden::{Given, Hidden};
use of_run::OfRunFolder;
use record::{Edit, Record};

/// Which record is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// A mapping, a folder of mappings, a run's or an output folder; for [`Which::Row`] a Parquet file of a run.
    pub path: PathBuf,
    /// How it is named.
    pub which: Which,
    /// The number that names it: from 1, bytes from 0.
    pub number: u64,
    /// The mapping's name, where it is said.
    pub mapping_name: Option<String>,
    /// The file's name, or the end of it, where it is said.
    pub file: Option<String>,
    /// Where the mapping of a run is.
    pub mapping: Option<PathBuf>,
    /// `--source [MAPPING=]FILE`.
    pub sources: Vec<(Option<String>, PathBuf)>,
    /// `--set NAME=VALUE`.
    pub set: Vec<(String, String)>,
    /// Personal values are shown.
    pub show_personal: bool,
}

/// How a record is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Which {
    /// By its number in its file.
    Record,
    /// By a byte of its file.
    At,
    /// By its number among the refused records.
    Reject,
    /// By the number of a row of a Parquet file.
    Row,
}

/// What is known of a record.
#[derive(Debug, Clone, Serialize)]
pub struct Explained {
    /// The run that was asked, if one was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub run: Option<OfRun>,
    /// The mapping's name.
    pub mapping: String,
    /// The mapping's file.
    pub mapping_path: String,
    /// The source's name, as in `_file`.
    pub file: String,
    /// Where it is; none: the standard input.
    pub path: Option<String>,
    /// How the record was named.
    pub which: Which,
    /// By which number.
    pub number: u64,
    /// The record.
    pub record: Record,
    /// Rules over several rows of the tables that it feeds: nobody knows here what they say of it.
    pub set_rules: Vec<String>,
    /// Controls, which count it: nobody knows here what they come to.
    pub controls: Vec<String>,
    /// For who words the conditions of kinds and reasons.
    #[serde(skip)]
    pub model: Arc<Mapping>,
}

impl Explained {
    /// What a run found is found here too.
    #[must_use]
    pub fn says(&self, of_run: &RunFinding) -> bool {
        self.record.findings.iter().any(|found| {
            let args = found.args.iter().map(crate::run::names::arg);
            found.code == of_run.code && found.name == of_run.subject && args.eq(of_run.args.iter().cloned())
        })
    }
}

/// What a run's folder adds.
#[derive(Debug, Clone, Serialize)]
pub struct OfRun {
    /// Its ID.
    pub run: String,
    /// What became of it.
    pub outcome: Outcome,
    /// Its folder.
    pub folder: String,
    /// What is not as it was: TL0804, TL0808.
    #[serde(skip)]
    pub source: Option<Stop>,
    /// Only the source's size was compared, since it is large.
    pub only_size: bool,
    /// No row that the record makes has the values of the row from which the way led.
    pub row_differs: bool,
    /// The mapping is not the run's.
    pub mapping_differs: bool,
    /// What the run found of the record.
    pub findings: Vec<RunFinding>,
    /// What the record was before it was edited, the newest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub edits: Vec<Edit>,
    /// A run that is gone, by its ID: the record may have been edited there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lost: Option<String>,
}

/// A finding of a run, as its folder has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunFinding {
    /// What is wrong.
    pub code: Code,
    /// What follows from it.
    pub severity: Severity,
    /// The name of what it is about; empty for the record as a whole.
    pub subject: String,
    /// Its arguments as text.
    pub args: Vec<String>,
}

impl Serialize for RunFinding {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let severity = crate::run::names::severity(self.severity);
        (self.code, severity, &self.subject, &self.args).serialize(to)
    }
}

/// What is sought, and where.
struct Target {
    /// The mapping's file.
    mapping: PathBuf,
    /// In reading order; more than one only where the number counts refused records.
    specs: Vec<SourceSpec>,
    sought: Sought,
    /// What the mapping's `--set` gets besides.
    set: Vec<(String, String)>,
    run: Option<OfRunFolder>,
    /// Its bytes are not the source's: they stand among the refused records of a run.
    repaired: Option<Repaired>,
}

/// Explains a record.
///
/// `told` is told after every window that is read.
///
/// # Errors
/// TL0955 to TL0958; what is wrong with the command, the mappings, the sources or the environment.
pub fn explain(host: &dyn Host, ask: &Ask, told: &dyn Fn(Progress)) -> Result<Explained, Problem> {
    explain_in_blocks(host, ask, None, told)
}

/// [`explain`] with another block size than the computed one: for tests, which must not depend on it.
///
/// # Errors
/// As [`explain`].
pub fn explain_in_blocks(
    host: &dyn Host,
    ask: &Ask,
    block: Option<u64>,
    told: &dyn Fn(Progress),
) -> Result<Explained, Problem> {
    let target = match of_run::target(host, ask)? {
        Some(target) => target,
        None => of_mappings::target(host, ask)?,
    };
    let Target { mapping, specs, sought, set, run, repaired } = target;
    let request = Request { paths: vec![mapping], set, trial: true, ..Request::default() };
    let find = |_: &std::path::Path, _: &Mapping, _: bool| Ok(specs.clone());
    let Ready { migration, mut mappings, .. } = prepare::prepare_from(host, &request, block, &find)?;
    let prepared = mappings.pop().ok_or_else(|| Stop::new(Code::Defect, vec!["no mapping".into()]))?;
    let (spec, met) = match (&run, &repaired) {
        (Some(run), Some(repaired)) => {
            (run.spec(&specs)?, met_again(host, &prepared, (run.spec(&specs)?, repaired), None)?)
        }
        _ => met(host, &prepared, &specs, sought, told)?,
    };
    let shown = Hidden::new(&prepared.plan, parameters(migration.as_ref()), ask.show_personal);
    let is_of_row = run.as_ref().is_some_and(OfRunFolder::is_of_row);
    let asked = run.as_ref().and_then(|run| run.row(&prepared.plan.mapping, &met.seen));
    let record = build::record(&prepared.plan, &met, &shown, asked);
    let edits =
        repaired.as_ref().map(|repaired| edits(host, &prepared, (spec, repaired), (&met, &shown))).transpose()?;
    let read = Some(spec).filter(|_| repaired.is_none());
    let run = run.map(|run| run.told(host, &prepared, (read, record.number))).transpose()?;
    let row_differs = is_of_row && asked.is_none();
    let run = run.map(|run| OfRun { row_differs, edits: edits.unwrap_or_default(), ..run });
    let (set_rules, controls) = not_judged(&prepared, &record);
    let Prepared { plan, path, .. } = prepared;
    Ok(Explained {
        run,
        mapping: plan.mapping.name.clone(),
        mapping_path: io::shown(&path),
        file: spec.name.clone(),
        path: spec.path.as_deref().map(io::shown),
        which: ask.which,
        number: ask.number,
        record,
        set_rules,
        controls,
        model: plan.mapping,
    })
}

/// The parameters of a migration with their values.
fn parameters(migration: Option<&Settled>) -> Vec<Given> {
    let all = migration.iter().flat_map(|one| one.migration.parameters.iter().zip(&one.settings));
    let given = all.map(|(parameter, setting)| Given {
        name: parameter.name.clone(),
        value: canonical::text(parameter.ty, &setting.value),
        is_personal: parameter.personal,
    });
    given.collect()
}

/// The record in the first file that has it.
fn met<'s>(
    host: &dyn Host,
    prepared: &Prepared,
    specs: &'s [SourceSpec],
    sought: Sought,
    told: &dyn Fn(Progress),
) -> Result<(&'s SourceSpec, Box<one::Met>), Problem> {
    let (mut seen, mut left) = (0, sought);
    for spec in specs {
        match one::find(host, &prepared.plan, spec, left, told)? {
            Search::Met(met) => return Ok((spec, met)),
            Search::Refused(count) => {
                seen += count;
                if let Sought::Refused(wanted) = sought {
                    left = Sought::Refused(wanted - seen);
                }
            }
        }
    }
    let number = if let Sought::Refused(number) = sought { number } else { 0 };
    Err(no_such(&prepared.plan.mapping.name, "rejects", number, seen).into())
}

/// A record among the refused ones of a run, if need be with other bytes than stand there; TL0957 where it is not there.
fn met_again(
    host: &dyn Host,
    prepared: &Prepared,
    (spec, repaired): (&SourceSpec, &Repaired),
    bytes: Option<&[u8]>,
) -> Result<Box<one::Met>, Stop> {
    let Repaired { folder, is_edited, record, .. } = repaired;
    let at = prepared.specs.iter().position(|one| one.name == spec.name);
    let among =
        Among { folder, is_edited: *is_edited, of: (at.and_then(|at| u32::try_from(at).ok()).unwrap_or(0), *record) };
    let found = again::find(host, (&prepared.plan, &prepared.specs), among, bytes)?;
    found.map(Box::new).ok_or_else(|| of_run::not_traced(folder, "source"))
}

/// What a record was each time before it was edited.
fn edits(
    host: &dyn Host,
    prepared: &Prepared,
    (spec, repaired): (&SourceSpec, &Repaired),
    (met, shown): (&one::Met, &Hidden),
) -> Result<Vec<Edit>, Stop> {
    let (mut edits, mut now) = (Vec::new(), &met.raw);
    let of = (prepared.plan.mapping.name.as_str(), spec.name.as_str(), repaired.record);
    for before in &repaired.before {
        let then = &before.bytes;
        if then != now {
            let met = match met_again(host, prepared, (spec, repaired), Some(then)) {
                // Among the others it is no such record any more.
                Err(stop) if stop.code == Code::CutOtherwise => None,
                met => Some(met?).filter(|met| met.raw == *then),
            };
            let record = met.map(|met| build::record(&prepared.plan, &met, shown, None));
            edits.push(before.edit(host, of, record, now)?);
        }
        now = then;
    }
    Ok(edits)
}

/// What a file, or a run, does not have so many of.
fn no_such(name: &str, problem: &str, wanted: u64, has: u64) -> Stop {
    Stop::new(Code::NoSuchRecord, vec![name.into(), problem.into(), wanted.into(), has.into()])
}

/// What needs all records: rules over several rows of the tables that this one feeds, and the controls.
fn not_judged(prepared: &Prepared, record: &Record) -> (Vec<String>, Vec<String>) {
    let mapping = &prepared.plan.mapping;
    let feeds = |name: &String| record.tables.iter().any(|table| table.name == *name) || record.joins.contains(name);
    let tables = mapping.tables.iter().filter(|table| feeds(&table.name));
    let rules = tables.flat_map(|table| table.set_rules.iter().map(move |rule| format!("{}.{}", table.name, rule.id)));
    (rules.collect(), mapping.source.controls.iter().map(|control| control.id.clone()).collect())
}
