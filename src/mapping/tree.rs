//! YAML text in, a tree of texts, lists and maps with byte places out. The YAML crate is behind this file alone.
//!
//! Scalars stay as they are written: `NO`, `012`, `~` are texts. Refuses to know the language of mappings; refuses
//! anchors, aliases, tags, several documents, duplicate keys, and what is too deep or too large.

use std::collections::HashMap;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, ScanError};

use super::keys;
use super::mistakes::{Mistakes, args};
use super::syntax;
use crate::finding::Code;
use crate::place::Span;

/// The largest text that is read, in bytes.
pub const MOST_BYTES: usize = 8 << 20;
/// The deepest nesting of lists and maps.
pub const MOST_LEVELS: usize = 48;

/// One value with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// What is underlined when the value is wrong.
    pub at: Span,
    /// The value.
    pub shape: Shape,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// A key without a value.
    Nothing,
    /// A scalar without quotes, as written.
    Plain(String),
    /// A scalar in quotes, or a block.
    Quoted(String),
    /// A list.
    List(Vec<Node>),
    /// A map; each key once, in the order of the text.
    Map(Vec<Entry>),
    /// Something that was refused and told already.
    Refused,
}

/// A key with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// As written.
    pub key: String,
    /// Place of the key.
    pub key_at: Span,
    /// The value.
    pub value: Node,
}

/// The text's only document; none if nothing could be read of it, which is told.
pub fn read(text: &str, mistakes: &Mistakes) -> Option<Node> {
    if text.len() > MOST_BYTES {
        mistakes.fail(Code::YamlTooLarge, Span::default(), args!["bytes"]);
        return None;
    }
    let lines = Lines::of(text);
    let mut parser = Parser::new_from_str(text);
    let mut builder = Builder { mistakes, open: Vec::new(), done: None };
    let mut documents = 0;
    while let Some(event) = parser.next_event() {
        let (event, span) = match event {
            Ok(found) => found,
            Err(problem) => {
                refuse_syntax(&problem, &lines, mistakes);
                return None;
            }
        };
        if matches!(event, Event::DocumentStart(_)) {
            documents += 1;
            if documents > 1 {
                mistakes.fail(Code::YamlSyntax, lines.span(span.start, span.end), args!["documents"]);
                break;
            }
        }
        if !builder.take(event, lines.span(span.start, span.end)) {
            return None;
        }
    }
    Some(builder.done.unwrap_or(Node { at: Span::default(), shape: Shape::Nothing }))
}

fn refuse_syntax(problem: &ScanError, lines: &Lines<'_>, mistakes: &Mistakes) {
    let at = lines.offset(*problem.marker());
    if problem.info().contains("recursion limit") {
        mistakes.fail(Code::YamlTooLarge, Span { start: at, end: at }, args!["depth"]);
    } else {
        let (word, at) = syntax::slip(lines.text, at as usize, problem.info());
        mistakes.fail(Code::YamlSyntax, at, args![word]);
    }
}

/// From the parser's lines and columns, in characters, to bytes. (Its running index counts bytes in comments.)
struct Lines<'a> {
    text: &'a str,
    /// Of each line: its first byte, and how many characters stand before it.
    starts: Vec<(usize, usize)>,
    /// The first byte of every so many-th character: a long line is not counted from its beginning again and again.
    marks: Vec<usize>,
}

/// Characters from one mark to the next.
const MARK: usize = 256;

impl<'a> Lines<'a> {
    fn of(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        let (mut starts, mut marks) = (vec![(0, 0)], Vec::new());
        for (number, (at, character)) in text.char_indices().enumerate() {
            if number % MARK == 0 {
                marks.push(at);
            }
            if character == '\n' || character == '\r' && bytes.get(at + 1) != Some(&b'\n') {
                starts.push((at + 1, number + 1));
            }
        }
        Self { text, starts, marks }
    }

    fn offset(&self, marker: Marker) -> u32 {
        let line = marker.line().saturating_sub(1);
        let end = self.starts.get(line + 1).map_or(self.text.len(), |(start, _)| *start);
        let at = self.starts.get(line).and_then(|(_, before)| {
            let character = before + marker.col();
            let mark = *self.marks.get(character / MARK)?;
            self.text[mark..].char_indices().nth(character % MARK).map(|(at, _)| mark + at)
        });
        u32::try_from(at.unwrap_or(end).min(end)).unwrap_or(u32::MAX)
    }

