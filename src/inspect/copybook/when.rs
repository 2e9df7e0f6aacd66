//! What tells the records of a kind, as far as names and values of the copybook say it: level 88 of an item whose name
//! agrees with that of the layout, or the VALUE of an item of the record.
//!
//! Of a number that is no characters the value tells, as a field. Where they do not, the draft has a condition that no record meets: such a mapping refuses all records, and loads none
//! as what it may not be.

use super::draft::WhenDraft;
use crate::inspect::infer::values::names;
use crate::mapping::cobol::LaidField;
use crate::mapping::copybook::{Condition, Literal, Value};
use crate::mapping::stored::Form;

/// The longest code of a kind, in bytes.
const LONGEST: u64 = 8;
/// Words of names of items that tell kinds, where level 88 says nothing.
const TELLING: [&str; 9] = ["type", "typ", "code", "cd", "kind", "segment", "seg", "genre", "sorte"];
/// Words of names that tell nothing of a layout.
const EMPTY: [&str; 18] = [
    "data",
    "rec",
    "record",
    "area",
    "is",
    "type",
    "typ",
    "code",
    "cd",
    "row",
    "segment",
    "seg",
    "line",
    "layout",
    "fd",
    "enreg",
    "enregistrement",
    "zone",
];

/// Of layouts with these names, what tells them: by level 88 of one of these fields, which all of them have.
pub fn by_conditions(fields: &[LaidField], layouts: &[&str]) -> Vec<WhenDraft> {
    let codes = || fields.iter().filter(|field| is_code(field));
    let tried = codes().map(|field| (told_by(field, layouts), field));
    let best = tried.max_by_key(|(told, _)| told.iter().filter(|one| !one.is_empty()).count());
    let told = best.filter(|(told, _)| told.iter().any(|one| !one.is_empty()));
    let Some((told, field)) = told else {
        let likeliest = likeliest(fields);
        return layouts.iter().map(|_| open(likeliest)).collect();
    };
    told.into_iter().map(|conditions| by(field, &conditions)).collect()
}

/// What tells the record of this name: a VALUE, or level 88 of one of its own fields.
pub fn of_record(fields: &[LaidField], name: &str) -> WhenDraft {
    let codes = || fields.iter().filter(|field| is_code(field));
    let mut written = codes().filter(|field| is_written(field));
    let by_value = written.find_map(|field| Some((field, constant(field, field.values.first()?)?)));
    if let Some((field, text)) = by_value {
        return WhenDraft { is: vec![text], ..open(Some(field)) };
    }
    let by_name = codes().map(|field| {
        let conditions = match field.conditions.as_slice() {
            [only] if is_written(field) => vec![only],
            _ => told_by(field, &[name]).pop().unwrap_or_default(),
        };
        by(field, &conditions)
    });
    by_name.into_iter().find(|when| !when.is.is_empty()).unwrap_or_else(|| open(likeliest(fields)))
}

/// The code that most likely tells kinds: one with level 88, or that is called so. Any other would be a guess.
fn likeliest(fields: &[LaidField]) -> Option<&LaidField> {
    let codes = || fields.iter().filter(|field| is_code(field));
    let is_called_so =
        |field: &&LaidField| names::words(&field.item).iter().any(|word| TELLING.contains(&word.as_str()));
    codes().find(|field| !field.conditions.is_empty()).or_else(|| codes().find(is_called_so))
}

/// Whether it is short, and its value a text or a whole number.
fn is_code(field: &LaidField) -> bool {
    let is_whole = field.stored.is_none_or(|stored| stored.scale == 0 && !matches!(stored.form, Form::Float(_)));
    is_whole && (1..=LONGEST).contains(&field.length)
}

/// Whether it stands there as characters.
pub fn is_written(field: &LaidField) -> bool {
    field.stored.is_none_or(|stored| matches!(stored.form, Form::Zoned(_)) && !stored.signed)
}

/// Of each layout the conditions of a field whose names agree with its, and with no other's.
fn told_by<'f>(field: &'f LaidField, layouts: &[&str]) -> Vec<Vec<&'f Condition>> {
    let own = words(&field.item, &[]);
    let of_layouts: Vec<Vec<String>> = layouts.iter().map(|name| words(name, &own)).collect();
    let in_all = |word: &String| of_layouts.len() > 1 && of_layouts.iter().all(|words| words.contains(word));
    let telling: Vec<Vec<&String>> =
        of_layouts.iter().map(|words| words.iter().filter(|word| !in_all(word)).collect()).collect();
    let mut told: Vec<Vec<&Condition>> = vec![Vec::new(); layouts.len()];
    for condition in &field.conditions {
        let of_condition = words(&condition.name, &own);
        let agrees = |words: &Vec<&String>| words.iter().any(|word| of_condition.iter().any(|own| agree(word, own)));
        let mut meant = (0..layouts.len()).filter(|at| agrees(&telling[*at]));
        if let (Some(only), None) = (meant.next(), meant.next()) {
            told[only].push(condition);
        }
    }
    told
}

/// The words of a name that may tell a layout.
fn words(name: &str, but: &[String]) -> Vec<String> {
    let mut words = names::words(name);
    words.retain(|word| word.len() > 2 && !EMPTY.contains(&word.as_str()) && !but.contains(word));
    words
}

/// The same word, or one cut short: `CUST` and `CUSTOMER`.
fn agree(one: &str, other: &str) -> bool {
    one.starts_with(other) || other.starts_with(one)
}

fn by(field: &LaidField, conditions: &[&Condition]) -> WhenDraft {
    let values = conditions.iter().flat_map(|condition| &condition.values);
    let is: Option<Vec<String>> = values.map(|value| constant(field, value)).collect();
    let is = is.unwrap_or_default();
    let names = conditions.iter().map(|condition| condition.name.clone()).filter(|_| !is.is_empty()).collect();
    let by_field = (!is.is_empty() && !is_written(field)).then(|| field.name.clone());
    WhenDraft { is, names, field: by_field, ..open(Some(field)) }
}

/// A condition that nobody has said yet.
fn open(field: Option<&LaidField>) -> WhenDraft {
    let at = field.map_or((0, 1), |field| (field.start, field.start + field.length));
    WhenDraft { at, item: field.map(|field| field.item.clone()), field: None, is: Vec::new(), names: Vec::new() }
}

/// A single value as the field's characters, filled up as COBOL does it; of a number that is none, the number.
fn constant(field: &LaidField, value: &Value) -> Option<String> {
    let width = usize::try_from(field.length).ok()?;
    let is_number = field.stored.is_some();
    let text = match &value.from {
        _ if value.to.is_some() => return None,
        Literal::Zero if !is_written(field) => return Some("0".to_owned()),
        Literal::Number(text) if !is_written(field) => {
            return text.parse::<i128>().ok().map(|number| number.to_string());
        }
        _ if !is_written(field) => return None,
        Literal::Text(text) | Literal::Number(text) => text,
        _ => return None,
    };
    let is_digits = text.bytes().all(|byte| byte.is_ascii_digit());
    (text.chars().count() <= width && (!is_number || is_digits))
        .then(|| if is_number { format!("{text:0>width$}") } else { format!("{text:<width$}") })
}
