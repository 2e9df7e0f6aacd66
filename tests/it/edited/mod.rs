//! Edited numbers of copybooks are held to their picture place by place: what a program would not store is no number.

pub mod pictures;

use std::path::PathBuf;
use std::sync::Arc;

use pictures::{Made, edited};
use tumpline::extractors::decode::Decoder;
use tumpline::extractors::decode::edited::EditedRules;
use tumpline::extractors::decode::round_trip::{Difference, Trip};
use tumpline::mapping::edited::{Edited, Place, Zero};
use tumpline::mapping::model::{OnBlank, Reading, Type};
use tumpline::run::{Request, run_in_blocks};

use crate::alike::rows;
use crate::machine::{Left, left, machine, run};
use crate::random::Dice;

/// What stands in a place one after the other, besides the character that belongs there.
const CHARACTERS: &str = " !$*+,-./0123456789:ABCDRZbcdr{}J\0\t\u{A0}£é";

const ANY: Type = Type::Decimal { precision: 38, scale: 4 };

fn rules(picture: &Arc<Edited>) -> EditedRules {
    let scale = picture.scale.cast_unsigned();
    EditedRules::new(Type::Decimal { precision: 38, scale }, picture, None)
}

/// A text that is another one than the canonical one, and is taken.
fn is_tolerated(picture: &Edited, text: &str, canonical: &str, number: i128) -> bool {
    let zero = number == 0 && (text.contains(['-', 'R', 'B']) || picture.zero != Zero::Digits);
    // `0` and `/` among suppressed zeros, and a plus for a blank.
    let marks = picture.places.iter().zip(text.chars().zip(canonical.chars())).all(|(place, (one, other))| {
        one == other
            || matches!(place, Place::Within(mark @ (b'0' | b'/')) if char::from(*mark) == one)
            || (*place == Place::Minus && one == '+')
    });
    zero || marks
}

/// A text with another character at each place, one after the other.
fn corrupted(text: &str) -> impl Iterator<Item = (usize, String)> {
    let all: Vec<char> = text.chars().collect();
    (0..all.len()).flat_map(move |at| {
        let all = all.clone();
        CHARACTERS.chars().filter_map(move |one| {
            let mut all = all.clone();
            if std::mem::replace(&mut all[at], one) == one { None } else { Some((at, all.into_iter().collect())) }
        })
    })
}

#[test]
fn what_a_program_stores_is_read_as_the_number_and_each_other_character_is_refused_or_is_another_number() {
    let (mut texts, mut refused, mut taken) = (0, 0, 0);
    for seed in 0..250 {
        let dice = &mut Dice::of(seed);
        let made = Made::of(dice, seed % 4 == 3);
        let picture = Arc::new(made.edited());
        let rules = rules(&picture);
        for nth in 0..4 {
            let number = made.number(dice, nth);
            let text = rules.edit(number).unwrap();
            assert_eq!(text.chars().count(), picture.places.len(), "{made}: {text:?}");
            if text.trim().is_empty() {
                // Of blanks, `on_blank` decides.
                assert_eq!((number, picture.zero), (0, Zero::Blanks), "{made}");
                continue;
            }
            assert_eq!(rules.read(&text), Ok((number, false)), "{made}: {text:?}");
            let is_asterisks = number == 0 && picture.zero == Zero::Asterisks;
            assert_eq!(rules.quick(text.as_bytes().into()).is_none(), is_asterisks, "{made}: {text:?}");
            texts += 1;
            for (at, other) in corrupted(&text).filter(|(_, other)| !other.trim().is_empty()) {
                let quick = rules.quick(other.as_bytes().into());
                match rules.read(&other) {
                    Ok((number, _)) => {
                        taken += 1;
                        let canonical = rules.edit(number).unwrap();
                        let is_right = canonical == other || is_tolerated(&picture, &other, &canonical, number);
                        assert!(is_right, "{made}: {text:?} is {other:?} at {at}, which is read as {number}");
                        assert!(quick.is_none_or(|quick| i128::from(quick) == number), "{made}: {other:?}");
                    }
                    Err(why) => {
                        refused += 1;
                        assert_eq!((why.code.id(), quick), ("TL0235", None), "{made}: {other:?}");
                        // What stands before is right, but that a symbol may lack right before a number that begins here,
                        // and that asterisks are no number other than zero.
                        let place = usize::try_from(why.number).unwrap();
                        let least = if is_asterisks { 1 } else { at.max(1) };
                        assert!((least..=text.chars().count()).contains(&place), "{made}: {other:?} {place}");
                    }
                }
            }
        }
    }
    assert!(texts > 700 && refused > 100_000 && taken > 10_000, "{texts} texts, {refused} refused, {taken} taken");
}

