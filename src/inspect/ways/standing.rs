//! Which kinds of a draft stand under others, and which close them; and the figures that those which close them say.
//!
//! In: a drafted mapping of several kinds, and its files. Out: the same with `under:`, `same:`, `ends:` and controls. The order of the
//! records tells, as it does for text (`infer/fixed/order.rs`); since kinds of one layout each may alternate by chance, what opens
//! groups has to be closed in each by what says figures of it or is called so, to lend its key to all that follow, or to be called so itself. Refuses files of which only samples are
//! read, and whatever a run would refuse a record for.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::draft::{self, Draft, Line, TABLE, Why};
use super::ordered::Ordered;
use super::shelf::Shelf;
use crate::host::Host;
use crate::inspect::infer::delimited::trailers;
use crate::inspect::infer::draft::{ControlDraft, FieldDraft, FigureDraft, Form, KindDraft, Reason};
use crate::inspect::infer::fixed::order::{self, Standing};
use crate::inspect::infer::values::names;
use crate::mapping::model::{FieldPlace, Filler, Kind};
use crate::mapping::written::scalar;
use crate::run::Stop;
use crate::run::plan::Plan;

/// Words of names of kinds that close groups, and that open them.
const TAILS: [&str; 9] = ["trailer", "trail", "tail", "trl", "footer", "total", "end", "fin", "control"];
const HEADS: [&str; 8] = ["head", "header", "hdr", "hd", "entete", "master", "parent", "begin"];

/// The draft with parents, ends and controls; none where there are none.
///
/// # Errors
/// As [`Ordered::of`].
pub fn stood(host: &dyn Host, paths: &[PathBuf], shelf: &Shelf, draft: &Draft) -> Result<Option<Draft>, Stop> {
    let Some(plan) = draft::plan(shelf, &draft.text()).filter(|plan| plan.mapping.source.kinds.len() > 1) else {
        return Ok(None);
    };
    let Some(rows) = Ordered::of(host, &plan, paths)? else { return Ok(None) };
    let found = Found::of(&plan, &rows);
    if found.is_nothing() {
        return Ok(None);
    }
    for found in [found.clone(), found.without_keys()] {
        let made = found.written(draft, &plan.mapping.source.kinds);
        let Some(plan) = draft::plan(shelf, &made.text()) else { continue };
        if Ordered::of(host, &plan, paths)?.is_some_and(|again| again.refused <= rows.refused) {
            return Ok(Some(made));
        }
    }
    Ok(None)
}

/// What was found of the kinds of a mapping, in its order.
#[derive(Clone)]
struct Found {
    standings: Vec<Standing>,
    /// Of each kind the field that it has from its parent.
    keys: Vec<Option<String>>,
    controls: Vec<ControlDraft>,
}

impl Found {
    fn of(plan: &Plan, rows: &Ordered) -> Self {
        let kinds = &plan.mapping.source.kinds;
        let mut standings = order::standings(kinds.len(), &rows.of, &rows.files, &|_, _| false);
        let key = |(at, standing): (usize, &Standing)| rows.key(kinds, at, standing.under?);
        let keys: Vec<Option<String>> = standings.iter().enumerate().map(key).collect();
        let mut controls = rows.controls(kinds, &standings);
        let is_called =
            |at: usize, words: &[&str]| names::words(&kinds[at].name).iter().any(|word| words.contains(&word.as_str()));
        let is_head = |at: usize| is_called(at, &HEADS);
        // What comes last by turns says nothing of the others, and is not called so.
        let says = |at: usize| controls.iter().any(|control| control.certain && control.says.0 == kinds[at].name);
        for (at, standing) in standings.iter_mut().enumerate() {
            if standing.ends.is_some_and(|head| !is_head(head) && !is_called(at, &TAILS) && !says(at)) {
                *standing = Standing::default();
            }
        }
        let closed: Vec<usize> = standings.iter().filter_map(|standing| standing.ends).collect();
        let trusted = |at: usize, under: usize| keys[at].is_some() || closed.contains(&under) || is_head(under);
        for at in 0..standings.len() {
            let mut chain = std::iter::successors(standings[at].under, |under| standings[*under].under);
            if !chain.any(|under| trusted(at, under)) {
                standings[at].under = None;
            }
        }
        let is_parent: BTreeSet<usize> = standings.iter().flat_map(|one| [one.under, one.ends]).flatten().collect();
        for (_, standing) in standings.iter_mut().enumerate().filter(|(at, _)| !is_parent.contains(at)) {
            standing.why.retain(|reason| !matches!(reason, Reason::Heads { .. }));
        }
        let is_last = |at: usize| standings[at].ends.is_some() || standings[at].why.contains(&Reason::Last);
        let named = |name: &String| kinds.iter().position(|kind| kind.name == *name);
        controls.retain(|control| named(&control.says.0).is_some_and(is_last));
        Self { standings, keys, controls }
    }

