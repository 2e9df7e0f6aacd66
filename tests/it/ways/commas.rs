//! Which mark is the decimal one: the copybook does not say it, and texts do not always show it.

use std::path::Path;
use std::process::Command;

use tumpline::finding::{Arg, Code};
use tumpline::host::real::RealHost;
use tumpline::inspect::ways::hint::Ways;
use tumpline::inspect::ways::shelf::Book;
use tumpline::inspect::ways::{Answer, Request, ask};
use tumpline::run::report::Report;
use tumpline::run::{self, Request as RunRequest};

use super::{doubts, tried};

/// Forty records with these amounts in turn, as this picture edits them.
fn write(folder: &Path, picture: &str, amounts: &[&str]) {
    let book = format!("       01  R.\n           05  NO-OF   PIC 9(5).\n           05  AMOUNT  PIC {picture}.\n");
    std::fs::write(folder.join("r.cpy"), book).unwrap();
    let one = |number: usize| format!("{number:05}{}", amounts[number % amounts.len()]);
    std::fs::write(folder.join("r.dat"), (1..=40).map(one).collect::<String>()).unwrap();
}

fn asked(folder: &Path, comma: Option<bool>) -> Answer {
    let book = Book { file: folder.join("r.cpy"), comma, ..Book::default() };
    ask(&RealHost, &Request { paths: vec![folder.join("r.dat")], book, ..Request::default() }).unwrap()
}

#[test]
fn the_decimal_mark_is_told_by_pictures_by_texts_or_by_a_person() {
    let folder = tempfile::tempdir().unwrap();
    let none: &[&str] = &[];
    for (picture, amounts, known, key, told) in [
        // No compiler takes it without the clause.
        ("ZZ.ZZ9,99", &[" 1.234,56", "    12,50"][..], None, true, none),
        // Both read it, and a comma in blanks shows which one wrote it.
        ("ZZZ,ZZ", &["123,45", "   ,05", "  1,50"], None, true, none),
        ("ZZZ,ZZ", &["123,45", "     5", "  1,50"], None, false, none),
        // Both read it to the last text.
        ("ZZ9,99", &["123,45", "  0,05"], None, false, &["TL0090"]),
        ("ZZ9,99", &["123,45", "  0,05"], Some(true), true, none),
        ("ZZ9,99", &["123,45", "  0,05"], Some(false), false, none),
        ("9.999,9", &["1.234,5", "0.012,5"], None, false, &["TL0090"]),
        // Thousands, and a point.
        ("Z,ZZ9.99", &["1,234.56", "   12.50"], None, false, none),
        ("9,999", &["1,234", "0,012"], None, false, none),
    ] {
        write(folder.path(), picture, amounts);
        let answer = asked(folder.path(), known);
        let text = answer.draft.text();
        assert_eq!((text.contains("decimal_comma: true"), doubts(&answer)), (key, told.to_vec()), "{picture}: {text}");
        assert_eq!(tried(&answer), (40, 0), "{picture}: {text}");
    }
}

#[test]
fn check_asks_for_the_mark_until_the_mapping_says_it() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "ZZ9,99", &["123,45"]);
    for (copybook, told) in
        [("r.cpy", true), ("{file: r.cpy, decimal_comma: true}", false), ("{file: r.cpy, decimal_comma: false}", false)]
    {
        let text = format!(
            "tumpline: 1\nsource: {{files: r.dat, format: cobol, encoding: ascii, copybook: {copybook}}}\ntable: t\n"
        );
        let mapping = folder.path().join("m.yaml");
        std::fs::write(&mapping, text).unwrap();
        let done = Command::new(env!("CARGO_BIN_EXE_tumpline")).arg("check").arg(mapping).output().unwrap();
        let said = String::from_utf8_lossy(&done.stderr).into_owned() + &String::from_utf8_lossy(&done.stdout);
        assert_eq!((said.contains("TL0090"), done.status.code()), (told, Some(0)), "{said}");
    }
    for arguments in [&["copybook"][..], &["copybook", "--mapping"]] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tumpline"));
        let done = command.args(arguments).arg(folder.path().join("r.cpy")).output().unwrap();
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert!(said.contains("TL0090") && said.contains("123,56") && said.contains("123.56"), "{said}");
        let done = Command::new(env!("CARGO_BIN_EXE_tumpline"))
            .args(arguments)
            .arg("--decimal-comma")
            .arg(folder.path().join("r.cpy"))
            .output();
        assert!(!String::from_utf8_lossy(&done.unwrap().stderr).contains("TL0090"), "{arguments:?}");
    }
}

fn reported(folder: &Path, copybook: &str) -> Report {
    let text = format!(
        "tumpline: 1\nsource: {{files: r.dat, format: cobol, encoding: ascii, copybook: {copybook}}}\ntable: t\n"
    );
    let mapping = folder.join("m.yaml");
    std::fs::write(&mapping, text).unwrap();
    let out = folder.join("out");
    let request =
        RunRequest { paths: vec![mapping], out, trial: true, diagnosis: Some(&Ways), ..RunRequest::default() };
    run::run(&RealHost, &request, &|_| ()).unwrap_or_else(|problem| panic!("{problem:?}"))
}

#[test]
fn a_text_that_fits_with_the_other_mark_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let plain = "r.cpy";
    let comma = "{file: r.cpy, decimal_comma: true}";
    for (picture, amount, copybook, other) in [
        ("ZZZ,ZZ", "   ,05", plain, "clause"),
        ("ZZZ,ZZ", "     5", comma, "point"),
        ("ZZ9.99", "123,45", plain, "marks"),
        ("Z,ZZ9.99", "1.234,56", plain, "marks"),
        ("ZZ9,99", "123.45", comma, "marks"),
        ("ZZ9.99", "12A.45", plain, ""),
        ("ZZ9", "1,5", plain, ""),
    ] {
        write(folder.path(), picture, &[amount]);
        let report = reported(folder.path(), copybook);
        let found = report.findings.iter().find(|group| group.code == Code::OffPicture);
        let args = found.map(|group| group.args.clone()).unwrap_or_default();
        assert_eq!(args.get(4), Some(&Arg::from(other)), "{picture} {amount}");
    }
}

#[test]
fn a_run_whose_numbers_fit_with_the_clause_alone_says_which_key() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "ZZZ,ZZ", &["   ,05", "   ,17"]);
    let report = reported(folder.path(), "r.cpy");
    let hint = report.findings.iter().find(|group| group.code == Code::ReadsOtherwise);
    assert_eq!(hint.map(|group| group.args[1].clone()), Some(Arg::from("dialect: ibm, decimal_comma: true")));
}
