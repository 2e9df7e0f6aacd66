//! Where the bytes stand that whole records of one length leave over: before them, behind them, or in a record that is cut.
//!
//! In: a sample and the length of its records. Out: the place, and what fills the file up or labels it. The evidence: which kinds of bytes (digit, letter, blank)
//! stand at a place of the records, and whether the first and the last bytes of the file are such ones. Refuses to
//! decide where both, or neither, are.

use super::periods::{Fixed, kind};
use super::{labels, padding};
use crate::inspect::sample::Sample;
use crate::inspect::ways::rest::{self, Begun, Edge, Solid};
use crate::mapping::model::Edges;

/// Fewer records show nothing.
const LEAST: usize = 8;
/// Records that are compared.
const MOST: usize = 4_000;
/// One of so many records may have another kind of byte at a place.
const RARE: usize = 50;
/// What [`kind`] tells apart.
const KINDS: usize = 6;

/// Bytes that are in no whole record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rest {
    /// Bytes before the first record.
    pub header: u64,
    /// Those of them that are labels of a tape.
    pub labels: u64,
    /// Bytes behind the last whole record.
    pub trailer: u64,
    /// What these are.
    pub tail: Tail,
}

/// What stands behind the last whole record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tail {
    /// Nothing.
    #[default]
    Nothing,
    /// One byte throughout, which fills the file up.
    Fill(u8),
    /// The same, and so are whole records elsewhere.
    Alike(u8),
    /// Labels of a tape.
    Labels,
    /// What is none of a record.
    Other,
    /// So many bytes are the beginning of a record whose end is missing; what is left behind them fills the file up.
    Cut(u64),
}

impl Rest {
    /// What a mapping has to pass over.
    #[must_use]
    pub const fn edges(self) -> Edges {
        let trailer = match self.tail {
            // A run passes over it by itself, however long it is next month, unless something else is declared.
            Tail::Fill(0 | 0x1A | b'\r' | b'\n') if self.header == 0 => 0,
            Tail::Fill(_) | Tail::Labels | Tail::Other => self.trailer,
            Tail::Nothing | Tail::Alike(_) | Tail::Cut(_) => 0,
        };
        Edges { header: self.header, trailer }
    }
}

/// Where what records of this length leave over stands; none where nothing is left over, or nothing decides.
#[must_use]
pub fn rest(sample: &Sample, fixed: &Fixed) -> Option<Rest> {
    let (size, length) = (sample.stored.length?, usize::try_from(fixed.length).ok()?);
    let header = labels::first(sample);
    behind(sample, (header, size), length).filter(|found| *found != Rest::default())
}

/// What stands behind the records that begin there.
fn behind(sample: &Sample, (header, size): (u64, u64), length: usize) -> Option<Rest> {
    let (first, last) = (sample.windows.first()?, sample.windows.last().filter(|window| window.is_last)?);
    let wide = length as u64;
    let known = Rest { header, labels: header, ..Rest::default() };
    let whole = |to: u64| header + to.saturating_sub(header) / wide * wide;
    let labels = labels::last(sample);
    let end = size - labels;
    if labels > 0 && whole(end) == end {
        return Some(Rest { trailer: labels, tail: Tail::Labels, ..known });
    }
    if let Some(filled) = filled(sample, known, (size, wide)) {
        let from = filled.1;
        let bytes = first.bytes.get(usize::try_from(header).ok()?..)?;
        let columns = Columns::of(bytes, length, usize::try_from(whole(from) - header).ok()?);
        let open = usize::try_from(whole(from)).ok().and_then(|at| at.checked_sub(usize::try_from(last.offset).ok()?));
        let record = open.and_then(|at| last.bytes.get(at..at + length));
        // The last record may end with that byte, or be cut before it.
        let is_cut =
            columns.zip(record).is_some_and(|(columns, record)| whole(from) < from && columns.odd(record, 0) > 0);
        let cut = Rest { trailer: size - whole(from), tail: Tail::Cut(from - whole(from)), ..known };
        return Some(if is_cut { cut } else { filled.0 });
    }
    let padded = padding(sample).map_or(0, |padding| padding.count);
    let end = [size, size - padded].into_iter().find(|end| whole(*end) == *end).unwrap_or(size - padded);
    if whole(end) == end {
        return Some(Rest { trailer: size - end, tail: padded_with(sample, size - end), ..known });
    }
    let (bytes, left) = (first.bytes.get(usize::try_from(header).ok()?..)?, end - whole(end));
    let (at, rest) = (usize::try_from(end - header).ok()?, usize::try_from(left).ok()?);
    let columns = Columns::of(bytes, length, at)?;
    let (head, body) = (columns.odd(&bytes[..rest], 0), columns.odd(&bytes[rest..length], rest));
    let to = usize::try_from(end.checked_sub(last.offset)?).ok()?;
    let tail = columns.odd(last.bytes.get(to.checked_sub(rest)?..to)?, 0);
    let trailer = size - whole(end);
    match (head, body, tail) {
        (1.., 0, 0) if header == 0 => {
            Some(Rest { header: left, trailer: size - end, tail: padded_with(sample, size - end), ..known })
        }
        // The first record is like the others, or all of it is of another kind, as a header record is.
        (_, _, 0) => Some(Rest { trailer, tail: Tail::Cut(left), ..known }),
        (0, ..) => Some(Rest { trailer, tail: Tail::Other, ..known }),
        _ => None,
    }
}

