//! Any operation, row by row, for what has no fast loop.

use arrow_array::StringArray;
use arrow_buffer::{BooleanBuffer, BooleanBufferBuilder};

use super::writer::Writer;
use crate::mapping::sql::types::Ty;
use crate::transforms::sql::column::{Column, Data, Many, is_wide};
use crate::transforms::sql::lanes;
use crate::transforms::sql::scalar::Call;
use crate::transforms::sql::value::{Cell, Val};

/// The operation's result in each row in which no operand failed.
#[must_use]
pub fn each(call: &Call<'_>, args: &[&Column], failed: Option<&BooleanBuffer>, rows: usize) -> Many {
    let mut made = Made::new(call.ty, rows);
    let mut has = BooleanBufferBuilder::new(rows);
    let mut bad = BooleanBufferBuilder::new(rows);
    let mut cells: Vec<Cell<'_>> = Vec::with_capacity(args.len());
    for row in 0..rows {
        let skip = failed.is_some_and(|failed| failed.value(row));
        cells.clear();
        let result = if skip {
            Ok(None)
        } else {
            cells.extend(args.iter().zip(call.types).map(|(arg, ty)| arg.cell(row, *ty)));
            call.of(&cells)
        };
        bad.append(result.is_err());
        let value = result.unwrap_or(None);
        has.append(value.is_some());
        made.push(value.as_ref());
    }
    let has = has.finish();
    let bad = lanes::any(bad.finish());
    let (data, too_long) = made.finish(rows);
    let bad = lanes::or_some(bad.as_ref(), too_long.as_ref());
    let has = if has.has_false() { Some(has) } else { None };
    Many { data, has, failed: lanes::or_some(failed, bad.as_ref()) }
}

enum Made {
    Bool(BooleanBufferBuilder),
    I32(Vec<i32>),
    I64(Vec<i64>),
    I128(Vec<i128>),
    F64(Vec<f64>),
    Text(Writer),
}

impl Made {
    fn new(ty: Ty, rows: usize) -> Self {
        match ty {
            Ty::Text => Self::Text(Writer::copying(rows, rows * 8)),
            Ty::Date => Self::I32(Vec::with_capacity(rows)),
            Ty::Float => Self::F64(Vec::with_capacity(rows)),
            Ty::Bool | Ty::Null | Ty::Interval => Self::Bool(BooleanBufferBuilder::new(rows)),
            _ if is_wide(ty) => Self::I128(Vec::with_capacity(rows)),
            _ => Self::I64(Vec::with_capacity(rows)),
        }
    }

    fn push(&mut self, value: Option<&Val<'_>>) {
        match self {
            Self::Bool(bits) => bits.append(value == Some(&Val::Bool(true))),
            Self::I32(days) => days.push(value.map_or(0, Val::days)),
            Self::I64(numbers) => numbers.push(value.map_or(0, |value| match value {
                Val::Time(micros) | Val::Timestamp(micros) => *micros,
                other => i64::try_from(other.unscaled()).unwrap_or(0),
            })),
            Self::I128(numbers) => numbers.push(value.map_or(0, Val::unscaled)),
            Self::F64(numbers) => numbers.push(if let Some(Val::Float(number)) = value { *number } else { 0.0 }),
            Self::Text(writer) => {
                writer.put_all(value.map_or("", Val::as_str).as_bytes());
                writer.end();
            }
        }
    }

    /// The values, and the rows whose texts are too long for the batch.
    fn finish(self, rows: usize) -> (Data, Option<BooleanBuffer>) {
        let data = match self {
            Self::Bool(mut bits) => Data::Bool(bits.finish()),
            Self::I32(days) => Data::I32(days.into()),
            Self::I64(numbers) => Data::I64(numbers.into()),
            Self::I128(numbers) => Data::I128(numbers.into()),
            Self::F64(numbers) => Data::F64(numbers.into()),
            Self::Text(writer) => {
                let (texts, too_long) = writer.finish().unwrap_or_else(|| (StringArray::new_null(rows), None));
                return (Data::Text(texts), too_long);
            }
        };
        (data, None)
    }
}
