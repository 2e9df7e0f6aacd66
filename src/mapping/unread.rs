//! What of a record no field reads: what fields and conditions leave over, and what `ignore:` says of that.
//!
//! In: fields, groups and the condition of a kind; the maps of `ignore:`. Out: ranges of positions or cells, from 0 with
//! the end exclusive, and names of headers. Refuses: bytes, and what stands there.

use std::collections::BTreeMap;

use super::field::Fields;
use super::kinds::{KindDraft, Layout};
use super::mistakes::{Mistakes, args};
use super::model::{Condition, FieldPlace, Filler, Ignored, IgnoredPlace, Kind, Operand, RepeatPlace, Test};
use super::position;
use super::view::{Text, View};
use crate::finding::Code;
use crate::place::Span;

/// The end of a range that has none.
pub const OPEN: u32 = u32::MAX;

/// From 0, end exclusive; [`OPEN`]: to wherever the record ends.
pub type Range = (u32, u32);

/// What is read of a kind's records.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reads {
    /// Positions of fixed records, cells of delimited ones; in no order.
    pub ranges: Vec<Range>,
    /// Cells by their header.
    pub headers: Vec<String>,
    /// A field, or a condition that tells every byte, has the whole record.
    pub whole: bool,
    /// Groups of positions or cells: first, width, end.
    groups: Vec<(u32, u32, u32)>,
}

impl Reads {
    /// Of a kind.
    #[must_use]
    pub fn of(kind: &Kind) -> Self {
        let mut reads = Self::default();
        kind.fields.iter().for_each(|field| reads.field(&field.place, 0));
        for repeat in &kind.repeats {
            let inner: Vec<_> = repeat.fields.iter().map(|field| &field.place).collect();
            reads.group(&repeat.place, &inner);
        }
        if let Some(when) = &kind.when {
            reads.condition(when);
        }
        reads
    }

    /// Of a kind whose fields may still have mistakes; none where a place is not known.
    #[must_use]
    pub fn of_draft(fields: &Fields, when: Option<&Condition>) -> Option<Self> {
        let mut reads = Self::default();
        let groups = fields.repeats.iter();
        let sound = fields.single.iter().all(|one| one.sound)
            && groups.clone().all(|one| one.sound && one.fields.iter().all(|field| field.sound));
        fields.single.iter().for_each(|one| reads.field(&one.field.place, 0));
        for group in groups {
            let inner: Vec<_> = group.fields.iter().map(|one| &one.field.place).collect();
            reads.group(&group.repeat.place, &inner);
        }
        if let Some(when) = when {
            reads.condition(when);
        }
        (fields.whole && sound).then_some(reads)
    }

    fn field(&mut self, place: &FieldPlace, shift: u32) {
        match place {
            FieldPlace::Bytes { start, end } => self.ranges.push((start + shift, end + shift)),
            FieldPlace::Index(index) => self.ranges.push((index + shift, index + shift + 1)),
            FieldPlace::Header(name) => self.headers.push(name.clone()),
            FieldPlace::Record => self.whole = true,
        }
    }

    fn group(&mut self, place: &RepeatPlace, fields: &[&FieldPlace]) {
        match place {
            RepeatPlace::Bytes { start, times, width } | RepeatPlace::Cells { start, times, width } => {
                self.groups.push((*start, *width, start + times * width));
                for time in 0..*times {
                    for field in fields {
                        self.field(field, start + time * width);
                    }
                }
            }
            RepeatPlace::Nested { start, steps } => {
                let width = steps.first().map_or(1, |step| step.width);
                self.groups.push((*start, width, place.byte_end().unwrap_or(*start)));
                for time in 0..place.times() {
                    let shift = place.byte_start(time).unwrap_or(*start);
                    for field in fields {
                        self.field(field, shift);
                    }
                }
            }
            RepeatPlace::Headers(names) => self.headers.extend(names.iter().cloned()),
        }
    }

    /// A condition tells what stands at its place, and of `all:` on the record all of it; a pattern tells little.
    fn condition(&mut self, when: &Condition) {
        match (&when.of, &when.test) {
            (Operand::Bytes { start, end }, _) => self.ranges.push((*start, *end)),
            (Operand::Index(index), _) => self.ranges.push((*index, index + 1)),
            (Operand::Record, Test::All(_)) => self.whole = true,
            (Operand::Record | Operand::Field(_) | Operand::Expression(..), _) => {}
        }
    }

    /// What nobody reads up to `end`. What stands at the same place of each repetition of a group is together.
    #[must_use]
    pub fn gaps(&self, end: u32) -> Vec<Vec<Range>> {
        if self.whole {
            return Vec::new();
        }
        let mut together: BTreeMap<(usize, u32, u32), usize> = BTreeMap::new();
        let mut found: Vec<Vec<Range>> = Vec::new();
        for gap in gaps(self.ranges.clone(), end) {
            let group = self.groups.iter().position(|(first, _, end)| (*first..*end).contains(&gap.0) && gap.1 <= *end);
            let Some(group) = group else {
                found.push(vec![gap]);
                continue;
            };
            let (first, width, _) = self.groups[group];
            let key = (group, (gap.0 - first) % width.max(1), gap.1 - gap.0);
            let number = *together.entry(key).or_insert(found.len());
            match found.get_mut(number) {
                Some(known) => known.push(gap),
                None => found.push(vec![gap]),
            }
        }
        found
    }
}

