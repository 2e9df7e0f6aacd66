//! What `migration.yaml` says of tables, each beside the table that it is about.
//!
//! In: drafts that name a table, which is another file's. Out: what was made of them, in that table. Refuses to know what a
//! draft says.

use super::mistakes::{Mistakes, args};
use super::model::{Mapping, Said, Table};
use super::nearest::or_empty;
use crate::finding::Code;

/// Makes something of each draft with the table that it names and all others, and puts it there; gives how many drafts are
/// about tables of no mapping here.
///
/// Where these are not the whole migration, a table that there is not may be another mapping's, and is no mistake.
pub fn attach<D, Made>(
    drafts: &[D],
    (mappings, whole): (&mut [&mut Mapping], bool),
    mistakes: &Mistakes,
    named: impl Fn(&D) -> Option<&Said>,
    made: impl Fn(&D, &Table, &[&Table]) -> Option<Made>,
    put: impl Fn(&mut Table, Made),
) -> u64 {
    let mut left_out = 0;
    for draft in drafts {
        let Some(name) = named(draft) else { continue };
        let tables: Vec<&Table> = mappings.iter().flat_map(|mapping| &mapping.tables).collect();
        let Some(own) = tables.iter().find(|table| table.name == name.text) else {
            if whole {
                let nearest = or_empty(&name.text, tables.iter().map(|table| table.name.as_str()));
                mistakes.fail(Code::UnknownTable, name.at, args![name.text.as_str(), nearest]);
            }
            left_out += u64::from(!whole);
            continue;
        };
        let made = made(draft, own, &tables);
        let mut tables = mappings.iter_mut().flat_map(|mapping| &mut mapping.tables);
        if let (Some(made), Some(table)) = (made, tables.find(|table| table.name == name.text)) {
            put(table, made);
        }
    }
    left_out
}