#[test]
fn texts_are_those_of_the_standard() {
    for (picture, number, want) in [
        ("Z,ZZ9.99", 17612, "  176.12"),
        ("Z,ZZ9.99", 123_456, "1,234.56"),
        ("ZZZ.ZZ", 5, "   .05"),
        ("ZZZ.ZZ", 0, "      "),
        ("ZZ9V99", 15000, "15000"),
        ("$$,$$9.99", 12, "    $0.12"),
        ("$$,$$9.99", 123_456, "$1,234.56"),
        ("$$$.$$", 5, "  $.05"),
        ("$$,999", 1, "  $001"),
        ("--,--9.99", -123_456, "-1,234.56"),
        ("--,--9.99", -56, "    -0.56"),
        ("--,--9.99", 56, "     0.56"),
        ("++9", 5, " +5"),
        ("++9", -5, " -5"),
        ("+Z9", 5, "+ 5"),
        ("-Z9", -5, "- 5"),
        ("$ZZ9.99CR", -1, "$  0.01CR"),
        ("$ZZ9.99DB", 1, "$  0.01  "),
        ("**,**9.99", 12345, "***123.45"),
        ("**.**", 0, "**.**"),
        ("**.**", 5, "**.05"),
        ("$**.**CR", 0, "***.****"),
        ("ZZ/99", 12, "   12"),
        ("99/99", 1231, "12/31"),
        ("ZZB9", 1234 % 1000, "23 4"),
        ("9990", 123, "1230"),
        ("£ZZ9", 1, "£  1"),
        ("££9", 1, " £1"),
    ] {
        let picture = Arc::new(edited(picture, false));
        let text = rules(&picture).edit(number);
        assert_eq!(text.as_deref(), Some(want), "{} {number}", picture.text);
    }
    let comma = Arc::new(edited("Z.ZZ9,99-", true));
    assert_eq!(rules(&comma).edit(-123_456).as_deref(), Some("1.234,56-"));
    assert_eq!(rules(&comma).read("1.234,56-"), Ok((-123_456, false)));
    for (picture, number) in [("ZZ9", 1000), ("ZZ9", -1), ("$$9", 100)] {
        assert_eq!(rules(&Arc::new(edited(picture, false))).edit(number), None, "{picture} {number}");
    }
}

#[test]
fn a_text_that_no_program_stores_is_refused_at_its_first_wrong_place() {
    for (picture, text, position, allowed, symbol) in [
        // A byte off, either way.
        ("Z,ZZ9.99", " 176.12 ", 2, "within", ","),
        ("Z,ZZ9.99", "  0176.1", 3, "blank", ""),
        ("Z,ZZ9.99", "   76.1X", 8, "digit", ""),
        ("Z,ZZ9.99", "1 234.56", 2, "within", ","),
        ("Z,ZZ9.99", "    .12 ", 5, "digit", ""),
        ("Z,ZZ9.99", "  176,12", 6, "point", "."),
        ("ZZ9V99", "150  ", 4, "digit", ""),
        ("9(4).9", "12 4.0", 3, "digit", ""),
        ("9(4).9", "  12.0", 1, "digit", ""),
        ("$$,$$9.99", "   176.12", 3, "within_float", ","),
        ("$$,$$9.99", "$  176.12", 2, "float", "$"),
        ("$$,$$9.99", "1,234.56 ", 1, "float", "$"),
        ("---9", "- 15", 2, "float_minus", ""),
        ("---9", " +15", 2, "float_minus", ""),
        ("+++9", "  15", 2, "float_plus", ""),
        ("-ZZ9", "$ 15", 1, "minus", ""),
        ("-ZZ9", "  -5", 3, "blank", ""),
        ("+ZZ9", "  15", 1, "plus", ""),
        ("ZZ9-", " 15C", 4, "minus", ""),
        ("ZZ9-", "  -5", 3, "digit", ""),
        ("ZZ9CR", " 15DB", 4, "below", "CR"),
        ("ZZ9CR", " 15C ", 5, "below", "CR"),
        ("ZZ9CR", " 15cr", 4, "below", "CR"),
        ("ZZ9", "007", 1, "blank", ""),
        ("***9.99", "  12.00", 1, "asterisk", ""),
        ("***.**", "***.* ", 5, "digit", ""),
        ("99B99", "12-34", 3, "always_blank", ""),
        ("99/99", "12-34", 3, "always", "/"),
        ("$99", "99$", 1, "always", "$"),
        ("ZZZ-", "   -", 3, "blank", ""),
        ("99.99", "12.345", 6, "end", ""),
    ] {
        let picture = Arc::new(edited(picture, false));
        let rules = rules(&picture);
        let why = rules.read(text).err().unwrap_or_else(|| panic!("{} {text:?}", picture.text));
        let args = rules.args(why.number, text);
        let told = [picture.text.as_str().into(), allowed.into(), symbol.into()];
        assert_eq!((why.number, &args[1..4]), (position, &told[..]), "{} {text:?}", picture.text);
    }
}

