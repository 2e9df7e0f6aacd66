//! What the evaluation of a batch knows of one of its records, step by step, for people who ask.
//!
//! In: a batch, and one of its rows. Out: what the batch came to, as in a run, and beside it the values of the record's
//! fields, those of every column that is made of it with what it is made of, and what each rule of rows says. Nothing is
//! computed in another way than for a run. Refuses to hide what is personal: who shows it does.

mod lists;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef};

use lists::KnownList;

use super::lookups::Looked;
use super::{Evaluated, Evaluation, Lent, Made, NOWHERE, RowsOf, TableOfRows, defect, sql, stop};
use crate::extractors::values::Values;
use crate::finding::Code;
use crate::mapping::model::{Field, FieldRef, KindId, LookupKey, Many, Origin, Reads, Type, Validity};
use crate::run::Stop;
use crate::run::batch::Batch;
use crate::run::computed::Computed;
use crate::run::plan::{Plan, field_of};
use crate::run::walk::Text;
use crate::run::windows::OpenSource;
use crate::transforms::sql::steps::{Step, text_at};

/// A value as text; none: it is empty, or was not made.
pub type Shown = Option<String>;

/// One record.
#[derive(Debug, Default)]
pub struct Seen {
    /// Its fields; empty where they were not looked at.
    pub fields: Vec<Shown>,
    /// By group, then field, then repetition.
    pub repeats: Vec<Vec<Vec<Shown>>>,
    /// The records above it, the nearest first.
    pub above: Vec<Above>,
    /// The source's reason to set it aside, its parents' too, whether or not it is refused besides.
    pub aside: Option<usize>,
    /// The tables whose rows it makes; behind them the lists whose elements it makes, or has.
    pub tables: Vec<SeenTable>,
}

/// A parent, or its parent.
#[derive(Debug)]
pub struct Above {
    /// By row of the batch.
    pub row: u32,
    /// Its fields; empty where they were not looked at.
    pub fields: Vec<Shown>,
}

/// The rows that a record makes of one table.
#[derive(Debug)]
pub struct SeenTable {
    /// Its number; that of a list as [`Mapping::with_nested`](crate::mapping::model::Mapping::with_nested) counts.
    pub table: usize,
    /// Records of other kinds whose fields its columns read, by row of the batch; none where there is none.
    pub lent: Vec<(KindId, Option<u32>)>,
    /// One a repetition, or a part of one.
    pub rows: Vec<SeenRow>,
}

/// One row of a table.
#[derive(Debug)]
pub struct SeenRow {
    /// Of the record, from 0.
    pub repetition: u32,
    /// Of the repetition, from 0; none where rows are not split.
    pub part: Option<u32>,
    /// Number of the table's reason that leaves it out.
    pub left_out: Option<usize>,
    /// One a column.
    pub columns: Vec<SeenColumn>,
    /// One a rule of rows.
    pub rules: Vec<SeenRule>,
    /// One a column of lists.
    pub lists: Vec<SeenList>,
}

/// A list of one row.
#[derive(Debug)]
pub struct SeenList {
    /// Its number, as [`Mapping::with_nested`](crate::mapping::model::Mapping::with_nested) counts.
    pub table: usize,
    /// Elements.
    pub count: usize,
    /// The first of them.
    pub elements: Vec<SeenElement>,
}

/// An element of a list.
#[derive(Debug)]
pub struct SeenElement {
    /// The child that it is made of, by row of the batch; none: it is what repeats in the record itself.
    pub child: Option<u32>,
    /// What it is, as if it were a row.
    pub row: SeenRow,
}

impl SeenTable {
    /// The children that stand in the lists of its rows.
    #[must_use]
    pub fn children(&self) -> Vec<u32> {
        let mut found = Vec::new();
        let mut left: Vec<&SeenList> = self.rows.iter().flat_map(|row| &row.lists).collect();
        while let Some(list) = left.pop() {
            found.extend(list.elements.iter().filter_map(|element| element.child));
            left.extend(list.elements.iter().flat_map(|element| &element.row.lists));
        }
        found
    }
}

