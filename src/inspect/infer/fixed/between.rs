//! What the fields of a kind show of each other and of their files, once they are found.
//!
//! In: kinds and their drafts. Out: the same fields, settled where their records prove more than their values one by one. Refuses
//! fields of a published layout: they have its types.

use super::kinds::Kind;
use super::{Drafting, periods, running, sums};
use crate::inspect::infer::draft::{FieldDraft, KindDraft, SumDraft, Within};

impl Drafting<'_> {
    /// What these records have at these places, filled up with blanks.
    pub(super) fn values(&self, rows: &[usize], from: usize, to: usize) -> Vec<Vec<u8>> {
        let face = |row: usize, at: usize| self.rows[row].get(at).copied().unwrap_or(b' ');
        rows.iter().map(|row| (from..to).map(|at| face(*row, at)).collect()).collect()
    }

    /// Days of the month that their file is called after.
    pub(super) fn of_files(&self, kind: &Kind, fields: &mut [FieldDraft]) {
        let Some(months) = self.months(kind).filter(|_| self.published(kind).is_none()) else { return };
        let numbers: Vec<u64> = kind.rows.iter().map(|row| *row as u64 + 1).collect();
        let values = |from: usize, to: usize| self.values(&kind.rows, from, to);
        periods::settle(fields, &values, &months, &numbers, self.typing.form);
    }

    /// Numbers that count the records of a group, and sums; `of` has the kind of each record.
    pub(super) fn between(&self, kinds: &[Kind], of: &[Option<usize>], drafts: &mut [KindDraft]) {
        let names: Vec<String> = drafts.iter().map(|draft| draft.name.clone()).collect();
        for (kind, draft) in kinds.iter().zip(drafts).filter(|(kind, _)| self.published(kind).is_none()) {
            let parent = draft.under.filter(|_| self.records.is_whole);
            let mut groupings = vec![self.files(kind)];
            groupings.extend(parent.map(|parent| behind(kind, of, parent, &names[parent])));
            let values = |from: usize, to: usize| self.values(&kind.rows, from, to);
            running::settle(&mut draft.fields, &values, &groupings, self.typing.form);
            draft.sums = self.sums(kind, &mut draft.fields);
        }
    }

    fn sums(&self, kind: &Kind, fields: &mut [FieldDraft]) -> Vec<SumDraft> {
        let step = kind.rows.len().div_ceil(sums::MOST).max(1);
        let some: Vec<usize> = kind.rows.iter().copied().step_by(step).collect();
        let mut found = sums::settle(fields, &|from, to| self.values(&some, from, to), self.typing.form);
        for sum in &mut found {
            sum.is_whole = step == 1 && self.records.is_whole;
        }
        found
    }

    /// The file of a record.
    fn file(&self, row: usize) -> usize {
        self.records.files.partition_point(|rows| rows.end <= row)
    }

    fn files(&self, kind: &Kind) -> running::Grouping {
        let of = kind.rows.iter().map(|row| self.file(*row)).collect();
        running::Grouping { within: Within::File, of }
    }

    /// The months in the names of the files of these records, if all have one.
    fn months(&self, kind: &Kind) -> Option<Vec<(i64, i64)>> {
        let months: Vec<_> = self.records.names.iter().map(|name| periods::month_of(name)).collect::<Option<_>>()?;
        kind.rows.iter().map(|row| months.get(self.file(*row)).copied()).collect()
    }
}

/// Records of a kind behind the records of a parent.
fn behind(kind: &Kind, of: &[Option<usize>], parent: usize, name: &str) -> running::Grouping {
    let mut opened = 0;
    let mut opens = |row: usize| {
        opened = if of[row] == Some(parent) { row } else { opened };
        opened
    };
    let parents: Vec<usize> = (0..of.len()).map(&mut opens).collect();
    let of = kind.rows.iter().map(|row| parents[*row]).collect();
    running::Grouping { within: Within::Kind(name.to_owned()), of }
}
