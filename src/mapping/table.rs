//! Tables and their columns: maps and kinds in, resolved and typed columns out.
//!
//! Refuses to know how values are computed. What a wrong kind or field would make wrong here is not told again.

use super::condition::{self, Scope, pattern};
use super::expression::{self, Reach};
use super::field::{self, FieldDraft, GroupDraft};
use super::kinds::Kinds;
use super::migration::Declared;
use super::mistakes::{Mistakes, args};
use super::model::{
    Check, Column, FieldRef, Kind, KindId, Many, Nest, OnFail, Origin, Reads, RepeatLevel, RepeatPlace, Structure,
    Table, Title, Type, Value, With,
};
use super::nearest::or_empty;
use super::tree::{Entry, Node, Shape};
use super::view::{self, Text, View};
use super::{constant, nest, order, rules, source, types};
use crate::finding::Code;
use crate::place::Span;

/// What the top of a mapping says of tables.
pub struct Tables {
    /// Those that could be read.
    pub list: Vec<Table>,
    /// Every table and its kinds are known.
    pub whole: bool,
}

/// The tables of a mapping; the keys of one may stand at its top.
pub fn read(top: View<'_>, kinds: Option<&Kinds<'_>>) -> Tables {
    let mistakes = top.mistakes();
    let mut tables = Tables { list: Vec::new(), whole: true };
    let short = super::keys::KEYS.iter().filter(|one| one.place == "table").find(|one| top.has(one.key));
    if top.has("tables") {
        if let Some(key) = short {
            top.conflict(key.key, "tables");
        }
        let nodes = top.list("tables");
        tables.whole = nodes.is_some_and(|nodes| !nodes.is_empty());
        if nodes.is_some_and(<[Node]>::is_empty) {
            mistakes.fail(Code::NothingToLoad, top.key_at("tables"), args!["table"]);
        }
        for node in nodes.unwrap_or_default() {
            match View::open(node, "table", mistakes) {
                Some(view) => tables.add(view, kinds),
                None => tables.whole = false,
            }
        }
    } else if short.is_some() {
        tables.add(top.read_as("table"), kinds);
    } else {
        mistakes.fail(Code::NothingToLoad, top.head(), args!["table"]);
        tables.whole = false;
    }
    tables
}

impl Tables {
    fn add(&mut self, view: View<'_>, kinds: Option<&Kinds<'_>>) {
        let found = table(view, kinds);
        let Some(table) = found else {
            self.whole = false;
            return;
        };
        self.whole &= table.with.iter().filter(|with| with.many != Many::Any).count() == with_count(view);
        let same = |other: &&Table| other.name.eq_ignore_ascii_case(&table.name);
        if let Some(first) = self.list.iter().find(same).filter(|_| !table.name.is_empty()) {
            field::twice("table", &table.name, table.at, first.at, view.mistakes());
        }
        self.list.push(table);
    }
}

/// Names that Windows gives no folder.
const RESERVED: [&str; 4] = ["con", "prn", "aux", "nul"];

