//! The rules of a table: maps and its columns in, checked statements out.
//!
//! Refuses to know how they are tried.

use std::collections::HashMap;

use super::expression::{self, Reach};
use super::field;
use super::migration::Declared;
use super::model::{Column, Reads, RowRule, Type};
use super::table;
use super::view::View;
use crate::finding::Code;

/// The rules that each row must keep; `whole` says that every column could be read.
pub fn read(of_table: View<'_>, columns: &[Column], whole: bool, parameters: &Declared) -> Vec<RowRule> {
    let reach = Columns { of_table: columns, whole, parameters };
    let mistakes = of_table.mistakes();
    let mut seen = HashMap::new();
    let mut found = Vec::new();
    for view in of_table.list("rules").unwrap_or_default().iter().filter_map(|node| View::open(node, "rule", mistakes))
    {
        view.need("id");
        if !view.has_later() {
            view.need("row");
        }
        let id = view.text("id");
        if let Some(id) = id
            && let Some(first) = seen.insert(id.text, id.at)
        {
            field::twice("rule", id.text, id.at, first, mistakes);
        }
        let on_fail = table::on_fail(view);
        let about = view.text("about").map(|text| text.text.to_owned()).unwrap_or_default();
        let row = view.text("row").and_then(|text| expression::read(text, &reach, Some(Type::Bool), mistakes));
        if let (Some(id), Some(row)) = (id, row) {
            found.push(RowRule { id: id.text.to_owned(), at: id.at, row, on_fail, about });
        }
    }
    found
}

/// The names in a rule are columns.
struct Columns<'a> {
    of_table: &'a [Column],
    whole: bool,
    parameters: &'a Declared,
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
    fn parameters(&self) -> &Declared {
        self.parameters
    }
}
