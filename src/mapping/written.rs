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
