//! What else is personal where something is marked so.
//!
//! In: a checked mapping. Out: the same with every field and column marked that shows the value of a marked one: a
//! mark on a column covers the fields that it comes from, and so every other column of them; a key that must be its
//! parent's (`same:`) is as personal as the parent's. What is looked up by a marked key is marked; a mark on what is
//! looked up says nothing of the key. A column that shows a marked parameter is marked; the fields that it comes from
//! besides are not. Refuses: taking a mark away.

use super::migration::Declared;
use super::model::{FieldRef, LookupKey, Mapping, Origin, Table, Validity};

/// Spreads the marks until nothing more is marked.
pub fn spread(mapping: &mut Mapping, parameters: &Declared) {
    while spread_once(mapping) {}
    mark_by_parameters(mapping, parameters);
    while spread_by_lookups(mapping) {}
}

fn mark_by_parameters(mapping: &mut Mapping, parameters: &Declared) {
    for (table, column) in every_column(mapping) {
        let personal = match &mapping.table_at(table).columns[column].from {
            Origin::Expression(expression) => expression.parameters().any(|at| parameters.is_personal(at)),
            _ => false,
        };
        mark_column(mapping, (table, column), personal);
    }
}

/// What is looked up may tell whose key it was; the key itself is not told by what it leads to.
fn spread_by_lookups(mapping: &mut Mapping) -> bool {
    let mut marked = false;
    for (table, column) in every_column(mapping) {
        let of = mapping.table_at(table);
        let personal = match of.columns[column].from {
            // A look-up that has mistakes is none of the table's.
            Origin::Lookup(number) => {
                of.lookups.get(number).is_some_and(|it| has_personal_key(of, &it.keys, it.valid.as_ref()))
            }
            Origin::Split(_) => of.split.as_ref().is_some_and(|it| has_personal_key(of, &it.keys, it.valid.as_ref())),
            _ => continue,
        };
        marked |= mark_column(mapping, (table, column), personal);
    }
    marked
}

/// Whether anything was marked.
fn spread_once(mapping: &mut Mapping) -> bool {
    let mut marked = false;
    for (table, column) in every_column(mapping) {
        let at = match &mapping.table_at(table).columns[column].from {
            Origin::Field(at) | Origin::Label(at) => *at,
            Origin::Expression(expression) => {
                let fields: Vec<FieldRef> = expression.fields().collect();
                let own = mapping.table_at(table).columns[column].personal;
                let personal = own || fields.iter().any(|at| *mark(mapping, *at));
                marked |= mark_column(mapping, (table, column), personal);
                for at in fields {
                    marked |= set(mark(mapping, at), personal);
                }
                continue;
            }
            Origin::Constant(_)
            | Origin::RepeatNumber(_)
            | Origin::PartNumber
            | Origin::Lookup(_)
            | Origin::Split(_) => {
                continue;
            }
        };
        let personal = mapping.table_at(table).columns[column].personal || *mark(mapping, at);
        marked |= mark_column(mapping, (table, column), personal);
        marked |= set(mark(mapping, at), personal);
    }
    for kind in 0..mapping.source.kinds.len() {
        let Some(parent) = mapping.source.kinds[kind].under else { continue };
        for (own, above) in mapping.source.kinds[kind].same.clone() {
            let of = |kind, field| FieldRef { kind, repeat: None, field };
            let personal = *mark(mapping, of(kind, own)) || *mark(mapping, of(parent, above));
            marked |= set(mark(mapping, of(kind, own)), personal);
            marked |= set(mark(mapping, of(parent, above)), personal);
        }
    }
    marked
}

/// Whether one of the columns that a row is looked up by is marked.
#[must_use]
pub fn has_personal_key(table: &Table, keys: &[LookupKey], valid: Option<&Validity>) -> bool {
    let at = valid.map(|valid| valid.at);
    keys.iter().map(|key| key.column).chain(at).any(|column| table.columns[column].personal)
}

fn every_column(mapping: &Mapping) -> Vec<(usize, usize)> {
    let tables = mapping.with_nested().into_iter().enumerate();
    tables.flat_map(|(table, one)| (0..one.columns.len()).map(move |column| (table, column))).collect()
}

/// Whether a column was not marked before.
fn mark_column(mapping: &mut Mapping, (table, column): (usize, usize), personal: bool) -> bool {
    mapping.table_at_mut(table).is_some_and(|table| set(&mut table.columns[column].personal, personal))
}

fn mark(mapping: &mut Mapping, at: FieldRef) -> &mut bool {
    let kind = &mut mapping.source.kinds[at.kind];
    match at.repeat {
        None => &mut kind.fields[at.field].personal,
        Some(repeat) => &mut kind.repeats[repeat].fields[at.field].personal,
    }
}

/// Whether it was not set before.
fn set(mark: &mut bool, personal: bool) -> bool {
    let new = personal && !*mark;
    *mark |= personal;
    new
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_mark_reaches_all_that_shows_the_value() {
        let text = "tumpline: 1
source:
  files: in.txt
  format: fixed
  encoding: ascii
  records:
    end: newline
    kinds:
      - {name: head, when: {at: 1, is: H}, fields: [{name: person, at: 2-4}, {name: day, at: 5-6}]}
      - name: line
        under: head
        same: [person]
        fields:
          - {name: person, at: 2-4}
          - {name: other, at: 5-6}
          - {name: parts, at: 7-10, repeat: {times: 2, width: 2}, fields: [{name: part, at: 1-2}]}
tables:
  - table: lines
    from: line
    columns: [{name: person, personal: true}, {name: again, sql: lower(person)}, {name: day, from: head.day}, {name: whole, sql: other || 'x', personal: true}, {name: other}]
  - table: parts
    from: line.parts
    columns: [{name: who, from: head.person}, {name: part, from: part, personal: true}, {name: same_part, from: part}]
";
        let mapping = crate::mapping::read("m", text).mapping.unwrap();
        let fields = mapping.source.kinds.iter().flat_map(|kind| {
            kind.fields.iter().chain(kind.repeats.iter().flat_map(|repeat| &repeat.fields)).map(|field| field.personal)
        });
        assert_eq!(fields.collect::<Vec<_>>(), [true, false, true, true, true]);
        let columns = mapping.tables.iter().flat_map(|table| table.columns.iter().map(|column| column.personal));
        assert_eq!(columns.collect::<Vec<_>>(), [true, true, false, true, true, true, true, true]);
    }
}
