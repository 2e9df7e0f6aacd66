//! What the rows above a row come to, so that a total without a text is known by what it says.
//!
//! In: the cells of records. Out: whether a figure is the sum of its column, of all rows or of those behind the last total.
//! Refuses: figures of more than four decimals, and files of which only samples are read.

/// Decimals that are counted.
const SCALE: usize = 4;

/// Sums of every column.
#[derive(Debug, Clone, Default)]
pub struct Sums {
    /// Of all rows, and of those behind the last total; none where a cell is no figure.
    columns: Vec<(Option<i128>, Option<i128>)>,
    /// Of the first row, which may be a header.
    first: Vec<Option<i128>>,
    rows: u64,
    group: u64,
    is_off: bool,
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
        let missing = cells.len().saturating_sub(self.columns.len());
        self.columns.extend(std::iter::repeat_n((Some(0), Some(0)), missing));
        for (cell, (all, group)) in cells.iter().zip(&mut self.columns) {
            let figure = if cell.iter().all(|byte| matches!(byte, b' ' | 0)) { Some(0) } else { figure(cell) };
            let plus = |sum: Option<i128>| sum?.checked_add(figure?);
            (*all, *group) = (plus(*all), plus(*group));
        }
        (self.rows, self.group) = (self.rows + 1, self.group + 1);
    }

    /// A total stands here.
    pub fn begin_group(&mut self) {
        self.group = 0;
        self.columns.iter_mut().for_each(|(_, group)| *group = Some(0));
    }

    /// Whether a figure is the sum of two rows or more above it.
    #[must_use]
    pub fn proves(&self, cell: usize, text: &[u8]) -> bool {
        let (Some(figure), Some((all, group))) = (figure(text), self.columns.get(cell)) else { return false };
        let first = self.first.get(cell).copied().flatten();
        let with_first = all.zip(first).and_then(|(all, first)| all.checked_add(first));
        let is_all = self.rows > 1 && (*all == Some(figure) || with_first == Some(figure));
        !self.is_off && figure != 0 && (is_all || self.group > 1 && *group == Some(figure))
    }

    /// Whether a number is that of the rows above it.
    #[must_use]
    pub fn is_count(&self, number: u64) -> bool {
        !self.is_off && (number == self.rows || number == self.rows + 1) && self.rows > 0
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
