//! Loops over slices, without a branch for each row; and the algebra of the lanes.

use arrow_buffer::{BooleanBuffer, BooleanBufferBuilder, Buffer, ScalarBuffer};

/// An operand: a value for each row, or one for all.
#[derive(Debug, Clone)]
pub enum Lane<'a, T> {
    /// Borrowed.
    Each(&'a [T]),
    /// Made for this operation.
    Own(Vec<T>),
    /// One for all rows.
    All(T),
}

impl<T: Copy> Lane<'_, T> {
    fn slice(&self) -> Result<&[T], T> {
        match self {
            Self::Each(values) => Ok(values),
            Self::Own(values) => Ok(values),
            Self::All(value) => Err(*value),
        }
    }
}

/// The values of a function of two lanes.
#[inline]
pub fn zip<A: Copy, B: Copy, R: Clone>(rows: usize, a: &Lane<'_, A>, b: &Lane<'_, B>, f: impl Fn(A, B) -> R) -> Vec<R> {
    match (a.slice(), b.slice()) {
        (Ok(a), Ok(b)) => a.iter().zip(b).map(|(a, b)| f(*a, *b)).collect(),
        (Ok(a), Err(b)) => a.iter().map(|a| f(*a, b)).collect(),
        (Err(a), Ok(b)) => b.iter().map(|b| f(a, *b)).collect(),
        (Err(a), Err(b)) => vec![f(a, b); rows],
    }
}

/// The truth of a function of two lanes, as bits.
#[inline]
pub fn zip_bits<A: Copy, B: Copy>(
    rows: usize,
    a: &Lane<'_, A>,
    b: &Lane<'_, B>,
    f: impl Fn(A, B) -> bool,
) -> BooleanBuffer {
    let words: Vec<u64> = match (a.slice(), b.slice()) {
        (Ok(a), Ok(b)) => {
            a.chunks(64).zip(b.chunks(64)).map(|(a, b)| word(a.iter().zip(b).map(|(a, b)| f(*a, *b)))).collect()
        }
        (Ok(a), Err(b)) => a.chunks(64).map(|a| word(a.iter().map(|a| f(*a, b)))).collect(),
        (Err(a), Ok(b)) => b.chunks(64).map(|b| word(b.iter().map(|b| f(a, *b)))).collect(),
        (Err(a), Err(b)) => return if f(a, b) { BooleanBuffer::new_set(rows) } else { BooleanBuffer::new_unset(rows) },
    };
    bits(words, rows)
}

#[inline]
fn word(truths: impl Iterator<Item = bool>) -> u64 {
    truths.enumerate().fold(0, |word, (at, truth)| word | (u64::from(truth) << at))
}

fn bits(words: Vec<u64>, rows: usize) -> BooleanBuffer {
    BooleanBuffer::new(Buffer::from_vec(words), 0, rows)
}

/// Values with the rows where the function failed, which are few: the first pass only asks whether there is any.
#[inline]
pub fn checked<A: Copy, B: Copy, R: Copy + Default>(
    rows: usize,
    a: &Lane<'_, A>,
    b: &Lane<'_, B>,
    f: impl Fn(A, B) -> (R, bool),
) -> (Vec<R>, Option<BooleanBuffer>) {
    let any = std::cell::Cell::new(false);
    let values = zip(rows, a, b, |a, b| {
        let (value, bad) = f(a, b);
        any.set(any.get() | bad);
        value
    });
    let bad = any.get().then(|| zip_bits(rows, a, b, |a, b| f(a, b).1));
    (values, bad)
}

/// The bits of these rows; none where there is none.
#[must_use]
pub fn of_rows(set: &[u32], rows: usize) -> Option<BooleanBuffer> {
    if set.is_empty() {
        return None;
    }
    let mut bits = BooleanBufferBuilder::new(rows);
    bits.append_n(rows, false);
    for row in set {
        bits.set_bit(*row as usize, true);
    }
    Some(bits.finish())
}

/// Both.
#[must_use]
pub fn and(a: &BooleanBuffer, b: Option<&BooleanBuffer>) -> BooleanBuffer {
    b.map_or_else(|| a.clone(), |b| a & b)
}

/// The first but not the second.
#[must_use]
pub fn without(a: &BooleanBuffer, b: Option<&BooleanBuffer>) -> BooleanBuffer {
    b.map_or_else(|| a.clone(), |b| a & &!b)
}

