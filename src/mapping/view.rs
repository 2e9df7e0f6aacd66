//! A map of the mapping as the table of keys knows it: nodes in; texts, words, numbers and flags out.
//!
//! Tells unknown and later keys, wrong shapes and words as it goes. Refuses to know what the keys mean.

use super::diagnostic::Edit;
use super::keys;
use super::mistakes::{Mistakes, args};
use super::nearest::{is_sure, or_empty};
use super::tree::{Entry, Node, Shape};
use crate::finding::Code;
use crate::place::Span;

/// A text with its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text<'a> {
    /// As written.
    pub text: &'a str,
    /// Where.
    pub at: Span,
}

/// One map.
#[derive(Clone, Copy)]
pub struct View<'a> {
    place: &'static str,
    at: Span,
    entries: &'a [Entry],
    mistakes: &'a Mistakes,
}

impl<'a> View<'a> {
    /// The map at this node; tells keys that the place does not have, or not yet. None if it is no map.
    pub fn open(node: &'a Node, place: &'static str, mistakes: &'a Mistakes) -> Option<Self> {
        let entries = match &node.shape {
            Shape::Map(entries) => entries,
            Shape::Refused => return None,
            other => {
                wrong_shape("map", other, node.at, mistakes);
                return None;
            }
        };
        for entry in entries {
            check_key(entry, place, entries, mistakes);
        }
        Some(Self { place, at: node.at, entries, mistakes })
    }

