//! Where the bytes stand that whole records of one length leave over: before them, behind them, or in a record that is cut.
//!
//! In: a sample and the length of its records. Out: the place. The evidence: which kinds of bytes (digit, letter, blank)
//! stand at a place of the records, and whether the first and the last bytes of the file are such ones. Refuses to
//! decide where both, or neither, are.

use super::padding;
use super::periods::{Fixed, kind};
use crate::inspect::sample::Sample;
use crate::mapping::model::Edges;

/// Fewer records show nothing.
const LEAST: usize = 8;
/// Records that are compared.
const MOST: usize = 4_000;
/// One of so many records may have another kind of byte at a place.
const RARE: usize = 50;
/// What [`kind`] tells apart.
const KINDS: usize = 6;

/// Bytes that are in no whole record; at least one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rest {
    /// They stand before the first record.
    Header(u64),
    /// They stand behind the last record, and are none of a record.
    Trailer(u64),
    /// They are the beginning of a record whose end is missing.
    Cut(u64),
}

impl Rest {
    /// What a mapping has to pass over.
    #[must_use]
    pub fn edges(self) -> Edges {
        match self {
            Self::Header(header) => Edges { header, trailer: 0 },
            Self::Trailer(trailer) => Edges { header: 0, trailer },
            Self::Cut(_) => Edges::default(),
        }
    }
}

/// Where what records of this length leave over stands; none where nothing is left over, or nothing decides.
#[must_use]
pub fn rest(sample: &Sample, fixed: &Fixed) -> Option<Rest> {
    let left = fixed.left_over.filter(|left| *left > 0)?;
    let (rest, length) = (usize::try_from(left).ok()?, usize::try_from(fixed.length).ok()?);
    let (first, last) = (sample.windows.first()?, sample.windows.last().filter(|window| window.is_last)?);
    let padded = padding(sample).map_or(0, |padding| padding.count);
    let is_padded = sample.stored.length.is_some_and(|size| size % fixed.length != left);
    let end = last.bytes.len() - if is_padded { usize::try_from(padded).ok()? } else { 0 };
    let columns = Columns::of(&first.bytes, length, end)?;
    let (head, body) = (columns.odd(&first.bytes[..rest], 0), columns.odd(&first.bytes[rest..length], rest));
    let tail = columns.odd(last.bytes.get(end.checked_sub(rest)?..end)?, 0);
    match (head, body, tail) {
        (1.., 0, 0) => Some(Rest::Header(left)),
        // The first record is like the others, or all of it is of another kind, as a header record is.
        (_, _, 0) => Some(Rest::Cut(left)),
        (0, ..) => Some(Rest::Trailer(left)),
        _ => None,
    }
}

/// How many records have which kind of byte at a place.
struct Columns {
    counts: Vec<[usize; KINDS]>,
    records: usize,
}

impl Columns {
    /// Of the records between the first and the last; none where there are too few.
    fn of(bytes: &[u8], length: usize, end: usize) -> Option<Self> {
        let bytes = bytes.get(length..).filter(|rest| !rest.is_empty())?;
        let records = (bytes.len().min(end.saturating_sub(length)) / length).saturating_sub(1).min(MOST);
        let mut counts = vec![[0; KINDS]; length];
        for record in bytes.chunks_exact(length).take(records) {
            for (byte, counts) in record.iter().zip(&mut counts) {
                counts[usize::from(kind(*byte))] += 1;
            }
        }
        (records >= LEAST).then_some(Self { counts, records })
    }

    /// How many of these bytes are such as hardly any record has at its place, the first of them at `from`.
    fn odd(&self, bytes: &[u8], from: usize) -> usize {
        let is_odd = |(byte, counts): &(&u8, &[usize; KINDS])| counts[usize::from(kind(**byte))] * RARE < self.records;
        bytes.iter().zip(&self.counts[from..]).filter(is_odd).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspect::framing::fixed_lengths;
    use crate::inspect::framing::tests::whole;

    fn records(count: u32) -> Vec<u8> {
        let mixed = |at: u32| {
            let once = (u64::from(at) + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            let twice = (once ^ once >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            (twice ^ twice >> 27) >> 20 & 0xFFFF_FFFF
        };
        let name = |at: u32| ["TREMBLAY", "ROY", "GAGNON-LEBLANC", "COTE"][(mixed(at) % 4) as usize];
        let of = |at: u32| format!("{:05}{:<15}{:>10}", at * 7919 % 99_991, name(at), mixed(at) % 9_973);
        (0..count).map(of).collect::<String>().into_bytes()
    }

    #[test]
    fn what_is_left_over_stands_before_behind_or_in_a_cut_record() {
        let all = records(200);
        let titled: Vec<u8> = [&b"GENERAL LEDGER OF 1994-12-31  "[..], &all[30..]].concat();
        for (bytes, want) in [
            ([&b"GL EXPORT."[..], &all].concat(), Some(Rest::Header(10))),
            ([&all[..], b"END-OF-GL."].concat(), Some(Rest::Trailer(10))),
            (all[..all.len() - 20].to_vec(), Some(Rest::Cut(10))),
            (titled[..titled.len() - 20].to_vec(), Some(Rest::Cut(10))),
            ([&all[..all.len() - 20], &[0x1A; 3]].concat(), Some(Rest::Cut(10))),
            (all.clone(), None),
        ] {
            let sample = whole(&bytes);
            let found = fixed_lengths(&sample).first().copied();
            assert_eq!(found.map(|found| found.length), Some(30), "{want:?}");
            assert_eq!(found.and_then(|found| rest(&sample, &found)), want);
        }
    }
}
