//! Signs and byte orders of other compilers: they are tried before a file is given up, or said to begin elsewhere.

use std::path::{Path, PathBuf};

use tumpline::extractors::encoding::Encoding;
use tumpline::finding::{Arg, Code};
use tumpline::host::real::RealHost;
use tumpline::inspect::ways::shelf::Book;
use tumpline::inspect::ways::{Answer, Request, ask, keys};
use tumpline::run::Problem;

use super::{doubts, tried};

fn write(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

/// A file and its copybook, read.
fn asked_of(folder: &Path, copybook: &str, bytes: &[u8]) -> Result<Answer, Problem> {
    let book = Book { file: write(folder, "r.cpy", copybook.as_bytes()), ..Book::default() };
    let request = Request { paths: vec![write(folder, "r.dat", bytes)], book, ..Request::default() };
    ask(&RealHost, &request)
}

/// A number of so many digits in ASCII, a minus as most compilers of small machines write it.
fn signed(number: i64, digits: usize) -> String {
    let mut text = format!("{:0digits$}", number.abs());
    let last = text.pop().unwrap();
    text.push(if number < 0 { char::from(last as u8 + b'p' - b'0') } else { last });
    text
}

#[test]
fn another_dialects_signs_are_tried_before_anything_is_given_up() {
    let folder = tempfile::tempdir().unwrap();
    let amounts = "       01  R.\n           05  A  PIC S9(7)V99.\n           05  B  PIC S9(7)V99.\n";
    let mixed = "       01  R.\n           05  N  PIC S9(6).\n           05  T  PIC X(12).\n           05  A  PIC S9(7)V99.\n           05  L  PIC 9(5).\n           05  P  PIC X(2).\n";
    let names = ["ROAD SALT", "PUMP HOUSE", "ARENA"];
    let account = |number: i64| {
        let name = names[usize::try_from(number).unwrap() % 3];
        format!("{}{name:<12}{}{number:05}ON", signed(-number, 6), signed(-number * 371, 9))
    };
    for (copybook, ending, want) in [
        (amounts, "", "encoding: ascii, end: {length: 18}, dialect: micro-focus"),
        (amounts, "\n", "encoding: ascii, end: newline, dialect: micro-focus"),
        (mixed, "", "encoding: ascii, end: {length: 34}, dialect: micro-focus"),
        (mixed, "\r\n", "encoding: ascii, end: newline, dialect: micro-focus"),
    ] {
        let pair = |number: i64| signed(-number * 7_919, 9) + &signed(-number * 31, 9);
        let record = |number: i64| if copybook == amounts { pair(number) } else { account(number) };
        let text: String = (1..=200).map(|number| record(number) + ending).collect();
        let answer = asked_of(folder.path(), copybook, text.as_bytes()).unwrap_or_else(|problem| panic!("{problem:?}"));
        assert_eq!(keys::how(answer.best()), want);
        assert_eq!((answer.best().counts.bad, doubts(&answer), tried(&answer)), (0, vec![], (200, 0)), "{want}");
    }
}

/// Records of binary numbers among texts of EBCDIC, each number made of its own by this; with their copybook, and their length.
fn binaries(number: fn(u32) -> [u8; 4]) -> [(String, Vec<u8>, usize); 2] {
    let encoding = Encoding::of("cp037").unwrap();
    let text = |text: String| encoding.encode(&text).unwrap();
    let items = |times: usize| {
        (0..times).map(|at| format!("           05  B{at}  PIC S9(9) COMP.\n")).collect::<Vec<_>>().concat()
    };
    let numbers = |row: u32, times: u32| (0..times).flat_map(|at| number(row * 7_919 * (at + 3))).collect::<Vec<u8>>();
    let name = |row: u32| ["SALT", "PRINTING"][row as usize % 2];
    let few = |row: u32| [text("GEN ".to_owned()), numbers(row, 3), text(format!("{:<10}", name(row)))].concat();
    let many = |row: u32| [numbers(row, 6), text(format!("{row:07}"))].concat();
    let book = |items: String| format!("       01  R.\n{items}");
    [
        (
            book(format!("           05  K  PIC X(4).\n{}           05  N  PIC X(10).\n", items(3))),
            (1..150).flat_map(few).collect(),
            26,
        ),
        (book(items(6) + "           05  G  PIC 9(7).\n"), (1..150).flat_map(many).collect(), 31),
    ]
}

#[test]
fn numbers_with_the_low_byte_first_are_read_so() {
    let folder = tempfile::tempdir().unwrap();
    for (copybook, file, length) in binaries(|number| (number % 1_000_003).to_le_bytes()) {
        let answer = asked_of(folder.path(), &copybook, &file).unwrap_or_else(|problem| panic!("{problem:?}"));
        let want = format!("encoding: cp037, end: {{length: {length}}}, dialect: ibm, binary: little");
        assert_eq!((keys::how(answer.best()), doubts(&answer), tried(&answer)), (want, vec![], (149, 0)));
    }
}

#[test]
fn numbers_that_nobody_can_read_move_no_record() {
    let folder = tempfile::tempdir().unwrap();
    // Too large from either end, and small a byte further on.
    let neither = |number: u32| [0x50 + (number % 9) as u8, 0, 0, 0x50 + (number % 7) as u8];
    for (copybook, file, length) in binaries(neither) {
        let want = format!("encoding: cp037, end: {{length: {length}}}");
        match asked_of(folder.path(), &copybook, &file) {
            // Where most of the rest decodes, a draft says that these do not.
            Ok(answer) => assert_eq!((keys::how(answer.best()), doubts(&answer)[0]), (want, "TL0986")),
            Err(Problem::Sources { stops }) => {
                assert_eq!((stops[0].code, &stops[0].args[2]), (Code::NoWayReads, &Arg::from(want)), "{stops:?}");
            }
            Err(problem) => panic!("{problem:?}"),
        }
    }
}

#[test]
fn the_size_of_a_number_is_told_by_how_much_of_each_record_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let copybook = "       01  R.
           05  K   PIC X(2).
           05  N   PIC S9(6) COMP.
           05  T   PIC X(8).
           05  U   PIC X(8).
";
    let encoding = Encoding::of("cp037").unwrap();
    // Four bytes on a mainframe, three elsewhere; a blank before each text is read as a part of the number, or is none.
    for (bytes, want) in [(4, ""), (3, ", dialect: micro-focus")] {
        let record = |number: u32| {
            let text = |text: &str| encoding.encode(&format!("{text:>8}")).unwrap();
            let own = (number * 37).to_be_bytes();
            let words = [
                text(["AJAX ON", "TORONTO", "SUDBURY"][number as usize % 3]),
                text(["SMITH J", "TREMBLA"][number as usize % 2]),
            ];
            let body = [&encoding.encode("GL").unwrap()[..], &own[4 - bytes..], &words[0], &words[1]].concat();
            let word = u16::try_from(body.len() + 4).unwrap().to_be_bytes();
            [&word[..], &[0, 0], &body].concat()
        };
        let file: Vec<u8> = (1..200).flat_map(record).collect();
        let answer = asked_of(folder.path(), copybook, &file).unwrap_or_else(|problem| panic!("{problem:?}"));
        let want = format!("encoding: cp037, end: {{rdw: big}}{want}");
        assert_eq!((keys::how(answer.best()), doubts(&answer), tried(&answer)), (want, vec![], (199, 0)));
    }
}

