//! Where refused records were, one after the other, as a run's rejects say.
//!
//! In: the file of a mapping's refused records, and the files whose records are meant. Out: places in their order, which is
//! the same for all runs of the same files. Memory holds a batch of rows. Refuses to read the records themselves.

use std::collections::{BTreeMap, VecDeque};

use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use arrow_array::{Array, RecordBatch};

use crate::evidence::verify::content::Parquet;
use crate::evidence::verify::flat::Batches;
use crate::host::SourceFile;
use crate::place::Place;

const COLUMNS: [&str; 5] = ["file", "record", "line", "offset", "length"];

/// Numbers of files, by their names.
pub type Files<'f> = BTreeMap<&'f str, u32>;

/// The refused records of some files.
pub struct Places<'f> {
    files: &'f Files<'f>,
    batches: Batches,
    waiting: VecDeque<Place>,
}

/// A file of refused records that is not as it should be.
#[derive(Debug)]
pub struct Unreadable;

impl<'f> Places<'f> {
    /// Those of a file.
    pub fn open(file: Box<dyn SourceFile>, files: &'f Files<'f>) -> Result<Self, Unreadable> {
        let batches = Parquet::open(file).and_then(|parquet| parquet.batches(&COLUMNS));
        Ok(Self { files, batches: batches.map_err(|_| Unreadable)?, waiting: VecDeque::new() })
    }

    /// The next one; none at the end.
    pub fn next(&mut self) -> Result<Option<Place>, Unreadable> {
        self.fill()?;
        Ok(self.waiting.pop_front())
    }

    /// Whether a record is among them. They are asked for in their order.
    pub fn has(&mut self, record: Place) -> Result<bool, Unreadable> {
        let key = |place: &Place| (place.file, place.record);
        loop {
            self.fill()?;
            match self.waiting.front() {
                Some(next) if key(next) < key(&record) => drop(self.waiting.pop_front()),
                next => return Ok(next.is_some_and(|next| key(next) == key(&record))),
            }
        }
    }

    fn fill(&mut self) -> Result<(), Unreadable> {
        while self.waiting.is_empty() {
            let Some(batch) = self.batches.next() else { break };
            let batch = batch.map_err(|_| Unreadable)?;
            self.waiting = self.places(&batch).ok_or(Unreadable)?;
        }
        Ok(())
    }

    fn places(&self, batch: &RecordBatch) -> Option<VecDeque<Place>> {
        let names = batch.column(0).as_string_opt::<i32>()?;
        let numbers = (1..COLUMNS.len()).map(|at| batch.column(at).as_primitive_opt::<Int64Type>());
        let numbers = numbers.collect::<Option<Vec<_>>>()?;
        let place = |row: usize| {
            let file = *self.files.get(names.value(row))?;
            let number = |at: usize| {
                let known = numbers[at].is_valid(row).then(|| numbers[at].value(row));
                known.and_then(|value| u64::try_from(value).ok()).unwrap_or(0)
            };
            Some(Place { file, record: number(0), line: number(1), offset: number(2), length: number(3) })
        };
        Some((0..batch.num_rows()).filter_map(place).collect())
    }
}
