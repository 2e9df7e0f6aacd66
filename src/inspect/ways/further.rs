//! How far lengths lead in a large file of which the samples show the beginning alone.
//!
//! In: a file, its sample, a reading. Out: the way followed as far as one reads at once. Refuses to read all of a file that is larger.

use std::path::Path;

use super::cuts::{self, Candidate, Proof};
use super::follow;
use super::reading::Reading;
use crate::host::Host;
use crate::inspect::sample::{self, Bounds, Opened, Sample, Window};
use crate::run::Stop;

/// Bytes through which lengths are followed.
pub const FOLLOWED: u64 = 32 << 20;

/// The way of a reading, followed through the beginning of a file; none where it has no lengths, or was followed to the file's
/// end.
///
/// # Errors
/// As [`sample::open`] and reading a file.
pub fn followed(
    host: &dyn Host,
    path: &Path,
    (sample, reading): (&Sample, &Reading),
) -> Result<Option<Candidate>, Stop> {
    let Some(rules) = cuts::rules(&reading.cut).filter(|_| !sample.is_whole) else { return Ok(None) };
    let opened = sample::open(host, path)?;
    let long = match beginning(&opened)? {
        Some(long) => long,
        None => opened.sample(Bounds { whole: FOLLOWED, ..Bounds::default() })?,
    };
    Ok(follow::follow(&long, &reading.cut, &rules, reading.header, (Proof::Many, 1)).map(|(found, _)| found))
}

/// The beginning of a file that is larger than what is followed; none of a smaller one, and of a compressed one.
///
/// # Errors
/// Those of reading a file.
pub fn beginning(opened: &Opened<'_>) -> Result<Option<Sample>, Stop> {
    if opened.stored().length.is_none_or(|length| length <= FOLLOWED) {
        return Ok(None);
    }
    let bytes = opened.read_at(0, FOLLOWED)?;
    let window = Window { offset: 0, bytes, starts_line: true, ends_line: false, is_last: false };
    Ok(Some(Sample { stored: opened.stored(), windows: vec![window], is_whole: false }))
}
