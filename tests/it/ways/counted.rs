//! Records that count their tables themselves: how much of each record a way reads decides, before what values look like.

use std::path::Path;

use tumpline::extractors::encoding::Encoding;
use tumpline::inspect::ways::keys;

use super::{asked, doubts, tried};

const BOOK: &str = "       01  R.
           05  ID-NO        PIC 9(4).
           05  N            PIC 9.
           05  T OCCURS 0 TO 5 DEPENDING ON N.
               10  V        PIC X(3).
           05  NAME         PIC X(10).
           05  PLACE        PIC X(8).
";

/// A record whose texts stand at the left of their places, or at the right with blanks before them.
fn record(number: usize, slides: bool, right: bool) -> String {
    let [name, place] =
        [["Smith", "Tremblay", "Lee"][number % 3], ["Sudbury", "Ajax", "Moose", "Elliot"][number / 2 % 4]];
    let texts = if right { format!("{name:>10}{place:>8}") } else { format!("{name:<10}{place:<8}") };
    let count = number * 7 % 6;
    let elements: String = (0..count).map(|at| ["  A", " B1", "QQQ"][(number + at) % 3]).collect();
    let wide = if slides { 0 } else { 15 };
    format!("{number:04}{count}{elements:<wide$}{texts}")
}

/// Bytes before the records, what each has before and behind it, and bytes behind the last.
type Around = (&'static [u8], fn(usize) -> Vec<u8>, &'static [u8], &'static [u8]);

fn nothing(_: usize) -> Vec<u8> {
    Vec::new()
}

fn word(length: usize) -> Vec<u8> {
    [u16::try_from(length + 4).unwrap().to_be_bytes(), [0, 0]].concat()
}

fn file(
    folder: &Path,
    (encoding, slides, right): (&str, bool, bool),
    (head, before, behind, tail): Around,
) -> Vec<String> {
    let page = Encoding::of(encoding).unwrap();
    let of = |number: usize| {
        let bytes = page.encode(&record(number, slides, right)).unwrap();
        [before(bytes.len()), bytes, behind.to_vec()].concat()
    };
    let bytes = [head.to_vec(), (0..200).flat_map(of).collect(), tail.to_vec()].concat();
    std::fs::write(folder.join("r.dat"), bytes).unwrap();
    std::fs::write(folder.join("r.cpy"), BOOK).unwrap();
    let answer = asked(&folder.join("r.dat"), &folder.join("r.cpy"));
    if head.is_empty() {
        assert_eq!((doubts(&answer), tried(&answer)), (vec![], (200, 0)), "{}", keys::how(answer.best()));
    } else {
        // A record may end so: a person decides.
        assert!(doubts(&answer).contains(&"TL0990"), "{:?}", answer.doubts);
        assert_eq!(answer.best().header, head.len() as u64);
    }
    keys::of(answer.best())
}

#[test]
fn texts_that_begin_with_blanks_do_not_say_how_records_are_laid_out() {
    let folder = tempfile::tempdir().unwrap();
    for (encoding, end) in [("ascii", &b"\n"[..]), ("cp037", b"\x25")] {
        for (slides, right) in [(true, true), (true, false), (false, true), (false, false)] {
            let of = |around| file(folder.path(), (encoding, slides, right), around);
            let found = [of((b"", nothing, end, b"")), of((b"", word, b"", b"")), of((b"", nothing, b"", b""))];
            let alone = if slides { "end: counters" } else { "end: {length: 38}" };
            for (keys, end) in found.iter().zip(["end: newline", "end: {rdw: big}", alone]) {
                // The other compilers let nothing slide.
                let slid =
                    !keys.iter().any(|key| key.contains("dialect: micro-focus") || key.contains("slides: false"));
                assert_eq!((keys[1].as_str(), slid), (end, slides), "{encoding} {right} {keys:?}");
            }
        }
    }
}

#[test]
fn records_of_counters_may_stand_between_other_bytes() {
    let folder = tempfile::tempdir().unwrap();
    for (head, tail, want) in [
        (&b""[..], &b"\0\0\0\0\0\0\0\0\0"[..], &["file_trailer: 9"][..]),
        // An E would be a five with a sign.
        (b"", b"THE LAST", &["file_trailer: 8"]),
        (b"HEAD", b"", &[]),
        (b"HEAD", b"THE LAST", &["file_trailer: 8"]),
    ] {
        let keys = file(folder.path(), ("ascii", true, false), (head, nothing, b"", tail));
        assert_eq!(keys[1..], [&["end: counters"], want].concat());
    }
}

#[test]
fn no_record_is_taken_for_what_stands_at_a_files_ends() {
    let folder = tempfile::tempdir().unwrap();
    let book = "       01  R.\n           05  A  PIC X(6).\n           05  B  PIC X(10).\n";
    std::fs::write(folder.path().join("r.cpy"), book).unwrap();
    // From its second byte on the word of each record reads as one with the low byte first, and counts itself.
    let record = |number: usize| format!("\0\x10\0\0\0\0{:>4}{:>10}", number % 7, ["Smith", "Lee"][number % 2]);
    let text: String = (0..100).map(record).collect();
    std::fs::write(folder.path().join("r.dat"), text).unwrap();
    let answer = asked(&folder.path().join("r.dat"), &folder.path().join("r.cpy"));
    assert_eq!(keys::of(answer.best())[1], "end: {rdw: big, counts_itself: false}");
    let edges: Vec<(u64, u64)> =
        answer.readings.iter().filter(|one| one.counts.share() > 900).map(|one| (one.header, one.trailer)).collect();
    assert_eq!(edges, [(0, 0)].repeat(edges.len()), "{:?}", answer.readings);
}
