//! An expression as written, the caller's names and the table in; the typed expression, or all mistakes, out.
//!
//! BETWEEN, both forms of CASE, IN of other than literals, and intervals are written out here in simpler operations.
//! Refuses to compute anything, so that no failure can leave the branch that guards against it.

use super::op::{Mode, Op, Prepared};
use super::table::{self, Entry, Gives};
use super::tree::{Part, Tree};
use super::types::{INT_DIGITS, NAMES, Ty, named, unify};
use super::{Expr, Kind, Mistake, NameId, Names, Typed, mistake};
use crate::finding::{Args, Code};
use crate::mapping::constant;
use crate::mapping::mistakes::args;
use crate::mapping::model::{Type, Value};
use crate::mapping::nearest::or_empty;
use crate::mapping::types;
use crate::place::Span;

mod constant_args;
mod literal;

/// Most parts that BETWEEN, IN and CASE may write out again.
const MOST_REPEATED: usize = 100_000;

/// Checks an expression.
pub(super) fn check(tree: &Tree, text: &str, names: &dyn Names, wanted: Option<Type>) -> Result<Typed, Vec<Mistake>> {
    let mut checker = Checker { names, text, inputs: Vec::new(), mistakes: Vec::new(), repeated: 0 };
    let done = checker.expr(tree).and_then(|expr| checker.result(expr, wanted));
    let Checker { inputs, mut mistakes, .. } = checker;
    mistakes.sort_by_key(|one| (one.at, one.code));
    mistakes.dedup();
    match done {
        Some((expr, ty)) if mistakes.is_empty() => Ok(Typed { text: text.to_owned(), expr, ty, inputs }),
        _ => Err(mistakes),
    }
}

struct Checker<'a> {
    names: &'a dyn Names,
    /// As it is written.
    text: &'a str,
    inputs: Vec<(NameId, Type)>,
    mistakes: Vec<Mistake>,
    /// Parts that were written out again so far.
    repeated: usize,
}

/// What other dialects call a function of ours.
const USUAL: [(&str, &str); 9] = [
    ("nvl", "coalesce"),
    ("ifnull", "coalesce"),
    ("isnull", "coalesce"),
    ("len", "length"),
    ("ucase", "upper"),
    ("lcase", "lower"),
    ("mid", "substring"),
    ("to_date", "strptime"),
    ("to_char", "strftime"),
];

/// An operand before the table has been asked.
enum Operand {
    Expr(Expr),
    Interval(literal::Step, Span),
}

impl Operand {
    const fn ty(&self) -> Ty {
        match self {
            Self::Expr(expr) => expr.ty,
            Self::Interval(..) => Ty::Interval,
        }
    }
}