#[test]
fn harmless_texts_of_other_programs_are_taken() {
    for (picture, text, number) in [
        ("-ZZ9", "-  0", 0),
        ("ZZ9.99CR", "  0.00CR", 0),
        ("ZZZ.ZZ", "   .00", 0),
        ("***.**", "***.00", 0),
        ("-ZZ9", "+ 15", 15),
        ("ZZ9-", " 15+", 15),
        ("ZZ/99", "  /12", 12),
        // What a text line lost at its end.
        ("ZZ9-", " 15", 15),
        ("ZZ9CR", " 15", 15),
    ] {
        let picture = Arc::new(edited(picture, false));
        assert_eq!(rules(&picture).read(text), Ok((number, false)), "{} {text:?}", picture.text);
    }
    let picture = Arc::new(edited("Z9.9", false));
    assert_eq!(EditedRules::new(ANY, &picture, None).read(" 1.5"), Ok((15000, false)));
    assert_eq!(EditedRules::new(Type::Int32, &picture, None).read(" 1.5").map_err(|why| why.code.id()), Err("TL0204"));
}

/// A run over lines; `more` stands among the keys of the source.
fn of(book: &str, more: &str, lines: &[u8]) -> Left {
    let mapping = format!(
        "tumpline: 1\nsource:\n  files: in.dat\n  format: cobol\n  encoding: ascii\n  copybook: r.cpy\n  records: {{end: newline}}\n{more}table: r\nlimits: {{rejects: 99}}\n"
    );
    let book = format!("       01  R.\n{book}");
    run(&mapping, &[("in.dat", lines), ("r.cpy", book.as_bytes())], 2, None)
}

#[test]
fn a_copybook_that_is_a_byte_off_gives_no_numbers() {
    let book = |name: usize| {
        format!(
            "           05 N PIC X({name}).\n           05 A PIC Z,ZZ9.99.\n           05 T PIC X({}).\n",
            11 - name
        )
    };
    let lines = b"KEY     176.12 WORD\nKEY   1,234.56 WORD\nKEY       0.07 WORD\n";
    let right = of(&book(6), "  defaults: {trim: both}\n", lines);
    assert_eq!(rows(&right, "r"), ["KEY|176.12|WORD", "KEY|1234.56|WORD", "KEY|0.07|WORD"]);
    for name in [5, 7] {
        let wrong = of(&book(name), "", lines);
        let [finding] = wrong.manifest["findings"].as_array().unwrap().as_slice() else { panic!("{name}") };
        assert_eq!((finding["code"].as_str(), finding["count"].as_u64()), (Some("TL0235"), Some(3)), "{name}");
    }
}

#[test]
fn a_picture_with_p_that_is_given_a_number_s_type_is_the_number() {
    let book = "           05 A PIC ZZ9PP.\n           05 B PIC -(3)9P.\n           05 C PIC ZZ9PP.\n";
    let keys = "  fields: [{name: a, type: \"decimal(9,2)\"}, {name: b, type: int32}]\n";
    let left = of(book, keys, b"123 -45123\n  7   6  7\n");
    assert_eq!(rows(&left, "r"), ["12300.00|-450|123", "700.00|60|  7"]);
}

#[test]
fn who_says_how_a_number_is_written_is_not_held_to_the_picture_and_blanks_are_as_declared() {
    let book = "           05 A PIC Z,ZZ9.99.\n           05 B PIC ZZZ.\n           05 C PIC **9.99.\n           05 D PIC 99/99/9999.\n";
    let lines = b"150.00    5**1.5031/12/1999\n      12  7***.**31/12/1999\n";
    let keys = "  fields: [{name: a, decimal: \".\"}, {name: b, on_blank: empty}, {name: c, type: \"decimal(9,2)\", on_bad: empty}, {name: d, type: date, picture: DD/MM/YYYY}]\n";
    let left = of(book, keys, lines);
    assert_eq!(rows(&left, "r"), ["150.00|5|1.50|1999-12-31", "12.00|7|-|1999-12-31"]);
    let blank = of("           05 B PIC ZZZ.\n           05 T PIC X.\n", "", b"   x\n  5x\n  0x\n");
    assert_eq!(rows(&blank, "r"), ["0|x", "5|x"]);
    assert_eq!(blank.manifest["findings"][0]["code"], "TL0235");
}

