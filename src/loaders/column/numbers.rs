//! Whole numbers of one column, page by page, as numbers of a dictionary or as `DELTA_BINARY_PACKED`.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Decimal64Type, Int16Type, Int32Type, Int64Type, Time64MicrosecondType, TimestampMicrosecondType,
};
use arrow_array::{Array, ArrayRef, ArrowPrimitiveType};
use arrow_schema::{DataType, TimeUnit};
use parquet::basic::{BoundaryOrder, Encoding, Type};
use parquet::file::statistics::{Statistics, ValueStatistics};

use super::bounds::{Bounds, ends};
use super::delta::{self, Whole};
use super::dictionary::{DictionaryPage, NumberTable, Numbered};
use super::pages::PlainPage;
use super::{Body, Levels, make_room};

/// The numbers of the open page, without nulls.
#[derive(Debug)]
pub(super) struct Numbers<T> {
    values: Vec<T>,
    bounds: Bounds<T>,
    dictionary: Option<Numbered<NumberTable<T>>>,
}

/// A number that Parquet has, and how statistics hold it.
pub(super) trait Stored: Whole + std::fmt::Debug + Send {
    /// As `PLAIN` and statistics have it.
    fn append_to(self, out: &mut Vec<u8>);
    fn statistics(values: ValueStatistics<Self>) -> Statistics;
    /// Narrower or equal numbers of an array that this type stores; nothing of another array.
    fn gather(array: &ArrayRef, into: &mut Vec<Self>) -> bool;
}

impl Stored for i32 {
    fn append_to(self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.to_le_bytes());
    }

    fn statistics(values: ValueStatistics<Self>) -> Statistics {
        Statistics::Int32(values)
    }

    fn gather(array: &ArrayRef, into: &mut Vec<Self>) -> bool {
        match array.data_type() {
            DataType::Int16 => gather::<Int16Type, _>(array, into, i32::from),
            DataType::Int32 => gather::<Int32Type, _>(array, into, |value| value),
            DataType::Date32 => gather::<Date32Type, _>(array, into, |value| value),
            // A decimal of at most nine digits.
            DataType::Decimal64(..) => {
                #[expect(clippy::cast_possible_truncation, reason = "nine digits fit into 32 bits")]
                gather::<Decimal64Type, _>(array, into, |value| value as i32);
            }
            _ => return false,
        }
        true
    }
}

impl Stored for i64 {
    fn append_to(self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.to_le_bytes());
    }

    fn statistics(values: ValueStatistics<Self>) -> Statistics {
        Statistics::Int64(values)
    }

    fn gather(array: &ArrayRef, into: &mut Vec<Self>) -> bool {
        match array.data_type() {
            DataType::Int64 => gather::<Int64Type, _>(array, into, |value| value),
            DataType::Decimal64(..) => gather::<Decimal64Type, _>(array, into, |value| value),
            DataType::Time64(TimeUnit::Microsecond) => {
                gather::<Time64MicrosecondType, _>(array, into, |value| value);
            }
            DataType::Timestamp(TimeUnit::Microsecond, _) => {
                gather::<TimestampMicrosecondType, _>(array, into, |value| value);
            }
            _ => return false,
        }
        true
    }
}

fn gather<A: ArrowPrimitiveType, T>(array: &ArrayRef, into: &mut Vec<T>, number: impl Fn(A::Native) -> T) {
    let array = array.as_primitive::<A>();
    make_room(into, array.len() - array.null_count());
    let values = array.values();
    match array.nulls() {
        None => into.extend(values.iter().copied().map(number)),
        Some(nulls) => into.extend(nulls.valid_indices().map(|row| number(values[row]))),
    }
}

impl<T: Stored> Numbers<T> {
    fn new(dictionary: bool) -> Self {
        let dictionary = dictionary.then(|| Numbered::new(NumberTable::new()));
        Self { values: Vec::new(), bounds: Bounds::new(), dictionary }
    }
}

impl<T: Stored> Body for Numbers<T> {
    fn fits(&self, array: &ArrayRef, rows: usize) -> usize {
        array.len().min(rows)
    }

    fn push(&mut self, array: &ArrayRef) -> bool {
        T::gather(array, &mut self.values)
    }

    fn is_full(&self) -> bool {
        false
    }

    fn flush(&mut self, levels: &mut Levels) -> PlainPage {
        let counts = levels.counts();
        let mut body = Vec::with_capacity(self.values.len() * size_of::<T>() / 2);
        levels.flush(&mut body);
        let values = &self.values;
        let numbered = self
            .dictionary
            .as_mut()
            .is_some_and(|dictionary| dictionary.page(|table, numbers| table.page(values, numbers), &mut body));
        if !numbered {
            delta::encode(values, &mut body);
        }
        let ends = ends(&self.values);
        if let Some(ends) = &ends {
            self.bounds.page(ends);
        }
        self.values.clear();
        let bytes = |value: T| {
            let mut bytes = Vec::with_capacity(size_of::<T>());
            value.append_to(&mut bytes);
            bytes
        };
        let ends = ends.map(|(least, greatest)| (bytes(least), bytes(greatest)));
        let encoding = if numbered { Encoding::RLE_DICTIONARY } else { Encoding::DELTA_BINARY_PACKED };
        PlainPage { encoding, counts, ends, text_bytes: None, body }
    }

    fn dictionary(&mut self) -> Option<DictionaryPage> {
        self.dictionary.take().map(|dictionary| dictionary.table().close())
    }

    fn statistics(&self, nulls: u64) -> (Statistics, BoundaryOrder) {
        let (least, greatest) = self.bounds.all().copied().unzip();
        let values = ValueStatistics::new(least, greatest, None, Some(nulls), false);
        (T::statistics(values.with_backwards_compatible_min_max(true)), self.bounds.order())
    }
}

/// The body for numbers of this type in the file and in memory; nothing where they are stored in another way.
pub(super) fn body(physical: Type, arrays: &DataType, dictionary: bool) -> Option<Box<dyn Body>> {
    let stored = match physical {
        Type::INT32 => matches!(arrays, DataType::Int16 | DataType::Int32 | DataType::Date32 | DataType::Decimal64(..)),
        Type::INT64 => matches!(
            arrays,
            DataType::Int64
                | DataType::Decimal64(..)
                | DataType::Time64(TimeUnit::Microsecond)
                | DataType::Timestamp(TimeUnit::Microsecond, _)
        ),
        _ => false,
    };
    stored.then(|| -> Box<dyn Body> {
        if physical == Type::INT32 {
            Box::new(Numbers::<i32>::new(dictionary))
        } else {
            Box::new(Numbers::<i64>::new(dictionary))
        }
    })
}
