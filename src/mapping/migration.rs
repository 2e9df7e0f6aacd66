//! `migration.yaml`: its text in; what holds for the mappings beside it, or all its mistakes, out.
//!
//! A parameter has a type here and no value: what a mapping means is checked before anyone sets one. Refuses to know
//! files, and what a parameter is in a run.

use std::cmp::Ordering;

use super::diagnostic::Diagnostic;
use super::mistakes::{Mistakes, args};
use super::model::{Accept, Approval, Mapping, Migration, Parameter, Report, Said, Table, Type, Value};
use super::nearest::or_empty;
use super::tree::{self, Entry, Shape};
use super::view::{self, Text, View};
use super::{compares, condition, constant, reports, sql, table, types};
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
    let accept = accepted(view);
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

/// Differences that are signed off; what is wrong with one is told.
fn accepted(view: View<'_>) -> Vec<Accept> {
    let opened = view.list("accept").unwrap_or_default().iter();
    opened.filter_map(|node| accept(View::open(node, "accept", view.mistakes())?)).collect()
}

fn accept(view: View<'_>) -> Option<Accept> {
    let [control, difference, because, by] =
        ["control", "difference", "because", "by"].map(|key| view.need(key).and_then(|_| view.text(key)));
    let key = if view.has("key") { key(view) } else { Some(Vec::new()) };
    // A number at whatever scale; that of the control is not known here.
    let scale = difference.map_or(0, |found| found.text.split_once('.').map_or(0, |(_, decimals)| decimals.len()));
    let ty = Type::Decimal { precision: 38, scale: u8::try_from(scale).unwrap_or(38).min(38) };
    let difference = difference.filter(|found| condition::value(*found, ty, view.mistakes()).is_some());
    let [difference, because, by] = [difference, because, by].map(|found| found.map(|found| found.text.to_owned()));
    let (control, at) = (control?.text.to_owned(), control?.at);
    Some(Accept { mapping: None, control, key: key?, at, difference: difference?, because: because?, by: by? })
}

/// `{fund: 100, account: 4010}`
fn key(view: View<'_>) -> Option<Vec<(Said, Said)>> {
    let node = view.get("key")?;
    let Shape::Map(entries) = &node.shape else {
        view::wrong_shape("map", &node.shape, node.at, view.mistakes());
        return None;
    };
    let pair = |entry: &Entry| {
        let value = view::text(&entry.value, view.mistakes())?;
        Some((Said { text: entry.key.clone(), at: entry.key_at }, value.into()))
    };
    entries.iter().map(pair).collect()
}

/// Who signs for the migration; what is wrong with one is told.
fn approvals(view: View<'_>) -> Vec<Approval> {
    let opened = view.list("approved_by").unwrap_or_default().iter();
    opened.filter_map(|node| approval(View::open(node, "approval", view.mistakes())?)).collect()
}

fn approval(view: View<'_>) -> Option<Approval> {
    let [name, on] = ["name", "on"].map(|key| view.need(key).and_then(|_| view.text(key)));
    let role = view.text("role").map(|text| text.text.to_owned()).unwrap_or_default();
    let on = on.and_then(|text| condition::value(text, Type::Date, view.mistakes()));
    let (name, Some(Value::Date(on))) = (name?.text.to_owned(), on) else { return None };
    Some(Approval { name, role, on })
}

/// Finds what is accepted of which control, and the mistakes in that: controls that there are not, keys that are no keys.
///
/// One of a mapping that is in the folder and not among these is not known here; `folder` has the names of all.
#[must_use]
pub fn check_accepted(migration: &mut Migration, mappings: &[&Mapping], folder: &[String]) -> Vec<Diagnostic> {
    let reports: Vec<(&Table, &Report)> =
        tables(mappings).flat_map(|table| table.reports.iter().map(move |one| (table, one))).collect();
    let drafts: Vec<&str> = migration.reports.iter().map(|draft| draft.id.text.as_str()).collect();
    let scope = Accepting { mappings, folder, reports, drafts };
    let (found, wrong): (Vec<_>, Vec<_>) = migration.accept.iter().map(|accept| scope.found(accept)).unzip();
    for (accept, mapping) in migration.accept.iter_mut().zip(found) {
        if let Some((mapping, control)) = mapping {
            (accept.mapping, accept.control) = (Some(mapping), control);
        }
    }
    wrong.into_iter().flatten().collect()
}

