//! Tables whose rows are sorted, or laid out in folders: what each chunk's rows give, and where it waits.
//!
//! In: the loaded rows of chunks, in any order. Out: all rows in their order, in a [`Spool`]: the values of the folders,
//! then those of the sorted columns, then the place among the sources; so no two rows are equal, and neither threads nor
//! memory show. [`write`] makes files of them. Tables without an order pay nothing for this.

pub mod folders;
mod forms;
pub mod write;

use std::sync::{Mutex, PoisonError};

use arrow_array::{Array, ArrayRef};
use serde::{Deserialize, Serialize};

use crate::finding::{Args, Code};
use crate::loaders::rows::Rows;
use crate::loaders::table::GroupSizes;
use crate::mapping::model::{Table, Type};
use crate::mapping::types;
use crate::run::Stop;
use crate::run::fold::Entries;
use crate::run::fold::gather::GATHERED;
use crate::run::fold::spool::{Gathered, MERGED, Spool, Spooled};
use crate::run::people::drafts::Drafts;
use crate::run::plan::Plan;
use crate::run::publish::Staging;
use crate::validate::set::entry::push_ordered;
use crate::validate::set::key::Columns;

/// The order of a table's rows, ready to be made.
#[derive(Debug)]
pub struct OrderWork {
    /// Name and type of each column whose values are folders.
    pub folders: Vec<(String, Type)>,
    /// Those columns, then the sorted ones.
    keys: Vec<usize>,
    /// The columns that files have, those of the trace among them.
    written: Vec<usize>,
}

impl OrderWork {
    /// Of a table; none where its rows stay as the sources have them.
    #[must_use]
    pub fn new(table: &Table) -> Option<Self> {
        if table.order.is_of_sources() {
            return None;
        }
        let folder = |at: &usize| (table.columns[*at].name.clone(), table.columns[*at].ty);
        let all = table.columns.len() + table.nests.len() + if table.trace { 2 } else { 0 };
        let is_written = |at: &usize| !table.order.partition_by.contains(at);
        Some(Self {
            folders: table.order.partition_by.iter().map(folder).collect(),
            keys: [&table.order.partition_by[..], &table.order.sort_by].concat(),
            written: (0..all).filter(is_written).collect(),
        })
    }

    /// What files say of the columns that they lack: name, type, and place among the table's columns; none where they
    /// lack none.
    #[must_use]
    pub fn metadata(&self, table: &Table) -> Option<(String, String)> {
        let said = |((name, ty), at): (&(String, Type), &usize)| FolderSaid {
            name: name.clone(),
            ty: types::name(*ty),
            at: *at,
        };
        let said: Vec<FolderSaid> = self.folders.iter().zip(&table.order.partition_by).map(said).collect();
        let json = serde_json::to_string(&said).ok().filter(|_| !said.is_empty())?;
        Some((format!("tumpline.{FOLDERS}"), json))
    }
}

/// What a file says of its folders, under `tumpline.` and this.
pub const FOLDERS: &str = "partition_by";

/// What a file says of a column that its folder's name has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FolderSaid {
    /// The column.
    pub name: String,
    /// Its type as a mapping writes it.
    #[serde(rename = "type")]
    pub ty: String,
    /// Its place among the columns of the table, from 0.
    pub at: usize,
}

/// Where the rows and entries of a pass wait.
pub struct Waiting<'a, 's> {
    /// Of rules over several rows, for all mappings.
    pub entries: &'a Entries<'s>,
    /// One for each table of the mapping that has an order.
    orders: Vec<Option<Mutex<Spool<'s>>>>,
    /// Bytes on the disk of mappings before.
    before: u64,
    /// Where the lines of refused records are drafted, if people want them.
    pub drafts: Option<&'a Drafts<'s>>,
}

/// Of each table of a mapping: its rows in their order, if it has one.
pub type Sorted = Vec<Option<Spooled>>;

impl<'a, 's> Waiting<'a, 's> {
    /// For one mapping, with no row yet; a table holds `most` bytes in memory.
    #[must_use]
    pub fn new(
        entries: &'a Entries<'s>,
        staging: &'s Staging<'s>,
        plan: &Plan,
        (most, before): (usize, u64),
        drafts: Option<&'a Drafts<'s>>,
    ) -> Self {
        let spool = |(number, table): (usize, &crate::run::plan::TableWork)| {
            let name = format!("rows-{}-{number}", plan.number);
            table.order.is_some().then(|| Mutex::new(Spool::new(staging, &name, most)))
        };
        Self { entries, orders: plan.tables.iter().enumerate().map(spool).collect(), before, drafts }
    }

