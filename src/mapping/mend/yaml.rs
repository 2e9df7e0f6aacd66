//! What to write instead where a text is not YAML: the word of TL0001 and its place in, an edit out.

mod joints;

use crate::mapping::diagnostic::Edit;
use crate::mapping::keys;
use crate::place::Span;

/// The edit that mends a slip; none where several would.
pub fn edit(text: &str, word: &str, at: Span) -> Option<Edit> {
    let page = Page::of(text, at);
    match word {
        "no_space" => page.put(page.end, " ", true),
        "alias" | "anchor" | "tag" | "directive" | "character" => page.quoted_value(page.start),
        // `records: end: newline` is a map that has no line of its own.
        "colon_in_text" => page.dash().or_else(|| page.colon_in_text()),
        "blank" => page.blanks(),
        "tab" => page.tab(),
        "indented_less" | "indented_more" => page.indented(word == "indented_less"),
        "no_dash" => page.item(),
        "no_colon" => page.colon(),
        "flow_colon" => page.comma(),
        "bracket_open" => page.closed(),
        "after_quote" => page.dash().or_else(|| page.apostrophe()),
        "escape" | "escape_letter" => page.single_quotes(),
        "comma" => page.cut(),
        _ => None,
    }
}

/// The slip and its line.
struct Page<'a> {
    text: &'a str,
    start: usize,
    end: usize,
    /// First byte of the line, and the byte after its last.
    line: (usize, usize),
}

impl<'a> Page<'a> {
    fn of(text: &'a str, at: Span) -> Self {
        let (start, end) = (at.start as usize, at.end as usize);
        let line = text[..start].rfind(['\n', '\r']).map_or(0, |end| end + 1);
        let last = text[start..].find(['\n', '\r']).map_or(text.len(), |length| start + length);
        Self { text, start, end, line: (line, last) }
    }

    #[expect(clippy::unused_self, reason = "what is put in has its place in this text")]
    fn replace(&self, start: usize, end: usize, text: impl Into<String>, certain: bool) -> Option<Edit> {
        let at = Span { start: u32::try_from(start).ok()?, end: u32::try_from(end).ok()? };
        Some(Edit { at, text: text.into(), certain })
    }

    fn put(&self, at: usize, text: &str, certain: bool) -> Option<Edit> {
        self.replace(at, at, text, certain)
    }

