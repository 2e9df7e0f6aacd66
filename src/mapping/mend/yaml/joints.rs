//! Slips between a value and the key behind it: a line or a pair of braces in, the edit out.
//!
//! Refuses to be certain where what stands there may be a text, and to write what no mapping has.

use super::{Page, indent};
use crate::mapping::diagnostic::Edit;
use crate::mapping::keys;

impl Page<'_> {
    /// A blank behind the dash of an item between braces.
    pub(super) fn dash(&self) -> Option<Edit> {
        let content = self.line().trim_start();
        let is_item = content.starts_with("-{") && content.trim_end().ends_with('}')
            || content.starts_with("-[") && content.trim_end().ends_with(']');
        let dash = self.line.0 + indent(self.line());
        is_item.then(|| self.put(dash + 1, " ", true)).flatten()
    }

    /// An item of a list whose line does not begin as items do.
    pub(super) fn item(&self) -> Option<Edit> {
        let start = self.line.0 + indent(self.line());
        let content = &self.text[start..self.line.1];
        if self.start != start {
            return self.comma_behind();
        }
        if content.starts_with("- ") {
            return self.item_too_far();
        }
        let key = content.split(':').next().unwrap_or_default();
        if !keys::is_any(key) {
            return self.put(start, "- ", content.starts_with(['{', '[']));
        }
        let begins_anew = self.item_above()?.contains(&key);
        self.put(start, if begins_anew { "- " } else { "  " }, false)
    }

    /// A comma behind an item that ends with its line.
    fn comma_behind(&self) -> Option<Edit> {
        let is_closed = self.text[self.line.0..self.start].trim_end().ends_with(['}', ']']);
        let rest = self.text[self.start..self.line.1].strip_prefix(',')?.trim_start();
        let is_last = rest.is_empty() || rest.starts_with('#');
        (is_closed && is_last).then(|| self.replace(self.start, self.start + 1, "", true)).flatten()
    }

    /// An item that is indented more than the one above, which is closed.
    fn item_too_far(&self) -> Option<Edit> {
        let above = self.line_above().filter(|above| above.trim_start().starts_with("- "))?;
        let is_closed = above.trim_end().ends_with('}');
        let blanks = indent(self.line());
        let certain = is_closed && blanks == indent(above) + 1;
        self.replace(self.line.0, self.line.0 + blanks, " ".repeat(indent(above)), certain)
    }

    /// The keys that begin the lines of the item above, from its dash on.
    fn item_above(&self) -> Option<Vec<&str>> {
        let mut keys = Vec::new();
        for line in self.text[..self.line.0].lines().rev() {
            let content = line.trim_start();
            let item = content.strip_prefix("- ");
            keys.push(item.unwrap_or(content).split(':').next().unwrap_or_default());
            if item.is_some() {
                return Some(keys);
            }
        }
        None
    }

    /// A line that has two keys, between braces: `- name: a, at: 1` as `- {name: a, at: 1}`.
    pub(super) fn braces(&self) -> Option<Edit> {
        let first = self.line.0 + indent(self.line()) + 2;
        let item = self.line().trim_start().starts_with("- ");
        let behind = self.text[self.line.1..].lines().find(|line| !line.trim().is_empty());
        let goes_on = behind.is_some_and(|line| indent(line) > indent(self.line()));
        let (value, key) = self.value_and_key(first)?;
        if !item || goes_on {
            return None;
        }
        let rest = self.text[key..self.line.1].split(" #").next().unwrap_or_default().trim_end();
        let before = self.text[first..value].trim_end_matches([',', ';']);
        self.replace(first, key + rest.len(), format!("{{{before}, {rest}}}"), false)
    }

    /// Where the value ends that stands before the key of this colon, and where the key begins; none where that word is
    /// no key.
    fn value_and_key(&self, from: usize) -> Option<(usize, usize)> {
        let before = self.text.get(from..self.start)?;
        let key = before.rfind(|c: char| !(c.is_alphanumeric() || c == '_')).map_or(0, |at| at + 1);
        let value = before[..key].trim_end().len();
        let is_key = value < key && keys::is_any(&before[key..]) && !before[..value].ends_with(':');
        is_key.then_some((from + value, from + key))
    }

    /// A comma before the key whose colon is one too many; a semicolon there is one.
    pub(super) fn comma(&self) -> Option<Edit> {
        let (end, _) = self.value_and_key(self.line.0)?;
        let before = &self.text[self.line.0..end];
        let value = before.strip_suffix(';').unwrap_or(before);
        let entry = value.rsplit(['{', ',']).next().unwrap_or_default();
        let certain = !keys::takes_text(entry.split(':').next().unwrap_or_default().trim());
        let is_value = value.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '"' | '\'' | ')' | ']' | '}'));
        is_value.then(|| self.replace(self.line.0 + value.len(), end, ",", certain)).flatten()
    }

    /// A text that a comma cut, between quotes; if it is none, the key behind the comma with its colon.
    pub(super) fn cut(&self) -> Option<Edit> {
        let cut = &self.text[self.start..self.end];
        let end = top_comma(cut).unwrap_or(cut.len());
        if cut[..end].contains(',') {
            return self.double_quotes(end, true);
        }
        let part = cut[end..].strip_prefix(',')?;
        let word = part.trim_start().split([' ', '=', ':']).next().unwrap_or_default();
        if keys::is_any(word) {
            return self.colon_behind(self.end - part.trim_start().len(), word);
        }
        let key = self.text[self.line.0..self.start].trim_end().trim_end_matches(':');
        let key = key.rsplit(['{', ',', ' ']).next().unwrap_or_default();
        keys::takes_text(key).then(|| self.double_quotes(cut.len(), true)).flatten()
    }

    /// A colon behind the key that begins here and has none, or an equals sign.
    fn colon_behind(&self, at: usize, key: &str) -> Option<Edit> {
        let start = at + key.len();
        let rest = &self.text[start..self.end];
        let value = rest.trim_start_matches([' ', '=']);
        let is_one = !value.is_empty() && !value.contains([',', ':']);
        is_one.then(|| self.replace(start, self.end - value.len(), ": ", false)).flatten()
    }

    /// The first bytes of what is underlined, in quotes.
    fn double_quotes(&self, length: usize, certain: bool) -> Option<Edit> {
        let cut = &self.text[self.start..self.start + length];
        let quote = match (cut.contains(['"', '\\']), cut.contains('\'')) {
            (false, _) => '"',
            (true, false) => '\'',
            (true, true) => return None,
        };
        self.replace(self.start, self.start + length, format!("{quote}{cut}{quote}"), certain)
    }
}

/// The first comma outside all parentheses.
fn top_comma(text: &str) -> Option<usize> {
    let mut depth = 0_i32;
    text.char_indices().find_map(|(at, c)| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        (c == ',' && depth <= 0).then_some(at)
    })
}
