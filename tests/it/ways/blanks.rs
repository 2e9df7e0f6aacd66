//! Records whose blanks at the end were cut, as transfers and editors do it: however much of the copybook's record is FILLER, and
//! whatever letters stand in the text that is cut.

use tumpline::extractors::encoding::Encoding;
use tumpline::finding::Arg;

use super::random::word;
use super::wrong::{asked_in, hinted};
use super::{doubts, tried};
use crate::random::Dice;

fn book(filler: usize) -> String {
    let rest = if filler == 0 { String::new() } else { format!("           05  FILLER     PIC X({filler}).\n") };
    format!(
        "       01  R.
           05  ACCT-NO    PIC 9(7).
           05  AMOUNT     PIC S9(7)V99.
           05  OWNER      PIC X(30).
{rest}"
    )
}

const NAMES: [&str; 6] = ["Hélène Côté", "José Bélanger", "Zoé", "Lévesque et frères", "GAGNON", "Noël Dubé"];

/// Records without their blanks at the end, each with what ends it.
fn cut(dice: &mut Dice, page: &str, end: &[u8]) -> Vec<u8> {
    let encoding = Encoding::of(page).unwrap();
    let one = |number: usize, name: usize| {
        let record = encoding.encode(&format!("{number:07}{:09}{}", number * 3_711, NAMES[name])).unwrap();
        if end.is_empty() { [word(record.len() + 4, true, 0), record].concat() } else { [&record, end].concat() }
    };
    (1..=160).flat_map(|number| one(number, dice.below(6))).collect()
}

const NEL: &[u8] = &[0x15];
const WAYS: [(&str, &[u8], &str); 9] = [
    ("cp1252", b"\n", "end: newline"),
    ("cp850", b"\r\n", "end: newline"),
    ("utf-8", b"\n", "end: newline"),
    ("cp037", NEL, "end: newline"),
    ("cp297", &[0x0D, 0x25], "end: newline"),
    ("cp1252", b"", "end: {rdw: big}"),
    ("cp850", b"", "end: {rdw: big}"),
    ("utf-8", b"", "end: {rdw: big}"),
    ("cp297", b"", "end: {rdw: big}"),
];

#[test]
fn records_without_their_blanks_are_read_whatever_is_left_of_them() {
    let folder = tempfile::tempdir().unwrap();
    let mut dice = Dice::of(3);
    for (page, end, keys) in WAYS {
        let filler = [0, 12, 45, 90, 170][dice.below(5)];
        let answer = asked_in(folder.path(), &book(filler), &cut(&mut dice, page, end));
        let draft = answer.draft.text();
        let has = |line: &str| draft.lines().any(|one| one.trim() == line);
        assert!(has(keys) && has("short: pad") && has(&format!("encoding: {page}")), "{filler}\n{draft}");
        assert_eq!((doubts(&answer), tried(&answer)), (Vec::new(), (160, 0)), "{filler}\n{draft}");
    }
}

#[test]
fn letters_beyond_ascii_in_tables_are_seen() {
    let folder = tempfile::tempdir().unwrap();
    let book = "       01  R.
           05  ACCT-NO    PIC 9(7).
           05  OWNER OCCURS 3 PIC X(20).
";
    let encoding = Encoding::of("cp1252").unwrap();
    let one = |number: usize| {
        let owners = [0, 1, 2].map(|at| format!("{:<20}", NAMES[(number + at) % 6])).concat();
        encoding.encode(&format!("{number:07}{owners}")).unwrap()
    };
    let answer = asked_in(folder.path(), book, &(0..160).flat_map(one).collect::<Vec<u8>>());
    assert!(answer.draft.text().contains("encoding: cp1252\n"), "{}", answer.draft.text());
    assert_eq!(tried(&answer), (160, 0));
}

#[test]
fn a_run_that_was_declared_with_another_way_is_told_that_blanks_were_cut() {
    let folder = tempfile::tempdir().unwrap();
    let mut dice = Dice::of(9);
    for (filler, page, end) in [(90, "cp037", NEL), (45, "cp037", b"".as_slice())] {
        asked_in(folder.path(), &book(filler), &cut(&mut dice, page, end));
        let (hint, _) = hinted(folder.path(), &format!("  encoding: {page}\n  copybook: acct.cpy\n"));
        let with = hint.unwrap_or_default().get(1).map(Arg::plain).unwrap_or_default();
        assert!(with.starts_with("end: ") && with.ends_with("short: pad"), "{with}");
    }
}
