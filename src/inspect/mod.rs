//! What analysts and authors ask of files that they do not know yet.
//!
//! In: files, through the host. Out: what was found, as data. Refuses: words, and judging what becomes of a record.

pub mod infer;
