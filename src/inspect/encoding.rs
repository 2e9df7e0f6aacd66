//! What encoding bytes may be in, with the evidence: which bytes occur, and what they would read as.
//!
//! In: bytes, window by window. Out: counts and first places of every byte, and a verdict with its reasons. Refuses
//! words, and certainty where two pages read the same bytes as sensible text: both are named.

pub mod ebcdic;
mod pages;
mod utf;

pub use pages::{PAGES, PageReading, reads_as};
pub use utf::{Utf8, Utf16};

use super::sample::Window;

/// Bytes of a file, counted.
#[derive(Debug, Clone)]
pub struct Bytes {
    /// How often each occurs.
    pub counts: [u64; 256],
    /// Where each stands first, in bytes of the content.
    pub first: [Option<u64>; 256],
    /// How often each stands beside a small letter, beside a capital, and beside neither; of bytes from 80 on.
    pub beside: [Beside; 256],
    /// Zero bytes at even and at odd places.
    pub zeros: [u64; 2],
    /// All bytes.
    pub total: u64,
    /// What the first bytes say: a byte order mark.
    pub mark: Option<Mark>,
    /// As UTF-8.
    pub utf8: Utf8,
}

/// What ASCII letters stand next to a byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Beside {
    /// A small letter before or after it.
    pub small: u64,
    /// A capital before or after it, and no small letter.
    pub capital: u64,
    /// Neither.
    pub neither: u64,
}

/// A byte order mark at the beginning of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// EF BB BF.
    Utf8,
    /// FF FE.
    Utf16Le,
    /// FE FF.
    Utf16Be,
}

impl Mark {
    /// Told by the first bytes of a file.
    #[must_use]
    pub fn of(first: &[u8]) -> Option<Self> {
        match first {
            [0xEF, 0xBB, 0xBF, ..] => Some(Self::Utf8),
            [0xFF, 0xFE, ..] => Some(Self::Utf16Le),
            [0xFE, 0xFF, ..] => Some(Self::Utf16Be),
            _ => None,
        }
    }
}

/// What the bytes are, as far as they tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// There are none.
    Empty,
    /// Every byte is below 80: any page that has ASCII reads them the same.
    Ascii,
    /// Bytes from 80 on, all or nearly all of them parts of well-formed characters.
    Utf8 {
        /// Characters of more than one byte.
        characters: u64,
    },
    /// Pairs of bytes, of which one is nearly always zero.
    Utf16 {
        /// Whether the low byte stands first.
        little: bool,
    },
    /// One byte a character. The pages that make sense, the likeliest first: each reading with its evidence.
    Page(Vec<PageReading>),
    /// EBCDIC: 40 where blanks are, F0 to F9 where digits are.
    Ebcdic {
        /// Bytes 40.
        blanks: u64,
        /// Bytes F0 to F9.
        digits: u64,
        /// Bytes of letters.
        letters: u64,
    },
    /// No text in any encoding that is known here; a part of it may be.
    Binary {
        /// Bytes that are no character of a text: control characters, and those from 80 on.
        odd: u64,
    },
}

impl Verdict {
    /// The name of the encoding in a mapping; none where it has none, or nothing is likely.
    #[must_use]
    pub fn name(&self) -> Option<&'static str> {
        match self {
            Self::Ascii => Some("ascii"),
            Self::Utf8 { .. } => Some("utf-8"),
            Self::Utf16 { little: true } => Some("utf-16le"),
            Self::Utf16 { little: false } => Some("utf-16be"),
            Self::Page(pages) => pages.first().map(|page| page.name),
            Self::Empty | Self::Ebcdic { .. } | Self::Binary { .. } => None,
        }
    }
}

impl Default for Bytes {
    fn default() -> Self {
        Self {
            counts: [0; 256],
            first: [None; 256],
            beside: [Beside::default(); 256],
            zeros: [0; 2],
            total: 0,
            mark: None,
            utf8: Utf8::default(),
        }
    }
}

