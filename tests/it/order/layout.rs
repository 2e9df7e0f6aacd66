//! Folders of rows.

use std::fmt::Write;
use std::path::Path;

use tumpline::finding::{Arg, Code, Severity};
use tumpline::run::{Problem, Sizes};

use super::{HEADER, mapping, of_lines};
use crate::machine::{Left, machine};
use crate::set_rules::{rows, run_on};

/// The files of the table, without what all paths have.
fn paths(left: &Left) -> Vec<String> {
    let below = |path: &String| Some(path.strip_prefix("data/t/")?.to_owned());
    left.files.keys().filter_map(below).collect()
}

#[test]
fn each_value_has_its_folder_and_nothing_has_one_too() {
    let lines = "1,A,2026,,,,2026-01-31,y,\n2,a,2025,,1.00,,,n,\n3,,2026,,,,2026-01-31,y,\n4,a/b=c%.,-1,,,,2026-02-01,,\n5,é,2026,,,,,,\n6,É,2026,,,,,,\n7,AB.,1,,,,,,\n8,aB.,1,,,,,,\n";
    for (by, wanted) in [
        ("small", &["small=-1", "small=1", "small=2025", "small=2026"][..]),
        ("day", &["day=2026-01-31", "day=2026-02-01", "day=__HIVE_DEFAULT_PARTITION__"]),
        ("flag", &["flag=__HIVE_DEFAULT_PARTITION__", "flag=false", "flag=true"]),
        (
            "t",
            &[
                "t=%61",
                "t=%61B%2E",
                "t=%C3%A9",
                "t=A",
                "t=AB%2E",
                "t=__HIVE_DEFAULT_PARTITION__",
                "t=a%2Fb%3Dc%25%2E",
                "t=É",
            ],
        ),
        (
            "[flag, small]",
            &[
                "flag=__HIVE_DEFAULT_PARTITION__/small=-1",
                "flag=__HIVE_DEFAULT_PARTITION__/small=1",
                "flag=__HIVE_DEFAULT_PARTITION__/small=2026",
                "flag=false/small=2025",
                "flag=true/small=2026",
            ],
        ),
    ] {
        let keys = format!("    load: {{partition_by: {by}}}\n");
        let whole = of_lines(&keys, lines, 1, Sizes::default());
        let wanted: Vec<String> = wanted.iter().map(|folder| format!("{folder}/part-00000.parquet")).collect();
        assert_eq!(paths(&whole), wanted, "{by}");
        assert_eq!(rows(&whole, "t").len(), 8, "{by}");
        let found = of_lines(&keys, lines, 8, Sizes { block: Some(64), held: Some(0) });
        assert_eq!(found.files, whole.files, "{by}");
    }
}

#[test]
fn a_value_that_can_be_no_folder_is_refused_with_its_place() {
    let long = |bytes: usize| "x".repeat(bytes);
    let lines = format!(
        "1,{},1,,,,,,\n2,{},1,,,,,,\n3,{},1,,,,,,\n4,__HIVE_DEFAULT_PARTITION__,1,,,,,,\n5,a,1,,,,,,\n",
        long(253),
        long(254),
        "&".repeat(85)
    );
    let left = of_lines("    load: {partition_by: t}\n", &lines, 2, Sizes::default());
    assert_eq!(paths(&left), ["t=a/part-00000.parquet".to_owned(), format!("t={}/part-00000.parquet", long(253))]);
    let found: Vec<_> = left.report.findings.iter().filter(|group| group.code == Code::NoFolderName).collect();
    assert_eq!(found.iter().map(|group| group.count).sum::<u64>(), 3);
    let first = found[0];
    assert_eq!((first.subject.as_str(), first.first.record, first.severity), ("t.t", 3, Severity::Reject));
    assert_eq!(first.args, [Arg::from("too_long"), 256_i64.into(), 255_i64.into()]);
    assert_eq!(left.report.tables[0].rejected, 3);
    let stays = of_lines("    load: {sort_by: t}\n", &lines, 1, Sizes::default());
    assert_eq!(stays.report.tables[0].rejected, 0, "only a folder's name must be short");
}