fn tables<'a>(mappings: &[&'a Mapping]) -> impl Iterator<Item = &'a Table> {
    mappings.iter().copied().flat_map(|mapping| &mapping.tables)
}

/// What may be accepted.
struct Accepting<'a> {
    mappings: &'a [&'a Mapping],
    folder: &'a [String],
    /// Controls beside the files that have a table here.
    reports: Vec<(&'a Table, &'a Report)>,
    /// The names of all of them.
    drafts: Vec<&'a str>,
}

impl Accepting<'_> {
    /// The mapping and its control, if it is one inside of the files; and what is wrong.
    fn found(&self, accept: &Accept) -> (Option<(String, String)>, Option<Diagnostic>) {
        if let Some(draft) = self.drafts.iter().find(|draft| is_of(&accept.control, draft)) {
            let report = self.reports.iter().find(|(_, report)| report.id == **draft);
            return (None, report.and_then(|(table, report)| self.wrong_report(accept, table, report)));
        }
        let Some((mapping, control)) = accept.control.rsplit_once('.') else {
            return (None, Some(self.unknown(accept)));
        };
        let wrong = match self.mappings.iter().find(|one| one.name == mapping) {
            None if self.folder.iter().any(|name| name == mapping) => None,
            Some(one) if one.source.controls.iter().any(|one| one.id == control) => None,
            _ => Some(self.unknown(accept)),
        };
        let misplaced =
            || accept.key.first().map(|(name, _)| mistake(Code::KeyMisplaced, args!["key", "only_report"], name.at));
        (Some((mapping.to_owned(), control.to_owned())), wrong.or_else(misplaced))
    }

    /// Every control by its name.
    fn names(&self) -> Vec<String> {
        let inside = self.mappings.iter().flat_map(|mapping| {
            mapping.source.controls.iter().map(|control| format!("{}.{}", mapping.name, control.id))
        });
        let figures =
            self.reports.iter().flat_map(|(_, report)| report.figures.iter().map(|figure| figure.name.clone()));
        inside.chain(figures).chain(self.drafts.iter().map(|draft| (*draft).to_owned())).collect()
    }

    fn unknown(&self, accept: &Accept) -> Diagnostic {
        let names = self.names();
        let nearest = or_empty(&accept.control, names.iter().map(String::as_str)).to_owned();
        mistake(Code::UnknownControl, args![accept.control.as_str(), nearest], accept.at)
    }

    /// A figure that the control does not have; a key that is not the control's.
    fn wrong_report(&self, accept: &Accept, table: &Table, report: &Report) -> Option<Diagnostic> {
        if accept.control != report.id && !report.figures.iter().any(|figure| figure.name == accept.control) {
            return Some(self.unknown(accept));
        }
        let names: Vec<&str> = report.keys.iter().map(|key| table.columns[key.column].name.as_str()).collect();
        for (name, value) in &accept.key {
            let Some(at) = names.iter().position(|known| *known == name.text) else {
                let nearest = or_empty(&name.text, names.iter().copied());
                return Some(mistake(Code::UnknownColumn, args![name.text.as_str(), nearest], name.at));
            };
            let ty = table.columns[report.keys[at].column].ty;
            if constant::parse(&value.text, ty).is_none() {
                return Some(mistake(Code::BadConstant, args![value.text.as_str(), types::name(ty)], value.at));
            }
        }
        let missing = names.iter().find(|known| !accept.key.iter().any(|(name, _)| name.text == **known));
        missing.map(|name| mistake(Code::MissingKey, args![*name], accept.at))
    }
}

/// Whether a control beside the files, or one of its figures, is named.
fn is_of(control: &str, report: &str) -> bool {
    control.strip_prefix(report).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

fn mistake(code: Code, args: Args, at: crate::place::Span) -> Diagnostic {
    Diagnostic::fail(code, at, args)
}

/// Sets the controls and the rules of a migration beside the tables that they are about. Gives the mistakes in them, and how many are
/// about tables of no mapping here; these are mistakes if the mappings are the `whole` migration.
pub fn attach(
    (text, migration, declared): (&str, &Migration, &Declared),
    mappings: &mut [&mut Mapping],
    whole: bool,
) -> (Vec<Diagnostic>, u64) {
    let mistakes = Mistakes::of(text);
    let left_out = reports::attach(&migration.reports, (declared, &mistakes), mappings, whole);
    let left_out = left_out + compares::attach(&migration.rules, (declared, &mistakes), mappings, whole);
    (mistakes.sorted(), left_out)
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
