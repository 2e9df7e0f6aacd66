//! Whether files of fixed width are of one layout, by what stands at each place in nearly all of their records.
//!
//! In: faces of records, file by file. Out: a file that is of another layout than one before it. Refuses to say which is
//! right, and files of a few records.

use std::ops::Range;

use super::page::Column;

/// Records of a file that show its layout.
const SHOWING: usize = 8;
/// Of so many records of a file one may have something else at a place.
const RARE: u32 = 20;
/// Places that show another layout.
const PLACES: usize = 2;

/// What nearly all records of a file have at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Usual {
    Blank,
    Digit,
    Letter,
    Several,
}

struct File {
    /// Its number.
    at: usize,
    places: Vec<Usual>,
    /// The length of all of its records.
    length: Option<usize>,
}

/// The first two files, by their numbers, of which one is of another layout than the other.
#[must_use]
pub fn apart(rows: &[&[u8]], files: &[Range<usize>]) -> Option<(usize, usize)> {
    let showing = files.iter().enumerate().filter(|(_, range)| range.len() >= SHOWING);
    let all: Vec<File> = showing.map(|(at, range)| File::of(at, &rows[range.clone()])).collect();
    let first = all.first()?;
    all.iter().find(|file| first.differs(file)).map(|file| (first.at, file.at))
}

impl File {
    fn of(at: usize, rows: &[&[u8]]) -> Self {
        let width = rows.iter().map(|row| row.len()).max().unwrap_or(0);
        let face = |row: &&[u8], at: usize| row.get(at).copied().unwrap_or(b' ');
        let places = (0..width).map(|at| usual(&Column::of(rows.iter().map(|row| face(row, at))))).collect();
        let length = rows.iter().all(|row| row.len() == width).then_some(width);
        Self { at, places, length }
    }

    /// Digits where the other has letters; or blanks, where all records of each are of one length and the other's are of
    /// another. A field that is filled in one year alone shows neither.
    fn differs(&self, other: &Self) -> bool {
        let lengths = self.length.zip(other.length).is_some_and(|(one, other)| one != other);
        let differ = |pair: &(&Usual, &Usual)| match pair {
            (Usual::Digit, Usual::Letter) | (Usual::Letter, Usual::Digit) => true,
            (Usual::Digit, Usual::Blank) | (Usual::Blank, Usual::Digit) => lengths,
            _ => false,
        };
        self.places.iter().zip(&other.places).filter(differ).count() >= PLACES
    }
}

fn usual(column: &Column) -> Usual {
    let all = column.blank + column.filled();
    let is = |count: u32| (all - count) * RARE <= all;
    match () {
        () if is(column.blank) => Usual::Blank,
        () if is(column.digit) => Usual::Digit,
        () if is(column.letter) => Usual::Letter,
        () => Usual::Several,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(one: impl Fn(usize) -> String, other: impl Fn(usize) -> String) -> bool {
        let lines: Vec<String> = (0..20).map(one).chain((0..20).map(other)).collect();
        let rows: Vec<&[u8]> = lines.iter().map(String::as_bytes).collect();
        apart(&rows, &[0..20, 20..40]) == Some((0, 1))
    }

    #[test]
    fn files_of_two_layouts_are_told_apart() {
        let name = |at: usize| ["Bell", "Roy", "Hydro"][at % 3];
        let usual = |at: usize| format!("{at:05} {:10}{:07}", name(at), at * 7919);
        assert!(check(usual, |at| format!("{at:05} {:07}{:10}", at * 7919, name(at))), "exchanged");
        assert!(check(usual, |at| format!("{at:05} {:12}{:07}", name(at), at * 7919)), "a longer name");
        assert!(!check(usual, |at| format!("{at:05} {:10}{:07}", name(at + 1), at * 13)), "other values");
        assert!(
            !check(usual, |at| format!("{at:05} {:10}{:07}{:04}", name(at), at * 13, at)),
            "a field more at the end"
        );
        let flag = |year: &'static str| move |at: usize| format!("{at:05} {:10}{year:4}{:07}", name(at), at * 13);
        assert!(!check(flag(""), flag("2024")), "a field that one year alone has");
    }
}
