//! Tables of real forms; the decoder beside an oracle that is slow and plain; round trips through the encoder.

#![allow(clippy::float_arithmetic, clippy::float_cmp, reason = "floats are what is tested")]

use arrow_array::Array;
use arrow_array::cast::AsArray;
use arrow_array::types::{Decimal64Type, Decimal128Type, Int16Type, Int32Type, Int64Type};
use proptest::prelude::*;

use super::*;
use crate::extractors::decode::Decoder;
use crate::extractors::decode::tests::reading;
use crate::mapping::model::{OnBlank, Reading, Round, Type};
use crate::mapping::stored::{Alphabet, Endian, Fills, OnFill, Signs, Zoned};

mod floats;
mod oracle;
mod texts;
mod trips;

/// A value, nothing, or a code with its first argument.
type Told = Result<Option<i128>, (&'static str, String)>;

fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u32> = text.chars().filter_map(|letter| letter.to_digit(16)).collect();
    digits.chunks(2).map(|pair| u8::try_from(pair[0] << 4 | pair[1]).unwrap()).collect()
}

fn err(code: &'static str, argument: &str) -> Told {
    Err((code, argument.to_owned()))
}

/// A picture such as `S9(4)V99`, P as `PP`, in its form.
fn of(picture: &str, form: Form) -> Stored {
    let signed = picture.starts_with('S');
    let picture = expanded(picture);
    let count = |text: &str, letter: char| i8::try_from(text.matches(letter).count()).unwrap();
    let (digits, scaling) = (count(&picture, '9'), count(&picture, 'P'));
    let scale = picture.split_once('V').map_or(-scaling, |(_, after)| count(after, '9') + scaling);
    let count = u8::try_from(digits).unwrap();
    let bytes = match form {
        Form::Zoned(zoned) => {
            let width = if matches!(zoned.alphabet, Alphabet::Utf16(_)) { 2 } else { 1 };
            width * (count + u8::from(zoned.separate))
        }
        Form::Packed => count / 2 + 1,
        Form::PackedUnsigned => count.div_ceil(2),
        Form::Binary { .. } => match digits {
            ..=4 => 2,
            5..=9 => 4,
            10..=18 => 8,
            19.. => 16,
        },
        Form::Float(_) => 8,
    };
    Stored { form, bytes, digits: count, scale, signed, signs: Signs::Preferred }
}

/// `9(5)` as `99999`.
fn expanded(picture: &str) -> String {
    let mut pieces = picture.split(['(', ')']);
    let mut text = pieces.next().unwrap_or_default().to_owned();
    while let (Some(times), Some(more)) = (pieces.next(), pieces.next()) {
        let last = text.pop().unwrap();
        text += &last.to_string().repeat(times.parse().unwrap());
        text += more;
    }
    text
}

const ZONED: Form = Form::Zoned(Zoned { leading: false, separate: false, alphabet: Alphabet::Ebcdic });
const BIG: Form = Form::Binary { endian: Endian::Big, all_bits: false };
const LITTLE: Form = Form::Binary { endian: Endian::Little, all_bits: false };
const BITS: Form = Form::Binary { endian: Endian::Big, all_bits: true };

const fn zoned(alphabet: Alphabet, leading: bool, separate: bool) -> Form {
    Form::Zoned(Zoned { leading, separate, alphabet })
}

const fn decimal(precision: u8, scale: u8) -> Type {
    Type::Decimal { precision, scale }
}

fn stored(stored: Stored) -> Reading {
    Reading { stored: Some(stored), ..reading() }
}

/// The encoding that files with this form have.
const fn encoding(form: Form) -> &'static str {
    match form {
        Form::Zoned(Zoned { alphabet: Alphabet::Overpunch | Alphabet::OverpunchP, .. }) => "ascii",
        _ => "cp037",
    }
}

