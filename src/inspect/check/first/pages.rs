//! Whether the letters of a source read as letters: the code page that is declared beside the others that old systems wrote.
//!
//! In: bytes. Out: another page, if hardly any letter reads as French in the declared one and nearly all do in it. Refuses to
//! judge encodings of several bytes, but for UTF-8.

use crate::extractors::encoding::{Encoding, Unit};
use crate::run::plan::Plan;

/// Pages that are tried, the usual ones first.
const PAGES: [&str; 7] = ["cp850", "cp1252", "cp863", "latin1", "cp437", "macintosh", "iso-8859-15"];
/// Bytes beyond ASCII below which nothing is said.
const LEAST: u64 = 4;
const LETTERS: &str = "àâäçéèêëîïôöùûüÿœæÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸŒÆ«»°ñÑ\u{a0}";

/// How often each byte stands there.
pub struct Pages {
    declared: String,
    counts: [u64; 256],
    /// All that was seen is UTF-8, and some of it is no ASCII.
    is_utf8: Option<bool>,
    judged: bool,
}

/// Another encoding, with how many of the bytes beyond ASCII are letters in the declared one and in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Other {
    /// Its name.
    pub name: &'static str,
    /// Letters as declared.
    pub before: u64,
    /// Letters in it.
    pub after: u64,
    /// Bytes beyond ASCII.
    pub of: u64,
}

impl Pages {
    /// Nothing yet.
    pub fn new(plan: &Plan) -> Self {
        let judged = plan.unit == Unit::Byte && plan.encoding.ascii_compatible();
        Self { declared: plan.mapping.source.encoding.clone(), counts: [0; 256], is_utf8: None, judged }
    }

    /// Counts the first bytes of a file, of which the last character may be cut.
    pub fn see(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.counts[usize::from(*byte)] += 1;
        }
        let valid = match std::str::from_utf8(bytes) {
            Ok(_) => true,
            Err(error) => error.error_len().is_none(),
        };
        if bytes.iter().any(|byte| !byte.is_ascii()) {
            self.is_utf8 = Some(self.is_utf8.unwrap_or(true) && valid);
        }
    }

    /// The encoding that fits, if the declared one does not.
    pub fn other(&self) -> Option<Other> {
        if !self.judged {
            return None;
        }
        let of: u64 = self.counts[128..].iter().sum();
        let before = if self.declared == "utf-8" { 0 } else { self.letters(&self.declared) };
        if of < LEAST || 2 * before >= of {
            return None;
        }
        match self.is_utf8 {
            Some(true) if self.declared == "utf-8" => None,
            Some(true) => Some(Other { name: "utf-8", before, after: of, of }),
            _ => {
                let best = PAGES.iter().filter(|name| **name != self.declared).map(|name| (self.letters(name), *name));
                let (after, name) = best.rev().max_by_key(|(letters, _)| *letters)?;
                (10 * after >= 9 * of).then_some(Other { name, before, after, of })
            }
        }
    }

    /// Bytes beyond ASCII that a page reads as letters.
    fn letters(&self, page: &str) -> u64 {
        let Some(page) = Encoding::of(page).and_then(Encoding::page) else { return 0 };
        let is_letter = |unit: u16| char::from_u32(u32::from(unit)).is_some_and(|c| LETTERS.contains(c));
        page.iter().zip(&self.counts[128..]).filter(|(unit, _)| is_letter(**unit)).map(|(_, count)| count).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(declared: &str, bytes: &[u8]) -> Option<&'static str> {
        let mut pages = Pages { declared: declared.to_owned(), counts: [0; 256], is_utf8: None, judged: true };
        pages.see(bytes);
        pages.other().map(|other| other.name)
    }

    #[test]
    fn letters_tell_the_page_that_wrote_them() {
        let text = "Hélène Côté, Montréal; Françoise Lévêque, Trois-Rivières";
        let written = |page: &str| Encoding::of(page).unwrap().encode(text).unwrap();
        for page in ["cp850", "cp1252", "macintosh", "utf-8"] {
            assert_eq!(check(page, &written(page)), None, "{page}");
        }
        for (declared, page) in [
            ("cp850", "cp1252"),
            ("cp1252", "cp850"),
            ("latin1", "cp850"),
            ("utf-8", "cp850"),
            ("utf-8", "cp1252"),
            ("cp1252", "utf-8"),
            ("cp850", "utf-8"),
        ] {
            assert_eq!(check(declared, &written(page)), Some(page), "{declared}");
        }
        assert_eq!(check("cp850", b"nothing but ASCII, however long it may be"), None);
    }
}
