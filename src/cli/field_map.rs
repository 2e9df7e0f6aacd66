//! The field map: from which field each column of the new tables comes, and how, for those who sign it.
//!
//! In: mappings without mistakes. Out: rows as data, and as cells of a CSV file in a language. Refuses to show a constant of a
//! personal column.

use serde::Serialize;

use super::plan_words::{self, CheckedOrigin, CheckedPlan};
use super::words::Language;
use super::words::check;
use crate::mapping::model::{
    Column, Field, FieldPlace, FieldRef, IgnoredPlace, Kind, Mapping, Nest, OnFail, Origin, Reads, Repeat, RepeatPlace,
    SetTest, Table, Title, Type,
};
use crate::mapping::unread::{self, OPEN};
use crate::mapping::{types, written};
use crate::run::people::Cell;
use crate::run::people::sheet::{self, Marks};

mod cells;
mod reading;

/// One line of the map: a column, or what becomes none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
pub struct MapRow {
    /// The table; empty where there is no column.
    pub table: String,
    /// The column.
    pub column: String,
    /// Its title in English.
    pub title_en: String,
    /// Its title in French.
    pub title_fr: String,
    /// Its type as the mapping writes it.
    pub column_type: String,
    #[serde(skip)]
    column_ty: Option<Type>,
    /// It must have a value.
    pub required: bool,
    /// What it is made of, if of more than a field.
    #[serde(skip)]
    origin: Option<CheckedOrigin>,
    /// The source's files, as the mapping names them.
    pub files: String,
    /// The kinds of record.
    pub kind: String,
    /// The fields.
    pub field: String,
    /// Where they stand.
    #[serde(skip)]
    places: Vec<Place>,
    /// The field's type as the mapping writes it.
    pub field_type: String,
    #[serde(skip)]
    field_tys: Vec<Type>,
    /// The keys by which the field is read.
    pub reading: String,
    /// The keys by which the column is checked.
    pub checks: String,
    /// The rules that name it.
    pub rules: String,
    /// Its values are shown nowhere.
    pub personal: bool,
    #[serde(skip)]
    on_fail: Option<OnFail>,
    /// In the mapping's words.
    pub about: String,
    /// Why there is no column.
    #[serde(skip)]
    remark: Remark,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
enum Remark {
    #[default]
    None,
    NoColumn,
    Needed,
    Ignored(String),
    Skipped(String),
    Unread,
}

/// Where a field stands, in the repetitions of a group if it is in one.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Place {
    at: FieldPlace,
    open: bool,
    group: Option<(String, RepeatPlace)>,
}

/// The rows of one mapping: its columns, the fields that become none, the places that nobody reads.
#[must_use]
pub fn rows(mapping: &Mapping) -> Vec<MapRow> {
    let plan = CheckedPlan::of(mapping, Vec::new(), 0, 0);
    let map = Map { mapping, plan: &plan };
    let columns = mapping.tables.iter().enumerate().flat_map(|(at, table)| {
        let lists = of_lists(table, "").into_iter().map(|one| map.in_list(at, table, one));
        map.columns(at, table).into_iter().chain(lists.collect::<Vec<_>>())
    });
    let kinds = mapping.source.kinds.iter().enumerate();
    columns.chain(kinds.flat_map(|(at, kind)| map.left(at, kind))).collect()
}

/// How many rows are columns, and how many fields become none.
#[must_use]
pub fn counts(rows: &[MapRow]) -> (u64, u64) {
    let columns = rows.iter().filter(|row| !row.column.is_empty()).count();
    let fields = rows.iter().filter(|row| row.remark == Remark::NoColumn).count();
    (columns as u64, fields as u64)
}

/// The map as a CSV file, as spreadsheets of the language open it.
#[must_use]
pub fn csv(language: Language, marks: Marks, rows: &[MapRow]) -> Vec<u8> {
    let heads: Vec<Cell> = check::HEADS.iter().map(|head| head.of(language).into()).collect();
    sheet::rows(marks, std::iter::once(heads).chain(rows.iter().map(|row| row.cells(language))))
}