/// A field with other bytes before it, as it stands in a record.
fn decoded(ty: Type, reading: &Reading, field: &[u8]) -> Told {
    let encoding = encoding(reading.stored.unwrap().form);
    let decoder = Decoder::new(&ty, reading, encoding, true).unwrap();
    let got = decoder.decode(&[field][..]);
    let array = &got.array;
    if let Some(found) = got.findings.first() {
        assert!(array.is_null(0));
        assert_eq!(found.args.len(), found.code.args().len(), "{}", found.code.id());
        return Err((found.code.id(), found.args.first().map_or(String::new(), crate::finding::Arg::plain)));
    }
    if array.is_null(0) {
        return Ok(None);
    }
    Ok(Some(match ty {
        Type::Int16 => array.as_primitive::<Int16Type>().value(0).into(),
        Type::Int32 => array.as_primitive::<Int32Type>().value(0).into(),
        Type::Int64 => array.as_primitive::<Int64Type>().value(0).into(),
        Type::Decimal { precision, .. } if precision <= 18 => array.as_primitive::<Decimal64Type>().value(0).into(),
        Type::Decimal { .. } => array.as_primitive::<Decimal128Type>().value(0),
        other => panic!("{other:?}"),
    }))
}

#[test]
fn zoned_numbers_read_in_every_alphabet_or_are_refused_at_their_place() {
    use Alphabet::{Ebcdic, Overpunch, OverpunchP};
    for (picture, form, field, want) in [
        ("S9(5)", ZONED, "F1F2F3F4C5", Ok(Some(12345))),
        ("S9(5)", ZONED, "F1F2F3F4D5", Ok(Some(-12345))),
        ("S9(5)", ZONED, "F1F2F3F4F5", Ok(Some(12345))),
        ("S9(5)", ZONED, "F0F0F0F0D0", Ok(Some(0))),
        ("9(5)", ZONED, "F1F2F3F4F5", Ok(Some(12345))),
        ("9(5)", ZONED, "F1F2F3F4D5", err("TL0229", "")),
        ("9(5)", ZONED, "F1F2F3F4C5", err("TL0225", "5")),
        ("S9(5)", ZONED, "F1F2F3F4A5", err("TL0225", "5")),
        ("S9(5)", ZONED, "F1F2F3F4B5", err("TL0225", "5")),
        ("S9(5)", ZONED, "F1F2F3F425", err("TL0224", "5")),
        ("S9(5)", ZONED, "F1F240F4C5", err("TL0223", "3")),
        ("S9(5)", ZONED, "F1F2F3F440", err("TL0223", "5")),
        ("S9(5)", ZONED, "F1C2F3F4C5", err("TL0224", "2")),
        ("S9(5)", ZONED, "31F2F3F4C5", err("TL0224", "1")),
        ("S9(5)", ZONED, "F1F2F3F4CA", err("TL0224", "5")),
        ("S9(5)", ZONED, "4040404040", err("TL0200", "")),
        ("S9(5)", ZONED, "0000000000", err("TL0221", "")),
        ("S9(5)", ZONED, "FFFFFFFFFF", err("TL0222", "")),
        ("S9(5)", ZONED, "", err("TL0200", "")),
        ("S9(5)", ZONED, "F1F2F3", err("TL0231", "3")),
        ("S9(5)", ZONED, "F1F2F3F4F5C6", err("TL0231", "6")),
        ("S9(1)", ZONED, "D7", Ok(Some(-7))),
        ("S9(18)", ZONED, "F9F9F9F9F9F9F9F9F9F9F9F9F9F9F9F9F9D9", Ok(Some(-999_999_999_999_999_999))),
        ("S9(5)", zoned(Ebcdic, true, false), "D1F2F3F4F5", Ok(Some(-12345))),
        ("S9(5)", zoned(Ebcdic, true, false), "F1F2F3F4D5", err("TL0224", "5")),
        ("S9(5)", zoned(Ebcdic, false, true), "F1F2F3F4F560", Ok(Some(-12345))),
        ("S9(5)", zoned(Ebcdic, false, true), "F1F2F3F4F54E", Ok(Some(12345))),
        ("S9(5)", zoned(Ebcdic, false, true), "F1F2F3F4F540", err("TL0225", "6")),
        ("S9(5)", zoned(Ebcdic, true, true), "60F1F2F3F4F5", Ok(Some(-12345))),
        ("S9(5)", zoned(Ebcdic, true, true), "F1F2F3F4F5F6", err("TL0225", "1")),
        ("S9(5)", zoned(Overpunch, false, false), "313233347B", Ok(Some(12340))),
        ("S9(5)", zoned(Overpunch, false, false), "313233347D", Ok(Some(-12340))),
        ("S9(5)", zoned(Overpunch, false, false), "3132333452", Ok(Some(-12349))),
        ("S9(5)", zoned(Overpunch, false, false), "3132333435", Ok(Some(12345))),
        ("S9(5)", zoned(Overpunch, false, false), "3132333475", err("TL0225", "5")),
        ("S9(5)", zoned(Overpunch, false, false), "3120333435", err("TL0223", "2")),
        ("S9(5)", zoned(Overpunch, false, false), "2020202020", err("TL0200", "")),
        ("9(5)", zoned(Overpunch, false, false), "313233347B", err("TL0225", "5")),
        ("9(5)", zoned(Overpunch, false, false), "313233347D", err("TL0229", "")),
        ("S9(5)", zoned(Overpunch, true, false), "4A32333435", Ok(Some(-12345))),
        ("S9(5)", zoned(OverpunchP, false, false), "3132333475", Ok(Some(-12345))),
        ("S9(5)", zoned(OverpunchP, false, false), "3132333435", Ok(Some(12345))),
        ("S9(5)", zoned(OverpunchP, false, false), "313233347B", err("TL0225", "5")),
        ("S9(5)", zoned(OverpunchP, true, true), "2D3132333435", Ok(Some(-12345))),
    ] {
        assert_eq!(decoded(Type::Int64, &stored(of(picture, form)), &hex(field)), want, "{picture} {form:?} {field}");
    }
}

