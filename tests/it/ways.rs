//! Which way a file reads: drafts by a copybook find record ends, encodings and places, and say what they do not know.

mod blanks;
mod bounded;
mod cases;
mod codes;
mod commas;
mod counted;
mod damaged;
mod dialects;
mod ends;
mod floats;
mod headed;
mod hints;
mod large;
mod marked;
mod named;
mod random;
mod several;
mod shifted;
mod standing;
mod wrong;

use std::path::{Path, PathBuf};

use tumpline::cli::infer::ways::yaml;
use tumpline::cli::words::Language;
use tumpline::host::real::RealHost;
use tumpline::inspect::ways::shelf::Book;
use tumpline::inspect::ways::{Answer, Request, ask};
use tumpline::run::{self, Request as RunRequest};

/// How these files read.
fn asked(file: &Path, copybook: &Path) -> Answer {
    let book = Book { file: std::path::absolute(copybook).unwrap(), ..Book::default() };
    let request = Request { paths: vec![std::path::absolute(file).unwrap()], book, ..Request::default() };
    ask(&RealHost, &request).unwrap_or_else(|problem| panic!("{}: {problem:?}", file.display()))
}

/// Records that a run of the draft reads, and those that it refuses.
fn tried(answer: &Answer) -> (u64, u64) {
    let folder = tempfile::tempdir().unwrap();
    let mapping = folder.path().join("drafted.yaml");
    std::fs::write(&mapping, yaml(Language::Fr, answer)).unwrap();
    let out = folder.path().join("out");
    let request = RunRequest { paths: vec![mapping], out, trial: true, ..RunRequest::default() };
    let report = run::run(&RealHost, &request, &|_| ()).unwrap_or_else(|problem| panic!("{problem:?}"));
    (report.sources[0].records, report.sources[0].rejected)
}

fn shared(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/conformance").join(file)
}

/// The codes of what is doubted.
fn doubts(answer: &Answer) -> Vec<&'static str> {
    answer.doubts.iter().map(|doubt| doubt.code.id()).collect()
}
