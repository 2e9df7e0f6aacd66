//! PICTURE character strings: the text in, category, size, digits and scale out.
//!
//! Source: IBM Enterprise COBOL 6.4 Language Reference, "PICTURE clause"; ISO/IEC 1989:2014, 13.18.40.

use super::mistake::PictureProblem;

/// What a picture says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// In capitals, as it was written.
    pub text: String,
    /// What may stand in it.
    pub category: Category,
    /// Character positions, without a sign of its own byte; what S, V and P stand for has none.
    pub size: u32,
    /// Digits of a numeric or numeric-edited picture, without what P stands for.
    pub digits: u32,
    /// Digits behind the decimal point; below zero where P stands for zeros before it.
    pub scale: i32,
    /// Whether there is a sign: S, or `+ - CR DB` of an edited picture.
    pub signed: bool,
    /// The decimal point is a comma.
    pub comma: bool,
    /// BYTE-LENGTH of UTF-8; none: four bytes a character.
    pub bytes: Option<u32>,
    /// Its symbols with how many of each, in their order.
    pub symbols: Vec<(Symbol, u32)>,
}

/// The class of an item by its picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Category {
    /// `A`, perhaps with `B`.
    Alphabetic,
    /// `X`, or `X`, `A` and `9` together.
    Alphanumeric,
    /// The same with `B`, `0` or `/`.
    AlphanumericEdited,
    /// `9`, `S`, `V`, `P`.
    Numeric,
    /// Numeric with what makes it readable.
    NumericEdited,
    /// `N`, two bytes each.
    National,
    /// `G`, two bytes each.
    Dbcs,
    /// `U`, up to four bytes each.
    Utf8,
    /// `1`, a digit `0` or `1` each.
    Boolean,
    /// A number with an exponent in characters: `+9.9(5)E+99`.
    ExternalFloat,
}

/// A symbol of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Symbol {
    /// `A`, `B`, `E`, `G`, `N`, `P`, `S`, `U`, `V`, `X`, `Z`, `9`, `0`, `1`, `/`, `*`, `+`, `-`.
    Char(char),
    /// The decimal point that has a byte.
    Point,
    /// What stands between thousands.
    Comma,
    /// `$`, or another sign of a currency.
    Currency,
    /// `CR`.
    Credit,
    /// `DB`.
    Debit,
}

impl Symbol {
    fn bytes(self) -> u32 {
        match self {
            Self::Char('S' | 'V' | 'P') => 0,
            Self::Credit | Self::Debit => 2,
            _ => 1,
        }
    }

    fn is(self, characters: &str) -> bool {
        matches!(self, Self::Char(character) if characters.contains(character))
    }

    /// `$`, `+` or `-`, which float where they stand more than once.
    fn floats(self) -> bool {
        matches!(self, Self::Currency | Self::Char('+' | '-'))
    }
}

/// Reads a picture in capitals; `comma` says that the decimal point is a comma, `constant` gives the value of a name in
/// brackets.
///
/// # Errors
/// What is wrong and where, from 1; 0 for what is wrong with it as a whole.
pub fn picture(
    text: &str,
    comma: bool,
    constant: &dyn Fn(&str) -> Option<u32>,
) -> Result<Picture, (PictureProblem, usize)> {
    let symbols = symbols(text, comma, constant)?;
    let wrong = |problem| (problem, 0);
    if symbols.is_empty() {
        return Err(wrong(PictureProblem::Empty));
    }
    let category = category(&symbols).ok_or(wrong(PictureProblem::Mixed))?;
    let sum = |count: &dyn Fn(Symbol) -> u32| {
        symbols.iter().try_fold(0_u32, |sum, (symbol, times)| sum.checked_add(count(*symbol).checked_mul(*times)?))
    };
    let size = sum(&|symbol| symbol.bytes()).ok_or(wrong(PictureProblem::Repeat))?;
    let (digits, scale) = match category {
        Category::Numeric | Category::NumericEdited => {
            let other = || self::symbols(text, !comma, constant).ok().and_then(|symbols| numeric(&symbols));
            let problem = || if other().is_some() { PictureProblem::Point } else { PictureProblem::Place };
            numeric(&symbols).ok_or_else(|| wrong(problem()))?
        }
        _ => (0, 0),
    };
    let signed = match category {
        Category::Numeric => symbols.iter().any(|(symbol, _)| symbol.is("S")),
        Category::NumericEdited => symbols.iter().any(|(symbol, _)| symbol.is("+-") || is_credit(*symbol)),
        _ => false,
    };
    Ok(Picture { text: text.to_owned(), category, size, digits, scale, signed, comma, bytes: None, symbols })
}

