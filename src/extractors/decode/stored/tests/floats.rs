//! Floats of IBM and IEEE 754.

use arrow_array::Array;
use arrow_array::cast::AsArray;
use arrow_array::types::{Float32Type, Float64Type};
use proptest::prelude::*;

use super::{decimal, decoded, err, hex, stored};
use crate::extractors::decode::Decoder;
use crate::extractors::decode::stored::{encode, floats::FloatRules, floats::Parts};
use crate::mapping::model::{Reading, Round, Type};
use crate::mapping::stored::{Endian, Float, Form, Signs, Stored};

const IBM: Float = Float::Hexadecimal;
const BIG: Float = Float::Ieee(Endian::Big);
const LITTLE: Float = Float::Ieee(Endian::Little);

fn of(float: Float, bytes: u8) -> Reading {
    stored(Stored { form: Form::Float(float), bytes, digits: 0, scale: 0, signed: true, signs: Signs::Preferred })
}

/// The bits of a value and how many were rounded, or a code.
fn double(float: Float, field: &[u8]) -> Result<(f64, u64), &'static str> {
    let reading = of(float, u8::try_from(field.len()).unwrap());
    let got = Decoder::new(&Type::Float64, &reading, "cp037", true).unwrap().decode(&[field][..]);
    match got.findings.first() {
        Some(found) => Err(found.code.id()),
        None => Ok((got.array.as_primitive::<Float64Type>().value(0), got.counts.rounded)),
    }
}

fn single(float: Float, field: &[u8]) -> Result<(f32, u64), &'static str> {
    let reading = of(float, u8::try_from(field.len()).unwrap());
    let got = Decoder::new(&Type::Float32, &reading, "cp037", true).unwrap().decode(&[field][..]);
    match got.findings.first() {
        Some(found) => Err(found.code.id()),
        None => Ok((got.array.as_primitive::<Float32Type>().value(0), got.counts.rounded)),
    }
}

#[test]
fn hexadecimal_floats_are_read_exactly_or_refused() {
    // -118.625 is the example of IBM's manual.
    for (field, want) in [
        ("C276A000", Ok((-118.625, 0))),
        ("41100000", Ok((1.0, 0))),
        ("40800000", Ok((0.5, 0))),
        ("00000000", Ok((0.0, 0))),
        ("42640000", Ok((100.0, 0))),
        ("4019999A", Ok((f64::from(0x0019_999A) / f64::from(1 << 24), 0))),
        ("41001000", Ok((1.0 / 256.0, 0))), // not normalized
        ("C276A00000000000", Ok((-118.625, 0))),
        ("4110000000000001", Ok((1.0 + f64::EPSILON, 0))),
        ("4180000000000001", Ok((8.0, 1))),
        ("7FFFFFFFFFFFFFFF", Ok((7.237_005_577_332_262e75, 1))),
        ("40404040", Err("TL0220")),
        ("4040404040404040", Err("TL0220")),
    ] {
        assert_eq!(double(IBM, &hex(field)), want, "{field}");
    }
    for (field, want) in [
        ("C276A000", Ok((-118.625, 0))),
        ("60FFFFFF", Ok((f32::MAX, 0))),
        ("61100000", Err("TL0203")),
        ("00100000", Err("TL0233")),
        ("4110000000000001", Ok((1.0, 1))),
    ] {
        assert_eq!(single(IBM, &hex(field)), want, "{field}");
    }
}

