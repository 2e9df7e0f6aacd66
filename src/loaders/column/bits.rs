//! Numbers in few bits, as all encodings of Parquet have them: ULEB128, zigzag, and so many bits a number from the lowest up.

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

/// Appends the lowest `width` bits of each number, at most 64, and zeros up to a whole byte. Higher bits are 0.
pub(super) fn pack(numbers: impl Iterator<Item = u64>, width: u32, out: &mut Vec<u8>) {
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

/// Appends the numbers in runs, as `RLE` has them: of the same one, or of any packed by eights.
pub(super) fn runs(numbers: &[u32], width: u32, out: &mut Vec<u8>) {
    let (mut packed, mut at) = (0, 0);
    while at < numbers.len() {
        let same = numbers[at..].iter().take_while(|number| **number == numbers[at]).count();
        let lent = if packed == at { 0 } else { (packed.wrapping_sub(at)) % 8 };
        if same < lent + 8 {
            at += same;
            continue;
        }
        packed_run(&numbers[packed..at + lent], width, out);
        varint(((same - lent) as u64) << 1, out);
        out.extend_from_slice(&numbers[at].to_le_bytes()[..width.div_ceil(8) as usize]);
        at += same;
        packed = at;
    }
    packed_run(&numbers[packed..], width, out);
}

fn packed_run(numbers: &[u32], width: u32, out: &mut Vec<u8>) {
    if numbers.is_empty() {
        return;
    }
    let eights = numbers.len().div_ceil(8);
    varint((eights as u64) << 1 | 1, out);
    let padding = eights * 8 - numbers.len();
    pack(numbers.iter().copied().chain(std::iter::repeat_n(0, padding)).map(u64::from), width, out);
}

#[cfg(test)]
mod tests {
    use super::*;

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

    #[test]
    fn numbers_of_every_width_are_packed_lowest_bits_first() {
        for width in 1..=64_u32 {
            let most = u64::MAX >> (64 - width);
            let numbers: Vec<u64> = (0..32).map(|at| most.rotate_left(at * 7) & most ^ u64::from(at % 2)).collect();
            let mut out = Vec::new();
            pack(numbers.iter().copied(), width, &mut out);
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
