//! What is moved to the items of one record: extremes, zeros, fills, and what the dice say.

use tumpline::evidence::hash::hex;

use super::item::{Holds, Item, Part};
use super::layouts::{Kind, Layout};
use crate::random::Dice;

/// What a program moves to an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// A number in decimal, with a point.
    Number(String),
    /// A number of which only a minus is left in the item.
    MinusZero(String),
    Text(String),
    /// Bytes in hexadecimal, moved to the group around it.
    Bytes(String),
    /// A figurative constant, moved to the group around it.
    Fill(&'static str),
    /// Nobody reads it.
    Nothing,
}

/// One elementary item of one record, at one place of its tables.
#[derive(Debug, Clone)]
pub struct Filled<'l> {
    pub name: &'l str,
    pub holds: Holds,
    /// The group that has nothing but it.
    pub around: Option<&'l str>,
    /// Tables around it, the outermost first, and which element of each.
    pub tables: Vec<(&'l str, u32)>,
    pub given: Given,
    /// Its clauses.
    pub clauses: &'l str,
}

/// What stands in an item, as the generator thinks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stands {
    None,
    Number(String),
    Text(String),
    Float(String),
    /// Only the compiler knows.
    Unknown,
}

/// A number of so many decimals as its digits; below zero: so many zeros before the point.
pub fn written(unscaled: i128, scale: i32) -> String {
    let sign = if unscaled < 0 { "-" } else { "" };
    let Ok(behind) = usize::try_from(scale) else {
        return format!("{sign}{}{}", unscaled.unsigned_abs(), "0".repeat(scale.unsigned_abs() as usize));
    };
    let digits = format!("{:0width$}", unscaled.unsigned_abs(), width = behind + 1);
    let (whole, rest) = digits.split_at(digits.len() - behind);
    let text = if rest.is_empty() { whole.to_owned() } else { format!("{whole}.{rest}") };
    format!("{sign}{text}")
}

/// The shortest way to write a number: no zeros that say nothing, no minus before zero.
pub fn plain(number: &str) -> String {
    let (sign, digits) = match number.trim().strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", number.trim().trim_start_matches('+')),
    };
    let (whole, behind) = digits.split_once('.').unwrap_or((digits, ""));
    let (whole, behind) = (whole.trim_start_matches('0'), behind.trim_end_matches('0'));
    match (whole, behind) {
        ("", "") => "0".to_owned(),
        (whole, "") => format!("{sign}{whole}"),
        (whole, behind) => format!("{sign}{}.{behind}", if whole.is_empty() { "0" } else { whole }),
    }
}

impl Filled<'_> {
    /// What should stand there.
    pub fn stands(&self) -> Stands {
        match (&self.given, self.holds) {
            (Given::Number(number), Holds::Single | Holds::Double) => Stands::Float(float(self.holds, number)),
            (Given::Number(_) | Given::MinusZero(_) | Given::Text(_), Holds::Written { .. }) => Stands::Unknown,
            // Without a sign, X'FF' throughout is no number from four bytes on, if it is said what it is.
            (Given::Number(number), Holds::Bits { bytes: 4.., signed: false, scale }) if all_ones(number, scale) => {
                Stands::None
            }
            (Given::Number(number), _) => Stands::Number(plain(number)),
            (Given::MinusZero(_), _) => Stands::Number("0".to_owned()),
            (Given::Text(text), _) => self.text(text),
            (Given::Bytes(hex), Holds::Single | Holds::Double) => Stands::Float(bits(hex)),
            (Given::Bytes(_) | Given::Nothing, _) => Stands::Unknown,
            (Given::Fill("LOW-VALUES"), Holds::Number { texts: false, .. } | Holds::Bits { .. }) => {
                Stands::Number("0".to_owned())
            }
            (Given::Fill("LOW-VALUES"), Holds::Single | Holds::Double) => Stands::Float("0".to_owned()),
            (Given::Fill(_), _) => Stands::None,
        }
    }

    /// A text that was read, without the blanks that say nothing.
    pub fn text(&self, text: &str) -> Stands {
        let text = if matches!(self.holds, Holds::Text { apart: true, .. }) {
            text.trim_matches(' ')
        } else {
            text.trim_end_matches(' ')
        };
        if text.is_empty() { Stands::None } else { Stands::Text(text.to_owned()) }
    }
}

