//! Whether the borders of a layout lie one place beside those of the data: places were counted from 0, or a field before
//! them is a place wider or narrower than the layout says.
//!
//! In: the places of a layout, and records. Out: the field from which on the borders fit better beside. The evidence: a
//! border between two digits, or two letters, in most records, where one place further there is none in nearly all.
//! Refuses to say so by one border alone, or where one of those that follow fits as it is and not beside.

use super::{Doubt, LayoutField};

/// Borders that have to fit better beside.
const LEAST: usize = 2;
/// Of a hundred records, so many show that a border cuts what belongs together; no more, that it does not.
const CUTS: u64 = 50;
const WHOLE: u64 = 10;
/// Places beside a border that are looked at, from the left.
const BESIDE: usize = 3;

/// A border while records go by.
struct Border {
    /// The field that it begins or ends.
    field: usize,
    /// The place behind it, from 0.
    at: usize,
    /// Records that it would cut one place to the left, as it is, and one place to the right.
    cuts: [u64; BESIDE],
    /// The first record that it cuts.
    first: u64,
}

/// The borders of a layout while records go by.
pub struct Shift {
    borders: Vec<Border>,
}

impl Shift {
    /// Of fields with places; those of a field in another are left out.
    pub fn of(fields: &[LayoutField]) -> Self {
        let mut borders: Vec<Border> = Vec::new();
        let places = fields.iter().enumerate().filter_map(|(field, one)| Some((field, one.at?)));
        for (field, (from, to)) in places {
            for at in [from as usize, to as usize] {
                if at > 1 && borders.last().is_none_or(|last| last.at < at) {
                    borders.push(Border { field, at, cuts: [0; BESIDE], first: 0 });
                }
            }
        }
        Self { borders }
    }

    /// Looks at a record.
    pub fn read<'r>(&mut self, slice: &dyn Fn(usize, usize) -> &'r [u8], number: u64) {
        for border in &mut self.borders {
            let around = slice(border.at - 2, border.at + 2);
            if around.len() <= BESIDE {
                continue; // the end of the record shows nothing of what stands behind it
            }
            for (beside, pair) in around.windows(2).enumerate() {
                let cut = class(pair[0]).is_some() && class(pair[0]) == class(pair[1]);
                border.cuts[beside] += u64::from(cut);
                if cut && beside == 1 && border.first == 0 {
                    border.first = number;
                }
            }
        }
    }

    /// The field from which on the borders lie beside, of so many records.
    pub fn doubt(&self, records: u64) -> Option<(usize, Doubt)> {
        [(2, true), (0, false)].into_iter().find_map(|(side, right)| {
            let better = |border: &Border, here: usize, there: usize| {
                border.cuts[here] * 100 >= records * CUTS && border.cuts[there] * 100 <= records * WHOLE
            };
            let first = self.borders.iter().position(|border| better(border, 1, side))?;
            let behind = &self.borders[first..];
            let votes = behind.iter().filter(|border| better(border, 1, side)).count();
            let fits = behind.iter().any(|border| better(border, side, 1));
            let Border { field, cuts, first, .. } = &self.borders[first];
            (votes >= LEAST && !fits).then_some((*field, Doubt::Shifted { right, n: cuts[1], first: *first }))
        })
    }
}

/// Digits, or letters; none for what may stand at the edge of a field.
const fn class(byte: u8) -> Option<bool> {
    match byte {
        b'0'..=b'9' => Some(true),
        b'A'..=b'Z' | b'a'..=b'z' => Some(false),
        _ => None,
    }
}
