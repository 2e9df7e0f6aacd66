//! What is counted while a run works: of one chunk, and of all chunks together.
//!
//! Summaries merge associatively, so that the order of threads does not show; earliest places win.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use arrow_array::Array;
use arrow_buffer::i256;

use crate::evidence::manifest::{ByteClasses, RecordClasses};
use crate::evidence::totals::{Running, WrongType};
use crate::extractors::decode::FieldCounts;
use crate::finding::{Arg, Args, Code, Severity, Subject};
use crate::mapping::model::{FieldRef, Table};
use crate::place::Place;
use crate::run::evaluate::ListRows;
use crate::run::plan::{Plan, field_of};
use crate::run::round_trip::Trips;
use crate::run::unread::UnreadSummary;

/// Counts of one file.
#[derive(Debug, Clone, Default)]
pub struct FileSummary {
    /// What became of its records.
    pub records: RecordClasses,
    /// What became of its bytes.
    pub bytes: ByteClasses,
    /// Declared changes of values: kind, group, field.
    pub fields: BTreeMap<(usize, Option<usize>, usize), FieldCounts>,
}

/// Counts of one table.
#[derive(Debug, Clone)]
pub struct TableSummary {
    /// Rows loaded.
    pub rows: u64,
    /// Refused records that count against it.
    pub rejected: u64,
    /// Totals of its columns.
    pub columns: Vec<Running>,
    /// Defaults taken, and values emptied by `null_if`, by column.
    pub made: Vec<(u64, u64)>,
    /// What its look-ups came to.
    pub lookups: Vec<LookupCounts>,
    /// What its split came to.
    pub split: SplitCounts,
    /// Repetitions that the records of its rows have not.
    pub absent: u64,
    /// The elements of its lists, each list before those within its elements.
    pub lists: Vec<ListSummary>,
    /// What its look-ups, and then its split, cover.
    pub coverage: Vec<Coverage>,
    /// Money in its refused records, by limit.
    pub stakes: Vec<AtStake>,
}

/// Counts of one column of lists.
#[derive(Debug, Clone)]
pub struct ListSummary {
    /// Elements in all rows.
    pub elements: u64,
    /// Repetitions that the records of the rows have not.
    pub absent: u64,
    /// Totals of what the elements have.
    pub columns: Vec<Running>,
    /// Defaults taken, and values emptied by `null_if`, by column.
    pub made: Vec<(u64, u64)>,
    /// What the look-ups of the elements came to.
    pub lookups: Vec<LookupCounts>,
    /// What these cover.
    pub coverage: Vec<Coverage>,
}

impl ListSummary {
    fn new(elements: &Table) -> Self {
        let columns = elements.columns.iter().map(|column| Running::new(column.ty, column.personal)).collect();
        Self {
            elements: 0,
            absent: 0,
            columns,
            made: vec![(0, 0); elements.columns.len()],
            lookups: vec![LookupCounts::default(); elements.lookups.len()],
            coverage: vec![Coverage::default(); elements.lookups.len()],
        }
    }

    /// Counts the elements of more rows.
    ///
    /// # Errors
    /// An array of another type than its column: a defect.
    pub fn add(&mut self, rows: &ListRows) -> Result<(), WrongType> {
        self.elements += rows.elements;
        self.absent += rows.absent;
        add_made(&mut self.made, &rows.made);
        self.lookups.iter_mut().zip(&rows.lookups).for_each(|(total, counts)| total.add(*counts));
        self.columns.iter_mut().zip(&rows.columns).try_for_each(|(running, array)| running.add(array.as_ref()))
    }

    fn merge(&mut self, other: &Self) {
        self.elements += other.elements;
        self.absent += other.absent;
        add_made(&mut self.made, &other.made);
        self.lookups.iter_mut().zip(&other.lookups).for_each(|(mine, theirs)| mine.add(*theirs));
        self.coverage.iter_mut().zip(&other.coverage).for_each(|(mine, theirs)| mine.add(*theirs));
        self.columns.iter_mut().zip(&other.columns).for_each(|(mine, theirs)| mine.merge(theirs));
    }
}

