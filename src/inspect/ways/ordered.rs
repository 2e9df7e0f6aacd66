//! The records of whole files in their order, as a run of a draft reads them: the kind of each, and its numbers.
//!
//! In: a plan and its files. Out: kinds, figures and the values that kinds have in common. Refuses files that are too large to be
//! read whole.

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::PathBuf;

use arrow_array::{Array, ArrayRef};
use arrow_schema::DataType;

use super::usual;
use crate::finding::Severity;
use crate::host::{Host, paths};
use crate::inspect::infer::delimited::sums::Cell;
use crate::mapping::model::Kind;
use crate::run::Stop;
use crate::run::peek::{Peek, Seen};
use crate::run::plan::Plan;
use crate::run::sources;

/// Bytes of all files together.
const MOST: u64 = super::BOUNDS.whole;
/// Values that are kept.
const KEPT: usize = 1 << 21;
/// Figures are counted in ten-thousandths.
const DECIMALS: i8 = 4;
/// Different values that a key has at least.
const DIFFERENT: usize = 3;

/// Records in their order.
#[derive(Default)]
pub struct Ordered {
    /// The kind of each.
    pub of: Vec<Option<usize>>,
    /// Those of each file.
    pub files: Vec<Range<usize>>,
    /// Behind a code, what the fields of the first records hold: all of them, where that is not too much.
    pub figures: Vec<Vec<Cell>>,
    /// The values of fields whose name several kinds have, as they are written.
    shared: Vec<Vec<Option<String>>>,
    /// Those names.
    names: Vec<String>,
    /// Records that a run would refuse.
    pub refused: u64,
    kept: usize,
}

impl Ordered {
    /// Of these files; none where they are too large.
    ///
    /// # Errors
    /// TL0901.
    pub fn of(host: &dyn Host, plan: &Plan, files: &[PathBuf]) -> Result<Option<Self>, Stop> {
        let mut rows = Self { names: shared(&plan.mapping.source.kinds), ..Self::default() };
        let mut left = MOST;
        for (index, path) in (0..).zip(files) {
            let spec = sources::spec(host, paths::shown(path.as_os_str()), Some(path.clone()))?;
            let Some(peek) = Peek::open(host, plan, (index, &spec), left)?.filter(Peek::is_whole) else {
                return Ok(None);
            };
            let from = rows.of.len();
            peek.each(true, &mut |seen| {
                rows.see(plan, &seen);
                Ok(())
            })?;
            rows.files.push(from..rows.of.len());
            left = left.saturating_sub(peek.bytes().len() as u64);
        }
        Ok(Some(rows))
    }

    fn see(&mut self, plan: &Plan, seen: &Seen<'_>) {
        let batch = seen.batch;
        let notes = seen.evaluated.iter().flat_map(|one| &one.notes).chain(&batch.notes);
        let bad: BTreeSet<u32> = notes.filter(|note| note.severity >= Severity::Reject).map(|note| note.row).collect();
        self.refused += bad.len() as u64;
        let own: Vec<u32> = (0_u32..).zip(batch.rows.iter()).filter(|(_, row)| !row.ghost).map(|(at, _)| at).collect();
        self.of.extend(own.iter().map(|at| batch.rows.kind(*at as usize)));
        if self.kept > KEPT {
            return;
        }
        let mut figures: Vec<Vec<Cell>> = vec![vec![Cell::Other]; batch.rows.len()];
        let mut values: Vec<Vec<Option<String>>> = vec![vec![None; self.names.len()]; batch.rows.len()];
        let decoded = batch.fields(plan, seen.source, seen.text);
        for (number, kind) in plan.mapping.source.kinds.iter().enumerate() {
            let is_its =
                |at: &&u32| batch.rows.kind(**at as usize) == Some(number) && batch.rows.is_sound(**at as usize);
            let rows: Vec<u32> = own.iter().filter(is_its).copied().collect();
            for (field, wanted) in kind.fields.iter().zip(&plan.kinds[number].fields) {
                let read = decoded.field(&wanted.decoder, wanted.cut, &rows);
                let name = self.names.iter().position(|name| *name == field.name);
                for (place, row) in rows.iter().enumerate() {
                    let failed = read.findings.iter().any(|found| found.row as usize == place);
                    let cell = if failed { Cell::Other } else { figure(&read.array, place) };
                    figures[*row as usize].push(cell);
                    if let Some(name) = name {
                        values[*row as usize][name] = usual::written(read.array.as_ref(), place);
                    }
                }
            }
        }
        for row in own {
            let of_row = std::mem::take(&mut figures[row as usize]);
            self.kept += of_row.len() + self.names.len();
            self.figures.push(of_row);
            self.shared.push(std::mem::take(&mut values[row as usize]));
        }
    }

    /// The field of a kind whose value is that of the same field of the parent that stands above it, in every record; and parents
    /// have others.
    #[must_use]
    pub fn key(&self, kinds: &[Kind], child: usize, parent: usize) -> Option<String> {
        let has = |kind: usize, name: &String| kinds[kind].fields.iter().any(|field| field.name == *name);
        let both = self.names.iter().enumerate().filter(|(_, name)| has(child, name) && has(parent, name));
        let holds = |(at, _): &(usize, &String)| self.holds(*at, child, parent);
        both.into_iter().find(holds).map(|(_, name)| name.clone())
    }

    fn holds(&self, name: usize, child: usize, parent: usize) -> bool {
        let mut open: Option<&String> = None;
        let mut all: BTreeSet<&String> = BTreeSet::new();
        let mut parents = 0;
        if self.shared.len() < self.of.len() {
            return false;
        }
        for (kind, values) in self.of.iter().zip(&self.shared) {
            let value = values[name].as_ref();
            if *kind == Some(parent) {
                open = value;
                all.extend(value);
                parents += 1;
            } else if *kind == Some(child) && (value.is_none() || value != open) {
                return false;
            }
        }
        // A code or a day that many of them share is no key.
        all.len() >= DIFFERENT && 2 * all.len() > parents
    }
}

/// Names of fields that several kinds have.
fn shared(kinds: &[Kind]) -> Vec<String> {
    let all = || kinds.iter().flat_map(|kind| &kind.fields).map(|field| &field.name);
    let several = |name: &&String| all().filter(|other| other == name).count() > 1;
    let names: BTreeSet<&String> = all().filter(several).collect();
    let is_first = |name: &String| all().position(|other| other == name);
    let mut names: Vec<String> = names.into_iter().cloned().collect();
    names.sort_by_key(is_first);
    names
}

/// The number of a row.
fn figure(array: &ArrayRef, row: usize) -> Cell {
    let scale = match array.data_type() {
        _ if array.is_null(row) => return Cell::Blank,
        DataType::Decimal64(_, scale) | DataType::Decimal128(_, scale) => *scale,
        _ => 0,
    };
    let ten = u32::try_from(DECIMALS - scale).ok().and_then(|more| 10_i128.checked_pow(more));
    let number = usual::whole(array.as_ref(), row);
    number.zip(ten).and_then(|(number, ten)| number.checked_mul(ten)).map_or(Cell::Other, Cell::Figure)
}
