//! What columns of lists came to, for the manifest and for the end of a run.
//!
//! In: a table of the mapping, and what was counted of its lists, each before those within its elements. Out: evidence,
//! by the way to each list. Refuses to count.

use super::{column_evidence, is_money, lookup_evidence};
use crate::evidence::manifest::{ColumnEvidence, ListEvidence};
use crate::mapping::model::{Column, Nest, Table};
use crate::run::plan::Plan;
use crate::run::summary::ListSummary;

/// The evidence of a table's lists.
pub fn evidence(plan: &Plan, table: usize, counted: &[ListSummary]) -> Vec<ListEvidence> {
    let declared = &plan.mapping.tables[table];
    let each = each_of(plan, declared);
    let lists = declared.ways().into_iter().zip(each).zip(counted);
    lists
        .map(|(((way, nest), each), counted)| ListEvidence {
            list: way,
            kind: plan.mapping.source.kinds[nest.table.from].name.clone(),
            each,
            elements: counted.elements,
            absent: counted.absent,
            columns: columns(nest, counted),
            structures: nest.table.structures.iter().map(|one| one.name.clone()).collect(),
        })
        .collect()
}

/// Of each list of a table: how many elements one row, or one element around it, has; none where records are elements.
fn each_of(plan: &Plan, around: &Table) -> Vec<Option<u64>> {
    let times =
        |table: &Table| -> u64 { table.repeat.map_or(1, |group| plan.kinds[table.from].repeats[group].times.into()) };
    let of_list = |nest: &Nest| {
        let own = (nest.table.from == around.from).then(|| times(&nest.table) / times(around).max(1));
        std::iter::once(own).chain(each_of(plan, &nest.table))
    };
    around.nests.iter().flat_map(of_list).collect()
}

fn columns(nest: &Nest, counted: &ListSummary) -> Vec<ColumnEvidence> {
    let columns = nest.table.columns.iter().zip(&counted.columns).zip(&counted.made);
    columns
        .map(|((column, running), made)| ColumnEvidence {
            lookup: lookup_evidence(&nest.table, &counted.lookups, column),
            ..column_evidence((nest.part(column), column), running, *made)
        })
        .collect()
}

/// Sums of money, by the way to each column.
pub fn money(table: &Table, counted: &[ListSummary]) -> Vec<(String, String)> {
    let of_list = |((way, nest), counted): ((String, &Nest), &ListSummary)| {
        let columns = nest.table.columns.iter().zip(&counted.columns).filter(|(column, _)| is_money(column.ty));
        let name = |column: &Column| if nest.is_value { way.clone() } else { format!("{way}.{}", column.name) };
        columns.filter_map(|(column, running)| Some((name(column), running.sum()?))).collect::<Vec<_>>()
    };
    table.ways().into_iter().zip(counted).flat_map(of_list).collect()
}
