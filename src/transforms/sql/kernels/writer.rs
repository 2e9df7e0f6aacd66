//! Texts of a column, written one after the other into one buffer.

use arrow_array::StringArray;
use arrow_buffer::{Buffer, OffsetBuffer};

use crate::transforms::sql::value::MOST_TEXT;

/// The texts so far.
#[derive(Debug)]
pub struct Writer {
    /// All bytes; a row's text is what was added since [`Writer::end`].
    pub bytes: Vec<u8>,
    offsets: Vec<i32>,
    too_long: Vec<u32>,
}

impl Writer {
    /// For so many rows, and about so many bytes.
    #[must_use]
    pub fn new(rows: usize, bytes: usize) -> Self {
        let mut offsets = Vec::with_capacity(rows + 1);
        offsets.push(0);
        Self { bytes: Vec::with_capacity(bytes.min(1 << 28)), offsets, too_long: Vec::new() }
    }

    /// Ends a row's text. What is too long is dropped, and told by [`Writer::finish`].
    #[inline]
    pub fn end(&mut self) {
        let start = *self.offsets.last().unwrap_or(&0);
        match i32::try_from(self.bytes.len()) {
            Ok(end) if end - start <= LIMIT => self.offsets.push(end),
            _ => self.drop_last(start),
        }
    }

    #[cold]
    fn drop_last(&mut self, start: i32) {
        self.bytes.truncate(usize::try_from(start).unwrap_or(0));
        self.too_long.push(u32::try_from(self.offsets.len() - 1).unwrap_or(u32::MAX));
        self.offsets.push(start);
    }

    /// The texts, and the rows that were too long; none if a text is no UTF-8.
    #[must_use]
    pub fn finish(self) -> Option<(StringArray, Vec<u32>)> {
        let offsets = OffsetBuffer::new(self.offsets.into());
        let texts = StringArray::try_new(offsets, Buffer::from_vec(self.bytes), None).ok()?;
        Some((texts, self.too_long))
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_possible_wrap, reason = "1 MiB")]
const LIMIT: i32 = MOST_TEXT as i32;
