//! What to write instead: a mapping's text and a mistake in it in, the edit that mends it out, where one can be told.
//!
//! Whoever finds a mistake and knows more than the text gives the edit with it; this fills in the others. Refuses to
//! apply what it cannot read off the text.

mod sql;
mod values;
mod yaml;

use std::ops::Range;

use super::diagnostic::{Diagnostic, Edit};
use crate::finding::{Arg, Code};
use crate::place::Span;

/// Gives every mistake without an edit the one that its text tells.
pub fn fill(text: &str, found: &mut [Diagnostic]) {
    for one in found.iter_mut().filter(|one| one.edit.is_none()) {
        one.edit = edit(text, one);
    }
}

/// The text with these edits done; of two that overlap, the one that stands first.
#[must_use]
pub fn applied<'a>(text: &str, edits: impl IntoIterator<Item = &'a Edit>) -> String {
    let mut edits: Vec<&Edit> = edits.into_iter().collect();
    edits.sort_by_key(|edit| edit.at);
    let (mut mended, mut done) = (String::with_capacity(text.len()), 0);
    for edit in edits {
        let (start, end) = (edit.at.start as usize, edit.at.end as usize);
        if let Some(kept) = text.get(done..start).filter(|_| text.is_char_boundary(end.max(start))) {
            mended += kept;
            mended += &edit.text;
            done = end;
        }
    }
    mended += text.get(done..).unwrap_or_default();
    mended
}

/// The lines that a span touches, without the end of the last one.
#[must_use]
pub fn touched(text: &str, at: Span) -> Range<usize> {
    let start = text[..at.start as usize].rfind('\n').map_or(0, |end| end + 1);
    let after = at.end as usize;
    start..text[after..].find('\n').map_or(text.len(), |length| after + length)
}

/// The lines that an edit touches, as it leaves them, without the end of the last one.
#[must_use]
pub fn lines(text: &str, edit: &Edit) -> String {
    let touched = touched(text, edit.at);
    let (before, behind) = (&text[touched.start..edit.at.start as usize], &text[edit.at.end as usize..touched.end]);
    format!("{before}{}{behind}", edit.text).trim_end_matches(['\r', '\n']).to_owned()
}

fn edit(text: &str, found: &Diagnostic) -> Option<Edit> {
    let under = text.get(found.at.start as usize..found.at.end as usize)?;
    let arg = |at: usize| match found.args.get(at) {
        Some(Arg::Text(text)) => text,
        _ => "",
    };
    match found.code {
        Code::YamlSyntax => yaml::edit(text, arg(0), found.at),
        Code::SqlNotHere if arg(0) == "quoted_text" => sql::quoted_text(text, found.at, under),
        Code::UnknownType if arg(1) == "decimal(p,s)" => Some(instead(found.at, "\"decimal(15,2)\"".to_owned())),
        Code::UnknownKey
        | Code::UnknownField
        | Code::UnknownColumn
        | Code::UnknownKind
        | Code::UnknownEncoding
        | Code::UnknownType
        | Code::UnknownWord
        | Code::UnknownFunction
        | Code::UnknownTable
        | Code::UnknownControl => named(found.at, under, arg(0), arg(1)),
        Code::LossyType if under.trim_matches(['"', '\'']) == arg(1) => Some(instead(found.at, values::quoted(arg(0)))),
        Code::KeyMisplaced if arg(0) == "range" && arg(1) == "no_number" => {
            Some(instead(found.at, "one_of".to_owned()))
        }
        Code::KeyMisplaced if is_needless(arg(1)) => without(text, found.at),
        Code::DuplicateName if arg(0) != "header" && arg(0) != "file" => {
            replaced(found.at, under, arg(1), &format!("{}_2", arg(1)))
        }
        Code::BadVersion => Some(instead(found.at, "1".to_owned())),
        Code::MissingKey if arg(0) == "tumpline" => {
            let certain = !text.trim().is_empty();
            Some(Edit { at: Span::default(), text: "tumpline: 1\n".to_owned(), certain })
        }
        Code::BadPosition => replaced(found.at, under, arg(0), &values::position(arg(0), arg(1))?),
        Code::BadPicture if arg(1) == "years_missing" => values::window(text, found.at),
        Code::EndsNoParent => replaced(found.at, under, arg(1), arg(2)),
        Code::PictureTooWide => match found.args.get(2) {
            Some(Arg::Int(places)) => values::narrower(text, found.at, arg(0), *places),
            _ => None,
        },
        Code::BadPicture => replaced(found.at, under, arg(0), &values::picture(arg(0), arg(1))?),
        Code::BadConstant => replaced(found.at, under, arg(0), &values::constant(arg(0), arg(1))?),
        Code::OutOfBounds => Some(instead(found.at, values::turned_round(under)?)),
        Code::WrongShape if arg(0) == "number" => Some(instead(found.at, values::number(under)?)),
        Code::LosesDecimals => match found.args.get(2) {
            Some(Arg::Int(scale)) => sql::rounded(text, found.at, under, *scale),
            _ => None,
        },
        Code::WrongOperands => sql::joined(found.at, under, arg(0), arg(1)),
        Code::NeverTrue => sql::is_null(found.at, under),
        _ => None,
    }
}

