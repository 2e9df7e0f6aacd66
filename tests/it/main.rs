//! The promises of the program, each tried from outside.

mod laws;
mod machine;
mod samples;
mod tables;
