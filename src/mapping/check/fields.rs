//! Doubts about the places of a kind's fields: two that share some, a picture that has no room.

use crate::finding::Code;
use crate::mapping::field::FieldDraft;
use crate::mapping::kinds::KindDraft;
use crate::mapping::mistakes::{Mistakes, args};
use crate::mapping::model::FieldPlace;
use crate::mapping::picture::{self, Token};
use crate::mapping::unread::range_text;

/// All of them.
pub fn check(draft: &KindDraft<'_>, mistakes: &Mistakes) {
    // A copybook says itself that items share places, and whoever chose both wants both.
    if draft.given.is_none() {
        overlapping(&draft.fields.single, mistakes);
        let groups = draft.fields.repeats.iter().map(|group| &group.fields);
        groups.for_each(|fields| overlapping(fields, mistakes));
    }
    let all = draft.fields.single.iter().chain(draft.fields.repeats.iter().flat_map(|group| &group.fields));
    all.for_each(|field| too_wide(field, mistakes));
}

fn range(field: &FieldDraft) -> Option<(u32, u32)> {
    match field.field.place {
        FieldPlace::Bytes { start, end } if field.sound => Some((start, end)),
        _ => None,
    }
}

/// Fields that share a part of their places. One that lies within another is a part of it, as accounts have parts.
fn overlapping(fields: &[FieldDraft], mistakes: &Mistakes) {
    for (at, later) in fields.iter().enumerate() {
        let Some((start, end)) = range(later) else { continue };
        let clash = fields[..at].iter().find_map(|earlier| {
            let (first, last) = range(earlier)?;
            let shared = (start.max(first), end.min(last));
            let within = shared == (start, end) || shared == (first, last);
            (shared.0 < shared.1 && !within).then_some((earlier, shared))
        });
        if let Some((earlier, shared)) = clash {
            let names = args![later.field.name.as_str(), earlier.field.name.as_str(), range_text(shared)];
            mistakes.warn_with(Code::FieldsOverlap, later.field.at, Some(earlier.field.at), names);
        }
    }
}

/// A picture with more letters than the field has places: no value can follow it.
fn too_wide(draft: &FieldDraft, mistakes: &Mistakes) {
    let field = &draft.field;
    let (Some((start, end)), Some(text)) = (range(draft), &field.reading.picture) else { return };
    let tokens = picture::parse(text, field.ty, true).unwrap_or_default();
    let letters: usize = tokens.iter().map(least_letters).sum();
    // The digits of a stored number are the text, however many bytes hold them.
    let digits = field.reading.stored.map(|stored| usize::from(stored.digits)).filter(|digits| *digits > 0);
    let places = digits.unwrap_or((end - start) as usize);
    if letters > places {
        mistakes.warn(Code::PictureTooWide, field.at, args![text.as_str(), letters, places]);
    }
}

/// The fewest letters that follow a part of a picture.
fn least_letters(token: &Token) -> usize {
    match token {
        Token::Literal(text) => text.chars().count(),
        Token::Year4 => 4,
        Token::MonthName | Token::DayOfYear => 3,
        Token::Year2 | Token::Month | Token::Day | Token::Hour | Token::Minute | Token::Second => 2,
        Token::Century | Token::ExcelSerial => 1,
        Token::Fraction(digits) => usize::from(*digits),
    }
}
