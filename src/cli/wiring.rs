//! The engine of the real command: the run, the check and the verification on the real machine.

use std::path::Path;

use super::engine::{
    Checked, CheckedCrosswalk, CheckedMapping, CheckedMigration, CheckedParameter, CheckedPlan, Engine, Problem, Told,
    Verified,
};
use crate::evidence::{coverage, verify};
use crate::host::real::RealHost;
use crate::inspect::infer::{self, Inferred, draft::Draft};
use crate::inspect::look;
use crate::mapping::keys;
use crate::run::replay::{self, ReplayRequest};
use crate::run::{self, Progress, Request, Stop, drafted, init, prepare};

/// Lends the engine to whoever needs it.
pub fn with_engine(variable: &dyn Fn(&str) -> Option<String>, call: impl FnOnce(&Engine<'_>) -> u8) -> u8 {
    let run = |request: &Request, told: Told<'_>| run::run(&RealHost, request, told);
    let replay = |asked: &ReplayRequest, told: Told<'_>| replay::replay(&RealHost, asked, told);
    let coverage = |folder: &Path| Ok(coverage::read(&RealHost, folder)?);
    let look = |asked: &look::Request, told: &dyn Fn(Progress)| look::look(&RealHost, asked, told);
    let init = |folder: &Path, files: &[(&str, Vec<u8>)]| init::write(&RealHost, folder, files);
    let schema = &keys::json_schema;
    call(&Engine {
        run: &run,
        replay: &replay,
        check: &check,
        verify: &verified,
        coverage: &coverage,
        infer: &draft,
        look: &look,
        init: &init,
        schema,
        variable,
    })
}

fn draft(request: &infer::Request, text: &dyn Fn(&Draft) -> String) -> Result<Inferred, Problem> {
    let found = infer::infer(&RealHost, request).map_err(|stops| Problem::Sources { stops })?;
    if let Some(out) = &request.out {
        drafted::write(&RealHost, out, &text(&found.draft))?;
    }
    Ok(found)
}

fn check(request: &Request) -> Result<Checked, Problem> {
    let checked = prepare::check(&RealHost, request)?;
    let mappings = checked.mappings.into_iter().map(checked_mapping).collect();
    Ok(Checked { migration: checked.migration.map(checked_migration), mappings })
}

fn checked_migration(one: prepare::CheckedMigration) -> CheckedMigration {
    let Some(migration) = one.migration else {
        return CheckedMigration { text: one.text, ..CheckedMigration::default() };
    };
    let parameters = migration.parameters.iter().zip(&one.settings);
    CheckedMigration {
        text: one.text,
        title_en: migration.title.en.clone(),
        title_fr: migration.title.fr.clone(),
        parameters: parameters.map(|(parameter, setting)| CheckedParameter::of(parameter, setting.as_ref())).collect(),
    }
}

fn checked_mapping(one: prepare::CheckedMapping) -> CheckedMapping {
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
}

fn verified(folder: &Path) -> Result<Verified, Problem> {
    let found = verify::verify(&RealHost, folder)?;
    let findings = found.findings.into_iter().map(|(code, args)| Stop::new(code, args)).collect();
    Ok(Verified { run: found.run, files: found.files, rows: found.rows, sources: found.sources, findings })
}
