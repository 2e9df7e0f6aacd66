//! The labels of tapes: records of 80 bytes that say which file it is, and are none of it.
//!
//! In: a sample. Out: how many bytes of labels stand at its ends. Refuses labels of another length, and to read them. Source: IBM,
//! z/OS DFSMS Using Magnetic Tapes, "IBM standard labels"; ISO 1001.

use crate::inspect::encoding::ebcdic;
use crate::inspect::sample::Sample;

/// Bytes of a label.
pub const LENGTH: u64 = 80;
const WIDE: usize = 80;
/// What labels before and behind a file begin with; a digit follows.
const FIRST: [&[u8; 3]; 4] = [b"VOL", b"UVL", b"HDR", b"UHL"];
const LAST: [&[u8; 3]; 3] = [b"EOF", b"EOV", b"UTL"];

/// Bytes of the labels with which the content begins.
#[must_use]
pub fn first(sample: &Sample) -> u64 {
    let bytes = sample.windows.first().map_or(&[][..], |window| &window.bytes);
    let labels = bytes.chunks_exact(WIDE).take_while(|label| is_label(label, &FIRST)).count() as u64;
    // A file of labels alone is one of records.
    if labels * LENGTH < bytes.len() as u64 { labels * LENGTH } else { 0 }
}

/// Bytes of the labels with which it ends, where its end is known.
#[must_use]
pub fn last(sample: &Sample) -> u64 {
    let last = sample.windows.last().filter(|window| window.is_last);
    let bytes = last.map_or(&[][..], |window| &window.bytes);
    let labels = bytes.rchunks_exact(WIDE).take_while(|label| is_label(label, &LAST)).count() as u64;
    if labels * LENGTH < bytes.len() as u64 { labels * LENGTH } else { 0 }
}

/// Whether bytes begin with one of these names and a digit, in ASCII or in EBCDIC.
fn is_label(label: &[u8], names: &[&[u8; 3]]) -> bool {
    let Some((name, rest)) = label.split_first_chunk::<3>() else { return false };
    let of_ebcdic = name.map(|byte| ebcdic::reads_as(byte).and_then(|read| u8::try_from(read).ok()).unwrap_or(0));
    let is_digit = |from: u8| rest.first().is_some_and(|digit| (from + 1..=from + 9).contains(digit));
    let is_named = |name: &[u8; 3], zero: u8| names.contains(&name) && is_digit(zero);
    is_named(name, b'0') || is_named(&of_ebcdic, 0xF0)
}
