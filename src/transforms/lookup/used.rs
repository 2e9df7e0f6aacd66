//! Which rows of a crosswalk were found: marked by any number of threads, told when all are done.

use std::sync::atomic::{AtomicU64, Ordering};

/// One bit a row.
#[derive(Debug, Default)]
pub struct Used(Vec<AtomicU64>);

impl Used {
    /// None of so many rows.
    #[must_use]
    pub fn none(rows: usize) -> Self {
        Self((0..rows.div_ceil(64)).map(|_| AtomicU64::new(0)).collect())
    }

    /// This row was found.
    #[inline]
    pub fn mark(&self, row: u32) {
        let (word, bit) = (&self.0[row as usize / 64], 1 << (row % 64));
        // Most are marked already, and to look costs other threads nothing.
        if word.load(Ordering::Relaxed) & bit == 0 {
            word.fetch_or(bit, Ordering::Relaxed);
        }
    }

    /// Whether it was.
    #[must_use]
    pub fn is_marked(&self, row: u32) -> bool {
        self.0[row as usize / 64].load(Ordering::Relaxed) >> (row % 64) & 1 == 1
    }

    /// Bytes of memory.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        size_of_val(&*self.0) as u64
    }
}
