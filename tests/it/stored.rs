//! Real unloads of a mainframe, by the offsets of their copybooks (CVACT01Y, CVTRA06Y, CVEXPORT), with the totals that
//! their folder's README gives.

use arrow_array::cast::AsArray;
use arrow_array::types::{Decimal64Type, Int32Type, Int64Type};
use tumpline::extractors::decode::{Decoded, Decoder};
use tumpline::mapping::model::{Reading, Trim, Type};
use tumpline::mapping::stored::{Alphabet, Endian, Form, Signs, Stored, Zoned};

const CENTS: Type = Type::Decimal { precision: 12, scale: 2 };
const ZONED: Form = Form::Zoned(Zoned { leading: false, separate: false, alphabet: Alphabet::Ebcdic });
const BINARY: Form = Form::Binary { endian: Endian::Big, all_bits: false };

fn text() -> Reading {
    Reading { trim: Trim::Both, ..Reading::plain() }
}

/// Of so many digits, with cents and a sign or without both.
fn stored(form: Form, digits: u8, cents: bool) -> Reading {
    let bytes = match form {
        Form::Packed => digits / 2 + 1,
        Form::Binary { .. } => [2, 4, 8][usize::from(digits > 4) + usize::from(digits > 9)],
        _ => digits,
    };
    let scale = if cents { 2 } else { 0 };
    Reading { stored: Some(Stored { form, bytes, digits, scale, signed: cents, signs: Signs::Preferred }), ..text() }
}

/// Records of one length in a file of `../shared/conformance/carddemo`.
struct Unload {
    bytes: Vec<u8>,
    length: usize,
}

impl Unload {
    fn of(file: &str, length: usize) -> Self {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/conformance/carddemo/").to_owned() + file;
        Self { bytes: std::fs::read(path).unwrap(), length }
    }

    /// The field from byte `start`, from 0, of the records whose first byte is one of these letters (all, if none).
    fn field(&self, kinds: &[u8], start: usize, ty: Type, reading: &Reading, encoding: &str) -> Decoded {
        let long = reading.stored.map_or(10, |stored| usize::from(stored.bytes));
        let records = self.bytes.chunks(self.length).filter(|record| kinds.is_empty() || kinds.contains(&record[0]));
        let cells: Vec<&[u8]> = records.map(|record| &record[start..start + long]).collect();
        let decoded = Decoder::new(&ty, reading, encoding, true).unwrap().decode(&cells[..]);
        assert_eq!(decoded.findings, [], "{start}");
        decoded
    }

    fn cents(&self, kinds: &[u8], start: usize, form: Form, digits: u8) -> Vec<i64> {
        let decoded = self.field(kinds, start, CENTS, &stored(form, digits, true), "cp037");
        decoded.array.as_primitive::<Decimal64Type>().values().to_vec()
    }

    fn whole(&self, kinds: &[u8], start: usize, form: Form, digits: u8) -> Vec<i64> {
        let decoded = self.field(kinds, start, Type::Int64, &stored(form, digits, false), "cp037");
        decoded.array.as_primitive::<Int64Type>().values().to_vec()
    }

    fn texts(&self, start: usize, encoding: &str) -> Vec<String> {
        let decoded = self.field(&[], start, Type::Text, &text(), encoding);
        let texts = decoded.array.as_string::<i32>();
        texts.iter().map(|text| text.unwrap_or_default().to_owned()).collect()
    }
}

/// EBCDIC letters of the export's kinds.
const ACCOUNT: &[u8] = b"\xC1";
const CUSTOMER: &[u8] = b"\xC3";
const CARD: &[u8] = b"\xC4";
const TRANSACTION: &[u8] = b"\xE3";
const REFERENCE: &[u8] = b"\xE7";

#[test]
#[cfg_attr(not(has_conformance), ignore = "needs ../shared/conformance")]
fn accounts_add_up_and_read_as_their_twin_in_ascii() {
    let (accounts, twin) = (Unload::of("EBCDIC/ACCTDATA.PS", 300), Unload::of("ASCII/acctdata.txt", 301));
    for (start, want) in [(12, 1_226_900), (24, 23_371_100), (36, 12_214_800)] {
        let cents = accounts.cents(&[], start, ZONED, 12);
        assert_eq!((cents.len(), cents.iter().sum::<i64>()), (50, want));
        let overpunch = Form::Zoned(Zoned { leading: false, separate: false, alphabet: Alphabet::Overpunch });
        let ascii = twin.field(&[], start, CENTS, &stored(overpunch, 12, true), "ascii");
        assert_eq!(ascii.array.as_primitive::<Decimal64Type>().values().to_vec(), cents);
    }
    assert_eq!(accounts.whole(&[], 0, ZONED, 11).iter().sum::<i64>(), 50 * 51 / 2);
    for start in [48, 58, 68, 112] {
        assert_eq!(accounts.texts(start, "cp037"), twin.texts(start, "ascii"), "{start}");
    }
    // The one cell in which they differ: the zip code of the last but one.
    let (own, other) = (accounts.texts(102, "cp037"), twin.texts(102, "ascii"));
    let differ: Vec<usize> = (0..50).filter(|row| own[*row] != other[*row]).collect();
    assert_eq!(differ, [48]);
}

