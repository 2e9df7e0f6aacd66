//! Figures that control records say of the records before them, found by trying.
//!
//! In: the drafted kinds and the values of their fields, group by group. Out: controls that held wherever they could be
//! tried. Refuses what holds by chance: it takes several groups with different figures, or one figure of some size.

use std::ops::Range;

use super::fields::{become_number, places};
use crate::inspect::infer::draft::{ControlDraft, FieldDraft, FigureDraft, Form, KindDraft, Other, Reason};
use crate::inspect::infer::groups::{GROUPS, Group, LARGE, groups};
use crate::inspect::infer::values::why::Other as Read;
use crate::mapping::model::{FieldPlace, Reading, Type};

/// Fields that may be one number, and its digits.
const TOGETHER: usize = 4;
const LONGEST: usize = 38;

/// The records as figures are sought in them.
pub struct Book<'a> {
    /// The kind of each record, none for padding.
    pub of: &'a [Option<usize>],
    /// The records of each file.
    pub files: &'a [Range<usize>],
    /// The number that stands in these places of a record, if one does.
    pub number: &'a dyn Fn(usize, usize, usize) -> Option<i128>,
    /// The field of a kind at these places, with what its values say.
    pub field: &'a dyn Fn(usize, usize, usize) -> FieldDraft,
}

impl Book<'_> {
    /// The figures that hold, in the order of the control records' fields. Fields whose digits come to a figure only
    /// together are made one.
    #[must_use]
    pub fn controls(&self, kinds: &mut [KindDraft], form: &Form) -> Vec<ControlDraft> {
        let mut found = Vec::new();
        for at in 0..kinds.len() {
            let groups = groups(self.of, self.files, (at, &kinds[at]));
            let mut from = 0;
            while !groups.is_empty() && from < kinds[at].fields.len() {
                if let Some(hit) = self.control(kinds, at, from, &groups) {
                    let says = hit.field(form);
                    let id = format!("{}_{}", hit.name, found.len() + 1);
                    let keeps = !hit.certain || is_published(&kinds[at].fields[from]);
                    let name = if keeps { kinds[at].fields[from].name.clone() } else { says.name.clone() };
                    let says_of = (kinds[at].name.clone(), name);
                    if !keeps {
                        let end = places(&kinds[at].fields[hit.last]).map_or(0, |(_, to)| to);
                        let rest = (end > hit.at.1).then(|| (self.field)(at, hit.at.1, end));
                        kinds[at].fields.splice(from..=hit.last, std::iter::once(says).chain(rest));
                    }
                    let (figure, certain) = (hit.figure, hit.certain);
                    if let FigureDraft::Sum { kind, field, .. } = &figure
                        && certain
                    {
                        let kind = kinds.iter_mut().find(|one| one.name == *kind);
                        let field = kind.and_then(|kind| kind.fields.iter_mut().find(|one| one.name == *field));
                        let open = field.and_then(|field| whole(field).cloned().map(|number| (field, number)));
                        if let Some((field, number)) = open {
                            become_number(field, &number, form);
                        }
                    }
                    found.push(ControlDraft { id, says: says_of, figure, groups: groups.len() as u64, certain });
                }
                from += 1;
            }
        }
        // A field that a figure was said of may have become another one since.
        let is_there = |kind: &str, field: &str| {
            kinds.iter().any(|one| one.name == kind && one.fields.iter().any(|one| one.name == field))
        };
        found.retain(|control| {
            is_there(&control.says.0, &control.says.1)
                && match &control.figure {
                    FigureDraft::Sum { kind, field, .. } | FigureDraft::Is(kind, field) => is_there(kind, field),
                    FigureDraft::Count(_) | FigureDraft::CountAll => true,
                }
        });
        found
    }

    /// What the digits from this field of a control record on come to, the longest first: their end may lie within a field,
    /// since nothing else may have shown the border.
    fn control(&self, kinds: &[KindDraft], at: usize, first: usize, groups: &[Group]) -> Option<Hit> {
        let fields = &kinds[at].fields;
        let (from, own) = places(&fields[first])?;
        let mut end = from;
        let touching = fields[first..].iter().take(TOGETHER).take_while(|field| {
            let touches = places(field).is_some_and(|(start, _)| start == end);
            end = if touches { places(field).map_or(end, |(_, to)| to) } else { end };
            touches && !matches!(field.ty, Type::Date | Type::Time | Type::Timestamp)
        });
        let to = touching.filter_map(places).map(|(_, to)| to).last()?;
        (from + 1..=to.min(from + LONGEST)).rev().find_map(|to| {
            let says = groups.iter().map(|group| (self.number)(group.says, from, to)).collect::<Option<Vec<i128>>>()?;
            let mut different = says.clone();
            different.sort_unstable();
            different.dedup();
            let certain = groups.len() >= GROUPS && different.len() >= GROUPS;
            let whole = !certain || is_published(&fields[first]);
            if whole && to != own || !certain && different.iter().any(|figure| *figure < LARGE) {
                return None;
            }
            let (name, figure, reading) = self.figure(kinds, groups, &says)?;
            let last = first + fields[first..].iter().position(|field| places(field).is_some_and(|one| one.1 >= to))?;
            Some(Hit { name, figure, reading, certain, last, at: (from, to) })
        })
    }

    /// What comes to these figures in every group.
    fn figure(&self, kinds: &[KindDraft], groups: &[Group], says: &[i128]) -> Option<Found> {
        let holds = |come: &dyn Fn(&Group) -> Option<i128>| {
            groups.iter().zip(says).all(|(group, says)| come(group) == Some(*says))
        };
        let rows = |group: &Group, kind: usize| group.about.clone().filter(move |row| self.of[*row] == Some(kind));
        let count = |number: usize| i128::try_from(number).ok();
        let inside: Vec<usize> =
            (0..kinds.len()).filter(|kind| groups.iter().any(|group| rows(group, *kind).next().is_some())).collect();
        let names = |kinds_of: &[usize]| kinds_of.iter().map(|kind| kinds[*kind].name.clone()).collect::<Vec<_>>();
        if let Some(kind) = inside.iter().find(|kind| holds(&|group| count(rows(group, **kind).count()))) {
            return Some(("count", FigureDraft::Count(names(&[*kind])), None));
        }
        if holds(&|group| count(group.about.clone().filter(|row| self.of[*row].is_some()).count())) {
            return Some(("count", FigureDraft::Count(names(&inside)), None));
        }
        let summed = || inside.iter().flat_map(|kind| kinds[*kind].fields.iter().map(move |field| (*kind, field)));
        // Digits that were left text are a number where their sums are kept.
        let numbers = summed().filter(|(_, other)| is_number(other));
        for (kind, other) in numbers.chain(summed().filter(|(_, other)| whole(other).is_some())) {
            let (from, to) = places(other)?;
            if holds(&|group| rows(group, kind).map(|row| (self.number)(row, from, to)).sum()) {
                let (kind, field) = (kinds[kind].name.clone(), other.name.clone());
                let figure = FigureDraft::Sum { kind, field, low_digits: None };
                let read = whole(other)
                    .map_or_else(|| (other.ty, other.reading.clone()), |number| (number.ty, number.reading.clone()));
                return Some(("sum", figure, Some(read)));
            }
        }
        None
    }
}

