//! Random records in random framings, written with the encoder of numbers: the way is found, whatever it is.

use tumpline::extractors::decode::stored::encode::encode;
use tumpline::extractors::encoding::Encoding;
use tumpline::inspect::ways::keys;
use tumpline::mapping::stored::{Alphabet, Endian, Form, Signs, Stored, Zoned};

use super::{asked, tried};
use crate::random::Dice;

pub const COPYBOOK: &str = "
       01  ENTRY-RECORD.
           05  ENTRY-NO      PIC 9(7).
           05  FUND          PIC X(4).
           05  AMOUNT        PIC S9(9)V99 COMP-3.
           05  WORDS         PIC X(18).
           05  QUANTITY      PIC S9(5).
           05  BATCH-NO      PIC 9(6) COMP.
           05  STATUS-OF     PIC X.
";
const RECORD: usize = 45;

/// How a file is made of records.
#[derive(Debug, Clone, Copy)]
pub enum Made {
    Fixed,
    Spare(usize),
    Before(usize),
    Words { big: bool, counts: bool, blocks: bool },
    Spanned,
}

impl Made {
    pub const fn words(big: bool, counts: bool, blocks: bool) -> Self {
        Self::Words { big, counts, blocks }
    }
}

/// One record.
fn record(random: &mut Dice, page: &str, number: u64) -> Vec<u8> {
    let encoding = Encoding::of(page).unwrap();
    let ebcdic = encoding.ebcdic().is_some();
    let alphabet = if ebcdic { Alphabet::Ebcdic } else { Alphabet::Overpunch };
    let zoned = Form::Zoned(Zoned { leading: false, separate: false, alphabet });
    let stored =
        |form, bytes, digits, scale, signed| Stored { form, bytes, digits, scale, signed, signs: Signs::Preferred };
    let number_of = |stored: Stored, value: i128| encode(stored, value).unwrap();
    let text = |words: &str, width: usize| encoding.encode(&format!("{words:<width$}")).unwrap();
    let words = ["ROAD SALT", "PRINTING", "Office supplies", "TAXES 2026", "PUMP 7 REPAIR"][random.below(5)];
    let funds = ["GEN", "WTR", "SEWR", "CAP"];
    let amount = random.below(90_000_000) as i128 - 40_000_000;
    let quantity = random.below(2_000) as i128 - 900;
    let binary = Form::Binary { endian: Endian::Big, all_bits: false };
    [
        number_of(stored(zoned, 7, 7, 0, false), i128::from(number)),
        text(funds[random.below(4)], 4),
        number_of(stored(Form::Packed, 6, 11, 2, true), amount),
        text(words, 18),
        number_of(stored(zoned, 5, 5, 0, true), quantity),
        number_of(stored(binary, 4, 6, 0, false), random.below(999_999) as i128),
        text(["A", "B", "C"][random.below(3)], 1),
    ]
    .concat()
}

pub fn word(length: usize, big: bool, segment: u8) -> Vec<u8> {
    let length = u16::try_from(length).unwrap();
    if big {
        [length.to_be_bytes(), [segment, 0]].concat()
    } else {
        let mut word = vec![0, segment];
        word.extend(length.to_le_bytes());
        word
    }
}

/// Records with what tells where they end; in blocks, one block each twenty.
pub fn framed(random: &mut Dice, page: &str, made: Made) -> Vec<Vec<u8>> {
    let records: Vec<Vec<u8>> = (1..=120).map(|number| record(random, page, number)).collect();
    match made {
        Made::Fixed => records,
        Made::Spare(by) => records.iter().map(|one| [&one[..], &vec![0; by]].concat()).collect(),
        Made::Before(by) => records.iter().map(|one| [&vec![7; by][..], one].concat()).collect(),
        Made::Words { big, counts, blocks } => {
            let itself = if counts { 4 } else { 0 };
            let mut framed: Vec<Vec<u8>> =
                records.iter().map(|one| [word(one.len() + itself, big, 0), one.clone()].concat()).collect();
            for block in framed.chunks_mut(20).filter(|_| blocks) {
                let length = block.iter().map(Vec::len).sum::<usize>() + itself;
                block[0] = [word(length, big, 0), block[0].clone()].concat();
            }
            framed
        }
        Made::Spanned => {
            let pieces = |one: &Vec<u8>| {
                let (first, last) = one.split_at(17);
                [word(first.len() + 4, true, 1), first.to_vec(), word(last.len() + 4, true, 2), last.to_vec()].concat()
            };
            records.iter().map(pieces).collect()
        }
    }
}

