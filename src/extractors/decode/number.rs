//! Numbers as old systems write them: text in, an unscaled whole number out, exact to the last digit or refused.
//!
//! Refuses: floats, rounding that nobody asked for, deciding what becomes of the record.

use crate::extractors::decode::Refusal;
use crate::finding::Code;
use crate::mapping::model::{Reading, Round, Sign, Trim, Type};

mod quick;

pub use quick::QuickForm;

/// Digits that 64 bits always hold.
const FIRST: usize = 18;

/// How a field's numbers are written.
#[derive(Debug, Clone)]
pub struct NumberRules {
    styles: Styles,
    /// None: the decimals are implied.
    decimal: Option<char>,
    thousands: Vec<char>,
    currency: Vec<String>,
    round: Option<Round>,
    /// Digits after the mark.
    scale: u32,
    /// Least and most unscaled value.
    bounds: (i128, i128),
    /// The bounds as far as 64 bits hold them.
    small_bounds: (i64, i64),
    /// Unscaled value of 1, where 64 bits hold it.
    unit: i64,
    /// Blanks around the number say nothing.
    blanks_pass: bool,
}

#[expect(clippy::struct_excessive_bools, reason = "styles are declared together")]
#[derive(Debug, Clone, Copy, Default)]
struct Styles {
    leading: bool,
    trailing: bool,
    overpunch: bool,
    overpunch_p: bool,
    minus_after: bool,
    /// What `CR` and `DB` mean: whether the number is below zero.
    credit: Option<bool>,
    debit: Option<bool>,
    /// Blanks may stand behind a leading sign.
    apart: bool,
    parentheses: bool,
    angles: bool,
}

impl Styles {
    fn of(signs: &[Sign]) -> Self {
        let mut styles = Self { leading: signs.is_empty(), ..Self::default() };
        for sign in signs {
            match sign {
                Sign::None => {}
                Sign::Leading => styles.leading = true,
                Sign::Trailing => styles.trailing = true,
                Sign::Overpunch => styles.overpunch = true,
                Sign::OverpunchP => styles.overpunch_p = true,
                Sign::MinusAfter => styles.minus_after = true,
                Sign::CrDb => (styles.credit, styles.debit) = (Some(true), Some(false)),
                Sign::Credit => styles.credit = Some(true),
                Sign::Debit => styles.debit = Some(true),
                Sign::LeadingApart => (styles.leading, styles.apart) = (true, true),
                Sign::Parentheses => styles.parentheses = true,
                Sign::Angles => styles.angles = true,
                Sign::AnyText => {
                    (styles.leading, styles.minus_after) = (true, true);
                    (styles.credit, styles.debit) = (Some(true), Some(false));
                    (styles.parentheses, styles.angles) = (true, true);
                }
            }
        }
        styles
    }

    /// A number without any sign is complete.
    const fn unsigned(self) -> bool {
        let others = self.leading
            | self.overpunch
            | self.overpunch_p
            | self.minus_after
            | self.credit.is_some()
            | self.debit.is_some()
            | self.parentheses
            | self.angles;
        !self.trailing || others
    }
}

/// `{A-I` are +0 to +9 and `}J-R` are -0 to -9, on the last digit.
#[must_use]
pub const fn overpunched(byte: u8) -> Option<(u8, bool)> {
    match byte {
        b'{' => Some((0, false)),
        b'A'..=b'I' => Some((byte - b'A' + 1, false)),
        b'}' => Some((0, true)),
        b'J'..=b'R' => Some((byte - b'J' + 1, true)),
        _ => None,
    }
}

/// `p` to `y` are -0 to -9, on the last digit.
#[must_use]
pub const fn overpunched_p(byte: u8) -> Option<(u8, bool)> {
    match byte {
        b'p'..=b'y' => Some((byte - b'p', true)),
        _ => None,
    }
}

/// Ten to the power of `exponent`, 0 to 38.
#[must_use]
pub const fn power_of_ten(exponent: u32) -> i128 {
    10_i128.pow(exponent)
}

/// Decimals of a number's type, and its least and most unscaled number.
#[must_use]
pub fn extent(ty: Type) -> (u32, (i128, i128)) {
    match ty {
        Type::Int16 => (0, (i128::from(i16::MIN), i128::from(i16::MAX))),
        Type::Int32 => (0, (i128::from(i32::MIN), i128::from(i32::MAX))),
        Type::Decimal { precision, scale } => {
            let most = power_of_ten(u32::from(precision)) - 1;
            (u32::from(scale), (-most, most))
        }
        _ => (0, (i128::from(i64::MIN), i128::from(i64::MAX))),
    }
}

fn saturated(bound: i128) -> i64 {
    i64::try_from(bound).unwrap_or(if bound < 0 { i64::MIN } else { i64::MAX })
}

/// What the number's first and last characters said.
#[derive(Default)]
struct Marks {
    negative: bool,
    signed: bool,
    currency: bool,
    last: Option<u8>,
}

