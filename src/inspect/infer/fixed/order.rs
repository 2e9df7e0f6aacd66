//! Which kinds open groups of records, which end them, and which stand in them: by their order alone.
//!
//! In: the kinds of all records, in the order of the files. Out: parents and ends. What breaks the order in next to no
//! group is let pass: old files have an orphan or two.

use std::ops::Range;

use crate::inspect::infer::draft::Reason;

/// Where a kind stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// Its parent.
    pub under: Option<usize>,
    /// The kind that it closes.
    pub ends: Option<usize>,
    /// Why.
    pub why: Vec<Reason>,
}

/// The standing of each of so many kinds; `of` has the kind of each record, none for padding, and `same` says which
/// records share what stands before the code.
#[must_use]
pub fn standings(
    kinds: usize,
    of: &[Option<usize>],
    files: &[Range<usize>],
    same: &dyn Fn(usize, usize) -> bool,
) -> Vec<Standing> {
    let mut found = vec![Standing::default(); kinds];
    let per_file: Vec<Vec<usize>> =
        files.iter().map(|rows| rows.clone().filter(|row| of[*row].is_some()).collect()).collect();
    let edges = |kind: usize, last: bool| {
        per_file.iter().all(|rows| {
            let edge = if last { rows.last() } else { rows.first() };
            edge.is_some_and(|row| of[*row] == Some(kind))
                && rows.iter().filter(|row| of[**row] == Some(kind)).count() == 1
        })
    };
    let (firsts, lasts): (Vec<bool>, Vec<bool>) =
        (0..kinds).map(|kind| (edges(kind, false), edges(kind, true))).unzip();
    for kind in 0..kinds {
        if firsts[kind] {
            found[kind].why.push(Reason::First);
        }
        if lasts[kind] {
            found[kind].why.push(Reason::Last);
        }
    }
    let inner: Vec<(usize, usize)> = per_file
        .iter()
        .flatten()
        .filter_map(|row| of[*row].map(|kind| (*row, kind)))
        .filter(|(_, kind)| !firsts[*kind] && !lasts[*kind])
        .collect();
    let Some(head) = head(kinds, &inner, same) else { return found };
    let groups = groups(head, &inner);
    let all = groups.len() as u64;
    found[head].why.push(Reason::Heads { groups: all });
    let end = end(kinds, head, &groups);
    for kind in (0..kinds).filter(|kind| *kind != head && inner.iter().any(|(_, one)| one == kind)) {
        if Some(kind) == end {
            found[kind].ends = Some(head);
            found[kind].why.push(Reason::Ends { groups: all });
        } else {
            found[kind].under = Some(parent(kind, head, &groups));
        }
    }
    found
}

/// The kind that opens groups: the first of those that share a prefix, or the first of all.
fn head(kinds: usize, inner: &[(usize, usize)], same: &dyn Fn(usize, usize) -> bool) -> Option<usize> {
    let mut opens = vec![0_usize; kinds];
    let (mut runs, mut shared) = (0, false);
    for (at, (row, kind)) in inner.iter().enumerate() {
        if at > 0 && same(inner[at - 1].0, *row) {
            shared = true;
        } else {
            opens[*kind] += 1;
            runs += 1;
        }
    }
    let first = if shared {
        let most = (0..kinds).max_by_key(|kind| opens[*kind])?;
        (opens[most] * 10 >= runs * 9).then_some(most)?
    } else {
        inner.first()?.1
    };
    let records = inner.iter().filter(|(_, kind)| *kind == first).count();
    // Groups hold something, and next to nothing stands before the first.
    let before = inner.iter().take_while(|(_, kind)| *kind != first).count();
    let mostly_alone = inner.windows(2).filter(|pair| pair[0].1 == first && pair[1].1 == first).count() * 2 > records;
    (records >= 2 && before * 50 <= inner.len() && !mostly_alone).then_some(first)
}

/// What follows each head, up to the next one.
fn groups(head: usize, inner: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (_, kind) in inner {
        match groups.last_mut() {
            _ if *kind == head => groups.push(Vec::new()),
            Some(group) => group.push(*kind),
            None => {}
        }
    }
    groups
}

/// The kind that stands last in every group, and only there.
fn end(kinds: usize, head: usize, groups: &[Vec<usize>]) -> Option<usize> {
    let ends = |kind: usize| {
        let proper = |group: &&Vec<usize>| {
            group.last() == Some(&kind) && group.iter().filter(|one| **one == kind).count() == 1 && group.len() > 1
        };
        groups.iter().filter(proper).count() * 100 >= groups.len() * 97
    };
    (0..kinds).find(|kind| *kind != head && ends(*kind))
}

/// The kind that stands right before every record of this one and comes several times in a group; else the head.
fn parent(kind: usize, head: usize, groups: &[Vec<usize>]) -> usize {
    let mut before = None;
    let mut again = false;
    for group in groups {
        let mut pairs = 0;
        for (at, one) in group.iter().enumerate().filter(|(_, one)| **one == kind) {
            let last = group[..at].iter().rev().find(|last| *last != one).copied().unwrap_or(head);
            if before.is_some_and(|known| known != last) {
                return head;
            }
            before = Some(last);
            pairs += usize::from(at == 0 || group[at - 1] != kind);
        }
        again |= pairs > 1;
    }
    before.filter(|_| again).unwrap_or(head)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Parent and closed kind of each letter, in the order of the alphabet.
    fn check(files: &[&str], want: &[(&str, &str)]) {
        let text = files.concat();
        let of: Vec<Option<usize>> = text.bytes().map(|byte| Some(usize::from(byte - b'a'))).collect();
        let mut ranges = Vec::new();
        for file in files {
            let first = ranges.last().map_or(0, |range: &Range<usize>| range.end);
            ranges.push(first..first + file.len());
        }
        let letter = |kind: Option<usize>| kind.map_or(String::new(), |kind| "abcdefgh"[kind..=kind].to_owned());
        let found: Vec<(String, String)> = standings(want.len(), &of, &ranges, &|_, _| false)
            .into_iter()
            .map(|one| (letter(one.under), letter(one.ends)))
            .collect();
        let want: Vec<(String, String)> = want.iter().map(|(under, ends)| ((*under).into(), (*ends).into())).collect();
        assert_eq!(found, want, "{files:?}");
    }

    #[test]
    fn order_tells_heads_details_and_ends() {
        check(&["abbcabcabbbc"], &[("", ""), ("a", ""), ("", "a")]);
        check(&["dabbcabce"], &[("", ""), ("a", ""), ("", "a"), ("", ""), ("", "")]);
        check(&["eabcbcdabcdf"], &[("", ""), ("a", ""), ("b", ""), ("", "a"), ("", ""), ("", "")]);
        check(&["aaaa"], &[("", "")]);
        check(&["abc"], &[("", ""), ("", ""), ("", "")]);
    }
}
