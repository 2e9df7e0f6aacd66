//! Drafts of mappings: how much of the truth they find, and that they run.

mod layouts;
mod score;
mod truth;

use std::path::{Path, PathBuf};

use tumpline::cli::infer::yaml::yaml;
use tumpline::cli::words::Language;
use tumpline::host::real::RealHost;
use tumpline::inspect::infer::draft::Draft;
use tumpline::inspect::infer::{Request, infer};
use tumpline::run::{self, Request as RunRequest};

/// A draft of these files.
fn draft(paths: &[PathBuf]) -> Draft {
    infer(&RealHost, &Request { paths: paths.to_vec(), ..Request::default() }).unwrap().draft
}

/// Refused records of a trial run of the drafted mapping, and the records that it read.
fn tried(paths: &[PathBuf], language: Language) -> (u64, u64) {
    let folder = tempfile::tempdir().unwrap();
    let mapping = folder.path().join("drafted.yaml");
    let absolute: Vec<PathBuf> = paths.iter().map(|path| std::path::absolute(path).unwrap()).collect();
    std::fs::write(&mapping, yaml(language, &draft(&absolute))).unwrap();
    let request =
        RunRequest { paths: vec![mapping], out: folder.path().join("out"), trial: true, ..RunRequest::default() };
    let report = run::run(&RealHost, &request, &|_| ()).unwrap();
    let source = &report.sources[0];
    (source.rejected, source.records)
}

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

#[test]
#[cfg_attr(not(has_conformance), ignore = "needs ../shared/conformance")]
fn a_trial_of_the_draft_loads_every_record_of_clean_files() {
    for path in [
        "fed/FedACHdir.txt",
        "nacha/201805101354.ach",
        "mpac/yetf.txt",
        "irs/oneTransactionFile.ascii",
        "carddemo/ASCII/acctdata.txt",
        "carddemo/ASCII/dailytran.txt",
    ] {
        let (rejected, records) = tried(&[here("../shared/conformance").join(path)], Language::Fr);
        assert!(records > 0, "{path}");
        assert_eq!(rejected, 0, "{path}");
    }
}

#[test]
fn a_trial_of_the_draft_runs_on_the_town_s_files() {
    // What is wrong with them on purpose is refused, and nothing else: see samples/MISTAKES.md.
    for (files, most) in [
        (vec!["samples/payables/CHEQUES.TXT"], 5),
        (vec!["samples/ledger/GLBAL.DAT"], 8),
        (vec!["samples/taxroll/LEVIES.TXT"], 8),
        (vec!["samples/taxroll/TAXROLL.TXT"], 38),
        (vec!["samples/ledger/GLJ2024.TXT", "samples/ledger/GLJ2025.TXT", "samples/ledger/GLJ2026.TXT"], 106),
        (vec!["samples/payroll/PAY202601.TXT", "samples/payroll/PAY202602.TXT"], 10),
    ] {
        let paths: Vec<PathBuf> = files.iter().map(|file| here(file)).collect();
        let (rejected, records) = tried(&paths, Language::En);
        assert!(rejected <= most && records > 50, "{files:?}: {rejected} of {records}");
    }
}
