//! A mapping of delimited text, drafted: how its rows are cut, what its columns are called and what they hold.
pub mod why;
