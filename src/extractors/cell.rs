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
        if self.len <= 8 { self.short().map(u64::cast_signed) } else { self.long() }
    }

    /// Up to eight digits.
    #[inline]
    fn short(self) -> Option<u64> {
        const ZEROS: u64 = u64::from_le_bytes([b'0'; 8]);
        if self.len == 0 {
            return None;
        }
        let Some(last) = self.up_to.last_chunk::<8>() else { return self.one_by_one() };
        // In little-endian order the cell's bytes are the high ones; what stands before it is taken for zeros.
        let own = u64::MAX << (64 - 8 * self.len);
        eight_digits((u64::from_le_bytes(*last) & own) | (ZEROS & !own))
    }

    #[cold]
    fn one_by_one(self) -> Option<u64> {
        self.bytes()
            .iter()
            .try_fold(0, |value, byte| byte.is_ascii_digit().then(|| value * 10 + u64::from(byte - b'0')))
    }

    #[inline(never)]
    fn long(self) -> Option<i64> {
        if self.len > 18 {
            return None;
        }
        let (low, rest) = (self.last(8).short()?, self.before_last(8));
        let high = if rest.len <= 8 {
            rest.short()?
        } else {
            rest.before_last(8).short()? * 100_000_000 + rest.last(8).short()?
        };
        Some((high * 100_000_000 + low).cast_signed())
    }
}

/// Eight ASCII digits at once, the first in the lowest byte; none if any of them is no digit.
#[inline]
fn eight_digits(word: u64) -> Option<u64> {
    let word = word ^ 0x3030_3030_3030_3030;
    if (word.wrapping_add(0x7676_7676_7676_7676) | word) & 0x8080_8080_8080_8080 != 0 {
        return None;
    }
    let pairs = word.wrapping_mul(10).wrapping_add(word >> 8);
    let low = (pairs & 0x0000_00FF_0000_00FF).wrapping_mul(0x000F_4240_0000_0064);
    let high = ((pairs >> 16) & 0x0000_00FF_0000_00FF).wrapping_mul(0x0000_2710_0000_0001);
    Some(low.wrapping_add(high) >> 32)
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

    proptest! {
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
