//! The bytes of one value where they stand.
//!
//! In: a buffer up to the value's end, and the value's length. Out: the value's bytes, and its digits as a number.
//! Refuses: types, signs, what becomes of a value that is none.

/// One cell of a delimited record, or one field of a fixed record.
///
/// What stands before it in its buffer is at hand too, so that its last eight bytes are one load whatever its length.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cell<'a> {
    up_to: &'a [u8],
    len: usize,
}

impl<'a> From<&'a [u8]> for Cell<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Self { up_to: bytes, len: bytes.len() }
    }
}

impl<'a> Cell<'a> {
    /// The last `len` bytes of a buffer that has as many.
    #[must_use]
    #[inline]
    pub const fn ending(up_to: &'a [u8], len: usize) -> Self {
        Self { up_to, len }
    }

    /// How many bytes it has.
    #[must_use]
    pub const fn len(self) -> usize {
        self.len
    }

    /// Whether it has none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.len == 0
    }

    /// Its bytes.
    #[must_use]
    #[inline]
    pub fn bytes(self) -> &'a [u8] {
        &self.up_to[self.up_to.len() - self.len..]
    }

    /// Its first byte.
    #[must_use]
    #[inline]
    pub fn first(self) -> Option<u8> {
        if self.len == 0 { None } else { self.up_to.get(self.up_to.len() - self.len).copied() }
    }

    /// Its byte that stands so far before its end, from 1.
    #[must_use]
    #[inline]
    pub fn from_end(self, back: usize) -> Option<u8> {
        if back == 0 || back > self.len { None } else { self.up_to.get(self.up_to.len() - back).copied() }
    }

    /// Without its first byte, if it has one.
    #[must_use]
    #[inline]
    pub const fn after_first(self) -> Self {
        Self { len: self.len.saturating_sub(1), ..self }
    }

    /// Its last bytes; all of it where it has fewer.
    #[must_use]
    #[inline]
    pub fn last(self, len: usize) -> Self {
        Self { len: len.min(self.len), ..self }
    }

    /// Without its last bytes; nothing where it has fewer.
    #[must_use]
    #[inline]
    pub fn before_last(self, len: usize) -> Self {
        let cut = len.min(self.len);
        Self { up_to: &self.up_to[..self.up_to.len() - cut], len: self.len - cut }
    }

    /// The number that 1 to 18 ASCII digits are; none if there are more, none, or anything else among them.
    #[must_use]
    #[expect(clippy::inline_always, reason = "a call a value; `make bench` shows it")]
    #[inline(always)]
    pub fn digits(self) -> Option<i64> {
        self.digits_of(Zone::ASCII)
    }

    /// The same, of digits of any zone.
    #[must_use]
    #[expect(clippy::inline_always, reason = "a call a value; `make bench` shows it")]
    #[inline(always)]
    pub fn digits_of(self, zone: Zone) -> Option<i64> {
        if self.len <= 8 { self.short(zone).map(u64::cast_signed) } else { self.long(zone) }
    }

    /// Its last eight bytes as one number, the first byte the highest; zeros stand for what it does not have.
    #[must_use]
    #[inline]
    pub fn big_endian(self) -> u64 {
        let own = self.len.min(8);
        match self.up_to.last_chunk::<8>() {
            _ if own == 0 => 0,
            Some(last) => u64::from_be_bytes(*last) & (u64::MAX >> (64 - 8 * own)),
            None => self.bytes().iter().fold(0, |word, byte| word << 8 | u64::from(*byte)),
        }
    }

    /// Its last eight bytes as one number, the last byte the highest; zeros stand for what it does not have.
    #[must_use]
    #[inline]
    pub fn little_endian(self) -> u64 {
        let own = self.len.min(8);
        match self.up_to.last_chunk::<8>() {
            _ if own == 0 => 0,
            Some(last) => u64::from_le_bytes(*last) >> (64 - 8 * own),
            None => self.bytes().iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte)),
        }
    }

    /// Up to eight digits.
    #[inline]
    fn short(self, zone: Zone) -> Option<u64> {
        if self.len == 0 {
            return None;
        }
        let Some(last) = self.up_to.last_chunk::<8>() else { return self.one_by_one(zone) };
        // In little-endian order the cell's bytes are the high ones; what stands before it is taken for zeros.
        let own = u64::MAX << (64 - 8 * self.len);
        eight_digits((u64::from_le_bytes(*last) ^ zone.0) & own)
    }

    #[cold]
    fn one_by_one(self, zone: Zone) -> Option<u64> {
        let digit = |byte: &u8| Some(u64::from(*byte) ^ zone.0 & 0xFF).filter(|digit| *digit < 10);
        self.bytes().iter().try_fold(0, |value, byte| Some(value * 10 + digit(byte)?))
    }

    #[inline(never)]
    fn long(self, zone: Zone) -> Option<i64> {
        if self.len > 18 {
            return None;
        }
        let (low, rest) = (self.last(8).short(zone)?, self.before_last(8));
        let high = if rest.len <= 8 {
            rest.short(zone)?
        } else {
            rest.before_last(8).short(zone)? * 100_000_000 + rest.last(8).short(zone)?
        };
        Some((high * 100_000_000 + low).cast_signed())
    }
}

