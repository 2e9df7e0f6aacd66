//! `controls:` of a source: its kinds in, the old system's own figures out, checked.
//!
//! Refuses to know records, and what becomes of a figure that does not hold.

use std::collections::HashMap;

use super::condition::{self, Scope};
use super::expression::Reach;
use super::field;
use super::kinds::Kinds;
use super::migration::Declared;
use super::mistakes::{Mistakes, args};
use super::model::{Condition, Control, Counted, FieldRef, Figure, KindId, OnFail, Operand, Reads, Type};
use super::tree::Shape;
use super::view::{Text, View};
use super::{table, types};
use crate::finding::Code;
use crate::place::Span;

/// What a figure may be, by its key; a control says one.
const FIGURES: [&str; 3] = ["count", "sum", "is"];

/// Keys that go with some figures alone: the figures, and the word for why not with another.
const BESIDE: [(&str, &[&str], &str); 3] = [
    ("per", &["count"], "only_count"),
    ("low_digits", &["sum"], "only_sum"),
    ("where", &["count", "sum"], "only_counted"),
];

/// The controls of this source.
pub fn read(source: View<'_>, kinds: &Kinds<'_>) -> Vec<Control> {
    let mistakes = source.mistakes();
    let mut seen: HashMap<&str, Span> = HashMap::new();
    let mut found = Vec::new();
    for node in source.list("controls").unwrap_or_default() {
        let Some(view) = View::open(node, "control", mistakes) else { continue };
        let id = field::name(view, "id");
        if let Some(id) = id
            && let Some(first) = seen.insert(id.text, id.at)
        {
            field::twice("control", id.text, id.at, first, mistakes);
        }
        let of = Of { view, kinds, mistakes };
        found.extend(of.control().zip(id).map(|(control, id)| Control {
            id: id.text.to_owned(),
            at: id.at,
            ..control
        }));
    }
    found
}

/// One control's map.
#[derive(Clone, Copy)]
struct Of<'a> {
    view: View<'a>,
    kinds: &'a Kinds<'a>,
    mistakes: &'a Mistakes,
}

/// A field as it is named.
#[derive(Clone, Copy)]
struct Named<'a> {
    name: Text<'a>,
    at: FieldRef,
    ty: Type,
}

impl<'a> Of<'a> {
    /// The control without its name.
    fn control(self) -> Option<Control> {
        self.view.need("says");
        let says = self.view.text("says").and_then(|name| self.field(name));
        let key = self.figure_key();
        let figure = match key {
            Some("count") => self.count(says),
            Some("sum") => self.sum(says),
            Some(_) => self.is(says),
            None => None,
        };
        let filter = if self.view.has("where") { figure.as_ref().and_then(|figure| self.filter(figure)) } else { None };
        let on_fail = table::on_fail(self.view, OnFail::Fail);
        let about = self.view.text("about").map(|text| text.text.to_owned()).unwrap_or_default();
        let (says, figure) = (says?.at, figure?);
        let opened = self.kinds.list[says.kind].kind.ends;
        Some(Control { id: String::new(), at: Span::default(), says, opened, figure, filter, on_fail, about })
    }

