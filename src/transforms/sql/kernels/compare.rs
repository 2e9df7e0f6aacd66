//! Comparison of whole columns.

use arrow_array::{Array, StringArray};
use arrow_buffer::BooleanBuffer;

use super::{Raw, text};
use crate::arrays::DECIMAL64_DIGITS;
use crate::mapping::sql::op::Op;
use crate::mapping::sql::types::{MOST_DIGITS, Ty};
use crate::transforms::sql::column::{Column, Data};
use crate::transforms::sql::lanes::{Lane, zip_bits};
use crate::transforms::sql::scalar::Call;

/// The truth of a comparison.
pub fn compare(call: &Call<'_>, args: &[&Column], rows: usize) -> Option<Raw> {
    let op = call.op;
    let (a, b) = (args[0], args[1]);
    let bits = match (call.types.first()?, call.types.get(1)?) {
        (Ty::Text, Ty::Text) => texts(op, a, b, rows)?,
        (Ty::Bool, Ty::Bool) => {
            let differ = &a.bits(rows)? ^ &b.bits(rows)?;
            match op {
                Op::Eq => !&differ,
                Op::Ne => differ,
                _ => return None,
            }
        }
        (Ty::Date, _) => ordered(op, rows, &a.days()?, &b.days()?, |value| value, |value| value),
        (Ty::Time | Ty::Timestamp, _) => ordered(op, rows, &a.i64s()?, &b.i64s()?, |value| value, |value| value),
        (x, y) => exact(op, rows, (a, x.exact()?), (b, y.exact()?))?,
    };
    Raw::of(Data::Bool(bits))
}

type Number<'a> = (&'a Column, (u8, u8));

#[expect(clippy::many_single_char_names, reason = "a, b; p, s, q, t as the reference writes them")]
fn exact(op: Op, rows: usize, (a, (p, s)): Number<'_>, (b, (q, t)): Number<'_>) -> Option<BooleanBuffer> {
    let scale = s.max(t);
    let (up_a, up_b) = (scale - s, scale - t);
    if let Some((x, y)) = a.i64s().zip(b.i64s()) {
        if up_a == 0 && up_b == 0 {
            return Some(ordered(op, rows, &x, &y, |value| value, |value| value));
        }
        if p + up_a <= DECIMAL64_DIGITS && q + up_b <= DECIMAL64_DIGITS {
            let (f, g) = (10_i64.pow(u32::from(up_a)), 10_i64.pow(u32::from(up_b)));
            return Some(ordered(op, rows, &x, &y, |a| a.wrapping_mul(f), |b| b.wrapping_mul(g)));
        }
    }
    if p + up_a > MOST_DIGITS || q + up_b > MOST_DIGITS {
        return None;
    }
    let (f, g) = (10_i128.pow(u32::from(up_a)), 10_i128.pow(u32::from(up_b)));
    Some(ordered(op, rows, &a.i128s()?, &b.i128s()?, |a| a.wrapping_mul(f), |b| b.wrapping_mul(g)))
}

fn ordered<T: Copy + Ord>(
    op: Op,
    rows: usize,
    a: &Lane<'_, T>,
    b: &Lane<'_, T>,
    f: impl Fn(T) -> T,
    g: impl Fn(T) -> T,
) -> BooleanBuffer {
    match op {
        Op::Eq => zip_bits(rows, a, b, |a, b| f(a) == g(b)),
        Op::Ne => zip_bits(rows, a, b, |a, b| f(a) != g(b)),
        Op::Lt => zip_bits(rows, a, b, |a, b| f(a) < g(b)),
        Op::Le => zip_bits(rows, a, b, |a, b| f(a) <= g(b)),
        Op::Gt => zip_bits(rows, a, b, |a, b| f(a) > g(b)),
        _ => zip_bits(rows, a, b, |a, b| f(a) >= g(b)),
    }
}

fn texts(op: Op, a: &Column, b: &Column, rows: usize) -> Option<BooleanBuffer> {
    match (a.texts(), b.texts()) {
        (Some(a), Some(b)) => Some(text_order(op, rows, |row| bytes(a, row), |row| bytes(b, row))),
        (Some(a), None) => {
            let b = b.one_text()?.as_bytes();
            match op {
                Op::Eq => return Some(text::equal(a, b)),
                Op::Ne => return Some(!&text::equal(a, b)),
                _ => {}
            }
            Some(text_order(op, rows, |row| bytes(a, row), |_| b))
        }
        (None, Some(b)) => {
            let a = a.one_text()?.as_bytes();
            Some(text_order(op, rows, |_| a, |row| bytes(b, row)))
        }
        (None, None) => None,
    }
}

fn bytes(texts: &StringArray, row: usize) -> &[u8] {
    if row < texts.len() { texts.value(row).as_bytes() } else { &[] }
}

fn text_order<'a>(op: Op, rows: usize, a: impl Fn(usize) -> &'a [u8], b: impl Fn(usize) -> &'a [u8]) -> BooleanBuffer {
    match op {
        Op::Eq => BooleanBuffer::collect_bool(rows, |row| a(row) == b(row)),
        Op::Ne => BooleanBuffer::collect_bool(rows, |row| a(row) != b(row)),
        Op::Lt => BooleanBuffer::collect_bool(rows, |row| a(row) < b(row)),
        Op::Le => BooleanBuffer::collect_bool(rows, |row| a(row) <= b(row)),
        Op::Gt => BooleanBuffer::collect_bool(rows, |row| a(row) > b(row)),
        _ => BooleanBuffer::collect_bool(rows, |row| a(row) >= b(row)),
    }
}
