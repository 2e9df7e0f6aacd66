#![allow(clippy::cast_possible_truncation, clippy::unnecessary_wraps, reason = "tables of expectations")]

use arrow_array::Array;
use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Decimal64Type, Decimal128Type, Float64Type, Int16Type, Int32Type, Time64MicrosecondType,
    TimestampMicrosecondType,
};
use proptest::prelude::*;

use super::*;
use crate::mapping::model::{OnBad, Pattern, Round, Sign};

pub fn reading() -> Reading {
    Reading { trim: Trim::Both, on_blank: OnBlank::Reject, ..Reading::plain() }
}

fn signed(sign: &[Sign]) -> Reading {
    Reading { sign: sign.to_vec(), ..reading() }
}

const fn money(precision: u8, scale: u8) -> Type {
    Type::Decimal { precision, scale }
}

/// One cell, decoded: its value unscaled, or nothing, or the code with its first argument.
fn decoded(
    ty: Type,
    reading: &Reading,
    encoding: &str,
    fixed: bool,
    cell: &[u8],
) -> Result<Option<i128>, (&'static str, String)> {
    let decoder = Decoder::new(&ty, reading, encoding, fixed).unwrap();
    let got = decoder.decode(&[cell][..]);
    if let Some(found) = got.findings.first() {
        let arg = found.args.first().map_or(String::new(), crate::finding::Arg::plain);
        assert!(got.array.is_null(0));
        return Err((found.code.id(), arg));
    }
    if got.array.is_null(0) {
        return Ok(None);
    }
    let array = &got.array;
    Ok(Some(match ty {
        Type::Int16 => array.as_primitive::<Int16Type>().value(0).into(),
        Type::Int32 => array.as_primitive::<Int32Type>().value(0).into(),
        Type::Decimal { precision, .. } if precision <= 18 => array.as_primitive::<Decimal64Type>().value(0).into(),
        Type::Decimal { .. } => array.as_primitive::<Decimal128Type>().value(0),
        Type::Date => array.as_primitive::<Date32Type>().value(0).into(),
        Type::Time => array.as_primitive::<Time64MicrosecondType>().value(0).into(),
        Type::Timestamp => array.as_primitive::<TimestampMicrosecondType>().value(0).into(),
        Type::Bool => i128::from(array.as_boolean().value(0)),
        other => panic!("{other:?}"),
    }))
}

fn err(code: &'static str, arg: &str) -> Result<Option<i128>, (&'static str, String)> {
    Err((code, arg.to_owned()))
}

