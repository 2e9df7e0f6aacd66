//! A copybook in, a draft of its mapping out.
//!
//! Several records (level 01), or several layouts of the same bytes, are kinds; where only a part of a record is described
//! twice, the first description is read. Refuses to guess what tells kinds: where neither level 88 nor a VALUE says it, it is
//! left open ([`WhenDraft::is`]).

use std::collections::BTreeSet;
use std::sync::Arc;

use super::choices;
use super::draft::{BookDraft, KindDraft, LengthDraft, NamedBook, WhenDraft, no_names};
use super::table_names::TableNames;
use super::when::{self, Telling};
use super::{fields, places};
use crate::extractors::encoding::Encoding;
use crate::finding::Code;
use crate::inspect::infer::values::names;
use crate::mapping::cobol::{ALONE, LaidField, LaidOut, field_name, item_name, laid_out};
use crate::mapping::copybook::{Copybook, Dialect, Item, placeholder};
use crate::run::Stop;

/// The encoding of a draft: the usual one of the dialect.
#[must_use]
pub const fn encoding(dialect: Dialect) -> &'static str {
    if matches!(dialect, Dialect::Ibm) { "cp037" } else { "latin1" }
}

/// The draft in an encoding; `stem` is what a record is called that has no name. None where the copybook has no record, or where there is
/// no such encoding.
#[must_use]
pub fn draft(
    copybook: &Arc<Copybook>,
    (book, encoding): (NamedBook, &'static str),
    files: Option<String>,
    stem: &str,
) -> Option<BookDraft> {
    let work = Work { copybook, dialect: book.dialect, telling: Telling { encoding: Encoding::of(encoding)? }, stem };
    let whole: Vec<usize> = (0..copybook.records.len()).filter(|at| copybook.records[*at].level != ALONE).collect();
    let (mut kinds, lengths): (Vec<KindDraft>, Vec<LengthDraft>) = match whole.as_slice() {
        [] => return None,
        [only] => work.of_layouts(*only).unwrap_or_else(|| vec![work.only(*only)]).into_iter().unzip(),
        several => work.of_records(several).into_iter().unzip(),
    };
    settle_names(&mut kinds);
    settle_conditions(&mut kinds);
    let doubts = doubts(copybook);
    Some(BookDraft { book, files, encoding, length: length(&lengths), kinds, doubts })
}

/// What a copybook leaves open: TL0090, TL0091 and TL0095.
#[must_use]
pub fn doubts(copybook: &Copybook) -> Vec<Stop> {
    let comma = copybook.open_comma().map(|open| Stop::new(Code::CommaOpen, open));
    let placeholder = copybook.placeholder().map(|open| Stop::new(Code::Placeholder, open));
    let idle = copybook.idle_phrases().into_iter().map(|phrase| Stop::new(Code::IdlePhrase, phrase));
    comma.into_iter().chain(placeholder).chain(idle).collect()
}

/// How long the records of all kinds are.
fn length(kinds: &[LengthDraft]) -> LengthDraft {
    if let [only] = kinds {
        return only.clone();
    }
    let mut counted = false;
    let mut all = BTreeSet::new();
    for kind in kinds {
        match kind {
            LengthDraft::Same(bytes) => drop(all.insert(*bytes)),
            LengthDraft::Counted(bytes) => {
                counted = true;
                all.insert(*bytes);
            }
            LengthDraft::Differ(several) => all.extend(several),
        }
    }
    match all.first() {
        Some(only) if all.len() == 1 && !counted => LengthDraft::Same(*only),
        _ => LengthDraft::Differ(all.into_iter().collect()),
    }
}

/// Names of kinds and of tables, which no two of them share. An only kind has a name of its own in the mapping.
fn settle_names(kinds: &mut [KindDraft]) {
    let (mut taken, several) = (TableNames::default(), kinds.len() > 1);
    for kind in kinds.iter_mut() {
        let but = if several { no_names(kind.key.as_deref(), &kind.tables) } else { BTreeSet::new() };
        kind.name = taken.take(&kind.name, &but);
    }
    for kind in kinds {
        for table in &mut kind.tables {
            table.table = taken.take(&format!("{}_{}", kind.name, table.name), &BTreeSet::new());
        }
    }
}

/// Two kinds that the same value would tell are told by nothing.
fn settle_conditions(kinds: &mut [KindDraft]) {
    let all: Vec<Option<WhenDraft>> = kinds.iter().map(|kind| kind.when.clone()).collect();
    let same = |one: &WhenDraft, other: &WhenDraft| one.at == other.at && one.is.iter().any(|is| other.is.contains(is));
    for (at, kind) in kinds.iter_mut().enumerate() {
        let Some(when) = &mut kind.when else { continue };
        let others = all.iter().enumerate().filter(|(other, _)| *other != at).filter_map(|(_, when)| when.as_ref());
        if others.into_iter().any(|other| same(when, other)) {
            when.is.clear();
            when.names.clear();
        }
    }
}

struct Work<'c> {
    copybook: &'c Arc<Copybook>,
    dialect: Dialect,
    telling: Telling,
    stem: &'c str,
}

type Kind = (KindDraft, LengthDraft);

