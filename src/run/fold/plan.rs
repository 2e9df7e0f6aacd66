//! The rules over several rows of all mappings of a run, made ready.
//!
//! In: the mappings. Out: one [`SetWork`] a rule, and for each table what its rows tell ([`Emit`]).

use arrow_buffer::i256;

use super::controls::{self, ControlWork};
use super::gaps::GapWork;
use crate::finding::Subject;
use crate::mapping::model::{Expression, Mapping, Nulls, OnFail, SetRule, SetTest, Target, Type};
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
    /// Types of its key.
    pub key: Vec<Type>,
    /// A column of its key, or the one that is summed, is personal: values are not shown.
    pub personal: bool,
    /// Of the column that is summed; none where none is.
    pub scale: Option<u8>,
    /// What follows where it does not hold.
    pub on_fail: OnFail,
    /// The other table and its columns, if there is one.
    pub target: Option<(String, String)>,
    /// What is wanted, as a finding says it.
    pub wanted: (String, String),
}

/// What the rows of a table tell a rule.
#[derive(Debug)]
pub struct Emit {
    /// Number among all rules of the run.
    pub rule: u16,
    /// 0: the table is referred to; 1: it has the rule.
    pub side: u8,
    /// The key's columns.
    pub key: Vec<usize>,
    /// The column that is summed.
    pub sum: Option<usize>,
    /// The column that counts up.
    pub number: Option<usize>,
    /// The rows that it is about.
    pub filter: Option<Computed>,
    /// What a row is whose key has an empty value.
    pub nulls: Empty,
    /// One entry for each row; else one for all rows of a chunk that have one key.
    pub each: bool,
    /// Of a failure to tell whether the rule is about a row.
    pub on_fail: OnFail,
    /// Number in its table.
    pub own: usize,
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
    /// The look-ups of all mappings; their numbers go on after those of the controls.
    pub gaps: Vec<GapWork>,
}

/// What a number in a key stands for.
#[derive(Debug, Clone, Copy)]
pub enum Judged<'a> {
    /// A rule.
    Rule(&'a SetWork),
    /// A control.
    Control(&'a ControlWork),
}

impl SetRules {
    /// Number of the first look-up.
    #[must_use]
    pub const fn first_gap(&self) -> usize {
        self.all.len() + self.controls.len()
    }

    /// The rule or control of this number.
    #[must_use]
    pub fn find(&self, number: usize) -> Option<Judged<'_>> {
        match number.checked_sub(self.all.len()) {
            None => self.all.get(number).map(Judged::Rule),
            Some(number) => self.controls.get(number).map(Judged::Control),
        }
    }
}

impl Judged<'_> {
    /// Number of its mapping.
    #[must_use]
    pub const fn mapping(&self) -> usize {
        match self {
            Self::Rule(work) => work.mapping,
            Self::Control(work) => work.mapping,
        }
    }

    /// As a finding names it.
    #[must_use]
    pub fn subject(&self) -> Subject {
        let index = |number: usize| u16::try_from(number).unwrap_or(u16::MAX);
        match self {
            Self::Rule(work) => Subject::SetRule(index(work.table), index(work.rule)),
            Self::Control(work) => Subject::Control(index(work.number)),
        }
    }

    /// What follows where it does not hold.
    #[must_use]
    pub const fn on_fail(&self) -> OnFail {
        match self {
            Self::Rule(work) => work.on_fail,
            Self::Control(work) => work.on_fail,
        }
    }
}

