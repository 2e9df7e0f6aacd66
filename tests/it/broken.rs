//! Mistakes that people make in mappings, one in each file of `mappings/broken`, and what `check` says of them in both
//! languages: `NAME.en.txt` and `NAME.fr.txt`. `TUMPLINE_WRITE_GOLDEN=1` writes these anew; read them as a stranger.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// What the mapping has at its place, if it needs one: a `migration.yaml`.
const BESIDE: &str = ".migration.yaml";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/mappings/broken")
}

fn names() -> BTreeSet<String> {
    let files = std::fs::read_dir(folder()).unwrap();
    let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    let mappings = names.filter(|name| !name.ends_with(BESIDE));
    mappings.filter_map(|name| Some(name.strip_suffix(".yaml")?.to_owned())).collect()
}

/// A folder with one broken mapping and the files that it reads.
fn town(name: &str) -> tempfile::TempDir {
    let town = tempfile::tempdir().unwrap();
    std::fs::create_dir(town.path().join("data")).unwrap();
    for file in std::fs::read_dir(folder().join("data")).unwrap() {
        let file = file.unwrap();
        std::fs::copy(file.path(), town.path().join("data").join(file.file_name())).unwrap();
    }
    std::fs::copy(folder().join(format!("{name}.yaml")), town.path().join(format!("{name}.yaml"))).unwrap();
    let beside = folder().join(format!("{name}{BESIDE}"));
    if beside.exists() {
        std::fs::copy(beside, town.path().join("migration.yaml")).unwrap();
    }
    town
}

/// What `check` says of a mapping, but for the plan behind its last line, and its exit code.
fn said(town: &Path, name: &str, language: &str) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tumpline"));
    command.args(["check", &format!("{name}.yaml"), "--lang", language]);
    let Output { status, stderr, .. } =
        command.current_dir(town).env_remove("LC_ALL").env("LANG", "C").output().unwrap();
    let text = String::from_utf8(stderr).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let last = lines.iter().rposition(|line| line.starts_with(&format!("{name}.yaml")));
    let told = last.map_or(&lines[..], |last| &lines[..=last]);
    format!("{}\nexit {}\n", told.join("\n"), status.code().unwrap())
}

/// The codes that a text tells, in their order.
fn codes(text: &str) -> Vec<String> {
    let told = text.lines().filter_map(|line| line.split_once("[TL")?.1.split_once("]:"));
    told.map(|(code, _)| code.to_owned()).collect()
}

#[test]
fn each_mistake_is_told_with_its_place_its_cause_and_what_to_write() {
    let write = std::env::var_os("TUMPLINE_WRITE_GOLDEN").is_some();
    let names = names();
    assert!(names.len() >= 50, "{}", names.len());
    let mut drifted = Vec::new();
    for name in &names {
        let town = town(name);
        let [english, french] = ["en", "fr"].map(|language| codes(&said(town.path(), name, language)));
        assert!(!english.is_empty() && english == french, "{name}: {english:?} {french:?}");
        for language in ["en", "fr"] {
            let said = said(town.path(), name, language);
            let golden = folder().join(format!("{name}.{language}.txt"));
            if write {
                std::fs::write(&golden, &said).unwrap();
            }
            if std::fs::read_to_string(&golden).unwrap_or_default() != said {
                drifted.push(format!("{name} ({language}):\n{said}"));
            }
        }
    }
    assert!(drifted.is_empty(), "{}", drifted.join("\n"));
}