    /// Bytes that stand on the disk.
    #[must_use]
    pub fn on_disk(&self) -> u64 {
        let of = |spool: &Mutex<Spool<'_>>| spool.lock().unwrap_or_else(PoisonError::into_inner).on_disk();
        self.entries.on_disk() + self.orders.iter().flatten().map(of).sum::<u64>() + self.before
    }

    /// All chunks were made.
    ///
    /// # Errors
    /// TL0901, TL0907.
    pub fn close(self) -> Result<Sorted, Stop> {
        let close = |spool: Mutex<Spool<'_>>| spool.into_inner().unwrap_or_else(PoisonError::into_inner).close();
        self.orders.into_iter().map(|spool| spool.map(close).transpose()).collect()
    }

    /// What takes the rows of a table in a chunk of this number; none where it has no order.
    #[must_use]
    pub fn sorter<'w>(&'w self, plan: &'w Plan, table: usize, chunk: u64) -> Option<Sorter<'w, 's>> {
        let (work, to) = (plan.tables[table].order.as_ref()?, self.orders[table].as_ref()?);
        Some(Sorter { work, to, chunk, rows: 0, gathered: Gathered::default() })
    }
}

/// The rows of one table in one chunk.
pub struct Sorter<'a, 's> {
    work: &'a OrderWork,
    to: &'a Mutex<Spool<'s>>,
    chunk: u64,
    rows: u64,
    gathered: Gathered,
}

fn stop((code, args): (Code, Args)) -> Stop {
    Stop::new(code, args)
}

impl Sorter<'_, '_> {
    /// Takes the next rows, with all columns of the table.
    ///
    /// # Errors
    /// TL0901, TL0907; TL0911 for other columns: a defect.
    pub fn push(&mut self, columns: &[ArrayRef]) -> Result<(), Stop> {
        let keys = Columns::of(self.work.keys.iter().map(|at| &columns[*at]));
        let keys = keys.ok_or_else(|| Stop::new(Code::Defect, vec!["columns of an order".into()]))?;
        let rows = Rows::of(self.work.written.iter().map(|at| &columns[*at])).map_err(stop)?;
        let (mut order, mut load) = (Vec::new(), Vec::new());
        for row in 0..columns.first().map_or(0, Array::len) {
            order.clear();
            load.clear();
            keys.push_ordered(row, false, &mut order);
            push_ordered(self.chunk, &mut order);
            push_ordered(self.rows, &mut order);
            rows.push(row, &mut load);
            self.gathered.push(&[], &order, &load);
            self.rows += 1;
            if self.gathered.bytes() > GATHERED {
                self.hand_on()?;
            }
        }
        Ok(())
    }

    /// No row comes any more.
    ///
    /// # Errors
    /// TL0901, TL0907.
    pub fn finish(mut self) -> Result<(), Stop> {
        self.hand_on()
    }

    fn hand_on(&mut self) -> Result<(), Stop> {
        let run = std::mem::take(&mut self.gathered).sorted();
        self.to.lock().unwrap_or_else(PoisonError::into_inner).add(run)
    }
}

/// Tables of a mapping that have an order.
#[must_use]
pub fn count(plan: &Plan) -> usize {
    plan.tables.iter().filter(|table| table.order.is_some()).count()
}

/// Bytes that each of so many tables of a run holds in memory, if all rules together hold so many.
#[must_use]
pub fn held_by_each(tables: usize, held: usize) -> usize {
    (held / tables.max(1)).max(held.min(GATHERED))
}

/// Memory of a run with so many tables that have an order, in all its mappings and in one of them: for all threads
/// together, and for each.
#[must_use]
pub const fn bound(tables: usize, of_one: usize, held: usize) -> (u64, u64) {
    if tables == 0 {
        return (0, 0);
    }
    let waiting = if held > tables * GATHERED { held } else { tables * GATHERED };
    // What is being merged, the rows of a group as they come, and a group that waits for its turn to be written.
    (waiting as u64 + MERGED as u64 + 2 * GroupSizes::DATA.bytes, 3 * (of_one * GATHERED) as u64)
}
