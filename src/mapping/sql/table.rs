//! The table: every operator and function once, with what it takes and gives, when it fails, and examples.
//!
//! From it come the check of types, `docs/reference/sql.md`, and a test that runs every example. Refuses to know how
//! anything is computed.

mod dates;
mod logic;
mod numbers;
mod text;

use super::op::Op;
use super::types::{MOST_DIGITS, Ty, unify};
use crate::finding::Code;

/// A chapter of the reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Group {
    Numbers,
    Logic,
    Text,
    Dates,
}

/// What an operand may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Takes {
    Bool,
    Text,
    Int,
    /// A whole number or a decimal.
    Exact,
    Float,
    Date,
    Timestamp,
    /// A date or a timestamp.
    Moment,
    /// A time or a timestamp.
    Clock,
    Interval,
    /// Anything.
    Any,
    /// What the other operands of this sort are, or what holds both.
    Same,
    /// A whole number that is written down: decimals to keep.
    Scale,
    /// A whole number that is written down: a group of the pattern before it, 0 for all of it.
    Group,
    /// A text that is written down: a pattern of LIKE, a regular expression, a format, a unit.
    Like,
    Regex,
    Format,
    Unit,
}

impl Takes {
    /// Whether a value of this type may stand there.
    #[must_use]
    pub fn fits(self, ty: Ty) -> bool {
        if ty == Ty::Interval {
            return self == Self::Interval;
        }
        let is_text = ty == Ty::Text;
        match self {
            Self::Any | Self::Same => true,
            Self::Interval => false,
            Self::Scale | Self::Group => matches!(ty, Ty::Int(_)),
            Self::Like | Self::Regex | Self::Format | Self::Unit => is_text,
            _ if ty == Ty::Null => true,
            Self::Bool => ty == Ty::Bool,
            Self::Text => is_text,
            Self::Int => matches!(ty, Ty::Int(_)),
            Self::Exact => ty.exact().is_some(),
            Self::Float => ty == Ty::Float,
            Self::Date => ty == Ty::Date,
            Self::Timestamp => ty == Ty::Timestamp,
            Self::Moment => matches!(ty, Ty::Date | Ty::Timestamp),
            Self::Clock => matches!(ty, Ty::Time | Ty::Timestamp),
        }
    }

    /// As the reference and messages write it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Bool => "bool",
            Self::Text => "text",
            Self::Int => "int",
            Self::Exact => "decimal",
            Self::Float => "float64",
            Self::Date => "date",
            Self::Timestamp => "timestamp",
            Self::Moment => "date|timestamp",
            Self::Clock => "time|timestamp",
            Self::Interval => "interval",
            Self::Any => "any",
            Self::Same => "T",
            Self::Scale | Self::Group => "'int'",
            Self::Like | Self::Regex => "'pattern'",
            Self::Format => "'format'",
            Self::Unit => "'unit'",
        }
    }
}

/// How the result's type comes from the operands'.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Gives {
    Bool,
    Int,
    Float,
    Text,
    Date,
    /// The type of the first operand.
    First,
    /// The type that holds all operands marked [`Takes::Same`].
    Same,
    /// `decimal(max(p-s, q-t) + 1 + max(s, t), max(s, t))`.
    Sum,
    /// `decimal(p + q, s + t)`.
    Product,
    /// `decimal(p - s + t + max(6, s, t), max(6, s, t))`.
    Quotient,
    /// `decimal(p - s + t, 0)`.
    Whole,
    /// `decimal(min(p-s, q-t) + max(s, t), max(s, t))`.
    Remainder,
    /// `decimal(p - s + 1 + n, n)`; a whole number stays one.
    Rounded,
    /// A date, or a timestamp if the format says a time.
    Format,
    /// A date; a timestamp if the operand is one.
    Moment,
}

impl Gives {
    /// The result's type; the number of decimals that would be needed if they are more than 38.
    ///
    /// # Errors
    /// That number.
    pub fn ty(self, args: &[Ty], takes: &[Takes]) -> Result<Ty, u8> {
        let of = |at: usize| args.get(at).copied().unwrap_or(Ty::Null);
        let digits = |at: usize| of(at).exact().unwrap_or((1, 0));
        let ((p, s), (q, t)) = (digits(0), digits(1));
        let decimal = |before: u8, scale: u8| Ty::decimal(before, scale).ok_or(scale);
        match self {
            Self::Bool => Ok(Ty::Bool),
            Self::Int => Ok(Ty::Int(super::types::INT_DIGITS)),
            Self::Float => Ok(Ty::Float),
            Self::Text => Ok(Ty::Text),
            Self::Date => Ok(Ty::Date),
            Self::Moment => Ok(args.last().copied().unwrap_or(Ty::Null)),
            Self::Same => {
                let same = args.iter().zip(takes).filter(|(_, takes)| **takes == Takes::Same).map(|(ty, _)| *ty);
                Ok(same.fold(Ty::Null, |sum, ty| unify(sum, ty).unwrap_or(sum)))
            }
            Self::Sum => decimal((p - s).max(q - t) + 1, s.max(t)),
            Self::Product => {
                let scale = s + t;
                decimal(p + q - scale, scale)
            }
            Self::Quotient => {
                let scale = s.max(t).max(QUOTIENT_DECIMALS);
                decimal(p - s + t, scale)
            }
            Self::Whole => decimal((p - s + t).min(MOST_DIGITS), 0),
            Self::Remainder => decimal((p - s).min(q - t), s.max(t)),
            Self::First | Self::Rounded | Self::Format => Ok(of(0)),
        }
    }

