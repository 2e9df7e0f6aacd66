//! Expressions over rows: typed expressions and arrays in, an array and the rows that failed out.
//!
//! `scalar` is the slow, readable evaluator and the oracle; `vector` evaluates whole batches with three lanes a row:
//! value, none, failed. The rows that failed are evaluated again by the slow one, which says why. Refuses to know what
//! becomes of such a row.

mod cast;
mod column;
mod dates;
mod exact;
mod kernels;
mod lanes;
mod program;
pub mod scalar;
#[cfg(test)]
mod tests;
mod text;
pub mod value;
mod vector;

use arrow_array::ArrayRef;

use crate::finding::{Args, Code, RowFinding};
use crate::mapping::model::Type;
use crate::mapping::sql::{NameId, Typed};
use column::Column;
use program::{Id, Nodes};
use value::{Cell, Fault};
use vector::Frame;

/// An expression, ready to be evaluated by any number of threads.
#[derive(Debug, Clone)]
pub struct Program {
    typed: Typed,
    names: Vec<NameId>,
    nodes: Nodes,
    root: Id,
}

/// A column for one batch.
#[derive(Debug, Clone)]
pub struct Evaluated {
    /// As `arrays::array_type` says of the expression's type; null where a row failed.
    pub array: ArrayRef,
    /// Rows that failed, ascending, with the reason: `TL04xx`, and TL0307 where the column's type cannot hold the result.
    pub failed: Vec<RowFinding>,
}

impl Program {
    /// Of a checked expression.
    #[must_use]
    pub fn new(typed: &Typed) -> Self {
        let mut nodes = Nodes::default();
        let root = nodes.add(&typed.expr);
        let names = typed.inputs.iter().map(|(id, _)| *id).collect();
        Self { typed: typed.clone(), names, nodes, root }
    }

    /// The names whose arrays [`Program::evaluate`] takes, in their order.
    #[must_use]
    pub fn inputs(&self) -> &[NameId] {
        &self.names
    }

    /// The type of the values.
    #[must_use]
    pub const fn ty(&self) -> Type {
        self.typed.ty
    }

    /// The expression's values for a batch of so many rows; `inputs` are the arrays of [`Program::inputs`].
    ///
    /// # Errors
    /// TL0911 for inputs of another number, type or length.
    pub fn evaluate(&self, inputs: &[ArrayRef], rows: usize) -> Result<Evaluated, (Code, Args)> {
        let columns = self.columns(inputs, rows).ok_or_else(|| super::defect("the inputs of an expression"))?;
        let frame = Frame::new(&self.nodes, &columns, rows);
        let many = frame.column(self.root).spread(rows, self.typed.expr.ty);
        let failed = many.failed.as_ref().map(|failed| failed.set_indices().map(|row| self.reason(row, &columns)));
        let failed = failed.map(Iterator::collect).unwrap_or_default();
        let array = many.array(self.typed.ty).ok_or_else(|| super::defect("the type of an expression"))?;
        Ok(Evaluated { array, failed })
    }

    fn columns(&self, inputs: &[ArrayRef], rows: usize) -> Option<Vec<Column>> {
        (inputs.len() == self.names.len() && inputs.iter().all(|input| input.len() == rows)).then_some(())?;
        inputs.iter().zip(&self.typed.inputs).map(|(input, (_, ty))| Column::of(input, *ty)).collect()
    }

    fn reason(&self, row: usize, columns: &[Column]) -> RowFinding {
        let types = &self.typed.inputs;
        let cell =
            |slot: usize| -> Cell<'_> { columns[slot].cell(row, crate::mapping::sql::types::Ty::of(types[slot].1)) };
        // A text may be too long for its batch alone.
        let failure = scalar::evaluate(&self.typed.expr, &cell)
            .err()
            .unwrap_or_else(|| Fault::TextTooLong.failure("||", self.typed.ty, "", self.typed.expr.at));
        let mut args = failure.args;
        if failure.code != Code::DoesNotFit {
            args.push(self.typed.part(failure.at).into());
        }
        RowFinding { row: u32::try_from(row).unwrap_or(u32::MAX), code: failure.code, args }
    }
}
