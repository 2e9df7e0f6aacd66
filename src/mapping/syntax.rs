//! Why a text is not YAML, as people slip when they type: a word and the place to underline.
//!
//! In: the text, what the parser says, and where it stopped, which is often a line after the slip. Out: a stable word of
//! TL0001 with the place of the slip. Refuses to mend anything.

use crate::place::Span;

/// What follows a backslash in a text between double quotes.
const ESCAPES: &str = "0abtnvfre \"/\\N_LPxuU\t\n";

/// The slip behind a parser's message that ends at byte `at`.
#[must_use]
pub fn slip(text: &str, at: usize, info: &str) -> (&'static str, Span) {
    let page = Page { text, at };
    page.foreign_blank().unwrap_or_else(|| page.of_message(info))
}

struct Page<'a> {
    text: &'a str,
    at: usize,
}

/// A line without its end.
#[derive(Clone, Copy)]
struct Line<'a> {
    start: usize,
    text: &'a str,
}

impl Line<'_> {
    fn indent(&self) -> usize {
        self.text.len() - self.text.trim_start().len()
    }

    fn content(&self) -> Span {
        span(self.start + self.indent(), self.text.trim().len())
    }
}

impl<'a> Page<'a> {
    fn of_message(&self, info: &str) -> (&'static str, Span) {
        let says = |part: &str| info.contains(part);
        let open = open_bracket(&self.text[..self.at]).filter(|open| self.is_left_of(*open));
        match (open, ()) {
            (Some(open), ()) if !says("tab") && !says("quoted scalar") && !says("escape") => {
                ("bracket_open", span(open, 1))
            }
            (_, ()) => self.of_line(info),
        }
    }

    fn of_line(&self, info: &str) -> (&'static str, Span) {
        let says = |part: &str| info.contains(part);
        match () {
            () if says("tab") => ("tab", self.tab()),
            () if says("trailing content") => ("after_quote", self.here()),
            () if says("escape") || says("hexadecimal") => ("escape", self.escape()),
            () if says("quoted scalar") => ("quote", self.here()),
            () if says("anchor") => (if self.char() == Some('&') { "anchor" } else { "alias" }, self.here()),
            () if says("directive") => ("directive", self.here()),
            () if says("handle") => ("tag", self.here()),
            () if says("character") || says("mapping keys") => ("character", self.here()),
            () if says("flow") || says("bracket") || says("',' or") || says("':' indicator") => self.bracket(),
            () if says("simple key") => self.no_colon(),
            () if says("mapping values") => self.second_colon(),
            () if says("'-' indicator") => ("no_dash", self.here()),
            () if says("indent") || says("block") => ("indentation", self.here()),
            () => ("syntax", self.here()),
        }
    }

    fn char(&self) -> Option<char> {
        self.text[self.at..].chars().next().filter(|c| !matches!(c, '\n' | '\r'))
    }

    fn here(&self) -> Span {
        span(self.at, self.char().map_or(0, char::len_utf8))
    }

