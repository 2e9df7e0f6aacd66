//! Days that touch: a run of digits may be cut into days in more than one way.
//!
//! In: a run, and the windows that were chosen in it. Out: the same, but for days of which other days read more digits: these
//! are one piece, with both ways beside it. Refuses to say which way is right.

use std::collections::BTreeSet;

use super::{Window, heaviest};
use crate::inspect::infer::fixed::dates;
use crate::inspect::infer::fixed::digits::Run;
use crate::inspect::infer::fixed::piece::What;

/// Digits of a day with its whole year.
const WHOLE: usize = 8;

/// What a digit of a day counts, were values that are none to count one.
const DIGIT: u64 = 1_000;

/// Of so many values of days, one may be a mistake of old files.
const IMPOSSIBLE: u64 = 100;
/// How much more a digit counts of days that go before others.
const FIRST: u64 = 1_000;

/// Days in a run, each with its first digit, the one behind its last, and its picture.
pub type Tiling = Vec<(usize, usize, &'static str)>;

impl Run {
    /// The chosen windows, those made one that cross days of which others read more digits: more of days with whole years,
    /// else more of all.
    pub(super) fn tiled(&self, chosen: Vec<Window>) -> Vec<Window> {
        if chosen.iter().all(|one| one.picture().is_none()) {
            return chosen;
        }
        let mut all = self.days();
        // Days of which several are impossible are none beside those of which every one is possible.
        let is_sound = |day: &Window, one: &Window| one.picture().is_some() && one.wrong == 0 && one.crosses(day);
        let is_impossible = |day: &Window| u64::from(day.wrong) * IMPOSSIBLE > self.rows.len() as u64;
        all.retain(|day| !is_impossible(day) || !chosen.iter().any(|one| is_sound(day, one)));
        let is_odd = |one: &Window| all.iter().all(|day| (day.from, day.to) != (one.from, one.to));
        let is_odd = chosen.iter().any(|one| one.picture().is_some_and(|picture| picture.len() > 5) && is_odd(one));
        let more = |least: usize| {
            // Those that are less than so wide fill what these leave.
            let wide = |day: &Window| if least > 0 && day.to - day.from >= least { FIRST } else { 1 };
            let weighed = all.iter().map(|day| Window { bits: day.bits * wide(day), ..day.clone() });
            let days = heaviest(weighed.collect(), self.width());
            // As many will do where a chosen one is less of a day than these.
            let odd = least == 0 && (is_odd || wrong(&chosen) > wrong(&days));
            (digits(&days, least) + usize::from(odd) > digits(&chosen, least)).then_some(days)
        };
        let Some(days) = more(WHOLE).or_else(|| more(0)) else { return chosen };
        let is_open = |one: &&Window| one.picture().is_some() || one.what == What::Digits;
        let crossed = chosen.iter().filter(is_open).filter(|one| days.iter().any(|day| one.crosses(day)));
        let regions: BTreeSet<(usize, usize)> = crossed.map(|one| region(one, &[&chosen, &days])).collect();
        let free = |one: &Window| regions.iter().all(|(from, to)| one.to <= *from || *to <= one.from);
        let open = regions.iter().map(|(from, to)| {
            let tilings = [&chosen, &days].map(|all| tiling(all, (*from, *to))).to_vec();
            Window { tilings, ..Window::of(*from, *to, What::Code, 0) }
        });
        let open: Vec<Window> = open.collect();
        chosen.into_iter().filter(free).chain(open).collect()
    }

    /// Digits that are days in nearly every row, whatever else they may be; each digit counts, and a little less where some
    /// values are none.
    fn days(&self) -> Vec<Window> {
        let day = |from: usize, width: usize| {
            let values = (from + width <= self.width()).then(|| self.values(from, from + width))?;
            let (picture, wrong) = dates::plain(&values)?;
            let bits = width as u64 * DIGIT - u64::from(wrong).min(DIGIT);
            Some(Window { wrong, ..Window::of(from, from + width, What::Date(picture), bits) })
        };
        (0..self.width()).flat_map(|from| [6, 8].map(|width| day(from, width))).flatten().collect()
    }
}

/// How many values of days are none.
fn wrong(all: &[Window]) -> u32 {
    all.iter().filter(|one| one.picture().is_some()).map(|one| one.wrong).sum()
}

/// How many digits days of so many digits at least have together.
fn digits(all: &[Window], least: usize) -> usize {
    let days = all.iter().filter(|one| one.picture().is_some());
    days.map(|one| one.to - one.from).filter(|width| *width >= least).sum()
}

/// The digits around a window that no other window crosses the ends of.
fn region(window: &Window, all: &[&Vec<Window>]) -> (usize, usize) {
    let (mut from, mut to) = (window.from, window.to);
    loop {
        let near = all.iter().copied().flatten().filter(|one| one.from < to && from < one.to);
        let grown = near.fold((from, to), |(from, to), one| (from.min(one.from), to.max(one.to)));
        if grown == (from, to) {
            return grown;
        }
        (from, to) = grown;
    }
}

/// The days among windows, within these digits.
fn tiling(all: &[Window], (from, to): (usize, usize)) -> Tiling {
    let days = all.iter().filter(|one| from <= one.from && one.to <= to);
    days.filter_map(|one| Some((one.from, one.to, one.picture()?))).collect()
}

#[cfg(test)]
mod tests {
    use crate::calendar;
    use crate::inspect::infer::draft::Other;
    use crate::inspect::infer::fixed::digits::{Ending, pieces};
    use crate::inspect::infer::fixed::page::Page;
    use crate::inspect::infer::fixed::piece::What;

    /// Numbers, the same for the same seed.
    struct Draw(u64);

    impl Draw {
        fn below(&mut self, end: u64) -> u64 {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (self.0 >> 33) % end
        }

        fn day(&mut self, (first, last): (i64, i64), picture: &str) -> String {
            let (from, to) = (calendar::days(first, 1, 1).unwrap(), calendar::days(last, 12, 31).unwrap());
            let days = u64::try_from(to - from).unwrap();
            let (year, month, day) = calendar::civil(from + i32::try_from(self.below(days)).unwrap());
            let text = picture.replace("YYYY", &year.to_string()).replace("YY", &format!("{:02}", year % 100));
            text.replace("MM", &format!("{month:02}")).replace("DD", &format!("{day:02}"))
        }
    }

    #[test]
    fn days_that_touch_are_never_cut_through_the_middle() {
        let pairs = [
            ["MMDDYYYY", "MMDDYYYY"],
            ["DDMMYYYY", "MMDDYYYY"],
            ["DDMMYYYY", "DDMMYYYY"],
            ["YYYYMMDD", "YYYYMMDD"],
            ["YYMMDD", "YYMMDD"],
            ["DDMMYY", "DDMMYY"],
            ["DDMMYYYY", "YYMMDD"],
            ["YYMMDD", "DDMMYYYY"],
            ["YYMMDD", "YYYYMMDD"],
            ["MMDDYYYY", "YYMMDD"],
            ["DDMMYY", "YYMMDD"],
            ["MMDDYY", "YYMMDD"],
        ];
        let (mut cut, mut open) = (Vec::new(), 0);
        for (pair, seed, rows) in
            pairs.iter().flat_map(|pair| (0..8).flat_map(move |seed| [(pair, seed, 60), (pair, seed, 300)]))
        {
            let mut draw = Draw(seed * 7919 + 1);
            let years = [(2005, 2012), (2018, 2024)];
            let mut line = |_| {
                let head = format!("{:05}", draw.below(99_999));
                let days: String =
                    pair.iter().map(|picture| draw.day(years[usize::from(seed % 2 == 0)], picture)).collect();
                format!("{head}{days}{:08}", draw.below(99_999))
            };
            let lines: Vec<String> = (0..rows).map(&mut line).collect();
            let page: Vec<&[u8]> = lines.iter().map(String::as_bytes).collect();
            let middle = 5 + pair[0].len();
            let ends = [(5, middle), (middle, middle + pair[1].len())];
            for piece in pieces(&Page::of(&page), 0, lines[0].len(), Ending::Plain) {
                if matches!(piece.what, What::Date(_)) && !ends.contains(&(piece.from, piece.to)) {
                    cut.push(format!("{pair:?} {seed} {rows}: {}-{} {:?}", piece.from + 1, piece.to, piece.what));
                }
                open += usize::from(piece.others.iter().any(|other| matches!(other, Other::Days(_))));
            }
        }
        assert!(cut.is_empty(), "{}", cut.join("\n"));
        assert!(open > 0, "some of them have two ways");
    }

    #[test]
    fn days_keep_their_borders_where_other_days_are_impossible() {
        for (picture, is_day) in [("DDMMYY", true), ("YYMMDD", false)] {
            let mut draw = Draw(11);
            let mut line = |_| {
                let period = format!("{}{:02}", 2023 + draw.below(2), 1 + draw.below(12));
                format!("GL{period}{}X", draw.day((2019, 2024), picture))
            };
            let lines: Vec<String> = (0..300).map(&mut line).collect();
            let page: Vec<&[u8]> = lines.iter().map(String::as_bytes).collect();
            let found = pieces(&Page::of(&page), 2, 14, Ending::Plain);
            let is_apart = found.iter().any(|piece| (piece.from, piece.to) == (8, 14));
            assert_eq!(is_apart, is_day, "{picture} {found:?}");
            assert!(found.iter().any(|piece| !piece.others.is_empty()), "either is told: {found:?}");
        }
    }
}
