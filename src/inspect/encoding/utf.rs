//! Whether bytes are UTF-8 or UTF-16, and where they are not.
//!
//! In: windows, and counts of bytes. Out: figures. Refuses to decode for anyone else.

use super::{Bytes, Mark};
use crate::inspect::sample::Window;

/// Bytes read as UTF-8.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Utf8 {
    /// Characters of more than one byte.
    pub characters: u64,
    /// Of these, pairs such as `Ã©`: what was UTF-8 already was taken for another page and made UTF-8 again.
    pub twice: u64,
    /// Places where bytes are no character.
    pub invalid: u64,
    /// The first of them, in bytes of the content.
    pub first_invalid: Option<u64>,
    /// The place after the last window.
    at: u64,
    /// A character that the last window has only the beginning of.
    pending: Vec<u8>,
}

impl Utf8 {
    /// Reads a window. At the edge of one that follows no other, broken characters are no mistakes.
    pub fn add(&mut self, window: &Window) {
        let follows = window.offset == self.at;
        let pending = std::mem::take(&mut self.pending);
        let mut bytes = window.bytes.as_slice();
        if follows && !pending.is_empty() {
            bytes = self.join(pending, bytes, window.offset);
        } else if !follows {
            let broken = bytes.iter().take(3).take_while(|byte| **byte & 0xC0 == 0x80).count();
            bytes = &bytes[broken..];
        }
        self.at = window.end();
        self.read(bytes, window.end() - bytes.len() as u64, window.is_last);
    }

    /// Reads the character that began in the window before; gives the bytes after it.
    fn join<'w>(&mut self, mut pending: Vec<u8>, bytes: &'w [u8], offset: u64) -> &'w [u8] {
        let missing = width(pending[0]).saturating_sub(pending.len());
        let more = bytes.iter().take(missing).take_while(|byte| **byte & 0xC0 == 0x80).count();
        let start = offset - pending.len() as u64;
        pending.extend_from_slice(&bytes[..more]);
        self.read(&pending, start, more < bytes.len() || more == missing);
        &bytes[more..]
    }

    fn read(&mut self, bytes: &[u8], offset: u64, ends: bool) {
        let mut at = 0;
        for chunk in bytes.utf8_chunks() {
            let valid = chunk.valid().as_bytes();
            self.characters += valid.iter().filter(|byte| **byte >= 0xC0).count() as u64;
            self.twice += valid.windows(3).filter(|three| is_twice(three)).count() as u64;
            at += valid.len();
            let invalid = chunk.invalid();
            let is_cut = !ends && at + invalid.len() == bytes.len() && invalid.len() < width_of(invalid);
            if is_cut {
                self.pending = invalid.to_vec();
            } else if !invalid.is_empty() {
                self.invalid += 1;
                self.first_invalid = self.first_invalid.or(Some(offset + at as u64));
            }
            at += invalid.len();
        }
    }
}

/// `Ã` or `Â` before a character that is a continuation byte in Latin-1.
fn is_twice(three: &[u8]) -> bool {
    matches!(three, [0xC3, 0x82 | 0x83, 0xC2])
}

fn width_of(bytes: &[u8]) -> usize {
    bytes.first().map_or(0, |byte| width(*byte))
}

/// Bytes of a character that begins so.
const fn width(lead: u8) -> usize {
    match lead {
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => 1,
    }
}

/// Bytes read as UTF-16.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Utf16 {
    /// Whether the low byte stands first.
    pub little: bool,
}

impl Utf16 {
    /// By the mark; without one, where four fifths of the bytes at odd or at even places are zero, and nearly none of
    /// the others.
    #[must_use]
    pub fn of(bytes: &Bytes) -> Option<Self> {
        let [even, odd] = bytes.zeros;
        let half = bytes.total / 2;
        let is_most = |zeros: u64| half >= 2 && zeros * 5 >= half * 4;
        let is_few = |zeros: u64| zeros * 20 <= half;
        match bytes.mark {
            Some(Mark::Utf16Le) => Some(Self { little: true }),
            Some(Mark::Utf16Be) => Some(Self { little: false }),
            None if is_most(odd) && is_few(even) => Some(Self { little: true }),
            None if is_most(even) && is_few(odd) => Some(Self { little: false }),
            Some(Mark::Utf8) | None => None,
        }
    }
}
