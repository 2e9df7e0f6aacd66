//! What the rows above a row come to, so that a total without a text is known by what it says.
//!
//! In: the cells of records. Out: whether a figure is the sum of its column, of all rows or of those behind the last total.
//! Refuses: figures of more than four decimals, and files of which only samples are read.

/// Decimals that are counted.
const SCALE: usize = 4;

/// Sums of every column.
#[derive(Debug, Clone, Default)]
pub struct Sums {
    columns: Vec<Running>,
    /// The same of rows that may be totals themselves, and of which nothing proves it.
    unsure: Vec<Running>,
    /// Of the first row, which may be a header.
    first: Vec<Option<i128>>,
    rows: Rows,
    is_off: bool,
}

/// Sums of one column; none where a cell is no figure.
#[derive(Debug, Clone, Copy)]
struct Running {
    all: Option<i128>,
    /// Behind the last row that is a total.
    group: Option<i128>,
    /// Behind the last row that may be one.
    since: Option<i128>,
}

/// Rows that were added: all, and those behind the last total.
#[derive(Debug, Clone, Copy, Default)]
struct Rows {
    all: u64,
    group: u64,
    since: u64,
}

/// What the rows above say of a total.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// A figure of it is the sum of two rows or more.
    Sum,
    /// A figure of it is that of the one row of its group.
    Same,
    /// Its figures are no sums.
    None,
    /// Nobody can tell: samples are read, or no figure is in it, or a column has other things than figures.
    Untold,
}

impl Sums {
    /// At the beginning of a file; `first` are the cells of its first row, which is not added.
    #[must_use]
    pub fn begin(first: &[String], is_whole: bool) -> Self {
        let first = first.iter().map(|cell| figure(cell.as_bytes())).collect();
        Self { first, is_off: !is_whole, ..Self::default() }
    }

    /// Adds a record.
    pub fn add(&mut self, cells: &[&[u8]]) {
        if self.is_off {
            return;
        }
        plus(&mut self.columns, cells);
        let Rows { all, group, since } = self.rows;
        self.rows = Rows { all: all + 1, group: group + 1, since: since + 1 };
    }

    /// A total stands here.
    pub fn begin_group(&mut self) {
        (self.rows.group, self.rows.since) = (0, 0);
        for column in self.columns.iter_mut().chain(&mut self.unsure) {
            (column.group, column.since) = (Some(0), Some(0));
        }
    }

    /// What the rows above say of a row that begins like a total; `named` is the cell with its text.
    pub fn total(&mut self, cells: &[&[u8]], named: usize) -> Proof {
        let figures =
            || cells.iter().enumerate().filter(|(at, cell)| *at != named && figure(cell).is_some_and(|n| n != 0));
        let is_sum = |at: usize, cell: &[u8]| self.proves(at, cell);
        let is_same = |at: usize, cell: &[u8]| {
            let column = self.columns.get(at).filter(|_| self.rows.since == 1);
            column.is_some_and(|column| column.since == figure(cell))
        };
        let is_told = |at: usize| self.columns.get(at).is_some_and(|column| column.all.is_some() && self.rows.all > 1);
        let proof = match () {
            () if self.is_off => Proof::Untold,
            () if figures().any(|(at, cell)| is_sum(at, cell)) => Proof::Sum,
            () if figures().any(|(at, cell)| is_same(at, cell)) => Proof::Same,
            () if figures().any(|(at, _)| is_told(at)) => Proof::None,
            () => Proof::Untold,
        };
        if matches!(proof, Proof::Sum | Proof::Same) {
            self.begin_group();
        } else if !self.is_off {
            plus(&mut self.unsure, cells);
            self.rows.since = 0;
            for column in self.columns.iter_mut().chain(&mut self.unsure) {
                column.since = Some(0);
            }
        }
        proof
    }

    /// Whether a figure is the sum of two rows or more above it.
    #[must_use]
    pub fn proves(&self, cell: usize, text: &[u8]) -> bool {
        let (Some(figure), Some(column)) = (figure(text), self.columns.get(cell)) else { return false };
        let with = |sum: Option<i128>, more: Option<i128>| sum.zip(more).and_then(|(sum, more)| sum.checked_add(more));
        let unsure = self.unsure.get(cell);
        let of = |rows: u64, sum: Option<i128>, more: Option<Option<i128>>| {
            rows > 1 && (sum == Some(figure) || more.is_some_and(|more| with(sum, more) == Some(figure)))
        };
        let first = self.first.get(cell).copied();
        let is_all = of(self.rows.all, column.all, first) || of(self.rows.all, column.all, unsure.map(|more| more.all));
        let is_group = of(self.rows.group, column.group, unsure.map(|more| more.group));
        !self.is_off && figure != 0 && (is_all || is_group || of(self.rows.since, column.since, None))
    }

