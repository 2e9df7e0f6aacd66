//! Words of `infer`: its summary, and the comments of the mapping that it drafts.
//!
//! Each language is one value of [`Texts`]; templates are those of [`super`].

mod en;
mod fr;

use super::Language;
use crate::inspect::infer::draft::Skip;

/// The texts in one language.
#[expect(missing_docs, reason = "a field is called after what its text says")]
pub struct Texts {
    pub head: &'static str,
    pub read_whole: &'static str,
    pub read_samples: &'static str,
    pub head_advice: &'static str,
    pub same_length: &'static str,
    pub lengths: &'static str,
    /// Bytes of a file that are in no record.
    pub edges: &'static str,
    /// Lengths before records.
    pub words: &'static str,
    pub tabs: &'static str,
    pub tabs_single: &'static str,
    pub tabs_open: &'static str,
    pub only_ascii: &'static str,
    pub encoding_by: &'static str,
    pub encoding_others: &'static str,
    /// Lines of UTF-8 in another file, and others in a file of UTF-8: `{n}`, `{file}`, `{encoding}`, `{lines}`.
    pub stray_utf8: &'static str,
    pub stray_bytes: &'static str,
    pub records: &'static str,
    /// Codes of one layout.
    pub codes: &'static str,
    /// A place that looks like a code of kinds.
    pub perhaps_code: &'static str,
    pub first: &'static str,
    pub last: &'static str,
    pub heads: &'static str,
    pub ends: &'static str,
    pub layout: &'static str,
    /// A published layout is recognised.
    pub published: &'static str,
    pub of_published: &'static str,
    /// Entries that differ by their batch.
    pub entries_of_classes: &'static str,
    /// Dates of one record.
    pub near: &'static str,
    /// Numbers that begin again at 1.
    pub running_file: &'static str,
    pub running_kind: &'static str,
    pub running_field: &'static str,
    /// Fields that add up to another one.
    pub adds: &'static str,
    pub sum_found: &'static str,
    pub sum_perhaps: &'static str,
    /// Days of the month in the name of their file.
    pub of_file: &'static str,
    pub repeats: &'static str,
    pub checks: &'static str,
    pub or: &'static str,
    pub or_of: &'static str,
    pub open_ambiguous: &'static str,
    pub open_exceptions: &'static str,
    pub open_code: &'static str,
    pub open_spread: &'static str,
    pub open_too_few: &'static str,
    pub open_century: &'static str,
    pub open_decimals: &'static str,
    pub joined: &'static str,
    pub joined_at: &'static str,
    pub begins: &'static str,
    pub days: &'static str,
    pub with_next: &'static str,
    pub blank_places: &'static str,
    pub filler_blank: &'static str,
    pub control_found: &'static str,
    pub control_perhaps: &'static str,
    pub unique: &'static str,
    /// Of the column that says where a parent begins.
    pub parent_key: &'static str,
    pub called_total: &'static str,
    pub skip_title: &'static str,
    pub skip_heading: &'static str,
    pub skip_total: &'static str,
    pub skip_padding: &'static str,
    pub skip_blank: &'static str,
    pub skip_unknown: &'static str,
    pub no_values: &'static str,
    pub always_blank: &'static str,
    pub blanks: &'static str,
    pub constant: &'static str,
    pub constant_long: &'static str,
    pub values: &'static str,
    pub distinct: &'static str,
    pub all_different: &'static str,
    pub no_value: &'static str,
    pub perhaps_no_value: &'static str,
    /// A hyphen may be a zero.
    pub perhaps_zero: &'static str,
    /// Days as spreadsheets count them.
    pub serials: &'static str,
    pub reads: &'static str,
    pub exceptions: &'static str,
    pub range: &'static str,
    pub day_first: &'static str,
    /// Days in two orders: `{days}`, `{months}`, `{first}`.
    pub both_orders: &'static str,
    pub month_first: &'static str,
    pub fewer_years: &'static str,
    pub window: &'static str,
    pub no_window: &'static str,
    pub midnight: &'static str,
    pub leading_zeros: &'static str,
    pub code_length: &'static str,
    pub years: &'static str,
    pub mark: &'static str,
    pub mark_of_others: &'static str,
    pub thousands: &'static str,
    pub signs: &'static str,
    pub currency: &'static str,
    pub implied: &'static str,
    pub scientific: &'static str,
    pub short_dates: &'static str,
    /// Numbers with a sign of hundredths: `{n}`, `{first}`.
    pub percents: &'static str,
    pub left_blanks: &'static str,
    pub right_blanks: &'static str,
    pub not_decoded: &'static str,
    pub personal_name: &'static str,
    /// Values pass the check of numbers of people.
    pub personal_values: &'static str,
    pub not_proved: &'static str,
    pub cells: &'static str,
    pub one_cell: &'static str,
    pub quoted: &'static str,
    pub quotes_are_text: &'static str,
    pub escaped: &'static str,
    pub stray_quotes: &'static str,
    pub byte_order_mark: &'static str,
    /// A quote that is never closed.
    pub unclosed: &'static str,
    /// A record beyond the default of `max_length:`.
    pub long_record: &'static str,
    pub preamble: &'static str,
    pub header_over_numbers: &'static str,
    pub header_by_words: &'static str,
    pub no_header: &'static str,
    pub repeated_header: &'static str,
    pub comments: &'static str,
    pub short_rows: &'static str,
    pub long_rows: &'static str,
    pub long_rows_empty: &'static str,
    pub no_rows: &'static str,
    pub other_delimiter: &'static str,
    pub preamble_filled: &'static str,
    pub titles: &'static str,
    pub kinds_by_code: &'static str,
    pub cut_decimal: &'static str,
    pub cut_thousands: &'static str,
    pub short_rows_refused: &'static str,
    pub short_rows_padded: &'static str,
    pub totals_at: &'static str,
    pub totals_sums: &'static str,
    pub totals_untold: &'static str,
    pub sum_of_rows: &'static str,
    pub no_header_of_its_own: &'static str,
    pub file_mark: &'static str,
    pub summary: &'static str,
    pub summary_open: &'static str,
    pub summary_kinds: &'static str,
    /// A kind that is passed over: `{name}`, `{records}`, `{skip}`, `{places}`, `{others}`.
    pub summary_skipped: &'static str,
    pub summary_controls: &'static str,
    pub written: &'static str,
    pub next_check: &'static str,
}

