//! Rules over several rows, and controls: what each row tells them, while chunks are made; and who breaks them, when all were.
//!
//! In: the rows of all tables that are loaded. Out: breaches, in the order of their places; and the records that are to be
//! refused. Entries wait in a [`spool`], sorted; [`judging`] reads them key by key. Records that a rule refuses are told
//! to the next pass by [`refusals`], which does all over again without them, until no rule refuses more. The keys that
//! crosswalks do not have go the same way, and come out of it as [`gaps`].

pub mod controls;
pub mod gaps;
pub mod gather;
pub mod judging;
pub mod plan;
pub mod refusals;
pub mod spool;

/// Part of what is held that the keys may take which crosswalks do not have.
pub const GAPS: usize = 4;

/// Memory of a run that judges rules over several rows, or looks something up: for all threads together, and for each.
#[must_use]
pub const fn bound(judges: bool, looks_up: bool) -> (u64, u64) {
    if !judges && !looks_up {
        return (0, 0);
    }
    // Runs wait for the disk twice: entries, and breaches or missing keys. A worker's entries stand there as they came and
    // sorted.
    let held = spool::HELD as u64;
    let breaches = if judges { held } else { 0 };
    let gaps = if looks_up { held / GAPS as u64 } else { 0 };
    (held + breaches + gaps, 3 * gather::GATHERED as u64)
}
