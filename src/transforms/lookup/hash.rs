//! A hash of short texts without a seed to draw: bytes in, 32 bits out. Refuses secrets: who fills a crosswalk may fill it
//! with keys of one hash, and then waits for it to load.

/// Digits of pi, as others take them.
const PI: [u64; 3] = [0x243F_6A88_85A3_08D3, 0x1319_8A2E_0370_7344, 0xA409_3822_299F_31D0];

/// The first and last bytes of a key, overlapping where it has fewer than sixteen. With its length they are the key
/// itself up to that.
#[inline]
#[must_use]
pub fn words(key: &[u8]) -> (u64, u64) {
    if let (Some(first), Some(last)) = (key.first_chunk::<8>(), key.last_chunk::<8>()) {
        return (u64::from_le_bytes(*first), u64::from_le_bytes(*last));
    }
    if let (Some(first), Some(last)) = (key.first_chunk::<4>(), key.last_chunk::<4>()) {
        return (u64::from(u32::from_le_bytes(*first)), u64::from(u32::from_le_bytes(*last)));
    }
    match *key {
        [one, two, three] => (u64::from(one) | u64::from(two) << 8 | u64::from(three) << 16, 0),
        [one, two] => (u64::from(one) | u64::from(two) << 8, 0),
        [one] => (u64::from(one), 0),
        _ => (0, 0),
    }
}

/// The hash of a key.
#[inline]
#[must_use]
pub fn hash(key: &[u8]) -> u32 {
    let (first, last) = words(key);
    let mut state = PI[2] ^ key.len() as u64;
    if key.len() > 16 {
        for middle in key[8..key.len() - 8].chunks(8) {
            state = folded(state ^ words(middle).0, PI[1]);
        }
    }
    (folded(folded(first ^ PI[0], last ^ PI[1]) ^ state, PI[0]) >> 32) as u32
}

/// Both halves of the product.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "the lower half of the product")]
fn folded(one: u64, other: u64) -> u64 {
    let product = u128::from(one) * u128::from(other);
    product as u64 ^ (product >> 64) as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn near_keys_have_other_hashes() {
        for keys in [
            (0..200_000).map(|number| format!("{number}")).collect::<Vec<_>>(),
            (0..200_000).map(|number| format!("01-{number:06}-0000-CAD")).collect(),
            (0..200_000).map(|number| format!("a long key whose middle {number:06} alone is another one")).collect(),
        ] {
            let slots: BTreeSet<u32> = keys.iter().map(|key| hash(key.as_bytes()) >> 14).collect();
            // As many of 2^18 slots as so many random numbers would take: 1 - e^(-200000/262144) of them.
            assert!((136_000..144_000).contains(&slots.len()), "{} {}", keys[7], slots.len());
        }
    }
}
