//! What a crosswalk covers of the rows that are looked up in it, whatever becomes of their records.
//!
//! In: what a look-up or a split found for a table's rows. Out: rows and money by whether their key is there, the rows of
//! the crosswalk that were used, and one [`Gap`] for each row whose key is not. Refuses: rows that are set aside, and
//! parents that are lent.

use super::lookups::Sought;
use super::{Evaluation, Made, TableOfRows, defect};
use crate::run::Stop;
use crate::run::fold::gaps::{ABSENT, HOLE};
use crate::run::summary::{Class, Coverage};
use crate::transforms::lookup::used::Used;
use crate::transforms::lookup::{Found, Hole};
use crate::validate::set::entry::{folded, push_number};
use crate::validate::set::key::Columns;

/// What one look-up, or the split, of a table came to.
#[derive(Debug, Default)]
pub struct Covering {
    /// The table, or the elements of a list, as the plan counts them.
    pub table: usize,
    /// Number of the look-up; of the split, the one after them.
    pub number: usize,
    /// Rows and money.
    pub counts: Coverage,
    /// Keys that are not there.
    pub gaps: Vec<Gap>,
}

/// A key that a crosswalk does not have, or not on that day.
#[derive(Debug)]
pub struct Gap {
    /// As [`crate::run::fold::gaps`] reads it.
    pub key: Vec<u8>,
    /// The record, by row of the batch.
    pub row: u32,
    /// Its money; nothing where none is asked for, or there is none.
    pub amount: Option<i128>,
}

/// A look-up or a split whose rows were looked up.
pub struct LookedUp<'a> {
    /// Number of the look-up; of the split, the one after them.
    pub number: usize,
    /// What was looked up.
    pub sought: &'a Sought,
    /// What was found.
    pub found: &'a Found,
    /// Where it is marked.
    pub used: &'a Used,
    /// The column of its money.
    pub amount: Option<usize>,
}

impl Evaluation<'_> {
    /// Counts what was looked up of a table's rows.
    pub(super) fn cover(&mut self, of: TableOfRows<'_>, looked: &LookedUp<'_>, made: &Made<'_>) -> Result<(), Stop> {
        let Some(id) = self.plan.rows_of(of.table).covers.get(looked.number) else { return Ok(()) };
        let wrong = || defect("the keys of a look-up");
        let keys = Columns::of(&looked.sought.keys).ok_or_else(wrong)?;
        let amounts =
            looked.amount.map(|column| Columns::of([made.columns[column].all()]).ok_or_else(wrong)).transpose()?;
        let mut covering = Covering { table: of.table, number: looked.number, ..Covering::default() };
        let LookedUp { found, .. } = looked;
        let mut unmatched = found.unmatched.iter().peekable();
        let mut holes = found.holes.iter().peekable();
        for (row, there) in (0_u32..).zip(&found.rows) {
            let hole = holes.next_if(|hole| hole.row == row);
            let is_unmatched = unmatched.next_if_eq(&&row).is_some();
            let record = of.of.record(row);
            let is_ghost = self.batch.rows.is_ghost(record as usize);
            if is_ghost || self.aside(record).is_some() || !made.is_kept(of.of.repetition(row)) {
                continue;
            }
            let class = match (there, hole) {
                (Some(_), _) => Class::Matched,
                (None, Some(_)) => Class::Outside,
                (None, None) if is_unmatched => Class::Unmatched,
                (None, None) => Class::Empty,
            };
            let amount = amounts.as_ref().and_then(|amounts| amounts.number(row as usize));
            covering.counts.add_row(class, amount.unwrap_or(0));
            covering.counts.unknown += u64::from(amounts.is_some() && amount.is_none());
            if let Some(there) = there {
                looked.used.mark(there);
            } else if is_unmatched {
                let mut key = id.to_be_bytes().to_vec();
                key.push(if hole.is_some() { HOLE } else { ABSENT });
                keys.push(row as usize, &mut key);
                let (first, last) = hole.map_or((None, None), Hole::days);
                for day in [first, last].into_iter().filter(|_| looked.sought.at.is_some()) {
                    push_number(day.map_or(0, |day| folded(day.into()) + 1), &mut key);
                }
                covering.gaps.push(Gap { key, row: record, amount });
            }
        }
        self.out.coverage.push(covering);
        Ok(())
    }
}
