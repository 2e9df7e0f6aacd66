//! What a person should know of the rows as a whole: rows that are called totals and that no sum proves to be any, and rows
//! of other widths than the header.
//!
//! In: such rows. Out: findings. Refuses words.

use super::odd::Waiting;
use crate::finding::{Arg, Args, Code};
use crate::inspect::infer::values::names;
use crate::inspect::infer::values::why::Seen;

/// Places that are told.
const PLACES: usize = 5;
/// Ten-thousandths, in which figures are counted.
const ONE: i128 = 10_000;

/// Rows that are called totals, and that no sum proves to be any.
#[derive(Debug, Clone, Default)]
pub struct Doubted {
    /// How many there are.
    rows: u64,
    /// Those of them that are skipped.
    skipped: u64,
    /// Where the first of them stand.
    places: Vec<u64>,
    /// The place of one, the cell of a figure, and what the rows since the last total come to there.
    comes_to: Option<(u64, usize, i128)>,
}

impl Doubted {
    /// One that is read as a record.
    pub fn record(&mut self, row: &Waiting) {
        self.rows += 1;
        self.places.extend((row.place > 0).then_some(row.place));
        let comes_to = row.found.comes_to.filter(|_| row.place > 0);
        self.comes_to = self.comes_to.or(comes_to.map(|(cell, sum)| (row.place, cell, sum)));
    }

    /// One that is skipped, since its text is no value of its column.
    pub fn skipped(&mut self, row: &Waiting) {
        self.record(row);
        self.skipped += 1;
    }

    /// What a person should know. A sum of what is about people is not shown.
    #[must_use]
    pub fn told(&self, headers: &[String]) -> Option<(Code, Args)> {
        let mut places = self.places.clone();
        places.sort_unstable();
        let listed = places.iter().take(PLACES).map(u64::to_string).collect::<Vec<_>>().join(", ");
        let more = self.rows.saturating_sub(places.len().min(PLACES) as u64);
        let is_personal = |cell: usize| headers.get(cell).is_some_and(|header| names::is_personal(header));
        let (place, sum) = match self.comes_to {
            Some((place, cell, sum)) if !is_personal(cell) => (Arg::from(place), Arg::amount(decimal(sum))),
            _ => (Arg::from(""), Arg::from("")),
        };
        let some = |n: u64| if n > 0 { Arg::from(n) } else { Arg::from("") };
        let args = vec![self.rows.into(), listed.into(), some(more), place, sum, some(self.skipped)];
        (self.rows > 0).then_some((Code::LikeTotals, args))
    }
}

/// A figure, with two decimals or as many as it has.
fn decimal(figure: i128) -> String {
    let (whole, rest) = (figure.unsigned_abs() / ONE.unsigned_abs(), figure.unsigned_abs() % ONE.unsigned_abs());
    let digits = format!("{rest:04}");
    let decimals = digits.trim_end_matches('0');
    format!("{}{whole}.{decimals:0<2}", if figure < 0 { "-" } else { "" })
}

/// Rows that a run refuses, or reads in part as blank, since they have another number of cells.
#[must_use]
pub fn widths(short: Seen, long: Seen, (rows, expected, is_padded): (u64, usize, bool)) -> Option<(Code, Args)> {
    let some = |n: u64| if n > 0 { Arg::from(n) } else { Arg::from("") };
    let refused = if is_padded { long.n } else { short.n + long.n };
    let padded = if is_padded { short.n } else { 0 };
    let first = [short, long].into_iter().filter(|seen| seen.n > 0 && seen.first > 0).map(|seen| seen.first).min();
    let args = vec![
        rows.into(),
        expected.into(),
        some(short.n),
        some(long.n),
        first.map_or_else(|| "".into(), Arg::from),
        some(refused),
        some(padded),
    ];
    (short.n + long.n > 0).then_some((Code::OtherWidths, args))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_have_two_decimals_or_as_many_as_they_need() {
        for (figure, want) in [(12_345_000, "1234.50"), (-5_000, "-0.50"), (12_345, "1.2345"), (0, "0.00")] {
            assert_eq!(decimal(figure), want);
        }
    }
}
