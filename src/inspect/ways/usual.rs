//! Whether a value that decodes looks as such values do.
//!
//! In: a field and a value. Out: a mark. Every byte is a character of EBCDIC, and every bit pattern a binary number: that
//! they decode shows little, and what they come to shows more. Refuses certainty: what is odd counts less, not as wrong.

use arrow_array::cast::AsArray;
use arrow_array::types::{Decimal64Type, Decimal128Type, Float32Type, Float64Type, Int16Type, Int32Type, Int64Type};
use arrow_array::{Array, ArrayRef};
use arrow_schema::DataType;

use super::trial::Mark;
use crate::mapping::model::{Field, FieldPlace};
use crate::mapping::stored::Form;
use crate::validate::named::NamedValues;

/// Digits of a float that a person or a program of COBOL put into it: of four bytes, and of eight.
const SINGLE_DIGITS: usize = 7;
const DOUBLE_DIGITS: usize = 12;
/// The least and the largest that such floats are.
const FLOATS: (f64, f64) = (1e-9, 1e15);

/// The mark of a value that is there.
#[must_use]
pub fn mark(field: &Field, array: &dyn Array, row: usize) -> Mark {
    let Some(stored) = field.reading.stored else {
        return match array.data_type() {
            // One byte may be a mark of a program's own.
            DataType::Utf8 if is_byte(field) => match text(array.as_string::<i32>().value(row), false) {
                Mark::Bad => Mark::Odd,
                mark => mark,
            },
            DataType::Utf8 => text(array.as_string::<i32>().value(row), field.reading.encoding.is_some()),
            _ => Mark::Usual,
        };
    };
    match stored.form {
        Form::Float(_) => float(array, row),
        Form::Binary { all_bits: true, .. } => whole(array, row).map_or(Mark::Usual, |number| {
            let high = 8 * (u32::from(stored.bytes).saturating_sub(1)).min(15);
            odd_if(stored.bytes > 1 && number.unsigned_abs() >> high != 0)
        }),
        _ => Mark::Usual,
    }
}

/// Whether it has one byte.
const fn is_byte(field: &Field) -> bool {
    matches!(field.place, FieldPlace::Bytes { start, end } if end == start + 1) && field.reading.encoding.is_none()
}

const fn odd_if(odd: bool) -> Mark {
    if odd { Mark::Odd } else { Mark::Usual }
}

/// Blanks within a text that are none of its own: it ended, and another one begins.
const GAP: usize = 3;

/// Scripts of letters stand before these.
const IDEOGRAPHS: char = '\u{2E80}';
/// Japanese and Chinese; Hangul, which two letters of EBCDIC look like, is not among them.
const KANA_TO_HAN: std::ops::Range<char> = '\u{3041}'..'\u{A000}';

/// A text is bad where a control character stands in it, or hardly anything of it is a letter, a digit or a sign that
/// texts have; odd where it begins with a blank, or goes on behind what looks like its end. A text with an encoding of its own
/// may be of any script; of one that is written with ideographs or syllables it is odd, since bytes of other texts look so too.
fn text(text: &str, has_own: bool) -> Mark {
    let is_foreign = |character: char| has_own && character.is_alphabetic();
    let (mut all, mut plain, mut foreign, mut gap, mut goes_on) = (0, 0, 0, 0, false);
    for character in text.chars() {
        if matches!(character, ' ' | '\0') {
            gap += 1;
            continue;
        }
        goes_on |= gap >= GAP && all > 0;
        gap = 0;
        if character.is_control() {
            return Mark::Bad;
        }
        all += 1;
        plain += usize::from(character.is_ascii() || is_foreign(character) && character < IDEOGRAPHS);
        foreign += usize::from(is_foreign(character) && KANA_TO_HAN.contains(&character));
    }
    if 2 * (plain + foreign) < all {
        return Mark::Bad;
    }
    odd_if(text.starts_with([' ', '\0']) || goes_on || 5 * plain < 3 * all)
}

