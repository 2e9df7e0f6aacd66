//! Doubts about a mapping as a whole: kinds that nothing reads or that can never be, bytes that no field covers.
//!
//! In: kinds and tables. Out: warnings. What is not known is not doubted.

use super::kinds::Kinds;
use super::mistakes::{Mistakes, args};
use super::model::{Condition, FieldPlace, Kind, KindId, Operand, RepeatPlace, Test};
use super::source::SourceDraft;
use super::table::Tables;
use crate::finding::Code;

/// All doubts.
pub fn check(source: &SourceDraft<'_>, tables: &Tables, mistakes: &Mistakes) {
    let kinds = &source.kinds;
    if kinds.whole && kinds.tied() && tables.whole && source.controls_whole {
        unread(source, tables, mistakes);
    }
    if kinds.whole {
        never_matching(kinds, mistakes);
    }
    for at in 0..kinds.list.len() {
        uncovered(kinds, at, source.record_length(), mistakes);
    }
}

fn unread(source: &SourceDraft<'_>, tables: &Tables, mistakes: &Mistakes) {
    let kinds = &source.kinds;
    for (at, draft) in kinds.list.iter().enumerate() {
        let table = |table: &super::model::Table| table.from == at || table.with.iter().any(|with| with.kind == at);
        let closed = kinds.list.iter().any(|other| other.kind.ends == Some(at));
        let controlled = source.controls.iter().any(|control| control.kinds().any(|kind| kind == at));
        let read =
            tables.list.iter().any(table) || controlled || kinds.is_parent(at) || closed || draft.kind.ends.is_some();
        if !read && draft.kind.skip.is_none() {
            mistakes.warn(Code::KindUnread, draft.kind.at, args![draft.kind.name.as_str()]);
        }
    }
}

fn never_matching(kinds: &Kinds<'_>, mistakes: &Mistakes) {
    for (at, draft) in kinds.list.iter().enumerate() {
        let takes_all = |earlier: &&super::kinds::KindDraft<'_>| {
            earlier.told && draft.told && takes(&earlier.kind, &draft.kind) && earlier.kind.name != draft.kind.name
        };
        if let Some(earlier) = kinds.list[..at].iter().find(takes_all) {
            let names = args![draft.kind.name.as_str(), earlier.kind.name.as_str()];
            mistakes.warn_with(Code::KindNeverMatches, draft.kind.at, Some(earlier.kind.at), names);
        }
    }
}

/// Whether the earlier kind takes every record that the later one could be.
fn takes(earlier: &Kind, later: &Kind) -> bool {
    earlier.in_preamble == later.in_preamble
        && match (&earlier.when, &later.when) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(one), Some(other)) => one.of == other.of && holds_where(one, other),
        }
}

fn holds_where(one: &Condition, other: &Condition) -> bool {
    match (&one.test, &other.test) {
        (Test::In(wide), Test::In(narrow)) => narrow.iter().all(|value| wide.contains(value)),
        (Test::NotIn(few), Test::NotIn(more)) => few.iter().all(|value| more.contains(value)),
        (Test::NotIn(left_out), Test::In(wanted)) => !wanted.iter().any(|value| left_out.contains(value)),
        (one, other) => one == other,
    }
}

fn uncovered(kinds: &Kinds<'_>, at: KindId, record_length: Option<u32>, mistakes: &Mistakes) {
    let draft = &kinds.list[at];
    let sound = draft.fields.whole
        && draft.told
        && draft.fields.single.iter().all(|one| one.sound)
        && draft.fields.repeats.iter().all(|one| one.sound && one.fields.iter().all(|field| field.sound));
    if draft.kind.skip.is_some() || !sound {
        return;
    }
    let Some(mut covered) = covered(kinds, at) else { return };
    let end = record_length.or_else(|| covered.iter().map(|range| range.1).max()).unwrap_or(0);
    if let Some((start, end)) = condition_range(&draft.kind) {
        covered.push((start, end));
    }
    let gaps = gaps(covered, end);
    if !gaps.is_empty() {
        let name = draft.kind.name.as_str();
        mistakes.warn(Code::BytesUncovered, draft.kind.at, args![name, gaps.join(", ")]);
    }
}

fn condition_range(kind: &Kind) -> Option<(u32, u32)> {
    match kind.when.as_ref()?.of {
        Operand::Bytes { start, end } => Some((start, end)),
        _ => None,
    }
}

/// Ranges of a kind's fields; none where it has no places, or a field is the whole record.
fn covered(kinds: &Kinds<'_>, at: KindId) -> Option<Vec<(u32, u32)>> {
    let mut ranges = Vec::new();
    let fields = &kinds.list[at].fields;
    for one in &fields.single {
        let FieldPlace::Bytes { start, end } = one.field.place else { return None };
        ranges.push((start, end));
    }
    for group in &fields.repeats {
        let RepeatPlace::Bytes { start, times, width } = group.repeat.place else { return None };
        for time in 0..times {
            for one in &group.fields {
                let FieldPlace::Bytes { start: from, end: to } = one.field.place else { return None };
                let first = start + time * width;
                ranges.push((first + from, first + to));
            }
        }
    }
    (!matches!(kinds.layout, super::kinds::Layout::Delimited { .. })).then_some(ranges)
}

/// What the ranges leave out of the first `end` places, as `12` or `12-20`, from 1.
fn gaps(mut ranges: Vec<(u32, u32)>, end: u32) -> Vec<String> {
    ranges.push((end, end));
    ranges.sort_unstable();
    let mut gaps = Vec::new();
    let mut next = 0;
    for (start, stop) in ranges {
        if start.min(end) > next {
            let last = start.min(end);
            gaps.push(if next + 1 == last { last.to_string() } else { format!("{}-{last}", next + 1) });
        }
        next = next.max(stop);
    }
    gaps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_what_no_range_covers() {
        for (ranges, end, want) in [
            (vec![(0, 5)], 5, ""),
            (vec![], 5, "1-5"),
            (vec![(1, 2), (3, 8)], 10, "1, 3, 9-10"),
            (vec![(0, 4), (1, 2), (2, 9)], 9, ""),
            (vec![(3, 4)], 4, "1-3"),
            (vec![(0, 20)], 10, ""),
        ] {
            assert_eq!(gaps(ranges, end).join(", "), want);
        }
    }
}
