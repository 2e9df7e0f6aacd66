//! What an unknown file is: its size, records, lengths, encoding and odd bytes, as evidence.
//!
//! In: paths, and places of the records whose values are asked for. Out: a [`Face`] for each file; which files are the
//! same, and which are of one shape. Refuses words, and to hold a file that is read whole: memory is flat.

mod alike;
mod delimiters;
mod described;
mod ebcdic;
mod gather;
mod judge;
mod lens;
mod records;
mod sorts;
mod values;

use std::path::{Path, PathBuf};

pub use alike::{OtherHeader, Shape, headers, same, shapes};
pub use delimiters::{Delimiter, Delimiters};
pub use described::Stopped;
pub use ebcdic::Ebcdic;
pub use gather::{Kept, Place};
pub use judge::{Judged, judge};
pub use lens::{EBCDIC_ENDS, Lens, SUBSTITUTE};
pub use records::{Framing, Record, Walker};
pub use sorts::Sort;
pub use values::{At, Positions, Values};

use super::encoding::{Bytes, Verdict};
use super::framing::{Fixed, Lines, Padding, Rest, padding};
use super::sample::{self, Bounds, Nothing, Opened, Sample, Stored};
use super::ways::further;
use crate::host::Host;
use crate::run::{Progress, Stop, io as machine};

/// Bytes of a window when a file is read whole.
const WINDOW: usize = 1 << 20;

/// What is to be looked at.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Files, in the order in which they are told.
    pub paths: Vec<PathBuf>,
    /// Places whose values are counted; where there are none, the first byte of every record.
    pub at: Vec<Positions>,
    /// Whether large files are read whole too.
    pub all: bool,
    /// How much of a file is read otherwise.
    pub bounds: Bounds,
}

/// One file.
#[derive(Debug, Clone)]
pub struct Looked {
    /// Its path, as messages show it.
    pub path: String,
    /// What it is; or why nobody knows: TL0901, TL0902, TL0908, TL0909.
    pub face: Result<Face, Stop>,
}

/// How much of a file was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extent {
    /// Bytes of the content.
    pub bytes: u64,
    /// Samples; 1 where all was read.
    pub samples: u64,
    /// Whether that is the whole content.
    pub is_whole: bool,
}

/// What a file seems to be.
#[derive(Debug, Clone)]
pub struct Face {
    /// The file.
    pub stored: Stored,
    /// How much of it was seen.
    pub extent: Extent,
    /// Bytes, counted; of UTF-16 its units, as [`Lens`] makes them.
    pub bytes: Bytes,
    /// What encoding they are in.
    pub verdict: Verdict,
    /// What the sample shows of EBCDIC; none of other encodings.
    pub ebcdic: Option<Ebcdic>,
    /// How they are made one a character; places count what it makes.
    pub lens: Lens,
    /// Line ends and lines, whether records end by them or not.
    pub lines: Lines,
    /// How records seem to be told apart.
    pub framing: Framing,
    /// Lengths that all records may have; looked for where line ends do not tell.
    pub fixed: Vec<Fixed>,
    /// Where the likeliest of them leaves bytes over.
    pub rest: Option<Rest>,
    /// The first length before a record that leads nowhere, in what was read.
    pub stopped: Option<Stopped>,
    /// What it is where it has no records.
    pub sort: Option<Sort>,
    /// Why there is no record; none where there may be one.
    pub nothing: Option<Nothing>,
    /// What fills the end.
    pub padding: Option<Padding>,
    /// Records that were seen.
    pub records: u64,
    /// First places of control characters and of bytes from 80 on.
    pub places: Vec<Place>,
    /// Values at places.
    pub values: Vec<Values>,
    /// What stands between cells.
    pub delimiters: Delimiters,
    /// The first records.
    pub first: Vec<Kept>,
    /// The last records, none of them among the first.
    pub last: Vec<Kept>,
    /// The first bytes of the content; of UTF-16 as it is stored.
    pub head: Vec<u8>,
    /// The last bytes, none of them among the first.
    pub tail: Vec<u8>,
    /// The place of the first of them.
    pub tail_at: u64,
    /// SHA-256 of what was seen, in hexadecimal.
    pub sha256: String,
}