#[test]
fn ieee_floats_are_read_from_both_ends() {
    for (float, field, want) in [
        (BIG, "C2ED4000", Ok((-118.625, 0))),
        (LITTLE, "0040EDC2", Ok((-118.625, 0))),
        (BIG, "3FF0000000000000", Ok((1.0, 0))),
        (LITTLE, "000000000000F03F", Ok((1.0, 0))),
        (BIG, "0000000000000001", Ok((5e-324, 0))),
        (BIG, "00000001", Ok((f64::from(f32::from_bits(1)), 0))),
        (BIG, "7FF0000000000000", Err("TL0232")),
        (BIG, "7FC00000", Err("TL0232")),
        (BIG, "FFFFFFFF", Err("TL0222")),
        (BIG, "40404040", Err("TL0220")),
    ] {
        assert_eq!(double(float, &hex(field)), want, "{field}");
    }
    for (field, want) in [
        ("3FF0000000000001", Ok((1.0, 1))),
        ("47F0000000000000", Err("TL0203")),
        ("47EFFFFFF0000000", Err("TL0203")),
        ("0000000000000001", Err("TL0233")),
        ("3690000000000000", Err("TL0233")),
        ("36A0000000000000", Ok((f32::from_bits(1), 0))),
    ] {
        assert_eq!(single(BIG, &hex(field)), want, "{field}");
    }
}

#[test]
fn floats_become_decimals_exactly_or_as_declared() {
    let rounded = Some(Round::HalfUp);
    for (float, field, ty, round, want) in [
        (IBM, "42648000", decimal(9, 2), None, Ok(Some(10050))),
        (IBM, "C276A000", decimal(9, 3), None, Ok(Some(-118_625))),
        (IBM, "C276A000", decimal(9, 2), None, err("TL0204", "3")),
        (IBM, "C276A000", decimal(9, 2), rounded, Ok(Some(-11863))),
        (IBM, "C276A000", decimal(9, 2), Some(Round::HalfEven), Ok(Some(-11862))),
        (BIG, "3FB999999999999A", decimal(9, 2), rounded, Ok(Some(10))),
        (BIG, "3FB999999999999A", decimal(9, 2), None, err("TL0204", "55")),
        (BIG, "3FF0000000000000", Type::Int16, None, Ok(Some(1))),
        (BIG, "40E0000000000000", Type::Int16, None, err("TL0203", "int16")),
        (BIG, "0000000000000001", decimal(38, 38), rounded, Ok(Some(0))),
        (BIG, "7E37E43C8800759C", decimal(38, 0), None, err("TL0203", "decimal(38,0)")),
        (BIG, "4480000000000000", decimal(38, 0), None, Ok(Some(1 << 73))),
    ] {
        let reading = Reading { round, ..of(float, u8::try_from(field.len() / 2).unwrap()) };
        assert_eq!(decoded(ty, &reading, &hex(field)), want, "{field} {ty:?}");
    }
}

#[test]
fn usual_floats_are_read_without_the_general_reader() {
    for (float, field, want) in [
        (IBM, "C276A000", Some(-118.625)),
        (IBM, "C276A00000000000", Some(-118.625)),
        (IBM, "00000000", Some(0.0)),
        (BIG, "3FB999999999999A", Some(0.1)),
        (LITTLE, "000000000000F03F", Some(1.0)),
        (BIG, "C2ED4000", Some(-118.625)),
        // Rounded, infinite, filled with blanks, cut.
        (IBM, "4180000000000001", None),
        (BIG, "7FF0000000000000", None),
        (IBM, "40404040", None),
    ] {
        let field = hex(field);
        assert_eq!(FloatRules::new(float, field.len()).quick_double(field.as_slice().into()), want, "{field:02X?}");
        assert_eq!(FloatRules::new(float, 8).quick_double(field[..3].into()), None);
    }
    assert_eq!(FloatRules::new(IBM, 4).quick_single(hex("C276A000").as_slice().into()), Some(-118.625));
    assert_eq!(FloatRules::new(IBM, 4).quick_single(hex("7FFFFFFF").as_slice().into()), None);
    assert_eq!(FloatRules::new(LITTLE, 4).quick_single(hex("0040EDC2").as_slice().into()), Some(-118.625));
}

#[test]
fn decimals_become_the_nearest_float() {
    let packed = Stored { form: Form::Packed, bytes: 4, digits: 7, scale: 2, signed: true, signs: Signs::Preferred };
    let got = Decoder::new(&Type::Float64, &stored(packed), "cp037", true).unwrap();
    let field = hex("0000010D");
    let got = got.decode(&[&field[..]][..]);
    assert_eq!(got.array.as_primitive::<Float64Type>().value(0), -0.1);
    assert!(got.array.is_valid(0));
}