impl Checker<'_> {
    fn fail<T>(&mut self, code: Code, at: Span, args: Args) -> Option<T> {
        self.mistakes.push(mistake(code, at, args));
        None
    }

    /// None where a mistake was told.
    fn expr(&mut self, tree: &Tree) -> Option<Expr> {
        let at = tree.at;
        match &tree.part {
            Part::Null => Some(null(at)),
            Part::Bool(truth) => Some(value(at, Ty::Bool, Value::Bool(*truth))),
            Part::Text(text) => Some(value(at, Ty::Text, Value::Text(text.clone()))),
            Part::Number(digits) => match literal::number(digits) {
                Some((ty, number)) => Some(value(at, ty, number)),
                None => self.fail(Code::BadConstant, at, args![digits.as_str(), "decimal(38,0)"]),
            },
            Part::Typed(ty, text) => self.typed(ty, text, at),
            Part::Interval(..) => self.fail(Code::SqlNotHere, at, args!["interval_alone"]),
            Part::Name(names) => self.name(names, at),
            Part::Call { name, args } => self.call(name, args, at),
            Part::Case { of, whens, otherwise } => self.case(of.as_deref(), whens, otherwise.as_deref(), at),
            Part::Cast { tried, of, ty } => {
                let of = self.expr(of);
                let Some(ty) = named(ty) else {
                    let nearest = or_empty(ty, NAMES);
                    return self.fail(Code::UnknownType, at, args![ty.as_str(), nearest]);
                };
                self.cast(of?, ty, *tried, at)
            }
        }
    }

    fn typed(&mut self, ty: &str, text: &str, at: Span) -> Option<Expr> {
        let Some(ty) = named(ty).filter(|ty| *ty != Type::Text) else {
            return self.fail(Code::SqlNotHere, at, args!["type"]);
        };
        match constant::parse(text, ty) {
            Some(number) => Some(value(at, Ty::of(ty), number)),
            None => self.fail(Code::BadConstant, at, args![text, types::name(ty)]),
        }
    }

    fn name(&mut self, names: &[String], at: Span) -> Option<Expr> {
        let parts: Vec<&str> = names.iter().map(String::as_str).collect();
        if let Some((code, args)) = self.names.refused(&parts) {
            return self.fail(code, at, args);
        }
        let Some((id, ty)) = self.names.resolve(&parts) else {
            let (all, name) = (self.names.all(), parts.join("."));
            let nearest = or_empty(&name, all.iter().map(String::as_str)).to_owned();
            if nearest.is_empty() && self.text.get(at.start as usize..).is_some_and(|text| text.starts_with('"')) {
                return self.fail(Code::SqlNotHere, at, args!["quoted_text"]);
            }
            return self.fail(self.names.missing(), at, args![name, nearest]);
        };
        let slot = self.inputs.iter().position(|(known, _)| *known == id).unwrap_or_else(|| {
            self.inputs.push((id, ty));
            self.inputs.len() - 1
        });
        Some(Expr { at, ty: Ty::of(ty), kind: Kind::Input(slot) })
    }

    fn operands(&mut self, trees: &[Tree]) -> Option<Vec<Operand>> {
        let all: Vec<Option<Operand>> = trees
            .iter()
            .map(|tree| match &tree.part {
                Part::Interval(amount, unit) => match literal::step(amount, unit) {
                    Some(step) => Some(Operand::Interval(step, tree.at)),
                    None => self.fail(Code::SqlNotHere, tree.at, args!["interval"]),
                },
                _ => self.expr(tree).map(Operand::Expr),
            })
            .collect();
        all.into_iter().collect()
    }

    fn call(&mut self, name: &str, trees: &[Tree], at: Span) -> Option<Expr> {
        let mut entries = table::of(name).peekable();
        if entries.peek().is_none() {
            self.operands(trees);
            let usual = USUAL.iter().find(|(usual, _)| *usual == name).map(|(_, own)| *own);
            let nearest = usual.unwrap_or_else(|| or_empty(name, table::functions()));
            return self.fail(Code::UnknownFunction, at, args![name, nearest]);
        }
        let operands = self.operands(trees)?;
        let types: Vec<Ty> = operands.iter().map(Operand::ty).collect();
        let Some(entry) = entries.find(|entry| entry.fits(&types)) else {
            return self.wrong_operands(name, &types, at);
        };
        match name {
            "between" => return self.between(exprs(operands), at),
            "in" => return self.one_of(exprs(operands), at),
            _ => {}
        }
        match <[Operand; 2]>::try_from(operands) {
            Ok([Operand::Expr(of), Operand::Interval(step, step_at)]) => {
                self.add_interval(of, if name == "-" { step.back() } else { step }, step_at, entry, at)
            }
            Ok(two) => self.entry(entry, exprs(two), at),
            Err(operands) => self.entry(entry, exprs(operands), at),
        }
    }

    fn wrong_operands<T>(&mut self, name: &str, types: &[Ty], at: Span) -> Option<T> {
        let found = types.iter().map(|ty| ty.name()).collect::<Vec<_>>().join(", ");
        let forms: Vec<String> = table::of(name)
            .map(|entry| {
                let words: Vec<&str> = entry.takes.iter().map(|takes| takes.word()).collect();
                let more = if entry.more { ", …" } else { "" };
                format!("({}{more})", words.join(", "))
            })
            .collect();
        self.fail(Code::WrongOperands, at, args![name, format!("({found})"), forms.join(" ")])
    }

    /// A call of an entry that fits.
    fn entry(&mut self, entry: &'static Entry, operands: Vec<Expr>, at: Span) -> Option<Expr> {
        let takes = entry.takes(operands.len())?;
        let (prepared, operands) = self.prepare(entry, &takes, operands)?;
        let types: Vec<Ty> = operands.iter().map(|expr| expr.ty).collect();
        if let (Op::Round(mode), Prepared::Scale(scale)) = (entry.op, &prepared) {
            let scale = *scale;
            return self.rounded(entry, mode, scale, operands, at);
        }
        let ty = match (entry.gives, &prepared) {
            (Gives::Format, Prepared::Format(format)) => {
                if format.has_time {
                    Ty::Timestamp
                } else {
                    Ty::Date
                }
            }
            (gives, _) => match gives.ty(&types, &takes) {
                Ok(ty) => ty,
                Err(scale) => {
                    return self.fail(Code::TooManyDigits, at, args![entry.name, i64::from(scale)]);
                }
            },
        };
        let ty = if entry.op == Op::Negative || entry.op == Op::Abs { widest(ty) } else { ty };
        let operands = if entry.gives == Gives::Same {
            operands.into_iter().map(|expr| widened(expr, ty, entry.name)).collect()
        } else {
            operands
        };
        Some(call(entry.op, entry.name, operands, prepared, ty, at))
    }

    /// `round(a / b, n)` sees the exact quotient.
    fn rounded(&mut self, entry: &Entry, mode: Mode, scale: i8, operands: Vec<Expr>, at: Span) -> Option<Expr> {
        let of = operands.into_iter().next()?;
        let kept = u8::try_from(scale).unwrap_or(0);
        let (op, args, prepared, before) = match of.kind {
            Kind::Call { op: Op::Div, args, .. } if of.ty != Ty::Float => {
                let [(p, s), (_, t)] = [0, 1].map(|at| args.get(at).and_then(|arg| arg.ty.exact()).unwrap_or((1, 0)));
                (Op::RoundQuotient(mode), args, Prepared::Quotient(scale, of.at), p - s + t)
            }
            kind => {
                let of = Expr { kind, ..of };
                let Some((p, s)) = of.ty.exact() else { return Some(of) };
                // What has no more decimals than are kept stays as it is.
                if i16::from(scale) >= i16::from(s) {
                    return Some(of);
                }
                if matches!(of.ty, Ty::Int(_) | Ty::Null) {
                    let ty = widest(of.ty);
                    return Some(call(Op::Round(mode), entry.name, vec![of], Prepared::Scale(scale), ty, at));
                }
                (Op::Round(mode), vec![of], Prepared::Scale(scale), p - s)
            }
        };
        // Rounded to hundreds, 0.05 may be 100.
        let tens = u8::try_from(1 - i16::from(scale)).unwrap_or(0);
        match Ty::decimal((before + 1).max(tens), kept) {
            Some(ty) => Some(call(op, entry.name, args, prepared, ty, at)),
            None => self.fail(Code::TooManyDigits, at, args![entry.name, i64::from(kept)]),
        }
    }

    fn add_interval(
        &mut self,
        of: Expr,
        step: literal::Step,
        step_at: Span,
        entry: &'static Entry,
        at: Span,
    ) -> Option<Expr> {
        let (op, number) = match step {
            literal::Step::Months(months) => (Op::AddMonths, months),
            literal::Step::Days(days) if of.ty != Ty::Timestamp => (Op::AddDays, days),
            literal::Step::Days(days) => (Op::AddMicros, days.checked_mul(86_400_000_000)?),
            literal::Step::Micros(_) if of.ty != Ty::Timestamp => {
                let found = [of.ty, Ty::Interval];
                return self.wrong_operands(entry.name, &found, at);
            }
            literal::Step::Micros(micros) => (Op::AddMicros, micros),
        };
        let ty = of.ty;
        let number = value(step_at, Ty::Int(INT_DIGITS), Value::Int(number));
        Some(call(op, entry.name, vec![of, number], Prepared::None, ty, at))
    }

    fn case(&mut self, of: Option<&Tree>, whens: &[(Tree, Tree)], otherwise: Option<&Tree>, at: Span) -> Option<Expr> {
        let of = of.map(|of| self.expr(of));
        let mut conditions = Vec::new();
        let mut values = Vec::new();
        for (condition, result) in whens {
            let condition = self.expr(condition);
            let condition = match (&of, condition) {
                (None, condition) => condition.and_then(|condition| self.truth(condition)),
                (Some(Some(of)), Some(item)) => {
                    let at = item.at;
                    let types = [of.ty, item.ty];
                    if unify(of.ty, item.ty).is_none() {
                        self.wrong_operands("=", &types, at)
                    } else {
                        let of = self.again(of)?;
                        Some(call(Op::Eq, "=", vec![of, item], Prepared::None, Ty::Bool, at))
                    }
                }
                _ => None,
            };
            conditions.push(condition);
            values.push(self.expr(result));
        }
        values.push(match otherwise {
            Some(tree) => self.expr(tree),
            None => Some(null(at)),
        });
        let values: Vec<Expr> = values.into_iter().collect::<Option<_>>()?;
        let conditions: Vec<Expr> = conditions.into_iter().collect::<Option<_>>()?;
        let mut ty = Ty::Null;
        for one in &values {
            match unify(ty, one.ty) {
                Some(both) => ty = both,
                None => return self.fail(Code::WrongResult, one.at, args![one.ty.name(), ty.name()]),
            }
        }
        let mut values = values.into_iter().map(|one| widened(one, ty, "CASE"));
        let mut args: Vec<Expr> = conditions.into_iter().zip(values.by_ref()).flat_map(|(a, b)| [a, b]).collect();
        args.extend(values);
        Some(call(Op::Case, "CASE", args, Prepared::None, ty, at))
    }

    /// The part once more. What is written out may not grow with the power of its levels.
    fn again(&mut self, expr: &Expr) -> Option<Expr> {
        self.repeated += expr.parts();
        if self.repeated > MOST_REPEATED {
            return self.fail(Code::SqlTooLarge, expr.at, args!["parts"]);
        }
        Some(expr.clone())
    }

    fn between(&mut self, operands: Vec<Expr>, at: Span) -> Option<Expr> {
        let [of, low, high] = <[Expr; 3]>::try_from(operands).ok()?;
        let least = call(Op::Ge, ">=", vec![self.again(&of)?, low], Prepared::None, Ty::Bool, at);
        let most = call(Op::Le, "<=", vec![of, high], Prepared::None, Ty::Bool, at);
        Some(call(Op::And, "and", vec![least, most], Prepared::None, Ty::Bool, at))
    }

    fn one_of(&mut self, operands: Vec<Expr>, at: Span) -> Option<Expr> {
        if operands.iter().skip(1).all(|item| item.literal().is_some()) {
            return Some(call(Op::In, "in", operands, Prepared::None, Ty::Bool, at));
        }
        let mut items = operands.into_iter();
        let of = items.next()?;
        let equal = |item: Expr| {
            let of = self.again(&of)?;
            Some(call(Op::Eq, "=", vec![of, item], Prepared::None, Ty::Bool, at))
        };
        let all = items.map(equal).collect::<Option<_>>()?;
        Some(call(Op::Or, "or", all, Prepared::None, Ty::Bool, at))
    }

    fn truth(&mut self, expr: Expr) -> Option<Expr> {
        match expr.ty {
            Ty::Bool | Ty::Null => Some(expr),
            other => self.fail(Code::WrongResult, expr.at, args![other.name(), "bool"]),
        }
    }

    fn cast(&mut self, of: Expr, to: Type, tried: bool, at: Span) -> Option<Expr> {
        let (op, name) = if tried { (Op::TryCast, "TRY_CAST") } else { (Op::Cast, "CAST") };
        if !casts(of.ty, to) {
            return self.fail(Code::LossyType, at, args![of.ty.name(), types::name(to)]);
        }
        Some(call(op, name, vec![of], Prepared::Type(to), Ty::of(to), at))
    }

    /// The last step into the wanted type.
    fn result(&mut self, expr: Expr, wanted: Option<Type>) -> Option<(Expr, Type)> {
        let Some(wanted) = wanted else {
            let ty = expr.ty.model().unwrap_or(Type::Text);
            let expr = if expr.ty == Ty::Null { widened(expr, Ty::Text, "CASE") } else { expr };
            return Some((expr, ty));
        };
        let (at, found, to) = (expr.at, expr.ty, Ty::of(wanted));
        if found == Ty::Null {
            return Some((widened(expr, to, "CASE"), wanted));
        }
        if found.model() == Some(wanted) {
            return Some((expr, wanted));
        }
        match (found.exact(), to.exact()) {
            (Some((_, scale)), Some((_, most))) if scale > most => {
                let names = args![found.name(), types::name(wanted), i64::from(most)];
                self.fail(Code::LosesDecimals, at, names)
            }
            (Some(_), Some(_)) => Some((call(Op::Fit, "CAST", vec![expr], Prepared::Type(wanted), to, at), wanted)),
            _ => self.fail(Code::WrongResult, at, args![found.name(), types::name(wanted)]),
        }
    }
}