    /// As the reference writes it.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Bool => "bool",
            Self::Int => "int",
            Self::Float => "float64",
            Self::Text => "text",
            Self::Date => "date",
            Self::First => "as the first",
            Self::Moment => "as the date",
            Self::Same => "T",
            Self::Sum => "decimal(max(p-s, q-t)+1+max(s,t), max(s,t))",
            Self::Product => "decimal(p+q, s+t)",
            Self::Quotient => "decimal(p-s+t+d, d), d = max(6, s, t)",
            Self::Whole => "decimal(p-s+t, 0)",
            Self::Remainder => "decimal(min(p-s, q-t)+max(s,t), max(s,t))",
            Self::Rounded => "decimal(p-s+1+n, n); int of an int",
            Self::Format => "date; timestamp if the format has a time",
        }
    }
}

/// Decimals of a quotient at least.
pub const QUOTIENT_DECIMALS: u8 = 6;

/// What becomes of operands without a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nulls {
    /// No value in any operand: no value.
    Spread,
    /// They are left out.
    Skipped,
    /// As the description says.
    Own,
}

/// One line of the table.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// In small letters; several lines may have one name.
    pub name: &'static str,
    /// Chapter.
    pub group: Group,
    /// How it is written.
    pub form: &'static str,
    /// What is done.
    pub op: Op,
    /// Operands in their order; the last stands for all others if `more`.
    pub takes: &'static [Takes],
    /// So many operands at least.
    pub least: usize,
    /// Any number of operands.
    pub more: bool,
    /// The result.
    pub gives: Gives,
    /// Operands without a value.
    pub nulls: Nulls,
    /// Codes of its failures.
    pub fails: &'static [Code],
    /// One line, in English and in French.
    pub about: [&'static str; 2],
    /// Expression, and the text of its value: `NULL` or a code.
    pub examples: &'static [(&'static str, &'static str)],
}

impl Entry {
    const fn new(group: Group, form: &'static str, op: Op, takes: &'static [Takes], gives: Gives) -> Self {
        Self {
            name: "",
            group,
            form,
            op,
            takes,
            least: takes.len(),
            more: false,
            gives,
            nulls: Nulls::Spread,
            fails: &[],
            about: ["", ""],
            examples: &[],
        }
    }

    const fn named(mut self, name: &'static str) -> Self {
        self.name = name;
        self
    }

    const fn least(mut self, least: usize) -> Self {
        self.least = least;
        self
    }

    const fn more(mut self, least: usize) -> Self {
        self.least = least;
        self.more = true;
        self
    }

    const fn nulls(mut self, nulls: Nulls) -> Self {
        self.nulls = nulls;
        self
    }

    const fn fails(mut self, fails: &'static [Code]) -> Self {
        self.fails = fails;
        self
    }

    const fn about(mut self, english: &'static str, french: &'static str) -> Self {
        self.about = [english, french];
        self
    }

    const fn examples(mut self, examples: &'static [(&'static str, &'static str)]) -> Self {
        self.examples = examples;
        self
    }

    /// What may stand at each operand's place, if so many may stand there.
    #[must_use]
    pub fn takes(&self, count: usize) -> Option<Vec<Takes>> {
        let most = if self.more { usize::MAX } else { self.takes.len() };
        let last = self.takes.last().copied().unwrap_or(Takes::Any);
        let at = |at: usize| self.takes.get(at).copied().unwrap_or(last);
        (self.least..=most).contains(&count).then(|| (0..count).map(at).collect())
    }

    /// Whether operands of these types may stand there.
    #[must_use]
    pub fn fits(&self, args: &[Ty]) -> bool {
        let Some(takes) = self.takes(args.len()) else { return false };
        let same = || args.iter().zip(&takes).filter(|(_, takes)| **takes == Takes::Same).map(|(ty, _)| *ty);
        takes.iter().zip(args).all(|(takes, ty)| takes.fits(*ty)) && same().try_fold(Ty::Null, unify).is_some()
    }
}

/// All lines, in the order of the reference.
pub fn all() -> impl Iterator<Item = &'static Entry> {
    [numbers::TABLE, logic::TABLE, text::TABLE, dates::TABLE].into_iter().flatten()
}

/// Names of what is called with brackets: no operators.
pub fn functions() -> impl Iterator<Item = &'static str> {
    let is_called = |entry: &&Entry| entry.form.strip_prefix(entry.name).is_some_and(|rest| rest.starts_with('('));
    all().filter(is_called).map(|entry| entry.name)
}

/// The lines of one name.
pub fn of(name: &str) -> impl Iterator<Item = &'static Entry> {
    all().filter(move |entry| entry.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_has_words_and_an_example() {
        for entry in all() {
            assert!(!entry.name.is_empty() && !entry.form.is_empty(), "{entry:?}");
            assert!(entry.about.iter().all(|text| text.len() > 4), "{entry:?}");
            assert!(!entry.examples.is_empty(), "{}: no example", entry.form);
            let failed = |code: &Code| entry.examples.iter().any(|(_, result)| *result == code.id());
            assert!(entry.fails.iter().all(failed), "{}: a failure without an example", entry.form);
        }
    }
}
