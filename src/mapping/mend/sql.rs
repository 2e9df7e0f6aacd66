//! What to write instead in an expression, where it stands in the YAML: its own quotes are minded.

use crate::mapping::diagnostic::Edit;
use crate::mapping::mend::instead;
use crate::place::Span;

/// A text between double quotes, which SQL takes for a name, as a text: `"R"` as `'R'`.
pub fn quoted_text(text: &str, at: Span, under: &str) -> Option<Edit> {
    let inside = under.strip_prefix('"')?.strip_suffix('"').filter(|inside| !inside.contains(['"', '\'']))?;
    let quote = match quote_around(text, at)? {
        '\'' => "''",
        _ => "'",
    };
    Some(instead(at, format!("{quote}{inside}{quote}")))
}

/// A whole expression that is rounded; it has a comma then, so that it needs quotes.
pub fn rounded(text: &str, at: Span, under: &str, scale: i64) -> Option<Edit> {
    let is_quoted = under.starts_with(['"', '\'']);
    let inside = if is_quoted { under.get(1..under.len() - 1)? } else { under };
    let quote = under.chars().next().filter(|_| is_quoted);
    let within = if is_quoted { None } else { quote_around(text, at) };
    match (quote, within) {
        (Some(quote), _) => Some(instead(at, format!("{quote}round({inside}, {scale}){quote}"))),
        (None, Some(' ')) if !inside.contains(['"', '\\']) => {
            Some(instead(at, format!("\"round({inside}, {scale})\"")))
        }
        (None, Some('\'' | '"')) => Some(instead(at, format!("round({inside}, {scale})"))),
        _ => None,
    }
}

/// Texts that are added, joined.
pub fn joined(at: Span, under: &str, operation: &str, found: &str) -> Option<Edit> {
    let is_one = operation == "+" && found.contains("text") && under.matches('+').count() == 1;
    let plain = is_one && !under.contains(['\'', '"']);
    plain.then(|| under.replacen('+', "||", 1)).map(|text| instead(at, text))
}

/// `x = null` as what is meant.
pub fn is_null(at: Span, under: &str) -> Option<Edit> {
    let (operator, word) = match under {
        _ if under.contains("<>") => ("<>", "IS NOT NULL"),
        _ if under.contains("!=") => ("!=", "IS NOT NULL"),
        _ => ("=", "IS NULL"),
    };
    let (one, other) = under.split_once(operator)?;
    let value = if other.trim().eq_ignore_ascii_case("null") { one.trim() } else { other.trim() };
    Some(instead(at, format!("{value} {word}")))
}

/// The quote of the scalar that a place stands in; a blank where it has none. None where that cannot be told from its
/// line alone, as in a block.
fn quote_around(text: &str, at: Span) -> Option<char> {
    let start = at.start as usize;
    let line = text[..start].rfind('\n').map_or(0, |end| end + 1);
    let (mut quote, mut before) = (' ', ' ');
    for c in text[line..start].chars() {
        match (quote, c) {
            (' ', '\'' | '"') if matches!(before, ' ' | '[' | '{' | ',') => quote = c,
            (' ', '|' | '>') if before == ' ' => return None,
            (open, c) if open == c && c != ' ' => quote = ' ',
            _ => {}
        }
        before = c;
    }
    text[line..start].contains(':').then_some(quote)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expression_that_gets_a_comma_gets_quotes() {
        for (text, under, want) in [
            ("{sql: a * b, type: x}", "a * b", Some("\"round(a * b, 2)\"")),
            ("{sql: 'a * b'}", "'a * b'", Some("'round(a * b, 2)'")),
            ("{sql: \"a * b\"}", "a * b", Some("round(a * b, 2)")),
            ("  a * b", "a * b", None),
        ] {
            let start = u32::try_from(text.find(under).unwrap()).unwrap();
            let at = Span { start, end: start + u32::try_from(under.len()).unwrap() };
            assert_eq!(rounded(text, at, under, 2).map(|edit| edit.text).as_deref(), want, "{text}");
        }
    }

    #[test]
    fn a_comparison_with_null_is_a_question() {
        for (under, want) in [
            ("a = null", "a IS NULL"),
            ("NULL = a.b", "a.b IS NULL"),
            ("a <> null", "a IS NOT NULL"),
            ("a != NULL", "a IS NOT NULL"),
        ] {
            assert_eq!(is_null(Span::default(), under).map(|edit| edit.text).as_deref(), Some(want));
        }
    }
}