    /// The key that says what the figure is, if there is one and no other; tells keys that do not go with it.
    fn figure_key(self) -> Option<&'static str> {
        let mut there = FIGURES.into_iter().filter(|key| self.view.has(key));
        let Some(figure) = there.next() else {
            self.view.missing("figure");
            return None;
        };
        if there.filter(|other| self.view.conflict(figure, other)).count() > 0 {
            return None;
        }
        for (key, figures, why) in BESIDE {
            if !figures.contains(&figure) {
                self.view.misplaced(key, why);
            }
        }
        Some(figure)
    }

    fn field(self, name: Text<'a>) -> Option<Named<'a>> {
        let (at, ty) = self.kinds.field_in_scope(name, Scope::Source, self.mistakes)?;
        Some(Named { name, at, ty: ty? })
    }

    fn refuse<T>(self, name: Text<'_>, why: &str) -> Option<T> {
        self.mistakes.fail(Code::BadReference, name.at, args![name.text, why]);
        None
    }

    /// At least one name.
    fn listed(self, key: &str, what: &str) -> Option<Vec<Text<'a>>> {
        let names = self.view.texts(key)?;
        if names.is_empty() && self.view.list(key).is_some_and(<[_]>::is_empty) {
            self.mistakes.fail(Code::NothingToLoad, self.view.key_at(key), args![what]);
        }
        (!names.is_empty()).then_some(names)
    }

    fn count(self, says: Option<Named<'_>>) -> Option<Figure> {
        if let Some(says) = says.filter(|says| !types::is_whole(says.ty)) {
            self.refuse::<()>(says.name, "no_count");
        }
        let per = if self.view.has("per") { self.view.whole("per") } else { Some(1) };
        let is_all = |shape: &Shape| matches!(shape, Shape::Plain(text) | Shape::Quoted(text) if text == "all");
        if self.view.get("count").is_some_and(|node| is_all(&node.shape)) {
            return Some(Figure::Count { of: None, per: per? });
        }
        let counted = self.listed("count", "kind")?.into_iter().map(|name| self.counted(name));
        let counted: Vec<Option<Counted>> = counted.collect();
        Some(Figure::Count { of: Some(counted.into_iter().collect::<Option<_>>()?), per: per? })
    }

    /// A kind, or the group of a kind.
    fn counted(self, name: Text<'_>) -> Option<Counted> {
        let Some((kind, group)) = name.text.split_once('.') else {
            let kind = self.kinds.named(name, self.mistakes)?;
            return Some(Counted { kind, repeat: None });
        };
        let kind = self.kinds.named_part(name, kind, self.mistakes)?;
        self.group(kind, group, name).map(|repeat| Counted { kind, repeat: Some(repeat) })
    }

    fn group(self, kind: KindId, group: &str, name: Text<'_>) -> Option<usize> {
        let found = self.kinds.find_repeat(kind, group);
        if found.is_none() && self.kinds.list[kind].fields.whole {
            self.refuse::<()>(name, "no_repeat");
        }
        found
    }

    fn sum(self, says: Option<Named<'_>>) -> Option<Figure> {
        let digits = if self.view.has("low_digits") { self.view.whole("low_digits").map(Some) } else { Some(None) };
        let fields: Vec<Option<FieldRef>> =
            self.listed("sum", "field")?.into_iter().map(|name| self.summed(name, says)).collect();
        let low_digits = digits?.and_then(|digits| u32::try_from(digits).ok());
        Some(Figure::Sum { fields: fields.into_iter().collect::<Option<_>>()?, low_digits })
    }

    fn summed(self, name: Text<'a>, says: Option<Named<'_>>) -> Option<FieldRef> {
        let Named { at, ty, .. } = self.field_or_repeated(name)?;
        if !ty.is_number() {
            return self.refuse(name, "no_sum");
        }
        if let Some(says) = says.filter(|says| !says.ty.is_number() || says.ty.scale() != ty.scale()) {
            self.differ(name, ty, says);
        }
        Some(at)
    }

    /// `kind.group.field` besides.
    fn field_or_repeated(self, name: Text<'a>) -> Option<Named<'a>> {
        let parts: Vec<&str> = name.text.splitn(3, '.').collect();
        let [kind, group, rest] = parts[..] else { return self.field(name) };
        let kind = self.kinds.named_part(name, kind, self.mistakes)?;
        if self.kinds.list[kind].kind.skip.is_some() {
            return self.refuse(name, "skipped");
        }
        let repeat = self.group(kind, group, name)?;
        let at = self.kinds.repeat_field(kind, repeat, name, rest, self.mistakes)?;
        let draft = self.kinds.field(at);
        draft.sound.then_some(Named { name, at, ty: draft.field.ty })
    }

    fn differ(self, name: Text<'_>, ty: Type, says: Named<'_>) {
        let args = args![name.text, types::name(ty), says.name.text, types::name(says.ty)];
        self.mistakes.fail_with(Code::TypesDiffer, name.at, Some(says.name.at), args);
    }

    /// A field of the record that was opened, or of one above the control record.
    fn is(self, says: Option<Named<'_>>) -> Option<Figure> {
        let Named { name, at, ty } = self.view.text("is").and_then(|name| self.field(name))?;
        let says = says?;
        let opened = self.kinds.list[says.at.kind].kind.ends;
        if opened != Some(at.kind) && !self.kinds.is_ancestor(at.kind, says.at.kind) {
            return self.refuse(name, "not_above");
        }
        if matches!(ty, Type::Float32 | Type::Float64) {
            return self.refuse(name, "float_key");
        }
        if ty != says.ty {
            self.differ(name, ty, says);
        }
        Some(Figure::Is(at))
    }

    /// The condition of `where:`, of a figure that is about one kind alone.
    fn filter(self, figure: &Figure) -> Option<Condition> {
        let counted = match figure {
            Figure::Count { of, .. } => of.clone().unwrap_or_default(),
            Figure::Sum { fields, .. } => {
                fields.iter().map(|at| Counted { kind: at.kind, repeat: at.repeat }).collect()
            }
            Figure::Is(_) => return None, // told already
        };
        let one = counted.first().copied().filter(|one| counted.iter().all(|other| other == one));
        let Some(one) = one else {
            self.view.misplaced("where", "one_kind");
            return None;
        };
        let when = self.view.map("where", "condition")?;
        let found = condition::read(when, Scope::Control(one, &Lent { one, kinds: self.kinds }), self.kinds)?;
        if let Operand::Field(at) = found.of
            && at.kind != one.kind
            && !self.kinds.is_ancestor(at.kind, one.kind)
        {
            return self.refuse(when.text("field")?, "not_lent");
        }
        Some(found)
    }
}

/// The names that the records of a kind, or their repetitions, may use.
struct Lent<'a> {
    one: Counted,
    kinds: &'a Kinds<'a>,
}

impl Reach for Lent<'_> {
    fn find(&self, name: &str) -> Option<(Reads, Option<Type>)> {
        match name {
            "_file" => Some((Reads::File, Some(Type::Text))),
            "_offset" => Some((Reads::Offset, Some(Type::Int64))),
            _ => {
                let (silent, name) = (Mistakes::default(), Text { text: name, at: Span::default() });
                let (at, ty) = self.kinds.field_in_scope(name, Scope::Control(self.one, self), &silent)?;
                Some((Reads::Field(at), ty))
            }
        }
    }
    fn all(&self) -> Vec<String> {
        let fields = &self.kinds.list[self.one.kind].fields;
        let own = fields.single.iter().map(|one| one.field.name.clone());
        let group = self.one.repeat.map(|repeat| &fields.repeats[repeat].fields);
        own.chain(group.into_iter().flatten().map(|one| one.field.name.clone())).collect()
    }
    fn missing(&self) -> Code {
        Code::UnknownField
    }
    fn parameters(&self) -> &Declared {
        self.kinds.parameters
    }
}
