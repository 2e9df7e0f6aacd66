//! Which rows of a table stay, and how they are laid out in files: the keys of `dedupe:` and `load:` and the table's columns
//! in, a [`Dedupe`] and an [`Order`] out.
//!
//! Refuses to know how rows are sorted.

use super::mistakes::args;
use super::model::{Column, Dedupe, Keep, Order, Type};
use super::rules::Columns;
use super::set_rules::{listed, once};
use super::view::{Text, View};
use crate::finding::Code;

/// The order and the folders that `load:` asks for. `trace` says that `_file` and `_offset` are written.
pub fn read(load: Option<View<'_>>, columns: &Columns<'_>, trace: bool) -> Order {
    let Some(load) = load else { return Order::default() };
    let partition_by = named(load, "partition_by", columns, |name, column| partition(load, name, column, columns));
    let sort_by = named(load, "sort_by", columns, |_, _| true);
    if !trace && columns.whole && partition_by.len() == columns.of_table.len() {
        // No column would be left for the files.
        load.mistakes().fail(Code::NothingToLoad, load.key_at("partition_by"), args!["column"]);
    }
    Order { partition_by, sort_by }
}

/// Which rows of one key are dropped.
pub fn dedupe(view: View<'_>, columns: &Columns<'_>) -> Option<Dedupe> {
    view.need("by");
    let by = named(view, "by", columns, |name, column| {
        let is_float = matches!(column.ty, Type::Float32 | Type::Float64);
        if is_float {
            let args = args![name.text, "float_key"];
            view.mistakes().fail_with(Code::BadReference, name.at, Some(column.at), args);
        }
        !is_float
    });
    let order_by = named(view, "order_by", columns, |_, _| true);
    let keep = if view.word("keep") == Some("first") { Keep::First } else { Keep::Last };
    let because = view.said("because").map_or("duplicate", |text| text.text).to_owned();
    (!by.is_empty()).then_some(Dedupe { by, order_by, keep, because })
}

/// The columns of a key of this map, each of which must fit; empty if one does not.
fn named<'a>(
    view: View<'a>,
    key: &str,
    columns: &Columns<'_>,
    is_fit: impl Fn(Text<'a>, &Column) -> bool,
) -> Vec<usize> {
    if !view.has(key) {
        return Vec::new();
    }
    let Some(names) = listed(view, key) else { return Vec::new() };
    let fit = |name: &Text<'a>| {
        let found = columns.named(*name, view.mistakes())?;
        is_fit(*name, &columns.of_table[found]).then_some(found)
    };
    let found: Vec<Option<usize>> = names.iter().map(fit).collect();
    let sound = once(&names, view.mistakes());
    sound.and_then(|()| found.into_iter().collect::<Option<_>>()).unwrap_or_default()
}

/// A partition's value is a folder's name: it must be short, exact, and nobody's secret.
fn partition(load: View<'_>, name: Text<'_>, column: &Column, columns: &Columns<'_>) -> bool {
    let plain = matches!(column.ty, Type::Text | Type::Int16 | Type::Int32 | Type::Int64 | Type::Date | Type::Bool);
    let mut within = columns.structures.iter().flat_map(|one| &columns.of_table[one.columns.clone()]);
    let why = match (plain, column.personal) {
        (_, true) => "personal_folder",
        (false, _) => "no_folder",
        // A folder's name has one column, and a structure would lack it.
        (true, false) if within.any(|one| one.name == column.name) => "in_structure",
        (true, false) => return true,
    };
    load.mistakes().fail_with(Code::BadReference, name.at, Some(column.at), args![name.text, why]);
    false
}
