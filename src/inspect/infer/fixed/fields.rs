//! A piece of a record and its values, made a field.
//!
//! In: a piece and all its values. Out: the field with its type, its reasons and what else it may be. Refuses to change
//! borders. What the columns of the piece prove goes before what its values seem to be one by one.

use std::collections::BTreeSet;

use super::piece::{Piece, What};
use super::stamps;
use crate::inspect::infer::draft::{FieldDraft, Form, Other, Reason, plain};
use crate::inspect::infer::records::Reading;
use crate::inspect::infer::values::why::{self as value, Open, Seen, Share, Why};
use crate::inspect::infer::values::{Around, Column, Found};
use crate::mapping::model::{FieldPlace, OnBlank, Type};

/// What is known of all fields.
pub struct Typing<'a> {
    /// How the files read.
    pub reading: &'a Reading,
    /// The year of today.
    pub year: i32,
    /// How records are cut.
    pub form: &'a Form,
}

/// Different values, and lengths without zeros before them, that amounts have.
const AMOUNTS: (usize, usize) = (20, 3);

impl Typing<'_> {
    /// What is known of all fields beside their values.
    #[must_use]
    pub fn around(&self) -> Around {
        Around { fixed: true, encoding: self.reading.encoding.clone(), name: String::new(), year: self.year }
    }

    /// The field of a piece with these values, each with its record's number; `sizes` is what [`Sizes::of`] says of them.
    #[must_use]
    pub fn field(&self, piece: &Piece, values: &[(&[u8], u64)], sizes: Sizes) -> FieldDraft {
        let column = Column::new(self.around());
        let mut column = match piece.what {
            What::Date(picture) | What::Doubtful(picture) => column.expecting(&clock(picture)),
            _ => column,
        };
        for (value, place) in values {
            column.push(value, *place);
        }
        let found = column.found(None);
        let found = match piece.what {
            What::Date(picture) => self.as_date(picture, found),
            What::Digits => self.as_digits(found, sizes, piece.to - piece.from),
            // What is known of all kinds has its borders from all of them, and is digits in one.
            What::Text if found.ty.is_number() && is_bare(&found) => {
                self.as_digits(found, sizes, piece.to - piece.from)
            }
            What::Checked(_) | What::Code => self.as_text(found),
            What::Doubtful(_) => self.as_doubtful(found),
            What::Sign => self.as_sign(found),
            _ if is_parted(piece) => self.as_parted(found),
            _ => found,
        };
        let [start, end] = [piece.from, piece.to].map(|column| u32::try_from(column).unwrap_or(u32::MAX));
        let name = if end - start == 1 { format!("f{end}") } else { format!("f{}_{end}", start + 1) };
        let field = FieldDraft::text(name, FieldPlace::Bytes { start, end }, self.form);
        let why = found.why.into_iter().map(Reason::Value);
        let others = found.others.into_iter().map(|other| Other::Value(Box::new(other)));
        let picture = found.reading.picture.as_deref().filter(|_| found.ty == Type::Date);
        let parted = picture.and_then(|picture| parted(picture, values)).and_then(|at| u32::try_from(at).ok());
        let others = parted.map(|at| Other::Joined(vec![start + at + 1])).into_iter().chain(others);
        FieldDraft {
            ty: found.ty,
            reading: found.reading,
            check: found.check,
            personal: found.personal,
            why: piece.why.iter().cloned().chain(why).collect(),
            others: piece.others.iter().cloned().chain(others).collect(),
            ..field
        }
    }

    /// A date by the picture that the columns show, where the values leave no other reading: else what they leave open stays
    /// text.
    fn as_date(&self, picture: &str, found: Found) -> Found {
        let read = found.reading.picture.as_deref().unwrap_or("YYYY-MM-DD");
        match found.ty {
            ty if ty == stamps::type_of(picture) && clock(read) == clock(picture) => {
                let reading = crate::mapping::model::Reading { picture: Some(picture.to_owned()), ..found.reading };
                Found { reading, ..found }
            }
            ty if is_date(ty) => found,
            _ => self.as_text(found),
        }
    }

    /// Digits alone show no decimals: a number of which these would be guessed stays text, with the number beside it.
    /// Amounts show themselves: their zeros change from record to record, and they stand in no order.
    fn as_digits(&self, found: Found, sizes: Sizes, width: usize) -> Found {
        let plain_text = || plain(Type::Text, self.form);
        if found.ty.scale() > 0 {
            let reads = found.why.iter().find_map(|why| match why {
                Why::Reads(share) => Some(*share),
                _ => None,
            });
            let number = other(found.ty, found.reading, reads.unwrap_or_default());
            let others = std::iter::once(number).chain(found.others).collect();
            return Found { ty: Type::Text, reading: plain_text(), others, ..found };
        }
        if found.ty != Type::Text && sizes.zeros > 0 && !sizes.amounts {
            return self.as_text(found);
        }
        let code = || value::Other { open: Open::Code, ..other(Type::Text, plain_text(), sizes.digits) };
        if found.ty.is_number() && sizes.zeros > 0 {
            let others = found.others.into_iter().chain([code()]).collect();
            return Found { others, ..found };
        }
        if !sizes.amounts || found.ty != Type::Text || found.others.iter().any(|other| is_date(other.ty)) {
            return found;
        }
        let share = sizes.digits;
        let width = u8::try_from(width).unwrap_or(38).min(38);
        let ty = match width {
            0..=9 => Type::Int32,
            10..=18 => Type::Int64,
            _ => Type::Decimal { precision: width, scale: 0 },
        };
        let on_blank = OnBlank::Empty;
        let reading = crate::mapping::model::Reading { on_blank, ..plain(ty, self.form) };
        let cents = Type::Decimal { precision: width, scale: 2.min(width) };
        let others = vec![other(cents, plain(cents, self.form), share), code()];
        let why = found.why.into_iter().filter(says_values).chain([Why::Reads(share)]).collect();
        Found { ty, reading, check: None, personal: found.personal, why, others }
    }

    /// A date that may be other fields: both readings are told, and it stays text.
    fn as_doubtful(&self, found: Found) -> Found {
        let date = found.ty;
        let mut text = self.as_text(found);
        for other in text.others.iter_mut().filter(|other| is_date(date) && other.ty == date) {
            other.open = Open::Ambiguous;
        }
        text.why.retain(says_values);
        text
    }

    /// A number with a sign, in which others may begin: with these it is another number, so both readings are told.
    fn as_parted(&self, found: Found) -> Found {
        let number = found.ty;
        let mut text = self.as_text(found);
        if number.is_number() {
            text.others.iter_mut().take(1).for_each(|other| other.open = Open::Ambiguous);
            text.why.retain(says_values);
        }
        text
    }

    /// A sign alone means no lack of a value.
    fn as_sign(&self, found: Found) -> Found {
        let mut text = self.as_text(found);
        text.why.retain(|why| says_values(why) && !matches!(why, Why::Blanks(_)));
        text.reading = plain(Type::Text, self.form);
        Found { others: Vec::new(), ..text }
    }

    /// A code, which a number would rob of its zeros.
    fn as_text(&self, found: Found) -> Found {
        if found.ty == Type::Text {
            return found;
        }
        let reads = Share::default();
        let number = value::Other { open: Open::Code, ..other(found.ty, found.reading, reads) };
        let others = std::iter::once(number).chain(found.others).collect();
        Found { ty: Type::Text, reading: plain(Type::Text, self.form), others, ..found }
    }
}