/// A table's name is a folder's name: ASCII letters, digits and `_`.
fn table_name(view: View<'_>) -> Option<Text<'_>> {
    view.need("table")?;
    let found = view.text("table")?;
    let lower = found.text.to_ascii_lowercase();
    let port = lower.strip_prefix("com").or_else(|| lower.strip_prefix("lpt"));
    let reserved =
        RESERVED.contains(&lower.as_str()) || port.is_some_and(|rest| matches!(rest.as_bytes(), [b'0'..=b'9']));
    let letters = found.text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if found.text.is_empty() || found.text.len() > 100 || !letters || reserved {
        view.mistakes().fail(Code::WrongShape, found.at, args!["table_name", "text"]);
        return None;
    }
    Some(found)
}

/// The kind, and the group of it, that makes a table's rows, or the elements of a list.
#[derive(Clone, Copy)]
pub struct From {
    /// The kind.
    pub kind: KindId,
    /// The group.
    pub repeat: Option<usize>,
}

fn table(view: View<'_>, kinds: Option<&Kinds<'_>>) -> Option<Table> {
    let mistakes = view.mistakes();
    let name = table_name(view);
    let title = title(view);
    let load = view.map("load", "load");
    let trace = load.is_none_or(|load| {
        load.word("compression");
        load.flag("trace").unwrap_or(true)
    });
    let from = kinds.and_then(|kinds| from(view, kinds));
    let (Some(kinds), Some(from)) = (kinds, from) else {
        columns_without_kind(view);
        return None;
    };
    let mut with = with(view, from, kinds);
    let with_whole = with.len() == with_count(view);
    let splits = view.has("split");
    let (in_list, in_structure, group) = (false, false, None);
    let scope = Lookup { from, with: &with, kinds, mistakes, with_whole, splits, in_list, in_structure, group };
    let set_aside = set_aside(view, &scope);
    let found = columns(view, &scope, trace);
    nest::check(view, name, &found);
    let Columns { mut columns, structures, nests, maps, whole } = found;
    nest::join(&mut with, from, &nests);
    let super::lookup::Lookups { lookups, split } = super::lookup::resolve(view, &maps, &mut columns);
    let of_rules = rules::Columns {
        of_table: &columns,
        structures: &structures,
        nests: &nests,
        whole,
        parameters: kinds.parameters,
    };
    let rules::Rules { rows, sets, limits } = rules::read(view, &of_rules);
    let order = order::read(load, &of_rules, trace);
    // The parts of one row are not told apart there.
    view.conflict("dedupe", "split");
    let dedupe = view.map("dedupe", "dedupe").and_then(|view| order::dedupe(view, &of_rules));
    let (text, at) = name.map_or(("", view.head()), |name| (name.text, name.at));
    let mut table = Table {
        name: text.to_owned(),
        at,
        title,
        from: from.kind,
        repeat: from.repeat,
        with,
        set_aside,
        columns,
        structures,
        nests,
        lookups,
        split,
        rules: rows,
        set_rules: sets,
        reports: Vec::new(), // `migration.yaml` has them
        limits,
        trace,
        order,
        dedupe,
    };
    nest::name(&mut table);
    Some(table)
}

fn from(view: View<'_>, kinds: &Kinds<'_>) -> Option<From> {
    let mistakes = view.mistakes();
    if !view.has("from") {
        return only_kind(view, kinds);
    }
    let found = view.text("from")?;
    let (kind, group) = found.text.split_once('.').map_or((found.text, None), |(kind, group)| (kind, Some(group)));
    let kind = kinds.named_part(found, kind, mistakes)?;
    if kinds.list[kind].kind.skip.is_some() {
        mistakes.fail(Code::BadReference, found.at, args![found.text, "skipped"]);
        return None;
    }
    let Some(group) = group else { return Some(From { kind, repeat: None }) };
    let repeat = kinds.find_repeat(kind, group);
    let fields = &kinds.list[kind].fields;
    if repeat.is_none() && fields.whole {
        let names = fields.repeats.iter().map(|one| one.repeat.name.as_str());
        mistakes.fail(Code::UnknownField, found.at, args![group, or_empty(group, names)]);
    }
    Some(From { kind, repeat: Some(repeat?) })
}

/// The only kind that can make rows: not skipped, not of the preamble, ending nothing, not brought in by `with:`.
fn only_kind(view: View<'_>, kinds: &Kinds<'_>) -> Option<From> {
    let joined = |name: &str| match view.get("with").map(|node| &node.shape) {
        Some(Shape::Map(entries)) => entries.iter().any(|entry| entry.key == name),
        _ => false,
    };
    let listed = nest::named(view);
    // What stands under nothing is no child: a structure is made of it.
    let brought = |kind: &Kind| joined(&kind.name) || kind.under.is_some() && listed.contains(&kind.name.as_str());
    let mut able = kinds.list.iter().enumerate().filter(|(_, draft)| {
        let kind = &draft.kind;
        kind.skip.is_none() && !kind.in_preamble && kind.ends.is_none() && !brought(kind)
    });
    match (able.next(), able.next()) {
        (Some((kind, _)), None) if kinds.whole => Some(From { kind, repeat: None }),
        _ => {
            if kinds.whole {
                view.missing("from");
            }
            None
        }
    }
}

fn with_count(view: View<'_>) -> usize {
    match view.get("with").map(|node| &node.shape) {
        Some(Shape::Map(entries)) => entries.len(),
        Some(_) => usize::MAX,
        None => 0,
    }
}

fn with(view: View<'_>, from: From, kinds: &Kinds<'_>) -> Vec<With> {
    let mistakes = view.mistakes();
    let Some(node) = view.get("with") else { return Vec::new() };
    let Shape::Map(entries) = &node.shape else {
        if node.shape != Shape::Refused {
            view::wrong_shape("map", &node.shape, node.at, mistakes);
        }
        return Vec::new();
    };
    let words = super::keys::find("table", "with").map(|one| one.wanted.words()).unwrap_or_default();
    let mut found = Vec::new();
    for entry in entries {
        let name = Text { text: &entry.key, at: entry.key_at };
        let word = view::text(&entry.value, mistakes).and_then(|text| view::known_word(text, words, mistakes));
        let Some(kind) = kinds.named(name, mistakes) else { continue };
        let child = &kinds.list[kind].kind;
        let why = if child.under != Some(from.kind) {
            Some("no_child")
        } else if kinds.is_parent(kind) {
            Some("has_children")
        } else if child.skip.is_some() {
            Some("skipped")
        } else {
            None
        };
        if let Some(why) = why {
            mistakes.fail_with(Code::BadReference, name.at, Some(child.at), args![name.text, why]);
            continue;
        }
        if let Some(word) = word {
            found.push(With { kind, many: if word == "exactly one" { Many::One } else { Many::MostOne } });
        }
    }
    found
}

fn set_aside(view: View<'_>, lookup: &Lookup<'_>) -> Vec<super::model::SetAside> {
    let From { kind, repeat } = lookup.from;
    let Some(repeat) = repeat else {
        view.misplaced("set_aside", "no_repeat");
        return Vec::new();
    };
    let nodes = view.list("set_aside").unwrap_or_default();
    source::set_aside(nodes, Scope::Repetition(kind, repeat, lookup), lookup.kinds, view.mistakes())
}

/// A title as one text for both languages, or as `{en, fr}`.
pub fn title(view: View<'_>) -> Title {
    match view.get("title").map(|node| &node.shape) {
        Some(Shape::Map(_)) => {
            let Some(long) = view.map("title", "title") else { return Title::default() };
            let text = |key| long.text(key).map(|text| text.text.to_owned()).unwrap_or_default();
            Title { en: text("en"), fr: text("fr") }
        }
        Some(_) => {
            let text = view.text("title").map(|text| text.text.to_owned()).unwrap_or_default();
            Title { en: text.clone(), fr: text }
        }
        None => Title::default(),
    }
}

/// Names of a table's columns stand for fields of its rows' kind, of parents, and of `with` children.
#[derive(Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "they have nothing to do with one another")]
pub struct Lookup<'a> {
    /// What makes the rows.
    pub from: From,
    /// The children whose fields are brought in.
    pub with: &'a [With],
    /// Of the source.
    pub kinds: &'a Kinds<'a>,
    /// Where they go.
    pub mistakes: &'a Mistakes,
    /// All children that are named are known.
    pub with_whole: bool,
    /// The table has a split.
    pub splits: bool,
    /// The rows are elements of a list.
    pub in_list: bool,
    /// The columns are those of a structure.
    pub in_structure: bool,
    /// The group whose names come first, since a structure is made of it; and what repeats around it.
    pub group: Option<(&'a GroupDraft, Option<usize>)>,
}

/// What a name stands for.
enum Found {
    Field(FieldRef),
    Number(RepeatLevel),
    PartNumber,
    /// Where the record stands, or that of another kind.
    Place(Reads),
}

impl Lookup<'_> {
    fn find(&self, name: Text<'_>) -> Option<Found> {
        match (name.text, name.text.split_once('.')) {
            ("_file", _) => Some(Found::Place(Reads::File)),
            ("_offset", _) => Some(Found::Place(Reads::Offset)),
            (_, Some((first, rest))) => self.dotted(name, first, rest),
            (_, None) => self.bare(name),
        }
    }

    /// Where a group of the kind has its repetitions.
    pub fn group(&self, repeat: usize) -> &RepeatPlace {
        &self.kinds.list[self.from.kind].fields.repeats[repeat].repeat.place
    }

    fn bare(&self, name: Text<'_>) -> Option<Found> {
        let From { kind, repeat } = self.from;
        if let Some(found) = self.in_own_group(name.text) {
            return Some(Found::Field(found));
        }
        let in_group = repeat.and_then(|repeat| self.kinds.find_in_repeat(kind, repeat, name.text));
        if let Some(field) = in_group {
            return Some(Found::Field(FieldRef { kind, repeat, field }));
        }
        if let Some(field) = self.kinds.find_field(kind, name.text) {
            return Some(Found::Field(FieldRef { kind, repeat: None, field }));
        }
        if let Some(repeat) = repeat.filter(|_| name.text == "number") {
            return Some(Found::Number(self.group(repeat).innermost()));
        }
        if self.outer(name.text).is_some() {
            self.mistakes.fail(Code::BadReference, name.at, args![name.text, "outer_table"]);
            return None;
        }
        let sound = repeat.is_none_or(|repeat| self.kinds.list[kind].fields.repeats[repeat].sound);
        if self.kinds.list[kind].fields.whole && sound {
            let above = self.names_above();
            let nearest = or_empty(name.text, self.names().chain(above.iter().map(String::as_str)));
            self.mistakes.fail(Code::UnknownField, name.at, args![name.text, nearest]);
        }
        None
    }

    /// The field that is called so within the group that a structure is made of.
    fn in_own_group(&self, name: &str) -> Option<FieldRef> {
        let ((group, repeat), kind) = (self.group?, self.from.kind);
        let name = group.find(name)?;
        let field = match repeat {
            Some(repeat) => self.kinds.find_in_repeat(kind, repeat, name),
            None => self.kinds.find_field(kind, name),
        };
        Some(FieldRef { kind, repeat, field: field? })
    }

    /// The table around that of the rows which has a field of this name: only its number can be named here.
    fn outer(&self, field: &str) -> Option<usize> {
        let From { kind, repeat } = self.from;
        let place = self.group(repeat?);
        let groups = self.kinds.list[kind].fields.repeats.iter().enumerate();
        let around = groups.filter(|(at, one)| Some(*at) != repeat && place.level(&one.repeat.name).is_some());
        let mut holding = around.filter(|(at, _)| self.kinds.find_in_repeat(kind, *at, field).is_some());
        holding.next().map(|(at, _)| at)
    }

    fn dotted(&self, name: Text<'_>, first: &str, rest: &str) -> Option<Found> {
        let From { kind, repeat } = self.from;
        let around = repeat.filter(|_| rest == "number").and_then(|repeat| self.group(repeat).level(first));
        if let Some(level) = around {
            return Some(Found::Number(level));
        }
        if let Some(group) = self.kinds.find_repeat(kind, first) {
            if repeat != Some(group) {
                let is_around = repeat.is_some_and(|repeat| self.group(repeat).level(first).is_some());
                let why = if is_around { "outer_table" } else { "no_repeat" };
                self.mistakes.fail(Code::BadReference, name.at, args![name.text, why]);
                return None;
            }
            // The bare name is the item's that is called so.
            if rest == "number" {
                return Some(Found::Number(self.group(group).innermost()));
            }
            return self.kinds.repeat_field(kind, group, name, rest, self.mistakes).map(Found::Field);
        }
        if self.splits && name.text == "split.number" && !self.kinds.list.iter().any(|one| one.kind.name == first) {
            return Some(Found::PartNumber);
        }
        let other = self.kinds.named_part(name, first, self.mistakes)?;
        let brought = self.with.iter().any(|with| with.kind == other);
        if other != kind && !brought && !self.kinds.is_ancestor(other, kind) {
            if self.with_whole && self.kinds.tied() {
                self.mistakes.fail(Code::BadReference, name.at, args![name.text, "no_parent"]);
            }
            return None;
        }
        if self.kinds.list[other].kind.skip.is_some() {
            self.mistakes.fail(Code::BadReference, name.at, args![name.text, "skipped"]);
            return None;
        }
        if rest == "_offset" {
            return Some(Found::Place(if other == kind { Reads::Offset } else { Reads::OffsetOf(other) }));
        }
        let field = self.kinds.own_field(other, name, rest, self.mistakes)?;
        Some(Found::Field(FieldRef { kind: other, repeat: None, field }))
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        let fields = &self.kinds.list[self.from.kind].fields;
        let group = self.from.repeat.map(|repeat| fields.repeats[repeat].fields.as_slice()).unwrap_or_default();
        let within = self.group.into_iter().flat_map(|(group, _)| &group.fields).map(|(within, _)| within.as_str());
        within.chain(group.iter().chain(&fields.single).map(|one| one.field.name.as_str()))
    }

    /// The fields of the kinds above, as they are named here.
    fn names_above(&self) -> Vec<String> {
        let above = self.kinds.ancestors(self.from.kind).flat_map(|kind| {
            let kind = &self.kinds.list[kind];
            kind.fields.single.iter().map(|one| format!("{}.{}", kind.kind.name, one.field.name))
        });
        above.collect()
    }
}

