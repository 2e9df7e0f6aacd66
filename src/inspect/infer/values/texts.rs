//! Texts that mean "no value", words for yes and no, and the few values that a field of codes has.
//!
//! Bounded: so many different texts are kept, and no more.

use std::collections::{BTreeMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

/// How a text may mean that there is no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nothing {
    /// A word of a database, which is never a text of its own: `NULL`.
    Null,
    /// A word that people write: `N/A`.
    Word,
    /// Zeros, with or without marks between them.
    Zeros,
    /// Five or more nines, as in "no end".
    Nines,
    /// The marks of a date without its digits: `/  /`.
    Marks,
}

const NULLS: [&str; 5] = ["NULL", "(null)", "\\N", "#N/A", "<null>"];
const WORDS: [&str; 15] = [
    "N/A", "NA", "N.A.", "N/D", "ND", "S/O", "S.O.", "NIL", "NONE", "AUCUN", "NEANT", "NÉANT", "NAN", "UNKNOWN",
    "INCONNU",
];

impl Nothing {
    /// Whether this text, without blanks around it, may mean that there is no value.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let is = |words: &[&str]| words.iter().any(|word| word.eq_ignore_ascii_case(text));
        if is(&NULLS) {
            return Some(Self::Null);
        }
        if is(&WORDS) || text.to_uppercase() == "NÉANT" {
            return Some(Self::Word);
        }
        let only = |allowed: &[u8]| text.bytes().all(|byte| allowed.contains(&byte));
        let count = |byte: u8| text.bytes().filter(|one| *one == byte).count();
        if only(b"0-/.: ") && count(b'0') > 0 {
            return Some(Self::Zeros);
        }
        if only(b"9-/. ") && count(b'9') >= 5 {
            return Some(Self::Nines);
        }
        (!text.is_empty() && only(b"-/.?*_ ")).then_some(Self::Marks)
    }
}

/// Words for true and false that belong together, of which several may be mixed. The word that stands alone beside blanks
/// comes last.
const PAIRS: [(&[&str], &[&str]); 5] = [
    (&["Y", "YES"], &["N", "NO"]),
    (&["O", "OUI"], &["N", "NON"]),
    (&["T", "TRUE"], &["F", "FALSE"]),
    (&["V", "VRAI"], &["F", "FAUX"]),
    (&["X"], &[]),
];

/// True and false as they are written, where these are all values that there are. `blanks`: some values are blank.
#[must_use]
pub fn yes_and_no(texts: &[&str], blanks: bool) -> Option<(Vec<String>, Vec<String>)> {
    let fits = |text: &str, words: &[&str]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
    for (yes, no) in PAIRS {
        let of = |words: &[&str]| -> Vec<String> {
            texts.iter().filter(|text| fits(text, words)).map(|text| (*text).to_owned()).collect()
        };
        let (trues, mut falses) = (of(yes), of(no));
        if no.is_empty() && blanks {
            falses.push(String::new());
        }
        let all = trues.len() + falses.iter().filter(|word| !word.is_empty()).count() == texts.len();
        if all && !trues.is_empty() && !falses.is_empty() {
            return Some((trues, falses));
        }
    }
    None
}

/// How many different texts are counted one by one.
const COUNTED: usize = 48;
/// Bytes of a text that is counted.
const LONGEST: usize = 40;
/// How many different texts are told apart at all, by a number of 64 bits each.
const TOLD_APART: usize = 1 << 15;

/// The different values of a field.
#[derive(Debug, Clone, Default)]
pub struct Distinct {
    counts: BTreeMap<String, u64>,
    /// Not all texts are counted.
    overflown: bool,
    seen: HashSet<u64>,
    /// A text stands twice.
    repeats: bool,
}

impl Distinct {
    /// One value.
    pub fn push(&mut self, text: &str) {
        let number = number(text);
        if self.seen.len() < TOLD_APART {
            self.repeats |= !self.seen.insert(number);
        } else {
            self.repeats |= self.seen.contains(&number);
        }
        if let Some(count) = self.counts.get_mut(text) {
            *count += 1;
        } else if self.counts.len() < COUNTED && text.len() <= LONGEST {
            self.counts.insert(text.to_owned(), 1);
        } else {
            self.overflown = true;
        }
    }

    /// Whether it is one of them.
    #[must_use]
    pub fn has(&self, text: &str) -> bool {
        self.seen.contains(&number(text))
    }

    /// How many there are, and whether there may be more.
    #[must_use]
    pub fn count(&self) -> (u64, bool) {
        (self.seen.len() as u64, self.seen.len() == TOLD_APART)
    }

    /// Whether no value stood twice, among as many as can be told apart.
    #[must_use]
    pub fn all_different(&self) -> bool {
        !self.repeats && self.seen.len() < TOLD_APART
    }

    /// Every text with its count, the most frequent first; none if there are too many.
    #[must_use]
    pub fn all(&self) -> Option<Vec<(&str, u64)>> {
        if self.overflown {
            return None;
        }
        let mut all: Vec<(&str, u64)> = self.counts.iter().map(|(text, count)| (text.as_str(), *count)).collect();
        all.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        Some(all)
    }
}

fn number(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}
