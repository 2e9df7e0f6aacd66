//! How a mapping writes what the model has as a value: one word each.

use super::model::{Check, OnBlank, Round, Sign, Trim};

/// A value of `trim:`.
#[must_use]
pub const fn trim(trim: Trim) -> &'static str {
    match trim {
        Trim::None => "none",
        Trim::Left => "left",
        Trim::Right => "right",
        Trim::Both => "both",
    }
}

/// A value of `sign:`.
#[must_use]
pub const fn sign(sign: Sign) -> &'static str {
    match sign {
        Sign::None => "none",
        Sign::Leading => "leading",
        Sign::Trailing => "trailing",
        Sign::Overpunch => "overpunch",
        Sign::OverpunchP => "overpunch_p",
        Sign::MinusAfter => "minus_after",
        Sign::CrDb => "cr_db",
        Sign::Credit => "credit",
        Sign::Debit => "debit",
        Sign::LeadingApart => "leading_apart",
        Sign::Parentheses => "parentheses",
        Sign::Angles => "angles",
        Sign::AnyText => "any_text",
    }
}

/// A value of `round:`.
#[must_use]
pub const fn round(round: Round) -> &'static str {
    match round {
        Round::HalfUp => "half_up",
        Round::HalfEven => "half_even",
        Round::Truncate => "truncate",
    }
}

/// A value of `on_blank:`.
#[must_use]
pub const fn on_blank(on_blank: OnBlank) -> &'static str {
    match on_blank {
        OnBlank::Empty => "empty",
        OnBlank::Reject => "reject",
        OnBlank::Zero => "zero",
        OnBlank::Number => "number",
    }
}

/// A value of `check:`.
#[must_use]
pub const fn check(check: Check) -> &'static str {
    match check {
        Check::Sin => "sin",
        Check::Bn => "bn",
        Check::Luhn => "luhn",
        Check::Aba => "aba",
        Check::Iban => "iban",
        Check::CaPostalCode => "ca_postal_code",
        Check::CaTransit => "ca_transit",
    }
}

/// A text as a YAML scalar that reads as that text, in a list or map of one line too.
#[must_use]
pub fn scalar(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '/');
    let inner = |c: char| plain(c) || matches!(c, '-' | '*' | '+');
    let is_plain = text.starts_with(plain) && text.chars().all(inner);
    if is_plain {
        return text.to_owned();
    }
    let mut quoted = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() || matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{feff}') => {
                quoted.push_str("\\u");
                quoted.extend(format!("{:04X}", u32::from(c)).chars());
            }
            c => quoted.push(c),
        }
    }
    quoted + "\""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scalars_read_as_their_text() {
        for (text, want) in [
            ("AA", "AA"),
            ("000000", "000000"),
            ("YYYY-MM-DD", "YYYY-MM-DD"),
            ("é", "é"),
            ("", "\"\""),
            ("*", "\"*\""),
            ("a: b", "\"a: b\""),
            ("-", "\"-\""),
            ("x\"y\\", "\"x\\\"y\\\\\""),
            ("a\u{1}", "\"a\\u0001\""),
        ] {
            assert_eq!(scalar(text), want);
        }
    }
}
