//! Numbers and dates of the cells of a column: the plainest forms, with one branch a value, for long ones.
//!
//! In: pieces of ASCII-compatible bytes, and the rules of their type. Out: one value a row, and the rows that are not in the
//! plainest form: their values mean nothing, and other readers read them.
//! Refuses: to tell what is wrong with a value.

use super::date::{DateRules, Quick, day_of};
use super::number::{NumberRules, QuickForm};
use super::strips::{Column, each};
use crate::extractors::cell::{Zone, eight_bytes};
use crate::extractors::pieces::Pieces;
use crate::extractors::slices::Slice;

/// Digits of a word.
const WORD: usize = 8;
/// Digits that the unscaled value of a number with a mark may have here.
const MARKED_DIGITS: usize = 18;

/// The numbers of pieces; none where the rules have no plain form in which it could be. Rows with a value of `nulls` are
/// left over, since their texts may mean "no value".
pub(super) fn numbers<N>(pieces: &Pieces<'_>, rules: &NumberRules, nulls: &[i64]) -> Option<Column<N>>
where
    N: Copy + Default + TryFrom<i64>,
{
    let fitting = |(value, plain): (i64, bool)| {
        let fits = plain & rules.holds(value) && !nulls.contains(&value);
        // What the type cannot hold does not fit its rules either.
        (N::try_from(value).unwrap_or_default(), fits)
    };
    match rules.quick_form() {
        QuickForm::Digits => Some(each(pieces.slices(), |slice| fitting(whole::<false>(pieces, slice)))),
        QuickForm::Whole => Some(each(pieces.slices(), |slice| fitting(whole::<true>(pieces, slice)))),
        QuickForm::Marked(mark) => {
            let marked = Marked { mark, rules, scale: rules.marked_scale().filter(|scale| *scale < WORD)? };
            Some(each(pieces.slices(), |slice| fitting(marked.number(pieces, slice))))
        }
        QuickForm::Overpunch | QuickForm::MarkedOverpunch(_) | QuickForm::Edited | QuickForm::None => None,
    }
}

/// The dates of pieces; none where their picture is not read so.
pub(super) fn dates(pieces: &Pieces<'_>, rules: &DateRules, nulls: &[i32]) -> Option<Column<i32>> {
    let one = |digits: u64, fits: bool| {
        let (day, is_day) = day_of(Zone::ASCII.off(digits));
        (day, is_day & fits && !nulls.contains(&day))
    };
    match rules.plain_form()? {
        Quick::Plain => Some(each(pieces.slices(), |slice| one(pieces.word(slice, 0), slice.len() == 8))),
        Quick::Marked(first, second) => Some(each(pieces.slices(), |slice| {
            let (digits, marks) = unmarked(pieces.word(slice, 2), pieces.word(slice, 0));
            one(digits, marks == (first, second) && slice.len() == 10)
        })),
        Quick::Timed(_) => None,
    }
}

/// The digits of `YYYY-MM-DD`, whose first and last eight bytes these are, and its marks.
#[inline]
pub(super) const fn unmarked(low: u64, high: u64) -> (u64, (u8, u8)) {
    let [_, _, _, _, one_mark, _, _, other_mark] = low.to_le_bytes();
    (low & 0xFFFF_FFFF | (low >> 8 & 0xFFFF << 32) | high & 0xFFFF << 48, (one_mark, other_mark))
}

/// The bytes of a word's end that are as many; of none no byte.
#[inline]
const fn own(bytes: usize) -> u64 {
    // Two shifts: one of 64 bits would be none.
    if bytes >= WORD { u64::MAX } else { u64::MAX << 1 << (63 - WORD * bytes) }
}

/// The number that up to sixteen digits are which end so many bytes before the piece does, and whether they are digits.
#[inline]
fn digits(pieces: &Pieces<'_>, slice: Slice, back: usize, len: usize) -> (u64, bool) {
    let (low, wrong) = eight_bytes(Zone::ASCII.off(pieces.word(slice, back)) & own(len));
    if len <= WORD {
        return (low, wrong == 0 && len > 0);
    }
    let (high, others) = eight_bytes(Zone::ASCII.off(pieces.word(slice, back + WORD)) & own(len - WORD));
    (high * 100_000_000 + low, (wrong | others) == 0 && len <= 2 * WORD)
}

/// Whether there is a minus before a number.
#[inline]
fn minus(pieces: &Pieces<'_>, slice: Slice) -> bool {
    pieces.first(slice) == b'-'
}

#[inline]
const fn signed(value: u64, negative: bool) -> i64 {
    value.cast_signed() * (1 - 2 * negative as i64)
}

/// Digits, with a minus before them if `SIGN`.
#[inline]
fn whole<const SIGN: bool>(pieces: &Pieces<'_>, slice: Slice) -> (i64, bool) {
    let negative = SIGN & minus(pieces, slice);
    let (value, fits) = digits(pieces, slice, 0, slice.len() - usize::from(negative));
    (signed(value, negative), fits)
}

/// How numbers with a mark are read.
struct Marked<'a> {
    mark: u8,
    rules: &'a NumberRules,
    /// Digits behind the mark; fewer than a word has bytes.
    scale: usize,
}