impl MapRow {
    /// A column of a list or of a structure, whose own title says more than none.
    fn within(self, title: &Title, about: &str) -> Self {
        let said = |own: String, around: &str| if own.is_empty() { around.to_owned() } else { own };
        Self {
            title_en: said(self.title_en, &title.en),
            title_fr: said(self.title_fr, &title.fr),
            about: said(self.about, about),
            ..self
        }
    }
}

struct Map<'a> {
    mapping: &'a Mapping,
    plan: &'a CheckedPlan,
}

impl Map<'_> {
    fn columns(&self, at: usize, table: &Table) -> Vec<MapRow> {
        let columns = table.columns.iter().enumerate();
        columns
            .map(|(number, column)| {
                let row = self.column(at, table, (column.name.clone(), column));
                let around = table.structures.iter().rfind(|one| one.columns.contains(&number));
                let row = match around {
                    Some(one) => row.within(&one.title, &one.about),
                    None => row,
                };
                MapRow { rules: rules(table, number), ..row }
            })
            .collect()
    }

    /// A column, by its name or by the way to it in a list.
    fn column(&self, at: usize, table: &Table, (name, column): (String, &Column)) -> MapRow {
        let planned = self.plan.tables[at].columns.iter().find(|one| one.name == name);
        MapRow {
            table: table.name.clone(),
            column: name,
            title_en: column.title.en.clone(),
            title_fr: column.title.fr.clone(),
            column_type: types::name(column.ty),
            column_ty: Some(column.ty),
            required: column.required,
            origin: planned.map(|plan| plan.from.clone()),
            checks: checks(column),
            personal: column.personal,
            on_fail: Some(column.on_fail),
            about: column.about.clone(),
            ..self.of_fields(&fields(&column.from))
        }
    }

    /// A column of the elements of a list.
    fn in_list(&self, at: usize, table: &Table, (name, list, column): (String, &Nest, &Column)) -> MapRow {
        self.column(at, table, (name, column)).within(&list.title, &list.about)
    }

    /// What a row says of its fields.
    fn of_fields(&self, fields: &[FieldRef]) -> MapRow {
        let found: Vec<(&Kind, Option<&Repeat>, &Field)> = fields.iter().filter_map(|at| self.field(*at)).collect();
        let joined = |texts: Vec<String>| distinct(texts).join("; ");
        let one = if let [(_, _, field)] = found.as_slice() { Some(*field) } else { None };
        MapRow {
            files: if found.is_empty() { String::new() } else { self.mapping.source.files.join("; ") },
            kind: joined(found.iter().map(|(kind, ..)| kind.name.clone()).collect()),
            field: joined(found.iter().map(|(_, _, field)| field.name.clone()).collect()),
            places: found.iter().map(|(_, group, field)| place(*group, field)).collect(),
            field_type: joined(found.iter().map(|(_, _, field)| types::name(field.ty)).collect()),
            field_tys: found.iter().map(|(_, _, field)| field.ty).collect(),
            reading: one.map(|field| reading::keys(field.ty, &field.reading)).unwrap_or_default(),
            ..MapRow::default()
        }
    }

    fn field(&self, at: FieldRef) -> Option<(&Kind, Option<&Repeat>, &Field)> {
        let kind = self.mapping.source.kinds.get(at.kind)?;
        match at.repeat {
            None => Some((kind, None, kind.fields.get(at.field)?)),
            Some(group) => {
                let group = kind.repeats.get(group)?;
                Some((kind, Some(group), group.fields.get(at.field)?))
            }
        }
    }

    /// Fields of a kind that become no column, and the places that no field reads.
    fn left(&self, at: usize, kind: &Kind) -> Vec<MapRow> {
        let bare = |remark: Remark| MapRow {
            files: self.mapping.source.files.join("; "),
            kind: kind.name.clone(),
            remark,
            ..MapRow::default()
        };
        if let Some(because) = &kind.skip {
            return vec![bare(Remark::Skipped(because.clone()))];
        }
        let singles = (0..kind.fields.len()).map(|field| FieldRef { kind: at, repeat: None, field });
        let repeated = kind.repeats.iter().enumerate().flat_map(|(group, repeat)| {
            (0..repeat.fields.len()).map(move |field| FieldRef { kind: at, repeat: Some(group), field })
        });
        let taken: Vec<FieldRef> = self
            .mapping
            .with_nested()
            .into_iter()
            .flat_map(|table| &table.columns)
            .flat_map(|column| fields(&column.from))
            .collect();
        let needed = self.needed();
        let alone = singles.chain(repeated).filter(|field| !taken.contains(field)).map(|field| {
            let remark = if needed.contains(&field) { Remark::Needed } else { Remark::NoColumn };
            let personal = self.field(field).is_some_and(|(_, _, field)| field.personal);
            MapRow { personal, remark, ..self.of_fields(&[field]) }
        });
        let ignored = kind.ignore.iter().map(|one| {
            let (at, open) = match &one.place {
                IgnoredPlace::Range(start, end) => (FieldPlace::Bytes { start: *start, end: *end }, *end == OPEN),
                IgnoredPlace::Header(name) => (FieldPlace::Header(name.clone()), false),
            };
            MapRow { places: vec![Place { at, open, group: None }], ..bare(Remark::Ignored(one.because.clone())) }
        });
        let unread = self.unread(kind).into_iter().map(|(start, end)| {
            let at = FieldPlace::Bytes { start, end };
            MapRow { places: vec![Place { at, open: end == OPEN, group: None }], ..bare(Remark::Unread) }
        });
        alone.chain(ignored).chain(unread).collect()
    }

    /// Places of a fixed record between its fields.
    fn unread(&self, kind: &Kind) -> Vec<unread::Range> {
        use crate::mapping::model::Format;
        let reads = unread::Reads::of(kind);
        let end = match self.mapping.source.format {
            Format::FixedLength { length } => length,
            Format::Lines(_) | Format::Described(_) => reads.ranges.iter().map(|range| range.1).max().unwrap_or(0),
            Format::Delimited(_) => return Vec::new(),
        };
        let mut ranges = reads.ranges.clone();
        if let Format::Described(described) = &self.mapping.source.format {
            ranges.extend(described.own_length());
        }
        ranges.extend(kind.ignore.iter().filter_map(|one| match one.place {
            IgnoredPlace::Range(start, end) => Some((start, end)),
            IgnoredPlace::Header(_) => None,
        }));
        let groups =
            kind.repeats.iter().filter_map(|group| Some((group.place.byte_start(0)?, group.place.byte_end()?)));
        ranges.extend(groups);
        if reads.whole { Vec::new() } else { unread::gaps(ranges, end) }
    }

    /// Fields that conditions, controls and the keys of parents and children read.
    fn needed(&self) -> Vec<FieldRef> {
        use crate::mapping::model::{Condition, Figure, Operand};
        let source = &self.mapping.source;
        let of = |condition: &Condition| match &condition.of {
            Operand::Field(at) => vec![*at],
            Operand::Expression(_, expression) => expression.fields().collect(),
            _ => Vec::new(),
        };
        let kinds = source.kinds.iter().filter_map(|kind| kind.when.as_ref());
        let asides = source.set_aside.iter().chain(self.mapping.tables.iter().flat_map(|table| &table.set_aside));
        let filters = source.controls.iter().filter_map(|control| control.filter.as_ref());
        let conditions = kinds.chain(asides.map(|aside| &aside.when)).chain(filters);
        let mut needed: Vec<FieldRef> = conditions.flat_map(of).collect();
        for (kind, of_kind) in source.kinds.iter().enumerate() {
            let keys = of_kind.same.iter();
            needed.extend(keys.clone().map(|(own, _)| FieldRef { kind, repeat: None, field: *own }));
            let parent = of_kind.under.into_iter();
            needed.extend(
                parent.flat_map(|kind| {
                    keys.clone().map(move |(_, theirs)| FieldRef { kind, repeat: None, field: *theirs })
                }),
            );
        }
        for control in &source.controls {
            needed.push(control.says);
            match &control.figure {
                Figure::Sum { fields, .. } => needed.extend(fields),
                Figure::Is(at) => needed.push(*at),
                Figure::Count { .. } => {}
            }
        }
        needed
    }
}

