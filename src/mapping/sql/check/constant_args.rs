//! Arguments that must be written down: patterns, formats, units, numbers of decimals.
//!
//! They are read once, with the mapping, and taken out of the operands.

use std::sync::Arc;

use super::Checker;
use crate::finding::Code;
use crate::mapping::mistakes::args;
use crate::mapping::model::{Pattern, Value};
use crate::mapping::nearest::or_empty;
use crate::mapping::sql::op::{Op, Prepared, Unit};
use crate::mapping::sql::table::{Entry, Takes};
use crate::mapping::sql::types::{INT_DIGITS, MOST_DIGITS};
use crate::mapping::sql::{Expr, format, like};
use crate::place::Span;

impl Checker<'_> {
    /// Reads the constant arguments, and takes them out of the operands.
    pub(super) fn prepare(
        &mut self,
        entry: &Entry,
        takes: &[Takes],
        operands: Vec<Expr>,
    ) -> Option<(Prepared, Vec<Expr>)> {
        let mut prepared = if matches!(entry.op, Op::Round(_)) { Prepared::Scale(0) } else { Prepared::None };
        let mut kept = Vec::with_capacity(operands.len());
        let is_like = entry.op == Op::Like;
        let mut operands = operands.into_iter().zip(takes);
        while let Some((expr, takes)) = operands.next() {
            let argument = match takes {
                Takes::Scale => "scale",
                Takes::Like | Takes::Regex => "pattern",
                Takes::Format => "format",
                Takes::Unit => "unit",
                _ => {
                    kept.push(expr);
                    continue;
                }
            };
            let Some(Some(constant)) = expr.literal() else {
                return self.fail(Code::NotConstant, expr.at, args![entry.name, argument]);
            };
            let escape = if is_like { operands.next().map(|(escape, _)| escape) } else { None };
            prepared = self.constant(entry, *takes, constant, escape.as_ref(), expr.at)?;
        }
        Some((prepared, kept))
    }

    fn constant(
        &mut self,
        entry: &Entry,
        takes: Takes,
        constant: &Value,
        escape: Option<&Expr>,
        at: Span,
    ) -> Option<Prepared> {
        let text = match constant {
            Value::Text(text) => text.as_str(),
            Value::Int(scale) => {
                let least = -i64::from(INT_DIGITS);
                return match i8::try_from(*scale).ok().filter(|_| (least..=i64::from(MOST_DIGITS)).contains(scale)) {
                    Some(scale) => Some(Prepared::Scale(scale)),
                    None => self.fail(Code::OutOfBounds, at, args![*scale, least, i64::from(MOST_DIGITS)]),
                };
            }
            _ => return None,
        };
        match takes {
            Takes::Like => {
                let escape = match escape.map(|escape| (escape, escape.literal())) {
                    None => None,
                    Some((_, Some(Some(Value::Text(text))))) if text.chars().count() == 1 => text.chars().next(),
                    Some((escape, _)) => {
                        return self.fail(Code::NotConstant, escape.at, args![entry.name, "pattern"]);
                    }
                };
                match like::Like::new(text, escape, entry.name == "ilike") {
                    Ok(like) => Some(Prepared::Like(Arc::new(like))),
                    Err(problem) => self.fail(Code::BadPattern, at, args![problem]),
                }
            }
            Takes::Regex => match like::regex(text) {
                Ok(regex) => Some(Prepared::Regex(Pattern(Arc::new(regex)))),
                Err(problem) => self.fail(Code::BadPattern, at, args![problem]),
            },
            Takes::Format => {
                let reads = matches!(entry.op, Op::Strptime | Op::TryStrptime);
                let format = format::Format::new(text)
                    .and_then(|format| if reads { format.reads_dates().map(|()| format) } else { Ok(format) });
                match format {
                    Ok(format) => Some(Prepared::Format(Arc::new(format))),
                    Err(problem) => self.fail(Code::BadPicture, at, args![text, problem]),
                }
            }
            _ => {
                const UNITS: [&str; 8] = ["year", "quarter", "month", "week", "day", "hour", "minute", "second"];
                if let Some(unit) = Unit::named(text) {
                    return Some(Prepared::Unit(unit));
                }
                self.fail(Code::UnknownWord, at, args![text, or_empty(text, UNITS), UNITS.join(", ")])
            }
        }
    }
}
