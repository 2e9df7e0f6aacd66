//! The memory that a run takes, before it begins: one figure, which `check` says, which `--memory` is held against, and
//! which the summary has.
//!
//! In: mappings that are ready, and what the command asks. Out: a [`Memory`], and the threads that fit. Refuses to measure.

use crate::finding::Code;
use crate::mapping::model::{Mapping, Table};
use crate::run::fold::{self, spool};
use crate::run::prepare::Prepared;
use crate::run::replay::Mended;
use crate::run::sources::SourceSpec;
use crate::run::{Request, Stop, order, reports};

/// What the program takes whatever it does: 19 MiB, up to 14 of what is written and waits to be hashed, and a reserve.
const BASE: u64 = 48 << 20;

/// Bytes that a run takes at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Memory {
    /// Whatever the threads.
    shared: u64,
    /// Each thread.
    each: u64,
    /// Threads that are wanted.
    wanted: usize,
}

impl Memory {
    /// Of a run of these mappings together.
    #[must_use]
    pub fn of<'p>(request: &Request, prepared: impl IntoIterator<Item = &'p Prepared>) -> Self {
        let prepared: Vec<&Prepared> = prepared.into_iter().collect();
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let each = prepared.iter().map(|one| one.plan.worker_bound()).max().unwrap_or(0);
        // A stream is read into a window of its own.
        let streams = prepared.iter().filter(|one| one.specs.iter().any(SourceSpec::is_stream));
        let read = streams.map(|one| one.plan.block + one.plan.ahead()).max().unwrap_or(0);
        let crosswalks: u64 = prepared.iter().map(|one| one.plan.crosswalks.bytes).sum();
        let judges = request.limit.is_none() && prepared.iter().any(|one| judges(&one.plan.mapping));
        let looks_up = prepared.iter().any(|one| !one.plan.crosswalks.files.is_empty());
        let (held, gathered) = fold::bound(judges, looks_up);
        let ordered: Vec<usize> = prepared.iter().map(|one| order::count(&one.plan)).collect();
        let most = ordered.iter().max().copied().unwrap_or(0);
        let (sorted, sorting) = order::bound(ordered.iter().sum(), most, spool::HELD);
        let reports = reports::memory(prepared.iter().flat_map(|one| &one.reports));
        let mended: u64 = prepared.iter().filter_map(|one| one.mended.as_ref()).map(Mended::memory).sum();
        Self {
            shared: BASE + crosswalks + reports + mended + read + held + sorted,
            each: each + gathered + sorting,
            wanted: request.threads.unwrap_or(cores).max(1),
        }
    }

    /// With one thread: what `--memory` must allow.
    #[must_use]
    pub const fn least(self) -> u64 {
        self.with(1)
    }

    /// With all threads that are wanted.
    #[must_use]
    pub const fn most(self) -> u64 {
        self.with(self.wanted)
    }

    const fn with(self, threads: usize) -> u64 {
        self.shared + threads as u64 * self.each
    }
}

/// Threads that fit, and the bound of the memory that they take.
///
/// # Errors
/// TL0904 if not even one thread fits.
pub fn threads(request: &Request, prepared: &[Prepared]) -> Result<(usize, u64), Stop> {
    let memory = Memory::of(request, prepared);
    let allowed = request.memory.unwrap_or(u64::MAX);
    let threads = (1..=memory.wanted).rev().find(|threads| memory.with(*threads) <= allowed);
    let too_small = || Stop::new(Code::MemoryTooSmall, vec![memory.least().into(), allowed.into()]);
    let threads = threads.ok_or_else(too_small)?;
    Ok((threads, memory.with(threads)))
}

/// Whether a mapping declares what is told by many rows together: rules, controls, rows that stand in place of others. The
/// declaration counts, since this is asked before rules are planned too.
fn judges(mapping: &Mapping) -> bool {
    let of_table = |table: &Table| !table.set_rules.is_empty() || !table.reports.is_empty() || table.dedupe.is_some();
    !mapping.source.controls.is_empty() || mapping.tables.iter().any(of_table)
}
