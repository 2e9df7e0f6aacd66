//! The program's allocator: mimalloc, which is told to keep the memory that it has.
//!
//! Each chunk takes as much memory as the one before it. What is given back to the system in between comes back as pages that have to be
//! cleared, which is a tenth of the time of files with 500 columns; docs/performance.md has the measurement.
//!
//! Pages are small (the feature `no_thp`): a huge one is cleared whole, used or not, and takes a third more memory.

use std::ffi::{c_int, c_long};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// After how many milliseconds memory that is not used is given back; the number that the option has in mimalloc's `mimalloc.h`. It belongs
/// to the version that Cargo.toml names.
const PURGE_DELAY: c_int = 15;
const NEVER: c_long = -1;

/// Keeps memory, if the environment's `MIMALLOC_PURGE_DELAY` says nothing else. To be called before there is a second thread.
pub fn keep_memory() {
    // SAFETY: the function takes two numbers, holds the first one to the number of options there are, and writes the second one into
    // their table. It is not thread safe, and the one thread that there is calls it.
    #[expect(unsafe_code, reason = "no crate sets options of mimalloc otherwise")]
    unsafe {
        libmimalloc_sys::mi_option_set_default(PURGE_DELAY, NEVER);
    }
}
