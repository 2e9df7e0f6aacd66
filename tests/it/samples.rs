//! The sample migration against the totals that its generator planted.

use std::path::{Path, PathBuf};

use tumpline::host::real::RealHost;
use tumpline::run::report::Report;
use tumpline::run::{Request, run};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn run_samples(out: &Path) -> Report {
    let request = Request { paths: vec![root().join("mappings")], out: out.to_owned(), ..Request::default() };
    run(&RealHost, &request, &|_| {}).unwrap()
}

#[test]
fn the_samples_load_as_their_generator_says() {
    let out = tempfile::tempdir().unwrap();
    let report = run_samples(out.path());
    println!("{}", serde_json::to_string_pretty(&report).unwrap());
}
