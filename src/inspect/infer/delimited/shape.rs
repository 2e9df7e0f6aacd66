//! Whether all rows have as many cells, and what becomes of those with more of them than are expected.
//!
//! In: rows by their number of cells. Out: parts of the rows that are kinds of their own, so that every record is read and no
//! cell of it is cut off. Refuses: names, and types where a number may have been cut in two.

use super::OFTEN;
use super::naming;
use super::table::{Only, Table};
use super::why::{CutMark, CutWhy};
use crate::finding::{Arg, Args, Code};
use crate::inspect::infer::draft::{FieldDraft, Form, KindDraft, Reason, When};
use crate::inspect::infer::fixed::fields::become_text;
use crate::inspect::infer::values::why::Share;
use crate::mapping::model::Type;

/// Numbers of one row that are looked for, and of so many rows one at least has another number of cells for them.
const NUMBERS: usize = 3;
const SELDOM: u64 = 50;
/// Kinds of rows that are told by their cells.
const KINDS: usize = 50;

/// A number that seems to be cut: its first cell, from 0, and what cut it.
pub type Cut = (usize, CutMark);

/// How many cells rows have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// As many as are expected, but for rows that are few or have nothing in what is too much.
    Even,
    /// So many cells, which are more than are expected, in so many rows: next to all.
    All(usize, u64),
    /// Many have so many, more than are expected: each width with its rows. Others have what is expected, or next to it.
    Several(Vec<(usize, u64)>, u64),
}

/// A part of the rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The name of its kind.
    pub name: String,
    /// Its rows.
    pub only: Only,
    /// How many there are.
    pub rows: u64,
    /// Columns that are read.
    pub columns: usize,
    /// Its condition, where others follow.
    pub when: Option<When>,
    /// The cells of a row, if they are more than are expected.
    pub cells: Option<usize>,
}

impl Shape {
    /// Of rows of which so many cells are expected. A layout that was given says what they are, whatever else rows have. A
    /// header says it too, so that a run refuses the few rows that have more; without one it would pass over what is too much.
    /// Rows of which a mark seems to cut a number have a kind of their own, whatever their cells are.
    #[must_use]
    pub fn of(table: &Table, width: usize, (has_header, has_layout): (bool, bool), delimiter: &str) -> Self {
        let varies = varies(table, delimiter).filter(|_| !has_layout).map_or(usize::MAX, |(base, _)| base);
        let longer = table.of_widths(|own| own > width);
        if longer.reach <= width && varies == usize::MAX {
            return Self::Even;
        }
        let often = |rows: u64| rows * OFTEN >= table.rows;
        let many = |rows: u64| !has_header && !has_layout || often(rows);
        let is_wide = |own: usize, rows: u64| own > varies || own > width && longer.reach > width && many(rows);
        let wide = table.widths.iter().filter(|(own, of)| is_wide(**own, of.rows.n)).take(KINDS);
        let wide: Vec<(usize, u64)> = wide.map(|(own, of)| (*own, of.rows.n)).collect();
        let others = table.of_widths(|own| !wide.iter().any(|one| one.0 == own) && own <= width).rows.n;
        match &wide[..] {
            [] => Self::Even,
            [(only, rows)] if others == 0 || !often(others) && varies == usize::MAX => Self::All(*only, *rows),
            _ if has_layout => {
                let usual = table.usual_width().filter(|usual| *usual > width);
                usual.map_or(Self::Even, |usual| Self::All(usual, table.of_widths(|own| own == usual).rows.n))
            }
            _ => Self::Several(wide, others),
        }
    }

    /// How many cells all rows have, if that is more than are expected.
    #[must_use]
    pub const fn cells(&self) -> Option<usize> {
        if let Self::All(cells, _) = self { Some(*cells) } else { None }
    }

    /// Whether rows of so many cells have a kind of their own.
    #[must_use]
    pub fn has(&self, cells: usize) -> bool {
        matches!(self, Self::Several(wide, _) if wide.iter().any(|(own, _)| *own == cells))
    }

    /// The parts; `width` cells are expected.
    #[must_use]
    pub fn parts(&self, width: usize) -> Vec<Part> {
        let all = |columns, cells, rows| Part {
            name: "record".to_owned(),
            only: Only::All,
            rows,
            columns,
            when: None,
            cells,
        };
        match self {
            Self::Even => vec![all(width, None, 0)],
            Self::All(cells, rows) => vec![all(*cells, Some(*cells), *rows)],
            Self::Several(wide, others) => {
                let most = wide.first().map_or(width, |(least, _)| width.min(least - 1));
                let wide = wide.iter().map(|(cells, rows)| Part {
                    name: format!("cells_{cells}"),
                    only: Only::Exactly(*cells),
                    when: Some(When::Pattern("^".to_owned())),
                    ..all(*cells, Some(*cells), *rows)
                });
                let rest = (*others > 0).then(|| Part { only: Only::Most(most), ..all(width, None, *others) });
                wide.chain(rest).collect()
            }
        }
    }
}