    fn without_keys(&self) -> Self {
        Self { keys: vec![None; self.keys.len()], ..self.clone() }
    }

    fn is_nothing(&self) -> bool {
        self.controls.is_empty() && self.standings.iter().all(|one| one.under.is_none() && one.ends.is_none())
    }

    /// The draft with what was found.
    fn written(&self, draft: &Draft, kinds: &[Kind]) -> Draft {
        let mut made = draft.clone();
        self.tables(&mut made, kinds);
        self.controls(&mut made);
        self.kinds(&mut made, kinds);
        made
    }

    fn kinds(&self, draft: &mut Draft, kinds: &[Kind]) {
        let is_kind = |line: &Line| line.indent == 6 && line.text.starts_with("- name: ");
        let from = draft.lines.iter().position(|line| line.text == "kinds:").unwrap_or(draft.lines.len());
        let places: Vec<usize> = (from..draft.lines.len()).filter(|at| is_kind(&draft.lines[*at])).collect();
        for ((at, standing), key) in places.into_iter().zip(&self.standings).zip(&self.keys).rev() {
            let name = |kind: usize| scalar(&kinds[kind].name);
            let mut lines = Vec::new();
            lines.extend(standing.under.map(|under| format!("under: {}", name(under))));
            let key = key.as_ref().filter(|_| standing.under.is_some());
            lines.extend(key.map(|key| format!("same: [{}]", scalar(key))));
            lines.extend(standing.ends.map(|ends| format!("ends: {}", name(ends))));
            let lines = lines.into_iter().map(|text| Line { indent: 8, text, why: Vec::new() });
            draft.lines[at].why.extend(standing.why.iter().cloned().map(Why::Order));
            let has_when = draft.lines.get(at + 1).is_some_and(|line| line.text.starts_with("when: "));
            let behind = at + 1 + usize::from(has_when);
            draft.lines.splice(behind..behind, lines);
        }
    }

    fn controls(&self, draft: &mut Draft) {
        let Some(at) = draft.lines.iter().position(|line| line.text == "tables:") else { return };
        let certain = |certain: bool| self.controls.iter().filter(move |control| control.certain == certain);
        let mut lines = Vec::new();
        if certain(true).next().is_some() {
            lines.push(Line { indent: 2, text: "controls:".to_owned(), why: Vec::new() });
        }
        for control in certain(true) {
            lines.push(Line {
                indent: 4,
                text: format!("- {}", said(control)),
                why: vec![Why::Control(control.groups)],
            });
        }
        for control in certain(false) {
            let why = vec![Why::ControlPerhaps(control.groups)];
            lines.push(Line { indent: 2, text: format!("# - {}", said(control)), why });
        }
        draft.lines.splice(at..at, lines);
    }

