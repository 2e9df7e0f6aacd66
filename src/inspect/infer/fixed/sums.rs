//! Fields that add up to another one in every record: the deductions and the net pay are the gross.
//!
//! In: the fields of a kind and their values. Out: the sums that hold, and the same fields: those of a sum are numbers with as many
//! decimals as each other. Refuses what chance makes hold: too few records, fields that are always the same or always zero, and
//! numbers that count up together.

use std::collections::BTreeSet;

use super::fields::{become_number, places, say_reads};
use super::figures;
use super::near::Values;
use crate::inspect::infer::draft::{FieldDraft, Form, Other, Reason, SumDraft};
use crate::inspect::infer::values::why::{Open, Other as Reading, Share, Why};
use crate::mapping::model::{Reading as Read, Type};

/// Records in which two parts or more are no zeros, and different values of the whole and of each part, that are no chance.
const RECORDS: usize = 20;
const DIFFERENT: usize = 10;
const PARTS: usize = 5;
/// Of so many records the sum may fail in one.
const RARE: usize = 50;
/// Of so many records one at least has a smaller number than the one before it: numbers in order keep pace with others.
const FALLS: usize = 10;
/// Records that are asked; of more, some all over them.
pub const MOST: usize = 20_000;
/// Numbers of a record that are tried, and records on which sums are sought before all are asked.
const TRIED: usize = 48;
const SOUGHT: usize = 400;

/// A field with its numbers, without their decimal marks.
struct Column {
    /// The field's place among the kind's.
    at: usize,
    /// Decimals that are written.
    written: Option<u8>,
    numbers: Vec<Option<i128>>,
}

/// Finds the sums, and settles the decimals of their fields.
pub fn settle(fields: &mut [FieldDraft], values: &Values<'_>, form: &Form) -> Vec<SumDraft> {
    let columns: Vec<Column> = (0..fields.len()).filter_map(|at| column(&fields[at], at, values)).take(TRIED).collect();
    let mut found: Vec<(usize, Vec<usize>, Share)> = Vec::new();
    for whole in 0..columns.len() {
        let best = runs(columns.len(), whole).find_map(|parts| Some((share(&columns, whole, &parts)?, parts)));
        found.extend(best.map(|(share, parts)| (whole, parts, share)));
    }
    found.into_iter().filter_map(|(whole, parts, share)| sum(fields, &columns, (whole, &parts), share, form)).collect()
}

/// Numbers beside each other that may be the parts of a whole, the most of them first.
fn runs(columns: usize, whole: usize) -> impl Iterator<Item = Vec<usize>> {
    let apart = move |(from, to): &(usize, usize)| *to <= whole || *from > whole;
    let of_length = move |length: usize| (0..=columns - length).map(move |from| (from, from + length));
    (2..columns).rev().flat_map(of_length).filter(apart).map(|(from, to)| (from..to).collect())
}

/// A field that may be a number of a sum.
fn column(field: &FieldDraft, at: usize, values: &Values<'_>) -> Option<Column> {
    let (from, to) = places(field)?;
    let reading = if field.ty.is_number() { &field.reading } else { &number_of(field)?.reading };
    let scale = field.ty.scale();
    let written = reading.decimal.is_some().then_some(scale);
    let number = |value: &Vec<u8>| match written {
        Some(scale) => marked(value, reading, scale),
        None => figures::whole_number(value),
    };
    let numbers: Vec<Option<i128>> = values(from, to).iter().map(number).collect();
    let different: BTreeSet<i128> = numbers.iter().flatten().copied().collect();
    (different.len() >= PARTS).then_some(Column { at, written, numbers })
}

/// A number with its mark, in units of so many decimals.
fn marked(value: &[u8], reading: &Read, scale: u8) -> Option<i128> {
    let text = std::str::from_utf8(value.trim_ascii()).ok()?;
    let text: String = text.chars().filter(|letter| !reading.thousands.contains(letter)).collect();
    let end = text.trim_end_matches(['-', '+', ' ']).len();
    let (number, sign) = text.split_at(end);
    let (whole, decimals) = number.split_once(reading.decimal?).unwrap_or((number, ""));
    let zeros = usize::from(scale).checked_sub(decimals.len())?;
    figures::whole_number(format!("{whole}{decimals}{}{sign}", "0".repeat(zeros)).as_bytes())
}

