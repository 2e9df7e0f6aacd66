//! What stands at a file's ends: no draft passes over a piece of a record in silence, and none makes records of what fills
//! a file up.

use std::path::Path;

use tumpline::cli::infer::ways::yaml;
use tumpline::cli::words::Language;
use tumpline::extractors::encoding::Encoding;
use tumpline::finding::Code;
use tumpline::host::real::RealHost;
use tumpline::inspect::ways::shelf::Book;
use tumpline::inspect::ways::{Answer, Request, ask};
use tumpline::run::report::Outcome;
use tumpline::run::{self, Request as RunRequest};

use super::random::{self, Made};
use super::{asked, doubts};
use crate::random::Dice;

/// A file that is made by a copybook.
struct Sort {
    name: &'static str,
    book: &'static str,
    /// Each record, with what tells where it ends.
    make: fn(&mut Dice) -> Vec<Vec<u8>>,
}

fn framed(dice: &mut Dice, page: &str, made: Made) -> Vec<Vec<u8>> {
    random::framed(dice, page, made)
}

fn text(page: &str, line: &str) -> Vec<u8> {
    Encoding::of(page).unwrap().encode(line).unwrap()
}

/// Names and numbers of different lengths.
const NAMES: [&str; 4] = ["ROAD SALT", "PUMP HOUSE", "ARENA", "LIBRARY AND HALL"];

/// Records of a counter of one byte or two, and what it counts; blanks stand behind them.
fn counted(dice: &mut Dice, page: &str, is_binary: bool) -> Vec<Vec<u8>> {
    let one = |number: usize, dice: &mut Dice| {
        let count = dice.below(5);
        let counter = if is_binary { vec![0, count as u8] } else { text(page, &format!("{count:02}")) };
        let each: String = (0..count).map(|at| ["A17", "BX2", "QQQ"][(number + at) % 3]).collect();
        [text(page, &format!("{:05}", number + 1)), counter, text(page, &each), text(page, NAMES[number % 4]), {
            text(page, &" ".repeat(16 - NAMES[number % 4].len()))
        }]
        .concat()
    };
    (0..60).map(|number| one(number, dice)).collect()
}

const COUNTED: &str = "       01  R.
           05  ID-NO        PIC 9(5).
           05  N            PIC 9(2).
           05  T OCCURS 0 TO 9 DEPENDING ON N.
               10  V        PIC X(3).
           05  NAME         PIC X(16).
";
const COUNTED_IN_BINARY: &str = "       01  R.
           05  ID-NO        PIC 9(5).
           05  N            PIC 9(2) COMP.
           05  T OCCURS 0 TO 9 DEPENDING ON N.
               10  V        PIC X(3).
           05  NAME         PIC X(16).
";
const LINES: &str = "       01  R.
           05  ID-NO        PIC 9(5).
           05  AMOUNT       PIC S9(5)V99.
           05  NAME         PIC X(16).
";
const TEXTS: &str = "       01  R.
           05  CODE-OF      PIC X(6).
           05  NAME         PIC X(16).
           05  PLACE        PIC X(9).
";
const KINDS: &str = "       01  R.
           05  T            PIC X.
           05  BODY         PIC X(20).
           05  COMPANY REDEFINES BODY.
               10  NAME     PIC X(16).
               10  REST     PIC X(4).
           05  PERSON REDEFINES BODY.
               10  BORN     PIC 9(8).
               10  PAID     PIC 9(5)V99.
               10  SINCE    PIC X(5).
";

fn lines(page: &str, end: &[u8]) -> Vec<Vec<u8>> {
    let line = |number: usize| text(page, &format!("{number:05}{:07}{:<16}", number * 371, NAMES[number % 4]));
    (1..=60).map(|number| [&line(number), end].concat()).collect()
}

fn texts(page: &str) -> Vec<Vec<u8>> {
    let places = ["SUDBURY", "AJAX", "MOOSE"];
    let line = |number: usize| text(page, &format!("A{number:05}{:<16}{:<9}", NAMES[number % 4], places[number % 3]));
    (1..=60).map(line).collect()
}

fn kinds(dice: &mut Dice, page: &str) -> Vec<Vec<u8>> {
    let one = |number: usize, is_firm: bool| {
        let person = format!("P{:08}{:07}{:<5}", 19_500_101 + number * 10_000, number * 991, "2004 ");
        text(page, &if is_firm { format!("C{:<16}{:<4}", NAMES[number % 4], "ON") } else { person })
    };
    (0..60).map(|number| one(number, dice.one_in(3))).collect()
}

