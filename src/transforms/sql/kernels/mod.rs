//! The fast loops: whole columns in, a column out; none where an operation has no fast loop for these operands, so that
//! the rows are computed one by one.
//!
//! Rows that have no value or failed are computed as well, from whatever stands there: nothing here may panic on it, and
//! what it says of them is dropped by the caller.

pub mod choose;
mod compare;
mod dates;
mod numbers;
pub mod rows;
mod set;
mod text;
mod writer;

use arrow_buffer::BooleanBuffer;

use super::column::{Column, Data};
use super::scalar::Call;
use crate::mapping::sql::op::Op;
pub use set::Set;

/// What a loop gives.
#[derive(Debug)]
pub struct Raw {
    /// The values.
    pub data: Data,
    /// Rows that have no result.
    pub bad: Option<BooleanBuffer>,
}

impl Raw {
    #[expect(clippy::unnecessary_wraps, reason = "what every loop gives")]
    fn of(data: Data) -> Option<Self> {
        Some(Self { data, bad: None })
    }
}

/// The result of an operation whose operands all have values.
#[must_use]
pub fn fast(call: &Call<'_>, args: &[&Column], rows: usize) -> Option<Raw> {
    match call.op {
        Op::Add | Op::Sub | Op::Mul | Op::WholeDiv | Op::Rem => numbers::arithmetic(call, args, rows),
        Op::Div | Op::RoundQuotient(_) | Op::Round(_) => numbers::quotient(call, args, rows),
        Op::Negative | Op::Abs => numbers::signed(call, args, rows),
        Op::Cast | Op::TryCast | Op::Fit => numbers::cast(call, args, rows).or_else(|| text::cast(call, args)),
        Op::Eq | Op::Ne | Op::Lt | Op::Le | Op::Gt | Op::Ge => compare::compare(call, args, rows),
        Op::Not => match args[0] {
            Column::Many(many) => match &many.data {
                Data::Bool(bits) => Raw::of(Data::Bool(!bits)),
                _ => None,
            },
            Column::One(_) => None,
        },
        Op::Join => text::join(args, rows),
        Op::PadLeft | Op::PadRight => text::pad(call, args),
        Op::Left | Op::Right | Op::Substring => text::part(call, args),
        Op::SplitPart => text::piece(args),
        Op::Trim | Op::TrimLeft | Op::TrimRight => text::trim(call, args),
        Op::Lower | Op::Upper => text::case(call, args),
        Op::Length => text::length(args),
        Op::Like | Op::StartsWith | Op::EndsWith | Op::Contains => text::test(call, args),
        Op::Strptime | Op::TryStrptime => dates::strptime(call, args),
        Op::Year | Op::Quarter | Op::Month | Op::Day | Op::DayOfWeek | Op::DayOfYear => dates::part(call, args),
        Op::FiscalYear => dates::fiscal_year(args),
        Op::LastDay | Op::DateTrunc => dates::moved(call, args),
        Op::AddDays | Op::SubDays | Op::DaysBetween => dates::days(call, args, rows),
        _ => None,
    }
}
