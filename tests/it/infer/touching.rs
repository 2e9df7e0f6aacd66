//! Families of values that touch what stands beside them, each drawn anew from seeds, with what every record says: amounts with
//! thousands, days before digits, cents before codes, numbers before years. And the records of another day, whose numbers are
//! larger. What is typed over such a value reads it as it is, in every record; else all of it is text.

use tumpline::extractors::decode::Decoder;
use tumpline::inspect::infer::draft::{Draft, FieldDraft};
use tumpline::mapping::model::{FieldPlace, Filler, Type};

use super::draft;
use super::hostile::unscaled;
use super::layouts::Draw;

/// A record: what stands before the value, the value, what stands behind it; and what the value says.
struct Line {
    before: String,
    value: String,
    behind: String,
    says: i128,
}

impl Line {
    fn text(&self) -> String {
        format!("{}{}{}\n", self.before, self.value, self.behind)
    }
}

fn pick<T: Copy>(draw: &mut Draw, all: &[T]) -> T {
    all[usize::try_from(draw.below(all.len() as u64)).unwrap()]
}

fn name(draw: &mut Draw) -> &'static str {
    pick(draw, &["ACME", "BELL CANADA", "HYDRO ONE", "KAL TIRE"])
}

fn within(draw: &mut Draw, least: u64, most: u64) -> u64 {
    least + draw.below(most - least + 1)
}

/// Cents as people write them.
fn edited(cents: i128, thousands: &str, mark: &str) -> String {
    let (whole, rest) = (cents.unsigned_abs() / 100, cents.unsigned_abs() % 100);
    let whole = match whole {
        0..1_000 => whole.to_string(),
        1_000..1_000_000 => format!("{}{thousands}{:03}", whole / 1_000, whole % 1_000),
        _ => format!("{}{thousands}{:03}{thousands}{:03}", whole / 1_000_000, whole / 1_000 % 1_000, whole % 1_000),
    };
    format!("{}{whole}{mark}{rest:02}", if cents < 0 { "-" } else { "" })
}

fn day(draw: &mut Draw, first: i64, last: i64) -> (i32, i64, i64, i64) {
    let days = |year, month, day| tumpline::calendar::days(year, month, day).unwrap();
    let (from, to) = (days(first, 1, 1), days(last, 12, 31));
    let day = from + i32::try_from(draw.below(u64::try_from(to - from).unwrap())).unwrap();
    let (year, month, of_month) = tumpline::calendar::civil(day);
    (day, year, month, of_month)
}

/// The fields that have something of the value.
fn over(draft: &Draft, from: usize, to: usize) -> Vec<&FieldDraft> {
    let kind = draft.kinds.iter().max_by_key(|kind| kind.records).unwrap();
    let is_over = |field: &&FieldDraft| match field.place {
        FieldPlace::Bytes { start, end } => (start as usize) < to && (end as usize) > from,
        _ => false,
    };
    kind.fields.iter().filter(is_over).collect()
}

fn places(field: &FieldDraft) -> (usize, usize) {
    match field.place {
        FieldPlace::Bytes { start, end } => (start as usize, end as usize),
        _ => (0, 0),
    }
}

/// What a run reads of a field in each line; none where it refuses it, or finds nothing.
fn read(field: &FieldDraft, lines: &[Line]) -> Vec<Option<i128>> {
    let (from, to) = places(field);
    let texts: Vec<String> = lines.iter().map(Line::text).collect();
    let cells: Vec<&[u8]> = texts.iter().map(|text| &text.as_bytes()[from..to]).collect();
    let array = Decoder::new(&field.ty, &field.reading, "ascii", true).unwrap().decode(cells.as_slice()).array;
    (0..cells.len()).map(|row| arrow_array::Array::is_valid(&array, row).then(|| unscaled(&array, row))).collect()
}

fn drafted(lines: &[Line]) -> Draft {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("touching.txt");
    std::fs::write(&path, lines.iter().map(Line::text).collect::<String>()).unwrap();
    draft(&[path])
}

