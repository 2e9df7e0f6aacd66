//! The promises of the program, each tried from outside.

mod conformance;
mod house;
mod laws;
mod machine;
mod nasty;
mod samples;
mod tables;
mod witness;
