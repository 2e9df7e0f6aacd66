//! What lets a stranger check a run afterwards: counts, totals, hashes.
//!
//! In: what the stages counted, and the files that were written. Out: the manifest, and whether it still holds.
//! Refuses to decide what becomes of a record, and to show a value of a personal field.

pub mod coverage;
pub mod hash;
pub mod manifest;
mod shape;
pub mod text;
pub mod totals;
pub mod unseen;
pub mod verify;
pub mod which;
