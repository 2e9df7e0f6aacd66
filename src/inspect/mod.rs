//! What authors and analysts ask of files, records and copybooks: paths in, through [`crate::host`], answers as data out.
//!
//! Refuses words, to write anything but a mapping that it is asked to draft or mend, and to do in another way what a run does.

pub mod check;
pub mod copybook;
pub mod encoding;
pub mod explain;
pub mod framing;
pub mod infer;
pub mod look;
pub mod nuls;
pub mod sample;
pub mod ways;