/// Adds defaults and emptied values, column by column.
pub fn add_made(mine: &mut [(u64, u64)], theirs: &[(u64, u64)]) {
    for (mine, theirs) in mine.iter_mut().zip(theirs) {
        *mine = (mine.0 + theirs.0, mine.1 + theirs.1);
    }
}

/// Money in refused records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AtStake {
    /// Values without their signs, unscaled.
    pub amount: i256,
    /// Records whose amount cannot be told.
    pub unknown: u64,
}

impl AtStake {
    /// Adds that of other records.
    pub fn add(&mut self, other: Self) {
        self.amount = self.amount.wrapping_add(other.amount);
        self.unknown += other.unknown;
    }
}

/// What one look-up came to, over rows that are loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LookupCounts {
    /// Rows whose key the crosswalk has.
    pub matched: u64,
    /// Rows whose key it does not have.
    pub unmatched: u64,
    /// Rows with an empty part of the key, or without a date.
    pub empty: u64,
}

impl LookupCounts {
    /// Adds those of other rows.
    pub const fn add(&mut self, other: Self) {
        self.matched += other.matched;
        self.unmatched += other.unmatched;
        self.empty += other.empty;
    }
}

/// What a split came to, over rows that are loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SplitCounts {
    /// Their keys.
    pub looked: LookupCounts,
    /// Rows that there are more than there would be without it.
    pub added: u64,
}

impl SplitCounts {
    /// Adds those of other rows.
    pub const fn add(&mut self, other: Self) {
        self.looked.add(other.looked);
        self.added += other.added;
    }
}

/// Whether a row's key is in a crosswalk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// It is.
    Matched,
    /// It is not.
    Unmatched,
    /// It is on other days.
    Outside,
    /// A part of it is empty, or the day is.
    Empty,
}

/// Rows, and their money, unscaled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Covered {
    /// Rows.
    pub rows: u64,
    /// The sum of their money.
    pub net: i256,
    /// The same without signs.
    pub gross: i256,
}

/// What a crosswalk covers of the rows that were looked up in it, whatever became of their records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs)]
pub struct Coverage {
    pub matched: Covered,
    pub unmatched: Covered,
    pub outside: Covered,
    pub empty: Covered,
    /// Rows among all of these that have no money.
    pub unknown: u64,
}

impl Coverage {
    /// One more row with so much money.
    pub fn add_row(&mut self, class: Class, amount: i128) {
        let net = i256::from_i128(amount);
        let row = Covered { rows: 1, net, gross: net.wrapping_abs() };
        match class {
            Class::Matched => self.matched.add(row),
            Class::Unmatched => self.unmatched.add(row),
            Class::Outside => self.outside.add(row),
            Class::Empty => self.empty.add(row),
        }
    }

    /// Adds that of other rows.
    pub fn add(&mut self, other: Self) {
        self.matched.add(other.matched);
        self.unmatched.add(other.unmatched);
        self.outside.add(other.outside);
        self.empty.add(other.empty);
        self.unknown += other.unknown;
    }
}

impl Covered {
    fn add(&mut self, other: Self) {
        self.rows += other.rows;
        self.net = self.net.wrapping_add(other.net);
        self.gross = self.gross.wrapping_add(other.gross);
    }
}

/// Records or rows set aside for one reason.
#[derive(Debug, Clone, Default)]
pub struct AsideSummary {
    /// How many.
    pub records: u64,
    /// Totals of their fields that are numbers and not personal: kind, group, field.
    pub sums: BTreeMap<(usize, Option<usize>, usize), Running>,
}

/// All findings of one sort.
#[derive(Debug, Clone)]
pub struct FindingSummary {
    /// How many.
    pub count: u64,
    /// Place of the earliest.
    pub first: Place,
    /// Arguments of the earliest.
    pub args: Args,
    /// Bit n: argument n is not the same in all.
    pub varying: u8,
}

impl FindingSummary {
    /// One more finding, or several: how many, their earliest place with its arguments, and what differs among them.
    fn add(&mut self, (count, first, varying): (u64, Place, u8), args: &[Arg]) {
        let differ = |at: &usize| self.args.get(*at) != args.get(*at);
        let most = self.args.len().max(args.len());
        let differing = (0..most).filter(differ).fold(0, |bits, at| bits | 1 << at.min(7));
        self.varying |= varying | differing;
        self.count += count;
        if first < self.first {
            (self.first, self.args) = (first, args.to_vec());
        }
    }
}

