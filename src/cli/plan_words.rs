//! What a mapping would do, and what its migration says, in words: `check`'s answer.
//!
//! In: a checked mapping, its files and the computed bounds. Out: [`CheckedPlan`] as data, and text. Refuses to open
//! files, and to show a constant of a personal column, or a
//! personal parameter.

use serde::Serialize;

use super::engine::CheckedMigration;
use super::layout::{self, Side};
use super::numbers;
use super::plan_rules::{self, CheckedRule, one_line};
use super::words::{self, Language, Texts};
use crate::evidence::text;
use crate::finding::Arg;
use crate::inspect::check::first::Looked;
use crate::mapping::model::{
    AmountLimit, Blocks, Column, Condition, Control, Counted, Described, DescribedBy, Dialect, Edges, FieldRef, Figure,
    Filler, Format, HeaderMatch, Keep, Kind, Lines, Long, Many, Mapping, OnFail, Operand, Origin, Parameter, Positions,
    Preamble, Ragged, RepeatedHeader, Short, Source, Split, Table, Test, Type, Value, Word,
};
use crate::mapping::types;
use crate::run::parameters::{self, Setting};

/// Files that are listed.
const FILES: usize = 8;
/// Values of a condition that are listed.
const VALUES: usize = 8;

/// The type of a column whose values are lists.
const LIST: &str = "list";
/// The type of a column that is a structure.
const STRUCTURE: &str = "structure";

/// What one mapping would do.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CheckedPlan {
    /// The mapping's name.
    pub name: String,
    /// Name and bytes of each file, in the order in which they are read; stored bytes.
    pub files: Vec<(String, u64)>,
    /// The encoding's name.
    pub encoding: String,
    /// How the bytes are cut.
    #[serde(skip)]
    pub reading: Reading,
    /// In the order in which they are tried.
    pub kinds: Vec<CheckedKind>,
    /// What is not loaded, and when.
    pub set_aside: Vec<CheckedAside>,
    /// The old system's own figures.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub controls: Vec<CheckedControl>,
    /// In the mapping's order.
    pub tables: Vec<CheckedTable>,
    /// In the order in which look-ups name them.
    pub crosswalks: Vec<CheckedCrosswalk>,
    /// Most memory of a run with the threads asked for, in bytes.
    pub memory_bound: u64,
    /// Bytes of a block.
    pub block_size: u64,
}

/// One parameter of the migration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckedParameter {
    /// Its name.
    pub name: String,
    /// Its type as a mapping writes it.
    pub r#type: String,
    /// Its value is never shown.
    pub personal: bool,
    /// Whether it has a value, and where from.
    pub given: ParameterGiven,
    /// Its value as text; none if it has none, or is personal.
    pub value: Option<String>,
    /// A text that it takes.
    #[serde(skip)]
    pub example: String,
    /// English title.
    pub title_en: String,
    /// French title.
    pub title_fr: String,
}

/// Where a parameter's value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ParameterGiven {
    /// By `--set`.
    Set,
    /// It is the default.
    Default,
    /// Nowhere yet: a run must set it.
    Unset,
}

impl CheckedParameter {
    /// A parameter, and its value if it has one.
    #[must_use]
    pub fn of(parameter: &Parameter, setting: Option<&Setting>) -> Self {
        Self {
            name: parameter.name.clone(),
            r#type: types::name(parameter.ty),
            personal: parameter.personal,
            given: match setting {
                Some(Setting { is_set: true, .. }) => ParameterGiven::Set,
                Some(_) => ParameterGiven::Default,
                None => ParameterGiven::Unset,
            },
            value: setting.and_then(|setting| setting.shown(parameter)),
            example: parameters::example(parameter),
            title_en: parameter.title.en.clone(),
            title_fr: parameter.title.fr.clone(),
        }
    }
}

/// One crosswalk that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckedCrosswalk {
    /// As the mapping names it.
    pub file: String,
    /// Its rows.
    pub rows: u64,
    /// Bytes of the file.
    pub bytes: u64,
    /// Bytes of memory.
    pub memory: u64,
}

/// How the bytes are cut into records.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// Lines, records of one length, or cells.
    pub format: Format,
    /// Bytes of every file that are passed over.
    pub edges: Edges,
    /// Bytes of the longest record.
    pub max_length: u64,
    /// Bytes of the largest parent with its children; none if no table joins children.
    pub group_max: Option<u64>,
}

/// One kind.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CheckedKind {
    /// Its name.
    pub name: String,
    /// When a record is of this kind.
    #[serde(skip)]
    pub when: Option<CheckedCondition>,
    /// It stands before the header.
    pub in_preamble: bool,
    /// Its parent.
    pub under: Option<String>,
    /// The kind that it closes.
    pub ends: Option<String>,
    /// Why it is not read.
    pub skip: Option<String>,
    /// How many fields are read, those of repeated groups once.
    pub fields: usize,
    /// What no field reads must be blank.
    pub filler_is_blank: bool,
    /// Places that are not read, with reasons.
    pub ignored: usize,
}

/// A condition with the name and type of its field.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckedCondition {
    /// As in the mapping.
    pub condition: Condition,
    /// The field's name and type; none for raw operands.
    pub field: Option<(String, Type)>,
}

/// A figure of the old system.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CheckedControl {
    /// Its name.
    pub id: String,
    /// The field that says it.
    pub says: String,
    /// What it must be.
    #[serde(flatten)]
    pub figure: CheckedFigure,
    /// Which records; none: all.
    #[serde(skip)]
    pub when: Option<CheckedCondition>,
    /// The kind whose record opens what it is about; none: the file.
    pub opened: Option<String>,
}

/// What a control's figure must be; kinds and fields by their names.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "figure", rename_all = "snake_case")]
pub enum CheckedFigure {
    /// A number of records.
    Count {
        /// Kinds and groups; none: every record.
        of: Option<Vec<String>>,
        /// In units of so many.
        per: u64,
    },
    /// A sum.
    Sum {
        /// The fields.
        of: Vec<String>,
        /// Only so many digits at its end; none: all.
        low_digits: Option<u32>,
    },
    /// A value of another record.
    Is {
        /// The field.
        of: String,
    },
}

