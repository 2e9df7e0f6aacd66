//! Drafts hold: `check` finds no mistake in them, and a trial run of a clean file loads every record.

use std::path::PathBuf;
use std::process::Command;

use tumpline::cli::words::Language;
use tumpline::inspect::infer::draft::Other;
use tumpline::mapping::model::Type;

use super::layouts::Draw;
use super::{draft, here, tried_draft};

/// Files that are drawn.
const FILES: u64 = 200;

const NAMES: [&str; 8] =
    ["TREMBLAY", "MACDONALD", "O'CONNOR", "COTE ET FILS", "WHITEFISH", "HEBERT", "DESJARDINS", "SINGH"];
const FIRST: [&str; 5] = ["MARIE", "JOHN", "NORA", "BENOIT", "FLORA"];

/// What a field of a drawn layout holds.
#[derive(Clone, Copy)]
enum Holds {
    Name,
    Amount(usize),
    Day,
    Status,
    Number(usize),
    Sometimes,
}

fn holds(draw: &mut Draw) -> Holds {
    match draw.below(6) {
        0 => Holds::Name,
        1 => Holds::Amount(6 + index(draw, 6)),
        2 => Holds::Day,
        3 => Holds::Status,
        4 => Holds::Number(3 + index(draw, 5)),
        _ => Holds::Sometimes,
    }
}

fn index(draw: &mut Draw, end: u64) -> usize {
    usize::try_from(draw.below(end)).unwrap_or(0)
}

