//! The real program, as its user starts it: what it says, and its exit code.

use std::path::Path;
use std::process::{Command, Output};

const MAPPING: &str = include_str!("mappings/small.yaml");

/// What the program says in a folder, to whoever reads its standard error.
fn tumpline(folder: &Path, line: &str) -> (String, i32) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tumpline"));
    command.args(line.split_whitespace()).current_dir(folder).env_remove("LC_ALL").env("LANG", "C");
    let Output { status, stderr, .. } = command.output().unwrap();
    (String::from_utf8(stderr).unwrap(), status.code().unwrap())
}

/// A folder with a mapping `rows.yaml` of a table `rows`, and its file.
fn town() -> tempfile::TempDir {
    let town = tempfile::tempdir().unwrap();
    std::fs::write(town.path().join("rows.yaml"), MAPPING.replace("in/*.txt", "a*.txt")).unwrap();
    std::fs::write(town.path().join("a.txt"), "001001x\n001002y\n").unwrap();
    town
}

#[test]
fn a_mapping_in_the_folder_where_one_stands_finds_its_files() {
    let town = town();
    let (said, code) = tumpline(town.path(), "run rows.yaml --out out");
    assert!(code == 0 && said.contains("Published in") && said.contains("2 rows in 1 table"), "{said}");
    assert!(!said.contains('\u{1b}'), "no colour to a pipe: {said:?}");
    let (said, code) = tumpline(town.path(), "verify out --lang fr");
    assert!(code == 0 && said.contains(" est intacte\u{a0}: "), "{said}");
}

#[test]
fn what_current_does_not_show_any_more_is_said() {
    let town = town();
    std::fs::create_dir(town.path().join("m")).unwrap();
    let mapping = MAPPING.replace("in/*.txt", "../a*.txt");
    std::fs::write(town.path().join("m/rows.yaml"), &mapping).unwrap();
    std::fs::write(town.path().join("m/more.yaml"), mapping.replace("table: rows", "table: more")).unwrap();
    let (said, _) = tumpline(town.path(), "run m --out out");
    assert!(said.contains("in 2 tables") && !said.contains("the run before"), "{said}");
    let (said, _) = tumpline(town.path(), "run m --out out");
    assert!(said.contains("the run before") && !said.contains("Attention"), "{said}");
    let (said, _) = tumpline(town.path(), "run rows.yaml --out out --trial");
    assert!(!said.contains("Attention"), "a trial takes nothing's place: {said}");
    let (said, _) = tumpline(town.path(), "run rows.yaml --out out");
    for want in ["`current` shows 1 table less", "not shown any more: more\n", "The run before still has it: out/runs/"]
    {
        assert!(said.contains(want), "{said}");
    }
}

