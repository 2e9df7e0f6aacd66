//! The delimiters of records that stand one behind the other, found a block of bytes at a time.
//!
//! In: the view of a window, and from where to where. Out: the places of delimiters outside quotes, which blocks have quotes, and how many there are.
//! Refuses: what a quote means; that quotes come in pairs is taken for granted, and for the caller to find out.

use std::ops::Range;

use multiversion::multiversion;
use multiversion::target::match_target;

use crate::extractors::RecordSpan;
use crate::extractors::scan::{BLOCK, between, block, carried};

/// What was found in a stretch of a view.
#[derive(Debug, Default)]
pub(super) struct Marks {
    /// Delimiters outside quotes, ascending: the first `len`. What stands behind them means nothing.
    places: Vec<u32>,
    len: usize,
    /// Behind each block that has a quote, ascending.
    quoted: Vec<u32>,
    /// Quotes that stand right behind another, ascending.
    doubled: Vec<u32>,
    /// Quotes in the stretch.
    quotes: usize,
    /// Each delimiter outside quotes stands right between two of them.
    enclosed: bool,
}

/// Places that are made in a step, whether there are so many or not: what a branch a delimiter would cost is more.
const STEP: usize = 8;

impl Marks {
    /// Looks at a stretch that begins outside quotes.
    pub(super) fn look(&mut self, view: &[u8], stretch: Range<usize>, delimiter: u8, quote: Option<u8>) {
        look(self, view, stretch, (delimiter, quote));
    }

    /// The same by given steps: what [`block`] says of a block, and what [`list`] does.
    #[expect(clippy::inline_always, reason = "compiled by `look` for several kinds of computers")]
    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "windows are far smaller than 2 GiB")]
    fn look_by(
        &mut self,
        view: &[u8],
        stretch: Range<usize>,
        (delimiter, quote): (u8, Option<u8>),
        bits_of: impl Fn(&[u8; BLOCK], [u8; 2]) -> [u64; 2],
        write: impl Fn(u64, u32, &mut [u32]),
    ) {
        (self.len, self.quotes) = (0, 0);
        self.quoted.clear();
        self.doubled.clear();
        let (wanted, mut at, mut open, mut last) = ([delimiter, quote.unwrap_or(delimiter)], stretch.start, 0, 0);
        // Delimiters without a quote before them or behind them, and whether one is the last byte before the block.
        let (mut bare, mut ended) = (u64::from(quote.is_none()), 0);
        while at < stretch.end {
            let [mut delimiters, mut quotes] = match view[at..].first_chunk() {
                Some(bytes) => bits_of(bytes, wanted),
                None => bits_of(&padded(&view[at..]), wanted),
            };
            if stretch.end - at < BLOCK {
                let own = !(u64::MAX << (stretch.end - at));
                (delimiters, quotes) = (delimiters & own, quotes & own);
            }
            // Most blocks of most files have no quote.
            let mut inside = open;
            if quote.is_some() && quotes != 0 {
                inside ^= between(quotes);
                open = carried(inside);
                self.quotes += quotes.count_ones() as usize;
                self.quoted.push((at + BLOCK) as u32);
                let mut doubled = quotes & (quotes << 1 | last);
                while doubled != 0 {
                    self.doubled.push(at as u32 + doubled.trailing_zeros());
                    doubled &= doubled - 1;
                }
            }
            delimiters &= !inside;
            bare |= delimiters & !(quotes << 1 | last);
            bare |= (delimiters << 1 | ended) & !quotes;
            (last, ended) = (quotes >> (BLOCK - 1), delimiters >> (BLOCK - 1));
            if self.places.len() < self.len + BLOCK {
                self.places.resize((self.len + BLOCK).next_power_of_two(), 0);
            }
            write(delimiters, at as u32, &mut self.places[self.len..]);
            self.len += delimiters.count_ones() as usize;
            at += BLOCK;
        }
        self.enclosed = bare | ended == 0;
    }

    /// Delimiters outside quotes, ascending.
    pub(super) fn places(&self) -> &[u32] {
        &self.places[..self.len]
    }

    /// Those of the records that may have a quote, by their numbers.
    #[inline]
    pub(super) fn quoted<'a>(&'a self, spans: &'a [RecordSpan]) -> impl Iterator<Item = usize> + use<'a> {
        let mut ends = &self.quoted[..];
        spans.iter().enumerate().filter_map(move |(number, span)| {
            while let [end, behind @ ..] = ends
                && *end <= span.start
            {
                ends = behind;
            }
            let is_touched = |end: &u32| (*end as usize) < (span.start + span.len) as usize + BLOCK;
            ends.first().is_some_and(is_touched).then_some(number)
        })
    }

    /// Quotes that stand right behind another, ascending.
    pub(super) fn doubled(&self) -> &[u32] {
        &self.doubled
    }

    /// Whether each delimiter stands right between two quotes.
    pub(super) const fn are_enclosed(&self) -> bool {
        self.enclosed
    }

    /// How many quotes there are.
    pub(super) const fn quotes(&self) -> usize {
        self.quotes
    }
}

