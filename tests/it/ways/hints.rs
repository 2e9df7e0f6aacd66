//! What a run says first of a file that was declared wrongly, beside another way to tell its records apart: whose signs it has, a copybook
//! that is a byte off, one wrong file of several, a file that was translated.

use std::path::Path;
use std::process::Command;

use tumpline::extractors::encoding::Encoding;
use tumpline::finding::{Arg, Code};
use tumpline::host::real::RealHost;
use tumpline::inspect::ways::hint::Ways;
use tumpline::run::report::FindingGroup;
use tumpline::run::{self, Request as RunRequest};

use super::wrong::{COPYBOOK, accounts, write};

const SIGNED: &str = "
       01  R.
           05  NO-OF      PIC 9(5).
           05  OWNER      PIC X(20).
           05  PAID       PIC S9(5)V99 COMP-3.
           05  BALANCE    PIC S9(5)V99.
";

/// The hints of a run over these files, with their codes, and the file of each.
fn hints(folder: &Path, keys: &str) -> Vec<FindingGroup> {
    let text = format!("tumpline: 1\nsource:\n  files: \"*.dat\"\n  format: cobol\n{keys}table: account\n");
    let mapping = write(folder, "m.yaml", text.as_bytes());
    let out = folder.join("out");
    let request =
        RunRequest { paths: vec![mapping], out, trial: true, diagnosis: Some(&Ways), ..RunRequest::default() };
    let report = run::run(&RealHost, &request, &|_| ()).unwrap_or_else(|problem| panic!("{problem:?}"));
    let is_hint =
        |group: &FindingGroup| matches!(group.code, Code::ReadsOtherwise | Code::FieldsSlide | Code::PackedTranslated);
    report.findings.into_iter().filter(is_hint).collect()
}

/// The codes of the hints, each with the argument that says most: keys, or the field.
fn told(folder: &Path, keys: &str) -> Vec<(&'static str, String)> {
    let said = |group: &FindingGroup| match group.code {
        Code::ReadsOtherwise => group.args[1].plain(),
        _ => group.args[0].plain(),
    };
    hints(folder, keys).iter().map(|group| (group.code.id(), said(group))).collect()
}

/// `S9(5)V99 COMP-3`.
fn packed(number: usize) -> Vec<u8> {
    let digits = format!("{:07}{}", number * 31 % 9_999_999, if number.is_multiple_of(3) { 'D' } else { 'C' });
    (0..4).map(|at| u8::from_str_radix(&digits[2 * at..2 * at + 2], 16).unwrap()).collect()
}

/// Records whose last digits have the signs of a dialect: of zero to nine, positive and negative.
fn signed(page: &str, signs: [&str; 2]) -> Vec<u8> {
    let encoding = Encoding::of(page).unwrap();
    let one = |number: usize| {
        let last = &signs[usize::from(number.is_multiple_of(2))][number % 10..=number % 10];
        let (head, tail) = (format!("{number:05}{:<20}", "MOUNTJOY"), format!("{:06}{last}", number * 7));
        [encoding.encode(&head).unwrap(), packed(number), encoding.encode(&tail).unwrap()].concat()
    };
    (1..=200).flat_map(one).collect()
}

const IBM: [&str; 2] = ["{ABCDEFGHI", "}JKLMNOPQR"];
const MICRO_FOCUS: [&str; 2] = ["0123456789", "pqrstuvwxy"];

/// What `check` says of the mapping.
fn checked(folder: &Path) -> String {
    let mut check = Command::new(env!("CARGO_BIN_EXE_tumpline"));
    let done = check.args(["check", "m.yaml"]).current_dir(folder).output().unwrap();
    String::from_utf8_lossy(&done.stderr).into_owned() + &String::from_utf8_lossy(&done.stdout)
}