#[test]
fn each_style_of_number_reads_its_own_form_and_refuses_others() {
    let grouped =
        |decimal, thousands: &[char]| Reading { decimal: Some(decimal), thousands: thousands.to_vec(), ..reading() };
    let canadian = Reading { currency: vec!["$".into()], ..grouped(',', &[' ', '\u{A0}', '\u{202F}']) };
    let any = Reading { currency: vec!["$".into()], sign: vec![Sign::AnyText], ..grouped('.', &[',']) };
    for (ty, reading, fixed, cell, want) in vec![
        (money(9, 2), reading(), true, "0012345", Ok(Some(12345))),
        (money(9, 2), reading(), true, "   1234", Ok(Some(1234))),
        (money(9, 2), reading(), true, "-12.34", err("TL0202", "4")),
        (money(9, 2), reading(), false, "12.3", Ok(Some(1230))),
        (money(9, 2), reading(), false, "-12", Ok(Some(-1200))),
        (money(9, 2), reading(), false, "12.340", Ok(Some(1234))),
        (money(9, 2), reading(), false, "12.345", err("TL0204", "3")),
        (money(4, 2), reading(), false, "100.00", err("TL0203", "decimal(4,2)")),
        (money(9, 2), signed(&[Sign::None]), false, "-1", err("TL0205", "1")),
        (money(9, 2), signed(&[Sign::Overpunch]), true, "0000123{", Ok(Some(1230))),
        (money(9, 2), signed(&[Sign::Overpunch]), true, "0000123A", Ok(Some(1231))),
        (money(9, 2), signed(&[Sign::Overpunch]), true, "0000123}", Ok(Some(-1230))),
        (money(9, 2), signed(&[Sign::Overpunch]), true, "0000123R", Ok(Some(-1239))),
        (money(9, 2), signed(&[Sign::Overpunch]), true, "00001235", Ok(Some(1235))),
        (money(9, 2), signed(&[Sign::Overpunch]), true, "0000123q", err("TL0205", "8")),
        (money(9, 2), signed(&[Sign::OverpunchP]), true, "0000123q", Ok(Some(-1231))),
        (money(9, 2), signed(&[Sign::OverpunchP]), true, "0000123{", err("TL0205", "8")),
        (money(9, 2), reading(), true, "0000123{", err("TL0205", "8")),
        (money(9, 2), signed(&[Sign::Trailing]), true, "001234-", Ok(Some(-1234))),
        (money(9, 2), signed(&[Sign::Trailing]), true, "001234+", Ok(Some(1234))),
        (money(9, 2), signed(&[Sign::Trailing]), true, "001234 ", Ok(Some(1234))),
        (money(9, 2), signed(&[Sign::Trailing]), true, "0012345", err("TL0205", "7")),
        (money(9, 2), signed(&[Sign::Trailing]), true, " 01234 ", Ok(Some(1234))),
        (money(9, 2), signed(&[Sign::Trailing]), true, "01234- ", err("TL0205", "7")),
        (money(9, 2), signed(&[Sign::Trailing]), true, "01234  ", err("TL0205", "6")),
        (money(9, 2), signed(&[Sign::Trailing, Sign::MinusAfter]), true, "01234- ", Ok(Some(-1234))),
        (money(9, 2), signed(&[Sign::MinusAfter]), false, "12.34-", Ok(Some(-1234))),
        (money(9, 2), signed(&[Sign::MinusAfter]), false, "12.34", Ok(Some(1234))),
        (money(9, 2), signed(&[Sign::CrDb]), false, "12.34CR", Ok(Some(-1234))),
        (money(9, 2), signed(&[Sign::CrDb]), false, "12.34 DB", Ok(Some(1234))),
        (money(9, 2), signed(&[Sign::Parentheses]), false, "(12.34)", Ok(Some(-1234))),
        (money(9, 2), signed(&[Sign::Angles]), false, "<12.34>", Ok(Some(-1234))),
        (money(9, 2), signed(&[Sign::Leading]), false, "\u{2212}12.34", Ok(Some(-1234))),
        (money(9, 2), canadian.clone(), false, "1 234,56 $", Ok(Some(123_456))),
        (money(9, 2), canadian.clone(), false, "1\u{A0}234,56", Ok(Some(123_456))),
        (money(9, 2), canadian.clone(), false, "1\u{202F}234\u{202F}567,8", Ok(Some(123_456_780))),
        (money(9, 2), canadian.clone(), false, "12 34,56", err("TL0206", "8")),
        (money(9, 2), canadian.clone(), false, "1234 567", err("TL0206", "5")),
        (money(9, 2), canadian, false, "1 234\u{A0}567", err("TL0206", "6")),
        (money(9, 2), any.clone(), false, "($1,234.56)", Ok(Some(-123_456))),
        (money(9, 2), any.clone(), false, "-$1,234.56", Ok(Some(-123_456))),
        (money(9, 2), any.clone(), false, "-1.00-", err("TL0205", "6")),
        (money(9, 2), any, false, "$", err("TL0202", "2")),
        (money(9, 2), reading(), false, "-0.00", Ok(Some(0))),
        (money(9, 2), reading(), false, "1.234E+05", err("TL0202", "6")),
        (money(38, 0), reading(), true, "99999999999999999999999999999999999999", Ok(Some(10_i128.pow(38) - 1))),
        (money(38, 0), reading(), true, "100000000000000000000000000000000000000", err("TL0203", "decimal(38,0)")),
        (money(38, 0), reading(), true, "999999999999999999999999999999999999999999", err("TL0203", "decimal(38,0)")),
        (Type::Int16, reading(), true, "32768", err("TL0203", "int16")),
        (Type::Int32, reading(), true, "0000000000002147483647", Ok(Some(2_147_483_647))),
        (Type::Int32, reading(), true, "12a4", err("TL0202", "3")),
        (Type::Int32, reading(), true, "12 4", err("TL0202", "3")),
        (Type::Int32, reading(), true, "    ", err("TL0200", "")),
    ] {
        assert_eq!(decoded(ty, &reading, "utf-8", fixed, cell.as_bytes()), want, "{cell:?} {:?}", reading.sign);
    }
}

