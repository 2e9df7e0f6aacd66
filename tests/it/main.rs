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
mod covering;
mod crosswalks;
mod drafted;
mod ebcdic;
mod edited;
mod evidence;
mod explain;
mod expressions;
mod first_hour;
mod for_people;
mod found;
mod framings;
mod gnucobol;
mod house;
mod infer;
mod infer_delimited;
mod items;
mod laws;
mod lengths;
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
mod parents;
mod random;
mod records;
mod reference;
mod replay;
mod round_trip;
mod samples;
mod set_rules;
mod splits;
mod stored;
mod tables;
mod targets;
mod timings;
mod told;
mod unread;
mod ways;
mod witness;

/// How many of so many rounds are tried: a quarter, so that `make test` is short, and all of them where `TUMPLINE_THOROUGH`
/// is set, as in `.ci/run`.
fn rounds(all: u64) -> u64 {
    if is_thorough() { all } else { all.div_ceil(4) }
}

/// The first of these seeds, as many as [`rounds`] says.
fn seeds(all: std::ops::Range<u64>) -> std::ops::Range<u64> {
    all.start..all.start + rounds(all.end - all.start)
}

/// Of so many cases one is tried where not all are.
fn every(few: usize) -> usize {
    if is_thorough() { 1 } else { few }
}

fn is_thorough() -> bool {
    std::env::var_os("TUMPLINE_THOROUGH").is_some()
}
