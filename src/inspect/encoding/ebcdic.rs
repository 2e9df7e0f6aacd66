//! EBCDIC, as far as all of its code pages agree: enough to see what a file holds.
//!
//! In: a byte. Out: the character that it is in every page, and the braces of page 037, which stand for signed zeros.
//! Refuses letters with accents: they differ from page to page. Source: IBM, Character Data Representation
//! Architecture, syntactic character set 640; code page 037.

mod pages;

pub use pages::{Deciding, PAGES, Pages, Texts};

/// The character of a byte; none where pages differ, or it is a control character.
#[must_use]
pub fn reads_as(byte: u8) -> Option<char> {
    let from = |first: u8, character: char| char::from_u32(u32::from(character) + u32::from(byte - first));
    match byte {
        0x81..=0x89 => from(0x81, 'a'),
        0x91..=0x99 => from(0x91, 'j'),
        0xA2..=0xA9 => from(0xA2, 's'),
        0xC1..=0xC9 => from(0xC1, 'A'),
        0xD1..=0xD9 => from(0xD1, 'J'),
        0xE2..=0xE9 => from(0xE2, 'S'),
        0xF0..=0xF9 => from(0xF0, '0'),
        _ => SIGNS.iter().find(|(code, _)| *code == byte).map(|(_, sign)| *sign),
    }
}

const SIGNS: [(u8, char); 23] = [
    (0x40, ' '),
    (0x4B, '.'),
    (0x4C, '<'),
    (0x4D, '('),
    (0x4E, '+'),
    (0x50, '&'),
    (0x5C, '*'),
    (0x5D, ')'),
    (0x5E, ';'),
    (0x60, '-'),
    (0x61, '/'),
    (0x6B, ','),
    (0x6C, '%'),
    (0x6D, '_'),
    (0x6E, '>'),
    (0x6F, '?'),
    (0x7A, ':'),
    (0x7C, '@'),
    (0x7D, '\''),
    (0x7E, '='),
    (0x7F, '"'),
    (0xC0, '{'),
    (0xD0, '}'),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_all_pages_agree_on_is_read() {
        let text = b"\xC1\xC9\xD1\xE9\x81\x99\xA2\xF0\xF9\x40\x60\xC0\x15\xFF";
        let read: String = text.iter().map(|byte| reads_as(*byte).unwrap_or('?')).collect();
        assert_eq!(read, "AIJZars09 -{??");
    }
}
