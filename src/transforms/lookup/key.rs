//! The bytes of each row's key: columns in, one piece of bytes a row out.
//!
//! One text is its own bytes, one value of another type those of its array. Of several columns, texts but the last have
//! their length before them, so that no two keys have the same bytes. Refuses floats: their equality is not that of bytes.

use std::borrow::Cow;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef};
use arrow_buffer::NullBuffer;
use arrow_schema::DataType;

/// The keys of some rows.
pub struct Keys<'a> {
    pieces: Pieces<'a>,
    nulls: Option<NullBuffer>,
}

/// One piece of bytes a row.
struct Pieces<'a> {
    bytes: Cow<'a, [u8]>,
    /// Of each row, and one more: where its piece begins.
    starts: Cow<'a, [i32]>,
    /// They may have any length.
    is_text: bool,
}

impl<'a> Keys<'a> {
    /// Of columns of these types and of one length; none if they are not, or have 2 GiB of keys.
    pub fn new(arrays: &'a [ArrayRef], types: &[DataType]) -> Option<Self> {
        let rows = arrays.first()?.len();
        let fit = arrays.len() == types.len() && arrays.iter().zip(types).all(|(array, ty)| array.data_type() == ty);
        if !fit || arrays.iter().any(|array| array.len() != rows) {
            return None;
        }
        let nulls = arrays.iter().fold(None, |nulls, array| NullBuffer::union(nulls.as_ref(), array.nulls()));
        let mut columns = arrays.iter().map(Pieces::of).collect::<Option<Vec<_>>>()?;
        let pieces = if columns.len() == 1 { columns.pop()? } else { Pieces::together(&columns, rows)? };
        Some(Self { pieces, nulls })
    }

    /// Rows.
    pub fn len(&self) -> usize {
        self.pieces.starts.len() - 1
    }

    /// Where these are null, the key is empty too.
    pub fn and_nulls(self, nulls: Option<&NullBuffer>) -> Self {
        Self { nulls: NullBuffer::union(self.nulls.as_ref(), nulls), ..self }
    }

    /// Whether a part of the row's key is empty.
    #[inline]
    pub fn is_empty(&self, row: usize) -> bool {
        self.nulls.as_ref().is_some_and(|nulls| nulls.is_null(row))
    }

    /// The row's key; any bytes where it is empty.
    #[inline]
    pub fn key(&self, row: usize) -> &[u8] {
        self.pieces.get(row)
    }
}

impl<'a> Pieces<'a> {
    #[inline]
    #[expect(clippy::cast_sign_loss, reason = "Arrow's offsets are not negative")]
    fn get(&self, row: usize) -> &[u8] {
        &self.bytes[self.starts[row] as usize..self.starts[row + 1] as usize]
    }

    fn of(array: &'a ArrayRef) -> Option<Self> {
        match array.data_type() {
            DataType::Utf8 => {
                let texts = array.as_string::<i32>();
                Some(Self { bytes: texts.value_data().into(), starts: texts.value_offsets().into(), is_text: true })
            }
            DataType::Boolean => {
                Self::fixed(array.as_boolean().values().iter().map(u8::from).collect(), array.len(), 1)
            }
            DataType::Float32 | DataType::Float64 => None,
            other => {
                let width = other.primitive_width()?;
                let data = array.to_data();
                let start = data.offset() * width;
                let bytes = data.buffers().first()?.as_slice().get(start..start + array.len() * width)?.to_vec();
                Self::fixed(bytes, array.len(), width)
            }
        }
    }

    fn fixed(bytes: Vec<u8>, rows: usize, width: usize) -> Option<Self> {
        let starts = (0..=rows).map(|row| i32::try_from(row * width).ok()).collect::<Option<Vec<_>>>()?;
        Some(Self { bytes: bytes.into(), starts: starts.into(), is_text: false })
    }

    /// Those of several columns, row by row.
    fn together(columns: &[Pieces<'_>], rows: usize) -> Option<Self> {
        let (last, before) = columns.split_last()?;
        let mut bytes = Vec::with_capacity(columns.iter().map(|column| column.bytes.len()).sum::<usize>() + rows);
        let mut starts = Vec::with_capacity(rows + 1);
        starts.push(0);
        for row in 0..rows {
            for column in before {
                let piece = column.get(row);
                if column.is_text {
                    push_length(&mut bytes, piece.len());
                }
                bytes.extend_from_slice(piece);
            }
            bytes.extend_from_slice(last.get(row));
            starts.push(i32::try_from(bytes.len()).ok()?);
        }
        Some(Self { bytes: bytes.into(), starts: starts.into(), is_text: true })
    }
}

/// One byte for a short text; five for others, of which the first is 255.
fn push_length(bytes: &mut Vec<u8>, length: usize) {
    match u8::try_from(length) {
        Ok(short) if short < u8::MAX => bytes.push(short),
        _ => {
            bytes.push(u8::MAX);
            bytes.extend_from_slice(&u32::try_from(length).unwrap_or(u32::MAX).to_le_bytes());
        }
    }
}
