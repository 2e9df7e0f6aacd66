//! Ways without lengths: records of one length, and lines.
//!
//! In: a sample. Out: candidates with the records that they give. Refuses to know what a record means.

use super::cuts::{Candidate, Cut, Led, MOST_BEFORE, evenly};
use super::rest::{self, Begun, Edge, Solid};
use crate::inspect::framing::fixed_lengths;
use crate::inspect::look::EBCDIC_ENDS;
use crate::inspect::sample::Sample;

/// Lengths beyond the copybook's own that are tried.
const MOST_LENGTHS: usize = 16;
/// The longest record whose length is looked for among the divisors of the size.
const LONGEST: u64 = 32_760;

/// Records of one length, from this byte of the file on; none where the sample has not even one. Whole records at the end
/// that only fill the file up are none.
#[must_use]
pub fn fixed(sample: &Sample, length: u64, start: u64, most: usize) -> Option<Candidate> {
    let wide = usize::try_from(length).ok().filter(|wide| *wide > 0)?;
    let size = sample.stored.length;
    let solid = Solid::of(sample);
    let end = size.map(|size| end_of_records(size, solid, length, start));
    let (mut records, mut seen, mut begun) = (Vec::new(), 0, Begun::default());
    let each = (most / sample.windows.len().max(1)).max(1);
    for window in &sample.windows {
        let begins = window.offset.max(start);
        let first = start + (begins - start).div_ceil(length) * length;
        let Some(skipped) = first.checked_sub(window.offset).and_then(|at| usize::try_from(at).ok()) else { continue };
        let left = end.map_or(u64::MAX, |end| end.saturating_sub(first) / length);
        let all = window.bytes.get(skipped..).map(|rest| rest.chunks_exact(wide)).into_iter().flatten();
        let whole: Vec<&[u8]> = all.take(usize::try_from(left).unwrap_or(usize::MAX)).collect();
        for record in &whole {
            begun.add(solid, record);
        }
        seen += whole.len() as u64;
        records.extend(evenly(&whole, each).into_iter().map(<[u8]>::to_vec));
    }
    if records.is_empty() {
        return None;
    }
    let trailer = size.zip(end).map_or(0, |(size, end)| size - end);
    let tail = end.map_or(Edge::NoRecord, |end| rest::tail(solid, (end, trailer), begun));
    let bytes = end.map_or(seen * length, |end| end - start);
    let led = Led {
        records: bytes / length,
        to_the_end: size.is_some_and(|size| size.saturating_sub(start).is_multiple_of(length)),
        bytes,
        shortest: length,
        longest: length,
        blocks: 0,
    };
    Some(Candidate { cut: Cut::Fixed(length), header: start, trailer, tail, led, records })
}

/// Where the last record ends that is not of that one byte throughout with which the file ends.
fn end_of_records(size: u64, solid: Option<Solid>, length: u64, start: u64) -> u64 {
    let whole = |bytes: u64| start + bytes.saturating_sub(start) / length * length;
    let filled = solid.map_or(u64::MAX, |solid| start + solid.from.saturating_sub(start).div_ceil(length) * length);
    whole(size).min(filled).min(size)
}

/// Lengths that all records may have: the copybook's own, those a little longer or shorter that divide the size, other
/// divisors, and those that the bytes show, unless lengths lead through the file.
#[must_use]
pub fn lengths(sample: &Sample, own: &[u64], chained: bool) -> Vec<u64> {
    let mut found: Vec<u64> = own.to_vec();
    let most = own.iter().copied().max().unwrap_or(0);
    let add = |found: &mut Vec<u64>, length: u64| {
        if length > 0 && !found.contains(&length) {
            found.push(length);
        }
    };
    if let Some(size) = sample.stored.length {
        // What fills the file up is none of its records.
        let ends = [size, Solid::of(sample).map_or(size, |solid| solid.from)];
        let divides = |length: &u64| *length > 0 && ends.iter().any(|end| end % *length == 0);
        let near = own.iter().flat_map(|own| (1..=MOST_BEFORE).flat_map(move |by| [own + by, own.saturating_sub(by)]));
        near.filter(divides).for_each(|length| add(&mut found, length));
        // Of a record of twice the length or more, the copybook would read less than half: any bytes may decode so far.
        let wider = (most + MOST_BEFORE + 1..(2 * most).min(LONGEST).min(size / 2 + 1)).filter(divides);
        wider.take(MOST_LENGTHS).for_each(|length| add(&mut found, length));
    }
    // Where nothing divides the size, the bytes may show a length all the same.
    if !chained && sample.stored.length.is_none_or(|size| own.iter().all(|own| *own == 0 || size % own > 0)) {
        for fixed in fixed_lengths(sample).into_iter().filter(|fixed| fixed.length < 2 * most) {
            add(&mut found, fixed.length);
        }
    }
    found
}

/// Lines, where half of them or more have about the length of a record: not more than the `longest`, and half of the `least` that a
/// description reads, whose blanks may be cut. A last one without a line end that is shorter than others are may be a piece of one.
#[must_use]
pub fn lines(sample: &Sample, (longest, least): (u64, u64), is_ebcdic: bool, most: usize) -> Option<Candidate> {
    let longest = longest + MOST_BEFORE;
    let is_end = |byte: &u8| if is_ebcdic { EBCDIC_ENDS.contains(byte) } else { *byte == b'\n' };
    let mut kept: Vec<Vec<u8>> = Vec::new();
    let mut led = Led { shortest: u64::MAX, to_the_end: sample.is_whole, ..Led::default() };
    let (mut fits, mut open) = (0_u64, None);
    let each = (most / sample.windows.len().max(1)).max(1);
    for window in &sample.windows {
        let mut lines: Vec<&[u8]> = window.bytes.split(is_end).collect();
        // What stands behind the last line end is a line of its own only if the file ends there.
        open = lines.pop().filter(|_| window.is_last);
        let lines: Vec<&[u8]> = lines.into_iter().skip(usize::from(!window.starts_line)).map(without_return).collect();
        let written: Vec<&[u8]> = lines.into_iter().filter(|line| !line.is_empty()).collect();
        for line in &written {
            let length = line.len() as u64;
            (led.shortest, led.longest) = (led.shortest.min(length), led.longest.max(length));
            fits += u64::from(length <= longest && 2 * length >= least);
            led.records += 1;
            led.bytes += length;
        }
        kept.extend(evenly(&written, each).into_iter().map(<[u8]>::to_vec));
    }
    if led.records == 0 || 2 * fits < led.records {
        return None;
    }
    let open = open.filter(|open| !is_fill(open, is_ebcdic)).unwrap_or_default();
    let length = open.len() as u64;
    let is_piece = length < led.shortest || led.shortest < led.longest && length < least;
    let trailer = if is_piece { length } else { 0 };
    if !is_piece {
        (led.records, led.bytes, led.longest) = (led.records + 1, led.bytes + length, led.longest.max(length));
        kept.push(open.to_vec());
    }
    let tail = if trailer > 0 { Edge::Piece } else { Edge::NoRecord };
    Some(Candidate { cut: Cut::Lines, header: 0, trailer, tail, led, records: kept })
}

/// What ends a file of text on some machines, and is no line.
fn is_fill(line: &[u8], is_ebcdic: bool) -> bool {
    line.iter().all(|byte| matches!((byte, is_ebcdic), (0, _) | (0x1A, false) | (0x3F, true)))
}

fn without_return(line: &[u8]) -> &[u8] {
    line.strip_suffix(b"\r").unwrap_or(line)
}
