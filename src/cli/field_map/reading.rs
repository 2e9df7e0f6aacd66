//! How a field is read, in the keys of the mapping language: the same in every language, so that it can be found in the
//! mapping.
//!
//! In: a reading. Out: `picture: YYYYMMDD; null_if: [00000000]`. What holds unless it is said is left out.

use crate::mapping::keys::CHARACTER_WORDS;
use crate::mapping::model::{OnBad, OnBlank, Reading, Type};
use crate::mapping::written;

/// The keys and their values.
pub fn keys(ty: Type, reading: &Reading) -> String {
    let list = |key: &str, values: &[String]| {
        let quoted: Vec<String> = values.iter().map(|value| quoted(value)).collect();
        match quoted.as_slice() {
            [] => None,
            [only] => Some(format!("{key}: {only}")),
            several => Some(format!("{key}: [{}]", several.join(", "))),
        }
    };
    let usual = if ty == Type::Text { OnBlank::Empty } else { OnBlank::Reject };
    let signs: Vec<String> = reading.sign.iter().map(|one| written::sign(*one).to_owned()).collect();
    let characters = |characters: &[char]| characters.iter().map(|one| character(*one)).collect::<Vec<_>>();
    let found = [
        reading.picture.as_ref().map(|picture| format!("picture: {picture}")),
        reading.years.map(|(first, last)| format!("years: {first}-{last}")),
        list("sign", &signs),
        reading.decimal.map(|mark| format!("decimal: {}", character(mark))),
        list("thousands", &characters(&reading.thousands)),
        list("currency", &reading.currency),
        reading.round.map(|round| format!("round: {}", written::round(round))),
        list("null_if", &reading.null_if),
        (reading.on_blank != usual).then(|| format!("on_blank: {}", written::on_blank(reading.on_blank))),
        (reading.on_bad == OnBad::Empty).then(|| "on_bad: empty".to_owned()),
        list("true", &reading.true_words),
        list("false", &reading.false_words),
        reading.pattern.as_ref().map(|pattern| format!("pattern: {}", pattern.0.as_str())),
        reading.encoding.as_ref().map(|encoding| format!("encoding: {encoding}")),
    ];
    found.into_iter().flatten().collect::<Vec<_>>().join("; ")
}

fn quoted(value: &str) -> String {
    if value.is_empty() || value.trim() != value { format!("\"{value}\"") } else { value.to_owned() }
}

fn character(one: char) -> String {
    let word = CHARACTER_WORDS.iter().find(|(_, known)| *known == one);
    word.map_or_else(|| one.to_string(), |(word, _)| (*word).to_owned())
}