fn pick(draw: &mut Draw, from: &[&'static str]) -> &'static str {
    from[index(draw, from.len() as u64)]
}

/// A value, and what it adds to the total of the batch.
fn value(draw: &mut Draw, holds: Holds) -> (String, u64) {
    let text = match holds {
        Holds::Name => format!("{:30}", format!("{}, {}", pick(draw, &NAMES), pick(draw, &FIRST))),
        Holds::Amount(width) => {
            let most = 10_u64.pow(2 + u32::try_from(draw.below(3)).unwrap_or(0));
            let amount = 1 + draw.below(most);
            return (format!("{amount:0width$}"), amount);
        }
        Holds::Day => format!("2025{:02}{:02}", 1 + draw.below(12), 1 + draw.below(28)),
        Holds::Status => pick(draw, &["A", "P", "X"]).to_owned(),
        Holds::Number(width) => format!("{:0width$}", draw.below(10_u64.pow(u32::try_from(width).unwrap_or(1)))),
        Holds::Sometimes => format!("{:12}", if draw.below(2) == 0 { "" } else { "ADJUSTED" }),
    };
    (text, 0)
}

fn record(draw: &mut Draw, layout: &[Holds]) -> (String, u64) {
    let values: Vec<(String, u64)> = layout.iter().map(|holds| value(draw, *holds)).collect();
    let total = values.iter().map(|(_, amount)| amount).sum();
    (values.into_iter().map(|(text, _)| text).collect(), total)
}

/// A file of records of one layout, or of batches with heads and trailers, whose codes are drawn too; and its kinds.
fn file(draw: &mut Draw) -> (Vec<String>, usize) {
    let layout = |draw: &mut Draw, most: u64| (0..=1 + index(draw, most)).map(|_| holds(draw)).collect::<Vec<_>>();
    let detail = layout(draw, 6);
    if draw.below(3) == 0 {
        return ((0..5 + draw.below(60)).map(|at| format!("{at:05}{}", record(draw, &detail).0)).collect(), 1);
    }
    let codes = [["H", "D", "T"], ["1", "5", "9"], ["HD", "DT", "TR"], ["010", "020", "090"]];
    let [head, line, trailer] = codes[index(draw, 4)];
    let of_head = layout(draw, 3);
    let front = if draw.below(4) == 0 { 6 } else { 0 };
    let sums = draw.below(2) == 0;
    let mut lines: Vec<String> = Vec::new();
    let mut add = |line: String| {
        let number = format!("{:06}", lines.len() + 1);
        lines.push(format!("{}{line}", &number[..front]));
    };
    for batch in 0..=draw.below(8) {
        add(format!("{head}{batch:04}{}", record(draw, &of_head).0));
        let details = 1 + draw.below(9);
        let mut total = 0;
        for at in 0..details {
            let (text, amount) = record(draw, &detail);
            total += amount;
            add(format!("{line}{batch:04}{at:04}{text}"));
        }
        let total = if sums { format!("{total:013}") } else { String::new() };
        add(format!("{trailer}{batch:04}{details:06}{total}"));
    }
    (lines, 3)
}

#[test]
fn every_draft_of_a_clean_file_loads_all_its_records() {
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get) as u64;
    let each = |first: u64| (first..crate::rounds(FILES)).step_by(usize::try_from(threads).unwrap());
    let found: Vec<(Vec<String>, Vec<String>)> = std::thread::scope(|scope| {
        let all: Vec<_> = (0..threads).map(|first| scope.spawn(move || tried_files(each(first)))).collect();
        all.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let (failed, other_kinds): (Vec<Vec<String>>, Vec<Vec<String>>) = found.into_iter().unzip();
    let (failed, other_kinds) = (failed.concat(), other_kinds.concat());
    assert!(failed.is_empty(), "{}: {}", failed.len(), failed[0]);
    // A batch or two show too little.
    assert!(other_kinds.len() as u64 * 20 <= crate::rounds(FILES), "{}: {}", other_kinds.len(), other_kinds.concat());
}

/// The files of these seeds whose drafts refuse a record, and those that have other kinds.
fn tried_files(seeds: impl Iterator<Item = u64>) -> (Vec<String>, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    let (mut failed, mut other_kinds) = (Vec::new(), Vec::new());
    for seed in seeds {
        let mut draw = Draw(seed * 7_919 + 1);
        let (mut lines, kinds) = file(&mut draw);
        if draw.below(2) == 0 {
            let width = lines.iter().map(String::len).max().unwrap_or(0);
            for line in &mut lines {
                *line = format!("{line:width$}");
            }
        }
        let path = folder.path().join(format!("drawn{seed}.txt"));
        let text = lines.join("\n") + "\n";
        std::fs::write(&path, &text).unwrap();
        let draft = draft(&[path]);
        if draft.kinds.len() != kinds {
            other_kinds.push(format!("seed {seed}: {} for {kinds}\n{text}", draft.kinds.len()));
        }
        let (rejected, records) = tried_draft(&draft, Language::En);
        if (rejected, records) != (0, lines.len() as u64) {
            failed.push(format!("seed {seed}: {rejected} of {records}\n{text}"));
        }
    }
    (failed, other_kinds)
}

#[test]
fn check_accepts_the_draft_of_every_sample() {
    let folder = tempfile::tempdir().unwrap();
    let mut files: Vec<PathBuf> = Vec::new();
    for part in ["ledger", "payables", "payroll", "taxroll", "receivables", "crosswalk", "controls"] {
        files.extend(std::fs::read_dir(here("samples").join(part)).unwrap().map(|entry| entry.unwrap().path()));
    }
    assert!(files.len() > 14);
    for file in files {
        let mapping = folder.path().join("drafted.yaml");
        let program = |words: &[&std::ffi::OsStr]| {
            Command::new(env!("CARGO_BIN_EXE_tumpline")).args(words).env("LANG", "C").output().unwrap()
        };
        let drafted =
            program(&["infer".as_ref(), file.as_ref(), "--out".as_ref(), mapping.as_ref(), "--force".as_ref()]);
        assert!(drafted.status.success(), "{}: {}", file.display(), String::from_utf8_lossy(&drafted.stderr));
        let checked = program(&["check".as_ref(), mapping.as_ref()]);
        let said = String::from_utf8_lossy(&checked.stderr);
        assert!(checked.status.success() && !said.contains("error["), "{}: {said}", file.display());
    }
}

#[test]
fn no_field_may_be_what_it_is_already() {
    for file in ["samples/payables/CHEQUES.TXT", "samples/ledger/GLJ2026.TXT", "samples/payroll/PAY202601.TXT"] {
        let drafted = draft(&[here(file)]);
        let text = tumpline::cli::infer::yaml::yaml(Language::En, &drafted);
        for field in drafted.kinds.iter().flat_map(|kind| &kind.fields).filter(|field| field.ty == Type::Text) {
            let same = field.others.iter().any(|other| matches!(other, Other::Value(other) if other.ty == Type::Text));
            assert!(!same, "{file} {}\n{text}", field.name);
        }
    }
}

/// An amount, a day or words that stand once each by chance name no record.
#[test]
fn no_amount_no_day_and_no_words_are_a_key() {
    let account = |at: u64| format!("{:05}", at / 2 * 37 + 10_000);
    let day = |at: u64| {
        let (year, month, day) = tumpline::calendar::civil(18_000 + i32::try_from(at * 3).unwrap());
        format!("{year}{month:02}{day:02}")
    };
    let cents = |at: u64| at * at * 7_919 % 99_991;
    let amounts: [fn(u64) -> String; 3] = [
        |cents| format!("{:>10}", format!("{}.{:02}", cents / 100, cents % 100)),
        |cents| format!("{:>11}", format!("{}.{:02}-", cents / 100, cents % 100)),
        |cents| format!("{:08}{}", cents / 10, char::from(b"{ABCDEFGHI"[usize::try_from(cents % 10).unwrap()])),
    ];
    for amount in amounts {
        let line = |at: u64| format!("{} {} No {at} Main Street E {}", account(at), day(at), amount(cents(at)));
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lines.txt");
        std::fs::write(&path, (1..120).map(|at| line(at) + "\n").collect::<String>()).unwrap();
        let kind = draft(&[path]).kinds.remove(0);
        for key in kind.unique.iter().flatten() {
            let field = kind.fields.iter().find(|field| field.name == *key).unwrap();
            let fits = field.ty.scale() == 0 && (kind.unique[0].len() > 1 || field.ty != Type::Date);
            assert!(fits && !key.starts_with("f16"), "{:?}: {field:?}", kind.unique);
        }
    }
}
