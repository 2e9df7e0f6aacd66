//! How one field of one row group is encoded, told from a sample of its first rows.
//!
//! In: arrays of the row group's first batches. Out: a [`Choice`]. Refuses to know: names, types of the mapping,
//! Parquet.
//!
//! Distinct values are estimated by linear counting (Whang, Vander-Zanden, Taylor 1990) in a bitmap of 32,768 bits:
//! with at most 8,192 values it counts at most an eighth too few, which is near enough for a choice by eighths.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Decimal64Type, Decimal128Type, Float32Type, Float64Type, Int16Type, Int32Type, Int64Type,
    Time64MicrosecondType, TimestampMicrosecondType,
};
use arrow_array::{Array, ArrayRef, ArrowPrimitiveType};
use arrow_schema::{DataType, TimeUnit};

/// How many rows a choice looks at, at most.
pub const SAMPLE_ROWS: usize = 8_192;
/// The same of what went wrong, whose row groups are small.
pub const EVIDENCE_ROWS: usize = 1_024;

const BITS: usize = 32_768;
/// So many eighths of a whole sample are distinct at most where there is a dictionary.
const DISTINCT_EIGHTHS: u32 = 2;
/// The same of texts: what stands in place of a dictionary is larger.
const DISTINCT_TEXT_EIGHTHS: u32 = 3;
const RISING_SHARE: u32 = 64;

/// The encoding of a field in one row group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// Values as they are.
    Plain,
    /// At most a quarter of the values of a whole sample are distinct, of texts three eighths.
    Dictionary,
    /// Texts that are not few: `DELTA_LENGTH_BYTE_ARRAY`. What lies between the texts does not disturb their compression.
    Lengths,
    /// Numbers of 32 or 64 bits that are not few, or never fall: `DELTA_BINARY_PACKED`. It leaves the compression little
    /// to do, and takes less room than plain values compressed.
    Delta,
}

/// The choice for one field from the arrays of its first batches; at most `most` rows are looked at, which are at most [`SAMPLE_ROWS`].
/// `grows`: more batches follow.
pub fn choice<'a>(arrays: impl Iterator<Item = &'a ArrayRef>, most: usize, grows: bool) -> Choice {
    let mut sample = Sample::new(grows);
    let mut rows = 0;
    for array in arrays {
        let wanted = array.len().min(most - rows);
        if let Some(choice) = sample.look_at(&array.slice(0, wanted)) {
            return choice;
        }
        rows += wanted;
        sample.grows |= wanted < array.len();
        if rows == most || sample.is_decided() {
            break;
        }
    }
    sample.choice()
}

/// The choices for the columns that a nested field has in a file, as [`choice`] makes each.
pub fn leaf_choices(arrays: &[&ArrayRef], most: usize, grows: bool) -> Vec<Choice> {
    match arrays.first().map(Array::data_type) {
        Some(DataType::List(_)) => {
            let elements: Vec<&ArrayRef> = arrays.iter().map(|array| array.as_list::<i32>().values()).collect();
            leaf_choices(&elements, most, grows)
        }
        Some(DataType::Struct(fields)) => {
            let part =
                |at: usize| -> Vec<&ArrayRef> { arrays.iter().map(|array| array.as_struct().column(at)).collect() };
            (0..fields.len()).flat_map(|at| leaf_choices(&part(at), most, grows)).collect()
        }
        _ => vec![choice(arrays.iter().copied(), most, grows)],
    }
}

struct Sample {
    seen: Vec<u64>,
    distinct: u32,
    values: u32,
    last: i64,
    rising: bool,
    /// What the type allows for values that are many.
    many: Choice,
    /// Rows follow that nobody sees yet.
    grows: bool,
}

impl Sample {
    fn new(grows: bool) -> Self {
        let seen = vec![0; BITS / 64];
        Self { seen, distinct: 0, values: 0, last: i64::MIN, rising: true, many: Choice::Plain, grows }
    }

