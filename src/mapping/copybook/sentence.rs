//! Sentences of a data division: words in, an entry for each out. Headings, and what else is no data, are passed over.

use std::collections::HashMap;

use super::entry::Entry;
use super::words::{Text, Word, from_to};
use super::{At, Mistake, Problem};

/// All entries of a text.
pub(super) fn entries(words: &[Word], comma: bool, mistakes: &mut Vec<Mistake>) -> Vec<Entry> {
    let mut reader = Reader { comma: comma || declares_comma(words), constants: HashMap::new(), mistakes };
    let mut all = Vec::new();
    for sentence in sentences(data_division(words)) {
        if let Some(entry) = reader.sentence(sentence) {
            all.push(entry);
        }
    }
    if all.is_empty() && reader.mistakes.is_empty() {
        let at = words.first().map_or_else(At::default, |word| word.at);
        reader.mistakes.push(Mistake { at, problem: Problem::Nothing });
    }
    all
}

fn declares_comma(words: &[Word]) -> bool {
    words.windows(3).any(|three| three[0].is("DECIMAL-POINT") && (three[1].is("COMMA") || three[2].is("COMMA")))
}

/// Of a program: what stands between DATA DIVISION and PROCEDURE DIVISION. Of a copybook: all.
fn data_division(words: &[Word]) -> &[Word] {
    let division = |name: &str| words.windows(2).position(|two| two[0].is(name) && two[1].is("DIVISION"));
    let end = division("PROCEDURE").unwrap_or(words.len());
    let begin = division("DATA").map_or(0, |at| at + 3);
    words.get(begin..end).unwrap_or_default()
}

/// Words up to each full stop, with it; the last may have none.
fn sentences(words: &[Word]) -> impl Iterator<Item = &[Word]> {
    words.split_inclusive(|word| word.text == Text::Period)
}

/// First words of what a data division has besides entries.
const HEADINGS: &[&str] = &[
    "FILE",
    "FD",
    "SD",
    "RD",
    "CD",
    "WORKING-STORAGE",
    "LOCAL-STORAGE",
    "LINKAGE",
    "SCREEN",
    "REPORT",
    "COMMUNICATION",
];
/// Orders to the printer of a listing, with or without a full stop.
const LISTING: &[&str] = &["EJECT", "SKIP1", "SKIP2", "SKIP3", "TITLE"];
/// Words with which a clause begins, or which may stand before one.
pub(super) const CLAUSES: &[&str] = &[
    "PIC",
    "PICTURE",
    "USAGE",
    "DISPLAY",
    "DISPLAY-1",
    "COMP",
    "COMP-0",
    "COMP-1",
    "COMP-2",
    "COMP-3",
    "COMP-4",
    "COMP-5",
    "COMP-6",
    "COMP-9",
    "COMP-X",
    "COMP-N",
    "COMPUTATIONAL",
    "COMPUTATIONAL-0",
    "COMPUTATIONAL-1",
    "COMPUTATIONAL-2",
    "COMPUTATIONAL-3",
    "COMPUTATIONAL-4",
    "COMPUTATIONAL-5",
    "COMPUTATIONAL-6",
    "COMPUTATIONAL-9",
    "COMPUTATIONAL-X",
    "BINARY",
    "PACKED-DECIMAL",
    "BINARY-CHAR",
    "BINARY-SHORT",
    "BINARY-LONG",
    "BINARY-DOUBLE",
    "BINARY-INT",
    "BINARY-LONG-LONG",
    "BINARY-C-LONG",
    "FLOAT-SHORT",
    "FLOAT-LONG",
    "NATIONAL",
    "POINTER",
    "POINTER-32",
    "PROCEDURE-POINTER",
    "PROGRAM-POINTER",
    "FUNCTION-POINTER",
    "OBJECT",
    "INDEX",
    "GROUP-USAGE",
    "SIGN",
    "LEADING",
    "TRAILING",
    "OCCURS",
    "REDEFINES",
    "RENAMES",
    "SYNC",
    "SYNCHRONIZED",
    "JUST",
    "JUSTIFIED",
    "BLANK",
    "VALUE",
    "VALUES",
    "EXTERNAL",
    "GLOBAL",
    "IS",
    "VOLATILE",
    "DATE",
    "CONSTANT",
    "DEPENDING",
    "ASCENDING",
    "DESCENDING",
    "INDEXED",
];

/// Those of them that stand behind OCCURS alone, before any other clause.
pub(super) const OF_OCCURS: &[&str] = &["DEPENDING", "ASCENDING", "DESCENDING", "INDEXED"];