#[test]
fn a_table_without_a_row_has_its_folders_too() {
    let left = of_lines("    load: {partition_by: [t, small]}\n", "", 1, Sizes::default());
    assert_eq!(paths(&left), ["t=__HIVE_DEFAULT_PARTITION__/small=__HIVE_DEFAULT_PARTITION__/part-00000.parquet"]);
}

#[test]
fn a_folder_that_was_renamed_is_noticed() {
    let host = machine(&[
        ("m/m.yaml", mapping("    load: {partition_by: small}\n").as_bytes()),
        ("m/in.csv", format!("{HEADER}1,a,7,,,,,,\n").as_bytes()),
    ]);
    let report = run_on(&host, 1, Sizes::default()).unwrap();
    let manifest = format!("{}/manifest.json", report.folder);
    let text = String::from_utf8(host.content(&manifest).unwrap()).unwrap();
    let part = format!("{}/data/t/small=7/part-00000.parquet", report.folder);
    host.put(part.replace("=7", "=8"), host.content(&part).unwrap());
    host.put(&manifest, text.replace("small=7", "small=8").into_bytes());
    let verified = tumpline::evidence::verify::verify(&host, report.folder.as_ref()).unwrap();
    let told: Vec<String> = verified.findings.iter().map(|(code, args)| format!("{} {args:?}", code.id())).collect();
    for what in ["min", "max", "sum"] {
        assert!(told.contains(&format!("TL0803 {:?}", ["t.small", what, "7", "8"].map(Arg::from))), "{what} {told:?}");
    }
}

#[test]
fn more_folders_than_anyone_wants_are_told_with_their_number() {
    let lines = (0..10_003).fold(String::new(), |mut text, row| {
        writeln!(text, "{row},k{},,,,,,,", row.min(10_001)).unwrap();
        text
    });
    let keys = "    load: {partition_by: t}\n";
    let host = machine(&[("m/m.yaml", mapping(keys).as_bytes()), ("m/in.csv", format!("{HEADER}{lines}").as_bytes())]);
    let Err(Problem::Stop(stop)) = run_on(&host, 2, Sizes::default()) else { panic!("it ran") };
    let args: Vec<Arg> = vec!["t".into(), "t".into(), 10_002_u64.into(), 10_000_u64.into()];
    assert_eq!((stop.code, stop.args), (Code::TooManyFolders, args));
    assert_eq!(
        host.files().iter().filter(|path| path.starts_with("out/runs") || path.contains(".staging/")).count(),
        0
    );
}

/// `make witnesses` installs `DuckDB` and pyarrow where this test looks for them; without them it says so.
#[test]
fn other_readers_find_the_rows_in_their_folders() {
    let Some(mut python) = crate::witness::readers("tables in folders") else { return };
    let lines = "1,010,2026,,1.25,,2026-01-31,y,\n2,a b,2025,,,,,n,\n3,,2026,,-3.00,,2026-01-31,y,\n4,a/b=c%.,-1,,,,2026-02-01,,\n5,A B,2026,,,,,,\n6,é,,,,,,,\n";
    let out = tempfile::tempdir().unwrap();
    let plain = of_lines("", lines, 1, Sizes::default());
    put(&out.path().join("plain"), &plain);
    for by in ["t", "small", "day", "flag", "[flag, small, t]"] {
        let left =
            of_lines(&format!("    load: {{partition_by: {by}, sort_by: amount}}\n"), lines, 2, Sizes::default());
        put(&out.path().join(by), &left);
    }
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/order/folders.py");
    let output = python.arg(program).arg(out.path()).output().unwrap();
    let told = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && told.is_empty(), "{told}");
}

/// Puts the files of the table on the disk.
fn put(folder: &Path, left: &Left) {
    for (path, bytes) in left.files.iter().filter_map(|(path, bytes)| Some((path.strip_prefix("data/t/")?, bytes))) {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
}
