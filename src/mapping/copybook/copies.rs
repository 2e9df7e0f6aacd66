//! COPY and REPLACE: words of one book in, words of all books that it copies out.
//!
//! `COPY book [OF library] [SUPPRESS] [REPLACING a BY b …].`, nested, with `==pseudo-text==`, words, LEADING and TRAILING;
//! `REPLACE a BY b ….` and `REPLACE OFF.`; `EXEC SQL INCLUDE book END-EXEC`. Other EXEC blocks are no data descriptions
//! and are left out. Pseudo-text of one word in colons or brackets (`==:TAG:==`) is replaced inside words as well.

use super::source::{self, Reference};
use super::words::{self, Text, Word};
use super::{Mistake, Problem};

/// Where COPY finds books.
pub trait Library {
    /// The name and the text of a book; None if there is none of that name.
    fn find(&self, book: &str) -> Option<(String, String)>;
}

/// A library without books.
impl Library for () {
    fn find(&self, _: &str) -> Option<(String, String)> {
        None
    }
}

/// One file that a copybook is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied {
    /// As it was asked for, or as the library names it.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// All words, and the files they come from.
pub(super) struct Opened {
    pub(super) words: Vec<Word>,
    pub(super) files: Vec<Copied>,
}

/// Books in one another, at most; a chain that is longer copies itself.
const DEEPEST: usize = 32;

pub(super) fn opened(
    name: &str,
    text: &str,
    library: &dyn Library,
    reference: Reference,
    mistakes: &mut Vec<Mistake>,
) -> Opened {
    let mut copier = Copier { library, reference, files: Vec::new(), open: Vec::new(), mistakes };
    let words = copier.book(name.to_owned(), text.to_owned());
    Opened { words: replaced(words, copier.mistakes), files: copier.files }
}

struct Copier<'a> {
    library: &'a dyn Library,
    reference: Reference,
    files: Vec<Copied>,
    /// Names of the books that are being read, the outermost first.
    open: Vec<String>,
    mistakes: &'a mut Vec<Mistake>,
}

impl Copier<'_> {
    fn book(&mut self, name: String, text: String) -> Vec<Word> {
        let file = u16::try_from(self.files.len()).unwrap_or(u16::MAX);
        let characters = source::characters(&text, file, self.reference, self.mistakes);
        let words = words::words(&characters, file, self.mistakes);
        self.open.push(name.clone());
        self.files.push(Copied { name, text });
        let words = self.with_copies(&words);
        self.open.pop();
        words
    }

    fn with_copies(&mut self, words: &[Word]) -> Vec<Word> {
        let mut all = Vec::with_capacity(words.len());
        let mut rest = words;
        while let Some((first, behind)) = rest.split_first() {
            if first.is("COPY") {
                let (copied, left) = self.copy(first, behind);
                all.extend(copied);
                rest = left;
            } else if first.is("EXEC") {
                let (included, left) = self.exec(first, behind);
                all.extend(included);
                rest = left;
            } else {
                all.push(first.clone());
                rest = behind;
            }
        }
        all
    }

    /// `COPY` with what follows it; the words of the book, and what stands behind the full stop.
    fn copy<'w>(&mut self, copy: &Word, rest: &'w [Word]) -> (Vec<Word>, &'w [Word]) {
        let Some(end) = rest.iter().position(|word| word.text == Text::Period) else {
            self.mistakes.push(Mistake { at: copy.at, problem: Problem::NoPeriod });
            return (Vec::new(), &[]);
        };
        let (statement, left) = (&rest[..end], &rest[end + 1..]);
        let Some(book) = statement.first() else {
            self.mistakes.push(Mistake { at: copy.at, problem: Problem::Incomplete("COPY") });
            return (Vec::new(), left);
        };
        let replacing = statement.iter().position(|word| word.is("REPLACING"));
        let replacements = replacing.map(|at| replacements(&statement[at + 1..], self.mistakes)).unwrap_or_default();
        let words = self.named(book);
        (replacements.iter().fold(words, |words, replacement| replacement.applied(words)), left)
    }

    /// `EXEC SQL INCLUDE book END-EXEC`, and every other block, which says nothing of data.
    fn exec<'w>(&mut self, exec: &Word, rest: &'w [Word]) -> (Vec<Word>, &'w [Word]) {
        let Some(end) = rest.iter().position(|word| word.is("END-EXEC")) else {
            self.mistakes.push(Mistake { at: exec.at, problem: Problem::Incomplete("EXEC") });
            return (Vec::new(), &[]);
        };
        let left = rest.get(end + 1).map_or(end + 1, |word| end + 1 + usize::from(word.text == Text::Period));
        let included = match &rest[..end] {
            // SQLCA and SQLDA are the data base's own.
            [sql, include, book] if sql.is("SQL") && include.is("INCLUDE") && !book.plain().starts_with("SQL") => {
                self.named(book)
            }
            _ => Vec::new(),
        };
        (included, &rest[left..])
    }

    fn named(&mut self, book: &Word) -> Vec<Word> {
        let name = match &book.text {
            Text::Literal(_, text) => text.clone(),
            _ => book.plain().to_owned(),
        };
        let problem = match self.library.find(&name) {
            _ if self.files.len() > usize::from(u16::MAX) => Problem::NoCopy(name),
            None => Problem::NoCopy(name),
            Some((found, _)) if self.open.contains(&found) || self.open.len() >= DEEPEST => Problem::CopiesItself(name),
            Some((found, text)) => return self.book(found, text),
        };
        self.mistakes.push(Mistake { at: book.at, problem });
        Vec::new()
    }
}