/// Digits and scale, if zeros that are suppressed behind the decimal point are so to the last: no compiler takes `Z.ZZ9`.
fn numeric(symbols: &[(Symbol, u32)]) -> Option<(u32, i32)> {
    let floating = floating(symbols);
    let behind = symbols.iter().skip_while(|(symbol, _)| *symbol != Symbol::Point);
    let suppressed = behind.skip_while(|(symbol, _)| !symbol.is("Z*") && Some(*symbol) != floating);
    if suppressed.into_iter().any(|(symbol, _)| symbol.is("9")) { None } else { digits_and_scale(symbols) }
}

fn is_credit(symbol: Symbol) -> bool {
    matches!(symbol, Symbol::Credit | Symbol::Debit)
}

/// Symbols with their number; equal neighbours are one.
fn symbols(
    text: &str,
    comma: bool,
    constant: &dyn Fn(&str) -> Option<u32>,
) -> Result<Vec<(Symbol, u32)>, (PictureProblem, usize)> {
    let characters: Vec<char> = text.chars().collect();
    let (mut all, mut next): (Vec<(Symbol, u32)>, usize) = (Vec::new(), 0);
    while let Some(character) = characters.get(next) {
        let place = next + 1;
        let symbol = match (character, characters.get(next + 1)) {
            ('C', Some('R')) => Symbol::Credit,
            ('D', Some('B')) => Symbol::Debit,
            ('.', _) if comma => Symbol::Comma,
            (',', _) if comma => Symbol::Point,
            ('.', _) => Symbol::Point,
            (',', _) => Symbol::Comma,
            ('$' | '£' | '€' | '¥', _) => Symbol::Currency,
            (character, _) if "ABEGNPSUVXZ901/*+-".contains(*character) => Symbol::Char(*character),
            _ => return Err((PictureProblem::Symbol, place)),
        };
        next += if is_credit(symbol) { 2 } else { 1 };
        let times = repeat(&characters, &mut next, constant).ok_or((PictureProblem::Repeat, place))?;
        match all.last_mut() {
            Some((last, count)) if *last == symbol => {
                *count = count.checked_add(times).ok_or((PictureProblem::Repeat, place))?;
            }
            _ => all.push((symbol, times)),
        }
    }
    Ok(all)
}

/// `(n)` behind a symbol; 1 if there is none.
fn repeat(characters: &[char], next: &mut usize, constant: &dyn Fn(&str) -> Option<u32>) -> Option<u32> {
    if characters.get(*next) != Some(&'(') {
        return Some(1);
    }
    let length = characters[*next..].iter().position(|character| *character == ')')?;
    let inside: String = characters[*next + 1..*next + length].iter().collect();
    *next += length + 1;
    inside.parse().ok().or_else(|| constant(&inside)).filter(|times| *times > 0)
}

fn category(symbols: &[(Symbol, u32)]) -> Option<Category> {
    let any = |characters: &str| symbols.iter().any(|(symbol, _)| symbol.is(characters));
    let only = |characters: &str| symbols.iter().all(|(symbol, _)| symbol.is(characters));
    let edits = symbols.iter().any(|(symbol, _)| !symbol.is("9SVP"));
    Some(match () {
        () if only("AB") && any("A") => Category::Alphabetic,
        () if only("XA9") && any("XA") => Category::Alphanumeric,
        () if only("XA9B0/") && any("XA") => Category::AlphanumericEdited,
        () if any("XA") => return None,
        () if only("NB0/") && any("N") => Category::National,
        () if only("GB") && any("G") => Category::Dbcs,
        () if only("U") => Category::Utf8,
        () if only("1") => Category::Boolean,
        () if any("NGU1") => return None,
        () if any("E") => return float(symbols).then_some(Category::ExternalFloat),
        () if !edits => Category::Numeric,
        () => Category::NumericEdited,
    })
}