/// Whether nothing but its digits makes it a number: no mark, no sign, nothing between them.
fn is_bare(found: &Found) -> bool {
    let marks = |why: &Why| {
        matches!(why, Why::Mark { .. } | Why::MarkOfOthers(_) | Why::Thousands(..) | Why::Signs(..) | Why::Currency(..))
    };
    !found.why.iter().any(marks)
}

/// Whether another field may begin within a number that has its sign before it: one behind it has shown where it ends.
fn is_parted(piece: &Piece) -> bool {
    piece.what == What::Marked(0) && piece.others.iter().any(|other| matches!(other, Other::Joined(_)))
}

/// Where digits that are read as days by this picture may part: a number up to 366 behind a year may be another field, and so may
/// the day of a month that is always the same.
fn parted(picture: &str, values: &[(&[u8], u64)]) -> Option<usize> {
    let at = picture.len() - 2;
    let days = || values.iter().map(|(value, _)| value.get(at..)).filter(|day| day.is_some_and(|day| day != b"  "));
    if picture.ends_with("DDD") {
        return (picture.starts_with('Y') && !picture.contains('-')).then_some(at - 1);
    }
    let is_month = |first: Option<&[u8]>| first.is_some_and(|first| days().all(|day| day == Some(first)));
    let months = values.iter().any(|(value, _)| values.first().is_some_and(|(first, _)| first != value));
    (picture.ends_with("MMDD") && months && is_month(days().next().flatten())).then_some(at)
}

/// The places of a field of fixed width, from 0, end exclusive.
#[must_use]
pub const fn places(field: &FieldDraft) -> Option<(usize, usize)> {
    match field.place {
        FieldPlace::Bytes { start, end } => Some((start as usize, end as usize)),
        _ => None,
    }
}

/// Makes a text of digits the number that it may be, and has the text beside it.
pub fn become_number(field: &mut FieldDraft, number: &value::Other, form: &Form) {
    let text = value::Other { ty: Type::Text, reading: plain(Type::Text, form), open: Open::Code, ..number.clone() };
    let itself = |other: &Other| matches!(other, Other::Value(other) if **other == *number);
    field.others.retain(|other| !itself(other));
    field.others.push(Other::Value(Box::new(text)));
    (field.ty, field.reading, field.check) = (number.ty, number.reading.clone(), None);
}

