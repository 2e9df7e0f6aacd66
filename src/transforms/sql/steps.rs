//! What the parts of an expression come to for one row, for people who ask how a value came about.
//!
//! In: a program, and the values that it reads for one row. Out: the text of each operation in it with its value, or why
//! it has none; single values of arrays. Refuses to decide who may see them.

use arrow_array::ArrayRef;

use super::column::Column;
use super::value::Failure;
use super::{Program, scalar};
use crate::canonical;
use crate::finding::Code;
use crate::mapping::model::{Type, Value};
use crate::mapping::sql::types::Ty;
use crate::mapping::sql::{Expr, Kind};

/// Operations that are told of one expression.
const MOST: usize = 40;

/// One operation of an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// As the mapping writes it.
    pub part: String,
    /// Its value as text, or none; or the code of why it failed.
    pub value: Result<Option<String>, Code>,
}

/// The value of a row; none where the array has another type.
#[must_use]
pub fn value_at(array: &ArrayRef, ty: Type, row: usize) -> Option<Option<Value>> {
    let column = Column::of(array, ty).filter(|_| row < array.len())?;
    Some(column.cell(row, Ty::of(ty)).map(|value| value.value()))
}

/// The same as text, for people: `Some(None)` is no value.
#[must_use]
pub fn text_at(array: &ArrayRef, ty: Type, row: usize) -> Option<Option<String>> {
    Some(value_at(array, ty, row)?.map(|value| shown(ty, &value)))
}

/// Characters of a float beyond which its zeros hide its digits.
const LONG_FLOAT: usize = 24;

fn shown(ty: Type, value: &Value) -> String {
    let text = canonical::text(ty, value);
    match value {
        Value::Float(number) if text.len() > LONG_FLOAT => format!("{number:e}"),
        _ => text,
    }
}

impl Program {
    /// Its operations for one row of the arrays that [`Program::inputs`] stand for, operands before what uses them; not
    /// the whole expression, whose value is known.
    #[must_use]
    pub fn steps(&self, inputs: &[ArrayRef], row: usize) -> Vec<Step> {
        let columns = inputs.iter().zip(&self.typed.inputs).map(|(input, (_, ty))| Column::of(input, *ty));
        let Some(columns) = columns.collect::<Option<Vec<_>>>() else { return Vec::new() };
        let cell = |slot: usize| Ok::<_, Failure>(columns[slot].cell(row, Ty::of(self.typed.inputs[slot].1)));
        let mut steps = Vec::new();
        for part in parts(&self.typed.expr) {
            let text = self.typed.part(part.at);
            let is_known = steps.iter().any(|step: &Step| step.part == text);
            if text.is_empty() || is_known || steps.len() == MOST {
                continue;
            }
            let value = scalar::evaluate(part, &cell).map(|cell| {
                let value = cell.map(|value| value.value());
                value.zip(part.ty.model()).map(|(value, ty)| canonical::text(ty, &value))
            });
            steps.push(Step { part: text, value: value.map_err(|failure| failure.code) });
        }
        steps
    }
}

/// The operations of an expression, operands first; what was added to change a type is none.
fn parts(expr: &Expr) -> Vec<&Expr> {
    let Kind::Call { args, .. } = &expr.kind else { return Vec::new() };
    let mut found: Vec<&Expr> = args.iter().flat_map(parts).collect();
    if args.iter().all(|arg| arg.at != expr.at) {
        found.push(expr);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digits_of_a_float_are_shown_however_small_or_large_it_is() {
        for (number, want) in
            [(-9.99e-99, "-9.99e-99"), (1e300, "1e300"), (1.5, "1.5"), (0.1, "0.1"), (-0.000_012_5, "-0.0000125")]
        {
            assert_eq!(shown(Type::Float64, &Value::Float(number)), want);
        }
        assert_eq!(shown(Type::Text, &Value::Text("0".repeat(40))), "0".repeat(40));
    }
}