/// Makes the rules ready, and tells each plan what its tables' rows have to tell.
pub fn plan(prepared: &mut [Prepared], settings: &[Option<Setting>]) -> SetRules {
    let mut rules = SetRules::default();
    let mappings: Vec<_> = prepared.iter().map(|one| one.plan.mapping.clone()).collect();
    for (number, mapping) in mappings.iter().enumerate() {
        prepared[number].plan.number = u16::try_from(number).unwrap_or(u16::MAX);
        for (at, table) in mapping.tables.iter().enumerate() {
            for (own, rule) in table.set_rules.iter().enumerate() {
                let Some(ready) = ready(&mappings, (number, at, own), rule) else {
                    rules.without_target += 1;
                    continue;
                };
                let id = u16::try_from(rules.all.len()).unwrap_or(u16::MAX);
                let (work, emits) = ready;
                for (mapping, table, emit) in emits {
                    let plan = &mut prepared[mapping].plan;
                    let filter = emit.filter.map(|filter| Computed::new(filter, settings));
                    plan.tables[table].emits.push(Emit {
                        rule: id,
                        side: emit.side,
                        key: emit.key,
                        sum: emit.sum,
                        number: emit.number,
                        filter,
                        nulls: emit.nulls,
                        each: emit.each,
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
    rules
}

/// An [`Emit`] before its expression is compiled.
struct Draft<'a> {
    side: u8,
    key: Vec<usize>,
    sum: Option<usize>,
    number: Option<usize>,
    filter: Option<&'a Expression>,
    nulls: Empty,
    each: bool,
}

type Ready<'a> = (SetWork, Vec<(usize, usize, Draft<'a>)>);

/// A rule with what tells it; none if it needs a table that is not there.
fn ready<'a>(
    mappings: &[std::sync::Arc<Mapping>],
    (mapping, table, number): (usize, usize, usize),
    rule: &'a SetRule,
) -> Option<Ready<'a>> {
    let columns = &mappings[mapping].tables[table].columns;
    let refuses = rule.on_fail == OnFail::Reject;
    let own = |key: &[usize], nulls, each| Draft {
        side: 1,
        key: key.to_vec(),
        sum: rule.amount,
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
            let (least, most) = (equals.wrapping_sub(tolerance), equals.wrapping_add(tolerance));
            let emit = Draft { sum: Some(*column), ..own(by, Empty::Value, refuses) };
            (Test::Sum { least, most }, by, vec![emit])
        }
        SetTest::Compare { column, by, tolerance, .. } => {
            let emit = Draft { sum: Some(*column), ..own(by, Empty::Value, refuses) };
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
    if let SetTest::References { target: wanted, .. } | SetTest::Compare { target: wanted, .. } = &rule.test {
        let (at, other, found) = resolved(mappings, wanted)?;
        let sums = matches!(rule.test, SetTest::Compare { .. });
        let (keys, sum) = if sums { (&found[..found.len() - 1], found.last().copied()) } else { (&found[..], None) };
        let names = wanted.columns[..keys.len()].join(", ");
        target = Some((wanted.table.clone(), names));
        let nulls = if sums { Empty::Value } else { Empty::Skipped };
        // Its rows are refused by their own rules alone; a key mostly stands once.
        emits.push(Draft { side: 0, key: keys.to_vec(), sum, number: None, filter: None, nulls, each: !sums });
        places.push((at, other));
    }
    let personal = key.iter().copied().chain(emits[0].sum).chain(emits[0].number).any(|at| columns[at].personal);
    let work = SetWork {
        mapping,
        table,
        rule: number,
        test,
        key: key.iter().map(|at| columns[*at].ty).collect(),
        personal: personal || is_personal(mappings, &places[1..], &emits[1..]),
        scale: emits[0].sum.map(number_of),
        on_fail: rule.on_fail,
        target,
        wanted,
    };
    Some((work, places.into_iter().zip(emits).map(|((mapping, table), emit)| (mapping, table, emit)).collect()))
}

fn is_personal(mappings: &[std::sync::Arc<Mapping>], places: &[(usize, usize)], emits: &[Draft<'_>]) -> bool {
    places.iter().zip(emits).any(|((mapping, table), emit)| {
        let columns = &mappings[*mapping].tables[*table].columns;
        emit.key.iter().copied().chain(emit.sum).any(|at| columns[at].personal)
    })
}

/// Mapping, table and columns that are meant.
fn resolved(mappings: &[std::sync::Arc<Mapping>], target: &Target) -> Option<(usize, usize, Vec<usize>)> {
    let found = mappings.iter().enumerate().find_map(|(number, mapping)| {
        mapping.tables.iter().position(|table| table.name == target.table).map(|table| (number, table))
    });
    let (mapping, table) = found?;
    let columns = &mappings[mapping].tables[table].columns;
    let column = |name: &String| columns.iter().position(|column| column.name == *name);
    Some((mapping, table, target.columns.iter().map(column).collect::<Option<_>>()?))
}
