//! Rows of a table as bytes, one by one, and columns of such rows.
//!
//! In: arrays in a plan's order. Out: bytes that hold all of a row; and of rows in any order arrays again. Refuses to
//! know: what order rows have, where their bytes wait.
//!
//! A row is a bit for each value that is there, then the values: of fixed width as Arrow has them, texts after their
//! length, lists after the number of their elements, each of which is written as a row is.

use std::sync::Arc;

use arrow_array::builder::{BooleanBuilder, StringBuilder};
use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, BooleanArray, ListArray, StringArray, StructArray, make_array, new_empty_array};
use arrow_buffer::{Buffer, MutableBuffer, NullBufferBuilder, OffsetBuffer};
use arrow_schema::{DataType, FieldRef};

use super::table::TablePlan;
use super::{Refused, defect};

/// The columns of a batch, to be taken apart.
pub struct Rows<'a>(Vec<Cells<'a>>);

enum Cells<'a> {
    Texts(&'a StringArray),
    Truths(&'a BooleanArray),
    Fixed(&'a ArrayRef, Buffer, usize),
    Lists(&'a ListArray, Rows<'a>),
}

impl<'a> Cells<'a> {
    fn of(array: &'a ArrayRef) -> Option<Self> {
        Some(match array.data_type() {
            DataType::Utf8 => Self::Texts(array.as_string()),
            DataType::Boolean => Self::Truths(array.as_boolean()),
            DataType::List(_) => {
                let lists = array.as_list::<i32>();
                let parts =
                    lists.values().as_struct_opt().map_or(std::slice::from_ref(lists.values()), StructArray::columns);
                Self::Lists(lists, Rows(parts.iter().map(Self::of).collect::<Option<_>>()?))
            }
            fixed => {
                let width = fixed.primitive_width()?;
                let data = array.to_data();
                let values = data.buffers().first()?.slice_with_length(data.offset() * width, data.len() * width);
                Self::Fixed(array, values, width)
            }
        })
    }

    fn is_valid(&self, row: usize) -> bool {
        match self {
            Self::Texts(texts) => texts.is_valid(row),
            Self::Truths(truths) => truths.is_valid(row),
            Self::Fixed(array, ..) => array.is_valid(row),
            Self::Lists(lists, _) => lists.is_valid(row),
        }
    }

    fn push(&self, row: usize, into: &mut Vec<u8>) {
        match self {
            Self::Texts(texts) => {
                let text = texts.value(row).as_bytes();
                into.extend_from_slice(&u32::try_from(text.len()).unwrap_or(u32::MAX).to_le_bytes());
                into.extend_from_slice(text);
            }
            Self::Truths(truths) => into.push(truths.value(row).into()),
            Self::Fixed(_, values, width) => into.extend_from_slice(&values[row * width..(row + 1) * width]),
            Self::Lists(lists, elements) => {
                let ends = [row, row + 1].map(|at| usize::try_from(lists.value_offsets()[at]).unwrap_or(0));
                into.extend_from_slice(&u32::try_from(ends[1] - ends[0]).unwrap_or(u32::MAX).to_le_bytes());
                (ends[0]..ends[1]).for_each(|element| elements.push(element, into));
            }
        }
    }
}

impl<'a> Rows<'a> {
    /// Of these arrays, all of one length.
    ///
    /// # Errors
    /// TL0911 for types that tables do not have.
    pub fn of(arrays: impl IntoIterator<Item = &'a ArrayRef>) -> Result<Self, Refused> {
        let cells = arrays.into_iter().map(Cells::of).collect::<Option<_>>();
        cells.map(Self).ok_or_else(|| defect("a column that rows cannot hold"))
    }

    /// Appends a row.
    pub fn push(&self, row: usize, into: &mut Vec<u8>) {
        let start = into.len();
        into.resize(start + self.0.len().div_ceil(8), 0);
        for (at, cells) in self.0.iter().enumerate() {
            if cells.is_valid(row) {
                into[start + at / 8] |= 1 << (at % 8);
                cells.push(row, into);
            }
        }
    }
}

/// Rows that become columns again.
#[derive(Default)]
pub struct Gathered {
    columns: Vec<Column>,
    rows: usize,
    bytes: usize,
}

enum Column {
    Texts(StringBuilder),
    Truths(BooleanBuilder),
    Fixed { ty: DataType, width: usize, values: MutableBuffer, there: NullBufferBuilder },
    Lists { element: FieldRef, lengths: Vec<usize>, parts: Vec<Column> },
}

impl Gathered {
    /// Rows so far.
    #[must_use]
    pub const fn rows(&self) -> usize {
        self.rows
    }

    /// Bytes of these rows: the same for the same rows.
    #[must_use]
    pub const fn bytes(&self) -> usize {
        self.bytes
    }

    /// Takes a row of a table as [`Rows::push`] wrote it.
    ///
    /// # Errors
    /// TL0911 for other bytes, or types that tables do not have.
    pub fn push(&mut self, plan: &TablePlan, row: &[u8]) -> Result<(), Refused> {
        if self.rows == 0 {
            let columns = plan.arrays().fields().iter().map(|field| Column::new(field.data_type()));
            self.columns = columns.collect::<Option<_>>().ok_or_else(|| defect("a column that rows cannot hold"))?;
        }
        self.rows += 1;
        self.bytes += row.len();
        self.take(row).ok_or_else(|| defect("a stored row"))
    }

    fn take(&mut self, row: &[u8]) -> Option<()> {
        take_row(&mut self.columns, row)?.is_empty().then_some(())
    }

    /// The columns of all rows.
    ///
    /// # Errors
    /// TL0911: a defect.
    pub fn finish(self) -> Result<Vec<ArrayRef>, Refused> {
        let rows = self.rows;
        let columns = self.columns.into_iter().map(|column| column.finish(rows)).collect::<Option<_>>();
        columns.ok_or_else(|| defect("columns of stored rows"))
    }
}

/// Takes a row from the front of these bytes; gives the rest.
fn take_row<'b>(columns: &mut [Column], bytes: &'b [u8]) -> Option<&'b [u8]> {
    let (there, mut rest) = bytes.split_at_checked(columns.len().div_ceil(8))?;
    for (at, column) in columns.iter_mut().enumerate() {
        if there[at / 8] >> (at % 8) & 1 == 1 {
            rest = column.take(rest)?;
        } else {
            column.take_nothing();
        }
    }
    Some(rest)
}

