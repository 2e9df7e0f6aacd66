//! A piece of a record that is thought to be one field.

use crate::inspect::infer::draft::{Other, Reason};
use crate::mapping::model::Check;

/// Columns that belong together.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    /// From 0.
    pub from: usize,
    /// Exclusive.
    pub to: usize,
    /// What stands there.
    pub what: What,
    /// Why it is thought so.
    pub why: Vec<Reason>,
    /// What it may be instead.
    pub others: Vec<Other>,
}

impl Piece {
    /// Without reasons.
    #[must_use]
    pub const fn new(from: usize, to: usize, what: What) -> Self {
        Self { from, to, what, why: Vec::new(), others: Vec::new() }
    }

    /// It may be something else too.
    #[must_use]
    pub fn or(mut self, other: Other) -> Self {
        self.others.push(other);
        self
    }
}

/// What stands in a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// Characters of any kind.
    Text,
    /// Digits, with zeros or blanks before them.
    Digits,
    /// Digits, the last one with the sign.
    Overpunch,
    /// Digits and a place for the sign.
    Signed,
    /// Digits with a decimal mark before so many of them.
    Marked(usize),
    /// A date or a time, by this picture.
    Date(&'static str),
    /// Digits that stay text: something shows that they may be no number, or not the whole of one.
    Code,
    /// A date by this picture, unless the digits are cut elsewhere: text.
    Doubtful(&'static str),
    /// The sign of the number before it or of the one behind it.
    Sign,
    /// Text that passes this check in every row.
    Checked(Check),
    /// A figure that the records keep, such as the number of details.
    Figure,
}
