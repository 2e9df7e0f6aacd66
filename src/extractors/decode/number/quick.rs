//! The plainest forms of numbers, each read straight from its bytes.
//!
//! In: a cell of ASCII characters. Out: the unscaled value, or nothing where the general reader has to look: then nothing
//! is said of the number. Refuses: rounding, grouping, currencies, signs that are seldom.

use super::{NumberRules, overpunched};
use crate::extractors::cell::Cell;

/// What most values of a field look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuickForm {
    /// Digits alone.
    Digits,
    /// Digits, the last one with the sign.
    Overpunch,
    /// Digits with this mark, the last one with the sign.
    MarkedOverpunch(u8),
    /// Perhaps a minus, digits; decimals are implied, or there are none.
    Whole,
    /// Perhaps a minus, digits, this mark, and as many digits as the type has.
    Marked(u8),
    /// Blanks, perhaps a sign, blanks, digits with the mark; or the sign, or a blank for it, behind the digits.
    Edited,
    /// None of them: the general reader reads all.
    None,
}

/// Signs are as often one as the other: no branch.
#[inline]
fn signed(value: i64, negative: bool) -> i64 {
    value * (1 - 2 * i64::from(negative))
}

/// A digit that may have a sign.
#[inline]
fn punched(byte: u8) -> Option<(i64, bool)> {
    let (digit, negative) = if byte.is_ascii_digit() { (byte - b'0', false) } else { overpunched(byte)? };
    Some((i64::from(digit), negative))
}

