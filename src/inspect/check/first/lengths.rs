//! Whether records are as long as the mapping says, and which length would fit.
//!
//! In: what was counted, and a file's first bytes. Out: what is off. Lengths are tried by reading the first records with them.

use std::sync::Arc;

use super::tally::Tally;
use crate::extractors::encoding::Unit;
use crate::finding::{Args, Code};
use crate::host::streams::Compression;
use crate::inspect::look::{self, Framing, Judged};
use crate::inspect::sample::{Sample, Stored, Window};
use crate::mapping::model::{FieldPlace, Format, Mapping, Source};
use crate::run::Stop;
use crate::run::peek::Peek;
use crate::run::plan::Plan;
use crate::run::sources::SourceSpec;

/// How far a length may be off.
const OFF: u32 = 8;
/// Bytes that each length is tried on.
const BYTES: usize = 64 << 10;

/// What is off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Off {
    /// Lines end before the last field: how many of all, how long they usually are, how long they should be.
    Short { lines: u64, of: u64, usual: i64, wanted: u32 },
    /// Records of one length that are none: the length, and the one that fits.
    Length { length: u32, fits: u32 },
    /// Records of one length that are lines of another one.
    Lines { length: u32, line: u64 },
    /// Records of one length that are lines of any, with so many ends.
    Uneven { length: u32, ends: u64 },
}

/// Judges the records of a file whose first bytes are these.
pub fn judge(plan: &Plan, tally: &Tally<'_>, file: (u32, &SourceSpec), bytes: &[u8]) -> Result<Option<Off>, Stop> {
    match plan.mapping.source.format {
        // One impossible date is no sign of another copybook.
        Format::FixedLength { .. } if plan.mapping.source.of_copybook => Ok(None),
        Format::FixedLength { length } => fixed(plan, tally, file, (bytes, length)),
        Format::Lines(_) | Format::Described(_) => Ok(short(plan, tally)),
        Format::Delimited(_) => Ok(None),
    }
}

fn short(plan: &Plan, tally: &Tally<'_>) -> Option<Off> {
    // Of several kinds each is told by itself.
    let of = if plan.kinds.len() == 1 { tally.records } else { return None };
    let shorts = tally.structure.iter().filter(|((_, code), _)| *code == Code::ShortRecord);
    let ((kind, _), times) = shorts.max_by_key(|(_, times)| times.count)?;
    let wanted = plan.kinds[(*kind)?].least_length;
    (2 * times.count > of).then_some(Off::Short { lines: times.count, of, usual: times.usual()?, wanted })
}

fn fixed(
    plan: &Plan,
    tally: &Tally<'_>,
    file: (u32, &SourceSpec),
    (bytes, length): (&[u8], u32),
) -> Result<Option<Off>, Stop> {
    if tally.records < 2 {
        return Ok(None);
    }
    let is_bad = 2 * bad(tally) >= tally.records;
    // A record may hold its line end, or whole lines.
    let lines = line_length(bytes).filter(|(_, with_end)| is_bad || !u64::from(length).is_multiple_of(*with_end));
    if let Some((line, _)) = lines {
        return Ok(Some(Off::Lines { length, line }));
    }
    if !is_bad {
        return Ok(None);
    }
    if let Some(ends) = uneven(bytes, tally.records) {
        return Ok(Some(Off::Uneven { length, ends }));
    }
    let some = &bytes[..bytes.len().min(BYTES)];
    let least = plan.kinds.iter().map(|kind| kind.least_length).max().unwrap_or(1);
    for by in 1..=OFF {
        for other in [length.checked_sub(by), Some(length + by)].into_iter().flatten().filter(|other| *other >= least) {
            let Ok(tried) = Plan::new(Arc::new(with_length(&plan.mapping, other)), &[], None) else { continue };
            let mut counted = Tally::new(&tried);
            let peek = Peek::of_bytes(&tried, file, some.to_vec(), some.len() == bytes.len())?;
            peek.each(false, &mut |seen| counted.see(&tried, &seen))?;
            if counted.records > 1 && 10 * bad(&counted) <= counted.records {
                return Ok(Some(Off::Length { length, fits: other }));
            }
        }
    }
    Ok(None)
}

