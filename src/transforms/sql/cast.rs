//! A value of one type in, the same value in another type or a fault out; and the arithmetic of floats.

use super::dates::DAY;
use super::exact::{self, Exact};
use super::value::{Fault, Val};
use crate::canonical;
use crate::mapping::constant;
use crate::mapping::model::Type;
use crate::mapping::sql::op::Op;
use crate::mapping::sql::types::Ty;

/// The value in another type; nothing is rounded.
///
/// # Errors
/// [`Fault::BadCast`], [`Fault::LostDigits`], [`Fault::Overflow`], [`Fault::LostTime`].
pub fn cast<'a>(value: &Val<'a>, from: Ty, to: Type) -> Result<Val<'a>, Fault> {
    match (value, to) {
        (Val::Text(_), Type::Text) => Ok(value.clone()),
        (Val::Text(text), _) => {
            let read = constant::parse(text, to).ok_or(Fault::BadCast)?;
            Ok(Val::of(&read).into_owned())
        }
        (_, Type::Text) => Ok(Val::text(canonical::text(from.model().unwrap_or(Type::Text), &value.value()))),
        (Val::Int(_) | Val::Decimal(_), Type::Float32 | Type::Float64) => {
            let text = canonical::Decimal(value.unscaled(), from.scale()).to_string();
            text.parse().map(Val::Float).map_err(|_| Fault::BadCast)
        }
        (Val::Bool(truth), Type::Int16 | Type::Int32 | Type::Int64) => Ok(Val::Int(i64::from(*truth))),
        (Val::Int(_) | Val::Decimal(_), _) => {
            let number = Exact { unscaled: value.unscaled(), scale: from.scale() };
            exact(number, to)
        }
        (Val::Date(_), Type::Timestamp) => Ok(Val::Timestamp(value.micros())),
        (Val::Timestamp(micros), Type::Date) if micros.rem_euclid(DAY) != 0 => Err(Fault::LostTime),
        (Val::Timestamp(_), Type::Date) => Ok(Val::Date(value.days())),
        _ => Ok(value.clone()),
    }
}

fn exact<'a>(number: Exact, to: Type) -> Result<Val<'a>, Fault> {
    let unscaled = exact::rescaled(number, Ty::of(to))?;
    let within = |least: i64, most: i64| {
        let number = i64::try_from(unscaled).ok().filter(|number| (least..=most).contains(number));
        number.map(Val::Int).ok_or(Fault::Overflow)
    };
    match to {
        Type::Int16 => within(i64::from(i16::MIN), i64::from(i16::MAX)),
        Type::Int32 => within(i64::from(i32::MIN), i64::from(i32::MAX)),
        Type::Int64 => within(i64::MIN, i64::MAX),
        _ => Ok(Val::Decimal(unscaled)),
    }
}

/// The arithmetic of floats; what is not finite is a fault.
///
/// # Errors
/// [`Fault::Overflow`], [`Fault::DivisionByZero`].
#[expect(clippy::float_arithmetic, reason = "the expression asks for floats by a CAST")]
pub fn float<'a>(op: Op, values: &[&Val<'_>]) -> Result<Val<'a>, Fault> {
    let of = |at: usize| if let Some(Val::Float(number)) = values.get(at) { *number } else { 0.0 };
    let number = match op {
        Op::Add => of(0) + of(1),
        Op::Sub => of(0) - of(1),
        Op::Mul => of(0) * of(1),
        Op::Negative => -of(0),
        Op::Abs => of(0).abs(),
        _ if of(1) == 0.0 => return Err(Fault::DivisionByZero),
        _ => of(0) / of(1),
    };
    if number.is_finite() { Ok(Val::Float(number)) } else { Err(Fault::Overflow) }
}
