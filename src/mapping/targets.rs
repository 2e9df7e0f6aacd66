//! What rules want of other tables: the mappings of a run in, the mistakes of each out.
//!
//! Refuses to know files, and how rules are judged.

use super::diagnostic::Diagnostic;
use super::expression;
use super::migration::Declared;
use super::mistakes::{Mistakes, args};
use super::model::{Column, Expression, Mapping, SetRule, SetTest, Table, Target, Term, Type};
use super::nearest::or_empty;
use super::rules::{self, Columns};
use super::types;
use crate::finding::{Args, Code};

/// A mapping with its text, and what its expressions may name.
pub struct Placed<'a> {
    /// It; its rules get what they say of other tables.
    pub mapping: &'a mut Mapping,
    /// The text in which its names stand.
    pub text: &'a str,
    /// The parameters.
    pub parameters: &'a Declared,
}

/// The mistakes in the rules of each mapping: tables and columns that there are not, or that cannot be compared.
///
/// Where these are not the `whole` migration, a table that there is not may be another mapping's, and is no mistake.
#[must_use]
pub fn check(mappings: &mut [Placed<'_>], whole: bool) -> Vec<Vec<Diagnostic>> {
    let checked: Vec<(Vec<Diagnostic>, Vec<Found>)> = {
        let tables: Vec<&Table> = mappings.iter().flat_map(|one| &one.mapping.tables).collect();
        let of_mapping = |one: &Placed<'_>| {
            let own = &one.mapping.tables;
            let rules = own.iter().flat_map(|table| table.set_rules.iter().map(move |rule| (table, rule)));
            let mut wrong: Vec<Diagnostic> = rules
                .filter(|(_, rule)| !is_of_migration(rule))
                .flat_map(|(table, rule)| self::wrong(table, &rule.test, &tables, whole))
                .collect();
            let mistakes = Mistakes::of(one.text);
            let found = filters(one.mapping, &tables, (one.parameters, &mistakes));
            wrong.extend(mistakes.sorted());
            (wrong, found)
        };
        mappings.iter().map(of_mapping).collect()
    };
    let (wrong, found): (Vec<_>, Vec<_>) = checked.into_iter().unzip();
    for (one, found) in mappings.iter_mut().zip(found) {
        for Found { table, rule, term, expression } in found {
            if let SetTest::Compare { others, .. } = &mut one.mapping.tables[table].set_rules[rule].test
                && let Some(filter) = others.get_mut(term).and_then(|term| term.filter.as_mut())
            {
                filter.expression = Some(expression);
            }
        }
    }
    wrong
}

const fn is_of_migration(rule: &SetRule) -> bool {
    matches!(rule.test, SetTest::Compare { of_migration: true, .. })
}

/// The condition of a term, and whose it is.
struct Found {
    table: usize,
    rule: usize,
    term: usize,
    expression: Expression,
}

/// The conditions on rows of other tables that a mapping's rules have.
fn filters(mapping: &Mapping, tables: &[&Table], scope: (&Declared, &Mistakes)) -> Vec<Found> {
    let mut found = Vec::new();
    for (table, declared) in mapping.tables.iter().enumerate() {
        for (rule, of) in declared.set_rules.iter().enumerate().filter(|(_, rule)| !is_of_migration(rule)) {
            let SetTest::Compare { others, .. } = &of.test else { continue };
            for (term, other) in others.iter().enumerate() {
                let expression = filter(other, tables, scope);
                found.extend(expression.map(|expression| Found { table, rule, term, expression }));
            }
        }
    }
    found
}

/// The condition of a term by its table's columns, if it has one and the table is there.
pub fn filter(term: &Term, tables: &[&Table], (parameters, mistakes): (&Declared, &Mistakes)) -> Option<Expression> {
    let said = &term.filter.as_ref()?.said;
    let table = tables.iter().find(|table| table.name == term.target.table)?;
    let columns = Columns::of(table, parameters);
    expression::read(said.text(), &columns, Some(Type::Bool), mistakes)
}

