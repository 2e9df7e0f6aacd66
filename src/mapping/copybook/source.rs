//! Reference format: the lines of a copybook in, its characters with their places out.
//!
//! Fixed format: columns 1 to 6 are a number, 7 an indicator (`*` and `/` comment, `-` continuation, `D` debugging, `$`
//! a directive), 8 to 72 text, the rest identification. A tab goes to the next column that is one more than a multiple
//! of eight. Free format: the whole line is text. In both, `*>` begins a comment.

use super::{At, Mistake, Problem};
use crate::place::Span;

/// Where code stands on a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reference {
    /// Columns 8 to 72.
    Fixed,
    /// Anywhere.
    Free,
}

/// Column of the indicator, from 1.
const INDICATOR: usize = 7;
/// The last column of text.
const LAST: usize = 72;

/// A character of the text and the byte at which it stands.
pub(super) type Placed = (char, u32);

/// A book's characters, without what the reference format adds. A line ends in a space.
pub(super) fn characters(text: &str, file: u16, reference: Reference, mistakes: &mut Vec<Mistake>) -> Vec<Placed> {
    let mut lines = Lines { all: Vec::with_capacity(text.len()), reference, ..Lines::default() };
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let start = offset;
        offset += line.len();
        let line = line.trim_end_matches(['\n', '\r', '\u{1a}', '\0']);
        match directive(line) {
            Some(Directive::Reference(wanted)) => lines.reference = wanted,
            Some(Directive::Ignored) => {}
            Some(Directive::Conditional(word)) => {
                mistakes.push(Mistake { at: at(file, start, line), problem: Problem::Directive(word) });
            }
            None => lines.add(line, start),
        }
    }
    lines.all
}

fn at(file: u16, start: usize, line: &str) -> At {
    At { file, span: Span { start: byte(start), end: byte(start + line.len()) } }
}

/// Texts are at most 4 GiB long; what is behind has no place of its own.
pub(super) fn byte(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

enum Directive {
    Reference(Reference),
    Ignored,
    Conditional(String),
}

/// `>>SOURCE FORMAT IS FREE`, `$SET SOURCEFORMAT"FREE"` and other lines for the compiler.
fn directive(line: &str) -> Option<Directive> {
    // It may stand where the indicator does, behind a line's number.
    let numbered = line.char_indices().nth(INDICATOR - 1).map_or("", |(at, _)| &line[at..]);
    let marked =
        [line.trim_start(), numbered].into_iter().find(|text| text.starts_with(">>") || text.starts_with('$'))?;
    let words = marked.trim_start_matches(['>', '$']).to_uppercase();
    let first = words.split_whitespace().next().unwrap_or_default();
    let is_format = words.contains("SOURCE") && words.contains("FORMAT") || first == "SOURCE";
    Some(match first {
        _ if is_format && words.contains("FREE") => Directive::Reference(Reference::Free),
        _ if is_format => Directive::Reference(Reference::Fixed),
        "IF" | "ELSE" | "ELIF" | "END" | "END-IF" | "EVALUATE" | "WHEN" | "END-EVALUATE" | "DEFINE" => {
            Directive::Conditional(first.to_owned())
        }
        _ => Directive::Ignored,
    })
}

/// The characters so far, and how the last line ended.
struct Lines {
    all: Vec<Placed>,
    reference: Reference,
    /// The quote of a literal that the last line left open: only a continuation line may go on with it.
    open: Option<char>,
    /// The column behind the last line's text.
    column: usize,
}

impl Default for Lines {
    fn default() -> Self {
        Self { all: Vec::new(), reference: Reference::Fixed, open: None, column: 0 }
    }
}

impl Lines {
    fn add(&mut self, line: &str, start: usize) {
        match self.reference {
            Reference::Free => self.add_free(line, start),
            Reference::Fixed => self.add_fixed(line, start),
        }
    }

    fn add_free(&mut self, line: &str, start: usize) {
        // Micro Focus: an asterisk in the first column is a comment in free format too.
        if line.starts_with('*') {
            return;
        }
        let kept = comment_start(line.chars(), None);
        let text =
            line.char_indices().take(kept).map(|(at, character)| (at, if character == '\t' { ' ' } else { character }));
        self.all.extend(text.map(|(at, character)| (character, byte(start + at))));
        self.end(line, start);
    }

    fn add_fixed(&mut self, line: &str, start: usize) {
        let columns = columns(line);
        let indicator = columns.iter().find(|(column, ..)| *column == INDICATOR).map_or(' ', |(.., found)| *found);
        if matches!(indicator, '*' | '/' | 'D' | 'd' | '$') {
            return;
        }
        let mut text: Vec<(usize, usize, char)> =
            columns.into_iter().filter(|(column, ..)| (INDICATOR + 1..=LAST).contains(column)).collect();
        let open = if indicator == '-' { self.continued(&mut text) } else { None };
        text.truncate(comment_start(text.iter().map(|(.., character)| *character), open));
        self.open = open_quote(open, text.iter().map(|(.., character)| *character));
        self.column = text.last().map_or(INDICATOR, |(column, ..)| *column) + 1;
        self.all.extend(text.into_iter().map(|(_, at, character)| (character, byte(start + at))));
        self.end(line, start);
    }

    fn end(&mut self, line: &str, start: usize) {
        self.all.push((' ', byte(start + line.len())));
    }

    /// Joins a line to the one before: without the blanks between, and, where a literal is open, without the quote that
    /// opens it again; the literal has the blanks up to column 72. Gives that literal's quote.
    fn continued(&mut self, text: &mut Vec<(usize, usize, char)>) -> Option<char> {
        let blanks = text.iter().take_while(|(.., character)| *character == ' ').count();
        text.drain(..blanks);
        let Some(quote) = self.open else {
            while self.all.last().is_some_and(|(character, _)| *character == ' ') {
                self.all.pop();
            }
            return None;
        };
        let end = self.all.pop().map_or(0, |(_, at)| at);
        self.all.extend((self.column..=LAST).map(|_| (' ', end)));
        if text.first().is_some_and(|(.., character)| *character == quote) {
            text.remove(0);
        }
        Some(quote)
    }
}

/// Column from 1, byte, character.
fn columns(line: &str) -> Vec<(usize, usize, char)> {
    let mut column = 1;
    let mut all = Vec::with_capacity(line.len());
    for (at, character) in line.char_indices() {
        if character == '\t' {
            let next = (column - 1) / 8 * 8 + 9;
            all.extend((column..next).map(|column| (column, at, ' ')));
            column = next;
        } else {
            all.push((column, at, character));
            column += 1;
        }
    }
    all
}

/// The quote that is open behind these characters.
fn open_quote(open: Option<char>, characters: impl Iterator<Item = char>) -> Option<char> {
    characters.fold(open, |open, character| match (open, character) {
        (None, '\'' | '"') => Some(character),
        (Some(quote), character) if quote == character => None,
        (open, _) => open,
    })
}

/// Where `*>` begins outside a literal, as a number of characters; their number if it does not.
fn comment_start(characters: impl Iterator<Item = char>, open: Option<char>) -> usize {
    let (mut open, mut before, mut count) = (open, ' ', 0);
    for character in characters {
        match (open, character) {
            (None, '>') if before == '*' => return count - 1,
            (None, '\'' | '"') => open = Some(character),
            (Some(quote), character) if quote == character => open = None,
            _ => {}
        }
        before = character;
        count += 1;
    }
    count
}