#[test]
fn ways_are_told_once_behind_the_best_those_first_of_which_most_decodes() {
    // A line end within a number: no way reads all of it.
    let one = |number: &[u8], name: &[u8]| [&[0xC1, 0xF0, 0xF1][..], number, name, &[0x15]].concat();
    let bytes = [
        one(&[0x22, 0x22, 0x2C], &[0xD7, 0x81, 0x99, 0x89, 0xA2]),
        one(&[0x15, 0x00, 0x0C], &[0xD9, 0x96, 0x94, 0x85]),
        one(&[0x33, 0x33, 0x3C], &[0xD6, 0xA2, 0x93, 0x96]),
    ];
    let book = "       01  REC.\n           05  ID PIC X(3).\n           05  BAL PIC S9(5) COMP-3.\n           05  CITY PIC X(6).\n";
    let folder = tempfile::tempdir().unwrap();
    let answer = asked_of(folder.path(), book, &bytes.concat()).unwrap();
    let ways: Vec<String> = answer.readings.iter().map(keys::how).collect();
    let mut unique = ways.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), ways.len(), "{ways:?}");
    let shares: Vec<u64> = answer.readings[1..].iter().map(|reading| reading.counts.share() / 10).collect();
    assert!(ways.len() > 3 && shares.is_sorted_by(|one, other| one >= other), "{shares:?}");
}