/// Sign, digits with a point, `E`, sign, two digits.
fn float(symbols: &[(Symbol, u32)]) -> bool {
    let Some(at) = symbols.iter().position(|(symbol, _)| symbol.is("E")) else { return false };
    let (mantissa, exponent) = (&symbols[..at], &symbols[at + 1..]);
    let is_sign = |symbol: &(Symbol, u32)| symbol.0.is("+-") && symbol.1 == 1;
    let digits = |symbols: &[(Symbol, u32)]| symbols.iter().any(|(symbol, _)| symbol.is("9"));
    mantissa.first().is_some_and(is_sign)
        && digits(&mantissa[1..])
        && mantissa[1..].iter().all(|(symbol, _)| symbol.is("9V") || *symbol == Symbol::Point)
        && matches!(exponent, [sign, (Symbol::Char('9'), 2)] if is_sign(sign))
}

/// None where symbols stand where they may not, or no digit is there.
fn digits_and_scale(symbols: &[(Symbol, u32)]) -> Option<(u32, i32)> {
    let once = |wanted: &dyn Fn(Symbol) -> bool| {
        symbols.iter().filter(|(symbol, _)| wanted(*symbol)).map(|(_, times)| *times).sum::<u32>() <= 1
    };
    let is_point = |symbol: Symbol| symbol == Symbol::Point || symbol.is("V");
    if !once(&is_point) || !once(&|symbol| symbol.is("S")) || !once(&is_credit) {
        return None;
    }
    if symbols.iter().skip(1).any(|(symbol, _)| symbol.is("S")) {
        return None;
    }
    let floating = floating(symbols);
    let (mut before, mut behind, mut scaled_before, mut scaled_behind, mut pointed) =
        (0_u32, 0_u32, 0_u32, 0_u32, false);
    let (mut dropped, mut wrong) = (false, false);
    for (symbol, times) in symbols {
        let mut digits = 0;
        if symbol.is("9Z*") {
            digits = *times;
        } else if Some(*symbol) == floating {
            // The first of a floating string is no digit.
            digits = if dropped { *times } else { *times - 1 };
            dropped = true;
        } else if is_point(*symbol) {
            pointed = true;
        } else if symbol.is("P") {
            if before + behind == 0 { scaled_before += times } else { scaled_behind += times }
        }
        wrong |= digits > 0 && scaled_behind > 0;
        if pointed { behind += digits } else { before += digits }
    }
    let scale = |digits: u32| i32::try_from(digits).ok();
    match (scaled_before, scaled_behind) {
        _ if before + behind == 0 || wrong => None,
        (0, 0) => Some((before + behind, scale(behind)?)),
        // PP999: all digits stand behind the point, and behind the zeros. 999PP: the zeros stand before it.
        (zeros, 0) => Some((before + behind, scale(before + behind + zeros)?)),
        (0, zeros) if behind == 0 => Some((before, -scale(zeros)?)),
        _ => None,
    }
}

