//! What tells the records of a kind, as far as names and values of the copybook say it: level 88 of an item whose name
//! agrees with that of the layout, or the VALUE of an item of the record.
//!
//! Of a number that is no characters the value tells, as a field; of characters, those that the source's encoding has for their bytes, controls
//! too. Where they do not, the draft has a condition that no record meets: such a mapping refuses all records, and loads none as what it
//! may not be.

use super::draft::WhenDraft;
use crate::extractors::encoding::Encoding;
use crate::inspect::infer::values::names;
use crate::mapping::cobol::LaidField;
use crate::mapping::copybook::{Condition, Literal, Value};
use crate::mapping::model::Type;
use crate::mapping::stored::{self, Form};

/// The longest code of a kind, in bytes.
const LONGEST: u64 = 8;
/// Words of names of items that tell kinds, where level 88 says nothing.
const TELLING: [&str; 14] = [
    "type", "typ", "code", "cd", "kind", "segment", "seg", "genre", "sorte", "rt", "rectype", "rectyp", "rtype",
    "recid",
];
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

/// What tells kinds, written with the characters of a source.
#[derive(Debug, Clone, Copy)]
pub struct Telling {
    /// They.
    pub encoding: Encoding,
}

impl Telling {
    /// Of layouts with these names, what tells them: by level 88 of one of these fields, which all of them have.
    pub fn by_conditions(self, fields: &[LaidField], layouts: &[&str]) -> Vec<WhenDraft> {
        let codes = || fields.iter().filter(|field| is_code(field));
        let tried = codes().map(|field| (told_by(field, layouts), field));
        let best = tried.max_by_key(|(told, _)| told.iter().filter(|one| !one.is_empty()).count());
        let told = best.filter(|(told, _)| told.iter().any(|one| !one.is_empty()));
        let Some((told, field)) = told else {
            let likeliest = likeliest(fields);
            return layouts.iter().map(|_| open(likeliest)).collect();
        };
        told.into_iter().map(|conditions| self.by(field, &conditions)).collect()
    }

    /// What tells the record of this name: a VALUE, or level 88 of one of its own fields.
    pub fn of_record(self, fields: &[LaidField], name: &str) -> WhenDraft {
        let codes = || fields.iter().filter(|field| is_code(field));
        let mut written = codes().filter(|field| is_written(field));
        let mut others = codes().filter(|field| !is_written(field) && may_mark(field));
        let told = |field| self.own_value(field).map(|value| (field, value));
        if let Some((field, value)) = written.find_map(told).or_else(|| others.find_map(told)) {
            let by_field = (!is_written(field)).then(|| field.name.clone());
            return WhenDraft { is: vec![value], field: by_field, ..open(Some(field)) };
        }
        let by_name = codes().map(|field| {
            let conditions = match field.conditions.as_slice() {
                [only] if is_written(field) => vec![only],
                _ => told_by(field, &[name]).pop().unwrap_or_default(),
            };
            self.by(field, &conditions)
        });
        by_name.into_iter().find(|when| !when.is.is_empty()).unwrap_or_else(|| open(likeliest(fields)))
    }

    /// What tells records by the values that this field of them has: its VALUE, or all that its only name of level 88 stands for.
    pub fn of_values(self, field: &LaidField) -> Option<WhenDraft> {
        if !is_code(field) {
            return None;
        }
        let by_field = (!is_written(field)).then(|| field.name.clone());
        if let Some(value) = self.own_value(field) {
            return Some(WhenDraft { is: vec![value], field: by_field, ..open(Some(field)) });
        }
        let [only] = field.conditions.as_slice() else { return None };
        Some(self.by(field, &[only])).filter(|when| !when.is.is_empty())
    }

    /// The VALUE of a field: with a figurative constant everything begins that a program has not filled yet.
    fn own_value(self, field: &LaidField) -> Option<String> {
        let value = field.values.first()?;
        let is_empty = matches!(value.from, Literal::Space | Literal::Low | Literal::High | Literal::Zero);
        if is_empty && is_written(field) && !is_called_so(field) {
            return None;
        }
        self.constant(field, value)
    }

    fn by(self, field: &LaidField, conditions: &[&Condition]) -> WhenDraft {
        let values = conditions.iter().flat_map(|condition| &condition.values);
        let is: Option<Vec<String>> = values.map(|value| self.constant(field, value)).collect();
        let is = is.unwrap_or_default();
        let names = conditions.iter().map(|condition| condition.name.clone()).filter(|_| !is.is_empty()).collect();
        let by_field = (!is.is_empty() && !is_written(field)).then(|| field.name.clone());
        WhenDraft { is, names, field: by_field, ..open(Some(field)) }
    }

