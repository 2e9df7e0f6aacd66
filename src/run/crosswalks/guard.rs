//! A text that a spreadsheet would take for a formula, made one that it does not; and back.
//!
//! In a list that people fill in, such a text has an apostrophe before it; a crosswalk's key is read without it. What has
//! one of its own gets another, so that every text comes back as it was.

/// As it is written into a list.
#[must_use]
pub fn guarded(text: &str) -> String {
    if needs_guard(text.trim_start_matches('\'')) { format!("'{text}") } else { text.to_owned() }
}

/// As it was before.
#[must_use]
pub fn unguarded(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if needs_guard(text.trim_start_matches('\'')) => rest,
        _ => text,
    }
}

/// A number with a sign is a number to a spreadsheet too.
fn needs_guard(text: &str) -> bool {
    let is_number = |rest: &str| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    match text.bytes().next() {
        Some(b'=' | b'@' | b'\t' | b'\r') => true,
        Some(b'+' | b'-') => !is_number(&text[1..]),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_begins_like_a_formula_is_guarded() {
        for (text, want) in [
            ("=1+1", "'=1+1"),
            ("@x", "'@x"),
            ("-2+3", "'-2+3"),
            ("-40", "-40"),
            ("+1.5", "+1.5"),
            ("-", "'-"),
            ("'=1", "''=1"),
            ("'a", "'a"),
            ("0010", "0010"),
            ("", ""),
        ] {
            assert_eq!(guarded(text), want);
            assert_eq!(unguarded(want), text);
        }
    }

    proptest! {
        #[test]
        fn every_text_comes_back(text in "['=+@\t\r0-9a.-]{0,6}") {
            let written = guarded(&text);
            prop_assert_eq!(unguarded(&written), text.as_str());
            prop_assert!(!needs_guard(&written));
        }
    }
}
