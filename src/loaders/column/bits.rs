//! Numbers in few bits, as all encodings of Parquet have them: ULEB128, zigzag, and so many bits a number from the lowest up.

use crate::simd::widest;

/// Appends a number as ULEB128.
pub(super) fn varint(mut number: u64, out: &mut Vec<u8>) {
    loop {
        let [low, ..] = number.to_le_bytes();
        number >>= 7;
        if number == 0 {
            return out.push(low & 0x7F);
        }
        out.push(low | 0x80);
    }
}

/// Appends a number as the ULEB128 of its zigzag.
pub(super) fn zigzag(number: i64, out: &mut Vec<u8>) {
    varint(((number << 1) ^ (number >> 63)).cast_unsigned(), out);
}

/// How many bits the number takes.
pub(super) const fn width(number: u64) -> u32 {
    u64::BITS - number.leading_zeros()
}

/// Numbers that are packed at a time.
pub(super) const BLOCK: usize = 32;

/// Appends the lowest `width` bits of each number, at most 64. Higher bits are 0.
///
/// Two neighbours are one number of twice the width, as long as a word holds it: steps over whole arrays.
#[expect(clippy::inline_always, reason = "for `widest`")]
#[inline(always)]
pub(super) fn pack(numbers: &[u64; BLOCK], width: u32, out: &mut Vec<u8>) {
    if width > 32 {
        return words(numbers, width, out);
    }
    let twos: [u64; BLOCK / 2] = pairs(numbers, width);
    if width > 16 {
        return words(&twos, 2 * width, out);
    }
    let fours: [u64; BLOCK / 4] = pairs(&twos, 2 * width);
    if width > 8 {
        return words(&fours, 4 * width, out);
    }
    let eights: [u64; BLOCK / 8] = pairs(&fours, 4 * width);
    words(&eights, 8 * width, out);
}

#[expect(clippy::inline_always, reason = "for `widest`")]
#[inline(always)]
fn pairs<const N: usize, const HALF: usize>(numbers: &[u64; N], width: u32) -> [u64; HALF] {
    std::array::from_fn(|at| numbers[2 * at] | numbers[2 * at + 1] << width)
}

/// Appends numbers of `width` bits one by one, and zeros up to a whole byte.
#[expect(clippy::inline_always, reason = "for `widest`")]
#[inline(always)]
fn words(numbers: &[u64], width: u32, out: &mut Vec<u8>) {
    let (mut word, mut filled) = (0, 0);
    for number in numbers {
        word |= number << filled;
        filled += width;
        if filled >= u64::BITS {
            out.extend_from_slice(&word.to_le_bytes());
            filled -= u64::BITS;
            word = number.checked_shr(width - filled).unwrap_or(0);
        }
    }
    out.extend_from_slice(&word.to_le_bytes()[..filled.div_ceil(8) as usize]);
}

/// Fewest of the same number that may be a run.
const RUN: usize = 8;

/// Appends so many times the same number, as [`runs`] does.
pub(super) fn run(number: u32, times: usize, width: u32, out: &mut Vec<u8>) {
    if times < RUN { runs(&[number; RUN][..times], width, out) } else { repeated(number, times, width, out) }
}

/// Appends a run of the same number.
pub(super) fn repeated(number: u32, times: usize, width: u32, out: &mut Vec<u8>) {
    varint((times as u64) << 1, out);
    out.extend_from_slice(&number.to_le_bytes()[..width.div_ceil(8) as usize]);
}

/// Appends the numbers in runs, as `RLE` has them: of the same one, or of any packed by eights.
pub(super) fn runs(numbers: &[u32], width: u32, out: &mut Vec<u8>) {
    widest(
        #[inline(always)]
        || append_runs(numbers, width, out),
    );
}

#[expect(clippy::inline_always, reason = "for `widest`")]
#[inline(always)]
fn append_runs(numbers: &[u32], width: u32, out: &mut Vec<u8>) {
    let (mut packed, mut at) = (0_usize, 0);
    while let Some(start) = run_from(numbers, at) {
        let same = numbers[start..].iter().take_while(|number| **number == numbers[start]).count();
        // What is packed before it ends with a whole eight.
        let lent = packed.wrapping_sub(start) % RUN;
        at = start + same;
        if same < lent + RUN {
            continue;
        }
        packed_run(&numbers[packed..start + lent], width, out);
        repeated(numbers[start], same - lent, width, out);
        packed = at;
    }
    packed_run(&numbers[packed..], width, out);
}

