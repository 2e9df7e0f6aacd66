//! Values that are encoded again: canonical bytes come back, and each other form is told apart.

use proptest::prelude::*;

use super::{BIG, ZONED, decimal, encoding, hex, layout, of, reading, stored, zoned};
use crate::extractors::decode::Decoder;
use crate::extractors::decode::round_trip::{Difference, Trip, Witness};
use crate::extractors::decode::stored::encode::{encode, encode_float};
use crate::mapping::model::{OnBlank, Reading, Round, Trim, Type};
use crate::mapping::stored::{Alphabet, Endian, Fills, Float, Form, OnFill, Signs, Stored};

fn witness(ty: Type, reading: &Reading, encoding: &str, field: &[u8]) -> Option<Witness> {
    Decoder::new(&ty, reading, encoding, true).unwrap().witness(field)
}

fn trip(ty: Type, reading: &Reading, field: &[u8]) -> Option<Trip> {
    let form = reading.stored.map_or(BIG, |stored| stored.form);
    witness(ty, reading, encoding(form), field).map(|witness| witness.trip)
}

#[test]
fn each_form_that_is_not_canonical_is_told_apart() {
    use Difference::{Blanks, HighValues, LowValues, MinusZero, PackedSign, PlainDigit, Rounded, ZonedSign};
    let other = |difference| Some(Trip::Other(difference));
    let ascii = zoned(Alphabet::Overpunch, false, false);
    let apart = zoned(Alphabet::Ebcdic, false, true);
    for (picture, form, field, want) in [
        ("S9(3)", Form::Packed, "123C", Some(Trip::Same)),
        ("S9(3)", Form::Packed, "123D", Some(Trip::Same)),
        ("S9(3)", Form::Packed, "123F", other(PackedSign { found: 0xF, wanted: 0xC })),
        ("S9(3)", Form::Packed, "123A", other(PackedSign { found: 0xA, wanted: 0xC })),
        ("S9(3)", Form::Packed, "123B", other(PackedSign { found: 0xB, wanted: 0xD })),
        ("S9(3)", Form::Packed, "000D", other(MinusZero)),
        ("9(3)", Form::Packed, "123F", Some(Trip::Same)),
        ("9(3)", Form::Packed, "123C", other(PackedSign { found: 0xC, wanted: 0xF })),
        ("S9(5)", Form::Packed, "404040", other(Blanks)),
        ("S9(5)", Form::Packed, "000000", other(LowValues)),
        ("S9(5)", Form::Packed, "FFFFFF", other(HighValues)),
        ("S9(3)", ZONED, "F1F2C3", Some(Trip::Same)),
        ("S9(3)", ZONED, "F1F2D3", Some(Trip::Same)),
        ("S9(3)", ZONED, "F1F2F3", other(ZonedSign { found: 0xF, wanted: 0xC })),
        ("S9(3)", ZONED, "F1F2E3", other(ZonedSign { found: 0xE, wanted: 0xC })),
        ("S9(3)", ZONED, "F0F0D0", other(MinusZero)),
        ("9(3)", ZONED, "F1F2F3", Some(Trip::Same)),
        ("9(3)", ZONED, "404040", other(Blanks)),
        ("S9(3)", apart, "F1F2F34E", Some(Trip::Same)),
        ("S9(3)", apart, "F0F0F060", other(MinusZero)),
        ("S9(3)", ascii, "31327B", Some(Trip::Same)),
        ("S9(3)", ascii, "313230", other(PlainDigit)),
        ("S9(3)", ascii, "30307D", other(MinusZero)),
        ("S9(4)", BIG, "FFFE", Some(Trip::Same)),
        ("9(5)", Form::PackedUnsigned, "012345", Some(Trip::Same)),
        ("S9(3)", Form::Packed, "12CC", None),
    ] {
        let declared = Stored { signs: Signs::Any, ..of(picture, form) };
        let fills = Some(Fills { low: OnFill::Zero, high: OnFill::Zero, pad: false });
        let reading = Reading { on_blank: OnBlank::Zero, fills, ..stored(declared) };
        assert_eq!(trip(Type::Int64, &reading, &hex(field)), want, "{picture} {form:?} {field}");
    }
    // What a type rounds is other bytes; what the mapping empties is none.
    let cents = Reading { round: Some(Round::HalfUp), ..stored(of("S9(5)V99", Form::Packed)) };
    assert_eq!(trip(decimal(9, 1), &cents, &hex("1234567C")), other(Rounded));
    assert_eq!(trip(decimal(9, 1), &cents, &hex("1234560C")), Some(Trip::Same));
    assert_eq!(trip(decimal(9, 4), &cents, &hex("1234567C")), Some(Trip::Same));
    assert_eq!(trip(Type::Float64, &cents, &hex("1234567C")), Some(Trip::Same));
    let nulls = Reading { null_if: vec!["9999999".into()], ..cents };
    assert_eq!(trip(decimal(9, 2), &nulls, &hex("9999999C")), Some(Trip::Empty));
    // Of what is no number, the digits are encoded.
    let date = Reading { picture: Some("YYYYMMDD".into()), ..stored(of("9(8)", Form::Packed)) };
    assert_eq!(trip(Type::Date, &date, &hex("020241231F")), Some(Trip::Same));
    assert_eq!(
        trip(Type::Text, &stored(of("S9(3)", Form::Packed)), &hex("123F")),
        other(PackedSign { found: 0xF, wanted: 0xC })
    );
}

