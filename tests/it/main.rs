//! The promises of the program, each tried from outside.

mod samples;