#[test]
fn packed_numbers_read_or_are_refused_at_their_half_byte() {
    use Form::{Packed, PackedUnsigned};
    for (picture, form, field, want) in [
        ("S9(5)", Packed, "12345C", Ok(Some(12345))),
        ("S9(5)", Packed, "12345D", Ok(Some(-12345))),
        ("S9(5)", Packed, "12345F", Ok(Some(12345))),
        ("S9(5)", Packed, "00000D", Ok(Some(0))),
        ("S9(5)", Packed, "12345A", err("TL0227", "A")),
        ("S9(5)", Packed, "12345B", err("TL0227", "B")),
        ("S9(5)", Packed, "123455", err("TL0227", "5")),
        ("S9(5)", Packed, "1234AC", err("TL0226", "5")),
        ("S9(5)", Packed, "F2345C", err("TL0226", "1")),
        ("9(5)", Packed, "12345F", Ok(Some(12345))),
        ("9(5)", Packed, "12345C", Ok(Some(12345))),
        ("9(5)", Packed, "12345D", err("TL0229", "")),
        ("9(5)", Packed, "00000D", err("TL0229", "")),
        ("9(5)", Packed, "12345A", err("TL0227", "A")),
        ("9(5)", Packed, "12345B", err("TL0227", "B")),
        ("9(19)", Packed, "1234567890123456789C", Ok(Some(1_234_567_890_123_456_789))),
        ("S9(4)", Packed, "01234C", Ok(Some(1234))),
        ("S9(4)", Packed, "11234C", err("TL0228", "")),
        ("S9(5)", Packed, "404040", err("TL0220", "")),
        ("S9(5)", Packed, "000000", err("TL0221", "")),
        ("S9(5)", Packed, "FFFFFF", err("TL0222", "")),
        ("S9(5)", Packed, "1234", err("TL0231", "2")),
        ("S9(15)", Packed, "123456789012345D", Ok(Some(-123_456_789_012_345))),
        ("S9(18)", Packed, "0123456789012345678C", Ok(Some(123_456_789_012_345_678))),
        ("S9(18)", Packed, "1123456789012345678C", err("TL0228", "")),
        ("S9(17)", Packed, "99999999999999999D", Ok(Some(-99_999_999_999_999_999))),
        ("9(5)", PackedUnsigned, "012345", Ok(Some(12345))),
        ("9(5)", PackedUnsigned, "112345", err("TL0228", "")),
        ("9(4)", PackedUnsigned, "4040", err("TL0220", "")),
        ("9(4)", PackedUnsigned, "4041", Ok(Some(4041))),
        ("9(8)", PackedUnsigned, "40404040", err("TL0220", "")),
        ("9(8)", PackedUnsigned, "00000000", Ok(Some(0))),
        ("9(8)", PackedUnsigned, "FFFFFFFF", err("TL0222", "")),
        ("9(8)", PackedUnsigned, "1234567F", err("TL0226", "8")),
    ] {
        assert_eq!(decoded(Type::Int64, &stored(of(picture, form)), &hex(field)), want, "{picture} {form:?} {field}");
    }
}

