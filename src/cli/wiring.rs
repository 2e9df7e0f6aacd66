//! The engine of the real command: the run, the check and the verification on the real machine.

use std::path::{Path, PathBuf};

use super::engine::{CheckedCrosswalk, CheckedMapping, CheckedPlan, Engine, Given, Problem, Told, Verified};
use crate::evidence::verify;
use crate::host::real::RealHost;
use crate::mapping::keys;
use crate::run::{self, Request, Stop, prepare};

/// Lends the engine to whoever needs it.
pub fn with_engine(variable: &dyn Fn(&str) -> Option<String>, call: impl FnOnce(&Engine<'_>) -> u8) -> u8 {
    let run = |request: &Request, told: Told<'_>| run::run(&RealHost, request, told);
    call(&Engine { run: &run, check: &check, verify: &verified, schema: &keys::json_schema, variable })
}

fn check(paths: &[PathBuf], given: &[Given]) -> Result<Vec<CheckedMapping>, Problem> {
    let request = Request { paths: paths.to_vec(), sources: given.to_vec(), ..Request::default() };
    let checked = prepare::check(&RealHost, &request)?.into_iter().map(|one| {
        let plan = one.mapping.map(|mapping| {
            let files = one.files.into_iter().map(|(name, bytes)| (name, bytes.unwrap_or(0))).collect();
            let crosswalks = one.crosswalks.iter().map(|file| CheckedCrosswalk {
                file: file.evidence.file.clone(),
                rows: file.evidence.rows,
                bytes: file.evidence.bytes,
                memory: file.memory,
            });
            let crosswalks = crosswalks.collect();
            CheckedPlan { crosswalks, ..CheckedPlan::of(&mapping, files, one.block, one.bound) }
        });
        CheckedMapping { text: one.text, plan, sources: one.stops, doubts: one.doubts }
    });
    Ok(checked.collect())
}

fn verified(folder: &Path) -> Result<Verified, Problem> {
    let found = verify::verify(&RealHost, folder)?;
    let findings = found.findings.into_iter().map(|(code, args)| Stop::new(code, args)).collect();
    Ok(Verified { run: found.run, files: found.files, rows: found.rows, sources: found.sources, findings })
}