#[test]
fn the_dialect_whose_signs_a_file_has_is_named() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "r.cpy", SIGNED.as_bytes());
    let book = |dialect: &str| format!("  encoding: cp1252\n  copybook: {{file: r.cpy, dialect: {dialect}}}\n");
    for (signs, declared, want) in [
        (IBM, "ibm", None),
        (IBM, "gnucobol", Some("dialect: ibm")),
        (IBM, "micro-focus", Some("dialect: ibm")),
        (MICRO_FOCUS, "gnucobol", None),
        (MICRO_FOCUS, "micro-focus", None),
    ] {
        write(folder.path(), "a.dat", &signed("cp1252", signs));
        let want: Vec<(&str, String)> = want.map(|with| ("TL0133", with.to_owned())).into_iter().collect();
        assert_eq!(told(folder.path(), &book(declared)), want, "{signs:?} {declared}");
        let said = checked(folder.path());
        assert_eq!(said.contains("TL0133"), !want.is_empty(), "{said}");
    }
    write(folder.path(), "a.dat", &signed("cp1252", MICRO_FOCUS));
    let told = told(folder.path(), &book("ibm"));
    assert!(matches!(&told[..], [("TL0133", with)] if with == "dialect: micro-focus"), "{told:?}");
    // Where records end, the declared dialect stays.
    let framed =
        signed("cp1252", MICRO_FOCUS).chunks(36).flat_map(|one| [&[0, 40, 0, 0], one].concat()).collect::<Vec<_>>();
    write(folder.path(), "a.dat", &framed);
    assert_eq!(self::told(folder.path(), &book("gnucobol")), [("TL0133", "end: {rdw: big}".to_owned())]);
}

#[test]
fn a_copybook_that_is_a_few_bytes_off_is_told_by_run_and_check() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "a.dat", &accounts("cp037", "").concat());
    let filled = |width: usize, rest: usize| {
        let book = COPYBOOK.replace("X(12)", &format!("X({width})"));
        if rest > 0 { format!("{book}           05  FILLER        PIC X({rest}).\n") } else { book }
    };
    for (width, rest, by, side) in
        [(11, 0, 1_u64, "right"), (11, 1, 1, "right"), (10, 2, 2, "right"), (9, 0, 3, "right")]
    {
        write(folder.path(), "r.cpy", filled(width, rest).as_bytes());
        let hints = hints(folder.path(), "  encoding: cp037\n  copybook: r.cpy\n");
        let said: Vec<(&str, &[Arg])> = hints.iter().map(|group| (group.code.id(), &group.args[..3])).collect();
        assert_eq!(said, [("TL0988", &["acct_bal".into(), by.into(), Arg::from(side)][..])], "{width} {rest}");
        let said = checked(folder.path());
        assert!(said.contains("TL0988") && said.contains("acct_bal"), "{said}");
    }
}

#[test]
fn the_file_of_several_that_is_refused_is_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "r.cpy", COPYBOOK.as_bytes());
    let right = accounts("cp037", "").concat();
    let framed = accounts("cp037", "").iter().flat_map(|one| [&[0, 38, 0, 0], &one[..]].concat()).collect::<Vec<u8>>();
    for wrong in ["a", "f", "l"] {
        for name in ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"] {
            write(folder.path(), &format!("{name}.dat"), if name == wrong { &framed } else { &right });
        }
        let hints = hints(folder.path(), "  encoding: cp037\n  copybook: r.cpy\n");
        let [hint] = &hints[..] else { panic!("{hints:?}") };
        assert_eq!(
            (hint.args[1].plain(), hint.file.as_str()),
            ("end: {rdw: big}".to_owned(), &*format!("{wrong}.dat"))
        );
    }
}

#[test]
fn a_file_that_was_translated_as_text_is_told_so() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "r.cpy", SIGNED.as_bytes());
    // What a transfer as text makes of EBCDIC.
    let (from, to) = (Encoding::of("cp037").unwrap(), Encoding::of("latin1").unwrap());
    let translated = |byte: &u8| {
        let mut text = Vec::new();
        from.decode(&[*byte], &mut text).unwrap();
        to.encode(std::str::from_utf8(&text).unwrap()).unwrap()[0]
    };
    let bytes: Vec<u8> = signed("cp037", IBM).iter().map(translated).collect();
    write(folder.path(), "a.dat", &bytes);
    let told = told(folder.path(), "  encoding: cp037\n  copybook: r.cpy\n");
    assert!(matches!(&told[..], [("TL0097", fields)] if fields.contains("paid")), "{told:?}");
}

#[test]
fn what_stands_before_the_first_record_belongs_to_the_hint() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "r.cpy", COPYBOOK.as_bytes());
    // Digits: they may be the end of a record, and are the beginning of none.
    let bytes = [Encoding::of("cp037").unwrap().encode("000420042").unwrap(), accounts("cp037", "").concat()].concat();
    write(folder.path(), "a.dat", &bytes);
    assert_eq!(
        told(folder.path(), "  encoding: cp037\n  copybook: r.cpy\n"),
        [("TL0133", "end: {length: 34}, file_header: 9".to_owned())]
    );
}
