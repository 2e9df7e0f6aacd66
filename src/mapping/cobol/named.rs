//! Level 88: names of values as the copybook has them in, values of the field's type out.
//!
//! Blanks, LOW-VALUES and HIGH-VALUES are no values here, but ends of ranges: what a field becomes that holds them is said
//! by `on_blank` and its kin. Where nothing is trimmed, blanks are a text that may have a name. A value that the field's type cannot hold is never there, so it is left out. Refuses bytes and code pages.
//! Source: IBM Enterprise COBOL 6.4 Language Reference, "Format 2: condition-name value" and "Comparison of two
//! alphanumeric operands" (the shorter one counts as filled up with blanks).

use std::sync::Arc;

use super::pieces::Piece;
use crate::mapping::constant;
use crate::mapping::copybook::{Condition, Literal};
use crate::mapping::model::{Named, NamedConstant, OnFail, Trim, Type, Value, ValueName};
use crate::mapping::stored::Stored;

/// Values that a finding shows.
const SHOWN: usize = 8;

/// How the field of an item is read, as far as its values show it.
#[derive(Clone, Copy)]
pub struct ReadAs {
    /// The field's type.
    pub ty: Type,
    /// How its number stands in its bytes.
    pub stored: Option<Stored>,
    /// Blanks that are taken off.
    pub trim: Trim,
}

/// What level 88 says of an item's values.
///
/// # Errors
/// Why it says nothing, as a word: there is no level 88 (`none`); it names none that the field can have (`type`), since an
/// edited number is text there (`edited`); what tells a text's names apart is a blank that is trimmed (`trimmed`).
pub fn named(piece: &Piece, read: ReadAs, on_fail: Option<OnFail>) -> Result<Arc<Named>, &'static str> {
    let characters = usize::try_from(piece.characters()).unwrap_or(usize::MAX);
    let of = Of { read, characters };
    // What `trim` takes away tells such a value from others.
    let trims = matches!((read.ty, read.stored, read.trim), (Type::Text, None, Trim::Left | Trim::Both));
    if trims && blanks_tell_apart(&piece.conditions) {
        return Err("trimmed");
    }
    // A number whose picture edits it has texts for values, and one that is left out would be told of good records.
    let edits = piece.said().edited && read.ty.is_number();
    if edits && piece.conditions.iter().flat_map(|condition| &condition.values).any(|value| of.is_text(value)) {
        return Err("edited");
    }
    let names: Vec<ValueName> = piece.conditions.iter().filter_map(|condition| of.name(condition)).collect();
    match names.iter().all(is_blank) {
        false => Ok(Arc::new(Named { names, on_fail, written: written(&piece.conditions) })),
        true if piece.conditions.is_empty() => Err("none"),
        true => Err("type"),
    }
}

/// Whether blanks before texts tell one name from another, or say where a range ends.
fn blanks_tell_apart(conditions: &[Condition]) -> bool {
    let text = |literal: &Literal| match literal {
        Literal::Text(text) => Some(text.trim_end_matches(' ').to_owned()),
        _ => None,
    };
    let begins = |literal: &Literal| text(literal).is_some_and(|text| text.starts_with(' '));
    let all: Vec<(&str, String)> = conditions
        .iter()
        .flat_map(|condition| condition.values.iter().map(|value| (condition.name.as_str(), value)))
        .filter_map(|(name, value)| Some((name, text(&value.from)?)))
        .collect();
    let clash = |(name, text): &(&str, String)| {
        all.iter().any(|(other, their)| other != name && their != text && their.trim_start() == text.trim_start())
    };
    let in_range = conditions
        .iter()
        .flat_map(|condition| &condition.values)
        .any(|value| value.to.as_ref().is_some_and(|to| begins(to) || begins(&value.from)));
    in_range || all.iter().filter(|(_, text)| text.starts_with(' ')).any(clash)
}

/// Whether a name is one of blanks alone.
fn is_blank(name: &ValueName) -> bool {
    let blank =
        |constant: &NamedConstant| matches!(constant, NamedConstant::Value(Value::Text(text)) if text.is_empty());
    name.values.iter().all(|(from, to)| to.is_none() && blank(from))
}

/// The values in COBOL's words, as many as a line has room for.
fn written(conditions: &[Condition]) -> String {
    let mut values: Vec<String> = conditions
        .iter()
        .flat_map(|condition| &condition.values)
        .map(crate::mapping::copybook::Value::written)
        .collect();
    if values.len() > SHOWN {
        values.truncate(SHOWN);
        values.push("…".to_owned());
    }
    values.join(", ")
}

struct Of {
    read: ReadAs,
    characters: usize,
}

impl Of {
    fn name(&self, condition: &Condition) -> Option<ValueName> {
        let value = |value: &crate::mapping::copybook::Value| match &value.to {
            Some(to) => Some((self.bound(&value.from)?, Some(self.bound(to)?))),
            None => Some((self.constant(&value.from)?, None)),
        };
        let values: Vec<_> = condition.values.iter().filter_map(value).collect();
        (!values.is_empty()).then(|| ValueName { name: condition.name.clone(), values })
    }

