//! Floating-point numbers: texts in, the nearest float out.
//!
//! In: a text; or a strip or pieces of ASCII-compatible bytes, where the plainest forms (a minus, digits, a mark, digits) are read
//! without a branch a value. Out: one value a row, and the rows that other readers read: their values mean nothing.
//! Refuses: to tell what is wrong with a value, but for the place of what is in no float.

use std::borrow::Cow;
use std::str::FromStr;

use super::Refusal;
use super::blocks::{Column, each};
use crate::extractors::cell::eight_bytes;
use crate::extractors::pieces::Pieces;
use crate::extractors::strip::Strip;
use crate::finding::Code;

/// A float that is the quotient of two that are exact, so that it is the nearest one.
/// Source: the fast path of William D. Clinger, "How to read floating point numbers accurately" (1990).
pub(super) trait Float: Copy + PartialEq + FromStr + 'static {
    /// All whole numbers up to it are floats.
    const WHOLE: u64;
    /// The powers of ten that are floats, as far as digits behind a mark need them.
    const POWERS: &'static [Self];
    /// `digits` is at most [`Self::WHOLE`], `power` one of [`Self::POWERS`].
    fn quotient(digits: u64, power: Self, is_negative: bool) -> Self;
    /// It is a number.
    fn is_number(self) -> bool;
}

macro_rules! float {
    ($type:ty, $bits:literal, $powers:expr) => {
        impl Float for $type {
            const WHOLE: u64 = 1 << $bits;
            const POWERS: &'static [Self] = &$powers;
            #[inline]
            #[expect(
                clippy::float_arithmetic,
                clippy::cast_precision_loss,
                reason = "both are exact, and one step rounds"
            )]
            fn quotient(digits: u64, power: Self, is_negative: bool) -> Self {
                let quotient = digits as Self / power;
                if is_negative { -quotient } else { quotient }
            }
            fn is_number(self) -> bool {
                self.is_finite()
            }
        }
    };
}
float!(f32, 24, [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10]);
float!(f64, 53, [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15]);

/// The value of a text that has nothing but digits, signs, one mark and an exponent; none if that is no number.
pub(super) fn read<F: Float>(text: &str, mark: Option<char>) -> Option<F> {
    float_text(text, mark)?.parse::<F>().ok().filter(|value| value.is_number())
}

/// A float's text as Rust reads it; none if it has anything but digits, signs, one mark and an exponent.
fn float_text(text: &str, mark: Option<char>) -> Option<Cow<'_, str>> {
    let mark = mark.unwrap_or('.');
    let fits = |character: char| character.is_ascii_digit() || "+-eE".contains(character) || character == mark;
    let is_one = text.chars().all(fits);
    is_one.then(|| if mark == '.' { Cow::Borrowed(text) } else { Cow::Owned(text.replace(mark, ".")) })
}

/// Why a text is no float.
pub(super) fn no_float(text: &str, mark: Option<char>) -> Refusal {
    if float_text(text, mark).is_some_and(|text| text.parse::<f64>().is_ok()) {
        return Refusal::plain(Code::NumberTooLarge);
    }
    let mark = mark.unwrap_or('.');
    let wrong =
        text.find(|character: char| !character.is_ascii_digit() && !"+-eE".contains(character) && character != mark);
    Refusal::at(Code::NotAFloat, text, wrong.unwrap_or(0))
}

/// A byte sixteen times.
const fn of(byte: u8) -> u128 {
    u128::from_le_bytes([byte; 16])
}

/// The plainest form of a field's floats.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plainest {
    mark: u8,
    /// Blanks may stand before a number.
    blanks: bool,
}

impl Plainest {
    /// None where the mark is none that numbers usually have.
    pub fn of(mark: Option<char>, blanks: bool) -> Option<Self> {
        let mark = u8::try_from(mark.unwrap_or('.')).ok().filter(|mark| b".,".contains(mark))?;
        Some(Self { mark, blanks })
    }

    /// The floats of a strip; none where it has more bytes than two words.
    pub fn strip<F: Float>(self, strip: &Strip<'_>, nulls: &[F]) -> Option<Column<F>> {
        let width = strip.width();
        (1..=16).contains(&width).then(|| {
            each(
                strip.starts(),
                #[inline(always)]
                |start| {
                    let low = if width > 8 { strip.word(start, 8) } else { 0 };
                    self.one(low, strip.word(start, 0), width, nulls)
                },
            )
        })
    }

    /// The floats of pieces.
    pub fn pieces<F: Float>(self, pieces: &Pieces<'_>, nulls: &[F]) -> Column<F> {
        each(
            pieces.slices(),
            #[inline(always)]
            |slice| self.one(pieces.word(slice, 8), pieces.word(slice, 0), slice.len(), nulls),
        )
    }

    /// The number that the last `len` bytes of two words are, and whether it is one.
    #[expect(clippy::inline_always, reason = "for `widest`")]
    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "at most 16 bytes, and halves")]
    fn one<F: Float>(self, low: u64, high: u64, len: usize, nulls: &[F]) -> (F, bool) {
        let free = 128 - 8 * len.min(16) as u32;
        let own = u128::MAX.checked_shl(free).unwrap_or(0);
        // What stands before the number is blank, and then zero.
        let field = (u128::from(low) | u128::from(high) << 64) & own | of(b' ') & !own;
        let blanks = (field ^ of(b' ')).trailing_zeros() & !7;
        let is_negative = field.checked_shr(blanks).unwrap_or(0) & 0xFF == u128::from(b'-');
        let first = blanks + 8 * u32::from(is_negative);
        let digits = (field ^ of(b'0')) & u128::MAX.checked_shl(first).unwrap_or(0);
        // The highest bit of the first byte that is a mark.
        let others = digits ^ of(self.mark ^ b'0');
        let mark = (others.wrapping_sub(of(1)) & !others & of(0x80)).trailing_zeros() & !7;
        let before = !u128::MAX.checked_shl(mark).unwrap_or(0);
        let behind = u128::MAX.checked_shl(mark + 8).unwrap_or(0);
        // Without a mark all digits stand before it.
        let (whole, scale) =
            if mark == 128 { (digits, 0) } else { (digits & behind | (digits & before) << 8, (120 - mark) / 8) };
        let [low, high] = [whole as u64, (whole >> 64) as u64];
        let ((upper, wrong), (lower, also_wrong)) = (eight_bytes(low), eight_bytes(high));
        let number = upper * 100_000_000 + lower;
        let power = F::POWERS.get(scale as usize).copied();
        let fits = wrong | also_wrong == 0
            && first < mark
            && mark != 120
            && (self.blanks || blanks == free)
            && len <= 16
            && number <= F::WHOLE;
        let value = F::quotient(number, power.unwrap_or(F::POWERS[0]), is_negative);
        (value, fits && power.is_some() && !nulls.contains(&value))
    }
}
