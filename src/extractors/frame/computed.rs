//! Lengths that are computed from the first bytes of what they measure.
//!
//! In: these bytes, and what computes. Out: the bytes of the whole, header and all. Refuses to know how it is computed: that
//! is handed in, since expressions are none of a framer's.

use std::sync::Arc;

use super::lengths::{NoLength, Why, total};

/// What computes a length from the first bytes of what it measures.
pub trait Measure: std::fmt::Debug + Send + Sync {
    /// The length, which may be one that cannot be.
    ///
    /// # Errors
    /// [`Why::NoNumber`] where what it reads is none, [`Why::NoResult`].
    fn measure(&self, head: &[u8]) -> Result<i64, Why>;
}

/// A length that is computed from a header, or from the record's own first bytes.
#[derive(Debug, Clone)]
pub struct ComputedLength {
    /// Bytes before the record that are none of its own; 0: it is computed from the record.
    pub header: usize,
    /// Bytes that must be there to compute it.
    pub head: usize,
    /// Whether it counts the header.
    pub counts_itself: bool,
    /// What computes it.
    pub work: Arc<dyn Measure>,
}

impl PartialEq for ComputedLength {
    fn eq(&self, other: &Self) -> bool {
        let numbers = |one: &Self| (one.header, one.head, one.counts_itself);
        numbers(self) == numbers(other) && Arc::ptr_eq(&self.work, &other.work)
    }
}

impl Eq for ComputedLength {}

impl ComputedLength {
    /// Bytes of a record with its header, given its first [`Self::head`] bytes.
    ///
    /// # Errors
    /// What the computing gives, or a length that is too small.
    pub fn record(&self, head: &[u8]) -> Result<u64, NoLength> {
        let told = self.work.measure(head).map_err(NoLength::only)?;
        total((self.header, self.head), self.counts_itself, 0, told.into())
    }
}
