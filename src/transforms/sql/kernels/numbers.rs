//! Arithmetic, rounding and changes of exact numbers over whole columns: 64 bits where the types say that it suffices.

use arrow_buffer::i256;

use super::Raw;
use crate::arrays::DECIMAL64_DIGITS;
use crate::mapping::model::Type;
use crate::mapping::sql::op::{Mode, Op, Prepared};
use crate::mapping::sql::types::{MOST_DIGITS, Ty};
use crate::transforms::sql::column::{Column, Data, is_wide};
use crate::transforms::sql::lanes::{Lane, buffer, checked, zip};
use crate::transforms::sql::scalar::Call;

const fn power(digits: u8) -> i128 {
    10_i128.pow(digits as u32)
}

/// A power of ten of at most 18 digits.
const fn small_power(digits: u8) -> i64 {
    10_i64.pow(digits as u32)
}

/// Digits and scale of both operands.
fn digits(call: &Call<'_>) -> Option<[(u8, u8); 2]> {
    Some([call.types.first()?.exact()?, call.types.get(1)?.exact()?])
}

/// Digits of a number at a larger scale.
const fn at_scale((digits, scale): (u8, u8), wanted: u8) -> u8 {
    digits + (wanted - scale)
}

/// Sum, difference, product, whole quotient, remainder.
#[expect(clippy::many_single_char_names, reason = "a, b; p, s, q, t as the reference writes them")]
pub fn arithmetic(call: &Call<'_>, args: &[&Column], rows: usize) -> Option<Raw> {
    if matches!(call.ty, Ty::Int(_)) {
        return Some(whole(call.op, &args[0].i64s()?, &args[1].i64s()?, rows));
    }
    let [a, b] = digits(call)?;
    let scale = a.1.max(b.1);
    let (x, y) = (at_scale(a, scale), at_scale(b, scale));
    match call.op {
        Op::Add | Op::Sub => {
            let needed = (a.0 - a.1).max(b.0 - b.1) + 1 + scale;
            let negative = call.op == Op::Sub;
            if needed <= DECIMAL64_DIGITS {
                let (f, g) = (small_power(scale - a.1), small_power(scale - b.1));
                let g = if negative { -g } else { g };
                let sums = zip(rows, &args[0].i64s()?, &args[1].i64s()?, |a, b| {
                    a.wrapping_mul(f).wrapping_add(b.wrapping_mul(g))
                });
                return Raw::of(Data::I64(buffer(sums)));
            }
            let (f, g) = (power(scale - a.1), power(scale - b.1));
            let g = if negative { -g } else { g };
            let (a, b) = (args[0].i128s()?, args[1].i128s()?);
            if needed <= MOST_DIGITS {
                let sums = zip(rows, &a, &b, |a, b| a.wrapping_mul(f).wrapping_add(b.wrapping_mul(g)));
                return Raw::of(Data::I128(buffer(sums)));
            }
            Some(capped(rows, &a, &b, |a, b| {
                let narrow = || a.checked_mul(f)?.checked_add(b.checked_mul(g)?);
                narrow().or_else(|| wide_sum(a, f, b, g))
            }))
        }
        Op::Mul => product(call, args, rows, a.0 + b.0),
        _ if x <= DECIMAL64_DIGITS && y <= DECIMAL64_DIGITS => {
            let (f, g) = (small_power(scale - a.1), small_power(scale - b.1));
            let whole = call.op == Op::WholeDiv;
            let divided = move |a: i64, b: i64| {
                let (a, b) = (a.wrapping_mul(f), b.wrapping_mul(g));
                let quotient = if whole { a.checked_div(b) } else { a.checked_rem(b) };
                (quotient.unwrap_or(0), quotient.is_none())
            };
            let (a, b) = (args[0].i64s()?, args[1].i64s()?);
            if is_wide(call.ty) {
                let (values, bad) = checked(rows, &a, &b, |a, b| {
                    let (value, bad) = divided(a, b);
                    (i128::from(value), bad)
                });
                return Some(Raw { data: Data::I128(buffer(values)), bad });
            }
            let (values, bad) = checked(rows, &a, &b, divided);
            Some(Raw { data: Data::I64(buffer(values)), bad })
        }
        _ => None,
    }
}

