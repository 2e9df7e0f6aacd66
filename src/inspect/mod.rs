//! What analysts and authors ask: data in, answers as data out.
//!
//! Refuses words, and to do in another way what a run does.

pub mod explain;
