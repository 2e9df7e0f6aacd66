//! The elements that stand in the lists of a row, as they are shown.
//!
//! In: what was made of all elements, and a row. Out: its first elements, and how many it has. A child is there whether or
//! not it is refused: its parent is refused with it, and who asks wants to see why. Refuses to see more than is looked at.

use super::{Known, SeenElement, SeenList};
use crate::mapping::model::KindId;
use crate::run::Stop;
use crate::run::evaluate::{Evaluation, Made};

/// Elements of one list that are seen.
pub(super) const MOST: usize = 1_000;
/// Those of a list within one of many elements.
const FEW: usize = 3;

/// What is known of all elements of a list.
pub(super) struct KnownList<'a> {
    /// Its number.
    table: usize,
    /// None: no record of the batch has any.
    known: Option<Known<'a>>,
    /// Of children: the parent of each and its place among the records of its kind, in the order of parents; none: what
    /// repeats in a record.
    children: Option<Vec<(u32, u32)>>,
    /// The number of what is around, and its kind.
    around: (usize, KindId),
    /// Of what repeats: how often in one of what is around it.
    each: u32,
    /// The lists within.
    lists: Vec<Self>,
}

impl<'a> Evaluation<'a> {
    /// What is known of the lists of a table, or of elements.
    pub(super) fn known_lists<'k>(&'k self, around: usize) -> Result<Vec<KnownList<'k>>, Stop>
    where
        'a: 'k,
    {
        let outer = self.plan.rows_of(around);
        let known = |list: &usize| {
            let made: &'k Made = &self.lists[list - self.plan.tables.len()];
            let inner = self.plan.rows_of(*list);
            let is_any = !self.kinds[inner.from].rows.is_empty();
            Ok(KnownList {
                table: *list,
                known: is_any.then(|| self.known(*list, made)).transpose()?,
                children: (inner.from != outer.from).then(|| self.children_of(inner.from)),
                around: (around, outer.from),
                each: self.times(*list) / self.times(around).max(1),
                lists: self.known_lists(*list)?,
            })
        };
        outer.lists.iter().map(known).collect()
    }

    /// The records of a kind that stand under others and are not set aside, in the order of these.
    fn children_of(&self, kind: KindId) -> Vec<(u32, u32)> {
        let is_one = |row: u32| {
            !self.strays[row as usize] && !self.batch.rows.is_ghost(row as usize) && self.aside(row).is_none()
        };
        let rows = (0_u32..).zip(&self.kinds[kind].rows).filter(|(_, row)| is_one(**row));
        let mut children: Vec<(u32, u32)> =
            rows.filter_map(|(place, row)| Some((self.batch.rows.parent(*row as usize)?, place))).collect();
        children.sort_unstable();
        children
    }

    /// The list of the row, or element, at this place of what is made of its kind, with at most so many elements. Where an
    /// element stands among many, fewer of its own are seen.
    pub(super) fn list_seen(&self, list: &KnownList<'_>, at: usize, most: usize) -> SeenList {
        let Some(known) = &list.known else { return SeenList { table: list.table, count: 0, elements: Vec::new() } };
        let places = self.places_in(list, at);
        let (repeated, records) = (self.repeated_of(list.table), &self.kinds[self.plan.rows_of(list.table).from].rows);
        let within = (most / places.len().clamp(1, most)).max(FEW);
        let element = |place: &u32| {
            let (repetition, value) = (repeated.number(*place), *place as usize);
            SeenElement {
                child: list.children.as_ref().map(|_| records[repeated.owner(*place) as usize]),
                row: self.row_seen((known, &list.lists, within), (repetition, None), (value, value)),
            }
        };
        SeenList { table: list.table, count: places.len(), elements: places.iter().take(most).map(element).collect() }
    }

    /// The places of elements among all that were made.
    fn places_in(&self, list: &KnownList<'_>, at: usize) -> Vec<u32> {
        let (around, kind) = list.around;
        let Some(children) = &list.children else {
            let value = u32::try_from(at).unwrap_or(u32::MAX);
            return self.repeated_of(list.table).inside(self.repeated_of(around), value, list.each).collect();
        };
        let row = self.kinds[kind].rows[at];
        let first = children.partition_point(|(parent, _)| *parent < row);
        let own = children[first..].iter().take_while(|(parent, _)| *parent == row);
        own.map(|(_, place)| *place).collect()
    }
}
