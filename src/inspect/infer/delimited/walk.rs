//! A walk along the rows of a file that are called totals, down or up: which of them are the sum of what was passed.
//!
//! In: each of these rows with the records between. Out: what speaks for each. Refuses: names, what becomes of a row.
//!
//! Totals stand in one another. Each row whose figure is a sum closes a block of rows; the next one may be the sum of what
//! follows the last block of its own level or of a higher one. Rows of which nothing is proved yet count as records or not.

use super::ledger::{Column, Found, Line, ONE, Upto};
use super::sums::Cell;
use crate::inspect::infer::values::names::words;

/// A line as a walk meets it, down the file or up.
pub struct Place<'l> {
    /// It.
    pub line: &'l Line,
    /// The records that were passed.
    pub met: Upto,
    /// The cells of the record that it stands next to, and of another line, where it stands next to one.
    pub beside: [&'l [String]; 2],
    /// These, or its heading, have the words after which it is called.
    pub is_named: bool,
    /// Nothing stands beyond it.
    pub is_at_end: bool,
}

impl<'l> Place<'l> {
    /// Of a line that is called after these words.
    #[must_use]
    pub fn new(line: &'l Line, called: &[String], met: Upto, beside: [&'l [String]; 2]) -> Self {
        let near: Vec<String> =
            beside.iter().copied().flatten().chain([&line.heading]).flat_map(|text| words(text)).collect();
        let is_named = called.iter().all(|word| near.contains(word));
        Self { line, met, beside, is_named, is_at_end: false }
    }
}

/// Where a walk has been: the records, and the rows that are called totals, which are sums or loose.
#[derive(Debug, Clone, Default)]
struct Been {
    records: Upto,
    loose: Upto,
    sums: Upto,
}

/// A walk along the lines of a file.
pub struct Walk<'u> {
    units: &'u [i128],
    been: Been,
    /// The last block of each level that none of a higher level holds: its level, and where it ended; the highest first.
    blocks: Vec<(u32, Been)>,
}

/// One way in which a line may be a sum.
struct Way {
    matched: Vec<usize>,
    rows: u64,
    bits: u32,
    /// The first block that it takes in.
    from: usize,
}

impl<'u> Walk<'u> {
    /// At its beginning; `units` divide all figures of each column.
    #[must_use]
    pub fn new(units: &'u [i128]) -> Self {
        Self { units, been: Been::default(), blocks: Vec::new() }
    }

