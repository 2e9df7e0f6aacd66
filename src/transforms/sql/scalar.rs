//! The slow, readable evaluator: one row in, its value or its failure out.
//!
//! It is the oracle of the fast one, and says why a row failed. An operation is computed here and nowhere else, but for
//! the fast loops of `kernels`.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::cast::{self, cast};
use super::dates;
use super::exact::{self, Exact};
use super::text;
use super::value::{Cell, Failure, Fault, Val, compare};
use crate::calendar;
use crate::mapping::model::Type;
use crate::mapping::sql::op::{Op, Prepared};
use crate::mapping::sql::types::Ty;
use crate::mapping::sql::{Expr, Kind};

/// The value of a part for one row; `row` gives the value of an input, or why there is none.
///
/// # Errors
/// The failure that the row's result depends on; the leftmost of several.
pub fn evaluate<'a, E>(expr: &'a Expr, row: &dyn Fn(usize) -> Result<Cell<'a>, E>) -> Result<Cell<'a>, E>
where
    E: From<Failure> + PartialEq,
{
    let Kind::Call { op, name, args, prepared } = &expr.kind else {
        return match &expr.kind {
            Kind::Input(slot) => row(*slot),
            Kind::Literal(value) => Ok(value.as_ref().map(Val::of)),
            Kind::Call { .. } => Ok(None),
        };
    };
    let of = |at: usize| evaluate(&args[at], row);
    match op {
        Op::And => return all(args, row, false),
        Op::Or => return all(args, row, true),
        Op::Case => {
            for pair in args.chunks(2) {
                let [condition, value] = pair else { return evaluate(&pair[0], row) };
                if evaluate(condition, row)? == Some(Val::Bool(true)) {
                    return evaluate(value, row);
                }
            }
            return Ok(None);
        }
        Op::Coalesce => {
            for one in args {
                if let Some(value) = evaluate(one, row)? {
                    return Ok(Some(value));
                }
            }
            return Ok(None);
        }
        Op::Cast if args[0].ty == Ty::Null => return of(0),
        _ => {}
    }
    let cells = args.iter().map(|arg| evaluate(arg, row)).collect::<Result<Vec<_>, _>>()?;
    let types: Vec<Ty> = args.iter().map(|arg| arg.ty).collect();
    let call = Call { op: *op, types: &types, prepared, ty: expr.ty };
    call.of(&cells).map_err(|fault| call.failure(fault, name, expr).into())
}

/// AND (`wins` is false) and OR (`wins` is true): that value in any operand, else a failure, else no value.
fn all<'a, E>(args: &'a [Expr], row: &dyn Fn(usize) -> Result<Cell<'a>, E>, wins: bool) -> Result<Cell<'a>, E>
where
    E: From<Failure> + PartialEq,
{
    let cells: Vec<_> = args.iter().map(|arg| evaluate(arg, row)).collect();
    if cells.contains(&Ok(Some(Val::Bool(wins)))) {
        return Ok(Some(Val::Bool(wins)));
    }
    let cells = cells.into_iter().collect::<Result<Vec<_>, _>>()?;
    Ok(if cells.contains(&None) { None } else { Some(Val::Bool(!wins)) })
}

/// One operation with the types of its operands and of its result.
#[derive(Debug, Clone, Copy)]
pub struct Call<'e> {
    /// What is done; none of those that guard.
    pub op: Op,
    /// Of the operands.
    pub types: &'e [Ty],
    /// What was read with the mapping.
    pub prepared: &'e Prepared,
    /// Of the result.
    pub ty: Ty,
}

/// The name of the operation that gives a quotient.
const QUOTIENT: &str = "/";

impl<'e> Call<'e> {
    fn failure(&self, fault: Fault, name: &str, expr: &Expr) -> Failure {
        let ty = match self.prepared {
            Prepared::Type(ty) => *ty,
            _ => self.ty.model().unwrap_or(Type::Text),
        };
        let format = if let Prepared::Format(format) = self.prepared { format.text.as_str() } else { "" };
        match (fault, self.prepared) {
            // What is rounded is not what fails.
            (Fault::DivisionByZero, Prepared::Quotient(_, at)) => fault.failure(QUOTIENT, ty, format, *at),
            _ => fault.failure(name, ty, format, expr.at),
        }
    }

