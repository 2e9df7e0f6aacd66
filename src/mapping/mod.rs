//! The mapping language: text in, a checked [`model::Mapping`] or all its mistakes out.
//!
//! Refuses to know bytes, files and Parquet.

pub mod diagnostic;
pub mod encodings;
mod mistakes;
pub mod model;
mod nearest;
pub mod picture;
mod tree;
