//! The engine of the real command.

use std::path::{Path, PathBuf};

use super::engine::{CheckedMapping, Engine, Given, Problem, Told, Verified};
use crate::finding::Code;
use crate::run::report::Report;
use crate::run::{Request, Stop};

/// Lends the engine to whoever needs it.
pub fn with_engine(variable: &dyn Fn(&str) -> Option<String>, call: impl FnOnce(&Engine<'_>) -> u8) -> u8 {
    call(&Engine { run: &run, check: &check, verify: &verify, schema: &schema, variable })
}

fn missing(what: &str) -> Problem {
    Problem::Stop(Stop::new(Code::Defect, vec![what.into()]))
}

fn run(_: &Request, _: Told<'_>) -> Result<Report, Problem> {
    Err(missing("run"))
}

fn check(_: &[PathBuf], _: &[Given]) -> Result<Vec<CheckedMapping>, Problem> {
    Err(missing("check"))
}

fn verify(_: &Path) -> Result<Verified, Problem> {
    Err(missing("verify"))
}

fn schema() -> String {
    String::from("{}\n")
}