impl Work<'_> {
    /// The only kind of the only record.
    fn only(&self, at: usize) -> Kind {
        let (kind, laid) = self.kind(at, None);
        (kind, length_of(&laid))
    }

    /// Records that are several.
    fn of_records(&self, several: &[usize]) -> Vec<Kind> {
        let read: Vec<(KindDraft, LaidOut)> = several.iter().map(|at| self.kind(*at, None)).collect();
        let fields: Vec<Vec<LaidField>> = read.iter().map(|(_, laid)| tellers(laid)).collect();
        let records = several.iter().map(|at| &self.copybook.records[*at]);
        let by_name = records.clone().zip(&fields);
        let by_name = by_name.map(|(record, fields)| self.telling.of_record(fields, item_name(record)));
        let told = places::settled(self.telling, &fields, by_name.collect());
        let kinds = read.into_iter().zip(records).zip(told).map(|(((kind, laid), record), when)| {
            (self.told_by(KindDraft { record: record.name.clone(), ..kind }, &laid, when), length_of(&laid))
        });
        kinds.collect()
    }

    /// The layouts of the only record, if it has several; of a place that single items describe, only if level 88 tells each.
    fn of_layouts(&self, at: usize) -> Option<Vec<Kind>> {
        let record = &self.copybook.records[at];
        if let Some(place) = choices::layouts(record) {
            return self.of_place(at, &place, &place.layouts());
        }
        let is_told = |(kind, _): &Kind| kind.when.as_ref().is_some_and(|when| !when.is.is_empty());
        let told = |place: &choices::Place<'_>, items: &[&Item]| {
            self.of_place(at, place, items).filter(|kinds| kinds.len() > 1 && kinds.iter().all(is_told))
        };
        choices::places(record)
            .iter()
            .find_map(|place| place.readings().into_iter().find_map(|items| told(place, &items)))
    }

    /// A kind for each of these descriptions of a place.
    fn of_place(&self, at: usize, place: &choices::Place<'_>, layouts: &[&Item]) -> Option<Vec<Kind>> {
        let names: Vec<&str> = layouts.iter().map(|item| item_name(item)).collect();
        let read: Vec<(KindDraft, LaidOut)> = layouts.iter().map(|item| self.kind(at, Some(item))).collect();
        let (start, end) = place.bytes;
        let is_outside = |field: &&LaidField| field.start + field.length <= start || field.start >= end;
        let outside: Vec<LaidField> =
            tellers(&read.first()?.1).into_iter().filter(|field| is_outside(&field)).collect();
        let told = self.telling.by_conditions(&outside, &names);
        let kinds = read.into_iter().zip(told);
        Some(kinds.map(|((kind, laid), when)| (self.told_by(kind, &laid, when), length_of(&laid))).collect())
    }

    /// A record, read with one of its layouts where it has several.
    fn kind(&self, at: usize, layout: Option<&Item>) -> (KindDraft, LaidOut) {
        let record = &self.copybook.records[at];
        let chosen = choices::chosen(record, layout);
        let names: Vec<String> = chosen.iter().map(|one| one.name.clone()).collect();
        let is_ebcdic = self.dialect == Dialect::Ibm;
        let laid = laid_out(self.copybook, (self.dialect, is_ebcdic), at, &names);
        let laid =
            laid.unwrap_or(LaidOut { length: record.length, varies: false, fields: Vec::new(), tables: Vec::new() });
        let called = match layout {
            Some(layout) => item_name(layout),
            None => record.name.as_deref().unwrap_or(self.stem),
        };
        let kind = KindDraft {
            name: field_name(called),
            title: title(called),
            record: None,
            chosen,
            when: None,
            fields: fields::drafts(&laid.fields),
            tables: fields::tables(&laid),
            key: fields::key(&laid.fields),
        };
        (kind, laid)
    }

    /// A kind with what tells it. The names of the values that do so say nothing more of its records.
    fn told_by(&self, mut kind: KindDraft, laid: &LaidOut, mut when: WhenDraft) -> KindDraft {
        // The same item may be called otherwise among the other fields of this kind.
        if let Some(name) = &mut when.field {
            laid.fields.iter().filter(|field| field.start == when.at.0).for_each(|field| name.clone_from(&field.name));
        }
        let code = laid.fields.iter().find(|field| !when.is.is_empty() && Some(&field.item) == when.item.as_ref());
        if let Some(field) = code.and_then(|code| kind.fields.iter_mut().find(|field| field.name == code.name)) {
            field.names.clear();
            field.high = when.field.is_none() && when.is.iter().any(|is| self.telling.is_high(is));
        }
        KindDraft { when: Some(when), ..kind }
    }
}

/// Fields that may tell kinds: a value behind a counted table is known only when the kind is.
fn tellers(laid: &LaidOut) -> Vec<LaidField> {
    let first = laid.tables.iter().map(|table| table.start).min().unwrap_or(u64::MAX);
    let is_before = |field: &LaidField| field.start + field.length <= first;
    laid.fields.iter().filter(|field| !laid.varies || when::is_written(field) || is_before(field)).cloned().collect()
}

fn length_of(laid: &LaidOut) -> LengthDraft {
    if laid.varies { LengthDraft::Counted(laid.length) } else { LengthDraft::Same(laid.length) }
}

/// `ACCOUNT-RECORD` as `Account record`.
fn title(name: &str) -> String {
    let words = names::words(&placeholder::filled(name)).join(" ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
