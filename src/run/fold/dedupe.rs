//! Rows of one key of which one is kept: what each row tells, and which are dropped.
//!
//! In: the loaded rows of the first pass. Out: a [`Told`](super::judging::Told) for each row that is dropped, which names
//! the one that is kept. Entries of one key sort so that the one that is kept comes first; so a key of any number of rows
//! is judged as it is read. The next pass leaves the rows out; its rows have no key twice, so that nothing is asked again.

use std::sync::Arc;

use arrow_buffer::i256;

use super::gather::{Gatherer, Rows, WHOLE};
use super::spool::EntryBytes;
use crate::finding::{Code, Subject};
use crate::mapping::model::{Dedupe, Keep, Mapping, Type};
use crate::run::Stop;
use crate::validate::set::entry::{Entry, RowPlace, push_ordered};
use crate::validate::set::key::Columns;

/// A table of which repeated rows are dropped.
#[derive(Debug)]
pub struct DedupeWork {
    /// Number of its mapping.
    pub mapping: usize,
    /// The table in that mapping.
    pub table: usize,
    /// Names and types of its key.
    pub key: Vec<(Arc<str>, Type)>,
    /// A column of its key is personal: values are not shown.
    pub personal: bool,
}

/// What its rows tell.
#[derive(Debug)]
pub struct DedupeEmit {
    /// Number among all that is judged in the run.
    pub rule: u16,
    /// The key's columns.
    by: Vec<usize>,
    /// What the rows of a key are compared by, before their places.
    order_by: Vec<usize>,
    /// The greatest of them is kept, or the least.
    keep: Keep,
}

/// Of the tables of a mapping: each that drops rows, with what its rows tell; the first of them has this number.
pub fn plan(mapping: &Mapping, number: usize, first: usize) -> Vec<(DedupeWork, DedupeEmit)> {
    let mut all = Vec::new();
    for (table, declared) in mapping.tables.iter().enumerate() {
        let Some(Dedupe { by, order_by, keep, .. }) = &declared.dedupe else { continue };
        let columns = || by.iter().map(|column| &declared.columns[*column]);
        let work = DedupeWork {
            mapping: number,
            table,
            key: columns().map(|column| (column.name.as_str().into(), column.ty)).collect(),
            personal: columns().any(|column| column.personal),
        };
        let rule = u16::try_from(first + all.len()).unwrap_or(u16::MAX);
        all.push((work, DedupeEmit { rule, by: by.clone(), order_by: order_by.clone(), keep: *keep }));
    }
    all
}

impl DedupeEmit {
    /// The columns that it reads.
    pub fn columns(&self) -> impl Iterator<Item = usize> {
        self.by.iter().chain(&self.order_by).copied()
    }
}

impl DedupeWork {
    /// As a finding names it.
    #[must_use]
    pub fn subject(&self) -> Subject {
        Subject::Dedupe(u16::try_from(self.table).unwrap_or(u16::MAX))
    }
}

/// Takes the rows of a table; `repetitions` has the number of each in its record. A row whose key has an empty value is
/// like no other.
///
/// # Errors
/// TL0911 for columns of other types: a defect.
pub fn take(to: &mut Gatherer, emit: &DedupeEmit, rows: &Rows<'_>, repetitions: &[u32]) -> Result<(), Stop> {
    let columns = |of: &[usize]| {
        let columns = Columns::of(of.iter().map(|at| &rows.columns[*at]));
        columns.ok_or_else(|| Stop::new(Code::Defect, vec!["columns of a dedupe".into()]))
    };
    let (keys, order) = (columns(&emit.by)?, columns(&emit.order_by)?);
    let (mut key, mut rest, mut load) = (Vec::new(), Vec::new(), Vec::new());
    for (row, (place, repetition)) in rows.places.iter().zip(repetitions).enumerate() {
        key.clear();
        key.extend_from_slice(&emit.rule.to_be_bytes());
        key.push(WHOLE);
        if !keys.push(row, &mut key) {
            continue;
        }
        let at = RowPlace { mapping: rows.mapping, place: *place };
        rest.clear();
        order.push_ordered(row, emit.keep == Keep::Last, &mut rest);
        let start = rest.len();
        for number in [place.file.into(), place.offset, (*repetition).into()] {
            push_ordered(number, &mut rest);
        }
        if emit.keep == Keep::Last {
            rest[start..].iter_mut().for_each(|byte| *byte = !*byte);
        }
        load.clear();
        Entry { side: 1, number: Some((*repetition).into()), at, rows: 1, sum: i256::ZERO, refused: false }
            .push_whole(&mut load);
        to.push(&key, &rest, &load);
    }
    Ok(())
}

/// Where the row of an entry stands, and its number in its record.
#[must_use]
pub fn row_of(entry: EntryBytes<'_>) -> (RowPlace, u32) {
    let Entry { at, number, .. } = Entry::read_whole(entry.load);
    (at, number.and_then(|number| u32::try_from(number).ok()).unwrap_or(0))
}