/// [`Marks::look`], with what the computer has.
#[multiversion(targets(
    "x86_64+avx512f+avx512bw+avx512vl+avx512vbmi2+avx2+bmi1+bmi2+lzcnt+movbe+popcnt",
    "x86_64+avx+avx2+bmi1+bmi2+lzcnt+movbe+popcnt"
))]
fn look(marks: &mut Marks, view: &[u8], stretch: Range<usize>, wanted: (u8, Option<u8>)) {
    match_target! {
        "x86_64+avx512f+avx512bw+avx512vl+avx512vbmi2+avx2+bmi1+bmi2+lzcnt+movbe+popcnt" => {
            marks.look_by(view, stretch, wanted, |bytes, wanted| wide::block(bytes, wanted), |bits, at, into| wide::list(bits, at, into));
        },
        _ => marks.look_by(view, stretch, wanted, block, list),
    }
}

/// Writes the places of these bits of the block at `at`, ascending, where there is room for all of a block. What stands behind them means
/// nothing then.
#[expect(clippy::inline_always, reason = "for `look`")]
#[inline(always)]
fn list(mut bits: u64, at: u32, into: &mut [u32]) {
    let steps = into.as_chunks_mut::<STEP>().0;
    for step in steps.iter_mut().take((bits.count_ones() as usize).div_ceil(STEP)) {
        for place in step {
            *place = at + bits.trailing_zeros();
            bits &= bits.wrapping_sub(1);
        }
    }
}

/// The steps for computers that pick bytes by the bits of a number (2019).
#[cfg(target_arch = "x86_64")]
mod wide {
    use core::arch::x86_64::{
        __m128i, __m512i, _mm_cvtsi128_si64, _mm_extract_epi64, _mm512_add_epi32, _mm512_cmpeq_epi8_mask,
        _mm512_cvtepu8_epi32, _mm512_extracti32x4_epi32, _mm512_maskz_compress_epi8, _mm512_set_epi64,
        _mm512_set1_epi8, _mm512_set1_epi32,
    };

    use super::BLOCK;

    /// Places that a register holds.
    const LANES: usize = 16;

    /// As [`super::block`].
    #[multiversion::target("x86_64+avx512f+avx512bw+avx512vl+avx512vbmi2+avx2+bmi1+bmi2+lzcnt+movbe+popcnt")]
    #[inline]
    pub(super) fn block(bytes: &[u8; BLOCK], wanted: [u8; 2]) -> [u64; 2] {
        let words = bytes.as_chunks().0;
        let word = |at: usize| i64::from_le_bytes(words[at]);
        let bytes = _mm512_set_epi64(word(7), word(6), word(5), word(4), word(3), word(2), word(1), word(0));
        wanted.map(|wanted| _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(wanted.cast_signed())))
    }

    /// As [`super::list`].
    #[multiversion::target("x86_64+avx512f+avx512bw+avx512vl+avx512vbmi2+avx2+bmi1+bmi2+lzcnt+movbe+popcnt")]
    #[inline]
    pub(super) fn list(bits: u64, at: u32, into: &mut [u32]) {
        // The numbers of all bytes, eight in a word.
        let word = |at: i64| 0x0706_0504_0302_0100 + at * 0x0808_0808_0808_0808;
        let numbers = _mm512_set_epi64(word(7), word(6), word(5), word(4), word(3), word(2), word(1), word(0));
        let picked = _mm512_maskz_compress_epi8(bits, numbers);
        let used = (bits.count_ones() as usize).div_ceil(LANES);
        for (into, quarter) in into.as_chunks_mut::<LANES>().0.iter_mut().zip(quarters(picked)).take(used) {
            let places = _mm512_add_epi32(_mm512_cvtepu8_epi32(quarter), _mm512_set1_epi32(at.cast_signed()));
            store(places, into);
        }
    }

    #[multiversion::target("x86_64+avx512f+avx512bw+avx512vl+avx512vbmi2+avx2+bmi1+bmi2+lzcnt+movbe+popcnt")]
    #[inline]
    fn quarters(register: __m512i) -> [__m128i; 4] {
        [
            _mm512_extracti32x4_epi32::<0>(register),
            _mm512_extracti32x4_epi32::<1>(register),
            _mm512_extracti32x4_epi32::<2>(register),
            _mm512_extracti32x4_epi32::<3>(register),
        ]
    }

    /// One store, by what the compiler makes of it.
    #[expect(clippy::cast_possible_truncation, reason = "halves of a number")]
    #[multiversion::target("x86_64+avx512f+avx512bw+avx512vl+avx512vbmi2+avx2+bmi1+bmi2+lzcnt+movbe+popcnt")]
    #[inline]
    fn store(places: __m512i, into: &mut [u32; LANES]) {
        for (into, quarter) in into.as_chunks_mut::<4>().0.iter_mut().zip(quarters(places)) {
            let [low, high] = [_mm_cvtsi128_si64(quarter), _mm_extract_epi64::<1>(quarter)].map(i64::cast_unsigned);
            *into = [low as u32, (low >> 32) as u32, high as u32, (high >> 32) as u32];
        }
    }
}

