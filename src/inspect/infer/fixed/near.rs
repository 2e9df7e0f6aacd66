//! Digits that few values leave open between pictures: a date stands near the other dates of its record.
//!
//! In: the fields of a kind and their values. Out: the same fields, those dates among them that are always near another one, and
//! by one picture alone. Refuses numbers that count up: they may keep pace with a date.

use std::collections::BTreeSet;

use super::dates::is_nothing;
use super::fields::places;
use crate::extractors::decode::date::DateRules;
use crate::inspect::infer::draft::{FieldDraft, Other, Reason};
use crate::inspect::infer::values::why::{Open, Other as Reading, Why};
use crate::mapping::model::{OnBlank, Type};

/// Days between dates that belong to one event: a year, and what is late.
const DAYS: i32 = 400;
/// Different values, and records, that are no chance.
const DIFFERENT: usize = 5;
const RECORDS: usize = 10;
/// Of so many dates one may be far from the other.
const RARE: usize = 50;

/// The values of a field's places, from 0 and end exclusive, record by record, as faces.
pub type Values<'v> = dyn Fn(usize, usize) -> Vec<Vec<u8>> + 'v;

/// Settles what is near.
pub fn settle(fields: &mut [FieldDraft], values: &Values<'_>) {
    let sure: Vec<(String, Vec<Option<i32>>)> = fields.iter().filter_map(|field| sure(field, values)).collect();
    for field in fields.iter_mut().filter(|field| field.ty == Type::Text) {
        let Some((from, to)) = places(field) else { continue };
        let open: Vec<Reading> = field.others.iter().filter_map(open).collect();
        if open.is_empty() || sure.is_empty() {
            continue;
        }
        let own = values(from, to);
        let near = |reading: &Reading| sure.iter().find(|(_, days)| is_near(reading, &own, days)).map(|(name, _)| name);
        let found: Vec<(&Reading, &String)> =
            open.iter().filter_map(|reading| near(reading).map(|name| (reading, name))).collect();
        if let [(reading, name)] = found[..] {
            let near = Reason::Near { field: name.clone(), days: u64::from(DAYS.unsigned_abs()) };
            become_date(field, reading, near, &own);
        }
    }
}

/// The days of a field that is a date by one picture alone.
fn sure(field: &FieldDraft, values: &Values<'_>) -> Option<(String, Vec<Option<i32>>)> {
    let rivals = field.others.iter().any(|other| matches!(other, Other::Value(other) if other.ty == Type::Date));
    let (from, to) = places(field).filter(|_| field.ty == Type::Date && !rivals)?;
    let days = days(field.reading.picture.as_deref()?, field.reading.years, &values(from, to))?;
    Some((field.name.clone(), days))
}

/// A picture that reads all values, of which there are too few.
fn open(other: &Other) -> Option<Reading> {
    match other {
        Other::Value(other) if other.ty == Type::Date && other.open == Open::TooFew && other.failure.is_none() => {
            Some((**other).clone())
        }
        _ => None,
    }
}

fn days(picture: &str, years: Option<(i32, i32)>, values: &[Vec<u8>]) -> Option<Vec<Option<i32>>> {
    let rules = DateRules::new(picture, Type::Date, years).ok()?;
    let day = |value: &Vec<u8>| {
        let text = value.trim_ascii();
        let text = std::str::from_utf8(text).ok().filter(|_| !text.is_empty() && !is_nothing(text))?;
        rules.date(text).ok()
    };
    Some(values.iter().map(day).collect())
}

fn is_near(reading: &Reading, own: &[Vec<u8>], others: &[Option<i32>]) -> bool {
    let Some(days) = reading.reading.picture.as_deref().and_then(|picture| days(picture, reading.reading.years, own))
    else {
        return false;
    };
    let pairs: Vec<(i32, i32)> = days.iter().zip(others).filter_map(|(own, other)| own.zip(*other)).collect();
    let different: BTreeSet<i32> = pairs.iter().map(|pair| pair.0).collect();
    let far = pairs.iter().filter(|(own, other)| (own - other).abs() > DAYS).count();
    pairs.len() >= RECORDS && different.len() >= DIFFERENT && far * RARE <= pairs.len()
}

