//! The rules of a table: maps and its columns in, checked statements out.
//!
//! Refuses to know how they are tried.

use std::collections::HashMap;

use super::expression::{self, Reach};
use super::field;
use super::migration::Declared;
use super::mistakes::{Mistakes, args};
use super::model::{Column, Limits, Nest, OnFail, Reads, RowRule, SetRule, Structure, Table, Type};
use super::nearest::or_empty;
use super::view::{Text, View};
use super::{limits, nest, set_rules, structure, table};
use crate::finding::{Args, Code};
use crate::place::Span;

/// What a rule may say, by its key; a rule says one thing.
const TESTS: [&str; 6] = ["row", "unique", "references", "sum", "count", "sequence"];

/// Keys that go with some tests alone: the tests, and the word for why not with another.
const BESIDE: [(&str, &[&str], &str); 6] = [
    ("by", &["references", "sum", "count", "sequence"], "only_by"),
    ("nulls", &["unique", "references"], "only_nulls"),
    ("equals", &["sum"], "only_sum"),
    ("tolerance", &["sum"], "only_sum"),
    ("where", &["unique", "references", "sum", "count", "sequence"], "only_sets"),
    ("amount", &["unique", "references", "sum", "count", "sequence"], "only_sets"),
];

/// The rules of one table, and its limits.
#[derive(Debug, Default)]
pub struct Rules {
    /// About each row.
    pub rows: Vec<RowRule>,
    /// About several rows, or several tables.
    pub sets: Vec<SetRule>,
    /// What may be refused.
    pub limits: Limits,
}

/// The rules of a table with these columns.
pub fn read(of_table: View<'_>, columns: &Columns<'_>) -> Rules {
    let limits = limits::of_table(of_table, columns);
    let mut seen = HashMap::new();
    let mut rules = Rules { limits, ..Rules::default() };
    for node in of_table.list("rules").unwrap_or_default() {
        let Some(view) = View::open(node, "rule", of_table.mistakes()) else { continue };
        let id = id(view, &mut seen);
        match test(view) {
            Some("row") => rules.rows.extend(row(view, id, columns)),
            Some(test) => rules.sets.extend(set_rules::read(view, test, id, columns)),
            None => {}
        }
    }
    rules
}

/// The rule's name, which no other rule of the table has.
fn id<'a>(view: View<'a>, seen: &mut HashMap<&'a str, Span>) -> Option<Text<'a>> {
    view.need("id");
    let id = view.text("id")?;
    if let Some(first) = seen.insert(id.text, id.at) {
        field::twice("rule", id.text, id.at, first, view.mistakes());
    }
    Some(id)
}

/// The key that says what must hold, if there is one and no other; tells keys that do not go with it.
fn test(view: View<'_>) -> Option<&'static str> {
    let mut there = TESTS.into_iter().filter(|key| view.has(key));
    let Some(test) = there.next() else {
        view.missing("test");
        return None;
    };
    if there.filter(|other| view.conflict(test, other)).count() > 0 {
        return None;
    }
    for (key, tests, why) in BESIDE {
        if !tests.contains(&test) {
            view.misplaced(key, why);
        }
    }
    Some(test)
}

fn row(view: View<'_>, id: Option<Text<'_>>, columns: &Columns<'_>) -> Option<RowRule> {
    let row = view.text("row").and_then(|text| expression::read(text, columns, Some(Type::Bool), view.mistakes()));
    let on_fail = table::on_fail(view, OnFail::Reject);
    let limits = limits::of_rule(view, on_fail, None);
    let about = view.text("about").map(|text| text.text.to_owned()).unwrap_or_default();
    let id = id?;
    Some(RowRule { id: id.text.to_owned(), at: id.at, row: row?, on_fail, limits, about })
}

/// The names in a rule are columns.
pub struct Columns<'a> {
    /// Those that could be read.
    pub of_table: &'a [Column],
    /// Which of them stand in structures: these cannot be named as a whole.
    pub structures: &'a [Structure],
    /// Those of lists, which rules cannot name.
    pub nests: &'a [Nest],
    /// All could be.
    pub whole: bool,
    /// What expressions may name besides.
    pub parameters: &'a Declared,
}

impl<'a> Columns<'a> {
    /// Those of a table without mistakes.
    pub fn of(table: &'a Table, parameters: &'a Declared) -> Self {
        let Table { columns, structures, nests, .. } = table;
        Self { of_table: columns, structures, nests, whole: true, parameters }
    }

    /// The column of this name; tells a name that there is not.
    pub fn named(&self, name: Text<'_>, mistakes: &Mistakes) -> Option<usize> {
        let found = self.of_table.iter().position(|column| column.name == name.text);
        if found.is_none()
            && let Some((at, code, args)) = nested((self.structures, self.nests), name.text, name.text)
        {
            mistakes.fail_with(code, name.at, Some(at), args);
            return None;
        }
        // It may be one that could not be read.
        if found.is_none() && self.whole {
            let nearest = or_empty(name.text, self.of_table.iter().map(|column| column.name.as_str()));
            mistakes.fail(Code::UnknownColumn, name.at, args![name.text, nearest]);
        }
        found
    }
}

/// What is said of a name that stands for no single value: for a list, or for a structure as a whole. Its place comes
/// first; the name is told as it is `shown`.
pub fn nested((structures, nests): (&[Structure], &[Nest]), name: &str, shown: &str) -> Option<(Span, Code, Args)> {
    let whole = structure::meant(structures, name).map(|one| (one.at, Code::BadReference, args![shown, "structure"]));
    whole.or_else(|| nest::meant(nests, name).map(|nest| (nest.at, Code::ListHere, args![shown, nest.of.as_str()])))
}

impl Reach for Columns<'_> {
    fn find(&self, name: &str) -> Option<(Reads, Option<Type>)> {
        match name {
            "_file" => Some((Reads::File, Some(Type::Text))),
            "_offset" => Some((Reads::Offset, Some(Type::Int64))),
            _ => {
                let number = self.of_table.iter().position(|column| column.name == name);
                match number {
                    Some(number) => Some((Reads::Column(number), Some(self.of_table[number].ty))),
                    // It may be one that could not be read.
                    None => (!self.whole).then_some((Reads::Column(usize::MAX), None)),
                }
            }
        }
    }
    fn all(&self) -> Vec<String> {
        self.of_table.iter().map(|column| column.name.clone()).collect()
    }
    fn missing(&self) -> Code {
        Code::UnknownColumn
    }
    fn nested(&self, name: &str) -> Option<(Code, Args)> {
        nested((self.structures, self.nests), name, name).map(|(_, code, args)| (code, args))
    }
    fn parameters(&self) -> &Declared {
        self.parameters
    }
}
