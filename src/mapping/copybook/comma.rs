//! Commas of pictures that may be decimal marks: `ZZ9,99` is legal COBOL with DECIMAL-POINT IS COMMA and without, and that
//! clause stands in the program, seldom in the copybook.
//!
//! In: a copybook. Out: the first such picture, with what a text of it comes to. Refuses to decide.

use super::picture::{Category, Picture, Symbol};
use super::{Copybook, Item, Part};
use crate::finding::Args;
use crate::mapping::mistakes::args;

/// Digits behind a decimal mark, at most: three are a group of thousands.
const MOST_DECIMALS: u32 = 2;

impl Picture {
    /// Digits behind its only comma, where that only parts digits and stands as a decimal mark would.
    #[must_use]
    pub fn decimals_of_comma(&self) -> Option<u32> {
        let at = self.symbols.iter().position(|(symbol, _)| *symbol == Symbol::Comma)?;
        let behind = &self.symbols[at + 1..];
        let is_mark = |symbol: Symbol| matches!(symbol, Symbol::Comma | Symbol::Point | Symbol::Char('V' | 'P'));
        let is_digit = |symbol: Symbol| matches!(symbol, Symbol::Char('9' | 'Z' | '*') | Symbol::Currency);
        let floats = |symbol: Symbol| super::picture::floating(&self.symbols) == Some(symbol);
        let is_edited = self.category == Category::NumericEdited && !self.comma && self.symbols[at].1 == 1;
        let digits = behind.iter().filter(|(symbol, _)| is_digit(*symbol) || floats(*symbol));
        let digits = digits.map(|(_, times)| times).sum();
        let is_one = is_edited && !behind.iter().any(|(symbol, _)| is_mark(*symbol));
        (is_one && (1..=MOST_DECIMALS).contains(&digits)).then_some(digits)
    }
}

impl Copybook {
    /// The first item whose comma may be a decimal mark: its name, its picture, a text, and the number that it is without the
    /// clause and with it.
    #[must_use]
    pub fn open_comma(&self) -> Option<Args> {
        let (item, picture, decimals) = self.items().into_iter().find_map(|(_, item)| {
            let picture = picture(item)?;
            Some((item, picture, picture.decimals_of_comma()?))
        })?;
        let has_point = picture.symbols.iter().any(|(symbol, _)| *symbol == Symbol::Point);
        let (whole, parted) = if has_point { ("1234", "1.234") } else { ("123", "123") };
        let behind = if decimals == 1 { "5" } else { "56" };
        let name = item.name.as_deref().unwrap_or("FILLER");
        let texts = [format!("{parted},{behind}"), format!("{parted}{behind}"), format!("{whole}.{behind}")];
        let [text, plain, point] = texts;
        Some(args![name, picture.text.as_str(), text, plain, point])
    }
}

fn picture(item: &Item) -> Option<&Picture> {
    if let Part::Elementary(elementary) = &item.part { elementary.picture.as_ref() } else { None }
}

#[cfg(test)]
mod tests {
    use super::super::picture;

    #[test]
    fn a_comma_before_one_or_two_digits_at_the_end_may_be_a_decimal_mark() {
        for (text, comma, want) in [
            ("ZZ9,99", false, Some(2)),
            ("ZZ9,9", false, Some(1)),
            ("ZZZ,ZZ", false, Some(2)),
            ("-(5)9,99", false, Some(2)),
            ("$$$,$$", false, Some(2)),
            ("9(5),99-", false, Some(2)),
            ("ZZ9,99CR", false, Some(2)),
            ("9.999,99", false, Some(2)),
            ("ZZ9,99", true, None),
            ("Z,ZZ9", false, None),
            ("9,99,99", false, None),
            ("9,999.99", false, None),
            ("9,99.99", false, None),
            ("9,99V9", false, None),
            ("999", false, None),
            ("9(5)V99", false, None),
        ] {
            let read = picture::picture(text, comma, &|_| None).unwrap_or_else(|why| panic!("{text}: {why:?}"));
            assert_eq!(read.decimals_of_comma(), want, "{text}");
        }
    }
}