impl NumberRules {
    /// Of a number's type. `fixed`: the decimals are implied where no mark is declared; else the mark is a point.
    #[must_use]
    pub fn new(ty: Type, reading: &Reading, fixed: bool) -> Self {
        let (scale, bounds) = extent(ty);
        Self {
            styles: Styles::of(&reading.sign),
            decimal: reading.decimal.or((!fixed).then_some('.')),
            thousands: reading.thousands.clone(),
            currency: reading.currency.clone(),
            round: reading.round,
            scale,
            bounds,
            small_bounds: (saturated(bounds.0), saturated(bounds.1)),
            unit: 10_i64.checked_pow(scale).unwrap_or(i64::MAX),
            blanks_pass: reading.trim == Trim::Both && reading.null_if.is_empty(),
        }
    }

    /// The unscaled value of a text without the blanks that are trimmed, and whether it was rounded. `blanks_after`: how
    /// many blanks were taken off behind the text.
    ///
    /// # Errors
    /// TL0202 a character that does not belong there, TL0203 more than the type holds, TL0204 more decimals than the
    /// type has, TL0205 a sign in another style than declared, TL0206 a separator at the wrong place.
    pub fn read(&self, text: &str, blanks_after: usize) -> Result<(i128, bool), Refusal> {
        // A blank that was left there is in the sign's place all the same.
        let (text, blanks_after) = match text.strip_suffix([' ', '\t']) {
            Some(before) if self.styles.trailing && blanks_after == 0 => (before, 1),
            _ => (text, blanks_after),
        };
        let whole = text;
        let (text, mut marks) = self.strip(text, blanks_after)?;
        let position =
            |at: usize| Refusal::at(Code::NotANumber, whole, text.as_ptr() as usize - whole.as_ptr() as usize + at);
        let (mut kept, first) = Kept::first_of(text);
        let mut groups = Groups { since: kept.digits, ..Groups::default() };
        let mut in_fraction = false;
        for (at, character) in text[first..].char_indices() {
            let at = first + at;
            match character {
                '0'..='9' => {
                    let digit = character as u8 - b'0';
                    groups.digit(in_fraction);
                    self.keep(&mut kept, digit, in_fraction)?;
                }
                _ if Some(character) == self.decimal && !in_fraction => {
                    in_fraction = true;
                }
                _ if self.thousands.contains(&character) => {
                    if in_fraction || !groups.separator(character) {
                        return Err(Refusal { code: Code::BadGrouping, ..position(at) });
                    }
                }
                '+' | '-' | '\u{2212}' | '(' | ')' | '<' | '>' => {
                    return Err(Refusal { code: Code::BadSign, ..position(at) });
                }
                _ => return Err(position(at)),
            }
        }
        if let Some(digit) = marks.last.take() {
            groups.digit(in_fraction);
            self.keep(&mut kept, digit, in_fraction)?;
        }
        if kept.digits == 0 {
            return Err(position(0));
        }
        if !groups.whole() {
            return Err(Refusal { code: Code::BadGrouping, ..position(text.len().saturating_sub(1)) });
        }
        self.finish(&kept, marks.negative)
    }

