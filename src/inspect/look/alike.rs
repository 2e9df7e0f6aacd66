//! Which of many files are the same, and which are of one shape.
//!
//! In: faces. Out: groups of them by their places in the list. Refuses to call two files the same that were not read
//! whole: they are of one size, and the same in all samples.

use std::collections::{BTreeMap, BTreeSet};

use super::{Face, Framing, Looked, Sort};
use crate::inspect::encoding::Verdict;
use crate::inspect::framing::Seen;

/// What two files have in common that one mapping can read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    /// The encoding's name in a mapping; of EBCDIC and of bytes that are no text only that they are; none where any would do.
    pub encoding: Option<&'static str>,
    /// How records are told apart: of chains, only that they are.
    pub framing: &'static str,
    /// The length that nine records of ten have or more.
    pub length: Option<u64>,
    /// Where there is none, the lengths of which each is that of one record of ten or more, as kinds have.
    pub lengths: BTreeSet<u64>,
    /// What it is where it has no records: then nothing else counts.
    pub sort: Option<Sort>,
    /// What stands between cells, and how often.
    pub delimiter: Option<(u8, u64)>,
    /// The names of the columns, where the first record looks like names and nothing else.
    pub header: Option<Vec<Vec<u8>>>,
}

impl Shape {
    /// Of a face. ASCII is a part of any page, so that it has no encoding of its own here.
    #[must_use]
    pub fn of(face: &Face) -> Self {
        let name = match face.verdict {
            Verdict::Ebcdic { .. } => Some("ebcdic"),
            Verdict::Binary { .. } => Some("binary"),
            _ => face.verdict.name().filter(|name| *name != "ascii"),
        };
        let (framing, length) = match face.framing {
            Framing::Empty => ("empty", None),
            Framing::Lines => ("lines", usual(face)),
            Framing::Fixed(length) => ("fixed", Some(length)),
            Framing::Chain(_) => ("chain", None),
            Framing::Unknown => ("unknown", None),
        };
        let delimiter = face.delimiters.likely().map(|found| (found.byte, found.times));
        let length = if delimiter.is_some() { None } else { length };
        let of_kinds = framing == "lines" && length.is_none() && delimiter.is_none();
        let lengths = if of_kinds { lengths(face) } else { BTreeSet::new() };
        let header = delimiter.and_then(|(byte, _)| header(face, byte));
        Self { encoding: name, framing, length, lengths, header, delimiter, sort: face.sort }
    }

    /// Whether one mapping may read both.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        if self.sort.is_some() || other.sort.is_some() {
            return self.sort == other.sort;
        }
        // ASCII is a part of pages and of UTF-8, and of nothing else.
        let has_ascii = |name: &str| !matches!(name, "ebcdic" | "binary") && !name.starts_with("utf-16");
        let encodings = match (self.encoding, other.encoding) {
            (None, None) => true,
            (Some(name), None) | (None, Some(name)) => has_ascii(name),
            (one, other) => one == other,
        };
        let Self { framing, length, delimiter, .. } = self;
        let headers = self.header.is_none() || other.header.is_none() || self.header == other.header;
        let [one, two] = [&self.lengths, &other.lengths];
        let kinds = one.is_empty() || two.is_empty() || one.iter().any(|length| two.contains(length));
        encodings
            && headers
            && kinds
            && (*framing, *length, *delimiter) == (other.framing, other.length, other.delimiter)
    }
}

/// The cells of the first record, where each is a text of its own that has a letter and begins with no digit, and the
/// second record has a cell that begins with one.
fn header(face: &Face, delimiter: u8) -> Option<Vec<Vec<u8>>> {
    let first = face.first.first().filter(|first| first.bytes.len() as u64 == first.length)?;
    let bytes = first.bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&first.bytes);
    let cells = cells(bytes, delimiter);
    let begins = |cell: &Vec<u8>| cell.first().is_some_and(u8::is_ascii_digit);
    let is_name = |cell: &Vec<u8>| {
        let letter = |byte: &u8| byte.is_ascii_alphabetic() || !byte.is_ascii();
        cell.iter().any(letter) && !begins(cell) && cells.iter().filter(|other| *other == cell).count() == 1
    };
    let told = face.first.get(1).is_none_or(|row| self::cells(&row.bytes, delimiter).iter().any(begins));
    (told && cells.iter().all(is_name)).then_some(cells)
}

