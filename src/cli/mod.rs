//! The command: arguments in, words and an exit code out. Nothing else of the program prints or exits.
//!
//! People's text goes to the standard error; what is asked for to be read or kept (what `look` shows, `--json`'s one
//! document, the schema, completions, manual pages) to the standard output.
//! Refuses to know how a run is done: that is [`engine::Engine`]'s.

pub mod args;
mod beginning;
pub mod command;
mod copybook;
mod coverage;
pub mod diagnostics;
pub mod engine;
pub mod exit;
pub mod explain;
pub mod field_map;
pub mod infer;
pub mod json;
pub mod layout;
mod lines;
mod look;
mod manual;
pub mod numbers;
pub mod people;
mod plan_rules;
pub mod plan_words;
pub mod progress;
pub mod reference;
pub mod summary;
mod which;
mod wiring;
pub mod words;

use std::io::{IsTerminal, stderr, stdout};
use std::process::ExitCode;

/// The command `tumpline`, with the process's arguments, streams and environment.
#[must_use]
pub fn main() -> ExitCode {
    crate::host::real::listen_for_interrupts();
    let variable = |name: &str| std::env::var(name).ok();
    let (mut out, mut err) = (stdout(), stderr());
    let width = |size: Option<(terminal_size::Width, _)>| size.map_or(layout::WIDTH, |(width, _)| usize::from(width.0));
    let terminal = err.is_terminal().then(|| width(terminal_size::terminal_size_of(stderr())));
    let answering = out.is_terminal().then(|| width(terminal_size::terminal_size_of(stdout())));
    let mut streams = command::Streams { out: &mut out, err: &mut err, terminal, answering };
    let arguments = std::env::args_os();
    ExitCode::from(wiring::with_engine(&variable, |engine| command::command(arguments, engine, &mut streams)))
}
