#![allow(clippy::unwrap_used, reason = "tables of expectations")]

use super::why::Open;
use super::*;
use crate::mapping::types;

const YEAR: i32 = 2026;

fn around(fixed: bool, name: &str) -> Around {
    Around { fixed, encoding: "utf-8".to_owned(), name: name.to_owned(), year: YEAR }
}

fn column(around: Around, values: &[String]) -> Column {
    let mut column = Column::new(around);
    for (at, value) in values.iter().enumerate() {
        column.push(value.as_bytes(), at as u64 + 1);
    }
    column
}

fn owned(values: &[&str]) -> Vec<String> {
    values.iter().map(|value| (*value).to_owned()).collect()
}

/// A type with the keys that its reading has besides.
fn keys(ty: Type, reading: &Reading, fixed: bool) -> String {
    let plain = plain(ty, fixed);
    let mut said = vec![types::name(ty)];
    said.extend(reading.picture.clone());
    said.extend(reading.years.map(|(first, last)| format!("{first}-{last}")));
    let differs = [
        (reading.sign != plain.sign, format!("sign {:?}", reading.sign)),
        (reading.decimal != plain.decimal, format!("decimal {:?}", reading.decimal)),
        (!reading.thousands.is_empty(), format!("thousands {:?}", reading.thousands)),
        (!reading.currency.is_empty(), format!("currency {:?}", reading.currency)),
        (!reading.null_if.is_empty(), format!("null_if {:?}", reading.null_if)),
        (reading.on_blank != plain.on_blank, format!("on_blank {:?}", reading.on_blank)),
        (reading.trim != plain.trim, format!("trim {:?}", reading.trim)),
        (ty == Type::Bool, format!("{:?} {:?}", reading.true_words, reading.false_words)),
    ];
    said.extend(differs.into_iter().filter(|one| one.0).map(|one| one.1));
    said.join(" ")
}

fn shown(found: &Found, fixed: bool) -> String {
    let other = |other: &Other| format!("{:?} {}", other.open, keys(other.ty, &other.reading, fixed));
    let first = keys(found.ty, &found.reading, fixed);
    [first].into_iter().chain(found.others.iter().map(other)).collect::<Vec<_>>().join(" / ")
}

fn delimited(values: &[&str]) -> String {
    shown(&column(around(false, ""), &owned(values)).found(None), false)
}

fn fixed(values: &[&str]) -> String {
    shown(&column(around(true, ""), &owned(values)).found(None), true)
}

#[test]
fn cells_become_the_type_that_all_of_them_have() {
    for (values, want) in [
        (&["12", "7", "-3"][..], "int32"),
        (&["1234567890", "12"], "int64"),
        (&["123456789012345678901", "5"], "decimal(21,0)"),
        (&["1234.50", "0.5", "-3"], "decimal(15,2)"),
        (&["1234,50", "0,5"], "decimal(15,2) decimal Some(',')"),
        (&["1,234.50", "-12.00"], "decimal(15,2) thousands [',']"),
        (&["1 234,50", "12,00"], "decimal(15,2) decimal Some(',') thousands [' ']"),
        (&["1\u{a0}234,50", "1\u{202f}234,50"], "decimal(15,2) decimal Some(',') thousands ['\\u{a0}', '\\u{202f}']"),
        (&["1.234.567", "12"], "int32 decimal Some(',') thousands ['.']"),
        (&["(12.50)", "$1,000.00", "-3"], "decimal(15,2) sign [Leading, Parentheses] thousands [','] currency [\"$\"]"),
        (&["12.50-", "3.00"], "decimal(15,2) sign [MinusAfter]"),
        (&["12.50CR", "3.00 DB", "4.00"], "decimal(15,2) sign [CrDb]"),
        (&["2024", "1999", "2026"], "int16"),
        (&["A", "B", "12"], "text"),
        (&["Y", "N", "Y"], "bool [\"Y\"] [\"N\"]"),
        (&["oui", "Non", ""], "bool on_blank Empty [\"oui\"] [\"Non\"]"),
        (&["X", "", "X"], "bool [\"X\"] [\"\"]"),
        (&["Y", "Y"], "text"),
        (&["a  ", "bb "], "text trim Right"),
        (&[" a ", "bb "], "text trim Both"),
        (&["", " "], "text"),
        (&[], "text"),
        (&["5.76101E+18", "12"], "text"),
        (&["13:45", "07:05"], "time HH:MM"),
        (&["NULL", "a", "NULL"], "text null_if [\"NULL\"]"),
        (&["N/A", "12.50", ""], "decimal(15,2) null_if [\"N/A\"] on_blank Empty"),
    ] {
        assert_eq!(delimited(values), want, "{values:?}");
    }
}

