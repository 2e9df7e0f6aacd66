//! Stored numbers as texts, dates, words; texts of EBCDIC.

use arrow_array::Array;
use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Int32Type};
use proptest::prelude::*;

use super::{BIG, ZONED, hex, of, reading, stored};
use crate::extractors::decode::stored::encode;
use crate::extractors::decode::{Decoded, Decoder};
use crate::mapping::model::{OnBlank, Reading, Trim, Type};
use crate::mapping::stored::{Fills, Form, OnFill, Stored};

fn decoded(ty: Type, reading: &Reading, field: &[u8]) -> Decoded {
    Decoder::new(&ty, reading, "cp037", true).unwrap().decode(&[field][..])
}

/// The text, nothing, or a code.
fn text(reading: &Reading, field: &[u8]) -> Result<Option<String>, &'static str> {
    let got = decoded(Type::Text, reading, field);
    match got.findings.first() {
        Some(found) => Err(found.code.id()),
        None => Ok(got.array.is_valid(0).then(|| got.array.as_string::<i32>().value(0).to_owned())),
    }
}

#[test]
fn digits_are_text_with_the_width_of_their_picture() {
    let some = |text: &str| Ok(Some(text.to_owned()));
    for (picture, form, field, want) in [
        ("9(8)", Form::Packed, "000000000F", some("00000000")),
        ("9(8)", Form::Packed, "020241231F", some("20241231")),
        ("9(8)", ZONED, "F2F0F2F4F1F2F3F1", some("20241231")),
        ("S9(5)V99", Form::Packed, "0000123D", some("-0000123")),
        ("S9(5)V99", Form::Packed, "0000000D", some("0000000")),
        ("9(4)", BIG, "04D2", some("1234")),
        ("9(4)", BIG, "0001", some("0001")),
        ("9(8)", Form::Packed, "02024A231F", Err("TL0226")),
        ("9(8)", Form::Packed, "4040404040", Err("TL0220")),
        ("9(8)", ZONED, "4040404040404040", Err("TL0200")),
    ] {
        assert_eq!(text(&stored(of(picture, form)), &hex(field)), want, "{picture} {field}");
    }
    let nulls = Reading { null_if: vec!["00000000".into()], ..stored(of("9(8)", Form::Packed)) };
    assert_eq!(text(&nulls, &hex("000000000F")), Ok(None));
    let empty = Reading { on_blank: OnBlank::Empty, ..stored(of("9(8)", ZONED)) };
    assert_eq!(text(&empty, &[0x40; 8]), Ok(None));
}

#[test]
fn a_date_that_is_stored_as_a_number_is_a_date() {
    let picture = Some("YYYYMMDD".to_owned());
    let packed = Reading { picture, null_if: vec!["00000000".into()], ..stored(of("9(8)", Form::Packed)) };
    let zoned = Reading { stored: Some(of("9(8)", ZONED)), ..packed.clone() };
    let julian = Reading { picture: Some("YYYYDDD".into()), ..stored(of("9(7)", Form::Packed)) };
    for (reading, field, want) in [
        (&packed, "020241231F", Ok(Some(20088))),
        (&packed, "000000000F", Ok(None)),
        (&packed, "020241331F", Err("TL0212")),
        (&zoned, "F2F0F2F4F1F2F3F1", Ok(Some(20088))),
        (&zoned, "F0F0F0F0F0F0F0F0", Ok(None)),
        (&zoned, "F2F0F2F440F2F3F1", Err("TL0223")),
        (&julian, "2024366F", Ok(Some(20088))),
    ] {
        let got = decoded(Type::Date, reading, &hex(field));
        let told = match got.findings.first() {
            Some(found) => Err(found.code.id()),
            None => Ok(got.array.is_valid(0).then(|| got.array.as_primitive::<Date32Type>().value(0))),
        };
        assert_eq!(told, want, "{field}");
    }
}

