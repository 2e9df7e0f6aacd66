//! How surprising a count is, in thousandths of a bit, and in whole numbers alone.

/// Thousand times the binary logarithm of a number; 0 for 0.
#[must_use]
pub fn log2(number: u64) -> u64 {
    let Some(whole) = number.checked_ilog2() else { return 0 };
    // The rest, 1 to 2, as a fraction of 2^31; squaring it gives one binary digit after the other.
    let mut rest = if whole >= 31 { number >> (whole - 31) } else { number << (31 - whole) };
    let mut fraction = 0;
    for _ in 0..10 {
        rest = (rest * rest) >> 31;
        fraction <<= 1;
        if rest >= 1 << 32 {
            rest >>= 1;
            fraction |= 1;
        }
    }
    u64::from(whole) * 1000 + fraction * 1000 / 1024
}

/// Thousandths of bits that it takes to tell which of these is the case in each row.
#[must_use]
pub fn entropy(counts: &[u32]) -> u64 {
    let all: u64 = counts.iter().map(|count| u64::from(*count)).sum();
    let of = |count: &u32| u64::from(*count) * (log2(all).saturating_sub(log2(u64::from(*count))));
    counts.iter().filter(|count| **count > 0).map(of).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logarithms_are_right_to_a_hundredth() {
        for (number, want) in [(0, 0), (1, 0), (2, 1000), (3, 1584), (10, 3321), (1000, 9965), (u64::MAX, 63999)] {
            assert!(log2(number).abs_diff(want) <= 2, "{number}: {}", log2(number));
        }
    }

    #[test]
    fn a_fair_coin_is_a_bit_a_row() {
        assert_eq!(entropy(&[8, 8]), 16_000);
        assert_eq!(entropy(&[16, 0]), 0);
    }
}
