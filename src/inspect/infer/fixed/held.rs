//! Whether each of several files is of the layout that was drafted of all of them: each is drafted alone, and held against it.
//!
//! In: the draft of all files, and one of each. Out: the same draft, text where a file reads otherwise, and what is told of it.
//! Refuses to say which file is right, and borders that a file of few records shows.

use super::fields::{become_text, places};
use crate::finding::{Args, Code};
use crate::inspect::infer::draft::{Draft, FieldDraft, FigureDraft, KindDraft, Other, Reason};
use crate::inspect::infer::values::why::Why;
use crate::mapping::model::Type;

/// Records of a file whose own draft shows borders, and those that show how values read.
const SHOWING: u64 = 20;
const READING: u64 = 3;

/// A file, drafted alone.
pub struct Alone {
    /// What it is called.
    pub name: String,
    /// Its draft.
    pub draft: Draft,
}

/// What a file shows of a kind.
struct Shown<'a> {
    kind: usize,
    file: &'a str,
    /// Fields that begin and end where they do, and in no other place.
    sure: Vec<&'a FieldDraft>,
    /// Digits that belong together, whatever stands before and behind them.
    whole: Vec<(usize, usize)>,
    /// The first and the last place in which a field may begin, behind another.
    borders: Vec<(usize, usize)>,
}

/// A field of the draft in which a file disagrees, perhaps with another one.
struct Doubt {
    kind: usize,
    field: usize,
    file: String,
    other: String,
}

/// Makes text of the fields in which a file disagrees.
pub fn settle(draft: &mut Draft, files: &[Alone]) -> Vec<(Code, Args)> {
    let doubts = doubts(&draft.kinds, files);
    let form = draft.source.form.clone();
    let mut told = Vec::new();
    for Doubt { kind, field, file, other } in doubts {
        let kind = &mut draft.kinds[kind];
        let field = &mut kind.fields[field];
        let args: Args = vec![field.name.as_str().into(), file.into(), other.into()];
        become_text(field, &form);
        field.why.insert(0, Reason::Told(Code::FilesDisagree, args.clone()));
        let name = field.name.clone();
        kind.sums.retain(|sum| sum.total != name && !sum.parts.contains(&name));
        let own = (kind.name.clone(), name);
        draft.controls.retain(|control| control.says != own && !is_about(&control.figure, &own));
        told.push((Code::FilesDisagree, args));
    }
    told
}

/// Whether a figure is made of this field, by its kind and name.
fn is_about(figure: &FigureDraft, own: &(String, String)) -> bool {
    match figure {
        FigureDraft::Sum { kind, field, .. } | FigureDraft::Is(kind, field) => (kind, field) == (&own.0, &own.1),
        FigureDraft::Count(_) | FigureDraft::CountAll => false,
    }
}

