//! Fields of the columns: a name, the header or the number of the cell, and what its values are.

use std::collections::BTreeMap;

use super::naming::names;
use crate::inspect::infer::draft::{FieldDraft, Other, Reason};
use crate::inspect::infer::layout::Doubt;
use crate::inspect::infer::values::why::{Open, Why};
use crate::inspect::infer::values::{Found, names};
use crate::mapping::model::{FieldPlace, OnBlank, Type};

/// Values from which on it says something that all are different.
const MANY: u64 = 5;

/// A column, and what a layout says of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Named {
    /// What its values are.
    pub found: Found,
    /// The layout's name for it, where the layout has it.
    pub name: Option<String>,
    /// Where layout and data do not agree.
    pub doubt: Option<Doubt>,
}

/// A field for each column. Beside them: the headers that name no column alone, whose cells are read by their numbers.
#[must_use]
pub fn fields(headers: &[String], found: Vec<Named>) -> (Vec<FieldDraft>, Vec<String>) {
    let header = |at: usize| headers.get(at).map_or("", String::as_str);
    let called = |(at, one): (usize, &Named)| one.name.clone().unwrap_or_else(|| header(at).to_owned());
    let all: Vec<String> = found.iter().enumerate().map(called).collect();
    let counts = counts(headers);
    let own = |text: &str| is_own(text, &counts);
    let mut unnamed: Vec<String> = Vec::new();
    let place = |at: usize| {
        let index = FieldPlace::Index(u32::try_from(at).unwrap_or(u32::MAX));
        if own(header(at)) { FieldPlace::Header(header(at).to_owned()) } else { index }
    };
    for text in headers.iter().take(found.len()).filter(|text| !own(text)) {
        if !unnamed.contains(text) {
            unnamed.push(text.clone());
        }
    }
    let fields = names(&all).into_iter().zip(found).enumerate();
    let fields = fields.map(|(at, (name, found))| field(name, place(at), found)).collect();
    (fields, unnamed)
}

fn field(name: String, place: FieldPlace, named: Named) -> FieldDraft {
    let Found { ty, reading, check, personal, why, others } = named.found;
    let layout = named.name.map(|_| Reason::Layout).into_iter().chain(named.doubt.map(Reason::Doubt));
    FieldDraft {
        name,
        place,
        ty,
        reading,
        check,
        personal,
        why: layout.chain(why.into_iter().map(Reason::Value)).collect(),
        others: others.into_iter().map(|other| Other::Value(Box::new(other))).collect(),
    }
}

/// Whether every header stands once and is not blank.
#[must_use]
pub fn all_own(headers: &[String]) -> bool {
    let counts = counts(headers);
    headers.iter().all(|text| is_own(text, &counts))
}

fn counts(headers: &[String]) -> BTreeMap<&str, u32> {
    let mut counts = BTreeMap::new();
    for text in headers {
        *counts.entry(text.as_str()).or_default() += 1;
    }
    counts
}

fn is_own(text: &str, counts: &BTreeMap<&str, u32>) -> bool {
    !text.trim().is_empty() && counts.get(text) == Some(&1)
}

/// A blank becomes empty, where the type does not have it so anyway.
pub fn allow_blank(found: &mut Found) {
    let takes_blank = found.reading.true_words.iter().chain(&found.reading.false_words).any(String::is_empty);
    if found.ty != Type::Text && !takes_blank {
        found.reading.on_blank = OnBlank::Empty;
    }
}

/// Fields of which no two records have the same value, and none is blank: those first that are called numbers of something,
/// then codes. Other whole numbers may be amounts, unless they stand first.
#[must_use]
pub fn unique(fields: &[FieldDraft]) -> Vec<Vec<String>> {
    let different = |field: &&FieldDraft| {
        let all = field.why.iter().any(|why| matches!(why, Reason::Value(Why::AllDifferent(n)) if *n >= MANY));
        let blank = field.why.iter().any(|why| matches!(why, Reason::Value(Why::Blanks(_))));
        let number = matches!(field.ty, Type::Decimal { .. } | Type::Date | Type::Timestamp | Type::Time);
        all && !blank && !number
    };
    let is_called = |field: &FieldDraft| names::is_number(&field.name);
    let is_code = |field: &FieldDraft| {
        field.others.iter().any(|other| matches!(other, Other::Value(other) if other.open == Open::Code))
    };
    let mut keys: Vec<(usize, &FieldDraft)> = fields.iter().enumerate().filter(|(_, field)| different(field)).collect();
    keys.retain(|(at, field)| *at == 0 || field.ty == Type::Text || is_called(field));
    keys.sort_by_key(|(_, field)| (!is_called(field), !is_code(field)));
    keys.into_iter().map(|(_, field)| vec![field.name.clone()]).collect()
}
