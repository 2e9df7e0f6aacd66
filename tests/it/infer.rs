//! Drafts of mappings: how much of the truth they find, and that they run.

mod drafts;
mod layouts;
mod score;
mod truth;
mod whole_files;

use std::path::{Path, PathBuf};

use tumpline::cli::infer::yaml::yaml;
use tumpline::cli::words::Language;
use tumpline::host::real::RealHost;
use tumpline::inspect::infer::draft::Draft;
use tumpline::inspect::infer::{Request, infer};
use tumpline::run::{self, Request as RunRequest, put};

/// A draft of these files.
fn draft(paths: &[PathBuf]) -> Draft {
    infer(&RealHost, &Request { paths: paths.to_vec(), ..Request::default() }).unwrap().draft
}

/// Refused records of a trial run of the drafted mapping, and the records that it read.
fn tried(paths: &[PathBuf], language: Language) -> (u64, u64) {
    let absolute: Vec<PathBuf> = paths.iter().map(|path| std::path::absolute(path).unwrap()).collect();
    tried_draft(&draft(&absolute), language)
}

/// The same of a draft that names its files by absolute paths.
fn tried_draft(draft: &Draft, language: Language) -> (u64, u64) {
    let folder = tempfile::tempdir().unwrap();
    let mapping = folder.path().join("drafted.yaml");
    std::fs::write(&mapping, yaml(language, draft)).unwrap();
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

/// The code that stops a draft of files that hold these texts.
fn refused(texts: &[&[u8]]) -> Vec<&'static str> {
    let folder = tempfile::tempdir().unwrap();
    let write = |(at, text): (usize, &&[u8])| {
        let path = folder.path().join(format!("file{at}.txt"));
        std::fs::write(&path, text).unwrap();
        path
    };
    let paths = texts.iter().enumerate().map(write).collect();
    let stops = infer(&RealHost, &Request { paths, ..Request::default() }).unwrap_err();
    stops.iter().map(|stop| stop.code.id()).collect()
}

#[test]
fn what_cannot_be_drafted_says_why() {
    assert_eq!(refused(&[b""]), ["TL0951"]);
    assert_eq!(refused(&[b"\n\n\n"]), ["TL0951"]);
    let (lines, blocks) = ("AB 12345\n".repeat(40), "AB 12345".repeat(40));
    assert_eq!(refused(&[lines.as_bytes(), blocks.as_bytes()]), ["TL0947"]);
}

#[test]
fn a_draft_is_written_over_another_file_only_by_force() {
    let folder = tempfile::tempdir().unwrap();
    let (source, out) = (folder.path().join("a.txt"), folder.path().join("a.yaml"));
    std::fs::write(&source, "0001SMITH     00012\n".repeat(30)).unwrap();
    std::fs::write(&out, "# mine\ntumpline: 1\n").unwrap();
    let mut request = Request { paths: vec![source.clone()], out: Some(out.clone()), ..Request::default() };
    let stops = infer(&RealHost, &request).unwrap_err();
    assert_eq!(stops[0].code.id(), "TL0949");
    assert_eq!(std::fs::read_to_string(&out).unwrap(), "# mine\ntumpline: 1\n");
    request.force = true;
    // The source itself is no mapping: no force writes over it.
    let over = Request { out: Some(source), ..request.clone() };
    assert_eq!(infer(&RealHost, &over).unwrap_err()[0].code.id(), "TL0949");
    let found = infer(&RealHost, &request).unwrap();
    put::put(&RealHost, &out, yaml(Language::En, &found.draft).as_bytes()).unwrap();
    assert!(std::fs::read_to_string(&out).unwrap().contains("tumpline: 1"));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2, "nothing else is left");
}

#[test]
fn the_batches_totals_are_found_as_controls() {
    let mut lines = Vec::new();
    for batch in 1..=12_u64 {
        let amounts: Vec<u64> = (0..batch % 5 + 2).map(|at| 1_000 + batch * 7_919 * (at + 3) % 99_991).collect();
        lines.push(format!("H{batch:06}{:25}\n", "GENERAL LEDGER"));
        let detail = |amount: &u64| format!("D{:06}{:15}{amount:09}{{\n", amount % 997, "SUPPLIES");
        lines.extend(amounts.iter().map(detail));
        lines.push(format!("T{:06}{:012}{{{:12}\n", amounts.len(), amounts.iter().sum::<u64>(), ""));
    }
    let text = lines.concat();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("batches.txt");
    std::fs::write(&path, text).unwrap();
    let draft = draft(&[path]);
    let sums = draft.controls.iter().filter(|control| control.certain && control.id.starts_with("sum")).count();
    assert_eq!(sums, 1, "{:?}\n{}", draft.controls, yaml(Language::En, &draft));
    let ends: Vec<&str> =
        draft.kinds.iter().filter(|kind| kind.ends.is_some()).map(|kind| kind.name.as_str()).collect();
    assert_eq!(ends, ["t"]);
}