fn padded(bytes: &[u8]) -> [u8; BLOCK] {
    let mut padded = [0; BLOCK];
    padded[..bytes.len()].copy_from_slice(bytes);
    padded
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_delimiter_is_enclosed_wherever_its_block_ends() {
        for at in 2..140 {
            let cell = format!("\"{}\"", "x".repeat(at - 2));
            for (behind, want) in [("\"a\"", true), ("a", false), ("", false), ("a\"", false)] {
                let (mut marks, text) = (Marks::default(), format!("{cell},{behind}"));
                marks.look(text.as_bytes(), 0..text.len(), b',', Some(b'"'));
                assert_eq!(marks.are_enclosed(), want, "{text}");
            }
        }
    }

    proptest! {
        #[test] // the oracle looks at each byte alone; what was found before does not show
        fn delimiters_and_quotes_are_found_wherever_blocks_end(
            texts in prop::collection::vec("([a,]{0,9}|\"[a,\0]{0,70}\"){0,9}|\"[a,]{0,70}\"(,\"[a,]{0,70}\"){0,5}(,a?)?", 1..9), cut in 0_usize..90, quotes: bool, by_plain_steps: bool,
        ) {
            let mut marks = Marks::default();
            for text in &texts {
                let (start, end) = (cut.min(text.len()), text.len() - cut.min(text.len()) / 2);
                let (mut inside, mut places, mut found) = (false, Vec::new(), Vec::new());
                for (at, byte) in (0_u32..).zip(text.bytes()).take(end).skip(start) {
                    inside ^= quotes && byte == b'"';
                    found.extend((quotes && byte == b'"').then_some(at));
                    places.extend((byte == b',' && !inside).then_some(at));
                }
                let wanted = (b',', quotes.then_some(b'"'));
                if by_plain_steps {
                    marks.look_by(text.as_bytes(), start..end, wanted, block, list);
                } else {
                    marks.look(text.as_bytes(), start..end, wanted.0, wanted.1);
                }
                prop_assert_eq!(marks.places(), &places[..]);
                prop_assert_eq!(marks.quotes(), found.len());
                let half = start.midpoint(end.max(start));
                let spans = [start..half, half..end.max(start)].map(|span| RecordSpan::new(span.start, span.len(), span.end, 0));
                for (number, span) in spans.iter().enumerate() {
                    let own: Vec<u32> = found.iter().copied().filter(|at| (span.start..span.start + span.len).contains(at)).collect();
                    prop_assert!(own.is_empty() || marks.quoted(&spans).any(|one| one == number));
                }
                prop_assert!(!found.is_empty() || marks.quoted(&spans).count() == 0);
                let doubled: Vec<u32> = found.windows(2).filter(|pair| pair[0] + 1 == pair[1]).map(|pair| pair[1]).collect();
                prop_assert_eq!(marks.doubled(), &doubled[..]);
                let is_quote = |at: u32| found.contains(&at);
                let enclosed = quotes && places.iter().all(|at| *at > 0 && is_quote(at - 1) && is_quote(at + 1));
                prop_assert_eq!(marks.are_enclosed(), enclosed);
            }
        }
    }
}
