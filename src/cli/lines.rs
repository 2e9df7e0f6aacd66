//! Lines of a mapping that is drafted: YAML with comments between.
//!
//! In: lines and sentences. Out: text. Refuses to know what they say.

use super::layout::WIDTH;

/// The lines so far.
#[derive(Debug, Default)]
pub struct Lines {
    /// All of them, each with its end.
    pub text: String,
}

impl Lines {
    /// A line behind so many blanks.
    pub fn line(&mut self, indent: usize, text: &str) {
        self.text += &" ".repeat(indent);
        self.text += text;
        self.text.push('\n');
    }

    /// A comment, in lines of a width.
    pub fn comment(&mut self, indent: usize, text: &str) {
        let mut line = String::new();
        for word in words(text) {
            let length = line.chars().count() + word.chars().count();
            if !line.is_empty() && indent + 3 + length > WIDTH {
                self.line(indent, &format!("# {line}"));
                line.clear();
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line += &word;
        }
        if !line.is_empty() {
            self.line(indent, &format!("# {line}"));
        }
    }

    /// `- {a: 1, b: 2}`; keys that do not fit into a width stand in lines below.
    pub fn keys(&mut self, indent: usize, keys: &[String]) {
        self.filled(indent, "- {", keys, '}');
    }

    /// `columns: [{name: a}, {name: b}]`, in lines of a width.
    pub fn list(&mut self, indent: usize, key: &str, items: &[String]) {
        self.filled(indent, &format!("{key}: ["), items, ']');
    }

    fn filled(&mut self, indent: usize, begin: &str, items: &[String], end: char) {
        let mut line = String::from(begin);
        for (at, item) in items.iter().enumerate() {
            let fits = indent + line.chars().count() + item.chars().count() + 2 <= WIDTH;
            if at > 0 && !fits {
                self.line(indent, &line);
                line = String::from("   ");
            } else if at > 0 {
                line.push(' ');
            }
            line += item;
            line.push(if at + 1 < items.len() { ',' } else { end });
        }
        self.line(indent, &line);
    }

    /// A line that is a proposal: it says nothing until somebody takes the mark away.
    pub fn proposed(&mut self, indent: usize, text: &str) {
        self.line(indent, &format!("# {text}"));
    }
}

/// A longer text between guillemets is broken.
const QUOTED: usize = 30;

/// The words of a sentence: no line breaks at a blank that keeps a mark by its word, nor within short guillemets. All blanks
/// become plain ones, as people type them.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in text.split([' ', '\n', '\t']).filter(|word| !word.is_empty()) {
        let word = word.replace(['\u{a0}', '\u{202f}'], " ");
        match words.last_mut() {
            Some(last) if is_open(last) && last.chars().count() < QUOTED => {
                last.push(' ');
                last.push_str(&word);
            }
            _ => words.push(word),
        }
    }
    words
}

/// Whether a guillemet stands open in a text.
fn is_open(text: &str) -> bool {
    text.rfind('«').is_some_and(|at| !text[at..].contains('»'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_breaks_neither_before_a_mark_nor_within_guillemets() {
        let comment = |text: &str| {
            let mut lines = Lines::default();
            lines.comment(0, text);
            lines.text
        };
        let before = "x".repeat(65);
        for (text, want) in [
            ("les valeurs\u{a0}: une", " les\n# valeurs : une"),
            ("«\u{a0}date de la\u{a0}» fin", "\n# « date de la » fin"),
        ] {
            assert_eq!(comment(&format!("{before} {text}")), format!("# {before}{want}\n"));
        }
    }

    #[test]
    fn keys_that_do_not_fit_stand_in_lines_below() {
        let keys = |all: &[&str]| {
            let mut lines = Lines::default();
            lines.keys(4, &all.iter().map(ToString::to_string).collect::<Vec<_>>());
            lines.text
        };
        assert_eq!(keys(&["name: a", "at: 1"]), "    - {name: a, at: 1}\n");
        let long = format!("header: {}", "x".repeat(40));
        let text = keys(&["name: total", &long, "type: int32", "on_blank: empty", "personal: true"]);
        assert_eq!(
            text,
            format!("    - {{name: total, {long},\n       type: int32, on_blank: empty, personal: true}}\n")
        );
        let mut lines = Lines::default();
        lines.list(
            4,
            "columns",
            &["{name: a}", &format!("{{name: {}}}", "x".repeat(50)), "{name: b}"].map(str::to_owned),
        );
        let wide = "x".repeat(50);
        assert_eq!(lines.text, format!("    columns: [{{name: a}},\n       {{name: {wide}}}, {{name: b}}]\n"));
        let whole = format!("header: {}", "x".repeat(90));
        assert!(keys(&[&whole, "at: 1"]).ends_with("x,\n       at: 1}\n"), "what is too long alone stays whole");
    }
}
