//! The picture of an edited number, place by place: what may stand there, and how its zero is written.
//!
//! In: a picture of a copybook. Out: a [`Place`] for each of its characters; nothing of one with P, whose digits are not
//! its value, and of one that no compiler takes (two signs, `Z` beside `*`). Refuses to read numbers, and to write them.
//! Sources: ISO/IEC 1989:2014, 13.18.40.6 and .7; IBM Enterprise COBOL 6.4 Language Reference, "PICTURE clause editing".

use std::sync::Arc;

use crate::mapping::copybook::picture::{self, Category, Picture, Symbol, floating};

/// Characters of the longest picture that is held to its places.
const LONGEST: u32 = 255;
/// Digits of the largest number.
const MOST_DIGITS: u32 = 38;

/// A currency sign that is no ASCII, among the characters of a picture, which are bytes here.
pub const OTHER_CURRENCY: u8 = 0x80;

/// What may stand at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// `9`, and what follows the decimal point: a digit.
    Digit,
    /// The last digit of a picture with S; `{A-I` and `}J-R` have the sign in it.
    Overpunch,
    /// The same, where `p` to `y` are below zero.
    OverpunchP,
    /// `Z`, `*`, or a symbol that floats: what fills it up until the number begins, then a digit.
    Suppressed,
    /// The first of a symbol that floats: never a digit.
    Floating,
    /// This character, always.
    Always(u8),
    /// This character once the number has begun; before, what fills it up.
    Within(u8),
    /// The decimal point; the number begins with it at the latest.
    Point(u8),
    /// `+` or `-`.
    Plus,
    /// A blank or `-`.
    Minus,
    /// The first character of CR or DB, or a blank.
    Below(u8),
    /// The second one, or a blank as the first.
    BelowToo(u8),
}

/// A symbol that floats: it stands right before the number begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Float {
    /// This sign of a currency.
    Currency(u8),
    /// `+` or `-`.
    Plus,
    /// `-` of numbers below zero; a blank of others.
    Minus,
}

/// How zero is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Zero {
    /// As any number.
    Digits,
    /// With blanks throughout: `BLANK WHEN ZERO`, or every digit may be one.
    Blanks,
    /// With asterisks, and the decimal point among them.
    Asterisks,
}

/// A picture, place by place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edited {
    /// As the copybook has it, in capitals.
    pub text: String,
    /// One for each character.
    pub places: Vec<Place>,
    /// What stands before the number where zeros are suppressed: a blank or an asterisk.
    pub fill: u8,
    /// What floats.
    pub float: Option<Float>,
    /// How zero is written.
    pub zero: Zero,
    /// Digits, 1 to 38.
    pub digits: u8,
    /// Digits behind the decimal point.
    pub scale: i8,
    /// The currency sign; it is [`OTHER_CURRENCY`] among the places where it is no ASCII.
    pub currency: Option<char>,
    /// DECIMAL-POINT IS COMMA.
    pub comma: bool,
    /// The same picture with the other decimal mark, where that has other places.
    pub other: Option<Arc<Self>>,
}

impl Edited {
    /// The places of a picture; `overpunch` is what its S means.
    #[must_use]
    pub fn of(picture: &Picture, is_blank_when_zero: bool, overpunch: Place) -> Option<Self> {
        let own = Self::with_its_mark(picture, is_blank_when_zero, overpunch)?;
        let other = picture::picture(&picture.text, !picture.comma, &|_| None).ok();
        let other = other.and_then(|other| Self::with_its_mark(&other, is_blank_when_zero, overpunch));
        let other = other.filter(|other| other.places != own.places).map(Arc::new);
        Some(Self { other, ..own })
    }

    fn with_its_mark(picture: &Picture, is_blank_when_zero: bool, overpunch: Place) -> Option<Self> {
        let is_held = picture.category == Category::NumericEdited && picture.size <= LONGEST;
        if !is_held || !(1..=MOST_DIGITS).contains(&picture.digits) || !is_whole(picture) {
            return None;
        }
        let has = |character| picture.symbols.iter().any(|(symbol, _)| *symbol == Symbol::Char(character));
        let fill = if has('*') { b'*' } else { b' ' };
        let is_suppressed = !has('9');
        let zero = match fill {
            _ if is_blank_when_zero => Zero::Blanks,
            b'*' if is_suppressed => Zero::Asterisks,
            _ if is_suppressed => Zero::Blanks,
            _ => Zero::Digits,
        };
        let currency = currency(picture);
        let mut places = Places::new(picture, currency.map_or(b'$', byte_of));
        for (symbol, times) in &picture.symbols {
            (0..*times).for_each(|_| places.symbol(*symbol));
        }
        let Places { mut list, float, .. } = places;
        if has('S')
            && let Some(last) = list.iter_mut().rev().find(|place| **place == Place::Digit)
        {
            *last = overpunch;
        }
        let (digits, scale) = (u8::try_from(picture.digits).ok()?, i8::try_from(picture.scale).ok()?);
        let (text, comma, other) = (picture.text.clone(), picture.comma, None);
        Some(Self { text, places: list, fill, float, zero, digits, scale, currency, comma, other })
    }

