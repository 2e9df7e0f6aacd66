//! The columns that are looked up, after all others of their table, each after those that make its keys.
//!
//! In: the table's other columns. Out: the looked-up ones, with a finding for each key that the crosswalk does not have.
//! Refuses: showing a key.

use std::ops::Range;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, BooleanArray, UInt32Array};
use arrow_select::filter::filter;
use arrow_select::take::take;

use super::coverage::LookedUp;
use super::{Evaluation, Made, TableOfRows, defect, severity, stop};
use crate::canonical::Date;
use crate::finding::{Args, Code, RowFinding, Severity};
use crate::mapping::model::{LookupKey, Unmatched, Validity};
use crate::run::Stop;
use crate::run::summary::LookupCounts;
use crate::transforms::lookup::Found;
use crate::transforms::split::Parts;

/// What the rows of one look-up came to, before any row is dropped.
pub struct Looked {
    /// The crosswalk's row; null where there is none.
    pub rows: UInt32Array,
    /// Rows whose key it does not have, in their order.
    pub unmatched: Vec<u32>,
}

impl Looked {
    /// The same of the parts that the rows were split into.
    pub fn split(&self, parts: &Parts) -> Result<Self, Stop> {
        let rows = take(&self.rows, &parts.rows, None).map_err(|_| defect("take"))?;
        let of = |row: &u32| parts.starts[*row as usize]..parts.starts[*row as usize + 1];
        Ok(Self { rows: rows.as_primitive().clone(), unmatched: self.unmatched.iter().flat_map(of).collect() })
    }

    /// Counted over the rows of the mask, or over all.
    pub fn counts(&self, mask: Option<&BooleanArray>) -> Result<LookupCounts, Stop> {
        let Some(mask) = mask else { return Ok(counted(&self.rows, self.unmatched.len())) };
        let rows = filter(&self.rows, mask).map_err(|_| defect("filter"))?;
        Ok(counted(&rows, self.unmatched.iter().filter(|row| mask.value(**row as usize)).count()))
    }

    /// Counted over the rows at these places.
    pub fn counts_at(&self, at: &UInt32Array) -> Result<LookupCounts, Stop> {
        let rows = take(&self.rows, at, None).map_err(|_| defect("take"))?;
        let is_unmatched = |row: &&u32| self.unmatched.binary_search(row).is_ok();
        Ok(counted(&rows, at.values().iter().filter(is_unmatched).count()))
    }
}

fn counted(rows: &dyn Array, unmatched: usize) -> LookupCounts {
    let without = rows.null_count();
    LookupCounts {
        matched: (rows.len() - without) as u64,
        unmatched: unmatched as u64,
        empty: (without - unmatched) as u64,
    }
}

impl<'a> Evaluation<'a> {
    /// Makes some of the looked-up columns of a table.
    pub(super) fn look_up(
        &mut self,
        of: TableOfRows<'_>,
        which: Range<usize>,
        made: &mut Made<'a>,
    ) -> Result<(), Stop> {
        let plan = self.plan;
        let mapping = plan.mapping.table_at(of.table);
        let works = plan.crosswalks.lookups.get(of.table).map(Vec::as_slice).unwrap_or_default();
        let some = mapping.lookups.iter().zip(works).enumerate().filter(|(number, _)| which.contains(number));
        for (number, (lookup, work)) in some {
            let sought = Sought::of(&lookup.keys, lookup.valid.as_ref(), made);
            let found = work.crosswalk.probe(&sought.keys, sought.at.as_ref()).map_err(stop)?;
            let (used, amount) = (&*work.used, lookup.amount);
            self.cover(of, &LookedUp { number, sought: &sought, found: &found, used, amount }, made)?;
            let input = work.crosswalk.take(work.taken, &found).map_err(stop)?;
            let column = &plan.rows_of(of.table).columns[lookup.column];
            let mut findings = Vec::new();
            if lookup.unmatched == Unmatched::Report {
                let is_shown = !mapping.columns[lookup.column].personal;
                findings = missing(&found, &lookup.file, is_shown, severity(column.on_fail));
            }
            // What is required and was not found has been said; what no key was there for is said by the key.
            let told = findings.iter().map(|(found, _)| found.row).chain(sought.told).collect();
            self.make(of, lookup.column, Some(input.into()), (findings, told), made)?;
            made.looked.push(Looked { rows: found.rows, unmatched: found.unmatched });
        }
        Ok(())
    }
}

/// What the rows of a table are looked up by.
pub struct Sought {
    /// The keys.
    pub keys: Vec<ArrayRef>,
    /// The day.
    pub at: Option<ArrayRef>,
    /// Rows for which a column that makes a key could not be made.
    pub told: Vec<u32>,
}

impl Sought {
    /// Of a table's columns.
    pub fn of(keys: &[LookupKey], valid: Option<&Validity>, made: &Made<'_>) -> Self {
        let at = valid.map(|valid| valid.at);
        let named = keys.iter().map(|key| key.column).chain(at);
        Self {
            keys: keys.iter().map(|key| made.columns[key.column].all().clone()).collect(),
            at: at.map(|column| made.columns[column].all().clone()),
            told: named.flat_map(|column| made.told[column].iter().copied()).collect(),
        }
    }
}

/// What is said of the keys that a crosswalk does not have, in the order of their rows. Where a key is personal, so are the
/// days on which it holds.
pub fn missing(found: &Found, file: &str, is_shown: bool, severity: Severity) -> Vec<(RowFinding, Severity)> {
    let mut holes = found.holes.iter().peekable();
    let day = |day: i32, open: i32| if day == open || !is_shown { String::new() } else { Date(day).to_string() };
    let finding = |row: &u32| {
        let hole = holes.next_if(|hole| hole.row == *row);
        let (code, days) = hole.map_or((Code::NotInCrosswalk, Vec::new()), |hole| {
            let (from, to) = hole.nearest();
            (Code::NotOnThatDay, vec![day(from, i32::MIN).into(), day(to, i32::MAX).into()])
        });
        let args: Args = std::iter::once(file.into()).chain(days).collect();
        (RowFinding { row: *row, code, args: args.into() }, severity)
    };
    found.unmatched.iter().map(finding).collect()
}
