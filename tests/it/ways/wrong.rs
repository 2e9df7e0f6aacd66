//! What does not read: no draft in silence, the field that slides, and the hint of a run that was declared wrongly.

use std::path::Path;
use std::process::Command;

use tumpline::cli::words::{self, Language};
use tumpline::extractors::encoding::Encoding;
use tumpline::finding::{Arg, Code};
use tumpline::host::real::RealHost;
use tumpline::inspect::ways::hint::Ways;
use tumpline::inspect::ways::shelf::Book;
use tumpline::inspect::ways::{Answer, Request, ask};
use tumpline::run::{self, Problem, Request as RunRequest};

use super::{asked, doubts};

pub const COPYBOOK: &str = "
       01  ACCOUNT-RECORD.
           05  ACCT-NO       PIC 9(6).
           05  ACCT-NAME     PIC X(12).
           05  ACCT-BAL      PIC S9(7)V99.
           05  ACCT-LIMIT    PIC 9(5).
           05  ACCT-STATE    PIC X(2).
";

/// Accounts, with so much between the name and the balance.
pub fn accounts(page: &str, between: &str) -> Vec<Vec<u8>> {
    let encoding = Encoding::of(page).unwrap();
    let names = ["ROAD SALT", "PUMP HOUSE", "ARENA", "LIBRARY"];
    let one = |number: usize| {
        let text = format!("{number:06}{:<12}{between}{:09}{:05}{}", names[number % 4], number * 371, number, "ON");
        encoding.encode(&text).unwrap()
    };
    (1..=150).map(one).collect()
}

pub fn write(folder: &Path, name: &str, bytes: &[u8]) -> std::path::PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

#[test]
fn a_copybook_of_another_release_shows_the_field_that_slides() {
    let folder = tempfile::tempdir().unwrap();
    let answer = asked_in(folder.path(), COPYBOOK, &accounts("cp037", "XY").concat());
    let slide = answer.slide.clone().unwrap_or_else(|| panic!("{:?}", answer.readings));
    assert_eq!((slide.field.as_str(), slide.by), ("acct_bal", 2), "{:?}", answer.readings[0]);
    assert!(doubts(&answer).contains(&"TL0988"), "{:?}", answer.doubts);
}

/// The accounts of a copybook whose name is a byte shorter than the file's; of which the first item is a number, or a text.
/// Every name begins with a letter that EBCDIC has where it writes a digit with its sign.
fn short_name(first: &str) -> (String, Vec<Vec<u8>>) {
    let copybook = COPYBOOK.replace("PIC 9(6)", first).replace("X(12)", "X(11)");
    let names = ["DUBOIS", "ARENA", "CITY HALL", "GAGNE", "BUS BARN"];
    let one = |number: usize| {
        let text = format!("{number:06}{:<12}{:09}{:05}ON", names[number % 5], number * 371, number * 7);
        Encoding::of("cp037").unwrap().encode(&text).unwrap()
    };
    (copybook, (1..=150).map(one).collect())
}

/// What is said of these records by this copybook, in a folder that has both.
pub fn asked_in(folder: &Path, copybook: &str, bytes: &[u8]) -> Answer {
    let copybook = write(folder, "acct.cpy", copybook.as_bytes());
    asked(&write(folder, "acct.dat", bytes), &copybook)
}

/// The lines of a draft, without their reasons.
fn drafted(answer: &Answer) -> String {
    answer.draft.lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_letter_is_no_sign_that_a_guess_may_allow() {
    let folder = tempfile::tempdir().unwrap();
    let (copybook, records) = short_name("PIC 9(6)");
    let answer = asked_in(folder.path(), &copybook, &records.concat());
    let slide = answer.slide.clone().unwrap_or_else(|| panic!("{:?}", answer.readings[0]));
    assert_eq!((answer.readings[0].before, slide.field.as_str(), slide.by), (0, "acct_bal", 1), "{slide:?}");
    let draft = drafted(&answer);
    assert!(!draft.contains("signs:"), "{draft}");
}

#[test]
fn bytes_before_each_record_and_a_short_text_are_told_where_values_decide_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (copybook, records) = short_name("PIC X(6)");
    let answer = asked_in(folder.path(), &copybook, &records.concat());
    assert!(doubts(&answer).contains(&"TL0988"), "{:?} {:?}", answer.readings[0], answer.doubts);
    // No run advises the one rather than the other.
    let (hint, run) =
        hinted(folder.path(), "  encoding: cp037\n  copybook: acct.cpy\n  records: {end: {length: 34}}\n");
    assert!(hint.is_none() && run == (150, 150), "{hint:?} {run:?}");
    // A number that stands first tells that it is a byte before each record.
    let marked = accounts("cp037", "").into_iter().flat_map(|record| [&[0x5C][..], &record].concat());
    let answer = asked_in(folder.path(), COPYBOOK, &marked.collect::<Vec<u8>>());
    assert_eq!((answer.readings[0].before, doubts(&answer)), (1, Vec::new()), "{:?}", answer.readings[0]);
}