    /// Where mistakes go.
    pub fn mistakes(&self) -> &'a Mistakes {
        self.mistakes
    }

    /// The same map read as another place, whose keys stand beside its own.
    pub fn read_as(self, place: &'static str) -> Self {
        Self { place, ..self }
    }

    /// What is underlined when something is missing: the first key.
    pub fn head(&self) -> Span {
        self.entries.first().map_or(self.at, |entry| entry.key_at)
    }

    /// A key with its value, whatever the value is.
    pub fn entry(&self, key: &str) -> Option<&'a Entry> {
        self.entries.iter().find(|entry| entry.key == key)
    }

    /// Where the key after this one begins.
    pub fn after(&self, key: &str) -> Option<u32> {
        let at = self.entries.iter().position(|entry| entry.key == key)?;
        self.entries.get(at + 1).map(|entry| entry.key_at.start)
    }

    /// Whether the key stands there.
    pub fn has(&self, key: &str) -> bool {
        self.entry(key).is_some()
    }

    /// Place of a key; of the map if it is not there.
    pub fn key_at(&self, key: &str) -> Span {
        self.entry(key).map_or_else(|| self.head(), |entry| entry.key_at)
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&'a Node> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// The value of a key; tells if it is not there.
    pub fn need(&self, key: &str) -> Option<&'a Node> {
        let found = self.get(key);
        if found.is_none() {
            self.missing(key);
        }
        found
    }

    /// Whether a key that the place does not have may be this one, misspelt: that is told.
    pub fn misspells(&self, key: &str) -> bool {
        let is_meant =
            |entry: &Entry| keys::find(self.place, &entry.key).is_none() && nearest_key(&entry.key, self.place) == key;
        self.entries.iter().any(is_meant)
    }

    /// Tells that a key is missing; not where one that is misspelt may be it, which is told.
    pub fn missing(&self, key: &str) {
        if self.misspells(key) {
            return;
        }
        self.mistakes.fail(Code::MissingKey, self.head(), args![key]);
    }

    /// Tells that a key has no meaning here, if it stands there.
    pub fn misplaced(&self, key: &str, why: &str) {
        if let Some(entry) = self.entry(key) {
            self.mistakes.fail(Code::KeyMisplaced, entry.key_at, args![key, why]);
        }
    }

    /// Tells each of these keys that stands there.
    pub fn misplaced_all(&self, keys: &[&str], why: &str) {
        for key in keys {
            self.misplaced(key, why);
        }
    }

    /// Tells that two keys exclude each other, if both stand there; the first is underlined.
    pub fn conflict(&self, key: &str, other: &str) -> bool {
        match (self.entry(key), self.entry(other)) {
            (Some(one), Some(two)) => {
                self.mistakes.fail_with(Code::Conflict, one.key_at, Some(two.key_at), args![key, other]);
                true
            }
            _ => false,
        }
    }

    /// The text of a key.
    pub fn text(&self, key: &str) -> Option<Text<'a>> {
        text(self.get(key)?, self.mistakes)
    }

    /// The text of a key that someone must have said something with: a reason, a name. A blank one is told.
    pub fn said(&self, key: &str) -> Option<Text<'a>> {
        let found = self.text(key)?;
        if found.text.trim().is_empty() {
            self.mistakes.fail(Code::WrongShape, found.at, args!["text", "nothing"]);
            return None;
        }
        Some(found)
    }

    /// One text or a list of them.
    pub fn texts(&self, key: &str) -> Option<Vec<Text<'a>>> {
        texts(self.get(key)?, self.mistakes)
    }

    /// A list of texts.
    pub fn text_list(&self, key: &str) -> Option<Vec<Text<'a>>> {
        let nodes = list(self.get(key)?, self.mistakes)?;
        Some(nodes.iter().filter_map(|node| text(node, self.mistakes)).collect())
    }

    /// The nodes of a list.
    pub fn list(&self, key: &str) -> Option<&'a [Node]> {
        list(self.get(key)?, self.mistakes)
    }

    /// The map of a key.
    pub fn map(&self, key: &str, place: &'static str) -> Option<View<'a>> {
        View::open(self.get(key)?, place, self.mistakes)
    }

    /// The word of a key, out of those that the table of keys has for it.
    pub fn word(&self, key: &str) -> Option<&'static str> {
        known_word(text(self.get(key)?, self.mistakes)?, self.words_of(key), self.mistakes)
    }

    /// One word or a list of them.
    pub fn words(&self, key: &str) -> Option<Vec<&'static str>> {
        let words = self.words_of(key);
        let found = texts(self.get(key)?, self.mistakes)?;
        Some(found.into_iter().filter_map(|text| known_word(text, words, self.mistakes)).collect())
    }

    /// `true` or `false`.
    pub fn flag(&self, key: &str) -> Option<bool> {
        let found = text(self.get(key)?, self.mistakes)?;
        match found.text {
            "true" => Some(true),
            "false" => Some(false),
            other => {
                let meant = match other.to_ascii_lowercase().as_str() {
                    "yes" | "y" | "on" | "oui" | "vrai" | "1" | "true" => "true",
                    "no" | "n" | "off" | "non" | "faux" | "0" | "false" => "false",
                    other => or_empty(other, ["true", "false"]),
                };
                let edit = Edit { at: found.at, text: meant.to_owned(), certain: true };
                let edit = Some(edit).filter(|edit| !edit.text.is_empty());
                self.mistakes.fail_mended(Code::UnknownWord, found.at, args![other, meant, "true, false"], edit);
                None
            }
        }
    }

    /// A whole number within the bounds that the table of keys has for it.
    pub fn whole(&self, key: &str) -> Option<u64> {
        let (least, most) = keys::find(self.place, key)?.wanted.bounds()?;
        whole(text(self.get(key)?, self.mistakes)?, least, most, self.mistakes)
    }

    /// A whole number that may be negative, within the bounds that the table of keys has for it.
    pub fn signed(&self, key: &str) -> Option<i64> {
        let keys::Wanted::Signed(most) = keys::find(self.place, key)?.wanted else { return None };
        let found = text(self.get(key)?, self.mistakes)?;
        let digits = found.text.strip_prefix(['-', '+']).unwrap_or(found.text);
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            self.mistakes.fail(Code::WrongShape, found.at, args!["number", "text"]);
            return None;
        }
        let number = found.text.parse().ok().filter(|number| (-most..=most).contains(number));
        if number.is_none() {
            self.mistakes.fail(Code::OutOfBounds, found.at, args![found.text, -most, most]);
        }
        number
    }

    fn words_of(&self, key: &str) -> &'static [&'static str] {
        keys::find(self.place, key).map(|one| one.wanted.words()).unwrap_or_default()
    }
}