    /// Whatever the other rows are, they are neither few values nor a sequence.
    fn is_decided(&self) -> bool {
        !self.rising && self.distinct as usize > SAMPLE_ROWS / 8 * self.eighths() as usize
    }

    fn eighths(&self) -> u32 {
        if self.many == Choice::Lengths { DISTINCT_TEXT_EIGHTHS } else { DISTINCT_EIGHTHS }
    }

    fn choice(&self) -> Choice {
        if self.rising && self.distinct > self.values / RISING_SHARE && self.values > 1 {
            Choice::Delta
        } else if self.distinct <= self.most_distinct() {
            Choice::Dictionary
        } else {
            self.many
        }
    }

    /// So many of the values may be distinct where a dictionary is chosen. A sample that is cut short, of a few wide rows,
    /// shows the values of a dictionary seldom twice: what counts is how many of them it would show if they are so many
    /// eighths of a whole sample, each as often as the others: `D (1 - (1 - 1/D)^n)`.
    fn most_distinct(&self) -> u32 {
        let share = self.values * self.eighths() / 8;
        if !self.grows {
            return share;
        }
        // (1 - 1/D)^n as a fraction of 2^32.
        let distinct = (SAMPLE_ROWS / 8) as u64 * u64::from(self.eighths());
        let (mut unseen, mut factor, mut rest) = (1_u64 << 32, (1_u64 << 32) - (1 << 32) / distinct, self.values);
        while rest > 0 {
            if rest % 2 == 1 {
                unseen = (unseen * factor) >> 32;
            }
            factor = (factor * factor) >> 32;
            rest /= 2;
        }
        let shown = (((1_u64 << 32) - unseen) * distinct) >> 32;
        share.max(u32::try_from(shown).unwrap_or(share))
    }

    /// Takes an array in; a choice where the type alone decides.
    fn look_at(&mut self, array: &ArrayRef) -> Option<Choice> {
        self.many = match array.data_type() {
            DataType::Int16
            | DataType::Int32
            | DataType::Int64
            | DataType::Date32
            | DataType::Decimal64(..)
            | DataType::Time64(_)
            | DataType::Timestamp(..) => Choice::Delta,
            DataType::Utf8 | DataType::Binary => Choice::Lengths,
            _ => Choice::Plain,
        };
        match array.data_type() {
            DataType::Boolean => return Some(Choice::Plain),
            DataType::Int16 => self.integers::<Int16Type>(array),
            DataType::Int32 => self.integers::<Int32Type>(array),
            DataType::Int64 => self.integers::<Int64Type>(array),
            DataType::Date32 => self.values::<Date32Type>(array, |days| u64::from(days.cast_unsigned())),
            DataType::Decimal64(..) => self.values::<Decimal64Type>(array, i64::cast_unsigned),
            DataType::Decimal128(..) => self.values::<Decimal128Type>(array, fold),
            DataType::Time64(TimeUnit::Microsecond) => {
                self.values::<Time64MicrosecondType>(array, i64::cast_unsigned);
            }
            DataType::Timestamp(TimeUnit::Microsecond, _) => {
                self.values::<TimestampMicrosecondType>(array, i64::cast_unsigned);
            }
            DataType::Float32 => self.values::<Float32Type>(array, |value| u64::from(value.to_bits())),
            DataType::Float64 => self.values::<Float64Type>(array, f64::to_bits),
            DataType::Utf8 => {
                array.as_string::<i32>().iter().flatten().for_each(|text| self.add(hash(text.as_bytes())));
            }
            DataType::Binary => array.as_binary::<i32>().iter().flatten().for_each(|bytes| self.add(hash(bytes))),
            _ => return Some(Choice::Dictionary),
        }
        None
    }

    fn integers<T: ArrowPrimitiveType>(&mut self, array: &ArrayRef)
    where
        i64: From<T::Native>,
    {
        for value in array.as_primitive::<T>().iter().flatten() {
            let value = i64::from(value);
            self.rising &= value >= self.last;
            self.last = value;
            self.mark(value.cast_unsigned());
        }
    }

