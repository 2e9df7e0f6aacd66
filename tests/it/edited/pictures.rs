//! Edited pictures that the dice make up, and numbers for them.

use std::fmt;

use tumpline::mapping::copybook::picture::picture;
use tumpline::mapping::edited::{Edited, Place};

use crate::random::Dice;

/// A picture with its clause.
pub struct Made {
    pub picture: String,
    pub is_blank_when_zero: bool,
    pub comma: bool,
    pub digits: u32,
    pub scale: u32,
    pub signed: bool,
}

impl fmt::Display for Made {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PIC {}{}", self.picture, if self.is_blank_when_zero { " BLANK WHEN ZERO" } else { "" })
    }
}

/// The places of a picture.
pub fn edited(text: &str, comma: bool) -> Edited {
    let picture = picture(text, comma, &|_| None).unwrap_or_else(|problem| panic!("{text}: {problem:?}"));
    Edited::of(&picture, false, Place::Overpunch).unwrap_or_else(|| panic!("{text}"))
}

impl Made {
    /// A picture of one of each way to suppress zeros, with marks, a sign, a currency.
    pub fn of(dice: &mut Dice, comma: bool) -> Self {
        let way = dice.pick(&["9", "Z", "Z", "*", "$", "+", "-"]).to_owned();
        let floats = matches!(way.as_str(), "$" | "+" | "-");
        let own_sign = matches!(way.as_str(), "+" | "-");
        let suppressed = if way == "9" { 0 } else { 1 + usize::from(floats) + dice.below(6) };
        let all = suppressed > 0 && dice.one_in(3);
        let nines = if all { 0 } else { usize::from(suppressed == 0) + dice.below(4) };
        let behind = dice.below(4);
        let (point, mark) = if comma { (",", ".") } else { (".", ",") };
        let mut whole = vec![way.clone(); suppressed + usize::from(floats)];
        whole.extend(vec!["9".to_owned(); nines]);
        for at in (1..whole.len()).rev() {
            let from_right = whole.len() - at;
            if (from_right == 3 && dice.one_in(2)) || dice.one_in(9) {
                whole[at].insert_str(0, if dice.one_in(3) { dice.pick(&["B", "0", "/"]) } else { mark });
            }
        }
        let last = if all { way.as_str() } else { "9" };
        let fraction =
            if behind == 0 { String::new() } else { dice.pick(&[point, point, "V"]).to_owned() + &last.repeat(behind) };
        // GnuCOBOL takes a sign behind digits that all float for one of them.
        let is_alone = way == "$" && all;
        let sign = if own_sign || is_alone { "" } else { dice.pick(&["", "", "<+", "<-", "+", "-", "CR", "DB"]) };
        let currency = if way != "$" && dice.one_in(4) { "$" } else { "" };
        let (before, after) = sign.strip_prefix('<').map_or(("", sign), |sign| (sign, ""));
        let mut picture = format!("{before}{currency}{}{fraction}{after}", whole.concat());
        // A number that nothing edits is none of these.
        let is_plain = picture.chars().all(|one| "9V".contains(one));
        picture += if is_plain { "-" } else { "" };
        Self {
            picture,
            is_blank_when_zero: way != "*" && dice.one_in(5),
            comma,
            digits: (suppressed + nines + behind) as u32,
            scale: behind as u32,
            signed: own_sign || is_plain || !sign.is_empty(),
        }
    }

    /// Its places.
    pub fn edited(&self) -> Edited {
        let picture =
            picture(&self.picture, self.comma, &|_| None).unwrap_or_else(|problem| panic!("{self}: {problem:?}"));
        let edited = Edited::of(&picture, self.is_blank_when_zero, Place::Overpunch);
        edited.unwrap_or_else(|| panic!("{self}"))
    }

    /// Zero, the largest number, or any, without a point.
    pub fn number(&self, dice: &mut Dice, nth: usize) -> i128 {
        let most = 10_i128.pow(self.digits) - 1;
        let any = match nth {
            0 => 0,
            1 => most,
            _ => (0..=dice.below(self.digits as usize)).fold(0, |sum, _| sum * 10 + dice.below(10) as i128),
        };
        if self.signed && dice.one_in(2) { -any } else { any }
    }
}
