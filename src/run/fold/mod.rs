//! Rules over several rows, controls, and rows that stand in place of others: what each row tells them, while chunks are
//! made; and who breaks them, when all were.
//!
//! In: the rows of all tables that are loaded. Out: breaches, in the order of their places; and the records that are to be
//! refused. Entries wait in a [`spool`], sorted; [`judging`] reads them key by key. Records that a rule refuses are told
//! to the next pass by [`refusals`], which does all over again without them, until no rule refuses more.

pub mod controls;
pub mod dedupe;
pub mod gather;
pub mod judging;
pub mod plan;
pub mod refusals;
pub mod spool;

/// Memory of a run that judges rules over several rows: for all threads together, and for each.
#[must_use]
pub const fn bound() -> (u64, u64) {
    // Runs wait for the disk twice: entries, and breaches. A worker's entries stand there as they came and sorted.
    (2 * spool::HELD as u64, 3 * gather::GATHERED as u64)
}
