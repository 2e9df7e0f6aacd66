//! Kinds of rows by what their first cell says: `H`, `D` and `T` have cells of their own.
//!
//! In: files without a header. Out: a kind for each code, with its fields, parents and ends, and the figures that hold between
//! them; none where rows of one code have different numbers of cells, or all codes the same cells. Refuses: to tell kinds by
//! anything else.

use std::collections::BTreeMap;
use std::ops::Range;

use super::longer::Pieces;
use super::naming;
use super::rows::{Cutter, Text};
use super::sums::{self, Cell};
use super::{File, fields, shape, trailers};
use crate::finding::{self, Args};
use crate::inspect::infer::draft::{ControlDraft, KindDraft, Reason, When};
use crate::inspect::infer::fixed::order::{Standing, standings};
use crate::inspect::infer::values::{Around, Column};
use crate::mapping::model::{Filler, Type};

/// Kinds of the most various file.
const KINDS: usize = 12;
/// The same where all rows have as many cells, and letters of the longest code.
const FEW: usize = 5;
const SHORT: usize = 3;
/// Cells of which figures are kept.
const KEPT: usize = 1 << 21;
/// Letters of the longest code.
const LONGEST: usize = 8;

/// Rows of several kinds.
#[derive(Debug)]
pub struct Coded {
    /// In the order in which they come first.
    kinds: Vec<Code>,
    /// The kind of each row.
    rows: Vec<Option<usize>>,
    /// The rows of each file.
    files: Vec<Range<usize>>,
    /// What the cells of the first rows hold.
    figures: Vec<Vec<Cell>>,
    kept: usize,
}

#[derive(Debug)]
struct Code {
    text: String,
    cells: usize,
    rows: u64,
    columns: Vec<Column>,
    pieces: Pieces,
}

/// How files are read.
#[derive(Debug, Clone, Copy)]
pub struct Reading<'r> {
    /// How rows are cut.
    pub cutter: &'r Cutter,
    /// What is known of every column.
    pub around: &'r Around,
    /// Lines of titles before the rows.
    pub skip: u64,
}

