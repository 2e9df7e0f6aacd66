//! Expressions against their oracles: the slow evaluator, `DuckDB`, and texts that are none.
//!
//! `TUMPLINE_EXPRESSIONS` says how many random expressions there are; 500 if it is not set.

mod generator;
mod table;

use std::io::Write;
use std::path::Path;
use std::process::Stdio;

use generator::{Generator, Made};
use table::{Columns, Table};
use tumpline::canonical;
use tumpline::mapping::model::Type;
use tumpline::mapping::sql::{self, Typed};
use tumpline::transforms::sql::value::Failure;
use tumpline::transforms::sql::{Program, scalar};

fn count() -> usize {
    std::env::var("TUMPLINE_EXPRESSIONS").ok().and_then(|text| text.parse().ok()).unwrap_or(500)
}

/// What a row gives: the text of its value, nothing, or a code.
type Outcome = Result<Option<String>, String>;

/// Why a row has no result: a code, or the input that could not be read.
#[derive(PartialEq)]
struct Why(String);

impl From<Failure> for Why {
    fn from(failure: Failure) -> Self {
        Self(failure.code.id().to_owned())
    }
}

/// Whether an input of a row counts as one that could not be read.
type Unread = fn(usize, usize) -> bool;

fn slow(typed: &Typed, table: &Table, row: usize, unread: Unread) -> Outcome {
    let ids: Vec<usize> = typed.inputs.iter().map(|(id, _)| *id).collect();
    let input = |slot: usize| {
        if unread(slot, row) { Err(Why(format!("unread {slot}"))) } else { Ok(table.cell(ids[slot], row)) }
    };
    match scalar::evaluate(&typed.expr, &input) {
        Ok(cell) => Ok(cell.map(|value| canonical::text(typed.ty, &value.value()))),
        Err(Why(why)) => Err(why),
    }
}

fn fast(typed: &Typed, table: &Table, unread: Unread) -> Vec<Outcome> {
    let program = Program::new(typed);
    let inputs: Vec<_> = program.inputs().iter().map(|id| table.array(*id)).collect();
    let rows = |slot: usize| (0..table.rows()).filter(move |row| unread(slot, *row)).map(|row| row as u32);
    let unread: Vec<Vec<u32>> = (0..inputs.len()).map(|slot| rows(slot).collect()).collect();
    let inputs = inputs.iter().zip(unread.iter().map(Vec::as_slice));
    let done = program.evaluate_of(inputs, table.rows()).unwrap();
    let mut outcomes: Vec<Outcome> =
        (0..table.rows()).map(|row| Ok(table::shown(&done.array, typed.ty, row))).collect();
    let failed = done.failed.into_iter().map(|one| (one.row, one.code.id().to_owned()));
    for (row, why) in failed.chain(done.unread.into_iter().map(|(row, slot)| (row, format!("unread {slot}")))) {
        assert_eq!(outcomes[row as usize], Ok(None), "a row that failed has no value");
        outcomes[row as usize] = Err(why);
    }
    outcomes
}

#[test]
fn the_fast_evaluator_agrees_with_the_slow_one_on_random_expressions() {
    let mut generator = Generator::new(1);
    let (mut failures, mut values) = (0, 0);
    for number in 0..count() {
        let table = Table::random(number as u64, 130);
        let made = generator.made();
        let typed = match sql::read(&made.ours, &Columns, None) {
            Ok(typed) => typed,
            Err(mistakes) => panic!("{}\n{mistakes:?}", made.ours),
        };
        let some: Unread = |slot, row| (row + 5 * slot).is_multiple_of(9);
        for (row, found) in fast(&typed, &table, some).into_iter().enumerate() {
            assert_eq!(found, slow(&typed, &table, row, some), "row {row} of table {number}: {}", made.ours);
        }
        for (row, found) in fast(&typed, &table, |_, _| false).into_iter().enumerate() {
            assert_eq!(found, slow(&typed, &table, row, |_, _| false), "row {row} of table {number}: {}", made.ours);
            failures += usize::from(found.is_err());
            values += usize::from(matches!(found, Ok(Some(_))));
        }
    }
    assert!(failures > count() && values > count() * 20, "{failures} failures, {values} values");
}