/// What an expression of a column, or of a reason to leave a row out, may name.
impl Reach for Lookup<'_> {
    fn find(&self, name: &str) -> Option<(Reads, Option<Type>)> {
        // What it would say of a name that there is not is said by the expression.
        let silent = Mistakes::default();
        let quiet = Lookup { mistakes: &silent, ..*self };
        Some(match Lookup::find(&quiet, Text { text: name, at: Span::default() })? {
            // Expressions are computed before rows are split.
            Found::PartNumber => return None,
            Found::Number(level) => (Reads::RepeatNumber(level), Some(Type::Int32)),
            Found::Place(Reads::File) => (Reads::File, Some(Type::Text)),
            Found::Place(place) => (place, Some(Type::Int64)),
            Found::Field(at) => {
                let draft = self.kinds.field(at);
                (Reads::Field(at), draft.sound.then_some(draft.field.ty))
            }
        })
    }
    fn all(&self) -> Vec<String> {
        self.names().map(str::to_owned).chain(self.names_above()).collect()
    }
    fn missing(&self) -> Code {
        Code::UnknownField
    }
    fn parameters(&self) -> &Declared {
        self.kinds.parameters
    }
}

/// The columns of a table, or of a list's elements.
#[expect(clippy::struct_field_names, reason = "they are called as those of a table are")]
pub struct Columns<'v> {
    /// Of single values.
    pub columns: Vec<Column>,
    /// Which of them stand in structures.
    pub structures: Vec<Structure>,
    /// Of lists.
    pub nests: Vec<Nest>,
    /// The maps of single columns, each with what stands before its name: the way to the structure that it is in.
    pub maps: Vec<(String, &'v [Entry])>,
    /// All that is said could be read.
    pub whole: bool,
}