    /// What is found at each place.
    #[must_use]
    pub fn all(mut self, places: &[Place<'_>]) -> Vec<Found> {
        places.iter().map(|place| self.step(place)).collect()
    }

    fn step(&mut self, place: &Place<'_>) -> Found {
        self.been.records = place.met.clone();
        let best = self.ways(place).into_iter().max_by_key(|way| (way.matched.len(), way.rows > 1, way.from));
        let cells = &place.line.cells;
        let has = |cell: &Cell| matches!(cell, Cell::Figure(_));
        let is_tried = cells.iter().enumerate().any(|(at, cell)| at != place.line.name && has(cell));
        let comes_to = self.comes_to(place);
        let base =
            Found { is_tried, is_named: place.is_named, is_at_end: place.is_at_end, comes_to, ..Found::default() };
        let Some(way) = best else {
            self.been.loose.add(cells, &mut Vec::new());
            return Found { is_own: true, ..base };
        };
        let level = 1 + self.blocks.get(way.from).map_or(0, |block| block.0);
        self.blocks.retain(|block| block.0 > level);
        self.been.sums.add(cells, &mut Vec::new());
        self.blocks.push((level, self.been.clone()));
        let is_own = is_own(place, &way.matched);
        Found { rows: Some(way.rows), bits: way.bits, is_own, ..base }
    }

    /// A sum may begin behind the last block of each level, and at the very beginning.
    fn ways(&self, place: &Place<'_>) -> Vec<Way> {
        let nothing = Been::default();
        let mut ways = Vec::new();
        for from in 0..=self.blocks.len() {
            let start = from.checked_sub(1).map_or(&nothing, |last| &self.blocks[last].1);
            let [records, loose, sums] = [
                self.been.records.since(&start.records),
                self.been.loose.since(&start.loose),
                self.been.sums.since(&start.sums),
            ];
            for with in [&[][..], &[&loose], &[&sums], &[&loose, &sums]] {
                ways.extend(self.way(place, from, (&records, with)));
            }
        }
        ways
    }

    /// Whether the line is the sum of these rows, in any column that holds figures alone.
    fn way(&self, place: &Place<'_>, from: usize, (records, with): (&Upto, &[&Upto])) -> Option<Way> {
        let rows = records.rows + with.iter().map(|more| more.rows).sum::<u64>();
        let column = |at: usize| {
            let all = [records].into_iter().chain(with.iter().copied()).filter_map(|upto| upto.columns.get(at));
            all.fold(Column::default(), Column::plus)
        };
        let of =
            |at: usize| Some(column(at)).filter(|column| column.others == 0 && column.figures > 0).map(|one| one.sum);
        let is_empty = |at: usize| column(at).figures == 0;
        let elsewhere = |figure: i128| (0..records.columns.len()).find(|other| of(*other) == Some(figure));
        let cells = &place.line.cells;
        let is_short = cells.len() < records.columns.len();
        let count = i128::from(rows) * ONE;
        let (mut matched, mut bits) = (Vec::new(), 0);
        for (at, cell) in cells.iter().enumerate().filter(|(at, _)| *at != place.line.name) {
            let Cell::Figure(figure) = *cell else { continue };
            if figure == 0 && is_empty(at) {
                matched.push(at);
                continue;
            }
            if figure == count && of(at).is_none() {
                matched.push(at);
                bits += surprise(figure, ONE);
                continue;
            }
            let other = || elsewhere(figure).filter(|_| is_short || is_empty(at));
            let Some(column) = Some(at).filter(|at| of(*at) == Some(figure)).or_else(other) else { continue };
            matched.push(at);
            let unit = self.units.get(column).copied().unwrap_or(1).max(1);
            bits += surprise(figure, unit).saturating_sub(if column == at { 0 } else { 3 });
        }
        let is_zero = |cell: &Cell| !matches!(cell, Cell::Figure(figure) if *figure != 0);
        let says = bits > 0 || cells.iter().all(is_zero);
        (rows > 0 && !matched.is_empty() && says).then_some(Way { matched, rows, bits, from })
    }

    /// What the records since the last block come to where the line has its first figure.
    fn comes_to(&self, place: &Place<'_>) -> Option<(usize, i128)> {
        let nothing = Been::default();
        let start = self.blocks.last().map_or(&nothing, |block| &block.1);
        let since = self.been.records.since(&start.records);
        let figures = place.line.cells.iter().enumerate().filter(|(at, _)| *at != place.line.name);
        let mut at = figures.filter(|(_, cell)| matches!(cell, Cell::Figure(_))).map(|(at, _)| at);
        at.find_map(|at| {
            let column = since.columns.get(at).filter(|column| column.figures > 1 && column.others == 0)?;
            Some((at, column.sum))
        })
    }
}

/// Bits of a figure in units of its column.
fn surprise(figure: i128, unit: i128) -> u32 {
    (figure / unit).unsigned_abs().checked_ilog2().map_or(0, |bits| bits + 1)
}

fn is_own(place: &Place<'_>, matched: &[usize]) -> bool {
    let own = |(at, text): (usize, &String)| {
        at != place.line.name
            && !text.is_empty()
            && !matched.contains(&at)
            && !place.beside.iter().any(|row| row.get(at) == Some(text))
    };
    place.line.raw.iter().enumerate().any(own)
}
