//! Columns of fields in, columns of the table out.
//!
//! In this order: the change of type, `null_if`, `default`. A value that the column's type cannot hold is a finding
//! (TL0307) and an empty place in the array; nothing is rounded, cut or wrapped. Refuses to know: records, what becomes
//! of a row with a finding, checks.

use arrow_array::{Array, ArrayRef, BooleanArray, Scalar, UInt32Array};
use arrow_schema::ArrowError;
use arrow_select::nullif::nullif;
use arrow_select::take::take;
use arrow_select::zip::zip;

use crate::arrays::{array_type, constants};
use crate::canonical::{self, type_name};
use crate::finding::{Arg, Args, Code, RowArgs, RowFinding};
use crate::mapping::model::{Column, Origin, Type, Value};

mod change;
mod equal;
pub mod lookup;
pub mod split;
pub mod sql;

/// Makes one column of a table.
#[derive(Debug, Clone)]
pub struct ColumnMaker {
    ty: Type,
    source: Source,
    /// Values that mean none; no array where there are none.
    null_if: Option<ArrayRef>,
    /// One value.
    default: Option<Scalar<ArrayRef>>,
    /// Argument of the findings.
    type_name: Arg,
}

#[derive(Debug, Clone)]
enum Source {
    /// The field's array, of this type.
    Field(Type),
    /// Whole numbers of any width.
    Numbers,
    /// One value, which may be null.
    Constant(ArrayRef),
}

/// A column's values for one batch.
#[derive(Debug, Clone)]
pub struct Made {
    /// As `arrays::array_type` says of the column's type; null where a row has a finding.
    pub array: ArrayRef,
    /// TL0307, by row; these rows are always refused.
    pub findings: Vec<RowFinding>,
    /// Rows that took the default.
    pub defaulted: u64,
    /// Rows that `null_if` emptied.
    pub emptied: u64,
}

impl ColumnMaker {
    /// A maker for the column; `from` is the type of its field or expression, none where it has
    /// neither.
    ///
    /// # Errors
    /// `TL0019` for a change of type that could lose something, `TL0020` for a constant that is no value of the type,
    /// `TL0911` where `from` and the column's origin disagree.
    pub fn new(column: &Column, from: Option<Type>) -> Result<Self, (Code, Args)> {
        let ty = column.ty;
        let source = match (&column.from, from) {
            (Origin::RepeatNumber(_) | Origin::PartNumber, None) if change::keeps(Type::Int64, ty) => Source::Numbers,
            (Origin::RepeatNumber(_) | Origin::PartNumber, None) => {
                return Err((Code::LossyType, vec![type_name(Type::Int64).into(), type_name(ty).into()]));
            }
            (Origin::Constant(Some(value)), None) => Source::Constant(constant(ty, value)?),
            (Origin::Constant(None), None) => Source::Constant(arrow_array::new_null_array(&array_type(ty), 1)),
            (Origin::RepeatNumber(_) | Origin::PartNumber | Origin::Constant(_), Some(_)) | (_, None) => {
                return Err(defect("a column's origin and its field's type"));
            }
            (_, Some(from)) if change::keeps(from, ty) => Source::Field(from),
            (_, Some(from)) => return Err((Code::LossyType, vec![type_name(from).into(), type_name(ty).into()])),
        };
        let null_if = (!column.null_if.is_empty()).then(|| many(ty, &column.null_if)).transpose()?;
        let default = column.default.as_ref().map(|value| constant(ty, value)).transpose()?.map(Scalar::new);
        Ok(Self { ty, source, null_if, default, type_name: type_name(ty).into() })
    }

    /// Whether a column is its field, as it stands.
    #[must_use]
    pub fn is_its_field(&self) -> bool {
        let Self { ty, source, null_if, default, .. } = self;
        matches!(source, Source::Field(from) if from == ty) && null_if.is_none() && default.is_none()
    }

    /// The column of a batch of `rows` rows. `input` is the field's array, or the numbers of the repetitions as whole
    /// numbers of any width; none for a constant. The same array comes back where nothing has to be done.
    ///
    /// # Errors
    /// `TL0911` for an input of another type or length.
    pub fn make(&self, input: Option<&ArrayRef>, rows: usize) -> Result<Made, (Code, Args)> {
        let (array, bad) = match (&self.source, input) {
            (Source::Constant(value), None) => (repeated(value, rows)?, Vec::new()),
            (Source::Field(from), Some(input)) if *input.data_type() == array_type(*from) => {
                change::changed(input, *from, self.ty)?
            }
            (Source::Numbers, Some(input)) => change::changed(input, whole_type(input)?, self.ty)?,
            _ => return Err(defect("the input of a column")),
        };
        if array.len() != rows {
            return Err(defect("the rows of a column"));
        }
        let (array, emptied) = self.emptied(array)?;
        let (array, defaulted) = self.defaulted(array, &bad)?;
        let args = RowArgs::from(vec![self.type_name.clone()]);
        let finding = |row| RowFinding { row, code: Code::DoesNotFit, args: args.clone() };
        Ok(Made { array, findings: bad.into_iter().map(finding).collect(), defaulted, emptied })
    }

    fn emptied(&self, array: ArrayRef) -> Result<(ArrayRef, u64), (Code, Args)> {
        let Some(values) = &self.null_if else { return Ok((array, 0)) };
        let hits = equal::any_of(&array, values);
        match hits.true_count() {
            0 => Ok((array, 0)),
            emptied => Ok((nullif(&array, &hits).map_err(kernel)?, emptied as u64)),
        }
    }

    /// A row that did not fit keeps its empty place: it is refused, not given a default.
    fn defaulted(&self, array: ArrayRef, bad: &[u32]) -> Result<(ArrayRef, u64), (Code, Args)> {
        let empty = array.null_count().saturating_sub(bad.len());
        let (Some(default), Some(nulls), 1..) = (&self.default, array.nulls(), empty) else { return Ok((array, 0)) };
        let mut kept: Vec<bool> = nulls.iter().collect();
        for &row in bad {
            kept[row as usize] = true;
        }
        let filled = zip(&BooleanArray::from(kept), &array, default).map_err(kernel)?;
        Ok((filled, empty as u64))
    }
}

fn constant(ty: Type, value: &Value) -> Result<ArrayRef, (Code, Args)> {
    many(ty, std::slice::from_ref(value))
}

fn many(ty: Type, values: &[Value]) -> Result<ArrayRef, (Code, Args)> {
    constants(ty, values).ok_or_else(|| {
        let wrong = values.iter().find(|value| constants(ty, std::slice::from_ref(value)).is_none());
        let text = wrong.map(|value| canonical::text(ty, value)).unwrap_or_default();
        (Code::BadConstant, vec![text.into(), type_name(ty).into()])
    })
}

fn repeated(value: &ArrayRef, rows: usize) -> Result<ArrayRef, (Code, Args)> {
    take(value, &UInt32Array::from_value(0, rows), None).map_err(kernel)
}

fn whole_type(input: &ArrayRef) -> Result<Type, (Code, Args)> {
    [Type::Int16, Type::Int32, Type::Int64]
        .into_iter()
        .find(|ty| array_type(*ty) == *input.data_type())
        .ok_or_else(|| defect("numbers of repetitions"))
}

fn defect(what: &'static str) -> (Code, Args) {
    (Code::Defect, vec![what.into()])
}

/// The kernel's message is left out, since it could show a value.
fn kernel(_: ArrowError) -> (Code, Args) {
    defect("an array kernel")
}

#[cfg(test)]
mod tests;
