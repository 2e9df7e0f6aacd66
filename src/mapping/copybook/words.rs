//! Words of a copybook: characters without the reference format in, words, literals and full stops out.
//!
//! A word ends at a blank or at `==`; a full stop, a comma or a semicolon before one is a separator, so that pictures such as
//! `9(8).9(2)` are one word. Commas and semicolons say nothing and are left out.

use super::source::Placed;
use super::{At, Mistake, Problem};
use crate::place::Span;

/// Characters of a word that are told; `GnuCOBOL` allows names of as many.
const LONGEST: usize = 61;

/// One word with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) text: Text,
    pub(super) at: At,
}

/// What it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Text {
    /// A name, a number, a picture; in capitals.
    Plain(String),
    /// A literal, without its quotes.
    Literal(Written, String),
    /// The full stop that ends an entry.
    Period,
    /// `==`, around pseudo-text.
    Pseudo,
}

/// How a literal is written, as the prefix before its quote says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    /// As its characters, of whatever sort they are: no prefix, `N`, `G`, `Z`, `B`, `U`.
    Characters,
    /// As its bytes: `X`.
    Bytes,
    /// As the bytes of UTF-16, the high one first: `NX`.
    Utf16,
    /// As those of UTF-8: `UX`.
    Utf8,
}

impl Written {
    /// What this prefix says; none: it is none.
    fn of(prefix: &str) -> Option<Self> {
        match prefix {
            "" | "N" | "G" | "Z" | "B" | "U" => Some(Self::Characters),
            "X" => Some(Self::Bytes),
            "NX" => Some(Self::Utf16),
            "UX" => Some(Self::Utf8),
            _ => None,
        }
    }
}

impl Word {
    /// The word in capitals; nothing for a literal and a full stop.
    pub(super) fn plain(&self) -> &str {
        match &self.text {
            Text::Plain(text) => text,
            _ => "",
        }
    }

    /// As it is told of: of a literal, only that it is one; of a word that is longer than COBOL's are, how it begins.
    pub(super) fn shown(&self) -> String {
        match (&self.text, self.plain().char_indices().nth(LONGEST)) {
            (Text::Literal(..), _) => String::from("'…'"),
            (_, Some((end, _))) => format!("{}…", &self.plain()[..end]),
            (_, None) => self.plain().to_owned(),
        }
    }

    /// Whether it is this word, given in capitals.
    pub(super) fn is(&self, word: &str) -> bool {
        self.plain() == word
    }
}

/// From the first of two places in one file to the end of the second; the first if they are of two files.
pub(super) fn from_to(first: At, last: At) -> At {
    let end = if first.file == last.file { last.span.end.max(first.span.end) } else { first.span.end };
    At { file: first.file, span: Span { start: first.span.start, end } }
}

/// All words of a book.
pub(super) fn words(characters: &[Placed], file: u16, mistakes: &mut Vec<Mistake>) -> Vec<Word> {
    let mut cutter = Cutter { characters, file, next: 0, mistakes };
    let mut words = Vec::new();
    while let Some(word) = cutter.word() {
        words.push(word);
    }
    words
}

struct Cutter<'a> {
    characters: &'a [Placed],
    file: u16,
    next: usize,
    mistakes: &'a mut Vec<Mistake>,
}

impl Cutter<'_> {
    fn peek(&self, ahead: usize) -> char {
        self.characters.get(self.next + ahead).map_or(' ', |(character, _)| *character)
    }

    /// The place of the characters from this one to the last that was taken.
    fn at(&self, from: usize) -> At {
        let byte = |index: usize| self.characters.get(index).or(self.characters.last());
        let start = byte(from).map_or(0, |(_, at)| *at);
        let last = byte(self.next.saturating_sub(1)).map_or((' ', start), |placed| *placed);
        let end = last.1 + u32::try_from(last.0.len_utf8()).unwrap_or(1);
        At { file: self.file, span: Span { start, end } }
    }

    fn word(&mut self) -> Option<Word> {
        while self.next < self.characters.len() && self.is_skipped() {
            self.next += 1;
        }
        if self.next >= self.characters.len() {
            return None;
        }
        let from = self.next;
        let open = self.mistakes.len();
        let prefixed = self.prefix();
        let text = match (self.peek(0), self.peek(1)) {
            ('=', '=') => {
                self.next += 2;
                Text::Pseudo
            }
            ('.', _) if self.ends_text(1) => {
                self.next += 1;
                Text::Period
            }
            _ => match prefixed {
                Some((length, written)) => {
                    self.next += length;
                    self.literal(written)
                }
                None => self.plain(),
            },
        };
        // A literal that is not closed has all that follows; its place is its quote.
        let at = self.mistakes.get(open).map_or_else(|| self.at(from), |mistake| mistake.at);
        Some(Word { text, at })
    }

    /// A blank, or a comma or semicolon before one.
    fn is_skipped(&self) -> bool {
        let character = self.peek(0);
        character.is_whitespace() || matches!(character, ',' | ';') && self.ends_word(1)
    }

    fn ends_word(&self, ahead: usize) -> bool {
        matches!(self.peek(ahead), '\'' | '"') || self.ends_text(ahead)
    }

    /// A blank, or the end of pseudo-text.
    fn ends_text(&self, ahead: usize) -> bool {
        self.peek(ahead).is_whitespace() || self.peek(ahead) == '=' && self.peek(ahead + 1) == '='
    }

    /// Characters before the quote of a literal that begins here, and what they say.
    fn prefix(&self) -> Option<(usize, Written)> {
        let length = (0..=2).find(|ahead| matches!(self.peek(*ahead), '\'' | '"'))?;
        let prefix: String = (0..length).map(|ahead| self.peek(ahead).to_ascii_uppercase()).collect();
        Some((length, Written::of(&prefix)?))
    }

    fn literal(&mut self, written: Written) -> Text {
        let (from, quote) = (self.next, self.peek(0));
        self.next += 1;
        let mut text = String::new();
        while self.next < self.characters.len() {
            let character = self.peek(0);
            self.next += 1;
            if character != quote {
                text.push(character);
            } else if self.peek(0) == quote {
                text.push(quote);
                self.next += 1;
            } else {
                return Text::Literal(written, text);
            }
        }
        // Told once, at its beginning; what follows it is not told besides.
        self.next = from + 1;
        let at = self.at(from);
        self.next = self.characters.len();
        self.mistakes.push(Mistake { at, problem: Problem::OpenLiteral });
        Text::Literal(written, text)
    }

    fn plain(&mut self) -> Text {
        let from = self.next;
        while self.next < self.characters.len() && !self.ends_plain() {
            self.next += 1;
        }
        let text = self.characters[from..self.next].iter().flat_map(|(character, _)| character.to_uppercase());
        Text::Plain(text.collect())
    }

    fn ends_plain(&self) -> bool {
        let character = self.peek(0);
        self.ends_text(0)
            || matches!(character, '.' | ',' | ';') && self.ends_text(1)
            || matches!(character, '\'' | '"')
    }
}
