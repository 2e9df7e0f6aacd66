//! What money stands in the records of a batch that are refused.
//!
//! In: a table's rows before any is dropped, with their verdicts. Out: for each limit by money, the sum of the refused
//! values without their signs, and how many records there are whose amount nobody can tell. Refuses: judging limits.

use arrow_buffer::i256;

use super::{Evaluation, Made, NOWHERE, Verdict, defect};
use crate::extractors::values::Values;
use crate::run::Stop;
use crate::run::summary::AtStake;
use crate::validate::set::key::Columns;

impl Evaluation<'_> {
    /// Looks at the refused records of every table that limits their money.
    pub(super) fn stakes(&mut self, tables: &[Made<'_>]) -> Result<(), Stop> {
        let limited = |table: &usize| !self.plan.mapping.tables[*table].limits.amounts.is_empty();
        if !(0..tables.len()).any(|table| limited(&table)) {
            return Ok(());
        }
        let refused: Vec<u32> = self.refused_rows().collect();
        if refused.is_empty() {
            return Ok(());
        }
        let mut stakes = Vec::new();
        for table in (0..tables.len()).filter(limited) {
            for limit in 0..self.plan.mapping.tables[table].limits.amounts.len() {
                stakes.push((table, limit, self.at_stake(table, limit, &tables[table], &refused)?));
            }
        }
        self.out.stakes = stakes;
        Ok(())
    }

    fn refused_rows(&self) -> impl Iterator<Item = u32> {
        let rows = (0_u32..).zip(self.batch.rows.iter().zip(&self.out.verdicts));
        rows.filter(|(_, (row, verdict))| **verdict == Verdict::Refused && !row.ghost).map(|(number, _)| number)
    }

    /// A record of another kind, a parent or a joined child, has no amount of its own: the record that has it is refused
    /// with it.
    fn at_stake(&self, table: usize, limit: usize, made: &Made<'_>, refused: &[u32]) -> Result<AtStake, Stop> {
        let column = self.plan.mapping.tables[table].limits.amounts[limit].column;
        let from = self.plan.tables[table].from;
        let array = made.columns.get(column).map(Values::all);
        let values = array.map(|array| Columns::of([array]).ok_or_else(|| defect("an amount that is no number")));
        let values = values.transpose()?;
        let fields = self.fields_of(table, column);
        let (repeated, mut stake) = (self.repeated_of(table), AtStake::default());
        for row in refused {
            match (self.batch.rows.kind(*row as usize), self.places[*row as usize], &values) {
                (Some(kind), ..) if kind != from => {}
                (None, ..) | (_, NOWHERE, _) | (_, _, None) => stake.unknown += 1,
                (Some(_), place, Some(values)) => {
                    let own = repeated.of(place).filter(|at| made.is_kept(*at));
                    let own = own.flat_map(|at| match &made.parts {
                        None => at..at + 1,
                        Some(parts) => parts.starts[at as usize]..parts.starts[at as usize + 1],
                    });
                    let is_bad = |at: &u32| made.unmade[column].contains(at) || made.told[column].contains(at);
                    let is_unknown =
                        fields.iter().any(|field| self.is_undecoded(*row, *field)) || own.clone().any(|at| is_bad(&at));
                    stake.unknown += u64::from(is_unknown);
                    for value in own.filter_map(|at| values.number(at as usize)) {
                        stake.amount = stake.amount.wrapping_add(i256::from_i128(value).wrapping_abs());
                    }
                }
            }
        }
        Ok(stake)
    }
}
