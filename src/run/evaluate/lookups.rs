//! The columns that are looked up, after all others of their table, each after those that make its keys.
//!
//! In: the table's other columns. Out: the looked-up ones, with a finding for each key that the crosswalk does not have.
//! Refuses: showing a key.

use std::collections::BTreeSet;

use arrow_array::{Array, ArrayRef, BooleanArray, UInt32Array};
use arrow_select::filter::filter;

use super::{Evaluation, Made, TableOfRows, defect, severity, stop};
use crate::finding::{Code, RowFinding, Severity};
use crate::mapping::model::{Lookup, Unmatched};
use crate::run::Stop;
use crate::run::summary::LookupCounts;

/// What the rows of one look-up came to, before any row is dropped.
pub struct Looked {
    rows: UInt32Array,
    unmatched: Vec<u32>,
}

impl Looked {
    /// Counted over the rows of the mask, or over all.
    pub fn counts(&self, mask: Option<&BooleanArray>) -> Result<LookupCounts, Stop> {
        let Some(mask) = mask else { return Ok(counted(&self.rows, self.unmatched.len())) };
        let rows = filter(&self.rows, mask).map_err(|_| defect("filter"))?;
        Ok(counted(&rows, self.unmatched.iter().filter(|row| mask.value(**row as usize)).count()))
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

impl Evaluation<'_> {
    /// Makes the looked-up columns of a table.
    pub(super) fn look_up(&mut self, of: TableOfRows<'_>, made: &mut Made) -> Result<(), Stop> {
        let plan = self.plan;
        let mapping = &plan.mapping.tables[of.table];
        if mapping.lookups.is_empty() {
            return Ok(());
        }
        let works = plan.crosswalks.lookups.get(of.table).map(Vec::as_slice).unwrap_or_default();
        for (lookup, work) in mapping.lookups.iter().zip(works) {
            let keys: Vec<ArrayRef> = lookup.keys.iter().map(|key| made.columns[key.column].clone()).collect();
            let at = lookup.valid.as_ref().map(|valid| &made.columns[valid.at]);
            let found = work.crosswalk.probe(&keys, at).map_err(stop)?;
            let input = work.crosswalk.take(work.taken, &found).map_err(stop)?;
            let column = &plan.tables[of.table].columns[lookup.column];
            let mut findings = Vec::new();
            if lookup.unmatched == Unmatched::Report {
                let finding = |row: &u32| missing(*row, lookup, severity(column.on_fail));
                findings.extend(found.unmatched.iter().map(finding));
            }
            // What is required and was not found has been said; what no key was there for is said by the key.
            let told = findings.iter().map(|(found, _)| found.row).chain(known(lookup, &made.told)).collect();
            self.make(of, lookup.column, Some(input), findings, told, made)?;
            made.looked.push(Looked { rows: found.rows, unmatched: found.unmatched });
        }
        Ok(())
    }
}

fn missing(row: u32, lookup: &Lookup, severity: Severity) -> (RowFinding, Severity) {
    (RowFinding { row, code: Code::NotInCrosswalk, args: vec![lookup.file.as_str().into()] }, severity)
}

/// Rows for which a column that makes a key could not be made.
fn known(lookup: &Lookup, told: &[BTreeSet<u32>]) -> BTreeSet<u32> {
    let at = lookup.valid.as_ref().map(|valid| valid.at);
    lookup.keys.iter().map(|key| key.column).chain(at).flat_map(|column| told[column].iter().copied()).collect()
}
