//! Texts of a column, written one after the other into one buffer.
//!
//! Most texts are short: up to 16 bytes are copied as 16, whatever the length, and what is too much is written over by
//! what comes next. That takes a third of the time of copying so many bytes.

use arrow_array::StringArray;
use arrow_buffer::{BooleanBuffer, Buffer, OffsetBuffer};

use crate::transforms::sql::value::MOST_TEXT;

/// Bytes that are copied at once.
const SHORT: usize = 16;

/// The texts so far.
#[derive(Debug)]
pub struct Writer {
    /// Written up to `at`; a row's text is what was added since [`Writer::end`].
    bytes: Vec<u8>,
    at: usize,
    offsets: Vec<i32>,
    /// Longest text of a row.
    most: i32,
    too_long: Vec<usize>,
}

/// A text that is written in many rows.
#[derive(Debug, Clone, Copy)]
pub struct Constant<'a> {
    text: &'a [u8],
    short: [u8; SHORT],
}

impl<'a> Constant<'a> {
    /// Of these bytes.
    #[must_use]
    pub fn new(text: &'a [u8]) -> Self {
        let mut short = [0; SHORT];
        short.iter_mut().zip(text).for_each(|(to, from)| *to = *from);
        Self { text, short }
    }
}

impl Writer {
    /// For so many rows, and about so many bytes, of texts that are made.
    #[must_use]
    pub fn new(rows: usize, bytes: usize) -> Self {
        let mut offsets = Vec::with_capacity(rows + 1);
        offsets.push(0);
        Self { bytes: vec![0; bytes.min(1 << 28) + SHORT], at: 0, offsets, most: LIMIT, too_long: Vec::new() }
    }

    /// The same for texts that are there already, of any length.
    #[must_use]
    pub fn copying(rows: usize, bytes: usize) -> Self {
        Self { most: i32::MAX, ..Self::new(rows, bytes) }
    }

    /// Adds the bytes from `start` to `end` of `all`.
    #[inline]
    pub fn put(&mut self, all: &[u8], start: usize, end: usize) {
        let length = end - start;
        let from = all.get(start..).and_then(|rest| rest.first_chunk::<SHORT>());
        if let (Some(from), true) = (from, length <= SHORT) {
            self.put_short(from, length);
        } else {
            self.put_all(&all[start..end]);
        }
    }

    /// Adds these bytes.
    #[inline]
    pub fn put_all(&mut self, text: &[u8]) {
        self.reserve(text.len());
        self.bytes[self.at..self.at + text.len()].copy_from_slice(text);
        self.at += text.len();
    }

    /// Adds a constant text.
    #[inline]
    pub fn put_constant(&mut self, constant: &Constant<'_>) {
        if constant.text.len() <= SHORT {
            self.put_short(&constant.short, constant.text.len());
        } else {
            self.put_all(constant.text);
        }
    }

    /// Adds a byte so many times.
    #[inline]
    pub fn fill(&mut self, byte: u8, count: usize) {
        if count <= SHORT {
            self.put_short(&[byte; SHORT], count);
        } else {
            self.reserve(count);
            self.bytes[self.at..self.at + count].fill(byte);
            self.at += count;
        }
    }

    #[inline]
    fn put_short(&mut self, from: &[u8; SHORT], length: usize) {
        self.reserve(SHORT);
        if let Some(to) = self.bytes[self.at..].first_chunk_mut::<SHORT>() {
            *to = *from;
        }
        self.at += length;
    }

    #[inline]
    fn reserve(&mut self, more: usize) {
        if self.bytes.len() - self.at < more {
            self.grow(more);
        }
    }

    #[cold]
    fn grow(&mut self, more: usize) {
        self.bytes.resize((self.bytes.len() + more) * 2, 0);
    }

    /// Ends a row's text. What is too long, alone or with those before it, is dropped, and told by [`Writer::finish`].
    #[inline]
    pub fn end(&mut self) {
        let start = *self.offsets.last().unwrap_or(&0);
        match i32::try_from(self.at) {
            Ok(end) if end - start <= self.most => self.offsets.push(end),
            _ => self.drop_last(start),
        }
    }

    #[cold]
    fn drop_last(&mut self, start: i32) {
        self.at = usize::try_from(start).unwrap_or(0);
        self.too_long.push(self.offsets.len() - 1);
        self.offsets.push(start);
    }

    /// The texts, and the rows that were too long, if there are any; none if a text is no UTF-8.
    #[must_use]
    pub fn finish(mut self) -> Option<(StringArray, Option<BooleanBuffer>)> {
        self.bytes.truncate(self.at);
        let rows = self.offsets.len() - 1;
        let too_long = (!self.too_long.is_empty()).then(|| {
            let mut bits = vec![false; rows];
            self.too_long.iter().for_each(|row| bits[*row] = true);
            BooleanBuffer::from(bits)
        });
        let offsets = OffsetBuffer::new(self.offsets.into());
        let texts = StringArray::try_new(offsets, Buffer::from_vec(self.bytes), None).ok()?;
        Some((texts, too_long))
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_possible_wrap, reason = "1 MiB")]
const LIMIT: i32 = MOST_TEXT as i32;

#[cfg(test)]
mod tests {
    use super::*;
    use arrow_array::Array;

    #[test]
    fn texts_of_all_lengths_stand_as_they_were_put() {
        let all: Vec<u8> = (0..200).map(|at| b'a' + at % 26).collect();
        let (long, mark) = ([b'x'; 40], b"-");
        let mut writer = Writer::new(1, 0);
        let mut want = Vec::new();
        for length in 0..60 {
            for start in [0, 100, 200 - length] {
                writer.put(&all, start, start + length);
                writer.put_constant(&Constant::new(if length % 2 == 0 { mark } else { &long }));
                writer.fill(b'0', length);
                writer.end();
                let mark = if length % 2 == 0 { &mark[..] } else { &long };
                let text = [&all[start..start + length], mark, &vec![b'0'; length]].concat();
                want.push(String::from_utf8(text).unwrap());
            }
        }
        writer.fill(b'z', MOST_TEXT + 1);
        writer.end();
        let (texts, too_long) = writer.finish().unwrap();
        assert_eq!(too_long.unwrap().set_indices().collect::<Vec<_>>(), [180]);
        assert_eq!((texts.len(), texts.value(180)), (181, ""));
        for (row, want) in want.iter().enumerate() {
            assert_eq!(texts.value(row), want);
        }
    }
}