/// The upper half of a digit's byte, eight times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Zone(u64);

impl Zone {
    /// 30 to 39.
    pub const ASCII: Self = Self(0x3030_3030_3030_3030);
    /// F0 to F9.
    pub const EBCDIC: Self = Self(0xF0F0_F0F0_F0F0_F0F0);

    /// Takes the zone off eight digits: each becomes a byte from 0 to 9, and nothing else does.
    #[inline]
    #[must_use]
    pub const fn off(self, word: u64) -> u64 {
        word ^ self.0
    }
}

/// Eight digits at once, each a byte from 0 to 9, the first in the lowest byte; none if any of them is larger.
#[inline]
fn eight_digits(word: u64) -> Option<u64> {
    let (number, wrong) = eight_bytes(word);
    (wrong == 0).then_some(number)
}

/// The same without a branch: the number, and a word that is not 0 if any of the bytes is no digit.
#[inline]
#[must_use]
pub const fn eight_bytes(word: u64) -> (u64, u64) {
    let pairs = word.wrapping_mul(10).wrapping_add(word >> 8);
    let low = (pairs & 0x0000_00FF_0000_00FF).wrapping_mul(0x000F_4240_0000_0064);
    let high = ((pairs >> 16) & 0x0000_00FF_0000_00FF).wrapping_mul(0x0000_2710_0000_0001);
    (low.wrapping_add(high) >> 32, above_nine(word))
}

/// A word that is not 0 if any byte of this one is above 9.
#[inline]
#[must_use]
pub const fn above_nine(word: u64) -> u64 {
    (word.wrapping_add(0x7676_7676_7676_7676) | word) & 0x8080_8080_8080_8080
}

