//! Which repetitions of a group the records of a batch have: all have as many, or each has its own.
//!
//! In: how many there may be, or those that are there. Out: of each value of a field in the group, whose it is and which
//! repetition it is. What is not there has no value, so that nothing is paid for it. Refuses records and bytes.

use std::ops::Range;

/// The repetitions of a group in some rows, row by row: values of its fields stand in this order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Repeated {
    /// Every row has so many.
    All(u32),
    /// Each row has those that are there.
    There(There),
}

/// The repetitions that are there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct There {
    /// Of each row, and one more: where its values begin.
    starts: Vec<u32>,
    /// Of each value: the place of its row.
    owners: Vec<u32>,
    /// Of each value: which repetition it is, from 0; ascending in a row.
    numbers: Vec<u32>,
}

impl There {
    /// Of no row yet.
    #[must_use]
    pub fn new() -> Self {
        Self { starts: vec![0], ..Self::default() }
    }

    /// Adds a row; `numbers` appends the repetitions that it has, the first of all first.
    pub fn add(&mut self, numbers: impl FnOnce(&mut Vec<u32>)) {
        let row = index(self.starts.len() - 1);
        numbers(&mut self.numbers);
        self.owners.resize(self.numbers.len(), row);
        self.starts.push(index(self.numbers.len()));
    }
}

/// No batch has more values than its bytes could.
fn index(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

impl Repeated {
    /// Values of so many rows.
    #[must_use]
    pub fn count(&self, rows: usize) -> usize {
        match self {
            Self::All(times) => rows * *times as usize,
            Self::There(there) => there.numbers.len(),
        }
    }

    /// Every row has one value.
    #[must_use]
    pub const fn is_single(&self) -> bool {
        matches!(self, Self::All(1))
    }

    /// The place of a value's row.
    #[must_use]
    pub fn owner(&self, value: u32) -> u32 {
        match self {
            Self::All(times) => value / times,
            Self::There(there) => there.owners[value as usize],
        }
    }

    /// Which repetition of its row a value is, from 0.
    #[must_use]
    pub fn number(&self, value: u32) -> u32 {
        match self {
            Self::All(times) => value % times,
            Self::There(there) => there.numbers[value as usize],
        }
    }

    /// The values of the row at a place.
    #[must_use]
    pub fn of(&self, row: u32) -> Range<u32> {
        match self {
            Self::All(times) => row * times..(row + 1) * times,
            Self::There(there) => there.starts[row as usize]..there.starts[row as usize + 1],
        }
    }

    /// Those of them that are one of these repetitions.
    #[must_use]
    pub fn within(&self, row: u32, numbers: &Range<u32>) -> Range<u32> {
        let Range { start, end } = self.of(row);
        match self {
            Self::All(_) => (start + numbers.start).min(end)..(start + numbers.end).min(end),
            Self::There(there) => {
                let own = &there.numbers[start as usize..end as usize];
                let first = |wanted: u32| start + index(own.partition_point(|number| *number < wanted));
                first(numbers.start)..first(numbers.end)
            }
        }
    }

    /// Those that stand in a value of the group around, of which each may have so many.
    #[must_use]
    pub fn inside(&self, around: &Self, value: u32, each: u32) -> Range<u32> {
        let first = around.number(value) * each;
        self.within(around.owner(value), &(first..first + each))
    }

    /// The places of the rows of all values.
    pub fn owners(&self, rows: usize) -> impl Iterator<Item = u32> + '_ {
        (0..index(rows)).flat_map(|row| std::iter::repeat_n(row, self.of(row).len()))
    }

    /// The repetitions of the row at a place, one after the other.
    pub fn each(&self, row: u32, visit: impl FnMut(u32)) {
        match self {
            Self::All(times) => (0..*times).for_each(visit),
            Self::There(there) => {
                let Range { start, end } = self.of(row);
                there.numbers[start as usize..end as usize].iter().copied().for_each(visit);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_stands_in_the_order_of_rows() {
        let mut there = There::new();
        for numbers in [&[0, 1][..], &[], &[0, 4, 5]] {
            there.add(|into| into.extend_from_slice(numbers));
        }
        let some = Repeated::There(there);
        assert_eq!((some.count(3), some.of(0), some.of(1), some.of(2)), (5, 0..2, 2..2, 2..5));
        assert_eq!(some.owners(3).collect::<Vec<_>>(), [0, 0, 2, 2, 2]);
        let mut numbers = Vec::new();
        (0..3).for_each(|row| some.each(row, |number| numbers.push(number)));
        assert_eq!(numbers, [0, 1, 0, 4, 5]);
        assert_eq!((some.number(3), some.within(2, &(4..6)), some.within(2, &(1..4))), (4, 3..5, 3..3));
        let all = Repeated::All(6);
        assert_eq!((all.count(3), all.of(2), all.owner(13), all.number(13)), (18, 12..18, 2, 1));
        assert_eq!((all.within(2, &(4..6)), all.within(2, &(5..9))), (16..18, 17..18));
    }
}
