//! What COPY … REPLACING and REPLACE change: words and phrases `a BY b` in, words out.
//!
//! Text words are compared, as COBOL has them: `(`, `)` and `:` are words of their own wherever they stand, and so is the full
//! stop, so that `==LEN==` is found in `X(LEN)` and `==:TAG:==` in `:TAG:-NAME`. Where several phrases fit, the first is
//! taken; what is put in is not looked at again. Notes the phrases that match nothing. Sources: IBM Enterprise COBOL 6.4
//! Language Reference, "COPY statement", "REPLACE statement"; `GnuCOBOL` 3.1 (`cobc -E`) as the witness.

use super::words::{Text, Word, from_to};
use super::{At, Mistake, Problem};

/// A phrase of REPLACING or REPLACE that matches nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmatched {
    /// The phrase with what it puts in.
    pub at: At,
    /// What it looks for.
    pub wanted: String,
}

/// One `a BY b`.
pub(super) struct Replacement {
    part: Part,
    from: Vec<Piece>,
    to: Vec<Piece>,
    at: At,
    is_used: bool,
}

/// What of a text word is compared.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Whole,
    Leading,
    Trailing,
}

/// A text word, and whether nothing stands between it and the one before.
#[derive(Clone, PartialEq, Eq)]
struct Piece {
    word: Word,
    is_joined: bool,
}

impl Piece {
    fn plain(text: &str, at: At, is_joined: bool) -> Self {
        Self { word: Word { text: Text::Plain(text.to_owned()), at }, is_joined }
    }
}

/// Where the full stop of a statement is, which is none of its pseudo-text; the first there is where some is not closed.
pub(super) fn full_stop(words: &[Word]) -> Option<usize> {
    let is_stop = |word: &Word| word.text == Text::Period;
    let mut is_pseudo = false;
    let found = words.iter().position(|word| {
        is_pseudo ^= word.text == Text::Pseudo;
        !is_pseudo && is_stop(word)
    });
    found.or_else(|| words.iter().position(is_stop))
}

/// `a BY b` as often as they come.
pub(super) fn replacements(mut words: &[Word], mistakes: &mut Vec<Mistake>) -> Vec<Replacement> {
    let mut all = Vec::new();
    while let Some(first) = words.first() {
        let part = match first.plain() {
            "LEADING" => Part::Leading,
            "TRAILING" => Part::Trailing,
            _ => Part::Whole,
        };
        let behind = if part == Part::Whole { words } else { &words[1..] };
        let Some((from, rest)) = operand(behind, mistakes) else { return all };
        let Some((to, rest)) =
            rest.split_first().filter(|(by, _)| by.is("BY")).and_then(|(_, rest)| operand(rest, mistakes))
        else {
            mistakes.push(Mistake { at: first.at, problem: Problem::Incomplete("REPLACING") });
            return all;
        };
        let last = words[..words.len() - rest.len()].last().map_or(first.at, |word| word.at);
        let at = from_to(first.at, last);
        all.push(Replacement { part, from: pieces(from), to: pieces(to), at, is_used: false });
        words = rest;
    }
    all
}

/// Pseudo-text without its `==`, or one word.
fn operand<'w>(words: &'w [Word], mistakes: &mut Vec<Mistake>) -> Option<(&'w [Word], &'w [Word])> {
    let (first, rest) = words.split_first()?;
    if first.text != Text::Pseudo {
        return Some(words.split_at(1));
    }
    let Some(end) = rest.iter().position(|word| word.text == Text::Pseudo) else {
        mistakes.push(Mistake { at: first.at, problem: Problem::OpenPseudoText });
        return None;
    };
    Some((&rest[..end], &rest[end + 1..]))
}

/// The words with what the phrases say put in.
pub(super) fn applied(words: Vec<Word>, replacements: &mut [Replacement]) -> Vec<Word> {
    if replacements.is_empty() {
        return words;
    }
    let pieces = pieces(&words);
    let mut all = Vec::with_capacity(pieces.len());
    let mut rest = pieces.as_slice();
    while let Some(first) = rest.first() {
        let found = replacements.iter_mut().find_map(|replacement| replacement.put_in(rest));
        let (put, taken) = found.unwrap_or_else(|| (vec![first.clone()], 1));
        all.extend(put);
        rest = &rest[taken..];
    }
    joined(all)
}