/// Checks that nothing typed reads the value as another one; returns whether something typed reads it.
fn check(what: &str, lines: &[Line]) -> bool {
    let draft = drafted(lines);
    let (from, to) = (lines[0].before.len(), lines[0].before.len() + lines[0].value.len());
    let typed: Vec<&FieldDraft> = over(&draft, from, to).into_iter().filter(|field| field.ty != Type::Text).collect();
    for field in &typed {
        let wrong = read(field, lines).iter().zip(lines).filter(|(read, line)| **read != Some(line.says)).count();
        assert_eq!(wrong, 0, "{what}: {field:#?}\n{}", lines.iter().take(5).map(Line::text).collect::<String>());
    }
    !typed.is_empty()
}

#[test]
fn an_amount_with_thousands_is_one_field_or_text() {
    let ranges = [(100_000, 999_999), (40_000, 999_999), (100, 999_999), (120_000, 450_000), (100_000, 9_999_999)];
    let (mut typed, mut all) = (0, 0);
    for seed in 0..crate::rounds(240) {
        let mut draw = Draw(seed * 86_028_121 + 7);
        let records = pick(&mut draw, &[20, 40, 400]);
        let (least, most) = pick(&mut draw, &ranges);
        let (thousands, mark) = pick(&mut draw, &[(",", "."), (" ", ","), (".", ","), ("'", ".")]);
        let (zeros, below) = (pick(&mut draw, &[0, 50, 90]), pick(&mut draw, &[0, 2, 10, 30]));
        let (step, tail) = (pick(&mut draw, &[1, 2_500, 100_000]), draw.below(2) == 0);
        let line = |at: u64, draw: &mut Draw| {
            let cents = within(draw, least, most).next_multiple_of(step);
            let cents = if draw.below(100) < zeros { 0 } else { i128::from(cents) };
            let says = if draw.below(100) < below { -cents } else { cents };
            let before = format!("{:06}{:15}", 1000 + at * 3, name(draw));
            let value = format!("{:>13}", edited(says, thousands, mark));
            let behind = if tail { pick(draw, &["X", "Y"]) } else { "" };
            Line { before, value, behind: behind.to_owned(), says }
        };
        let lines: Vec<Line> = (0..records).map(|at| line(at, &mut draw)).collect();
        typed += u32::from(check(&format!("{seed}"), &lines));
        all += 1;
    }
    assert!(typed * 4 >= all * 3, "{typed} of {all}");
}

#[test]
fn days_before_digits_that_may_be_their_years_are_text_or_right() {
    let tails: [fn(&mut Draw) -> String; 5] = [
        |draw| format!("{:08}", draw.below(999_999)),
        |draw| format!("24{:6}", draw.below(99_999)),
        |draw| format!("{}{:6}", pick(draw, &["01", "02", "10", "15"]), draw.below(99_999)),
        |draw| format!("{}{:04}", pick(draw, &["19", "20"]), draw.below(9_999)),
        |draw| format!("{:06}X", draw.below(99)),
    ];
    for seed in 0..crate::rounds(120) {
        let mut draw = Draw(seed * 32_452_843 + 3);
        let tail = tails[usize::try_from(seed % 5).unwrap()];
        let (first, span) =
            (i64::try_from(within(&mut draw, 2018, 2021)).unwrap(), i64::try_from(draw.below(3)).unwrap());
        let (records, order) = (pick(&mut draw, &[60, 300]), draw.below(4));
        let head = if order < 2 { "" } else { pick(&mut draw, &["20", "19", "*"]) };
        let line = |draw: &mut Draw| {
            let (says, year, month, of_month) = day(draw, first, first + span);
            let year = year % 100;
            let value = match order {
                0 => format!("{month:02}{of_month:02}{year:02}"),
                2 => format!("{year:02}{month:02}{of_month:02}"),
                _ => format!("{of_month:02}{month:02}{year:02}"),
            };
            let head = if head == "*" { pick(draw, &["19", "20"]) } else { head };
            Line { before: format!("{:15}{head}", name(draw)), value, behind: tail(draw), says: says.into() }
        };
        let lines: Vec<Line> = (0..records).map(|_| line(&mut draw)).collect();
        // A century always the same before the year is the day's, whatever it was meant for.
        if head != "19" || order != 2 {
            check(&format!("{seed} {order} {head}"), &lines);
        }
    }
}

