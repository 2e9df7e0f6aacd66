//! Numbers, dates and timestamps of a whole strip: the plainest forms, without a branch a value.
//!
//! In: a strip of ASCII-compatible bytes, and the rules of its type. Out: one value a row, and the rows that are not in the
//! plainest form: their values mean nothing, and other readers read them.
//! Refuses: to tell what is wrong with a value.

use super::blocks::{self, Block, Column, Narrow, Taken, WORD, each};
use super::date::{DateRules, Quick, moment_of, unmarked};
use super::number::{QuickForm, overpunched};
use crate::extractors::cell::Zone;
use crate::extractors::strip::Strip;

/// A blank, eight times.
const BLANKS: u64 = 0x2020_2020_2020_2020;
/// The highest byte of a word: the last of the field.
const LAST: u64 = 0xFF << 56;

/// Of each byte: the digit that it is as an overpunched one, and `MINUS` if it is below zero; `NO_DIGIT` if it is none.
const PUNCHES: [u8; 256] = punches();
const MINUS: u8 = 0x80;
const NO_DIGIT: u8 = 0x7F;

const fn punches() -> [u8; 256] {
    let mut punches = [NO_DIGIT; 256];
    let mut byte = 0_u8;
    loop {
        if byte.is_ascii_digit() {
            punches[byte as usize] = byte - b'0';
        } else if let Some((digit, negative)) = overpunched(byte) {
            punches[byte as usize] = if negative { digit | MINUS } else { digit };
        }
        if byte == u8::MAX {
            return punches;
        }
        byte += 1;
    }
}

/// How the digits of a field are signed.
const UNSIGNED: u8 = 0;
const LEADING: u8 = 1;
const PUNCHED: u8 = 2;

/// The numbers of a strip; none where the rules have no plain form in which it could be. `blanks`: they may stand before a
/// number.
pub(super) fn numbers<N: Narrow>(strip: &Strip<'_>, taken: Taken<'_>, blanks: bool) -> Option<Column<N>> {
    let read = Read { strip, taken, top: top(strip.width()) };
    match (taken.rules.quick_form(), blanks) {
        (QuickForm::Digits, false) => read.column::<UNSIGNED, false, N>(),
        (QuickForm::Digits, true) => read.column::<UNSIGNED, true, N>(),
        (QuickForm::Whole, false) => read.column::<LEADING, false, N>(),
        (QuickForm::Whole, true) => read.column::<LEADING, true, N>(),
        (QuickForm::Overpunch, false) => read.column::<PUNCHED, false, N>(),
        (QuickForm::Overpunch, true) => read.column::<PUNCHED, true, N>(),
        (QuickForm::Marked(_) | QuickForm::MarkedOverpunch(_) | QuickForm::Edited | QuickForm::None, _) => None,
    }
}

/// The dates of a strip; none where its picture is not read so.
pub(super) fn dates(strip: &Strip<'_>, rules: &DateRules, nulls: &[i32]) -> Option<Column<i32>> {
    match (rules.plain_form()?, strip.width()) {
        (Quick::Plain, 8) => Some(blocks::days(
            strip.starts(),
            nulls,
            #[inline(always)]
            |start| (strip.word(start, 0), true),
        )),
        (Quick::Marked(first, second), 10) => Some(blocks::days(
            strip.starts(),
            nulls,
            #[inline(always)]
            |start| {
                let (digits, marks) = unmarked(strip.word(start, 2), strip.word(start, 0));
                (digits, marks == (first, second))
            },
        )),
        _ => None,
    }
}

/// The timestamps of a strip; none where its picture is not read so.
pub(super) fn timestamps(strip: &Strip<'_>, rules: &DateRules, nulls: &[i64]) -> Option<Column<i64>> {
    let Quick::Timed(marks) = rules.plain_form()? else { return None };
    (strip.width() == 19).then(|| {
        each(
            strip.starts(),
            #[inline(always)]
            |start| {
                let [low, middle, high] = [11, 3, 0].map(|back| strip.word(start, back));
                let (moment, fits) = moment_of(low, middle, high, marks);
                (moment, fits && !nulls.contains(&moment))
            },
        )
    })
}

