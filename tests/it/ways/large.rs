//! Large files answer at once, from samples.

use std::path::PathBuf;

use tumpline::cli::infer::ways::yaml;
use tumpline::cli::words::Language;
use tumpline::extractors::encoding::Encoding;
use tumpline::host::fake::FakeHost;
use tumpline::inspect::ways::shelf::Book;
use tumpline::inspect::ways::{Answer, Request, ask, keys};

const COPYBOOK: &str = "
       01  R.
           05  NUMBER-OF   PIC 9(9).
           05  NAME-OF     PIC X(11).
";
const LARGE: u64 = 10 << 30;

/// A file of so many bytes whose records repeat these.
fn asked(records: Vec<u8>) -> Answer {
    damaged_at(records, None)
}

/// The same with two bytes of X'FF' at a place.
fn damaged_at(records: Vec<u8>, damage: Option<u64>) -> Answer {
    let host = FakeHost::new();
    let length = LARGE / records.len() as u64 * records.len() as u64;
    host.put_made("big.dat", length, move |offset, buffer| {
        for (at, byte) in (offset..).zip(buffer.iter_mut()) {
            let is_damaged = damage.is_some_and(|damage| (damage..damage + 2).contains(&at));
            *byte = if is_damaged { 0xFF } else { records[(at % records.len() as u64) as usize] };
        }
    });
    host.put("r.cpy", COPYBOOK.as_bytes());
    let book = Book { file: "r.cpy".into(), ..Book::default() };
    let request = Request { paths: vec![PathBuf::from("big.dat")], book, ..Request::default() };
    ask(&host, &request).unwrap_or_else(|problem| panic!("{problem:?}"))
}

#[test]
fn ten_gigabytes_answer_from_samples() {
    let encoding = Encoding::of("cp037").unwrap();
    let one =
        |number: usize| encoding.encode(&format!("{:09}{:<11}", number * 7_919, ["SALT", "PUMP"][number % 2])).unwrap();
    let records: Vec<Vec<u8>> = (0..64).map(one).collect();
    let fixed = asked(records.concat());
    assert_eq!(keys::how(fixed.best()), "encoding: cp037, end: {length: 20}");
    assert_eq!((fixed.best().led.records, fixed.is_whole), (LARGE / 1280 * 64, false));
    assert!(fixed.read < 4 << 20, "{}", fixed.read);
    let framed: Vec<u8> = records.iter().flat_map(|one| [&[0, 24, 0, 0][..], one].concat()).collect();
    let chained = asked(framed.clone());
    assert_eq!(keys::how(chained.best()), "encoding: cp037, end: {rdw: big}");
    assert!(!chained.best().led.to_the_end && chained.best().led.records > 1_000);
}

#[test]
fn a_length_that_is_wrong_is_seen_behind_what_the_samples_show_and_how_far_was_looked_is_said() {
    let encoding = Encoding::of("cp037").unwrap();
    let one = |number: usize| encoding.encode(&format!("{:09}{:<11}", number * 7_919, "SALT")).unwrap();
    let framed: Vec<u8> = (0..64).flat_map(|number| [&[0, 24, 0, 0][..], &one(number)].concat()).collect();
    let place = 24 * 300_000;
    let answer = damaged_at(framed.clone(), Some(place));
    let [doubt] = &answer.doubts[..] else { panic!("{:?}", answer.doubts) };
    assert_eq!((doubt.code.id(), &doubt.args[1], &doubt.args[2]), ("TL0999", &300_000_u64.into(), &place.into()));
    let drafted = yaml(Language::En, &damaged_at(framed, Some(LARGE - 24 * 64)));
    let words: Vec<&str> =
        drafted.split(|one: char| one.is_whitespace() || one == '#').filter(|one| !one.is_empty()).collect();
    assert!(words.join(" ").contains("through the first 33,554,424 bytes of the file"), "{drafted}");
}