#[test]
fn blanks_and_marks_of_numbers_stand_where_they_mean_nothing() {
    let any = Reading {
        currency: vec!["$".into()],
        sign: vec![Sign::AnyText],
        decimal: Some('.'),
        thousands: vec![','],
        ..reading()
    };
    for (ty, reading, fixed, cell, want) in [
        // Blanks behind the number and its sign, and around a currency and within parentheses; not behind a sign before it.
        (money(9, 2), any.clone(), false, "12 -", Ok(Some(-1200))),
        (money(9, 2), any.clone(), false, "12  CR", Ok(Some(-1200))),
        (money(9, 2), any.clone(), false, "( 12 )", Ok(Some(-1200))),
        (money(9, 2), any.clone(), false, "$ 12", Ok(Some(1200))),
        (money(9, 2), any.clone(), false, "12 $", Ok(Some(1200))),
        (money(9, 2), any.clone(), false, "-$ 12", Ok(Some(-1200))),
        (money(9, 2), any.clone(), false, "- 12", err("TL0202", "2")),
        (money(9, 2), any.clone(), false, "+ 12", err("TL0202", "2")),
        (money(9, 2), any.clone(), false, "12\t-", err("TL0202", "3")),
        (money(9, 2), reading(), false, "\t 12\t", Ok(Some(1200))),
        (money(9, 2), reading(), false, "1\t2", err("TL0202", "2")),
        (money(9, 2), reading(), false, "+0.", Ok(Some(0))),
        (money(9, 2), reading(), false, "12.", Ok(Some(1200))),
        (money(9, 2), reading(), false, "-.5", Ok(Some(-50))),
        (money(9, 2), reading(), false, "+.", err("TL0202", "2")),
        (money(9, 2), reading(), false, "+", err("TL0202", "2")),
        (Type::Int32, reading(), false, "12.", Ok(Some(12))),
    ] {
        assert_eq!(decoded(ty, &reading, "utf-8", fixed, cell.as_bytes()), want, "{cell:?} {:?}", reading.sign);
    }
}

#[test]
fn blanks_that_trim_leaves_there_are_told_by_its_name() {
    use Trim::{Left, None as Nothing, Right};
    let untrimmed = |trim: &'static str| err("TL0234", trim);
    let trailing = || signed(&[Sign::Trailing]);
    let words = || Reading { true_words: vec!["Y".into()], false_words: vec!["N".into()], ..reading() };
    let day = || Reading { picture: Some("YYYYMMDD".into()), ..reading() };
    for (ty, reading, trim, cell, want) in [
        (money(9, 2), reading(), Nothing, "00012", Ok(Some(12))),
        (money(9, 2), reading(), Nothing, "   12", untrimmed("none")),
        (money(9, 2), reading(), Nothing, "12   ", untrimmed("none")),
        (money(9, 2), reading(), Right, "   12", untrimmed("right")),
        (money(9, 2), reading(), Left, "12\t", untrimmed("left")),
        // What is wrong without them too is told as ever.
        (money(9, 2), reading(), Nothing, "  1x ", err("TL0202", "1")),
        (money(9, 2), signed(&[Sign::None]), Nothing, " -1", err("TL0202", "1")),
        (Type::Date, day(), Nothing, "20240229 ", untrimmed("none")),
        (Type::Date, day(), Nothing, "20230229 ", err("TL0211", "9")),
        (Type::Bool, words(), Nothing, "Y ", untrimmed("none")),
        (Type::Bool, words(), Nothing, "X ", err("TL0214", "")),
        // A blank in the sign's place is the sign.
        (money(9, 2), trailing(), Nothing, "0012 ", Ok(Some(12))),
        (money(9, 2), trailing(), Nothing, "0012-", Ok(Some(-12))),
        (money(9, 2), trailing(), Left, "  12 ", Ok(Some(12))),
        (money(9, 2), trailing(), Nothing, "  12 ", untrimmed("none")),
        (money(9, 2), trailing(), Nothing, "012  ", err("TL0202", "4")),
        (money(9, 2), trailing(), Nothing, "012- ", err("TL0205", "5")),
        // A blank field is one, however it is trimmed.
        (money(9, 2), reading(), Nothing, "     ", err("TL0200", "")),
        (money(9, 2), Reading { on_blank: OnBlank::Zero, ..reading() }, Nothing, "     ", Ok(Some(0))),
        (money(9, 2), Reading { on_blank: OnBlank::Empty, ..reading() }, Nothing, "     ", Ok(None)),
        (money(9, 2), Reading { null_if: vec!["0".into()], ..reading() }, Nothing, " 0", untrimmed("none")),
    ] {
        let reading = Reading { trim, ..reading };
        assert_eq!(decoded(ty, &reading, "utf-8", true, cell.as_bytes()), want, "{cell:?} {trim:?} {:?}", reading.sign);
    }
}

