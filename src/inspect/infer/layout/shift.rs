//! Whether the borders of a layout lie one place beside those of the data: places were counted from 0, or a field before
//! them is a place wider or narrower than the layout says.
//!
//! In: the places of a layout, and records. Out: the field from which on the borders fit better beside. The evidence: a
//! border between two digits, or two letters, in most records, where one place further there is none in nearly all.
//! Or a date that is one by its picture beside, in nearly all records, and as it is in none. Refuses to say so by one border
//! alone, or where one of those that follow fits as it is and not beside.

use super::{Doubt, LayoutField, Said};
use crate::extractors::decode::date::DateRules;
use crate::mapping::model::Type;

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

/// A date of the layout while records go by.
struct Days {
    field: usize,
    /// From 0, end exclusive.
    at: (usize, usize),
    rules: DateRules,
    /// Records in which it is a day one place to the left, as it is, and one place to the right.
    reads: [u64; BESIDE],
    /// Records in which it is none, and the first of them.
    wrong: (u64, u64),
}

/// Years of two digits, wherever they may lie.
const YEARS: (i32, i32) = (1950, 2049);

/// The borders and the dates of a layout while records go by.
pub struct Shift {
    borders: Vec<Border>,
    days: Vec<Days>,
}

impl Days {
    fn of((field, one): (usize, &LayoutField)) -> Option<Self> {
        let Said::Date(Some(picture)) = &one.said else { return None };
        let (from, to) = one.at.filter(|at| at.0 > 0)?;
        let years = (!picture.contains("YYYY")).then_some(YEARS);
        let rules = DateRules::new(picture, Type::Date, years).ok()?;
        Some(Self { field, at: (from as usize, to as usize), rules, reads: [0; BESIDE], wrong: (0, 0) })
    }

    fn read<'r>(&mut self, slice: &dyn Fn(usize, usize) -> &'r [u8], number: u64) {
        for beside in 0..BESIDE {
            let text = slice(self.at.0 + beside - 1, self.at.1 + beside - 1);
            let is_day = std::str::from_utf8(text).is_ok_and(|text| self.rules.date(text).is_ok());
            self.reads[beside] += u64::from(is_day);
            if beside == 1 && !is_day {
                self.wrong = (self.wrong.0 + 1, if self.wrong.0 == 0 { number } else { self.wrong.1 });
            }
        }
    }

    fn doubt(&self, records: u64) -> Option<(usize, Doubt)> {
        let beside = [(2, true), (0, false)].into_iter().find(|(side, _)| {
            self.reads[*side] * 100 >= records * (100 - WHOLE) && self.reads[1] * 100 <= records * WHOLE
        });
        beside.map(|(_, right)| (self.field, Doubt::Shifted { right, n: self.wrong.0, first: self.wrong.1 }))
    }
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
        Self { borders, days: fields.iter().enumerate().filter_map(Days::of).collect() }
    }

    /// Looks at a record.
    pub fn read<'r>(&mut self, slice: &dyn Fn(usize, usize) -> &'r [u8], number: u64) {
        for days in &mut self.days {
            days.read(slice, number);
        }
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

    /// The date that is one beside, of so many records: the fields from it on lie there.
    pub fn by_days(&self, records: u64) -> Option<(usize, Doubt)> {
        self.days.iter().find_map(|days| days.doubt(records))
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
