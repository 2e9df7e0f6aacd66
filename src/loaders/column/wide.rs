//! Decimals of more than 18 digits of one column, page by page, as numbers of a dictionary or as they are: big-endian, in as
//! many bytes as their digits need.

use arrow_array::types::Decimal128Type;
use arrow_array::{Array, ArrayRef, PrimitiveArray};
use arrow_schema::DataType;
use parquet::basic::{BoundaryOrder, Encoding, Type};
use parquet::data_type::{ByteArray, FixedLenByteArray};
use parquet::file::statistics::{Statistics, ValueStatistics};
use parquet::schema::types::ColumnDescriptor;

use super::bounds::{Bounds, ends};
use super::dictionary::{DictionaryPage, Numbered, WideTable};
use super::pages::PlainPage;
use super::{Body, Levels, make_room};

/// The numbers of the open page, without nulls.
#[derive(Debug)]
struct Wide {
    /// Bytes of a number in the file, at most 16.
    width: usize,
    values: Vec<i128>,
    bounds: Bounds<i128>,
    dictionary: Option<Numbered<WideTable>>,
}

/// Appends a number as the file and its statistics have it: the last bytes, big-endian.
pub(super) fn append(value: i128, width: usize, out: &mut Vec<u8>) {
    out.extend_from_slice(&value.to_be_bytes()[size_of::<i128>() - width..]);
}

impl Wide {
    fn bytes(&self, value: i128) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.width);
        append(value, self.width, &mut bytes);
        bytes
    }
}

impl Body for Wide {
    fn fits(&self, array: &ArrayRef, rows: usize) -> usize {
        array.len().min(rows)
    }

    fn push(&mut self, array: &ArrayRef) -> bool {
        let Some(array) = array.as_any().downcast_ref::<PrimitiveArray<Decimal128Type>>() else { return false };
        make_room(&mut self.values, array.len() - array.null_count());
        if array.null_count() == 0 {
            self.values.extend_from_slice(array.values());
        } else {
            self.values.extend(array.iter().flatten());
        }
        true
    }

    fn is_full(&self) -> bool {
        false
    }

    fn flush(&mut self, levels: &mut Levels) -> PlainPage {
        let counts = levels.counts();
        let mut body = Vec::with_capacity(self.values.len() * self.width + counts.entries / 8);
        levels.flush(&mut body);
        let (values, width) = (&self.values, self.width);
        let numbered = self
            .dictionary
            .as_mut()
            .is_some_and(|dictionary| dictionary.page(|table, numbers| table.page(values, numbers), &mut body));
        if !numbered {
            for value in values {
                append(*value, width, &mut body);
            }
        }
        let ends = ends(&self.values);
        if let Some(ends) = &ends {
            self.bounds.page(ends);
        }
        self.values.clear();
        let ends = ends.map(|(least, greatest)| (self.bytes(least), self.bytes(greatest)));
        let encoding = if numbered { Encoding::RLE_DICTIONARY } else { Encoding::PLAIN };
        PlainPage { encoding, counts, ends, text_bytes: None, body }
    }

    fn dictionary(&mut self) -> Option<DictionaryPage> {
        self.dictionary.take().map(|dictionary| dictionary.table().close(self.width))
    }

    fn statistics(&self, nulls: u64) -> (Statistics, BoundaryOrder) {
        let stored = |value: &i128| FixedLenByteArray::from(ByteArray::from(self.bytes(*value)));
        let (least, greatest) = self.bounds.all().map(|(least, greatest)| (stored(least), stored(greatest))).unzip();
        let values = ValueStatistics::new(least, greatest, None, Some(nulls), false);
        let values = values.with_backwards_compatible_min_max(true);
        (Statistics::FixedLenByteArray(values), self.bounds.order())
    }
}

/// The body for decimals that no whole number of Parquet holds; nothing of other columns.
pub(super) fn body(column: &ColumnDescriptor, arrays: &DataType, dictionary: bool) -> Option<Box<dyn Body>> {
    let is_wide = column.physical_type() == Type::FIXED_LEN_BYTE_ARRAY && matches!(arrays, DataType::Decimal128(..));
    let width = usize::try_from(column.type_length()).ok().filter(|width| is_wide && *width <= size_of::<i128>())?;
    let dictionary = dictionary.then(|| Numbered::new(WideTable::new()));
    Some(Box::new(Wide { width, values: Vec::new(), bounds: Bounds::new(), dictionary }))
}