/// The mistakes in what a rule of a table wants of other tables.
#[must_use]
pub fn wrong(own: &Table, test: &SetTest, tables: &[&Table], whole: bool) -> Vec<Diagnostic> {
    match test {
        SetTest::References { columns, target, .. } => {
            let keys = (columns.as_slice(), target.columns.as_slice());
            of_target(own, (keys, None), target, (tables, whole))
        }
        SetTest::Compare { column, by, beside, others, .. } => {
            let terms = beside.iter().chain(others);
            let of_term = |term: &Term| {
                let sums = Sums { own: *column, other: term.sum().map(String::as_str) };
                of_target(own, ((by.as_slice(), term.key()), Some(sums)), &term.target, (tables, whole))
            };
            terms.flat_map(of_term).collect()
        }
        SetTest::Unique { .. } | SetTest::Sum { .. } | SetTest::Count { .. } | SetTest::Sequence { .. } => Vec::new(),
    }
}

/// Two figures that are compared; none: rows are counted.
#[derive(Clone, Copy)]
struct Sums<'a> {
    own: Option<usize>,
    other: Option<&'a str>,
}

fn of_target(
    own: &Table,
    ((columns, names), sums): ((&[usize], &[String]), Option<Sums<'_>>),
    target: &Target,
    (tables, whole): (&[&Table], bool),
) -> Vec<Diagnostic> {
    let Some(other) = tables.iter().find(|table| table.name == target.table) else {
        let nearest = or_empty(&target.table, tables.iter().map(|table| table.name.as_str()));
        let unknown = mistake(Code::UnknownTable, target, args![target.table.as_str(), nearest]);
        return if whole { vec![unknown] } else { Vec::new() };
    };
    let keys = columns.iter().zip(names);
    let mut wrong: Vec<Diagnostic> =
        keys.filter_map(|(column, name)| key_mismatch(&own.columns[*column], other, name, target)).collect();
    wrong.extend(sums.and_then(|sums| sum_mismatch(own, other, sums, target)));
    wrong
}

fn named<'t>(table: &'t Table, name: &str, target: &Target) -> Result<&'t Column, Diagnostic> {
    let found = table.columns.iter().find(|column| column.name == name);
    found.ok_or_else(|| {
        let shown = format!("{}.{name}", table.name);
        if let Some((_, code, args)) = rules::nested((&table.structures, &table.nests), name, &shown) {
            return mistake(code, target, args);
        }
        let nearest = or_empty(name, table.columns.iter().map(|column| column.name.as_str()));
        let nearest = if nearest.is_empty() { String::new() } else { format!("{}.{nearest}", table.name) };
        mistake(Code::UnknownColumn, target, args![format!("{}.{name}", table.name), nearest])
    })
}

fn key_mismatch(own: &Column, table: &Table, name: &str, target: &Target) -> Option<Diagnostic> {
    let other = match named(table, name, target) {
        Ok(other) => other,
        Err(wrong) => return Some(wrong),
    };
    let shown = format!("{}.{name}", table.name);
    let types = || args![own.name.as_str(), types::name(own.ty), shown, types::name(other.ty)];
    (!is_one_key(own.ty, other.ty)).then(|| mistake(Code::TypesDiffer, target, types()))
}

fn sum_mismatch(own: &Table, table: &Table, sums: Sums<'_>, target: &Target) -> Option<Diagnostic> {
    let other = match sums.other.map(|name| named(table, name, target)).transpose() {
        Ok(other) => other,
        Err(wrong) => return Some(wrong),
    };
    let shown = |column: &Column| format!("{}.{}", table.name, column.name);
    if let Some(column) = other.filter(|column| !column.ty.is_number()) {
        return Some(mistake(Code::BadReference, target, args![shown(column), "no_sum"]));
    }
    let own = sums.own.map(|column| &own.columns[column]);
    // Rows are counted in whole numbers.
    let ty = |column: Option<&Column>| column.map_or(Type::Int64, |column| column.ty);
    let name = |column: Option<String>| column.unwrap_or_else(|| String::from("count"));
    let types = || {
        let names = [name(own.map(|column| column.name.clone())), name(other.map(shown))];
        args![names[0].as_str(), types::name(ty(own)), names[1].as_str(), types::name(ty(other))]
    };
    (ty(own).scale() != ty(other).scale()).then(|| mistake(Code::TypesDiffer, target, types()))
}

/// Whether equal values of two columns are one key: types alike, but for the width of whole numbers and the digits
/// before a decimal's mark.
#[must_use]
pub fn is_one_key(own: Type, other: Type) -> bool {
    match (own, other) {
        (Type::Decimal { scale, .. }, Type::Decimal { scale: others, .. }) => scale == others,
        (own, other) => own == other || types::is_whole(own) && types::is_whole(other),
    }
}

fn mistake(code: Code, target: &Target, args: Args) -> Diagnostic {
    Diagnostic::fail(code, target.at, args)
}
