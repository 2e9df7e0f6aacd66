//! Numbers that count up, which are days as well as long as no number between them is none: cheques 12001 to 12359,
//! vouchers 20240101 to 20240128.
//!
//! In: the least and the most of numbers of one width, and how many they are. Out: whether counting explains them as well
//! as a calendar does. Refuses dates of one value, and numbers that stand far apart.

/// Different numbers from which on they may count up.
const LEAST: u64 = 8;
/// Of so many numbers one is there, at least.
const SPARSE: u64 = 4;
/// Numbers that are no days and would have been met, had chance left them out.
const MISSED: u64 = 8;
/// Digits of the longest number that is looked at.
const LONGEST: usize = 10;

/// Of so many values one may be none of the numbers.
const ODD: u64 = 33;

/// Numbers of one width, that of most values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counting {
    /// Least and most of each width.
    ranges: [Option<(u64, u64)>; LONGEST + 1],
    /// How many there are of each width.
    numbers: [u64; LONGEST + 1],
    /// Values.
    values: u64,
}

impl Counting {
    /// One value, without blanks around it.
    pub fn push(&mut self, text: &[u8]) {
        self.values += 1;
        let width = text.len();
        if !(1..=LONGEST).contains(&width) || !text.iter().all(u8::is_ascii_digit) {
            return;
        }
        let number = text.iter().fold(0, |number, digit| number * 10 + u64::from(digit - b'0'));
        let (least, most) = self.ranges[width].unwrap_or((number, number));
        self.ranges[width] = Some((least.min(number), most.max(number)));
        self.numbers[width] += 1;
    }

    /// The width of next to all values, with the least and the most number.
    fn usual(&self) -> Option<(usize, u64, u64)> {
        let width = (1..=LONGEST).max_by_key(|width| self.numbers[*width])?;
        let odd = self.values - self.numbers[width];
        self.ranges[width].filter(|_| odd * ODD <= self.values).map(|(least, most)| (width, least, most))
    }

    /// Whether so many different values may be numbers that count up although each is a day: next to no number between
    /// the least and the most is none. `by_month`: the day is one of a month, of which a file repeats the same.
    #[must_use]
    pub fn explains(&self, different: u64, by_month: bool, is_day: impl Fn(&str) -> bool) -> bool {
        let Some((width, least, most)) = self.usual() else { return false };
        let span = most - least + 1;
        let dense = different >= LEAST && span <= SPARSE.saturating_mul(different);
        let repeats = different * 5 < self.values * 4 && (by_month || span * 9 > different * 10);
        if !dense || repeats {
            return false;
        }
        let none = (least..=most).filter(|number| !is_day(&format!("{number:0width$}")));
        let enough = MISSED * span / different + 1;
        (none.take(usize::try_from(enough).unwrap_or(usize::MAX)).count() as u64) < enough
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extractors::decode::date::DateRules;
    use crate::mapping::model::Type;

    #[test]
    fn days_of_several_months_are_no_numbers_that_count_up() {
        let explains = |picture: &str, values: &mut dyn Iterator<Item = String>| {
            let values: Vec<String> = values.collect();
            let rules = DateRules::new(picture, Type::Date, Some((1950, 2049))).ok().map(Box::new);
            let mut counting = Counting::default();
            for value in &values {
                counting.push(value.as_bytes());
            }
            let mut different = values.clone();
            different.sort_unstable();
            different.dedup();
            let is_day = |text: &str| rules.as_ref().is_some_and(|rules| rules.date(text).is_ok());
            counting.explains(different.len() as u64, picture.contains("MM"), is_day)
        };
        assert!(explains("YYDDD", &mut (12_001..12_360).map(|number| number.to_string())), "cheques");
        assert!(explains("YYMMDD", &mut (1..=28).map(|number| (240_100 + number).to_string())), "vouchers");
        assert!(
            explains("YYYYMMDD", &mut (1..=14).map(|number| (20_240_100 + number * 2).to_string())),
            "every second"
        );
        let days = |months: u64| (0..months * 28).map(|at| (20_240_101 + at / 28 * 100 + at % 28).to_string());
        let odd = (1..=60).map(|number| format!("{number:05}")).chain(["60 lignes".to_owned()]);
        assert!(explains("YYDDD", &mut odd.into_iter()), "a last row that is no number");
        assert!(!explains("YYYYMMDD", &mut days(2)), "two months");
        assert!(!explains("YYYYMMDD", &mut days(1).chain(days(1))), "every day twice");
        assert!(!explains("YYYYMMDD", &mut days(12).step_by(40)), "far apart");
        assert!(!explains("YYYYMMDD", &mut days(1).take(4)), "too few to count");
    }
}
