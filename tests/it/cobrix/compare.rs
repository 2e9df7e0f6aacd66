//! Rows of ours beside those of another reader, cell by cell.
//!
//! Their names are paths; ours are the shortest end of such a path that no other field has. A list of theirs is a table
//! of ours, whose rows have the place of the same record.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::json::Leaf;
use super::loaded::{Loaded, Ours, Row};

/// What is compared, and what differs.
pub struct Comparison<'l> {
    loaded: &'l Loaded,
    /// Fields that the other reader makes itself.
    made: &'l [&'l str],
    /// A number that is none stands as 0 there.
    zeros: bool,
    /// `RECORD FIELD: THEIRS | OURS`, records from 0.
    pub differences: Vec<String>,
    /// Cells that were looked at.
    pub cells: usize,
    /// Elements of lists, by table.
    elements: BTreeMap<String, usize>,
}

/// A field of theirs, and its path.
type Found<'v> = (Vec<&'v str>, Leaf);

impl<'l> Comparison<'l> {
    pub fn new(loaded: &'l Loaded, made: &'l [&'l str], zeros: bool) -> Self {
        Self { loaded, made, zeros, differences: Vec::new(), cells: 0, elements: BTreeMap::new() }
    }

    /// How many elements their lists of this name have.
    pub fn elements(&self, table: &str) -> usize {
        self.elements.get(table).copied().unwrap_or_default()
    }

    /// A record of theirs beside one of ours.
    pub fn record(&mut self, name: &str, theirs: &Map<String, Value>, ours: &Row) {
        let (mut leaves, mut lists) = (Vec::new(), Vec::new());
        flatten(theirs, &mut Vec::new(), &mut leaves, &mut lists);
        leaves.retain(|(path, _)| !self.made.contains(&path.join(".").as_str()));
        for (field, cell) in &ours.cells {
            let at = leaves.iter().position(|(path, _)| is_called(path, field));
            let leaf = at.map(|at| leaves.swap_remove(at).1);
            self.cell((name, field), leaf.as_ref(), cell);
        }
        for (path, leaf) in leaves {
            self.differences.push(format!("{name} {}: {leaf} | no such column", path.join(".")));
        }
        for (path, list) in lists {
            self.list(name, &path, list, ours.offset);
        }
    }

    fn cell(&mut self, (name, field): (&str, &str), theirs: Option<&Leaf>, ours: &Ours) {
        self.cells += 1;
        let filled = self.zeros
            && matches!((theirs, ours), (Some(Leaf::Number(zero)), Ours::None) if super::json::exact(zero) == super::json::exact("0"));
        if !filled && !ours.is(theirs) {
            let theirs = theirs.map_or_else(|| String::from("-"), Leaf::to_string);
            self.differences.push(format!("{name} {field}: {theirs} | {ours}"));
        }
    }

    /// A list of theirs beside the rows of a table.
    fn list(&mut self, name: &str, path: &[&str], list: &[Value], offset: i64) {
        let table = path.last().map(|name| name.to_ascii_lowercase()).unwrap_or_default();
        let rows: Vec<&Row> = self.loaded.rows(&table).iter().filter(|row| row.offset == offset).collect();
        *self.elements.entry(table.clone()).or_default() += list.len();
        if rows.len() != list.len() {
            self.differences.push(format!("{name} {table}: {} | {} rows", list.len(), rows.len()));
        }
        for (at, (theirs, ours)) in list.iter().zip(rows).enumerate() {
            let Value::Object(theirs) = theirs else { panic!("{theirs}") };
            self.record(&format!("{name}.{table}.{at}"), theirs, ours);
        }
    }
}

/// Whether a column's name is an end of this path.
fn is_called(path: &[&str], column: &str) -> bool {
    (0..path.len()).any(|from| path[from..].join("_").eq_ignore_ascii_case(column))
}

/// Fields and lists of a map, and of the maps in it.
fn flatten<'v>(
    map: &'v Map<String, Value>,
    path: &mut Vec<&'v str>,
    leaves: &mut Vec<Found<'v>>,
    lists: &mut Vec<(Vec<&'v str>, &'v [Value])>,
) {
    for (name, value) in map {
        path.push(name);
        match value {
            Value::Object(inner) => flatten(inner, path, leaves, lists),
            Value::Array(list) => lists.push((path.clone(), list)),
            one => leaves.extend(Leaf::of(one).map(|leaf| (path.clone(), leaf))),
        }
        path.pop();
    }
}
