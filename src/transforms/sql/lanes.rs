//! Loops over slices, without a branch for each row; and the algebra of the lanes.

use arrow_buffer::{BooleanBuffer, Buffer, ScalarBuffer};

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

/// `from` where the bit is set, what was there elsewhere.
pub fn blend<T: Copy>(into: &mut [T], from: &Lane<'_, T>, chosen: &BooleanBuffer) {
    let words = chosen.bit_chunks();
    let words = words.iter_padded();
    match from.slice() {
        Ok(from) => {
            for ((into, from), word) in into.chunks_mut(64).zip(from.chunks(64)).zip(words) {
                match word {
                    0 => {}
                    u64::MAX => into.copy_from_slice(from),
                    _ => {
                        for (at, (into, from)) in into.iter_mut().zip(from).enumerate() {
                            *into = if (word >> at) & 1 == 1 { *from } else { *into };
                        }
                    }
                }
            }
        }
        Err(from) => {
            for (into, word) in into.chunks_mut(64).zip(words) {
                match word {
                    0 => {}
                    u64::MAX => into.fill(from),
                    _ => {
                        for (at, into) in into.iter_mut().enumerate() {
                            *into = if (word >> at) & 1 == 1 { from } else { *into };
                        }
                    }
                }
            }
        }
    }
}

/// A buffer of values.
pub fn buffer<T: arrow_buffer::ArrowNativeType>(values: Vec<T>) -> ScalarBuffer<T> {
    values.into()
}