#[test]
fn records_of_another_kind_allow_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let encode = |text: &str| Encoding::of("cp037").unwrap().encode(text).unwrap();
    let ends = ["HDR20240101", "TRL000000150"];
    let [head, tail] = ends.map(|text| encode(&format!("{text:<34}")));
    let fixed = [head, accounts("cp037", "").concat(), tail].concat();
    let framed = [vec![encode(ends[0])], accounts("cp037", ""), vec![encode(ends[1])]].concat();
    let word = |record: &Vec<u8>| [&[0, u8::try_from(record.len()).unwrap() + 4, 0, 0][..], record].concat();
    for bytes in [fixed, framed.iter().flat_map(word).collect()] {
        let answer = asked_in(folder.path(), COPYBOOK, &bytes);
        let draft = drafted(&answer);
        assert!(!draft.contains("on_blank") && !draft.contains("short:"), "{draft}");
        assert!(!answer.failing.is_empty(), "{draft}");
    }
}

#[test]
fn records_of_kinds_that_no_place_tells_apart_allow_one_another_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let copybook = "
       01  OPENING.
           05  OPEN-NAME   PIC X(9).
           05  OPEN-SUM    PIC S9(5)V99 COMP-3.
       01  CHARGE.
           05  CHARGE-NAME PIC X(13).
           05  CHARGE-SUM  PIC S9(5)V99 COMP-3.
";
    let encode = |text: &str| Encoding::of("cp037").unwrap().encode(text).unwrap();
    // The bytes of some sums are letters.
    let sum =
        |number: usize| if number.is_multiple_of(9) { vec![0x55, 0x66, 0x54, 0x4C] } else { vec![0, 0x12, 0x33, 0x5C] };
    let record = |number: usize| match number % 3 {
        0 => [encode("SMITH A  "), sum(number)].concat(),
        _ => [encode(["IRVING       ", "LALONDE      "][number % 2]), vec![0, 0x12, 0x33, 0x5C]].concat(),
    };
    let word = |record: Vec<u8>| [&[0, u8::try_from(record.len()).unwrap() + 4, 0, 0][..], &record].concat();
    let answer =
        asked_in(folder.path(), copybook, &(0..120).flat_map(|number| word(record(number))).collect::<Vec<u8>>());
    let draft = drafted(&answer);
    assert!(draft.contains("rdw: big") && !draft.contains("kinds:"), "{draft}");
    assert!(!draft.contains("short:") && !draft.contains("empty"), "{draft}");
}

#[test]
fn a_copybook_that_is_longer_than_the_records_makes_no_draft_and_says_where() {
    let folder = tempfile::tempdir().unwrap();
    let copybook = write(folder.path(), "acct.cpy", COPYBOOK.replace("X(12)", "X(15)").as_bytes());
    let data = write(folder.path(), "acct.dat", &accounts("cp037", "").concat());
    let book = Book { file: copybook, ..Book::default() };
    let request = Request { paths: vec![data], book, ..Request::default() };
    let Err(Problem::Sources { stops }) = ask(&RealHost, &request) else { panic!("it is drafted") };
    assert_eq!(stops.iter().map(|stop| stop.code.id()).collect::<Vec<_>>(), ["TL0985", "TL0988"]);
    // The balance before it has digits of both and decodes: the limit is the first that fails.
    assert_eq!(stops[1].args[..3], ["acct_limit".into(), 3_u64.into(), Arg::from("left")]);
}

#[test]
fn what_no_way_reads_is_not_drafted() {
    let folder = tempfile::tempdir().unwrap();
    let copybook = write(folder.path(), "acct.cpy", COPYBOOK.as_bytes());
    let out = folder.path().join("draft.yaml");
    let noise: Vec<u8> = (0..6_000_u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 13).to_le_bytes()[0]).collect();
    for (bytes, code) in [(noise, "TL0985"), (Vec::new(), "TL0951"), (vec![0; 3], "TL0951")] {
        let data = write(folder.path(), "noise.dat", &bytes);
        let book = Book { file: copybook.clone(), ..Book::default() };
        let request = Request { paths: vec![data], book, out: Some(out.clone()), ..Request::default() };
        let Err(Problem::Sources { stops }) = ask(&RealHost, &request) else { panic!("{code}") };
        assert_eq!(stops[0].code.id(), code);
        assert!(!out.exists());
    }
}

