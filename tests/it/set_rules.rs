//! Rules over several rows, each tried from outside: against `DuckDB`, against other sizes and threads, and on machines
//! that fail.
//!
//! `TUMPLINE_SEED` and `TUMPLINE_ROUNDS` look further than the suite does.

pub mod generator;
mod laws;
mod nasty;

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use arrow_array::Array;
use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use serde_json::{Value, json};
use tumpline::host::fake::FakeHost;
use tumpline::run::report::Outcome;
use tumpline::run::{Problem, Request, Sizes, run_in_sizes};

use crate::machine::{Left, left, machine};
use crate::tables::batches;
use generator::{Dice, Made};

/// Runs the folder `m` of a machine.
pub fn run_on(host: &FakeHost, threads: usize, sizes: Sizes) -> Result<tumpline::run::report::Report, Problem> {
    let request =
        Request { paths: vec![PathBuf::from("m")], out: "out".into(), threads: Some(threads), ..Request::default() };
    run_in_sizes(host, &request, sizes, &|_| {})
}

/// Runs mappings and their files, all in the folder `m`; what is left must hold as evidence, and nothing else is.
pub fn run(files: &[(String, Vec<u8>)], threads: usize, sizes: Sizes) -> Left {
    let files: Vec<(String, &[u8])> =
        files.iter().map(|(name, bytes)| (format!("m/{name}"), bytes.as_slice())).collect();
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    let host = machine(&files);
    let report = run_on(&host, threads, sizes).unwrap_or_else(|problem| panic!("{problem:?}"));
    let verified = tumpline::evidence::verify::verify(&host, report.folder.as_ref()).unwrap();
    assert_eq!(verified.findings, []);
    assert_eq!(tumpline::host::Host::list(&host, "out/.staging".as_ref()).unwrap(), [""; 0]);
    left(&host, report)
}

/// A finding, as `findings.parquet` has it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    pub code: String,
    pub severity: String,
    pub subject: String,
    pub mapping: String,
    pub file: Option<String>,
    pub record: Option<i64>,
    pub offset: Option<i64>,
    pub args: Vec<String>,
}

/// All findings, in their order.
pub fn findings(left: &Left) -> Vec<Found> {
    let mut found = Vec::new();
    for batch in batches(&left.files["findings.parquet"]) {
        let text = |name: &str, row: usize| {
            let column = batch.column_by_name(name).unwrap().as_string::<i32>();
            column.is_valid(row).then(|| column.value(row).to_owned())
        };
        let number = |name: &str, row: usize| {
            let column = batch.column_by_name(name).unwrap().as_primitive::<Int64Type>();
            column.is_valid(row).then(|| column.value(row))
        };
        let args = batch.column_by_name("args").unwrap().as_list::<i32>();
        for row in 0..batch.num_rows() {
            let of_row = args.value(row);
            found.push(Found {
                code: text("code", row).unwrap(),
                severity: text("severity", row).unwrap(),
                subject: text("subject", row).unwrap(),
                mapping: text("mapping", row).unwrap(),
                file: text("file", row),
                record: number("record", row),
                offset: number("offset", row),
                args: of_row.as_string::<i32>().iter().map(|arg| arg.unwrap().to_owned()).collect(),
            });
        }
    }
    found
}

/// The findings of rules over several rows.
pub fn of_rules(left: &Left) -> Vec<Found> {
    findings(left).into_iter().filter(|found| ("TL0701"..="TL0708").contains(&found.code.as_str())).collect()
}

/// Codes with how often each was found.
pub fn codes(left: &Left) -> BTreeMap<String, usize> {
    findings(left).into_iter().fold(BTreeMap::new(), |mut codes, found| {
        *codes.entry(found.code).or_default() += 1;
        codes
    })
}

/// The rows of a table: each the texts of its columns, its trace at the end.
pub fn rows(left: &Left, table: &str) -> Vec<Vec<Option<String>>> {
    let mut rows = Vec::new();
    for (_, bytes) in left.files.iter().filter(|(path, _)| path.starts_with(&format!("data/{table}/"))) {
        for batch in batches(bytes) {
            for row in 0..batch.num_rows() {
                let cell = |column: &arrow_array::ArrayRef| {
                    column.is_valid(row).then(|| crate::tables::cell(column.as_ref(), row))
                };
                rows.push(batch.columns().iter().map(cell).collect());
            }
        }
    }
    rows
}

fn trace(left: &Left, table: &str) -> Vec<Value> {
    let mut traces: Vec<(String, i64)> = rows(left, table)
        .into_iter()
        .map(|row| {
            let [file, offset] = row.last_chunk::<2>().unwrap().clone();
            (file.unwrap(), offset.unwrap().parse().unwrap())
        })
        .collect();
    traces.sort();
    traces.into_iter().map(|(file, offset)| json!([file, offset])).collect()
}

/// What the witness is asked: the tables as they are loaded without rules, the rules, and what came of them here.
fn case(seed: u64, made: &Made, dice: &mut Dice) -> Value {
    let sizes = Sizes {
        block: [None, Some(64), Some(700)][dice.below(3)],
        held: [None, Some(0), Some(200), Some(5_000)][dice.below(4)],
    };
    let threads = 1 + dice.below(4);
    let without = run(&made.files(false), 1, Sizes::default());
    let with = run(&made.files(true), threads, sizes);
    let tables = made.tables.iter().map(|table| {
        json!({
            "name": table.name,
            "mapping": table.mapping,
            "columns": table.columns.iter().map(|(name, ty)| json!([name, ty])).collect::<Vec<_>>(),
            "rows": rows(&without, &table.name),
        })
    });
    let found: Vec<Value> = of_rules(&with)
        .into_iter()
        .map(|found| json!([found.subject, found.code, found.severity, found.file, found.offset, found.args]))
        .collect();
    let left_rows = made.tables.iter().map(|table| (table.name.clone(), Value::from(trace(&with, &table.name))));
    let mapped = made.files(true).into_iter().map(|(name, bytes)| json!([name, String::from_utf8_lossy(&bytes)]));
    json!({
        "seed": seed,
        "files": mapped.collect::<Vec<_>>(),
        "tables": tables.collect::<Vec<_>>(),
        "parents": made.parents,
        "rules": made.rules,
        "ours": {
            "published": with.report.outcome == Outcome::Published,
            "tables": left_rows.collect::<serde_json::Map<_, _>>(),
            "findings": found,
        },
    })
}

/// `make witnesses` installs `DuckDB` where this test looks for it; without it the test says so.
#[test]
fn random_rules_find_and_refuse_what_duckdb_does() {
    let Some(mut python) = crate::witness::readers("random rules over several rows") else { return };
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut child = python
        .arg(root.join("tests/it/set_rules/duck.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut to = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || {
        let (first, rounds) =
            (crate::random::number("TUMPLINE_SEED", 0), crate::random::number("TUMPLINE_ROUNDS", 200));
        for seed in first..first + rounds {
            let mut dice = Dice(seed);
            let made = Made::random(&mut dice);
            if writeln!(to, "{}", case(seed, &made, &mut dice)).is_err() {
                return; // the witness ended, and says why
            }
        }
    });
    let output = child.wait_with_output().unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{told}");
    writer.join().unwrap();
    eprintln!("{told}");
}
