//! The words of `--round-trip` in English.

use super::Texts;

pub const TEXTS: Texts = Texts {
    all_same: "Round trip: {values:value|values} of {fields:field|fields}, encoded again, give the bytes that were read",
    some_other: "Round trip: encoded again, {other} of {values:value|values} give other bytes than were read",
    none: "Round trip: no field was encoded again (numbers and dates that are text, and cells, are not)",
    found: "{why}: {values:value|values}; the first: {file}, record {record}",
    more: "and {more:field|fields} more; all are in {file}",
    advice: "Nothing is refused for it: the values are read as declared. It shows which program wrote them, and what a \
             file that is written back would have otherwise.",

    witness: "Second witness: {same} of {fields:stored field|stored fields}, encoded again, give the bytes that stand there.",
    would_be: "`{field}`: X'{found}' would be X'{bytes}' ({why})",
    personal: "`{field}`: other bytes (personal)",
    no_bytes: "`{field}`: X'{found}' would be nothing ({why})",

    packed_sign: "packed sign {found} instead of {wanted}",
    zoned_sign: "zoned sign {found} instead of {wanted}",
    plain_digit: "digit without its sign",
    plus: "plus instead of a blank",
    inserted: "`0` or `/` of the picture among the blanks before the number",
    minus_zero: "minus zero",
    blanks: "blanks, which are zero as declared",
    zeros: "zero in digits, where blanks or asterisks are zero",
    low_values: "LOW-VALUES, which are zero as declared",
    high_values: "HIGH-VALUES, which are zero as declared",
    zero_exponent: "zero with an exponent",
    not_normalised: "hexadecimal float that is not normalised",
    rounded: "value that was rounded",
    blanks_before: "blanks before a text",
    filled_low: "text filled up with X'00'",
    filled_tabs: "text filled up with tabs",
    character: "character that has several bytes",
    unknown: "other bytes",
};
