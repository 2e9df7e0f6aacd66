//! Stored numbers that were decoded, back to bytes, and how these differ from the ones that were read.
//!
//! In: a value as its column has it, and the field's bytes. Out: canonical bytes. What the column's type changed
//! (decimals that were rounded, a float of fewer bits) is changed in the bytes too, which is what is looked for.
//! Refuses: to take the field's word for what its value is, but where the value is no number.

use super::encode::{encode_float, encode_into};
use super::floats::Parts;
use super::{Rules, StoredRules, Why, rescaled};
use crate::extractors::decode::round_trip::Difference;
use crate::mapping::stored::{Alphabet, Float, Form};

/// A value as its column has it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value<'v> {
    /// An unscaled number with its decimals.
    Number(i128, u32),
    /// A float.
    Float(f64),
    /// Digits, as [`StoredRules::text`] writes them.
    Text(&'v str),
    /// What is no number, and was made of the field's digits.
    Digits,
}

impl StoredRules {
    /// Appends the bytes of a value of this field; false if it has none.
    #[must_use]
    pub fn again(&self, value: &Value<'_>, field: &[u8], into: &mut Vec<u8>) -> bool {
        if let Form::Float(form) = self.stored.form {
            let number = match value {
                Value::Float(number) => Some(*number),
                Value::Number(number, scale) => self.nearest(&format!("{number}e-{scale}")),
                Value::Text(text) => self.nearest(text),
                Value::Digits => self.text_of(field).and_then(|text| self.nearest(&text)),
            };
            let bytes = number.and_then(|number| encode_float(form, self.stored.bytes, number));
            into.extend_from_slice(bytes.as_deref().unwrap_or_default());
            return bytes.is_some();
        }
        let number = match value {
            Value::Number(number, scale) => rescaled(*number, *scale, self.stored.scale),
            Value::Float(number) => self.decimals_of(*number),
            Value::Text(text) => text.trim().parse().ok(),
            Value::Digits => self.number(field).ok(),
        };
        number.is_some_and(|number| self.encode(number, into))
    }

    /// Appends the canonical bytes of a number that is no float; false if it has none.
    fn encode(&self, number: i128, into: &mut Vec<u8>) -> bool {
        if number == 0 && self.zero_is_blank {
            let pair = super::blank_of(self.stored).unwrap_or([self.blank; 2]);
            into.extend(pair.iter().cycle().take(usize::from(self.stored.bytes)));
            return true;
        }
        encode_into(self.stored, number, into)
    }

    /// The decimal number with the picture's decimals that is nearest to a float.
    fn decimals_of(&self, number: f64) -> Option<i128> {
        let decimals = usize::try_from(self.stored.scale).unwrap_or(0);
        let text = format!("{number:.decimals$}").replace('.', "");
        rescaled(text.parse().ok()?, u32::try_from(decimals).ok()?, self.stored.scale)
    }

    /// The float of so many bytes that is nearest to a number.
    fn nearest(&self, text: &str) -> Option<f64> {
        // Rounded twice, it could be another one.
        let is_single = self.stored.bytes == 4 && !self.is_hexadecimal();
        if is_single { text.parse::<f32>().ok().map(f64::from) } else { text.parse().ok() }
    }

    fn text_of(&self, field: &[u8]) -> Option<String> {
        let mut text = Vec::new();
        self.text(field, &mut text).ok()?;
        String::from_utf8(text).ok()
    }

    fn is_hexadecimal(&self) -> bool {
        self.stored.form == Form::Float(Float::Hexadecimal)
    }

    /// How a field with a value differs from the bytes that this encodes to, if it encodes to any.
    #[must_use]
    pub fn difference(&self, field: &[u8], again: Option<&Vec<u8>>) -> Difference {
        if let Rules::Float(rules) = &self.form {
            let parts = self.read(field, |_| rules.parts(field));
            return parts.map_or_else(|why| filled(&why), |parts| self.float(field, parts));
        }
        let number = match self.number(field) {
            Ok(number) => number,
            Err(why) => return filled(&why),
        };
        let mut canonical = Vec::with_capacity(field.len());
        match self.encode(number, &mut canonical) {
            false => Difference::Unknown,
            true if again != Some(&canonical) => Difference::Rounded,
            true if number == 0 && self.zero_is_blank => Difference::Zeros,
            true => self.sign(field, &canonical, number),
        }
    }

    /// How a float differs from the canonical one.
    fn float(&self, field: &[u8], parts: Parts) -> Difference {
        if parts.mantissa == 0 {
            let zero = |rest: &[u8]| rest.iter().all(|byte| *byte == 0);
            let is_plain = matches!(field, [0x00 | 0x80, rest @ ..] if zero(rest));
            return if is_plain || !self.is_hexadecimal() { Difference::MinusZero } else { Difference::ZeroExponent };
        }
        let bits = if self.stored.bytes == 4 { 24 } else { 56 };
        let canonical = parts.hexadecimal(bits).map(u64::to_be_bytes);
        match canonical {
            Some(word) if self.is_hexadecimal() && !word.ends_with(field) => Difference::NotNormalised,
            _ => Difference::Rounded,
        }
    }

    /// How the sign of a number differs from the canonical one.
    fn sign(&self, field: &[u8], canonical: &[u8], number: i128) -> Difference {
        let pair = field.iter().zip(canonical).find(|(one, other)| one != other);
        let Some((&found, &wanted)) = pair else { return Difference::Unknown };
        match self.stored.form {
            Form::Packed => {
                let (found, wanted) = (found & 0xF, wanted & 0xF);
                let is_minus = matches!(found, 0xB | 0xD);
                if number == 0 && is_minus { Difference::MinusZero } else { Difference::PackedSign { found, wanted } }
            }
            Form::Zoned(form) if form.separate => Difference::MinusZero,
            Form::Zoned(form) if form.alphabet == Alphabet::Ebcdic => {
                let (found, wanted) = (found >> 4, wanted >> 4);
                let is_minus = matches!(found, 0xB | 0xD);
                if number == 0 && is_minus { Difference::MinusZero } else { Difference::ZonedSign { found, wanted } }
            }
            Form::Zoned(_) if found.is_ascii_digit() => Difference::PlainDigit,
            Form::Zoned(_) if number == 0 => Difference::MinusZero,
            _ => Difference::Unknown,
        }
    }
}

/// What a field without a number was filled with.
const fn filled(why: &Why) -> Difference {
    match why {
        Why::Blank(_) => Difference::Blanks,
        Why::Low => Difference::LowValues,
        Why::High => Difference::HighValues,
        Why::Null | Why::Bad(..) | Why::Refused(_) => Difference::Unknown,
    }
}