fn check_key(entry: &Entry, place: &'static str, entries: &[Entry], mistakes: &Mistakes) {
    match keys::find(place, &entry.key) {
        Some(known) if known.later => mistakes.fail(Code::NotYet, entry.key_at, args![entry.key.as_str()]),
        Some(_) => {}
        None => unknown_key(entry, place, entries, mistakes),
    }
}

fn nearest_key(key: &str, place: &str) -> &'static str {
    or_empty(key, keys::of(place).map(|one| one.key))
}

/// A key that the place has not: misspelt, or one of another place.
fn unknown_key(entry: &Entry, place: &'static str, entries: &[Entry], mistakes: &Mistakes) {
    let key = entry.key.as_str();
    let is_free = |one: &&keys::Key| entries.iter().all(|entry| entry.key != one.key);
    let is_sure = is_sure(key, keys::of(place).filter(is_free).map(|one| one.key));
    let has_nest = place == "column" && entries.iter().any(|entry| entry.key == "nest");
    if let Some(why) = keys::beside_nest(key).filter(|_| has_nest) {
        mistakes.fail(Code::KeyMisplaced, entry.key_at, args![key, why]);
        return;
    }
    if let Some(home) = keys::home(place, key).filter(|_| !is_sure) {
        let edit = if home == "in_source" { moved_in(entry, entries, mistakes.source()) } else { None };
        mistakes.fail_mended(Code::KeyMisplaced, entry.key_at, args![key, home], edit);
        return;
    }
    let nearest = nearest_key(key, place);
    let is_new = entries.iter().all(|entry| entry.key != nearest);
    let edit = Edit { at: entry.key_at, text: nearest.to_owned(), certain: is_sure && is_new };
    let edit = valued(entry, nearest).or(Some(edit)).filter(|edit| !edit.text.is_empty());
    mistakes.fail_mended(Code::UnknownKey, entry.key_at, args![key, nearest], edit);
}

/// `name = owner` or `name owner` between braces, where a colon is meant: a key that has its value in it.
fn valued(entry: &Entry, key: &str) -> Option<Edit> {
    let rest = entry.key.strip_prefix(key).filter(|rest| !key.is_empty() && rest.starts_with([' ', '=']))?;
    let value = rest.trim_start_matches([' ', '=']);
    let is_alone = entry.value.shape == Shape::Nothing && !value.is_empty();
    is_alone.then(|| Edit { at: entry.key_at, text: format!("{key}: {value}"), certain: false })
}

/// A key of the map above it, moved in: it stands right behind that map, on one line.
fn moved_in(entry: &Entry, entries: &[Entry], source: &str) -> Option<Edit> {
    let before = entries.iter().position(|one| one.key_at == entry.key_at)?.checked_sub(1)?;
    let Shape::Map(inside) = &entries[before].value.shape else { return None };
    let is_scalar = matches!(entry.value.shape, Shape::Plain(_) | Shape::Quoted(_))
        && inside.iter().all(|other| other.key != entry.key);
    let first = inside.first()?.key_at.start as usize;
    let indent = first - source[..first].rfind('\n')? - 1;
    let start = entry.key_at.start;
    let at = Span { start, end: start };
    let blank = source[..first].ends_with(' ');
    (entries[before].key == "source" && is_scalar && blank).then(|| Edit {
        at,
        text: " ".repeat(indent),
        certain: true,
    })
}

fn shape_word(shape: &Shape) -> &'static str {
    match shape {
        Shape::Nothing | Shape::Refused => "nothing",
        Shape::Plain(_) | Shape::Quoted(_) => "text",
        Shape::List(_) => "list",
        Shape::Map(_) => "map",
    }
}

/// Tells that something else was wanted.
pub fn wrong_shape(wanted: &str, found: &Shape, at: Span, mistakes: &Mistakes) {
    mistakes.fail(Code::WrongShape, at, args![wanted, shape_word(found)]);
}

/// The text of a scalar.
pub fn text<'a>(node: &'a Node, mistakes: &Mistakes) -> Option<Text<'a>> {
    match &node.shape {
        Shape::Plain(text) | Shape::Quoted(text) => Some(Text { text, at: node.at }),
        Shape::Refused => None,
        other => {
            wrong_shape("text", other, node.at, mistakes);
            None
        }
    }
}

