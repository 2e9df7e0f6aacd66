//! Layouts drawn at random, with records that follow them: borders that nobody had in mind when the guesses were made.

use std::sync::LazyLock;

use tumpline::inspect::infer::published::Recognise;

use super::score::{self, Score};
use super::truth::{Kind, True, What};

/// Layouts that are drawn.
const LAYOUTS: u64 = 40;
/// Records of each.
const RECORDS: usize = 300;

/// Draws numbers, the same for the same seed.
pub struct Draw(pub u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let mut mixed = self.0 >> 11;
        mixed ^= mixed >> 17;
        mixed.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20
    }

    /// Below this number.
    pub fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }
}

/// How values of a field are drawn.
#[derive(Clone)]
enum Sort {
    Words,
    Code(Vec<String>),
    Date(&'static str),
    Zeros(u32),
    Overpunch(u32),
    Signed(u32),
}

pub struct Drawn {
    pub width: usize,
    sort: Sort,
}

pub fn field(draw: &mut Draw) -> Drawn {
    match draw.below(6) {
        0 => Drawn { width: 12 + draw.below(20) as usize, sort: Sort::Words },
        1 => {
            let width = 1 + draw.below(3) as usize;
            let letter = |draw: &mut Draw| char::from(b'A' + draw.below(26) as u8);
            let codes = (0..2 + draw.below(5)).map(|_| (0..width).map(|_| letter(draw)).collect()).collect();
            Drawn { width, sort: Sort::Code(codes) }
        }
        2 => {
            let picture = ["YYYYMMDD", "YYMMDD", "DDMMYYYY"][draw.below(3) as usize];
            Drawn { width: picture.len(), sort: Sort::Date(picture) }
        }
        3 => {
            let width = 6 + draw.below(6) as usize;
            Drawn { width, sort: Sort::Zeros(width as u32) }
        }
        4 => {
            let width = 7 + draw.below(6) as usize;
            Drawn { width, sort: Sort::Overpunch(width as u32) }
        }
        _ => {
            let width = 8 + draw.below(5) as usize;
            Drawn { width, sort: Sort::Signed(width as u32 - 1) }
        }
    }
}

/// A number of any size that leaves a zero or two before it.
fn number(draw: &mut Draw, digits: u32) -> u64 {
    let most = 10_u64.pow(1 + draw.below(u64::from(digits) - 2) as u32);
    1 + draw.below(most)
}

pub fn value(draw: &mut Draw, field: &Drawn) -> String {
    const WORDS: [&str; 12] = [
        "MAIN",
        "STREET",
        "Tremblay",
        "Singh",
        "LTD",
        "of",
        "Northern",
        "Supplies",
        "Inc",
        "Bay",
        "Gravel",
        "MacDonald",
    ];
    let width = field.width;
    match &field.sort {
        Sort::Words => {
            let words: Vec<&str> = (0..=draw.below(3)).map(|_| WORDS[draw.below(12) as usize]).collect();
            let text: String = words.join(" ").chars().take(width).collect();
            format!("{text:width$}")
        }
        Sort::Code(codes) => codes[draw.below(codes.len() as u64) as usize].clone(),
        Sort::Date(picture) => {
            let (year, month, day) = (2015 + draw.below(10), 1 + draw.below(12), 1 + draw.below(28));
            match *picture {
                "YYYYMMDD" => format!("{year}{month:02}{day:02}"),
                "YYMMDD" => format!("{:02}{month:02}{day:02}", year % 100),
                _ => format!("{day:02}{month:02}{year}"),
            }
        }
        Sort::Zeros(digits) => format!("{:0width$}", number(draw, *digits)),
        Sort::Overpunch(digits) => {
            let (number, negative) = (number(draw, *digits), draw.below(5) == 0);
            let text = format!("{number:0width$}");
            let last = usize::from(text.as_bytes()[width - 1] - b'0');
            let sign = if negative { b"}JKLMNOPQR"[last] } else { b"{ABCDEFGHI"[last] };
            format!("{}{}", &text[..width - 1], char::from(sign))
        }
        Sort::Signed(digits) => {
            let sign = if draw.below(5) == 0 { '-' } else { ' ' };
            format!("{:0width$}{sign}", number(draw, *digits), width = *digits as usize)
        }
    }
}

pub fn what(field: &Drawn) -> What {
    match &field.sort {
        Sort::Words | Sort::Code(_) => What::Text,
        Sort::Date(picture) => What::Date((*picture).to_owned()),
        Sort::Zeros(_) => What::Number(0),
        Sort::Overpunch(_) => What::Overpunch(2),
        Sort::Signed(_) => What::Signed(2),
    }
}

fn truth(fields: &[Drawn]) -> Vec<Kind> {
    let mut at = 0;
    let fields = fields.iter().enumerate().map(|(number, field)| {
        at += field.width;
        True {
            name: format!("field {number}"),
            at: (at - field.width, at),
            what: what(field),
            is_name: false,
            read: None,
        }
    });
    vec![Kind { code: None, fields: fields.collect() }]
}

/// The score of all layouts together.
pub fn score() -> Score {
    static SCORE: LazyLock<Score> = LazyLock::new(measured);
    *SCORE
}

fn measured() -> Score {
    let folder = tempfile::tempdir().unwrap();
    let mut sum = Score::default();
    for seed in crate::seeds(0..LAYOUTS) {
        let mut draw = Draw(seed.wrapping_mul(0x2545_F491_4F6C_DD1D) + 7);
        let count = 3 + draw.below(8);
        let fields: Vec<Drawn> = (0..count).map(|_| field(&mut draw)).collect();
        let line = |draw: &mut Draw| fields.iter().map(|one| value(draw, one)).collect::<String>() + "\n";
        let text: String = (0..RECORDS).map(|_| line(&mut draw)).collect();
        let path = folder.path().join(format!("layout{seed}.txt"));
        std::fs::write(&path, text).unwrap();
        sum.add(score::of(&[path], &truth(&fields), Recognise::Published));
    }
    sum
}

#[test]
fn borders_of_random_layouts_are_mostly_found() {
    let sum = score();
    assert!(sum.borders * 100 >= sum.fields * 80, "{sum:?}");
    assert!(sum.silent * 50 <= sum.fields, "{sum:?}");
}
