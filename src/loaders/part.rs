//! One part: the encoded chunks of one table, one after the other, as a Parquet file.
//!
//! In: what the chunks' encoders made, in the chunks' order. Out: the file's bytes, into a given writer. Refuses to
//! know: where the bytes go, which chunks they are.
//!
//! Chunks of few rows wait until they are a row group's worth, or until a whole row group comes: then they go before
//! it, so that the order of rows is that of the chunks. A part without rows is a valid file without a row group.

use std::io::{self, Write};

use arrow_array::ArrayRef;
use parquet::file::writer::SerializedFileWriter;

use super::chunk::{Encoded, EncodedGroup, GroupWriter, batch_bytes};
use super::table::{GroupSizes, TablePlan};
use super::{Refused, defect, refused};

/// What a closed part holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PartRows {
    /// Rows.
    pub rows: u64,
    /// Row groups.
    pub groups: u64,
}

/// Writes one part.
pub struct Appender<W: Write + Send> {
    plan: TablePlan,
    file: SerializedFileWriter<Out<W>>,
    pending: Vec<Vec<ArrayRef>>,
    pending_rows: u64,
    pending_bytes: u64,
    written: PartRows,
}

impl<W: Write + Send> Appender<W> {
    /// A part without rows; the first bytes are written.
    ///
    /// # Errors
    /// `TL0901` (its path is empty) and `TL0907` where `out` fails.
    pub fn new(plan: &TablePlan, out: W) -> Result<Self, Refused> {
        Ok(Self {
            plan: plan.clone(),
            file: plan.file(Out(Some(out)))?,
            pending: Vec::new(),
            pending_rows: 0,
            pending_bytes: 0,
            written: PartRows::default(),
        })
    }

    /// Adds the next chunk's rows.
    ///
    /// # Errors
    /// `TL0901` (its path is empty) and `TL0907` where the writer fails, `TL0911` for rows of another table.
    pub fn append(&mut self, encoded: Encoded) -> Result<(), Refused> {
        match encoded {
            Encoded::None => Ok(()),
            Encoded::Few(batches, rows) => self.wait(batches, rows),
            Encoded::Group(group) => {
                self.flush()?;
                self.group(group)
            }
        }
    }

    /// Rows that are not in a row group yet.
    #[must_use]
    pub fn pending_rows(&self) -> u64 {
        self.pending_rows
    }

    /// Ends the file and gives the writer back.
    ///
    /// # Errors
    /// As [`Self::append`].
    pub fn close(mut self) -> Result<(W, PartRows), Refused> {
        self.flush()?;
        self.file.finish().map_err(refused("end of a part"))?;
        let out = self.file.inner_mut().0.take();
        out.map(|out| (out, self.written)).ok_or_else(|| defect("a part that was closed before"))
    }

    fn wait(&mut self, batches: Vec<Vec<ArrayRef>>, rows: u64) -> Result<(), Refused> {
        self.pending_rows += rows;
        self.pending_bytes += batches.iter().map(|batch| batch_bytes(batch)).sum::<u64>();
        self.pending.extend(batches);
        let GroupSizes { rows, bytes, .. } = self.plan.groups();
        if self.pending_rows >= rows || self.pending_bytes >= bytes { self.flush() } else { Ok(()) }
    }

    /// Makes a row group of what waits, if anything does.
    fn flush(&mut self) -> Result<(), Refused> {
        if self.pending_rows == 0 {
            return Ok(());
        }
        let batches = std::mem::take(&mut self.pending);
        self.pending_rows = 0;
        self.pending_bytes = 0;
        let group = GroupWriter::of(&self.plan, &batches, false, 0)?.close()?;
        self.group(group)
    }

    fn group(&mut self, group: EncodedGroup) -> Result<(), Refused> {
        let mut writer = self.file.next_row_group().map_err(refused("row group of a part"))?;
        for column in group.columns {
            column.append_to(&mut writer).map_err(refused("column of a part"))?;
        }
        writer.close().map_err(refused("end of a row group"))?;
        self.written.rows += group.rows;
        self.written.groups += 1;
        Ok(())
    }
}

/// The writer, until the part is closed: the crate's own way of giving it back makes text of the system's errors.
struct Out<W>(Option<W>);

impl<W: Write> Out<W> {
    fn writer(&mut self) -> io::Result<&mut W> {
        self.0.as_mut().ok_or_else(|| io::ErrorKind::BrokenPipe.into())
    }
}

impl<W: Write> Write for Out<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer()?.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer()?.flush()
    }
}