/// The bytes of the field's first word that are its own.
const fn top(width: usize) -> u64 {
    match width % 8 {
        0 => u64::MAX,
        own => u64::MAX << (64 - 8 * own),
    }
}

/// How the numbers of a strip are read.
struct Read<'a> {
    strip: &'a Strip<'a>,
    taken: Taken<'a>,
    top: u64,
}

/// The digits of a value, those of the last word first.
struct Digits<const WORDS: usize> {
    words: [u64; WORDS],
    is_other: bool,
    is_negative: bool,
}

impl Read<'_> {
    /// None where the field is empty, or has more digits than two words.
    fn column<const SIGN: u8, const BLANK: bool, N: Narrow>(&self) -> Option<Column<N>> {
        match self.strip.width() {
            1..=8 => Some(self.of_words::<1, SIGN, BLANK, N>()),
            9..=16 => Some(self.of_words::<2, SIGN, BLANK, N>()),
            _ => None,
        }
    }

    fn of_words<const WORDS: usize, const SIGN: u8, const BLANK: bool, N: Narrow>(&self) -> Column<N> {
        blocks::numbers(
            self.strip.starts(),
            self.taken,
            #[inline(always)]
            |block, starts| self.fill::<WORDS, SIGN, BLANK>(block, starts),
        )
    }

    #[expect(clippy::inline_always, reason = "for `widest`")]
    #[inline(always)]
    fn fill<const WORDS: usize, const SIGN: u8, const BLANK: bool>(&self, block: &mut Block, starts: &[u32]) {
        block.digits = self.strip.width();
        for (row, start) in starts.iter().enumerate() {
            let Digits { words, is_other, is_negative } = self.digits::<WORDS, SIGN, BLANK>(*start);
            block.low[row] = words[0];
            if let Some(high) = words.get(1) {
                block.high[row] = *high;
            }
            if SIGN != UNSIGNED {
                block.minus[row] = -i64::from(is_negative);
            }
            block.others |= u64::from(is_other) << row;
        }
    }

    /// The digits of a record's field; what is no digit stays among them.
    #[expect(clippy::inline_always, reason = "for `widest`")]
    #[inline(always)]
    fn digits<const WORDS: usize, const SIGN: u8, const BLANK: bool>(&self, start: u32) -> Digits<WORDS> {
        let (mut words, mut is_other, mut leads, mut is_negative) = ([0; WORDS], false, true, false);
        for back in (0..WORDS).rev() {
            let word = self.strip.word(start, WORD * back);
            let own = if back + 1 == WORDS { self.top } else { u64::MAX };
            let mut digits = Zone::ASCII.off(word) & own;
            let [.., last] = word.to_le_bytes();
            if SIGN == PUNCHED && back == 0 {
                let punch = PUNCHES[usize::from(last)];
                is_negative = punch & MINUS != 0;
                is_other |= punch == NO_DIGIT;
                digits = digits & !LAST | u64::from(punch & NO_DIGIT) << 56;
            }
            if (BLANK || SIGN == LEADING) && leads {
                // Blanks before the first digit, and a minus, are taken for zeros.
                let others = if BLANK { (word ^ BLANKS) & own } else { own };
                let blanks = others.trailing_zeros() & !7;
                leads = blanks == u64::BITS;
                let first = word.checked_shr(blanks).unwrap_or(0) & 0xFF;
                let minus = SIGN == LEADING && first == u64::from(b'-');
                is_negative |= minus;
                digits &= u64::MAX.checked_shl(blanks + if minus { 8 } else { 0 }).unwrap_or(0);
            }
            // Blanks or a minus alone are no number.
            is_other |= back == 0 && SIGN != PUNCHED && !last.is_ascii_digit();
            words[back] = digits;
        }
        Digits { words, is_other, is_negative }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::super::date::day_of;
    use super::super::tests::reading;
    use super::super::{Decoded, Decoder};
    use super::*;
    use crate::extractors::slices::{Slice, Slices};
    use crate::extractors::strip::Starts;
    use crate::mapping::model::{OnBlank, Pattern, Reading, Sign, Trim, Type};

    /// A field of so many bytes in records that begin with `before` and end with `after`; its cells, too.
    fn strip_of(cells: &[Vec<u8>], (before, after): (usize, usize), read: impl FnOnce(&Strip<'_>, &[&[u8]])) {
        let width = cells.first().map_or(0, Vec::len);
        let mut window = Vec::new();
        let mut records = Vec::new();
        for cell in cells {
            let start = window.len();
            window.extend(std::iter::repeat_n(b'7', before));
            window.extend_from_slice(cell);
            window.extend(std::iter::repeat_n(b'8', after));
            records.push(Slice::of_window(start, window.len() - start));
            window.push(b'\n');
        }
        let rows: Vec<u32> = (0..).take(cells.len()).collect();
        let starts = Starts::of(Slices { window: &window, side: b"" }, &records, &rows).unwrap();
        let (first, last) = (u32::try_from(before).unwrap(), u32::try_from(before + width).unwrap());
        let cells: Vec<&[u8]> = cells.iter().map(Vec::as_slice).collect();
        read(&starts.strip(&window, first, last).unwrap(), &cells);
    }

    /// A decoder, and one of the same rules that reads nothing but texts: the oracle.
    fn both(ty: Type, reading: &Reading) -> [Decoder; 2] {
        let pattern = Some(Pattern(Arc::new(regex::Regex::new("(?s)^.*$").unwrap())));
        let slow = Reading { pattern, ..reading.clone() };
        [reading, &slow].map(|reading| Decoder::new(&ty, reading, "cp1252", true).unwrap())
    }

    fn same(strip: &Decoded, oracle: &Decoded) -> Result<(), TestCaseError> {
        prop_assert_eq!(&strip.array, &oracle.array);
        prop_assert_eq!(&strip.findings, &oracle.findings);
        prop_assert_eq!(strip.counts, oracle.counts);
        Ok(())
    }

    /// A strip of these cells, and the cells one by one, are what the oracle reads.
    fn agrees([decoder, oracle]: [Decoder; 2], cells: &[Vec<u8>], around: (usize, usize)) -> Result<(), TestCaseError> {
        let mut told = Ok(());
        strip_of(cells, around, |strip, cells| {
            let wanted = oracle.decode(cells);
            told = same(&decoder.decode(strip), &wanted).and_then(|()| same(&decoder.decode(cells), &wanted));
        });
        told
    }

    fn signs() -> impl Strategy<Value = Vec<Sign>> {
        use Sign::{AnyText, CrDb, None, Overpunch, Trailing};
        let alone = [AnyText, None, Overpunch, CrDb].map(|sign| vec![sign]);
        prop::sample::select([&alone[..], &[vec![], vec![Trailing, Overpunch]]].concat())
    }

    fn numbers() -> impl Strategy<Value = Type> {
        let decimals = [(9, 0), (9, 2), (30, 2)].map(|(precision, scale)| Type::Decimal { precision, scale });
        prop::sample::select([&[Type::Int16, Type::Int32, Type::Int64][..], &decimals].concat())
    }

    /// What is no whole number.
    fn words() -> impl Strategy<Value = Type> {
        use Type::{Bool, Float32, Float64, Int32, Text, Timestamp};
        let amount = Type::Decimal { precision: 9, scale: 2 };
        prop::sample::select(vec![Bool, Float32, Float64, Timestamp, Text, Int32, amount])
    }

    fn word() -> impl Strategy<Value = String> {
        const MOMENT: &str = "(19|20|00)[0-9]{2}-[01][0-9]-[0-3][0-9] [0-2][0-9]:[0-6][0-9]:[0-6][0-9] ?";
        prop_oneof![
            " ?(Y|N|yes|no|) ?",
            "[-+]?[0-9]{1,4}[.,]?[0-9]{0,4}(e[0-9])? ?",
            "-?[0-9]{1,12}[.,][0-9]{1,7}",
            "[0-9]{14,17}",
            MOMENT,
            "[ -~é]{0,20}",
        ]
    }

    fn bytes_of(text: &str) -> Vec<u8> {
        text.chars().map(|letter| if letter == 'é' { 0xE9 } else { u8::try_from(letter).unwrap() }).collect()
    }

    /// How words, floats and timestamps are read that may be anything.
    fn reading_of_words(trim: Trim, (nulls, comma, yes): (bool, bool, bool), on_blank: OnBlank) -> Reading {
        let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let null_if = owned(if nulls { &["N", "0", "1.5", "2000-01-01 00:00:00", "", "-1"] } else { &[] });
        let true_words = owned(if yes { &["Y", "yes"] } else { &[" ", "Y"] });
        let (decimal, false_words) = (comma.then_some(','), owned(&["N", ""]));
        Reading { trim, decimal, null_if, on_blank, true_words, false_words, ..reading() }
    }

    /// Year, month and day, of which some are none; or another text.
    fn day() -> impl Strategy<Value = (u32, u32, u32, Option<String>)> {
        (0_u32..2200, 0_u32..15, 0_u32..34, prop::option::weighted(0.1, "[ -~]{10}"))
    }

    /// Cells of one width, of which most are digits.
    fn cells(form: &'static str) -> impl Strategy<Value = Vec<Vec<u8>>> {
        (1_usize..20).prop_flat_map(move |width| {
            let one = prop_oneof![6 => "[0-9]{19}", 3 => form, 1 => "[ -~\t]{19}", 1 => " {19}", 1 => "0{19}"];
            let cut = move |text: String| format!("{text:>19}").split_off(19 - width).into_bytes();
            prop::collection::vec(one.prop_map(cut), 1..150)
        })
    }

    proptest! {
        #[test]
        fn numbers_of_a_strip_are_what_the_general_reader_reads(
            cells in cells(" {0,9}[-+ ]?[0-9]{0,8}[0-9A-R{} -]"),
            trim in prop::sample::select(vec![Trim::None, Trim::Left, Trim::Right, Trim::Both]),
            sign in signs(),
            decimal in prop::sample::select(vec![None, Some('.'), Some(',')]),
            ty in numbers(),
            around in (0_usize..9, 0_usize..4),
            nulls: bool,
            on_blank in prop::sample::select(vec![OnBlank::Reject, OnBlank::Empty, OnBlank::Zero]),
        ) {
            let zeros = "0".repeat(cells[0].len());
            let null_if = if nulls { vec![zeros, "7".to_owned()] } else { Vec::new() };
            let reading = Reading { trim, sign, decimal, null_if, on_blank, ..reading() };
            agrees(both(ty, &reading), &cells, around)?;
        }

        #[test]
        fn dates_of_a_strip_are_what_the_general_reader_reads(
            days in prop::collection::vec(day(), 1..150),
            marked: bool,
            around in (0_usize..4, 0_usize..4),
        ) {
            let picture = if marked { "YYYY-MM-DD" } else { "YYYYMMDD" };
            let text = |(year, month, day, odd): &(u32, u32, u32, Option<String>)| match (odd, marked) {
                (Some(odd), _) => odd.as_bytes()[..picture.len()].to_vec(),
                (None, true) => format!("{year:04}-{month:02}-{day:02}").into_bytes(),
                (None, false) => format!("{year:04}{month:02}{day:02}").into_bytes(),
            };
            let cells: Vec<Vec<u8>> = days.iter().map(text).collect();
            let null_if = vec!["19000101".to_owned(), "2000-01-01".to_owned()];
            let reading = Reading { picture: Some(picture.to_owned()), null_if, ..reading() };
            agrees(both(Type::Date, &reading), &cells, around)?;
        }

        #[test]
        fn texts_of_a_strip_are_what_the_general_reader_reads(
            cells in cells("[A-Z]{9} [a-z]{3}[ \t]{6}"),
            more in 0_usize..60,
            trim in prop::sample::select(vec![Trim::None, Trim::Left, Trim::Right, Trim::Both]),
            around in (0_usize..20, 0_usize..20),
            odd in prop::option::of(0_usize..150),
            on_blank in prop::sample::select(vec![OnBlank::Reject, OnBlank::Empty, OnBlank::Zero]),
        ) {
            let mut cells = cells;
            // Wider ones, too.
            let before = [&b""[..], b" ", b"x"][more % 3].repeat(more);
            for cell in &mut cells {
                *cell = [before.as_slice(), cell].concat();
            }
            if let Some(cell) = odd.and_then(|odd| cells.get_mut(odd)) {
                cell[0] = 0xE9; // a letter that is no ASCII
            }
            let reading = Reading { trim, on_blank, null_if: vec!["0".to_owned()], ..reading() };
            agrees(both(Type::Text, &reading), &cells, around)?;
        }
    }

    proptest! {
        #[test]
        fn quick_words_floats_and_timestamps_are_what_the_general_reader_reads(
            cells in prop::collection::vec(word(), 1..60),
            ty in words(),
            trim in prop::sample::select(vec![Trim::None, Trim::Left, Trim::Right, Trim::Both]),
            (nulls, comma, yes) in (any::<bool>(), any::<bool>(), any::<bool>()),
            on_blank in prop::sample::select(vec![OnBlank::Reject, OnBlank::Empty, OnBlank::Zero]),
        ) {
            let [decoder, oracle] = both(ty, &reading_of_words(trim, (nulls, comma, yes), on_blank));
            let cells: Vec<Vec<u8>> = cells.iter().map(|text| bytes_of(text)).collect();
            let cells: Vec<&[u8]> = cells.iter().map(Vec::as_slice).collect();
            same(&decoder.decode(&cells[..]), &oracle.decode(&cells[..]))?;
        }

        #[test]
        fn words_floats_and_timestamps_of_a_strip_are_what_the_general_reader_reads(
            cells in prop::collection::vec(word(), 1..150),
            ty in words(),
            (width, to_the_right) in (prop_oneof![1_usize..21, Just(19)], any::<bool>()),
            trim in prop::sample::select(vec![Trim::None, Trim::Left, Trim::Right, Trim::Both]),
            of in any::<(bool, bool, bool)>(),
            around in (0_usize..9, 0_usize..4),
            on_blank in prop::sample::select(vec![OnBlank::Reject, OnBlank::Empty, OnBlank::Zero]),
        ) {
            let padded = |text: &String| if to_the_right { format!("{text:>width$}") } else { format!("{text:width$}") };
            let cells: Vec<Vec<u8>> = cells.iter().map(|text| bytes_of(&padded(text))[..width].to_vec()).collect();
            agrees(both(ty, &reading_of_words(trim, of, on_blank)), &cells, around)?;
        }
    }

    #[test]
    fn every_day_of_the_calendar_is_the_days_that_the_slow_rule_gives() {
        let borders = (0..=9999_u32).flat_map(|year| {
            [(1, 1), (2, 28), (2, 29), (3, 1), (12, 31), (13, 1), (6, 31), (0, 9), (9, 0)]
                .map(|(month, day)| (year, month, day))
        });
        let of_year = |year| (0..20_u32).flat_map(move |month| (0..40).map(move |day| (year, month, day)));
        for (year, month, day) in borders.chain([1900, 1999, 2000, 2024].into_iter().flat_map(of_year)) {
            let digits: [u8; 8] = format!("{year:04}{month:02}{day:02}").into_bytes().try_into().unwrap();
            let (days, fits) = day_of(Zone::ASCII.off(u64::from_le_bytes(digits)));
            let want = super::super::date::days(i32::try_from(year).unwrap(), month, day);
            assert_eq!(fits.then_some(days), want, "{year} {month} {day}");
        }
    }
}
