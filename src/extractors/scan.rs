//! Where some bytes stand in a block of bytes, as bits: the inner step of finding records and of cutting cells.
//!
//! Refuses: knowing what the bytes mean.

use wide::u8x16;

/// Bytes of a block.
pub const BLOCK: usize = 64;

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
            }
        }
    }
}
