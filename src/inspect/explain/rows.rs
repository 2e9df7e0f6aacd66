//! The rows that a record makes, as they are shown: columns with what they are made of, and rules.
//!
//! In: what the evaluation knows of the record's rows. Out: names and texts. Refuses to compute anything.

use super::build::Building;
use super::literals;
use super::record::{
    Around, ColumnSeen, ElementSeen, ExpressionSeen, From, ListSeen, LookupSeen, RowSeen, RuleSeen, Said, StepSeen,
    TableSeen,
};
use crate::finding::Subject;
use crate::mapping::model::{Expression, FieldRef, LookupKey, Nest, Origin, Reads, Table, Validity};
use crate::run::one::MetRow;
use crate::run::one::index;
use crate::run::one::seen::{SeenColumn, SeenElement, SeenExpression, SeenLookup, SeenRow, SeenTable};
use crate::run::plan::field_of;

impl Building<'_> {
    pub(super) fn table(&self, seen: &SeenTable) -> TableSeen {
        let declared = self.mapping.table_at(seen.table);
        let place = |row: u32| self.other(row).map(|met| self.around(met));
        let lent = seen.lent.iter().map(|(kind, row)| (self.kind(*kind), row.and_then(place)));
        let lent: Vec<_> = lent.collect();
        // A row that was not split is whole.
        let is_split = |row: &SeenRow| seen.rows.iter().filter(|one| one.repetition == row.repetition).count() > 1;
        let rows = seen.rows.iter().map(|row| self.row((seen.table, declared), row, (is_split(row), &lent)));
        let mut rows: Vec<RowSeen> = rows.collect();
        if let Some((_, row)) = self.asked.filter(|(table, _)| *table == seen.table) {
            rows[row].asked = true;
        }
        TableSeen { name: self.way(seen.table), id: seen.table, lent, rows }
    }

    /// A table's name; of a list the way to it.
    fn way(&self, table: usize) -> String {
        let tables = self.mapping.tables.iter();
        let lists = tables.clone().flat_map(|table| {
            table.ways().into_iter().map(|(way, _)| format!("{}.{way}", table.name)).collect::<Vec<_>>()
        });
        tables.map(|table| table.name.clone()).chain(lists).nth(table).unwrap_or_default()
    }

    /// Whether it is a list that stands in a row which the record makes itself, and is shown there.
    pub(super) fn is_within(&self, table: usize) -> bool {
        let all = 0..self.plan.tables.len() + self.plan.nested.len();
        let mut around = all.map(|around| self.plan.rows_of(around)).filter(|work| work.lists.contains(&table));
        around.any(|work| work.from == self.plan.rows_of(table).from)
    }

    fn row(
        &self,
        (table, declared): (usize, &Table),
        seen: &SeenRow,
        (is_split, lent): (bool, &[(String, Option<Around>)]),
    ) -> RowSeen {
        let rules = declared.rules.iter().zip(&seen.rules).map(|(rule, seen)| RuleSeen {
            id: rule.id.clone(),
            holds: seen.holds,
            failed: seen.failed,
            expression: self.expression((table, &rule.row), (&seen.computed, seen.failed.is_some()), false),
        });
        let place = declared.repeat.map(|group| &self.mapping.source.kinds[declared.from].repeats[group].place);
        let number = place.map(|place| place.numbers(seen.repetition));
        RowSeen {
            repetition: number.clone(),
            part: seen.part.filter(|_| is_split).map(|part| part + 1),
            asked: false,
            left_out: seen.left_out.and_then(|reason| declared.reasons().nth(reason)).map(str::to_owned),
            columns: self.columns((table, declared), seen, (lent, number.as_deref())),
            rules: rules.collect(),
            lists: self.lists(declared, seen),
        }
    }

    /// The columns of a row. Of a repetition or an element only what is said of its number is said.
    fn columns(
        &self,
        (table, declared): (usize, &Table),
        seen: &SeenRow,
        (lent, element): (&[(String, Option<Around>)], Option<&str>),
    ) -> Vec<ColumnSeen> {
        let columns = seen.columns.iter().enumerate().map(|(number, column)| {
            let is_hidden = self.hidden.column(table, number);
            let value = Said::of(column.value.as_ref(), is_hidden);
            let before = column.input.as_ref().map(|input| Said::of(input.as_ref(), is_hidden));
            let differs = column.input.as_ref().is_some_and(|input| *input != column.value);
            let is_divided = declared.split.as_ref().is_some_and(|split| split.amounts.contains(&number));
            let whole = before.clone().filter(|whole| is_divided && differs && *whole != Said::Empty);
            ColumnSeen {
                name: declared.columns[number].name.clone(),
                value,
                from: self.from((table, declared), (number, column), lent),
                before: before.filter(|_| differs && !is_divided),
                whole,
                findings: self.about_column((table, declared), number, element),
            }
        });
        columns.collect()
    }

    /// Numbers of the findings about a column, or about the field of this record that it is.
    fn about_column(&self, (table, declared): (usize, &Table), number: usize, element: Option<&str>) -> Vec<usize> {
        let found = self.about_element(Subject::Column(index(table), index(number)), element);
        let field = match &declared.columns[number].from {
            Origin::Field(at) if found.is_empty() && Some(at.kind) == self.met.row.kind => at,
            _ => return found,
        };
        let subject = Subject::Field(index(field.kind), field.repeat.map(index), index(field.field));
        self.about_element(subject, element.filter(|_| field.repeat.is_some()))
    }

    /// The lists of a row, or of an element.
    fn lists(&self, around: &Table, seen: &SeenRow) -> Vec<ListSeen> {
        let lists = around.nests.iter().zip(&seen.lists).map(|(nest, list)| ListSeen {
            name: self.way(list.table).split_once('.').map_or(String::new(), |(_, way)| way.to_owned()),
            is_value: nest.is_value,
            count: list.count,
            elements: (1..)
                .zip(&list.elements)
                .map(|(number, one)| self.element((list.table, nest), number, one))
                .collect(),
        });
        lists.collect()
    }

    fn element(&self, (table, nest): (usize, &Nest), number: usize, seen: &SeenElement) -> ElementSeen {
        let declared = &nest.table;
        let child = seen.child.and_then(|row| self.other(row)).map(|met| self.around(met));
        let place = declared.repeat.map(|group| &self.mapping.source.kinds[declared.from].repeats[group].place);
        let number = place.map_or_else(|| number.to_string(), |place| place.numbers(seen.row.repetition));
        // Of a structure, which record it is stands at its head.
        let lent: Vec<_> =
            child.iter().filter(|_| nest.is_value).map(|at| (self.kind(declared.from), Some(at.clone()))).collect();
        ElementSeen {
            columns: self.columns((table, declared), &seen.row, (&lent, place.map(|_| number.as_str()))),
            lists: self.lists(declared, &seen.row),
            number,
            child,
        }
    }

    /// A record that its rows read, join or have in their lists.
    fn other(&self, row: u32) -> Option<&MetRow> {
        self.met.others.get(&row)
    }

    fn from(
        &self,
        (table, declared): (usize, &Table),
        (number, seen): (usize, &SeenColumn),
        lent: &[(String, Option<Around>)],
    ) -> From {
        let expression = |expression: &Expression| {
            let is_hidden = self.hidden.column(table, number);
            let computed = seen.computed.as_ref();
            computed.map(|computed| self.expression((table, expression), (computed, seen.failed), is_hidden))
        };
        match &declared.columns[number].from {
            Origin::Field(at) | Origin::Label(at) => {
                let kind = self.kind(at.kind);
                let other = lent.iter().find(|(name, _)| *name == kind).and_then(|(_, place)| place.as_ref());
                From::Field(self.field_name(*at), other.map(|place| place.record))
            }
            Origin::Constant(_) => From::Constant,
            Origin::RepeatNumber(_) => From::Repetition,
            Origin::PartNumber => From::Part,
            Origin::Expression(of) => expression(of).map_or(From::Constant, From::Expression),
            Origin::Lookup(at) => {
                let lookup = &declared.lookups[*at];
                let keys = (&lookup.keys[..], lookup.valid.as_ref());
                From::Lookup(self.lookup((table, declared), (&lookup.file, &lookup.take), keys, seen.looked.as_ref()))
            }
            Origin::Split(at) => {
                let Some(split) = &declared.split else { return From::Constant };
                let take = split.takes.get(*at).map_or("", |(_, header)| header.as_str());
                let keys = (&split.keys[..], split.valid.as_ref());
                From::Lookup(self.lookup((table, declared), (&split.file, take), keys, seen.looked.as_ref()))
            }
        }
    }

    fn lookup(
        &self,
        (table, declared): (usize, &Table),
        (file, take): (&str, &str),
        (keys, valid): (&[LookupKey], Option<&Validity>),
        seen: Option<&SeenLookup>,
    ) -> LookupSeen {
        let value = |(column, value): &(usize, Option<String>)| {
            let name = declared.columns[*column].name.clone();
            (name, Said::of(value.as_ref(), self.hidden.column(table, *column)))
        };
        let headers = keys.iter().map(|key| key.header.clone());
        let days = valid.map(|valid| format!("{} … {}", valid.from, valid.to));
        let values = seen.into_iter().flat_map(|seen| seen.keys.iter().chain(&seen.day)).map(value);
        let keys = values.zip(headers.chain(days)).map(|((name, said), header)| (name, header, said));
        let is_hidden = keys.clone().any(|(_, _, said)| said == Said::Hidden);
        LookupSeen {
            file: file.to_owned(),
            take: take.to_owned(),
            keys: keys.collect(),
            found: seen.is_some_and(|seen| seen.found),
            // A row of the crosswalk would tell whose key it is.
            row: seen.and_then(|seen| seen.row).filter(|_| !is_hidden).map(|row| row + 1),
        }
    }

    /// An expression with what it reads; its operations only where nothing that it reads is left out. One that fails where
    /// the whole does not was not needed: another branch of a CASE gave the value.
    fn expression(
        &self,
        (table, declared): (usize, &Expression),
        (seen, failed): (&SeenExpression, bool),
        is_hidden: bool,
    ) -> ExpressionSeen {
        let hides = |read: &Reads| self.hidden.read(table, *read);
        let by_fields = declared.fields().any(|at| self.hidden.field(at));
        let all_hidden = is_hidden || by_fields || seen.reads.iter().any(|(read, _)| hides(read));
        let personal = declared.parameters().any(|at| self.hidden.parameter(at));
        let reads = seen
            .reads
            .iter()
            .map(|(read, value)| (self.read_name(table, *read), Said::of(value.as_ref(), hides(read))));
        let given = declared.parameters().filter_map(|at| self.hidden.given(at));
        let needed = seen.steps.iter().filter(|step| failed || step.value.is_ok());
        let steps = needed.map(|step| StepSeen {
            part: step.part.clone(),
            value: step.value.as_ref().map_or(Said::Empty, |value| Said::of(value.as_ref(), false)),
            failed: step.value.as_ref().err().copied(),
        });
        let steps = if all_hidden || personal { Vec::new() } else { steps.collect() };
        let sql = &declared.typed.text;
        // Beside its verdict, a literal would tell the value.
        let sql = if all_hidden || personal { literals::hidden(sql) } else { sql.clone() };
        ExpressionSeen { sql, reads: reads.chain(given).collect(), steps }
    }

    fn read_name(&self, table: usize, read: Reads) -> String {
        match read {
            Reads::Field(at) => self.field_name(at),
            Reads::RepeatNumber(_) => "number".to_owned(),
            Reads::File => "_file".to_owned(),
            Reads::Offset => "_offset".to_owned(),
            Reads::OffsetOf(kind) => format!("{}._offset", self.mapping.source.kinds[kind].name),
            Reads::Column(column) => self.mapping.table_at(table).columns[column].name.clone(),
            Reads::Parameter(_) => String::new(),
        }
    }

    /// `amount` of the record's own kind, `head.batch_no` of another.
    fn field_name(&self, at: FieldRef) -> String {
        let kind = &self.mapping.source.kinds[at.kind];
        let name = &field_of(self.mapping, at).name;
        let group = at.repeat.map(|group| format!("{}.", kind.repeats[group].name)).unwrap_or_default();
        if self.met.row.kind == Some(at.kind) {
            format!("{group}{name}")
        } else {
            format!("{}.{group}{name}", kind.name)
        }
    }
}
