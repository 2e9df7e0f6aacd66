//! Expressions of a plan, compiled once for all threads; each knows what it reads.
//!
//! A parameter that has a value is that literal from here on, and is read no more. Refuses: where the values that it reads come from.

use crate::mapping::model::{Expression, FieldRef, OnFail, Reads};
use crate::run::parameters::Setting;
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
    /// Of a checked expression; `settings` are those of the parameters, as far as they have a value.
    #[must_use]
    pub fn new(expression: &Expression, settings: &[Option<Setting>]) -> Self {
        let value = |id: usize| match expression.reads[id] {
            Reads::Parameter(at) => settings.get(at)?.as_ref().map(|setting| setting.value.clone()),
            _ => None,
        };
        let program = Program::new(&expression.typed.clone().with(&value));
        let reads = program.inputs().iter().map(|id| expression.reads[*id]).collect();
        Self { program, reads, fields: expression.fields().collect() }
    }
}