pub(super) struct Reader<'a> {
    pub(super) comma: bool,
    /// Level 78, and CONSTANT.
    pub(super) constants: HashMap<String, u32>,
    pub(super) mistakes: &'a mut Vec<Mistake>,
}

/// The words of an entry that are left.
pub(super) struct Rest<'w> {
    words: &'w [Word],
    pub(super) last: At,
}

impl<'w> Rest<'w> {
    pub(super) fn peek(&self) -> &'w str {
        self.words.first().map_or("", Word::plain)
    }

    /// Whether no word is left before the full stop.
    pub(super) fn is_over(&self) -> bool {
        self.words.first().is_none_or(|word| word.text == Text::Period)
    }

    pub(super) fn next(&mut self) -> Option<&'w Word> {
        let (first, rest) = self.words.split_first()?;
        if first.text == Text::Period {
            return None;
        }
        self.words = rest;
        self.last = first.at;
        Some(first)
    }

    /// The next word, if it is one of these.
    pub(super) fn skip(&mut self, words: &[&str]) -> bool {
        let found = words.contains(&self.peek()) && !self.peek().is_empty();
        if found {
            self.next();
        }
        found
    }
}

impl Reader<'_> {
    pub(super) fn tell(&mut self, at: At, problem: Problem) {
        self.mistakes.push(Mistake { at, problem });
    }

    fn sentence(&mut self, mut sentence: &[Word]) -> Option<Entry> {
        while let Some(first) = sentence.first().filter(|first| LISTING.contains(&first.plain())) {
            sentence = if first.is("TITLE") { sentence.get(2..).unwrap_or_default() } else { &sentence[1..] };
        }
        let first = sentence.first()?;
        if first.text == Text::Period || HEADINGS.contains(&first.plain()) {
            return None;
        }
        let Ok(level) = first.plain().parse::<u32>() else {
            self.tell(first.at, Problem::NotAnEntry(first.shown()));
            return None;
        };
        let Some(level) = u8::try_from(level).ok().filter(|level| matches!(level, 1..=49 | 66 | 77 | 78 | 88)) else {
            self.tell(first.at, Problem::Level(first.plain().to_owned()));
            return None;
        };
        let entry = self.entry(level, first, &sentence[1..]);
        if sentence.last().is_none_or(|last| last.text != Text::Period) {
            let at = sentence.last().map_or(first.at, |last| last.at);
            // The full stop may stand in a literal that is not closed.
            if self.mistakes.iter().all(|known| known.at != at) {
                self.tell(at, Problem::NoPeriod);
            }
        }
        entry
    }

    fn entry(&mut self, level: u8, first: &Word, words: &[Word]) -> Option<Entry> {
        let mut rest = Rest { words, last: first.at };
        let name = match rest.peek() {
            "" => None,
            "FILLER" => {
                rest.next();
                None
            }
            // Only what is the name of no clause can be a name: those are reserved words.
            word if CLAUSES.contains(&word) => None,
            word => {
                let at = rest.next().map_or(first.at, |word| word.at);
                // ISO/IEC 1989, 8.3.1.1: a name has a letter. A number here is what was left of a line that was cut.
                if !word.chars().any(char::is_alphabetic) {
                    self.tell(at, Problem::Name(word.to_owned()));
                }
                Some(word.to_owned())
            }
        };
        let mut entry = Entry::bare(level, name, from_to(first.at, rest.last));
        let is_constant = level == 78 || rest.peek() == "CONSTANT";
        if is_constant {
            self.constant(&entry, rest);
            return None;
        }
        while let Some(word) = rest.next() {
            if !self.clause(word, &mut rest, &mut entry) {
                // What follows a word that is not understood would only be told as well.
                entry.is_partial = true;
                break;
            }
        }
        Some(entry)
    }

    /// `78 NAME VALUE n`, `01 NAME CONSTANT AS n`: whole numbers are kept; others can stand in no picture or OCCURS.
    fn constant(&mut self, entry: &Entry, mut rest: Rest<'_>) {
        while rest.skip(&["CONSTANT", "IS", "GLOBAL", "AS", "VALUE"]) {}
        let value = rest.next().and_then(|word| self.whole(word));
        if let (Some(name), Some(value)) = (&entry.name, value) {
            self.constants.insert(name.clone(), value);
        }
    }

    pub(super) fn whole(&self, word: &Word) -> Option<u32> {
        word.plain().parse().ok().or_else(|| self.constants.get(word.plain()).copied())
    }
}