impl Marked<'_> {
    /// Digits, the mark, and as many digits as the type has.
    #[inline]
    fn number(&self, pieces: &Pieces<'_>, slice: Slice) -> (i64, bool) {
        let negative = self.rules.takes_minus() & minus(pieces, slice);
        let behind = self.scale + 1;
        let len = (slice.len() - usize::from(negative)).saturating_sub(behind);
        let word = pieces.word(slice, 0);
        let (fraction, wrong) = eight_bytes(Zone::ASCII.off(word) & own(self.scale));
        let marked = word.to_le_bytes()[WORD - behind] == self.mark;
        let (value, fits) = digits(pieces, slice, behind, len);
        let fits = fits && marked && wrong == 0 && len + self.scale <= MARKED_DIGITS;
        (signed(value.wrapping_mul(self.rules.unit().cast_unsigned()).wrapping_add(fraction), negative & fits), fits)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::super::Decoder;
    use super::super::tests::reading;
    use super::*;
    use crate::extractors::slices::{SliceCells, Slices};
    use crate::mapping::model::{OnBlank, Pattern, Reading, Sign, Trim, Type};

    fn types() -> impl Strategy<Value = Type> {
        use Type::{Date, Int16, Int32, Int64, Text};
        let decimals = [(9, 0), (9, 2), (18, 7), (18, 8), (30, 2)];
        let decimals = decimals.map(|(precision, scale)| Type::Decimal { precision, scale });
        prop::sample::select([&[Int16, Int32, Int64, Date, Text][..], &decimals].concat())
    }

    fn cell() -> impl Strategy<Value = String> {
        const DAY: &str = "(19|20|00)[0-9]{2}-[01][0-9]-[0-3][0-9]|(19|20)[0-9]{2}[01][0-9][0-3][0-9]";
        prop_oneof![
            4 => "-?[0-9]{1,18}", 4 => "[-+]?[0-9]{0,18}[.,][0-9]{0,8}", 4 => "-?[0-9]{1,16}[.,][0-9]{2}", 3 => DAY,
            2 => " {0,2}[0-9A-Zé-]{0,40} {0,2}", 1 => "-?", 1 => "\t ?", 1 => "[ -~]{0,70}", 1 => "0|7|00|0\\.00",
        ]
    }

    proptest! {
        #[test] // some of them made anew, some rows in the window; the oracle reads nothing but texts
        fn pieces_are_what_the_general_reader_reads(
            cells in prop::collection::vec((cell(), prop::bool::weighted(0.1)), 1..150),
            ty in types(),
            trim in prop::sample::select(vec![Trim::None, Trim::Left, Trim::Right, Trim::Both]),
            sign in prop::sample::select(vec![vec![], vec![Sign::None], vec![Sign::AnyText], vec![Sign::Leading], vec![Sign::Trailing]]),
            decimal in prop::sample::select(vec![None, Some('.'), Some(',')]),
            (nulls, plain_days) in (any::<bool>(), any::<bool>()),
            on_blank in prop::sample::select(vec![OnBlank::Reject, OnBlank::Empty, OnBlank::Zero]),
        ) {
            let (mut window, mut side, mut slices, mut texts) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
            for (text, made) in &cells {
                let bytes: Vec<u8> = text.chars().map(|letter| if letter == 'é' { 0xE9 } else { u8::try_from(letter).unwrap() }).collect();
                if *made {
                    slices.push(Slice::of_side(side.len(), bytes.len()));
                    side.extend_from_slice(&bytes);
                } else {
                    slices.push(Slice::of_window(window.len(), bytes.len()));
                    window.extend_from_slice(&bytes);
                    window.push(b',');
                }
                texts.push(bytes);
            }
            let texts: Vec<&[u8]> = texts.iter().map(Vec::as_slice).collect();
            let null_if = if nulls { ["0", "7", "2000-01-01"].map(str::to_owned).to_vec() } else { Vec::new() };
            let picture = plain_days.then(|| "YYYYMMDD".to_owned());
            let reading = Reading { trim, sign, decimal, null_if, on_blank, picture, ..reading() };
            let all = Some(Pattern(Arc::new(regex::Regex::new("(?s)^.*$").unwrap())));
            let slow = Decoder::new(&ty, &Reading { pattern: all, ..reading.clone() }, "cp1252", false).unwrap();
            let quick = Decoder::new(&ty, &reading, "cp1252", false).unwrap();
            let bytes = Slices { window: &window, side: &side };
            let (read, wanted) = (quick.decode(&SliceCells { bytes, slices: &slices }), slow.decode(&texts[..]));
            prop_assert_eq!(&read.array, &wanted.array);
            prop_assert_eq!(&read.findings, &wanted.findings);
            prop_assert_eq!(read.counts, wanted.counts);
        }
    }

    #[test]
    fn a_words_own_bytes_are_its_last() {
        let want = |bytes: usize| (0..8).map(|at| if at + bytes >= 8 { 0xFF_u64 << (8 * at) } else { 0 }).sum::<u64>();
        (0..=8).for_each(|bytes| assert_eq!(own(bytes), want(bytes), "{bytes}"));
        assert_eq!(own(20), u64::MAX);
    }
}
