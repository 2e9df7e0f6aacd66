//! One column from several: each row from the one that is chosen for it; and rows picked out and put back.

use arrow_array::{Array, StringArray, UInt32Array};
use arrow_buffer::{BooleanBuffer, BooleanBufferBuilder};
use arrow_select::take::take;

use super::writer::Writer;
use crate::mapping::sql::types::Ty;
use crate::transforms::sql::column::{Column, Data, Many, is_wide};
use crate::transforms::sql::lanes::{self, Blend, Lane, blend, buffer};

/// Rows that take their value from a column; no row has two.
pub type Choice = (BooleanBuffer, Column);

/// Each row from its choice; rows without one have no value. `failed` are rows that failed before they chose.
#[must_use]
pub fn merged(choices: &[Choice], failed: Option<BooleanBuffer>, rows: usize, ty: Ty) -> Many {
    let mut has = BooleanBuffer::new_unset(rows);
    let mut failed = failed;
    for (chosen, column) in choices {
        let there = match column {
            Column::One(None) => continue,
            _ => lanes::and(chosen, column.has()),
        };
        has = &has | &there;
        let bad = column.failed().map(|bad| bad & chosen);
        failed = lanes::or_some(failed.as_ref(), bad.as_ref());
    }
    let has = if has.has_false() { Some(has) } else { None };
    let (data, too_long) = data(choices, rows, ty);
    let failed = lanes::or_some(failed.and_then(lanes::any).as_ref(), too_long.as_ref());
    Many { data, has, failed }
}

/// The values, and the rows whose texts are too long for the batch.
fn data(choices: &[Choice], rows: usize, ty: Ty) -> (Data, Option<BooleanBuffer>) {
    let data = match ty {
        Ty::Text => {
            let (texts, too_long) = texts(choices, rows);
            return (Data::Text(texts), too_long);
        }
        Ty::Date => Data::I32(buffer(blended(choices, rows, Column::days))),
        Ty::Float => Data::F64(buffer(blended(choices, rows, Column::floats))),
        Ty::Bool | Ty::Null | Ty::Interval => {
            let truths = choices.iter().map(|(chosen, column)| &column.truths(rows) & chosen);
            Data::Bool(truths.fold(BooleanBuffer::new_unset(rows), |all, one| &all | &one))
        }
        _ if is_wide(ty) => Data::I128(buffer(blended(choices, rows, Column::i128s))),
        _ => Data::I64(buffer(blended(choices, rows, Column::i64s))),
    };
    (data, None)
}

/// The last choice for all rows, and the others over it.
fn blended<T: Blend + Default>(
    choices: &[Choice],
    rows: usize,
    lane: impl for<'a> Fn(&'a Column) -> Option<Lane<'a, T>>,
) -> Vec<T> {
    let Some(((_, last), others)) = choices.split_last() else { return vec![T::default(); rows] };
    let mut into = lane(last).map_or_else(|| vec![T::default(); rows], |lane| lanes::whole(lane, rows));
    for (chosen, column) in others {
        if let Some(from) = lane(column) {
            blend(&mut into, &from, chosen);
        }
    }
    into
}

fn texts(choices: &[Choice], rows: usize) -> (StringArray, Option<BooleanBuffer>) {
    let mut which = vec![usize::MAX; rows];
    for (number, (chosen, _)) in choices.iter().enumerate() {
        chosen.set_indices().for_each(|row| which[row] = number);
    }
    let mut writer = Writer::copying(rows, rows * 8);
    for (row, number) in which.into_iter().enumerate() {
        let text = match choices.get(number).map(|(_, column)| column) {
            Some(column) => match column.texts() {
                Some(texts) => texts.value(row),
                None => column.one_text().unwrap_or_default(),
            },
            None => "",
        };
        writer.put_all(text.as_bytes());
        writer.end();
    }
    writer.finish().unwrap_or_else(|| (StringArray::new_null(rows), None))
}

/// These rows of a column, in their order.
#[must_use]
pub fn picked(column: &Column, rows: &[u32]) -> Column {
    let Column::Many(many) = column else { return column.clone() };
    let at = |row: &u32| *row as usize;
    let bits = |bits: &BooleanBuffer| BooleanBuffer::collect_bool(rows.len(), |row| bits.value(rows[row] as usize));
    let data = match &many.data {
        Data::Bool(truths) => Data::Bool(bits(truths)),
        Data::I32(values) => Data::I32(rows.iter().map(|row| values[at(row)]).collect()),
        Data::I64(values) => Data::I64(rows.iter().map(|row| values[at(row)]).collect()),
        Data::I128(values) => Data::I128(rows.iter().map(|row| values[at(row)]).collect()),
        Data::F64(values) => Data::F64(rows.iter().map(|row| values[at(row)]).collect()),
        Data::Text(texts) => {
            let taken = take(texts, &UInt32Array::from(rows.to_vec()), None).ok();
            let taken = taken.and_then(|taken| taken.as_any().downcast_ref::<StringArray>().cloned());
            Data::Text(taken.unwrap_or_else(|| StringArray::new_null(rows.len())))
        }
    };
    Column::Many(Many { data, has: many.has.as_ref().map(bits), failed: many.failed.as_ref().map(bits) })
}

/// The column of all rows that has these rows' values; the others have anything.
#[must_use]
pub fn put_back(column: Column, picked: &[u32], rows: usize) -> Column {
    let Column::Many(many) = column else { return column };
    let bits = |from: &BooleanBuffer| {
        let mut all = BooleanBufferBuilder::new(rows);
        all.append_n(rows, false);
        picked.iter().enumerate().for_each(|(at, row)| all.set_bit(*row as usize, from.value(at)));
        all.finish()
    };
    let data = match &many.data {
        Data::Bool(truths) => Data::Bool(bits(truths)),
        Data::I32(values) => Data::I32(buffer(spread(values, picked, rows))),
        Data::I64(values) => Data::I64(buffer(spread(values, picked, rows))),
        Data::I128(values) => Data::I128(buffer(spread(values, picked, rows))),
        Data::F64(values) => Data::F64(buffer(spread(values, picked, rows))),
        Data::Text(texts) => {
            let mut writer = Writer::copying(rows, texts.value_data().len());
            let mut next = picked.iter().enumerate().peekable();
            for row in 0..rows {
                if let Some((at, _)) = next.next_if(|(_, own)| **own as usize == row) {
                    writer.put_all(texts.value(at).as_bytes());
                }
                writer.end();
            }
            Data::Text(writer.finish().map_or_else(|| StringArray::new_null(rows), |(texts, _)| texts))
        }
    };
    Column::Many(Many { data, has: many.has.as_ref().map(bits), failed: many.failed.as_ref().map(bits) })
}

fn spread<T: Copy + Default>(values: &[T], picked: &[u32], rows: usize) -> Vec<T> {
    let mut all = vec![T::default(); rows];
    picked.iter().zip(values).for_each(|(row, value)| all[*row as usize] = *value);
    all
}