/// Lines and their indentation taken for blanks.
fn flat(said: &str) -> String {
    said.split([' ', '\n']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_run_says_where_to_look_for_what_its_mapping_leaves_open() {
    let town = tempfile::tempdir().unwrap();
    let mapping = "tumpline: 1\nsource: {files: in.csv, format: delimited, encoding: utf-8, delimiter: ',', fields: [{name: a}]}\n\
        table: t\ncolumns: [{name: a}, {name: b, sql: \"a = NULL\"}]\n";
    std::fs::write(town.path().join("m.yaml"), mapping).unwrap();
    std::fs::write(town.path().join("in.csv"), "a\nx\n").unwrap();
    let (said, code) = tumpline(town.path(), "run m.yaml --out out");
    let wanted = "What the mapping leaves open (TL0963) was read as `tumpline check m.yaml` says.";
    assert!(code == 0 && flat(&said).contains(wanted), "{said}");
    std::fs::write(town.path().join("m.yaml"), mapping.replace("a = NULL", "a IS NULL")).unwrap();
    let (said, _) = tumpline(town.path(), "run m.yaml --out out");
    assert!(!said.contains("leaves open"), "{said}");
}

#[test]
fn check_says_what_a_crosswalk_is_and_what_is_wrong_with_it() {
    let town = tempfile::tempdir().unwrap();
    let mapping = "tumpline: 1\nsource: {files: in.csv, format: delimited, encoding: utf-8, delimiter: ',', fields: [{name: a}]}\n\
        table: t\ncolumns: [{name: a}, {name: b, lookup: {in: c.csv, match: {old: a}, take: new}}]\n";
    for (name, text) in [("m.yaml", mapping), ("in.csv", "a\nx\n"), ("c.csv", "old,new,note\nx,y,\nz ,w,\n")] {
        std::fs::write(town.path().join(name), text).unwrap();
    }
    let (said, code) = tumpline(town.path(), "check m.yaml");
    assert_eq!(code, 0, "{said}");
    for want in [
        "warning[TL0432]: 1 value begins or ends with a blank under `old` of the crosswalk `c.csv`, first on line 3",
        "warning[TL0433]: no look-up uses 1 header of the crosswalk `c.csv`: `note`",
        "2 doubts",
        "crosswalk `c.csv`, 2 rows, 24 bytes; 1 MiB of memory",
        "looked up in `c.csv` by a",
    ] {
        assert!(flat(&said).contains(want), "{want}\n{said}");
    }
    std::fs::write(town.path().join("c.csv"), "old,new\nx,y\nx,z\n").unwrap();
    let (said, code) = tumpline(town.path(), "run m.yaml --out out");
    assert!(code == 2 && said.contains("error[TL0426]: `c.csv` has the key of line 3 (`old`) on line 2"), "{said}");
    let (said, _) = tumpline(town.path(), "check m.yaml --lang fr");
    assert!(said.contains("la clé de la ligne 3 (`old`) de `c.csv` est déjà à la ligne 2"), "{said}");
}

#[test]
fn a_parameter_is_set_on_the_command_line() {
    let town = town();
    let mapping = MAPPING.replace("in/*.txt", "a*.txt") + "columns: [{name: row}, {name: town, sql: town}]\n";
    std::fs::write(town.path().join("rows.yaml"), mapping).unwrap();
    let migration = "title: {en: Cutover, fr: Bascule}\nparameters: {town: {one_of: [North Bay, Timmins]}}\n";
    std::fs::write(town.path().join("migration.yaml"), migration).unwrap();
    let (said, code) = tumpline(town.path(), "run rows.yaml --out out");
    assert!(code == 2 && said.contains("error[TL0921]: the parameter `town` (text) has no value"), "{said}");
    assert!(flat(&said).contains("such as `--set town=North Bay`") && said.contains("Nothing was published"), "{said}");
    let (said, code) = tumpline(town.path(), "check rows.yaml");
    assert!(code == 0 && said.contains("to be set: --set town=North Bay"), "{said}");
    for (line, want) in [
        (
            "run rows.yaml --out out --set town=Timins",
            "none of the parameter's values: North Bay, Timmins; did you mean `Timmins`?",
        ),
        ("check rows.yaml --set town=Timins", "did you mean `Timmins`?"),
        (
            "check rows.yaml --set twon=Timmins",
            "`--set twon`: migration.yaml declares no parameter of this name; did you mean `town`?",
        ),
        ("check rows.yaml --set Timmins", "`--set`: a name and a value are wanted"),
        ("run rows.yaml --out out --set town=Timmins --set town=Timmins", "this parameter is set twice"),
    ] {
        let (said, code) = tumpline(town.path(), line);
        assert!(code == 2 && flat(&said).contains(want), "{line}: {code}\n{said}");
    }
    let (said, code) = tumpline(town.path(), "check rows.yaml --set town=Timmins");
    assert!(code == 0 && said.contains("town  text  `Timmins`, by --set"), "{said}");
    let (said, code) = tumpline(town.path(), "run . --out out --set town=Timmins");
    assert!(code == 0 && said.contains("\n  Cutover; with town = Timmins\n"), "{said}");
    let (said, code) = tumpline(town.path(), "verify out");
    assert_eq!(code, 0, "{said}");
}

#[test]
fn a_wrong_line_says_what_is_right_and_ends_with_2() {
    let town = town();
    for (line, want) in [
        ("", "Usage: tumpline"),
        ("run", "error[TL0910]: `PATH`: it is missing; say which mapping"),
        ("run rows.yaml", "`--out`: it is missing; say which folder"),
        ("run rows.yaml --out out --limit -3", "`--limit -3`: a whole number of at least 1"),
        ("run rows.yaml --out out --threads 0", "`--threads 0`: a whole number of at least 1"),
        ("run rows.yaml --out out --memory lots", "`--memory lots`: a size is wanted, such as `512MiB`"),
        ("run rows.yaml --out out --lang de", "`--lang de`: the languages are `en` and `fr`"),
        ("--lang fr run rows.yaml", "erreur[TL0910]: `--out`\u{a0}: cette option manque"),
        ("run rows.yaml --out out --tread 2", "did you mean `--threads`?"),
        ("run rows.yaml --out out --only row", "did you mean `rows`?"),
        ("run out --out out", "error[TL0908]: `out` does not exist"),
        ("run . --out a.txt", "`a.txt` is not a folder"),
        ("verify .", "is not a run, nor an output folder that has one"),
    ] {
        let (said, code) = tumpline(town.path(), line);
        assert!(code == 2 && flat(&said).contains(want), "{line}: {code}\n{said}");
    }
    std::fs::create_dir(town.path().join("empty")).unwrap();
    let (said, code) = tumpline(town.path(), "run empty --out out");
    assert!(code == 2 && said.contains("`empty` is not a folder with a mapping in it"), "{said}");
    assert!(said.contains("Nothing was published"), "{said}");
}

#[test]
fn check_shows_the_mistakes_of_a_copybook_in_its_own_text() {
    let town = tempfile::tempdir().unwrap();
    let mapping = "tumpline: 1\nsource: {files: in.dat, format: cobol, encoding: ascii, copybook: r.cpy}\ntable: t\n";
    for (name, text) in [("m.yaml", mapping), ("r.cpy", "       01 R.\n           05 A PIC Q.\n"), ("in.dat", "")] {
        std::fs::write(town.path().join(name), text).unwrap();
    }
    for line in ["check m.yaml", "check m.yaml --no-sources", "run m.yaml --out out"] {
        let (said, code) = tumpline(town.path(), line);
        assert!(code == 2 && said.contains("[TL0070]") && said.contains("[TL0064]"), "{line}: {said}");
        assert!(said.contains("r.cpy:2:") && said.contains("05 A PIC Q."), "{line}: {said}");
    }
}
