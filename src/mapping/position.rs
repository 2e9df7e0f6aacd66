//! Places in a record: `12` or `12-20` in, counted from 0 with the end exclusive out.

use super::mistakes::{Mistakes, args};
use super::view::Text;
use crate::finding::Code;

/// The last place that may be named.
const MOST: u32 = 1 << 30;

/// A range from 0, end exclusive; tells TL0015.
pub fn range(found: Text<'_>, mistakes: &Mistakes) -> Option<(u32, u32)> {
    match parse(found.text) {
        Ok(range) => Some(range),
        Err(problem) => {
            refuse(found, problem, mistakes);
            None
        }
    }
}

/// A range that may have no end, `85-`: it ends at `u32::MAX` then; tells TL0015.
pub fn open_range(found: Text<'_>, mistakes: &Mistakes) -> Option<(u32, u32)> {
    match found.text.trim_end().strip_suffix('-') {
        Some(first) if !first.contains('-') => {
            let (start, _) = range(Text { text: first.trim_end(), ..found }, mistakes)?;
            Some((start, u32::MAX))
        }
        _ => range(found, mistakes),
    }
}

/// One cell from 0; tells TL0015.
pub fn cell(found: Text<'_>, mistakes: &Mistakes) -> Option<u32> {
    let (start, end) = range(found, mistakes)?;
    if end - start > 1 {
        refuse(found, "one_cell", mistakes);
        return None;
    }
    Some(start)
}

/// Tells that a place is none.
pub fn refuse(found: Text<'_>, problem: &str, mistakes: &Mistakes) {
    mistakes.fail(Code::BadPosition, found.at, args![found.text, problem]);
}

fn parse(text: &str) -> Result<(u32, u32), &'static str> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let (first, last) = (number(first.trim())?, number(last.trim())?);
    match (first, last) {
        (0, _) | (_, 0) => Err("counts_from_1"),
        (first, last) if last < first => Err("backwards"),
        (first, last) => Ok((first - 1, last)),
    }
}

fn number(digits: &str) -> Result<u32, &'static str> {
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err("no_range");
    }
    digits.parse().ok().filter(|number| *number <= MOST).ok_or("too_large")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_from_1_and_include_the_end() {
        for (text, want) in [
            ("12", Ok((11, 12))),
            ("12-20", Ok((11, 20))),
            ("12 - 20", Ok((11, 20))),
            ("012", Ok((11, 12))),
            ("0-5", Err("counts_from_1")),
            ("20-12", Err("backwards")),
            ("1:5", Err("no_range")),
            ("-5", Err("no_range")),
            ("1-2-3", Err("no_range")),
            ("", Err("no_range")),
            ("1-99999999999", Err("too_large")),
        ] {
            assert_eq!(parse(text), want, "{text}");
        }
    }
}
