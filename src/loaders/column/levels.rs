//! Which values of a page are there: the definition levels of a flat column.
//!
//! In: the validity of arrays. Out: the levels as a data page of version 1 begins with them. Refuses to know: values.
//!
//! Levels are 0 and 1, so that a run of packed bits is the bitmap of an array, bit for bit. Where all are alike it is one
//! repeated run.

use arrow_array::Array;
use arrow_buffer::BooleanBufferBuilder;

use super::bits::varint;

/// The levels of the open page.
#[derive(Debug)]
pub(super) struct Levels {
    /// Nothing where a column has no levels.
    there: Option<BooleanBufferBuilder>,
    rows: usize,
    nulls: usize,
}

impl Levels {
    /// Of a column that may have nulls, or of one that may not.
    pub(super) fn new(nullable: bool) -> Self {
        Self { there: nullable.then(|| BooleanBufferBuilder::new(0)), rows: 0, nulls: 0 }
    }

    /// The next rows.
    pub(super) fn push(&mut self, array: &dyn Array) {
        self.rows += array.len();
        self.nulls += array.null_count();
        let Some(there) = &mut self.there else { return };
        match array.nulls() {
            Some(nulls) => there.append_buffer(nulls.inner()),
            None => there.append_n(array.len(), true),
        }
    }

    pub(super) const fn rows(&self) -> usize {
        self.rows
    }

    pub(super) const fn nulls(&self) -> usize {
        self.nulls
    }

    /// Appends the page's levels with their length before them, and begins the next page.
    pub(super) fn flush(&mut self, out: &mut Vec<u8>) {
        let (rows, nulls) = (std::mem::take(&mut self.rows), std::mem::take(&mut self.nulls));
        let Some(there) = &mut self.there else { return };
        let start = out.len();
        out.extend([0; size_of::<u32>()]);
        if nulls == 0 || nulls == rows {
            varint((rows as u64) << 1, out);
            out.push(u8::from(nulls == 0));
        } else {
            let bytes = rows.div_ceil(8);
            varint((bytes as u64) << 1 | 1, out);
            out.extend_from_slice(&there.as_slice()[..bytes]);
        }
        there.truncate(0);
        let length = u32::try_from(out.len() - start - size_of::<u32>()).unwrap_or(u32::MAX);
        out[start..start + size_of::<u32>()].copy_from_slice(&length.to_le_bytes());
    }
}
