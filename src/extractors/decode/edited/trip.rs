//! Edited numbers that were decoded, as texts again, and how these differ from what was read.
//!
//! In: a value as its column has it. Out: its text, or why the text that was read is another one. Refuses bytes.

use super::{EditedRules, Found};
use crate::extractors::decode::round_trip::Difference;
use crate::extractors::decode::stored::again::Value;
use crate::extractors::decode::stored::rescaled;
use crate::mapping::edited::{Place, Zero};

impl EditedRules {
    /// The text of a value; none if it has none.
    #[must_use]
    pub(in crate::extractors::decode) fn again(&self, value: &Value<'_>) -> Option<String> {
        self.edit(self.unscaled(value)?)
    }

    /// The value with the picture's decimals, if it is one.
    fn unscaled(&self, value: &Value<'_>) -> Option<i128> {
        let scale = self.picture.scale;
        match value {
            Value::Number(number, decimals) => rescaled(*number, *decimals, scale),
            Value::Float(number) => {
                let decimals = usize::try_from(scale).ok()?;
                format!("{number:.decimals$}").replace('.', "").parse().ok()
            }
            Value::Text(_) | Value::Digits => None,
        }
    }

    /// How a text that was read differs from the one of its value.
    pub(in crate::extractors::decode) fn difference(&self, text: &str, value: &Value<'_>) -> Difference {
        if text.chars().all(|one| one == ' ') {
            return Difference::Blanks;
        }
        let Ok(Found { size, negative }) = self.found(text) else { return Difference::Unknown };
        let punches = self.picture.places.iter().any(|place| matches!(place, Place::Overpunch | Place::OverpunchP));
        match self.unscaled(value) {
            Some(number) if number.unsigned_abs() != size => Difference::Rounded,
            Some(0) if self.picture.zero != Zero::Digits => Difference::Zeros,
            Some(0) if negative => Difference::MinusZero,
            Some(_) if punches => Difference::PlainDigit,
            Some(_) if text.contains('+') && self.picture.places.contains(&Place::Minus) => Difference::Plus,
            Some(number) if self.has_inserted(text, number) => Difference::Inserted,
            Some(_) => Difference::Unknown,
            None => Difference::Rounded,
        }
    }

    /// Whether a text differs from the one of its number in nothing but characters of the picture that stand before it.
    fn has_inserted(&self, text: &str, number: i128) -> bool {
        let canonical = self.edit(number).unwrap_or_default();
        let differs = |(place, (one, other)): &(&Place, (char, char))| {
            one != other && !matches!(place, Place::Within(byte) if char::from(*byte) == *one)
        };
        let both = text.chars().chain(std::iter::repeat(' ')).zip(canonical.chars());
        !self.picture.places.iter().zip(both).any(|one| differs(&one))
    }
}
