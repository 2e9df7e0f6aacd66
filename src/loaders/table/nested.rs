//! The Arrow fields of lists and structures, as batches and as readers have them.
//!
//! In: what the mapping says of a list or of structures. Out: fields, with a description for each part of them. Columns of a
//! structure follow one another in batches; only readers see that they stand together. Refuses to know values.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

use arrow_schema::{DataType, Field, FieldRef, Fields};

use super::{Described, LoadColumn, LoadList, LoadStructure, PlanField};
use crate::arrays::array_type;
use crate::mapping::model::ELEMENT;

/// A field of single values.
pub fn value(name: &str, column: &LoadColumn) -> Field {
    Field::new(name, array_type(column.ty), !column.required)
}

/// A field of lists, none of which is null; nor is an element that is a structure.
pub fn field(list: &LoadList) -> PlanField {
    let mut described = BTreeMap::new();
    describe(list, &list.name, &mut described);
    let within = Within::of(list);
    PlanField { field: list_field(list), personal: personal(list), described, within, by_leaf: true }
}

/// The structures of a list's elements, and those of the lists within these.
#[derive(Default)]
pub struct Within {
    structures: Vec<LoadStructure>,
    lists: Vec<Self>,
}

impl Within {
    fn of(list: &LoadList) -> Self {
        Self { structures: list.structures.clone(), lists: list.lists.iter().map(Self::of).collect() }
    }

    fn has_any(&self) -> bool {
        !self.structures.is_empty() || self.lists.iter().any(Self::has_any)
    }

    /// A list's field, with the columns of structures together.
    pub fn folded(&self, field: Field) -> Field {
        let DataType::List(element) = field.data_type() else { return field };
        let DataType::Struct(fields) = element.data_type() else { return field };
        if !self.has_any() {
            return field;
        }
        let (own, lists) = fields.split_at(fields.len() - self.lists.len());
        let own: Vec<Field> = own.iter().map(|field| field.as_ref().clone()).collect();
        let lists = lists.iter().zip(&self.lists).map(|(field, within)| within.folded(field.as_ref().clone()));
        let fields: Fields = folded(&own, &self.structures).into_iter().chain(lists).collect();
        let element = element.as_ref().clone().with_data_type(DataType::Struct(fields));
        field.with_data_type(DataType::List(Arc::new(element)))
    }
}

/// Fields as readers see them: those of structures together.
pub fn folded(fields: &[Field], structures: &[LoadStructure]) -> Vec<Field> {
    if structures.is_empty() { fields.to_vec() } else { fold(fields, structures, (0..fields.len(), "")) }
}

/// Fields of this range, under the way to them.
fn fold(fields: &[Field], mut structures: &[LoadStructure], (range, way): (Range<usize>, &str)) -> Vec<Field> {
    let own = |name: &str| name.strip_prefix(way).unwrap_or(name).to_owned();
    let mut found = Vec::new();
    let mut at = range.start;
    while at < range.end {
        let Some((first, rest)) = structures.split_first().filter(|(first, _)| first.columns.start == at) else {
            found.push(fields[at].clone().with_name(own(fields[at].name())));
            at += 1;
            continue;
        };
        let (within, behind) = rest.split_at(rest.partition_point(|one| one.columns.start < first.columns.end));
        let parts = fold(fields, within, (first.columns.clone(), &format!("{}.", first.name)));
        let pairs: HashMap<_, _> = said(first).iter().flat_map(Described::pairs).collect();
        let field = Field::new(own(&first.name), DataType::Struct(parts.into()), false);
        found.push(field.with_metadata(pairs));
        (structures, at) = (behind, first.columns.end);
    }
    found
}

fn said(structure: &LoadStructure) -> Option<Described> {
    Described::new((&structure.title, &structure.about, &structure.source), false)
}

/// For the key-value metadata of a file.
pub fn key_value(structure: &LoadStructure) -> Option<(String, String)> {
    said(structure)?.key_value(&structure.name)
}

fn list_field(list: &LoadList) -> Field {
    let element = match list.columns.as_slice() {
        [column] if list.is_value => value(ELEMENT, column),
        columns => {
            let own = columns.iter().map(|column| value(&column.name, column));
            let fields: Fields = own.chain(list.lists.iter().map(list_field)).collect();
            Field::new(ELEMENT, DataType::Struct(fields), false)
        }
    };
    Field::new(&list.name, DataType::List(Arc::new(element)), false)
}

/// One for each Parquet column, in their order.
fn personal(list: &LoadList) -> Vec<bool> {
    let own = list.columns.iter().map(|column| column.personal);
    own.chain(list.lists.iter().flat_map(personal)).collect()
}

fn describe(list: &LoadList, way: &str, into: &mut BTreeMap<String, Described>) {
    into.extend(Described::new((&list.title, &list.about, &list.source), false).map(|said| (way.to_owned(), said)));
    into.extend(list.structures.iter().filter_map(|one| Some((format!("{way}.{}", one.name), said(one)?))));
    for column in &list.columns {
        let name = if list.is_value { ELEMENT } else { &column.name };
        into.extend(Described::of_column(column).map(|said| (format!("{way}.{name}"), said)));
    }
    for list in &list.lists {
        describe(list, &format!("{way}.{}", list.name), into);
    }
}

/// A field as readers see it: decimals in 128 bits, with the descriptions of its parts.
pub fn embedded(field: &Field, way: &str, described: &BTreeMap<String, Described>) -> Field {
    let part = |field: &FieldRef, way: &str| Arc::new(embedded(field, way, described));
    let ty = match field.data_type() {
        DataType::Decimal64(precision, scale) => DataType::Decimal128(*precision, *scale),
        DataType::List(element) => {
            // Structures have no name of their own on the way.
            let within = match element.data_type() {
                DataType::Struct(_) => way.to_owned(),
                _ => format!("{way}.{ELEMENT}"),
            };
            DataType::List(part(element, &within))
        }
        DataType::Struct(fields) => {
            let parts = fields.iter().map(|field| part(field, &format!("{way}.{}", field.name())));
            DataType::Struct(parts.collect())
        }
        other => other.clone(),
    };
    let is_element = field.name() == ELEMENT && matches!(ty, DataType::Struct(_));
    let said = described.get(way).filter(|_| !is_element);
    let pairs: HashMap<_, _> = said.into_iter().flat_map(Described::pairs).collect();
    field.clone().with_data_type(ty).with_metadata(pairs)
}