#[test]
fn binary_numbers_read_from_both_ends_and_keep_to_their_picture() {
    let unsigned = Form::Binary { endian: Endian::Little, all_bits: true };
    for (picture, form, field, want) in [
        ("S9(4)", BIG, "04D2", Ok(Some(1234))),
        ("S9(4)", LITTLE, "D204", Ok(Some(1234))),
        ("S9(4)", BIG, "FFFF", Ok(Some(-1))),
        ("S9(4)", BIG, "2710", err("TL0230", "4")),
        ("S9(4)", BIG, "D8F0", err("TL0230", "4")),
        ("S9(4)", BIG, "D8F1", Ok(Some(-9999))),
        ("S9(4)", BITS, "8000", Ok(Some(-32768))),
        ("9(4)", BITS, "FFFF", Ok(Some(65535))),
        ("9(4)", BIG, "FFFF", err("TL0222", "")),
        ("9(4)", BIG, "4040", err("TL0220", "")),
        ("9(4)", BITS, "4040", Ok(Some(0x4040))),
        ("9(4)", BIG, "0000", Ok(Some(0))),
        ("9(9)", BIG, "40404040", err("TL0220", "")),
        ("S9(9)", BIG, "40404040", err("TL0220", "")),
        ("S9(9)", BITS, "40404040", err("TL0220", "")),
        ("9(9)", BITS, "FFFFFFFF", Ok(Some(4_294_967_295))),
        ("S9(9)", BIG, "3B9AC9FF", Ok(Some(999_999_999))),
        ("S9(9)", BIG, "3B9ACA00", err("TL0230", "9")),
        ("S9(9)", BIG, "3B9A", err("TL0231", "2")),
        ("S9(18)", BIG, "4040404040404040", err("TL0220", "")),
        ("S9(18)", BITS, "8000000000000000", Ok(Some(i64::MIN.into()))),
        ("9(18)", unsigned, "FFFFFFFFFFFFFFFF", err("TL0203", "int64")),
        ("S9(30)", BIG, "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFE", Ok(Some(-2))),
    ] {
        assert_eq!(decoded(Type::Int64, &stored(of(picture, form)), &hex(field)), want, "{picture} {form:?} {field}");
    }
    let three = Stored { bytes: 3, ..of("S9(6)", BIG) };
    assert_eq!(decoded(Type::Int32, &stored(three), &hex("FFFFFE")), Ok(Some(-2)));
    let one = Stored { bytes: 1, ..of("9(2)", BITS) };
    assert_eq!(decoded(Type::Int16, &stored(one), &hex("FF")), Ok(Some(255)));
    let sixteen = of("9(30)", Form::Binary { endian: Endian::Big, all_bits: true });
    assert_eq!(decoded(decimal(38, 0), &stored(sixteen), &[0xFE; 16]), err("TL0203", "decimal(38,0)"));
}

#[test]
fn any_sign_that_the_hardware_takes_counts_where_it_is_declared() {
    for (picture, form, field, want) in [
        ("S9(3)", Form::Packed, "123A", Ok(Some(123))),
        ("S9(3)", Form::Packed, "123B", Ok(Some(-123))),
        ("S9(3)", Form::Packed, "123E", Ok(Some(123))),
        ("S9(3)", Form::Packed, "1239", err("TL0227", "9")),
        ("9(3)", Form::Packed, "123C", Ok(Some(123))),
        ("9(3)", Form::Packed, "123B", err("TL0229", "")),
        ("S9(3)", ZONED, "F1F2A3", Ok(Some(123))),
        ("S9(3)", ZONED, "F1F2B3", Ok(Some(-123))),
        ("9(3)", ZONED, "F1F2C3", Ok(Some(123))),
        ("9(3)", ZONED, "F1F2B3", err("TL0229", "")),
    ] {
        let any = Stored { signs: Signs::Any, ..of(picture, form) };
        assert_eq!(decoded(Type::Int64, &stored(any), &hex(field)), want, "{picture} {form:?} {field}");
    }
}