/// Without the blanks before it.
#[inline]
fn without_blanks(mut cell: Cell<'_>) -> Cell<'_> {
    while cell.first() == Some(b' ') {
        cell = cell.after_first();
    }
    cell
}

impl NumberRules {
    /// The form in which most values of the field are.
    #[must_use]
    pub fn quick_form(&self) -> QuickForm {
        let mark = self.decimal.map(|mark| u8::try_from(mark).ok().filter(u8::is_ascii));
        match mark {
            None if self.styles.overpunch => QuickForm::Overpunch,
            None | Some(Some(_)) if self.is_edited() => QuickForm::Edited,
            None if self.styles.unsigned() => self.whole_form(),
            Some(_) if !self.styles.unsigned() => QuickForm::None,
            Some(_) if self.scale == 0 => self.whole_form(),
            Some(Some(mark)) if self.styles.overpunch => QuickForm::MarkedOverpunch(mark),
            Some(Some(mark)) => QuickForm::Marked(mark),
            _ => QuickForm::None,
        }
    }

    /// The sign stands where COBOL's edited pictures have it.
    fn is_edited(&self) -> bool {
        let styles = self.styles;
        let before = styles.leading && styles.apart && !styles.trailing && !styles.overpunch;
        self.blanks_pass && (before || !styles.unsigned())
    }

    /// A value of the form in which most are; none if the general reader has to look.
    #[must_use]
    pub fn quick(&self, cell: Cell<'_>) -> Option<i64> {
        match self.quick_form() {
            QuickForm::Digits => self.quick_digits(cell),
            QuickForm::Overpunch => self.quick_overpunch(cell),
            QuickForm::MarkedOverpunch(mark) => self.quick_marked_overpunch(mark, cell),
            QuickForm::Whole => self.quick_whole(cell),
            QuickForm::Marked(mark) => self.quick_marked(mark, cell),
            QuickForm::Edited => self.quick_edited(cell),
            QuickForm::None => None,
        }
    }

    const fn whole_form(&self) -> QuickForm {
        if self.styles.leading { QuickForm::Whole } else { QuickForm::Digits }
    }

    /// A value of [`QuickForm::Digits`]; none if the general reader has to look.
    #[expect(clippy::inline_always, reason = "a call a value; `make bench` shows it")]
    #[inline(always)]
    #[must_use]
    pub fn quick_digits(&self, cell: Cell<'_>) -> Option<i64> {
        self.in_bounds(cell.digits()?)
    }

    /// A value of [`QuickForm::Overpunch`]; none if the general reader has to look.
    #[expect(clippy::inline_always, reason = "a call a value; `make bench` shows it")]
    #[inline(always)]
    #[must_use]
    pub fn quick_overpunch(&self, cell: Cell<'_>) -> Option<i64> {
        let (digit, negative) = punched(cell.from_end(1)?)?;
        let head = cell.before_last(1);
        let head = if head.is_empty() { 0 } else { head.digits().filter(|_| head.len() < 18)? };
        self.in_bounds(signed(head * 10 + digit, negative))
    }

    /// A value of [`QuickForm::MarkedOverpunch`]; none if the general reader has to look.
    #[inline]
    #[must_use]
    pub fn quick_marked_overpunch(&self, mark: u8, cell: Cell<'_>) -> Option<i64> {
        let (digit, negative) = punched(cell.from_end(1)?)?;
        let head = cell.before_last(1);
        let others = self.scale as usize - 1;
        if head.from_end(others + 1) != Some(mark) || head.len() > 18 {
            return None;
        }
        let fraction = if others == 0 { 0 } else { head.last(others).digits()? };
        let head = head.before_last(others + 1).digits()? * (self.unit / 10) + fraction;
        self.in_bounds(signed(head * 10 + digit, negative))
    }

    /// A value of [`QuickForm::Whole`]; none if the general reader has to look.
    #[expect(clippy::inline_always, reason = "a call a value; `make bench` shows it")]
    #[inline(always)]
    #[must_use]
    pub fn quick_whole(&self, cell: Cell<'_>) -> Option<i64> {
        let (plain, negative) = self.without_minus(cell);
        self.in_bounds(signed(plain.digits()?, negative))
    }

    /// A value of [`QuickForm::Marked`]; none if the general reader has to look.
    #[expect(clippy::inline_always, reason = "a call a value; `make bench` shows it")]
    #[inline(always)]
    #[must_use]
    pub fn quick_marked(&self, mark: u8, cell: Cell<'_>) -> Option<i64> {
        let (plain, negative) = self.without_minus(cell);
        self.in_bounds(signed(self.marked(mark, plain)?, negative))
    }

    /// A value of [`QuickForm::Edited`]; none if the general reader has to look.
    #[inline]
    #[must_use]
    pub fn quick_edited(&self, cell: Cell<'_>) -> Option<i64> {
        let (sign, body) = if self.styles.trailing {
            (cell.from_end(1)?, without_blanks(cell.before_last(1)))
        } else {
            let body = without_blanks(cell);
            match body.first()? {
                sign @ (b'+' | b'-') => (sign, without_blanks(body.after_first())),
                _ => (b' ', body),
            }
        };
        if !matches!(sign, b'+' | b'-' | b' ') {
            return None;
        }
        let value = match self.decimal {
            Some(mark) if self.scale > 0 => self.marked(u8::try_from(mark).ok()?, body)?,
            _ => body.digits()?,
        };
        self.in_bounds(signed(value, sign == b'-'))
    }

    /// Digits, the mark, and as many digits as the type has.
    #[inline]
    fn marked(&self, mark: u8, plain: Cell<'_>) -> Option<i64> {
        let scale = self.scale as usize;
        if plain.from_end(scale + 1) != Some(mark) || plain.len() > 19 {
            return None;
        }
        Some(plain.before_last(scale + 1).digits()? * self.unit + plain.last(scale).digits()?)
    }

    #[inline]
    fn without_minus<'a>(&self, cell: Cell<'a>) -> (Cell<'a>, bool) {
        let negative = self.styles.leading & (cell.first() == Some(b'-'));
        (cell.last(cell.len() - usize::from(negative)), negative)
    }

    #[inline]
    fn in_bounds(&self, value: i64) -> Option<i64> {
        self.holds(value).then_some(value)
    }

    /// Whether a minus may stand before the digits.
    #[inline]
    pub(in crate::extractors::decode) const fn takes_minus(&self) -> bool {
        self.styles.leading
    }

    /// Digits behind the mark.
    pub(in crate::extractors::decode) fn marked_scale(&self) -> Option<usize> {
        usize::try_from(self.scale).ok()
    }

    /// Whether the type holds an unscaled value.
    #[inline]
    #[must_use]
    pub const fn holds(&self, value: i64) -> bool {
        value >= self.small_bounds.0 && value <= self.small_bounds.1
    }

    /// Whether blanks around a number mean nothing: in a trailing sign's place they would.
    #[must_use]
    pub const fn passes_blanks(&self) -> bool {
        !self.styles.trailing
    }
}
