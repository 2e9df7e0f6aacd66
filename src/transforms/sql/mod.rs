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
pub mod steps;
#[cfg(test)]
mod tests;
mod text;
pub mod value;
mod vector;

use arrow_array::{Array, ArrayRef};
use arrow_buffer::BooleanBuffer;

use crate::finding::{Args, Code, RowFinding};
use crate::mapping::model::Type;
use crate::mapping::sql::types::Ty;
use crate::mapping::sql::{NameId, Typed};
use column::Column;
use program::{Id, Nodes};
use value::{Cell, Failure, Fault};
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
    /// Rows, ascending, whose value depends on one that could not be read: the row, and which of the inputs it is.
    pub unread: Vec<(u32, usize)>,
}

/// Why a row failed.
#[derive(PartialEq)]
enum Why {
    /// This input could not be read.
    Unread(usize),
    Failure(Failure),
}

impl From<Failure> for Why {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
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

    /// The types of these names.
    pub fn input_types(&self) -> impl Iterator<Item = Type> {
        self.typed.inputs.iter().map(|(_, ty)| *ty)
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
        self.evaluate_of(inputs.iter().map(|input| (input, &[][..])), rows)
    }

    /// The same, where some values could not be read: with each input its rows of such values. A row fails if its
    /// result depends on one of them; AND, OR, CASE and COALESCE guard against them as against any failure.
    ///
    /// # Errors
    /// TL0911 for inputs of another number, type or length.
    pub fn evaluate_of<'i>(
        &self,
        inputs: impl ExactSizeIterator<Item = (&'i ArrayRef, &'i [u32])>,
        rows: usize,
    ) -> Result<Evaluated, (Code, Args)> {
        let columns = self.columns(inputs, rows).ok_or_else(|| super::defect("the inputs of an expression"))?;
        let frame = Frame::new(&self.nodes, &columns, rows);
        let many = frame.column(self.root).spread(rows, self.typed.expr.ty);
        let (mut failed, mut unread) = (Vec::new(), Vec::new());
        for row in many.failed.iter().flat_map(BooleanBuffer::set_indices_u32) {
            match self.reason(row, &columns) {
                Why::Failure(Failure { code, mut args, at }) => {
                    if code != Code::DoesNotFit {
                        args.push(self.typed.part(at).into());
                    }
                    failed.push(RowFinding { row, code, args: args.into() });
                }
                Why::Unread(input) => unread.push((row, input)),
            }
        }
        let array = many.array(self.typed.ty).ok_or_else(|| super::defect("the type of an expression"))?;
        Ok(Evaluated { array, failed, unread })
    }

    fn columns<'i>(
        &self,
        inputs: impl ExactSizeIterator<Item = (&'i ArrayRef, &'i [u32])>,
        rows: usize,
    ) -> Option<Vec<Column>> {
        (inputs.len() == self.names.len()).then_some(())?;
        let column = |((input, unread), (_, ty)): ((&'i ArrayRef, &'i [u32]), &(NameId, Type))| {
            (input.len() == rows).then_some(())?;
            Some(Column::of(input, *ty)?.failing(lanes::of_rows(unread, rows)))
        };
        inputs.zip(&self.typed.inputs).map(column).collect()
    }

    fn reason(&self, row: u32, columns: &[Column]) -> Why {
        let (types, row) = (&self.typed.inputs, row as usize);
        let cell = |slot: usize| -> Result<Cell<'_>, Why> {
            let column = &columns[slot];
            if column.failed().is_some_and(|unread| unread.value(row)) {
                return Err(Why::Unread(slot));
            }
            Ok(column.cell(row, Ty::of(types[slot].1)))
        };
        // A text may be too long for its batch alone.
        let too_long = || Fault::TextTooLong.failure("||", self.typed.ty, "", self.typed.expr.at).into();
        scalar::evaluate(&self.typed.expr, &cell).err().unwrap_or_else(too_long)
    }
}
