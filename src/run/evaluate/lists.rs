//! Columns of lists: what was made of each repetition or child, gathered into the rows that are loaded.
//!
//! In: elements that were made and checked as the rows of a table are; by now each record has its verdict. Out: arrays of
//! lists, and what their elements come to. Refuses to judge: a record whose element is refused is refused.

use std::sync::Arc;

use arrow_array::{ArrayRef, ListArray, StructArray, UInt32Array, new_empty_array};
use arrow_buffer::OffsetBuffer;
use arrow_schema::{DataType, Field};
use arrow_select::take::take;

use super::{Evaluation, Made, Verdict, defect, stop};
use crate::extractors::repeated::Repeated;
use crate::mapping::model::KindId;
use crate::run::Stop;
use crate::run::summary::LookupCounts;

/// The elements of one list in all rows, one after the other.
#[derive(Debug, Default)]
pub struct ListRows {
    /// The columns that have single values.
    pub columns: Vec<ArrayRef>,
    /// Elements.
    pub elements: u64,
    /// Repetitions that the records of the rows have not.
    pub absent: u64,
    /// Defaults taken and values emptied (`null_if`), by column.
    pub made: Vec<(u64, u64)>,
    /// What the look-ups of the elements came to.
    pub lookups: Vec<LookupCounts>,
}

/// Which elements stand in a list of each row.
#[derive(Default)]
struct Elements {
    /// Their places among all that were made.
    at: Vec<u32>,
    /// How many each row has.
    lengths: Vec<usize>,
    absent: u64,
}

impl Evaluation<'_> {
    /// The list columns of a table, or of elements, for the rows at these places.
    pub(super) fn lists(
        &self,
        around: usize,
        rows: &[u32],
        counted: &mut Vec<ListRows>,
    ) -> Result<Vec<ArrayRef>, Stop> {
        let work = self.plan.rows_of(around);
        let lists = work.lists.iter().zip(work.load.lists());
        lists.map(|(list, field)| self.list((around, *list), rows, field, counted)).collect()
    }

    fn list(
        &self,
        (around, list): (usize, usize),
        rows: &[u32],
        field: &Field,
        counted: &mut Vec<ListRows>,
    ) -> Result<ArrayRef, Stop> {
        let DataType::List(element) = field.data_type() else { return Err(defect("a list")) };
        let made = &self.lists[list - self.plan.tables.len()];
        let Elements { at, lengths, absent } = self.elements((around, list), rows);
        let (own, at) = (counted.len(), UInt32Array::from(at));
        counted.push(ListRows::default());
        let mut parts = self.columns_at(list, made, &at)?;
        let of_list = ListRows {
            columns: parts.clone(),
            elements: at.len() as u64,
            absent,
            made: self.made_again(list, made, &at)?,
            lookups: made.looked.iter().map(|looked| looked.counts_at(&at)).collect::<Result<_, _>>()?,
        };
        parts.extend(self.lists(list, at.values(), counted)?);
        counted[own] = of_list;
        let values: ArrayRef = match element.data_type() {
            DataType::Struct(fields) => {
                let values = StructArray::try_new_with_length(fields.clone(), parts, None, at.len());
                Arc::new(values.map_err(|_| defect("the elements of a list"))?)
            }
            _ => parts.pop().ok_or_else(|| defect("the values of a list"))?,
        };
        let lists = ListArray::try_new(Arc::clone(element), OffsetBuffer::from_lengths(lengths), values, None);
        Ok(Arc::new(lists.map_err(|_| defect("a column of lists"))?))
    }

    /// The columns of the elements at these places.
    fn columns_at(&self, list: usize, made: &Made<'_>, at: &UInt32Array) -> Result<Vec<ArrayRef>, Stop> {
        let fields = self.plan.rows_of(list).load.single();
        if made.columns.is_empty() {
            // No record of the batch has any.
            return Ok(fields.map(|field| new_empty_array(field.data_type())).collect());
        }
        made.columns.iter().map(|values| take(values.all().as_ref(), at, None).map_err(|_| defect("take"))).collect()
    }

    /// Defaults and emptied values of the elements at these places; it costs nothing where nothing was filled in.
    fn made_again(&self, list: usize, made: &Made<'_>, at: &UInt32Array) -> Result<Vec<(u64, u64)>, Stop> {
        let columns = self.plan.rows_of(list).columns.iter().enumerate();
        let again = |(number, column): (usize, &crate::run::plan::ColumnWork)| {
            if made.counted.get(number) != Some(&true) {
                return Ok((0, 0));
            }
            let input = made.inputs[number].as_ref();
            let input = input.map(|array| take(array.as_ref(), at, None).map_err(|_| defect("take"))).transpose()?;
            let again = column.maker.make(input.as_ref(), at.len()).map_err(stop)?;
            Ok((again.defaulted, again.emptied))
        };
        columns.map(again).collect()
    }

    fn elements(&self, (around, list): (usize, usize), rows: &[u32]) -> Elements {
        let (outer, inner) = (self.plan.rows_of(around), self.plan.rows_of(list));
        if inner.from == outer.from {
            let each = self.times(list) / self.times(around).max(1);
            return repetitions((self.repeated_of(around), self.repeated_of(list)), each, rows);
        }
        let children = self.children(inner.from);
        let mut found = Elements::default();
        for row in rows {
            let row = self.kinds[outer.from].rows[*row as usize];
            let first = children.partition_point(|(parent, _)| *parent < row);
            let own = children[first..].iter().take_while(|(parent, _)| *parent == row);
            let before = found.at.len();
            found.at.extend(own.map(|(_, place)| *place));
            found.lengths.push(found.at.len() - before);
        }
        found
    }

    /// The loaded records of a kind: the parent of each, and its place among the decoded ones. In the order of parents,
    /// and of records under one parent.
    fn children(&self, kind: KindId) -> Vec<(u32, u32)> {
        let is_loaded = |row: u32| {
            let at = row as usize;
            self.out.verdicts[at] == Verdict::Fine && !self.strays[at] && !self.batch.rows.is_ghost(at)
        };
        let rows = (0_u32..).zip(&self.kinds[kind].rows).filter(|(_, row)| is_loaded(**row));
        let parent = |(place, row): (u32, &u32)| Some((self.batch.rows.parent(*row as usize)?, place));
        let mut children: Vec<(u32, u32)> = rows.filter_map(parent).collect();
        children.sort_unstable();
        children
    }
}

/// Of what repeats at most so many times in each of these rows: which repetitions are there.
fn repetitions((outer, inner): (&Repeated, &Repeated), each: u32, rows: &[u32]) -> Elements {
    let mut found = Elements::default();
    for row in rows {
        let own = inner.inside(outer, *row, each);
        found.lengths.push(own.len());
        found.absent += u64::from(each) - own.len() as u64;
        found.at.extend(own);
    }
    found
}
