//! Rows that become several, when all is there that their keys are made of.
//!
//! In: a table's columns, one value for each whole row. Out: the same with one value for each part: amounts are divided,
//! what the crosswalk says is taken, all else is repeated. What is divided is checked as it is loaded, part by part.
//! Refuses: showing a key.

use std::collections::BTreeSet;

use arrow_array::ArrayRef;

use super::coverage::LookedUp;
use super::lookups::{Looked, Sought, missing};
use super::{Evaluation, Made, RowsOf, TableOfRows, defect, stop};
use crate::finding::{Severity, Subject};
use crate::mapping::model::{Origin, Split, Unsplit};
use crate::run::Stop;
use crate::run::batch::index;
use crate::transforms::split::{Parts, Splits};

impl<'a> Evaluation<'a> {
    /// Splits the rows of a table; gives the parts.
    pub(super) fn split(&mut self, of: TableOfRows<'_>, split: &Split, made: &mut Made<'a>) -> Result<Parts, Stop> {
        let plan = self.plan;
        let work = plan.crosswalks.splits.get(of.table).and_then(Option::as_ref);
        let work = work.ok_or_else(|| defect("a split that was not read"))?;
        let sought = Sought::of(&split.keys, split.valid.as_ref(), made);
        let found = work.splits.crosswalk().probe(&sought.keys, sought.at.as_ref()).map_err(stop)?;
        let (number, used) = (plan.mapping.table_at(of.table).lookups.len(), &*work.used);
        let looked = LookedUp { number, sought: &sought, found: &found, used, amount: Some(split.amount) };
        self.cover(of, &looked, made)?;
        let mut told: BTreeSet<u32> = sought.told.into_iter().collect();
        if split.unmatched == Unsplit::Reject {
            let columns = &plan.mapping.table_at(of.table).columns;
            let is_shown = !split.keys.iter().any(|key| columns[key.column].personal);
            let mut findings = missing(&found, &split.file, is_shown, Severity::Reject);
            // That nothing could be taken is told by that.
            told.extend(findings.iter().map(|(found, _)| found.row));
            findings.retain(|(found, _)| made.is_kept(found.row));
            self.tell_column(Subject::Split(index(of.table)), &work.fields, of.of, findings);
        }
        let parts = work.splits.parts(&found);
        divide(split, &work.splits, &parts, made)?;
        made.split = Some(Looked { rows: found.rows, unmatched: found.unmatched }.split(&parts)?);
        let of = TableOfRows { of: RowsOf { parts: Some(&parts), ..of.of }, ..of };
        for number in split.amounts.iter().copied() {
            let found = self.checked(of.table, number, made);
            self.tell_made(of, number, found, made);
        }
        let told = of_parts(&told, &parts);
        for (number, column) in plan.rows_of(of.table).columns.iter().enumerate() {
            match column.from {
                Origin::Split(take) => {
                    let input = work.splits.take(take, &parts).map_err(stop)?;
                    self.make(of, number, Some(input.into()), (Vec::new(), told.clone()), made)?;
                }
                Origin::PartNumber => {
                    self.make(of, number, Some(parts.numbers().into()), (Vec::new(), BTreeSet::new()), made)?;
                }
                _ => {}
            }
        }
        Ok(parts)
    }
}

/// Gives every column that is there one value for each part.
fn divide(split: &Split, splits: &Splits, parts: &Parts, made: &mut Made<'_>) -> Result<(), Stop> {
    let repeat = |array: &ArrayRef| parts.repeat(array).map_err(stop);
    let rows = parts.starts.len() - 1;
    for (number, column) in made.columns.iter_mut().enumerate().filter(|(_, column)| column.all().len() == rows) {
        let is_divided = split.amounts.contains(&number);
        let whole = column.all();
        *column = if is_divided { splits.divide(whole, parts).map_err(stop)? } else { repeat(whole)? }.into();
    }
    for input in made.inputs.iter_mut().flatten() {
        *input = repeat(input)?;
    }
    for rows in made.told.iter_mut().chain(&mut made.unmade) {
        *rows = of_parts(rows, parts);
    }
    for looked in &mut made.looked {
        *looked = looked.split(parts)?;
    }
    Ok(())
}

/// The parts of rows.
fn of_parts(rows: &BTreeSet<u32>, parts: &Parts) -> BTreeSet<u32> {
    rows.iter().flat_map(|row| parts.starts[*row as usize]..parts.starts[*row as usize + 1]).collect()
}