/// The symbol that floats: `$`, `+` or `-` where it stands more than once.
#[must_use]
pub fn floating(symbols: &[(Symbol, u32)]) -> Option<Symbol> {
    let of = |wanted: Symbol| -> u32 {
        symbols.iter().filter(|(symbol, _)| *symbol == wanted).map(|(_, times)| *times).sum()
    };
    symbols.iter().map(|(symbol, _)| *symbol).find(|symbol| symbol.floats() && of(*symbol) > 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, comma: bool) -> Result<Picture, (PictureProblem, usize)> {
        picture(text, comma, &|name| (name == "LEN").then_some(7))
    }

    #[test]
    fn pictures_have_category_size_digits_and_scale() {
        use Category::{
            Alphabetic, Alphanumeric, AlphanumericEdited, Boolean, Dbcs, ExternalFloat, National, Numeric,
            NumericEdited, Utf8,
        };
        for (text, category, size, digits, scale, signed) in [
            ("X", Alphanumeric, 1, 0, 0, false),
            ("X(LEN)", Alphanumeric, 7, 0, 0, false),
            ("A(3)", Alphabetic, 3, 0, 0, false),
            ("AAB", Alphabetic, 3, 0, 0, false),
            ("XXBXX/X0", AlphanumericEdited, 8, 0, 0, false),
            ("A9(3)", Alphanumeric, 4, 0, 0, false),
            ("9(8)V9(2)", Numeric, 10, 10, 2, false),
            ("S9(7)V99", Numeric, 9, 9, 2, true),
            ("SV9(4)", Numeric, 4, 4, 4, true),
            ("9(3)PPP", Numeric, 3, 3, -3, false),
            ("VPP999", Numeric, 3, 3, 5, false),
            ("PP999", Numeric, 3, 3, 5, false),
            ("SPP9(3)", Numeric, 3, 3, 5, true),
            ("9(8).9(2)", NumericEdited, 11, 10, 2, false),
            ("Z(8)9.99-", NumericEdited, 13, 11, 2, true),
            ("ZZZ,ZZ9.99CR", NumericEdited, 12, 8, 2, true),
            ("$$$,$$9.99DB", NumericEdited, 12, 7, 2, true),
            ("$999", NumericEdited, 4, 3, 0, false),
            ("+++9.9", NumericEdited, 6, 4, 1, true),
            ("-9(5)", NumericEdited, 6, 5, 0, true),
            ("***9", NumericEdited, 4, 4, 0, false),
            ("99/99/9999", NumericEdited, 10, 8, 0, false),
            ("99B99B9999", NumericEdited, 10, 8, 0, false),
            ("Z(3)", NumericEdited, 3, 3, 0, false),
            ("N(4)", National, 4, 0, 0, false),
            ("G(4)", Dbcs, 4, 0, 0, false),
            ("U(4)", Utf8, 4, 0, 0, false),
            ("1", Boolean, 1, 0, 0, false),
            ("+9.9(5)E+99", ExternalFloat, 12, 0, 0, false),
        ] {
            let picture = read(text, false);
            let found = picture.map(|p| (p.category, p.size, p.digits, p.scale, p.signed));
            assert_eq!(found, Ok((category, size, digits, scale, signed)), "{text}");
        }
        let comma = read("Z.ZZZ.ZZ9,99-", true).map(|p| (p.size, p.digits, p.scale));
        assert_eq!(comma, Ok((13, 9, 2)));
    }

    #[test]
    fn what_is_no_picture_is_told_with_its_place() {
        use PictureProblem::{Empty, Mixed, Place, Point, Repeat, Symbol};
        for (text, want) in [
            ("", (Empty, 0)),
            ("9Q", (Symbol, 2)),
            ("9(2", (Repeat, 1)),
            ("X()", (Repeat, 1)),
            ("9V9(0)", (Repeat, 3)),
            ("X(NONE)", (Repeat, 1)),
            ("9(4294967295)9", (Repeat, 14)),
            ("9V9V9", (Place, 0)),
            ("9S9", (Place, 0)),
            ("V", (Place, 0)),
            ("9PP9", (Place, 0)),
            ("ZZ.ZZ9,99", (Point, 0)),
            ("$$.$$9,99", (Point, 0)),
            ("--.--9,99", (Point, 0)),
            ("Z.ZZZ.ZZ9,99", (Point, 0)),
            ("Z.Z9", (Point, 0)),
            ("Z.ZZ9.9,9,9", (Place, 0)),
            ("XV9", (Mixed, 0)),
            ("NX", (Mixed, 0)),
            ("X1", (Mixed, 0)),
            ("91", (Mixed, 0)),
            ("UN", (Mixed, 0)),
            ("9E9", (Mixed, 0)),
        ] {
            assert_eq!(read(text, false).map(|p| p.size), Err(want), "{text}");
        }
        assert_eq!(read("Z,ZZ9.99", true).map(|p| p.size), Err((Point, 0)), "a copybook with points");
        assert_eq!(read("ZZ.ZZ9,99", true).map(|p| (p.digits, p.scale)), Ok((7, 2)));
    }
}
