//! Numbers that are no text, where bytes of a text are looked for: blanks that `on_blank:` of `defaults:` does not take
//! away, since they may be a number as well, and line ends.
//!
//! In: the map, and the fields of all kinds. Out: a doubt. Refuses to choose: what a field itself says holds.

use super::kinds::Kinds;
use super::mistakes::{Mistakes, args};
use super::model::{Field, OnBlank};
use super::stored::{Form, Stored};
use super::view::View;
use crate::finding::Code;
use crate::place::Span;

/// Names that a doubt shows.
const SHOWN: usize = 5;

/// Tells TL0089 where `on_blank:` of the defaults says nothing of fields whose blanks are numbers.
pub fn doubt(defaults: View<'_>, kinds: &Kinds<'_>, ebcdic: bool) {
    if !matches!(defaults.word("on_blank"), Some("empty" | "zero")) {
        return;
    }
    let blank = if ebcdic { 0x40 } else { 0x20 };
    let numbers = stored(kinds).filter_map(|(field, stored)| {
        let reading = &field.reading;
        let is_told = reading.blanks_tell || reading.on_blank == OnBlank::Number;
        let number = stored.number_of_blanks(blank).filter(|_| !is_told)?;
        Some(format!("`{}` ({number})", field.name))
    });
    if let Some(fields) = shown(numbers) {
        defaults.mistakes().warn(Code::BlanksAreNumbers, defaults.key_at("on_blank"), args![fields]);
    }
}

/// Tells TL0093 where lines are records and fields are numbers of other bytes than digits.
pub fn doubt_lines(end: Span, kinds: &Kinds<'_>, ebcdic: bool, mistakes: &Mistakes) {
    let cut = stored(kinds).filter(|(_, stored)| !matches!(stored.form, Form::Zoned(_)));
    if let Some(fields) = shown(cut.map(|(field, _)| format!("`{}`", field.name))) {
        let bytes = if ebcdic { "`X'15'`, `X'25'`" } else { "`X'0A'`" };
        mistakes.warn(Code::LineEndsInNumbers, end, args![fields, bytes]);
    }
}

/// Fields of all kinds that are stored otherwise than as text.
fn stored<'k>(kinds: &'k Kinds<'_>) -> impl Iterator<Item = (&'k Field, Stored)> {
    let fields = kinds.list.iter().flat_map(|kind| {
        let groups = kind.fields.repeats.iter();
        kind.fields.single.iter().chain(groups.flat_map(|group| &group.fields)).map(|one| &one.field)
    });
    fields.filter_map(|field| field.reading.stored.map(|stored| (field, stored)))
}

/// The first of these, once each; none if there is none.
fn shown(names: impl Iterator<Item = String>) -> Option<String> {
    let mut all: Vec<String> = names.collect();
    all.dedup();
    let more = all.len() > SHOWN;
    all.truncate(SHOWN);
    all.extend(more.then(|| "…".to_owned()));
    (!all.is_empty()).then(|| all.join(", "))
}
