//! Figures that control records say of the records before them, found by trying.
//!
//! In: the drafted kinds and the values of their fields, group by group. Out: controls that held wherever they could be
//! tried. Refuses what holds by chance: it takes several groups with different figures, or one figure of some size.

use std::ops::Range;

use crate::inspect::infer::draft::{ControlDraft, FieldDraft, FigureDraft, KindDraft, Reason};
use crate::mapping::model::{FieldPlace, Type};

/// Groups in which a figure must have held, and different values that it must have had.
const GROUPS: usize = 3;
/// A figure of a single group that is no chance.
const LARGE: i128 = 10;

/// The records as figures are sought in them.
pub struct Book<'a> {
    /// The kind of each record, none for padding.
    pub of: &'a [Option<usize>],
    /// The records of each file.
    pub files: &'a [Range<usize>],
    /// The number that stands in these places of a record, if one does.
    pub number: &'a dyn Fn(usize, usize, usize) -> Option<i128>,
}

/// A control record and the records that it is about.
struct Group {
    says: usize,
    about: Range<usize>,
}

impl Book<'_> {
    /// The figures that hold, in the order of the control records' fields.
    #[must_use]
    pub fn controls(&self, kinds: &[KindDraft]) -> Vec<ControlDraft> {
        let mut found = Vec::new();
        for (at, kind) in kinds.iter().enumerate() {
            let groups = self.groups(at, kind);
            let fields = kind.fields.iter().filter(|field| is_number(field) && !groups.is_empty());
            found.extend(fields.filter_map(|field| self.control(kinds, kind, field, &groups)));
        }
        for (at, control) in found.iter_mut().enumerate() {
            control.id = format!("{}_{}", control.id, at + 1);
        }
        found
    }

    /// Groups that records of this kind close, or files that they end.
    fn groups(&self, at: usize, kind: &KindDraft) -> Vec<Group> {
        let own = |rows: Range<usize>| rows.filter(|row| self.of[*row] == Some(at)).collect::<Vec<_>>();
        if let Some(head) = kind.ends {
            let rows = own(0..self.of.len());
            let opened = |says: usize| (0..says).rev().find(|row| self.of[*row] == Some(head));
            let group = |says: usize| Some(Group { says, about: opened(says)? + 1..says });
            return rows.into_iter().filter_map(group).collect();
        }
        if kind.why.contains(&Reason::Last) {
            let file = |rows: &Range<usize>| {
                own(rows.clone()).into_iter().map(|says| Group { says, about: rows.start..says }).collect::<Vec<_>>()
            };
            return self.files.iter().flat_map(file).collect();
        }
        Vec::new()
    }

    fn control(
        &self,
        kinds: &[KindDraft],
        kind: &KindDraft,
        field: &FieldDraft,
        groups: &[Group],
    ) -> Option<ControlDraft> {
        let (from, to) = places(field)?;
        let says: Option<Vec<i128>> = groups.iter().map(|group| (self.number)(group.says, from, to)).collect();
        let says = says?;
        let mut different = says.clone();
        different.sort_unstable();
        different.dedup();
        let certain = groups.len() >= GROUPS && different.len() >= GROUPS;
        if !certain && !different.iter().all(|figure| *figure >= LARGE) {
            return None;
        }
        let (name, figure) = self.figure(kinds, field, groups, &says)?;
        let says = (kind.name.clone(), field.name.clone());
        Some(ControlDraft { id: name.to_owned(), says, figure, groups: groups.len() as u64, certain })
    }

    /// What comes to these figures in every group.
    fn figure(
        &self,
        kinds: &[KindDraft],
        field: &FieldDraft,
        groups: &[Group],
        says: &[i128],
    ) -> Option<(&'static str, FigureDraft)> {
        let holds = |come: &dyn Fn(&Group) -> Option<i128>| {
            groups.iter().zip(says).all(|(group, says)| come(group) == Some(*says))
        };
        let of = |kind: usize| {
            move |group: &Group| {
                let rows = group.about.clone().filter(|row| self.of[*row] == Some(kind));
                Some(rows.count() as i128)
            }
        };
        let inside: Vec<usize> = (0..kinds.len())
            .filter(|kind| groups.iter().any(|group| group.about.clone().any(|row| self.of[row] == Some(*kind))))
            .collect();
        if field.ty.scale() == 0 {
            if let Some(kind) = inside.iter().find(|kind| holds(&of(**kind))) {
                return Some(("count", FigureDraft::Count(vec![kinds[*kind].name.clone()])));
            }
            let all = |group: &Group| Some(group.about.clone().filter(|row| self.of[*row].is_some()).count() as i128);
            if inside.len() > 1 && holds(&all) {
                let names = inside.iter().map(|kind| kinds[*kind].name.clone()).collect();
                return Some(("count", FigureDraft::Count(names)));
            }
        }
        let summed = inside.iter().flat_map(|kind| kinds[*kind].fields.iter().map(move |field| (*kind, field)));
        for (kind, other) in summed.filter(|(_, other)| is_number(other) && other.ty.scale() == field.ty.scale()) {
            let (from, to) = places(other)?;
            let sum = |group: &Group| {
                let rows = group.about.clone().filter(|row| self.of[*row] == Some(kind));
                rows.map(|row| (self.number)(row, from, to)).sum::<Option<i128>>()
            };
            if holds(&sum) {
                let (kind, field) = (kinds[kind].name.clone(), other.name.clone());
                return Some(("sum", FigureDraft::Sum { kind, field, low_digits: None }));
            }
        }
        None
    }
}

fn is_number(field: &FieldDraft) -> bool {
    matches!(field.ty, Type::Int16 | Type::Int32 | Type::Int64 | Type::Decimal { .. })
}

fn places(field: &FieldDraft) -> Option<(usize, usize)> {
    match field.place {
        FieldPlace::Bytes { start, end } => Some((start as usize, end as usize)),
        _ => None,
    }
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
