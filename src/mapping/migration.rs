//! `migration.yaml`: its text in; what holds for the mappings beside it, or all its mistakes, out.
//!
//! A parameter has a type here and no value: what a mapping means is checked before anyone sets one. Refuses to know
//! files, and what a parameter is in a run.

use std::cmp::Ordering;

use super::diagnostic::Diagnostic;
use super::mistakes::{Mistakes, args};
use super::model::{Approval, Mapping, Migration, Parameter, Type, Value};
use super::nearest::or_empty;
use super::tree::{self, Entry, Shape};
use super::view::{self, Text, View};
use super::{accept, attach, compares, condition, constant, reports, sql, table, types};
use crate::canonical;
use crate::finding::{Args, Code};

/// What the text of `migration.yaml` says.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadMigration {
    /// None if any diagnostic is [`Severity::Fail`](crate::finding::Severity::Fail).
    pub migration: Option<Migration>,
    /// What the mappings beside it may name, as far as that could be read.
    pub declared: Declared,
    /// Mistakes, the earliest place first.
    pub diagnostics: Vec<Diagnostic>,
}

/// The parameters that expressions may name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Declared {
    /// In the order of [`Migration::parameters`].
    list: Vec<Declaration>,
    /// Some could not be read: any name may be one.
    partial: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Declaration {
    name: String,
    /// None where it is wrong.
    ty: Option<Type>,
    personal: bool,
}

impl Declared {
    fn unknown() -> Self {
        Self { list: Vec::new(), partial: true }
    }

    /// A parameter by its name: its index, and its type if that is known. None if there is no such parameter.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<(usize, Option<Type>)> {
        let at = self.list.iter().position(|one| one.name == name);
        match at {
            Some(at) => Some((at, self.list[at].ty)),
            None => (self.partial && is_name(name)).then_some((usize::MAX, None)),
        }
    }

    /// Every name, for suggestions.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.list.iter().map(|one| one.name.as_str())
    }

    /// Whether a parameter is marked so.
    #[must_use]
    pub fn is_personal(&self, at: usize) -> bool {
        self.list.get(at).is_some_and(|one| one.personal)
    }
}

/// Reads `migration.yaml`. An empty text is a migration too.
///
/// All mistakes are told at once, except where YAML itself cannot be read on.
#[must_use]
pub fn read(text: &str) -> ReadMigration {
    let mistakes = Mistakes::of(text);
    let node = tree::read(text, &mistakes);
    let (migration, declared) = match &node {
        Some(node) if node.shape == Shape::Nothing => (Some(Migration::default()), Declared::default()),
        Some(node) => match View::open(node, "migration", &mistakes) {
            Some(view) => migration(view),
            None => (None, Declared::unknown()),
        },
        None => (None, Declared::unknown()),
    };
    let diagnostics = mistakes.sorted();
    ReadMigration { migration: migration.filter(|_| !super::fails(&diagnostics)), declared, diagnostics }
}

fn migration(view: View<'_>) -> (Option<Migration>, Declared) {
    super::check_version(view);
    let title = table::title(view);
    let accept = accept::read(view);
    let reports = reports::read(view);
    let rules = compares::read(view);
    let approved_by = approvals(view);
    let approved_at = view.entry("approved_by").map(|entry| (entry.key_at.start, view.after("approved_by")));
    let Some(entries) = entries(view) else { return (None, Declared::unknown()) };
    let (list, parameters): (Vec<_>, Vec<_>) = entries.iter().map(|entry| parameter(entry, view.mistakes())).unzip();
    let parameters: Option<Vec<Parameter>> = parameters.into_iter().collect();
    (
        parameters.map(|parameters| Migration { title, parameters, accept, reports, rules, approved_by, approved_at }),
        Declared { list, partial: false },
    )
}

/// Who signs for the migration; what is wrong with one is told.
fn approvals(view: View<'_>) -> Vec<Approval> {
    let opened = view.list("approved_by").unwrap_or_default().iter();
    opened.filter_map(|node| approval(View::open(node, "approval", view.mistakes())?)).collect()
}

fn approval(view: View<'_>) -> Option<Approval> {
    let name = view.need("name").and_then(|_| view.said("name"));
    let on = view.need("on").and_then(|_| view.text("on"));
    let role = view.said("role").map(|text| text.text.to_owned()).unwrap_or_default();
    let on = on.and_then(|text| condition::value(text, Type::Date, view.mistakes()));
    let (name, Some(Value::Date(on))) = (name?.text.to_owned(), on) else { return None };
    Some(Approval { name, role, on })
}

/// Sets the controls and the rules of a migration beside the tables that they are about. Gives the mistakes in them, and how many are
/// about tables of no mapping here; these are mistakes if the mappings are the `whole` migration.
pub fn attach(
    (text, migration, declared): (&str, &Migration, &Declared),
    mappings: &mut [&mut Mapping],
    whole: bool,
) -> (Vec<Diagnostic>, u64) {
    let mistakes = Mistakes::of(text);
    let reports = attach::attach(
        &migration.reports,
        (mappings, whole),
        &mistakes,
        |draft| Some(&draft.table),
        |draft, own, _| reports::report(draft, own, (declared, &mistakes)),
        |table, report| table.reports.push(report),
    );
    let rules = attach::attach(
        &migration.rules,
        (mappings, whole),
        &mistakes,
        |draft| draft.own.first().map(|term| &term.table),
        |draft, own, tables| compares::rule(draft, (own, tables), (declared, &mistakes), whole),
        |table, rule| table.set_rules.push(rule),
    );
    (mistakes.sorted(), reports + rules)
}

