//! Rules over several rows, controls, and rows that stand in place of others: what each row tells them, while chunks are
//! made; and who breaks them, when all were.
//!
//! In: the rows of all tables that are loaded. Out: breaches, in the order of their places; and the records that are to be
//! refused. What rows tell waits in [`Entries`]: short keys of single rows in a [`lane`], with their [`places`] apart; all
//! else in a [`spool`], sorted. [`judging`] reads both key by key. Records that a rule refuses are told to the next pass by
//! [`refusals`], which does all over again without them, until no rule refuses more.

use std::sync::{Mutex, PoisonError};

use crate::run::Stop;
use crate::run::publish::Staging;

pub mod controls;
pub mod dedupe;
mod definition;
pub mod gather;
pub mod judging;
pub mod keeping;
pub mod lane;
pub mod places;
pub mod plan;
pub mod refusals;
pub mod reports;
pub mod spool;
mod suspects;

/// Memory of a run that judges rules over several rows: for all threads together, and for each.
#[must_use]
pub const fn bound() -> (u64, u64) {
    // Runs wait for the disk twice: entries, and breaches. Items wait as well; an eighth of it are places, and another one
    // is what is kept of controls.
    let held = 3 * spool::HELD as u64 + 3 * spool::HELD as u64 / 8;
    // A worker's entries stand there as they came and sorted. When all chunks are made, a thread sorts items.
    let (gathered, judged) = (4 * gather::GATHERED + 4 * lane::ITEM * lane::GATHERED, 3 * lane::ITEM * lane::SORTED);
    (held, gathered as u64 + judged as u64)
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