/// The number that seems to be cut in rows of so many cells, which are more than are expected: something is. What rows of the
/// expected width have as well is none.
#[must_use]
pub fn cut(table: &Table, (cells, width): (usize, usize), delimiter: &str) -> Option<Cut> {
    let usual = |cut: &Cut| {
        let usual = table.pieces.get(&width).filter(|_| width != cells);
        usual.is_some_and(|pieces| pieces.perhaps_cut().any(|other| other.0 == cut.0))
    };
    let own = || table.pieces.get(&cells).filter(|_| delimiter == ",")?.perhaps_cut().find(|cut| !usual(cut));
    varies(table, delimiter).filter(|(base, _)| cells > *base.min(&width)).map(|(_, cut)| cut).or_else(own)
}

/// A number that its own mark seems to cut, since rows have a cell more where two digits stand behind it: the cells of the
/// rows where none does, and its place.
fn varies(table: &Table, delimiter: &str) -> Option<(usize, Cut)> {
    let mut found: Option<(usize, Cut)> = None;
    for (cells, pieces) in table.pieces.iter().filter(|_| delimiter == ",") {
        for cut in pieces.perhaps_cut() {
            let mut shorter = cells.saturating_sub(NUMBERS)..*cells;
            let is_whole = |own: &usize| {
                let often = table.widths.get(own).is_some_and(|of| of.rows.n * SELDOM >= table.rows);
                let other = table.pieces.get(own).filter(|_| often);
                other.is_some_and(|one| one.has_numbers(cut.0) && !one.perhaps_cut().any(|other| other.0 == cut.0))
            };
            let Some(base) = shorter.find(is_whole) else { continue };
            found =
                Some(found.map_or((base, cut), |(least, first)| {
                    (least.min(base), if cut.0 < first.0 { cut } else { first })
                }));
        }
    }
    found
}

/// A number that may be cut in rows that all end with a blank cell too many: its cents begin with zeros in some.
#[must_use]
pub fn cut_evenly(table: &Table, width: usize, delimiter: &str) -> Option<(Cut, Share)> {
    let (cells, of) = table.widths.iter().filter(|_| delimiter == ",").find(|(own, _)| **own > width)?;
    let pieces = table.pieces.get(cells)?;
    let cut = pieces.perhaps_cut().find(|(at, mark)| *mark == CutMark::Decimal && pieces.has_zeros(at + 1))?;
    Some((cut, Share { n: of.rows.n, of: table.rows }))
}

/// What a person should know: so many records have more cells than are expected.
#[must_use]
pub fn remark(records: Share, cells: usize, expected: usize, cut: Option<Cut>) -> (Code, Args) {
    let place = |more: usize| cut.map_or_else(|| Arg::from(""), |(at, _)| (at + more).into());
    let args = vec![records.n.into(), records.of.into(), cells.into(), expected.into(), place(1), place(2)];
    (Code::MoreCells, args)
}

/// From the number that may be cut on, nothing is known of the fields: neither names nor types.
#[must_use]
pub fn forget(fields: &mut [FieldDraft], cut: Cut) -> CutWhy {
    let form = Form::Delimited(super::dialect::plain(","));
    let why = told(cut);
    for (at, field) in fields.iter_mut().enumerate().skip(cut.0) {
        let text =
            FieldDraft::text(format!("column_{}", at + 1), field.place.clone(), &form).of_type(Type::Text, &form);
        let why = if at < cut.0 + 2 { vec![Reason::Cut(why.clone())] } else { Vec::new() };
        *field = FieldDraft { personal: field.personal, why, ..text };
    }
    let names: Vec<String> = fields.iter().map(|field| field.name.clone()).collect();
    fields.iter_mut().zip(naming::names(&names)).for_each(|(field, name)| field.name = name);
    why
}

/// Makes texts of the numbers that may be cut in all rows alike, where no header says how many cells a row has; and what a
/// person should know of them.
pub fn doubt(kind: &mut KindDraft, cuts: &[Cut]) -> Option<(Code, Args)> {
    let form = Form::Delimited(super::dialect::plain(","));
    for cut in cuts {
        for field in kind.fields.iter_mut().skip(cut.0).take(2) {
            become_text(field, &form);
            field.why.insert(0, Reason::Cut(told(*cut)));
        }
    }
    let pairs: Vec<String> = cuts.iter().map(|(at, _)| format!("{} + {}", at + 1, at + 2)).collect();
    let args = vec![kind.fields.len().into(), pairs.join(", ").into()];
    (!cuts.is_empty()).then_some((Code::CutEvenly, args))
}

/// The number that may be cut, as a reason.
fn told((at, mark): Cut) -> CutWhy {
    CutWhy::CutNumber { left: u32::try_from(at + 1).unwrap_or(u32::MAX), mark }
}
