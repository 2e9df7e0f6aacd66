//! Layouts that mislead: amounts as people write them, numbers that end at the right, numbers that count up, codes with zeros
//! before them, dates beside amounts; drawn at random, with what each record really says.
//!
//! Stricter than the score: a date where none is, and a number that a run would read as another one, are wrong in silence
//! whatever the comments say. A text loses nothing, and a border that may be another has to say so.

use std::ops::Range;
use std::path::Path;
use std::sync::LazyLock;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Decimal64Type, Decimal128Type, Int16Type, Int32Type, Int64Type, Time64MicrosecondType,
};
use arrow_array::{Array, ArrayRef};
use arrow_schema::DataType;
use tumpline::calendar;
use tumpline::extractors::decode::Decoder;
use tumpline::inspect::infer::draft::{Draft, FieldDraft};
use tumpline::mapping::model::Type;

use super::draft;
use super::layouts::{self, Draw};
use super::score::{self, Rows, Score, Verdict};
use super::truth::{True, What};

/// Layouts that are drawn; about 500 fields.
const SEEDS: Range<u64> = 0..84;
/// Others, that nobody had looked at when the guesses were made.
const UNSEEN: u64 = 70_000;
/// Records of a layout; the first is usual.
const RECORDS: [usize; 4] = [300, 100, 300, 700];

/// How values of a field are drawn.
enum Sort {
    /// Mark, separator of thousands, how it is below zero.
    Amount { mark: char, thousands: Option<char>, sign: Sign, most: u32 },
    /// Blanks before digits.
    Right { most: u32, sign: Sign },
    /// One more with each record, or a few more now and then.
    Counter { start: u64, skips: u64, zeros: bool },
    /// Digits of a name, zeros before them among others.
    Id { most: u64 },
    /// A day, now and then none; `rising` as records are posted.
    Date { picture: &'static str, none: Option<char>, rising: bool },
    /// As in the layouts that are not hostile.
    Other(layouts::Drawn),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    None,
    Before,
    Behind,
    Credit,
    Parentheses,
}

impl Sign {
    const fn behind(self) -> usize {
        match self {
            Self::None | Self::Before => 0,
            Self::Behind | Self::Parentheses => 1,
            Self::Credit => 2,
        }
    }

