//! The rules over several rows of all mappings of a run, made ready.
//!
//! In: the mappings. Out: one [`SetWork`] a rule, and for each table what its rows tell ([`Emit`]).

use std::sync::Arc;

use arrow_buffer::i256;

use super::controls::{self, ControlWork};
use super::dedupe::{self, DedupeWork};
use super::gaps::GapWork;
use super::lane::tag;
use super::reports::{self, ReportWork};
use super::signed::Signed;
use crate::finding::Subject;
use crate::mapping::model::{Expression, Mapping, Nulls, OnFail, SetRule, SetTest, Target, Term, Type};
use crate::run::computed::Computed;
use crate::run::parameters::Setting;
use crate::run::prepare::Prepared;
use crate::validate::set::judge::Test;

/// A rule, ready to be judged.
#[derive(Debug)]
pub struct SetWork {
    /// Number of its mapping.
    pub mapping: usize,
    /// Its table in that mapping.
    pub table: usize,
    /// Its number in that table.
    pub rule: usize,
    /// What must hold.
    pub test: Test,
    /// The columns of its key.
    pub key: Vec<(Arc<str>, Type)>,
    /// A column of its key, or the one that is summed, is personal: values are not shown.
    pub personal: bool,
    /// A column of its key is: nor is the key.
    pub personal_key: bool,
    /// Of the column that is summed; none where none is.
    pub scale: Option<u8>,
    /// What follows where it does not hold.
    pub on_fail: OnFail,
    /// The other table and its columns, if there is one.
    pub target: Option<(String, String)>,
    /// Of a rule of `migration.yaml`: what stands on its two sides.
    pub sides: Option<[String; 2]>,
    /// What is wanted, as a finding says it.
    pub wanted: (String, String),
    /// In [`lane`](super::lane): the column of its table's [`places`](super::places) that is the amount at stake.
    pub stake: Option<usize>,
}

/// What the rows of a table tell a rule.
#[derive(Debug)]
pub struct Emit {
    /// Number among all rules of the run.
    pub rule: u16,
    /// 0: the table is referred to, or on the other side; 1: it has the rule; 2: it is beside the one that has it.
    pub side: u8,
    /// The key's columns.
    pub key: Vec<usize>,
    /// The column that is summed.
    pub sum: Option<usize>,
    /// What is summed is 1 a row.
    pub counts: bool,
    /// It is taken off, not added.
    pub minus: bool,
    /// The column that counts up.
    pub number: Option<usize>,
    /// The rows that it is about.
    pub filter: Option<Computed>,
    /// What a row is whose key has an empty value.
    pub nulls: Empty,
    /// How rows are told.
    pub way: Way,
    /// Of a failure to tell whether the rule is about a row.
    pub on_fail: OnFail,
    /// Number in its table.
    pub own: usize,
}

/// How rows are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// One entry for all rows of a chunk that have one key.
    Together,
    /// One entry for each row.
    Each,
    /// The same; but short keys go by the [`lane`](super::lane).
    Lane,
}

/// What a row without a whole key is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Empty {
    /// Left out.
    Skipped,
    /// Told.
    Told,
    /// A row like others: nothing is a value too.
    Value,
}

/// The rules of a run.
#[derive(Debug, Default)]
pub struct SetRules {
    /// In the order of their numbers.
    pub all: Vec<SetWork>,
    /// Rules whose other table is not run.
    pub without_target: u64,
    /// The controls of all mappings; their numbers go on after those of the rules.
    pub controls: Vec<ControlWork>,
    /// The figures of all controls beside the files; their numbers go on after those of the controls.
    pub reports: Vec<ReportWork>,
    /// The tables that drop repeated rows; their numbers go on after those of the reports.
    pub dedupes: Vec<DedupeWork>,
    /// The look-ups of all mappings; their numbers go on after those of the dedupes.
    pub gaps: Vec<GapWork>,
}

