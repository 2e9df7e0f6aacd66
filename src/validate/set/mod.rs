//! Rules over several rows: rows with their keys in, what breaks a rule out.
//!
//! A rule is a **keyed fold**: each row gives an [`Entry`](entry::Entry), or many rows of one key give one; entries are
//! sorted by key, so that each key's rows come together, and are judged key by key ([`judge`]). Refuses to know: files,
//! where entries wait, what a breach leads to.

pub mod control;
pub mod entry;
pub mod judge;
pub mod key;
pub mod report;
#[cfg(test)]
mod tests;