    fn line(&self) -> &'a str {
        &self.text[self.line.0..self.line.1]
    }

    /// The line before that is neither blank nor a comment: its first byte and its text.
    fn line_above(&self) -> Option<&'a str> {
        let before = self.text[..self.line.0].split(['\n', '\r']).rev();
        before.skip(1).find(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'))
    }

    /// Where the value of the line's first key begins.
    fn value_start(&self) -> Option<usize> {
        let colon = self.line().find(": ")?;
        let blanks = self.line()[colon + 1..].len() - self.line()[colon + 1..].trim_start().len();
        Some(self.line.0 + colon + 1 + blanks)
    }

    /// The value that begins here, in single quotes: to the line's end, or in braces to the next comma or brace.
    fn quoted_value(&self, start: usize) -> Option<Edit> {
        let rest = self.text.get(start..self.line.1)?;
        let in_flow = self.line()[..start - self.line.0].contains(['{', '[']);
        let end = if in_flow { rest.find([',', '}', ']']) } else { rest.find(" #") };
        let value = rest[..end.unwrap_or(rest.len())].trim_end();
        let plain = !value.is_empty() && !value.contains(['\'', '"']);
        // A name behind `*`, `&` or `!` may be meant as YAML's own.
        let certain = !value.starts_with(['*', '&', '!']) || value.contains('.');
        plain.then(|| self.replace(start, start + value.len(), format!("'{value}'"), certain)).flatten()
    }

    /// A text with a colon, in quotes; two keys on one line are none.
    fn colon_in_text(&self) -> Option<Edit> {
        if let Some(edit) = self.braces() {
            return Some(edit);
        }
        let start = self.value_start()?;
        let edit = self.quoted_value(start).filter(|edit| !has_key(&edit.text))?;
        let key = self.text[self.line.0..start].trim().trim_start_matches("- ").trim_end_matches(':');
        Some(Edit { certain: edit.certain && keys::takes_text(key), ..edit })
    }

    /// Every foreign blank before the line's first word, as a space.
    fn blanks(&self) -> Option<Edit> {
        let blanks = self.line().len() - self.line().trim_start().len();
        let spaces = " ".repeat(self.line()[..blanks].chars().count());
        self.replace(self.line.0, self.line.0 + blanks, spaces, true)
    }

    /// A line that is indented by tabs, indented as the one above.
    fn tab(&self) -> Option<Edit> {
        let blanks = self.line().len() - self.line().trim_start().len();
        let above = self.line_above().filter(|above| !above.trim_end().ends_with([':', '{', '[', ',']))?;
        let tabs = self.start < self.line.0 + blanks;
        tabs.then(|| self.replace(self.line.0, self.line.0 + blanks, spaces(indent(above)), false)).flatten()
    }

    /// A line indented as the one above.
    fn indented(&self, certain: bool) -> Option<Edit> {
        let blanks = self.line().len() - self.line().trim_start().len();
        let above = self.line_above()?;
        // In a list the keys stand under the first key of the item.
        let wanted = indent(above) + if above.trim_start().starts_with("- ") { 2 } else { 0 };
        // One place too far is no level of its own.
        let certain = certain || blanks == wanted + 1;
        // A key of the mapping itself may be meant to stand where it stands.
        let certain =
            certain && keys::find("mapping", self.line().trim().split(':').next().unwrap_or_default()).is_none();
        self.replace(self.line.0, self.line.0 + blanks, spaces(wanted), certain)
    }

    /// A colon behind a key that the language has, or in place of an equals sign.
    fn colon(&self) -> Option<Edit> {
        let word = self.text[self.start..self.end].trim_start_matches("- ");
        let word = word.split_whitespace().next().filter(|word| keys::is_any(word))?;
        let end = self.text[self.start..].find(word)? + self.start + word.len();
        let equals = self.text[end..self.line.1].trim_start().strip_prefix('=').map(str::trim_start);
        match equals {
            Some(value) => self.replace(end, self.line.1 - value.len(), ": ", true),
            None => self.put(end, ":", true),
        }
    }

    /// The bracket closed at the end of its line.
    fn closed(&self) -> Option<Edit> {
        let close = if self.text[self.start..].starts_with('[') { "]" } else { "}" };
        let line = self.line();
        let content = line.find(" #").map_or(line, |comment| &line[..comment]).trim_end();
        let open = content.ends_with(',') || content.len() <= self.start + 1 - self.line.0;
        if open { None } else { self.put(self.line.0 + content.len(), close, false) }
    }

    /// An apostrophe within a text in single quotes, written twice.
    fn apostrophe(&self) -> Option<Edit> {
        let before = self.text[..self.start].strip_suffix('\'')?;
        let letters =
            before.ends_with(char::is_alphanumeric) && self.text[self.start..].starts_with(char::is_alphanumeric);
        letters.then(|| self.put(self.start, "'", true)).flatten()
    }

    /// A text in double quotes, in single ones, where a backslash is a backslash.
    fn single_quotes(&self) -> Option<Edit> {
        let open = self.text[self.line.0..=self.start].rfind('"')? + self.line.0;
        let close = self.text[open + 1..self.line.1].find('"')? + open + 1;
        let inside = &self.text[open + 1..close];
        let before = self.text[self.line.0..open].trim_end();
        if ["files:", "glob:", "in:"].iter().any(|key| before.ends_with(key)) {
            return self.replace(open + 1, close, inside.replace('\\', "/"), true);
        }
        let plain = !inside.contains('\'') && !inside.ends_with('\\') && self.start < close;
        plain.then(|| self.replace(open, close + 1, format!("'{inside}'"), true)).flatten()
    }
}