    /// Whether a number is that of the rows above it.
    #[must_use]
    pub fn is_count(&self, number: u64) -> bool {
        !self.is_off && (number == self.rows.all || number == self.rows.all + 1) && self.rows.all > 0
    }
}

/// Adds the cells of a row to the sums of their columns; a blank cell is nothing.
fn plus(columns: &mut Vec<Running>, cells: &[&[u8]]) {
    const NOTHING: Running = Running { all: Some(0), group: Some(0), since: Some(0) };
    let missing = cells.len().saturating_sub(columns.len());
    columns.extend(std::iter::repeat_n(NOTHING, missing));
    for (cell, column) in cells.iter().zip(columns) {
        let figure = if cell.iter().all(|byte| matches!(byte, b' ' | 0)) { Some(0) } else { figure(cell) };
        let plus = |sum: Option<i128>| sum?.checked_add(figure?);
        let Running { all, group, since } = *column;
        *column = Running { all: plus(all), group: plus(group), since: plus(since) };
    }
}

/// A figure as people write it, in ten-thousandths: a mark with one to four digits behind it is that of the decimals, or the
/// only mark before three digits that of thousands.
#[must_use]
pub fn figure(text: &[u8]) -> Option<i128> {
    let text: Vec<u8> = text.iter().copied().filter(|byte| !matches!(byte, 0 | b' ' | 0xA0)).collect();
    let (is_less, digits) = match &text[..] {
        [b'-', digits @ ..] | [b'(', digits @ .., b')'] | [digits @ .., b'-'] => (true, digits),
        [b'+', digits @ ..] | digits => (false, digits),
    };
    let mark = digits.iter().rposition(|byte| matches!(byte, b'.' | b','));
    let decimals = mark.map_or(0, |mark| digits.len() - mark - 1);
    let other = mark.map(|mark| if digits[mark] == b'.' { b',' } else { b'.' });
    let is_thousands = decimals == 3 && !digits.iter().any(|byte| Some(*byte) == other);
    let decimals = if is_thousands { 0 } else { decimals };
    let known = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'.' | b',');
    if decimals > SCALE || mark == Some(digits.len().wrapping_sub(1)) || !digits.iter().all(known) {
        return None;
    }
    let figures = digits.iter().filter(|byte| byte.is_ascii_digit());
    let mut number = 0_i128;
    let mut count = 0;
    for digit in figures {
        number = number.checked_mul(10)?.checked_add(i128::from(digit - b'0'))?;
        count += 1;
    }
    let number = (0..SCALE - decimals).try_fold(number, |number, _| number.checked_mul(10))?;
    (count > 0).then_some(if is_less { -number } else { number })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_read_as_people_write_them() {
        for (text, want) in [
            ("12", Some(120_000)),
            ("1,234.50", Some(12_345_000)),
            ("1 234,5", Some(12_345_000)),
            ("1,234", Some(12_340_000)),
            ("-3.25", Some(-32_500)),
            ("(3.25)", Some(-32_500)),
            ("3.25-", Some(-32_500)),
            ("x", None),
            ("", None),
            ("1.", None),
            ("1.23456", None),
        ] {
            assert_eq!(figure(text.as_bytes()), want, "{text}");
        }
    }

    #[test]
    fn a_total_is_the_sum_of_all_rows_or_of_its_group() {
        let mut sums = Sums::begin(&["no".to_owned(), "amount".to_owned()], true);
        for amount in ["1.50", "2.00", "3.00"] {
            sums.add(&[b"1", amount.as_bytes()]);
        }
        assert!(sums.proves(1, b"6.50") && !sums.proves(1, b"6.51") && sums.is_count(3) && !sums.is_count(5));
        sums.begin_group();
        sums.add(&[b"1", b"4.00"]);
        assert!(!sums.proves(1, b"4.00"), "one row is no group");
        sums.add(&[b"1", b"5.00"]);
        assert!(sums.proves(1, b"9.00") && sums.proves(1, b"15.50"));
        sums.add(&[b"1", b"many"]);
        assert!(!sums.proves(1, b"9.00"));
    }
}
