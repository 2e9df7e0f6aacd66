//! Columns whose values are lists (`nest:`): what repeats in a record, or the children of a record, in one row.
//!
//! In: the maps of such columns, and the names in the reach of their table. Out: a [`Nest`]; its elements are read as if
//! they were the rows of a table of their own, so that their columns have the same keys. What `nest:` names may stand once
//! in the row: then the column is a structure, which [`structure`] reads. Refuses what wants a table of its own: rules, an
//! order, reasons to leave elements out, and shares of what stands in a list.

use super::field;
use super::kinds::Kinds;
use super::mistakes::args;
use super::model::{Column, FieldRef, Limits, Many, Nest, Order, Table, Title, With};
use super::nearest::or_empty;
use super::structure::{self, Part};
use super::table::{self, Columns, From, Lookup, Source};
use super::tree::Shape;
use super::view::{Text, View};
use super::{lookup, types};
use crate::finding::Code;
use crate::place::Span;

/// Keys that are about single values.
pub const OF_VALUES: [&str; 9] =
    ["type", "required", "default", "null_if", "range", "length", "pattern", "one_of", "check"];
/// Keys that say where values come from.
const ORIGINS: [&str; 4] = ["from", "value", "sql", "label"];

/// What makes the elements of a list: a kind or a group of it, and the field if they are single values.
#[derive(Clone, Copy)]
struct Elements {
    from: From,
    field: Option<FieldRef>,
}

/// What `nest:` names.
enum Meant<'a> {
    Elements(Elements),
    Part(Part<'a>),
}

/// Adds the column of a list, or those of a structure; not whole where it is not known of what.
pub fn read<'v>(view: View<'v>, name: Option<Text<'_>>, outer: &Lookup<'_>, found: &mut Columns<'v>) {
    for key in ORIGINS {
        view.conflict("nest", key);
    }
    view.misplaced("lookup", "lookup_of_list");
    view.misplaced("split", "split_in_list");
    let said = view.text("nest");
    match said.and_then(|said| Some((said, wanted(said, outer)?))) {
        Some((said, Meant::Part(part))) => found.append(structure::read(view, name, (said.text, part), outer)),
        Some((said, Meant::Elements(_))) if outer.in_structure => {
            outer.mistakes.fail(Code::BadReference, said.at, args![said.text, "list_in_structure"]);
            found.whole = false;
        }
        Some((_, Meant::Elements(elements))) => match list(view, name, elements, outer) {
            Some(nest) => found.nests.push(nest),
            None => found.whole = false,
        },
        None => found.whole = false,
    }
}

/// The column of a list.
fn list(view: View<'_>, name: Option<Text<'_>>, elements: Elements, outer: &Lookup<'_>) -> Option<Nest> {
    if outer.splits {
        view.misplaced("nest", "with_split");
    }
    let Elements { from, field } = elements;
    let inner = Lookup { from, with: &[], with_whole: true, splits: false, in_list: true, group: None, ..*outer };
    let mut found = match field {
        Some(at) => Columns { columns: single(view, name, (at, &inner)).into_iter().collect(), ..Columns::default() },
        None => structured(view, &inner),
    };
    if view.flag("personal") == Some(true) {
        for column in &mut found.columns {
            column.personal = true;
        }
    }
    let name = name?;
    if name.text.contains('.') {
        // The way to what stands in it has dots.
        outer.mistakes.fail(Code::WrongShape, name.at, args!["name", "text"]);
        return None;
    }
    if found.columns.is_empty() && found.nests.is_empty() {
        return None;
    }
    check(view, Some(name), &found);
    let mut with = Vec::new();
    join(&mut with, from, &found.nests);
    Some(Nest {
        name: name.text.to_owned(),
        at: name.at,
        of: of(from, outer.kinds),
        table: element(name, (from, with), view, found),
        is_value: field.is_some(),
        title: table::title(view),
        about: view.text("about").map(|text| text.text.to_owned()).unwrap_or_default(),
    })
}

