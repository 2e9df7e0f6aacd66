//! Which values of a page are there, and which row they belong to: the definition and repetition levels of a column.
//!
//! In: the validity of arrays, or the runs of a column in lists. Out: the levels as a data page of version 1 begins with them.
//! Refuses to know: values.
//!
//! Levels of a flat column are 0 and 1, so that a run of packed bits is the bitmap of an array, bit for bit. Where all are alike it
//! is one repeated run.

use arrow_array::Array;
use arrow_buffer::BooleanBufferBuilder;

use super::bits::{repeated, runs, varint, width};
use super::listed::Run;

/// What a page has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) rows: usize,
    /// Values, and what stands for those that are not there: a null, or a list without an element. As many as rows in a flat column.
    pub(super) entries: usize,
    /// Entries that are no value.
    pub(super) nulls: usize,
}

/// The levels of the open page.
#[derive(Debug)]
pub(super) struct Levels {
    counts: Counts,
    of: Kind,
}

#[derive(Debug)]
enum Kind {
    /// Each row has a value.
    Required,
    /// Of each row whether it has a value.
    Nullable(BooleanBufferBuilder),
    /// In lists.
    Listed { most_repetition: u32, most_definition: u32, runs: Vec<Run> },
}

impl Levels {
    /// Of a column that may have nulls, or of one that may not.
    pub(super) fn new(nullable: bool) -> Self {
        let of = if nullable { Kind::Nullable(BooleanBufferBuilder::new(0)) } else { Kind::Required };
        Self { counts: Counts::default(), of }
    }

    /// Of a column in lists, with its greatest levels.
    pub(super) fn listed(most_repetition: u32, most_definition: u32) -> Self {
        let of = Kind::Listed { most_repetition, most_definition, runs: Vec::new() };
        Self { counts: Counts::default(), of }
    }

    /// The next rows of a flat column.
    pub(super) fn push(&mut self, array: &dyn Array) {
        self.counts.rows += array.len();
        self.counts.entries += array.len();
        self.counts.nulls += array.null_count();
        let Kind::Nullable(there) = &mut self.of else { return };
        match array.nulls() {
            Some(nulls) => there.append_buffer(nulls.inner()),
            None => there.append_n(array.len(), true),
        }
    }

    /// The next rows of a column in lists.
    pub(super) fn push_runs(&mut self, rows: usize, own: &[Run]) {
        let Kind::Listed { most_definition, runs, .. } = &mut self.of else { return };
        self.counts.rows += rows;
        for run in own {
            self.counts.entries += run.entries;
            self.counts.nulls += if run.definition < *most_definition { run.entries } else { 0 };
            run.push_to(runs);
        }
    }

    pub(super) const fn counts(&self) -> Counts {
        self.counts
    }

    /// Appends the page's levels, each kind with its length before it, and begins the next page.
    pub(super) fn flush(&mut self, out: &mut Vec<u8>) {
        let Counts { rows, nulls, .. } = std::mem::take(&mut self.counts);
        match &mut self.of {
            Kind::Required => {}
            Kind::Nullable(there) => {
                if nulls == 0 || nulls == rows {
                    behind_length(out, |out| repeated(u32::from(nulls == 0), rows, 1, out));
                } else {
                    behind_length(out, |out| packed(&there.as_slice()[..rows.div_ceil(8)], out));
                }
                there.truncate(0);
            }
            Kind::Listed { most_repetition, most_definition, runs } => {
                behind_length(out, |out| numbers(runs, |run| run.repetition, *most_repetition, out));
                behind_length(out, |out| numbers(runs, |run| run.definition, *most_definition, out));
                runs.clear();
            }
        }
    }
}

/// Appends something with its length before it.
fn behind_length(out: &mut Vec<u8>, append: impl FnOnce(&mut Vec<u8>)) {
    let start = out.len();
    out.extend([0; size_of::<u32>()]);
    append(out);
    let length = u32::try_from(out.len() - start - size_of::<u32>()).unwrap_or(u32::MAX);
    out[start..start + size_of::<u32>()].copy_from_slice(&length.to_le_bytes());
}

/// Levels of one bit.
fn packed(bits: &[u8], out: &mut Vec<u8>) {
    varint((bits.len() as u64) << 1 | 1, out);
    out.extend_from_slice(bits);
}

/// The levels of runs, which are `most` at most.
fn numbers(all: &[Run], level: impl Fn(&Run) -> u32, most: u32, out: &mut Vec<u8>) {
    let entries = all.iter().map(|run| run.entries).sum();
    match all.first().map(&level) {
        Some(first) if all.iter().all(|run| level(run) == first) => repeated(first, entries, width(most.into()), out),
        _ => {
            let mut levels = Vec::with_capacity(entries);
            for run in all {
                levels.resize(levels.len() + run.entries, level(run));
            }
            runs(&levels, width(most.into()), out);
        }
    }
}
