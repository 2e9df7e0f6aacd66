//! The promises of the program, each tried from outside.

#![allow(clippy::unwrap_used, clippy::cast_possible_truncation, reason = "a test that panics has failed")]
#![allow(clippy::print_stderr, reason = "a witness that is not installed is told of")]

mod alike;
mod borders;
mod broken;
mod checked;
mod cobol;
mod cobrix;
mod command;
mod compares;
mod computed;
mod conditions;
mod conformance;
mod control_reports;
mod controls;
mod copybooks;
mod counted;
mod coverage;
mod crosswalks;
mod drafted;
mod ebcdic;
mod evidence;
mod explain;
mod expressions;
mod for_people;
mod found;
mod framings;
mod gnucobol;
mod house;
mod infer;
mod infer_delimited;
mod items;
mod laws;
mod limits;
mod lists;
mod look;
mod machine;
mod memory;
mod named_values;
mod nasty;
mod order;
mod other_column;
mod parameters;
mod random;
mod records;
mod reference;
mod replay;
mod samples;
mod set_rules;
mod splits;
mod stored;
mod tables;
mod targets;
mod unread;
mod witness;