/// The columns of a table's lists, by the way to them.
fn of_lists<'t>(table: &'t Table, way: &str) -> Vec<(String, &'t Nest, &'t Column)> {
    let of_list = |nest: &'t Nest| {
        let list = format!("{way}{}", nest.name);
        let name = |column: &Column| if nest.is_value { list.clone() } else { format!("{list}.{}", column.name) };
        let own = nest.table.columns.iter().map(|column| (name(column), nest, column)).collect::<Vec<_>>();
        own.into_iter().chain(of_lists(&nest.table, &format!("{list}.")))
    };
    table.nests.iter().flat_map(of_list).collect()
}

fn fields(origin: &Origin) -> Vec<FieldRef> {
    match origin {
        Origin::Field(at) | Origin::Label(at) => vec![*at],
        Origin::Expression(expression) => expression.fields().collect(),
        _ => Vec::new(),
    }
}

fn place(group: Option<&Repeat>, field: &Field) -> Place {
    let group = group.map(|group| (group.name.clone(), group.place.clone()));
    Place { at: field.place.clone(), open: false, group }
}

fn distinct(texts: Vec<String>) -> Vec<String> {
    let mut found: Vec<String> = Vec::with_capacity(texts.len());
    for text in texts {
        if !found.contains(&text) {
            found.push(text);
        }
    }
    found
}

