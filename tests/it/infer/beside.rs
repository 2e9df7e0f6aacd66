//! Fields that touch and explain each other's digits: signs between two numbers, decimals before codes, periods before dates,
//! counts before codes; drawn at random, with what each record really says. None may be wrong in silence.

use std::ops::Range;
use std::sync::LazyLock;

use tumpline::calendar;
use tumpline::inspect::infer::draft::Other;
use tumpline::mapping::model::{FieldPlace, Type};

use super::draft;
use super::hostile::{Said, Sheet, score_of};
use super::layouts::Draw;
use super::score::Score;
use super::truth::{True, What};

/// Layouts that are drawn: each class of them several times.
const SEEDS: Range<u64> = 0..156;
/// Others, that nobody had looked at when the guesses were made.
const UNSEEN: u64 = 60_008;
/// Records of a layout.
const RECORDS: [usize; 4] = [200, 60, 300, 150];
/// Classes of layouts.
const CLASSES: u64 = 26;

/// A field.
enum Part {
    /// The same in all records, or one of several.
    Of(Vec<String>),
    /// Any digits.
    Any(usize),
    /// Words, filled up with blanks; the house number stands first, and a number last, now and then.
    Street(usize),
    /// A sign of these, the second below zero, before digits of an amount.
    Led(usize, [char; 2]),
    /// Digits of an amount before a blank or a minus.
    Trailed(usize),
    /// Digits of an amount.
    Amount(usize, u64),
    /// Blanks, perhaps a minus, an amount with its mark, and perhaps commas between thousands.
    Marked {
        width: usize,
        mark: char,
        commas: bool,
    },
    /// Four decimals, of few rates.
    Rate,
    /// A day, between these years.
    Day(&'static str, [i64; 2]),
    Period {
        month_first: bool,
        years: [u64; 2],
    },
    /// Hours and minutes, and perhaps seconds.
    Clock(&'static str),
    Account,
    Postal,
    /// From this year to that one.
    Year(u64, u64),
}

fn of(all: &[&str]) -> Part {
    Part::Of(all.iter().map(|one| (*one).to_owned()).collect())
}

/// A list of so many codes of so many digits.
fn codes(draw: &mut Draw, width: usize, many: u64) -> Part {
    let most = 10_u64.pow(width as u32);
    Part::Of((0..many).map(|_| format!("{:0width$}", draw.below(most))).collect())
}

/// A number of any size, small ones more often.
fn amount(draw: &mut Draw, most: u64) -> u64 {
    let digits = most.ilog10().max(1);
    let top = 10_u64.pow(1 + draw.below(u64::from(digits)) as u32).min(most);
    1 + draw.below(top)
}

fn day(draw: &mut Draw, years: [i64; 2]) -> (i64, i64, i64) {
    let first = calendar::days(years[0], 1, 1).unwrap();
    let last = calendar::days(years[1] + 1, 1, 1).unwrap();
    calendar::civil(first + i32::try_from(draw.below(u64::try_from(last - first).unwrap())).unwrap())
}

fn written((year, month, day): (i64, i64, i64), picture: &str) -> String {
    let two = year % 100;
    match picture {
        "YYYYMMDD" => format!("{year}{month:02}{day:02}"),
        "YYYY-MM-DD" => format!("{year}-{month:02}-{day:02}"),
        "YYMMDD" => format!("{two:02}{month:02}{day:02}"),
        "MMDDYY" => format!("{month:02}{day:02}{two:02}"),
        _ => format!("{day:02}{month:02}{two:02}"),
    }
}

impl Part {
    fn what(&self) -> What {
        match self {
            Self::Led(..) | Self::Amount(..) | Self::Year(..) => What::Number(0),
            Self::Trailed(_) => What::Signed(2),
            Self::Marked { .. } => What::Number(2),
            Self::Rate => What::Number(4),
            Self::Day(picture, _) | Self::Clock(picture) => What::Date((*picture).to_owned()),
            _ => What::Text,
        }
    }

    fn value(&self, draw: &mut Draw) -> (String, Said) {
        let number = |number: u64, negative: bool| Said::Number(i128::from(number) * if negative { -1 } else { 1 });
        match self {
            Self::Of(all) => (all[draw.below(all.len() as u64) as usize].clone(), Said::Text),
            Self::Any(width) => (format!("{:0width$}", draw.below(10_u64.pow(*width as u32))), Said::Text),
            Self::Street(width) => {
                let street = ["Main St", "Rue Principale", "Concession Rd 4", "King St W"][draw.below(4) as usize];
                (format!("{:width$}", format!("{} {street}", 1 + draw.below(2999))), Said::Text)
            }
            Self::Led(width, signs) => {
                let (cents, negative) = (amount(draw, 10_u64.pow(*width as u32 - 3)), draw.below(4) == 0);
                let sign = signs[usize::from(negative)];
                (format!("{sign}{cents:0width$}", width = width - 1), number(cents, negative))
            }
            Self::Trailed(width) => {
                let (cents, negative) = (amount(draw, 10_u64.pow(*width as u32 - 2)), draw.below(4) == 0);
                let sign = if negative { '-' } else { ' ' };
                (format!("{cents:0width$}{sign}", width = width - 1), number(cents, negative))
            }
            Self::Amount(width, most) => {
                let one = amount(draw, *most);
                (format!("{one:0width$}"), number(one, false))
            }
            Self::Marked { width, mark, commas } => {
                let cents = amount(draw, 9_999_999);
                let negative = !commas && draw.below(3) == 0;
                let whole = cents / 100;
                let whole = if *commas && whole > 999 {
                    format!("{},{:03}", whole / 1000, whole % 1000)
                } else {
                    whole.to_string()
                };
                let sign = if negative { "-" } else { "" };
                (format!("{:>width$}", format!("{sign}{whole}{mark}{:02}", cents % 100)), number(cents, negative))
            }
            Self::Rate => {
                let rate = [123, 1234, 12_345, 875, 1300][draw.below(5) as usize] * (1 + draw.below(3));
                (format!("{:>7}", format!("{}.{:04}", rate / 10_000, rate % 10_000)), number(rate, false))
            }
            Self::Day(picture, years) => {
                let (year, month, of_month) = day(draw, *years);
                let days = calendar::days(year, month, of_month).unwrap();
                (written((year, month, of_month), picture), Said::Day(days))
            }
            Self::Period { month_first, years } => {
                let (year, month) = (years[0] + draw.below(years[1] - years[0] + 1), 1 + draw.below(12));
                let text = if *month_first { format!("{month:02}{year}") } else { format!("{year}{month:02}") };
                (text, Said::Text)
            }
            Self::Clock(picture) => {
                let (hour, minute, second) = (8 + draw.below(10), draw.below(60), draw.below(60));
                let text = format!("{hour:02}{minute:02}{second:02}");
                (text[..picture.len()].to_owned(), Said::Text)
            }
            Self::Year(first, last) => {
                let year = first + draw.below(last - first + 1);
                (year.to_string(), number(year, false))
            }
            Self::Account => {
                let fund = ["10", "20", "35"][draw.below(3) as usize];
                (format!("{fund}-{}-{:04}", 1000 + draw.below(21), (1 + draw.below(30)) * 100), Said::Text)
            }
            Self::Postal => {
                let letter = |draw: &mut Draw| char::from(b"ABCEGH"[draw.below(6) as usize]);
                let mut text = String::new();
                for at in 0..6 {
                    if at % 2 == 0 { text.push(letter(draw)) } else { text += &draw.below(10).to_string() }
                }
                (text.replacen(|_: char| true, "K", 1), Said::Text)
            }
        }
    }
}

const PLUS: [char; 2] = ['+', '-'];
const BLANK: [char; 2] = [' ', '-'];
const ZERO: [char; 2] = ['0', '-'];

fn period() -> Part {
    Part::Period { month_first: false, years: [2023, 2024] }
}

/// The fields of a layout.
fn parts(draw: &mut Draw, class: u64) -> Vec<Part> {
    let width = 8 + draw.below(4) as usize;
    let (ab, flag, x) = (of(&["A", "B"]), of(&["Y", "N"]), of(&["X"]));
    let kind = of(&["GL", "AR"]);
    let word = of(&["ROAD    ", "WATER   ", "SEWER   "]);
    let signs = [PLUS, BLANK, ZERO][draw.below(3) as usize];
    let marked = |commas: bool| Part::Marked { width: width + 3, mark: '.', commas };
    match class {
        0 => vec![word, Part::Led(width, signs), flag],
        1 => vec![Part::Any(4), Part::Led(width, PLUS), flag],
        2 => vec![Part::Any(4), Part::Led(width, BLANK), flag],
        3 => vec![Part::Any(4), Part::Led(width, ZERO), flag],
        4 => vec![Part::Led(width + 3, PLUS), Part::Account, flag],
        5 => vec![word, Part::Day("YYYYMMDD", [2024, 2024]), Part::Led(width, signs), flag],
        6 => vec![ab, Part::Trailed(width), Part::Any(3 + draw.below(3) as usize), flag],
        7 => vec![Part::Amount(width, 999_999), Part::Led(width, PLUS), flag],
        8 => vec![ab, marked(false), codes(draw, 2, 12), x],
        9 => vec![ab, marked(true), of(&["20-1006", "10-1002", "35-1020", "10-1011"]), x],
        10 => vec![ab, marked(true), Part::Clock("HHMM"), x],
        11 => vec![ab, marked(false), Part::Street(26), x],
        12 => vec![ab, Part::Marked { width: width + 3, mark: ',', commas: false }, Part::Year(2022, 2024), x],
        13 => vec![ab, Part::Rate, Part::Clock("HHMMSS"), x],
        14 => vec![Part::Trailed(width), marked(false), Part::Year(2022, 2024), x],
        15 => vec![kind, Part::Postal, Part::Day("YYYY-MM-DD", [2020, 2024])],
        16 => vec![kind, period(), period(), x],
        17 => vec![kind, period(), of(&["00750", "03750", "04000", "00000", "00125", "01913", "00800"]), x],
        18 => vec![
            kind,
            of(&["00000", "00001", "00002", "00003", "00012", "00024"]),
            Part::Day("MMDDYY", [2020, 2024]),
            x,
        ],
        19 => vec![kind, period(), Part::Day(["DDMMYY", "YYMMDD"][draw.below(2) as usize], [2019, 2024]), x],
        20 => vec![kind, Part::Period { month_first: true, years: [1995, 2025] }, x],
        21 => vec![kind, of(&["2010", "2012", "2020"]), of(&["0120", "0111", "0205", "0110", "0220", "0105"]), x],
        22 => vec![Part::Any(1), Part::Year(2022, 2024), Part::Day("MMDDYY", [2015, 2024]), of(&["B", "C"])],
        23 => vec![ab, Part::Street(26), flag],
        24 => vec![Part::Any(6), Part::Account, Part::Clock("HHMM"), of(&["AP", "AR"])],
        _ => {
            let clock = draw.below(2) == 0;
            let (first, second) = if clock {
                (Part::Amount(5, 9999), Part::Clock("HHMM"))
            } else {
                (of(&["0000", "0000", "0001", "0002", "0010", "0100", "0012"]), codes(draw, 3, 12))
            };
            vec![ab, first, second, x]
        }
    }
}

fn sheet(seed: u64) -> Sheet {
    let mut draw = Draw(seed.wrapping_mul(0xD134_2543_DE82_EF95) + 23);
    let parts = parts(&mut draw, seed % CLASSES);
    let records = RECORDS[(seed / CLASSES % 4) as usize];
    let mut sheet = Sheet::default();
    for row in 0..records {
        let mut line = String::new();
        for (number, part) in parts.iter().enumerate() {
            let (text, said) = part.value(&mut draw);
            if row == 0 {
                let at = (line.len(), line.len() + text.len());
                sheet.fields.push(True {
                    name: format!("field {number}"),
                    at,
                    what: part.what(),
                    is_name: false,
                    read: None,
                });
                sheet.said.push(Vec::new());
                if matches!(part, Part::Led(..) | Part::Trailed(_)) {
                    sheet.whole.push(number);
                }
            }
            line += &text;
            sheet.said[number].push(said);
        }
        sheet.lines.push(line + "\n");
    }
    sheet
}

/// The score of all of them together, measured once for all tests.
pub fn score() -> Score {
    static SCORE: LazyLock<Score> = LazyLock::new(|| score_of(crate::seeds(SEEDS), &sheet));
    *SCORE
}

#[test]
fn nothing_of_fields_that_touch_is_wrong_in_silence() {
    let (score, unseen) = (score(), score_of(UNSEEN..UNSEEN + crate::rounds(52), &sheet));
    assert_eq!((score.silent, unseen.silent), (0, 0), "{score:?} {unseen:?}");
}

/// Two digits of a year and a number behind them look as four digits of a year do.
#[test]
fn a_short_year_with_a_number_behind_it_is_told_as_both() {
    let folder = tempfile::tempdir().unwrap();
    let drafted = |name: &str, line: &mut dyn FnMut(&mut Draw) -> String| {
        let mut draw = Draw(17);
        let path = folder.path().join(name);
        std::fs::write(&path, (0..200).map(|_| line(&mut draw) + "\n").collect::<String>()).unwrap();
        draft(&[path]).kinds.remove(0).fields
    };
    let day = |draw: &mut Draw, mark: char| format!("{:02}{mark}{:02}{mark}", 1 + draw.below(28), 1 + draw.below(12));
    for (mark, most) in [('-', 99_999), ('/', 9_999_999), ('.', 999), ('-', 350_000)] {
        let short = drafted("short.txt", &mut |draw| {
            format!("AB{}{}{:07} Q", day(draw, mark), 19 + draw.below(2), draw.below(most))
        });
        let dates = short.iter().filter(|field| field.ty == Type::Date);
        assert_eq!(dates.count(), 0, "{mark} {most}: {short:?}");
        let said = |other: &Other| matches!(other, Other::Joined(places) if places[..] == [11]);
        assert!(short.iter().any(|field| field.others.iter().any(said)), "{mark} {most}: {short:?}");
        let whole = drafted("whole.txt", &mut |draw| {
            format!("AB{}{}{:07} Q", day(draw, mark), 1996 + draw.below(30), draw.below(most))
        });
        assert!(whole.iter().any(|field| field.ty == Type::Date), "{mark} {most}: {whole:?}");
    }
}

/// A period and what is always the same behind it, a fund and a number behind it, read as days.
#[test]
fn where_days_may_part_a_border_is_told() {
    type Line = fn(&mut Draw) -> String;
    let folder = tempfile::tempdir().unwrap();
    let lines: [(&str, u32, Line); 2] = [
        ("YYYYMMDD", 8, |draw| {
            format!("R{}{:02}01 {:07}", 2023 + draw.below(2), 1 + draw.below(12), draw.below(99_999))
        }),
        ("YYDDD", 4, |draw| format!("R{}{:03} {:07}", 20 + draw.below(4), 1 + draw.below(365), draw.below(99_999))),
    ];
    for (picture, border, line) in lines {
        let mut draw = Draw(5);
        let path = folder.path().join("lines.txt");
        std::fs::write(&path, (0..400).map(|_| line(&mut draw) + "\n").collect::<String>()).unwrap();
        let fields = draft(&[path]).kinds.remove(0).fields;
        let day = fields.iter().find(|field| field.reading.picture.as_deref() == Some(picture)).unwrap();
        let told = |other: &Other| matches!(other, Other::Joined(places) if places[..] == [border]);
        assert!(day.others.iter().any(told), "{picture}: {day:?}");
    }
}

/// Whether a number is drafted that takes in the code behind an amount, from 10 to 19 with its sign.
fn takes_in(text: &str, path: &std::path::Path) -> Option<String> {
    std::fs::write(path, text).unwrap();
    let drafted = draft(&[path.to_owned()]);
    let fields = &drafted.kinds[0].fields;
    let wrong = fields.iter().find(|field| {
        let (from, to) = super::score::place(field);
        let tells = || field.others.iter().any(|other| matches!(other, Other::Value(_)));
        from < 19 && to > 19 && (field.ty != Type::Text || !tells())
    });
    wrong.map(|field| format!("{field:?}\n{}", &text[..120]))
}

#[test]
fn a_number_with_its_sign_before_it_takes_in_no_code_behind_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("signs.txt");
    let tails: [fn(&mut Draw) -> String; 5] = [
        |draw| ["10", "20", "35", "47"][draw.below(4) as usize].to_owned(),
        |draw| ["100", "200", "300", "410"][draw.below(4) as usize].to_owned(),
        |draw| format!("{}", 1 + draw.below(5)),
        |draw| format!("{}", 1_000 + draw.below(8_999)),
        |draw| format!("{:04}", draw.below(9_999)),
    ];
    for (seed, tail) in (0..4).flat_map(|seed| tails.iter().map(move |tail| (seed, tail))) {
        for signs in [['+', '-'], [' ', '-'], ['0', '-'], ['-', '-']] {
            let mut draw = Draw(seed * 7_919 + u64::from(u32::from(signs[0])));
            let line = |draw: &mut Draw| {
                let word = ["GRAVEL", "SALT", "FUEL OIL"][draw.below(3) as usize];
                let (cents, sign) = (amount(draw, 9_999_999), signs[usize::from(draw.below(4) == 0)]);
                format!("{word:10}{sign}{cents:08}{} {}\n", tail(draw), ["A", "B"][draw.below(2) as usize])
            };
            let text: String = (0..200).map(|_| line(&mut draw)).collect();
            assert_eq!(takes_in(&text, &path), None, "seed {seed}, signs {signs:?}");
        }
    }
}

/// The digits of an account, a day or a time go on in those of a house number.
#[test]
fn numbers_that_touch_a_street_are_told_to_be_several_fields() {
    let folder = tempfile::tempdir().unwrap();
    let fronts: [fn(&mut Draw) -> String; 4] = [
        |draw| format!("{:05}", draw.below(99_999)),
        |draw| format!("{:02}{:02}", draw.below(24), draw.below(60)),
        |draw| written(day(draw, [2018, 2024]), "YYYYMMDD"),
        |draw| format!("{:07}{:02}{:02}", draw.below(9_999_999), draw.below(24), draw.below(60)),
    ];
    for front in fronts {
        let mut draw = Draw(29);
        let path = folder.path().join("lines.txt");
        let mut line = || {
            let front = front(&mut draw);
            format!("{front}{} X\n", Part::Street(25).value(&mut draw).0)
        };
        std::fs::write(&path, (0..150).map(|_| line()).collect::<String>()).unwrap();
        let fields = draft(&[path]).kinds.remove(0).fields;
        let street =
            fields.iter().find(|field| matches!(field.place, FieldPlace::Bytes { end, .. } if end > 20)).unwrap();
        let told = |other: &Other| matches!(other, Other::Joined(_) | Other::Begins(_) | Other::WithNext);
        assert!(street.others.iter().any(told), "{fields:?}");
    }
}