/// What a number in a key stands for.
#[derive(Debug, Clone, Copy)]
pub enum Judged<'a> {
    /// A rule.
    Rule(&'a SetWork),
    /// A control.
    Control(&'a ControlWork),
    /// A figure of a control beside the files.
    Report(&'a ReportWork),
    /// A table that drops repeated rows.
    Dedupe(&'a DedupeWork),
}

impl SetRules {
    /// Number of the first look-up.
    #[must_use]
    pub const fn first_gap(&self) -> usize {
        self.number_of_report(self.reports.len()) + self.dedupes.len()
    }

    /// What has this number.
    #[must_use]
    pub fn find(&self, number: usize) -> Option<Judged<'_>> {
        let Some(number) = number.checked_sub(self.all.len()) else { return self.all.get(number).map(Judged::Rule) };
        let Some(number) = number.checked_sub(self.controls.len()) else {
            return self.controls.get(number).map(Judged::Control);
        };
        match number.checked_sub(self.reports.len()) {
            None => self.reports.get(number).map(Judged::Report),
            Some(number) => self.dedupes.get(number).map(Judged::Dedupe),
        }
    }

    /// The number of a figure of a control beside the files, among all.
    #[must_use]
    pub const fn number_of_report(&self, report: usize) -> usize {
        self.all.len() + self.controls.len() + report
    }

    /// Whether there are controls of either sort.
    #[must_use]
    pub const fn has_controls(&self) -> bool {
        !self.controls.is_empty() || !self.reports.is_empty()
    }

    /// Records may be refused, or rows dropped: what is read is read again.
    #[must_use]
    pub fn change_rows(&self) -> bool {
        !self.dedupes.is_empty() || self.all.iter().any(|work| work.on_fail == OnFail::Reject)
    }
}

impl<'a> Judged<'a> {
    /// Number of its mapping.
    #[must_use]
    pub const fn mapping(&self) -> usize {
        match self {
            Self::Rule(work) => work.mapping,
            Self::Control(work) => work.mapping,
            Self::Report(work) => work.mapping,
            Self::Dedupe(work) => work.mapping,
        }
    }

    /// As a finding names it.
    #[must_use]
    pub fn subject(&self) -> Subject {
        let index = |number: usize| u16::try_from(number).unwrap_or(u16::MAX);
        match self {
            Self::Rule(work) => Subject::SetRule(index(work.table), index(work.rule)),
            Self::Control(work) => Subject::Control(index(work.number)),
            Self::Report(work) => Subject::Report(index(work.table), index(work.report), index(work.number)),
            Self::Dedupe(work) => work.subject(),
        }
    }

    /// What is signed off of it.
    #[must_use]
    pub fn signed(self) -> &'a [Signed] {
        match self {
            Self::Control(work) => &work.signed,
            Self::Report(work) => &work.signed,
            Self::Rule(_) | Self::Dedupe(_) => &[],
        }
    }

    /// Its values are not shown.
    #[must_use]
    pub const fn is_personal(&self) -> bool {
        match self {
            Self::Rule(work) => work.personal,
            Self::Control(work) => work.personal,
            Self::Report(work) => work.personal,
            Self::Dedupe(work) => work.personal,
        }
    }

    /// Its key is not shown.
    #[must_use]
    pub const fn has_personal_key(&self) -> bool {
        match self {
            Self::Rule(work) => work.personal_key,
            Self::Control(_) => false,
            Self::Report(work) => work.personal_key,
            Self::Dedupe(work) => work.personal,
        }
    }

    /// What follows where it does not hold.
    #[must_use]
    pub const fn on_fail(&self) -> OnFail {
        match self {
            Self::Rule(work) => work.on_fail,
            Self::Control(work) => work.on_fail,
            Self::Report(work) => work.on_fail,
            // It is told of old rows alone, which no replay may leave out.
            Self::Dedupe(_) => OnFail::Fail,
        }
    }
}

/// Makes the rules ready, and tells each plan what its tables' rows have to tell.
pub fn plan(prepared: &mut [Prepared], settings: &[Option<Setting>]) -> SetRules {
    let mut rules = SetRules::default();
    let mappings: Vec<_> = prepared.iter().map(|one| one.plan.mapping.clone()).collect();
    // Rows of a run that is mended have no chunks.
    let has_places = prepared.iter().all(|one| one.mended.is_none());
    for (number, mapping) in mappings.iter().enumerate() {
        prepared[number].plan.number = u16::try_from(number).unwrap_or(u16::MAX);
        for (at, table) in mapping.tables.iter().enumerate() {
            for (own, rule) in table.set_rules.iter().enumerate() {
                let Some(ready) = ready(&mappings, (number, at, own), rule) else {
                    rules.without_target += 1;
                    continue;
                };
                let id = u16::try_from(rules.all.len()).unwrap_or(u16::MAX);
                let (mut work, emits) = ready;
                let by_lane = work.is_of_single_rows() && has_places && mappings.len() <= tag::MAPPINGS;
                for (mapping, table, emit) in emits {
                    let plan = &mut prepared[mapping].plan;
                    if by_lane && emit.side == 1 {
                        work.stake = placed(plan.tables[table].placed.get_or_insert_default(), emit.sum);
                    }
                    let filter = emit.filter.map(|filter| Computed::new(filter, settings));
                    plan.tables[table].emits.push(Emit {
                        rule: id,
                        side: emit.side,
                        key: emit.key,
                        sum: emit.sum,
                        counts: emit.counts,
                        minus: emit.minus,
                        number: emit.number,
                        filter,
                        nulls: emit.nulls,
                        way: match (emit.each, by_lane) {
                            (false, _) => Way::Together,
                            (true, false) => Way::Each,
                            (true, true) => Way::Lane,
                        },
                        on_fail: rule.on_fail,
                        own,
                    });
                }
                rules.all.push(work);
            }
        }
    }
    for (number, one) in prepared.iter_mut().enumerate() {
        rules.controls.extend(controls::plan(number, one, rules.all.len() + rules.controls.len(), settings));
    }
    for (number, one) in prepared.iter_mut().enumerate() {
        rules.reports.extend(reports::plan(number, one, rules.number_of_report(rules.reports.len()), settings));
    }
    let before = rules.number_of_report(rules.reports.len());
    for (number, mapping) in mappings.iter().enumerate() {
        for (work, emit) in dedupe::plan(mapping, number, before + rules.dedupes.len()) {
            prepared[number].plan.tables[work.table].dedupe = Some(emit);
            rules.dedupes.push(work);
        }
    }
    rules
}

/// The place of a column among those that stand beside the places of a table's rows.
fn placed(columns: &mut Vec<usize>, wanted: Option<usize>) -> Option<usize> {
    let wanted = wanted?;
    Some(columns.iter().position(|column| *column == wanted).unwrap_or_else(|| {
        columns.push(wanted);
        columns.len() - 1
    }))
}

impl SetWork {
    /// Whether a row alone breaks it, whatever else there is of its key.
    const fn is_of_single_rows(&self) -> bool {
        matches!(self.test, Test::Unique | Test::References)
    }
}

/// An [`Emit`] before its expression is compiled.
struct Draft<'a> {
    side: u8,
    key: Vec<usize>,
    sum: Option<usize>,
    counts: bool,
    minus: bool,
    number: Option<usize>,
    filter: Option<&'a Expression>,
    nulls: Empty,
    each: bool,
}