/// Whether a text has a key of the language before a colon.
fn has_key(quoted: &str) -> bool {
    let texts = quoted.trim_matches('\'').split(':');
    texts.rev().skip(1).any(|text| {
        let word = text.rsplit(|c: char| !(c.is_alphanumeric() || c == '_')).next();
        word.is_some_and(keys::is_any)
    })
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

fn spaces(count: usize) -> String {
    " ".repeat(count)
}

#[cfg(test)]
mod tests {
    use crate::mapping::mend;
    use crate::mapping::mistakes::Mistakes;
    use crate::mapping::tree;

    /// The text with its first mistake mended, and whether that is certain.
    fn check(text: &str) -> Option<(String, bool)> {
        let mistakes = Mistakes::of(text);
        tree::read(text, &mistakes);
        let mut found = mistakes.sorted();
        mend::fill(text, &mut found);
        let edit = found.into_iter().next()?.edit?;
        Some((mend::applied(text, [&edit]), edit.certain))
    }

    #[test]
    fn a_slip_is_mended_where_one_edit_does_it() {
        for (text, want) in [
            ("a: 1\nformat:fixed\nc: 3\n", Some(("a: 1\nformat: fixed\nc: 3\n", true))),
            ("a: 1\nformat fixed\nc: 3\n", Some(("a: 1\nformat: fixed\nc: 3\n", true))),
            ("a: 1\nsomething else\nc: 3\n", None),
            ("a: *.txt\n", Some(("a: '*.txt'\n", true))),
            ("a: [x, *.txt]\n", Some(("a: [x, '*.txt']\n", true))),
            ("a: b: c # d\n", Some(("a: 'b: c' # d\n", true))),
            ("records: end: newline\n", None),
            ("a: *name\n", Some(("a: '*name'\n", false))),
            ("a:\n  b: 1\ntable: 2\n  d: 3\n", Some(("a:\n  b: 1\n  table: 2\n  d: 3\n", false))),
            ("a:\n  b: 1\n\u{a0}\u{a0}c: 1\n  d: 2\n", Some(("a:\n  b: 1\n  c: 1\n  d: 2\n", true))),
            ("a:\n  b: 1\n\tc: 1\n", Some(("a:\n  b: 1\n  c: 1\n", false))),
            ("a:\n\tc: 1\n", None),
            ("a:\n  b: 1\n   c: 2\n", Some(("a:\n  b: 1\n  c: 2\n", true))),
            ("a:\n  b: 1\n    c: 2\n", Some(("a:\n  b: 1\n  c: 2\n", false))),
            ("a: {name: b, from:code, at: 2}\n", Some(("a: {name: b, from: code, at: 2}\n", true))),
            ("a: {name:rest, at: 2}\n", Some(("a: {name: rest, at: 2}\n", true))),
            ("a: {name: b, x:code}\n", None),
            ("a: {about: b, c, d}\n", Some(("a: {about: \"b, c, d\"}\n", true))),
            ("a: 1\nformat = fixed\nb: 2\n", Some(("a: 1\nformat: fixed\nb: 2\n", true))),
            ("a:\n  b: 1\nc: 2\n  d: 3\n", Some(("a:\n  b: 1\n  c: 2\n  d: 3\n", true))),
            ("a:\n  - {b: 1}\n  {b: 2}\n  - {b: 3}\n", Some(("a:\n  - {b: 1}\n  - {b: 2}\n  - {b: 3}\n", true))),
            ("a: {name: b at: 2}\n", Some(("a: {name: b, at: 2}\n", true))),
            ("a: {name: b xx: 2}\n", None),
            ("a: {b: 1\nc: 2\n", Some(("a: {b: 1}\nc: 2\n", false))),
            ("a: 'l'an'\n", Some(("a: 'l''an'\n", true))),
            ("a: \"C:\\data\"\n", Some(("a: 'C:\\data'\n", true))),
            ("a: \"x\\vendors\"\n", Some(("a: 'x\\vendors'\n", true))),
            ("a: {sql: f(b, 1), at: 2}\n", Some(("a: {sql: \"f(b, 1)\", at: 2}\n", true))),
            ("a: {type: decimal(15,2)}\n", Some(("a: {type: \"decimal(15,2)\"}\n", true))),
        ] {
            let want = want.map(|(text, certain)| (text.to_owned(), certain));
            assert_eq!(check(text), want, "{text:?}");
        }
    }
}
