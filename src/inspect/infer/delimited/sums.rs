//! What the rows above a row come to, so that a total without a text is known by what it says.
//!
//! In: the cells of records. Out: whether a figure is the sum of its column, of all rows or of those behind the last total.
//! Refuses: figures of more than four decimals, and files of which only samples are read. Totals that are called so have a
//! [`ledger`](super::ledger).

/// Decimals that are counted.
const SCALE: usize = 4;
/// Letters of the longest mark for nothing: `-`, `N/A`.
const NOTHING: usize = 3;

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
    /// Its figures are no sums.
    None,
    /// Nobody can tell: samples are read, or no figure is in it.
    Untold,
}

/// What a cell holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell {
    /// Nothing, or a mark for it.
    Blank,
    /// A figure, in ten-thousandths.
    Figure(i128),
    /// Something else.
    Other,
}

impl Cell {
    /// Of its bytes.
    #[must_use]
    pub fn of(cell: &[u8]) -> Self {
        let letters = cell.iter().filter(|byte| !matches!(byte, b' ' | b'\t' | 0)).count();
        match figure(cell) {
            Some(figure) => Self::Figure(figure),
            None if letters <= NOTHING && !cell.iter().any(u8::is_ascii_digit) => Self::Blank,
            None => Self::Other,
        }
    }

    const fn number(self) -> Option<i128> {
        match self {
            Self::Blank => Some(0),
            Self::Figure(figure) => Some(figure),
            Self::Other => None,
        }
    }
}

impl Sums {
    /// At the beginning of a file; `first` are the cells of its first row, which is not added.
    #[must_use]
    pub fn begin(first: &[String], is_whole: bool) -> Self {
        let first = first.iter().map(|cell| figure(cell.as_bytes())).collect();
        Self { first, is_off: !is_whole, ..Self::default() }
    }

    /// Adds a record.
    pub fn add(&mut self, cells: &[Cell]) {
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

    /// A row that is called a total: it ends a group where a figure of it is a sum; `name` is the cell with its text.
    pub fn pass(&mut self, cells: &[&[u8]], name: usize) {
        let mut others = cells.iter().enumerate().filter(|(at, _)| *at != name);
        if others.any(|(at, cell)| self.proves(at, cell)) {
            return self.begin_group();
        }
        if self.is_off {
            return;
        }
        plus(&mut self.unsure, &figures(cells));
        self.rows.since = 0;
        for column in self.columns.iter_mut().chain(&mut self.unsure) {
            column.since = Some(0);
        }
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

/// What the cells of a row hold.
#[must_use]
pub fn figures(cells: &[&[u8]]) -> Vec<Cell> {
    cells.iter().map(|cell| Cell::of(cell)).collect()
}

/// Adds the cells of a row to the sums of their columns; a blank cell is nothing.
fn plus(columns: &mut Vec<Running>, cells: &[Cell]) {
    const NOTHING: Running = Running { all: Some(0), group: Some(0), since: Some(0) };
    let missing = cells.len().saturating_sub(columns.len());
    columns.extend(std::iter::repeat_n(NOTHING, missing));
    for (cell, column) in cells.iter().zip(columns) {
        let plus = |sum: Option<i128>| sum?.checked_add(cell.number()?);
        let Running { all, group, since } = *column;
        *column = Running { all: plus(all), group: plus(group), since: plus(since) };
    }
}

/// A figure as people write it, in ten-thousandths: a mark with one to four digits behind it is that of the decimals, or the
/// only mark before three digits that of thousands.
#[must_use]
pub fn figure(text: &[u8]) -> Option<i128> {
    // Zeros are those of UTF-16; those beyond ASCII make hard blanks and the sign of the euro.
    let is_beyond = |byte: u8| matches!(byte, 0x80 | 0x82 | 0xA0 | 0xAC | 0xAF | 0xC2 | 0xE2 | 0xFF);
    let is_between = |byte: &u8| matches!(byte, 0 | b' ' | b'\t' | b'$' | b'\'') || is_beyond(*byte);
    let text: Vec<u8> = text.iter().copied().filter(|byte| !is_between(byte)).collect();
    let (is_less, digits) = match &text[..] {
        [b'-', digits @ ..] | [b'(', digits @ .., b')'] | [digits @ .., b'-'] | [digits @ .., b'C', b'R'] => {
            (true, digits)
        }
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
            ("$1,234.50", Some(12_345_000)),
            ("1\u{a0}234,50 $", Some(12_345_000)),
            ("12.50CR", Some(-125_000)),
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
        let add = |sums: &mut Sums, amount: &str| sums.add(&figures(&[b"1", amount.as_bytes()]));
        for amount in ["1.50", "2.00", "3.00"] {
            add(&mut sums, amount);
        }
        assert!(sums.proves(1, b"6.50") && !sums.proves(1, b"6.51") && sums.is_count(3) && !sums.is_count(5));
        sums.begin_group();
        add(&mut sums, "4.00");
        assert!(!sums.proves(1, b"4.00"), "one row is no group");
        add(&mut sums, "5.00");
        assert!(sums.proves(1, b"9.00") && sums.proves(1, b"15.50"));
        add(&mut sums, "many");
        assert!(!sums.proves(1, b"9.00"));
    }
}
