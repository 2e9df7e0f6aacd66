//! Numbers and dates of the cells of a column: the plainest forms, with one branch a value, for long ones.
//!
//! In: pieces of ASCII-compatible bytes, and the rules of their type. Out: one value a row, and the rows that are not in the
//! plainest form: their values mean nothing, and other readers read them.
//! Refuses: to tell what is wrong with a value.

use super::blocks::{self, Block, Column, Narrow, Taken, WORD, each};
use super::date::{DateRules, Quick, moment_of, unmarked};
use super::number::QuickForm;
use crate::extractors::cell::Zone;
use crate::extractors::pieces::Pieces;
use crate::extractors::slices::Slice;

/// The numbers of pieces; none where the rules have no plain form in which it could be.
pub(super) fn numbers<N: Narrow>(pieces: &Pieces<'_>, taken: Taken<'_>) -> Option<Column<N>> {
    let rules = taken.rules;
    match rules.quick_form() {
        QuickForm::Digits => Some(Read::<false, false> { pieces, taken, mark: 0, scale: 0 }.column()),
        QuickForm::Whole => Some(Read::<true, false> { pieces, taken, mark: 0, scale: 0 }.column()),
        QuickForm::Marked(mark) => {
            let scale = rules.marked_scale().filter(|scale| *scale < WORD)?;
            Some(if rules.takes_minus() {
                Read::<true, true> { pieces, taken, mark, scale }.column()
            } else {
                Read::<false, true> { pieces, taken, mark, scale }.column()
            })
        }
        QuickForm::Overpunch | QuickForm::MarkedOverpunch(_) | QuickForm::Edited | QuickForm::None => None,
    }
}

/// The dates of pieces; none where their picture is not read so.
pub(super) fn dates(pieces: &Pieces<'_>, rules: &DateRules, nulls: &[i32]) -> Option<Column<i32>> {
    match rules.plain_form()? {
        Quick::Plain => Some(blocks::days(
            pieces.slices(),
            nulls,
            #[inline(always)]
            |slice| (pieces.word(slice, 0), slice.len() == 8),
        )),
        Quick::Marked(first, second) => Some(blocks::days(
            pieces.slices(),
            nulls,
            #[inline(always)]
            |slice| {
                let (digits, marks) = unmarked(pieces.word(slice, 2), pieces.word(slice, 0));
                (digits, marks == (first, second) && slice.len() == 10)
            },
        )),
        Quick::Timed(_) => None,
    }
}

/// The timestamps of pieces; none where their picture is not read so.
pub(super) fn timestamps(pieces: &Pieces<'_>, rules: &DateRules, nulls: &[i64]) -> Option<Column<i64>> {
    let Quick::Timed(marks) = rules.plain_form()? else { return None };
    Some(each(
        pieces.slices(),
        #[inline(always)]
        |slice| {
            let [low, middle, high] = [11, 3, 0].map(|back| pieces.word(slice, back));
            let (moment, fits) = moment_of(low, middle, high, marks);
            (moment, fits && slice.len() == 19 && !nulls.contains(&moment))
        },
    ))
}

/// The bytes of a word's end that are as many; of none no byte.
#[inline]
const fn own(bytes: usize) -> u64 {
    // Two shifts: one of 64 bits would be none.
    if bytes >= WORD { u64::MAX } else { u64::MAX << 1 << (63 - WORD * bytes) }
}

/// How numbers are read: with a minus before them if `SIGN`, with a mark among them if `MARKED`.
struct Read<'a, const SIGN: bool, const MARKED: bool> {
    pieces: &'a Pieces<'a>,
    taken: Taken<'a>,
    mark: u8,
    /// Digits behind the mark; fewer than a word has bytes.
    scale: usize,
}

