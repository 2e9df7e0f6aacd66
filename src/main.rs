//! The command `tumpline`.

use std::process::ExitCode;

mod allocator;

fn main() -> ExitCode {
    allocator::keep_memory();
    tumpline::cli::main()
}