impl Draft<'_> {
    /// The rows of another table by this key, many in one entry.
    const fn of(key: Vec<usize>) -> Self {
        Self {
            side: 0,
            key,
            sum: None,
            counts: false,
            minus: false,
            number: None,
            filter: None,
            nulls: Empty::Value,
            each: false,
        }
    }
}

/// The tables of a side, as they are added up: `opening + activity − reversals`.
fn side(first: Option<(&str, bool)>, terms: &[Term]) -> String {
    let all = first.into_iter().chain(terms.iter().map(|term| (term.target.table.as_str(), term.minus)));
    let mut said = String::new();
    for (table, minus) in all {
        let sign = match (said.is_empty(), minus) {
            (true, false) => "",
            (true, true) => "−",
            (false, false) => " + ",
            (false, true) => " − ",
        };
        said = said + sign + table;
    }
    said
}

type Ready<'a> = (SetWork, Vec<(usize, usize, Draft<'a>)>);

/// A rule with what tells it; none if it needs a table that is not there.
fn ready<'a>(
    mappings: &[Arc<Mapping>],
    (mapping, table, number): (usize, usize, usize),
    rule: &'a SetRule,
) -> Option<Ready<'a>> {
    let columns = &mappings[mapping].tables[table].columns;
    let refuses = rule.on_fail == OnFail::Reject;
    let own = |key: &[usize], nulls, each| Draft {
        side: 1,
        key: key.to_vec(),
        sum: rule.amount,
        counts: false,
        minus: false,
        number: None,
        filter: rule.filter.as_ref(),
        nulls,
        each,
    };
    let empty = |nulls| if nulls == Nulls::Refuse { Empty::Told } else { Empty::Skipped };
    let number_of = |column: usize| if let Type::Decimal { scale, .. } = columns[column].ty { scale } else { 0 };
    let decimal = |unscaled: i128, column: usize| crate::canonical::Decimal(unscaled, number_of(column)).to_string();
    let (mut target, mut wanted) = (None, (String::new(), String::new()));
    let (test, key, mut emits) = match &rule.test {
        SetTest::Unique { columns, nulls } => (Test::Unique, columns, vec![own(columns, empty(*nulls), true)]),
        SetTest::References { columns, nulls, .. } => {
            (Test::References, columns, vec![own(columns, empty(*nulls), true)])
        }
        SetTest::Sum { column, by, equals, tolerance } => {
            wanted.0 = decimal(*equals, *column);
            let [equals, tolerance] = [equals, tolerance].map(|number| i256::from_i128(*number));
            let emit = Draft { sum: Some(*column), ..own(by, Empty::Value, refuses) };
            (Test::Sum { equals, tolerance }, by, vec![emit])
        }
        SetTest::Compare { column, by, minus, tolerance, .. } => {
            let counts = column.is_none();
            let emit = Draft { sum: *column, counts, minus: *minus, ..own(by, Empty::Value, refuses) };
            (Test::Compare { tolerance: i256::from_i128(*tolerance) }, by, vec![emit])
        }
        SetTest::Count { by, least, most } => {
            let open = |bound: u64, open: u64| if bound == open { String::new() } else { bound.to_string() };
            wanted = (open(*least, 0), open(*most, u64::MAX));
            (Test::Count { least: *least, most: *most }, by, vec![own(by, Empty::Value, refuses)])
        }
        SetTest::Sequence { column, by } => {
            let emit = Draft { number: Some(*column), ..own(by, Empty::Value, true) };
            (Test::Sequence, by, vec![emit])
        }
    };
    let mut places = vec![(mapping, table)];
    let mut sides = None;
    match &rule.test {
        SetTest::References { target: wanted, .. } => {
            let (at, other, key) = resolved(mappings, wanted)?;
            target = Some((wanted.table.clone(), wanted.columns.join(", ")));
            // Its rows are refused by their own rules alone; a key mostly stands once.
            emits.push(Draft { side: 0, nulls: Empty::Skipped, each: true, ..Draft::of(key) });
            places.push((at, other));
        }
        SetTest::Compare { beside, others, of_migration, .. } => {
            for (side, term) in beside.iter().map(|term| (2, term)).chain(others.iter().map(|term| (0, term))) {
                let (at, other, mut key) = resolved(mappings, &term.target)?;
                let sum = if term.counts { None } else { key.pop() };
                let filter = term.filter.as_ref().and_then(|filter| filter.expression.as_ref());
                let (counts, minus) = (term.counts, term.minus);
                emits.push(Draft { side, sum, counts, minus, filter, ..Draft::of(key) });
                places.push((at, other));
            }
            target = others.first().map(|term| (term.target.table.clone(), term.key().join(", ")));
            let first = (mappings[mapping].tables[table].name.as_str(), emits[0].minus);
            sides = of_migration.then(|| [side(Some(first), beside), side(None, others)]);
        }
        _ => {}
    }
    let personal_key = places.iter().zip(&emits).any(|(place, emit)| is_personal(mappings, *place, &emit.key));
    let figures = emits.iter().map(|emit| emit.sum.into_iter().chain(emit.number).collect::<Vec<_>>());
    let personal = places.iter().zip(figures).any(|(place, figures)| is_personal(mappings, *place, &figures));
    let work = SetWork {
        mapping,
        table,
        rule: number,
        test,
        key: key.iter().map(|at| (columns[*at].name.as_str().into(), columns[*at].ty)).collect(),
        personal: personal_key || personal,
        personal_key,
        scale: emits[0].sum.map(number_of),
        on_fail: rule.on_fail,
        target,
        sides,
        wanted,
        stake: None,
    };
    Some((work, places.into_iter().zip(emits).map(|((mapping, table), emit)| (mapping, table, emit)).collect()))
}

/// Whether one of these columns of a table is.
fn is_personal(mappings: &[Arc<Mapping>], (mapping, table): (usize, usize), columns: &[usize]) -> bool {
    columns.iter().any(|at| mappings[mapping].tables[table].columns[*at].personal)
}

/// Mapping, table and columns that are meant.
fn resolved(mappings: &[Arc<Mapping>], target: &Target) -> Option<(usize, usize, Vec<usize>)> {
    let found = mappings.iter().enumerate().find_map(|(number, mapping)| {
        mapping.tables.iter().position(|table| table.name == target.table).map(|table| (number, table))
    });
    let (mapping, table) = found?;
    let columns = &mappings[mapping].tables[table].columns;
    let column = |name: &String| columns.iter().position(|column| column.name == *name);
    Some((mapping, table, target.columns.iter().map(column).collect::<Option<_>>()?))
}