    fn write(self, digits: &str, negative: bool) -> String {
        match (self, negative) {
            (Self::Before, true) => format!("-{digits}"),
            (Self::Behind, true) => format!("{digits}-"),
            (Self::Credit, true) => format!("{digits}CR"),
            (Self::Credit, false) => format!("{digits}  "),
            (Self::Parentheses, true) => format!("({digits})"),
            (Self::Behind | Self::Parentheses, false) => format!("{digits} "),
            _ => digits.to_owned(),
        }
    }
}

struct Drawn {
    /// Blanks before it.
    gap: usize,
    width: usize,
    sort: Sort,
}

/// What a record says in a field.
#[derive(Debug, Clone, PartialEq)]
pub enum Said {
    Nothing,
    Text,
    Number(i128),
    Day(i32),
}

fn sign(draw: &mut Draw) -> Sign {
    [Sign::None, Sign::Before, Sign::Behind, Sign::Credit, Sign::Parentheses][draw.below(5) as usize]
}

fn field(draw: &mut Draw) -> Drawn {
    let gap = [0, 0, 1, 2][draw.below(4) as usize];
    let (width, sort) = match draw.below(20) {
        0..5 => {
            let styles =
                [('.', Some(',')), (',', Some(' ')), (',', Some('.')), ('.', None), (',', None), ('.', Some('\''))];
            let (mark, thousands) = styles[draw.below(6) as usize];
            let (sign, most) = (sign(draw), 4 + draw.below(6) as u32);
            let commas = if thousands.is_some() { (most as usize - 3) / 3 } else { 0 };
            let width =
                most as usize + 2 + commas + usize::from(sign != Sign::None) + sign.behind() + draw.below(3) as usize;
            (width, Sort::Amount { mark, thousands, sign, most })
        }
        5..9 => {
            let most = 2 + draw.below(8) as u32;
            let sign = [Sign::None, Sign::None, Sign::None, Sign::Before][draw.below(4) as usize];
            (most as usize + usize::from(sign == Sign::Before) + draw.below(3) as usize, Sort::Right { most, sign })
        }
        9..12 => {
            let starts =
                [1, 997, 12_001, 90_310, 240_101, 980_627, 10_115, 20_240_101, 19_991_120, 1_012_020, 5_000_001];
            let (start, skips) = (starts[draw.below(11) as usize], draw.below(3));
            let width = format!("{}", start + 700 * (skips + 1)).len() + draw.below(2) as usize;
            (width, Sort::Counter { start, skips, zeros: draw.below(3) > 0 })
        }
        12..14 => {
            let width = 4 + draw.below(6) as u32;
            (width as usize, Sort::Id { most: 10_u64.pow(width) / (1 + draw.below(40)) })
        }
        14..17 => {
            let pictures = ["YYYYMMDD", "YYMMDD", "DDMMYYYY", "MMDDYY", "DDMMYY", "YYDDD", "YYYY-MM-DD", "DD/MM/YYYY"];
            let picture = pictures[draw.below(8) as usize];
            let none = [None, Some('0'), Some(' ')][draw.below(3) as usize].filter(|_| !picture.contains(['-', '/']));
            (picture.len(), Sort::Date { picture, none, rising: draw.below(2) == 0 })
        }
        _ => {
            let other = layouts::field(draw);
            (other.width, Sort::Other(other))
        }
    };
    Drawn { gap, width, sort }
}

/// A number of any size.
fn number(draw: &mut Draw, digits: u32) -> u64 {
    let most = 10_u64.pow(1 + draw.below(u64::from(digits)) as u32);
    draw.below(most)
}

fn grouped(whole: u64, separator: Option<char>) -> String {
    let digits = whole.to_string();
    let Some(separator) = separator else { return digits };
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

fn day(draw: &mut Draw, row: usize, rising: bool) -> i32 {
    let first = calendar::days(2016, 1, 1).unwrap();
    let after = if rising { row as u64 * 4 + draw.below(9) } else { draw.below(3_400) };
    first + i32::try_from(after).unwrap()
}

fn written(day: i32, picture: &str) -> String {
    let (year, month, of_month) = calendar::civil(day);
    let of_year = day - calendar::days(year, 1, 1).unwrap() + 1;
    let two = year % 100;
    match picture {
        "YYYYMMDD" => format!("{year}{month:02}{of_month:02}"),
        "YYMMDD" => format!("{two:02}{month:02}{of_month:02}"),
        "DDMMYYYY" => format!("{of_month:02}{month:02}{year}"),
        "MMDDYY" => format!("{month:02}{of_month:02}{two:02}"),
        "DDMMYY" => format!("{of_month:02}{month:02}{two:02}"),
        "YYDDD" => format!("{two:02}{of_year:03}"),
        "YYYY-MM-DD" => format!("{year}-{month:02}-{of_month:02}"),
        _ => format!("{of_month:02}/{month:02}/{year}"),
    }
}

/// The text of a field in a record, with what it says.
fn value(draw: &mut Draw, field: &Drawn, row: usize) -> (String, Said) {
    let width = field.width;
    match &field.sort {
        Sort::Amount { mark, thousands, sign, most } => {
            let cents = number(draw, *most);
            let negative = *sign != Sign::None && cents > 0 && draw.below(4) == 0;
            let text = format!("{}{mark}{:02}", grouped(cents / 100, *thousands), cents % 100);
            let said = i128::from(cents) * if negative { -1 } else { 1 };
            (format!("{:>width$}", sign.write(&text, negative)), Said::Number(said))
        }
        Sort::Right { most, sign } => {
            let number = number(draw, *most);
            let negative = *sign != Sign::None && number > 0 && draw.below(4) == 0;
            let said = i128::from(number) * if negative { -1 } else { 1 };
            (format!("{:>width$}", sign.write(&number.to_string(), negative)), Said::Number(said))
        }
        Sort::Counter { start, skips, zeros } => {
            let number = start + row as u64 * (skips + 1) + if *skips > 0 { draw.below(skips + 1) } else { 0 };
            let text = if *zeros { format!("{number:0width$}") } else { format!("{number:>width$}") };
            (text, Said::Number(i128::from(number)))
        }
        Sort::Id { most } => (format!("{:0width$}", draw.below(*most)), Said::Text),
        Sort::Date { picture, none, rising } => {
            if let Some(filler) = none.filter(|_| draw.below(8) == 0) {
                (filler.to_string().repeat(width), Said::Nothing)
            } else {
                let day = day(draw, row, *rising);
                (written(day, picture), Said::Day(day))
            }
        }
        Sort::Other(other) => (layouts::value(draw, other), Said::Text),
    }
}

fn what(field: &Drawn) -> What {
    match &field.sort {
        Sort::Amount { sign: Sign::Behind, .. } => What::Signed(2),
        Sort::Amount { .. } => What::Number(2),
        Sort::Right { .. } => What::Number(0),
        Sort::Counter { zeros, .. } => {
            if *zeros {
                What::Text
            } else {
                What::Number(0)
            }
        }
        Sort::Id { .. } => What::Text,
        Sort::Date { picture, .. } => What::Date((*picture).to_owned()),
        Sort::Other(other) => layouts::what(other),
    }
}

/// What a run would read of a field by its draft; none where it is refused.
fn read(field: &FieldDraft, cells: &[&[u8]]) -> Vec<Option<i128>> {
    let decoder = Decoder::new(&field.ty, &field.reading, "ascii", true).unwrap();
    let array = decoder.decode(cells).array;
    let at = |row: usize| array.is_valid(row).then(|| unscaled(&array, row));
    (0..cells.len()).map(at).collect()
}

/// A number or a day of an array, without its decimal mark.
pub fn unscaled(array: &ArrayRef, row: usize) -> i128 {
    match array.data_type() {
        DataType::Int16 => array.as_primitive::<Int16Type>().value(row).into(),
        DataType::Int32 => array.as_primitive::<Int32Type>().value(row).into(),
        DataType::Int64 => array.as_primitive::<Int64Type>().value(row).into(),
        DataType::Date32 => array.as_primitive::<Date32Type>().value(row).into(),
        DataType::Time64(_) => array.as_primitive::<Time64MicrosecondType>().value(row).into(),
        DataType::Decimal64(..) => array.as_primitive::<Decimal64Type>().value(row).into(),
        DataType::Decimal128(..) => array.as_primitive::<Decimal128Type>().value(row),
        other => panic!("{other}"),
    }
}

/// A layout with its records.
#[derive(Default)]
pub struct Sheet {
    pub fields: Vec<True>,
    pub lines: Vec<String>,
    /// By field and record.
    pub said: Vec<Vec<Said>>,
    /// Fields of which no part may be read as a number: their sign stands apart.
    pub whole: Vec<usize>,
}

fn sheet(seed: u64) -> Sheet {
    let records = RECORDS[(seed % 4) as usize];
    let mut draw = Draw(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) + 11);
    let count = 3 + draw.below(7);
    let drawn: Vec<Drawn> = (0..count).map(|_| field(&mut draw)).collect();
    let mut sheet =
        Sheet { fields: Vec::new(), lines: Vec::new(), said: vec![Vec::new(); drawn.len()], whole: Vec::new() };
    let mut end = 0;
    for (number, one) in drawn.iter().enumerate() {
        let from = end + one.gap;
        end = from + one.width;
        sheet.fields.push(True {
            name: format!("field {number}"),
            at: (from, end),
            what: what(one),
            is_name: false,
            read: None,
        });
    }
    for row in 0..records {
        let mut line = String::new();
        for (number, one) in drawn.iter().enumerate() {
            let (text, said) = value(&mut draw, one, row);
            assert_eq!(text.len(), one.width, "{text}");
            line += &" ".repeat(one.gap);
            line += &text;
            sheet.said[number].push(said);
        }
        sheet.lines.push(line + "\n");
    }
    sheet
}

impl Sheet {
    pub fn draft(&self, folder: &Path) -> Draft {
        let path = folder.join("hostile.txt");
        std::fs::write(&path, self.lines.concat()).unwrap();
        draft(&[path])
    }

