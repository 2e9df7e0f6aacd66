//! Fields out of a copybook: each item as it is, or as a map of `fields:` says it anew.

use super::{Around, FieldDraft, Fields, GroupDraft, Keys, ReadingKeys, RepeatDraft, name, reading};
use crate::finding::Code;
use crate::mapping::cobol::{self, Given, Items, Piece, ReadAs, Table};
use crate::mapping::mistakes::{Mistakes, args};
use crate::mapping::model::{Field, FieldPlace, OnFail, Reading, Repeat, RepeatPlace, RepeatStep, Type};
use crate::mapping::view::{Text, View};
use crate::place::Span;

/// Maps that say items anew, with the items.
#[derive(Default)]
pub(super) struct OfItems<'a> {
    fields: Vec<(&'a Piece, FieldDraft)>,
    tables: Vec<(&'a Table, RepeatDraft)>,
}

impl<'a> OfItems<'a> {
    /// A map without a place of its own; what it means is kept, or told if there is no such item.
    pub(super) fn take(
        &mut self,
        given: &'a Given,
        (view, named): (View<'_>, Text<'_>),
        around: Around<'_>,
        found: &mut Fields,
    ) {
        let mistakes = view.mistakes();
        if let Some(table) = given.table(view, named) {
            let draft = said_table(table, (view, named), around);
            match self.tables.iter().find(|(known, _)| *known == table) {
                Some((_, first)) => super::twice("field", named.text, named.at, first.at, mistakes),
                None => self.tables.push((table, draft)),
            }
            return;
        }
        if given.items.tell_several(view) {
            found.whole = false;
            return;
        }
        let Some(piece) = given.items.named(view, named) else {
            given.tell_unknown(view, named);
            found.whole = false;
            return;
        };
        let draft = said_field(piece, (view, named), around);
        match self.fields.iter().find(|(known, _)| *known == piece && !piece.is_group) {
            Some((_, first)) => super::twice("field", named.text, named.at, first.field.at, mistakes),
            None => self.fields.push((piece, draft)),
        }
    }

    /// All fields of the copybook, in the order of its text; then groups that maps make fields of.
    pub(super) fn add_all(self, given: &Given, around: Around<'_>, found: &mut Fields, mistakes: &Mistakes) {
        let Self { mut fields, mut tables } = self;
        let own = std::mem::take(found);
        found.whole = given.whole;
        let mut names = Vec::new();
        for piece in given.items.fields() {
            let said = fields.iter().position(|(known, _)| *known == piece).map(|at| fields.remove(at).1);
            let draft = said.unwrap_or_else(|| field(piece, given.at, around));
            names.push((piece, draft.field.name.clone()));
            found.add_field(draft, mistakes);
        }
        found.groups = groups(&given.items, &given.tables, &names);
        for table in &given.tables {
            let said = tables.iter().position(|(known, _)| *known == table).map(|at| tables.remove(at).1);
            found.add_repeat(said.unwrap_or_else(|| whole_table(table, given.at, around)), mistakes);
        }
        for (_, draft) in fields {
            found.add_field(draft, mistakes);
        }
        found.append(own, mistakes);
    }
}

/// The groups of a record or of an element, whose items are called so as fields.
fn groups(items: &Items, tables: &[Table], names: &[(&Piece, String)]) -> Vec<GroupDraft> {
    let field =
        |piece: &Piece| names.iter().find(|(known, _)| std::ptr::eq(*known, piece)).map(|(_, name)| name.clone());
    let groups = items.groups(tables).into_iter().map(|(name, members)| {
        let members = members.into_iter().filter_map(|(within, piece)| Some((within, field(piece)?)));
        GroupDraft { name, fields: members.collect() }
    });
    groups.filter(|group| !group.fields.is_empty()).collect()
}

fn place(piece: &Piece) -> Option<FieldPlace> {
    let at = |place: u64| u32::try_from(place).ok();
    Some(FieldPlace::Bytes { start: at(piece.start)?, end: at(piece.start + piece.length)? })
}

/// An item as the copybook has it.
fn field(piece: &Piece, at: Span, around: Around<'_>) -> FieldDraft {
    let own = ReadingKeys::default();
    let keys = Keys { own: &own, defaults: around.defaults };
    let said = piece.said();
    let reading = keys.of_item(said.ty, said, around);
    let personal = around.defaults.personal.unwrap_or(false);
    draft(piece, (piece.name.clone(), at), (said.ty, reading, personal), unnamed(around))
}

/// What follows for values that level 88 does not name, where the field says nothing.
fn unnamed(around: Around<'_>) -> Option<OnFail> {
    around.given.and_then(|given| given.conditions)
}

fn draft(
    piece: &Piece,
    (name, at): (String, Span),
    (ty, reading, personal): (Type, Reading, bool),
    on_unnamed: Option<OnFail>,
) -> FieldDraft {
    let place = place(piece);
    let sound = place.is_some();
    let place = place.unwrap_or(FieldPlace::Record);
    let named = cobol::named(piece, ReadAs { ty, stored: reading.stored, trim: reading.trim }, on_unnamed);
    let (named, unnamed) = named.map_or_else(|why| (None, why), |named| (Some(named), ""));
    FieldDraft { field: Field { name, at, place, ty, reading, personal, named }, sound, unnamed }
}

/// An item as a map says it.
fn said_field(piece: &Piece, (view, named): (View<'_>, Text<'_>), around: Around<'_>) -> FieldDraft {
    view.misplaced_all(&["header", "index"], "fixed");
    view.misplaced("fields", "no_repeat");
    let said = piece.said();
    if said.stored.is_some() {
        view.misplaced_all(&["sign", "decimal", "thousands", "currency", "encoding"], "stored");
    }
    let own = ReadingKeys::read(view);
    if said.stored.is_some() && own.ty.unwrap_or(said.ty).is_number() {
        view.misplaced("pattern", "stored");
    }
    super::refuse_number(view, &own, said.stored);
    if let Some(stored) = said.stored {
        super::refuse_fills(view, &own, stored);
    }
    if piece.counts {
        super::refuse_empty(view, &own);
    }
    let ty = if own.ty_there { own.ty } else { Some(said.ty) };
    let keys = Keys { own: &own, defaults: around.defaults };
    let usual = ty.unwrap_or(said.ty);
    let told = reading(view, &own, around, usual, named);
    let reading = Reading { picture: told.picture, ..keys.of_item(usual, said, around) };
    let personal = own.personal.or(around.defaults.personal).unwrap_or(false);
    let on_unnamed = view.word("conditions").map_or_else(|| unnamed(around), cobol::on_unnamed);
    let mut draft = draft(piece, (named.text.to_owned(), named.at), (usual, reading, personal), on_unnamed);
    if view.has("conditions") && draft.field.named.is_none() {
        let (at, why) = (view.key_at("conditions"), draft.unnamed);
        view.mistakes().fail(Code::NoConditions, at, args![named.text, why]);
    }
    draft.sound &= ty.is_some();
    draft
}

fn repeat_place(table: &Table) -> Option<RepeatPlace> {
    let start = u32::try_from(table.start).ok()?;
    let steps = table.steps.iter().map(|step| {
        let width = u32::try_from(step.width).ok()?;
        Some(RepeatStep { name: step.name.clone(), times: step.times, width, counter: step.counter })
    });
    let steps: Vec<RepeatStep> = steps.collect::<Option<_>>()?;
    Some(match steps.as_slice() {
        [only] if only.counter.is_none() => RepeatPlace::Bytes { start, times: only.times, width: only.width },
        _ => RepeatPlace::Nested { start, steps },
    })
}

fn repeat_draft(
    (name, at): (String, Span),
    table: &Table,
    (fields, groups): (Vec<FieldDraft>, Vec<GroupDraft>),
    whole: bool,
) -> RepeatDraft {
    let place = repeat_place(table);
    let sound = place.is_some() && whole;
    let place = place.unwrap_or(RepeatPlace::Headers(Vec::new()));
    RepeatDraft { at, repeat: Repeat { name, place, fields: Vec::new() }, fields, groups, sound }
}

/// A table as the copybook has it.
fn whole_table(table: &Table, at: Span, around: Around<'_>) -> RepeatDraft {
    let fields = table.items.fields().map(|piece| field(piece, at, around)).collect();
    let names: Vec<_> = table.items.fields().map(|piece| (piece, piece.name.clone())).collect();
    repeat_draft((table.name.clone(), at), table, (fields, groups(&table.items, &[], &names)), true)
}

/// A table some of whose items a map says anew.
fn said_table(table: &Table, (view, named): (View<'_>, Text<'_>), around: Around<'_>) -> RepeatDraft {
    let mistakes = view.mistakes();
    for one in crate::mapping::keys::of("field").filter(|one| !["name", "item", "fields"].contains(&one.key)) {
        view.misplaced(one.key, "repeat");
    }
    let mut said: Vec<(&Piece, FieldDraft)> = Vec::new();
    let mut whole = true;
    for node in view.list("fields").unwrap_or_default() {
        let own = View::open(node, "field", mistakes).and_then(|view| Some((view, name(view, "name")?)));
        let Some((view, named)) = own else {
            whole = false;
            continue;
        };
        view.misplaced_all(&["at", "repeat"], "in_table");
        if table.items.tell_several(view) {
            whole = false;
            continue;
        }
        if let Some(piece) = table.items.named(view, named) {
            said.push((piece, said_field(piece, (view, named), around)));
            continue;
        }
        match around.given {
            Some(given) => given.tell_unknown_in(table, view, named),
            None => table.items.tell_unknown(view, named),
        }
        whole = false;
    }
    let mut found = Fields::default();
    let mut called = Vec::new();
    for piece in table.items.fields() {
        let own = said.iter().position(|(known, _)| *known == piece).map(|at| said.remove(at).1);
        let draft = own.unwrap_or_else(|| field(piece, named.at, around));
        called.push((piece, draft.field.name.clone()));
        found.add_field(draft, mistakes);
    }
    for (_, draft) in said {
        found.add_field(draft, mistakes);
    }
    let groups = groups(&table.items, &[], &called);
    repeat_draft((named.text.to_owned(), named.at), table, (found.single, groups), whole)
}