fn float(array: &dyn Array, row: usize) -> Mark {
    let (number, shown, most) = match array.data_type() {
        DataType::Float32 => {
            let number = array.as_primitive::<Float32Type>().value(row);
            (f64::from(number), number.to_string(), SINGLE_DIGITS)
        }
        DataType::Float64 => {
            let number = array.as_primitive::<Float64Type>().value(row);
            (number, number.to_string(), DOUBLE_DIGITS)
        }
        _ => return Mark::Usual,
    };
    let size = number.abs();
    if size < f64::MIN_POSITIVE {
        return Mark::Usual;
    }
    let digits: String = shown.chars().filter(char::is_ascii_digit).collect();
    odd_if(size < FLOATS.0 || size > FLOATS.1 || digits.trim_matches('0').len() > most)
}

/// What the copybook names (level 88) is usual whatever it is; a float that has no name where some have is odd.
pub fn named(names: &NamedValues, array: &ArrayRef, marks: &mut [Mark]) {
    let is_float = matches!(array.data_type(), DataType::Float32 | DataType::Float64);
    let labels = names.labels(array);
    for (row, mark) in marks.iter_mut().enumerate().filter(|(row, _)| array.is_valid(*row)) {
        match (*mark, labels.is_valid(row)) {
            (Mark::Bad | Mark::Odd, true) => *mark = Mark::Usual,
            (Mark::Usual, false) if is_float => *mark = Mark::Odd,
            _ => {}
        }
    }
}

/// A text or a number as a mapping writes it; none of one with implied decimals.
pub fn written(array: &dyn Array, row: usize) -> Option<String> {
    match array.data_type() {
        _ if array.is_null(row) => None,
        DataType::Utf8 => Some(array.as_string::<i32>().value(row).to_owned()),
        DataType::Float32 => Some(array.as_primitive::<Float32Type>().value(row).to_string()),
        DataType::Float64 => Some(array.as_primitive::<Float64Type>().value(row).to_string()),
        DataType::Decimal64(_, scale) | DataType::Decimal128(_, scale) if *scale != 0 => None,
        _ => whole(array, row).map(|number| number.to_string()),
    }
}

/// The unscaled number.
pub fn whole(array: &dyn Array, row: usize) -> Option<i128> {
    Some(match array.data_type() {
        DataType::Int16 => array.as_primitive::<Int16Type>().value(row).into(),
        DataType::Int32 => array.as_primitive::<Int32Type>().value(row).into(),
        DataType::Int64 => array.as_primitive::<Int64Type>().value(row).into(),
        DataType::Decimal64(..) => array.as_primitive::<Decimal64Type>().value(row).into(),
        DataType::Decimal128(..) => array.as_primitive::<Decimal128Type>().value(row),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_what_people_read() {
        for (said, want) in [
            ("MOUNTJOY TOWNSHIP", Mark::Usual),
            ("Hélène Côté", Mark::Usual),
            ("A", Mark::Usual),
            (" shifted", Mark::Odd),
            ("OAD SALT     0", Mark::Odd),
            ("AB\u{1}", Mark::Bad),
            ("\u{c1}\u{c2}\u{c3}@", Mark::Bad),
            ("filled up\0\0", Mark::Usual),
        ] {
            assert_eq!(text(said, false), want, "{said}");
        }
        for (said, alone, own) in [
            ("Łódź", Mark::Bad, Mark::Usual),
            ("Αθήνα", Mark::Bad, Mark::Usual),
            ("東京タワー", Mark::Bad, Mark::Odd),
            // EBCDIC that is read as UTF-16.
            ("\u{c1c2}\u{c3c4}\u{d5d6}", Mark::Bad, Mark::Bad),
            ("\u{f0f1}\u{f2f3}", Mark::Bad, Mark::Bad),
        ] {
            assert_eq!((text(said, false), text(said, true)), (alone, own), "{said}");
        }
    }
}
