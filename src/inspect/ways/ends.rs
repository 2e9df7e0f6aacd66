//! What stands at the ends of files that are read one way: of the one that was looked at, and of others beside it.
//!
//! In: samples, a reading, what reads its records. Out: edges, and what a person has to decide of them. Refuses to find a way.

use std::path::Path;

use super::cuts::{self, Candidate, Cut, Proof};
use super::reader::Reader;
use super::reading::Reading;
use super::rest::{self, Edge, End};
use super::search::{MANY, SOME, Search};
use super::{BOUNDS, follow, regular, without};
use crate::extractors::frame::descriptors::Descriptors;
use crate::host::Host;
use crate::inspect::sample::{self, Sample, Window};
use crate::run::{Stop, io as machine};

/// What stands at both ends of a file: where bytes alone do not show it, by what decodes.
///
/// # Errors
/// As [`super::trial::tried`].
pub fn edges(sample: &Sample, (with, reading): (&Reader, &Reading), records: &[Vec<u8>]) -> Result<(Edge, Edge), Stop> {
    let index = |bytes: u64| usize::try_from(bytes).unwrap_or(usize::MAX);
    let records = without(&cuts::evenly(records, SOME), reading.before);
    let record = rest::Record { reader: with, records: &records };
    let start = sample.windows.first().and_then(|window| window.bytes.get(..index(reading.header)));
    let head = record.judged(start.unwrap_or_default(), End::Start)?;
    // Where words say how long records are, one that is wrong may be that of a record.
    if reading.tail != Edge::Piece || !matches!(reading.cut, Cut::Fixed(_) | Cut::Counters) {
        return Ok((head, reading.tail));
    }
    let of_end = |window: &Window| {
        let from = window.bytes.len().saturating_sub(index(reading.trailer));
        window.bytes[from..].get(index(reading.before)..).unwrap_or_default().to_vec()
    };
    let end = sample.windows.last().map(of_end).unwrap_or_default();
    Ok((head, if end.is_empty() { Edge::Piece } else { record.judged(&end, End::End)? }))
}

impl Search<'_> {
    /// What a person has to decide of the ends of another file that is to be read as this one: what is passed over may be
    /// a piece of a record there.
    ///
    /// # Errors
    /// As [`sample::open`] and [`trial::tried`].
    pub fn doubts(
        &self,
        host: &dyn Host,
        (reading, reader): (&Reading, usize),
        path: &Path,
    ) -> Result<Vec<Stop>, Stop> {
        let sample = sample::open(host, path)?.sample(BOUNDS)?;
        let with = &self.readers[reader];
        let Some(found) = self.cut_as(&sample, with, reading) else { return Ok(Vec::new()) };
        let Candidate { trailer, tail, led, ref records, .. } = found;
        let here = Reading { trailer, tail, led, ..reading.clone() };
        let (head, tail) = edges(&sample, (with, &here), records)?;
        let mut here = Reading { head, tail, ..here };
        let (passed, own) = (reading.edges().trailer, here.edges().trailer);
        if passed != own {
            (here.tail, here.trailer) = (Edge::Piece, passed.max(own));
        }
        Ok(here.doubts(&machine::shown(path)))
    }

    /// The records of another file, cut as those of a reading.
    fn cut_as(&self, sample: &Sample, with: &Reader, reading: &Reading) -> Option<Candidate> {
        let follow = |rules: &Descriptors| {
            follow::follow(sample, &reading.cut, rules, reading.header, (Proof::Many, MANY)).map(|(found, _)| found)
        };
        match &reading.cut {
            Cut::Fixed(length) => regular::fixed(sample, *length, reading.header, MANY),
            Cut::Lines => regular::lines(sample, with.lines(), with.setting.is_ebcdic(), MANY),
            Cut::Counters => follow(self.counting(with)?.descriptors()?),
            cut => follow(&cuts::rules(cut)?),
        }
    }
}