/// Counts of a chunk, or of several.
#[derive(Debug, Clone)]
pub struct Summary {
    /// By number of the file.
    pub files: BTreeMap<u32, FileSummary>,
    /// One for each kind, and one for records of none.
    pub kinds: Vec<RecordClasses>,
    /// One for each table.
    pub tables: Vec<TableSummary>,
    /// One for each reason of the plan.
    pub asides: Vec<AsideSummary>,
    /// What stands where no field reads.
    pub unread: UnreadSummary,
    /// What came of values that were encoded again; nothing where nobody asked.
    pub trips: Trips,
    /// Gravest first.
    pub findings: BTreeMap<FindingKey, FindingSummary>,
}

/// What makes findings one sort.
pub type FindingKey = (std::cmp::Reverse<Severity>, Code, Subject);

impl Summary {
    /// Nothing counted.
    #[must_use]
    pub fn new(plan: &Plan) -> Self {
        let tables = plan.mapping.tables.iter().map(|table| TableSummary {
            rows: 0,
            rejected: 0,
            columns: table.columns.iter().map(|column| Running::new(column.ty, column.personal)).collect(),
            made: vec![(0, 0); table.columns.len()],
            lookups: vec![LookupCounts::default(); table.lookups.len()],
            split: SplitCounts::default(),
            absent: 0,
            lists: table.nested().into_iter().map(ListSummary::new).collect(),
            coverage: vec![Coverage::default(); table.lookups.len() + usize::from(table.split.is_some())],
            stakes: vec![AtStake::default(); table.limits.amounts.len()],
        });
        Self {
            files: BTreeMap::new(),
            kinds: vec![RecordClasses::default(); plan.kinds.len() + 1],
            tables: tables.collect(),
            asides: vec![AsideSummary::default(); plan.reasons().count()],
            unread: UnreadSummary::new(),
            trips: Trips::new(),
            findings: BTreeMap::new(),
        }
    }

    /// What a look-up, or a split, of a table covers; the elements of lists stand behind the tables, as the plan counts them.
    #[must_use]
    pub fn coverage(&self, table: usize, number: usize) -> Coverage {
        let list = |at| self.tables.iter().flat_map(|table| &table.lists).nth(at).map(|list| &list.coverage);
        let found = match table.checked_sub(self.tables.len()) {
            None => self.tables.get(table).map(|table| &table.coverage),
            Some(at) => list(at),
        };
        found.and_then(|all| all.get(number)).copied().unwrap_or_default()
    }

    /// The same, to be added to.
    pub fn coverage_mut(&mut self, table: usize, number: usize) -> Option<&mut Coverage> {
        let found = match table.checked_sub(self.tables.len()) {
            None => self.tables.get_mut(table).map(|table| &mut table.coverage),
            Some(at) => {
                let mut lists = self.tables.iter_mut().flat_map(|table| &mut table.lists);
                lists.nth(at).map(|list| &mut list.coverage)
            }
        };
        found?.get_mut(number)
    }

    /// Counts a finding.
    pub fn found(&mut self, place: Place, severity: Severity, code: Code, subject: Subject, args: &[Arg]) {
        self.found_often((1, place), severity, code, subject, args);
    }

    /// Counts findings that differ in nothing but their places, of which this is the earliest.
    pub fn found_often(
        &mut self,
        (count, first): (u64, Place),
        severity: Severity,
        code: Code,
        subject: Subject,
        args: &[Arg],
    ) {
        self.add_finding((std::cmp::Reverse(severity), code, subject), (count, first, 0), args);
    }

    /// Counts the values of a field of records that were set aside.
    ///
    /// # Errors
    /// An array of another type than the field's: a defect.
    pub fn set_aside(&mut self, plan: &Plan, reason: usize, at: FieldRef, values: &dyn Array) -> Result<(), WrongType> {
        let field = field_of(&plan.mapping, at);
        if field.personal || !field.ty.is_number() {
            return Ok(());
        }
        let sums = &mut self.asides[reason].sums;
        sums.entry((at.kind, at.repeat, at.field)).or_insert_with(|| Running::new(field.ty, false)).add(values)
    }

