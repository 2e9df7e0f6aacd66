//! How many rows stand in a page of a column that is in lists.
//!
//! In: the first batches of a row group. Out: for each Parquet column of a field, the rows of a page. The writer ends a page
//! after so many rows or bytes; where one row has thousands of elements that hardly take bytes, it would hold the levels of
//! all of them until the row group ends. Refuses to know: names, encodings.

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef};

/// Elements of a page.
const PAGE_ELEMENTS: usize = 200_000;
/// Rows of a page where nothing is said.
const PAGE_ROWS: usize = 20_000;

/// For each Parquet column of these arrays of lists; none where its pages are as all are.
pub fn rows(arrays: &[&ArrayRef]) -> Vec<Option<usize>> {
    let rows: usize = arrays.iter().map(Array::len).sum();
    let mut elements: Vec<usize> = Vec::new();
    for array in arrays {
        let own = values(array);
        elements.resize(own.len(), 0);
        elements.iter_mut().zip(own).for_each(|(sum, own)| *sum += own);
    }
    let of = |elements: usize| (PAGE_ELEMENTS.saturating_mul(rows) / elements.max(1)).max(1);
    elements.into_iter().map(|elements| Some(of(elements)).filter(|rows| *rows < PAGE_ROWS)).collect()
}

/// How many values each Parquet column has.
fn values(array: &ArrayRef) -> Vec<usize> {
    if let Some(lists) = array.as_list_opt::<i32>() {
        return values(lists.values());
    }
    match array.as_struct_opt() {
        Some(parts) => parts.columns().iter().flat_map(values).collect(),
        None => vec![array.len()],
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow_array::{Int32Array, ListArray};
    use arrow_buffer::OffsetBuffer;
    use arrow_schema::{DataType, Field};

    use super::*;

    fn lists(rows: usize, each: usize) -> ArrayRef {
        let element = Arc::new(Field::new("element", DataType::Int32, true));
        let values = Arc::new(Int32Array::from(vec![1; rows * each]));
        Arc::new(ListArray::new(element, OffsetBuffer::from_lengths(vec![each; rows]), values, None))
    }

    #[test]
    fn rows_with_many_elements_make_pages_of_few_rows() {
        for (rows, each, wanted) in
            [(10, 0, None), (10, 10, None), (10, 12, Some(16_666)), (10, 9_000, Some(22)), (1, 300_000, Some(1))]
        {
            assert_eq!(super::rows(&[&lists(rows, each), &lists(rows, each)]), [wanted], "{rows} {each}");
        }
    }
}
