//! What a manifest says of columns of lists, against what the files have and against itself.

use super::{Figures, shown};
use crate::evidence::manifest::{ListEvidence, MappingEvidence, TableEvidence};
use crate::evidence::verify::content::Table;

/// How many elements there may be.
struct Around<'m> {
    /// Rows, or elements around it.
    count: u64,
    kind: &'m str,
}

impl<'m> Figures<'m> {
    /// The lists of a table: elements that repeat in a record are as many as its rows allow; where every record of a kind
    /// stands in the rows around it, so does every child.
    pub(super) fn lists(&mut self, path: &str, (mapping, table): (&'m MappingEvidence, &'m TableEvidence)) {
        self.once(path, table.lists.iter().map(|list| &list.list));
        for (number, list) in table.lists.iter().enumerate() {
            let path = format!("{path}[{number}]");
            self.once(&format!("{path}.columns"), list.columns.iter().map(|column| &column.name));
            for (number, column) in list.columns.iter().enumerate() {
                self.lookup(&format!("{path}.columns[{number}]"), (table, list.elements), column);
            }
            let Some(around) = around(table, list) else {
                self.told.conflict(format!("{path}.list"), "lists");
                continue;
            };
            if let Some(each) = list.each {
                let made = u128::from(around.count) * u128::from(each);
                let found = shown(made.checked_sub(u128::from(list.absent)));
                self.told.compare(format!("{path}.elements"), list.elements, found);
                continue;
            }
            let loaded = |name: &str| {
                let kind = mapping.kinds.iter().find(|kind| kind.kind.as_deref() == Some(name));
                kind.map(|kind| kind.records.loaded)
            };
            if loaded(around.kind) == Some(around.count) {
                self.told.compare(format!("{path}.elements"), list.elements, shown(loaded(&list.kind)));
            }
        }
    }

    /// The same, as the files have them.
    pub(super) fn found_lists(&mut self, path: &str, table: &'m TableEvidence, found: &Table) {
        for (number, (list, found)) in table.lists.iter().zip(&found.lists).enumerate() {
            let (path, name) = (format!("{path}[{number}]"), format!("{}.{}", table.table, list.list));
            self.told.compare(format_args!("{name}: elements"), list.elements, found.elements);
            for (number, (column, running)) in list.columns.iter().zip(&found.totals).enumerate() {
                let name = format!("{name}.{}", column.name);
                self.column(&name, &format!("{path}.columns[{number}]"), column, running);
            }
        }
    }
}

/// The rows or elements in which a list stands.
fn around<'m>(table: &'m TableEvidence, list: &ListEvidence) -> Option<Around<'m>> {
    let Some((way, _)) = list.list.rsplit_once('.') else {
        return Some(Around { count: table.rows, kind: &table.kind });
    };
    let outer = table.lists.iter().find(|outer| outer.list == way)?;
    Some(Around { count: outer.elements, kind: &outer.kind })
}
