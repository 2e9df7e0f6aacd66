//! How one number is written: its text in, its sign, its digits and its separators out.
//!
//! Refuses: values, the choice between a point and a comma. A text that is no number in any style of the language has none.

use crate::extractors::decode::number::overpunched;
use crate::mapping::model::Sign;

/// Currency signs, the longer of those that begin or end alike first.
const CURRENCIES: [&str; 10] = ["CA$", "US$", "$CA", "$US", "CAD", "USD", "EUR", "$", "€", "£"];

/// Characters that may stand between digits.
const SEPARATORS: [char; 6] = ['.', ',', ' ', '\u{A0}', '\u{202F}', '\''];

const MINUS: char = '\u{2212}';

/// A number as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape<'t> {
    /// Digits and separators.
    pub core: &'t str,
    /// The style of its sign, where it has one.
    pub sign: Option<Sign>,
    /// Whether it is less than zero.
    pub negative: bool,
    /// The currency that stands beside it.
    pub currency: Option<&'static str>,
    /// The last digit, where it is written as a letter with the sign.
    pub punched: Option<u8>,
}

/// The digits of a number under one decimal mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Digits {
    /// Before the mark.
    pub whole: u32,
    /// After it.
    pub decimals: u32,
    /// The mark is there.
    pub marked: bool,
    /// What stands between the thousands.
    pub thousands: Option<char>,
    /// A zero stands before other digits.
    pub leading_zero: bool,
    /// All digits as one number, where there are no more than 30.
    pub unscaled: Option<i128>,
}

/// The shape of a text without blanks around it.
#[must_use]
pub fn shape(text: &str) -> Option<Shape<'_>> {
    let mut shape = Shape { core: text, sign: None, negative: false, currency: None, punched: None };
    loop {
        let before = shape.core.len();
        shape.take_sign()?;
        shape.take_currency();
        if shape.core.len() == before {
            break;
        }
    }
    shape.take_punched();
    let fits = |character: char| character.is_ascii_digit() || SEPARATORS.contains(&character);
    let has_digit = shape.punched.is_some() || shape.core.bytes().any(|byte| byte.is_ascii_digit());
    (has_digit && shape.core.chars().all(fits)).then_some(shape)
}

impl Shape<'_> {
    /// Takes one sign off; none if there would be two.
    fn take_sign(&mut self) -> Option<()> {
        let text = self.core;
        let inside = |open: char, close: char| text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
        let found = if let Some(rest) = inside('(', ')') {
            (rest, Sign::Parentheses, true)
        } else if let Some(rest) = inside('<', '>') {
            (rest, Sign::Angles, true)
        } else if let Some(rest) = text.strip_prefix(['-', '+', MINUS]) {
            (rest, Sign::Leading, !text.starts_with('+'))
        } else if let Some(rest) = text.strip_suffix(['-', MINUS]) {
            (rest, Sign::MinusAfter, true)
        } else if let Some(rest) = text.strip_suffix('+') {
            (rest, Sign::Trailing, false)
        } else if let Some(rest) = text.strip_suffix("CR") {
            (rest, Sign::CrDb, true)
        } else if let Some(rest) = text.strip_suffix("DB") {
            (rest, Sign::CrDb, false)
        } else {
            return Some(());
        };
        if self.sign.is_some() {
            return None;
        }
        (self.core, self.sign, self.negative) = (found.0.trim(), Some(found.1), found.2);
        Some(())
    }

    fn take_currency(&mut self) {
        if self.currency.is_some() {
            return;
        }
        for sign in CURRENCIES {
            if let Some(rest) = self.core.strip_prefix(sign).or_else(|| self.core.strip_suffix(sign)) {
                (self.core, self.currency) = (rest.trim(), Some(sign));
                return;
            }
        }
    }

    /// A last digit that is a letter, behind digits alone.
    fn take_punched(&mut self) {
        let Some((&last, head)) = self.core.as_bytes().split_last() else { return };
        let digits = !head.is_empty() && head.iter().all(u8::is_ascii_digit);
        if let Some((digit, negative)) = overpunched(last).filter(|_| digits && self.sign.is_none()) {
            self.core = &self.core[..head.len()];
            (self.sign, self.negative, self.punched) = (Some(Sign::Overpunch), negative, Some(digit));
        }
    }

    /// The digits if `mark` is the decimal mark; none where they cannot be grouped so.
    #[must_use]
    pub fn digits(&self, mark: char) -> Option<Digits> {
        let mut found =
            Digits { whole: 0, decimals: 0, marked: false, thousands: None, leading_zero: false, unscaled: Some(0) };
        let mut since = 0;
        for character in self.core.chars() {
            if let Some(digit) = character.to_digit(10) {
                since += 1;
                found.keep(digit);
            } else if character == mark && !found.marked {
                if found.thousands.is_some() && since != 3 {
                    return None;
                }
                found.marked = true;
            } else {
                let first = found.thousands.is_none() && (1..=3).contains(&since) && !found.leading_zero;
                let later = found.thousands == Some(character) && since == 3;
                let zero = found.unscaled == Some(0);
                if found.marked || character == mark || zero || !(first || later) {
                    return None;
                }
                (found.thousands, since) = (Some(character), 0);
            }
        }
        if let Some(digit) = self.punched {
            found.keep(u32::from(digit));
        }
        (found.marked || found.thousands.is_none() || since == 3).then_some(found)
    }
}