impl Default for Columns<'_> {
    fn default() -> Self {
        Self { columns: Vec::new(), structures: Vec::new(), nests: Vec::new(), maps: Vec::new(), whole: true }
    }
}

impl Columns<'_> {
    /// Whether a column is a field by its name alone, without a kind's before it.
    fn is_bare(&self, column: &Column) -> bool {
        let of = |entries: &[Entry], key: &str| {
            entries.iter().find(|entry| entry.key == key).map(|entry| entry.value.shape.clone())
        };
        let is_it = |shape: &Shape| matches!(shape, Shape::Plain(name) | Shape::Quoted(name) if *name == column.name);
        let own = self.maps.iter().find(|(_, entries)| of(entries, "name").is_some_and(|name| is_it(&name)));
        let from = own.and_then(|(_, entries)| of(entries, "from"));
        let has_dot = |shape: &Shape| matches!(shape, Shape::Plain(from) | Shape::Quoted(from) if from.contains('.'));
        matches!(column.from, Origin::Field(_)) && !from.is_some_and(|from| has_dot(&from))
    }

    /// Adds those of a structure behind them.
    pub fn append(&mut self, other: Self) {
        let before = self.columns.len();
        let moved = |one: Structure| {
            let columns = before + one.columns.start..before + one.columns.end;
            Structure { columns, ..one }
        };
        self.structures.extend(other.structures.into_iter().map(moved));
        self.columns.extend(other.columns);
        self.nests.extend(other.nests);
        self.maps.extend(other.maps);
        self.whole &= other.whole;
    }
}