fn entries(view: View<'_>) -> Option<&[Entry]> {
    let Some(node) = view.get("parameters") else { return Some(&[]) };
    match &node.shape {
        Shape::Map(entries) => Some(entries),
        Shape::Refused => None,
        other => {
            view::wrong_shape("map", other, node.at, view.mistakes());
            None
        }
    }
}

/// What expressions may know of a parameter, and the parameter if it is whole.
fn parameter(entry: &Entry, mistakes: &Mistakes) -> (Declaration, Option<Parameter>) {
    let name = entry.key.clone();
    if !is_name(&name) {
        mistakes.fail(Code::WrongShape, entry.key_at, args!["parameter_name", "text"]);
    }
    let Some(view) = View::open(&entry.value, "parameter", mistakes) else {
        return (Declaration { name, ty: None, personal: false }, None);
    };
    let ty = match view.text("type") {
        Some(text) => types::parse(text, mistakes),
        None => (!view.has("type")).then_some(Type::Text),
    };
    let personal = view.flag("personal").unwrap_or(false);
    let parameter = ty.map(|ty| typed(view, &name, ty, personal));
    (Declaration { name, ty, personal }, parameter)
}

fn typed(view: View<'_>, name: &str, ty: Type, personal: bool) -> Parameter {
    let mistakes = view.mistakes();
    if matches!(ty, Type::Text | Type::Bool) {
        view.misplaced("range", "no_number");
    }
    let one_of = view.texts("one_of").unwrap_or_default();
    let parameter = Parameter {
        name: name.to_owned(),
        ty,
        default: None,
        one_of: one_of.into_iter().filter_map(|text| condition::value(text, ty, mistakes)).collect(),
        range: view.get("range").and_then(|node| table::range(node, Some(ty), mistakes)),
        personal,
        title: table::title(view),
        about: view.text("about").map(|text| text.text.to_owned()).unwrap_or_default(),
    };
    let default = view.text("default").and_then(|text| default(text, &parameter, mistakes));
    Parameter { default, ..parameter }
}

/// A value that the parameter may have.
fn default(found: Text<'_>, parameter: &Parameter, mistakes: &Mistakes) -> Option<Value> {
    let value = condition::value(found, parameter.ty, mistakes)?;
    match objection(parameter, &value) {
        None => return Some(value),
        Some(Objection::NotOneOf { allowed }) => {
            let nearest = or_empty(found.text, allowed.iter().map(String::as_str));
            mistakes.fail(Code::UnknownWord, found.at, args![found.text, nearest, allowed.join(", ")]);
        }
        Some(Objection::OutOfRange { least, most }) => {
            mistakes.fail(Code::OutOfBounds, found.at, args![found.text, least, most]);
        }
    }
    None
}

/// A name that an expression can write bare, and a command line can set: ASCII letters, digits and `_`, a letter first,
/// no word of SQL.
fn is_name(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && text.starts_with(|first: char| first.is_ascii_alphabetic())
        && sql::is_name(text)
}

/// Why a parameter may not have a value of its type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Objection {
    /// It is none of these.
    NotOneOf {
        /// As the mapping language writes them.
        allowed: Vec<String>,
    },
    /// It lies outside of its range; an open side is empty.
    OutOfRange {
        /// Least value.
        least: String,
        /// Most value.
        most: String,
    },
}

/// Why a parameter may not have this value, if it may not.
#[must_use]
pub fn objection(parameter: &Parameter, value: &Value) -> Option<Objection> {
    let text = |value: &Value| canonical::text(parameter.ty, value);
    if !parameter.one_of.is_empty() && !parameter.one_of.contains(value) {
        return Some(Objection::NotOneOf { allowed: parameter.one_of.iter().map(text).collect() });
    }
    let (least, most) = parameter.range.as_ref()?;
    let is = |bound: &Option<Value>, order| {
        bound.as_ref().is_some_and(|bound| constant::compare(value, bound) == Some(order))
    };
    let shown = |bound: &Option<Value>| bound.as_ref().map(text).unwrap_or_default();
    (is(least, Ordering::Less) || is(most, Ordering::Greater))
        .then(|| Objection::OutOfRange { least: shown(least), most: shown(most) })
}

/// Checks the mappings of a migration against one another.
///
/// # Errors
/// TL0025 for a table that two of them write.
pub fn check_together<'a>(mappings: impl IntoIterator<Item = &'a Mapping>) -> Result<(), (Code, Args)> {
    let mut tables: Vec<(&str, &str)> = Vec::new();
    for mapping in mappings {
        for table in &mapping.tables {
            if let Some((_, other)) = tables.iter().find(|(name, _)| name.eq_ignore_ascii_case(&table.name)) {
                return Err((Code::TableTwice, args![table.name.as_str(), *other]));
            }
        }
        tables.extend(mapping.tables.iter().map(|table| (table.name.as_str(), mapping.name.as_str())));
    }
    Ok(())
}
