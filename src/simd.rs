//! Loops over many values, with the widest registers that the computer has.
//!
//! The program is compiled for every computer of its kind; what is run by [`widest`] is compiled once more, for those with
//! AVX2 and what came with it (2013), and the computer that it runs on tells which of both is taken. They give the
//! same. Refuses: knowing what the loops do.

use multiversion::multiversion;

/// Runs `work`, which must be `#[inline(always)]` with all that it calls for each value: what is not inlined is compiled for
/// every computer. The choice costs some nanoseconds, so that it is made for many values, not for each.
#[multiversion(targets("x86_64+avx+avx2+bmi1+bmi2+lzcnt+movbe+popcnt"))]
pub fn widest<R>(work: impl FnOnce() -> R) -> R {
    work()
}
