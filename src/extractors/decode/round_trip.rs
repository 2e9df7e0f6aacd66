//! Values that were decoded, encoded again: whether the bytes are the ones that were read, and how they differ.
//!
//! In: a field's bytes, and the column that was made of them. Out: of each value a [`Trip`]. Canonical are the bytes that
//! [`stored::encode`](super::stored::encode) gives, edited numbers as [`EditedRules::edit`] writes them, and texts that begin with their first character (at the end of their
//! place where `trim: left`) and are filled up with blanks. Refuses: fields of which only a part is read (`pattern`),
//! numbers, dates and words that are text, and what becomes of a record.

use arrow_array::cast::AsArray;
use arrow_array::types::{Decimal64Type, Decimal128Type, Float32Type, Float64Type, Int16Type, Int32Type, Int64Type};
use arrow_array::{Array, ArrayRef};

use super::edited::EditedRules;
use super::stored::again::Value;
use super::texts::TextRules;
use super::{Decoder, Reads};
use crate::mapping::model::{Trim, Type};

/// What came of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trip {
    /// It encodes to the bytes that were read.
    Same,
    /// It encodes to others, or to none.
    Other(Difference),
    /// There is no value, as the mapping declares.
    Empty,
}

/// How the bytes of a field differ from the canonical ones of its value. The order is that of reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Difference {
    /// Another half byte as the sign of a packed number.
    PackedSign {
        /// The one that stands there.
        found: u8,
        /// The canonical one.
        wanted: u8,
    },
    /// Another half byte as the sign of a zoned number.
    ZonedSign {
        /// The one that stands there.
        found: u8,
        /// The canonical one.
        wanted: u8,
    },
    /// A plain digit of ASCII where the sign is punched into it.
    PlainDigit,
    /// A plus where a blank is one.
    Plus,
    /// A character of the picture among what fills up the places before the number.
    Inserted,
    /// A zero with a minus.
    MinusZero,
    /// Blanks, which became zero.
    Blanks,
    /// Zeros where blanks are how zero is written.
    Zeros,
    /// LOW-VALUES, which became zero.
    LowValues,
    /// HIGH-VALUES, which became zero.
    HighValues,
    /// The zero of a hexadecimal float has an exponent.
    ZeroExponent,
    /// The first digit of a hexadecimal float is zero.
    NotNormalised,
    /// The value was rounded.
    Rounded,
    /// Blanks stand before a text.
    BlanksBefore,
    /// A text is filled up with X'00'.
    FilledLow,
    /// A text is filled up with tabs.
    FilledTabs,
    /// A character has several bytes, and not the first of them stands there.
    Character,
    /// None of these.
    Unknown,
}

impl Difference {
    /// As data.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::PackedSign { .. } => "packed_sign",
            Self::ZonedSign { .. } => "zoned_sign",
            Self::PlainDigit => "plain_digit",
            Self::Plus => "plus",
            Self::Inserted => "inserted",
            Self::MinusZero => "minus_zero",
            Self::Blanks => "blanks",
            Self::Zeros => "zeros",
            Self::LowValues => "low_values",
            Self::HighValues => "high_values",
            Self::ZeroExponent => "zero_exponent",
            Self::NotNormalised => "not_normalised",
            Self::Rounded => "rounded",
            Self::BlanksBefore => "blanks_before",
            Self::FilledLow => "filled_low",
            Self::FilledTabs => "filled_tabs",
            Self::Character => "character",
            Self::Unknown => "unknown",
        }
    }

    /// Of a sign: the half byte that stands there, and the canonical one.
    #[must_use]
    pub const fn signs(self) -> Option<(u8, u8)> {
        match self {
            Self::PackedSign { found, wanted } | Self::ZonedSign { found, wanted } => Some((found, wanted)),
            _ => None,
        }
    }
}

/// What one value encodes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Witness {
    /// Against the bytes that were read.
    pub trip: Trip,
    /// Its bytes; none where it has none.
    pub bytes: Vec<u8>,
}

/// Encodes the values of one field again.
#[derive(Debug)]
pub struct Encoder<'d> {
    decoder: &'d Decoder,
    blank: Vec<u8>,
    bytes: Vec<u8>,
}

impl<'d> Encoder<'d> {
    /// Of a field whose values encode; none for others.
    #[must_use]
    pub fn of(decoder: &'d Decoder) -> Option<Self> {
        let texts = &decoder.texts;
        let is_text = matches!(decoder.reads, Reads::Text | Reads::Edited(_));
        let encodes = texts.pattern.is_none() && (texts.stored.is_some() || is_text);
        let blank = texts.encoding.encode(" ")?;
        encodes.then(|| Self { decoder, blank, bytes: Vec::new() })
    }

    /// What came of a value: its field's bytes, the field's column, and its row there.
    pub fn trip(&mut self, field: &[u8], values: &ArrayRef, row: usize) -> Trip {
        self.bytes.clear();
        let decoder = self.decoder;
        if let Reads::Edited(rules) = &decoder.reads {
            return self.edited(rules, field, values, row);
        }
        let Some(rules) = &decoder.texts.stored else { return self.text(field, values, row) };
        if values.is_null(row) {
            return Trip::Empty;
        }
        let value = self.value(values, row);
        let encodes = value.is_some_and(|value| rules.again(&value, field, &mut self.bytes));
        if encodes && self.bytes == field {
            Trip::Same
        } else {
            Trip::Other(rules.difference(field, encodes.then_some(&self.bytes)))
        }
    }

