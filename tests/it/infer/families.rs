//! Families of numbers that are days or times by chance, each drawn anew from seeds, as fields of fixed width and as cells; and
//! true days and times of the same shapes. A number that is read as a day is wrong in silence, whatever the comments say.

use std::path::Path;
use std::sync::LazyLock;

use tumpline::calendar;
use tumpline::inspect::infer::draft::{Draft, FieldDraft, Other, Reason};
use tumpline::inspect::infer::values::why::Why;
use tumpline::mapping::model::{FieldPlace, Sign, Type};

use super::draft;
use super::layouts::Draw;
use super::score::{Score, Verdict};

/// Files of each family.
const SEEDS: u64 = 6;

/// What the values of a family are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Truth {
    /// Digits or letters that are no day, no time and no number with a sign.
    Code,
    /// Days or times by this picture.
    Is(&'static str),
    /// Numbers with the sign in their last digit.
    Punched,
}

type Family = (&'static str, Truth, fn(&mut Draw) -> Vec<String>);

/// A number of these.
fn of(draw: &mut Draw, range: std::ops::RangeInclusive<u64>) -> u64 {
    range.start() + draw.below(range.end() - range.start() + 1)
}

fn shuffled(draw: &mut Draw, mut all: Vec<String>) -> Vec<String> {
    for at in (1..all.len()).rev() {
        let other = usize::try_from(draw.below(at as u64 + 1)).unwrap();
        all.swap(at, other);
    }
    all
}

/// Numbers from 1, zeros before them, of which records name any.
fn vendors(draw: &mut Draw, width: usize) -> Vec<String> {
    let (most, records) = (of(draw, 20..=365), of(draw, 100..=400));
    (0..records).map(|_| format!("{:0width$}", of(draw, 1..=most))).collect()
}

/// A year, and a number that begins anew with each: all of them, in order or not, or some.
fn orders(draw: &mut Draw, year: &dyn Fn(u64) -> String) -> Vec<String> {
    let (first, years, some) = (of(draw, 2005..=2022), of(draw, 2..=4), draw.below(3) == 0);
    let most = of(draw, 20..=if some { 330 } else { 360 });
    let all = (first..first + years).flat_map(|at| (1..=most).map(move |number| (at, number)));
    let all: Vec<String> = all.map(|(at, number)| format!("{}{number:03}", year(at))).collect();
    match (some, draw.below(2)) {
        (true, _) => all.into_iter().filter(|_| draw.below(3) == 0).collect(),
        (false, 0) => shuffled(draw, all),
        _ => all,
    }
}

/// A year, a month and a number that begins anew with each.
fn monthly(draw: &mut Draw, year: &dyn Fn(u64) -> String) -> Vec<String> {
    let (first, most) = (of(draw, 2005..=2022), of(draw, 8..=25));
    let months = (0..of(draw, 6..=30)).map(|at| (first + at / 12, at % 12 + 1));
    let all = months.flat_map(|(at, month)| (1..=most).map(move |number| (at, month, number)));
    let all: Vec<String> = all.map(|(at, month, number)| format!("{}{month:02}{number:02}", year(at))).collect();
    if draw.below(2) == 0 { shuffled(draw, all) } else { all }
}

/// The same, up to an end that is near to that of the calendar: the same in each month, or any.
fn receipts(draw: &mut Draw, write: &dyn Fn(u64, u64, u64) -> String) -> Vec<String> {
    let (first, same, voids) = (of(draw, 2005..=2022), of(draw, 26..=31), draw.below(3) == 0);
    let each = draw.below(2) == 0;
    let mut all = Vec::new();
    for at in 0..of(draw, 2..=18) {
        let most = if each { same } else { of(draw, 5..=29) };
        all.extend((1..=most).map(|number| write(first + at / 12, at % 12 + 1, number)));
    }
    if voids {
        all.retain(|_| draw.below(33) > 0);
    }
    if draw.below(2) == 0 { shuffled(draw, all) } else { all }
}

/// Codes of several lists side by side.
fn lists(draw: &mut Draw, most: &[std::ops::RangeInclusive<u64>]) -> Vec<String> {
    let ends: Vec<u64> = most.iter().map(|range| of(draw, range.clone())).collect();
    let records = of(draw, 200..=400);
    let one =
        |draw: &mut Draw| ends.iter().map(|end| format!("{:02}", of(draw, 0..=*end))).collect::<Vec<_>>().concat();
    (0..records).map(|_| one(draw)).collect()
}

fn written(day: i32, picture: &str) -> String {
    let (year, month, of_month) = calendar::civil(day);
    let of_year = day - calendar::days(year, 1, 1).unwrap() + 1;
    let two = year % 100;
    match picture {
        "YYDDD" => format!("{two:02}{of_year:03}"),
        "0YYDDD" => format!("0{two:02}{of_year:03}"),
        "YYYYDDD" => format!("{year}{of_year:03}"),
        "YYMMDD" => format!("{two:02}{month:02}{of_month:02}"),
        "MMDDYYYY" => format!("{month:02}{of_month:02}{year}"),
        _ => format!("{year}{month:02}{of_month:02}"),
    }
}

/// Days within so many of them; `works`: none is of a weekend. Each stands for several records.
fn days(draw: &mut Draw, picture: &str, within: u64, works: bool) -> Vec<String> {
    let first = calendar::days(2008 + i64::try_from(draw.below(14)).unwrap(), 1, 1).unwrap();
    let records = of(draw, 200..=500);
    let mut day = || loop {
        let day = first + i32::try_from(draw.below(within)).unwrap();
        if !works || (day + 3).rem_euclid(7) < 5 {
            return written(day, picture);
        }
    };
    (0..records).map(|_| day()).collect()
}

fn times(draw: &mut Draw, seconds: bool) -> Vec<String> {
    let one = |draw: &mut Draw| {
        let second = if seconds { format!("{:02}", draw.below(60)) } else { String::new() };
        format!("{:02}{:02}{second}", of(draw, 6..=22), draw.below(60))
    };
    (0..of(draw, 200..=400)).map(|_| one(draw)).collect()
}

/// Digits and a letter of `letters`.
fn lettered(draw: &mut Draw, letters: &[u8]) -> Vec<String> {
    let letter = |draw: &mut Draw| char::from(letters[usize::try_from(draw.below(letters.len() as u64)).unwrap()]);
    (0..of(draw, 100..=300)).map(|_| format!("{:05}{}", draw.below(99_999), letter(draw))).collect()
}

const FAMILIES: [Family; 23] = [
    ("vendors", Truth::Code, |draw| vendors(draw, 5)),
    ("accounts", Truth::Code, |draw| vendors(draw, 6)),
    ("departments and accounts", Truth::Code, |draw| {
        let (codes, most) = (of(draw, 2..=30), of(draw, 20..=320));
        (0..of(draw, 150..=400)).map(|_| format!("{:02}{:03}", of(draw, 1..=codes), of(draw, 1..=most))).collect()
    }),
    ("orders YYNNN", Truth::Code, |draw| orders(draw, &|year| format!("{:02}", year % 100))),
    ("orders YYYYNNN", Truth::Code, |draw| orders(draw, &|year| year.to_string())),
    ("orders YYYY-NNN", Truth::Code, |draw| orders(draw, &|year| format!("{year}-"))),
    ("receipts YYYYMMNN", Truth::Code, |draw| monthly(draw, &|year| year.to_string())),
    ("receipts YYMMNN", Truth::Code, |draw| monthly(draw, &|year| format!("{:02}", year % 100))),
    ("receipts YYYYMMNN to 28", Truth::Code, |draw| receipts(draw, &|year, at, no| format!("{year}{at:02}{no:02}"))),
    ("receipts YYMMNN to 28", Truth::Code, |draw| {
        receipts(draw, &|year, at, no| format!("{:02}{at:02}{no:02}", year % 100))
    }),
    ("permits YY-MM-NN", Truth::Code, |draw| {
        receipts(draw, &|year, at, no| format!("{:02}-{at:02}-{no:02}", year % 100))
    }),
    ("two lists", Truth::Code, |draw| lists(draw, &[4..=23, 5..=50])),
    ("three lists", Truth::Code, |draw| lists(draw, &[9..=23, 9..=50, 5..=50])),
    ("letters A to R", Truth::Code, |draw| lettered(draw, b"ABCDEFGHIJKLMNOPQR")),
    ("days at work YYDDD", Truth::Is("YYDDD"), |draw| {
        let within = of(draw, 150..=1_500);
        days(draw, "YYDDD", within, true)
    }),
    ("days YYDDD", Truth::Is("YYDDD"), |draw| days(draw, "YYDDD", 900, false)),
    ("days 0YYDDD", Truth::Is("0YYDDD"), |draw| days(draw, "0YYDDD", 900, false)),
    ("days YYYYDDD", Truth::Is("YYYYDDD"), |draw| days(draw, "YYYYDDD", 900, false)),
    ("days YYMMDD", Truth::Is("YYMMDD"), |draw| days(draw, "YYMMDD", 700, false)),
    ("days YYYYMMDD", Truth::Is("YYYYMMDD"), |draw| days(draw, "YYYYMMDD", 200, false)),
    ("times HHMM", Truth::Is("HHMM"), |draw| times(draw, false)),
    ("times HHMMSS", Truth::Is("HHMMSS"), |draw| times(draw, true)),
    ("signs in the last digit", Truth::Punched, |draw| lettered(draw, b"{ABCDEFGHI{ABCDEFGHI}JKLMNOPQR")),
];

/// Whether a comment has this type as another reading.
fn tells(field: &FieldDraft, is: &dyn Fn(&FieldDraft) -> bool) -> bool {
    let told = |other: &Other| match other {
        Other::Value(other) => is(&FieldDraft { ty: other.ty, reading: other.reading.clone(), ..field.clone() }),
        _ => false,
    };
    field.others.iter().any(told)
}

fn verdict(truth: Truth, found: &[&FieldDraft], zeros: bool) -> Verdict {
    let is_day = |field: &FieldDraft| matches!(field.ty, Type::Date | Type::Time | Type::Timestamp);
    let is_punched = |field: &FieldDraft| field.reading.sign == [Sign::Overpunch] && field.ty != Type::Text;
    let is_picture =
        |picture: &str, field: &FieldDraft| is_day(field) && field.reading.picture.as_deref() == Some(picture);
    // Digits of many sizes at fixed places are numbers, with the text told.
    let is_text = |field: &FieldDraft| field.ty == Type::Text;
    let loses = |field: &FieldDraft| {
        is_day(field) || is_punched(field) || zeros && field.ty.is_number() && !tells(field, &is_text)
    };
    let constant = |field: &FieldDraft| field.why.iter().any(|why| matches!(why, Reason::Value(Why::Constant(_))));
    match (truth, found) {
        (Truth::Code, all) if all.iter().any(|field| loses(field)) || all.is_empty() => Verdict::Silent,
        (Truth::Code, all) if zeros && all.iter().any(|field| field.ty.is_number()) => Verdict::TypeTold,
        (Truth::Code, _) => Verdict::Right,
        (Truth::Is(picture), [one]) if is_picture(picture, one) => Verdict::Right,
        (Truth::Is(picture), [one]) if !is_day(one) && tells(one, &|other| is_picture(picture, other)) => {
            Verdict::TypeTold
        }
        // The century, or the zero, apart: it is always the same.
        (Truth::Is(picture), [one, two]) if constant(one) && picture.ends_with("YYDDD") && is_picture("YYDDD", two) => {
            Verdict::BordersTold
        }
        (Truth::Punched, [one]) if is_punched(one) => Verdict::Right,
        (Truth::Punched, [one]) if one.ty == Type::Text && tells(one, &is_punched) => Verdict::TypeTold,
        _ => Verdict::Silent,
    }
}

/// The fields of the values, which stand from this byte on, or in the first cell.
fn over(draft: &Draft, from: usize, to: usize) -> Vec<&FieldDraft> {
    let kind = draft.kinds.iter().max_by_key(|kind| kind.records).unwrap();
    let is_over = |field: &&FieldDraft| match &field.place {
        FieldPlace::Bytes { start, end } => (*start as usize) < to && (*end as usize) > from,
        _ => field.name == "code",
    };
    kind.fields.iter().filter(is_over).collect()
}

fn drafted(folder: &Path, name: &str, text: &str) -> Draft {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    draft(&[path])
}

/// The score of these families, as cells and as fields of fixed width.
fn score_of(is: &dyn Fn(Truth) -> bool, first: u64) -> Score {
    let folder = tempfile::tempdir().unwrap();
    let mut score = Score::default();
    for ((name, truth, values), seed) in FAMILIES
        .iter()
        .filter(|family| is(family.1))
        .flat_map(|family| (first..first + SEEDS).map(move |seed| (family, seed)))
    {
        let mut draw = Draw(seed * 7_919 + name.len() as u64 * 104_729);
        let all = values(&mut draw);
        let zeros = all.iter().any(|value| value.starts_with('0'));
        let amount = |draw: &mut Draw| format!("{}.{:02}", draw.below(3_000), draw.below(100));
        let cells: Vec<String> = all.iter().map(|value| format!("{value};{}\n", amount(&mut draw))).collect();
        let words = ["GRAVEL", "SALT", "PAPER", "FUEL OIL"];
        let text = |draw: &mut Draw| words[usize::try_from(draw.below(4)).unwrap()];
        let lines: Vec<String> =
            all.iter().map(|value| format!("{:10}{value} {:>8}\n", text(&mut draw), amount(&mut draw))).collect();
        let to = 10 + all[0].len();
        for (file, text) in [("cells.csv", format!("code;amount\n{}", cells.concat())), ("lines.txt", lines.concat())] {
            let draft = drafted(folder.path(), file, &text);
            let found = over(&draft, 10, to);
            let verdict = verdict(*truth, &found, zeros);
            if std::env::var_os("TUMPLINE_SCORE").is_some() && verdict != Verdict::Right {
                let said: Vec<_> = found.iter().map(|one| (&one.place, one.ty, &one.reading.picture)).collect();
                eprintln!("{name} {seed} {file} {verdict:?}: {} {} values, {said:?}", all[0], all.len());
            }
            score.count(verdict);
        }
    }
    score
}

/// The score of numbers that are days by chance, and that of days.
pub fn scores() -> (Score, Score) {
    static SCORES: LazyLock<(Score, Score)> = LazyLock::new(|| scores_from(0));
    *SCORES
}

fn scores_from(first: u64) -> (Score, Score) {
    (score_of(&|truth| truth == Truth::Code, first), score_of(&|truth| truth != Truth::Code, first))
}

#[test]
fn numbers_of_no_family_become_days_and_days_stay_days() {
    for (numbers, days) in std::iter::once(scores()).chain(crate::is_thorough().then(|| scores_from(50_000))) {
        assert_eq!((numbers.silent, days.silent), (0, 0), "{numbers:?} {days:?}");
        assert!(days.right * 3 >= days.fields * 2, "{days:?}");
    }
}

#[test]
fn a_few_names_behind_the_code_of_a_kind_are_no_part_of_it() {
    let names =
        ["VILLE DE LEVIS", "HYDRO-QUEBEC", "BELL CANADA", "ROY ET FILS", "GRAVIER LAVOIE", "SEL WARWICK", "DION"];
    let folder = tempfile::tempdir().unwrap();
    for seed in 0..12_u64 {
        let mut draw = Draw(seed * 31_337 + 9);
        let few = usize::try_from(2 + seed % 6).unwrap();
        let mut lines = Vec::new();
        for batch in 1..=of(&mut draw, 12..=40) {
            lines.push(format!("H{batch:05}2024{:02}{:02}\n", of(&mut draw, 1..=12), of(&mut draw, 1..=28)));
            let details = of(&mut draw, 1..=9);
            for _ in 0..details {
                let name = names[usize::try_from(draw.below(few as u64)).unwrap()];
                lines.push(format!("D{name:25}{:09}\n", draw.below(999_999)));
            }
            lines.push(format!("T{batch:05}{details:06}\n"));
        }
        let draft = drafted(folder.path(), "kinds.txt", &lines.concat());
        let kinds: Vec<&str> = draft.kinds.iter().map(|kind| kind.name.as_str()).collect();
        assert_eq!(kinds, ["h", "d", "t"], "{seed}: {few} names");
    }
}

#[test]
fn a_minus_between_an_amount_and_a_number_is_given_to_neither() {
    let folder = tempfile::tempdir().unwrap();
    for seed in 0..18_u64 {
        let mut draw = Draw(seed * 65_537 + 3);
        let (records, digits) = ([18, 60, 200, 600][usize::try_from(seed % 4).unwrap()], 2 + seed % 2);
        let below: Vec<u64> = (0..=seed % 3).map(|_| draw.below(records)).collect();
        let (width, most) = (usize::try_from(digits).unwrap(), 10_u64.pow(u32::try_from(digits).unwrap()));
        let mut whole = true;
        let mut line = |at: u64| {
            let (cents, is_below) = (draw.below(1_000_000), below.contains(&at));
            let amount = format!("{}.{:02}{}", cents / 100, cents % 100, if is_below { "-" } else { " " });
            let number = draw.below(most);
            whole &= !is_below || number * 10 >= most;
            format!("K{at:05} {amount:>11}{number:>width$} {}\n", ["AP", "GL"][usize::try_from(at % 2).unwrap()])
        };
        let lines = (0..records).map(&mut line).collect::<Vec<_>>().concat();
        let draft = drafted(folder.path(), "signs.txt", &lines);
        let found = over(&draft, 17, 18 + width);
        let numbers: Vec<&&FieldDraft> = found.iter().filter(|field| field.ty.is_number()).collect();
        let sign = |field: &&&FieldDraft| field.reading.sign.contains(&Sign::MinusAfter);
        // A short number behind the blank shows that the minus is the amount's.
        assert!(if whole { numbers.is_empty() } else { numbers.iter().any(sign) }, "{seed}: {found:#?}\n{lines}");
    }
}

#[test]
fn days_whose_parts_may_each_be_any_other_stay_text() {
    let folder = tempfile::tempdir().unwrap();
    // The places of the year, the month and the day.
    let orders = [[0, 1, 2], [2, 1, 0], [1, 2, 0]];
    for seed in 0..48_u64 {
        let mut draw = Draw(seed * 15_485_863 + 11);
        let mark = ["", "", "/", "-", "."][usize::try_from(seed % 5).unwrap()];
        let order = orders[usize::try_from(seed % 3).unwrap()];
        let (years, days) = (of(&mut draw, 1..=12), of(&mut draw, 1..=12));
        let one = |draw: &mut Draw| {
            let parts = [of(draw, 1..=years), of(draw, 1..=12), of(draw, 1..=days)].map(|part| format!("{part:02}"));
            order.map(|part| parts[part].as_str()).join(mark)
        };
        let values: Vec<String> = (0..of(&mut draw, 60..=300)).map(|_| one(&mut draw)).collect();
        let cells = values.iter().map(|value| format!("{value};AB\n")).collect::<Vec<_>>().concat();
        let lines = values.iter().map(|value| format!("AB {value} X\n")).collect::<Vec<_>>().concat();
        for (file, text) in [("cells.csv", format!("code;name\n{cells}")), ("lines.txt", lines)] {
            let draft = drafted(folder.path(), file, &text);
            let found = over(&draft, 3, 3 + values[0].len());
            let typed: Vec<_> = found.iter().filter(|field| field.ty == Type::Date).collect();
            assert!(typed.is_empty(), "{seed} {file} {}: {typed:#?}", values[0]);
        }
    }
}

#[test]
fn a_minus_at_a_place_between_two_numbers_is_given_to_neither_unless_one_has_its_own() {
    let folder = tempfile::tempdir().unwrap();
    for seed in 0..12_u64 {
        let mut draw = Draw(seed * 7_368_787 + 5);
        let (records, chain) = (of(&mut draw, 60..=400), seed % 3 == 0);
        let number = |draw: &mut Draw, width: u32| {
            let most = 10_u64.pow(of(draw, 2..=u64::from(width)).try_into().unwrap());
            draw.below(most)
        };
        let sign = |draw: &mut Draw| if draw.below(6) == 0 { '-' } else { ' ' };
        let line = |at: u64| {
            let (one, two) = (number(&mut draw, 6), number(&mut draw, 6));
            let (first, last) = (sign(&mut draw), if chain { sign(&mut draw) } else { ' ' });
            format!("K{at:05} {one:07}{first}{two:07}{last} {}\n", ["AP", "GL"][usize::try_from(at % 2).unwrap()])
        };
        let draft = drafted(folder.path(), "signs.txt", &(0..records).map(line).collect::<Vec<_>>().concat());
        let found = over(&draft, 7, 23);
        let numbers = found.iter().filter(|field| field.ty.is_number()).count();
        assert_eq!(numbers, if chain { 2 } else { 0 }, "{seed}: {found:#?}");
    }
}

#[test]
fn one_brace_among_very_many_codes_is_no_sign() {
    let folder = tempfile::tempdir().unwrap();
    for (letters, last) in [(b"0123456789", '{'), (b"ABCDEFGHIJ", '{'), (b"0123456789", '}')] {
        let mut draw = Draw(u64::from(letters[0]) + u64::from(last));
        let mut values = lettered(&mut draw, letters);
        while values.len() < 300 {
            values.extend(lettered(&mut draw, letters));
        }
        values[71].replace_range(5.., &last.to_string());
        let lines = values.iter().map(|value| format!("AB {value} X\n")).collect::<Vec<_>>().concat();
        let draft = drafted(folder.path(), "codes.txt", &lines);
        let found = over(&draft, 3, 9);
        assert!(found.iter().all(|field| field.reading.sign != [Sign::Overpunch]), "{last}: {found:#?}");
    }
}

#[test]
fn firms_that_come_again_are_no_kinds() {
    let firms = [
        "HYDRO-QUEBEC",
        "BELL CANADA",
        "ROY ET FILS INC",
        "GRAVIER LAVOIE",
        "SEL WARWICK LTEE",
        "DION MOTEURS",
        "AGENCES KIPAWA",
        "ZEPHYR PAPER",
        "MINES NORANDA",
        "WAJAX",
        "UNION GAS",
        "OXYGENE TEMIS",
    ];
    let folder = tempfile::tempdir().unwrap();
    for seed in 0..60_u64 {
        let mut draw = Draw(seed * 32_452_843 + 1);
        let few = of(&mut draw, 3..=12);
        let (numbered, cities, addresses, sorted) =
            (draw.below(2) == 0, draw.below(2) == 0, draw.below(2) == 0, draw.below(3) == 0);
        let records = [15, 30, 60, 200][usize::try_from(seed % 4).unwrap()];
        let known: Vec<(u64, bool)> = firms.iter().map(|_| (draw.below(10_000), draw.below(2) == 0)).collect();
        let mut picked: Vec<usize> =
            (0..records).map(|_| usize::try_from(draw.below(few) * draw.below(few) / few).unwrap()).collect();
        if sorted {
            picked.sort_by_key(|firm| firms[*firm]);
        }
        let mut line = |firm: usize| {
            let (name, (number, has)) = (firms[firm], known[firm]);
            let code = if numbered { format!("{}{number:04}", &name[..1]) } else { String::new() };
            let city = if cities { format!("{:16}", ["MATTAWA", "HULL", "VAL-D'OR"][firm % 3]) } else { String::new() };
            let street = if has { format!("{} RUE MAIN", number % 300) } else { String::new() };
            let street = if addresses { format!("{street:22}") } else { String::new() };
            let (amount, day) = (draw.below(10_u64.pow(3 + (number % 4) as u32)), of(&mut draw, 1..=28));
            format!("{code}{name:24}{city}{street}{amount:>9}202403{day:02}{}\n", ["A", "P"][firm % 2])
        };
        let lines: String = picked.iter().map(|firm| line(*firm)).collect();
        let draft = drafted(folder.path(), "firms.txt", &lines);
        assert_eq!(draft.kinds.len(), 1, "{seed}: {:?}\n{lines}", draft.kinds.iter().map(|kind| &kind.when));
    }
}

/// The codes that are told of a draft of two files, and the types of the fields from this place on.
fn told_of(folder: &Path, lines: &[String; 2], from: usize) -> (Vec<&'static str>, Vec<Type>) {
    let write = |(at, text): (usize, &String)| {
        let path = folder.join(format!("file{at}.txt"));
        std::fs::write(&path, text).unwrap();
        path
    };
    let paths = lines.iter().enumerate().map(write).collect();
    match super::infer(&super::RealHost, &super::Request { paths, ..super::Request::default() }) {
        Ok(found) => {
            let types = over(&found.draft, from, usize::MAX).iter().map(|field| field.ty).collect();
            (found.doubts.iter().map(|stop| stop.code.id()).collect(), types)
        }
        Err(stops) => (stops.iter().map(|stop| stop.code.id()).collect(), Vec::new()),
    }
}

fn padded(draw: &mut Draw, width: usize, face: char) -> String {
    let most = 10_u64.pow(u32::try_from(of(draw, 2..=width as u64 - 1)).unwrap());
    let digits = draw.below(most).to_string();
    format!("{}{digits}", face.to_string().repeat(width - digits.len()))
}

fn day(draw: &mut Draw) -> (u64, u64, u64) {
    (of(draw, 2019..=2025), of(draw, 1..=12), of(draw, 1..=28))
}

fn name(draw: &mut Draw) -> &'static str {
    ["BELL CANADA", "ROY ET FILS", "HYDRO", "SEL WARWICK"][usize::try_from(draw.below(4)).unwrap()]
}