/// A reason for setting records aside.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CheckedAside {
    /// In the mapping's words.
    pub because: String,
    /// When.
    #[serde(skip)]
    pub when: CheckedCondition,
}

/// One table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CheckedTable {
    /// Its name.
    pub name: String,
    /// English title.
    pub title_en: String,
    /// French title.
    pub title_fr: String,
    /// The kind, or `kind.group`, that makes its rows.
    pub from: String,
    /// Joined children, and whether there must be one.
    pub with: Vec<(String, bool)>,
    /// Rejects that are allowed: `10`, or `0.1%`.
    pub rejects_allowed: String,
    /// Money that they may hold: column, and how much.
    pub amounts_allowed: Vec<(String, String)>,
    /// How its rows become several, if they do.
    pub split: Option<CheckedSplit>,
    /// `_file` and `_offset` are written.
    pub trace: bool,
    /// Of rows with the same key one is kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dedupe: Option<CheckedDedupe>,
    /// Columns by which its rows are sorted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sort_by: Vec<String>,
    /// Columns whose values are folders.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub partition_by: Vec<String>,
    /// At least one.
    pub columns: Vec<CheckedColumn>,
    /// Those of each row first.
    pub rules: Vec<CheckedRule>,
}

/// Which of several rows is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckedDedupe {
    /// Columns of the key.
    pub by: Vec<String>,
    /// `last` or `first`.
    pub keep: &'static str,
    /// What tells which one that is.
    pub order_by: Vec<String>,
}

/// One column.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CheckedColumn {
    /// Its name.
    pub name: String,
    /// Its type as a mapping writes it.
    pub r#type: String,
    /// It must have a value.
    pub required: bool,
    /// Its values are never shown.
    pub personal: bool,
    /// Where its values come from.
    pub from: CheckedOrigin,
    /// The keys by which its values are checked, `required` apart.
    pub checks: Vec<&'static str>,
    /// What follows where a check fails.
    #[serde(skip)]
    pub on_fail: OnFail,
    /// What follows for a value that level 88 of its field does not name, if anything does.
    #[serde(skip)]
    pub conditions: Option<OnFail>,
}

/// Where a column's values come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckedOrigin {
    /// `kind.field`.
    Field(String),
    /// The same value in every row, as text; none in a personal column.
    Constant(Option<String>),
    /// Always empty.
    Empty,
    /// The number of the repetition.
    RepeatNumber,
    /// Of a list: the group or the children that are its elements.
    List(String),
    /// Of a structure: what it is of.
    Structure(String),
    /// Computed; as written.
    Expression(String),
    /// A crosswalk's file, and the columns that are the keys.
    Lookup(String, Vec<String>),
    /// A header of the table's split.
    Split(String),
    /// The number of the part.
    PartNumber,
    /// The level 88 name of a field's value: `kind.field`.
    Label(String),
}

/// How a table's rows are split.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckedSplit {
    /// The crosswalk's file.
    pub crosswalk: String,
    /// The columns that are the keys, and the day.
    pub keys: Vec<String>,
    /// The columns that are divided.
    pub amounts: Vec<String>,
}

impl CheckedPlan {
    /// The plan of a mapping; `files` are names and bytes, the bounds are in bytes.
    #[must_use]
    pub fn of(mapping: &Mapping, files: Vec<(String, u64)>, block_size: u64, memory_bound: u64) -> Self {
        let source = &mapping.source;
        let joins = mapping.tables.iter().any(|table| !table.with.is_empty());
        let reading = Reading {
            format: source.format.clone(),
            edges: source.edges,
            max_length: source.max_length,
            group_max: joins.then_some(source.group_max),
        };
        let aside = |aside: &crate::mapping::model::SetAside| CheckedAside {
            because: aside.because.clone(),
            when: checked_condition(source, &aside.when),
        };
        let asides = source.set_aside.iter().chain(mapping.tables.iter().flat_map(|table| &table.set_aside));
        Self {
            name: mapping.name.clone(),
            files,
            encoding: source.encoding.clone(),
            reading,
            kinds: source.kinds.iter().map(|kind| checked_kind(source, kind)).collect(),
            set_aside: asides.map(aside).collect(),
            controls: source.controls.iter().map(|control| checked_control(source, control)).collect(),
            tables: mapping.tables.iter().map(|table| checked_table(source, table)).collect(),
            crosswalks: Vec::new(),
            memory_bound,
            block_size,
        }
    }
}

fn checked_kind(source: &Source, kind: &Kind) -> CheckedKind {
    let name = |id: usize| source.kinds.get(id).map(|kind| kind.name.clone());
    CheckedKind {
        name: kind.name.clone(),
        when: kind.when.as_ref().map(|when| checked_condition(source, when)),
        in_preamble: kind.in_preamble,
        under: kind.under.and_then(name),
        ends: kind.ends.and_then(name),
        skip: kind.skip.clone(),
        fields: kind.fields.len() + kind.repeats.iter().map(|repeat| repeat.fields.len()).sum::<usize>(),
        filler_is_blank: kind.filler == Filler::Blank,
        ignored: kind.ignore.len(),
    }
}

fn checked_condition(source: &Source, condition: &Condition) -> CheckedCondition {
    let field = match condition.of {
        Operand::Field(at) => field(source, at),
        _ => None,
    };
    CheckedCondition { condition: condition.clone(), field }
}

