//! The engine of the real command: the run, the check and the verification on the real machine.

use std::path::Path;

use super::engine::{
    Checked, CheckedCrosswalk, CheckedMapping, CheckedMemory, CheckedMigration, CheckedParameter, CheckedPlan, Engine,
    Problem, Sources, Told, Verified,
};
use crate::evidence::{coverage, verify};
use crate::finding::Code;
use crate::host::real::RealHost;
use crate::inspect::check::first::{self, Looked, Sample};
use crate::inspect::check::fix;
use crate::inspect::check::misfits::{self, Misfit, Named};
use crate::inspect::copybook::draft::BookDraft;
use crate::inspect::copybook::{self, CopybookRequest, DraftRequest};
use crate::inspect::explain::{self, Ask};
use crate::inspect::infer::{self, Inferred, draft::Draft};
use crate::inspect::look;
use crate::inspect::ways::{self, Answer};
use crate::mapping::keys;
use crate::run::init::NewFile;
use crate::run::replay::{self, ReplayRequest};
use crate::run::{self, Progress, Request, Stop, init, io, prepare, put};

/// Lends the engine to whoever needs it.
pub fn with_engine(variable: &dyn Fn(&str) -> Option<String>, call: impl FnOnce(&Engine<'_>) -> u8) -> u8 {
    let run = |request: &Request, told: Told<'_>| run::run(&RealHost, request, told);
    let replay = |asked: &ReplayRequest, told: Told<'_>| replay::replay(&RealHost, asked, told);
    let coverage = |folder: &Path| Ok(coverage::read(&RealHost, folder)?);
    let look = |asked: &look::Request, told: &dyn Fn(Progress)| look::look(&RealHost, asked, told);
    let init = |folder: &Path, files: &[NewFile]| init::write(&RealHost, folder, files);
    let explain = |ask: &Ask, told: Told<'_>| explain::explain(&RealHost, ask, told);
    let copybook = |request: &CopybookRequest| copybook::copybook(&RealHost, request);
    let schema = &keys::json_schema;
    call(&Engine {
        run: &run,
        replay: &replay,
        check: &check,
        fix: &|request| fix::fix(&RealHost, request),
        write: &|path, bytes, is_own| {
            put::may_replace(&RealHost, path, "map", is_own)?;
            put::put(&RealHost, path, bytes)
        },
        verify: &verified,
        coverage: &coverage,
        infer: &draft,
        ways: &ways_of,
        look: &look,
        init: &init,
        explain: &explain,
        copybook: &copybook,
        draft_book: &draft_book,
        schema,
        variable,
    })
}

fn draft(request: &infer::Request, text: &dyn Fn(&Draft) -> String) -> Result<Inferred, Problem> {
    let found = infer::infer(&RealHost, request).map_err(|stops| Problem::Sources { stops })?;
    if let Some(out) = &request.out {
        put::put(&RealHost, out, text(&found.draft).as_bytes())?;
    }
    Ok(found)
}

fn ways_of(request: &ways::Request, text: &dyn Fn(&Answer) -> String) -> Result<Answer, Problem> {
    let answer = ways::ask(&RealHost, request)?;
    if let Some(out) = &request.out {
        put::put(&RealHost, out, text(&answer).as_bytes())?;
    }
    Ok(answer)
}

fn draft_book(request: &DraftRequest, text: &dyn Fn(&BookDraft) -> String) -> Result<BookDraft, Problem> {
    let found = copybook::drafted(&RealHost, request)?;
    if let Some(out) = &request.out {
        put::put(&RealHost, out, text(&found).as_bytes())?;
    }
    Ok(found)
}

fn check(request: &Request, sources: Sources) -> Result<Checked, Problem> {
    let checked = prepare::check(&RealHost, request)?;
    let settled = checked.settled;
    let memory = checked.memory.map(|memory| CheckedMemory { least: memory.least(), most: memory.most() });
    let mapping = |one: prepare::CheckedMapping| {
        let read = if sources == Sources::Read { looked(&one, settled) } else { Ok(None) };
        let mut checked = checked_mapping(one);
        if sources == Sources::Left {
            // Who writes a mapping has often not the files.
            checked
                .sources
                .retain(|found| !matches!(found.stop.code, Code::NoFiles | Code::FileCount | Code::NoSuchPath));
        }
        match read {
            Ok(looked) => checked.looked = looked,
            Err(stop) => checked.sources.push(Misfit { stop, at: None, edit: None }),
        }
        checked
    };
    let mappings = checked.mappings.into_iter().map(mapping).collect();
    Ok(Checked { migration: checked.migration.map(checked_migration), mappings, memory })
}

/// What the first records of a mapping's sources say.
fn looked(one: &prepare::CheckedMapping, evaluates: bool) -> Result<Option<Looked>, Stop> {
    let Some(ready) = &one.ready else { return Ok(None) };
    let sample = Sample {
        plan: &ready.plan,
        specs: &ready.specs,
        text: &one.text.text,
        known: &one.text.diagnostics,
        path: &one.path,
        evaluates,
    };
    first::look(&RealHost, sample).map(Some)
}

fn checked_migration(one: prepare::CheckedMigration) -> CheckedMigration {
    let Some(migration) = one.migration else {
        return CheckedMigration { path: one.path, text: one.text, ..CheckedMigration::default() };
    };
    let parameters = migration.parameters.iter().zip(&one.settings);
    CheckedMigration {
        path: one.path,
        text: one.text,
        title_en: migration.title.en.clone(),
        title_fr: migration.title.fr.clone(),
        parameters: parameters.map(|(parameter, setting)| CheckedParameter::of(parameter, setting.as_ref())).collect(),
    }
}

fn checked_mapping(mut one: prepare::CheckedMapping) -> CheckedMapping {
    let stops = std::mem::take(&mut one.stops);
    let folder = one.path.parent().unwrap_or(Path::new(""));
    let sources = match &one.mapping {
        Some(mapping) => misfits::placed(&RealHost, Named { folder, mapping, text: &one.text.text }, stops),
        None => Vec::new(),
    };
    let plan = one.mapping.as_ref().map(|mapping| {
        let files = one.files.iter().map(|(name, bytes)| (name.clone(), bytes.unwrap_or(0))).collect();
        let crosswalks = one.crosswalks.iter().map(|file| CheckedCrosswalk {
            file: file.evidence.file.clone(),
            rows: file.evidence.rows,
            bytes: file.evidence.bytes,
            memory: file.memory,
        });
        let crosswalks = crosswalks.collect();
        CheckedPlan { crosswalks, ..CheckedPlan::of(mapping, files, one.block, one.bound) }
    });
    let (path, text, books, doubts, mapping) = (one.path, one.text, one.mistaken, one.doubts, one.mapping);
    CheckedMapping { path, text, books, plan, sources, doubts, looked: None, mapping }
}

fn verified(folder: &Path) -> Result<Verified, Problem> {
    let found = verify::verify(&RealHost, folder)?;
    let findings = found.findings.into_iter().map(|(code, args)| Stop::new(code, args)).collect();
    Ok(Verified {
        run: found.run,
        folder: io::shown(&found.folder),
        chosen: found.chosen,
        newer: found.newer.as_deref().map(io::shown),
        files: found.files,
        rows: found.rows,
        sources: found.sources,
        findings,
    })
}
