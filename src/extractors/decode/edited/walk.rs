//! From an edited number's characters to its digits and sign, a place at a time.
//!
//! In: a picture's places, and one character for each. Out: the number without its sign, and the sign; or the first place,
//! from 0, that is not as the picture has it. Refuses characters of more than a byte.

use std::ops::{Add, Mul};

use super::Found;
use crate::extractors::decode::number::{overpunched, overpunched_p};
use crate::mapping::edited::{Edited, Float, Place};

/// What was seen before a place.
struct Seen<'p, N> {
    picture: &'p Edited,
    size: N,
    negative: bool,
    /// The number has begun: nothing fills places up any more.
    begun: bool,
    /// What floats stands right before.
    floated: bool,
}

/// The number of a text with as many characters as the picture has places; others behind them are not looked at.
#[inline]
pub(super) fn walk<N>(picture: &Edited, text: impl Iterator<Item = u8>) -> Result<Found<N>, usize>
where
    N: Copy + Default + From<u8> + Add<Output = N> + Mul<Output = N>,
{
    let mut seen = Seen { picture, size: N::default(), negative: false, begun: false, floated: false };
    for (at, (place, byte)) in picture.places.iter().zip(text).enumerate() {
        if !seen.place(at, *place, byte)? {
            return Err(at);
        }
    }
    if seen.begun { Ok(Found { size: seen.size, negative: seen.negative }) } else { Err(last_digit(picture)) }
}

/// The place in which a number begins at the latest where nothing makes it begin before.
#[cold]
fn last_digit(picture: &Edited) -> usize {
    picture.places.iter().rposition(|place| *place == Place::Suppressed).unwrap_or(0)
}

impl<N> Seen<'_, N>
where
    N: Copy + From<u8> + Add<Output = N> + Mul<Output = N>,
{
    /// Whether the picture has this character there; an error is about the place before.
    #[inline]
    fn place(&mut self, at: usize, place: Place, byte: u8) -> Result<bool, usize> {
        Ok(match place {
            Place::Digit => {
                self.begin(at)?;
                self.digit(byte)
            }
            Place::Suppressed if self.begun => self.digit(byte),
            Place::Suppressed if matches!(byte, b'1'..=b'9') => {
                self.begin(at)?;
                self.digit(byte)
            }
            Place::Always(wanted) => byte == wanted,
            Place::Within(wanted) if self.begun => byte == wanted,
            // As GnuCOBOL writes them; where something floats, they would part it from the number.
            Place::Within(wanted @ (b'0' | b'/')) if self.picture.float.is_none() && byte == wanted => true,
            Place::Suppressed | Place::Floating | Place::Within(_) => self.filled(byte),
            Place::Point(wanted) => {
                self.begin(at)?;
                byte == wanted
            }
            Place::Plus => self.sign(byte, b'+'),
            // A plus says what a blank does.
            Place::Minus => self.sign(byte, b' ') || byte == b'+',
            Place::Below(wanted) => {
                self.negative = byte == wanted;
                self.negative || byte == b' '
            }
            Place::BelowToo(wanted) => byte == if self.negative { wanted } else { b' ' },
            Place::Overpunch | Place::OverpunchP => {
                self.begin(at)?;
                self.punched(place, byte)
            }
        })
    }

    #[inline]
    fn digit(&mut self, byte: u8) -> bool {
        let digit = byte.wrapping_sub(b'0');
        self.size = self.size * N::from(10) + N::from(digit);
        digit < 10
    }

    fn punched(&mut self, place: Place, byte: u8) -> bool {
        let punch = if place == Place::Overpunch { overpunched(byte) } else { overpunched_p(byte) };
        let Some((digit, negative)) = punch else { return self.digit(byte) };
        self.negative = negative;
        self.digit(digit + b'0')
    }

    /// The number begins here; where a symbol has to stand before it and does not, that place is wrong.
    #[inline]
    fn begin(&mut self, at: usize) -> Result<(), usize> {
        let lacks =
            !self.begun && !self.floated && matches!(self.picture.float, Some(Float::Currency(_) | Float::Plus));
        self.begun = true;
        if lacks { Err(at.saturating_sub(1)) } else { Ok(()) }
    }

    /// What stands before the number: blanks or asterisks, and behind them what floats.
    #[inline]
    fn filled(&mut self, byte: u8) -> bool {
        if self.floated {
            return false;
        }
        self.floated = match self.picture.float {
            Some(Float::Currency(sign)) => byte == sign,
            Some(Float::Plus) => matches!(byte, b'+' | b'-'),
            Some(Float::Minus) => byte == b'-',
            None => false,
        };
        self.negative |= self.floated && byte == b'-';
        self.floated || byte == self.picture.fill
    }

    #[inline]
    fn sign(&mut self, byte: u8, plus: u8) -> bool {
        self.negative = byte == b'-';
        self.negative || byte == plus
    }
}
