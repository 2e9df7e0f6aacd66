//! Whether the values of a field are numbers, and in which style: a fold of counts.
//!
//! Two systems stand side by side, the point and the comma as the decimal mark, until a value breaks one of them.

use super::shape::{Digits, Shape, shape};
use super::why::Seen;
use crate::mapping::model::Sign;

/// Signs of one style, with the numbers that have them.
pub type SignCount = (Sign, Seen);

/// How many decimals are told apart.
const DECIMALS: u32 = 12;
/// Numbers from which on a few with more decimals than the others may be mistakes, and of how many one may be.
const MANY: u64 = 100;
const RARE: u64 = 66;
/// Of so many last digits with a sign one is a zero, at least.
const BRACES: u64 = 50;

/// Decimals up to which the least and the most number are kept.
const RANGE_DECIMALS: u32 = 6;

/// What is known of numbers under one decimal mark.
#[derive(Debug, Clone)]
pub struct System {
    /// The mark.
    pub mark: char,
    /// Numbers that read so.
    pub reads: u64,
    /// Values that do not.
    pub fails: Seen,
    /// Most digits before the mark.
    pub whole: u32,
    /// Fewest and most digits after it, of numbers that have it.
    pub decimals: Option<(u32, u32)>,
    /// Numbers with so many digits after it; the last for as many and more.
    by_decimals: [Seen; DECIMALS as usize],
    /// What stands between thousands.
    pub thousands: Vec<char>,
    /// Numbers that have such separators.
    pub grouped: Seen,
    /// Numbers with the mark.
    pub marked: Seen,
    /// Least and most, times a million; none where a number is too large for that.
    pub range: Option<(i128, i128)>,
    /// The same of the numbers without the mark.
    unmarked: Option<(i128, i128)>,
}

impl System {
    const fn new(mark: char) -> Self {
        Self {
            mark,
            reads: 0,
            fails: Seen { n: 0, first: 0 },
            whole: 0,
            decimals: None,
            by_decimals: [Seen { n: 0, first: 0 }; DECIMALS as usize],
            thousands: Vec::new(),
            grouped: Seen { n: 0, first: 0 },
            marked: Seen { n: 0, first: 0 },
            range: Some((i128::MAX, i128::MIN)),
            unmarked: Some((i128::MAX, i128::MIN)),
        }
    }

    /// The same with the numbers that have the mark taken for mistakes.
    #[must_use]
    pub fn without_mark(&self) -> Self {
        let fails = match (self.fails.n, self.marked.n) {
            (0, _) => self.marked,
            (_, 0) => self.fails,
            (fails, marked) => Seen { n: fails + marked, first: self.fails.first.min(self.marked.first) },
        };
        Self {
            reads: self.reads - self.marked.n,
            fails,
            range: self.unmarked,
            thousands: self.thousands.clone(),
            whole: self.whole,
            grouped: self.grouped,
            ..Self::new(self.mark)
        }
    }

    /// Whether any number has a mark or a separator by which this system differs from the other.
    #[must_use]
    pub fn is_shown(&self) -> bool {
        self.decimals.is_some() || self.thousands.contains(&if self.mark == '.' { ',' } else { '.' })
    }

    /// The decimals that numbers have, and those that have more: nearly all have equally many, and a few are mistakes.
    #[must_use]
    pub fn usual(&self) -> (u32, Seen) {
        let most = self.decimals.map_or(0, |(_, most)| most);
        let beyond = |scale: u32| {
            let more = self.by_decimals.iter().skip(scale as usize + 1).filter(|seen| seen.n > 0).copied();
            more.reduce(|a, b| Seen { n: a.n + b.n, first: a.first.min(b.first) }).unwrap_or_default()
        };
        let exact = |scale: u32| self.by_decimals.get(scale as usize).map_or(0, |seen| seen.n);
        let usual =
            (1..most).find(|scale| beyond(*scale).n * RARE <= self.reads && exact(*scale) * 10 >= self.reads * 9);
        let scale = usual.filter(|_| self.reads >= MANY && most < DECIMALS).unwrap_or(most);
        (scale, beyond(scale))
    }

    fn push(&mut self, digits: Option<Digits>, negative: bool, place: u64) {
        let Some(digits) = digits else { return self.fails.again(place) };
        self.reads += 1;
        self.whole = self.whole.max(digits.whole);
        if digits.marked {
            let (fewest, most) = self.decimals.unwrap_or((digits.decimals, digits.decimals));
            self.decimals = Some((fewest.min(digits.decimals), most.max(digits.decimals)));
            self.by_decimals[digits.decimals.min(DECIMALS - 1) as usize].again(place);
            self.marked.again(place);
        }
        if let Some(separator) = digits.thousands {
            self.grouped.again(place);
            if !self.thousands.contains(&separator) {
                self.thousands.push(separator);
            }
        }
        let value = digits.unscaled.filter(|_| digits.decimals <= RANGE_DECIMALS);
        let value = value.map(|value| value * 10_i128.pow(RANGE_DECIMALS - digits.decimals));
        let value = value.map(|value| if negative { -value } else { value });
        let with = |range: Option<(i128, i128)>| {
            range.zip(value).map(|((least, most), value)| (least.min(value), most.max(value)))
        };
        self.range = with(self.range);
        if !digits.marked {
            self.unmarked = with(self.unmarked);
        }
    }
}

