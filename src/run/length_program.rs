//! Lengths that are computed: the expression of a mapping as the framer asks it, one record after the other.
//!
//! In: the first bytes of a record. Out: its length, or that there is none. Most lengths are a number times one plus
//! another; these are computed at once, and all others by the slow evaluator. Refuses to know what the record is, and to
//! say why an expression fails: the source ends there anyway.

use std::borrow::Cow;

use crate::extractors::encoding::Encoding;
use crate::extractors::frame::computed::Measure;
use crate::extractors::frame::lengths::{Number, Why};
use crate::mapping::model::{HeadAs, HeadField, LengthAs, LengthExpression, Reads, Value};
use crate::mapping::sql::op::Op;
use crate::mapping::sql::types::Ty;
use crate::mapping::sql::{Expr, Kind};
use crate::run::Stop;
use crate::run::descriptors::number;
use crate::transforms::sql::scalar;
use crate::transforms::sql::value::{Cell, Failure, Val};

/// Numbers below this, and factors and summands below the next, cannot overflow on their way.
const SMALL: u64 = 1 << 31;
const SMALL_FACTOR: i64 = 1 << 30;

/// An expression, and where what it reads stands.
#[derive(Debug)]
pub struct LengthProgram {
    expr: Expr,
    /// In the order of the expression's inputs.
    inputs: Vec<Input>,
    quick: Option<Affine>,
}

#[derive(Debug)]
struct Input {
    start: usize,
    end: usize,
    read: Read,
}

#[derive(Debug)]
enum Read {
    Number(Number),
    Text(Encoding),
}

/// Why there is no length.
#[derive(PartialEq)]
enum Failed {
    /// What it reads is none.
    Unread,
    /// An operation failed.
    Operation,
}

impl From<Failure> for Failed {
    fn from(_: Failure) -> Self {
        Self::Operation
    }
}

impl LengthProgram {
    /// Of a checked expression, in a source of this encoding.
    ///
    /// # Errors
    /// TL0014 where it reads digits, and the encoding's are not one byte each.
    pub fn new(length: &LengthExpression, encoding: Encoding) -> Result<Self, Stop> {
        let typed = &length.expression.typed;
        let field = |id: usize| match length.expression.reads.get(id) {
            Some(Reads::Field(at)) => length.fields.get(at.field),
            _ => None,
        };
        let fields = typed.inputs.iter().filter_map(|(id, _)| field(*id));
        let inputs = fields.map(|field| Input::of(field, encoding)).collect::<Result<Vec<_>, _>>()?;
        let quick = Affine::of(&typed.expr);
        Ok(Self { expr: typed.expr.clone(), inputs, quick })
    }

    fn evaluated(&self, head: &[u8]) -> Result<i64, Why> {
        let cell = |slot: usize| -> Result<Cell<'_>, Failed> {
            let input = self.inputs.get(slot).ok_or(Failed::Unread)?;
            input.cell(head).map(Some).ok_or(Failed::Unread)
        };
        match scalar::evaluate(&self.expr, &cell) {
            Ok(Some(Val::Int(length))) => Ok(length),
            Ok(_) | Err(Failed::Operation) => Err(Why::NoResult),
            Err(Failed::Unread) => Err(Why::NoNumber),
        }
    }
}

impl Measure for LengthProgram {
    fn measure(&self, head: &[u8]) -> Result<i64, Why> {
        if let Some(quick) = &self.quick
            && let Some(input) = self.inputs.get(quick.slot)
            && let Some(number) = input.number(head).filter(|number| *number < SMALL)
        {
            return Ok(quick.times * number.cast_signed() + quick.plus);
        }
        self.evaluated(head)
    }
}

impl Input {
    fn of(field: &HeadField, encoding: Encoding) -> Result<Self, Stop> {
        let (start, end) = (field.start as usize, field.end as usize);
        let stands = |length_as: &LengthAs| number(length_as, end - start, encoding).map(Read::Number);
        let read = match field.read_as {
            HeadAs::Digits => stands(&LengthAs::Text)?,
            HeadAs::Big => stands(&LengthAs::Big)?,
            HeadAs::Little => stands(&LengthAs::Little)?,
            HeadAs::Packed => stands(&LengthAs::Packed)?,
            HeadAs::Text => Read::Text(encoding),
        };
        Ok(Self { start, end, read })
    }

    #[inline]
    fn number(&self, head: &[u8]) -> Option<u64> {
        if let Read::Number(number) = &self.read { number.read(head.get(self.start..self.end)?) } else { None }
    }

    fn cell<'c>(&self, head: &[u8]) -> Option<Val<'c>> {
        match &self.read {
            Read::Number(_) => self.number(head).and_then(|number| i64::try_from(number).ok()).map(Val::Int),
            Read::Text(encoding) => {
                let mut text = Vec::new();
                encoding.decode(head.get(self.start..self.end)?, &mut text).ok()?;
                let text = String::from_utf8(text).ok()?;
                Some(Val::Text(Cow::Owned(text.trim_end_matches([' ', '\t']).to_owned())))
            }
        }
    }
}

/// An input times a number plus a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Affine {
    slot: usize,
    times: i64,
    plus: i64,
}

impl Affine {
    fn of(expr: &Expr) -> Option<Self> {
        let (slot, times, plus) = affine(expr)?;
        Some(Self { slot: slot?, times, plus })
    }
}

/// Input, factor and summand of an expression of whole numbers that is nothing else.
fn affine(expr: &Expr) -> Option<(Option<usize>, i64, i64)> {
    if !matches!(expr.ty, Ty::Int(_)) {
        return None;
    }
    let found = match &expr.kind {
        Kind::Input(slot) => (Some(*slot), 1, 0),
        Kind::Literal(Some(Value::Int(number))) => (None, 0, *number),
        Kind::Call { op, args, .. } => {
            let [one, other] = args.as_slice() else { return None };
            let ((slot, times, plus), (other_slot, other_times, other_plus)) = (affine(one)?, affine(other)?);
            let both = match (slot, other_slot) {
                (Some(one), Some(other)) if one != other => return None,
                (one, other) => one.or(other),
            };
            match op {
                Op::Add => (both, times + other_times, plus + other_plus),
                Op::Sub => (both, times - other_times, plus - other_plus),
                Op::Mul if slot.is_none() => (both, other_times * plus, other_plus * plus),
                Op::Mul if other_slot.is_none() => (both, times * other_plus, plus * other_plus),
                _ => return None,
            }
        }
        Kind::Literal(_) => return None,
    };
    let (_, times, plus) = found;
    (times.abs() < SMALL_FACTOR && plus.abs() < SMALL_FACTOR).then_some(found)
}