impl<const SIGN: bool, const MARKED: bool> Read<'_, SIGN, MARKED> {
    fn column<N: Narrow>(&self) -> Column<N> {
        blocks::numbers(
            self.pieces.slices(),
            self.taken,
            #[inline(always)]
            |block, slices| self.fill(block, slices),
        )
    }

    #[expect(clippy::inline_always, reason = "for `widest`")]
    #[inline(always)]
    fn fill(&self, block: &mut Block, slices: &[Slice]) {
        let (mut lengths, mut longest) = ([0; blocks::ROWS], 0);
        for (row, slice) in slices.iter().enumerate() {
            let is_negative = SIGN && self.pieces.first(*slice) == b'-';
            if SIGN {
                block.minus[row] = -i64::from(is_negative);
            }
            // Before the mark there is a digit.
            let besides = usize::from(is_negative) + usize::from(MARKED);
            let digits = slice.len().saturating_sub(besides);
            block.others |= u64::from(!self.is_marked(*slice) || digits <= self.scale || digits > 2 * WORD) << row;
            block.low[row] = Zone::ASCII.off(self.last(*slice)) & own(digits);
            (lengths[row], longest) = (digits, longest.max(digits));
        }
        block.digits = longest.clamp(1, 2 * WORD);
        if longest > WORD {
            for ((high, digits), slice) in block.high.iter_mut().zip(lengths).zip(slices) {
                let word = self.pieces.word(*slice, WORD + usize::from(MARKED));
                *high = Zone::ASCII.off(word) & own(digits.saturating_sub(WORD));
            }
        }
    }

    /// Whether the mark stands before the digits that are behind it.
    #[expect(clippy::inline_always, reason = "for `widest`")]
    #[inline(always)]
    fn is_marked(&self, slice: Slice) -> bool {
        !MARKED || self.pieces.word(slice, 0).to_le_bytes()[WORD - 1 - self.scale] == self.mark
    }

    /// The last eight digits, without the mark.
    #[expect(clippy::inline_always, reason = "for `widest`")]
    #[inline(always)]
    fn last(&self, slice: Slice) -> u64 {
        let word = self.pieces.word(slice, 0);
        if !MARKED {
            return word;
        }
        let behind = own(self.scale);
        word & behind | self.pieces.word(slice, 1) & !behind
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
        use Type::{Date, Float32, Float64, Int16, Int32, Int64, Text, Timestamp};
        let decimals = [(9, 0), (9, 2), (18, 7), (18, 8), (30, 2)];
        let decimals = decimals.map(|(precision, scale)| Type::Decimal { precision, scale });
        prop::sample::select([&[Int16, Int32, Int64, Date, Text, Float32, Float64, Timestamp][..], &decimals].concat())
    }

    fn cell() -> impl Strategy<Value = String> {
        const DAY: &str = "(19|20|00)[0-9]{2}-[01][0-9]-[0-3][0-9]|(19|20)[0-9]{2}[01][0-9][0-3][0-9]";
        const MOMENT: &str = "(19|20)[0-9]{2}-[01][0-9]-[0-3][0-9] [0-2][0-9]:[0-6][0-9]:[0-6][0-9]";
        prop_oneof![
            3 => MOMENT, 4 => "-?[0-9]{1,18}", 4 => "[-+]?[0-9]{0,18}[.,][0-9]{0,8}", 4 => "-?[0-9]{1,16}[.,][0-9]{2}", 3 => DAY,
            2 => " {0,2}[0-9A-Zé-]{0,40} {0,2}", 1 => "-?", 1 => "\t ?", 1 => "[ -~]{0,70}", 1 => "[a-zé ]{200,300}", 1 => "0|7|00|0\\.00",
        ]
    }

    fn cp1252(letter: char) -> u8 {
        match letter {
            'Z' => 0x81,
            'Y' => 0x80,
            _ => u8::try_from(letter).unwrap(),
        }
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
            encoding in prop::sample::select(vec!["cp1252", "utf-8"]), end in 0_usize..40,
        ) {
            let (mut window, mut side, mut slices, mut texts) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
            for (text, made) in &cells {
                // One letter stands for a byte that is no text, and one for a character of three bytes in UTF-8.
                let bytes = match encoding {
                    "utf-8" => text.bytes().map(|byte| if byte == b'Z' { 0xE9 } else { byte }).collect(),
                    _ => text.chars().map(cp1252).collect::<Vec<u8>>(),
                };
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
            window.extend(vec![b','; end]);
            let texts: Vec<&[u8]> = texts.iter().map(Vec::as_slice).collect();
            let null_if = if nulls { ["0", "7", "2000-01-01", "1.50"].map(str::to_owned).to_vec() } else { Vec::new() };
            let picture = (plain_days && ty == Type::Date).then(|| "YYYYMMDD".to_owned());
            let reading = Reading { trim, picture, sign, decimal, null_if, on_blank, ..reading() };
            let all = Some(Pattern(Arc::new(regex::Regex::new("(?s)^.*$").unwrap())));
            let slow = Decoder::new(&ty, &Reading { pattern: all, ..reading.clone() }, encoding, false).unwrap();
            let quick = Decoder::new(&ty, &reading, encoding, false).unwrap();
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