#[test]
fn days_are_read_by_the_picture_that_always_holds() {
    for (values, want) in [
        (&["2024-01-31", "2023-12-01"][..], "date YYYY-MM-DD"),
        (&["20240131", "00000000", "99999999"], "date YYYYMMDD null_if [\"00000000\", \"99999999\"]"),
        (&["31/01/2024", "01/02/2024", "  /  /    "], "date DD/MM/YYYY null_if [\"/  /\"]"),
        (&["01/31/2024", "01/02/2024", ""], "date MM/DD/YYYY on_blank Empty"),
        (&["31-JAN-2024", "01-févr-2024"], "date DD-MON-YYYY"),
        (&["31/12/99", "01/02/03"], "date DD/MM/YY 1950-2049"),
        (&["31/12/45", "01/02/85"], "date DD/MM/YY 1945-2044"),
        (&["31/12/45", "01/02/65"], "date DD/MM/YY 1945-2044 / Century date DD/MM/YY 2045-2144"),
        (&["31/12/26", "01/02/52"], "date DD/MM/YY 2026-2125 / Century date DD/MM/YY 1926-2025"),
        (&["31/12/20", "01/02/40"], "date DD/MM/YY 1950-2049 / Century date DD/MM/YY 1920-2019"),
        (&["2024-01-31 00:00:00", "2023-12-01 00:00:00"], "date YYYY-MM-DD 00:00:00"),
        (&["2024-01-31T13:45:00", "2023-12-01T00:00:00"], "timestamp YYYY-MM-DDTHH:MM:SS"),
        (&["0000-00-00", "2023-12-01"], "date YYYY-MM-DD null_if [\"0000-00-00\"]"),
        (&["2024-02-30", "2023-12-01"], "text"),
        (&["1/5/2024", "12/31/2024"], "text"),
    ] {
        assert_eq!(delimited(values), want, "{values:?}");
    }
}

#[test]
fn what_is_ambiguous_stays_text_with_both_readings() {
    for (values, want) in [
        (&["01/02/2024", "05/05/2023"][..], "text / Ambiguous date DD/MM/YYYY / Ambiguous date MM/DD/YYYY"),
        (&["1,234", "5,678"], "text / Ambiguous int32 thousands [','] / Ambiguous decimal(15,3) decimal Some(',')"),
        (&["00123", "45678"], "text / Code int32"),
        (&["0012345678", "1234567890"], "text / Code int64"),
        (&["4165551234", "6135559876"], "text / Code int64"),
    ] {
        assert_eq!(delimited(values), want, "{values:?}");
    }
}

#[test]
fn the_marks_of_other_columns_settle_what_a_comma_is() {
    let column = column(around(false, ""), &owned(&["1,234", "5,678"]));
    assert_eq!(shown(&column.found(Some('.')), false), "int32 thousands [',']");
    assert_eq!(shown(&column.found(Some(',')), false), "decimal(15,3) decimal Some(',')");
}

