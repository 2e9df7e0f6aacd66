//! Places of a record that no field has: FILLER, slack bytes, addresses.
//!
//! In: bytes in the first element of all tables around them. Out: the same bytes in each of the elements. Refuses to know what they
//! are.

use super::counting::small;
use super::pieces::Step;

/// A place that no item with a name has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spare {
    /// Its first byte, in the first element of all tables around it; from 0.
    start: u64,
    /// Exclusive.
    end: u64,
    /// These tables, the outermost first: elements, and bytes of one.
    steps: Vec<(u32, u64)>,
}

impl Spare {
    /// These bytes, from 0 with the end exclusive, in an element of the tables around them.
    pub fn of((start, end): (u64, u64), around: &[Step]) -> Self {
        Self { start, end, steps: around.iter().map(|step| (step.times, step.width)).collect() }
    }

    /// Moves it by so many bytes.
    pub fn shift(&mut self, by: u64) {
        (self.start, self.end) = (self.start + by, self.end + by);
    }

    /// The place in each of the elements.
    pub fn ranges(&self) -> Vec<(u32, u32)> {
        let each = |starts: Vec<u64>, (times, width): &(u32, u64)| {
            starts.iter().flat_map(|start| (0..u64::from(*times)).map(move |at| start + at * width)).collect()
        };
        let starts: Vec<u64> = self.steps.iter().fold(vec![self.start], each);
        let length = self.end - self.start;
        starts.into_iter().map(|start| (small(start), small(start + length))).collect()
    }
}
