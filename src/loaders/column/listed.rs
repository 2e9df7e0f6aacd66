//! Columns in lists: which values some rows have, and how they belong to them.
//!
//! In: an array of lists, and the path to one column in it. Out: that column's values, and the runs of its levels. Refuses to know:
//! pages, encodings. Lists, their elements and structures are always there; values may be null.

use std::ops::Range;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef};
use arrow_schema::{DataType, Field};

/// Neighbours among the entries of a column that have the same levels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Run {
    /// Of how many lists the entry goes on with; 0 begins a row.
    pub(super) repetition: u32,
    /// How much of the path to a value is there.
    pub(super) definition: u32,
    pub(super) entries: usize,
}

impl Run {
    /// Appends it to others.
    pub(super) fn push_to(self, runs: &mut Vec<Self>) {
        match runs.last_mut() {
            Some(last) if (last.repetition, last.definition) == (self.repetition, self.definition) => {
                last.entries += self.entries;
            }
            _ => runs.extend(Some(self).filter(|run| run.entries > 0)),
        }
    }
}

/// The path to one column within a field of lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ColumnPath {
    /// Of each structure on it, which part.
    parts: Vec<usize>,
    /// How many lists are on it.
    lists: u32,
    /// What stands at its end.
    end: Field,
}

impl ColumnPath {
    /// The path to a field's column of this number, from 0. Nothing where the field is not nested, or where a list or a structure on
    /// it may be null.
    pub(super) fn to(field: &Field, column: usize) -> Option<Self> {
        let (mut parts, mut lists, mut column, mut end) = (Vec::new(), 0, column, field);
        while end.data_type().is_nested() {
            match end.data_type() {
                _ if end.is_nullable() => return None,
                DataType::List(element) => (end, lists) = (element, lists + 1),
                DataType::Struct(fields) => {
                    let mut at = 0;
                    while column >= columns(fields.get(at)?) {
                        column -= columns(&fields[at]);
                        at += 1;
                    }
                    parts.push(at);
                    end = &fields[at];
                }
                _ => return None,
            }
        }
        (lists > 0).then(|| Self { parts, lists, end: end.clone() })
    }

    /// What stands at its end.
    pub(super) const fn end(&self) -> &Field {
        &self.end
    }

    /// The greatest repetition, and the greatest definition.
    pub(super) fn most(&self) -> (u32, u32) {
        (self.lists, self.lists + u32::from(self.end.is_nullable()))
    }

    /// The values of these rows, and their runs.
    pub(super) fn values(&self, array: &ArrayRef, rows: Range<usize>) -> (ArrayRef, Vec<Run>) {
        let mut runs = vec![Run { repetition: 0, definition: 0, entries: rows.len() }];
        let (mut parts, mut array, mut range, mut depth) = (self.parts.iter(), array, rows, 0);
        loop {
            if let Some(list) = array.as_list_opt::<i32>() {
                let ends = &list.value_offsets()[range.start..=range.end];
                runs = within(&runs, ends, depth);
                range = to_usize(ends.first())..to_usize(ends.last());
                (array, depth) = (list.values(), depth + 1);
            } else if let (Some(whole), Some(part)) = (array.as_struct_opt(), parts.next()) {
                array = whole.column(*part);
            } else {
                let values = array.slice(range.start, range.len());
                let runs = if self.end.is_nullable() { with_nulls(&runs, &values, depth) } else { runs };
                return (values, runs);
            }
        }
    }
}

/// The runs of what is in lists, of which there is one for each entry that has the definition `depth`; each ends there.
fn within(runs: &[Run], ends: &[i32], depth: u32) -> Vec<Run> {
    // Most lists have one element, or none.
    if ends.first() == ends.last() {
        return runs.to_vec();
    }
    // Without a branch for each.
    if ends.windows(2).fold(0, |others, pair| others | (pair[1] - pair[0]) ^ 1) == 0 {
        let deeper = |run: &Run| Run { definition: run.definition + u32::from(run.definition == depth), ..*run };
        return runs.iter().map(deeper).collect();
    }
    let mut found = Vec::with_capacity(runs.len());
    let mut lengths = ends.windows(2).map(|pair| usize::try_from(pair[1] - pair[0]).unwrap_or_default());
    for run in runs {
        if run.definition < depth {
            run.push_to(&mut found);
            continue;
        }
        for length in lengths.by_ref().take(run.entries) {
            let definition = depth + u32::from(length > 0);
            Run { definition, entries: 1, ..*run }.push_to(&mut found);
            Run { repetition: depth + 1, definition, entries: length.saturating_sub(1) }.push_to(&mut found);
        }
    }
    found
}