#[test]
fn decimals_of_the_picture_become_those_of_the_type() {
    let half_up = Some(Round::HalfUp);
    for (picture, field, ty, round, want) in [
        ("S9(5)V99", "1234567C", decimal(9, 2), None, Ok(Some(1_234_567))),
        ("S9(5)V99", "1234567D", decimal(9, 4), None, Ok(Some(-123_456_700))),
        ("S9(5)V99", "1234567C", decimal(9, 1), None, err("TL0204", "2")),
        ("S9(5)V99", "1234560C", decimal(9, 1), None, Ok(Some(123_456))),
        ("S9(5)V99", "1234565D", decimal(9, 1), half_up, Ok(Some(-123_457))),
        ("S9(5)V99", "1234565D", decimal(9, 1), Some(Round::HalfEven), Ok(Some(-123_456))),
        ("S9(5)V99", "1234569D", decimal(9, 1), Some(Round::Truncate), Ok(Some(-123_456))),
        ("S9(5)V99", "1234500C", Type::Int16, None, Ok(Some(12345))),
        ("S9(5)V99", "9999900C", Type::Int16, None, err("TL0203", "int16")),
        ("S9(5)V99", "1234567C", decimal(6, 2), None, err("TL0203", "decimal(6,2)")),
        ("S999PP", "123D", Type::Int32, None, Ok(Some(-12300))),
        ("S999PP", "123D", decimal(7, 2), None, Ok(Some(-1_230_000))),
        ("SVPP999", "123D", decimal(5, 5), None, Ok(Some(-123))),
        ("SVPP999", "123D", decimal(5, 4), half_up, Ok(Some(-12))),
        ("S9(5)V99", "1234567C", decimal(30, 20), None, Ok(Some(1_234_567 * 10_i128.pow(18)))),
        ("S9(5)V99", "1234567C", decimal(38, 36), None, err("TL0203", "decimal(38,36)")),
    ] {
        let reading = Reading { round, ..stored(of(picture, Form::Packed)) };
        assert_eq!(decoded(ty, &reading, &hex(field)), want, "{picture} {field} {ty:?}");
    }
    let wide = of("S9(31)", Form::Packed);
    let field = hex("9999999999999999999999999999999D");
    assert_eq!(decoded(decimal(31, 0), &stored(wide), &field), Ok(Some(1 - 10_i128.pow(31))));
    let wide = of("S9(38)", ZONED);
    let field = [vec![0xF9; 37], vec![0xC9]].concat();
    assert_eq!(decoded(decimal(38, 0), &stored(wide), &field), Ok(Some(10_i128.pow(38) - 1)));
}

#[test]
fn blanks_of_comp_6_are_a_number_only_where_it_is_said() {
    for (picture, bytes, number) in [("9(4)", 2, 4040), ("9(6)", 3, 404_040), ("9(8)", 4, 40_404_040)] {
        let field = vec![0x40; bytes];
        let of = |on_blank| Reading { on_blank, ..stored(of(picture, Form::PackedUnsigned)) };
        let read = |on_blank| decoded(Type::Int32, &of(on_blank), &field);
        assert_eq!(read(OnBlank::Reject), err("TL0220", ""), "{picture}");
        assert_eq!(read(OnBlank::Empty), Ok(None), "{picture}");
        assert_eq!(read(OnBlank::Zero), Ok(Some(0)), "{picture}");
        assert_eq!(read(OnBlank::Number), Ok(Some(number)), "{picture}");
        // A record that ends before the field has no number there.
        assert_eq!(decoded(Type::Int32, &of(OnBlank::Number), &[]), err("TL0200", ""), "{picture}");
        assert!(decoded(Type::Int32, &of(OnBlank::Number), &field[1..]).is_err(), "{picture}");
    }
    let one = Reading { on_blank: OnBlank::Empty, ..stored(of("99", Form::PackedUnsigned)) };
    assert_eq!(decoded(Type::Int32, &one, &[0x40]), Ok(Some(40)));
    let binary = Reading { on_blank: OnBlank::Number, ..stored(of("9(9)", BITS)) };
    assert_eq!(decoded(Type::Int64, &binary, &[0x40; 4]), Ok(Some(1_077_952_576)));
}

