//! Which of many files are the same, and which are of one shape.
//!
//! In: faces. Out: groups of them by their places in the list. Refuses to call two files the same that were not read
//! whole: they are of one size, and the same in all samples.

use std::collections::BTreeMap;

use super::{Face, Framing, Looked};

/// What two files have in common that one mapping can read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    /// The encoding's name in a mapping; none where it has none.
    pub encoding: Option<&'static str>,
    /// How records are told apart: of chains, only that they are.
    pub framing: &'static str,
    /// The length that nine records of ten have or more.
    pub length: Option<u64>,
    /// What stands between cells, and how often.
    pub delimiter: Option<(u8, u64)>,
}

impl Shape {
    /// Of a face. ASCII is a part of any page, so that it has no encoding of its own here.
    #[must_use]
    pub fn of(face: &Face) -> Self {
        let name = face.verdict.name().filter(|name| *name != "ascii");
        let (framing, length) = match face.framing {
            Framing::Empty => ("empty", None),
            Framing::Lines => ("lines", usual(face)),
            Framing::Fixed(length) => ("fixed", Some(length)),
            Framing::Chain(_) => ("chain", None),
            Framing::Unknown => ("unknown", None),
        };
        let delimiter = face.delimiters.likely().map(|found| (found.byte, found.times));
        let length = if delimiter.is_some() { None } else { length };
        Self { encoding: name, framing, length, delimiter }
    }

    /// Whether one mapping may read both.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        let encodings = self.encoding.is_none() || other.encoding.is_none() || self.encoding == other.encoding;
        let Self { framing, length, delimiter, .. } = self;
        encodings && (*framing, *length, *delimiter) == (other.framing, other.length, other.delimiter)
    }
}

fn usual(face: &Face) -> Option<u64> {
    let length = face.lines.usual()?;
    let count = face.lines.lengths.get(&length)?.count;
    (count * 10 >= face.lines.count() * 9).then_some(length)
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
