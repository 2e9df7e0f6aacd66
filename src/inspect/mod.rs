//! Looks at mappings and at the files that they name before anything is run.
//!
//! Refuses words, and to write anything but a mapping that it is asked to mend.

pub mod check;
