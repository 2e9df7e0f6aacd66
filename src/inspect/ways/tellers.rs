//! What may tell kinds of records apart: places with short values, and what the copybook says of such a place.
//!
//! In: records as they read under each description. Out: places, the value of each record at one of them, and the values that
//! the copybook itself names (VALUE, level 88) as a draft from it alone would. Refuses to make kinds.

use std::cmp::Reverse;
use std::sync::Arc;

use super::kinds::Read;
use super::trial::{Column, Mark, Setting, Tried};
use super::variants::Variant;
use crate::inspect::copybook::draft::{KindDraft, NamedBook};
use crate::inspect::copybook::drafting;
use crate::mapping::copybook::{Copybook, Item};
use crate::mapping::encodings;

/// The longest code of a kind.
const CODE: u32 = 8;

/// A place that may tell kinds: bytes from 0, end exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
    /// The value of the field there tells; else its characters do.
    pub by_value: bool,
}

/// What the copybook says of the records of a description.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The description, by its place among the variants.
    pub variant: usize,
    /// Where the value stands.
    pub place: Place,
    /// The values that tell it.
    pub codes: Vec<String>,
    /// The item that has them.
    pub item: String,
}

/// What the copybook says of these descriptions, of the place of which it says most.
#[must_use]
pub fn said(copybook: &Arc<Copybook>, setting: &Setting, variants: &[&Variant]) -> Vec<Said> {
    let (file, copies, comma) = (String::new(), Vec::new(), setting.comma);
    let book = NamedBook { file, dialect: setting.dialect, reference: None, copies, comma };
    let encoding = encodings::canonical(&setting.encoding);
    let draft = encoding.and_then(|encoding| drafting::draft(copybook, (book, encoding), None, ""));
    let Some(draft) = draft else { return Vec::new() };
    let mut all: Vec<Said> = draft.kinds.iter().filter_map(|kind| said_of(kind, variants)).collect();
    let count = |place: &Place| all.iter().filter(|one| one.place == *place).count();
    let place = all.iter().map(|one| one.place).min_by_key(|place| Reverse(count(place)));
    all.retain(|one| Some(one.place) == place);
    all
}

/// The places of short items that stand once in a record and whose values level 88 names.
#[must_use]
pub fn named(copybook: &Copybook) -> Vec<(u32, u32)> {
    fn walk(item: &Item, into: &mut Vec<(u32, u32)>) {
        let bytes = u32::try_from(item.offset).ok().zip(u32::try_from(item.offset + item.length).ok());
        let is_code = !item.conditions.is_empty() && item.children().is_empty() && item.length <= u64::from(CODE);
        into.extend(bytes.filter(|_| is_code));
        item.children().iter().filter(|child| child.occurs.is_none()).for_each(|child| walk(child, into));
    }
    let mut places = Vec::new();
    copybook.records.iter().for_each(|record| walk(record, &mut places));
    places
}

fn said_of(kind: &KindDraft, variants: &[&Variant]) -> Option<Said> {
    let when = kind.when.as_ref().filter(|when| !when.is.is_empty())?;
    let is_it = |variant: &&Variant| {
        variant.record == kind.record && variant.chosen.iter().eq(kind.chosen.iter().map(|one| &one.name))
    };
    let byte = |at: u64| u32::try_from(at).ok();
    Some(Said {
        variant: variants.iter().position(is_it)?,
        place: Place { start: byte(when.at.0)?, end: byte(when.at.1)?, by_value: when.field.is_some() },
        codes: when.is.iter().map(|code| code.trim_end_matches(' ').to_owned()).collect(),
        item: when.item.clone()?,
    })
}

impl Tried {
    /// The field that stands once at this place.
    #[must_use]
    pub fn at(&self, place: Place) -> Option<&Column> {
        self.columns.iter().find(|column| column.table.is_none() && bytes(column) == (place.start, place.end))
    }

    /// Whether the value of a field at this place tells its kind: behind a table that is counted it is known only when the kind
    /// is.
    #[must_use]
    pub fn has_value(&self, place: Place) -> bool {
        let mut tables = self.columns.iter().filter(|column| column.table.is_some());
        self.at(place).is_some() && tables.all(|column| column.start >= place.end)
    }
}

impl Read<'_> {
    /// Places that all descriptions have: short fields whose bytes are a field of each, whatever its name, or none's.
    pub(super) fn places(&self) -> Vec<Place> {
        let short = |column: &&Column| column.table.is_none() && column.width <= CODE;
        let all =
            self.tried.iter().flat_map(|one| one.columns.iter().filter(short).filter(|column| reads(one, column)));
        let mut places: Vec<Place> = all.map(|column| self.place(bytes(column))).collect();
        places.sort_unstable();
        places.dedup();
        places.retain(|place| self.tried.iter().all(|one| has_or_leaves(one, *place)));
        places
    }

    /// This place; its value tells where it stands in characters of the source in no description.
    fn place(&self, (start, end): (u32, u32)) -> Place {
        let place = Place { start, end, by_value: true };
        let is_written = self.tried.iter().filter_map(|one| one.at(place)).any(|column| column.is_written);
        Place { by_value: !is_written, ..place }
    }

    /// The value of each record at a place: none where there is none; none at all where descriptions give it different values.
    pub(super) fn codes(&self, place: Place) -> Option<Vec<Option<String>>> {
        if !place.by_value {
            return Some(self.records.iter().map(|record| self.text(record, place)).collect());
        }
        let mut codes: Vec<Option<String>> = vec![None; self.records.len()];
        for values in self.tried.iter().filter_map(|one| Some(one.values(one.at(place)?))) {
            for (known, value) in codes.iter_mut().zip(values) {
                match (known.as_ref(), value) {
                    (Some(known), Some(value)) if *known != value => return None,
                    (None, value @ Some(_)) => *known = value,
                    _ => {}
                }
            }
        }
        Some(codes)
    }

    /// The characters of a record at a place, without blanks at their end; none where they are no text.
    fn text(&self, record: &[u8], place: Place) -> Option<String> {
        let mut text = Vec::new();
        self.encoding.decode(record.get(place.start as usize..place.end as usize)?, &mut text).ok()?;
        let text = String::from_utf8(text).ok()?;
        Some(text.trim_end_matches(' ').to_owned())
    }
}

const fn bytes(column: &Column) -> (u32, u32) {
    (column.start, column.start + column.width)
}

/// Whether a column decodes in the records whose structure is whole under its description. Whether a text is one that anyone can read does
/// not matter: a code may be controls.
fn reads(tried: &Tried, column: &Column) -> bool {
    let sound = || column.marks.iter().zip(&tried.sound).filter(|(_, sound)| **sound);
    let bad = sound().filter(|(mark, _)| **mark == Mark::Bad).count();
    column.is_text && column.is_written || bad * 10 < sound().count()
}

/// Whether a description has a field at this place, or none anywhere in it.
fn has_or_leaves(tried: &Tried, place: Place) -> bool {
    // Of a table, elements follow the first one.
    let leaves =
        |column: &Column| column.start >= place.end || column.table.is_none() && bytes(column).1 <= place.start;
    tried.at(place).is_some() || tried.columns.iter().all(leaves)
}
