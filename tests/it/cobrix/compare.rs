//! Rows of ours beside those of another reader, cell by cell.
//!
//! Their names are paths; ours are the shortest end of such a path that no other field has. A list of theirs is a table
//! of ours: what OCCURS has the place of its record, and `outer` says in which element of the table around it a row
//! stands; children of a record follow it, and `under` has a key of it.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::json::Leaf;
use super::loaded::{Loaded, Ours, Row};

/// Columns of ours that say where a row belongs.
const LINKS: [&str; 2] = ["outer", "under"];

/// A row of ours, and where what belongs to it ends.
#[derive(Debug, Clone, Copy)]
pub struct Span<'r> {
    /// The row.
    pub row: &'r Row,
    /// The place of the next one of its kind.
    pub until: i64,
}

/// What is compared, and what differs.
pub struct Comparison<'l> {
    loaded: &'l Loaded,
    /// Fields that the other reader makes itself.
    made: &'l [&'l str],
    /// Their lists are children of records, not what OCCURS in them.
    children: bool,
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
    /// Nothing is compared yet.
    pub fn new(loaded: &'l Loaded, made: &'l [&'l str], children: bool) -> Self {
        let (differences, elements) = (Vec::new(), BTreeMap::new());
        Self { loaded, made, children, differences, cells: 0, elements }
    }

    /// How many elements their lists of this name have.
    pub fn elements(&self, table: &str) -> usize {
        self.elements.get(table).copied().unwrap_or_default()
    }

    /// A record of theirs, or an element of a list, beside one of ours.
    pub fn record(&mut self, name: &str, theirs: &Map<String, Value>, ours: Span<'_>) {
        let (mut leaves, mut lists) = (Vec::new(), Vec::new());
        flatten(theirs, &mut Vec::new(), &mut leaves, &mut lists);
        leaves.retain(|(path, _)| !self.made.contains(&path.join(".").as_str()));
        for (field, cell) in ours.row.cells.iter().filter(|(field, _)| !LINKS.contains(&field.as_str())) {
            let at = leaves.iter().position(|(path, _)| is_called(path, field));
            let leaf = at.map(|at| leaves.swap_remove(at).1);
            self.cell((name, field), leaf.as_ref(), cell);
        }
        for (path, leaf) in leaves {
            self.differences.push(format!("{name} {}: {leaf} | no such column", path.join(".")));
        }
        for (path, list) in lists {
            self.list(name, path.last().copied().unwrap_or_default(), list, ours);
        }
    }

    fn cell(&mut self, (name, field): (&str, &str), theirs: Option<&Leaf>, ours: &Ours) {
        self.cells += 1;
        if !ours.is(theirs) {
            let theirs = theirs.map_or_else(|| String::from("-"), Leaf::to_string);
            self.differences.push(format!("{name} {field}: {theirs} | {ours}"));
        }
    }

    /// A list of theirs beside the rows of a table.
    fn list(&mut self, name: &str, list_name: &str, list: &[Value], of: Span<'_>) {
        let table = list_name.to_ascii_lowercase();
        let element = name.rsplit_once('.').map_or("", |(_, at)| at);
        let rows = if self.children { self.children_of(&table, of) } else { self.occurring(&table, element, of) };
        *self.elements.entry(table.clone()).or_default() += list.len();
        if rows.len() != list.len() {
            self.differences.push(format!("{name} {table}: {} | {} rows", list.len(), rows.len()));
        }
        for (at, (theirs, row)) in list.iter().zip(&rows).enumerate() {
            let Value::Object(theirs) = theirs else { panic!("{theirs}") };
            let until = if self.children { rows.get(at + 1).map_or(of.until, |next| next.offset) } else { of.until };
            self.record(&format!("{name}.{table}.{at}"), theirs, Span { row, until });
        }
    }

    /// Elements of a table in this record, and in this element of the table around it.
    fn occurring(&self, table: &str, element: &str, of: Span<'_>) -> Vec<&'l Row> {
        let outer = element.parse::<u32>().map(|at| (at + 1).to_string());
        let stands = |row: &&Row| match row.cells.get("outer") {
            Some(number) => outer.as_ref().is_ok_and(|outer| number.to_string() == *outer),
            None => true,
        };
        self.loaded.rows(table).iter().filter(|row| row.offset == of.row.offset).filter(stands).collect()
    }

    /// Children of this record, each with a key of it.
    fn children_of(&mut self, table: &str, of: Span<'_>) -> Vec<&'l Row> {
        let within = |row: &&Row| row.offset > of.row.offset && row.offset < of.until;
        let rows: Vec<&Row> = self.loaded.rows(table).iter().filter(within).collect();
        for row in &rows {
            let key = row.cells["under"].to_string();
            if !of.row.cells.values().any(|cell| cell.to_string() == key) {
                self.differences.push(format!("{} {table}: {key} is no key of its parent", row.offset));
            }
        }
        rows
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