#[test]
fn what_a_program_filled_with_one_byte_becomes_what_is_declared_and_is_counted() {
    let counted = |on_blank: OnBlank, on_fill: OnFill, form: Form, byte: u8| {
        let fills = Some(Fills { low: on_fill, high: on_fill, pad: false });
        let picture = of("S9(7)V99", form);
        let reading = Reading { on_blank, fills, ..stored(picture) };
        let decoder = Decoder::new(&decimal(9, 2), &reading, encoding(form), true).unwrap();
        let field = vec![byte; usize::from(picture.bytes)];
        let got = decoder.decode(&[&field[..]][..]);
        let value = (!got.array.is_null(0)).then(|| got.array.as_primitive::<Decimal64Type>().value(0));
        let counts = (got.counts.blank, got.counts.low, got.counts.high);
        (value, got.findings.first().map(|found| found.code.id()), counts)
    };
    for form in [ZONED, Form::Packed] {
        for (byte, one) in [(0x40, (1, 0, 0)), (0x00, (0, 1, 0)), (0xFF, (0, 0, 1))] {
            assert_eq!(counted(OnBlank::Zero, OnFill::Zero, form, byte), (Some(0), None, one));
            assert_eq!(counted(OnBlank::Empty, OnFill::Empty, form, byte), (None, None, one));
            let (value, code, counts) = counted(OnBlank::Reject, OnFill::Reject, form, byte);
            assert_eq!((value, code.is_some(), counts), (None, true, (0, 0, 0)));
        }
    }
    // A binary zero and a minus one are numbers, whatever is declared; four blanks are none.
    assert_eq!(counted(OnBlank::Empty, OnFill::Empty, BIG, 0x00), (Some(0), None, (0, 0, 0)));
    assert_eq!(counted(OnBlank::Empty, OnFill::Empty, BIG, 0xFF), (Some(-1), None, (0, 0, 0)));
    assert_eq!(counted(OnBlank::Zero, OnFill::Empty, BIG, 0x40), (Some(0), None, (1, 0, 0)));
    let high = Reading { fills: Some(Fills::default()), ..stored(of("9(9)", BITS)) };
    assert_eq!(decoded(Type::Int64, &high, &[0xFF; 4]), err("TL0222", ""));
}

#[test]
fn numbers_that_mean_nothing_are_told_by_their_digits() {
    let reading = Reading { null_if: vec!["9999999".into(), "0".into()], ..stored(of("S9(5)V99", Form::Packed)) };
    for (field, want) in [("9999999C", None), ("0000000C", None), ("0000001C", Some(1)), ("9999999D", Some(-9_999_999))]
    {
        assert_eq!(decoded(decimal(9, 2), &reading, &hex(field)), Ok(want), "{field}");
    }
    let wide = Reading { null_if: reading.null_if, ..stored(of("S9(5)V99", ZONED)) };
    assert_eq!(decoded(decimal(20, 2), &wide, &hex("F0F0F0F0F0F0D0")), Ok(None));
}

#[test]
fn long_numbers_are_read_without_the_general_reader() {
    let (long, most) = (-1_234_567_890_123_456_789_012_345_678_901_234_567, 10_i128.pow(38) - 1);
    let twelve = |form| Stored { bytes: 12, ..of("S9(28)", form) };
    for (layout, number) in [
        (of("S9(37)", ZONED), long),
        (of("S9(19)", zoned(Alphabet::Ebcdic, true, false)), -9_876_543_210_987_654_321),
        (of("S9(38)", zoned(Alphabet::OverpunchP, false, true)), -most),
        (of("9(38)", ZONED), most),
        (of("S9(37)", Form::Packed), long),
        (of("9(38)", Form::PackedUnsigned), most),
        (of("S9(37)", BIG), long),
        (of("S9(37)", LITTLE), long),
        (of("9(38)", BIG), most),
        (twelve(BIG), -9_876_543_210_987_654_321_098_765_432),
        (twelve(LITTLE), 1),
    ] {
        let field = encode::encode(layout, number).unwrap();
        let rules = StoredRules::new(layout, Encoding::of(encoding(layout.form)).unwrap(), false);
        let cell = Cell::from(&field[..]);
        let quick = match &rules.form {
            Rules::Zoned(rules) => rules.quick_wide(cell),
            Rules::Packed(rules) => rules.quick_wide(cell),
            Rules::Binary(rules) => rules.quick_wide(cell),
            Rules::Float(_) => None,
        };
        assert_eq!(quick, Some(number), "{layout:?}");
    }
}

fn form() -> impl Strategy<Value = Form> {
    let alphabet = prop_oneof![Just(Alphabet::Ebcdic), Just(Alphabet::Overpunch), Just(Alphabet::OverpunchP)];
    let endian = prop_oneof![Just(Endian::Big), Just(Endian::Little)];
    prop_oneof![
        (alphabet, any::<bool>(), any::<bool>())
            .prop_map(|(alphabet, leading, separate)| zoned(alphabet, leading, separate)),
        Just(Form::Packed),
        Just(Form::PackedUnsigned),
        (endian, any::<bool>()).prop_map(|(endian, all_bits)| Form::Binary { endian, all_bits }),
    ]
}