const SORTS: &[Sort] = &[
    Sort { name: "fixed", book: random::COPYBOOK, make: |dice| framed(dice, "cp037", Made::Fixed) },
    Sort { name: "ascii", book: random::COPYBOOK, make: |dice| framed(dice, "ascii", Made::Fixed) },
    Sort { name: "before", book: random::COPYBOOK, make: |dice| framed(dice, "cp037", Made::Before(3)) },
    Sort { name: "rdw", book: random::COPYBOOK, make: |dice| framed(dice, "cp037", Made::words(true, true, false)) },
    Sort {
        name: "little, not itself",
        book: random::COPYBOOK,
        make: |dice| framed(dice, "cp037", Made::words(false, false, false)),
    },
    Sort { name: "vb", book: random::COPYBOOK, make: |dice| framed(dice, "cp037", Made::words(true, true, true)) },
    Sort { name: "vbs", book: random::COPYBOOK, make: |dice| framed(dice, "cp037", Made::Spanned) },
    Sort { name: "counters", book: COUNTED, make: |dice| counted(dice, "cp037", false) },
    Sort { name: "counters, ascii", book: COUNTED, make: |dice| counted(dice, "ascii", false) },
    Sort { name: "counters, binary", book: COUNTED_IN_BINARY, make: |dice| counted(dice, "cp037", true) },
    Sort { name: "lines", book: LINES, make: |_| lines("ascii", b"\n") },
    Sort { name: "lines, ebcdic", book: LINES, make: |_| lines("cp037", b"\x15") },
    Sort { name: "texts", book: TEXTS, make: |_| texts("cp037") },
    Sort { name: "kinds", book: KINDS, make: |dice| kinds(dice, "cp037") },
];

/// How a file reads, and what a run of the draft publishes: its rows, if it does.
fn drafted(folder: &Path, book: &str, bytes: &[u8]) -> Option<(Answer, Option<u64>)> {
    let (data, copybook) = (folder.join("r.dat"), folder.join("r.cpy"));
    std::fs::write(&data, bytes).unwrap();
    std::fs::write(&copybook, book).unwrap();
    let request = Request { paths: vec![data], book: Book { file: copybook, ..Book::default() }, ..Request::default() };
    let answer = ask(&RealHost, &request).ok()?;
    let rows = published(folder, &answer);
    Some((answer, rows))
}

/// Records that a run of the draft loads, if it would be published.
fn published(folder: &Path, answer: &Answer) -> Option<u64> {
    let (mapping, out) = (folder.join("drafted.yaml"), folder.join("out"));
    std::fs::write(&mapping, yaml(Language::En, answer)).unwrap();
    let request = RunRequest { paths: vec![mapping], out, ..RunRequest::default() };
    let report = run::run(&RealHost, &request, &|_| ()).unwrap_or_else(|problem| panic!("{problem:?}"));
    let source = &report.sources[0];
    (report.outcome == Outcome::Published).then(|| source.records - source.rejected)
}

/// A file is cut within its last record, or has something behind it: what is published has all whole records and no others, or
/// somebody was told.
fn check(folder: &Path, sort: &Sort, (bytes, whole): (&[u8], u64), what: &str) -> Option<(Answer, Option<u64>)> {
    let (answer, rows) = drafted(folder, sort.book, bytes)?;
    let told = doubts(&answer);
    assert!(
        rows.is_none_or(|rows| rows == whole) || !told.is_empty(),
        "{} {what}: {rows:?} of {whole}, {}",
        sort.name,
        answer.draft.text()
    );
    Some((answer, rows))
}