/// The checks of a column as the mapping writes them; values of a personal column are not shown.
fn checks(column: &Column) -> String {
    let value = |value: &crate::mapping::model::Value| {
        if column.personal { "…".to_owned() } else { plan_words::value_text(column.ty, value) }
    };
    let range = column.range.as_ref().map(|(least, most)| {
        let side = |side: &Option<crate::mapping::model::Value>| side.as_ref().map_or_else(|| "~".to_owned(), value);
        format!("range: [{}, {}]", side(least), side(most))
    });
    let length = column.length.map(|(least, most)| format!("length: [{least}, {most}]"));
    let pattern = column.pattern.as_ref().map(|pattern| format!("pattern: {}", pattern.0.as_str()));
    let listed = (!column.one_of.is_empty())
        .then(|| format!("one_of: [{}]", column.one_of.iter().map(value).collect::<Vec<_>>().join(", ")));
    let check = column.check.map(|check| format!("check: {}", written::check(check)));
    let default = column.default.as_ref().map(|default| format!("default: {}", value(default)));
    [range, length, pattern, listed, check, default].into_iter().flatten().collect::<Vec<_>>().join("; ")
}

/// The rules that name a column.
fn rules(table: &Table, column: usize) -> String {
    let reads = |reads: &[Reads]| reads.contains(&Reads::Column(column));
    let rows = table.rules.iter().filter(|rule| reads(&rule.row.reads)).map(|rule| rule.id.clone());
    let sets = table.set_rules.iter().filter(|rule| {
        let (own, by): (Option<usize>, &[usize]) = match &rule.test {
            SetTest::Unique { columns, .. } | SetTest::References { columns, .. } => (None, columns),
            SetTest::Sum { column, by, .. } | SetTest::Sequence { column, by } => (Some(*column), by),
            SetTest::Compare { column, by, .. } => (*column, by),
            SetTest::Count { by, .. } => (None, by),
        };
        own == Some(column) || by.contains(&column) || rule.filter.as_ref().is_some_and(|filter| reads(&filter.reads))
    });
    rows.chain(sets.map(|rule| rule.id.clone())).collect::<Vec<_>>().join("; ")
}
