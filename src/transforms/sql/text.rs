//! Functions of text, one value at a time. Lengths and positions count code points.

use super::value::{Fault, MOST_TEXT};

/// A text that does not grow beyond all measure.
///
/// # Errors
/// [`Fault::TextTooLong`].
pub fn bounded(length: Option<usize>) -> Result<usize, Fault> {
    length.filter(|length| *length <= MOST_TEXT).ok_or(Fault::TextTooLong)
}

/// The byte at which a code point starts; the text's length if it has no more.
#[must_use]
pub fn byte_of(text: &str, point: usize) -> usize {
    if text.is_ascii() {
        return point.min(text.len());
    }
    text.char_indices().nth(point).map_or(text.len(), |(at, _)| at)
}

/// Code points of a text.
#[must_use]
pub fn length(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.chars().count() }
}

/// Small or capital letters, each of one code point: `ß` is `ẞ`, not `SS`.
#[must_use]
pub fn cased(text: &str, upper: bool) -> String {
    let one = |c: char| {
        if c == 'ß' && upper {
            return 'ẞ';
        }
        let mut other = [c; 3];
        let mut count = 0;
        let mut take = |c: char| {
            other[count.min(2)] = c;
            count += 1;
        };
        if upper {
            c.to_uppercase().for_each(&mut take);
        } else {
            c.to_lowercase().for_each(&mut take);
        }
        if count == 1 { other[0] } else { c }
    };
    text.chars().map(one).collect()
}

/// The text filled up with `fill`, or cut, to so many code points.
///
/// # Errors
/// [`Fault::BadArgument`] for a length below 0 or an empty fill that is needed, [`Fault::TextTooLong`].
pub fn padded(text: &str, wanted: i64, fill: &str, left: bool) -> Result<String, Fault> {
    let wanted = usize::try_from(wanted).map_err(|_| Fault::BadArgument("length"))?;
    bounded(Some(wanted))?;
    let own = length(text);
    if own >= wanted {
        return Ok(text[..byte_of(text, wanted)].to_owned());
    }
    if fill.is_empty() {
        return Err(Fault::BadArgument("text"));
    }
    let filling: String = fill.chars().cycle().take(wanted - own).collect();
    bounded(Some(filling.len() + text.len()))?;
    Ok(if left { filling + text } else { text.to_owned() + &filling })
}

/// The first code points; below 0 all but the last.
#[must_use]
pub fn left(text: &str, count: i64) -> &str {
    &text[..byte_of(text, from_end(text, count))]
}

/// The last code points; below 0 all but the first.
#[must_use]
pub fn right(text: &str, count: i64) -> &str {
    let kept = from_end(text, count);
    &text[byte_of(text, length(text).saturating_sub(kept))..]
}

/// A count that counts from the end below 0.
fn from_end(text: &str, count: i64) -> usize {
    let magnitude = usize::try_from(count.unsigned_abs()).unwrap_or(usize::MAX);
    if count < 0 { length(text).saturating_sub(magnitude) } else { magnitude }
}

/// Code points from `start`, counted from 1.
///
/// # Errors
/// [`Fault::BadArgument`].
pub fn substring(text: &str, start: i64, count: Option<i64>) -> Result<&str, Fault> {
    let start = usize::try_from(start).ok().filter(|start| *start > 0).ok_or(Fault::BadArgument("position"))?;
    let rest = &text[byte_of(text, start - 1)..];
    match count {
        None => Ok(rest),
        Some(count) => {
            let count = usize::try_from(count).map_err(|_| Fault::BadArgument("length"))?;
            Ok(&rest[..byte_of(rest, count)])
        }
    }
}

/// Where `part` first stands, in code points from 1; 0 if nowhere.
#[must_use]
pub fn position(part: &str, text: &str) -> usize {
    text.find(part).map_or(0, |at| length(&text[..at]) + 1)
}

/// Each `from` becomes `to`.
///
/// # Errors
/// [`Fault::TextTooLong`].
pub fn replaced(text: &str, from: &str, to: &str) -> Result<String, Fault> {
    if from.is_empty() {
        return Ok(text.to_owned());
    }
    if to.len() > from.len() {
        let grown = text.matches(from).count().checked_mul(to.len() - from.len());
        bounded(grown.and_then(|grown| grown.checked_add(text.len())))?;
    }
    Ok(text.replace(from, to))
}

/// Each character of `from` becomes the one at its place in `to`, or goes.
#[must_use]
pub fn translated(text: &str, from: &str, to: &str) -> String {
    let change = |c: char| match from.chars().position(|own| own == c) {
        None => Some(c),
        Some(at) => to.chars().nth(at),
    };
    text.chars().filter_map(change).collect()
}

/// The nth piece between marks, from 1, or from the end below 0; empty if there is none.
///
/// # Errors
/// [`Fault::BadArgument`] for 0.
pub fn piece<'a>(text: &'a str, mark: &str, number: i64) -> Result<&'a str, Fault> {
    let magnitude = usize::try_from(number.unsigned_abs()).unwrap_or(usize::MAX);
    let at = magnitude.checked_sub(1).ok_or(Fault::BadArgument("position"))?;
    if mark.is_empty() {
        return Ok(if at == 0 { text } else { "" });
    }
    let found = if number > 0 { text.split(mark).nth(at) } else { text.rsplit(mark).nth(at) };
    Ok(found.unwrap_or_default())
}

/// The text so many times.
///
/// # Errors
/// [`Fault::BadArgument`], [`Fault::TextTooLong`].
pub fn repeated(text: &str, count: i64) -> Result<String, Fault> {
    let count = usize::try_from(count).map_err(|_| Fault::BadArgument("count"))?;
    bounded(text.len().checked_mul(count))?;
    Ok(text.repeat(count))
}

/// The text with `to`, as it is written, for everything that the pattern finds.
///
/// # Errors
/// [`Fault::TextTooLong`].
pub fn regex_replaced(text: &str, pattern: &regex::Regex, to: &str) -> Result<String, Fault> {
    let mut made = String::with_capacity(text.len());
    let mut end = 0;
    for found in pattern.find_iter(text) {
        made.push_str(&text[end..found.start()]);
        made.push_str(to);
        end = found.end();
        bounded(Some(made.len()))?;
    }
    made.push_str(&text[end..]);
    bounded(Some(made.len()))?;
    Ok(made)
}

/// A group of what the pattern finds first, 0 for all of it.
#[must_use]
pub fn extracted<'a>(text: &'a str, pattern: &regex::Regex, group: usize) -> &'a str {
    let groups = pattern.captures(text);
    groups.and_then(|groups| groups.get(group)).map_or("", |found| found.as_str())
}

/// Whether the digits end with their Luhn check digit; blanks and hyphens are passed over.
#[must_use]
pub fn is_luhn(text: &str) -> bool {
    let (mut sum, mut count) = (0_u32, 0_usize);
    for byte in text.bytes().rev() {
        match byte {
            b' ' | b'-' => {}
            b'0'..=b'9' => {
                let digit = u32::from(byte - b'0');
                sum += if count % 2 == 0 { digit } else { digit * 2 % 10 + digit / 5 };
                count += 1;
            }
            _ => return false,
        }
    }
    count > 1 && sum % 10 == 0
}