impl Texts {
    /// Why a kind is passed over.
    #[must_use]
    pub const fn skip(&self, skip: Skip) -> &'static str {
        match skip {
            Skip::Title => self.skip_title,
            Skip::Heading => self.skip_heading,
            Skip::Total => self.skip_total,
            Skip::Padding => self.skip_padding,
            Skip::Blank => self.skip_blank,
            Skip::Unknown => self.skip_unknown,
        }
    }

    /// Those of a language.
    #[must_use]
    pub const fn of(language: Language) -> &'static Self {
        match language {
            Language::En => &en::TEXTS,
            Language::Fr => &fr::TEXTS,
        }
    }
}

/// What files of a published layout are called, or where it is published, in a language; the layouts have it in English.
#[must_use]
pub fn published(language: Language, english: &'static str) -> &'static str {
    match (language, english) {
        (Language::Fr, "FedACH's directory") => "l’annuaire FedACH",
        (
            Language::Fr,
            "the Federal Reserve's FedACH directory file format (fedwiredirectory.frb.org/format_ACH.cfm)",
        ) => "l’annuaire FedACH de la Réserve fédérale (fedwiredirectory.frb.org/format_ACH.cfm)",
        (Language::Fr, "MPAC's year-end tax file") => "l’extrait fiscal annuel de la SÉFM (MPAC)",
        (Language::Fr, "the City of Sault Ste. Marie's reader of it (github.com/cityssm/node-mpac-yetf)") => {
            "l’outil de la ville de Sault Ste. Marie qui le lit (github.com/cityssm/node-mpac-yetf)"
        }
        (Language::Fr, "NACHA payment files") => "fichiers de paiement NACHA",
        (Language::Fr, "the Nacha Operating Rules, Appendix Three (achdevguide.nacha.org/ach-file-details)") => {
            "l’annexe trois des règles de la Nacha (achdevguide.nacha.org/ach-file-details)"
        }
        _ => english,
    }
}