#[test]
fn edited_numbers_give_their_bytes_back_and_what_does_not_is_counted_by_its_reason() {
    let book = "       01  R.\n           05 A PIC Z,ZZ9.99-.\n           05 B PIC ZZZ.\n           05 C PIC **.**.\n           05 T PIC X.\n           05 D PIC ZZ/Z9.\n";
    let mapping = "tumpline: 1\nsource:\n  files: in.dat\n  format: cobol\n  encoding: ascii\n  copybook: r.cpy\n  records: {end: newline}\n  fields: [{name: c, type: \"decimal(4,2)\"}, {name: d, type: int32}]\ntable: r\n";
    let lines = b"1,234.56-  5*1.50x  /12\n    0.00-   **.**x    5\n    1.50+120**.00x12/34\n   12.00   7**.05x  / 0\n";
    let host = machine(&[("in.dat", lines), ("r.cpy", book.as_bytes()), ("m.yaml", mapping.as_bytes())]);
    let request = Request {
        paths: vec![PathBuf::from("m.yaml")],
        out: "out".into(),
        threads: Some(2),
        round_trip: true,
        ..Request::default()
    };
    let report = run_in_blocks(&host, &request, Some(40), &|_| {}).unwrap_or_else(|problem| panic!("{problem:?}"));
    let left = left(&host, report);
    assert_eq!(
        rows(&left, "r"),
        ["-1234.56|5|1.50|x|12", "0.00|0|0.00|x|5", "1.50|120|0.00|x|1234", "12.00|7|0.05|x|0"]
    );
    let told = |field: &serde_json::Value| {
        let reasons = field["reasons"].as_array().map(Vec::as_slice).unwrap_or_default();
        let one = |reason: &serde_json::Value| {
            format!("{} {} @{}", reason["why"].as_str().unwrap(), reason["values"], reason["first"][0]["record"])
        };
        format!(
            "{} {} {:?}",
            field["field"].as_str().unwrap(),
            field["same"],
            reasons.iter().map(one).collect::<Vec<_>>()
        )
    };
    let fields: Vec<String> = left.manifest["mappings"][0]["round_trip"].as_array().unwrap().iter().map(told).collect();
    let want = [
        "record.a 2 [\"plus 1 @3\", \"minus_zero 1 @2\"]",
        "record.b 4 []",
        "record.c 3 [\"zeros 1 @3\"]",
        "record.t 4 []",
        "record.d 2 [\"inserted 2 @1\"]",
    ];
    assert_eq!(fields, want);
}

#[test]
fn a_witness_writes_an_edited_number_in_the_encoding_that_it_was_read_in() {
    let picture = Some(Arc::new(edited("$$,$$9.99CR", false)));
    let reading = Reading { edited: picture, on_blank: OnBlank::Zero, round: None, ..Reading::plain() };
    let witness = |ty: &Type, text: &[u8], encoding: &str| {
        let witness = Decoder::new(ty, &reading, encoding, false).unwrap().witness(text);
        witness.map(|witness| (witness.trip, witness.bytes))
    };
    let cents = Type::Decimal { precision: 9, scale: 2 };
    let ebcdic = [0x40, 0x5B, 0xF1, 0x6B, 0xF2, 0xF3, 0xF4, 0x4B, 0xF5, 0xF0, 0xC3, 0xD9];
    let wide = &ebcdic[1..];
    for ty in [cents, Type::Float64, Type::Decimal { precision: 38, scale: 5 }] {
        assert_eq!(witness(&ty, wide, "cp037"), Some((Trip::Same, wide.to_vec())), "{ty:?}");
        assert_eq!(witness(&ty, b"    $0.05  ", "latin1"), Some((Trip::Same, b"    $0.05  ".to_vec())), "{ty:?}");
    }
    let blank = witness(&cents, b"           ", "latin1");
    assert_eq!(blank, Some((Trip::Other(Difference::Blanks), b"    $0.00  ".to_vec())));
    assert_eq!(witness(&cents, &ebcdic[..11], "cp037"), None);
}
