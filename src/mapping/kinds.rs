//! Kinds: their maps in; names, fields, conditions and family ties out.
//!
//! In two passes, so that a kind may name one that stands after it. A kind with a mistake still has its name.

use super::cobol::{self, Book, Books, Characters, Choice, Given, Spare};
use super::condition::{self, Scope};
use super::field::{self, Around, FieldDraft, Fields, GroupDraft, ReadingKeys};
use super::migration::Declared;
use super::mistakes::{Mistakes, args};
use super::model::{
    Condition, Counted, CounterReading, Field, FieldPlace, FieldRef, Filler, Kind, KindId, Operand, Repeat,
    RepeatPlace, Type, Variable, VariablePart,
};
use super::nearest::or_empty;
use super::never::Looks;
use super::position;
use super::tree::Node;
use super::unread::{self, IgnoredDraft};
use super::view::{Text, View};
use crate::finding::Code;
use crate::place::Span;

/// How records are cut, as far as fields and conditions must know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// By places.
    Fixed {
        /// The last place that there can be.
        most: u64,
    },
    /// By cells.
    Delimited {
        /// There are header names.
        header: bool,
        /// Place of `header:`.
        header_at: Option<Span>,
    },
    /// `format:` is missing or wrong.
    Unknown,
}

impl Layout {
    /// Places from 0, end exclusive, that the record can have; tells TL0015.
    pub fn bytes(self, found: Text<'_>, mistakes: &Mistakes) -> Option<(u32, u32)> {
        let (start, end) = position::range(found, mistakes)?;
        match self {
            Self::Fixed { most } if u64::from(end) > most => {
                position::refuse(found, "beyond_end", mistakes);
                None
            }
            _ => Some((start, end)),
        }
    }
}

/// `format: cobol`: what kinds take their fields from.
pub struct Cobol<'a> {
    /// The source's copybook.
    pub book: Option<Book>,
    /// The source.
    pub source: View<'a>,
    /// Where those of kinds are.
    pub books: &'a dyn Books,
    /// The source's encoding is an EBCDIC page.
    pub ebcdic: bool,
}

impl Cobol<'_> {
    /// What the copybook of this map, or else the source's, gives to it.
    fn given(&self, view: View<'_>) -> Option<Given> {
        let book = cobol::of_kind(view, self.book.as_ref(), self.books)?;
        let record = book.record(view)?;
        let characters = Characters {
            ebcdic: self.ebcdic,
            dialect: book.dialect,
            float: book.float,
            binary: book.binary,
            signs: book.signs,
        };
        Some(Given::of(&book, record, &Choice::of(view, self.source), characters))
    }
}

/// A kind as far as it could be read.
pub struct KindDraft<'a> {
    /// Its fields and repeats are in `fields`.
    pub kind: Kind,
    /// Its fields.
    pub fields: Fields,
    /// Its condition is known, or it has none.
    pub told: bool,
    /// What it does not read, with reasons.
    pub ignored: Vec<IgnoredDraft>,
    /// What its copybook gives.
    pub given: Option<Given>,
    view: Option<View<'a>>,
}

impl KindDraft<'_> {
    /// Whether it names a copybook of its own.
    pub fn has_copybook(&self) -> bool {
        self.view.is_some_and(|view| view.has("copybook"))
    }

    /// Place of the kind that it ends.
    pub fn ends_at(&self) -> Span {
        self.view.and_then(|view| view.get("ends")).map_or(self.kind.at, |node| node.at)
    }
}

/// All kinds of a source.
pub struct Kinds<'a> {
    /// How records are cut.
    pub layout: Layout,
    /// In their order.
    pub list: Vec<KindDraft<'a>>,
    /// Every name is known.
    pub whole: bool,
    /// What expressions about the source may name besides its fields.
    pub parameters: &'a Declared,
    /// Bytes of a character, where places count bytes and characters always have several.
    pub unit: u32,
}

