//! `rules:` of `migration.yaml`: its maps in, drafts out; and each as a rule of its first table, checked.
//!
//! Refuses to know how rules are judged.

use super::migration::Declared;
use super::mistakes::{Mistakes, args};
use super::model::{OnFail, RuleDraft, Said, SetRule, SetTest, Table, Target, Term, TermDraft, TermFilter, Type};
use super::rules::Columns;
use super::tree::{Node, Shape};
use super::view::View;
use super::{field, limits, set_rules, table, targets};
use crate::finding::Code;
use crate::place::Span;

/// The rules between tables, as they are written.
pub fn read(migration: View<'_>) -> Vec<RuleDraft> {
    let nodes = migration.list("rules").unwrap_or_default().iter();
    nodes.filter_map(|node| draft(View::open(node, "comparison", migration.mistakes())?)).collect()
}

fn draft(view: View<'_>) -> Option<RuleDraft> {
    let id = field::name(view, "id");
    let [own, others] = ["compare", "equals"].map(|key| view.need(key).and_then(|node| terms(view, key, node)));
    let tolerance = view.text("tolerance").map(Said::from);
    let on_fail = table::on_fail(view, OnFail::Fail);
    let about = view.text("about").map(|text| text.text.to_owned()).unwrap_or_default();
    let limits = limits::draft(view, on_fail);
    Some(RuleDraft { id: id?.into(), own: own?, others: others?, tolerance, on_fail, limits, about })
}

/// One table, or a list of them.
fn terms(view: View<'_>, key: &str, node: &Node) -> Option<Vec<TermDraft>> {
    let nodes = if let Shape::List(nodes) = &node.shape { nodes.as_slice() } else { std::slice::from_ref(node) };
    if nodes.is_empty() {
        view.mistakes().fail(Code::NothingToLoad, view.key_at(key), args!["table"]);
    }
    let term = |node: &Node| term(View::open(node, "side", view.mistakes())?);
    let found: Vec<TermDraft> = nodes.iter().filter_map(term).collect();
    (!found.is_empty() && found.len() == nodes.len()).then_some(found)
}

fn term(view: View<'_>) -> Option<TermDraft> {
    let table = view.need("table").and_then(|_| view.text("table"));
    let sum = match (view.has("sum"), view.has("count")) {
        (true, true) => {
            view.conflict("sum", "count");
            None
        }
        (true, false) => view.text("sum").map(|text| Some(Said::from(text))),
        (false, true) => view.word("count").map(|_| None),
        (false, false) => {
            view.missing("sum_or_count");
            None
        }
    };
    let by = if view.has("by") {
        Some(set_rules::listed(view, "by").map(|names| names.into_iter().map(Said::from).collect()))
    } else {
        None
    };
    let by = if let Some(by) = by { Some(by?) } else { None };
    let filter = view.text("where").map(Said::from);
    let minus = view.flag("minus").unwrap_or(false);
    Some(TermDraft { table: table?.into(), sum: sum?, by, filter, minus })
}

/// A draft as a rule of its first table, `own`; tells what is wrong with it. `whole`: there are no other tables.
pub fn rule(
    draft: &RuleDraft,
    (own, tables): (&Table, &[&Table]),
    (parameters, mistakes): (&Declared, &Mistakes),
    whole: bool,
) -> Option<SetRule> {
    Of { draft, first: draft.own.first()?, own, tables, parameters, mistakes }.rule(whole)
}

/// A draft with its first table.
struct Of<'a> {
    draft: &'a RuleDraft,
    first: &'a TermDraft,
    own: &'a Table,
    tables: &'a [&'a Table],
    parameters: &'a Declared,
    mistakes: &'a Mistakes,
}