/// One text, or the texts of a list.
pub fn texts<'a>(node: &'a Node, mistakes: &Mistakes) -> Option<Vec<Text<'a>>> {
    match &node.shape {
        Shape::List(nodes) => Some(nodes.iter().filter_map(|node| text(node, mistakes)).collect()),
        Shape::Map(_) | Shape::Nothing => {
            wrong_shape("text_or_list", &node.shape, node.at, mistakes);
            None
        }
        _ => text(node, mistakes).map(|text| vec![text]),
    }
}

/// The nodes of a list.
pub fn list<'a>(node: &'a Node, mistakes: &Mistakes) -> Option<&'a [Node]> {
    match &node.shape {
        Shape::List(nodes) => Some(nodes),
        Shape::Refused => None,
        other => {
            wrong_shape("list", other, node.at, mistakes);
            None
        }
    }
}

/// What other programs call a word of ours.
const USUAL_WORDS: &[(&str, &str)] = &[
    ("csv", "delimited"),
    ("tsv", "delimited"),
    ("text", "delimited"),
    ("fwf", "fixed"),
    ("flat", "fixed"),
    ("positional", "fixed"),
    ("fixed-width", "fixed"),
    ("ignore", "warn"),
    ("error", "fail"),
    ("stop", "fail"),
    ("null", "empty"),
    ("lf", "newline"),
    ("crlf", "newline"),
    ("line", "newline"),
];

/// The word that the text is.
pub fn known_word(found: Text<'_>, words: &'static [&'static str], mistakes: &Mistakes) -> Option<&'static str> {
    let word = words.iter().copied().find(|word| *word == found.text);
    if word.is_none() {
        let is_usual = |(usual, word): &&(&str, &str)| words.contains(word) && found.text.eq_ignore_ascii_case(usual);
        let usual = USUAL_WORDS.iter().find(is_usual);
        let nearest = usual.map_or_else(|| or_empty(found.text, words.iter().copied()), |(_, word)| word);
        let certain = usual.is_none() && is_sure(found.text, words.iter().copied());
        let edit = Edit { at: found.at, text: nearest.to_owned(), certain };
        let edit = Some(edit).filter(|edit| !edit.text.is_empty());
        mistakes.fail_mended(Code::UnknownWord, found.at, args![found.text, nearest, words.join(", ")], edit);
    }
    word
}

/// The whole number that the text is.
pub fn whole(found: Text<'_>, least: u64, most: u64, mistakes: &Mistakes) -> Option<u64> {
    let digits = found.text.strip_prefix('-').unwrap_or(found.text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        mistakes.fail(Code::WrongShape, found.at, args!["number", "text"]);
        return None;
    }
    let number = found.text.parse().ok().filter(|number| (least..=most).contains(number));
    if number.is_none() {
        mistakes.fail(Code::OutOfBounds, found.at, args![found.text, least, most]);
    }
    number
}

/// Bytes, such as `94`, `64 KiB` or `1MiB`.
pub fn size(found: Text<'_>, most: u64, mistakes: &Mistakes) -> Option<u64> {
    let digits = found.text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = found.text.split_at(digits);
    let unit: u64 = match unit.trim_start() {
        "" => 1,
        "KiB" => 1 << 10,
        "MiB" => 1 << 20,
        "GiB" => 1 << 30,
        other => {
            let nearest = or_empty(other, ["KiB", "MiB", "GiB"]);
            mistakes.fail(Code::UnknownWord, found.at, args![found.text, nearest, "KiB, MiB, GiB"]);
            return None;
        }
    };
    if number.is_empty() {
        mistakes.fail(Code::WrongShape, found.at, args!["number", "text"]);
        return None;
    }
    let bytes = number.parse::<u64>().ok().and_then(|number| number.checked_mul(unit));
    let bytes = bytes.filter(|bytes| (1..=most).contains(bytes));
    if bytes.is_none() {
        mistakes.fail(Code::OutOfBounds, found.at, args![found.text, 1_u64, most]);
    }
    bytes
}