/// Whether the unscaled number is the largest of four to eight bytes.
fn all_ones(number: &str, scale: u32) -> bool {
    (4..=8).any(|bytes| written((1 << (8 * bytes)) - 1, scale.cast_signed()) == number)
}

/// A float as Rust writes it.
pub fn float(holds: Holds, number: &str) -> String {
    if holds == Holds::Single {
        number.parse::<f32>().map_or_else(|_| number.to_owned(), |float| float.to_string())
    } else {
        number.parse::<f64>().map_or_else(|_| number.to_owned(), |float| float.to_string())
    }
}

/// A float of little-endian bytes.
fn bits(hex: &str) -> String {
    let word =
        hex.as_bytes().chunks(2).rev().map(|pair| String::from_utf8_lossy(pair).into_owned()).collect::<String>();
    let bits = u64::from_str_radix(&word, 16).unwrap();
    if hex.len() == 8 { f32::from_bits(bits as u32).to_string() } else { f64::from_bits(bits).to_string() }
}

/// The items of a record, filled: the first record with zeros, then the largest, then the least numbers, then any.
pub fn filled<'l>(layout: &'l Layout, kind: &'l Kind, nth: usize, dice: &mut Dice) -> Vec<Filled<'l>> {
    let mut filler = Filler { layout, kind, nth, dice, counts: Vec::new(), all: Vec::new() };
    filler.item(&layout.record, None, &[]);
    filler.all
}

