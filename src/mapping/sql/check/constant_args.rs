//! Arguments that must be written down: patterns, formats, units, numbers of decimals.
//!
//! They are read once, with the mapping, and taken out of the operands.

use std::sync::Arc;

use regex::Regex;

use super::Checker;
use crate::finding::Code;
use crate::mapping::mistakes::args;
use crate::mapping::model::{Pattern, Value};
use crate::mapping::nearest::or_empty;
use crate::mapping::sql::op::{Op, Prepared, Unit};
use crate::mapping::sql::table::{Entry, Takes};
use crate::mapping::sql::types::{INT_DIGITS, MOST_DIGITS, Ty};
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
        let takes_two = matches!(entry.op, Op::Like | Op::RegexExtract);
        let to_date = entry.op == Op::DateAdd && operands.iter().any(|expr| expr.ty == Ty::Date);
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
            if let (Takes::Unit, Value::Text(text)) = (takes, constant) {
                prepared = self.unit(text, to_date, expr.at)?;
                continue;
            }
            let with = if takes_two { operands.next().map(|(with, _)| with) } else { None };
            prepared = self.constant(entry, *takes, constant, with.as_ref(), expr.at)?;
        }
        Some((prepared, kept))
    }

    /// The group that is wanted; without a number the first if there is one.
    fn group(&mut self, entry: &Entry, pattern: &Regex, wanted: Option<&Expr>) -> Option<usize> {
        let last = pattern.captures_len() - 1;
        let Some(expr) = wanted else { return Some(last.min(1)) };
        let Some(Some(Value::Int(number))) = expr.literal() else {
            return self.fail(Code::NotConstant, expr.at, args![entry.name, "group"]);
        };
        match usize::try_from(*number).ok().filter(|group| *group <= last) {
            Some(group) => Some(group),
            None => self.fail(Code::OutOfBounds, expr.at, args![*number, 0_i64, last]),
        }
    }

    /// A unit of time; to a date only whole days are added.
    fn unit(&mut self, text: &str, to_date: bool, at: Span) -> Option<Prepared> {
        const UNITS: [&str; 8] = ["year", "quarter", "month", "week", "day", "hour", "minute", "second"];
        let units = if to_date { &UNITS[..5] } else { &UNITS };
        let is_taken = |unit: &Unit| !to_date || unit.months().is_some() || unit.days().is_some();
        if let Some(unit) = Unit::named(text).filter(is_taken) {
            return Some(Prepared::Unit(unit));
        }
        let nearest = or_empty(text, units.iter().copied());
        self.fail(Code::UnknownWord, at, args![text, nearest, units.join(", ")])
    }

    fn constant(
        &mut self,
        entry: &Entry,
        takes: Takes,
        constant: &Value,
        with: Option<&Expr>,
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
                let escape = match with.map(|escape| (escape, escape.literal())) {
                    None => None,
                    Some((_, Some(Some(Value::Text(text))))) if text.chars().count() == 1 => text.chars().next(),
                    Some((escape, _)) => {
                        return self.fail(Code::NotConstant, escape.at, args![entry.name, "escape"]);
                    }
                };
                match like::Like::new(text, escape, entry.name == "ilike") {
                    Ok(like) => Some(Prepared::Like(Arc::new(like))),
                    Err(problem) => self.fail(Code::BadPattern, at, args![problem]),
                }
            }
            Takes::Regex => match like::regex(text) {
                Ok(regex) if entry.op == Op::RegexExtract => {
                    let group = self.group(entry, &regex, with)?;
                    Some(Prepared::Group(Pattern(Arc::new(regex)), group))
                }
                Ok(regex) => Some(Prepared::Regex(Pattern(Arc::new(regex)))),
                Err(problem) => self.fail(Code::BadPattern, at, args![problem]),
            },
            _ => {
                let reads = matches!(entry.op, Op::Strptime | Op::TryStrptime);
                let format = format::Format::new(text)
                    .and_then(|format| if reads { format.reads_dates().map(|()| format) } else { Ok(format) });
                match format {
                    Ok(format) => Some(Prepared::Format(Arc::new(format))),
                    Err(problem) => self.fail(Code::BadPicture, at, args![text, problem]),
                }
            }
        }
    }
}