fn checked_control(source: &Source, control: &Control) -> CheckedControl {
    let name = |at: FieldRef| field(source, at).map_or_else(String::new, |(name, _)| name);
    let kind = |id: usize| source.kinds.get(id).map_or_else(String::new, |kind| kind.name.clone());
    let counted = |one: &Counted| {
        let group = source.kinds.get(one.kind).and_then(|kind| kind.repeats.get(one.repeat?));
        kind(one.kind) + &group.map(|group| format!(".{}", group.name)).unwrap_or_default()
    };
    let figure = match &control.figure {
        Figure::Count { of, per } => {
            CheckedFigure::Count { of: of.as_ref().map(|of| of.iter().map(counted).collect()), per: *per }
        }
        Figure::Sum { fields, low_digits } => {
            CheckedFigure::Sum { of: fields.iter().map(|at| name(*at)).collect(), low_digits: *low_digits }
        }
        Figure::Is(at) => CheckedFigure::Is { of: name(*at) },
    };
    CheckedControl {
        id: control.id.clone(),
        says: name(control.says),
        figure,
        when: control.filter.as_ref().map(|filter| checked_condition(source, filter)),
        opened: control.opened.map(kind),
    }
}

fn amount_allowed(table: &Table, limit: AmountLimit) -> (String, String) {
    let column = &table.columns[limit.column];
    (column.name.clone(), text::value(column.ty, limit.most))
}

fn checked_table(source: &Source, table: &Table) -> CheckedTable {
    let kind = source.kinds.get(table.from);
    let from = kind.map_or_else(String::new, |kind| kind.name.clone());
    let group = kind.and_then(|kind| kind.repeats.get(table.repeat?)).map(|repeat| format!(".{}", repeat.name));
    let name = |id: usize| source.kinds.get(id).map_or_else(String::new, |kind| kind.name.clone());
    let columns = |of: &[usize]| of.iter().map(|at| table.columns[*at].name.clone()).collect();
    CheckedTable {
        name: table.name.clone(),
        title_en: table.title.en.clone(),
        title_fr: table.title.fr.clone(),
        from: from + &group.unwrap_or_default(),
        with: table
            .with
            .iter()
            .filter(|with| with.many != Many::Any)
            .map(|with| (name(with.kind), with.many == Many::One))
            .collect(),
        rejects_allowed: table.limits.rejects.to_string(),
        amounts_allowed: table.limits.amounts.iter().map(|limit| amount_allowed(table, *limit)).collect(),
        split: table.split.as_ref().map(|split| checked_split(table, split)),
        trace: table.trace,
        dedupe: table.dedupe.as_ref().map(|dedupe| CheckedDedupe {
            by: columns(&dedupe.by),
            keep: if dedupe.keep == Keep::Last { "last" } else { "first" },
            order_by: columns(&dedupe.order_by),
        }),
        sort_by: columns(&table.order.sort_by),
        partition_by: columns(&table.order.partition_by),
        columns: checked_columns(source, table, ""),
        rules: plan_rules::of(table),
    }
}