#[test]
fn words_for_true_may_be_digits() {
    let words = Reading { true_words: vec!["1".into()], false_words: vec!["0".into()], ..stored(of("9(1)", ZONED)) };
    assert!(decoded(Type::Bool, &words, &[0xF1]).array.as_boolean().value(0));
    assert!(!decoded(Type::Bool, &words, &[0xF0]).array.as_boolean().value(0));
    assert_eq!(decoded(Type::Bool, &words, &[0xF2]).findings[0].code.id(), "TL0214");
}

#[test]
fn texts_of_ebcdic_are_trimmed_and_translated() {
    let both = reading();
    let none = Reading { trim: Trim::None, ..reading() };
    for (reading, field, want) in [
        (&both, "C1C2C34040", Some("ABC")),
        (&both, "40C1404005", Some("A")),
        (&both, "C351A3C9", Some("CétI")),
        (&none, "C1C240", Some("AB ")),
        (&both, "4040", None),
        (&both, "", None),
        (&both, "15C1", Some("\u{85}A")),
    ] {
        let reading = Reading { on_blank: OnBlank::Empty, ..reading.clone() };
        assert_eq!(text(&reading, &hex(field)), Ok(want.map(str::to_owned)), "{field}");
    }
    let amount = Reading { decimal: Some('.'), ..reading() };
    let got = decoded(Type::Int32, &amount, &hex("4060F1F2"));
    assert_eq!(got.array.as_primitive::<Int32Type>().value(0), -12);
    let date = Reading { picture: Some("MM/DD/YYYY".into()), ..reading() };
    let got = decoded(Type::Date, &date, &hex("F1F261F3F161F2F0F2F4"));
    assert_eq!(got.array.as_primitive::<Date32Type>().value(0), 20088);
}

#[test]
fn low_and_high_values_of_a_text_become_what_is_declared() {
    let filled = |low, high| Reading { fills: Some(Fills { low, high, pad: false }), ..reading() };
    let empty = filled(OnFill::Empty, OnFill::Empty);
    assert_eq!(text(&empty, &[0; 4]), Ok(None));
    assert_eq!(text(&empty, &[0xFF; 4]), Ok(None));
    assert_eq!(decoded(Type::Text, &empty, &[0; 4]).counts.low, 1);
    assert_eq!(decoded(Type::Text, &empty, &[0xFF; 4]).counts.high, 1);
    assert_eq!(text(&empty, &[0, 0, 0xC1]), Ok(Some("\0\0A".to_owned())));
    let reject = filled(OnFill::Reject, OnFill::Reject);
    assert_eq!(text(&reject, &[0; 4]), Err("TL0221"));
    assert_eq!(text(&reject, &[0xFF; 4]), Err("TL0222"));
    assert_eq!(text(&reading(), &[0; 2]), Ok(Some("\0\0".to_owned())));
    let pads = Fills { low: OnFill::Empty, high: OnFill::Reject, pad: true };
    let padded = Reading { fills: Some(pads), trim: Trim::Right, ..reading() };
    assert_eq!(text(&padded, &[0, 0xC1, 0x40, 0, 0x40, 0]), Ok(Some("\0A".to_owned())));
    assert_eq!(text(&padded, &[0x40, 0, 0x40]), Err("TL0200"));
    assert_eq!(text(&padded, &[0xC1, 0x42, 0]), Ok(Some("Aâ".to_owned())));
    let ascii = Reading { encoding: Some("latin1".to_owned()), ..padded };
    assert_eq!(text(&ascii, b"A \0"), Ok(Some("A".to_owned())));
    let zero = filled(OnFill::Zero, OnFill::Empty);
    let number = decoded(Type::Int32, &zero, &[0; 4]);
    assert_eq!((number.array.as_primitive::<Int32Type>().value(0), number.counts.low), (0, 1));
}

