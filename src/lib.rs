//! Tumpline carries a public body's financial records from an old system's exports into validated Parquet.
//!
//! `docs/architecture.md` says what each module does and what it refuses to know.

pub mod arrays;
pub mod calendar;
pub mod canonical;
pub mod cli;
pub mod evidence;
pub mod extractors;
pub mod finding;
pub mod host;
pub mod inspect;
pub mod loaders;
pub mod mapping;
pub mod place;
pub mod run;
pub mod sha256;
pub mod simd;
pub mod spare;
pub mod transforms;
pub mod validate;
