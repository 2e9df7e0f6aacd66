//! Dates over whole columns.

use arrow_buffer::BooleanBuffer;

use super::Raw;
use crate::calendar::{self, FIRST_DAY, LAST_DAY};
use crate::mapping::model::Value;
use crate::mapping::sql::format::{Format, Piece};
use crate::mapping::sql::op::{Op, Prepared};
use crate::mapping::sql::types::Ty;
use crate::transforms::sql::column::{Column, Data};
use crate::transforms::sql::dates::{self, DAY};
use crate::transforms::sql::lanes::{Lane, buffer, checked, zip};
use crate::transforms::sql::scalar::Call;

/// A date and days; two dates.
pub fn days(call: &Call<'_>, args: &[&Column], rows: usize) -> Option<Raw> {
    if call.op == Op::DaysBetween {
        let (a, b) = (args[0].days()?, args[1].days()?);
        return Raw::of(Data::I64(buffer(zip(rows, &a, &b, |a, b| i64::from(a) - i64::from(b)))));
    }
    let (a, b) = (args[0].days()?, args[1].i64s()?);
    let negative = call.op == Op::SubDays;
    let (values, bad) = checked(rows, &a, &b, |a, b| {
        let (day, overflows) = if negative { i64::from(a).overflowing_sub(b) } else { i64::from(a).overflowing_add(b) };
        let bad = overflows || day < i64::from(FIRST_DAY) || day > i64::from(LAST_DAY);
        (i32::try_from(day).unwrap_or(0), bad)
    });
    Some(Raw { data: Data::I32(buffer(values)), bad })
}

/// The year, the month …
pub fn part(call: &Call<'_>, args: &[&Column]) -> Option<Raw> {
    let Lane::Each(days) = args[0].days()? else { return None };
    let op = call.op;
    let each = |f: fn(i32) -> i64| Data::I64(days.iter().map(|day| f(*day)).collect());
    Raw::of(match op {
        Op::Year => each(|day| calendar::civil(day).0),
        Op::Month => each(|day| calendar::civil(day).1),
        Op::Day => each(|day| calendar::civil(day).2),
        _ => Data::I64(days.iter().map(|day| dates::date_part(op, *day)).collect()),
    })
}

/// The fiscal year, of a year that starts in a constant month.
pub fn fiscal_year(args: &[&Column]) -> Option<Raw> {
    let Lane::Each(days) = args[0].days()? else { return None };
    let Column::One(Some(Value::Int(start @ 1..=12))) = args[1] else { return None };
    // A year that starts in January is the calendar's: no month is past 13.
    let start = if *start == 1 { 13 } else { *start };
    let of = |day: &i32| {
        let (year, month, _) = calendar::civil(*day);
        year + i64::from(month >= start)
    };
    Raw::of(Data::I64(days.iter().map(of).collect()))
}

/// The last day of a month, the first of a year, a quarter, a month or a week.
pub fn moved(call: &Call<'_>, args: &[&Column]) -> Option<Raw> {
    let Lane::Each(days) = args[0].days()? else { return None };
    let days: Vec<i32> = match (call.op, call.prepared) {
        (Op::LastDay, _) => days.iter().map(|day| dates::last_day(*day)).collect(),
        (_, Prepared::Unit(unit)) => days.iter().map(|day| dates::first_day(*unit, *day)).collect(),
        _ => return None,
    };
    Raw::of(Data::I32(days.into()))
}

/// A format whose texts all have one length.
struct Fixed {
    length: usize,
    /// Place and width of year, month, day, day of the year, hour, minute, second, microseconds; 0 wide if not there.
    parts: [(usize, usize); 8],
    literals: Vec<(usize, Vec<u8>)>,
    /// Places of the eight digits of year, month and day.
    eight: Option<[usize; 8]>,
}

impl Fixed {
    fn of(format: &Format) -> Option<Self> {
        let mut fixed = Self { length: 0, parts: [(0, 0); 8], literals: Vec::new(), eight: None };
        for piece in &format.pieces {
            let (part, width) = match piece {
                Piece::Literal(text) => {
                    fixed.literals.push((fixed.length, text.as_bytes().to_vec()));
                    fixed.length += text.len();
                    continue;
                }
                Piece::Year => (0, 4),
                Piece::Month { padded: true } => (1, 2),
                Piece::Day { padded: true } => (2, 2),
                Piece::DayOfYear => (3, 3),
                Piece::Hour { padded: true } => (4, 2),
                Piece::Minute { padded: true } => (5, 2),
                Piece::Second { padded: true } => (6, 2),
                _ => return None,
            };
            fixed.parts[part] = (fixed.length, width);
            fixed.length += width;
        }
        let [(year, _), (month, months), (day, days)] = [0, 1, 2].map(|part| fixed.parts[part]);
        let places = [year, year + 1, year + 2, year + 3, month, month + 1, day, day + 1];
        fixed.eight = (months > 0 && days > 0).then_some(places);
        Some(fixed)
    }

