//! Days with whole years, of which two digits may be none of the year.
//!
//! In: a run, and the windows that were found and chosen in it. Out: the chosen ones, those made text with both ways beside it
//! whose century may be the two digits of a year, or a number before one. Refuses to doubt years that differ as those of days do.

use std::collections::BTreeSet;

use super::tilings::Tiling;
use super::{Window, long};
use crate::inspect::infer::fixed::dates;
use crate::inspect::infer::fixed::digits::Run;
use crate::inspect::infer::fixed::piece::What;

/// Digits of a day with a whole year, and without its century.
const WHOLE: usize = 8;
const SHORT: usize = 6;
/// Of so many days one may be of a wrong century.
const RARE: usize = 50;
/// A day that is late in its month.
const LATE: u64 = 28;

impl Run {
    /// The chosen windows, with what else days with whole years may be.
    pub(super) fn with_centuries(&self, chosen: Vec<Window>, found: &[Window]) -> Vec<Window> {
        chosen.into_iter().map(|window| self.with_century(window, found)).collect()
    }

    fn with_century(&self, window: Window, found: &[Window]) -> Window {
        let Some(picture) = window.picture().filter(|picture| picture.len() == WHOLE) else { return window };
        let doubt = if picture.ends_with('Y') {
            self.is_century_a_year(&window).then(|| (window.from, window.from + SHORT, &picture[..SHORT]))
        } else {
            self.behind_century(&window, found)
        };
        let Some(other) = doubt else { return window };
        let tilings: Vec<Tiling> = vec![vec![(window.from, window.to, picture)], vec![other]];
        let ends = picture.ends_with('Y').then_some((other.1, other.1));
        Window { tilings, rival: ends, ..Window::of(window.from, window.to, What::Code, 0) }
    }

    /// Whether the four digits that end these days may be two of a year and two of another number: they are those of one year, or
    /// the last two are not as years are, or as the codes of a list are as well.
    fn is_century_a_year(&self, window: &Window) -> bool {
        let years: BTreeSet<u64> = self.days_of(window).iter().map(|day| long(&day[4..])).collect();
        let mut short: Vec<u64> = self.days_of(window).iter().map(|day| long(&day[SHORT..])).collect();
        short.sort_unstable();
        let centuries = short.iter().all(|year| matches!(year, 19 | 20));
        years.len() == 1 || centuries || !dates::are_years(&short) || dates::are_listed(&short)
    }

    /// The days that begin behind a century which may be a number of its own: both are there with the same years, or other days
    /// explain as much without it.
    fn behind_century(&self, window: &Window, found: &[Window]) -> Option<(usize, usize, &'static str)> {
        let days = self.days_of(window);
        let of = |century: &[u8]| -> BTreeSet<&[u8]> {
            days.iter().filter(|day| day.starts_with(century)).map(|day| &day[2..4]).collect()
        };
        let inner = (window.from + 2, window.to);
        // A few of the other century are mistakes.
        let (all, old) = (days.len(), days.iter().filter(|day| day.starts_with(b"19")).count());
        let both = old * RARE > all && (all - old) * RARE > all;
        if both && of(b"19").intersection(&of(b"20")).next().is_some() {
            return Some((inner.0, inner.1, "YYMMDD"));
        }
        // The days of a month go to its end, where those of the whole date do not.
        let part = |at: usize| days.iter().map(|day| long(&day[at..at + 2])).collect::<BTreeSet<_>>();
        let ends =
            part(2).last().is_some_and(|last| *last >= LATE) && part(SHORT).last().is_some_and(|last| *last < LATE);
        let explains = |other: &&Window| {
            (other.from, other.to) == inner
                && other.picture().is_some_and(|picture| picture.ends_with('Y'))
                && other.bits + dates::CENTURY > window.bits
                && ends
        };
        found.iter().find(explains).and_then(|other| Some((inner.0, inner.1, other.picture()?)))
    }

    fn days_of(&self, window: &Window) -> Vec<Vec<u8>> {
        let is_day = |day: &Vec<u8>| window.picture().is_some_and(|picture| dates::day(day, picture).is_some());
        self.values(window.from, window.to).into_iter().filter(is_day).collect()
    }
}
