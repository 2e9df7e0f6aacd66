//! `migration.yaml`: its text in; what holds for the mappings beside it, or all its mistakes, out.
//!
//! A parameter has a type here and no value: what a mapping means is checked before anyone sets one. Refuses to know
//! files, and what a parameter is in a run.

use std::cmp::Ordering;

use super::diagnostic::Diagnostic;
use super::mistakes::{Mistakes, args};
use super::model::{Accept, Mapping, Migration, Parameter, Type, Value};
use super::nearest::or_empty;
use super::tree::{self, Entry, Shape};
use super::view::{self, Text, View};
use super::{condition, constant, sql, table, types};
use crate::canonical;
use crate::finding::{Args, Code, Severity};

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
    let accept = accepted(view);
    let Some(entries) = entries(view) else { return (None, Declared::unknown()) };
    let (list, parameters): (Vec<_>, Vec<_>) = entries.iter().map(|entry| parameter(entry, view.mistakes())).unzip();
    let parameters: Option<Vec<Parameter>> = parameters.into_iter().collect();
    (parameters.map(|parameters| Migration { title, parameters, accept }), Declared { list, partial: false })
}

/// Differences that are signed off; what is wrong with one is told.
fn accepted(view: View<'_>) -> Vec<Accept> {
    let opened = view.list("accept").unwrap_or_default().iter();
    opened.filter_map(|node| accept(View::open(node, "accept", view.mistakes())?)).collect()
}

fn accept(view: View<'_>) -> Option<Accept> {
    let [control, difference, because, by] =
        ["control", "difference", "because", "by"].map(|key| view.need(key).and_then(|_| view.text(key)));
    let control = control.and_then(|found| {
        let parts = found.text.rsplit_once('.').filter(|(mapping, id)| !mapping.is_empty() && !id.is_empty());
        if parts.is_none() {
            view.mistakes().fail(Code::WrongShape, found.at, args!["mapping_control", "text"]);
        }
        parts.map(|parts| (parts, found.at))
    });
    // A number at whatever scale; that of the control is not known here.
    let scale = difference.map_or(0, |found| found.text.split_once('.').map_or(0, |(_, decimals)| decimals.len()));
    let ty = Type::Decimal { precision: 38, scale: u8::try_from(scale).unwrap_or(38).min(38) };
    let difference = difference.filter(|found| condition::value(*found, ty, view.mistakes()).is_some());
    let ((mapping, control), at) = control?;
    let [difference, because, by] = [difference, because, by].map(|found| found.map(|found| found.text.to_owned()));
    let (mapping, control) = (mapping.to_owned(), control.to_owned());
    Some(Accept { mapping, control, at, difference: difference?, because: because?, by: by? })
}

/// The mistakes in what is accepted: controls that these mappings do not have. One of another mapping is not known here.
#[must_use]
pub fn check_accepted<'a>(migration: &Migration, mappings: impl IntoIterator<Item = &'a Mapping>) -> Vec<Diagnostic> {
    let mappings: Vec<&Mapping> = mappings.into_iter().collect();
    let mistake = |accept: &Accept| {
        let mapping = mappings.iter().find(|mapping| mapping.name == accept.mapping)?;
        let names = || mapping.source.controls.iter().map(|control| control.id.as_str());
        if names().any(|id| id == accept.control) {
            return None;
        }
        let nearest = or_empty(&accept.control, names());
        let nearest = if nearest.is_empty() { String::new() } else { format!("{}.{nearest}", accept.mapping) };
        let args = args![format!("{}.{}", accept.mapping, accept.control), nearest];
        Some(Diagnostic { severity: Severity::Fail, code: Code::UnknownControl, args, at: accept.at, also: None })
    };
    migration.accept.iter().filter_map(mistake).collect()
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