/// The kinds of a source, its conditions and ties checked.
pub fn read<'a>(
    source: View<'a>,
    records: Option<View<'a>>,
    layout: Layout,
    defaults: &ReadingKeys,
    (parameters, cobol): (&'a Declared, Option<&Cobol<'_>>),
) -> Kinds<'a> {
    let nodes = records.and_then(|records| records.list("fields"));
    // Without a place of their own they say items of every kind anew.
    let (said, placed): (Vec<&Node>, Vec<&Node>) =
        nodes.unwrap_or_default().iter().partition(|node| cobol.is_some() && !field::has_place(node));
    let around = Around { layout, defaults, preamble: false, given: None, said: &said, cobol: cobol.is_some() };
    let mistakes = source.mistakes();
    let common = match nodes {
        Some(_) => field::read(placed, around, mistakes),
        None => Fields { whole: records.is_none_or(|records| !records.has("fields")), ..Fields::default() },
    };
    let mut kinds = Kinds { layout, list: Vec::new(), whole: true, parameters, unit: unit(source, records) };
    let ignored = unread::ignored(source, layout);
    let filler = unread::filler(source).unwrap_or_default();
    let stated = records.filter(|records| records.has("kinds"));
    if let Some(records) = stated {
        if let Some(own) = source.entry("fields") {
            let also = Some(records.key_at("kinds"));
            mistakes.fail_with(Code::Conflict, own.key_at, also, args!["fields", "kinds"]);
        }
        kinds.add_all(records, &common, (around, cobol));
        kinds.tie(mistakes);
        kinds.conditions(records);
    } else if source.has("fields") || records.is_some() || !source.has("records") {
        kinds.add_only(source, common, (around, cobol));
    } else {
        kinds.whole = false;
    }
    for draft in &mut kinds.list {
        let view = draft.view;
        draft.kind.filler = view.and_then(unread::filler).unwrap_or(filler);
        // What stands before the header has cells of its own.
        let of_source = ignored.iter().filter(|_| !draft.kind.in_preamble && draft.kind.skip.is_none());
        let own = view.map(|view| unread::ignored(view, layout)).unwrap_or_default();
        draft.ignored = of_source.cloned().chain(own).collect();
    }
    kinds
}

impl<'a> Kinds<'a> {
    /// The one kind of a source that has no `kinds:`.
    fn add_only(&mut self, source: View<'a>, common: Fields, (around, cobol): (Around<'_>, Option<&Cobol<'_>>)) {
        let mut fields = common;
        let given = cobol.and_then(|cobol| cobol.given(source));
        let around = Around { given: given.as_ref(), ..around };
        if cobol.is_some() && given.is_none() {
            fields.whole = false;
        } else if let Some(nodes) = source.list("fields").or(given.as_ref().map(|_| &[][..])) {
            fields.append(field::read(nodes, around, source.mistakes()), source.mistakes());
        } else if source.has("fields") {
            fields.whole = false;
        } else if fields.whole && fields.single.is_empty() && fields.repeats.is_empty() {
            source.missing("fields");
            fields.whole = false;
        }
        let kind = empty("record", source.key_at("fields"));
        self.list.push(KindDraft { kind, fields, told: true, ignored: Vec::new(), given, view: None });
    }

    fn add_all(&mut self, records: View<'a>, common: &Fields, around: (Around<'_>, Option<&Cobol<'_>>)) {
        let mistakes = records.mistakes();
        let Some(nodes) = records.list("kinds") else {
            self.whole = false;
            return;
        };
        if nodes.is_empty() {
            mistakes.fail(Code::NothingToLoad, records.key_at("kinds"), args!["kind"]);
            self.whole = false;
        }
        for node in nodes {
            let Some(view) = View::open(node, "kind", mistakes) else {
                self.whole = false;
                continue;
            };
            match field::name(view, "name") {
                Some(name) => self.add(view, name, common, around),
                None => self.whole = false,
            }
        }
    }