/// One column of a row.
#[derive(Debug, Default)]
pub struct SeenColumn {
    /// Its value.
    pub value: Shown,
    /// Before `null_if` and `default`; none where it is made of nothing.
    pub input: Option<Shown>,
    /// Of an expression: what it reads, and its operations.
    pub computed: Option<SeenExpression>,
    /// Its value could not be made, which is told.
    pub failed: bool,
    /// Of a look-up, or of what a split takes.
    pub looked: Option<SeenLookup>,
}

/// What an expression was computed from.
#[derive(Debug)]
pub struct SeenExpression {
    /// In the order in which they are named.
    pub reads: Vec<(Reads, Shown)>,
    /// Its operations.
    pub steps: Vec<Step>,
}

/// What was looked up.
#[derive(Debug)]
pub struct SeenLookup {
    /// Index of each column that is a key, with its value.
    pub keys: Vec<(usize, Shown)>,
    /// The column of the day, with its value.
    pub day: Option<(usize, Shown)>,
    /// The key is there.
    pub found: bool,
    /// The crosswalk's row, from 0; none: no such key, or the several rows of a split.
    pub row: Option<u32>,
}

/// What a rule of rows says.
#[derive(Debug)]
pub struct SeenRule {
    /// Whether it is true; none: it has no value, which holds.
    pub holds: Option<bool>,
    /// Why it failed.
    pub failed: Option<Code>,
    /// What it was computed from.
    pub computed: SeenExpression,
}

/// Evaluates a batch, and tells what is known of one of its rows.
///
/// # Errors
/// TL0911, a defect.
pub fn evaluate_seeing(
    plan: &Plan,
    source: &OpenSource,
    text: &Text<'_>,
    batch: &Batch,
    row: u32,
) -> Result<(Evaluated, Seen), Stop> {
    let mut work = Evaluation::new(plan, source, text, batch)?;
    let made = work.made()?;
    let seen = work.seen(row, &made)?;
    Ok((work.finished(made)?, seen))
}

/// An expression with its operands, for all rows of a table.
struct Operands<'a> {
    computed: &'a Computed,
    inputs: Vec<ArrayRef>,
}

/// What is known of all rows of a table.
struct Known<'a> {
    table: usize,
    /// One a column.
    operands: Vec<Option<Operands<'a>>>,
    /// One a rule.
    rules: Vec<(Operands<'a>, sql::Evaluated)>,
    made: &'a Made<'a>,
}

impl Operands<'_> {
    fn of(&self, row: usize) -> SeenExpression {
        let types = self.computed.program.input_types();
        let reads = self.computed.reads.iter().zip(&self.inputs).zip(types);
        let reads = reads.map(|((read, input), ty)| (*read, text_at(input, ty, row).flatten())).collect();
        SeenExpression { reads, steps: self.computed.program.steps(&self.inputs, row) }
    }
}

