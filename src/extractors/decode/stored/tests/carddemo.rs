//! Real unloads of a mainframe, by the offsets of their copybooks (CVACT01Y, CVTRA06Y, CVEXPORT), with the totals that
//! their folder's README gives.

use arrow_array::cast::AsArray;
use arrow_array::types::{Decimal64Type, Int32Type, Int64Type};

use super::{BIG, ZONED, decimal, of, reading, stored};
use crate::extractors::decode::{Decoded, Decoder};
use crate::mapping::model::{OnBlank, Reading, Type};
use crate::mapping::stored::Form;

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

    fn cents(&self, kinds: &[u8], start: usize, picture: &str, form: Form) -> Vec<i64> {
        let decoded = self.field(kinds, start, decimal(12, 2), &stored(of(picture, form)), "cp037");
        decoded.array.as_primitive::<Decimal64Type>().values().to_vec()
    }

    fn whole(&self, kinds: &[u8], start: usize, picture: &str, form: Form) -> Vec<i64> {
        let decoded = self.field(kinds, start, Type::Int64, &stored(of(picture, form)), "cp037");
        decoded.array.as_primitive::<Int64Type>().values().to_vec()
    }

    fn texts(&self, start: usize, encoding: &str) -> Vec<String> {
        let decoded = self.field(&[], start, Type::Text, &Reading { on_blank: OnBlank::Empty, ..reading() }, encoding);
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
        let cents = accounts.cents(&[], start, "S9(10)V99", ZONED);
        assert_eq!((cents.len(), cents.iter().sum::<i64>()), (50, want));
        let overpunch = super::zoned(crate::mapping::stored::Alphabet::Overpunch, false, false);
        let ascii = twin.field(&[], start, decimal(12, 2), &stored(of("S9(10)V99", overpunch)), "ascii");
        assert_eq!(ascii.array.as_primitive::<Decimal64Type>().values().to_vec(), cents);
    }
    assert_eq!(accounts.whole(&[], 0, "9(11)", ZONED).iter().sum::<i64>(), 50 * 51 / 2);
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
    let amounts = Unload::of("EBCDIC/DALYTRAN.PS", 350).cents(&[], 132, "S9(9)V99", ZONED);
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
    assert_eq!(sum(export.cents(ACCOUNT, data + 12, "S9(10)V99", Form::Packed)), (50, 1_158_300));
    assert_eq!(sum(export.cents(TRANSACTION, data + 132, "S9(9)V99", Form::Packed)), (300, 10_480_154));
    assert_eq!(sum(export.whole(CARD, data + 24, "9(3)", BIG)), (50, 24_950));
    assert_eq!(sum(export.whole(CUSTOMER, data + 324, "9(3)", Form::Packed)), (50, 19_977));
    assert_eq!(export.whole(REFERENCE, data + 25, "9(11)", BIG).len(), 50);
    let mut numbers = export.whole(&[], 27, "9(9)", BIG);
    numbers.sort_unstable();
    let missing: Vec<i64> =
        (1..=numbers[numbers.len() - 1]).filter(|one| numbers.binary_search(one).is_err()).collect();
    assert_eq!(missing, (451..=459).collect::<Vec<_>>());
    let scores = export.field(CUSTOMER, data + 324, Type::Int32, &stored(of("9(3)", Form::Packed)), "cp037");
    assert!(scores.array.as_primitive::<Int32Type>().values().iter().all(|score| (0..=850).contains(score)));
}