    /// What the place with this number, from 0, allows: a word for it, and the character that it is about.
    #[must_use]
    pub fn allows(&self, place: usize) -> (&'static str, String) {
        let shown = |byte: u8| match (byte, self.currency) {
            (OTHER_CURRENCY, Some(currency)) => currency.to_string(),
            _ => char::from(byte).to_string(),
        };
        let Some(place) = self.places.get(place) else { return ("end", String::new()) };
        match *place {
            Place::Digit => ("digit", String::new()),
            Place::Overpunch | Place::OverpunchP => ("overpunch", String::new()),
            Place::Suppressed | Place::Floating => match self.float {
                Some(Float::Currency(sign)) => ("float", shown(sign)),
                Some(Float::Plus) => ("float_plus", String::new()),
                Some(Float::Minus) => ("float_minus", String::new()),
                None if self.fill == b'*' => ("asterisk", String::new()),
                None => ("blank", String::new()),
            },
            Place::Always(b' ') => ("always_blank", String::new()),
            Place::Always(byte) => ("always", shown(byte)),
            Place::Within(byte) if self.float.is_some() => ("within_float", shown(byte)),
            Place::Within(b' ') if self.fill == b' ' => ("always_blank", String::new()),
            Place::Within(b' ') => ("asterisk_or_blank", String::new()),
            Place::Within(byte) if self.fill == b'*' => ("within_asterisks", shown(byte)),
            Place::Within(byte) => ("within", shown(byte)),
            Place::Point(byte) => ("point", shown(byte)),
            Place::Plus => ("plus", String::new()),
            Place::Minus => ("minus", String::new()),
            Place::Below(first) => ("below", String::from(if first == b'C' { "CR" } else { "DB" })),
            Place::BelowToo(second) => ("below", String::from(if second == b'R' { "CR" } else { "DB" })),
        }
    }
}

/// A picture as compilers take it, with P behind its digits alone: one sign, one currency, one way to suppress zeros, and
/// nothing but marks within a symbol that floats.
fn is_whole(picture: &Picture) -> bool {
    let float = floating(&picture.symbols);
    let times = |wanted: &dyn Fn(Symbol) -> bool| -> u32 {
        picture.symbols.iter().filter(|(symbol, _)| wanted(*symbol)).map(|(_, times)| times).sum()
    };
    let has = |characters: &str| times(&|symbol| is(symbol, characters)) > 0;
    let fixed = |wanted: &dyn Fn(Symbol) -> bool| times(&|symbol| wanted(symbol) && Some(symbol) != float);
    let is_sign = |symbol| is(symbol, "+-S") || matches!(symbol, Symbol::Credit | Symbol::Debit);
    let signs = fixed(&is_sign) + u32::from(float.is_some_and(is_sign));
    let currencies = fixed(&|symbol| symbol == Symbol::Currency) + u32::from(float == Some(Symbol::Currency));
    let ways = u32::from(has("Z")) + u32::from(has("*")) + u32::from(float.is_some());
    let is_one = |(symbol, _): &&(Symbol, u32)| Some(*symbol) == float;
    let first = picture.symbols.iter().position(|symbol| is_one(&symbol)).unwrap_or(0);
    let last = picture.symbols.iter().rposition(|symbol| is_one(&symbol)).unwrap_or(0);
    let is_mark = |symbol: Symbol| is(symbol, "VB0/") || matches!(symbol, Symbol::Point | Symbol::Comma);
    let floats = picture.symbols[first..=last].iter().all(|(symbol, _)| Some(*symbol) == float || is_mark(*symbol));
    let is_scaled_down = has("P") && picture.scale > 0;
    !is_scaled_down && signs <= 1 && currencies <= 1 && ways <= 1 && (float.is_none() || floats)
}

fn is(symbol: Symbol, characters: &str) -> bool {
    matches!(symbol, Symbol::Char(character) if characters.contains(character))
}

/// The currency sign that a picture has.
fn currency(picture: &Picture) -> Option<char> {
    let has = picture.symbols.iter().any(|(symbol, _)| *symbol == Symbol::Currency);
    has.then(|| picture.text.chars().find(|one| "$£€¥".contains(*one))).flatten()
}

fn byte_of(currency: char) -> u8 {
    u8::try_from(currency).ok().filter(u8::is_ascii).unwrap_or(OTHER_CURRENCY)
}

/// Places, as far as they are known.
struct Places {
    list: Vec<Place>,
    floating: Option<Symbol>,
    float: Option<Float>,
    currency: u8,
    /// The decimal point, and what stands between thousands.
    marks: (u8, u8),
    /// Zeros were suppressed before.
    suppresses: bool,
    /// The number has begun whatever it is.
    begun: bool,
}

