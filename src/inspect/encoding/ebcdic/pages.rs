//! Which page of EBCDIC bytes are in: all agree on letters from A to Z and digits, and the bytes that they read otherwise tell.
//!
//! In: bytes of texts. Out: pages, the likeliest first, and the bytes that decide. A letter with an accent speaks for a page
//! where it stands between letters, a sign where texts have it; what is a sign in the
//! usual pages is no letter of another where it stands alone. Refuses a choice where nothing tells: pages that read all
//! bytes the same are one, and are named together.

use super::reads_as;
use crate::inspect::encoding::{Beside, PageReading, pages};

/// The pages that are tried; of those that read the bytes the same, the first is named.
pub const PAGES: [&str; 24] = [
    "cp037", "cp500", "cp1047", "cp297", "cp1140", "cp1148", "cp1147", "cp273", "cp1141", "cp277", "cp278", "cp280",
    "cp284", "cp285", "cp871", "cp1142", "cp1143", "cp1144", "cp1145", "cp1146", "cp1149", "cp870", "cp1026", "cp875",
];
/// The first of them, in which most files are: so many.
const USUAL: usize = 3;
/// Signs of texts there, which others read as letters: `@` is `Ö`, `Ø` or `à` in some page.
const SIGNS: &str = "@#!$\"[]";
/// So many bytes are letters of a page and no signs: `@` stands between letters in an address, alone.
const LETTERS: usize = 2;
/// More bytes that decide are not named.
const DECIDING: usize = 4;

/// Bytes of EBCDIC texts, counted with what stands beside them.
#[derive(Debug, Clone)]
pub struct Texts {
    counts: [Beside; 256],
    /// Bytes between letters on both sides.
    within: [u64; 256],
}

impl Default for Texts {
    fn default() -> Self {
        Self { counts: [Beside::default(); 256], within: [0; 256] }
    }
}

/// A byte that two pages read otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deciding {
    /// The byte.
    pub byte: u8,
    /// How often it stands there.
    pub count: u64,
    /// What the likeliest page makes of it.
    pub one: Option<char>,
    /// What the next one makes of it.
    pub other: Option<char>,
}

/// Pages with their evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pages {
    /// The likeliest first.
    pub readings: Vec<PageReading>,
    /// Bytes that the likeliest reads otherwise than the next that reads any otherwise, the most frequent first.
    pub deciding: Vec<Deciding>,
}

impl Pages {
    /// The likeliest.
    #[must_use]
    pub fn best(&self) -> &'static str {
        self.readings.first().map_or(PAGES[0], |page| page.name)
    }

    /// Others that read every byte as the likeliest does.
    pub fn same(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.readings.iter().skip(1).filter(|page| page.same_as_first).map(|page| page.name)
    }

    /// The next that reads some byte otherwise.
    #[must_use]
    pub fn next(&self) -> Option<&PageReading> {
        self.readings.iter().find(|page| !page.same_as_first)
    }

    /// Whether no byte was seen that any page reads otherwise than another.
    #[must_use]
    pub fn is_told_by_nothing(&self) -> bool {
        self.readings.iter().all(|page| page.same_as_first)
    }
}

/// Whether a usual page reads the byte as such a character.
fn usual(byte: u8, is_such: impl Fn(char) -> bool) -> bool {
    PAGES[..USUAL].iter().any(|page| pages::reads_as(page, byte).is_some_and(&is_such))
}

impl Texts {
    /// Counts the bytes of a text.
    pub fn add(&mut self, text: &[u8]) {
        let letter = |byte: Option<&u8>| byte.and_then(|byte| reads_as(*byte)).filter(char::is_ascii_alphabetic);
        for (at, byte) in text.iter().enumerate() {
            // What all pages agree on tells nothing.
            if reads_as(*byte).is_some_and(|one| !matches!(one, '{' | '}' | '@' | '"')) || *byte < 0x40 {
                continue;
            }
            let around = [at.checked_sub(1).and_then(|at| text.get(at)), text.get(at + 1)].map(letter);
            let beside = &mut self.counts[usize::from(*byte)];
            match around {
                [Some(one), other] | [other, Some(one)]
                    if one.is_lowercase() || other.is_some_and(char::is_lowercase) =>
                {
                    beside.small += 1;
                }
                [None, None] => beside.neither += 1,
                _ => beside.capital += 1,
            }
            self.within[usize::from(*byte)] += u64::from(around.iter().all(Option::is_some));
        }
    }

    /// The same with those bytes alone that stand between two letters: of files of which nobody knows what is text.
    #[must_use]
    pub fn between_letters(&self) -> Self {
        let mut only = Self { counts: [Beside::default(); 256], within: self.within };
        for (byte, count) in self.within.iter().enumerate() {
            let known = self.counts[byte];
            let is_small = known.small >= known.capital;
            only.counts[byte] = Beside {
                small: if is_small { *count } else { 0 },
                capital: if is_small { 0 } else { *count },
                neither: 0,
            };
        }
        only
    }

