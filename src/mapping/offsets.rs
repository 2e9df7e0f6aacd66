//! Where each byte of a scalar's text stands in the YAML: a place in an expression in, a place in the mapping out.
//!
//! The source is scanned again by YAML's rules for the scalar's style, only when something is wrong. What does not come
//! out as the text that the YAML crate gave is not trusted: then the whole scalar is the place.

use crate::place::Span;

/// The bytes of the source that each byte of the text comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offsets {
    spans: Vec<Span>,
    whole: Span,
}

/// The place in the source of a part of a scalar's text; the whole scalar if it cannot be told.
#[must_use]
pub fn within(source: &str, at: Span, text: &str, part: Span) -> Span {
    of(source, at, text).map_or(at, |offsets| offsets.span(part))
}

/// The offsets of a scalar at this place with this text; none if they cannot be told.
#[must_use]
pub fn of(source: &str, at: Span, text: &str) -> Option<Offsets> {
    let start = at.start as usize;
    let inside = |quote: usize| source.get(start + quote..(at.end as usize).checked_sub(quote)?);
    let made = match source.get(start..)?.chars().next()? {
        '\'' => inside(1).and_then(|inside| flow(inside, start + 1, Style::Single)),
        '"' => inside(1).and_then(|inside| flow(inside, start + 1, Style::Double)),
        _ => inside(0).and_then(|inside| flow(inside, start, Style::Plain)),
    };
    let spans = made.and_then(|made| made.trusted(text)).or_else(|| {
        let header = header(source, start)?;
        block(&source[header..], header, text)
    });
    spans.map(|spans| Offsets { spans, whole: at })
}

/// The `|` or `>` of a block whose place, as the YAML crate tells it, is its first letter: at the end of the line before.
fn header(source: &str, start: usize) -> Option<usize> {
    let first_line = source[..start].rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let before = source[..first_line].trim_end();
    let line = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let is_header = |at: &usize| {
        let after = before[at + 1..].trim_start_matches(|c: char| "+-".contains(c) || c.is_ascii_digit());
        after.is_empty() || after.starts_with([' ', '\t']) && after.trim_start().starts_with('#')
    };
    before[line..].match_indices(['|', '>']).map(|(at, _)| line + at).find(is_header)
}