#[test]
fn fields_at_fixed_places_have_signs_and_decimals_that_are_not_written() {
    for (values, want) in [
        (&["0000012345{", "0000000100}", "0000099900A"][..], "decimal(11,2) sign [Overpunch]"),
        (&["000123{", "000000}", "000900A"], "decimal(7,2) sign [Overpunch] / Decimals int32 sign [Overpunch]"),
        (
            &["00000000123{", "00000000000}", "00000000990A"],
            "decimal(12,2) sign [Overpunch] / Decimals int64 sign [Overpunch]",
        ),
        (&["000386603 ", "000012500-", "000000100 "], "decimal(9,2) sign [MinusAfter]"),
        (&["     12", "      7"], "int32"),
        (&["0001", "0123"], "text / Code int32"),
        (&["00000001", "00000012", "00000345"], "int32 / Decimals decimal(8,2)"),
        (&["12345A", "12345B", "99999R"], "text / Code int32 sign [Overpunch]"),
        (
            &["1A", "2B", "3C", "4D", "5E", "6F", "7G", "8J", "9K", "1L", "2M", "3N"],
            "text / Code int32 sign [Overpunch]",
        ),
        (&["  1.50", " 12.25"], "decimal(15,2) decimal Some('.')"),
        (
            &["000386603", "001234.56", "000012500"],
            "text / Ambiguous int32 / Ambiguous decimal(15,2) decimal Some('.')",
        ),
        (&["   386", "  123.", "   125"], "text trim Both / Exceptions decimal(15,0) decimal Some('.')"),
        (&["ROAD  ", "LANE  "], "text"),
        (&["  ROAD", "LANE  "], "text trim Both"),
        (&["2024", "1998"], "int16"),
    ] {
        assert_eq!(fixed(values), want, "{values:?}");
    }
}

#[test]
fn a_few_texts_keep_a_column_of_codes_from_being_numbers_and_are_told() {
    let mut values: Vec<String> = (0..980).map(|number| number.to_string()).collect();
    values.extend((0..20).map(|number| format!("X{number}")));
    let found = column(around(false, ""), &values).found(None);
    assert_eq!(found.ty, Type::Text);
    let other = &found.others[0];
    assert_eq!((other.ty, other.open, other.failure), (Type::Int32, Open::Exceptions, Some(981)));
    assert_eq!((other.reads.n, other.reads.of), (980, 1000));
}

#[test]
fn one_impossible_day_among_a_thousand_is_told_and_stays_a_day() {
    let mut values: Vec<String> = (0..1000).map(|day| format!("2024{:02}{:02}", day % 12 + 1, day % 28 + 1)).collect();
    values[500] = "20240230".to_owned();
    let found = column(around(false, ""), &values).found(None);
    assert_eq!(found.ty, Type::Date);
    assert!(found.why.contains(&Why::Exceptions(Seen { n: 1, first: 501 })), "{:?}", found.why);
}

#[test]
fn six_digits_are_days_only_where_many_different_ones_or_the_name_say_so() {
    let few = owned(&["990131", "240228", "240301"]);
    assert_eq!(column(around(false, ""), &few).found(None).ty, Type::Int32);
    assert_eq!(column(around(false, "Date due"), &few).found(None).ty, Type::Date);
    let many: Vec<String> = (1..=28).map(|day| format!("24{:02}{day:02}", day % 12 + 1)).collect();
    let found = column(around(true, ""), &many).found(None);
    assert_eq!((found.ty, found.reading.picture.as_deref()), (Type::Date, Some("YYMMDD")));
    assert_eq!(found.reading.years, Some((1950, 2049)));
}

#[test]
fn two_digit_years_without_a_gap_stay_text() {
    let values: Vec<String> = (0..100).map(|year| format!("31/12/{year:02}")).collect();
    let found = column(around(false, ""), &values).found(None);
    assert_eq!((found.ty, &found.why[0]), (Type::Text, &Why::NoWindow));
    assert_eq!(found.others[0].open, Open::Century);
}

#[test]
fn what_spreadsheets_write_is_told() {
    let why = |name: &str, values: &[&str]| column(around(false, name), &owned(values)).found(None).why;
    let dash = Why::PerhapsZero { text: "-".to_owned(), n: 1 };
    assert!(why("", &["1.50", "-", "2.25"]).contains(&dash));
    let days = Why::Serials { least: "2023-03-15".to_owned(), most: "2025-01-01".to_owned() };
    let serials = ["45000", "45658"];
    assert!(why("Date paid", &serials).contains(&days) && !why("Number", &serials).contains(&days));
    let year: Vec<String> = (45_001..45_060).map(|day| day.to_string()).collect();
    let found = column(around(false, "Date paid"), &year).found(None);
    assert_eq!(shown(&found, false), "int32 / Ambiguous date YYDDD 1950-2049");
}