    /// What a page makes of bytes, each with what stands beside it. Nothing speaks for a letter that is a sign in the usual
    /// pages, unless several such stand between letters, or the page makes a letter of another byte there that is neither.
    fn evidence(&self, bytes: &[u8], read: &[Option<char>]) -> Vec<(Option<char>, Beside)> {
        let is_letter = |one: &Option<char>| one.is_some_and(char::is_alphabetic);
        let is_doubted = |(byte, one): (&u8, &Option<char>)| is_letter(one) && usual(*byte, |one| SIGNS.contains(one));
        let is_within = |byte: u8| 2 * self.within[usize::from(byte)] >= self.counts[usize::from(byte)].all();
        let is_own = |byte: u8| !usual(byte, |one| SIGNS.contains(one) || one.is_alphabetic());
        let doubted = bytes.iter().zip(read).filter(|one| is_doubted(*one) && is_within(*one.0)).count();
        let own = bytes
            .iter()
            .zip(read)
            .any(|(byte, one)| is_letter(one) && is_own(*byte) && self.within[usize::from(*byte)] > 0);
        let are_letters = doubted >= LETTERS || own;
        let beside = |(byte, one): (&u8, &Option<char>)| {
            let counts = self.counts[usize::from(*byte)];
            (*one, if is_doubted((byte, one)) && !are_letters { Beside::default() } else { counts })
        };
        bytes.iter().zip(read).map(beside).collect()
    }

    /// The pages.
    #[must_use]
    pub fn pages(&self) -> Pages {
        let occurring: Vec<u8> = (0x40..=0xFF).filter(|byte| self.counts[usize::from(*byte)].all() > 0).collect();
        let mut found: Vec<(PageReading, Vec<Option<char>>)> = PAGES
            .into_iter()
            .map(|name| {
                let read: Vec<Option<char>> =
                    occurring.iter().map(|byte| pages::reads_as(name, *byte).filter(|one| !one.is_control())).collect();
                (pages::reading(name, self.evidence(&occurring, &read).into_iter()), read)
            })
            .collect();
        // What speaks against all of them leaves the usual ones first.
        let speaks = |page: &PageReading| if page.sensible == 0 { 0 } else { page.score.max(0) };
        found.sort_by_key(|(page, _)| std::cmp::Reverse(speaks(page)));
        let first = found.first().map(|(_, read)| read.clone()).unwrap_or_default();
        let other = found.iter().find(|(_, read)| *read != first).map(|(_, read)| read.clone());
        let mut deciding: Vec<Deciding> = Vec::new();
        for (at, byte) in occurring.iter().enumerate() {
            let Some(other) = other.as_ref().map(|read| read[at]).filter(|other| *other != first[at]) else { continue };
            let count = self.counts[usize::from(*byte)].all();
            deciding.push(Deciding { byte: *byte, count, one: first[at], other });
        }
        deciding.sort_by_key(|one| (std::cmp::Reverse(one.count), one.byte));
        deciding.truncate(DECIDING);
        let readings =
            found.into_iter().map(|(page, read)| PageReading { same_as_first: read == first, ..page }).collect();
        Pages { readings, deciding }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extractors::encoding::Encoding;

    fn pages(page: &str, text: &str) -> Pages {
        let mut texts = Texts::default();
        texts.add(&Encoding::of(page).unwrap().encode(text).unwrap());
        texts.pages()
    }

    #[test]
    fn letters_and_signs_tell_pages_apart() {
        let french = "MONTRÉAL, CÔTÉ, FRANÇOISE LÉVÊQUE, à l'école de Trois-Rivières, déjà payé";
        for (page, text) in [
            ("cp297", french),
            ("cp037", french),
            ("cp273", "MÜLLER GRÖSSE Straße für Köln, Jürgen Böhm"),
            ("cp280", "Università di Forlì, perché è già così"),
        ] {
            let found = pages(page, text);
            let as_good: Vec<&str> = std::iter::once(found.best()).chain(found.same()).collect();
            assert!(as_good.contains(&page), "{page}: {:?}", found.readings);
        }
    }

    #[test]
    fn signs_of_texts_are_no_letters_of_another_page() {
        let accents = "CÔTÉ ÉRIC, LÉVESQUE HÉLÈNE, Gagné Noël, ";
        for (page, text) in [
            ("cp037", "JEAN@VILLE.QC.CA INFO@MTL.CA"),
            ("cp037", "jean@ville.qc.ca"),
            ("cp037", "CUST#12 NO# 5 #7"),
            ("cp037", "HELLO! CHIEN MECHANT!"),
            ("cp037", "US$12 $5"),
            ("cp037", "SUITE [3]"),
            ("cp037", "THE \"ABC\" CLUB"),
        ] {
            for text in [text.to_owned(), format!("{accents}{text}"), format!("{text} {text} {accents}")] {
                let found = pages(page, &text);
                let as_good: Vec<&str> = std::iter::once(found.best()).chain(found.same()).collect();
                assert!(as_good.contains(&page), "{page} {text}: {:?}", found.readings);
            }
        }
        // Several bytes that are letters are letters.
        assert_eq!(pages("cp278", "ÅSTRÖM BJÖRK SJÖGÅRD").best(), "cp278");
    }

    #[test]
    fn where_no_byte_tells_all_pages_are_one() {
        let found = pages("cp500", "NOTHING BUT LETTERS, DIGITS 0123456789 AND (SIGNS) & MORE.");
        assert!(found.is_told_by_nothing() && found.deciding.is_empty());
        assert_eq!(found.best(), "cp037");
        let found = pages("cp037", "WHAT A TOWN! AND A [BRACKET]");
        assert!(!found.is_told_by_nothing() && !found.deciding.is_empty());
    }
}