fn rounds(usual: usize) -> usize {
    std::env::var("TUMPLINE_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(usual)
}

#[test]
fn no_record_that_is_cut_is_passed_over_in_silence() {
    let folder = tempfile::tempdir().unwrap();
    let mut dice = Dice::of(23);
    for sort in SORTS {
        let records = (sort.make)(&mut dice);
        let (whole, last) = (records.len() as u64 - 1, records.last().unwrap().len());
        let before = records[..records.len() - 1].concat();
        let cuts = rounds(4 / crate::every(2)).min(last - 1);
        // Where a record of an open block should begin, it is cut as well.
        let first = usize::from(sort.name != "vb");
        for at in first..=cuts {
            // Of a line its end alone may lack: then it is whole.
            let kept = if at == 0 { 0 } else { (1 + (at - 1) * (last - 2) / cuts.max(2)).min(last - 1) };
            let bytes = [&before[..], &records[records.len() - 1][..kept]].concat();
            let what = format!("{kept} of {last} bytes");
            let answer = check(folder.path(), sort, (&bytes, whole), &what);
            let Some((answer, rows)) = answer else { continue };
            assert!(doubts(&answer).contains(&"TL0990"), "{} {what}: {}", sort.name, answer.draft.text());
            assert!(!answer.draft.text().contains("file_trailer"), "{} {what}: {}", sort.name, answer.draft.text());
            assert_eq!(rows, None, "{} {what}: {}", sort.name, answer.draft.text());
        }
    }
}

#[test]
fn what_fills_a_file_up_makes_no_records() {
    let folder = tempfile::tempdir().unwrap();
    let mut dice = Dice::of(29);
    for sort in SORTS {
        let records = (sort.make)(&mut dice);
        let before = records.concat();
        let is_text = sort.name.starts_with("lines");
        let blank = if sort.name.contains("ascii") { b' ' } else { 0x40 };
        let fills = [(0, 1), (0, 50), (0, 300), (blank, 50), (blank, 7), (0x1A, 1), (0xFF, 90)];
        for (fill, count) in fills.into_iter().step_by(crate::every(3)) {
            if is_text && fill != 0 && fill != 0x1A {
                continue;
            }
            let bytes = [&before[..], &vec![fill; count]].concat();
            let what = format!("{count} × X'{fill:02X}'");
            let answer = check(folder.path(), sort, (&bytes, records.len() as u64), &what);
            // What is long enough is evident.
            if count >= 50 && !is_text {
                let (answer, rows) = answer.unwrap_or_else(|| panic!("{} {what}", sort.name));
                let key = format!("file_trailer: {count}\n");
                assert!(answer.draft.text().contains(&key), "{} {what}: {}", sort.name, answer.draft.text());
                assert_eq!(doubts(&answer), Vec::<&str>::new(), "{} {what}", sort.name);
                assert_eq!(rows, Some(records.len() as u64), "{} {what}", sort.name);
            }
        }
    }
}

#[test]
fn the_end_of_a_record_is_no_header() {
    let folder = tempfile::tempdir().unwrap();
    let mut dice = Dice::of(31);
    for sort in SORTS.iter().filter(|sort| ["fixed", "ascii", "rdw", "counters"].contains(&sort.name)) {
        let records = (sort.make)(&mut dice);
        for kept in [1, 5, 11, 16].into_iter().step_by(crate::every(2)) {
            let bytes = [&records[0][records[0].len() - kept..], &records[1..].concat()].concat();
            let answer = check(folder.path(), sort, (&bytes, records.len() as u64 - 1), &format!("{kept} bytes"));
            let text = answer.map(|(answer, _)| answer.draft.text()).unwrap_or_default();
            assert!(!text.contains("file_header"), "{} {kept}: {text}", sort.name);
        }
    }
}

#[test]
fn a_second_file_without_what_fills_the_first_up_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let mut dice = Dice::of(37);
    let records = framed(&mut dice, "cp037", Made::Fixed);
    let book = Book { file: folder.path().join("r.cpy"), ..Book::default() };
    std::fs::write(&book.file, random::COPYBOOK).unwrap();
    let paths = ["a.dat", "b.dat"].map(|name| folder.path().join(name)).to_vec();
    std::fs::write(&paths[0], [records.concat(), vec![0; 90]].concat()).unwrap();
    for (tail, want) in [(vec![0; 90], vec![]), (vec![], vec!["TL0990"]), (vec![0; 135], vec!["TL0990"])] {
        std::fs::write(&paths[1], [records.concat(), tail].concat()).unwrap();
        let request = Request { paths: paths.clone(), book: book.clone(), ..Request::default() };
        let answer = ask(&RealHost, &request).unwrap();
        assert_eq!(doubts(&answer), want);
    }
}

#[test]
fn a_trailer_that_no_record_begins_with_is_passed_over_with_its_reason() {
    let folder = tempfile::tempdir().unwrap();
    let (data, copybook) = (folder.path().join("r.dat"), folder.path().join("r.cpy"));
    std::fs::write(&copybook, LINES).unwrap();
    let records = lines("cp037", b"").concat();
    for (tail, trailer) in [("END OF FILE", true), ("00061", false), ("000610000", false), ("END", true)] {
        std::fs::write(&data, [records.clone(), text("cp037", tail)].concat()).unwrap();
        let answer = asked(&data, &copybook);
        assert_eq!(answer.draft.text().contains("file_trailer"), trailer, "{tail}");
        assert_eq!(doubts(&answer), if trailer { vec![] } else { vec!["TL0990"] }, "{tail}");
    }
}

#[test]
fn a_run_tells_of_records_that_count_themselves_and_are_one_byte_throughout() {
    let folder = tempfile::tempdir().unwrap();
    let mut dice = Dice::of(41);
    let records = counted(&mut dice, "cp037", true).concat();
    std::fs::write(folder.path().join("r.cpy"), COUNTED_IN_BINARY).unwrap();
    let mapping = folder.path().join("m.yaml");
    let said = "tumpline: 1\nsource:\n  files: r.dat\n  format: cobol\n  encoding: cp037\n  copybook: r.cpy\n  defaults: {on_low_values: empty}\n  records: {end: counters}\ntable: t\n";
    std::fs::write(&mapping, said).unwrap();
    for (fill, told) in [(0, 0), (46, 2)] {
        std::fs::write(folder.path().join("r.dat"), [records.clone(), vec![0; fill]].concat()).unwrap();
        let out = folder.path().join("out");
        let request = RunRequest { paths: vec![mapping.clone()], out, trial: true, ..RunRequest::default() };
        let report = run::run(&RealHost, &request, &|_| ()).unwrap_or_else(|problem| panic!("{problem:?}"));
        let found = report.findings.iter().find(|group| group.code == Code::RecordOfFill);
        assert_eq!(found.map_or(0, |group| group.count), told, "{:?}", report.findings);
    }
}