impl Column {
    fn new(ty: &DataType) -> Option<Self> {
        Some(match ty {
            DataType::Utf8 => Self::Texts(StringBuilder::new()),
            DataType::Boolean => Self::Truths(BooleanBuilder::new()),
            DataType::List(element) => {
                let parts = match element.data_type() {
                    DataType::Struct(fields) => fields.iter().map(|field| Self::new(field.data_type())).collect(),
                    single => Self::new(single).map(|one| vec![one]),
                };
                Self::Lists { element: Arc::clone(element), lengths: Vec::new(), parts: parts? }
            }
            fixed => Self::Fixed {
                ty: fixed.clone(),
                width: fixed.primitive_width()?,
                values: MutableBuffer::new(0),
                there: NullBufferBuilder::new(0),
            },
        })
    }

    /// Takes a value from the front of a row's bytes; gives the rest.
    fn take<'b>(&mut self, bytes: &'b [u8]) -> Option<&'b [u8]> {
        match self {
            Self::Texts(texts) => {
                let (length, rest) = bytes.split_first_chunk::<4>()?;
                let (text, rest) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
                texts.append_value(std::str::from_utf8(text).ok()?);
                Some(rest)
            }
            Self::Truths(truths) => {
                let (truth, rest) = bytes.split_first()?;
                truths.append_value(*truth == 1);
                Some(rest)
            }
            Self::Fixed { width, values, there, .. } => {
                let (value, rest) = bytes.split_at_checked(*width)?;
                values.extend_from_slice(value);
                there.append_non_null();
                Some(rest)
            }
            Self::Lists { lengths, parts, .. } => {
                let (length, mut rest) = bytes.split_first_chunk::<4>()?;
                let length = u32::from_le_bytes(*length) as usize;
                for _ in 0..length {
                    rest = take_row(parts, rest)?;
                }
                lengths.push(length);
                Some(rest)
            }
        }
    }

    fn take_nothing(&mut self) {
        match self {
            Self::Texts(texts) => texts.append_null(),
            Self::Truths(truths) => truths.append_null(),
            Self::Fixed { width, values, there, .. } => {
                values.extend_zeros(*width);
                there.append_null();
            }
            // No list is null.
            Self::Lists { lengths, .. } => lengths.push(0),
        }
    }

    fn finish(self, rows: usize) -> Option<ArrayRef> {
        Some(match self {
            Self::Texts(mut texts) => Arc::new(texts.finish()),
            Self::Truths(mut truths) => Arc::new(truths.finish()),
            Self::Fixed { ty, values, mut there, .. } => {
                let empty = new_empty_array(&ty).to_data().into_builder().buffers(vec![values.into()]);
                make_array(empty.len(rows).nulls(there.finish()).build().ok()?)
            }
            Self::Lists { element, lengths, parts } => {
                let elements = lengths.iter().sum();
                let mut parts = parts.into_iter().map(|part| part.finish(elements)).collect::<Option<Vec<_>>>()?;
                let values = match element.data_type() {
                    DataType::Struct(fields) => {
                        Arc::new(StructArray::try_new_with_length(fields.clone(), parts, None, elements).ok()?)
                    }
                    _ => parts.pop()?,
                };
                Arc::new(ListArray::try_new(element, OffsetBuffer::from_lengths(lengths), values, None).ok()?)
            }
        })
    }
}