/// Sixteen digits at once, each a half byte, the first the highest; none if any of them is above 9.
#[inline]
#[must_use]
pub fn sixteen_digits(word: u64) -> Option<u64> {
    if (word >> 3) & (word >> 2 | word >> 1) & 0x1111_1111_1111_1111 != 0 {
        return None;
    }
    let pairs = (word & 0x0F0F_0F0F_0F0F_0F0F) + 10 * (word >> 4 & 0x0F0F_0F0F_0F0F_0F0F);
    let fours = (pairs & 0x00FF_00FF_00FF_00FF) + 100 * (pairs >> 8 & 0x00FF_00FF_00FF_00FF);
    let eights = (fours & 0x0000_FFFF_0000_FFFF) + 10_000 * (fours >> 16 & 0x0000_FFFF_0000_FFFF);
    Some((eights & 0xFFFF_FFFF) + 100_000_000 * (eights >> 32))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_cell_is_cut_from_both_ends() {
        let cell = Cell::ending(b"x,-12.50", 6);
        assert_eq!((cell.bytes(), cell.first(), cell.len()), (&b"-12.50"[..], Some(b'-'), 6));
        assert_eq!(cell.after_first().bytes(), b"12.50");
        assert_eq!(cell.from_end(3), Some(b'.'));
        assert_eq!((cell.last(2).bytes(), cell.before_last(3).bytes()), (&b"50"[..], &b"-12"[..]));
        assert_eq!((cell.last(9).bytes(), cell.before_last(9).bytes()), (&b"-12.50"[..], &b""[..]));
        let none = Cell::default();
        assert_eq!((none.first(), none.from_end(1), none.digits(), none.after_first().len()), (None, None, None, 0));
    }

    #[test]
    fn digits_of_every_length_are_read_and_anything_else_is_not() {
        for length in 0..=20_usize {
            let text: String = "123456789".chars().cycle().take(length).collect();
            let want = if (1..=18).contains(&length) { text.parse().ok() } else { None };
            assert_eq!(Cell::from(text.as_bytes()).digits(), want, "{text}");
            for at in 0..length {
                for wrong in [b'/', b':', b' ', 0, 0xFF, 0xB5] {
                    let mut bytes = text.clone().into_bytes();
                    bytes[at] = wrong;
                    assert_eq!(Cell::from(&bytes[..]).digits(), None, "{bytes:?}");
                }
            }
        }
    }

    #[test]
    fn words_are_the_last_eight_bytes() {
        for (before, bytes) in [("", "0102"), ("", "0102030405060708"), ("FFFFFFFFFFFF", "010203"), ("FF", "")] {
            let hex = |text: &str| -> Vec<u8> {
                text.as_bytes()
                    .chunks(2)
                    .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
                    .collect()
            };
            let own = hex(bytes);
            let whole = [hex(before), own.clone()].concat();
            let cell = Cell::ending(&whole, own.len());
            let big = own.iter().fold(0, |word: u64, byte| word << 8 | u64::from(*byte));
            assert_eq!(cell.big_endian(), big, "{bytes}");
            let little = own.iter().rev().fold(0, |word: u64, byte| word << 8 | u64::from(*byte));
            assert_eq!(cell.little_endian(), little, "{bytes}");
        }
        assert_eq!(Cell::from(&b"123456789"[..]).big_endian(), u64::from_be_bytes(*b"23456789"));
    }

    proptest! {
        #[test] // the half bytes as they are printed
        fn sixteen_half_bytes_are_their_decimal_number(word: u64, digits in "[0-9]{16}") {
            prop_assert_eq!(sixteen_digits(word), format!("{word:016X}").parse().ok());
            let packed = u64::from_str_radix(&digits, 16).unwrap_or_default();
            prop_assert_eq!(sixteen_digits(packed), digits.parse().ok());
        }

        #[test]
        fn digits_of_ebcdic_are_read_as_those_of_ascii_are(text in "[0-9]{1,20}|[0-9]{0,8}[ -~][0-9]{0,8}", before in "[0-9]{0,9}") {
            let ascii = before.clone() + &text;
            let ebcdic: Vec<u8> = ascii.bytes().map(|byte| byte ^ 0xC0).collect();
            let want = Cell::from(text.as_bytes()).digits();
            prop_assert_eq!(Cell::ending(&ebcdic, text.len()).digits_of(Zone::EBCDIC), want);
        }

        #[test] // the same number, or none, wherever the cell stands in its buffer
        fn digits_are_what_the_standard_library_reads(
            before in "[0-9a,;]{0,20}", text in "[0-9]{1,20}|[0-9]{0,8}[ -~][0-9]{0,8}",
        ) {
            let whole = format!("{before}{text}");
            let plain = text.len() <= 18 && text.bytes().all(|byte| byte.is_ascii_digit());
            let want = if plain { text.parse::<i64>().ok() } else { None };
            prop_assert_eq!(Cell::ending(whole.as_bytes(), text.len()).digits(), want);
            prop_assert_eq!(Cell::from(text.as_bytes()).digits(), want);
        }
    }
}
