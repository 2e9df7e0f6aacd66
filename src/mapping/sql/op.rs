//! What an operator or function does, once its operands have types; and what of it is read with the mapping.

use std::sync::Arc;

use super::format::Format;
use super::like::Like;
use crate::mapping::model::{Pattern, Type};
use crate::place::Span;

/// How digits that do not fit are dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mode {
    /// Half away from zero.
    Half,
    /// Half to the even neighbour.
    Even,
    /// Towards zero.
    Trunc,
    /// Towards minus infinity.
    Floor,
    /// Towards plus infinity.
    Ceil,
}

/// A unit of `date_trunc`, `date_diff` and `date_add`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Unit {
    Year,
    Quarter,
    Month,
    Week,
    Day,
    Hour,
    Minute,
    Second,
}

impl Unit {
    /// The unit of this name, in the singular or plural.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        Some(match name.strip_suffix('s').unwrap_or(&name) {
            "year" => Self::Year,
            "quarter" => Self::Quarter,
            "month" => Self::Month,
            "week" => Self::Week,
            "day" => Self::Day,
            "hour" => Self::Hour,
            "minute" => Self::Minute,
            "second" => Self::Second,
            _ => return None,
        })
    }

    /// Months of one unit; none if it is no whole number of months.
    #[must_use]
    pub const fn months(self) -> Option<i64> {
        match self {
            Self::Year => Some(12),
            Self::Quarter => Some(3),
            Self::Month => Some(1),
            _ => None,
        }
    }

    /// Days of one unit; none if it is no whole number of days.
    #[must_use]
    pub const fn days(self) -> Option<i64> {
        match self {
            Self::Week => Some(7),
            Self::Day => Some(1),
            _ => None,
        }
    }

    /// Microseconds of one unit of at most a week; none for months and what is made of them.
    #[must_use]
    pub const fn micros(self) -> Option<i64> {
        Some(match self {
            Self::Week => 604_800_000_000,
            Self::Day => 86_400_000_000,
            Self::Hour => 3_600_000_000,
            Self::Minute => 60_000_000,
            Self::Second => 1_000_000,
            _ => return None,
        })
    }
}

/// What is done. Operands are of the types that the table's signature names; the result's type stands beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Op {
    Add,
    Sub,
    Mul,
    Div,
    WholeDiv,
    Rem,
    Negative,
    Positive,
    Abs,
    Sign,
    /// To the scale of [`Prepared::Scale`].
    Round(Mode),
    /// `round(a / b, n)` of the exact quotient.
    RoundQuotient(Mode),
    /// A date and whole days.
    AddDays,
    SubDays,
    /// Days from the second date to the first.
    DaysBetween,
    /// A date or timestamp and whole months.
    AddMonths,
    /// A timestamp and microseconds.
    AddMicros,
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
    Distinct,
    Greatest,
    Least,
    And,
    Or,
    Not,
    IsNull,
    IsTrue,
    IsFalse,
    /// One of literals; others are written out as `a = b OR …`.
    In,
    /// Condition, value, condition, value, …, value.
    Case,
    Coalesce,
    NullIf,
    Cast,
    TryCast,
    /// The last step: into the wanted column's type, [`Prepared::Type`].
    Fit,
    Join,
    Concat,
    ConcatWith,
    Lower,
    Upper,
    Trim,
    TrimLeft,
    TrimRight,
    PadLeft,
    PadRight,
    Left,
    Right,
    Substring,
    Position,
    Replace,
    Translate,
    SplitPart,
    Length,
    Repeat,
    Reverse,
    Like,
    Matches,
    RegexReplace,
    RegexExtract,
    StartsWith,
    EndsWith,
    Contains,
    LuhnValid,
    Year,
    Quarter,
    Month,
    Day,
    DayOfWeek,
    DayOfYear,
    Hour,
    Minute,
    Second,
    DateTrunc,
    MakeDate,
    Strptime,
    TryStrptime,
    Strftime,
    LastDay,
    DateDiff,
    DateAdd,
    FiscalYear,
}

/// A constant argument, read with the mapping.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Prepared {
    /// The operation has none.
    #[default]
    None,
    /// Decimals to keep; below 0 digits before the mark are dropped too.
    Scale(i8),
    /// The same of a quotient, and where that is written: it may fail on its own.
    Quotient(i8, Span),
    /// A pattern of LIKE.
    Like(Arc<Like>),
    /// A regular expression.
    Regex(Pattern),
    /// A regular expression and one of its groups; 0 is all that it finds.
    Group(Pattern, usize),
    /// A format of dates.
    Format(Arc<Format>),
    /// A unit of time.
    Unit(Unit),
    /// The wanted column's type.
    Type(Type),
}