/// The name of a figure, what it is, and how the field that is summed is read.
type Found = (&'static str, FigureDraft, Option<(Type, Reading)>);

/// A figure that holds.
struct Hit {
    name: &'static str,
    figure: FigureDraft,
    /// How the field that is summed is read; none for a count.
    reading: Option<(Type, Reading)>,
    certain: bool,
    /// The last field that has some of its digits.
    last: usize,
    at: (usize, usize),
}

impl Hit {
    /// The field of the figure: a number with the decimals and the sign of what is summed.
    fn field(&self, form: &Form) -> FieldDraft {
        let [start, end] = [self.at.0, self.at.1].map(|column| u32::try_from(column).unwrap_or(u32::MAX));
        let name = if end - start == 1 { format!("f{end}") } else { format!("f{}_{end}", start + 1) };
        let digits = u8::try_from(end - start).unwrap_or(38).min(38);
        let scale = self.reading.as_ref().map_or(0, |(ty, _)| ty.scale()).min(digits);
        let ty = match scale {
            0 if digits <= 18 => Type::Int64,
            _ => Type::Decimal { precision: digits, scale },
        };
        let field = FieldDraft::text(name, FieldPlace::Bytes { start, end }, form).of_type(ty, form);
        let reading = match &self.reading {
            Some((_, reading)) => Reading { sign: reading.sign.clone(), ..field.reading.clone() },
            None => field.reading.clone(),
        };
        FieldDraft { reading, ..field }
    }
}

/// Whether a layout that somebody published says where the field is.
fn is_published(field: &FieldDraft) -> bool {
    field.why.iter().any(|why| matches!(why, Reason::OfPublished(_)))
}

/// The whole number that a text of digits may be.
fn whole(field: &FieldDraft) -> Option<&Read> {
    if field.ty != Type::Text {
        return None;
    }
    field.others.iter().find_map(|other| match other {
        Other::Value(other) if matches!(other.ty, Type::Int32 | Type::Int64) && other.failure.is_none() => {
            Some(&**other)
        }
        _ => None,
    })
}

fn is_number(field: &FieldDraft) -> bool {
    field.ty.is_number()
}

/// The number that faces are: digits, the sign before or behind them or in the last one.
#[must_use]
pub fn number(faces: &[u8]) -> Option<i128> {
    let text = faces.trim_ascii();
    let (text, minus) = match text {
        [b'-', rest @ ..] | [rest @ .., b'-'] => (rest, true),
        [rest @ .., b'+'] => (rest, false),
        _ => (text, false),
    };
    let (last, before) = text.split_last()?;
    let (digit, negative) = match last {
        b'0'..=b'9' => (last - b'0', minus),
        _ => crate::extractors::decode::number::overpunched(*last)?,
    };
    let start = before.iter().try_fold(0_i128, |sum, face| {
        face.is_ascii_digit().then(|| sum.checked_mul(10)?.checked_add(i128::from(face - b'0')))?
    })?;
    let magnitude = start.checked_mul(10)?.checked_add(i128::from(digit))?;
    Some(if negative { -magnitude } else { magnitude })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_their_signs() {
        for (faces, want) in [
            ("00012", Some(12)),
            ("0001B", Some(12)),
            ("0001K", Some(-12)),
            ("12-", Some(-12)),
            ("12 ", Some(12)),
            ("-5", Some(-5)),
            ("1.2", None),
            ("", None),
            ("AB", None),
        ] {
            assert_eq!(number(faces.as_bytes()), want, "{faces}");
        }
    }
}