impl Evaluation<'_> {
    fn seen(&self, row: u32, made: &[Made<'_>]) -> Result<Seen, Stop> {
        let mut above = Vec::new();
        let mut parent = self.batch.rows.parent(row as usize);
        while let Some(row) = parent {
            above.push(Above { row, fields: self.fields_seen(row) });
            parent = self.batch.rows.parent(row as usize);
        }
        let (fields, repeats, aside) = (self.fields_seen(row), self.repeats_seen(row), self.aside(row));
        let mut tables = Vec::new();
        for (table, made) in made.iter().chain(&self.lists).enumerate() {
            if let Some(place) = self.place_in(row, self.plan.rows_of(table).from) {
                tables.push(self.table_seen(table, place, made)?);
            }
        }
        Ok(Seen { fields, repeats, above, aside, tables })
    }

    /// A row's place among the decoded rows of a kind, if it is one of them.
    fn place_in(&self, row: u32, kind: KindId) -> Option<usize> {
        let is_of = self.batch.rows.kind(row as usize) == Some(kind) && self.places[row as usize] != NOWHERE;
        is_of.then(|| self.places[row as usize] as usize)
    }

    fn fields_seen(&self, row: u32) -> Vec<Shown> {
        let Some(kind) = self.batch.rows.kind(row as usize) else { return Vec::new() };
        let Some(place) = self.place_in(row, kind) else { return Vec::new() };
        let declared = &self.plan.mapping.source.kinds[kind].fields;
        let shown = |(field, values): (&Field, &Values<'_>)| text_at(values.all(), field.ty, place).flatten();
        declared.iter().zip(&self.kinds[kind].fields).map(shown).collect()
    }

    fn repeats_seen(&self, row: u32) -> Vec<Vec<Vec<Shown>>> {
        let Some(kind) = self.batch.rows.kind(row as usize) else { return Vec::new() };
        let Some(place) = self.place_in(row, kind) else { return Vec::new() };
        let groups = self.plan.mapping.source.kinds[kind].repeats.iter().zip(&self.kinds[kind].repeats).enumerate();
        let group = |(number, (declared, arrays)): (usize, (&crate::mapping::model::Repeat, &Vec<Values<'_>>))| {
            let (times, repeated) = (self.plan.kinds[kind].repeats[number].times, &self.kinds[kind].repeated[number]);
            let row = u32::try_from(place).unwrap_or(NOWHERE);
            let field = |(field, values): (&Field, &Values<'_>)| {
                let value = |time: u32| repeated.within(row, &(time..time + 1)).next();
                let text = |time: u32| text_at(values.all(), field.ty, value(time)? as usize).flatten();
                (0..times).map(text).collect()
            };
            declared.fields.iter().zip(arrays).map(field).collect()
        };
        groups.map(group).collect()
    }

    /// What is known of all rows of a table.
    fn known<'k>(&'k self, table: usize, made: &'k Made<'k>) -> Result<Known<'k>, Stop> {
        let (work, repeated) = (self.plan.rows_of(table), self.repeated_of(table));
        let rows = &self.kinds[work.from].rows;
        let whole = TableOfRows { table, of: RowsOf { records: rows, repeated, parts: None, place: None } };
        let split = TableOfRows { of: RowsOf { parts: made.parts.as_ref(), ..whole.of }, ..whole };
        let mut lent = Lent::new();
        let mut operands = Vec::with_capacity(work.columns.len());
        for column in &work.columns {
            let computed = column.computed.as_ref();
            let of = |computed| Ok(Operands { computed, inputs: self.inputs(computed, whole, &[], &mut lent)? });
            operands.push(computed.map(of).transpose()?);
        }
        let mut rules = Vec::with_capacity(work.rules.len());
        for rule in &work.rules {
            let inputs = self.inputs(&rule.row, split, &made.columns, &mut lent)?;
            let evaluated = rule.row.program.evaluate(&inputs, split.of.count()).map_err(stop)?;
            rules.push((Operands { computed: &rule.row, inputs }, evaluated));
        }
        Ok(Known { table, operands, rules, made })
    }

    /// What is known of the rows that the record at this place of its kind makes.
    fn table_seen(&self, table: usize, place: usize, made: &Made<'_>) -> Result<SeenTable, Stop> {
        let repeated = self.repeated_of(table);
        let (known, lists) = (self.known(table, made)?, self.known_lists(table)?);
        let mut seen = Vec::new();
        for value in repeated.of(u32::try_from(place).unwrap_or(NOWHERE)) {
            let (whole, repetition) = (value as usize, repeated.number(value));
            let starts = made.parts.as_ref().map(|parts| [whole, whole + 1].map(|at| parts.starts[at] as usize));
            let [first, end] = starts.unwrap_or([whole, whole + 1]);
            for row in first..end {
                let part = starts.and_then(|_| u32::try_from(row - first).ok());
                seen.push(self.row_seen((&known, &lists, lists::MOST), (repetition, part), (whole, row)));
            }
        }
        Ok(SeenTable { table, lent: self.lent_to(table, place)?, rows: seen })
    }

    /// A row, which was `whole` before it was split, with at most so many elements of each list.
    fn row_seen(
        &self,
        (known, lists, most): (&Known<'_>, &[KnownList<'_>], usize),
        (repetition, part): (u32, Option<u32>),
        (whole, row): (usize, usize),
    ) -> SeenRow {
        let columns = known.operands.iter().enumerate();
        let columns = columns.map(|(number, operands)| {
            self.column_seen((known.table, number), operands.as_ref(), (whole, row), known.made)
        });
        let rules = known.rules.iter().map(|(operands, evaluated)| {
            let holds = evaluated.array.as_boolean();
            SeenRule {
                holds: holds.is_valid(row).then(|| holds.value(row)),
                failed: evaluated.failed.iter().find(|found| found.row as usize == row).map(|found| found.code),
                computed: operands.of(row),
            }
        });
        SeenRow {
            repetition,
            part,
            left_out: known.made.left_out.get(whole).copied().flatten(),
            columns: columns.collect(),
            rules: rules.collect(),
            lists: lists.iter().map(|list| self.list_seen(list, whole, most)).collect(),
        }
    }

    /// A column of a row, which was `whole` before it was split.
    fn column_seen(
        &self,
        (table, number): (usize, usize),
        operands: Option<&Operands<'_>>,
        (whole, row): (usize, usize),
        made: &Made<'_>,
    ) -> SeenColumn {
        let declared = self.plan.mapping.table_at(table);
        let column = |at: usize| text_at(made.columns[at].all(), declared.columns[at].ty, row).flatten();
        let looked = |keys: &[LookupKey], valid: Option<&Validity>| SeenLookup {
            keys: keys.iter().map(|key| (key.column, column(key.column))).collect(),
            day: valid.map(|valid| (valid.at, column(valid.at))),
            found: false,
            row: None,
        };
        let there = |looked: Option<&Looked>| {
            let rows = &looked?.rows;
            (row < rows.len() && rows.is_valid(row)).then(|| rows.value(row))
        };
        let looked = match &declared.columns[number].from {
            Origin::Lookup(at) => {
                let (lookup, row) = (&declared.lookups[*at], there(made.looked.get(*at)));
                let looked = looked(&lookup.keys, lookup.valid.as_ref());
                Some(SeenLookup { found: row.is_some(), row, ..looked })
            }
            Origin::Split(_) => declared.split.as_ref().map(|split| {
                let looked = looked(&split.keys, split.valid.as_ref());
                SeenLookup { found: there(made.split.as_ref()).is_some(), ..looked }
            }),
            _ => None,
        };
        let failed = u32::try_from(row).is_ok_and(|row| made.told.get(number).is_some_and(|told| told.contains(&row)));
        let ty = self.input_type(table, number);
        let input = made.inputs[number].as_ref().zip(ty).and_then(|(array, ty)| text_at(array, ty, row));
        let computed = operands.map(|operands| operands.of(whole));
        SeenColumn { value: column(number), input, computed, failed, looked }
    }

    /// The type of what a column is made of.
    fn input_type(&self, table: usize, number: usize) -> Option<Type> {
        let column = &self.plan.mapping.table_at(table).columns[number];
        match &column.from {
            Origin::Field(at) => Some(field_of(&self.plan.mapping, *at).ty),
            Origin::Expression(expression) => Some(expression.typed.ty),
            Origin::Lookup(_) | Origin::Split(_) | Origin::Label(_) => Some(column.ty),
            Origin::Constant(_) | Origin::RepeatNumber(_) | Origin::PartNumber => None,
        }
    }

    /// The records of other kinds that lend their fields to a table's row.
    fn lent_to(&self, table: usize, place: usize) -> Result<Vec<(KindId, Option<u32>)>, Stop> {
        let declared = self.plan.mapping.table_at(table);
        let fields = declared.columns.iter().flat_map(|column| match &column.from {
            Origin::Field(at) | Origin::Label(at) => vec![*at],
            Origin::Expression(expression) => expression.fields().collect(),
            _ => Vec::new(),
        });
        let joined = declared.with.iter().filter(|with| with.many != Many::Any).map(|with| with.kind);
        let mut kinds: Vec<KindId> = fields.map(|FieldRef { kind, .. }| kind).chain(joined).collect();
        kinds.sort_unstable();
        kinds.dedup();
        let others = kinds.into_iter().filter(|kind| *kind != declared.from);
        let row = |kind: KindId| {
            let places = self.places_of(table, kind);
            let at = (place < places.len()).then_some(place).ok_or_else(|| defect("a place of a kind"))?;
            let lent = places.is_valid(at).then(|| self.kinds[kind].rows.get(places.value(at) as usize).copied());
            Ok((kind, lent.flatten()))
        };
        others.map(row).collect()
    }
}