    fn add(
        &mut self,
        view: View<'a>,
        name: Text<'a>,
        common: &Fields,
        (around, cobol): (Around<'_>, Option<&Cobol<'_>>),
    ) {
        let mistakes = view.mistakes();
        if let Some(first) = self.find(name.text) {
            field::twice("kind", name.text, name.at, self.list[first].kind.at, mistakes);
        }
        if matches!(self.layout, Layout::Fixed { .. }) {
            view.misplaced("cells", "fixed");
            view.misplaced("place", "fixed");
        }
        let mut kind = empty(name.text, name.at);
        kind.in_preamble = view.word("place").is_some();
        kind.skip = view.has("skip").then(|| view.said("skip").map_or_else(String::new, |text| text.text.to_owned()));
        kind.cells = view.whole("cells").and_then(|cells| u32::try_from(cells).ok());
        let given = cobol.filter(|_| kind.skip.is_none()).and_then(|cobol| cobol.given(view));
        let around = Around { preamble: kind.in_preamble, given: given.as_ref(), ..around };
        let mut fields = if kind.in_preamble { Fields::default() } else { common.clone() };
        let unknown = cobol.is_some() && given.is_none() && kind.skip.is_none();
        match view.list("fields").or(given.as_ref().map(|_| &[][..])).filter(|_| !unknown) {
            Some(nodes) => fields.append(field::read(nodes, around, mistakes), mistakes),
            None => fields.whole &= !view.has("fields") && !unknown,
        }
        if let Some(cells) = kind.cells {
            check_cells(&fields, cells, mistakes);
        }
        self.list.push(KindDraft { kind, fields, told: true, ignored: Vec::new(), given, view: Some(view) });
    }

    /// `under`, `ends` and `same`.
    fn tie(&mut self, mistakes: &Mistakes) {
        let reference = |kinds: &Self, at: KindId, key: &str| {
            kinds.list[at].view.and_then(|view| view.text(key)).and_then(|text| kinds.named(text, mistakes))
        };
        for at in 0..self.list.len() {
            self.list[at].kind.under = reference(self, at, "under");
            self.list[at].kind.ends = reference(self, at, "ends");
        }
        let circular: Vec<KindId> = (0..self.list.len()).filter(|&at| self.reaches_itself(at)).collect();
        for &at in &circular {
            self.refuse(at, "under", "own_ancestor", mistakes);
        }
        for at in circular {
            self.list[at].kind.under = None;
        }
        for at in 0..self.list.len() {
            if self.list[at].kind.ends == Some(at) {
                self.refuse(at, "ends", "own_ancestor", mistakes);
            }
            // Its children would want the fields of what it closed.
            let ends_ancestor = self.list[at].kind.ends.is_some_and(|ends| self.is_ancestor(ends, at));
            if ends_ancestor && self.is_parent(at) {
                self.refuse(at, "ends", "ends_ancestor", mistakes);
            }
            self.list[at].kind.same = self.same(at, mistakes);
        }
    }

    fn reaches_itself(&self, at: KindId) -> bool {
        let up = |kind: &KindId| self.list[*kind].kind.under;
        std::iter::successors(up(&at), up).take(self.list.len()).any(|kind| kind == at)
    }

    fn refuse(&self, at: KindId, key: &str, why: &str, mistakes: &Mistakes) {
        if let Some(text) = self.list[at].view.and_then(|view| view.text(key)) {
            mistakes.fail(Code::BadReference, text.at, args![text.text, why]);
        }
    }

    fn same(&self, at: KindId, mistakes: &Mistakes) -> Vec<(usize, usize)> {
        let draft = &self.list[at];
        let Some(view) = draft.view else { return Vec::new() };
        let Some(names) = view.text_list("same") else { return Vec::new() };
        let Some(parent) = draft.kind.under else {
            if !view.has("under") {
                view.misplaced("same", "no_parent");
            }
            return Vec::new();
        };
        names.into_iter().filter_map(|name| self.same_field(at, parent, name, mistakes)).collect()
    }

    fn same_field(&self, at: KindId, parent: KindId, name: Text<'_>, mistakes: &Mistakes) -> Option<(usize, usize)> {
        let own = self.own_field(at, name, name.text, mistakes)?;
        let lent = self.own_field(parent, name, name.text, mistakes)?;
        let (one, other) = (&self.list[at].fields.single[own], &self.list[parent].fields.single[lent]);
        if one.sound && other.sound && one.field.ty != other.field.ty {
            let [from, to] = [one.field.ty, other.field.ty].map(super::types::name);
            mistakes.fail(Code::LossyType, name.at, args![from, to]);
        }
        Some((own, lent))
    }