#[test]
fn decimals_are_rounded_as_declared_and_only_then() {
    for (round, cell, want) in [
        (Round::HalfUp, "1.005", 101),
        (Round::HalfUp, "-1.005", -101),
        (Round::HalfUp, "1.00499", 100),
        (Round::HalfEven, "1.005", 100),
        (Round::HalfEven, "1.015", 102),
        (Round::HalfEven, "1.0050001", 101),
        (Round::Truncate, "1.999", 199),
        (Round::Truncate, "-1.999", -199),
    ] {
        let reading = Reading { round: Some(round), ..reading() };
        assert_eq!(decoded(money(9, 2), &reading, "utf-8", false, cell.as_bytes()), Ok(Some(want)), "{round:?} {cell}");
        let decoder = Decoder::new(&money(9, 2), &reading, "utf-8", false).unwrap();
        assert_eq!(decoder.decode(&[cell.as_bytes(), b"1.00"][..]).counts.rounded, 1, "{round:?} {cell}");
    }
}

fn day(year: i16, month: i8, day: i8) -> Result<Option<i128>, (&'static str, String)> {
    let date = jiff::civil::date(year, month, day);
    Ok(Some(i128::from(date.since(jiff::civil::date(1970, 1, 1)).unwrap().get_days())))
}

#[test]
fn dates_are_read_by_their_picture_or_refused() {
    for (picture, years, cell, want) in [
        ("YYYYMMDD", None, "20240229", day(2024, 2, 29)),
        ("YYYYMMDD", None, "20230229", err("TL0212", "")),
        ("YYYYMMDD", None, "00000000", err("TL0212", "")),
        ("YYYYMMDD", None, "2024O229", err("TL0211", "5")),
        ("YYYYMMDD", None, "2024022", err("TL0211", "7")),
        ("YYYYMMDD", None, "202402291", err("TL0211", "9")),
        ("YYYY-MM-DD", None, "2024-02-29", day(2024, 2, 29)),
        ("YYYY-MM-DD", None, "2024/02/29", err("TL0211", "5")),
        ("YYMMDD", Some((1950, 2049)), "491231", day(2049, 12, 31)),
        ("YYMMDD", Some((1950, 2049)), "500101", day(1950, 1, 1)),
        ("MMDDYY", Some((1970, 2069)), "122415", day(2015, 12, 24)),
        ("DD-MON-YY", Some((1950, 2049)), "24-DEC-15", day(2015, 12, 24)),
        ("DD-MON-YY", Some((1950, 2049)), "24-déc.-15", day(2015, 12, 24)),
        ("DD MON YYYY", None, "1 août 2015", err("TL0211", "1")),
        ("DD MON YYYY", None, "01 août 2015", day(2015, 8, 1)),
        ("YYDDD", Some((1950, 2049)), "24366", day(2024, 12, 31)),
        ("YYDDD", Some((1950, 2049)), "23366", err("TL0212", "")),
        ("YYYYDDD", None, "2024060", day(2024, 2, 29)),
        ("CYYMMDD", None, "1240229", day(2024, 2, 29)),
        ("CYYDDD", None, "121365", day(2021, 12, 31)),
        ("0YYDDD", Some((1950, 2049)), "018243", day(2018, 8, 31)),
        ("EXCEL", None, "1", day(1900, 1, 1)),
        ("EXCEL", None, "59", day(1900, 2, 28)),
        ("EXCEL", None, "60", err("TL0212", "")),
        ("EXCEL", None, "61", day(1900, 3, 1)),
        ("EXCEL", None, "45351", day(2024, 2, 29)),
    ] {
        let reading = Reading { picture: Some(picture.into()), years, ..reading() };
        assert_eq!(decoded(Type::Date, &reading, "utf-8", true, cell.as_bytes()), want, "{picture} {cell}");
    }
    for (ty, picture, cell, want) in [
        (Type::Time, None, "23:59:59", Ok(Some(86_399_000_000))),
        (Type::Time, Some("HHMM"), "2400", err("TL0213", "")),
        (Type::Timestamp, None, "1970-01-02 00:00:01", Ok(Some(86_401_000_000))),
        (Type::Timestamp, Some("YYYYMMDDHHMISSFFF"), "19700101000000250", Ok(Some(250_000))),
    ] {
        let reading = Reading { picture: picture.map(Into::into), ..reading() };
        assert_eq!(decoded(ty, &reading, "utf-8", true, cell.as_bytes()), want, "{picture:?} {cell}");
    }
}

