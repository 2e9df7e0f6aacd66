//! What the loaded rows of one chunk tell the rules.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, Int64Array, StringArray};
use arrow_buffer::i256;

use super::plan::{Emit, Empty};
use super::spool::{Gathered, SortedRun};
use crate::finding::{Code, RowFinding};
use crate::mapping::model::Reads;
use crate::place::Place;
use crate::run::Stop;
use crate::validate::set::entry::{Entry, RowPlace};
use crate::validate::set::key::Columns;

/// Bytes that a worker gathers before it hands them on.
pub const GATHERED: usize = 8 << 20;
/// Memory that a key takes beside its bytes, where its rows are told together.
const KEY: usize = 192;
/// First byte of a key that is whole; after it the values stand.
pub const WHOLE: u8 = 1;
/// First byte of a key that is not.
pub const NOT_WHOLE: u8 = 0;

/// The rows of one table.
pub struct Rows<'a> {
    /// Number of the mapping.
    pub mapping: u16,
    /// The table's columns.
    pub columns: &'a [ArrayRef],
    /// Of each row: its record.
    pub places: &'a [Place],
    /// Name of the file that they stand in.
    pub file: &'a str,
}

/// What was told so far.
#[derive(Default)]
pub struct Gatherer {
    each: Gathered,
    /// By key and side: many rows in one entry.
    together: HashMap<(Vec<u8>, u8), Entry>,
    /// Bytes of the keys of those.
    keys: usize,
}

fn defect(what: &'static str) -> Stop {
    Stop::new(Code::Defect, vec![what.into()])
}

impl Gatherer {
    /// Takes the rows of a table; gives the rows of which it cannot be told whether the rule is about them.
    ///
    /// # Errors
    /// TL0911 for columns of other types: a defect.
    pub fn take(&mut self, emit: &Emit, rows: &Rows<'_>) -> Result<Vec<RowFinding>, Stop> {
        let (kept, failed) = filtered(emit, rows)?;
        let column = |at: &usize| &rows.columns[*at];
        let wrong = || defect("columns of a rule");
        let keys = Columns::of(emit.key.iter().map(column)).ok_or_else(wrong)?;
        let sums = Columns::of(emit.sum.iter().map(column)).ok_or_else(wrong)?;
        let numbers = Columns::of(emit.number.iter().map(column)).ok_or_else(wrong)?;
        let (mut key, mut rest, mut load) = (Vec::new(), Vec::new(), Vec::new());
        for (row, place) in rows.places.iter().enumerate() {
            if kept.as_ref().is_some_and(|kept| !kept[row]) {
                continue;
            }
            let number = numbers.number(row).and_then(|number| i64::try_from(number).ok());
            if emit.number.is_some() && number.is_none() {
                continue; // nothing counts up there
            }
            key.clear();
            key.extend_from_slice(&emit.rule.to_be_bytes());
            key.push(WHOLE);
            if !keys.push(row, &mut key) {
                match emit.nulls {
                    Empty::Skipped => continue,
                    Empty::Value => {}
                    Empty::Told => {
                        key.truncate(2);
                        key.push(NOT_WHOLE);
                    }
                }
            }
            let sum = i256::from_i128(sums.number(row).unwrap_or(0));
            let at = RowPlace { mapping: rows.mapping, place: *place };
            let entry = Entry { side: emit.side, number, at, rows: 1, sum };
            if emit.each {
                rest.clear();
                load.clear();
                entry.push_rest(&mut rest);
                entry.push_load(&mut load);
                self.each.push(&key, &rest, &load);
            } else {
                self.add(&key, entry);
            }
        }
        Ok(failed)
    }

    /// Takes what is told of a control; `each` says that it must stay apart from others of its key and side.
    pub fn tell(&mut self, key: &[u8], entry: Entry, each: bool) {
        if !each {
            return self.add(key, entry);
        }
        let (mut rest, mut load) = (Vec::new(), Vec::new());
        entry.push_rest(&mut rest);
        entry.push_load(&mut load);
        self.each.push(key, &rest, &load);
    }

    /// Memory that it takes, about.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.each.bytes() + self.keys + self.together.len() * KEY
    }

    fn add(&mut self, key: &[u8], entry: Entry) {
        self.keys += key.len();
        let known =
            self.together.entry((key.to_vec(), entry.side)).or_insert(Entry { rows: 0, sum: i256::ZERO, ..entry });
        known.rows += entry.rows;
        known.sum = known.sum.wrapping_add(entry.sum);
    }

    /// All of it, sorted.
    #[must_use]
    pub fn sorted(mut self) -> SortedRun {
        let (mut rest, mut load) = (Vec::new(), Vec::new());
        let mut all = std::mem::take(&mut self.each);
        // They are sorted by their bytes below, whatever order they come in.
        self.together.drain().for_each(|((key, _), entry)| {
            rest.clear();
            load.clear();
            entry.push_rest(&mut rest);
            entry.push_load(&mut load);
            all.push(&key, &rest, &load);
        });
        all.sorted()
    }
}

type Kept = Option<Vec<bool>>;

/// The rows that a rule is about, if not all; and those of which that cannot be told.
fn filtered(emit: &Emit, rows: &Rows<'_>) -> Result<(Kept, Vec<RowFinding>), Stop> {
    let Some(filter) = &emit.filter else { return Ok((None, Vec::new())) };
    let count = rows.places.len();
    let input = |read: &Reads| -> Result<ArrayRef, Stop> {
        Ok(match read {
            Reads::Column(at) => Arc::clone(&rows.columns[*at]),
            Reads::File => Arc::new(StringArray::from_iter_values(std::iter::repeat_n(rows.file, count))),
            Reads::Offset => {
                let offset = |place: &Place| i64::try_from(place.offset).unwrap_or(i64::MAX);
                Arc::new(Int64Array::from_iter_values(rows.places.iter().map(offset)))
            }
            Reads::Field(_) | Reads::RepeatNumber | Reads::Parameter(_) => return Err(defect("what a rule reads")),
        })
    };
    let inputs = filter.reads.iter().map(input).collect::<Result<Vec<_>, _>>()?;
    let evaluated = filter.program.evaluate(&inputs, count).map_err(|(code, args)| Stop::new(code, args))?;
    let holds = evaluated.array.as_boolean();
    let mut kept: Vec<bool> = (0..count).map(|row| holds.is_valid(row) && holds.value(row)).collect();
    evaluated.failed.iter().for_each(|found| kept[found.row as usize] = false);
    Ok((Some(kept), evaluated.failed))
}