    fn line(&self) -> Line<'a> {
        let start = self.text[..self.at].rfind(['\n', '\r']).map_or(0, |end| end + 1);
        let rest = &self.text[start..];
        Line { start, text: &rest[..rest.find(['\n', '\r']).unwrap_or(rest.len())] }
    }

    /// The line before this one that is neither blank nor a comment.
    fn line_before(&self) -> Option<Line<'a>> {
        let mut page = Page { text: self.text, at: self.line().start };
        while page.at > 0 {
            page.at -= 1;
            let line = page.line();
            let text = line.text.trim();
            if !text.is_empty() && !text.starts_with('#') {
                return Some(line);
            }
            page.at = line.start;
        }
        None
    }

    /// A blank before the first word that is neither a space nor a tab, such as word processors and web pages have.
    fn foreign_blank(&self) -> Option<(&'static str, Span)> {
        let foreign = |line: Line<'_>| {
            let blanks = &line.text[..line.indent()];
            let (at, blank) = blanks.char_indices().find(|(_, c)| !matches!(c, ' ' | '\t'))?;
            Some(("blank", span(line.start + at, blank.len_utf8())))
        };
        foreign(self.line()).or_else(|| foreign(self.line_before()?))
    }

    /// The tab that indents this line, or the one after it or before it; else the first one of this line.
    fn tab(&self) -> Span {
        let line = self.line();
        let after = Page { text: self.text, at: (line.start + line.text.len() + 1).min(self.text.len()) }.line();
        let indents = |line: &Line<'_>| Some(line.start + line.text[..line.indent()].find('\t')?);
        let indenting =
            [Some(line), Some(after), self.line_before()].into_iter().flatten().find_map(|line| indents(&line));
        let tab = indenting.or_else(|| line.text.find('\t').map(|tab| line.start + tab));
        tab.map_or_else(|| self.here(), |tab| span(tab, 1))
    }

    /// The first backslash from here on that escapes nothing.
    fn escape(&self) -> Span {
        let line = self.line();
        let mut chars = self.text[self.at..line.start + line.text.len()].char_indices();
        while let Some((at, c)) = chars.next() {
            if c != '\\' {
                continue;
            }
            match chars.next() {
                Some((_, escaped)) if ESCAPES.contains(escaped) => {}
                escaped => return span(self.at + at, 1 + escaped.map_or(0, |(_, c)| c.len_utf8())),
            }
        }
        self.here()
    }

    /// A line of a map without a colon; the parser saw it when the next line came.
    fn no_colon(&self) -> (&'static str, Span) {
        let Some(line) = self.line_before() else { return ("no_colon", self.here()) };
        let colon = line.text.find(':').filter(|colon| line.text[colon + 1..].starts_with(|c: char| c != ' '));
        let above = Page { text: self.text, at: line.start }.line_before();
        let in_list =
            above.is_some_and(|above| above.indent() == line.indent() && above.text.trim_start().starts_with("- "));
        match colon {
            _ if in_list || line.text.trim_start().starts_with('{') => ("no_dash", line.content()),
            Some(colon) => ("no_space", span(line.start + colon, 1)),
            None => ("no_colon", line.content()),
        }
    }

    /// A colon where the value has begun already: on this line, or on the one before, which this one is indented under.
    fn second_colon(&self) -> (&'static str, Span) {
        let line = self.line();
        let before = &line.text[..self.at.saturating_sub(line.start).min(line.text.len())];
        let above = self.line_before();
        let two_above = above.and_then(|above| Page { text: self.text, at: above.start }.line_before());
        match (above, two_above) {
            _ if before.contains(": ") => ("colon_in_text", self.here()),
            (Some(above), Some(two)) if above.indent() < line.indent() && two.indent() == line.indent() => {
                let key = above.text.trim().split(':').next().unwrap_or_default();
                ("indented_less", span(above.start + above.indent(), key.len()))
            }
            (Some(above), _) if line.indent() > above.indent() => {
                ("indented_more", Span { end: span(self.at, 0).start, ..line.content() })
            }
            _ => ("colon", self.here()),
        }
    }

    /// Whether this line is not indented more than an earlier one, as items of its list would be.
    fn is_left_of(&self, earlier: usize) -> bool {
        let (here, there) = (self.line(), Page { text: self.text, at: earlier }.line());
        there.start < here.start && (here.indent() <= there.indent()) && !matches!(self.char(), Some(']' | '}'))
    }

    fn bracket(&self) -> (&'static str, Span) {
        if self.char() == Some(':') { ("flow_colon", self.here()) } else { ("bracket", self.here()) }
    }
}

/// The first escape of a text in double quotes that stands for a character which no mapping has, such as the `\v` of
/// `"data\vendors.csv"`: where it is among the text's bytes.
#[must_use]
pub fn odd_escape(raw: &str) -> Option<usize> {
    let mut chars = raw.char_indices();
    while let Some((at, c)) = chars.next() {
        if c == '\\' && chars.next().is_some_and(|(_, escaped)| matches!(escaped, 'a' | 'b' | 'e' | 'f' | 'v')) {
            return Some(at);
        }
    }
    None
}

