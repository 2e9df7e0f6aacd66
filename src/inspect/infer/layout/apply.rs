//! A layout of columns and the columns of a file: which field is which column.
//!
//! In: the headers, if the file has any. Out: for each column the field of the layout, and the doubts. Refuses: types.

use super::{Doubt, Layout, LayoutField};
use crate::inspect::infer::values::names::words;

/// For each column the layout's field, if it has one; and the fields that the file does not have, or the layout not.
#[must_use]
pub fn matched<'l>(
    layout: &'l Layout,
    headers: &[String],
    columns: usize,
) -> (Vec<Option<&'l LayoutField>>, Vec<(String, Doubt)>) {
    let by_order = headers.is_empty() && layout.ordered;
    let of = |at: usize| {
        if by_order { layout.fields.get(at) } else { headers.get(at).and_then(|header| named(layout, header)) }
    };
    let found: Vec<Option<&LayoutField>> = (0..columns).map(of).collect();
    let there = |field: &&LayoutField| !found.iter().flatten().any(|one| std::ptr::eq(*one, *field));
    let missing = layout.fields.iter().filter(there).map(|field| (field.name.clone(), Doubt::Missing));
    let extra = found.iter().enumerate().filter(|(_, field)| field.is_none()).map(|(at, _)| {
        let number = (at + 1).to_string();
        (headers.get(at).filter(|header| !header.trim().is_empty()).cloned().unwrap_or(number), Doubt::Extra)
    });
    let doubts = missing.chain(extra).collect();
    (found, doubts)
}

/// The field with this header: as it is written, or without case, accents and marks.
fn named<'l>(layout: &'l Layout, header: &str) -> Option<&'l LayoutField> {
    let exact = layout.fields.iter().find(|field| field.name.trim() == header.trim());
    exact.or_else(|| {
        let folded = words(header).concat();
        layout.fields.iter().find(|field| !folded.is_empty() && words(&field.name).concat() == folded)
    })
}

/// Whether at least half of these cells are names of the layout: the row is then a header.
#[must_use]
pub fn names(layout: &Layout, cells: &[String]) -> bool {
    let known = cells.iter().filter(|cell| named(layout, cell).is_some()).count();
    known > 0 && known * 2 >= cells.len()
}
