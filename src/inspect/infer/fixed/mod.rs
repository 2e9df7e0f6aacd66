//! Records of fixed width: kinds, the borders of their fields, and what the fields are.
//!
//! In: records as faces. Out: kinds and pieces. Refuses files and encodings.

pub mod bits;
pub mod borders;
pub mod dates;
pub mod digits;
pub mod kinds;
pub mod page;
pub mod piece;
mod scratch;
pub mod stamps;
pub mod texts;