/// A list of single values: the column's own keys say what each must be.
fn single(view: View<'_>, name: Option<Text<'_>>, (at, inner): (FieldRef, &Lookup<'_>)) -> Option<Column> {
    view.conflict("nest", "columns");
    let stated = view.text("type").and_then(|text| types::parse(text, view.mistakes()));
    table::of_source(view, name, Some(Source::of(at, inner.kinds.field(at))), stated)
}

/// A list of structures.
fn structured<'v>(view: View<'v>, inner: &Lookup<'_>) -> Columns<'v> {
    view.misplaced_all(&OF_VALUES, "of_list");
    view.misplaced("on_fail", "of_list");
    table::columns(view, inner, false)
}

/// An element as a row.
fn element(name: Text<'_>, (from, with): (From, Vec<With>), view: View<'_>, found: Columns<'_>) -> Table {
    let Columns { mut columns, structures, nests, maps, .. } = found;
    let lookups = lookup::of_elements(&maps, &mut columns, view.mistakes());
    Table {
        name: name.text.to_owned(),
        at: name.at,
        title: Title::default(),
        from: from.kind,
        repeat: from.repeat,
        with,
        set_aside: Vec::new(),
        columns,
        structures,
        nests,
        lookups,
        split: None,
        rules: Vec::new(),
        set_rules: Vec::new(),
        reports: Vec::new(),
        limits: Limits::default(),
        trace: false,
        order: Order::default(),
        dedupe: None,
    }
}

/// As `from:` of a table says it.
fn of(from: From, kinds: &Kinds<'_>) -> String {
    let draft = &kinds.list[from.kind];
    match from.repeat {
        Some(repeat) => format!("{}.{}", draft.kind.name, draft.fields.repeats[repeat].repeat.name),
        None => draft.kind.name.clone(),
    }
}

/// What `nest:` names; tells what stands neither in the rows around it nor under them.
fn wanted<'k>(said: Text<'_>, outer: &Lookup<'k>) -> Option<Meant<'k>> {
    let (kinds, mistakes) = (outer.kinds, outer.mistakes);
    let (first, rest) = said.text.split_once('.').map_or((said.text, None), |(first, rest)| (first, Some(rest)));
    let kind = kinds.named_part(said, first, mistakes)?;
    let (group, field) = match rest {
        None => (None, None),
        Some(rest) => {
            let (group, field) = rest.split_once('.').map_or((rest, None), |(group, field)| (group, Some(field)));
            match kinds.find_repeat(kind, group) {
                Some(repeat) => (Some(repeat), field),
                None => (None, Some(rest)),
            }
        }
    };
    let from = From { kind, repeat: group };
    if let Some(part) = part(from, field, outer) {
        return Some(Meant::Part(part));
    }
    if let Some(why) = unfit(from, field, outer) {
        let also = Some(kinds.list[kind].kind.at);
        if why == "no_child" && !kinds.tied() {
            return None; // its parent may be misspelt, which is told
        }
        mistakes.fail_with(Code::BadReference, said.at, also, args![said.text, why]);
        return None;
    }
    let field = match (field, group) {
        (None, _) => None,
        (Some(field), Some(repeat)) => Some(kinds.repeat_field(kind, repeat, said, field, mistakes)?),
        (Some(field), None) => Some(FieldRef { kind, repeat: None, field: own_part(kind, said, field, kinds, outer)? }),
    };
    Some(Meant::Elements(Elements { from, field }))
}

/// What stands once in each of the rows around it: their record, what repeats there and makes them, a record above it, or
/// a group of one of these.
fn part<'k>(from: From, field: Option<&str>, outer: &Lookup<'k>) -> Option<Part<'k>> {
    let (kinds, around) = (outer.kinds, outer.from);
    let is_own = from.kind == around.kind && (from.repeat.is_none() || from.repeat == around.repeat);
    let is_above =
        from.repeat.is_none() && kinds.is_ancestor(from.kind, around.kind) && kinds.list[from.kind].kind.skip.is_none();
    if !is_own && !is_above {
        return None;
    }
    let group = match field {
        Some(name) => Some(kinds.find_group(from.kind, from.repeat, name)?),
        None => None,
    };
    Some(Part { from, group })
}

/// A field of a child; what is neither that nor a group is told with the names of both.
fn own_part(kind: usize, said: Text<'_>, name: &str, kinds: &Kinds<'_>, outer: &Lookup<'_>) -> Option<usize> {
    let found = kinds.find_field(kind, name);
    let fields = &kinds.list[kind].fields;
    if found.is_none() && fields.whole {
        let groups = fields.repeats.iter().map(|one| one.repeat.name.as_str());
        let groups = groups.chain(fields.groups.iter().map(|one| one.name.as_str()));
        let names = fields.single.iter().map(|one| one.field.name.as_str()).chain(groups);
        outer.mistakes.fail(Code::UnknownField, said.at, args![name, or_empty(name, names)]);
    }
    found
}

