//! Where some bytes stand in a block of bytes, as bits: the inner step of finding records and of cutting cells.
//!
//! Refuses: knowing what the bytes mean.

use multiversion::multiversion;
use multiversion::target::match_target;
use wide::u8x16;

/// Bytes of a block.
pub const BLOCK: usize = 64;
/// Blocks that are looked at together, at most: what is found stays in the nearest cache.
pub const TOGETHER: usize = 64;

/// Bit `n` of each number is set where byte `n` of the block is the wanted byte.
#[expect(clippy::inline_always, reason = "for `widest`")]
#[inline(always)]
#[must_use]
pub fn block<const N: usize>(bytes: &[u8; BLOCK], wanted: [u8; N]) -> [u64; N] {
    let wanted = wanted.map(u8x16::splat);
    let pieces = bytes.as_chunks::<16>().0.iter().enumerate();
    pieces.fold([0; N], |found, (number, piece)| {
        let piece = u8x16::new(*piece);
        std::array::from_fn(|at| found[at] | u64::from(piece.simd_eq(wanted[at]).to_bitmask()) << (16 * number))
    })
}

/// What [`block`] says of each of these blocks; half the time of it with registers of 32 bytes. As many as there is room for.
#[multiversion(targets("x86_64+avx+avx2"))]
pub fn blocks<const N: usize>(bytes: &[[u8; BLOCK]], wanted: [u8; N], found: &mut [[u64; N]]) {
    for (bytes, found) in bytes.iter().zip(found) {
        *found = match_target! {
            "x86_64+avx+avx2" => wide_block(bytes, wanted),
            _ => block(bytes, wanted),
        };
    }
}

/// [`block`], 32 bytes at a time.
#[cfg(target_arch = "x86_64")]
#[multiversion::target("x86_64+avx+avx2")]
#[inline]
fn wide_block<const N: usize>(bytes: &[u8; BLOCK], wanted: [u8; N]) -> [u64; N] {
    use core::arch::x86_64::{_mm256_cmpeq_epi8, _mm256_movemask_epi8, _mm256_set_epi64x, _mm256_set1_epi8};
    let words = bytes.as_chunks().0;
    let word = |at| i64::from_le_bytes(words[at]);
    let halves = [0, 4].map(|at| _mm256_set_epi64x(word(at + 3), word(at + 2), word(at + 1), word(at)));
    wanted.map(|wanted| {
        let wanted = _mm256_set1_epi8(wanted.cast_signed());
        let [low, high] = halves.map(|half| _mm256_movemask_epi8(_mm256_cmpeq_epi8(half, wanted)).cast_unsigned());
        u64::from(high) << 32 | u64::from(low)
    })
}

/// What a number of 64 bits says of its highest bit, in all bits.
#[expect(clippy::inline_always, reason = "for `widest`")]
#[inline(always)]
#[must_use]
pub const fn carried(bits: u64) -> u64 {
    0_u64.wrapping_sub(bits >> (BLOCK - 1))
}

/// The bits below the lowest one that is set; all, where none is.
#[expect(clippy::inline_always, reason = "for `widest`")]
#[inline(always)]
#[must_use]
pub const fn before(bits: u64) -> u64 {
    (bits & bits.wrapping_neg()).wrapping_sub(1)
}

/// Bit `n` is set where an odd number of the bits up to it are.
#[expect(clippy::inline_always, reason = "for `widest`")]
#[inline(always)]
#[must_use]
pub const fn between(marks: u64) -> u64 {
    let mut bits = marks;
    let mut step = 1;
    while step < BLOCK {
        bits ^= bits << step;
        step *= 2;
    }
    bits
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_between_marks_has_an_odd_number_of_them_before_it(marks: u64) {
            let odd = |at: usize| u64::from((marks << (BLOCK - 1 - at)).count_ones() % 2);
            prop_assert_eq!(between(marks), (0..BLOCK).map(|at| odd(at) << at).sum::<u64>());
        }

        #[test]
        fn bits_are_what_a_plain_search_finds(bytes in prop::collection::vec(0x2A_u8..0x2E, BLOCK), near: u8) {
            let mut bytes: [u8; BLOCK] = bytes.try_into().unwrap();
            bytes[usize::from(near) % BLOCK] = near | 0x80;
            let plain = |of: u8| (0..BLOCK).filter(|at| bytes[*at] == of).fold(0_u64, |bits, at| bits | 1 << at);
            for (one, two) in [(b',', b'*'), (b'-', 0xAC), (0x80, near | 0x80)] {
                prop_assert_eq!(block(&bytes, [one, two]), [plain(one), plain(two)]);
                let mut found = [[7; 2]; 3];
                blocks(&[bytes, [one; BLOCK]], [one, two], &mut found);
                prop_assert_eq!(found, [[plain(one), plain(two)], [u64::MAX, if one == two { u64::MAX } else { 0 }], [7; 2]]);
            }
        }
    }
}