impl Digits {
    fn keep(&mut self, digit: u32) {
        self.leading_zero |= !self.marked && self.whole == 1 && self.unscaled == Some(0);
        let place = if self.marked { &mut self.decimals } else { &mut self.whole };
        *place += 1;
        let room = self.whole + self.decimals <= 30;
        self.unscaled = self.unscaled.filter(|_| room).map(|value| value * 10 + i128::from(digit));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whole digits, decimals, thousands under a mark; `none` where the text is no number so.
    fn under(text: &str, mark: char) -> String {
        let Some(digits) = shape(text).and_then(|shape| shape.digits(mark)) else { return "none".to_owned() };
        let thousands = digits.thousands.map_or(String::new(), |mark| format!(" by {mark:?}"));
        format!("{}.{}{thousands}", digits.whole, digits.decimals)
    }

    #[test]
    fn a_point_and_a_comma_are_told_apart_by_their_groups() {
        for (text, dot, comma) in [
            ("1234", "4.0", "4.0"),
            ("1234.56", "4.2", "none"),
            ("1234,56", "none", "4.2"),
            ("1,234", "4.0 by ','", "1.3"),
            ("1.234", "1.3", "4.0 by '.'"),
            ("0,125", "none", "1.3"),
            ("1,234,567", "7.0 by ','", "none"),
            ("1,234.50", "4.2 by ','", "none"),
            ("1 234,50", "none", "4.2 by ' '"),
            ("12\u{202F}345,5", "none", "5.1 by '\\u{202f}'"),
            ("1'234.50", "4.2 by '\\''", "none"),
            ("12,34,567", "none", "none"),
            (".50", "0.2", "none"),
            ("1.2.3", "none", "none"),
            ("12 MAIN", "none", "none"),
            ("", "none", "none"),
            ("-", "none", "none"),
        ] {
            assert_eq!((under(text, '.'), under(text, ',')), (dot.to_owned(), comma.to_owned()), "{text}");
        }
    }

    #[test]
    fn signs_and_currencies_are_taken_off_both_ends() {
        for (text, sign, negative, currency) in [
            ("-12", Some(Sign::Leading), true, None),
            ("\u{2212}12", Some(Sign::Leading), true, None),
            ("12-", Some(Sign::MinusAfter), true, None),
            ("12+", Some(Sign::Trailing), false, None),
            ("(12.50)", Some(Sign::Parentheses), true, None),
            ("<12>", Some(Sign::Angles), true, None),
            ("12.50 CR", Some(Sign::CrDb), true, None),
            ("12.50DB", Some(Sign::CrDb), false, None),
            ("$12", None, false, Some("$")),
            ("-$12", Some(Sign::Leading), true, Some("$")),
            ("($ 1,000)", Some(Sign::Parentheses), true, Some("$")),
            ("12,50 $", None, false, Some("$")),
            ("00012}", Some(Sign::Overpunch), true, None),
            ("00012C", Some(Sign::Overpunch), false, None),
        ] {
            let found = shape(text).map(|shape| (shape.sign, shape.negative, shape.currency));
            assert_eq!(found, Some((sign, negative, currency)), "{text}");
        }
        for text in ["-12-", "--12", "A", "12X", "$", "1-2", "CR"] {
            assert_eq!(shape(text), None, "{text}");
        }
    }
}