    fn add_finding(&mut self, key: FindingKey, (count, first, varying): (u64, Place, u8), args: &[Arg]) {
        match self.findings.entry(key) {
            Entry::Occupied(mut known) => known.get_mut().add((count, first, varying), args),
            Entry::Vacant(free) => drop(free.insert(FindingSummary { count, first, args: args.to_vec(), varying })),
        }
    }

    /// Adds what another chunk counted.
    pub fn merge(&mut self, other: Self) {
        for (file, theirs) in other.files {
            self.files.entry(file).or_default().merge(theirs);
        }
        self.kinds.iter_mut().zip(other.kinds).for_each(|(mine, theirs)| mine.add(theirs));
        for (mine, theirs) in self.tables.iter_mut().zip(other.tables) {
            mine.rows += theirs.rows;
            mine.rejected += theirs.rejected;
            mine.columns.iter_mut().zip(&theirs.columns).for_each(|(mine, theirs)| mine.merge(theirs));
            add_made(&mut mine.made, &theirs.made);
            mine.lookups.iter_mut().zip(theirs.lookups).for_each(|(mine, theirs)| mine.add(theirs));
            mine.split.add(theirs.split);
            mine.absent += theirs.absent;
            mine.lists.iter_mut().zip(&theirs.lists).for_each(|(mine, theirs)| mine.merge(theirs));
            mine.coverage.iter_mut().zip(theirs.coverage).for_each(|(mine, theirs)| mine.add(theirs));
            mine.stakes.iter_mut().zip(theirs.stakes).for_each(|(mine, theirs)| mine.add(theirs));
        }
        for (mine, theirs) in self.asides.iter_mut().zip(other.asides) {
            mine.records += theirs.records;
            for (at, sum) in theirs.sums {
                match mine.sums.get_mut(&at) {
                    Some(known) => known.merge(&sum),
                    None => drop(mine.sums.insert(at, sum)),
                }
            }
        }
        for (place, theirs) in other.unread {
            match self.unread.entry(place) {
                Entry::Occupied(mut known) => known.get_mut().add(&theirs),
                Entry::Vacant(free) => drop(free.insert(theirs)),
            }
        }
        for (field, theirs) in other.trips {
            self.trips.entry(field).or_default().add(theirs);
        }
        for (key, theirs) in other.findings {
            self.add_finding(key, (theirs.count, theirs.first, theirs.varying), &theirs.args);
        }
    }
}

impl FileSummary {
    fn merge(&mut self, other: Self) {
        self.records.add(other.records);
        self.bytes.add(other.bytes);
        for (at, counts) in other.fields {
            self.fields.entry(at).or_default().add(counts);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Arg;

    fn found(record: u64, args: &[u64]) -> FindingSummary {
        let first = Place { file: 0, record, line: record, offset: record * 10, length: 9 };
        FindingSummary { count: 1, first, args: args.iter().map(|arg| Arg::from(*arg)).collect(), varying: 0 }
    }

    fn add(sum: &mut FindingSummary, other: &FindingSummary) {
        sum.add((other.count, other.first, other.varying), &other.args);
    }

    #[test]
    fn what_differs_among_findings_is_known_in_any_order_and_the_earliest_is_the_example() {
        let all = [found(3, &[12, 13]), found(1, &[11, 13]), found(2, &[12, 13])];
        for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2]] {
            let mut sum = all[order[0]].clone();
            order[1..].iter().for_each(|at| add(&mut sum, &all[*at]));
            assert_eq!((sum.count, sum.first.record, sum.args, sum.varying), (3, 1, all[1].args.clone(), 1));
        }
        let (mut left, mut right) = (all[0].clone(), all[1].clone());
        add(&mut left, &all[2]);
        assert_eq!(left.varying, 0);
        add(&mut right, &left);
        assert_eq!((right.count, right.varying), (3, 1), "summaries merge as single findings do");
    }
}
