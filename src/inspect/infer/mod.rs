//! A mapping, drafted from files that nobody described.
//!
//! In: files. Out: a [`draft::Draft`], and the YAML of it. Refuses words: reasons are data, and `cli` has the words.

pub mod delimited;
pub mod draft;
pub mod fixed;
pub mod layout;
pub mod values;
