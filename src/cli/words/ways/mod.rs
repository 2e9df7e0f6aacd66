//! Words of `infer --copybook`: the ways that were tried, and the comments of the mapping.
//!
//! Each language is one value of [`Texts`]; templates are those of [`super`].

mod en;
mod fr;

use super::Language;

/// The texts in one language.
#[expect(missing_docs, reason = "a field is called after what its text says")]
pub struct Texts {
    /// `{file}`, `{copybook}`.
    pub head: &'static str,
    pub advice: &'static str,
    pub tried: &'static str,
    pub head_share: &'static str,
    pub head_records: &'static str,
    pub head_how: &'static str,
    /// `{good}`, `{of}`, `{records}`.
    pub decodes: &'static str,
    pub divides: &'static str,
    pub remains: &'static str,
    /// `{bytes}`, `{byte}`.
    pub filled: &'static str,
    pub comma_only: &'static str,
    /// `{more}`.
    pub comma_better: &'static str,
    pub header: &'static str,
    pub before: &'static str,
    pub spare: &'static str,
    pub chain_to_the_end: &'static str,
    pub chain_so_far: &'static str,
    pub chain_to: &'static str,
    pub chain_from: &'static str,
    pub lines: &'static str,
    pub counted: &'static str,
    pub page_known: &'static str,
    pub page_by_nothing: &'static str,
    pub page_by_none: &'static str,
    pub page_by: &'static str,
    pub page_same: &'static str,
    pub page_next: &'static str,
    pub page_decided: &'static str,
    pub only_ascii: &'static str,
    pub page_ascii: &'static str,
    pub utf8: &'static str,
    pub same: &'static str,
    pub kind: &'static str,
    pub said: &'static str,
    pub left: &'static str,
    pub others: &'static str,
    pub untold: &'static str,
    pub fill_blank: &'static str,
    pub fill_low: &'static str,
    pub fill_high: &'static str,
    pub fill_signs: &'static str,
    pub personal: &'static str,
    pub padded: &'static str,
    pub short: &'static str,
    pub element: &'static str,
    pub failing: &'static str,
    pub written: &'static str,
    pub next: &'static str,
}

impl Texts {
    /// Of a language.
    #[must_use]
    pub const fn of(language: Language) -> &'static Self {
        match language {
            Language::En => &en::TEXTS,
            Language::Fr => &fr::TEXTS,
        }
    }
}