/// The cells of a record, without blanks and quotes around them.
fn cells(record: &[u8], delimiter: u8) -> Vec<Vec<u8>> {
    let plain = |cell: &[u8]| {
        let cell = cell.trim_ascii();
        cell.strip_prefix(b"\"").and_then(|cell| cell.strip_suffix(b"\"")).unwrap_or(cell).to_vec()
    };
    record.split(|byte| *byte == delimiter).map(plain).collect()
}

/// A file whose header differs from that of another one of the same delimiter: see [`headers`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherHeader {
    /// The file, by its place in the list.
    pub file: usize,
    /// The one that it is compared with.
    pub other: usize,
    /// Names that it lacks.
    pub missing: Vec<Vec<u8>>,
    /// Names that the other one does not have.
    pub extra: Vec<Vec<u8>>,
}

/// The first file of each shape whose header differs from that of a larger shape with the same delimiter and half of its names;
/// where it neither lacks a name nor has another, the order differs.
#[must_use]
pub fn headers(files: &[Looked], shapes: &[Vec<usize>]) -> Vec<OtherHeader> {
    let mut seen: Vec<(usize, u8, Vec<Vec<u8>>)> = Vec::new();
    let mut found = Vec::new();
    for file in shapes.iter().filter_map(|group| group.first()) {
        let Some(Shape { delimiter: Some((byte, _)), header: Some(header), .. }) =
            files[*file].face.as_ref().ok().map(Shape::of)
        else {
            continue;
        };
        // Two that share hardly a name are two exports.
        let is_near = |names: &[Vec<u8>]| {
            let shared = names.iter().filter(|name| header.contains(name)).count();
            2 * shared >= names.len().min(header.len())
        };
        match seen.iter().find(|(_, other, names)| *other == byte && is_near(names)) {
            Some((other, _, names)) if *names != header => {
                let without = |all: &[Vec<u8>], those: &[Vec<u8>]| {
                    all.iter().filter(|name| !those.contains(name)).cloned().collect::<Vec<_>>()
                };
                let (missing, extra) = (without(names, &header), without(&header, names));
                found.push(OtherHeader { file: *file, other: *other, missing, extra });
            }
            Some(_) => {}
            None => seen.push((*file, byte, header)),
        }
    }
    found
}

fn usual(face: &Face) -> Option<u64> {
    let length = face.lines.usual()?;
    let count = face.lines.lengths.get(&length)?.count;
    (count * 10 >= face.lines.count() * 9).then_some(length)
}

/// Lengths of lines of which one in ten has each.
fn lengths(face: &Face) -> BTreeSet<u64> {
    let often = |(_, seen): &(&u64, &Seen)| seen.count * 10 >= face.lines.count();
    face.lines.lengths.iter().filter(often).map(|(length, _)| *length).collect()
}

/// Files with the same content: groups of two or more, by places in the list. Empty files are not the same as others.
#[must_use]
pub fn same(files: &[Looked]) -> Vec<Vec<usize>> {
    let mut groups: BTreeMap<(u64, &str), Vec<usize>> = BTreeMap::new();
    for (at, file) in files.iter().enumerate() {
        if let Ok(face) = &file.face {
            let length = face.stored.length.unwrap_or(0);
            if face.extent.bytes > 0 {
                groups.entry((length, &face.sha256)).or_default().push(at);
            }
        }
    }
    let mut groups: Vec<Vec<usize>> = groups.into_values().filter(|group| group.len() > 1).collect();
    groups.sort();
    groups
}

/// Files of one shape, by places in the list; the largest group first. Empty and unreadable ones are in none.
#[must_use]
pub fn shapes(files: &[Looked]) -> Vec<Vec<usize>> {
    let mut groups: Vec<(Shape, Vec<usize>)> = Vec::new();
    for (at, file) in files.iter().enumerate() {
        let Ok(face) = &file.face else { continue };
        if face.framing == Framing::Empty {
            continue;
        }
        let shape = Shape::of(face);
        match groups.iter_mut().find(|(other, _)| other.is_like(&shape)) {
            Some((other, group)) => {
                other.encoding = other.encoding.or(shape.encoding);
                group.push(at);
            }
            None => groups.push((shape, vec![at])),
        }
    }
    groups.sort_by_key(|(_, group)| std::cmp::Reverse(group.len()));
    groups.into_iter().map(|(_, group)| group).collect()
}