#[test]
fn days_of_birth_are_of_the_past() {
    let found = column(around(false, "Birth date"), &owned(&["31/12/26", "01/02/52"])).found(None);
    assert_eq!(shown(&found, false), "date DD/MM/YY 1926-2025 / Century date DD/MM/YY 2026-2125");
}

#[test]
fn what_is_about_people_is_not_shown() {
    let sins = owned(&[
        "046454286",
        "130692544",
        "193456787",
        "046454286",
        "121212120",
        "234567897",
        "345678904",
        "456789011",
        "567890128",
        "678901235",
        "789012342",
        "890123459",
    ]);
    let valid: Vec<String> = sins.into_iter().filter(|sin| holds(sin)).collect();
    let found = column(around(false, ""), &valid).found(None);
    if valid.iter().collect::<std::collections::BTreeSet<_>>().len() >= 10 {
        assert_eq!((found.ty, found.check, found.personal), (Type::Text, Some(Check::Sin), true));
    }
    let born = column(around(false, "Birth date"), &owned(&["1960-01-02", "1970-03-04"])).found(None);
    assert!(born.personal && !born.why.iter().any(|why| matches!(why, Why::Range { .. })), "{:?}", born.why);
}

fn holds(sin: &str) -> bool {
    crate::validate::numbers::holds(Check::Sin, sin)
}

#[test]
fn reasons_count_and_name_the_first_place() {
    let dates = column(around(false, ""), &owned(&["01/02/2024", "25/02/2024", "", "26/03/2024"])).found(None);
    for why in [
        Why::Reads(Share { n: 3, of: 3 }),
        Why::DayFirst(Seen { n: 2, first: 2 }),
        Why::Range { least: "2024-02-01".to_owned(), most: "2024-03-26".to_owned() },
        Why::Blanks(Share { n: 1, of: 4 }),
    ] {
        assert!(dates.why.contains(&why), "{why:?} in {:?}", dates.why);
    }
    let amounts = column(around(false, ""), &owned(&["1.5", "-22.25"])).found(None);
    let range = Why::Range { least: "-22.25".to_owned(), most: "1.50".to_owned() };
    assert!(amounts.why.contains(&range), "{:?}", amounts.why);
    let codes = column(around(false, ""), &owned(&["A", "B", "A", "A", "A", "B"])).found(None);
    assert!(codes.why.contains(&Why::Values(vec![("A".to_owned(), 4), ("B".to_owned(), 2)])), "{:?}", codes.why);
}

#[test]
fn days_of_one_digit_are_told() {
    let found = column(around(false, ""), &owned(&["1/5/2024", "12/5/2024", "3/12/2024"])).found(None);
    assert_eq!((found.ty, &found.why[0]), (Type::Text, &Why::ShortDates(Seen { n: 3, first: 1 })));
}

proptest::proptest! {
    #[test] // no text panics, and what is found reads every value that was told
    fn whatever_the_values_are_the_reading_holds(
        values in proptest::collection::vec("[0-9]{1,9}|[-+(]?[0-9.,' ]{1,12}[-)CR]{0,2}|\\PC{0,12}|[0-3][0-9]/[01][0-9]/20[0-9]{2}", 1..40),
        fixed: bool,
    ) {
        let column = column(around(fixed, "Date"), &values);
        let found = column.found(None);
        let refused = column.refused(found.ty, &found.reading);
        proptest::prop_assert!(matches!(refused, Some(Share { n: 0, .. })), "{:?} {:?}", found, values);
    }
}

#[test]
fn bytes_that_are_no_characters_stay_text_and_are_told() {
    let mut column = Column::new(around(false, ""));
    column.push(b"caf\xe9", 7);
    assert_eq!(column.found(None).why[0], Why::NotDecoded(Seen { n: 1, first: 7 }));
}
