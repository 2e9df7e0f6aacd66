//! What a file of which nobody has said anything seems to be: evidence as counts and places, never a word.
//!
//! In: paths, through [`crate::host`]. Out: samples of the bytes, how records may end, what encoding the bytes may be; a
//! mapping, drafted. Refuses words, mappings that somebody wrote, and to write anything: a file that is looked at leaves
//! no trace.

pub mod encoding;
pub mod framing;
pub mod infer;
pub mod look;
pub mod sample;