fn file(random: &mut Dice, page: &str, made: Made, header: usize) -> Vec<u8> {
    [vec![0xFE; header], framed(random, page, made).concat()].concat()
}

#[test]
fn the_way_of_random_records_is_found() {
    let mut random = Dice::of(7);
    let folder = tempfile::tempdir().unwrap();
    let (data, copybook) = (folder.path().join("data.bin"), folder.path().join("entry.cpy"));
    std::fs::write(&copybook, COPYBOOK).unwrap();
    for (page, made, header, want) in [
        ("cp037", Made::Fixed, 0, "end: {length: 45}"),
        ("cp037", Made::Fixed, 10, "end: {length: 45}, file_header: 10"),
        ("cp500", Made::Spare(5), 0, "end: {length: 50}"),
        ("cp037", Made::Before(4), 0, "end: {length: 49}, before: 4"),
        ("cp037", Made::Words { big: true, counts: true, blocks: false }, 0, "end: {rdw: big}"),
        ("cp297", Made::Words { big: true, counts: true, blocks: true }, 0, "end: {bdw: big, rdw: big}"),
        (
            "cp037",
            Made::Words { big: false, counts: false, blocks: false },
            0,
            "end: {rdw: little, counts_itself: false}",
        ),
        (
            "ascii",
            Made::Words { big: false, counts: true, blocks: true },
            6,
            "end: {bdw: little, rdw: little}, file_header: 6",
        ),
        ("cp1140", Made::Spanned, 0, "end: {rdw: big, spanned: true}"),
        ("ascii", Made::Fixed, 0, "end: {length: 45}"),
        ("ascii", Made::Fixed, 8, "end: {length: 45}, file_header: 8"),
    ] {
        std::fs::write(&data, file(&mut random, page, made, header)).unwrap();
        let answer = asked(&data, &copybook);
        let how = keys::how(answer.best());
        let (encoding, keys) = how.split_once(", ").unwrap();
        assert_eq!(keys, want, "{page} {made:?}");
        // No letter of these records tells pages apart.
        assert_eq!(encoding == "encoding: ascii", page == "ascii", "{page} {made:?}");
        assert_eq!((answer.best().counts.bad, answer.doubts.len()), (0, 0), "{page} {made:?}: {:?}", answer.doubts);
        assert_eq!(tried(&answer), (120, 0), "{page} {made:?}");
        assert_eq!(record(&mut random, page, 1).len(), RECORD);
    }
}

const TEXT: &str = "
       01  NAME-RECORD.
           05  NAME-NO       PIC 9(5).
           05  NAME-OF       PIC X(20).
           05  BALANCE       PIC S9(7)V99.
";

#[test]
fn lines_and_pages_of_texts_are_told_by_their_letters() {
    let folder = tempfile::tempdir().unwrap();
    let (data, copybook) = (folder.path().join("names.dat"), folder.path().join("name.cpy"));
    std::fs::write(&copybook, TEXT).unwrap();
    let names = ["HÉLÈNE CÔTÉ", "FRANÇOISE LÉVÊQUE", "Zoé Bélanger", "JOSÉ TREMBLAY"];
    for (page, end, want) in [
        ("cp297", Vec::new(), "end: {length: 34}"),
        ("cp037", vec![0x15], "end: newline"),
        ("cp500", vec![0x0D, 0x25], "end: newline"),
        ("cp850", vec![0x0D, 0x0A], "end: newline"),
        ("cp1252", vec![0x0A], "end: newline"),
    ] {
        let encoding = Encoding::of(page).unwrap();
        let one = |number: usize| {
            let line = format!("{number:05}{:<20}00000{:03}{}", names[number % 4], number, "5");
            [encoding.encode(&line).unwrap(), end.clone()].concat()
        };
        std::fs::write(&data, (0..200).flat_map(one).collect::<Vec<u8>>()).unwrap();
        let answer = asked(&data, &copybook);
        let how = keys::how(answer.best());
        let (encoding, keys) = how.split_once(", ").unwrap();
        assert_eq!(keys, want, "{page}");
        let decoded = Encoding::of(encoding.trim_start_matches("encoding: ")).unwrap();
        let written = Encoding::of(page).unwrap().encode(&names.concat()).unwrap();
        let mut read = Vec::new();
        decoded.decode(&written, &mut read).unwrap();
        assert_eq!(String::from_utf8(read).unwrap(), names.concat(), "{page} read as {encoding}");
        assert_eq!(tried(&answer), (200, 0), "{page}");
    }
}