    /// A span without the blanks and line ends after it.
    fn span(&self, start: Marker, end: Marker) -> Span {
        let start = self.offset(start);
        let end = self.offset(end).max(start);
        let kept = self.text[start as usize..end as usize].trim_end().len();
        Span { start, end: start + u32::try_from(kept).unwrap_or(0) }
    }
}

/// A list or map that is not closed yet.
struct Open {
    start: Span,
    shape: OpenShape,
}

enum OpenShape {
    List(Vec<Node>),
    Map { entries: Vec<Entry>, seen: HashMap<String, Span>, key: Option<Key> },
}

enum Key {
    Fresh(String, Span),
    /// Not a text, or there already: its value is dropped.
    Refused,
}

struct Builder<'a> {
    mistakes: &'a Mistakes,
    open: Vec<Open>,
    done: Option<Node>,
}

impl Builder<'_> {
    /// False when reading has to end.
    fn take(&mut self, event: Event<'_>, at: Span) -> bool {
        match event {
            Event::Alias(_) => {
                self.mistakes.fail(Code::YamlSyntax, at, args!["alias"]);
                self.add(Node { at, shape: Shape::Refused });
            }
            Event::Scalar(text, style, anchor, tag) => {
                self.refuse_marks(anchor, tag.is_some(), at);
                let shape = match style {
                    ScalarStyle::DoubleQuoted if self.refuse_escape(at) => Shape::Refused,
                    ScalarStyle::Plain if text.is_empty() => Shape::Nothing,
                    ScalarStyle::Plain => Shape::Plain(text.into_owned()),
                    _ => Shape::Quoted(text.into_owned()),
                };
                self.add(Node { at, shape });
            }
            Event::SequenceStart(anchor, tag) => {
                self.refuse_marks(anchor, tag.is_some(), at);
                return self.start(at, OpenShape::List(Vec::new()));
            }
            Event::MappingStart(anchor, tag) => {
                self.refuse_marks(anchor, tag.is_some(), at);
                return self.start(at, OpenShape::Map { entries: Vec::new(), seen: HashMap::new(), key: None });
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(at),
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) | Event::DocumentEnd => {}
        }
        true
    }

    fn refuse_marks(&self, anchor: usize, tag: bool, at: Span) {
        if anchor > 0 {
            self.mistakes.fail(Code::YamlSyntax, at, args!["anchor"]);
        }
        if tag {
            self.mistakes.fail(Code::YamlSyntax, at, args!["tag"]);
        }
    }

    /// Tells an escape in a text between double quotes that nobody means: a path with backslashes.
    fn refuse_escape(&self, at: Span) -> bool {
        let raw = self.mistakes.source().get(at.start as usize..at.end as usize).unwrap_or_default();
        let Some(escape) = syntax::odd_escape(raw) else { return false };
        let start = at.start + u32::try_from(escape).unwrap_or(0);
        self.mistakes.fail(Code::YamlSyntax, Span { start, end: start + 2 }, args!["escape_letter"]);
        true
    }

    /// Tells texts of a map between braces that a comma cut, since they have no quotes; what follows the comma was read as
    /// keys, and is none.
    fn join_cut(&self, entries: Vec<Entry>) -> Vec<Entry> {
        let mut whole: Vec<Entry> = Vec::with_capacity(entries.len());
        let mut cut: Option<Span> = None;
        for entry in entries {
            let goes_on = entry.value.shape == Shape::Nothing && !self.has_colon(entry.key_at);
            let spaced = if goes_on { self.spaced(&entry) } else { None };
            if let Some(spaced) = spaced {
                self.refuse_cut(cut.take());
                whole.push(spaced);
                continue;
            }
            match whole.last_mut().filter(|before| goes_on && (cut.is_some() || is_open_text(&before.value.shape))) {
                Some(before) if !keys::is_any(&entry.key) => {
                    let start = cut.map_or(before.value.at.start, |cut| cut.start);
                    cut = Some(Span { start, end: entry.key_at.end });
                    before.value = Node { at: Span { start, end: entry.key_at.end }, shape: Shape::Refused };
                }
                _ => {
                    self.refuse_cut(cut.take());
                    whole.push(entry);
                }
            }
        }
        self.refuse_cut(cut);
        whole
    }

    /// `from:code`, told, as the key and the value that are meant; none where no key of the language stands before a colon.
    fn spaced(&self, entry: &Entry) -> Option<Entry> {
        let (key, value) = entry.key.split_once(':').filter(|(key, value)| keys::is_any(key) && !value.is_empty())?;
        let raw = self.mistakes.source().get(entry.key_at.start as usize..entry.key_at.end as usize)?;
        if raw != entry.key {
            return None;
        }
        let behind = entry.key_at.start + u32::try_from(key.len()).ok()? + 1;
        self.mistakes.fail(Code::YamlSyntax, Span { end: behind, ..entry.key_at }, args!["no_space"]);
        let value = Node { at: Span { start: behind, end: entry.key_at.end }, shape: Shape::Plain(value.to_owned()) };
        Some(Entry { key: key.to_owned(), key_at: Span { end: behind - 1, ..entry.key_at }, value })
    }

    fn refuse_cut(&self, cut: Option<Span>) {
        if let Some(at) = cut {
            self.mistakes.fail(Code::YamlSyntax, at, args!["comma"]);
        }
    }

    fn has_colon(&self, key: Span) -> bool {
        self.mistakes.source().get(key.end as usize..).is_some_and(|rest| rest.trim_start().starts_with(':'))
    }

    fn start(&mut self, start: Span, shape: OpenShape) -> bool {
        if self.open.len() >= MOST_LEVELS {
            self.mistakes.fail(Code::YamlTooLarge, start, args!["depth"]);
            return false;
        }
        self.open.push(Open { start, shape });
        true
    }

    fn end(&mut self, end: Span) {
        let Some(open) = self.open.pop() else { return };
        let (last, shape) = match open.shape {
            OpenShape::List(nodes) => (nodes.last().map(|node| node.at), Shape::List(nodes)),
            OpenShape::Map { entries, .. } => {
                let last = entries.last().map(|entry| entry.value.at.max(entry.key_at));
                let closed = end.end > end.start;
                (last, Shape::Map(if closed { self.join_cut(entries) } else { entries }))
            }
        };
        let closed = end.end > end.start;
        let end = if closed { end.end } else { last.map_or(open.start.end, |last| last.end) };
        self.add(Node { at: Span { start: open.start.start, end: end.max(open.start.start) }, shape });
    }

    fn add(&mut self, mut node: Node) {
        let Some(open) = self.open.last_mut() else {
            self.done = Some(node);
            return;
        };
        match &mut open.shape {
            OpenShape::List(nodes) => nodes.push(node),
            OpenShape::Map { entries, seen, key } => match key.take() {
                None => *key = Some(self::key(node, seen, self.mistakes)),
                Some(Key::Refused) => {}
                Some(Key::Fresh(key, key_at)) => {
                    if node.shape == Shape::Nothing {
                        node.at = key_at;
                    }
                    entries.push(Entry { key, key_at, value: node });
                }
            },
        }
    }
}