    /// A single value as the field's characters, filled up as COBOL does it; of what is no characters of the source, the value.
    fn constant(self, field: &LaidField, value: &Value) -> Option<String> {
        if value.to.is_some() {
            return None;
        }
        if is_written(field) { self.characters(field, &value.from) } else { number(field, &value.from) }
    }

    /// A literal as the characters of a field.
    fn characters(self, field: &LaidField, literal: &Literal) -> Option<String> {
        let width = usize::try_from(field.length).ok()?;
        let is_number = field.stored.is_some();
        let filled = |character: &str| Some(character.repeat(width));
        let text = match literal {
            Literal::Text(text) | Literal::Number(text) => text.clone(),
            Literal::Zero => return filled("0"),
            _ if is_number => return None,
            Literal::Space => return filled(" "),
            Literal::Quote => return filled("\""),
            Literal::Low => return filled(&self.decoded(&[0])?),
            Literal::High => return filled(&self.decoded(&[u8::MAX])?),
            Literal::All(text) => text.chars().cycle().take(width).collect(),
            Literal::Bytes(bytes) => self.decoded(bytes)?,
        };
        let is_digits = text.bytes().all(|byte| byte.is_ascii_digit());
        (text.chars().count() <= width && (!is_number || is_digits))
            .then(|| if is_number { format!("{text:0>width$}") } else { format!("{text:<width$}") })
    }

    /// Whether a text is HIGH-VALUES.
    pub fn is_high(self, text: &str) -> bool {
        self.decoded(&[u8::MAX]).is_some_and(|high| !text.is_empty() && text.replace(&high, "").is_empty())
    }

    fn decoded(self, bytes: &[u8]) -> Option<String> {
        let mut text = Vec::new();
        self.encoding.decode(bytes, &mut text).ok()?;
        String::from_utf8(text).ok()
    }
}

/// A literal as the value of a field that is no characters of the source, as a mapping writes it.
fn number(field: &LaidField, literal: &Literal) -> Option<String> {
    match (literal, field.ty) {
        // Blanks at its end are none of the value.
        (Literal::Text(text), _) if field.stored.is_none() => {
            Some(text.trim_end().to_owned()).filter(|text| !text.is_empty())
        }
        _ if field.stored.is_none() => None,
        (Literal::Zero, _) => Some("0".to_owned()),
        (Literal::Number(text), Type::Float32) => Some(text.parse::<f32>().ok()?.to_string()),
        (Literal::Number(text), Type::Float64) => Some(text.parse::<f64>().ok()?.to_string()),
        (Literal::Number(text), _) => text.parse::<i128>().ok().map(|number| number.to_string()),
        _ => None,
    }
}

/// The code that most likely tells kinds: one with level 88, or that is called so. Any other would be a guess.
fn likeliest(fields: &[LaidField]) -> Option<&LaidField> {
    let codes = || fields.iter().filter(|field| is_code(field));
    codes().find(|field| !field.conditions.is_empty()).or_else(|| codes().find(|field| is_called_so(field)))
}

/// Whether it is called as what tells kinds is.
fn is_called_so(field: &LaidField) -> bool {
    names::words(&field.item).iter().any(|word| TELLING.contains(&word.as_str()))
}

/// Whether its VALUE may be a mark, where it is no characters of the source: amounts and counters begin with a value too.
fn may_mark(field: &LaidField) -> bool {
    field.stored.is_none() || is_called_so(field)
}

/// Whether it is short, and its value a text, a whole number or a float.
fn is_code(field: &LaidField) -> bool {
    let is_whole = field.stored.is_none_or(|stored| stored.scale == 0 || matches!(stored.form, Form::Float(_)));
    is_whole && (1..=LONGEST).contains(&field.length)
}

/// Whether it stands there as characters of the source.
pub fn is_written(field: &LaidField) -> bool {
    stored::is_written(field.encoding, field.stored)
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

/// A condition that nobody has said yet.
fn open(field: Option<&LaidField>) -> WhenDraft {
    let at = field.map_or((0, 1), |field| (field.start, field.start + field.length));
    WhenDraft { at, item: field.map(|field| field.item.clone()), field: None, is: Vec::new(), names: Vec::new() }
}