/// The whole number that a text of digits may be.
fn number_of(field: &FieldDraft) -> Option<&Reading> {
    let whole = |other: &&Reading| matches!(other.ty, Type::Int32 | Type::Int64);
    let others = field.others.iter().filter(|_| field.ty == Type::Text);
    others.filter_map(|other| if let Other::Value(other) = other { Some(&**other) } else { None }).find(whole)
}

/// In how many records the parts come to the whole, if that is no chance.
fn share(columns: &[Column], whole: usize, parts: &[usize]) -> Option<Share> {
    let records = columns[whole].numbers.len();
    let step = records.div_ceil(SOUGHT).max(1);
    let holds = |record: usize| {
        let total = columns[whole].numbers[record]?;
        let sum = parts.iter().map(|part| columns[*part].numbers[record]).sum::<Option<i128>>()?;
        Some(total == sum)
    };
    let few = |of: &mut dyn Iterator<Item = usize>, most: usize| {
        of.filter(|record| holds(*record) == Some(false)).take(most + 1).count() <= most
    };
    if !few(&mut (0..records).step_by(step), records.div_ceil(step) / RARE) {
        return None;
    }
    let read: Vec<usize> = (0..records).filter(|record| holds(*record).is_some()).collect();
    let right: Vec<usize> = read.iter().copied().filter(|record| holds(*record) == Some(true)).collect();
    let own = |part: usize| right.iter().filter_map(move |record| columns[part].numbers[*record]);
    let filled = |record: &&usize| parts.iter().filter(|part| columns[**part].numbers[**record] != Some(0)).count() > 1;
    let different = |part: usize| own(part).collect::<BTreeSet<i128>>().len();
    let totals: Vec<i128> = own(whole).collect();
    let falls = totals.windows(2).filter(|pair| pair[0] > pair[1]).count();
    let is_sure = (read.len() - right.len()) * RARE <= read.len()
        && read.len() * 2 > records
        && right.iter().filter(filled).count() >= RECORDS
        && different(whole) >= DIFFERENT
        && parts.iter().all(|part| different(*part) >= PARTS)
        && falls * FALLS >= totals.len();
    is_sure.then_some(Share { n: right.len() as u64, of: read.len() as u64 })
}

/// The sum as a draft, its fields made numbers of as many decimals; none where marks show that they have different ones.
fn sum(
    fields: &mut [FieldDraft],
    columns: &[Column],
    (whole, parts): (usize, &[usize]),
    share: Share,
    form: &Form,
) -> Option<SumDraft> {
    let all: Vec<&Column> = std::iter::once(&whole).chain(parts).map(|one| &columns[*one]).collect();
    let written: BTreeSet<u8> = all.iter().filter_map(|one| one.written).collect();
    if written.len() > 1 {
        return None;
    }
    let guessed = all.iter().map(|one| fields[one.at].ty.scale()).max().unwrap_or(0);
    let scale = written.first().copied().unwrap_or(guessed);
    let names: Vec<String> = all.iter().map(|one| fields[one.at].name.clone()).collect();
    let found = SumDraft { total: names[0].clone(), parts: names[1..].to_vec(), share, is_whole: true };
    for one in &all {
        settle_one(&mut fields[one.at], scale, form);
        fields[one.at].why.push(Reason::Adds(found.clone()));
    }
    Some(found)
}

