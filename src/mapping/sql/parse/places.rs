//! Places of sqlparser, in lines and columns, in; bytes of the expression's text out.
//!
//! sqlparser leaves out of a part's place its closing bracket, and often its keyword: they are found again among the
//! tokens, so that a part is shown as it is written.

use sqlparser::tokenizer::{Location, Token, TokenWithSpan};

use crate::place::Span;

/// From sqlparser's lines and columns, in characters from 1, to bytes.
pub(super) struct Places<'a> {
    text: &'a str,
    /// The first character of each line.
    lines: Vec<usize>,
    /// The byte of each character, and the text's end.
    bytes: Vec<usize>,
    /// All but blanks, in their order.
    tokens: Vec<Piece>,
}

/// A token of the text.
struct Piece {
    at: Span,
    /// A bracket's other one, by its number.
    other: Option<usize>,
}

impl<'a> Places<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let bytes = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let ends = text.chars().enumerate().filter(|(_, c)| *c == '\n').map(|(at, _)| at + 1);
        Self { text, lines: std::iter::once(0).chain(ends).collect(), bytes, tokens: Vec::new() }
    }

    /// Remembers the tokens.
    pub(super) fn read(&mut self, tokens: &[TokenWithSpan]) {
        let mut open = Vec::new();
        let mut pieces: Vec<Piece> = Vec::with_capacity(tokens.len());
        for token in tokens.iter().filter(|token| !matches!(token.token, Token::Whitespace(_) | Token::EOF)) {
            let number = pieces.len();
            let other = match token.token {
                Token::LParen => {
                    open.push(number);
                    None
                }
                Token::RParen => open.pop(),
                _ => None,
            };
            if let Some(opening) = other {
                pieces[opening].other = Some(number);
            }
            pieces.push(Piece { at: self.of_token(token), other });
        }
        self.tokens = pieces;
    }

    /// The tokens of a place, the first and the last.
    fn covered(&self, at: Span) -> Option<(usize, usize)> {
        let first = self.tokens.partition_point(|token| token.at.end <= at.start);
        let last = self.tokens.partition_point(|token| token.at.start < at.end).checked_sub(1)?;
        (first <= last).then_some((first, last))
    }

    fn between(&self, first: usize, last: usize) -> Span {
        Span { start: self.tokens[first].at.start, end: self.tokens[last].at.end }
    }

    /// The place with both brackets of each pair of which it has one.
    pub(super) fn balanced(&self, at: Span) -> Span {
        let Some((first, last)) = self.covered(at) else { return at };
        let others = self.tokens[first..=last].iter().filter_map(|token| token.other);
        let (first, last) = others.fold((first, last), |(least, last), other| (least.min(other), last.max(other)));
        self.between(first, last)
    }

    pub(super) fn text(&self, at: Span) -> &'a str {
        self.text.get(at.start as usize..at.end as usize).unwrap_or_default()
    }

    fn is(&self, number: usize, words: &[&str]) -> bool {
        let text = self.text(self.tokens[number].at);
        words.iter().any(|word| word.eq_ignore_ascii_case(text))
    }

    /// The place from the nearest of these words before it on.
    pub(super) fn since_word(&self, at: Span, words: &[&str]) -> Span {
        let Some((first, last)) = self.covered(at) else { return at };
        let word = (0..first).rev().find(|number| self.is(*number, words)).unwrap_or(first);
        self.balanced(self.between(word, last))
    }

    /// The place to the nearest of these words after it.
    pub(super) fn until_word(&self, at: Span, words: &[&str]) -> Span {
        let Some((first, last)) = self.covered(at) else { return at };
        let word = (last + 1..self.tokens.len()).find(|number| self.is(*number, words)).unwrap_or(last);
        self.balanced(self.between(first, word))
    }

    /// The place with so many tokens more before and after it.
    pub(super) fn with_tokens(&self, at: Span, before: usize, after: usize) -> Span {
        let Some((first, last)) = self.covered(at) else { return at };
        self.between(first.saturating_sub(before), (last + after).min(self.tokens.len() - 1))
    }

    /// The place to the end of the bracket that follows it, if one does.
    pub(super) fn with_brackets(&self, at: Span) -> Span {
        let Some((first, last)) = self.covered(at) else { return at };
        let closing = self.tokens.get(last + 1).and_then(|next| next.other).filter(|other| *other > last);
        self.between(first, closing.unwrap_or(last))
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
