//! The bytes of a row's key: columns in, one piece of bytes a row out.
//!
//! One text is its own bytes, one value of another type those of its array. Of several columns, texts but the last have
//! their length before them, so that no two keys have the same bytes. Refuses floats: their equality is not that of bytes.

use std::borrow::Cow;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, StringArray};
use arrow_buffer::NullBuffer;
use arrow_schema::DataType;

/// What is done with each row.
pub trait Visit {
    /// A complete key.
    fn key(&mut self, row: u32, key: &[u8]);
    /// A part of the key is empty.
    fn empty(&mut self, row: u32);
}

/// The key columns of some rows.
pub struct KeyColumns<'a> {
    rows: usize,
    columns: Vec<KeyColumn<'a>>,
    nulls: Option<NullBuffer>,
}

enum KeyColumn<'a> {
    Text(&'a StringArray),
    /// Bytes of so many a value.
    Fixed(Cow<'a, [u8]>, usize),
}

impl<'a> KeyColumns<'a> {
    /// Columns of these types and of one length; none if they are not.
    pub fn new(arrays: &'a [ArrayRef], types: &[DataType]) -> Option<Self> {
        let rows = arrays.first()?.len();
        let fit = arrays.len() == types.len() && arrays.iter().zip(types).all(|(array, ty)| array.data_type() == ty);
        if !fit || arrays.iter().any(|array| array.len() != rows) {
            return None;
        }
        let columns = arrays.iter().map(KeyColumn::new).collect::<Option<_>>()?;
        let nulls = arrays.iter().fold(None, |nulls, array| NullBuffer::union(nulls.as_ref(), array.nulls()));
        Some(Self { rows, columns, nulls })
    }

    /// Rows.
    pub const fn rows(&self) -> usize {
        self.rows
    }

    /// Where these are null, the key is empty too.
    pub fn and_nulls(self, nulls: Option<&NullBuffer>) -> Self {
        Self { nulls: NullBuffer::union(self.nulls.as_ref(), nulls), ..self }
    }

    /// Shows every row's key.
    pub fn visit(&self, visit: &mut impl Visit) {
        match &self.columns[..] {
            [KeyColumn::Text(texts)] => {
                let bytes = texts.value_data();
                let mut ends = texts.value_offsets().iter().map(|end| usize::try_from(*end).unwrap_or_default());
                let mut start = ends.next().unwrap_or_default();
                self.each(visit, |_| {
                    let end = ends.next().unwrap_or(start);
                    let from = std::mem::replace(&mut start, end);
                    &bytes[from..end]
                });
            }
            [KeyColumn::Fixed(bytes, width)] => self.each(visit, |row| &bytes[row * width..(row + 1) * width]),
            _ => self.several(visit),
        }
    }

    fn each<'k>(&self, visit: &mut impl Visit, mut key: impl FnMut(usize) -> &'k [u8]) {
        for (row, number) in (0..self.rows).zip(0_u32..) {
            let key = key(row);
            if self.nulls.as_ref().is_none_or(|nulls| nulls.is_valid(row)) {
                visit.key(number, key);
            } else {
                visit.empty(number);
            }
        }
    }

    fn several(&self, visit: &mut impl Visit) {
        let mut key = Vec::new();
        let last = self.columns.len() - 1;
        for (row, number) in (0..self.rows).zip(0_u32..) {
            if self.nulls.as_ref().is_some_and(|nulls| nulls.is_null(row)) {
                visit.empty(number);
                continue;
            }
            key.clear();
            for (at, column) in self.columns.iter().enumerate() {
                let part = column.bytes(row);
                if at < last && matches!(column, KeyColumn::Text(_)) {
                    key.extend_from_slice(&u32::try_from(part.len()).unwrap_or(u32::MAX).to_le_bytes());
                }
                key.extend_from_slice(part);
            }
            visit.key(number, &key);
        }
    }
}

impl<'a> KeyColumn<'a> {
    fn new(array: &'a ArrayRef) -> Option<Self> {
        match array.data_type() {
            DataType::Utf8 => Some(Self::Text(array.as_string::<i32>())),
            DataType::Boolean => {
                let bytes: Vec<u8> = array.as_boolean().values().iter().map(u8::from).collect();
                Some(Self::Fixed(bytes.into(), 1))
            }
            DataType::Float32 | DataType::Float64 => None,
            other => {
                let width = other.primitive_width()?;
                let data = array.to_data();
                let start = data.offset() * width;
                let bytes = data.buffers().first()?.as_slice().get(start..start + array.len() * width)?.to_vec();
                Some(Self::Fixed(bytes.into(), width))
            }
        }
    }

    fn bytes(&self, row: usize) -> &[u8] {
        match self {
            Self::Text(texts) => texts.value(row).as_bytes(),
            Self::Fixed(bytes, width) => &bytes[row * width..(row + 1) * width],
        }
    }
}