impl Places {
    fn new(picture: &Picture, currency: u8) -> Self {
        let floating = floating(&picture.symbols);
        let float = floating.map(|symbol| match symbol {
            Symbol::Char('+') => Float::Plus,
            Symbol::Char(_) => Float::Minus,
            _ => Float::Currency(currency),
        });
        let marks = if picture.comma { (b',', b'.') } else { (b'.', b',') };
        Self { list: Vec::new(), floating, float, currency, marks, suppresses: false, begun: false }
    }

    fn symbol(&mut self, symbol: Symbol) {
        let place = match symbol {
            _ if Some(symbol) == self.floating => {
                let first = if self.suppresses { Place::Suppressed } else { Place::Floating };
                self.suppressed(first)
            }
            Symbol::Char('Z' | '*') => self.suppressed(Place::Suppressed),
            Symbol::Char('9') => {
                self.begun = true;
                Place::Digit
            }
            Symbol::Char('V') => {
                self.begun = true;
                return;
            }
            Symbol::Point => {
                self.begun = true;
                Place::Point(self.marks.0)
            }
            Symbol::Comma => self.mark(self.marks.1),
            Symbol::Char('B') => self.mark(b' '),
            Symbol::Char(mark @ ('0' | '/')) => self.mark(if mark == '0' { b'0' } else { b'/' }),
            Symbol::Char('+') => Place::Plus,
            Symbol::Char('-') => Place::Minus,
            Symbol::Currency => Place::Always(self.currency),
            Symbol::Credit => return self.list.extend([Place::Below(b'C'), Place::BelowToo(b'R')]),
            Symbol::Debit => return self.list.extend([Place::Below(b'D'), Place::BelowToo(b'B')]),
            // S and P have no place; others are in no number.
            Symbol::Char(_) => return,
        };
        self.list.push(place);
    }

    fn suppressed(&mut self, place: Place) -> Place {
        self.suppresses = true;
        if self.begun { Place::Digit } else { place }
    }

    /// A mark goes with the zeros that it stands among, or right behind.
    fn mark(&self, byte: u8) -> Place {
        if self.suppresses && !self.begun { Place::Within(byte) } else { Place::Always(byte) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mapping::copybook::picture::picture;

    fn edited(text: &str) -> Option<Edited> {
        let picture = picture(text, false, &|_| None).unwrap_or_else(|problem| panic!("{text}: {problem:?}"));
        Edited::of(&picture, false, Place::Overpunch)
    }

    #[test]
    fn every_symbol_is_a_place_or_none() {
        use Place::{Always, Below, BelowToo, Digit, Floating, Minus, Overpunch, Plus, Point, Suppressed, Within};
        for (text, want) in [
            ("Z,ZZ9.99", vec![Suppressed, Within(b','), Suppressed, Suppressed, Digit, Point(b'.'), Digit, Digit]),
            ("ZZVZZ-", vec![Suppressed, Suppressed, Digit, Digit, Minus]),
            ("$$,999", vec![Floating, Suppressed, Within(b','), Digit, Digit, Digit]),
            ("++.++", vec![Floating, Suppressed, Point(b'.'), Digit, Digit]),
            ("-$9/9", vec![Minus, Always(b'$'), Digit, Always(b'/'), Digit]),
            ("+**9CR", vec![]),
            ("**B9DB", vec![Suppressed, Suppressed, Within(b' '), Digit, Below(b'D'), BelowToo(b'B')]),
            ("+£9", vec![Plus, Always(OTHER_CURRENCY), Digit]),
            ("S99.9", vec![Digit, Digit, Point(b'.'), Overpunch]),
            ("ZZ9PP-", vec![Suppressed, Suppressed, Digit, Minus]),
        ] {
            assert_eq!(edited(text).map(|edited| edited.places).unwrap_or_default(), want, "{text}");
        }
    }

    #[test]
    fn pictures_that_no_compiler_takes_are_not_held_to_their_places() {
        for text in ["-99CR", "Z*9", "$Z$", "$$9$", "PPZ9", "Z(40)", "--Z9", "+99+9"] {
            assert_eq!(edited(text), None, "{text}");
        }
    }

    #[test]
    fn zero_is_written_as_the_picture_says() {
        let zero = |text, is_blank| {
            let picture = picture(text, false, &|_| None).unwrap_or_else(|problem| panic!("{text}: {problem:?}"));
            Edited::of(&picture, is_blank, Place::Overpunch).map(|edited| edited.zero)
        };
        for (text, is_blank, want) in [
            ("ZZ9", false, Zero::Digits),
            ("ZZ9", true, Zero::Blanks),
            ("ZZZ.ZZ-", false, Zero::Blanks),
            ("$$$", false, Zero::Blanks),
            ("**.**", false, Zero::Asterisks),
            ("**9", false, Zero::Digits),
        ] {
            assert_eq!(zero(text, is_blank), Some(want), "{text}");
        }
    }
}
