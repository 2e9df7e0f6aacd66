//! Cells in which the other reader is wrong, one by one.

pub const TEST6: &str = "";
pub const TEST40: &str = "";