/// Any picture of 1 to 38 digits in any form.
fn layout() -> impl Strategy<Value = Stored> {
    (form(), 1..=38_u8, -5..=40_i8, any::<bool>(), any::<bool>(), 1..=16_u8).prop_map(
        |(form, digits, scale, signed, any, length)| {
            let separate = matches!(form, Form::Zoned(Zoned { separate: true, .. }));
            let bytes = match form {
                Form::Zoned(_) => digits + u8::from(separate),
                Form::Packed => digits / 2 + 1,
                Form::PackedUnsigned => digits.div_ceil(2),
                Form::Binary { .. } | Form::Float(_) => length,
            };
            let signed = (signed || separate) && form != Form::PackedUnsigned;
            let signs = if any { Signs::Any } else { Signs::Preferred };
            Stored { form, bytes, digits, scale, signed, signs }
        },
    )
}

/// Bytes that are near to a field of this layout: its own, with some of them replaced.
fn near(layout: Stored) -> impl Strategy<Value = (Stored, Vec<u8>)> {
    let half = prop_oneof![0xA..=0xF_u8, 0..=0xF_u8];
    let odd = prop_oneof![any::<u8>(), Just(0x40), Just(0), Just(0xFF), Just(b' '), 0xC0..=0xF9_u8, b'0'..=b'9'];
    let changes = prop::collection::vec((any::<prop::sample::Index>(), odd), 0..3);
    let whole = prop_oneof![Just(None), prop::sample::select(vec![0x40, 0x20, 0, 0xFF]).prop_map(Some)];
    let random = prop::collection::vec(any::<u8>(), usize::from(layout.bytes));
    (any::<i128>(), 0..=38_u32, changes, half, whole, random, 0..8_u8).prop_map(
        move |(number, size, changes, half, whole, random, which)| {
            let number = number % 10_i128.pow(size);
            let most = most(u32::from(layout.digits));
            let number = if number.abs() > most { number % most } else { number };
            let number = if layout.signed { number } else { number.abs() };
            let mut field = encode::encode(layout, number).unwrap_or(random);
            match (which, whole) {
                (0, Some(byte)) => field.fill(byte),
                (1, _) => field.truncate(usize::from(half)),
                (2..=4, _) => {
                    for (place, byte) in changes {
                        let place = place.index(field.len());
                        field[place] = byte;
                    }
                }
                (5, _) => {
                    if let Some(last) = field.last_mut() {
                        *last = *last & 0xF0 | half;
                    }
                }
                _ => {}
            }
            (layout, field)
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test] // the same value, or the same refusal at the same place
    fn stored_numbers_are_what_the_oracle_reads(
        (layout, field) in layout().prop_flat_map(near),
        before in prop::collection::vec(any::<u8>(), 0..20),
        ty in prop_oneof![Just(Type::Int16), Just(Type::Int32), Just(Type::Int64), Just(decimal(9, 2)),
            Just(decimal(18, 0)), Just(decimal(38, 10)), Just(decimal(20, 5)), Just(decimal(38, 0))],
        round in prop_oneof![Just(None), Just(Some(Round::HalfUp)), Just(Some(Round::HalfEven)), Just(Some(Round::Truncate))],
        (fills, blanks_tell) in any::<(bool, bool)>(),
    ) {
        let reading = Reading { round, blanks_tell, fills: fills.then(Fills::default), ..stored(layout) };
        let whole = [before, field.clone()].concat();
        let decoder = Decoder::new(&ty, &reading, encoding(layout.form), true).unwrap();
        let cells = Behind { whole: &whole, len: field.len() };
        let got = decoder.decode(&cells);
        let told = match got.findings.first() {
            Some(found) => Err(found.code.id()),
            None => Ok(decoded(ty, &reading, &field)),
        };
        let want = oracle::number(layout, encoding(layout.form), (fills, blanks_tell), &field);
        let want = want.and_then(|number| oracle::rescaled(number, layout.scale, ty, round));
        match (told, want) {
            (Ok(got), Ok(want)) => prop_assert_eq!(got, Ok(Some(want))),
            (got, want) => prop_assert_eq!(got.err(), want.err()),
        }
    }

    #[test]
    fn what_is_encoded_decodes_to_the_same_number(layout in layout(), number: i128, size in 0..=38_u32) {
        let number = number % 10_i128.pow(size);
        if let Some(field) = encode::encode(layout, number) {
            prop_assert_eq!(field.len(), usize::from(layout.bytes));
            let rules = StoredRules::new(layout, Encoding::of(encoding(layout.form)).unwrap(), false);
            let blank = rules.filled(&field).is_some();
            prop_assert!(blank || rules.number(&field) == Ok(number), "{field:02X?} {:?}", rules.number(&field));
        }
    }

    #[test]
    fn canonical_bytes_come_back((layout, field) in layout().prop_flat_map(near)) {
        let rules = StoredRules::new(layout, Encoding::of(encoding(layout.form)).unwrap(), false);
        if let Ok(number) = rules.number(&field) {
            let again = encode::encode(layout, number).unwrap();
            prop_assert_eq!(rules.number(&again), Ok(number));
            // Other bytes of the same number have another sign: F or an alternate one for C or D, or a minus before zero.
            let others = again.iter().zip(&field).filter(|(one, other)| one != other).count();
            prop_assert!(others <= 1, "{field:02X?} {again:02X?}");
        }
    }
}

/// One field behind other bytes, as fields stand in a window.
struct Behind<'a> {
    whole: &'a [u8],
    len: usize,
}