    /// `when:`, and `is:`, `in:`, `not:` beside `kind_at:`.
    fn conditions(&mut self, records: View<'a>) {
        let mistakes = records.mistakes();
        if matches!(self.layout, Layout::Delimited { .. }) {
            records.misplaced("kind_at", "delimited");
        }
        let kind_at = records.text("kind_at").and_then(|text| self.layout.bytes(text, mistakes));
        for at in 0..self.list.len() {
            let Some(view) = self.list[at].view else { continue };
            let when = match view.map("when", "condition") {
                Some(when) => condition::read(when, Scope::Kind(at), self).map(|found| (found, when)),
                None => None,
            };
            if let Some((found, when)) = when.as_ref().filter(|(found, _)| found.is_typed()) {
                self.check_typed(at, *when);
                self.check_counted(at, found, *when);
            }
            let coded = coded(view, records, kind_at, self.unit);
            let stated = ["when", "is", "in", "not"].iter().any(|key| view.has(key));
            let found = when.map(|(found, _)| found).or(coded);
            self.list[at].told = found.is_some() || !stated;
            self.list[at].kind.when = found;
        }
    }

    /// Structure is told by raw bytes, so that blocks can be cut without decoding: neither a kind that makes it, nor one
    /// that could take its records first, is told by values.
    fn check_typed(&self, at: KindId, when: View<'_>) {
        let key = if when.has("sql") { "sql" } else { "field" };
        if self.is_structure(at) {
            return when.misplaced(key, "parent_or_end");
        }
        let in_preamble = self.list[at].kind.in_preamble;
        let later = (at + 1..self.list.len()).filter(|later| self.list[*later].kind.in_preamble == in_preamble);
        if let Some(later) = later.into_iter().find(|later| self.is_structure(*later)) {
            let args = args![key, "before_parent"];
            when.mistakes().fail_with(Code::KeyMisplaced, when.key_at(key), Some(self.list[later].kind.at), args);
        }
    }

    /// Kinds are told before a record's counters are read: a value behind a table that slides has no place yet.
    fn check_counted(&self, at: KindId, found: &Condition, when: View<'_>) {
        let variable = self.list[at].given.as_ref().and_then(|given| given.variable.as_ref());
        let Some(variable) = variable.filter(|variable| variable.slides) else { return };
        let is_table = |part: &&VariablePart| matches!(part, VariablePart::Group { .. });
        let first: u32 = variable.parts.iter().take_while(|part| !is_table(part)).map(VariablePart::width).sum();
        let read: Vec<FieldRef> = match &found.of {
            Operand::Field(of) => vec![*of],
            Operand::Expression(_, expression) => expression.fields().collect(),
            _ => Vec::new(),
        };
        let is_behind = |of: &FieldRef| {
            let field = of.repeat.is_none().then(|| self.list[of.kind].fields.single.get(of.field)).flatten();
            !field.is_some_and(|one| matches!(one.field.place, FieldPlace::Bytes { end, .. } if end <= first))
        };
        if read.iter().any(is_behind) {
            let key = if when.has("sql") { "sql" } else { "field" };
            when.misplaced(key, "behind_table");
        }
    }

    /// Whether a kind has children, closes a parent or is closed.
    fn is_structure(&self, at: KindId) -> bool {
        let ends = self.list[at].view.is_some_and(|view| view.has("ends"));
        ends || self.is_parent(at) || self.list.iter().any(|other| other.kind.ends == Some(at))
    }

    /// Whether every parent and every end is known.
    pub fn tied(&self) -> bool {
        self.list.iter().all(|draft| {
            let stated = |key| draft.view.is_some_and(|view| view.has(key));
            draft.kind.under.is_some() == stated("under") && draft.kind.ends.is_some() == stated("ends")
        })
    }

    /// Whether another kind is under this one.
    pub fn is_parent(&self, at: KindId) -> bool {
        self.list.iter().any(|draft| draft.kind.under == Some(at))
    }

    /// Whether the first stands somewhere above the second.
    pub fn is_ancestor(&self, above: KindId, below: KindId) -> bool {
        self.ancestors(below).any(|kind| kind == above)
    }