#[test]
fn the_steps_come_in_their_order_and_are_counted() {
    let rules = Reading {
        null_if: vec!["00000000".into(), "N/A".into()],
        on_blank: OnBlank::Empty,
        on_bad: OnBad::Empty,
        picture: Some("YYYYMMDD".into()),
        ..reading()
    };
    let decoder = Decoder::new(&Type::Date, &rules, "cp1252", true).unwrap();
    let got = decoder.decode(&[&b"00000000"[..], b" N/A ", b"        ", b"20230230", b"20240101", b"\x81"][..]);
    assert_eq!(got.counts, FieldCounts { null_if: 2, blank: 1, bad: 2, ..FieldCounts::default() });
    assert_eq!(got.array.null_count(), 5);
    assert!(got.findings.is_empty());
    let zero = Reading { on_blank: OnBlank::Zero, ..reading() };
    assert_eq!(decoded(Type::Int32, &zero, "ascii", true, b"   "), Ok(Some(0)));
}

#[test]
fn text_is_decoded_trimmed_and_matched() {
    let texts = |reading: &Reading, encoding: &str, cell: &[u8]| {
        let got = Decoder::new(&Type::Text, reading, encoding, true).unwrap().decode(&[cell][..]);
        let text = got.array.as_string::<i32>();
        (got.findings.first().map(|found| found.code.id()), text.is_valid(0).then(|| text.value(0).to_owned()))
    };
    let right = Reading { trim: Trim::Right, on_blank: OnBlank::Empty, ..reading() };
    let whole = Reading { trim: Trim::None, ..right.clone() };
    let refused = Reading { on_blank: OnBlank::Reject, ..whole.clone() };
    let none = Reading { null_if: vec!["  ".into()], ..whole.clone() };
    let part = Reading { pattern: Some(Pattern(Arc::new(regex::Regex::new("N: ([0-9]+)").unwrap()))), ..right.clone() };
    for (reading, encoding, cell, want) in [
        (&right, "cp850", &b" Montr\x82al  "[..], (None, Some(" Montréal".to_owned()))),
        (&right, "cp1252", b"a\x81", (Some("TL0201"), None)),
        (&right, "utf-8", b"      ", (None, None)),
        (&right, "utf-16le", b"h\0i\0 \0", (None, Some("hi".to_owned()))),
        (&part, "ascii", b"N: 42 of", (None, Some("42".to_owned()))),
        (&part, "ascii", b"none", (Some("TL0215"), None)),
        (&reading(), "ascii", b" ", (Some("TL0200"), None)),
        (&whole, "ascii", b"a  ", (None, Some("a  ".to_owned()))),
        (&whole, "ascii", b"  ", (None, Some("  ".to_owned()))),
        (&whole, "ascii", b"", (None, None)),
        (&refused, "ascii", b"  ", (Some("TL0200"), None)),
        (&none, "ascii", b"  ", (None, None)),
    ] {
        assert_eq!(texts(reading, encoding, cell), want, "{encoding} {cell:?}");
    }
}