impl Bytes {
    /// Counts a window, without the NULs that fill its end if it is the last, or all of it. Windows come in the order of
    /// their places; a character that two windows share is whole only where the second follows the first at once.
    pub fn add(&mut self, window: &Window) {
        let Some(bytes) = written(window) else { return };
        if window.offset == 0 {
            self.mark = Mark::of(bytes);
        }
        self.utf8.add(window);
        self.total += bytes.len() as u64;
        let odd_start = usize::try_from(window.offset % 2).unwrap_or(0);
        for (at, &byte) in bytes.iter().enumerate() {
            let index = usize::from(byte);
            self.counts[index] += 1;
            if self.first[index].is_none() {
                self.first[index] = Some(window.offset + at as u64);
            }
            if byte == 0 {
                self.zeros[(at + odd_start) % 2] += 1;
            } else if byte >= 0x80 {
                let around = [at.checked_sub(1).and_then(|at| bytes.get(at)), bytes.get(at + 1)];
                self.beside[index].add(around.map(|byte| byte.copied().unwrap_or(b' ')));
            }
        }
    }

    /// Bytes of a class.
    pub fn count(&self, is_one: impl Fn(u8) -> bool) -> u64 {
        (0..=255_u8).filter(|byte| is_one(*byte)).map(|byte| self.counts[usize::from(byte)]).sum()
    }

    /// The verdict on all bytes so far.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        if self.total == 0 {
            return Verdict::Empty;
        }
        if let Some(utf16) = Utf16::of(self) {
            return Verdict::Utf16 { little: utf16.little };
        }
        let is_utf8 = self.utf8.characters > 0 && self.utf8.invalid * BROKEN <= self.utf8.characters;
        if let Some(ebcdic) = self.ebcdic().filter(|_| !is_utf8) {
            return ebcdic;
        }
        let odd = self.count(is_odd_control);
        if odd * 50 > self.total {
            return Verdict::Binary { odd: odd + self.count(|byte| byte >= 0x80) };
        }
        if self.count(|byte| byte >= 0x80) == 0 {
            return Verdict::Ascii;
        }
        // Two files that were joined: other pages have no pairs of bytes in such numbers.
        let is_mixed = self.utf8.characters >= MIXED && self.utf8.invalid * 2 <= self.utf8.characters;
        if is_utf8 || is_mixed {
            return Verdict::Utf8 { characters: self.utf8.characters };
        }
        let (pages, high) = (pages::readings(self), self.count(|byte| byte >= 0x80));
        let makes_sense = pages.first().is_some_and(|page| page.score > 0 || high * 10 < self.total);
        if makes_sense { Verdict::Page(pages) } else { Verdict::Binary { odd: odd + high } }
    }

    /// EBCDIC has its blanks, digits and letters at other places than ASCII: where a third of the bytes or more
    /// are these, and three times as many as are ASCII's, it is nothing else.
    fn ebcdic(&self) -> Option<Verdict> {
        let blanks = self.counts[0x40];
        let digits = self.count(|byte| (0xF0..=0xF9).contains(&byte));
        let letters = self.count(is_ebcdic_letter);
        let zeros = self.counts[0];
        let told = blanks + digits + letters;
        let ascii = self.count(|byte| byte == b' ' || byte.is_ascii_alphanumeric() && !EBCDIC_MARKS.contains(&byte));
        let is_most = told > 3 * ascii && told * 3 > (self.total - zeros);
        // Accented letters of other encodings are at the places of its letters, but they are not all that there is.
        let is_it = is_most && (blanks + digits) * 10 >= told && told >= 8;
        is_it.then_some(Verdict::Ebcdic { blanks, digits, letters })
    }
}

impl Beside {
    fn add(&mut self, around: [u8; 2]) {
        if around.iter().any(u8::is_ascii_lowercase) {
            self.small += 1;
        } else if around.iter().any(u8::is_ascii_uppercase) {
            self.capital += 1;
        } else {
            self.neither += 1;
        }
    }

    /// How often the byte occurs.
    #[must_use]
    pub fn all(&self) -> u64 {
        self.small + self.capital + self.neither
    }
}