proptest! {
    #[test] // by powers of two, which floats multiply with exactly
    fn hexadecimal_floats_are_their_fraction_times_a_power_of_sixteen(mantissa in 0..1_u32 << 24, exponent in 0..128_u32) {
        let word = exponent << 24 | mantissa;
        let want = f64::from(mantissa) * 2_f64.powi(4 * (i32::try_from(exponent).unwrap() - 64) - 24);
        prop_assert!(word == 0x4040_4040 || double(IBM, &word.to_be_bytes()) == Ok((want, 0)));
    }

    #[test]
    fn ieee_floats_are_what_the_standard_library_has(bits: u64) {
        let value = f64::from_bits(bits);
        for (float, field) in [(BIG, bits.to_be_bytes()), (LITTLE, bits.to_le_bytes())] {
            let rules = FloatRules::new(float, 8);
            match rules.parts(&field).and_then(Parts::double) {
                Ok((got, rounded)) => prop_assert_eq!((got.to_bits(), rounded), (bits, false)),
                Err(_) => prop_assert!(!value.is_finite()),
            }
            #[expect(clippy::cast_possible_truncation, reason = "the nearest one is meant")]
            let narrow = value as f32;
            match rules.parts(&field).and_then(Parts::single) {
                Ok((got, _)) => prop_assert_eq!(got.to_bits(), narrow.to_bits()),
                Err(_) => prop_assert!(!narrow.is_finite() || narrow.abs() < f32::MIN_POSITIVE),
            }
        }
    }

    #[test] // bytes of every kind, many of them with zeros at their end
    fn the_quick_reader_of_floats_never_differs_from_the_general_one(word: u64, zeros in 0..64_u32) {
        let word = word >> zeros << zeros;
        for (float, bytes) in [IBM, BIG, LITTLE].into_iter().flat_map(|float| [(float, 4), (float, 8)]) {
            let mut field = word.to_be_bytes()[..bytes].to_vec();
            if float == LITTLE {
                field.reverse();
            }
            let (rules, cell) = (FloatRules::new(float, bytes), field.as_slice().into());
            if let Some(double) = rules.quick_double(cell) {
                let general = rules.parts(&field).and_then(Parts::double);
                prop_assert_eq!(general.map(|(value, rounded)| (value.to_bits(), rounded)), Ok((double.to_bits(), false)));
            }
            if let Some(single) = rules.quick_single(cell) {
                let general = rules.parts(&field).and_then(Parts::single);
                prop_assert_eq!(general.map(|(value, rounded)| (value.to_bits(), rounded)), Ok((single.to_bits(), false)));
            }
        }
    }

    #[test]
    fn floats_that_were_encoded_come_back(bits: u64, exponent in 900..1100_u64) {
        // Within what base 16 holds.
        let value = f64::from_bits(bits & !(0x7FF << 52) | exponent << 52);
        for float in [BIG, LITTLE, IBM] {
            let field = encode::encode_float(float, 8, value);
            prop_assert_eq!(field.map(|field| double(float, &field)), Some(Ok((value, 0))));
        }
        #[expect(clippy::cast_possible_truncation, reason = "the nearest one is meant")]
        let narrow = value as f32;
        if let Some(field) = encode::encode_float(BIG, 4, narrow.into()) {
            prop_assert!(narrow.abs() < f32::MIN_POSITIVE || single(BIG, &field) == Ok((narrow, 0)));
        }
    }

    #[test]
    fn normalized_hexadecimal_bytes_come_back(word: u64) {
        let word = word & 0xFF1F_FFFF_FFFF_FFFF | 0x0010_0000_0000_0000;
        if let Ok((value, 0)) = double(IBM, &word.to_be_bytes()) {
            prop_assert_eq!(encode::encode_float(IBM, 8, value), Some(word.to_be_bytes().to_vec()));
        }
        let field = &word.to_be_bytes()[..4];
        if let Ok((value, _)) = double(IBM, field) {
            prop_assert_eq!(encode::encode_float(IBM, 4, value), Some(field.to_vec()));
        }
    }
}