/// The last bracket or brace that is not closed in a text; those in quotes, comments and plain texts do not count.
fn open_bracket(text: &str) -> Option<usize> {
    let mut open = Vec::new();
    let (mut fresh, mut before) = (true, '\n');
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '#' if before.is_whitespace() => while chars.next_if(|(_, c)| *c != '\n').is_some() {},
            '"' | '\'' if fresh => skip_quoted(&mut chars, c),
            '[' | '{' if fresh => open.push(at),
            ']' | '}' => drop(open.pop()),
            _ => {}
        }
        fresh = match c {
            '\n' | '\r' | '[' | '{' => true,
            ',' => !open.is_empty(),
            ' ' => fresh || matches!(before, ':' | '-'),
            _ => false,
        };
        before = c;
    }
    open.pop()
}

/// Passes over a text in quotes, whose first one was taken.
fn skip_quoted(chars: &mut impl Iterator<Item = (usize, char)>, quote: char) {
    let mut escaped = false;
    for (_, c) in chars {
        if c == quote && !escaped {
            return;
        }
        escaped = quote == '"' && c == '\\' && !escaped;
    }
}

fn span(start: usize, length: usize) -> Span {
    let at = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
    Span { start: at(start), end: at(start + length) }
}

#[cfg(test)]
mod tests {
    use crate::mapping::mistakes::Mistakes;
    use crate::mapping::tree;

    /// The word and the underlined text of the first mistake.
    fn check(text: &str) -> (String, String) {
        let mistakes = Mistakes::default();
        tree::read(text, &mistakes);
        let found = mistakes.sorted().into_iter().next().unwrap();
        let crate::finding::Arg::Text(word) = &found.args[0] else { panic!("{found:?}") };
        (word.to_string(), text[found.at.start as usize..found.at.end as usize].to_owned())
    }

    #[test]
    fn a_slip_is_told_as_what_it_is_and_where_it_is() {
        for (text, word, underlined) in [
            ("a:\n\tb: 1\n", "tab", "\t"),
            ("a:\n  b: 1\n\u{a0}\u{a0}c: 1\n  d: 2\n", "blank", "\u{a0}"),
            ("a:\n  b: 1\n   c: 2\n", "indented_more", "c"),
            ("a:\n  b: 1\n c: 2\n", "indentation", "c"),
            ("a:\n  - b: 1\n  c: 2\n", "no_dash", "c"),
            ("a: 1\nb 2\nc: 3\n", "no_colon", "b 2"),
            ("a: 1\nb:2\nc: 3\n", "no_space", ":"),
            ("a: 1\nb\n", "no_colon", "b"),
            ("a: b: c\n", "colon_in_text", ":"),
            ("a: {b: c: d}\n", "flow_colon", ":"),
            ("a: {b: c d: e}\n", "flow_colon", ":"),
            ("a: [b, c}\n", "bracket", "}"),
            ("a: {b: 1\nc: 2\n", "bracket_open", "{"),
            ("a: [b, 'x]'\nc: 2\n", "bracket_open", "["),
            ("a: [\n  {b: 1}\n  {c: 2}\n]\n", "bracket", "{"),
            ("a: \"b\nc: 2\n", "quote", "\""),
            ("a: 'it's'\n", "after_quote", "s"),
            ("a: \"b\" c\n", "after_quote", "c"),
            ("a: \"C:\\data\"\n", "escape", "\\d"),
            ("a: *.txt\n", "alias", "*"),
            ("a: @b\n", "character", "@"),
            ("a: `\n", "character", "`"),
            ("a: %b\n", "character", "%"),
            ("a: ? b\n", "character", "?"),
        ] {
            assert_eq!(check(text), (word.to_owned(), underlined.to_owned()), "{text:?}");
        }
    }

    #[test]
    fn no_text_makes_it_fail() {
        let pieces = ["a", ":", " ", "\n", "\t", "[", "]", "{", "}", "\"", "'", "#", "*", "é", "\\", ",", "-", "\r"];
        for one in pieces {
            for two in pieces {
                for three in pieces {
                    for text in [format!("{one}{two}{three}"), format!("a: {one}{two}\n{three}b: 1\n{two}")] {
                        tree::read(&text, &Mistakes::default());
                    }
                }
            }
        }
    }
}