/// The bytes of a window that somebody wrote: a file that was made larger than what was written into it ends with NULs,
/// which say nothing of its encoding. None of a window that has no others; a few bytes are left as they are, since a
/// file of UTF-16 or of binary numbers ends with NULs too.
fn written(window: &Window) -> Option<&[u8]> {
    let bytes = window.bytes.as_slice();
    let filled = bytes.iter().rev().take_while(|byte| **byte == 0).count();
    match (filled > FILLED, filled == bytes.len(), window.is_last) {
        (true, true, _) => None,
        (true, false, true) => Some(&bytes[..bytes.len() - filled]),
        _ => Some(bytes),
    }
}

/// Of so many characters of UTF-8 one may be broken: other pages have no such pairs of bytes by chance.
const BROKEN: u64 = 20;

/// As many characters of UTF-8 show it, even if a third of what is beyond ASCII is broken.
const MIXED: u64 = 20;

/// What parts cells and figures in EBCDIC: `.` `,` `|` and `:`, which are `K`, `k`, `O` and `z` of ASCII.
const EBCDIC_MARKS: [u8; 4] = [0x4B, 0x6B, 0x4F, 0x7A];

/// As many NULs at a file's end are in it by chance.
const FILLED: usize = 512;

/// A control character that texts do not have: neither a tab, a line end, a form feed nor the end mark of DOS.
#[must_use]
pub fn is_odd_control(byte: u8) -> bool {
    byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0C | 0x1A) || byte == 0x7F
}