    #[inline]
    fn number(&self, text: &[u8], part: usize, bad: &mut bool) -> i64 {
        let (start, width) = self.parts[part];
        let digit = |at: usize, bad: &mut bool| {
            let digit = text[start + at].wrapping_sub(b'0');
            *bad |= digit > 9;
            i64::from(digit)
        };
        match width {
            0 => 0,
            2 => digit(0, bad) * 10 + digit(1, bad),
            3 => digit(0, bad) * 100 + digit(1, bad) * 10 + digit(2, bad),
            _ => digit(0, bad) * 1000 + digit(1, bad) * 100 + digit(2, bad) * 10 + digit(3, bad),
        }
    }

    #[inline]
    fn date(&self, text: &[u8]) -> Option<i32> {
        if text.len() != self.length {
            return None;
        }
        let mut bad = false;
        if let (Some(places), []) = (&self.eight, self.literals.as_slice()) {
            // The usual one: `%Y%m%d`.
            let digits = match text.first_chunk::<8>() {
                Some(digits) if *places == [0, 1, 2, 3, 4, 5, 6, 7] => *digits,
                _ => places.map(|at| text[at]),
            };
            return date_of(eight_digits(digits)?);
        }
        for (at, literal) in &self.literals {
            bad |= match literal.as_slice() {
                &[byte] => text[*at] != byte,
                all => &text[*at..*at + all.len()] != all,
            };
        }
        if let Some(places) = &self.eight {
            let days = date_of(eight_digits(places.map(|at| text[at]))?);
            return if bad { None } else { days };
        }
        let year = self.number(text, 0, &mut bad);
        let of_year = self.number(text, 3, &mut bad);
        let most = 337 + calendar::month_length(year, 2);
        let first = calendar::days(year, 1, 1)?;
        let is_day = !bad && (1..=most).contains(&of_year);
        is_day.then(|| first + i32::try_from(of_year).unwrap_or(1) - 1)
    }

    #[inline]
    fn seconds(&self, text: &[u8]) -> Option<i64> {
        let mut bad = false;
        let [hour, minute, second] = [4, 5, 6].map(|part| self.number(text, part, &mut bad));
        (!bad && hour < 24 && minute < 60 && second < 60).then_some(hour * 3_600 + minute * 60 + second)
    }
}

fn date_of(digits: u32) -> Option<i32> {
    let [year, month, day] = [digits / 10_000, digits / 100 % 100, digits % 100].map(i64::from);
    calendar::days(year, month, day)
}

/// The number that eight digits are, all at once.
#[inline]
const fn eight_digits(text: [u8; 8]) -> Option<u32> {
    const HIGH: u64 = 0xF0F0_F0F0_F0F0_F0F0;
    let all = u64::from_le_bytes(text);
    if (all & HIGH) | ((all.wrapping_add(0x0606_0606_0606_0606) & HIGH) >> 4) != 0x3333_3333_3333_3333 {
        return None;
    }
    let pairs = (all & 0x0F0F_0F0F_0F0F_0F0F).wrapping_mul(2_561) >> 8;
    let fours = (pairs & 0x00FF_00FF_00FF_00FF).wrapping_mul(6_553_601) >> 16;
    Some(((fours & 0x0000_FFFF_0000_FFFF).wrapping_mul(42_949_672_960_001) >> 32) as u32)
}

/// Texts of a constant length by their format.
pub fn strptime(call: &Call<'_>, args: &[&Column]) -> Option<Raw> {
    let Prepared::Format(format) = call.prepared else { return None };
    let (texts, fixed) = (args[0].texts()?, Fixed::of(format)?);
    let (data, bad) = if call.ty == Ty::Date {
        let days: Vec<i32> = rows(texts).map(|text| fixed.date(text).unwrap_or(i32::MIN)).collect();
        let bad = bits(&days, i32::MIN);
        (Data::I32(days.into()), bad)
    } else {
        let moment = |text| Some(i64::from(fixed.date(text)?) * DAY + fixed.seconds(text)? * 1_000_000);
        let moments: Vec<i64> = rows(texts).map(|text| moment(text).unwrap_or(i64::MIN)).collect();
        let bad = bits(&moments, i64::MIN);
        (Data::I64(moments.into()), bad)
    };
    Some(Raw { data, bad })
}

/// Rows that hold the value that stands for none; none if there is none.
fn bits<T: Copy + PartialEq>(values: &[T], none: T) -> Option<BooleanBuffer> {
    let any = values.contains(&none);
    any.then(|| BooleanBuffer::collect_bool(values.len(), |row| values[row] == none))
}

fn rows(texts: &arrow_array::StringArray) -> impl Iterator<Item = &[u8]> {
    let all = texts.value_data();
    let index = |offset: i32| usize::try_from(offset).unwrap_or(0);
    texts.value_offsets().windows(2).map(move |ends| &all[index(ends[0])..index(ends[1])])
}