/// The runs of values that may be null; there is one for each entry that has the definition `depth`.
fn with_nulls(runs: &[Run], values: &dyn Array, depth: u32) -> Vec<Run> {
    let mut found = Vec::with_capacity(runs.len());
    let mut at = 0;
    for run in runs {
        if run.definition < depth {
            run.push_to(&mut found);
            continue;
        }
        let next = at + run.entries;
        if values.null_count() == 0 {
            Run { definition: depth + 1, ..*run }.push_to(&mut found);
        } else {
            let definition = |row: usize| depth + u32::from(values.is_valid(row));
            (at..next).for_each(|row| Run { definition: definition(row), entries: 1, ..*run }.push_to(&mut found));
        }
        at = next;
    }
    found
}

/// How many columns a field has in a file.
fn columns(field: &Field) -> usize {
    match field.data_type() {
        DataType::List(element) => columns(element),
        DataType::Struct(fields) => fields.iter().map(|part| columns(part)).sum(),
        _ => 1,
    }
}

fn to_usize(offset: Option<&i32>) -> usize {
    offset.and_then(|offset| usize::try_from(*offset).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow_array::{Int64Array, ListArray, StructArray};
    use arrow_buffer::OffsetBuffer;
    use arrow_schema::Fields;

    use super::*;

    fn list(values: ArrayRef, is_nullable: bool, lengths: &[usize]) -> ArrayRef {
        let element = Arc::new(Field::new("element", values.data_type().clone(), is_nullable));
        Arc::new(ListArray::new(element, OffsetBuffer::from_lengths(lengths.iter().copied()), values, None))
    }

    fn levels(path: &ColumnPath, array: &ArrayRef, rows: Range<usize>) -> (usize, Vec<(u32, u32)>) {
        let (values, runs) = path.values(array, rows);
        let one_by_one = |run: &Run| std::iter::repeat_n((run.repetition, run.definition), run.entries);
        (values.len(), runs.iter().flat_map(one_by_one).collect())
    }

    #[test]
    fn levels_say_which_lists_go_on_and_what_is_not_there() {
        let numbers: ArrayRef = Arc::new(Int64Array::from(vec![Some(1), None, Some(3), Some(4)]));
        let inner = list(Arc::clone(&numbers), true, &[2, 0, 1, 1]);
        let fields = Fields::from(vec![
            Field::new("number", DataType::Int64, true),
            Field::new("list", inner.data_type().clone(), false),
        ]);
        let parts: ArrayRef = Arc::new(StructArray::new(fields, vec![numbers, inner], None));
        let outer = list(parts, false, &[1, 0, 3]);
        let field = Field::new("outer", outer.data_type().clone(), false);
        let [number, element] = [0, 1].map(|column| ColumnPath::to(&field, column).unwrap());
        assert_eq!((number.most(), element.most()), ((1, 2), (2, 3)));
        assert_eq!(levels(&number, &outer, 0..3), (4, vec![(0, 2), (0, 0), (0, 1), (1, 2), (1, 2)]));
        assert_eq!(levels(&element, &outer, 0..3), (4, vec![(0, 3), (2, 2), (0, 0), (0, 1), (1, 3), (1, 3)]));
        assert_eq!(levels(&element, &outer, 1..2), (0, vec![(0, 0)]));
        assert_eq!(levels(&element, &outer.slice(2, 1), 0..1), (2, vec![(0, 1), (1, 3), (1, 3)]));
        assert_eq!(ColumnPath::to(&field, 2), None);
        assert_eq!(ColumnPath::to(&field.with_nullable(true), 0), None);
        assert_eq!(ColumnPath::to(&Field::new("flat", DataType::Int64, false), 0), None);
    }
}
