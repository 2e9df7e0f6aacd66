//! Rules over several rows, controls, and rows that stand in place of others: what each row tells them, while chunks are
//! made; and who breaks them, when all were.
//!
//! In: the rows of all tables that are loaded. Out: breaches, in the order of their places; and the records that are to be
//! refused. What rows tell waits in [`Entries`]: short keys of single rows in a [`lane`], with their [`places`] apart; all
//! else in a [`spool`], sorted. [`judging`] reads both key by key. Records that a rule refuses are told to the next pass by
//! [`refusals`], which does all over again without them, until no rule refuses more. The keys that
//! crosswalks do not have go the same way, and come out of it as [`gaps`].

use std::sync::{Mutex, PoisonError};

use crate::run::Stop;
use crate::run::publish::Staging;

pub mod controls;
pub mod dedupe;
pub mod definition;
pub mod gaps;
pub mod gather;
pub mod judging;
pub mod keeping;
pub mod lane;
pub mod places;
pub mod plan;
pub mod refusals;
pub mod reports;
pub mod signed;
pub mod spool;
mod suspects;

/// Part of what is held that the keys may take which crosswalks do not have.
pub const GAPS: usize = 4;

/// Memory of a run that judges rules over several rows, or looks something up: for all threads together, and for each.
#[must_use]
pub const fn bound(judges: bool, looks_up: bool) -> (u64, u64) {
    if !judges && !looks_up {
        return (0, 0);
    }
    // Runs wait for the disk twice: entries, and breaches or missing keys. Items wait as well; an eighth of it are places,
    // and another one is what is kept of controls.
    let held = spool::HELD as u64;
    let breaches = if judges { held + held + 3 * held / 8 } else { 0 };
    let gaps = if looks_up { held / GAPS as u64 } else { 0 };
    // A worker's entries stand there as they came and sorted. When all chunks are made, a thread sorts items.
    let (gathered, sorted) = (4 * gather::GATHERED as u64, 3 * (lane::ITEM * lane::SORTED) as u64);
    let items = if judges { 4 * (lane::ITEM * lane::GATHERED) as u64 + sorted } else { 0 };
    (held + breaches + gaps, gathered + items)
}

/// What the rows of all tables tell.
pub struct Entries<'s> {
    sorted: Mutex<spool::Spool<'s>>,
    lane: Mutex<lane::Lane<'s>>,
    places: Mutex<places::Places<'s>>,
}

impl<'s> Entries<'s> {
    /// Nothing yet; of each sort so many bytes are held in memory.
    #[must_use]
    pub fn new(staging: &'s Staging<'s>, held: usize) -> Self {
        Self {
            sorted: Mutex::new(spool::Spool::new(staging, "entries", held)),
            lane: Mutex::new(lane::Lane::new(staging, held)),
            places: Mutex::new(places::Places::new(staging, held / 8)),
        }
    }

    /// The entries that are sorted, while nobody else adds any.
    pub fn spool(&mut self) -> &mut spool::Spool<'s> {
        self.sorted.get_mut().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds what one worker gathered.
    ///
    /// # Errors
    /// TL0901, TL0907.
    pub fn add(&self, gathered: &mut gather::Gatherer) -> Result<(), Stop> {
        let (run, items) = gathered.take_all();
        self.lane.lock().unwrap_or_else(PoisonError::into_inner).add(items)?;
        self.sorted.lock().unwrap_or_else(PoisonError::into_inner).add(run)
    }

    /// Adds the places of a chunk's rows.
    ///
    /// # Errors
    /// TL0901, TL0907.
    pub fn place(&self, table: places::TableId, chunk: u64, places: places::ChunkPlaces) -> Result<(), Stop> {
        self.places.lock().unwrap_or_else(PoisonError::into_inner).add(table, chunk, places)
    }

    /// Bytes that stand on the disk.
    #[must_use]
    pub fn on_disk(&self) -> u64 {
        let sorted = self.sorted.lock().unwrap_or_else(PoisonError::into_inner).on_disk();
        let lane = self.lane.lock().unwrap_or_else(PoisonError::into_inner).on_disk();
        sorted + lane + self.places.lock().unwrap_or_else(PoisonError::into_inner).on_disk()
    }

    /// Nothing is told any more.
    ///
    /// # Errors
    /// TL0901, TL0907.
    pub fn close(self) -> Result<Closed, Stop> {
        Ok(Closed {
            sorted: self.sorted.into_inner().unwrap_or_else(PoisonError::into_inner).close()?,
            lane: self.lane.into_inner().unwrap_or_else(PoisonError::into_inner).close()?,
            places: self.places.into_inner().unwrap_or_else(PoisonError::into_inner).close(),
        })
    }
}

/// All that the rows told.
pub struct Closed {
    sorted: spool::Spooled,
    lane: lane::Closed,
    places: places::ClosedPlaces,
}