/// The columns of a table or of a list's elements, then those of its lists by the way to them.
fn checked_columns(source: &Source, table: &Table, way: &str) -> Vec<CheckedColumn> {
    let named = |column: CheckedColumn| CheckedColumn { name: format!("{way}{}", column.name), ..column };
    // A structure stands before its columns.
    let own = table.columns.iter().enumerate().flat_map(|(at, column)| {
        let structures = table.structures.iter().filter(move |one| one.columns.start == at);
        let structures =
            structures.map(|one| whole(format!("{way}{}", one.name), CheckedOrigin::Structure(one.of.clone())));
        structures.chain([named(checked_column(source, table, column))]).collect::<Vec<_>>()
    });
    let lists = table.nests.iter().flat_map(|nest| {
        let name = format!("{way}{}", nest.name);
        if let (true, [value]) = (nest.is_value, nest.table.columns.as_slice()) {
            let value = checked_column(source, &nest.table, value);
            let ty = format!("{LIST} {}", value.r#type);
            return vec![CheckedColumn { name, r#type: ty, from: CheckedOrigin::List(nest.of.clone()), ..value }];
        }
        let list = whole(name.clone(), CheckedOrigin::List(nest.of.clone()));
        std::iter::once(list).chain(checked_columns(source, &nest.table, &format!("{name}."))).collect()
    });
    own.chain(lists).collect()
}

/// A list or a structure as a whole, which every row has.
fn whole(name: String, from: CheckedOrigin) -> CheckedColumn {
    let ty = if matches!(from, CheckedOrigin::List(_)) { LIST } else { STRUCTURE };
    CheckedColumn {
        name,
        r#type: ty.to_owned(),
        required: true,
        personal: false,
        from,
        conditions: None,
        checks: Vec::new(),
        on_fail: OnFail::Reject,
    }
}

fn checked_split(table: &Table, split: &Split) -> CheckedSplit {
    let name = |column: usize| table.columns[column].name.clone();
    let keys = split.keys.iter().map(|key| key.column).chain(split.valid.as_ref().map(|valid| valid.at));
    CheckedSplit {
        crosswalk: split.file.clone(),
        keys: keys.map(name).collect(),
        amounts: split.amounts.iter().copied().map(name).collect(),
    }
}

fn checked_column(source: &Source, table: &Table, column: &Column) -> CheckedColumn {
    let from = match &column.from {
        Origin::Field(at) => CheckedOrigin::Field(field(source, *at).map_or_else(String::new, |(name, _)| name)),
        Origin::Label(at) => CheckedOrigin::Label(field(source, *at).map_or_else(String::new, |(name, _)| name)),
        Origin::Constant(None) => CheckedOrigin::Empty,
        Origin::Constant(Some(value)) => {
            CheckedOrigin::Constant((!column.personal).then(|| value_text(column.ty, value)))
        }
        Origin::RepeatNumber(_) => CheckedOrigin::RepeatNumber,
        Origin::Expression(expression) => CheckedOrigin::Expression(expression.typed.text.clone()),
        Origin::Lookup(number) => {
            let lookup = &table.lookups[*number];
            let keys = lookup.keys.iter().map(|key| key.column).chain(lookup.valid.as_ref().map(|valid| valid.at));
            let names = keys.map(|column| table.columns[column].name.clone());
            CheckedOrigin::Lookup(lookup.file.clone(), names.collect())
        }
        Origin::Split(number) => {
            let taken = table.split.as_ref().and_then(|split| split.takes.get(*number));
            CheckedOrigin::Split(taken.map(|(_, header)| header.clone()).unwrap_or_default())
        }
        Origin::PartNumber => CheckedOrigin::PartNumber,
    };
    CheckedColumn {
        name: column.name.clone(),
        r#type: types::name(column.ty),
        required: column.required,
        personal: column.personal,
        from,
        checks: checks(column),
        on_fail: column.on_fail,
        conditions: conditions(source, column),
    }
}

fn checks(column: &Column) -> Vec<&'static str> {
    let keys = [
        ("range", column.range.is_some()),
        ("length", column.length.is_some()),
        ("pattern", column.pattern.is_some()),
        ("one_of", !column.one_of.is_empty()),
        ("check", column.check.is_some()),
    ];
    keys.into_iter().filter(|(_, is_said)| *is_said).map(|(key, _)| key).collect()
}

/// What follows for a value of a column's field that has no name.
fn conditions(source: &Source, column: &Column) -> Option<OnFail> {
    let Origin::Field(at) = &column.from else { return None };
    let kind = source.kinds.get(at.kind)?;
    let fields = at.repeat.map_or(Some(&kind.fields), |group| kind.repeats.get(group).map(|group| &group.fields));
    fields?.get(at.field)?.named.as_ref()?.on_fail
}

/// `kind.field` or `kind.group.field`, and its type.
fn field(source: &Source, at: FieldRef) -> Option<(String, Type)> {
    let kind = source.kinds.get(at.kind)?;
    let Some(group) = at.repeat else {
        let field = kind.fields.get(at.field)?;
        return Some((format!("{}.{}", kind.name, field.name), field.ty));
    };
    let group = kind.repeats.get(group)?;
    let field = group.fields.get(at.field)?;
    Some((format!("{}.{}.{}", kind.name, group.name, field.name), field.ty))
}

/// A constant as the mapping writes it.
#[must_use]
pub fn value_text(ty: Type, value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Int(number) => number.to_string(),
        Value::Decimal(unscaled) => text::value(ty, *unscaled),
        Value::Date(days) => text::date(i64::from(*days)),
        Value::Time(micros) => text::time(*micros),
        Value::Timestamp(micros) => text::timestamp(*micros),
        Value::Bool(value) => value.to_string(),
        Value::Float(value) => value.to_string(),
    }
}

/// What a migration says, for people.
#[must_use]
pub fn migration(language: Language, width: usize, migration: &CheckedMigration) -> String {
    let words = Words { language, texts: language.texts(), width };
    let title = match language {
        Language::En => &migration.title_en,
        Language::Fr => &migration.title_fr,
    };
    let title = if title.is_empty() { Vec::new() } else { vec![words::shown(title)] };
    let labels = [words.texts.plan_title, words.texts.plan_parameters];
    let margin = labels.iter().map(|label| layout::length(label)).max().unwrap_or(0) + 2;
    words.labelled_at(margin, labels[0], &title) + &block(margin, labels[1], &words.parameters(&migration.parameters))
}

/// When a record is of a kind, for people.
#[must_use]
pub fn kind_condition(language: Language, source: &Source, kind: usize) -> String {
    let words = Words { language, texts: language.texts(), width: layout::WIDTH };
    let when = source.kinds.get(kind).and_then(|kind| kind.when.as_ref());
    let rest = if source.kinds.len() == 1 { words.texts.plan_every } else { words.texts.plan_rest };
    when.map_or_else(|| words.say(rest, &[]), |when| words.condition(&checked_condition(source, when)))
}

/// The plan, for people.
#[must_use]
pub fn plan(language: Language, width: usize, plan: &CheckedPlan) -> String {
    let words = Words { language, texts: language.texts(), width };
    let mut text = words.labelled(words.texts.plan_source, &words.files(plan));
    text += &words.labelled(words.texts.plan_reading, &words.reading(&plan.reading));
    text += &words.block(words.texts.plan_kinds, &words.kinds(&plan.kinds));
    let asides: Vec<String> = plan.set_aside.iter().map(|aside| words.aside(aside)).collect();
    text += &words.labelled(words.texts.plan_aside, &asides);
    let controls: Vec<String> = plan.controls.iter().map(|control| words.control(control)).collect();
    text += &words.labelled(words.texts.plan_controls, &controls);
    let crosswalks: Vec<String> = plan.crosswalks.iter().map(|crosswalk| words.crosswalk(crosswalk)).collect();
    text += &words.labelled(words.texts.plan_crosswalk, &crosswalks);
    let memory = [
        ("memory", numbers::memory(language, plan.memory_bound).into()),
        ("block", numbers::exact_bytes(language, plan.block_size).into()),
    ];
    text += &words.labelled(words.texts.plan_memory, &[words.say(words.texts.plan_memory_bound, &memory)]);
    for table in &plan.tables {
        text.push('\n');
        text += &words.table(table);
    }
    text
}

/// How much of the sources was read, for people; nothing where they were left.
#[must_use]
pub fn looked(language: Language, width: usize, looked: Option<&Looked>) -> String {
    let words = Words { language, texts: language.texts(), width };
    let Some(Looked { files: (files, of), records, whole, .. }) = looked else { return String::new() };
    let template = match (files, whole) {
        (0, _) => words.texts.check_looked_none,
        (_, true) => words.texts.check_looked_whole,
        (_, false) => words.texts.check_looked_some,
    };
    let args = [("records", (*records).into()), ("files", (*files).into()), ("of", (*of).into())];
    words.labelled(words.texts.check_looked_head, &[words.say(template, &args)])
}

/// Where a column's values come from, for people.
#[must_use]
pub fn origin(language: Language, origin: &CheckedOrigin) -> String {
    Words { language, texts: language.texts(), width: layout::WIDTH }.origin(origin)
}

/// A table beside its label, which takes a margin.
fn block(margin: usize, label: &str, table: &str) -> String {
    let lines = table.lines().enumerate().map(|(at, line)| {
        let label = if at == 0 { label } else { "" };
        let blanks = " ".repeat(margin - layout::length(label).min(margin));
        format!("  {label}{blanks}{}\n", line.strip_prefix(layout::INDENT).unwrap_or(line))
    });
    lines.collect()
}

struct Words {
    language: Language,
    texts: &'static Texts,
    width: usize,
}

impl Words {
    fn say(&self, template: &str, args: &[(&str, Arg)]) -> String {
        words::say(self.language, template, args)
    }

    fn one(&self, template: &str, name: &str, value: impl Into<Arg>) -> String {
        self.say(template, &[(name, value.into())])
    }

    /// `  label     line`, the next lines under the first.
    fn labelled(&self, label: &str, lines: &[String]) -> String {
        self.labelled_at(self.margin(), label, lines)
    }

    fn labelled_at(&self, margin: usize, label: &str, lines: &[String]) -> String {
        let mut text = String::new();
        for (at, line) in lines.iter().enumerate() {
            let label = if at == 0 { label } else { "" };
            let blanks = " ".repeat(margin - layout::length(label).min(margin));
            text += &layout::wrapped(self.width, &format!("  {label}{blanks}"), line);
        }
        text
    }

    fn margin(&self) -> usize {
        let texts = self.texts;
        let labels = [texts.plan_source, texts.plan_reading, texts.plan_kinds, texts.plan_aside, texts.plan_memory];
        labels.iter().map(|label| layout::length(label)).max().unwrap_or(0) + 2
    }

    /// A table beside its label.
    fn block(&self, label: &str, table: &str) -> String {
        block(self.margin(), label, table)
    }

    fn parameters(&self, parameters: &[CheckedParameter]) -> String {
        let row = |one: &CheckedParameter| {
            let title = match self.language {
                Language::En => &one.title_en,
                Language::Fr => &one.title_fr,
            };
            let personal = if one.personal { self.texts.plan_personal } else { "" };
            vec![one.name.clone(), one.r#type.clone(), self.given(one), personal.to_owned(), words::shown(title)]
        };
        self.hanging(&[Side::Left; 4], &parameters.iter().map(row).collect::<Vec<_>>())
    }

    /// A table that stands beside a label; its last cells go on under themselves.
    fn hanging(&self, sides: &[Side], rows: &[Vec<String>]) -> String {
        layout::hanging_table(self.width.saturating_sub(self.margin()), sides, rows)
    }

    /// Columns under one another; where that is too wide, what is said of one stands behind where it comes from.
    fn columns(&self, columns: &[CheckedColumn]) -> String {
        let rows: Vec<Vec<String>> = columns.iter().map(|column| self.column(column)).collect();
        let table = layout::table(&[Side::Left; 5], &rows);
        let room = self.width.saturating_sub(layout::length(layout::INDENT));
        if table.lines().all(|line| layout::length(line) <= room) {
            return table;
        }
        let joined = |mut row: Vec<String>| {
            let rest = row.pop().filter(|rest| !rest.is_empty());
            if let (Some(rest), Some(from)) = (rest, row.last_mut()) {
                *from = format!("{from}; {rest}");
            }
            row
        };
        layout::hanging_table(room, &[Side::Left; 3], &rows.into_iter().map(joined).collect::<Vec<_>>())
    }

    fn given(&self, parameter: &CheckedParameter) -> String {
        let value = parameter.value.clone().map_or_else(|| "…".to_owned(), |value| format!("`{value}`"));
        let template = match parameter.given {
            ParameterGiven::Set => self.texts.plan_parameter_set,
            ParameterGiven::Default => self.texts.plan_parameter_default,
            ParameterGiven::Unset => self.texts.plan_parameter_unset,
        };
        let [name, example] = [&parameter.name, &parameter.example].map(|text| text.as_str().into());
        self.say(template, &[("value", value.into()), ("name", name), ("example", example)])
    }

    fn files(&self, plan: &CheckedPlan) -> Vec<String> {
        let bytes = plan.files.iter().map(|(_, bytes)| *bytes).sum();
        let args = [
            ("files", plan.files.len().into()),
            ("bytes", numbers::bytes(self.language, bytes).into()),
            ("encoding", plan.encoding.as_str().into()),
        ];
        let listed: Vec<Vec<String>> = plan
            .files
            .iter()
            .take(FILES)
            .map(|(name, bytes)| vec![words::shown(name), numbers::bytes(self.language, *bytes)])
            .collect();
        let listed = layout::table(&[Side::Left, Side::Right], &listed);
        let more = plan.files.len().saturating_sub(FILES);
        let more = (more > 0).then(|| self.one(self.texts.plan_more_files, "more", more));
        let listed = listed.lines().map(|line| line.trim_start().replace(' ', "\u{a0}"));
        std::iter::once(self.say(self.texts.plan_files, &args)).chain(listed).chain(more).collect()
    }

    fn reading(&self, reading: &Reading) -> Vec<String> {
        let texts = self.texts;
        let mut lines = match &reading.format {
            Format::Lines(lines) => self.lines(lines, reading.max_length),
            Format::FixedLength { length } => vec![self.one(texts.plan_fixed, "length", i64::from(*length))],
            Format::Described(described) => self.described(described, reading.max_length),
            Format::Delimited(dialect) => self.dialect(dialect, reading.max_length),
        };
        if reading.edges != Edges::default() {
            let Edges { header, trailer } = reading.edges;
            lines.push(self.say(texts.plan_edges, &[("header", header.into()), ("trailer", trailer.into())]));
        }
        lines.extend(reading.group_max.map(|most| self.one(texts.plan_group, "most", most)));
        lines
    }

    fn described(&self, described: &Described, max_length: u64) -> Vec<String> {
        let texts = self.texts;
        let order = |word: Word| if word.is_little { texts.plan_little } else { texts.plan_big };
        let shifted = |before: u32, adjust: i64| {
            let less = (before > 0).then(|| self.one(texts.plan_counts_less, "before", i64::from(before)));
            less.into_iter().chain((adjust != 0).then(|| self.one(texts.plan_adjusted, "adjust", adjust)))
        };
        let of_word = |word: Word| shifted(if word.counts_itself { 0 } else { 4 }, word.adjust);
        let mut lines = Vec::new();
        match &described.by {
            DescribedBy::Fixed { length } => lines.push(self.one(texts.plan_fixed, "length", i64::from(*length))),
            DescribedBy::Counters { longest } => {
                lines.push(self.one(texts.plan_counted, "longest", i64::from(*longest)));
            }
            DescribedBy::Word { word, spanned } => {
                let template = if *spanned { texts.plan_spanned } else { texts.plan_rdw };
                lines.push(self.one(template, "order", order(*word)));
                lines.extend(of_word(*word));
            }
            DescribedBy::Computed { header, length, .. } => {
                let header = if *header > 0 { i64::from(*header).into() } else { Arg::from("") };
                let sql = format!("`{}`", words::shown(&length.expression.typed.text));
                lines.push(self.say(texts.plan_computed, &[("sql", sql.into()), ("header", header)]));
            }
            DescribedBy::Place { header, start, end, counts_itself, adjust, .. } => {
                let of_header = if *header > 0 { i64::from(*header).into() } else { Arg::from("") };
                let [first, last] = [start + 1, *end].map(|at| Arg::from(i64::from(at)));
                lines.push(self.say(texts.plan_length_at, &[("first", first), ("last", last), ("header", of_header)]));
                let before = if *counts_itself { 0 } else { *header };
                lines.extend(shifted(before, *adjust));
            }
        }
        match described.blocks {
            Some(Blocks::Word(word)) => {
                lines.push(self.one(texts.plan_blocks, "order", order(word)));
                lines.extend(of_word(word));
            }
            Some(Blocks::Even { length, filled, .. }) => {
                let filled = if filled < length { i64::from(filled).into() } else { Arg::from("") };
                lines.push(self.say(texts.plan_even, &[("length", i64::from(length).into()), ("filled", filled)]));
            }
            None => {}
        }
        let short = match described.short {
            Short::Reject => texts.plan_short_reject_record,
            Short::Pad => texts.plan_short_pad_record,
        };
        lines.push(self.say(short, &[]));
        let least = if described.min_length > 0 { described.min_length.into() } else { Arg::from("") };
        lines.push(self.say(texts.plan_lengths, &[("least", least), ("most", max_length.into())]));
        lines
    }

    fn lines(&self, lines: &Lines, max_length: u64) -> Vec<String> {
        let texts = self.texts;
        let positions = match lines.positions {
            Positions::Bytes => texts.plan_bytes,
            Positions::Characters => texts.plan_characters,
        };
        let short = match lines.short {
            Short::Reject => texts.plan_short_reject,
            Short::Pad => texts.plan_short_pad,
        };
        let long = match lines.long {
            Long::Reject => texts.plan_long_reject,
            Long::Cut => texts.plan_long_cut,
        };
        vec![
            self.one(texts.plan_lines, "positions", positions),
            self.say(short, &[]),
            self.one(long, "most", max_length),
            lines.tabs.map_or_else(
                || self.say(texts.plan_no_tabs, &[]),
                |every| self.one(texts.plan_tabs, "every", i64::from(every)),
            ),
        ]
    }

    fn dialect(&self, dialect: &Dialect, max_length: u64) -> Vec<String> {
        let texts = self.texts;
        let quote = dialect.quote.map_or_else(String::new, |quote| quote.to_string());
        let args = [("delimiter", dialect.delimiter.as_str().into()), ("quote", quote.into())];
        let mut lines = vec![self.say(texts.plan_delimited, &args)];
        lines.push(match dialect.header {
            0 => self.say(texts.plan_no_header, &[]),
            count => {
                let matched = match dialect.header_match {
                    HeaderMatch::Exact => texts.plan_match_exact,
                    HeaderMatch::Trim => texts.plan_match_trim,
                    HeaderMatch::Fold => texts.plan_match_fold,
                };
                self.one(texts.plan_headers, "lines", i64::from(count)) + ", " + &self.say(matched, &[])
            }
        });
        match dialect.preamble {
            Preamble::Lines(0) => {}
            Preamble::Lines(count) => lines.push(self.one(texts.plan_preamble, "lines", i64::from(count))),
            Preamble::UntilHeader => lines.push(self.say(texts.plan_until_header, &[])),
        }
        let ragged = match dialect.ragged {
            Ragged::Reject => texts.plan_ragged_reject,
            Ragged::Pad => texts.plan_ragged_pad,
            Ragged::Truncate => texts.plan_ragged_truncate,
        };
        let repeated = match dialect.repeated_header {
            RepeatedHeader::Reject => texts.plan_repeated_reject,
            RepeatedHeader::Skip => texts.plan_repeated_skip,
            RepeatedHeader::End => texts.plan_repeated_end,
        };
        lines.push(self.say(ragged, &[]));
        lines.extend((dialect.header > 0).then(|| self.say(repeated, &[])));
        lines.extend(dialect.comment.as_deref().map(|start| self.one(texts.plan_comment, "start", start)));
        lines.extend(dialect.lenient.then(|| self.say(texts.plan_lenient, &[])));
        lines.push(self.one(texts.plan_long_reject, "most", max_length));
        lines
    }

    fn kinds(&self, kinds: &[CheckedKind]) -> String {
        let texts = self.texts;
        let row = |kind: &CheckedKind| {
            let when = kind.when.as_ref().map(|when| self.condition(when));
            let rest = if kinds.len() == 1 { texts.plan_every } else { texts.plan_rest };
            let when = when.unwrap_or_else(|| self.say(rest, &[]));
            let place = kind.in_preamble.then(|| self.say(texts.plan_in_preamble, &[]));
            let under = kind.under.as_deref().map(|parent| self.one(texts.plan_under, "parent", parent));
            let ends = kind.ends.as_deref().map(|parent| self.one(texts.plan_ends, "parent", parent));
            let skip = kind.skip.as_deref().map(|reason| self.one(texts.plan_skipped, "reason", reason));
            let fields = skip.unwrap_or_else(|| self.one(texts.plan_fields, "count", kind.fields));
            let filler = kind.filler_is_blank.then(|| self.say(texts.plan_filler, &[]));
            let ignored = (kind.ignored > 0).then(|| self.one(texts.plan_ignored, "count", kind.ignored));
            let rest: Vec<String> = [place, under, ends, Some(fields), filler, ignored].into_iter().flatten().collect();
            vec![words::shown(&kind.name), when, rest.join(", ")]
        };
        self.hanging(&[Side::Left, Side::Left], &kinds.iter().map(row).collect::<Vec<_>>())
    }

    fn aside(&self, aside: &CheckedAside) -> String {
        let args = [("because", aside.because.as_str().into()), ("when", self.condition(&aside.when).into())];
        self.say(self.texts.plan_aside_line, &args)
    }

    fn control(&self, control: &CheckedControl) -> String {
        let (texts, when) = (self.texts, control.when.as_ref().map(|when| self.condition(when)).unwrap_or_default());
        let quoted = |names: &[String]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        let number = |number: u64, none: u64| if number == none { Arg::from("") } else { Arg::from(number) };
        let (template, name, of, units) = match &control.figure {
            CheckedFigure::Count { of: None, per } => {
                (texts.plan_control_count, "per", texts.plan_control_every.to_owned(), number(*per, 1))
            }
            CheckedFigure::Count { of: Some(of), per } => {
                (texts.plan_control_count, "per", quoted(of), number(*per, 1))
            }
            CheckedFigure::Sum { of, low_digits } => {
                (texts.plan_control_sum, "digits", quoted(of), number(low_digits.unwrap_or(0).into(), 0))
            }
            CheckedFigure::Is { of } => (texts.plan_control_is, "", quoted(std::slice::from_ref(of)), "".into()),
        };
        let args = [
            ("id", control.id.as_str().into()),
            ("says", control.says.as_str().into()),
            ("of", of.into()),
            ("when", when.into()),
            ("opened", control.opened.clone().unwrap_or_default().into()),
            (name, units),
        ];
        self.say(template, &args)
    }

    fn condition(&self, checked: &CheckedCondition) -> String {
        let texts = self.texts;
        let what = match &checked.condition.of {
            Operand::Record => self.say(texts.plan_record, &[]),
            Operand::Bytes { start, end } if end - start == 1 => self.one(texts.plan_byte, "at", i64::from(*end)),
            Operand::Bytes { start, end } => {
                let args = [("first", i64::from(start + 1).into()), ("last", i64::from(*end).into())];
                self.say(texts.plan_byte_range, &args)
            }
            Operand::Index(cell) => self.one(texts.plan_cell, "at", i64::from(*cell) + 1),
            Operand::Expression(_, expression) => return one_line(&expression.typed.text),
            Operand::Field(_) => checked.field.as_ref().map_or_else(String::new, |(name, _)| words::shown(name)),
        };
        let ty = checked.field.as_ref().map_or(Type::Text, |(_, ty)| *ty);
        let (template, name, value) = match &checked.condition.test {
            Test::In(values) if values.len() == 1 => (texts.plan_is, "values", values_text(ty, values)),
            Test::In(values) => (texts.plan_one_of, "values", values_text(ty, values)),
            Test::NotIn(values) => (texts.plan_not, "values", values_text(ty, values)),
            Test::All(letter) => (texts.plan_all, "letter", letter.to_string()),
            Test::Pattern(pattern) => (texts.plan_matches, "pattern", format!("`{}`", pattern.0.as_str())),
            Test::True => return what,
            Test::Cells(count) => return self.one(texts.plan_cells, "count", i64::from(*count)),
        };
        self.say(template, &[("what", what.into()), (name, value.into())])
    }

    fn table(&self, table: &CheckedTable) -> String {
        let texts = self.texts;
        let title = match self.language {
            Language::En => &table.title_en,
            Language::Fr => &table.title_fr,
        };
        let head =
            self.say(texts.plan_table, &[("table", table.name.as_str().into()), ("title", title.as_str().into())]);
        let with = table.with.iter().map(|(kind, required)| {
            let template = if *required { texts.plan_with_one } else { texts.plan_with_most_one };
            self.one(template, "kind", kind.as_str())
        });
        let from = std::iter::once(self.one(texts.plan_from, "from", table.from.as_str()));
        let limit = match table.rejects_allowed.parse::<u64>() {
            Ok(limit) => self.one(texts.plan_limit, "limit", limit),
            Err(_) => self.one(texts.plan_limit_share, "share", table.rejects_allowed.as_str()),
        };
        let amounts = table.amounts_allowed.iter().map(|(column, most)| {
            let most = numbers::grouped(self.language, most);
            self.say(texts.plan_limit_amount, &[("column", column.as_str().into()), ("most", most.into())])
        });
        let trace = table.trace.then(|| self.say(texts.plan_trace, &[]));
        let kept = table.dedupe.as_ref().map(|dedupe| {
            let template = if dedupe.keep == "last" { texts.plan_dedupe_last } else { texts.plan_dedupe_first };
            let (by, order) = (dedupe.by.join(", "), dedupe.order_by.join(", "));
            self.say(template, &[("by", by.into()), ("order", order.into())])
        });
        let laid = [(texts.plan_partitioned, &table.partition_by), (texts.plan_sorted, &table.sort_by)];
        let laid = laid.into_iter().filter(|(_, columns)| !columns.is_empty());
        let laid = laid.map(|(template, columns)| self.one(template, "columns", columns.join(", ")));
        let split = table.split.iter().map(|split| {
            let names = |names: &[String]| words::shown(&names.join(", "));
            let args = [
                ("crosswalk", split.crosswalk.as_str().into()),
                ("keys", names(&split.keys).into()),
                ("amounts", names(&split.amounts).into()),
            ];
            self.say(texts.plan_split, &args)
        });
        let rows = from.chain(with).chain(split).chain([limit]).chain(amounts);
        let about: Vec<String> = rows.chain(trace).chain(kept).chain(laid).collect();
        let columns = self.columns(&table.columns);
        let columns: String = columns.lines().flat_map(|line| [layout::INDENT, line, "\n"]).collect();
        layout::wrapped(self.width, layout::INDENT, &head)
            + &layout::wrapped(self.width, "    ", &about.join(", "))
            + &columns
            + &self.rules(&table.rules)
    }

    /// Under their heading, each beside its name.
    fn rules(&self, rules: &[CheckedRule]) -> String {
        let rows: Vec<_> =
            rules.iter().map(|rule| vec![words::shown(&rule.id), plan_rules::sentence(self.language, rule)]).collect();
        if rows.is_empty() {
            return String::new();
        }
        let indent = layout::INDENT.repeat(2);
        let listed = layout::hanging_table(self.width.saturating_sub(indent.len()), &[Side::Left], &rows);
        let listed: String = listed.lines().flat_map(|line| [indent.as_str(), line, "\n"]).collect();
        format!("{indent}{}\n{listed}", words::plain(self.language, self.texts.plan_rules))
    }

    fn crosswalk(&self, crosswalk: &CheckedCrosswalk) -> String {
        let CheckedCrosswalk { file, rows, bytes, memory } = crosswalk;
        let args = [
            ("file", file.as_str().into()),
            ("rows", (*rows).into()),
            ("bytes", (*bytes).into()),
            ("memory", (*memory).into()),
        ];
        self.say(self.texts.plan_crosswalk_file, &args)
    }

    fn origin(&self, origin: &CheckedOrigin) -> String {
        let texts = self.texts;
        match origin {
            CheckedOrigin::Field(name) => words::shown(name),
            CheckedOrigin::Constant(Some(value)) => self.one(texts.plan_constant, "value", format!("`{value}`")),
            CheckedOrigin::Constant(None) => self.one(texts.plan_constant, "value", "…"),
            CheckedOrigin::Empty => self.say(texts.plan_empty, &[]),
            CheckedOrigin::RepeatNumber => self.say(texts.plan_repeat_number, &[]),
            CheckedOrigin::List(from) => self.one(texts.plan_list, "from", from.as_str()),
            CheckedOrigin::Structure(from) => self.one(texts.plan_structure, "from", from.as_str()),
            CheckedOrigin::Expression(text) => one_line(text),
            CheckedOrigin::Split(header) => self.one(texts.plan_split_taken, "header", header.as_str()),
            CheckedOrigin::PartNumber => self.say(texts.plan_part_number, &[]),
            CheckedOrigin::Label(field) => {
                self.one(words::copybook::texts(self.language).label, "field", words::shown(field))
            }
            CheckedOrigin::Lookup(file, keys) => {
                let keys = words::shown(&keys.join(", "));
                self.say(texts.plan_lookup, &[("crosswalk", file.as_str().into()), ("keys", keys.into())])
            }
        }
    }

    fn column(&self, column: &CheckedColumn) -> Vec<String> {
        let texts = self.texts;
        let from = self.origin(&column.from);
        let required = if column.required { texts.plan_required } else { texts.plan_optional };
        let personal = column.personal.then(|| words::plain(self.language, texts.plan_personal));
        let keys = Some(column.checks.join(", ")).filter(|keys| !keys.is_empty());
        let checks = keys.map(|keys| self.checked(keys, column.on_fail));
        let named = column.conditions.map(|on_fail| self.checked("conditions".to_owned(), on_fail));
        let rest = personal.into_iter().chain(checks).chain(named).collect::<Vec<_>>().join("; ");
        let required = words::plain(self.language, required);
        vec![words::shown(&column.name), column.r#type.clone(), required, from, rest]
    }

    /// Keys of checks, with what follows where they fail.
    fn checked(&self, keys: String, on_fail: OnFail) -> String {
        match on_fail {
            OnFail::Reject => keys,
            OnFail::Warn => self.one(self.texts.plan_warns, "keys", keys),
            OnFail::Fail => self.one(self.texts.plan_fails, "keys", keys),
        }
    }
}

fn values_text(ty: Type, values: &[Value]) -> String {
    let listed = values.iter().take(VALUES).map(|value| format!("`{}`", value_text(ty, value)));
    let more = (values.len() > VALUES).then(|| String::from("…"));
    listed.chain(more).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_control_is_said_in_words() {
        let text = include_str!("../../mappings/formats/nacha.yaml");
        let mapping = crate::mapping::read("nacha", text).mapping.unwrap();
        let plan = CheckedPlan::of(&mapping, Vec::new(), 1 << 24, 1 << 28);
        let said = |language| {
            let words = Words { language, width: layout::WIDTH, texts: language.texts() };
            [0, 1, 2, 6]
                .map(|at: usize| words::spaced(language, &words.control(&plan.controls[at])).replace('\u{a0}', "~"))
        };
        assert_eq!(
            said(Language::En),
            [
                "batch-number: `batch_end.batch_no` repeats `batch.batch_no`",
                "batch-count: `batch_end.n` counts `entry`, `addenda`, of each `batch`",
                "batch-hash: `batch_end.hash` adds up `entry.rdfi` (its last 10 digits), of each `batch`",
                "file-blocks: `file_end.blocks` counts every record in units of 10",
            ]
        );
        assert_eq!(
            said(Language::Fr)[3],
            "file-blocks~: `file_end.blocks` compte chaque enregistrement par unités de 10"
        );
    }
}
