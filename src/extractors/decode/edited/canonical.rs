//! The text of a number under a picture: what a program stores that moves the number to the item.
//!
//! In: an unscaled number with the picture's decimals. Out: its text; none where it has more digits than the picture, or a
//! minus where that has no sign. Refuses encodings.

use super::EditedRules;
use crate::mapping::edited::{Edited, Float, OTHER_CURRENCY, Place, Zero};

impl EditedRules {
    /// The one text that a program stores for a number.
    #[must_use]
    pub fn edit(&self, number: i128) -> Option<String> {
        let picture = &*self.picture;
        let width = usize::from(picture.digits);
        let digits = format!("{:0width$}", number.unsigned_abs());
        if digits.len() > width || (number < 0 && !has_sign(picture)) {
            return None;
        }
        let bytes = match picture.zero {
            Zero::Blanks if number == 0 => vec![b' '; picture.places.len()],
            Zero::Asterisks if number == 0 => picture.places.iter().map(|place| asterisk(*place)).collect(),
            _ => Writer { picture, negative: number < 0, begun: false, written: Vec::new() }.text(digits.as_bytes()),
        };
        let character = |byte: u8| match picture.currency {
            Some(currency) if byte == OTHER_CURRENCY => currency,
            _ => char::from(byte),
        };
        Some(bytes.into_iter().map(character).collect())
    }
}

fn has_sign(picture: &Edited) -> bool {
    use Place::{Below, Minus, Overpunch, OverpunchP, Plus};
    let floats = matches!(picture.float, Some(Float::Plus | Float::Minus));
    let is_sign = |place: &Place| matches!(place, Plus | Minus | Below(_) | Overpunch | OverpunchP);
    floats || picture.places.iter().any(is_sign)
}

const fn asterisk(place: Place) -> u8 {
    if let Place::Point(point) = place { point } else { b'*' }
}

struct Writer<'p> {
    picture: &'p Edited,
    negative: bool,
    begun: bool,
    written: Vec<u8>,
}

impl Writer<'_> {
    fn text(mut self, digits: &[u8]) -> Vec<u8> {
        let mut digits = digits.iter().copied();
        for place in &self.picture.places {
            let byte = self.character(*place, &mut digits);
            self.written.push(byte);
        }
        self.written
    }

    fn character(&mut self, place: Place, digits: &mut impl Iterator<Item = u8>) -> u8 {
        let fill = self.picture.fill;
        match place {
            Place::Digit => {
                self.begin();
                digits.next().unwrap_or(b'0')
            }
            Place::Suppressed => match digits.next() {
                Some(b'0') | None if !self.begun => fill,
                digit => {
                    self.begin();
                    digit.unwrap_or(b'0')
                }
            },
            Place::Floating => fill,
            Place::Always(byte) => byte,
            Place::Within(byte) => {
                if self.begun {
                    byte
                } else {
                    fill
                }
            }
            Place::Point(byte) => {
                self.begin();
                byte
            }
            Place::Plus => {
                if self.negative {
                    b'-'
                } else {
                    b'+'
                }
            }
            Place::Minus => {
                if self.negative {
                    b'-'
                } else {
                    b' '
                }
            }
            Place::Below(byte) | Place::BelowToo(byte) => {
                if self.negative {
                    byte
                } else {
                    b' '
                }
            }
            Place::Overpunch | Place::OverpunchP => {
                self.begin();
                punched(place, digits.next().unwrap_or(b'0'), self.negative)
            }
        }
    }

    /// The number begins with the next character: what floats takes the place before it.
    fn begin(&mut self) {
        let symbol = match self.picture.float {
            Some(Float::Currency(sign)) => Some(sign),
            Some(Float::Plus | Float::Minus) if self.negative => Some(b'-'),
            Some(Float::Plus) => Some(b'+'),
            Some(Float::Minus) | None => None,
        };
        if let (false, Some(symbol), Some(last)) = (self.begun, symbol, self.written.last_mut()) {
            *last = symbol;
        }
        self.begun = true;
    }
}

/// The last digit with its sign.
fn punched(place: Place, digit: u8, negative: bool) -> u8 {
    let number = digit.wrapping_sub(b'0');
    match (place, number, negative) {
        (Place::Overpunch, 0, false) => b'{',
        (Place::Overpunch, 0, true) => b'}',
        (Place::Overpunch, _, false) => b'A' + number - 1,
        (Place::Overpunch, _, true) => b'J' + number - 1,
        (_, _, true) => b'p' + number,
        (_, _, false) => digit,
    }
}