#[test]
fn files_that_read_otherwise_are_told_and_no_field_is_typed_by_the_mixture() {
    type Line = fn(&mut Draw) -> String;
    let pairs: [(&str, Line, Line); 5] = [
        (
            "a day and a number exchanged behind a letter",
            |draw| {
                let (year, month, of_month) = day(draw);
                format!("{}{year}{month:02}{of_month:02}{} X", ["D", "C"][draw.below(2) as usize], padded(draw, 8, '0'))
            },
            |draw| {
                let (year, month, of_month) = day(draw);
                format!("{}{}{year}{month:02}{of_month:02} X", ["D", "C"][draw.below(2) as usize], padded(draw, 8, '0'))
            },
        ),
        (
            "numbers exchanged",
            |draw| format!("K{}{} X", padded(draw, 9, '0'), padded(draw, 6, '0')),
            |draw| format!("K{}{} X", padded(draw, 6, '0'), padded(draw, 9, '0')),
        ),
        (
            "numbers at the right exchanged",
            |draw| format!("K{}{} X", padded(draw, 9, ' '), padded(draw, 6, ' ')),
            |draw| format!("K{}{} X", padded(draw, 6, ' '), padded(draw, 9, ' ')),
        ),
        (
            "a name a place wider",
            |draw| format!("K{:15}{}{} X", name(draw), padded(draw, 8, '0'), padded(draw, 8, '0')),
            |draw| format!("K{:16}{}{} X", name(draw), padded(draw, 8, '0'), padded(draw, 8, '0')),
        ),
        (
            "days the other way round",
            |draw| {
                let (year, month, of_month) = day(draw);
                format!("K{:12}{year}{month:02}{of_month:02} X", name(draw))
            },
            |draw| {
                let (year, month, of_month) = day(draw);
                format!("K{:12}{of_month:02}{month:02}{year} X", name(draw))
            },
        ),
    ];
    let folder = tempfile::tempdir().unwrap();
    for (what, one, other) in pairs {
        for seed in 0..6_u64 {
            let lines = |draw: &mut Draw, line: Line, records: u64| -> String {
                (0..records).map(|_| line(draw) + "\n").collect()
            };
            let mut draw = Draw(seed * 86_028_121 + 17);
            let counts = [(100, 100), (300, 60), (60, 300)][usize::try_from(seed % 3).unwrap()];
            let same = [lines(&mut draw, one, counts.0), lines(&mut draw, one, counts.1)];
            let (codes, _) = told_of(folder.path(), &same, 1);
            assert!(codes.is_empty(), "{what} {seed}: {codes:?} of one layout");
            let apart = [lines(&mut draw, one, counts.0), lines(&mut draw, other, counts.1)];
            let (codes, types) = told_of(folder.path(), &apart, 1);
            let told = codes.iter().any(|code| ["TL0947", "TL0992"].contains(code));
            // Two fields that nobody can tell apart are text, and lose nothing.
            let lossless = types.iter().all(|ty| *ty == Type::Text);
            assert!(told || lossless, "{what} {seed}: {codes:?} {types:?}\n{}", apart.concat());
        }
    }
}

#[test]
fn files_of_fixed_width_with_other_fields_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, line: &dyn Fn(u64) -> String| {
        let path = folder.path().join(name);
        std::fs::write(&path, (0..100).map(line).collect::<Vec<_>>().concat()).unwrap();
        path
    };
    let name = |at: u64| ["Bell", "Roy"][usize::try_from(at % 2).unwrap()];
    let first = file("1.txt", &|at| format!("{at:05} {:10}{:07}\n", name(at), at * 733));
    let turned = file("2.txt", &|at| format!("{at:05} {:07}{:10}\n", at * 733, name(at)));
    let wider = file("3.txt", &|at| format!("{at:05} {:12}{:07}\n", name(at), at * 733));
    let same = file("4.txt", &|at| format!("{at:05} {:10}{:07}\n", name(at + 1), at * 31));
    for (other, code) in [(turned, Some("TL0947")), (wider, Some("TL0947")), (same, None)] {
        let request = super::Request { paths: vec![first.clone(), other.clone()], ..super::Request::default() };
        let stops = super::infer(&super::RealHost, &request).err().unwrap_or_default();
        let said = stops.first().map(|stop| stop.code.id());
        assert_eq!(said, code, "{other:?}");
    }
}
