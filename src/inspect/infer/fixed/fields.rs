//! A piece of a record and its values, made a field.
//!
//! In: a piece and all its values. Out: the field with its type, its reasons and what else it may be. Refuses to change
//! borders.

use super::piece::{Piece, What};
use crate::inspect::infer::draft::{FieldDraft, Form, Other, Reason, plain};
use crate::inspect::infer::records::Reading;
use crate::inspect::infer::values::why::{self as value, Open, Why};
use crate::inspect::infer::values::{Around, Column, Found};
use crate::mapping::model::{FieldPlace, Type};

/// Digits alone show no decimals: a number of which these would be guessed stays text, with the number beside it.
fn as_digits(piece: &Piece, found: Found, form: &Form) -> Found {
    if piece.what != What::Digits || found.ty.scale() == 0 {
        return found;
    }
    let reads = found.why.iter().find_map(|why| match why {
        Why::Reads(share) => Some(*share),
        _ => None,
    });
    let number = value::Other {
        ty: found.ty,
        reading: found.reading,
        open: Open::Decimals,
        reads: reads.unwrap_or_default(),
        failure: None,
    };
    let others = std::iter::once(number).chain(found.others).collect();
    Found { ty: Type::Text, reading: plain(Type::Text, form), others, ..found }
}

/// What is known of all fields.
pub struct Typing<'a> {
    /// How the files read.
    pub reading: &'a Reading,
    /// The year of today.
    pub year: i32,
    /// How records are cut.
    pub form: &'a Form,
}

impl Typing<'_> {
    /// The field of a piece with these values, each with its record's number.
    #[must_use]
    pub fn field<'v>(&self, piece: &Piece, values: impl Iterator<Item = (&'v [u8], u64)>) -> FieldDraft {
        let around =
            Around { fixed: true, encoding: self.reading.encoding.clone(), name: String::new(), year: self.year };
        let mut column = Column::new(around);
        for (value, place) in values {
            column.push(value, place);
        }
        let found = as_digits(piece, column.found(None), self.form);
        let [start, end] = [piece.from, piece.to].map(|column| u32::try_from(column).unwrap_or(u32::MAX));
        let name = if end - start == 1 { format!("f{end}") } else { format!("f{}_{end}", start + 1) };
        let field = FieldDraft::text(name, FieldPlace::Bytes { start, end }, self.form);
        let why = found.why.into_iter().map(Reason::Value);
        let others = found.others.into_iter().map(|other| Other::Value(Box::new(other)));
        FieldDraft {
            ty: found.ty,
            reading: found.reading,
            check: found.check,
            personal: found.personal,
            why: piece.why.iter().filter(|_| piece.what != What::Figure).cloned().chain(why).collect(),
            others: piece.others.iter().cloned().chain(others).collect(),
            ..field
        }
    }
}