#[test]
fn blanks_are_the_bytes_of_a_zero_that_is_blank_when_zero() {
    use Difference::{Blanks, LowValues, Rounded, Zeros};
    let other = |difference| Some(Trip::Other(difference));
    let fills = Some(Fills { low: OnFill::Zero, ..Fills::default() });
    let tenths = Reading { round: Some(Round::HalfUp), ..stored(of("9(3)V9", ZONED)) };
    for (zero_is_blank, field, ty, want) in [
        (true, "40404040", Type::Int64, Some(Trip::Same)),
        (true, "F0F0F0F0", Type::Int64, other(Zeros)),
        (true, "00000000", Type::Int64, other(LowValues)),
        (true, "F0F0F1F0", Type::Int64, Some(Trip::Same)),
        (true, "F0F0F0F4", Type::Int64, other(Rounded)),
        (true, "40404040", decimal(9, 2), Some(Trip::Same)),
        (true, "40404040", Type::Float64, Some(Trip::Same)),
        (false, "40404040", Type::Int64, other(Blanks)),
        (false, "F0F0F0F0", Type::Int64, Some(Trip::Same)),
    ] {
        let reading = Reading { on_blank: OnBlank::Zero, zero_is_blank, fills, ..tenths.clone() };
        assert_eq!(trip(ty, &reading, &hex(field)), want, "{zero_is_blank} {field} {ty:?}");
    }
}

#[test]
fn hexadecimal_floats_are_normalised_and_have_one_zero() {
    use Difference::{MinusZero, NotNormalised, Rounded, ZeroExponent};
    let other = |difference| Some(Trip::Other(difference));
    let ieee = Float::Ieee(Endian::Big);
    for (float, bytes, field, ty, want) in [
        (Float::Hexadecimal, 4, "42640000", Type::Float32, Some(Trip::Same)),
        (Float::Hexadecimal, 4, "43064000", Type::Float32, other(NotNormalised)),
        (Float::Hexadecimal, 4, "41000000", Type::Float64, other(ZeroExponent)),
        (Float::Hexadecimal, 4, "80000000", Type::Float32, Some(Trip::Same)),
        (Float::Hexadecimal, 4, "80000000", decimal(9, 2), other(MinusZero)),
        (Float::Hexadecimal, 8, "4264000000000000", Type::Float64, Some(Trip::Same)),
        (Float::Hexadecimal, 8, "41FFFFFFFFFFFFFF", Type::Float64, other(Rounded)),
        (ieee, 4, "42C80000", Type::Float32, Some(Trip::Same)),
        (ieee, 8, "8000000000000000", Type::Float64, Some(Trip::Same)),
        (ieee, 4, "42C80000", decimal(9, 2), Some(Trip::Same)),
        (ieee, 4, "7FC00001", Type::Float32, None),
    ] {
        let declared = Stored { form: Form::Float(float), bytes, digits: 0, scale: 0, signed: true, signs: Signs::Any };
        let reading = Reading { round: Some(Round::HalfUp), ..stored(declared) };
        let got = witness(ty, &reading, "cp037", &hex(field)[..usize::from(bytes)]).map(|witness| witness.trip);
        assert_eq!(got, want, "{float:?} {field} {ty:?}");
    }
}

