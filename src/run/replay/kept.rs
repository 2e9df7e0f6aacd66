//! The refused records of one mapping, one after the other: where each was, and what was open before it.
//!
//! In: `rejects/MAPPING.parquet` and the bytes of `rejects/MAPPING.raw`, which may have been edited. Out: [`Reject`]s in
//! their order, each with the place of its bytes. Edited bytes are cut as the mapping cuts its source. Memory holds a
//! batch of rows and a piece of the bytes. Refuses to decode.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use arrow_array::{Array, RecordBatch, StructArray};

use super::cuts::Cuts;
use super::{changes, misfit, unreadable};
use crate::evidence::verify::content::Parquet;
use crate::evidence::verify::flat::Batches;
use crate::finding::Code;
use crate::host::{Host, SourceFile};
use crate::mapping::model::KindId;
use crate::place::Place;
use crate::run::plan::Plan;
use crate::run::sources::SourceSpec;
use crate::run::walk::LongRecord;
use crate::run::{Stop, io};

const COLUMNS: [&str; 9] = ["file", "record", "line", "offset", "length", "raw_length", "findings", "kind", "parents"];

/// Refused records that are read at once: each may have parents as long as the longest record.
const ROWS: usize = 256;

/// A parent that was open before a refused record.
#[derive(Debug, Clone)]
pub struct Parent {
    /// Its kind.
    pub kind: KindId,
    /// Where it is.
    pub place: Place,
    /// Its bytes; none: it was refused too.
    pub bytes: Option<Arc<[u8]>>,
}

/// One refused record.
#[derive(Debug, Clone)]
pub struct Reject {
    /// Where it was.
    pub place: Place,
    /// Offset of the byte after its record end, in its source.
    pub next: u64,
    /// Its bytes in the `.raw` file as it is now; where they were not cut there, its end is part of `length`.
    pub read: LongRecord,
    /// Its group was too large, for a limit that the mapping does not raise.
    pub too_large: bool,
    /// Its kind, as far as it was told, and as the mapping has it.
    pub kind: Option<KindId>,
    /// What was open before it.
    pub parents: Vec<Parent>,
}

/// Reads the refused records of one mapping.
pub struct Rejects<'a> {
    host: &'a dyn Host,
    plan: &'a Plan,
    specs: &'a [SourceSpec],
    path: String,
    batches: Batches,
    waiting: VecDeque<Reject>,
    /// The heads of their files, in the same order; none where no file has one.
    heads: Option<Batches>,
    /// The heads that were read and not asked for.
    read: VecDeque<(String, Vec<u8>)>,
    raw: PathBuf,
    /// Cuts the bytes where they were edited.
    edited: Option<Cuts<'a>>,
    /// Offset of the next record's bytes.
    at: u64,
}

fn wrong(path: &str, column: &str) -> Stop {
    unreadable(path, column)
}

fn number(value: i64) -> u64 {
    u64::try_from(value).unwrap_or(0)
}

impl<'a> Rejects<'a> {
    /// Those of the run in this folder, whose bytes were edited or not.
    ///
    /// # Errors
    /// TL0933 where they do not say what they need, TL0934 where edited bytes are not as many records, TL0901.
    pub fn open(
        host: &'a dyn Host,
        (plan, specs): (&'a Plan, &'a [SourceSpec]),
        (folder, is_edited): (&Path, bool),
    ) -> Result<Self, Stop> {
        let path = format!("rejects/{}.parquet", plan.mapping.name);
        let full = folder.join(&path);
        let file = host.open(&full).map_err(|error| io::stop("open", &full, &error))?;
        let parquet = Parquet::open(file).map_err(|problem| unreadable(&path, &problem))?;
        let run = || folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let batches =
            parquet.batches_of(&COLUMNS, ROWS).map_err(|_| Stop::new(Code::BaseTooOld, vec![run().into()]))?;
        let raw = folder.join(format!("rejects/{}.raw", plan.mapping.name));
        if is_edited {
            misfit::mark(host, plan, &raw, &full)?;
            misfit::check(host, plan, &raw, &full)?;
        }
        let edited = is_edited.then(|| Cuts::open(host, plan, &raw)).transpose()?;
        let heads = heads(host, plan, folder)?;
        let (waiting, read) = (VecDeque::new(), VecDeque::new());
        Ok(Self { host, plan, specs, path, batches, waiting, heads, read, raw, edited, at: 0 })
    }

    /// The head of a file; empty if it has none. Files are asked for in their order.
    ///
    /// # Errors
    /// TL0806.
    pub fn head(&mut self, file: &str) -> Result<Vec<u8>, Stop> {
        loop {
            while let Some((name, head)) = self.read.pop_front() {
                if name == file {
                    return Ok(head);
                }
            }
            let Some(batch) = self.heads.as_mut().and_then(Iterator::next) else { return Ok(Vec::new()) };
            let broken = || wrong(&format!("rejects/{}.head", self.plan.mapping.name), "head");
            let batch = batch.map_err(|_| broken())?;
            let names = batch.column(0).as_string_opt::<i32>().ok_or_else(broken)?;
            let heads = batch.column(1).as_binary_opt::<i32>().ok_or_else(broken)?;
            let rows = (0..batch.num_rows()).map(|row| (names.value(row).to_owned(), heads.value(row).to_vec()));
            self.read.extend(rows);
        }
    }

    /// The file of their bytes.
    ///
    /// # Errors
    /// TL0901.
    pub fn raw(&self) -> Result<Box<dyn SourceFile>, Stop> {
        self.host.open(&self.raw).map_err(|error| io::stop("open", &self.raw, &error))
    }

