//! What commands say of tables with lists: `check`, its field map, `verify` and `explain`.

use std::path::Path;
use std::process::{Command, Output};

use tumpline::evidence::verify::verify;

use super::counted;
use crate::counted::{BOOK, written};
use crate::machine::{machine, run_on};

pub fn tumpline(town: &Path, args: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tumpline"));
    let Output { status, stdout, stderr } =
        command.current_dir(town).args(args).env_remove("LC_ALL").env("LANG", "C").output().unwrap();
    let text = String::from_utf8(stdout).unwrap() + &String::from_utf8(stderr).unwrap();
    assert!(status.success(), "{args:?}: {text}");
    text
}

fn town() -> tempfile::TempDir {
    let town = tempfile::tempdir().unwrap();
    std::fs::write(town.path().join("r.cpy"), BOOK).unwrap();
    std::fs::write(town.path().join("in.dat"), &written(true).bytes).unwrap();
    std::fs::write(town.path().join("m.yaml"), counted(true, "")).unwrap();
    town
}

#[test]
fn check_and_its_field_map_have_what_stands_in_lists() {
    let town = town();
    let said = tumpline(town.path(), &["check", "m.yaml"]);
    for wanted in ["list of record.g", "g.h.v", "list int16"] {
        assert!(said.contains(wanted), "{wanted}: {said}");
    }
    tumpline(town.path(), &["check", "m.yaml", "--csv", "map.csv"]);
    let map = std::fs::read_to_string(town.path().join("map.csv")).unwrap();
    for wanted in ["g.number", "g.z", "g.h.v", "Groups"] {
        assert!(map.contains(wanted), "{wanted}: {map}");
    }
}

#[test]
fn explain_shows_the_elements_of_a_row_and_what_is_wrong_with_them() {
    let town = town();
    let mapping =
        counted(true, "").replace("{name: v}]}]", "{name: v, range: [0, 990]}]}]").replace("rejects: 9", "rejects: 99");
    std::fs::write(town.path().join("m.yaml"), mapping).unwrap();
    tumpline(town.path(), &["run", "m.yaml", "--out", "out"]);
    let part = "out/current/data/r/part-00000.parquet";
    let said = tumpline(town.path(), &["explain", part, "--row", "8"]);
    for wanted in ["It is loaded: 1 row of `r`", "List `g`: ", "List `g.h` in element 1: ", "List `all`: "] {
        assert!(said.contains(wanted), "{wanted}: {said}");
    }
    let said = tumpline(town.path(), &["explain", "out", "--reject", "1"]);
    assert!(said.contains("TL0302") && said.contains("(element "), "{said}");
}

/// Figures of lists that someone changed are told, each by its key.
#[test]
fn verify_counts_lists_again() {
    let host = machine(&[("in.dat", &written(true).bytes), ("r.cpy", BOOK.as_bytes())]);
    host.put("m.yaml", counted(true, "").into_bytes());
    let report = run_on(&host, 1, None).unwrap();
    let path = format!("{}/manifest.json", report.folder);
    let manifest: serde_json::Value = serde_json::from_slice(&host.content(&path).unwrap()).unwrap();
    let told = |key: &str, value: serde_json::Value| {
        let mut changed = manifest.clone();
        *changed.pointer_mut(&format!("/tables/0/lists/{key}")).unwrap() = value;
        host.put(&path, serde_json::to_vec_pretty(&changed).unwrap());
        let found = verify(&host, report.folder.as_ref()).unwrap().findings;
        found.iter().map(|(code, args)| format!("{} {args:?}", code.id())).collect::<Vec<_>>().join("; ")
    };
    for (key, value, wanted) in [
        ("0/elements", 1.into(), "r.g\"), Text(\"elements"),
        ("0/absent", 1.into(), "tables[0].lists[0].elements"),
        ("1/each", 7.into(), "tables[0].lists[1].elements"),
        ("1/columns/1/totals/sum", "3".into(), "r.g.h.v"),
        ("2/columns/0/totals/count", 3.into(), "r.all.element"),
        ("1/columns/1/personal", true.into(), "personal"),
        ("0/list", "x".into(), "columns["),
    ] {
        let told = told(key, value);
        assert!(told.contains(wanted), "{key}: {told}");
    }
}