#[test]
fn cents_before_digits_are_no_more_than_cents() {
    let tails: [fn(&mut Draw) -> String; 6] = [
        |draw| pick(draw, &["1", "2"]).to_owned(),
        |draw| pick(draw, &["1", "2", "3", "4"]).to_owned(),
        |draw| draw.below(10).to_string(),
        |draw| format!("{:02}-JAN-2019", within(draw, 1, 28)),
        |draw| format!("{:02}24", within(draw, 1, 12)),
        |draw| format!("{:02}", pick(draw, &[1_u64, 2, 10, 60])),
    ];
    for seed in 0..crate::rounds(108) {
        let mut draw = Draw(seed * 49_979_687 + 5);
        let tail = tails[usize::try_from(seed % 6).unwrap()];
        let (records, step) = (pick(&mut draw, &[40, 120, 400]), pick(&mut draw, &[1, 25, 100]));
        let (thousands, words) = (pick(&mut draw, &["", ","]), draw.below(2) == 0);
        let line = |at: u64, draw: &mut Draw| {
            let says = i128::from(within(draw, 1, 999_999).next_multiple_of(step));
            let value = format!("{:>12}", edited(says, thousands, "."));
            let behind = format!("{}{}", tail(draw), if words { format!("{:15}", name(draw)) } else { String::new() });
            Line { before: format!("{:06}", at * 3 + 500), value, behind, says }
        };
        let lines: Vec<Line> = (0..records).map(|at| line(at, &mut draw)).collect();
        check(&format!("{seed}"), &lines);
    }
}

#[test]
fn numbers_that_count_up_before_a_year_are_no_days() {
    for (first, records, width) in [(120, 8, 6), (1201, 20, 6), (101, 28, 4), (1001, 30, 4), (301, 200, 8)] {
        let line = |at: i128| {
            let value = format!("{:0width$}", first + at);
            Line { before: String::new(), value, behind: format!("2024{:15}", "BELL"), says: first + at }
        };
        let lines: Vec<Line> = (0..records).map(line).collect();
        check(&format!("{first}"), &lines);
    }
}

#[test]
fn a_larger_number_of_another_day_is_read_whole_or_refused() {
    let write = |style: u64, cents: i128| match style {
        0 => edited(cents, "", "."),
        1 => edited(cents, ",", "."),
        2 => edited(cents, "", ","),
        _ => (cents / 100).to_string(),
    };
    for seed in 0..crate::rounds(48) {
        let mut draw = Draw(seed * 67_867_967 + 1);
        let (style, dated) = (seed % 4, draw.below(2) == 0);
        let before = |draw: &mut Draw, at: u64| {
            let (_, year, month, of_month) = day(draw, 2024, 2024);
            let date = if dated { format!("{year}{month:02}{of_month:02}") } else { String::new() };
            format!("{:06}{:20}{date}", 1000 + at, name(draw))
        };
        let mut lines = |most: u64, below: u64| -> Vec<Line> {
            let line = |at: u64| {
                let cents = i128::from(within(&mut draw, 100, most)) * if draw.below(100) < below { -1 } else { 1 };
                let says = if style == 3 { cents / 100 } else { cents };
                let behind = pick(&mut draw, &["CHQ", "EFT"]).to_owned();
                Line { before: before(&mut draw, at), value: format!("{:>13}", write(style, cents)), behind, says }
            };
            (0..300).map(line).collect()
        };
        let (today, tomorrow) = (lines(99_999, 0), lines(9_999_999, 20));
        let draft = drafted(&today);
        let (from, to) = (today[0].before.len(), today[0].before.len() + 13);
        let fields = over(&draft, from, to);
        for field in fields.iter().filter(|field| field.ty != Type::Text) {
            let (start, end) = places(field);
            for (value, line) in read(field, &tomorrow).into_iter().zip(&tomorrow) {
                let text = line.text();
                let refused = value.is_none()
                    || text.as_bytes()[..start].last().is_some_and(|_| {
                        let unread = |at: usize| over(&draft, at, at + 1).is_empty() && text.as_bytes()[at] != b' ';
                        draft.kinds[0].filler == Filler::Blank && (from..to).any(unread)
                    });
                assert!(refused || value == Some(line.says), "{seed}: {start}-{end} {text}");
            }
        }
        assert!(fields.iter().any(|field| field.ty.is_number()), "{seed}");
    }
}
