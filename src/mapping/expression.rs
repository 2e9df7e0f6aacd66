//! Expressions where they stand in a mapping: a scalar and the names in its reach in, a typed expression out.
//!
//! A name is a field or a column, as its place says, or a parameter; one that could be both is a mistake, so that a new
//! parameter never changes what a mapping means. Tells every mistake at its place in the YAML. Refuses to know what names
//! mean, and to compute anything.

use std::cell::{Cell, RefCell};

use super::migration::Declared;
use super::mistakes::{Mistakes, args};
use super::model::{Expression, Reads, Type};
use super::offsets;
use super::sql::op::Op;
use super::sql::{self, Expr, Kind, NameId, Names};
use super::view::Text;
use crate::finding::{Args, Code};
use crate::place::Span;

/// The names that an expression may use at its place.
pub trait Reach {
    /// What a name of this place stands for, with its type if that is known; none if there is no such name.
    fn find(&self, name: &str) -> Option<(Reads, Option<Type>)>;
    /// Every name of this place, for suggestions.
    fn all(&self) -> Vec<String>;
    /// The code of a name that there is not.
    fn missing(&self) -> Code;
    /// Of a name that stands for a list, or for a whole structure: what is said of it.
    fn nested(&self, _name: &str) -> Option<(Code, Args)> {
        None
    }
    /// The parameters that may be named besides.
    fn parameters(&self) -> &Declared;
}

/// The expression of a scalar; `wanted` is the type that its values must have.
pub fn read(found: Text<'_>, reach: &dyn Reach, wanted: Option<Type>, mistakes: &Mistakes) -> Option<Expression> {
    let scope = Scope { reach, reads: RefCell::default(), unsound: Cell::new(false) };
    let read = sql::read(found.text, &scope, wanted);
    if scope.unsound.get() {
        return None; // what is wrong is told there
    }
    match read {
        Ok(typed) => {
            for part in never_true(&typed.expr) {
                let at = offsets::within(mistakes.source(), found.at, found.text, part);
                mistakes.warn(Code::NeverTrue, at, args![]);
            }
            Some(Expression { typed, reads: scope.reads.into_inner() })
        }
        Err(wrong) => {
            for one in wrong {
                let at = offsets::within(mistakes.source(), found.at, found.text, one.at);
                mistakes.fail(one.code, at, one.args);
            }
            None
        }
    }
}

/// Comparisons with a NULL that is written down: none of them is ever true.
fn never_true(expr: &Expr) -> Vec<Span> {
    let Kind::Call { op, args, .. } = &expr.kind else { return Vec::new() };
    let compares = matches!(op, Op::Eq | Op::Ne | Op::Lt | Op::Le | Op::Gt | Op::Ge);
    let is_null = |arg: &Expr| matches!(arg.kind, Kind::Literal(None));
    let own = (compares && args.iter().any(is_null)).then_some(expr.at);
    own.into_iter().chain(args.iter().flat_map(never_true)).collect()
}

/// Numbers the names of one expression, parameters among them.
struct Scope<'a> {
    reach: &'a dyn Reach,
    reads: RefCell<Vec<Reads>>,
    /// A name whose type is not known, since what it stands for is wrong.
    unsound: Cell<bool>,
}

impl Names for Scope<'_> {
    fn resolve(&self, name: &[&str]) -> Option<(NameId, Type)> {
        let name = name.join(".");
        let parameter = || self.reach.parameters().find(&name).map(|(at, ty)| (Reads::Parameter(at), ty));
        let (found, ty) = self.reach.find(&name).or_else(parameter)?;
        if ty.is_none() {
            self.unsound.set(true);
        }
        let mut reads = self.reads.borrow_mut();
        let id = reads.iter().position(|one| *one == found).unwrap_or_else(|| {
            reads.push(found);
            reads.len() - 1
        });
        Some((id, ty.unwrap_or(Type::Text)))
    }
    fn refused(&self, name: &[&str]) -> Option<(Code, Args)> {
        let name = name.join(".");
        if let Some(said) = self.reach.nested(&name) {
            return Some(said);
        }
        self.reach.parameters().find(&name)?.1?;
        self.reach.find(&name)?.1?;
        let other = if self.reach.missing() == Code::UnknownColumn { "column" } else { "field" };
        Some((Code::ParameterClash, args![name, other]))
    }
    fn all(&self) -> Vec<String> {
        let parameters = self.reach.parameters().names().map(str::to_owned);
        self.reach.all().into_iter().chain(parameters).collect()
    }
    fn missing(&self) -> Code {
        self.reach.missing()
    }
}