/// Makes a text of digits the date that it may be, for this reason; zeros and nines among the values are no days.
pub fn become_date(field: &mut FieldDraft, reading: &Reading, why: Reason, values: &[Vec<u8>]) {
    let nothing = |value: &&Vec<u8>| !value.trim_ascii().is_empty() && is_nothing(value.trim_ascii());
    let text = |value: &Vec<u8>| String::from_utf8_lossy(value.trim_ascii()).into_owned();
    let null_if: BTreeSet<String> = values.iter().filter(nothing).map(text).collect();
    field.ty = Type::Date;
    field.reading = reading.reading.clone();
    field.reading.null_if = null_if.into_iter().collect();
    if values.iter().any(|value| value.trim_ascii().is_empty()) {
        field.reading.on_blank = OnBlank::Empty;
    }
    let itself = |other: &Other| matches!(other, Other::Value(other) if **other == *reading);
    let anywhere = |other: &Other| matches!(other, Other::Joined(places) if places.is_empty());
    field.others.retain(|other| !itself(other) && !anywhere(other));
    field.why.retain(|why| !matches!(why, Reason::Value(Why::LeadingZeros(_) | Why::SameLength(_))));
    field.why.push(why);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspect::infer::draft::{Form, plain};
    use crate::inspect::infer::values::why::Share;
    use crate::mapping::model::FieldPlace;

    /// Fields of six digits at 0 and 6, the second of them open.
    fn fields() -> Vec<FieldDraft> {
        let form = Form::Length(12);
        let field = |name: &str, start: u32| {
            FieldDraft::text(name.to_owned(), FieldPlace::Bytes { start, end: start + 6 }, &form)
        };
        let dated = |picture: &str| {
            let mut reading = plain(Type::Date, &form);
            (reading.picture, reading.years) = (Some(picture.to_owned()), Some((1950, 2049)));
            reading
        };
        let other = |picture: &str| {
            let (open, reads) = (Open::TooFew, Share::default());
            Other::Value(Box::new(Reading { ty: Type::Date, reading: dated(picture), open, reads, failure: None }))
        };
        let first = FieldDraft { ty: Type::Date, reading: dated("YYMMDD"), ..field("made", 0) };
        vec![first, FieldDraft { others: vec![other("YYMMDD"), other("DDMMYY")], ..field("paid", 6) }]
    }

    /// The type and picture of the second field where the first has these months of 2026.
    fn settled(months: impl Iterator<Item = (u32, u32)>) -> (Type, Option<String>, Vec<String>) {
        let rows: Vec<String> = months
            .map(|(made, paid)| {
                let paid = if paid == 0 { "000000".to_owned() } else { format!("26{paid:02}05") };
                format!("26{made:02}11{paid}")
            })
            .collect();
        let mut fields = fields();
        settle(&mut fields, &|from, to| rows.iter().map(|row| row.as_bytes()[from..to].to_vec()).collect());
        let field = fields.remove(1);
        (field.ty, field.reading.picture, field.reading.null_if)
    }

    #[test]
    fn a_date_is_read_by_the_picture_that_keeps_it_near_another() {
        let date = |nothing: &[&str]| {
            (Type::Date, Some("YYMMDD".to_owned()), nothing.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>())
        };
        assert_eq!(settled((0..30).map(|at| (at % 9 + 1, at % 9 + 2))), date(&[]));
        assert_eq!(
            settled((0..30).map(|at| (at % 9 + 1, if at % 9 == 0 { 0 } else { at % 9 + 2 }))),
            date(&["000000"])
        );
        assert_eq!(settled((0..30).map(|at| (at % 9 + 1, 3))).0, Type::Text, "one value shows nothing");
        assert_eq!(settled((0..8).map(|at| (at + 1, at + 2))).0, Type::Text, "few records show nothing");
    }
}