/// In 256 bits: an operand may be beyond 38 digits at the sum's scale, and the sum within.
#[cold]
fn wide_sum(a: i128, f: i128, b: i128, g: i128) -> Option<i128> {
    let [a, f, b, g] = [a, f, b, g].map(i256::from_i128);
    a.wrapping_mul(f).wrapping_add(b.wrapping_mul(g)).to_i128()
}

fn product(call: &Call<'_>, args: &[&Column], rows: usize, needed: u8) -> Option<Raw> {
    let narrow = args[0].i64s().zip(args[1].i64s());
    match narrow {
        Some((a, b)) if !is_wide(call.ty) => Raw::of(Data::I64(buffer(zip(rows, &a, &b, i64::wrapping_mul)))),
        Some((a, b)) if needed <= MOST_DIGITS => {
            let products = zip(rows, &a, &b, |a, b| i128::from(a) * i128::from(b));
            Raw::of(Data::I128(buffer(products)))
        }
        _ => {
            let (a, b) = (args[0].i128s()?, args[1].i128s()?);
            if needed <= MOST_DIGITS {
                return Raw::of(Data::I128(buffer(zip(rows, &a, &b, i128::wrapping_mul))));
            }
            Some(capped(rows, &a, &b, i128::checked_mul))
        }
    }
}

/// In a type that 38 digits have cut short.
fn capped(rows: usize, a: &Lane<'_, i128>, b: &Lane<'_, i128>, f: impl Fn(i128, i128) -> Option<i128>) -> Raw {
    let most = power(MOST_DIGITS);
    let (values, bad) = checked(rows, a, b, |a, b| {
        let value = f(a, b).filter(|value| (1 - most..most).contains(value));
        (value.unwrap_or(0), value.is_none())
    });
    Raw { data: Data::I128(buffer(values)), bad }
}

fn whole(op: Op, a: &Lane<'_, i64>, b: &Lane<'_, i64>, rows: usize) -> Raw {
    let optional = |value: Option<i64>| (value.unwrap_or(0), value.is_none());
    let (values, bad) = match op {
        Op::Add => checked(rows, a, b, i64::overflowing_add),
        Op::Sub => checked(rows, a, b, i64::overflowing_sub),
        Op::Mul => checked(rows, a, b, i64::overflowing_mul),
        Op::WholeDiv => checked(rows, a, b, |a, b| optional(a.checked_div(b))),
        _ => checked(rows, a, b, |a, b| optional(if b == -1 { Some(0) } else { a.checked_rem(b) })),
    };
    Raw { data: Data::I64(buffer(values)), bad }
}

/// The other sign, or none.
pub fn signed(call: &Call<'_>, args: &[&Column], rows: usize) -> Option<Raw> {
    let negative = call.op == Op::Negative;
    let none = Lane::All(0_i64);
    match (&call.ty, args[0].i64s()) {
        (Ty::Int(_) | Ty::Decimal { .. }, Some(a)) if !is_wide(call.ty) => {
            let (values, bad) = if negative {
                checked(rows, &a, &none, |a, _| a.overflowing_neg())
            } else {
                checked(rows, &a, &none, |a, _| a.overflowing_abs())
            };
            Some(Raw { data: Data::I64(buffer(values)), bad })
        }
        (Ty::Decimal { .. }, None) => {
            let a = args[0].i128s()?;
            let values = if negative {
                zip(rows, &a, &none, |a, _| a.wrapping_neg())
            } else {
                zip(rows, &a, &none, |a, _| a.wrapping_abs())
            };
            Raw::of(Data::I128(buffer(values)))
        }
        _ => None,
    }
}

