//! Patterns of LIKE and ILIKE: `%` any characters, `_` one, an escape character if one is given.

use regex::Regex;

/// A pattern, ready to match.
#[derive(Debug, Clone)]
pub enum Like {
    /// Without wildcards.
    Exact(String),
    /// `abc%`.
    Start(String),
    /// `%abc`.
    End(String),
    /// `%abc%`.
    Within(String),
    /// Everything else.
    Regex(Regex),
}

impl PartialEq for Like {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Exact(a), Self::Exact(b))
            | (Self::Start(a), Self::Start(b))
            | (Self::End(a), Self::End(b))
            | (Self::Within(a), Self::Within(b)) => a == b,
            (Self::Regex(a), Self::Regex(b)) => a.as_str() == b.as_str(),
            _ => false,
        }
    }
}

enum Piece {
    Any,
    One,
    Char(char),
}

impl Like {
    /// The pattern's text, compiled.
    ///
    /// # Errors
    /// The words of TL0017: `too_large`; `escape` for an escape character that nothing follows.
    pub fn new(pattern: &str, escape: Option<char>, fold: bool) -> Result<Self, &'static str> {
        let pieces = pieces(pattern, escape)?;
        if !fold && let Some(simple) = Self::simple(&pieces) {
            return Ok(simple);
        }
        // What a pattern matches stands in its text: equal texts are one part of an expression.
        let mut regex = String::from(if fold { "(?si)^" } else { "(?s)^" });
        for piece in &pieces {
            match piece {
                Piece::Any => regex.push_str(".*"),
                Piece::One => regex.push('.'),
                Piece::Char(c) => regex.push_str(&regex::escape(c.encode_utf8(&mut [0; 4]))),
            }
        }
        regex.push('$');
        Regex::new(&regex).map(Self::Regex).map_err(|_| "too_large")
    }

    fn simple(pieces: &[Piece]) -> Option<Self> {
        let any = |piece: &Piece| matches!(piece, Piece::Any);
        let (first, inner) = match pieces {
            [first, inner @ ..] if any(first) => (true, inner),
            all => (false, all),
        };
        let (last, inner) = match inner {
            [inner @ .., last] if any(last) => (true, inner),
            all => (false, all),
        };
        let text: Option<String> =
            inner.iter().map(|piece| if let Piece::Char(c) = piece { Some(*c) } else { None }).collect();
        let text = text?;
        Some(match (first, last) {
            (false, false) => Self::Exact(text),
            (false, true) => Self::Start(text),
            (true, false) => Self::End(text),
            (true, true) => Self::Within(text),
        })
    }

    /// Whether the whole text follows the pattern.
    #[inline]
    #[must_use]
    pub fn is_match(&self, text: &str) -> bool {
        match self {
            Self::Exact(own) => text == own,
            Self::Start(own) => text.starts_with(own.as_str()),
            Self::End(own) => text.ends_with(own.as_str()),
            Self::Within(own) => text.contains(own.as_str()),
            Self::Regex(own) => own.is_match(text),
        }
    }
}

fn pieces(pattern: &str, escape: Option<char>) -> Result<Vec<Piece>, &'static str> {
    let mut pieces = Vec::new();
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        pieces.push(match c {
            c if Some(c) == escape => Piece::Char(chars.next().ok_or("escape")?),
            '%' => Piece::Any,
            '_' => Piece::One,
            c => Piece::Char(c),
        });
    }
    Ok(pieces)
}

/// A regular expression whose `\d`, `\w`, `\s` and `\b` know ASCII only, while `.` and letters are code points.
///
/// # Errors
/// The words of TL0017: `syntax`, `too_large`.
pub fn regex(pattern: &str) -> Result<Regex, &'static str> {
    Regex::new(&ascii_classes(pattern)).map_err(|problem| match problem {
        regex::Error::CompiledTooBig(_) => "too_large",
        _ => "syntax",
    })
}

fn ascii_classes(pattern: &str) -> String {
    let mut ascii = String::with_capacity(pattern.len());
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            ascii.push(c);
            continue;
        }
        match chars.next() {
            Some('d') => ascii.push_str("[0-9]"),
            Some('D') => ascii.push_str("[^0-9]"),
            Some('w') => ascii.push_str("[0-9A-Za-z_]"),
            Some('W') => ascii.push_str("[^0-9A-Za-z_]"),
            Some('s') => ascii.push_str(r"[\t\n\x0B\f\r ]"),
            Some('S') => ascii.push_str(r"[^\t\n\x0B\f\r ]"),
            Some('b') => ascii.push_str(r"(?-u:\b)"),
            other => {
                ascii.push('\\');
                ascii.extend(other);
            }
        }
    }
    ascii
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_matches_the_whole_text() {
        for (pattern, escape, text, want) in [
            ("abc", None, "abc", true),
            ("abc", None, "abcd", false),
            ("", None, "", true),
            ("%", None, "", true),
            ("%%", None, "é", true),
            ("a%", None, "a\nb", true),
            ("%b", None, "ab", true),
            ("%b%", None, "abc", true),
            ("a_c", None, "aéc", true),
            ("a_c", None, "ac", false),
            ("a.c", None, "abc", false),
            ("a!%", Some('!'), "a%", true),
            ("a!%", Some('!'), "ab", false),
            ("%a%c", None, "xaxc", true),
        ] {
            assert_eq!(Like::new(pattern, escape, false).unwrap().is_match(text), want, "{pattern} {text}");
        }
        assert!(Like::new("É%", None, true).unwrap().is_match("état"));
        assert_eq!(Like::new("a!", Some('!'), false), Err("escape"));
        assert_ne!(Like::new("a_%b%", None, false), Like::new("a_%b%", None, true));
    }

    #[test]
    fn digits_of_a_pattern_are_ascii() {
        for (pattern, text, want) in [
            (r"^\d+$", "12", true),
            (r"^\d+$", "١٢", false),
            (r"^[\d-]+$", "1-2", true),
            (r"^[^\d]$", "a", true),
            (r"^\\d$", r"\d", true),
            (r"^.$", "é", true),
            (r"\bx", "éx", true),
        ] {
            assert_eq!(regex(pattern).unwrap().is_match(text), want, "{pattern} {text}");
        }
        assert_eq!(regex("(").unwrap_err(), "syntax");
    }
}