    /// Parent, parent's parent, and so on.
    pub fn ancestors(&self, of: KindId) -> impl Iterator<Item = KindId> {
        let up = |kind: &KindId| self.list[*kind].kind.under;
        std::iter::successors(up(&of), up).take(self.list.len())
    }

    /// The first kind of this name.
    pub fn find(&self, name: &str) -> Option<KindId> {
        self.list.iter().position(|draft| draft.kind.name == name)
    }

    /// The kind of this name; tells TL0008.
    pub fn named(&self, found: Text<'_>, mistakes: &Mistakes) -> Option<KindId> {
        self.named_part(found, found.text, mistakes)
    }

    /// The kind that a part of the text names.
    pub fn named_part(&self, found: Text<'_>, name: &str, mistakes: &Mistakes) -> Option<KindId> {
        let kind = self.find(name);
        if kind.is_none() && self.whole {
            let nearest = or_empty(name, self.list.iter().map(|draft| draft.kind.name.as_str()));
            mistakes.fail(Code::UnknownKind, found.at, args![name, nearest]);
        }
        kind
    }

    /// Index of a kind's own field.
    pub fn find_field(&self, kind: KindId, name: &str) -> Option<usize> {
        self.list[kind].fields.single.iter().position(|one| one.field.name == name)
    }

    /// Index of a kind's group.
    pub fn find_repeat(&self, kind: KindId, name: &str) -> Option<usize> {
        self.list[kind].fields.repeats.iter().position(|one| one.repeat.name == name)
    }

    /// Index of a field of a kind's group.
    pub fn find_in_repeat(&self, kind: KindId, repeat: usize, name: &str) -> Option<usize> {
        self.list[kind].fields.repeats[repeat].fields.iter().position(|one| one.field.name == name)
    }

    /// A group that stands once, in a kind's record or in each repetition of one of its groups.
    pub fn find_group(&self, kind: KindId, repeat: Option<usize>, name: &str) -> Option<&GroupDraft> {
        let fields = &self.list[kind].fields;
        let groups = repeat.map_or(&fields.groups, |repeat| &fields.repeats[repeat].groups);
        groups.iter().find(|one| one.name == name)
    }

    /// A kind's own field; tells TL0006.
    pub fn own_field(&self, kind: KindId, found: Text<'_>, name: &str, mistakes: &Mistakes) -> Option<usize> {
        let at = self.find_field(kind, name);
        let fields = &self.list[kind].fields;
        if at.is_none() && fields.whole {
            let names = fields.single.iter().map(|one| one.field.name.as_str());
            mistakes.fail(Code::UnknownField, found.at, args![name, or_empty(name, names)]);
        }
        at
    }

    /// A field of a group; tells TL0006.
    pub fn repeat_field(
        &self,
        kind: KindId,
        repeat: usize,
        found: Text<'_>,
        name: &str,
        mistakes: &Mistakes,
    ) -> Option<FieldRef> {
        let field = self.find_in_repeat(kind, repeat, name);
        let group = &self.list[kind].fields.repeats[repeat];
        if field.is_none() && group.sound {
            let names = group.fields.iter().map(|one| one.field.name.as_str());
            mistakes.fail(Code::UnknownField, found.at, args![name, or_empty(name, names)]);
        }
        Some(FieldRef { kind, repeat: Some(repeat), field: field? })
    }

    /// The field that a reference means.
    pub fn field(&self, at: FieldRef) -> &FieldDraft {
        let fields = &self.list[at.kind].fields;
        match at.repeat {
            Some(repeat) => &fields.repeats[repeat].fields[at.field],
            None => &fields.single[at.field],
        }
    }

    /// The field that a condition names, with its type if that is known.
    pub fn field_in_scope(
        &self,
        name: Text<'_>,
        scope: Scope<'_>,
        mistakes: &Mistakes,
    ) -> Option<(FieldRef, Option<Type>)> {
        let at = match scope {
            Scope::Kind(kind) => self.field_of_kind(kind, name, mistakes),
            Scope::Repetition(kind, repeat, _) => self.field_of_repeat(kind, repeat, name, mistakes),
            Scope::Source => self.field_of_source(name, mistakes),
            Scope::Control(counted, _) => self.field_of_control(counted, name, mistakes),
        }?;
        let draft = self.field(at);
        Some((at, draft.sound.then_some(draft.field.ty)))
    }

