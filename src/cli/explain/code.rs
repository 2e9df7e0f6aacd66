//! What a finding's code means, from the words that tell it and the reference of findings.

use super::super::layout;
use super::super::words::{self, Language};
use crate::finding::Code;
use crate::run::Stop;

/// Codes that are offered instead of one that there is not.
const NEAREST: usize = 3;

/// The code that a text names: `TL0212`, `tl0212`, `0212`; none if it looks like no code.
///
/// # Errors
/// TL0959 for one that no finding has.
#[must_use]
pub fn named(text: &str) -> Option<Result<Code, Stop>> {
    let digits = text.strip_prefix("TL").or_else(|| text.strip_prefix("tl")).or_else(|| text.strip_prefix("Tl"));
    let digits = digits.unwrap_or(text);
    if digits.is_empty() || digits.len() > 6 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number: u32 = digits.parse().ok()?;
    let found = Code::ALL.iter().find(|code| number_of(**code) == number);
    Some(found.copied().ok_or_else(|| {
        let args = vec![format!("TL{number:04}").into(), nearest(number).into()];
        Stop::new(Code::UnknownCode, args)
    }))
}

fn number_of(code: Code) -> u32 {
    code.id().trim_start_matches("TL").parse().unwrap_or(0)
}

/// The codes whose numbers are nearest.
fn nearest(number: u32) -> String {
    let mut codes: Vec<Code> = Code::ALL.to_vec();
    codes.sort_by_key(|code| (number_of(*code).abs_diff(number), number_of(*code)));
    codes.truncate(NEAREST);
    codes.sort_unstable();
    codes.iter().map(|code| code.id()).collect::<Vec<_>>().join(", ")
}

/// What it means and what to do, in both languages, the one that was asked for first.
#[must_use]
pub fn text(language: Language, width: usize, code: Code) -> String {
    let other = if language == Language::En { Language::Fr } else { Language::En };
    format!("{}\n\n{}\n{}", code.id(), in_language(language, width, code), in_language(other, width, code))
}

fn in_language(language: Language, width: usize, code: Code) -> String {
    let texts = language.explain();
    let rows = [
        (texts.code_says, words::template(language, code)),
        (texts.code_means, words::meaning(language, code)),
        (texts.code_do, words::advice(language, code)),
    ];
    let margin = rows.iter().map(|(label, _)| layout::length(label)).max().unwrap_or(0);
    let line = |(label, text): &(&str, String)| {
        let blanks = " ".repeat(margin - layout::length(label));
        layout::wrapped(width, &format!("{}{label}{blanks}  ", layout::INDENT), text)
    };
    rows.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_named_in_several_ways() {
        for text in ["TL0212", "tl0212", "0212", "212"] {
            assert_eq!(named(text), Some(Ok(Code::ImpossibleDate)), "{text}");
        }
        for text in ["mappings", "TL", "", "TL02x2", "2024.TXT", "12345678"] {
            assert_eq!(named(text), None, "{text}");
        }
        let unknown = named("TL0299");
        let Some(Err(stop)) = unknown else { panic!("{unknown:?}") };
        assert_eq!((stop.code, stop.args), (Code::UnknownCode, vec!["TL0299".into(), "TL0301, TL0302, TL0303".into()]));
    }

    #[test]
    fn a_code_is_told_in_both_languages() {
        let said = text(Language::Fr, 80, Code::ImpossibleDate);
        let (french, english) = (said.find("date impossible"), said.find("impossible date"));
        assert!(french < english && french.is_some(), "{said}");
        assert!(
            said.contains(words::advice(Language::En, Code::ImpossibleDate).split(' ').next().unwrap_or("")),
            "{said}"
        );
        assert!(said.lines().all(|line| layout::length(line) <= 80), "{said}");
    }
}