/// What so many bytes at the end are that old systems fill files up with.
fn padded_with(sample: &Sample, bytes: u64) -> Tail {
    padding(sample).filter(|_| bytes > 0).map_or(Tail::Nothing, |padding| Tail::Fill(padding.byte))
}

/// The same where one byte throughout fills the file up, with the place from which there is no other: at least a record of it, or
/// a part of one behind the last.
fn filled(sample: &Sample, known: Rest, (size, length): (u64, u64)) -> Option<(Rest, u64)> {
    let mut solid = Solid::of(sample)?;
    if let Some(padding) = padding(sample) {
        solid.from = solid.from.min(size - padding.count);
    }
    let at = known.header + solid.from.saturating_sub(known.header).div_ceil(length) * length;
    let bytes = size.checked_sub(at).filter(|bytes| *bytes > 0)?;
    let mut begun = Begun::default();
    for window in &sample.windows {
        let from = window.offset.max(known.header) - known.header;
        let first = known.header + from.div_ceil(length) * length;
        let (Ok(skipped), Ok(wide)) = (usize::try_from(first - window.offset), usize::try_from(length)) else {
            continue;
        };
        let before = usize::try_from(at.saturating_sub(first) / length).unwrap_or(usize::MAX);
        let records = window.bytes.get(skipped..).unwrap_or_default().chunks_exact(wide).take(before);
        records.for_each(|record| begun.add(Some(solid), record));
    }
    let tail = match rest::tail(Some(solid), (at, bytes), begun) {
        Edge::Fill(byte) => Tail::Fill(byte),
        Edge::Alike(byte) => Tail::Alike(byte),
        Edge::NoRecord | Edge::Piece | Edge::Broken(_) => return None,
    };
    Some((Rest { trailer: bytes, tail, ..known }, solid.from))
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
        let label = |text: &str| format!("{text:<80}").into_bytes();
        let (before, behind) = ([label("VOL1ABC123"), label("HDR1GL.JOURNAL")].concat(), label("EOF1GL.JOURNAL"));
        let header = |header| Rest { header, ..Rest::default() };
        let tail = |trailer, tail| Rest { trailer, tail, ..Rest::default() };
        let labelled = Rest { header: 160, labels: 160, ..Rest::default() };
        for (bytes, want) in [
            ([&b"GL EXPORT."[..], &all].concat(), Some(header(10))),
            ([&all[..], b"END-OF-GL."].concat(), Some(tail(10, Tail::Other))),
            (all[..all.len() - 20].to_vec(), Some(tail(10, Tail::Cut(10)))),
            (titled[..titled.len() - 20].to_vec(), Some(tail(10, Tail::Cut(10)))),
            ([&all[..all.len() - 20], &[0x1A; 3]].concat(), Some(tail(13, Tail::Cut(10)))),
            ([&all[..all.len() - 20], &[0; 300]].concat(), Some(tail(310, Tail::Cut(10)))),
            ([&all[..], &[0; 96]].concat(), Some(tail(96, Tail::Fill(0)))),
            ([&all[..], &[b' '; 7]].concat(), Some(tail(7, Tail::Fill(b' ')))),
            ([&all[..], &[0xFF; 1_000]].concat(), Some(tail(1_000, Tail::Fill(0xFF)))),
            ([&all[..], &[b' '; 90], &all, &[b' '; 60]].concat(), Some(tail(60, Tail::Alike(b' ')))),
            ([&before[..], &all].concat(), Some(labelled)),
            (
                [&before[..], &all[..all.len() - 20]].concat(),
                Some(Rest { trailer: 10, tail: Tail::Cut(10), ..labelled }),
            ),
            ([&before[..], &all, &behind].concat(), Some(Rest { trailer: 80, tail: Tail::Labels, ..labelled })),
            ([&before[..], &all, &[0; 777]].concat(), Some(Rest { trailer: 777, tail: Tail::Fill(0), ..labelled })),
            (all.clone(), None),
        ] {
            let sample = whole(&bytes);
            let found = fixed_lengths(&sample).first().copied();
            assert_eq!(found.map(|found| found.length), Some(30), "{want:?}");
            assert_eq!(found.and_then(|found| rest(&sample, &found)), want);
        }
    }
}
