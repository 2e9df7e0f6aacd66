//! An expression without its literals, for where its verdict and a literal together would tell a personal value.
//!
//! In: the text of an expression that parses. Out: the same with `…` for each text and number in it. Refuses to judge
//! which literal says something: none is shown.

use std::iter::Peekable;
use std::str::Chars;

/// What stands for a literal.
const LEFT_OUT: char = '…';

/// The text with `…` for every literal.
#[must_use]
pub fn hidden(sql: &str) -> String {
    let mut letters = sql.chars().peekable();
    let mut text = String::with_capacity(sql.len());
    while let Some(letter) = letters.next() {
        match letter {
            '\'' => {
                rest_of_quoted(&mut letters, '\'', |_| ());
                text.push(LEFT_OUT);
            }
            '"' => {
                text.push('"');
                rest_of_quoted(&mut letters, '"', |inner| text.push(inner));
            }
            '0'..='9' | '.' if is_number(letter, letters.peek()) => {
                while letters.next_if(|next| next.is_alphanumeric() || *next == '.').is_some() {}
                text.push(LEFT_OUT);
            }
            _ if is_of_name(letter) => {
                text.push(letter);
                while let Some(next) = letters.next_if(|next| is_of_name(*next)) {
                    text.push(next);
                }
            }
            _ => text.push(letter),
        }
    }
    text
}

/// Reads on to the closing quote; two of them are one within. `each` is told what stands there, the closing quote too.
fn rest_of_quoted(letters: &mut Peekable<Chars<'_>>, quote: char, mut each: impl FnMut(char)) {
    while let Some(letter) = letters.next() {
        each(letter);
        if letter == quote {
            match letters.next_if_eq(&quote) {
                Some(second) => each(second),
                None => return,
            }
        }
    }
}

fn is_number(letter: char, next: Option<&char>) -> bool {
    letter != '.' || next.is_some_and(char::is_ascii_digit)
}

fn is_of_name(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

#[cfg(test)]
mod tests {
    use super::hidden;

    #[test]
    fn no_literal_is_left() {
        for (sql, want) in [
            ("nm = 'JONES'", "nm = …"),
            ("nm = 'O''NEIL' or nm = ''", "nm = … or nm = …"),
            ("sin > 123456789 and f1_9 <> .5", "sin > … and f1_9 <> …"),
            ("\"a 'b' 1\" = date '1980-01-31'", "\"a 'b' 1\" = date …"),
            ("head.nm in ('A', 'B', 1.5e3)", "head.nm in (…, …, …)"),
            ("nm is null", "nm is null"),
        ] {
            assert_eq!(hidden(sql), want, "{sql}");
        }
    }
}
