//! Typed expressions: what check gives and the evaluators take.

use super::op::{Op, Prepared};
use super::types::Ty;
use crate::mapping::model::{Type, Value};
use crate::place::Span;

/// Most characters of a part that are shown.
const MOST_SHOWN: usize = 60;

/// What the caller calls a name; any number.
pub type NameId = usize;

/// A checked expression.
#[derive(Debug, Clone, PartialEq)]
pub struct Typed {
    /// As the mapping writes it.
    pub text: String,
    /// What is computed.
    pub expr: Expr,
    /// The type of its values: the wanted one, if one was wanted.
    pub ty: Type,
    /// The names that it reads, in the order of their first mention, each once; [`Kind::Input`] counts them.
    pub inputs: Vec<(NameId, Type)>,
}

impl Typed {
    /// The same with the values of some names in their place; the other names are its inputs.
    #[must_use]
    pub fn with(mut self, value: &dyn Fn(NameId) -> Option<Value>) -> Self {
        let mut inputs = Vec::with_capacity(self.inputs.len());
        let mut becomes = Vec::with_capacity(self.inputs.len());
        for input in &self.inputs {
            let literal = value(input.0).map(|value| Kind::Literal(Some(value)));
            becomes.push(literal.unwrap_or(Kind::Input(inputs.len())));
            if matches!(becomes.last(), Some(Kind::Input(_))) {
                inputs.push(*input);
            }
        }
        self.expr.replace_inputs(&becomes);
        Self { inputs, ..self }
    }
}

/// A part with its type and place.
#[derive(Debug, Clone, PartialEq)]
pub struct Expr {
    /// Bytes of the expression's text.
    pub at: Span,
    /// Its type.
    pub ty: Ty,
    /// What it is.
    pub kind: Kind,
}

/// What a part is.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// Index into [`Typed::inputs`].
    Input(usize),
    /// A value of the type, or none.
    Literal(Option<Value>),
    /// An operation.
    Call {
        /// What is done.
        op: Op,
        /// As the user knows it.
        name: &'static str,
        /// Its operands.
        args: Vec<Expr>,
        /// What was read with the mapping.
        prepared: Prepared,
    },
}

impl Typed {
    /// A part of the text on one line, [`MOST_SHOWN`] characters at most; nothing if it is the whole.
    #[must_use]
    pub fn part(&self, at: Span) -> String {
        let part = self.text.get(at.start as usize..at.end as usize).unwrap_or_default().trim();
        if part == self.text.trim() {
            return String::new();
        }
        let line = part.lines().map(str::trim).collect::<Vec<_>>().join(" ");
        let mut shown: String = line.chars().take(MOST_SHOWN).collect();
        if shown.len() < line.len() {
            shown.pop();
            shown.push('…');
        }
        shown
    }
}

impl Expr {
    /// Its operations, names and literals.
    #[must_use]
    pub fn parts(&self) -> usize {
        match &self.kind {
            Kind::Call { args, .. } => args.iter().map(Self::parts).sum::<usize>() + 1,
            Kind::Input(_) | Kind::Literal(_) => 1,
        }
    }

    fn replace_inputs(&mut self, becomes: &[Kind]) {
        match &mut self.kind {
            Kind::Input(slot) => self.kind = becomes[*slot].clone(),
            Kind::Literal(_) => {}
            Kind::Call { args, .. } => args.iter_mut().for_each(|arg| arg.replace_inputs(becomes)),
        }
    }

    /// A literal's value; none if it is no literal.
    #[must_use]
    pub const fn literal(&self) -> Option<&Option<Value>> {
        match &self.kind {
            Kind::Literal(value) => Some(value),
            _ => None,
        }
    }
}
