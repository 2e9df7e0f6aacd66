//! Figures that control rows say of the rows before them: how many they are, what a column of theirs comes to, and the number
//! of the row that opened them.
//!
//! In: kinds of rows by their first cell, their order, and the figures of their cells. Out: controls that held in every group.
//! Refuses what holds by chance: it takes several groups with different figures, or one figure of some size, which is only told.

use std::ops::Range;

use super::sums::Cell;
use crate::inspect::infer::draft::{ControlDraft, FieldDraft, FigureDraft, KindDraft, Other};
use crate::inspect::infer::groups::{GROUPS, Group, LARGE, groups};
use crate::mapping::model::{Reading, Type};

/// Figures are counted in ten-thousandths.
const ONE: i128 = 10_000;

/// The rows of all files.
pub struct Rows<'r> {
    /// The kind of each.
    pub of: &'r [Option<usize>],
    /// Those of each file.
    pub files: &'r [Range<usize>],
    /// What their cells hold.
    pub figures: &'r [Vec<Cell>],
}

impl Rows<'_> {
    /// The figures that hold, in the order of the control rows' cells.
    pub fn controls(&self, kinds: &mut [KindDraft]) -> Vec<ControlDraft> {
        let mut found = Vec::new();
        for at in 0..kinds.len() {
            let groups = groups(self.of, self.files, (at, &kinds[at]));
            for cell in (1..kinds[at].fields.len()).filter(|_| !groups.is_empty()) {
                let Some((figure, certain)) = self.figure(kinds, (at, cell), &groups) else { continue };
                let summed = match &figure {
                    FigureDraft::Sum { kind, field, .. } => place(kinds, kind, field),
                    _ => None,
                };
                for (kind, field) in summed.into_iter().chain([(at, cell)]).filter(|_| certain) {
                    become_number(&mut kinds[kind].fields[field]);
                }
                let name = if matches!(figure, FigureDraft::Count(_)) { "count" } else { "sum" };
                let id = format!("{name}_{}", found.len() + 1);
                let says = (kinds[at].name.clone(), kinds[at].fields[cell].name.clone());
                found.push(ControlDraft { id, says, figure, groups: groups.len() as u64, certain });
            }
        }
        found
    }

    /// What comes to the figures of this cell in every group, and whether that is no chance.
    fn figure(&self, kinds: &[KindDraft], (at, cell): (usize, usize), groups: &[Group]) -> Option<(FigureDraft, bool)> {
        number(&kinds[at].fields[cell])?;
        let says = groups.iter().map(|group| self.of_cell(group.says, cell)).collect::<Option<Vec<i128>>>()?;
        let mut different = says.clone();
        different.sort_unstable();
        different.dedup();
        let certain = groups.len() >= GROUPS && different.len() >= GROUPS;
        if !certain && different.iter().any(|figure| figure.abs() < LARGE * ONE) {
            return None;
        }
        let holds = |come: &dyn Fn(&Group) -> Option<i128>| {
            groups.iter().zip(&says).all(|(group, says)| come(group) == Some(*says))
        };
        let rows = |group: &Group, kind: usize| group.about.clone().filter(move |row| self.of[*row] == Some(kind));
        let count = |rows: usize| i128::try_from(rows).ok()?.checked_mul(ONE);
        let inside: Vec<usize> =
            (0..kinds.len()).filter(|kind| groups.iter().any(|group| rows(group, *kind).next().is_some())).collect();
        if let Some(kind) = inside.iter().find(|kind| holds(&|group| count(rows(group, **kind).count()))) {
            return Some((FigureDraft::Count(vec![kinds[*kind].name.clone()]), certain));
        }
        let names = || inside.iter().map(|kind| kinds[*kind].name.clone()).collect();
        if holds(&|group| count(group.about.len())) {
            return Some((FigureDraft::Count(names()), certain));
        }
        let columns = inside.iter().flat_map(|kind| (1..kinds[*kind].fields.len()).map(move |column| (*kind, column)));
        let mut columns = columns.filter(|(kind, column)| number(&kinds[*kind].fields[*column]).is_some());
        let (kind, column) = columns.find(|(kind, column)| {
            holds(&|group| {
                rows(group, *kind).try_fold(0, |sum: i128, row| sum.checked_add(self.of_cell(row, *column)?))
            })
        })?;
        let field = kinds[kind].fields[column].name.clone();
        Some((FigureDraft::Sum { kind: kinds[kind].name.clone(), field, low_digits: None }, certain))
    }

    /// The figure of a cell; a blank one is nothing.
    fn of_cell(&self, row: usize, cell: usize) -> Option<i128> {
        match self.figures.get(row)?.get(cell)? {
            Cell::Blank => Some(0),
            Cell::Figure(figure) => Some(*figure),
            Cell::Other => None,
        }
    }
}

fn place(kinds: &[KindDraft], kind: &str, field: &str) -> Option<(usize, usize)> {
    let at = kinds.iter().position(|one| one.name == kind)?;
    Some((at, kinds[at].fields.iter().position(|one| one.name == field)?))
}

/// How a field is a number, or may be one.
fn number(field: &FieldDraft) -> Option<(Type, Reading)> {
    if field.ty.is_number() {
        return Some((field.ty, field.reading.clone()));
    }
    let other = |other: &Other| match other {
        Other::Value(other) if other.ty.is_number() && other.failure.is_none() => {
            Some((other.ty, other.reading.clone()))
        }
        _ => None,
    };
    field.others.iter().filter(|_| field.ty == Type::Text).find_map(other)
}

/// Digits that were left text are a number where a figure of theirs holds.
fn become_number(field: &mut FieldDraft) {
    if let Some((ty, reading)) = number(field).filter(|_| field.ty == Type::Text) {
        (field.ty, field.reading) = (ty, reading);
        field.others.clear();
    }
}