/// `make witnesses` installs `DuckDB` where this test looks for it; without it the test says so.
#[test]
fn random_expressions_have_duckdbs_values() {
    let Some(mut python) = crate::witness::readers("random expressions") else { return };
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut generator = Generator::new(2);
    let mut child = python
        .args([root.join("tests/it/expressions/duck.py"), root.join("tests/it/expressions/differences.txt")])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut to = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || {
        let mut left = count();
        let mut seed = 0;
        while left > 0 {
            seed += 1;
            let table = Table::random(seed, 40);
            writeln!(to, "{}", table.json()).unwrap();
            for Made { ours, duck, .. } in (0..20).map(|_| generator.made()).collect::<Vec<_>>() {
                let Some(duck) = duck.filter(|_| left > 0) else { continue };
                let typed = sql::read(&ours, &Columns, None).unwrap();
                let rows: Vec<serde_json::Value> = (0..table.rows())
                    .map(|row| match slow(&typed, &table, row, |_, _| false) {
                        Ok(value) => serde_json::json!(value),
                        Err(code) => serde_json::json!({ "code": code }),
                    })
                    .collect();
                let kind = match typed.ty {
                    Type::Decimal { .. } => "decimal",
                    Type::Float64 => "float",
                    _ => "other",
                };
                let line = serde_json::json!({ "ours": ours, "duck": duck, "kind": kind, "rows": rows });
                writeln!(to, "{line}").unwrap();
                left -= 1;
            }
        }
    });
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{told}");
    eprintln!("{told}");
}

#[test]
fn random_and_mutated_texts_are_read_or_refused() {
    let mut generator = Generator::new(3);
    let pieces = [
        "(",
        ")",
        "'",
        "\"",
        "CASE ",
        "WHEN ",
        "THEN ",
        "ELSE ",
        "END ",
        "AND ",
        "OR ",
        "NOT ",
        "+",
        "-",
        "*",
        "/",
        "//",
        "%",
        "||",
        "::",
        "CAST(",
        " AS ",
        "date ",
        "interval ",
        "IN ",
        "BETWEEN ",
        "LIKE ",
        "IS ",
        "NULL ",
        "1",
        "9223372036854775808",
        "0.5",
        "amount ",
        "fund ",
        ",",
        ".",
        "é",
        "\n",
        "--",
        "/*",
        "*/",
        "$1",
        "?",
        "[",
        "]",
        "{",
        "}",
        "x -> ",
        "EXTRACT(",
        "FROM ",
        "SELECT ",
        "round(",
        "lpad(",
        ";",
        "@",
        "#",
        "\\",
        "OVER ",
        "1e9",
        "\u{0}",
        "𝟙",
        "X'AB'",
        "U&'a'",
        "E'\\n'",
        "$$a$$",
        "TRIM(",
        "POSITION(",
        "COLLATE ",
        "AT TIME ZONE ",
    ];
    let texts = if count() > 5_000 { 1_000_000 } else { crate::rounds(100_000) };
    for number in 0..texts {
        let text: String = if number % 2 == 0 {
            (0..generator.below(25)).map(|_| pieces[generator.below(pieces.len())]).collect()
        } else {
            let mut text: Vec<char> = generator.made().ours.chars().collect();
            for _ in 0..=generator.below(3) {
                let at = generator.below(text.len().max(1)).min(text.len());
                match generator.below(3) {
                    0 => text.truncate(at),
                    1 if at < text.len() => drop(text.remove(at)),
                    _ => text.splice(at..at, pieces[generator.below(pieces.len())].chars()).for_each(drop),
                }
            }
            text.into_iter().collect()
        };
        match sql::read(&text, &Columns, None) {
            Ok(typed) => drop(Program::new(&typed)),
            Err(mistakes) => {
                assert!(!mistakes.is_empty());
                for one in mistakes {
                    assert!(text.get(one.at.start as usize..one.at.end as usize).is_some(), "{text:?} {one:?}");
                }
            }
        }
    }
}