    /// The result for these operands.
    ///
    /// # Errors
    /// Why there is none.
    pub fn of<'a>(&self, cells: &[Cell<'a>]) -> Result<Cell<'a>, Fault> {
        let made = self.any(cells)?;
        if let Some(Val::Text(Cow::Owned(text))) = &made {
            text::bounded(Some(text.len()))?;
        }
        Ok(made)
    }

    fn any<'a>(&self, cells: &[Cell<'a>]) -> Result<Cell<'a>, Fault> {
        if let Some(done) = self.with_nulls(cells) {
            return Ok(done);
        }
        let mut values = Vec::with_capacity(cells.len());
        for cell in cells {
            match cell {
                Some(value) => values.push(value),
                None => return Ok(None),
            }
        }
        match self.op {
            Op::TryCast | Op::TryStrptime => Ok(self.strict(&values).ok()),
            _ => self.strict(&values).map(Some),
        }
    }

    /// What looks at operands without a value.
    fn with_nulls<'a>(&self, cells: &[Cell<'a>]) -> Option<Cell<'a>> {
        let (op, truth) = (self.op, |truth: bool| Some(Some(Val::Bool(truth))));
        match op {
            Op::IsNull => truth(cells[0].is_none()),
            Op::IsTrue => truth(cells[0] == Some(Val::Bool(true))),
            Op::IsFalse => truth(cells[0] == Some(Val::Bool(false))),
            Op::Distinct => truth(match (&cells[0], &cells[1]) {
                (Some(a), Some(b)) => compare(a, b, [self.types[0], self.types[1]]).is_ne(),
                (a, b) => a.is_some() || b.is_some(),
            }),
            Op::NullIf => Some(match (&cells[0], &cells[1]) {
                (Some(a), Some(b)) if compare(a, b, [self.types[0], self.types[1]]).is_eq() => None,
                (a, _) => a.clone(),
            }),
            Op::In => Some(self.is_in(cells)),
            Op::Greatest | Op::Least => {
                let wanted = if op == Op::Greatest { Ordering::Greater } else { Ordering::Less };
                let better = |best: Val<'a>, one: Val<'a>| {
                    if compare(&one, &best, [self.ty, self.ty]) == wanted { one } else { best }
                };
                Some(cells.iter().flatten().cloned().reduce(better))
            }
            Op::Concat => Some(Some(Val::text(cells.iter().flatten().map(Val::as_str).collect()))),
            Op::ConcatWith => {
                let Some(mark) = &cells[0] else { return Some(None) };
                let texts: Vec<&str> = cells[1..].iter().flatten().map(Val::as_str).collect();
                Some(Some(Val::text(texts.join(mark.as_str()))))
            }
            _ => None,
        }
    }

    fn is_in<'a>(&self, cells: &[Cell<'a>]) -> Cell<'a> {
        let of = cells[0].as_ref()?;
        let equal = |(at, item): (usize, &Val<'a>)| compare(of, item, [self.types[0], self.types[at]]).is_eq();
        let found = cells.iter().enumerate().skip(1).filter_map(|(at, cell)| Some((at, cell.as_ref()?))).any(equal);
        if found || !cells.contains(&None) { Some(Val::Bool(found)) } else { None }
    }

    fn exact(&self, values: &[&Val<'_>], at: usize) -> Exact {
        Exact { unscaled: values[at].unscaled(), scale: self.types[at].scale() }
    }

    fn number<'a>(&self, unscaled: i128) -> Result<Val<'a>, Fault> {
        match self.ty {
            Ty::Decimal { .. } => Ok(Val::Decimal(unscaled)),
            _ => i64::try_from(unscaled).map(Val::Int).map_err(|_| Fault::Overflow),
        }
    }

    fn format(&self) -> Option<&'e crate::mapping::sql::format::Format> {
        if let Prepared::Format(format) = self.prepared { Some(format) } else { None }
    }

    const fn unit(&self) -> crate::mapping::sql::op::Unit {
        if let Prepared::Unit(unit) = self.prepared { *unit } else { crate::mapping::sql::op::Unit::Day }
    }

    /// Of operands that all have a value.
    #[expect(clippy::too_many_lines, reason = "one flat table, one arm an operation")]
    fn strict<'a>(&self, values: &[&Val<'a>]) -> Result<Val<'a>, Fault> {
        let text = |at: usize| values[at].as_str();
        let int = |at: usize| values[at].as_int();
        let whole = |number: usize| Val::Int(i64::try_from(number).unwrap_or(i64::MAX));
        let owned = |part: &str| Val::text(part.to_owned());
        let order = || compare(values[0], values[1], [self.types[0], self.types[1]]);
        let moment = |micros: i64| match self.ty {
            Ty::Date => Val::Date(i32::try_from(micros.div_euclid(dates::DAY)).unwrap_or(0)),
            _ => Val::Timestamp(micros),
        };
        Ok(match self.op {
            Op::Add | Op::Sub | Op::Mul | Op::Div | Op::Negative | Op::Abs if self.ty == Ty::Float => {
                return cast::float(self.op, values);
            }
            Op::Add | Op::Sub | Op::Mul | Op::WholeDiv | Op::Rem => {
                let [a, b] = [0, 1].map(|at| self.exact(values, at));
                self.number(exact::arithmetic(self.op, a, b, self.ty)?)?
            }
            Op::Div => self.number(exact::quotient(self.exact(values, 0), self.exact(values, 1), None, self.ty)?)?,
            Op::Negative => self.number(-values[0].unscaled())?,
            Op::Abs => self.number(values[0].unscaled().abs())?,
            Op::Positive => values[0].clone(),
            Op::Sign => Val::Int(i64::try_from(values[0].unscaled().signum()).unwrap_or(0)),
            Op::Round(mode) => self.number(exact::rounded(self.exact(values, 0), mode, self.scale(), self.ty)?)?,
            Op::RoundQuotient(mode) => {
                let [a, b] = [0, 1].map(|at| self.exact(values, at));
                self.number(exact::quotient(a, b, Some((mode, self.scale())), self.ty)?)?
            }
            Op::AddDays => Val::Date(dates::day(i64::from(values[0].days()).checked_add(int(1)))?),
            Op::SubDays => Val::Date(dates::day(i64::from(values[0].days()).checked_sub(int(1)))?),
            Op::DaysBetween => Val::Int(i64::from(values[0].days()) - i64::from(values[1].days())),
            Op::AddMonths => {
                let days = dates::add_months(values[0].days(), int(1))?;
                moment(i64::from(days) * dates::DAY + values[0].micros().rem_euclid(dates::DAY))
            }
            Op::AddMicros => Val::Timestamp(dates::timestamp(values[0].micros().checked_add(int(1)))?),
            Op::Eq => Val::Bool(order().is_eq()),
            Op::Ne => Val::Bool(order().is_ne()),
            Op::Lt => Val::Bool(order().is_lt()),
            Op::Le => Val::Bool(order().is_le()),
            Op::Gt => Val::Bool(order().is_gt()),
            Op::Ge => Val::Bool(order().is_ge()),
            Op::Not => Val::Bool(*values[0] != Val::Bool(true)),
            Op::Cast | Op::TryCast | Op::Fit => {
                let Prepared::Type(to) = self.prepared else { return Err(Fault::BadCast) };
                let done = cast(values[0], self.types[0], *to);
                return if self.op == Op::Fit { done.map_err(|_| Fault::DoesNotFit) } else { done };
            }
            Op::Join => Val::text(values.iter().map(|value| value.as_str()).collect()),
            Op::Lower => Val::text(text::cased(text(0), false)),
            Op::Upper => Val::text(text::cased(text(0), true)),
            Op::Trim | Op::TrimLeft | Op::TrimRight => {
                let what = values.get(1).map_or(" ", |what| what.as_str());
                let is_what = |c: char| what.contains(c);
                let start = if self.op == Op::TrimRight { text(0) } else { text(0).trim_start_matches(is_what) };
                owned(if self.op == Op::TrimLeft { start } else { start.trim_end_matches(is_what) })
            }
            Op::PadLeft => Val::text(text::padded(text(0), int(1), text(2), true)?),
            Op::PadRight => Val::text(text::padded(text(0), int(1), text(2), false)?),
            Op::Left => owned(text::left(text(0), int(1))),
            Op::Right => owned(text::right(text(0), int(1))),
            Op::Substring => owned(text::substring(text(0), int(1), values.get(2).map(|count| count.as_int()))?),
            Op::Position => whole(text::position(text(0), text(1))),
            Op::Replace => Val::text(text::replaced(text(0), text(1), text(2))?),
            Op::Translate => Val::text(text::translated(text(0), text(1), text(2))),
            Op::SplitPart => owned(text::piece(text(0), text(1), int(2))?),
            Op::Length => whole(text::length(text(0))),
            Op::Repeat => Val::text(text::repeated(text(0), int(1))?),
            Op::Reverse => Val::text(text(0).chars().rev().collect()),
            Op::Like => match self.prepared {
                Prepared::Like(like) => Val::Bool(like.is_match(text(0))),
                _ => Val::Bool(false),
            },
            Op::Matches | Op::RegexReplace | Op::RegexExtract => match (self.op, self.prepared) {
                (Op::Matches, Prepared::Regex(pattern)) => Val::Bool(pattern.0.is_match(text(0))),
                (_, Prepared::Regex(pattern)) => Val::text(text::regex_replaced(text(0), &pattern.0, text(1))?),
                (_, Prepared::Group(pattern, group)) => owned(text::extracted(text(0), &pattern.0, *group)),
                _ => return Err(Fault::BadArgument("pattern")),
            },
            Op::StartsWith => Val::Bool(text(0).starts_with(text(1))),
            Op::EndsWith => Val::Bool(text(0).ends_with(text(1))),
            Op::Contains => Val::Bool(text(0).contains(text(1))),
            Op::LuhnValid => Val::Bool(text::is_luhn(text(0))),
            Op::Year | Op::Quarter | Op::Month | Op::Day | Op::DayOfWeek | Op::DayOfYear => {
                Val::Int(dates::date_part(self.op, values[0].days()))
            }
            Op::Hour | Op::Minute | Op::Second => Val::Int(dates::clock_part(self.op, values[0].micros())),
            Op::DateTrunc => moment(dates::truncated(self.unit(), values[0].micros())),
            Op::MakeDate => Val::Date(calendar::days(int(0), int(1), int(2)).ok_or(Fault::NoSuchDate)?),
            Op::Strptime | Op::TryStrptime => {
                let read = self.format().and_then(|format| dates::read(format, text(0)));
                moment(read.ok_or(Fault::NotByFormat)?)
            }
            Op::Strftime => {
                Val::text(self.format().map(|format| dates::written(format, values[0].micros())).unwrap_or_default())
            }
            Op::LastDay => Val::Date(dates::last_day(values[0].days())),
            Op::DateDiff => Val::Int(dates::borders(self.unit(), values[0].micros(), values[1].micros())),
            Op::DateAdd => moment(dates::add(self.unit(), int(0), values[1].micros())?),
            Op::FiscalYear => Val::Int(dates::fiscal_year(values[0].days(), int(1))?),
            Op::Distinct
            | Op::Greatest
            | Op::Least
            | Op::And
            | Op::Or
            | Op::IsNull
            | Op::IsTrue
            | Op::IsFalse
            | Op::In
            | Op::Case
            | Op::Coalesce
            | Op::NullIf
            | Op::Concat
            | Op::ConcatWith => Val::Text(Cow::Borrowed("")),
        })
    }

    const fn scale(&self) -> i8 {
        if let Prepared::Scale(scale) | Prepared::Quotient(scale, _) = self.prepared { *scale } else { 0 }
    }
}