    fn values<T: ArrowPrimitiveType>(&mut self, array: &ArrayRef, word: impl Fn(T::Native) -> u64) {
        array.as_primitive::<T>().iter().flatten().for_each(|value| self.add(word(value)));
    }

    /// A value that is no integer.
    fn add(&mut self, word: u64) {
        self.rising = false;
        self.mark(word);
    }

    fn mark(&mut self, word: u64) {
        let [high, low, ..] = mix(word).to_be_bytes();
        let bit = usize::from(u16::from_be_bytes([high, low])) % BITS;
        let mask = 1 << (bit % 64);
        self.values += 1;
        self.distinct += u32::from(self.seen[bit / 64] & mask == 0);
        self.seen[bit / 64] |= mask;
    }
}

/// Different numbers may be the same word.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a hash wants the bits, not the number")]
pub(super) fn fold(value: i128) -> u64 {
    (value as u64) ^ ((value >> 64) as u64).rotate_left(17)
}

/// The multiplier and the fold of wyhash's author for short keys; good enough for a bitmap.
pub(super) fn mix(word: u64) -> u64 {
    let spread = word.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (spread ^ (spread >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93)
}

/// Of texts, and of any bytes.
fn hash(bytes: &[u8]) -> u64 {
    if bytes.len() < SHORT { mix(fold(key(bytes, 0, bytes.len()).cast_signed())) } else { long_hash(bytes) }
}

/// The bytes from `start` to `end` as a number; what stands behind them is read, too. Shorter ones than [`SHORT`] have another for each, which
/// no longer ones have.
#[expect(clippy::inline_always, reason = "a call a value; `make bench` shows it")]
#[inline(always)]
pub(super) fn key(all: &[u8], start: usize, end: usize) -> u128 {
    let len = end - start;
    if len >= SHORT {
        return u128::from(long_hash(&all[start..end])) | IS_LONG;
    }
    let own = if let Some(word) = all[start..].first_chunk() {
        u128::from_le_bytes(*word) & ((1 << (8 * len)) - 1)
    } else {
        let (bytes, most) = (&all[start..end], size_of::<u64>());
        let last = bytes.last_chunk().filter(|_| len > most).map_or(0, |last| u64::from_le_bytes(*last));
        // What stands in both is shifted out.
        u128::from(first_bytes(bytes)) | u128::from(last >> (8 * (2 * most - len.max(most)) % 64)) << 64
    };
    own | (len as u128) << 120
}

/// Whether a key is that of bytes that others may share it with.
pub(super) const fn is_long(key: u128) -> bool {
    key & IS_LONG != 0
}

const IS_LONG: u128 = 1 << 127;

/// Of at least [`SHORT`] bytes: sixteen at once by one wide product, as wyhash does it, and the last ones with some of those before them.
fn long_hash(bytes: &[u8]) -> u64 {
    let product = |sum: u64, low: u64, high: u64| {
        let wide = u128::from(low ^ sum) * u128::from(high ^ 0xA076_1D64_78BD_642F);
        fold(wide.cast_signed())
    };
    let word = |bytes: &[u8; 8]| u64::from_le_bytes(*bytes);
    let (pairs, rest) = bytes.as_chunks::<16>();
    let whole = pairs.iter().fold(bytes.len() as u64, |sum, pair| match pair.as_chunks::<8>().0 {
        [low, high] => product(sum, word(low), word(high)),
        _ => sum,
    });
    let first = rest.first_chunk().map_or(0, word);
    mix(product(whole, bytes.last_chunk().map_or(0, word), first))
}

/// Fewer bytes and their number go into a key.
const SHORT: usize = 16;

/// The first eight bytes of those from `start` to `end`, as [`first_bytes`] has them; what stands behind them is read, too.
#[inline]
pub(super) fn first_bytes_of(all: &[u8], start: usize, end: usize) -> u64 {
    let Some(word) = all[start..].first_chunk() else { return first_bytes(&all[start..end]) };
    // Two shifts: one of 64 bits would be none.
    let own = if end - start < 8 { u64::MAX >> 1 >> (63 - 8 * (end - start)) } else { u64::MAX };
    u64::from_le_bytes(*word) & own
}

/// The first eight bytes, the first lowest, zeros where there are fewer.
#[inline]
pub(super) fn first_bytes(bytes: &[u8]) -> u64 {
    if let Some(eight) = bytes.first_chunk::<8>() {
        return u64::from_le_bytes(*eight);
    }
    if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        // What stands in both is the same.
        let [first, last] = [first, last].map(|four| u64::from(u32::from_le_bytes(*four)));
        return first | last << (8 * (bytes.len() - 4));
    }
    bytes.iter().rfold(0, |sum, byte| sum << 8 | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow_array::{
        BooleanArray, Date32Array, Decimal64Array, Decimal128Array, Float64Array, Int32Array, Int64Array, StringArray,
    };

    use super::*;

    fn text(make: impl Fn(usize) -> String) -> ArrayRef {
        Arc::new(StringArray::from_iter_values((0..8_192).map(make)))
    }
    fn int(make: impl Fn(i32) -> Option<i32>) -> ArrayRef {
        Arc::new((0..8_192).map(make).collect::<Int32Array>())
    }

    #[test]
    fn each_field_is_encoded_as_its_first_rows_suggest() {
        for (name, array, want) in [
            ("few texts", text(|row| format!("vendor {}", row % 1_500)), Choice::Dictionary),
            ("many texts", text(|row| format!("vendor {}", row % 4_000)), Choice::Lengths),
            ("one text", text(|_| "GLJ2019.TXT".to_owned()), Choice::Dictionary),
            ("a sequence", int(Some), Choice::Delta),
            ("a sequence with gaps and nulls", int(|row| (row % 3 > 0).then_some(row / 4 * 7)), Choice::Delta),
            ("a constant", int(|_| Some(2026)), Choice::Dictionary),
            ("nothing", int(|_| None), Choice::Dictionary),
            ("scattered", int(|row| Some(row.wrapping_mul(1_000_003))), Choice::Delta),
            ("codes", int(|row| Some(row * 7 % 300)), Choice::Dictionary),
            ("more codes", int(|row| Some(row * 7 % 2_600)), Choice::Delta),
            ("the same as texts", text(|row| (row * 7 % 2_600).to_string()), Choice::Dictionary),
            ("falling", int(|row| Some(-row)), Choice::Delta),
            ("days", Arc::new(Date32Array::from_iter_values(0..8_192)), Choice::Delta),
            ("amounts", Arc::new(Decimal64Array::from_iter_values((0..8_192).map(|row| row * 31))), Choice::Delta),
            ("zeros", Arc::new(Decimal128Array::from_iter_values((0..8_192).map(|_| 0))), Choice::Dictionary),
            ("floats", Arc::new(Float64Array::from_iter_values((0..8_192).map(f64::from))), Choice::Plain),
            ("flags", Arc::new(BooleanArray::from(vec![true; 8_192])), Choice::Plain),
            ("one row", Arc::new(Int64Array::from(vec![7])), Choice::Delta),
        ] {
            assert_eq!(choice([&array].into_iter(), SAMPLE_ROWS, array.len() > 1), want, "{name}");
        }
    }

    #[test]
    fn several_small_batches_are_one_sample() {
        let batches: Vec<ArrayRef> =
            (0..100).map(|row| Arc::new(StringArray::from(vec![format!("{}", row % 5)])) as ArrayRef).collect();
        assert_eq!(choice(batches.iter(), SAMPLE_ROWS, true), Choice::Dictionary);
        assert_eq!(choice(batches[..1].iter(), SAMPLE_ROWS, false), Choice::Lengths);
    }

    #[test]
    fn a_sample_that_is_cut_short_is_judged_by_what_it_would_show() {
        let codes = |rows: usize, distinct: usize| -> ArrayRef {
            // Each code follows no order.
            let code = |row: usize| (mix(row as u64) % distinct as u64).to_string();
            Arc::new(StringArray::from_iter_values((0..rows).map(code)))
        };
        for (rows, distinct, most, grows, want) in [
            (700, 300, SAMPLE_ROWS, true, Choice::Dictionary),
            (700, 300, SAMPLE_ROWS, false, Choice::Lengths),
            (700, 1_000_000, SAMPLE_ROWS, true, Choice::Lengths),
            (1_000, 1_500, SAMPLE_ROWS, true, Choice::Dictionary),
            (1_000, 5_000, SAMPLE_ROWS, true, Choice::Lengths),
            (8_192, 1_900, SAMPLE_ROWS, true, Choice::Dictionary),
            (8_192, 3_000, SAMPLE_ROWS, true, Choice::Dictionary),
            (8_192, 4_000, SAMPLE_ROWS, true, Choice::Lengths),
            // No batch follows, but rows of this one.
            (8_192, 1_500, EVIDENCE_ROWS, false, Choice::Dictionary),
            (1_024, 1_500, EVIDENCE_ROWS, false, Choice::Lengths),
            (8_192, 5_000, EVIDENCE_ROWS, true, Choice::Lengths),
        ] {
            assert_eq!(choice([codes(rows, distinct)].iter(), most, grows), want, "{rows} {distinct} {most} {grows}");
        }
    }

    #[test]
    fn rows_that_cannot_change_the_choice_are_not_looked_at() {
        let mut sample = Sample::new(true);
        for value in 0..8_192_u64 {
            let before = (sample.is_decided(), sample.choice());
            sample.add(hash(&value.to_le_bytes()));
            assert!(!before.0 || sample.is_decided() && sample.choice() == before.1, "{value}");
        }
        assert!(sample.is_decided());
        let few = int(|row| Some(row % 2_048));
        let mut sample = Sample::new(true);
        sample.look_at(&few);
        assert!(!sample.is_decided());
    }

    #[test]
    fn the_estimate_of_distinct_values_is_near_the_count() {
        for distinct in [1, 10, 500, 2_000, 4_000, 8_192] {
            let mut sample = Sample::new(true);
            (0..8_192_u64).for_each(|row| sample.add(hash((row % distinct).to_string().as_bytes())));
            let counted = u64::from(sample.distinct);
            assert!(counted <= distinct && counted * 8 + 32 >= distinct * 7, "{distinct}: {counted}");
        }
    }

    #[test]
    fn the_first_bytes_stand_in_their_order_whatever_stands_behind_them() {
        let text = b"ABCDEFGHIJKLMNOPQRST";
        for (start, end) in (0..=text.len()).flat_map(|end| (0..=end).map(move |start| (start, end))) {
            let want = text[start..end].iter().take(8).rfold(0, |sum, byte| sum << 8 | u64::from(*byte));
            assert_eq!(first_bytes(&text[start..end]), want, "{start}..{end}");
            assert_eq!(first_bytes_of(text, start, end), want, "{start}..{end}");
        }
    }

    #[test]
    fn short_texts_have_keys_of_their_own_whatever_stands_behind_them() {
        let text = b"ABCDEFGHIJ\0\0MNOPQRSTUVWXYZ0123456789";
        let mut known = std::collections::BTreeMap::new();
        for (start, end) in (0..=text.len()).flat_map(|end| (0..=end).map(move |start| (start, end))) {
            let (own, key) = (&text[start..end], key(text, start, end));
            assert_eq!(key, super::key(own, 0, own.len()), "{own:?}");
            assert_eq!(is_long(key), own.len() >= SHORT, "{own:?}");
            assert_eq!(*known.entry(key).or_insert(own), own);
        }
        assert_ne!(hash(b"a"), hash(b"a\0"));
    }
}