/// Why the rows around it have no such elements.
fn unfit(from: From, field: Option<&str>, outer: &Lookup<'_>) -> Option<&'static str> {
    let around = outer.from;
    let kinds = outer.kinds;
    if field.is_some_and(|name| kinds.find_group(from.kind, from.repeat, name).is_some()) {
        return Some("part_of_other");
    }
    if from.kind == around.kind {
        return match (from.repeat, around.repeat) {
            // A misspelt group is told as that.
            (None, _) if field.is_some_and(|name| kinds.find_field(from.kind, name).is_none()) => None,
            (None, _) => Some("own_kind"),
            (Some(_), None) => None,
            (Some(inner), Some(within)) => {
                let name = &kinds.list[from.kind].fields.repeats[within].repeat.name;
                let place = outer.group(inner);
                (inner == within || place.level(name).is_none()).then_some("not_within")
            }
        };
    }
    let child = &kinds.list[from.kind].kind;
    match () {
        () if child.under != Some(around.kind) => Some("no_child"),
        () if around.repeat.is_some() => Some("child_of_element"),
        () if from.repeat.is_some() => Some("group_of_child"),
        () if child.skip.is_some() => Some("skipped"),
        () => None,
    }
}

/// Brings in the children that the lists of a table's rows have.
pub fn join(with: &mut Vec<With>, from: From, nests: &[Nest]) {
    for kind in nests.iter().map(|nest| nest.table.from).filter(|kind| *kind != from.kind) {
        if with.iter().all(|known| known.kind != kind) {
            with.push(With { kind, many: Many::Any });
        }
    }
}

/// The kinds that lists of a table's columns name.
pub fn named(view: View<'_>) -> Vec<&str> {
    let Some(Shape::List(columns)) = view.get("columns").map(|node| &node.shape) else { return Vec::new() };
    let said = columns.iter().filter_map(|node| match &node.shape {
        Shape::Map(entries) => entries.iter().find(|entry| entry.key == "nest"),
        _ => None,
    });
    let texts = said.filter_map(|entry| match &entry.value.shape {
        Shape::Plain(text) | Shape::Quoted(text) => Some(text.as_str()),
        _ => None,
    });
    texts.collect()
}

/// The list that a name, or the beginning of one, stands for.
pub fn meant<'n>(nests: &'n [Nest], name: &str) -> Option<&'n Nest> {
    let first = name.split_once('.').map_or(name, |(first, _)| first);
    nests.iter().find(|nest| nest.name == name || nest.name == first)
}

/// Tells rows of nothing but lists, and a column that is called like what stands in a list or a structure.
pub fn check(view: View<'_>, name: Option<Text<'_>>, found: &Columns<'_>) {
    let Columns { columns, structures, nests, .. } = found;
    let mistakes = view.mistakes();
    if let (true, Some(nest)) = (columns.is_empty(), nests.first()) {
        let name = name.map_or("", |name| name.text);
        mistakes.fail(Code::OnlyLists, nest.at, args![name]);
    }
    let is_within = |at: usize| structure::around(structures, at).is_some();
    let (within_structures, own): (Vec<_>, Vec<_>) = columns.iter().enumerate().partition(|(at, _)| is_within(*at));
    let named = |(_, column): (usize, &Column)| (column.name.clone(), column.at);
    let mut known: Vec<(String, Span)> = own.into_iter().map(named).collect();
    let inner = structures.iter().filter(|one| one.name.contains('.')).map(|one| (one.name.clone(), one.at));
    let in_structures = within_structures.into_iter().map(named).chain(inner);
    for (path, at) in in_structures.chain(nests.iter().flat_map(within)) {
        let said = |at: Span| mistakes.source().get(at.start as usize..at.end as usize);
        // One name twice among the same columns is told there.
        let other = known.iter().find(|(name, other)| *name == path && said(*other) != said(at));
        if let Some((_, other)) = other {
            field::twice("column", &path, *other, at, mistakes);
        }
        known.push((path, at));
    }
}

/// What stands in a list, by the way to it.
fn within(nest: &Nest) -> Vec<(String, Span)> {
    let below = |(path, at): (String, Span)| (format!("{}.{path}", nest.name), at);
    let columns = nest.table.columns.iter().map(|column| (nest.part(column).to_owned(), column.at));
    let lists = nest.table.nests.iter().flat_map(|nest| within(nest).into_iter().chain([(nest.name.clone(), nest.at)]));
    columns.chain(lists).map(below).collect()
}

/// Gives what the elements of lists are its way from the table, as findings name it.
pub fn name(table: &mut Table) {
    for nest in &mut table.nests {
        // The one column of single values is called as the list is.
        nest.table.name = if nest.is_value { table.name.clone() } else { format!("{}.{}", table.name, nest.name) };
        name(&mut nest.table);
    }
}

/// Tells a list of records of which another table's rows are made with their own children: the two cannot be held
/// together.
pub fn clashing(tables: &[Table], kinds: &Kinds<'_>, mistakes: &super::mistakes::Mistakes) {
    for table in tables {
        for kind in table.joined().into_iter().filter(|kind| kinds.is_parent(*kind)) {
            let other = tables.iter().find(|other| other.from == kind && !other.with.is_empty());
            if let Some(other) = other {
                let args = args![kinds.list[kind].kind.name.as_str(), table.name.as_str(), other.name.as_str()];
                mistakes.fail_with(Code::ListsClash, other.at, Some(table.at), args);
            }
        }
    }
}