/// Quotients and rounding where the dividend fits 128 bits with all its digits.
pub fn quotient(call: &Call<'_>, args: &[&Column], rows: usize) -> Option<Raw> {
    if call.ty == Ty::Float {
        return None;
    }
    let (mode, kept) = match (call.op, call.prepared) {
        (Op::Round(mode), Prepared::Scale(scale)) | (Op::RoundQuotient(mode), Prepared::Quotient(scale, _)) => {
            (Some(mode), u8::try_from(*scale).ok()?)
        }
        (Op::Div, _) => (None, call.ty.scale()),
        _ => return None,
    };
    let (a, one) = (call.types.first()?.exact()?, Column::One(Some(crate::mapping::model::Value::Int(1))));
    let (b, divisors) = match args.get(1) {
        Some(column) => (call.types.get(1)?.exact()?, *column),
        None => ((1, 0), &one),
    };
    if let (Op::Round(mode), Some(dropped)) = (call.op, a.1.checked_sub(kept))
        && let Some(raw) = rounded(mode, dropped, args[0], call.ty, rows)
    {
        return Some(raw);
    }
    let shift = i16::from(b.1) + i16::from(kept) - i16::from(a.1);
    let above = |digits: i16| u8::try_from(digits).unwrap_or(0);
    let (up, down) = (above(shift), above(-shift));
    let (dividend, divisor) = (a.0 + up, b.0 + down);
    let Ty::Decimal { precision, .. } = call.ty else { return None };
    if dividend <= DECIMAL64_DIGITS && divisor <= DECIMAL64_DIGITS && precision <= DECIMAL64_DIGITS {
        let (f, g) = (small_power(up), small_power(down));
        let (a, b) = (args[0].i64s()?, divisors.i64s()?);
        let (values, bad) = checked(rows, &a, &b, |a, b| {
            let value = divided_64(a.wrapping_mul(f), b.wrapping_mul(g), mode);
            (value.unwrap_or(0), value.is_none())
        });
        return Some(Raw { data: Data::I64(buffer(values)), bad });
    }
    if dividend >= MOST_DIGITS || divisor >= MOST_DIGITS {
        return None;
    }
    let (f, g, most) = (power(up), power(down), power(precision));
    let (a, b) = (args[0].i128s()?, divisors.i128s()?);
    let divide = |a: i128, b: i128| {
        let value = divided_128(a.wrapping_mul(f), b.wrapping_mul(g), mode);
        value.filter(|value| (1 - most..most).contains(value))
    };
    if is_wide(call.ty) {
        let (values, bad) = checked(rows, &a, &b, |a, b| {
            let value = divide(a, b);
            (value.unwrap_or(0), value.is_none())
        });
        return Some(Raw { data: Data::I128(buffer(values)), bad });
    }
    let (values, bad) = checked(rows, &a, &b, |a, b| {
        let value = divide(a, b).and_then(|value| i64::try_from(value).ok());
        (value.unwrap_or(0), value.is_none())
    });
    Some(Raw { data: Data::I64(buffer(values)), bad })
}

/// Without a few decimals: divisors that are known to the compiler take no division.
fn rounded(mode: Mode, dropped: u8, column: &Column, ty: Ty, rows: usize) -> Option<Raw> {
    match dropped {
        1 => rounded_by::<10>(mode, column, ty, rows),
        2 => rounded_by::<100>(mode, column, ty, rows),
        3 => rounded_by::<1_000>(mode, column, ty, rows),
        4 => rounded_by::<10_000>(mode, column, ty, rows),
        6 => rounded_by::<1_000_000>(mode, column, ty, rows),
        _ => None,
    }
}

/// None where a value has more than 64 bits; the type holds every result.
fn rounded_by<const BY: i64>(mode: Mode, column: &Column, ty: Ty, rows: usize) -> Option<Raw> {
    let round = |a: i64, _: i64| divided_64(a, BY, Some(mode)).unwrap_or(0);
    let none = Lane::All(0_i64);
    let values = if let Some(a) = column.i64s() {
        zip(rows, &a, &none, round)
    } else {
        let (a, zero) = (column.i128s()?, Lane::All(0_i64));
        let (small, large) = checked(rows, &a, &zero, |a, _| i64::try_from(a).map_or((0, true), |a| (a, false)));
        if large.is_some() {
            return None;
        }
        zip(rows, &Lane::Own(small), &none, round)
    };
    Raw::of(if is_wide(ty) {
        Data::I128(values.into_iter().map(i128::from).collect())
    } else {
        Data::I64(buffer(values))
    })
}

