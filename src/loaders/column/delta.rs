//! `DELTA_BINARY_PACKED`: whole numbers as their steps, in as few bits as a block's steps take.
//!
//! In: numbers of 32 or 64 bits. Out: bytes as the Parquet format's page on encodings says (blocks of 128 steps in four
//! miniblocks of 32; steps wrap). Refuses to know: pages, nulls.

use super::bits::{self, varint, zigzag};
use crate::simd::widest;

const BLOCK: usize = 128;
const MINIBLOCK: usize = bits::BLOCK;
const MINIBLOCKS: usize = BLOCK / MINIBLOCK;

/// A number of a width that Parquet has.
pub(super) trait Whole: Copy + Ord {
    /// What a block is padded with.
    const ZERO: Self;
    /// `self - other`, around the type's ends.
    fn step_from(self, other: Self) -> Self;
    /// The bits as an unsigned number.
    fn bits(self) -> u64;
    /// The number itself.
    fn wide(self) -> i64;
}

impl Whole for i32 {
    const ZERO: Self = 0;

    fn step_from(self, other: Self) -> Self {
        self.wrapping_sub(other)
    }

    fn bits(self) -> u64 {
        u64::from(self.cast_unsigned())
    }

    fn wide(self) -> i64 {
        i64::from(self)
    }
}

impl Whole for i64 {
    const ZERO: Self = 0;

    fn step_from(self, other: Self) -> Self {
        self.wrapping_sub(other)
    }

    fn bits(self) -> u64 {
        self.cast_unsigned()
    }

    fn wide(self) -> i64 {
        self
    }
}

/// Appends the numbers, encoded.
pub(super) fn encode<T: Whole>(numbers: &[T], out: &mut Vec<u8>) {
    widest(
        #[inline(always)]
        || append(numbers, out),
    );
}

#[expect(clippy::inline_always, reason = "for `widest`")]
#[inline(always)]
fn append<T: Whole>(numbers: &[T], out: &mut Vec<u8>) {
    let first = numbers.first().copied().unwrap_or(T::ZERO);
    varint(BLOCK as u64, out);
    varint(MINIBLOCKS as u64, out);
    varint(numbers.len() as u64, out);
    zigzag(first.wide(), out);
    let mut steps = [T::ZERO; BLOCK];
    let mut before = first;
    for block in numbers.get(1..).unwrap_or_default().chunks(BLOCK) {
        let steps = &mut steps[..block.len()];
        steps[0] = block[0].step_from(before);
        for (step, pair) in steps[1..].iter_mut().zip(block.windows(2)) {
            *step = pair[1].step_from(pair[0]);
        }
        before = block[block.len() - 1];
        encode_block(steps, out);
    }
}

/// One to [`BLOCK`] steps.
#[expect(clippy::inline_always, reason = "for `widest`")]
#[inline(always)]
fn encode_block<T: Whole>(steps: &[T], out: &mut Vec<u8>) {
    let least = steps.iter().copied().fold(steps[0], T::min);
    zigzag(least.wide(), out);
    let widths = out.len();
    out.extend([0; MINIBLOCKS]);
    for (at, miniblock) in steps.chunks(MINIBLOCK).enumerate() {
        let mut above = [0; MINIBLOCK];
        for (above, step) in above.iter_mut().zip(miniblock) {
            *above = step.step_from(least).bits();
        }
        let width = bits::width(above.iter().fold(0, |all, bits| all | bits));
        out[widths + at] = width.to_le_bytes()[0];
        bits::pack(&above, width, out);
    }
}
