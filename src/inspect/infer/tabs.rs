//! Lines whose tabs are filled up with blanks, where that makes them as long as the others.
//!
//! In: samples. Out: the same samples without tabs, and the stops; or that nothing shows them. Refuses records without
//! line ends, and encodings in which a tab is another byte.

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
    /// With their tabs filled up, where the stops are known.
    pub looked: Option<Vec<Looked>>,
    every: Option<u32>,
    records: u64,
}

impl Filled {
    /// Says the stops, or that there are none.
    pub fn tell(&self, source: &mut SourceDraft) {
        if let Form::Lines { tabs, .. } = &mut source.form {
            *tabs = self.every;
        }
        source.why.push(match self.every {
            Some(every) => Reason::Tabs { every, records: self.records },
            None => Reason::TabsOpen { records: self.records },
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
    let records = tabbed.len() as u64;
    if tabbed.is_empty() {
        return None;
    }
    let fits = |stops: &TabStops| {
        let lengths = || tabbed.iter().map(|record| columns(&expanded(stops, record), encoding));
        let usual = usual(plain.iter().map(|record| columns(record, encoding))).or_else(|| usual(lengths()));
        lengths().filter(|length| Some(*length) == usual).count() * 100 >= tabbed.len() * FITS
    };
    let stops = STOPS.map(|every| TabStops { every, characters: Some(encoding), blank: b" ".to_vec() });
    let Some(stops) = stops.into_iter().find(fits) else {
        return Some(Filled { looked: None, every: None, records });
    };
    let looked = looked.iter().map(|file| with_blanks(file, reading, &stops)).collect();
    Some(Filled { looked: Some(looked), every: Some(stops.every), records })
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
