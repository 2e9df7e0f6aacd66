//! The keys of a field, as a mapping writes them: those alone that say more than the defaults.
//!
//! In: a type and a reading. Out: keys with their values as YAML. Refuses to know fields.

use crate::inspect::infer::draft::{Form, plain};
use crate::mapping::model::{OnBad, Reading, Type};
use crate::mapping::{types, written};

pub use crate::mapping::written::scalar;

/// Keys and values, in the order of the reference.
#[must_use]
pub fn of(ty: Type, reading: &Reading, form: &Form) -> Vec<(&'static str, String)> {
    let usual = plain(ty, form);
    let mut keys = Vec::new();
    if ty != Type::Text {
        let name = types::name(ty);
        keys.push(("type", if name.contains(',') { format!("\"{name}\"") } else { name }));
    }
    if reading.trim != usual.trim {
        keys.push(("trim", written::trim(reading.trim).to_owned()));
    }
    keys.extend(reading.picture.iter().map(|picture| ("picture", scalar(picture))));
    keys.extend(reading.years.map(|(first, last)| ("years", format!("{first}-{last}"))));
    if ty.is_number() && reading.sign != usual.sign {
        keys.push(("sign", list(reading.sign.iter().map(|one| written::sign(*one).to_owned()))));
    }
    if ty.is_number() && reading.decimal != usual.decimal {
        keys.extend(reading.decimal.map(|mark| ("decimal", scalar(&mark.to_string()))));
    }
    if !reading.thousands.is_empty() {
        keys.push(("thousands", list(reading.thousands.iter().map(|one| character(*one)))));
    }
    if !reading.currency.is_empty() {
        keys.push(("currency", list(reading.currency.iter().map(|one| scalar(one)))));
    }
    keys.extend(reading.round.map(|one| ("round", written::round(one).to_owned())));
    if !reading.null_if.is_empty() {
        keys.push((
            "null_if",
            format!("[{}]", reading.null_if.iter().map(|one| scalar(one)).collect::<Vec<_>>().join(", ")),
        ));
    }
    if reading.on_blank != usual.on_blank {
        keys.push(("on_blank", written::on_blank(reading.on_blank).to_owned()));
    }
    if reading.on_bad == OnBad::Empty {
        keys.push(("on_bad", "empty".to_owned()));
    }
    for (key, words) in [("true", &reading.true_words), ("false", &reading.false_words)] {
        if !words.is_empty() {
            keys.push((key, list(words.iter().map(|one| scalar(one)))));
        }
    }
    keys
}

fn list(all: impl Iterator<Item = String>) -> String {
    let all: Vec<String> = all.collect();
    if let [only] = &all[..] { only.clone() } else { format!("[{}]", all.join(", ")) }
}

/// A character, or the word that stands for it.
#[must_use]
pub fn character(one: char) -> String {
    match one {
        ',' => "comma".to_owned(),
        ' ' => "space".to_owned(),
        '\u{a0}' => "nbsp".to_owned(),
        '\t' => "tab".to_owned(),
        other => scalar(&other.to_string()),
    }
}
