//! `controls:` of `migration.yaml`: its maps in, drafts out; and each with the table that it is about, checked.
//!
//! A draft names a table, which is another file's: so it is read first, and set beside its table when the mappings are
//! known. Refuses to know what the report's file holds.

use std::collections::HashMap;

use super::migration::Declared;
use super::mistakes::{Mistakes, args};
use super::model::{
    CrosswalkReading, FigureDraft, LookupKey, OnFail, Report, ReportDraft, ReportFigure, Said, Table, Type,
};
use super::rules::Columns;
use super::tree::Shape;
use super::view::{self, Text, View};
use super::{expression, field, lookup, set_rules, table};
use crate::finding::Code;
use crate::place::Span;

impl From<Text<'_>> for Said {
    fn from(found: Text<'_>) -> Self {
        Self { text: found.text.to_owned(), at: found.at }
    }
}

impl Said {
    /// As a part of its file.
    #[must_use]
    pub fn text(&self) -> Text<'_> {
        Text { text: &self.text, at: self.at }
    }
}

/// The controls beside the files, as they are written.
pub fn read(migration: View<'_>) -> Vec<ReportDraft> {
    let mistakes = migration.mistakes();
    let mut seen: HashMap<&str, Span> = HashMap::new();
    let mut found = Vec::new();
    for node in migration.list("controls").unwrap_or_default() {
        let Some(view) = View::open(node, "report", mistakes) else { continue };
        let id = field::name(view, "id");
        if let Some(id) = id
            && let Some(first) = seen.insert(id.text, id.at)
        {
            field::twice("control", id.text, id.at, first, mistakes);
        }
        found.extend(draft(view, id));
    }
    found
}

fn draft(view: View<'_>, id: Option<Text<'_>>) -> Option<ReportDraft> {
    let [file, table] = ["file", "table"].map(|key| view.need(key).and_then(|_| view.text(key)));
    let keys = if view.has("match") { lookup::keys(view) } else { Some(Vec::new()) };
    let figures = view.need("compare").and_then(|_| figures(view));
    let reading = reading(view);
    let said = |key| view.text(key).map(Said::from);
    let (filter, tolerance) = (said("where"), said("tolerance"));
    let on_fail = table::on_fail(view, OnFail::Fail);
    let about = view.text("about").map(|text| text.text.to_owned()).unwrap_or_default();
    Some(ReportDraft {
        id: id?.into(),
        file: file?.text.to_owned(),
        reading: reading?,
        table: table?.into(),
        keys: keys?.into_iter().map(|(header, column)| (header.to_owned(), column.into())).collect(),
        figures: figures?,
        filter,
        tolerance,
        on_fail,
        about,
    })
}

fn reading(view: View<'_>) -> Option<CrosswalkReading> {
    let reading = lookup::text_reading(view)?;
    if let CrosswalkReading::Text { decimal, thousands, .. } = &reading
        && thousands.contains(&decimal.unwrap_or('.'))
    {
        view.mistakes().fail(Code::Conflict, view.key_at("thousands"), args!["thousands", "decimal"]);
    }
    Some(reading)
}

/// `{balance: {sum: amount}, lines: count}`
fn figures(view: View<'_>) -> Option<Vec<(Said, FigureDraft)>> {
    let (node, mistakes) = (view.get("compare")?, view.mistakes());
    let Shape::Map(entries) = &node.shape else {
        view::wrong_shape("map", &node.shape, node.at, mistakes);
        return None;
    };
    if entries.is_empty() {
        mistakes.fail(Code::NothingToLoad, view.key_at("compare"), args!["header"]);
    }
    let figure = |entry: &super::tree::Entry| {
        let draft = if matches!(entry.value.shape, Shape::Map(_)) {
            let sum = View::open(&entry.value, "figure", mistakes)?;
            FigureDraft::Sum(sum.need("sum").and_then(|_| sum.text("sum"))?.into())
        } else {
            view::known_word(view::text(&entry.value, mistakes)?, &["count"], mistakes)?;
            FigureDraft::Count
        };
        Some((Said { text: entry.key.clone(), at: entry.key_at }, draft))
    };
    let found: Vec<_> = entries.iter().filter_map(figure).collect();
    (!found.is_empty() && found.len() == entries.len()).then_some(found)
}

/// A draft as a control of its table; tells what is wrong with it.
pub fn report(draft: &ReportDraft, table: &Table, (parameters, mistakes): (&Declared, &Mistakes)) -> Option<Report> {
    Of { draft, table, mistakes }.report(parameters)
}

/// A draft with its table.
struct Of<'a> {
    draft: &'a ReportDraft,
    table: &'a Table,
    mistakes: &'a Mistakes,
}

impl Of<'_> {
    fn report(&self, parameters: &Declared) -> Option<Report> {
        let draft = self.draft;
        let columns = Columns::of(self.table, parameters);
        let keys: Vec<Option<LookupKey>> =
            draft.keys.iter().map(|(header, name)| self.key(&columns, header, name)).collect();
        let figures: Vec<Option<ReportFigure>> =
            draft.figures.iter().map(|(header, figure)| self.figure(&columns, header, figure)).collect();
        let read = |said: &Said| expression::read(said.text(), &columns, Some(Type::Bool), self.mistakes);
        let filter = draft.filter.as_ref().map(read);
        if draft.tolerance.is_some() && draft.figures.iter().all(|(_, figure)| *figure == FigureDraft::Count) {
            let at = draft.tolerance.as_ref().map_or(draft.id.at, |said| said.at);
            self.mistakes.fail(Code::KeyMisplaced, at, args!["tolerance", "only_sum"]);
        }
        Some(Report {
            id: draft.id.text.clone(),
            file: draft.file.clone(),
            reading: draft.reading.clone(),
            keys: keys.into_iter().collect::<Option<_>>()?,
            figures: figures.into_iter().collect::<Option<_>>()?,
            filter: if let Some(filter) = filter { Some(filter?) } else { None },
            on_fail: draft.on_fail,
            about: draft.about.clone(),
        })
    }

    fn key(&self, columns: &Columns<'_>, header: &str, name: &Said) -> Option<LookupKey> {
        let column = columns.named(name.text(), self.mistakes)?;
        if matches!(self.table.columns[column].ty, Type::Float32 | Type::Float64) {
            self.mistakes.fail(Code::BadReference, name.at, args![name.text.as_str(), "float_key"]);
            return None;
        }
        Some(LookupKey { header: header.to_owned(), column })
    }

    fn figure(&self, columns: &Columns<'_>, header: &Said, draft: &FigureDraft) -> Option<ReportFigure> {
        let several = self.draft.figures.len() > 1;
        let id = &self.draft.id.text;
        let name = if several { format!("{id}.{}", header.text) } else { id.clone() };
        let (sum, tolerance) = match draft {
            FigureDraft::Count => (None, 0),
            FigureDraft::Sum(named) => {
                let column = columns.named(named.text(), self.mistakes)?;
                let ty = self.table.columns[column].ty;
                if !ty.is_number() {
                    self.mistakes.fail(Code::BadReference, named.at, args![named.text.as_str(), "no_sum"]);
                    return None;
                }
                let tolerance =
                    self.draft.tolerance.as_ref().map(|said| set_rules::from_zero(said.text(), ty, self.mistakes));
                (Some(column), if let Some(tolerance) = tolerance { tolerance? } else { 0 })
            }
        };
        Some(ReportFigure { name, header: header.text.clone(), sum, tolerance })
    }
}
