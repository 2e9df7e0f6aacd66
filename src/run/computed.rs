//! Expressions of a plan, compiled once for all threads; each knows what it reads.
//!
//! Refuses: where the values that it reads come from.

use crate::mapping::model::{Expression, FieldRef, OnFail, Reads};
use crate::transforms::sql::Program;

/// A compiled expression.
#[derive(Debug)]
pub struct Computed {
    /// What is evaluated.
    pub program: Program,
    /// What its inputs are, in their order.
    pub reads: Vec<Reads>,
    /// The fields among them.
    pub fields: Vec<FieldRef>,
}

/// A rule of a table's rows.
#[derive(Debug)]
pub struct RuleWork {
    /// What must not be false.
    pub row: Computed,
    /// What follows where it is.
    pub on_fail: OnFail,
}

impl Computed {
    /// Of a checked expression.
    #[must_use]
    pub fn new(expression: &Expression) -> Self {
        let program = Program::new(&expression.typed);
        let reads = program.inputs().iter().map(|id| expression.reads[*id]).collect();
        Self { program, reads, fields: expression.fields().collect() }
    }
}
