//! The walk over the parts of a record that says itself how often its groups stand there.
//!
//! In: a layout. Out: what stands next in the longest layout, told to a [`Copies`]: bytes of the record, or none. Refuses to
//! know where they come from.

use super::{Counters, Layout};
use crate::mapping::model::VariablePart;

/// What a walk tells, in the order of the longest layout.
pub(super) trait Copies {
    /// The longest layout as far as the walk is, and maybe more of it: counters stand there.
    fn laid(&self) -> &[u8];

    /// So many bytes of the record stand next.
    fn copy(&mut self, bytes: usize);

    /// So many bytes of the record stand next, if it has them: no field is there.
    fn rest(&mut self, bytes: usize) {
        self.copy(bytes);
    }

    /// So many bytes stand next that are none of the record's.
    fn fill(&mut self, bytes: usize);

    /// A record has all bytes up to here.
    fn must_have(&mut self) {}
}

/// A walk from the first part on.
pub(super) struct Walk<'a, C> {
    layout: &'a Layout,
    counters: &'a dyn Counters,
    copies: &'a mut C,
    /// The repetitions that the walk is in, the outermost first.
    repetitions: Vec<u32>,
}

impl<'a, C: Copies> Walk<'a, C> {
    pub(super) const fn new(layout: &'a Layout, counters: &'a dyn Counters, copies: &'a mut C) -> Self {
        Self { layout, counters, copies, repetitions: Vec::new() }
    }

    /// Passes these parts.
    ///
    /// # Errors
    /// The index of the first counter that is no number in its range.
    pub(super) fn parts(&mut self, parts: &[VariablePart]) -> Result<(), usize> {
        parts.iter().try_for_each(|part| match part {
            VariablePart::Bytes(bytes) => {
                self.copies.copy(*bytes as usize);
                self.copies.must_have();
                Ok(())
            }
            VariablePart::Rest(bytes) => {
                self.copies.rest(*bytes as usize);
                Ok(())
            }
            VariablePart::Group { times, width, counter, parts } => self.group((*times, *width), *counter, parts),
        })
    }

    fn group(
        &mut self,
        (times, width): (u32, u32),
        counter: Option<usize>,
        parts: &[VariablePart],
    ) -> Result<(), usize> {
        let count = match counter {
            None => times,
            Some(counter) => {
                let count = self.layout.count(counter, self.counters, self.copies.laid(), &self.repetitions);
                count.filter(|count| *count <= times).ok_or(counter)?
            }
        };
        for at in 0..count {
            self.repetitions.push(at);
            let walked = self.parts(parts);
            self.repetitions.pop();
            walked?;
        }
        let missing = (times - count) as usize * width as usize;
        if self.layout.slides {
            self.copies.fill(missing);
        } else {
            self.copies.copy(missing);
        }
        Ok(())
    }
}