/// What `columns:` says. `trace` says that `_file` and `_offset` are taken.
pub fn columns<'v>(view: View<'v>, lookup: &Lookup<'_>, trace: bool) -> Columns<'v> {
    let mistakes = view.mistakes();
    let mut found = Columns::default();
    if !view.has("columns") {
        found.columns = every_field(view, lookup);
        return found;
    }
    let Some(nodes) = view.list("columns") else { return Columns { whole: false, ..found } };
    if nodes.is_empty() {
        mistakes.fail(Code::NothingToLoad, view.key_at("columns"), args!["column"]);
    }
    let mut names = Names::new(trace);
    for node in nodes {
        let Some(view) = View::open(node, "column", mistakes) else {
            found.whole = false;
            continue;
        };
        let name = column_name(view);
        if let Some(name) = name {
            names.take(name, mistakes);
        }
        if view.has("nest") {
            nest::read(view, name, lookup, &mut found);
            continue;
        }
        if let Shape::Map(entries) = &node.shape {
            found.maps.push((String::new(), entries.as_slice()));
        }
        let column = if view.has("columns") {
            view.misplaced("columns", "no_nest");
            None
        } else {
            column(view, name, Some(lookup))
        };
        found.whole &= column.is_some();
        found.columns.extend(column);
    }
    doubt_number(lookup, &found, mistakes);
    found
}

/// Tells TL0088 where the number of the element and a field called `number` are both there, and the columns have only one of
/// them: who has both knows which is which.
fn doubt_number(lookup: &Lookup<'_>, found: &Columns<'_>, mistakes: &Mistakes) {
    let From { kind, repeat: Some(repeat) } = lookup.from else { return };
    let own = lookup.kinds.find_in_repeat(kind, repeat, "number");
    let field = match own {
        Some(field) => FieldRef { kind, repeat: Some(repeat), field },
        None => match lookup.kinds.find_field(kind, "number") {
            Some(field) => FieldRef { kind, repeat: None, field },
            None => return,
        },
    };
    let element = Reads::RepeatNumber(lookup.group(repeat).innermost());
    let reading = |wanted: Reads| found.columns.iter().find(|column| reads(&column.from, wanted));
    let of_element = format!("{}.number", lookup.kinds.list[kind].fields.repeats[repeat].repeat.name);
    match (reading(element), reading(Reads::Field(field))) {
        // With the group's name before it, it is no field of the record.
        (Some(column), None) if own.is_some() => {
            mistakes.warn(Code::NumberOfTwo, column.at, args![of_element, "element", "number"]);
        }
        (None, Some(column)) if own.is_some() || found.is_bare(column) => {
            mistakes.warn(Code::NumberOfTwo, column.at, args!["number", "field", of_element]);
        }
        _ => {}
    }
}

/// Whether a column is made of this, alone or among other things.
fn reads(from: &Origin, wanted: Reads) -> bool {
    match from {
        Origin::Field(at) => wanted == Reads::Field(*at),
        Origin::RepeatNumber(level) => wanted == Reads::RepeatNumber(*level),
        Origin::Expression(expression) => expression.reads.contains(&wanted),
        _ => false,
    }
}