impl Coded {
    /// The rows of all files, if their first cells are codes.
    pub fn of(files: &[File<'_>], reading: Reading<'_>) -> Option<Self> {
        let mut coded = Self { kinds: Vec::new(), rows: Vec::new(), files: Vec::new(), figures: Vec::new(), kept: 0 };
        for file in files {
            let from = coded.rows.len();
            coded.read(file, reading)?;
            coded.files.push(from..coded.rows.len());
        }
        let widths: Vec<usize> = coded.kinds.iter().map(|kind| kind.cells).collect();
        let differ = widths.iter().any(|width| Some(width) != widths.first()) || coded.hold_others();
        let again = coded.kinds.iter().any(|kind| kind.rows > 1);
        (differ && again && coded.rows.len() > coded.kinds.len()).then_some(coded)
    }

    /// None where a row has no code, or another number of cells than its code.
    fn read(&mut self, file: &File<'_>, reading: Reading<'_>) -> Option<()> {
        let Reading { cutter, around, skip } = reading;
        for window in &file.sample.windows {
            let Some(text) = Text::new(window, &around.encoding) else { continue };
            let skip = if window.offset == 0 { skip } else { 0 };
            let (mut fits, mut first) = (true, window.offset > 0 && !window.starts_line);
            cutter.each(text, skip, &mut |row| {
                // The first row of a window may be cut.
                if !std::mem::take(&mut first) && row.filled() > 0 {
                    fits = self.row(text, &row.cells, (row.number, around)).is_some();
                }
                fits
            });
            fits.then_some(())?;
        }
        Some(())
    }

    fn row(&mut self, text: Text<'_>, cells: &[&[u8]], (place, around): (u64, &Around)) -> Option<()> {
        let code = text.decode(cells.first()?).filter(|code| is_code(code))?;
        let known = self.kinds.iter().position(|kind| kind.text == code);
        let at = known.or_else(|| {
            let columns = cells.iter().map(|_| Column::new(around.clone())).collect();
            self.kinds.push(Code { text: code, cells: cells.len(), rows: 0, columns, pieces: Pieces::default() });
            Some(self.kinds.len() - 1).filter(|_| self.kinds.len() <= KINDS)
        })?;
        let kind = &mut self.kinds[at];
        if kind.cells != cells.len() {
            return None;
        }
        kind.rows += 1;
        kind.pieces.push(cells);
        for (column, cell) in kind.columns.iter_mut().zip(cells) {
            column.push(cell, place);
        }
        self.rows.push(Some(at));
        self.kept += cells.len();
        if self.kept <= KEPT {
            self.figures.push(sums::figures(cells));
        }
        Some(())
    }

    /// Whether rows of as many cells hold other things: under a kind that comes first, another one has numbers where that has
    /// days, or texts where it has numbers. Any column of few values tells such rows apart, so that codes are short, and few.
    fn hold_others(&self) -> bool {
        let several = self.kinds.iter().filter(|kind| kind.rows > 1).count() > 1;
        if self.kinds.len() > FEW || !several || self.kinds.iter().any(|kind| kind.text.len() > SHORT) {
            return false;
        }
        let sorts = |kind: &Code| -> Vec<Option<Sort>> { kind.columns.iter().skip(1).map(Sort::of).collect() };
        let sorts: Vec<Vec<Option<Sort>>> = self.kinds.iter().map(sorts).collect();
        let head = sorts.first().into_iter().flatten();
        let apart = |other: &Vec<Option<Sort>>| {
            head.clone().zip(other).any(|(one, other)| one.is_some() && other.is_some() && one != other)
        };
        let standings = self.standings();
        let under = |at: usize| standings[at].under == Some(0) || standings[at].ends == Some(0);
        (1..self.kinds.len()).any(|at| under(at) && apart(&sorts[at]))
    }

    /// Rows.
    pub const fn records(&self) -> u64 {
        self.rows.len() as u64
    }

    /// The marks that the columns prove.
    pub fn columns(&self) -> impl Iterator<Item = &Column> {
        self.kinds.iter().flat_map(|kind| &kind.columns)
    }

    /// How many kinds there are.
    pub const fn count(&self) -> u64 {
        self.kinds.len() as u64
    }

    /// A kind for each code; `mark` is the decimal mark of the file. Where only samples were read, nobody knows the order.
    pub fn kinds(&self, mark: Option<char>, is_whole: bool) -> Vec<KindDraft> {
        let standings = if is_whole { self.standings() } else { vec![Standing::default(); self.kinds.len()] };
        let names = self.names();
        let drafted = self.kinds.iter().zip(names).zip(standings).map(|((kind, name), standing)| {
            let plain = |column: &Column| fields::Named { found: column.found(mark), name: None, doubt: None };
            let (fields, _) = fields::fields(&[], kind.columns.iter().map(plain).collect());
            let records = Reason::Records { records: kind.rows, of: self.records() };
            KindDraft {
                name,
                when: Some(When::Cell { index: 0, is: vec![kind.text.clone()] }),
                under: standing.under,
                ends: standing.ends,
                skip: None,
                cells: u32::try_from(kind.cells).ok(),
                in_preamble: false,
                filler: Filler::Any,
                unique: if is_whole { fields::unique(&fields) } else { Vec::new() },
                fields,
                groups: Vec::new(),
                sums: Vec::new(),
                records: kind.rows,
                why: std::iter::once(records).chain(standing.why).collect(),
            }
        });
        drafted.collect()
    }

    /// Figures that hold between the kinds; none of files that are not whole, or too large.
    pub fn controls(&self, kinds: &mut [KindDraft], is_whole: bool) -> Vec<ControlDraft> {
        if !is_whole || self.figures.len() < self.rows.len() {
            return Vec::new();
        }
        let Self { rows, files, figures, .. } = self;
        trailers::Rows { of: rows, files, figures }.controls(kinds)
    }

    /// What a person should know of numbers that commas may cut, of which these kinds are made texts; the code is none.
    pub fn doubts(&self, kinds: &mut [KindDraft]) -> Vec<(finding::Code, Args)> {
        let cuts = |code: &Code| code.pieces.cut().filter(|(at, _)| *at > 0).collect::<Vec<_>>();
        let told = |(code, kind): (&Code, &mut KindDraft)| shape::doubt(kind, &cuts(code));
        self.kinds.iter().zip(kinds).filter_map(told).collect()
    }

    fn names(&self) -> Vec<String> {
        let texts: Vec<String> = self.kinds.iter().map(|kind| format!("kind {}", kind.text)).collect();
        naming::names(&texts)
    }

    /// Parents and ends, as far as every row keeps them: a run would refuse the others.
    fn standings(&self) -> Vec<Standing> {
        let found = standings(self.kinds.len(), &self.rows, &self.files, &|_, _| false);
        if self.keeps(&found) { found } else { vec![Standing::default(); self.kinds.len()] }
    }

    fn keeps(&self, standings: &[Standing]) -> bool {
        self.files.iter().all(|rows| {
            let mut open: BTreeMap<usize, bool> = BTreeMap::new();
            self.rows[rows.clone()].iter().flatten().all(|kind| {
                let is_open = |parent: usize| open.get(&parent).copied().unwrap_or(false);
                let Standing { under, ends, .. } = &standings[*kind];
                let kept = under.is_none_or(is_open) && ends.is_none_or(is_open);
                for (other, standing) in standings.iter().enumerate() {
                    if *ends == Some(other) || standing.under == Some(*kind) {
                        open.insert(other, false);
                    }
                }
                open.insert(*kind, true);
                kept
            })
        })
    }
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Numbers,
    Days,
    Texts,
}

impl Sort {
    /// None where it holds nothing.
    fn of(column: &Column) -> Option<Self> {
        let found = column.found(None);
        let open = || found.others.iter().any(|other| other.ty.is_number() && other.failure.is_none());
        Some(match found.ty {
            _ if column.is_blank() => return None,
            Type::Date | Type::Timestamp => Self::Days,
            ty if ty.is_number() || ty == Type::Text && open() => Self::Numbers,
            _ => Self::Texts,
        })
    }
}

/// Whether a text may be the code of a kind: a few letters and digits.
fn is_code(text: &str) -> bool {
    !text.is_empty() && text.len() <= LONGEST && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}
