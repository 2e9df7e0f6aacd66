//! One key's entries in, in their order; what breaks the rule out.

use arrow_buffer::i256;

use super::entry::{Entry, RowPlace};

/// What must hold of the entries of one key. Sums are unscaled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Test {
    /// One row only.
    Unique,
    /// A row of the other table.
    References,
    /// The sum is no further from this than so much. All of the distance is at stake, not what is over the tolerance.
    Sum {
        /// What it should be.
        equals: i256,
        /// 0 or more.
        tolerance: i256,
    },
    /// The sums of both sides are no further apart than this.
    Compare {
        /// 0 or more.
        tolerance: i256,
    },
    /// So many rows.
    Count {
        /// Least.
        least: u64,
        /// Most.
        most: u64,
    },
    /// Numbers that follow one another.
    Sequence,
    /// No row at all: its key is not whole.
    Never,
}

impl Test {
    /// Whether it asks for the rows of a key together, and not for each.
    #[must_use]
    pub const fn is_of_all_rows(self) -> bool {
        matches!(self, Self::Sum { .. } | Self::Compare { .. } | Self::Count { .. })
    }
}

/// Why a rule is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Another row has the key too.
    NotUnique {
        /// That row.
        other: RowPlace,
    },
    /// The other table does not have the key.
    NoReference,
    /// The sum is another.
    Sum {
        /// It.
        sum: i256,
        /// Of so many rows.
        rows: u64,
    },
    /// The sums differ.
    Sums {
        /// The own side's.
        own: i256,
        /// The other side's.
        other: i256,
    },
    /// So many rows.
    Count {
        /// How many.
        rows: u64,
    },
    /// Numbers are missing before the row's.
    Gap {
        /// The first of them.
        from: i128,
        /// The last of them.
        to: i128,
    },
    /// The number stands in another row too.
    Twice {
        /// It.
        number: i64,
        /// The other row.
        other: RowPlace,
    },
    /// A part of the key is empty.
    KeyEmpty,
}

/// A row that breaks a rule, or the first row of a key that does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Breach {
    /// Where.
    pub at: RowPlace,
    /// Why.
    pub why: Why,
    /// The amount at stake, unscaled.
    pub amount: i256,
}

/// The entries of one key, so far.
#[derive(Debug, Clone)]
pub struct Group {
    test: Test,
    first: Option<Entry>,
    last: Option<Entry>,
    /// The first of the own side.
    own: Option<Entry>,
    rows: u64,
    sums: [i256; 2],
    referred: bool,
}

impl Group {
    /// No entry yet.
    #[must_use]
    pub const fn new(test: Test) -> Self {
        Self { test, first: None, last: None, own: None, rows: 0, sums: [i256::ZERO; 2], referred: false }
    }

    /// Takes the next entry; `tell` is given what it breaks by itself.
    pub fn add(&mut self, entry: Entry, tell: &mut dyn FnMut(Breach)) {
        let breach = |entry: Entry, why| Breach { at: entry.at, why, amount: entry.sum };
        match self.test {
            Test::Unique => {
                if let Some(first) = self.first.filter(|_| self.rows == 1) {
                    tell(breach(first, Why::NotUnique { other: entry.at }));
                }
                if let Some(last) = self.last {
                    tell(breach(entry, Why::NotUnique { other: last.at }));
                }
            }
            Test::References => {
                self.referred |= entry.side == 0;
                if !self.referred {
                    tell(breach(entry, Why::NoReference));
                }
            }
            Test::Sequence => {
                if let Some((last, before, number)) =
                    self.last.and_then(|last| Some((last, last.number?, entry.number?)))
                {
                    if number == before {
                        tell(breach(entry, Why::Twice { number, other: last.at }));
                    } else if i128::from(number) > i128::from(before) + 1 {
                        let (from, to) = (i128::from(before) + 1, i128::from(number) - 1);
                        tell(breach(entry, Why::Gap { from, to }));
                    }
                }
            }
            Test::Never => tell(breach(entry, Why::KeyEmpty)),
            Test::Sum { .. } | Test::Compare { .. } | Test::Count { .. } => {}
        }
        self.first.get_or_insert(entry);
        self.last = Some(entry);
        if entry.side == 1 {
            self.own.get_or_insert(entry);
        }
        self.rows += entry.rows;
        let sum = &mut self.sums[usize::from(entry.side != 0)];
        *sum = sum.wrapping_add(entry.sum);
    }

    /// What all entries together break; it is told of the first of the own side's, or where there is none of the first.
    #[must_use]
    pub fn end(&self) -> Option<Breach> {
        self.end_at(self.own.or(self.first)?.at)
    }

    /// What all entries together break, if it is told of this place; there may be no entry.
    #[must_use]
    pub fn end_at(&self, at: RowPlace) -> Option<Breach> {
        let [other, own] = self.sums;
        let distance = |sum: i256, wanted: i256| sum.wrapping_sub(wanted).wrapping_abs();
        match self.test {
            Test::Sum { equals, tolerance } if distance(own, equals) > tolerance => {
                let why = Why::Sum { sum: own, rows: self.rows };
                Some(Breach { at, why, amount: distance(own, equals) })
            }
            Test::Compare { tolerance } if distance(own, other) > tolerance => {
                Some(Breach { at, why: Why::Sums { own, other }, amount: distance(own, other) })
            }
            Test::Count { least, most } if self.rows < least || self.rows > most => {
                Some(Breach { at, why: Why::Count { rows: self.rows }, amount: own })
            }
            _ => None,
        }
    }

    /// Rows that were taken.
    #[must_use]
    pub const fn rows(&self) -> u64 {
        self.rows
    }
}