/// Whether a key has no meaning for the type or the format, so that it may go.
fn is_needless(why: &str) -> bool {
    matches!(why, "no_number" | "no_date" | "no_bool" | "no_text" | "float" | "fixed" | "delimited" | "fixed_length")
}

/// A key that goes, with its value and the comma before it, where it stands between braces.
fn without(text: &str, key: Span) -> Option<Edit> {
    let before = text[..key.start as usize].trim_end().strip_suffix(',')?;
    let behind = text.get(key.end as usize..)?;
    let length =
        behind.find([',', '}', '\n', '[', '{', '"', '\'']).filter(|end| behind[*end..].starts_with([',', '}']))?;
    let at = Span { start: u32::try_from(before.len()).ok()?, end: key.end + u32::try_from(length).ok()? };
    Some(instead(at, String::new()))
}

/// A proposal.
const fn instead(at: Span, text: String) -> Edit {
    Edit { at, text, certain: false }
}

/// The nearest name in the place of the one that is wrong, which may be a part of what is underlined.
fn named(at: Span, under: &str, name: &str, nearest: &str) -> Option<Edit> {
    if nearest.is_empty() { None } else { replaced(at, under, name, nearest) }
}

/// A part of what is underlined, replaced: the part stands there once, as a whole word.
fn replaced(at: Span, under: &str, part: &str, text: &str) -> Option<Edit> {
    let is_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let mut found = under.match_indices(part).filter(|(start, _)| {
        let (before, after) = (under[..*start].chars().next_back(), under[start + part.len()..].chars().next());
        !is_word(before) && !is_word(after)
    });
    let (start, _) = found.next().filter(|_| !part.is_empty())?;
    if found.next().is_some() {
        return None;
    }
    let start = at.start + u32::try_from(start).ok()?;
    let end = start + u32::try_from(part.len()).ok()?;
    Some(instead(Span { start, end }, text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, part: &str) -> Span {
        let start = u32::try_from(text.find(part).unwrap()).unwrap();
        Span { start, end: start + u32::try_from(part.len()).unwrap() }
    }

    fn mended(text: &str, part: &str, code: Code, args: &[&str]) -> String {
        let args = args.iter().map(|arg| Arg::from(*arg)).collect();
        let mut found = [Diagnostic::fail(code, at(text, part), args)];
        fill(text, &mut found);
        found[0].edit.as_ref().map_or_else(String::new, |edit| lines(text, edit))
    }

    #[test]
    fn what_can_be_told_is_written_instead() {
        for (text, part, code, args, want) in [
            ("a: postd", "postd", Code::UnknownField, &["postd", "posted"][..], "a: posted"),
            ("a: x.postd", "x.postd", Code::UnknownField, &["postd", "posted"], "a: x.posted"),
            ("a: 'status = \"R\"'", "\"R\"", Code::SqlNotHere, &["quoted_text"], "a: 'status = ''R'''"),
            ("a: postd", "postd", Code::UnknownField, &["postd", ""], ""),
            ("a: 6:13", "6:13", Code::BadPosition, &["6:13", "no_range"], "a: 6-13"),
            ("a: 0-4", "0-4", Code::BadPosition, &["0-4", "counts_from_1"], "a: 1-5"),
            ("a: [9, 1]", "[9, 1]", Code::OutOfBounds, &["1", "9", ""], "a: [1, 9]"),
            ("a: none", "none", Code::WrongShape, &["number", "text"], "a: 0"),
            ("a: 31/12/2026", "31/12/2026", Code::BadConstant, &["31/12/2026", "date"], "a: 2026-12-31"),
            ("a: {x: 1, sign: none, y: 2}", "sign", Code::KeyMisplaced, &["sign", "no_number"], "a: {x: 1, y: 2}"),
            ("a: {sign: none}", "sign", Code::KeyMisplaced, &["sign", "no_number"], ""),
            ("a: {range: [A, R]}", "range", Code::KeyMisplaced, &["range", "no_number"], "a: {one_of: [A, R]}"),
            ("a: int32", "int32", Code::LossyType, &["decimal(9,2)", "int32"], "a: \"decimal(9,2)\""),
            ("a: [x, x]", "x", Code::DuplicateName, &["column", "x"], "a: [x_2, x]"),
            ("source: {}", "source", Code::MissingKey, &["tumpline"], "tumpline: 1\nsource: {}"),
        ] {
            assert_eq!(mended(text, part, code, args), want, "{text}");
        }
    }

    #[test]
    fn edits_are_done_from_the_first_and_what_overlaps_is_left() {
        let edit = |start, end, text: &str| Edit { at: Span { start, end }, text: text.into(), certain: true };
        let edits = [edit(4, 6, "é"), edit(0, 1, "A"), edit(5, 6, "never"), edit(99, 99, "never")];
        assert_eq!(applied("abcdefg", &edits), "Abcdég");
        assert_eq!(applied("abc", &[]), "abc");
    }
}