proptest! {
    #[test] // read as a number, it is the date that its digits are
    fn a_stored_date_is_the_date_of_its_digits(number in prop_oneof![0..100_000_000_u32, 18_000_000..22_000_000_u32], zoned: bool) {
        let layout = of("9(8)", if zoned { ZONED } else { Form::Packed });
        let picture = Some("YYYYMMDD".to_owned());
        let field = encode::encode(layout, number.into()).unwrap();
        let got = decoded(Type::Date, &Reading { picture: picture.clone(), ..stored(layout) }, &field);
        let digits: Vec<u8> = format!("{number:08}").bytes().map(|digit| digit | 0xF0).collect();
        let want = decoded(Type::Date, &Reading { picture, ..reading() }, &digits);
        prop_assert_eq!(got.array.as_primitive::<Date32Type>(), want.array.as_primitive::<Date32Type>());
        prop_assert_eq!(got.findings, want.findings);
    }

    #[test] // the same text whether it is read quickly or from the general reader
    fn digits_as_text_are_what_the_number_prints(number in 0..99_999_999_i128, form in prop_oneof![Just(ZONED), Just(Form::Packed), Just(BIG)]) {
        let layout = Stored { bytes: if form == ZONED { 8 } else { 5 }, ..of("9(8)", form) };
        let field = super::super::encode::encode(layout, number).unwrap();
        let plain = stored(layout);
        let matched = Reading { pattern: Some(crate::mapping::model::Pattern(std::sync::Arc::new(regex::Regex::new("(.*)").unwrap()))), ..plain.clone() };
        prop_assert_eq!(text(&plain, &field), Ok(Some(format!("{number:08}"))));
        prop_assert_eq!(text(&matched, &field), Ok(Some(format!("{number:08}"))));
    }

    #[test]
    fn texts_of_ebcdic_are_those_of_the_encoding(field in prop::collection::vec(prop_oneof![any::<u8>(), Just(0x40), 0xC1..=0xC9_u8], 0..12)) {
        let mut whole = Vec::new();
        let encoding = crate::extractors::encoding::Encoding::of("cp037").unwrap();
        prop_assert!(encoding.decode(&field, &mut whole).is_ok());
        let whole = String::from_utf8(whole).unwrap();
        let want = whole.trim_matches([' ', '\t']);
        let reading = Reading { on_blank: OnBlank::Empty, ..reading() };
        prop_assert_eq!(text(&reading, &field), Ok((!want.is_empty()).then(|| want.to_owned())));
    }
}

#[test]
fn blanks_of_the_record_are_blanks_in_a_text_of_another_encoding() {
    let held = |text: &str| Ok(Some(text.to_owned()));
    for (name, source, field, want) in [
        ("utf-16be", "cp037", "40404040", Err("TL0220")),
        ("utf-16le", "cp1047", "4040", Err("TL0220")),
        ("utf-8", "cp037", "40404040", Err("TL0220")),
        ("cp1252", "cp037", "4040", Err("TL0220")),
        ("utf-16be", "cp1252", "20202020", Err("TL0220")),
        ("cp037", "utf-8", "2020", Err("TL0220")),
        ("utf-8", "cp037", "40", held("@")),
        ("utf-8", "cp037", "4041", held("@A")),
        ("utf-16be", "cp037", "40404041", held("\u{4040}\u{4041}")),
        ("utf-16be", "utf-16be", "40404040", held("\u{4040}\u{4040}")),
        ("cp1252", "utf-8", "40404040", held("@@@@")),
        ("cp1047", "cp037", "4040", Err("TL0200")),
        ("utf-8", "cp1252", "2020", Err("TL0200")),
    ] {
        let declared =
            |on_blank| Reading { encoding: Some(name.into()), on_blank, trim: Trim::None, ..Reading::plain() };
        let read = |on_blank| {
            let decoder = Decoder::new(&Type::Text, &declared(on_blank), source, true).unwrap();
            let got = decoder.decode(&[&hex(field)[..]][..]);
            let text = got.array.is_valid(0).then(|| got.array.as_string::<i32>().value(0).to_owned());
            (got.findings.first().map_or(Ok(text), |found| Err(found.code.id())), got.counts.blank)
        };
        assert_eq!(read(OnBlank::Reject).0, want, "{name} in {source}: {field}");
        let (empty, counted) = read(OnBlank::Empty);
        if want == Err("TL0220") {
            assert_eq!((empty, counted), (Ok(None), 1), "{name} in {source}: {field}");
        }
    }
}
