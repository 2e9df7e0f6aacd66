//! Sorted rows in, the files of a table out.
//!
//! Rows come one by one, in their order; one file is open at a time. A row group has a fixed number of rows or bytes, a
//! file a fixed number of row groups, so that nothing of threads shows. Groups are encoded by several threads while the
//! next rows are merged.

use std::collections::VecDeque;
use std::thread::JoinHandle;

use super::folders::Folders;
use super::{Sorted, stop};
use crate::evidence::manifest::OutputEvidence;
use crate::finding::Code;
use crate::host::{Access, Host};
use crate::loaders::Refused;
use crate::loaders::chunk::{ChunkEncoder, Encoded};
use crate::loaders::rows::Gathered;
use crate::loaders::table::{GroupSizes, TablePlan};
use crate::run::Stop;
use crate::run::fold::spool::{PARTITIONS, Spooled};
use crate::run::merge::Part;
use crate::run::plan::{PART_CHUNKS, Plan, TableWork};
use crate::run::publish::Staging;

/// Where, and with how many threads.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    /// The machine.
    pub host: &'a dyn Host,
    /// The run's folder.
    pub staging: &'a Staging<'a>,
    /// At least 1.
    pub threads: usize,
}

/// The files that a table has already, of a run that is mended.
#[derive(Clone, Copy, Default)]
pub struct After<'a> {
    /// Of all tables of the mapping.
    pub parts: &'a [OutputEvidence],
    /// The number of the first part that none of them has.
    pub next_part: u64,
}

/// Writes the tables of a mapping that have an order, after the files that they have.
///
/// # Errors
/// Those of [`write`].
pub fn of_mapping(
    place: Place<'_>,
    plan: &Plan,
    sorted: Sorted,
    after: After<'_>,
) -> Result<Vec<OutputEvidence>, Stop> {
    let mut outputs = Vec::new();
    for ((declared, table), rows) in plan.mapping.tables.iter().zip(&plan.tables).zip(sorted) {
        if let Some(rows) = rows {
            outputs.extend(write(place, (&declared.name, table), &rows, after)?);
        }
    }
    Ok(outputs)
}

/// Writes the rows of a table of this name; a table without a row and without a file gets one that has its schema.
///
/// # Errors
/// TL0602 for too many folders. TL0901, TL0906, TL0907.
fn write(
    place: Place<'_>,
    (name, table): (&str, &TableWork),
    rows: &Spooled,
    After { parts, next_part }: After<'_>,
) -> Result<Vec<OutputEvidence>, Stop> {
    let columns = table.order.as_ref().map(|order| order.folders.as_slice()).unwrap_or_default();
    let within = format!("data/{name}/");
    let own = parts.iter().map(|part| part.path.as_str()).filter(|path| path.starts_with(&within));
    let mut folders = Folders::new(name, columns).after(own.clone());
    let first_part = if own.count() > 0 { Some(next_part) } else { None };
    let mut groups = Groups::new(place, &table.load, (folders.first(), first_part));
    for partition in 0..PARTITIONS {
        let mut merge = rows.merge(partition)?;
        while let Some(entry) = merge.entry() {
            if !folders.has(entry.rest) {
                groups.enter(folders.next(entry.rest)?)?;
            }
            if !folders.are_too_many() {
                groups.take(entry.load)?;
            }
            merge.next()?;
        }
    }
    folders.check()?;
    groups.finish()
}

/// Row groups, on their way into files.
struct Groups<'a> {
    place: Place<'a>,
    plan: &'a TablePlan,
    /// The folder of the rows that come.
    folder: String,
    rows: Gathered,
    /// The number of a folder's first file, if the table has files already.
    first_part: Option<u64>,
    /// Groups of this folder so far.
    count: u64,
    /// Those that are being encoded, with the file of each.
    under_way: VecDeque<(String, JoinHandle<Result<Encoded, Refused>>)>,
    open: Option<(String, Part)>,
    outputs: Vec<OutputEvidence>,
}

impl<'a> Groups<'a> {
    fn new(place: Place<'a>, plan: &'a TablePlan, (folder, first_part): (String, Option<u64>)) -> Self {
        let (under_way, outputs) = (VecDeque::new(), Vec::new());
        let (rows, open) = (Gathered::default(), None);
        Self { place, plan, folder, rows, first_part, count: 0, under_way, open, outputs }
    }

    /// What comes now stands in another folder.
    fn enter(&mut self, folder: String) -> Result<(), Stop> {
        self.encode()?;
        (self.folder, self.count) = (folder, 0);
        Ok(())
    }

    fn take(&mut self, row: &[u8]) -> Result<(), Stop> {
        self.rows.push(self.plan, row).map_err(stop)?;
        let GroupSizes { rows, bytes, .. } = GroupSizes::DATA;
        let is_full = self.rows.rows() as u64 >= rows || self.rows.bytes() as u64 >= bytes;
        if is_full { self.encode() } else { Ok(()) }
    }

    /// Begins to encode the rows that came, as one row group.
    fn encode(&mut self) -> Result<(), Stop> {
        if self.place.host.interrupted() {
            return Err(Stop::new(Code::Interrupted, Vec::new()));
        }
        let (rows, plan) = (std::mem::take(&mut self.rows), self.plan.clone());
        if rows.rows() == 0 {
            return Ok(());
        }
        if self.under_way.len() >= self.place.threads {
            self.append()?;
        }
        let encode = move || {
            let mut encoder = ChunkEncoder::new(&plan);
            encoder.push(rows.finish()?)?;
            encoder.finish()
        };
        self.under_way.push_back((self.path(), std::thread::spawn(encode)));
        self.count += 1;
        Ok(())
    }

    /// The file of the next group.
    fn path(&self) -> String {
        let number = self.first_part.unwrap_or(0) + self.count / PART_CHUNKS;
        format!("{}part-{number:05}.parquet", self.folder)
    }

    /// Writes the group that was begun first.
    fn append(&mut self) -> Result<(), Stop> {
        let Some((path, encoded)) = self.under_way.pop_front() else { return Ok(()) };
        let encoded = encoded.join().unwrap_or_else(|_| Err((Code::Defect, vec!["a panic while encoding".into()])));
        self.part(path)?.append(encoded.map_err(stop)?)
    }

    fn part(&mut self, path: String) -> Result<&mut Part, Stop> {
        if self.open.as_ref().is_none_or(|(open, _)| *open != path) {
            self.close()?;
        }
        let (_, part) = match &mut self.open {
            Some(open) => open,
            none => {
                let part = Part::create(self.place.staging, path.clone(), self.plan, Access::Usual)?;
                none.insert((path, part))
            }
        };
        Ok(part)
    }

    fn close(&mut self) -> Result<(), Stop> {
        let closed = self.open.take().map(|(_, part)| part.close()).transpose()?;
        self.outputs.extend(closed);
        Ok(())
    }

    fn finish(mut self) -> Result<Vec<OutputEvidence>, Stop> {
        self.encode()?;
        while !self.under_way.is_empty() {
            self.append()?;
        }
        if self.outputs.is_empty() && self.open.is_none() && self.first_part.is_none() {
            self.part(self.path())?;
        }
        self.close()?;
        Ok(self.outputs)
    }
}