    fn field_of_kind(&self, kind: KindId, name: Text<'_>, mistakes: &Mistakes) -> Option<FieldRef> {
        let own = name.text.split_once('.').filter(|(first, _)| *first == self.list[kind].kind.name);
        let field = self.own_field(kind, name, own.map_or(name.text, |(_, rest)| rest), mistakes)?;
        Some(FieldRef { kind, repeat: None, field })
    }

    fn field_of_repeat(&self, kind: KindId, repeat: usize, name: Text<'_>, mistakes: &Mistakes) -> Option<FieldRef> {
        let group = &self.list[kind].fields.repeats[repeat].repeat.name;
        match name.text.split_once('.') {
            Some((first, rest)) if first == group => self.repeat_field(kind, repeat, name, rest, mistakes),
            Some(_) => self.field_of_kind(kind, name, mistakes),
            None => match self.find_in_repeat(kind, repeat, name.text) {
                Some(field) => Some(FieldRef { kind, repeat: Some(repeat), field }),
                None => match self.find_field(kind, name.text) {
                    Some(field) => Some(FieldRef { kind, repeat: None, field }),
                    None => self.repeat_field(kind, repeat, name, name.text, mistakes),
                },
            },
        }
    }

    /// A name of the group or the kind that is counted; else one of any kind.
    fn field_of_control(&self, counted: Counted, name: Text<'_>, mistakes: &Mistakes) -> Option<FieldRef> {
        let Counted { kind, repeat } = counted;
        let is_own = |first: &str| first == self.list[kind].kind.name && self.find_field(kind, first).is_none();
        let own = name.text.split_once('.').filter(|(first, _)| is_own(first)).map_or(name.text, |(_, rest)| rest);
        if let Some(repeat) = repeat {
            let group = &self.list[kind].fields.repeats[repeat].repeat.name;
            let within = own.split_once('.').filter(|(first, _)| first == group).map_or(own, |(_, rest)| rest);
            if let Some(field) = self.find_in_repeat(kind, repeat, within) {
                return Some(FieldRef { kind, repeat: Some(repeat), field });
            }
        }
        match self.find_field(kind, own) {
            Some(field) => Some(FieldRef { kind, repeat: None, field }),
            None => self.field_of_source(name, mistakes),
        }
    }

    fn field_of_source(&self, name: Text<'_>, mistakes: &Mistakes) -> Option<FieldRef> {
        let Some((kind, rest)) = name.text.split_once('.') else {
            return self.bare_field_of_source(name, mistakes);
        };
        let kind = self.named_part(name, kind, mistakes)?;
        if self.list[kind].kind.skip.is_some() {
            mistakes.fail(Code::BadReference, name.at, args![name.text, "skipped"]);
            return None;
        }
        let field = self.own_field(kind, name, rest, mistakes)?;
        Some(FieldRef { kind, repeat: None, field })
    }

    fn bare_field_of_source(&self, name: Text<'_>, mistakes: &Mistakes) -> Option<FieldRef> {
        if let [_] = self.list.as_slice() {
            let field = self.own_field(0, name, name.text, mistakes)?;
            return Some(FieldRef { kind: 0, repeat: None, field });
        }
        if self.whole {
            let having = self.list.iter().enumerate().find(|(at, _)| self.find_field(*at, name.text).is_some());
            let nearest = having.map(|(_, draft)| format!("{}.{}", draft.kind.name, name.text)).unwrap_or_default();
            mistakes.fail(Code::UnknownField, name.at, args![name.text, nearest]);
        }
        None
    }

    /// The kinds of the model. Only of use if nothing failed.
    pub fn into_model(self) -> Vec<Kind> {
        self.list.into_iter().map(KindDraft::into_model).collect()
    }
}

