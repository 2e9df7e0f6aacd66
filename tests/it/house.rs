//! The house's rules, held by reading the sources.

use std::path::{Path, PathBuf};

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

fn check(folder: &str, forbidden: &[&str]) {
    let mut found = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(folder), &mut found);
    assert!(!found.is_empty(), "{folder}");
    for path in found {
        let text = std::fs::read_to_string(&path).unwrap();
        let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
        if path.ends_with("tests.rs") || path.parent().is_some_and(|folder| folder.ends_with("tests")) {
            continue;
        }
        for word in forbidden {
            assert!(!text.contains(word), "{} uses {word}", path.display());
        }
    }
}

#[test]
fn stages_do_not_know_one_another() {
    let stages = ["extractors", "transforms", "validate", "loaders"];
    for stage in stages {
        let others = stages.iter().filter(|other| **other != stage).chain(&["run", "host", "cli", "evidence"]);
        let forbidden: Vec<String> = others.map(|other| format!("crate::{other}::")).collect();
        check(stage, &forbidden.iter().map(String::as_str).collect::<Vec<_>>());
    }
}

#[test]
fn the_mapping_knows_nothing_of_bytes_or_files() {
    check(
        "mapping",
        &[
            "crate::extractors",
            "crate::loaders",
            "crate::run",
            "crate::host",
            "crate::cli",
            "arrow_",
            "parquet::",
            "std::fs",
        ],
    );
}

#[test]
fn what_looks_at_files_has_no_words_and_writes_nothing() {
    check("inspect", &["crate::cli", ".create(", ".create_folder(", ".rename("]);
}

#[test]
fn only_the_host_touches_files_clock_and_environment() {
    for folder in ["run", "inspect", "evidence", "extractors", "transforms", "validate", "loaders", "mapping"] {
        check(folder, &["std::fs::", "std::env::var", "SystemTime", "Instant::now", "File::open", "Timestamp::now"]);
    }
}
