//! One chunk's rows of one table: batches in, an encoded row group out, or the batches themselves where they are few.
//!
//! In: arrays in the plan's order, in batches whose borders depend on the chunk alone. Out: [`Encoded`]. Refuses to
//! know: which chunk it is, what stands before and after it.

use arrow_array::{Array, ArrayRef};
use arrow_schema::Field;
use parquet::arrow::arrow_writer::compute_leaves;

use super::column::{ColumnWriter, EncodedColumn};
use super::table::{GroupSizes, TablePlan};
use super::{Refused, defect, refused};
use crate::spare;

/// One chunk's rows of one table, ready for a part.
#[derive(Debug)]
pub enum Encoded {
    /// No row.
    None,
    /// Batches that are not encoded, and the sum of their rows.
    Few(Vec<Vec<ArrayRef>>, u64),
    /// A whole row group.
    Group(EncodedGroup),
}

impl Encoded {
    /// How many rows there are.
    #[must_use]
    pub fn rows(&self) -> u64 {
        match self {
            Self::None => 0,
            Self::Few(_, rows) => *rows,
            Self::Group(group) => group.rows,
        }
    }
}

/// The closed column chunks of one row group.
#[derive(Debug)]
pub struct EncodedGroup {
    pub(super) columns: Vec<EncodedColumn>,
    /// At least 1.
    pub(crate) rows: u64,
}

/// Encodes one chunk's rows of one table.
#[derive(Debug)]
pub struct ChunkEncoder<'a> {
    plan: &'a TablePlan,
    /// About so many rows come.
    expected: u64,
    state: State,
}

#[derive(Debug)]
enum State {
    Gathering { batches: Vec<Vec<ArrayRef>>, rows: u64, bytes: u64 },
    Writing(GroupWriter),
}

impl<'a> ChunkEncoder<'a> {
    /// An encoder without a row.
    #[must_use]
    pub fn new(plan: &'a TablePlan) -> Self {
        Self { plan, expected: 0, state: State::Gathering { batches: Vec::new(), rows: 0, bytes: 0 } }
    }

    /// About so many rows come: it tells what is worth trying.
    #[must_use]
    pub fn expecting(self, rows: u64) -> Self {
        Self { expected: rows, ..self }
    }

    /// Takes a batch: one array for each of the plan's fields, all of one length. A batch without rows changes nothing.
    ///
    /// # Errors
    /// `TL0911` for a batch that is not the plan's, such as a null in a required column.
    pub fn push(&mut self, batch: Vec<ArrayRef>) -> Result<(), Refused> {
        let rows = checked_rows(self.plan, &batch)?;
        if rows == 0 {
            return Ok(());
        }
        let (batches, all_rows, all_bytes) = match &mut self.state {
            State::Writing(writer) => return writer.write(self.plan, &batch),
            State::Gathering { batches, rows, bytes } => (batches, rows, bytes),
        };
        *all_rows += rows;
        *all_bytes += batch_bytes(&batch);
        batches.push(batch);
        let GroupSizes { few_rows, few_bytes, .. } = self.plan.groups();
        if *all_rows >= few_rows || *all_bytes >= few_bytes {
            let gathered = std::mem::take(batches);
            self.state = State::Writing(GroupWriter::of(self.plan, &gathered, true, self.expected)?);
        }
        Ok(())
    }

    /// All that was pushed.
    ///
    /// # Errors
    /// `TL0911` if the encoder fails.
    pub fn finish(self) -> Result<Encoded, Refused> {
        match self.state {
            State::Gathering { rows: 0, .. } => Ok(Encoded::None),
            State::Gathering { batches, rows, .. } => Ok(Encoded::Few(batches, rows)),
            State::Writing(writer) => writer.close().map(Encoded::Group),
        }
    }
}

/// Rows of a batch that is as the plan wants it.
fn checked_rows(plan: &TablePlan, batch: &[ArrayRef]) -> Result<u64, Refused> {
    let rows = batch.first().map_or(0, Array::len);
    if batch.len() != plan.fields() || batch.iter().any(|array| array.len() != rows) {
        return Err(defect("a batch of another shape than its table"));
    }
    for (field, array) in plan.arrays().fields().iter().zip(batch) {
        if field.data_type() != array.data_type() {
            return Err(defect("an array of another type than its column"));
        }
        if !field.is_nullable() && array.null_count() > 0 {
            return Err(defect("a null in a required column"));
        }
    }
    Ok(rows as u64)
}

/// Bytes that the rows of a batch take in memory; the same for the same rows, whatever the buffers' capacity.
pub(crate) fn batch_bytes(batch: &[ArrayRef]) -> u64 {
    batch.iter().map(|array| array.to_data().get_slice_memory_size().unwrap_or(0) as u64).sum()
}

/// The column writers of one row group.
#[derive(Debug)]
pub(crate) struct GroupWriter {
    writers: Vec<ColumnWriter>,
    rows: u64,
}

impl GroupWriter {
    /// The writers for rows that begin with these batches, which are written; `grows` if more follow, about `expected` in all.
    pub(crate) fn of(plan: &TablePlan, batches: &[Vec<ArrayRef>], grows: bool, expected: u64) -> Result<Self, Refused> {
        let writers = plan.writers(&plan.choices(batches, grows), &plan.page_rows(batches), expected)?;
        let mut group = Self { writers, rows: 0 };
        batches.iter().try_for_each(|batch| group.write(plan, batch))?;
        Ok(group)
    }

    fn write(&mut self, plan: &TablePlan, batch: &[ArrayRef]) -> Result<(), Refused> {
        let mut rest = self.writers.as_mut_slice();
        let mut fields = Vec::with_capacity(batch.len());
        for ((field, columns), array) in plan.columns().zip(batch) {
            let (own, behind) =
                rest.split_at_mut_checked(columns).ok_or_else(|| defect("more columns than writers"))?;
            fields.push((field, own, array));
            rest = behind;
        }
        let write = |(field, writers, array): (&_, &mut [_], &_)| write_field(field, writers, array);
        spare::share(fields, write).into_iter().collect::<Result<(), _>>()?;
        self.rows += batch.first().map_or(0, |array| array.len() as u64);
        Ok(())
    }

    pub(crate) fn close(self) -> Result<EncodedGroup, Refused> {
        let close = |writer: ColumnWriter| writer.close().map_err(refused("end of a column"));
        let columns = spare::share(self.writers, close).into_iter().collect::<Result<_, _>>()?;
        Ok(EncodedGroup { columns, rows: self.rows })
    }
}

/// Writes the values of a field into its columns.
fn write_field(field: &Field, writers: &mut [ColumnWriter], array: &ArrayRef) -> Result<(), Refused> {
    // The levels of all columns of a field, if arrow-rs encodes one.
    let mut leaves = None;
    for (column, writer) in writers.iter_mut().enumerate() {
        let written = if writer.is_own() {
            writer.write(array)
        } else {
            if leaves.is_none() {
                leaves = Some(compute_leaves(field, array).map_err(refused("levels of a column"))?);
            }
            let leaf = leaves.as_ref().and_then(|leaves| leaves.get(column));
            writer.write_leaf(leaf.ok_or_else(|| defect("more columns than levels"))?)
        };
        written.map_err(refused("encoding of a column"))?;
    }
    Ok(())
}