impl crate::extractors::Cells for Behind<'_> {
    fn len(&self) -> usize {
        1
    }
    fn cell(&self, _: usize) -> Cell<'_> {
        Cell::ending(self.whole, self.len)
    }
}

/// Digits of NATIONAL are held to their picture as those of DISPLAY are, and give their bytes again.
#[test]
fn digits_of_two_bytes_are_read_as_those_of_one() {
    let wide = |leading, separate| Form::Zoned(Zoned { leading, separate, alphabet: Alphabet::Utf16(Endian::Big) });
    let (plain, first, last) = (wide(false, false), wide(true, true), wide(false, true));
    for (picture, form, text, want) in [
        ("9(3)", plain, "123", Ok(123)),
        ("9(3)", plain, "12 ", Err(Code::BlankInNumber)),
        ("9(3)", plain, " 12", Err(Code::BlankInNumber)),
        ("9(3)V99", plain, "123  ", Err(Code::BlankInNumber)),
        ("9(3)", plain, "1.2", Err(Code::NotZoned)),
        ("9(3)", plain, "+12", Err(Code::NotZoned)),
        ("9(3)", plain, "12\u{ff13}", Err(Code::NotZoned)),
        ("9(3)", plain, "   ", Err(Code::Blank)),
        ("9(2)", plain, "\u{4040}\u{4040}", Err(Code::HoldsBlanks)),
        ("9(2)", plain, "1\u{4040}", Err(Code::BlankInNumber)),
        ("S9(3)", first, "-012", Ok(-12)),
        ("S9(3)", first, " 123", Err(Code::BadZonedSign)),
        ("S9(3)", first, "1234", Err(Code::BadZonedSign)),
        ("S9(3)", last, "123-", Ok(-123)),
        ("S9(3)", last, "123 ", Err(Code::BadZonedSign)),
        ("9(3)PP", plain, "123", Ok(123)),
    ] {
        for (name, to_bytes) in [("utf-16be", u16::to_be_bytes as fn(u16) -> [u8; 2]), ("utf-16le", u16::to_le_bytes)] {
            let field: Vec<u8> = text.encode_utf16().flat_map(to_bytes).collect();
            let rules = StoredRules::new(of(picture, form), Encoding::of(name).unwrap(), false);
            let code = |why| match why {
                Why::Blank(code) => code,
                Why::Refused(refusal) => refusal.code,
                other => panic!("{other:?}"),
            };
            let found = rules.number(&field).map_err(code);
            assert_eq!(found, want, "{picture} {text} {name}");
            let mut again = Vec::new();
            if let Ok(number) = found {
                let scale = rules.scale();
                let value = if scale < 0 { number * 100 } else { number };
                let decimals = u32::try_from(scale).unwrap_or(0);
                assert!(rules.again(&again::Value::Number(value, decimals), &field, &mut again), "{picture} {text}");
                assert_eq!(again, field, "{picture} {text} {name}");
            }
        }
    }
}