impl Of<'_> {
    fn rule(&self, whole: bool) -> Option<SetRule> {
        let (draft, columns) = (self.draft, self.columns(self.own));
        let rules = || self.own.rules.iter().map(|rule| &rule.id).chain(self.own.set_rules.iter().map(|rule| &rule.id));
        if rules().any(|id| *id == draft.id.text) {
            let id = draft.id.text.as_str();
            self.mistakes.fail(Code::DuplicateName, draft.id.at, args!["rule", id]);
        }
        let own_by = self.first.by.clone().unwrap_or_default();
        let by: Vec<Option<usize>> = own_by.iter().map(|name| self.key(&columns, name)).collect();
        let sum = self.first.sum.as_ref().map(|name| self.sum(&columns, name));
        let [beside, others] = [&draft.own[1..], &draft.others[..]]
            .map(|terms| terms.iter().map(|term| self.term(term, &own_by)).collect::<Vec<Option<Term>>>());
        let column = if let Some(sum) = sum { Some(sum?) } else { None };
        let ty = column.map_or(Type::Int64, |column| self.own.columns[column].ty);
        let tolerance = draft.tolerance.as_ref().map(|said| set_rules::from_zero(said.text(), ty, self.mistakes));
        let filter = self.first.filter.as_ref().map(|said| self.filter(&columns, said));
        let test = SetTest::Compare {
            column,
            by: by.into_iter().collect::<Option<_>>()?,
            minus: self.first.minus,
            beside: beside.into_iter().collect::<Option<_>>()?,
            others: others.into_iter().collect::<Option<_>>()?,
            tolerance: if let Some(tolerance) = tolerance { tolerance? } else { 0 },
            of_migration: true,
        };
        self.mistakes.extend(targets::wrong(self.own, &test, self.tables, whole));
        Some(SetRule {
            id: draft.id.text.clone(),
            at: Span::default(),
            test,
            filter: if let Some(filter) = filter { Some(filter?) } else { None },
            on_fail: draft.on_fail,
            limits: limits::of_draft(&draft.limits, column.map(|_| ty), self.mistakes),
            amount: None,
            about: draft.about.clone(),
        })
    }

    fn columns<'t>(&'t self, table: &'t Table) -> Columns<'t> {
        Columns::of(table, self.parameters)
    }

    fn filter(&self, columns: &Columns<'_>, said: &Said) -> Option<super::model::Expression> {
        super::expression::read(said.text(), columns, Some(Type::Bool), self.mistakes)
    }

    fn key(&self, columns: &Columns<'_>, name: &Said) -> Option<usize> {
        self.fit(columns, name, |ty| !matches!(ty, Type::Float32 | Type::Float64), "float_key")
    }

    fn sum(&self, columns: &Columns<'_>, name: &Said) -> Option<usize> {
        self.fit(columns, name, Type::is_number, "no_sum")
    }

    fn fit(&self, columns: &Columns<'_>, name: &Said, is_fit: impl FnOnce(Type) -> bool, why: &str) -> Option<usize> {
        let column = columns.named(name.text(), self.mistakes)?;
        if !is_fit(columns.of_table[column].ty) {
            self.mistakes.fail(Code::BadReference, name.at, args![name.text.as_str(), why]);
            return None;
        }
        Some(column)
    }

    /// Another table; its key has the names of the first's if it does not say others.
    fn term(&self, term: &TermDraft, own_by: &[Said]) -> Option<Term> {
        let by = term.by.as_deref().unwrap_or(own_by);
        if by.len() != own_by.len() {
            self.mistakes.fail(
                Code::KeyLength,
                by.first().map_or(term.table.at, |name| name.at),
                args![own_by.len(), by.len()],
            );
            return None;
        }
        let columns = by.iter().chain(&term.sum).map(|name| name.text.clone()).collect();
        let target = Target { table: term.table.text.clone(), columns, at: term.table.at };
        let filter = term.filter.clone().map(|said| TermFilter { said, expression: None });
        let mut made = Term { target, counts: term.sum.is_none(), minus: term.minus, filter };
        let expression = targets::filter(&made, self.tables, (self.parameters, self.mistakes));
        if let Some(filter) = &mut made.filter {
            filter.expression = expression;
        }
        Some(made)
    }
}
