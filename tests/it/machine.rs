//! A run in memory: files in, the run's files out.

use std::collections::BTreeMap;
use std::path::PathBuf;

use tumpline::host::fake::FakeHost;
use tumpline::run::report::Report;
use tumpline::run::{Problem, Request, run_in_blocks};

/// What a run left behind.
pub struct Left {
    /// What it said.
    pub report: Report,
    /// Its files by path in the run's folder; the manifest, which has times in it, apart.
    pub files: BTreeMap<String, Vec<u8>>,
    /// The manifest.
    pub manifest: serde_json::Value,
}

/// A machine with these files, a mapping `m.yaml` among them.
pub fn machine(files: &[(&str, &[u8])]) -> FakeHost {
    let host = FakeHost::new();
    for (path, bytes) in files {
        host.put(path, bytes.to_vec());
    }
    host
}

/// Runs `m.yaml` of a machine.
pub fn run_on(host: &FakeHost, threads: usize, block: Option<u64>) -> Result<Report, Problem> {
    let request = Request {
        paths: vec![PathBuf::from("m.yaml")],
        out: PathBuf::from("out"),
        threads: Some(threads),
        ..Request::default()
    };
    run_in_blocks(host, &request, block, &|_| {})
}

/// Runs a mapping over files, and reads what it left, which must hold as evidence.
pub fn run(mapping: &str, files: &[(&str, &[u8])], threads: usize, block: Option<u64>) -> Left {
    let host = machine(files);
    host.put("m.yaml", mapping.as_bytes().to_vec());
    let report = run_on(&host, threads, block).unwrap_or_else(|problem| panic!("{problem:?}"));
    let verified = tumpline::evidence::verify::verify(&host, report.folder.as_ref()).unwrap();
    assert_eq!(verified.findings, [], "{mapping}");
    left(&host, report)
}

/// What a finished run left on its machine.
pub fn left(host: &FakeHost, report: Report) -> Left {
    let folder = format!("{}/", report.folder);
    let mut files = BTreeMap::new();
    for path in host.files() {
        if let Some(name) = path.strip_prefix(&folder) {
            files.insert(name.to_owned(), host.content(&path).unwrap());
        }
    }
    let manifest = serde_json::from_slice(&files.remove("manifest.json").unwrap()).unwrap();
    Left { report, files, manifest }
}