#[test]
fn words_are_true_or_false_and_floats_are_finite() {
    let words = Reading { true_words: vec!["Y".into(), "O".into()], false_words: vec!["N".into()], ..reading() };
    assert_eq!(decoded(Type::Bool, &words, "ascii", true, b"O "), Ok(Some(1)));
    assert_eq!(decoded(Type::Bool, &words, "ascii", true, b"N"), Ok(Some(0)));
    assert_eq!(decoded(Type::Bool, &words, "ascii", true, b"y"), err("TL0214", ""));
    assert_eq!(decoded(Type::Bool, &words, "ascii", true, b"  "), err("TL0200", ""));
    let flag = Reading { false_words: vec![String::new()], trim: Trim::None, ..words };
    for (cell, want) in [(&b"Y"[..], 1), (b"", 0), (b"  ", 0)] {
        assert_eq!(decoded(Type::Bool, &flag, "ascii", true, cell), Ok(Some(want)), "a blank flag is a word");
    }
    let float = |cell: &[u8]| {
        let got = Decoder::new(&Type::Float64, &reading(), "ascii", false).unwrap().decode(&[cell][..]);
        got.findings
            .first()
            .map_or(Ok(got.array.as_primitive::<Float64Type>().value(0).to_string()), |found| Err(found.code.id()))
    };
    assert_eq!(float(b"1.234E+05"), Ok("123400".to_owned()));
    for (cell, code) in [(&b"nan"[..], "TL0216"), (b"inf", "TL0216"), (b"1e999", "TL0203"), (b"1.2.3", "TL0216")] {
        assert_eq!(float(cell), Err(code), "{cell:?}");
    }
}

/// Digits with a point, read by Rust's own parser: the oracle of the plain style.
fn oracle(text: &str, scale: usize, precision: u32) -> Result<i128, ()> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let kept = format!("{fraction:0<scale$}");
    let (kept, rest) = kept.split_at(scale);
    let unsigned = whole.trim_start_matches(['+', '-']);
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(unsigned)
        || !digits(fraction)
        || (unsigned.is_empty() && fraction.is_empty())
        || rest.bytes().any(|b| b != b'0')
    {
        return Err(());
    }
    let whole = if unsigned.is_empty() { format!("{whole}0") } else { whole.to_owned() };
    let value: i128 = format!("{whole}{kept}").parse().map_err(|_| ())?;
    if value.unsigned_abs() < 10_u128.pow(precision) { Ok(value) } else { Err(()) }
}