    fn value<'v>(&self, values: &'v ArrayRef, row: usize) -> Option<Value<'v>> {
        let whole = |number: i128| Value::Number(number, 0);
        Some(match self.decoder.ty {
            Type::Int16 => whole(values.as_primitive_opt::<Int16Type>()?.value(row).into()),
            Type::Int32 => whole(values.as_primitive_opt::<Int32Type>()?.value(row).into()),
            Type::Int64 => whole(values.as_primitive_opt::<Int64Type>()?.value(row).into()),
            Type::Decimal { scale, .. } => {
                let narrow = values.as_primitive_opt::<Decimal64Type>().map(|values| values.value(row).into());
                let wide = || values.as_primitive_opt::<Decimal128Type>().map(|values| values.value(row));
                Value::Number(narrow.or_else(wide)?, scale.into())
            }
            Type::Float32 => Value::Float(values.as_primitive_opt::<Float32Type>()?.value(row).into()),
            Type::Float64 => Value::Float(values.as_primitive_opt::<Float64Type>()?.value(row)),
            Type::Text => Value::Text(values.as_string_opt::<i32>()?.value(row)),
            // Of dates, times and truths the digits are encoded that were read.
            Type::Date | Type::Time | Type::Timestamp | Type::Bool => Value::Digits,
        })
    }

    /// An edited number.
    fn edited(&mut self, rules: &EditedRules, field: &[u8], values: &ArrayRef, row: usize) -> Trip {
        if values.is_null(row) {
            return Trip::Empty;
        }
        let Some(value) = self.value(values, row) else { return Trip::Other(Difference::Unknown) };
        let encoding = self.decoder.texts.encoding;
        let encodes = rules.again(&value).is_some_and(|text| encoding.encode_into(&text, &mut self.bytes));
        // A record that ends with blanks may end before them.
        let rest = self.bytes.get(field.len()..).unwrap_or_default();
        if rest.chunks(self.blank.len()).all(|one| one == self.blank) {
            self.bytes.truncate(field.len());
        }
        if encodes && self.bytes == field {
            return Trip::Same;
        }
        let mut text = Vec::new();
        let is_text = encoding.decode(field, &mut text).is_ok();
        Trip::Other(match (field, String::from_utf8(text)) {
            ([0, ..], _) => Difference::LowValues,
            ([0xFF, ..], _) => Difference::HighValues,
            (_, Ok(text)) if is_text => rules.difference(&text, &value),
            _ => Difference::Unknown,
        })
    }

    /// A text whose place has as many bytes as `field`.
    fn text(&mut self, field: &[u8], values: &ArrayRef, row: usize) -> Trip {
        let rules = &self.decoder.texts;
        let Some(texts) = values.as_string_opt::<i32>() else { return Trip::Other(Difference::Unknown) };
        let text = if texts.is_null(row) { "" } else { texts.value(row) };
        if !rules.encoding.encode_into(text, &mut self.bytes) {
            return Trip::Other(Difference::Character);
        }
        let fill = field.len().saturating_sub(self.bytes.len());
        let filling = self.blank.iter().copied().cycle().take(fill);
        if rules.trim == Trim::Left {
            self.bytes.splice(..0, filling);
        } else {
            self.bytes.extend(filling);
        }
        match self.bytes == field {
            true => Trip::Same,
            false if texts.is_null(row) => Trip::Empty,
            false => Trip::Other(difference(rules, field, &self.blank, &self.bytes)),
        }
    }
}

impl Decoder {
    /// It reads a number in a form that only one text or one run of bytes has: stored, or edited.
    #[must_use]
    pub const fn is_witnessed(&self) -> bool {
        self.texts.stored.is_some() || matches!(self.reads, Reads::Edited(_))
    }

    /// What the value of one field encodes to; none where it does not decode, or is none that encodes.
    #[must_use]
    pub fn witness(&self, field: &[u8]) -> Option<Witness> {
        let mut encoder = Encoder::of(self)?;
        let decoded = self.decode(&[field][..]);
        if !decoded.findings.is_empty() {
            return None;
        }
        let trip = encoder.trip(field, &decoded.array, 0);
        Some(Witness { trip, bytes: encoder.bytes })
    }
}

/// How a text's bytes differ, given a blank and the canonical bytes.
fn difference(rules: &TextRules, field: &[u8], blank: &[u8], canonical: &[u8]) -> Difference {
    let differs = field.iter().zip(canonical).position(|(one, other)| one != other);
    let Some(found) = differs.and_then(|at| field.get(at)) else { return Difference::Unknown };
    let tab = rules.encoding.encode("\t").filter(|tab| tab.len() == 1).and_then(|tab| tab.first().copied());
    if rules.trim == Trim::Both && (field.starts_with(blank) || field.first() == tab.as_ref()) {
        Difference::BlanksBefore
    } else if *found == 0 && blank.len() == 1 {
        Difference::FilledLow
    } else if Some(found) == tab.as_ref() {
        Difference::FilledTabs
    } else {
        Difference::Character
    }
}