/// Makes a field of a sum a number with so many decimals.
fn settle_one(field: &mut FieldDraft, scale: u8, form: &Form) {
    if let Some(number) = number_of(field).cloned() {
        become_number(field, &number, form);
        say_reads(field, &number);
    }
    let Some((from, to)) = places(field).filter(|_| field.ty.scale() != scale) else { return };
    let digits = u8::try_from(to - from).unwrap_or(38).clamp(scale.max(1), 38);
    let before = Reading {
        ty: field.ty,
        reading: field.reading.clone(),
        open: Open::Decimals,
        reads: Share::default(),
        failure: None,
    };
    let ty = Type::Decimal { precision: digits, scale };
    let same = |other: &Other| matches!(other, Other::Value(other) if other.ty.is_number());
    field.others.retain(|other| !same(other));
    field.others.push(Other::Value(Box::new(before)));
    // A range in whole numbers would read as another one.
    field.why.retain(|why| !matches!(why, Reason::Value(Why::Range { .. })));
    field.ty = ty;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspect::infer::draft::plain;
    use crate::mapping::model::FieldPlace;

    /// Three fields of eight digits, the first the sum of the others, as far as `row` makes it so; with their types.
    fn settled(rows: usize, row: impl Fn(usize) -> [u64; 3], types: [Type; 3]) -> (Vec<Type>, usize) {
        let form = Form::Length(24);
        let field = |(at, ty): (u32, Type)| {
            let place = FieldPlace::Bytes { start: at * 8, end: at * 8 + 8 };
            let field = FieldDraft::text(format!("f{at}"), place, &form);
            let reading = plain(Type::Int32, &form);
            let (open, reads) = (Open::Code, Share::default());
            let number = Reading { ty: Type::Int32, reading, open, reads, failure: None };
            match ty {
                Type::Text => FieldDraft { others: vec![Other::Value(Box::new(number))], ..field },
                ty => field.of_type(ty, &form),
            }
        };
        let mut fields: Vec<FieldDraft> = (0..).zip(types).map(field).collect();
        let lines: Vec<String> = (0..rows).map(row).map(|all| all.map(|one| format!("{one:08}")).concat()).collect();
        let values = |from: usize, to: usize| lines.iter().map(|line| line.as_bytes()[from..to].to_vec()).collect();
        let sums = settle(&mut fields, &values, &form);
        (fields.iter().map(|field| field.ty).collect(), sums.len())
    }

    fn part(at: usize, by: usize) -> u64 {
        (at * at * by % 99_991) as u64
    }

    #[test]
    fn parts_that_come_to_a_whole_have_its_decimals() {
        let cents = Type::Decimal { precision: 8, scale: 2 };
        let adds = |at: usize| [part(at, 7_919) + part(at, 104_729), part(at, 7_919), part(at, 104_729)];
        assert_eq!(settled(60, adds, [cents, Type::Text, Type::Int32]), (vec![cents; 3], 1));
        assert_eq!(settled(60, adds, [Type::Text; 3]), (vec![Type::Int32; 3], 1), "no decimals are shown");
        let odd = |at: usize| if at == 7 { [1, 2, 3] } else { adds(at) };
        assert_eq!(settled(60, odd, [Type::Text; 3]).1, 1, "one record is wrong");
    }

    #[test]
    fn what_chance_or_order_make_hold_is_no_sum() {
        let text = [Type::Text; 3];
        for (name, found) in [
            ("few records", settled(12, |at| [part(at, 7) + part(at, 5), part(at, 7), part(at, 5)], text)),
            ("zeros", settled(60, |at| [part(at, 7_919), part(at, 7_919), 0], text)),
            (
                "nearly always zero",
                settled(60, |at| [part(at, 7_919) + at as u64 / 58, part(at, 7_919), at as u64 / 58], text),
            ),
            ("a constant", settled(60, |at| [part(at, 7_919) + 100, part(at, 7_919), 100], text)),
            ("counting", settled(60, |at| [3 * at as u64 + 500, at as u64 + 300, 2 * at as u64 + 200], text)),
            (
                "three in four",
                settled(60, |at| [part(at, 7) + part(at, 5) + u64::from(at % 4 == 0), part(at, 7), part(at, 5)], text),
            ),
        ] {
            assert_eq!(found, (vec![Type::Text; 3], 0), "{name}");
        }
    }
}
