//! Columns of lists in the part of a table, counted again.
//!
//! In: the field of a file, and its rows. Out: what the elements of each list come to, each list before those within its
//! elements. Refuses what no table has: a list or an element that is null.

use std::slice::IterMut;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef};
use arrow_schema::{DataType, Field};

use super::content::{Column, Problem};
use super::flat;
use crate::evidence::totals::Running;
use crate::mapping::model::ELEMENT;

/// One column of lists.
#[derive(Debug)]
pub struct List {
    /// The way to it: `months`, `months.weeks`.
    pub way: String,
    /// In all rows.
    pub elements: u64,
    /// What the elements have; one column where they are single values.
    pub columns: Vec<Column>,
    /// The structures in which some of these stand, each before those within it.
    pub structures: Vec<String>,
    /// One for each of them.
    pub totals: Vec<Running>,
}

/// What a file declares of a column at the end of a way, nothing counted.
pub type Declared<'f> = dyn Fn(&str, &Field) -> Result<(Column, Running), Problem> + 'f;

/// Whether a file's field is a column of lists.
#[must_use]
pub const fn is_list(field: &Field) -> bool {
    matches!(field.data_type(), DataType::List(_))
}

/// The lists of a field, nothing counted.
///
/// # Errors
/// The column that is not as it must be.
pub fn of_field(field: &Field, way: &str, column: &Declared<'_>) -> Result<Vec<List>, Problem> {
    let DataType::List(element) = field.data_type() else { return Err(way.to_owned()) };
    let structures = match element.data_type() {
        DataType::Struct(fields) => flat::structures(fields),
        _ => Vec::new(),
    };
    let mut own = List { way: way.to_owned(), elements: 0, columns: Vec::new(), structures, totals: Vec::new() };
    let mut within = Vec::new();
    let mut add = |name: &str, field: &Field| -> Result<(), Problem> {
        let (found, running) = column(&format!("{way}.{name}"), field)?;
        own.columns.push(Column { name: name.to_owned(), ..found });
        own.totals.push(running);
        Ok(())
    };
    match element.data_type() {
        DataType::Struct(fields) => {
            for field in flat::fields(fields) {
                if is_list(&field) {
                    within.extend(of_field(&field, &format!("{way}.{}", field.name()), column)?);
                } else {
                    add(field.name(), &field)?;
                }
            }
        }
        _ => add(ELEMENT, element)?,
    }
    Ok(std::iter::once(own).chain(within).collect())
}

/// Counts the elements of these rows; none where they are not as they were declared.
pub fn count(array: &ArrayRef, lists: &mut IterMut<'_, List>) -> Option<()> {
    let found = array.as_list_opt::<i32>().filter(|found| found.null_count() == 0)?;
    let (first, last) = (*found.value_offsets().first()?, *found.value_offsets().last()?);
    let (first, last) = (usize::try_from(first).ok()?, usize::try_from(last).ok()?);
    let elements = found.values().slice(first, last - first);
    let own = lists.next()?;
    own.elements += elements.len() as u64;
    let mut totals = own.totals.iter_mut();
    let Some(parts) = elements.as_struct_opt() else { return totals.next()?.add(elements.as_ref()).ok() };
    if parts.null_count() > 0 {
        return None;
    }
    for part in &flat::columns(parts)? {
        if matches!(part.data_type(), DataType::List(_)) {
            count(part, lists)?;
        } else {
            totals.next()?.add(part.as_ref()).ok()?;
        }
    }
    Some(())
}

impl List {
    /// Adds those of another part.
    pub fn merge(&mut self, other: &Self) {
        self.elements += other.elements;
        self.totals.iter_mut().zip(&other.totals).for_each(|(mine, theirs)| mine.merge(theirs));
    }
}