    /// What became of each field.
    pub fn judged(&self, draft: &Draft) -> Vec<Verdict> {
        let kind = draft.kinds.iter().max_by_key(|kind| kind.records).unwrap();
        let rows = Rows(self.lines.iter().map(|line| line.trim_end_matches('\n').as_bytes()).collect());
        let verdict = |(number, field): (usize, &True)| {
            let verdict = score::verdict(field, kind, &rows);
            let over = kind.fields.iter().filter(|one| {
                let (from, to) = score::place(one);
                from < field.at.1 && to > field.at.0 && !rows.is_blank(from.max(field.at.0), to.min(field.at.1))
            });
            let lies = over.into_iter().any(|one| self.lies(number, one, verdict));
            if lies { Verdict::Silent } else { verdict }
        };
        self.fields.iter().enumerate().map(verdict).collect()
    }

    /// Whether a drafted field reads what no record says.
    fn lies(&self, number: usize, found: &FieldDraft, verdict: Verdict) -> bool {
        let (from, to) = score::place(found);
        let cells: Vec<&[u8]> = self.lines.iter().map(|line| &line.as_bytes()[from..to]).collect();
        let is_date = matches!(found.ty, Type::Date | Type::Time | Type::Timestamp);
        let exact = matches!(verdict, Verdict::Right | Verdict::Named | Verdict::TypeTold | Verdict::TypeSilent);
        match &self.fields[number].what {
            What::Date(_) if is_date && exact => {
                read(found, &cells).iter().zip(&self.said[number]).any(|(read, said)| match said {
                    Said::Day(day) => *read != Some((*day).into()),
                    Said::Nothing => read.is_some(),
                    _ => false,
                })
            }
            What::Number(_) | What::Signed(_) if exact && found.ty.is_number() && found.reading.sign.len() < 9 => {
                let implied = score::says_decimals(found);
                read(found, &cells).iter().zip(&self.said[number]).any(|(read, said)| match said {
                    Said::Number(number) => *read != Some(*number) && !implied,
                    _ => false,
                })
            }
            _ if self.whole.contains(&number) && found.ty.is_number() => true,
            _ => is_date || found.reading.null_if.iter().any(|text| text.contains(['0', '9', '-'])),
        }
    }
}

/// The drafted fields at the place of one, and some records, for whoever asks with `TUMPLINE_SCORE`.
fn show(sheet: &Sheet, field: &True, draft: &Draft, verdict: Verdict) {
    eprintln!("{} {:?} {:?}: {verdict:?}", field.name, field.at, field.what);
    let kind = draft.kinds.iter().max_by_key(|kind| kind.records).unwrap();
    for one in kind.fields.iter().filter(|one| score::place(one).0 < field.at.1 && score::place(one).1 > field.at.0) {
        let others: Vec<String> =
            one.others.iter().map(|other| format!("{other:?}").chars().take(60).collect()).collect();
        eprintln!("      {:?} {:?} {:?} {others:?}", score::place(one), one.ty, one.reading.picture);
    }
    for line in sheet.lines.iter().take(12).map(|line| line.trim_end()) {
        let (from, to) = (field.at.0.saturating_sub(3).min(line.len()), (field.at.1 + 3).min(line.len()));
        eprintln!("      |{}|", &line[from..to]);
    }
}

/// The score of the layouts together, measured once for all tests.
pub fn score() -> Score {
    static SCORE: LazyLock<Score> = LazyLock::new(|| score_of(crate::seeds(SEEDS), &sheet));
    *SCORE
}

/// The score of the sheets of these seeds together.
pub fn score_of(seeds: Range<u64>, sheet: &dyn Fn(u64) -> Sheet) -> Score {
    let folder = tempfile::tempdir().unwrap();
    let mut score = Score::default();
    for seed in seeds {
        let sheet = sheet(seed);
        let draft = sheet.draft(folder.path());
        for (field, verdict) in sheet.fields.iter().zip(sheet.judged(&draft)) {
            score.count(verdict);
            if std::env::var_os("TUMPLINE_SCORE").is_some() && verdict != Verdict::Right {
                eprint!("{seed} ");
                show(&sheet, field, &draft, verdict);
            }
        }
    }
    score
}

#[test]
fn nothing_of_misleading_layouts_is_wrong_in_silence() {
    let (score, unseen) = (score(), score_of(UNSEEN..UNSEEN + crate::rounds(20), &sheet));
    assert_eq!((score.silent, unseen.silent), (0, 0), "{score:?} {unseen:?}");
    assert!(u64::from(score.fields) >= crate::rounds(500) && score.right * 100 >= score.fields * 85, "{score:?}");
}