    /// A value that is no number, and is none of the figurative constants.
    fn is_text(&self, value: &crate::mapping::copybook::Value) -> bool {
        let ends = [Some(&value.from), value.to.as_ref()];
        let is_figure = |literal: &Literal| matches!(literal, Literal::Space | Literal::Low | Literal::High);
        ends.into_iter().flatten().any(|literal| !is_figure(literal) && self.constant(literal).is_none())
    }

    /// An end of a range: blanks, LOW-VALUES and HIGH-VALUES are values there.
    fn bound(&self, literal: &Literal) -> Option<NamedConstant> {
        let all_of = |text: &str| Some(NamedConstant::Value(Value::Text(text.repeat(self.characters))));
        match (self.read.ty, self.read.stored, literal) {
            (Type::Text, None, Literal::Space) => all_of(" "),
            (Type::Text, None, Literal::Low) => all_of("\0"),
            (Type::Text, None, Literal::High) => all_of("\u{10FFFF}"),
            _ => self.constant(literal),
        }
    }

    fn constant(&self, literal: &Literal) -> Option<NamedConstant> {
        match (self.read.ty, self.read.stored) {
            (Type::Text, Some(stored)) => digits(&number(literal)?, stored).map(Value::Text).map(NamedConstant::Value),
            (Type::Text, None) => self.characters(literal),
            (Type::Bool | Type::Date | Type::Time | Type::Timestamp, _) => None,
            (ty, _) => constant::parse(&shortest(&number(literal)?), ty).map(NamedConstant::Value),
        }
    }

    fn characters(&self, literal: &Literal) -> Option<NamedConstant> {
        let text = match literal {
            Literal::Text(text) | Literal::Number(text) => text.clone(),
            Literal::Zero => "0".repeat(self.characters),
            Literal::Quote => "\"".repeat(self.characters),
            Literal::All(text) => text.chars().cycle().take(self.characters).collect(),
            Literal::Bytes(bytes) => return Some(NamedConstant::Bytes(bytes.clone())),
            Literal::Space => String::new(),
            Literal::High | Literal::Low => return None,
        };
        let text = match self.read.trim {
            Trim::Left | Trim::Both => text.trim_matches(' '),
            Trim::Right | Trim::None => text.trim_end_matches(' '),
        };
        // Blanks that are trimmed are no text.
        (!text.is_empty() || self.read.trim == Trim::None).then(|| NamedConstant::Value(Value::Text(text.to_owned())))
    }
}

/// A constant as a number; digits in quotes are one, as many programs write them.
fn number(literal: &Literal) -> Option<String> {
    match literal {
        Literal::Zero => Some("0".to_owned()),
        Literal::Number(text) => Some(text.strip_prefix('+').unwrap_or(text).to_owned()),
        Literal::Text(text) => {
            let digits = text.trim_end_matches(' ');
            let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
            is_number.then(|| digits.to_owned())
        }
        _ => None,
    }
}

/// Sign, digits before the point without leading zeros, digits behind it without trailing ones.
fn parts(text: &str) -> (&str, &str, &str) {
    let (sign, text) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    (sign, whole.trim_start_matches('0'), part.trim_end_matches('0'))
}

/// A number as constants of the mapping write it.
fn shortest(text: &str) -> String {
    let (sign, whole, part) = parts(text);
    let whole = if whole.is_empty() { "0" } else { whole };
    if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
}

/// The digits of a stored number that is read as text: as many as its picture has.
fn digits(text: &str, stored: Stored) -> Option<String> {
    let (sign, whole, part) = parts(text);
    let scale = usize::try_from(stored.scale.max(0)).ok()?;
    let zeros = usize::from(stored.scale.min(0).unsigned_abs());
    let all = format!("{whole}{part}{}", "0".repeat(scale.checked_sub(part.len())?));
    let kept = all.len().saturating_sub(zeros);
    let (kept, dropped) = all.split_at(kept);
    let fits = dropped.bytes().all(|byte| byte == b'0');
    let kept = kept.trim_start_matches('0');
    let places = usize::from(stored.digits);
    (fits && places > 0 && kept.len() <= places).then(|| {
        let sign = if kept.is_empty() { "" } else { sign };
        format!("{sign}{kept:0>places$}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mapping::stored::{Form, Signs};

    #[test]
    fn the_digits_of_a_number_that_is_read_as_text_are_those_of_its_picture() {
        for (text, digits_of, scale, want) in [
            ("1", 3, 0, Some("001")),
            ("-1.5", 4, 2, Some("-0150")),
            ("-0", 2, 0, Some("00")),
            ("1.5", 3, 0, None),
            ("1200", 2, -2, Some("12")),
            ("1250", 2, -2, None),
            ("100", 2, 0, None),
            ("7", 0, 0, None),
        ] {
            let stored = Stored {
                form: Form::Packed,
                bytes: 4,
                digits: digits_of,
                scale,
                signed: true,
                signs: Signs::Preferred,
            };
            assert_eq!(digits(text, stored).as_deref(), want, "{text}");
        }
    }

    #[test]
    fn numbers_are_written_as_constants_are() {
        for (text, want) in [("007", "7"), (".50", "0.5"), ("-3.00", "-3"), ("0", "0"), ("12.", "12")] {
            assert_eq!(shortest(text), want);
        }
    }
}
