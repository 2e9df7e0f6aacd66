//! Places of sqlparser, in lines and columns, in; bytes of the expression's text out.

use sqlparser::tokenizer::{Location, TokenWithSpan};

use crate::place::Span;

/// From sqlparser's lines and columns, in characters from 1, to bytes.
pub(super) struct Places<'a> {
    text: &'a str,
    /// The first character of each line.
    lines: Vec<usize>,
    /// The byte of each character, and the text's end.
    bytes: Vec<usize>,
}

impl<'a> Places<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let bytes = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let ends = text.chars().enumerate().filter(|(_, c)| *c == '\n').map(|(at, _)| at + 1);
        Self { text, lines: std::iter::once(0).chain(ends).collect(), bytes }
    }

    pub(super) fn whole(&self) -> Span {
        Span { start: 0, end: byte(self.text.len()) }
    }

    fn offset(&self, place: Location) -> Option<usize> {
        let line = usize::try_from(place.line.checked_sub(1)?).ok()?;
        let column = usize::try_from(place.column.checked_sub(1)?).ok()?;
        let start = *self.lines.get(line)?;
        self.bytes.get(start + column).or(self.bytes.last()).copied()
    }

    /// The word at a place, or one character.
    pub(super) fn from(&self, place: Location) -> Span {
        let start = self.offset(place).unwrap_or(self.text.len()).min(self.text.len());
        let rest = &self.text[start..];
        let word = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        let length = if word == 0 { rest.chars().next().map_or(0, char::len_utf8) } else { word };
        Span { start: byte(start), end: byte(start + length) }
    }

    pub(super) fn of_token(&self, token: &TokenWithSpan) -> Span {
        self.span(token.span).unwrap_or_else(|| Span { start: byte(self.text.len()), end: byte(self.text.len()) })
    }

    /// None for the empty span of sqlparser.
    pub(super) fn span(&self, span: sqlparser::tokenizer::Span) -> Option<Span> {
        let (start, end) = (self.offset(span.start)?, self.offset(span.end)?);
        Some(Span { start: byte(start), end: byte(end.max(start)) })
    }
}

fn byte(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
