//! Conditions: a map in, what is looked at and what must hold of it out.
//!
//! Refuses to know what follows from a condition.

use std::sync::Arc;

use regex::{Regex, RegexBuilder};

use super::expression::{self, Reach};
use super::kinds::{KindDraft, Kinds, Layout};
use super::migration::Declared;
use super::mistakes::{Mistakes, args};
use super::model::{Condition, Counted, Expression, FieldRef, KindId, Operand, Pattern, Reads, Test, Type, Value};
use super::never::Looks;
use super::view::{Text, View};
use super::{constant, position, types};
use crate::finding::Code;
use crate::place::Span;

/// Where a condition stands.
#[derive(Clone, Copy)]
pub enum Scope<'a> {
    /// `when:` of a kind: its own fields.
    Kind(KindId),
    /// `set_aside:` of the source: a field of any kind.
    Source,
    /// `set_aside:` of a table: a field of the group, or of its kind. An expression may name what those of the table's
    /// columns may.
    Repetition(KindId, usize, &'a dyn Reach),
    /// `where:` of a control: a field of the kind that is counted, of its group, or of a kind above.
    Control(Counted, &'a dyn Reach),
}

/// A regular expression; tells TL0017.
pub fn pattern(found: Text<'_>, needs_group: bool, mistakes: &Mistakes) -> Option<Pattern> {
    pattern_of(Regex::new(found.text), found, needs_group, mistakes)
}

fn pattern_of(
    built: Result<Regex, regex::Error>,
    found: Text<'_>,
    needs_group: bool,
    mistakes: &Mistakes,
) -> Option<Pattern> {
    let problem = match built {
        Ok(regex) if !needs_group || regex.captures_len() > 1 => return Some(Pattern(Arc::new(regex))),
        Ok(_) => "no_group",
        Err(regex::Error::CompiledTooBig(_)) => "too_large",
        Err(problem) => syntax_problem(&problem.to_string()),
    };
    mistakes.fail(Code::BadPattern, found.at, args![problem]);
    None
}

/// Why a text is no regular expression, as a stable word.
fn syntax_problem(message: &str) -> &'static str {
    let says = |part: &str| message.contains(part);
    match () {
        () if says("unclosed") || says("unopened") => "paren",
        () if says("repetition operator missing") => "repeat",
        () => "syntax",
    }
}

/// A value of a type; tells TL0020.
pub fn value(found: Text<'_>, ty: Type, mistakes: &Mistakes) -> Option<Value> {
    let value = constant::parse(found.text, ty);
    if value.is_none() {
        mistakes.fail(Code::BadConstant, found.at, args![found.text, types::name(ty)]);
    }
    value
}

/// The condition of this map.
pub fn read(view: View<'_>, scope: Scope<'_>, kinds: &Kinds<'_>) -> Option<Condition> {
    let pairs =
        [("at", "index"), ("at", "field"), ("index", "field"), ("sql", "at"), ("sql", "index"), ("sql", "field")];
    if pairs.into_iter().any(|(key, other)| view.conflict(key, other)) {
        return None;
    }
    if view.has("sql") {
        return computed(view, scope, kinds);
    }
    let (of, ty) = match operand(view, scope, kinds)? {
        Known::Raw(operand) => (operand, Some(Type::Text)),
        Known::Field(at, ty) => (Operand::Field(at), ty),
    };
    let test = test(view, &of, ty, kinds);
    Some(Condition { of, test: test? })
}

/// An expression, which stands alone.
fn computed(view: View<'_>, scope: Scope<'_>, kinds: &Kinds<'_>) -> Option<Condition> {
    if let Some(key) = TESTS.into_iter().find(|key| view.has(key)) {
        view.conflict("sql", key);
        return None;
    }
    let text = view.text("sql")?;
    let fields = Fields { scope, kinds };
    let reach = match scope {
        Scope::Repetition(_, _, reach) | Scope::Control(_, reach) => reach,
        Scope::Kind(_) | Scope::Source => &fields,
    };
    let expression = expression::read(text, reach, Some(Type::Bool), view.mistakes())?;
    match about(&expression, scope, kinds) {
        Ok(kind) => Some(Condition { of: Operand::Expression(kind, Box::new(expression)), test: Test::True }),
        Err(why) => {
            view.mistakes().fail(Code::BadReference, text.at, args![text.text, why]);
            None
        }
    }
}

/// The kind whose records an expression is about, or why there is none.
fn about(expression: &Expression, scope: Scope<'_>, kinds: &Kinds<'_>) -> Result<KindId, &'static str> {
    if expression.reads.is_empty() {
        return Err("no_field");
    }
    let named: Vec<KindId> = expression.fields().map(|at| at.kind).collect();
    match scope {
        Scope::Repetition(kind, ..) => Ok(kind),
        Scope::Control(Counted { kind, .. }, _) => {
            let lent = |other: &KindId| *other == kind || kinds.is_ancestor(*other, kind);
            if named.iter().all(lent) { Ok(kind) } else { Err("not_lent") }
        }
        Scope::Kind(kind) if named.iter().all(|other| *other == kind) => Ok(kind),
        Scope::Kind(_) => Err("other_kind"),
        Scope::Source if named.is_empty() => Err("no_field"),
        // The lowest of the kinds is lent the fields of the others.
        Scope::Source => {
            let reaches = |kind: KindId| named.iter().all(|other| *other == kind || kinds.is_ancestor(*other, kind));
            named.iter().copied().find(|kind| reaches(*kind)).ok_or("no_parent")
        }
    }
}

