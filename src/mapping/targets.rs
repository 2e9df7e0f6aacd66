//! What rules want of other tables: the mappings of a run in, the mistakes of each out.
//!
//! Refuses to know files, and how rules are judged.

use std::sync::Arc;

use super::diagnostic::Diagnostic;
use super::mistakes::args;
use super::model::{Column, Mapping, SetTest, Table, Target, Type};
use super::nearest::or_empty;
use super::types;
use crate::finding::{Args, Code, Severity};

/// The mistakes in the rules of each mapping: tables and columns that there are not, or that cannot be compared.
///
/// Where these are not the `whole` migration, a table that there is not may be another mapping's, and is no mistake.
#[must_use]
pub fn check(mappings: &[Arc<Mapping>], whole: bool) -> Vec<Vec<Diagnostic>> {
    let tables: Vec<&Table> = mappings.iter().flat_map(|mapping| &mapping.tables).collect();
    let of_mapping = |mapping: &Arc<Mapping>| {
        let rules = mapping.tables.iter().flat_map(|table| table.set_rules.iter().map(move |rule| (table, &rule.test)));
        rules.flat_map(|(table, test)| wrong(table, test, &tables, whole)).collect()
    };
    mappings.iter().map(of_mapping).collect()
}

/// What must be the same of two columns.
#[derive(Clone, Copy)]
enum Pair {
    /// They are compared as parts of a key.
    Key,
    /// Their sums are compared.
    Sum,
}

fn wrong(own: &Table, test: &SetTest, tables: &[&Table], whole: bool) -> Vec<Diagnostic> {
    let (target, columns) = match test {
        SetTest::References { columns, target, .. } => {
            (target, columns.iter().map(|column| (*column, Pair::Key)).collect::<Vec<_>>())
        }
        SetTest::Compare { column, by, target, .. } => {
            (target, by.iter().map(|column| (*column, Pair::Key)).chain([(*column, Pair::Sum)]).collect())
        }
        SetTest::Unique { .. } | SetTest::Sum { .. } | SetTest::Count { .. } | SetTest::Sequence { .. } => {
            return Vec::new();
        }
    };
    let Some(other) = tables.iter().find(|table| table.name == target.table) else {
        let nearest = or_empty(&target.table, tables.iter().map(|table| table.name.as_str()));
        let unknown = mistake(Code::UnknownTable, target, args![target.table.as_str(), nearest]);
        return if whole { vec![unknown] } else { Vec::new() };
    };
    let pairs = columns.into_iter().zip(&target.columns);
    pairs.filter_map(|((column, pair), name)| mismatch(&own.columns[column], pair, other, name, target)).collect()
}

fn mismatch(own: &Column, pair: Pair, table: &Table, name: &str, target: &Target) -> Option<Diagnostic> {
    let shown = format!("{}.{name}", table.name);
    let Some(other) = table.columns.iter().find(|column| column.name == name) else {
        let nearest = or_empty(name, table.columns.iter().map(|column| column.name.as_str()));
        let nearest = if nearest.is_empty() { String::new() } else { format!("{}.{nearest}", table.name) };
        return Some(mistake(Code::UnknownColumn, target, args![shown, nearest]));
    };
    let is_fit = match pair {
        Pair::Key => is_one_key(own.ty, other.ty),
        Pair::Sum if !other.ty.is_number() => {
            return Some(mistake(Code::BadReference, target, args![shown, "no_sum"]));
        }
        Pair::Sum => own.ty.scale() == other.ty.scale(),
    };
    let types = || args![own.name.as_str(), types::name(own.ty), shown, types::name(other.ty)];
    (!is_fit).then(|| mistake(Code::TypesDiffer, target, types()))
}

/// Whether equal values of two columns are one key: types alike, but for the width of whole numbers and the digits
/// before a decimal's mark.
fn is_one_key(own: Type, other: Type) -> bool {
    match (own, other) {
        (Type::Decimal { scale, .. }, Type::Decimal { scale: others, .. }) => scale == others,
        (own, other) => own == other || types::is_whole(own) && types::is_whole(other),
    }
}

fn mistake(code: Code, target: &Target, args: Args) -> Diagnostic {
    Diagnostic { severity: Severity::Fail, code, args, at: target.at, also: None }
}