macro_rules! divided {
    ($name:ident, $int:ty) => {
        /// The quotient: rounded, or exact without a mode; none otherwise, and by zero.
        #[inline]
        fn $name(a: $int, b: $int, mode: Option<Mode>) -> Option<$int> {
            let (whole, rest) = (a.checked_div(b)?, a.checked_rem(b)?);
            if rest == 0 {
                return Some(whole);
            }
            let is_negative = (rest < 0) != (b < 0);
            let twice = rest.unsigned_abs().saturating_mul(2).cmp(&b.unsigned_abs());
            let moves = match mode? {
                Mode::Trunc => false,
                Mode::Floor => is_negative,
                Mode::Ceil => !is_negative,
                Mode::Half => twice.is_ge(),
                Mode::Even => twice.is_gt() || twice.is_eq() && whole % 2 != 0,
            };
            Some(match (moves, is_negative) {
                (false, _) => whole,
                (true, true) => whole - 1,
                (true, false) => whole + 1,
            })
        }
    };
}
divided!(divided_64, i64);
divided!(divided_wide, i128);

/// As [`divided_wide`], by the processor's own division where both fit.
#[inline]
fn divided_128(a: i128, b: i128, mode: Option<Mode>) -> Option<i128> {
    match (i64::try_from(a), i64::try_from(b)) {
        (Ok(small), Ok(divisor)) if small != i64::MIN => divided_64(small, divisor, mode).map(i128::from),
        _ => divided_wide(a, b, mode),
    }
}

/// From exact number to exact number of no smaller scale.
pub fn cast(call: &Call<'_>, args: &[&Column], rows: usize) -> Option<Raw> {
    let Prepared::Type(to) = call.prepared else { return None };
    let ((digits, scale), (most_digits, wanted)) = (call.types.first()?.exact()?, Ty::of(*to).exact()?);
    let up = wanted.checked_sub(scale)?;
    let none = Lane::All(0_i64);
    let narrow = args[0].i64s();
    if let (Some(a), Type::Int16 | Type::Int32 | Type::Int64) = (&narrow, to) {
        let (least, most) = match to {
            Type::Int16 => (i64::from(i16::MIN), i64::from(i16::MAX)),
            Type::Int32 => (i64::from(i32::MIN), i64::from(i32::MAX)),
            _ => (i64::MIN, i64::MAX),
        };
        let (values, bad) = checked(rows, a, &none, |a, _| (a, a < least || a > most));
        return Some(Raw { data: Data::I64(buffer(values)), bad });
    }
    let Type::Decimal { precision, .. } = *to else { return None };
    let surely = digits - scale <= most_digits - wanted;
    if let Some(a) = narrow.filter(|_| digits + up <= DECIMAL64_DIGITS && precision <= DECIMAL64_DIGITS) {
        let (f, most) = (small_power(up), small_power(precision));
        if surely {
            return Raw::of(Data::I64(buffer(zip(rows, &a, &none, |a, _| a.wrapping_mul(f)))));
        }
        let (values, bad) = checked(rows, &a, &none, |a, _| {
            let value = a.wrapping_mul(f);
            (value, value >= most || value <= -most)
        });
        return Some(Raw { data: Data::I64(buffer(values)), bad });
    }
    let (f, most, a) = (power(up), power(precision), args[0].i128s()?);
    let scaled = |a: i128| a.checked_mul(f).filter(|value| (1 - most..most).contains(value));
    if is_wide(Ty::of(*to)) {
        let (values, bad) = checked(rows, &a, &none, |a, _| (scaled(a).unwrap_or(0), scaled(a).is_none()));
        return Some(Raw { data: Data::I128(buffer(values)), bad });
    }
    let (values, bad) = checked(rows, &a, &none, |a, _| {
        let value = scaled(a).and_then(|value| i64::try_from(value).ok());
        (value.unwrap_or(0), value.is_none())
    });
    Some(Raw { data: Data::I64(buffer(values)), bad })
}