/// What an expression about the records of a source, or of a kind, may name. The fields of other kinds are found too, so
/// that what is wrong with them can be said.
struct Fields<'a> {
    scope: Scope<'a>,
    kinds: &'a Kinds<'a>,
}

impl Reach for Fields<'_> {
    fn find(&self, name: &str) -> Option<(Reads, Option<Type>)> {
        match name {
            "_file" => Some((Reads::File, Some(Type::Text))),
            "_offset" => Some((Reads::Offset, Some(Type::Int64))),
            _ => {
                let silent = Mistakes::default();
                let name = Text { text: name, at: Span::default() };
                let of = |scope| self.kinds.field_in_scope(name, scope, &silent);
                let (at, ty) = of(self.scope).or_else(|| of(Scope::Source))?;
                Some((Reads::Field(at), ty))
            }
        }
    }
    fn all(&self) -> Vec<String> {
        let own = |draft: &KindDraft<'_>| -> Vec<String> {
            draft.fields.single.iter().map(|one| one.field.name.clone()).collect()
        };
        let dotted = |draft: &KindDraft<'_>| {
            let of_kind = |name: String| format!("{}.{name}", draft.kind.name);
            own(draft).into_iter().map(of_kind).collect::<Vec<_>>()
        };
        match self.scope {
            Scope::Kind(kind) => own(&self.kinds.list[kind]),
            _ => self.kinds.list.iter().flat_map(dotted).collect(),
        }
    }
    fn missing(&self) -> Code {
        Code::UnknownField
    }
    fn parameters(&self) -> &Declared {
        self.kinds.parameters
    }
}

enum Known {
    Raw(Operand),
    /// A field, with its type if that is known.
    Field(FieldRef, Option<Type>),
}

fn operand(view: View<'_>, scope: Scope<'_>, kinds: &Kinds<'_>) -> Option<Known> {
    let mistakes = view.mistakes();
    if !matches!(scope, Scope::Kind(_)) && !view.has("field") {
        view.missing("field");
        return None;
    }
    if view.has("field") {
        let name = view.text("field")?;
        let (at, ty) = kinds.field_in_scope(name, scope, mistakes)?;
        return Some(Known::Field(at, ty));
    }
    if view.has("at") {
        if matches!(kinds.layout, Layout::Delimited { .. }) {
            view.misplaced("at", "delimited");
            return None;
        }
        let (start, end) = kinds.layout.bytes(view.text("at")?, mistakes)?;
        return Some(Known::Raw(Operand::Bytes { start, end }));
    }
    if view.has("index") {
        if matches!(kinds.layout, Layout::Fixed { .. }) {
            view.misplaced("index", "fixed");
            return None;
        }
        return Some(Known::Raw(Operand::Index(position::cell(view.text("index")?, mistakes)?)));
    }
    Some(Known::Raw(Operand::Record))
}

const TESTS: [&str; 5] = ["is", "in", "not", "all", "pattern"];

fn test(view: View<'_>, of: &Operand, ty: Option<Type>, kinds: &Kinds<'_>) -> Option<Test> {
    let mistakes = view.mistakes();
    let mut there = TESTS.into_iter().filter(|key| view.has(key));
    let Some(first) = there.next() else {
        view.missing(if *of == Operand::Record { "at" } else { "is" });
        return None;
    };
    if let Some(second) = there.next() {
        view.conflict(first, second);
        return None;
    }
    let raw = matches!(first, "all" | "pattern");
    if raw && ty.is_some_and(|ty| ty != Type::Text) {
        view.misplaced(first, "no_text");
        return None;
    }
    if !raw && *of == Operand::Record {
        view.missing("at");
        return None;
    }
    match first {
        "all" => {
            let found = view.text("all")?;
            let mut characters = found.text.chars();
            let only = characters.next().filter(|_| characters.next().is_none());
            if only.is_none() {
                mistakes.fail(Code::WrongShape, found.at, args!["character", "text"]);
            }
            only.map(Test::All)
        }
        "pattern" => {
            let found = view.text("pattern")?;
            // In the bytes of a record a line end may be a part of a number: `.` is any of them.
            let is_of_bytes = !matches!(of, Operand::Field(_));
            let built = RegexBuilder::new(found.text).dot_matches_new_line(is_of_bytes).build();
            pattern_of(built, found, false, mistakes).map(Test::Pattern)
        }
        other => compared(view, other, ty, Looks::of(view, of, kinds)),
    }
}

/// The test of `is:`, `in:` or `not:`; also of a kind's own ones beside `kind_at`. Tells texts that can never stand where it
/// looks (TL0974).
pub fn compared(view: View<'_>, key: &str, ty: Option<Type>, looks: Option<Looks>) -> Option<Test> {
    let texts = match key {
        "is" => vec![view.text("is")?],
        "in" => view.text_list("in")?,
        _ => view.texts("not")?,
    };
    let ty = ty?;
    if let Some(looks) = looks {
        looks.tell(&texts, view.mistakes());
    }
    let values: Option<Vec<Value>> = texts.into_iter().map(|text| value(text, ty, view.mistakes())).collect();
    let values = values?;
    Some(if key == "not" { Test::NotIn(values) } else { Test::In(values) })
}