/// Where the first [`RUN`] of the same number begin, from here on. Of as many in a row, one at a multiple of half as many has
/// the same number that half behind it.
#[inline(always)]
fn run_from(numbers: &[u32], from: usize) -> Option<usize> {
    const STEP: usize = RUN / 2;
    let mut at = from.next_multiple_of(STEP);
    loop {
        let mut steps = numbers.get(at..)?.windows(STEP + 1).step_by(STEP);
        at += STEP * steps.position(|step| step[0] == step[STEP])?;
        let is_same = |number: &&u32| **number == numbers[at];
        let before = numbers[from..at].iter().rev().take_while(is_same).count();
        if before + numbers[at..].iter().take_while(is_same).count() >= RUN {
            return Some(at - before);
        }
        at += STEP;
    }
}

#[expect(clippy::inline_always, reason = "for `widest`")]
#[inline(always)]
fn packed_run(numbers: &[u32], width: u32, out: &mut Vec<u8>) {
    if numbers.is_empty() {
        return;
    }
    let eights = numbers.len().div_ceil(8);
    varint((eights as u64) << 1 | 1, out);
    let (blocks, rest) = numbers.as_chunks::<BLOCK>();
    for block in blocks {
        pack(&block.map(u64::from), width, out);
    }
    let mut last = [0; BLOCK];
    last.iter_mut().zip(rest).for_each(|(last, number)| *last = u64::from(*number));
    words(&last[..rest.len().next_multiple_of(8)], width, out);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_same_number_again_and_again_is_what_all_of_them_are() {
        for (number, width) in [(0, 0), (1, 1), (5, 3), (70_000, 17)] {
            for times in (0..40).chain([20_000]) {
                let (mut one, mut all) = (Vec::new(), Vec::new());
                run(number, times, width, &mut one);
                runs(&vec![number; times], width, &mut all);
                assert_eq!(one, all, "{number} {times}");
            }
        }
    }

    #[test]
    fn runs_are_as_the_format_has_them() {
        let mut out = Vec::new();
        // Three of any and the first five of the same fill an eight; the other fifteen are a run.
        runs(&[&[1, 2, 3][..], &[1; 20]].concat(), 2, &mut out);
        assert_eq!(out, [3, 0b01_11_10_01, 0b01_01_01_01, 30, 1]);
        out.clear();
        runs(&[0; 9], 0, &mut out);
        assert_eq!(out, [18]);
        out.clear();
        runs(&[5, 5, 5], 3, &mut out);
        assert_eq!(out, [3, 0b01_101_101, 1, 0]);
    }

    proptest! {
        #[test]
        fn runs_begin_where_eight_of_the_same_stand(
            pieces in prop::collection::vec((0..3_u32, 1..12_usize), 0..20), from in 0..30_usize,
        ) {
            let numbers: Vec<u32> = pieces.into_iter().flat_map(|(number, times)| [number].repeat(times)).collect();
            let is_run = |at: &usize| numbers.get(*at..at + RUN).is_some_and(|eight| eight.iter().all(|one| *one == eight[0]));
            prop_assert_eq!(run_from(&numbers, from), (from..numbers.len()).find(is_run));
        }
    }

    #[test]
    fn numbers_of_every_width_are_packed_lowest_bits_first() {
        for width in 1..=64_u32 {
            let most = u64::MAX >> (64 - width);
            let numbers = std::array::from_fn(|at| {
                let at = u32::try_from(at).unwrap();
                most.rotate_left(at * 7) & most ^ u64::from(at % 2)
            });
            let mut out = Vec::new();
            pack(&numbers, width, &mut out);
            assert_eq!(out.len(), 4 * width as usize);
            let bit = |at: usize| u64::from(out[at / 8] >> (at % 8) & 1);
            for (index, number) in numbers.iter().enumerate() {
                let start = index * width as usize;
                let found = (0..width as usize).fold(0, |sum, place| sum | bit(start + place) << place);
                assert_eq!(found, *number, "{width} {index}");
            }
        }
    }
}