proptest! {
    #[test]
    fn plain_numbers_agree_with_their_oracle(text in "[+-]?[0-9]{0,20}(\\.[0-9]{0,4})?", scale in 0_u8..4) {
        let ty = money(18, scale);
        let got = decoded(ty, &reading(), "ascii", false, text.as_bytes());
        prop_assert_eq!(got.ok().flatten(), oracle(&text, usize::from(scale), 18).ok(), "{}", text);
    }

    #[test] // as a whole: what is trimmed before, and what stands behind the number, count too
    fn the_quick_reader_never_differs_from_the_general_one(
        text in "[-+]?[0-9A-R{}p-y.]{1,22}| {0,3}[-+ ]?[0-9]{1,12}(\\.[0-9]{0,4})?[-+ A-R{}]{0,2}",
        scale in 0_u8..4, fixed: bool, style in 0_usize..7, point: bool,
    ) {
        let styles = [
            vec![], vec![Sign::Overpunch], vec![Sign::None], vec![Sign::Trailing], vec![Sign::LeadingApart],
            vec![Sign::LeadingApart, Sign::Trailing], vec![Sign::Trailing, Sign::Overpunch],
        ];
        let reading = Reading { decimal: point.then_some('.'), ..signed(&styles[style]) };
        let rules = NumberRules::new(money(18, scale), &reading, fixed);
        let cell = text.as_bytes().into();
        let quick = match rules.quick_form() {
            QuickForm::Digits => rules.quick_digits(cell),
            QuickForm::Overpunch => rules.quick_overpunch(cell),
            QuickForm::MarkedOverpunch(mark) => rules.quick_marked_overpunch(mark, cell),
            QuickForm::Whole => rules.quick_whole(cell),
            QuickForm::Marked(mark) => rules.quick_marked(mark, cell),
            QuickForm::Edited => rules.quick_edited(cell),
            QuickForm::None => None,
        };
        if let Some(value) = quick {
            let trimmed = text.trim_matches(' ');
            let behind = text.len() - text.trim_end_matches(' ').len();
            prop_assert_eq!(rules.read(trimmed, behind), Ok((i128::from(value), false)), "{}", text);
        }
    }

    #[test] // in each place that a picture gives the sign
    fn edited_numbers_are_read_without_the_general_reader(value in -99_999_i64..=99_999) {
        let (size, negative) = (value.unsigned_abs(), value < 0);
        let sign = if negative { '-' } else { '+' };
        let blank = if negative { '-' } else { ' ' };
        let (units, cents) = (size / 100, size % 100);
        for (style, mark, text) in [
            (Sign::LeadingApart, None, format!("{sign}{size:05}")),
            (Sign::LeadingApart, None, format!("{blank}{size:05}")),
            (Sign::LeadingApart, None, format!("{sign}{size:5}")),
            (Sign::LeadingApart, Some('.'), format!("   {sign}{units:03}.{cents:02}")),
            (Sign::Trailing, None, format!("{size:05}{sign}")),
            (Sign::Trailing, None, format!("{size:5}{blank}")),
            (Sign::Trailing, Some('.'), format!("{units:03}.{cents:02}{blank}")),
        ] {
            let rules = NumberRules::new(money(18, 2), &Reading { decimal: mark, ..signed(&[style]) }, true);
            prop_assert_eq!(rules.quick_form(), QuickForm::Edited);
            prop_assert_eq!(rules.quick_edited(text.as_bytes().into()), Some(value), "{}", text);
        }
        let last = usize::try_from(size % 10).unwrap();
        let last = &(if negative { "}JKLMNOPQR" } else { "{ABCDEFGHI" })[last..=last];
        let text = format!("{units:03}.{}{last}", cents / 10);
        let rules = NumberRules::new(money(18, 2), &Reading { decimal: Some('.'), ..signed(&[Sign::Overpunch]) }, true);
        prop_assert_eq!(rules.quick_form(), QuickForm::MarkedOverpunch(b'.'));
        prop_assert_eq!(rules.quick_marked_overpunch(b'.', text.as_bytes().into()), Some(value), "{}", text);
    }

    #[test]
    fn what_is_written_in_a_style_is_read_back(value in -999_999_999_i64..=999_999_999) {
        let (magnitude, negative) = (value.unsigned_abs(), value < 0);
        let (units, cents) = (magnitude / 100, magnitude % 100);
        let digits = format!("{magnitude:010}");
        let (head, last) = digits.split_at(9);
        let last = usize::from(last.as_bytes()[0] - b'0');
        let alphabet = if negative { "}JKLMNOPQR" } else { "{ABCDEFGHI" };
        let grouped: String = units.to_string().as_bytes().rchunks(3).rev().map(|group| std::str::from_utf8(group).unwrap()).collect::<Vec<_>>().join(",");
        let plain = format!("{grouped}.{cents:02}");
        let marked = Reading { decimal: Some('.'), thousands: vec![','], sign: vec![Sign::AnyText], ..reading() };
        for (reading, fixed, text) in [
            (signed(&[Sign::Overpunch]), true, format!("{head}{}", &alphabet[last..=last])),
            (signed(&[Sign::Trailing]), true, format!("{digits}{}", if negative { '-' } else { '+' })),
            (signed(&[Sign::Leading]), true, format!("{}{digits}", if negative { '-' } else { '+' })),
            (marked.clone(), false, if negative { format!("({plain})") } else { plain.clone() }),
            (marked.clone(), false, if negative { format!("{plain}CR") } else { format!("{plain} DB") }),
            (marked, false, if negative { format!("{plain}-") } else { plain.clone() }),
        ] {
            prop_assert_eq!(decoded(money(12, 2), &reading, "cp1252", fixed, text.as_bytes()), Ok(Some(i128::from(value))), "{}", text);
        }
    }

    #[test]
    fn digits_of_a_date_are_a_date_exactly_if_the_calendar_has_it(number in 0_u32..100_000_000) {
        let text = format!("{number:08}");
        let reading = Reading { picture: Some("YYYYMMDD".into()), ..reading() };
        let (year, month, of_month) = (number / 10_000, number / 100 % 100, number % 100);
        let theirs = jiff::civil::Date::new(year as i16, month as i8, of_month as i8);
        let want = theirs.ok().filter(|date| date.year() > 0).map(|date| i128::from(date.since(jiff::civil::date(1970, 1, 1)).unwrap().get_days()));
        prop_assert_eq!(decoded(Type::Date, &reading, "ascii", true, text.as_bytes()).ok().flatten(), want);
    }

    #[test]
    fn no_bytes_make_a_decoder_panic(cells in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..24), 0..6), which in 0_usize..8) {
        let types = [Type::Text, Type::Int16, Type::Int64, money(38, 5), Type::Date, Type::Time, Type::Timestamp, Type::Float32];
        let any = Reading { sign: vec![Sign::AnyText, Sign::Overpunch, Sign::Trailing], decimal: Some(','), thousands: vec!['.'], currency: vec!["$".into()], ..reading() };
        let cells: Vec<&[u8]> = cells.iter().map(Vec::as_slice).collect();
        for encoding in ["utf-8", "cp1252", "utf-16le", "shift_jis"] {
            let got = Decoder::new(&types[which], &any, encoding, true).unwrap().decode(&cells[..]);
            prop_assert_eq!(got.array.len(), cells.len());
            prop_assert_eq!(got.array.null_count(), got.findings.len());
        }
    }
}

