//! What bytes from 80 on would read as in the code pages of the Americas and western Europe.
//!
//! In: how often each occurs, and beside what letters. Out: pages, the likeliest first, with their evidence. A page is
//! likely where its letters are letters of French and stand in words, and unlikely where it makes control characters,
//! lines of boxes and mathematics of them, or has no character for one. Refuses to leave a page out: a file may have
//! damaged bytes in any.

use super::{Beside, Bytes};
use crate::extractors::encoding::Encoding;

/// The pages that are tried; of two that read a file the same, the first is named.
pub const PAGES: [&str; 8] = ["cp1252", "cp850", "macintosh", "cp437", "latin1", "iso-8859-15", "cp858", "cp863"];

/// Letters that French text has most, those of other names in North America, and those that hardly occur.
const USUAL: &str = "éèêëàâçîïôùûœÉÈÊËÀÂÇÎÏÔÙÛŒ";
const POSSIBLE: &str = "äöüñáíóúÄÖÜÑÁÍÓÚ";
const RARE: &str = "æÿßãõåøìòÆŸÃÕÅØÌÒšžŠŽ";
/// What speaks against a page that has no character for a byte, each time.
const UNDEFINED: i64 = 6;
/// What texts have beside letters.
const SIGNS: &str = "’‘“”–—…«»°§€£©®™²³½¼¾·•µ±ªº¢¡¿\u{a0}\u{ad}";

/// How sensible a file's bytes are in a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageReading {
    /// As a mapping names it.
    pub name: &'static str,
    /// What speaks for it less what speaks against it; compares pages for the same bytes.
    pub score: i64,
    /// Bytes that make sense: letters which suit the letters beside them, and signs that texts have.
    pub sensible: u64,
    /// Bytes that read as what texts do not have: boxes, mathematics, a small letter among capitals.
    pub odd: u64,
    /// Bytes that are no character in it, or a control character.
    pub undefined: u64,
    /// Whether it reads every byte that occurs as the first page of the list does.
    pub same_as_first: bool,
}

/// The character of a byte in a page; none if there is none, or the page is unknown.
#[must_use]
pub fn reads_as(page: &str, byte: u8) -> Option<char> {
    let mut text = Vec::with_capacity(4);
    Encoding::of(page)?.decode(&[byte], &mut text).ok()?;
    std::str::from_utf8(&text).ok()?.chars().next()
}

/// The pages, the likeliest first.
pub(super) fn readings(bytes: &Bytes) -> Vec<PageReading> {
    let occurring: Vec<u8> = (0x80..=0xFF).filter(|byte| bytes.counts[usize::from(*byte)] > 0).collect();
    let one = |name: &'static str| {
        // The control characters from U+0080 on are in no text.
        let read = |byte: &u8| reads_as(name, *byte).filter(|one| !one.is_control());
        let characters: Vec<Option<char>> = occurring.iter().map(read).collect();
        let beside = occurring.iter().map(|byte| bytes.beside[usize::from(*byte)]);
        (reading(name, characters.iter().copied().zip(beside)), characters)
    };
    let mut found: Vec<(PageReading, Vec<Option<char>>)> = PAGES.into_iter().map(one).collect();
    found.sort_by_key(|(page, _)| std::cmp::Reverse(page.score));
    let first = found.first().map(|(_, characters)| characters.clone()).unwrap_or_default();
    found.into_iter().map(|(page, read)| PageReading { same_as_first: read == first, ..page }).collect()
}

/// A page by what it makes of bytes, each with what stands beside it.
pub(super) fn reading(name: &'static str, characters: impl Iterator<Item = (Option<char>, Beside)>) -> PageReading {
    let mut page = PageReading { name, score: 0, sensible: 0, odd: 0, undefined: 0, same_as_first: false };
    for (character, beside) in characters {
        let Some(character) = character else {
            page.undefined += beside.all();
            page.score -= UNDEFINED * i64::try_from(beside.all()).unwrap_or(i64::MAX / 16);
            continue;
        };
        let weighed = weigh(character, beside);
        page.score += weighed.score;
        page.sensible += weighed.sensible;
        page.odd += weighed.odd;
    }
    page
}

struct Weighed {
    score: i64,
    sensible: u64,
    odd: u64,
}

fn weigh(character: char, beside: Beside) -> Weighed {
    let signed = |count: u64| i64::try_from(count).unwrap_or(i64::MAX / 16);
    let weight = match character {
        one if USUAL.contains(one) => 4,
        one if POSSIBLE.contains(one) => 2,
        one if RARE.contains(one) => 1,
        _ => 0,
    };
    let alone = signed(beside.neither);
    if weight > 0 {
        // A capital that is beside a small letter begins a word: that is rarer.
        let (sensible, suits, misfits) = if character.is_lowercase() {
            (beside.small, beside.small, beside.capital)
        } else {
            (beside.small + beside.capital, beside.small / 2 + beside.capital, 0)
        };
        // A letter that stands alone is `à`, or none.
        let by_itself = if matches!(character, 'à' | 'À') { 2 } else { -1 };
        let score = weight * signed(suits) - signed(misfits) + by_itself * alone;
        return Weighed { score, sensible, odd: misfits };
    }
    if SIGNS.contains(character) {
        let in_words = signed(beside.small + beside.capital);
        let score = if matches!(character, '’' | '\u{a0}') { in_words + alone } else { alone };
        return Weighed { score, sensible: beside.all(), odd: 0 };
    }
    if character.is_ascii() {
        let (score, sensible) = if "!#$@\"'[]|".contains(character) { (alone, beside.all()) } else { (0, 0) };
        return Weighed { score, sensible, odd: 0 };
    }
    if matches!(character, '\u{2500}'..='\u{259F}') {
        let in_words = beside.small + beside.capital;
        return Weighed { score: -3 * signed(in_words), sensible: 0, odd: in_words };
    }
    Weighed { score: -3 * signed(beside.all()), sensible: 0, odd: beside.all() }
}