fn is_ebcdic_letter(byte: u8) -> bool {
    let is_in = |starts: [u8; 3]| {
        let [first, second, third] = starts;
        (first..first + 9).contains(&byte) || (second..second + 9).contains(&byte) || (third..third + 8).contains(&byte)
    };
    is_in([0xC1, 0xD1, 0xE2]) || is_in([0x81, 0x91, 0xA2])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extractors::encoding::Encoding;

    fn window(offset: u64, bytes: &[u8], is_last: bool) -> Window {
        Window { offset, bytes: bytes.to_vec(), starts_line: offset == 0, ends_line: is_last, is_last }
    }

    fn bytes(text: &[u8]) -> Bytes {
        let mut bytes = Bytes::default();
        bytes.add(&window(0, text, true));
        bytes
    }

    const FRENCH: &str = "Où est l'hôtel ? Près de l'école, à côté du marché. Dépenses générales, façade, Noël.\n\
                          DÉPENSES GÉNÉRALES, FAÇADE, À RECEVOIR, ÉCOLE, PRÊT\n";

    #[test]
    fn french_letters_tell_the_pages_apart() {
        for page in ["cp1252", "cp850", "macintosh"] {
            let text = Encoding::of(page).and_then(|page| page.encode(FRENCH)).unwrap();
            assert_eq!(bytes(&text).verdict().name(), Some(page), "{page}");
        }
        let text = Encoding::of("cp863").and_then(|page| page.encode(FRENCH)).unwrap();
        assert_eq!(bytes(&text).verdict().name(), Some("cp863"), "the capitals of Canadian DOS stand elsewhere");
    }

    #[test]
    fn one_broken_byte_among_many_characters_leaves_a_text_utf_8() {
        let text = |good: usize| [FRENCH.repeat(good).as_bytes(), b"Caf\xE9\n"].concat();
        assert_eq!(bytes(&text(4)).verdict().name(), Some("utf-8"));
        assert_eq!(bytes(&text(4)).utf8.invalid, 1);
        assert_ne!(
            bytes("Caf\u{e9}\n".as_bytes().iter().chain(b"Caf\xE9\n").copied().collect::<Vec<u8>>().as_slice())
                .verdict()
                .name(),
            Some("utf-8"),
            "as many are broken"
        );
    }

    #[test]
    fn lines_of_another_page_among_many_leave_a_text_utf_8() {
        let other = Encoding::of("cp1252").and_then(|page| page.encode(FRENCH)).unwrap();
        let text = |good: usize, bad: usize| [FRENCH.repeat(good).as_bytes(), &other.repeat(bad)].concat();
        for (good, bad) in [(9, 1), (9, 3), (30, 10)] {
            assert_eq!(bytes(&text(good, bad)).verdict().name(), Some("utf-8"), "{good} {bad}");
        }
        assert_eq!(bytes(&text(1, 30)).verdict().name(), Some("cp1252"));
    }

    #[test]
    fn pages_that_read_the_same_say_so() {
        let text = Encoding::of("cp1252").and_then(|page| page.encode("Montréal, Québec")).unwrap();
        let Verdict::Page(pages) = bytes(&text).verdict() else { panic!("a page") };
        let same: Vec<&str> = pages.iter().filter(|page| page.same_as_first).map(|page| page.name).collect();
        assert_eq!(same, ["cp1252", "latin1", "iso-8859-15"]);
        assert_eq!((pages[0].sensible, pages[0].odd), (2, 0));
    }

    #[test]
    fn every_kind_of_text_has_its_verdict() {
        let utf16 = |text: &str, little: bool| -> Vec<u8> {
            let units = text.encode_utf16();
            units.flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
        };
        let ebcdic = b"\xC1\xC2\xC3\x40\x40\x40\xF0\xF1\xF2\xF3\x40\x40\xD1\xD2\x12\x3C";
        for (text, want) in [
            (Vec::new(), Verdict::Empty),
            (b"plain\n".to_vec(), Verdict::Ascii),
            (FRENCH.as_bytes().to_vec(), Verdict::Utf8 { characters: 17 }),
            (utf16("abc\r\n", true), Verdict::Utf16 { little: true }),
            (utf16("abc\r\n", false), Verdict::Utf16 { little: false }),
            (utf16("\u{feff}été", true), Verdict::Utf16 { little: true }),
            (utf16("\u{feff}été", false), Verdict::Utf16 { little: false }),
            (ebcdic.to_vec(), Verdict::Ebcdic { blanks: 5, digits: 4, letters: 5 }),
            ((0..=31).cycle().take(500).collect(), Verdict::Binary { odd: 422 }),
        ] {
            let found = bytes(&text).verdict();
            match (&found, &want) {
                (Verdict::Utf8 { characters }, Verdict::Utf8 { .. }) => assert!(*characters > 15, "{characters}"),
                (Verdict::Binary { .. }, Verdict::Binary { .. }) => {}
                _ => assert_eq!(found, want),
            }
        }
    }

    #[test]
    fn nuls_that_fill_a_file_up_say_nothing_of_its_encoding() {
        let mut bytes = Bytes::default();
        bytes.add(&window(0, b"H001\nD002\n", false));
        bytes.add(&window(10, &[0; 4_096], false));
        bytes.add(&window(4_106, &[&b"D003\n"[..], &[0; 4_096]].concat(), true));
        assert_eq!((bytes.verdict(), bytes.total, bytes.counts[0]), (Verdict::Ascii, 15, 0));
        assert_eq!(self::bytes(&[0; 100]).counts[0], 100, "so few are counted");
    }

    #[test]
    fn a_character_on_the_edge_of_two_windows_is_whole_if_they_meet() {
        for (second, invalid) in [(2, 0), (9, 0)] {
            let mut bytes = Bytes::default();
            bytes.add(&window(0, b"a\xC3", false));
            bytes.add(&window(second, b"\xA9b", true));
            assert_eq!((bytes.utf8.invalid, bytes.utf8.characters), (invalid, u64::from(second == 2)), "{second}");
        }
        let mut bytes = Bytes::default();
        bytes.add(&window(0, b"a\xC3", false));
        bytes.add(&window(2, b"bc", true));
        assert_eq!((bytes.utf8.invalid, bytes.utf8.first_invalid), (1, Some(1)));
        assert_eq!(self::bytes(b"ab\xC3").utf8.first_invalid, Some(2), "cut off by the file's end");
        assert_eq!(self::bytes("d\u{c3}\u{a9}j\u{c3}\u{a0}".as_bytes()).utf8.twice, 2);
    }

    #[test]
    fn counts_say_where_a_byte_stands_first_and_beside_what() {
        let mut found = bytes(b"ab\xE9cd \xE9 \x00");
        found.add(&window(100, b"X\xE9\x00", true));
        assert_eq!((found.counts[0xE9], found.first[0xE9], found.first[0]), (3, Some(2), Some(8)));
        assert_eq!(found.beside[0xE9], Beside { small: 1, capital: 1, neither: 1 });
        assert_eq!(found.zeros, [2, 0]);
    }
}
