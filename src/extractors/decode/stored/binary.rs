//! Binary numbers of 1 to 16 bytes, the high or the low one first.

use super::{HIGH, most};
use crate::extractors::cell::Cell;
use crate::extractors::decode::Refusal;
use crate::finding::Code;
use crate::mapping::stored::{Endian, Stored, TELLING};

/// How they are read.
#[derive(Debug, Clone)]
pub struct BinaryRules {
    bytes: usize,
    endian: Endian,
    signed: bool,
    digits: u8,
    /// The largest number of the picture; none where all bits count.
    most: Option<i128>,
    small_most: i64,
    /// The same where all bits count: what 38 digits hold.
    wide_most: u128,
    /// Last eight bytes of fields that the quick readers leave to the general one: they may have one byte throughout.
    filled: [u64; 2],
}

impl BinaryRules {
    /// Of a field's picture; what is filled with the blank, and with X'FF' if it is said so, is looked at.
    pub fn new(stored: Stored, endian: Endian, all_bits: bool, (blank, high): (u8, bool)) -> Self {
        let bytes = usize::from(stored.bytes);
        let most = (!all_bits).then(|| most(u32::from(stored.digits)));
        let small_most = most.and_then(|most| i64::try_from(most).ok()).unwrap_or(i64::MAX);
        let wide_most = most.unwrap_or(i128::MAX).min(super::most(38)).unsigned_abs();
        // No number of fewer than eight bytes has this word.
        let blanks = if bytes < TELLING { u64::MAX } else { all_of(blank, bytes) };
        let filled = [blanks, if high && bytes >= TELLING { all_of(HIGH, bytes) } else { blanks }];
        Self { bytes, endian, signed: stored.signed, digits: stored.digits, most, small_most, wide_most, filled }
    }

    /// Leaves blanks to the general reader, however few they are.
    pub fn leave_blanks(&mut self, blank: u8) {
        self.filled[0] = all_of(blank, self.bytes);
    }

    /// A number of up to eight bytes; none if the general reader has to look.
    #[expect(clippy::inline_always, reason = "a call a value")]
    #[inline(always)]
    pub fn quick(&self, cell: Cell<'_>) -> Option<i64> {
        if cell.len() != self.bytes || self.bytes > 8 || self.bytes == 0 {
            return None;
        }
        let word = match self.endian {
            Endian::Big => cell.big_endian(),
            Endian::Little => cell.little_endian(),
        };
        if word == self.filled[0] || word == self.filled[1] {
            return None;
        }
        let spare = 64 - 8 * self.bytes;
        let value = if self.signed { (word << spare).cast_signed() >> spare } else { i64::try_from(word).ok()? };
        if value.unsigned_abs() > self.small_most.unsigned_abs() { None } else { Some(value) }
    }

    /// A number of any length, the same.
    #[inline]
    pub fn quick_wide(&self, cell: Cell<'_>) -> Option<i128> {
        if self.bytes <= 8 {
            return self.quick(cell).map(i128::from);
        }
        if cell.len() != self.bytes || self.bytes > 16 || self.filled.contains(&cell.big_endian()) {
            return None;
        }
        let rest = cell.before_last(8);
        let word = match self.endian {
            Endian::Big => u128::from(rest.big_endian()) << 64 | u128::from(cell.big_endian()),
            Endian::Little => u128::from(cell.little_endian()) << (8 * rest.len()) | u128::from(rest.little_endian()),
        };
        let spare = 128 - 8 * self.bytes;
        let value = if self.signed { (word << spare).cast_signed() >> spare } else { i128::try_from(word).ok()? };
        if value.unsigned_abs() > self.wide_most { None } else { Some(value) }
    }

    /// The number, byte by byte.
    ///
    /// # Errors
    /// TL0230 for more than the picture has, TL0203 above 38 digits.
    pub fn read(&self, field: &[u8]) -> Result<i128, Refusal> {
        let more = |word: u128, byte: &u8| word << 8 | u128::from(*byte);
        let word = match self.endian {
            Endian::Big => field.iter().fold(0, more),
            Endian::Little => field.iter().rev().fold(0, more),
        };
        let spare = 128_usize.saturating_sub(8 * field.len()).min(127);
        let too_large = || Refusal::plain(Code::NumberTooLarge);
        let value = if self.signed {
            (word << spare).cast_signed() >> spare
        } else {
            i128::try_from(word).map_err(|_| self.beyond().unwrap_or_else(too_large))?
        };
        if self.most.is_some_and(|most| value.unsigned_abs() > most.unsigned_abs()) {
            return Err(self.beyond().unwrap_or_else(too_large));
        }
        if value.unsigned_abs() > most(38).unsigned_abs() { Err(too_large()) } else { Ok(value) }
    }

    fn beyond(&self) -> Option<Refusal> {
        self.most.map(|_| Refusal { code: Code::BeyondPicture, number: i64::from(self.digits) })
    }
}

/// The last bytes, up to eight, of so many that are all the same.
fn all_of(byte: u8, bytes: usize) -> u64 {
    u64::from_le_bytes([byte; 8]) >> 64_usize.saturating_sub(8 * bytes).min(63)
}