impl Face {
    /// The name of the encoding in a mapping; none where nothing is likely.
    #[must_use]
    pub fn encoding(&self) -> Option<&'static str> {
        self.verdict.name().or(self.ebcdic.as_ref().map(|ebcdic| ebcdic.pages.best()))
    }

    /// Records of the whole file: those that were seen, or as many as its length makes of them.
    #[must_use]
    pub fn records_in_all(&self) -> Option<u64> {
        if self.extent.is_whole {
            return Some(self.records);
        }
        let all = self.stored.length?;
        let (records, bytes) = match self.framing {
            Framing::Fixed(length) => {
                let rest = self.rest.map_or(0, |rest| rest.header + rest.trailer);
                return Some(all.saturating_sub(rest) / length.max(1));
            }
            Framing::Chain(chain) => (chain.led.records, chain.led.bytes),
            _ => (self.records, self.extent.bytes),
        };
        let estimate = u128::from(records) * u128::from(all) / u128::from(bytes.max(1));
        u64::try_from(estimate).ok().filter(|_| records > 0)
    }
}

/// Looks at files, one after another; a file that cannot be read does not hide the others. Tells how far it is where a
/// file is read whole.
///
/// # Errors
/// TL0906 where the user wants an end.
pub fn look(host: &dyn Host, request: &Request, told: &dyn Fn(Progress)) -> Result<Vec<Looked>, Stop> {
    let one = |path: &PathBuf| {
        let face = face(host, path, request, told);
        match face {
            Err(stop) if stop.code == crate::finding::Code::Interrupted => Err(stop),
            face => Ok(Looked { path: machine::shown(path), face }),
        }
    };
    request.paths.iter().map(one).collect()
}

fn face(host: &dyn Host, path: &Path, request: &Request, told: &dyn Fn(Progress)) -> Result<Face, Stop> {
    let opened = sample::open(host, path)?;
    let sample = opened.sample(request.bounds)?;
    let mut judged = judge::judge(&sample);
    if let (Framing::Chain(chain), false) = (judged.framing, sample.is_whole) {
        let long = further::beginning(&opened)?;
        judged.framing = Framing::Chain(long.map_or(chain, |long| chain.through(&long)));
    }
    let edges = judged.rest.unwrap_or_default();
    let end = sample.stored.length.map_or(u64::MAX, |size| size - edges.trailer);
    let mut gathered = gather::Gathered::new(&judged, &request.at, (edges.header, end));
    let (stored, extent) = if request.all && !sample.is_whole {
        read_whole(&opened, &mut gathered, told)?
    } else {
        sample.windows.iter().for_each(|window| gathered.add(window));
        (sample.stored.clone(), extent(&sample))
    };
    let padding = padding(&sample).filter(|_| judged.lens.width() == 1);
    let found = gathered.face(judged, stored, extent, padding);
    let ebcdic = matches!(found.verdict, Verdict::Ebcdic { .. }).then(|| Ebcdic::of(&sample));
    Ok(Face { nothing: sample.nothing(), sort: Sort::of(&sample, &found), ebcdic, ..found })
}

fn extent(sample: &Sample) -> Extent {
    let samples = if sample.is_whole { 1 } else { sample.windows.len() as u64 };
    Extent { bytes: sample.bytes(), samples, is_whole: sample.is_whole }
}

fn read_whole(
    opened: &Opened<'_>,
    gathered: &mut gather::Gathered,
    told: &dyn Fn(Progress),
) -> Result<(Stored, Extent), Stop> {
    let total_bytes = opened.stored().bytes;
    let (stored, _) = opened.every(WINDOW, &mut |window, bytes| {
        gathered.add(window);
        told(Progress { total_bytes, bytes, records: gathered.records(), rejects: 0, pass: 1 });
        Ok(())
    })?;
    let bytes = stored.length.unwrap_or(0);
    Ok((stored, Extent { bytes, samples: 1, is_whole: true }))
}

#[cfg(test)]
mod tests;