#[test]
fn texts_with_their_blanks_give_their_bytes() {
    use Difference::{BlanksBefore, FilledLow, FilledTabs};
    let other = |difference| Some(Trip::Other(difference));
    let low = Some(Fills { pad: true, ..Fills::default() });
    for (trim, fills, encoding, field, want) in [
        (Trim::Right, None, "cp037", "C1C24040", Some(Trip::Same)),
        (Trim::Right, None, "cp037", "4040C1C2", Some(Trip::Same)),
        (Trim::Right, None, "cp037", "40404040", Some(Trip::Same)),
        (Trim::Left, None, "cp037", "4040C1C2", Some(Trip::Same)),
        (Trim::Both, None, "cp037", "40C1C240", other(BlanksBefore)),
        (Trim::None, None, "cp037", "40C1C240", Some(Trip::Same)),
        (Trim::Right, None, "cp037", "C1C20540", other(FilledTabs)),
        (Trim::Right, low, "cp037", "C1C20000", other(FilledLow)),
        (Trim::Right, None, "cp1252", "E9202020", Some(Trip::Same)),
        (Trim::Right, None, "utf-8", "C3A92020", Some(Trip::Same)),
        (Trim::Right, None, "utf-16be", "004100E900200020", Some(Trip::Same)),
    ] {
        let reading = Reading { trim, fills, on_blank: OnBlank::Empty, ..reading() };
        let got = witness(Type::Text, &reading, encoding, &hex(field)).map(|witness| witness.trip);
        assert_eq!(got, want, "{trim:?} {encoding} {field}");
    }
    let part = Reading { pattern: None, null_if: vec!["XX".into()], ..reading() };
    assert_eq!(witness(Type::Text, &part, "cp037", &hex("E7E74040")).map(|it| it.trip), Some(Trip::Empty));
    assert_eq!(witness(Type::Int32, &reading(), "cp037", &hex("F1F2")), None, "numbers that are text are not encoded");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test] // of any layout, whatever type reads it
    fn canonical_bytes_come_back_from_every_column(
        layout in layout(), number: i128, size in 0..=38_u32,
        ty in prop_oneof![Just(Type::Int16), Just(Type::Int64), Just(decimal(18, 2)), Just(decimal(38, 0)), Just(decimal(38, 10)),
            Just(Type::Text)],
    ) {
        let number = number % 10_i128.pow(size);
        if let Some(field) = encode(layout, number)
            && let Some(witness) = witness(ty, &stored(layout), encoding(layout.form), &field)
        {
            prop_assert_eq!(witness, Witness { trip: Trip::Same, bytes: field });
        }
    }

    #[test]
    fn floats_come_back_from_their_columns(bits: u64, wide: bool, form in 0..3_usize) {
        let float = [Float::Hexadecimal, Float::Ieee(Endian::Big), Float::Ieee(Endian::Little)][form];
        let (bytes, ty) = if wide { (8, Type::Float64) } else { (4, Type::Float32) };
        let declared = Stored { form: Form::Float(float), bytes, digits: 0, scale: 0, signed: true, signs: Signs::Any };
        if let Some(field) = encode_float(float, bytes, f64::from_bits(bits))
            && let Some(again) = witness(ty, &stored(declared), "cp037", &field)
        {
            prop_assert_eq!(again.bytes, field);
        }
    }
}
