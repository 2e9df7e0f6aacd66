//! Where two bytes stand in a block of bytes, as bits: the inner step of cutting cells.
//!
//! Refuses: knowing what the bytes mean.

use wide::u8x16;

/// Bytes of a block.
pub const BLOCK: usize = 64;

/// Bit `n` of the first number is set where byte `n` is `one`, of the second where it is `two`.
#[inline]
#[must_use]
pub fn block(bytes: &[u8; BLOCK], one: u8, two: u8) -> (u64, u64) {
    let (one, two) = (u8x16::splat(one), u8x16::splat(two));
    let pieces = bytes.as_chunks::<16>().0.iter().enumerate();
    pieces.fold((0, 0), |(ones, twos), (number, piece)| {
        let piece = u8x16::new(*piece);
        let places = |of: u8x16| u64::from(piece.simd_eq(of).to_bitmask()) << (16 * number);
        (ones | places(one), twos | places(two))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn bits_are_what_a_plain_search_finds(bytes in prop::collection::vec(0x2A_u8..0x2E, BLOCK), near: u8) {
            let mut bytes: [u8; BLOCK] = bytes.try_into().unwrap();
            bytes[usize::from(near) % BLOCK] = near | 0x80;
            let plain = |of: u8| (0..BLOCK).filter(|at| bytes[*at] == of).fold(0_u64, |bits, at| bits | 1 << at);
            for (one, two) in [(b',', b'*'), (b'-', 0xAC), (0x80, near | 0x80)] {
                prop_assert_eq!(block(&bytes, one, two), (plain(one), plain(two)));
            }
        }
    }
}