/// Makes a text of what may be something else, and has what it seemed to be beside it.
pub fn become_text(field: &mut FieldDraft, form: &Form) {
    if field.ty == Type::Text {
        return;
    }
    let (ty, reading) = (field.ty, std::mem::replace(&mut field.reading, plain(Type::Text, form)));
    let share = |why: &Reason| match why {
        Reason::Value(Why::Reads(share)) => Some(*share),
        _ => None,
    };
    let reads = field.why.iter().find_map(share).unwrap_or_default();
    let seemed = value::Other { ty, reading, open: Open::Ambiguous, reads, failure: None };
    field.others.push(Other::Value(Box::new(seemed)));
    (field.ty, field.check) = (Type::Text, None);
    field.why.retain(|why| matches!(why, Reason::Value(why) if says_values(why)));
}

/// Says of a text that became a number or a date how many of its values read so, and nothing more of its being a code.
pub fn say_reads(field: &mut FieldDraft, reading: &value::Other) {
    field.why.retain(|why| !matches!(why, Reason::Value(Why::LeadingZeros(_) | Why::SameLength(_))));
    let value::Other { reads, failure, .. } = reading;
    field.why.push(Reason::Value(Why::Reads(*reads)));
    let exceptions = Seen { n: reads.of.saturating_sub(reads.n), first: failure.unwrap_or(0) };
    field.why.extend((exceptions.n > 0).then_some(Reason::Value(Why::Exceptions(exceptions))));
}

/// A picture of the columns as one of values has its minutes.
fn clock(picture: &str) -> String {
    picture.replace(":MI", ":MM")
}

const fn is_date(ty: Type) -> bool {
    matches!(ty, Type::Date | Type::Time | Type::Timestamp)
}

/// Whether a reason is about the values, whatever they are read as.
#[must_use]
pub fn says_values(why: &Why) -> bool {
    matches!(
        why,
        Why::Blanks(_)
            | Why::Constant(_)
            | Why::Values(_)
            | Why::Distinct(_)
            | Why::AllDifferent(_)
            | Why::AlwaysBlank(_)
    )
}

fn other(ty: Type, reading: crate::mapping::model::Reading, reads: Share) -> value::Other {
    value::Other { ty, reading, open: Open::Decimals, reads, failure: None }
}

/// What the sizes of numbers say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sizes {
    /// Values that are digits, of all.
    pub digits: Share,
    /// Values that begin with a zero.
    pub zeros: u64,
    /// They are amounts: of many sizes, filled up with zeros, and in no order.
    pub amounts: bool,
}

impl Sizes {
    /// Of values, by their faces.
    #[must_use]
    pub fn of<'f>(values: impl Iterator<Item = &'f [u8]>) -> Self {
        let mut numbers: Vec<&[u8]> = Vec::new();
        let mut found = Self::default();
        let mut filled = 0_u64;
        for value in values {
            found.digits.of += 1;
            let text = value.trim_ascii();
            filled += u64::from(!text.is_empty());
            if !text.is_empty() && text.iter().all(u8::is_ascii_digit) {
                let start = text.iter().position(|byte| *byte != b'0').unwrap_or(text.len());
                found.zeros += u64::from(start > 0 && text.len() > 1);
                numbers.push(&text[start..]);
            }
        }
        found.digits.n = numbers.len() as u64;
        let falls = numbers.windows(2).filter(|pair| (pair[0].len(), pair[0]) > (pair[1].len(), pair[1])).count();
        let different: BTreeSet<&[u8]> = numbers.iter().copied().collect();
        let usual =
            |length: &usize| numbers.iter().filter(|number| number.len() == *length).count() * 33 >= numbers.len();
        let lengths: BTreeSet<usize> = numbers.iter().map(|number| number.len()).filter(|length| *length > 0).collect();
        let sizes = lengths.iter().filter(|length| usual(length)).count();
        let round = numbers.iter().filter(|number| number.last() == Some(&b'0')).count() * 10 >= numbers.len() * 8;
        let many = different.len() >= AMOUNTS.0 && (sizes >= AMOUNTS.1 || sizes + 1 >= AMOUNTS.1 && round);
        found.amounts = many && falls * 5 >= numbers.len() && (filled - found.digits.n) * 50 <= filled;
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_amounts(values: impl Iterator<Item = u64>) -> bool {
        let texts: Vec<String> = values.map(|value| format!("{value:09}")).collect();
        Sizes::of(texts.iter().map(String::as_bytes)).amounts
    }

    #[test]
    fn amounts_have_many_sizes_and_no_order() {
        assert!(is_amounts((1..100).map(|at| (at * at * 7919 % 999_983) >> (at % 9))));
        assert!(!is_amounts(1..2_000), "numbers in order are numbers of something");
        assert!(!is_amounts((0..100).map(|at| 100_000_000 + at * 7919 % 1009)), "all of one length");
    }
}
