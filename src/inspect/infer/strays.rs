//! Lines whose letters are of another encoding than their file's: lines of UTF-8 in a file of one byte a character, and lines
//! in a file of UTF-8 that are none.
//!
//! In: files that were looked at, and how they read. Out: for each file how many such lines there are, and where the first of
//! them stand. Refuses to read them otherwise: a mapping has one encoding for all lines.

use super::draft::Reason;
use super::records::{Cut, Looked, Reading};
use super::wide;
use crate::extractors::encoding::{Encoding, Unit};
use crate::inspect::sample::Window;
use crate::run::io as machine;

/// Places that are told.
const PLACES: usize = 5;
/// The first bytes of letters with accents, of `œ` and of dashes and quotes in UTF-8: one byte a character, they are no letters
/// that stand before what follows them there.
const LEADS: [u8; 3] = [0xC3, 0xC5, 0xE2];

/// What is odd of these files.
#[must_use]
pub fn of(files: &[Looked], reading: &Reading) -> Vec<Reason> {
    let is_utf8 = reading.encoding == wide::UTF8;
    let is_bytes = Encoding::of(&reading.encoding).is_some_and(|encoding| encoding.unit() == Unit::Byte);
    if reading.cut != Cut::Lines || !is_bytes {
        return Vec::new();
    }
    let is_stray = |line: &[u8]| if is_utf8 { std::str::from_utf8(line).is_err() } else { is_utf8_line(line) };
    let of = |file: &Looked| {
        let (mut n, mut lines, mut before) = (0, Vec::new(), Some((0, 0)));
        for window in &file.sample.windows {
            // Where windows leave something out, nobody knows how many lines that is.
            let known = before.filter(|(end, _)| *end == window.offset).map(|(_, lines)| lines);
            let mut number = known.unwrap_or(0);
            for line in whole_lines(window) {
                number += 1;
                if is_stray(line) {
                    n += 1;
                    lines.extend(known.filter(|_| lines.len() < PLACES).map(|_| number));
                }
            }
            before = known.map(|_| (window.end(), number));
        }
        let (file, encoding) = (machine::shown(&file.path), reading.encoding.clone());
        (n > 0).then_some(Reason::StrayLines { file, encoding, n, lines })
    };
    files.iter().filter_map(of).collect()
}

/// The lines of a window, without one that its edge cuts.
fn whole_lines(window: &Window) -> impl Iterator<Item = &[u8]> {
    let end = if window.bytes.contains(&b'\n') { b'\n' } else { b'\r' };
    let all = window.bytes.split(move |byte| *byte == end);
    let count = all.clone().count();
    let (skip, cut) = (usize::from(!window.starts_line), usize::from(!window.ends_line));
    all.take(count - cut.min(count)).skip(skip)
}

/// Whether what a line has beyond ASCII is UTF-8, and letters of it among that.
fn is_utf8_line(line: &[u8]) -> bool {
    line.iter().any(|byte| LEADS.contains(byte)) && std::str::from_utf8(line).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_utf8_is_one_whose_bytes_are_no_words_of_a_page() {
        for (line, want) in [
            ("Gagné".as_bytes(), true),
            ("cœur – l’été".as_bytes(), true),
            (b"Gagn\xE9", false),
            (b"\xABCAF\xC9\xBB", false),
            (b"ROY", false),
            (b"Gagn\xC3\xA9 et C\xF4t\xE9", false),
        ] {
            assert_eq!(is_utf8_line(line), want, "{line:?}");
        }
    }
}
