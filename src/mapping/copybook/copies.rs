//! COPY and REPLACE: words of one book in, words of all books that it copies out.
//!
//! `COPY book [OF library] [SUPPRESS] [REPLACING a BY b …].`, nested, with `==pseudo-text==`, words, LEADING and TRAILING;
//! Other phrases of COPY are refused. `REPLACE a BY b ….` and `REPLACE OFF.`; `EXEC SQL INCLUDE book END-EXEC`. Other EXEC blocks are no data descriptions
//! and are left out. What a phrase changes, [`replacing`] says.

use super::replacing::{self, Replacement, Unmatched, full_stop, replacements};
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
    /// Phrases that change nothing, in no order.
    pub(super) unmatched: Vec<Unmatched>,
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
    let (files, open, unmatched) = (Vec::new(), Vec::new(), Vec::new());
    let mut copier = Copier { library, reference, files, open, unmatched, mistakes };
    let words = copier.book(name.to_owned(), text.to_owned());
    let words = replaced(words, copier.mistakes, &mut copier.unmatched);
    Opened { words, files: copier.files, unmatched: copier.unmatched }
}

struct Copier<'a> {
    library: &'a dyn Library,
    reference: Reference,
    files: Vec<Copied>,
    /// Names of the books that are being read, the outermost first.
    open: Vec<String>,
    unmatched: Vec<Unmatched>,
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
        let Some(end) = full_stop(rest) else {
            self.mistakes.push(Mistake { at: copy.at, problem: Problem::NoPeriod });
            return (Vec::new(), &[]);
        };
        let (statement, left) = (&rest[..end], &rest[end + 1..]);
        let Some(book) = statement.first() else {
            self.mistakes.push(Mistake { at: copy.at, problem: Problem::Incomplete("COPY") });
            return (Vec::new(), left);
        };
        if let Some(word) = unread(&statement[1..]) {
            self.mistakes.push(Mistake { at: word.at, problem: Problem::CopyPhrase(word.shown()) });
        }
        let replacing = statement.iter().position(|word| word.is("REPLACING"));
        let mut phrases = replacing.map(|at| replacements(&statement[at + 1..], self.mistakes)).unwrap_or_default();
        let words = replacing::applied(self.named(book), &mut phrases);
        self.unmatched.extend(replacing::unmatched(&phrases));
        (words, left)
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

/// Of what follows a book's name the first word that is none of `OF library`, SUPPRESS and REPLACING: it may change the names
/// that come in, as PREFIXING and JOINING do.
fn unread(phrases: &[Word]) -> Option<&Word> {
    let mut rest = phrases.iter().peekable();
    if rest.next_if(|word| word.is("OF") || word.is("IN")).is_some() {
        rest.next();
    }
    rest.next_if(|word| word.is("SUPPRESS"));
    rest.next_if(|word| word.is("PRINTING"));
    rest.next().filter(|word| !word.is("REPLACING"))
}

/// What REPLACE says, from where it stands on.
fn replaced(words: Vec<Word>, mistakes: &mut Vec<Mistake>, unmatched: &mut Vec<Unmatched>) -> Vec<Word> {
    if !words.iter().any(|word| word.is("REPLACE")) {
        return words;
    }
    let mut all = Vec::with_capacity(words.len());
    let mut force: Vec<Replacement> = Vec::new();
    let mut rest = words.as_slice();
    while !rest.is_empty() {
        let next = rest.iter().position(|word| word.is("REPLACE")).unwrap_or(rest.len());
        all.extend(replacing::applied(rest[..next].to_vec(), &mut force));
        let Some((replace, behind)) = rest[next..].split_first() else { break };
        let end = full_stop(behind);
        if end.is_none() {
            mistakes.push(Mistake { at: replace.at, problem: Problem::NoPeriod });
        }
        let statement = &behind[..end.unwrap_or(behind.len())];
        unmatched.extend(replacing::unmatched(&force));
        let is_off = statement.iter().any(|word| word.is("OFF"));
        force = if is_off { Vec::new() } else { replacements(statement, mistakes) };
        rest = behind.get(statement.len() + 1..).unwrap_or_default();
    }
    unmatched.extend(replacing::unmatched(&force));
    all
}
