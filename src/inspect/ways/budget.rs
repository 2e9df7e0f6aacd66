//! How much may be decoded to find a way: counted in bytes, so that no file takes longer than another of its size.
//!
//! Refuses clocks.

use std::cell::Cell;

/// Trials that a budget is shared out to, more or less: each decodes no more than its share.
pub const TRIALS: u64 = 512;
/// Those of the last round are few, and may have more.
pub const LAST: u64 = 64;
/// Fewer records show nothing.
const LEAST: u64 = 4;

/// Bytes that may be decoded.
#[derive(Debug)]
pub struct Budget {
    total: u64,
    left: Cell<u64>,
    kept: Cell<u64>,
}

impl Budget {
    /// As much as anything takes.
    #[must_use]
    pub const fn ample() -> Self {
        Self::of(u64::MAX)
    }

    /// So many bytes.
    #[must_use]
    pub const fn of(total: u64) -> Self {
        Self { total, left: Cell::new(total), kept: Cell::new(0) }
    }

    /// Keeps so many hundredths of what is left for later; what was kept before may be taken.
    pub fn keep(&self, percent: u64) {
        self.kept.set(self.left.get() / 100 * percent);
    }

    /// Takes so many bytes; whether they were there.
    pub fn take(&self, bytes: u64) -> bool {
        let left = self.left.get().checked_sub(bytes).filter(|left| *left >= self.kept.get());
        left.inspect(|left| self.left.set(*left)).is_some()
    }

    /// How many records of so many bytes one of so many trials may have, at most `most`.
    #[must_use]
    pub fn records(&self, most: usize, bytes: u64, trials: u64) -> usize {
        let of_share = (self.total / trials / bytes.max(1)).max(LEAST);
        usize::try_from(of_share).unwrap_or(most).min(most)
    }

    /// Bytes that were taken.
    #[must_use]
    pub fn spent(&self) -> u64 {
        self.total - self.left.get()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_is_taken_than_there_is_and_what_is_kept_stays() {
        let budget = Budget::of(1000);
        budget.keep(40);
        assert_eq!([600, 1].map(|bytes| budget.take(bytes)), [true, false]);
        budget.keep(0);
        assert_eq!([400, 1].map(|bytes| budget.take(bytes)), [true, false]);
        assert_eq!(budget.spent(), 1000);
    }

    #[test]
    fn wide_records_are_fewer() {
        let budget = Budget::of(TRIALS * 1000);
        assert_eq!([10, 100, 100_000].map(|bytes| budget.records(48, bytes, TRIALS)), [48, 10, 4]);
        assert_eq!(Budget::ample().records(400, 32_760, LAST), 400);
    }
}
