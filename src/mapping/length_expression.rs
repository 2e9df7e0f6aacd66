//! `end: {length: {sql: …}}`: lengths that are computed from numbers and codes in the first bytes of a record.
//!
//! In: the map. Out: the typed expression, and where what it reads stands. Its names are those of its own `fields:` and
//! nothing else, since a length is needed before anything is known of the record. Refuses bytes.

use super::expression::{self, Reach};
use super::migration::Declared;
use super::mistakes::args;
use super::model::{FieldRef, HeadAs, HeadField, LengthExpression, Reads, Type};
use super::tree::Node;
use super::view::View;
use crate::finding::Code;

/// Most bytes of a number, by how it stands there.
const MOST_BYTES: u32 = 8;
const MOST_DIGITS: u32 = 18;
/// Most bytes of a text.
const MOST_TEXT: u32 = 64;

/// What the map says; all its places end before `header`, if there is one.
pub fn read(length: View<'_>, header: u32) -> Option<LengthExpression> {
    length.need("sql");
    length.need("fields")?;
    let nodes = length.list("fields")?;
    let all: Vec<Option<HeadField>> = nodes.iter().map(|node| field(node, length, header)).collect();
    // Names of fields that could not be read would be unknown ones.
    let fields: Vec<HeadField> = all.into_iter().collect::<Option<_>>()?;
    for (at, field) in fields.iter().enumerate() {
        if fields[..at].iter().any(|other| other.name == field.name) {
            length.mistakes().fail(Code::DuplicateName, length.key_at("fields"), args!["field", field.name.as_str()]);
            return None;
        }
    }
    let expression = expression::read(length.text("sql")?, &Fields::of(&fields), Some(Type::Int64), length.mistakes());
    Some(LengthExpression { expression: expression?, fields })
}

fn field(node: &Node, length: View<'_>, header: u32) -> Option<HeadField> {
    let view = View::open(node, "length_field", length.mistakes())?;
    let name = view.need("name").and_then(|_| view.text("name"));
    let read_as = match view.word("as") {
        Some("big") => HeadAs::Big,
        Some("little") => HeadAs::Little,
        Some("packed") => HeadAs::Packed,
        Some("text") => HeadAs::Text,
        _ => HeadAs::Digits,
    };
    view.need("at");
    let found = view.text("at")?;
    let (start, end) = super::position::range(found, view.mistakes())?;
    let most = match read_as {
        HeadAs::Digits => MOST_DIGITS,
        HeadAs::Big | HeadAs::Little | HeadAs::Packed => MOST_BYTES,
        HeadAs::Text => MOST_TEXT,
    };
    if end - start > most {
        super::position::refuse(found, "long_length", view.mistakes());
        return None;
    }
    if header > 0 && end > header {
        super::position::refuse(found, "behind_header", view.mistakes());
        return None;
    }
    Some(HeadField { name: name?.text.to_owned(), start, end, read_as })
}

/// The names of an expression.
struct Fields<'a> {
    fields: &'a [HeadField],
    none: Declared,
}

impl<'a> Fields<'a> {
    fn of(fields: &'a [HeadField]) -> Self {
        Self { fields, none: Declared::default() }
    }
}

impl Reach for Fields<'_> {
    fn find(&self, name: &str) -> Option<(Reads, Option<Type>)> {
        let field = self.fields.iter().position(|field| field.name == name)?;
        let ty = if self.fields[field].read_as == HeadAs::Text { Type::Text } else { Type::Int64 };
        Some((Reads::Field(FieldRef { kind: 0, repeat: None, field }), Some(ty)))
    }
    fn all(&self) -> Vec<String> {
        self.fields.iter().map(|field| field.name.clone()).collect()
    }
    fn missing(&self) -> Code {
        Code::UnknownField
    }
    fn parameters(&self) -> &Declared {
        &self.none
    }
}
