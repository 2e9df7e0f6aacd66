//! The promises of the program, each tried from outside.

mod conformance;
mod laws;
mod machine;
mod samples;
mod tables;
