//! The Arrow fields of lists, as batches and as readers have them.
//!
//! In: what the mapping says of a list. Out: one field, with a description for each part of it. Refuses to know values.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use arrow_schema::{DataType, Field, FieldRef, Fields};

use super::{Described, LoadColumn, LoadList, PlanField};
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
    PlanField { field: list_field(list), personal: personal(list), described, by_leaf: true }
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
