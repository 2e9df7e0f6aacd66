//! Columns that are structures (`nest:` of the record that makes the rows, of one above it, or of a group that stands
//! once): a few of a row's single columns, which stand together in files.
//!
//! In: the maps of such columns, and the names in the reach of their table. Out: their columns, called by the way to them,
//! and where each structure begins and ends. In everything but files they are columns like others. Refuses lists within
//! structures.

use super::field::GroupDraft;
use super::mistakes::args;
use super::model::{Column, FieldRef, Structure};
use super::nest::OF_VALUES;
use super::table::{self, Columns, From, Lookup};
use super::view::{Text, View};
use crate::finding::Code;

/// What a structure is of.
#[derive(Clone, Copy)]
pub struct Part<'a> {
    /// The record, or what repeats in it.
    pub from: From,
    /// The group of that which stands once; none: all of it.
    pub group: Option<&'a GroupDraft>,
}

/// The columns of a structure; `said` is what `nest:` names.
pub fn read<'v>(
    view: View<'v>,
    name: Option<Text<'_>>,
    (said, part): (&str, Part<'_>),
    outer: &Lookup<'_>,
) -> Columns<'v> {
    view.misplaced_all(&OF_VALUES, "of_structure");
    view.misplaced("on_fail", "of_structure");
    let mut found = within(view, part, outer);
    if view.flag("personal") == Some(true) {
        found.columns.iter_mut().for_each(|column| column.personal = true);
    }
    if let Some(dotted) = name.filter(|name| name.text.contains('.')) {
        // The way to what stands in it has dots.
        outer.mistakes.fail(Code::WrongShape, dotted.at, args!["name", "text"]);
        return Columns { whole: false, ..Columns::default() };
    }
    let Some(name) = name.filter(|_| !found.columns.is_empty()) else {
        return Columns { whole: false, ..Columns::default() };
    };
    let own = Structure {
        name: name.text.to_owned(),
        at: name.at,
        of: said.to_owned(),
        columns: 0..found.columns.len(),
        title: table::title(view),
        about: view.text("about").map(|text| text.text.to_owned()).unwrap_or_default(),
    };
    under(own, found)
}

/// The columns that stand in a structure, by their own names.
fn within<'v>(view: View<'v>, part: Part<'_>, outer: &Lookup<'_>) -> Columns<'v> {
    if !view.has("columns") {
        let found = every_field(part, outer);
        if found.columns.is_empty() && found.whole {
            outer.mistakes.fail(Code::NothingToLoad, view.head(), args!["column"]);
        }
        return found;
    }
    // The names of another record are its own; those of this one are the row's.
    let from = if part.from.kind == outer.from.kind { outer.from } else { part.from };
    let group = part.group.map(|group| (group, part.from.repeat));
    table::columns(view, &Lookup { from, group, in_structure: true, ..*outer }, false)
}

/// Columns of a structure, called by the way to them.
fn under(own: Structure, mut found: Columns<'_>) -> Columns<'_> {
    let way = |within: &str| format!("{}.{within}", own.name);
    found.columns.iter_mut().for_each(|column| column.name = way(&column.name));
    found.structures.iter_mut().for_each(|one| one.name = way(&one.name));
    found.maps.iter_mut().for_each(|(within, _)| *within = way(within));
    found.structures.insert(0, own);
    found
}

/// Without `columns:` every field of the record, of the repetition or of the group becomes one.
fn every_field<'v>(part: Part<'_>, outer: &Lookup<'_>) -> Columns<'v> {
    let From { kind, repeat } = part.from;
    let fields = &outer.kinds.list[kind].fields;
    let (all, sound) = match repeat {
        Some(repeat) => (&fields.repeats[repeat].fields, fields.repeats[repeat].sound),
        None => (&fields.single, fields.whole),
    };
    let column = |name: &str, field: usize| -> Column {
        let at = FieldRef { kind, repeat, field };
        Column { name: name.to_owned(), ..table::as_column(at, &all[field]) }
    };
    let columns = match part.group {
        Some(group) => {
            let place = |name: &str| all.iter().position(|one| one.field.name == name);
            let members = group.fields.iter().filter_map(|(short, name)| Some(column(short, place(name)?)));
            members.collect()
        }
        None => all.iter().enumerate().map(|(at, one)| column(&one.field.name, at)).collect(),
    };
    Columns { columns, whole: sound, ..Columns::default() }
}

/// The structure that a name stands for.
pub fn meant<'s>(structures: &'s [Structure], name: &str) -> Option<&'s Structure> {
    structures.iter().find(|one| one.name == name)
}

/// The structure in which a column stands, the outermost, if it stands in one.
pub fn around(structures: &[Structure], column: usize) -> Option<&Structure> {
    structures.iter().find(|one| one.columns.contains(&column))
}
