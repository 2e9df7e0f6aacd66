//! Where a mapping's text says what the first records deny, and what to write there.
//!
//! In: the text, and where the thing is named. Out: spans and edits. None where the text is written otherwise than people
//! usually do.

use crate::mapping::diagnostic::Edit;
use crate::mapping::model::{Condition, Operand, Test, Value};
use crate::mapping::unread::range_text;
use crate::place::Span;

/// Letters behind a field's name among which its keys stand.
const MOST_LETTERS: usize = 300;

/// `{length: 80}` as `newline`, where the number stands alone in its braces.
pub fn newline(text: &str, number: Span) -> Option<Edit> {
    let (before, after) = (text.get(..number.start as usize)?, text.get(number.end as usize..)?);
    let start = before.trim_end().strip_suffix("length:")?.trim_end().strip_suffix('{')?.len();
    let end = number.end as usize + after.len() - after.trim_start().strip_prefix('}')?.len();
    let at = Span { start: u32::try_from(start).ok()?, end: u32::try_from(end).ok()? };
    Some(Edit { at, text: "newline".to_owned(), certain: false })
}

/// The place of a condition with as many positions as its texts have letters, where it has more.
pub fn narrower(text: &str, kind: Span, when: &Condition) -> Option<Edit> {
    let (Operand::Bytes { start, end }, Test::In(values)) = (&when.of, &when.test) else { return None };
    let letters = |value: &Value| match value {
        Value::Text(text) => u32::try_from(text.chars().count()).ok(),
        _ => None,
    };
    let all: Vec<u32> = values.iter().filter_map(letters).collect();
    let wanted = all.first().copied().filter(|first| all.iter().all(|one| one == first))?;
    let fits = all.len() == values.len() && wanted > 0 && wanted < end - start;
    let edit = key_edit(text, kind, "at", &range_text((*start, start + wanted)))?;
    let now = text.get(edit.at.start as usize..edit.at.end as usize)?;
    (fits && now == range_text((*start, *end))).then_some(edit)
}

/// The value of the first key of this name.
pub fn value_of(text: &str, key: &str) -> Option<Span> {
    let wanted = format!("{key}:");
    let keys = text.match_indices(&wanted).map(|(at, _)| at);
    let is_key = |at: &usize| {
        let line = text[..*at].rsplit('\n').next().unwrap_or_default();
        !line.contains('#') && !line.ends_with(|c: char| c.is_alphanumeric() || c == '_')
    };
    keys.filter(is_key).find_map(|at| value_at(text, at + key.len() + 1))
}

/// A key of the field that is named here, with another value; put in where the field stands between braces.
pub fn key_edit(text: &str, name: Span, key: &str, value: &str) -> Option<Edit> {
    let start = name.end as usize;
    let behind = text.get(start..)?;
    let near = behind.char_indices().nth(MOST_LETTERS).map_or(behind, |(end, _)| &behind[..end]);
    let near = near.find("name:").map_or(near, |next| &near[..next]);
    let is_key = |at: &usize| near[..*at].ends_with([' ', '{', '\n', ',']);
    let found = near.match_indices(&format!("{key}:")).map(|(at, _)| at).find(is_key);
    if let Some(at) = found {
        let at = value_at(text, start + at + key.len() + 1)?;
        let is_quoted = text[at.start as usize..].starts_with(['"', '\'']);
        let written = if is_quoted { format!("\"{value}\"") } else { value.to_owned() };
        return Some(Edit { at, text: written, certain: false });
    }
    let line = text[..start].rsplit('\n').next().unwrap_or_default();
    let at = Span { start: name.end, end: name.end };
    line.contains('{').then(|| Edit { at, text: format!(", {key}: {value}"), certain: false })
}

/// A value on one line that begins at or behind a byte: between quotes, or up to a comma, a brace or a comment.
fn value_at(text: &str, at: usize) -> Option<Span> {
    let line = text.get(at..)?.split(['\n', '\r']).next()?;
    let start = at + line.len() - line.trim_start().len();
    let rest = line.trim_start();
    let length = match rest.chars().next()? {
        quote @ ('"' | '\'') => rest[1..].find(quote)? + 2,
        '[' | '{' => return None,
        _ => rest.find([',', '}', ']', '#']).map_or(rest, |end| &rest[..end]).trim_end().len(),
    };
    let span = Span { start: u32::try_from(start).ok()?, end: u32::try_from(start + length).ok()? };
    (length > 0).then_some(span)
}
