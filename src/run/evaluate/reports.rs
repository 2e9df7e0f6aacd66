//! What the rows of a batch tell the controls beside the files, whatever becomes of them.
//!
//! In: the columns of a table before any row is dropped, and the verdicts. Out: one entry for each row and figure, by key. A
//! row that is refused is told of too, as long as its key and its value can be read. Refuses: judging.

use arrow_array::Array;
use arrow_array::cast::AsArray;
use arrow_buffer::i256;

use super::{Evaluation, Lent, Made, RowsOf, TableOfRows, Verdict, defect, stop};
use crate::mapping::model::Reads;
use crate::run::Stop;
use crate::run::computed::Computed;
use crate::run::fold::reports::{self, Tally};
use crate::validate::set::control::{REFUSED, Side};
use crate::validate::set::key::Columns;

/// What rows tell figures of reports.
#[derive(Debug, Default)]
pub struct ReportEntries {
    /// The bytes of all keys, each with its tag behind it: its side, and whether its record is refused.
    keys: Vec<u8>,
    entries: Vec<ReportEntry>,
}

/// What rows of one key tell one figure.
#[derive(Debug, Clone, Copy)]
pub struct ReportEntry {
    /// Where its key ends.
    end: usize,
    /// The record, by row of the batch.
    pub row: u32,
    /// Rows.
    pub rows: u64,
    /// What their values come to, unscaled.
    pub amount: i256,
}

impl ReportEntries {
    /// Each with its key, whose last byte is its tag.
    pub fn each(&self) -> impl Iterator<Item = (&[u8], &ReportEntry)> {
        let starts = std::iter::once(0).chain(self.entries.iter().map(|entry| entry.end));
        starts.zip(&self.entries).map(|(start, entry)| (&self.keys[start..entry.end], entry))
    }

    fn close(&mut self, tag: u8, row: u32, rows: u64, amount: i128) {
        self.keys.push(tag);
        self.entries.push(ReportEntry { end: self.keys.len(), row, rows, amount: i256::from_i128(amount) });
    }
}

impl Evaluation<'_> {
    /// Tells all figures of reports of the batch's rows.
    pub(super) fn reports(&mut self, tables: &[Made<'_>]) -> Result<(), Stop> {
        let plan = self.plan;
        let mut entries = ReportEntries::default();
        for (table, work) in plan.tables.iter().enumerate() {
            for tally in &work.tallies {
                self.unsound(table, tally, &mut entries);
                if !self.kinds[work.from].rows.is_empty() {
                    self.tally(table, tally, &tables[table], &mut entries)?;
                }
            }
        }
        self.out.reports = entries;
        Ok(())
    }

    /// Records that would have made rows, and were not cut into fields.
    fn unsound(&self, table: usize, tally: &Tally, into: &mut ReportEntries) {
        let (from, times) = (self.plan.rows_of(table).from, self.times(table));
        for (number, row) in (0_u32..).zip(self.batch.rows.iter()) {
            if row.kind == Some(from) && !row.sound && !row.ghost {
                into.keys.extend(reports::key(tally.id, false));
                into.close(self.tag(Side::Unknown, number), number, times.into(), 0);
            }
        }
    }

    fn tally(&self, table: usize, tally: &Tally, made: &Made<'_>, into: &mut ReportEntries) -> Result<(), Stop> {
        let wrong = || defect("columns of a control");
        let columns = |at: &usize| made.columns[*at].all();
        let keys = Columns::of(tally.key.iter().map(columns)).ok_or_else(wrong)?;
        let sums = Columns::of(tally.sum.iter().map(columns)).ok_or_else(wrong)?;
        let of = self.rows_of(table, made);
        let meant = tally.filter.as_ref().map(|filter| self.counted_rows(of, filter, made)).transpose()?;
        for (number, at) in (0_u32..).zip(0..of.of.count()) {
            let row = of.of.record(number);
            let meant = meant.as_ref().map_or(Some(true), |meant| meant[at]);
            if self.batch.rows.is_ghost(row as usize) || meant == Some(false) {
                continue;
            }
            let side = self.side_of_row(row, made, of.of.repetition(number));
            let is_untold = |column: &usize| side == Side::Rejected && self.is_untold((table, *column), made, at, row);
            if tally.key.iter().any(is_untold) {
                into.keys.extend(reports::key(tally.id, false));
                into.close(self.tag(Side::Unknown, row), row, 1, 0);
                continue;
            }
            into.keys.extend(reports::key(tally.id, true));
            keys.push(at, &mut into.keys);
            let unknown = meant.is_none() || tally.sum.iter().any(is_untold);
            let amount = if unknown { 0 } else { sums.number(at).unwrap_or(0) };
            into.close(self.tag(if unknown { Side::Unknown } else { side }, row), row, 1, amount);
        }
        Ok(())
    }

    fn rows_of<'m>(&'m self, table: usize, made: &'m Made<'_>) -> TableOfRows<'m> {
        let records = &self.kinds[self.plan.rows_of(table).from].rows;
        TableOfRows {
            table,
            of: RowsOf { records, repeated: self.repeated_of(table), parts: made.parts.as_ref(), place: None },
        }
    }

    /// What is told of a row, and whether its record is refused.
    fn tag(&self, side: Side, row: u32) -> u8 {
        let is_refused = self.out.verdicts[row as usize] == Verdict::Refused;
        side.byte() | if is_refused { REFUSED } else { 0 }
    }

    /// What becomes of a row of a table.
    fn side_of_row(&self, row: u32, made: &Made<'_>, repetition: u32) -> Side {
        match self.out.verdicts[row as usize] {
            Verdict::Refused => Side::Rejected,
            Verdict::Aside(_) => Side::SetAside,
            Verdict::Fine if !made.is_kept(repetition) => Side::SetAside,
            Verdict::Fine => Side::Loaded,
        }
    }

    /// Whether a value is empty because it could not be read or made.
    fn is_untold(&self, (table, column): (usize, usize), made: &Made<'_>, at: usize, row: u32) -> bool {
        if made.columns[column].all().is_valid(at) {
            return false;
        }
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        made.told[column].contains(&at)
            || made.unmade[column].contains(&at)
            || self.fields_of(table, column).iter().any(|field| self.is_undecoded(row, *field))
    }

    /// Which rows an expression counts; none where that cannot be told.
    fn counted_rows(&self, of: TableOfRows<'_>, filter: &Computed, made: &Made<'_>) -> Result<Vec<Option<bool>>, Stop> {
        let (table, count) = (of.table, of.of.count());
        let inputs = self.inputs(filter, of, &made.columns, &mut Lent::new())?;
        let evaluated = filter.program.evaluate(&inputs, count).map_err(stop)?;
        let holds = evaluated.array.as_boolean();
        let mut meant: Vec<Option<bool>> = (0..count).map(|at| Some(holds.is_valid(at) && holds.value(at))).collect();
        evaluated.failed.iter().for_each(|found| meant[found.row as usize] = None);
        for read in &filter.reads {
            let Reads::Column(column) = read else { continue };
            // A condition that is true without the value stays true.
            for (number, at) in (0_u32..).zip(0..count).filter(|(_, at)| meant[*at] != Some(true)).collect::<Vec<_>>() {
                let row = of.of.record(number);
                let is_refused = self.out.verdicts[row as usize] == Verdict::Refused;
                if is_refused && self.is_untold((table, *column), made, at, row) {
                    meant[at] = None;
                }
            }
        }
        Ok(meant)
    }
}
