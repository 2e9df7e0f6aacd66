//! What the loaded rows of one chunk tell the rules.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, Int64Array, StringArray};
use arrow_buffer::i256;

use super::lane::{self, Item, tag};
use super::plan::{Emit, Empty, Way};
use super::spool::{Gathered, SortedRun, hash};
use crate::finding::{Code, RowFinding};
use crate::mapping::model::Reads;
use crate::place::Place;
use crate::run::Stop;
use crate::validate::set::entry::{Entry, RowPlace};
use crate::validate::set::key::Columns;

#[cfg(test)]
mod tests;

/// Bytes that a worker gathers before it sorts them and hands them on: what is sorted should stay in the cache.
pub const GATHERED: usize = 1 << 20;
/// Memory that a key takes beside its bytes, where its rows are told together.
const KEY: usize = 192;
/// First byte of a key that is whole; after it the values stand.
pub const WHOLE: u8 = 1;
/// First byte of a key that is not.
pub const NOT_WHOLE: u8 = 0;

/// The hash of entries, for keys in memory.
#[derive(Default)]
struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        self.0 = hash(self.0, bytes);
    }
}

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
    /// The tag of the first row.
    pub tag: u64,
}

/// What was told so far.
#[derive(Default)]
pub struct Gatherer {
    each: Gathered,
    /// Short keys of single rows.
    items: Vec<Item>,
    /// By key, with its tag at the end: many rows in one entry.
    together: HashMap<Vec<u8>, Entry, BuildHasherDefault<KeyHasher>>,
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
            let is_whole = keys.push(row, &mut key);
            match emit.nulls {
                Empty::Skipped if !is_whole => continue,
                Empty::Told if !is_whole => {
                    key.truncate(2);
                    key.push(NOT_WHOLE);
                }
                _ => {
                    let tag = tag::of_side(rows.tag + row as u64, emit.side);
                    if let Some(item) = Item::new(&key, tag).filter(|_| emit.way == Way::Lane) {
                        self.items.push(item);
                        continue;
                    }
                    key.insert(2, WHOLE);
                }
            }
            let figure = if emit.counts { 1 } else { sums.number(row).unwrap_or(0) };
            let sum = i256::from_i128(figure);
            let sum = if emit.minus { sum.wrapping_neg() } else { sum };
            let at = RowPlace { mapping: rows.mapping, place: *place };
            let entry = Entry { side: emit.side, number, at, rows: 1, sum, refused: false };
            if emit.way == Way::Together {
                // Both sides of a rule have the same key.
                key.push(emit.side);
                self.add(&key, entry);
            } else {
                rest.clear();
                load.clear();
                entry.push_rest(&mut rest);
                entry.push_load(&mut load);
                self.each.push(&key, &rest, &load);
            }
        }
        Ok(failed)
    }

    /// Takes an entry as it is.
    pub fn push(&mut self, key: &[u8], rest: &[u8], load: &[u8]) {
        self.each.push(key, rest, load);
    }

    /// Takes what is told of a control.
    pub fn tell(&mut self, key: &[u8], entry: Entry) {
        self.add(&[key, &[entry.tag()]].concat(), entry);
    }

    /// Takes what is told of a control and must stay apart from others of its key and side, with the value that it brings.
    pub fn tell_apart(&mut self, key: &[u8], entry: Entry, value: &[u8]) {
        let (mut rest, mut load) = (Vec::new(), Vec::new());
        entry.push_rest(&mut rest);
        rest.extend_from_slice(value);
        entry.push_load(&mut load);
        self.each.push(key, &rest, &load);
    }

    /// Takes what is told of a key together with others of it; the key's last byte is the entry's tag.
    pub fn tell_together(&mut self, key: &[u8], entry: Entry) {
        self.add(key, entry);
    }

    /// Whether it holds so much that it should be handed on.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.bytes() > GATHERED || self.items.len() > lane::GATHERED
    }

    /// Memory that its entries take, about.
    fn bytes(&self) -> usize {
        self.each.bytes() + self.keys + self.together.len() * KEY
    }

    fn add(&mut self, key: &[u8], entry: Entry) {
        if let Some(known) = self.together.get_mut(key) {
            // Records that were not cut into fields are told before the others of their batch.
            known.at = known.at.min(entry.at);
            known.rows += entry.rows;
            known.sum = known.sum.wrapping_add(entry.sum);
        } else {
            self.keys += key.len();
            self.together.insert(key.to_vec(), entry);
        }
    }

    /// All of its entries, sorted, and its items as they came; it is empty then.
    pub fn take_all(&mut self) -> (SortedRun, lane::Run) {
        let (mut rest, mut load) = (Vec::new(), Vec::new());
        let mut all = std::mem::take(&mut self.each);
        // They are sorted by their bytes below, whatever order they come in.
        self.together.drain().for_each(|(mut key, entry)| {
            key.pop();
            rest.clear();
            load.clear();
            entry.push_rest(&mut rest);
            entry.push_load(&mut load);
            all.push(&key, &rest, &load);
        });
        self.keys = 0;
        let items = lane::Run::of(&self.items);
        self.items.clear();
        (all.sorted(), items)
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
            Reads::Field(_) | Reads::OffsetOf(_) | Reads::RepeatNumber(_) | Reads::Parameter(_) => {
                return Err(defect("what a rule reads"));
            }
        })
    };
    let inputs = filter.reads.iter().map(input).collect::<Result<Vec<_>, _>>()?;
    let evaluated = filter.program.evaluate(&inputs, count).map_err(|(code, args)| Stop::new(code, args))?;
    let holds = evaluated.array.as_boolean();
    let mut kept: Vec<bool> = (0..count).map(|row| holds.is_valid(row) && holds.value(row)).collect();
    evaluated.failed.iter().for_each(|found| kept[found.row as usize] = false);
    Ok((Some(kept), evaluated.failed))
}
