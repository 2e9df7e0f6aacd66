//! The words of `--round-trip` and of the second witness, in both languages: how the bytes of a value differ from the
//! canonical ones.
//!
//! Templates as everywhere; each language is one value of [`Texts`].

mod en;
mod fr;

use super::Language;

impl Language {
    /// The texts of `--round-trip`.
    #[must_use]
    pub const fn round_trip(self) -> &'static Texts {
        match self {
            Self::En => &en::TEXTS,
            Self::Fr => &fr::TEXTS,
        }
    }
}

impl Texts {
    /// Why bytes differ, by the word that the evidence has for it.
    #[must_use]
    pub fn why(&self, word: &str) -> &'static str {
        match word {
            "packed_sign" => self.packed_sign,
            "zoned_sign" => self.zoned_sign,
            "plain_digit" => self.plain_digit,
            "plus" => self.plus,
            "inserted" => self.inserted,
            "minus_zero" => self.minus_zero,
            "blanks" => self.blanks,
            "zeros" => self.zeros,
            "low_values" => self.low_values,
            "high_values" => self.high_values,
            "zero_exponent" => self.zero_exponent,
            "not_normalised" => self.not_normalised,
            "rounded" => self.rounded,
            "blanks_before" => self.blanks_before,
            "filled_low" => self.filled_low,
            "filled_tabs" => self.filled_tabs,
            "character" => self.character,
            _ => self.unknown,
        }
    }
}

texts! {
    // ---- a run ----------------------------------------------------------------------------------------------
    /// Heading: all values give their bytes.
    all_same("values", "fields");
    /// Heading: some do not.
    some_other("other", "values");
    /// Heading: no field was encoded.
    none();
    /// One way in which values of a field differ.
    found("why", "values", "file", "record");
    /// Fields that are not listed.
    more("more", "file");
    /// What it means.
    advice();

    // ---- a record -------------------------------------------------------------------------------------------
    /// How many fields of a record give their bytes.
    witness("same", "fields");
    /// One that does not.
    would_be("field", "found", "bytes", "why");
    /// One that does not, and is personal.
    personal("field");
    /// One that encodes to nothing.
    no_bytes("field", "found", "why");

    // ---- why ------------------------------------------------------------------------------------------------
    /// Of a packed number.
    packed_sign("found", "wanted");
    /// Of a zoned number.
    zoned_sign("found", "wanted");
    /// Of zoned digits in ASCII.
    plain_digit();
    /// Of an edited number.
    plus();
    /// Of an edited number: a character of its picture stands before it.
    inserted();
    /// A zero with a minus.
    minus_zero();
    /// Blanks that are zero.
    blanks();
    /// Zeros where a program would have stored blanks.
    zeros();
    /// X'00' that is zero.
    low_values();
    /// X'FF' that is zero.
    high_values();
    /// Of a hexadecimal float.
    zero_exponent();
    /// Of a hexadecimal float.
    not_normalised();
    /// By the type, or as declared.
    rounded();
    /// Of a text.
    blanks_before();
    /// Of a text.
    filled_low();
    /// Of a text.
    filled_tabs();
    /// Of a text.
    character();
    /// Not known, or not shown.
    unknown();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::words::placeholders;

    #[test]
    fn every_text_names_its_arguments_and_no_others_in_both_languages() {
        for language in [Language::En, Language::Fr] {
            for (name, args, text) in language.round_trip().all() {
                assert!(!text.is_empty(), "{name}");
                for used in placeholders(text) {
                    assert!(args.contains(&used), "{language:?} {name}: {used}");
                }
                for wanted in args {
                    assert!(placeholders(text).contains(wanted), "{language:?} {name}: {wanted}");
                }
            }
        }
    }
}