/// What the ranges leave out of the first `end` places.
#[must_use]
pub fn gaps(mut ranges: Vec<Range>, end: u32) -> Vec<Range> {
    ranges.push((end, end));
    ranges.sort_unstable();
    let mut gaps = Vec::new();
    let mut next = 0;
    for (start, stop) in ranges {
        if start.min(end) > next {
            gaps.push((next, start.min(end)));
        }
        next = next.max(stop);
    }
    gaps
}

/// `12`, `12-20` or `12-`, from 1.
#[must_use]
pub fn range_text((start, end): Range) -> String {
    match end {
        OPEN => format!("{}-", start + 1),
        end if end == start + 1 => end.to_string(),
        end => format!("{}-{end}", start + 1),
    }
}

/// An entry of `ignore:` with its place in the mapping.
#[derive(Debug, Clone)]
pub struct IgnoredDraft {
    /// What it says.
    pub ignored: Ignored,
    /// Where its place stands.
    pub at: Span,
    /// As it is written.
    pub text: String,
}

/// `filler:` of a source or a kind.
#[must_use]
pub fn filler(view: View<'_>) -> Option<Filler> {
    view.word("filler").map(|word| if word == "blank" { Filler::Blank } else { Filler::Any })
}

/// `ignore:` of a source or a kind.
#[must_use]
pub fn ignored(view: View<'_>, layout: Layout) -> Vec<IgnoredDraft> {
    let mistakes = view.mistakes();
    let nodes = view.list("ignore").unwrap_or_default();
    let views = nodes.iter().filter_map(|node| View::open(node, "ignore", mistakes));
    views.filter_map(|view| ignored_place(view, layout)).collect()
}

fn ignored_place(view: View<'_>, layout: Layout) -> Option<IgnoredDraft> {
    view.need("because");
    let because = view.said("because").map(|because| because.text.to_owned());
    let (found, place) = match layout {
        Layout::Fixed { most } => {
            view.misplaced("header", "fixed");
            view.misplaced("index", "fixed");
            view.need("at")?;
            let found = view.text("at")?;
            let range = position::open_range(found, view.mistakes())?;
            let last = if range.1 == OPEN { range.0 + 1 } else { range.1 };
            if u64::from(last) > most && range.1 != OPEN {
                position::refuse(found, "beyond_end", view.mistakes());
                return None;
            }
            (found, IgnoredPlace::Range(range.0, range.1))
        }
        Layout::Delimited { .. } => cell(view, layout)?,
        Layout::Unknown => return None,
    };
    let ignored = Ignored { place, because: because? };
    Some(IgnoredDraft { ignored, at: found.at, text: found.text.to_owned() })
}

fn cell(view: View<'_>, layout: Layout) -> Option<(Text<'_>, IgnoredPlace)> {
    view.misplaced("at", "delimited");
    if view.conflict("header", "index") {
        return None;
    }
    if view.has("index") {
        let found = view.text("index")?;
        let (start, end) = position::open_range(found, view.mistakes())?;
        return Some((found, IgnoredPlace::Range(start, end)));
    }
    view.need("header")?;
    let found = view.text("header")?;
    if let Layout::Delimited { header: false, header_at } = layout {
        view.mistakes().fail_with(Code::Conflict, view.key_at("header"), header_at, args!["header", "header: 0"]);
        return None;
    }
    Some((found, IgnoredPlace::Header(found.text.to_owned())))
}

/// Tells what is ignored and read all the same.
pub fn check(draft: &KindDraft<'_>, mistakes: &Mistakes) {
    let Some(reads) = Reads::of_draft(&draft.fields, draft.kind.when.as_ref()) else { return };
    for one in &draft.ignored {
        let is_read = match &one.ignored.place {
            IgnoredPlace::Range(start, end) => {
                reads.whole || reads.ranges.iter().any(|(first, last)| first < end && start < last)
            }
            IgnoredPlace::Header(name) => reads.whole || reads.headers.contains(name),
        };
        if is_read {
            mistakes.fail(Code::BadReference, one.at, args![one.text.as_str(), "is_read"]);
        }
    }
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
            (vec![(0, 20)], OPEN, "21-"),
            (vec![(0, 4), (7, OPEN)], OPEN, "5-7"),
        ] {
            let found: Vec<_> = gaps(ranges, end).into_iter().map(range_text).collect();
            assert_eq!(found.join(", "), want);
        }
    }

    #[test]
    fn the_same_place_of_each_repetition_is_one_gap() {
        let mut reads = Reads::default();
        reads.field(&FieldPlace::Bytes { start: 0, end: 2 }, 0);
        // Read at 2-4 of each 5: what is left over reaches from one repetition into the next.
        let group = RepeatPlace::Bytes { start: 2, times: 3, width: 5 };
        reads.group(&group, &[&FieldPlace::Bytes { start: 1, end: 4 }]);
        assert_eq!(reads.gaps(20), [vec![(2, 3)], vec![(6, 8), (11, 13)], vec![(16, 20)]]);
        reads.field(&FieldPlace::Record, 0);
        assert_eq!(reads.gaps(20), [[]; 0]);
    }
}
