//! How the records of a file may be told apart: by line ends, by one length, or by lengths that stand before them.
//!
//! In: windows of a file. Out: counts and candidates with their evidence. Refuses words, and to decide between two
//! that hold: whoever asks shows both.

mod chains;
pub mod labels;
mod lines;
mod periods;
mod rest;

pub use chains::{Behind, Chain, ENOUGH, LengthWord, NEAR, behind_gap, chain, each_record};
pub use lines::{Line, LineEnds, Lines, Seen};
pub use periods::{Fixed, fixed_lengths};
pub use rest::{Rest, Tail, rest};

use super::sample::Sample;

/// What old systems fill up the end of a file with: 1A, the end mark of CP/M and DOS, and 00.
pub const PADDING: [u8; 2] = [0x1A, 0];

/// Bytes after the last record that belong to none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Padding {
    /// The last of them, one of [`PADDING`].
    pub byte: u8,
    /// The other one of [`PADDING`], where it is among them.
    pub other: Option<u8>,
    /// At least one.
    pub count: u64,
}

/// What fills the end of the content; none where its end is not in the sample. Only the last window is looked at, so
/// that there may be more.
#[must_use]
pub fn padding(sample: &Sample) -> Option<Padding> {
    let last = sample.windows.last().filter(|window| window.is_last)?;
    let byte = *last.bytes.last().filter(|byte| PADDING.contains(byte))?;
    let count = last.bytes.iter().rev().take_while(|one| PADDING.contains(one)).count();
    let filling = &last.bytes[last.bytes.len() - count..];
    let other = filling.iter().copied().find(|one| *one != byte);
    Some(Padding { byte, other, count: count as u64 })
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::host::streams::Compression;
    use crate::inspect::sample::{Stored, Window};

    /// A sample that is a whole file.
    pub fn whole(bytes: &[u8]) -> Sample {
        let stored =
            Stored { compression: Compression::None, bytes: bytes.len() as u64, length: Some(bytes.len() as u64) };
        let window = Window { offset: 0, bytes: bytes.to_vec(), starts_line: true, ends_line: true, is_last: true };
        Sample { stored, windows: vec![window], is_whole: true }
    }

    #[test]
    fn padding_is_what_fills_the_end() {
        for (bytes, want) in [
            (&b"abc\r\n\x1A"[..], Some((0x1A, 1))),
            (b"abc\0\0\0", Some((0, 3))),
            (b"abc\x1A\0\0", Some((0, 3))),
            (b"abc", None),
            (b"", None),
        ] {
            assert_eq!(padding(&whole(bytes)).map(|found| (found.byte, found.count)), want);
        }
    }
}
