//! `look`, `init`, completions and manual pages, as their user starts them.

use std::path::Path;
use std::process::{Command, Output};

/// Standard output, standard error and exit code of the program in a folder.
fn tumpline(folder: &Path, words: &[&str]) -> (String, String, i32) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tumpline"));
    command.args(words).current_dir(folder).env_remove("LC_ALL").env("LANG", "C");
    let Output { status, stdout, stderr } = command.output().unwrap();
    let [out, err] = [stdout, stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    (out, err, status.code().unwrap())
}

fn here() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What a mapping of each sample says of it, and `look` has to say without the mapping.
const SAMPLES: [(&str, &str); 13] = [
    ("ledger/GLJ2024.TXT", "encoding: cp850, format: fixed, records: {end: newline}"),
    ("ledger/GLJ2025.TXT", "encoding: cp850, format: fixed, records: {end: newline}"),
    ("ledger/GLJ2026.TXT", "encoding: cp850, format: fixed, records: {end: newline}"),
    ("ledger/GLBAL.DAT", "encoding: cp850, format: fixed, records: {end: {length: 225}}"),
    ("payables/CHEQUES.TXT", "encoding: cp850, format: fixed, records: {end: newline}"),
    ("payables/OPENINV.CSV", "encoding: cp1252, format: delimited, delimiter: ';'"),
    ("payables/VENDORS.CSV", "encoding: cp1252, format: delimited, delimiter: ';'"),
    ("payroll/PAY202601.TXT", "encoding: cp863, format: fixed, records: {end: newline}"),
    ("payroll/PAY202602.TXT", "encoding: cp863, format: fixed, records: {end: newline}"),
    ("payroll/PAY202603.TXT", "encoding: cp863, format: fixed, records: {end: newline}"),
    ("receivables/ARITEMS.CSV", "encoding: cp1252, format: delimited, delimiter: ','"),
    ("taxroll/LEVIES.TXT", "encoding: cp1252, format: fixed, records: {end: newline}"),
    ("taxroll/TAXROLL.TXT", "encoding: cp1252, format: fixed, records: {end: newline}"),
];

#[test]
fn every_sample_is_told_as_its_mapping_reads_it() {
    let mut wrong = Vec::new();
    for (file, want) in SAMPLES {
        let path = format!("samples/{file}");
        let (out, err, code) = tumpline(here(), &["look", &path]);
        assert_eq!((code, err.as_str()), (0, ""), "{file}");
        let told = out.split_whitespace().collect::<Vec<_>>().join(" ");
        if !told.contains(want) {
            wrong.push(format!("{file}: {want}\n{out}"));
        }
        assert!(out.lines().all(|line| line.chars().count() <= 80), "{out}");
        let (french, ..) = tumpline(here(), &["look", &path, "--lang", "fr"]);
        assert!(french.contains("Premiers enregistrements"), "{french}");
        assert!(french.lines().all(|line| line.chars().count() <= 80), "{french}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_no_file_is_told_and_hides_no_other() {
    let (out, err, code) = tumpline(here(), &["look", "samples", "none", "samples/crosswalk/rates.csv"]);
    assert_eq!(code, 2);
    assert!(err.contains("`samples` is not a file") && err.contains("`none` does not exist"), "{err}");
    assert!(out.contains("samples/crosswalk/rates.csv"), "{out}");
    let (out, _, code) = tumpline(here(), &["look", "none", "--json"]);
    assert!(code == 2 && out.contains("\"code\": \"TL0908\""), "{out}");
    let (_, err, code) = tumpline(here(), &["look", "README.md", "--at", "0"]);
    assert!(code == 2 && err.contains("counted from 1"), "{err}");
}

#[cfg(unix)]
#[test]
fn a_device_is_refused_and_not_read() {
    let (_, err, code) = tumpline(here(), &["look", "/dev/zero"]);
    assert!(code == 2 && err.contains("it is a pipe or a device"), "{err}");
}

#[test]
fn values_are_counted_where_they_are_asked_for() {
    let (out, _, _) = tumpline(here(), &["look", "samples/taxroll/TAXROLL.TXT", "--at", "20-21", "--at", "101"]);
    for want in ["Values at 20-21 of the records", "  `AA`  ", "1,064 records end before this place"] {
        assert!(out.contains(want), "{want}\n{out}");
    }
}

#[test]
fn a_new_folder_is_checked_and_run_at_once_and_never_written_over() {
    for (language, said) in [("en", "Published in"), ("fr", "Publié en")] {
        let town = tempfile::tempdir().unwrap();
        let tumpline = |words: &[&str]| tumpline(town.path(), &[words, &["--lang", language]].concat());
        let (_, err, code) = tumpline(&["init", "new"]);
        assert!(code == 0 && err.contains("tumpline check new"), "{err}");
        let (_, err, code) = tumpline(&["check", "new"]);
        assert!(code == 0, "{err}");
        let (_, err, code) = tumpline(&["run", "new", "--out", "new/out"]);
        assert!(code == 0 && err.contains(said), "{err}");
        std::fs::write(town.path().join("new/payments.yaml"), "mine").unwrap();
        let (_, err, code) = tumpline(&["init", "new"]);
        assert!(code == 2 && err.contains("TL0940") && err.contains("`new/payments.yaml`"), "{err}");
        assert_eq!(std::fs::read_to_string(town.path().join("new/payments.yaml")).unwrap(), "mine");
        let settings = std::fs::read(town.path().join("new/.vscode/settings.json")).unwrap();
        let settings: serde_json::Value = serde_json::from_slice(&settings).unwrap();
        for (schema, _) in settings["yaml.schemas"].as_object().unwrap() {
            assert!(town.path().join("new").join(schema).is_file(), "{schema}");
        }
    }
}

#[test]
fn completions_and_pages_come_on_the_standard_output() {
    let (out, _, code) = tumpline(here(), &["completions", "bash"]);
    assert!(code == 0 && out.contains("tumpline"), "{out}");
    let (_, err, code) = tumpline(here(), &["completions", "tcsh"]);
    assert!(code == 2 && err.contains("`bash`, `zsh`, `fish`"), "{err}");
    let (out, _, code) = tumpline(here(), &["man", "look", "--lang", "fr"]);
    assert!(code == 0 && out.contains(".SH NOM") && out.contains("échantillons"), "{out}");
}
