//! Expressions over rows: typed expressions and arrays in, an array and the rows that failed out.
//!
//! `scalar` is the slow, readable evaluator and the oracle; `vector` evaluates whole batches with three lanes a row:
//! value, none, failed. Refuses to know what becomes of a row that failed.

mod cast;
mod dates;
mod exact;
pub mod scalar;
mod text;
pub mod value;
