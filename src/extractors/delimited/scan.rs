//! Where two bytes stand among sixteen, as bits: the inner step of cutting cells.
//!
//! Refuses: knowing what the bytes mean.

use wide::u8x16;

/// Bit `n` of the first number is set where byte `n` is `one`, of the second where it is `two`.
#[inline]
#[must_use]
pub fn sixteen(bytes: [u8; 16], one: u8, two: u8) -> (u32, u32) {
    let bytes = u8x16::new(bytes);
    let places = |of: u8| bytes.simd_eq(u8x16::splat(of)).to_bitmask();
    (places(one), places(two))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn bits_are_what_a_plain_search_finds(bytes in proptest::array::uniform16(0x2A_u8..0x2E), near: u8) {
            let mut bytes = bytes;
            bytes[usize::from(near % 16)] = near | 0x80;
            let plain = |of: u8| (0..16).filter(|at| bytes[*at] == of).fold(0_u32, |bits, at| bits | 1 << at);
            for (one, two) in [(b',', b'*'), (b'-', 0xAC), (0x80, near | 0x80)] {
                prop_assert_eq!(sixteen(bytes, one, two), (plain(one), plain(two)));
            }
        }
    }
}
