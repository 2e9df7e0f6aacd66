//! Edited numbers, held to their picture place by place.
//!
//! In: a field's text from its first character to its last, and the picture. Out: the number, or the first place that is not
//! as the picture has it. What is taken besides the text that [`edit`](EditedRules::edit) gives: a zero with a minus, a zero
//! in digits where it should be blank or asterisks, `0` and `/` among zeros that are suppressed (`GnuCOBOL` leaves them
//! there), `+` in the place of a `-` that does not float, a plain digit where a plus is punched into it, and blanks that the
//! record's end lacks.
//! Refuses: blanks throughout, of which `on_blank` decides.

mod canonical;
mod columns;
mod quick;
mod trip;
mod walk;

use std::sync::Arc;

use super::Refusal;
use super::stored::Scaling;
use crate::extractors::cell::Cell;
use crate::finding::{Args, Code};
use crate::mapping::edited::{Edited, OTHER_CURRENCY, Place, Zero};
use crate::mapping::model::{Round, Type};
use quick::Plain;

/// Digits that 64 bits hold whatever they are.
const SMALL_DIGITS: u8 = 18;
/// A character that no picture has.
const NONE: u8 = 0xFF;

/// How a field's edited numbers are read.
#[derive(Debug, Clone)]
pub struct EditedRules {
    picture: Arc<Edited>,
    scaling: Scaling,
    /// Its bytes may be looked at as they are.
    is_quick: bool,
    /// How the plainest of its numbers are read.
    plain: Option<Plain>,
}

/// A number as it stands there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Found<N> {
    /// Without its sign.
    size: N,
    negative: bool,
}

impl EditedRules {
    /// Of a number's type.
    #[must_use]
    pub fn new(ty: Type, picture: &Arc<Edited>, round: Option<Round>) -> Self {
        let scaling = Scaling::new(ty, picture.scale, round);
        let is_ascii = picture.currency.is_none_or(|sign| sign.is_ascii());
        let is_quick = is_ascii && picture.digits <= SMALL_DIGITS && scaling.is_quick();
        let plain = Plain::of(picture).filter(|_| is_quick);
        Self { picture: Arc::clone(picture), scaling, is_quick, plain }
    }

    /// The unscaled value of ASCII characters; none if the general reader has to look.
    #[inline]
    #[must_use]
    pub fn quick(&self, cell: Cell<'_>) -> Option<i64> {
        let plain = self.plain.as_ref().and_then(|plain| plain.read(cell));
        self.scaling.quick(plain.or_else(|| self.walked(cell))?)
    }

    /// The number of ASCII characters with the decimals of the picture.
    fn walked(&self, cell: Cell<'_>) -> Option<i64> {
        let text = cell.bytes();
        if !self.is_quick || text.len() != self.picture.places.len() {
            return None;
        }
        let Found { size, negative } = walk::walk::<u64>(&self.picture, text.iter().copied()).ok()?;
        Some(size.cast_signed() * (1 - 2 * i64::from(negative)))
    }

    /// The unscaled value of a text, and whether it was rounded.
    ///
    /// # Errors
    /// TL0235 for a place that is not as the picture has it; TL0203 and TL0204 as of any number.
    pub fn read(&self, text: &str) -> Result<(i128, bool), Refusal> {
        self.scaling.of(self.number(text)?)
    }

    /// The number with the decimals of the picture.
    ///
    /// # Errors
    /// TL0235.
    pub fn number(&self, text: &str) -> Result<i128, Refusal> {
        let Found { size, negative } = self.found(text).map_err(|place| {
            let number = i64::try_from(place + 1).unwrap_or(i64::MAX);
            Refusal { code: Code::OffPicture, number }
        })?;
        // 38 digits are no more than 127 bits.
        let size = i128::try_from(size).map_err(|_| Refusal::plain(Code::NumberTooLarge))?;
        Ok(if negative { -size } else { size })
    }

    /// The number as Rust reads floats.
    ///
    /// # Errors
    /// TL0235.
    pub fn decimal(&self, text: &str) -> Result<String, Refusal> {
        Ok(format!("{}e{}", self.number(text)?, -i32::from(self.picture.scale)))
    }

    /// The number as it stands there, or the first place that is wrong.
    fn found(&self, text: &str) -> Result<Found<u128>, usize> {
        let bytes: Vec<u8> = text.chars().map(|one| self.byte_of(one)).collect();
        let places = self.picture.places.len();
        if bytes.len() > places {
            return Err(places);
        }
        if self.picture.zero == Zero::Asterisks && self.is_asterisks(&bytes) {
            return Ok(Found { size: 0, negative: false });
        }
        walk::walk(&self.picture, bytes.into_iter().chain(std::iter::repeat(b' ')))
    }

    /// Asterisks, and the decimal point.
    fn is_asterisks(&self, text: &[u8]) -> bool {
        let is_one = |(place, byte): (&Place, &u8)| match place {
            Place::Point(point) => byte == point,
            _ => *byte == b'*',
        };
        text.len() == self.picture.places.len() && self.picture.places.iter().zip(text).all(is_one)
    }

    fn byte_of(&self, character: char) -> u8 {
        match u8::try_from(character) {
            Ok(byte) if byte.is_ascii() => byte,
            _ if Some(character) == self.picture.currency => OTHER_CURRENCY,
            _ => NONE,
        }
    }

    /// What a finding about this text says, whose place with this number, from 1, is wrong.
    #[must_use]
    pub fn args(&self, position: i64, text: &str) -> Args {
        let place = usize::try_from(position - 1).unwrap_or(usize::MAX);
        let (allowed, symbol) = self.picture.allows(place);
        let other = self.other_mark(text);
        vec![position.into(), self.picture.text.clone().into(), allowed.into(), symbol.into(), other.into()]
    }

    /// With which other decimal mark this text would fit: that of the clause, or its own for the picture's.
    fn other_mark(&self, text: &str) -> &'static str {
        let with = |picture: &Arc<Edited>| Self { picture: Arc::clone(picture), ..self.clone() };
        let swapped = || -> String {
            text.chars()
                .map(|one| {
                    if one == '.' {
                        ','
                    } else if one == ',' {
                        '.'
                    } else {
                        one
                    }
                })
                .collect()
        };
        let has_point = || self.picture.places.iter().any(|place| matches!(place, Place::Point(_)));
        match &self.picture.other {
            Some(other) if with(other).found(text).is_ok() => {
                if other.comma {
                    "clause"
                } else {
                    "point"
                }
            }
            _ if has_point() && text.contains([',', '.']) && self.found(&swapped()).is_ok() => "marks",
            _ => "",
        }
    }
}