struct Filler<'l, 'd> {
    layout: &'l Layout,
    kind: &'l Kind,
    nth: usize,
    dice: &'d mut Dice,
    counts: Vec<(&'l str, u32)>,
    all: Vec<Filled<'l>>,
}

impl<'l> Filler<'l, '_> {
    fn item(&mut self, item: &'l Item, around: Option<&'l str>, tables: &[(&'l str, u32)]) {
        let name = item.name.as_deref();
        if name.is_some_and(|name| self.kind.others.iter().any(|other| other == name)) {
            return;
        }
        let Some(occurs) = &item.occurs else { return self.element(item, around, tables) };
        let count = match &occurs.counter {
            Some(counter) => self.counts.iter().rev().find(|(name, _)| name == counter).map_or(0, |(_, count)| *count),
            None => occurs.most,
        };
        for at in 1..=count {
            let tables = [tables, &[(name.unwrap_or_default(), at)]].concat();
            self.element(item, None, &tables);
        }
    }

    fn element(&mut self, item: &'l Item, around: Option<&'l str>, tables: &[(&'l str, u32)]) {
        match &item.part {
            Part::Group(items) => {
                let alone = match items.as_slice() {
                    [only] if only.occurs.is_none() && only.children().is_empty() => item.name.as_deref(),
                    _ => None,
                };
                for child in items {
                    self.item(child, alone, tables);
                }
            }
            Part::Value(holds) => {
                let Some(name) = item.name.as_deref() else { return };
                // Bytes that are left free stand in the group as well.
                let alone = around.is_some() && !item.clauses.contains("SYNC") && !self.layout.lines;
                let given = self.given((name, &item.clauses), *holds, alone);
                let tables = tables.to_vec();
                self.all.push(Filled { name, holds: *holds, around, tables, given, clauses: &item.clauses });
            }
        }
    }

    fn given(&mut self, (name, clauses): (&'l str, &str), holds: Holds, alone: bool) -> Given {
        if name == self.layout.told_by() {
            return Given::Text(self.kind.letter.to_string());
        }
        if let Some((least, most)) = self.counted_by(name) {
            let count = match self.nth {
                0 => least,
                1 => most,
                _ => least + self.dice.below((most - least + 1) as usize) as u32,
            };
            self.counts.push((name, count));
            return Given::Number(count.to_string());
        }
        if alone && self.nth > 2 && self.dice.one_in(2) {
            return self.bytes(holds, clauses);
        }
        match holds {
            Holds::Number { digits, scale, signed, .. } | Holds::Written { digits, scale, signed } => {
                self.number(clauses, (digits, scale, signed))
            }
            Holds::Bits { bytes, scale, signed } => {
                Given::Number(written(self.all_bits(bytes, signed), scale.cast_signed()))
            }
            Holds::Single | Holds::Double => Given::Number(self.float()),
            Holds::Text { width, letters, .. } => Given::Text(self.text(width, letters)),
            Holds::National => Given::Text(String::new()),
            Holds::Address => Given::Nothing,
        }
    }

    /// The least and the largest number of elements of the table that it counts.
    fn counted_by(&self, name: &str) -> Option<(u32, u32)> {
        let tables = self.layout.record.all().into_iter().filter_map(|item| item.occurs.as_ref());
        let mut own = tables.filter(|occurs| occurs.counter.as_deref() == Some(name));
        own.next().map(|occurs| (occurs.least, occurs.most))
    }

    fn number(&mut self, clauses: &str, (digits, scale, signed): (u32, i32, bool)) -> Given {
        let most = 10_i128.pow(digits) - 1;
        let least = if signed { -most } else { 0 };
        // An edited item keeps the minus alone where all its digits are blank.
        let is_edited = !["S9", "SV", "SP"].iter().any(|sign| clauses.contains(sign));
        if signed && !is_edited && (0..20).contains(&scale) && self.nth > 2 && self.dice.one_in(12) {
            return Given::MinusZero(written(-4, scale + 1));
        }
        let any = match (self.nth, self.dice.below(8)) {
            (0, _) | (3.., 0) => 0,
            (1, _) | (3.., 1) => most,
            (2, _) | (3.., 2) => least,
            (_, 3) => 1.max(least),
            (_, 4) => (-1).max(least),
            _ => {
                let size = 1 + self.dice.below(digits as usize);
                let number = (0..size).fold(0_i128, |sum, _| sum * 10 + self.dice.below(10) as i128);
                if signed && self.dice.one_in(2) { -number } else { number }
            }
        };
        Given::Number(written(any, scale))
    }

    fn all_bits(&mut self, bytes: u32, signed: bool) -> i128 {
        let all = 1_i128 << (8 * bytes);
        let (least, most) = if signed { (-all / 2, all / 2 - 1) } else { (0, all - 1) };
        match self.nth {
            0 => 0,
            1 => most,
            2 => least,
            _ => {
                let bits = (0..4).fold(0_i128, |sum, _| sum << 16 | self.dice.below(1 << 16) as i128);
                least + bits.rem_euclid(all)
            }
        }
    }

    /// A number that binary floats and few decimals have exactly.
    fn float(&mut self) -> String {
        let halves = self.dice.below(11) as u32;
        let number = self.dice.below(1 << 20) as i128 * if self.dice.one_in(2) { -1 } else { 1 };
        match self.nth {
            0 => "0".to_owned(),
            _ => written(number * 5_i128.pow(halves), halves.cast_signed()),
        }
    }

    fn text(&mut self, width: u32, letters: bool) -> String {
        let length = match self.nth {
            0 => 0,
            1 => width as usize,
            _ => self.dice.below(width as usize + 1),
        };
        let from = if letters { "AZaz mn" } else { "AZaz 09 .,;:'*&%()-+/<>=?!\u{e9}\u{c7}" };
        let from: Vec<char> = from.chars().collect();
        (0..length).map(|_| from[self.dice.below(from.len())]).collect()
    }

    /// Bytes that a program cannot make by a number.
    fn bytes(&mut self, holds: Holds, clauses: &str) -> Given {
        // Blanks are zero in what is blank when zero, and in what is suppressed.
        let is_plain = !["BLANK", "PIC Z", "PIC $", "PIC -", "PIC +"].iter().any(|part| clauses.contains(part));
        match holds {
            Holds::Bits { bytes, .. } => {
                Given::Bytes(hex(&(0..bytes).map(|_| self.dice.below(256) as u8).collect::<Vec<_>>()))
            }
            Holds::Single => Given::Bytes(self.finite(4)),
            Holds::Double => Given::Bytes(self.finite(8)),
            Holds::Number { texts: false, .. } => Given::Fill("LOW-VALUES"),
            _ => Given::Fill(["LOW-VALUES", "HIGH-VALUES", "SPACES"][self.dice.below(if is_plain { 3 } else { 2 })]),
        }
    }

    /// A float's bytes, the low one first; its exponent is none of the last.
    fn finite(&mut self, bytes: usize) -> String {
        let mut all: Vec<u8> = (0..bytes).map(|_| self.dice.below(256) as u8).collect();
        all[bytes - 1] &= 0xBF;
        hex(&all)
    }
}
