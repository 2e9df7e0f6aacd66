//! Columns that stand in structures, one by one, as everything but files has them.
//!
//! In: the fields of a file, and its batches. Out: the same, flat; a column is called by the way to it, `address.city`. Lists
//! stay as they are. Refuses a structure that is null, since no table has one: its columns would not tell.

use std::collections::BTreeSet;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, RecordBatch, RecordBatchOptions, StructArray};
use arrow_schema::{ArrowError, DataType, Field, FieldRef, Fields, Schema};
use parquet::arrow::arrow_reader::ParquetRecordBatchReader;

/// The columns of these fields.
#[must_use]
pub fn fields(fields: &Fields) -> Vec<Field> {
    let mut found = Vec::new();
    each(fields, "", &mut |way, field| found.push(field.clone().with_name(way)));
    found
}

fn each(fields: &[FieldRef], way: &str, take: &mut dyn FnMut(String, &Field)) {
    for field in fields {
        let own = format!("{way}{}", field.name());
        match field.data_type() {
            DataType::Struct(parts) => each(parts, &format!("{own}."), take),
            _ => take(own, field),
        }
    }
}

/// The ways to the structures among these fields, each before those within it.
#[must_use]
pub fn structures(fields: &Fields) -> Vec<String> {
    fn within(fields: &[FieldRef], way: &str, found: &mut Vec<String>) {
        for field in fields {
            if let DataType::Struct(parts) = field.data_type() {
                let own = format!("{way}{}", field.name());
                found.push(own.clone());
                within(parts, &format!("{own}."), found);
            }
        }
    }
    let mut found = Vec::new();
    within(fields, "", &mut found);
    found
}

/// Numbers of the Parquet columns that have the columns of these names.
#[must_use]
pub fn leaves(fields: &Fields, names: &[&str]) -> Vec<usize> {
    let wanted: BTreeSet<&str> = names.iter().copied().collect();
    let (mut found, mut next) = (Vec::new(), 0);
    each(fields, "", &mut |way, field| {
        let own = next..next + count(field.data_type());
        next = own.end;
        if wanted.contains(way.as_str()) {
            found.extend(own);
        }
    });
    found
}

/// Parquet columns of a type.
fn count(ty: &DataType) -> usize {
    match ty {
        DataType::Struct(fields) => fields.iter().map(|field| count(field.data_type())).sum(),
        DataType::List(element) | DataType::LargeList(element) | DataType::FixedSizeList(element, _) => {
            count(element.data_type())
        }
        DataType::Map(entries, _) => count(entries.data_type()),
        _ => 1,
    }
}

/// The rows of a file, batch by batch.
pub struct Batches(ParquetRecordBatchReader);

impl Batches {
    /// Those of a reader.
    #[must_use]
    pub const fn of(reader: ParquetRecordBatchReader) -> Self {
        Self(reader)
    }
}

impl Iterator for Batches {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        Some(self.0.next()?.and_then(flat))
    }
}

/// The columns of a structure, those of structures within it one by one; none where one of these is null.
#[must_use]
pub fn columns(structure: &StructArray) -> Option<Vec<ArrayRef>> {
    let (mut fields, mut arrays) = (Vec::new(), Vec::new());
    for (field, array) in structure.fields().iter().zip(structure.columns()) {
        take(String::new(), field, array, (&mut fields, &mut arrays)).ok()?;
    }
    Some(arrays)
}

/// A batch without structures.
fn flat(batch: RecordBatch) -> Result<RecordBatch, ArrowError> {
    let is_structure = |field: &FieldRef| matches!(field.data_type(), DataType::Struct(_));
    if !batch.schema_ref().fields().iter().any(is_structure) {
        return Ok(batch);
    }
    let (mut found, mut arrays) = (Vec::new(), Vec::new());
    for (field, array) in batch.schema_ref().fields().iter().zip(batch.columns()) {
        take(field.name().clone(), field, array, (&mut found, &mut arrays))?;
    }
    let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
    RecordBatch::try_new_with_options(Arc::new(Schema::new(found)), arrays, &options)
}

fn take(
    way: String,
    field: &Field,
    array: &ArrayRef,
    (fields, arrays): (&mut Vec<Field>, &mut Vec<ArrayRef>),
) -> Result<(), ArrowError> {
    let Some(parts) = array.as_struct_opt() else {
        fields.push(field.clone().with_name(way));
        arrays.push(Arc::clone(array));
        return Ok(());
    };
    if parts.null_count() > 0 {
        return Err(ArrowError::InvalidArgumentError(way));
    }
    for (field, array) in parts.fields().iter().zip(parts.columns()) {
        take(format!("{way}.{}", field.name()), field, array, (fields, arrays))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use arrow_array::Int32Array;
    use arrow_buffer::NullBuffer;

    use super::*;

    fn number(name: &str) -> Field {
        Field::new(name, DataType::Int32, true)
    }

    /// `n`, `a` of `x` and of `b` of `y`, a list of structures, `z`.
    fn nested() -> Fields {
        let b = Field::new("b", DataType::Struct(vec![number("y")].into()), false);
        let a = Field::new("a", DataType::Struct(vec![number("x"), b].into()), true);
        let element = Field::new("element", DataType::Struct(vec![number("p"), number("q")].into()), false);
        let list = Field::new("l", DataType::List(Arc::new(element)), false);
        vec![number("n"), a, list, number("z")].into()
    }

    #[test]
    fn columns_are_called_by_the_way_to_them_and_found_behind_lists() {
        let names: Vec<String> = fields(&nested()).iter().map(|field| field.name().clone()).collect();
        assert_eq!(names, ["n", "a.x", "a.b.y", "l", "z"]);
        assert_eq!(structures(&nested()), ["a", "a.b"]);
        assert_eq!(leaves(&nested(), &["z", "a.b.y", "l"]), [2, 3, 4, 5]);
    }

    #[test]
    fn a_structure_that_is_null_is_refused() {
        let all = nested();
        let (DataType::Struct(parts), fields) = (all[1].data_type(), &all[1..2]) else { panic!() };
        let of = |nulls: Option<Vec<bool>>| {
            let DataType::Struct(within) = parts[1].data_type() else { panic!() };
            let numbers = || Arc::new(Int32Array::from(vec![Some(1), None])) as ArrayRef;
            let b = Arc::new(StructArray::new(within.clone(), vec![numbers()], None));
            let a = StructArray::new(parts.clone(), vec![numbers(), b], nulls.map(NullBuffer::from));
            let schema = Arc::new(Schema::new(fields.to_vec()));
            flat(RecordBatch::try_new(schema, vec![Arc::new(a)]).unwrap())
        };
        let batch = of(None).unwrap();
        let names: Vec<&str> = batch.schema_ref().fields().iter().map(|field| field.name().as_str()).collect();
        assert_eq!((names, batch.column(1).null_count()), (vec!["a.x", "a.b.y"], 1));
        assert!(of(Some(vec![true, false])).is_err());
    }
}