impl KindDraft<'_> {
    fn into_model(self) -> Kind {
        let fields = |drafts: Vec<FieldDraft>| drafts.into_iter().map(|one| one.field).collect();
        let repeats = self.fields.repeats.into_iter();
        let mut kind = Kind {
            repeats: repeats.map(|one| Repeat { fields: fields(one.fields), ..one.repeat }).collect(),
            fields: fields(self.fields.single),
            ignore: self.ignored.into_iter().map(|one| one.ignored).collect(),
            ..self.kind
        };
        let Some(given) = self.given else { return kind };
        kind.described = given.length;
        kind.slack = given.slack.iter().map(Spare::ranges).collect();
        kind.variable = given.variable.map(|variable| as_said(variable, &kind));
        kind
    }
}

/// Counters are read as their fields are, of which the mapping may say more than the copybook.
fn as_said(mut variable: Variable, kind: &Kind) -> Variable {
    for counter in &mut variable.counters {
        let is_it = |field: &&Field, from: u32| {
            field.place == FieldPlace::Bytes { start: counter.start - from, end: counter.end - from }
        };
        let own = kind.fields.iter().find(|field| is_it(field, 0));
        let in_tables = kind.repeats.iter().filter_map(|repeat| Some((repeat, repeat.place.byte_start(0)?)));
        let mut in_tables = in_tables
            .filter(|(_, from)| !counter.widths.is_empty() && *from <= counter.start)
            .filter_map(|(repeat, from)| repeat.fields.iter().find(|field| is_it(field, from)));
        let field = if counter.widths.is_empty() { own } else { in_tables.next() };
        let said = field.and_then(|field| CounterReading::of(&field.reading));
        counter.reading =
            said.filter(|said| said.stored.form == counter.reading.stored.form).unwrap_or(counter.reading);
    }
    variable
}

/// No field stands after the last cell.
fn check_cells(fields: &Fields, cells: u32, mistakes: &Mistakes) {
    let single = fields.single.iter().filter_map(|one| match one.field.place {
        FieldPlace::Index(index) => Some((u64::from(index) + 1, one.field.at)),
        _ => None,
    });
    let groups = fields.repeats.iter().filter_map(|one| match one.repeat.place {
        RepeatPlace::Cells { start, times, width } => {
            Some((u64::from(start) + u64::from(times) * u64::from(width), one.at))
        }
        _ => None,
    });
    for (last, at) in single.chain(groups).filter(|(last, _)| *last > u64::from(cells)) {
        mistakes.fail(Code::BadPosition, at, args![last.to_string(), "beyond_end"]);
    }
}

fn empty(name: &str, at: Span) -> Kind {
    Kind {
        name: name.to_owned(),
        at,
        when: None,
        in_preamble: false,
        under: None,
        ends: None,
        same: Vec::new(),
        skip: None,
        cells: None,
        fields: Vec::new(),
        repeats: Vec::new(),
        variable: None,
        filler: Filler::Any,
        described: 0,
        slack: Vec::new(),
        ignore: Vec::new(),
    }
}

/// Bytes that a character has at least, where places count bytes.
fn unit(source: View<'_>, records: Option<View<'_>>) -> u32 {
    let by_character =
        records.and_then(|records| records.said("positions")).is_some_and(|text| text.text == "characters");
    let is_wide = source.said("encoding").is_some_and(|text| text.text.to_ascii_lowercase().starts_with("utf-16"));
    if is_wide && !by_character { 2 } else { 1 }
}

/// The condition of `is:`, `in:` or `not:` on the common place of the code; `unit`: bytes of a character.
fn coded(view: View<'_>, records: View<'_>, kind_at: Option<(u32, u32)>, unit: u32) -> Option<Condition> {
    let mut there = ["is", "in", "not"].into_iter().filter(|key| view.has(key));
    let first = there.next()?;
    if let Some(second) = there.next() {
        view.conflict(first, second);
        return None;
    }
    if view.conflict(first, "when") {
        return None;
    }
    if !records.has("kind_at") {
        view.mistakes().fail(Code::MissingKey, view.key_at(first), args!["kind_at"]);
        return None;
    }
    let looks = kind_at.map(|range| Looks::at(range, None, records.get("kind_at").map(|node| node.at), unit));
    let test = condition::compared(view, first, Some(Type::Text), looks);
    let (start, end) = kind_at?;
    Some(Condition { of: Operand::Bytes { start, end }, test: test? })
}