#[test]
#[cfg_attr(not(has_conformance), ignore = "needs ../shared/conformance")]
fn daily_transactions_add_up() {
    let amounts = Unload::of("EBCDIC/DALYTRAN.PS", 350).cents(&[], 132, ZONED, 11);
    assert_eq!((amounts.len(), amounts.iter().sum::<i64>()), (300, 10_480_154));
    assert_eq!(amounts.iter().filter(|amount| **amount < 0).count(), 50);
    assert_eq!((amounts.iter().min(), amounts.iter().max()), (Some(&-99_833), Some(&99_977)));
}

#[test]
#[cfg_attr(not(has_conformance), ignore = "needs ../shared/conformance")]
fn an_export_of_five_kinds_adds_up_in_every_form() {
    let export = Unload::of("EBCDIC/EXPORT.DATA.PS", 500);
    let data = 40;
    let sum = |values: Vec<i64>| (values.len(), values.iter().sum::<i64>());
    assert_eq!(sum(export.cents(ACCOUNT, data + 12, Form::Packed, 12)), (50, 1_158_300));
    assert_eq!(sum(export.cents(TRANSACTION, data + 132, Form::Packed, 11)), (300, 10_480_154));
    assert_eq!(sum(export.whole(CARD, data + 24, BINARY, 3)), (50, 24_950));
    assert_eq!(sum(export.whole(CUSTOMER, data + 324, Form::Packed, 3)), (50, 19_977));
    assert_eq!(export.whole(REFERENCE, data + 25, BINARY, 11).len(), 50);
    let mut numbers = export.whole(&[], 27, BINARY, 9);
    numbers.sort_unstable();
    let missing: Vec<i64> =
        (1..=numbers[numbers.len() - 1]).filter(|one| numbers.binary_search(one).is_err()).collect();
    assert_eq!(missing, (451..=459).collect::<Vec<_>>());
    let scores = export.field(CUSTOMER, data + 324, Type::Int32, &stored(Form::Packed, 3, false), "cp037");
    assert!(scores.array.as_primitive::<Int32Type>().values().iter().all(|score| (0..=850).contains(score)));
}

const COPYBOOK: &[u8] =
    b"       01 R.\n          05 A PIC S9(3) COMP-3.\n          05 B PIC S9(3).\n          05 C PIC X(2).\n";

const MAPPING: &str = "tumpline: 1
source:
  files: in.dat
  format: cobol
  encoding: cp037
  copybook: c.cpy
  defaults: {on_low_values: zero, on_high_values: empty, on_blank: empty}
  fields: [{name: a, personal: PERSONAL}]
table: t
limits: {rejects: 9}
";

#[test]
fn what_a_program_filled_is_counted_in_the_evidence_and_a_personal_sign_is_not_shown() {
    let records = b"\x12\x3C\xF1\xF2\xD3\xC1\xC2\0\0\0\0\0\0\0\xFF\xFF\xFF\xFF\xFF\xC1\x40\x40\x40\x40\x40\x40\x40\x40\x12\x3B\xF1\xF2\xF3\xC1\x40";
    for (personal, sign) in [("false", "B"), ("true", "")] {
        let mapping = MAPPING.replace("PERSONAL", personal);
        let left = crate::machine::run(&mapping, &[("in.dat", records), ("c.cpy", COPYBOOK)], 1, None);
        let found: Vec<_> = left.report.findings.iter().map(|group| group.code.id()).collect();
        assert_eq!(found, ["TL0227"], "{personal}");
        assert_eq!(left.report.findings[0].args.first().map(tumpline::finding::Arg::plain).as_deref(), Some(sign));
        let counts: Vec<(String, [u64; 3])> = left.manifest["sources"][0]["fields"]
            .as_array()
            .unwrap()
            .iter()
            .map(|field| {
                let count = |key: &str| field[key].as_u64().unwrap_or_default();
                let name = field["field"].as_str().unwrap().to_owned();
                (name, [count("blank"), count("low_values"), count("high_values")])
            })
            .collect();
        let want = [("record.a", [1, 1, 1]), ("record.b", [1, 1, 1]), ("record.c", [0, 1, 0])];
        assert_eq!(counts.iter().map(|(name, counts)| (name.as_str(), *counts)).collect::<Vec<_>>(), want);
    }
}
