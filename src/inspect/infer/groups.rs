//! The records that a control record is about.
//!
//! In: drafted kinds and the kind of each record, in the order of the files. Out: a [`Group`] for each control record. Refuses to
//! know what records hold.

use std::ops::Range;

use super::draft::{KindDraft, Reason};

/// Groups in which a figure must have held, and different values that it must have had.
pub const GROUPS: usize = 3;
/// A figure of a single group that is no chance.
pub const LARGE: i128 = 10;

/// A control record and the records that it is about.
pub struct Group {
    /// The number of the control record, from 0.
    pub says: usize,
    /// Those of the others.
    pub about: Range<usize>,
}

/// Groups that records of the kind number `at` close, or files that they end. `of`: the kind of each record; `files`: the
/// records of each file.
#[must_use]
pub fn groups(of: &[Option<usize>], files: &[Range<usize>], (at, kind): (usize, &KindDraft)) -> Vec<Group> {
    let own = |rows: Range<usize>| rows.filter(|row| of[*row] == Some(at)).collect::<Vec<_>>();
    if let Some(head) = kind.ends {
        let opened = |says: usize| (0..says).rev().find(|row| of[*row] == Some(head));
        let group = |says: usize| Some(Group { says, about: opened(says)? + 1..says });
        return own(0..of.len()).into_iter().filter_map(group).collect();
    }
    let named = kind.why.contains(&Reason::CalledTotal);
    if !named && !kind.why.contains(&Reason::Last) {
        return Vec::new();
    }
    let file = |rows: &Range<usize>| {
        own(rows.clone()).into_iter().map(|says| Group { says, about: rows.start..says }).collect::<Vec<_>>()
    };
    let found: Vec<Group> = files.iter().flat_map(file).collect();
    let once = files.iter().all(|rows| found.iter().filter(|group| rows.contains(&group.says)).count() == 1);
    if named && !once { Vec::new() } else { found }
}