    /// Where it is.
    #[must_use]
    pub fn raw_path(&self) -> &Path {
        &self.raw
    }

    /// The next one; it is not taken.
    ///
    /// # Errors
    /// TL0806, TL0901, TL0936.
    pub fn peek(&mut self) -> Result<Option<&Reject>, Stop> {
        while self.waiting.is_empty() {
            let Some(batch) = self.batches.next() else { return Ok(None) };
            let batch = batch.map_err(|_| wrong(&self.path, "Parquet"))?;
            for row in 0..batch.num_rows() {
                let reject = self.reject(&batch, row)?;
                self.waiting.push_back(reject);
            }
        }
        Ok(self.waiting.front())
    }

    /// Takes the next one.
    pub fn take(&mut self) -> Option<Reject> {
        self.waiting.pop_front()
    }

    fn reject(&mut self, batch: &RecordBatch, row: usize) -> Result<Reject, Stop> {
        let texts = |at: usize| batch.column(at).as_string_opt::<i32>().ok_or_else(|| wrong(&self.path, COLUMNS[at]));
        let numbers = |at: usize| {
            let array = batch.column(at).as_primitive_opt::<Int64Type>().ok_or_else(|| wrong(&self.path, COLUMNS[at]));
            array.map(|array| if array.is_null(row) { 0 } else { number(array.value(row)) })
        };
        let name = texts(0)?.value(row);
        let file = self.specs.iter().position(|spec| spec.name == name).and_then(|at| u32::try_from(at).ok());
        let file = file.ok_or_else(|| wrong(&self.path, "file"))?;
        let [record, line, offset, length, raw_length] =
            [numbers(1)?, numbers(2)?, numbers(3)?, numbers(4)?, numbers(5)?];
        let place = Place { file, record, line, offset, length };
        let kinds = texts(7)?;
        let kind = kinds.is_valid(row).then(|| kinds.value(row)).and_then(|name| self.kind(name));
        let read = match &mut self.edited {
            None => {
                let (start, next) = (self.at, self.at + raw_length);
                LongRecord { start, length: raw_length, next, lines: 0 }
            }
            Some(cuts) => cuts.next()?.ok_or_else(|| wrong(&self.path, "raw"))?,
        };
        self.at = read.next;
        let broken = || wrong(&self.path, "parents");
        let parents = batch.column(8).as_list_opt::<i32>().ok_or_else(broken)?.value(row);
        let parents = self.parents(parents.as_struct_opt().ok_or_else(broken)?, file)?;
        let found = batch.column(6).as_list_opt::<i32>().map(|all| all.value(row));
        let found = found.ok_or_else(|| wrong(&self.path, "findings"))?;
        let too_large = self.is_too_large(found.as_struct_opt());
        Ok(Reject { place, next: offset + raw_length, read, too_large, kind, parents })
    }

    /// Whether a record opened a group that was too large, and is so still. What stood in it and was not refused does not
    /// stand among the refused records.
    fn is_too_large(&self, findings: Option<&StructArray>) -> bool {
        let source = &self.plan.mapping.source;
        let column = |name: &str| findings?.column_by_name(name);
        let (Some(codes), Some(args)) = (
            column("code").and_then(|array| array.as_string_opt::<i32>()),
            column("args").and_then(|array| array.as_list_opt::<i32>()),
        ) else {
            return false;
        };
        let most =
            |at: usize| args.value(at).as_string_opt::<i32>().filter(|args| !args.is_empty())?.value(0).parse().ok();
        let mut own = (0..codes.len()).filter(|at| codes.value(*at) == Code::GroupTooLarge.id());
        own.any(|at| most(at).is_some_and(|most: u64| source.group_max <= most))
    }

    fn kind(&self, name: &str) -> Option<KindId> {
        self.plan.mapping.source.kinds.iter().position(|kind| kind.name == name)
    }

    fn parents(&self, parents: &StructArray, file: u32) -> Result<Vec<Parent>, Stop> {
        let broken = || wrong(&self.path, "parents");
        let column = |name: &str| parents.column_by_name(name).ok_or_else(broken);
        let kinds = column("kind")?.as_string_opt::<i32>().ok_or_else(broken)?;
        let raws = column("raw")?.as_binary_opt::<i32>().ok_or_else(broken)?;
        let numbers = |name: &str| column(name)?.as_primitive_opt::<Int64Type>().ok_or_else(broken);
        let all = [numbers("record")?, numbers("line")?, numbers("offset")?, numbers("length")?];
        let parent = |at: usize| {
            let name = kinds.value(at);
            let kind = self.kind(name).filter(|kind| self.plan.is_parent(*kind));
            let [record, line, offset, length] =
                all.map(|array| if array.is_null(at) { 0 } else { number(array.value(at)) });
            Ok(Parent {
                kind: kind.ok_or_else(|| changes("kind", name))?,
                place: Place { file, record, line, offset, length },
                bytes: raws.is_valid(at).then(|| raws.value(at).into()),
            })
        };
        (0..parents.len()).map(parent).collect()
    }
}

/// The heads of the files that have refused records, if any has one.
fn heads(host: &dyn Host, plan: &Plan, folder: &Path) -> Result<Option<Batches>, Stop> {
    let path = format!("rejects/{}.head", plan.mapping.name);
    let full = folder.join(&path);
    if host.kind(&full).is_err() {
        return Ok(None);
    }
    let file = host.open(&full).map_err(|error| io::stop("open", &full, &error))?;
    let rows = Parquet::open(file).and_then(|parquet| parquet.batches(&["file", "head"]));
    rows.map(Some).map_err(|problem| unreadable(&path, &problem))
}