    /// Takes signs and currency off both ends.
    fn strip<'t>(&self, text: &'t str, blanks_after: usize) -> Result<(&'t str, Marks), Refusal> {
        let whole = text;
        let (mut text, mut marks) = (text, Marks::default());
        let bad = |rest: &str, at: usize| {
            let base = rest.as_ptr() as usize - whole.as_ptr() as usize;
            Refusal::at(Code::BadSign, whole, base + at)
        };
        let written = whole.ends_with(['+', '-', '\u{2212}']);
        if self.styles.trailing && !self.styles.unsigned() && blanks_after > usize::from(!written) {
            // The last place is the sign's: what stands before it has moved.
            return Err(bad(whole, whole.len()));
        }
        if self.styles.trailing && blanks_after > 0 && !written {
            marks.signed = true;
        }
        loop {
            let before = text.len();
            for (open, close, declared) in [('(', ')', self.styles.parentheses), ('<', '>', self.styles.angles)] {
                if declared && let Some(inner) = text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close)) {
                    if marks.signed {
                        return Err(bad(text, 0));
                    }
                    (marks.negative, marks.signed) = (true, true);
                    text = blanks_off(inner);
                }
            }
            if let Some(rest) = text.strip_prefix(['-', '+', '\u{2212}']) {
                if !self.styles.leading || marks.signed {
                    return Err(bad(text, 0));
                }
                (marks.negative, marks.signed) = (!text.starts_with('+'), true);
                text = if self.styles.apart { rest.trim_start_matches(is_blank) } else { rest };
            }
            if let Some(rest) = text.strip_suffix(['-', '+', '\u{2212}']) {
                let minus = !text.ends_with('+');
                let declared = self.styles.trailing || (self.styles.minus_after && minus);
                if !declared || marks.signed {
                    return Err(bad(text, rest.len()));
                }
                (marks.negative, marks.signed) = (minus, true);
                text = if self.styles.trailing { rest } else { rest.trim_end_matches(is_blank) };
            }
            for (word, meant) in [("CR", self.styles.credit), ("DB", self.styles.debit)] {
                if let Some(negative) = meant
                    && let Some(rest) = text.strip_suffix(word)
                {
                    if marks.signed {
                        return Err(bad(text, rest.len()));
                    }
                    (marks.negative, marks.signed) = (negative, true);
                    text = rest.trim_end_matches(is_blank);
                }
            }
            if !marks.currency {
                for sign in &self.currency {
                    let inner = text.strip_prefix(sign.as_str()).or_else(|| text.strip_suffix(sign.as_str()));
                    if let Some(inner) = inner {
                        marks.currency = true;
                        text = blanks_off(inner);
                        break;
                    }
                }
            }
            if text.len() == before {
                break;
            }
        }
        if let Some(&last) = text.as_bytes().last() {
            let punched = self.styles.overpunch.then(|| overpunched(last)).flatten();
            let punched = punched.or_else(|| self.styles.overpunch_p.then(|| overpunched_p(last)).flatten());
            if let Some((digit, negative)) = punched {
                if marks.signed {
                    return Err(bad(text, text.len() - 1));
                }
                (marks.negative, marks.signed, marks.last) = (negative, true, Some(digit));
                text = &text[..text.len() - 1];
            } else if (overpunched(last).is_some() || overpunched_p(last).is_some())
                && text.len() > 1
                && !last.is_ascii_digit()
                && text.as_bytes()[..text.len() - 1].iter().all(u8::is_ascii_digit)
            {
                // An overpunched sign that is not declared, or of the other alphabet.
                return Err(bad(text, text.len() - 1));
            }
        }
        if !marks.signed && !self.styles.unsigned() {
            return Err(bad(text, text.len().saturating_sub(1)));
        }
        Ok((text, marks))
    }

    fn keep(&self, kept: &mut Kept, digit: u8, in_fraction: bool) -> Result<(), Refusal> {
        kept.digits += 1;
        if in_fraction {
            kept.decimals += 1;
        }
        if in_fraction && kept.decimals > self.scale {
            if kept.decimals == self.scale + 1 {
                kept.first_dropped = digit;
            } else {
                kept.more_dropped |= digit != 0;
            }
            return Ok(());
        }
        let next = kept.value.checked_mul(10).and_then(|value| value.checked_add(i128::from(digit)));
        kept.value = next.ok_or_else(|| Refusal::plain(Code::NumberTooLarge))?;
        Ok(())
    }

    fn finish(&self, kept: &Kept, negative: bool) -> Result<(i128, bool), Refusal> {
        let too_large = || Refusal::plain(Code::NumberTooLarge);
        let Kept { mut value, decimals, first_dropped, more_dropped, .. } = *kept;
        if self.decimal.is_some() && decimals < self.scale {
            value = value.checked_mul(power_of_ten(self.scale - decimals)).ok_or_else(too_large)?;
        }
        let lost = first_dropped != 0 || more_dropped;
        if lost {
            let up = match self.round {
                None => return Err(Refusal { code: Code::TooManyDecimals, number: i64::from(decimals) }),
                Some(Round::Truncate) => false,
                Some(Round::HalfUp) => first_dropped >= 5,
                Some(Round::HalfEven) => first_dropped > 5 || (first_dropped == 5 && (more_dropped || value % 2 == 1)),
            };
            value = value.checked_add(i128::from(up)).ok_or_else(too_large)?;
        }
        let value = if negative { -value } else { value };
        if value < self.bounds.0 || value > self.bounds.1 {
            return Err(too_large());
        }
        Ok((value, lost))
    }
}

/// The digits read so far.
#[derive(Default)]
struct Kept {
    value: i128,
    digits: u32,
    decimals: u32,
    first_dropped: u8,
    more_dropped: bool,
}

impl Kept {
    /// The digits that a text begins with, as many as 64 bits hold; and how many bytes they are.
    fn first_of(text: &str) -> (Self, usize) {
        let digits = text.bytes().take(FIRST).take_while(u8::is_ascii_digit);
        let (value, digits) =
            digits.fold((0, 0), |(value, digits), digit| (value * 10 + i64::from(digit - b'0'), digits + 1));
        (Self { value: i128::from(value), digits, ..Self::default() }, digits as usize)
    }
}

/// Where thousands separators stood.
#[derive(Default)]
struct Groups {
    separator: Option<char>,
    since: u32,
}

impl Groups {
    fn digit(&mut self, in_fraction: bool) {
        self.since += u32::from(!in_fraction);
    }

    /// Whether a separator may stand here.
    fn separator(&mut self, character: char) -> bool {
        let fits = match self.separator {
            None => (1..=3).contains(&self.since),
            Some(before) => before == character && self.since == 3,
        };
        (self.separator, self.since) = (Some(character), 0);
        fits
    }

    fn whole(&self) -> bool {
        self.separator.is_none() || self.since == 3
    }
}

fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\u{A0}' | '\u{202F}')
}

fn blanks_off(text: &str) -> &str {
    text.trim_matches(is_blank)
}
