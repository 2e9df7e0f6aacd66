//! Columns in, encoded row groups and whole Parquet parts out.
//!
//! [`table`] says what a table's file holds, [`chunk`] encodes one chunk's rows in a worker, [`part`] puts the encoded
//! row groups of several chunks one after the other into a writer, [`rows`] takes rows apart that are to be sorted,
//! [`rejects`] knows the two tables of what went wrong.
//!
//! The same columns in the same batches give the same bytes, always. Refuses to know: files and paths, the mapping,
//! what a value means, who may read the output.

use parquet::errors::ParquetError;

use crate::finding::{Arg, Args, Code};

pub mod chunk;
mod column;
pub mod controls;
pub mod encoding;
pub mod part;
pub mod rejects;
pub mod rows;
pub mod table;

#[cfg(test)]
mod tests;

/// Version of the output's bytes: it changes when the same input gives other Parquet bytes, and only then. All Parquet files
/// of a run count, refused records and findings too.
///
/// 1: the first. 2: refused records have their kind and their parents, a key in a finding is quoted where it must be, and
/// folders whose names differ in nothing but large and small letters are called otherwise. 3: texts that are many stand
/// behind their lengths, a column that compression does not make smaller is not compressed, and the columns within lists of refused
/// records and findings are encoded as all others are. 4: texts have a dictionary where up to three eighths of a sample are distinct, and pages
/// of texts are compressed in ways of their own.
pub const FORMAT_VERSION: u32 = 4;

/// What Parquet readers see as the writer; nothing in it changes from release to release.
pub const CREATED_BY: &str = "tumpline version 1";

/// What stopped a loader, as code and arguments.
pub type Refused = (Code, Args);

/// A failure of the writer below is `TL0901` with an empty path, or `TL0907` with one, for the caller to fill in; any
/// other is a defect. The crate's own message is left out, since it could show a value.
pub(crate) fn refused(doing: &'static str) -> impl Fn(ParquetError) -> Refused {
    move |error| match &error {
        ParquetError::External(cause) => match cause.downcast_ref::<std::io::Error>() {
            Some(io) if io.kind() == std::io::ErrorKind::StorageFull => (Code::DiskFull, vec![Arg::from("")]),
            Some(io) => (Code::Io, vec![Arg::from("write"), Arg::from(""), Arg::from(io.kind().to_string())]),
            None => defect(doing),
        },
        _ => defect(doing),
    }
}

/// A promise between this program's own parts that was broken.
pub(crate) fn defect(what: &'static str) -> Refused {
    (Code::Defect, vec![Arg::from(what)])
}