/// Names of columns so far; those that the trace takes first.
struct Names {
    seen: std::collections::HashMap<String, Span>,
    trace: bool,
}

impl Names {
    fn new(trace: bool) -> Self {
        Self { seen: std::collections::HashMap::new(), trace }
    }

    fn take(&mut self, name: Text<'_>, mistakes: &Mistakes) {
        if self.trace && matches!(name.text, "_file" | "_offset") {
            mistakes.fail(Code::DuplicateName, name.at, args!["column", name.text]);
        }
        match self.seen.get(name.text) {
            Some(&first) => field::twice("column", name.text, name.at, first, mistakes),
            None => {
                self.seen.insert(name.text.to_owned(), name.at);
            }
        }
    }
}

/// Columns are still read where their kind is not known, for the mistakes in them.
fn columns_without_kind(view: View<'_>) {
    let mistakes = view.mistakes();
    super::lookup::check_alone(view);
    for view in view.list("columns").unwrap_or_default().iter().filter_map(|node| View::open(node, "column", mistakes))
    {
        let name = column_name(view);
        if !view.has("nest") {
            column(view, name, None);
        }
    }
}

fn column_name(view: View<'_>) -> Option<Text<'_>> {
    view.need("name")?;
    let found = view.text("name")?;
    if found.text.trim().is_empty() || found.text.contains(char::is_control) {
        view.mistakes().fail(Code::WrongShape, found.at, args!["name", "text"]);
        return None;
    }
    Some(found)
}

/// Without `columns:` every field becomes one; a group's table has the fields of the group too.
fn every_field(view: View<'_>, lookup: &Lookup<'_>) -> Vec<Column> {
    let From { kind, repeat } = lookup.from;
    let fields = &lookup.kinds.list[kind].fields;
    let group = repeat.map(|repeat| fields.repeats[repeat].fields.as_slice()).unwrap_or_default();
    // A list of repetitions stands in the row that has the record's own fields.
    let shadowed = |name: &str| group.iter().any(|one| one.field.name == name) || lookup.in_list && repeat.is_some();
    let own = fields.single.iter().enumerate().filter(|(_, one)| !shadowed(&one.field.name));
    let own = own.map(|(field, one)| (FieldRef { kind, repeat: None, field }, one));
    let group = group.iter().enumerate().map(|(field, one)| (FieldRef { kind, repeat, field }, one));
    let columns: Vec<Column> = own.chain(group).map(|(at, one)| as_column(at, one)).collect();
    if columns.is_empty() && fields.whole {
        view.mistakes().fail(Code::NothingToLoad, view.head(), args!["column"]);
    }
    columns
}

/// A column of a field, called like it.
pub fn as_column(at: FieldRef, one: &FieldDraft) -> Column {
    let mut column = empty(&one.field.name, one.field.at, one.field.ty, Origin::Field(at));
    column.personal = one.field.personal;
    column
}

fn empty(name: &str, at: Span, ty: Type, from: Origin) -> Column {
    Column {
        name: name.to_owned(),
        at,
        from,
        ty,
        required: false,
        default: None,
        null_if: Vec::new(),
        range: None,
        length: None,
        pattern: None,
        one_of: Vec::new(),
        check: None,
        on_fail: OnFail::Reject,
        personal: false,
        title: Title::default(),
        about: String::new(),
    }
}

/// Where a column's values come from, with the type that they have there and whether they are personal.
pub struct Source {
    from: Origin,
    ty: Option<Type>,
    personal: bool,
}

impl Source {
    /// A field.
    pub fn of(at: FieldRef, draft: &FieldDraft) -> Self {
        let ty = draft.sound.then_some(draft.field.ty);
        Self { from: Origin::Field(at), ty, personal: draft.field.personal }
    }
}

/// A column; none if its origin or type is not known. Whatever can be checked besides is.
fn column(view: View<'_>, name: Option<Text<'_>>, lookup: Option<&Lookup<'_>>) -> Option<Column> {
    let stated = view.text("type").and_then(|text| types::parse(text, view.mistakes()));
    let source = origin(view, name, lookup, stated);
    of_source(view, name, source, stated)
}

/// A column of this source; `stated` is what `type:` says.
pub fn of_source(
    view: View<'_>,
    name: Option<Text<'_>>,
    source: Option<Source>,
    stated: Option<Type>,
) -> Option<Column> {
    let mistakes = view.mistakes();
    let given = source.as_ref().and_then(|source| source.ty);
    let ty = if view.has("type") { stated } else { given };
    if let (Some(from), Some(to), Some(node)) = (given, stated, view.get("type"))
        && !types::keeps(from, to)
    {
        mistakes.fail(Code::LossyType, node.at, args![types::name(from), types::name(to)]);
    }
    let mut column = empty("", view.head(), ty.unwrap_or(Type::Text), Origin::Constant(None));
    read_checks(view, ty, &mut column);
    column.title = title(view);
    column.about = view.text("about").map(|text| text.text.to_owned()).unwrap_or_default();
    let personal = view.flag("personal");
    let (name, source) = (name?, source?);
    column.personal = personal.unwrap_or(false) || source.personal;
    Some(Column { name: name.text.to_owned(), at: name.at, from: source.from, ty: ty?, ..column })
}

fn origin(view: View<'_>, name: Option<Text<'_>>, lookup: Option<&Lookup<'_>>, stated: Option<Type>) -> Option<Source> {
    let keys = ["sql", "from", "value", "lookup", "split", "label"];
    let pairs = (0..keys.len()).flat_map(|one| (one + 1..keys.len()).map(move |other| (keys[one], keys[other])));
    if pairs.fold(false, |wrong, (one, other)| view.conflict(one, other) || wrong) {
        return None;
    }
    if lookup.is_some_and(|lookup| lookup.in_list) && view.has("split") {
        view.misplaced("split", "split_in_list");
        return None;
    }
    if view.has("lookup") {
        let ty = if view.has("type") { stated? } else { Type::Text };
        // Which of the table's look-ups it is, is known when all columns are.
        return Some(Source { from: Origin::Lookup(usize::MAX), ty: Some(ty), personal: false });
    }
    if view.has("split") {
        let ty = if view.has("type") { stated? } else { Type::Text };
        return Some(Source { from: Origin::Split(usize::MAX), ty: Some(ty), personal: false });
    }
    if view.has("sql") {
        let (lookup, text) = (lookup?, view.text("sql")?);
        let wanted = if view.has("type") { Some(stated?) } else { None };
        let expression = expression::read(text, lookup, wanted, view.mistakes())?;
        let ty = Some(expression.typed.ty);
        let personal = expression.fields().any(|at| lookup.kinds.field(at).field.personal);
        return Some(Source { from: Origin::Expression(Box::new(expression)), ty, personal });
    }
    if let Some(node) = view.get("value") {
        let ty = if view.has("type") { stated? } else { Type::Text };
        let nothing = node.shape == Shape::Nothing || ty != Type::Text && node.shape == Shape::Plain("~".to_owned());
        let value = if nothing { None } else { Some(constant_of(node, Some(ty), view.mistakes())?) };
        return Some(Source { from: Origin::Constant(value), ty: Some(ty), personal: false });
    }
    if view.has("label") {
        return label(view, lookup?, stated);
    }
    let lookup = lookup?;
    let name = if view.has("from") { view.text("from")? } else { name? };
    match lookup.find(name)? {
        Found::Number(level) => {
            Some(Source { from: Origin::RepeatNumber(level), ty: Some(Type::Int32), personal: false })
        }
        Found::PartNumber => Some(Source { from: Origin::PartNumber, ty: Some(Type::Int32), personal: false }),
        Found::Place(_) => {
            let quoted = name.text.split_once('.').map(|(kind, rest)| format!("\"{kind}\".{rest}"));
            let text = Text { text: quoted.as_deref().unwrap_or(name.text), at: name.at };
            let wanted = if view.has("type") { Some(stated?) } else { None };
            let expression = expression::read(text, lookup, wanted, view.mistakes())?;
            let ty = Some(expression.typed.ty);
            Some(Source { from: Origin::Expression(Box::new(expression)), ty, personal: false })
        }
        Found::Field(at) => Some(Source::of(at, lookup.kinds.field(at))),
    }
}

/// The name that level 88 gives to a field's value; tells TL0077 of a field without such names.
fn label(view: View<'_>, lookup: &Lookup<'_>, stated: Option<Type>) -> Option<Source> {
    let ty = if view.has("type") { stated? } else { Type::Text };
    let name = view.text("label")?;
    let Found::Field(at) = lookup.find(name)? else {
        view.mistakes().fail(Code::NoConditions, name.at, args![name.text, "none"]);
        return None;
    };
    let draft = lookup.kinds.field(at);
    let field = &draft.field;
    if field.named.is_none() {
        view.mistakes().fail(Code::NoConditions, name.at, args![name.text, draft.unnamed]);
        return None;
    }
    (ty == Type::Text).then_some(Source { from: Origin::Label(at), ty: Some(ty), personal: field.personal })
}

fn constant_of(node: &Node, ty: Option<Type>, mistakes: &Mistakes) -> Option<Value> {
    let text = view::text(node, mistakes)?;
    condition::value(text, ty?, mistakes)
}

/// What follows where a check or a rule fails; the default where nothing is said.
pub fn on_fail(view: View<'_>, default: OnFail) -> OnFail {
    match view.word("on_fail") {
        Some("warn") => OnFail::Warn,
        Some("fail") => OnFail::Fail,
        Some(_) => OnFail::Reject,
        None => default,
    }
}

/// The keys that say what values must be.
fn read_checks(view: View<'_>, ty: Option<Type>, column: &mut Column) {
    let mistakes = view.mistakes();
    let values = |key: &str| -> Vec<Value> {
        let texts = view.texts(key).unwrap_or_default();
        texts.into_iter().filter_map(|text| condition::value(text, ty?, mistakes)).collect()
    };
    column.required = view.flag("required").unwrap_or(false);
    column.default = view.get("default").and_then(|node| constant_of(node, ty, mistakes));
    column.null_if = values("null_if");
    column.one_of = values("one_of");
    column.range = view.get("range").and_then(|node| range(node, ty, mistakes));
    column.length = view.get("length").and_then(|node| length(node, view));
    column.pattern = view.text("pattern").and_then(|text| pattern(text, false, mistakes));
    column.check = view.word("check").and_then(check);
    column.on_fail = on_fail(view, OnFail::Reject);
    let Some(ty) = ty else { return };
    if ty != Type::Text {
        view.misplaced_all(&["length", "pattern"], "no_text");
    }
    if matches!(ty, Type::Text | Type::Bool) {
        view.misplaced("range", "no_number");
    }
    if !matches!(ty, Type::Text | Type::Int16 | Type::Int32 | Type::Int64) {
        view.misplaced("check", "no_text");
    }
}

/// Two nodes, either of which may be open (`~` or nothing).
fn pair<'a>(node: &'a Node, mistakes: &Mistakes) -> Option<[Option<&'a Node>; 2]> {
    let nodes = view::list(node, mistakes)?;
    let [first, last] = nodes else {
        mistakes.fail(Code::WrongShape, node.at, args!["pair", "list"]);
        return None;
    };
    let open = |node: &Node| match &node.shape {
        Shape::Nothing => true,
        Shape::Plain(text) => text == "~",
        _ => false,
    };
    Some([first, last].map(|node| (!open(node)).then_some(node)))
}

