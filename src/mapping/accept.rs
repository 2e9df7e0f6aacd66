//! Differences of controls that `migration.yaml` signs off: read, and what is wrong with them.
//!
//! In: `accept:`, then the mappings beside it. Out: entries that name a control and a key that there are, or all mistakes.
//! Refuses to know what a control comes to.

use super::diagnostic::Diagnostic;
use super::mistakes::args;
use super::model::{Accept, Control, Figure, Mapping, Migration, Report, ReportDraft, Said, Table, Type};
use super::nearest::or_empty;
use super::tree::{Entry, Shape};
use super::view::{self, View};
use super::{condition, constant, types};
use crate::finding::{Args, Code};
use crate::place::Span;

/// Differences that are signed off; what is wrong with one is told.
#[must_use]
pub fn read(view: View<'_>) -> Vec<Accept> {
    let opened = view.list("accept").unwrap_or_default().iter();
    opened.filter_map(|node| accept(View::open(node, "accept", view.mistakes())?)).collect()
}

fn accept(view: View<'_>) -> Option<Accept> {
    let [control, difference] = ["control", "difference"].map(|key| view.need(key).and_then(|_| view.text(key)));
    let [because, by] = ["because", "by"].map(|key| view.need(key).and_then(|_| view.said(key)));
    let key = if view.has("key") { key(view) } else { Some(Vec::new()) };
    // A number at whatever scale; that of the control is not known here.
    let ty = number(difference.map_or(0, |found| decimals(found.text)));
    let difference = difference.filter(|found| condition::value(*found, ty, view.mistakes()).is_some());
    let [difference, because, by] = [difference, because, by].map(|found| found.map(|found| found.text.to_owned()));
    let (control, at) = (control?.text.to_owned(), control?.at);
    let line = line_of(view.mistakes().source(), at);
    Some(Accept { mapping: None, control, key: key?, at, line, difference: difference?, because: because?, by: by? })
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

/// From 1.
fn line_of(source: &str, at: Span) -> u64 {
    let before = source.get(..at.start as usize).unwrap_or_default();
    1 + before.matches('\n').count() as u64
}

/// Digits behind the mark.
fn decimals(text: &str) -> usize {
    text.split_once('.').map_or(0, |(_, decimals)| decimals.len())
}

fn number(scale: usize) -> Type {
    Type::Decimal { precision: 38, scale: u8::try_from(scale).unwrap_or(38).min(38) }
}

/// Whether two numbers are the same, however many decimals are written.
fn are_same(one: &str, other: &str) -> bool {
    let ty = number(decimals(one).max(decimals(other)));
    let (one, other) = (constant::parse(one, ty), constant::parse(other, ty));
    one.is_some() && one == other
}

/// Finds what is accepted of which control, and the mistakes in that: controls that there are not, keys that are no keys.
///
/// One of a mapping that is in the folder and not among these is not known here; `folder` has the names of all.
#[must_use]
pub fn check(migration: &mut Migration, mappings: &[&Mapping], folder: &[String]) -> Vec<Diagnostic> {
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
    let wrong = wrong.into_iter().flatten().chain(same_names(mappings, &migration.reports));
    wrong.chain((0..migration.accept.len()).filter_map(|at| scope.repeated(&migration.accept, at))).collect()
}

/// Controls beside the files that are called as one inside of them is: nobody could tell which one is meant.
fn same_names(mappings: &[&Mapping], drafts: &[ReportDraft]) -> Vec<Diagnostic> {
    let inside = |draft: &ReportDraft, header: &str| {
        let mut named = mappings.iter().filter(|mapping| mapping.name == draft.id.text);
        named.any(|mapping| mapping.source.controls.iter().any(|control| control.id == header))
    };
    let named = drafts.iter().flat_map(|draft| draft.figures.iter().map(move |(header, _)| (draft, header)));
    let named = named.filter(|(draft, header)| inside(draft, &header.text));
    let told = named.map(|(draft, header)| {
        let name = format!("{}.{}", draft.id.text, header.text);
        mistake(Code::DuplicateName, args!["control", name], draft.id.at)
    });
    told.collect()
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
        let found = self.mappings.iter().find(|one| one.name == mapping);
        let known = found.and_then(|one| one.source.controls.iter().find(|one| one.id == control));
        let wrong = match (found, known) {
            (None, _) if self.folder.iter().any(|name| name == mapping) => None,
            (_, Some(Control { figure: Figure::Is(_), .. })) => {
                Some(mistake(Code::KeyMisplaced, args!["difference", "no_difference"], accept.at))
            }
            (_, Some(_)) => None,
            (_, None) => Some(self.unknown(accept)),
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

    /// An entry of a control beside the files that says what one before it does. Its key has one difference for each of its
    /// figures; a control inside of the files has one for each file or batch, so that it may be written several times.
    fn repeated(&self, all: &[Accept], at: usize) -> Option<Diagnostic> {
        let one = &all[at];
        let (table, report) = self.reports.iter().find(|(_, report)| is_of(&one.control, &report.id))?;
        let figures = if one.control == report.id { report.figures.len() } else { 1 };
        let is_same = |other: &&Accept| {
            other.control == one.control
                && are_same(&other.difference, &one.difference)
                && has_key_of(other, one, (table, report))
        };
        let (first, others) = {
            let mut before = all[..at].iter().filter(is_same);
            (before.next()?, before.count())
        };
        let args = args![one.control.as_str(), one.difference.as_str(), one.line, first.line];
        let repeats = Diagnostic { also: Some(first.at), ..mistake(Code::AcceptRepeated, args, one.at) };
        (others + 1 >= figures).then_some(repeats)
    }
}

/// Whether two entries have the same key.
fn has_key_of(one: &Accept, other: &Accept, (table, report): (&Table, &Report)) -> bool {
    report.keys.iter().all(|key| {
        let column = &table.columns[key.column];
        let value = |accept: &Accept| {
            let (_, value) = accept.key.iter().find(|(name, _)| name.text == column.name)?;
            constant::parse(&value.text, column.ty)
        };
        value(one).is_some() && value(one) == value(other)
    })
}

/// Whether a control beside the files, or one of its figures, is named.
fn is_of(control: &str, report: &str) -> bool {
    control.strip_prefix(report).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

fn mistake(code: Code, args: Args, at: crate::place::Span) -> Diagnostic {
    Diagnostic::fail(code, at, args)
}
