//! Doubts about a mapping as a whole: kinds that nothing reads or that can never be, bytes that no field covers.
//!
//! In: kinds and tables. Out: warnings. What is not known is not doubted.

use super::cobol;
use super::kinds::{KindDraft, Kinds, Layout};
use super::mistakes::{Mistakes, args};
use super::model::{Condition, Filler, IgnoredPlace, Kind, KindId, Test};
use super::nest;
use super::source::SourceDraft;
use super::table::Tables;
use super::unread::{self, Reads};
use crate::finding::Code;

mod fields;

/// All doubts.
pub fn check(source: &SourceDraft<'_>, tables: &Tables, mistakes: &Mistakes) {
    let kinds = &source.kinds;
    if kinds.whole && kinds.tied() && tables.whole && source.controls_whole {
        unread(source, tables, mistakes);
    }
    if kinds.whole {
        nest::clashing(&tables.list, kinds, mistakes);
        never_matching(kinds, mistakes);
        ending_no_parent(kinds, mistakes);
    }
    for at in 0..kinds.list.len() {
        unread::check(&kinds.list[at], mistakes);
        fields::check(&kinds.list[at], mistakes);
        uncovered(source, at, mistakes);
    }
}

fn unread(source: &SourceDraft<'_>, tables: &Tables, mistakes: &Mistakes) {
    let kinds = &source.kinds;
    for (at, draft) in kinds.list.iter().enumerate() {
        let table = |table: &super::model::Table| table.from == at || table.joined().contains(&at);
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

/// A kind that ends one under which nothing stands, where another one is a parent: only the parent's records wait to be
/// ended.
fn ending_no_parent(kinds: &Kinds<'_>, mistakes: &Mistakes) {
    let name = |at: usize| kinds.list[at].kind.name.as_str();
    let parents: Vec<usize> = (0..kinds.list.len()).filter(|at| kinds.is_parent(*at)).collect();
    let ends = |draft: &KindDraft<'_>| draft.kind.ends.filter(|ended| !kinds.is_parent(*ended));
    for draft in &kinds.list {
        let Some(ended) = ends(draft) else { continue };
        let above = kinds.ancestors(ended).next().or_else(|| parents.first().copied());
        if let Some(above) = above {
            let names = args![draft.kind.name.as_str(), name(ended), name(above)];
            mistakes.warn_with(Code::EndsNoParent, draft.ends_at(), Some(kinds.list[ended].kind.at), names);
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

/// Positions of fixed records that no field reads, where nothing is said of them.
fn uncovered(source: &SourceDraft<'_>, at: KindId, mistakes: &Mistakes) {
    let kinds = &source.kinds;
    let draft = &kinds.list[at];
    let silent = draft.kind.skip.is_some() || draft.kind.filler == Filler::Blank || !draft.told;
    if silent || !matches!(kinds.layout, Layout::Fixed { .. }) {
        return;
    }
    let when = draft.kind.when.as_ref();
    let of_fields = Reads::of_draft(&draft.fields, None).filter(|reads| !reads.whole);
    let (Some(of_fields), Some(mut reads)) = (of_fields, Reads::of_draft(&draft.fields, when)) else { return };
    let wanted = draft.given.iter().flat_map(|given| &given.wanted).flat_map(cobol::Spare::ranges);
    let last = of_fields.ranges.iter().copied().chain(wanted).map(|range| range.1).max();
    let end = source.record_length().or(last).unwrap_or(0);
    let spares = draft.given.iter().flat_map(|given| given.filler.iter().chain(&given.slack));
    reads.ranges.extend(spares.flat_map(cobol::Spare::ranges));
    reads.ranges.extend(draft.ignored.iter().filter_map(|one| match one.ignored.place {
        IgnoredPlace::Range(start, end) => Some((start, end)),
        IgnoredPlace::Header(_) => None,
    }));
    reads.ranges.extend(source.own_length());
    let gaps: Vec<String> = unread::gaps(reads.ranges, end).into_iter().map(unread::range_text).collect();
    if !gaps.is_empty() {
        let name = draft.kind.name.as_str();
        mistakes.warn(Code::BytesUncovered, draft.kind.at, args![name, gaps.join(", ")]);
    }
}