/// Least and most value of a type, either of which may be open.
pub fn range(node: &Node, ty: Option<Type>, mistakes: &Mistakes) -> Option<(Option<Value>, Option<Value>)> {
    let ends = pair(node, mistakes)?;
    let ty = ty.filter(|ty| !matches!(ty, Type::Text | Type::Bool))?;
    let values = ends.map(|end| end.map(|node| constant_of(node, Some(ty), mistakes)));
    if values.iter().any(|value| matches!(value, Some(None))) {
        return None;
    }
    let [least, most] = values.map(Option::flatten);
    if let (Some(low), Some(high)) = (&least, &most)
        && constant::compare(low, high) == Some(std::cmp::Ordering::Greater)
    {
        backwards(node, ends, mistakes);
    }
    Some((least, most))
}

/// Least is more than most.
fn backwards(node: &Node, ends: [Option<&Node>; 2], mistakes: &Mistakes) {
    let text = |node: Option<&Node>| match node.map(|node| &node.shape) {
        Some(Shape::Plain(text) | Shape::Quoted(text)) => text.clone(),
        _ => String::new(),
    };
    let [least, most] = ends.map(text);
    mistakes.fail(Code::OutOfBounds, node.at, args![most.as_str(), least.as_str(), ""]);
}

fn length(node: &Node, view: View<'_>) -> Option<(u32, u32)> {
    let bounds = super::keys::find("column", "length")?.wanted.bounds()?;
    let (least, most) = from_to(node, bounds, view.mistakes())?;
    Some((u32::try_from(least).ok()?, u32::try_from(most).unwrap_or(u32::MAX)))
}

/// One whole number within bounds, or the least and the most; an open end is 0, or the largest number that there is.
pub fn from_to(node: &Node, bounds: (u64, u64), mistakes: &Mistakes) -> Option<(u64, u64)> {
    let number = |node: &Node| view::whole(view::text(node, mistakes)?, bounds.0, bounds.1, mistakes);
    if !matches!(node.shape, Shape::List(_)) {
        return number(node).map(|number| (number, number));
    }
    let ends = pair(node, mistakes)?;
    let [least, most] = ends.map(|end| end.map(number));
    let (least, most) = (least.unwrap_or(Some(0))?, most.unwrap_or(Some(u64::MAX))?);
    if least > most {
        backwards(node, ends, mistakes);
    }
    Some((least, most))
}

fn check(word: &str) -> Option<Check> {
    Some(match word {
        "sin" => Check::Sin,
        "bn" => Check::Bn,
        "luhn" => Check::Luhn,
        "aba" => Check::Aba,
        "iban" => Check::Iban,
        "ca_postal_code" => Check::CaPostalCode,
        "ca_transit" => Check::CaTransit,
        _ => return None,
    })
}