/// Whether CAST knows the way.
fn casts(from: Ty, to: Type) -> bool {
    let target = Ty::of(to);
    match (from, target) {
        (Ty::Null | Ty::Text, _) => to != Type::Float32,
        (from, to) if from.exact().is_some() && to.exact().is_some() => true,
        (Ty::Float, Ty::Text) => false,
        (Ty::Int(_) | Ty::Decimal { .. }, Ty::Float) => to == Type::Float64,
        (_, Ty::Text) | (Ty::Bool, Ty::Int(_)) | (Ty::Date, Ty::Timestamp) | (Ty::Timestamp, Ty::Date) => true,
        (from, to) => from == to,
    }
}

/// Whole numbers that were computed may have all digits.
const fn widest(ty: Ty) -> Ty {
    match ty {
        Ty::Int(_) => Ty::Int(INT_DIGITS),
        other => other,
    }
}

fn exprs(operands: impl IntoIterator<Item = Operand>) -> Vec<Expr> {
    operands
        .into_iter()
        .filter_map(|operand| match operand {
            Operand::Expr(expr) => Some(expr),
            Operand::Interval(..) => None,
        })
        .collect()
}

fn value(at: Span, ty: Ty, value: Value) -> Expr {
    Expr { at, ty, kind: Kind::Literal(Some(value)) }
}

const fn null(at: Span) -> Expr {
    Expr { at, ty: Ty::Null, kind: Kind::Literal(None) }
}

const fn call(op: Op, name: &'static str, args: Vec<Expr>, prepared: Prepared, ty: Ty, at: Span) -> Expr {
    Expr { at, ty, kind: Kind::Call { op, name, args, prepared } }
}

/// The part in a type that holds its values; whole numbers of any digits are one type.
fn widened(expr: Expr, ty: Ty, name: &'static str) -> Expr {
    match (expr.ty, ty) {
        (from, to) if from == to => expr,
        (Ty::Int(_), Ty::Int(_)) => Expr { ty, ..expr },
        (Ty::Null, _) if expr.literal().is_some() => Expr { ty, ..expr },
        (_, to) => match to.model() {
            Some(model) => {
                let at = expr.at;
                call(Op::Cast, name, vec![expr], Prepared::Type(model), ty, at)
            }
            None => expr,
        },
    }
}