impl Offsets {
    /// The source of a part of the text; an empty part is a place between two bytes.
    #[must_use]
    pub fn span(&self, part: Span) -> Span {
        let (start, end) = (part.start as usize, part.end as usize);
        let first = self.spans.get(start);
        match (first, end.checked_sub(1).and_then(|last| self.spans.get(last))) {
            (Some(first), Some(last)) if start < end => Span { start: first.start, end: last.end.max(first.end) },
            (Some(first), _) => Span { start: first.start, end: first.start },
            (None, _) => {
                let end = self.spans.last().map_or(self.whole.end, |last| last.end);
                Span { start: end, end }
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Plain,
    Single,
    Double,
}

/// Text with the source of each byte.
#[derive(Default)]
struct Made {
    text: String,
    spans: Vec<Span>,
}

impl Made {
    fn push(&mut self, c: char, start: usize, end: usize) {
        self.text.push(c);
        let byte = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        self.spans.extend(std::iter::repeat_n(Span { start: byte(start), end: byte(end) }, c.len_utf8()));
    }

    fn trusted(self, text: &str) -> Option<Vec<Span>> {
        (self.text == text).then_some(self.spans)
    }
}

/// Bytes of a line end at the start.
fn line_end(text: &str) -> usize {
    if text.starts_with("\r\n") { 2 } else { usize::from(text.starts_with(['\n', '\r'])) }
}

fn blanks(text: &str) -> usize {
    text.len() - text.trim_start_matches([' ', '\t']).len()
}

/// Blanks and line ends at the start that hold at least one line end: how many, and their bytes.
fn fold(text: &str) -> Option<(usize, usize)> {
    let mut length = blanks(text);
    let mut lines = 0;
    loop {
        let end = line_end(&text[length..]);
        if end == 0 {
            return (lines > 0).then_some((lines, length));
        }
        lines += 1;
        length += end;
        length += blanks(&text[length..]);
    }
}

fn flow(source: &str, from: usize, style: Style) -> Option<Made> {
    let mut made = Made::default();
    let mut at = 0;
    while let Some(c) = source[at..].chars().next() {
        let start = from + at;
        if let Some((lines, length)) = fold(&source[at..]) {
            let folded = if lines == 1 { ' ' } else { '\n' };
            (0..(lines - 1).max(1)).for_each(|_| made.push(folded, start, start + length));
            at += length;
            continue;
        }
        let next = &source[at + c.len_utf8()..];
        at += match (style, c) {
            (Style::Single, '\'') if next.starts_with('\'') => {
                made.push(c, start, start + 2);
                2
            }
            (Style::Double, '\\') if line_end(next) > 0 => {
                let (lines, length) = fold(next)?;
                (1..lines).for_each(|_| made.push('\n', start, start + 1 + length));
                1 + length
            }
            (Style::Double, '\\') => {
                let (escaped, length) = escape(next)?;
                made.push(escaped, start, start + 1 + length);
                1 + length
            }
            _ => {
                made.push(c, start, start + c.len_utf8());
                c.len_utf8()
            }
        };
    }
    Some(made)
}

/// The character that an escape stands for, and its bytes after the backslash.
fn escape(text: &str) -> Option<(char, usize)> {
    let letter = text.chars().next()?;
    let digits = match letter {
        'x' => 2,
        'u' => 4,
        'U' => 8,
        _ => 0,
    };
    if digits > 0 {
        let number = u32::from_str_radix(text.get(1..=digits)?, 16).ok()?;
        return Some((char::from_u32(number)?, 1 + digits));
    }
    let c = match letter {
        '0' => '\0',
        'a' => '\x07',
        'b' => '\x08',
        't' | '\t' => '\t',
        'n' => '\n',
        'v' => '\x0B',
        'f' => '\x0C',
        'r' => '\r',
        'e' => '\x1B',
        'N' => '\u{85}',
        '_' => '\u{A0}',
        'L' => '\u{2028}',
        'P' => '\u{2029}',
        other => other,
    };
    Some((c, letter.len_utf8()))
}

/// A line of a block, without its line end: its bytes in the source.
struct Line<'a> {
    start: usize,
    text: &'a str,
    end: usize,
}

fn lines(source: &str, from: usize) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut at = 0;
    while at < source.len() {
        let length = source[at..].find(['\n', '\r']).unwrap_or(source.len() - at);
        let end = at + length + line_end(&source[at + length..]);
        lines.push(Line { start: from + at, text: &source[at..at + length], end: from + end });
        at = end;
    }
    lines
}

/// A `|` or `>` block, whose text may end before the source does. An indentation that is written is relative to what is
/// around the block, so that all are tried.
fn block(source: &str, from: usize, text: &str) -> Option<Vec<Span>> {
    let head = source.find(['\n', '\r'])?;
    let body = head + line_end(&source[head..]);
    let (header, lines) = (&source[1..head], lines(&source[body..], from + body));
    let header = header.split('#').next().unwrap_or_default();
    let found = || lines.iter().map(|line| line.text).find(|line| !line.trim().is_empty());
    let indents = if header.contains(|c: char| c.is_ascii_digit()) {
        1..=48
    } else {
        let indent = found().map_or(0, |line| line.len() - line.trim_start_matches(' ').len());
        indent..=indent
    };
    let is_folded = source.starts_with('>');
    indents.into_iter().find_map(|indent| block_at(&lines, indent, is_folded, text))
}

fn block_at(lines: &[Line<'_>], indent: usize, is_folded: bool, text: &str) -> Option<Vec<Span>> {
    let mut made = Made::default();
    let is_loose = |line: &Line<'_>| line.text.get(indent..).is_some_and(|rest| rest.starts_with([' ', '\t']));
    let is_empty = |line: &Line<'_>| line.text.get(indent..).is_none_or(str::is_empty);
    let mut at = 0;
    while at < lines.len() && made.text.len() < text.len() {
        let line = &lines[at];
        let content = line.text.get(indent..).unwrap_or_default();
        let from = line.start + line.text.len() - content.len();
        content.char_indices().for_each(|(byte, c)| made.push(c, from + byte, from + byte + c.len_utf8()));
        // Between two tight lines of a folded block one line end is a blank, and of several the first is dropped.
        let empties = lines[at + 1..].iter().take_while(|next| is_empty(next)).count();
        let next = lines.get(at + 1 + empties);
        let tight = is_folded && !is_empty(line) && !is_loose(line) && next.is_some_and(|next| !is_loose(next));
        let end = line.start + line.text.len();
        if tight && made.text.len() < text.trim_end_matches('\n').len() {
            if empties == 0 {
                made.push(' ', end, line.end);
            }
        } else {
            made.push('\n', end, line.end);
        }
        at += 1;
    }
    // How the last line ends depends on the header, and on what follows.
    let kept = made.text.get(..text.len()) == Some(text);
    made.spans.truncate(text.len());
    kept.then_some(made.spans)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mapping::mistakes::Mistakes;
    use crate::mapping::tree::{self, Shape};
    use proptest::prelude::*;

    /// The text of the only value, and the source of each of its words.
    fn words(source: &str) -> (String, Vec<String>) {
        let node = tree::read(source, &Mistakes::default()).unwrap();
        let Shape::Map(entries) = node.shape else { panic!("{source}") };
        let value = &entries[0].value;
        let (Shape::Plain(text) | Shape::Quoted(text)) = &value.shape else { panic!("{source}") };
        let Some(offsets) = of(source, value.at, text) else { panic!("{source:?} {:?} {text:?}", value.at) };
        let mut at = 0;
        let words = text.split([' ', '\n']).filter(|word| !word.is_empty()).map(|word| {
            let start = at + text[at..].find(word).unwrap();
            at = start + word.len();
            let part = Span { start: u32::try_from(start).unwrap(), end: u32::try_from(at).unwrap() };
            let span = offsets.span(part);
            source[span.start as usize..span.end as usize].to_owned()
        });
        let words = words.collect();
        (text.clone(), words)
    }

    #[test]
    fn a_word_of_a_scalar_is_found_in_the_source() {
        for (source, text, want) in [
            ("sql: a + bc\n", "a + bc", "a|+|bc"),
            ("sql: a +\n  bc\n\n  d # e\n", "a + bc\nd", "a|+|bc|d"),
            ("sql: é +\r\n   à\r\n", "é + à", "é|+|à"),
            ("{sql: a\n + b}", "a + b", "a|+|b"),
            ("sql: 'a || ''x'' || b'\n", "a || 'x' || b", "a||||''x''||||b"),
            ("sql: 'a\n\n  b'\n", "a\nb", "a|b"),
            ("sql: \"a \\\"b\\\" \\u00e9\\x41 c\"\n", "a \"b\" éA c", "a|\\\"b\\\"|\\u00e9\\x41|c"),
            ("sql: \"a \\\n   b\\n c\"\n", "a b\n c", "a|b|c"),
            ("sql: |\n  a +\n    b\n  c\nx: 1\n", "a +\n  b\nc\n", "a|+|b|c"),
            ("sql: |-\n  a\n\n  b\n", "a\n\nb", "a|b"),
            ("sql: |2 # x\n    a\n   b\n", "  a\n b\n", "a|b"),
            ("sql: >\n  CASE\n  WHEN é\n\n  END\n", "CASE WHEN é\nEND\n", "CASE|WHEN|é|END"),
            ("sql: >-\n  a\n    b\n  c\n  d\n", "a\n  b\nc d", "a|b|c|d"),
            ("sql: >+\n  a\n  b\n\nx: 1\n", "a b\n\n", "a|b"),
            ("sql: >\r\n  a\r\n  b\r\n", "a b\n", "a|b"),
        ] {
            let (found, places) = words(source);
            assert_eq!((found.as_str(), places.join("|").as_str()), (text, want), "{source:?}");
        }
    }

    #[test]
    fn what_cannot_be_told_is_the_whole_scalar() {
        let at = Span { start: 5, end: 8 };
        assert_eq!(within("sql: a+b\n", at, "other", Span { start: 1, end: 2 }), at);
        assert_eq!(within("sql: a+b\n", at, "a+b", Span { start: 2, end: 3 }), Span { start: 7, end: 8 });
        assert_eq!(within("sql: a+b\n", at, "a+b", Span { start: 3, end: 3 }), Span { start: 8, end: 8 });
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn places_are_in_the_source_and_in_order(
            head in "(\\||>)[-+]?\n|'|\"|", body in "[ab'é\\\\ \n\"]{0,30}", tail in "['\"\n]?"
        ) {
            let source = format!("sql: {head}  {body}{tail}\n");
            let Some(node) = tree::read(&source, &Mistakes::default()) else { return Ok(()) };
            let Shape::Map(entries) = node.shape else { return Ok(()) };
            let Some(value) = entries.first().map(|entry| &entry.value) else { return Ok(()) };
            let (Shape::Plain(text) | Shape::Quoted(text)) = &value.shape else { return Ok(()) };
            let Some(offsets) = of(&source, value.at, text) else { return Ok(()) };
            prop_assert_eq!(offsets.spans.len(), text.len());
            for pair in offsets.spans.windows(2) {
                prop_assert!(pair[0].start <= pair[1].start, "{:?}", offsets);
            }
            for span in &offsets.spans {
                prop_assert!(source.get(span.start as usize..span.end as usize).is_some());
            }
        }
    }
}
