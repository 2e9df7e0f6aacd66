//! The plainest edited numbers, by their digits as a whole: what fills places up, perhaps what floats, digits without marks
//! among them, and a sign at either end.
//!
//! In: a cell of ASCII characters. Out: the unscaled number with the picture's decimals, or nothing where places have to be
//! walked, and for what is no number. Refuses: marks between digits, fixed currencies, CR and DB.

use crate::extractors::cell::Cell;
use crate::mapping::edited::{Edited, Float, Place};

/// A picture whose numbers may be plain.
#[derive(Debug, Clone)]
pub(super) struct Plain {
    length: usize,
    fill: u8,
    float: Option<Float>,
    /// A sign stands at the first or at the last place.
    sign: Option<End>,
    /// What is no minus in the sign's place.
    plus: u8,
    /// Places before the first one in which the number may begin so that no mark is among its digits.
    earliest: usize,
    /// Places before the one in which the number begins whatever it is.
    latest: usize,
    /// The decimal point, digits behind it, and how many units one is.
    point: Option<(u8, usize, i64)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    First,
    Last,
}

impl Plain {
    /// None where no number of the picture is plain.
    pub fn of(picture: &Edited) -> Option<Self> {
        let is_sign = |place: &Place| matches!(place, Place::Plus | Place::Minus);
        let (sign, body) = match picture.places.as_slice() {
            [first, body @ ..] if is_sign(first) => (Some((End::First, *first)), body),
            [body @ .., last] if is_sign(last) => (Some((End::Last, *last)), body),
            body => (None, body),
        };
        let is_plain = |place: &Place| matches!(place, Place::Suppressed | Place::Digit | Place::Point(_));
        let earliest = body.iter().rposition(|place| !is_plain(place)).map_or(0, |last| last + 1);
        let is_forced = |place: &Place| matches!(place, Place::Digit | Place::Point(_));
        let latest = body.iter().position(is_forced).unwrap_or(body.len());
        let is_filled = |place: &Place| matches!(place, Place::Suppressed | Place::Floating | Place::Within(_));
        if earliest > latest || !body[..earliest].iter().all(is_filled) {
            return None;
        }
        let mark = body.iter().find_map(|place| if let Place::Point(mark) = place { Some(*mark) } else { None });
        let scale = u32::try_from(picture.scale).ok()?;
        let unit = 10_i64.checked_pow(scale)?;
        let is_plus = picture.float == Some(Float::Plus) || sign.is_some_and(|(_, place)| place == Place::Plus);
        Some(Self {
            length: picture.places.len(),
            fill: picture.fill,
            float: picture.float,
            sign: sign.map(|(end, _)| end),
            plus: if is_plus { b'+' } else { b' ' },
            earliest,
            latest,
            point: mark.map(|mark| (mark, scale as usize, unit)),
        })
    }

    /// The number of a cell that has one of the plainest.
    #[inline]
    pub fn read(&self, cell: Cell<'_>) -> Option<i64> {
        if cell.len() != self.length {
            return None;
        }
        let (sign, mut body) = match self.sign {
            Some(End::First) => (cell.first()?, cell.after_first()),
            Some(End::Last) => (cell.from_end(1)?, cell.before_last(1)),
            None => (b' ', cell),
        };
        let places = body.len();
        while body.first() == Some(self.fill) {
            body = body.after_first();
        }
        let (sign, body) = self.floated(sign, body)?;
        let start = places - body.len();
        // Signs and sizes are as often one as the other: no branch for each.
        let at_fault = [
            start < self.earliest,
            start > self.latest,
            start < self.latest && body.first() == Some(b'0'),
            sign != b'-' && sign != self.plus,
        ];
        if at_fault != [false; 4] {
            return None;
        }
        let size = match self.point {
            Some((mark, scale, unit)) => {
                let whole = body.before_last(scale + 1).digits().filter(|_| body.from_end(scale + 1) == Some(mark))?;
                whole * unit + body.last(scale).digits()?
            }
            None => body.digits()?,
        };
        Some(size * (1 - 2 * i64::from(sign == b'-')))
    }

    /// The sign, and what stands behind the symbol that floats.
    #[inline]
    fn floated<'c>(&self, sign: u8, body: Cell<'c>) -> Option<(u8, Cell<'c>)> {
        let Some(float) = self.float else { return Some((sign, body)) };
        let first = body.first()?;
        match float {
            Float::Minus if first != b'-' => Some((sign, body)),
            Float::Currency(currency) => (first == currency).then(|| (sign, body.after_first())),
            Float::Plus | Float::Minus => matches!(first, b'+' | b'-').then(|| (first, body.after_first())),
        }
    }
}