/// A text without quotes, which may have been cut.
fn is_open_text(shape: &Shape) -> bool {
    matches!(shape, Shape::Plain(_))
}

fn key(node: Node, seen: &mut HashMap<String, Span>, mistakes: &Mistakes) -> Key {
    match node.shape {
        Shape::Plain(text) | Shape::Quoted(text) => {
            if let Some(&first) = seen.get(&text) {
                mistakes.fail_with(Code::DuplicateKey, node.at, Some(first), args![text]);
                return Key::Refused;
            }
            seen.insert(text.clone(), node.at);
            Key::Fresh(text, node.at)
        }
        Shape::Refused => Key::Refused,
        _ => {
            mistakes.fail(Code::YamlSyntax, node.at, args!["key"]);
            Key::Refused
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(text: &str) -> Vec<(String, String)> {
        let mistakes = Mistakes::default();
        read(text, &mistakes);
        mistakes
            .sorted()
            .iter()
            .map(|one| {
                let under = &text[one.at.start as usize..one.at.end as usize];
                (format!("{} {:?}", one.code.id(), one.args), under.to_owned())
            })
            .collect()
    }

    /// Every scalar with the text of its place.
    fn scalars(text: &str) -> Vec<(String, String)> {
        fn walk(node: &Node, text: &str, into: &mut Vec<(String, String)>) {
            let under = |at: Span| text[at.start as usize..at.end as usize].to_owned();
            match &node.shape {
                Shape::Plain(value) | Shape::Quoted(value) => into.push((value.clone(), under(node.at))),
                Shape::List(nodes) => nodes.iter().for_each(|node| walk(node, text, into)),
                Shape::Map(entries) => {
                    for entry in entries {
                        into.push((entry.key.clone(), under(entry.key_at)));
                        walk(&entry.value, text, into);
                    }
                }
                Shape::Nothing | Shape::Refused => {}
            }
        }
        let mistakes = Mistakes::default();
        let mut into = Vec::new();
        if let Some(node) = read(text, &mistakes) {
            walk(&node, text, &mut into);
        }
        assert_eq!(mistakes.sorted(), [], "{text}");
        into
    }

    #[test]
    fn plain_scalars_stay_as_written_and_know_their_place() {
        let text = "# é à\r\na: ON # ça\r\nb: [NO, Y, 05, 012]\rc: 1_000 # é\n'é': 12:30\nf: ~\ng: null # é\nh:\n  - 0x1F\n  - 1e3\n";
        for (value, under) in scalars(text) {
            assert_eq!(value, under.trim_matches('\''), "{text}");
        }
        let values: Vec<String> = scalars(text).into_iter().map(|(value, _)| value).collect();
        let want = "a ON b NO Y 05 012 c 1_000 é 12:30 f ~ g null h 0x1F 1e3";
        assert_eq!(values, want.split(' ').collect::<Vec<_>>());
    }

    #[test]
    fn what_is_not_read_is_told_by_a_word() {
        for (text, want, under) in [
            ("a: &x 1", "anchor", "&x 1"),
            ("a: [*x]\nb: &x 1", "syntax", ""),
            ("a: !!str 1", "tag", "!!str 1"),
            ("a: 1\n---\nb: 2\n", "documents", "---"),
            ("a: \"x", "quote", ""),
            ("a: [1, 2", "bracket", ""),
            ("a: \"\\q\"", "escape", ""),
            ("? [a]\n: 1\n", "key", "[a]"),
        ] {
            let all = found(text);
            assert!(!all.is_empty(), "{text}");
            if want != "syntax" {
                assert!(all[0].0.contains(&format!("\"{want}\"")), "{text}: {all:?}");
            }
            if !under.is_empty() {
                assert_eq!(all[0].1, under, "{text}");
            }
        }
    }

    #[test]
    fn a_key_stands_once_and_the_first_one_counts() {
        let all = found("a: 1\nb: 2\na: 3\n");
        assert_eq!(all, [("TL0011 [Text(\"a\")]".to_owned(), "a".to_owned())]);
        let mistakes = Mistakes::default();
        let node = read("a: 1\na: {b: [2]}\nc: 3\n", &mistakes).unwrap();
        assert!(matches!(node.shape, Shape::Map(entries) if entries.len() == 2));
    }

    #[test]
    fn depth_and_size_have_limits() {
        for text in ["[".repeat(5000), "- ".repeat(5000), "{a: ".repeat(5000), "? ".repeat(5000)] {
            let all = found(&text);
            assert!(all[0].0.contains("TL0029") || all[0].0.contains("TL0001"), "{all:?}");
        }
        assert!(found(&"[".repeat(100))[0].0.contains("depth"));
        assert!(found(&"a".repeat(MOST_BYTES + 1))[0].0.contains("bytes"));
    }

    #[test]
    fn a_map_spans_its_entries() {
        let text = "a:\n  b: 1\n  c: {d: 2}\ne: 3\n";
        let node = read(text, &Mistakes::default()).unwrap();
        let Shape::Map(entries) = node.shape else { panic!() };
        let at = entries[0].value.at;
        assert_eq!(&text[at.start as usize..at.end as usize], "b: 1\n  c: {d: 2}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn any_text_is_read_or_refused(text in "[-a-c:é{}\\[\\],#&*!|>'\"%@?~ \\n\\r\\t\\\\0-9\u{feff}.]{0,60}") {
            let mistakes = Mistakes::default();
            let node = read(&text, &mistakes);
            let mistakes = mistakes.sorted();
            prop_assert!(node.is_some() || !mistakes.is_empty());
            for one in mistakes {
                prop_assert!(text.get(one.at.start as usize..one.at.end as usize).is_some());
            }
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            read(&String::from_utf8_lossy(&bytes), &Mistakes::default());
        }
    }

    #[test]
    fn places_are_those_of_the_scalars_on_long_lines_of_any_letters() {
        let items: Vec<String> = (0..2_000).map(|number| format!("é{number}")).collect();
        let text = format!("# début\r\na: [{}]\nb: ç\n", items.join(", "));
        let mistakes = Mistakes::of(&text);
        let Some(Node { shape: Shape::Map(entries), .. }) = read(&text, &mistakes) else { panic!("{text}") };
        let shown = |at: Span| &text[at.start as usize..at.end as usize];
        let Shape::List(nodes) = &entries[0].value.shape else { panic!("{text}") };
        assert!(nodes.iter().zip(&items).all(|(node, item)| shown(node.at) == item.as_str()));
        assert_eq!((nodes.len(), shown(entries[1].key_at), shown(entries[1].value.at)), (2_000, "b", "ç"));
    }
}