/// What is known of a field's values as numbers.
#[derive(Debug, Clone)]
pub struct Numbers {
    /// The point.
    pub point: System,
    /// The comma.
    pub comma: System,
    /// Styles of signs, in the order in which they were met.
    pub signs: Vec<SignCount>,
    /// Currency signs, in the order in which they were met.
    pub currencies: Vec<(&'static str, Seen)>,
    /// Values of digits alone.
    pub digits: u64,
    /// Of these, those with a zero before other digits.
    pub leading_zeros: Seen,
    /// Numbers other than zero that zeros fill up, without a mark.
    pub zero_filled: u64,
    /// How many digits they have: bit `n` for `n`, the last bit for more.
    pub lengths: u64,
    /// The same without leading zeros.
    pub significant: u64,
    /// Numbers other than zero without a mark, and those of them that end with two zeros.
    pub cents: (u64, u64),
    /// Whole numbers from 1900 to 2100.
    pub years: u64,
    /// Letters that were met as a signed last digit: bit `n` for `n`, negative ones from 10 on.
    pub punched: u32,
    /// Those of them that are a zero.
    pub braces: u64,
    /// Numbers in the form of `5.76E+18`.
    pub scientific: Seen,
    /// Numbers with `%` behind them.
    pub percents: Seen,
}

impl Default for Numbers {
    fn default() -> Self {
        Self {
            point: System::new('.'),
            comma: System::new(','),
            signs: Vec::new(),
            currencies: Vec::new(),
            digits: 0,
            leading_zeros: Seen::default(),
            zero_filled: 0,
            lengths: 0,
            significant: 0,
            cents: (0, 0),
            years: 0,
            punched: 0,
            braces: 0,
            scientific: Seen::default(),
            percents: Seen::default(),
        }
    }
}

impl Numbers {
    /// One value, without blanks around it.
    pub fn push(&mut self, text: &str, place: u64) {
        let Some(shape) = shape(text) else {
            if is_scientific(text) {
                self.scientific.again(place);
            }
            if text.strip_suffix('%').is_some_and(|number| shape(number.trim_end()).is_some()) {
                self.percents.again(place);
            }
            self.point.fails.again(place);
            self.comma.fails.again(place);
            return;
        };
        self.note(&shape, place);
        self.point.push(shape.digits('.'), shape.negative, place);
        self.comma.push(shape.digits(','), shape.negative, place);
    }

    fn note(&mut self, shape: &Shape<'_>, place: u64) {
        if let Some(sign) = shape.sign {
            again(&mut self.signs, sign, place);
        }
        if let Some(currency) = shape.currency {
            again(&mut self.currencies, currency, place);
        }
        if let Some(digit) = shape.punched {
            self.punched |= 1 << (u32::from(digit) + if shape.negative { 10 } else { 0 });
            self.braces += u64::from(digit == 0);
        }
        if shape.core.bytes().all(|byte| byte.is_ascii_digit()) {
            self.plain(shape, place);
        }
    }

    /// A number of digits alone, but for its sign.
    fn plain(&mut self, shape: &Shape<'_>, place: u64) {
        let digits = shape.core;
        let significant = digits.trim_start_matches('0');
        let length = digits.len() + usize::from(shape.punched.is_some());
        let bit = |length: usize| 1 << length.min(63);
        self.lengths |= bit(length);
        self.significant |= bit(length - digits.len() + significant.len());
        if shape.sign.is_none() {
            self.digits += 1;
            self.years += u64::from(matches!(digits.parse(), Ok(1900..=2100_u32)));
        }
        if digits.len() > 1 && digits.starts_with('0') {
            self.leading_zeros.again(place);
        }
        let zero = significant.is_empty() && shape.punched.unwrap_or(0) == 0;
        let cents = match shape.punched {
            Some(last) => last == 0 && digits.ends_with('0'),
            None => digits.ends_with("00"),
        };
        self.zero_filled += u64::from(!zero && digits.len() > 1 && digits.starts_with('0'));
        self.cents.0 += u64::from(!zero);
        self.cents.1 += u64::from(!zero && cents);
    }

    /// Numbers with this sign.
    #[must_use]
    pub fn signed(&self, sign: Sign) -> u64 {
        self.signs.iter().find(|one| one.0 == sign).map_or(0, |one| one.1.n)
    }

    /// Whether the letters that were met as last digits show by themselves that they are digits with a sign: every tenth
    /// number ends with a zero, and no alphanumeric code with the brace that is one. A brace in very many is a mistake.
    #[must_use]
    pub fn is_punched(&self) -> bool {
        self.braces > 0 && self.braces * BRACES >= self.signed(Sign::Overpunch)
    }

    /// Whether letters of both signs were met.
    #[must_use]
    pub const fn has_both_signs(&self) -> bool {
        self.punched & 0x3FF != 0 && self.punched >> 10 != 0
    }
}

fn again<K: PartialEq>(counts: &mut Vec<(K, Seen)>, key: K, place: u64) {
    if let Some((_, seen)) = counts.iter_mut().find(|one| one.0 == key) {
        return seen.again(place);
    }
    counts.push((key, Seen { n: 1, first: place }));
}

/// Digits, perhaps a mark, `E` and an exponent with its sign.
fn is_scientific(text: &str) -> bool {
    let Some((head, exponent)) = text.split_once(['E', 'e']) else { return false };
    let number = |text: &str| text.bytes().any(|byte| byte.is_ascii_digit());
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let signed = exponent.strip_prefix(['+', '-']);
    number(head)
        && head.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',' | b'-'))
        && signed.is_some_and(digits)
}