/// One `a BY b`.
struct Replacement {
    part: Part,
    from: Vec<Word>,
    to: Vec<Word>,
}

/// What of a word is compared.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Words,
    Leading,
    Trailing,
    /// Anywhere inside words: text in colons or brackets.
    Inside,
}

/// `a BY b` as often as they come.
fn replacements(mut words: &[Word], mistakes: &mut Vec<Mistake>) -> Vec<Replacement> {
    let mut all = Vec::new();
    while let Some(first) = words.first() {
        let part = match first.plain() {
            "LEADING" => Part::Leading,
            "TRAILING" => Part::Trailing,
            _ => Part::Words,
        };
        let behind = if part == Part::Words { words } else { &words[1..] };
        let Some((from, rest)) = operand(behind, mistakes) else { return all };
        let Some((to, rest)) =
            rest.split_first().filter(|(by, _)| by.is("BY")).and_then(|(_, rest)| operand(rest, mistakes))
        else {
            mistakes.push(Mistake { at: first.at, problem: Problem::Incomplete("REPLACING") });
            return all;
        };
        let part = if part == Part::Words && is_tag(&from) { Part::Inside } else { part };
        if !from.is_empty() {
            all.push(Replacement { part, from, to });
        }
        words = rest;
    }
    all
}

/// Pseudo-text without its `==`, or one word.
fn operand<'w>(words: &'w [Word], mistakes: &mut Vec<Mistake>) -> Option<(Vec<Word>, &'w [Word])> {
    let (first, rest) = words.split_first()?;
    if first.text != Text::Pseudo {
        return Some((vec![first.clone()], rest));
    }
    let Some(end) = rest.iter().position(|word| word.text == Text::Pseudo) else {
        mistakes.push(Mistake { at: first.at, problem: Problem::OpenPseudoText });
        return None;
    };
    Some((rest[..end].to_vec(), &rest[end + 1..]))
}

/// `:TAG:` or `(TAG)`.
fn is_tag(words: &[Word]) -> bool {
    let [word] = words else { return false };
    let text = word.plain();
    text.len() > 2
        && [(':', ':'), ('(', ')')].iter().any(|(open, close)| text.starts_with(*open) && text.ends_with(*close))
}

impl Replacement {
    fn applied(&self, words: Vec<Word>) -> Vec<Word> {
        match self.part {
            Part::Words => self.sequences(&words),
            _ => words.into_iter().filter_map(|word| self.within(word)).collect(),
        }
    }

    fn sequences(&self, words: &[Word]) -> Vec<Word> {
        let mut all = Vec::with_capacity(words.len());
        let mut rest = words;
        while let Some((first, behind)) = rest.split_first() {
            if rest.len() >= self.from.len() && rest.iter().zip(&self.from).all(|(word, from)| word.text == from.text) {
                // What is put in is told where the book has what it stands for.
                all.extend(self.to.iter().map(|word| Word { text: word.text.clone(), at: first.at }));
                rest = &rest[self.from.len()..];
            } else {
                all.push(first.clone());
                rest = behind;
            }
        }
        all
    }

    /// The word with a part of it replaced; None where nothing is left of it.
    fn within(&self, word: Word) -> Option<Word> {
        let (Text::Plain(text), [from]) = (&word.text, self.from.as_slice()) else { return Some(word) };
        let to = self.to.first().map_or("", Word::plain);
        let from = from.plain();
        let text = match self.part {
            Part::Leading => text.strip_prefix(from).map_or_else(|| text.clone(), |rest| format!("{to}{rest}")),
            Part::Trailing => text.strip_suffix(from).map_or_else(|| text.clone(), |rest| format!("{rest}{to}")),
            Part::Inside | Part::Words => text.replace(from, to),
        };
        (!text.is_empty()).then_some(Word { text: Text::Plain(text), at: word.at })
    }
}

/// What REPLACE says, from where it stands on.
fn replaced(words: Vec<Word>, mistakes: &mut Vec<Mistake>) -> Vec<Word> {
    if !words.iter().any(|word| word.is("REPLACE")) {
        return words;
    }
    let mut all = Vec::with_capacity(words.len());
    let mut force: Vec<Replacement> = Vec::new();
    let mut rest = words.as_slice();
    while !rest.is_empty() {
        let next = rest.iter().position(|word| word.is("REPLACE")).unwrap_or(rest.len());
        all.extend(force.iter().fold(rest[..next].to_vec(), |words, replacement| replacement.applied(words)));
        let Some((replace, behind)) = rest[next..].split_first() else { break };
        let end = behind.iter().position(|word| word.text == Text::Period);
        if end.is_none() {
            mistakes.push(Mistake { at: replace.at, problem: Problem::NoPeriod });
        }
        let end = end.unwrap_or(behind.len());
        let statement = &behind[..end];
        force =
            if statement.iter().any(|word| word.is("OFF")) { Vec::new() } else { replacements(statement, mistakes) };
        rest = behind.get(end + 1..).unwrap_or_default();
    }
    all
}