/// What a run of a mapping with these keys says of the way, and its records and refused ones.
pub fn hinted(folder: &Path, keys: &str) -> (Option<Vec<Arg>>, (u64, u64)) {
    let text = format!("tumpline: 1\nsource:\n  files: acct.dat\n  format: cobol\n{keys}table: account\n");
    let mapping = write(folder, "account.yaml", text.as_bytes());
    let out = folder.join("out");
    let request =
        RunRequest { paths: vec![mapping], out, trial: true, diagnosis: Some(&Ways), ..RunRequest::default() };
    let report = run::run(&RealHost, &request, &|_| ()).unwrap_or_else(|problem| panic!("{problem:?}"));
    let hint = report.findings.iter().find(|group| group.code == Code::ReadsOtherwise);
    (hint.map(|group| group.args.clone()), (report.sources[0].records, report.sources[0].rejected))
}

#[test]
fn a_run_that_was_declared_wrongly_says_which_way_reads() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "acct.cpy", COPYBOOK.as_bytes());
    let framed = |records: Vec<Vec<u8>>| {
        let word = |record: &Vec<u8>| [&[0, u8::try_from(record.len()).unwrap() + 4, 0, 0][..], record].concat();
        records.iter().flat_map(word).collect::<Vec<u8>>()
    };
    let head = [&[9; 8][..], &accounts("cp037", "").concat()].concat();
    for (bytes, keys, want) in [
        (accounts("cp037", "").concat(), "  encoding: cp037\n  copybook: acct.cpy\n", None),
        (accounts("cp037", "").concat(), "  encoding: ascii\n  copybook: acct.cpy\n", Some("encoding: cp037")),
        (accounts("latin1", "").concat(), "  encoding: cp037\n  copybook: acct.cpy\n", Some("encoding: ascii")),
        (framed(accounts("cp037", "")), "  encoding: cp037\n  copybook: acct.cpy\n", Some("end: {rdw: big}")),
        (
            framed(accounts("cp037", "")),
            "  encoding: cp037\n  copybook: acct.cpy\n  records: {end: {rdw: little}}\n",
            Some("end: {rdw: big}"),
        ),
        (head, "  encoding: cp037\n  copybook: acct.cpy\n", Some("file_header: 8")),
    ] {
        write(folder.path(), "acct.dat", &bytes);
        let (hint, run) = hinted(folder.path(), keys);
        let with = hint.as_ref().map(|args| args[1].clone());
        assert_eq!(with, want.map(Arg::from), "{keys} {run:?} {hint:?}");
        if let Some(args) = hint {
            let said = words::sentence(Language::Fr, Code::ReadsOtherwise, &args);
            assert!(said.contains(want.unwrap_or_default()), "{said}");
        }
    }
}

#[test]
fn check_says_it_before_a_run() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "acct.cpy", COPYBOOK.as_bytes());
    write(folder.path(), "acct.dat", &accounts("cp037", "").concat());
    for (encoding, told) in [("cp037", false), ("latin1", true)] {
        let text = format!(
            "tumpline: 1\nsource: {{files: acct.dat, format: cobol, encoding: {encoding}, copybook: acct.cpy}}\ntable: account\n"
        );
        let mapping = write(folder.path(), "account.yaml", text.as_bytes());
        let done = Command::new(env!("CARGO_BIN_EXE_tumpline")).arg("check").arg(mapping).output().unwrap();
        let said = String::from_utf8_lossy(&done.stderr).into_owned() + &String::from_utf8_lossy(&done.stdout);
        assert_eq!(said.contains("TL0133") && said.contains("encoding: cp037"), told, "{said}");
    }
}

#[test]
fn a_file_that_is_shorter_than_a_record_is_told_so_and_not_that_all_of_it_decodes() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("r.cpy");
    std::fs::write(&book, "       01  R.\n           05  A  PIC 9(3).\n           05  B  PIC 9(8).\n").unwrap();
    for (text, length) in [("1234567", 7_u64), ("1", 1)] {
        let file = folder.path().join("r.dat");
        std::fs::write(&file, text).unwrap();
        let request =
            Request { paths: vec![file], book: Book { file: book.clone(), ..Book::default() }, ..Request::default() };
        let Err(Problem::Sources { stops }) = ask(&RealHost, &request) else { panic!("{text}") };
        let said: Vec<String> = stops[0].args[2..].iter().map(Arg::plain).collect();
        assert_eq!(
            (stops[0].code, said),
            (Code::NoWayReads, ["", "", &length.to_string(), "11"].map(String::from).to_vec())
        );
    }
}