/// The fields of these kinds in which a file disagrees, each once.
fn doubts(kinds: &[KindDraft], files: &[Alone]) -> Vec<Doubt> {
    let mut known: Vec<Shown<'_>> = Vec::new();
    let mut found: Vec<Doubt> = Vec::new();
    for file in files {
        for (kind, own) in own_kinds(kinds, file) {
            for (at, field) in kinds[kind].fields.iter().enumerate() {
                if own.fields.iter().any(|one| disagrees(own.records, one, field)) {
                    found.push(Doubt { kind, field: at, file: file.name.clone(), other: String::new() });
                }
            }
            if own.records >= SHOWING {
                let shown = Shown::of(kind, own, &file.name);
                found.extend(known.iter().flat_map(|other: &Shown<'_>| shown.doubts(&kinds[kind], other)));
                known.push(shown);
            }
        }
    }
    found.sort_by_key(|doubt| (doubt.kind, doubt.field, doubt.other.is_empty()));
    found.dedup_by_key(|doubt| (doubt.kind, doubt.field));
    found
}

/// The kinds of a file's own draft, each with the number of the same one among these.
fn own_kinds<'a>(kinds: &'a [KindDraft], file: &'a Alone) -> impl Iterator<Item = (usize, &'a KindDraft)> {
    let same = move |(at, kind): (usize, &KindDraft)| {
        let own = file.draft.kinds.iter().find(|own| own.when == kind.when && own.skip.is_none())?;
        Some((at, own))
    };
    kinds.iter().enumerate().filter_map(same)
}

impl<'a> Shown<'a> {
    fn of(kind: usize, own: &'a KindDraft, file: &'a str) -> Self {
        let sure = own.fields.iter().filter(|field| is_sure(field)).collect();
        let whole = own.fields.iter().filter(|field| is_digits(field)).filter_map(whole).collect();
        let pairs = own.fields.windows(2).filter_map(|pair| Some((places(&pair[0])?.1, latest(&pair[1])?)));
        Self { kind, file, sure, whole, borders: pairs.collect() }
    }

    /// The fields of all files that stand where this file and the other cannot both have theirs.
    fn doubts(&self, all: &KindDraft, other: &Self) -> Vec<Doubt> {
        if self.kind != other.kind {
            return Vec::new();
        }
        let mut apart: Vec<(usize, usize)> = Vec::new();
        for (one, two) in self.sure.iter().flat_map(|one| other.sure.iter().map(move |two| (one, two))) {
            let (Some(own), Some(known)) = (places(one), places(two)) else { continue };
            if crosses(own, known) || own == known && is_other_day(one, two) {
                apart.push((own.0.min(known.0), own.1.max(known.1)));
            }
        }
        apart.extend(
            self.cut_by(other).zip(other.cut_by(self)).map(|(own, known)| (own.0.min(known.0), own.1.max(known.1))),
        );
        let inside = |field: &FieldDraft| {
            places(field).is_some_and(|place| apart.iter().any(|(from, to)| place.0 < *to && place.1 > *from))
        };
        let doubt = |(at, _)| Doubt { kind: self.kind, field: at, file: self.file.into(), other: other.file.into() };
        all.fields.iter().enumerate().filter(|(_, field)| inside(field)).map(doubt).collect()
    }

    /// Digits that belong together here, and within which a field begins in the other file.
    fn cut_by(&self, other: &Self) -> Option<(usize, usize)> {
        let cut = |(from, to): &&(usize, usize)| other.borders.iter().any(|(first, last)| from < first && last < to);
        self.whole.iter().find(cut).copied()
    }
}

/// The places of digits that belong together, from the last place on in which they may begin.
fn whole(field: &FieldDraft) -> Option<(usize, usize)> {
    let anywhere = |other: &Other| matches!(other, Other::Joined(places) if places.is_empty());
    let (_, to) = places(field).filter(|_| !field.others.iter().any(anywhere))?;
    Some((latest(field)?, to))
}

/// The last place, from 0, in which a field may begin.
fn latest(field: &FieldDraft) -> Option<usize> {
    let (from, _) = places(field)?;
    let last = |other: &Other| match other {
        Other::Begins(places) | Other::Joined(places) => places.iter().max().map(|place| *place as usize - 1),
        _ => None,
    };
    Some(field.others.iter().filter_map(last).fold(from, usize::max))
}

/// A number, or a text of digits: it may be one, or has borders that digits leave open.
fn is_digits(field: &FieldDraft) -> bool {
    let number = |other: &Other| match other {
        Other::Value(other) => other.ty.is_number(),
        Other::Joined(places) | Other::Begins(places) => !places.is_empty(),
        Other::WithNext | Other::Days(_) => true,
    };
    field.ty.is_number() || field.others.iter().any(number)
}

/// Whether a file's own field, of so many records, cannot be what all files have there.
fn disagrees(records: u64, own: &FieldDraft, field: &FieldDraft) -> bool {
    let (Some(one), Some(all)) = (places(own), places(field)) else { return false };
    if one != all {
        // A day is whole: nothing begins or ends within it.
        let within = is_day(own) && one.0 < all.1 && all.0 < one.1;
        return records >= SHOWING && is_sure(own) && field.ty != Type::Text && (within || crosses(one, all));
    }
    let few = |why: &Reason| matches!(why, Reason::Value(Why::Exceptions(seen)) if seen.n >= READING);
    let fails = records >= READING && field.why.iter().any(few) && !may_be(own, field);
    fails || records >= SHOWING && is_day(own) && field.ty != Type::Text && (!is_day(field) || is_other_day(own, field))
}

/// Whether the field reads as the other one, or may.
fn may_be(own: &FieldDraft, field: &FieldDraft) -> bool {
    let other = |other: &Other| match other {
        Other::Value(other) => other.ty == field.ty && other.reading.picture == field.reading.picture,
        _ => false,
    };
    let is_number = own.ty.is_number() && field.ty.is_number();
    is_number || own.ty == field.ty && !is_other_day(own, field) || own.others.iter().any(other) || is_empty(own)
}

fn is_empty(field: &FieldDraft) -> bool {
    field.why.iter().any(|why| matches!(why, Reason::Value(Why::AlwaysBlank(_) | Why::NoValues)))
}

/// Days that two files write in different ways.
fn is_other_day(one: &FieldDraft, other: &FieldDraft) -> bool {
    is_day(one) && is_day(other) && one.reading.picture != other.reading.picture
}

const fn is_day(field: &FieldDraft) -> bool {
    matches!(field.ty, Type::Date | Type::Timestamp)
}

/// Numbers and days of which nothing says that they begin or end elsewhere.
fn is_sure(field: &FieldDraft) -> bool {
    let border = |other: &Other| !matches!(other, Other::Value(_));
    (is_day(field) || field.ty.is_number()) && !field.others.iter().any(border)
}

/// Whether they have places in common, and each has others too.
const fn crosses(one: (usize, usize), other: (usize, usize)) -> bool {
    one.0 < other.0 && other.0 < one.1 && one.1 < other.1 || other.0 < one.0 && one.0 < other.1 && other.1 < one.1
}
