//! What `check` says beyond a mapping's own text.
//!
//! In: a mapping without mistakes and its files. Out: mistakes and doubts, each with its place in the mapping.

pub mod first;
pub mod fix;
pub mod misfits;
