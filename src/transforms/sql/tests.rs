//! Every example of the table, by both evaluators.

use super::*;
use crate::canonical;
use crate::mapping::sql::types::Ty;
use crate::mapping::sql::{Names, read, table};

struct NoNames;
impl Names for NoNames {
    fn resolve(&self, _: &[&str]) -> Option<(NameId, Type)> {
        None
    }
    fn all(&self) -> Vec<String> {
        Vec::new()
    }
}

fn shown(text: &str) -> [String; 2] {
    let typed = match read(text, &NoNames, None) {
        Ok(typed) => typed,
        Err(mistakes) => return [format!("{text}: {mistakes:?}"), String::new()],
    };
    let slow = match scalar::evaluate(&typed.expr, &|_| None) {
        Ok(None) => "NULL".to_owned(),
        Ok(Some(value)) => canonical::text(typed.expr.ty.model().unwrap_or(Type::Text), &value.value()),
        Err(failure) => failure.code.id().to_owned(),
    };
    let done = Program::new(&typed).evaluate(&[], 3).unwrap();
    assert_eq!(done.array.len(), 3);
    let column = Column::of(&done.array, typed.ty).unwrap();
    let fast = match done.failed.first() {
        Some(failure) => failure.code.id().to_owned(),
        None => match column.cell(2, Ty::of(typed.ty)) {
            None => "NULL".to_owned(),
            Some(value) => canonical::text(typed.ty, &value.value()),
        },
    };
    [slow, fast]
}

#[test]
fn every_example_of_the_table_gives_what_it_says() {
    let wrong: Vec<String> = table::all()
        .flat_map(|entry| entry.examples)
        .filter_map(|(text, want)| {
            let found = shown(text);
            (found != [*want, *want]).then(|| format!("{text} is {want}, not {found:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