/// The phrases that were never used.
pub(super) fn unmatched(replacements: &[Replacement]) -> impl Iterator<Item = Unmatched> + '_ {
    replacements.iter().filter(|one| !one.is_used).map(|one| Unmatched { at: one.at, wanted: one.wanted() })
}

impl Replacement {
    /// What is put where these text words begin, and how many it stands for; none where they are others.
    fn put_in(&mut self, words: &[Piece]) -> Option<(Vec<Piece>, usize)> {
        let found = words.get(..self.from.len())?;
        let (before, behind) = self.left(found)?;
        let first = found.first()?;
        self.is_used = true;
        // What is put in is told where the book has what it stands for.
        let at = first.word.at;
        let mut put = vec![Piece::plain(before, at, first.is_joined)];
        let to = self.to.iter().enumerate();
        put.extend(to.map(|(nth, piece)| Piece {
            word: Word { text: piece.word.text.clone(), at },
            is_joined: nth == 0 || piece.is_joined,
        }));
        if !behind.is_empty() {
            put.push(Piece::plain(behind, at, true));
        }
        Some((put, found.len()))
    }

    /// What stays before and behind of so many words, if they are what is looked for.
    fn left<'p>(&self, found: &'p [Piece]) -> Option<(&'p str, &'p str)> {
        let same = |found: &[Piece], from: &[Piece]| {
            found.iter().zip(from).all(|(found, from)| found.word.text == from.word.text)
        };
        match self.part {
            Part::Whole => same(found, &self.from).then_some(("", "")),
            Part::Leading => {
                let ((last, others), (wanted, before)) = (found.split_last()?, self.from.split_last()?);
                let left = part_of(&last.word, &wanted.word, |word, part| word.strip_prefix(part))?;
                same(others, before).then_some(("", left))
            }
            Part::Trailing => {
                let ((first, others), (wanted, behind)) = (found.split_first()?, self.from.split_first()?);
                let left = part_of(&first.word, &wanted.word, |word, part| word.strip_suffix(part))?;
                same(others, behind).then_some((left, ""))
            }
        }
    }

    fn wanted(&self) -> String {
        let part = match self.part {
            Part::Whole => "",
            Part::Leading => "LEADING ",
            Part::Trailing => "TRAILING ",
        };
        let mut text = String::new();
        for word in joined(self.from.clone()) {
            let (gap, word) = if word.text == Text::Period { ("", String::from(".")) } else { (" ", word.shown()) };
            text.push_str(if text.is_empty() { "" } else { gap });
            text.push_str(&word);
        }
        format!("{part}=={text}==")
    }
}

/// What is left of a word without a part of it.
fn part_of<'w>(word: &'w Word, part: &Word, strip: fn(&'w str, &str) -> Option<&'w str>) -> Option<&'w str> {
    Some(part.plain()).filter(|part| !part.is_empty()).and_then(|part| strip(word.plain(), part))
}

/// Words as COBOL compares them.
fn pieces(words: &[Word]) -> Vec<Piece> {
    let mut all = Vec::with_capacity(words.len());
    for word in words {
        let Text::Plain(text) = &word.text else {
            all.push(Piece { word: word.clone(), is_joined: false });
            continue;
        };
        let is_own = |character: char| matches!(character, '(' | ')' | ':');
        let parts = text.split_inclusive(is_own).flat_map(|part| {
            let own = part.chars().next_back().filter(|last| is_own(*last)).map_or(0, char::len_utf8);
            let (name, own) = part.split_at(part.len() - own);
            [name, own]
        });
        let parts = parts.filter(|part| !part.is_empty()).enumerate();
        all.extend(parts.map(|(nth, part)| Piece::plain(part, word.at, nth > 0)));
    }
    all
}

/// Words as they stand between blanks.
fn joined(pieces: Vec<Piece>) -> Vec<Word> {
    let mut all: Vec<Word> = Vec::with_capacity(pieces.len());
    for Piece { word, is_joined } in pieces {
        match (all.last_mut().map(|last| &mut last.text), &word.text) {
            (Some(Text::Plain(last)), Text::Plain(text)) if is_joined => last.push_str(text),
            _ => all.push(word),
        }
    }
    all.retain(|word| word.text != Text::Plain(String::new()));
    all
}
