//! Rows that are called totals: by a word in their first cell that holds something, or that begins or ends another one.
//!
//! In: the texts of a row's cells. Out: the cell, where the rest of its text stands, and the words of what it is a total of.
//! Refuses to say whether it is one: firms are called so, too.

use std::sync::LazyLock;

use regex::Regex;

use crate::inspect::infer::values::names;

/// The word, in English and French.
pub const WORD: &str = r"(?:\b(?:(?:grande?|sub|sous|s)[ ./_-]{0,2})?tota(?:l|ux|ls|le|les)(?:\b|_))";

static TOTAL: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(&format!("(?i){WORD}")).ok());

/// Words that say which total it is, and not of what.
const GENERIC: [&str; 32] = [
    "total",
    "totaux",
    "totals",
    "totale",
    "totales",
    "subtotal",
    "soustotal",
    "grand",
    "grande",
    "sub",
    "sous",
    "s",
    "general",
    "generale",
    "generaux",
    "overall",
    "global",
    "globale",
    "final",
    "finale",
    "report",
    "rapport",
    "of",
    "for",
    "des",
    "du",
    "de",
    "la",
    "le",
    "les",
    "the",
    "pour",
];

/// Where the rest of the text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rest {
    /// Nowhere: `Grand total`, `TOTAL:`.
    None,
    /// Before the word: `Bell Total`.
    Before,
    /// Behind it: `Total for Bell`.
    Behind,
    /// Around it.
    Around,
}

/// What a row is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Called {
    /// The cell, from 0.
    pub cell: usize,
    /// It is the first that holds something.
    pub is_first: bool,
    /// Its text, without blanks around it.
    pub text: String,
    /// Where the rest of it stands.
    pub rest: Rest,
}

impl Called {
    /// The words of what it is a total of; none where it does not say.
    #[must_use]
    pub fn of(&self) -> Vec<String> {
        let generic = |word: &String| GENERIC.contains(&word.as_str());
        names::words(&self.text).into_iter().filter(|word| !generic(word)).collect()
    }
}

/// How a row is called, if it is called a total; `cells` are the texts of its cells, none where bytes are no characters.
#[must_use]
pub fn called(cells: &[Option<String>]) -> Option<Called> {
    let filled = |cell: &(usize, &Option<String>)| cell.1.as_ref().is_none_or(|text| !text.trim().is_empty());
    let mut is_first = true;
    for (cell, text) in cells.iter().enumerate().filter(filled) {
        let first = std::mem::take(&mut is_first);
        let Some(text) = text.as_ref().map(|text| text.trim()) else { continue };
        let Some(rest) = rest(text).filter(|rest| first || *rest != Rest::Around) else { continue };
        return Some(Called { cell, is_first: first, text: text.to_owned(), rest });
    }
    None
}

fn rest(text: &str) -> Option<Rest> {
    // Most cells have no such letters.
    if !text.as_bytes().windows(4).any(|four| four.eq_ignore_ascii_case(b"tota")) {
        return None;
    }
    let found = TOTAL.as_ref()?.find(text)?;
    let says = |part: &str| part.chars().any(char::is_alphanumeric);
    Some(match (says(&text[..found.start()]), says(&text[found.end()..])) {
        (false, false) => Rest::None,
        (true, false) => Rest::Before,
        (false, true) => Rest::Behind,
        (true, true) => Rest::Around,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_called_totals_by_a_word_of_their_own() {
        for (cells, want) in [
            (&["Total"][..], Some((0, Rest::None, ""))),
            (&["*** Grand Total ***"], Some((0, Rest::None, ""))),
            (&["Sous-total :", "5"], Some((0, Rest::None, ""))),
            (&["Total général"], Some((0, Rest::Behind, ""))),
            (&["Total for fund 01"], Some((0, Rest::Behind, "fund 01"))),
            (&["Total - 4100 Roads"], Some((0, Rest::Behind, "4100 roads"))),
            (&["Bell Total"], Some((0, Rest::Before, "bell"))),
            (&["Subtotal Bell"], Some((0, Rest::Behind, "bell"))),
            (&["TOTAL_BELL"], Some((0, Rest::Behind, "bell"))),
            (&["", "Vendor total", "5"], Some((1, Rest::Before, "vendor"))),
            (&["Bell", "Total", "5"], Some((1, Rest::None, ""))),
            (&["Bell", "the total of it"], None),
            (&["The total of it"], Some((0, Rest::Around, "it"))),
            (&["Totally"], None),
            (&["Totalisateur", "5"], None),
            (&["Subtle", "1234", ""], None),
        ] {
            let cells: Vec<Option<String>> = cells.iter().map(|cell| Some((*cell).to_owned())).collect();
            let found = called(&cells).map(|called| (called.cell, called.rest, called.of().join(" ")));
            assert_eq!(found, want.map(|(cell, rest, of)| (cell, rest, of.to_owned())), "{cells:?}");
        }
    }
}