    /// Gives the tables of children the place of their parents.
    fn tables(&self, draft: &mut Draft, kinds: &[Kind]) {
        for (at, standing) in self.standings.iter().enumerate() {
            let Some(parent) = standing.under.map(|under| &kinds[under]) else { continue };
            let table = |name: &str| draft.lines.iter().position(|line| line.text == format!("from: {name}"));
            let Some(place) = table(&kinds[at].name) else { continue };
            let above = table(&parent.name).and_then(|place| draft.lines[place - 1].text.strip_prefix(TABLE));
            let why = above.map(|table| Why::ParentKey(parent.name.clone(), table.to_owned())).into_iter().collect();
            let is_taken = |name: &String| kinds[at].fields.iter().any(|field| field.name == *name);
            let numbers = (1_u32..).map(|number| if number == 1 { String::new() } else { format!("_{number}") });
            let mut names = numbers.map(|number| format!("{}_offset{number}", parent.name));
            let key = names.find(|name| !is_taken(name)).unwrap_or_default();
            let from = format!("{}._offset", parent.name);
            let own = kinds[at].fields.iter().map(|field| format!("- {{name: {}}}", scalar(&field.name)));
            let columns = std::iter::once(format!("- {{name: {}, from: {}}}", scalar(&key), scalar(&from))).chain(own);
            let columns = columns.map(|text| Line { indent: 6, text, why: Vec::new() });
            let head = Line { indent: 4, text: "columns:".to_owned(), why };
            draft.lines.splice(place + 1..=place, std::iter::once(head).chain(columns).collect::<Vec<_>>());
        }
    }
}

impl Ordered {
    /// The figures that hold in every group that these kinds close.
    fn controls(&self, kinds: &[Kind], standings: &[Standing]) -> Vec<ControlDraft> {
        let figures = self.figures.as_slice();
        if figures.len() < self.of.len() {
            return Vec::new();
        }
        let mut drafts: Vec<KindDraft> = kinds.iter().zip(standings).map(|(kind, one)| drafted(kind, one)).collect();
        let rows = trailers::Rows { of: &self.of, files: &self.files, figures };
        let mut controls = rows.controls(&mut drafts);
        settle(&mut controls);
        controls
    }
}

/// A control as a mapping writes it.
fn said(control: &ControlDraft) -> String {
    let figure = match &control.figure {
        FigureDraft::Count(kinds) => {
            format!("count: [{}]", kinds.iter().map(|kind| scalar(kind)).collect::<Vec<_>>().join(", "))
        }
        FigureDraft::CountAll => "count: all".to_owned(),
        FigureDraft::Sum { kind, field, .. } => format!("sum: {}", scalar(&format!("{kind}.{field}"))),
        FigureDraft::Is(kind, field) => format!("is: {}", scalar(&format!("{kind}.{field}"))),
    };
    let says = scalar(&format!("{}.{}", control.says.0, control.says.1));
    format!("{{id: {}, says: {says}, {figure}}}", control.id)
}

/// A count and a sum of one record that both hold are no chance, however few groups there are.
fn settle(controls: &mut [ControlDraft]) {
    let is_count = |control: &ControlDraft| matches!(control.figure, FigureDraft::Count(_));
    let both: BTreeSet<String> = controls
        .iter()
        .filter(|one| is_count(one))
        .filter(|one| controls.iter().any(|other| !is_count(other) && other.says.0 == one.says.0))
        .map(|one| one.says.0.clone())
        .collect();
    controls.iter_mut().filter(|one| both.contains(&one.says.0)).for_each(|one| one.certain = true);
}

/// A kind as figures are sought in it: behind a code, its fields.
fn drafted(kind: &Kind, standing: &Standing) -> KindDraft {
    let form = Form::Length(0);
    let field = |name: &str| FieldDraft::text(name.to_owned(), FieldPlace::Record, &form);
    let fields = kind.fields.iter().map(|one| field(&one.name).of_type(one.ty, &form));
    KindDraft {
        name: kind.name.clone(),
        when: None,
        under: standing.under,
        ends: standing.ends,
        skip: None,
        cells: None,
        in_preamble: false,
        filler: Filler::Any,
        fields: std::iter::once(field("")).chain(fields).collect(),
        groups: Vec::new(),
        unique: Vec::new(),
        sums: Vec::new(),
        records: 0,
        why: standing.why.clone(),
    }
}
