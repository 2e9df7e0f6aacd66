//! How many bytes a value has, and where it may begin.
//!
//! Sources: IBM Enterprise COBOL 6.4 Language Reference, "USAGE clause" and "SYNCHRONIZED clause"; what differs elsewhere
//! is in [`Dialect`](super::Dialect).

use super::dialect::{Dialect, least};
use super::entry::{Sign, Usage};
use super::item::Elementary;
use super::picture::{Category, Picture};

/// The declared usage, or what the picture asks for, as a dialect means it.
pub(super) fn usage(dialect: Dialect, declared: Option<Usage>, picture: Option<&Picture>) -> Usage {
    match (declared, picture.map(|picture| picture.category)) {
        (Some(Usage::CompN), _) => {
            if dialect == Dialect::GnuCobol {
                Usage::CompX
            } else {
                Usage::Native
            }
        }
        // GnuCOBOL 3.1: "COMP-6 with sign - changing to COMP-3".
        (Some(Usage::PackedUnsigned), _)
            if dialect == Dialect::GnuCobol && picture.is_some_and(|picture| picture.signed) =>
        {
            Usage::Packed
        }
        (None | Some(Usage::Display), Some(Category::National)) => Usage::National,
        (None | Some(Usage::Display), Some(Category::Dbcs)) => Usage::Dbcs,
        (None | Some(Usage::Display), Some(Category::Utf8)) => Usage::Utf8,
        (declared, _) => declared.unwrap_or(Usage::Display),
    }
}

pub(super) const fn needs_picture(usage: Usage) -> bool {
    !matches!(
        usage,
        Usage::Float
            | Usage::Double
            | Usage::Pointer
            | Usage::LongPointer
            | Usage::FunctionPointer
            | Usage::Index
            | Usage::Sized(..)
    )
}

/// Whether a picture may have a usage.
pub(super) fn fits(dialect: Dialect, usage: Usage, picture: &Picture) -> bool {
    match usage {
        Usage::Display => !matches!(picture.category, Category::National | Category::Dbcs | Category::Utf8),
        Usage::National => !matches!(
            picture.category,
            Category::Alphabetic | Category::Alphanumeric | Category::Dbcs | Category::Utf8 | Category::Boolean
        ),
        Usage::Utf8 => picture.category == Category::Utf8,
        Usage::Dbcs => picture.category == Category::Dbcs,
        Usage::CompX => matches!(picture.category, Category::Numeric | Category::Alphanumeric),
        Usage::Native | Usage::CompN if dialect != Dialect::Ibm => {
            matches!(picture.category, Category::Numeric | Category::Alphanumeric)
        }
        Usage::Binary | Usage::Native | Usage::CompN | Usage::Little | Usage::Packed | Usage::PackedUnsigned => {
            picture.category == Category::Numeric
        }
        _ => false,
    }
}

/// Bytes of one value.
pub(super) fn length(dialect: Dialect, elementary: &Elementary) -> u64 {
    let (size, digits, signed) = elementary
        .picture
        .as_ref()
        .map_or((0, 0, false), |picture| (u64::from(picture.size), picture.digits, picture.signed));
    match elementary.usage {
        Usage::Display => size + u64::from(elementary.sign.is_some_and(|sign| sign.is_separate)),
        Usage::National => 2 * (size + u64::from(elementary.sign.is_some_and(|sign| sign.is_separate))),
        Usage::Dbcs => 2 * size,
        Usage::Utf8 => {
            let told = elementary.picture.as_ref().and_then(|picture| picture.bytes);
            told.map_or(4 * size, u64::from)
        }
        // PIC X(n) of COMP-X and COMP-5: so many bytes.
        Usage::CompX | Usage::Native | Usage::CompN if digits == 0 => size,
        Usage::CompX => least(digits, false),
        Usage::Binary | Usage::Native | Usage::CompN | Usage::Little => dialect.binary(digits, signed),
        Usage::Packed => u64::from(digits / 2 + 1),
        Usage::PackedUnsigned => u64::from(digits.div_ceil(2)),
        Usage::Float | Usage::Index => 4,
        Usage::Double | Usage::LongPointer => 8,
        Usage::Pointer => dialect.pointer(),
        Usage::FunctionPointer => dialect.function_pointer(),
        Usage::Sized(bytes, _) => u64::from(bytes),
    }
}

/// Bytes behind a value that belong to it and hold nothing. `GnuCOBOL` 3.1 counts the byte of a group's SIGN … SEPARATE for
/// edited numbers with a sign as well, and writes nothing there.
pub(super) fn spare(dialect: Dialect, usage: Usage, picture: &Picture, sign: Option<Sign>) -> u64 {
    let is_edited = usage == Usage::Display && picture.category == Category::NumericEdited && picture.signed;
    u64::from(dialect == Dialect::GnuCobol && is_edited && sign.is_some_and(|sign| sign.is_separate))
}

/// The boundary on which SYNCHRONIZED puts a value. IBM: half words for two bytes, full words for four and eight, double
/// words for COMP-2; the others: a value's own size, up to eight (`GnuCOBOL`: sixteen).
pub(super) fn alignment(dialect: Dialect, usage: Usage, length: u64) -> u64 {
    match (usage, dialect) {
        (Usage::Display | Usage::National | Usage::Dbcs | Usage::Utf8 | Usage::Packed | Usage::PackedUnsigned, _) => 1,
        (
            Usage::Binary | Usage::Native | Usage::CompN | Usage::Little | Usage::CompX | Usage::Sized(..),
            Dialect::Ibm,
        ) => length.clamp(1, 4),
        (Usage::Index | Usage::Pointer | Usage::FunctionPointer | Usage::Float, Dialect::Ibm) => 4,
        (_, Dialect::Ibm) => 8,
        _ => {
            let most = if dialect == Dialect::GnuCobol { 16 } else { 8 };
            if length.is_power_of_two() { length.min(most) } else { 1 }
        }
    }
}
