//! Which rows of an array hold one of a few values.

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, ArrowNativeTypeOp, BooleanArray, downcast_primitive_array};
use arrow_buffer::BooleanBuffer;
use arrow_schema::DataType;

/// So many values are compared one by one.
const FEW: usize = 8;

/// True where the row has a value and it is one of `values`, which are of the array's type and not null. Floats are
/// equal as numbers are: 0 is -0, and NaN is nothing.
pub(super) fn any_of(array: &ArrayRef, values: &ArrayRef) -> BooleanArray {
    let found = BooleanBuffer::collect_bool(array.len(), matcher(array, values));
    BooleanArray::new(array.nulls().map_or_else(|| found.clone(), |nulls| &found & nulls.inner()), None)
}

fn matcher<'a>(array: &'a ArrayRef, values: &'a ArrayRef) -> Box<dyn FnMut(usize) -> bool + 'a> {
    let (array, values) = (array.as_ref(), values.as_ref());
    if array.data_type() != values.data_type() {
        return Box::new(|_| false);
    }
    downcast_primitive_array!(
        (array, values) => {
            let mut wanted = values.values().to_vec();
            // Floats are few, and their order is not that of numbers: 0 and -0 differ in it.
            if wanted.len() <= FEW || array.data_type().is_floating() {
                Box::new(move |row| wanted.contains(&array.value(row)))
            } else {
                wanted.sort_unstable_by(|one, other| one.compare(*other));
                Box::new(move |row| wanted.binary_search_by(|one| one.compare(array.value(row))).is_ok())
            }
        }
        (DataType::Utf8, DataType::Utf8) => {
            let (array, wanted) = (array.as_string::<i32>(), values.as_string::<i32>());
            let mut wanted: Vec<&str> = wanted.iter().flatten().collect();
            wanted.sort_unstable();
            Box::new(move |row| wanted.binary_search(&array.value(row)).is_ok())
        },
        (DataType::Boolean, DataType::Boolean) => {
            let (array, wanted) = (array.as_boolean(), values.as_boolean());
            Box::new(move |row| (0..wanted.len()).any(|value| array.value(row) == wanted.value(value)))
        },
        _ => Box::new(|_| false)
    )
}
