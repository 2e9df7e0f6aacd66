//! The types of expressions, and what becomes another type without being asked.
//!
//! Only what cannot lose: a whole number becomes a decimal, a decimal one with more digits, nothing (`NULL`) becomes
//! anything. Text is never a number or a date unless the expression says CAST.

use crate::mapping::model::Type;
use crate::mapping::types;

/// Most digits of a decimal.
pub const MOST_DIGITS: u8 = 38;
/// Digits of every 64-bit number.
pub const INT_DIGITS: u8 = 19;

/// The type of an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ty {
    /// `NULL`: fits every type.
    Null,
    /// True or false.
    Bool,
    /// A whole number of 64 bits; its values are known to have at most so many digits.
    Int(u8),
    /// 1 ≤ precision ≤ 38, 0 ≤ scale ≤ precision.
    Decimal {
        /// All digits.
        precision: u8,
        /// Digits after the mark.
        scale: u8,
    },
    /// 64 bits.
    Float,
    /// Any text.
    Text,
    /// Days since 1970-01-01.
    Date,
    /// Microseconds since midnight.
    Time,
    /// Microseconds since 1970-01-01.
    Timestamp,
    /// Only to be added to a date or timestamp.
    Interval,
}

impl Ty {
    /// The expression type of a field's type.
    #[must_use]
    pub const fn of(ty: Type) -> Self {
        match ty {
            Type::Text => Self::Text,
            Type::Int16 => Self::Int(5),
            Type::Int32 => Self::Int(10),
            Type::Int64 => Self::Int(INT_DIGITS),
            Type::Decimal { precision, scale } => Self::Decimal { precision, scale },
            Type::Date => Self::Date,
            Type::Time => Self::Time,
            Type::Timestamp => Self::Timestamp,
            Type::Bool => Self::Bool,
            Type::Float32 | Type::Float64 => Self::Float,
        }
    }

    /// The type that a column of it has; none for `NULL` and intervals.
    #[must_use]
    pub const fn model(self) -> Option<Type> {
        Some(match self {
            Self::Null | Self::Interval => return None,
            Self::Bool => Type::Bool,
            Self::Int(_) => Type::Int64,
            Self::Decimal { precision, scale } => Type::Decimal { precision, scale },
            Self::Float => Type::Float64,
            Self::Text => Type::Text,
            Self::Date => Type::Date,
            Self::Time => Type::Time,
            Self::Timestamp => Type::Timestamp,
        })
    }

    /// As the mapping writes it; whole numbers of all widths are `int64`.
    #[must_use]
    pub fn name(self) -> String {
        match (self, self.model()) {
            (Self::Null, _) => "null".to_owned(),
            (_, Some(ty)) => types::name(ty),
            _ => "interval".to_owned(),
        }
    }

    /// Digits and scale of a whole number or decimal; `NULL` counts as one digit.
    #[must_use]
    pub const fn exact(self) -> Option<(u8, u8)> {
        match self {
            Self::Int(digits) => Some((digits, 0)),
            Self::Decimal { precision, scale } => Some((precision, scale)),
            Self::Null => Some((1, 0)),
            _ => None,
        }
    }

    /// Decimals after the mark of an exact number; 0 for everything else.
    #[must_use]
    pub const fn scale(self) -> u8 {
        match self {
            Self::Decimal { scale, .. } => scale,
            _ => 0,
        }
    }

    /// A decimal of so many digits before and after the mark, held to 38 in all. None if the decimals alone are more.
    #[must_use]
    pub fn decimal(before: u8, scale: u8) -> Option<Self> {
        let precision = before.saturating_add(scale).clamp(1, MOST_DIGITS);
        (scale <= MOST_DIGITS).then_some(Self::Decimal { precision: precision.max(scale), scale })
    }
}

/// The type that holds the values of both, as far as 38 digits reach; none if there is none.
#[must_use]
#[expect(clippy::many_single_char_names, reason = "a, b; p, s, q, t as the reference writes them")]
pub fn unify(a: Ty, b: Ty) -> Option<Ty> {
    match (a, b) {
        (Ty::Null, other) | (other, Ty::Null) => Some(other),
        (Ty::Int(a), Ty::Int(b)) => Some(Ty::Int(a.max(b))),
        (a, b) if a == b => Some(a),
        (a, b) => {
            let ((p, s), (q, t)) = (a.exact()?, b.exact()?);
            Ty::decimal((p - s).max(q - t), s.max(t))
        }
    }
}

/// The type that a CAST names; none if there is none of that name.
#[must_use]
pub fn named(text: &str) -> Option<Type> {
    let text: String = text.chars().filter(|c| *c != ' ').collect();
    let (word, numbers) = text.split_once('(').unwrap_or((&text, ""));
    if matches!(word, "decimal" | "numeric" | "dec") {
        let (precision, scale) =
            numbers.strip_suffix(')')?.split_once(',').unwrap_or((numbers.strip_suffix(')')?, "0"));
        let (precision, scale) = (precision.parse().ok()?, scale.parse().ok()?);
        return ((1..=MOST_DIGITS).contains(&precision) && scale <= precision)
            .then_some(Type::Decimal { precision, scale });
    }
    if !numbers.is_empty() {
        return None;
    }
    Some(match word {
        "text" | "varchar" | "string" | "char" => Type::Text,
        "int16" | "smallint" | "int2" => Type::Int16,
        "int32" | "int" | "integer" | "int4" => Type::Int32,
        "int64" | "bigint" | "int8" => Type::Int64,
        "date" => Type::Date,
        "time" => Type::Time,
        "timestamp" | "datetime" => Type::Timestamp,
        "bool" | "boolean" => Type::Bool,
        "float64" | "double" | "float8" | "doubleprecision" => Type::Float64,
        _ => return None,
    })
}

/// Names for a suggestion.
pub const NAMES: [&str; 10] =
    ["text", "int16", "int32", "int64", "decimal(15,2)", "date", "time", "timestamp", "bool", "float64"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_types_have_one_that_holds_both() {
        let decimal = |precision, scale| Ty::Decimal { precision, scale };
        for (a, b, want) in [
            (Ty::Int(5), Ty::Int(10), Some(Ty::Int(10))),
            (Ty::Int(5), decimal(5, 2), Some(decimal(7, 2))),
            (decimal(38, 0), decimal(38, 10), Some(decimal(38, 10))),
            (decimal(15, 2), decimal(9, 4), Some(decimal(17, 4))),
            (Ty::Null, Ty::Date, Some(Ty::Date)),
            (Ty::Text, Ty::Int(1), None),
            (Ty::Float, Ty::Int(1), None),
            (Ty::Date, Ty::Timestamp, None),
        ] {
            assert_eq!(unify(a, b), want);
            assert_eq!(unify(b, a), want);
        }
    }

    #[test]
    fn a_cast_names_our_types_and_the_usual_ones() {
        for (text, want) in [
            ("decimal(15, 2)", Some(Type::Decimal { precision: 15, scale: 2 })),
            ("numeric(5)", Some(Type::Decimal { precision: 5, scale: 0 })),
            ("decimal", None),
            ("decimal(39,2)", None),
            ("decimal(2,3)", None),
            ("double precision", Some(Type::Float64)),
            ("bigint", Some(Type::Int64)),
            ("varchar(10)", None),
            ("blob", None),
        ] {
            assert_eq!(named(text), want, "{text}");
        }
    }
}