#[test]
fn what_is_said_of_many_values_in_turn_is_what_is_said_of_each() {
    let decoder = Decoder::new(&money(4, 2), &signed(&[Sign::None]), "cp1252", false).unwrap();
    let cells: [&[u8]; 9] = [b"1x", b"2x", b"12x", b"1.234", b"1.2345", b"-1", b"1x", b"100.00", b"200.00"];
    let said = |cells: &[&[u8]]| -> Vec<(Code, Vec<crate::finding::Arg>)> {
        decoder.decode(cells).findings.into_iter().map(|found| (found.code, found.args.to_vec())).collect()
    };
    let each: Vec<_> = cells.iter().flat_map(|cell| said(&[cell])).collect();
    assert_eq!(each.len(), cells.len());
    assert_eq!(said(&cells), each);
}

proptest! {
    #[test]
    fn of_ascii_nothing_is_told_where_it_is_said_so(
        cells in prop::collection::vec(prop::collection::vec(prop_oneof![2 => Just(b' '), 5 => 0_u8..0x80, 1 => Just(b'\t')], 0..40), 0..20),
        trim in prop::sample::select(vec![Trim::None, Trim::Left, Trim::Right, Trim::Both]),
        on_blank in prop::sample::select(vec![OnBlank::Empty, OnBlank::Zero, OnBlank::Number]),
        on_bad in prop::sample::select(vec![OnBad::Reject, OnBad::Empty]),
        encoding in prop::sample::select(vec!["ascii", "utf-8", "cp1252", "cp437", "latin1", "gbk"]),
    ) {
        let reading = Reading { trim, on_blank, on_bad, ..Reading::plain() };
        let decoder = Decoder::new(&Type::Text, &reading, encoding, true).unwrap();
        prop_assert_eq!(decoder.tells_nothing_of_ascii(), encoding != "gbk");
        let cells: Vec<&[u8]> = cells.iter().map(Vec::as_slice).collect();
        let decoded = decoder.decode(&cells[..]);
        prop_assert!(decoded.findings.is_empty() && decoded.counts == FieldCounts::default());
        for (row, cell) in cells.iter().enumerate() {
            let is_blank = cell.iter().all(|byte| is_blank(*byte));
            prop_assert!(decoded.array.is_valid(row) || is_blank);
        }
    }
}
