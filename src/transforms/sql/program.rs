//! A typed expression in, the same without repetition out: equal parts once, parts of literals computed.
//!
//! A part of literals that fails stays as it is, so that it fails only in the rows that need it.

use std::collections::HashMap;

use super::kernels::Set;
use super::scalar;
use super::value::Failure;
use crate::mapping::model::Value;
use crate::mapping::sql::op::{Op, Prepared};
use crate::mapping::sql::types::Ty;
use crate::mapping::sql::{Expr, Kind};

/// Index into [`Nodes::all`].
pub type Id = usize;

/// The parts of an expression, operands before what uses them.
#[derive(Debug, Clone, Default)]
pub struct Nodes {
    /// Each part once.
    pub all: Vec<Node>,
    /// The parts by all that they are, as text.
    known: HashMap<String, Id>,
}

/// A part.
#[derive(Debug, Clone)]
pub struct Node {
    /// Its type.
    pub ty: Ty,
    /// What it is.
    pub part: Part,
    /// More than one part uses it, so that its column is kept.
    pub shared: bool,
    /// Making it takes much longer than a comparison.
    pub costly: bool,
    /// The literals of an IN.
    pub set: Option<Set>,
}

/// What a part is.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)]
pub enum Part {
    Input(usize),
    Literal(Option<Value>),
    Call { op: Op, args: Vec<Id>, types: Vec<Ty>, prepared: Prepared },
}

impl Nodes {
    /// Adds an expression.
    pub fn add(&mut self, expr: &Expr) -> Id {
        let part = match &expr.kind {
            Kind::Input(slot) => Part::Input(*slot),
            Kind::Literal(value) => Part::Literal(value.clone()),
            Kind::Call { op, args, prepared, .. } => {
                let ids: Vec<Id> = args.iter().map(|arg| self.add(arg)).collect();
                self.folded(expr, &ids).unwrap_or_else(|| {
                    let types = args.iter().map(|arg| arg.ty).collect();
                    Part::Call { op: *op, args: ids, types, prepared: prepared.clone() }
                })
            }
        };
        self.intern(expr.ty, part)
    }

    /// The value of a call whose operands are literals; none if it fails or they are not.
    fn folded(&self, expr: &Expr, args: &[Id]) -> Option<Part> {
        args.iter().all(|id| matches!(self.all[*id].part, Part::Literal(_))).then_some(())?;
        let cell = scalar::evaluate::<Failure>(expr, &|_| Ok(None)).ok()?;
        Some(Part::Literal(cell.map(|value| value.value())))
    }

    fn intern(&mut self, ty: Ty, part: Part) -> Id {
        let key = format!("{ty:?} {part:?}");
        if let Some(id) = self.known.get(&key) {
            self.all[*id].shared = true;
            return *id;
        }
        self.known.insert(key, self.all.len());
        let costly = self.is_costly(ty, &part);
        let set = self.set(&part);
        self.all.push(Node { ty, part, shared: false, costly, set });
        self.all.len() - 1
    }

    fn is_costly(&self, ty: Ty, part: &Part) -> bool {
        let Part::Call { op, args, types, .. } = part else { return false };
        let own = match op {
            Op::Case | Op::Coalesce | Op::NullIf => false,
            Op::Strptime | Op::TryStrptime | Op::Matches | Op::Like | Op::Div => true,
            Op::Cast | Op::TryCast => types.first() == Some(&Ty::Text) || ty == Ty::Text,
            _ => ty == Ty::Text,
        };
        own || args.iter().any(|id| self.all[*id].costly)
    }

    fn set(&self, part: &Part) -> Option<Set> {
        let Part::Call { op: Op::In, args, types, .. } = part else { return None };
        let literal = |(id, ty): (&Id, &Ty)| match &self.all[*id].part {
            Part::Literal(value) => Some((value, *ty)),
            _ => None,
        };
        let literals: Vec<_> = args.iter().zip(types).skip(1).map(literal).collect::<Option<_>>()?;
        Set::of(types[0], &literals)
    }
}
