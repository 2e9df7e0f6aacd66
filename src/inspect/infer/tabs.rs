//! Lines whose tabs are filled up with blanks, where that makes them as long as the others.
//!
//! In: samples. Out: the same samples without tabs, and the stops; or that nothing shows them, or that a tab stands for one
//! character. Refuses records without line ends, and encodings in which a tab is another byte.

use std::collections::BTreeMap;

use super::draft::{Form, Reason, SourceDraft};
use super::records::{Cut, Looked, Reading, Records};
use crate::extractors::encoding::{Encoding, Unit};
use crate::extractors::fixed::TabStops;
use crate::inspect::sample::{Sample, Window};

/// Stops that are tried, the usual ones first: where two fit, the wider is meant.
const STOPS: [u32; 6] = [8, 4, 10, 5, 3, 2];
/// Of a hundred lines with tabs, so many have to become as long as the others.
const FITS: usize = 90;

/// Files in which lines have tabs.
pub struct Filled {
    /// With their tabs filled up; a run refuses the lines where `tabs` are not stops, so that what they hold matters little.
    pub looked: Vec<Looked>,
    tabs: Tabs,
    records: u64,
}

/// What tabs are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tabs {
    /// They reach to stops every so many columns.
    Stops(u32),
    /// Each stands in the place of one character: the lines are as long as the others.
    Single,
    /// Nothing shows it.
    Open,
}

impl Filled {
    /// Says the stops, or that there are none.
    pub fn tell(&self, source: &mut SourceDraft) {
        let records = self.records;
        if let (Form::Lines { tabs, .. }, Tabs::Stops(every)) = (&mut source.form, self.tabs) {
            *tabs = Some(every);
        }
        source.why.push(match self.tabs {
            Tabs::Stops(every) => Reason::Tabs { every, records },
            Tabs::Single => Reason::TabsSingle { records },
            Tabs::Open => Reason::TabsOpen { records },
        });
    }
}

/// The files with their tabs filled up; none where no line has one.
#[must_use]
pub fn filled(looked: &[Looked], reading: &Reading) -> Option<Filled> {
    let encoding = Encoding::of(&reading.encoding).filter(|encoding| encoding.unit() == Unit::Byte)?;
    if reading.cut != Cut::Lines {
        return None;
    }
    let raw = Records::of(looked, reading).raw;
    let (tabbed, plain): (Vec<&[u8]>, Vec<&[u8]>) = raw.iter().partition(|record| record.contains(&b'\t'));
    if tabbed.is_empty() {
        return None;
    }
    let lengths = |stops: &TabStops| -> Vec<usize> {
        tabbed.iter().map(|record| columns(&expanded(stops, record), encoding)).collect()
    };
    let others = usual(plain.iter().map(|record| columns(record, encoding)));
    let are = |lengths: &[usize], usual: Option<usize>| {
        lengths.iter().filter(|length| Some(**length) == usual).count() * 100 >= tabbed.len() * FITS
    };
    let stops = |every: u32| TabStops { every, characters: Some(encoding), blank: b" ".to_vec() };
    let fits = |every: &u32| {
        let lengths = lengths(&stops(*every));
        let usual = others.or_else(|| usual(lengths.iter().copied()));
        are(&lengths, usual)
    };
    // A tab that is one column wide shows no stops: nearly all of them would do.
    let tabs = if others.is_some() && are(&lengths(&stops(1)), others) {
        Tabs::Single
    } else {
        STOPS.into_iter().find(fits).map_or(Tabs::Open, Tabs::Stops)
    };
    let stops = stops(match tabs {
        Tabs::Stops(every) => every,
        Tabs::Single => 1,
        Tabs::Open => STOPS[0],
    });
    let records = tabbed.len() as u64;
    let looked = looked.iter().map(|file| with_blanks(file, reading, &stops)).collect();
    Some(Filled { looked, tabs, records })
}

/// The length that most of them have; none where there are none.
fn usual(lengths: impl Iterator<Item = usize>) -> Option<usize> {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    lengths.for_each(|length| *counts.entry(length).or_default() += 1);
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(length, _)| length)
}

fn columns(record: &[u8], encoding: Encoding) -> usize {
    let mut starts = Vec::new();
    encoding.character_starts(record, &mut starts).map_or(record.len(), |()| starts.len())
}

fn expanded(stops: &TabStops, record: &[u8]) -> Vec<u8> {
    let mut side = Vec::new();
    stops.expand(record, record, &mut side);
    side
}

/// A file whose samples are its lines without tabs, each with a line feed.
fn with_blanks(file: &Looked, reading: &Reading, stops: &TabStops) -> Looked {
    let window = |window: &Window| {
        let one = of(file, vec![window.clone()]);
        let lines = Records::of(std::slice::from_ref(&one), reading).raw;
        let bytes = lines.iter().flat_map(|line| [&expanded(stops, line)[..], b"\n"].concat()).collect();
        Window { bytes, starts_line: true, ends_line: true, ..*window }
    };
    let windows = file.sample.windows.iter().map(window).collect();
    of(file, windows)
}

fn of(file: &Looked, windows: Vec<Window>) -> Looked {
    let Sample { stored, is_whole, .. } = &file.sample;
    let sample = Sample { stored: stored.clone(), windows, is_whole: *is_whole };
    Looked { path: file.path.clone(), sample, judged: file.judged.clone() }
}