/// Records of no kind, and values that do not decode.
fn bad(tally: &Tally<'_>) -> u64 {
    let known: u64 = tally.kinds.iter().sum();
    tally.records - known.min(tally.records) + tally.fields.values().map(|field| field.failed).sum::<u64>()
}

/// Bytes of each line without and with its end, if line ends stand at equal distances: a title may be longer.
fn line_length(bytes: &[u8]) -> Option<(u64, u64)> {
    let some = &bytes[..bytes.len().min(BYTES)];
    let ends: Vec<usize> = memchr::memchr_iter(b'\n', some).collect();
    let mut gaps: Vec<usize> = ends.windows(2).map(|pair| pair[1] - pair[0]).collect();
    gaps.sort_unstable();
    let usual = *gaps.get(gaps.len() / 2)?;
    let even = ends.len() > 2 && gaps.iter().filter(|gap| **gap == usual).count() * 10 >= gaps.len() * 9;
    let returned = usize::from(usual > 1 && some[ends[1] - 1] == b'\r');
    even.then_some(((usual - 1 - returned) as u64, usual as u64))
}

/// Line ends among the first bytes of a text, at least one for four records: they end its records, of any length.
fn uneven(bytes: &[u8], records: u64) -> Option<u64> {
    let some = &bytes[..bytes.len().min(BYTES)];
    let is_text = some.iter().all(|byte| *byte >= b' ' || matches!(byte, b'\n' | b'\r' | b'\t' | 0x0C | 0x1A));
    let ends = memchr::memchr_iter(b'\n', some).count() as u64;
    let read = records * some.len() as u64 / (bytes.len() as u64).max(1);
    (is_text && ends > 2 && ends * 4 >= read).then_some(ends)
}

/// A file of lines that has no line end, though several records would fit into what was read: with the length that its bytes
/// show.
pub fn endless(plan: &Plan, spec: &SourceSpec, peek: &Peek<'_>) -> Option<(Code, Args)> {
    let bytes = peek.bytes();
    let ends = plan.mapping.source.kinds.iter().flat_map(|kind| &kind.fields).filter_map(|field| match field.place {
        FieldPlace::Bytes { end, .. } => Some(end as usize),
        _ => None,
    });
    let longest = ends.max().unwrap_or(0);
    // Files of a copybook are tried in other ways.
    let is_lines = matches!(plan.mapping.source.format, Format::Lines(_)) && !plan.mapping.source.of_copybook;
    let is_lines = is_lines && plan.unit == Unit::Byte;
    let has_end = || memchr::memchr2(b'\n', b'\r', bytes).is_some();
    if !is_lines || longest == 0 || bytes.len() < 2 * longest || has_end() {
        return None;
    }
    let fits = match judge_of(bytes, peek.is_whole()).framing {
        Framing::Fixed(length) => length.into(),
        _ => "".into(),
    };
    Some((Code::NoLineEnd, vec![spec.name.as_str().into(), bytes.len().into(), fits]))
}

fn judge_of(bytes: &[u8], is_whole: bool) -> Judged {
    let length = bytes.len() as u64;
    let stored = Stored { compression: Compression::None, bytes: length, length: Some(length) };
    let window = Window { offset: 0, bytes: bytes.to_vec(), starts_line: true, ends_line: true, is_last: is_whole };
    look::judge(&Sample { stored, windows: vec![window], is_whole })
}

fn with_length(mapping: &Mapping, length: u32) -> Mapping {
    let format = Format::FixedLength { length };
    let source = Source { format, max_length: u64::from(length), controls: Vec::new(), ..mapping.source.clone() };
    Mapping { source, ..mapping.clone() }
}