/// Either; none if neither is.
#[must_use]
pub fn or_some(a: Option<&BooleanBuffer>, b: Option<&BooleanBuffer>) -> Option<BooleanBuffer> {
    match (a, b) {
        (None, None) => None,
        (Some(one), None) | (None, Some(one)) => Some(one.clone()),
        (Some(a), Some(b)) => Some(a | b),
    }
}

/// Both, where none is all.
#[must_use]
pub fn and_some(a: Option<&BooleanBuffer>, b: Option<&BooleanBuffer>) -> Option<BooleanBuffer> {
    match (a, b) {
        (None, None) => None,
        (Some(one), None) | (None, Some(one)) => Some(one.clone()),
        (Some(a), Some(b)) => Some(a & b),
    }
}

/// None where no bit is set.
#[must_use]
pub fn any(bits: BooleanBuffer) -> Option<BooleanBuffer> {
    bits.has_true().then_some(bits)
}

/// Values of which one of two is taken without a branch.
pub trait Blend: Copy {
    /// `from` where the mask is all ones, itself where it is 0.
    #[must_use]
    fn blend(self, from: Self, mask: u64) -> Self;
}

impl Blend for i64 {
    #[inline]
    fn blend(self, from: Self, mask: u64) -> Self {
        (self & !mask.cast_signed()) | (from & mask.cast_signed())
    }
}

impl Blend for i32 {
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "all ones or 0")]
    fn blend(self, from: Self, mask: u64) -> Self {
        let mask = mask as Self;
        (self & !mask) | (from & mask)
    }
}

impl Blend for i128 {
    #[inline]
    fn blend(self, from: Self, mask: u64) -> Self {
        let mask = Self::from(mask.cast_signed());
        (self & !mask) | (from & mask)
    }
}

impl Blend for f64 {
    #[inline]
    fn blend(self, from: Self, mask: u64) -> Self {
        Self::from_bits((self.to_bits() & !mask) | (from.to_bits() & mask))
    }
}

/// A mask for each bit of a byte: processors without variable shifts blend eight values at once by it.
static MASKS: [[u64; 8]; 256] = {
    let mut masks = [[0; 8]; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut bit = 0;
        while bit < 8 {
            if byte >> bit & 1 == 1 {
                masks[byte][bit] = u64::MAX;
            }
            bit += 1;
        }
        byte += 1;
    }
    masks
};

/// `from` where the bit is set, what was there elsewhere.
pub fn blend<T: Blend>(into: &mut [T], from: &Lane<'_, T>, chosen: &BooleanBuffer) {
    let chunks = chosen.bit_chunks();
    match from.slice() {
        Ok(from) => {
            for ((into, from), word) in into.chunks_mut(64).zip(from.chunks(64)).zip(chunks.iter_padded()) {
                match word {
                    0 => {}
                    u64::MAX => into.copy_from_slice(from),
                    _ => {
                        let eights = into.chunks_mut(8).zip(from.chunks(8)).zip(word.to_le_bytes());
                        for ((into, from), byte) in eights {
                            let masks = &MASKS[usize::from(byte)];
                            into.iter_mut().zip(from).zip(masks).for_each(|((a, b), mask)| *a = a.blend(*b, *mask));
                        }
                    }
                }
            }
        }
        Err(from) => {
            for (into, word) in into.chunks_mut(64).zip(chunks.iter_padded()) {
                match word {
                    0 => {}
                    u64::MAX => into.fill(from),
                    _ => {
                        for (into, byte) in into.chunks_mut(8).zip(word.to_le_bytes()) {
                            let masks = &MASKS[usize::from(byte)];
                            into.iter_mut().zip(masks).for_each(|(a, mask)| *a = a.blend(from, *mask));
                        }
                    }
                }
            }
        }
    }
}

/// A value for each row.
pub fn whole<T: Copy>(lane: Lane<'_, T>, rows: usize) -> Vec<T> {
    match lane {
        Lane::Each(values) => values.to_vec(),
        Lane::Own(values) => values,
        Lane::All(value) => vec![value; rows],
    }
}

/// A buffer of values.
pub fn buffer<T: arrow_buffer::ArrowNativeType>(values: Vec<T>) -> ScalarBuffer<T> {
    values.into()
}
