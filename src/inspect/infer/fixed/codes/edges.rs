//! The first and the last record of a file, whose code shares its first characters with that of others.
//!
//! In: a place that was found. Out: the same, a character longer, where the record at an end has another one there than all
//! others of its group, and another shape. Refuses codes of which the next character is not always the same.

use std::collections::BTreeMap;

use super::{Place, Sheet, code};
use crate::inspect::infer::fixed::page::{Class, class};

impl Sheet<'_> {
    /// The place with codes that tell the record at an end from a group's others: `90` from `99`.
    pub(super) fn edged(&self, place: Place) -> Place {
        let last = self.rows.len().saturating_sub(1);
        let inner = 1..last.max(1);
        let mut next: BTreeMap<Vec<u8>, u8> = BTreeMap::new();
        let goes = place.to < self.width
            && inner.clone().all(|row| {
                let face = self.face(row, place.to);
                class(face) == Class::Digit && *next.entry(place.code(self.rows[row])).or_insert(face) == face
            });
        let apart = |row: &usize| {
            let known = next.get(&place.code(self.rows[*row]));
            known.is_some_and(|face| *face != self.face(*row, place.to)) && self.is_of_another_shape(*row, &place)
        };
        let edges: Vec<usize> = [0, last].into_iter().filter(apart).collect();
        if !goes || edges.is_empty() || inner.is_empty() {
            return place;
        }
        let mut longer = Place { to: place.to + 1, groups: Vec::new(), records: Vec::new(), ..place };
        for row in inner.chain(edges.iter().copied()).chain([0, last]) {
            let code = code(self.rows[row], longer.from, longer.to);
            if longer.groups.iter().flatten().any(|known| *known == code) {
                continue;
            }
            let short = &code[..code.len() - 1];
            let group = place.groups.iter().position(|group| group.iter().any(|known| known == short));
            let alike = longer.groups.iter().position(|own: &Vec<Vec<u8>>| {
                let first = &own[0][..own[0].len() - 1];
                !edges.contains(&row) && group.is_some_and(|at| place.groups[at].iter().any(|known| known == first))
            });
            match alike {
                Some(at) => longer.groups[at].push(code),
                None => longer.groups.push(vec![code]),
            }
        }
        let records = |group: &Vec<Vec<u8>>| self.rows.iter().filter(|row| group.contains(&longer.code(row))).count();
        longer.records = longer.groups.iter().map(|group| u32::try_from(records(group)).unwrap_or(u32::MAX)).collect();
        longer
    }

    /// Whether a column behind the code shows one class in all other records of its code, and another one in this.
    fn is_of_another_shape(&self, row: usize, place: &Place) -> bool {
        let own = place.code(self.rows[row]);
        let others: Vec<usize> =
            (0..self.rows.len()).filter(|other| *other != row && place.code(self.rows[*other]) == own).collect();
        let differs = |column: usize| {
            let class_of = |row: usize| class(self.face(row, column));
            others.iter().all(|other| class_of(*other) == class_of(others[0])) && class_of(row) != class_of(others[0])
        };
        !others.is_empty() && (place.to..self.width).any(differs)
    }
}
